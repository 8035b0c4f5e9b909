// Day-count conventions: the part of a year (or period) between two dates, as
// an exact fraction.
#ifndef USANCE_DATE_DAY_COUNT_H_
#define USANCE_DATE_DAY_COUNT_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "usance/core/fraction.h"
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/calendar.h"
#include "usance/date/date.h"
#include "usance/date/period.h"

namespace usance {

// Each value is one rule; the rule and its source stand at its function in
// src/date/day_count.cc.
enum class DayCount : int32_t {
  // Actual days.
  kOneOne = 1,
  kAct360 = 2,
  kAct364 = 3,
  kAct365Fixed = 4,
  kAct36525 = 5,
  kAct366 = 6,
  kNl360 = 7,  // 29 February is no day
  kNl365 = 8,
  kAct365Actual = 9,  // 366 where 29 February is in (start, end]
  kAct365L = 10,
  kActActIsda = 11,
  kActActDayEnd = 12,  // split at the end of 31 December
  kActActFeb29 = 13,   // 366 where 29 February is in the whole period
  kActActIcma = 14,
  kActActAfb = 15,          // the ISDA text of the AFB rule
  kActActAfbOriginal = 16,  // the French original
  kActActYear = 17,
  // Months of 30 (or 28) days.
  k30360Isda = 18,  // bond basis
  k30U360 = 19,     // rolls at month ends where the context says so
  k30U360Eom = 20,
  k30360Psa = 21,
  k30360Nasd = 22,
  k30360Italian = 23,
  k30E360 = 24,
  k30E360Isda = 25,
  k30EPlus360 = 26,
  k30365Iso = 27,  // days of 30E/360 over 365
  k30E365 = 28,    // days of 30E/360 ISDA over 365
  k30ActIso = 29,  // days of 30E/360 over the year of act/act ICMA
  k28E336 = 30,
  // Business days.
  kBus252 = 31,
  // Whole periods count alike, whatever their days.
  kPeriod = 32,     // 1/12 for a month, 1/52 for a week
  kPeriod360 = 33,  // 30/360 for a month, 7/360 for a week
  kPeriod364 = 34,
  kPeriod365 = 35,
  kPeriodAct = 36,  // 30 over the days of the year each day lies in
  kEu200848 = 37,   // time in the equation of the APR, whole periods backward
  // Spreadsheets. Bases 2, 3 and 4 are act/360, act/365f and 30e/360.
  kExcel0 = 38,
  kExcel1 = 39,
};

template <>
struct Names<DayCount> {
  static constexpr std::string_view kNoun = "day count";
  static constexpr Named<DayCount> kTable[] = {
      {DayCount::kOneOne, "1/1", "one one|one/one|a020"},
      {DayCount::kAct360, "act/360",
       "act 360|actual/360|a/360|a360|french|money market|a004|excel 2|"
       "yearfrac 2"},
      {DayCount::kAct364, "act/364", "act 364|actual/364|a017"},
      {DayCount::kAct365Fixed, "act/365f",
       "act 365f|act 365 fixed|act/365 fixed|act/365 (fixed)|act/365.fixed|"
       "actual/365 fixed|actual/365 (fixed)|actual/365f|a/365f|a/365|a365|"
       "english|a005|excel 3|yearfrac 3"},
      {DayCount::kAct36525, "act/365.25", "act 365 25|actual/365.25"},
      {DayCount::kAct366, "act/366", "act 366|actual/366"},
      {DayCount::kNl360, "nl/360", "nl 360|act/360 nl|actual/360nl|a019"},
      {DayCount::kNl365, "nl/365",
       "nl 365|act/365 nl|actual/365nl|act/365 no leap|actual/365 no leap|"
       "actual/365 (no leap)|nl365|a014"},
      {DayCount::kAct365Actual, "act/365a",
       "act 365a|act 365 actual|act/365 actual|actual/365 actual|"
       "actual/365a"},
      {DayCount::kAct365L, "act/365l",
       "act 365l|actual/365l|act/365 leap|isma-year|a009"},
      {DayCount::kActActIsda, "act/act isda",
       "act act isda|act/act.isda|act/act (isda)|actual/actual isda|"
       "actual/actual (isda)|a/a isda|aa|act/365 isda|actual/365 isda|a008"},
      {DayCount::kActActDayEnd, "act/act day end",
       "act act day end|full leap year"},
      {DayCount::kActActFeb29, "act/act february 29",
       "act act february 29|feb 29 period only"},
      {DayCount::kActActIcma, "act/act icma",
       "act act icma|act/act.icma|act/act (icma)|actual/actual icma|"
       "actual/actual (icma)|act/act isma|act act isma|act/act.isma|"
       "actual/actual isma|actual/actual (isma)|actual/actual (bond)|"
       "isma-99|a006"},
      {DayCount::kActActAfb, "act/act afb",
       "act act afb|act/act.afb|act/act (afb)|actual/actual afb|"
       "actual/actual (afb)|actual/actual (euro)|a010"},
      {DayCount::kActActAfbOriginal, "act/act afb original",
       "act act afb original"},
      {DayCount::kActActYear, "act/act year", "act act year"},
      {DayCount::k30360Isda, "30/360 isda",
       "30 360 isda|thirty 360 isda|bond basis|30/360 bond basis|"
       "30/360 (bond basis)|thirty 360 bond basis|30a/360|a001"},
      {DayCount::k30U360, "30u/360", "thirty u 360|30/360 sia"},
      {DayCount::k30U360Eom, "30u/360 eom",
       "thirty u 360 eom|30/360 us|30/360 (us)|thirty 360 us|30us/360"},
      {DayCount::k30360Psa, "30/360 psa", "thirty 360 psa"},
      {DayCount::k30360Nasd, "30/360 nasd",
       "30/360 (nasd)|thirty 360 nasd|days360"},
      {DayCount::k30360Italian, "30/360 italian",
       "30/360 (italian)|thirty 360 italian"},
      {DayCount::k30E360, "30e/360",
       "thirty e 360|30e360|eurobond basis|30e/360 (eurobond basis)|"
       "30s/360|special german|30/360 icma|a011|excel 4|yearfrac 4"},
      {DayCount::k30E360Isda, "30e/360 isda",
       "thirty e 360 isda|30e360 isda|30e360isda|30e/360.isda|"
       "30e/360 (isda)|30e/360 german|30/360 german|a007"},
      {DayCount::k30EPlus360, "30e+/360",
       "thirty eplus 360|thirty e plus 360|a016"},
      {DayCount::k30365Iso, "30/365 iso", "thirty 365|a002"},
      {DayCount::k30E365, "30e/365", "thirty e 365|30e/365 isda"},
      {DayCount::k30ActIso, "30/act iso", "30/actual|a003"},
      {DayCount::k28E336, "28e/336", "28e336"},
      {DayCount::kBus252, "bus/252", "bus 252|business/252|bus252|bd/252|a018"},
      {DayCount::kPeriod, "period", "same period"},
      {DayCount::kPeriod360, "period/360", ""},
      {DayCount::kPeriod364, "period/364", ""},
      {DayCount::kPeriod365, "period/365", ""},
      {DayCount::kPeriodAct, "period/act", ""},
      {DayCount::kEu200848, "eu 2008/48",
       "eu-2008-48-ec|eu 2008/48/ec|eu 2023/2225"},
      {DayCount::kExcel0, "excel 0", "yearfrac 0"},
      {DayCount::kExcel1, "excel 1", "yearfrac 1"},
  };
  static constexpr std::string_view kSayAct365 =
      "say \"act/365f\", \"act/365a\", \"act/365l\", \"nl/365\" or "
      "\"act/act isda\"";
  static constexpr std::string_view kSay30360 =
      "say \"30/360 isda\", \"30e/360\", \"30e/360 isda\", \"30u/360\", "
      "\"30u/360 eom\", \"30/360 psa\", \"30/360 nasd\", \"30/360 italian\" "
      "or \"period\"";
  static constexpr std::string_view kSayActAct =
      "say \"act/act isda\", \"act/act icma\", \"act/act afb\", "
      "\"act/act year\" or \"act/act day end\"";
  static constexpr RefusedName kRefused[] = {
      {"act/365", kSayAct365},
      {"act 365", kSayAct365},
      {"actual/365", kSayAct365},
      {"30/360", kSay30360},
      {"30 360", kSay30360},
      {"360/360", kSay30360},
      {"act/act", kSayActAct},
      {"act act", kSayActAct},
      {"actual/actual", kSayActAct},
      {"30/365", "say \"30/365 iso\" or \"30e/365\""},
      {"30/act", "say \"30/act iso\" or \"period/act\""},
  };
};

// What some conventions need beside the two dates. A convention that needs a
// part and does not get it is an error, never a guess.
struct DayCountContext {
  // How long a regular period is: whole months or whole weeks.
  // Needed by act/act icma, act/365l, eu 2008/48 and period.
  std::optional<Period> frequency = std::nullopt;
  // How many regular periods a year has, where that is not 12 over the months
  // or 52 over the weeks of the frequency: 24 for twice a month.
  std::optional<int32_t> periods_per_year = std::nullopt;
  // The period that holds [start, end). Given in full, and at no end of the
  // schedule, it is the regular period by whose days a part of it, or a stub,
  // is measured.
  std::optional<Date> period_start = std::nullopt;
  std::optional<Date> period_end = std::nullopt;
  // The first and the last date of the schedule. A period that begins (ends)
  // with the schedule may be a stub: regular periods are then counted from its
  // other end by the frequency.
  std::optional<Date> schedule_start = std::nullopt;
  std::optional<Date> schedule_end = std::nullopt;
  // 30e/360 isda, 30e/365: the last date of the contract, exempt from the
  // February rule.
  std::optional<Date> termination = std::nullopt;
  // Whether the contract rolls at month ends: 30u/360 and where regular
  // periods are counted.
  bool end_of_month = false;
  // bus/252. Borrowed.
  const Calendar* calendar = nullptr;
};

// Returns the days from start to end as the convention counts them: the
// numerator of its rule, before any denominator.
//
// Errors: as YearFraction, as far as the days depend on the context.
// Example: 30/360 isda, 2011-12-28 to 2012-02-29: 61
[[nodiscard]] absl::StatusOr<int32_t> DayCountDays(
    DayCount convention, Date start, Date end,
    const DayCountContext& context = {});

// Returns the exact fraction of a year of the half-open interval [start, end).
// An interval of no days is 0 under every convention but 1/1, whatever the
// context.
//
// Errors: INVALID_ARGUMENT / END_BEFORE_START - end < start
//         INVALID_ARGUMENT / UNKNOWN_NAME - the convention is none of the list
//         INVALID_ARGUMENT / CONTEXT_REQUIRED - the convention needs a part of
//           the context that is missing
//         OUT_OF_RANGE / OUT_OF_RANGE - the frequency is neither whole months
//           nor whole weeks, or periods_per_year is outside 1 to 366
//         INVALID_ARGUMENT / CONFLICT - [start, end) is not within the period
//           where it must be, or the period is empty
//         OUT_OF_RANGE / DATE_OUT_OF_RANGE - a regular period leaves the years
//           1 to 9999
//         OUT_OF_RANGE / CALENDAR_RANGE - bus/252 outside the calendar
// Exactness: exact.
// Example: act/act isda, 2011-12-28 to 2012-03-01: 4/365 + 60/366 = 3894/22265
[[nodiscard]] absl::StatusOr<Fraction> YearFraction(
    DayCount convention, Date start, Date end,
    const DayCountContext& context = {});

}  // namespace usance

#endif  // USANCE_DATE_DAY_COUNT_H_
