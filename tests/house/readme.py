#!/usr/bin/env python3
"""README.md names every folder in one line each, `folder/` first, and names
no folder that is not there."""
import re

import house

# Where one level is not enough: the floors.
NESTED = ("include/usance/",)


def folders(paths):
    """The top-level folders, and those below NESTED, with a slash."""
    found = set()
    for path in paths:
        top = path.split("/")[0]
        if "/" in path and not top.startswith("."):
            found.add(top + "/")
        for parent in NESTED:
            below = path.removeprefix(parent)
            if below != path and "/" in below:
                found.add(parent + below.split("/")[0] + "/")
    return found


def complaints(readme, paths):
    there = folders(paths)
    named = re.findall(r"(?m)^[-|* ]*`([\w./-]+/)`[ |:-]*(.*)$", readme)
    found = []
    for folder in sorted(there):
        lines = [said for name, said in named if name == folder]
        if len(lines) != 1:
            found.append(f"README.md: {folder} stands in {len(lines)} lines")
        elif len(lines[0].strip(" |")) < 8:
            found.append(f"README.md: {folder} says nothing")
    for name, _ in named:
        if not any(path.startswith(name) for path in paths):
            found.append(f"README.md: there is no {name}")
    return found


if __name__ == "__main__":
    FILES = house.tracked()
    house.report(complaints(FILES.get("README.md", ""), FILES))
