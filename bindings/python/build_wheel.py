#!/usr/bin/env python3
"""build_wheel.py LIBRARY FOLDER: puts the package and its library into a wheel.

Needs the standard library alone. For a wheel that runs on other systems give
a library that was built with -DUSANCE_BUNDLE_ABSL=ON. The same input makes the
same bytes.

It is a PEP 517 backend as well:

USANCE_LIBRARY=$PWD/build/release/lib/libusance.so pip install bindings/python
"""
import base64
import hashlib
import os
import pathlib
import sys
import sysconfig
import tomllib
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = ("*.py", "*.pyi", "py.typed")


def contents(library, tag):
    """{path in the wheel: bytes}, without the RECORD."""
    with open(HERE / "pyproject.toml", "rb") as file:
        project = tomllib.load(file)["project"]
    name = f"{project['name']}-{project['version']}"
    files = {f"usance/{path.name}": path.read_bytes() for pattern in SOURCES
             for path in sorted((HERE / "usance").glob(pattern))}
    files["usance/libusance.so"] = pathlib.Path(library).read_bytes()
    info = f"{name}.dist-info"
    files[f"{info}/METADATA"] = (
        f"Metadata-Version: 2.1\nName: {project['name']}\n"
        f"Version: {project['version']}\nSummary: {project['description']}\n"
        f"License: {project['license']['text']}\n"
        f"Requires-Python: {project['requires-python']}\n").encode()
    files[f"{info}/WHEEL"] = (
        "Wheel-Version: 1.0\nGenerator: usance build_wheel.py\n"
        f"Root-Is-Purelib: false\nTag: {tag}\n").encode()
    licence = HERE.parent.parent / "LICENSE"
    if licence.exists():
        files[f"{info}/LICENSE"] = licence.read_bytes()
    return name, files


def record(path, data):
    digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest())
    return f"{path},sha256={digest.decode().rstrip('=')},{len(data)}\n"


def build(library, folder):
    """Writes the wheel; returns its name."""
    platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
    tag = f"py3-none-{platform}"
    name, files = contents(library, tag)
    listed = f"{name}.dist-info/RECORD"
    files[listed] = ("".join(record(path, data) for path, data in
                             files.items()) + f"{listed},,\n").encode()
    wheel = pathlib.Path(folder) / f"{name}-{tag}.whl"
    wheel.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
    return wheel.name


def build_wheel(wheel_directory, config_settings=None,
                metadata_directory=None):
    """What pip calls."""
    library = os.environ.get("USANCE_LIBRARY")
    if not library:
        sys.exit("set USANCE_LIBRARY to libusance.so, which the wheel holds")
    return build(library, wheel_directory)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    print(build(*sys.argv[1:]))
