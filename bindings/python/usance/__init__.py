"""Credit terms, late interest and amortization, exactly.

>>> import usance
>>> from datetime import date
>>> loan = usance.amortize(
...     principal="100.00", currency="USD", rate="7%", day_count="30/360 isda",
...     start=date(2026, 1, 1), frequency="P1M", count=3, method="level",
...     rounding="half even", residual="last")
>>> for row in loan:
...     print(row.due, row.interest, row.payment)
2026-02-01 0.58 33.72
2026-03-01 0.39 33.72
2026-04-01 0.20 33.73

Amounts are text, Decimal or int (of whole units) and come back as Decimal;
days are datetime.date or text; rates are text such as "7%" or "1.5%/month",
periods ISO 8601; choices are their names, which usance.names() lists. What a
float says cannot be known exactly, so none is taken.

What ends in _columns or _rows does a million rows in one call: columns of whole
minor units (`_minor`), of fractions times 10^12 (`_e12`) or by numerator and
denominator, and of days, as usance.abi says; that module has every function of
the library.
"""
from . import abi
from ._account import (Account, AccountItem, AccountPolicy, AccountRow,
                       Aging, AgingBucket, Allocation, Amounts, Balance,
                       Difference, Ignored, Journal, Ledger, Movement, OpenItem,
                       OpenItems, Payoff, Posting, Promise, Statement,
                       StatementLine)
from ._accrual import (Accrual, FxTable, Rates, Segment, accrue,
                       accrue_columns)
from ._codec import eval, names
from ._compat import fn
from ._date import (Calendar, Period, day_count, day_count_columns, schedule,
                    year_fraction)
from ._installment import (Amortization, Attempt, Breach, Installment, Loan,
                           LoanPayoff, LoanPosition, Solution, amortize,
                           amortize_columns,
                           amortize_rows)
from ._money import split
from ._payment import (SkontoLine, check_iban, check_reference, epc_payload,
                       make_reference, print_reference, skonto_lines,
                       skonto_text)
from ._recovery import (Assessment, CreditPolicy, DunningPolicy, Escalation,
                        Exposure, ExposureParty, ExposureReason, FactorReason,
                        Forecast, ForecastBucket, GivenUp, HeldBack, NextAction,
                        NextActions, PlanPart, Portfolio, Sign, Waiver, assess,
                        escalate, exposure, next_actions, payment_plan,
                        settlement)
from ._statute import (BeforeDue, Limitation, RateBook, RateRow, RateSeries,
                       Statute, StatuteTerms, StatuteVersion, limitation)
from ._terms import (Discount, Due, LateCharges, LateInstallment, LatePolicy,
                     PaymentOption, Settlement, Step, Terms, due_dates,
                     due_dates_columns, late_charges, late_charges_columns,
                     payment_options, settle)
from .abi import Error

__version__ = abi.version()
__all__ = [
    "Account", "AccountItem", "AccountPolicy", "AccountRow", "Accrual", "Aging",
    "AgingBucket", "Allocation", "Amortization", "Amounts", "Assessment",
    "Attempt", "Balance", "BeforeDue", "Breach", "Calendar", "CreditPolicy",
    "Difference", "Discount", "Due", "DunningPolicy", "Error", "Escalation",
    "Exposure", "ExposureParty", "ExposureReason", "FactorReason", "Forecast",
    "ForecastBucket", "FxTable", "GivenUp", "HeldBack", "Ignored",
    "Installment", "Journal", "LateCharges", "LateInstallment", "LatePolicy",
    "Ledger", "Limitation", "Loan", "LoanPayoff", "LoanPosition", "Movement", "NextAction",
    "NextActions", "OpenItem", "OpenItems", "PaymentOption", "Payoff", "Period",
    "PlanPart", "Portfolio", "Posting", "Promise", "RateBook", "RateRow",
    "RateSeries", "Rates", "Segment", "Settlement", "Sign", "SkontoLine",
    "Solution", "Statement", "StatementLine", "Statute", "StatuteTerms",
    "StatuteVersion", "Step", "Terms", "Waiver", "abi", "accrue",
    "accrue_columns", "amortize", "amortize_columns", "amortize_rows", "assess",
    "check_iban", "check_reference", "day_count", "day_count_columns",
    "due_dates", "due_dates_columns", "epc_payload", "escalate", "eval",
    "exposure", "fn", "late_charges", "late_charges_columns", "limitation",
    "make_reference", "names", "next_actions", "payment_options",
    "payment_plan", "print_reference", "schedule", "settle", "settlement",
    "skonto_lines", "skonto_text", "split", "year_fraction",
]
