#include "usance/installment/position.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/installment/contracts.h"
#include "tests/matchers.h"
#include "tests/oracle/amortization_oracle.h"
#include "usance/installment/amortize.h"
#include "usance/money/format.h"

namespace usance {
namespace {

// 1000.00 EUR at 12 %, 30/360, interest only, by months from 2026-01-01.
AmortizationSpec Loan(
    AmortizationMethod method = AmortizationMethod::kInterestOnly) {
  return {
      .principal = "1000.00 EUR"_money,
      .rate = "12%"_rate,
      .day_count = DayCount::k30360Isda,
      .schedule = {.start = "2026-01-01"_date,
                   .count = 3,
                   .frequency = Months(1)},
      .method = method,
      .rounding = Rounding::kHalfEven,
      .residual = Residual::kLast,
      .bullet = Bullet::kSimple,
  };
}

std::string Text(int64_t minor) {
  return FormatAmount(minor, Currency::Of("EUR"));
}

// "principal; accrued; due principal + interest; capitalized; earned".
std::string Text(const LoanPosition& p) {
  return Text(p.principal_minor) + "; " + Text(p.interest_accrued_minor) +
         "; " + Text(p.principal_due_minor) + " + " +
         Text(p.interest_due_minor) + "; " + Text(p.capitalized_minor) + "; " +
         Text(p.earned_minor);
}

std::string On(const AmortizationSpec& spec, Date day) {
  const auto positions = LoanPositions(spec, {{day}});
  return positions.ok() ? Text(positions->front())
                        : positions.status().ToString();
}

TEST(Position, InterestIsAccruedOrDue) {
  struct {
    Date day;
    std::string expected;
  } cases[] = {
      {"2025-12-31"_date, "0.00; 0.00; 0.00 + 0.00; 0.00; 0.00"},
      {"2026-01-01"_date, "1000.00; 0.00; 0.00 + 0.00; 0.00; 0.00"},
      {"2026-01-31"_date, "1000.00; 10.00; 0.00 + 0.00; 0.00; 10.00"},
      {"2026-02-01"_date, "1000.00; 0.00; 0.00 + 10.00; 0.00; 10.00"},
      {"2026-02-16"_date, "1000.00; 5.00; 0.00 + 10.00; 0.00; 15.00"},
      {"2026-04-01"_date, "0.00; 0.00; 1000.00 + 30.00; 0.00; 30.00"},
      {"2036-04-01"_date, "0.00; 0.00; 1000.00 + 30.00; 0.00; 30.00"},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(On(Loan(), c.day), c.expected) << c.day.ToText();
  }
}

TEST(Position, OfEachMethod) {
  const Date day = "2026-02-16"_date;
  AmortizationSpec spec = Loan(AmortizationMethod::kBullet);
  EXPECT_EQ(On(spec, day), "1000.00; 15.00; 0.00 + 0.00; 0.00; 15.00");
  spec.capitalization.days = {"2026-02-01"_date};
  EXPECT_EQ(On(spec, day), "1010.00; 5.05; 0.00 + 0.00; 10.00; 15.05");
  spec.capitalization = {};
  spec.bullet = Bullet::kCapitalized;
  EXPECT_EQ(On(spec, day), "1010.00; 5.05; 0.00 + 0.00; 10.00; 15.05");
  spec = Loan();  // what waits has accrued
  spec.grace_rows = 1;
  spec.grace = EarlyInterest::kDeferred;
  EXPECT_EQ(On(spec, day), "1000.00; 15.00; 0.00 + 0.00; 0.00; 15.00");
  spec.grace = EarlyInterest::kWaived;
  EXPECT_EQ(On(spec, day), "1000.00; 5.00; 0.00 + 0.00; 0.00; 5.00");
  // 20 days on 1000.00, 5 on 500.00.
  spec = Loan();
  spec.advances = {{day, "500.00 EUR"_money}};
  EXPECT_EQ(On(spec, "2026-02-21"_date),
            "1500.00; 7.50; 0.00 + 10.00; 0.00; 17.50");
  // 14 of 28 days.
  spec = Loan(AmortizationMethod::kAddOn);
  EXPECT_EQ(On(spec, "2026-02-15"_date),
            "666.67; 5.00; 333.33 + 10.00; 0.00; 15.00");
  spec = Loan();
  spec.rate = "1%/period"_rate;
  EXPECT_EQ(On(spec, "2026-02-15"_date),
            "1000.00; 5.00; 0.00 + 10.00; 0.00; 15.00");
  spec.method = AmortizationMethod::kBullet;
  EXPECT_EQ(On(spec, "2026-02-15"_date),
            "1000.00; 15.00; 0.00 + 0.00; 0.00; 15.00");
  spec.rate = "12%"_rate;  // a year, which each row is under 1/1
  spec.day_count = DayCount::kOneOne;
  EXPECT_EQ(On(spec, "2026-02-15"_date),
            "1000.00; 180.00; 0.00 + 0.00; 0.00; 180.00");
  EXPECT_EQ(On(spec, "2026-04-01"_date),
            "0.00; 0.00; 1000.00 + 360.00; 0.00; 360.00");
}

// Terms of rows that the debt does not come to: 1000.00 in 4 payments of
// 300.00, the 10th of which would be another.
TEST(Position, OfTermsBeyondTheDebt) {
  AmortizationSpec spec = Loan(AmortizationMethod::kFixedPayment);
  spec.schedule.count.reset();
  spec.payment = "300.00 EUR"_money;
  spec.row_terms = {{10, 10, RowPays::kPayment, "400.00 EUR"_money}};
  EXPECT_EQ(On(spec, "2026-02-01"_date),
            "710.00; 0.00; 290.00 + 10.00; 0.00; 10.00");
  EXPECT_EQ(MonthEndPositions(spec)->size(), 5u);
}

TEST(Position, MonthEndsBearTheirLastDay) {
  const auto positions = MonthEndPositions(Loan());
  ASSERT_THAT(positions, IsOk());
  std::vector<std::string> texts;
  for (const LoanPosition& position : *positions) {
    texts.push_back(position.as_of.ToText() + " " + Text(position));
  }
  EXPECT_EQ(texts, (std::vector<std::string>{
                       "2026-01-31 1000.00; 10.00; 0.00 + 0.00; 0.00; 10.00",
                       "2026-02-28 1000.00; 10.00; 0.00 + 10.00; 0.00; 20.00",
                       "2026-03-31 1000.00; 10.00; 0.00 + 20.00; 0.00; 30.00",
                       "2026-04-30 0.00; 0.00; 1000.00 + 30.00; 0.00; 30.00"}));
  AmortizationSpec spec = Loan();
  spec.schedule.max_periods = 3;
  EXPECT_THAT(MonthEndPositions(spec),
              IsError(Reason::kLimitExceeded, "/schedule"));
}

// 50.00 of principal a month.
TEST(Position, CurrentIsDueWithinTwelveMonths) {
  AmortizationSpec spec = Loan(AmortizationMethod::kEqualPrincipal);
  spec.principal = "1200.00 EUR"_money;
  spec.schedule.count = 24;
  struct {
    Date day;
    std::string current, noncurrent;
  } cases[] = {{"2026-01-01"_date, "600.00", "600.00"},
               {"2026-07-01"_date, "600.00", "300.00"},
               {"2027-06-30"_date, "350.00", "0.00"},
               {"2028-01-01"_date, "0.00", "0.00"}};
  for (const auto& c : cases) {
    const auto positions = LoanPositions(spec, {{c.day}});
    ASSERT_THAT(positions, IsOk());
    EXPECT_EQ(Text(positions->front().current_minor), c.current);
    EXPECT_EQ(Text(positions->front().noncurrent_minor), c.noncurrent);
  }
}

// What a plain row has accrued, by the oracle's day counts.
oracle::Big AccruedBy(const AmortizationSpec& spec, const Installment& row,
                      Date day, Date maturity) {
  const oracle::Ratio interest = oracle::Times(
      oracle::ToRatio(spec.rate.value()),
      oracle::TimeOf(spec, spec.rate.unit(), oracle::ToDay(row.period.start),
                     oracle::ToDay(day), oracle::ToDay(maturity)));
  return oracle::RoundRatio(row.opening_minor * interest.n, interest.d,
                            spec.rounding);
}

TEST(Position, OfRandomContracts) {
  int loans = 0, accrued = 0;
  for (uint64_t seed = 1; seed <= 1500; ++seed) {
    AmortizationSpec spec = RandomContract(seed);
    Dice dice(seed);
    const auto loan = Amortize(spec);
    if (!loan.ok()) continue;
    const int32_t first = spec.schedule.start.days();
    const Date end = loan->rows.back().due();
    std::vector<Date> days;
    for (int k = 0; k < 6; ++k) {
      days.push_back(*Date::FindDays(
          static_cast<int32_t>(dice.Between(first, end.days()))));
    }
    std::sort(days.begin(), days.end());
    days.push_back(end);
    const auto positions = LoanPositions(spec, days);
    ASSERT_THAT(positions, IsOk()) << Describe(spec);
    ++loans;
    const LoanPosition& last = positions->back();
    EXPECT_EQ(last.principal_minor, 0) << Describe(spec);
    EXPECT_EQ(last.earned_minor, loan->totals.interest_minor) << Describe(spec);
    EXPECT_EQ(last.fee_due_minor, loan->totals.fee_minor);
    EXPECT_EQ(last.tax_due_minor, loan->totals.tax_minor);
    const bool rises = !spec.rates && spec.rate.value().Sign() >= 0;
    const bool plain =
        !spec.rates && spec.advances.empty() && spec.capitalization.IsNone() &&
        spec.row_terms.empty() && spec.season.months.empty() &&
        spec.grace_rows == 0 && spec.timing == PaymentTiming::kInArrears &&
        spec.residual != Residual::kExtraRow && !spec.down_payment &&
        spec.schedule.convention == BusinessDayConvention::kUnadjusted &&
        spec.stub_interest != EarlyInterest::kWaived &&
        spec.stub_interest != EarlyInterest::kDeferred &&
        spec.stub_interest != EarlyInterest::kSpread &&
        spec.rate.unit() != TimeUnit::kPeriod && !spec.amortization_rows &&
        spec.day_count != DayCount::kOneOne &&
        (spec.method == AmortizationMethod::kLevel ||
         spec.method == AmortizationMethod::kEqualPrincipal ||
         spec.method == AmortizationMethod::kInterestOnly);
    int64_t earned = 0;
    for (const LoanPosition& p : *positions) {
      EXPECT_EQ(p.current_minor + p.noncurrent_minor, p.principal_minor);
      EXPECT_EQ(p.earned_minor, p.interest_due_minor + p.capitalized_minor +
                                    p.interest_accrued_minor);
      if (rises) {
        EXPECT_GE(p.earned_minor, earned) << Describe(spec);
      }
      earned = p.earned_minor;
      if (!plain) continue;
      for (const Installment& row : loan->rows) {
        if (row.period.start > p.as_of || row.due() <= p.as_of) continue;
        EXPECT_EQ(oracle::Big(p.interest_accrued_minor),
                  AccruedBy(spec, row, p.as_of, loan->rows.back().period.end))
            << p.as_of.ToText() << " " << Describe(spec);
        ++accrued;
      }
    }
  }
  EXPECT_GT(loans, 1000);
  EXPECT_GT(accrued, 300);
}

}  // namespace
}  // namespace usance
