// Calendars that the library ships, and calendars read from text.
#ifndef USANCE_DATE_CALENDARS_H_
#define USANCE_DATE_CALENDARS_H_

#include <span>
#include <string_view>

#include "usance/core/status.h"
#include "usance/date/calendar.h"
#include "usance/date/date.h"

namespace usance {

// A calendar that FindCalendar makes. Only calendars that one authority fixes
// by a rule are shipped; national ones differ from source to source and come
// from the caller (ParseCalendar).
struct ShippedCalendar {
  std::string_view id;
  std::string_view version;  // of the rule: the day its source was published
  std::string_view aliases;  // split by '|'
  Date first;
  Date last;
  std::string_view holidays;  // in words
};

// none: every day is worked. sat_sun, fri_sat, thu_fri, sat, sun, fri: only
// those days of the week are not. TARGET2: the euro payment system.
[[nodiscard]] std::span<const ShippedCalendar> ShippedCalendars();

// Returns the shipped calendar that `id` or an alias names.
//
// Errors: INVALID_ARGUMENT / UNSPECIFIED - the text is empty
//         INVALID_ARGUMENT / UNKNOWN_NAME - the message lists the ids
// Cost:   makes the calendar; keep it.
// Source: TARGET2: ECB press releases of 1998-09-03 and 1999-03-31 (for 1999:
//         1 January, 25 and 31 December), 1999-07-15 (2000: 1 January, Good
//         Friday, Easter Monday, 1 May, 25 and 26 December) and 2000-12-14
//         (those six days until further notice); 31 December 2001 for the euro
//         cash changeover. TARGET opened on 1999-01-04: there is no year
//         before.
[[nodiscard]] absl::StatusOr<Calendar> FindCalendar(
    std::string_view id, std::string_view field = "/calendar");

// Reads a calendar from text, one fact a line:
//
//   # Bavaria, from the gazette
//   id DE-BY
//   version 2026-01
//   range 2026-01-01 2026-12-31
//   weekend sat sun
//   holiday 2026-01-06 Epiphany
//   working 2026-12-05 in place of 24 December
//
// id, version, range and weekend stand once each and before the first day;
// "weekend none" where every day is worked. What follows a day is a comment.
// Empty lines and lines that begin with '#' are skipped. A "working" day is
// worked although it is a weekend day.
//
// Errors, of the first line that is wrong; the message names the line:
//         INVALID_ARGUMENT / MALFORMED - not of this form
//         INVALID_ARGUMENT / DUPLICATE_FIELD - said twice; a day listed twice
//         INVALID_ARGUMENT / DATE_INVALID
//         OUT_OF_RANGE / DATE_OUT_OF_RANGE
//         INVALID_ARGUMENT / END_BEFORE_START - the range
//         OUT_OF_RANGE / CALENDAR_RANGE - a day outside the range
//         INVALID_ARGUMENT / MISSING_FIELD - the text lacks one of the four
[[nodiscard]] absl::StatusOr<Calendar> ParseCalendar(
    std::string_view text, std::string_view field = "/calendar");

// Returns Easter Sunday of the Gregorian calendar. Checks 1 <= year <= 9999;
// before 1583 the date is that of the calendar carried back.
//
// Source: Anonymous, Nature 13, 487 (1876): integers only.
// Example: 2026-04-05.
[[nodiscard]] Date EasterSunday(int year);

}  // namespace usance

#endif  // USANCE_DATE_CALENDARS_H_
