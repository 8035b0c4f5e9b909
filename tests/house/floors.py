#!/usr/bin/env python3
"""The folder tree is the architecture: a file of the library includes only
its own folder and lower floors; siblings never include each other."""
import re

import house

FLOORS = {
    "core": 0,
    "money": 1, "date": 1,
    "accrual": 2,
    "terms": 3, "installment": 3,
    "account": 4, "statute": 4,
    "credit": 5, "recovery": 5, "compat": 5,
    "portfolio": 6,
    "codec": 7,
}


def complaints(path, text):
    """Where `path` (include/usance/M/... or src/M/...) breaks the rule."""
    parts = path.split("/")
    module = parts[2] if parts[0] == "include" else parts[1]
    if module.endswith(".h"):  # include/usance/usance.h, the umbrella
        return []
    if module not in FLOORS:
        return [f"{path}: {module} has no floor in tests/house/floors.py"]
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        match = re.match(r'\s*#\s*include\s*["<]([^">]+)[">]', line)
        if not match:
            continue
        target = match.group(1)
        where = f"{path}:{number}: includes {target}"
        if target.startswith("src/") and parts[0] == "include":
            found.append(f"{where}: a public header includes src/")
        elif target.startswith(("src/", "usance/")):
            other = target.split("/")[1]
            if other not in FLOORS:
                found.append(f"{where}: {other} has no floor")
            elif other != module and FLOORS[other] >= FLOORS[module]:
                found.append(f"{where}: {module} is on floor {FLOORS[module]}"
                             f", {other} on {FLOORS[other]}")
        elif target.startswith("boost/") and parts[0] == "include":
            found.append(f"{where}: no Boost in public headers")
    return found


def umbrella_complaints(umbrella, paths):
    """Public headers that include/usance/usance.h leaves out."""
    included = set(re.findall(r'#include "([^"]+)"', umbrella))
    headers = {path.removeprefix("include/") for path in paths
               if re.fullmatch(r"include/usance/\w+/\w+\.h", path)}
    return [f"include/usance/usance.h leaves out {header}"
            for header in sorted(headers - included)]


if __name__ == "__main__":
    FILES = house.tracked(".h", ".cc", ".inc",
                          under=("include/usance/", "src/"))
    UMBRELLA = FILES["include/usance/usance.h"]
    house.report([c for path, text in FILES.items()
                  for c in complaints(path, text)] +
                 umbrella_complaints(UMBRELLA, FILES))
