#include "usance/installment/irr.h"

#include <algorithm>
#include <numeric>

#include "src/installment/roots.h"

namespace usance {
namespace {

using installment::PowerRoot;
using installment::PowerTerm;

constexpr int64_t kMostDenominator = 1'000'000'000'000;
constexpr int64_t kMostPeriods = 1'000'000;
constexpr int64_t kMostGrowth = 1'000'000'000'000;
constexpr int kRateScale = 12;
constexpr unsigned kFirstBits = 192;
constexpr unsigned kLastBits = 768;

// The flows over the least common denominator of their times.
struct Powers {
  std::vector<PowerTerm> terms;
  int64_t root = 1;
};

absl::Status TooLong(std::string_view what) {
  return Error(Reason::kOverflow, "/flows", what);
}

absl::StatusOr<Powers> ToPowers(std::span<const TimedFlow> flows) {
  if (flows.size() > kMostFlows) {
    return Error(Reason::kLimitExceeded, "/flows",
                 std::to_string(flows.size()) + " flows; allowed: up to " +
                     std::to_string(kMostFlows));
  }
  Powers powers;
  for (const TimedFlow& flow : flows) {
    if (flow.time.denominator() > kMostDenominator ||
        flow.time.numerator() / flow.time.denominator() > kMostPeriods / 2 ||
        flow.time.numerator() / flow.time.denominator() < -kMostPeriods / 2) {
      return TooLong("a time is beyond 500,000 periods, or too fine");
    }
    const auto denominator = static_cast<int64_t>(flow.time.denominator());
    const int64_t more = denominator / std::gcd(powers.root, denominator);
    if (more > kMostDenominator / powers.root) {
      return TooLong("no common denominator of the times up to 10^12");
    }
    powers.root *= more;
  }
  powers.terms.reserve(flows.size());
  for (const TimedFlow& flow : flows) {
    const int128 exponent =
        flow.time.numerator() * (powers.root / flow.time.denominator());
    powers.terms.push_back({static_cast<int64_t>(exponent), flow.amount});
  }
  return powers;
}

// At most 10^6 above and below, times 10^12: within int64.
static_assert(kMostPeriods / 2 + 1 <= INT64_MAX / kMostDenominator);

Fraction BoundOf(const Integer& bound) {
  static_assert(installment::kBoundScale == 18);
  return Fraction::Of(static_cast<int128>(bound), 1'000'000'000'000'000'000);
}

absl::StatusOr<std::vector<TimedFlow>> ToTimes(std::span<const CashFlow> flows,
                                               Date from, DayCount convention) {
  std::vector<TimedFlow> timed;
  timed.reserve(flows.size());
  for (const CashFlow& flow : flows) {
    const bool before = flow.date < from;
    auto years = YearFraction(convention, before ? flow.date : from,
                              before ? from : flow.date);
    if (!years.ok()) {
      return At("/flows/" + std::to_string(timed.size()), years.status());
    }
    if (before)
      *years = Fraction::Of(-years->numerator(), years->denominator());
    timed.push_back({*years, flow.amount});
  }
  return timed;
}

// The sum over integer powers of 1 + rate: a rational.
Exact RationalValue(const std::vector<PowerTerm>& terms, const Exact& growth) {
  // Horner from the last: each gap divides by growth^gap.
  Exact sum;
  for (size_t k = terms.size(); k-- > 0;) {
    sum = sum + Exact(terms[k].coefficient, 1);
    const int64_t gap =
        terms[k].exponent - (k == 0 ? 0 : terms[k - 1].exponent);
    const auto by = static_cast<unsigned>(std::abs(gap));
    const Exact factor(boost::multiprecision::pow(growth.numerator, by),
                       boost::multiprecision::pow(growth.denominator, by));
    sum = gap < 0 ? sum * factor : sum / factor;
  }
  return sum;
}

}  // namespace

absl::StatusOr<Irr> TimedIrr(std::span<const TimedFlow> flows) {
  USANCE_ASSIGN_OR_RETURN(Powers powers, ToPowers(flows));
  installment::Normalize(powers.terms);
  Irr irr;
  const auto is = [&](int sign) {
    return std::any_of(
        powers.terms.begin(), powers.terms.end(),
        [&](const PowerTerm& term) { return term.coefficient.sign() == sign; });
  };
  if (powers.terms.empty()) {
    irr.outcome =
        std::any_of(flows.begin(), flows.end(),
                    [](const TimedFlow& flow) { return flow.amount != 0; })
            ? IrrOutcome::kIndeterminate
            : IrrOutcome::kNoSignChange;
    return irr;
  }
  if (!is(1) || !is(-1)) return irr;
  USANCE_ASSIGN_OR_RETURN(
      const std::vector<PowerRoot> roots,
      installment::FindRoots(std::move(powers.terms), powers.root, kRateScale));
  irr.outcome = IrrOutcome::kNoRate;
  for (const PowerRoot& root : roots) {
    if (root.is_beyond) {
      ++irr.beyond;
      continue;
    }
    irr.roots.push_back({static_cast<int64_t>(root.rate), BoundOf(root.low),
                         BoundOf(root.high)});
    const int64_t rate = irr.roots.back().rate_e12;
    if (!irr.rate_e12 || std::abs(rate) <= std::abs(*irr.rate_e12)) {
      irr.rate_e12 = rate;
    }
    irr.outcome = IrrOutcome::kRate;
  }
  if (irr.roots.empty() && irr.beyond > 0) {
    return Error(Reason::kOverflow, "/flows",
                 "the rate is above 900,000,000 % a period, or within "
                 "0.0000000001 % of -100 %");
  }
  return irr;
}

absl::StatusOr<Irr> PeriodicIrr(std::span<const int64_t> amounts) {
  std::vector<TimedFlow> flows;
  flows.reserve(amounts.size());
  for (const int64_t amount : amounts) {
    flows.push_back({static_cast<int64_t>(flows.size()), amount});
  }
  return TimedIrr(flows);
}

absl::StatusOr<Irr> DatedIrr(std::span<const CashFlow> flows,
                             DayCount convention) {
  if (flows.empty()) return Irr{};
  const auto first = std::min_element(
      flows.begin(), flows.end(),
      [](const CashFlow& a, const CashFlow& b) { return a.date < b.date; });
  USANCE_ASSIGN_OR_RETURN(const std::vector<TimedFlow> timed,
                          ToTimes(flows, first->date, convention));
  return TimedIrr(timed);
}

absl::StatusOr<int64_t> PresentValue(std::span<const TimedFlow> flows,
                                     const Fraction& rate, Rounding rounding) {
  const Exact growth = Exact(1) + Exact(rate);
  const Exact most(kMostGrowth);
  if (growth.Sign() <= 0 || most < growth || growth * most < Exact(1)) {
    return Error(Reason::kOutOfRange, "/rate",
                 "allowed: above -100 %, up to 10^14 %");
  }
  USANCE_ASSIGN_OR_RETURN(Powers powers, ToPowers(flows));
  std::sort(
      powers.terms.begin(), powers.terms.end(),
      [](const auto& a, const auto& b) { return a.exponent < b.exponent; });
  const auto done =
      [](std::optional<int64_t> value) -> absl::StatusOr<int64_t> {
    if (!value) return Error(Reason::kOverflow, "", "the value");
    return *value;
  };
  Integer sum = 0;
  for (const PowerTerm& term : powers.terms) sum += term.coefficient;
  if (rate.IsZero() || powers.terms.empty()) {
    return done(Exact(sum, 1).RoundToInt64(rounding));
  }
  const int64_t last = std::max(std::abs(powers.terms.front().exponent),
                                std::abs(powers.terms.back().exponent));
  if (powers.root == 1 && last <= 4096) {
    return done(RationalValue(powers.terms, growth).RoundToInt64(rounding));
  }
  const bool falls = rate.Sign() < 0;  // then 1 / growth is above 1
  for (unsigned bits = kFirstBits; bits <= kLastBits; bits *= 2) {
    const Integer one = Integer(1) << bits;
    const Integer y = installment::InverseRoot(
        falls ? Exact(1) / growth : growth, powers.root, bits);
    Exact low, high;
    for (const PowerTerm& term : powers.terms) {
      const int64_t exponent = std::abs(term.exponent);
      const bool grows = (term.exponent > 0) == falls;
      const Integer floor = installment::Power(y, exponent, bits);
      // y is less than two units too low; Power at most n more.
      const Integer ceiling =
          std::min(Integer(installment::Power(std::min(Integer(y + 2), one),
                                              exponent, bits) +
                           exponent),
                   one);
      if (grows && floor.is_zero()) {
        return Error(Reason::kOverflow, "", "the value");
      }
      const Exact at_least = grows ? Exact(one, ceiling) : Exact(floor, one);
      const Exact at_most = grows ? Exact(one, floor) : Exact(ceiling, one);
      const Exact amount(term.coefficient, 1);
      const bool owed = term.coefficient < 0;
      // Kept to the bits: the denominators are not multiplied up.
      const Exact unit(one, 1);
      low = low + Exact((amount * (owed ? at_most : at_least) * unit)
                            .Round(Rounding::kFloor),
                        one);
      high = high + Exact((amount * (owed ? at_least : at_most) * unit)
                              .Round(Rounding::kCeiling),
                          one);
    }
    const Integer value = low.Round(rounding);
    if (high.Round(rounding) == value) {
      return done(Exact(value, 1).RoundToInt64(rounding));
    }
  }
  return Error(Reason::kLimitExceeded, "", "undecided: the value is a tie");
}

absl::StatusOr<int64_t> DatedPresentValue(std::span<const CashFlow> flows,
                                          const Fraction& rate,
                                          DayCount convention,
                                          Rounding rounding) {
  if (flows.empty()) return 0;
  USANCE_ASSIGN_OR_RETURN(const std::vector<TimedFlow> timed,
                          ToTimes(flows, flows.front().date, convention));
  return PresentValue(timed, rate, rounding);
}

}  // namespace usance
