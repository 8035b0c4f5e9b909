#!/usr/bin/env python3
"""cli_test.py USANCE: the command's answers, complaints and exit codes."""
import csv
import fractions
import io
import json
import os
import pathlib
import re
import select
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
USANCE = ""

LOAN = ["amortize", "--method", "level", "--principal", "100.00",
        "--currency", "USD", "--rate", "7%", "--day-count", "30/360 isda",
        "--start", "2026-01-01", "--frequency", "P1M", "--count", "6",
        "--rounding", "half even", "--residual", "last"]
LOAN_REQUEST = {
    "op": "amortize", "method": "level", "principal": "100.00",
    "currency": "USD", "rate": "7%", "day_count": "30/360 isda",
    "start": "2026-01-01", "frequency": "P1M", "count": 6,
    "rounding": "half even", "residual": "last"}
INVOICE = ["late", "--policy", "examples/late-policy.json", "--amount",
           "1000.00", "--currency", "USD", "--due", "2026-01-31", "--as-of",
           "2026-04-15"]
DUE = ["due", "--terms", "2/10 net 30", "--date", "2026-01-31", "--amount",
       "1000.00", "--currency", "EUR"]
LEDGER = ["late", "--ledger", "examples/ledger/invoices.csv", "--payments",
          "examples/ledger/payments.csv", "--mapping",
          "examples/ledger/mapping.json", "--policy",
          "examples/ledger/policy.json", "--as-of", "2026-06-30",
          "--apply-to", "principal first"]
MAPPING = {"currency": "EUR", "columns": {
    "invoice": "no", "due": "due", "amount": "sum"}}


def run(arguments, text="", **environment):
    return subprocess.run(
        [USANCE, *arguments], cwd=ROOT, input=text, text=True,
        encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment}, check=False)


class Command(unittest.TestCase):
    def ended(self, result, code, complaint=""):
        self.assertEqual(result.returncode, code, result)
        if complaint:
            self.assertIn(complaint, result.stderr)
        else:
            self.assertEqual(result.stderr, "")
        return result.stdout

    def test_flags_and_requests_are_answered_alike(self):
        by_flags = json.loads(self.ended(run(LOAN + ["--format", "json"]), 0))
        line = self.ended(run(["eval"], json.dumps(LOAN_REQUEST) + "\n"), 0)
        self.assertEqual(json.loads(line)["ok"], by_flags)
        self.assertEqual([row["payment"] for row in by_flags["rows"]],
                         ["17.01"] * 5 + ["17.00"])

    def test_csv_holds_what_json_holds(self):
        rows = list(csv.DictReader(io.StringIO(
            self.ended(run(LOAN + ["--format", "csv"]), 0))))
        answer = json.loads(self.ended(run(LOAN + ["--format", "json"]), 0))
        for row, said in zip(rows, answer["rows"], strict=True):
            for name in row:
                self.assertEqual(row[name], str(said[name]))

    def test_solve_and_verify_go_with_amortize(self):
        def without(flag):
            at = terms.index(flag)
            return terms[:at] + terms[at + 2:]

        terms = LOAN[1:]
        answer = json.loads(self.ended(run(
            ["solve", "--unknown", "principal", "--payment", "17.01",
             "--format", "json", *without("--principal")]), 0))
        self.assertEqual([answer[name]["value"]
                          for name in ("less", "found", "more")],
                         ["100.02", "100.03", "100.04"])
        self.assertIn("found", self.ended(run(
            ["solve", "--unknown", "count", "--payment", "17.00",
             *without("--count")]), 0))
        self.ended(run(["solve", "--unknown", "count", "--payment", "17.00",
                        *terms]), 1, "--count: ")
        made = json.loads(self.ended(run(LOAN + ["--format", "json"]), 0))
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            def verify():
                file.seek(0)
                file.truncate()
                json.dump(made["rows"], file)
                file.flush()
                return run(["verify", "--rows", file.name, *terms])

            self.assertIn("holds", self.ended(verify(), 0))
            made["rows"][2]["interest"] = "0.40"
            self.assertIn("interest 0.40, the terms give 0.39",
                          self.ended(verify(), 1))

    def test_lists_of_a_loan_are_flags(self):
        given = run(LOAN[:7] + LOAN[9:] + [
            "--rates", "2026-01-01:5%", "--rates", "2026-03-15:6%",
            "--rate-change", "foreseen", "--margin", "1%", "--fee", "::2.50",
            "--fee", "3:4::1%:opening", "--row-term", "2:3:interest",
            "--row-term", "4::payment:30.00", "--months", "feb,mar,apr,may",
            "--off-season", "deferred", "--format", "json"])
        asked = {k: v for k, v in LOAN_REQUEST.items() if k != "rate"} | {
            "rates": [{"from": "2026-01-01", "rate": "5%"},
                      {"from": "2026-03-15", "rate": "6%"}],
            "rate_change": "foreseen", "margin": "1%",
            "fees": [{"amount": "2.50"},
                     {"first": 3, "last": 4, "percent": "1%",
                      "base": "opening"}],
            "row_terms": [{"first": 2, "last": 3, "pays": "interest"},
                          {"first": 4, "pays": "payment", "amount": "30.00"}],
            "months": ["feb", "mar", "apr", "may"], "off_season": "deferred"}
        line = self.ended(run(["eval"], json.dumps(asked) + "\n"), 0)
        self.assertEqual(json.loads(self.ended(given, 0)),
                         json.loads(line)["ok"])
        parts = self.ended(run(LOAN + [
            "--advance", "2026-01-16:50.00", "--advance", "2026-04-01:25.00",
            "--advance-change", "foreseen", "--capitalize-on",
            "2026-02-15,2026-03-15"]), 0).splitlines()
        self.assertEqual(parts[0].split(), [
            "number", "start", "due", "opening", "advance", "interest",
            "principal", "payment", "closing"])
        self.assertEqual([line.split()[4] for line in parts[2:8]],
                         ["50.00", "0.00", "0.00", "25.00", "0.00", "0.00"])
        # 100.00 for a month, and 50.00 for 15 days of 30.
        self.assertEqual(parts[2].split()[5], "0.73")
        self.ended(run(LOAN[:7] + LOAN[9:] + [
            "--rates", "a", "--rates", "b"]), 1, "--rates: it is given twice")
        self.ended(run(LOAN + ["--fee", "5.00"]), 1,
                   '--fee at /0/first: "5.00" is no integer; allowed: [FIRST]')

    def test_a_disclosure_has_its_columns_and_totals(self):
        fees = ["--fee", "1:1:5.00", "--disclosure"]
        lines = self.ended(run(LOAN + fees), 0).splitlines()
        self.assertEqual(lines[0].split(), [
            "date", "payment", "principal", "interest", "fee", "balance"])
        self.assertEqual(lines[2].split(), [
            "2026-02-01", "22.01", "16.43", "0.58", "5.00", "83.57"])
        self.assertEqual(lines[-1].split(),
                         ["total", "107.05", "100.00", "2.05", "5.00"])
        rows = list(csv.DictReader(io.StringIO(self.ended(run(
            LOAN + fees + ["--format", "csv"]), 0))))
        self.assertEqual([list(row.values()) for row in rows],
                         [line.split() for line in lines[2:-2]])

    def test_a_table_shows_what_is_waived(self):
        waive = ["--payment-rounding", "down", "--waive-within", "0.05"]
        loan = LOAN[:-1] + ["waive"] + waive
        for more, cells in [([], 8), (["--disclosure"], 5)]:
            lines = self.ended(run(loan + more), 0).splitlines()
            self.assertEqual(lines[-1].split(), ["waived", "0.05"])
            self.assertEqual(lines[-1].rindex("0.05"),
                             lines[-4].rindex("0.05"))
            self.assertEqual(len(lines[-4].split()), cells)

    def test_the_first_day_does_not_move(self):
        loan = ["amortize", "--method", "level", "--principal", "3600.00",
                "--currency", "EUR", "--rate", "10%", "--day-count",
                "act/360", "--start", "2026-01-31", "--frequency", "P1M",
                "--count", "1", "--rounding", "half even", "--residual",
                "last", "--convention", "following", "--calendar", "TARGET2",
                "--accrue-to", "adjusted"]
        for more, row in [([], ["2026-01-31", "2026-03-02", "30.00"]),
                          (["--start-convention", "following"],
                           ["2026-02-02", "2026-03-02", "28.00"])]:
            cells = self.ended(run(loan + more), 0).splitlines()[2].split()
            self.assertEqual([cells[1], cells[2], cells[4]], row)

    def rows_of(self, *more):
        """The rows of a loan in cents."""
        answer = json.loads(self.ended(run(
            [*LOAN, *more, "--format", "json"]), 0))
        return [{k: v if k in ("number", "start", "due") else
                 int(v.replace(".", "")) for k, v in row.items()}
                for row in answer["rows"]]

    def test_a_picture_shows_the_rows(self):
        for more in ([], ["--fee", "::1.00", "--tax-on-interest", "10%"],
                     ["--grace-rows", "2", "--grace", "capitalized"],
                     ["--count", "1"], ["--rate", "-7%"]):
            more = [*more] + ["--title", "A & <B>\ufffe"]
            terms = [f for flag in ("--count", "--rate") if flag in more
                     for f in (flag,)]
            loan = [LOAN[0]] + [
                word for k in range(1, len(LOAN), 2)
                for word in LOAN[k:k + 2] if LOAN[k] not in terms]
            drawn = self.ended(run([*loan, *more, "--plot", "svg"]), 0)
            self.assertEqual(drawn, run(
                [*loan, *more, "--plot", "svg"], LC_ALL="C").stdout)
            root = xml.etree.ElementTree.fromstring(drawn)
            svg = "{http://www.w3.org/2000/svg}"
            self.assertEqual(root.find(f"{svg}title").text, "A & <B> ")
            paths = {path.get("id"): path.get("d")
                     for path in root.iter(f"{svg}path")}
            answer = json.loads(self.ended(run(
                [*loan, *more[:-2], "--format", "json"]), 0))
            self.check_bars(paths, answer["rows"])

    def check_bars(self, paths, rows):
        """Every bar is as high as its amount, to a hundredth of a pixel, on
        one scale; the line goes through the balances on another."""
        def amount(row, name):
            return fractions.Fraction(row[name])

        def scale_of(pairs):
            """Pixels for one; what is drawn is within two hundredths."""
            size, height = max(pairs, key=lambda pair: abs(pair[0]))
            return height / size

        bars = []
        for name, members in [("interest", ["interest"]),
                              ("principal", ["principal"]),
                              ("fees", ["fee", "tax"])]:
            drawn = re.findall(r"M([\d.]+) ([\d.]+)V([\d.]+)H([\d.]+)",
                               paths.get(name, ""))
            wanted = [sum(amount(row, m) for m in members) for row in rows]
            wanted = [size for size in wanted if size]
            self.assertEqual(len(drawn), len(wanted), name)
            for (left, low, high, right), size in zip(drawn, wanted):
                self.assertLess(float(left), float(right))
                bars.append((size, fractions.Fraction(low) -
                             fractions.Fraction(high)))
        scale = scale_of(bars)
        for size, height in bars:
            self.assertLessEqual(abs(height - size * scale), 0.04)
        points = [tuple(map(fractions.Fraction, point.split()))
                  for point in paths["balance"][1:].split("L")]
        balances = [amount(rows[0], "opening")] + [
            amount(row, "closing") for row in rows]
        self.assertEqual(len(points), len(balances))
        self.assertEqual(points, sorted(points, key=lambda p: p[0]))
        zero = points[-1][1]
        line = [(owed, zero - y) for owed, (_, y) in zip(balances, points)]
        scale = scale_of(line)
        for owed, height in line:
            self.assertLessEqual(abs(height - owed * scale), 0.04)

    def test_a_picture_for_the_terminal(self):
        lines = self.ended(run(LOAN + ["--plot", "text"]), 0).splitlines()
        self.assertEqual(len(lines), 7)
        for line, row in zip(lines[1:], self.rows_of()):
            self.assertTrue(line.startswith(row["due"]))
            self.assertIn(f"{row['payment'] / 100:.2f}", line)
            self.assertTrue(line.endswith(f"{row['closing'] / 100:.2f}"))
            self.assertLessEqual(len(line), 80)
        # 34 cells are the largest payment; of 17.01 the first has 0.58
        # interest: a cell.
        self.assertEqual((lines[1].count("\u2588"), lines[1].count("\u2592")),
                         (1, 33))
        self.assertEqual(lines[1].index("\u25cf") - lines[6].index("\u25cf"),
                         8)  # 83.57 of 100.00 in ten steps
        # A long one has a line for each year.
        loan = [word if word != "6" else "120" for word in LOAN]
        years = self.ended(run(loan + ["--plot", "text"]), 0).splitlines()[1:]
        self.assertEqual([line[:4] for line in years],
                         [str(year) for year in range(2026, 2037)])

    def test_a_calendar_has_the_due_dates(self):
        title = "Müller; GmbH, \\ Auto, sehr lang: " + "äöü" * 20
        loan = LOAN + ["--ics", "--title", title]
        text = subprocess.run([USANCE, *loan], stdout=subprocess.PIPE,
                              check=True).stdout
        self.assertEqual(text.count(b"\n"), text.count(b"\r\n"))
        for line in text.split(b"\r\n"):
            self.assertLessEqual(len(line), 75)
            line.decode()
        events, open_ = [], None
        for line in text.decode().replace("\r\n ", "").split("\r\n"):
            name, _, value = line.partition(":")
            if line == "BEGIN:VEVENT":
                open_ = {}
            elif line == "END:VEVENT":
                events.append(open_)
            elif open_ is not None:
                open_[name] = re.sub(r"\\(.)", lambda m: {"n": "\n"}.get(
                    m[1], m[1]), value)
        rows = self.rows_of()
        self.assertEqual([e["DTSTART;VALUE=DATE"] for e in events],
                         [row["due"].replace("-", "") for row in rows])
        self.assertEqual(len({e["UID"] for e in events}), 6)
        self.assertEqual(events[0]["SUMMARY"],
                         f"{title}: payment 1 of 6, 17.01 USD")
        self.assertEqual(
            events[0]["DESCRIPTION"],
            "interest 0.58, principal 16.43\nbalance 83.57")
        self.assertEqual(events[0]["DTSTAMP"], "20260101T000000Z")
        self.assertEqual(text, subprocess.run(
            [USANCE, *loan], stdout=subprocess.PIPE, check=True).stdout)
        named = self.ended(run(LOAN + ["--ics", "--uid", "loan 7"]), 0)
        self.assertIn("UID:loan 7-6@usance", named)
        other = self.ended(run(LOAN + ["--ics", "--payment-multiple", "0.05"]),
                           0)
        self.assertNotIn(events[0]["UID"], other)
        # What pays nothing is no date to pay on.
        grace = self.ended(run(LOAN + ["--ics", "--grace-rows", "2", "--grace",
                                       "capitalized"]), 0)
        self.assertEqual(grace.count("BEGIN:VEVENT"), 4)

    def test_pictures_go_into_files_and_stand_alone(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "loan.svg")
            self.assertEqual(self.ended(run(
                LOAN + ["--plot", "svg", "-o", str(path)]), 0), "")
            self.assertEqual(path.read_text(encoding="utf-8"), self.ended(
                run(LOAN + ["--plot", "svg"]), 0))
            self.ended(run(LOAN + ["--ics", "-o", folder]), 3, folder)
        for more, said in [
                (["--plot", "svg", "--ics"], "--plot has no place beside"),
                (["--plot", "svg", "--explain"], "--explain has no place"),
                (["--ics", "--format", "csv"], "--format has no place"),
                (["--ics", "--disclosure"], "--disclosure has no place"),
                (["--disclosure", "--format", "json"], "--disclosure has no"),
                (["-o", "x"], "--output is of --plot and --ics"),
                (["--plot", "text", "--title", "x"], "--title is of"),
                (["--plot", "svg", "--uid", "x"], "--uid is of --ics"),
                (["--plot", "svg", "--title", b"a\xffb"],
                 "--title: the text is no UTF-8"),
                (["--ics", "--uid", b"a\xffb"], "--uid: the text is no UTF-8"),
                (["--plot", "png"], "png")]:
            self.ended(run(LOAN + more), 2, said)

    def test_rows_are_verified_from_any_file(self):
        verify = ["verify", *LOAN[1:], "--rows", "-"]
        for form in ("csv", "json"):
            text = self.ended(run(LOAN + ["--format", form]), 0)
            self.assertIn("holds", self.ended(run(verify, text), 0))
            text = text.replace("16.43", "16.44", 1)
            self.assertIn("payment 17.01, the terms give 17.02",
                          self.ended(run(verify, text), 1))
        self.ended(run(verify, ""), 1, "-: no rows")
        self.ended(run(verify, "due,interest\n2026-02-01\n"), 1, "-2:1: ")
        self.ended(run(["verify", *LOAN[1:]]), 2, "--rows is missing")

    def test_every_operation_is_a_command(self):
        for flags, request, said in [
                (["schedule", "--start", "2026-01-31", "--frequency", "P1M",
                  "--count", "2", "--roll", "eom"],
                 {"op": "schedule", "start": "2026-01-31", "frequency": "P1M",
                  "count": 2, "roll": "eom"},
                 r"2026-02-28  2026-03-31"),
                (["accrue", "--balance", "10000.00", "--currency", "GBP",
                  "--rate", "11.5%", "--day-count", "act/365f", "--start",
                  "2023-06-01", "--end", "2024-03-01", "--compounding",
                  "simple", "--rounding", "half even", "--pause",
                  "2023-07-01:2023-08-01:dispute"],
                 {"op": "accrue", "balance": "10000.00", "currency": "GBP",
                  "rate": "11.5%", "day_count": "act/365f",
                  "start": "2023-06-01", "end": "2024-03-01",
                  "compounding": "simple", "rounding": "half even",
                  "pauses": [{"start": "2023-07-01", "end": "2023-08-01",
                              "reason": "dispute"}]},
                 # 243 of the 274 days: 10000 * 0.115 * 243 / 365
                 r"(?m)^interest +765\.62$"),
                (["day-count", "--day-count", "act/360", "--start",
                  "2026-01-31", "--end", "2026-03-31"],
                 {"op": "day_count", "day_count": "act/360",
                  "start": "2026-01-31", "end": "2026-03-31"},
                 r"(?m)^days +59$"),
                (["business-day", "--calendar", "TARGET2", "--date",
                  "2026-04-03", "--advance", "2"],
                 {"op": "business_day", "calendar": "TARGET2",
                  "date": "2026-04-03", "advance": 2},
                 r"(?m)^date +2026-04-08$"),
                (["position", "--method", "interest only", "--principal",
                  "1000.00", "--currency", "EUR", "--rate", "12%",
                  "--day-count", "30/360 isda", "--start", "2026-01-01",
                  "--frequency", "P1M", "--count", "3", "--rounding",
                  "half even", "--on", "2026-02-16"],
                 {"op": "position", "method": "interest only",
                  "principal": "1000.00", "currency": "EUR", "rate": "12%",
                  "day_count": "30/360 isda", "start": "2026-01-01",
                  "frequency": "P1M", "count": 3, "rounding": "half even",
                  "on": ["2026-02-16"]},
                 r"2026-02-16 +1000\.00 +1000\.00 +1000\.00 +0\.00 +5\.00"),
                (["irr", "--currency", "EUR", "--flow", "2026-01-01:-1000.00",
                  "--flow", "2027-01-01:1100.00", "--day-count", "act/365f"],
                 {"op": "irr", "currency": "EUR", "day_count": "act/365f",
                  "flows": [{"date": "2026-01-01", "amount": "-1000.00"},
                            {"date": "2027-01-01", "amount": "1100.00"}]},
                 r"(?m)^rate +10%$"),
                (["apr", "--rule", "actuarial", "--unit", "month",
                  "--currency", "USD", "--advance", "1978-01-10:5000.00",
                  "--payment", "1978-02-10:230.00:24:P1M"],
                 {"op": "apr", "rule": "actuarial", "unit": "month",
                  "currency": "USD",
                  "advances": [{"date": "1978-01-10", "amount": "5000.00"}],
                  "payments": [{"date": "1978-02-10", "amount": "230.00",
                                "count": 24, "every": "P1M"}]},
                 r"(?m)^apr +9\.69%$"),
                (["share", "--lender", "A:80", "--lender", "B:20", "--method",
                  "interest only", "--principal", "1000.00", "--currency",
                  "EUR", "--rate", "12%", "--day-count", "30/360 isda",
                  "--start", "2026-01-01", "--frequency", "P1M", "--count", "3",
                  "--rounding", "half even"],
                 {"op": "share", "lenders": [{"lender": "A", "weight": 80},
                                             {"lender": "B", "weight": 20}],
                  "method": "interest only",
                  "principal": "1000.00", "currency": "EUR", "rate": "12%",
                  "day_count": "30/360 isda", "start": "2026-01-01",
                  "frequency": "P1M", "count": 3, "rounding": "half even"},
                 r"(?m)^B +3 .* 200\.00 +2\.00 +200\.00"),
                (["plan", "--debt", "A:70.00", "--debt", "B:50.00", "--most",
                  "45.00", "--method", "level", "--currency", "EUR", "--rate",
                  "0%", "--day-count", "30e/360", "--start", "2026-01-15",
                  "--frequency", "P1M", "--rounding", "half even",
                  "--residual", "last"],
                 {"op": "plan", "debts": [{"item": "A", "amount": "70.00"},
                                          {"item": "B", "amount": "50.00"}],
                  "most": "45.00", "method": "level", "currency": "EUR",
                  "rate": "0%", "day_count": "30e/360", "start": "2026-01-15",
                  "frequency": "P1M", "rounding": "half even",
                  "residual": "last"},
                 r"(?m)^ +2 .* A 30\.00, B 10\.00$"),
                (["options", "--options", "examples/options.json",
                  "--currency", "EUR", "--as-of", "2026-01-01", "--rate", "5%",
                  "--day-count", "act/365f", "--rounding", "half even"],
                 {"op": "options", "currency": "EUR", "as_of": "2026-01-01",
                  "rate": "5%", "day_count": "act/365f",
                  "rounding": "half even",
                  "options": json.loads((ROOT / "examples/options.json")
                                        .read_text())},
                 r"(?m)^agency +1000\.00 +714\.29 +285\.71 "),
                (["reference", "--kind", "rf", "--base", "539007547034"],
                 {"op": "reference", "kind": "rf", "base": "539007547034"},
                 r"RF18 5390 0754 7034"),
                (["iban", "CH44 3199 9123 0008 8901 2"],
                 {"op": "iban", "iban": "CH44 3199 9123 0008 8901 2"},
                 r"(?m)^country +CH$"),
                (["structured-terms", "--currency", "EUR", "--terms",
                  "3/7 net 30"],
                 {"op": "structured_terms", "currency": "EUR",
                  "terms": "3/7 net 30"},
                 r"(?m)^#SKONTO#TAGE=7#PROZENT=3\.00#$"),
                (["names", "rounding"], {"op": "names", "of": "rounding"},
                 r"(?m)^half up    commercial, half away from zero$")]:
            with self.subTest(flags[0]):
                self.assertRegex(self.ended(run(flags), 0), said)
                line = self.ended(run(["eval"], json.dumps(request)), 0)
                self.assertEqual(
                    json.loads(self.ended(run([*flags, "--format", "json"]),
                                          0)), json.loads(line)["ok"])
                rows = list(csv.reader(io.StringIO(self.ended(
                    run([*flags, "--format", "csv"]), 0))))
                self.assertEqual(len({len(row) for row in rows}), 1)
                self.assertIn("  usance " + flags[0], self.ended(
                    run([flags[0], "--help"]), 0))
        operations = {request["title"] for request in json.loads(self.ended(
            run(["eval", "--schema"]), 0))["oneOf"]}
        commands = set(re.findall(r"(?m)^  ([a-z-]+)  ", self.ended(
            run(["--help"]), 0)))
        named = {"due": "due_dates", "late": "late_charges",
                 "pay": "payment_options", "age": "aging",
                 "explain": "replay", "actions": "next_actions"}
        shown = {named.get(name, name.replace("-", "_")) for name in commands}
        # It is in pay.
        self.assertEqual(operations - shown, {"payment_request"})

    def test_explain_shows_the_derivation(self):
        self.assertNotIn("by \"30d\"", self.ended(run(DUE), 0))
        self.assertIn("2026-01-31 by \"30d\" is 2026-03-02",
                      self.ended(run(DUE + ["--explain"]), 0))

    def test_terms_are_said_and_priced(self):
        terms = ["terms", "2% 10, net 30", "--annual-cost"]
        csv = self.ended(run(terms + ["--format", "csv"]), 0)
        self.assertEqual(csv, "installment,percent,days,simple,effective\n"
                              "1,2%,20,37.24%,44.59%\n")
        said = self.ended(run(["terms", "net 0", "--sentence", "es",
                               "--format", "csv"]), 0)
        self.assertEqual(said, "terms,sentence,late_sentence\nnet 0,El pago "
                               "del importe de la factura se efectuará a más "
                               "tardar en la fecha de la factura.,\n")
        table = self.ended(run(terms + ["--explain"]), 0)
        self.assertTrue(table.startswith("2/10 net 30\n\ninstallment "))
        self.assertIn("= 73/196 a year\n", table)

    def test_a_policy_may_have_no_interest(self):
        with tempfile.TemporaryDirectory() as folder:
            policy = pathlib.Path(folder) / "policy.json"
            for what, total in (
                    ({}, "0.00"),
                    ({"compensation": [{"from": "0.00", "amount": "40.00"}]},
                     "40.00")):
                policy.write_text(json.dumps(what), encoding="utf-8")
                for form in "table", "csv", "json":
                    shown = self.ended(run(
                        ["late", "--policy", str(policy), "--currency", "EUR",
                         "--amount", "1000.00", "--due", "2025-01-31",
                         "--as-of", "2025-06-30", "--format", form]), 0)
                    self.assertIn(total, shown)

    def test_terms_say_a_policy(self):
        late = ["--policy", "examples/late-policy.json", "--currency", "USD"]
        said = self.ended(run(["terms", *late, "--sentence", "en"]), 0)
        self.assertIn("Overdue amounts bear default interest of 12% a year",
                      said)
        both = self.ended(run(["terms", "net 30", *late, "--sentence", "en"]), 0)
        self.assertTrue(both.startswith("net 30\n\nPayment of the invoice"))
        self.assertTrue(both.endswith("\n\n" + said))
        self.ended(run(["terms", "net 30", *late]), 1,
                   "--sentence: the language to say the policy in")

    def test_due_remarks_on_a_discount_after_the_due_date(self):
        remark = "discount until 2026-02-10 ends after the due date 2026-02-05"
        for terms, says in [("2/10 net 5", True), ("2/10 net 10", False)]:
            said = self.ended(run([*DUE[:2], terms, *DUE[3:]]), 0)
            self.assertEqual(remark in said, says)

    def test_due_says_what_settles_on_a_day(self):
        on = DUE + ["--on", "2026-02-08", "--payment", "2026-02-05:500.00:1"]
        none = self.ended(run(on), 0)
        self.assertIn("500.00      0.00  500.00\n\n--partial none is assumed",
                      none)
        keep = self.ended(run(on + ["--partial", "keep last", "--format",
                                    "csv"]), 0)
        self.assertEqual(keep, "due,amount,pay,discount,open\n"
                               "2026-03-02,1000.00,480.00,20.00,500.00\n")

    def test_facts_of_a_late_invoice_are_flags(self):
        with open(ROOT / "examples/late-policy.json", encoding="utf-8") as file:
            policy = json.load(file)
        for fee in policy["fees"]:
            if fee["id"] == "reminder":
                fee.clear()
                fee.update(id="reminder", basis="flat", amount="2.50",
                           trigger="notice", level=2)
        request = {
            "op": "late_charges", "currency": "USD", "policy": policy,
            "amount": "1000.00", "as_of": "2026-04-15",
            "apply_to": "principal first",
            "installments": [{"due": "2026-01-31", "amount": "600.00"},
                             {"due": "2026-02-28", "amount": "400.00"}],
            "payments": [{"date": "2026-02-20", "amount": "100.00",
                          "returned": "2026-02-25"},
                         {"date": "2026-03-01", "amount": "50.00"}],
            "notices": [{"date": "2026-03-02"},
                        {"date": "2026-03-10", "level": 2}],
            "pauses": [{"start": "2026-03-05", "end": "2026-03-15",
                        "reason": "dispute: 2 crates"},
                       {"start": "2026-04-10", "reason": "moratorium"}]}
        asked = run(["eval"], json.dumps(request) + "\n")
        said = json.loads(self.ended(asked, 0))["ok"]
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder)
            (path / "policy.json").write_text(json.dumps(policy))
            (path / "pauses.json").write_text(json.dumps(request["pauses"]))
            common = ["late", "--policy", str(path / "policy.json"),
                      "--amount", "1000.00", "--currency", "USD",
                      "--as-of", "2026-04-15", "--apply-to", "principal first",
                      "--installment", "2026-01-31:600.00",
                      "--installment", "2026-02-28:400.00",
                      "--payment", "2026-02-20:100.00:2026-02-25",
                      "--payment", "2026-03-01:50.00",
                      "--notice", "2026-03-02", "--notice", "2026-03-10:2",
                      "--format", "json"]
            dispute = "2026-03-05:2026-03-15:dispute: 2 crates"
            for pauses in (["--pause", dispute,
                            "--pause", "2026-04-10::moratorium"],
                           ["--pause", str(path / "pauses.json")]):
                self.assertEqual(
                    json.loads(self.ended(run(common + pauses), 0)), said)
        kinds = [event["kind"] for event in said["events"]]
        self.assertIn("returned payment", kinds)
        self.assertEqual([(event["date"], event["amount"])
                          for event in said["events"]
                          if event.get("id") == "reminder"],
                         [("2026-03-10", "2.50")])
        for flags, complaint in [
                (["--pause", "2026-03-05"], "--pause at /0/reason: "),
                (["--notice", "2026-03-05:x"], "--notice at /0/level: "),
                (["--installment", "2026-02-28"],
                 "--installment at /0/amount: "),
                (["--payment", "2026-03-01:1.00:soon"],
                 "--payment at /0/returned: ")]:
            self.ended(run(INVOICE + flags), 1, complaint)

    # 5 CFR 1315.10(a)(7): interest of less than one dollar need not be paid.
    def test_the_figures_that_are_shown_sum_to_the_total(self):
        shown = self.ended(run(
            ["late", "--statute", "us", "--amount", "50.00", "--due",
             "2024-01-10", "--as-of", "2024-01-12", "--format", "csv"]), 0)
        self.assertIn("interest,0.01\n", shown)
        self.assertIn("below_minimum,0.01\n", shown)
        self.assertIn("\ntotal,0.00\n", shown)

    # Forsinkelsesrenteloven 3 a: the sum of 2023H2 is not recorded.
    def test_an_unknown_sum_is_named(self):
        result = run(["late", "--statute", "no", "--amount", "10000.00",
                      "--due", "2023-09-30", "--as-of", "2023-12-31",
                      "--format", "csv"])
        shown = self.ended(result, 0, "due on 2023-09-30 is not recorded")
        self.assertIn("interest,296.16\n", shown)
        self.assertIn("compensation_unknown,RATE_UNKNOWN\n", shown)

    # KC 554 and 118.
    def test_limitation_names_other_claims(self):
        shown = self.ended(run(
            ["limitation", "--law", "pl", "--due", "2023-03-15", "--as-of",
             "2024-01-01", "--format", "csv"]), 0)
        self.assertIn("last_day,2025-12-31\n", shown)
        self.assertIn("claim,\"sale, services\"\n", shown)
        self.assertIn("last_day_of_others,2026-12-31\n", shown)
        for line in shown.splitlines():
            self.assertRegex(line.split(",")[0], "^[a-z_]+$")

    # LPCDA 1998 s.4, s.5A: 500 * 11.5 % * 274/365 and 1,000 * 13.25 % * 60/365.
    def test_installments_under_a_law(self):
        late = ["late", "--statute", "uk", "--amount", "1500.00", "--as-of",
                "2024-02-29", "--installment", "2023-05-31:500.00",
                "--installment", "2023-12-31:1000.00"]
        shown = self.ended(run(late + ["--format", "csv"]), 0)
        for line in ["interest,64.94", "compensation,110.00", "total,174.94",
                     "installment_1_due,2023-05-31",
                     "installment_1_interest,43.16",
                     "installment_1_compensation,40.00",
                     "installment_2_interest,21.78",
                     "installment_2_compensation,70.00",
                     "installment_2_outstanding_principal,1000.00"]:
            self.assertIn(line + "\n", shown)
        once = self.ended(run(late + ["--compensation-per", "invoice",
                                      "--format", "csv"]), 0)
        self.assertIn("\ncompensation,70.00\n", once)
        self.ended(run(late + ["--notice", "2024-01-31"]), 1,
                   "--notice: ")

    # Art. 5: 10,000 * 9.25 % * 30/365.
    def test_interest_before_the_due_day(self):
        shown = self.ended(run(
            ["late", "--statute", "pl", "--amount", "10000.00", "--due",
             "2024-04-05", "--performance", "2024-01-31", "--invoice",
             "2024-02-05", "--as-of", "2024-04-05", "--before-due", "--format",
             "csv"]), 0)
        self.assertIn("\nbefore_due_interest,76.03\n", shown)
        self.assertIn("\nbefore_due_first,2024-03-07\n", shown)
        self.assertIn("\ntotal,0.00\n", shown)

    # Art. 10(1a): 70 EUR at 4.4684; LPCDA s.5A: 1,200 EUR are 1,032 GBP, and
    # 70 GBP 81.40 EUR.
    def test_a_fixed_sum_in_another_currency(self):
        fx = {"id": "by hand", "known_through": "2024-12-31", "rows": [
            {"date": "2023-06-01", "base": "EUR", "quote": "GBP",
             "rate": "0.86"},
            {"date": "2023-08-31", "base": "EUR", "quote": "PLN",
             "rate": "4.4684"}]}
        with tempfile.TemporaryDirectory() as folder:
            place = pathlib.Path(folder)
            (place / "fx.json").write_text(json.dumps(fx))
            given = ["--fx", str(place / "fx.json")]
            british = ["late", "--statute", "uk", "--currency", "EUR",
                       "--amount", "1200.00", "--due", "2023-05-31",
                       "--as-of", "2024-02-29", "--format", "csv"]
            without = self.ended(run(british), 0,
                                 "no rate of exchange is given for EUR to GBP")
            self.assertIn("\ninterest,103.59\n", without)
            self.assertIn("\ncompensation_unknown,RATE_UNKNOWN\n", without)
            shown = self.ended(run(british + given), 0)
            self.assertIn("\ncompensation,81.40\n", shown)
            (place / "l.csv").write_text("no,due,sum\nA,2023-09-30,10000.00\n")
            (place / "m.json").write_text(json.dumps(
                {**MAPPING, "currency": "PLN"}))
            (place / "bad.json").write_text(json.dumps({**fx, "rows": [1]}))
            ledger = ["late", "--ledger", str(place / "l.csv"), "--mapping",
                      str(place / "m.json"), "--statute", "pl", "--as-of",
                      "2023-12-31", "--format", "csv"]
            rows = self.ended(run(ledger + given), 0).splitlines()
            self.assertEqual(rows[1], "A,,2023-09-30,92,PLN,10000.00,422.19,"
                             "312.79,0.00,10734.98,verified")
            self.ended(run(ledger + ["--fx", str(place / "bad.json")]), 1,
                       "bad.json/rows/0")

    def test_a_law_of_ones_own_in_place_of_a_built_in_one(self):
        text = (ROOT / "tests/statute/made_up/xx-example.toml").read_text()
        with tempfile.TemporaryDirectory() as folder:
            law = pathlib.Path(folder) / "uk.toml"
            law.write_text(text.replace("xx-example", "uk"))
            late = ["late", "--statute", str(law), "--amount", "1000.00",
                    "--due", "2023-12-31", "--as-of", "2024-06-30", "--format",
                    "csv"]
            shown = self.ended(run(late), 0)
            self.assertIn("\nstatute_loaded,true\n", shown)
            self.assertIn("\nstatute_in_place_of,uk-lpcda-b2b\n", shown)
            (pathlib.Path(folder) / "l.csv").write_text(
                "no,due,sum\nA,2023-12-31,1000.00\n")
            (pathlib.Path(folder) / "m.json").write_text(json.dumps(MAPPING))
            self.ended(run(
                ["late", "--ledger", folder + "/l.csv", "--mapping",
                 folder + "/m.json", "--statute", str(law), "--as-of",
                 "2024-06-30"]), 0,
                "uk.toml stands in place of the built-in uk-lpcda-b2b")
            law.write_text(text.replace('"read"', '"verified"', 1))
            self.ended(run(late), 1, "two independent places")

    def test_exit_codes_and_complaints(self):
        def without(arguments, flag):
            at = arguments.index(flag)
            return arguments[:at] + arguments[at + 2:]

        def changed(arguments, flag, value):
            return without(arguments, flag) + [flag, value]

        rows = [
            # 2: the command line is wrong
            ([], 2, "a command is missing"),
            (["bogus"], 2, "bogus"),
            (DUE + ["--bogus"], 2, "--bogus"),
            (without(DUE, "--currency"), 2, "--currency is missing"),
            (without(INVOICE, "--due"), 1, "--due: give exactly one of due"),
            (DUE + ["--amount", "1.00"], 2, "--amount"),
            (DUE + ["--format", "xml"], 2, "xml"),
            (LEDGER + ["--amount", "1.00"], 2, "--amount is of one invoice"),
            (without(LEDGER, "--mapping"), 2, "--mapping is missing"),
            (changed(changed(LEDGER, "--ledger", "-"), "--payments", "-"), 2,
             "only one file can be -"),
            (INVOICE + ["--payments", "p.csv"], 2, "--payments is of a ledger"),
            (DUE + ["--format", "csv", "--explain"], 2, "--explain has no"),
            (LOAN + ["--format", "csv", "--explain"], 2, "--explain has no"),
            (INVOICE + ["--format", "csv", "--explain"], 2, "--explain has"),
            (LEDGER + ["--format", "csv", "--explain"], 2, "--explain has no"),
            (LEDGER + ["--format", "json", "--explain"], 2, "--explain has"),
            (LEDGER + ["--show", "totals", "--explain"], 2, "--explain has"),
            (DUE + ["--guard-formulas"], 2, "--guard-formulas is of"),
            (LEDGER + ["--guard-formulas"], 2, "--guard-formulas is of"),
            (INVOICE + ["--on-error", "stop"], 2, "--on-error is of a ledger"),
            (LEDGER + ["--statute", "uk"], 2, "--policy has no place beside"),
            (without(LEDGER, "--policy"), 2, "--policy or --statute is missing"),
            (LEDGER + ["--parties", "b2b"], 2, "--parties is of a statute"),
            (without(LEDGER, "--policy") + ["--statute", "no.toml"], 3,
             "no.toml: cannot be opened"),
            (["statutes", "uk", "de"], 2, "de"),
            (["terms"], 2, "--terms is missing"),
            (["terms", "net 30", "--format", "csv", "--explain"], 2,
             "--explain has no"),
            # 1: a value was refused; the flag is named
            (["terms", "net 60 days eom"], 1, "--terms: \"net 60d eom\" has"),
            (["terms", "net 30", "--sentence", "it"], 1, "--sentence: "),
            (["terms", "2/10 net eom", "--annual-cost"], 1, "--date: the cost"),
            (DUE + ["--payment", "2026-02-01:1.00"], 1, "--payment: the field"),
            (DUE + ["--on", "2026-02-01", "--payment", "2026-02-01:1.00:x"], 1,
             "--payment at /0/installment: "),
            (DUE + ["--calendar", "TARGET2"], 1, "--calendar: the field has"),
            (["late", "--statute", "xx", "--amount", "1.00", "--due",
              "2026-01-31", "--as-of", "2026-04-15"], 1, "--statute: \"xx\""),
            (INVOICE + ["--statute", "de"], 1, "--policy: "),
            (["late", "--statute", "eu", "--amount", "1.00", "--due",
              "2026-01-31", "--as-of", "2026-04-15"], 1, "--statute: a direct"),
            (["statutes", "xx"], 1, "\"xx\""),
            (["limitation", "--law", "nl", "--due", "2026-01-31", "--as-of",
              "2026-04-15", "--event", "letter"], 1, "--event"),
            (changed(DUE, "--date", "2026-02-29"), 1, "--date: 2026-02-29"),
            (changed(DUE, "--amount", "1,000.00"), 1, "--amount: "),
            (changed(DUE, "--currency", "XXX"), 1, "--currency: \"XXX\""),
            (changed(DUE, "--terms", "net 30 bananas"), 1, "--terms: "),
            (changed(LOAN, "--count", "abc"), 1, "--count: "),
            (changed(LOAN, "--day-count", "30/360"), 1, "--day-count: "),
            (changed(INVOICE, "--as-of", "tomorrow"), 1, "--as-of: "),
            (DUE + ["--calendar", b"a\xffb"], 1,
             "--calendar: the text is no UTF-8"),
            (["limitation", "--law", "uk", "--due", "2026-01-31", "--as-of",
              "2026-01-31", "--event", "x:2026-01-31"], 1,
             "--event at /0/kind: "),
            (INVOICE + ["--payment", "400.00"], 1, "--payment at /0/date: "),
            (INVOICE + ["--payment", "2026-03-01:400.00"], 1, "--apply-to: "),
            (changed(LEDGER, "--as-of", "x"), 1, "--as-of: "),
            (changed(INVOICE, "--policy", "CMakePresets.json"), 1,
             "--policy at /version: "),
            (["rates", "xx"], 1, "\"xx\" is no rate series; allowed: at_"),
            (["rates", "xx", "--format", "csv"], 1, "\"xx\" is no rate"),
            (["rates", "ecb_mro", "--on", "2027-01-01"], 1, "--on: "),
            (["rates", "--on", "2027-01-01"], 2, "--on is of one series"),
            # 3: a file cannot be read
            (["rates", "--rates", "no"], 3, "no: cannot be read"),
            (["eval", "--rates", "no"], 3, "no: cannot be read"),
            (INVOICE + ["--rates", "no"], 3, "no: cannot be read"),
            (LEDGER + ["--rates", "no"], 3, "no: cannot be read"),
            (changed(INVOICE, "--policy", "no.json"), 3, "no.json: cannot"),
            (changed(LEDGER, "--ledger", "no.csv"), 3, "no.csv: cannot"),
            (["eval", "no.ndjson"], 3, "no.ndjson: cannot"),
            (changed(LEDGER, "--ledger", ""), 3, ": cannot be opened"),
        ]
        for arguments, code, complaint in rows:
            with self.subTest(arguments=arguments):
                self.assertEqual(
                    self.ended(run(arguments), code, complaint), "")

    def test_rates_lists_series_with_their_coverage(self):
        rows = {row["id"]: row for row in csv.DictReader(io.StringIO(
            self.ended(run(["rates", "--format", "csv"]), 0)))}
        self.assertEqual(list(rows), sorted(rows))
        self.assertEqual(rows["us_prompt_payment"], {
            "id": "us_prompt_payment", "first": "1980-01-01",
            "last": "2025-07-01", "known_through": "2025-12-31",
            "version": "2026-11", "rows": "92", "loaded": "", "given": "0",
            "verified": "1", "read": "38", "derived": "0", "memory": "53",
            "conflict": "0", "gaps": "0",
            "title": "United States: Prompt Payment rate, by half-year"})
        self.assertEqual(rows["ch_verzugszins"]["known_through"], "for ever")
        listed = json.loads(self.ended(run(["rates", "--format", "json"]), 0))
        self.assertEqual([one["id"] for one in listed["series"]], list(rows))

    def test_rates_shows_a_day_and_its_source(self):
        row = self.ended(run(["rates", "in_rbi_bank_rate", "--on",
                              "2013-01-31"]), 0).splitlines()[2]
        self.assertEqual(row.split()[:3], ["2013-01-29", "8.75%", "conflict"])
        answer = json.loads(self.ended(
            run(["rates", "us_prompt_payment", "--on", "2010-01-01",
                 "--format", "json"]), 0))
        self.assertEqual(answer["rate"], "3.25%")
        self.assertEqual(answer["source"], "74 FR 69379")

    def rates_folder(self, folder, **files):
        for name, text in files.items():
            (pathlib.Path(folder) / (name + ".csv")).write_text(text)
        return ["--rates", folder]

    def test_a_folder_of_rates_overrides_the_built_in_ones(self):
        text = self.ended(
            run(["rates", "de_basiszinssatz", "--format", "csv"]), 0)
        text = text.replace("known_through: 2026-06-30",
                            "known_through: 2026-12-31")
        text = text.replace("version: 2026-11", "version: mine")
        text += "2026-07-01,1.52,read,a newspaper\n"
        policy = {"interest": {
            "rates": "de_basiszinssatz", "margin": "+9%",
            "day_count": "act/365f", "compounding": "simple",
            "rounding": "half up"}}
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "policy.json").write_text(
                json.dumps(policy))
            (pathlib.Path(folder) / "readme.txt").write_text("not a series")
            rates = self.rates_folder(folder, de=text)
            shown = self.ended(run(
                ["rates", "de_basiszinssatz", "--on", "2026-07-01"] + rates),
                0)
            self.assertIn("1.52%  read        a newspaper", shown)
            invoice = ["late", "--policy", folder + "/policy.json", "--amount",
                       "3650.00", "--currency", "EUR", "--due", "2026-06-30",
                       "--as-of", "2026-07-10"]
            self.ended(run(invoice), 1, "is known through 2026-06-30")
            # 3650.00 * 10.52 % * 10/365
            shown = self.ended(run(invoice + rates), 0)
            self.assertRegex(shown, r"\ninterest +10\.52\n")
            self.assertRegex(shown, r"\nrate confidence +read\n")
            self.assertRegex(shown, r"\nrate version +mine\n")
            # 3650.00 * 10.52 % * 31/365
            loan = ["amortize", "--method", "interest only", "--principal",
                    "3650.00", "--currency", "EUR", "--rates",
                    "de_basiszinssatz", "--margin", "+9%", "--day-count",
                    "act/365f", "--start", "2026-07-01", "--frequency", "P1M",
                    "--count", "1", "--rounding", "half up"]
            self.ended(run(loan), 1, "is known through 2026-06-30")
            self.assertIn("32.61",
                          self.ended(run(loan + ["--series", folder]), 0))
            self.ended(run(loan + ["--series", "no"]), 3, "no: cannot be read")
            request = json.dumps({"op": "rates", "series": "de_basiszinssatz",
                                  "on": "2026-07-01"})
            answer = json.loads(self.ended(run(["eval"] + rates, request), 0))
            self.assertEqual(answer["ok"]["assumed"]["version"], "mine")
            (pathlib.Path(folder) / "map.json").write_text(json.dumps(MAPPING))
            (pathlib.Path(folder) / "ledger").write_text(
                "no,due,sum\nA,2026-06-30,3650.00\n")
            ledger = ["late", "--ledger", folder + "/ledger", "--mapping",
                      folder + "/map.json", "--policy",
                      folder + "/policy.json", "--as-of", "2026-07-10",
                      "--format", "csv"]
            shown = self.ended(run(ledger + rates), 0).splitlines()
            self.assertTrue(shown[0].endswith(",total,rate_confidence"), shown)
            self.assertTrue(shown[1].endswith(",3660.52,read"), shown)

    def test_a_wrong_file_of_rates_is_named_with_its_line(self):
        good = self.ended(
            run(["rates", "ch_verzugszins", "--format", "csv"]), 0)
        wrong = good + "1912-01-01,6,read,a second row of the day\n"
        for files, complaint in [
                ({}, ": there is no *.csv in the folder"),
                ({"a": wrong}, "/a.csv:10:1: 1912-01-01 is not after"),
                ({"a": good.replace("verified", "sure")},
                 "/a.csv:9:14: \"sure\" is no confidence"),
                ({"a": good, "b": good}, "/b.csv: the series ch_verzugszins "
                 "is in")]:
            with tempfile.TemporaryDirectory() as folder:
                rates = self.rates_folder(folder, **files)
                for command in ["rates"], ["eval"], INVOICE, LEDGER:
                    with self.subTest(files=files, command=command):
                        self.assertEqual(
                            self.ended(run(command + rates), 1, complaint), "")

    def test_spreadsheet_functions(self):
        payment = ["fn", "PMT", "rate=0.08/12", "nper=10", "pv=10000"]
        self.assertEqual(self.ended(run(payment), 0), "-1037.03208935915\n")
        self.assertEqual(json.loads(self.ended(
            run(payment + ["--format", "json"]), 0)),
            json.loads(self.ended(run(["eval"], json.dumps({
                "op": "fn", "function": "PMT", "rate": "0.08/12",
                "nper": "10", "pv": "10000"})), 0))["ok"])
        self.assertEqual(self.ended(run(payment + ["--explain"]), 0),
                         "-1037.03208935915\n\nPMT(rate, nper, pv, [fv], "
                         "[type]) is -1037.03208935915\n")
        self.assertEqual(self.ended(run(["fn", "RRI", "nper=0", "pv=1",
                                         "fv=1"]), 0),
                         "#NUM!\nnper is not above 0\n")
        self.assertEqual(self.ended(run(["fn", "RRI", "nper=0", "pv=1",
                                         "fv=1", "--format", "csv"]), 0),
                         "#NUM!\n")
        formulas = self.ended(run(["fn"]), 0).splitlines()
        self.assertEqual(len(formulas), 41)
        self.assertEqual(json.loads(self.ended(
            run(["fn", "--format", "json"]), 0)), formulas)
        for arguments, code, complaint in [
                (["PTM"], 1, '"PTM" is no spreadsheet function'),
                (["PMT", "rate"], 1, '"rate" is no name=value'),
                (["PMT", "rate=1"], 1, "nper: missing in PMT("),
                (["PMT", "per=1"], 1, "per: no argument of PMT("),
                (["PMT", "rate=1", "rate=1"], 1, "rate: it is given twice"),
                (["PMT", "rate=1,2"], 1, "rate: it is one value, no range"),
                (["PV", "rate=1", "nper=1", "pmt=1E99"], 1,
                 'pmt: "1E99" is not within'),
                (["--explain"], 2, "--explain has no place"),
                (["RRI", "nper=1", "pv=1", "fv=1", "--explain", "--format",
                  "csv"], 2, "--explain has no place")]:
            self.ended(run(["fn"] + arguments), code, complaint)

    def test_eval_answers_line_by_line(self):
        requests = ('{"id":1,"op":"names","of":"statutes"}\n\n'
                    'garbage\r\n{"id":2,"op":"names","of":"statutes"}')
        lines = self.ended(run(["eval"], requests), 1).splitlines()
        self.assertEqual([json.loads(line)["id"] for line in lines],
                         [1, None, 2])
        self.ended(run(["eval"], ""), 0)
        self.ended(run(["eval", "-"], '{"op":"names"}\n'), 0)

    def test_eval_answers_before_the_next_request(self):
        with subprocess.Popen([USANCE, "eval"], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE) as program:
            program.stdin.write(b'{"id":1,"op":"names","of":"statutes"}\n')
            program.stdin.flush()
            ready, _, _ = select.select([program.stdout], [], [], 30)
            program.stdin.close()
            self.assertTrue(ready)
            self.assertEqual(json.loads(program.stdout.readline())["id"], 1)

    def test_output_that_is_lost_is_no_success(self):
        for arguments in (DUE, LEDGER, ["eval", "--schema"]):
            with open("/dev/full", "w", encoding="utf-8") as full:
                result = subprocess.run(
                    [USANCE, *arguments], cwd=ROOT, stdout=full,
                    stderr=subprocess.PIPE, text=True, check=False)
            self.assertEqual(result.returncode, 3)
            self.assertIn("the output cannot be written", result.stderr)

    def test_eval_bears_megabytes(self):
        text = "x" * 5_000_000 + "\n" + '{"id":3,"op":"names","of":"stub"}\n'
        lines = self.ended(run(["eval"], text), 1).splitlines()
        self.assertEqual(json.loads(lines[0])["error"]["reason"],
                         "LIMIT_EXCEEDED")
        self.assertEqual(json.loads(lines[1])["id"], 3)

    def test_schema_is_the_committed_one(self):
        self.assertEqual(
            self.ended(run(["eval", "--schema"]), 0),
            (ROOT / "docs/requests.schema.json").read_text(encoding="utf-8"))

    def test_every_command_has_help_with_an_example(self):
        for arguments in ([], ["due"], ["late"], ["amortize"], ["eval"]):
            text = self.ended(run(arguments + ["--help"]), 0)
            self.assertIn("  usance ", text)
        self.assertRegex(self.ended(run(["--version"]), 0),
                         r"^usance \d+\.\d+\.\d+\n$")

    def test_r63_a_decimal_comma_changes_nothing(self):
        listed = subprocess.run(["locale", "-a"], stdout=subprocess.PIPE,
                                text=True, check=False).stdout.lower()
        if "de_de.utf8" not in listed:
            self.skipTest("no locale de_DE.UTF-8; install locales-all")
        for arguments in (LOAN, LEDGER, INVOICE + ["--explain"]):
            self.assertEqual(run(arguments, LC_ALL="de_DE.UTF-8").stdout,
                             self.ended(run(arguments), 0))


class Pay(unittest.TestCase):
    """usance pay: the code is read back by zbarimg, which did not draw it."""
    PAY = ["pay", "--name", "Franz Musterm\u00e4nn", "--iban",
           "DE71 1102 2033 0123 4567 89", "--amount", "12.30"]
    PAYLOAD = ("BCD\n002\n1\nSCT\n\nFranz Musterm\u00e4nn\n"
               "DE71110220330123456789\nEUR12.30\n\nRF18539007547034")

    def drawn(self, how, *more):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "code"
            result = run([*self.PAY, *more, "--qr", how, "-o", str(path)])
            self.assertEqual((result.returncode, result.stdout, result.stderr),
                             (0, "", ""))
            return path.read_bytes()

    def read(self, picture):
        result = subprocess.run(
            ["zbarimg", "--quiet", "--raw", "-Sbinary", "-"], input=picture,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        self.assertEqual(result.returncode, 0)
        return result.stdout

    def picture(self, rows):
        """A PGM of rows of modules, True where dark, five pixels each."""
        lines = b"".join(
            b"".join((b"\0" if dark else b"\xff") * 5 for dark in row) * 5
            for row in rows)
        return b"P5 %d %d 255\n" % (5 * len(rows[0]), 5 * len(rows)) + lines

    def test_a_decoder_reads_what_was_drawn(self):
        text = self.drawn("text", "--base", "539007547034").decode()
        blocks = {" ": (1, 1), "\u2588": (0, 0), "\u2580": (0, 1),
                  "\u2584": (1, 0)}
        rows = []
        for line in text.splitlines():
            for half in (0, 1):
                rows.append([blocks[c][half] for c in line])
        ascii_rows = [[line[i:i + 2] == "##" for i in range(0, len(line), 2)]
                      for line in self.drawn("ascii", "--base",
                                             "539007547034")
                      .decode().splitlines()]
        svg = self.drawn("svg", "--base", "539007547034").decode()
        side = int(re.search(r'viewBox="0 0 (\d+) ', svg)[1])
        svg_rows = [[False] * side for _ in range(side)]
        for x, y, width, back in re.findall(
                r"M(\d+) (\d+)h(\d+)v1H(\d+)z", svg):
            self.assertEqual(x, back)
            for k in range(int(width)):
                svg_rows[int(y)][int(x) + k] = True
        for picture in (self.drawn("png", "--base", "539007547034"),
                        self.picture(rows), self.picture(ascii_rows),
                        self.picture(svg_rows)):
            self.assertEqual(self.read(picture).decode(), self.PAYLOAD)

    def test_the_code_holds_the_bytes_of_its_character_set(self):
        picture = self.drawn("png", "--text", "\u00fcber 7", "--charset",
                             "iso 8859-15", "--line-break", "crlf")
        self.assertEqual(
            self.read(picture),
            "BCD\r\n002\r\n8\r\nSCT\r\n\r\nFranz Musterm\u00e4nn\r\n"
            "DE71110220330123456789\r\nEUR12.30\r\n\r\n\r\n\u00fcber 7"
            .encode("iso8859-15"))

    TERMS = ["pay", "--name", "A", "--iban", "DE71110220330123456789",
             "--amount", "1000.00", "--terms", "2/10 net 30", "--date",
             "2026-01-10"]

    def test_the_code_asks_for_what_is_to_be_paid_by_a_day(self):
        late = ["--policy", "examples/late-policy.json", "--late", "2026-02-24"]
        self.assertEqual(run([*self.TERMS, *late]).stdout.split("\n\n")[0],
                         "pay by          pay  discount  charges\n"
                         "----------  -------  --------  -------\n"
                         "2026-01-20   980.00     20.00     0.00\n"
                         "2026-02-09  1000.00      0.00     0.00\n"
                         "2026-02-24  1029.93      0.00    29.93")
        halves = ["--terms", "50% 0d, 50% 30d"]
        for more, amount in (
                ([], "980.00"), (["--on", "2026-01-20"], "980.00"),
                (["--on", "2026-01-21"], "1000.00"),
                ([*late, "--on", "2026-02-24"], "1029.93"),
                ([*halves, "--installment", "2"], "500.00")):
            with self.subTest(more=more):
                command = [*self.TERMS, *more]
                if "--terms" in more:
                    at = self.TERMS.index("--terms")
                    command = [*self.TERMS[:at], *self.TERMS[at + 2:], *more]
                answer = json.loads(run([*command, "--format", "json"]).stdout)
                self.assertEqual(answer["payload"].split("\n")[7],
                                 "EUR" + amount)
                part = answer["options"]["installments"][0]
                self.assertEqual(part["options"][0]["by"], part["due"]
                                 if "--terms" in more else "2026-01-20")
        # Charges of a later day are not asked for.
        early = run([*self.TERMS, *late, "--on", "2026-02-20"])
        self.assertEqual(early.returncode, 1)
        self.assertIn("--on: 2026-02-20 has no amount of its own; --policy and "
                      "--late 2026-02-20 say what it costs", early.stderr)
        with tempfile.TemporaryDirectory() as folder:
            policy = pathlib.Path(folder) / "policy.json"
            policy.write_text(json.dumps({"interest": {
                "rates": "de_basiszinssatz", "margin": "+9%",
                "day_count": "act/365f", "compounding": "simple",
                "rounding": "half up"}}), encoding="utf-8")
            shown = run([*self.TERMS, "--policy", str(policy), "--late",
                         "2026-03-11"]).stdout
        self.assertIn("rate source: de_basiszinssatz", shown)
        picture = subprocess.run(
            [USANCE, *self.TERMS, "--qr", "png"], stdout=subprocess.PIPE,
            check=True).stdout
        self.assertIn(b"\nEUR980.00", self.read(picture))

    def test_the_longest_code_is_of_version_13(self):
        ascii_rows = self.drawn("ascii", "--text", "x" * 140, "--information",
                                "y" * 70, "--bic", "BHBLDEHHXXX", "--purpose",
                                "GDDS").decode().splitlines()
        self.assertLessEqual(len(ascii_rows), 69 + 8)

    def test_complaints(self):
        for arguments, code, complaint in (
                ([*self.PAY, "--base", "A-1"], 1, "--base: "),
                ([*self.PAY, "--amount", "0.00"], 2, "--amount"),
                (["pay", "--iban", "DE71110220330123456789"], 2,
                 "--creditor is missing"),
                (["pay", "--name", " ", "--iban", "DE71110220330123456789"],
                 1, "--creditor: "),
                ([*self.PAY, "--date", "2026-01-10"], 2,
                 "--date is of --terms"),
                ([*self.PAY, "--on", "2026-01-10"], 2, "--on is of --terms"),
                ([*self.PAY, "--terms", "net 30"], 1, "--date: "),
                ([*self.TERMS, "--on", "2026-02-10"], 1, "--on: "),
                ([*self.TERMS, "--on", "x"], 1, "--on: "),
                ([*self.TERMS, "--installment", "2"], 1, "--installment: "),
                ([*self.TERMS, "--late", "2026-03-11"], 1, "--policy: "),
                ([*self.PAY, "--qr", "gif"], 2, "--qr"),
                ([*self.PAY, "--qr", "png", "--format", "csv"], 2,
                 "--format has no place"),
                ([*self.PAY, "-o", "x"], 2, "--output is of --qr"),
                ([*self.PAY, "--qr", "svg", "-o", "/no/such/file"], 3,
                 "/no/such/file")):
            with self.subTest(arguments=arguments):
                result = run(arguments)
                self.assertEqual(result.returncode, code, result)
                self.assertIn(complaint, result.stderr)

    def test_flags_and_requests_are_answered_alike(self):
        answer = json.loads(run([*self.PAY, "--base", "539007547034",
                                 "--format", "json"]).stdout)
        self.assertEqual(answer["payload"], self.PAYLOAD)
        self.assertEqual(bytes.fromhex(answer["bytes"]),
                         self.PAYLOAD.encode())
        rows = list(csv.reader(io.StringIO(run(
            [*self.PAY, "--text", "=1", "--format", "csv",
             "--guard-formulas"]).stdout)))
        self.assertEqual(rows[0], ["line", "what", "value"])
        self.assertEqual(rows[-1], ["11", "text", "'=1"])


class Ledger(unittest.TestCase):
    ended = Command.ended

    def ledger(self, text, *more, mapping=None, policy=None, payments=None,
               as_of="2026-06-30"):
        with tempfile.TemporaryDirectory() as folder:
            place = pathlib.Path(folder)
            if payments is not None:
                (place / "p.csv").write_text(payments)
                mapping = {**MAPPING, "payments": {"columns": {
                    "invoice": "no", "date": "day", "amount": "sum"}}}
                more += ("--payments", str(place / "p.csv"),
                         "--apply-to", "principal first")
            (place / "l.csv").write_bytes(text.encode())
            (place / "m.json").write_text(json.dumps(mapping or MAPPING))
            if policy is not False:
                (place / "p.json").write_text(json.dumps(policy or {}))
                more += ("--policy", str(place / "p.json"))
            result = run(["late", "--ledger", str(place / "l.csv"),
                          "--mapping", str(place / "m.json"), "--as-of", as_of,
                          *more])
            result.stderr = result.stderr.replace(folder + "/", "")
            return result

    def test_totals_are_the_rows_sums(self):
        rows = list(csv.DictReader(io.StringIO(
            self.ended(run(LEDGER + ["--format", "csv"]), 0))))
        totals = list(csv.DictReader(io.StringIO(self.ended(
            run(LEDGER + ["--format", "csv", "--show", "totals"]), 0))))
        self.assertEqual([t["currency"] for t in totals],
                         ["EUR", "GBP", "JPY"])

        def minor(text):
            return int(text.replace(".", ""))

        for total in totals:
            own = [r for r in rows if r["currency"] == total["currency"]]
            self.assertEqual(int(total["open"]), len(own))
            for name in ("principal", "interest", "compensation", "fees",
                         "total"):
                self.assertEqual(minor(total[name]),
                                 sum(minor(r[name]) for r in own))
            late = [r for r in own if int(r["days"]) > 0]
            self.assertEqual(minor(total["overdue"]),
                             sum(minor(r["principal"]) for r in late))
            self.assertEqual(minor(total["not_due"]) + minor(total["overdue"]) +
                             minor(total["credits"]),
                             minor(total["principal"]))

    def test_show_splits_the_open_invoices(self):
        def shown(which):
            return self.ended(run(LEDGER + ["--format", "csv", "--show",
                                            which]), 0).splitlines()[1:]
        self.assertEqual(sorted(shown("due") + shown("late")),
                         sorted(shown("open")))

    def test_each_invoice_costs_what_eval_says(self):
        policy = json.loads(
            (ROOT / "examples/ledger/policy.json").read_text())
        with (ROOT / "examples/ledger/invoices.csv").open() as file:
            invoices = {r["Invoice No"]: r
                        for r in csv.DictReader(file, delimiter=";")}
        with (ROOT / "examples/ledger/payments.csv").open() as file:
            payments = list(csv.DictReader(file, delimiter=";"))

        def iso(text):
            return "-".join(reversed(text.split(".")))

        rows = list(csv.DictReader(io.StringIO(
            self.ended(run(LEDGER + ["--format", "csv"]), 0))))
        self.assertGreater(len(rows), 20)
        for row in rows:
            invoice = invoices[row["invoice"]]
            paid = [{"date": iso(p["Received"]),
                     "amount": p["Amount"].replace(",", ".")}
                    for p in payments if p["Invoice No"] == row["invoice"]]
            request = {"op": "late_charges", "currency": row["currency"],
                       "policy": policy["by_currency"][row["currency"]],
                       "amount": invoice["Gross"].replace(",", "."),
                       "due": iso(invoice["Due"]), "as_of": "2026-06-30",
                       "payments": paid, "apply_to": "principal first"}
            answer = json.loads(
                run(["eval"], json.dumps(request)).stdout)["ok"]
            for column, member in (("total", "outstanding"),
                                   ("interest", "interest"),
                                   ("fees", "fees"),
                                   ("compensation", "compensation"),
                                   ("principal", "outstanding_principal")):
                self.assertEqual(row[column], answer[member], row)

    def test_a_wrong_row_is_named_by_line_and_column(self):
        bad = ("no,due,sum\n1,2026-06-01,10.00\n2,2026-06-31,10.00\n"
               "3,2026-06-01,ten\n4,2026-06-01\n5,2026-06-01,-.5\n"
               "6,2026-06-01,\"1\"0\n7,2026-06-01,7.00\n")
        self.ended(self.ledger(bad), 1, "l.csv:3:3: 2026-06-31 is no date")
        result = self.ledger(bad, "--on-error", "continue", "--format", "csv")
        self.assertEqual(result.returncode, 1)
        self.assertEqual([line.split(",")[0]
                          for line in result.stdout.splitlines()],
                         ["invoice", "1", "7"])
        places = [line.split(": ")[1] for line in result.stderr.splitlines()]
        self.assertEqual(places[:5], ["l.csv:3:3", "l.csv:4:14", "l.csv:5:1",
                                      "l.csv:6:14", "l.csv:7:17"])
        self.assertEqual(places[5], "5 rows were refused and left out")

    def test_blank_lines_are_skipped(self):
        text = ("\r\nno,due,sum\r\n\r\n1,2026-06-01,1.00\r\n\r\n\n"
                "2,2026-06-01,2.00\r\n\r\n")
        lines = self.ended(self.ledger(text, "--format", "csv"), 0)
        self.assertEqual([line.split(",")[0]
                          for line in lines.splitlines()[1:]], ["1", "2"])
        self.ended(self.ledger(text.replace("2.00", "two")), 1,
                   "l.csv:7:14: ")

    def test_open_as_of_a_day(self):
        mapping = {"currency": "EUR", "columns": {
            "invoice": "no", "due": "due", "amount": "sum",
            "issued": "issued", "settled": "settled"}}
        text = ("no,issued,due,sum,settled\n"
                "on the day,2026-06-30,2026-07-30,1.00,\n"
                "tomorrow,2026-07-01,2026-07-31,1.00,\n"
                "settled on it,2026-06-01,2026-06-30,1.00,2026-06-30\n"
                "settled after,2026-06-01,2026-06-29,1.00,2026-07-01\n")
        lines = self.ended(self.ledger(text, "--format", "csv",
                                       mapping=mapping), 0).splitlines()
        self.assertEqual([line.split(",")[0] for line in lines[1:]],
                         ["on the day", "settled after"])

    def test_foreign_marks(self):
        mapping = {"delimiter": ";", "date_format": "D.M.YYYY",
                   "decimal_mark": ",", "columns": {
                       "invoice": "Nr", "due": "Fällig", "amount": "Betrag",
                       "currency": "Währung"}}
        text = "\ufeffNr;Fällig;Betrag;Währung\r\nA;1.6.2026;1234,5;EUR\r\n"
        row = self.ended(self.ledger(text, "--format", "csv",
                                     mapping=mapping), 0).splitlines()[1]
        self.assertEqual(row, "A,,2026-06-01,29,EUR,1234.50,0.00,0.00,0.00,"
                              "1234.50")
        self.ended(self.ledger(text.replace("1234,5", "1.234,50"),
                               mapping=mapping), 1, "l.csv:2:12: ")

    # 274 days of 10000.00: at 11.5 % frozen, of the United Kingdom, 863.29;
    # in Germany 30 days at 1.62 %, 184 at 3.12 % and 60 at 3.62 %, each with 9
    # points, or 8 for a contract before 2014-07-29.
    def test_a_law_in_place_of_a_policy(self):
        text = "no,due,sum\nA,2023-05-31,10000.00\nB,2024-03-31,50.00\n"
        rows = [
            ("GBP", ["uk"], "863.29,100.00,0.00,10963.29,verified"),
            ("EUR", ["de"], "905.72,40.00,0.00,10945.72,verified"),
            ("EUR", ["de", "--contract-date", "2014-07-28"],
             "830.65,0.00,0.00,10830.65,verified"),
        ]
        for currency, law, figures in rows:
            with self.subTest(law=law):
                lines = self.ended(self.ledger(
                    text, "--format", "csv", "--statute", *law, policy=False,
                    mapping={**MAPPING, "currency": currency},
                    as_of="2024-02-29"), 0).splitlines()
                self.assertTrue(lines[0].endswith(",total,confidence"))
                self.assertEqual(lines[1], f"A,,2023-05-31,274,{currency},"
                                 "10000.00," + figures)
                self.assertEqual(lines[2], f"B,,2024-03-31,-31,{currency},"
                                 "50.00,0.00,0.00,0.00,50.00,")

    # 10000.00 at 11.75 % for 92 days; the sum of that half-year is not
    # recorded, that of the one before is 410.
    def test_a_sum_that_is_unknown_has_no_number(self):
        result = self.ledger(
            "no,due,sum\nA,2023-09-30,10000.00\nB,2023-06-30,10000.00\n",
            "--format", "csv", "--statute", "no", policy=False,
            mapping={**MAPPING, "currency": "NOK"}, as_of="2023-12-31")
        lines = self.ended(result, 0, "of 1 row are without the fixed sum: the "
                           "fixed sum for debts due on 2023-09-30 is not "
                           "recorded").splitlines()
        self.assertEqual(lines[1], "A,,2023-09-30,92,NOK,10000.00,296.16,,"
                         "0.00,10296.16,read")
        self.assertEqual(lines[2].split(",")[7], "410.00")

    def test_a_law_that_does_not_fit_the_ledger(self):
        text = "no,due,sum\nA,2023-05-31,10000.00\n"
        rows = [
            (["eu-dir-2011-7"], "--statute: a directive binds member states"),
            (["dk"], "--day-count: the law does not say"),
            (["de", "--parties", "b2c"], "--statute: de-288-2-b2b is no law "
             "for b2c; allowed: b2b, b2g, b2g health"),
            (["de", "--parties", "us"], "--parties: \"us\" is no"),
            (["de", "--contract-date", "2014-13-28"], "--contract-date: "),
            (["nowhere"], "--statute: \"nowhere\" is no statute"),
        ]
        for law, complaint in rows:
            with self.subTest(law=law):
                self.ended(self.ledger(text, "--statute", *law, policy=False),
                           1, complaint)

    def test_mappings_that_are_refused(self):
        columns = MAPPING["columns"]
        rows = [
            ({"columns": columns}, "m.json/currency: "),
            ({"currency": "EUR"}, "m.json/columns: "),
            ({**MAPPING, "colums": {}}, "m.json/colums: "),
            ({**MAPPING, "columns": {"invoice": "no", "due": "due"}},
             "m.json/columns/amount: "),
            ({**MAPPING, "columns": {**columns, "due": "Due"}},
             "l.csv:1:1: the header has no column \"Due\""),
            ({**MAPPING, "date_format": "MM-DD"}, "m.json/date_format: "),
            ({**MAPPING, "date_format": "YYYY-MM-DD-D"},
             "m.json/date_format: "),
            ({**MAPPING, "decimal_mark": ";"}, "m.json/decimal_mark: "),
            ({**MAPPING, "delimiter": ""}, "m.json/delimiter: "),
            ({**MAPPING, "currency": "EURO"}, "m.json/currency: \"EURO\""),
            ({**MAPPING, "delimiter": ":"}, "allowed: one of , ; tab |"),
        ]
        for mapping, complaint in rows:
            with self.subTest(mapping=mapping):
                self.ended(self.ledger("no,due,sum\n1,2026-06-01,1.00\n",
                                       mapping=mapping), 1, complaint)

    def test_a_currency_without_a_policy(self):
        self.ended(self.ledger("no,due,sum\n1,2026-06-01,1.00\n",
                               policy={"by_currency": {"USD": {}}}), 1,
                   "l.csv:2:1: the policy says nothing for EUR")

        self.ended(self.ledger("no,due,sum\n1,2026-06-01,1.00\n",
                               policy={"by_currency": []}), 1,
                   "p.json/by_currency: the value is no object")
        self.ended(self.ledger("no,due,sum\n1,2026-06-01,1.00\n",
                               policy={"by_currency": {"EURO": {}}}), 1,
                   "p.json/by_currency/EURO: ")
        self.ended(self.ledger("no,due,sum\n1,2026-06-01,1.00\n",
                               policy={"by_currency": {"EUR": {}},
                                       "grace_days": 3}), 1,
                   "p.json/by_currency: beside by_currency nothing")

    # 1000.00 at 12 %, due on 06-01 and paid on 06-11: ten days bear
    # 1000 * 0.12 * 10 / 365 = 3.2877.
    TWELVE_PERCENT = {"interest": {
        "rate": "12%", "day_count": "act/365f", "compounding": "simple",
        "rounding": "half up"}}

    def test_charges_are_owed_until_they_are_paid(self):
        text = "no,due,sum\n1,2026-06-01,1000.00\n2,2026-06-29,50.00\n"
        row = "1,,2026-06-01,29,EUR,0.00,3.29,0.00,0.00,3.29"
        for paid, owed in (("", row),
                           ("1,2026-06-20,3.28\n", row[:-4] + "0.01"),
                           ("1,2026-06-20,3.29\n", None),
                           ("1,2026-06-20,9.00\n", None)):
            payments = ("no,day,sum\n1,2026-06-11,1000.00\n"
                        "2,2026-06-29,50.00\n" + paid)
            for show in ("open", "late", "due"):
                lines = self.ended(self.ledger(
                    text, "--format", "csv", "--show", show,
                    payments=payments, policy=self.TWELVE_PERCENT), 0)
                self.assertEqual(lines.splitlines()[1:],
                                 [owed] if owed and show != "due" else [])
            totals = self.ended(self.ledger(
                text, "--format", "csv", "--show", "totals",
                payments=payments, policy=self.TWELVE_PERCENT), 0)
            self.assertEqual(totals.splitlines()[1:], [
                "EUR,1,0.00,0.00,0.00,0.00,3.29,0.00,0.00," +
                owed.split(",")[-1]] if owed else [])

    def test_settled_says_all_unless_it_says_how_much(self):
        columns = {**MAPPING["columns"], "settled": "day"}
        text = "no,due,sum,day,paid\n1,2026-06-01,1000.00,2026-06-11,1000.00\n"
        whole = {"currency": "EUR", "columns": columns}
        part = {"currency": "EUR", "columns": {**columns, "paid": "paid"}}
        for mapping, owed in ((whole, []), (part, ["3.29"])):
            lines = self.ended(self.ledger(
                text, "--format", "csv", "--apply-to", "principal first",
                mapping=mapping, policy=self.TWELVE_PERCENT), 0)
            self.assertEqual([line.split(",")[-1]
                              for line in lines.splitlines()[1:]], owed)

    def test_credits_lower_the_principal_and_bear_nothing(self):
        text = ("no,due,sum\n1,2026-06-01,1000.00\n2,2026-05-01,-300.00\n"
                "3,2026-07-10,-45.00\n4,2026-07-10,20.00\n"
                "5,2026-05-01,-7.00\n")
        # Of credit 3 some is used up by the day; of 5 more than there is.
        payments = ("no,day,sum\n3,2026-06-30,-5.00\n3,2026-07-01,-5.00\n"
                    "5,2026-06-01,-4.00\n5,2026-06-01,-4.00\n")

        def lines(*more):
            return self.ended(self.ledger(
                text, "--format", "csv", *more, payments=payments,
                policy=self.TWELVE_PERCENT), 0).splitlines()[1:]

        late = "1,,2026-06-01,29,EUR,1000.00,9.53,0.00,0.00,1009.53"
        others = ["2,,2026-05-01,0,EUR,-300.00,0.00,0.00,0.00,-300.00",
                  "3,,2026-07-10,-10,EUR,-40.00,0.00,0.00,0.00,-40.00",
                  "4,,2026-07-10,-10,EUR,20.00,0.00,0.00,0.00,20.00"]
        self.assertEqual(lines(), [late, *others])
        self.assertEqual(lines("--show", "late"), [late])
        self.assertEqual(lines("--show", "due"), others)
        # currency, open, not due + overdue + credits = principal, charges
        self.assertEqual(lines("--show", "totals"), [
            "EUR,4,20.00,1000.00,-340.00,680.00,9.53,0.00,0.00,689.53"])
        self.assertIn("of the credit -45.00, -40.00 is left",
                      self.ended(self.ledger(text, "--explain",
                                             payments=payments), 0))
        self.ended(self.ledger(text, payments="no,day,sum\n3,2026-06-30,5\n"),
                   1, "l.csv:4:1: its payment at p.csv:2:14: 5.00 of a credit")

    def test_totals_beyond_64_bits_name_the_row(self):
        text = "no,due,sum\n" + "1,2026-07-01,90000000000000000.00\n" * 2
        self.ended(self.ledger(text), 1, "l.csv:3:1: the totals: ")
        result = self.ledger(text, "--on-error", "continue", "--show",
                             "totals", "--format", "csv")
        self.assertIn("EUR,1,90000000000000000.00,", result.stdout)
        self.assertIn("1 row was refused and left out", result.stderr)

    def test_payments_of_an_invoice_count_once(self):
        text = "no,due,sum\n1,2026-06-01,9.00\n1,2026-06-02,9.00\n"
        self.ended(self.ledger(text, payments="no,day,sum\n1,2026-06-01,5.00\n"),
                   1, "l.csv:3:1: the invoice \"1\" stands twice")
        self.ended(self.ledger(text), 0)

    def test_a_wrong_payment_is_named_by_its_place(self):
        text = "no,due,sum\n1,2026-06-01,9.00\n2,2026-06-02,9.00\n"
        self.ended(self.ledger(text, payments="no,day,sum\n1,2026-06-01,x\n"),
                   1, "l.csv:2:1: its payment at p.csv:2:14: \"x\" is no")
        bad = "no,day,sum\n1,2026-06-31,1.00\n2,2026-06-02,4.00\n"
        self.ended(self.ledger(text, payments=bad), 1, "p.csv:2:3: 2026-06-31")
        result = self.ledger(text, "--on-error", "continue", "--format", "csv",
                             payments=bad)
        self.assertEqual(result.returncode, 1)
        self.assertEqual([line.split(",")[5]
                          for line in result.stdout.splitlines()[1:]],
                         ["9.00", "5.00"])

    def test_a_row_beyond_the_rates_is_left_out_alone(self):
        policy = {"interest": {
            "rates": [{"from": "2026-01-01", "rate": "12%"}],
            "day_count": "act/365f", "compounding": "simple",
            "rounding": "half up"}}
        text = "no,due,sum\n1,2025-06-01,9.00\n2,2026-06-02,9.00\n"
        complaint = "l.csv:2:1: --policy at /interest/rates: the rate begins"
        self.ended(self.ledger(text, policy=policy), 1, complaint)
        result = self.ledger(text, "--on-error", "continue", "--format", "csv",
                             policy=policy)
        self.assertIn(complaint, result.stderr)
        self.assertIn("\n2,,2026-06-02,", result.stdout)

    def test_formulas_are_guarded_where_asked(self):
        text = "no,due,sum\n=1+2,2026-06-01,1.00\n"
        plain = self.ended(self.ledger(text, "--format", "csv"), 0)
        guarded = self.ended(self.ledger(text, "--format", "csv",
                                         "--guard-formulas"), 0)
        self.assertIn("\n=1+2,", plain)
        self.assertIn("\n'=1+2,", guarded)

    def test_long_ledgers_stream(self):
        text = "no,due,sum\n" + "".join(
            f"{k},2026-06-01,1.00\n" for k in range(3000))
        lines = self.ended(self.ledger(text), 0).splitlines()
        self.assertEqual(len(lines), 2 + 3000 + 1 + 3)
        self.assertIn("3000.00", lines[-1])


if __name__ == "__main__":
    USANCE = sys.argv.pop(1)
    unittest.main()
