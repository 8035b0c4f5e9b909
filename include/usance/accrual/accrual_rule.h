// How a rate becomes interest: days, compounding and rounding.
#ifndef USANCE_ACCRUAL_ACCRUAL_RULE_H_
#define USANCE_ACCRUAL_ACCRUAL_RULE_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "usance/core/names.h"
#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/date/day_count.h"
#include "usance/date/period.h"

namespace usance {

enum class Compounding : int32_t {
  kSimple = 1,    // interest bears no interest
  kCompound = 2,  // at each rest the interest so far joins the balance
};

template <>
struct Names<Compounding> {
  static constexpr std::string_view kNoun = "compounding";
  static constexpr Named<Compounding> kTable[] = {
      {Compounding::kSimple, "simple", "none"},
      {Compounding::kCompound, "compound", ""},
  };
};

// Where interest is rounded. Each is somebody's right answer: 1,000.00 at
// 8.5 % act/365f for 50 days is 11.64 per booking and 11.50 per day.
//
// per booking:  once for each booked amount. Simple interest is one booking,
//               however many segments it has; compound interest books at each
//               rest and at the end, so what bears interest is money.
// per day:      one day's interest is rounded, then multiplied by the days of
//               the segment.
// cumulative:   the running total is rounded; a booking is the difference to
//               what is booked already. What compounds is exact.
// none:         nothing is booked: the exact quotient is the result, and the
//               amount shown is its value rounded once. As cumulative, but an
//               error where the quotient does not fit 128 bits.
enum class RoundingRegime : int32_t {
  kPerBooking = 1,
  kPerDay = 2,
  kCumulative = 3,
  kNone = 4,
};

template <>
struct Names<RoundingRegime> {
  static constexpr std::string_view kNoun = "rounding regime";
  static constexpr Named<RoundingRegime> kTable[] = {
      {RoundingRegime::kPerBooking, "per booking", "once|per period"},
      {RoundingRegime::kPerDay, "per day", "daily|per day then multiply"},
      {RoundingRegime::kCumulative, "cumulative", "running total"},
      {RoundingRegime::kNone, "none", "exact"},
  };
};

// A choice left at its initial value is an error where it is needed.
struct AccrualRule {
  DayCount day_count{};
  Compounding compounding{};
  // Compound only: the k-th rest is start + k * rest, counted from the start
  // of accrual and clamped at a month's end.
  std::optional<Period> rest = {};
  RoundingRegime regime{};
  Rounding rounding{};
  // What the day count needs beside two dates.
  DayCountContext context{};
};

// Errors: INVALID_ARGUMENT / UNSPECIFIED - day_count, compounding, regime or
//           rounding (in this order) is not chosen
//         INVALID_ARGUMENT / MISSING_FIELD - compound without a rest
//         INVALID_ARGUMENT / CONFLICT - simple with a rest
//         OUT_OF_RANGE / OUT_OF_RANGE - a rest that is not above zero
[[nodiscard]] absl::Status CheckRule(const AccrualRule& rule,
                                     std::string_view field = "");

}  // namespace usance

#endif  // USANCE_ACCRUAL_ACCRUAL_RULE_H_
