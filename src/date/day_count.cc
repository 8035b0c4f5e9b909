#include "usance/date/day_count.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <numeric>

#include "src/date/fixed_year.h"

namespace usance {
namespace {

using Context = DayCountContext;

absl::Status Missing(DayCount convention, std::string_view field,
                     std::string_view what) {
  return Error(Reason::kContextRequired, field,
               std::string(NameOf(convention)) + " needs " + std::string(what));
}

absl::Status Unknown(DayCount convention) {
  return Error(
      Reason::kUnknownName, "/day_count",
      std::to_string(static_cast<int32_t>(convention)) + " is no day count");
}

absl::Status CheckOrder(Date start, Date end) {
  if (start <= end) return absl::OkStatus();
  return Error(Reason::kEndBeforeStart, "/end",
               end.ToText() + " is before the start " + start.ToText());
}

constexpr int DaysInYear(int year) { return IsLeapYear(year) ? 366 : 365; }

// The number of the day, its day of the month cut to the month's last. Also of
// the years 0 and 10000, which are no Dates: a year may end or begin there.
int32_t ClampedDays(int year, int month, int day) {
  const std::chrono::year_month_day last =
      std::chrono::year{year} /
      std::chrono::month{static_cast<unsigned>(month)} / std::chrono::last;
  const std::chrono::year_month_day ymd{
      last.year(), last.month(),
      std::min(last.day(), std::chrono::day{static_cast<unsigned>(day)})};
  return static_cast<int32_t>(
      std::chrono::sys_days{ymd}.time_since_epoch().count());
}

// How many 29ths of February lie before `date`, or before its end.
int32_t LeapDaysBefore(Date date) {
  const CivilDay ymd = date.civil();
  const int past = ymd.year - 1;
  return past / 4 - past / 100 + past / 400 +
         (IsLeapYear(ymd.year) && ymd.month > 2 ? 1 : 0);
}
bool IsLeapDay(Date date) { return date.month() == 2 && date.day() == 29; }
int32_t LeapDaysThrough(Date date) {
  return LeapDaysBefore(date) + (IsLeapDay(date) ? 1 : 0);
}

bool IsLastOfFebruary(Date date) {
  return date.month() == 2 && date.IsLastOfMonth();
}

// ---- Months of 30 days -----------------------------------------------------
//
//   days = 360 (Y2 - Y1) + 30 (M2 - M1) + (D2 - D1)
//
// with D1 and D2 changed by each rule as below. Source: 2006 ISDA Definitions
// 4.16(f) to (h) unless said otherwise. No rule counts below zero: D1 grows
// past D2 only where both are moved to the same day.
struct MonthDays {
  int first;   // D1
  int second;  // D2
};

// 4.16(f), "30/360", "360/360", "Bond Basis"; ISO 20022 A001: a 31st that
// begins is the 30th; a 31st that ends is so too after a 30th or 31st.
MonthDays BondBasis(int first, int second) {
  if (second == 31 && first >= 30) second = 30;
  return {std::min(first, 30), second};
}

// Standard Securities Calculation Methods (SIFMA): where both are the last of
// February the end is the 30th; a beginning on the last of February is the
// 30th; then as the bond basis.
MonthDays EndOfMonthBondBasis(Date start, Date end) {
  const bool february = IsLastOfFebruary(start);
  return BondBasis(february ? 30 : start.day(),
                   february && IsLastOfFebruary(end) ? 30 : end.day());
}

// The method of Excel's YEARFRAC and basis 0: the rules exclude each other, so
// that 28 February to 31 March is 31 days, not 30 as under 30u/360 eom.
// Source: D. Wheeler, "YEARFRAC Incompatibilities" (OASIS OpenFormula).
MonthDays ExcelBasis0(Date start, Date end) {
  if (!IsLastOfFebruary(start)) return BondBasis(start.day(), end.day());
  return {30, IsLastOfFebruary(end) ? 30 : end.day()};
}

MonthDays MonthDaysOf(DayCount convention, Date start, Date end,
                      const Context& context) {
  const int first = start.day();
  const int second = end.day();
  switch (convention) {
    case DayCount::k30U360:
      if (!context.end_of_month) return BondBasis(first, second);
      return EndOfMonthBondBasis(start, end);
    case DayCount::k30U360Eom:
      return EndOfMonthBondBasis(start, end);
    // PSA (now SIFMA) Uniform Practices: only the beginning is moved from the
    // last of February.
    case DayCount::k30360Psa:
      return BondBasis(IsLastOfFebruary(start) ? 30 : first, second);
    // Italy: 28 and 29 February are the 30th, also 28 February of a leap year.
    case DayCount::k30360Italian: {
      const auto day = [](Date date, int d) {
        return date.month() == 2 && d > 27 ? 30 : std::min(d, 30);
      };
      return {day(start, first), day(end, second)};
    }
    // 4.16(g), "30E/360", "Eurobond Basis"; ISO 20022 A011: 31 is 30.
    // A002 and A003 (30/365, 30/actual) count their days in the same way.
    case DayCount::k30E360:
    case DayCount::k30365Iso:
    case DayCount::k30ActIso:
      return {std::min(first, 30), std::min(second, 30)};
    // 4.16(h), "30E/360 (ISDA)"; ISO 20022 A007: the last of every month is
    // the 30th, except the last of February where the contract ends.
    case DayCount::k30E360Isda:
    case DayCount::k30E365:
      return {start.IsLastOfMonth() ? 30 : first,
              end.IsLastOfMonth() &&
                      !(end.month() == 2 && end == context.termination)
                  ? 30
                  : second};
    // A 31st that ends is the first of the next month: 30 M + 31 either way.
    // ISO 20022 A016.
    case DayCount::k30EPlus360:
      return {std::min(first, 30), second};
    case DayCount::kExcel0:
      return ExcelBasis0(start, end);
    // NASD: as the bond basis, but a 31st that ends after a beginning before
    // the 30th is the first of the next month: the same number.
    default:  // k30360Isda, k30360Nasd
      return BondBasis(first, second);
  }
}

int32_t Days360(DayCount convention, Date start, Date end,
                const Context& context) {
  const CivilDay a = start.civil();
  const CivilDay b = end.civil();
  const MonthDays days = MonthDaysOf(convention, start, end, context);
  return 360 * (b.year - a.year) + 30 * (b.month - a.month) + days.second -
         days.first;
}

// ACTUS 28E/336: every month has 28 days, later days are the 28th.
int32_t Days336(Date start, Date end) {
  const CivilDay a = start.civil();
  const CivilDay b = end.civil();
  return 336 * (b.year - a.year) + 28 * (b.month - a.month) +
         std::min(b.day, 28) - std::min(a.day, 28);
}

// ---- Actual days over the actual year --------------------------------------

// 2006 ISDA 4.16(b): the days in leap years over 366 and the others over 365.
//
// With position(date) = year + (days since its year began) / (days in it), the
// fraction is position(end) - position(start). `day_end` counts a day to the
// moment it ends, so that the split falls at the end of 31 December: what
// loan systems do whose interest days are (start, end].
Fraction ActAct(Date start, Date end, bool day_end) {
  const int first = start.year();
  const int last = end.year();
  const int128 first_days = DaysInYear(first);
  const int128 last_days = DaysInYear(last);
  const int32_t shift = day_end ? 1 : 0;
  const int32_t before = start.days() - ClampedDays(first, 1, 1) + shift;
  const int32_t within = end.days() - ClampedDays(last, 1, 1) + shift;
  // Below 10^4 * 366^2 * 2.
  return Fraction::Of((last - first) * first_days * last_days +
                          within * first_days - before * last_days,
                      first_days * last_days);
}

// Actual/Actual AFB: whole years counted back from the end; the days before
// them over 366 where 29 February is in [start, their end), else over 365.
//
// Source: ISDA, "EMU and Market Conventions" (1998), of the French text of
//   1994. The ISDA text adds that counting back from the last of February
//   meets the last of February; the original counts to the same day.
Fraction ActActAfb(Date start, Date end, bool isda_text) {
  const CivilDay ymd = end.civil();
  const auto back = [&](int years) {
    const bool february =
        isda_text && years > 0 && ymd.month == 2 && ymd.day >= 28;
    return ClampedDays(ymd.year - years, ymd.month, february ? 29 : ymd.day);
  };
  int years = ymd.year - start.year();
  if (back(years) < start.days()) --years;
  const std::optional<Date> stop = Date::FindDays(back(years));
  USANCE_CHECK(stop.has_value());  // start <= stop <= end
  const bool leap = LeapDaysBefore(*stop) > LeapDaysBefore(start);
  const int128 base = leap ? 366 : 365;
  return Fraction::Of(years * base + (*stop - start), base);
}

// Whole years from the start, each from the anchor, and the days after the
// last anniversary over the days to the next one.
// Source: OpenGamma Strata's Act/Act Year.
Fraction ActActYear(Date start, Date end) {
  const CivilDay ymd = start.civil();
  const auto anniversary = [&](int years) {
    return ClampedDays(ymd.year + years, ymd.month, ymd.day);
  };
  int years = end.year() - ymd.year;
  if (anniversary(years) > end.days()) --years;
  const int128 base = anniversary(years + 1) - anniversary(years);
  return Fraction::Of(years * base + (end.days() - anniversary(years)), base);
}

// Excel's YEARFRAC with basis 1. Up to a year: 366 where both are in one leap
// year or 29 February is in [start, end]. Beyond: the average length of the
// calendar years that the interval touches.
// Source: as ExcelBasis0.
Fraction ExcelBasis1(Date start, Date end) {
  const CivilDay a = start.civil();
  const CivilDay b = end.civil();
  const int128 days = end - start;
  const bool same_day_or_before =
      a.month > b.month || (a.month == b.month && a.day >= b.day);
  if (a.year == b.year) return Fraction::Of(days, DaysInYear(a.year));
  if (a.year + 1 == b.year && same_day_or_before) {
    const bool leap = LeapDaysThrough(end) > LeapDaysBefore(start);
    return Fraction::Of(days, leap ? 366 : 365);
  }
  const int128 years = b.year - a.year + 1;
  return Fraction::Of(
      days * years, ClampedDays(b.year + 1, 1, 1) - ClampedDays(a.year, 1, 1));
}

// 366 where 29 February is in (from, through], else 365.
Fraction OverLeapDay(int32_t days, Date from, Date through) {
  const bool leap = LeapDaysThrough(through) > LeapDaysThrough(from);
  return Fraction::Of(days, leap ? 366 : 365);
}

// ICMA Rule 251.1(i): with a yearly period 366 where 29 February is after its
// beginning and not after its end; with any other, 366 where it ends in a leap
// year. ISO 20022 A009.
absl::StatusOr<Fraction> Act365L(Date start, Date end, const Context& context) {
  constexpr DayCount kConvention = DayCount::kAct365L;
  if (!context.frequency) {
    return Missing(kConvention, "/frequency", "the frequency");
  }
  if (!context.period_end) {
    return Missing(kConvention, "/period_end", "the end of the period");
  }
  if (*context.frequency == Years(1)) {
    return OverLeapDay(end - start, context.period_start.value_or(start),
                       *context.period_end);
  }
  return Fraction::Of(end - start, DaysInYear(context.period_end->year()));
}

// ---- Regular periods -------------------------------------------------------

absl::Status CheckWithin(Date start, Date end, Date first, Date last) {
  if (first < last && first <= start && end <= last) return absl::OkStatus();
  return Error(Reason::kConflict, "/period_start",
               start.ToText() + " to " + end.ToText() +
                   " is not within the period " + first.ToText() + " to " +
                   last.ToText());
}

// The period that must be given in full, because days before it or after it
// would need another one.
absl::Status CheckWholePeriod(DayCount convention, Date start, Date end,
                              const Context& context) {
  if (!context.period_start || !context.period_end) {
    return Missing(convention,
                   context.period_start ? "/period_end" : "/period_start",
                   "both ends of the period");
  }
  return CheckWithin(start, end, *context.period_start, *context.period_end);
}

// Whole months or whole weeks, at least one.
absl::StatusOr<Period> Frequency(DayCount convention, const Context& context) {
  if (!context.frequency) {
    return Missing(convention, "/frequency", "the frequency");
  }
  const Period& frequency = *context.frequency;
  const bool months = frequency.months > 0 && frequency.days == 0;
  const bool weeks =
      frequency.months == 0 && frequency.days > 0 && frequency.days % 7 == 0;
  if (months || weeks) return frequency;
  return Error(Reason::kOutOfRange, "/frequency",
               frequency.ToText() + " is neither months nor weeks; allowed: " +
                   "P1M to P119988M, P1W to P521722W");
}

// The part of a year that one regular period is.
absl::StatusOr<Fraction> PeriodShare(DayCount convention,
                                     const Context& context) {
  if (context.periods_per_year) {
    const int32_t count = *context.periods_per_year;
    if (count >= 1 && count <= 366) return Fraction::Of(1, count);
    return Error(Reason::kOutOfRange, "/periods_per_year",
                 std::to_string(count) + " is out of range; allowed: 1 to 366");
  }
  USANCE_ASSIGN_OR_RETURN(const Period frequency,
                          Frequency(convention, context));
  if (frequency.months > 0) return Fraction::Of(frequency.months, 12);
  return Fraction::Of(frequency.days / 7, 52);
}

// The number of regular periods from the anchor to `date`, the last one by its
// days: k + (date - g_k) / (g_(k+1) - g_k) with g_k = anchor + k periods.
absl::StatusOr<Fraction> Position(Date date, Date anchor,
                                  const Period& frequency,
                                  EndOfMonth end_of_month) {
  const CivilDay a = anchor.civil();
  const CivilDay b = date.civil();
  const int128 ahead = frequency.months > 0
                           ? (b.year - a.year) * 12 + b.month - a.month
                           : date - anchor;
  const int128 unit = frequency.months > 0 ? frequency.months : frequency.days;
  int64_t k = static_cast<int64_t>(Divide(ahead, unit, Rounding::kFloor));
  const auto grid = [&](int64_t count) {
    return AddPeriod(anchor, frequency, count, end_of_month, "/frequency");
  };
  USANCE_ASSIGN_OR_RETURN(Date from, grid(k));
  if (from > date) {  // in the month of the grid date, before its day
    USANCE_ASSIGN_OR_RETURN(from, grid(--k));
  }
  if (from == date) return Fraction(k);
  USANCE_ASSIGN_OR_RETURN(const Date to, grid(k + 1));
  USANCE_CHECK(from < date && date < to);
  const int128 length = to - from;
  return Fraction::Of(k * length + (date - from), length);
}

// The number of regular periods in [start, end), those in part by their days.
//
//   both ends of the period given, and not at an end of the schedule:
//                         that period, where it holds [start, end)
//   the period ends the schedule, or its end is not given:
//                         counted forward from its start (else from `start`)
//   else:                 counted back from its end, and on from there
//
// Source: ICMA Rule 251; ISDA, "EMU and Market Conventions" (1998), with the
//   examples of short and long first and last periods.
absl::StatusOr<Fraction> RegularPeriods(DayCount convention, Date start,
                                        Date end, const Context& context) {
  const std::optional<Date>& first = context.period_start;
  const std::optional<Date>& last = context.period_end;
  const bool ends_schedule = last && last == context.schedule_end;
  const bool starts_schedule = first && first == context.schedule_start;
  if (first && last && !ends_schedule && !starts_schedule && *first <= start &&
      end <= *last) {
    return Fraction::Of(end - start, *last - *first);
  }
  USANCE_ASSIGN_OR_RETURN(const Period frequency,
                          Frequency(convention, context));
  const Date anchor = !last || ends_schedule ? first.value_or(start) : *last;
  const EndOfMonth mode =
      context.end_of_month ? EndOfMonth::kLastDay : EndOfMonth::kClamp;
  USANCE_ASSIGN_OR_RETURN(const Fraction from,
                          Position(start, anchor, frequency, mode));
  USANCE_ASSIGN_OR_RETURN(const Fraction to,
                          Position(end, anchor, frequency, mode));
  return CheckedSub(to, from).value();  // terms below 10^6 * 366^2
}

// periods x share: a product of small terms.
Fraction Product(const Fraction& a, const Fraction& b) {
  return CheckedMul(a, b).value();
}

// Actual/Actual (ICMA), 2006 ISDA 4.16(c), ISO 20022 A006; and the plain
// period, which is the same without a schedule: exactly 1/12 for each month,
// a stub by its days.
absl::StatusOr<Fraction> PeriodFraction(DayCount convention, Date start,
                                        Date end, const Context& context) {
  USANCE_ASSIGN_OR_RETURN(const Fraction share,
                          PeriodShare(convention, context));
  if (convention == DayCount::kActActIcma && !context.period_end) {
    return Missing(convention, "/period_end", "the end of the period");
  }
  USANCE_ASSIGN_OR_RETURN(const Fraction periods,
                          RegularPeriods(convention, start, end, context));
  return Product(periods, share);
}

// A period of k months is 30 k days, spread evenly over its own; the year has
// `base` days. 0 is the year in which each day ends, as act/act day end.
// Source: Apache Fineract, days in month 30 with days in year 360, 364, 365 or
//   actual.
absl::StatusOr<Fraction> Period30(DayCount convention, Date start, Date end,
                                  const Context& context, int base) {
  USANCE_ASSIGN_OR_RETURN(const Period frequency,
                          Frequency(convention, context));
  const int128 days = int128{30} * frequency.months + frequency.days;
  if (base > 0) {
    USANCE_ASSIGN_OR_RETURN(const Fraction periods,
                            RegularPeriods(convention, start, end, context));
    return Product(periods, Fraction::Of(days, base));
  }
  USANCE_RETURN_IF_ERROR(CheckWholePeriod(convention, start, end, context));
  const int128 length = *context.period_end - *context.period_start;
  return Product(ActAct(start, end, true), Fraction::Of(days, length));
}

// ISO 20022 A003, 30/actual: the days of 30E/360 over the actual days of the
// period times the periods in a year.
absl::StatusOr<Fraction> ThirtyActIso(Date start, Date end,
                                      const Context& context) {
  constexpr DayCount kConvention = DayCount::k30ActIso;
  USANCE_ASSIGN_OR_RETURN(const Fraction share,
                          PeriodShare(kConvention, context));
  USANCE_RETURN_IF_ERROR(CheckWholePeriod(kConvention, start, end, context));
  const int128 length = *context.period_end - *context.period_start;
  return Product(
      Fraction::Of(Days360(kConvention, start, end, context), length), share);
}

// Directive 2008/48/EC, annex I part I(c), as 2011/90/EU words it: whole
// weeks (1/52 each), months (1/12) or years are counted backward from the
// end; the days left over the days of the complete year counted backward from
// the last of them to the same day of the year before.
absl::StatusOr<Fraction> Eu200848(Date start, Date end,
                                  const Context& context) {
  Fraction whole;
  Date stop = end;
  Period frequency = Days(1);
  if (context.frequency != frequency) {
    USANCE_ASSIGN_OR_RETURN(frequency, Frequency(DayCount::kEu200848, context));
  }
  if (frequency.months > 0) {
    const CivilDay a = start.civil();
    const CivilDay b = end.civil();
    int32_t count =
        ((b.year - a.year) * 12 + b.month - a.month) / frequency.months;
    const auto back = [&](int32_t times) {
      return AddMonths(end, -int64_t{times} * frequency.months,
                       EndOfMonth::kClamp);
    };
    USANCE_ASSIGN_OR_RETURN(stop, back(count));
    if (stop < start) {
      USANCE_ASSIGN_OR_RETURN(stop, back(--count));
    }
    whole = Fraction::Of(int128{count} * frequency.months, 12);
  } else if (frequency.days > 1) {
    const int32_t count = (end - start) / frequency.days;
    USANCE_ASSIGN_OR_RETURN(stop,
                            AddDays(end, -int64_t{count} * frequency.days));
    whole = Fraction::Of(int128{count} * frequency.days / 7, 52);
  }
  const CivilDay ymd = stop.civil();
  const int32_t year =
      stop.days() - ClampedDays(ymd.year - 1, ymd.month, ymd.day);
  return CheckedAdd(whole, Fraction::Of(stop - start, year)).value();
}

// ---- Fixed denominators ----------------------------------------------------

// The greatest divisors of `kYear` that it shares with 0 to kYear - 1. A loop
// to find one turns so many times that no processor foresees its end.
template <uint32_t kYear>
constexpr auto kShared = [] {
  std::array<uint16_t, kYear> shared{};
  for (uint32_t i = 0; i < kYear; ++i) {
    shared[i] = static_cast<uint16_t>(std::gcd(i, kYear));
  }
  return shared;
}();

// The year of the conventions that divide their days by one whole number, and
// the divisors that it shares; of the others no days.
struct FixedYear {
  uint32_t days = 0;
  const uint16_t* shared = nullptr;
};

template <uint32_t kYear>
constexpr FixedYear kYearOf = {kYear, kShared<kYear>.data()};

FixedYear FixedYearOf(DayCount convention) {
  switch (convention) {
    case DayCount::kAct360:  // 4.16(e), ISO 20022 A004
    case DayCount::kNl360:
    case DayCount::k30360Isda:
    case DayCount::k30U360:
    case DayCount::k30U360Eom:
    case DayCount::k30360Psa:
    case DayCount::k30360Nasd:
    case DayCount::k30360Italian:
    case DayCount::k30E360:
    case DayCount::k30E360Isda:
    case DayCount::k30EPlus360:
    case DayCount::kExcel0:
      return kYearOf<360>;
    case DayCount::kAct364:
      return kYearOf<364>;
    case DayCount::kAct365Fixed:  // 4.16(d), ISO 20022 A005
    case DayCount::kNl365:        // ISO 20022 A014
    case DayCount::k30365Iso:     // ISO 20022 A002
    case DayCount::k30E365:
      return kYearOf<365>;
    case DayCount::kAct366:
      return kYearOf<366>;
    case DayCount::k28E336:
      return kYearOf<336>;
    case DayCount::kBus252:  // ISO 20022 A018
      return kYearOf<252>;
    default:
      return {};
  }
}

absl::StatusOr<int32_t> BusinessDays(Date start, Date end,
                                     const Context& context) {
  if (context.calendar == nullptr) {
    return Missing(DayCount::kBus252, "/calendar", "a calendar");
  }
  return context.calendar->Count(start, end);
}

}  // namespace

uint32_t DaysOfFixedYear(DayCount convention) {
  return FixedYearOf(convention).days;
}

bool HasEvenMonths(DayCount convention) {
  switch (convention) {
    case DayCount::k30360Isda:
    case DayCount::k30U360:
    case DayCount::k30U360Eom:
    case DayCount::k30360Psa:
    case DayCount::k30360Nasd:
    case DayCount::k30360Italian:
    case DayCount::k30E360:
    case DayCount::k30E360Isda:
    case DayCount::k30EPlus360:
    case DayCount::k30365Iso:
    case DayCount::k30E365:
    case DayCount::k30ActIso:
    case DayCount::k28E336:
    case DayCount::kExcel0:
      return true;
    default:
      return false;
  }
}

absl::StatusOr<int32_t> DayCountDays(DayCount convention, Date start, Date end,
                                     const DayCountContext& context) {
  USANCE_RETURN_IF_ERROR(CheckOrder(start, end));
  if (NameOf(convention).empty()) return Unknown(convention);
  if (convention == DayCount::kOneOne) return 1;
  if (start == end) return 0;
  switch (convention) {
    case DayCount::kNl360:
    case DayCount::kNl365:
      // 29 February counts for no day: those in (start, end] are taken off.
      return end - start - (LeapDaysThrough(end) - LeapDaysThrough(start));
    case DayCount::k28E336:
      return Days336(start, end);
    case DayCount::kBus252:
      return BusinessDays(start, end, context);
    default:
      return HasEvenMonths(convention)
                 ? Days360(convention, start, end, context)
                 : end - start;
  }
}

absl::StatusOr<Fraction> YearFraction(DayCount convention, Date start, Date end,
                                      const DayCountContext& context) {
  USANCE_ASSIGN_OR_RETURN(const int32_t days,
                          DayCountDays(convention, start, end, context));
  if (convention == DayCount::kOneOne) return Fraction(1);  // 4.16(a)
  if (start == end) return Fraction(0);
  if (const FixedYear year = FixedYearOf(convention); year.days != 0) {
    const uint32_t rest = static_cast<uint32_t>(std::abs(days)) % year.days;
    const int32_t shared = year.shared[rest];
    return Fraction::OfLowestTerms(days / shared,
                                   static_cast<int32_t>(year.days) / shared);
  }
  switch (convention) {
    case DayCount::kAct36525:
      return Fraction::Of(days * int128{4}, 1461);
    case DayCount::kAct365Actual:
      return OverLeapDay(days, start, end);
    case DayCount::kAct365L:
      return Act365L(start, end, context);
    case DayCount::kActActIsda:
      return ActAct(start, end, false);
    case DayCount::kActActDayEnd:
      return ActAct(start, end, true);
    case DayCount::kActActFeb29:
      USANCE_RETURN_IF_ERROR(CheckWholePeriod(convention, start, end, context));
      return OverLeapDay(days, *context.period_start, *context.period_end);
    case DayCount::kActActIcma:
    case DayCount::kPeriod:
      return PeriodFraction(convention, start, end, context);
    case DayCount::kActActAfb:
      return ActActAfb(start, end, true);
    case DayCount::kActActAfbOriginal:
      return ActActAfb(start, end, false);
    case DayCount::kActActYear:
      return ActActYear(start, end);
    case DayCount::k30ActIso:
      return ThirtyActIso(start, end, context);
    case DayCount::kPeriod360:
      return Period30(convention, start, end, context, 360);
    case DayCount::kPeriod364:
      return Period30(convention, start, end, context, 364);
    case DayCount::kPeriod365:
      return Period30(convention, start, end, context, 365);
    case DayCount::kPeriodAct:
      return Period30(convention, start, end, context, 0);
    case DayCount::kEu200848:
      return Eu200848(start, end, context);
    case DayCount::kExcel1:
      return ExcelBasis1(start, end);
    default:
      return Unknown(convention);
  }
}

}  // namespace usance
