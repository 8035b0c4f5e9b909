// The day counts by the years and months that they count in. Private.
#ifndef USANCE_SRC_DATE_FIXED_YEAR_H_
#define USANCE_SRC_DATE_FIXED_YEAR_H_

#include <cstdint>

#include "usance/date/day_count.h"

namespace usance {

// The days of a year under `convention`, where YearFraction is DayCountDays
// over them; 0 where it is anything else.
[[nodiscard]] uint32_t DaysOfFixedYear(DayCount convention);

// Whether `convention` gives every month as many days.
[[nodiscard]] bool HasEvenMonths(DayCount convention);

}  // namespace usance

#endif  // USANCE_SRC_DATE_FIXED_YEAR_H_
