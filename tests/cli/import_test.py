#!/usr/bin/env python3
"""import_test.py USANCE: what `usance import` makes of files, that the order in
which they come says nothing, and that nothing is written where anything is
wrong."""
import hashlib
import json
import os
import pathlib
import random
import re
import stat
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
USANCE = ""
LEDGER = ROOT / "examples/ledger"

MAPPING = {"currency": "EUR", "columns": {
    "invoice": "no", "customer": "who", "issued": "day", "due": "due",
    "amount": "sum", "settled": "settled", "disputed": "disputed"},
    "payments": {"columns": {"invoice": "no", "date": "day", "amount": "sum",
                             "payment": "id"}}}
HEADER = "no,who,day,due,sum,settled,disputed\n"
PAYMENT = {"account": "C1", "currency": "EUR", "id": "p", "kind": "payment",
           "date": "2026-03-01", "amount": "1.00"}


def events(journal):
    """The events of a journal file, whose chain is checked here too."""
    lines = journal.read_bytes().split(b"\n")
    assert lines.pop() == b""
    chain = hashlib.sha256(lines[0]).hexdigest()
    found = []
    for line in lines[1:]:
        event, said = re.fullmatch(rb'(.*),"chain":"(\w{64})"}', line).groups()
        chain = hashlib.sha256(chain.encode() + event + b"}").hexdigest()
        assert chain == said.decode()
        found.append(json.loads(event + b"}"))
    return found


class Import(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.journal = self.folder / "J.ndjson"

    def file(self, name, content):
        path = self.folder / name
        path.write_text(content if isinstance(content, str)
                        else json.dumps(content), encoding="utf-8")
        return path

    def run_import(self, *arguments, output=None, text=""):
        return subprocess.run(
            [USANCE, "import", *map(str, arguments), "-o",
             str(output or self.journal)], cwd=self.folder, text=True,
            input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C.UTF-8"}, check=False)

    def rows(self, text, *arguments, mapping=None, header=HEADER):
        return self.run_import(
            "--mapping", self.file("m.json", mapping or MAPPING),
            self.file("l.csv", header + text), *arguments)

    def works(self, result, complaint=""):
        self.assertEqual(result.returncode, 0, result)
        self.assertIn(complaint, result.stderr)
        if not complaint:
            self.assertEqual(result.stderr, "")
        return result.stdout

    def refused(self, result, *complaints):
        """Also that the journal is as it was."""
        self.assertEqual(result.returncode, 1, result)
        lines = result.stderr.splitlines()
        self.assertEqual(len(lines), len(complaints) + 1, result.stderr)
        for line, complaint in zip(lines, complaints):
            self.assertIn(complaint, line)
        self.assertIn("nothing is written", lines[-1])

    def test_a_row_is_an_invoice_a_payment_and_a_dispute(self):
        said = self.works(self.rows(
            "1,C1,2026-01-31,2026-03-02,100.00,,no\n"
            "2,C1,2026-02-01,2026-03-03,50.00,2026-02-20,\n"
            "3,C2,2026-02-01,2026-03-03,20.00,,Yes\n"
            "4,C2,2026-02-02,2026-03-03,-5.00,2026-03-31,No\n"
            "5,C2,2026-02-02,2026-03-03,0.00,2026-03-31,0\n"))
        self.assertEqual(
            said, f"8 events added, 0 known; {self.journal} has 8 in 2 "
            "journals\n")

        def event(account, name, kind, day, **rest):
            return {"account": account, "currency": "EUR", "id": name,
                    "kind": kind, "date": day, "recorded": day, **rest}

        def invoice(account, number, day, due, amount):
            row = {"due": due}
            if amount:
                row["principal"] = amount
            return event(account, "invoice:" + number, "invoice", day,
                         item=number, rows=[row])

        self.assertEqual(events(self.journal), [
            invoice("C1", "1", "2026-01-31", "2026-03-02", "100.00"),
            invoice("C1", "2", "2026-02-01", "2026-03-03", "50.00"),
            invoice("C2", "3", "2026-02-01", "2026-03-03", "20.00"),
            event("C2", "dispute:3", "hold", "2026-02-01",
                  hold_kind="dispute", item="3"),
            invoice("C2", "5", "2026-02-02", "2026-03-03", ""),
            event("C2", "credit:4", "credit note", "2026-02-02",
                  amount="5.00"),
            event("C1", "payment:2", "payment", "2026-02-20", amount="50.00",
                  designations=[{"item": "2"}]),
            event("C2", "refund:4", "refund", "2026-03-31", amount="5.00")])

    def test_payments_are_listed_and_the_settled_day_has_the_rest(self):
        text = ("1,C1,2026-01-31,2026-03-02,100.00,2026-03-10,\n"
                "2,C1,2026-01-31,2026-03-02,100.00,,\n")
        paid = ("no,day,sum,id\n1,2026-02-10,30.00,a\n2,2026-02-10,5.00,b\n"
                "1,2026-03-11,1.00,c\n")
        self.works(self.rows(text, "--payments", self.file("p.csv", paid)))
        self.assertEqual(
            [(e["id"], e["date"], e["amount"], e["designations"])
             for e in events(self.journal) if e["kind"] == "payment"],
            [("payment:1:a", "2026-02-10", "30.00", [{"item": "1"}]),
             ("payment:2:b", "2026-02-10", "5.00", [{"item": "2"}]),
             ("payment:1", "2026-03-10", "70.00", [{"item": "1"}]),
             ("payment:1:c", "2026-03-11", "1.00", [{"item": "1"}])])
        before = self.journal.read_bytes()
        # Again, and without the payments, which the journal has.
        self.works(self.rows(text, "--payments", self.file("p.csv", paid)))
        self.works(self.rows(text))
        self.assertEqual(self.journal.read_bytes(), before)

    def test_an_invoice_that_was_paid_before_it_came_is_paid(self):
        self.works(self.rows("1,C1,2026-01-31,2026-03-02,100.00,2026-01-20,\n"
                             "2,C1,2026-01-10,2026-02-09,50.00,,\n"))
        for day, figures in (
                ("2026-01-25", ["50.00", "0.00", "-100.00", "-50.00"]),
                ("2026-04-30", ["0.00", "50.00", "0.00", "50.00"])):
            lines = subprocess.run(
                [USANCE, "age", "--as-of", day, "--format", "json",
                 str(self.journal)], check=True, text=True,
                stdout=subprocess.PIPE).stdout.splitlines()
            amounts = {line["bucket"]: line["amount"]
                       for line in map(json.loads, lines)}
            self.assertEqual([amounts[bucket] for bucket in (
                "not due", "61-90", "unapplied", "total")], figures)

    def test_a_paid_column_is_what_the_settled_day_has(self):
        mapping = json.loads(json.dumps(MAPPING))
        mapping["columns"]["paid"] = "paid"
        self.works(self.rows(
            "1,C1,2026-01-31,2026-03-02,100.00,2026-03-10,,40.00\n"
            "2,C1,2026-01-31,2026-03-02,100.00,2026-03-10,,0\n"
            "3,C1,2026-01-31,2026-03-02,100.00,,,\n",
            mapping=mapping, header=HEADER.strip() + ",paid\n"))
        self.assertEqual([(e["id"], e["amount"])
                          for e in events(self.journal)
                          if e["kind"] == "payment"], [("payment:1", "40.00")])

    def test_payments_without_numbers_are_counted(self):
        mapping = json.loads(json.dumps(MAPPING))
        del mapping["payments"]["columns"]["payment"]
        paid = self.file("p.csv", "no,day,sum\n1,2026-02-10,5.00\n"
                         "1,2026-02-10,5.00\n1,2026-02-11,5.00\n")
        row = "1,C1,2026-01-31,2026-03-02,100.00,,\n"
        self.works(self.rows(row, "--payments", paid, mapping=mapping))
        self.assertEqual([e["id"] for e in events(self.journal)],
                         ["invoice:1", "payment:1:2026-02-10:5.00",
                          "payment:1:2026-02-10:5.00:2",
                          "payment:1:2026-02-11:5.00"])
        self.assertIn("0 events added, 4 known", self.works(
            self.rows(row, "--payments", paid, mapping=mapping)))

    def test_p36_any_order_and_any_cut_ends_in_the_same_bytes(self):
        mapping = ["--mapping", LEDGER / "mapping.json"]
        header, *rows = (LEDGER / "invoices.csv").read_text().splitlines(True)
        paid = ["--payments", LEDGER / "payments.csv"]
        self.works(self.run_import(*mapping, LEDGER / "invoices.csv", *paid))
        whole = self.journal.read_bytes()
        self.assertEqual(len(events(self.journal)), 67)
        generator = random.Random(20261122)
        for cut in (0, 1, len(rows) // 2, len(rows)):
            generator.shuffle(rows)
            output = self.folder / f"{cut}.ndjson"
            for part in (rows[:cut], rows[cut:], rows[:3]):
                self.works(self.run_import(
                    *mapping, self.file("part.csv", header + "".join(part)),
                    output=output))
            self.works(self.run_import(
                *mapping, LEDGER / "invoices.csv", *paid, output=output))
            self.assertEqual(output.read_bytes(), whole)
        # Event by event, backwards, twice, as lines, a list and a journal.
        shuffled = [json.dumps(e) for e in events(self.journal)] * 2
        generator.shuffle(shuffled)
        for name, content in (("e.ndjson", "\n\n".join(shuffled)),
                              ("e.json", " [" + ",".join(shuffled) + "]"),
                              ("j.ndjson", whole.decode())):
            output = self.folder / ("of_" + name)
            self.works(self.run_import(self.file(name, content),
                                       output=output))
            self.assertEqual(output.read_bytes(), whole)

    def test_p39_an_event_counts_once_and_a_conflict_is_refused(self):
        row = "1,C1,2026-01-31,2026-03-02,100.00,,\n"
        self.works(self.rows(row))
        before = self.journal.read_bytes()
        self.assertIn("0 events added, 1 known", self.works(self.rows(row)))
        self.refused(
            self.rows("2,C1,2026-01-31,2026-03-02,1.00,,\n"
                      "1,C1,2026-01-31,2026-03-02,100.01,,\n"
                      "1,C1,2026-01-31,2026-03-03,100.00,,\n"),
            'l.csv:3:1: the event\'s /id: "invoice:1" is another event',
            'l.csv:4:1: the event\'s /id: "invoice:1" is another event')
        other = {**PAYMENT, "id": "invoice:1"}
        self.refused(
            self.run_import(self.file("e.ndjson", json.dumps(other) + "\n")),
            "e.ndjson:1:1/id: ")
        self.assertEqual(self.journal.read_bytes(), before)
        # Of another account, or currency, it is another event.
        self.works(self.run_import(
            self.file("e.json", [{**other, "account": "C2"},
                                 {**other, "currency": "USD"}])))

    def test_rows_that_are_wrong_are_all_named(self):
        self.refused(
            self.rows("1,C1,2026-01-31,2026-03-02,100.00,,\n"
                      ",C1,2026-01-31,2026-03-02,100.00,,\n"
                      "2,,2026-01-31,2026-03-02,100.00,,\n"
                      "3,C1,31.01.2026,2026-03-02,100.00,,\n"
                      "4,C1,2026-01-31,2026-02-30,100.00,,\n"
                      "5,C1,2026-01-31,2026-03-02,1e2,,\n"
                      "6,C1,2026-01-31,2026-03-02,100.001,,\n"
                      "7,C1,2026-01-31,2026-03-02,100.00,soon,\n"
                      "8,C1,2026-01-31,2026-03-02,100.00,,maybe\n"
                      "9,C1,2026-01-31,2026-03-02\n"
                      "10,C1,2026-01-31,2026-03-02,-92233720368547758.08,,\n"
                      + "x" * 201 + ",C1,2026-01-31,2026-03-02,1.00,,\n"),
            "l.csv:3:1: the invoice is missing",
            "l.csv:4:3: the customer is missing",
            "l.csv:5:6: ", "l.csv:6:17: ", "l.csv:7:28: ", "l.csv:8:28: ",
            "l.csv:9:35: ", 'l.csv:10:36: "maybe" is neither yes nor no',
            "l.csv:11:1: 4 fields", "l.csv:12:29: ",
            "l.csv:13:1: 201 bytes; allowed: up to 200")
        self.assertFalse(self.journal.exists())

    def test_text_that_is_no_utf_8_is_placed_at_its_column(self):
        (self.folder / "l.csv").write_bytes(HEADER.encode() + (
            b"1,C\xff1,2026-01-31,2026-03-02,100.00,,\n"
            b"\xff,C1,2026-01-31,2026-03-02,100.00,,\n"
            b"3,C1,2026-01-31,2026-03-02,100.00,,\xff\n"))
        self.refused(
            self.run_import("--mapping", self.file("m.json", MAPPING),
                            self.folder / "l.csv"),
            "l.csv:2:3: the text is no UTF-8",
            "l.csv:3:1: the text is no UTF-8", "l.csv:4:36: ")

    def test_many_complaints_are_cut(self):
        result = self.rows(",C1,2026-01-31,2026-03-02,100.00,,\n" * 30)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(len(result.stderr.splitlines()), 22)
        self.assertIn("and more", result.stderr)

    def test_events_that_are_wrong_are_all_named(self):
        good = json.dumps(PAYMENT)
        lines = [good, "{", good.replace("payment", "gift"),
                 good.replace("1.00", "0.00"), "", '"x"',
                 good.replace("C1", "")]
        complaints = [
            "e.ndjson:2:1: no JSON", "e.ndjson:3:1/kind: ",
            'e.ndjson:4:1/amount: "0.00"; allowed: above 0', "e.ndjson:6:1: ",
            "e.ndjson:7:1/account: "]
        self.refused(self.run_import(self.file("e.ndjson", "\n".join(lines))),
                     *complaints)
        self.refused(self.run_import(self.file(
            "e.json", [PAYMENT, {**PAYMENT, "amount": 1}, []])),
            "e.json:1:1/amount: ", "e.json:1:1: ")
        self.refused(self.run_import(self.file(
            "e.json", "[\n" + good + ",\n" + lines[2] + ",\n\n[]]")),
            "e.json:3:1/kind: ", "e.json:5:1: ")
        self.refused(self.run_import(self.file("e.json", "[")), "e.json: ")

    def test_a_damaged_journal_is_refused_and_a_torn_one_mended(self):
        self.works(self.rows("1,C1,2026-01-31,2026-03-02,100.00,,\n"
                             "2,C1,2026-02-01,2026-03-02,100.00,,\n"))
        whole = self.journal.read_text()
        more = self.file("e.json", [{**PAYMENT, "date": "2026-02-01"}])
        damaged = whole.replace("100.00", "900.00", 1)
        self.journal.write_text(damaged)
        self.refused(self.run_import(more),
                     f"{self.journal}:2:1: the line, or one before it")
        self.assertEqual(self.journal.read_text(), damaged)
        self.journal.write_text(whole[:-5])
        start = whole[:-1].rindex("\n") + 1
        self.works(self.run_import(more),
                   f"the line that begins at byte {start} was never finished")
        self.assertEqual([e["id"] for e in events(self.journal)],
                         ["invoice:1", "p"])
        self.works(self.rows("2,C1,2026-02-01,2026-03-02,100.00,,\n"))
        self.assertEqual([e["id"] for e in events(self.journal)],
                         ["invoice:1", "invoice:2", "p"])

    def test_the_journal_is_replaced_whole(self):
        self.works(self.rows("1,C1,2026-01-31,2026-03-02,100.00,,\n"))
        self.journal.chmod(0o640)
        link = self.folder / "link.ndjson"
        link.symlink_to(self.journal)
        self.works(self.run_import(self.file("e.json", [PAYMENT]),
                                   output=link))
        self.assertTrue(link.is_symlink())
        self.assertEqual(len(events(self.journal)), 2)
        self.assertEqual(stat.S_IMODE(self.journal.stat().st_mode), 0o640)
        self.assertEqual({p.name for p in self.folder.glob("*.new")}, set())
        printed = self.works(self.run_import(self.journal, output="-"))
        self.assertEqual(printed, self.journal.read_text())
        result = self.run_import(self.file("e.json", [PAYMENT]),
                                 output=self.folder / "no" / "J.ndjson")
        self.assertEqual(result.returncode, 3, result)
        if pathlib.Path("/dev/full").exists():
            result = self.run_import(self.journal, output="/dev/full")
            self.assertEqual(result.returncode, 3, result)

    def test_a_mapping_has_to_say_whose_and_of_when(self):
        for column in ("customer", "issued"):
            mapping = json.loads(json.dumps(MAPPING))
            del mapping["columns"][column]
            self.refused(self.rows("", mapping=mapping),
                         f"m.json/columns/{column}: the column is missing")
        mapping = json.loads(json.dumps(MAPPING))
        del mapping["payments"]
        self.refused(self.rows("", "--payments", self.file("p.csv", ""),
                               mapping=mapping), "m.json/payments: ")

    def test_payments_name_an_invoice_of_one_account(self):
        paid = self.file("p.csv", "no,day,sum,id\n1,2026-02-10,5.00,a\n"
                         "2,2026-02-10,5.00,b\n1,2026-02-10,-5.00,c\n")
        self.refused(
            self.rows("1,C1,2026-01-31,2026-03-02,100.00,,\n",
                      "--payments", paid),
            'p.csv:3:1: no invoice "2"',
            'p.csv:4:14: "-5.00"; allowed: above 0')
        self.refused(
            self.rows("1,C1,2026-01-31,2026-03-02,100.00,,\n"
                      "1,C2,2026-01-31,2026-03-02,100.00,,\n"
                      "2,C2,2026-01-31,2026-03-02,100.00,,\n",
                      "--payments", paid),
            "p.csv:2:1: several accounts", "p.csv:4:1: several accounts")

    def test_the_command_line_is_checked(self):
        for arguments, text in (
                ([], "FILE is required"),
                (["x.csv", "--payments", "p.csv"], "needs a --mapping"),
                (["x.csv", "--mapping", "m.json", "--payments", ""],
                 "--payments: nothing is given"),
                (["-", "--mapping", "-"], "only one file can be -")):
            result = self.run_import(*arguments)
            self.assertEqual(result.returncode, 2, result)
            self.assertIn(text, result.stderr)
        self.journal.touch()  # as mktemp leaves it
        result = self.run_import("absent.ndjson")
        self.assertEqual(result.returncode, 3, result)
        self.assertIn("1 events added", self.works(self.run_import(
            "-", text=json.dumps(PAYMENT))))


if __name__ == "__main__":
    USANCE = sys.argv.pop(1)
    unittest.main()
