#!/usr/bin/env python3
"""Headers are short, nothing is unfinished, and no path leads outside."""
import re

import house

LONGEST_HEADER = 400
UNFINISHED = re.compile(
    r"\b(TODO|FIXME|HACK|WIP|TBD)\b|not yet implemented|\bplaceholder\b|"
    r"\bfor now\b|\blorem ipsum\b", re.IGNORECASE)
FOREIGN = re.compile(r"(?<![\w./-])/(work|home|root|Users)/|"
                     r"\.\./shared/(?!testdata\b)")


def complaints(path, text):
    found = []
    lines = text.splitlines()
    if path.startswith("include/") and path.endswith(".h") and \
            len(lines) > LONGEST_HEADER:
        found.append(f"{path}: {len(lines)} lines; at most {LONGEST_HEADER}")
    for number, line in enumerate(lines, start=1):
        if match := UNFINISHED.search(line):
            found.append(f"{path}:{number}: unfinished: {match.group()}")
        if match := FOREIGN.search(line):
            found.append(f"{path}:{number}: foreign path: {match.group()}")
    return found


if __name__ == "__main__":
    # This folder names the words that it looks for.
    house.report([c for path, text in house.tracked().items()
                  if not path.startswith("tests/house/")
                  for c in complaints(path, text)])
