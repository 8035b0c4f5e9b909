// The first days of months, read instead of computed. Private.
#ifndef USANCE_SRC_DATE_MONTH_STARTS_H_
#define USANCE_SRC_DATE_MONTH_STARTS_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "usance/date/date.h"

namespace usance {
namespace internal {

inline constexpr int kFirstYear = 1900, kLastYear = 2199;

// Of the months from January of kFirstYear on, and of the one after them.
inline constexpr std::array kMonthStarts = [] {
  std::array<int32_t, (kLastYear - kFirstYear + 1) * 12 + 1> starts{};
  int32_t day = Date::Of(kFirstYear, 1, 1).days();
  for (size_t i = 0; i < starts.size(); ++i) {
    starts[i] = day;
    day += DaysInMonth(kFirstYear + static_cast<int>(i / 12),
                       static_cast<int>(i % 12) + 1);
  }
  return starts;
}();

}  // namespace internal

// The months since year 0.
[[nodiscard]] constexpr int64_t MonthOf(Date date) {
  const CivilDay ymd = date.civil();
  return int64_t{ymd.year} * 12 + ymd.month - 1;
}

// That day of the month, or the last one of a shorter month; nothing outside
// 0001-01 to 9999-12. Requires 1 <= day.
[[nodiscard]] constexpr std::optional<Date> DayOfMonth(int64_t month, int day) {
  const int64_t index = month - internal::kFirstYear * 12;
  if (index >= 0 && index + 1 < std::ssize(internal::kMonthStarts)) {
    const int32_t* const start =
        &internal::kMonthStarts[static_cast<size_t>(index)];
    return Date::FindDays(start[0] + std::min(day, start[1] - start[0]) - 1);
  }
  if (month < 12 || month >= 120'000) return std::nullopt;
  const int year = static_cast<int>(month / 12);
  const int of_year = static_cast<int>(month % 12) + 1;
  return Date::Of(year, of_year, std::min(day, DaysInMonth(year, of_year)));
}

}  // namespace usance

#endif  // USANCE_SRC_DATE_MONTH_STARTS_H_
