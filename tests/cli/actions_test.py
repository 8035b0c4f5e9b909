#!/usr/bin/env python3
"""actions_test.py USANCE: what `usance actions` asks for of a journal, and what
it refuses."""
import csv
import io

import journal_case
from journal_case import JournalCase, event

EVENTS = [
    event("C-1", "1", "invoice", "2026-01-01", item="A", due="2026-01-31",
          amount="100.00"),
    event("C-1", "2", "contact", "2026-02-10", channel="email", items=["A"],
          step="first"),
    event("C-2", "1", "invoice", "2026-01-01", item="B", due="2026-01-15",
          amount="50.00"),
    event("C-2", "2", "hold", "2026-02-01", item="B"),
    event("C-3", "1", "invoice", "2026-01-01", item="D", due="2026-02-08",
          amount="7.00"),
    event("C-4", "1", "invoice", "2026-01-01", item="E", due="2026-03-08",
          amount="8.00"),
]
DUNNING = {
    "id": "ladder", "scope": "item", "order": "strict", "steps": [
        {"id": "first", "after": "10d", "channels": ["email"]},
        {"id": "second", "anchor": "previous step", "after": "10d",
         "channels": ["phone", "letter"], "fee": "reminder"},
        {"id": "agency", "anchor": "previous step", "after": "10d",
         "action": "hand over"}],
    "fees": [{"id": "reminder", "basis": "flat", "amount": "5.00"}]}


class Actions(JournalCase):
    EVENTS = EVENTS
    FILES = {"dunning.json": DUNNING,
             "debtors.json": {"C-1": {"consent": ["letter"]},
                              "C-3": {"grace_until": "2026-02-28"}}}

    def actions(self, *arguments, dunning="dunning.json"):
        return self.run_command("actions", "--dunning", dunning, *arguments,
                                "J.ndjson")

    def rows(self, *arguments):
        result = self.actions(*arguments, "--format", "csv")
        self.assertEqual((result.returncode, result.stderr), (0, ""), result)
        return list(csv.reader(io.StringIO(result.stdout)))

    def refused(self, complaint, *arguments, **more):
        result = self.actions(*arguments, **more)
        self.assertEqual((result.returncode, result.stdout, result.stderr),
                         (1, "", f"usance: {complaint}\n"))

    def test_each_action_names_whom_what_when_and_why(self):
        self.assertEqual(self.rows("--as-of", "2026-02-20"), [
            ["date", "account", "invoice", "due", "amount", "currency", "step",
             "channel", "window", "fee", "rule"],
            ["2026-02-20", "C-1", "A", "2026-01-31", "100.00", "EUR", "second",
             "phone", "", "5.00", "10d from the step before it, 2026-02-10"],
            ["2026-02-20", "C-3", "D", "2026-02-08", "7.00", "EUR", "first",
             "email", "", "", "10d from the due day 2026-02-08"]])

    def test_a_contact_has_the_hours_that_all_windows_leave(self):
        self.write("hours.json", {**DUNNING, "windows": [
            {"from": "08:30", "until": "21:00"},
            {"channels": ["phone"], "from": "08:00", "until": "17:00"}]})
        self.write("zones.json", {"C-1": {"time_zone": "America/New_York"}})
        for day, more, expected in [
                ("2026-02-20", [], ["phone 08:30-17:00", "email 08:30-21:00"]),
                ("2026-02-20", ["--debtors", "zones.json"],
                 ["phone 08:30-17:00 America/New_York", "email 08:30-21:00"]),
                ("2026-03-02", ["--through", "2026-03-12"],
                 ["phone 08:30-17:00", "email 08:30-21:00", "hand over ",
                  "phone 08:30-17:00"])]:
            result = self.actions("--as-of", day, *more, "--format", "csv",
                                  dunning="hours.json")
            rows = list(csv.reader(io.StringIO(result.stdout)))
            self.assertEqual([" ".join(row[7:9]) for row in rows[1:]],
                             expected, result)

    def test_what_is_held_back_has_a_reason(self):
        self.assertEqual(self.rows("--as-of", "2026-02-20", "--held-back"), [
            ["date", "account", "invoice", "due", "amount", "currency", "rule",
             "until", "why"],
            ["2026-02-20", "C-2", "B", "2026-01-15", "50.00", "EUR", "hold",
             "", "it is held"],
            ["2026-02-20", "C-4", "E", "2026-03-08", "8.00", "EUR", "not yet",
             "2026-03-18",
             "10d from the due day 2026-03-08, 2026-03-18"]])

    def test_debtors_have_their_own_channels_and_grace(self):
        flags = ["--as-of", "2026-02-20", "--debtors", "debtors.json"]
        self.assertEqual([row[6:8] for row in self.rows(*flags)[1:]],
                         [["second", "letter"]])
        self.assertEqual(
            [row[1:3] + row[6:8]
             for row in self.rows(*flags, "--held-back")[1:]],
            [["C-2", "B", "hold", ""], ["C-3", "D", "grace", "2026-03-01"],
             ["C-4", "E", "not yet", "2026-03-18"]])

    def test_a_dry_run_takes_each_action_once(self):
        before = (self.folder / "J.ndjson").read_bytes()
        rows = self.rows("--as-of", "2026-02-19", "--through", "2026-03-31")
        self.assertEqual([row[:3] + row[6:8] for row in rows[1:]], [
            ["2026-02-19", "C-3", "D", "first", "email"],
            ["2026-02-20", "C-1", "A", "second", "phone"],
            ["2026-03-01", "C-3", "D", "second", "phone"],
            ["2026-03-02", "C-1", "A", "agency", "hand over"],
            ["2026-03-11", "C-3", "D", "agency", "hand over"],
            ["2026-03-18", "C-4", "E", "first", "email"],
            ["2026-03-28", "C-4", "E", "second", "phone"]])
        self.assertEqual((self.folder / "J.ndjson").read_bytes(), before)

    def test_what_is_wrong_is_named(self):
        self.refused("--through: 2026-02-19; allowed: from --as-of on, up to "
                     "3660 days", "--as-of", "2026-02-20", "--through",
                     "2026-02-19")
        self.write("bad.json", {**DUNNING, "order": "any"})
        result = self.actions("--as-of", "2026-02-20", dunning="bad.json")
        self.assertEqual(result.returncode, 1)
        self.assertTrue(result.stderr.startswith(
            "usance: bad.json/order: \"any\" is no order of steps; allowed: "
            "strict"), result.stderr)
        self.write("list.json", [])
        self.refused("list.json: no object of accounts and what is known of "
                     "them", "--as-of", "2026-02-20", "--debtors", "list.json")


if __name__ == "__main__":
    journal_case.main()
