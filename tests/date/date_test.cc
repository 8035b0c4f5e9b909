#include "usance/date/date.h"

#include <boost/date_time/gregorian/gregorian_types.hpp>

#include "tests/matchers.h"

namespace usance {
namespace {

TEST(Date, KnownDays) {
  // Day numbers and weekdays from RFC 3339 practice and the ISO week calendar.
  const struct {
    const char* text;
    int32_t days;
    Weekday weekday;
  } kRows[] = {
      {"0001-01-01", -719162, Weekday::kMonday},
      {"1582-10-15", -141427, Weekday::kFriday},
      {"1900-02-28", -25509, Weekday::kWednesday},
      {"1900-03-01", -25508, Weekday::kThursday},
      {"1969-12-31", -1, Weekday::kWednesday},
      {"1970-01-01", 0, Weekday::kThursday},
      {"2000-02-29", 11016, Weekday::kTuesday},
      {"2026-01-31", 20484, Weekday::kSaturday},
      {"9999-12-31", 2932896, Weekday::kFriday},
  };
  for (const auto& row : kRows) {
    const auto date = Date::Parse(row.text);
    ASSERT_THAT(date, IsOk());
    EXPECT_EQ(date->days(), row.days) << row.text;
    EXPECT_EQ(date->weekday(), row.weekday) << row.text;
    EXPECT_EQ(date->ToText(), row.text);
    EXPECT_EQ(Date::FindDays(row.days), *date);
  }
}

// Boost knows 1400-01-01 to 9999-12-31.
TEST(Date, EveryDayIsThatOfBoost) {
  namespace gregorian = boost::gregorian;
  gregorian::date other(1400, 1, 1);
  const gregorian::date epoch(1970, 1, 1);
  Date date = Date::Of(1400, 1, 1);
  int64_t days = 0;
  for (;; ++days) {
    const auto ymd = other.year_month_day();
    const CivilDay expected{ymd.year, ymd.month.as_number(),
                            ymd.day.as_number()};
    const int weekday = other.day_of_week().as_number();  // Sunday is 0
    ASSERT_EQ(date.civil(), expected) << date.ToText();
    ASSERT_EQ(date.days(), (other - epoch).days()) << date.ToText();
    ASSERT_EQ(static_cast<int>(date.weekday()) % 7, weekday) << date.ToText();
    ASSERT_EQ(Date::Find(expected.year, expected.month, expected.day), date);
    ASSERT_EQ(date.IsLastOfMonth(), other.end_of_month() == other)
        << date.ToText();
    if (date.days() == Date::kMaxDays) break;
    date = *Date::FindDays(date.days() + 1);
    other += gregorian::days(1);
  }
  EXPECT_EQ(days + 1, 3141085);  // the days of the years 1400 to 9999
}

TEST(Date, DaysGoBackAndForthBefore1400) {
  CivilDay expected{1, 1, 1};
  for (int32_t days = Date::kMinDays; days < -208188; ++days) {
    const Date date = *Date::FindDays(days);
    ASSERT_EQ(date.civil(), expected);
    ASSERT_EQ(Date::Of(expected.year, expected.month, expected.day), date);
    ++expected.day;
    if (expected.day > DaysInMonth(expected.year, expected.month)) {
      expected.day = 1;
      ++expected.month;
    }
    if (expected.month > 12) {
      expected.month = 1;
      ++expected.year;
    }
  }
  EXPECT_EQ(expected, (CivilDay{1400, 1, 1}));
}

TEST(Date, ReadsOnlyIso8601) {
  const struct {
    const char* text;
    Reason reason;
  } kRows[] = {
      {"", Reason::kMalformed},
      {"2026-1-31", Reason::kMalformed},
      {"2026-01-31 ", Reason::kMalformed},
      {" 2026-01-31", Reason::kMalformed},
      {"2026/01/31", Reason::kMalformed},
      {"20260131", Reason::kMalformed},
      {"31-01-2026", Reason::kMalformed},
      {"2026-01-31T00:00:00Z", Reason::kMalformed},
      {"-026-01-31", Reason::kMalformed},
      {"2026--1-31", Reason::kMalformed},
      {"2026-01--1", Reason::kMalformed},
      {"2026-0x-01", Reason::kMalformed},
      {"0000-01-01", Reason::kDateOutOfRange},
      {"2026-00-01", Reason::kDateInvalid},
      {"2026-13-01", Reason::kDateInvalid},
      {"2026-01-00", Reason::kDateInvalid},
      {"2026-04-31", Reason::kDateInvalid},
      {"2023-02-29", Reason::kDateInvalid},
      {"1900-02-29", Reason::kDateInvalid},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(Date::Parse(row.text, "/due"), IsError(row.reason, "/due"))
        << row.text;
  }
}

// A date is a day: no zone, no hour, no clock in its text or its arithmetic.
// 2026-03-29 has 23 hours in Berlin and 2026-10-25 has 25.
TEST(Date, R64_R65_DaysHaveNoHours) {
  EXPECT_EQ("2026-03-30"_date - "2026-03-29"_date, 1);
  EXPECT_EQ("2026-10-26"_date - "2026-10-25"_date, 1);
  EXPECT_EQ("2027-01-01"_date - "2026-01-01"_date, 365);
}

TEST(Date, AddsDays) {
  const struct {
    Date date;
    int64_t days;
    const char* sum;
  } kRows[] = {
      {"2024-02-28"_date, 1, "2024-02-29"},
      {"2024-02-28"_date, 2, "2024-03-01"},
      {"2026-01-01"_date, -1, "2025-12-31"},
      {"0001-01-01"_date, 3652058, "9999-12-31"},
  };
  for (const auto& row : kRows) {
    const auto sum = AddDays(row.date, row.days);
    ASSERT_THAT(sum, IsOk());
    EXPECT_EQ(sum->ToText(), row.sum);
  }
  for (const int64_t days : {int64_t{1}, INT64_MAX}) {
    EXPECT_THAT(AddDays("9999-12-31"_date, days, "/d"),
                IsError(Reason::kDateOutOfRange, "/d"));
  }
  for (const int64_t days : {int64_t{-1}, INT64_MIN}) {
    EXPECT_THAT(AddDays("0001-01-01"_date, days),
                IsError(Reason::kDateOutOfRange, "/date"));
  }
}

TEST(Date, MakeSaysWhatIsWrong) {
  EXPECT_EQ(TextOf(Date::Make(2023, 2, 29).status()),
            "2023-02-29 is no date; 2023-02 has 28 days");
  EXPECT_THAT(Date::Make(10000, 1, 1),
              IsError(Reason::kDateOutOfRange, "/date"));
  EXPECT_THAT(Date::Make(10000, 13, 1),
              IsError(Reason::kDateOutOfRange, "/date"));
  EXPECT_THAT(Date::FromDays(INT64_MIN),
              IsError(Reason::kDateOutOfRange, "/date"));
  EXPECT_EQ(TextOf(Date::FromDays(2'932'897).status()),
            "10000-01-01 is out of range; allowed: 0001-01-01 to 9999-12-31");
  EXPECT_EQ(TextOf(Date::FromDays(2'932'896 + 146'097).status()),
            "10399-12-31 is out of range; allowed: 0001-01-01 to 9999-12-31");
  EXPECT_EQ(TextOf(Date::FromDays(INT64_MAX).status()),
            "day 9223372036854775807 is out of range; allowed: 0001-01-01 to "
            "9999-12-31");
}

}  // namespace
}  // namespace usance
