// Where a loan stands on a day.
#ifndef USANCE_INSTALLMENT_POSITION_H_
#define USANCE_INSTALLMENT_POSITION_H_

#include <cstdint>
#include <span>
#include <vector>

#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/installment/amortization_spec.h"

namespace usance {

// By the contract alone: what has fallen due is not said to be paid; what was
// paid of it is for the account of the debt.
//
//   principal = paid out + capitalized - principal due (- what was waived)
//   earned    = interest due + capitalized + interest accrued
//
// Units: minor units of the principal's currency.
struct LoanPosition {
  Date as_of;
  int64_t advanced_minor = 0;  // paid out up to the day, with it

  // Not due yet: the principal that is outstanding, of it what falls due within
  // 12 months after the day and what does not, and the interest that has
  // accrued, with what waits of it.
  int64_t principal_minor = 0;
  int64_t current_minor = 0;
  int64_t noncurrent_minor = 0;
  int64_t interest_accrued_minor = 0;

  // Fallen due up to the day, with it, since the start.
  int64_t principal_due_minor = 0;
  int64_t interest_due_minor = 0;
  int64_t fee_due_minor = 0;
  int64_t tax_due_minor = 0;

  // Interest that rows have added to the balance instead.
  int64_t capitalized_minor = 0;
  // All interest since the start. Differences of two days are what was earned
  // between them; the last one is the sum of the interest of all rows.
  int64_t earned_minor = 0;

  friend bool operator==(const LoanPosition&, const LoanPosition&) = default;
};

// Returns where the loan stands on each of the days `as_of`, in their order.
// Interest has accrued over [start of the row, as_of): a row that is due on the
// day has fallen due, and the next has no interest.
//
//   accrued = round(opening * r * (t up to the day))
//
// of a row by its rate and day count, with what is paid out in it and with the
// interest that joins the balance before the day; by days of the row's interest
// where a part of it has none of its own: the flat methods, rates per period,
// 1/1 (of a simple bullet, of what it has earned in the row).
//
// Errors:    as Amortize
// Exactness: the accrued interest is exact, rounded once as the row's is.
// Cost:      one amortization, and a pass over the rows for each day
// Example:   1000.00 EUR at 12 %, 30/360, by months from 2026-01-01, interest
//            only: on 2026-02-16 1000.00 of principal, 5.00 of interest accrued
//            and 10.00 due
[[nodiscard]] absl::StatusOr<std::vector<LoanPosition>> LoanPositions(
    const AmortizationSpec& spec, std::span<const Date> as_of);

// The same at the end of each month, from the one of the start to the first in
// which nothing is left. The last day of a month has borne its interest: it has
// accrued over [start of the row, the day after).
//
// Errors: RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over schedule.max_periods
[[nodiscard]] absl::StatusOr<std::vector<LoanPosition>> MonthEndPositions(
    const AmortizationSpec& spec);

}  // namespace usance

#endif  // USANCE_INSTALLMENT_POSITION_H_
