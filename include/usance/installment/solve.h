// One unknown of a loan, from its payment.
#ifndef USANCE_INSTALLMENT_SOLVE_H_
#define USANCE_INSTALLMENT_SOLVE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/installment/amortization_spec.h"
#include "usance/installment/amortize.h"
#include "usance/money/money.h"

namespace usance {

// What is looked for. The payment of the solution is, with all its rounding, no
// higher than the payment asked for, and
//
// payment:   is what the terms give; of fixed and minimum payments the lowest
//            that pays the debt back in the rows there are.
// count:     the fewest rows; of a bullet, the most.
// principal: the most that can be borrowed.
// rate:      the highest rate, in steps of 10^-8: 0.000001 %; below 0 where the
//            payments do not even sum to the debt.
// balloon:   the smallest balloon.
// first due: the latest first due date, within two periods from the start.
enum class Unknown : int32_t {
  kPayment = 1,
  kCount = 2,
  kPrincipal = 3,
  kRate = 4,
  kBalloon = 5,
  kFirstDue = 6,
};

template <>
struct Names<Unknown> {
  static constexpr std::string_view kNoun = "unknown";
  static constexpr Named<Unknown> kTable[] = {
      {Unknown::kPayment, "payment", ""},
      {Unknown::kCount, "count", "nper"},
      {Unknown::kPrincipal, "principal", ""},
      {Unknown::kRate, "rate", ""},
      {Unknown::kBalloon, "balloon", ""},
      {Unknown::kFirstDue, "first due", ""},
  };
};

// What a value of the unknown leads to. The payment that is held against the
// one asked for is, without fees and tax,
//
// level, add-on, rule of 78:        the level payment;
// equal principal, interest only:   the highest before the last row;
// bullet, fixed and minimum:        the last payment. It may be above the one
//                                   asked for where a minimum payment's share
//                                   of the balance is.
//
// Units: value in minor units; rows; multiples of 10^-8; days since 1970-01-01.
struct Attempt {
  int64_t value = 0;
  int64_t level_payment_minor = 0;  // the payment that is held against it
  int64_t last_payment_minor = 0;

  friend bool operator==(const Attempt&, const Attempt&) = default;
};

// A value of an attempt at `unknown`, in its unit, as text: "17.01", "7", "7%",
// "2026-02-01". Requires one that Solve gave, or that it looks at.
//
// Exactness: every digit; ParseAmount, Rate::Parse and Date::Parse give it
// back.
[[nodiscard]] std::string FormatValue(const AmortizationSpec& spec,
                                      Unknown unknown, int64_t value);

struct Solution {
  AmortizationSpec spec;  // with the unknown in its place
  Attempt found;
  // The values that were looked at, in the unit of an attempt's; none where
  // the terms give the answer.
  std::optional<int64_t> searched_from = std::nullopt;
  std::optional<int64_t> searched_to = std::nullopt;
  // One step less and one more of the unknown, where they are loans at all: on
  // one side the payment is too high. Of a payment that the terms give: none.
  std::optional<Attempt> less = std::nullopt;
  std::optional<Attempt> more = std::nullopt;
};

// Returns the unknown of a loan. What `spec` says of it is not read, but the
// others are as for Amortize; so is spec.payment, `payment` stands for it.
//
//   the best value whose payment (Attempt) is <= `payment`
//
// Fixed and minimum payments keep to it where they pay the debt back in the
// rows of the schedule, none of them above what the contract says.
//
// Errors:     INVALID_ARGUMENT / UNSPECIFIED - unknown
//             INVALID_ARGUMENT / CONFLICT - a residual, final_payment or
//               least_payment that moves the payment; a payment that is leveled
//               again; an unknown that the method does not have (a balloon; of
//               interest only, a count); or terms in the unknown's way: of
//               count, an end or amortization_rows; of balloon, another; of
//               first due, rows in advance
//             INVALID_ARGUMENT / MISSING_FIELD - no payment, unless it is the
//               unknown; no count or end of fixed or minimum payments, unless
//               it is
//             INVALID_ARGUMENT / CURRENCY_MISMATCH, OUT_OF_RANGE /
//               OUT_OF_RANGE - a payment in another currency, or below 1
//             as Amortize
//             OUT_OF_RANGE / OUT_OF_RANGE - no value of the range leads to so
//               low a payment; or, of principal and rate, every one does. The
//               ranges: principal, balloon and payment up to 10^17 minor units;
//               count up to schedule.max_periods; rate from above -100 % a
//               period to 1,000,000 %; first due the days after the start up to
//               two periods from it, or 732 days
// Exactness:  every value tried is amortized in full, with its rounding; the
//             payment is monotone in the rate, and at rates that are not
//             negative in each of the unknowns (for first due every date is
//             tried).
// Cost:       some sixty amortizations, twice as many for a rate below 0; two
//             periods' days for first due.
// Example:    17.01 USD a month pays 100.00 USD at 7 %, 30/360 ISDA, back in 6
//             rows: count 6; 17.00 needs 7.
[[nodiscard]] absl::StatusOr<Solution> Solve(
    const AmortizationSpec& spec, Unknown unknown,
    const std::optional<Money>& payment);

}  // namespace usance

#endif  // USANCE_INSTALLMENT_SOLVE_H_
