"""The request language."""
import collections.abc
import datetime
import decimal
import json

from . import abi
from ._values import plain
from .abi import Error


def eval(request: collections.abc.Mapping) -> dict:
    """Answers a request of the request language, docs/requests.md.

    >>> usance.eval({"op": "business_day", "calendar": "TARGET2",
    ...              "date": date(2026, 1, 31), "advance": 1})["date"]
    '2026-02-02'
    """
    answer = json.loads(abi.eval(request=json.dumps(
        dict(request), default=to_json, ensure_ascii=False)))
    if "error" not in answer:
        return answer["ok"]
    error = answer["error"]
    raise Error(error["code"], error["reason"], error["path"],
                error["message"])


def to_json(value):
    """What JSON has no word for, as requests have it."""
    if isinstance(value, decimal.Decimal):
        return plain(value)
    if isinstance(value, datetime.date) and \
            not isinstance(value, datetime.datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot stand in a request")


def names(of: str | None = None) -> dict:
    """Every name that a choice may have, with its aliases; or of one kind.

    >>> usance.names("rounding")["half even"]
    ['bankers', 'round half even']
    """
    answer = eval({"op": "names"} | ({"of": of} if of else {}))
    answer.pop("version")
    found = {group: {row.get("code", row.get("name")): row.get("aliases", [])
                     for row in rows} for group, rows in answer.items()}
    return next(iter(found.values())) if of else found
