#!/usr/bin/env python3
"""accounts_test.py USANCE: what `usance age` and its neighbours say of a
journal, and what they refuse."""
import csv
import decimal
import io
import json

import journal_case
from journal_case import JournalCase


def invoice(account, currency, item, due, amount):
    return {"account": account, "currency": currency, "id": item,
            "kind": "invoice", "date": "2024-01-31", "item": item, "due": due,
            "amount": amount}


EVENTS = [
    invoice("C-1", "EUR", "A", "2024-05-31", "100.00"),
    invoice("C-1", "USD", "B", "2024-07-31", "10.01"),
    invoice("C-2", "USD", "C", "2024-05-31", "0.55"),
    invoice("C-2", "USD", "D", "2024-05-01", "20.00"),
]


class OfJournal(JournalCase):
    EVENTS = EVENTS

    def said(self, command, *arguments):
        result = self.run_command(command, *arguments, self.journal)
        self.assertEqual((result.returncode, result.stderr), (0, ""), result)
        return result.stdout

    def rows(self, command, *arguments):
        said = self.said(command, *arguments, "--format", "csv")
        return list(csv.reader(io.StringIO(said)))

    def refused(self, complaint, command, *arguments):
        result = self.run_command(command, *arguments, self.journal)
        self.assertEqual(
            (result.returncode, result.stdout, result.stderr),
            (1, "", f"usance: {complaint}\n"), result)


class Accounts(OfJournal):
    def test_many_accounts_are_aged_in_one_currency(self):
        age = ["age", "--as-of", "2024-06-30", "--buckets", "30"]
        dollars = ["--in", "EUR", "--fx", "USD=0.91"]
        # 9.1091 not due; 0.5005 and 18.2 of the same account.
        self.assertEqual(self.rows(*age, *dollars), [
            ["currency", "bucket", "rows", "amount"],
            ["EUR", "not due", "1", "9.11"], ["EUR", "1-30", "2", "100.50"],
            ["EUR", "over 30", "1", "18.20"],
            ["EUR", "unapplied", "0", "0.00"], ["EUR", "total", "4", "127.81"],
        ])
        each = [["account", "currency", "not_due", "1-30", "over 30",
                 "unapplied", "total"],
                ["C-1", "EUR", "9.11", "100.00", "0.00", "0.00", "109.11"],
                ["C-2", "EUR", "0.00", "0.50", "18.20", "0.00", "18.70"]]
        self.assertEqual(self.rows(*age, *dollars, "--by-account"), each)
        self.assertEqual(
            self.rows(*age, *dollars, "--by-account", "--rounding", "up")[2],
            ["C-2", "EUR", "0.00", "0.51", "18.20", "0.00", "18.71"])
        self.assertTrue(self.said(*age, *dollars).endswith(
            "\n  USD at 0.91 EUR of 2024-06-30 (--fx)\n"))
        # The same by a file, turned round.
        table = self.folder / "fx.json"
        table.write_text(json.dumps({"id": "ECB", "rows": [
            {"date": "2024-06-28", "base": "EUR", "quote": "USD",
             "rate": "1.0989"}], "known_through": "2024-06-30"}))
        self.assertTrue(self.said(*age, "--in", "EUR", "--fx", table).endswith(
            "\n  USD at 0.91000091 EUR of 2024-06-28 (ECB)\n"))
        # Without them each currency is by itself, as it was.
        self.assertEqual({row[0] for row in self.rows(*age)[1:]},
                         {"EUR", "USD"})
        self.assertEqual(len(self.rows(*age, "--by-account")), 4)

    def test_rates_of_exchange_are_checked(self):
        age = ["age", "--as-of", "2024-06-30"]
        for flags, complaint in [
                (["--fx", "USD=0.91"],
                 "--fx: --in is missing, the currency to report in"),
                (["--rounding", "up"],
                 "--rounding: --in is missing, the currency to report in"),
                (["--in", "EUR"], "--fx: no rate of exchange is given for USD "
                 "to EUR"),
                (["--in", "CHF", "--fx", "USD=0.91"],
                 '--fx: "--fx" has no rate of EUR to CHF'),
                (["--in", "EUR", "--fx", "USD=0,91"],
                 '--fx: "USD=0,91" is no rate of exchange, as USD=0.91'),
                (["--in", "EUR", "--fx", "USD=0"],
                 '--fx: "USD=0" is no rate of exchange, as USD=0.91'),
                (["--in", "EUR", "--fx", "USD=1", "--fx", "fx.json"],
                 '--fx: "fx.json" is no rate of exchange, as USD=0.91; '
                 "allowed: rates, or one file"),
        ]:
            with self.subTest(flags):
                self.refused(complaint, *age, *flags)

    def test_a_statement_has_two_forms(self):
        state = ["statement", "--account", "C-2", "--to", "2024-06-30"]
        said = self.said(*state, "--form", "open item")
        self.assertRegex(said, r"(?m)^D +1 +2024-01-31 +2024-05-01 +60 +20\.00 "
                         r"+0\.00 +20\.00 +20\.00$")
        self.assertRegex(said, r"(?m)^balance +20\.55$")
        self.assertRegex(self.said(*state, "--from", "2024-01-31"),
                         r"(?m)^2024-01-31 +issue .* 20\.55$")
        for flags, complaint in [
                ([], "--from: a balance forward needs the first day"),
                (["--form", "open item", "--from", "2024-01-31"],
                 "--from: has no place in a statement of open items"),
                (["--form", "short"], '--form: "short" is no form of '
                 "statement; allowed: balance forward, open item")]:
            with self.subTest(flags):
                self.refused(complaint, *state, *flags)

    def test_a_payoff_says_the_least_that_reaches(self):
        payoff = ["payoff", "--on", "2024-06-30", "--account", "C-2"]
        said = dict(self.rows(*payoff, "--reach", "30", "--close", "C")[1:])
        self.assertEqual((said["pay"], said["to_reach"], said["to_close"]),
                         ("20.55", "20.00", "20.55"))
        self.assertNotIn("reach", self.said(*payoff))
        none = self.folder / "none.json"
        none.write_text(json.dumps({
            "allocation": {"components": ["fee"], "axis": "horizontal",
                           "order": ["oldest due"]}, "credit": "hold"}))
        said = dict(self.rows(*payoff, "--reach", "0", "--policy", none)[1:])
        self.assertEqual(said["to_reach"], "")
        for flags, complaint in [
                (["--reach", "-1"], '--reach: "-1"; allowed: days past due, 0 '
                 "or more"),
                (["--reach", "soon"], '--reach: "soon"; allowed: days past '
                 "due, 0 or more"),
                (["--close", "A"], '--close: the account has no item "A"'),
                (["--close", "C", "--as-known-on", "2024-06-30"],
                 "--close: has no place beside --as-known-on: a payment that "
                 "is not recorded would not be known")]:
            with self.subTest(flags):
                self.refused(complaint, *payoff, *flags)

    def test_errors_name_the_flag(self):
        for flags, complaint in [
                (["age", "--as-of", "30.6.2024"],
                 '--as-of: "30.6.2024" is no date; allowed: YYYY-MM-DD'),
                (["age", "--as-of", "2024-06-30", "--basis", "age"],
                 '--basis: "age" is no basis of aging; allowed: due, document, '
                 "baseline"),
                (["age", "--as-of", "9999-12-31"],
                 "--as-of: 9999-12-31; allowed: up to 9999-12-30"),
                (["age", "--as-of", "2024-06-30", "--buckets", "30,30"],
                 "--buckets: 30 is not above 30"),
                (["age", "--as-of", "2024-06-30", "--account", "C-9"],
                 '--account: the journal has no account "C-9"'),
                (["age", "--as-of", "2024-06-30", "--currency", "GBP"],
                 '--currency: the journal has no account in "GBP"'),
                (["payoff", "--on", "2024-06-30", "--account", "C-1"],
                 "--currency: the journal has several; say which"),
                (["payoff", "--on", "9999-12-30", "--account", "C-2"],
                 "--on: 9999-12-30; allowed: up to 9999-12-29"),
                (["allocate", "--on", "2024-06-30", "--account", "C-2",
                  "--amount", "-5"], '--amount: "-5"; allowed: above 0'),
                (["allocate", "--on", "2024-06-30", "--account", "C-2",
                  "--amount", "0"], '--amount: "0"; allowed: above 0'),
                (["allocate", "--on", "2024-06-30", "--account", "C-2",
                  "--amount", "5", "--type", "nope"],
                 '--type: "nope" is no type of payment of the policy; allowed: '
                 "none"),
                (["allocate", "--on", "9999-12-31", "--account", "C-2",
                  "--amount", "5"],
                 "--on: 9999-12-31; allowed: up to 9999-12-30"),
                (["statement", "--from", "2024-06-30", "--to", "9999-12-31",
                  "--account", "C-2"],
                 "--to: 9999-12-31; allowed: up to 9999-12-30"),
                *((command, "--as-of: 9999-12-31; allowed: up to 9999-12-30")
                  for command in (["explain", "--as-of", "9999-12-31"],
                                  ["snapshot", "--as-of", "9999-12-31"],
                                  ["export", "--as-of", "9999-12-31"],
                                  ["metrics", "--as-of", "9999-12-31"])),
                (["statement", "--from", "2024-06-30", "--to", "2024-06-01",
                  "--account", "C-2"], "--to: 2024-06-01 is before 2024-06-30"),
                (["statement", "--from", "0001-01-01", "--to", "2024-06-01",
                  "--account", "C-2"], "--from: no day is before 0001-01-01"),
                (["explain", "--as-of", "2024-06-30", "--account", "C-2",
                  "--item", "A"], '--item: the account has no item "A"'),
        ]:
            with self.subTest(flags):
                self.refused(complaint, *flags)

    def test_a_file_without_a_journal(self):
        for name, content, code, complaint in [
                ("empty", "", 1, "empty: the file is empty; a journal has a "
                 "first line"),
                ("begun", self.journal.read_text().splitlines(True)[0], 0,
                 "begun: the journal has no events"),
                ("bom", "\ufeff" + self.journal.read_text(), 1,
                 "bom:1:1: no journal; "),
                ("crlf", self.journal.read_text().replace("\n", "\r\n"), 1,
                 "crlf:1:1: no journal; "),
                ("changed", self.journal.read_text().replace("0.55", "0.56"), 1,
                 "was changed or damaged"),
                ("torn", self.journal.read_text()[:-9], 0,
                 "was never finished; it is left out"),
        ]:
            with self.subTest(name):
                (self.folder / name).write_text(content, newline="")
                result = self.run_command("age", "--as-of", "2024-06-30", name)
                self.assertEqual(result.returncode, code, result)
                self.assertIn(complaint, result.stderr)

    def test_a_payment_of_a_type_has_its_rule(self):
        policy = self.folder / "typed.json"
        policy.write_text(json.dumps({
            "allocation": "oldest due", "credit": "hold", "by_type": [
                {"type": "goodwill", "rule": "principal first"}]}))
        allocate = ["allocate", "--on", "2024-06-30", "--account", "C-2",
                    "--amount", "1.00", "--policy", policy]
        self.assertIn("principal first",
                      self.said(*allocate, "--type", "goodwill"))
        self.refused('--type: "nope" is no type of payment of the policy; '
                     "allowed: goodwill", *allocate, "--type", "nope")

    def test_a_payment_is_meant_for_items(self):
        allocate = ["allocate", "--on", "2024-06-30", "--account", "C-2",
                    "--amount", "5.00"]
        self.assertEqual(
            [(row[1], row[4]) for row in self.rows(*allocate)[1:]],
            [("D", "5.00")])  # due before C
        self.assertEqual(
            [(row[1], row[4]) for row in self.rows(
                *allocate, "--for", "C=0.05", "--for", "D=1.00", "--for",
                "C")[1:]],
            [("C", "0.05"), ("D", "1.00"), ("C", "0.50"), ("D", "3.45")])
        for designation, complaint in [
                ("C=much", '--for: "much" is no amount; allowed: '
                 "-?[0-9]+(.[0-9]+)?, as 1234.50, without separators"),
                ("C=0.00", "--for: 0 minor units; allowed: above 0"),
                ("=1.00", "--for: the field is missing")]:
            with self.subTest(designation):
                self.refused(complaint, *allocate, "--for", designation)

    def test_a_payment_finds_what_it_is_for(self):
        match = ["match", "--as-of", "2024-06-30", "--currency", "USD"]
        names = ["suggestion", "confidence", "reasons", "account", "item",
                 "row", "due", "open", "discount", "pay", "rest"]
        # 20.55 is all that is open of C-2, and due.
        self.assertEqual(self.rows(*match, "--amount", "20.55"), [
            names,
            ["1", "likely", "open amount, all due, all open", "C-2", "D", "1",
             "2024-05-01", "20.00", "0.00", "20.00", "0.00"],
            ["1", "likely", "open amount, all due, all open", "C-2", "C", "1",
             "2024-05-31", "0.55", "0.00", "0.55", "0.00"]])
        self.assertEqual(self.rows(*match, "--amount", "7.00"), [names])
        # Check digits apart: RF18 of 539007547034.
        (self.folder / "references.json").write_text(json.dumps(
            {"C-1": {"B": "RF18539007547034"}, "C-9": {}}))
        known = ["--references", "references.json", "--amount", "10.01"]
        self.assertEqual(
            self.rows(*match, *known, "--text", "RF18 5390 0754 7034")[1:],
            [["1", "certain", "reference, open amount", "C-1", "B", "1",
              "2024-07-31", "10.01", "0.00", "10.01", "0.00"]])
        wrong = [*match, *known, "--text", "RF17 5390 0754 7034"]
        self.assertEqual(self.rows(*wrong)[1][1:3], ["likely", "open amount"])
        self.assertIn('reference RF17539007547034 is invalid: '
                      '"RF17539007547034" has the check digits "17"; allowed: '
                      '"18"\n', self.said(*wrong))
        answer = json.loads(self.said(*wrong, "--format", "json"))
        self.assertEqual(
            [answer["references"][0]["state"], answer["left_off"],
             answer["suggestions"][0]["lines"][0]["pay"]],
            ["invalid", 0, "10.01"])

    def test_a_match_names_what_is_wrong(self):
        for name, content in [("list", []), ("text", {"C-1": "B"}),
                              ("number", {"C-1": {"B": 5}}),
                              ("digits", {"C-1": {"B": "RF171007"}})]:
            (self.folder / name).write_text(json.dumps(content))
        day = ["--as-of", "2024-06-30"]
        one = ["match", *day, "--amount", "1.00"]
        dollars = [*one, "--currency", "USD"]
        for flags, complaint in [
                (one, "--currency: the journal has several; say which"),
                ([*one, "--currency", "GBP"],
                 '--currency: the journal has no account in "GBP"'),
                ([*one, "--account", "C-9"],
                 '--account: the journal has no account "C-9"'),
                (["match", *day, "--account", "C-2", "--amount", "0.001"],
                 '--amount: "0.001" has more digits after the point than USD, '
                 "which has 2"),
                (["match", *day, "--account", "C-2", "--amount", "0"],
                 '--amount: "0"; allowed: above 0'),
                (["match", "--as-of", "9999-12-31", "--amount", "1.00"],
                 "--as-of: 9999-12-31; allowed: up to 9999-12-30"),
                ([*dollars, "--text", "x" * 4097],
                 "--text: 4097 bytes; allowed: up to 4096"),
                ([*dollars, "--reference", "x" * 201],
                 "--reference: 201 bytes; allowed: up to 200"),
                ([*dollars, "--references", "list"],
                 "list: no object of accounts and what is known of them"),
                ([*dollars, "--references", "text"],
                 "text/C-1: no object of items and their references"),
                ([*dollars, "--references", "number"],
                 "number/C-1/B: the value is no text"),
                ([*dollars, "--references", "digits"],
                 'digits/C-1/B: "RF171007" has the check digits "17"; '
                 'allowed: "72"')]:
            with self.subTest(flags):
                self.refused(complaint, *flags)
        (self.folder / "none").write_text(
            self.journal.read_text().splitlines(True)[0])
        result = self.run_command(*one, "--format", "csv", "none")
        self.assertEqual((result.returncode, result.stderr), (
            0, "usance: none: the journal has no events\n"))
        self.assertEqual(len(result.stdout.splitlines()), 1)

    def test_every_figure_of_an_explanation_is_named(self):
        explain = ["explain", "--as-of", "2024-06-30", "--account", "C-2"]
        self.assertRegex(
            self.said(*explain),
            r"(?s)item +date +state +row +due +claimed +open .*"
            r"\nD +2024-01-31 +past due +1 +2024-05-01 +20\.00 +20\.00 ")
        self.assertEqual(
            self.rows(*explain, "--item", "D"),
            [["because"],
             ['2024-01-31 issue by invoice "D": 20.00, principal of D']])

    def test_a_balance_out_of_range_names_whose_it_is(self):
        most = "92233720368547758.07"
        journal = self.folder / "most.ndjson"
        self.run_command("import", "-", "-o", journal, text="\n".join(
            json.dumps(invoice("C-3", "EUR", item, "2024-05-31", most))
            for item in "AB"))
        result = self.run_command("age", "--as-of", "2024-06-30", journal)
        self.assertEqual((result.returncode, result.stderr), (
            1, 'usance: account "C-3": a balance is outside the 64 bits of '
            "minor units\n"))
        self.run_command("import", "-", "-o", journal, text="\n".join(
            json.dumps(invoice(account, "USD", "A", "2024-05-31", most))
            for account in ("C-5", "C-6")))
        result = self.run_command("age", "--as-of", "2024-06-30",
                                  "--currency", "USD", journal)
        self.assertEqual((result.returncode, result.stderr), (
            1, 'usance: account "C-6": a sum is outside the 64 bits of minor '
            "units, of this and the accounts before\n"))
        self.run_command("import", "-", "-o", self.folder / "paid.ndjson",
                         text=json.dumps({
                             "account": "C-4", "currency": "EUR", "id": "p",
                             "kind": "payment", "date": "2024-05-31",
                             "amount": most}))
        result = self.run_command(
            "allocate", "--on", "2024-06-30", "--amount", "0.01",
            self.folder / "paid.ndjson")
        self.assertEqual((result.returncode, result.stderr), (
            1, "usance: --amount: a balance is outside the 64 bits of minor "
            "units\n"))

    def test_nothing_is_no_value(self):
        for flags in (["age", "--as-of", "2024-06-30", "--account", ""],
                      ["age", "--as-of", "2024-06-30", "--buckets", ""],
                      ["payoff", "--on", "2024-06-30", "--close", ""]):
            result = self.run_command(*flags, self.journal)
            self.assertEqual(result.returncode, 2, result)
            self.assertEqual(
                result.stderr,
                f"usance: {flags[3]}: nothing is given; see --help\n")


class Snapshots(OfJournal):
    def setUp(self):
        self.snapshot = self.folder / f"{self.id()}.ndjson"

    def take(self, *arguments):
        self.said("snapshot", "--account", "C-1", "--currency", "EUR",
                  "--as-of", "2024-06-30", "-o", self.snapshot, *arguments)

    def check(self, events=EVENTS, *arguments):
        """What --check says of a journal of these events."""
        journal = self.folder / f"{self.id()}-J.ndjson"
        journal.unlink(missing_ok=True)
        self.run_command("import", "-", "-o", journal,
                         text="\n".join(map(json.dumps, events)))
        return self.run_command("snapshot", "--check", self.snapshot, journal,
                                *arguments)

    def test_what_was_not_seen_changes_nothing(self):
        self.take()
        lines = [json.loads(line) for line in
                 self.snapshot.read_text(encoding="utf-8").splitlines()]
        self.assertEqual([line.get("line") for line in lines],
                         [None, "account", "event", "item", "row", "movement",
                          "totals"])
        self.assertEqual(lines[-1]["open"], {"principal": "100.00"})
        later = invoice("C-1", "EUR", "E", "2024-09-30", "5.00")
        for events in (EVENTS, EVENTS[::-1], EVENTS[:1],
                       EVENTS + [later | {"date": "2024-07-01"}]):
            result = self.check(events)
            self.assertEqual((result.returncode, result.stdout,
                              result.stderr), (0, "same\n", ""))
        self.take("--as-known-on", "2024-06-30")
        result = self.check(EVENTS + [later | {"recorded": "2024-07-01"}])
        self.assertEqual(result.stdout, "same\n")

    def test_the_first_change_is_named(self):
        self.take()
        paid = {"account": "C-1", "currency": "EUR", "id": "p",
                "kind": "payment", "date": "2024-06-01", "amount": "1.00"}
        for events, line, then, now in [
                (EVENTS + [paid], 4, "item", "event"),
                ([EVENTS[0] | {"amount": "99.00"}], 5, "row", "row"),
                # Nothing but the journal is another.
                ([EVENTS[0] | {"actor": "x"}], 7, "totals", "totals")]:
            result = self.check(events)
            said = result.stdout.splitlines()
            self.assertEqual((result.returncode, result.stderr), (1, ""))
            self.assertEqual(said[0], f"line {line} is another")
            self.assertEqual([json.loads(one[5:])["line"] for one in said[1:]],
                             [then, now])
        policy = self.folder / "policy.json"
        policy.write_text('{"allocation":"principal first","credit":"hold"}')
        result = self.check(EVENTS, "--policy", policy)
        self.assertTrue(result.stdout.endswith("the policy is another, too\n"),
                        result)

    def test_what_is_no_snapshot_is_refused(self):
        self.take()
        whole = self.snapshot.read_bytes()
        for text, complaint in [
                (whole[:-20], "7:1: the snapshot was cut: it is good up to "
                              "byte "),
                (whole.replace(b"100.00", b"100.01"), "5:1: the line, or one "
                                                      "before it, was changed"),
                (whole.replace(b'"version":1', b'"version":2'),
                 '1:1/version: "2" is no version that is known'),
                (self.journal.read_bytes(), "1:1: no snapshot")]:
            self.snapshot.write_bytes(text)
            result = self.check()
            self.assertEqual((result.returncode, result.stdout), (1, ""))
            self.assertIn(f"{self.snapshot}:{complaint}", result.stderr)

    def test_the_command_line_is_checked(self):
        for arguments, complaint in [
                ([], "--as-of or --check is required"),
                (["--as-of", "2024-06-30", "--check", "S"], "excludes"),
                (["--as-of", "30.6.2024", "--account", "C-1"], "--as-of"),
                (["--as-of", "2024-06-30"], "say which"),
                (["--as-of", "2024-06-30", "--account", "X"], "no account")]:
            result = self.run_command("snapshot", *arguments, self.journal)
            self.assertIn(result.returncode, (1, 2), result)
            self.assertEqual(result.stdout, "")
            self.assertIn(complaint, result.stderr)

    def test_metrics_of_each_currency(self):
        rows = self.rows("metrics", "--as-of", "2024-06-30")
        self.assertEqual(rows[0], ["currency", "metric", "value"])
        said = {(code, name): value for code, name, value in rows[1:]}
        self.assertEqual(said["EUR", "closing"], "100.00")
        # 0.55 is 30 days late, 20.00 are 60: (16.5 + 1200) / 20.55.
        self.assertEqual(said["USD", "past due days late"], "59.20")
        self.assertEqual(said["USD", "not due"], "10.01")
        self.assertEqual(said["USD", "collection effectiveness"], "0.00%")
        self.assertNotIn(("USD", "average days to pay"), said)
        self.refused("--days: 0; allowed: 1 to 3660", "metrics",
                     "--as-of", "2024-06-30", "--days", "0")

    def test_forecast_adds_up(self):
        rows = self.rows("forecast", "--as-of", "2024-06-30", "--buckets", "1",
                         "--currency", "USD")
        self.assertEqual(rows, [
            ["currency", "first", "last", "expected", "promised", "planned"],
            ["USD", "2024-07-01", "2024-07-07", "0.00", "0.00", "0.00"],
            ["USD", "later", "", "30.56", "", ""],
            ["USD", "withheld", "", "0.00", "", ""],
            ["USD", "total", "", "30.56", "", ""]])
        rows = self.rows("forecast", "--as-of", "2024-06-30", "--against",
                         "2024-07-10", "--currency", "USD")
        self.assertEqual(rows[1:], [
            ["USD", "2024-07-01", "2024-07-07", "0.00", "0.00", "0.00"],
            ["USD", "total", "", "0.00", "0.00", ""]])


class Learning(JournalCase):
    """What the record of three accounts in two currencies shows."""
    EVENTS = [
        invoice("C-1", "EUR", "A", "2024-02-29", "100.00"),
        {"account": "C-1", "currency": "EUR", "id": "c1", "kind": "contact",
         "date": "2024-03-05", "channel": "letter", "step": "first",
         "items": ["A"]},
        {"account": "C-1", "currency": "EUR", "id": "p1", "kind": "payment",
         "date": "2024-03-10", "amount": "100.00"},
        invoice("C-2", "EUR", "B", "2024-02-29", "300.00"),
        {"account": "C-2", "currency": "EUR", "id": "c2", "kind": "contact",
         "date": "2024-03-05", "channel": "letter", "step": "first",
         "items": ["B"], "response": "refusal"},
        {"account": "C-2", "currency": "EUR", "id": "plan", "kind": "plan",
         "date": "2024-06-10", "items": ["B"],
         "rows": [{"due": "2024-06-20", "amount": "150.00"},
                  {"due": "2024-07-20", "amount": "150.00"}]},
        invoice("C-3", "USD", "C", "2024-05-31", "10.00"),
    ]

    said, rows, refused = OfJournal.said, OfJournal.rows, OfJournal.refused

    def test_outcomes_of_all_accounts(self):
        head = ["currency", "step", "channel", "segment", "contacts",
                "responses", "paid", "amount", "cost", "waiting", "share",
                "low", "high", "standing"]
        flags = ["--as-of", "2024-06-30", "--cost", "letter=1.20"]
        # 1 of 2 at z = 1.96: (1 + 1.9208 -+ 1.96 * sqrt(1.4604)) / 5.8416,
        # outward.
        self.assertEqual(self.rows("outcomes", *flags), [
            head, ["EUR", "first", "letter", "", "2", "1", "1", "100.00",
                   "2.40", "0", "50.00%", "9.4528%", "90.5472%", "first"]])
        segments = self.folder / "segments.json"
        segments.write_text(json.dumps({"C-1": "shops"}))
        self.assertEqual(
            [row[3:8] for row in self.rows("outcomes", *flags, "--segments",
                                           segments)[1:]],
            [["shops", "1", "0", "1", "100.00"], ["", "1", "1", "0", "0.00"]])
        self.assertEqual(
            [row[3] for row in self.rows(
                "outcomes", *flags, "--segments", segments, "--measure",
                "response")[1:]], ["", "shops"])
        self.assertEqual(self.rows("outcomes", *flags, "--within", "4")[1][6],
                         "0")
        segments.write_text('{"C-2": 7}')
        self.refused(f"{segments}/C-2: no text: the segment of an account",
                     "outcomes", *flags, "--segments", segments)
        for given, complaint in [
                (["--within", "0"], "--within: 0; allowed: 1 to 366"),
                (["--cost", "letter"],
                 '--cost: "letter" is not CHANNEL=AMOUNT'),
                (["--cost", "letter=x"], "--cost: "),
                (["--measure", "luck"], '--measure: "luck" is no measure')]:
            result = self.run_command("outcomes", "--as-of", "2024-06-30",
                                      *given, self.journal)
            self.assertEqual((result.returncode, result.stdout), (1, ""))
            self.assertIn(complaint, result.stderr)

    def test_cohorts_of_all_accounts(self):
        # 100.00 of 400.00 came 39 days after their documents.
        self.assertEqual(
            self.rows("cohorts", "--as-of", "2024-06-30", "--buckets",
                      "38,39,151,152"),
            [["currency", "month", "invoiced", "open", "paid_38", "paid_39",
              "paid_151", "paid_152"],
             ["EUR", "2024-01", "400.00", "300.00", "0.00%", "25.00%",
              "25.00%", ""],
             ["USD", "2024-01", "10.00", "10.00", "0.00%", "0.00%", "0.00%",
              ""]])
        self.refused("--buckets: 20 is not above 30", "cohorts", "--as-of",
                     "2024-06-30", "--buckets", "30,20")

    def test_provision_of_all_accounts(self):
        # On 29 February 400.00 are not due, on 30 March 300.00 are 30 days
        # late: 3/4 roll. Nothing was in the first bucket before.
        self.assertEqual(
            self.rows("provision", "--as-of", "2024-03-30", "--agings", "2",
                      "--buckets", "1", "--lost", "50%", "--currency", "EUR"),
            [["currency", "from", "to", "amount", "roll", "loss", "rate",
              "allowance"],
             ["EUR", "0", "", "0.00", "75.00%", "37.50%", "37.50%", "0.00"],
             ["EUR", "1", "", "300.00", "", "50.00%", "50.00%", "150.00"],
             ["EUR", "", "", "", "", "", "", "150.00"]])
        for given, complaint in [
                (["--agings", "1"], "--agings: 1; allowed: 2 to 120"),
                (["--buckets", "6"], "--buckets: 6; allowed: 1 to 5"),
                (["--every-days", "0"], "--every-days: 0; allowed: 1 to 366"),
                (["--lost", "101%"], "--lost: 101%; allowed: 0% to 100%")]:
            self.refused(complaint, "provision", "--as-of", "2024-03-30",
                         *given)

    def test_a_plan_has_a_standing(self):
        flags = ["--as-of", "2024-07-01", "--account", "C-2", "--plan"]
        said = json.loads(self.said("standing", *flags, "plan", "--format",
                                    "json"))
        self.assertEqual(
            {name: said[name] for name in ("state", "arrears", "missed",
                                           "next_due", "breached_on")},
            {"state": "breached", "arrears": "150.00", "missed": 1,
             "next_due": "2024-07-20", "breached_on": "2024-06-21"})
        for given, state in [
                (["--missed", "2"], "behind"),
                (["--tolerance", "150.00"], "behind"),
                (["--tolerance-days", "11"], "behind"),
                (["--tolerance-days", "10"], "breached")]:
            said = json.loads(self.said("standing", *flags, "plan", *given,
                                        "--format", "json"))
            self.assertEqual(said["state"], state, given)
        self.refused('--plan: no plan "X" was agreed by 2024-07-01',
                     "standing", *flags, "X")
        self.refused("--missed: 0; allowed: 1 or more", "standing", *flags,
                     "plan", "--missed", "0")


class Exports(OfJournal):
    def test_the_books_foot(self):
        events = EVENTS + [
            {"account": "C-2", "currency": "USD", "id": "p", "kind": "payment",
             "date": "2024-06-01", "amount": "30.00"},
            {"account": "C-2", "currency": "USD", "id": "w", "kind": "refund",
             "date": "2024-06-02", "amount": "4.00"}]
        journal = self.folder / "exported.ndjson"
        self.run_command("import", "-", "-o", journal,
                         text="\n".join(map(json.dumps, events)))
        result = self.run_command("export", "--as-of", "2024-06-30",
                                  "--format", "csv", journal)
        self.assertEqual(result.returncode, 0, result)
        self.assertEqual(result.stderr, (
            "usance: EUR: receivable 100.00, sales -100.00; together 0.00\n"
            "usance: USD: receivable 10.01, unapplied -5.45, cash 26.00, "
            "sales -30.56; together 0.00\n"))
        books = {}
        for row in csv.DictReader(io.StringIO(result.stdout)):
            amount = decimal.Decimal(row["amount"])
            for side, sign in (("debit", 1), ("credit", -1)):
                place = row["account"], row["currency"], row[side]
                books[place] = books.get(place, 0) + sign * amount
        for account, currency in (("C-1", "EUR"), ("C-1", "USD"),
                                  ("C-2", "USD")):
            said = json.loads(self.run_command(
                "explain", "--as-of", "2024-06-30", "--account", account,
                "--currency", currency, "--format", "json", journal).stdout)
            of = lambda book: str(books.get((account, currency, book), "0.00"))
            self.assertEqual(of("receivable"), said["total"])
            self.assertEqual(of("unapplied").lstrip("-"), said["unapplied"])
        result = self.run_command("export", "--as-of", "2024-06-30",
                                  "--account", "C-2", "--format", "json",
                                  journal)
        last = json.loads(result.stdout.splitlines()[-1])
        self.assertEqual((last["event"], last["debit"], last["credit"],
                          last["amount"]),
                         ("w", "unapplied", "cash", "4.00"))


if __name__ == "__main__":
    journal_case.main()
