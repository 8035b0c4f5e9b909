#include "usance/portfolio/metrics.h"

#include <gmock/gmock.h>

#include <limits>
#include <string>
#include <vector>

#include "tests/matchers.h"
#include "usance/core/rounding.h"

namespace usance {
namespace {

// "365/6", or what is wrong.
std::string Text(const absl::StatusOr<Fraction>& value) {
  return value.ok() ? ToText(*value) : std::string(value.status().message());
}

// To two decimals, half up, as the sources print them.
std::string Printed(const absl::StatusOr<Fraction>& value) {
  if (!value.ok()) return std::string(value.status().message());
  const auto hundredfold = CheckedMul(*value, Fraction(100));
  const int128 hundredths = hundredfold->Round(Rounding::kHalfUp);
  const std::string cents = ToText(hundredths % 100);
  return ToText(hundredths / 100) + "." + (cents.size() < 2 ? "0" : "") + cents;
}

constexpr int64_t kMost = std::numeric_limits<int64_t>::max();

TEST(Metrics, DsoAsPublished) {
  const Receivables year = {.sales_minor = 1'200'000,
                            .closing_minor = 200'000,
                            .not_due_minor = 120'000,
                            .days = 365};
  EXPECT_EQ(Text(Dso(year)), "365/6");
  EXPECT_EQ(Printed(Dso(year)), "60.83");
  EXPECT_EQ(Text(BestPossibleDso(year)), "73/2");
  EXPECT_EQ(Printed(BestPossibleDso(year)), "36.50");
  EXPECT_EQ(Text(AverageDaysDelinquent(year)), "73/3");
  EXPECT_EQ(Printed(AverageDaysDelinquent(year)), "24.33");
}

TEST(Metrics, DsoRefuses) {
  EXPECT_THAT(Dso({.closing_minor = 1, .days = 30}),
              IsError(Reason::kOutOfRange, "/sales"));
  EXPECT_THAT(BestPossibleDso({.sales_minor = 1}),
              IsError(Reason::kOutOfRange, "/days"));
  EXPECT_THAT(AverageDaysDelinquent({.sales_minor = -1, .days = 30}),
              IsError(Reason::kOutOfRange, "/sales"));
}

TEST(Metrics, DsoOfTheLargestAmounts) {
  EXPECT_EQ(Text(Dso({.sales_minor = 1,
                      .closing_minor = kMost,
                      .days = std::numeric_limits<int32_t>::max()})),
            "19807040619342712359383728129");  // (2^63 - 1)(2^31 - 1)
}

TEST(Metrics, CeiAsPublished) {
  const Receivables period = {.opening_minor = 100,
                              .sales_minor = 250,
                              .closing_minor = 120,
                              .not_due_minor = 90};
  EXPECT_EQ(Text(CollectionEffectiveness(period)), "23/26");  // 88.46 %
  EXPECT_EQ(Text(CollectionRate(period, 230)), "23/35");
  EXPECT_THAT(CollectionEffectiveness({.opening_minor = 5, .not_due_minor = 5}),
              IsError(Reason::kOutOfRange, "/not_due"));
  EXPECT_THAT(CollectionRate({}, 1), IsError(Reason::kOutOfRange, "/sales"));
}

TEST(Metrics, CountbackDso) {
  struct Case {
    std::string_view about;
    int64_t closing_minor;
    std::vector<SalesOfDays> months;
    std::string_view days;
  };
  const Case kCases[] = {
      {"a quarter of 70, 80 and 100 thousand",
       212'000,
       {{30, 100'000}, {30, 80'000}, {30, 70'000}},
       "516/7"},
      {"within the latest month", 25, {{31, 100}, {28, 1}}, "31/4"},
      {"all of two months", 150, {{31, 100}, {28, 50}}, "59"},
      {"a month without sales counts all the same",
       150,
       {{31, 100}, {28, 0}, {31, 100}},
       "149/2"},
      {"a month of more returns than sales leaves more to cover",
       100,
       {{30, 50}, {30, -50}, {30, 100}},
       "90"},
      {"nothing is open", 0, {}, "0"},
      {"customers have paid too much", -5, {{30, 100}}, "0"},
  };
  for (const Case& one : kCases) {
    EXPECT_EQ(Text(CountbackDso(one.closing_minor, one.months)), one.days)
        << one.about;
  }
  const SalesOfDays months[] = {{30, 100}, {0, 100}};
  EXPECT_THAT(CountbackDso(101, months),
              IsError(Reason::kOutOfRange, "/months/1/days"));
  EXPECT_THAT(CountbackDso(101, std::span(months, 1)),
              IsError(Reason::kContextRequired, "/months"));
}

AmountsByDays Sums(std::initializer_list<std::pair<int32_t, int64_t>> parts) {
  AmountsByDays sums;
  for (const auto& [days, minor] : parts) {
    EXPECT_THAT(Add(sums, days, {.amount_minor = minor, .count = 1}), IsOk());
  }
  return sums;
}

TEST(Metrics, AverageDaysAreWeighted) {
  EXPECT_EQ(Text(AverageDays(Sums({{10, 100'00}, {30, 300'00}}))), "25");
  EXPECT_EQ(Text(AverageDays(Sums({{-3, 1}, {4, 2}}))), "5/3");
  EXPECT_THAT(AverageDays({}), IsError(Reason::kOutOfRange, ""));
  EXPECT_EQ(
      Text(AverageDays(Sums({{INT32_MIN, kMost}, {INT32_MIN + 2, kMost}}))),
      "-2147483647");
  AmountsByDays full = Sums({{1, kMost}});
  EXPECT_THAT(Add(full, 1, {.amount_minor = 1}),
              IsError(Reason::kOverflow, ""));
}

TEST(Metrics, SharesByDays) {
  const AmountsByDays late = Sums({{0, 100'00}, {2, 300'00}});
  EXPECT_EQ(Text(ShareOfAmount(late, {.last = 0})), "1/4");  // on time
  EXPECT_EQ(Text(ShareOfCount(late, {.last = 0})), "1/2");
  EXPECT_EQ(Text(ShareOfAmount(late, {.first = 1, .last = 2})), "3/4");
  EXPECT_EQ(Text(ShareOfAmount(late, {.first = 3})), "0");
  EXPECT_THAT(ShareOfAmount({}, {}), IsError(Reason::kOutOfRange, ""));
  EXPECT_THAT(ShareOfCount({}, {}), IsError(Reason::kOutOfRange, ""));
}

TEST(Metrics, AveragePaymentPeriod) {
  // (40 * 300 + 20 * 100) / 400
  EXPECT_EQ(
      Text(AveragePaymentPeriod(Sums({{40, 300'00}}), Sums({{20, 100'00}}))),
      "35");
  EXPECT_EQ(Text(AveragePaymentPeriod({}, Sums({{20, 1}}))), "20");
  EXPECT_THAT(AveragePaymentPeriod({}, {}), IsError(Reason::kOutOfRange, ""));
}

TEST(Metrics, PaymentPractices) {
  const auto practices =
      PaymentPracticesOf(Sums({{10, 1}, {30, 1'000}, {31, 5}, {61, 7}}));
  ASSERT_THAT(practices, IsOk());
  EXPECT_EQ(practices->average_days, Fraction(33));
  EXPECT_EQ(practices->within_30_days, Fraction::Of(1, 2));
  EXPECT_EQ(practices->from_31_to_60_days, Fraction::Of(1, 4));
  EXPECT_EQ(practices->after_60_days, Fraction::Of(1, 4));
  EXPECT_THAT(PaymentPracticesOf({}), IsError(Reason::kOutOfRange, ""));
}

TEST(Metrics, PromisesAndCosts) {
  EXPECT_EQ(Text(PromiseKeepRate(
                {.kept = 6, .kept_in_part = 1, .broken = 3, .open = 5})),
            "3/5");
  EXPECT_THAT(PromiseKeepRate({.open = 5}), IsError(Reason::kOutOfRange, ""));
  EXPECT_EQ(
      Text(CostToCollect({.cost_minor = 30'00, .collected_minor = 1'500'00})),
      "1/50");
  EXPECT_THAT(CostToCollect({.cost_minor = 1}),
              IsError(Reason::kOutOfRange, "/collected"));
}

}  // namespace
}  // namespace usance
