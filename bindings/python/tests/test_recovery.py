"""What usance promises of getting paid to a Python program. 1000.00 is due on
2024-01-31, of which 400.00 come on 2024-02-20; the account is of 2024-03-31, 60
days after the due day."""
import datetime
import decimal
import doctest
import fractions
import unittest

import usance
from usance import _recovery

date, Decimal, Fraction = datetime.date, decimal.Decimal, fractions.Fraction

EVENTS = [
    {"id": "1", "kind": "invoice", "date": "2024-01-01", "item": "A",
     "due": "2024-01-31", "amount": "1000.00"},
    {"id": "2", "kind": "payment", "date": "2024-02-20", "amount": "400.00"},
    {"id": "3", "kind": "invoice", "date": "2024-03-20", "item": "B",
     "due": "2024-04-19", "amount": "50.00"}]
LADDER = {
    "id": "l", "scope": "item", "order": "strict", "steps": [
        {"id": "first", "after": "10d", "channels": ["email", "phone"],
         "fee": "f", "consequences": ["deliveries stop"]}],
    "fees": [{"id": "f", "basis": "flat", "amount": Decimal("5.00")}]}
SIGNS = {"id": "s", "review_points": 30, "hand_over_points": 80, "signs": [
    {"sign": "days past due", "bands": [{"from": 60, "points": 30}]},
    {"sign": "open", "bands": [{"amount": "500.00", "points": 50}]}]}
CREDIT = {
    "id": "c", "version": "1", "valid_from": "2024-01-01",
    "factors": [{"measure": "days late", "weight": 1, "missing": "worst",
                 "bands": [{"points": 100}, {"from": "30", "points": 40}]}],
    "knock_outs": [{"measure": "insolvency", "at": "yes", "class": "advance",
                    "reason": "insolvency", "missing": "leave out"}],
    "classes": [
        {"id": "good", "from_points": 40, "terms": "net 30", "deposit": "2.5%",
         "limit": {"basis": "fixed", "amount": "900.00"}},
        {"id": "advance", "from_points": 0, "terms": "net 0",
         "limit": {"basis": "fixed", "amount": "0.00"}, "deposit": "100%"}]}


def account(day="2024-03-31", currency="EUR"):
    policy = usance.AccountPolicy(
        {"allocation": "oldest due", "credit": "hold"}, currency)
    return usance.Journal("C-7", currency, EVENTS).replay(policy, day)


def error(test, call, *arguments, **named):
    with test.assertRaises(usance.Error) as caught:
        call(*arguments, **named)
    return caught.exception.reason, caught.exception.field


class Actions(unittest.TestCase):
    def test_an_action_has_all_that_it_takes(self):
        ladder = usance.DunningPolicy(LADDER, "EUR")
        next = usance.next_actions(account(), ladder, {"preferred": ["phone"]})
        (one,) = next.actions
        self.assertEqual(
            (one.step, one.action, one.channel, one.items, one.open, one.since,
             one.attempt, one.fee, one.consequences, one.answer),
            ("first", "contact", "phone", ["A"], Decimal("600.00"),
             date(2024, 2, 10), 1, Decimal("5.00"), ["deliveries stop"], None))
        (none,) = next.held_back
        self.assertEqual(
            (none.rule, none.items, none.step, none.until),
            ("not yet", ["B"], "first", date(2024, 4, 29)))

    def test_columns_hold_the_same(self):
        next = usance.abi.account_next_actions(
            account=account(), policy=usance.DunningPolicy(LADDER, "EUR"),
            debtor="")
        held = usance.abi.next_actions_held_back(next=next)
        self.assertEqual(
            [int(column[0]) for column in held],
            [8, 0, (date(2024, 4, 29) - date(1970, 1, 1)).days, 1])
        rows = usance.abi.next_actions_rows
        self.assertEqual([list(rows(next=next, held_back=flag))
                          for flag in (False, True)], [[0], [1]])

    def test_what_is_wrong_is_named(self):
        self.assertEqual(
            error(self, usance.DunningPolicy, LADDER | {"order": "any"}, "EUR"),
            ("UNKNOWN_NAME", "/dunning/order"))
        ladder = usance.DunningPolicy(LADDER, "USD")
        self.assertEqual(error(self, usance.next_actions, account(), ladder),
                         ("CURRENCY_MISMATCH", "/policy"))
        ladder = usance.DunningPolicy(LADDER, "EUR")
        self.assertEqual(
            error(self, usance.next_actions, account(), ladder, {"x": 1}),
            ("UNKNOWN_FIELD", "/debtor/x"))
        read = usance.Account.read(account().write())
        self.assertEqual(error(self, usance.next_actions, read, ladder),
                         ("CONTEXT_REQUIRED", "/account"))


class Ends(unittest.TestCase):
    def test_signs_advise(self):
        (one,) = usance.escalate(account(), SIGNS,
                                 {"lapses": [{"item": "A",
                                              "on": date(2027, 12, 31)}]})
        self.assertEqual(one[:5], (
            "A", "hand over", 80,
            [("days past due", 60, 30), ("open", Decimal("600.00"), 50)],
            date(2027, 12, 31)))
        self.assertEqual(
            error(self, usance.escalate, account(), SIGNS | {"signs": []}),
            ("MISSING_FIELD", "/escalation/signs"))

    def test_a_settlement_gives_up_the_rest(self):
        made = usance.settlement(account(), "450.00", ["fee", "principal"],
                                 ["A"])
        self.assertEqual((made.open, made.pay, made.given_up.principal),
                         (Decimal("600.00"), Decimal("450.00"),
                          Decimal("150.00")))
        self.assertEqual(made.waivers,
                         [("A", "principal", Decimal("150.00"))])
        for given, wrong in [
                (("700.00", ["principal"]), ("OUT_OF_RANGE", "/pay")),
                (("1.00", ["principal"], ["X"]), ("OUT_OF_RANGE", "/items")),
                (("450.00", ["fee"]), ("OUT_OF_RANGE", "/pay"))]:
            self.assertEqual(error(self, usance.settlement, account(), *given),
                             wrong)

    def test_a_plan_pays_debts_in_their_order(self):
        loan = usance.Loan(
            principal="1.00", currency="EUR", rate="0%", day_count="30e/360",
            start="2026-01-15", frequency="P1M", count=4, method="level",
            rounding="half even", residual="last")
        debts = {"A": "70.00", "B": "50.00"}
        self.assertEqual(usance.payment_plan(loan, debts), [
            (1, "A", Decimal("30.00")), (2, "A", Decimal("30.00")),
            (3, "A", Decimal("10.00")), (3, "B", Decimal("20.00")),
            (4, "B", Decimal("30.00"))])
        parts = usance.payment_plan(loan, debts, most="24.00")
        self.assertEqual(parts[-1], (5, "B", Decimal("24.00")))
        self.assertEqual(
            error(self, usance.payment_plan, loan, debts, most="0.00"),
            ("OUT_OF_RANGE", "/most"))
        self.assertEqual(
            error(self, usance.payment_plan, loan, debts, most="1.00",
                  most_payments=3), ("OUT_OF_RANGE", "/most"))


class Credit(unittest.TestCase):
    def test_a_customer_is_judged(self):
        policy = usance.CreditPolicy(CREDIT, "EUR")
        made = usance.assess(account(), policy, 365)
        # 400.00 came 20 days late, and 600.00 are 60 days late.
        self.assertEqual(
            (made.credit_class, made.score, made.terms, made.limit,
             made.deposit, made.early_discount, made.knock_out),
            ("good", 40, "net 30", Decimal("900.00"), Fraction(1, 40), False,
             None))
        self.assertEqual([reason[:4] for reason in made.reasons],
                         [("days late", 44, 40, 1)])
        self.assertEqual(made.record["sales"], "1050.00")
        worse = usance.assess(account(), policy, 365, insolvency=True)
        self.assertEqual((worse.credit_class, worse.knock_out),
                         ("advance", "insolvency"))
        self.assertIn("Class good, from 40 points", str(policy))
        self.assertEqual(error(self, usance.assess, account(), policy, 0),
                         ("OUT_OF_RANGE", "/period_days"))

    def test_exposure_is_checked(self):
        policy = {"classes": [{"class": "open"}, {"class": "orders"}],
                  "without_limit": "no check", "watch_above": "90%",
                  "refuse_orders": "hold", "refuse_deliveries": "stop"}
        parties = [{"id": "C-7", "open": "500.00",
                    "limits": [{"amount": Decimal("1000.00")}]}]
        check = {"party": "C-7", "point": "order", "day": "2024-03-31",
                 "currency": "EUR"}
        for amount, state, allowed in [("400.00", "ok", True),
                                       ("400.01", "watch", True),
                                       ("500.01", "hold", False)]:
            made = usance.exposure(policy, parties, amount=amount, **check)
            self.assertEqual((made.state, made.allowed), (state, allowed))
        self.assertEqual(made.rule, "limit")
        self.assertEqual(
            [reason[:4] for reason in made.reasons],
            [("limit", "C-7", "hold", False)])
        self.assertIn("1000.01 EUR", made.reasons[0].why)
        self.assertEqual(
            made.parties,
            [("C-7", Decimal("500.00"), Decimal("1000.01"), Decimal("0.00"),
              Decimal("1000.00"), Decimal("-0.01"))])
        free = usance.exposure(policy, [{"id": "C-7"}], amount="1.00", **check)
        self.assertEqual(
            (free.state, free.allowed, free.rule, free.reasons),
            ("no check", True, None, []))
        self.assertEqual((free.parties[0].limit, free.parties[0].available),
                         (None, None))
        self.assertEqual(
            error(self, usance.exposure, policy, parties,
                  **check | {"party": "X"}), ("UNKNOWN_NAME", "/party"))


class Portfolios(unittest.TestCase):
    def test_metrics_add_up(self):
        one = usance.Portfolio(account()).metrics()
        self.assertEqual(
            (one["first"], one["last"], one["currency"], one["sales"],
             one["collected"], one["closing"], one["not_due"]),
            (date(2023, 4, 2), date(2024, 3, 31), "EUR", Decimal("1050.00"),
             Decimal("400.00"), Decimal("650.00"), Decimal("50.00")))
        self.assertEqual(one["dso"], Fraction(650, 1050) * 365)
        self.assertEqual(one["average_days_to_pay"], 50)
        self.assertIsNone(one["promises_kept"])
        two = usance.Portfolio(account(), account()).metrics()
        self.assertEqual((two["sales"], two["dso"]),
                         (Decimal("2100.00"), one["dso"]))

    def test_a_forecast_adds_up(self):
        made = usance.Portfolio(account(), settle_days=30).forecast(
            "half up", bucket_count=2)
        # Of 1000.00 in the record 400.00 came 20 days late; 600.00 later. Of
        # the 50.00, 40 % come on 9 May, behind both weeks.
        self.assertEqual([tuple(bucket) for bucket in made.buckets], [
            (date(2024, 4, 1), date(2024, 4, 7), 0, 0, 0),
            (date(2024, 4, 8), date(2024, 4, 14), 0, 0, 0)])
        self.assertEqual((made.later, made.withheld, made.total),
                         (Decimal("650.00"), 0, Decimal("650.00")))
        weeks = usance.Portfolio(account(), settle_days=30).forecast(
            "half up", bucket_count=6).buckets
        self.assertEqual([bucket.expected for bucket in weeks],
                         [0, 0, 0, 0, 0, Decimal("20.00")])

    def test_what_does_not_belong_together(self):
        portfolio = usance.Portfolio(account())
        self.assertEqual(error(self, portfolio.add, account("2024-03-30")),
                         ("CONFLICT", "/from"))
        self.assertEqual(error(self, portfolio.add, account(currency="USD")),
                         ("CURRENCY_MISMATCH", "/currency"))
        self.assertEqual(portfolio.metrics()["sales"], Decimal("1050.00"))
        self.assertEqual(error(self, usance.Portfolio, account(), days=0),
                         ("OUT_OF_RANGE", "/days"))


class Documentation(unittest.TestCase):
    def test_the_examples_run(self):
        found = doctest.testmod(_recovery, extraglobs={"usance": usance})
        self.assertGreater(found.attempted, 0)
        self.assertEqual(found.failed, 0)


if __name__ == "__main__":
    unittest.main()
