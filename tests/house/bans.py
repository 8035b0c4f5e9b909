#!/usr/bin/env python3
"""The library is pure: no clock, locale, environment, randomness, thread or
I/O, nothing mutable that outlives a call, and no binary floating point.

bans.py [ARCHIVE]  also looks for writable data in the built library."""
import re
import subprocess
import sys

import house

LIBRARY = ("include/", "src/", "capi/")
EVERYWHERE = LIBRARY + ("cli/",)

# name, where, what must not be written
BANS = [
    ("clock", LIBRARY, r"\b(time|clock|ftime)\s*\(|_clock\b|gettimeofday|"
     r"clock_gettime|timespec_get|localtime|gmtime|mktime|strftime|"
     r"absl::Now|<(ctime|time\.h|sys/time\.h)>"),
    ("locale", LIBRARY, r"setlocale|localeconv|std::locale|"
     r"<(locale|clocale|locale\.h|cctype|ctype\.h)>|"
     r"\b(strto(d|f|ld|l|ll|ul|ull)|sto(d|f|ld|i|l|ll|ul|ull)|ato[fil])\b|"
     r"\b[fs]?scanf\b|\b(s|sn|as|v|vs|vsn)printf\b|"
     r"\bis(alnum|alpha|digit|lower|upper|space|punct|print|xdigit)\s*\(|"
     r"\bto(lower|upper)\s*\("),
    ("environment", LIBRARY, r"\b(secure_)?getenv\b|\b(set|put|unset)env\b|"
     r"\benviron\b"),
    ("input or output", LIBRARY, r"<([io]?stream|[io]?fstream|[io]?sstream|"
     r"iomanip|iostream|filesystem)>|\bf?open\s*\(|\b(f|v|vf)?printf\b"),
    ("thread", LIBRARY, r"<(thread|mutex|shared_mutex|atomic|future|"
     r"condition_variable)>|\bthread_local\b|absl::Mutex|pthread_"),
    ("randomness", LIBRARY, r"<random>|\bs?rand\s*\(|random_device"),
    ("floating point", EVERYWHERE, r"\b(double|float)\b|<cmath>|<math\.h>|"
     r"(?<![\w.'])\d[\d']*\.\d|(?<![\w.'])\d[\d']*[eE][-+]?\d"),
    ("static variable", LIBRARY,
     r"^\s+static\s+(?!const\b|constexpr\b|constinit const\b|inline\b)"
     r"[^()=;{]*[=;{]"),
    ("mutable global", LIBRARY,
     r"^(inline |extern |static )*(?!using|typedef|namespace|class|struct|"
     r"enum|union|template|concept|__extension__|return|else|case|public|private|friend|static_assert)"
     r"(?!.*\b(const|constexpr|consteval|operator)\b)"
     r"[A-Za-z_][\w:<>,*& ]*[ *&]\w+\s*(=[^=].*|\{[^}]*\})?;$"),
]

# (path, ban, the line as it stands): where a ban does not hold, and why.
EXCEPTIONS = {
    # A failed check prints its place before it aborts.
    ("include/usance/core/check.h", "input or output",
     'std::fprintf(stderr, "%s:%d: check failed: %s\\n", '
     "condition, file, line);"),
}


def complaints(path, text):
    found = []
    lines = text.splitlines()
    for name, places, pattern in BANS:
        if not path.startswith(places):
            continue
        regex = re.compile(pattern)
        for number, line in enumerate(house.code_only(text).splitlines()):
            if regex.search(line) and not any(
                    path == where and name == ban and
                    lines[number].strip().startswith(said.split("(")[0])
                    for where, ban, said in EXCEPTIONS):
                found.append(f"{path}:{number + 1}: {name}: "
                             f"{lines[number].strip()}")
    return found


# Writable data in the library's objects that is not ours.
FOREIGN_DATA = re.compile(r"std::__ioinit|boost::|absl::|guard variable for "
                          r"boost::|DW\.ref")


def archive_complaints(listing):
    """From `objdump -t -C`: symbols in writable sections. Read-only tables
    with addresses stand in .data.rel.ro and are fine."""
    found = []
    for line in listing.splitlines():
        match = re.match(r"^[0-9a-f]+ .{7} (\.\S+)\t[0-9a-f]+\s+(.*)$", line)
        if not match:
            continue
        section, symbol = match.groups()
        if re.match(r"\.(data(?!\.rel\.ro)|bss|tdata|tbss)", section) and \
                not symbol.startswith(".") and \
                not FOREIGN_DATA.search(symbol):
            found.append(f"writable data in {section}: {symbol}")
    return found


if __name__ == "__main__":
    FILES = house.tracked(".h", ".cc", ".inc", under=EVERYWHERE)
    ALL = [c for path, text in FILES.items() for c in complaints(path, text)]
    for archive in sys.argv[1:]:
        ALL += archive_complaints(subprocess.run(
            ["objdump", "-t", "-C", archive], check=True,
            capture_output=True, text=True).stdout)
    house.report(ALL)
