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
enum class Wrong { kNothing, kTerms, kRate, kUncovered, kOverflow };

struct Row {
  Day start, end, due;
  Big opening, interest, principal, payment, closing;
};

struct Answer {
  Wrong wrong = Wrong::kNothing;
  std::vector<Row> rows;
  std::optional<Big> level;
  Big gap = 0;
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

// r * t of one period, not in lowest terms.
inline Ratio FactorOf(const AmortizationSpec& spec, Day a, Day b,
                      Day maturity) {
  DayCount rule = spec.day_count;
  if (rule == DayCount::k30U360 &&
      spec.schedule.roll.kind() == Roll::Kind::kEndOfMonth) {
    rule = DayCount::k30U360Eom;  // the contract rolls at month ends
  }
  Ratio time;
  switch (spec.rate.unit()) {
    case TimeUnit::kYear:
      time = YearShare(rule, a, b, maturity);
      break;
    case TimeUnit::kMonth:
      time = YearShare(rule, a, b, maturity);
      time.n *= 12;
      break;
    case TimeUnit::kWeek:
      time = Of(DaysOf(rule, a, b, maturity), 7);
      break;
    case TimeUnit::kDay:
      time = Of(DaysOf(rule, a, b, maturity), 1);
      break;
    case TimeUnit::kPeriod:
      time = Of(a < b ? 1 : 0, 1);
      break;
  }
  return {time.n * ToBig(spec.rate.value().numerator()),
          time.d * ToBig(spec.rate.value().denominator())};
}

// r_k * t_k of each row over one denominator.
struct Factors {
  std::vector<Big> numerators;
  Big denominator = 1;
};
inline Factors FactorsOf(const AmortizationSpec& spec) {
  std::vector<Day> dates = Dates(spec.schedule);
  if (spec.schedule.convention != BusinessDayConvention::kUnadjusted &&
      spec.accrue_to == AccrueTo::kAdjusted) {
    for (Day& day : dates) day = Following(day);
  }
  std::vector<Ratio> ratios;
  Factors result;
  for (size_t k = 0; k + 1 < dates.size(); ++k) {
    ratios.push_back(FactorOf(spec, dates[k], dates[k + 1], dates.back()));
    result.denominator = lcm(result.denominator, ratios.back().d);
  }
  for (const Ratio& ratio : ratios) {
    result.numerators.push_back(ratio.n * (result.denominator / ratio.d));
  }
  return result;
}

// ---- Amortization ----------------------------------------------------------

// The whole computation, one step after the other.
class Loan {
 public:
  explicit Loan(const AmortizationSpec& spec) : spec_(spec) {}

  Answer Run() {
    if (!Lay()) return answer_;
    const bool stub =
        spec_.schedule.first_regular_start &&
        *spec_.schedule.first_regular_start != spec_.schedule.start;
    size_t row = 0;
    if (stub && spec_.stub_interest != EarlyInterest::kInPayment) {
      if (!Early(row++, spec_.stub_interest)) return answer_;
    }
    for (int k = 0; k < spec_.grace_rows; ++k) {
      if (!Early(row++, spec_.grace)) return answer_;
    }
    head_ = row;
    switch (spec_.method) {
      case AmortizationMethod::kLevel:
        RunLevel();
        break;
      case AmortizationMethod::kEqualPrincipal:
      case AmortizationMethod::kAddOn:
        RunShares();
        break;
      case AmortizationMethod::kInterestOnly:
        for (size_t k = head_; k < rows().size(); ++k) {
          if (!Fill(k, InterestAt(k), InterestAt(k), false)) return answer_;
        }
        break;
      case AmortizationMethod::kBullet:
        RunBullet();
        break;
    }
    if (answer_.wrong == Wrong::kNothing) CheckTotals();
    return answer_;
  }

 private:
  std::vector<Row>& rows() { return answer_.rows; }
  size_t count() { return rows().size() - head_; }
  Big balloon() { return spec_.balloon ? spec_.balloon->minor() : 0; }
  Rounding mode() { return spec_.payment_rounding.value_or(spec_.rounding); }
  Big multiple() { return spec_.payment_increment.minor(); }

  bool Fail(Wrong wrong) {
    if (answer_.wrong == Wrong::kNothing) answer_.wrong = wrong;
    return false;
  }

  // The dates and the factors.
  bool Lay() {
    const std::vector<Day> dates = Dates(spec_.schedule);
    for (size_t k = 0; k + 1 < dates.size(); ++k) {
      const Day end = dates[k + 1];
      const bool moves =
          spec_.schedule.convention != BusinessDayConvention::kUnadjusted;
      rows().push_back(
          {dates[k], end, moves ? Following(end) : end, 0, 0, 0, 0, 0});
    }
    rows()[0].opening = spec_.principal.minor();
    Factors factors = FactorsOf(spec_);
    numerators_ = std::move(factors.numerators);
    denominator_ = std::move(factors.denominator);
    for (const Big& numerator : numerators_) {
      if (numerator <= -denominator_) return Fail(Wrong::kRate);
    }
    return true;
  }

  Big InterestAt(size_t k) {
    const Big& base = flat_ ? *flat_ : rows()[k].opening;
    return RoundRatio(base * numerators_[k], denominator_, spec_.rounding);
  }

  // Books a row; the last one of all pays what is left.
  bool Fill(size_t k, const Big& interest, Big payment, bool must_cover) {
    Row& row = rows()[k];
    const Big due = row.opening + interest;
    const bool last = k + 1 == rows().size();
    if (last) payment = due;
    if (!Fits(interest)) return Fail(Wrong::kOverflow);
    row.interest = interest;
    row.payment = payment;
    row.principal = payment - interest;
    row.closing = row.opening - row.principal;
    if (must_cover && row.principal < 0 && !spec_.allow_negative_amortization) {
      return Fail(Wrong::kUncovered);
    }
    if (!Fits(row.payment) || !Fits(row.principal) || !Fits(row.closing)) {
      return Fail(Wrong::kOverflow);
    }
    if (!last) rows()[k + 1].opening = row.closing;
    return true;
  }

  bool Early(size_t k, EarlyInterest kind) {
    const Big interest = InterestAt(k);
    return Fill(k, interest,
                kind == EarlyInterest::kInterest ? interest : Big(0), false);
  }

  bool RunBullet() {
    if (spec_.bullet == Bullet::kSimple) {
      Big sum = 0;
      for (size_t k = head_; k < rows().size(); ++k) sum += numerators_[k];
      for (size_t k = head_; k < rows().size(); ++k) numerators_[k] = 0;
      numerators_.back() = sum;
    }
    for (size_t k = head_; k < rows().size(); ++k) {
      if (!Fill(k, InterestAt(k), 0, false)) return false;
    }
    return true;
  }

  // Equal shares of the principal, or of principal and flat interest.
  bool RunShares() {
    const bool flat = spec_.method == AmortizationMethod::kAddOn;
    const Big n = count();
    Big total = rows()[head_].opening - balloon();
    if (flat) {
      flat_ = rows()[head_].opening;
      for (size_t k = head_; k < rows().size(); ++k) {
        if (!Fits(InterestAt(k))) return Fail(Wrong::kOverflow);
        total += InterestAt(k);
      }
    }
    const Big part = RoundTo(total, n, multiple(), mode());
    if (!Fits(part)) return Fail(Wrong::kOverflow);
    std::vector<Big> planned(count(), part);
    answer_.gap = total - part * n;
    if (spec_.residual == Residual::kSpread) {
      Big before = 0;
      for (size_t k = 0; k < planned.size(); ++k) {
        const Big after = RoundTo(total * (k + 1), n, multiple(), mode());
        if (!Fits(after)) return Fail(Wrong::kOverflow);
        planned[k] = after - before;
        before = after;
      }
      answer_.gap = total - before;
    } else if (spec_.residual == Residual::kFirst) {
      const Big least = flat ? InterestAt(head_) : Big(0);
      planned[0] = std::max(Big(total - part * (n - 1)), std::min(part, least));
      if (!Fits(planned[0])) return Fail(Wrong::kOverflow);
    }
    for (size_t k = head_; k < rows().size(); ++k) {
      const Big interest = InterestAt(k);
      const Big most =
          flat ? Big(rows()[k].opening + interest) : rows()[k].opening;
      const Big paid = std::min(planned[k - head_], most);
      if (!Fill(k, interest, flat ? paid : Big(paid + interest), true)) {
        return false;
      }
    }
    if (flat) answer_.level = part;
    return Fits(answer_.gap) || Fail(Wrong::kOverflow);
  }

  // prod(q_i) and sum_k prod_(i>k) q_i over the rows from `first`, and the
  // power of the denominator that both are over. s_i = s_(i-1) * q_i + 1.
  struct Growth {
    Big product = 1, sum = 0, scale = 1;
  };
  Growth GrowthFrom(size_t first) {
    Growth growth;
    for (size_t k = first; k < rows().size(); ++k) {
      const Big q = denominator_ + numerators_[k];
      growth.product *= q;
      growth.scale *= denominator_;
      growth.sum = growth.sum * q + growth.scale;
    }
    return growth;
  }

  bool RunLevel() {
    const Big opening = rows()[head_].opening;
    const Growth growth = GrowthFrom(head_);
    SetBound(growth);
    const Big n = opening * growth.product - balloon() * growth.scale;
    const Big& d = growth.sum;
    Big level = RoundTo(n, d, multiple(), mode());
    if (!Fits(level)) return Fail(Wrong::kOverflow);
    std::vector<Big> planned(count(), level);
    if (spec_.residual == Residual::kSpread) {
      for (size_t k = 0; k < planned.size(); ++k) {
        const Big after = RoundTo(n * (k + 1), d, multiple(), mode());
        if (!Fits(after)) return Fail(Wrong::kOverflow);
        planned[k] = after - RoundTo(n * k, d, multiple(), mode());
      }
    }
    if (!spec_.allow_negative_amortization && count() > 1) {
      const Big interest = InterestAt(head_);
      if (!Fits(interest)) return Fail(Wrong::kOverflow);
      if (level <= interest && !(level == 0 && interest == 0)) {
        return Fail(Wrong::kUncovered);
      }
    }
    Big sum = balloon();
    for (const Big& payment : planned) sum += payment;
    if (spec_.residual == Residual::kFirst && count() > 1) {
      if (!PlanFirst(level, opening, planned)) return false;
    }
    if (!RunPlanned(planned, sum)) return false;
    if (spec_.residual == Residual::kSmooth) Smooth(level);
    answer_.level = level;
    return Fits(answer_.gap) || Fail(Wrong::kOverflow);
  }

  // (m/2 + 1/2) * s_n with s_n = sum_k prod_(i>k) q_i; a directed mode counts
  // its whole unit for the half.
  void SetBound(const Growth& growth) {
    if (spec_.residual != Residual::kLast || spec_.rate.value().Sign() < 0) {
      return;
    }
    const Big units = multiple() * (IsNearest(mode()) ? 1 : 2) +
                      (IsNearest(spec_.rounding) ? 1 : 2);
    answer_.bound =
        RoundRatio(units * growth.sum, 2 * growth.scale, Rounding::kCeiling);
  }

  bool PlanFirst(const Big& level, const Big& opening,
                 std::vector<Big>& planned) {
    const Growth later = GrowthFrom(head_ + 1);
    const Big rest = RoundRatio(level * later.sum + balloon() * later.scale,
                                later.product, spec_.rounding);
    const Big interest = InterestAt(head_);
    planned[0] =
        std::max(Big(opening - rest + interest), std::min(level, interest));
    return (Fits(rest) && Fits(interest) && Fits(planned[0])) ||
           Fail(Wrong::kOverflow);
  }

  bool RunPlanned(const std::vector<Big>& planned, const Big& planned_sum) {
    answer_.gap = -planned_sum;
    for (size_t k = head_; k < rows().size(); ++k) {
      const Big interest = InterestAt(k);
      const Big payment =
          std::min(planned[k - head_], Big(rows()[k].opening + interest));
      if (!Fill(k, interest, payment, true)) return false;
      answer_.gap += rows()[k].payment;
    }
    return true;
  }

  void Smooth(Big& level) {
    const Big n = count();
    for (int tries = 0; tries < 3; ++tries) {
      if (abs(answer_.gap) <= n / 2) return;
      const Big step = RoundRatio(answer_.gap, n, mode());
      const Big moved = RoundTo(level + step, 1, multiple(), mode());
      if (moved == level) return;
      const Answer before = answer_;
      const std::vector<Big> planned(count(), moved);
      if (!RunPlanned(planned, moved * n + balloon()) ||
          abs(answer_.gap) >= abs(before.gap)) {
        answer_ = before;
        return;
      }
      level = moved;
    }
  }

  void CheckTotals() {
    Big interest = 0, principal = 0, payment = 0;
    for (const Row& row : rows()) {
      interest += row.interest;
      principal += row.principal;
      payment += row.payment;
    }
    if (!Fits(interest) || !Fits(principal) || !Fits(payment)) {
      Fail(Wrong::kOverflow);
    }
  }

  const AmortizationSpec& spec_;
  Answer answer_;
  std::vector<Big> numerators_;  // of r_k * t_k
  Big denominator_ = 1;
  size_t head_ = 0;  // the first row that amortizes
  std::optional<Big> flat_;
};

inline Answer Amortize(const AmortizationSpec& spec) {
  return Loan(spec).Run();
}

}  // namespace usance::oracle

#endif  // USANCE_TESTS_ORACLE_AMORTIZATION_ORACLE_H_
