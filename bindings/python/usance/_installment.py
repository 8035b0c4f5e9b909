"""Amortization: from the terms of a loan to its rows."""
import collections.abc
import datetime
import decimal
import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, ParamSpec, overload

from . import _low, abi
from ._accrual import Rates
from ._date import Calendar, to_calendar, to_dates
from ._values import (Amount, Day, call, digits_of, one_of, put, to_amount,
                      to_amounts, to_day, to_minor, to_period, to_rate,
                      to_rate_fields, to_share)
from .abi import Error


class Installment(NamedTuple):
    """One row: payment = interest + principal + fee + tax, and closing =
    opening + advance - principal."""
    number: int
    start: datetime.date
    due: datetime.date
    opening: decimal.Decimal
    interest: decimal.Decimal
    principal: decimal.Decimal
    fee: decimal.Decimal
    payment: decimal.Decimal
    closing: decimal.Decimal
    tax: decimal.Decimal
    advance: decimal.Decimal  # paid out in its period


class LoanPosition(NamedTuple):
    """Where a loan stands on a day, by the contract alone."""
    on: datetime.date
    advanced: decimal.Decimal  # paid out up to the day
    principal: decimal.Decimal  # outstanding and not due
    current: decimal.Decimal  # of it, due within 12 months
    noncurrent: decimal.Decimal
    interest_accrued: decimal.Decimal  # and not due
    principal_due: decimal.Decimal  # since the start, paid or not
    interest_due: decimal.Decimal
    fee_due: decimal.Decimal
    tax_due: decimal.Decimal
    capitalized: decimal.Decimal  # interest that has joined the balance
    earned: decimal.Decimal  # all interest since the start


class LoanPayoff(NamedTuple):
    """What pays all of a loan on a day."""
    on: datetime.date
    principal: decimal.Decimal
    interest: decimal.Decimal  # up to the day
    fee: decimal.Decimal
    tax: decimal.Decimal
    total: decimal.Decimal


class Breach(NamedTuple):
    """The first law of the rows that is broken, and where."""
    row: int  # its number, from 1; 0 of the whole
    law: str
    text: str


class Attempt(NamedTuple):
    """A value of what is looked for, and what it leads to. level_payment is
    held against the payment asked for: where a method has none, the highest
    before the last, or (bullet, fixed and minimum payments) the last."""
    value: Any  # Decimal, int of rows, text of a rate, or date
    level_payment: decimal.Decimal
    last_payment: decimal.Decimal


class Solution(NamedTuple):
    """The best value, one step less and one more where they are loans, and the
    values that were looked at; None where the terms give the answer."""
    found: Attempt
    less: Attempt | None
    more: Attempt | None
    searched: tuple[Any, Any] | None


def _total(name: str, doc: str) -> Any:
    return property(lambda self: to_amount(getattr(self._made.totals, name),
                                           self._digits), doc=doc)


class Amortization(collections.abc.Sequence[Installment]):
    """The rows of a loan, and their totals; immutable."""

    __slots__ = ("_made", "_digits")

    def __init__(self, made, digits):
        self._made, self._digits = made, digits

    level_payment: decimal.Decimal | None = _total(
        "level_payment", "What each row pays, of level and add-on alone.")
    interest: decimal.Decimal = _total("interest", "Of all rows.")
    principal: decimal.Decimal = _total("principal", "Of all rows.")
    fee: decimal.Decimal = _total("fee", "Of all rows.")
    tax: decimal.Decimal = _total("tax", "Of all rows.")
    payment: decimal.Decimal = _total("payment", "Of all rows.")
    gap: decimal.Decimal = _total(
        "gap", "What is paid less what the residual policy plans.")
    bound: decimal.Decimal | None = _total("bound",
                                           "abs(gap) is never larger.")
    waived: decimal.Decimal = _total(
        "waived", "The last closing, under the residual waive.")

    @property
    def currency(self) -> str:
        """Of all amounts."""
        return self._made.totals.currency

    @property
    def rows(self) -> list[Installment]:
        """All rows."""
        return list(self)

    def __len__(self):
        return self._made.totals.rows

    @overload
    def __getitem__(self, index: int) -> Installment: ...

    @overload
    def __getitem__(self, index: slice) -> list[Installment]: ...

    def __getitem__(self, index):
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        number = range(len(self))[index]
        start, due, *amounts = (int(getattr(self._made, name)[number])
                                for name in Installment._fields[1:])
        return Installment(number + 1, to_day(start), to_day(due),
                           *to_amounts(amounts, self._digits))

    def columns(self) -> dict:
        """The rows as columns, which are not copied and cannot be written to:
        numpy arrays, memoryviews without numpy."""
        return {f"{name}_{'day' if name in ('start', 'due') else 'minor'}":
                _read_only(getattr(self._made, name))
                for name in Installment._fields[1:]}

    def to_dataframe(self):
        """The rows as a pandas.DataFrame: dates are datetime64, or date where
        pandas has no such time, amounts Decimal."""
        import pandas  # type: ignore[import]
        frame = pandas.DataFrame(self.rows, columns=Installment._fields)
        for name in ("start", "due"):
            try:
                frame[name] = pandas.to_datetime(frame[name])
            except pandas.errors.OutOfBoundsDatetime:
                pass
        return frame

    def __repr__(self):
        said = [f"{self.principal} {self.currency} in {len(self)} rows"]
        if self.level_payment is not None:
            said.append(f"level payment {self.level_payment}")
        said.append(f"interest {self.interest}")
        return "\n".join([", ".join(said), *_table(self)])


def _read_only(column):
    if not hasattr(column, "view"):
        return memoryview(column).toreadonly()
    view = column.view()
    view.flags.writeable = False
    return view


def _rows_of(rows):
    """Mappings, of rows of any origin."""
    if not hasattr(rows, "itertuples"):
        return [row._asdict() if isinstance(row, Installment)
                else _mapping("rows", row) for row in rows]
    return [{name: value.date() if isinstance(value, datetime.datetime)
             else value for name, value in row.items()}
            for row in rows.to_dict("records")]


def _table(rows):
    """The lines of a table of the rows, but for the middle of a long one."""
    shown = rows if len(rows) <= 30 else [*rows[:12], None, *rows[-12:]]
    cells = [Installment._fields] + [
        ["..."] * len(Installment._fields) if row is None
        else [str(value) for value in row] for row in shown]
    widths = [max(map(len, column)) for column in zip(*cells)]
    aligned = [str.rjust] + [str.ljust] * 2 + [str.rjust] * 8
    for line in cells:
        yield "  ".join(align(cell, width) for align, cell, width in
                        zip(aligned, line, widths))


def _loan(currency, rate, method, day_count, rounding, payment_multiple,
          **spec):
    if isinstance(rate, Rates):
        spec["rate_unit"] = rate.unit
    elif rate is not None:
        fields, spec["rate_unit"] = to_rate_fields("rate", rate)
        spec.update(fields)
    return {"currency": currency, "method": method, "day_count": day_count,
            "rounding": rounding,
            "payment_increment": to_minor("payment_multiple", payment_multiple,
                                          currency), **spec}


_MONTHS = ("january", "february", "march", "april", "may", "june", "july",
           "august", "september", "october", "november", "december")


def _mask(months):
    """The bits of months: names, their first three letters, or numbers."""
    bits = 0
    for month in months or ():
        numbers = [number for number, name in enumerate(_MONTHS, 1)
                   if month in (number, name, name[:3])]
        if not numbers:
            raise ValueError(f"months: {month!r} is no month")
        bits |= 1 << numbers[0] - 1
    return bits or None


def _mapping(name, item):
    if not isinstance(item, Mapping):
        raise TypeError(f"{name} must be mappings, not {type(item).__name__}")
    return item


def _need(name, row, item, fields):
    for field in fields:
        if item.get(field) is None:
            raise Error("INVALID_ARGUMENT", "MISSING_FIELD",
                        f"/{name}/{row}/{field}", "it is needed")


def _items(name, items, fields, needed, currency):
    """The columns of a list of mappings; of amounts and percentages too."""
    columns: dict[str, list] = {field: [] for field in fields}
    for row, item in enumerate(items):
        unknown = _mapping(name, item).keys() - fields
        if unknown:
            raise TypeError(f"{name}: no {', '.join(sorted(unknown))}")
        _need(name, row, item, needed)
        for field in fields:
            columns[field].append(item.get(field))
    columns["amount"] = [to_minor(f"{name}/{row}/amount", amount, currency)
                         for row, amount in enumerate(columns["amount"])]
    if "percent" in columns:
        columns["share_e12"] = [
            to_share(f"{name}/{row}/percent", percent)
            for row, percent in enumerate(columns.pop("percent"))]
    return columns


def _rate_e12(place, text, unit):
    """A rate of a loan whose own is in `unit`, times 10^12."""
    if text is None:
        return None
    numerator, denominator, own = to_rate(place, text)
    share, rest = divmod(numerator * 10**12, denominator)
    if own != unit or rest:
        raise Error("INVALID_ARGUMENT", "CONFLICT", f"/{place}",
                    f"{text} is no multiple of 10^-12 a {unit}")
    return share


def _changes(changes, currency, unit):
    """The columns of a loan's changes; an undo's `change` is an id."""
    fields = ("date", "kind", "id", "amount", "adjusts", "interest", "rate",
              "until", "rows", "first_due", "frequency", "count", "change")
    given = list(changes)
    ids: dict[str, int] = {}
    columns: dict[str, list] = {name: [] for name in (
        "kind", "on", "adjusts", "early_interest", "amount", "rate_e12", "day",
        "rows", "months", "days", "change")}
    for row, item in enumerate(given):
        unknown = _mapping("changes", item).keys() - fields
        if unknown:
            raise TypeError(f"changes: no {', '.join(sorted(unknown))}")
        _need("changes", row, item, ("date", "kind"))
        if item.get("id") is not None:
            ids[item["id"]] = row
    for row, item in enumerate(given):
        place = f"changes/{row}"
        amount = to_minor(f"{place}/amount", item.get("amount"), currency)
        period = to_period("frequency", item.get("frequency"), "frequency")
        columns["kind"].append(item["kind"])
        columns["on"].append(item["date"])
        columns["adjusts"].append(item.get("adjusts"))
        columns["early_interest"].append(item.get("interest"))
        columns["amount"].append(0 if amount is None else amount)
        columns["rate_e12"].append(
            _rate_e12(f"{place}/rate", item.get("rate"), unit))
        columns["day"].append(item.get("until") or item.get("first_due"))
        columns["rows"].append(item.get("rows") or item.get("count") or (
            1 if item["kind"] in ("payment holiday", "holiday") else 0))
        columns["months"].append(period.get("frequency_months", 0))
        columns["days"].append(period.get("frequency_days", 0))
        columns["change"].append(ids.get(item.get("change"), -1))
    return columns


def _with(function, loan, place, **columns):
    """The loan with a list; an error names its place in the list."""
    try:
        return call(function, loan=loan, **columns)
    except Error as error:
        found = re.fullmatch(r"/(\w+)/(\d+)", error.field)
        if found is None:
            raise
        field = {"on": "date", "share_e12": "percent", "rate_e12": "rate",
                 "early_interest": "interest"}.get(found[1], found[1])
        raise Error(error.code, error.reason,
                    place.format(row=found[2], field=field), error.message,
                    error.row) from None


class Loan:
    """The terms of a loan or plan that is paid in installments; immutable.

    Exactly one of count and end. The start stays where it is, whatever the
    convention of the due dates, unless start_convention says how it moves;
    interest accrues from it. The rate is text or Rates. `months` are those
    that are paid in, as "may" or 5; `fee` is of each row; `fees` are mappings
    of first, last, amount, percent and base, `row_terms` of first, last, pays,
    amount and percent, `advances` of date and amount. What solve looks for may
    be left out.

    >>> loan = usance.Loan(
    ...     principal="100.00", currency="USD", rate="7%",
    ...     day_count="30/360 isda", start="2026-01-01", frequency="P1M",
    ...     count=6, method="level", rounding="half even", residual="last")
    >>> loan.solve("count", payment="17.00").found.value
    7
    """

    __slots__ = ("_handle", "_digits", "currency", "_unit")

    def __init__(self, *, currency: str, day_count: str, start: Day,
                 frequency: str, method: str, rounding: str,
                 principal: Amount | None = None,
                 rate: str | Rates | None = None,
                 count: int | None = None, end: Day | None = None,
                 first_due: Day | None = None,
                 last_regular_due: Day | None = None,
                 residual: str | None = None,
                 roll: str | None = None, stub: str | None = None,
                 convention: str | None = None,
                 start_convention: str | None = None,
                 calendar: Calendar | str | None = None,
                 accrue_to: str | None = None,
                 payment_multiple: Amount | None = None,
                 payment_rounding: str | None = None,
                 balloon: Amount | None = None, grace_rows: int | None = None,
                 grace: str | None = None, stub_interest: str | None = None,
                 bullet: str | None = None,
                 allow_negative_amortization: bool = False,
                 timing: str | None = None, balloon_percent: str | None = None,
                 amortization_rows: int | None = None,
                 payment: Amount | None = None,
                 payment_percent: str | None = None,
                 step_rows: int | None = None, step_percent: str | None = None,
                 step_amount: Amount | None = None,
                 months: Iterable[str | int] | None = None,
                 off_season: str | None = None,
                 down_payment: Amount | None = None,
                 final_payment: str | None = None,
                 waive_within: Amount | None = None,
                 least_payment: Amount | None = None,
                 fee: Amount | None = None,
                 fees: Iterable[Mapping[str, Any]] = (),
                 tax_on_interest: str | None = None,
                 tax_on_fees: str | None = None,
                 row_terms: Iterable[Mapping[str, Any]] = (),
                 reset_rows: int | None = None,
                 reset_lag_days: int | None = None,
                 reset_cap: str | None = None,
                 reset_floor: str | None = None,
                 rate_change: str | None = None,
                 unknown_rate: str | None = None,
                 raise_to_interest: bool = False,
                 advances: Iterable[Mapping[str, Any]] = (),
                 advance_change: str | None = None,
                 capitalize_every: str | None = None,
                 capitalize_from: Day | None = None,
                 capitalize_until: Day | None = None,
                 capitalize_on: Iterable[Day] = ()):
        self.currency, self._digits = currency, digits_of(currency)
        if count == 0:
            raise Error("OUT_OF_RANGE", "OUT_OF_RANGE", "/count",
                        "0; allowed: 1 or more")
        amounts = {name: to_minor(name, value, currency) for name, value in {
            "principal": principal, "balloon": balloon, "payment": payment,
            "step_amount": step_amount, "down_payment": down_payment,
            "waive_within": waive_within, "least_payment": least_payment,
            "fee": fee}.items()}
        shares = {f"{name}_e12": to_share(said, value)
                  for name, said, value in [
            ("balloon_share", "balloon_percent", balloon_percent),
            ("payment_share", "payment_percent", payment_percent),
            ("step_share", "step_percent", step_percent),
            ("tax_on_interest", "tax_on_interest", tax_on_interest),
            ("tax_on_fees", "tax_on_fees", tax_on_fees)]}
        for name, most in ("reset_cap", reset_cap), ("reset_floor",
                                                     reset_floor):
            if most is not None:
                shares.update(to_rate_fields(name, most, name)[0])
        spec = _loan(
            currency, rate, method, day_count, rounding, payment_multiple,
            residual=residual, payment_rounding=payment_rounding,
            grace_rows=grace_rows, grace=grace, stub_interest=stub_interest,
            bullet=bullet, accrue_to=accrue_to,
            allow_negative_amortization=allow_negative_amortization,
            timing=timing, amortization_rows=amortization_rows,
            step_rows=step_rows, months=_mask(months), off_season=off_season,
            final_payment=final_payment, reset_rows=reset_rows,
            reset_lag_days=reset_lag_days, rate_change=rate_change,
            unknown_rate=unknown_rate, raise_to_interest=raise_to_interest,
            advance_change=advance_change, capitalize_from=capitalize_from,
            capitalize_until=capitalize_until, **amounts, **shares,
            **to_period("capitalize_every", capitalize_every, "capitalize"))
        if rate is None:
            spec["rate_e12"] = _low.NULL_INT64
        self._unit = spec.get("rate_unit", "year")
        self._handle = call(
            abi.loan_create, spec=spec, calendar=to_calendar(calendar),
            rates=rate if isinstance(rate, Rates) else None,
            schedule=to_dates(frequency, first_due, last_regular_due,
                              start=start, end=end, count=count, roll=roll,
                              stub=stub, convention=convention,
                              start_convention=start_convention))
        rows = _items("row_terms", row_terms, (
            "first", "last", "pays", "amount", "percent"), ("first", "pays"),
            currency)
        if rows["first"]:
            rows["last"] = [first if last is None else last for first, last in
                            zip(rows["first"], rows["last"])]
            self._handle = _with(abi.loan_with_rows, self,
                                 "/row_terms/{row}/{field}", **rows)
        more = _items("fees", fees, (
            "first", "last", "amount", "percent", "base"), (), currency)
        if more["first"]:
            for name, otherwise in [("first", 1), ("last", 0)]:
                more[name] = [otherwise if row is None else row
                              for row in more[name]]
            self._handle = _with(abi.loan_with_fees, self,
                                 "/fees/{row}/{field}", **more)
        both = ("date", "amount")
        paid_out = _items("advances", advances, both, both, currency)
        if paid_out["date"]:
            self._handle = _with(abi.loan_with_advances, self,
                                 "/advances/{row}/{field}",
                                 on=paid_out["date"],
                                 amount=paid_out["amount"])
        if days := list(capitalize_on):
            self._handle = _with(abi.loan_with_capitalization, self,
                                 "/capitalize_on/{row}", on=days)

    def amortize(self) -> Amortization:
        """The rows. The last closing is 0: what rounding the payment leaves
        goes where `residual` says."""
        return Amortization(call(abi.loan_amortize, loan=self), self._digits)

    def amortize_rows(self, *, principal_minor=None, rate_e12=None,
                      rate_numerator=None, rate_denominator=None, start=None,
                      count=None, errors="raise"):
        """The rows of many loans that differ in these columns, one loan after
        the other; offset[i] is where the rows of loan i begin."""
        columns = {"principal": principal_minor, "rate_e12": rate_e12,
                   "rate_numerator": rate_numerator,
                   "rate_denominator": rate_denominator, "start": start,
                   "periods": count}
        return call(abi.loan_amortize_rows, loan=self, errors=errors, **{
            name: column for name, column in columns.items()
            if column is not None})

    def positions(self, on: Iterable[Day] | None = None) -> list[LoanPosition]:
        """Where the loan stands on these days; not given: at the end of each
        month, whose last day has then borne its interest."""
        if on is None:
            days, *amounts = call(abi.loan_month_ends, loan=self)
        else:
            days = [abi.date_parse(text=day) if isinstance(day, str) else day
                    for day in on]
            amounts = call(abi.loan_positions, loan=self, on=days)
        return [LoanPosition(
            day if isinstance(day, datetime.date) else to_day(day),
            *to_amounts(row, self._digits)) for day, *row in
            zip(days, *amounts)]

    def change(self, changes: Iterable[Mapping[str, Any]] = ()
               ) -> Amortization:
        """The rows after all that has happened to the loan: mappings with the
        fields of a change in a request (date, kind, adjusts, amount, ...). What
        is prepaid is an advance below 0.

        >>> loan = Loan(principal="1000.00", currency="EUR", rate="12%",
        ...             day_count="30/360 isda", start="2026-01-01",
        ...             frequency="P1M", count=4, method="level",
        ...             rounding="half even", residual="last")
        >>> rows = loan.change([
        ...     {"date": "2026-02-16", "kind": "prepayment",
        ...      "amount": "300.00", "adjusts": "payment"}])
        >>> [str(row.payment) for row in rows]
        ['256.28', '154.78', '154.78', '154.78']
        """
        return Amortization(_with(
            abi.loan_change, self, "/changes/{row}/{field}",
            **_changes(changes, self.currency, self._unit)), self._digits)

    def payoff(self, first: Day, last: Day | None = None,
               changes: Iterable[Mapping[str, Any]] = ()) -> list[LoanPayoff]:
        """What pays all of it on each day from `first` to `last`, after what
        has happened to it; without `last`, on `first`."""
        start, end = (abi.date_parse(text=day) if isinstance(day, str) else day
                      for day in (first, last or first))
        days = [start + datetime.timedelta(k)
                for k in range((end - start).days + 1)]
        columns = _with(abi.loan_payoff, self, "/changes/{row}/{field}",
                        **_changes(changes, self.currency, self._unit),
                        payoff=days)
        return [LoanPayoff(day, *to_amounts(row, self._digits))
                for day, *row in zip(days, *columns)]

    def shares(self, weights: Iterable[int]) -> list[Amortization]:
        """The rows of each lender, where several share the loan by weights;
        they sum to those of the loan."""
        weights = list(weights)
        return [Amortization(call(abi.loan_share, loan=self, weight=weights,
                                  lender=lender), self._digits)
                for lender in range(len(weights))]

    def verify(self, rows: Iterable[Installment | Mapping[str, Any]]
               ) -> Breach | None:
        """The first law that rows of any origin break: Installments, mappings
        with their fields, or a DataFrame of them. None where all follow from
        the terms."""
        said = _rows_of(rows)
        columns: dict[str, Any] = {
            name: [to_minor(name, row.get(name, 0), self.currency)
                   for row in said]
            for name in Installment._fields[3:]}
        columns["due"] = [row.get("due") for row in said]
        for row, values in enumerate(said):
            _need("rows", row, values, ("due", *Installment._fields[3:6],
                                        "payment", "closing"))
        if all("start" in row for row in said):
            columns["start"] = [row["start"] for row in said]
        made = call(abi.loan_verify, loan=self, **columns)
        return Breach(*made) if made.law else None

    def solve(self, unknown: str, payment: Amount | None = None) -> Solution:
        """One unknown, so that the payment is no higher than `payment`:
        payment, count, principal, rate, balloon or first due. What the loan
        says of either is not read."""
        made = call(abi.loan_solve, loan=self, unknown=unknown,
                    payment=to_minor("payment", payment, self.currency))
        ends = [self._value(unknown, value) for value in made[9:11]]
        return Solution(*(self._attempt(unknown, *made[k:k + 3])
                          for k in (0, 3, 6)),
                        None if None in ends else (ends[0], ends[1]))

    def _value(self, unknown, value):
        if value is None:
            return None
        show = {"count": int, "first due": to_day,
                "rate": lambda rate: abi.rate_format(rate_e12=rate,
                                                     unit=self._unit)}
        return (show[unknown](value) if unknown in show
                else to_amounts([value], self._digits)[0])

    def _attempt(self, unknown, value, *payments):
        if value is None:
            return None
        return Attempt(self._value(unknown, value),
                       *to_amounts(payments, self._digits))


_Terms = ParamSpec("_Terms")


def _amortizes(loan: Callable[_Terms, Loan]) -> Callable[_Terms, Amortization]:
    def amortize(*args: _Terms.args, **terms: _Terms.kwargs) -> Amortization:
        """The rows of a loan: Loan(...).amortize().

        >>> loan = usance.amortize(
        ...     principal="100.00", currency="USD", rate="7%",
        ...     day_count="30/360 isda", start="2026-01-01", frequency="P1M",
        ...     count=6, method="level", rounding="half even", residual="last")
        >>> loan.level_payment, loan[-1].payment
        (Decimal('17.01'), Decimal('17.00'))
        """
        return loan(*args, **terms).amortize()

    amortize.__signature__ = inspect.signature(loan).replace(  # type: ignore
        return_annotation=Amortization)
    amortize.__qualname__ = "amortize"
    return amortize


amortize = _amortizes(Loan)


def amortize_columns(*, principal_minor, currency: str, day_count: str, start,
                     frequency: str, count, method: str, rounding: str,
                     rate: str | None = None, rate_e12=None,
                     rate_numerator=None, rate_denominator=None,
                     residual: str | None = None,
                     payment_multiple: Amount | None = None,
                     convention: str | None = None,
                     start_convention: str | None = None, calendar=None,
                     accrue_to: str | None = None, errors="raise",
                     **more: Any):
    """The totals of many loans: (level_payment, interest, payment, status).

    principal_minor, rate_e12 or rate_numerator and rate_denominator, start and
    count are columns, or one value for all loans; `more` as in abi's
    AmortizationSpec.
    """
    given, columns = _loans(
        currency, rate, method, day_count, rounding, payment_multiple,
        frequency, convention, start_convention, calendar,
        {"principal": principal_minor, "rate_e12": rate_e12,
         "rate_numerator": rate_numerator,
         "rate_denominator": rate_denominator},
        {"start": start, "count": count},
        residual=residual, accrue_to=accrue_to, **more)
    function = (abi.amortize_columns if rate_denominator is None
                else abi.amortize_fractions)
    return call(function, errors=errors, **given, **columns)


def amortize_rows(*, principal_minor, currency: str, day_count: str, start,
                  frequency: str, count, method: str, rounding: str,
                  rate: str | None = None, rate_e12=None,
                  rate_numerator=None, rate_denominator=None,
                  residual: str | None = None,
                  payment_multiple: Amount | None = None,
                  convention: str | None = None,
                  start_convention: str | None = None, calendar=None,
                  accrue_to: str | None = None, errors="raise", **more: Any):
    """The rows of many loans, one loan after the other: (offset, period_start,
    due, opening, interest, repaid, fee, payment, closing, status).

    offset[i] is where the rows of loan i begin. Parameters are those of
    amortize_columns.

    >>> rows = usance.amortize_rows(
    ...     principal_minor=[10000, 5000], currency="USD", rate="7%",
    ...     day_count="30/360 isda", start="2026-01-01", frequency="P1M",
    ...     count=[3, 2], method="level", rounding="half even", residual="last")
    >>> list(map(int, rows.offset)), list(map(int, rows.payment))
    ([0, 3], [3372, 3372, 3373, 2522, 2522])
    """
    given, columns = _loans(
        currency, rate, method, day_count, rounding, payment_multiple,
        frequency, convention, start_convention, calendar,
        {"principal": principal_minor, "rate_e12": rate_e12,
         "rate_numerator": rate_numerator,
         "rate_denominator": rate_denominator},
        {"start": start, "count": count},
        residual=residual, accrue_to=accrue_to, **more)
    if "count" in columns:
        columns["periods"] = columns.pop("count")
    return call(abi.amortize_rows, errors=errors, **given, **columns)


def _loans(currency, rate, method, day_count, rounding, payment_multiple,
           frequency, convention, start_convention, calendar, of_loan, of_dates,
           **more):
    """(what is one value for all loans, the columns)."""
    one_of(rate=rate, rate_e12=of_loan["rate_e12"],
           rate_denominator=of_loan["rate_denominator"])
    spec = _loan(currency, rate, method, day_count, rounding, payment_multiple,
                 **more)
    dates = to_dates(frequency, convention=convention,
                     start_convention=start_convention)
    columns = put(spec, {}, **of_loan)
    put(dates, columns, **of_dates)
    return {"spec": spec, "schedule": dates,
            "calendar": to_calendar(calendar)}, columns
