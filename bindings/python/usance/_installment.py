"""Amortization: from the terms of a loan to its rows."""
import collections.abc
import datetime
import decimal
from collections.abc import Iterable
from typing import Any, NamedTuple, overload

from . import abi
from ._date import Calendar, to_calendar, to_dates
from ._values import (Amount, Day, call, digits_of, one_of, put, to_amount,
                       to_day, to_minor, to_rate_fields, to_share)


class Installment(NamedTuple):
    """One row: payment = interest + principal + fee + tax."""
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


class Amortization(collections.abc.Sequence[Installment]):
    """The rows of a loan, and their totals; immutable."""

    __slots__ = ("_made", "_digits")

    def __init__(self, made, digits):
        self._made, self._digits = made, digits

    def _total(self, name) -> Any:
        return to_amount(getattr(self._made.totals, name), self._digits)

    @property
    def currency(self) -> str:
        """Of all amounts."""
        return self._made.totals.currency

    @property
    def level_payment(self) -> decimal.Decimal | None:
        """What each row pays, of level and add-on alone."""
        return self._total("level_payment")

    @property
    def interest(self) -> decimal.Decimal:
        """Of all rows."""
        return self._total("interest")

    @property
    def principal(self) -> decimal.Decimal:
        """Of all rows."""
        return self._total("principal")

    @property
    def fee(self) -> decimal.Decimal:
        """Of all rows."""
        return self._total("fee")

    @property
    def tax(self) -> decimal.Decimal:
        """Of all rows."""
        return self._total("tax")

    @property
    def payment(self) -> decimal.Decimal:
        """Of all rows."""
        return self._total("payment")

    @property
    def gap(self) -> decimal.Decimal:
        """What is paid less what the residual policy plans."""
        return self._total("gap")

    @property
    def bound(self) -> decimal.Decimal | None:
        """abs(gap) is never larger."""
        return self._total("bound")

    @property
    def waived(self) -> decimal.Decimal:
        """The last closing, under the residual waive."""
        return self._total("waived")

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
        start, due, *amounts = (int(column[number])
                                for column in self._made[:8])
        _, interest, principal, fee, payment, _ = amounts
        amounts.append(payment - interest - principal - fee)
        return Installment(number + 1, to_day(start), to_day(due), *(
            to_amount(minor, self._digits) for minor in amounts))

    def columns(self) -> dict:
        """The rows as columns, which are not copied and cannot be written to:
        numpy arrays, memoryviews without numpy."""
        names = ("start_day", "due_day", "opening_minor", "interest_minor",
                 "principal_minor", "fee_minor", "payment_minor",
                 "closing_minor")
        return {name: _read_only(column)
                for name, column in zip(names, self._made)}

    def to_dataframe(self):
        """The rows as a pandas.DataFrame: dates are datetime64, amounts
        Decimal."""
        import pandas  # type: ignore[import]
        frame = pandas.DataFrame(self.rows, columns=Installment._fields)
        for name in ("start", "due"):
            frame[name] = pandas.to_datetime(frame[name])
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


def _table(rows):
    """The lines of a table of the rows, but for the middle of a long one."""
    shown = rows if len(rows) <= 30 else [*rows[:12], None, *rows[-12:]]
    cells = [Installment._fields] + [
        ["..."] * len(Installment._fields) if row is None
        else [str(value) for value in row] for row in shown]
    widths = [max(map(len, column)) for column in zip(*cells)]
    aligned = [str.rjust] + [str.ljust] * 2 + [str.rjust] * 7
    for line in cells:
        yield "  ".join(align(cell, width) for align, cell, width in
                        zip(aligned, line, widths))


def _loan(currency, rate, method, day_count, rounding, payment_multiple,
          **spec):
    if rate is not None:
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


def amortize(*, principal: Amount, currency: str, rate: str, day_count: str,
             start: Day, frequency: str, method: str, rounding: str,
             count: int | None = None, end: Day | None = None,
             first_due: Day | None = None, residual: str | None = None,
             roll: str | None = None, stub: str | None = None,
             convention: str | None = None,
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
             least_payment: Amount | None = None, fee: Amount | None = None,
             tax_on_interest: str | None = None,
             tax_on_fees: str | None = None) -> Amortization:
    """The rows of a loan or plan that is paid in installments.

    Exactly one of count and end. The last closing is 0: what rounding the
    payment leaves goes where `residual` says. `months` are those that are paid
    in, as "may" or 5; `fee` is of each row.

    >>> loan = usance.amortize(
    ...     principal="100.00", currency="USD", rate="7%",
    ...     day_count="30/360 isda", start="2026-01-01", frequency="P1M",
    ...     count=6, method="level", rounding="half even", residual="last")
    >>> loan.level_payment, loan[-1].payment
    (Decimal('17.01'), Decimal('17.00'))
    """
    one_of(rate=rate)
    digits = digits_of(currency)

    def minor(**given):
        return {name: to_minor(name, value, currency)
                for name, value in given.items()}

    made = call(
        abi.amortize, spec=_loan(
            currency, rate, method, day_count, rounding, payment_multiple,
            principal=to_minor("principal", principal, currency),
            residual=residual, payment_rounding=payment_rounding,
            balloon=to_minor("balloon", balloon, currency),
            grace_rows=grace_rows, grace=grace, stub_interest=stub_interest,
            bullet=bullet, accrue_to=accrue_to,
            allow_negative_amortization=allow_negative_amortization,
            timing=timing, amortization_rows=amortization_rows,
            step_rows=step_rows, months=_mask(months), off_season=off_season,
            final_payment=final_payment,
            balloon_share_e12=to_share("balloon_percent", balloon_percent),
            payment_share_e12=to_share("payment_percent", payment_percent),
            step_share_e12=to_share("step_percent", step_percent),
            tax_on_interest_e12=to_share("tax_on_interest", tax_on_interest),
            tax_on_fees_e12=to_share("tax_on_fees", tax_on_fees),
            **minor(payment=payment, step_amount=step_amount,
                    down_payment=down_payment, waive_within=waive_within,
                    least_payment=least_payment, fee=fee)),
        schedule=to_dates(frequency, first_due, start=start, end=end,
                          count=count, roll=roll, stub=stub,
                          convention=convention),
        calendar=to_calendar(calendar))
    return Amortization(made, digits)


def amortize_columns(*, principal_minor, currency: str, day_count: str, start,
                     frequency: str, count, method: str, rounding: str,
                     rate: str | None = None, rate_e12=None,
                     rate_numerator=None, rate_denominator=None,
                     residual: str | None = None,
                     payment_multiple: Amount | None = None,
                     convention: str | None = None, calendar=None,
                     accrue_to: str | None = None, errors="raise",
                     **more: Any):
    """The totals of many loans: (level_payment, interest, payment, status).

    principal_minor, rate_e12 or rate_numerator and rate_denominator, start and
    count are columns, or one value for all loans; `more` as in abi's
    AmortizationSpec.
    """
    given, columns = _loans(
        currency, rate, method, day_count, rounding, payment_multiple,
        frequency, convention, calendar,
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
                  convention: str | None = None, calendar=None,
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
        frequency, convention, calendar,
        {"principal": principal_minor, "rate_e12": rate_e12,
         "rate_numerator": rate_numerator,
         "rate_denominator": rate_denominator},
        {"start": start, "count": count},
        residual=residual, accrue_to=accrue_to, **more)
    if "count" in columns:
        columns["periods"] = columns.pop("count")
    return call(abi.amortize_rows, errors=errors, **given, **columns)


def _loans(currency, rate, method, day_count, rounding, payment_multiple,
           frequency, convention, calendar, of_loan, of_dates, **more):
    """(what is one value for all loans, the columns)."""
    one_of(rate=rate, rate_e12=of_loan["rate_e12"],
           rate_denominator=of_loan["rate_denominator"])
    spec = _loan(currency, rate, method, day_count, rounding, payment_multiple,
                 **more)
    dates = to_dates(frequency, convention=convention)
    columns = put(spec, {}, **of_loan)
    put(dates, columns, **of_dates)
    return {"spec": spec, "schedule": dates,
            "calendar": to_calendar(calendar)}, columns
