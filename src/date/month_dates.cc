#include "src/date/month_dates.h"

#include <vector>

#include "src/date/calendar_days.h"

namespace usance {
namespace {

// Whether nothing but a start, a count of months and business days makes the
// dates. A field that joins the spec has to be thought of here.
bool IsPlain(const ScheduleSpec& spec) {
  const auto& [start, end, count, frequency, business_days, explicit_ends, roll,
               stub, smart_days, first_regular_start, last_regular_end,
               convention, calendar, start_convention, end_convention,
               duplicates, max_periods] = spec;
  return count && *count >= 1 && *count <= max_periods &&
         max_periods <= 1'000'000 && !end && !business_days &&
         explicit_ends.empty() && frequency.months > 0 && frequency.days == 0 &&
         stub == Stub::kNone && smart_days >= 0 && !first_regular_start &&
         !last_regular_end && !end_convention;
}

}  // namespace

std::optional<int> DayOfMonths(const Roll& roll, Date anchor) {
  switch (roll.kind()) {
    case Roll::Kind::kNone:
      return anchor.day();
    case Roll::Kind::kLastDay:
      return anchor.IsLastOfMonth() ? 31 : anchor.day();
    case Roll::Kind::kDayOfMonth:
      return roll.day();
    case Roll::Kind::kEndOfMonth:
    case Roll::Kind::kLastBusinessDay:
      return 31;
    case Roll::Kind::kStartOfMonth:
      return 1;
    default:
      return std::nullopt;
  }
}

std::optional<MonthDates> MonthDates::Make(const ScheduleSpec& spec,
                                           BusinessDayConvention of_start) {
  constexpr auto kUnadjusted = BusinessDayConvention::kUnadjusted;
  if (!IsPlain(spec) ||
      (of_start != kUnadjusted && of_start != spec.convention)) {
    return std::nullopt;
  }
  constexpr auto& kStarts = internal::kMonthStarts;
  const CivilDay start = spec.start.civil();
  const int64_t first =
      int64_t{start.year - internal::kFirstYear} * 12 + start.month - 1;
  const int64_t last = first + int64_t{*spec.count} * spec.frequency.months;
  if (first < 0 || last + 1 >= std::ssize(kStarts)) return std::nullopt;
  const std::optional<int> day = spec.roll.kind() == Roll::Kind::kNone
                                     ? start.day
                                     : DayOfMonths(spec.roll, spec.start);
  if (!day || spec.roll.kind() == Roll::Kind::kLastBusinessDay) {
    return std::nullopt;
  }
  MonthDates dates;
  dates.first_month_ = &kStarts[static_cast<size_t>(first)];
  dates.step_ = spec.frequency.months;
  dates.day_ = *day;
  dates.count_ = *spec.count;
  if (dates.Rolled(0) != spec.start.days()) return std::nullopt;
  dates.start_ = spec.start.days();
  if (spec.convention == kUnadjusted) return dates;
  if (spec.convention != BusinessDayConvention::kModifiedFollowing ||
      !spec.calendar) {
    return std::nullopt;
  }
  const Calendar::Days& days = *spec.calendar->days_;
  if (days.modified.empty() || dates.Rolled(0) < days.business_days.front() ||
      dates.Rolled(dates.count_) > days.business_days.back()) {
    return std::nullopt;
  }
  dates.offsets_ = days.modified.data();
  dates.first_ = days.first.days();
  if (of_start != kUnadjusted) dates.start_ = dates.Adjusted(dates.start_);
  return dates;
}

}  // namespace usance
