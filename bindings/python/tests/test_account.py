"""What usance promises of journals and accounts to a Python program. Figures
are those of tests/account: 1000.00 due 2024-01-31 at 12 % under act/365f."""
import concurrent.futures
import datetime
import decimal
import doctest
import gc
import unittest

import usance
from usance import _account

try:
    import pandas
except ImportError:
    pandas = None

date, Decimal = datetime.date, decimal.Decimal

INVOICE = {"id": "1", "kind": "invoice", "date": date(2024, 1, 1), "item": "A",
           "due": date(2024, 1, 31), "amount": Decimal("1000.00"),
           "interest": "12"}


def policy(currency="EUR", **change):
    return usance.AccountPolicy({
        "allocation": "oldest due", "credit": "hold",
        "interest": [{"id": "12", "interest": {
            "rate": "12%", "day_count": "act/365f", "compounding": "simple",
            "rounding": "half even"}}]} | change, currency)


def journal(*events):
    return usance.Journal("C-7", "EUR", [INVOICE, *events])


def pay(day, amount, id="2", **more):
    return {"id": id, "kind": "payment", "date": day, "amount": amount} | more


def error(test, call, *arguments, **named):
    with test.assertRaises(usance.Error) as caught:
        call(*arguments, **named)
    return caught.exception


class Journals(unittest.TestCase):
    def test_an_event_counts_once(self):
        record = journal()
        self.assertEqual(len(record), 1)
        self.assertFalse(record.append(INVOICE))
        self.assertTrue(record.append(pay("2024-02-29", 500)))
        self.assertFalse(record.append(id="2", kind="payment", amount="500.00",
                                       date="2024-02-29"))
        self.assertEqual((len(record), record.account, record.currency),
                         (2, "C-7", "EUR"))

    def test_the_order_of_events_does_not_matter(self):
        events = [INVOICE, pay("2024-02-29", "500.00"),
                  {"id": "3", "kind": "charge", "date": "2024-02-15",
                   "item": "A", "component": "fee", "amount": "10.00"}]
        one = usance.Journal("C-7", "EUR", events)
        other = usance.Journal("C-7", "EUR", events[::-1])
        self.assertEqual(one.write(), other.write())
        lines = one.write().split("\n")
        self.assertEqual(lines[0], '{"usance":"journal","version":1}')
        self.assertEqual(len(lines), 5)

    def test_errors_name_the_event_and_the_field(self):
        record = journal()
        for wrong, reason, field in [
                ({"id": "2"}, "MISSING_FIELD", "/kind"),
                (pay("2024-02-30", "1.00"), "DATE_INVALID", "/date"),
                (pay("2024-02-28", "1.005"), "TOO_MANY_DIGITS", "/amount"),
                (pay("2024-02-28", "-1.00"), "OUT_OF_RANGE", "/amount"),
                (pay("2024-02-28", "1.00", item="A"), "CONFLICT", "/item"),
                (INVOICE | {"amount": "5.00"}, "CONFLICT", "/id"),
                ({"id": "9", "kind": "invoice", "date": "2024-01-01",
                  "item": "B", "rows": [{"due": "x", "principal": "1.00"}]},
                 "MALFORMED", "/rows/0/due")]:
            found = error(self, record.extend,
                          [pay("2024-03-01", 1, id="new"), wrong])
            self.assertEqual((found.reason, found.field, found.row),
                             (reason, field, 1), wrong)
        self.assertEqual(len(record), 1)  # all or none

    def test_two_events_of_one_call_must_agree(self):
        found = error(self, journal().extend,
                      [pay("2024-02-01", 1), pay("2024-02-01", 2)])
        self.assertEqual((found.reason, found.row), ("CONFLICT", 1))

    def test_wrong_types(self):
        for wrong in ("text", 5, None):
            with self.assertRaises(TypeError):
                usance.Journal("C-7", "EUR", [wrong])
        with self.assertRaises(TypeError):
            journal().append(pay("2024-02-29", 500.0))

    def test_names_and_currencies(self):
        self.assertEqual(error(self, usance.Journal, "", "EUR").field,
                         "/account")
        self.assertEqual(error(self, usance.Journal, "x" * 201, "EUR").reason,
                         "LIMIT_EXCEEDED")
        self.assertEqual(error(self, usance.Journal, "C-7", "XXZ").field,
                         "/currency")
        found = error(self, journal().replay, policy("USD"), "2024-02-29")
        self.assertEqual((found.reason, found.field),
                         ("CURRENCY_MISMATCH", "/policy"))

    def test_an_account_stays_when_its_journal_grows(self):
        record = journal()
        before = record.replay(policy(), "2024-02-29")
        record.append(pay("2024-02-29", "500.00"))
        after = record.replay(policy(), "2024-02-29")
        self.assertEqual((str(before.total), str(after.total)),
                         ("1009.53", "509.53"))
        self.assertEqual(len(before.movements), 2)
        self.assertEqual(str(before.least_payment()), "1009.53")

    def test_threads(self):
        record, kept = journal(), policy()

        def work(number):
            record.append(pay("2024-02-29", "1.00", id=f"p{number}"))
            return record.replay(kept, "2024-02-29").total

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            totals = list(pool.map(work, range(200)))
        self.assertEqual(len(record), 201)
        self.assertEqual(str(min(totals)), "809.53")
        self.assertEqual(str(record.replay(kept, "2024-02-29").total),
                         "809.53")

    def test_what_was_made_of_it_lives_on(self):
        account = journal().replay(policy(), "2024-02-29")
        gc.collect()
        self.assertEqual(account.items[0].id, "A")
        self.assertEqual(str(account.payoff().pay), "1009.53")


class Columns(unittest.TestCase):
    def test_columns_are_the_events_one_by_one(self):
        by_columns, one_by_one = (usance.Journal("C-7", "EUR")
                                  for _ in range(2))
        self.assertEqual(by_columns.append_invoices(
            id=["i1", "i2é"], item=["Ä", "B"],
            date=["2024-01-01", date(2024, 1, 2)],
            due=["2024-01-31", "2024-03-31"], amount_minor=[10000, 5000],
            recorded=[None, "2024-01-05"], interest="12"), 2)
        self.assertEqual(by_columns.append_payments(
            id=["p1", "p2"], date=["2024-02-01"] * 2, amount_minor=[100, 200],
            item=["", "B"], type="wire"), 2)
        for event in [
                {"id": "i1", "kind": "invoice", "date": "2024-01-01",
                 "item": "Ä", "due": "2024-01-31", "amount": 100,
                 "interest": "12"},
                {"id": "i2é", "kind": "invoice", "date": "2024-01-02",
                 "item": "B", "due": "2024-03-31", "amount": 50,
                 "interest": "12", "recorded": "2024-01-05"},
                pay("2024-02-01", 1, id="p1", type="wire"),
                pay("2024-02-01", 2, id="p2", type="wire",
                    designations=[{"item": "B"}])]:
            one_by_one.append(event)
        self.assertEqual(by_columns.write(), one_by_one.write())
        self.assertEqual(by_columns.append_payments(
            id=["p1"], date=["2024-02-01"], amount_minor=[100], type="wire"),
                         0)

    def test_all_or_none(self):
        record = journal()
        for columns, reason, field, row in [
                ({"amount_minor": [100, 0]}, "OUT_OF_RANGE", "/amount", 1),
                ({"id": ["p1", "1"]}, "CONFLICT", "/id", 1),
                ({"id": ["p1", "p1"]}, "CONFLICT", "/id", 1),
                ({"id": ["p1", ""]}, "MISSING_FIELD", "/id", 1),
                ({"date": ["2024-01-01", None]}, "MISSING_FIELD", "/date/1",
                 None),
                ({"date": ["2024-01-01"]}, "CONFLICT", "/date", None)]:
            found = error(self, record.append_payments, **{
                "id": ["p1", "p2"], "date": ["2024-01-01"] * 2,
                "amount_minor": [100, 200]} | columns)
            self.assertEqual((found.reason, found.field, found.row),
                             (reason, field, row), columns)
        self.assertEqual(len(record), 1)
        with self.assertRaises(TypeError):
            record.append_payments(id="p", date=["2024-01-01"],
                                   amount_minor=[1])

    def test_ends_of_texts(self):
        record = journal()
        for ends in ([1, 0], [-1, 2], [1, 3]):
            found = error(self, usance.abi.journal_append_payments,
                          journal=record, id="pq", id_end=ends, item="",
                          item_end=[0, 0], date=["2024-01-01"] * 2,
                          amount=[1, 1])
            self.assertEqual(found.reason, "MALFORMED", ends)
        self.assertEqual(len(record), 1)


class Ledgers(unittest.TestCase):
    def test_a_ledger_has_one_file(self):
        events = [event | {"account": account, "currency": currency}
                  for account, currency in [("C-7", "USD"), ("C-7", "EUR"),
                                            ("C-10", "EUR")]
                  for event in (INVOICE, pay("2024-02-29", 500))]
        ledger = usance.Ledger(events)
        text = ledger.write()
        self.assertEqual(usance.Ledger(events[::-1]).write(), text)
        self.assertEqual([(j.account, j.currency, len(j)) for j in ledger],
                         [("C-10", "EUR", 2), ("C-7", "EUR", 2),
                          ("C-7", "USD", 2)])
        back = usance.Ledger.read(text)
        self.assertEqual((len(back), back.write(), back.torn_at),
                         (3, text, None))
        self.assertEqual(len(back.chain), 64)
        torn = usance.Ledger.read(text + '{"account":')
        self.assertEqual((torn.torn_at, torn.chain),
                         (len(text.encode()), back.chain))
        found = error(self, usance.Ledger.read,
                      text.replace('"500.00"', '"600.00"', 1))
        self.assertEqual(found.reason, "MALFORMED")
        self.assertTrue(found.field)

    def test_csv_is_imported_as_the_command_does(self):
        mapping = {"currency": "EUR", "date_format": "DD.MM.YYYY",
                   "columns": {"invoice": "no", "customer": "who",
                               "issued": "on", "due": "due", "amount": "sum"},
                   "payments": {"columns": {"invoice": "no", "date": "day",
                                            "amount": "sum"}}}
        invoices = ("no,who,on,due,sum\n7,C-9,01.02.2024,02.03.2024,100.00\n"
                    "8,C-8,01.02.2024,02.03.2024,50.00\n")
        payments = "no,day,sum\n7,2024-02-28,40.00\n"
        ledger = usance.Ledger()
        self.assertEqual(
            ledger.import_csv(invoices, mapping, payments=payments), 3)
        self.assertEqual(
            ledger.import_csv(invoices, mapping, payments=payments), 0)
        before = ledger.write()
        self.assertIn('"id":"payment:7:2024-02-28:40.00"', before)
        for wrong, field in [
                ({"invoices": invoices.replace("50.00", "fifty")},
                 "invoices:3:29"),
                ({"payments": payments.replace("7,", "6,")}, "payments:2:1"),
                ({"mapping": {"currency": "EUR"}}, "/mapping/columns")]:
            arguments = {"invoices": invoices + "9,C-8,01.02.2024,02.03.2024,"
                         "1.00\n", "mapping": mapping, **wrong}
            with self.subTest(field), self.assertRaises(
                    usance.Error) as refused:
                ledger.import_csv(**arguments)
            self.assertEqual(refused.exception.field, field)
            self.assertEqual(ledger.write(), before)

    def test_a_journal_leaves_its_ledger_as_it_is(self):
        ledger = usance.Ledger([INVOICE | {"account": "C-7",
                                           "currency": "EUR"}])
        record = ledger.journal("C-7", "EUR")
        self.assertTrue(record.append(pay("2024-02-29", 500)))
        self.assertEqual(len(ledger.journal("C-7", "EUR")), 1)
        self.assertTrue(ledger.append(pay("2024-02-28", 1), account="C-7",
                                      currency="EUR"))
        self.assertFalse(ledger.append(pay("2024-02-28", 1), account="C-7",
                                       currency="EUR"))
        del ledger
        gc.collect()
        self.assertEqual(len(record), 2)
        self.assertTrue(record.append(pay("2024-03-01", 1, id="3")))
        self.assertEqual(str(record.replay(policy(), "2024-02-29").total),
                         "509.53")

    def test_errors(self):
        ledger = usance.Ledger()
        self.assertEqual((len(ledger), list(ledger)), (0, []))
        event = INVOICE | {"account": "C-7", "currency": "EUR"}
        for wrong, reason, field in [
                (INVOICE, "MISSING_FIELD", "/account"),
                (event | {"account": ""}, "MISSING_FIELD", "/account"),
                (event | {"amount": "1.00"}, "CONFLICT", "/id"),
                (event | {"id": "2", "amount": "-1.00"}, "OUT_OF_RANGE",
                 "/amount")]:
            found = error(self, ledger.extend, [event, wrong])
            self.assertEqual((found.reason, found.field, found.row),
                             (reason, field, 1))
        self.assertEqual(len(ledger), 0)
        self.assertEqual(error(self, ledger.journal, "C-7", "EUR").reason,
                         "UNKNOWN_NAME")
        self.assertEqual(error(self, usance.Ledger.read, "x\n").reason,
                         "MALFORMED")


class Accounts(unittest.TestCase):
    def test_interest_accrues_through_the_day(self):
        for day, interest in [("2024-01-31", "0.00"), ("2024-02-01", "0.33"),
                              (date(2024, 2, 29), "9.53")]:
            account = journal().replay(policy(), day)
            self.assertEqual([str(part) for part in account.open],
                             ["1000.00", "0.00", interest, "0.00", "0.00"])
        self.assertEqual(
            (account.as_of, account.currency, account.state,
             account.days_past_due, account.provisional),
            (date(2024, 2, 29), "EUR", "past due", 29, False))

    def test_a_payment_goes_to_interest_first(self):
        record = journal(pay("2024-02-29", "500.00"))
        # 509.53 * 0.12 * 31/365 = 5.193
        account = record.replay(policy(), "2024-03-31")
        self.assertEqual([str(part) for part in account.open],
                         ["509.53", "0.00", "5.19", "0.00", "0.00"])
        self.assertEqual(
            [(m.event, m.kind, m.component, str(m.date), m.item, m.number,
              str(m.amount), str(m.change)) for m in account.movements],
            [("1", "issue", "principal", "2024-01-01", "A", 1, "1000.00",
              "1000.00"),
             ("2", "interest", "default interest", "2024-02-29", "A", 1,
              "9.53", "9.53"),
             ("2", "payment", "default interest", "2024-02-29", "A", 1,
              "9.53", "-9.53"),
             ("2", "payment", "principal", "2024-02-29", "A", 1, "490.47",
              "-490.47"),
             (None, "interest", "default interest", "2024-03-31", "A", 1,
              "5.19", "5.19")])
        self.assertEqual(sum(m.change for m in account.movements),
                         account.total)
        row, = account.rows
        self.assertEqual(
            (row.item, row.number, row.due, row.original_due,
             row.days_past_due, row.settled_on, str(row.principal),
             str(row.claimed_principal), str(row.claimed_default_interest)),
            ("A", 1, date(2024, 1, 31), date(2024, 1, 31), 60, None, "509.53",
             "1000.00", "14.72"))
        self.assertEqual(len(account.explain()), 5)
        self.assertEqual(
            account.explain()[0],
            '2024-01-01 issue by invoice "1": 1000.00, principal of A')

    def test_principal_first(self):
        # 500.00 * 0.12 * 31/365 = 5.0959 and 9.534 are booked together
        account = journal(pay("2024-02-29", "500.00")).replay(
            policy(allocation="principal first"), "2024-03-31")
        self.assertEqual([str(part) for part in account.open],
                         ["500.00", "0.00", "14.63", "0.00", "0.00"])

    def test_as_known_on(self):
        record = journal(pay("2024-02-05", "1000.00", recorded="2024-03-01"))
        kept = policy(allocation="principal first")
        for known, total in [("2024-02-29", "1009.53"), ("2024-03-01", "1.64"),
                             (None, "1.64")]:
            account = record.replay(kept, "2024-02-29", as_known_on=known)
            self.assertEqual(str(account.total), total)
        account = record.replay(kept, "2024-02-29", as_known_on="2024-02-29")
        self.assertEqual(error(self, account.least_payment).field, "/account")

    def test_settled_overpaid_and_ignored(self):
        record = journal(pay("2024-01-20", "1100.00"),
                         {"id": "3", "kind": "waiver", "date": "2024-01-21",
                          "item": "nowhere", "component": "fee"},
                         {"id": "4", "kind": "promise", "date": "2024-01-02",
                          "amount": "1000.00", "by": "2024-01-31"})
        account = record.replay(policy(), "2024-02-29")
        self.assertEqual((account.state, str(account.unapplied)),
                         ("overpaid", "100.00"))
        self.assertEqual(account.rows[0].settled_on, date(2024, 1, 20))
        self.assertEqual({one.event for one in account.ignored}, {"3"})
        self.assertTrue(account.ignored[0].why)
        self.assertEqual([(p.event, p.state) for p in account.promises],
                         [("4", "kept")])
        self.assertEqual(account.items[0].state, "settled")
        self.assertEqual([m.kind for m in account.movements
                          if m.component is None], ["unapplied"])

    def test_errors_of_replay(self):
        found = error(self, usance.Journal("C-7", "EUR", [
            INVOICE | {"interest": "99"}]).replay, policy(), "2024-02-29")
        self.assertEqual((found.reason, found.field),
                         ("UNKNOWN_NAME", "/policy/interest"))
        for wrong, field in [({"credit": "keep"}, "/policy/credit"),
                             ({"allocation": "newest"}, "/policy/allocation"),
                             ({"fees": []}, "/policy/fees")]:
            self.assertEqual(error(self, policy, **wrong).field, field)


class Figures(unittest.TestCase):
    def test_aging(self):
        record = usance.Journal("C-7", "EUR", [
            {"id": item, "kind": "invoice", "date": on, "item": item,
             "due": due, "amount": amount} for item, on, due, amount in [
                 ("A", "2024-05-01", "2024-05-31", "1.00"),
                 ("B", "2024-04-30", "2024-05-30", "2.00"),
                 ("C", "2024-06-01", "2024-06-30", "4.00"),
                 ("D", "2024-06-01", "2024-07-01", "8.00"),
                 ("E", "2024-01-31", "2024-03-01", "16.00"),
                 ("F", "2024-04-01", "2024-05-01", "32.00")]])
        account = record.replay(policy(), "2024-06-30")
        for basis, edges, not_due, amounts in [
                ("due", (30, 60, 90, 120), "12.00",
                 ["1.00", "34.00", "0.00", "0.00", "16.00"]),
                ("document", (30, 60, 90, 120), "0.00",
                 ["12.00", "1.00", "34.00", "0.00", "16.00"]),
                ("due", [59], "12.00", ["3.00", "48.00"])]:
            aging = account.age(basis, edges)
            self.assertEqual((str(aging.not_due), str(aging.total)),
                             (not_due, "63.00"))
            self.assertEqual([str(b.amount) for b in aging.buckets], amounts)
        self.assertEqual([(b.first_day, b.last_day, b.rows)
                          for b in aging.buckets], [(1, 59, 2), (60, None, 2)])
        # 12.846, 1.0705 and 53.525, half to even.
        dollars = account.age(
            "due", [30], currency="USD", rounding="half even",
            fx=usance.FxTable("test", [("2024-06-30", "EUR", "USD",
                                        "1.0705")]))
        self.assertEqual(
            (dollars.currency, str(dollars.not_due), str(dollars.total),
             [str(b.amount) for b in dollars.buckets]),
            ("USD", "12.85", "67.44", ["1.07", "53.52"]))
        yen = account.age(
            "due", [30], currency="JPY", rounding="half even",
            fx=usance.FxTable("test", [("2024-06-30", "EUR", "JPY", 172)]))
        self.assertEqual(str(yen.total), "10836")
        with self.assertRaisesRegex(TypeError, "together"):
            account.age(currency="USD", rounding="half even")
        self.assertEqual(error(
            self, account.age, currency="CHF", rounding="half even",
            fx=usance.FxTable("test", [("2024-06-30", "EUR", "USD",
                                        "1.0705")])).field, "/fx")
        self.assertEqual(error(self, account.age, "due", [30, 30]).field,
                         "/edges/1")
        self.assertEqual(error(self, account.age, "due", range(1, 102)).reason,
                         "LIMIT_EXCEEDED")
        self.assertEqual(error(self, account.age, "age").field, "/basis")

    def test_statement_foots(self):
        record = journal(pay("2024-03-15", "600.00"),
                         pay("2024-04-02", "500.00", id="3"))
        statement = record.replay(policy(), "2024-02-29").statement(
            date(2024, 2, 1))
        line, = statement.lines
        self.assertEqual((line.kind, line.event, str(line.change),
                          str(line.balance)),
                         ("interest", None, "9.53", "1009.53"))
        self.assertEqual((statement.first, statement.last),
                         (date(2024, 2, 1), date(2024, 2, 29)))
        self.assertEqual(str(statement.opening.open.principal), "1000.00")
        self.assertEqual(statement.closing.open,
                         record.replay(policy(), "2024-02-29").open)
        april = record.replay(policy(), "2024-04-30").statement("2024-04-01")
        self.assertEqual(str(april.closing.unapplied), "83.08")
        self.assertEqual(
            sum(april.opening.open) - april.opening.unapplied +
            sum(line.change for line in april.lines),
            sum(april.closing.open) - april.closing.unapplied)

    def test_statement_names_corrections(self):
        record = usance.Journal("C-7", "EUR", [
            {"id": "1", "kind": "invoice", "date": "2024-01-01", "item": "A",
             "due": "2024-12-31", "amount": "100.00"},
            pay("2024-01-10", "30.00"),
            {"id": "3", "kind": "reversal", "date": "2024-02-05",
             "event": "2"}])
        account = record.replay(policy(), "2024-02-29")
        statement = account.statement("2024-02-01")
        self.assertEqual([str(balance.open.principal) for balance in (
            statement.opening, statement.corrections, statement.closing)],
                         ["70.00", "30.00", "100.00"])
        self.assertEqual(error(self, account.statement, "2024-03-01").reason,
                         "END_BEFORE_START")

    def test_payoff(self):
        record = journal({"id": "2", "kind": "charge", "date": "2024-02-15",
                          "item": "A", "component": "cost", "amount": 40})
        payoff = record.replay(policy(), "2024-02-29").payoff()
        self.assertEqual((payoff.on, str(payoff.pay), str(payoff.per_diem),
                          str(payoff.open.cost)),
                         (date(2024, 2, 29), "1049.53", "0.33", "40.00"))
        record.append(pay("2024-02-29", payoff.pay, id="3"))
        self.assertEqual(record.replay(policy(), "2025-02-28").state,
                         "settled")

    def test_allocate(self):
        record = usance.Journal("C-7", "EUR", [
            INVOICE | {"amount": "100.00"},
            INVOICE | {"id": "2", "date": "2024-01-02", "item": "B",
                       "due": "2024-03-31", "amount": "50.00"}])
        account = record.replay(policy(), "2024-02-29")
        self.assertEqual(
            [(a.kind, a.component, a.item, str(a.amount))
             for a in account.allocate("120.00")],
            [("interest", "default interest", "A", "0.95"),
             ("payment", "default interest", "A", "0.95"),
             ("payment", "principal", "A", "100.00"),
             ("payment", "principal", "B", "19.05")])
        first = account.allocate(120, designations=[
            {"item": "B", "row": 1, "component": "principal",
             "amount": "10.00"}])[0]
        self.assertEqual((first.item, first.number, first.cell,
                          str(first.amount)), ("B", 1, None, "10.00"))
        self.assertEqual(len(record), 2)
        self.assertEqual(str(account.least_payment()), "100.95")
        self.assertEqual(str(account.least_payment(29)), "0.00")
        open_items = account.open_items()
        self.assertEqual(
            [(line.item, line.number, str(line.claimed), str(line.settled),
              str(line.open), str(line.balance)) for line in open_items.lines],
            [("A", 1, "100.95", "0.00", "100.95", "100.95"),
             ("B", 1, "50.00", "0.00", "50.00", "150.95")])
        self.assertEqual((str(open_items.unapplied), str(open_items.balance)),
                         ("0.00", "150.95"))
        self.assertEqual([str(account.closing_payment(item)) for item in "AB"],
                         ["100.95", "150.95"])
        for call, field in [
                (lambda: account.least_payment(-1), "/days"),
                (lambda: account.closing_payment("C"), "/item"),
                (lambda: account.allocate("0.00"), "/amount"),
                (lambda: account.allocate(
                    1, designations=[{"item": "C"}]), "/designations")]:
            self.assertEqual(error(self, call).field, field)

    def test_a_request_says_what_a_payment_is_for(self):
        answer = usance.eval({
            "op": "match", "currency": "EUR", "as_of": "2026-01-15",
            "events": [{
                "id": "1", "kind": "invoice", "date": "2026-01-10",
                "item": "1007",
                "rows": [{"due": "2026-02-09", "principal": "1000.00",
                          "discounts": [{"until": "2026-01-20",
                                         "discount": "20.00"}]}]}],
            "policy": {"allocation": "oldest due", "credit": "hold",
                       "partial_payment": "none"},
            "amount": Decimal("980.00"), "text": "invoice 1007"})
        [one] = answer["suggestions"]
        self.assertEqual(
            (one["confidence"], one["reasons"], one["lines"][0]["pay"]),
            ("certain", ["item named", "discounted amount"], "980.00"))

    def test_a_snapshot_is_the_account_as_it_stood(self):
        record = journal(pay("2024-02-29", "500.00"))
        account = record.replay(policy(), "2024-03-31")
        text = account.write()
        read = usance.Account.read(text)
        self.assertEqual(read.write(), text)
        for name in ("items", "rows", "movements", "open", "state", "total",
                     "days_past_due", "as_of", "currency"):
            self.assertEqual(getattr(read, name), getattr(account, name))
        self.assertEqual(read.age(), account.age())
        for call in (read.explain, read.payoff, read.least_payment,
                     lambda: read.statement("2024-03-01"),
                     lambda: read.allocate("1.00")):
            self.assertEqual(error(self, call).reason, "CONTEXT_REQUIRED")
        for cut in range(0, len(text), 50):
            wrong = error(self, usance.Account.read, text[:cut])
            self.assertEqual(wrong.reason, "MISSING_FIELD")
        wrong = error(self, usance.Account.read,
                      text.replace("509.53", "509.54"))
        self.assertEqual(wrong.reason, "MALFORMED")

    def test_postings_say_what_decided(self):
        account = journal(pay("2024-02-29", "500.00")).replay(
            policy(), "2024-03-31")
        made = account.postings()
        self.assertEqual(
            [(one.event, one.debit, one.credit, str(one.open),
              str(one.amount), one.rule) for one in made],
            [("1", "receivable", "sales", "0.00", "1000.00", None),
             ("2", "receivable", "interest income", "0.00", "9.53",
              "interest terms 12"),
             ("2", "cash", "receivable", "9.53", "9.53",
              "oldest due, cell 3: past due default interest"),
             ("2", "cash", "receivable", "1000.00", "490.47",
              "oldest due, cell 5: past due principal"),
             (None, "receivable", "interest income", "0.00", "5.19",
              "interest terms 12")])
        self.assertEqual((made[0].date, made[0].row, made[0].component),
                         (date(2024, 1, 1), 1, "principal"))
        self.assertEqual(error(
            self, usance.Account.read(account.write()).postings).reason,
                         "CONTEXT_REQUIRED")

    def test_a_snapshot_shows_what_changed(self):
        record = journal(pay("2024-02-29", "500.00"))
        then = usance.Account.read(
            record.replay(policy(), "2024-03-31").write())
        record.append(pay("2024-04-02", "1.00", id="3"))
        self.assertIsNone(
            then.difference(record.replay(policy(), "2024-03-31")))
        record.append(pay("2024-03-01", "1.00", id="4"))
        found = then.difference(record.replay(policy(), "2024-03-31"))
        self.assertEqual((found.line, found.then["line"], found.now["id"]),
                         (5, "item", "4"))

    @unittest.skipUnless(pandas, "pandas is not installed")
    def test_dataframes(self):
        account = journal(pay("2024-02-29", "500.00")).replay(
            policy(), "2024-03-31")
        rows = account.to_dataframe()
        self.assertEqual(str(rows["due"].dtype)[:10], "datetime64")
        self.assertEqual(rows["principal"].sum(), Decimal("509.53"))
        moved = account.to_dataframe("movements")
        self.assertEqual(moved.groupby("component")["change"].sum().to_dict(),
                         {"principal": Decimal("509.53"),
                          "default interest": Decimal("5.19")})
        self.assertEqual(list(account.to_dataframe("items")["id"]), ["A"])
        buckets = account.age().to_dataframe()
        self.assertEqual(list(buckets["amount"].astype(str)),
                         ["0.00", "514.72", "0.00", "0.00", "0.00"])
        with self.assertRaises(ValueError):
            account.to_dataframe("cents")

    def test_the_documentations_examples(self):
        found = doctest.testmod(_account, extraglobs={
            "usance": usance, "date": date})
        self.assertEqual(found.failed, 0)
        self.assertGreater(found.attempted, 5)


if __name__ == "__main__":
    unittest.main()
