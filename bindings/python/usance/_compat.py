"""Spreadsheet functions as the spreadsheets answer them."""
import collections.abc
import datetime
import decimal
import re

from . import abi
from ._values import plain
from .abi import Error

Cell = str | decimal.Decimal | int | datetime.date | bool | None


def fn(function: str, /, **arguments: Cell | collections.abc.Iterable[Cell]
       ) -> decimal.Decimal | datetime.date | str:
    """What a cell with the function shows, by the spreadsheet's names of its
    arguments; an error value, as "#NUM!", is an answer. None is a blank cell.

    >>> usance.fn("PMT", rate="0.08/12", nper=10, pv=10000)
    Decimal('-1037.03208935915')
    >>> usance.fn("EDATE", start=date(2011, 1, 15), months=-1)
    datetime.date(2010, 12, 15)
    >>> usance.fn("IPMT", rate="8%", per=11, nper=10, pv=10000)
    '#NUM!'
    """
    words = []
    for name, value in arguments.items():
        cells = [value] if value is None or isinstance(value, Cell) else value
        words.append(f"{name}=" + ",".join(_cell(name, one) for one in cells))
    answer = abi.spreadsheet_call(function=function,
                                  arguments="\n".join(words))
    if answer.startswith("#"):
        return answer
    if re.fullmatch(r"\d{4}-\d\d-\d\d", answer):
        try:
            return datetime.date.fromisoformat(answer)
        except ValueError:  # 1900-02-29, which spreadsheets have
            return answer
    return decimal.Decimal(answer)


def _cell(name, value):
    """The text of a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, decimal.Decimal):
        return plain(value)
    if isinstance(value, datetime.date) and \
            not isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        if re.search(r"[\s,]", value):
            raise Error("INVALID_ARGUMENT", "MALFORMED", f"/{name}",
                        f"{value!r} holds a blank or a comma")
        return value
    raise TypeError(f"{name}: {type(value).__name__} is no cell")
