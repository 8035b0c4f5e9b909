#!/usr/bin/env python3
"""gates.py GATE [ARGUMENT]: what usance.h and libusance.so must be.

header COMPILER   usance.h is clean in every standard of C and C++
cffi PYTHON       cffi reads the preprocessed header as it is
php LIBRARY       so does PHP's FFI, and calls through it
layout CLANG      capi/layout_lock.c compiles for 14 targets
symbols LIBRARY   it exports capi/symbols.txt and nothing else
needs LIBRARY     with a bundled Abseil: libc, libm and the C++ runtime only
abi LIBRARY       abidiff finds no difference to capi/abi/usance-x86_64.abi
old LIBRARY CC    clients of older headers run and print what they printed, and
                  no constant of those headers has another value now
write-abi LIBRARY writes that baseline; the change is then reviewed

Ends with 77, which CTest shows as skipped, where the tool is missing."""
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CAPI = ROOT / "capi"
INCLUDE = CAPI / "include"
BASELINE = CAPI / "abi/usance-x86_64.abi"
SKIPPED = 77
C = ["c90", "c99", "c11", "c17", "c2x"]
CXX = ["c++98", "c++11", "c++14", "c++17", "c++20"]
STRICT = ["-pedantic-errors", "-Wall", "-Wextra", "-Wconversion", "-Wpadded",
          "-Werror", "-fsyntax-only"]
TARGETS = ["x86_64-linux-gnu", "i386-linux-gnu", "aarch64-linux-gnu",
           "armv7-linux-gnueabihf", "riscv64-linux-gnu", "s390x-linux-gnu",
           "powerpc64le-linux-gnu", "mips-linux-gnu", "thumbv7-none-eabi",
           "wasm32-unknown-unknown", "x86_64-pc-windows-msvc",
           "i686-pc-windows-msvc", "x86_64-apple-macos",
           "arm64-apple-macos"]


def need(tool):
    if not shutil.which(tool):
        print(f"skipped: no {tool} here; scripts/deps --tests installs it")
        sys.exit(SKIPPED)


def run(*command, **more):
    """The output of a command that must succeed."""
    done = subprocess.run([str(c) for c in command], text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          **more)
    if done.returncode != 0:
        sys.exit(f"{' '.join(str(c) for c in command)}\n{done.stdout}"
                 f"ended with {done.returncode}")
    return done.stdout


def header(compiler):
    need(compiler)
    with tempfile.TemporaryDirectory() as work:
        for suffix in ("c", "cc"):
            pathlib.Path(work, f"use.{suffix}").write_text(
                '#include "usance.h"\nint use(void);\n'
                "int use(void) { return USANCE_STATUS_OK; }\n")
        if compiler == "tcc":
            run("tcc", "-Wall", "-Werror", f"-I{INCLUDE}", "-c", "use.c", "-o",
                os.devnull, cwd=work)
            return
        for standard in C:
            run(compiler, f"-std={standard}", *STRICT, f"-I{INCLUDE}", "use.c",
                cwd=work)
        run(compiler, "-std=c99", "-fshort-enums", *STRICT, f"-I{INCLUDE}",
            CAPI / "layout_lock.c")
        for standard in CXX:
            run(compiler, f"-std={standard}", "-x", "c++", *STRICT,
                f"-I{INCLUDE}", "use.cc", cwd=work)


def preprocessed():
    """The header without what it includes: readers know those types."""
    with tempfile.TemporaryDirectory() as empty:
        for name in ("stddef.h", "stdint.h"):
            pathlib.Path(empty, name).touch()
        return run("gcc", "-E", "-P", "-nostdinc", "-DUSANCE_API=",
                   f"-I{empty}", INCLUDE / "usance.h")


def cffi(python):
    for interpreter in (python, "/usr/bin/python3"):
        if subprocess.run([interpreter, "-c", "import cffi"],
                          capture_output=True).returncode == 0:
            run(interpreter, "-c", "import cffi, sys; "
                "cffi.FFI().cdef(sys.stdin.read())", input=preprocessed())
            return
    print("skipped: no Python with cffi; scripts/deps --tests installs it")
    sys.exit(SKIPPED)


def php(library):
    need("php")
    with tempfile.NamedTemporaryFile("w", suffix=".h") as file:
        file.write(preprocessed())
        file.flush()
        said = run("php", "-d", "ffi.enable=1", "-r",
                   "echo FFI::cdef(file_get_contents($argv[1]), $argv[2])"
                   "->usance_version();", file.name, library)
        if not re.fullmatch(r"\d+\.\d+\.\d+", said):
            sys.exit(said)


def layout(clang):
    need(clang)
    with tempfile.TemporaryDirectory() as work:
        # Freestanding targets have no strings.h and the like, but these two.
        for target in TARGETS:
            run(clang, "-target", target, "-std=c99", "-ffreestanding",
                *STRICT, f"-I{INCLUDE}", CAPI / "layout_lock.c", cwd=work)


def symbols(library):
    need("nm")
    found = set()
    for line in run("nm", "-D", "--defined-only", "--with-symbol-versions",
                    library).splitlines():
        _, kind, name = line.split()
        if kind == "A" and re.fullmatch(r"USANCE_[0-9.]+(@@.*)?", name):
            continue  # the node itself
        found.add(name)
    wanted = set((CAPI / "symbols.txt").read_text().split())
    for name in sorted(found ^ wanted):
        print(f"{name}: {'not described' if name in found else 'missing'}")
    if found != wanted:
        sys.exit(1)
    soname = re.search(r"SONAME\s+(\S+)", run("objdump", "-p", library))[1]
    if soname != "libusance.so.0":
        sys.exit(f"the soname is {soname}")


def needs(library):
    wanted = {"libc.so.6", "libm.so.6", "libstdc++.so.6", "libgcc_s.so.1",
              "ld-linux-x86-64.so.2"}
    found = set(re.findall(r"NEEDED\s+(\S+)", run("objdump", "-p", library)))
    if not found <= wanted:
        sys.exit(f"needs {', '.join(sorted(found - wanted))}")


def abidw(library, out):
    run("abidw", "--exported-interfaces-only", "--headers-dir", INCLUDE,
        "--drop-private-types", "--no-show-locs", "--no-comp-dir-path",
        "--no-corpus-path", "--no-elf-needed", "--out-file", out, library)


def need_baseline_machine():
    if platform.machine() != "x86_64":
        print("skipped: the baseline is of x86_64")
        sys.exit(SKIPPED)


def abi(library):
    need("abidiff")
    need_baseline_machine()
    with tempfile.TemporaryDirectory() as work:
        now = pathlib.Path(work, "now.abi")
        abidw(library, now)
        run("abidiff", "--hd1", INCLUDE, "--hd2", INCLUDE, BASELINE, now)


def write_abi(library):
    BASELINE.parent.mkdir(exist_ok=True)
    abidw(library, BASELINE)


def constants(path):
    """{name: value} of the numbers that a header defines."""
    return dict(re.findall(r"(?m)^#define (USANCE_\w+) +(-?\d+)\b",
                           path.read_text(encoding="utf-8")))


def old(library, compiler):
    folders = sorted((ROOT / "tests/capi/old").iterdir())
    environment = {**os.environ,
                   "LD_LIBRARY_PATH": str(pathlib.Path(library).parent)}
    now = constants(INCLUDE / "usance.h")
    for folder in folders:
        for name, value in constants(folder / "usance.h").items():
            if now.get(name) != value and "_VERSION_" not in name:
                sys.exit(f"{name} was {value} in {folder.name}")
        said = (folder / "client.txt").read_text()
        with tempfile.TemporaryDirectory() as work:
            # The binary as it was built then, and its source built now
            # against the header of then.
            clients = [pathlib.Path(work, "client")]
            run(compiler, "-std=c99", f"-I{folder}", folder / "client.c", "-o",
                clients[0], library)
            if platform.machine() == "x86_64":
                clients.append(folder / "client-x86_64")
            for client in clients:
                if run(client, env=environment) != said:
                    sys.exit(f"{client} does not print {folder}/client.txt")


GATES = {"header": header, "cffi": cffi, "php": php, "layout": layout,
         "symbols": symbols, "needs": needs, "abi": abi, "old": old,
         "write-abi": write_abi}

if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in GATES:
        sys.exit(__doc__)
    GATES[sys.argv[1]](*sys.argv[2:])
