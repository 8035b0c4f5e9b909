#include "usance/installment/solve.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "tests/installment/contracts.h"
#include "tests/matchers.h"
#include "tests/oracle/amortization_oracle.h"
#include "usance/money/format.h"

namespace usance {
namespace {

// 100.00 USD at 7 %, 30/360: 6 rows of 17.01.
AmortizationSpec Golden() {
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
    const auto solution = Solve(Golden(), c.unknown, c.payment);
    ASSERT_THAT(solution, IsOk());
    EXPECT_EQ(solution->found.level_payment_minor, c.level)
        << NameOf(c.unknown);
    EXPECT_EQ(solution->found.value, c.found) << NameOf(c.unknown);
    ASSERT_TRUE(solution->less && solution->more);
    EXPECT_EQ(solution->less->level_payment_minor, c.less_level);
    EXPECT_EQ(solution->more->level_payment_minor, c.more_level);
  }
  const auto payment = Solve(Golden(), Unknown::kPayment, std::nullopt);
  ASSERT_THAT(payment, IsOk());
  EXPECT_EQ(payment->found, (Attempt{1701, 1701, 1700}));
}

// The oracle says that the answer fits, and that the step beyond does not.
TEST(Solve, P18_TheAnswerIsTheLastThatFits) {
  int solved[7] = {};
  for (uint64_t seed = 1; seed <= 120; ++seed) {
    Dice dice(seed);
    AmortizationSpec spec = Golden();
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

TEST(Solve, RefusesWhatHasNoAnswer) {
  struct {
    std::function<void(AmortizationSpec&)> change;
    Unknown unknown;
    std::optional<Money> payment;
    Reason reason;
    std::string field;
  } cases[] = {
      {[](auto&) {}, Unknown{}, {}, Reason::kUnspecified, "/unknown"},
      {[](auto& s) { s.method = AmortizationMethod::kAddOn; }, Unknown::kCount,
       "1.00 USD"_money, Reason::kConflict, "/method"},
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
      // 100.00 in 6 rows is 16.67 without interest.
      {[](auto&) {}, Unknown::kRate, "16.66 USD"_money, Reason::kOutOfRange,
       "/payment"},
      // Below the interest of 0.58 no count of rows is enough.
      {[](auto&) {}, Unknown::kCount, "0.57 USD"_money, Reason::kOutOfRange,
       "/payment"},
      {[](auto& s) { s.rounding = {}; }, Unknown::kCount, "17.01 USD"_money,
       Reason::kUnspecified, "/rounding"},
  };
  for (const auto& c : cases) {
    AmortizationSpec spec = Golden();
    c.change(spec);
    EXPECT_THAT(Solve(spec, c.unknown, c.payment), IsError(c.reason, c.field));
  }
}

}  // namespace
}  // namespace usance
