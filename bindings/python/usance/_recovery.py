"""Getting paid: what to do about an account, whom to trust, what will come in."""
import datetime
import decimal
import fractions
import json
import threading
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from . import abi
from ._account import Account, Amounts, _exact, _name
from ._codec import to_json
from ._installment import Loan
from ._statute import RateBook
from ._values import (Amount, Day, call, required_minor, to_amount, to_day,
                      to_minor)

Document = Mapping[str, Any] | str  # as a request has it, or its JSON


class NextAction(NamedTuple):
    """What a step asks for. Nothing is taken until a contact that names the
    step is in the journal."""
    step: str
    action: str
    channel: str | None  # None: no contact
    tone: str
    message: str | None
    consequences: list[str]
    items: list[str]
    open: decimal.Decimal  # of its rows, less what is held
    since: datetime.date  # on which it became possible
    attempt: int
    fee: decimal.Decimal | None  # a claim once a charge is posted
    fee_why: str | None
    window: str | None  # of the debtor's day, as 08:00-21:00
    answer: str | None
    treatment: str | None  # that the answer asks for
    why: str


class HeldBack(NamedTuple):
    """What is not done, and the first rule that says so."""
    rule: str
    items: list[str]
    step: str | None
    until: datetime.date | None
    why: str


class NextActions(NamedTuple):
    """The oldest due day first."""
    actions: list[NextAction]
    held_back: list[HeldBack]


class Sign(NamedTuple):
    """What the record shows; an amount where the sign is open."""
    sign: str
    value: int | decimal.Decimal
    points: int


class Escalation(NamedTuple):
    """What the signs of an item advise."""
    item: str
    advice: str
    points: int
    reasons: list[Sign]
    lapses_on: datetime.date | None
    why: str


class Waiver(NamedTuple):
    """An event that gives up a claim, on the day of the payment."""
    item: str | None
    component: str
    amount: decimal.Decimal


class GivenUp(NamedTuple):
    """What a payment of less than all leaves to give up."""
    open: decimal.Decimal
    pay: decimal.Decimal
    given_up: Amounts
    waivers: list[Waiver]


class PlanPart(NamedTuple):
    """What a row of a plan pays on a debt."""
    row: int  # of the plan, from 1
    item: str
    amount: decimal.Decimal


class FactorReason(NamedTuple):
    """What a factor of a credit policy made of its measure."""
    measure: str
    value: fractions.Fraction | None  # minor units of an amount
    points: int | None  # None: left out
    weight: int
    why: str


class Assessment(NamedTuple):
    """The class that a policy puts a customer into, and what comes with it."""
    credit_class: str
    score: fractions.Fraction
    terms: str
    limit: decimal.Decimal | None  # None: there is none
    deposit: fractions.Fraction  # of an order
    early_discount: bool
    dunning: str | None
    consequences: list[str]
    knock_out: str | None  # why the class is worse than the score's
    reasons: list[FactorReason]
    record: dict[str, Any]  # every measure that is known


class ExposureReason(NamedTuple):
    """A rule of an exposure that fired."""
    rule: str
    party: str
    state: str
    released: bool  # somebody let it pass
    why: str


class ExposureParty(NamedTuple):
    """What is at stake with the customer, or with a group above it."""
    party: str
    before: decimal.Decimal  # without what is checked
    used: decimal.Decimal
    insured: decimal.Decimal  # taken off it
    limit: decimal.Decimal | None  # None: there is none
    available: decimal.Decimal | None  # below 0 where the limit is passed


class Exposure(NamedTuple):
    """Whether more may be at stake with a customer."""
    state: str
    allowed: bool
    rule: str | None  # the one that fired
    reasons: list[ExposureReason]
    parties: list[ExposureParty]  # the customer, then the groups above it


class Forecast(NamedTuple):
    """total = buckets + later + withheld."""
    buckets: list["ForecastBucket"]
    later: decimal.Decimal
    withheld: decimal.Decimal
    total: decimal.Decimal


class ForecastBucket(NamedTuple):
    """Cash to expect in some days, both included."""
    first: datetime.date
    last: datetime.date
    expected: decimal.Decimal  # as the record has it
    promised: decimal.Decimal
    planned: decimal.Decimal


def _text(document):
    """The JSON of a document; of None, none."""
    if document is None or isinstance(document, str):
        return document or ""
    return json.dumps(_exact(document), default=to_json, ensure_ascii=False)


def _day(one, name):
    return datetime.date.fromisoformat(one[name]) if name in one else None


def _amount(one, name):
    return decimal.Decimal(one[name]) if name in one else None


def _fraction(numerator, denominator):
    """None of 0/0, which is not known."""
    return fractions.Fraction(int(numerator), int(denominator)) \
        if denominator else None


class DunningPolicy:
    """Which step follows which, as docs/collections.md has it. Immutable, for
    any number of threads.

    >>> usance.DunningPolicy({"id": "l", "scope": "item", "order": "strict",
    ...     "steps": [{"id": "1", "channels": ["email"]}]}, "EUR").currency
    'EUR'
    """

    __slots__ = ("_handle", "currency")

    def __init__(self, policy: Document, currency: str, *,
                 book: RateBook | None = None):
        self._handle = call(abi.dunning_policy_parse, text=_text(policy),
                            currency=currency, book=book)
        self.currency = currency


def next_actions(account: Account, policy: DunningPolicy,
                 debtor: Document | None = None) -> NextActions:
    """What a procedure asks for at the end of the account's day, and what it
    holds back; `debtor` is what is known beside the record."""
    made = json.loads(abi.next_actions_text(next=call(
        abi.account_next_actions, account=account, policy=policy,
        debtor=_text(debtor))))
    return NextActions(
        [NextAction(
            one["step"], one["action"], one.get("channel"), one["tone"],
            one.get("message"), one.get("consequences", []), one["items"],
            decimal.Decimal(one["open"]), _day(one, "since"), one["attempt"],
            _amount(one, "fee"), one.get("fee_why"), one.get("window"),
            one.get("answer"), one.get("treatment"), one["why"])
         for one in made["actions"]],
        [HeldBack(one["rule"], one["items"], one.get("step"),
                  _day(one, "until"), one["why"])
         for one in made["held_back"]])


def escalate(account: Account, policy: Document,
             debtor: Document | None = None) -> list[Escalation]:
    """What the signs of each item that is past due advise, the most points
    first."""
    made = json.loads(call(abi.account_escalate_text, account=account,
                           escalation=_text(policy), debtor=_text(debtor)))
    return [Escalation(
        one["item"], one["advice"], one["points"],
        [Sign(sign["sign"], decimal.Decimal(sign["value"])
              if isinstance(sign["value"], str) else sign["value"],
              sign["points"]) for sign in one["reasons"]],
        _day(one, "lapses_on"), one["why"]) for one in made["items"]]


def settlement(account: Account, pay: Amount, gives_up: Iterable[str],
               items: Iterable[str] = ()) -> GivenUp:
    """What is given up where a payment settles the items, or all of the
    account: component by component, in the order given."""
    made = call(abi.account_settle, account=account,
                pay=required_minor("pay", pay, account.currency),
                item=[account._item(item, "/items") for item in items],
                gives_up=list(gives_up))
    names, told = account._names["items"], made.settlement
    return GivenUp(
        account._amount(told.open), account._amount(told.pay),
        account._amounts(told),
        [Waiver(None if item < 0 else names[item],
                _name("component", component), account._amount(minor))
         for item, component, minor in
         zip(made.waived_item, made.component, made.amount)])


def payment_plan(loan: Loan, debts: Mapping[str, Amount], *,
                 most: Amount | None = None,
                 most_payments: int = 0) -> list[PlanPart]:
    """What each row of a plan pays on each debt: the plan of the loan's terms,
    or, with `most`, that of the fewest equal payments of which none is above
    it."""
    made = call(abi.loan_plan, loan=loan, debt=[
        required_minor("debts", debt, loan.currency) for debt in debts.values()],
        most=to_minor("most", most, loan.currency), most_payments=most_payments)
    items, digits = list(debts), made.totals.digits
    return [PlanPart(int(row) + 1, items[debt], to_amount(int(minor), digits))
            for row, debt, minor in
            zip(made.row, made.paid_debt, made.part)]


class CreditPolicy:
    """What customers are judged by, as docs/credit.md has it. Immutable, for
    any number of threads."""

    __slots__ = ("_handle", "currency")

    def __init__(self, policy: Document, currency: str):
        self._handle = call(abi.credit_policy_parse, text=_text(policy),
                            currency=currency)
        self.currency = currency

    def __str__(self):
        """In plain words, for a contract."""
        return abi.credit_policy_text(policy=self._handle)


def assess(account: Account, policy: CreditPolicy, period_days: int, *,
           score: int | None = None, insolvency: bool | None = None,
           legal_disputes: int | None = None,
           other_jurisdiction: bool | None = None,
           equity: Amount | None = None) -> Assessment:
    """Judges a customer by the record of its account, and by what is known
    beside it."""
    given = dict(
        account=account, policy=policy, period_days=period_days,
        external=dict(
            insolvency=-1 if insolvency is None else int(insolvency),
            other_jurisdiction=-1 if other_jurisdiction is None
            else int(other_jurisdiction),
            score=score, legal_disputes=legal_disputes,
            equity=to_minor("equity", equity, account.currency)))
    made = call(abi.account_assess, **given)
    said = json.loads(abi.account_assess_text(**given))
    told = made.assessment
    return Assessment(
        said["class"],
        fractions.Fraction(told.score_numerator, told.score_denominator),
        said["terms"], _amount(said, "limit"),
        fractions.Fraction(told.deposit_numerator, told.deposit_denominator),
        told.early_discount, said.get("dunning"), said["consequences"],
        said.get("knock_out"),
        [FactorReason(one["measure"], _fraction(numerator, denominator),
                      one.get("points"), one["weight"], one["why"])
         for one, numerator, denominator in
         zip(said["reasons"], made.value_numerator, made.value_denominator)],
        said["record"])


def exposure(policy: Document, parties: Iterable[Mapping[str, Any]] | str, *,
             party: str, point: str, day: Day, currency: str,
             amount: Amount = 0, advance: Amount = 0,
             counted: Amount = 0) -> Exposure:
    """Whether more may be at stake with a customer; `policy`, `parties` and
    the amounts are those of exposure in docs/requests.md."""
    minors = {name: required_minor(name, value, currency)
              for name, value in [("amount", amount), ("advance", advance),
                                  ("counted", counted)]}
    text = parties if isinstance(parties, str) else json.dumps(
        _exact(list(parties)), default=to_json, ensure_ascii=False)
    said = json.loads(call(
        abi.credit_check_text, party=party, policy=_text(policy), parties=text,
        check=dict(day=day, point=point, currency=currency,
                                **minors)))
    return Exposure(
        said["state"], said["allowed"], said.get("rule"),
        [ExposureReason(one["rule"], one["party"], one["state"],
                        one["released"], one["why"])
         for one in said["reasons"]],
        [ExposureParty(one["party"], decimal.Decimal(one["before"]),
                       decimal.Decimal(one["used"]),
                       decimal.Decimal(one["insured"]), _amount(one, "limit"),
                       _amount(one, "available"))
         for one in said["parties"]])


class Portfolio:
    """Accounts of one currency as of one day, for metrics and a forecast; it
    only grows. Threads may share it."""

    __slots__ = ("_handle", "_lock")

    def __init__(self, account: Account, *more: Account, days: int = 365,
                 settle_days: int = 90, record_days: int = 365):
        self._lock = threading.Lock()
        self._handle = call(abi.portfolio_create, account=account,
                            spec=dict(days=days,
                                                   settle_days=settle_days,
                                                   record_days=record_days))
        for one in more:
            self.add(one)

    def add(self, account: Account) -> None:
        """Adds another account, of the same currency and day."""
        with self._lock:
            call(abi.portfolio_add, portfolio=self._handle, account=account)

    def metrics(self) -> dict[str, Any]:
        """How well the accounts are collected: docs/metrics.md. Days and shares
        are exact fractions; what is not defined is None."""
        with self._lock:
            made = abi.portfolio_metrics(portfolio=self._handle)
        found: dict[str, Any] = {}
        for name in made._fields:
            value = getattr(made, name)
            if name.endswith("_numerator"):
                name = name.removesuffix("_numerator")
                value = _fraction(value, getattr(made, f"{name}_denominator"))
            elif name in ("opening", "sales", "collected", "closing",
                          "not_due"):
                value = to_amount(value, made.digits)
            elif name == "digits" or name.endswith("_denominator"):
                continue
            found[name] = value
        return found

    def forecast(self, rounding: str, *, bucket_days: int = 7,
                 bucket_count: int = 13) -> Forecast:
        """The cash to expect of open claims, as the record has it."""
        with self._lock:
            made = call(abi.portfolio_forecast, portfolio=self._handle,
                        spec=dict(bucket_days=bucket_days,
                                              bucket_count=bucket_count,
                                              rounding=rounding))
        told, digits = made.forecast, made.forecast.digits
        return Forecast(
            [ForecastBucket(to_day(first), to_day(last),
                            *(to_amount(int(minor), digits)
                              for minor in amounts))
             for first, last, *amounts in zip(*made[:5])],
            to_amount(told.later, digits), to_amount(told.withheld, digits),
            to_amount(told.total, digits))
