"""Amounts."""
import decimal

from . import abi
from ._values import Amount, digits_of, to_amounts, to_minor


def split(total: Amount, currency: str, weights, *,
          multiple: Amount | None = None) -> list[decimal.Decimal]:
    """Parts in proportion to weights that sum to the total.

    >>> usance.split("100.00", "EUR", [1, 1, 1])
    [Decimal('33.34'), Decimal('33.33'), Decimal('33.33')]
    """
    increment = 1 if multiple is None else to_minor("multiple", multiple,
                                                  currency)
    parts = abi.money_split(total=to_minor("total", total, currency),
                            increment=increment, weight=weights)
    return to_amounts(parts, digits_of(currency))
