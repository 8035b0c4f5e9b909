// The steps that lead from a baseline date to a due date: "45d eom".
#ifndef USANCE_TERMS_DATE_STEP_H_
#define USANCE_TERMS_DATE_STEP_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/business_day.h"
#include "usance/date/calendar.h"
#include "usance/date/date.h"

namespace usance {

// Steps are applied left to right, each to the date that the one before it
// gave: "45d eom" (45 days, then the end of that month) is not "eom 45d".
//
//   text                    what it does to the date
//   45d 2w 1m 1y -3d        adds; months and years clamp to the month's end
//   10bd  10bd(TARGET2)     adds business days of a calendar
//   eom  eom(1)  eom(-1)    the last day of its month, of the k-th after it
//   day(10)  days(5,10,20)  the first such day of a month on or after it; a
//                           shorter month has its last day instead
//   month(9)  months(3,9)   the first day on or after it in such a month
//   on(12-25)               the first such day of a year on or after it
//   on(2026-12-31)          that day, whatever the date was
//   weekday(monday)         the first such weekday on or after it
//   cut(25 -> 1m)           these steps, if its day of month is after the 25th;
//   cut(-5 -> 1m)           or after the fifth day before the month's last
//   cut(15 -> eom 15d, else eom)
//                           ... and others, if it is not
//   season(06-01 to 08-31 -> on(10-01), else 30d)
//                           the same for days of the year, both inclusive
//   min(30d, eom)           the earlier of two, both from this date
//   max(30d, eom)           the later of two
//   roll(following)         moves it to a business day
//   roll(following, TARGET2)
//   cap(60d)                not after these steps from the baseline: then is
//   cap(60d, refuse)        due; or an error; or only said in the trace
//   cap(60d, report)
//
// The 10th of the date's own month, even one before the date, is
// "eom(-1) 1d day(10)"; the first such day after the date is "1d day(10)".
struct DateStep;
using DateSteps = std::vector<DateStep>;

enum class StepUnit : int32_t { kDay = 1, kWeek = 2, kMonth = 3, kYear = 4 };

template <>
struct Names<StepUnit> {
  static constexpr std::string_view kNoun = "unit";
  static constexpr Named<StepUnit> kTable[] = {
      {StepUnit::kDay, "d", "day|days"},
      {StepUnit::kWeek, "w", "week|weeks"},
      {StepUnit::kMonth, "m", "month|months"},
      {StepUnit::kYear, "y", "year|years"},
  };
};

struct AddStep {
  StepUnit unit = StepUnit::kDay;
  int32_t count = 0;
  friend bool operator==(const AddStep&, const AddStep&) = default;
};

// A calendar is named by its id; empty is the first one that the caller gives.
struct BusinessDaysStep {
  int32_t count = 0;
  std::string calendar = {};
  friend bool operator==(const BusinessDaysStep&,
                         const BusinessDaysStep&) = default;
};

struct EndOfMonthStep {
  int32_t months = 0;
  friend bool operator==(const EndOfMonthStep&,
                         const EndOfMonthStep&) = default;
};

struct DayOfMonthStep {
  std::vector<int32_t> days = {};  // [1, 31], ascending
  friend bool operator==(const DayOfMonthStep&,
                         const DayOfMonthStep&) = default;
};

struct MonthStep {
  std::vector<int32_t> months = {};  // [1, 12], ascending
  friend bool operator==(const MonthStep&, const MonthStep&) = default;
};

struct OnDateStep {
  Date date;
  friend bool operator==(const OnDateStep&, const OnDateStep&) = default;
};

// A day of every year; February 29 is the last of February in a common year.
struct MonthDay {
  int32_t month = 1;
  int32_t day = 1;
  friend auto operator<=>(const MonthDay&, const MonthDay&) = default;
};

struct OnMonthDayStep {
  MonthDay day = {};
  friend bool operator==(const OnMonthDayStep&,
                         const OnMonthDayStep&) = default;
};

struct WeekdayStep {
  Weekday weekday = Weekday::kMonday;
  friend bool operator==(const WeekdayStep&, const WeekdayStep&) = default;
};

struct CutStep {
  int32_t day = 31;  // [1, 31], or [-30, -1] from the month's last day
  DateSteps after;   // applied where the day of the month is greater
  DateSteps until;   // applied where it is not; may be empty
  friend bool operator==(const CutStep&, const CutStep&) = default;
};

struct SeasonStep {
  MonthDay first, last;  // inclusive; `last` may lie in the next year
  DateSteps within;      // applied to a date from `first` to `last`
  DateSteps outside;     // applied to others; may be empty
  friend bool operator==(const SeasonStep&, const SeasonStep&) = default;
};

struct EarlierStep {
  DateSteps a, b;
  friend bool operator==(const EarlierStep&, const EarlierStep&) = default;
};

struct LaterStep {
  DateSteps a, b;
  friend bool operator==(const LaterStep&, const LaterStep&) = default;
};

struct RollStep {
  BusinessDayConvention convention = BusinessDayConvention::kFollowing;
  std::string calendar = {};
  friend bool operator==(const RollStep&, const RollStep&) = default;
};

// What becomes of a date after a cap.
enum class OverCap : int32_t {
  kClip = 1,    // the cap's date is due
  kRefuse = 2,  // OUT_OF_RANGE
  kReport = 3,  // it stays, and the trace says so
};

template <>
struct Names<OverCap> {
  static constexpr std::string_view kNoun = "over cap";
  static constexpr Named<OverCap> kTable[] = {
      {OverCap::kClip, "clip", ""},
      {OverCap::kRefuse, "refuse", ""},
      {OverCap::kReport, "report", "warn"},
  };
};

struct CapStep {
  DateSteps limit;  // from the baseline
  OverCap over = OverCap::kClip;
  friend bool operator==(const CapStep&, const CapStep&) = default;
};

struct DateStep {
  std::variant<AddStep, BusinessDaysStep, EndOfMonthStep, DayOfMonthStep,
               MonthStep, OnDateStep, OnMonthDayStep, WeekdayStep, CutStep,
               SeasonStep, EarlierStep, LaterStep, RollStep, CapStep>
      rule;
  friend bool operator==(const DateStep&, const DateStep&) = default;
};

// Bounds of a valid list of steps.
inline constexpr size_t kMaxDateSteps = 32;  // in one list
inline constexpr int kMaxStepDepth = 4;      // lists within lists
inline constexpr int32_t kMaxStepCount = 100'000;
inline constexpr size_t kMaxCalendarIdLength = 64;
inline constexpr size_t kMaxTermsLength = 8192;  // of a text, in bytes

// Whether `steps` lies within the bounds. A calendar's id is letters, digits
// and any of _ . : / + -.
//
// Errors: INVALID_ARGUMENT / MISSING_FIELD - a list without steps
//         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - too many or too deep
//         OUT_OF_RANGE / OUT_OF_RANGE - a count, a month or a day of it
//         INVALID_ARGUMENT / OUT_OF_ORDER - days or months that do not ascend
//         INVALID_ARGUMENT / UNSPECIFIED - a cap without `over`
//         INVALID_ARGUMENT / MALFORMED - a calendar's id
[[nodiscard]] absl::Status Check(const DateSteps& steps,
                                 std::string_view field = "/steps");

// Reads the text above: without regard to case, the plus sign optional, units
// also as words ("10 business days"), "day 10" for "day(10)", "end of month"
// for "eom".
//
// Errors: INVALID_ARGUMENT / MALFORMED - the message names the place
//         and those of Check, at their place in the parsed steps
[[nodiscard]] absl::StatusOr<DateSteps> ParseSteps(
    std::string_view text, std::string_view field = "/steps");

// The canonical text: ParseSteps(ToText(steps)) == steps for valid steps.
[[nodiscard]] std::string ToText(const DateStep& step);
[[nodiscard]] std::string ToText(const DateSteps& steps);

// The ids of the calendars that `steps` name, each once and in order; "" is
// the first one that the caller gives.
[[nodiscard]] std::vector<std::string> CalendarsOf(const DateSteps& steps);

// One line of the explanation: what a step did.
struct StepTrace {
  std::string step;
  Date before;
  Date after;
  std::string why = {};  // where the step chose: "day 26 is after the 25th"
  friend bool operator==(const StepTrace&, const StepTrace&) = default;
};

struct SteppedDate {
  Date unadjusted;  // with every roll left out
  Date date;
  std::vector<StepTrace> trace;  // a row for each step
};

// Returns the date that `steps` lead to from `start`; caps count from
// `baseline`, which is `start` except for a line chained to another.
//
// Shapes:  `calendars` is borrowed; a step takes the one with its id.
// Errors:  those of Check
//          INVALID_ARGUMENT / CONTEXT_REQUIRED - a calendar that is not given
//          OUT_OF_RANGE / OUT_OF_RANGE - a date after a cap that refuses
//          OUT_OF_RANGE / CALENDAR_RANGE, DATE_OUT_OF_RANGE
// Example: 2021-09-15 by "45d eom" is 2021-10-31, by "eom 45d" 2021-11-14
[[nodiscard]] absl::StatusOr<SteppedDate> ApplySteps(
    const DateSteps& steps, Date start, Date baseline,
    std::span<const Calendar> calendars = {});

}  // namespace usance

#endif  // USANCE_TERMS_DATE_STEP_H_
