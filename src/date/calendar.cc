#include "usance/date/calendar.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace usance {

// Bit i of `words` says whether day first + i is worked; ranks[w] counts the
// worked days before word w; business_days lists them. All of at most
// 3,652,059 days.
struct Calendar::Days {
  std::string id;
  std::string version;
  Date first;
  Date last;
  std::vector<uint64_t> words;
  std::vector<int32_t> ranks;
  std::vector<int32_t> business_days;

  [[nodiscard]] bool Covers(Date date) const {
    return first <= date && date <= last;
  }
  [[nodiscard]] size_t IndexOf(Date date) const {
    return static_cast<size_t>(date - first);
  }
  [[nodiscard]] bool IsWorked(Date date) const {
    const size_t index = IndexOf(date);
    return (words[index / 64] >> index % 64 & 1) != 0;
  }
  void SetWorked(Date date, bool worked) {
    const size_t index = IndexOf(date);
    const uint64_t bit = uint64_t{1} << index % 64;
    words[index / 64] =
        worked ? words[index / 64] | bit : words[index / 64] & ~bit;
  }
  // The worked days before first + index; index may be one past the last.
  [[nodiscard]] int32_t Rank(size_t index) const {
    if (index / 64 == words.size()) {
      return static_cast<int32_t>(business_days.size());
    }
    const uint64_t below = (uint64_t{1} << index % 64) - 1;
    return ranks[index / 64] + std::popcount(words[index / 64] & below);
  }
  // Makes ranks and business_days from words.
  void Index() {
    for (size_t word = 0; word < words.size(); ++word) {
      ranks.push_back(static_cast<int32_t>(business_days.size()));
      for (uint64_t bits = words[word]; bits != 0; bits &= bits - 1) {
        business_days.push_back(first.days() + static_cast<int32_t>(word * 64) +
                                std::countr_zero(bits));
      }
    }
  }
  [[nodiscard]] absl::Status RangeError(
      std::string_view what, std::string_view field = "/calendar") const {
    return Error(Reason::kCalendarRange, field,
                 std::string(what) + " is outside calendar " + id + " " +
                     version + "; allowed: " + first.ToText() + " to " +
                     last.ToText());
  }
  // The business day at `position` of the list.
  [[nodiscard]] absl::StatusOr<Date> At(int64_t position, Date from,
                                        int64_t count) const {
    if (position < 0 || position >= std::ssize(business_days)) {
      return RangeError(from.ToText() + " and " + std::to_string(count) +
                        " business days");
    }
    return *Date::FindDays(business_days[static_cast<size_t>(position)]);
  }
};

Calendar::Calendar(std::shared_ptr<const Days> days) : days_(std::move(days)) {}

absl::StatusOr<Calendar> Calendar::Make(const Spec& spec) {
  if (spec.last < spec.first) {
    return Error(
        Reason::kEndBeforeStart, "/last",
        spec.last.ToText() + " is before the first day " + spec.first.ToText());
  }
  auto days = std::make_shared<Days>(
      Days{spec.id, spec.version, spec.first, spec.last, {}, {}, {}});
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
  if (days_->IsWorked(date)) return date;
  return Advance(date, 1);
}

absl::StatusOr<Date> Calendar::PreviousOrSame(Date date) const {
  if (!days_->Covers(date)) return days_->RangeError(date.ToText());
  if (days_->IsWorked(date)) return date;
  return Advance(date, -1);
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
  auto days = std::make_shared<Days>(Days{a.id() + joint + b.id(),
                                          a.version() + joint + b.version(),
                                          first,
                                          last,
                                          {},
                                          {},
                                          {}});
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
