// Calendars that cases name: the shipped ones, and those that this program, as
// any caller would, brings itself.
#ifndef USANCE_TESTS_CONFORMANCE_CASE_CALENDARS_H_
#define USANCE_TESTS_CONFORMANCE_CASE_CALENDARS_H_

#include <optional>
#include <string_view>

#include "usance/date/calendar.h"

namespace usance::conformance {

// The shipped calendar of another system's name: "EUTA", "TARGET()",
// "NullCalendar()". Nothing where it is not shipped.
[[nodiscard]] std::optional<Calendar> ShippedCalendarOf(std::string_view name);

// The same, or the calendar that this program brings: Brazil, South Africa,
// US government bonds and Japan, for some years.
[[nodiscard]] std::optional<Calendar> CaseCalendar(std::string_view name);

// Saturdays, Sundays and the 16th, 18th and 31st of each month.
[[nodiscard]] Calendar MockCalendar();
// Saturdays, Sundays, 30 June and 31 July: Strata's other mock calendar, of its
// tests of the last business day of a month (MockEomHolCal).
[[nodiscard]] Calendar MonthEndMockCalendar();

}  // namespace usance::conformance

#endif  // USANCE_TESTS_CONFORMANCE_CASE_CALENDARS_H_
