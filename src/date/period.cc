#include "usance/date/period.h"

#include <algorithm>
#include <cstdlib>

#include "usance/core/text.h"

namespace usance {
namespace {

constexpr int64_t kMaxMonths = 9999 * 12;
constexpr int64_t kMaxDays = Date::kMaxDays - Date::kMinDays;

absl::Status Malformed(std::string_view text, std::string_view field) {
  return Error(Reason::kMalformed, field,
               Quoted(text) +
                   " is no period; allowed: P[nY][nM][nW][nD], as "
                   "P1M or P14D");
}

}  // namespace

absl::StatusOr<Period> Period::Parse(std::string_view text,
                                     std::string_view field) {
  constexpr std::string_view kUnits = "YMWD";
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative) rest.remove_prefix(1);
  if (!rest.starts_with('P')) return Malformed(text, field);
  rest.remove_prefix(1);
  int64_t counts[kUnits.size()] = {};
  size_t next_unit = 0;
  bool too_large = false;
  if (rest.empty()) return Malformed(text, field);
  while (!rest.empty()) {  // each turn takes a unit: at most 4
    const bool part_negative = !negative && rest.starts_with('-');
    if (part_negative) rest.remove_prefix(1);
    size_t size = 0;
    while (size < rest.size() && IsDigit(rest[size])) ++size;
    if (size == 0 || size == rest.size()) return Malformed(text, field);
    const size_t unit = kUnits.find(rest[size]);
    if (unit == std::string_view::npos || unit < next_unit) {
      return Malformed(text, field);
    }
    const auto count = ScanInteger(rest.substr(0, size), 0, kMaxDays);
    too_large = too_large || !count;
    counts[unit] = (negative || part_negative ? -1 : 1) * count.value_or(0);
    next_unit = unit + 1;
    rest.remove_prefix(size + 1);
  }
  const int64_t months = counts[0] * 12 + counts[1];
  const int64_t days = counts[2] * 7 + counts[3];
  if (too_large || std::abs(months) > kMaxMonths || std::abs(days) > kMaxDays) {
    return Error(Reason::kOutOfRange, field,
                 Quoted(text) + " is too long; allowed: up to " +
                     std::to_string(kMaxMonths) + " months and " +
                     std::to_string(kMaxDays) + " days");
  }
  return Period{static_cast<int32_t>(months), static_cast<int32_t>(days)};
}

std::string Period::ToText() const {
  if (IsZero()) return "P0D";
  const bool negative = months <= 0 && days <= 0;
  std::string text = negative ? "-P" : "P";
  const int64_t sign = negative ? -1 : 1;
  if (months != 0) text += std::to_string(sign * months) + "M";
  if (days != 0) text += std::to_string(sign * days) + "D";
  return text;
}

absl::StatusOr<Date> AddMonths(Date anchor, int64_t months,
                               EndOfMonth end_of_month,
                               std::string_view field) {
  const CivilDay ymd = anchor.civil();
  const int64_t limit = 2 * kMaxMonths;
  const int64_t month = int64_t{ymd.year} * 12 + ymd.month - 1 +
                        std::clamp(months, -limit, limit);
  if (month < 12 || month >= 10000 * 12) {
    return Error(Reason::kDateOutOfRange, field,
                 anchor.ToText() + " and " + std::to_string(months) +
                     " months is out of range; allowed: 0001-01-01 to "
                     "9999-12-31");
  }
  const int to_year = static_cast<int>(month / 12);
  const int to_month = static_cast<int>(month % 12) + 1;
  const int last = DaysInMonth(to_year, to_month);
  int day = std::min(ymd.day, last);
  switch (end_of_month) {
    case EndOfMonth::kClamp:
      break;
    case EndOfMonth::kLastDay:
      if (anchor.IsLastOfMonth()) day = last;
      break;
    case EndOfMonth::kMandatory:
      day = last;
      break;
    case EndOfMonth::kFebruary28:
      if (to_month == 2) day = std::min(day, 28);
      break;
  }
  return Date::Of(to_year, to_month, day);
}

absl::StatusOr<Date> AddPeriod(Date anchor, const Period& period, int64_t count,
                               EndOfMonth end_of_month,
                               std::string_view field) {
  constexpr int64_t kMaxCount = kMaxDays;
  const int64_t times = std::clamp(count, -kMaxCount, kMaxCount);
  Date date = anchor;
  if (period.months != 0) {
    USANCE_ASSIGN_OR_RETURN(
        date, AddMonths(anchor, times * period.months, end_of_month, field));
  }
  if (period.days == 0) return date;
  return AddDays(date, times * period.days, field);
}

}  // namespace usance
