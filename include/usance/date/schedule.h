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
enum class Stub : int32_t {
  kNone = 1,          // it is an error if there is one
  kShortInitial = 2,
  kLongInitial = 3,
  kSmartInitial = 4,  // long where the short stub would be under 7 days
  kShortFinal = 5,
  kLongFinal = 6,
  kSmartFinal = 7,
  kBoth = 8,          // both ends are given as explicit regular dates
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
  static constexpr std::string_view kNoun = "duplicates";
  static constexpr Named<Duplicates> kTable[] = {
      {Duplicates::kError, "error", ""},
      {Duplicates::kDrop, "drop", ""},
      {Duplicates::kKeep, "keep", ""},
  };
};

inline constexpr int32_t kMaxPeriods = 10'000;

struct ScheduleSpec {
  Date start;
  // The end, or the number of periods: exactly one of the two.
  std::optional<Date> end;
  std::optional<int32_t> count;
  Period frequency;
  Roll roll;                 // default: the day of the anchor, clamped
  Stub stub = Stub::kNone;
  std::optional<Date> first_regular_start;  // an explicit initial stub
  std::optional<Date> last_regular_end;     // an explicit final stub
  BusinessDayConvention convention = BusinessDayConvention::kUnadjusted;
  std::optional<Calendar> calendar;  // needed unless unadjusted
  // The convention of the first and the last date, where it differs.
  std::optional<BusinessDayConvention> start_convention;
  std::optional<BusinessDayConvention> end_convention;
  Duplicates duplicates = Duplicates::kError;
  int32_t max_periods = kMaxPeriods;
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

// Returns the periods of `spec`. Every date counts from the anchor, never from
// the date before it.
[[nodiscard]] absl::StatusOr<Schedule> MakeSchedule(const ScheduleSpec& spec);

}  // namespace usance

#endif  // USANCE_DATE_SCHEDULE_H_
