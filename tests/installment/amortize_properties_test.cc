// Properties P01 to P17 and P19, over the same contracts as the oracle's. Each
// has been tried on the oracle before it was written here.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/installment/contracts.h"
#include "tests/installment/invariants.h"
#include "tests/oracle/amortization_oracle.h"
#include "usance/installment/amortize.h"

namespace usance {
namespace {

using oracle::Big;

AmortizationSpec AnyContract() {
  // A seed of full size from the first case on; a smaller one means nothing.
  return RandomContract(*rc::gen::noShrink(
      rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<uint64_t>())));
}

// A level contract without what makes its payment depend on more than
// principal, rate and rows.
AmortizationSpec AnyLevelContract() {
  AmortizationSpec spec = AnyContract();
  spec.method = AmortizationMethod::kLevel;
  spec.residual = Residual::kLast;
  spec.allow_negative_amortization = true;
  spec.balloon.reset();
  spec.grace_rows = 0;
  spec.stub_interest = EarlyInterest::kInPayment;
  return spec;
}

bool IsNearest(Rounding rounding) {
  return rounding == Rounding::kHalfEven || rounding == Rounding::kHalfUp ||
         rounding == Rounding::kHalfDown;
}

// r_k * t_k of each row over one denominator, by the oracle's dates and days.
struct Factors {
  std::vector<Big> numerators;
  Big denominator = 1;
};
Factors FactorsOf(const AmortizationSpec& spec) {
  std::vector<oracle::Day> dates = oracle::Dates(spec.schedule);
  if (spec.schedule.convention != BusinessDayConvention::kUnadjusted &&
      spec.accrue_to == AccrueTo::kAdjusted) {
    for (oracle::Day& date : dates) date = oracle::Following(date);
  }
  std::vector<oracle::Ratio> ratios;
  Factors result;
  for (size_t k = 0; k + 1 < dates.size(); ++k) {
    ratios.push_back(
        oracle::FactorOf(spec, dates[k], dates[k + 1], dates.back()));
    result.denominator = lcm(result.denominator, ratios.back().d);
  }
  for (const oracle::Ratio& ratio : ratios) {
    result.numerators.push_back(ratio.n * (result.denominator / ratio.d));
  }
  return result;
}

RC_GTEST_PROP(AmortizeProperties, P01_P08_EveryScheduleTiesOut, ()) {
  const AmortizationSpec spec = AnyContract();
  const auto result = Amortize(spec);
  RC_PRE(result.ok());
  RC_LOG() << Describe(spec);
  RC_ASSERT(BrokenPromise(spec, *result) == "");
}

RC_GTEST_PROP(AmortizeProperties, P09_LevelPaymentsAreEqualButTheLast, ()) {
  const AmortizationSpec spec = AnyLevelContract();
  const auto result = Amortize(spec);
  RC_PRE(result.ok());
  RC_LOG() << Describe(spec);
  const int64_t level = *result->level_payment_minor;
  bool ended = false;
  for (const Installment& row : result->rows) {
    if (&row == &result->rows.back()) break;
    if (ended) {
      RC_ASSERT(row.payment_minor == 0);
    } else if (row.payment_minor != level) {  // it ends here
      RC_ASSERT(row.payment_minor < level);
      RC_ASSERT(row.closing_minor == 0);
      ended = true;
    }
  }
  if (ended || !result->residual.bound_minor) return;
  // |L - A| <= bound; the oracle's test pins the bound's value.
  const int64_t gap = result->rows.back().payment_minor - level;
  RC_ASSERT(gap == result->residual.gap_minor);
  RC_ASSERT(Magnitude(gap) <= Magnitude(*result->residual.bound_minor));
}

// The smallest payment that leaves nothing is found by its own loop: the last
// payment is no more than the level one from there on, and only there.
RC_GTEST_PROP(AmortizeProperties, P10_OneUnitLessThanTheSmallestLeavesARest,
              ()) {
  AmortizationSpec spec = AnyLevelContract();
  spec.payment_increment = {};
  const auto result = Amortize(spec);
  RC_PRE(result.ok());
  RC_PRE(spec.rate.value().Sign() >= 0);
  RC_LOG() << Describe(spec);
  const Factors factors = FactorsOf(spec);
  const auto leaves_rest = [&](const Big& payment) {
    Big balance = spec.principal.minor();
    for (const Big& numerator : factors.numerators) {
      balance += oracle::RoundRatio(balance * numerator, factors.denominator,
                                    spec.rounding) -
                 payment;
      if (balance <= 0) return false;
    }
    return true;
  };
  Big low = 0, high = 1;
  while (leaves_rest(high)) high *= 2;
  while (low < high) {
    const Big middle = (low + high) / 2;
    if (leaves_rest(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  RC_ASSERT(leaves_rest(low - 1));
  const Big level = *result->level_payment_minor;
  RC_ASSERT((result->residual.gap_minor <= 0) == (level >= low));
}

RC_GTEST_PROP(AmortizeProperties, P11_AHigherRateDoesNotLowerThePayment, ()) {
  const AmortizationSpec spec = AnyLevelContract();
  AmortizationSpec higher = spec;
  higher.rate =
      Rate(*CheckedAdd(spec.rate.value(),
                       Fraction::Of(*rc::gen::inRange(1, 100'000), 1'000'000)),
           spec.rate.unit());
  const auto a = Amortize(spec), b = Amortize(higher);
  RC_PRE(a.ok() && b.ok());
  RC_LOG() << Describe(spec);
  RC_ASSERT(*a->level_payment_minor <= *b->level_payment_minor);
}

RC_GTEST_PROP(AmortizeProperties, P12_MorePrincipalDoesNotLowerThePayment, ()) {
  const AmortizationSpec spec = AnyLevelContract();
  AmortizationSpec more = spec;
  more.principal =
      Money(spec.principal.minor() + *rc::gen::inRange(1, 1'000'000),
            spec.principal.currency());
  const auto a = Amortize(spec), b = Amortize(more);
  RC_PRE(a.ok() && b.ok());
  RC_LOG() << Describe(spec);
  RC_ASSERT(*a->level_payment_minor <= *b->level_payment_minor);
}

RC_GTEST_PROP(AmortizeProperties, P13_MoreRowsDoNotRaiseThePayment, ()) {
  AmortizationSpec spec = AnyLevelContract();
  spec.day_count = DayCount::kAct365Fixed;  // none that needs the last date
  AmortizationSpec longer = spec;
  longer.schedule.count = *spec.schedule.count + *rc::gen::inRange(1, 60);
  const auto a = Amortize(spec), b = Amortize(longer);
  RC_PRE(a.ok() && b.ok());
  RC_LOG() << Describe(spec);
  RC_ASSERT(*a->level_payment_minor >= *b->level_payment_minor);
}

RC_GTEST_PROP(AmortizeProperties, P14_NoRateNoInterest, ()) {
  AmortizationSpec spec = AnyContract();
  spec.rate = Rate(Fraction(0), spec.rate.unit());
  const auto result = Amortize(spec);
  RC_PRE(result.ok());
  RC_LOG() << Describe(spec);
  for (const Installment& row : result->rows) {
    RC_ASSERT(row.interest_minor == 0);
  }
}

// 10 p(x) and p(10 x) round the same exact value, ten times and once.
RC_GTEST_PROP(AmortizeProperties, P15_PaymentsScale, ()) {
  const AmortizationSpec spec = AnyLevelContract();
  AmortizationSpec tenfold = spec;
  tenfold.principal =
      Money(spec.principal.minor() * 10, spec.principal.currency());
  const auto a = Amortize(spec), b = Amortize(tenfold);
  RC_PRE(a.ok() && b.ok());
  RC_LOG() << Describe(spec);
  const int64_t halves =
      IsNearest(spec.payment_rounding.value_or(spec.rounding)) ? 1 : 2;
  const int128 off = static_cast<int128>(*a->level_payment_minor) * 10 -
                     *b->level_payment_minor;
  RC_ASSERT(2 * Magnitude(off) <=
            Magnitude(11 * halves * spec.payment_increment.minor()));
}

RC_GTEST_PROP(AmortizeProperties, P16_MinorDigitsOnlyScale, ()) {
  AmortizationSpec spec = AnyContract();
  spec.balloon.reset();
  const auto a = Amortize(spec);
  RC_PRE(a.ok());
  for (const Currency currency :
       {Currency::Of("JPY"), Currency::Of("USD"), Currency::Of("KWD")}) {
    spec.principal = Money(spec.principal.minor(), currency);
    const auto b = Amortize(spec);
    RC_ASSERT(b.ok());
    RC_ASSERT(a->rows == b->rows);
  }
}

RC_GTEST_PROP(AmortizeProperties, P17_EqualRatesGiveEqualRows, ()) {
  AmortizationSpec spec = AnyContract();
  spec.rate = Rate(spec.rate.value(), TimeUnit::kYear);
  AmortizationSpec monthly = spec;
  monthly.rate =
      Rate(*CheckedDiv(spec.rate.value(), Fraction(12)), TimeUnit::kMonth);
  const auto a = Amortize(spec), b = Amortize(monthly);
  RC_ASSERT(a.ok() == b.ok());
  RC_PRE(a.ok());
  RC_LOG() << Describe(spec);
  RC_ASSERT(*a == *b);
}

// B = sum_k (payment_k - error_k) / prod_(i<=k) q_i, each error at most half a
// unit (a whole one for directed modes). At rates that are not negative.
RC_GTEST_PROP(AmortizeProperties, P19_ThePaymentsAreWorthThePrincipal, ()) {
  const AmortizationSpec spec = AnyContract();
  RC_PRE(spec.rate.value().Sign() >= 0);
  RC_PRE(spec.method != AmortizationMethod::kAddOn);
  RC_PRE(spec.method != AmortizationMethod::kBullet ||
         spec.bullet == Bullet::kCapitalized);
  const auto result = Amortize(spec);
  RC_PRE(result.ok());
  RC_LOG() << Describe(spec);
  // From the end: worth_k = (worth_(k+1) + payment_k) / q_k, over products.
  const Factors factors = FactorsOf(spec);
  Big worth = 0, scale = 1;
  for (size_t k = result->rows.size(); k-- > 0;) {
    worth =
        (worth + result->rows[k].payment_minor * scale) * factors.denominator;
    scale *= factors.denominator + factors.numerators[k];
  }
  const Big off = worth - spec.principal.minor() * scale;
  const Big halves = IsNearest(spec.rounding) ? 1 : 2;
  RC_ASSERT(2 * abs(off) <= halves * scale * result->rows.size());
}

}  // namespace
}  // namespace usance
