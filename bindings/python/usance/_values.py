"""What stands between Python's values and those of the ABI."""
import datetime
import decimal
import functools
import numbers

from . import abi
from .abi import Error

Amount = str | decimal.Decimal | int  # an int is of whole units
Day = datetime.date | str

# The fields of the ABI that have another name here.
_FIELDS = {"rate_e12": "rate", "rate_numerator": "rate",
           "rate_denominator": "rate", "frequency_months": "frequency",
           "frequency_days": "frequency", "first_regular_start": "first_due",
           "payment_increment": "payment_multiple", "net": "net_amount",
           "rest_months": "rest", "rest_days": "rest", "share_e12": "percent",
           "every_months": "every", "every_days": "every",
           "cap_amount": "cap", "cap_share_e12": "cap",
           "capitalize_months": "capitalize_every",
           "capitalize_days": "capitalize_every"}
# The same of places in a loan's terms.
_PLACES = {"/steps/rows": "/step_rows", "/steps/percent": "/step_percent",
           "/steps/amount": "/step_amount", "/steps": "/step_rows",
           "/season/months": "/months", "/season/others": "/off_season",
           "/schedule/count": "/count", "/schedule/end": "/end",
           "/reset/rows": "/reset_rows",
           "/reset/lag_days": "/reset_lag_days",
           "/reset/step_cap": "/reset_cap",
           "/reset/step_floor": "/reset_floor",
           "/tax/on_interest": "/tax_on_interest",
           "/tax/on_fees": "/tax_on_fees",
           "/capitalization/frequency": "/capitalize_every",
           "/capitalization/first": "/capitalize_from",
           "/capitalization/last": "/capitalize_until"}


def call(function, _field=None, **given):
    """Calls the ABI; an error names the parameter as it is called here."""
    try:
        return function(**given)
    except Error as error:
        head, _, last = error.field.rpartition("/")
        field = _field or _FIELDS.get(last)
        place = f"{head}/{field}" if field else _PLACES.get(error.field)
        if head == "/capitalization/days":
            place = f"/capitalize_on/{last}"
        if place is None:
            raise
        raise Error(error.code, error.reason, place, error.message,
                    error.row) from None


@functools.cache
def _digits(currency):
    return abi.currency_find(code=currency).digits


def digits_of(currency):
    """How many digits the amounts of a currency have after the point."""
    if not isinstance(currency, str):
        raise TypeError(f"currency must be text, not {type(currency).__name__}")
    return call(_digits, "currency", currency=currency)


def to_minor(name, value, currency):
    """An amount in minor units."""
    if value is None:
        return None
    if isinstance(value, decimal.Decimal):
        text = plain(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        text = str(value)
    elif isinstance(value, str):
        text = value
    else:
        raise TypeError(f"{name} must be exact: text, Decimal or int, not "
                        f"{type(value).__name__}")
    digits_of(currency)
    return call(abi.money_parse, name, text=text, currency=currency)


def required_minor(name, value, currency):
    """The same of an amount that there must be: None is a TypeError."""
    if value is None:
        raise TypeError(f"{name} is missing: it is None")
    return to_minor(name, value, currency)


def plain(value):
    """A Decimal as text, without an exponent or needless zeros."""
    if not value.is_finite() or abs(value.adjusted()) > 99:
        return str(value)
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def to_amount(minor, digits):
    return None if minor is None else decimal.Decimal(f"{minor}E-{digits}")


def to_amounts(minors, digits):
    return [to_amount(int(minor), digits) for minor in minors]


def to_day(days):
    return datetime.date.fromordinal(int(days) + 719163)


def to_rate(name, text):
    """(numerator, denominator, the unit of time) of a rate."""
    if not isinstance(text, str):
        raise TypeError(f'{name} must be text, as "7%" or "1.5%/month", not '
                        f"{type(text).__name__}")
    return call(abi.rate_parse_fraction, name, text=text)


def to_rate_fields(name, text, prefix="rate"):
    """(the fields of a struct that hold a rate, its unit of time)."""
    numerator, denominator, unit = to_rate(name, text)
    return {f"{prefix}_numerator": numerator,
            f"{prefix}_denominator": denominator}, unit


def to_share(name, text):
    """A percentage as the fraction times 10^12."""
    if text is None:
        return None
    part = call(abi.percent_parse, name, text=text)
    share, rest = divmod(part.numerator * 10**12, part.denominator)
    if rest:
        raise Error("INVALID_ARGUMENT", "TOO_MANY_DIGITS", f"/{name}",
                    f"{text} is no multiple of 10^-12")
    return share


def to_period(name, text, prefix):
    """The two fields of a struct that hold a period."""
    if text is None:
        return {}
    period = call(abi.period_parse, name, text=text)
    return {f"{prefix}_months": period.months, f"{prefix}_days": period.days}


def to_context(frequency=None, **context):
    """What a day count needs beside the dates."""
    context.update(to_period("frequency", frequency, "frequency"))
    return context or None


def one_of(**given):
    """Refuses two ways to say the same, and neither."""
    if sum(value is not None for value in given.values()) != 1:
        raise TypeError(f"say {' or '.join(given)}")


def put(values, columns, **given):
    """Puts one value for all rows among the values, a column among those."""
    for name, value in given.items():
        if value is not None:
            single = isinstance(value, (datetime.date, str, numbers.Integral))
            (values if single else columns)[name] = value
    return columns
