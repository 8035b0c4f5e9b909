#!/usr/bin/env python3
"""docs.py BIN: what the documents show is what happens.

Every ```console block of README.md and docs/ is run from the repository's
root with BIN first on the path: lines after "$ " are commands, "> " goes on,
and what follows must be the output, exactly. A block after the comment
<!-- not run: reason --> is skipped; it may only install or build things.

Every other block with a language stands after <!-- file: path --> and is that
file, or after <!-- not run: reason -->."""
import os
import pathlib
import re
import subprocess
import sys

import house

BLOCK = re.compile(
    r"(?P<skip><!-- not run: \S.* -->\n+)?^```console\n(?P<body>.*?)^```$",
    re.DOTALL | re.MULTILINE)
OTHER = re.compile(
    r"(?:<!-- (?P<how>not run|file): (?P<what>\S.*?) -->\n+)?"
    r"^```(?!console\n)(?P<language>\w+)\n(?P<body>.*?)^```$",
    re.DOTALL | re.MULTILINE)
MAY_SKIP = re.compile(r"^(git clone|cd|scripts/|apt-get|sudo|cmake|\.ci/run)\b")


def commands(body):
    """[(command, expected output)] of one block."""
    found = []
    for line in body.splitlines(keepends=True):
        if line.startswith("$ "):
            found.append([line[2:], ""])
        elif line.startswith("> ") and found and not found[-1][1]:
            found[-1][0] += line[2:]
        elif found:
            found[-1][1] += line
        else:
            found.append(["", line])
    return found


def run(command, binaries):
    result = subprocess.run(
        ["bash", "-c", command], cwd=house.ROOT, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=600, env={**os.environ, "LC_ALL": "C.UTF-8",
                          "PATH": f"{binaries}:{os.environ['PATH']}"})
    return result.stdout


def other_complaints(path, text, files):
    found = []
    for block in OTHER.finditer(text):
        line = text.count("\n", 0, block.start("body")) + 1
        where = f"{path}:{line}: the {block['language']} block"
        if not block["how"]:
            found.append(f"{where} is neither a file nor marked not run")
        elif block["how"] == "file" and \
                files.get(block["what"]) != block["body"]:
            found.append(f"{where} is not {block['what']}")
    return found


def complaints(path, text, binaries):
    found = []
    for block in BLOCK.finditer(text):
        line = text.count("\n", 0, block.start("body")) + 1
        for command, expected in commands(block["body"]):
            where = f"{path}:{line}: $ {command.strip()}"
            if block["skip"]:
                if not MAY_SKIP.match(command):
                    found.append(f"{where}: only installing may be skipped")
                continue
            if not command:
                found.append(f"{path}:{line}: the block has no command")
                continue
            actual = run(command, binaries)
            if actual != expected:
                found.append(f"{where}\n--- the document says\n{expected}"
                             f"--- but it prints\n{actual}---")
    return found


if __name__ == "__main__":
    BINARIES = pathlib.Path(sys.argv[1]).resolve()
    FILES = house.tracked()
    house.report([
        c for path, text in FILES.items()
        if path.endswith(".md") and path.startswith(("docs/", "README"))
        for c in (other_complaints(path, text, FILES) +
                  complaints(path, text, BINARIES))])
