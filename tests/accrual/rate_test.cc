#include "usance/accrual/rate.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/matchers.h"

namespace usance {
namespace {

TEST(Rate, ReadsShareAndUnit) {
  const struct {
    const char* text;
    Fraction value;
    TimeUnit unit;
    const char* printed;
  } kRows[] = {
      {"6.125%", Fraction::Of(49, 800), TimeUnit::kYear, "6.125%"},
      {"6%/year", Fraction::Of(3, 50), TimeUnit::kYear, "6%"},
      {"1.5%/month", Fraction::Of(3, 200), TimeUnit::kMonth, "1.5%/month"},
      {"1%/week", Fraction::Of(1, 100), TimeUnit::kWeek, "1%/week"},
      {"0.8%/day", Fraction::Of(1, 125), TimeUnit::kDay, "0.8%/day"},
      {"0.5‰/day", Fraction::Of(1, 2000), TimeUnit::kDay, "0.05%/day"},
      {"2%/period", Fraction::Of(1, 50), TimeUnit::kPeriod, "2%/period"},
      {"1/3%/month", Fraction::Of(1, 300), TimeUnit::kMonth, "1/3%/month"},
      {"+8%", Fraction::Of(2, 25), TimeUnit::kYear, "8%"},
      {"-0.88%", Fraction::Of(-11, 1250), TimeUnit::kYear, "-0.88%"},
      {"0%", Fraction(0), TimeUnit::kYear, "0%"},
      {"5%/D", Fraction::Of(1, 20), TimeUnit::kDay, "5%/day"},
  };
  for (const auto& row : kRows) {
    const auto rate = Rate::Parse(row.text);
    ASSERT_THAT(rate, IsOk()) << row.text;
    EXPECT_EQ(rate->value(), row.value) << row.text;
    EXPECT_EQ(rate->unit(), row.unit) << row.text;
    EXPECT_EQ(Format(*rate), row.printed);
  }
  static_assert("6.125%"_rate == Rate(Fraction::Of(49, 800), TimeUnit::kYear));
  static_assert("0.5‰/day"_rate.value() == Fraction::Of(1, 2000));
}

TEST(Rate, RefusesWhatIsNoRate) {
  const struct {
    const char* text;
    Reason reason;
  } kRows[] = {
      {"", Reason::kMalformed},
      {"6.125", Reason::kMalformed},
      {"%", Reason::kMalformed},
      {"6 %", Reason::kMalformed},
      {"6%%", Reason::kMalformed},
      {"6%month", Reason::kMalformed},
      {"6%/", Reason::kMalformed},
      {"+-6%", Reason::kMalformed},
      {"--6%", Reason::kMalformed},
      {"1/0%", Reason::kMalformed},
      {"1/-3%", Reason::kMalformed},
      {"1.5/3%", Reason::kMalformed},
      {"6e2%", Reason::kMalformed},
      {"6,5%", Reason::kMalformed},
      {"0.1234567890123456789%", Reason::kTooManyDigits},
      {"999999999999999999999999999999999999999%", Reason::kTooManyDigits},
      {"6%/fortnight", Reason::kUnknownName},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(Rate::Parse(row.text, "/rate"), IsError(row.reason, "/rate"))
        << row.text;
  }
}

TEST(Rate, E12IsExactOrAnError) {
  EXPECT_EQ(Rate::FromE12(80'000'000'000, TimeUnit::kYear), "8%"_rate);
  EXPECT_EQ(*ToE12("8%"_rate), 80'000'000'000);
  EXPECT_EQ(*ToE12("-0.88%"_rate), -8'800'000'000);
  EXPECT_EQ(*ToE12(Rate::FromE12(INT64_MIN, TimeUnit::kDay)), INT64_MIN);
  EXPECT_THAT(ToE12("1/3%"_rate), IsError(Reason::kTooManyDigits, "/rate"));
  EXPECT_THAT(ToE12("922337204%"_rate), IsError(Reason::kOverflow, "/rate"));
}

RC_GTEST_PROP(Rate, PrintsWhatItReads, ()) {
  const auto n = *rc::gen::arbitrary<int64_t>();
  const auto d = *rc::gen::inRange<int64_t>(1, 1'000'000);
  const auto unit = static_cast<TimeUnit>(*rc::gen::inRange(1, 6));
  const Rate rate(Fraction::Of(n, d), unit);
  const auto back = Rate::Parse(Format(rate));
  RC_ASSERT(back.ok());
  RC_ASSERT(*back == rate);
}

TEST(Elapsed, CountsTheUnitsOfTheConvention) {
  const Date start = "2026-01-15"_date, end = "2026-03-15"_date;
  const struct {
    TimeUnit unit;
    DayCount day_count;
    Fraction expected;
  } kRows[] = {
      {TimeUnit::kYear, DayCount::kAct365Fixed, Fraction::Of(59, 365)},
      {TimeUnit::kMonth, DayCount::k30E360, 2},
      {TimeUnit::kMonth, DayCount::kAct360, Fraction::Of(59, 30)},
      {TimeUnit::kWeek, DayCount::kAct360, Fraction::Of(59, 7)},
      {TimeUnit::kDay, DayCount::kAct360, 59},
      {TimeUnit::kDay, DayCount::k30E360, 60},
      {TimeUnit::kPeriod, DayCount::kAct360, 1},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(*Elapsed(row.unit, row.day_count, start, end), row.expected)
        << NameOf(row.unit);
  }
  EXPECT_EQ(*Elapsed(TimeUnit::kPeriod, DayCount::kAct360, start, start), 0);
  EXPECT_THAT(Elapsed(TimeUnit::kDay, DayCount::kAct360, end, start),
              IsError(Reason::kEndBeforeStart, "/end"));
}

}  // namespace
}  // namespace usance
