// The dates of a schedule of whole months, without its periods. Private.
#ifndef USANCE_SRC_DATE_MONTH_DATES_H_
#define USANCE_SRC_DATE_MONTH_DATES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "src/date/month_starts.h"
#include "usance/date/schedule.h"

namespace usance {

// The day of the month that dates of whole months from `anchor` on fall on, 31
// the last; nothing where no one day says it.
[[nodiscard]] std::optional<int> DayOfMonths(const Roll& roll, Date anchor);

// What MakeSchedule answers for a count of periods of whole months from the
// start on, unadjusted or modified following: by one look at the first days of
// the months and one at what the calendar says of the day. `spec` outlives it.
class MonthDates {
 public:
  // With the convention of the start, whatever the spec says of it. Nothing
  // where the schedule is of another kind, is not within the tables, or is an
  // error.
  [[nodiscard]] static std::optional<MonthDates> Make(
      const ScheduleSpec& spec, BusinessDayConvention of_start);

  [[nodiscard]] int32_t count() const { return count_; }
  // The day of the months that the dates fall on; 31 the last.
  [[nodiscard]] int day() const { return day_; }
  [[nodiscard]] bool IsAdjusted() const { return offsets_ != nullptr; }

  // The start, adjusted by its convention.
  [[nodiscard]] int32_t AdjustedStart() const { return start_; }

  // The k-th date as it rolls; the 0-th is the start. Requires k <= count().
  [[nodiscard]] int32_t Rolled(int32_t k) const {
    const int32_t* const start = first_month_ + int64_t{k} * step_;
    const int day = day_ <= 28 ? day_ : std::min(day_, start[1] - start[0]);
    return start[0] + day - 1;
  }
  // Such a date, but for the start, on a business day. Ascending dates stay so:
  // each stays in its month.
  [[nodiscard]] int32_t Adjusted(int32_t rolled) const {
    return IsAdjusted() ? rolled + offsets_[rolled - first_] : rolled;
  }

 private:
  MonthDates() = default;

  const int32_t* first_month_ = nullptr;  // of internal::kMonthStarts
  int32_t step_ = 0;                      // in months
  int day_ = 0;
  int32_t count_ = 0;
  int32_t start_ = 0;
  const int8_t* offsets_ = nullptr;  // of the days from `first_` on
  int32_t first_ = 0;
};

}  // namespace usance

#endif  // USANCE_SRC_DATE_MONTH_DATES_H_
