#include "usance/date/date.h"

#include "usance/core/text.h"

namespace usance {
namespace {

constexpr std::string_view kRange = "allowed: 0001-01-01 to 9999-12-31";

std::string Padded(int value, size_t width) {
  std::string text = std::to_string(value);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

}  // namespace

absl::StatusOr<Date> Date::Make(int year, int month, int day,
                                std::string_view field) {
  if (const std::optional<Date> date = Find(year, month, day)) return *date;
  const std::string text =
      Padded(year, 4) + "-" + Padded(month, 2) + "-" + Padded(day, 2);
  if (year < 1 || year > 9999) {
    return Error(Reason::kDateOutOfRange, field,
                 text + " is out of range; " + std::string(kRange));
  }
  std::string allowed = "months are 01 to 12";
  if (month >= 1 && month <= 12) {
    allowed = Padded(year, 4) + "-" + Padded(month, 2) + " has " +
              std::to_string(DaysInMonth(year, month)) + " days";
  }
  return Error(Reason::kDateInvalid, field, text + " is no date; " + allowed);
}

absl::StatusOr<Date> Date::FromDays(int64_t days, std::string_view field) {
  if (const std::optional<Date> date = FindDays(days)) return *date;
  std::string text = "day " + std::to_string(days);
  // The calendar repeats after 400 years, which have 146,097 days.
  const auto before = days > 0 ? FindDays(days - 146'097) : std::nullopt;
  if (before) {
    text = std::to_string(before->year() + 400) + before->ToText().substr(4);
  }
  return Error(Reason::kDateOutOfRange, field,
               text + " is out of range; " + std::string(kRange));
}

absl::StatusOr<Date> Date::Parse(std::string_view text,
                                 std::string_view field) {
  const bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-' &&
                      IsDigit(text[5]) && IsDigit(text[8]);
  const auto year = shaped ? ScanInteger(text.substr(0, 4), 0) : std::nullopt;
  const auto month = shaped ? ScanInteger(text.substr(5, 2), 0) : std::nullopt;
  const auto day = shaped ? ScanInteger(text.substr(8, 2), 0) : std::nullopt;
  if (!year || !month || !day || !IsDigit(text[0])) {
    return Error(Reason::kMalformed, field,
                 Quoted(text) + " is no date; allowed: YYYY-MM-DD");
  }
  return Make(static_cast<int>(*year), static_cast<int>(*month),
              static_cast<int>(*day), field);
}

std::string Date::ToText() const {
  const CivilDay ymd = civil();
  return Padded(ymd.year, 4) + "-" + Padded(ymd.month, 2) + "-" +
         Padded(ymd.day, 2);
}

absl::StatusOr<Date> AddDays(Date date, int64_t days, std::string_view field) {
  int64_t sum = 0;
  if (__builtin_add_overflow(static_cast<int64_t>(date.days()), days, &sum)) {
    sum = days;  // out of range all the same
  }
  if (const std::optional<Date> result = Date::FindDays(sum)) return *result;
  return Error(Reason::kDateOutOfRange, field,
               date.ToText() + " and " + std::to_string(days) +
                   " days is out of range; " + std::string(kRange));
}

}  // namespace usance
