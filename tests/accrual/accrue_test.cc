#include "usance/accrual/accrue.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "src/accrual/accruer.h"
#include "tests/matchers.h"
#include "tests/oracle_integer.h"
#include "usance/money/format.h"

namespace usance {
namespace {

constexpr AccrualRule kSimple365 = {.day_count = DayCount::kAct365Fixed,
                                    .compounding = Compounding::kSimple,
                                    .regime = RoundingRegime::kPerBooking,
                                    .rounding = Rounding::kHalfEven};

AccrueSpec Spec(const Money& balance, const RateHistory& rates, Date start,
                Date end, const AccrualRule& rule = kSimple365) {
  return {.currency = balance.currency(),
          .balances = {{start, balance.minor()}},
          .rates = rates,
          .rule = rule,
          .start = start,
          .end = end};
}

AccrueSpec Spec(const Money& balance, const Rate& rate, Date start, Date end,
                const AccrualRule& rule = kSimple365) {
  return Spec(balance, RateHistory::Fixed(rate), start, end, rule);
}

std::string Interest(const AccrueSpec& spec) {
  const auto accrual = Accrue(spec);
  if (!accrual.ok()) return accrual.status().ToString();
  return FormatAmount(accrual->interest);
}

// "days x base at rate = interest" for each segment.
std::string Lines(const Accrual& accrual) {
  std::string text;
  for (const Segment& segment : accrual.segments) {
    if (!text.empty()) text += "; ";
    text += std::to_string(segment.days) + " x " +
            FormatAmount(segment.base_minor, accrual.interest.currency()) +
            " at " + Format(segment.rate) + " = " +
            FormatAmount(segment.interest_minor, accrual.interest.currency());
  }
  return text;
}

RateHistory GermanBase(const Rate& margin) {
  return *RateHistory::Make({.id = "DE Basiszinssatz",
                             .steps = {{"2009-07-01"_date, "0.12%"_rate},
                                       {"2011-07-01"_date, "0.37%"_rate},
                                       {"2012-01-01"_date, "0.12%"_rate},
                                       {"2013-01-01"_date, "-0.13%"_rate},
                                       {"2023-01-01"_date, "1.62%"_rate},
                                       {"2023-07-01"_date, "3.12%"_rate},
                                       {"2024-01-01"_date, "3.62%"_rate}},
                             .known_through = "2024-06-30"_date,
                             .margin = margin});
}

// Two half-years at other marks: each segment has its own, the result the
// weakest of those that it rests on, and the version of the data.
TEST(Accrue, SaysHowFarTheRatesCanBeTrusted) {
  const RateHistory rates = *RateHistory::Make(
      {.id = "series",
       .version = "2026-01",
       .steps = {{"2023-01-01"_date, "2%"_rate, Confidence::kVerified},
                 {"2023-07-01"_date, "3%"_rate, Confidence::kMemory},
                 {"2024-01-01"_date, "4%"_rate, Confidence::kDerived}}});
  const struct {
    Date start, end;
    Confidence confidence;
  } kRows[] = {
      {"2023-02-01"_date, "2023-07-01"_date, Confidence::kVerified},
      {"2023-02-01"_date, "2023-07-02"_date, Confidence::kMemory},
      {"2024-01-01"_date, "2024-07-02"_date, Confidence::kDerived},
      {"2023-02-01"_date, "2024-07-02"_date, Confidence::kMemory},
  };
  for (const auto& row : kRows) {
    const auto accrual = Accrue({.currency = Currency::Of("EUR"),
                                 .balances = {{row.start, 100000}},
                                 .rates = rates,
                                 .rule = kSimple365,
                                 .start = row.start,
                                 .end = row.end});
    ASSERT_THAT(accrual, IsOk());
    EXPECT_EQ(accrual->confidence, row.confidence) << row.end.ToText();
    EXPECT_EQ(accrual->version, "2026-01");
  }
  const auto whole = Accrue({.currency = Currency::Of("EUR"),
                             .balances = {{"2023-06-01"_date, 100000}},
                             .rates = rates,
                             .rule = kSimple365,
                             .start = "2023-06-01"_date,
                             .end = "2024-02-01"_date});
  ASSERT_EQ(whole->segments.size(), 3u);
  EXPECT_EQ(whole->segments[0].confidence, Confidence::kVerified);
  EXPECT_EQ(whole->segments[1].confidence, Confidence::kMemory);
  EXPECT_EQ(whole->segments[2].confidence, Confidence::kDerived);
}

TEST(Accrue, PublishedFigures) {
  AccrualRule act360 = kSimple365;
  act360.day_count = DayCount::kAct360;
  AccrualRule isda = kSimple365;
  isda.day_count = DayCount::kActActIsda;
  const struct {
    const char* source;
    Money balance;
    Rate rate;
    Date start, end;
    AccrualRule rule;
    const char* interest;
  } kRows[] = {
      // LPCDA 1998 s.4: due 2023-05-31, paid 2024-02-29, 274 days, frozen.
      {"uk frozen", "10000.00 GBP"_money, "11.5%"_rate, "2023-06-01"_date,
       "2024-03-01"_date, kSimple365, "863.29"},
      // gov.uk: 1,000 at 8.5 % for 50 days, unrounded day figure.
      {"gov.uk", "1000.00 GBP"_money, "8.5%"_rate, "2024-01-01"_date,
       "2024-02-20"_date, kSimple365, "11.64"},
      {"uk 90 days", "12000.00 GBP"_money, "13%"_rate, "2023-07-01"_date,
       "2023-09-29"_date, kSimple365, "384.66"},
      // 5 CFR 1315.17: 1,500 at 6.5 % for 10 days on 360.
      {"us ppa", "1500.00 USD"_money, "6.5%"_rate, "2024-01-01"_date,
       "2024-01-11"_date, act360, "2.71"},
      {"de 180 days", "10000.00 EUR"_money, "6.62%"_rate, "2023-01-02"_date,
       "2023-07-01"_date, kSimple365, "326.47"},
      {"at year", "100000.00 EUR"_money, "8.58%"_rate, "2023-01-01"_date,
       "2024-01-01"_date, isda, "8580.00"},
      {"per mille", "1000.00 EUR"_money, "0.5‰/day"_rate, "2024-01-01"_date,
       "2024-01-31"_date, kSimple365, "15.00"},
      {"yen", "1000000 JPY"_money, "3%"_rate, "2024-01-01"_date,
       "2024-01-02"_date, kSimple365, "82"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(
        Interest(Spec(row.balance, row.rate, row.start, row.end, row.rule)),
        row.interest)
        << row.source;
  }
}

// Whose rate a day bears. 100,000.00 INR at three times the RBI bank rate, with
// monthly rests that count r/12;
// computed exactly with Python's fractions from the bank's rates.
TEST(Accrue, RateFixingAtMonthlyRests) {
  const auto rates =
      RateHistory::Make({.id = "3 x RBI bank rate",
                         .steps = {{"2020-05-22"_date, "12.75%"_rate},
                                   {"2022-05-04"_date, "13.95%"_rate},
                                   {"2022-06-08"_date, "15.45%"_rate},
                                   {"2022-08-05"_date, "16.95%"_rate},
                                   {"2022-09-30"_date, "18.45%"_rate},
                                   {"2022-12-07"_date, "19.50%"_rate},
                                   {"2023-02-08"_date, "20.25%"_rate}}});
  const struct {
    RateFixing fixing;
    const char* interest;
    const char* first_rate;
  } kRows[] = {
      {RateFixing::kAtRest, "18766.36", "12.75%"},
      {RateFixing::kRestDay, "19500.85", "13.95%"},
      {RateFixing::kFrozen, "13522.11", "12.75%"},
  };
  for (const auto& row : kRows) {
    const AccrualRule rule = {.day_count = DayCount::kAct365Fixed,
                              .compounding = Compounding::kCompound,
                              .rest = Months(1),
                              .rests_per_year = 12,
                              .fixing = row.fixing,
                              .regime = RoundingRegime::kCumulative,
                              .rounding = Rounding::kHalfEven};
    const auto accrual =
        Accrue(Spec("100000.00 INR"_money, *rates, "2022-04-15"_date,
                    "2023-04-15"_date, rule));
    ASSERT_THAT(accrual, IsOk());
    EXPECT_EQ(FormatAmount(accrual->interest), row.interest);
    ASSERT_EQ(accrual->segments.size(), 12u);
    EXPECT_EQ(Format(accrual->segments[0].rate), row.first_rate);
    for (const Segment& segment : accrual->segments) {
      EXPECT_EQ(segment.time, Fraction::Of(1, 12));
    }
  }
}

// A part of a rest counts by the day count, at the rate of the rest before it
// or of its own last day.
TEST(Accrue, APartOfARestCountsItsDays) {
  const auto rates =
      RateHistory::Make({.steps = {{"2024-01-01"_date, "12%"_rate},
                                   {"2024-02-20"_date, "24%"_rate}}});
  AccrualRule rule = {.day_count = DayCount::kAct360,
                      .compounding = Compounding::kCompound,
                      .rest = Months(1),
                      .rests_per_year = 12,
                      .fixing = RateFixing::kAtRest,
                      .regime = RoundingRegime::kPerBooking,
                      .rounding = Rounding::kHalfEven};
  AccrueSpec spec = Spec("1000.00 EUR"_money, *rates, "2024-01-15"_date,
                         "2024-02-25"_date, rule);
  EXPECT_EQ(Lines(*Accrue(spec)),
            "31 x 1000.00 at 12% = 10.00; 10 x 1010.00 at 12% = 3.37");
  spec.rule.fixing = RateFixing::kRestDay;
  EXPECT_EQ(Lines(*Accrue(spec)),
            "31 x 1000.00 at 12% = 10.00; 10 x 1010.00 at 24% = 6.73");
  spec.rule.fixing = RateFixing::kFloating;
  EXPECT_EQ(Lines(*Accrue(spec)),
            "31 x 1000.00 at 12% = 10.00; 5 x 1010.00 at 12% = 1.68; "
            "5 x 1010.00 at 24% = 3.37");
  // A balance that changes cuts the rest, too: 15 and 16 days of 360.
  spec.end = "2024-02-15"_date;
  spec.balances.push_back({"2024-01-30"_date, 50'000});
  EXPECT_EQ(Lines(*Accrue(spec)),
            "15 x 1000.00 at 12% = 5.00; 16 x 500.00 at 12% = 2.67");
}

// 5 CFR 1315.17(b): r/12 for each full 30 days, then r * d/360; the rate of the
// first day holds although the next half-year has another.
TEST(Accrue, CodeDefect11_UnitedStatesPromptPaymentIsFrozen) {
  const auto rates =
      RateHistory::Make({.steps = {{"2024-01-01"_date, "6%"_rate},
                                   {"2024-05-01"_date, "9%"_rate}}});
  const AccrualRule rule = {.day_count = DayCount::kAct360,
                            .compounding = Compounding::kCompound,
                            .rest = Days(30),
                            .fixing = RateFixing::kFrozen,
                            .regime = RoundingRegime::kCumulative,
                            .rounding = Rounding::kHalfEven};
  // Due 1 April, paid 15 June: 75 days.
  EXPECT_EQ(Interest(Spec("1500.00 USD"_money, *rates, "2024-04-02"_date,
                          "2024-06-16"_date, rule)),
            "18.83");
}

// LPCDA 1998 s.4(2), SI 2002/1675: 10,000.00 GBP for 274 days.
TEST(Accrue, CodeDefect11_UnitedKingdomIsFrozen) {
  const auto rates =
      RateHistory::Make({.id = "uk",
                         .steps = {{"2023-01-01"_date, "3.5%"_rate},
                                   {"2023-07-01"_date, "5%"_rate},
                                   {"2024-01-01"_date, "5.25%"_rate}},
                         .margin = "8%"_rate});
  AccrueSpec spec =
      Spec("10000.00 GBP"_money, *rates, "2023-06-01"_date, "2024-03-01"_date);
  EXPECT_EQ(Interest(spec), "967.67");  // what guides that float it print
  spec.rule.fixing = RateFixing::kFrozen;
  EXPECT_EQ(Interest(spec), "863.29");
}

// A frozen rate needs only its first day to be known.
TEST(Accrue, AFrozenRateIsKnownOnItsFirstDay) {
  const auto rates =
      RateHistory::Make({.steps = {{"2024-01-01"_date, "10%"_rate}},
                         .known_through = "2024-06-30"_date});
  AccrueSpec spec =
      Spec("1000.00 EUR"_money, *rates, "2024-06-30"_date, "2025-06-30"_date);
  EXPECT_THAT(Accrue(spec), IsError(Reason::kRateUnknown, "/rates"));
  spec.rule.fixing = RateFixing::kFrozen;
  EXPECT_EQ(Interest(spec), "100.00");
  EXPECT_FALSE(Accrue(spec)->provisional);
  spec.start = "2024-07-01"_date;
  EXPECT_THAT(Accrue(spec), IsError(Reason::kRateUnknown, "/rates"));
  spec.unknown_rate = UnknownRate::kProvisional;
  EXPECT_TRUE(Accrue(spec)->provisional);
}

// It rests on the row of that day: the marks of later rows are not its own,
// and neither is a later row of the same rate. A rate that floats rests on all.
TEST(Accrue, AFrozenRateHasTheMarkOfItsOwnRow) {
  const RateHistory rates = *RateHistory::Make(
      {.steps = {{"2024-01-01"_date, "10%"_rate, Confidence::kVerified},
                 {"2024-07-01"_date, "10%"_rate, Confidence::kConflict},
                 {"2025-01-01"_date, "9%"_rate, Confidence::kMemory}}});
  const struct {
    RateFixing fixing;
    Date start;
    Confidence confidence;
  } kRows[] = {
      {RateFixing::kFrozen, "2024-06-30"_date, Confidence::kVerified},
      {RateFixing::kFrozen, "2024-07-01"_date, Confidence::kConflict},
      {RateFixing::kFrozen, "2025-01-01"_date, Confidence::kMemory},
      {RateFixing::kFloating, "2024-06-30"_date, Confidence::kConflict},
  };
  for (const auto& row : kRows) {
    AccrueSpec spec =
        Spec("1000.00 EUR"_money, rates, row.start, "2025-06-30"_date);
    spec.rule.fixing = row.fixing;
    const auto accrual = Accrue(spec);
    ASSERT_THAT(accrual, IsOk());
    EXPECT_EQ(accrual->confidence, row.confidence) << row.start.ToText();
  }
  // At rests each rest has that of its first day.
  AccrueSpec spec =
      Spec("1000.00 EUR"_money, rates, "2024-06-01"_date, "2024-07-15"_date);
  spec.rule.compounding = Compounding::kCompound;
  spec.rule.rest = Months(1);
  spec.rule.fixing = RateFixing::kAtRest;
  const auto accrual = Accrue(spec);
  ASSERT_THAT(accrual, IsOk());
  ASSERT_EQ(accrual->segments.size(), 2u);
  EXPECT_EQ(accrual->segments[0].confidence, Confidence::kVerified);
  EXPECT_EQ(accrual->segments[1].confidence, Confidence::kConflict);
}

// 10,000.00 at 8.12 % for 184 days is 409.336...; the rounded sum goes from
// 326.47 (326.465...) to 735.80 (735.802...), which is 409.33. One day of
// 1,000.00 at 8.5 % is 0.2328..., and 50 of them by themselves are 11.643...
TEST(Accrue, SaysWhereASegmentIsNotItsOwnProduct) {
  const auto german = Accrue(Spec("10000.00 EUR"_money, GermanBase("5%"_rate),
                                  "2023-01-02"_date, "2024-01-02"_date));
  ASSERT_THAT(german, IsOk());
  ASSERT_EQ(german->segments.size(), 3u);
  EXPECT_EQ(german->segments[0].alone_minor, std::nullopt);
  EXPECT_EQ(german->segments[1].alone_minor, 40934);
  EXPECT_EQ(german->segments[1].interest_minor, 40933);
  EXPECT_EQ(german->segments[1].sum_minor, 73580);
  EXPECT_FALSE(german->segments[1].each_day);
  EXPECT_EQ(german->segments[2].alone_minor, std::nullopt);  // 2.3616...
  AccrualRule rule = kSimple365;
  rule.regime = RoundingRegime::kPerDay;
  const auto daily = Accrue(Spec("1000.00 GBP"_money, "8.5%"_rate,
                                 "2024-01-01"_date, "2024-02-20"_date, rule));
  ASSERT_THAT(daily, IsOk());
  EXPECT_EQ(daily->segments[0].alone_minor, 1164);
  EXPECT_EQ(daily->segments[0].interest_minor, 1150);
  EXPECT_TRUE(daily->segments[0].each_day);
}

TEST(Accrue, NothingBearsInAPause) {
  AccrueSpec spec = Spec("1000.00 EUR"_money, "36.5%"_rate, "2024-01-01"_date,
                         "2024-01-31"_date);
  spec.pauses = {
      {"2024-01-11"_date, "2024-01-16"_date, "dispute"},
      {"2024-01-14"_date, "2024-01-18"_date, "moratorium"},
      {"2024-01-29"_date, std::nullopt, "judgment"},
      {"2024-01-05"_date, "2024-01-05"_date, "no day"},
  };
  const auto accrual = Accrue(spec);
  ASSERT_THAT(accrual, IsOk());
  EXPECT_EQ(Lines(*accrual),
            "10 x 1000.00 at 36.5% = 10.00; 5 x 1000.00 at 0% = 0.00; "
            "2 x 1000.00 at 0% = 0.00; 11 x 1000.00 at 36.5% = 11.00; "
            "2 x 1000.00 at 0% = 0.00");
  const char* const kReasons[] = {"", "dispute", "moratorium", "", "judgment"};
  ASSERT_EQ(accrual->segments.size(), 5u);
  for (size_t k = 0; k < 5; ++k) {
    EXPECT_EQ(accrual->segments[k].paused, kReasons[k]);
    if (k > 0) {
      EXPECT_EQ(accrual->segments[k].start, accrual->segments[k - 1].end);
    }
  }
  EXPECT_EQ(FormatAmount(accrual->interest), "21.00");
}

// The rate of a paused day is not asked for; a rest in a pause still joins what
// came before, and cuts nothing in the trace after that.
TEST(Accrue, APauseNeedsNoRateAndRestsGoOn) {
  const auto rates =
      RateHistory::Make({.steps = {{"2024-01-01"_date, "12%/month"_rate}},
                         .known_through = "2024-01-31"_date});
  AccrualRule rule = {.day_count = DayCount::k30E360,
                      .compounding = Compounding::kCompound,
                      .rest = Months(1),
                      .regime = RoundingRegime::kPerBooking,
                      .rounding = Rounding::kHalfEven};
  AccrueSpec spec = Spec("1000.00 EUR"_money, *rates, "2024-01-01"_date,
                         "2024-06-01"_date, rule);
  spec.pauses = {{"2024-01-16"_date, std::nullopt, "insolvency"}};
  const auto accrual = Accrue(spec);
  ASSERT_THAT(accrual, IsOk());
  EXPECT_EQ(Lines(*accrual),
            "15 x 1000.00 at 12%/month = 60.00; "
            "16 x 1000.00 at 0%/month = 0.00; "
            "121 x 1060.00 at 0%/month = 0.00");
}

TEST(Accrue, RefusesPauses) {
  AccrueSpec spec = Spec("1000.00 EUR"_money, "36.5%"_rate, "2024-01-01"_date,
                         "2024-01-31"_date);
  spec.pauses = {{"2024-01-11"_date, "2024-01-10"_date, ""}};
  EXPECT_THAT(Accrue(spec), IsError(Reason::kEndBeforeStart, "/pauses/0/end"));
  spec.pauses[0].end = {};
  EXPECT_THAT(Accrue(spec), IsError(Reason::kMissingField, "/pauses/0/reason"));
  spec.pauses.assign(kMaxPauses + 1, {"2024-01-11"_date, {}, "dispute"});
  EXPECT_THAT(Accrue(spec), IsError(Reason::kLimitExceeded, "/pauses"));
  spec.pauses.pop_back();
  EXPECT_EQ(Interest(spec), "10.00");
}

// Each is somebody's right answer.
TEST(Accrue, RoundingRegimes) {
  const struct {
    RoundingRegime regime;
    const char* interest;
  } kRows[] = {
      {RoundingRegime::kPerBooking, "11.64"},
      {RoundingRegime::kPerDay, "11.50"},  // 0.23 * 50, as gov.uk does
      {RoundingRegime::kCumulative, "11.64"},
      {RoundingRegime::kNone, "11.64"},
  };
  for (const auto& row : kRows) {
    AccrualRule rule = kSimple365;
    rule.regime = row.regime;
    const auto accrual =
        Accrue(Spec("1000.00 GBP"_money, "8.5%"_rate, "2024-01-01"_date,
                    "2024-02-20"_date, rule));
    ASSERT_THAT(accrual, IsOk());
    EXPECT_EQ(FormatAmount(accrual->interest), row.interest);
    const Fraction exact =
        row.regime == RoundingRegime::kPerDay
            ? Fraction(1150)
            : Fraction::Of(85'000, 73);  // 100000*.085*50/365
    EXPECT_EQ(accrual->exact_minor, exact);
  }
}

// digineo/verzugszinsen's example, with its days and rates, in cents.
TEST(Accrue, GermanSegments) {
  AccrualRule rule = kSimple365;
  rule.day_count = DayCount::kActActIsda;
  const auto accrual = Accrue(Spec("1500.00 EUR"_money, GermanBase("8%"_rate),
                                   "2009-09-15"_date, "2012-02-18"_date, rule));
  ASSERT_THAT(accrual, IsOk());
  EXPECT_EQ(Lines(*accrual),
            "108 x 1500.00 at 8.12% = 36.04; 365 x 1500.00 at 8.12% = 121.80; "
            "181 x 1500.00 at 8.12% = 60.40; 184 x 1500.00 at 8.37% = 63.29; "
            "48 x 1500.00 at 8.12% = 15.97");
  EXPECT_EQ(FormatAmount(accrual->interest), "297.50");
  EXPECT_EQ(accrual->segments[4].time, Fraction::Of(48, 366));
  EXPECT_EQ(accrual->segments[3].reference, "0.37%"_rate);
  EXPECT_EQ(accrual->source, "DE Basiszinssatz");
  EXPECT_EQ(accrual->known_through, "2024-06-30"_date);
}

// A year with one change of the rate has 365 days, not 364.
TEST(Accrue, CodeDefect9_NoDayIsLostAtARateChange) {
  const auto accrual = Accrue(Spec("10000.00 EUR"_money, GermanBase("5%"_rate),
                                   "2023-01-02"_date, "2024-01-02"_date));
  ASSERT_THAT(accrual, IsOk());
  EXPECT_EQ(Lines(*accrual),
            "180 x 10000.00 at 6.62% = 326.47; "
            "184 x 10000.00 at 8.12% = 409.33; "
            "1 x 10000.00 at 8.62% = 2.36");
  EXPECT_EQ(FormatAmount(accrual->interest), "738.16");
}

// 30 days at 12.62 %: the day count is a choice, never assumed.
TEST(Accrue, CodeDefect10_TheBasisIsChosen) {
  const struct {
    DayCount day_count;
    const char* interest;
  } kRows[] = {{DayCount::kAct360, "105.17"},
               {DayCount::kAct365Fixed, "103.73"}};
  for (const auto& row : kRows) {
    AccrualRule rule = kSimple365;
    rule.day_count = row.day_count;
    EXPECT_EQ(Interest(Spec("10000.00 EUR"_money, "12.62%"_rate,
                            "2024-01-01"_date, "2024-01-31"_date, rule)),
              row.interest);
  }
}

// LPCDA s.4(2) fixes the rate at the start: 863.29. Reading it anew at each
// half-year, as guides do, gives 967.67: the caller's choice of history.
TEST(Accrue, CodeDefect11_FrozenAndFloating) {
  const RateHistory floating =
      *RateHistory::Make({.id = "UK reference",
                          .steps = {{"2023-01-01"_date, "3.5%"_rate},
                                    {"2023-07-01"_date, "5%"_rate},
                                    {"2024-01-01"_date, "5.25%"_rate}},
                          .known_through = "2024-06-30"_date,
                          .margin = "8%"_rate});
  const Date start = "2023-06-01"_date, end = "2024-03-01"_date;
  const RateHistory frozen = RateHistory::Fixed(*floating.RateOn(start));
  EXPECT_EQ(Interest(Spec("10000.00 GBP"_money, frozen, start, end)), "863.29");
  EXPECT_EQ(Interest(Spec("10000.00 GBP"_money, floating, start, end)),
            "967.67");
}

// erpnext#49621: interest is accrued piecewise on the balance between payments.
TEST(Accrue, BalancesChangeInside) {
  AccrueSpec spec = Spec("1000.00 EUR"_money, "36.5%"_rate, "2024-01-01"_date,
                         "2024-01-31"_date);
  spec.balances = {{"2023-06-01"_date, 5},
                   {"2024-01-01"_date, 100'000},
                   {"2024-01-11"_date, 100'000},
                   {"2024-01-21"_date, 40'000},
                   {"2024-02-01"_date, 0}};
  const auto accrual = Accrue(spec);
  ASSERT_THAT(accrual, IsOk());
  EXPECT_EQ(Lines(*accrual),
            "20 x 1000.00 at 36.5% = 20.00; 10 x 400.00 at 36.5% = 4.00");
  spec.balances = {{"2024-01-01"_date, 0}, {"2024-01-11"_date, -100'000}};
  EXPECT_EQ(Interest(spec), "-20.00");
}

// 1.5 % a month on 123.45 and 100.00, monthly rests, a year. Exact:
// B * ((203/200)^12 - 1) = 24.149..., 19.561...; booked monthly in cents:
// 24.17 and 19.57.
TEST(Accrue, CompoundsMoneyOrExactly) {
  const struct {
    Money balance;
    RoundingRegime regime;
    const char* interest;
  } kRows[] = {
      {"123.45 EUR"_money, RoundingRegime::kPerBooking, "24.17"},
      {"123.45 EUR"_money, RoundingRegime::kCumulative, "24.15"},
      {"100.00 EUR"_money, RoundingRegime::kPerBooking, "19.57"},
      {"100.00 EUR"_money, RoundingRegime::kCumulative, "19.56"},
      {"100.00 EUR"_money, RoundingRegime::kNone, "19.56"},
      {"0.01 EUR"_money, RoundingRegime::kPerBooking, "0.00"},
  };
  for (const auto& row : kRows) {
    AccrualRule rule = {.day_count = DayCount::k30E360,
                        .compounding = Compounding::kCompound,
                        .rest = Months(1),
                        .regime = row.regime,
                        .rounding = Rounding::kHalfEven};
    const auto accrual =
        Accrue(Spec(row.balance, "1.5%/month"_rate, "2024-01-15"_date,
                    "2025-01-15"_date, rule));
    ASSERT_THAT(accrual, IsOk());
    EXPECT_EQ(FormatAmount(accrual->interest), row.interest)
        << NameOf(row.regime);
    EXPECT_EQ(accrual->segments.size(), 12u);
    int64_t sum = 0;
    for (const Segment& segment : accrual->segments) {
      sum += segment.interest_minor;
    }
    EXPECT_EQ(sum, accrual->interest.minor());
  }
}

// 5 CFR 1315.17(b): 1,500 at 6 %, compounded each 30 days, 75 days late.
TEST(Accrue, PromptPaymentCompounds) {
  const AccrualRule rule = {.day_count = DayCount::kAct360,
                            .compounding = Compounding::kCompound,
                            .rest = Days(30),
                            .regime = RoundingRegime::kCumulative,
                            .rounding = Rounding::kHalfUp};
  const auto accrual = Accrue(Spec("1500.00 USD"_money, "6%"_rate,
                                   "2024-04-02"_date, "2024-06-16"_date, rule));
  ASSERT_THAT(accrual, IsOk());
  EXPECT_EQ(Lines(*accrual),
            "30 x 1500.00 at 6% = 7.50; 30 x 1507.50 at 6% = 7.54; "
            "15 x 1515.04 at 6% = 3.79");
  EXPECT_EQ(FormatAmount(accrual->interest), "18.83");
}

// Rests count from the start: 31 January, 29 February, 31 March.
TEST(Accrue, RestsCountFromTheStart) {
  const AccrualRule rule = {.day_count = DayCount::kAct365Fixed,
                            .compounding = Compounding::kCompound,
                            .rest = Months(1),
                            .regime = RoundingRegime::kPerBooking,
                            .rounding = Rounding::kHalfEven};
  const auto accrual = Accrue(Spec("1000.00 EUR"_money, "10%"_rate,
                                   "2024-01-31"_date, "2024-04-30"_date, rule));
  ASSERT_THAT(accrual, IsOk());
  ASSERT_EQ(accrual->segments.size(), 3u);
  EXPECT_EQ(accrual->segments[1].start, "2024-02-29"_date);
  EXPECT_EQ(accrual->segments[2].start, "2024-03-31"_date);
}

// A month's interest in three bookings: cumulative never drifts.
TEST(Accrue, CumulativeGoesOnFromWhatWasCarried) {
  AccrualRule rule = kSimple365;
  rule.regime = RoundingRegime::kCumulative;
  AccrueSpec spec = Spec("10.00 EUR"_money, "5%"_rate, "2024-01-01"_date,
                         "2024-01-11"_date, rule);
  std::string bookings;
  for (int k = 0; k < 3; ++k) {
    const auto accrual = Accrue(spec);
    ASSERT_THAT(accrual, IsOk());
    bookings += FormatAmount(accrual->interest) + " ";
    spec.carried_minor = *accrual->exact_minor;
    spec.start = spec.end;
    spec.end = *AddDays(spec.end, 10);
  }
  // 1.3698..., 2.7397..., 4.1095... cents: 1, 3, 4.
  EXPECT_EQ(bookings, "0.01 0.02 0.01 ");
}

TEST(Accrue, ProvisionalRatesAreFlagged) {
  AccrueSpec spec = Spec("1000.00 EUR"_money, GermanBase("5%"_rate),
                         "2024-06-01"_date, "2024-07-11"_date);
  EXPECT_THAT(Accrue(spec), IsError(Reason::kRateUnknown, "/rates"));
  spec.unknown_rate = UnknownRate::kProvisional;
  const auto accrual = Accrue(spec);
  ASSERT_THAT(accrual, IsOk());
  EXPECT_TRUE(accrual->provisional);
  ASSERT_EQ(accrual->segments.size(), 2u);
  EXPECT_FALSE(accrual->segments[0].provisional);
  EXPECT_EQ(accrual->segments[1].start, "2024-07-01"_date);
  EXPECT_TRUE(accrual->segments[1].provisional);
}

TEST(Accrue, RefusesInOrderOfPrecedence) {
  AccrueSpec spec = Spec("1000.00 EUR"_money, "5%/period"_rate,
                         "2024-02-01"_date, "2024-01-01"_date, {});
  spec.balances = {};
  spec.carried_minor = 1;
  EXPECT_THAT(Accrue(spec), IsError(Reason::kUnspecified, "/rule/day_count"));
  spec.rule = kSimple365;
  EXPECT_THAT(Accrue(spec), IsError(Reason::kEndBeforeStart, "/end"));
  spec.end = "2024-03-01"_date;
  EXPECT_THAT(Accrue(spec), IsError(Reason::kMissingField, "/balances"));
  spec.balances = {{"2024-02-02"_date, INT64_MAX}, {"2024-02-02"_date, 1}};
  EXPECT_THAT(Accrue(spec), IsError(Reason::kOutOfOrder, "/balances/1/from"));
  spec.balances.pop_back();
  EXPECT_THAT(Accrue(spec), IsError(Reason::kOutOfRange, "/balances/0/from"));
  spec.balances[0].from = spec.start;
  EXPECT_THAT(Accrue(spec), IsError(Reason::kConflict, "/carried_minor"));
  spec.carried_minor = 0;
  EXPECT_THAT(Accrue(spec), IsError(Reason::kContextRequired, "/rates"));
  spec.rates = *RateHistory::Make(
      {.id = "late", .steps = {{"2024-02-02"_date, "9000%"_rate}}});
  EXPECT_THAT(Accrue(spec), IsError(Reason::kRateUnknown, "/rates"));
  spec.rates = RateHistory::Fixed("9000%"_rate);
  spec.rule.day_count = DayCount::kBus252;
  EXPECT_EQ(ReasonOf(Accrue(spec).status()), Reason::kContextRequired);
  spec.rule.day_count = DayCount::kAct365Fixed;
  EXPECT_THAT(Accrue(spec), IsError(Reason::kOverflow, ""));
}

TEST(Accrue, RefusesToCompoundBelowNothing) {
  const struct {
    const char* rate;
    bool ok;
  } kRows[] = {{"-99%/month", true},
               {"-100%/month", false},
               {"-250%/month", false},
               {"0%/month", true}};
  for (const auto& row : kRows) {
    const AccrualRule rule = {.day_count = DayCount::k30E360,
                              .compounding = Compounding::kCompound,
                              .rest = Months(1),
                              .regime = RoundingRegime::kCumulative,
                              .rounding = Rounding::kHalfEven};
    const auto accrual =
        Accrue(Spec("1000.00 EUR"_money, *Rate::Parse(row.rate),
                    "2024-01-01"_date, "2024-03-01"_date, rule));
    if (row.ok) {
      EXPECT_THAT(accrual, IsOk()) << row.rate;
    } else {
      EXPECT_THAT(accrual, IsError(Reason::kOutOfRange, "/rates")) << row.rate;
    }
  }
}

TEST(Accrue, BoundsItsRests) {
  const AccrualRule rule = {.day_count = DayCount::kAct365Fixed,
                            .compounding = Compounding::kCompound,
                            .rest = Days(1),
                            .regime = RoundingRegime::kCumulative,
                            .rounding = Rounding::kHalfEven};
  AccrueSpec spec = Spec("1000.00 EUR"_money, "5%"_rate, "2000-01-01"_date,
                         "2032-11-08"_date, rule);
  EXPECT_EQ(spec.end - spec.start, kMaxRests);
  // 1000 * ((1 + 0.05/365)^12000 - 1) = 4174.3981...
  EXPECT_EQ(Interest(spec), "4174.40");
  spec.end = *AddDays(spec.end, 1);
  EXPECT_THAT(Accrue(spec), IsError(Reason::kLimitExceeded, "/rule/rest"));
  spec.rule.regime = RoundingRegime::kNone;
  spec.end = "2003-01-01"_date;
  EXPECT_THAT(Accrue(spec), IsError(Reason::kOverflow, ""));
}

// ---- Properties ------------------------------------------------------------

struct Case {
  int64_t minor;
  Rate rate;
  Date start;
  int32_t days;
  AccrualRule rule;
};

Case AnyCase() {
  const auto day_counts =
      rc::gen::element(DayCount::kAct360, DayCount::kAct365Fixed,
                       DayCount::kActActIsda, DayCount::kAct364);
  return {
      .minor = *rc::gen::inRange<int64_t>(0, 1'000'000'000'000),
      .rate = Rate(Fraction::Of(*rc::gen::inRange(0, 100'000), 100'000),
                   TimeUnit::kYear),
      .start = *Date::FindDays(*rc::gen::inRange(0, 30'000)),
      .days = *rc::gen::inRange(0, 2'000),
      .rule = {.day_count = *day_counts,
               .compounding = Compounding::kSimple,
               .regime = RoundingRegime::kNone,
               .rounding = *rc::gen::element(
                   Rounding::kHalfEven, Rounding::kHalfUp, Rounding::kFloor)}};
}

Fraction ExactOf(const Case& c, int32_t from, int32_t to) {
  const Date start = *AddDays(c.start, from), end = *AddDays(c.start, to);
  const auto accrual = Accrue(
      Spec(Money(c.minor, Currency::Of("EUR")), c.rate, start, end, c.rule));
  EXPECT_THAT(accrual, IsOk());
  return *accrual->exact_minor;
}

RC_GTEST_PROP(Accrue, P21_IsAdditiveInExactTerms, ()) {
  const Case c = AnyCase();
  const int32_t middle = *rc::gen::inRange(0, c.days + 1);
  RC_ASSERT(*CheckedAdd(ExactOf(c, 0, middle), ExactOf(c, middle, c.days)) ==
            ExactOf(c, 0, c.days));
}

RC_GTEST_PROP(Accrue, P22_NoDaysNoInterest, ()) {
  const Case c = AnyCase();
  const auto accrual = Accrue(Spec(Money(c.minor, Currency::Of("EUR")), c.rate,
                                   c.start, c.start, c.rule));
  RC_ASSERT(accrual.ok());
  RC_ASSERT(accrual->interest.minor() == 0);
  RC_ASSERT(accrual->segments.empty());
}

RC_GTEST_PROP(Accrue, P23_GrowsWithDaysPrincipalAndRate, ()) {
  const Case c = AnyCase();
  const Fraction base = ExactOf(c, 0, c.days);
  RC_ASSERT(base <= ExactOf(c, 0, c.days + 1));
  Case more = c;
  more.minor += 1;
  RC_ASSERT(base <= ExactOf(more, 0, c.days));
  more = c;
  more.rate = Rate(*CheckedAdd(c.rate.value(), Fraction::Of(1, 100'000)),
                   TimeUnit::kYear);
  RC_ASSERT(base <= ExactOf(more, 0, c.days));
}

RC_GTEST_PROP(Accrue, P24_StepsOfTheRateAreTheSumOfTheirPieces, ()) {
  Case c = AnyCase();
  const int32_t middle = *rc::gen::inRange(1, c.days + 2);
  const Rate second(Fraction::Of(*rc::gen::inRange(0, 100'000), 100'000),
                    TimeUnit::kYear);
  const int32_t end = middle + *rc::gen::inRange(0, 2'000);
  const RateHistory steps = *RateHistory::Make(
      {.id = "steps",
       .steps = {{c.start, c.rate}, {*AddDays(c.start, middle), second}}});
  const auto whole = Accrue(Spec(Money(c.minor, Currency::Of("EUR")), steps,
                                 c.start, *AddDays(c.start, end), c.rule));
  RC_ASSERT(whole.ok());
  const Fraction first = ExactOf(c, 0, middle);
  c.rate = second;
  RC_ASSERT(*whole->exact_minor == *CheckedAdd(first, ExactOf(c, middle, end)));
}

RC_GTEST_PROP(Accrue, P27_ThirtyDayMonthsAreWithinThreeDaysOfAdditive, ()) {
  Case c = AnyCase();
  c.rule.day_count = DayCount::k30E360;
  c.rate = "100%/day"_rate;  // interest / balance is the days
  c.minor = 1;
  const int32_t middle = *rc::gen::inRange(0, c.days + 1);
  const auto gap =
      CheckedSub(*CheckedAdd(ExactOf(c, 0, middle), ExactOf(c, middle, c.days)),
                 ExactOf(c, 0, c.days));
  RC_ASSERT(*gap >= Fraction(-3));
  RC_ASSERT(*gap <= Fraction(3));
}

// Compound interest is the product of the growth of its rests.
RC_GTEST_PROP(Accrue, ExactCompoundingIsAPower, ()) {
  const auto minor = *rc::gen::inRange<int64_t>(1, 1'000'000'000'000);
  const auto rate = *rc::gen::inRange(-50'000, 100'000);
  const auto months = *rc::gen::inRange(0, 60);
  const auto rounding = static_cast<Rounding>(*rc::gen::inRange(1, 8));
  const AccrualRule rule = {.day_count = DayCount::k30E360,
                            .compounding = Compounding::kCompound,
                            .rest = Months(1),
                            .regime = RoundingRegime::kCumulative,
                            .rounding = rounding};
  const Date start = "2020-01-15"_date;
  const auto accrual =
      Accrue(Spec(Money(minor, Currency::Of("EUR")),
                  Rate(Fraction::Of(rate, 100'000), TimeUnit::kMonth), start,
                  *AddMonths(start, months, EndOfMonth::kClamp), rule));
  BigRational power = 1;
  for (int k = 0; k < months; ++k) power *= 1 + Big(rate, 100'000);
  const BigInt expected = BigRound(BigRational(minor) * (power - 1), rounding);
  if (expected > INT64_MAX) {
    RC_ASSERT(ReasonOf(accrual.status()) == Reason::kOverflow);
    return;
  }
  RC_ASSERT(accrual.ok());
  RC_ASSERT(BigInt(accrual->interest.minor()) == expected);
}

// Balances up to the last of 64 bits, and rates of 12 digits: the quick
// arithmetic comes to what the unbounded one does, or says that it cannot.
RC_GTEST_PROP(Accrue, QuickAndUnboundedArithmeticAgree, ()) {
  const auto rate = [] {
    return Rate::FromE12(
        *rc::gen::inRange<int64_t>(-100'000'000'000, 400'000'000'000),
        TimeUnit::kYear);
  };
  AccrualRule rule = {
      .day_count = *rc::gen::element(DayCount::kAct365Fixed,
                                     DayCount::kActActIsda, DayCount::k30E360),
      .compounding =
          *rc::gen::element(Compounding::kSimple, Compounding::kCompound),
      .regime = *rc::gen::element(
          RoundingRegime::kPerBooking, RoundingRegime::kPerDay,
          RoundingRegime::kCumulative, RoundingRegime::kNone),
      .rounding = static_cast<Rounding>(*rc::gen::inRange(1, 8))};
  if (rule.compounding == Compounding::kCompound) rule.rest = Months(1);
  const Date start = *Date::FindDays(*rc::gen::inRange(10'000, 20'000));
  const auto after = [&](int days) {
    return *Date::FindDays(start.days() + days);
  };
  AccrueSpec spec = {
      .currency = Currency::Of("EUR"),
      .balances = {{start, *rc::gen::arbitrary<int64_t>()},
                   {after(*rc::gen::inRange(1, 100)),
                    *rc::gen::inRange<int64_t>(0, 1'000'000)}},
      .rates = *RateHistory::Make(
          {.steps = {{start, rate()},
                     {after(*rc::gen::inRange(1, 200)), rate()}}}),
      .rule = rule,
      .start = start,
      .end = after(*rc::gen::inRange(0, 300))};
  const auto exact = internal::AccrueWith<Exact>(spec);
  const auto quick = internal::AccrueWith<ShortRatio>(spec);
  RC_TAG(std::string(quick.ok() ? "quick" : "not"));
  RC_ASSERT(exact.ok() == Accrue(spec).ok());
  if (!quick.ok()) return;
  RC_ASSERT(exact.ok());
  RC_ASSERT(quick->interest.minor() == exact->interest.minor());
  RC_ASSERT(Lines(*quick) == Lines(*exact));
  if (quick->exact_minor) RC_ASSERT(quick->exact_minor == exact->exact_minor);
}

}  // namespace
}  // namespace usance
