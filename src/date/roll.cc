#include "usance/date/roll.h"

#include <algorithm>
#include <vector>

#include "usance/core/names.h"
#include "usance/core/text.h"

namespace usance {
namespace {

struct NamedRoll {
  Roll roll;
  std::string_view name;
  std::string_view aliases;
};

constexpr NamedRoll kNamed[] = {
    {Roll(), "none", ""},
    {Roll::EndOfMonth(), "eom", "end of month|day 31"},
    {Roll::StartOfMonth(), "som", "start of month"},
    {Roll::LastDay(), "last day", ""},
    {Roll::February28(), "february 28", "feb 28"},
    {Roll::LastBusinessDay(), "last business day", ""},
    {Roll::NthWeekday(3, Weekday::kWednesday), "imm", ""},
    {Roll::WeekdayFrom(Weekday::kWednesday, 15, -2), "imm cad", "immcad"},
    {Roll::WeekdayFrom(Weekday::kFriday, 8, -1), "imm aud", "immaud"},
    {Roll::WeekdayFrom(Weekday::kWednesday, 9, 0), "imm nzd", "immnzd"},
    {Roll::NthWeekday(2, Weekday::kFriday), "second friday", "sfe"},
    {Roll::DayOfWeek(Weekday::kMonday), "monday", "tbill"},
};

constexpr std::string_view kOrdinals[] = {"first", "second", "third", "fourth"};

constexpr std::string_view kAllowed =
    "allowed: none, eom, som, last day, february 28, last business day, imm, "
    "imm cad, imm aud, imm nzd, \"day 17\", \"days 1 and 15\", \"monday\", "
    "\"third friday\", \"last friday\"";

// The words of `text`, split at blanks and '_'; at most 5.
std::vector<std::string_view> Words(std::string_view text) {
  std::vector<std::string_view> words;
  while (words.size() < 5) {
    const size_t from = text.find_first_not_of(" _");
    if (from == std::string_view::npos) break;
    text.remove_prefix(from);
    const size_t size = std::min(text.find_first_of(" _"), text.size());
    words.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return words;
}

std::optional<int> ScanDay(std::string_view word) {
  const std::optional<int64_t> day =
      word.size() <= 2 ? ScanInteger(word, 0) : std::nullopt;
  if (!day) return std::nullopt;
  return static_cast<int>(*day);
}

absl::Status DayError(std::string_view text, std::string_view field,
                      std::string_view allowed) {
  return Error(Reason::kOutOfRange, field,
               Quoted(text) + " is no roll; allowed: " + std::string(allowed));
}

int Clamped(int day, const CivilDay& ymd) {
  return std::min(day, DaysInMonth(ymd.year, ymd.month));
}

// The first such weekday on or after `date`.
std::optional<Date> OnOrAfter(Date date, Weekday weekday) {
  const int ahead =
      static_cast<int>(weekday) - static_cast<int>(date.weekday());
  return Date::FindDays(int64_t{date.days()} + (ahead + 7) % 7);
}

}  // namespace

absl::StatusOr<Roll> Roll::Parse(std::string_view text,
                                 std::string_view field) {
  if (text.empty()) {
    return Error(Reason::kUnspecified, field,
                 "a roll must be said; " + std::string(kAllowed));
  }
  for (const NamedRoll& row : kNamed) {
    if (internal::SameName(row.name, text) ||
        internal::AnyIsName(row.aliases, text)) {
      return row.roll;
    }
  }
  const std::vector<std::string_view> words = Words(text);
  const auto is = [&](size_t word, std::string_view name) {
    return internal::SameName(words[word], name);
  };
  if (words.size() == 1) {
    if (const auto weekday = FindName<Weekday>(words[0])) {
      return DayOfWeek(*weekday);
    }
  }
  if (words.size() == 2) {
    const std::optional<Weekday> weekday = FindName<Weekday>(words[1]);
    if (weekday && is(0, "day")) return DayOfWeek(*weekday);
    if (weekday && is(0, "last")) return LastWeekday(*weekday);
    for (int n = 1; weekday && n <= 4; ++n) {
      if (is(0, kOrdinals[n - 1])) return NthWeekday(n, *weekday);
    }
    const std::optional<int> day = ScanDay(words[1]);
    if (day && is(0, "day")) {
      if (*day >= 1 && *day <= 31) return DayOfMonth(*day);
      return DayError(text, field, "day 1 to day 31");
    }
  }
  if (words.size() == 4 && is(0, "days") && is(2, "and")) {
    const std::optional<int> day = ScanDay(words[1]);
    const std::optional<int> second = ScanDay(words[3]);
    if (day && second) {
      if (*day >= 1 && *day <= 27 && *day < *second && *second <= 31) {
        return TwiceMonthly(*day, *second);
      }
      return DayError(text, field, "days 1 to 27 and a later day up to 31");
    }
  }
  return Error(Reason::kUnknownName, field,
               Quoted(text) + " is no roll; " + std::string(kAllowed));
}

std::string Roll::ToText() const {
  for (const NamedRoll& row : kNamed) {
    if (row.roll == *this) return std::string(row.name);
  }
  const std::string weekday(NameOf(weekday_));
  switch (kind_) {
    case Kind::kDayOfMonth:
      return "day " + std::to_string(day_);
    case Kind::kTwiceMonthly:
      return "days " + std::to_string(day_) + " and " +
             std::to_string(second_day_);
    case Kind::kLastWeekday:
      return "last " + weekday;
    case Kind::kWeekdayOfMonth: {
      std::string text;
      if (day_ % 7 == 1 && shift_ == 0) {
        text = std::string(kOrdinals[day_ / 7]) + " " + weekday;
      } else {
        text = weekday + " from day " + std::to_string(day_);
        if (shift_ != 0) text += " shifted by " + std::to_string(shift_);
      }
      return text;
    }
    default:
      return weekday;
  }
}

Date Roll::AdjustDate(Date date) const {
  const CivilDay ymd = date.civil();
  const auto day_of_month = [&](int day) {
    return Date::Of(ymd.year, ymd.month, Clamped(day, ymd));
  };
  switch (kind_) {
    case Kind::kNone:
    case Kind::kLastDay:
    case Kind::kFebruary28:
      return date;
    case Kind::kDayOfMonth:
      return day_of_month(day_);
    case Kind::kEndOfMonth:
    case Kind::kLastBusinessDay:
      return date.LastOfMonth();
    case Kind::kStartOfMonth:
      return date.FirstOfMonth();
    case Kind::kDayOfWeek:
      // 9999-12-31 is a Friday: the last Saturday is before it.
      if (const auto found = OnOrAfter(date, weekday_)) return *found;
      return *OnOrAfter(*Date::FindDays(date.days() - 6), weekday_);
    case Kind::kWeekdayOfMonth: {
      // Day 22 + 6 + 6 may leave the month, but not the calendar: December of
      // 9999 has 31 days.
      const std::optional<Date> from = OnOrAfter(day_of_month(day_), weekday_);
      return Date::FindDays(int64_t{from->days()} + shift_).value_or(*from);
    }
    case Kind::kLastWeekday: {
      const Date last = date.LastOfMonth();
      return *OnOrAfter(*Date::FindDays(last.days() - 6), weekday_);
    }
    case Kind::kTwiceMonthly: {
      const Date first = day_of_month(day_);
      return date <= first ? first : day_of_month(second_day_);
    }
  }
  return date;
}

std::optional<Date> Roll::DateAt(Date anchor, const Period& frequency,
                                 int64_t k) const {
  USANCE_CHECK(Matches(anchor));
  if (k == 0) return anchor;
  usance::EndOfMonth end_of_month = EndOfMonth::kClamp;
  if (kind_ == Kind::kLastDay) end_of_month = EndOfMonth::kLastDay;
  if (kind_ == Kind::kFebruary28) end_of_month = EndOfMonth::kFebruary28;
  if (kind_ == Kind::kTwiceMonthly) {
    // Half months: even ones are day_, odd ones second_day_.
    const bool on_second = anchor.day() > day_;
    const int64_t half = k + (on_second ? 1 : 0);
    const bool to_second = half % 2 != 0;
    const int64_t steps = (half - (to_second ? 1 : 0)) / 2;
    const absl::StatusOr<Date> date =
        AddPeriod(anchor.FirstOfMonth(), frequency, steps, end_of_month);
    if (!date.ok()) return std::nullopt;
    const CivilDay ymd = date->civil();
    return Date::Of(ymd.year, ymd.month,
                    Clamped(to_second ? second_day_ : day_, ymd));
  }
  const absl::StatusOr<Date> date =
      AddPeriod(anchor, frequency, k, end_of_month);
  if (!date.ok()) return std::nullopt;
  return AdjustDate(*date);
}

absl::StatusOr<Date> Roll::Next(Date date, const Period& frequency) const {
  USANCE_ASSIGN_OR_RETURN(const Date there,
                          AddPeriod(date, frequency, 1, EndOfMonth::kClamp));
  const Date rolled = AdjustDate(there);
  if (kind_ == Kind::kTwiceMonthly) {
    if (rolled >= there) return rolled;
    USANCE_ASSIGN_OR_RETURN(const Date month, AddMonths(there.FirstOfMonth(), 1,
                                                        EndOfMonth::kClamp));
    return AdjustDate(month);
  }
  if (rolled > date) return rolled;
  USANCE_ASSIGN_OR_RETURN(const Date beyond,
                          AddMonths(date, 1, EndOfMonth::kClamp));
  return AdjustDate(beyond);
}

absl::StatusOr<Date> Roll::Previous(Date date, const Period& frequency) const {
  USANCE_ASSIGN_OR_RETURN(const Date there,
                          AddPeriod(date, frequency, -1, EndOfMonth::kClamp));
  const Date rolled = AdjustDate(there);
  if (kind_ == Kind::kTwiceMonthly) {
    if (rolled <= there) return rolled;
    const Date first = AdjustDate(there.FirstOfMonth());
    if (first <= there) return first;
    USANCE_ASSIGN_OR_RETURN(const Date month,
                            AddMonths(there, -1, EndOfMonth::kClamp));
    return AdjustDate(month.LastOfMonth());
  }
  if (rolled < date) return rolled;
  USANCE_ASSIGN_OR_RETURN(const Date beyond,
                          AddMonths(date, -1, EndOfMonth::kClamp));
  return AdjustDate(beyond);
}

}  // namespace usance
