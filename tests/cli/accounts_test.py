#!/usr/bin/env python3
"""accounts_test.py USANCE: what `usance age` and its neighbours say of a
journal, and what they refuse."""
import csv
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

USANCE = ""


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


class Accounts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.journal = cls.folder / "J.ndjson"
        cls.run_command("import", "-", "-o", cls.journal,
                        text="\n".join(map(json.dumps, EVENTS)))

    @classmethod
    def run_command(cls, *arguments, text=""):
        return subprocess.run(
            [USANCE, *map(str, arguments)], cwd=cls.folder, text=True,
            input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C.UTF-8"}, check=False)

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
        ]:
            with self.subTest(flags):
                self.refused(complaint, *flags)


if __name__ == "__main__":
    USANCE = sys.argv.pop(1)
    unittest.main()
