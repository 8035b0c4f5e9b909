// The day counts that divide their days by one whole number. Private.
#ifndef USANCE_SRC_DATE_FIXED_YEAR_H_
#define USANCE_SRC_DATE_FIXED_YEAR_H_

#include <cstdint>

#include "usance/date/day_count.h"

namespace usance {

// The days of a year under `convention`, where YearFraction is DayCountDays
// over them; 0 where it is anything else.
[[nodiscard]] uint32_t DaysOfFixedYear(DayCount convention);

}  // namespace usance

#endif  // USANCE_SRC_DATE_FIXED_YEAR_H_
