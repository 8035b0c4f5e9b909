// Day-count conventions: the part of a year (or period) between two dates, as
// an exact fraction.
#ifndef USANCE_DATE_DAY_COUNT_H_
#define USANCE_DATE_DAY_COUNT_H_

#include <cstdint>
#include <optional>

#include "usance/core/fraction.h"
#include "usance/core/status.h"
#include "usance/date/calendar.h"
#include "usance/date/date.h"
#include "usance/date/period.h"

namespace usance {

// Each value is one rule; the rule and its source stand at its function in
// src/date/day_count.cc. Bare "act/365" and bare "30/360" name several rules
// and are refused with the exact names.
enum class DayCount : int32_t {
  kOneOne = 1,
  kAct360 = 2,
  kAct364 = 3,
  kAct365Fixed = 4,
  kAct36525 = 5,
  kAct366 = 6,
  kNl360 = 7,
  kNl365 = 8,
  kAct365Actual = 9,
  kAct365L = 10,
  kActActIsda = 11,
  kActActDayEnd = 12,  // split at the end of 31 December
  kActActIcma = 13,
  kActActAfb = 14,         // the ISDA text of the AFB rule
  kActActAfbOriginal = 15, // the French original
  kActActYear = 16,
  k30360Isda = 17,  // bond basis
  k30U360 = 18,
  k30U360Eom = 19,
  k30360Psa = 20,
  k30360Nasd = 21,
  k30360Italian = 22,
  k30E360 = 23,
  k30E360Isda = 24,
  k30EPlus360 = 25,
  k30365 = 26,   // ISO 20022 A014: 30E days over 365
  k30E365 = 27,  // 30E/360 ISDA days over 365
  k28E336 = 28,
  kBus252 = 29,
  kPeriod = 30,  // exactly the period over the year: 1/12, 1/52, ...
  k30EAct = 31,  // mixed bases: days of one rule over the year of another
  kExcelBasis0 = 32,
  kExcelBasis1 = 33,
};

// What some conventions need beside the two dates. A convention that needs a
// part and does not get it is an error, never a guess.
struct DayCountContext {
  // ICMA, 365L, kPeriod: how long a regular period is (months or days).
  std::optional<Period> frequency;
  // ICMA, 365L: the regular period that holds [start, end).
  std::optional<Date> period_start;
  std::optional<Date> period_end;
  // ICMA: the whole schedule, to place quasi-periods of stubs.
  std::optional<Date> schedule_start;
  std::optional<Date> schedule_end;
  // 30E/360 ISDA: the last date of the contract is exempt from the February
  // rule. 30U/360: whether the contract rolls at month ends.
  std::optional<Date> termination;
  bool end_of_month = false;
  // Bus/252. Borrowed.
  const Calendar* calendar = nullptr;
};

// Returns the days from start to end as the convention counts them.
[[nodiscard]] absl::StatusOr<int32_t> DayCountDays(
    DayCount convention, Date start, Date end,
    const DayCountContext& context = {});

// Returns the exact fraction of a year of the half-open interval [start, end).
//
// Errors: INVALID_ARGUMENT / END_BEFORE_START - end < start
//         INVALID_ARGUMENT / CONTEXT_REQUIRED - the convention needs a part of
//           the context that is missing
//         OUT_OF_RANGE / CALENDAR_RANGE - Bus/252 outside the calendar
// Exactness: exact.
[[nodiscard]] absl::StatusOr<Fraction> YearFraction(
    DayCount convention, Date start, Date end,
    const DayCountContext& context = {});

}  // namespace usance

#endif  // USANCE_DATE_DAY_COUNT_H_
