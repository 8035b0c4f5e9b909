// The one loan of the comparison: 360 monthly payments on TARGET days.
#ifndef USANCE_BENCH_PEERS_LOAN_H_
#define USANCE_BENCH_PEERS_LOAN_H_

#include "usance/accrual/rate.h"
#include "usance/date/calendars.h"
#include "usance/date/schedule.h"
#include "usance/installment/amortize.h"
#include "usance/money/format.h"

namespace usance::bench {

inline constexpr int32_t kRows = 360;

inline ScheduleSpec ScheduleTerms(const Calendar& calendar) {
  return {.start = Date::Of(2026, 1, 15),
          .count = kRows,
          .frequency = Months(1),
          .convention = BusinessDayConvention::kModifiedFollowing,
          .calendar = calendar};
}

// Interest runs to the 15th; payment is on a business day.
inline AmortizationSpec LoanTerms(const Calendar& calendar) {
  return {.principal = "250000.00 EUR"_money,
          .rate = "6.5%"_rate,
          .day_count = DayCount::k30360Isda,
          .schedule = ScheduleTerms(calendar),
          .method = AmortizationMethod::kLevel,
          .rounding = Rounding::kHalfEven,
          .residual = Residual::kLast,
          .accrue_to = AccrueTo::kUnadjusted};
}

}  // namespace usance::bench

#endif  // USANCE_BENCH_PEERS_LOAN_H_
