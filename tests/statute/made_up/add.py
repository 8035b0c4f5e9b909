#!/usr/bin/env python3
"""add.py COPY: adds a country to a copy of the data, as
docs/adding-a-statute.md says: a law and its figures, then scripts/generate. No
other file may change. What is generated there is then built and tested."""
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
HERE = pathlib.Path(__file__).resolve().parent
CHANGES = {"data/statutes/xx-example.toml", "tests/statute/figures.csv",
           "src/statute/generated/statutes.inc", "docs/statutes.md"}


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*") if path.is_file()
            and "__pycache__" not in path.parts}


def main(copy):
    shutil.rmtree(copy, ignore_errors=True)
    for part in ("data", "docs", "scripts", "tests/statute",
                 "src/statute/generated", "src/terms/generated",
                 "include/usance/money/generated"):
        shutil.copytree(ROOT / part, copy / part)
    before = files(copy)
    shutil.copy(HERE / "xx-example.toml", copy / "data/statutes")
    with open(copy / "tests/statute/figures.csv", "a",
              encoding="ascii") as table:
        table.write((HERE / "figures.csv").read_text(encoding="ascii"))
    for script in ("scripts/generate", "tests/statute/figures.py"):
        subprocess.run([sys.executable, copy / script], check=True)
    after = files(copy)
    changed = {path for path in after if after[path] != before.get(path)}
    if changed != CHANGES:
        sys.exit(f"changed: {sorted(changed)}, not {sorted(CHANGES)}")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
