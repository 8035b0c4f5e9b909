// The audit line: one stretch of days with one balance and one rate.
#ifndef USANCE_ACCRUAL_SEGMENT_H_
#define USANCE_ACCRUAL_SEGMENT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "usance/accrual/confidence.h"
#include "usance/accrual/rate.h"
#include "usance/core/fraction.h"
#include "usance/date/date.h"

namespace usance {

//   interest = base * rate * time, rounded as the rule says: by itself, or as
//              a part of a rounded sum
//
// The interests of a result's segments add up to its interest.
struct Segment {
  Date start;
  Date end;          // half-open: the last day that bears is end - 1
  int32_t days = 0;  // as the day count counts them; of a pause, actual days
  // What bears interest; rounded for reading only where compounding is exact.
  int64_t base_minor = 0;
  Rate rate;
  Rate reference;  // the published rate that `rate` was made of
  // The contract's own rate on these days, where it adds to the default rate or
  // competes with it; `rate` is what both come to.
  std::optional<Rate> contract = {};
  Fraction time;  // in the rate's unit: of a year, the year fraction
  int64_t interest_minor = 0;
  std::string source = {};   // id of the rate history
  bool provisional = false;  // the rate is not known for these days
  Confidence confidence = Confidence::kGiven;  // of the rate
  // Why nothing bears: the reason of the pause. Rate and time are then 0.
  std::string paused = {};
  // Where the interest is not base * rate * time rounded by itself: what that
  // would be. Under each_day the interest is that of one day, rounded, times
  // the days; else what the rounded sum grows by to come to sum_minor.
  std::optional<int64_t> alone_minor = {};
  int64_t sum_minor = 0;
  bool each_day = false;
};

}  // namespace usance

#endif  // USANCE_ACCRUAL_SEGMENT_H_
