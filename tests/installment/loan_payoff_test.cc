// What pays a loan off, and what that costs. The figures are worked out with
// fractions by the formulas alone.
#include "usance/installment/loan_payoff.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/matchers.h"
#include "usance/money/format.h"

namespace usance {
namespace {

// 1000.00 EUR at 12 %, 30/360, by months from 2026-01-01: 4 rows of 256.28.
AmortizationSpec PaidOff() {
  return {
      .principal = "1000.00 EUR"_money,
      .rate = "12%"_rate,
      .day_count = DayCount::k30360Isda,
      .schedule = {.start = "2026-01-01"_date,
                   .count = 4,
                   .frequency = Months(1)},
      .method = AmortizationMethod::kLevel,
      .rounding = Rounding::kHalfEven,
      .residual = Residual::kLast,
  };
}

TEST(LoanPayoffs, PrincipalAndInterestToTheDay) {
  // 753.72 * 1 % * 15 / 30 = 3.77, 16 / 30 = 4.02.
  const auto quotes =
      LoanPayoffs(PaidOff(), {}, "2026-02-16"_date, "2026-02-17"_date);
  ASSERT_THAT(quotes, IsOk());
  ASSERT_EQ(quotes->size(), 2u);
  EXPECT_EQ((*quotes)[0], (LoanPayoff{.date = "2026-02-16"_date,
                                       .principal_minor = 75372,
                                       .interest_minor = 377,
                                       .total_minor = 75749,
                                       .per_diem_minor = 25}));
  EXPECT_EQ((*quotes)[1].total_minor, 75774);
  EXPECT_EQ((*quotes)[1].per_diem_minor, std::nullopt);
}

TEST(LoanPayoffs, ADueDayIsItsRowAndTheRest) {
  const auto quotes =
      LoanPayoffs(PaidOff(), {}, "2026-02-01"_date, "2026-02-01"_date);
  ASSERT_THAT(quotes, IsOk());
  EXPECT_EQ((*quotes)[0].principal_minor, 100000);
  EXPECT_EQ((*quotes)[0].interest_minor, 1000);
  // The next day the row is paid: 753.72 and 0.25 are left.
  const auto two =
      LoanPayoffs(PaidOff(), {}, "2026-02-01"_date, "2026-02-02"_date);
  ASSERT_THAT(two, IsOk());
  EXPECT_EQ((*two)[0].per_diem_minor, 25);
  EXPECT_EQ((*two)[1].total_minor, 75397);
}

// P40: what is quoted is what an acceleration on the day asks for, and nothing
// is left then.
TEST(LoanPayoffs, IsWhatClosesTheLoan) {
  const std::vector<LoanChange> changes = {
      {.date = "2026-01-20"_date,
       .body = Prepaid{"100.00 EUR"_money, Adjusts::kPayment}},
      {.date = "2026-02-10"_date,
       .body = RateChanged{"9%"_rate, Adjusts::kTerm}},
      {.date = "2026-03-05"_date,
       .body = ToppedUp{"50.00 EUR"_money, Adjusts::kLastPayment}}};
  const Date first = "2026-01-02"_date, last = "2026-04-30"_date;
  const auto quotes = LoanPayoffs(PaidOff(), changes, first, last);
  ASSERT_THAT(quotes, IsOk());
  for (const LoanPayoff& quote : *quotes) {
    std::vector<LoanChange> all;
    for (const LoanChange& change : changes) {
      if (change.date <= quote.date) all.push_back(change);
    }
    all.push_back({.date = quote.date, .body = Accelerated{}});
    const auto ended = ChangeLoan(PaidOff(), all);
    ASSERT_THAT(ended, IsOk());
    const Installment& row = ended->amortization.rows.back();
    EXPECT_EQ(row.payment_minor, quote.total_minor) << quote.date.ToText();
    EXPECT_EQ(row.closing_minor, 0) << quote.date.ToText();
  }
}

TEST(PenaltyOn, ByTheContractsSteps) {
  const auto on = [](PrepaymentPenalty penalty, Date date, const Money& amount,
                     const std::vector<LoanChange>& before = {}) {
    const auto minor = PenaltyOn(penalty, PaidOff(), before, date, amount);
    return minor.ok() ? FormatAmount(*minor, amount.currency())
                      : std::string(minor.status().message());
  };
  const Date day = "2026-02-16"_date, later = "2026-03-16"_date;
  const Money paid = "300.00 EUR"_money;
  const PrepaymentPenalty down = {
      .steps = {{.through = "2026-02-28"_date,
                 .percent = Percent(Fraction::Of(2, 100))},
                {.amount = "1.50 EUR"_money}}};
  EXPECT_EQ(on({}, day, paid), "0.00");
  EXPECT_EQ(on(down, day, paid), "6.00");
  EXPECT_EQ(on(down, later, paid), "1.50");
  // 10 % of 1000.00 a year are free: 200.00 * 2 %.
  PrepaymentPenalty free = down;
  free.free = Percent(Fraction::Of(10, 100));
  EXPECT_EQ(on(free, day, paid), "4.00");
  const std::vector<LoanChange> before = {
      {.date = "2026-01-10"_date,
       .body = Prepaid{"60.00 EUR"_money, Adjusts::kTerm}}};
  EXPECT_EQ(on(free, day, paid, before), "5.20");
  // Six months of 12 % on 300.00 are 18.00, at most 1 % of 300.00.
  PrepaymentPenalty months = {.steps = {{.months = 6}}};
  EXPECT_EQ(on(months, day, paid), "18.00");
  months.most = Percent(Fraction::Of(1, 100));
  EXPECT_EQ(on(months, day, paid), "3.00");
  EXPECT_EQ(on({.steps = {{}}}, day, paid),
            "/steps/0: give exactly one of amount, percent and months");
  EXPECT_EQ(on({.steps = {{.months = 1}, {.months = 2}}}, day, paid),
            "/steps/1/through: it is not after that of the step before");
}

TEST(LoanPayoffs, Refuses) {
  const auto wrong = [](Date first, Date last) {
    const auto quotes = LoanPayoffs(PaidOff(), {}, first, last);
    return quotes.ok() ? "" : std::string(quotes.status().message());
  };
  EXPECT_EQ(wrong("2026-02-02"_date, "2026-02-01"_date),
            "/last: 2026-02-01 is before 2026-02-02");
  EXPECT_EQ(wrong("2026-02-02"_date, "2027-02-03"_date),
            "/last: 2027-02-03 is over 366 days from 2026-02-02");
  EXPECT_EQ(wrong("2026-01-01"_date, "2026-01-01"_date),
            "/first/date: 2026-01-01; allowed: after the first day");
}

}  // namespace
}  // namespace usance
