#include "usance/installment/apr.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/matchers.h"
#include "usance/date/period.h"

namespace usance {
namespace {

// `count` payments a period apart.
std::vector<CashFlow> EqualPayments(Date first, const Period& period,
                                    int32_t count, int64_t amount) {
  std::vector<CashFlow> flows;
  for (int32_t k = 0; k < count; ++k) {
    flows.push_back(
        {AddPeriod(first, period, k, EndOfMonth::kClamp).value(), amount});
  }
  return flows;
}

// The examples of Appendix J(c), as printed.
TEST(Apr, RegulationZ) {
  std::vector<CashFlow> half_months;
  for (int32_t k = 0; k < 12; ++k) {
    for (const Date day : {"1978-03-01"_date, "1978-03-16"_date}) {
      half_months.push_back(
          {AddPeriod(day, Months(1), k, EndOfMonth::kClamp).value(), 21917});
    }
  }
  std::vector<CashFlow> first_higher =
      EqualPayments("1978-02-10"_date, Months(1), 24, 23000);
  first_higher[0].amount = 25000;
  std::vector<CashFlow> last_higher = first_higher;
  last_higher[23].amount = 28000;
  const struct {
    UnitPeriod unit;
    CashFlow advance;
    std::vector<CashFlow> payments;
    int64_t printed;  // of 0.01 %
  } cases[] = {
      {UnitPeriod::kMonth,
       {"1978-01-10"_date, 500000},
       EqualPayments("1978-02-10"_date, Months(1), 24, 23000),
       969},
      {UnitPeriod::kHalfMonth, {"1978-02-23"_date, 500000}, half_months, 1034},
      {UnitPeriod::kWeek,
       {"1978-03-20"_date, 50000},
       EqualPayments("1978-04-21"_date, Weeks(1), 30, 1760),
       1496},
      {UnitPeriod::kMonth, {"1978-01-10"_date, 500000}, first_higher, 1008},
      {UnitPeriod::kMonth, {"1978-01-10"_date, 500000}, last_higher, 1090},
  };
  for (const auto& c : cases) {
    const auto apr = AnnualPercentageRate({.rule = AprRule::kActuarial,
                                           .unit = c.unit,
                                           .advances = {c.advance},
                                           .payments = c.payments});
    ASSERT_THAT(apr, IsOk());
    EXPECT_EQ(apr->printed, Fraction::Of(c.printed, 10'000));
  }
}

// Directive 98/7/EC, Annex III: 1,000 ECU lent, 1,200 after 1.5 years, with
// 50 of costs; and by hand.
TEST(Apr, Annex) {
  const struct {
    UnitPeriod unit;
    std::vector<CashFlow> advances, payments;
    int64_t printed;  // of 0.1 %
  } cases[] = {
      {UnitPeriod::kMonth,
       {{"1994-01-01"_date, 100000}},
       {{"1995-07-01"_date, 120000}},
       129},
      {UnitPeriod::kMonth,
       {{"1994-01-01"_date, 95000}},
       {{"1995-07-01"_date, 120000}},
       169},
      {UnitPeriod::kYear,
       {{"2026-01-01"_date, 10000}},
       {{"2027-01-01"_date, 11000}},
       100},
      {UnitPeriod::kMonth,  // a bank overdraft: 1.75^12 - 1
       {{"2026-01-01"_date, 20000}},
       {{"2026-02-01"_date, 35000}},
       824'005},
  };
  for (const auto& c : cases) {
    for (const AprRule rule : {AprRule::kEu, AprRule::kUk}) {
      const auto apr = AnnualPercentageRate({.rule = rule,
                                             .unit = c.unit,
                                             .advances = c.advances,
                                             .payments = c.payments});
      ASSERT_THAT(apr, IsOk());
      EXPECT_EQ(apr->printed, Fraction::Of(c.printed, 1'000));
      EXPECT_EQ(apr->decimals, 1);
    }
  }
}

TEST(Apr, YearsOfTheAnnex) {
  const struct {
    Date from, to;
    UnitPeriod unit;
    std::string_view years;
  } cases[] = {
      {"2026-01-12"_date, "2026-02-12"_date, UnitPeriod::kMonth, "1/12"},
      {"2026-01-12"_date, "2026-02-15"_date, UnitPeriod::kMonth,
       "401/4380"},  // 1/12 + 3/365
      {"2024-02-26"_date, "2024-03-01"_date, UnitPeriod::kMonth, "2/183"},
      {"2026-01-01"_date, "2026-01-18"_date, UnitPeriod::kWeek,
       "443/9490"},  // 2/52 + 3/365
      {"2026-01-01"_date, "2027-01-01"_date, UnitPeriod::kDay, "1"},
      {"2026-02-12"_date, "2026-01-12"_date, UnitPeriod::kMonth, "-1/12"},
      {"2026-01-31"_date, "2028-01-31"_date, UnitPeriod::kYear, "2"},
  };
  for (const auto& c : cases) {
    const auto years = AnnexYears(c.from, c.to, c.unit);
    ASSERT_THAT(years, IsOk());
    EXPECT_EQ(ToText(*years), c.years);
  }
}

// By hand: 1,000.00 for a month at 12 % is 10.00; in two payments of which
// the first is below the interest, what is left unpaid bears none:
// 1000 * 0.02 = 20 in all, the balance whole until the end.
TEST(Apr, UnitedStatesRule) {
  const struct {
    std::vector<CashFlow> payments;
    int64_t rate_e12;
  } cases[] = {
      {{{"2026-02-01"_date, 101000}}, 120'000'000'000},
      {{{"2026-02-01"_date, 500}, {"2026-03-01"_date, 101500}},
       120'000'000'000},
      {{{"2026-02-01"_date, 51000}, {"2026-03-01"_date, 50500}},
       120'000'000'000},
      {{{"2026-02-01"_date, 100000}}, 0},
  };
  for (const auto& c : cases) {
    const auto apr =
        AnnualPercentageRate({.rule = AprRule::kUsRule,
                              .unit = UnitPeriod::kMonth,
                              .advances = {{"2026-01-01"_date, 100000}},
                              .payments = c.payments});
    ASSERT_THAT(apr, IsOk());
    EXPECT_EQ(apr->root.rate_e12, c.rate_e12);
  }
}

TEST(Apr, SeveralAdvancesAtPartsOfAUnitPeriod) {
  // By hand: advances of 1000 at 0 and 1/2, one payment after one unit-period
  // at i = 1 % a month: 1000 * 1.01 + 1000 * 1.01 / 1.005 = 2024.975...
  const auto apr =
      AnnualPercentageRate({.rule = AprRule::kActuarial,
                            .unit = UnitPeriod::kMonth,
                            .advances = {{"2026-01-01"_date, 10'000'000},
                                         {"2026-01-16"_date, 10'000'000}},
                            .payments = {{"2026-02-01"_date, 20'149'751}}});
  ASSERT_THAT(apr, IsOk());
  EXPECT_EQ(apr->printed, Fraction::Of(1200, 10'000));
}

TEST(Apr, Tolerances) {
  const IrrRoot rate{.rate_e12 = 100'000'000'000,
                     .low = Fraction::Of(1, 10),
                     .high = Fraction::Of(1, 10)};
  const struct {
    Fraction disclosed;
    bool regular, irregular;
  } cases[] = {
      {Fraction::Of(100'000, 1'000'000), true, true},
      {Fraction::Of(101'250, 1'000'000), true, true},
      {Fraction::Of(101'251, 1'000'000), false, true},
      {Fraction::Of(98'750, 1'000'000), true, true},
      {Fraction::Of(98'749, 1'000'000), false, true},
      {Fraction::Of(102'500, 1'000'000), false, true},
      {Fraction::Of(97'499, 1'000'000), false, false},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(IsAccurate(c.disclosed, rate, false), c.regular);
    EXPECT_EQ(IsAccurate(c.disclosed, rate, true), c.irregular);
  }
}

TEST(Apr, Refused) {
  const AprSpec good{.rule = AprRule::kActuarial,
                     .unit = UnitPeriod::kMonth,
                     .advances = {{"2026-01-01"_date, 1000}},
                     .payments = {{"2026-02-01"_date, 1010}}};
  const auto reason = [&](auto change) {
    AprSpec spec = good;
    change(spec);
    return ReasonOf(AnnualPercentageRate(spec).status());
  };
  EXPECT_THAT(AnnualPercentageRate(good), IsOk());
  EXPECT_EQ(reason([](AprSpec& s) { s.rule = AprRule{0}; }),
            Reason::kUnspecified);
  EXPECT_EQ(reason([](AprSpec& s) { s.unit = UnitPeriod{0}; }),
            Reason::kUnspecified);
  EXPECT_EQ(reason([](AprSpec& s) { s.payments.clear(); }),
            Reason::kMissingField);
  EXPECT_EQ(reason([](AprSpec& s) { s.advances[0].amount = 0; }),
            Reason::kOutOfRange);
  EXPECT_EQ(reason([](AprSpec& s) { s.units = 0; }), Reason::kOutOfRange);
  EXPECT_EQ(reason([](AprSpec& s) {
              s.rule = AprRule::kEu;
              s.units = 2;
            }),
            Reason::kConflict);
  EXPECT_EQ(reason([](AprSpec& s) { s.payments[0].date = "2025-12-31"_date; }),
            Reason::kOutOfOrder);
  EXPECT_EQ(reason([](AprSpec& s) {
              s.rule = AprRule::kUsRule;
              s.payments[0].amount = 900;
            }),
            Reason::kOutOfRange);
}

}  // namespace
}  // namespace usance
