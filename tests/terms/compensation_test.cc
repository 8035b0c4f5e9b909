#include "usance/terms/compensation.h"

#include <gtest/gtest.h>

#include "tests/currencies.h"
#include "tests/matchers.h"
#include "usance/money/format.h"

namespace usance {
namespace {

constexpr Currency kPln = Currency::Of("PLN");

std::string Sum(const Compensation& compensation, const Money& size,
                Date falls_due = "2026-03-11"_date,
                const std::optional<FxTable>& fx = {}) {
  const auto sum = CompensationFor(
      compensation, {size, *Date::FindDays(falls_due.days() - 1), falls_due},
      fx);
  if (!sum.ok()) return std::string(NameOf(ReasonOf(sum.status())));
  return Format(sum->amount);
}

// Besluit vergoeding voor buitengerechtelijke incassokosten art. 2: 15 % of the
// first 2,500, 10 % of the next 2,500, 5 % of the next 5,000, 1 % of the next
// 190,000, 0.5 % above; at least 40, at most 6,775.
TEST(Compensation, DutchCollectionCosts) {
  const auto tier = [](const Money& from, const Percent& percent) {
    return CompensationTier{from, Money(0, kEur), percent};
  };
  const Compensation scale = {
      .tables = {{.tiers = {tier("0.00 EUR"_money, 15_percent),
                            tier("2500.00 EUR"_money, 10_percent),
                            tier("5000.00 EUR"_money, 5_percent),
                            tier("10000.00 EUR"_money, 1_percent),
                            tier("200000.00 EUR"_money,
                                 Percent(Fraction::Of(5, 1'000)))},
                  .minimum = "40.00 EUR"_money,
                  .maximum = "6775.00 EUR"_money}},
      .rounding = Rounding::kHalfUp};
  ASSERT_THAT(CheckCompensation(scale, kEur), IsOk());
  const struct {
    Money size;
    const char* sum;
  } kRows[] = {
      {"100.00 EUR"_money, "40.00 EUR"},
      {"1000.00 EUR"_money, "150.00 EUR"},
      {"2500.00 EUR"_money, "375.00 EUR"},
      {"10000.00 EUR"_money, "875.00 EUR"},
      {"50000.00 EUR"_money, "1275.00 EUR"},
      {"200000.00 EUR"_money, "2775.00 EUR"},
      {"2000000.00 EUR"_money, "6775.00 EUR"},
      {"333.33 EUR"_money, "50.00 EUR"},  // 49.9995
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Sum(scale, row.size), row.sum) << Format(row.size);
  }
}

// Act of 8 March 2013 art. 10: 40 EUR up to 5,000 PLN, 70 EUR below 50,000 PLN,
// 100 EUR from there, at the rate of the last business day of the month before
// the claim fell due.
Compensation Polish() {
  return {.tables = {{.tiers = {{"0.00 PLN"_money, "40.00 EUR"_money},
                                {"5000.01 PLN"_money, "70.00 EUR"_money},
                                {"50000.00 PLN"_money, "100.00 EUR"_money}}}},
          .rounding = Rounding::kHalfUp,
          .fx_day = FxDay::kEndOfLastMonth};
}

TEST(Compensation, PolishSumsAreExchanged) {
  const auto fx = FxTable::Make(
      {.id = "example table",
       .rows = {{"2026-01-30"_date, kEur, kPln, Fraction::Of(42'131, 10'000)},
                {"2026-02-27"_date, kEur, kPln, Fraction::Of(43'434, 10'000)},
                {"2026-03-02"_date, kEur, kPln, Fraction::Of(9, 1)}}});
  ASSERT_THAT(CheckCompensation(Polish(), kPln), IsOk());
  const struct {
    Money size;
    const char* sum;
  } kRows[] = {
      {"5000.00 PLN"_money, "173.74 PLN"},  // 40 * 4.3434 of 27 February
      {"5000.01 PLN"_money, "304.04 PLN"},
      {"49999.99 PLN"_money, "304.04 PLN"},
      {"50000.00 PLN"_money, "434.34 PLN"},
      // An invoice in euros: its size is exchanged, the sum is not.
      {"1151.17 EUR"_money, "40.00 EUR"},  // 4,999.99... PLN
      {"1151.18 EUR"_money, "70.00 EUR"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Sum(Polish(), row.size, "2026-03-11"_date, *fx), row.sum)
        << Format(row.size);
  }
  const auto sum = CompensationFor(
      Polish(), {"100.00 PLN"_money, "2026-03-10"_date, "2026-03-11"_date},
      *fx);
  EXPECT_EQ(sum->why,
            "40.00 EUR: EUR at 4.3434 PLN of 2026-02-27 (example table)");
  EXPECT_EQ(Sum(Polish(), "100.00 PLN"_money), "RATE_UNKNOWN");
  EXPECT_EQ(Sum(Polish(), "100.00 PLN"_money, "2026-01-11"_date, *fx),
            "RATE_UNKNOWN");
  EXPECT_EQ(Sum(Polish(), "100.00 USD"_money, "2026-03-11"_date, *fx),
            "RATE_UNKNOWN");
}

// By the day on which the sum falls due; Norway's of the first halves of 2025
// and 2026.
TEST(Compensation, TablesAreDated) {
  const Compensation dated = {
      .tables = {{.since = "2025-01-01"_date,
                  .tiers = {{"0.00 NOK"_money, "470.00 NOK"_money}}},
                 {.since = "2026-01-01"_date,
                  .tiers = {{"0.00 NOK"_money, "460.00 NOK"_money}}}}};
  EXPECT_EQ(Sum(dated, "1.00 NOK"_money, "2024-12-31"_date), "0.00 NOK");
  EXPECT_EQ(Sum(dated, "1.00 NOK"_money, "2025-01-01"_date), "470.00 NOK");
  EXPECT_EQ(Sum(dated, "1.00 NOK"_money, "2025-12-31"_date), "470.00 NOK");
  EXPECT_EQ(Sum(dated, "1.00 NOK"_money, "2026-01-01"_date), "460.00 NOK");
}

TEST(Compensation, RefusesInOrderOfPrecedence) {
  Compensation rule = {
      .tables = {{.since = "2025-01-01"_date},
                 {.tiers = {{"5.00 EUR"_money, "1.00 EUR"_money}}}},
      .per = {}};
  const auto check = [&] { return CheckCompensation(rule, kEur, "/c"); };
  EXPECT_THAT(check(), IsError(Reason::kUnspecified, "/c"));
  rule.per = CompensationPer::kInvoice;
  EXPECT_THAT(check(), IsError(Reason::kMissingField, "/c/tables/0/tiers"));
  rule.tables[0].tiers = {
      {"0.00 EUR"_money, "1.00 PLN"_money, Percent(Fraction(-1))},
      {"0.00 EUR"_money, "1.00 EUR"_money}};
  EXPECT_THAT(check(),
              IsError(Reason::kCurrencyMismatch, "/c/tables/0/tiers/0"));
  rule.tables[0].tiers[0].amount = "1.00 EUR"_money;
  EXPECT_THAT(check(), IsError(Reason::kOutOfRange, "/c/tables/0/tiers/0"));
  rule.tables[0].tiers[0].percent = 1_percent;
  EXPECT_THAT(check(),
              IsError(Reason::kOutOfOrder, "/c/tables/0/tiers/1/from"));
  rule.tables[0].tiers.pop_back();
  rule.tables[0].minimum = "1.00 PLN"_money;
  EXPECT_THAT(check(),
              IsError(Reason::kCurrencyMismatch, "/c/tables/0/minimum"));
  rule.tables[0].minimum = "2.00 EUR"_money;
  rule.tables[0].maximum = "1.00 EUR"_money;
  EXPECT_THAT(check(), IsError(Reason::kConflict, "/c/tables/0/minimum"));
  rule.tables[0].maximum = {};
  EXPECT_THAT(check(), IsError(Reason::kMissingField, "/c/tables/1/since"));
  rule.tables[1].since = "2025-01-01"_date;
  EXPECT_THAT(check(), IsError(Reason::kOutOfOrder, "/c/tables/1/since"));
  rule.tables.pop_back();
  EXPECT_THAT(check(), IsError(Reason::kUnspecified, "/c/rounding"));
  rule.rounding = Rounding::kHalfUp;
  EXPECT_THAT(check(), IsOk());
  EXPECT_THAT(CheckCompensation(rule, kPln, "/c"),
              IsError(Reason::kUnspecified, "/c/fx_day"));
  rule.tables.resize(1'001);
  EXPECT_THAT(check(), IsError(Reason::kLimitExceeded, "/c/tables"));
}

}  // namespace
}  // namespace usance
