// Coupons and accrued interest.
#include "src/compat/basis.h"
#include "src/compat/functions.h"

namespace usance::compat {
namespace {

// Coupon dates are counted from one of them: the same day of each month, at the
// latest its last; and each the last of its month where that one is.
struct Coupons {
  Date anchor;
  int months;  // 12, 6 or 3

  // The k-th date after the anchor, or before it.
  [[nodiscard]] std::optional<Date> At(int64_t k) const {
    const CivilDay ymd = anchor.civil();
    const int64_t month = ymd.year * int64_t{12} + ymd.month - 1 + k * months;
    if (month < 1900 * 12 - 12 || month >= 10'000 * 12) return std::nullopt;
    const int year = static_cast<int>(month / 12);
    const int in_year = static_cast<int>(month % 12) + 1;
    const int last = DaysInMonth(year, in_year);
    return Date::Of(year, in_year,
                    anchor.IsLastOfMonth() ? last : std::min(ymd.day, last));
  }
};

// How many coupons a year pays; #NUM! where it is not 1, 2 or 4.
int FrequencyOf(Cells& in) {
  const int64_t frequency = in.Whole("frequency");
  if (frequency == 1 || frequency == 2 || frequency == 4) {
    return static_cast<int>(frequency);
  }
  in.Fail(Num("frequency is not 1, 2 or 4"));
  return 1;
}

// The days of a coupon period.
Fraction PeriodDays(Basis basis, Date start, Date end, int frequency) {
  switch (basis) {
    case Basis::kActAct:
      return Fraction(end - start);
    case Basis::kAct365:
      return Fraction::Of(365, frequency);
    default:
      return Fraction(360 / frequency);
  }
}

// The coupon period that holds the settlement, its first day included.
struct Period {
  Date settlement;
  Date start;
  Date end;
  int64_t coupons;  // that are left
  int frequency;
  Basis basis;
};
std::variant<Period, Problem> PeriodOf(Cells& in) {
  const Serial settlement = in.Day("settlement");
  const Serial maturity = in.Day("maturity");
  const int frequency = FrequencyOf(in);
  const Basis basis = BasisOf(in);
  if (in.problem()) return *in.problem();
  if (settlement >= maturity) return Num("settlement is not before maturity");
  const Date day = DateOf(settlement);
  const Coupons dates{DateOf(maturity), 12 / frequency};
  // No more than one step from an estimate by months.
  const CivilDay a = day.civil();
  const CivilDay b = dates.anchor.civil();
  int64_t k = (12 * (b.year - a.year) + b.month - a.month) / dates.months;
  while (k > 1 && dates.At(-k + 1).value() <= day) --k;
  for (;; ++k) {
    const std::optional<Date> start = dates.At(-k);
    if (!start) return Num("the coupon before is before 1900");
    if (*start <= day) {
      return Period{day, *start, dates.At(-k + 1).value(), k, frequency, basis};
    }
  }
}

template <class Answer>
Outcome OfPeriod(Cells& in, const Answer& answer) {
  const auto period = PeriodOf(in);
  if (const auto* problem = std::get_if<Problem>(&period)) return *problem;
  return answer(std::get<Period>(period));
}

Outcome DayOf(Date date) {
  const std::optional<Serial> day = ToSerial(date);
  if (!day) return Num("there is no such day");
  return *day;
}

// The part of a year of a security that pays no coupons.
struct Term {
  Real years;
  Real first;   // price or investment
  Real second;  // redemption or discount
};
std::variant<Term, Problem> TermOf(Cells& in, std::string_view first,
                                   std::string_view second) {
  const Serial settlement = in.Day("settlement");
  const Serial maturity = in.Day("maturity");
  Term term{1, in.Number(first), in.Number(second)};
  const Basis basis = BasisOf(in);
  if (in.problem()) return *in.problem();
  if (settlement >= maturity) return Num("settlement is not before maturity");
  if (term.first <= 0 || term.second <= 0) {
    return Num(std::string(first) + " and " + std::string(second) +
               " have to be above 0");
  }
  term.years =
      ToReal(YearsBetween(basis, DateOf(settlement), DateOf(maturity)));
  if (term.years == 0) return Num("settlement to maturity is no time");
  return term;
}

}  // namespace

Outcome Coupdaybs(Cells& in) {
  return OfPeriod(in, [](const Period& p) -> Outcome {
    return Real(DaysBetween(p.basis, p.start, p.settlement));
  });
}

Outcome Coupdays(Cells& in) {
  return OfPeriod(in, [](const Period& p) -> Outcome {
    return ToReal(PeriodDays(p.basis, p.start, p.end, p.frequency));
  });
}

// As other programs have it: under basis 0 what is left of the whole period.
Outcome Coupdaysnc(Cells& in) {
  return OfPeriod(in, [](const Period& p) -> Outcome {
    if (p.basis != Basis::kUs30360) {
      return Real(DaysBetween(p.basis, p.settlement, p.end));
    }
    return Real(WholePeriodDays(p.start, p.end) -
                DaysBetween(p.basis, p.start, p.settlement));
  });
}

Outcome Coupncd(Cells& in) {
  return OfPeriod(in, [](const Period& p) { return DayOf(p.end); });
}

Outcome Coupnum(Cells& in) {
  return OfPeriod(in,
                  [](const Period& p) -> Outcome { return Real(p.coupons); });
}

Outcome Couppcd(Cells& in) {
  return OfPeriod(in, [](const Period& p) { return DayOf(p.start); });
}

// par * rate / frequency for each coupon period, counted from the first
// interest, or the part of it from the issue on. The last period is the one
// that ends with the first interest; where that lies before the settlement, the
// one that holds the settlement, unless calc_method is FALSE.
//
// Recorded of Excel: where the settlement lies before that last period, its
// days count below 0. Without calc_method, whole periods before the last count
// nothing, but the part of one that holds the issue counts all the same; it has
// its actual days under basis 1 and months of 30 days under 0, 2 and 4. As
// other programs have it: the days of the last period are measured by the one
// that ends with the first interest.
Outcome Accrint(Cells& in) {
  const Serial issued = in.Day("issue");
  const Serial interest = in.Day("first_interest");
  const Serial settled = in.Day("settlement");
  const Real rate = in.Number("rate");
  const Real par = in.Number("par");
  const int frequency = FrequencyOf(in);
  const Basis basis = BasisOf(in);
  const bool from_issue = in.Flag("calc_method", true);
  if (in.problem()) return *in.problem();
  if (rate <= 0 || par <= 0) return Num("rate and par have to be above 0");
  if (issued >= settled) return Num("issue is not before settlement");
  const Date issue = DateOf(issued);
  const Date settlement = DateOf(settled);
  const Coupons dates{DateOf(interest), 12 / frequency};
  int64_t k = -1;  // of the last period's first day
  if (from_issue) {
    for (;;) {
      const std::optional<Date> end = dates.At(k + 1);
      if (!end) return Num("the coupon after is after 9999");
      if (*end >= settlement) break;
      ++k;
    }
  }
  std::optional<Date> start = dates.At(k);
  const std::optional<Date> regular = dates.At(-1);
  if (!start || !regular) return Num("the coupon before is before 1900");
  const Real last =
      ToReal(Fraction(DaysBetween(basis, std::max(issue, *start), settlement)));
  Real periods =
      last / ToReal(PeriodDays(basis, *regular, dates.anchor, frequency));
  while (*start > issue) {
    const Date until = *start;
    start = dates.At(--k);
    if (!start) return Num("the coupon before is before 1900");
    if (issue <= *start) {
      if (from_issue) periods += 1;
      continue;
    }
    const Real days = DaysBetween(basis, issue, until);
    switch (basis) {
      case Basis::kUs30360:
        periods += days / WholePeriodDays(*start, until);
        break;
      case Basis::kAct360:
        periods += days / DaysBetween(Basis::kUs30360, *start, until);
        break;
      case Basis::kAct365:
        periods += days * frequency / 365;
        break;
      default:
        periods += days / DaysBetween(basis, *start, until);
    }
  }
  return Shown(par * rate / frequency * periods);
}

Outcome Accrintm(Cells& in) {
  const Serial issue = in.Day("issue");
  const Serial settlement = in.Day("settlement");
  const Real rate = in.Number("rate");
  const Real par = in.Number("par");
  const Basis basis = BasisOf(in);
  if (in.problem()) return *in.problem();
  if (rate <= 0 || par <= 0) return Num("rate and par have to be above 0");
  if (issue >= settlement) return Num("issue is not before settlement");
  return Shown(par * rate *
               ToReal(YearsBetween(basis, DateOf(issue), DateOf(settlement))));
}

Outcome Disc(Cells& in) {
  const auto term = TermOf(in, "price", "redemption");
  if (const auto* problem = std::get_if<Problem>(&term)) return *problem;
  const auto& [years, price, redemption] = std::get<Term>(term);
  return Shown((1 - price / redemption) / years);
}

Outcome Intrate(Cells& in) {
  const auto term = TermOf(in, "investment", "redemption");
  if (const auto* problem = std::get_if<Problem>(&term)) return *problem;
  const auto& [years, investment, redemption] = std::get<Term>(term);
  return Shown((redemption / investment - 1) / years);
}

Outcome Received(Cells& in) {
  const auto term = TermOf(in, "investment", "discount");
  if (const auto* problem = std::get_if<Problem>(&term)) return *problem;
  const auto& [years, investment, discount] = std::get<Term>(term);
  const Real left = 1 - discount * years;
  if (left <= PowerOf10(-50)) return Num("the discount is the whole");
  return Shown(investment / left);
}

}  // namespace usance::compat
