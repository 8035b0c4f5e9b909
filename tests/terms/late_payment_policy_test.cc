#include "usance/terms/late_payment_policy.h"

#include <gtest/gtest.h>

#include "tests/currencies.h"
#include "tests/matchers.h"
#include "usance/money/format.h"

namespace usance {
namespace {

TEST(LateFee, AmountIsClamped) {
  const Money invoice = "2000.00 EUR"_money;
  const Money overdue = "1234.56 EUR"_money;
  const struct {
    const char* what;
    LateFee fee;
    const char* amount;
  } kRows[] = {
      {"flat",
       {.id = "f", .basis = FeeBasis::kFlat, .amount = "7.50 EUR"_money},
       "7.50"},
      {"5 % of what is overdue, at most 50.00",
       {.id = "f",
        .basis = FeeBasis::kOverduePrincipal,
        .percent = 5_percent,
        .rounding = Rounding::kHalfUp,
        .maximum = "50.00 EUR"_money},
       "50.00"},
      {"5 % of what is overdue: 61.728",
       {.id = "f",
        .basis = FeeBasis::kOverduePrincipal,
        .percent = 5_percent,
        .rounding = Rounding::kHalfUp},
       "61.73"},
      {"the same, down",
       {.id = "f",
        .basis = FeeBasis::kOverduePrincipal,
        .percent = 5_percent,
        .rounding = Rounding::kDown},
       "61.72"},
      {"1 % of the invoice, at least 25.00",
       {.id = "f",
        .basis = FeeBasis::kInvoiceAmount,
        .percent = 1_percent,
        .rounding = Rounding::kHalfUp,
        .minimum = "25.00 EUR"_money},
       "25.00"},
      {"1 % of the invoice",
       {.id = "f",
        .basis = FeeBasis::kInvoiceAmount,
        .percent = 1_percent,
        .rounding = Rounding::kHalfUp},
       "20.00"},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(CheckFee(row.fee, kEur), IsOk()) << row.what;
    const auto sum = FeeAmount(row.fee, {invoice, overdue, 30});
    ASSERT_THAT(sum, IsOk()) << row.what;
    EXPECT_EQ(FormatAmount(sum->amount), row.amount) << row.what;
  }
}

TEST(LateFee, RefusesInOrderOfPrecedence) {
  LateFee fee = {.id = "f",
                 .percent = Percent(Fraction(-1)),
                 .minimum = "5.00 USD"_money,
                 .maximum = "-1.00 EUR"_money,
                 .after_days = -1,
                 .every = Days(0),
                 .max_count = 0};
  const auto check = [&] { return CheckFee(fee, kEur, "/fees/0"); };
  EXPECT_THAT(check(), IsError(Reason::kUnspecified, "/fees/0/basis"));
  fee.basis = FeeBasis::kFlat;
  EXPECT_THAT(check(), IsError(Reason::kUnspecified, "/fees/0/rounding"));
  fee.rounding = Rounding::kHalfUp;
  EXPECT_THAT(check(), IsError(Reason::kMissingField, "/fees/0/amount"));
  fee.amount = "1.00 EUR"_money;
  EXPECT_THAT(check(), IsError(Reason::kConflict, "/fees/0/amount"));
  fee.basis = FeeBasis::kOverduePrincipal;
  fee.amount = {};
  EXPECT_THAT(check(), IsError(Reason::kCurrencyMismatch, "/fees/0/minimum"));
  fee.minimum = "5.00 EUR"_money;
  EXPECT_THAT(check(), IsError(Reason::kOutOfRange, "/fees/0/maximum"));
  fee.maximum = "4.00 EUR"_money;
  EXPECT_THAT(check(), IsError(Reason::kOutOfRange, "/fees/0/percent"));
  fee.percent = 1_percent;
  EXPECT_THAT(check(), IsError(Reason::kOutOfRange, "/fees/0/after_days"));
  fee.after_days = 0;
  EXPECT_THAT(check(), IsError(Reason::kOutOfRange, "/fees/0/every"));
  fee.every = {};
  EXPECT_THAT(check(), IsError(Reason::kOutOfRange, "/fees/0/max_count"));
  fee.max_count = kMaxFeeCount + 1;
  EXPECT_THAT(check(), IsError(Reason::kLimitExceeded, "/fees/0/max_count"));
  fee.max_count = 2;
  EXPECT_THAT(check(), IsError(Reason::kConflict, "/fees/0/minimum"));
  fee.minimum = fee.maximum;
  EXPECT_THAT(check(), IsError(Reason::kConflict, "/fees/0/max_count"));
  fee.every = Months(1);
  EXPECT_THAT(check(), IsOk());
  fee.percent = {};
  EXPECT_THAT(check(), IsError(Reason::kMissingField, "/fees/0/percent"));
}

TEST(LatePaymentPolicy, RefusesInOrderOfPrecedence) {
  LatePaymentPolicy policy = {
      .grace_days = -1,
      .interest = DefaultInterest{RateHistory::Fixed("5%/period"_rate), {}},
      .fees = std::vector<LateFee>(101),
      .compensation =
          {.tables = {{.tiers = {{"5.00 EUR"_money, "-1.00 EUR"_money},
                                 {"5.00 EUR"_money, "1.00 EUR"_money}}}}},
      .caps = {{.amount = "1.00 USD"_money, .percent = 1_percent}}};
  const auto check = [&] { return CheckPolicy(policy, kEur); };
  EXPECT_THAT(check(), IsError(Reason::kOutOfRange, "/policy/grace_days"));
  policy.grace_days = 5;
  EXPECT_THAT(check(), IsError(Reason::kUnspecified, "/policy/interest_start"));
  policy.interest_start = InterestStart::kAfterGrace;
  EXPECT_THAT(check(),
              IsError(Reason::kUnspecified, "/policy/interest/rule/day_count"));
  policy.interest->rule = {.day_count = DayCount::kAct360,
                           .compounding = Compounding::kSimple,
                           .regime = RoundingRegime::kPerBooking,
                           .rounding = Rounding::kHalfUp};
  EXPECT_THAT(check(),
              IsError(Reason::kContextRequired, "/policy/interest/rates"));
  policy.interest->rates = RateHistory::Fixed("5%"_rate);
  policy.interest->ceiling = RateCeiling{"-1%/month"_rate, ""};
  EXPECT_THAT(check(),
              IsError(Reason::kConflict, "/policy/interest/ceiling/rate"));
  policy.interest->ceiling->rate = "-1%"_rate;
  EXPECT_THAT(check(),
              IsError(Reason::kOutOfRange, "/policy/interest/ceiling/rate"));
  policy.interest->ceiling->rate = "0%"_rate;
  EXPECT_THAT(check(), IsError(Reason::kLimitExceeded, "/policy/fees"));
  policy.fees.resize(2);
  policy.fees[0] = {
      .id = "f", .basis = FeeBasis::kFlat, .amount = "1.00 EUR"_money};
  EXPECT_THAT(check(), IsError(Reason::kUnspecified, "/policy/fees/1/basis"));
  policy.fees.pop_back();
  EXPECT_THAT(check(), IsError(Reason::kOutOfRange,
                               "/policy/compensation/tables/0/tiers/0"));
  policy.compensation.tables[0].tiers.erase(
      policy.compensation.tables[0].tiers.begin());
  EXPECT_THAT(check(), IsError(Reason::kUnspecified, "/policy/caps/0/action"));
  policy.caps[0].action = CapAction::kClip;
  EXPECT_THAT(check(),
              IsError(Reason::kUnspecified, "/policy/caps/0/rounding"));
  policy.caps[0].rounding = Rounding::kHalfUp;
  EXPECT_THAT(check(), IsError(Reason::kConflict, "/policy/caps/0"));
  policy.caps[0].percent = {};
  EXPECT_THAT(check(),
              IsError(Reason::kCurrencyMismatch, "/policy/caps/0/amount"));
  policy.caps[0].amount = "-1.00 EUR"_money;
  EXPECT_THAT(check(), IsError(Reason::kOutOfRange, "/policy/caps/0/amount"));
  policy.caps[0].amount = {};
  EXPECT_THAT(check(), IsError(Reason::kMissingField, "/policy/caps/0"));
  policy.caps[0].percent = Percent(Fraction(-1));
  EXPECT_THAT(check(), IsError(Reason::kOutOfRange, "/policy/caps/0/percent"));
  policy.caps[0].percent = 1_percent;
  EXPECT_THAT(check(), IsOk());
}

}  // namespace
}  // namespace usance
