// A civil date: a day of the Gregorian calendar, without time or zone.
#ifndef USANCE_DATE_DATE_H_
#define USANCE_DATE_DATE_H_

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "usance/core/check.h"
#include "usance/core/status.h"

namespace usance {

// Year, month and day of a date. Any three numbers; a Date is always a date.
struct CivilDay {
  int year = 0;
  int month = 0;  // [1, 12]
  int day = 0;    // [1, 31]

  friend constexpr bool operator==(const CivilDay&, const CivilDay&) = default;
};

[[nodiscard]] constexpr bool IsLeapYear(int year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

// Checks 1 <= month <= 12.
[[nodiscard]] constexpr int DaysInMonth(int year, int month) {
  USANCE_CHECK(month >= 1 && month <= 12);
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeapYear(year) ? 29 : kDays[month - 1];
}

// Monday is 1, Sunday is 7 (ISO 8601).
enum class Weekday : int32_t {
  kMonday = 1,
  kTuesday = 2,
  kWednesday = 3,
  kThursday = 4,
  kFriday = 5,
  kSaturday = 6,
  kSunday = 7,
};

template <>
struct Names<Weekday> {
  static constexpr std::string_view kNoun = "weekday";
  static constexpr Named<Weekday> kTable[] = {
      {Weekday::kMonday, "monday", "mon|mo"},
      {Weekday::kTuesday, "tuesday", "tue|tu"},
      {Weekday::kWednesday, "wednesday", "wed|we"},
      {Weekday::kThursday, "thursday", "thu|th"},
      {Weekday::kFriday, "friday", "fri|fr"},
      {Weekday::kSaturday, "saturday", "sat|sa"},
      {Weekday::kSunday, "sunday", "sun|su"},
  };
};

// A day of the proleptic Gregorian calendar, 0001-01-01 to 9999-12-31.
//
// Units: days() counts from 1970-01-01, as Arrow's date32 does.
class Date {
 public:
  // Errors: INVALID_ARGUMENT / DATE_INVALID - month or day is not of the year
  //         OUT_OF_RANGE / DATE_OUT_OF_RANGE - year outside 1 to 9999
  [[nodiscard]] static absl::StatusOr<Date> Make(
      int year, int month, int day, std::string_view field = "/date");

  // Errors: OUT_OF_RANGE / DATE_OUT_OF_RANGE
  [[nodiscard]] static absl::StatusOr<Date> FromDays(
      int64_t days, std::string_view field = "/date");

  // Reads exactly YYYY-MM-DD (ISO 8601).
  //
  // Errors: INVALID_ARGUMENT / MALFORMED - not of that form
  //         OUT_OF_RANGE / DATE_OUT_OF_RANGE - year 0000
  //         INVALID_ARGUMENT / DATE_INVALID - no such day, as 2023-02-29
  [[nodiscard]] static absl::StatusOr<Date> Parse(
      std::string_view text, std::string_view field = "/date");

  // The date, or nothing where there is none.
  [[nodiscard]] static constexpr std::optional<Date> Find(int year, int month,
                                                          int day) {
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > DaysInMonth(year, month)) {
      return std::nullopt;
    }
    return Unchecked(year, month, day);
  }
  [[nodiscard]] static constexpr std::optional<Date> FindDays(int64_t days) {
    if (days < kMinDays || days > kMaxDays) return std::nullopt;
    return Date(static_cast<int32_t>(days));
  }
  // The same where the caller knows that there is one; checked.
  [[nodiscard]] static constexpr Date Of(int year, int month, int day) {
    const std::optional<Date> date = Find(year, month, day);
    USANCE_CHECK(date.has_value());
    return *date;
  }

  [[nodiscard]] constexpr int32_t days() const { return days_; }

  [[nodiscard]] constexpr CivilDay civil() const {
    const std::chrono::year_month_day ymd{
        std::chrono::sys_days{std::chrono::days{days_}}};
    return {static_cast<int>(ymd.year()),
            static_cast<int>(static_cast<unsigned>(ymd.month())),
            static_cast<int>(static_cast<unsigned>(ymd.day()))};
  }
  [[nodiscard]] constexpr int year() const { return civil().year; }
  [[nodiscard]] constexpr int month() const { return civil().month; }
  [[nodiscard]] constexpr int day() const { return civil().day; }

  [[nodiscard]] constexpr Weekday weekday() const {
    // Day 0 is a Thursday; kMinDays + 719163 is 1.
    return static_cast<Weekday>((days_ + 719163 + 6) % 7 + 1);
  }

  [[nodiscard]] constexpr bool IsLastOfMonth() const {
    const CivilDay ymd = civil();
    return ymd.day == DaysInMonth(ymd.year, ymd.month);
  }
  [[nodiscard]] constexpr Date FirstOfMonth() const {
    return Date(days_ - day() + 1);
  }
  [[nodiscard]] constexpr Date LastOfMonth() const {
    const CivilDay ymd = civil();
    return Date(days_ - ymd.day + DaysInMonth(ymd.year, ymd.month));
  }

  // "2026-01-31"
  [[nodiscard]] std::string ToText() const;

  friend constexpr auto operator<=>(Date, Date) = default;
  friend constexpr bool operator==(Date, Date) = default;

  // The days from b to a.
  friend constexpr int32_t operator-(Date a, Date b) {
    return a.days_ - b.days_;  // within +-3,652,058
  }

  static constexpr int32_t kMinDays = -719162;  // 0001-01-01
  static constexpr int32_t kMaxDays = 2932896;  // 9999-12-31

 private:
  constexpr explicit Date(int32_t days) : days_(days) {}

  static constexpr Date Unchecked(int year, int month, int day) {
    const std::chrono::sys_days days{std::chrono::year_month_day{
        std::chrono::year{year},
        std::chrono::month{static_cast<unsigned>(month)},
        std::chrono::day{static_cast<unsigned>(day)}}};
    return Date(static_cast<int32_t>(days.time_since_epoch().count()));
  }

  int32_t days_;
};

// Returns the date `days` after `date`.
//
// Errors: OUT_OF_RANGE / DATE_OUT_OF_RANGE
[[nodiscard]] absl::StatusOr<Date> AddDays(Date date, int64_t days,
                                           std::string_view field = "/date");

inline namespace literals {

// "2026-01-31"_date, checked at compile time.
consteval Date operator""_date(const char* text, size_t size) {
  USANCE_CHECK(size == 10 && text[4] == '-' && text[7] == '-');
  const auto number = [text](int first, int last) {
    int value = 0;
    for (int i = first; i < last; ++i) {
      USANCE_CHECK(text[i] >= '0' && text[i] <= '9');
      value = value * 10 + (text[i] - '0');
    }
    return value;
  };
  return Date::Of(number(0, 4), number(5, 7), number(8, 10));
}

}  // namespace literals
}  // namespace usance

#endif  // USANCE_DATE_DATE_H_
