#!/usr/bin/env python3
"""The house tests can fail: each is fed good and bad samples."""
import importlib.machinery
import importlib.util
import pathlib
import tempfile
import unittest

import bans
import docs
import floors
import fuzz
import house
import ids
import readme
import text


class Floors(unittest.TestCase):
    def check(self, path, include, bad):
        found = floors.complaints(path, f'#include "{include}"\n')
        self.assertEqual(bool(found), bad, (path, include, found))

    def test_includes(self):
        for path, include, bad in [
            ("include/usance/money/split.h", "usance/core/status.h", False),
            ("include/usance/money/split.h", "usance/money/money.h", False),
            ("include/usance/money/split.h", "usance/date/date.h", True),
            ("include/usance/money/split.h", "usance/accrual/rate.h", True),
            ("include/usance/core/text.h", "usance/money/money.h", True),
            ("include/usance/terms/late_fee.h", "usance/installment/x.h", True),
            ("include/usance/terms/late_fee.h", "usance/unheard/x.h", True),
            ("include/usance/unheard/x.h", "usance/core/text.h", True),
            ("include/usance/core/text.h", "src/core/exact.h", True),
            ("include/usance/core/text.h", "boost/rational.hpp", True),
            ("src/money/split.cc", "src/core/exact.h", False),
            ("src/money/split.cc", "src/money/own.h", False),
            ("src/money/split.cc", "src/date/private.h", True),
            ("src/terms/late_fee.cc", "src/accrual/private.h", False),
            ("src/money/split.cc", "usance/date/date.h", True),
        ]:
            self.check(path, include, bad)


    def test_umbrella(self):
        paths = ["include/usance/core/a.h", "include/usance/core/b.inc",
                 "include/usance/usance.h"]
        good = '#include "usance/core/a.h"\n'
        self.assertEqual(floors.umbrella_complaints(good, paths), [])
        self.assertTrue(floors.umbrella_complaints("", paths))


class Bans(unittest.TestCase):
    def names(self, line, path="src/core/x.cc"):
        return [c.split(": ")[1] for c in bans.complaints(path, line + "\n")]

    def test_each_ban(self):
        for line, name in [
            ("  return time(nullptr);", "clock"),
            ("  auto now = std::chrono::system_clock::now();", "clock"),
            ("  auto now = absl::Now();", "clock"),
            ("#include <ctime>", "clock"),
            ('  std::setlocale(LC_ALL, "C");', "locale"),
            ("  auto x = std::stoi(text);", "locale"),
            ('  snprintf(b, 9, "%f", x);', "locale"),
            ("  if (isdigit(c)) {", "locale"),
            ('  const char* home = std::getenv("HOME");', "environment"),
            ("#include <iostream>", "input or output"),
            ("#include <fstream>", "input or output"),
            ('  std::printf("x");', "input or output"),
            ("#include <mutex>", "thread"),
            ("thread_local int64_t kept = 0;", "thread"),
            ("#include <random>", "randomness"),
            ("  double rate = x;", "floating point"),
            ("  const auto rate = 0.08;", "floating point"),
            ("  const auto rate = 1e-9;", "floating point"),
            ("#include <cmath>", "floating point"),
            ("  static int calls = 0;", "static variable"),
            ("  static std::vector<int> cache;", "static variable"),
            ("int64_t calls = 0;", "mutable global"),
            ("std::string last_error;", "mutable global"),
            ("inline std::vector<int> cache{};", "mutable global"),
        ]:
            self.assertIn(name, self.names(line), line)
        self.assertIn("floating point",
                      self.names("  double x;", "cli/main.cc"))

    def test_what_is_allowed(self):
        for line in [
            "// a double of the time(s) of day, 0.08",
            '  return "printf 0.5 double";',
            "  const int64_t big = 1'000'000;",
            "  const int hex = 0x1e5;",
            "  static constexpr Named<Color> kTable[] = {",
            "  [[nodiscard]] static absl::StatusOr<Money> Parse(",
            "inline constexpr int kMost = 3;",
            "constexpr std::string_view kUrl = \"x\";",
            "using Integer = boost::multiprecision::cpp_int;",
            "  const int64_t payment_time = 3;",
            "  int128 numerator_ = 0;",
            "class Money;",
            "#include \"usance/date/date.h\"",
        ]:
            self.assertEqual(self.names(line), [], line)

    def test_archive(self):
        bad = ("0000000000000000 l     O .bss\t0000000000000008 "
               "usance::cache\n"
               "0000000000000000 g     O .data\t0000000000000004 "
               "usance::calls\n")
        self.assertEqual(len(bans.archive_complaints(bad)), 2)
        good = ("0000000000000000 l    d  .data\t0000000000000000 .data\n"
                "0000000000000000 l     O .data.rel.ro.local\t"
                "0000000000000018 usance::kTable\n"
                "0000000000000000 g     F .text\t0000000000000018 "
                "usance::Add\n")
        self.assertEqual(bans.archive_complaints(good), [])


class Text(unittest.TestCase):
    def test_text(self):
        path = "include/usance/core/x.h"
        for sample in ["// TODO: more\n", "// fixme\n", "// for now this\n",
                       "// see /home/me/x\n", "../shared/design/x.md\n",
                       "\n" * 401]:
            self.assertTrue(text.complaints(path, sample), sample[:20])
        for sample in ["// done\n", "../shared/testdata\n", "\n" * 400,
                       "the method todos\n", "https://x.org/home/a\n"]:
            self.assertEqual(text.complaints(path, sample), [])


class Readme(unittest.TestCase):
    PATHS = ["README.md", ".ci/run", "src/core/a.cc",
             "include/usance/core/a.h"]
    GOOD = ("- `src/`: what is too heavy for headers\n"
            "- `include/`: the public headers\n"
            "- `include/usance/core/`: exact arithmetic\n")

    def test_readme(self):
        self.assertEqual(readme.complaints(self.GOOD, self.PATHS), [])
        for bad in [self.GOOD.replace("- `src/`", "- src"),
                    self.GOOD + "- `src/`: once more, and again\n",
                    self.GOOD + "- `gone/`: a folder of the past\n",
                    self.GOOD.replace("exact arithmetic", "-"),
                    self.GOOD.replace("include/usance/core", "core")]:
            self.assertTrue(readme.complaints(bad, self.PATHS), bad)


class Docs(unittest.TestCase):
    def found(self, block):
        return docs.complaints("x.md", block, house.ROOT)

    def test_docs(self):
        good = "```console\n$ echo a \\\n> b\na b\n$ true\n```\n"
        self.assertEqual(self.found(good), [])
        self.assertTrue(self.found(good.replace("a b\n", "a c\n")))
        self.assertTrue(self.found(good.replace("a b\n", "")))
        self.assertTrue(self.found("```console\nno command\n```\n"))
        skipped = "<!-- not run: it installs -->\n```console\n$ %s\n```\n"
        self.assertEqual(self.found(skipped % "scripts/deps"), [])
        self.assertTrue(self.found(skipped % "usance due"))


    def test_other_blocks(self):
        files = {"a.cc": "int a;\n"}
        good = "<!-- file: a.cc -->\n```cpp\nint a;\n```\n"
        for block, bad in [
            (good, False),
            (good.replace("a.cc", "b.cc"), True),
            (good.replace("int", "long"), True),
            ("```cpp\nint a;\n```\n", True),
            ("<!-- not run: yours -->\n```sh\nx\n```\n", False),
            ("```console\n$ true\n```\n", False),
        ]:
            found = docs.other_complaints("x.md", block, files)
            self.assertEqual(bool(found), bad, block)


class Fuzz(unittest.TestCase):
    HEADER = ("class Date {\n  static absl::StatusOr<Date> Parse(\n"
              "      std::string_view text);\n};\n"
              "[[nodiscard]] std::string ToText(const Date& date);\n")
    READERS = ["date/Date::Parse", "date/ToText"]

    def test_readers(self):
        self.assertEqual(
            fuzz.readers("include/usance/date/date.h", self.HEADER),
            set(self.READERS))

    def test_table(self):
        def found(table, date="Date::Parse(text); ToText(date);",
                  calls=f'#include "{fuzz.CALLED}"',
                  corpora=("calls", "date")):
            return fuzz.complaints(
                table, {"include/usance/date/date.h": self.HEADER},
                {"calls": calls, "date": date}, set(corpora))

        good = {"date": self.READERS}
        self.assertEqual(found(good), [])
        for bad in [
            found(good, calls="CALL(usance_add)"),
            found({"date": [*self.READERS, "date/Gone"]}),
            found({"date": self.READERS[:1]}),
            found({**good, "gone": []}),
            found(good, date="Date::Parse(text); // ToText(date)"),
            found(good, corpora=["calls"]),
            found(good, corpora=["calls", "date", "gone"]),
        ]:
            self.assertTrue(bad)


class Marks(unittest.TestCase):
    """scripts/generate takes no `verified` without two places."""

    def setUp(self):
        loader = importlib.machinery.SourceFileLoader(
            "generate", str(house.ROOT / "scripts/generate"))
        spec = importlib.util.spec_from_loader("generate", loader)
        self.generate = importlib.util.module_from_spec(spec)
        loader.exec_module(self.generate)

    def test_facts(self):
        def check(source, confidence="verified"):
            self.generate.check_marks(
                {"version": [{"interest": {"source": source,
                                           "confidence": confidence}}]}, "x")

        check("Act s.1 (a.gov.uk; b.org: p. 2)")
        check("Act s.1 (a.gov.uk)", "read")
        for bad in ["Act s.1", "Act s.1 (a.gov.uk)", "a.gov.uk; b.org",
                    "Act s.1 (a.gov.uk; a.gov.uk: p. 2)",
                    "Act s.1 (a.gov.uk; s.2)"]:
            with self.assertRaises(SystemExit, msg=bad):
                check(bad)

    def test_rates(self):
        head = ("# id: x\n# title: X\n# unit: year\n# kind: steps\n"
                "# known_through: 2026-06-30\n# version: 1\n# note: none\n"
                "from,percent,confidence,source\n")
        with tempfile.TemporaryDirectory() as folder:
            self.generate.ROOT = pathlib.Path(folder)
            file = self.generate.ROOT / "data/rates/x.csv"
            file.parent.mkdir(parents=True)
            for row, good in [
                    ("2026-01-01,1.00,verified,a.org; b.org", True),
                    ("2026-01-01,1.00,read,a.org", True),
                    ("2026-01-01,1.00,verified,a.org", False),
                    ("2026-01-01,1.00,sure,a.org; b.org", False),
                    ("2026-01-01,1.00,read,", False)]:
                file.write_text(head + row + "\n", encoding="ascii")
                if good:
                    self.assertEqual(len(self.generate.rate_series()), 1)
                    continue
                with self.assertRaises(SystemExit, msg=row):
                    self.generate.rate_series()


class Ids(unittest.TestCase):
    def test_lists(self):
        files = {"tests/a.cc": "// P31, some/repo#12, #34\nTEST(A, L1_B)\n"}
        for listed, good in [
                ("P31 tests/a.cc\nL1 tests/a.cc\n", True),
                ("some/repo#12 tests/a.cc\nsome/repo#34 tests/a.cc\n", True),
                ("P3 tests/a.cc\n", False),
                ("L11 tests/a.cc\n", False),
                ("some/repo#1 tests/a.cc\n", False),
                ("some/other#12 tests/a.cc\n", False),
                ("P31\n", False),
                ("P31 tests/b.cc\n", False),
                ("P31 tests/a.cc\nP31 tests/a.cc\n", False)]:
            self.assertEqual(not ids.complaints(listed, files), good, listed)


class CodeOnly(unittest.TestCase):
    def test_literals(self):
        for before, after in [
            ('a = "double"; // float', 'a = "";  '),
            ("a /* x\n y */ b", "a \n b"),
            ('R"(double)" b', '"" b'),
            (r'"\"" + double', '"" + double'),
            ("1'000 + x'", "1'000 + x'"),
            ("c == '\"' || d", "c == '' || d"),
        ]:
            self.assertEqual(house.code_only(before), after)


if __name__ == "__main__":
    unittest.main()
