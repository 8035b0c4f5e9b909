#include "usance/date/calendar.h"

#include <algorithm>
#include <utility>

#include "src/date/calendar_days.h"

namespace usance {

Calendar::Calendar(std::shared_ptr<const Days> days) : days_(std::move(days)) {}

absl::StatusOr<Calendar> Calendar::Make(const Spec& spec) {
  if (spec.last < spec.first) {
    return Error(
        Reason::kEndBeforeStart, "/last",
        spec.last.ToText() + " is before the first day " + spec.first.ToText());
  }
  auto days = std::make_shared<Days>(
      Days{spec.id, spec.version, spec.first, spec.last});
  const size_t count = static_cast<size_t>(spec.last - spec.first) + 1;
  days->words.resize((count + 63) / 64);
  Weekday weekday = spec.first.weekday();
  for (size_t i = 0; i < count; ++i) {
    const uint64_t worked = spec.weekend.Contains(weekday) ? 0 : 1;
    days->words[i / 64] |= worked << i % 64;
    weekday = weekday == Weekday::kSunday
                  ? Weekday::kMonday
                  : static_cast<Weekday>(static_cast<int>(weekday) + 1);
  }
  const auto set = [&](const std::vector<Date>& dates, std::string_view field,
                       bool worked) -> absl::Status {
    for (size_t i = 0; i < dates.size(); ++i) {
      if (!days->Covers(dates[i])) {
        return days->RangeError(dates[i].ToText(),
                                std::string(field) + std::to_string(i));
      }
      days->SetWorked(dates[i], worked);
    }
    return absl::OkStatus();
  };
  USANCE_RETURN_IF_ERROR(set(spec.holidays, "/holidays/", false));
  USANCE_RETURN_IF_ERROR(set(spec.working_days, "/working_days/", true));
  days->Index();
  return Calendar(std::move(days));
}

const std::string& Calendar::id() const { return days_->id; }
const std::string& Calendar::version() const { return days_->version; }
Date Calendar::first() const { return days_->first; }
Date Calendar::last() const { return days_->last; }

absl::StatusOr<bool> Calendar::IsBusinessDay(Date date) const {
  if (!days_->Covers(date)) return days_->RangeError(date.ToText());
  return days_->IsWorked(date);
}

absl::StatusOr<int32_t> Calendar::Count(Date start, Date end) const {
  for (const Date date : {start, end}) {
    if (date < days_->first || date - days_->last > 1) {
      return days_->RangeError(date.ToText());
    }
  }
  return days_->Rank(days_->IndexOf(end)) - days_->Rank(days_->IndexOf(start));
}

absl::StatusOr<Date> Calendar::Advance(Date date, int32_t count) const {
  if (!days_->Covers(date)) return days_->RangeError(date.ToText());
  if (count == 0) return date;
  // The worked days before `date`; where count > 0, up to and with it.
  const size_t index = days_->IndexOf(date) + (count > 0 ? 1 : 0);
  const int64_t past = count > 0 ? int64_t{count} - 1 : count;
  return days_->At(days_->Rank(index) + past, date, count);
}

absl::StatusOr<Date> Calendar::AdjustThenAdvance(Date date,
                                                 int32_t count) const {
  USANCE_ASSIGN_OR_RETURN(const Date day0,
                          count < 0 ? PreviousOrSame(date) : NextOrSame(date));
  return Advance(day0, count);
}

absl::StatusOr<Date> Calendar::NextOrSame(Date date) const {
  if (!days_->Covers(date)) return days_->RangeError(date.ToText());
  if (const auto next = days_->NextOrSame(date)) return *next;
  return days_->RangeError("the business day after " + date.ToText());
}

absl::StatusOr<Date> Calendar::PreviousOrSame(Date date) const {
  if (!days_->Covers(date)) return days_->RangeError(date.ToText());
  if (const auto previous = days_->PreviousOrSame(date)) return *previous;
  return days_->RangeError("the business day before " + date.ToText());
}

absl::StatusOr<Calendar> Calendar::Combine(const Calendar& a, const Calendar& b,
                                           std::string_view sign,
                                           bool (*works)(bool a, bool b)) {
  const Date first = std::max(a.first(), b.first());
  const Date last = std::min(a.last(), b.last());
  if (last < first) {
    return Error(
        Reason::kCalendarRange, "/calendar",
        "calendars " + a.id() + " and " + b.id() + " have no day in common");
  }
  const std::string joint(sign);
  auto days = std::make_shared<Days>(Days{
      a.id() + joint + b.id(), a.version() + joint + b.version(), first, last});
  days->words.resize((static_cast<size_t>(last - first) + 64) / 64);
  for (int32_t day = first.days(); day <= last.days(); ++day) {
    const Date date = *Date::FindDays(day);
    if (works(a.days_->IsWorked(date), b.days_->IsWorked(date))) {
      days->SetWorked(date, true);
    }
  }
  days->Index();
  return Calendar(std::move(days));
}

absl::StatusOr<Calendar> UnionOfHolidays(const Calendar& a, const Calendar& b) {
  return Calendar::Combine(a, b, "+", [](bool x, bool y) { return x && y; });
}

absl::StatusOr<Calendar> IntersectionOfHolidays(const Calendar& a,
                                                const Calendar& b) {
  return Calendar::Combine(a, b, "~", [](bool x, bool y) { return x || y; });
}

}  // namespace usance
