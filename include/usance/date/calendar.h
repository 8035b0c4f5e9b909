// A business-day calendar: which days are worked, over a known range.
#ifndef USANCE_DATE_CALENDAR_H_
#define USANCE_DATE_CALENDAR_H_

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "usance/core/status.h"
#include "usance/date/date.h"

namespace usance {

enum class BusinessDayConvention : int32_t;

// Days of the week that are not worked.
class WeekendMask {
 public:
  constexpr WeekendMask() = default;  // every day is worked
  constexpr WeekendMask(std::initializer_list<Weekday> days) {
    for (const Weekday day : days) *this = With(day);
  }
  [[nodiscard]] constexpr WeekendMask With(Weekday day) const {
    WeekendMask mask = *this;
    mask.bits_ = static_cast<uint8_t>(bits_ | 1 << static_cast<int>(day));
    return mask;
  }
  [[nodiscard]] constexpr bool Contains(Weekday day) const {
    return (bits_ >> static_cast<int>(day) & 1) != 0;
  }
  friend constexpr bool operator==(WeekendMask, WeekendMask) = default;

 private:
  uint8_t bits_ = 0;
};

// An immutable set of business days over [first, last]; copies share it. A
// query outside the range is CALENDAR_RANGE, never a guess.
//
// Cost: IsBusinessDay, Count and Advance are O(1): a bitmap with ranks and the
//       list of business days.
class Calendar {
 public:
  struct Spec {
    std::string id;       // "TARGET2"
    std::string version;  // of the data: "2026-01"
    Date first;
    Date last;
    WeekendMask weekend = {};
    std::vector<Date> holidays = {};      // any order; weekend days may stand
    std::vector<Date> working_days = {};  // although weekend or holiday
  };

  // Errors: INVALID_ARGUMENT / END_BEFORE_START - last < first
  //         OUT_OF_RANGE / CALENDAR_RANGE - a listed day outside the range
  [[nodiscard]] static absl::StatusOr<Calendar> Make(const Spec& spec);

  [[nodiscard]] const std::string& id() const;
  [[nodiscard]] const std::string& version() const;
  [[nodiscard]] Date first() const;
  [[nodiscard]] Date last() const;

  [[nodiscard]] absl::StatusOr<bool> IsBusinessDay(Date date) const;

  // The business days in [start, end); negative where end < start, counting
  // [end, start). `end` may be the day after last().
  [[nodiscard]] absl::StatusOr<int32_t> Count(Date start, Date end) const;

  // The count-th business day after `date` (before it where count < 0). Day 0
  // is `date` itself, business day or not. On Saturday and Sunday holidays:
  //
  //                             Advance           AdjustThenAdvance
  //   count              0     1     2    -1        0     1     2    -1
  //   from Friday       Fri   Mon   Tue   Thu      Fri   Mon   Tue   Thu
  //   from Saturday     Sat   Mon   Tue   Fri      Mon   Tue   Wed   Thu
  //
  // Advance counts the first business day met as day 1; AdjustThenAdvance
  // first moves a holiday to a business day, the next where count >= 0 and the
  // previous where count < 0, and takes that as day 0.
  [[nodiscard]] absl::StatusOr<Date> Advance(Date date, int32_t count) const;
  [[nodiscard]] absl::StatusOr<Date> AdjustThenAdvance(Date date,
                                                       int32_t count) const;

  // The first business day on or after / the last on or before `date`.
  [[nodiscard]] absl::StatusOr<Date> NextOrSame(Date date) const;
  [[nodiscard]] absl::StatusOr<Date> PreviousOrSame(Date date) const;

 private:
  struct Days;
  explicit Calendar(std::shared_ptr<const Days> days);

  // The calendar of the days of the common range for which `works(in a, in b)`
  // is true.
  [[nodiscard]] static absl::StatusOr<Calendar> Combine(
      const Calendar& a, const Calendar& b, std::string_view sign,
      bool (*works)(bool a, bool b));

  friend class MonthDates;
  friend absl::Status AdjustDates(std::span<Date> dates,
                                  BusinessDayConvention convention,
                                  const Calendar& calendar);
  friend absl::StatusOr<Calendar> UnionOfHolidays(const Calendar& a,
                                                  const Calendar& b);
  friend absl::StatusOr<Calendar> IntersectionOfHolidays(const Calendar& a,
                                                         const Calendar& b);

  std::shared_ptr<const Days> days_;
};

// Days worked in both: a holiday of either is a holiday ("TARGET2+sat_sun") /
// days worked in either ("TARGET2~sat_sun"); over the common range.
//
// Errors: OUT_OF_RANGE / CALENDAR_RANGE - the ranges have no day in common
[[nodiscard]] absl::StatusOr<Calendar> UnionOfHolidays(const Calendar& a,
                                                       const Calendar& b);
[[nodiscard]] absl::StatusOr<Calendar> IntersectionOfHolidays(
    const Calendar& a, const Calendar& b);

}  // namespace usance

#endif  // USANCE_DATE_CALENDAR_H_
