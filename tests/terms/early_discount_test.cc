#include "usance/terms/early_discount.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "tests/currencies.h"
#include "tests/matchers.h"
#include "usance/core/text.h"
#include "usance/money/format.h"
#include "usance/money/split.h"

namespace usance {
namespace {

constexpr Date kUntil = "2019-01-11"_date;

EarlyDiscount Off(Percent percent) { return {.percent = percent}; }

TEST(OfferOn, R49_PayAndDiscountAreComplementary) {
  const Rounding half_up = Rounding::kHalfUp;
  const struct {
    Money amount;
    Percent percent;
    Rounding rounding;
    std::string_view pay, discount;
  } rows[] = {
      // odoo#163786: rounding the discount first gives 1552.54.
      {"1725.05 EUR"_money, 10_percent, half_up, "1552.55", "172.50"},
      {"1000.00 EUR"_money, 10_percent, half_up, "900.00", "100.00"},
      {"3000.00 EUR"_money, 10_percent, half_up, "2700.00", "300.00"},
      {"1000.00 EUR"_money, 5_percent, half_up, "950.00", "50.00"},
      {"-1725.05 EUR"_money, 10_percent, half_up, "-1552.55", "-172.50"},
      {"0.01 EUR"_money, 2_percent, half_up, "0.01", "0.00"},
      {"0.00 EUR"_money, 2_percent, half_up, "0.00", "0.00"},
      {"0.25 EUR"_money, 10_percent, half_up, "0.23", "0.02"},  // 0.225
      {"0.25 EUR"_money, 10_percent, Rounding::kHalfEven, "0.22", "0.03"},
      {"100 JPY"_money, 1_percent, half_up, "99", "1"},
      {"0.001 KWD"_money, 100_percent, half_up, "0.000", "0.001"},
  };
  for (const auto& row : rows) {
    const auto offer = OfferOn(Off(row.percent), kUntil, row.amount,
                               Fraction(row.amount.minor()), row.rounding);
    ASSERT_THAT(offer, IsOk());
    EXPECT_EQ(FormatAmount(offer->pay), row.pay);
    EXPECT_EQ(FormatAmount(offer->discount), row.discount);
    EXPECT_EQ(offer->until, kUntil);
  }
}

// RechnungsFee#295: a discount on an invoice with two rates of tax, taken from
// one of them. It is a part of each: 3 % of 119.00 and of 107.00.
TEST(OfferOn, R51_ADiscountIsOfEveryRateOfTax) {
  const auto offer = OfferOn(Off(3_percent), kUntil, "226.00 EUR"_money,
                             Fraction(22'600), Rounding::kHalfUp);
  ASSERT_THAT(offer, IsOk());
  EXPECT_EQ(FormatAmount(offer->discount), "6.78");
  const auto parts =
      Split(offer->discount.minor(), std::vector<Fraction>{11'900, 10'700});
  ASSERT_THAT(parts, IsOk());
  EXPECT_EQ(*parts, (std::vector<int64_t>{357, 321}));
}

TEST(OfferOn, AnAmountOffTakesTheSign) {
  const EarlyDiscount tier{.amount = "20.00 EUR"_money};
  const auto owed = OfferOn(tier, kUntil, "1000.00 EUR"_money, 0, {});
  EXPECT_EQ(owed->pay, "980.00 EUR"_money);
  EXPECT_EQ(owed->discount, "20.00 EUR"_money);
  const auto credit = OfferOn(tier, kUntil, "-1000.00 EUR"_money, 0, {});
  EXPECT_EQ(credit->pay, "-980.00 EUR"_money);
  EXPECT_EQ(credit->discount, "-20.00 EUR"_money);
}

TEST(OfferOn, Errors) {
  const Money amount = "10.00 EUR"_money;
  const struct {
    EarlyDiscount tier;
    Rounding rounding;
    Reason reason;
    std::string_view field;
  } rows[] = {
      {{}, Rounding::kUp, Reason::kUnspecified, ""},
      {{.percent = 2_percent, .amount = amount},
       Rounding::kUp,
       Reason::kUnspecified,
       ""},
      {Off(101_percent), Rounding{}, Reason::kOutOfRange, "/percent"},
      {Off(Percent(Fraction(-1))), Rounding::kUp, Reason::kOutOfRange,
       "/percent"},
      {Off(2_percent), Rounding{}, Reason::kUnspecified, "/rounding"},
      {{.amount = "1.00 USD"_money},
       Rounding::kUp,
       Reason::kCurrencyMismatch,
       "/amount"},
      {{.amount = "10.01 EUR"_money},
       Rounding::kUp,
       Reason::kOutOfRange,
       "/amount"},
      {{.amount = "-0.01 EUR"_money},
       Rounding::kUp,
       Reason::kOutOfRange,
       "/amount"},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(OfferOn(row.tier, kUntil, amount, 1000, row.rounding),
                IsError(row.reason, row.field));
  }
}

TEST(TaxOnDiscounted, TaxIsChargedAsIfTheDiscountWereTaken) {
  // 1000.00 at 15 % and 10 % off: 135.00, whether or not it is paid early.
  EXPECT_EQ(*TaxOnDiscounted("1000.00 EUR"_money, 15_percent, 10_percent,
                             Rounding::kHalfUp),
            "135.00 EUR"_money);
  EXPECT_THAT(TaxOnDiscounted(Money(INT64_MAX, kEur), 1000_percent, 0_percent,
                              Rounding::kHalfUp),
              IsError(Reason::kOverflow, "/net"));
}

// 1000.00, 2 % until the 10th and 1 % until the 20th.
std::vector<DiscountOffer> TwoOffers() {
  return {
      {"2024-01-10"_date, 2_percent, "20.00 EUR"_money, "980.00 EUR"_money},
      {"2024-01-20"_date, 1_percent, "10.00 EUR"_money, "990.00 EUR"_money}};
}

TEST(SettleOn, R45_PaymentsOfAPart) {
  using P = PartialPayment;
  const Money half = "500.00 EUR"_money;
  const DiscountPayment early{"2024-01-05"_date, half};
  const struct {
    P rule;
    std::vector<DiscountPayment> payments;
    Date on;
    std::string_view pay, discount, open;
  } rows[] = {
      // Nothing paid: the best tier that is open, up to its last day.
      {P::kNone, {}, "2024-01-10"_date, "980.00", "20.00", "1000.00"},
      {P::kProRata, {}, "2024-01-11"_date, "990.00", "10.00", "1000.00"},
      {P::kKeepLast, {}, "2024-01-21"_date, "1000.00", "0.00", "1000.00"},
      // odoo#94050: after 500.00 the rest is 480.00 or 500.00, never 980.00.
      {P::kNone, {early}, "2024-01-08"_date, "500.00", "0.00", "500.00"},
      {P::kProRata, {early}, "2024-01-08"_date, "480.00", "9.80", "489.80"},
      {P::kKeepLast, {early}, "2024-01-08"_date, "480.00", "20.00", "500.00"},
      // In the second tier's time.
      {P::kProRata, {early}, "2024-01-15"_date, "484.90", "4.90", "489.80"},
      {P::kKeepLast, {early}, "2024-01-15"_date, "490.00", "10.00", "500.00"},
      // After both.
      {P::kNone, {early}, "2024-02-01"_date, "500.00", "0.00", "500.00"},
      {P::kProRata, {early}, "2024-02-01"_date, "489.80", "0.00", "489.80"},
      {P::kKeepLast, {early}, "2024-02-01"_date, "500.00", "0.00", "500.00"},
      // The whole in time settles it under each rule.
      {P::kNone,
       {{"2024-01-10"_date, "980.00 EUR"_money}},
       "2024-01-10"_date,
       "0.00",
       "0.00",
       "0.00"},
      {P::kNone,
       {{"2024-01-11"_date, "980.00 EUR"_money}},
       "2024-01-11"_date,
       "20.00",
       "0.00",
       "20.00"},
      {P::kProRata,
       {early, {"2024-01-10"_date, "480.00 EUR"_money}},
       "2024-01-10"_date,
       "0.00",
       "0.00",
       "0.00"},
      {P::kKeepLast,
       {early, {"2024-01-10"_date, "480.00 EUR"_money}},
       "2024-01-10"_date,
       "0.00",
       "0.00",
       "0.00"},
      {P::kNone,
       {early, {"2024-01-10"_date, "480.00 EUR"_money}},
       "2024-01-10"_date,
       "20.00",
       "0.00",
       "20.00"},
  };
  for (const auto& row : rows) {
    const auto settled = SettleOn(row.on, "1000.00 EUR"_money, TwoOffers(),
                                  row.payments, row.rule, Rounding::kHalfUp);
    ASSERT_THAT(settled, IsOk());
    const std::string where =
        std::string(NameOf(row.rule)) + " on " + row.on.ToText();
    EXPECT_EQ(FormatAmount(settled->pay), row.pay) << where;
    EXPECT_EQ(FormatAmount(settled->discount), row.discount) << where;
    EXPECT_EQ(FormatAmount(settled->open), row.open) << where;
  }
}

TEST(SettleOn, Errors) {
  const auto offers = TwoOffers();
  const auto settle = [&](std::vector<DiscountPayment> payments,
                          PartialPayment rule, Rounding rounding) {
    return SettleOn("2024-01-10"_date, "1000.00 EUR"_money, offers, payments,
                    rule, rounding);
  };
  const Date early = "2024-01-05"_date;
  const Money one = "1.00 EUR"_money;
  EXPECT_THAT(settle({}, PartialPayment{}, Rounding::kUp),
              IsError(Reason::kUnspecified, "/partial"));
  EXPECT_THAT(settle({}, PartialPayment::kProRata, Rounding{}),
              IsError(Reason::kUnspecified, "/rounding"));
  EXPECT_THAT(settle({}, PartialPayment::kNone, Rounding{}), IsOk());
  const auto keep = [&](std::vector<DiscountPayment> payments) {
    return settle(std::move(payments), PartialPayment::kKeepLast, Rounding{});
  };
  EXPECT_THAT(keep({{early, "1.00 USD"_money}}),
              IsError(Reason::kCurrencyMismatch, "/payments/0/amount"));
  EXPECT_THAT(keep({{"2024-01-11"_date, one}}),
              IsError(Reason::kOutOfOrder, "/payments/0/date"));
  EXPECT_THAT(keep({{early, one}, {"2024-01-04"_date, one}}),
              IsError(Reason::kOutOfOrder, "/payments/1/date"));
  EXPECT_THAT(keep({{early, "-0.01 EUR"_money}}),
              IsError(Reason::kOutOfRange, "/payments/0/amount"));
  EXPECT_THAT(keep({{early, "1000.01 EUR"_money}}),
              IsError(Reason::kOutOfRange, "/payments/0/amount"));
  EXPECT_THAT(keep({{early, "980.00 EUR"_money}, {early, one}}),
              IsError(Reason::kOutOfRange, "/payments/1/amount"));
  EXPECT_THAT(keep({{early, Money(INT64_MIN, kEur)}}),
              IsError(Reason::kOutOfRange, "/payments/0/amount"));
}

// Whatever was paid before, paying what is asked settles everything, and the
// credit note mirrors the invoice.
RC_GTEST_PROP(SettleOn, WhatIsAskedSettles, ()) {
  const int64_t owed = *rc::gen::inRange<int64_t>(0, 1'000'000);
  const auto tier =
      Off(Percent(Fraction::Of(*rc::gen::inRange(0, 1001), 1000)));
  const auto rule =
      *rc::gen::element(PartialPayment::kNone, PartialPayment::kProRata,
                        PartialPayment::kKeepLast);
  const auto rounding = *rc::gen::element(
      Rounding::kHalfUp, Rounding::kHalfEven, Rounding::kUp, Rounding::kDown);
  const Date first = "2024-01-01"_date;
  const Date until = *AddDays(first, *rc::gen::inRange(0, 6));
  std::vector<std::vector<DiscountPayment>> payments(2);
  const Date on = *AddDays(first, 4);
  for (const int sign : {1, -1}) {
    const Money amount(sign * owed, kEur);
    const auto offer =
        *OfferOn(tier, until, amount, Fraction(amount.minor()), rounding);
    RC_ASSERT(offer.pay.minor() + offer.discount.minor() == amount.minor());
  }
  const Money amount(owed, kEur), credit(-owed, kEur);
  const std::vector<DiscountOffer> offers = {
      *OfferOn(tier, until, amount, owed, rounding)};
  const std::vector<DiscountOffer> mirrored = {
      *OfferOn(tier, until, credit, -owed, rounding)};
  for (int day = 0; day < 3; ++day) {
    const Date date = *AddDays(first, day);
    const auto open =
        *SettleOn(date, amount, offers, payments[0], rule, rounding);
    const int64_t part = *rc::gen::inRange<int64_t>(0, open.pay.minor() + 1);
    payments[0].push_back({date, Money(part, kEur)});
    payments[1].push_back({date, Money(-part, kEur)});
  }
  const auto asked = *SettleOn(on, amount, offers, payments[0], rule, rounding);
  const auto back =
      *SettleOn(on, credit, mirrored, payments[1], rule, rounding);
  RC_ASSERT(back.pay.minor() == -asked.pay.minor());
  RC_ASSERT(back.open.minor() == -asked.open.minor());
  RC_ASSERT(asked.pay.minor() + asked.discount.minor() == asked.open.minor());
  payments[0].push_back({on, asked.pay});
  const auto done = *SettleOn(on, amount, offers, payments[0], rule, rounding);
  RC_ASSERT(done.open.minor() == 0 && done.pay.minor() == 0);
}

TEST(SettleOn, DaysOfGrace) {
  // 2 % until the 10th, tolerated for 3 days; 1 % until the 20th.
  const Money amount = "1000.00 EUR"_money;
  EarlyDiscount two = Off(2_percent);
  two.grace_days = 3;
  const std::vector<DiscountOffer> offers = {
      *OfferOn(two, "2024-01-10"_date, amount, amount.minor(),
               Rounding::kHalfUp),
      *OfferOn(Off(1_percent), "2024-01-20"_date, amount, amount.minor(),
               Rounding::kHalfUp)};
  const struct {
    std::string_view on, pay, discount;
    int32_t grace_days_used;
  } rows[] = {
      {"2024-01-10", "980.00", "20.00", 0},
      {"2024-01-11", "980.00", "20.00", 1},
      {"2024-01-13", "980.00", "20.00", 3},
      {"2024-01-14", "990.00", "10.00", 0},
      {"2024-01-20", "990.00", "10.00", 0},
      {"2024-01-21", "1000.00", "0.00", 0},
  };
  for (const auto& row : rows) {
    const auto settled = SettleOn(*Date::Parse(row.on), amount, offers, {},
                                  PartialPayment::kNone, Rounding::kHalfUp);
    ASSERT_THAT(settled, IsOk());
    EXPECT_EQ(FormatAmount(settled->pay), row.pay) << row.on;
    EXPECT_EQ(FormatAmount(settled->discount), row.discount) << row.on;
    EXPECT_EQ(settled->grace_days_used, row.grace_days_used) << row.on;
  }
  // A payment in the days of grace counts as one in time.
  const std::vector<DiscountPayment> paid = {
      {"2024-01-12"_date, "500.00 EUR"_money}};
  EXPECT_EQ(SettleOn("2024-01-13"_date, amount, offers, paid,
                     PartialPayment::kKeepLast, Rounding::kHalfUp)
                ->pay,
            "480.00 EUR"_money);
}

TEST(EffectiveAnnualCost, OfNotTakingTheDiscount) {
  // (1 / (1 - d)) ^ (year / days) - 1 to 50 digits by Python's decimal.
  const struct {
    Percent discount;
    int32_t days, year_days, decimals;
    Rounding rounding;
    std::string_view cost;
  } rows[] = {
      // 0.44585292731248...
      {2_percent, 20, 365, 6, Rounding::kHalfEven, "0.445853"},
      {2_percent, 20, 365, 4, Rounding::kHalfEven, "0.4459"},
      {2_percent, 20, 365, 4, Rounding::kDown, "0.4458"},
      {2_percent, 20, 365, 0, Rounding::kUp, "1"},
      {2_percent, 20, 365, 12, Rounding::kFloor, "0.445852927312"},
      // 0.73024970237021...
      {3_percent, 20, 360, 12, Rounding::kHalfUp, "0.730249702371"},
      // Rational: (100/80)^1 - 1 is 1/4, and (100/75)^2 - 1 is 7/9.
      {20_percent, 365, 365, 12, Rounding::kUp, "0.25"},
      {20_percent, 365, 365, 1, Rounding::kHalfEven, "0.2"},
      {20_percent, 365, 365, 1, Rounding::kHalfUp, "0.3"},
      {20_percent, 365, 365, 1, Rounding::kHalfDown, "0.2"},
      {25_percent, 180, 360, 3, Rounding::kHalfUp, "0.778"},
      // A root that is rational: (4/1)^(1/2) - 1.
      {75_percent, 730, 365, 2, Rounding::kUp, "1"},
      {0_percent, 20, 365, 6, Rounding::kUp, "0"},
      // 1.00000055...E-7
      {Percent(Fraction::Of(1, 1'000'000)), 3'660, 366, 12, Rounding::kHalfEven,
       "0.0000001"},
  };
  for (const auto& row : rows) {
    const auto cost = EffectiveAnnualCost(row.discount, row.days, row.year_days,
                                          row.decimals, row.rounding);
    ASSERT_THAT(cost, IsOk()) << row.cost;
    EXPECT_EQ(ToDecimalText(*cost, row.decimals), row.cost);
  }
}

TEST(EffectiveAnnualCost, ErrorsInOrder) {
  const auto cost = [](Percent discount, int32_t days, int32_t year_days,
                       int32_t decimals, Rounding rounding) {
    return EffectiveAnnualCost(discount, days, year_days, decimals, rounding);
  };
  EXPECT_THAT(cost(100_percent, 0, 0, -1, {}),
              IsError(Reason::kOutOfRange, "/discount"));
  EXPECT_THAT(cost(2_percent, 3'661, 0, -1, {}),
              IsError(Reason::kOutOfRange, "/days"));
  EXPECT_THAT(cost(2_percent, 20, 367, -1, {}),
              IsError(Reason::kOutOfRange, "/year_days"));
  EXPECT_THAT(cost(2_percent, 20, 365, 13, {}),
              IsError(Reason::kOutOfRange, "/decimals"));
  EXPECT_THAT(cost(2_percent, 20, 365, 6, {}),
              IsError(Reason::kUnspecified, "/rounding"));
  EXPECT_THAT(cost(99_percent, 1, 365, 6, Rounding::kHalfUp),
              IsError(Reason::kOverflow, "/discount"));
}

TEST(AnnualCost, OfNotTakingTheDiscount) {
  const struct {
    Percent discount;
    int32_t days, year_days;
    Fraction cost;
    std::string_view percent;
  } rows[] = {
      {2_percent, 20, 365, Fraction::Of(73, 196), "37.24"},
      {3_percent, 20, 360, Fraction::Of(54, 97), "55.67"},
      {0_percent, 20, 365, 0, "0"},
  };
  for (const auto& row : rows) {
    const auto cost = AnnualCost(row.discount, row.days, row.year_days);
    ASSERT_THAT(cost, IsOk());
    EXPECT_EQ(*cost, row.cost);
    EXPECT_EQ(ToDecimalText(*CheckedMul(*cost, 100), 2), row.percent);
  }
  EXPECT_THAT(AnnualCost(100_percent, 0, 0),
              IsError(Reason::kOutOfRange, "/discount"));
  EXPECT_THAT(AnnualCost(2_percent, 0, 0),
              IsError(Reason::kOutOfRange, "/days"));
  EXPECT_THAT(AnnualCost(2_percent, 20, 0),
              IsError(Reason::kOutOfRange, "/year_days"));
}

}  // namespace
}  // namespace usance
