// Roll conventions: which day of a month (or week) a schedule's dates fall on.
#ifndef USANCE_DATE_ROLL_H_
#define USANCE_DATE_ROLL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/date/period.h"

namespace usance {

// The day that regular dates roll to.
class Roll {
 public:
  enum class Kind : int32_t {
    kNone = 1,        // the day of the anchor, clamped to shorter months
    kDayOfMonth = 2,  // 1 to 30, clamped; 31 is kEndOfMonth
    kEndOfMonth = 3,  // mandatory: the last day, whatever the anchor
    kStartOfMonth = 4,
    kDayOfWeek = 5,
    kWeekdayOfMonth = 6,  // the first such weekday on or after a day
    kFebruary28 = 7,      // the day of the anchor, but never 29 February
    kLastDay = 8,      // advisory: the last day where the anchor is, else kNone
    kLastWeekday = 9,  // the last such weekday of the month
    // As kEndOfMonth; a schedule moves it to the last business day.
    kLastBusinessDay = 10,
    kTwiceMonthly = 11,  // two days of every month: frequency P1M gives both
  };

  constexpr Roll() = default;  // kNone
  [[nodiscard]] static constexpr Roll EndOfMonth() {
    return Roll(Kind::kEndOfMonth);
  }
  [[nodiscard]] static constexpr Roll StartOfMonth() {
    return Roll(Kind::kStartOfMonth);
  }
  [[nodiscard]] static constexpr Roll LastDay() { return Roll(Kind::kLastDay); }
  [[nodiscard]] static constexpr Roll February28() {
    return Roll(Kind::kFebruary28);
  }
  [[nodiscard]] static constexpr Roll LastBusinessDay() {
    return Roll(Kind::kLastBusinessDay);
  }
  // Checks 1 <= day <= 31; 31 is the end of the month.
  [[nodiscard]] static constexpr Roll DayOfMonth(int day) {
    USANCE_CHECK(day >= 1 && day <= 31);
    return day == 31 ? EndOfMonth() : Roll(Kind::kDayOfMonth, day);
  }
  [[nodiscard]] static constexpr Roll DayOfWeek(Weekday weekday) {
    return Roll(Kind::kDayOfWeek, 0, weekday);
  }
  // The n-th such weekday of the month. Checks 1 <= n <= 4.
  [[nodiscard]] static constexpr Roll NthWeekday(int n, Weekday weekday) {
    USANCE_CHECK(n >= 1 && n <= 4);
    return WeekdayFrom(weekday, 7 * n - 6, 0);
  }
  [[nodiscard]] static constexpr Roll LastWeekday(Weekday weekday) {
    return Roll(Kind::kLastWeekday, 0, weekday);
  }
  // The first such weekday on or after the day of the month, moved by `shift`
  // days. Checks 1 <= day <= 22 and |shift| <= 6.
  [[nodiscard]] static constexpr Roll WeekdayFrom(Weekday weekday, int day,
                                                  int shift) {
    USANCE_CHECK(day >= 1 && day <= 22 && shift >= -6 && shift <= 6);
    Roll roll(Kind::kWeekdayOfMonth, day, weekday);
    roll.shift_ = shift;
    return roll;
  }
  // Two days of every month, 31 the last. Checks 1 <= day < second <= 31 and
  // day <= 27, so that they are two in every February.
  [[nodiscard]] static constexpr Roll TwiceMonthly(int day, int second) {
    USANCE_CHECK(day >= 1 && day <= 27 && day < second && second <= 31);
    Roll roll(Kind::kTwiceMonthly, day);
    roll.second_day_ = second;
    return roll;
  }

  // Reads what ToText prints:
  //
  //   none  eom  som  last day  february 28  last business day
  //   day 17   days 1 and 15   monday   third friday   last friday
  //   imm       the third Wednesday
  //   imm cad   two days before the third Wednesday
  //   imm aud   the day before the second Friday
  //   imm nzd   the first Wednesday on or after the 9th
  //
  // and "day_17", "day_mon", "sfe" (second friday), "tbill" (monday).
  //
  // Errors: INVALID_ARGUMENT / UNSPECIFIED - the text is empty
  //         INVALID_ARGUMENT / UNKNOWN_NAME
  //         OUT_OF_RANGE / OUT_OF_RANGE - a day that no month has, or two days
  //           that are not two in February
  [[nodiscard]] static absl::StatusOr<Roll> Parse(
      std::string_view text, std::string_view field = "/roll");

  [[nodiscard]] constexpr Kind kind() const { return kind_; }
  // The day of the month: of kDayOfMonth; the first of kTwiceMonthly.
  [[nodiscard]] constexpr int day() const { return day_; }
  [[nodiscard]] constexpr int second_day() const { return second_day_; }
  [[nodiscard]] constexpr Weekday weekday() const { return weekday_; }
  [[nodiscard]] std::string ToText() const;

  // Whether the roll names a day of each month, so that it needs a frequency
  // of whole months.
  [[nodiscard]] constexpr bool IsMonthly() const {
    return kind_ != Kind::kNone && kind_ != Kind::kDayOfWeek;
  }

  // The date of the month of `date` that this convention names; of kDayOfWeek
  // the first on or after `date` (the last of all where there is none); of
  // kTwiceMonthly the first day of the month on or after `date`, else the
  // second. Rolls that follow their anchor (none, last day) name `date` itself.
  [[nodiscard]] Date AdjustDate(Date date) const;
  [[nodiscard]] bool Matches(Date date) const {
    return AdjustDate(date) == date;
  }

  // The k-th date from `anchor`, which is the 0-th; k may be negative. Counts
  // from the anchor, never from the date before. Checks Matches(anchor).
  //
  //   adjust(anchor + k * frequency)
  //
  // Nothing where the date is outside 0001-01-01 to 9999-12-31.
  [[nodiscard]] std::optional<Date> DateAt(Date anchor, const Period& frequency,
                                           int64_t k) const;

  // The first date after / the last before `date` that the roll names, at
  // least about one `frequency` away: adjust(date +- frequency), or of the
  // month beyond where that is no progress.
  //
  // Errors: OUT_OF_RANGE / DATE_OUT_OF_RANGE
  [[nodiscard]] absl::StatusOr<Date> Next(Date date,
                                          const Period& frequency) const;
  [[nodiscard]] absl::StatusOr<Date> Previous(Date date,
                                              const Period& frequency) const;

  friend constexpr bool operator==(const Roll&, const Roll&) = default;

 private:
  constexpr explicit Roll(Kind kind, int day = 0,
                          Weekday weekday = Weekday::kMonday)
      : kind_(kind), day_(day), weekday_(weekday) {}

  Kind kind_ = Kind::kNone;
  int day_ = 0;
  Weekday weekday_ = Weekday::kMonday;  // where the kind has one
  int second_day_ = 0;                  // kTwiceMonthly
  int shift_ = 0;                       // kWeekdayOfMonth
};

}  // namespace usance

#endif  // USANCE_DATE_ROLL_H_
