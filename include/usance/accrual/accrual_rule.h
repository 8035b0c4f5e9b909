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

// Which day's rate a stretch of days bears. The margin is part of the rate.
//
// floating:  each day's own (EU, DE, FR, NL, ...).
// frozen:    that of the first day of accrual, to the end (UK: LPCDA 1998
//            s.4(2), SI 2002/1675; US: 5 CFR 1315.10(a)(1)).
// at rest:   compound only: that of the rest before, or of the first day of
//            accrual, to the next rest (India: MSMED Act 2006 s.16, as the
//            Calcutta High Court read it in 2024).
// rest day:  compound only: that of the rest on which the interest joins the
//            balance; of a stretch that ends before one, of its last day.
//
// 100,000 over a year from 2022-04-15 at three times the RBI bank rate with
// monthly rests is 18,766.36 at rest, 19,500.85 on the rest day and 13,522.11
// frozen.
enum class RateFixing : int32_t {
  kFloating = 1,
  kFrozen = 2,
  kAtRest = 3,
  kRestDay = 4,
};

template <>
struct Names<RateFixing> {
  static constexpr std::string_view kNoun = "rate fixing";
  static constexpr Named<RateFixing> kTable[] = {
      {RateFixing::kFloating, "floating", "variable"},
      {RateFixing::kFrozen, "frozen", "fixed at start"},
      {RateFixing::kAtRest, "at rest", "start of rest"},
      {RateFixing::kRestDay, "rest day", "end of rest"},
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
  // Compound only: a whole rest, with one balance and one rate, counts exactly
  // 1/rests_per_year of a year, whatever its days (r/12 for a month); the day
  // count counts a part of one. Of no use to a rate per week or day.
  std::optional<int32_t> rests_per_year = {};
  RateFixing fixing = RateFixing::kFloating;
  RoundingRegime regime{};
  Rounding rounding{};
  // What the day count needs beside two dates.
  DayCountContext context{};
};

// Errors: INVALID_ARGUMENT / UNSPECIFIED - day_count, compounding, regime,
//           rounding or fixing (in this order) is not chosen
//         INVALID_ARGUMENT / MISSING_FIELD - compound without a rest
//         INVALID_ARGUMENT / CONFLICT - simple with a rest, with
//           rests_per_year, or with a fixing by rests
//         OUT_OF_RANGE / OUT_OF_RANGE - a rest that is not above zero;
//           rests_per_year outside [1, 366]
[[nodiscard]] absl::Status CheckRule(const AccrualRule& rule,
                                     std::string_view field = "");

}  // namespace usance

#endif  // USANCE_ACCRUAL_ACCRUAL_RULE_H_
