#!/usr/bin/env python3
"""customers_test.py USANCE: what `usance assess`, `escalate`, `handover`,
`settlement` and `exposure` say of customers, and what they refuse."""
import csv
import io
import json

import journal_case
from journal_case import JournalCase, event

# On 1 April: A is past due for 60 days, B for 10, and D was paid in time.
EVENTS = [
    event("C-1", "1", "invoice", "2026-01-01", item="A", due="2026-01-31",
          amount="100.00"),
    event("C-1", "2", "contact", "2026-02-05", channel="email", items=["A"]),
    event("C-1", "3", "contact", "2026-02-10", channel="phone", items=["A"]),
    event("C-1", "4", "charge", "2026-02-15", item="A", component="fee",
          amount="5.00"),
    event("C-2", "1", "invoice", "2026-03-01", item="B", due="2026-03-22",
          amount="50.00"),
    event("C-3", "1", "invoice", "2026-01-01", item="D", due="2026-01-31",
          amount="200.00"),
    event("C-3", "2", "payment", "2026-01-31", amount="200.00"),
]
SIGNS = {
    "id": "signs", "review_points": 40, "hand_over_points": 80,
    "limitation_days": 60, "signs": [
        {"sign": "days past due", "bands": [{"from": 30, "points": 10},
                                            {"from": 60, "points": 30}]},
        {"sign": "unanswered", "bands": [{"from": 2, "points": 20}]},
        {"sign": "insolvency", "bands": [{"from": 1, "points": 40}]},
        {"sign": "limitation near", "bands": [{"from": 1, "points": 30}]}]}
CREDIT = {
    "id": "trade", "version": "1", "valid_from": "2026-01-01",
    "factors": [{"measure": "days late", "weight": 1, "missing": "worst",
                 "bands": [{"points": 100}, {"from": "10", "points": 0}]}],
    "knock_outs": [{"measure": "insolvency", "at": "yes", "class": "advance",
                    "reason": "insolvency", "missing": "leave out"}],
    "classes": [
        {"id": "good", "from_points": 50, "terms": "net 30",
         "limit": {"basis": "fixed", "amount": "500.00"}},
        {"id": "advance", "from_points": 0, "terms": "net 0",
         "limit": {"basis": "fixed", "amount": "0.00"}, "deposit": "100%",
         "dunning": "strict"}]}
EXPOSURE = {"classes": [{"class": "open"}, {"class": "orders"}], "without_limit": "zero",
            "watch_above": "90%", "refuse_orders": "hold",
            "refuse_deliveries": "stop"}
PARTIES = [{"id": "C-7", "open": "500.00", "limits": [{"amount": "1000.00"}]}]


class Customers(JournalCase):
    EVENTS = EVENTS
    FILES = {"signs.json": SIGNS, "credit.json": CREDIT,
             "exposure.json": EXPOSURE, "parties.json": PARTIES}

    def said(self, *arguments):
        result = self.run_command(*arguments)
        self.assertEqual((result.returncode, result.stderr), (0, ""), result)
        return result.stdout

    def rows(self, command, *arguments):
        return list(csv.reader(io.StringIO(self.said(
            command, "--as-of", "2026-04-01", *arguments, "--format", "csv",
            "J.ndjson"))))

    def refused(self, complaint, *arguments):
        result = self.run_command(*arguments)
        self.assertEqual((result.returncode, result.stdout), (1, ""), result)
        self.assertTrue(result.stderr.startswith(f"usance: {complaint}"),
                        result.stderr)

    def answer(self, **request):
        """The answer of the request about an account as of 1 April."""
        account = request.pop("account")
        events = [{k: v for k, v in one.items()
                   if k not in ("account", "currency")}
                  for one in EVENTS if one["account"] == account]
        line = self.run_command("eval", text=json.dumps(
            {"currency": "EUR", "as_of": "2026-04-01", "events": events,
             "policy": {"allocation": "oldest due", "credit": "hold",
                        "partial_payment": "none"}, **request})).stdout
        return json.loads(line)["ok"]

    def test_the_worst_comes_first_with_its_signs(self):
        columns = ["account", "invoice", "due", "amount", "currency", "points",
                   "advice", "lapses_on", "signs"]
        signs = ["--escalation", "signs.json"]
        first = ["C-1", "A", "2026-01-31", "105.00", "EUR"]
        second = ["C-2", "B", "2026-03-22", "50.00", "EUR"]
        shown = "days past due 60 (30), unanswered 2 (20)"
        self.assertEqual(self.rows("escalate", *signs), [
            columns, [*first, "50", "review", "", shown],
            [*second, "0", "follow up", "", ""]])
        self.write("debtors.json", {
            "C-1": {"lapses": [{"item": "A", "on": "2026-05-01"}]},
            "C-2": {"insolvency": True}})
        self.assertEqual(
            self.rows("escalate", *signs, "--debtors", "debtors.json"), [
                columns, [*first, "80", "hand over", "2026-05-01",
                          shown + ", limitation near 1 (30)"],
                [*second, "40", "review", "", "insolvency 1 (40)"]])
        said = self.answer(op="escalate", account="C-1", escalation=SIGNS)
        self.assertEqual([(one["item"], one["points"], one["advice"])
                          for one in said["items"]], [("A", 50, "review")])

    def test_customers_have_a_class_with_its_reasons(self):
        flags = ["--credit", "credit.json", "--period-days", "365"]
        columns = ["account", "currency", "class", "score", "terms", "limit",
                   "deposit", "dunning", "knock_out"]
        advance = ["net 0", "0.00", "100%", "strict"]
        self.assertEqual(self.rows("assess", *flags), [
            columns, ["C-1", "EUR", "advance", "0", *advance, ""],
            ["C-2", "EUR", "advance", "0", *advance, ""],
            ["C-3", "EUR", "good", "100", "net 30", "500.00", "0%", "", ""]])
        self.write("external.json", {"C-3": {"insolvency": True}})
        self.assertEqual(
            self.rows("assess", *flags, "--external", "external.json",
                      "--account", "C-3")[1:],
            [["C-3", "EUR", "advance", "100", *advance, "insolvency"]])
        self.assertEqual(self.rows("assess", *flags, "--reasons"), [
            ["account", "currency", "measure", "value", "points", "weight"],
            ["C-1", "EUR", "days late", "60", "0", "1"],
            ["C-2", "EUR", "days late", "10", "0", "1"],
            ["C-3", "EUR", "days late", "0", "100", "1"]])
        said = self.answer(op="assess", account="C-1", credit=CREDIT,
                           period_days=365)
        self.assertEqual((said["class"], said["limit"]), ("advance", "0.00"))

    def test_a_settlement_says_what_is_given_up(self):
        flags = ["settlement", "--as-of", "2026-04-01", "--account", "C-1",
                 "--pay", "101.00", "--gives-up", "default interest,fee"]
        said = self.said(*flags, "--items", "A", "--format", "json",
                         "J.ndjson")
        made = json.loads(said)
        self.assertEqual(
            (made["open"], made["pay"], made["given_up"]["fee"],
             made["events"]),
            ("105.00", "101.00", "4.00",
             [{"kind": "waiver", "item": "A", "component": "fee",
               "amount": "4.00"}]))
        asked = self.answer(op="settlement", account="C-1", pay="101.00",
                            items=["A"], gives_up=["default interest", "fee"])
        self.assertEqual(made, asked)
        for given, complaint in [
                (["--pay", "99.00"], "--pay: "),
                (["--pay", "1.001"], "--pay: "),
                (["--items", "A,X"], "--items: "),
                (["--gives-up", "tips"], '--gives-up: "tips" is no component'),
                (["--gives-up", "fee,"], "--gives-up: no component is given"),
                (["--gives-up", "fee,fee"], "--gives-up: "),
                (["--account", "C-9"], "--account: ")]:
            kept = [word for k in range(1, len(flags), 2)
                    for word in flags[k:k + 2] if flags[k] != given[0]]
            self.refused(complaint, "settlement", *kept, *given, "J.ndjson")

    def test_exposure_is_checked_with_its_files(self):
        flags = ["exposure", "--policy", "exposure.json", "--parties",
                 "parties.json", "--currency", "EUR", "--party", "C-7",
                 "--point", "order", "--day", "2026-04-01"]
        lines = self.said(*flags, "--amount", "400.01").splitlines()
        self.assertEqual([line.split() for line in lines[2:5]], [
            ["state", "watch"], ["allowed", "true"], ["rule", "limit"]])
        self.assertEqual(lines[-1].split(), [
            "C-7", "500.00", "900.01", "0.00", "1000.00", "99.99"])
        self.assertIn("hold", self.said(*flags, "--amount", "500.01"))
        self.write("late.json", {**EXPOSURE, "overdue": [
            {"above_count": 0, "state": "hold"}]})
        for count, days, said in [(1, 1, "1 invoice, the oldest for 1 day"),
                                  (2, 9, "2 invoices, the oldest for 9 days")]:
            self.write("late_parties.json", [
                {"id": "C-7", "overdue": "5.00", "overdue_count": count,
                 "oldest_overdue_days": days}])
            answer = json.loads(self.said(
                "exposure", "--policy", "late.json", "--parties",
                "late_parties.json", *flags[5:], "--format", "json"))
            self.assertEqual([one["why"] for one in answer["reasons"]
                              if one["rule"] == "overdue"],
                             [f"C-7: overdue are 5.00 EUR in {said}"])
        self.refused("--party: ", *flags[:7], "--party", "C-9", *flags[9:])

    def test_those_who_take_over_get_ledger_and_record(self):
        flags = ["handover", "--account", "C-1", "--as-of", "2026-04-01"]
        pack = json.loads(self.said(*flags, "--format", "json", "J.ndjson"))
        said = self.answer(op="handover", account="C-1", items=["A"])
        self.assertEqual(pack, said)
        self.assertEqual((pack["total"], pack["open"]["fee"]),
                         ("105.00", "5.00"))
        self.assertEqual([(one["date"], one["kind"], one["change"],
                           one["balance"]) for one in pack["ledger"]],
                         [("2026-01-01", "issue", "100.00", "100.00"),
                          ("2026-02-15", "charge", "5.00", "105.00")])
        self.assertEqual([(one["id"], one["channel"])
                          for one in pack["record"]],
                         [("2", "email"), ("3", "phone")])
        self.assertEqual(
            self.said(*flags, "--items", "A", "--format", "json", "J.ndjson"),
            self.said(*flags, "--format", "json", "J.ndjson"))
        self.write("bears.json", {
            "allocation": "oldest due", "credit": "hold",
            "interest": [{"id": "agreed", "interest": {
                "rate": "12%", "day_count": "act/365f",
                "compounding": "simple", "rounding": "half even"}}]})
        events = [{**EVENTS[0], "interest": "agreed"},
                  event("C-1", "5", "payment", "2026-03-02", amount="40.00")]
        self.run_command("import", "-", "-o", "bears.ndjson",
                         text="\n".join(map(json.dumps, events)))
        pack = json.loads(self.said(*flags, "--policy", "bears.json",
                                    "--format", "json", "bears.ndjson"))
        # 100.00 * 12 % * 30 / 365 is 0.986, paid first; of 60.99 are left
        # 60.99 * 12 % * 30 / 365, 0.601.
        self.assertEqual(
            [(one["item"], one["row"], one["days"], one["base"],
              one["interest"]) for one in pack["interest"]],
            [("A", 1, 30, "100.00", "0.99"), ("A", 1, 30, "60.99", "0.60")])
        self.assertEqual((pack["total"], pack["ledger"][-1]["balance"]),
                         ("61.59", "61.59"))
        for account, items, complaint in [
                ("C-1", "X", '--items: the account has no item "X"'),
                ("C-1", "A,A", '--items: "A" stands there twice'),
                ("C-3", "D", '--items: nothing is open of "D"')]:
            self.refused(complaint, "handover", "--account", account,
                         "--as-of", "2026-04-01", "--items", items, "J.ndjson")
        self.refused("--items: nothing is open", "handover", "--account", "C-3",
                     "--as-of", "2026-04-01", "J.ndjson")

    def test_what_is_wrong_is_named(self):
        self.write("rising.json", {**CREDIT, "factors": [
            {**CREDIT["factors"][0], "bands": [
                {"points": 0}, {"from": "10", "points": 100}]}]})
        assess = ["assess", "--as-of", "2026-04-01", "--credit"]
        days = ["--period-days", "365", "J.ndjson"]
        self.refused("rising.json/factors/0/bands/1", *assess, "rising.json",
                     *days)
        self.refused("--period-days: ", *assess, "credit.json",
                     "--period-days", "0", "J.ndjson")
        self.write("refuses.json", {**CREDIT, "factors": [
            {**CREDIT["factors"][0], "measure": "score", "missing": "refuse",
             "bands": [{"points": 0}, {"from": "10", "points": 100}]}]})
        self.refused('account "C-1"/policy/factors/0: "score" is not known',
                     *assess, "refuses.json", *days)
        self.write("list.json", [])
        self.refused("list.json: no object of accounts and what is known of "
                     "them", *assess, "credit.json", "--external", "list.json",
                     *days)
        escalate = ["escalate", "--as-of", "2026-04-01", "--escalation"]
        self.write("none.json", {**SIGNS, "signs": []})
        self.refused("none.json/signs: ", *escalate, "none.json", "J.ndjson")
        self.write("other.json", {"C-1": {"insolvent": True}})
        self.refused("other.json/C-1/insolvent: ", *escalate, "signs.json",
                     "--debtors", "other.json", "J.ndjson")


if __name__ == "__main__":
    journal_case.main()
