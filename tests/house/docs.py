#!/usr/bin/env python3
"""docs.py BIN: what the documents show is what happens.

Every ```console block of README.md and docs/ is run from the repository's
root with BIN first on the path: lines after "$ " are commands, "> " goes on,
and what follows must be the output, exactly. A block after the comment
<!-- not run: reason --> is skipped; it may only install or build things."""
import os
import pathlib
import re
import subprocess
import sys

import house

BLOCK = re.compile(
    r"(?P<skip><!-- not run: \S.* -->\n+)?^```console\n(?P<body>.*?)^```$",
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
    FILES = house.tracked(".md", under=("README.md", "docs/"))
    house.report([c for path, text in FILES.items()
                  for c in complaints(path, text, BINARIES)])
