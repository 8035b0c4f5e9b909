"""What the law says: published rates with their sources."""
import datetime
from typing import Any, NamedTuple

from . import abi
from ._accrual import Rates
from ._values import Day, call, to_day, to_rate_fields


class RateRow(NamedTuple):
    """The rate from a day on, and how far it can be trusted."""
    start: datetime.date
    rate: str
    confidence: str
    source: str


class RateSeries(NamedTuple):
    """A series and how far it reaches; marks counts rows by confidence."""
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
                  for start, end in zip(gaps.start, gaps.end)))

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


_MARKS = ("given", "verified", "read", "derived", "memory", "conflict")
