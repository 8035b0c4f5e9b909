"""What usance promises to a Python program."""
import array
import concurrent.futures
import datetime
import decimal
import doctest
import fractions
import gc
import importlib
import os
import pathlib
import pickle
import random
import unittest

import usance
from usance import abi

try:
    import numpy
except ImportError:
    numpy = None
try:
    import pandas
except ImportError:
    pandas = None

date, Decimal = datetime.date, decimal.Decimal
needs_numpy = unittest.skipUnless(numpy, "numpy is not installed")
needs_pandas = unittest.skipUnless(pandas, "pandas is not installed")

LOAN = {"principal": "100.00", "currency": "USD", "rate": "7%",
        "day_count": "30/360 isda", "start": date(2026, 1, 1),
        "frequency": "P1M", "count": 6, "method": "level",
        "rounding": "half even", "residual": "last"}
INTEREST = {"currency": "GBP", "day_count": "act/365f", "start": "2023-06-01",
            "rounding": "half even"}


def loan(**change):
    return usance.amortize(**LOAN | change)


def policy():
    return usance.LatePolicy(
        currency="EUR", rate="12%", day_count="act/365f",
        rounding="half even", fees=[{"id": "reminder", "basis": "flat",
                                     "amount": "5.00", "after_days": 14}],
        compensation={"0.00": "40.00"})


class Loan(unittest.TestCase):
    def test_golden_schedule(self):
        rows = [(r.number, str(r.due), str(r.interest), str(r.principal),
                 str(r.payment), str(r.closing)) for r in loan()]
        self.assertEqual(rows, [
            (1, "2026-02-01", "0.58", "16.43", "17.01", "83.57"),
            (2, "2026-03-01", "0.49", "16.52", "17.01", "67.05"),
            (3, "2026-04-01", "0.39", "16.62", "17.01", "50.43"),
            (4, "2026-05-01", "0.29", "16.72", "17.01", "33.71"),
            (5, "2026-06-01", "0.20", "16.81", "17.01", "16.90"),
            (6, "2026-07-01", "0.10", "16.90", "17.00", "0.00"),
        ])

    def test_totals(self):
        made = loan()
        for name, value in [("level_payment", "17.01"), ("interest", "2.05"),
                            ("principal", "100.00"), ("fee", "0.00"),
                            ("payment", "102.05"), ("gap", "-0.01"),
                            ("bound", "0.07")]:
            self.assertEqual(str(getattr(made, name)), value, name)
        self.assertIsNone(loan(method="interest only", residual=None)
                          .level_payment)

    def test_ways_to_pay(self):
        made = loan(months=["feb", 5], off_season="billed separately",
                    fee="1.50", tax_on_interest="20%", tax_on_fees="20%")
        self.assertEqual([str(value) for value in made[1]][3:],
                         ["50.14", "0.29", "0.00", "1.50", "2.15", "50.14",
                          "0.36", "0.00"])
        self.assertEqual(made.tax, sum(row.tax for row in made))
        self.assertRaises(ValueError, lambda: loan(months=["mai"]))
        made = loan(method="fixed payment", payment="40.00", residual=None,
                    count=24)
        self.assertEqual([str(row.payment) for row in made],
                         ["40.00", "40.00", "21.05"])
        made = loan(balloon_percent="40%", timing="in advance")
        self.assertEqual((len(made), str(made[-1].closing)), (7, "0.00"))
        self.assertEqual((made[0].start, made[0].due),
                         (date(2026, 1, 1), date(2026, 1, 1)))

    def test_the_first_day_does_not_move(self):
        terms = {"start": "2026-01-31", "count": 1, "rate": "10%",
                 "principal": "3600.00", "day_count": "act/360",
                 "convention": "following", "calendar": "TARGET2",
                 "accrue_to": "adjusted"}
        for more, start, interest in [
                ({}, date(2026, 1, 31), "30.00"),
                ({"start_convention": "following"}, date(2026, 2, 2),
                 "28.00")]:
            row, = loan(**terms, **more)
            self.assertEqual((row.start, str(row.interest)), (start, interest))
            rows = usance.amortize_rows(
                **{k: v for k, v in (LOAN | terms | more).items()
                   if k != "principal"}, principal_minor=[360000])
            self.assertEqual(int(rows.period_start[0]),
                             (start - date(1970, 1, 1)).days)
        made = loan(start="2026-01-15", count=None, end="2026-06-10",
                    stub="both", first_due="2026-02-01",
                    last_regular_due="2026-06-01", stub_interest="in payment")
        self.assertEqual((made[0].due, made[-1].start),
                         (date(2026, 2, 1), date(2026, 6, 1)))

    def test_it_is_a_sequence(self):
        made = loan()
        self.assertEqual((len(made), made.rows, made[-1], made[1:3]),
                         (6, list(made), made[5], [made[1], made[2]]))
        self.assertRaises(IndexError, lambda: made[6])
        self.assertEqual(repr(made).splitlines()[:3], [
            "100.00 USD in 6 rows, level payment 17.01, interest 2.05",
            "number  start       due         opening  interest  principal   "
            "fee  payment  closing   tax  advance",
            "     1  2026-01-01  2026-02-01   100.00      0.58      16.43  "
            "0.00    17.01    83.57  0.00     0.00"])
        self.assertEqual(len(repr(loan(count=360)).splitlines()), 27)

    def test_ways_to_say_the_same(self):
        for change in [{"principal": Decimal("1E+2")}, {"principal": 100},
                       {"principal": Decimal("100.000")},
                       {"start": "2026-01-01"}, {"rounding": "bankers"},
                       {"rate": "7%/year"}, {"first_due": "2026-02-01"},
                       {"first_due": date(2026, 2, 1)},
                       {"count": None, "end": "2026-07-01"}]:
            self.assertEqual(loan(**change).rows, loan().rows, change)

    def test_currencies_have_their_digits(self):
        for currency, principal, payment in [
                ("JPY", "10000", "1701"), ("KWD", "10.000", "1.701")]:
            made = loan(currency=currency, principal=principal)
            self.assertEqual(str(made[0].payment), payment)

    def test_a_long_one_needs_more_room_than_guessed(self):
        made = loan(count=2000, principal="1000000.00")
        self.assertEqual((len(made), made[-1].closing), (2000, 0))

    def test_the_methods_agree_with_requests(self):
        steps = [{"from": "2025-12-01", "rate": "5%"},
                 {"from": "2026-03-15", "rate": "6%"}]
        rates = usance.Rates({s["from"]: s["rate"] for s in steps},
                             margin="1%", cap="6.5%")
        same = [
            {"rate": "-1%"},
            {"method": "equal principal", "timing": "in advance"},
            {"method": "interest only", "residual": None},
            {"method": "bullet", "bullet": "capitalized", "residual": None},
            {"method": "add-on", "residual": "first"},
            {"method": "rule of 78"},
            {"method": "minimum payment", "payment": "20.00", "count": 30,
             "payment_percent": "10%", "residual": None},
            {"step_rows": 2, "step_percent": "10%"},
            {"row_terms": [{"first": 1, "last": 2, "pays": "spread"},
                           {"first": 4, "pays": "principal",
                            "percent": "10%"}]},
            {"fees": [{"amount": "2.50"},
                      {"first": 3, "last": 4, "percent": "1%",
                       "base": "opening"}], "tax_on_fees": "19%"},
            {"residual": "waive", "waive_within": "0.10"},
            {"residual": "extra row", "down_payment": "10.00"},
            {"grace_rows": 2, "grace": "capitalized"},
            {"advances": [{"date": "2026-01-16", "amount": "50.00"},
                          {"date": "2026-04-01", "amount": "25.00"}],
             "advance_change": "level again"},
            {"capitalize_every": "P10D", "capitalize_from": "2026-01-05",
             "capitalize_until": "2026-04-01"},
            {"capitalize_on": ["2026-01-16", "2026-05-07"]},
            {"method": "fixed payment", "payment": "1.00", "residual": None,
             "rate": "24%", "raise_to_interest": True},
        ]
        pairs = [(change, change) for change in same]
        for convention in "following", "modified following", "preceding":
            for accrue_to in "adjusted", "unadjusted":
                moved = {"start": "2026-01-31", "convention": convention,
                         "accrue_to": accrue_to}
                pairs.append((moved | {"calendar": usance.Calendar("TARGET2")},
                              moved | {"calendar": "TARGET2"}))
        for change in [{"rate_change": "foreseen"},
                       {"rate_change": "level again", "reset_rows": 2,
                        "reset_lag_days": 5, "reset_cap": "0.5%",
                        "reset_floor": "0.25%"}]:
            pairs.append((change | {"rate": rates}, change | {
                "rates": steps, "margin": "1%", "cap": "6.5%", "rate": None}))
        for here, there in pairs:
            with self.subTest(here):
                answer = usance.eval({k: v for k, v in (
                    {"op": "amortize"} | LOAN | there).items()
                    if v is not None})
                made = loan(**here)
                self.assertEqual(
                    [tuple(map(str, row)) for row in made],
                    [tuple(str(row.get(k, "0.00")) for k in made[0]._fields)
                     for row in answer["rows"]])
                self.assertEqual(str(made.payment),
                                 answer["totals"]["payment"])
                terms = usance.Loan(**LOAN | here)
                self.assertIsNone(terms.verify(made))
                self.assertIsNone(terms.verify(answer["rows"]))

    def test_rows_that_are_not_of_the_terms(self):
        terms = usance.Loan(**LOAN)
        rows = list(terms.amortize())
        for change, broken in [
                ({"interest": "0.59"},
                 (1, "interest", "interest 0.59, the terms give 0.58")),
                ({"closing": "83.58"},
                 (1, "closing", "closing 83.58, the terms give 83.57")),
                ({"due": date(2026, 2, 2)}, (1, "period", None)),
                ({"tax": "0.01"},
                 (1, "tax", "tax 0.01, the terms give 0.00"))]:
            breach = terms.verify([rows[0]._asdict() | change, *rows[1:]])
            self.assertEqual(breach[:2], broken[:2])
            self.assertIn(broken[2] or "due 2026-02-02", breach.text)
        self.assertEqual(terms.verify(rows[:5])[:2], (6, "count"))
        self.assertEqual(terms.verify([])[:2], (1, "count"))
        with self.assertRaises(usance.Error) as caught:
            terms.verify([{"due": "2026-02-01"}])
        self.assertEqual(caught.exception.reason, "MISSING_FIELD")

    def test_changes_agree_with_requests(self):
        changes = [
            {"id": "a", "date": "2026-01-20", "kind": "prepayment",
             "amount": "10.00", "adjusts": "payment"},
            {"id": "b", "date": "2026-02-01", "kind": "missed payment",
             "interest": "deferred", "adjusts": "term"},
            {"date": "2026-03-10", "kind": "rate", "rate": "8%",
             "adjusts": "payment"},
            {"date": "2026-03-20", "kind": "payment holiday",
             "interest": "capitalized", "adjusts": "term"},
            {"date": "2026-04-05", "kind": "interest pause",
             "until": "2026-04-20", "adjusts": "last payment"},
            {"date": "2026-05-10", "kind": "reschedule",
             "first_due": "2026-06-15", "frequency": "P2M", "count": 3,
             "adjusts": "payment"},
            {"date": "2026-05-11", "kind": "undo", "change": "a"},
        ]
        loan = usance.Loan(**LOAN)
        for count in range(len(changes) + 1):
            answer = usance.eval(
                {"op": "change", **LOAN, "changes": changes[:count],
                 "payoff_on": "2026-05-12", "payoff_through": "2026-05-14"})
            self.assertEqual(
                [(row.due.isoformat(), str(row.advance), str(row.interest),
                  str(row.payment), str(row.closing))
                 for row in loan.change(changes[:count])],
                [(row["due"], row["advance"], row["interest"], row["payment"],
                  row["closing"]) for row in answer["rows"]])
            self.assertEqual(
                [(quote.on.isoformat(), str(quote.interest), str(quote.total))
                 for quote in loan.payoff("2026-05-12", "2026-05-14",
                                          changes[:count])],
                [(quote["date"], quote["interest"], quote["total"])
                 for quote in answer["payoff"]])
        with self.assertRaises(usance.Error) as caught:
            loan.change([{"date": "2026-01-20", "kind": "prepayment",
                          "amount": "10.00"}])
        self.assertEqual((caught.exception.reason, caught.exception.field),
                         ("UNSPECIFIED", "/changes/0/adjusts"))
        with self.assertRaises(usance.Error) as caught:
            loan.change([{"date": "2027-01-20", "kind": "recast"}])
        self.assertEqual((caught.exception.reason, caught.exception.field),
                         ("OUT_OF_RANGE", "/changes/0/date"))

    def test_positions_agree_with_requests(self):
        days = ["2025-12-01", "2026-01-16", date(2026, 2, 1), "2027-01-01"]
        for change in [{}, {"fees": [{"amount": "1.00"}]},
                       {"capitalize_every": "P10D"}]:
            for on in (None, days):
                made = usance.Loan(**LOAN | change).positions(on)
                answer = usance.eval({"op": "position"} | LOAN | change | (
                    {"on": [str(day) for day in on]} if on else {}))
                self.assertEqual([tuple(map(str, one)) for one in made],
                                 [tuple(one[name] for name in made[0]._fields)
                                  for one in answer["positions"]])
                self.assertEqual(made[-1].earned,
                                 usance.amortize(**LOAN | change).interest)
        self.assertEqual(usance.Loan(**LOAN).positions([]), [])

    def test_lenders_share_a_loan(self):
        terms = usance.Loan(**LOAN | {"fee": "0.05"})
        whole, shares = terms.amortize(), terms.shares([50, 30, 20])
        self.assertEqual(len(shares), 3)
        for row, *parts in zip(whole, *shares):
            for name in usance.Installment._fields[3:]:
                self.assertEqual(getattr(row, name),
                                 sum(getattr(part, name) for part in parts))
        self.assertEqual([str(part[0].opening) for part in shares],
                         ["50.00", "30.00", "20.00"])
        self.assertIsNone(shares[0].level_payment)
        with self.assertRaises(usance.Error):
            terms.shares([0, 0])

    def test_solve_agrees_with_requests(self):
        for unknown, payment, kind in [
                ("payment", None, Decimal), ("count", "17.00", int),
                ("principal", "20.00", Decimal), ("rate", "17.50", str),
                ("balloon", "10.00", Decimal), ("first due", "17.05", date)]:
            with self.subTest(unknown):
                terms = LOAN | {"stub_interest": "in payment"}
                solution = usance.Loan(**terms).solve(unknown, payment)
                answer = usance.eval({k: v for k, v in (
                    {"op": "solve", "unknown": unknown, "payment": payment} |
                    terms).items() if v is not None and k != unknown or
                    k == "unknown"})
                for name, attempt in solution._asdict().items():
                    self.assertEqual(
                        attempt and [*map(str, attempt)],
                        answer.get(name) and [*answer[name].values()])
                self.assertIsInstance(solution.found.value, kind)
        for method, unknown, payment in [
                ("equal principal", "principal", "25.00"),
                ("interest only", "rate", "2.00"),
                ("bullet", "principal", "100.00"), ("add-on", "rate", "18.00"),
                ("rule of 78", "count", "20.00"),
                ("fixed payment", "payment", None)]:
            with self.subTest(method):
                terms = LOAN | {"method": method, "bullet": "simple"} if \
                    method == "bullet" else LOAN | {"method": method}
                solution = usance.Loan(**terms).solve(unknown, payment)
                answer = usance.eval({k: v for k, v in (
                    {"op": "solve"} | terms | {
                        unknown: None, "unknown": unknown} |
                    ({"payment": payment} if payment else {})).items()
                    if v is not None})
                self.assertEqual([*map(str, solution.found)],
                                 [*answer["found"].values()])
        low = usance.Loan(**LOAN).solve("rate", "16.00")
        self.assertTrue(low.found.value.startswith("-"))
        self.assertEqual(low.searched, ("-1199.999999%", "0%"))
        self.assertIsNone(usance.Loan(**LOAN).solve("payment").searched)
        # What is looked for may be left out.
        terms = {k: v for k, v in LOAN.items() if k != "count"}
        self.assertEqual(
            usance.Loan(**terms).solve("count", "17.00").found.value, 7)

    @needs_pandas
    def test_data_frame(self):
        frame = loan().to_dataframe()
        self.assertEqual(list(frame.columns), list(loan()[0]._fields))
        self.assertEqual(frame["payment"].sum(), Decimal("102.05"))
        self.assertEqual(str(frame["due"].dtype), "datetime64[ns]")
        self.assertEqual(frame["due"].iloc[0], pandas.Timestamp("2026-02-01"))

    @needs_pandas
    def test_data_frames_are_verified(self):
        for start in "2026-01-01", "2262-01-01":  # pandas 1 ends in April 2262
            terms = usance.Loan(**(LOAN | {"start": start}))
            frame = terms.amortize().to_dataframe()
            self.assertEqual(str(frame["due"].iloc[5])[:10],
                             start.replace("-01-", "-07-"))
            self.assertIsNone(terms.verify(frame))
            frame.loc[1, "interest"] += Decimal("0.01")
            self.assertEqual(terms.verify(frame).law, "interest")


class Wrong(unittest.TestCase):
    def test_errors_say_code_reason_and_field(self):
        for change, code, reason, field in [
                ({"principal": "100.001"}, "INVALID_ARGUMENT",
                 "TOO_MANY_DIGITS", "/principal"),
                ({"principal": "-1"}, "OUT_OF_RANGE", "OUT_OF_RANGE",
                 "/principal"),
                ({"principal": Decimal("NaN")}, "INVALID_ARGUMENT",
                 "MALFORMED", "/principal"),
                ({"principal": 10**40}, "OUT_OF_RANGE", "OVERFLOW",
                 "/principal"),
                ({"currency": "XXX"}, "INVALID_ARGUMENT", "UNKNOWN_NAME",
                 "/currency"),
                ({"rate": "7"}, "INVALID_ARGUMENT", "MALFORMED", "/rate"),
                ({"rate": None}, "INVALID_ARGUMENT", "MISSING_FIELD", "/rate"),
                ({"fees": [{"amount": "-1"}]}, "OUT_OF_RANGE", "OUT_OF_RANGE",
                 "/fees/0/amount"),
                ({"row_terms": [{"first": 2, "pays": "interst"}]},
                 "INVALID_ARGUMENT", "UNKNOWN_NAME", "/row_terms/0/pays"),
                ({"fees": [{"amount": "1"}, {"amount": "x"}]},
                 "INVALID_ARGUMENT", "MALFORMED", "/fees/1/amount"),
                ({"fees": [{"amount": "1"},
                           {"percent": "1%", "base": "intrest"}]},
                 "INVALID_ARGUMENT", "UNKNOWN_NAME", "/fees/1/base"),
                ({"fees": [{"amount": "1"}, {"first": 9, "amount": "1"}]},
                 "OUT_OF_RANGE", "OUT_OF_RANGE", "/fees/1/first"),
                ({"capitalize_on": ["2026-01-09", "x"]}, "INVALID_ARGUMENT",
                 "MALFORMED", "/capitalize_on/1"),
                ({"capitalize_on": ["2026-01-09", "2030-01-01"]},
                 "OUT_OF_RANGE", "OUT_OF_RANGE", "/capitalize_on/1"),
                ({"row_terms": [{"pays": "interest"}]}, "INVALID_ARGUMENT",
                 "MISSING_FIELD", "/row_terms/0/first"),
                ({"advances": [{"date": "2026-02-03"}]}, "INVALID_ARGUMENT",
                 "MISSING_FIELD", "/advances/0/amount"),
                ({"advances": [{"date": "2026-02-30", "amount": "1"}]},
                 "INVALID_ARGUMENT", "DATE_INVALID", "/advances/0/date"),
                ({"step_rows": -1}, "OUT_OF_RANGE", "OUT_OF_RANGE",
                 "/step_rows"),
                ({"reset_cap": "-1%"}, "OUT_OF_RANGE", "OUT_OF_RANGE",
                 "/reset_cap"),
                ({"reset_floor": "-1%"}, "OUT_OF_RANGE", "OUT_OF_RANGE",
                 "/reset_floor"),
                ({"day_count": "30/360"}, "INVALID_ARGUMENT",
                 "AMBIGUOUS_NAME", "/day_count"),
                ({"day_count": None}, "INVALID_ARGUMENT", "UNSPECIFIED",
                 "/day_count"),
                ({"start": "2026-02-30"}, "INVALID_ARGUMENT", "DATE_INVALID",
                 "/start"),
                ({"frequency": "P1"}, "INVALID_ARGUMENT", "MALFORMED",
                 "/frequency"),
                ({"count": 0}, "OUT_OF_RANGE", "OUT_OF_RANGE", "/count"),
                ({"count": -1}, "OUT_OF_RANGE", "OUT_OF_RANGE", "/count"),
                ({"count": 2**40}, "OUT_OF_RANGE", "OVERFLOW", "/count"),
                ({"count": 10001}, "RESOURCE_EXHAUSTED", "LIMIT_EXCEEDED",
                 "/schedule/max_periods"),
                ({"method": "levle"}, "INVALID_ARGUMENT", "UNKNOWN_NAME",
                 "/method"),
                ({"calendar": "nowhere"}, "INVALID_ARGUMENT", "UNKNOWN_NAME",
                 "/calendar"),
                ({"payment_multiple": "0"}, "OUT_OF_RANGE", "OUT_OF_RANGE",
                 "/payment_multiple"),
                # Text that C would cut short, or that is too long for it.
                ({"currency": "USD\0"}, "INVALID_ARGUMENT", "MALFORMED",
                 "/currency"),
                ({"method": "level\0x"}, "INVALID_ARGUMENT", "MALFORMED",
                 "/method"),
                ({"currency": "USDX"}, "INVALID_ARGUMENT", "UNKNOWN_NAME",
                 "/currency"),
                ({"roll": "e" * 33}, "INVALID_ARGUMENT", "MALFORMED", "/roll"),
                ({"method": "e" * 65536}, "RESOURCE_EXHAUSTED",
                 "LIMIT_EXCEEDED", "/method"),
                ({"rate": "\ud800"}, "INVALID_ARGUMENT", "MALFORMED", "/rate"),
        ]:
            with self.subTest(str(change)[:60]):
                with self.assertRaises(usance.Error) as caught:
                    loan(**change)
                error = caught.exception
                self.assertEqual((error.code, error.reason, error.field,
                                  error.row), (code, reason, field, None))
                self.assertIsInstance(error, ValueError)
                self.assertEqual(str(error),
                                 f"{reason} {field}: {error.message}")

    def test_an_error_survives_another_process(self):
        error = usance.Error("OUT_OF_RANGE", "OVERFLOW", "/x", "too much", 3)
        again = pickle.loads(pickle.dumps(error))
        self.assertEqual(str(again), "OVERFLOW /x of row 3: too much")

    def test_floats_are_refused(self):
        for call, message in [
                (lambda: loan(principal=100.0), "principal must be exact"),
                (lambda: loan(balloon=1.5), "balloon must be exact"),
                (lambda: loan(principal=True), "principal must be exact"),
                (lambda: loan(rate=0.07), "rate must be text"),
                (lambda: loan(fees=[{"amount": 1.5}]), "fees/0/amount must be exact"),
                (lambda: loan(fees={"amount": "1.50"}), "fees must be mapp"),
                (lambda: loan(fees=[{"amout": "1.50"}]), "fees: no amout"),
                (lambda: usance.Loan(**LOAN).verify([5]), "rows must be mapp"),
                (lambda: loan(count=6.0), "count must be an int"),
                (lambda: loan(start=1.5), "start must be a date"),
                (lambda: loan(start=datetime.datetime(2026, 1, 1)),
                 "start must be a date, not datetime"),
                (lambda: loan(method=1), "method must be the name"),
                (lambda: loan(calendar=7), "calendar must be a calendar"),
                (lambda: usance.split(1.0, "EUR", [1]), "total must be exact"),
                (lambda: usance.split("1", "EUR", [0.5]),
                 "weight must be an int"),
                (lambda: usance.accrue_columns(
                    balance_minor=array.array("d", [1.0]), rate="8%",
                    end="2024-03-01", **INTEREST),
                 "balance must be an int"),
                (lambda: usance.accrue_columns(
                    balance_minor=1.0, rate="8%", end="2024-03-01",
                    **INTEREST), "balance must be a column"),
                (lambda: usance.eval({"op": "amortize", "principal": object()}),
                 "object cannot stand in a request")]:
            with self.assertRaisesRegex(TypeError, message):
                call()
        with self.assertRaises(usance.Error) as caught:
            usance.eval({"op": "accrue", "currency": "EUR", "balance": 1.5})
        self.assertEqual(caught.exception.reason, "WRONG_TYPE")

    def test_parameters_are_checked(self):
        for call in [lambda: abi.money_split(total=1),
                     lambda: abi.money_split(total=1, increment=1, weigth=[1]),
                     lambda: abi.amortize(spec={"princpal": 1}, schedule={}),
                     lambda: abi.calendar_count(
                         calendar=usance.Terms("net 30"), start="2026-01-01",
                         end="2026-01-02"),
                     lambda: abi.calendar_count_columns(
                         calendar=usance.Calendar("TARGET2"), errors="ignore",
                         start=[], end=[]),
                     lambda: abi.interest_accrue_columns(spec=INTEREST)]:
            self.assertRaises(TypeError, call)


class Names(unittest.TestCase):
    def test_names(self):
        found = usance.names()
        for kind, name in [("rounding", "half even"), ("currencies", "KWD"),
                           ("calendars", "TARGET2"), ("method", "level"),
                           ("operations", "amortize")]:
            self.assertIn(name, found[kind])
            self.assertEqual(usance.names(kind), found[kind])
        with self.assertRaises(usance.Error) as caught:
            usance.names("nothing")
        self.assertEqual(caught.exception.field, "/of")


class Days(unittest.TestCase):
    def test_dates_there_and_back(self):
        for text in ("0001-01-01", "1969-12-31", "1970-01-01", "2024-02-29",
                     "9999-12-31"):
            day = date.fromisoformat(text)
            self.assertEqual(abi.date_parse(text=text), day)
            self.assertEqual(abi.date_format(day=day), text)
            self.assertEqual(abi.date_to_civil(day=text)[:3],
                             (day.year, day.month, day.day))

    def test_calendars(self):
        target = usance.Calendar("TARGET2")
        shop = usance.Calendar.make(
            "shop", version="1", first="2026-01-01", last="2026-12-31",
            weekend=["sunday"], holidays=[date(2026, 4, 7)])
        text = usance.Calendar.parse(
            "id shop\nversion 1\nrange 2026-01-01 2026-12-31\n"
            "weekend sun\nholiday 2026-04-07\n")
        for day, worked in [("2026-04-06", True), ("2026-04-07", False),
                            ("2026-04-11", True), ("2026-04-12", False)]:
            self.assertEqual(shop.is_business_day(day), worked, day)
            self.assertEqual(text.is_business_day(day), worked, day)
        self.assertEqual((shop.id, shop.version, shop.first, shop.last),
                         ("shop", "1", date(2026, 1, 1), date(2026, 12, 31)))
        self.assertFalse((target | shop).is_business_day("2026-04-11"))
        self.assertTrue((target & shop).is_business_day("2026-04-07"))
        self.assertEqual(target.count("2026-12-21", "2027-01-04"), 8)
        self.assertEqual(target.advance("2026-12-24", 1), date(2026, 12, 28))
        self.assertEqual(target.adjust("2026-01-31", "modified following"),
                         date(2026, 1, 30))
        with self.assertRaises(usance.Error) as caught:
            shop.is_business_day("2027-01-01")
        self.assertEqual(caught.exception.reason, "CALENDAR_RANGE")

    def test_day_counts(self):
        self.assertEqual(
            usance.year_fraction("act/act icma", "2026-01-31", "2026-03-31",
                                 frequency="P6M", period_start="2026-01-31",
                                 period_end="2026-07-31"),
            fractions.Fraction(59, 362))
        self.assertRaises(usance.Error, usance.year_fraction, "act/act icma",
                          "2026-01-31", "2026-03-31")

    def test_schedule(self):
        periods = usance.schedule(
            start="2026-01-31", frequency="P1M", count=3, calendar="TARGET2",
            convention="modified following")
        answer = usance.eval({
            "op": "schedule", "start": "2026-01-31", "frequency": "P1M",
            "count": 3, "calendar": "TARGET2",
            "convention": "modified following"})["periods"]
        self.assertEqual([[str(day) for day in period[:4]]
                          for period in periods],
                         [list(period.values()) for period in answer])
        self.assertEqual([p.stub for p in usance.schedule(
            start="2026-01-15", end="2026-03-01", frequency="P1M",
            stub="short final")], [False, True])


class Invoices(unittest.TestCase):
    def test_due_dates(self):
        first, last = usance.due_dates(
            "30% 0d, rest 30d eom", date="2026-01-10", amount="1000.00",
            currency="EUR", rounding="half up")
        self.assertEqual(
            (first.due, first.amount, last.due, last.amount, last.discounts),
            (date(2026, 1, 10), Decimal("300.00"), date(2026, 2, 28),
             Decimal("700.00"), ()))

    def test_terms_say_their_events_steps_and_calendars(self):
        site = usance.Calendar.make("site", version="1", first="2026-01-01",
                                    last="2026-12-31", weekend=["sat", "sun"],
                                    holidays=["2026-02-27"])
        terms = usance.Terms("10% from order 0d, rest cut(25 -> 1m) "
                             "roll(following, site)", calendars=[site])
        deposit, rest = usance.due_dates(
            terms, date="2026-01-27", order="2026-01-05", amount="100.00",
            currency="EUR", rounding="half up")
        self.assertEqual(deposit.due, date(2026, 1, 5))
        # 27 February is a Friday that the site does not work.
        self.assertEqual(rest.due, date(2026, 3, 2))
        self.assertEqual(rest.because, (
            usance.Step(date(2026, 1, 27), date(2026, 2, 27),
                        "cut(25 -> 1m): 2026-01-27 is after day 25 of its "
                        "month"),
            usance.Step(date(2026, 2, 27), date(2026, 3, 2),
                        "roll(following, site): 2026-02-27 is no business day "
                        "of site")))
        self.assertEqual(
            usance.Terms("net 0").sentence("de"),
            "Zahlbar am Rechnungsdatum.")
        self.assertEqual(
            usance.LatePolicy(currency="EUR").sentence("de"),
            "Für verspätete Zahlung wird nichts berechnet.")
        with self.assertRaises(usance.Error):
            usance.Terms("net 0").sentence("it")

    def test_late_charges(self):
        made = usance.late_charges(
            policy(), amount="1000.00", due="2026-01-31", as_of="2026-04-15",
            payments=[("2026-03-01", "400.00")], apply_to="principal first")
        answer = usance.eval({
            "op": "late_charges", "currency": "EUR", "amount": "1000.00",
            "due": "2026-01-31", "as_of": "2026-04-15",
            "apply_to": "principal first",
            "payments": [{"date": "2026-03-01", "amount": "400.00"}],
            "policy": {
                "interest": {"rate": "12%", "day_count": "act/365f",
                             "compounding": "simple", "rounding": "half even"},
                "fees": [{"id": "reminder", "basis": "flat", "amount": "5.00",
                          "after_days": 14}],
                "compensation": [{"from": "0.00", "amount": "40.00"}]}})
        for name in ("interest", "compensation", "fees", "over_cap", "total",
                     "outstanding_principal", "outstanding_charges",
                     "unapplied", "days_past_due"):
            self.assertEqual(str(getattr(made, name)), str(answer[name]), name)
        self.assertEqual(
            [(str(s.start), str(s.end), s.days, str(s.base), s.rate,
              str(s.interest)) for s in made.segments],
            [tuple(s[k] for k in ("start", "end", "days", "base", "rate",
                                  "interest")) for s in answer["segments"]])
        self.assertEqual(made.interest,
                         sum(s.interest for s in made.segments))

    def test_fees_and_caps(self):
        capped = usance.LatePolicy(
            currency="USD", cap="1%", cap_action="clip",
            cap_rounding="half up", fees=[
                {"id": "f", "basis": "overdue principal", "percent": "1%",
                 "rounding": "half up", "minimum": "5", "maximum": "50",
                 "every": "P1M", "max_count": 3}])
        made = usance.late_charges(capped, amount="1000.00", due="2026-01-31",
                                   as_of="2026-04-15")
        self.assertEqual((made.fees, made.over_cap, made.total),
                         (Decimal("30.00"), Decimal("20.00"),
                          Decimal("10.00")))

    def test_late_policy_by_rule(self):
        """The figures of tests/terms/late_charges_rules_test.cc."""
        def charges(as_of, **terms):
            return usance.late_charges(
                usance.LatePolicy(currency="EUR", day_count="act/365f",
                                  rate="0.1%/day", rounding="half even",
                                  **terms),
                amount="1000.00", due="2024-01-31", as_of=as_of)
        raised = charges("2024-02-03", interest_minimum="5.00")
        self.assertEqual((raised.to_minimum, raised.total),
                         (Decimal("2.00"), Decimal("5.00")))
        dropped = charges("2024-02-01", minimum_claim="1.01")
        self.assertEqual((dropped.below_minimum, dropped.total),
                         (Decimal("1.00"), Decimal("0.00")))
        stopped = charges("2024-06-30", stop_after="P1M", delinquency_days=20)
        self.assertEqual((stopped.interest, stopped.state),
                         (Decimal("29.00"), "delinquent"))
        contract = usance.Rates({"2024-01-01": "0.05%/day"})
        both = charges("2024-02-20", contract_rates=contract,
                       contract_mode="add on")
        self.assertEqual((both.interest, both.contract_interest),
                         (Decimal("30.00"), Decimal("10.00")))
        scaled = charges("2024-02-01", scales=[
            {"tiers": {"0.00": ("0.00", "15%"), "2500.00": ("0.00", "10%")},
             "minimum": "40.00", "rounding": "half up"}], caps=[
            {"scope": "compensation", "amount": "100.00", "action": "report",
             "rule": "law"}])
        self.assertEqual(
            (scaled.compensation, scaled.over_cap, scaled.excess_count),
            (Decimal("150.00"), Decimal("50.00"), 1))


class Paid(unittest.TestCase):
    def test_references(self):
        for kind, base, text, printed in (
                ("rf", "539007547034", "RF18539007547034",
                 "RF18 5390 0754 7034"),
                ("qrr", "21000000000313947143000901",
                 "210000000003139471430009017",
                 "21 00000 00003 13947 14300 09017"),
                ("ogm", "0909337554", "090933755493", "+++090/9337/55493+++"),
                ("kid mod11", "12345678", "123456785", "123456785")):
            with self.subTest(kind=kind):
                self.assertEqual(usance.make_reference(kind, base), text)
                self.assertEqual(usance.check_reference(kind, printed), text)
                self.assertEqual(usance.print_reference(kind, text), printed)
        with self.assertRaises(usance.Error) as caught:
            usance.check_reference("rf", "RF17539007547034")
        self.assertEqual((caught.exception.reason, caught.exception.field),
                         ("SUM_MISMATCH", "/reference"))
        self.assertEqual(usance.check_iban("de89 3704 0044 0532 0130 00"),
                         "DE89370400440532013000")

    def test_late_charges_of_all_that_happened(self):
        """600.00 bears 8 % for 25 of the days to 2 March, 400.00 for 2."""
        stated = {
            "interest": {"rate": "8%", "day_count": "act/365f",
                         "compounding": "simple", "rounding": "half up",
                         "ceiling": {"rate": "7%", "rule": "usury law"}},
            "fees": [{"id": "reminder", "basis": "flat", "trigger": "notice",
                      "level": 2, "tiers": [
                          {"amount": "5.00"},
                          {"from": "900.00", "amount": "12.00"}]}]}
        policy = usance.LatePolicy.parse(stated, "EUR")
        made = usance.late_charges(
            policy, amount="1000.00", as_of="2026-03-02",
            apply_to="principal first",
            installments=[("2026-01-31", "600.00"), ("2026-02-28", "400.00")],
            payments=[("2026-02-10", "500.00", "2026-02-12")],
            notices=[("2026-02-15", 1), ("2026-03-02", 2)],
            pauses=[("2026-02-20", "2026-02-25")])
        self.assertEqual(
            (made.interest, made.fees, made.total, made.outstanding_principal,
             made.over_ceiling_count),
            (Decimal("3.47"), Decimal("12.00"), Decimal("15.47"), 1000, 3))
        answer = usance.eval({
            "op": "late_charges", "currency": "EUR", "amount": "1000.00",
            "as_of": "2026-03-02", "apply_to": "principal first",
            "policy": stated,
            "installments": [{"due": "2026-01-31", "amount": "600.00"},
                             {"due": "2026-02-28", "amount": "400.00"}],
            "payments": [{"date": "2026-02-10", "amount": "500.00",
                          "returned": "2026-02-12"}],
            "notices": [{"date": "2026-02-15", "level": 1},
                        {"date": "2026-03-02", "level": 2}],
            "pauses": [{"start": "2026-02-20", "end": "2026-02-25",
                        "reason": "dispute"}]})
        for name in ("interest", "fees", "total"):
            self.assertEqual(str(getattr(made, name)), answer[name])
        self.assertEqual(len(made.segments), len(answer["segments"]))
        with self.assertRaises(usance.Error) as caught:
            usance.LatePolicy.parse({"fees": [{"basis": "flat"}]}, "EUR")
        self.assertEqual((caught.exception.reason, caught.exception.field),
                         ("MISSING_FIELD", "/policy/fees/0/amount"))
        for wrong in ({}, {"due": "2026-01-31", "installments": [
                ("2026-01-31", "1.00")]}):
            with self.assertRaises(TypeError):
                usance.late_charges(policy, amount="1.00", as_of="2026-01-31",
                                    **wrong)
        with self.assertRaisesRegex(TypeError, "amount is missing: it is None"):
            usance.late_charges(policy, amount=None, due="2026-01-31",
                                as_of="2026-01-31")

    def test_a_discount_is_granted_in_its_days_of_grace(self):
        """SettleOn's example: 1000.00, 2 % until the 10th, 500.00 on the 5th."""
        part, = usance.due_dates(
            "2/9 grace 3 net 30", date="2026-01-01", amount="1000.00",
            currency="EUR", rounding="half up", discount_base="gross")
        self.assertEqual(part.discounts[0].grace_days, 3)
        for on, partial, figures in [
                ("2026-01-08", "keep last", ("480.00", "20.00", "500.00", 0)),
                ("2026-01-13", "keep last", ("480.00", "20.00", "500.00", 3)),
                ("2026-01-14", "keep last", ("500.00", "0.00", "500.00", 0)),
                ("2026-01-13", "none", ("500.00", "0.00", "500.00", 0)),
                ("2026-01-13", "pro rata", ("480.00", "9.80", "489.80", 3))]:
            made = usance.settle(part, on=on, partial=partial, currency="EUR",
                                 payments=[("2026-01-05", "500.00")],
                                 rounding="half up")
            self.assertEqual(made, (*map(Decimal, figures[:3]), figures[3]))

    def test_a_payment_code_holds_the_bytes_of_its_set(self):
        given = {"creditor": "Fran\u00e7ois", "amount": Decimal("12.3"),
                 "iban": "FR1420041010050500013M02606"}
        for charset, codec in (("utf-8", "utf-8"), ("iso 8859-1", "latin1")):
            payload = usance.epc_payload(**given, text="\u00e9t\u00e9",
                                         charset=charset)
            answer = usance.eval({
                "op": "payment_request", "creditor": given["creditor"],
                "iban": given["iban"], "amount": "12.30",
                "text": "\u00e9t\u00e9", "charset": charset})
            self.assertEqual(payload, bytes.fromhex(answer["bytes"]))
            self.assertEqual(payload.decode(codec), answer["payload"])
        with self.assertRaises(usance.Error) as caught:
            usance.epc_payload(**given, text="x", reference="RF097")
        self.assertEqual(caught.exception.field, "/text")
        with self.assertRaises(usance.Error) as caught:
            usance.epc_payload(**given, means="direct debit")
        self.assertEqual(caught.exception.field, "/means")

    def test_payment_options(self):
        invoice = {"date": "2026-01-10", "amount": "1000.00",
                   "currency": "EUR", "rounding": "half up",
                   "discount_base": "gross"}
        policy = usance.LatePolicy(
            currency="EUR", rate="8%", day_count="act/365f",
            rounding="half up", compensation={0: 40})
        ways, = usance.payment_options("2/10 net 30", **invoice, policy=policy,
                                       late=["2026-03-11", "2026-04-10"])
        self.assertEqual(
            [(str(way.by), str(way.pay), str(way.discount), str(way.charges))
             for way in ways],
            [("2026-01-20", "980.00", "20.00", "0.00"),
             ("2026-02-09", "1000.00", "0.00", "0.00"),
             ("2026-03-11", "1046.58", "0.00", "46.58"),
             ("2026-04-10", "1053.15", "0.00", "53.15")])
        self.assertEqual([(way.provisional, way.confidence) for way in ways],
                         [(False, None)] * 2 + [(False, "given")] * 2)
        halves = usance.payment_options("50% 0d, 50% 30d", **invoice,
                                        residual="last")
        self.assertEqual([[str(way.pay) for way in ways] for ways in halves],
                         [["500.00"], ["500.00"]])
        with self.assertRaises(usance.Error) as caught:
            usance.payment_options("net 30", **invoice, late=["2026-03-11"])
        self.assertEqual((caught.exception.reason, caught.exception.field),
                         ("CONTEXT_REQUIRED", "/policy"))
        dollars = usance.LatePolicy(currency="USD", rate="8%",
                                    day_count="act/365f", rounding="half up")
        with self.assertRaises(usance.Error) as caught:
            usance.payment_options("net 30", **invoice, policy=dollars)
        self.assertEqual((caught.exception.reason, caught.exception.field),
                         ("CURRENCY_MISMATCH", "/policy"))

    def test_skonto(self):
        text = ("Zahlbar\n#SKONTO#TAGE=7#PROZENT=2.25#BASISBETRAG=-5.53#\n"
                "#SKONTO#TAGE=30#PROZENT=0.00#\n")
        lines = usance.skonto_lines(text, "EUR")
        self.assertEqual(lines, [(7, Decimal("2.25"), Decimal("-5.53"),
                                  "skonto"), (30, 0, None, "skonto")])
        self.assertEqual(usance.skonto_text(lines, "EUR"),
                         text.removeprefix("Zahlbar\n"))
        self.assertIsNone(usance.abi.skonto_check(text=text))
        with self.assertRaises(usance.Error):
            usance.abi.skonto_check(text=text.rstrip())


class Agreement(unittest.TestCase):
    """Function, column and request give the same."""

    def test_amortize(self):
        answer = usance.eval({"op": "amortize"} | LOAN)
        fields = usance.Installment._fields
        self.assertEqual(
            [{k: str(getattr(row, k)) for k in fields} for row in loan()],
            [{k: str(row.get(k, "0.00")) for k in fields}
             for row in answer["rows"]])
        totals = usance.amortize_columns(
            principal_minor=[10000, 10000], count=[6, 6],
            **{k: v for k, v in LOAN.items()
               if k not in ("principal", "count")})
        self.assertEqual([list(c) for c in totals],
                         [[1701] * 2, [205] * 2, [10205] * 2, [0] * 2])

    def test_rows_of_many_loans(self):
        terms = {k: v for k, v in LOAN.items()
                 if k not in ("principal", "count", "rate")}
        n = 10_000
        principal = [100_000 + 37 * i for i in range(n)]
        count = [1 + i % 24 for i in range(n)]
        rate = [i * 12_345_678 for i in range(n)]
        facts = dict(principal_minor=principal, count=count, rate_e12=rate,
                     **terms)
        rows = usance.amortize_rows(**facts)
        totals = usance.amortize_columns(**facts)
        self.assertEqual(len(rows.payment), sum(count))
        self.assertEqual(rows.offset[0], 0)
        ends = [*map(int, rows.offset[1:]), sum(count)]
        for i, end in enumerate(ends):
            begin = end - count[i]
            self.assertEqual(int(rows.offset[i]), begin)
            self.assertEqual(int(sum(rows.payment[begin:end])),
                             int(totals.payment[i]))
            self.assertEqual(int(rows.closing[end - 1]), 0)
        for i in (0, 1, 5, 23, n - 1):
            one = abi.amortize(
                spec={"currency": "USD", "principal": principal[i],
                      "rate_e12": rate[i], "day_count": "30/360 isda",
                      "method": "level", "rounding": "half even",
                      "residual": "last"},
                schedule={"start": "2026-01-01", "frequency_months": 1,
                          "count": count[i]})
            for there, here in zip(one[:8], rows[1:9]):
                self.assertEqual(list(there),
                                 list(here[ends[i] - count[i]:ends[i]]))

    def test_rows_of_many_loans_with_fees_and_rates(self):
        n = 10_000
        rates = usance.Rates({"2026-01-01": "5%", "2026-04-10": "7%"})
        terms = LOAN | {"rate": rates, "rate_change": "level again",
                        "down_payment": "1.00", "residual": "extra row",
                        "fees": [{"amount": "0.25"}], "tax_on_fees": "20%"}
        many = usance.Loan(**terms)
        count = [1 + i % 12 for i in range(n)]
        rows = many.amortize_rows(
            principal_minor=[10_000 + i for i in range(n)], count=count)
        ends = [*map(int, rows.offset[1:]), len(rows.payment)]
        for i in (0, 1, 11, n - 1):
            one = usance.amortize(**terms | {
                "principal": Decimal(10_000 + i) / 100, "count": count[i]})
            self.assertEqual(
                [(int(100 * row.payment), int(100 * row.tax),
                  int(100 * row.closing)) for row in one],
                [(int(rows.payment[k]), int(rows.tax[k]),
                  int(rows.closing[k]))
                 for k in range(int(rows.offset[i]), ends[i])])

    def test_a_column_of_rates_is_in_place_of_the_loans(self):
        rates = [10_000_000_000, 20_000_000_000]
        for given in ("7%", None, "1/3%"):
            made = usance.Loan(**LOAN | {"rate": given}).amortize_rows(
                rate_e12=rates)
            self.assertEqual(list(made.payment), [
                int(100 * row.payment) for percent in ("1%", "2%")
                for row in loan(rate=percent)])

    def test_rows_beside_those_of_the_periods_have_room(self):
        facts = {k: v for k, v in LOAN.items() if k != "principal"}
        rows = usance.amortize_rows(principal_minor=[10000, 20000],
                                    down_payment=500, **facts)
        self.assertEqual((list(rows.offset), len(rows.payment)), ([0, 7], 14))

    def test_rates_that_no_decimal_is(self):
        change = {"rate": "1/3%/month"}
        answer = usance.eval({"op": "amortize"} | LOAN | change)
        self.assertEqual([str(row.payment) for row in loan(**change)],
                         [row["payment"] for row in answer["rows"]])
        terms = {k: v for k, v in LOAN.items()
                 if k not in ("principal", "count", "rate")}
        totals = usance.amortize_columns(
            principal_minor=[10000, 10000], count=6, rate_numerator=[1, 2],
            rate_denominator=[300, 600], rate_unit="month", **terms)
        self.assertEqual(list(totals.payment),
                         [int(loan(**change).payment * 100)] * 2)
        made = usance.accrue(balance="1000.00", end="2023-09-01",
                             **INTEREST | change | {"day_count": "30e/360"})
        self.assertEqual((made.interest, made.segments[0].rate),
                         (Decimal("10.00"), "1/3%/month"))
        column = usance.accrue_columns(
            balance_minor=[100000], rate_numerator=1, rate_denominator=[300],
            end="2023-09-01", **INTEREST | {"day_count": "30e/360"})
        # A year's rate, as no unit is said: a quarter of 1/3 %.
        self.assertEqual(list(column.interest), [83])
        rates = usance.Rates({"2023-01-01": "1/3%", "2023-07-01": "2/3%"},
                             margin="1/3%")
        self.assertEqual([rates.on("2023-06-30"), rates.on("2023-07-01")],
                         ["2/3%", "1%"])
        charged = usance.late_charges(
            usance.LatePolicy(currency="EUR", rate="1/3%/month",
                              day_count="30e/360", rounding="half even"),
            amount="900.00", due="2026-01-31", as_of="2026-03-31")
        self.assertEqual((charged.interest, charged.segments[0].rate),
                         (Decimal("6.00"), "1/3%/month"))
        with self.assertRaises(usance.Error) as caught:
            usance.amortize_columns(principal_minor=[10000], count=6,
                                    rate_numerator=1, rate_denominator=[0],
                                    **terms)
        self.assertEqual((caught.exception.reason, caught.exception.field),
                         ("OUT_OF_RANGE", "/rate"))
        with self.assertRaises(usance.Error) as caught:
            abi.amortize(spec={"rate_e12": 1, "rate_denominator": 3} | {
                "currency": "USD", "principal": 1, "method": "level",
                "day_count": "act/360", "rounding": "half up"},
                         schedule={"start": "2026-01-01", "count": 1})
        self.assertEqual((caught.exception.reason, caught.exception.field),
                         ("CONFLICT", "/rate_e12"))

    def test_accrue(self):
        ends = [date(2023, 6, 1) + datetime.timedelta(days=d)
                for d in range(0, 900, 7)]
        column = usance.accrue_columns(balance_minor=1234567, rate="11.5%",
                                       end=ends, **INTEREST)
        for end, minor in zip(ends, column.interest):
            made = usance.accrue(balance="12345.67", rate="11.5%", end=end,
                                 **INTEREST)
            answer = usance.eval(INTEREST | {
                "op": "accrue", "balance": "12345.67", "rate": "11.5%",
                "end": end, "compounding": "simple"})
            self.assertEqual((str(made.interest), int(minor)),
                             (answer["interest"], int(made.interest * 100)))

    def test_rates_and_balances_that_change(self):
        rates = {"2026-01-01": "2.00%", "2026-07-01": "2.25%"}
        made = usance.accrue(
            balance={"2026-06-01": "1000.00", "2026-07-15": "500.00"},
            currency="EUR", rate=usance.Rates(rates, margin="8%"),
            day_count="act/365f", start="2026-06-01", end="2026-08-01",
            rounding="half up")
        answer = usance.eval({
            "op": "accrue", "currency": "EUR", "day_count": "act/365f",
            "start": "2026-06-01", "end": "2026-08-01", "rounding": "half up",
            "compounding": "simple", "margin": "+8%",
            "balances": [{"from": "2026-06-01", "amount": "1000.00"},
                         {"from": "2026-07-15", "amount": "500.00"}],
            "rates": [{"from": k, "rate": v} for k, v in rates.items()]})
        self.assertEqual(str(made.interest), answer["interest"])
        self.assertEqual([(s.rate, str(s.interest)) for s in made.segments],
                         [(s["rate"], s["interest"])
                          for s in answer["segments"]])

    def test_published_rates(self):
        book = usance.RateBook()
        listed = usance.eval({"op": "rates"})["series"]
        self.assertEqual(book.ids(), [one["id"] for one in listed])
        for said in listed:
            series = book.find(said["id"])
            self.assertEqual(
                (series.title, series.version, series.kind, series.marks),
                (said["title"], said["version"], said["kind"],
                 said["confidence"]))
            known = series.known_through
            self.assertEqual(known and known.isoformat(),
                             said["known_through"])
            last = known or series.last
            row = book.on(series.id, last)
            answer = usance.eval({"op": "rates", "series": series.id,
                                  "on": last})
            self.assertEqual(
                (row.start.isoformat(), row.rate, row.confidence, row.source),
                (answer["from"], answer["rate"], answer["confidence"],
                 answer["source"]))
        # 10,000.00 due 2023-01-01, paid 2024-01-01 (BGB 288(1)).
        rates = book.rates("de_basiszinssatz", margin="5%")
        made = usance.accrue(
            balance="10000.00", currency="EUR", rate=rates,
            day_count="act/act isda", start="2023-01-02", end="2024-01-02",
            rounding="half up")
        self.assertEqual(made.interest, Decimal("738.16"))
        policy = usance.LatePolicy(currency="INR", rate=book.rates(
            "in_rbi_bank_rate"), day_count="act/365f", rounding="half up")
        for as_of, mark in [("2013-01-28", "read"), ("2013-01-29", "conflict")]:
            self.assertEqual(usance.late_charges(
                policy, amount="1000.00", due="2013-01-01",
                as_of=as_of).confidence, mark)
        contract = usance.LatePolicy(currency="EUR", rate="8%",
                                     day_count="act/365f", rounding="half up")
        self.assertEqual(usance.late_charges(
            contract, amount="1000.00", due="2013-01-01",
            as_of="2013-02-01").confidence, "given")

    def test_rates_that_are_loaded(self):
        text = ("# id: de_basiszinssatz\n# title: Mine\n# unit: year\n"
                "# kind: sparse\n# known_through: 2026-12-31\n"
                "# version: 7\nfrom,percent,confidence,source\n"
                "2025-01-01,2.27,verified,one; two\n"
                "2026-07-01,1.52,memory,none\n")
        built_in, book = usance.RateBook(), usance.RateBook().load(text)
        self.assertEqual(book.ids(), built_in.ids())
        self.assertTrue(book.find("de_basiszinssatz").loaded)
        self.assertFalse(book.find("ecb_mro").loaded)
        self.assertFalse(built_in.find("de_basiszinssatz").loaded)
        self.assertEqual(book.find("de_basiszinssatz").gaps,
                         ((date(2025, 7, 1), date(2026, 7, 1)),))
        self.assertEqual(book.on("de_basiszinssatz", "2026-07-01"),
                         (date(2026, 7, 1), "1.52%", "memory", "none"))
        rates = book.rates("de_basiszinssatz")
        self.assertEqual(rates.confidence("2025-01-01", "2025-07-01"),
                         "verified")
        for function, reason, field in [
                (lambda: book.on("de_basiszinssatz", "2026-06-30"),
                 "RATE_UNKNOWN", "/day"),
                (lambda: built_in.on("de_basiszinssatz", "2026-07-01"),
                 "RATE_UNKNOWN", "/day"),
                (lambda: rates.confidence("2025-01-01", "2025-07-02"),
                 "RATE_UNKNOWN", "/rates"),
                (lambda: rates.confidence("2025-01-02", "2025-01-01"),
                 "END_BEFORE_START", "/end"),
                (lambda: book.find("xx"), "UNKNOWN_NAME", "/id"),
                (lambda: book.rates("de_basiszinssatz", margin="1%/month"),
                 "CONFLICT", "/unit"),
                (lambda: book.load(text + "x"), "MALFORMED", "10:1")]:
            with self.assertRaises(usance.Error) as caught:
                function()
            self.assertEqual((caught.exception.reason, caught.exception.field),
                             (reason, field))

    def test_day_counts_and_business_days(self):
        generator = random.Random(7)
        days = [date(2000, 1, 1) + datetime.timedelta(
            generator.randrange(20000)) for _ in range(200)]
        pairs = [sorted(pair) for pair in zip(days[:100], days[100:])]
        starts, ends = zip(*pairs)
        target = usance.Calendar("TARGET2")
        moved = target.adjust_columns(days, "modified following").moved
        worked = target.is_business_day_columns(days).flag
        counted = target.count_columns(starts, ends).count
        for name in ("act/360", "act/act isda", "30/360 isda", "bus/252"):
            column = usance.day_count_columns(name, starts, ends,
                                              calendar="TARGET2")
            for i, (start, end) in enumerate(pairs):
                fraction = usance.year_fraction(name, start, end,
                                                calendar="TARGET2")
                self.assertEqual(fractions.Fraction(
                    int(column.numerator[i]), int(column.denominator[i])),
                    fraction)
                answer = usance.eval({
                    "op": "day_count", "day_count": name, "start": start,
                    "end": end} | ({"calendar": "TARGET2"}
                                   if name == "bus/252" else {}))
                self.assertEqual(fractions.Fraction(
                    f"{answer['numerator']}/{answer['denominator']}"),
                    fraction)
        for i, day in enumerate(days):
            self.assertEqual(date(1970, 1, 1) + datetime.timedelta(
                int(moved[i])), target.adjust(day, "modified following"))
            self.assertEqual(bool(worked[i]), target.is_business_day(day))
        for i, pair in enumerate(pairs):
            self.assertEqual(counted[i], target.count(*pair))

    def test_late_charges(self):
        dues = [date(2026, 1, 1) + datetime.timedelta(d) for d in range(90)]
        column = usance.late_charges_columns(
            policy(), due=dues, amount_minor=100000, as_of="2026-03-15",
            apply_to="principal first", paid_row=[3], paid_minor=[40000],
            paid_on=["2026-02-01"])
        for i, due in enumerate(dues):
            made = usance.late_charges(
                policy(), amount="1000.00", due=due, as_of="2026-03-15",
                apply_to="principal first",
                payments=[("2026-02-01", "400.00")] if i == 3 else [])
            self.assertEqual(
                [int(column.interest[i]), int(column.fees[i]),
                 int(column.total[i]), int(column.outstanding_principal[i])],
                [int(x * 100) for x in (made.interest, made.fees, made.total,
                                        made.outstanding_principal)])

    def test_due_dates(self):
        dates = [date(2026, 1, 31), date(2028, 2, 29)]
        column = usance.due_dates_columns(
            "30% 0d, rest 30d eom", date=dates, amount_minor=[99999, 1],
            currency="EUR", rounding="half up")
        lines = [line for day, amount in zip(dates, ("999.99", "0.01"))
                 for line in usance.due_dates(
                     "30% 0d, rest 30d eom", date=day, amount=amount,
                     currency="EUR", rounding="half up")]
        self.assertEqual(
            [(date(1970, 1, 1) + datetime.timedelta(int(d)), int(a))
             for d, a in zip(column.due, column.due_amount)],
            [(line.due, int(line.amount * 100)) for line in lines])

    def test_due_dates_by_what_each_invoice_has(self):
        """One call for invoices that came, and were taken, on other days."""
        terms = ("40% of net from order 0d, "
                 "rest from later(receipt, acceptance) 30d")
        rows = [  # net, order, receipt, acceptance
            ("80.00", "2026-01-02", "2026-01-10", "2026-01-20"),
            ("100.00", "2026-02-02", "2026-02-10", "2026-02-01"),
        ]
        net, order, receipt, acceptance = map(list, zip(*rows))
        column = usance.due_dates_columns(
            terms, date="2026-01-01", amount_minor=10000, currency="EUR",
            net_amount_minor=[8000, 10000], order=order, receipt=receipt,
            acceptance=acceptance, rounding="half up")
        lines = [line for net, order, receipt, acceptance in rows
                 for line in usance.due_dates(
                     terms, date="2026-01-01", amount="100.00", net_amount=net,
                     currency="EUR", order=order, receipt=receipt,
                     acceptance=acceptance, rounding="half up")]
        self.assertEqual(
            [(str(date(1970, 1, 1) + datetime.timedelta(int(d))), int(a))
             for d, a in zip(column.due, column.due_amount)],
            [("2026-01-02", 3200), ("2026-02-19", 6800),
             ("2026-02-02", 4000), ("2026-03-12", 6000)])
        self.assertEqual([str(line.due) for line in lines],
                         ["2026-01-02", "2026-02-19", "2026-02-02",
                          "2026-03-12"])
        column = usance.due_dates_columns(
            "from delivery 30d", date="2026-01-01", amount_minor=10000,
            currency="EUR", delivery=["2026-02-16", None], errors="keep")
        self.assertEqual(column.status[0], 0)
        self.assertLess(column.status[1], 0)
        self.assertEqual(list(column.due), [20530, -2**31])

    def test_split(self):
        self.assertEqual(sum(usance.split("100.00", "EUR", [3, 5, 7])), 100)
        self.assertEqual(usance.split("10.00", "CHF", [1, 2],
                                      multiple="0.05"),
                         [Decimal("3.35"), Decimal("6.65")])


class Statutes(unittest.TestCase):
    """Laws: LPCDA 1998 s.4(2), s.5A; BGB 286(3), 288; BW 3:307."""

    def test_a_law_charges(self):
        law = usance.Statute("uk")
        self.assertEqual((law.id, law.currency, law.parties),
                         ("uk-lpcda-b2b", "GBP", "b2b"))
        made = law.late_charges(amount="10000.00", due="2023-05-31",
                                as_of="2024-02-29", rounding="half up")
        self.assertEqual((made.interest, made.compensation),
                         (Decimal("863.29"), Decimal("100.00")))
        floating = law.late_charges(
            amount="10000.00", due="2023-05-31", as_of="2024-02-29",
            rounding="half up", fixing="floating")
        self.assertEqual(floating.interest, Decimal("967.67"))

    def test_a_weak_fact_of_the_law_marks_the_charges(self):
        made = usance.Statute("be").late_charges(
            amount="1000.00", contract_date="2010-01-01", due="2012-01-31",
            as_of="2012-03-31", rounding="half up")
        self.assertEqual((made.interest, made.confidence),
                         (Decimal("13.15"), "memory"))

    def test_a_law_finds_the_due_day(self):
        terms = usance.Statute("de").apply(invoice="2026-03-05",
                                           rounding="half up")
        self.assertEqual(terms.due, date(2026, 4, 4))
        self.assertEqual(terms.first_bearing, date(2026, 4, 5))
        self.assertEqual(terms.version, "2014-07-29")
        self.assertIsNone(terms.weakest)
        old = usance.Statute("be").apply(
            contract_date="2012-01-01", due="2025-06-30", rounding="half up")
        self.assertEqual(old.weakest, "memory")
        with self.assertRaisesRegex(usance.Error, "TEMPLATE_ONLY"):
            usance.Statute("eu").apply(due="2026-01-31", rounding="half up")

    def test_many_invoices_under_one_law(self):
        made = usance.Statute("de").late_charges_columns(
            due=["2024-01-31", "2024-01-31"],
            contract_date=["2014-07-28", "2014-07-29"],
            amount_minor=[1000000] * 2, as_of="2024-03-01", rounding="half up")
        self.assertEqual(list(made.interest), [9551, 10373])
        self.assertEqual(list(made.compensation), [0, 4000])

    def test_a_debt_without_a_day(self):
        for given, error in [
                ({}, ("MISSING_FIELD", "/due")),
                ({"due": "9999-12-31"}, ("DATE_OUT_OF_RANGE", "/due"))]:
            with self.assertRaises(usance.Error) as caught:
                usance.Statute("uk").apply(rounding="half up", **given)
            self.assertEqual((caught.exception.reason, caught.exception.field),
                             error)

    def test_the_versions_and_series_of_many_invoices(self):
        law = usance.Statute("fr")
        self.assertEqual(
            [(one.id, one.start, one.before, one.source, one.refuses)
             for one in law.versions],
            [("2009-01-01", date(2009, 1, 1), date(2013, 1, 1), "ecb_mro",
              None),
             ("2013-01-01", date(2013, 1, 1), None,
              "eu_directive_reference_ecb", None)])
        dues = ["2012-12-31", "2013-01-01", "2024-01-31"]
        made = law.version_columns(due=dues)
        self.assertEqual(list(made.version), [0, 1, 1])
        for due, index in zip(dues, made.version):
            alone = law.apply(due=due, rounding="half up")
            self.assertEqual((alone.version, alone.source),
                             (law.versions[index].id,
                              law.versions[index].source))
        with self.assertRaisesRegex(usance.Error, "RATE_UNKNOWN"):
            law.version_columns(due=["2008-12-31"])
        kept = law.version_columns(due=["2008-12-31", "2013-01-01"],
                                   errors="keep")
        self.assertEqual(list(kept.version), [-1, 1])
        self.assertEqual(usance.Statute("eu").versions[0].refuses, None)

    def test_a_law_of_ones_own(self):
        text = (pathlib.Path(__file__).parents[3] /
                "tests/statute/made_up/xx-example.toml").read_text()
        made = usance.Statute(text=text).late_charges(
            amount="1000.00", due="2023-12-31", as_of="2024-06-30",
            rounding="half up")
        self.assertEqual(made.interest, Decimal("62.33"))

    def test_a_law_of_ones_own_in_place_of_a_built_in_one(self):
        text = (pathlib.Path(__file__).parents[3] /
                "tests/statute/made_up/xx-example.toml").read_text()
        own = usance.Statute(text=text)
        self.assertEqual((own.loaded, own.in_place_of), (True, None))
        british = usance.Statute(text=text.replace("xx-example", "uk"))
        self.assertEqual((british.loaded, british.in_place_of),
                         (True, "uk-lpcda-b2b"))
        made = british.late_charges(
            amount="1000.00", due="2023-12-31", as_of="2024-06-30",
            rounding="half up")
        self.assertEqual((made.law, made.law_version, made.law_loaded),
                         ("uk", "2020-01-01", True))
        built_in = usance.Statute("uk")
        self.assertEqual((built_in.loaded, built_in.in_place_of),
                         (False, None))
        with self.assertRaisesRegex(usance.Error, "two independent places"):
            usance.Statute(text=text.replace('"read"', '"verified"', 1))

    def test_answers_name_what_they_rest_on(self):
        given = {"amount": "10000.00", "due": "2023-05-31",
                 "as_of": "2024-02-29", "rounding": "half up"}
        made = usance.Statute("uk").late_charges(**given)
        self.assertEqual(
            (made.source, made.version, made.loaded),
            ("uk_late_payment_reference", "2026-11", False))
        self.assertEqual((made.law, made.law_version, made.law_loaded),
                         ("uk-lpcda-b2b", "2013-03-16", False))
        book = usance.RateBook().load(
            "# id: uk_late_payment_reference\n# title: Of our own\n"
            "# unit: year\n# kind: steps\n# known_through: 2030-12-31\n"
            "# version: 7\nfrom,percent,confidence,source\n"
            "2023-01-01,4,read,a gazette\n2024-01-01,9,conflict,two\n")
        # 10,000 * 12 % * 274/365; frozen, so the row of 2024 says nothing.
        made = usance.Statute("uk").late_charges(book=book, **given)
        self.assertEqual(
            (made.interest, made.version, made.loaded, made.confidence),
            (Decimal("900.82"), "7", True, "read"))
        terms = usance.Statute("uk").apply(book=book, due="2023-05-31",
                                           rounding="half up")
        self.assertEqual(
            (terms.law, terms.source, terms.source_version, terms.loaded),
            ("uk-lpcda-b2b", "uk_late_payment_reference", "7", True))
        plain = usance.late_charges(
            usance.LatePolicy(currency="EUR", rate="8%", day_count="act/365f",
                              rounding="half up"),
            amount="1000.00", due="2026-01-31", as_of="2026-03-02")
        self.assertEqual((plain.source, plain.law, plain.loaded),
                         ("", "", False))

    def test_a_fixed_sum_in_another_currency(self):
        # 70 EUR at 4.4684 PLN, the rate of the month's end (art. 10(1a)).
        fx = usance.FxTable("NBP", [("2023-08-31", "EUR", "PLN", "4.4684")],
                            version="1", known_through="2023-12-31")
        given = {"amount": "10000.00", "due": "2023-09-30",
                 "as_of": "2023-12-31", "rounding": "half up"}
        law = usance.Statute("pl")
        made = law.late_charges(fx=fx, **given)
        self.assertEqual((made.interest, made.compensation, made.total),
                         (Decimal("422.19"), Decimal("312.79"),
                          Decimal("734.98")))
        self.assertEqual(law.late_charges(**given).compensation_unknown,
                         "RATE_UNKNOWN")
        policy = law.apply(due="2023-09-30", rounding="half up").policy
        late = {"amount": "10000.00", "due": "2023-09-30",
                "as_of": "2023-12-31"}
        self.assertEqual(usance.late_charges(policy, **late).compensation, 0)
        self.assertEqual(
            usance.late_charges(policy, fx=fx, **late).compensation,
            Decimal("312.79"))
        columns = {"due": ["2023-09-30"], "amount_minor": [1000000],
                   "as_of": "2023-12-31"}
        self.assertEqual(list(usance.late_charges_columns(
            policy, fx=fx, **columns).compensation), [31279])
        self.assertEqual(list(law.late_charges_columns(
            fx=fx, rounding="half up", **columns).compensation), [31279])
        way = usance.payment_options(
            "net 0", date="2023-09-30", amount="10000.00", currency="PLN",
            policy=policy, late=["2023-12-31"], fx=fx)[0][-1]
        self.assertEqual(way.charges, Decimal("734.98"))
        # LPCDA s.5A: 1,200 EUR are 1,032 GBP, so 70 GBP.
        pounds = usance.FxTable("x", [("2023-06-01", "EUR", "GBP",
                                       Decimal("0.86"))])
        made = usance.Statute("uk").late_charges(
            amount="1200.00", due="2023-05-31", as_of="2023-06-01",
            currency="EUR", rounding="half up", fx=pounds)
        self.assertEqual(made.compensation, Decimal("81.40"))
        with self.assertRaises(TypeError):
            usance.FxTable("x", [("2023-06-01", "EUR", "GBP", 0.86)])
        with self.assertRaisesRegex(usance.Error, "OUT_OF_RANGE"):
            usance.FxTable("x", [("2023-06-01", "EUR", "GBP", 0)])

    def test_interest_before_the_due_day(self):
        # Art. 5: 14 days of 10,000 and 16 of 6,000 at 9.25 %.
        given = {"amount": "10000.00", "performance": "2024-01-31",
                 "invoice": "2024-02-05", "due": "2024-04-05",
                 "as_of": "2024-06-30", "rounding": "half up"}
        made = usance.Statute("pl").interest_before_due(**given)
        self.assertEqual(made, (date(2024, 3, 7), date(2024, 4, 5),
                                Decimal("76.03"), "verified"))
        made = usance.Statute("pl").interest_before_due(
            payments=[("2024-03-20", "4000.00")], **given)
        self.assertEqual(made.interest, Decimal("59.81"))
        with self.assertRaisesRegex(usance.Error, "CONFLICT"):
            usance.Statute("uk").interest_before_due(**given)

    def test_installments_under_a_law(self):
        # 500 * 11.5 % * 274/365 and 1,000 * 13.25 % * 60/365, each of its own
        # half-year; 40 and 70 GBP by its own size.
        parts = [("2023-05-31", "500.00"), (date(2023, 12, 31), "1000.00")]
        given = {"amount": "1500.00", "as_of": "2024-02-29",
                 "installments": parts, "rounding": "half up"}
        made = usance.Statute("uk").late_charges(**given)
        self.assertEqual((made.interest, made.compensation, made.total),
                         (Decimal("64.94"), Decimal("110.00"),
                          Decimal("174.94")))
        self.assertEqual(
            [(part.due, part.state, part.interest, part.compensation)
             for part in made.installments],
            [(date(2023, 5, 31), "late", Decimal("43.16"), Decimal("40.00")),
             (date(2023, 12, 31), "late", Decimal("21.78"),
              Decimal("70.00"))])
        at_once = usance.Statute("uk").late_charges(
            compensation_per="invoice", **given)
        self.assertEqual(at_once.compensation, Decimal("70.00"))
        paid = usance.Statute("uk").late_charges(
            payments=[("2024-01-31", "600.00")], apply_to="principal first",
            **given)
        self.assertEqual([part.outstanding_principal
                          for part in paid.installments],
                         [0, Decimal("900.00")])
        terms = usance.Statute("de").apply(
            schedule=["2026-01-31", "2026-12-31"], calendar="sat_sun",
            rounding="half up")
        self.assertEqual(terms.schedule, (date(2026, 2, 2),
                                          date(2026, 12, 31)))
        with self.assertRaisesRegex(usance.Error, "CONFLICT"):
            usance.Statute("fr").apply(schedule=["2012-06-30", "2013-06-30"],
                                       rounding="half up")

    def test_limitation(self):
        made = usance.limitation("nl", due="2007-07-01", as_of="2012-01-01")
        self.assertEqual(made.barred_from, date(2012, 7, 2))
        later = usance.limitation(
            "nl", due="2007-07-01", as_of="2012-01-01",
            events=[("letter", "2010-06-01")])
        self.assertEqual(later.last_day, date(2015, 6, 1))
        self.assertEqual((made.law, made.confidence, made.latest),
                         ("nl", "verified", None))
        self.assertIn("BW 3:307", made.source)

    def test_limitation_by_kind_of_claim(self):
        given = {"due": "2023-03-15", "as_of": "2024-01-01"}
        made = usance.limitation("pl", **given)
        self.assertEqual((made.last_day, made.latest),
                         (date(2025, 12, 31), date(2026, 12, 31)))
        other = usance.limitation("pl", claim="other", **given)
        self.assertEqual((other.last_day, other.latest),
                         (date(2026, 12, 31), None))

    def test_an_unknown_sum_leaves_the_interest(self):
        made = usance.Statute("no").late_charges(
            amount="10000.00", due="2023-09-30", as_of="2023-12-31",
            rounding="half up")
        self.assertEqual(
            (made.interest, made.total, made.compensation_unknown),
            (Decimal("296.16"), Decimal("296.16"), "RATE_UNKNOWN"))
        known = usance.Statute("no").late_charges(
            amount="10000.00", due="2023-06-30", as_of="2023-12-31",
            rounding="half up")
        self.assertIsNone(known.compensation_unknown)
        given = {"due": ["2023-09-30", "2023-06-30"],
                 "amount_minor": [1000000] * 2, "as_of": "2023-12-31",
                 "rounding": "half up"}
        with self.assertRaisesRegex(usance.Error, "RATE_UNKNOWN"):
            usance.Statute("no").late_charges_columns(**given)
        kept = usance.Statute("no").late_charges_columns(errors="keep",
                                                         **given)
        self.assertEqual(list(kept.interest), [29616, 59233])
        self.assertEqual(list(kept.compensation), [0, 41000])
        self.assertEqual(list(kept.total), [29616, 100233])
        self.assertEqual(list(kept.status), [1, 0])


class Columns(unittest.TestCase):
    def test_a_failed_row_raises_or_is_kept(self):
        given = {"balance_minor": [1000000] * 3, "rate": "11.5%",
                 "end": ["2024-03-01", "2020-01-01", "2024-03-01"]} | INTEREST
        with self.assertRaises(usance.Error) as caught:
            usance.accrue_columns(**given)
        self.assertEqual((caught.exception.reason, caught.exception.row),
                         ("END_BEFORE_START", 1))
        kept = usance.accrue_columns(errors="keep", **given)
        self.assertEqual([list(c) for c in kept],
                         [[86329, 0, 86329], [0, -15, 0]])

    def test_columns_must_be_of_one_length(self):
        with self.assertRaises(usance.Error) as caught:
            usance.day_count_columns("act/360", ["2026-01-01"] * 2,
                                     ["2026-01-31"] * 3)
        self.assertEqual((caught.exception.reason, caught.exception.field),
                         ("CONFLICT", "/end"))

    def test_no_rows(self):
        made = usance.day_count_columns("act/360", [], [])
        self.assertEqual([len(column) for column in made], [0, 0, 0, 0])

    def test_plain_arrays(self):
        starts = array.array("i", [20454, 20485])
        item = abi._low.Item("start", "day", "", "n")
        address, rows, owner = abi._column(item, starts)
        self.assertEqual((address, rows), (starts.buffer_info()[0], 2))
        self.assertIs(owner, starts)
        made = usance.day_count_columns("act/360", starts,
                                        memoryview(starts)[::-1][::-1])
        self.assertEqual(list(made.days), [0, 0])

    def test_a_schedules_columns_are_not_copied(self):
        made = loan()
        columns = made.columns()
        self.assertEqual(list(columns["payment_minor"]), [1701] * 5 + [1700])
        self.assertEqual(int(columns["due_day"][0]), 20485)
        for one, two in zip(columns.values(), made.columns().values()):
            if numpy:
                self.assertEqual(one.ctypes.data, two.ctypes.data)
            else:
                self.assertIs(one.obj, two.obj)
            with self.assertRaises((TypeError, ValueError)):
                one[0] = 1
        self.assertEqual(made[0].payment, Decimal("17.01"))

    @needs_numpy
    def test_numpy_columns_are_not_copied(self):
        for word, dtype in [("day", "int32"), ("minor", "int64"),
                            ("rate_e12", "int64"), ("int32", "int32")]:
            item = abi._low.Item("x", word, "", "n")
            values = numpy.arange(10, dtype=dtype)
            values.flags.writeable = False
            address, rows, _ = abi._column(item, values)
            self.assertEqual((address, rows), (values.ctypes.data, 10))
            # What has another layout is copied, not misread.
            strided = numpy.arange(20, dtype=dtype)[::2]
            _, rows, copy = abi._column(item, strided)
            self.assertEqual((rows, list(copy)), (10, list(strided)))
            swapped = numpy.arange(10, dtype=dtype).newbyteorder(">")
            self.assertEqual(list(abi._column(item, swapped)[2]),
                             list(swapped))

    @needs_numpy
    def test_numpy_columns_of_other_types_are_refused(self):
        day = abi._low.Item("x", "day", "", "n")
        minor = abi._low.Item("x", "minor", "", "n")
        for item, values in [
                (minor, numpy.array([1.0])), (minor, numpy.array(["1"])),
                (minor, numpy.array([1], dtype="uint64")),
                (minor, numpy.array([True])),
                (minor, numpy.array([[1]])), (minor, numpy.array(1)),
                (day, numpy.array([1], dtype="int64")),
                (minor, numpy.array(["2026-01-01"], dtype="datetime64[D]")),
                (day, numpy.array(["2026-01-01T12"], dtype="datetime64[h]"))]:
            with self.subTest(values.dtype):
                self.assertRaises(TypeError, abi._column, item, values)

    @needs_numpy
    def test_numpy_dates(self):
        days = numpy.array(["2026-01-31", "NaT", "1969-12-31", "30000-01-01"],
                           dtype="datetime64[D]")
        moved = usance.Calendar("sat_sun").adjust_columns(
            days.astype("datetime64[s]"), "unadjusted", errors="keep")
        self.assertEqual(list(moved.moved), [20484, -2**31, -1, -2**31])
        reasons = abi._low.CHOICES["reason"]
        self.assertEqual(list(moved.status), [
            0, -reasons["MISSING_FIELD"], 0, -reasons["DATE_OUT_OF_RANGE"]])

    @needs_pandas
    def test_pandas_columns(self):
        frame = pandas.DataFrame({
            "start": pandas.to_datetime(["2026-01-01", "2026-02-01"]),
            "end": [date(2026, 1, 31), date(2026, 3, 3)],
            "owed": [100000, 200000]})
        made = usance.accrue_columns(
            balance_minor=frame["owed"], start=frame["start"],
            end=frame["end"], currency="EUR", rate="3.6%",
            day_count="act/360", rounding="half up")
        self.assertEqual(list(made.interest), [300, 600])

    @needs_numpy
    def test_a_million_rows_in_one_call(self):
        n = 1_000_000
        start = numpy.arange(n, dtype="int32") % 10000 + 15000
        made = usance.accrue_columns(
            balance_minor=numpy.arange(n), start=start, end=start + 30,
            currency="EUR", rate="8%", day_count="act/360",
            rounding="half even")
        # 8 % of 30/360 is 1/150, and a tie is half of an odd 75.
        numbers = numpy.arange(n)
        low, rest = numpy.divmod(numbers, 150)
        expected = low + (rest > 75) + ((rest == 75) & (low % 2 == 1))
        self.assertTrue((made.interest == expected).all())
        self.assertFalse(made.status.any())


class Machine(unittest.TestCase):
    def test_threads_share_handles(self):
        target, shared = usance.Calendar("TARGET2"), policy()

        def work(seed):
            generator, told = random.Random(seed), []
            for _ in range(200):
                day = date(2026, 1, 1) + datetime.timedelta(
                    generator.randrange(300))
                told.append((target.adjust(day, "following"),
                             usance.late_charges(
                                 shared, amount="1000.00", due="2026-01-31",
                                 as_of=day).total))
                with self.assertRaises(usance.Error) as caught:
                    loan(principal="-1", count=seed % 5 + 1)
                self.assertEqual(caught.exception.reason, "OUT_OF_RANGE")
            return told

        seeds = [1, 2, 3, 4] * 2
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            together = list(pool.map(work, seeds))
        self.assertEqual(together, [work(seed) for seed in seeds])

    def test_nothing_leaks(self):
        statm = pathlib.Path("/proc/self/statm")
        if not statm.exists():
            self.skipTest("the system does not tell how much memory it uses")
        if "ASAN_OPTIONS" in os.environ:
            self.skipTest("AddressSanitizer keeps what is freed")

        def resident():
            gc.collect()
            return int(statm.read_text("utf-8").split()[1]) * 4096

        def work(times):
            for i in range(times):
                str(usance.Terms("2/10 net 30"))
                abi.money_split(total=i, increment=1, weight=[1] * (i % 50 + 1))
                try:
                    usance.day_count("act/360", "2026-01-02", "2026-01-01")
                except usance.Error:
                    pass
                if i % 20 == 0:
                    loan(count=i % 100 + 1)
                    policy()
                    usance.Calendar("TARGET2").is_business_day("2026-01-02")
                    usance.eval({"id": "x" * (i % 2000), "op": "names",
                                 "of": "stub"})

        work(5_000)
        before = resident()
        work(25_000)  # over 100,000 calls
        self.assertLess(resident() - before, 2_000_000)

    def test_the_documentations_examples(self):
        for name in ("usance", "usance.abi", "usance._accrual",
                     "usance._codec", "usance._compat", "usance._date",
                     "usance._installment", "usance._money", "usance._terms"):
            found = doctest.testmod(
                importlib.import_module(name),
                extraglobs={"usance": usance, "date": date})
            self.assertEqual(found.failed, 0, name)
            self.assertGreater(found.attempted, 0, name)

    def test_spreadsheet_functions(self):
        # The examples of Microsoft's documentation.
        self.assertEqual(usance.fn("DAYS", end=date(2021, 3, 15),
                                   start="2021-02-01"), Decimal(42))
        self.assertEqual(usance.fn("IRR", values=[-100, None, Decimal(110)]),
                         Decimal("0.1"))
        self.assertEqual(usance.fn("DAYS360", start="2011-01-30", end="",
                                   method=True), Decimal("-39990"))
        self.assertEqual(usance.fn("EDATE", start=31, months=1), "1900-02-29")
        self.assertEqual(usance.fn("EDATE", start="x", months=1),
                         "#VALUE!")
        for given, field in [({"rate": "0.1"}, "/nper"),
                             ({"rates": "0.1"}, "/rates"),
                             ({"rate": "0.1 nper=1"}, "/rate")]:
            with self.assertRaises(usance.Error) as caught:
                usance.fn("PMT", **given)
            self.assertEqual(caught.exception.field, field)
        with self.assertRaises(TypeError):
            usance.fn("PMT", rate=0.1, nper=1, pv=1)

    def test_everything_public_is_documented(self):
        for name in usance.__all__:
            self.assertTrue(getattr(usance, name).__doc__, name)


if __name__ == "__main__":
    unittest.main()
