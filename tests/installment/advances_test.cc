// Loans that are paid out in parts, and interest that joins the balance on its
// own days. The figures are worked out with fractions by the formulas alone.
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/installment/invariants.h"
#include "tests/matchers.h"
#include "usance/installment/amortize.h"
#include "usance/money/format.h"

namespace usance {
namespace {

// 1000.00 EUR at 12 %, 30/360, by months from 2026-01-01.
AmortizationSpec Loan(int32_t months) {
  return {
      .principal = "1000.00 EUR"_money,
      .rate = "12%"_rate,
      .day_count = DayCount::k30360Isda,
      .schedule = {.start = "2026-01-01"_date,
                   .count = months,
                   .frequency = Months(1)},
      .method = AmortizationMethod::kLevel,
      .rounding = Rounding::kHalfEven,
      .residual = Residual::kLast,
  };
}

// The same with 500.00 more, half a month's interest on it in row 2: 2.50.
AmortizationSpec InParts(RateChange change) {
  AmortizationSpec spec = Loan(4);
  spec.advances = {{"2026-02-16"_date, "500.00 EUR"_money}};
  spec.advance_change = change;
  return spec;
}

// "opening + advance: interest + principal = payment".
std::vector<std::string> AdvanceRowsOf(const Amortization& result) {
  std::vector<std::string> rows;
  for (const Installment& row : result.rows) {
    const auto text = [&](int64_t minor) {
      return FormatAmount(minor, result.currency);
    };
    rows.push_back(text(row.opening_minor) + " + " + text(row.advance_minor) +
                   ": " + text(row.interest_minor) + " + " +
                   text(row.principal_minor) + " = " + text(row.payment_minor));
  }
  return rows;
}

void ExpectAdvances(const AmortizationSpec& spec,
                    const std::vector<std::string>& expected) {
  const auto result = Amortize(spec);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(AdvanceRowsOf(*result), expected);
  EXPECT_EQ(BrokenPromise(spec, *result), "");
}

TEST(Advances, OnePaymentOverAllThatIsForeseen) {
  ExpectAdvances(InParts(RateChange::kForeseen),
                 {"1000.00 + 0.00: 10.00 + 372.52 = 382.52",
                  "627.48 + 500.00: 8.77 + 373.75 = 382.52",
                  "753.73 + 0.00: 7.54 + 374.98 = 382.52",
                  "378.75 + 0.00: 3.79 + 378.75 = 382.54"});
}

TEST(Advances, ThePaymentIsLeveledAgain) {
  const AmortizationSpec spec = InParts(RateChange::kLevelAgain);
  ExpectAdvances(spec, {"1000.00 + 0.00: 10.00 + 246.28 = 256.28",
                        "753.72 + 500.00: 10.04 + 415.41 = 425.45",
                        "838.31 + 0.00: 8.38 + 417.07 = 425.45",
                        "421.24 + 0.00: 4.21 + 421.24 = 425.45"});
  EXPECT_EQ(Amortize(spec)->level_payment_minor, 25628);  // the first
}

TEST(Advances, EqualPrincipal) {
  AmortizationSpec spec = InParts(RateChange::kForeseen);
  spec.method = AmortizationMethod::kEqualPrincipal;  // 1500.00 / 4
  ExpectAdvances(spec, {"1000.00 + 0.00: 10.00 + 375.00 = 385.00",
                        "625.00 + 500.00: 8.75 + 375.00 = 383.75",
                        "750.00 + 0.00: 7.50 + 375.00 = 382.50",
                        "375.00 + 0.00: 3.75 + 375.00 = 378.75"});
  spec.advance_change = RateChange::kLevelAgain;  // 250.00, then 1250.00 / 3
  ExpectAdvances(spec, {"1000.00 + 0.00: 10.00 + 250.00 = 260.00",
                        "750.00 + 500.00: 10.00 + 416.67 = 426.67",
                        "833.33 + 0.00: 8.33 + 416.67 = 425.00",
                        "416.66 + 0.00: 4.17 + 416.66 = 420.83"});
}

// On a due date it belongs to the row that begins: a whole month's interest.
TEST(Advances, OnADueDate) {
  AmortizationSpec spec = Loan(3);
  spec.method = AmortizationMethod::kInterestOnly;
  spec.advances = {{"2026-02-01"_date, "500.00 EUR"_money}};
  ExpectAdvances(spec, {"1000.00 + 0.00: 10.00 + 0.00 = 10.00",
                        "1000.00 + 500.00: 15.00 + 0.00 = 15.00",
                        "1500.00 + 0.00: 15.00 + 1500.00 = 1515.00"});
}

// A simple bullet: 3 months on 1000.00 and half of the last two on 500.00.
TEST(Advances, BulletsAndFixedPayments) {
  AmortizationSpec spec = Loan(3);
  spec.method = AmortizationMethod::kBullet;
  spec.bullet = Bullet::kSimple;
  spec.advances = {{"2026-02-16"_date, "500.00 EUR"_money}};
  ExpectAdvances(spec, {"1000.00 + 0.00: 0.00 + 0.00 = 0.00",
                        "1000.00 + 500.00: 0.00 + 0.00 = 0.00",
                        "1500.00 + 0.00: 37.50 + 1500.00 = 1537.50"});
  spec.bullet = Bullet::kCapitalized;
  ExpectAdvances(spec, {"1000.00 + 0.00: 10.00 + -10.00 = 0.00",
                        "1010.00 + 500.00: 12.60 + -12.60 = 0.00",
                        "1522.60 + 0.00: 15.23 + 1522.60 = 1537.83"});
  // Paid off in row 1, and again after the advance: no row goes before it.
  spec.method = AmortizationMethod::kFixedPayment;
  spec.schedule.count.reset();
  spec.payment = "2000.00 EUR"_money;
  EXPECT_EQ(AdvanceRowsOf(Amortize(spec).value()),
            (std::vector<std::string>{"1000.00 + 0.00: 10.00 + 1000.00 = "
                                      "1010.00",
                                      "0.00 + 500.00: 2.50 + 500.00 = "
                                      "502.50"}));
  // The count of rows is found beyond the first guess of 64.
  spec.payment = "20.00 EUR"_money;
  spec.advances = {{"2036-01-01"_date, "500.00 EUR"_money}};
  const auto result = Amortize(spec);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->rows[119].closing_minor, 0);
  EXPECT_EQ(result->rows[120].advance_minor, 50000);
}

// Quarterly rows with monthly rests: q is 1.01^3, A is 522.84.
TEST(Capitalization, RestsWithinARow) {
  AmortizationSpec spec = Loan(2);
  spec.schedule.frequency = Months(3);
  spec.capitalization.frequency = Months(1);
  ExpectAdvances(spec, {"1000.00 + 0.00: 30.30 + 492.54 = 522.84",
                        "507.46 + 0.00: 15.38 + 507.46 = 522.84"});
  spec.method =
      AmortizationMethod::kInterestOnly;  // all of it, what has joined too
  ExpectAdvances(spec, {"1000.00 + 0.00: 30.30 + 0.00 = 30.30",
                        "1000.00 + 0.00: 30.30 + 1000.00 = 1030.30"});
}

// A simple bullet with a rest: 20.00 of two months bears in the third.
TEST(Capitalization, OfASimpleBullet) {
  AmortizationSpec spec = Loan(3);
  spec.method = AmortizationMethod::kBullet;
  spec.bullet = Bullet::kSimple;
  spec.capitalization.days = {"2026-03-01"_date};
  ExpectAdvances(spec, {"1000.00 + 0.00: 0.00 + 0.00 = 0.00",
                        "1000.00 + 0.00: 20.00 + -20.00 = 0.00",
                        "1020.00 + 0.00: 10.20 + 1020.00 = 1030.20"});
  // In the middle of row 2, 15.00; its second half and row 3 are one.
  spec.capitalization.days = {"2026-02-16"_date};
  ExpectAdvances(spec, {"1000.00 + 0.00: 0.00 + 0.00 = 0.00",
                        "1000.00 + 0.00: 15.00 + -15.00 = 0.00",
                        "1015.00 + 0.00: 15.22 + 1015.00 = 1030.22"});
}

// One row of a year by half years, quarters, and by none after a day.
TEST(Capitalization, DaysOfItsOwn) {
  struct {
    Capitalization terms;
    std::string interest;
  } cases[] = {
      {{}, "120.00"},
      {{.frequency = Months(6)}, "123.60"},
      {{.frequency = Months(3)}, "125.51"},  // 30.00, 30.90, 31.83, 32.78
      {{.frequency = Months(3), .last = "2026-07-01"_date}, "124.55"},
      {{.frequency = Months(6), .first = "2026-10-01"_date}, "122.70"},
      {{.days = {"2026-10-01"_date}}, "122.70"},
  };
  for (const auto& c : cases) {
    AmortizationSpec spec = Loan(1);
    spec.schedule.frequency = Years(1);
    spec.capitalization = c.terms;
    const auto result = Amortize(spec);
    ASSERT_THAT(result, IsOk());
    EXPECT_EQ(FormatAmount(result->totals.interest_minor, result->currency),
              c.interest);
  }
}

// 1000.00 at 12 % bears 10.00 a month.
TEST(Amortize, APaymentMayBeRaisedToItsInterest) {
  AmortizationSpec spec = Loan(3);
  spec.method = AmortizationMethod::kFixedPayment;
  spec.payment = "8.00 EUR"_money;
  EXPECT_THAT(Amortize(spec), IsError(Reason::kNegativeAmortization,
                                      "/allow_negative_amortization"));
  spec.raise_to_interest = true;
  ExpectAdvances(spec, {"1000.00 + 0.00: 10.00 + 0.00 = 10.00",
                        "1000.00 + 0.00: 10.00 + 0.00 = 10.00",
                        "1000.00 + 0.00: 10.00 + 1000.00 = 1010.00"});
}

// Where the level payment is below 0, the bound is given all the same; where
// the debt ends before more is paid out, there is none.
TEST(Amortize, BoundsOfOddLoans) {
  AmortizationSpec spec = Loan(4);
  spec.balloon = "2000.00 EUR"_money;
  spec.allow_negative_amortization = true;
  const auto grows = Amortize(spec);
  ASSERT_THAT(grows, IsOk());
  EXPECT_LT(*grows->level_payment_minor, 0);
  EXPECT_TRUE(grows->residual.bound_minor.has_value());
  EXPECT_EQ(BrokenPromise(spec, *grows), "");
  spec = Loan(4);
  spec.advances = {{"2026-04-01"_date, "100000.00 EUR"_money}};
  spec.advance_change = RateChange::kForeseen;
  const auto ends = Amortize(spec);
  ASSERT_THAT(ends, IsOk());
  EXPECT_EQ(ends->rows[0].closing_minor, 0);
  EXPECT_FALSE(ends->residual.bound_minor.has_value());
}

TEST(Advances, Refusals) {
  const auto advance = [](Date date) {
    return Advance{date, "500.00 EUR"_money};
  };
  struct {
    std::function<void(AmortizationSpec&)> spoil;
    Reason reason;
    std::string field;
  } cases[] = {
      {[](auto& s) { s.advance_change = {}; }, Reason::kUnspecified,
       "/advance_change"},
      {[](auto& s) { s.advances[0].amount = "0.00 EUR"_money; },
       Reason::kOutOfRange, "/advances/0/amount"},
      {[](auto& s) {
         s.advances[0].amount = Money(INT64_MAX, Currency::Of("EUR"));
       },
       Reason::kOverflow, "/advances/0/amount"},
      {[](auto& s) { s.advances[0].amount = "1.00 USD"_money; },
       Reason::kCurrencyMismatch, "/advances/0/amount"},
      {[&](auto& s) { s.advances.push_back(advance("2026-02-16"_date)); },
       Reason::kOutOfOrder, "/advances/1/date"},
      {[&](auto& s) { s.advances[0] = advance("2025-12-31"_date); },
       Reason::kOutOfRange, "/advances/0/date"},
      {[&](auto& s) { s.advances[0] = advance("2026-05-01"_date); },
       Reason::kOutOfRange, "/advances/0/date"},
      {[](auto& s) { s.method = AmortizationMethod::kAddOn; },
       Reason::kConflict, "/advances"},
      {[](auto& s) { s.rate = "1%/period"_rate; }, Reason::kContextRequired,
       "/rate"},
      {[](auto& s) { s.capitalization.first = s.schedule.start; },
       Reason::kConflict, "/capitalization"},
      {[](auto& s) { s.capitalization.frequency = Days(-1); },
       Reason::kOutOfRange, "/capitalization/frequency"},
      {[](auto& s) {
         s.capitalization.frequency = Days(1);
         s.schedule.max_periods = 100;
       },
       Reason::kLimitExceeded, "/capitalization/frequency"},
      {[](auto& s) {
         s.capitalization.days = {"2026-02-01"_date, "2026-02-01"_date};
       },
       Reason::kOutOfOrder, "/capitalization/days/1"},
      {[](auto& s) {
         s.capitalization.frequency = Months(1);
         s.capitalization.days = {"2026-02-01"_date};
       },
       Reason::kConflict, "/capitalization/days"},
      {[](auto& s) {
         s.capitalization.frequency = Months(1);
         s.amortization_rows = 12;
       },
       Reason::kConflict, "/capitalization"},
      {[](auto& s) {
         s.raise_to_interest = s.allow_negative_amortization = true;
       },
       Reason::kConflict, "/raise_to_interest"},
  };
  for (const auto& c : cases) {
    AmortizationSpec spec = InParts(RateChange::kForeseen);
    c.spoil(spec);
    EXPECT_THAT(Amortize(spec), IsError(c.reason, c.field)) << c.field;
  }
}

}  // namespace
}  // namespace usance
