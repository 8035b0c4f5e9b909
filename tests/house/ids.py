#!/usr/bin/env python3
"""tests/ids.txt says which files test what has a name: the properties (P), the
regressions (R), rules and tables of the field (L, G, J), defects read in the
code of others (CodeDefect), and their threads (owner/repository#number). Each
file names the id, in a test's name or beside it."""
import re

import house

LIST = "tests/ids.txt"


def names(text, name):
    """Whether text names it; of a thread, its number and its repository."""
    repository, is_thread, number = name.rpartition("#")
    if is_thread:
        return repository.split("/")[-1] in text and \
            re.search(rf"#{number}(?!\d)", text)
    return re.search(rf"(?<![A-Za-z0-9]){name}(?![A-Za-z0-9])", text)


def complaints(listed, files):
    found, seen = [], set()
    for number, line in enumerate(listed.splitlines(), start=1):
        name, *paths = line.split()
        where = f"{LIST}:{number}: {name}"
        if name in seen:
            found.append(f"{where} stands there twice")
        seen.add(name)
        if not paths:
            found.append(f"{where} has no test")
        for path in paths:
            if not path.startswith("tests/") or path not in files:
                found.append(f"{where}: there is no {path}")
            elif not names(files[path], name):
                found.append(f"{where}: {path} does not name it")
    return found


if __name__ == "__main__":
    FILES = house.tracked(under=("tests/",))
    house.report(complaints(FILES.get(LIST, "X"), FILES))
