"""Days, calendars, day counts and schedules."""
import datetime
import fractions
import functools
from typing import Any, NamedTuple

from . import abi
from ._values import Day, call, to_context, to_day, to_period


class Calendar:
    """Which days are worked; immutable, for any number of threads.

    >>> target = usance.Calendar("TARGET2")
    >>> target.adjust(date(2026, 1, 31), "modified following")
    datetime.date(2026, 1, 30)

    a | b has the holidays of either, a & b those of both.
    """

    __slots__ = ("_handle",)

    def __init__(self, id: str):
        self._handle = call(abi.calendar_find, "calendar", id=id)

    @classmethod
    def _of(cls, handle):
        calendar = cls.__new__(cls)
        calendar._handle = handle
        return calendar

    @classmethod
    def parse(cls, text: str) -> "Calendar":
        """A calendar of text, one fact a line."""
        return cls._of(abi.calendar_parse(text=text))

    @classmethod
    def make(cls, id: str, *, version: str, first: Day, last: Day,
             weekend=("saturday", "sunday"), holidays=(),
             working_days=()) -> "Calendar":
        """A calendar of your own."""
        bits = sum({1 << abi.choice_find(group="weekday", name=day)
                    for day in weekend})
        return cls._of(abi.calendar_create(
            id=id, version=version, first=first, last=last, weekend=bits,
            holiday=holidays, working_day=working_days))

    def __or__(self, other: "Calendar") -> "Calendar":
        return self._of(abi.calendar_union(a=self, b=other))

    def __and__(self, other: "Calendar") -> "Calendar":
        return self._of(abi.calendar_intersection(a=self, b=other))

    @property
    def id(self) -> str:
        """Its name."""
        return abi.calendar_id(calendar=self) or ""

    @property
    def version(self) -> str:
        """The version of its data."""
        return abi.calendar_version(calendar=self) or ""

    @property
    def first(self) -> datetime.date:
        """The first day that it knows."""
        return abi.calendar_range(calendar=self).first

    @property
    def last(self) -> datetime.date:
        """The last day that it knows."""
        return abi.calendar_range(calendar=self).last

    def __repr__(self):
        return f"<Calendar {self.id} {self.version}>"

    def is_business_day(self, day: Day) -> bool:
        """Whether a day is worked."""
        return bool(abi.calendar_is_business_day(calendar=self, day=day))

    def count(self, start: Day, end: Day) -> int:
        """The business days in [start, end); below 0 where end is first."""
        return abi.calendar_count(calendar=self, start=start, end=end)

    def advance(self, day: Day, count: int) -> datetime.date:
        """The count-th business day after a day; before it below 0."""
        return abi.calendar_advance(calendar=self, day=day, count=count)

    def adjust(self, day: Day, convention: str) -> datetime.date:
        """The business day that a day moves to."""
        return abi.calendar_adjust(calendar=self, day=day,
                                   convention=convention)

    def is_business_day_columns(self, day, *, errors="raise"):
        """is_business_day of a column: (flag, status)."""
        return abi.calendar_is_business_day_columns(
            calendar=self, day=day, errors=errors)

    def count_columns(self, start, end, *, errors="raise"):
        """count of columns: (count, status)."""
        return abi.calendar_count_columns(
            calendar=self, start=start, end=end, errors=errors)

    def advance_columns(self, day, count, *, errors="raise"):
        """advance of columns: (moved, status)."""
        return abi.calendar_advance_columns(
            calendar=self, day=day, count=count, errors=errors)

    def adjust_columns(self, day, convention: str, *, errors="raise"):
        """adjust of a column: (moved, status)."""
        return abi.calendar_adjust_columns(
            calendar=self, day=day, convention=convention, errors=errors)


def _fraction(convention, start, end, calendar, context):
    return call(abi.day_count_fraction, day_count=convention, start=start,
                 end=end, context=to_context(**context),
                 calendar=to_calendar(calendar))


def day_count(convention: str, start: Day, end: Day, *,
              calendar: Calendar | str | None = None, **context: Any) -> int:
    """The days of [start, end) as a convention counts them.

    `context` is what some conventions need: frequency, period_start ...

    >>> usance.day_count("30/360 isda", date(2026, 1, 31), "2026-03-31")
    60
    """
    return _fraction(convention, start, end, calendar, context).days


def year_fraction(convention: str, start: Day, end: Day, *,
                  calendar: Calendar | str | None = None,
                  **context: Any) -> fractions.Fraction:
    """The exact part of a year of [start, end).

    >>> usance.year_fraction("act/act isda", "2019-11-01", "2020-05-01")
    Fraction(66491, 133590)
    """
    part = _fraction(convention, start, end, calendar, context)
    return fractions.Fraction(part.numerator, part.denominator)


def day_count_columns(convention: str, start, end, *, calendar=None,
                      errors="raise", **context: Any):
    """day_count of columns: (days, numerator, denominator, status)."""
    return call(abi.day_count_fraction_columns, day_count=convention,
                 start=start, end=end, context=to_context(**context),
                 calendar=to_calendar(calendar), errors=errors)


class Period(NamedTuple):
    """One period [start, end) of a schedule; a stub is no whole one."""
    start: datetime.date
    end: datetime.date
    adjusted_start: datetime.date
    adjusted_end: datetime.date
    stub: bool


def to_dates(frequency, first_due=None, last_regular_due=None, **dates):
    """The fields of a schedule."""
    dates["last_regular_end"] = last_regular_due
    dates.update(to_period("frequency", frequency, "frequency"))
    if first_due is not None and dates["start"] is not None:
        # One whole period after the start it is no stub.
        regular = abi.date_add_period(
            anchor=dates["start"], months=dates.get("frequency_months", 0),
            days=dates.get("frequency_days", 0), count=1, end_of_month="clamp")
        if (dates.get("stub") == "both"
                or first_due not in (regular, regular.isoformat())):
            dates["first_regular_start"] = first_due
    return dates


def schedule(*, start: Day, frequency: str, end: Day | None = None,
             count: int | None = None, roll: str | None = None,
             stub: str | None = None, convention: str | None = None,
             calendar: Calendar | str | None = None,
             **more: Any) -> list[Period]:
    """The periods of a contract; `more` as in abi's ScheduleSpec.

    >>> for period in usance.schedule(start=date(2026, 1, 31), count=2,
    ...                               frequency="P1M"):
    ...     print(period.start, period.end)
    2026-01-31 2026-02-28
    2026-02-28 2026-03-31
    """
    made = call(abi.schedule_make, spec=to_dates(
        frequency, start=start, end=end, count=count, roll=roll, stub=stub,
        convention=convention, **more), calendar=to_calendar(calendar))
    return [Period(to_day(start), to_day(end), to_day(adjusted_start),
                   to_day(adjusted_end), bool(stub))
            for start, end, adjusted_start, adjusted_end, stub in zip(*made)]


def to_calendar(calendar):
    """A calendar, or the one of that name."""
    return _named(calendar) if isinstance(calendar, str) else calendar


_named = functools.lru_cache(Calendar)  # it takes a while to make one
