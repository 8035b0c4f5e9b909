// Calendars that cases name: the shipped ones, and those that this program, as
// any caller would, brings itself.
#ifndef USANCE_TESTS_CONFORMANCE_CASE_CALENDARS_H_
#define USANCE_TESTS_CONFORMANCE_CASE_CALENDARS_H_

#include <optional>
#include <string>
#include <string_view>

#include "tests/conformance/cases.h"
#include "usance/date/calendar.h"

namespace usance::conformance {

// The shipped calendar of another system's name: "EUTA", "TARGET()",
// "NullCalendar()". Nothing where it is not shipped.
[[nodiscard]] std::optional<Calendar> ShippedCalendarOf(std::string_view name);

// The same, or the calendar that this program brings: Brazil, South Africa,
// US government bonds and Japan, for some years.
[[nodiscard]] std::optional<Calendar> CaseCalendar(std::string_view name);

// What a caller would write into a calendar file: `days` and `working` are
// dates with blanks between them, `weekend` is "SAT_SUN".
struct CaseHolidays {
  Date first;
  Date last;
  std::string weekend;
  std::string days;
  std::string working;
};
// Compares what is not worked. The calendar is the shipped one of the name; for
// another, one made from the case itself where the caller loads them, and
// without that the case deviates.
[[nodiscard]] Verdict CompareHolidays(Fields& fields,
                                      const CaseHolidays& expected);

// Saturdays, Sundays and the 16th, 18th and 31st of each month.
[[nodiscard]] Calendar MockCalendar();
// Saturdays, Sundays, 30 June and 31 July: Strata's other mock calendar, of its
// tests of the last business day of a month (MockEomHolCal).
[[nodiscard]] Calendar MonthEndMockCalendar();

}  // namespace usance::conformance

#endif  // USANCE_TESTS_CONFORMANCE_CASE_CALENDARS_H_
