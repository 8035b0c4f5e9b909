#!/usr/bin/env python3
"""run_test.py USANCE: what `usance run` and `usance backtest` say of a firm's
books, and what they refuse."""
import csv
import decimal
import html.parser
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
USANCE = ""
BOOKS = ["--policy", "examples/policy.json", "examples/ledger/"]
DAY = ["--as-of", "2026-06-30"]

# Elements that have no end.
VOID = {"meta", "path", "br"}


class Page(html.parser.HTMLParser):
    """The elements of a page, each with what is around it."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.found, self.text = [], [], []
        self.feed(text)
        self.close()
        assert not self.open, self.open

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag):
        assert self.open and self.open[-1] == tag, (tag, self.open)
        self.open.pop()

    def handle_data(self, data):
        self.text.append(data)

    def all(self, tag):
        return [attrs for name, attrs, _ in self.found if name == tag]


def run(*arguments, cwd=ROOT, **environment):
    return subprocess.run(
        [USANCE, *map(str, arguments)], cwd=cwd, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "LC_ALL": "C.UTF-8", **environment}, check=False)


class Firm(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def done(self, result):
        # A machine that is busy may take long enough for a line of progress.
        said = re.sub(r"usance: \d+ of \d+ accounts\n", "", result.stderr)
        self.assertEqual((result.returncode, said), (0, ""), result)
        return result.stdout

    def refused(self, complaint, *arguments, code=1):
        result = run(*arguments)
        self.assertEqual((result.returncode, result.stdout), (code, ""), result)
        self.assertIn(complaint, result.stderr)

    def copy(self):
        """The example's books, to be changed."""
        books = self.folder / "books"
        shutil.copytree(ROOT / "examples/ledger", books)
        return books

    def policy(self, change):
        policy = json.loads((ROOT / "examples/policy.json").read_text())
        change(policy)
        path = self.folder / "policy.json"
        path.write_text(json.dumps(policy))
        return path

    def morning(self, *arguments):
        return json.loads(self.done(
            run("run", *DAY, *(arguments or BOOKS), "--format", "json")))


class Morning(Firm):
    def test_every_section_has_something(self):
        morning = self.morning()
        self.assertEqual(list(morning), [
            "as_of", "policy", "aging", "aging_totals", "late", "actions",
            "held_back", "offers", "cases", "credit", "forecast",
            "forecast_totals"])
        for name, rows in morning.items():
            if isinstance(rows, list):
                self.assertTrue(rows, name)

    def test_an_action_says_all_that_an_owner_needs(self):
        for action in self.morning()["actions"]:
            for field in ("date", "customer", "name", "invoice", "due",
                          "amount", "currency", "do", "rule"):
                self.assertTrue(action[field], (field, action))
        first = self.morning()["actions"][0]
        self.assertEqual(
            (first["date"], first["customer"], first["name"],
             first["invoice"], first["amount"], first["do"], first["rule"]),
            ("2026-06-30", "C01", "Example Cafe North", "2026-020", "675.00",
             "letter", "strict, step final: 20d from the due day 2026-05-13"))
        # Of the policy's windows all are about the phone.
        self.assertEqual(
            {(one["do"] == "phone", one["window"])
             for one in self.morning()["actions"]},
            {(True, "09:00-17:00"), (False, "")})

    def test_a_step_that_was_taken_is_not_asked_for_again(self):
        books = self.copy()
        action = self.morning()["actions"][0]
        with (books / "events.ndjson").open("a") as file:
            file.write(json.dumps({
                "account": action["customer"], "currency": action["currency"],
                "id": "today", "kind": "contact", "date": action["date"],
                "channel": action["do"], "items": [action["invoice"]],
                "step": "final"}) + "\n")
        left = self.morning("--policy", ROOT / "examples/policy.json", books)
        self.assertNotIn(action["invoice"],
                         [one["invoice"] for one in left["actions"]])
        self.assertIn(action["invoice"],
                      [one["invoice"] for one in left["held_back"]])

    def test_figures_are_those_of_the_other_commands(self):
        """The ledger's own totals, and late charges under the same laws."""
        morning = self.morning()
        totals = {row["currency"]: row["total"]
                  for row in morning["aging_totals"]}
        self.assertEqual(totals, {"EUR": "11108.05", "GBP": "9241.90",
                                  "JPY": "362000"})
        forecast = {row["currency"]: row["total"]
                    for row in morning["forecast_totals"]}
        self.assertEqual(forecast, totals)
        rows = json.loads("[" + ",".join(self.done(run(
            "late", "--ledger", "examples/ledger/invoices.csv", "--payments",
            "examples/ledger/payments.csv", "--mapping",
            "examples/ledger/mapping.json", "--policy",
            "examples/ledger/policy.json", "--apply-to", "principal first",
            *DAY, "--show", "late", "--format", "json")).splitlines()[:-3])
            + "]")
        contract = {row["invoice"]: (row["interest"], row["fees"])
                    for row in rows if row["currency"] == "JPY"}
        self.assertEqual(
            contract, {row["invoice"]: (row["interest"], row["fees"])
                       for row in morning["late"] if row["currency"] == "JPY"})
        # By hand: 2450.80 * (1.27% + 9%) * 7/365 and 40.00.
        charge = next(row for row in morning["late"]
                      if row["invoice"] == "2026-037")
        self.assertEqual((charge["interest"], charge["compensation"],
                          charge["total"], charge["rule"]),
                         ("4.83", "40.00", "44.83", "de-288-2-b2b"))

    def test_offers_and_cases_follow_the_record(self):
        morning = self.morning()
        plan = next(row for row in morning["offers"] if row["offer"] == "plan")
        self.assertEqual(plan["customer"], "C06")  # who cannot pay at once
        # 675.00 + 563.00 + 613.80 at up to 400.00 a month.
        self.assertEqual((plan["amount"], plan["terms"]),
                         ("1851.80",
                          "5 payments of 370.36 from 2026-07-30 on"))
        self.assertEqual(
            {row["customer"] for row in morning["cases"]
             if row["advice"] == "hand over"}, {"C05"})  # who is silent
        held = {row["invoice"]: row["rule"] for row in morning["held_back"]}
        self.assertEqual(held["2026-015"], "plan")
        self.assertEqual(held["2026-014"], "promise")
        # Of what is disputed nothing is asked.
        asked = next(row for row in morning["actions"]
                     if row["invoice"] == "2026-022")
        self.assertEqual(asked["amount"], "350.00")  # 410.25 - 60.25

    def of_one_invoice(self, policy, *events, interest=None):
        """The morning of 2026-06-30, and what the account itself owes."""
        books = self.folder / "one"
        books.mkdir(exist_ok=True)
        base = {"account": "A", "currency": "EUR"}
        invoice = {"id": "1", "kind": "invoice", "date": "2026-01-01",
                   "item": "I", "due": "2026-01-31", "amount": "1000.00"}
        if interest:
            invoice["interest"] = interest
        journal = books / "journal.ndjson"
        journal.unlink(missing_ok=True)
        lines = "".join(json.dumps({**base, **one}) + "\n"
                        for one in (invoice, *events))
        subprocess.run([USANCE, "import", "-", "-o", str(journal)], text=True,
                       input=lines, check=True, stdout=subprocess.DEVNULL)
        (books / "policy.json").write_text(json.dumps(policy))
        return books / "policy.json", journal

    def test_late_charges_stop_where_the_account_stops_them(self):
        """Interest by the account's own terms and by the morning's is one."""
        rate = {"rate": "10.27%", "day_count": "act/365f",
                "compounding": "simple", "rounding": "half up"}
        event = {"id": "2", "item": "I"}
        hold = {**event, "kind": "hold", "date": "2026-02-10",
                "hold_kind": "dispute", "pauses_interest": True}
        moved = {**event, "kind": "due date change"}
        # 1000.00 bear 0.28136986... a day, from 1 February: 150 days.
        for events, interest in [
                ([hold], "2.81"),  # 10 days
                ([{**hold, "amount": "1000.00"}], "2.81"),
                # 600.00 for 150 days are 25.32, 400.00 for 10 days 1.13.
                ([{**hold, "amount": "400.00"}], "26.45"),
                # Of 28 days less: 400.00 for 122 days are 13.73.
                ([{**hold, "amount": "400.00"},
                  {"id": "3", "kind": "hold closed", "hold": "2",
                   "date": "2026-03-10"}], "39.05"),
                ([{**hold, "date": "2026-06-30"}], "42.21"),  # 150 days
                ([{**event, "kind": "charge-off", "date": "2026-02-10"}],
                 "2.81"),
                # 28 days before the new day was agreed, 15 after it.
                ([{**moved, "date": "2026-03-01", "due": "2026-06-15"}],
                 "12.10"),
                ([{**moved, "date": "2026-03-01", "due": "2026-01-15"}],
                 "42.21"),
                # In time: 107 days after the new day. A day gone by: 162 days
                # from the day of the change.
                ([{**moved, "date": "2026-01-20", "due": "2026-03-15"}],
                 "30.11"),
                ([{**moved, "date": "2026-01-20", "due": "2026-01-15"}],
                 "45.58"),
                ([{"id": "2", "kind": "plan", "date": "2026-02-10",
                   "items": ["I"], "pauses_interest": True,
                   "rows": [{"due": "2026-12-01", "amount": "1000.00"}]}],
                 "2.81")]:
            policy, journal = self.of_one_invoice(
                {"id": "p", "late": {"interest": rate}}, *events)
            late = self.morning("--policy", policy, journal)["late"]
            self.assertEqual([row["interest"] for row in late], [interest],
                             events)
            policy, journal = self.of_one_invoice(
                {"allocation": "oldest due", "credit": "hold",
                 "interest": [{"id": "de", "interest": rate}]}, *events,
                interest="de")
            said = run("explain", *DAY, "--policy", policy, "--format", "json",
                       journal)
            self.assertEqual(
                json.loads(said.stdout)["open"]["default_interest"], interest,
                events)

    def test_posted_charges_are_those_of_the_invoice(self):
        rate = {"rate": "10.27%", "day_count": "act/365f",
                "compounding": "simple", "rounding": "half up"}
        charge = {"kind": "charge", "date": "2026-03-01", "item": "I"}
        policy, journal = self.of_one_invoice(
            {"id": "p", "late": {"interest": rate}},
            {**charge, "id": "2", "component": "cost", "amount": "40.00"},
            {**charge, "id": "3", "component": "fee", "amount": "2.50",
             "row": 1})
        late = self.morning("--policy", policy, journal)["late"]
        self.assertEqual([row["posted"] for row in late], ["42.50"])

    def test_a_plan_that_is_not_kept_is_looked_at(self):
        plan = {"id": "2", "kind": "plan", "date": "2026-03-01",
                "items": ["I"], "rows": [
                    {"due": "2026-04-01", "amount": "400.00"},
                    {"due": "2026-05-01", "amount": "600.00"}]}
        policy, journal = self.of_one_invoice({"id": "p"}, plan)
        cases = self.morning("--policy", policy, journal)["cases"]
        self.assertEqual(
            [(one["invoice"], one["due"], one["amount"], one["advice"],
              one["signs"]) for one in cases],
            [("I", "2026-04-02", "1000.00", "review",
              'plan "2" runs, and of 1000.00 due by it 1000.00 is missing; '
              "rows missed 2")])
        _, journal = self.of_one_invoice(
            {"id": "p"}, plan, {"id": "3", "kind": "plan breached",
                                "date": "2026-05-02", "plan": "2"})
        self.assertEqual(
            self.morning("--policy", policy, journal)["cases"], [])

    def test_any_order_of_files_and_locales_says_the_same(self):
        whole = self.done(run("run", *DAY, *BOOKS))
        again = self.done(run("run", *DAY, *BOOKS, LC_ALL="de_DE.UTF-8"))
        self.assertEqual(whole, again)
        journal = self.folder / "J.ndjson"
        self.done(run("import", "examples/ledger/events.ndjson", "-o",
                      self.folder / "E.ndjson"))
        for arguments in (
                ["--mapping", "examples/ledger/mapping.json", "--payments",
                 "examples/ledger/payments.csv",
                 "examples/ledger/invoices.csv"],
                [self.folder / "E.ndjson"]):
            run("import", *arguments, "-o", journal)
        other = self.morning("--policy", "examples/policy.json", journal)
        self.assertEqual(other["aging_totals"], self.morning()["aging_totals"])
        self.assertEqual(other["actions"][0]["name"], "")  # no customers.csv

    def test_what_is_wrong_is_named(self):
        path = "examples/ledger/"
        self.refused("--as-of: ", "run", "--as-of", "2026-02-30", *BOOKS)
        self.refused("--policy is required", "run", *DAY, path, code=2)
        self.refused("there.json: cannot be opened", "run", *DAY, "--policy",
                     "there.json", path, code=3)
        self.refused("nowhere/: cannot be opened", "run", *DAY, "--policy",
                     "examples/policy.json", "nowhere/", code=3)

        def refused(complaint, change):
            self.refused(complaint, "run", *DAY, "--policy",
                         self.policy(change), path)

        refused("policy.json/dunning/0/steps/1/after: ",
                lambda p: p["dunning"][0]["steps"][1].update(after="soon"))
        refused("policy.json/by_currency/GBP/late/statute: ",
                lambda p: p["by_currency"]["GBP"].update(
                    late={"statute": "atlantis"}))
        refused("policy.json/by_currency/YEN: ",
                lambda p: p["by_currency"].update(YEN={}))
        refused("policy.json/escalation/hand_over_points: ",
                lambda p: p["escalation"].update(review_points=1000))
        refused("policy.json/aging: ", lambda p: p.update(aging="30,20"))
        refused("policy.json/mood: ", lambda p: p.update(mood="good"))

    def test_books_that_are_wrong_are_named(self):
        def refused(complaint, name, text):
            books = self.copy()
            (books / name).write_text(text)
            self.refused(complaint, "run", *DAY, "--policy",
                         "examples/policy.json", books)
            shutil.rmtree(books)

        customers = "Customer;Name;Cur;Terms\nC01;A;;\nC01;B;;\n"
        refused("customers.csv:3:1: ", "customers.csv", customers)
        refused("debtors.json/C06/affordable: ", "debtors.json",
                '{"C06":{"affordable":"0.00"}}')
        refused("debtors.json/C06/mood: ", "debtors.json",
                '{"C06":{"mood":"good"}}')
        refused("debtors.json/C06/contact/consent/0: ", "debtors.json",
                '{"C06":{"contact":{"consent":["pigeon"]}}}')
        refused("events.ndjson:1:1/kind: ", "events.ndjson",
                '{"account":"C","currency":"EUR","id":"1","kind":"omen",'
                '"date":"2026-01-01"}\n')
        refused("invoices.csv:2:", "invoices.csv",
                "Invoice No;Customer;Issued;Due;Gross;Cur;Settled on\n"
                "1;C01;x;y;z;EUR;\n")
        empty = self.folder / "empty"
        empty.mkdir()
        self.refused("neither invoices.csv nor a *.ndjson", "run", *DAY,
                     "--policy", "examples/policy.json", empty)


class Report(Firm):
    def page(self, books):
        path = self.folder / "report.html"
        self.done(run("run", *DAY, "--policy", ROOT / "examples/policy.json",
                      "--report", path, books))
        return path.read_text(encoding="utf-8")

    def test_the_page_stands_alone_and_can_be_read(self):
        text = self.page(ROOT / "examples/ledger")
        self.assertNotRegex(text, r"(?i)<script|<link|<img|@import|url\(")
        self.assertNotRegex(text, r"(?i)\b(src|href)=\"(?!#)")
        page = Page(text)
        self.assertEqual(page.all("html"), [{"lang": "en"}])
        self.assertEqual(len(page.all("title")), 1)
        self.assertEqual(len(page.all("h1")), 1)
        self.assertIn({"name": "viewport",
                       "content": "width=device-width, initial-scale=1"},
                      page.all("meta"))
        ids = [attrs["id"] for _, attrs, _ in page.found if "id" in attrs]
        self.assertEqual(len(ids), len(set(ids)))
        for link in page.all("a"):
            self.assertIn(link["href"][1:], ids)
        for head in page.all("th"):
            self.assertIn(head.get("scope"), ("col", "row"))
        pictures = page.all("svg")
        self.assertEqual(len(pictures), 6)
        for picture in pictures:
            self.assertEqual(picture["role"], "img")
            self.assertTrue(picture["aria-label"])
        for tag, attrs, _ in page.found:
            if attrs.get("aria-labelledby"):
                self.assertIn(attrs["aria-labelledby"], ids)
        for name in ("Example Cafe North", "2026-020", "675.00"):
            self.assertIn(name, page.text)

    def test_texts_are_texts(self):
        books = self.copy()
        name = '<b onclick="x">"Tom" & Söhne</b>'
        (books / "customers.csv").write_text(
            "Customer;Name\nC01;" + '"' + name.replace('"', '""') + '"\n',
            encoding="utf-8")
        text = self.page(books)
        self.assertNotIn("<b onclick", text)
        self.assertIn(name, Page(text).text)

    def test_the_same_morning_is_the_same_page(self):
        self.assertEqual(self.page(ROOT / "examples/ledger"),
                         self.page(ROOT / "examples/ledger"))

    def test_a_page_that_cannot_be_written_is_named(self):
        result = run("run", *DAY, *BOOKS, "--report",
                     self.folder / "no/such/report.html")
        self.assertEqual(result.returncode, 3)
        self.assertIn("report.html", result.stderr)


class Backtest(Firm):
    DAYS = ["--from", "2026-03-01", "--to", "2026-06-30"]

    def backtest(self, *arguments):
        return json.loads(self.done(run(
            "backtest", *self.DAYS, *(arguments or BOOKS), "--format",
            "json")))

    def test_money_is_what_the_books_say(self):
        """Payments of each month, out of the files themselves."""
        paid = {}
        currency, gross, listed = {}, {}, {}
        table = [line.split(";") for line in
                 (ROOT / "examples/ledger/invoices.csv").read_text()
                 .splitlines()[1:]]

        def units(text):
            return int(text.replace(",", ""))

        def add(day, code, amount):
            month = day[6:] + "-" + day[3:5]
            paid[code, month] = paid.get((code, month), 0) + amount

        for line in (ROOT / "examples/ledger/payments.csv").read_text() \
                .splitlines()[1:]:
            day, number, amount = line.split(";")
            listed.setdefault(number, []).append((day, units(amount)))
        for number, _, _, _, amount, code, settled in table:
            currency[number], gross[number] = code, units(amount)
            if settled:
                add(settled, code, gross[number] - sum(
                    part for _, part in listed.get(number, [])))
            for day, part in listed.get(number, []):
                add(day, code, part)
        found = {(row["currency"], row["month"]):
                 int(row["came_in"].replace(".", ""))
                 for row in self.backtest()["came_in"]}
        self.assertEqual(found, {key: paid.get(key, 0) for key in found})
        self.assertEqual({code for code, _ in found}, {"EUR", "GBP", "JPY"})
        self.assertEqual(sum(found.values()), sum(
            amount for (_, month), amount in paid.items()
            if "2026-03" <= month <= "2026-06"))

    def test_each_step_is_taken_once(self):
        """A dry run of the same steps, day by day, counts the same."""
        dunning = {"id": "usual", "scope": "item", "order": "strict",
                   "steps": [
                       {"id": "first", "after": "3d", "channels": ["email"]},
                       {"id": "last", "after": "20d",
                        "channels": ["letter"]}]}
        (self.folder / "dunning.json").write_text(json.dumps(dunning))
        policy = self.folder / "policy.json"
        policy.write_text(json.dumps({"id": "p", "dunning": [dunning]}))
        journal = self.folder / "J.ndjson"
        self.done(run("import", "--mapping", "examples/ledger/mapping.json",
                      "--payments", "examples/ledger/payments.csv",
                      "examples/ledger/invoices.csv", "-o", journal))
        steps = {}
        for row in self.backtest("--policy", policy, journal)["steps"]:
            key = row["month"], row["step"], row["do"], row["currency"]
            steps[key] = row["count"]
        expected = {}
        for line in self.done(run(
                "actions", "--as-of", "2026-03-01", "--through", "2026-06-30",
                "--dunning", self.folder / "dunning.json", "--format", "json",
                journal)).splitlines():
            row = json.loads(line)
            key = (row["date"][:7], row["step"], row["channel"],
                   row["currency"])
            expected[key] = expected.get(key, 0) + 1
        self.assertGreater(len(expected), 8)
        self.assertEqual(steps, expected)

    def test_a_forecast_is_put_beside_what_came(self):
        for row in self.backtest()["forecast"]:
            amounts = {name: decimal.Decimal(row[name]) for name in (
                "open", "withheld", "later", "forecast", "actual",
                "difference")}
            self.assertEqual(amounts["forecast"] - amounts["actual"],
                             amounts["difference"])
            self.assertEqual(amounts["withheld"] + amounts["later"] +
                             amounts["forecast"], amounts["open"])

    def test_what_is_wrong_is_named(self):
        self.refused("--to: ", "backtest", "--from", "2026-06-30", "--to",
                     "2026-06-29", *BOOKS)
        self.refused("--to: ", "backtest", "--from", "2000-01-01", "--to",
                     "2026-06-29", *BOOKS)
        self.refused("--from: ", "backtest", "--from", "x", "--to",
                     "2026-06-29", *BOOKS)
        self.refused("--horizon: ", "backtest", *self.DAYS, "--horizon", "0",
                     *BOOKS)
        self.refused('account "C01" in EUR/credit/valid_from: ', "backtest",
                     "--from", "2011-01-01", "--to", "2011-06-29", *BOOKS)


class Receivables(Firm):
    """The policy on 2,466 real invoices."""

    def test_what_came_in_is_what_the_file_says(self):
        data = pathlib.Path(os.environ.get(
            "USANCE_TESTDATA", ROOT.parent / "shared" / "testdata"))
        file = data / "receivables" / "accounts_receivable.csv"
        if not file.exists():
            self.skipTest(f"no {file}")
        journal = self.folder / "J.ndjson"
        self.done(run("import", "--mapping",
                      "examples/receivables.mapping.json", file, "-o",
                      journal))
        paid = {}
        with file.open(newline="", encoding="utf-8") as rows:
            for row in csv.DictReader(rows):
                month, _, year = row["SettledDate"].split("/")
                if (year, int(month)) > ("2013", 6) or \
                        (year, int(month)) < ("2012", 7):
                    continue
                key = f"{year}-{int(month):02}"
                paid[key] = paid.get(key, 0) + decimal.Decimal(
                    row["InvoiceAmount"])
        test = json.loads(self.done(run(
            "backtest", "--policy", "examples/policy.json", "--from",
            "2012-07-01", "--to", "2013-06-30", "--format", "json", journal)))
        self.assertEqual({row["month"]: decimal.Decimal(row["came_in"])
                          for row in test["came_in"]}, paid)
        last = test["came_in"][-1]  # as `usance age` has it
        self.assertEqual((last["open"], last["past_due"]),
                         ("5119.85", "835.56"))
        self.assertGreater(sum(row["count"] for row in test["steps"]), 500)
        self.assertEqual(len(test["forecast"]), 12)


class Browser(Firm):
    """Opens the page of a morning in a browser without a screen."""

    def test_the_page_fits_a_phone(self):
        if os.environ.get("USANCE_TIER") != "nightly":
            self.skipTest("nightly only: opens a browser")
        browser = shutil.which("chromium")
        if browser is None:
            self.skipTest("no chromium: scripts/deps --nightly installs it")
        report = self.folder / "report.html"
        self.done(run("run", *DAY, *BOOKS, "--report", report))
        # What the browser measures, it writes into the page's title.
        probe = self.folder / "probe.html"
        probe.write_text(report.read_text(encoding="utf-8").replace(
            "</body>", "<script>document.title = ["
            "document.documentElement.scrollWidth, window.innerWidth,"
            "document.querySelectorAll('table').length,"
            "document.querySelectorAll('svg[role=img]').length,"
            "Math.min(...[...document.querySelectorAll('svg')].map("
            "s => s.getBoundingClientRect().height))].join(' ');"
            "</script></body>"), encoding="utf-8")
        result = subprocess.run(
            [browser, "--headless", "--no-sandbox", "--disable-gpu",
             f"--user-data-dir={self.folder / 'profile'}",
             "--window-size=500,900", "--dump-dom", probe.as_uri()],
            text=True, encoding="utf-8", stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, timeout=120, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)
        title = re.search(r"<title>([\d. ]+)</title>", result.stdout)
        self.assertTrue(title, result.stdout[:500])
        width, screen, tables, pictures, height = map(
            float, title.group(1).split())
        self.assertLessEqual(width, screen)  # only tables scroll sideways
        self.assertEqual((tables, pictures), (8, 6))
        self.assertGreater(height, 50)


if __name__ == "__main__":
    USANCE = sys.argv.pop(1)
    unittest.main()
