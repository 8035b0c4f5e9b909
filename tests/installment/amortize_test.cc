#include "usance/installment/amortize.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/installment/contracts.h"
#include "tests/installment/invariants.h"
#include "tests/matchers.h"
#include "usance/money/format.h"

namespace usance {
namespace {

AmortizationSpec Level(Money principal, Rate rate, int32_t months) {
  AmortizationSpec spec = Golden();
  spec.principal = principal;
  spec.rate = rate;
  spec.schedule.count = months;
  return spec;
}

// "principal interest payment closing", row by row.
struct Amounts {
  std::string principal, interest, payment, closing;

  friend bool operator==(const Amounts&, const Amounts&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Amounts& row) {
    return out << "{" << row.principal << " " << row.interest << " "
               << row.payment << " " << row.closing << "}";
  }
};

std::vector<Amounts> RowsOf(const Amortization& result) {
  std::vector<Amounts> rows;
  for (const Installment& row : result.rows) {
    const auto text = [&](int64_t minor) {
      return FormatAmount(minor, result.currency);
    };
    rows.push_back({text(row.principal_minor), text(row.interest_minor),
                    text(row.payment_minor), text(row.closing_minor)});
  }
  return rows;
}

void ExpectRows(const AmortizationSpec& spec,
                const std::vector<Amounts>& expected) {
  const auto result = Amortize(spec);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(RowsOf(*result), expected);
  EXPECT_EQ(BrokenPromise(spec, *result), "");
}

// ---- Methods ---------------------------------------------------------------

TEST(Amortize, LevelPayments) {
  ExpectRows(Golden(), {{"16.43", "0.58", "17.01", "83.57"},
                        {"16.52", "0.49", "17.01", "67.05"},
                        {"16.62", "0.39", "17.01", "50.43"},
                        {"16.72", "0.29", "17.01", "33.71"},
                        {"16.81", "0.20", "17.01", "16.90"},
                        {"16.90", "0.10", "17.00", "0.00"}});
  ExpectRows(Level("5651.18 USD"_money, "15.90%"_rate, 3),
             {{"1858.98", "74.88", "1933.86", "3792.20"},
              {"1883.61", "50.25", "1933.86", "1908.59"},
              {"1908.59", "25.29", "1933.88", "0.00"}});
}

TEST(Amortize, RowsCarryTheirDatesAndTotals) {
  const auto result = Amortize(Golden());
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->level_payment_minor, 1701);
  EXPECT_EQ(result->totals, (AmortizationTotals{.interest_minor = 205,
                                                .principal_minor = 10000,
                                                .payment_minor = 10205}));
  EXPECT_EQ(result->rows.front().number, 1);
  EXPECT_EQ(result->rows.front().period.start, "2026-01-01"_date);
  EXPECT_EQ(result->rows.front().due(), "2026-02-01"_date);
  EXPECT_EQ(result->rows.back().number, 6);
  EXPECT_EQ(result->rows.back().due(), "2026-07-01"_date);
  // s_6 at 7/1200 is 6.088: a cent at most for each of its parts.
  EXPECT_EQ(result->residual, (ResidualGap{.gap_minor = -1, .bound_minor = 7}));
}

TEST(Amortize, EqualPrincipal) {
  AmortizationSpec spec = Level("1000.00 EUR"_money, "12%"_rate, 3);
  spec.method = AmortizationMethod::kEqualPrincipal;
  ExpectRows(spec, {{"333.33", "10.00", "343.33", "666.67"},
                    {"333.33", "6.67", "340.00", "333.34"},
                    {"333.34", "3.33", "336.67", "0.00"}});
  spec.residual = Residual::kFirst;
  ExpectRows(spec, {{"333.34", "10.00", "343.34", "666.66"},
                    {"333.33", "6.67", "340.00", "333.33"},
                    {"333.33", "3.33", "336.66", "0.00"}});
  spec.residual = Residual::kSpread;  // 333.33, 666.67, 1000.00
  ExpectRows(spec, {{"333.33", "10.00", "343.33", "666.67"},
                    {"333.34", "6.67", "340.01", "333.33"},
                    {"333.33", "3.33", "336.66", "0.00"}});
}

TEST(Amortize, Bullets) {
  AmortizationSpec spec = Level("1000.00 EUR"_money, "12%"_rate, 3);
  spec.method = AmortizationMethod::kBullet;
  spec.bullet = Bullet::kSimple;
  ExpectRows(spec, {{"0.00", "0.00", "0.00", "1000.00"},
                    {"0.00", "0.00", "0.00", "1000.00"},
                    {"1000.00", "30.00", "1030.00", "0.00"}});
  spec.bullet = Bullet::kCapitalized;
  ExpectRows(spec, {{"-10.00", "10.00", "0.00", "1010.00"},
                    {"-10.10", "10.10", "0.00", "1020.10"},
                    {"1020.10", "10.20", "1030.30", "0.00"}});
}

TEST(Amortize, AddOnInterestIsOnTheOriginalPrincipal) {
  // 1000.00 at 12 % over 3 months: 30.00 in all, 1030.00 / 3 a row.
  AmortizationSpec spec = Level("1000.00 EUR"_money, "12%"_rate, 3);
  spec.method = AmortizationMethod::kAddOn;
  ExpectRows(spec, {{"333.33", "10.00", "343.33", "666.67"},
                    {"333.33", "10.00", "343.33", "333.34"},
                    {"333.34", "10.00", "343.34", "0.00"}});
}

TEST(Amortize, R31_InterestOnlyAndBalloon) {
  AmortizationSpec spec = Level("1200.00 EUR"_money, "12%"_rate, 4);
  spec.method = AmortizationMethod::kInterestOnly;
  ExpectRows(spec, {{"0.00", "12.00", "12.00", "1200.00"},
                    {"0.00", "12.00", "12.00", "1200.00"},
                    {"0.00", "12.00", "12.00", "1200.00"},
                    {"1200.00", "12.00", "1212.00", "0.00"}});
  spec.method = AmortizationMethod::kLevel;
  spec.balloon = "400.00 EUR"_money;
  ExpectRows(spec, {{"197.02", "12.00", "209.02", "1002.98"},
                    {"198.99", "10.03", "209.02", "803.99"},
                    {"200.98", "8.04", "209.02", "603.01"},
                    {"603.01", "6.03", "609.04", "0.00"}});
  spec.method = AmortizationMethod::kEqualPrincipal;
  ExpectRows(spec, {{"200.00", "12.00", "212.00", "1000.00"},
                    {"200.00", "10.00", "210.00", "800.00"},
                    {"200.00", "8.00", "208.00", "600.00"},
                    {"600.00", "6.00", "606.00", "0.00"}});
}

TEST(Amortize, GraceRows) {
  AmortizationSpec spec = Level("1000.00 EUR"_money, "12%"_rate, 5);
  spec.grace_rows = 2;
  spec.grace = EarlyInterest::kInterest;
  ExpectRows(spec, {{"0.00", "10.00", "10.00", "1000.00"},
                    {"0.00", "10.00", "10.00", "1000.00"},
                    {"330.02", "10.00", "340.02", "669.98"},
                    {"333.32", "6.70", "340.02", "336.66"},
                    {"336.66", "3.37", "340.03", "0.00"}});
  spec.grace = EarlyInterest::kCapitalized;
  spec.method = AmortizationMethod::kInterestOnly;
  ExpectRows(spec, {{"-10.00", "10.00", "0.00", "1010.00"},
                    {"-10.10", "10.10", "0.00", "1020.10"},
                    {"0.00", "10.20", "10.20", "1020.10"},
                    {"0.00", "10.20", "10.20", "1020.10"},
                    {"1020.10", "10.20", "1030.30", "0.00"}});
}

TEST(Amortize, PaymentsInAdvance) {
  AmortizationSpec spec = Level("1000.00 EUR"_money, "12%"_rate, 4);
  spec.timing = PaymentTiming::kInAdvance;
  ExpectRows(spec, {{"253.74", "0.00", "253.74", "746.26"},
                    {"246.28", "7.46", "253.74", "499.98"},
                    {"248.74", "5.00", "253.74", "251.24"},
                    {"251.24", "2.51", "253.75", "0.00"}});
  const auto result = Amortize(spec);
  EXPECT_EQ(result->rows.front().due(), "2026-01-01"_date);
  EXPECT_EQ(result->rows.back().due(), "2026-04-01"_date);
  spec.balloon = "100.00 EUR"_money;  // at the end of the last period
  EXPECT_EQ(Amortize(spec)->rows.size(), 5u);
  EXPECT_EQ(Amortize(spec)->rows.back().due(), "2026-05-01"_date);
}

TEST(Amortize, RuleOf78EarnsInterestByTheDigits) {
  // 30.00 of interest in all: 3/6, 2/6 and 1/6.
  AmortizationSpec spec = Level("1000.00 EUR"_money, "12%"_rate, 3);
  spec.method = AmortizationMethod::kRuleOf78;
  ExpectRows(spec, {{"328.33", "15.00", "343.33", "671.67"},
                    {"333.33", "10.00", "343.33", "338.34"},
                    {"338.34", "5.00", "343.34", "0.00"}});
}

TEST(Amortize, PaymentsThatStep) {
  AmortizationSpec spec = Level("1000.00 EUR"_money, "12%"_rate, 4);
  spec.steps = {.rows = 2, .percent = 10_percent};
  ExpectRows(spec, {{"234.19", "10.00", "244.19", "765.81"},
                    {"236.53", "7.66", "244.19", "529.28"},
                    {"263.32", "5.29", "268.61", "265.96"},
                    {"265.96", "2.66", "268.62", "0.00"}});
  spec.steps = {.rows = 2, .amount = "50.00 EUR"_money};
  ExpectRows(spec, {{"221.53", "10.00", "231.53", "778.47"},
                    {"223.75", "7.78", "231.53", "554.72"},
                    {"275.98", "5.55", "281.53", "278.74"},
                    {"278.74", "2.79", "281.53", "0.00"}});
  spec.schedule.count = 2003;
  spec.steps.rows = 1;
  EXPECT_THAT(Amortize(spec), IsError(Reason::kLimitExceeded, "/steps/rows"));
  spec.schedule.count = 4;
  spec.steps.amount = "-500.00 EUR"_money;
  EXPECT_THAT(Amortize(spec), IsError(Reason::kOutOfRange, "/steps"));
}

TEST(Amortize, ABalloonOfALongerLoan) {
  // 12 rows pay the loan back; the third leaves 761.08 to be paid with it.
  AmortizationSpec spec = Level("1000.00 EUR"_money, "12%"_rate, 3);
  spec.amortization_rows = 12;
  ExpectRows(spec, {{"78.85", "10.00", "88.85", "921.15"},
                    {"79.64", "9.21", "88.85", "841.51"},
                    {"841.51", "8.42", "849.93", "0.00"}});
  spec.amortization_rows = std::nullopt;
  spec.balloon_percent = Percent(Fraction::Of(4, 10));
  AmortizationSpec amount = Level("1000.00 EUR"_money, "12%"_rate, 3);
  amount.balloon = "400.00 EUR"_money;
  EXPECT_EQ(Amortize(spec).value(), Amortize(amount).value());
}

TEST(Amortize, RowsEndWithTheDebt) {
  AmortizationSpec spec = Level("1000.00 EUR"_money, "12%"_rate, 24);
  spec.method = AmortizationMethod::kFixedPayment;
  spec.payment = "400.00 EUR"_money;
  const std::vector<Amounts> rows = {{"390.00", "10.00", "400.00", "610.00"},
                                     {"393.90", "6.10", "400.00", "216.10"},
                                     {"216.10", "2.16", "218.26", "0.00"}};
  ExpectRows(spec, rows);
  spec.schedule.count.reset();  // as many as it takes
  EXPECT_EQ(RowsOf(*Amortize(spec)), rows);
  spec.least_payment = "300.00 EUR"_money;  // the second pays the third too
  EXPECT_EQ(RowsOf(*Amortize(spec)),
            (std::vector<Amounts>{{"390.00", "10.00", "400.00", "610.00"},
                                  {"610.00", "6.10", "616.10", "0.00"}}));
  spec.least_payment.reset();
  spec.payment = "10.00 EUR"_money;  // its interest, for ever
  EXPECT_THAT(Amortize(spec),
              IsError(Reason::kLimitExceeded, "/schedule/max_periods"));
  spec.payment = "9.99 EUR"_money;
  EXPECT_THAT(Amortize(spec), IsError(Reason::kNegativeAmortization,
                                      "/allow_negative_amortization"));
}

TEST(Amortize, SmallLastPaymentsStayInTheSeason) {
  AmortizationSpec spec = Level("100.00 EUR"_money, "0%"_rate, 13);
  spec.season = {.months = {Month::kFebruary},
                 .others = EarlyInterest::kWaived};
  ASSERT_EQ(spec.schedule.start, "2026-01-01"_date);
  EXPECT_EQ(Amortize(spec)->rows.size(), 13u);  // 50.00 in rows 1 and 13
  spec.least_payment = "60.00 EUR"_money;       // row 12 is December's
  EXPECT_EQ(RowsOf(*Amortize(spec)),
            (std::vector<Amounts>{{"100.00", "0.00", "100.00", "0.00"}}));
}

TEST(Amortize, MinimumPayments) {
  // 5 % and the interest, but 300.00 at least.
  AmortizationSpec spec = Level("1000.00 EUR"_money, "12%"_rate, 1);
  spec.method = AmortizationMethod::kMinimumPayment;
  spec.payment = "300.00 EUR"_money;
  spec.payment_percent = 5_percent;
  spec.schedule.count.reset();
  EXPECT_EQ(RowsOf(*Amortize(spec)),
            (std::vector<Amounts>{{"290.00", "10.00", "300.00", "710.00"},
                                  {"292.90", "7.10", "300.00", "417.10"},
                                  {"295.83", "4.17", "300.00", "121.27"},
                                  {"121.27", "1.21", "122.48", "0.00"}}));
}

TEST(Amortize, InterestOfAMoratoriumWaits) {
  AmortizationSpec spec = Level("1000.00 EUR"_money, "12%"_rate, 5);
  spec.grace_rows = 2;
  spec.grace = EarlyInterest::kDeferred;  // 20.00 with the first payment
  ExpectRows(spec, {{"0.00", "0.00", "0.00", "1000.00"},
                    {"0.00", "0.00", "0.00", "1000.00"},
                    {"330.02", "30.00", "360.02", "669.98"},
                    {"333.32", "6.70", "340.02", "336.66"},
                    {"336.66", "3.37", "340.03", "0.00"}});
  spec.grace = EarlyInterest::kSpread;  // 6.67, 6.66 and 6.67
  ExpectRows(spec, {{"0.00", "0.00", "0.00", "1000.00"},
                    {"0.00", "0.00", "0.00", "1000.00"},
                    {"330.02", "16.67", "346.69", "669.98"},
                    {"333.32", "13.36", "346.68", "336.66"},
                    {"336.66", "10.04", "346.70", "0.00"}});
  spec.grace = EarlyInterest::kWaived;
  ExpectRows(spec, {{"0.00", "0.00", "0.00", "1000.00"},
                    {"0.00", "0.00", "0.00", "1000.00"},
                    {"330.02", "10.00", "340.02", "669.98"},
                    {"333.32", "6.70", "340.02", "336.66"},
                    {"336.66", "3.37", "340.03", "0.00"}});
}

TEST(Amortize, RowsThatTheContractFixes) {
  AmortizationSpec spec = Level("1000.00 EUR"_money, "12%"_rate, 5);
  spec.row_terms = {{2, 2, RowPays::kPrincipal, "300.00 EUR"_money},
                    {4, 4, RowPays::kPayment, "100.00 EUR"_money}};
  const std::vector<Amounts> rows = {{"196.70", "10.00", "206.70", "803.30"},
                                     {"300.00", "8.03", "308.03", "503.30"},
                                     {"201.67", "5.03", "206.70", "301.63"},
                                     {"96.98", "3.02", "100.00", "204.65"},
                                     {"204.65", "2.05", "206.70", "0.00"}};
  ExpectRows(spec, rows);
  spec.row_terms[0] = {2, 2, RowPays::kPrincipal, {}, 30_percent};
  ExpectRows(spec, rows);
}

TEST(Amortize, SeasonalPayments) {
  // Paid in February and in May, with the interest alone between them.
  AmortizationSpec spec = Level("1000.00 EUR"_money, "12%"_rate, 6);
  spec.season = {{Month::kFebruary, Month::kMay}, EarlyInterest::kInterest};
  ExpectRows(spec, {{"497.51", "10.00", "507.51", "502.49"},
                    {"0.00", "5.02", "5.02", "502.49"},
                    {"0.00", "5.02", "5.02", "502.49"},
                    {"502.49", "5.02", "507.51", "0.00"},
                    {"0.00", "0.00", "0.00", "0.00"},
                    {"0.00", "0.00", "0.00", "0.00"}});
}

TEST(Amortize, DownPaymentFeesAndTax) {
  AmortizationSpec spec = Level("1200.00 EUR"_money, "12%"_rate, 2);
  spec.method = AmortizationMethod::kEqualPrincipal;
  spec.down_payment = "200.00 EUR"_money;
  spec.fees = {{.first = 2, .amount = "1.50 EUR"_money},
               {.percent = 1_percent, .base = FeeBase::kOpening}};
  spec.tax = {.on_interest = 20_percent, .on_fees = 10_percent};
  const auto result = Amortize(spec);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(BrokenPromise(spec, *result), "");
  const struct {
    int64_t interest, principal, fee, tax, payment;
  } expected[] = {{0, 20000, 1200, 120, 21320},
                  {1000, 50000, 1150, 315, 52465},
                  {500, 50000, 650, 165, 51315}};
  for (size_t k = 0; k < 3; ++k) {
    const Installment& row = result->rows[k];
    EXPECT_EQ(row.interest_minor, expected[k].interest) << k;
    EXPECT_EQ(row.principal_minor, expected[k].principal) << k;
    EXPECT_EQ(row.fee_minor, expected[k].fee) << k;
    EXPECT_EQ(row.tax_minor, expected[k].tax) << k;
    EXPECT_EQ(row.payment_minor, expected[k].payment) << k;
  }
  EXPECT_EQ(result->totals.fee_minor, 3000);
  EXPECT_EQ(result->totals.tax_minor, 600);
}

// ---- Rates that change ----

TEST(Amortize, RatesThatChange) {
  // 12 %, and 24 % from the second month on.
  AmortizationSpec spec = Level("1000.00 EUR"_money, "0%"_rate, 3);
  spec.rates = RateHistory::Make({.steps = {{"2026-01-01"_date, "12%"_rate},
                                            {"2026-02-01"_date, "24%"_rate}}})
                   .value();
  spec.rate_change = RateChange::kForeseen;
  ExpectRows(spec, {{"333.36", "10.00", "343.36", "666.64"},
                    {"330.03", "13.33", "343.36", "336.61"},
                    {"336.61", "6.73", "343.34", "0.00"}});
  spec.rate_change = RateChange::kLevelAgain;
  ExpectRows(spec, {{"330.02", "10.00", "340.02", "669.98"},
                    {"331.67", "13.40", "345.07", "338.31"},
                    {"338.31", "6.77", "345.08", "0.00"}});
  // The change is on the 11th: 10 days of 12 % and 20 of 24 % in row 2.
  spec.rates = RateHistory::Make({.steps = {{"2026-01-01"_date, "12%"_rate},
                                            {"2026-02-11"_date, "24%"_rate}}})
                   .value();
  ExpectRows(spec, {{"330.02", "10.00", "340.02", "669.98"},
                    {"332.78", "11.17", "343.95", "337.20"},
                    {"337.20", "6.74", "343.94", "0.00"}});
  // Read two days before each row, the rate is still 12 % in row 2; from there
  // it rises by five points at most.
  spec.rates = RateHistory::Make({.steps = {{"2025-01-01"_date, "12%"_rate},
                                            {"2026-02-01"_date, "24%"_rate}}})
                   .value();
  spec.reset = {.rows = 1, .lag_days = 2, .step_cap = "5%"_rate};
  ExpectRows(spec, {{"330.02", "10.00", "340.02", "669.98"},
                    {"333.32", "6.70", "340.02", "336.66"},
                    {"336.66", "4.77", "341.43", "0.00"}});
  // A limit of falls is none of rises.
  spec.reset = {.rows = 1, .lag_days = 2, .step_floor = "5%"_rate};
  ExpectRows(spec, {{"330.02", "10.00", "340.02", "669.98"},
                    {"333.32", "6.70", "340.02", "336.66"},
                    {"336.66", "6.73", "343.39", "0.00"}});
}

TEST(Amortize, ABalloonOfAllIsInterestOnly) {
  AmortizationSpec spec = Level("1200.00 EUR"_money, "12%"_rate, 4);
  spec.balloon = "1200.00 EUR"_money;
  const absl::StatusOr<Amortization> made = Amortize(spec);
  EXPECT_THAT(made, IsError(Reason::kNegativeAmortization,
                            "/allow_negative_amortization"));
  EXPECT_THAT(
      std::string(made.status().message()),
      ::testing::HasSubstr("the method interest only is of such loans"));
  // Where the balance may grow it is no less than the interest either.
  spec.allow_negative_amortization = true;
  const std::vector<Amounts> rows = {{"0.00", "12.00", "12.00", "1200.00"},
                                     {"0.00", "12.00", "12.00", "1200.00"},
                                     {"0.00", "12.00", "12.00", "1200.00"},
                                     {"1200.00", "12.00", "1212.00", "0.00"}};
  ExpectRows(spec, rows);
  spec.allow_negative_amortization = false;
  spec.balloon.reset();
  spec.method = AmortizationMethod::kInterestOnly;
  spec.residual = {};
  ExpectRows(spec, rows);
}

TEST(Amortize, RefusesTermsOfNoEffect) {
  AmortizationSpec spec = Level("1200.00 EUR"_money, "12%"_rate, 4);
  spec.fees = {{.amount = "1.00 EUR"_money},
               {.first = 5, .amount = "1.00 EUR"_money}};
  EXPECT_THAT(Amortize(spec), IsError(Reason::kOutOfRange, "/fees/1/first"));
  spec.fees[1].first = 4;
  EXPECT_THAT(Amortize(spec), IsOk());
  spec.fees.clear();
  const Date start = spec.schedule.start;
  const Date end = Amortize(spec)->rows.back().period.end;
  spec.capitalization.days = {start};
  EXPECT_THAT(Amortize(spec),
              IsError(Reason::kOutOfRange, "/capitalization/days/0"));
  spec.capitalization.days = {*Date::FindDays(start.days() + 9),
                              *Date::FindDays(end.days() + 1)};
  EXPECT_THAT(Amortize(spec),
              IsError(Reason::kOutOfRange, "/capitalization/days/1"));
  spec.capitalization.days = {};
  spec.capitalization.frequency = Years(1);
  EXPECT_THAT(Amortize(spec),
              IsError(Reason::kOutOfRange, "/capitalization/frequency"));
}

// ---- First periods ---------------------------------------------------------

TEST(Amortize, InterestOfAFirstStub) {
  // 2026-01-10 to 2026-02-01 is 21 days of 30/360: 8.40 on 1200.00 at 12 %.
  AmortizationSpec spec = Level("1200.00 EUR"_money, "12%"_rate, 4);
  spec.schedule.start = "2026-01-10"_date;
  spec.schedule.first_regular_start = "2026-02-01"_date;
  spec.stub_interest = EarlyInterest::kInPayment;
  ExpectRows(spec, {{"298.22", "8.40", "306.62", "901.78"},
                    {"297.60", "9.02", "306.62", "604.18"},
                    {"300.58", "6.04", "306.62", "303.60"},
                    {"303.60", "3.04", "306.64", "0.00"}});
  spec.stub_interest = EarlyInterest::kInterest;
  ExpectRows(spec, {{"0.00", "8.40", "8.40", "1200.00"},
                    {"396.03", "12.00", "408.03", "803.97"},
                    {"399.99", "8.04", "408.03", "403.98"},
                    {"403.98", "4.04", "408.02", "0.00"}});
  spec.stub_interest = EarlyInterest::kCapitalized;
  ExpectRows(spec, {{"-8.40", "8.40", "0.00", "1208.40"},
                    {"398.80", "12.08", "410.88", "809.60"},
                    {"402.78", "8.10", "410.88", "406.82"},
                    {"406.82", "4.07", "410.89", "0.00"}});
}

TEST(Amortize, InterestRunsToAdjustedOrUnadjustedDates) {
  // Due on Sunday 2026-02-01, moved to Monday: 32 or 31 days of act/360.
  AmortizationSpec spec = Level("3600.00 EUR"_money, "10%"_rate, 1);
  spec.day_count = DayCount::kAct360;
  spec.schedule.convention = BusinessDayConvention::kFollowing;
  spec.schedule.calendar = Weekends();
  spec.accrue_to = AccrueTo::kAdjusted;
  ExpectRows(spec, {{"3600.00", "32.00", "3632.00", "0.00"}});
  spec.accrue_to = AccrueTo::kUnadjusted;
  ExpectRows(spec, {{"3600.00", "31.00", "3631.00", "0.00"}});
  EXPECT_EQ(Amortize(spec)->rows[0].due(), "2026-02-02"_date);
}

// 3600.00 EUR at 10 %, act/360, paid out on Saturday 2026-01-31 and back on
// Saturday 2026-02-28, which moves to Monday 2026-03-02 or Friday 2026-02-27:
// 30 or 27 days. A start that moves too is on Monday 2026-02-02 or Friday
// 2026-01-30.
TEST(Amortize, TheFirstDayDoesNotMove) {
  using enum BusinessDayConvention;
  struct {
    BusinessDayConvention convention;
    std::optional<BusinessDayConvention> start;
    Date begins, due;
    std::string interest;
  } cases[] = {
      {kFollowing, std::nullopt, "2026-01-31"_date, "2026-03-02"_date, "30.00"},
      {kFollowing, kUnadjusted, "2026-01-31"_date, "2026-03-02"_date, "30.00"},
      {kFollowing, kFollowing, "2026-02-02"_date, "2026-03-02"_date, "28.00"},
      {kPreceding, std::nullopt, "2026-01-31"_date, "2026-02-27"_date, "27.00"},
      {kPreceding, kPreceding, "2026-01-30"_date, "2026-02-27"_date, "28.00"},
      {kUnadjusted, kFollowing, "2026-02-02"_date, "2026-02-28"_date, "26.00"},
  };
  for (const auto& c : cases) {
    AmortizationSpec spec = Level("3600.00 EUR"_money, "10%"_rate, 1);
    spec.day_count = DayCount::kAct360;
    spec.schedule.start = "2026-01-31"_date;
    spec.schedule.convention = c.convention;
    spec.schedule.start_convention = c.start;
    spec.schedule.calendar = Weekends();
    spec.accrue_to = AccrueTo::kAdjusted;
    const auto made = Amortize(spec);
    ASSERT_THAT(made, IsOk());
    const Installment& row = made->rows[0];
    EXPECT_EQ(row.period.adjusted_start, c.begins);
    EXPECT_EQ(row.due(), c.due);
    EXPECT_EQ(FormatAmount(row.interest_minor, made->currency), c.interest);
  }
  // What is paid on the first day is paid on that day.
  AmortizationSpec spec = Level("300.00 EUR"_money, "0%"_rate, 3);
  spec.schedule.start = "2026-01-31"_date;
  spec.schedule.convention = kFollowing;
  spec.schedule.calendar = Weekends();
  spec.accrue_to = AccrueTo::kAdjusted;
  spec.timing = PaymentTiming::kInAdvance;
  EXPECT_EQ(Amortize(spec)->rows[0].due(), "2026-01-31"_date);
  spec.timing = PaymentTiming::kInArrears;
  spec.down_payment = "30.00 EUR"_money;
  EXPECT_EQ(Amortize(spec)->rows[0].due(), "2026-01-31"_date);
}

// Rows of the first day, and one after the last, count too.
TEST(Amortize, NoMoreRowsThanAllowed) {
  AmortizationSpec spec = Level("300.00 EUR"_money, "0%"_rate, 3);
  spec.schedule.max_periods = 3;
  EXPECT_EQ(Amortize(spec)->rows.size(), 3u);
  struct {
    std::function<void(AmortizationSpec&)> add;
    bool fits;
  } cases[] = {
      {[](auto& s) { s.down_payment = "1.00 EUR"_money; }, false},
      {[](auto& s) { s.timing = PaymentTiming::kInAdvance; }, true},
      {[](auto& s) {
         s.timing = PaymentTiming::kInAdvance;
         s.balloon = "1.00 EUR"_money;
       },
       false},
      {[](auto& s) { s.residual = Residual::kExtraRow; }, false},
      {[](auto& s) { s.amortization_rows = 4; }, false},
  };
  for (const auto& c : cases) {
    AmortizationSpec own = spec;
    c.add(own);
    if (c.fits) {
      EXPECT_EQ(Amortize(own)->rows.size(), 3u);
    } else {
      EXPECT_THAT(Amortize(own),
                  IsError(Reason::kLimitExceeded, "/schedule/max_periods"));
    }
  }
  // Until the debt is paid: 1.00 down and 2 of 1.00.
  spec.method = AmortizationMethod::kFixedPayment;
  spec.schedule.count.reset();
  spec.payment = "1.00 EUR"_money;
  spec.principal = "3.00 EUR"_money;
  spec.down_payment = "1.00 EUR"_money;
  EXPECT_EQ(Amortize(spec)->rows.size(), 3u);
  spec.principal = "4.00 EUR"_money;
  EXPECT_THAT(Amortize(spec),
              IsError(Reason::kLimitExceeded, "/schedule/max_periods"));
}

// ---- Rounding and its residual ---------------------------------------------

TEST(Amortize, ResidualInTheFirstRow) {
  AmortizationSpec spec = Golden();
  spec.residual = Residual::kFirst;
  ExpectRows(spec, {{"16.42", "0.58", "17.00", "83.58"},
                    {"16.52", "0.49", "17.01", "67.06"},
                    {"16.62", "0.39", "17.01", "50.44"},
                    {"16.72", "0.29", "17.01", "33.72"},
                    {"16.81", "0.20", "17.01", "16.91"},
                    {"16.91", "0.10", "17.01", "0.00"}});
}

TEST(Amortize, ResidualSpreadOverTheRows) {
  // Without rounding the balances are 83.5747, 67.0537, 50.4362, 33.7218,
  // 16.9100 and 0.
  AmortizationSpec spec = Golden();
  spec.residual = Residual::kSpread;
  ExpectRows(spec, {{"16.43", "0.58", "17.01", "83.57"},
                    {"16.52", "0.49", "17.01", "67.05"},
                    {"16.61", "0.39", "17.00", "50.44"},
                    {"16.72", "0.29", "17.01", "33.72"},
                    {"16.81", "0.20", "17.01", "16.91"},
                    {"16.91", "0.10", "17.01", "0.00"}});
}

// Every payment is A or an increment beside it; the last is as near, but for
// what the interest of its row is rounded by.
TEST(Amortize, SpreadPaymentsDifferByAnIncrement) {
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    Dice dice(seed);
    AmortizationSpec spec = Golden();
    spec.principal =
        Money(dice.Spread(10'000, 100'000'000, 10), spec.principal.currency());
    spec.rate = Rate(Fraction::Of(dice.Between(1, 200'000), 1'000'000),
                     TimeUnit::kYear);
    spec.schedule.count = static_cast<int32_t>(dice.Between(2, 360));
    spec.payment_increment =
        Increment::Make(dice.Of<int64_t>({1, 1, 5})).value();
    spec.residual = Residual::kSpread;
    const auto made = Amortize(spec);
    if (!made.ok()) {  // an increment that some first interest is beside
      EXPECT_EQ(ReasonOf(made.status()), Reason::kNegativeAmortization);
      continue;
    }
    const int64_t step = spec.payment_increment.minor();
    for (const Installment& row : made->rows) {
      const int64_t off = row.payment_minor - *made->level_payment_minor;
      const bool last = row.closing_minor == 0;
      EXPECT_LE(off < 0 ? -off : off, last ? step + 1 : step) << seed;
    }
    EXPECT_LE(*made->residual.bound_minor, 2 * step + 1) << seed;
  }
}

// 3.00 at each step to a multiple of 0.25: 3.10 is rounded to 3.00 or 3.25.
TEST(Amortize, PaymentsAfterStepsAreMultiples) {
  AmortizationSpec spec = Level("100.00 USD"_money, "7%"_rate, 12);
  spec.payment_increment = Increment::Make(25).value();
  spec.steps = {.rows = 3, .amount = "0.60 USD"_money};
  const auto made = Amortize(spec);
  ASSERT_THAT(made, IsOk());
  const int64_t first = *made->level_payment_minor;
  const int64_t steps[] = {0, 50, 125, 175};  // 0.60, 1.20 (half even), 1.80
  for (size_t k = 0; k + 1 < made->rows.size(); ++k) {
    EXPECT_EQ(made->rows[k].payment_minor, first + steps[k / 3]) << k;
  }
}

// 36.5 % over 360 months: an error of A grows to more than A.
TEST(Amortize, AnExtraRowTakesWhatIsLeft) {
  AmortizationSpec spec = Level("250000.00 USD"_money, "36.5%"_rate, 360);
  spec.residual = Residual::kExtraRow;
  spec.payment_increment = Increment::Make(5).value();
  spec.payment_rounding = Rounding::kDown;
  const auto made = Amortize(spec);
  ASSERT_THAT(made, IsOk());
  ASSERT_EQ(made->rows.size(), 361u);
  EXPECT_EQ(made->rows[359].payment_minor, *made->level_payment_minor);
  EXPECT_GT(made->rows[360].payment_minor, *made->level_payment_minor);
  EXPECT_EQ(made->rows[360].payment_minor, made->residual.gap_minor);
  EXPECT_LE(made->residual.gap_minor, *made->residual.bound_minor);
}

TEST(Amortize, PaymentsToAMultiple) {
  AmortizationSpec spec = Level("1000.00 EUR"_money, "0%"_rate, 3);
  spec.payment_increment = Increment::Make(500).value();  // 5.00
  struct {
    Rounding rounding;
    std::string each, last;
  } cases[] = {
      {Rounding::kUp, "335.00", "330.00"},
      {Rounding::kDown, "330.00", "340.00"},
      {Rounding::kHalfUp, "335.00", "330.00"},
  };
  for (const auto& c : cases) {
    spec.payment_rounding = c.rounding;
    const auto result = Amortize(spec);
    ASSERT_THAT(result, IsOk());
    const std::vector<Amounts> rows = RowsOf(*result);
    EXPECT_EQ(rows[0].payment, c.each) << NameOf(c.rounding);
    EXPECT_EQ(rows[1].payment, c.each) << NameOf(c.rounding);
    EXPECT_EQ(rows[2].payment, c.last) << NameOf(c.rounding);
  }
}

TEST(Amortize, RoundingUpMayEndTheDebtEarly) {
  // 10.00 in tenths, up to 4.00: 4.00, 4.00, 2.00 and seven rows of nothing.
  AmortizationSpec spec = Level("10.00 EUR"_money, "0%"_rate, 10);
  spec.payment_increment = Increment::Make(400).value();
  spec.payment_rounding = Rounding::kUp;
  const auto result = Amortize(spec);
  ASSERT_THAT(result, IsOk());
  ASSERT_EQ(result->rows.size(), 10u);
  const int64_t expected[] = {400, 400, 200, 0, 0, 0, 0, 0, 0, 0};
  for (size_t k = 0; k < 10; ++k) {
    EXPECT_EQ(result->rows[k].payment_minor, expected[k]) << k;
  }
  EXPECT_EQ(result->residual.gap_minor, 1000 - 10 * 400);
  EXPECT_EQ(BrokenPromise(spec, *result), "");
}

TEST(Amortize, TheLastPaymentCanBeTwiceTheOthers) {
  // 250,000.00 at 36.5 % over 360 months: the bound says how bad it can get.
  const auto result = Amortize(Level("250000.00 USD"_money, "36.5%"_rate, 360));
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->level_payment_minor, 760432);
  EXPECT_EQ(result->rows.back().payment_minor, 1452414);
  EXPECT_EQ(result->residual.gap_minor, 1452414 - 760432);
  EXPECT_LE(result->residual.gap_minor, result->residual.bound_minor);
}

// s_n is 90 here, for products of the q_i behind a row that go down to 0.55.
TEST(Amortize, P09_DebtsThatEndEarlyUnderRatesOfBothSigns) {
  AmortizationSpec spec = Level("100.00 EUR"_money, "0%"_rate, 120);
  spec.rates = RateHistory::Make({.steps = {{"2026-01-01"_date, "12%"_rate},
                                            {"2031-01-01"_date, "-12%"_rate}}})
                   .value();
  spec.rate_change = RateChange::kForeseen;
  spec.payment_rounding = Rounding::kCeiling;
  spec.payment_increment = Increment::Make(100'000).value();
  const auto result = Amortize(spec);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->rows[0].payment_minor, 101'00);  // of 1,000.00
  EXPECT_EQ(result->residual.gap_minor, 101'00 - 120 * 1000'00);
  ASSERT_TRUE(result->residual.bound_minor.has_value());
  EXPECT_GE(*result->residual.bound_minor, -result->residual.gap_minor);
}

// 44 at 24 %, of which row 1 repays 176: exactly, the level payment is below 0,
// and that plan has no bound. Smoothing moves to one at which row 1 pays all.
TEST(Amortize, P09_SmoothedPaymentsOfPlansWithoutABound) {
  AmortizationSpec spec = Level(Money(44, Currency::Of("JPY")), "24%"_rate, 31);
  spec.rate = Rate(spec.rate.value(), TimeUnit::kPeriod);
  spec.rounding = Rounding::kUp;
  spec.residual = Residual::kSmooth;
  spec.allow_negative_amortization = true;
  spec.row_terms = {{.first = 2,
                     .last = 3,
                     .pays = RowPays::kPrincipal,
                     .amount = Money(176, Currency::Of("JPY"))}};
  const auto result = Amortize(spec);
  ASSERT_THAT(result, IsOk());
  EXPECT_GT(result->level_payment_minor, 55);  // 44 and interest of 11
  EXPECT_EQ(result->rows[0].closing_minor, 0);
  EXPECT_EQ(result->residual.bound_minor, std::nullopt);
}

TEST(Amortize, SmoothedPayments) {
  struct {
    Money principal;
    Rate rate;
    int32_t rows;
    Residual residual;
    int64_t level, last;
  } cases[] = {
      // 15 cents over 24 rows is a cent less a row, and leaves 11 cents.
      {"5542.53 EUR"_money, "7.66%"_rate, 24, Residual::kLast, 24982, 24967},
      {"5542.53 EUR"_money, "7.66%"_rate, 24, Residual::kSmooth, 24981, 24992},
      // 13 cents over 120 rows are within floor(120 / 2).
      {"100000.00 EUR"_money, "24%"_rate, 120, Residual::kSmooth, 220481,
       220468},
      // A cent less a row leaves 109 cents instead of 65.
      {"1000.00 EUR"_money, "20%"_rate, 84, Residual::kSmooth, 2221, 2156},
  };
  for (const auto& c : cases) {
    AmortizationSpec spec = Level(c.principal, c.rate, c.rows);
    spec.residual = c.residual;
    const auto result = Amortize(spec);
    ASSERT_THAT(result, IsOk());
    EXPECT_EQ(result->level_payment_minor, c.level) << Format(c.principal);
    EXPECT_EQ(result->rows.back().payment_minor, c.last);
    EXPECT_EQ(result->residual.gap_minor, c.last - c.level);
  }
}

TEST(Amortize, WaysToEndALoan) {
  struct {
    Residual residual;
    std::optional<FinalPayment> final_payment;
    size_t rows;
    int64_t level, last, gap;
  } cases[] = {
      {Residual::kLast, {}, 6, 1701, 1700, -1},
      {Residual::kClosest, {}, 6, 1701, 1700, -1},
      {Residual::kLast, FinalPayment::kLower, 6, 1701, 1700, -1},
      {Residual::kLast, FinalPayment::kHigher, 6, 1700, 1705, 5},
      {Residual::kExtraRow, {}, 6, 1701, 1700, -1},
  };
  for (const auto& c : cases) {
    AmortizationSpec spec = Golden();
    spec.residual = c.residual;
    spec.final_payment = c.final_payment;
    const auto result = Amortize(spec);
    ASSERT_THAT(result, IsOk());
    EXPECT_EQ(result->rows.size(), c.rows);
    EXPECT_EQ(result->level_payment_minor, c.level);
    EXPECT_EQ(result->rows.back().payment_minor, c.last);
    EXPECT_EQ(result->residual.gap_minor, c.gap);
  }
}

TEST(Amortize, WhatIsLeftMayBePaidInOneMoreRowOrWaived) {
  // 333 333 333 of 1000, and 1.
  AmortizationSpec spec = Level("1000 JPY"_money, "0%"_rate, 3);
  spec.residual = Residual::kExtraRow;
  ExpectRows(spec, {{"333", "0", "333", "667"},
                    {"333", "0", "333", "334"},
                    {"333", "0", "333", "1"},
                    {"1", "0", "1", "0"}});
  spec.residual = Residual::kWaive;
  spec.waive_within = "1 JPY"_money;
  ExpectRows(spec, {{"333", "0", "333", "667"},
                    {"333", "0", "333", "334"},
                    {"333", "0", "333", "1"}});
  EXPECT_EQ(Amortize(spec)->residual.waived_minor, 1);
  spec.waive_within = "0 JPY"_money;
  ExpectRows(spec, {{"333", "0", "333", "667"},
                    {"333", "0", "333", "334"},
                    {"334", "0", "334", "0"}});
}

TEST(Amortize, NegativeRates) {
  // 1000.00 at -1.2 %: the debt shrinks by a tenth of a percent a month.
  AmortizationSpec spec = Level("1000.00 EUR"_money, "-1.2%"_rate, 2);
  spec.method = AmortizationMethod::kEqualPrincipal;
  ExpectRows(spec, {{"500.00", "-1.00", "499.00", "500.00"},
                    {"500.00", "-0.50", "499.50", "0.00"}});
}

// ---- Regressions -----------------------------------------------------------

TEST(Amortize, R22_RowsTieOut) {
  // austinmcconnell/mortgage#29
  const AmortizationSpec spec = Level("200000.00 USD"_money, "6%"_rate, 360);
  const auto result = Amortize(spec);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(BrokenPromise(spec, *result), "");
  EXPECT_EQ(result->level_payment_minor, 119910);
  EXPECT_EQ(result->rows.back().payment_minor, 120014);
}

TEST(Amortize, R23_ThereAreAsManyRowsAsAgreed) {
  // chris1610/pbpython#12
  const auto result =
      Amortize(Level("427500.00 USD"_money, "3.875%"_rate, 360));
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->rows.size(), 360u);
  EXPECT_EQ(result->level_payment_minor, 201026);
  EXPECT_EQ(result->rows.back().payment_minor, 201253);
}

TEST(Amortize, R24_NothingIsLeftUnpaidAtNoInterest) {
  // we-promise/sure#3327
  ExpectRows(Level("1000 JPY"_money, "0%"_rate, 3), {{"333", "0", "333", "667"},
                                                     {"333", "0", "333", "334"},
                                                     {"334", "0", "334", "0"}});
}

TEST(Amortize, R25_TheRateIsNeverRounded) {
  // frappe/erpnext#25546: with twelve digits the last row is a cent more.
  AmortizationSpec spec = Level("10000000.00 USD"_money, "6.5%"_rate, 360);
  EXPECT_EQ(Amortize(spec)->rows.back().payment_minor, 6320911);
  spec.rounding = Rounding::kHalfUp;
  EXPECT_EQ(Amortize(spec)->rows.back().payment_minor, 6320913);
}

TEST(Amortize, R26_IndivisibleMoney) {
  // XRPLF/XRPL-Standards#240: 11 units over 10 rows, and 1 to 50 over 1 to 12.
  const auto result = Amortize(Level("11 JPY"_money, "0%"_rate, 10));
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->rows.front().payment_minor, 1);
  EXPECT_EQ(result->rows.back().payment_minor, 2);
  for (int64_t units = 1; units <= 50; ++units) {
    for (int32_t rows = 1; rows <= 12; ++rows) {
      AmortizationSpec spec =
          Level(Money(units, Currency::Of("JPY")), "0%"_rate, rows);
      for (const Residual residual :
           {Residual::kLast, Residual::kFirst, Residual::kSpread}) {
        spec.residual = residual;
        const auto small = Amortize(spec);
        ASSERT_THAT(small, IsOk()) << units << " over " << rows;
        ASSERT_EQ(BrokenPromise(spec, *small), "") << units << " " << rows;
      }
    }
  }
}

TEST(Amortize, R27_TheNumberOfRowsIsLimited) {
  // apache/fineract#6432
  AmortizationSpec spec = Level("1000000.00 USD"_money, "5%"_rate, 10'000);
  spec.day_count = DayCount::kAct365Fixed;
  spec.schedule.frequency = Days(1);
  EXPECT_THAT(Amortize(spec), IsOk());
  spec.schedule.count = 10'001;
  EXPECT_THAT(Amortize(spec),
              IsError(Reason::kLimitExceeded, "/schedule/max_periods"));
  spec.schedule.count = INT32_MAX;
  EXPECT_THAT(Amortize(spec),
              IsError(Reason::kLimitExceeded, "/schedule/max_periods"));
  spec.schedule.count = 10'001;
  spec.schedule.max_periods = 20'000;
  EXPECT_THAT(Amortize(spec), IsOk());
}

TEST(Amortize, R28_SmallDebtsHaveNoNegativePrincipal) {
  // mifos/head#326
  for (int64_t minor = 1; minor <= 300; ++minor) {
    const AmortizationSpec spec =
        Level(Money(minor, Currency::Of("EUR")), "24%"_rate, 12);
    const auto result = Amortize(spec);
    if (!result.ok()) {  // rounding to the cent cannot pay it back
      EXPECT_THAT(result, IsError(Reason::kNegativeAmortization,
                                  "/allow_negative_amortization"));
      continue;
    }
    EXPECT_EQ(BrokenPromise(spec, *result), "") << minor;
  }
}

TEST(Amortize, R29_APaymentBelowTheInterestIsAnError) {
  // LabsCrypt/remitlend#657. 1000.00 at 36.5 % over 360 months: interest and
  // payment are 30.42.
  AmortizationSpec spec = Level("1000.00 USD"_money, "36.5%"_rate, 360);
  EXPECT_THAT(Amortize(spec), IsError(Reason::kNegativeAmortization,
                                      "/allow_negative_amortization"));
  spec.allow_negative_amortization = true;
  const auto result = Amortize(spec);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->rows.back().payment_minor, 103042);
  EXPECT_EQ(BrokenPromise(spec, *result), "");
}

TEST(Amortize, R30_EveryComputationEnds) {
  // apache/fineract#18. A debt that cannot shrink, at the limit of rows.
  AmortizationSpec spec = Level("1 JPY"_money, "100%/period"_rate, 10'000);
  spec.schedule.frequency = Days(1);
  spec.residual = Residual::kSmooth;
  spec.allow_negative_amortization = true;
  const auto result = Amortize(spec);
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->rows.size(), 10'000u);
  EXPECT_EQ(result->residual.bound_minor, std::nullopt);
}

TEST(Amortize, R32_ARateNearZeroIsLikeZero) {
  // numpy/numpy-financial#16
  for (const int32_t rows : {1, 7, 12, 360}) {
    const auto zero = Amortize(Level("1234.56 USD"_money, "0%"_rate, rows));
    const auto near =
        Amortize(Level("1234.56 USD"_money, "0.000000000000001%"_rate, rows));
    ASSERT_THAT(zero, IsOk());
    ASSERT_THAT(near, IsOk());
    EXPECT_EQ(zero->totals.interest_minor, 0);
    EXPECT_EQ(RowsOf(*zero), RowsOf(*near)) << rows;
  }
}

TEST(Amortize, R33_NoRowsIsAnError) {
  // we-promise/sure#2984
  for (const int32_t rows : {0, -1, INT32_MIN}) {
    EXPECT_THAT(Amortize(Level("100.00 USD"_money, "5%"_rate, rows)),
                IsError(Reason::kOutOfRange, "/schedule/count"));
  }
}

// ---- Errors ----------------------------------------------------------------

// Each change is reported alone, and before all that follow it here.
TEST(Amortize, ErrorsInOrderOfPrecedence) {
  struct {
    std::function<void(AmortizationSpec&)> spoil;
    Reason reason;
    std::string field;
  } cases[] = {
      {[](auto& s) { s.day_count = {}; }, Reason::kUnspecified, "/day_count"},
      {[](auto& s) { s.method = {}; }, Reason::kUnspecified, "/method"},
      {[](auto& s) { s.rounding = {}; }, Reason::kUnspecified, "/rounding"},
      {[](auto& s) { s.payment_rounding = Rounding{}; }, Reason::kUnspecified,
       "/payment_rounding"},
      {[](auto& s) { s.residual = {}; }, Reason::kUnspecified, "/residual"},
      {[](auto& s) { s.grace_rows = 1; }, Reason::kUnspecified, "/grace"},
      {[](auto& s) {
         s.schedule.convention = BusinessDayConvention::kFollowing;
       },
       Reason::kUnspecified, "/accrue_to"},
      {[](auto& s) { s.principal = "0.00 USD"_money; }, Reason::kOutOfRange,
       "/principal"},
      {[](auto& s) { s.balloon = "-0.01 USD"_money; }, Reason::kOutOfRange,
       "/balloon"},
      {[](auto& s) { s.grace_rows = -1; }, Reason::kOutOfRange, "/grace_rows"},
      {[](auto& s) { s.balloon = "1.00 EUR"_money; }, Reason::kCurrencyMismatch,
       "/balloon"},
      {[](auto& s) { s.schedule.count = 0; }, Reason::kOutOfRange,
       "/schedule/count"},
      {[](auto& s) { s.rate = "-1200%"_rate; }, Reason::kOutOfRange, "/rate"},
      {[](auto& s) { s.rate = "20000%"_rate; }, Reason::kNegativeAmortization,
       "/allow_negative_amortization"},
  };
  for (size_t k = 0; k < std::size(cases); ++k) {
    AmortizationSpec spec = Golden();
    for (size_t j = std::size(cases); j-- > k;) {
      cases[j].spoil(spec);
      if (j > k && spec.grace_rows == 1) spec.grace_rows = 0;
    }
    EXPECT_THAT(Amortize(spec), IsError(cases[k].reason, cases[k].field)) << k;
    AmortizationSpec alone = Golden();
    cases[k].spoil(alone);
    EXPECT_THAT(Amortize(alone), IsError(cases[k].reason, cases[k].field)) << k;
  }
}

TEST(Amortize, ChoicesThatConflict) {
  struct {
    std::function<void(AmortizationSpec&)> spoil;
    Reason reason;
    std::string field;
  } cases[] = {
      {[](auto& s) {
         s.method = AmortizationMethod::kInterestOnly;
         s.balloon = "1.00 USD"_money;
       },
       Reason::kConflict, "/balloon"},
      {[](auto& s) {
         s.method = AmortizationMethod::kEqualPrincipal;
         s.residual = Residual::kSmooth;
       },
       Reason::kConflict, "/residual"},
      {[](auto& s) { s.method = AmortizationMethod::kBullet; },
       Reason::kUnspecified, "/bullet"},
      {[](auto& s) {
         s.grace_rows = 1;
         s.grace = EarlyInterest::kInPayment;
       },
       Reason::kConflict, "/grace"},
      {[](auto& s) {
         s.grace_rows = 6;
         s.grace = EarlyInterest::kInterest;
       },
       Reason::kConflict, "/grace_rows"},
      {[](auto& s) { s.schedule.first_regular_start = "2026-01-15"_date; },
       Reason::kUnspecified, "/stub_interest"},
      {[](auto& s) { s.day_count = DayCount::kBus252; },
       Reason::kContextRequired, "/calendar"},
  };
  for (const auto& c : cases) {
    AmortizationSpec spec = Golden();
    c.spoil(spec);
    EXPECT_THAT(Amortize(spec), IsError(c.reason, c.field)) << c.field;
  }
}

TEST(Amortize, OverflowIsAnError) {
  AmortizationSpec spec =
      Level(Money(INT64_MAX, Currency::Of("USD")), "7%"_rate, 6);
  EXPECT_THAT(Amortize(spec), IsError(Reason::kOverflow, "/totals"));
  spec.method = AmortizationMethod::kBullet;
  spec.bullet = Bullet::kCapitalized;
  EXPECT_THAT(Amortize(spec), IsError(Reason::kOverflow, "/rows/0"));
  spec.method = AmortizationMethod::kLevel;
  spec.rate = "0%"_rate;
  EXPECT_THAT(Amortize(spec), IsOk());
}

TEST(Amortize, PeriodsOfTheCaller) {
  const AmortizationSpec spec = Golden();
  const Schedule made = MakeSchedule(spec.schedule).value();
  EXPECT_EQ(Amortize(spec, made).value(), Amortize(spec).value());
  struct {
    std::function<void(Schedule&)> spoil;
    Reason reason;
    std::string field;
  } cases[] = {
      {[](Schedule& s) { s.periods.clear(); }, Reason::kMissingField,
       "/periods"},
      {[](Schedule& s) { s.periods.resize(10'001, s.periods[0]); },
       Reason::kLimitExceeded, "/periods"},
      {[](Schedule& s) { s.periods[2].end = s.periods[2].start; },
       Reason::kEndBeforeStart, "/periods/2"},
      {[](Schedule& s) { s.periods.erase(s.periods.begin() + 1); },
       Reason::kOutOfOrder, "/periods/1"},
  };
  for (const auto& c : cases) {
    Schedule schedule = made;
    c.spoil(schedule);
    EXPECT_THAT(Amortize(spec, schedule), IsError(c.reason, c.field));
  }
}

}  // namespace
}  // namespace usance
