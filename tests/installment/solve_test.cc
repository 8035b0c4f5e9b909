#include "usance/installment/solve.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/installment/contracts.h"
#include "tests/matchers.h"
#include "tests/oracle/amortization_oracle.h"
#include "usance/money/format.h"

namespace usance {
namespace {

// 100.00 USD at 7 %, 30/360: 6 rows of 17.01.
AmortizationSpec GoldenInPayment() {
  return {
      .principal = "100.00 USD"_money,
      .rate = "7%"_rate,
      .day_count = DayCount::k30360Isda,
      .schedule = {.start = "2026-01-01"_date,
                   .count = 6,
                   .frequency = Months(1)},
      .method = AmortizationMethod::kLevel,
      .rounding = Rounding::kHalfEven,
      .residual = Residual::kLast,
      .stub_interest = EarlyInterest::kInPayment,
  };
}

// The level payment of the oracle.
oracle::Big LevelOf(AmortizationSpec spec) {
  spec.allow_negative_amortization = true;
  const oracle::Answer answer = oracle::Amortize(spec);
  EXPECT_EQ(answer.wrong, oracle::Wrong::kNothing);
  return answer.level.value_or(-1);
}

TEST(Solve, OneUnknownOfALoan) {
  // By the formula 17.0086 in 6 rows and 14.6210 in 7; 100.04 takes 17.0154,
  // and a balloon of 42.64 leaves 10.00499 a row.
  struct {
    Unknown unknown;
    Money payment;
    int64_t found, less_level, level, more_level;
  } cases[] = {
      {Unknown::kCount, "17.01 USD"_money, 6, 2035, 1701, 1462},
      {Unknown::kCount, "17.00 USD"_money, 7, 1701, 1462, 1283},
      {Unknown::kPrincipal, "17.01 USD"_money, 10003, 1701, 1701, 1702},
      {Unknown::kBalloon, "10.00 USD"_money, 4264, 1001, 1000, 1000},
  };
  for (const auto& c : cases) {
    const auto solution = Solve(GoldenInPayment(), c.unknown, c.payment);
    ASSERT_THAT(solution, IsOk());
    EXPECT_EQ(solution->found.level_payment_minor, c.level)
        << NameOf(c.unknown);
    EXPECT_EQ(solution->found.value, c.found) << NameOf(c.unknown);
    ASSERT_TRUE(solution->less && solution->more);
    EXPECT_EQ(solution->less->level_payment_minor, c.less_level);
    EXPECT_EQ(solution->more->level_payment_minor, c.more_level);
  }
  const auto payment =
      Solve(GoldenInPayment(), Unknown::kPayment, std::nullopt);
  ASSERT_THAT(payment, IsOk());
  EXPECT_EQ(payment->found, (Attempt{1701, 1701, 1700}));
}

// The oracle says that the answer fits, and that the step beyond does not.
TEST(Solve, P18_TheAnswerIsTheLastThatFits) {
  int solved[7] = {};
  for (uint64_t seed = 1; seed <= 120; ++seed) {
    Dice dice(seed);
    AmortizationSpec spec = GoldenInPayment();
    spec.principal =
        Money(dice.Spread(100, 10'000'000, 10), spec.principal.currency());
    spec.rate = Rate(Fraction::Of(dice.Between(0, 200'000), 1'000'000),
                     TimeUnit::kYear);
    spec.schedule.count = static_cast<int32_t>(dice.Between(1, 60));
    spec.rounding = dice.Of<Rounding>();
    const oracle::Big level = LevelOf(spec);
    const Money payment(static_cast<int64_t>(level), spec.principal.currency());
    for (const Unknown unknown :
         {Unknown::kCount, Unknown::kPrincipal, Unknown::kRate,
          Unknown::kBalloon, Unknown::kFirstDue}) {
      const bool rises =
          unknown != Unknown::kCount && unknown != Unknown::kBalloon;
      const auto solution = Solve(spec, unknown, payment);
      if (!solution.ok()) continue;
      AmortizationSpec at = solution->spec;
      if (unknown == Unknown::kFirstDue &&
          at.schedule.first_regular_start == at.schedule.start) {
        continue;
      }
      EXPECT_LE(LevelOf(at), level) << NameOf(unknown) << " " << seed;
      if (unknown == Unknown::kCount) {  // there and back
        EXPECT_EQ(LevelOf(at), level) << seed;
      }
      const auto& beyond = rises ? solution->more : solution->less;
      const bool at_end = unknown == Unknown::kFirstDue &&
                          solution->found.value == Date::Of(2026, 3, 1).days();
      if (beyond && solution->found.value > 0 && !at_end) {
        EXPECT_GT(beyond->level_payment_minor, payment.minor())
            << NameOf(unknown) << " " << seed;
        ++solved[static_cast<int>(unknown)];
      }
    }
  }
  EXPECT_GT(solved[static_cast<int>(Unknown::kCount)], 60);
  EXPECT_GT(solved[static_cast<int>(Unknown::kPrincipal)], 60);
  EXPECT_GT(solved[static_cast<int>(Unknown::kRate)], 60);
  EXPECT_GT(solved[static_cast<int>(Unknown::kFirstDue)], 20);
}

// A loan of any method, and a payment that it may keep to.
struct Question {
  AmortizationSpec spec;
  int64_t payment = 0;
};

// Whether the loan keeps to `payment`, by the oracle's rows.
bool Keeps(AmortizationSpec spec, int64_t payment) {
  const bool ends = spec.method == AmortizationMethod::kFixedPayment ||
                    spec.method == AmortizationMethod::kMinimumPayment;
  spec.allow_negative_amortization = true;
  const oracle::Answer answer = oracle::Amortize(spec);
  if (answer.wrong != oracle::Wrong::kNothing) return false;
  if (answer.level) return *answer.level <= payment;
  const std::vector<oracle::Row>& rows = answer.rows;
  if (ends) return rows.back().payment <= rows.back().planned;
  if (spec.method == AmortizationMethod::kBullet || rows.size() == 1) {
    return rows.back().payment <= payment;
  }
  for (size_t k = 0; k + 1 < rows.size(); ++k) {
    if (rows[k].payment > payment) return false;
  }
  return true;
}

Question AnyQuestion(uint64_t seed, AmortizationMethod method) {
  Dice dice(seed);
  AmortizationSpec spec = GoldenInPayment();
  const Currency currency = spec.principal.currency();
  spec.method = method;
  spec.principal = Money(dice.Between(10'000, 10'000'000), currency);
  spec.rate = Rate(Fraction::Of(dice.Between(1'000, 200'000), 1'000'000),
                   TimeUnit::kYear);
  const auto rows = static_cast<int32_t>(dice.Between(2, 24));
  spec.schedule.count = rows;
  spec.rounding = dice.Of<Rounding>();
  spec.bullet = dice.Of<Bullet>();
  int64_t payment = spec.principal.minor() / rows + 1;
  if (method == AmortizationMethod::kInterestOnly)
    payment = payment * rows / 100;
  if (method == AmortizationMethod::kBullet) payment *= rows;
  payment += dice.Between(payment / 10, payment / 3);
  if (method == AmortizationMethod::kFixedPayment ||
      method == AmortizationMethod::kMinimumPayment) {
    spec.payment = Money(payment, currency);
  }
  if (method == AmortizationMethod::kMinimumPayment) {
    spec.payment_percent = Percent(Fraction::Of(dice.Between(0, 50), 1000));
  }
  return {spec, payment};
}

// `spec` with the unknown moved by one step.
AmortizationSpec Moved(AmortizationSpec spec, Unknown unknown, int step) {
  const Currency currency = spec.principal.currency();
  switch (unknown) {
    case Unknown::kPayment:
      spec.payment = Money(spec.payment->minor() + step, currency);
      break;
    case Unknown::kCount:
      *spec.schedule.count += step;
      break;
    case Unknown::kPrincipal:
      spec.principal = Money(spec.principal.minor() + step, currency);
      break;
    case Unknown::kRate:
      spec.rate =
          Rate(*CheckedAdd(spec.rate.value(), Fraction::Of(step, 100'000'000)),
               spec.rate.unit());
      break;
    case Unknown::kBalloon:
      spec.balloon = Money(spec.balloon->minor() + step, currency);
      break;
    case Unknown::kFirstDue:
      spec.schedule.first_regular_start =
          Date::FindDays(spec.schedule.first_regular_start->days() + step);
      break;
  }
  return spec;
}

TEST(Solve, P18_OfEveryMethod) {
  std::map<std::string, int> solved;
  for (const auto& [method, name, aliases] :
       Names<AmortizationMethod>::kTable) {
    for (uint64_t seed = 1; seed <= 12; ++seed) {
      const Question question = AnyQuestion(seed, method);
      const Money payment(question.payment, question.spec.principal.currency());
      for (const auto& [unknown, label, none] : Names<Unknown>::kTable) {
        if (unknown == Unknown::kPayment && !question.spec.payment) continue;
        const auto solution = Solve(question.spec, unknown, payment);
        const std::string here = std::string(name) + ", " + std::string(label);
        if (!solution.ok()) continue;
        const AmortizationSpec& spec = solution->spec;
        const int64_t value = solution->found.value;
        const int64_t asked = payment.minor();
        EXPECT_TRUE(Keeps(spec, asked)) << here << " " << seed;
        const bool lowest = unknown == Unknown::kPayment ||
                            unknown == Unknown::kBalloon ||
                            (unknown == Unknown::kCount &&
                             method != AmortizationMethod::kBullet);
        const bool at_end =
            (unknown == Unknown::kFirstDue &&
             value == Date::Of(2026, 3, 1).days()) ||
            (lowest && value <= (unknown == Unknown::kBalloon ? 0 : 1));
        if (at_end) continue;
        EXPECT_FALSE(Keeps(Moved(spec, unknown, lowest ? -1 : 1), asked))
            << here << " " << seed;
        ++solved[here];
      }
    }
  }
  const std::vector<std::string> expected = {"level, count",
                                             "level, principal",
                                             "level, rate",
                                             "level, balloon",
                                             "equal principal, count",
                                             "equal principal, principal",
                                             "interest only, rate",
                                             "interest only, principal",
                                             "bullet, count",
                                             "bullet, rate",
                                             "add-on, count",
                                             "add-on, rate",
                                             "rule of 78, principal",
                                             "rule of 78, rate",
                                             "fixed payment, payment",
                                             "fixed payment, count",
                                             "fixed payment, rate",
                                             "fixed payment, principal",
                                             "minimum payment, payment",
                                             "minimum payment, count"};
  for (const std::string& pair : expected) EXPECT_GT(solved[pair], 0) << pair;
}

// 100.00 in 6 rows is 16.67 without interest. 15.00 lent for 14 days, 20.00
// paid back: 33.333333 % a period, 869.047619 % a year by act/365.
TEST(Solve, RatesBelowZeroAndFarAbove) {
  const auto solution =
      Solve(GoldenInPayment(), Unknown::kRate, "16.00 USD"_money);
  ASSERT_THAT(solution, IsOk());
  EXPECT_LT(solution->found.value, 0);
  EXPECT_EQ(LevelOf(solution->spec), 1600);
  AmortizationSpec beyond = solution->spec;
  beyond.rate = Rate(Fraction::Of(solution->found.value + 1, 100'000'000),
                     TimeUnit::kYear);
  EXPECT_EQ(LevelOf(beyond), 1601);
  // -100 % a month is -1200 % a year.
  EXPECT_EQ(solution->searched_from, -1'199'999'999);
  EXPECT_EQ(solution->searched_to, 0);
  AmortizationSpec payday = GoldenInPayment();
  payday.principal = "15.00 USD"_money;
  payday.day_count = DayCount::kAct365Fixed;
  payday.schedule.frequency = Days(14);
  payday.schedule.count = 1;
  const auto high = Solve(payday, Unknown::kRate, "20.00 USD"_money);
  ASSERT_THAT(high, IsOk());
  // The highest that is rounded to 20.00: 5.005 / 15 * 365 / 14 (half even).
  EXPECT_EQ(high->found.value, 869'916'666);
  EXPECT_EQ(high->searched_from, 0);
  EXPECT_EQ(high->searched_to, 1'000'000'000'000);
  payday.day_count = DayCount::k30360Isda;
  payday.schedule.frequency = Months(1);
  EXPECT_EQ(Solve(payday, Unknown::kRate, "200.00 USD"_money)->found.value,
            14'800'400'000);  // 185.005 / 15 * 12
  EXPECT_EQ(
      TextOf(Solve(payday, Unknown::kFirstDue, "14.00 USD"_money).status()),
      "14.00 is too low for any value of the first due from 2026-01-02 "
      "to 2026-03-01");
}

TEST(Solve, RefusesWhatHasNoAnswer) {
  struct {
    std::function<void(AmortizationSpec&)> change;
    Unknown unknown;
    std::optional<Money> payment;
    Reason reason;
    std::string field;
  } cases[] = {
      {[](auto&) {}, Unknown{}, {}, Reason::kUnspecified, "/unknown"},
      {[](auto& s) { s.method = AmortizationMethod::kAddOn; },
       Unknown::kBalloon, "1.00 USD"_money, Reason::kConflict, "/unknown"},
      {[](auto& s) { s.method = AmortizationMethod::kInterestOnly; },
       Unknown::kCount, "1.00 USD"_money, Reason::kConflict, "/unknown"},
      {[](auto& s) {
         s.method = AmortizationMethod::kFixedPayment;
         s.least_payment = "1.00 USD"_money;
       },
       Unknown::kCount, "20.00 USD"_money, Reason::kConflict, "/least_payment"},
      {[](auto& s) {
         s.method = AmortizationMethod::kFixedPayment;
         s.schedule.count.reset();
       },
       Unknown::kPrincipal, "20.00 USD"_money, Reason::kMissingField, "/count"},
      {[](auto& s) {
         s.advances = {{"2026-02-16"_date, "5.00 USD"_money}};
         s.advance_change = RateChange::kLevelAgain;
       },
       Unknown::kCount, "20.00 USD"_money, Reason::kConflict,
       "/advance_change"},
      {[](auto& s) { s.residual = Residual::kSmooth; }, Unknown::kCount,
       "1.00 USD"_money, Reason::kConflict, "/residual"},
      {[](auto& s) { s.schedule.end = "2027-01-01"_date; }, Unknown::kCount,
       "1.00 USD"_money, Reason::kConflict, "/end"},
      {[](auto& s) { s.amortization_rows = 12; }, Unknown::kBalloon,
       "1.00 USD"_money, Reason::kConflict, "/amortization_rows"},
      {[](auto& s) { s.timing = PaymentTiming::kInAdvance; },
       Unknown::kFirstDue, "1.00 USD"_money, Reason::kConflict, "/timing"},
      {[](auto&) {}, Unknown::kRate, {}, Reason::kMissingField, "/payment"},
      {[](auto&) {}, Unknown::kRate, "20.00 EUR"_money,
       Reason::kCurrencyMismatch, "/payment"},
      {[](auto&) {}, Unknown::kRate, "0.00 USD"_money, Reason::kOutOfRange,
       "/payment"},
      // 0.01 at 1,000,000 % is 8.34 after a month.
      {[](auto& s) {
         s.principal = "0.01 USD"_money;
         s.schedule.count = 1;
       },
       Unknown::kRate, "8.35 USD"_money, Reason::kOutOfRange, "/payment"},
      // Below the interest of 0.58 no count of rows is enough.
      {[](auto&) {}, Unknown::kCount, "0.57 USD"_money, Reason::kOutOfRange,
       "/payment"},
      {[](auto& s) { s.method = AmortizationMethod::kFixedPayment; },
       Unknown::kCount, "0.57 USD"_money, Reason::kNegativeAmortization,
       "/allow_negative_amortization"},
      {[](auto& s) { s.rounding = {}; }, Unknown::kCount, "17.01 USD"_money,
       Reason::kUnspecified, "/rounding"},
  };
  for (const auto& c : cases) {
    AmortizationSpec spec = GoldenInPayment();
    c.change(spec);
    EXPECT_THAT(Solve(spec, c.unknown, c.payment), IsError(c.reason, c.field));
  }
}

}  // namespace
}  // namespace usance
