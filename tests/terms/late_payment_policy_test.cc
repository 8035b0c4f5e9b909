#include "usance/terms/late_payment_policy.h"

#include <gtest/gtest.h>

#include "tests/matchers.h"
#include "usance/money/format.h"

namespace usance {
namespace {

constexpr Currency kEur = Currency::Of("EUR");

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
    EXPECT_EQ(FormatAmount(*FeeAmount(row.fee, invoice, overdue)), row.amount)
        << row.what;
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
      .compensation = {{"5.00 USD"_money, "1.00 USD"_money},
                       {"5.00 EUR"_money, "1.00 EUR"_money}},
      .cap = ChargeCap{.amount = "1.00 USD"_money, .percent = 1_percent}};
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
  EXPECT_THAT(check(), IsError(Reason::kLimitExceeded, "/policy/fees"));
  policy.fees.resize(2);
  policy.fees[0] = {
      .id = "f", .basis = FeeBasis::kFlat, .amount = "1.00 EUR"_money};
  EXPECT_THAT(check(), IsError(Reason::kUnspecified, "/policy/fees/1/basis"));
  policy.fees.pop_back();
  EXPECT_THAT(check(),
              IsError(Reason::kCurrencyMismatch, "/policy/compensation/0"));
  policy.compensation[0] = {"5.00 EUR"_money, "-1.00 EUR"_money};
  EXPECT_THAT(check(), IsError(Reason::kOutOfRange, "/policy/compensation/0"));
  policy.compensation[0].amount = "1.00 EUR"_money;
  EXPECT_THAT(check(),
              IsError(Reason::kOutOfOrder, "/policy/compensation/1/from"));
  policy.compensation.pop_back();
  EXPECT_THAT(check(), IsError(Reason::kUnspecified, "/policy/cap/action"));
  policy.cap->action = CapAction::kClip;
  EXPECT_THAT(check(), IsError(Reason::kUnspecified, "/policy/cap/rounding"));
  policy.cap->rounding = Rounding::kHalfUp;
  EXPECT_THAT(check(), IsError(Reason::kConflict, "/policy/cap"));
  policy.cap->percent = {};
  EXPECT_THAT(check(),
              IsError(Reason::kCurrencyMismatch, "/policy/cap/amount"));
  policy.cap->amount = "-1.00 EUR"_money;
  EXPECT_THAT(check(), IsError(Reason::kOutOfRange, "/policy/cap/amount"));
  policy.cap->amount = {};
  EXPECT_THAT(check(), IsError(Reason::kMissingField, "/policy/cap"));
  policy.cap->percent = Percent(Fraction(-1));
  EXPECT_THAT(check(), IsError(Reason::kOutOfRange, "/policy/cap/percent"));
  policy.cap->percent = 1_percent;
  EXPECT_THAT(check(), IsOk());
}

}  // namespace
}  // namespace usance
