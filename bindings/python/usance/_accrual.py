"""Interest: a rate, a balance and time; rates of exchange."""
import collections.abc
import datetime
import decimal
import fractions
import json
from typing import Any, NamedTuple

from . import abi
from ._date import Calendar, to_calendar
from ._values import (Amount, Day, call, digits_of, one_of, plain, put,
                      required_minor, to_amount, to_context, to_day, to_period,
                      to_rate, to_rate_fields)
from .abi import Error


class Segment(NamedTuple):
    """A stretch of one balance and one rate: base * rate * fraction."""
    start: datetime.date
    end: datetime.date
    days: int
    base: decimal.Decimal
    rate: str
    fraction: fractions.Fraction
    interest: decimal.Decimal


def to_segments(made, digits, unit):
    return tuple(
        Segment(to_day(start), to_day(end), int(days),
                to_amount(int(base), digits),
                abi.rate_format_fraction(numerator=int(over),
                                         denominator=int(under), unit=unit),
                fractions.Fraction(int(numerator), int(denominator)),
                to_amount(int(interest), digits))
        for (start, end, days, base, over, under, numerator, denominator,
             interest) in zip(*made))


class FxTable:
    """Rates of exchange: rows of (day, base, quote, rate), one unit of base
    being rate units of quote from the day on, until the pair's next row.
    Without known_through a pair is known to the day of its last row. Immutable,
    for any number of threads.

    >>> fx = usance.FxTable("NBP table A",
    ...                     [("2026-01-30", "EUR", "PLN", "4.3434")])
    >>> print(fx.convert("40.00", "EUR", "PLN", on="2026-01-30",
    ...                  rounding="half even"))
    173.74
    """

    __slots__ = ("_handle",)

    def __init__(self, id: str, rows: collections.abc.Iterable[
                     tuple[Day, str, str, decimal.Decimal | str | int]], *,
                 version: str | None = None, known_through: Day | None = None):
        table: dict[str, Any] = {"id": id, "rows": [
            {"date": str(day), "base": base, "quote": quote,
             "rate": _rate_text(rate)} for day, base, quote, rate in rows]}
        if version is not None:
            table["version"] = version
        if known_through is not None:
            table["known_through"] = str(known_through)
        self._handle = abi.fx_table_parse(text=json.dumps(table))

    def convert(self, amount: Amount, currency: str, to: str, *, on: Day,
                rounding: str) -> decimal.Decimal:
        """An amount of a currency in another at the rate of a day."""
        made = call(abi.fx_table_convert, fx=self,
                    amount=required_minor("amount", amount, currency),
                    from_=currency, to=to, day=on, rounding=rounding)
        return to_amount(made, digits_of(to))


def _rate_text(rate):
    if isinstance(rate, decimal.Decimal):
        return plain(rate)
    if isinstance(rate, int) and not isinstance(rate, bool):
        return str(rate)
    if isinstance(rate, str):
        return rate
    raise TypeError("a rate of exchange must be exact: text, Decimal or int, "
                    f"not {type(rate).__name__}")


class Rates:
    """A rate that changes on dates: steps, with a margin, floor and cap.

    >>> usance.Rates({"2026-01-01": "2%", "2026-07-01": "2.25%"},
    ...              margin="8%").on("2026-08-15")
    '10.25%'
    """

    __slots__ = ("_handle", "unit")

    def __init__(self, steps: collections.abc.Mapping, *,
                 margin: str | None = None, floor: str | None = None,
                 cap: str | None = None, known_through: Day | None = None,
                 multiple: str | None = None, rounding: str | None = None,
                 rounded: str | None = None, source: str = "contract",
                 version: str = "1"):
        spec: dict[str, Any] = {"known_through": known_through,
                                "rounding": rounding, "rounded": rounded}
        parsed = [to_rate("steps", text) for text in steps.values()]
        units = {rate.unit for rate in parsed}
        for name, text in [("margin", margin), ("floor", floor), ("cap", cap),
                           ("increment", multiple)]:
            if text is not None:
                fields, unit = to_rate_fields(name, text, name)
                spec.update(fields)
                units.add(unit)
        if len(units) > 1:
            raise Error("INVALID_ARGUMENT", "CONFLICT", "/steps",
                        f"rates per {' and per '.join(sorted(units))}")
        self.unit = units.pop() if units else "year"
        self._handle = call(
            abi.rates_create_fractions, id=source, version=version,
            spec=spec | {"unit": self.unit}, from_=list(steps),
            numerator=[rate.numerator for rate in parsed],
            denominator=[rate.denominator for rate in parsed])

    @classmethod
    def _of(cls, handle, unit):
        rates = cls.__new__(cls)
        rates._handle, rates.unit = handle, unit
        return rates

    def confidence(self, start: Day, end: Day, *,
                   unknown_rate: str = "refuse") -> str | None:
        """The weakest mark of the rates on the days [start, end)."""
        return abi.rates_confidence(rates=self, start=start, end=end,
                                    unknown_rate=unknown_rate)

    def on(self, day: Day) -> str:
        """The rate of one day."""
        rate = abi.rates_on_fraction(rates=self, day=day)
        return abi.rate_format_fraction(**rate._asdict(), unit=self.unit)


def to_interest(rate, rest, **fields):
    """(the fields of interest, the rates or None, the unit)."""
    fields.update(to_period("rest", rest, "rest"))
    if rate is None or isinstance(rate, Rates):
        return fields, rate, rate.unit if rate else "year"
    parsed, unit = to_rate_fields("rate", rate)
    fields.update(parsed, rate_unit=unit)
    return fields, None, unit


class Accrual(NamedTuple):
    """Interest, and the segments that it is the sum of."""
    interest: decimal.Decimal
    segments: tuple[Segment, ...]


def accrue(*, balance: Amount | collections.abc.Mapping, currency: str,
           rate: str | Rates, day_count: str, start: Day, end: Day,
           rounding: str, compounding: str = "simple", rest: str | None = None,
           regime: str = "per booking", unknown_rate: str | None = None,
           fixing: str | None = None, rests_per_year: int | None = None,
           calendar: Calendar | str | None = None, **context: Any) -> Accrual:
    """The interest that a balance, or {day: balance}, bears in [start, end).

    >>> usance.accrue(balance="10000.00", currency="GBP", rate="11.5%",
    ...               day_count="act/365f", start="2023-06-01",
    ...               end="2024-03-01", rounding="half even").interest
    Decimal('863.29')
    """
    spec, rates, unit = to_interest(
        rate, rest, currency=currency, day_count=day_count, start=start,
        end=end, rounding=rounding, compounding=compounding, regime=regime,
        unknown_rate=unknown_rate, fixing=fixing,
        rests_per_year=rests_per_year)
    steps = balance if isinstance(balance, collections.abc.Mapping) else {}
    if not steps:
        spec["balance"] = required_minor("balance", balance, currency)
    digits = digits_of(currency)
    made = call(abi.interest_segments_fractions, spec=spec, rates=rates,
                 context=to_context(**context), calendar=to_calendar(calendar),
                 from_=list(steps),
                 balance=[required_minor("balance", amount, currency)
                          for amount in steps.values()])
    interest = abi.money_sum(minor=made.interest)
    return Accrual(to_amount(interest, digits), to_segments(made, digits, unit))


def accrue_columns(*, balance_minor, currency: str, day_count: str, start, end,
                   rounding: str, rate: str | Rates | None = None,
                   rate_e12=None, rate_numerator=None, rate_denominator=None,
                   compounding: str = "simple",
                   rest: str | None = None, regime: str = "per booking",
                   unknown_rate: str | None = None, calendar=None,
                   errors="raise", **context: Any):
    """accrue for many rows: (interest, status). balance_minor, rate_e12 or
    rate_numerator and rate_denominator, start and end are columns, or one value
    for all rows."""
    one_of(rate=rate, rate_e12=rate_e12, rate_denominator=rate_denominator)
    spec, rates, _ = to_interest(
        rate, rest, currency=currency, day_count=day_count, rounding=rounding,
        compounding=compounding, regime=regime, unknown_rate=unknown_rate)
    columns = put(spec, {}, balance=balance_minor, rate_e12=rate_e12,
                  rate_numerator=rate_numerator,
                  rate_denominator=rate_denominator, start=start, end=end)
    function = (abi.interest_accrue_columns if rate_denominator is None
                else abi.interest_accrue_fractions)
    return call(function, spec=spec, rates=rates,
                 context=to_context(**context), calendar=to_calendar(calendar),
                 errors=errors, **columns)
