#include "usance/installment/apr.h"

#include <algorithm>
#include <optional>
#include <string>

#include "src/core/exact.h"
#include "src/installment/roots.h"
#include "usance/core/text.h"
#include "usance/date/period.h"

namespace usance {
namespace {

using installment::PowerRoot;
using installment::PowerTerm;

constexpr int kAprScale = 15;
constexpr size_t kMostParts = 6;
constexpr int64_t kMostUnits = 366;
constexpr unsigned kBits = 256;         // of the United States Rule
constexpr int64_t kMostUsRate = 1'000;  // 100,000 %
constexpr int128 kSteps = 1'000'000'000'000'000'000;  // 10^18

// `whole` months, or weeks or days, and the days that are left.
struct Counted {
  int64_t whole = 0;
  int64_t days = 0;
  Date rest_end;  // the last of those days
};

// Whole periods from `to` back, not before `from`.
absl::StatusOr<Counted> CountBack(Date from, Date to, const Period& period) {
  if (period.months == 0) {
    const int64_t days = to.days() - from.days();
    return Counted{days / period.days, days % period.days,
                   *Date::FindDays(from.days() +
                                   static_cast<int32_t>(days % period.days))};
  }
  const auto months = [](Date date) {
    return int64_t{date.year()} * 12 + date.month();
  };
  int64_t whole = (months(to) - months(from)) / period.months;
  Date back = to;
  for (; whole > 0; --whole) {  // one turn, or two
    USANCE_ASSIGN_OR_RETURN(back,
                            AddPeriod(to, period, -whole, EndOfMonth::kClamp));
    if (back >= from) break;
  }
  if (whole == 0) back = to;
  return Counted{whole, back.days() - from.days(), back};
}

// Unit-periods between two dates: whole ones, and a part.
struct UnitPeriods {
  int64_t whole = 0;
  Fraction part;
};

absl::StatusOr<UnitPeriods> CountUnits(Date from, Date to, UnitPeriod unit,
                                       int64_t units) {
  int64_t days = 0, length = 0;
  switch (unit) {
    case UnitPeriod::kDay:
      days = to.days() - from.days();
      length = units;
      break;
    case UnitPeriod::kWeek:
      days = to.days() - from.days();
      length = 7 * units;
      break;
    case UnitPeriod::kHalfMonth:
    case UnitPeriod::kMonth: {
      USANCE_ASSIGN_OR_RETURN(const Counted months,
                              CountBack(from, to, Months(1)));
      days = 30 * months.whole + months.days;
      length = (unit == UnitPeriod::kMonth ? 30 : 15) * units;
      break;
    }
    case UnitPeriod::kYear: {
      // Years, then months as twelfths; days only where no month is whole.
      USANCE_ASSIGN_OR_RETURN(const Counted years,
                              CountBack(from, to, Months(12)));
      USANCE_ASSIGN_OR_RETURN(const Counted months,
                              CountBack(from, years.rest_end, Months(1)));
      if (months.days == 0) {
        return UnitPeriods{years.whole, Fraction::Of(months.whole, 12)};
      }
      const int64_t in_year = std::min<int64_t>(years.days, 364);
      return UnitPeriods{years.whole, Fraction::Of(in_year, 365)};
    }
  }
  return UnitPeriods{days / length, Fraction::Of(days % length, length)};
}

// Unit-periods in a year.
Fraction UnitsOfYear(const AprSpec& spec) {
  switch (spec.unit) {
    case UnitPeriod::kDay:
      return Fraction::Of(365, spec.units);
    case UnitPeriod::kWeek:
      return Fraction::Of(52, spec.units);
    case UnitPeriod::kHalfMonth:
      return Fraction::Of(24, spec.units);
    case UnitPeriod::kMonth:
      return Fraction::Of(12, spec.units);
    case UnitPeriod::kYear:
      break;
  }
  return Fraction::Of(1, spec.units);
}

bool IsAnnex(AprRule rule) {
  return rule == AprRule::kEu || rule == AprRule::kUk;
}

absl::Status CheckAmounts(const std::vector<CashFlow>& flows,
                          std::string_view field) {
  if (flows.empty()) {
    return Error(Reason::kMissingField, field, "at least one");
  }
  if (flows.size() > kMostFlows) {
    return Error(Reason::kLimitExceeded, field,
                 "allowed: up to " + std::to_string(kMostFlows));
  }
  for (size_t k = 0; k < flows.size(); ++k) {
    if (flows[k].amount < 1) {
      return Error(Reason::kOutOfRange,
                   std::string(field) + "/" + std::to_string(k) + "/amount",
                   "allowed: above 0");
    }
  }
  return absl::OkStatus();
}

Date FirstOf(const std::vector<CashFlow>& flows) {
  return std::min_element(flows.begin(), flows.end(),
                          [](const CashFlow& a, const CashFlow& b) {
                            return a.date < b.date;
                          })
      ->date;
}

absl::Status CheckApr(const AprSpec& spec) {
  if (NameOf(spec.rule).empty()) {
    return Error(Reason::kUnspecified, "/rule", "say which rule");
  }
  if (NameOf(spec.unit).empty()) {
    return Error(Reason::kUnspecified, "/unit", "say which unit");
  }
  USANCE_RETURN_IF_ERROR(CheckAmounts(spec.advances, "/advances"));
  USANCE_RETURN_IF_ERROR(CheckAmounts(spec.payments, "/payments"));
  if (spec.units < 1 || spec.units > kMostUnits ||
      (spec.unit == UnitPeriod::kYear && spec.units != 1)) {
    return Error(Reason::kOutOfRange, "/units",
                 "allowed: 1 to 366; of years 1");
  }
  if (IsAnnex(spec.rule)) {
    if (spec.unit == UnitPeriod::kHalfMonth || spec.units != 1) {
      return Error(Reason::kConflict, "/unit",
                   "the annex counts single days, weeks, months or years");
    }
    return absl::OkStatus();
  }
  if (FirstOf(spec.payments) < FirstOf(spec.advances)) {
    return Error(Reason::kOutOfOrder, "/payments",
                 "a payment before the first advance");
  }
  return absl::OkStatus();
}

absl::Status NoRate() {
  return Error(Reason::kOutOfRange, "/payments", "they lead to no rate");
}

IrrRoot RootOf(const Exact& low, const Exact& high, const Integer& rate) {
  const Exact steps{Integer(kSteps), 1};
  const auto bound = [&](const Exact& at, Rounding rounding) {
    return Fraction::Of(static_cast<int128>((at * steps).Round(rounding)),
                        kSteps);
  };
  return {static_cast<int64_t>(rate), bound(low, Rounding::kFloor),
          bound(high, Rounding::kCeiling)};
}

// Of several the one nearest to 0.
absl::StatusOr<IrrRoot> NearestRate(const std::vector<IrrRoot>& roots) {
  const IrrRoot* nearest = nullptr;
  for (const IrrRoot& root : roots) {
    if (nearest == nullptr ||
        std::abs(root.rate_e12) <= std::abs(nearest->rate_e12)) {
      nearest = &root;
    }
  }
  if (nearest == nullptr) return NoRate();
  return *nearest;
}

absl::StatusOr<IrrRoot> AnnexRate(const AprSpec& spec) {
  const Date first = FirstOf(spec.advances);
  std::vector<TimedFlow> flows;
  for (const auto& [from, sign] :
       {std::pair{&spec.advances, 1}, std::pair{&spec.payments, -1}}) {
    for (const CashFlow& flow : *from) {
      USANCE_ASSIGN_OR_RETURN(const Fraction years,
                              AnnexYears(first, flow.date, spec.unit));
      flows.push_back({years, sign * flow.amount});
    }
  }
  USANCE_ASSIGN_OR_RETURN(const Irr irr, TimedIrr(flows));
  return NearestRate(irr.roots);
}

// Each advance and payment at its unit-periods, payments below 0.
struct Placed {
  UnitPeriods at;
  int64_t amount = 0;
};

absl::StatusOr<std::vector<Placed>> PlaceFlows(const AprSpec& spec) {
  const Date first = FirstOf(spec.advances);
  std::vector<Placed> placed;
  for (const auto& [from, sign] :
       {std::pair{&spec.advances, 1}, std::pair{&spec.payments, -1}}) {
    for (const CashFlow& flow : *from) {
      USANCE_ASSIGN_OR_RETURN(
          const UnitPeriods at,
          CountUnits(first, flow.date, spec.unit, spec.units));
      placed.push_back({at, sign * flow.amount});
    }
  }
  return placed;
}

// The equation times 1 + f i = (1 - f) + f u for each part f that there is:
// a sum of powers of u = 1 + i. The factors are positive for every u above 0,
// so that it has no other roots.
absl::StatusOr<IrrRoot> ActuarialRate(const AprSpec& spec) {
  USANCE_ASSIGN_OR_RETURN(const std::vector<Placed> placed, PlaceFlows(spec));
  std::vector<Fraction> parts;
  for (const Placed& one : placed) {
    if (one.at.part.IsZero() ||
        std::find(parts.begin(), parts.end(), one.at.part) != parts.end()) {
      continue;
    }
    if (parts.size() == kMostParts) {
      return Error(Reason::kLimitExceeded, "/payments",
                   "over six different parts of a unit-period");
    }
    parts.push_back(one.at.part);
  }
  std::vector<PowerTerm> terms;
  for (const Placed& one : placed) {
    std::vector<PowerTerm> product = {{one.at.whole, one.amount}};
    for (const Fraction& part : parts) {
      const Integer n(part.numerator()), d(part.denominator());
      if (part == one.at.part) {
        for (PowerTerm& term : product) term.coefficient *= d;
        continue;
      }
      std::vector<PowerTerm> next;
      for (const PowerTerm& term : product) {
        next.push_back({term.exponent, term.coefficient * (d - n)});
        next.push_back({term.exponent - 1, term.coefficient * n});
      }
      installment::Normalize(next);  // shifts by the first exponent
      const int64_t shift = product.front().exponent - 1;
      for (PowerTerm& term : next) term.exponent += shift;
      product = std::move(next);
    }
    terms.insert(terms.end(), product.begin(), product.end());
  }
  USANCE_ASSIGN_OR_RETURN(
      const std::vector<PowerRoot> roots,
      installment::FindRoots(std::move(terms), 1, kAprScale));
  Irr irr;
  const Exact year(UnitsOfYear(spec));
  for (const PowerRoot& root : roots) {
    if (root.is_beyond) continue;
    const Exact low = Exact(root.low, Integer(kSteps)) * year;
    const Exact high = Exact(root.high, Integer(kSteps)) * year;
    const Exact e12(1'000'000'000'000);
    const Integer rate =
        ((low + high) * e12 / Exact(2)).Round(Rounding::kHalfUp);
    if (abs(rate) > INT64_MAX) continue;
    irr.roots.push_back(RootOf(low, high, rate));
  }
  return NearestRate(irr.roots);
}

// What is owed after the last payment at rate `steps` * 10^-18 a year, from
// below or from above; it rises with the rate.
class UsRule {
 public:
  UsRule(const AprSpec& spec, const std::vector<Placed>& placed)
      : year_(UnitsOfYear(spec)), flows_(placed) {
    std::stable_sort(
        flows_.begin(), flows_.end(),
        [](const Placed& a, const Placed& b) { return TimeOf(a) < TimeOf(b); });
  }

  // 1 or -1; 0 where the bits do not tell.
  [[nodiscard]] int SignAt(int128 steps) const {
    const Integer low = Owed(steps, false), high = Owed(steps, true);
    return low > 0 ? 1 : high < 0 ? -1 : 0;
  }

 private:
  static Exact TimeOf(const Placed& flow) {
    return Exact(flow.at.whole) + Exact(flow.at.part);
  }

  [[nodiscard]] Integer Owed(int128 steps, bool above) const {
    const Exact rate = Exact(Integer(steps), Integer(kSteps)) / year_;
    Integer balance = 0, unpaid = 0;
    Exact before;
    for (const Placed& flow : flows_) {
      const Exact now = TimeOf(flow);
      const Exact interest = Exact(balance, 1) * rate * (now - before);
      unpaid += interest.Round(above ? Rounding::kCeiling : Rounding::kFloor);
      before = now;
      Integer amount = Integer(flow.amount) << kBits;
      if (amount < 0) {
        const Integer paid = std::min<Integer>(-amount, unpaid);
        unpaid -= paid;
        amount += paid;
      }
      balance += amount;
    }
    return balance + unpaid;
  }

  const Exact year_;
  std::vector<Placed> flows_;
};

absl::StatusOr<IrrRoot> UsRuleRate(const AprSpec& spec) {
  USANCE_ASSIGN_OR_RETURN(const std::vector<Placed> placed, PlaceFlows(spec));
  const UsRule rule(spec, placed);
  Integer sum = 0;
  for (const Placed& flow : placed) sum += flow.amount;
  if (sum.is_zero()) return IrrRoot{};
  int128 low = 0, high = kMostUsRate * kSteps;
  if (sum > 0 || rule.SignAt(high) <= 0) return NoRate();
  while (high - low > 1) {  // 70 turns
    const int128 middle = low + (high - low) / 2;
    const int sign = rule.SignAt(middle);
    if (sign == 0) {  // the rate itself, or within 2^-100 of it
      low = middle - 1;
      high = middle + 1;
      break;
    }
    (sign > 0 ? high : low) = middle;
  }
  const Fraction least = Fraction::Of(low, kSteps);
  const Fraction most = Fraction::Of(high, kSteps);
  const Exact middle(Integer(low) + Integer(high),
                     Integer(2) * Integer(1'000'000));
  return IrrRoot{static_cast<int64_t>(middle.Round(Rounding::kHalfUp)), least,
                 most};
}

}  // namespace

absl::StatusOr<Fraction> AnnexYears(Date from, Date to, UnitPeriod unit) {
  if (to < from) {
    USANCE_ASSIGN_OR_RETURN(const Fraction years, AnnexYears(to, from, unit));
    return Fraction::Of(-years.numerator(), years.denominator());
  }
  Period period = Days(1);
  int64_t in_year = 365;
  switch (unit) {
    case UnitPeriod::kWeek:
      period = Weeks(1);
      in_year = 52;
      break;
    case UnitPeriod::kMonth:
      period = Months(1);
      in_year = 12;
      break;
    case UnitPeriod::kYear:
      period = Months(12);
      in_year = 1;
      break;
    default:
      break;
  }
  Counted counted{0, to.days() - from.days(), to};
  if (unit != UnitPeriod::kDay) {
    USANCE_ASSIGN_OR_RETURN(counted, CountBack(from, to, period));
  }
  // Days by the year that ends on the last of them; whole ones before that.
  Fraction years = Fraction::Of(counted.whole, in_year);
  Date end = counted.rest_end;
  int64_t days = counted.days;
  if (unit == UnitPeriod::kDay) {
    USANCE_ASSIGN_OR_RETURN(const Counted whole,
                            CountBack(from, to, Months(12)));
    years = Fraction(whole.whole);
    end = whole.rest_end;
    days = whole.days;
  }
  if (days == 0) return years;
  const auto before = AddPeriod(end, Months(12), -1, EndOfMonth::kClamp);
  const int64_t year_days = before.ok() ? end.days() - before->days() : 365;
  const auto sum = CheckedAdd(years, Fraction::Of(days, year_days));
  if (!sum) return Error(Reason::kOverflow, "/date", "the years");
  return *sum;
}

absl::StatusOr<Fraction> RoundRate(const IrrRoot& root, int32_t digits) {
  if (digits < 0 || digits > 12) {
    return Error(Reason::kOutOfRange, "/digits", "allowed: 0 to 12");
  }
  const Exact unit(Integer(PowerOfTen(digits)), 1);
  const Integer low = (Exact(root.low) * unit).Round(Rounding::kHalfUp);
  const Integer high = (Exact(root.high) * unit).Round(Rounding::kHalfUp);
  if (low != high) {
    return Error(Reason::kLimitExceeded, "/rate",
                 "a tie, or too near to one to round it");
  }
  return Fraction::Of(static_cast<int128>(low), PowerOfTen(digits));
}

absl::StatusOr<Apr> AnnualPercentageRate(const AprSpec& spec) {
  USANCE_RETURN_IF_ERROR(CheckApr(spec));
  auto root = IsAnnex(spec.rule)                 ? AnnexRate(spec)
              : spec.rule == AprRule::kActuarial ? ActuarialRate(spec)
                                                 : UsRuleRate(spec);
  if (!root.ok()) return root.status();
  Apr apr{.root = *root, .printed = {}, .decimals = IsAnnex(spec.rule) ? 1 : 2};
  USANCE_ASSIGN_OR_RETURN(apr.printed, RoundRate(apr.root, apr.decimals + 2));
  return apr;
}

bool IsAccurate(const Fraction& disclosed, const IrrRoot& rate,
                bool is_irregular) {
  const Exact tolerance(Fraction::Of(1, is_irregular ? 400 : 800));
  const Exact said(disclosed);
  return !(said < Exact(rate.high) - tolerance) &&
         !(Exact(rate.low) + tolerance < said);
}

}  // namespace usance
