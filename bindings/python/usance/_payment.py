"""Getting paid: references, account numbers, payment codes, XRechnung lines."""
import collections.abc
import decimal
from typing import NamedTuple

from . import _low, abi
from ._values import (Amount, call, digits_of, plain, to_amount, to_minor,
                      to_share)


def make_reference(kind: str, base: str) -> str:
    """A reference of what you number, with its check digits.

    >>> usance.make_reference("rf", "539007547034")
    'RF18539007547034'
    """
    return abi.reference_make(kind=kind, base=base)


def check_reference(kind: str, reference: str) -> str:
    """The canonical text of a reference in any form; an Error where its check
    digits do not fit.

    >>> usance.check_reference("ogm", "+++090/9337/55493+++")
    '090933755493'
    """
    return abi.reference_check(kind=kind, reference=reference)


def print_reference(kind: str, reference: str) -> str:
    """A reference as people read it.

    >>> usance.print_reference("rf", "RF18539007547034")
    'RF18 5390 0754 7034'
    """
    return abi.reference_print(kind=kind, reference=reference)


def check_iban(iban: str) -> str:
    """The canonical text of an account number in any form.

    >>> usance.check_iban("DE89 3704 0044 0532 0130 00")
    'DE89370400440532013000'
    """
    return abi.iban_check(iban=iban).text


def epc_payload(*, creditor: str, iban: str, amount: Amount | None = None,
                bic: str = "", purpose: str = "", reference: str = "",
                reference_kind: str = "rf", text: str = "",
                information: str = "", version: str = "002",
                charset: str = "utf-8", line_break: str = "lf",
                means: str | None = None) -> bytes:
    """What a payment code holds, for a transfer in euro: the bytes to be drawn
    as a QR code of error correction M.

    >>> usance.epc_payload(creditor="Marie",
    ...                    iban="FR1420041010050500013M02606", amount="12.30", reference="RF09 7")[-14:]
    b'EUR12.30\\n\\nRF097'
    """
    payload = call(abi.epc_payload, creditor=creditor, iban=iban, bic=bic,
                   purpose=purpose, reference=reference, text=text,
                   information=information, request={
                       "version": version, "charset": charset,
                       "line_break": line_break,
                       "reference_kind": reference_kind, "means": means,
                       "amount": to_minor("amount", amount, "EUR")})
    return payload.encode(errors="surrogateescape")


class SkontoLine(NamedTuple):
    """A line about early payment (or, of kind verzug, late payment)."""
    days: int
    percent: decimal.Decimal  # of a hundred
    base: decimal.Decimal | None = None  # None: the amount due
    kind: str = "skonto"


def skonto_lines(text: str, currency: str) -> list[SkontoLine]:
    """The structured lines in the payment terms of an XRechnung (BT-20).

    >>> usance.skonto_lines("#SKONTO#TAGE=7#PROZENT=2.00#\\n", "EUR")
    [SkontoLine(days=7, percent=Decimal('2.00'), base=None, kind='skonto')]
    """
    digits = digits_of(currency)
    rows = abi.skonto_read(text=text, currency=currency)
    return [SkontoLine(
        int(days), decimal.Decimal(int(share) // 10**8).scaleb(-2),
        to_amount(None if base == _low.NULL_INT64 else int(base), digits),
        "verzug" if is_verzug else "skonto")
        for is_verzug, days, share, base in zip(*rows)]


def skonto_text(lines: collections.abc.Iterable[tuple], currency: str) -> str:
    """The lines as an XRechnung has them; each a SkontoLine, or (days,
    percentage of a hundred).

    >>> usance.skonto_text([(7, "2"), (30, 0)], "EUR")
    '#SKONTO#TAGE=7#PROZENT=2.00#\\n#SKONTO#TAGE=30#PROZENT=0.00#\\n'
    """
    lines = [SkontoLine(*line) for line in lines]
    bases = [to_minor("base", line.base, currency) for line in lines]
    return abi.skonto_write(
        days=[line.days for line in lines],
        share_e12=[to_share("percent", _percent(line.percent))
                   for line in lines],
        base=[_low.NULL_INT64 if base is None else base for base in bases],
        currency=currency)


def _percent(value):
    return (plain(value) if isinstance(value, decimal.Decimal)
            else str(value)) + "%"
