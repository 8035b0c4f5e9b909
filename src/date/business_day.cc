#include "usance/date/business_day.h"

#include "src/date/calendar_days.h"
#include "usance/date/period.h"

namespace usance {
namespace {

// The next business day, or the previous where the next is in another month
// (or, with `halves`, beyond the 15th).
absl::StatusOr<Date> ModifiedFollowing(Date date, const Calendar& calendar,
                                       bool halves) {
  USANCE_ASSIGN_OR_RETURN(const Date next, calendar.NextOrSame(date));
  if (next == date) return date;
  const bool crosses = next > date.LastOfMonth() ||
                       (halves && date.day() <= 15 && next.day() > 15);
  if (!crosses) return next;
  return calendar.PreviousOrSame(date);
}

absl::StatusOr<Date> ModifiedPreceding(Date date, const Calendar& calendar) {
  USANCE_ASSIGN_OR_RETURN(const Date previous, calendar.PreviousOrSame(date));
  if (previous >= date.FirstOfMonth()) return previous;
  return calendar.NextOrSame(date);
}

absl::StatusOr<Date> Nearest(Date date, const Calendar& calendar) {
  USANCE_ASSIGN_OR_RETURN(const Date next, calendar.NextOrSame(date));
  USANCE_ASSIGN_OR_RETURN(const Date previous, calendar.PreviousOrSame(date));
  return date - previous < next - date ? previous : next;
}

}  // namespace

absl::StatusOr<Date> Adjust(Date date, BusinessDayConvention convention,
                            const Calendar& calendar) {
  switch (convention) {
    case BusinessDayConvention::kUnadjusted:
      return date;
    case BusinessDayConvention::kFollowing:
      return calendar.NextOrSame(date);
    case BusinessDayConvention::kModifiedFollowing:
      return ModifiedFollowing(date, calendar, false);
    case BusinessDayConvention::kModifiedFollowingBimonthly:
      return ModifiedFollowing(date, calendar, true);
    case BusinessDayConvention::kPreceding:
      return calendar.PreviousOrSame(date);
    case BusinessDayConvention::kModifiedPreceding:
      return ModifiedPreceding(date, calendar);
    case BusinessDayConvention::kNearest:
      return Nearest(date, calendar);
  }
  return Error(Reason::kUnspecified, "/convention",
               "no such business day convention");
}

absl::Status AdjustDates(std::span<Date> dates,
                         BusinessDayConvention convention,
                         const Calendar& calendar) {
  const Calendar::Days& days = *calendar.days_;
  for (Date& date : dates) {
    if (days.Covers(date) && days.IsWorked(date)) continue;  // under each
    USANCE_ASSIGN_OR_RETURN(date, Adjust(date, convention, calendar));
  }
  return absl::OkStatus();
}

absl::StatusOr<Date> LastBusinessDayOfMonth(Date date,
                                            const Calendar& calendar) {
  return calendar.PreviousOrSame(date.LastOfMonth());
}

absl::StatusOr<Date> AddMonthsByLastBusinessDay(Date anchor, int64_t months,
                                                const Calendar& calendar,
                                                std::string_view field) {
  USANCE_ASSIGN_OR_RETURN(const Date clamped,
                          AddMonths(anchor, months, EndOfMonth::kClamp, field));
  USANCE_ASSIGN_OR_RETURN(const Date last,
                          LastBusinessDayOfMonth(anchor, calendar));
  if (anchor < last) return clamped;
  return LastBusinessDayOfMonth(clamped, calendar);
}

}  // namespace usance
