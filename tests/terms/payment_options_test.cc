#include "usance/terms/payment_options.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/matchers.h"
#include "usance/money/format.h"
#include "usance/terms/late_charges.h"
#include "usance/terms/notation.h"

namespace usance {
namespace {

DueAmount Part(std::string_view terms) {
  const auto parts =
      DueDates(*ParseTerms(terms),
               {.date = "2026-01-10"_date, .amount = "1000.00 EUR"_money},
               {.rounding = Rounding::kHalfUp,
                .residual = TermsResidual::kLast,
                .discount_base = DiscountBase::kGross});
  return parts->front();
}

// 8 % a year, act/365, and 40.00 once.
LatePaymentPolicy Policy() {
  LatePaymentPolicy policy;
  policy.interest =
      DefaultInterest{.rates = RateHistory::Fixed("8%"_rate),
                      .rule = {.day_count = DayCount::kAct365Fixed,
                               .compounding = Compounding::kSimple,
                               .regime = RoundingRegime::kPerBooking,
                               .rounding = Rounding::kHalfUp}};
  policy.compensation.tables = {
      {.tiers = {{"0.00 EUR"_money, "40.00 EUR"_money}}}};
  return policy;
}

std::string Text(const std::vector<PaymentOption>& options) {
  std::string text;
  for (const PaymentOption& option : options) {
    text += option.by.ToText() + " " + FormatAmount(option.pay) + " -" +
            FormatAmount(option.discount) + " +" +
            FormatAmount(option.charges) + "; ";
  }
  return text;
}

// 40.00 GBP at 0.80 are 50.00 EUR, and 6.58 of interest.
TEST(PaymentOptions, AFixedSumInAnotherCurrencyNeedsARateOfExchange) {
  LatePaymentPolicy policy = Policy();
  policy.compensation.tables = {
      {.tiers = {{"0.00 EUR"_money, "40.00 GBP"_money}}}};
  policy.compensation.rounding = Rounding::kHalfUp;
  policy.compensation.fx_day = FxDay::kFallsDue;
  const std::vector<Date> late = {"2026-03-11"_date};
  EXPECT_THAT(PaymentOptions(Part("net 30"), &policy, late),
              IsError(Reason::kRateUnknown, "/fx"));
  const FxTable fx =
      *FxTable::Make({.id = "by hand",
                      .rows = {{"2026-02-10"_date, Currency::Of("EUR"),
                                Currency::Of("GBP"), Fraction::Of(4, 5)}}});
  const auto options = PaymentOptions(Part("net 30"), &policy, late, fx);
  ASSERT_THAT(options, IsOk());
  EXPECT_EQ(
      Text(*options),
      "2026-02-09 1000.00 -0.00 +0.00; 2026-03-11 1056.58 -0.00 +56.58; ");
}

TEST(PaymentOptions, AreInOrderOfTheirDays) {
  const struct {
    std::string_view terms, text;
  } rows[] = {
      {"net 30", "2026-02-09 1000.00 -0.00 +0.00; "},
      {"2/10 net 30",
       "2026-01-20 980.00 -20.00 +0.00; 2026-02-09 1000.00 -0.00 +0.00; "},
      {"1/14 3/7 net 30",
       "2026-01-17 970.00 -30.00 +0.00; 2026-01-24 990.00 -10.00 +0.00; "
       "2026-02-09 1000.00 -0.00 +0.00; "},
      // A later tier of more hides the earlier one; an equal one too.
      {"2/10 3/20 net 30",
       "2026-01-30 970.00 -30.00 +0.00; 2026-02-09 1000.00 -0.00 +0.00; "},
      {"2/10 2/20 net 30",
       "2026-01-30 980.00 -20.00 +0.00; 2026-02-09 1000.00 -0.00 +0.00; "},
      {"2/30 net 30", "2026-02-09 980.00 -20.00 +0.00; "},
  };
  for (const auto& row : rows) {
    const auto options = PaymentOptions(Part(row.terms));
    ASSERT_THAT(options, IsOk()) << row.terms;
    EXPECT_EQ(Text(*options), row.text) << row.terms;
  }
}

// 30 days at 8 % of 1000.00: 6.575..., 60 days: 13.150...
TEST(PaymentOptions, SayWhatBeingLateCosts) {
  const LatePaymentPolicy policy = Policy();
  const Date late[] = {"2026-03-11"_date, "2026-04-10"_date};
  const auto options = PaymentOptions(Part("2/10 net 30"), &policy, late);
  ASSERT_THAT(options, IsOk());
  EXPECT_EQ(Text(*options),
            "2026-01-20 980.00 -20.00 +0.00; 2026-02-09 1000.00 -0.00 +0.00; "
            "2026-03-11 1046.58 -0.00 +46.58; "
            "2026-04-10 1053.15 -0.00 +53.15; ");
}

// A provisional rate shows on the rows that rest on it, and on no other.
TEST(PaymentOptions, ShowTheMarksOfTheRates) {
  LatePaymentPolicy policy = Policy();
  const RateStep step = {"2026-01-01"_date, "8%"_rate, Confidence::kMemory};
  policy.interest->rates =
      *RateHistory::Make({.steps = {step}, .known_through = "2026-03-11"_date});
  policy.interest->unknown_rate = UnknownRate::kProvisional;
  const Date late[] = {"2026-03-11"_date, "2026-04-10"_date};
  const auto options = PaymentOptions(Part("net 30"), &policy, late);
  ASSERT_THAT(options, IsOk());
  const struct {
    bool provisional;
    Confidence confidence;
  } marks[] = {{false, Confidence::kGiven},
               {false, Confidence::kMemory},
               {true, Confidence::kMemory}};
  ASSERT_EQ(options->size(), std::size(marks));
  for (size_t i = 0; i < options->size(); ++i) {
    EXPECT_EQ((*options)[i].provisional, marks[i].provisional) << i;
    EXPECT_EQ((*options)[i].confidence, marks[i].confidence) << i;
  }
}

TEST(PaymentOptions, Refuse) {
  const LatePaymentPolicy policy = Policy();
  const DueAmount part = Part("2/10 net 30");
  const Date due[] = {"2026-02-09"_date};
  const Date back[] = {"2026-03-11"_date, "2026-03-11"_date};
  EXPECT_THAT(PaymentOptions(part, nullptr, back),
              IsError(Reason::kContextRequired, "/policy"));
  EXPECT_THAT(PaymentOptions(part, &policy, due),
              IsError(Reason::kOutOfOrder, "/late/0"));
  EXPECT_THAT(PaymentOptions(part, &policy, back),
              IsError(Reason::kOutOfOrder, "/late/1"));
}

}  // namespace
}  // namespace usance
