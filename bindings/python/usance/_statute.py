"""What the law says: published rates, laws on late payment, limitation."""
import collections.abc
import datetime
import decimal
from typing import Any, NamedTuple

from . import abi
from ._accrual import FxTable, Rates
from ._date import Calendar, to_calendar
from ._terms import LateCharges, LatePolicy, late_charges
from ._values import (Amount, Day, call, digits_of, put, required_minor,
                      to_amount, to_day, to_period, to_rate_fields)


class RateRow(NamedTuple):
    """The rate from a day on, and how far it can be trusted."""
    start: datetime.date
    rate: str
    confidence: str
    source: str


class RateSeries(NamedTuple):
    """A series and how far it reaches; marks counts rows by confidence, loaded
    says that it is not the built-in one."""
    id: str
    title: str
    version: str
    kind: str
    unit: str
    first: datetime.date
    last: datetime.date
    known_through: datetime.date | None
    marks: dict[str, int]
    gaps: tuple[tuple[datetime.date, datetime.date], ...]
    loaded: bool = False


class RateBook:
    """Published rate series: the built-in ones, and those loaded in their
    place. Immutable, for any number of threads.

    >>> usance.RateBook().on("de_basiszinssatz", "2023-06-30").rate
    '1.62%'
    """

    __slots__ = ("_handle",)

    def __init__(self) -> None:
        self._handle = abi.rate_book_create()

    def load(self, text: str) -> "RateBook":
        """The book that also has the series of a text, as `usance rates ID
        --format csv` prints it, in place of one of the same id."""
        book = RateBook.__new__(RateBook)
        book._handle = abi.rate_book_load(book=self, text=text)
        return book

    def ids(self) -> list[str]:
        """The ids of all series, in order."""
        return [abi.rate_book_at(book=self, index=index).id
                for index in range(abi.rate_book_count(book=self))]

    def find(self, id: str) -> RateSeries:
        """One series by its id."""
        made = abi.rate_book_find(book=self, id=id)
        gaps = abi.rate_book_gaps(book=self, id=id)
        marks = {name: getattr(made, f"{name}_count") for name in _MARKS}
        return RateSeries(
            made.id, made.title, made.version, made.kind, made.unit,
            made.first, made.last, made.known_through,
            {name: count for name, count in marks.items() if count},
            tuple((to_day(start), to_day(end))
                  for start, end in zip(gaps.start, gaps.end)),
            bool(made.loaded))

    def on(self, id: str, day: Day) -> RateRow:
        """The row of one day."""
        made = abi.rate_book_on(book=self, id=id, day=day)
        unit = abi.rate_book_find(book=self, id=id).unit
        return RateRow(made.start,
                       abi.rate_format(rate_e12=made.rate_e12, unit=unit),
                       made.confidence, made.source)

    def rates(self, id: str, *, margin: str | None = None,
              floor: str | None = None, cap: str | None = None,
              multiple: str | None = None, rounding: str | None = None,
              rounded: str | None = None) -> Rates:
        """The series as Rates, with what the law adds."""
        unit = abi.rate_book_find(book=self, id=id).unit
        spec: dict[str, Any] = {"rounding": rounding, "rounded": rounded,
                                "unit": unit}
        for name, text in [("margin", margin), ("floor", floor), ("cap", cap),
                           ("increment", multiple)]:
            if text is not None:
                fields, spec["unit"] = to_rate_fields(name, text, name)
                spec.update(fields)
        return Rates._of(call(abi.rate_book_rates, book=self, id=id,
                              spec=spec), unit)


class StatuteTerms(NamedTuple):
    """What a law makes of a debt; weakest is the mark of a fact that is to be
    checked before it is relied on, or None. source and source_version name the
    series of rates; loaded and law_loaded say that series and law are not the
    built-in ones; schedule has the due days of a payment schedule."""
    version: str
    contract_date: datetime.date
    due: datetime.date
    first_bearing: datetime.date
    weakest: str | None
    policy: LatePolicy
    law: str
    source: str
    source_version: str
    loaded: bool
    law_loaded: bool
    schedule: tuple[datetime.date, ...] = ()


class StatuteVersion(NamedTuple):
    """A version of a law, for contracts (or due days, where the law says so)
    from start on and before before. source is the id of its series of rates,
    None where the rate is the law's own; refuses is why it gives no figures."""
    id: str
    start: datetime.date | None
    before: datetime.date | None
    source: str | None
    refuses: str | None


class BeforeDue(NamedTuple):
    """What a debt bears before it is due, from first to last; none where last
    is before first."""
    first: datetime.date
    last: datetime.date
    interest: decimal.Decimal
    confidence: str


class Statute:
    """A law on late payment, by its id or alias, or from text as data/statutes
    has it: then loaded is true, and in_place_of the built-in law whose name it
    has. Immutable, for any number of threads.

    >>> print(usance.Statute("uk").late_charges(
    ...     amount="10000.00", due="2023-05-31", as_of="2024-02-29",
    ...     rounding="half up").interest)
    863.29
    """

    __slots__ = ("_handle", "id", "name", "country", "currency", "parties",
                 "known_through", "loaded", "in_place_of", "versions")

    def __init__(self, id: str | None = None, *, text: str | None = None):
        if (id is None) == (text is None):
            raise TypeError("give exactly one of id and text")
        self._handle = abi.statute_find(id=id) if text is None else \
            abi.statute_parse(text=text)
        facts = abi.statute_describe(statute=self)
        self.id, self.name = facts.id, facts.name
        self.country, self.currency = facts.country, facts.currency or None
        self.parties = facts.parties
        self.known_through = facts.known_through
        self.loaded = bool(facts.loaded)
        self.in_place_of = facts.in_place_of or None
        made = (abi.statute_version_at(statute=self, index=index)
                for index in range(facts.version_count))
        self.versions = tuple(
            StatuteVersion(one.id, one.start, one.before, one.source or None,
                           one.refuses) for one in made)

    def apply(self, *, rounding: str, regime: str = "per booking",
              book: RateBook | None = None,
              calendar: Calendar | str | None = None,
              schedule: collections.abc.Iterable[Day] = (),
              fx: FxTable | None = None, **debt: Any) -> StatuteTerms:
        """The version, the due day and the policy for a debt: parties,
        contract_date, due, performance, invoice, acceptance, demand,
        claimable, advance, grossly_unfair, told, currency, day_count, fixing,
        unknown_rate, collected, compensation_per. In place of its days, a
        schedule of agreed ones; fx is for sums in another currency."""
        given = dict(statute=self, book=_book(book, fx),
                     debt={"rounding": rounding, "regime": regime} | debt,
                     calendar=to_calendar(calendar))
        schedule = list(schedule)
        made = call(abi.statute_apply_schedule, agreed=schedule, **given) \
            if schedule else call(abi.statute_apply, **given)
        policy = LatePolicy._of(made.policy,
                                debt.get("currency") or self.currency)
        terms = made.terms
        return StatuteTerms(terms.version, terms.contract_date, terms.due,
                            terms.first_bearing, terms.weakest, policy,
                            terms.law, terms.source, terms.source_version,
                            bool(terms.loaded), bool(terms.law_loaded),
                            tuple(to_day(day) for day in made.due)
                            if schedule else ())

    def interest_before_due(self, *, amount: Amount, as_of: Day,
                            payments: collections.abc.Iterable[
                                tuple[Day, Amount]] = (),
                            rounding: str, regime: str = "per booking",
                            book: RateBook | None = None,
                            calendar: Calendar | str | None = None,
                            **debt: Any) -> "BeforeDue":
        """What the law lets the debt of apply bear before it is due, beside
        what paying late costs.

        >>> print(usance.Statute("pl").interest_before_due(
        ...     amount="10000.00", performance="2024-01-31",
        ...     invoice="2024-02-05", due="2024-04-05", as_of="2024-06-30",
        ...     rounding="half up").interest)
        76.03
        """
        currency = debt.get("currency") or self.currency
        payments = list(payments)
        made = call(
            abi.statute_interest_before_due, statute=self, book=_book(book, None),
            debt={"rounding": rounding, "regime": regime} | debt,
            amount=required_minor("amount", amount, currency), as_of=as_of,
            paid_on=[day for day, _ in payments],
            paid=[required_minor("payments", paid, currency)
                  for _, paid in payments], calendar=to_calendar(calendar))
        return BeforeDue(made.first, made.last,
                         to_amount(made.interest, digits_of(currency)),
                         made.confidence)

    def late_charges(self, *, amount: Amount, as_of: Day,
                     payments: collections.abc.Iterable[
                         tuple[Day, Amount]] = (),
                     apply_to: str | None = None,
                     installments: collections.abc.Iterable[
                         tuple[Day, Amount]] = (),
                     pauses: collections.abc.Iterable[
                         tuple[Day, Day | None]] = (),
                     **debt: Any) -> LateCharges:
        """What an invoice costs under the law at the end of the day as_of; the
        debt is that of apply, confidence the weakest mark of rates and law. In
        place of its days, installments are (agreed day, amount)."""
        parts = list(installments)
        terms = self.apply(schedule=[day for day, _ in parts], **debt)
        return late_charges(
            terms.policy, amount=amount, due=None if parts else terms.due,
            installments=list(zip(terms.schedule,
                                  (part for _, part in parts))),
            as_of=as_of, payments=payments, apply_to=apply_to, pauses=pauses)

    def late_charges_columns(self, *, due, amount_minor, as_of: Day,
                             rounding: str, regime: str = "per booking",
                             contract_date=None, book: RateBook | None = None,
                             errors="raise", fx: FxTable | None = None,
                             **debt: Any):
        """late_charges of many invoices: (days_past_due, interest,
        compensation, total, confidence, status).

        due and amount_minor are columns, contract_date is one or a day; due
        days are taken as they are. A row that lacks nothing but the fixed sum
        has status 1 (PARTIAL) under errors="keep". version_columns says what
        each row rests on.
        """
        facts = {"rounding": rounding, "regime": regime} | debt
        columns = put(facts, {}, contract_date=contract_date)
        return call(abi.statute_late_charges_columns, statute=self,
                    book=_book(book, fx), debt=facts, as_of=as_of, due=due,
                    amount=amount_minor, errors=errors, **columns)

    def version_columns(self, *, due, contract_date=None, errors="raise",
                        **debt: Any):
        """Where in versions the version of each row of late_charges_columns
        stands: (version, status).

        >>> law = usance.Statute("de")
        >>> made = law.version_columns(due=["2024-01-31"] * 2, contract_date=[
        ...     "2014-07-28", "2014-07-29"])
        >>> [law.versions[index].id for index in made.version]
        ['2002-01-01', '2014-07-29']
        """
        # Neither decides a version, and the debt of columns must have them.
        facts = {"rounding": "half up", "regime": "per booking"} | debt
        columns = put(facts, {}, contract_date=contract_date)
        return call(abi.statute_version_columns, statute=self, debt=facts,
                    due=due, errors=errors, **columns)


def _book(book, fx):
    book = book or RateBook()
    return book if fx is None else call(abi.rate_book_with_fx, book=book, fx=fx)


class Limitation(NamedTuple):
    """Until when a claim can be enforced."""
    last_day: datetime.date
    barred_from: datetime.date
    warn_from: datetime.date
    days_left: int
    expired: bool
    warning: bool
    open: bool
    confidence: str
    law: str
    source: str
    latest: datetime.date | None


def limitation(law: str, *, due: Day, as_of: Day, parties: str = "b2b",
               claim: str | None = None,
               events: collections.abc.Iterable[tuple] = (),
               warn_before: str = "P3M") -> Limitation:
    """Until when a claim can be enforced under a law of limitation, or that of
    a statute; events are (kind, day) or (kind, first day, last day).

    claim is "sale", "services", "periodic" or "other". Without it goods or
    services are assumed, whichever are barred first, and latest is the latest
    last day of other claims, where the law makes a difference.

    >>> usance.limitation("nl", due="2007-07-01",
    ...                   as_of="2012-01-01").barred_from
    datetime.date(2012, 7, 2)
    """
    rows = [(*event, None)[:3] for event in events]
    made = call(abi.limitation_compute, law=law,
                spec={"parties": parties, "due": due, "as_of": as_of,
                      "claim": claim} |
                to_period("warn_before", warn_before, "warn"),
                kind=[kind for kind, _, _ in rows],
                date=[first for _, first, _ in rows],
                last=[last for _, _, last in rows])
    return Limitation(made.last_day, made.barred_from, made.warn_from,
                      made.days_left, bool(made.expired), bool(made.warning),
                      bool(made.open), made.confidence, made.law,
                      made.source, made.latest)


_MARKS = ("given", "verified", "read", "derived", "memory", "conflict")
