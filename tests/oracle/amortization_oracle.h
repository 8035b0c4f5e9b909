// An amortization by the book: dates of Boost, day counts from their texts,
// integers without a bound, one plain loop for each formula. It takes the
// library's terms and shares no step with src/.
#ifndef USANCE_TESTS_ORACLE_AMORTIZATION_ORACLE_H_
#define USANCE_TESTS_ORACLE_AMORTIZATION_ORACLE_H_

#include <algorithm>
#include <boost/date_time/gregorian/gregorian_types.hpp>
#include <boost/multiprecision/cpp_int.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "usance/installment/amortization_spec.h"

namespace usance::oracle {

using Big = boost::multiprecision::cpp_int;
using Day = boost::gregorian::date;

// What went wrong, in the order that the library documents. The oracle itself
// takes the terms as they are.
enum class Wrong { kNothing, kTerms, kRange, kUncovered, kOverflow };

struct Row {
  Day start, end, due;
  Big opening = 0, interest = 0, principal = 0, payment = 0, closing = 0;
  Big fee = 0, tax = 0, advance = 0;
  // What the plan says it pays, and interest that waits before it and after.
  Big planned = 0, deferred_after = 0, spread_after = 0;
};

struct Answer {
  Wrong wrong = Wrong::kNothing;
  std::vector<Row> rows;
  std::optional<Big> level;
  Big gap = 0, waived = 0;
  // What |gap| is at most: for level payments under `last`, at rates that are
  // not negative.
  std::optional<Big> bound;
};

// ---- Numbers ---------------------------------------------------------------

struct Ratio {
  Big n = 0, d = 1;  // d > 0
};

// n / d, d > 0, from the definition of each mode by the floor and the rest.
inline Big RoundRatio(const Big& n, const Big& d, Rounding mode) {
  Big floor = n / d, rest = n % d;
  if (rest < 0) {
    floor -= 1;
    rest += d;
  }
  if (rest == 0) return floor;
  const Big twice = 2 * rest;
  const bool negative = n < 0;
  bool up = false;  // to the integer above the floor
  switch (mode) {
    case Rounding::kHalfEven:
      up = twice > d || (twice == d && floor % 2 != 0);
      break;
    case Rounding::kHalfUp:  // away from zero
      up = twice > d || (twice == d && !negative);
      break;
    case Rounding::kHalfDown:
      up = twice > d || (twice == d && negative);
      break;
    case Rounding::kUp:
      up = !negative;
      break;
    case Rounding::kDown:
      up = negative;
      break;
    case Rounding::kCeiling:
      up = true;
      break;
    case Rounding::kFloor:
      up = false;
      break;
  }
  return up ? Big(floor + 1) : floor;
}

inline bool IsNearest(Rounding mode) {
  return mode == Rounding::kHalfEven || mode == Rounding::kHalfUp ||
         mode == Rounding::kHalfDown;
}

inline Big RoundTo(const Big& n, const Big& d, const Big& multiple,
                   Rounding mode) {
  return RoundRatio(n, d * multiple, mode) * multiple;
}

inline bool Fits(const Big& value) {
  return value >= INT64_MIN && value <= INT64_MAX;
}

inline Big ToBig(int128 value) { return Big(value); }

// ---- Dates -----------------------------------------------------------------

inline Day ToDay(Date date) {
  return Day(1970, 1, 1) + boost::gregorian::days(date.days());
}
inline std::string ToText(Day day) {
  return std::to_string(day.year()) + "-" +
         std::to_string(day.month().as_number()) + "-" +
         std::to_string(day.day().as_number());
}
inline int Year(Day day) { return day.year(); }
inline int Month(Day day) { return day.month(); }
inline int DayOf(Day day) { return day.day(); }
inline bool Leap(int year) {
  return boost::gregorian::gregorian_calendar::is_leap_year(
      static_cast<unsigned short>(year));
}
inline bool IsMonthEnd(Day day) { return day == day.end_of_month(); }
inline bool IsFebruaryEnd(Day day) {
  return Month(day) == 2 && IsMonthEnd(day);
}
inline Day At(int year, int month, int day) {
  const auto y = static_cast<unsigned short>(year);
  const auto m = static_cast<unsigned short>(month);
  const int last = boost::gregorian::gregorian_calendar::end_of_month_day(y, m);
  return Day(y, m, static_cast<unsigned short>(std::min(day, last)));
}

// How many days of [from, to) are 29 February.
inline int LeapDays(Day from, Day to) {
  int count = 0;
  for (int year = Year(from); year <= Year(to); ++year) {
    if (!Leap(year)) continue;
    const Day leap_day = At(year, 2, 29);
    if (from <= leap_day && leap_day < to) ++count;
  }
  return count;
}

inline Day MonthsAfter(Day anchor, int months, bool month_end) {
  const int all = Year(anchor) * 12 + Month(anchor) - 1 + months;
  return At(all / 12, all % 12 + 1, month_end ? 31 : DayOf(anchor));
}

// The unadjusted dates that part the rows.
inline std::vector<Day> Dates(const ScheduleSpec& spec) {
  std::vector<Day> dates = {ToDay(spec.start)};
  Day anchor = dates[0];
  if (spec.first_regular_start) {
    anchor = ToDay(*spec.first_regular_start);
    if (anchor != dates[0]) dates.push_back(anchor);
  }
  const bool month_end = spec.roll.kind() == Roll::Kind::kEndOfMonth;
  for (int k = 1; static_cast<int>(dates.size()) <= *spec.count; ++k) {
    const Day month = MonthsAfter(anchor, k * spec.frequency.months, month_end);
    dates.push_back(month + boost::gregorian::days(k * spec.frequency.days));
  }
  return dates;
}

// Following, with Saturday and Sunday off.
inline Day Following(Day day) {
  while (day.day_of_week() == boost::gregorian::Saturday ||
         day.day_of_week() == boost::gregorian::Sunday) {
    day += boost::gregorian::days(1);
  }
  return day;
}

// ---- Day counts ------------------------------------------------------------

// 360 a year, 30 a month, with the days of the month as each text changes them.
inline int MonthsOfThirty(DayCount rule, Day a, Day b, Day maturity) {
  int d1 = DayOf(a), d2 = DayOf(b);
  switch (rule) {
    case DayCount::k30360Isda:
    case DayCount::k30U360:  // without a roll at month ends
    case DayCount::k30360Nasd:
      // (Under NASD a 31st that stays is the first of the next month: 30 + 1.)
      if (d1 == 31) d1 = 30;
      if (d2 == 31 && d1 == 30) d2 = 30;
      break;
    case DayCount::k30U360Eom:
      if (IsFebruaryEnd(a) && IsFebruaryEnd(b)) d2 = 30;
      if (IsFebruaryEnd(a)) d1 = 30;
      if (d2 == 31 && d1 >= 30) d2 = 30;
      if (d1 == 31) d1 = 30;
      break;
    case DayCount::k30360Psa:
      if (d1 == 31 || IsFebruaryEnd(a)) d1 = 30;
      if (d2 == 31 && d1 == 30) d2 = 30;
      break;
    case DayCount::k30360Italian:
      if (d1 == 31 || (Month(a) == 2 && d1 >= 28)) d1 = 30;
      if (d2 == 31 || (Month(b) == 2 && d2 >= 28)) d2 = 30;
      break;
    case DayCount::k30E360:
    case DayCount::k30365Iso:
      if (d1 == 31) d1 = 30;
      if (d2 == 31) d2 = 30;
      break;
    case DayCount::k30E360Isda:
    case DayCount::k30E365:
      if (IsMonthEnd(a)) d1 = 30;
      if (IsMonthEnd(b) && !(b == maturity && Month(b) == 2)) d2 = 30;
      break;
    case DayCount::k30EPlus360:
      if (d1 == 31) d1 = 30;
      // The 31st becomes the first of the next month: 30 + 1 = 31.
      break;
    case DayCount::kExcel0:
      if (IsFebruaryEnd(a) && IsFebruaryEnd(b)) {
        d1 = d2 = 30;
      } else if (IsFebruaryEnd(a)) {
        d1 = 30;
      } else {
        if (d2 == 31 && d1 >= 30) d2 = 30;
        if (d1 == 31) d1 = 30;
      }
      break;
    default:
      break;
  }
  return 360 * (Year(b) - Year(a)) + 30 * (Month(b) - Month(a)) + d2 - d1;
}

inline Ratio Of(Big n, Big d) { return {std::move(n), std::move(d)}; }

// Days of [a, b) in leap years over 366 and the others over 365.
inline Ratio LeapShare(Day a, Day b) {
  Big leap = 0, other = 0;
  for (int year = Year(a); year <= Year(b); ++year) {
    const Day from = std::max(a, At(year, 1, 1));
    const Day to = std::min(b, At(year + 1, 1, 1));
    if (from < to) (Leap(year) ? leap : other) += (to - from).days();
  }
  return Of(leap * 365 + other * 366, 365 * 366);
}

// Whole years back from b, the rest before them.
inline Ratio Afb(Day a, Day b, bool isda_text) {
  int years = 0;
  Day stop = b;
  for (;;) {
    const bool february =
        isda_text && Month(b) == 2 && (DayOf(b) == 28 || DayOf(b) == 29);
    const Day back =
        At(Year(b) - years - 1, Month(b), february ? 29 : DayOf(b));
    if (back < a) break;
    stop = back;
    ++years;
  }
  const int base = LeapDays(a, stop) > 0 ? 366 : 365;
  return Of(Big(years) * base + (stop - a).days(), base);
}

inline Ratio Anniversaries(Day a, Day b) {
  int years = 0;
  const auto nth = [&](int n) { return At(Year(a) + n, Month(a), DayOf(a)); };
  while (nth(years + 1) <= b) ++years;
  const Big length = (nth(years + 1) - nth(years)).days();
  return Of(years * length + (b - nth(years)).days(), length);
}

inline Ratio SpreadsheetActual(Day a, Day b) {
  const Big days = (b - a).days();
  if (b <= MonthsAfter(a, 12, false)) {
    const bool leap = (Year(a) == Year(b) && Leap(Year(a))) ||
                      LeapDays(a, b + boost::gregorian::days(1)) > 0;
    return Of(days, leap ? 366 : 365);
  }
  const int years = Year(b) - Year(a) + 1;
  return Of(days * years, (At(Year(b) + 1, 1, 1) - At(Year(a), 1, 1)).days());
}

// The day counts that need nothing beside the dates (and the last of them).
inline Ratio YearShare(DayCount rule, Day a, Day b, Day maturity) {
  const Big days = (b - a).days();
  const boost::gregorian::days one(1);
  if (rule == DayCount::kOneOne) return Of(1, 1);
  if (a == b) return Of(0, 1);
  switch (rule) {
    case DayCount::kAct360:
      return Of(days, 360);
    case DayCount::kAct364:
      return Of(days, 364);
    case DayCount::kAct365Fixed:
      return Of(days, 365);
    case DayCount::kAct36525:
      return Of(days * 100, 36525);
    case DayCount::kAct366:
      return Of(days, 366);
    case DayCount::kNl360:  // 29 February in (a, b] is no day
      return Of(days - LeapDays(a + one, b + one), 360);
    case DayCount::kNl365:
      return Of(days - LeapDays(a + one, b + one), 365);
    case DayCount::kAct365Actual:
      return Of(days, LeapDays(a + one, b + one) > 0 ? 366 : 365);
    case DayCount::kActActIsda:
      return LeapShare(a, b);
    case DayCount::kActActDayEnd:  // the days (a, b]
      return LeapShare(a + one, b + one);
    case DayCount::kActActAfb:
      return Afb(a, b, true);
    case DayCount::kActActAfbOriginal:
      return Afb(a, b, false);
    case DayCount::kActActYear:
      return Anniversaries(a, b);
    case DayCount::k30365Iso:
    case DayCount::k30E365:
      return Of(MonthsOfThirty(rule, a, b, maturity), 365);
    case DayCount::k28E336:
      return Of(336 * (Year(b) - Year(a)) + 28 * (Month(b) - Month(a)) +
                    std::min(DayOf(b), 28) - std::min(DayOf(a), 28),
                336);
    case DayCount::kExcel1:
      return SpreadsheetActual(a, b);
    default:
      return Of(MonthsOfThirty(rule, a, b, maturity), 360);
  }
}

// The days themselves, for rates a week or a day.
inline Big DaysOf(DayCount rule, Day a, Day b, Day maturity) {
  switch (rule) {
    case DayCount::kOneOne:
    case DayCount::kNl360:
    case DayCount::kNl365:
    case DayCount::k28E336:
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
    case DayCount::kExcel0:
      return YearShare(rule, a, b, maturity).n;
    default:
      return (b - a).days();
  }
}

// t of one period, or of a part of it, not in lowest terms.
inline Ratio TimeOf(const AmortizationSpec& spec, TimeUnit unit, Day a, Day b,
                    Day maturity) {
  DayCount rule = spec.day_count;
  if (rule == DayCount::k30U360 &&
      spec.schedule.roll.kind() == Roll::Kind::kEndOfMonth) {
    rule = DayCount::k30U360Eom;  // the contract rolls at month ends
  }
  Ratio time;
  switch (unit) {
    case TimeUnit::kYear:
      return YearShare(rule, a, b, maturity);
    case TimeUnit::kMonth:
      time = YearShare(rule, a, b, maturity);
      time.n *= 12;
      return time;
    case TimeUnit::kWeek:
      return Of(DaysOf(rule, a, b, maturity), 7);
    case TimeUnit::kDay:
      return Of(DaysOf(rule, a, b, maturity), 1);
    case TimeUnit::kPeriod:
      break;
  }
  return Of(a < b ? 1 : 0, 1);
}

inline Ratio Times(const Ratio& a, const Ratio& b) {
  return {a.n * b.n, a.d * b.d};
}
inline Ratio Plus(const Ratio& a, const Ratio& b) {
  return {a.n * b.d + b.n * a.d, a.d * b.d};
}
inline Ratio ToRatio(const Fraction& value) {
  return {ToBig(value.numerator()), ToBig(value.denominator())};
}

// r_k * t_k of each row; and where rates change, each row's time and the rate
// at its end.
struct Factors {
  std::vector<Ratio> ratios, times, end_rates;
  // The ratios over one denominator.
  std::vector<Big> numerators;
  Big denominator = 1;
};

// r * t of [from, to), day by day; `rate` becomes the last one's.
inline Ratio SumOfRates(const AmortizationSpec& spec, Day from, Day to,
                        Day maturity, std::optional<Ratio>& rate) {
  const RateHistory& history = *spec.rates;
  const auto rate_on = [&](Day day) {
    const long days = (day - Day(1970, 1, 1)).days();
    return ToRatio(
        history.RateOn(*Date::FindDays(static_cast<int32_t>(days)))->value());
  };
  Ratio sum;
  for (Day day = from; day < to; day = from) {
    rate = rate_on(from);
    while (day < to) {
      const Ratio next = rate_on(day);
      if (next.n * rate->d != rate->n * next.d) break;
      day += boost::gregorian::days(1);
    }
    sum = Plus(sum,
               Times(*rate, TimeOf(spec, history.unit(), from, day, maturity)));
    from = day;
  }
  return sum;
}

// Row by row.
inline void FollowRates(const AmortizationSpec& spec,
                        const std::vector<Day>& dates, Day maturity,
                        Factors& factors) {
  const RateHistory& history = *spec.rates;
  const auto rate_on = [&](Day day) {
    const long days = (day - Day(1970, 1, 1)).days();
    return ToRatio(
        history.RateOn(*Date::FindDays(static_cast<int32_t>(days)))->value());
  };
  const auto less = [](const Ratio& a, const Ratio& b) {
    return a.n * b.d < b.n * a.d;
  };
  std::optional<Ratio> rate;
  for (size_t k = 0; k + 1 < dates.size(); ++k) {
    const auto time = [&](Day a, Day b) {
      return TimeOf(spec, history.unit(), a, b, maturity);
    };
    Ratio sum;
    if (spec.reset.rows > 0) {
      if (k % static_cast<size_t>(spec.reset.rows) == 0) {
        Ratio read =
            rate_on(dates[k] - boost::gregorian::days(spec.reset.lag_days));
        if (rate && spec.reset.step_cap) {
          const Ratio high = Plus(*rate, ToRatio(spec.reset.step_cap->value()));
          if (less(high, read)) read = high;
        }
        if (rate && spec.reset.step_floor) {
          const Ratio most = ToRatio(spec.reset.step_floor->value());
          const Ratio low = Plus(*rate, {-most.n, most.d});
          if (less(read, low)) read = low;
        }
        rate = read;
      }
      sum = Times(*rate, time(dates[k], dates[k + 1]));
    } else {
      sum = SumOfRates(spec, dates[k], dates[k + 1], maturity, rate);
    }
    factors.ratios.push_back(sum);
    factors.times.push_back(time(dates[k], dates[k + 1]));
    factors.end_rates.push_back(rate.value_or(Ratio{}));
  }
}

inline void PutOverOneDenominator(const std::vector<Ratio>& ratios,
                                  std::vector<Big>& numerators,
                                  Big& denominator) {
  denominator = 1;
  numerators.clear();
  for (const Ratio& ratio : ratios) denominator = lcm(denominator, ratio.d);
  for (const Ratio& ratio : ratios) {
    numerators.push_back(ratio.n * (denominator / ratio.d));
  }
}

// The day that money changes hands on: due dates follow to a business day, the
// first day of all only where the terms say so.
inline Day Moved(const ScheduleSpec& spec, Day day) {
  const auto rule =
      day == ToDay(spec.start)
          ? spec.start_convention.value_or(BusinessDayConvention::kUnadjusted)
          : spec.convention;
  return rule == BusinessDayConvention::kUnadjusted ? day : Following(day);
}

// The dates that interest runs between.
inline std::vector<Day> AccrualDates(const AmortizationSpec& spec,
                                     std::vector<Day> dates) {
  if (spec.accrue_to == AccrueTo::kAdjusted) {
    for (Day& day : dates) day = Moved(spec.schedule, day);
  }
  return dates;
}

inline Factors FactorsOf(const AmortizationSpec& spec,
                         const std::vector<Day>& unadjusted, size_t own_rows) {
  const std::vector<Day> dates = AccrualDates(spec, unadjusted);
  Factors result;
  if (spec.rates) {
    FollowRates(spec, dates, dates[own_rows], result);
  } else {
    for (size_t k = 0; k + 1 < dates.size(); ++k) {
      result.ratios.push_back(Times(ToRatio(spec.rate.value()),
                                    TimeOf(spec, spec.rate.unit(), dates[k],
                                           dates[k + 1], dates[own_rows])));
    }
  }
  PutOverOneDenominator(result.ratios, result.numerators, result.denominator);
  return result;
}

inline Factors FactorsOf(const AmortizationSpec& spec) {
  const std::vector<Day> dates = Dates(spec.schedule);
  return FactorsOf(spec, dates, dates.size() - 1);
}

// ---- Amortization ----------------------------------------------------------

// The days on which interest joins the balance, up to `end`.
inline std::vector<Day> RestDays(const AmortizationSpec& spec, Day start,
                                 Day end) {
  const Capitalization& terms = spec.capitalization;
  std::vector<Day> days, all;
  for (const Date day : terms.days) all.push_back(ToDay(day));
  if (terms.frequency) {
    const Day anchor = terms.first ? ToDay(*terms.first) : start;
    const bool month_end =
        spec.schedule.roll.kind() == Roll::Kind::kEndOfMonth &&
        terms.frequency->months > 0 && IsMonthEnd(anchor);
    for (int k = 0; all.empty() || all.back() <= end; ++k) {
      all.push_back(
          MonthsAfter(anchor, k * terms.frequency->months, month_end) +
          boost::gregorian::days(k * terms.frequency->days));
    }
  }
  for (const Day day : all) {
    const bool late = terms.last && day > ToDay(*terms.last);
    if (day > start && day <= end && !late) days.push_back(day);
  }
  return days;
}

// A row's time from one such day to the next: r * t and t of it, what is paid
// out in it, and the interest of that alone.
struct Part {
  Ratio factor, time;
  Big advance = 0;
  Ratio interest;
};

// What a row does. The contract's words, one for one.
enum class Kind {
  kShare,
  kPayment,
  kPrincipal,
  kInterest,
  kCapitalized,
  kDeferred,
  kSpread,
  kWaived,
  kMinimum,
};

inline Kind KindOf(EarlyInterest early) {
  switch (early) {
    case EarlyInterest::kInterest:
      return Kind::kInterest;
    case EarlyInterest::kDeferred:
      return Kind::kDeferred;
    case EarlyInterest::kSpread:
      return Kind::kSpread;
    case EarlyInterest::kWaived:
      return Kind::kWaived;
    case EarlyInterest::kCapitalized:
      return Kind::kCapitalized;
    case EarlyInterest::kInPayment:
      break;
  }
  return Kind::kShare;
}

inline Kind KindOf(RowPays pays) {
  switch (pays) {
    case RowPays::kPayment:
      return Kind::kPayment;
    case RowPays::kPrincipal:
      return Kind::kPrincipal;
    case RowPays::kInterest:
      return Kind::kInterest;
    case RowPays::kDeferred:
      return Kind::kDeferred;
    case RowPays::kSpread:
      return Kind::kSpread;
    case RowPays::kWaived:
      return Kind::kWaived;
    case RowPays::kCapitalized:
      break;
  }
  return Kind::kCapitalized;
}

// The whole computation, one step after the other.
class Loan {
 public:
  explicit Loan(const AmortizationSpec& spec) : spec_(spec) {}

  Answer Run() {
    if (!Lay()) return answer_;
    LayKinds();
    if (answer_.wrong != Wrong::kNothing) return answer_;
    head_ = 0;
    while (head_ < count_ && kinds_[head_] != Kind::kShare) ++head_;
    if (shares() && head_ == count_) {
      Fail(Wrong::kTerms);
      return answer_;
    }
    for (size_t k = LastRow() + 1; k < count_; ++k) {
      if (AdvanceOf(k) > 0) Fail(Wrong::kRange);
    }
    if (answer_.wrong != Wrong::kNothing) return answer_;
    for (size_t k = 0; k < head_; ++k) {
      if (!Book(k)) return answer_;
    }
    if (head_ < count_) {
      if (!Amortize()) return answer_;
    } else {
      answer_.gap = 0;
    }
    if (!End()) return answer_;
    if (!Charge()) return answer_;
    CheckTotals();
    return answer_;
  }

 private:
  using Method = AmortizationMethod;

  std::vector<Row>& rows() { return answer_.rows; }
  Rounding mode() { return spec_.payment_rounding.value_or(spec_.rounding); }
  Big multiple() { return spec_.payment_increment.minor(); }
  bool flat() {
    return spec_.method == Method::kAddOn || spec_.method == Method::kRuleOf78;
  }
  bool shares() {
    return spec_.method == Method::kLevel ||
           spec_.method == Method::kEqualPrincipal || flat();
  }
  bool extra_row() { return shares() && spec_.residual == Residual::kExtraRow; }
  Big PartOf(const Percent& percent, const Big& whole, Rounding rounding) {
    return RoundRatio(whole * ToBig(percent.share().numerator()),
                      ToBig(percent.share().denominator()), rounding);
  }

  bool Fail(Wrong wrong) {
    if (answer_.wrong == Wrong::kNothing) answer_.wrong = wrong;
    return false;
  }

  // The dates and the factors: of the contract's rows, of those beyond a
  // balloon, of an extra one, and of the first day.
  bool Lay() {
    ScheduleSpec dates_spec = spec_.schedule;
    if (extra_row()) ++*dates_spec.count;
    if (spec_.amortization_rows) dates_spec.count = spec_.amortization_rows;
    const std::vector<Day> dates = Dates(dates_spec);
    for (size_t k = 0; k + 1 < dates.size(); ++k) {
      const Day end = dates[k + 1];
      rows().push_back({dates[k], end, Moved(spec_.schedule, end)});
    }
    factors_ = FactorsOf(
        spec_, dates,
        static_cast<size_t>(*(spec_.amortization_rows ? spec_.schedule.count
                                                      : dates_spec.count)));
    SetFactors(factors_.ratios);
    for (const Big& numerator : numerators_) {
      if (numerator <= -denominator_) return Fail(Wrong::kRange);
    }
    return !divided() || LayParts(AccrualDates(spec_, dates));
  }

  bool divided() {
    return !spec_.advances.empty() || spec_.capitalization.frequency ||
           !spec_.capitalization.days.empty();
  }
  bool lump() {
    return spec_.method == Method::kBullet && spec_.bullet == Bullet::kSimple;
  }

  Ratio PartRatio(size_t k, Day from, Day to, Day maturity) {
    if (!spec_.rates || spec_.reset.rows > 0) {
      const TimeUnit unit =
          spec_.rates ? spec_.rates->unit() : spec_.rate.unit();
      return Times(
          spec_.rates ? factors_.end_rates[k] : ToRatio(spec_.rate.value()),
          TimeOf(spec_, unit, from, to, maturity));
    }
    std::optional<Ratio> rate;
    return SumOfRates(spec_, from, to, maturity, rate);
  }

  // Whether each day of capitalization is one of the loan, and one is.
  bool HasRestDays(const std::vector<Day>& days) {
    const Capitalization& terms = spec_.capitalization;
    return days.size() >= terms.days.size() + terms.frequency.has_value();
  }

  // Every row has a part at least.
  bool LayParts(const std::vector<Day>& dates) {
    const size_t own = static_cast<size_t>(*spec_.schedule.count);
    const Day maturity =
        dates[spec_.amortization_rows ? own : dates.size() - 1];
    const std::vector<Day> days =
        RestDays(spec_, dates[0], dates[dates.size() - 1]);
    if (!HasRestDays(days)) return Fail(Wrong::kRange);
    size_t placed = 0;
    for (size_t k = 0; k + 1 < dates.size(); ++k) {
      std::vector<Day> ends;
      for (const Day day : days) {
        if (day > dates[k] &&
            (day < dates[k + 1] || (lump() && day == dates[k + 1]))) {
          ends.push_back(day);
        }
      }
      ends.push_back(dates[k + 1]);
      parts_.emplace_back();
      Day from = dates[k];
      for (const Day to : ends) {
        Part part;
        // A row of no days is one whole row all the same, under 1/1.
        if (from < to || ends.size() == 1) {
          part.factor = PartRatio(k, from, to, maturity);
        }
        if (spec_.rates && from < to) {
          part.time = TimeOf(spec_, spec_.rates->unit(), from, to, maturity);
        }
        for (const Advance& advance : spec_.advances) {
          const Day day = ToDay(advance.date);
          if (day < from || day >= to || k >= own) continue;
          ++placed;
          part.advance += advance.amount.minor();
          part.interest =
              Plus(part.interest, Times({advance.amount.minor(), 1},
                                        PartRatio(k, day, to, maturity)));
        }
        parts_[k].push_back(part);
        from = to;
      }
    }
    return placed == spec_.advances.size() || Fail(Wrong::kRange);
  }

  Big AdvanceOf(size_t k) {
    Big sum = 0;
    if (!divided() || k > known_) return sum;
    for (const Part& part : parts_[k]) sum += part.advance;
    return sum;
  }
  bool HasParts(size_t k) {
    if (!divided()) return false;
    bool advances = false;
    for (const Part& part : parts_[k]) advances |= part.advance > 0;
    return advances || parts_[k].size() > 1;
  }
  Big Financed() {
    Big sum = spec_.principal.minor();
    for (const Advance& advance : spec_.advances) sum += advance.amount.minor();
    return sum;
  }

  void SetFactors(const std::vector<Ratio>& ratios) {
    PutOverOneDenominator(ratios, numerators_, denominator_);
  }

  void AddFirstDay(Kind kind, const Big& planned) {
    const Row& first = rows()[0];
    rows().insert(rows().begin(), {first.start, first.start,
                                   Moved(spec_.schedule, first.start)});
    numerators_.insert(numerators_.begin(), 0);
    if (divided()) parts_.insert(parts_.begin(), {Part{}});
    factors_.ratios.insert(factors_.ratios.begin(), Ratio{});
    if (spec_.rates) {
      factors_.times.insert(factors_.times.begin(), Ratio{});
      factors_.end_rates.insert(factors_.end_rates.begin(),
                                factors_.end_rates[0]);
    }
    kinds_.insert(kinds_.begin(), kind);
    planned_.insert(planned_.begin(), planned);
  }

  void LayKinds() {
    Kind kind = Kind::kShare;
    Big planned = 0;
    if (spec_.method == Method::kInterestOnly) kind = Kind::kInterest;
    if (spec_.method == Method::kBullet) kind = Kind::kCapitalized;
    if (spec_.method == Method::kFixedPayment) kind = Kind::kPayment;
    if (spec_.method == Method::kMinimumPayment) kind = Kind::kMinimum;
    if (spec_.payment) planned = spec_.payment->minor();
    kinds_.assign(rows().size(), kind);
    planned_.assign(rows().size(), planned);
    if (spec_.balloon) balloon_ = spec_.balloon->minor();
    if (spec_.balloon_percent) {
      balloon_ = PartOf(*spec_.balloon_percent, Financed(), mode());
    }
    if (spec_.timing == PaymentTiming::kInAdvance) {
      AddFirstDay(Kind::kShare, 0);
      if (balloon_ == 0) {
        if (AdvanceOf(rows().size() - 1) > 0) Fail(Wrong::kRange);
        if (divided()) parts_.pop_back();
        rows().pop_back();
        factors_.ratios.pop_back();
        numerators_.pop_back();
        kinds_.pop_back();
        planned_.pop_back();
      } else {
        kinds_.back() = spec_.method == Method::kLevel ? Kind::kCapitalized
                                                       : Kind::kInterest;
      }
    }
    const bool stub =
        spec_.schedule.first_regular_start &&
        *spec_.schedule.first_regular_start != spec_.schedule.start;
    size_t head = 0;
    if (stub && spec_.stub_interest != EarlyInterest::kInPayment) {
      planned_[head] = 0;
      kinds_[head++] = KindOf(spec_.stub_interest);
    }
    for (int k = 0; k < spec_.grace_rows; ++k) {
      planned_[head] = 0;
      kinds_[head++] = KindOf(spec_.grace);
    }
    if (!spec_.season.months.empty()) {
      for (size_t k = head; k < rows().size(); ++k) {
        bool pays = false;
        for (const usance::Month month : spec_.season.months) {
          pays |= static_cast<int>(month) == Month(rows()[k].end);
        }
        if (!pays) kinds_[k] = KindOf(spec_.season.others);
      }
    }
    if (extra_row()) kinds_.back() = Kind::kCapitalized;
    if (spec_.down_payment) {
      AddFirstDay(Kind::kPrincipal, spec_.down_payment->minor());
      ++head;
    }
    for (const RowTerm& term : spec_.row_terms) {
      for (int32_t number = term.first; number <= term.last; ++number) {
        const size_t k = static_cast<size_t>(number) - 1;
        kinds_[k] = KindOf(term.pays);
        planned_[k] = 0;
        if (term.amount) planned_[k] = term.amount->minor();
        if (term.percent) {
          planned_[k] = PartOf(*term.percent, Financed(), mode());
        }
      }
    }
    count_ = rows().size();
    if (spec_.amortization_rows) {
      count_ -=
          static_cast<size_t>(*spec_.amortization_rows - *spec_.schedule.count);
      rows().erase(rows().begin() + static_cast<std::ptrdiff_t>(count_),
                   rows().end());
    }
    for (const RowFee& fee : spec_.fees) {
      if (static_cast<size_t>(fee.first) > count_) Fail(Wrong::kRange);
    }
    lump_head_ = head;
    accrued_.assign(rows().size() + 1, Ratio{});
    if (lump() && !divided()) {
      Big sum = 0;
      for (size_t k = head; k < count_; ++k) {
        sum += numerators_[k];
        numerators_[k] = 0;
      }
      numerators_[count_ - 1] = sum;
    }
    rows()[0].opening = spec_.principal.minor();
  }

  // The interest of a row's own days.
  Big InterestAt(size_t k) {
    if (!given_.empty()) return given_[k];
    if (divided()) return InterestOfParts(k);
    return RoundRatio(rows()[k].opening * numerators_[k], denominator_,
                      spec_.rounding);
  }

  // Part by part; a simple bullet's stays unrounded until it joins the balance.
  Big InterestOfParts(size_t k) {
    const bool waits = lump() && k >= lump_head_ && k + 1 < rows().size();
    Big balance = rows()[k].opening, sum = 0;
    Ratio accrued = accrued_[k];
    for (size_t j = 0; j < parts_[k].size(); ++j) {
      const Part& part = parts_[k][j];
      accrued = Plus(accrued, Times({balance, 1}, part.factor));
      if (k <= known_) accrued = Plus(accrued, part.interest);
      if (j + 1 < parts_[k].size() || !waits) {
        const Big own = RoundRatio(accrued.n, accrued.d, spec_.rounding);
        sum += own;
        balance += own;
        accrued = {};
      }
      if (k <= known_) balance += part.advance;
    }
    accrued_[k + 1] = accrued;
    return sum;
  }

  static bool IsPaying(Kind kind) {
    return kind == Kind::kShare || kind == Kind::kPayment ||
           kind == Kind::kPrincipal || kind == Kind::kInterest ||
           kind == Kind::kMinimum;
  }

  static bool Amortizes(Kind kind) {
    return kind == Kind::kShare || kind == Kind::kPayment ||
           kind == Kind::kPrincipal;
  }

  // The row that pays what is left: the last one, or without a balloon the
  // last that amortizes.
  size_t LastRow() {
    size_t k = rows().size() - 1;
    if (!shares() || extra_row() || balloon_ != 0 || spec_.amortization_rows) {
      return k;
    }
    while (!Amortizes(kinds_[k]) && k > 0) --k;
    return k;
  }

  // Books a row; the last one pays what is left.
  bool Book(size_t k) {
    Row& row = rows()[k];
    const bool last = k == LastRow();
    const Kind kind = kinds_[k];
    Big own = InterestAt(k);
    if (!Fits(own)) return Fail(Wrong::kOverflow);
    if (kind == Kind::kWaived) own = 0;
    Big deferred = 0, spread = 0, waited = 0;
    if (k > 0) deferred = rows()[k - 1].deferred_after;
    if (k > 0) spread = rows()[k - 1].spread_after;
    Big interest = own;
    if (last || IsPaying(kind)) {
      Big payers = 0;
      for (size_t j = k; j < rows().size(); ++j) {
        if (IsPaying(kinds_[j])) payers += 1;
      }
      const Big part =
          last ? spread : RoundRatio(spread, payers, spec_.rounding);
      waited = deferred + part;
      interest += waited;
      deferred = 0;
      spread -= part;
    } else if (kind == Kind::kDeferred || kind == Kind::kSpread) {
      (kind == Kind::kDeferred ? deferred : spread) += own;
      if (!Fits(deferred) || !Fits(spread)) return Fail(Wrong::kOverflow);
      interest = 0;
    }
    if (!Fits(interest)) return Fail(Wrong::kOverflow);
    row.deferred_after = deferred;
    row.spread_after = spread;
    row.advance = AdvanceOf(k);
    Big planned = 0;
    switch (kind) {
      case Kind::kShare:
        planned = planned_[k] +
                  (spec_.method == Method::kEqualPrincipal ? interest : waited);
        break;
      case Kind::kPayment:
        planned = planned_[k] + waited;
        break;
      case Kind::kPrincipal:
        planned = planned_[k] + interest;
        break;
      case Kind::kInterest:
        planned = interest;
        break;
      case Kind::kMinimum:
        planned = std::max(planned_[k],
                           Big(PartOf(*spec_.payment_percent,
                                      row.opening + row.advance, mode()) +
                               interest));
        break;
      case Kind::kCapitalized:
        if (last) planned = waited;
        break;
      default:
        if (last) planned = interest;
        break;
    }
    const Big due = row.opening + row.advance + interest;
    row.planned = planned + (last ? balloon_ : Big(0));
    Big payment = last || planned > due ? due : planned;
    if (spec_.raise_to_interest && IsPaying(kind) && payment < interest) {
      payment = interest;
    }
    row.interest = interest;
    row.payment = payment;
    row.principal = payment - interest;
    row.closing = row.opening + row.advance - row.principal;
    if (IsPaying(kind) && row.principal < 0 &&
        !spec_.allow_negative_amortization) {
      return Fail(Wrong::kUncovered);
    }
    if (!Fits(row.payment) || !Fits(row.principal) || !Fits(row.closing)) {
      return Fail(Wrong::kOverflow);
    }
    if (k + 1 < rows().size()) rows()[k + 1].opening = row.closing;
    return true;
  }

  bool BookFrom(size_t first) {
    answer_.gap = 0;
    for (size_t k = first; k < rows().size(); ++k) {
      if (!Book(k)) return false;
      answer_.gap += rows()[k].payment - rows()[k].planned;
    }
    return true;
  }

  // An exact balance B becomes (B * product - A * sum - fixed) / scale, where
  // A is over weight. Row after row: b' = b * q - w * A - c.
  struct Growth {
    Big product = 1, sum = 0, fixed = 0, scale = 1, errors = 0;
  };
  Growth GrowthOf(size_t first, size_t end) {
    Growth growth;
    for (size_t k = first; k < end; ++k) {
      Big q = denominator_;  // the balance bears nothing that stays in it
      Big amount = 0;
      const bool share = kinds_[k] == Kind::kShare;
      if (share && flat()) {
        amount = -given_[k];
      } else if (share && spec_.method == Method::kLevel) {
        q += numerators_[k];
      } else if (kinds_[k] == Kind::kPayment) {
        q += numerators_[k];
        amount = planned_[k];
      } else if (kinds_[k] == Kind::kPrincipal) {
        amount = planned_[k];
      } else if (kinds_[k] == Kind::kCapitalized) {
        q += numerators_[k];
      }
      if (share && spec_.steps.amount) amount += *StepAmount(k);
      const bool errs = q != denominator_;
      const bool bears = (share && spec_.method == Method::kLevel) ||
                         kinds_[k] == Kind::kPayment ||
                         kinds_[k] == Kind::kCapitalized;
      if (HasParts(k) && bears) {
        GrowParts(k, growth);
        if (share) growth.sum += growth.scale * Weight(k);
        growth.fixed += growth.scale * amount;
        continue;
      }
      amount -= AdvanceOf(k);
      growth.product *= q;
      growth.scale *= denominator_;
      growth.sum *= q;
      if (share) growth.sum += growth.scale * Weight(k);
      growth.fixed = growth.fixed * q + growth.scale * amount;
      growth.errors *= q;
      if (errs) growth.errors += growth.scale;
    }
    return growth;
  }

  // b' = b * q + interest + advance, part after part.
  void GrowParts(size_t k, Growth& growth) {
    for (const Part& part : parts_[k]) {
      const Big q = part.factor.d + part.factor.n;
      growth.product *= q;
      growth.sum *= q;
      growth.fixed *= q;
      growth.errors *= q;
      growth.scale *= part.factor.d;
      growth.errors += growth.scale;
      if (k > known_) continue;
      const Ratio more = Plus(part.interest, {part.advance, 1});
      growth.product *= more.d;
      growth.sum *= more.d;
      growth.errors *= more.d;
      growth.fixed = growth.fixed * more.d - growth.scale * more.n;
      growth.scale *= more.d;
    }
  }

  int64_t StepOf(size_t k) {
    return spec_.steps.rows == 0
               ? 0
               : static_cast<int64_t>(k - head_) / spec_.steps.rows;
  }
  std::optional<Big> StepAmount(size_t k) {
    return spec_.steps.rows == 0 ? Big(0)
                                 : Big(StepOf(k)) * spec_.steps.amount->minor();
  }
  // (1 + percent)^j over the power of its denominator that all are over.
  Big Weight(size_t k) {
    if (spec_.steps.rows == 0 || !spec_.steps.percent) return 1;
    const Fraction& share = spec_.steps.percent->share();
    const Big down = ToBig(share.denominator());
    const Big up = down + ToBig(share.numerator());
    const int64_t all = StepOf(kinds_.size() - 1), own = StepOf(k);
    return pow(up, static_cast<unsigned>(own)) *
           pow(down, static_cast<unsigned>(all - own));
  }
  Big WholeWeight() {
    if (spec_.steps.rows == 0 || !spec_.steps.percent) return 1;
    return pow(ToBig(spec_.steps.percent->share().denominator()),
               static_cast<unsigned>(StepOf(kinds_.size() - 1)));
  }

  bool SetShares(const Big& share) {
    for (size_t k = head_; k < rows().size(); ++k) {
      if (kinds_[k] != Kind::kShare) continue;
      planned_[k] = share;
      if (StepOf(k) == 0) continue;
      planned_[k] =
          spec_.steps.percent
              ? RoundTo(share * Weight(k), WholeWeight(), multiple(), mode())
              : RoundTo(share + *StepAmount(k), 1, multiple(), mode());
      if (!Fits(planned_[k])) return Fail(Wrong::kOverflow);
      if (planned_[k] < 0) return Fail(Wrong::kRange);
    }
    return true;
  }

  bool GiveInterest() {
    const Big base = rows()[head_].opening;
    std::vector<Big> given(rows().size(), 0);
    Big sum = 0;
    for (size_t k = head_; k < rows().size(); ++k) {
      given[k] =
          RoundRatio(base * numerators_[k], denominator_, spec_.rounding);
      if (!Fits(given[k])) return Fail(Wrong::kOverflow);
      sum += given[k];
    }
    if (spec_.method == Method::kRuleOf78) {
      const Big n = rows().size() - head_;
      Big digits = 0, before = 0;
      for (Big digit = 1; digit <= n; digit += 1) digits += digit;
      Big earned = 0, digit = n;
      for (size_t k = head_; k < rows().size(); ++k, digit -= 1) {
        earned += digit;
        const Big after = RoundRatio(sum * earned, digits, spec_.rounding);
        given[k] = after - before;
        before = after;
      }
    }
    given_ = std::move(given);
    return true;
  }

  // One plan; or where the rate changes and the payment with it, one plan at
  // each change, for the rows that are left, that knows of no later one.
  bool Amortize() {
    const bool rates =
        spec_.rates && spec_.rate_change == RateChange::kLevelAgain;
    const bool advances = !spec_.advances.empty() &&
                          spec_.advance_change == RateChange::kLevelAgain;
    if (!rates && !advances) return Plan() && EndPlan();
    const std::vector<Ratio> actual = factors_.ratios;
    const std::vector<std::vector<Part>> actual_parts = parts_;
    const auto differ = [](const Ratio& a, const Ratio& b) {
      return a.n * b.d != b.n * a.d;
    };
    std::optional<Big> level;
    while (head_ < rows().size()) {
      std::vector<Ratio> expected = actual;
      size_t change = rows().size();
      for (size_t k = rows().size(); k-- > head_ + 1;) {
        bool changes = advances && AdvanceOf(k) > 0;
        if (rates) {
          expected[k] = Times(factors_.end_rates[head_], factors_.times[k]);
          changes |= differ(expected[k], actual[k]);
          for (size_t j = 0; HasParts(k) && j < parts_[k].size(); ++j) {
            Part& part = parts_[k][j];
            part.factor = Times(factors_.end_rates[head_], part.time);
            changes |= differ(part.factor, actual_parts[k][j].factor);
          }
          if (divided() && !HasParts(k)) parts_[k][0].factor = expected[k];
        }
        if (changes) change = k;
      }
      SetFactors(expected);
      if (advances) known_ = head_;
      if (!Plan()) return false;
      if (!level) level = answer_.level;
      known_ = SIZE_MAX;
      SetFactors(actual);
      parts_ = actual_parts;
      head_ = change;
      while (head_ < rows().size() && kinds_[head_] != Kind::kShare) {
        if (!Book(head_++)) return false;
      }
    }
    answer_.level = level;
    return EndPlan();
  }

  bool Plan() {
    if (flat() && !GiveInterest()) return false;
    const Big opening = rows()[head_].opening;
    Growth growth = GrowthOf(head_, rows().size());
    Big n = opening * growth.product - growth.fixed - balloon_ * growth.scale;
    Big d = growth.sum;
    if (spec_.amortization_rows) {
      const Growth whole = GrowthOf(head_, kinds_.size());
      const Growth rest = GrowthOf(rows().size(), kinds_.size());
      n = opening * whole.product - whole.fixed;
      d = whole.sum;
      balloon_ =
          RoundRatio(n * rest.sum + rest.fixed * d, d * rest.product, mode());
      if (!Fits(balloon_)) return Fail(Wrong::kOverflow);
    }
    Big share = RoundTo(n * WholeWeight(), d, multiple(), mode());
    if (!Fits(share)) return Fail(Wrong::kOverflow);
    if (!SetShares(share)) return false;
    const bool spreads = spec_.residual == Residual::kSpread;
    const bool beside = spreads && spec_.method == Method::kLevel;
    if (spreads && !beside && !Spread(n, d)) return false;
    if (spec_.method == Method::kLevel && rows().size() - head_ > 1 &&
        !spec_.allow_negative_amortization && !spec_.raise_to_interest) {
      const Big interest = InterestAt(head_);
      if (!Fits(interest)) return Fail(Wrong::kOverflow);
      if (share <= interest && !(share == 0 && interest == 0)) {
        return Fail(Wrong::kUncovered);
      }
    }
    Big moved = 0;
    if (spec_.residual == Residual::kFirst && rows().size() - head_ > 1) {
      if (!PlanFirst(share)) return false;
      moved = planned_[head_] - share;
    }
    if (beside ? !BookBeside(n, d) : !BookFrom(head_)) return false;
    answer_.gap += moved;
    if (spec_.residual == Residual::kSmooth) Smooth(share);
    if (spec_.residual == Residual::kClosest) Closest(share);
    if (spec_.final_payment && !Differ(share)) return false;
    if (spec_.method != Method::kEqualPrincipal) answer_.level = share;
    SetBound(growth);
    return Fits(answer_.gap) || Fail(Wrong::kOverflow);
  }

  // Payment k is the k-th multiple of n / d, rounded, less the one before.
  bool Spread(const Big& n, const Big& d) {
    Big count = 0;
    for (size_t k = head_; k < rows().size(); ++k) {
      if (kinds_[k] != Kind::kShare) continue;
      const Big before = RoundTo(n * count, d, multiple(), mode());
      count += 1;
      const Big after = RoundTo(n * count, d, multiple(), mode());
      if (!Fits(after)) return Fail(Wrong::kOverflow);
      planned_[k] = after - before;
    }
    return true;
  }

  // Each payment of n / d but the last is the multiple that brings the balance
  // to the exact one, or beside it.
  bool BookBeside(const Big& n, const Big& d) {
    Big exact = rows()[head_].opening * d, over = d, share = n;
    answer_.gap = 0;
    for (size_t k = head_; k < rows().size(); ++k) {
      const Growth own = GrowthOf(k, k + 1);
      exact = exact * own.product - share * own.sum - over * own.fixed;
      over *= own.scale;
      share *= own.scale;
      if (kinds_[k] == Kind::kShare && k != LastRow()) {
        const Big interest = InterestAt(k);
        if (!Fits(interest)) return Fail(Wrong::kOverflow);
        const Big due = rows()[k].opening + AdvanceOf(k) + interest;
        planned_[k] = RoundTo(due * over - exact, over, multiple(), mode());
        if (!Fits(planned_[k])) return Fail(Wrong::kOverflow);
        planned_[k] =
            n >= 0 && planned_[k] < 0 ? Big(0) : std::min(planned_[k], due);
      }
      if (!Book(k)) return false;
      answer_.gap += rows()[k].payment - rows()[k].planned;
    }
    return true;
  }

  bool EndPlan() {
    if (extra_row() && IsPaid(rows()[rows().size() - 2])) {
      rows().pop_back();
    }
    Row& last = rows()[LastRow()];
    if (spec_.residual == Residual::kWaive && answer_.gap > 0 &&
        answer_.gap <= spec_.waive_within->minor() &&
        answer_.gap <= last.principal) {
      last.payment -= answer_.gap;
      last.principal -= answer_.gap;
      last.closing = answer_.gap;
      for (size_t k = LastRow() + 1; k < rows().size(); ++k) {
        rows()[k].opening = rows()[k].closing = answer_.gap;
      }
      answer_.waived = answer_.gap;
      answer_.gap = 0;
    }
    return true;
  }

  // (m/2 + 1/2) * s_n with s_n = sum_k prod_(i>k) q_i; a directed mode counts
  // its whole unit for the half.
  void SetBound(const Growth& growth) {
    if (spec_.method != Method::kLevel || spec_.residual != Residual::kLast ||
        spec_.rates || spec_.rate.value().Sign() < 0 || spec_.steps.rows > 0 ||
        !spec_.advances.empty() || spec_.raise_to_interest ||
        spec_.amortization_rows || spec_.final_payment || *answer_.level < 0) {
      return;
    }
    const Big m = multiple() * (IsNearest(mode()) ? 1 : 2);
    const Big i = IsNearest(spec_.rounding) ? 1 : 2;
    answer_.bound = RoundRatio(m * growth.sum + i * growth.errors,
                               2 * growth.scale, Rounding::kCeiling);
  }

  bool PlanFirst(const Big& share) {
    const Growth later = GrowthOf(head_ + 1, rows().size());
    const Big rest =
        RoundRatio(share * later.sum + later.fixed + balloon_ * later.scale,
                   later.product, spec_.rounding);
    const Big interest = InterestAt(head_);
    const Big least =
        spec_.method == Method::kEqualPrincipal ? Big(0) : interest;
    planned_[head_] =
        std::max(Big(rows()[head_].opening + AdvanceOf(head_) + least - rest),
                 std::min(share, least));
    return (Fits(rest) && Fits(interest) && Fits(planned_[head_])) ||
           Fail(Wrong::kOverflow);
  }

  // Whether another share leaves less of a gap; if not, all is as before.
  bool Improve(Big& share, const Big& moved) {
    if (!Fits(moved)) return false;
    const Answer before = answer_;
    const std::vector<Big> planned = planned_;
    if (SetShares(moved) && BookFrom(head_) &&
        abs(answer_.gap) < abs(before.gap)) {
      share = moved;
      return true;
    }
    answer_ = before;
    planned_ = planned;
    return false;
  }

  void Smooth(Big& share) {
    Big n = 0;
    for (size_t k = head_; k < rows().size(); ++k) {
      if (kinds_[k] == Kind::kShare) n += 1;
    }
    for (int tries = 0; tries < 3; ++tries) {
      if (abs(answer_.gap) <= n / 2) return;
      const Big step = RoundRatio(answer_.gap, n, mode());
      const Big moved = RoundTo(share + step, 1, multiple(), mode());
      if (moved == share || !Improve(share, moved)) return;
    }
  }

  void Closest(Big& share) {
    for (int tries = 0; tries < 64 && answer_.gap != 0; ++tries) {
      const Big step = answer_.gap > 0 ? multiple() : Big(-multiple());
      if (!Improve(share, share + step)) return;
    }
  }

  bool Differ(Big& share) {
    const bool lower = *spec_.final_payment == FinalPayment::kLower;
    for (int tries = 0; tries < 64; ++tries) {
      if (lower ? answer_.gap <= 0 : answer_.gap >= 0) return true;
      share += lower ? multiple() : Big(-multiple());
      if (!Fits(share)) return Fail(Wrong::kOverflow);
      if (!SetShares(share) || !BookFrom(head_)) return false;
    }
    return Fail(Wrong::kTerms);
  }

  static bool IsPaid(const Row& row) {
    return row.closing == 0 && row.deferred_after == 0 && row.spread_after == 0;
  }

  // The rows end with the debt, and a small last one joins the one before that
  // may be the last.
  bool End() {
    size_t least = 1;  // the rows up to the last that is paid out in stay
    for (size_t k = 0; k < rows().size(); ++k) {
      if (rows()[k].advance > 0) least = k + 1;
    }
    if (spec_.payment) {
      size_t count = least;
      while (count < rows().size() && !IsPaid(rows()[count - 1])) ++count;
      while (rows().size() > count) rows().pop_back();
    }
    if (!spec_.least_payment) return true;
    while (rows().size() > LastRow() + 1) rows().pop_back();
    while (rows().back().payment < spec_.least_payment->minor()) {
      size_t before = rows().size() - 1;
      while (before > 0 && shares() && !Amortizes(kinds_[before - 1])) --before;
      if (before < least) return true;
      while (rows().size() > before) rows().pop_back();
      if (!Book(before - 1)) return false;
    }
    return true;
  }

  bool Charge() {
    int number = 0;
    for (Row& row : rows()) {
      ++number;
      for (const RowFee& fee : spec_.fees) {
        if (number < fee.first || number > fee.last) continue;
        if (fee.amount) row.fee += fee.amount->minor();
        if (!fee.percent) continue;
        const Big bases[] = {row.interest, row.principal,
                             row.interest + row.principal, row.opening,
                             Financed()};
        row.fee += PartOf(*fee.percent, bases[static_cast<int>(fee.base) - 1],
                          spec_.rounding);
      }
      Ratio tax;
      const auto add = [&](const std::optional<Percent>& percent,
                           const Big& base) {
        if (!percent) return;
        const Big n = ToBig(percent->share().numerator());
        const Big d = ToBig(percent->share().denominator());
        tax = {tax.n * d + base * n * tax.d, tax.d * d};
      };
      add(spec_.tax.on_interest, row.interest);
      add(spec_.tax.on_fees, row.fee);
      row.tax = RoundRatio(tax.n, tax.d, spec_.rounding);
      row.payment += row.fee + row.tax;
      if (!Fits(row.fee) || !Fits(row.tax) || !Fits(row.payment)) {
        return Fail(Wrong::kOverflow);
      }
    }
    return true;
  }

  void CheckTotals() {
    Big interest = 0, principal = 0, payment = 0, fee = 0, tax = 0;
    for (const Row& row : rows()) {
      interest += row.interest;
      principal += row.principal;
      payment += row.payment;
      fee += row.fee;
      tax += row.tax;
    }
    for (const Big& total : {interest, principal, payment, fee, tax}) {
      if (!Fits(total)) Fail(Wrong::kOverflow);
    }
  }

  const AmortizationSpec& spec_;
  Answer answer_;
  Factors factors_;
  std::vector<Big> numerators_;  // of the r_k * t_k that hold
  Big denominator_ = 1;
  std::vector<Kind> kinds_;   // of the rows, and of those beyond a balloon
  std::vector<Big> planned_;  // of the same
  std::vector<Big> given_;    // flat interest
  Big balloon_ = 0;
  std::vector<std::vector<Part>> parts_;  // of each row, where it is divided
  std::vector<Ratio> accrued_;            // before each row, of a simple bullet
  size_t lump_head_ = 0;                  // the first row whose interest waits
  size_t known_ = SIZE_MAX;  // what is paid out in later rows is not known
  size_t head_ = 0;          // the first row that amortizes
  size_t count_ = 0;         // of rows
};

inline Answer Amortize(const AmortizationSpec& spec) {
  return Loan(spec).Run();
}

}  // namespace usance::oracle

#endif  // USANCE_TESTS_ORACLE_AMORTIZATION_ORACLE_H_
