#!/usr/bin/env python3
"""tests/fuzz/coverage.toml names, for every public function that reads text or
prints what another reads, the fuzz target that calls it; tests/fuzz/calls.cc
calls every function of the C ABI, by a list that capi/generate writes. A target
names what it covers, and has a corpus."""
import re
import tomllib

import house

TABLE = "tests/fuzz/coverage.toml"
CALLED = "tests/fuzz/generated/functions.inc"
READERS = r"Parse\w*|Read\w*|Eval|Format\w*|ToText"
# A declaration: "[[nodiscard]] std::string ToText(const Json& value);"
DECLARED = re.compile(
    r"\b(?:std::string|Status|StatusOr<[^;{}()=]*>|Json|Period|Date)\s+"
    rf"(?P<name>{READERS})\((?P<first>[^;{{}}]*)")
CLASS = re.compile(r"^(?:class|struct) (?:\w+ )?(?P<name>[A-Z]\w*)[^;]*\{$")


def readers(path, text):
    """The public functions of a header that read or print text: Parse of the
    class Date in date/ is "date/Date::Parse"."""
    module = path.split("/")[2]
    found, scope, lines = set(), "", house.code_only(text).split("\n")
    for number, line in enumerate(lines):
        if match := CLASS.match(line):
            scope = match["name"] + "::"
        elif line.startswith("}"):
            scope = ""
        for match in DECLARED.finditer(" ".join(lines[max(0, number - 1):
                                                      number + 1])):
            if match["name"] in line:
                found.add(f"{module}/{scope}{match['name']}")
    return found


def complaints(table, headers, sources, corpora):
    """`table` {target: [function]}, `sources` {target: text}."""
    public = set()
    for path, text in headers.items():
        public |= readers(path, text)
    covered = {name for names in table.values() for name in names}
    found = [f"{TABLE}: {name} has no line" for name in public - covered]
    found += [f"{TABLE}: there is no {name}" for name in covered - public]
    if f'#include "{CALLED}"' not in sources.get("calls", ""):
        found.append(f"tests/fuzz/calls.cc does not include {CALLED}")
    for target in sorted(set(sources) | set(table)):
        text = house.code_only(sources.get(target, ""))
        if target not in sources:
            found.append(f"{TABLE}: there is no target {target}")
            continue
        if target not in corpora:
            found.append(f"tests/fuzz/corpus/{target} is empty")
        for name in table.get(target, []):
            if not re.search(rf"\b{name.split('/')[-1].split('::')[-1]}\b",
                             text):
                found.append(f"tests/fuzz/{target}.cc does not call {name}")
    for name in sorted(corpora - set(sources)):
        found.append(f"tests/fuzz/corpus/{name} has no target")
    return sorted(found)


if __name__ == "__main__":
    FILES = house.tracked(under=("tests/fuzz/", "include/"))
    house.report(complaints(
        tomllib.loads(FILES[TABLE]),
        {path: text for path, text in FILES.items()
         if path.startswith("include/") and path.endswith(".h")},
        {path.split("/")[-1][:-3]: text for path, text in FILES.items()
         if re.fullmatch(r"tests/fuzz/(?!replay)\w+\.cc", path)},
        {path.split("/")[3] for path in FILES
         if path.startswith("tests/fuzz/corpus/")}))
