// Properties P01 to P17, P19 and P20. Each is held first to the rows of the
// oracle and then to those of the library, on the same contracts as the
// oracle's test.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/installment/answers.h"
#include "tests/installment/contracts.h"
#include "tests/installment/invariants.h"
#include "tests/oracle/amortization_oracle.h"
#include "usance/installment/amortize.h"

namespace usance {
namespace {

using oracle::Answer;
using oracle::Big;

AmortizationSpec AnyContract() {
  // A seed of full size from the first case on; a smaller one means nothing.
  return RandomContract(*rc::gen::noShrink(
      rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<uint64_t>())));
}

// A level contract without what makes its payment depend on more than
// principal, rate and rows.
AmortizationSpec AnyLevelContract() {
  const AmortizationSpec any = AnyContract();
  return {
      .principal = any.principal,
      .rate = any.rate,
      .day_count = any.day_count,
      .schedule = any.schedule,
      .method = AmortizationMethod::kLevel,
      .rounding = any.rounding,
      .residual = Residual::kLast,
      .payment_increment = any.payment_increment,
      .payment_rounding = any.payment_rounding,
      .stub_interest = EarlyInterest::kInPayment,
      .accrue_to = any.accrue_to,
      .allow_negative_amortization = true,
  };
}

using Contracts = std::vector<AmortizationSpec>;

// What is broken in the answers to some contracts; empty where nothing is.
using Property = std::function<std::string(const std::vector<Answer>&)>;

std::string Unless(bool holds, const std::string& broken) {
  return holds ? "" : broken;
}

// A property that the oracle breaks is no property: it is asked first.
// Contracts without an answer of the oracle are passed over.
void HoldOnBoth(const Contracts& contracts, const Property& property) {
  std::vector<Answer> theirs, ours;
  for (const AmortizationSpec& spec : contracts) {
    theirs.push_back(oracle::Amortize(spec));
    RC_PRE(theirs.back().wrong == oracle::Wrong::kNothing);
  }
  const std::string terms = "\n  " + Describe(contracts.front());
  const std::string false_property = property(theirs);
  if (!false_property.empty()) {
    RC_FAIL("the property is false, the oracle breaks it: " + false_property +
            terms);
  }
  for (const AmortizationSpec& spec : contracts) {
    ours.push_back(AnswerOf(Amortize(spec)));
    if (ours.back().wrong != oracle::Wrong::kNothing) {
      RC_FAIL("the library has no answer" + terms);
    }
  }
  const std::string broken = property(ours);
  if (!broken.empty()) RC_FAIL("the library breaks it: " + broken + terms);
}

RC_GTEST_PROP(AmortizeProperties, P01_P08_EveryScheduleTiesOut, ()) {
  const AmortizationSpec spec = AnyContract();
  HoldOnBoth({spec}, [&](const std::vector<Answer>& answers) {
    return BrokenPromise(spec, answers[0]);
  });
}

// The same promises one by one, without the helper that holds them all.

RC_GTEST_PROP(AmortizeProperties, P01_PrincipalSumsToWhatIsPaidOut, ()) {
  const AmortizationSpec spec = AnyContract();
  HoldOnBoth({spec}, [&](const std::vector<Answer>& answers) {
    Big owed = spec.principal.minor() - answers[0].waived;
    for (const Advance& advance : spec.advances) {
      owed += advance.amount.minor();
    }
    for (const oracle::Row& row : answers[0].rows) owed -= row.principal;
    return Unless(owed == 0, "left: " + owed.str());
  });
}

RC_GTEST_PROP(AmortizeProperties, P02_PaymentsAreTheSumOfTheirParts, ()) {
  HoldOnBoth({AnyContract()}, [](const std::vector<Answer>& answers) {
    for (const oracle::Row& row : answers[0].rows) {
      const Big rest =
          row.payment - row.interest - row.principal - row.fee - row.tax;
      if (rest != 0) return "off by " + rest.str();
    }
    return std::string();
  });
}

RC_GTEST_PROP(AmortizeProperties, P03_NothingIsBelowZero, ()) {
  const AmortizationSpec spec = AnyContract();
  HoldOnBoth({spec}, [&](const std::vector<Answer>& answers) {
    for (const oracle::Row& row : answers[0].rows) {
      const bool pays = row.payment != row.fee + row.tax;
      if (row.closing < 0 ||
          (row.principal < 0 && pays && !spec.allow_negative_amortization)) {
        return "principal " + row.principal.str() + ", then " +
               row.closing.str();
      }
    }
    return std::string();
  });
}

RC_GTEST_PROP(AmortizeProperties, P04_BalancesFollowFromRowToRow, ()) {
  const AmortizationSpec spec = AnyContract();
  HoldOnBoth({spec}, [&](const std::vector<Answer>& answers) {
    Big balance = spec.principal.minor();
    for (const oracle::Row& row : answers[0].rows) {
      if (row.opening != balance) return "opening " + row.opening.str();
      balance += row.advance - row.principal;
      if (row.closing != balance) return "closing " + row.closing.str();
    }
    return std::string();
  });
}

RC_GTEST_PROP(AmortizeProperties, P05_NothingIsLeft, ()) {
  HoldOnBoth({AnyContract()}, [](const std::vector<Answer>& answers) {
    const Big left = answers[0].rows.back().closing - answers[0].waived;
    return Unless(left == 0, "left: " + left.str());
  });
}

RC_GTEST_PROP(AmortizeProperties, P06_ThereAreAsManyRowsAsPeriods, ()) {
  const AmortizationSpec spec = AnyLevelContract();
  HoldOnBoth({spec}, [&](const std::vector<Answer>& answers) {
    return Unless(std::ssize(answers[0].rows) == *spec.schedule.count,
                  "another count of rows");
  });
}

// All rows pay A but the last, and those after a debt that ended early. Else
// |L - A| is the gap, which P09 bounds; oracle_test.cc pins the bound's value.
RC_GTEST_PROP(AmortizeProperties, P09_LevelPaymentsAreEqualButTheLast, ()) {
  HoldOnBoth({AnyLevelContract()}, [](const std::vector<Answer>& answers) {
    const Answer& answer = answers[0];
    const Big& level = *answer.level;
    bool ended = false;
    for (size_t k = 0; k + 1 < answer.rows.size(); ++k) {
      const oracle::Row& row = answer.rows[k];
      const std::string here = " in row " + std::to_string(k + 1);
      if (ended && row.payment != 0) return "paid after the end" + here;
      if (ended || row.payment == level) continue;
      if (row.payment > level) return "above the level" + here;
      if (row.closing != 0) return "below the level" + here;
      ended = true;
    }
    if (ended) return std::string();
    if (answer.rows.back().payment - level != answer.gap) {
      return std::string("the last payment is not the gap away");
    }
    return Unless(!answer.bound || abs(answer.gap) <= *answer.bound, "bound");
  });
}

// The smallest payment that leaves nothing is found by its own loop: the last
// payment is no more than the level one from there on, and only there.
RC_GTEST_PROP(AmortizeProperties, P10_OneUnitLessThanTheSmallestLeavesARest,
              ()) {
  AmortizationSpec spec = AnyLevelContract();
  spec.payment_increment = {};
  RC_PRE(spec.rate.value().Sign() >= 0);
  const oracle::Factors factors = oracle::FactorsOf(spec);
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
  HoldOnBoth({spec}, [&](const std::vector<Answer>& answers) {
    return Unless((answers[0].gap <= 0) == (*answers[0].level >= low),
                  "the smallest payment is " + low.str() + ", the level " +
                      answers[0].level->str());
  });
}

// The level payment of the first contract is not above that of the second.
std::string Ascends(const std::vector<Answer>& answers) {
  return Unless(
      *answers[0].level <= *answers[1].level,
      answers[0].level->str() + " is above " + answers[1].level->str());
}

RC_GTEST_PROP(AmortizeProperties, P11_AHigherRateDoesNotLowerThePayment, ()) {
  const AmortizationSpec spec = AnyLevelContract();
  AmortizationSpec higher = spec;
  higher.rate =
      Rate(*CheckedAdd(spec.rate.value(),
                       Fraction::Of(*rc::gen::inRange(1, 100'000), 1'000'000)),
           spec.rate.unit());
  HoldOnBoth({spec, higher}, Ascends);
}

RC_GTEST_PROP(AmortizeProperties, P12_MorePrincipalDoesNotLowerThePayment, ()) {
  const AmortizationSpec spec = AnyLevelContract();
  AmortizationSpec more = spec;
  more.principal =
      Money(spec.principal.minor() + *rc::gen::inRange(1, 1'000'000),
            spec.principal.currency());
  HoldOnBoth({spec, more}, Ascends);
}

RC_GTEST_PROP(AmortizeProperties, P13_MoreRowsDoNotRaiseThePayment, ()) {
  AmortizationSpec spec = AnyLevelContract();
  spec.day_count = DayCount::kAct365Fixed;  // none that needs the last date
  AmortizationSpec longer = spec;
  longer.schedule.count = *spec.schedule.count + *rc::gen::inRange(1, 60);
  HoldOnBoth({longer, spec}, Ascends);
}

RC_GTEST_PROP(AmortizeProperties, P14_NoRateNoInterest, ()) {
  AmortizationSpec spec = AnyContract();
  spec.rates.reset();
  spec.reset = {};
  spec.rate = Rate(Fraction(0), TimeUnit::kYear);
  HoldOnBoth({spec}, [](const std::vector<Answer>& answers) {
    for (const oracle::Row& row : answers[0].rows) {
      if (row.interest != 0) return "interest " + row.interest.str();
    }
    return std::string();
  });
}

// 10 p(x) and p(10 x) round the same exact value, ten times and once.
RC_GTEST_PROP(AmortizeProperties, P15_PaymentsScale, ()) {
  const AmortizationSpec spec = AnyLevelContract();
  AmortizationSpec tenfold = spec;
  tenfold.principal =
      Money(spec.principal.minor() * 10, spec.principal.currency());
  const Rounding mode = spec.payment_rounding.value_or(spec.rounding);
  const Big halves = oracle::IsNearest(mode) ? 1 : 2;
  HoldOnBoth({spec, tenfold}, [&](const std::vector<Answer>& answers) {
    const Big off = *answers[0].level * 10 - *answers[1].level;
    return Unless(2 * abs(off) <= 11 * halves * spec.payment_increment.minor(),
                  "off by " + off.str());
  });
}

void ChangeCurrency(Currency currency, AmortizationSpec& spec) {
  spec.principal = Money(spec.principal.minor(), currency);
  for (std::optional<Money>* const money :
       {&spec.balloon, &spec.payment, &spec.down_payment, &spec.waive_within,
        &spec.least_payment, &spec.steps.amount}) {
    if (*money) *money = Money((*money)->minor(), currency);
  }
  for (RowTerm& term : spec.row_terms) {
    if (term.amount) term.amount = Money(term.amount->minor(), currency);
  }
  for (RowFee& fee : spec.fees) {
    if (fee.amount) fee.amount = Money(fee.amount->minor(), currency);
  }
  for (Advance& advance : spec.advances) {
    advance.amount = Money(advance.amount.minor(), currency);
  }
}

RC_GTEST_PROP(AmortizeProperties, P16_MinorDigitsOnlyScale, ()) {
  AmortizationSpec spec = AnyContract();
  Contracts contracts;
  for (const Currency currency :
       {Currency::Of("JPY"), Currency::Of("USD"), Currency::Of("KWD")}) {
    ChangeCurrency(currency, spec);
    contracts.push_back(spec);
  }
  HoldOnBoth(contracts, [](const std::vector<Answer>& answers) {
    return Difference(answers[0], answers[1]) +
           Difference(answers[1], answers[2]);
  });
}

RC_GTEST_PROP(AmortizeProperties, P17_EqualRatesGiveEqualRows, ()) {
  AmortizationSpec spec = AnyContract();
  spec.rates.reset();
  spec.reset = {};
  spec.rate = Rate(spec.rate.value(), TimeUnit::kYear);
  AmortizationSpec monthly = spec;
  monthly.rate =
      Rate(*CheckedDiv(spec.rate.value(), Fraction(12)), TimeUnit::kMonth);
  HoldOnBoth({spec, monthly}, [](const std::vector<Answer>& answers) {
    return Difference(answers[0], answers[1]);
  });
}

// B = sum_k (payment_k - error_k) / prod_(i<=k) q_i, each error at most half a
// unit (a whole one for directed modes). At rates that are not negative.
// And where interest bears interest, on the balance, from the first day on.
RC_GTEST_PROP(AmortizeProperties, P19_ThePaymentsAreWorthThePrincipal, ()) {
  AmortizationSpec spec = AnyContract();
  RC_PRE(spec.rate.value().Sign() >= 0 && !spec.rates);
  RC_PRE(spec.method != AmortizationMethod::kAddOn &&
         spec.method != AmortizationMethod::kRuleOf78);
  RC_PRE(spec.method != AmortizationMethod::kBullet ||
         spec.bullet == Bullet::kCapitalized);
  RC_PRE(spec.timing == PaymentTiming::kInArrears && !spec.amortization_rows);
  RC_PRE(spec.residual != Residual::kExtraRow &&
         spec.residual != Residual::kWaive);
  spec.down_payment.reset();
  spec.least_payment.reset();
  spec.season = {};
  spec.row_terms.clear();
  spec.fees.clear();
  spec.tax = {};
  spec.advances.clear();
  spec.capitalization = {};
  if (spec.grace_rows > 0) spec.grace = EarlyInterest::kCapitalized;
  spec.stub_interest = EarlyInterest::kInPayment;
  const oracle::Factors factors = oracle::FactorsOf(spec);
  const Big halves = oracle::IsNearest(spec.rounding) ? 1 : 2;
  HoldOnBoth({spec}, [&](const std::vector<Answer>& answers) {
    const std::vector<oracle::Row>& rows = answers[0].rows;
    // From the end: worth_k = (worth_(k+1) + payment_k) / q_k, over products.
    Big worth = 0, scale = 1;
    for (size_t k = rows.size(); k-- > 0;) {
      worth = (worth + rows[k].payment * scale) * factors.denominator;
      scale *= factors.denominator + factors.numerators[k];
    }
    const Big off = worth - spec.principal.minor() * scale;
    return Unless(2 * abs(off) <= halves * scale * rows.size(),
                  "the payments are not worth the principal");
  });
}

// At a rate x a period the payments are worth sum payment_k / (1 + x)^k. That
// is above the principal at 0.01 % below the rate, and below it at 0.01 %
// above.
RC_GTEST_PROP(AmortizeProperties, P20_TheInternalRateIsBesideTheRate, ()) {
  AmortizationSpec spec = AnyLevelContract();
  RC_PRE(spec.rate.value().Sign() >= 0);
  spec.rate =
      Rate(*CheckedDiv(spec.rate.value(), Fraction(12)), TimeUnit::kPeriod);
  spec.principal =
      Money(spec.principal.minor() + 1'000'000, spec.principal.currency());
  spec.schedule.count = std::min(*spec.schedule.count, 120);
  HoldOnBoth({spec}, [&](const std::vector<Answer>& answers) {
    const Big n = oracle::ToBig(spec.rate.value().numerator()) * 10'000;
    const Big d = oracle::ToBig(spec.rate.value().denominator()) * 10'000;
    // The worth less the principal, times (d + x)^rows.
    const auto gain = [&](const Big& x) {
      Big worth = 0, grown = 1;
      for (size_t k = answers[0].rows.size(); k-- > 0;) {
        worth += answers[0].rows[k].payment * grown;
        grown *= d + x;
        worth *= d;
      }
      return Big(worth - spec.principal.minor() * grown);
    };
    const Big step = d / 10'000;
    return Unless(gain(n - step) > 0 && gain(n + step) < 0,
                  "another internal rate");
  });
}

}  // namespace
}  // namespace usance
