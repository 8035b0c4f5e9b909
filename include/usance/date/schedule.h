// Dates of a contract: periods between a start and an end.
#ifndef USANCE_DATE_SCHEDULE_H_
#define USANCE_DATE_SCHEDULE_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/business_day.h"
#include "usance/date/calendar.h"
#include "usance/date/date.h"
#include "usance/date/period.h"
#include "usance/date/roll.h"

namespace usance {

// What to do with a rest of the time that is no whole period.
//
//   2014-06-04 to 2014-09-17, P1M     dates between
//   short initial                     06-17  07-17  08-17
//   long initial                      07-17  08-17
//   short final                       07-04  08-04  09-04
//   long final                        07-04  08-04
enum class Stub : int32_t {
  kNone = 1,  // it is an error if there is one
  kShortInitial = 2,
  kLongInitial = 3,
  kSmartInitial = 4,  // long where the short stub would be too short
  kShortFinal = 5,
  kLongFinal = 6,
  kSmartFinal = 7,
  kBoth = 8,  // both ends are given as explicit regular dates
};

template <>
struct Names<Stub> {
  static constexpr std::string_view kNoun = "stub";
  static constexpr Named<Stub> kTable[] = {
      {Stub::kNone, "none", ""},
      {Stub::kShortInitial, "short initial", "shortinitial"},
      {Stub::kLongInitial, "long initial", "longinitial"},
      {Stub::kSmartInitial, "smart initial", "smartinitial"},
      {Stub::kShortFinal, "short final", "shortfinal"},
      {Stub::kLongFinal, "long final", "longfinal"},
      {Stub::kSmartFinal, "smart final", "smartfinal"},
      {Stub::kBoth, "both", ""},
  };
};

// What to do where two dates fall together after adjustment.
enum class Duplicates : int32_t { kError = 1, kDrop = 2, kKeep = 3 };

template <>
struct Names<Duplicates> {
  static constexpr std::string_view kNoun = "answer to duplicates";
  static constexpr Named<Duplicates> kTable[] = {
      {Duplicates::kError, "error", ""},
      {Duplicates::kDrop, "drop", ""},
      {Duplicates::kKeep, "keep", ""},
  };
};

inline constexpr int32_t kMaxPeriods = 10'000;

struct ScheduleSpec {
  Date start;
  // The end, or the number of periods, stubs included: exactly one of the two.
  // Or neither, where explicit_ends lists the end of every period.
  std::optional<Date> end = std::nullopt;
  std::optional<int32_t> count = std::nullopt;
  Period frequency = {};  // the zero period: one period from start to end
  // Instead of the frequency: every so many business days, from a start (or
  // an explicit regular date) that is one.
  std::optional<int32_t> business_days = std::nullopt;
  // Instead of end, count, frequency, roll and stubs: ascending.
  std::vector<Date> explicit_ends = {};
  Roll roll = {};  // default: the day of the anchor, clamped
  Stub stub = Stub::kNone;
  int32_t smart_days = 7;  // a smart stub shorter than this becomes long
  // Explicit stubs: from the start to the one, from the other to the end.
  std::optional<Date> first_regular_start = std::nullopt;
  std::optional<Date> last_regular_end = std::nullopt;
  BusinessDayConvention convention = BusinessDayConvention::kUnadjusted;
  std::optional<Calendar> calendar = std::nullopt;  // unless unadjusted
  // The convention of the first and the last date, where it differs.
  std::optional<BusinessDayConvention> start_convention = std::nullopt;
  std::optional<BusinessDayConvention> end_convention = std::nullopt;
  Duplicates duplicates = Duplicates::kError;
  int32_t max_periods = kMaxPeriods;  // 1 to 1,000,000
};

// One period, half open: [start, end). Both dates as they roll and as they are
// adjusted to business days.
struct SchedulePeriod {
  Date start;
  Date end;
  Date adjusted_start;
  Date adjusted_end;
  bool stub = false;

  friend constexpr bool operator==(const SchedulePeriod&,
                                   const SchedulePeriod&) = default;
};

struct Schedule {
  std::vector<SchedulePeriod> periods;  // they tile: end_k is start_(k+1)
};

// Whether the dates of `spec` depend on business days.
[[nodiscard]] bool NeedsCalendar(const ScheduleSpec& spec);

// Returns the periods of `spec`. They tile: each begins where the one before
// ends, unadjusted and adjusted. Every date counts from the anchor, never from
// the date before it:
//
//   initial stub:  date_k = roll(end - k * frequency)
//   otherwise:     date_k = roll(start + k * frequency)
//
// where an explicit regular date takes the place of start or end. The anchor
// must be a date that the roll names. With a count and an initial stub the
// regular dates begin at the first date after the start that the roll names.
//
// Errors: OUT_OF_RANGE / OUT_OF_RANGE - max_periods, count, smart_days or
//           business_days
//         INVALID_ARGUMENT / MISSING_FIELD - no end, count or explicit ends
//         INVALID_ARGUMENT / CONFLICT - more than one of them; a final stub
//           with a count; a frequency that goes back or that the roll cannot
//           follow; a frequency beside business_days or explicit_ends
//         INVALID_ARGUMENT / CONTEXT_REQUIRED - no calendar, or a stub "both"
//           without the two regular dates
//         INVALID_ARGUMENT / END_BEFORE_START - end <= start
//         INVALID_ARGUMENT / OUT_OF_ORDER - the regular dates are not within;
//           the explicit ends do not ascend
//         INVALID_ARGUMENT / CONFLICT - the anchor is not on the roll, or a
//           rest where no stub is allowed
//         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - more than max_periods; found
//           before any is made
//         OUT_OF_RANGE / DATE_OUT_OF_RANGE - with a count
//         OUT_OF_RANGE / CALENDAR_RANGE
//         INVALID_ARGUMENT / CONFLICT - dates fall together by adjustment
// Example: 2026-01-31, P1M, count 3 ends periods on 02-28, 03-31 and 04-30.
[[nodiscard]] absl::StatusOr<Schedule> MakeSchedule(const ScheduleSpec& spec);

// A date for each period beside its bounds: when to pay, to remind, to fix.
struct DateStream {
  enum class From : int32_t {
    kStart = 1,
    kEnd = 2,
    kAdjustedStart = 3,
    kAdjustedEnd = 4,
  };

  From from = From::kAdjustedEnd;
  Period lag = {};            // first; negative for before
  int32_t business_days = 0;  // then, as Calendar::Advance
  BusinessDayConvention convention = BusinessDayConvention::kUnadjusted;
  std::optional<Calendar> calendar = std::nullopt;  // unless plain days
};

// Returns the date of each period of `schedule`, from + lag + business days,
// adjusted.
//
// Errors: INVALID_ARGUMENT / CONTEXT_REQUIRED - business days need a calendar
//         OUT_OF_RANGE / DATE_OUT_OF_RANGE
//         OUT_OF_RANGE / CALENDAR_RANGE
// Example: a reminder 3 days before 2026-03-02 is 2026-02-27; 3 business days
//          before, on Saturday and Sunday holidays, is 2026-02-25.
[[nodiscard]] absl::StatusOr<std::vector<Date>> StreamDates(
    const Schedule& schedule, const DateStream& stream);

// Returns the date that `roll` names and that adjusts to `date`: contracts
// often give a start that is adjusted already. `date` itself where there is
// none.
//
// Errors: OUT_OF_RANGE / CALENDAR_RANGE
// Example: 2014-08-18, day 17, following on Saturday and Sunday holidays:
//          2014-08-17.
[[nodiscard]] absl::StatusOr<Date> UnadjustedDate(
    Date date, const Roll& roll, BusinessDayConvention convention,
    const Calendar& calendar);

}  // namespace usance

#endif  // USANCE_DATE_SCHEDULE_H_
