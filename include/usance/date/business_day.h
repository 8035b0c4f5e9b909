// Moving a date to a business day.
#ifndef USANCE_DATE_BUSINESS_DAY_H_
#define USANCE_DATE_BUSINESS_DAY_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/calendar.h"
#include "usance/date/date.h"

namespace usance {

// Source: 2006 ISDA definitions 4.12; nearest: see docs/differences.md.
enum class BusinessDayConvention : int32_t {
  kUnadjusted = 1,
  kFollowing = 2,
  kModifiedFollowing = 3,
  kModifiedFollowingBimonthly = 4,  // may not cross the 15th nor the month end
  kPreceding = 5,
  kModifiedPreceding = 6,
  kNearest = 7,  // the nearest; of two as near, the later
};

template <>
struct Names<BusinessDayConvention> {
  static constexpr std::string_view kNoun = "business day convention";
  static constexpr Named<BusinessDayConvention> kTable[] = {
      {BusinessDayConvention::kUnadjusted, "unadjusted",
       "none|noadjust|no adjust"},
      {BusinessDayConvention::kFollowing, "following", "f"},
      {BusinessDayConvention::kModifiedFollowing, "modified following",
       "modifiedfollowing|mf"},
      {BusinessDayConvention::kModifiedFollowingBimonthly,
       "modified following bimonthly",
       "modifiedfollowingbimonthly|half month modified following"},
      {BusinessDayConvention::kPreceding, "preceding", "p"},
      {BusinessDayConvention::kModifiedPreceding, "modified preceding",
       "modifiedpreceding|mp"},
      {BusinessDayConvention::kNearest, "nearest", ""},
  };
};

// Returns `date` moved to a business day of `calendar`.
//
// Errors: OUT_OF_RANGE / CALENDAR_RANGE
[[nodiscard]] absl::StatusOr<Date> Adjust(Date date,
                                          BusinessDayConvention convention,
                                          const Calendar& calendar);

// Moves each of `dates` by Adjust.
//
// Errors: those of Adjust for the first date that has none; the dates from it
//           on stay as they were
// Cost:   a look into a bitmap for each date that is a business day.
[[nodiscard]] absl::Status AdjustDates(std::span<Date> dates,
                                       BusinessDayConvention convention,
                                       const Calendar& calendar);

// Returns the last business day of the month of `date`; of a month without any
// the last business day before it.
//
// Errors: OUT_OF_RANGE / CALENDAR_RANGE
[[nodiscard]] absl::StatusOr<Date> LastBusinessDayOfMonth(
    Date date, const Calendar& calendar);

// Returns the date `months` after `anchor` that is the last business day of its
// month where the anchor is on or after the last business day of its own; else
// as AddMonths with EndOfMonth::kClamp.
//
// Errors: OUT_OF_RANGE / DATE_OUT_OF_RANGE
//         OUT_OF_RANGE / CALENDAR_RANGE
// Example: 2014-06-30 + 2 months is 2014-08-29 where Saturdays are holidays.
[[nodiscard]] absl::StatusOr<Date> AddMonthsByLastBusinessDay(
    Date anchor, int64_t months, const Calendar& calendar,
    std::string_view field = "/date");

}  // namespace usance

#endif  // USANCE_DATE_BUSINESS_DAY_H_
