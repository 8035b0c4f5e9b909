// Interest on a balance over time, exact, with the segments it is made of.
#ifndef USANCE_ACCRUAL_ACCRUE_H_
#define USANCE_ACCRUAL_ACCRUE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "usance/accrual/accrual_rule.h"
#include "usance/accrual/confidence.h"
#include "usance/accrual/pause.h"
#include "usance/accrual/rate_history.h"
#include "usance/accrual/segment.h"
#include "usance/core/fraction.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/money/currency.h"
#include "usance/money/money.h"

namespace usance {

// The balance from a day on, until the next step.
struct BalanceStep {
  Date from;
  int64_t minor = 0;
};

// The most rests that one accrual compounds at: daily for 32 years.
inline constexpr int32_t kMaxRests = 12'000;

struct AccrueSpec {
  Currency currency;
  std::vector<BalanceStep> balances = {};  // dates strictly increasing
  RateHistory rates;
  AccrualRule rule;
  Date start;
  Date end;
  std::vector<Pause> pauses = {};
  UnknownRate unknown_rate = UnknownRate::kRefuse;
  // Cumulative only: the exact interest, in minor units, of the accruals that
  // this one goes on from (Accrual::exact_minor of the last).
  Fraction carried_minor = 0;
};

struct Accrual {
  Money interest;
  // Before rounding; with what was carried. Where the terms fit 128 bits.
  std::optional<Fraction> exact_minor = {};
  std::vector<Segment> segments = {};
  std::string source = {};   // id of the rate history
  std::string version = {};  // of the rate history
  std::optional<Date> known_through = {};
  bool provisional = false;  // some segment is
  Confidence confidence = Confidence::kGiven;  // the weakest of the segments'
};

// Returns the interest that balances bear over [start, end).
//
//   simple:   sum over segments of base * rate * time
//   compound: the same, the base grown at each rest by the interest before it
//
// A segment ends where the balance or the rate changes, at a rest, where a pause
// begins or ends, and, for act/act isda and its day-end variant, at the end of a
// year. A pause is a segment of its own, at no rate and of no time. The day count is
// applied to each segment by itself: actual-day conventions add up to the
// whole; a 30/360 convention may count up to three days more or less than over
// the uncut interval. Balances may be negative. A rate per month counts 12
// months to the convention's year, one per week or day the convention's days.
//
// Errors:    as CheckRule, below /rule
//            INVALID_ARGUMENT / END_BEFORE_START - end < start
//            INVALID_ARGUMENT / MISSING_FIELD - no balance
//            INVALID_ARGUMENT / OUT_OF_ORDER - a balance not after the last
//            OUT_OF_RANGE / OUT_OF_RANGE - the first balance after start
//            as CheckPauses, below /pauses
//            INVALID_ARGUMENT / CONFLICT - carried_minor in a regime that is
//              not cumulative
//            INVALID_ARGUMENT / CONTEXT_REQUIRED - a rate per period: the
//              period is a matter of a schedule
//            RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxRests rests
//            FAILED_PRECONDITION / RATE_UNKNOWN - a day that bears before the
//              first step of the rates, or after known_through (unless
//              provisional); of the first segment that has this or the next
//            as YearFraction, below /rule
//            OUT_OF_RANGE / OUT_OF_RANGE - compounding a rate at or below
//              -100 % from rest to rest
//            OUT_OF_RANGE / OVERFLOW - the interest is no int64, or under
//              regime none its exact value has no 128-bit terms
// Exactness: rounded by rule.regime and rule.rounding only
// Source:    Late Payment of Commercial Debts (Interest) Act 1998 s.4 and
//            gov.uk's example, for simple interest on actual days
// Example:   10,000.00 GBP at 11.5 % act/365f over [2023-06-01, 2024-03-01),
//            274 days, half even, is 863.29
[[nodiscard]] absl::StatusOr<Accrual> Accrue(const AccrueSpec& spec);

}  // namespace usance

#endif  // USANCE_ACCRUAL_ACCRUE_H_
