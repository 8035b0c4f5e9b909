// Regressions R69, R70, R71, R72; property P20.
#include "usance/installment/irr.h"

#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <random>
#include <vector>

#include "tests/installment/contracts.h"
#include "tests/matchers.h"
#include "usance/installment/amortize.h"

namespace usance {
namespace {

using FlowAmounts = std::vector<int64_t>;
using Real = boost::multiprecision::cpp_bin_float_100;

Real RealOf(const Fraction& value) {
  return Real(value.numerator()) / Real(value.denominator());
}

// The value of the flows at a rate, in 100 digits: no code of the library.
Real ValueAt(const std::vector<TimedFlow>& flows, const Fraction& rate) {
  const Real logarithm = log(1 + RealOf(rate));
  Real sum = 0;
  for (const TimedFlow& flow : flows) {
    sum += flow.amount * exp(-RealOf(flow.time) * logarithm);
  }
  return sum;
}

// That the value has another sign at each end of the root's bracket.
void ExpectCertified(const std::vector<TimedFlow>& flows, const IrrRoot& root) {
  if (root.low == root.high) {
    EXPECT_TRUE(root.low.IsZero());
    return;
  }
  EXPECT_LT(ValueAt(flows, root.low) * ValueAt(flows, root.high), 0);
  EXPECT_LE(abs(RealOf(root.low) * 1'000'000'000'000 - root.rate_e12),
            Real("0.500001"));
}

std::vector<TimedFlow> Timed(const FlowAmounts& amounts, int64_t root = 1) {
  std::vector<TimedFlow> flows;
  for (const int64_t amount : amounts) {
    flows.push_back(
        {Fraction::Of(static_cast<int64_t>(flows.size()), root), amount});
  }
  return flows;
}

FlowAmounts FlowsOf(int64_t principal, int64_t payment, size_t count) {
  FlowAmounts amounts(count + 1, payment);
  amounts[0] = -principal;
  return amounts;
}

// Expected values: roots of the polynomials by hand, or mpmath in 40 digits.
TEST(Irr, EveryRate) {
  const struct {
    std::string_view what;
    FlowAmounts amounts;
    IrrOutcome outcome;
    FlowAmounts rates;
    int64_t chosen = 0;
  } cases[] = {
      {"one period",
       {-100, 110},
       IrrOutcome::kRate,
       {100'000'000'000},
       100'000'000'000},
      {"a borrower's",
       {100, -110},
       IrrOutcome::kRate,
       {100'000'000'000},
       100'000'000'000},
      {"R69: 15 x 148.56 on 1500",
       FlowsOf(150000, 14856, 15),
       IrrOutcome::kRate,
       {54'114'241'347},
       54'114'241'347},
      {"R69: a yield below -64 %",
       {-1000, 100, 100},
       IrrOutcome::kRate,
       {-629'843'788'128},
       -629'843'788'128},
      {"R69: -90 %",
       {-1000, 100},
       IrrOutcome::kRate,
       {-900'000'000'000},
       -900'000'000'000},
      {"two rates",
       {-100, 230, -132},
       IrrOutcome::kRate,
       {100'000'000'000, 200'000'000'000},
       100'000'000'000},
      {"Lorie and Savage's oil pump",
       {-1600, 10000, -10000},
       IrrOutcome::kRate,
       {250'000'000'000, 4'000'000'000'000},
       250'000'000'000},
      {"three rates",
       {-1, 6, -11, 6},
       IrrOutcome::kRate,
       {0, 1'000'000'000'000, 2'000'000'000'000},
       0},
      {"one below 0 and one above",
       {-10, 23, -12},
       IrrOutcome::kRate,
       {-200'000'000'000, 500'000'000'000},
       -200'000'000'000},
      {"one as near on either side",
       {100, -200, 99},
       IrrOutcome::kRate,
       {-100'000'000'000, 100'000'000'000},
       100'000'000'000},
      {"R71: four of 1", {1, -1, 1, -1}, IrrOutcome::kRate, {0}, 0},
      {"0 % twice", {100, -200, 100}, IrrOutcome::kRate, {0}, 0},
      {"no rate", {100, -200, 120}, IrrOutcome::kNoRate, {}},
      {"R72: all of one sign", {100, 200}, IrrOutcome::kNoSignChange, {}},
      {"R72: nothing", {}, IrrOutcome::kNoSignChange, {}},
      {"R72: zeros", {0, 0}, IrrOutcome::kNoSignChange, {}},
      {"a zero first",
       {0, -100, 0, 121},
       IrrOutcome::kRate,
       {100'000'000'000},
       100'000'000'000},
  };
  for (const auto& c : cases) {
    const auto irr = PeriodicIrr(c.amounts);
    ASSERT_THAT(irr, IsOk()) << c.what;
    EXPECT_EQ(irr->outcome, c.outcome) << c.what;
    FlowAmounts rates;
    for (const IrrRoot& root : irr->roots) {
      rates.push_back(root.rate_e12);
      ExpectCertified(Timed(c.amounts), root);
    }
    EXPECT_EQ(rates, c.rates) << c.what;
    EXPECT_EQ(irr->rate_e12.value_or(0), c.chosen) << c.what;
    EXPECT_EQ(irr->rate_e12.has_value(), !c.rates.empty()) << c.what;
  }
}

TEST(Irr, Dated) {
  // The last one: the example of Microsoft's page on XIRR, 37.34 %.
  const struct {
    std::vector<CashFlow> flows;
    int64_t rate_e12;
  } cases[] = {
      {{{"2026-01-01"_date, -1000}, {"2027-01-01"_date, 1100}},
       100'000'000'000},
      {{{"2027-01-01"_date, 1100}, {"2026-01-01"_date, -1000}},
       100'000'000'000},
      {{{"2008-01-01"_date, -10000},
        {"2008-03-01"_date, 2750},
        {"2008-10-30"_date, 4250},
        {"2009-02-15"_date, 3250},
        {"2009-04-01"_date, 2750}},
       373'362'533'519},
  };
  for (const auto& c : cases) {
    const auto irr = DatedIrr(c.flows, DayCount::kAct365Fixed);
    ASSERT_THAT(irr, IsOk());
    EXPECT_EQ(irr->rate_e12.value_or(0), c.rate_e12);
  }
  // R72: what is paid back on the day.
  const auto cancelled =
      DatedIrr(std::vector<CashFlow>{{"2026-01-01"_date, -1000},
                                     {"2026-01-01"_date, 1000}},
               DayCount::kAct365Fixed);
  ASSERT_THAT(cancelled, IsOk());
  EXPECT_EQ(cancelled->outcome, IrrOutcome::kIndeterminate);
}

// R70: 20,000 cases of random flows, each root certified by another
// arithmetic, and as many roots as changes of sign less an even number.
TEST(Irr, SweepOfRandomFlows) {
  std::mt19937_64 random(1216);
  const auto draw = [&](int64_t low, int64_t high) {
    return low + static_cast<int64_t>(random() %
                                      static_cast<uint64_t>(high - low + 1));
  };
  int undecided = 0, roots = 0;
  for (int turn = 0; turn < 20'000; ++turn) {
    std::vector<TimedFlow> flows;
    int64_t day = 0;
    const int64_t count = draw(2, 7);
    for (int64_t k = 0; k < count; ++k) {
      flows.push_back({Fraction::Of(day, 365), draw(-100'000, 100'000)});
      day += draw(1, 400);
    }
    int changes = 0, before = 0;
    for (const TimedFlow& flow : flows) {
      const int sign = (flow.amount > 0) - (flow.amount < 0);
      changes += before != 0 && sign != 0 && sign != before;
      before = sign != 0 ? sign : before;
    }
    const auto irr = TimedIrr(flows);
    if (!irr.ok()) {  // a rate beyond what an int64 holds
      EXPECT_EQ(ReasonOf(irr.status()), Reason::kOverflow) << turn;
      ++undecided;
      continue;
    }
    const int found = static_cast<int>(irr->roots.size()) + irr->beyond;
    roots += found;
    EXPECT_LE(found, changes) << turn;
    EXPECT_EQ((changes - found) % 2, 0) << turn;
    EXPECT_EQ(irr->outcome == IrrOutcome::kNoSignChange, changes == 0);
    if (turn % 8 != 0) continue;
    for (const IrrRoot& root : irr->roots) ExpectCertified(flows, root);
  }
  EXPECT_GT(roots, 12'000);
  EXPECT_LT(undecided, 4'000);
}

// P20: the rate of a loan's own rows is the contract's, within what rounding
// to cents moves it.
TEST(Irr, OfALoansRows) {
  AmortizationSpec spec{.principal = "10000.00 USD"_money,
                        .rate = "6%"_rate,
                        .day_count = DayCount::k30360Isda,
                        .schedule = {.start = "2026-01-01"_date,
                                     .count = 360,
                                     .frequency = Months(1)},
                        .method = AmortizationMethod::kLevel,
                        .rounding = Rounding::kHalfEven,
                        .residual = Residual::kLast};
  const auto loan = Amortize(spec);
  ASSERT_THAT(loan, IsOk());
  FlowAmounts amounts{-spec.principal.minor()};
  for (const Installment& row : loan->rows) {
    amounts.push_back(row.payment_minor);
  }
  const auto irr = PeriodicIrr(amounts);
  ASSERT_THAT(irr, IsOk());
  ASSERT_EQ(irr->roots.size(), 1U);
  EXPECT_NEAR(static_cast<double>(*irr->rate_e12), 5e9, 1e5);  // 0.5 % a month
  ExpectCertified(Timed(amounts), irr->roots[0]);
}

TEST(Irr, Refused) {
  EXPECT_EQ(ReasonOf(PeriodicIrr(FlowAmounts{100, -220, 121}).status()),
            Reason::kLimitExceeded);  // touches 0 at 10 %
  EXPECT_EQ(ReasonOf(PeriodicIrr(FlowAmounts{-1, 100'000'000}).status()),
            Reason::kOverflow);
  EXPECT_EQ(ReasonOf(PeriodicIrr(FlowAmounts(kMostFlows + 1, 1)).status()),
            Reason::kLimitExceeded);
  EXPECT_EQ(
      ReasonOf(
          TimedIrr(std::vector<TimedFlow>{{0, -1}, {10'000'000, 2}}).status()),
      Reason::kOverflow);
}

TEST(PresentValue, OfFlows) {
  // 110 / 1.1; 100 / 1.1^(1/2) = 95.346...; 100 * 1.1^(1/2) = 104.88...
  const auto value = [](std::vector<TimedFlow> flows, Fraction rate) {
    const auto at = PresentValue(flows, rate, Rounding::kHalfEven);
    EXPECT_THAT(at, IsOk());
    return at.value_or(0);
  };
  const Fraction ten = Fraction::Of(1, 10), half = Fraction::Of(1, 2);
  EXPECT_EQ(value({{1, 11000}}, ten), 10000);
  EXPECT_EQ(value({{half, 10000}}, ten), 9535);
  EXPECT_EQ(value({{half, -10000}}, ten), -9535);
  EXPECT_EQ(value({{Fraction::Of(-1, 2), 10000}}, ten), 10488);
  EXPECT_EQ(value({{half, 10000}}, Fraction::Of(-1, 10)), 10541);
  EXPECT_EQ(value({{half, 10000}, {-1, 7}}, 0), 10007);
  EXPECT_EQ(ReasonOf(PresentValue(std::vector<TimedFlow>{{1, 1}}, -1,
                                  Rounding::kHalfEven)
                         .status()),
            Reason::kOutOfRange);
  EXPECT_EQ(DatedPresentValue(std::vector<CashFlow>{{"2026-01-01"_date, -1000},
                                                    {"2027-01-01"_date, 1100}},
                              ten, DayCount::kAct365Fixed, Rounding::kHalfEven)
                .value_or(-1),
            0);
}

}  // namespace
}  // namespace usance
