// From the terms of a loan to its rows.
#ifndef USANCE_INSTALLMENT_AMORTIZE_H_
#define USANCE_INSTALLMENT_AMORTIZE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "usance/core/status.h"
#include "usance/date/schedule.h"
#include "usance/installment/amortization_spec.h"
#include "usance/installment/installment.h"
#include "usance/money/currency.h"

namespace usance {

// What rounding the payment has left, and what it can leave at most.
//
// Units: minor units.
struct ResidualGap {
  // The sum over the rows of what is paid less what the residual policy plans
  // (A in each row under `last`). Where the debt ends early, the rows of zeros
  // make it large and negative. 0 for methods without a residual.
  int64_t gap_minor = 0;
  // |gap| is never larger. Nothing where the bound does not fit int64: a rate
  // and a time at which a unit's error outgrows any debt; nor where no rounding
  // makes the gap: a payment was raised to its interest, or the debt was paid
  // before it grew again (by an advance, or by level payments below 0).
  //
  // Under `last`, for a payment rounded to the nearest multiple m and interest
  // to the nearest unit, it is (m/2 + 1/2) * s_n with
  // s_n = sum_k prod_(i>k) q_i; a directed mode counts its whole unit for the
  // half. For debts that end early, it is over the product of the q_i below 1.
  std::optional<int64_t> bound_minor = 0;
  // What the residual `waive` has waived: the last closing balance.
  int64_t waived_minor = 0;

  friend bool operator==(const ResidualGap&, const ResidualGap&) = default;
};

// Sums over all rows, in minor units.
struct AmortizationTotals {
  int64_t interest_minor = 0;
  int64_t principal_minor = 0;
  int64_t fee_minor = 0;
  int64_t payment_minor = 0;
  int64_t tax_minor = 0;

  friend bool operator==(const AmortizationTotals&,
                         const AmortizationTotals&) = default;
};

struct Amortization {
  Currency currency;
  // The level payment A, of the level method and the flat ones alone; the
  // first, where it is leveled again.
  std::optional<int64_t> level_payment_minor = std::nullopt;
  std::vector<Installment> rows = {};
  AmortizationTotals totals = {};
  ResidualGap residual = {};

  friend bool operator==(const Amortization&, const Amortization&) = default;
};

// Returns the rows of `spec`, one for each period of its schedule.
//
//   interest_k  = round(opening_k * r_k * t_k)
//   principal_k = payment_k - interest_k
//   closing_k   = opening_k - principal_k;  the last is 0
//
// An advance a of a day in the row adds a * r * (the rest of t) to what is
// rounded, and a to the closing balance.
//
// No payment exceeds balance plus interest: where rounding up ends the debt
// early, the later rows stay, with zeros (add-on: with their interest), and
// the residual's gap says so.
//
// Errors:     INVALID_ARGUMENT / UNSPECIFIED - day_count, method, rounding,
//               residual, bullet, grace or accrue_to where they are needed
//             OUT_OF_RANGE / OUT_OF_RANGE - principal below 1 minor unit;
//               balloon or grace_rows below 0
//             INVALID_ARGUMENT / CURRENCY_MISMATCH - of the balloon
//             INVALID_ARGUMENT / CONFLICT - a balloon, grace rows, residual,
//               advances or capitalization that the method has no use for
//             those of MakeSchedule, below /schedule
//             RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - more rows than
//               schedule.max_periods, those of the first day among them
//             INVALID_ARGUMENT / UNSPECIFIED - stub_interest, at a first stub
//             INVALID_ARGUMENT / CONFLICT - no row is left to amortize
//             those of the day count, the rate and RateHistory::Pieces
//             INVALID_ARGUMENT / CONTEXT_REQUIRED - a rate per period, in
//               which it changes, something is paid out or interest joins the
//               balance
//             OUT_OF_RANGE / OUT_OF_RANGE - what no row is for: capitalization,
//               an advance, row terms, a fee
//             OUT_OF_RANGE / OUT_OF_RANGE - a rate at or below -100 % a period
//             FAILED_PRECONDITION / NEGATIVE_AMORTIZATION - the level payment
//               does not exceed the first interest, or a row's payment does
//               not cover its interest, and the spec does not allow it
//             OUT_OF_RANGE / OVERFLOW - an amount is no int64
// Exactness:  interest, level payment and equal principal are exact rationals,
//             each rounded once.
// Cost:       linear in the rows, at most schedule.max_periods; the level
//             payment multiplies integers of a few words for each row.
// Example:    100.00 USD at 7 %, 30/360 ISDA, 6 months, half even, last: five
//             payments of 17.01 and one of 17.00; interest 0.58, 0.49, 0.39,
//             0.29, 0.20, 0.10.
[[nodiscard]] absl::StatusOr<Amortization> Amortize(
    const AmortizationSpec& spec);

// The same over periods that the caller has: spec.schedule gives the frequency
// alone. At most schedule.max_periods, each ending after it starts; they must
// tile.
//
// Errors: as above, with OUT_OF_ORDER and END_BEFORE_START for the periods
[[nodiscard]] absl::StatusOr<Amortization> Amortize(
    const AmortizationSpec& spec, const Schedule& schedule);

}  // namespace usance

#endif  // USANCE_INSTALLMENT_AMORTIZE_H_
