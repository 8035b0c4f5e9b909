"""When an invoice is due, and what paying late costs."""
import collections
import collections.abc
import datetime
import decimal
import json
from typing import Any, NamedTuple

from . import abi
from ._accrual import FxTable, Rates, Segment, to_interest, to_segments
from ._date import Calendar, to_calendar
from ._low import CHOICES
from ._values import (Amount, Day, call, digits_of, one_of, put,
                      required_minor, to_amount, to_amounts, to_context, to_day,
                      to_minor, to_period, to_share)


class Terms:
    """Payment terms as people write them; calendars are those that their
    steps name, such as roll(following, site).

    >>> str(usance.Terms("2%/10, n/30"))
    '2/10 net 30'
    """

    __slots__ = ("_handle",)

    def __init__(self, text: str,
                 calendars: collections.abc.Iterable[Calendar | str] = ()):
        self._handle = call(abi.terms_parse, "terms", text=text)
        for calendar in calendars:
            self._handle = call(abi.terms_with_calendar, terms=self,
                                calendar=to_calendar(calendar))

    def sentence(self, language: str) -> str:
        """The terms in words for a contract: en, de, fr or es.

        >>> usance.Terms("net 0").sentence("en")
        'Payment of the invoice amount is due on the date of the invoice.'
        """
        return call(abi.terms_sentence, terms=self, language=language)

    def __str__(self):
        return abi.terms_format(terms=self)

    def __repr__(self):
        return f"Terms({str(self)!r})"


class Discount(NamedTuple):
    """What paying until a day, inclusive, earns: pay + discount = amount."""
    until: datetime.date
    discount: decimal.Decimal
    pay: decimal.Decimal
    grace_days: int = 0  # after until, in which it is granted all the same


class Step(NamedTuple):
    """What a step of the terms did to the date, and why where it chose."""
    before: datetime.date
    after: datetime.date
    step: str


class Due(NamedTuple):
    """What is due on a day, and the steps that led to it."""
    due: datetime.date
    amount: decimal.Decimal
    discounts: tuple[Discount, ...]
    because: tuple[Step, ...]


class Settlement(NamedTuple):
    """What settles an amount on a day: pay, of open less discount."""
    pay: decimal.Decimal
    discount: decimal.Decimal
    open: decimal.Decimal
    grace_days_used: int


class PaymentOption(NamedTuple):
    """One way to settle an amount: pay = amount - discount + charges.

    The marks are those of the rates behind the charges of the whole answer.
    """
    by: datetime.date  # the last day for it; with charges, the day itself
    pay: decimal.Decimal
    discount: decimal.Decimal
    charges: decimal.Decimal
    provisional: bool = False
    confidence: str | None = None


def _terms(terms):
    return terms if isinstance(terms, Terms) else Terms(terms)


def _given(terms, *, amount, currency, net_amount=None, calendar=None,
           **invoice):
    """What functions of an invoice and its terms take."""
    invoice.update(currency=currency,
                   amount=required_minor("amount", amount, currency),
                   net=to_minor("net_amount", net_amount, currency))
    return {"terms": _terms(terms), "calendar": to_calendar(calendar),
            "invoice": invoice}


def due_dates(terms: Terms | str, *, date: Day, amount: Amount, currency: str,
              net_amount: Amount | None = None, delivery: Day | None = None,
              receipt: Day | None = None, acceptance: Day | None = None,
              order: Day | None = None, posting: Day | None = None,
              statement: Day | None = None, shipment: Day | None = None,
              arrival: Day | None = None, lc: Day | None = None,
              milestone: Day | None = None, rounding: str | None = None,
              residual: str | None = None, excess: str | None = None,
              discount_base: str | None = None,
              calendar: Calendar | str | None = None) -> list[Due]:
    """What of an invoice is due when; percentages need a rounding, and those
    off the amount a discount_base.

    >>> invoice, = usance.due_dates(
    ...     "2/10 net 30", date="2026-01-10", amount="1000.00", currency="EUR",
    ...     rounding="half up", discount_base="gross")
    >>> print(invoice.due, invoice.discounts[0].until, invoice.discounts[0].pay)
    2026-02-09 2026-01-20 980.00
    """
    digits = digits_of(currency)
    given = _given(
        terms, date=date, amount=amount, currency=currency,
        net_amount=net_amount, delivery=delivery, receipt=receipt,
        acceptance=acceptance, order=order, posting=posting,
        statement=statement, shipment=shipment, arrival=arrival, lc=lc,
        milestone=milestone, rounding=rounding, residual=residual,
        excess=excess, discount_base=discount_base, calendar=calendar)
    lines = call(abi.terms_due_dates, **given)
    offers = call(abi.terms_discounts, **given)
    discounts = collections.defaultdict(list)
    for line, until, off, pay, grace in zip(*offers):
        discounts[int(line)].append(Discount(
            to_day(until), *to_amounts((off, pay), digits), int(grace)))
    trace = call(abi.terms_trace, **given)
    because = collections.defaultdict(list)
    for row, (line, before, after) in enumerate(
            zip(trace.line, trace.before, trace.after)):
        because[int(line)].append(Step(
            to_day(before), to_day(after),
            call(abi.terms_trace_text, row=row, **given)))
    return [Due(to_day(due), to_amount(int(minor), digits),
                tuple(discounts[line]), tuple(because[line]))
            for line, (due, minor) in enumerate(zip(lines.due, lines.amount))]


def settle(part: Due, *, on: Day, currency: str,
           payments: collections.abc.Iterable[tuple[Day, Amount]] = (),
           partial: str, rounding: str | None = None) -> Settlement:
    """What settles a part of an invoice on a day, after payments of it, which
    are pairs of day and amount; partial says what paying a part earns.

    >>> invoice, = usance.due_dates(
    ...     "2/10 grace 3 net 30", date="2026-01-10", amount="1000.00",
    ...     currency="EUR", rounding="half up", discount_base="gross")
    >>> print(usance.settle(invoice, on="2026-01-22", currency="EUR",
    ...                     partial="none").pay)
    980.00
    """
    digits, payments = digits_of(currency), list(payments)
    made = call(
        abi.discount_settle, on=on, rule=partial, rounding=rounding,
        amount=to_minor("amount", part.amount, currency),
        until=[offer.until for offer in part.discounts],
        discount=[to_minor("discount", offer.discount, currency)
                  for offer in part.discounts],
        grace_days=[offer.grace_days for offer in part.discounts],
        paid_on=[day for day, _ in payments],
        paid=[to_minor("payments", paid, currency) for _, paid in payments])
    return Settlement(*to_amounts((made.pay, made.discount, made.open), digits),
                      made.grace_days_used)


def payment_options(terms: Terms | str, *, amount: Amount, currency: str,
                    policy: "LatePolicy | None" = None,
                    late: collections.abc.Iterable[Day] = (),
                    fx: FxTable | None = None,
                    **invoice: Any) -> list[tuple[PaymentOption, ...]]:
    """What to pay by when, for each line of the terms; `invoice` as in
    due_dates. The policy says what each day of `late` costs, with fx where its
    fixed sum is in another currency.

    >>> ways, = usance.payment_options(
    ...     "2/10 net 30", date="2026-01-10", amount="1000.00", currency="EUR",
    ...     rounding="half up", discount_base="gross")
    >>> for way in ways:
    ...     print(way.by, way.pay)
    2026-01-20 980.00
    2026-02-09 1000.00
    """
    digits = digits_of(currency)
    made = call(abi.payment_options, late=list(late),
                policy=_with_fx(policy, fx) if policy else None,
                **_given(terms, amount=amount, currency=currency, **invoice))
    rows = collections.defaultdict(list)
    for line, by, *amounts in zip(made.line, made.by, made.pay, made.discount,
                                  made.charges):
        pay, discount, charges = to_amounts(amounts, digits)
        marks = (made.provisional, made.confidence) if charges else ()
        rows[int(line)].append(PaymentOption(to_day(by), pay, discount,
                                             charges, *marks))
    return [tuple(rows[line]) for line in sorted(rows)]


def due_dates_columns(terms: Terms | str, *, date, amount_minor, currency: str,
                      net_amount_minor=None, delivery=None, receipt=None,
                      acceptance=None, order=None, posting=None, statement=None,
                      shipment=None, arrival=None, lc=None, milestone=None,
                      calendar=None, errors="raise", **invoice: Any):
    """due_dates of many invoices: (due, due_unadjusted, due_amount, status),
    as many rows for each invoice as the terms have lines.

    What the invoices have is a column, or one value for all of them; null in a
    column is an event that an invoice does not have. `invoice` says how terms
    become amounts: rounding, residual, excess, discount_base.
    """
    invoice["currency"] = currency
    columns = put(invoice, {}, date=date, amount=amount_minor,
                  net=net_amount_minor, delivery=delivery, receipt=receipt,
                  acceptance=acceptance, order=order, posting=posting,
                  statement=statement, shipment=shipment, arrival=arrival,
                  lc=lc, milestone=milestone)
    return call(abi.terms_due_dates_columns, terms=_terms(terms),
                invoice=invoice, calendar=to_calendar(calendar), errors=errors,
                **columns)


class LatePolicy:
    """What paying late costs under a contract; immutable.

    Interest with a rate and a day_count; fees are dicts of id, basis, amount
    or percent, rounding, minimum, maximum, after_days, every, max_count,
    trigger, grouping; compensation is {invoice amount from which: fixed sum};
    cap an amount or a percentage of the invoice such as "20%", of cap_scope.

    scales are dicts of tiers {size from which: (sum, percentage)} and minimum,
    maximum, rounding, per, size, from_day; caps dicts of scope, action, amount
    or percent, rounding and rule. contract_rates, a Rates, is an interest that
    the contract charges in any case; contract_mode says what the default rate
    does beside it.
    """

    __slots__ = ("_handle", "currency", "_unit")

    def __init__(self, *, currency: str, rate: str | Rates | None = None,
                 day_count: str | None = None, rounding: str | None = None,
                 compounding: str | None = None, rest: str | None = None,
                 regime: str = "per booking", unknown_rate: str | None = None,
                 grace_days: int = 0, interest_start: str | None = None,
                 fees: collections.abc.Iterable[dict] = (),
                 compensation: collections.abc.Mapping | None = None,
                 cap: Amount | None = None, cap_rounding: str | None = None,
                 cap_action: str | None = None, cap_scope: str | None = None,
                 fixing: str | None = None, rests_per_year: int | None = None,
                 interest_wait_days: int = 0,
                 delinquency_days: int | None = None,
                 stop_after: str | None = None,
                 interest_minimum: Amount | None = None,
                 minimum_claim: Amount | None = None,
                 contract_rates: Rates | None = None,
                 contract_mode: str | None = None,
                 scales: collections.abc.Iterable[dict] = (),
                 caps: collections.abc.Iterable[dict] = (), **context: Any):
        self.currency = currency
        digits_of(currency)
        spec, rates, self._unit = to_interest(
            rate, rest, currency=currency, day_count=day_count,
            rounding=rounding, compounding=compounding, regime=regime,
            unknown_rate=unknown_rate, grace_days=grace_days,
            interest_start=interest_start, cap_rounding=cap_rounding,
            cap_action=cap_action, cap_scope=cap_scope, fixing=fixing,
            rests_per_year=rests_per_year,
            interest_wait_days=interest_wait_days,
            delinquency_days=delinquency_days,
            interest_minimum=to_minor("interest_minimum", interest_minimum,
                                      currency),
            minimum_claim=to_minor("minimum_claim", minimum_claim, currency))
        spec.update(to_period("stop_after", stop_after, "stop_after"))
        if isinstance(cap, str) and cap.endswith("%"):
            spec["cap_share_e12"] = to_share("cap", cap)
        else:
            spec["cap_amount"] = to_minor("cap", cap, currency)
        self._handle = call(abi.late_policy_create, spec=spec, rates=rates,
                            context=to_context(**context))
        for fee in fees:
            self._add_fee(**fee)
        if compensation:
            self._handle = call(
                abi.late_policy_with_compensation, policy=self, scale=None,
                share_e12=None, from_=[to_minor("compensation", least, currency)
                       for least in compensation],
                amount=[to_minor("compensation", fixed, currency)
                        for fixed in compensation.values()])
        for scale in scales:
            self._add_scale(**scale)
        for one in caps:
            self._add_cap(**one)
        if contract_rates is not None:
            self._handle = call(abi.late_policy_with_contract_rate,
                                policy=self, rates=contract_rates,
                                mode=contract_mode)

    def sentence(self, language: str) -> str:
        """What paying late costs, in words for a contract: en, de, fr or es.

        >>> usance.LatePolicy(currency="EUR", compensation={"0": "40.00"}
        ...                   ).sentence("en")
        'For each invoice that is paid late, a fixed sum of 40.00\\xa0EUR is due.'
        """
        return call(abi.late_policy_sentence, policy=self, language=language)

    def _add_scale(self, *, tiers, minimum=None, maximum=None, **scale):
        amounts = [("minimum", minimum), ("maximum", maximum)]
        for name, value in amounts:
            scale[name] = to_minor(name, value, self.currency)
        self._handle = call(
            abi.late_policy_with_compensation, policy=self, scale=scale,
            from_=[to_minor("tiers", least, self.currency) for least in tiers],
            amount=[to_minor("tiers", fixed, self.currency)
                    for fixed, _ in tiers.values()],
            share_e12=[to_share("tiers", part) for _, part in tiers.values()])

    def _add_cap(self, *, amount=None, percent=None, rule="", **cap):
        cap["amount"] = to_minor("amount", amount, self.currency)
        cap["share_e12"] = to_share("percent", percent)
        self._handle = call(abi.late_policy_with_cap, policy=self, rule=rule,
                            cap=cap)

    @classmethod
    def parse(cls, policy: dict | str, currency: str,
              book: "Any" = None) -> "LatePolicy":
        """The policy of a late_charges request, as a dict or JSON: all that a
        policy can say. book has the series that its rates may name.

        >>> usance.LatePolicy.parse({"compensation": [
        ...     {"from": "0.00", "amount": "40.00"}]}, "EUR").currency
        'EUR'
        """
        text = policy if isinstance(policy, str) else json.dumps(policy)
        return cls._of(call(abi.late_policy_parse, text=text, currency=currency,
                            book=book), currency)

    @classmethod
    def _of(cls, handle, currency):
        policy = cls.__new__(cls)
        policy._handle, policy.currency, policy._unit = handle, currency, "year"
        return policy

    def _add_fee(self, *, id, amount=None, percent=None, minimum=None,
                 maximum=None, every=None, **fee):
        for name, value in [("amount", amount), ("minimum", minimum),
                            ("maximum", maximum)]:
            fee[name] = to_minor(name, value, self.currency)
        fee["share_e12"] = to_share("percent", percent)
        fee.update(to_period("every", every, "every"))
        self._handle = call(abi.late_policy_with_fee, policy=self, id=id,
                            fee=fee)


class LateInstallment(NamedTuple):
    """One due amount of an invoice: it is late and bears by itself. Of the
    segments of the whole the next segment_count are its own."""
    due: datetime.date
    amount: decimal.Decimal
    state: str
    days_past_due: int
    interest: decimal.Decimal
    compensation: decimal.Decimal
    outstanding_principal: decimal.Decimal
    segment_count: int


class LateCharges(NamedTuple):
    """What a late invoice costs; the parts are never mixed.
    compensation_unknown is why compensation and total are without the fixed
    sum of a law: RATE_UNKNOWN. source and version name the series of rates that
    was read, law and law_version the law; loaded and law_loaded say that they
    are not the built-in ones. installments are the due amounts of an invoice in
    several."""
    days_past_due: int
    interest: decimal.Decimal
    compensation: decimal.Decimal
    fees: decimal.Decimal
    over_cap: decimal.Decimal
    total: decimal.Decimal
    outstanding_principal: decimal.Decimal
    outstanding_charges: decimal.Decimal
    unapplied: decimal.Decimal
    known_through: datetime.date | None
    provisional: bool
    confidence: str | None
    segments: tuple[Segment, ...]
    state: str
    contract_interest: decimal.Decimal
    to_minimum: decimal.Decimal
    below_minimum: decimal.Decimal
    excess_count: int
    compensation_unknown: str | None = None
    over_ceiling_count: int = 0
    source: str = ""
    version: str = ""
    loaded: bool = False
    law: str = ""
    law_version: str = ""
    law_loaded: bool = False
    installments: tuple[LateInstallment, ...] = ()


def late_charges(policy: LatePolicy, *, amount: Amount, as_of: Day,
                 due: Day | None = None,
                 payments: collections.abc.Iterable[tuple] = (),
                 apply_to: str | None = None,
                 calendar: Calendar | str | None = None,
                 installments: collections.abc.Iterable[
                     tuple[Day, Amount]] = (),
                 notices: collections.abc.Iterable[tuple[Day, int]] = (),
                 pauses: collections.abc.Iterable[
                     tuple[Day, Day | None]] = (),
                 fx: FxTable | None = None) -> LateCharges:
    """What an invoice costs at the end of the day as_of. Payments are (day,
    amount), or (day, amount, day on which it came back), and need apply_to.

    In place of due, installments are (due day, amount). Notices to the debtor
    are (day, level). Interest does not bear on pauses, (first day, first day
    on which it does again, or None). fx is for a fixed sum in another currency.

    >>> policy = usance.LatePolicy(currency="EUR", rate="8%",
    ...     day_count="act/365f", rounding="half up")
    >>> print(usance.late_charges(policy, amount="1000.00", due="2026-01-31",
    ...                           as_of="2026-03-02").interest)
    6.58
    """
    currency, installments = policy.currency, list(installments)
    one_of(due=due, installments=installments or None)
    if installments:
        due = installments[0][0]
    payments = [(*payment, None)[:3] for payment in payments]
    notices, pauses = list(notices), list(pauses)
    asked = dict(
        policy=_with_fx(policy, fx), calendar=to_calendar(calendar),
        invoice={"due": due, "as_of": as_of, "apply_to": apply_to,
                 "amount": required_minor("amount", amount, currency)},
        installment_due=[day for day, _ in installments],
        installment_amount=[required_minor("installments", part, currency)
                            for _, part in installments],
        paid_on=[day for day, _, _ in payments],
        paid=[required_minor("payments", paid, currency)
              for _, paid, _ in payments],
        returned_on=[returned for _, _, returned in payments],
        noticed_on=[day for day, _ in notices],
        notice_level=[level for _, level in notices],
        pause_start=[start for start, _ in pauses],
        pause_end=[end for _, end in pauses])
    made = call(abi.late_charges_full, **asked)
    made, parts = made.charges, made[1:]
    digits = digits_of(currency)
    rows = ()
    if installments:
        rows = _installments(installments, asked["installment_amount"], digits,
                             call(abi.late_charges_installments, **asked))
    amounts = {name: to_amount(getattr(made, name), digits)
               for name in (*LateCharges._fields[1:9], "contract_interest",
                            "to_minimum", "below_minimum")}
    return LateCharges(
        made.days_past_due, **amounts, known_through=made.known_through,
        provisional=made.provisional, confidence=made.confidence,
        segments=to_segments(parts, digits, policy._unit),
        state=made.state, excess_count=made.excess_count,
        compensation_unknown=made.compensation_unknown,
        over_ceiling_count=made.over_ceiling_count, source=made.source,
        version=made.version, loaded=bool(made.loaded), law=made.law,
        law_version=made.law_version, law_loaded=bool(made.law_loaded),
        installments=rows)


def _with_fx(policy, fx):
    return policy if fx is None else call(abi.late_policy_with_fx,
                                          policy=policy, fx=fx)


def _installments(given, amounts, digits, made):
    states = {number: name for name, number in CHOICES["late_state"].items()}
    return tuple(
        LateInstallment(
            day if isinstance(day, datetime.date)
            else datetime.date.fromisoformat(day), to_amount(amount, digits),
            states[int(state)], int(days), *to_amounts(sums, digits),
            int(count))
        for (day, _), amount, state, days, *sums, count in zip(
            given, amounts, *made))


def late_charges_columns(policy: LatePolicy, *, due, amount_minor, as_of: Day,
                         apply_to: str | None = None, paid_row=(), paid_on=(),
                         paid_minor=(), calendar=None, errors="raise",
                         fx: FxTable | None = None):
    """late_charges of many invoices: (days_past_due, interest, compensation,
    fees, total, outstanding_principal, outstanding_charges, status).

    due and amount_minor are columns, or one value for all invoices. Payments
    are three columns; paid_row is the invoice, from 0, and never falls.
    """
    invoice = {"as_of": as_of, "apply_to": apply_to}
    columns = put(invoice, {}, due=due, amount=amount_minor)
    return call(abi.late_charges_columns, policy=_with_fx(policy, fx),
                invoice=invoice,
                paid_row=paid_row, paid_on=paid_on, paid=paid_minor,
                calendar=to_calendar(calendar), errors=errors, **columns)
