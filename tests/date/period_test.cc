#include "usance/date/period.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/matchers.h"

namespace usance {
namespace {

TEST(Period, ReadsAndPrints) {
  const struct {
    const char* text;
    Period period;
    const char* printed;
  } kRows[] = {
      {"P1M", Months(1), "P1M"},
      {"P1Y", Years(1), "P12M"},
      {"P2W", Weeks(2), "P14D"},
      {"P30D", Days(30), "P30D"},
      {"P1M15D", {1, 15}, "P1M15D"},
      {"P1Y2M3W4D", {14, 25}, "P14M25D"},
      {"-P1M", Months(-1), "-P1M"},
      {"-P1M3D", {-1, -3}, "-P1M3D"},
      {"P1M-3D", {1, -3}, "P1M-3D"},
      {"P-1M3D", {-1, 3}, "P-1M3D"},
      {"P-1M-3D", {-1, -3}, "-P1M3D"},
      {"P0D", {}, "P0D"},
      {"-P0D", {}, "P0D"},
      {"P-1Y3M", {-9, 0}, "-P9M"},
      {"P9999Y", Years(9999), "P119988M"},
  };
  for (const auto& row : kRows) {
    const auto period = Period::Parse(row.text);
    ASSERT_THAT(period, IsOk()) << row.text;
    EXPECT_EQ(*period, row.period) << row.text;
    EXPECT_EQ(period->ToText(), row.printed);
  }
}

TEST(Period, Refuses) {
  const struct {
    const char* text;
    Reason reason;
  } kRows[] = {
      {"", Reason::kMalformed},
      {"P", Reason::kMalformed},
      {"-", Reason::kMalformed},
      {"1M", Reason::kMalformed},
      {"PM", Reason::kMalformed},
      {"P1", Reason::kMalformed},
      {"P1M1Y", Reason::kMalformed},
      {"P1M1M", Reason::kMalformed},
      {"P1.5M", Reason::kMalformed},
      {"PT1H", Reason::kMalformed},
      {"p1m", Reason::kMalformed},
      {"+P1M", Reason::kMalformed},
      {"-P1M-3D", Reason::kMalformed},
      {"P--1M", Reason::kMalformed},
      {"P1M ", Reason::kMalformed},
      {"P10000Y", Reason::kOutOfRange},
      {"P3652059D", Reason::kOutOfRange},
      {"P99999999999999999999D", Reason::kOutOfRange},
      {"-P3652059D", Reason::kOutOfRange},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(Period::Parse(row.text, "/f"), IsError(row.reason, "/f"))
        << row.text;
  }
}

RC_GTEST_PROP(Period, ReadsBackWhatItPrints, ()) {
  const Period period{*rc::gen::inRange(-119988, 119989),
                      *rc::gen::inRange(-3652058, 3652059)};
  const auto read = Period::Parse(period.ToText());
  RC_ASSERT(read.ok());
  RC_ASSERT(*read == period);
}

// The table of EndOfMonth, and R06, R07: month end is a rule of its own.
TEST(Period, R06_R07_EndOfMonthIsExplicit) {
  const struct {
    Date anchor;
    int months;
    const char *clamp, *last_day, *mandatory, *february28;
  } kRows[] = {
      {"2023-01-31"_date, 1, "2023-02-28", "2023-02-28", "2023-02-28",
       "2023-02-28"},
      {"2023-02-28"_date, 1, "2023-03-28", "2023-03-31", "2023-03-31",
       "2023-03-28"},
      {"2023-01-30"_date, 1, "2023-02-28", "2023-02-28", "2023-02-28",
       "2023-02-28"},
      {"2024-01-29"_date, 13, "2025-02-28", "2025-02-28", "2025-02-28",
       "2025-02-28"},
      {"2024-01-31"_date, 1, "2024-02-29", "2024-02-29", "2024-02-29",
       "2024-02-28"},
      {"2024-02-29"_date, 12, "2025-02-28", "2025-02-28", "2025-02-28",
       "2025-02-28"},
      {"2024-02-29"_date, 48, "2028-02-29", "2028-02-29", "2028-02-29",
       "2028-02-28"},
      {"2024-02-29"_date, 1, "2024-03-29", "2024-03-31", "2024-03-31",
       "2024-03-29"},
      {"2026-04-30"_date, 1, "2026-05-30", "2026-05-31", "2026-05-31",
       "2026-05-30"},
      {"2026-04-15"_date, -2, "2026-02-15", "2026-02-15", "2026-02-28",
       "2026-02-15"},
  };
  for (const auto& row : kRows) {
    const auto add = [&](EndOfMonth mode) {
      return AddMonths(row.anchor, row.months, mode).value().ToText();
    };
    EXPECT_EQ(add(EndOfMonth::kClamp), row.clamp) << row.anchor.ToText();
    EXPECT_EQ(add(EndOfMonth::kLastDay), row.last_day) << row.anchor.ToText();
    EXPECT_EQ(add(EndOfMonth::kMandatory), row.mandatory);
    EXPECT_EQ(add(EndOfMonth::kFebruary28), row.february28);
  }
}

// Every day of a leap and of a plain year, every number of months.
TEST(Period, R05_NeverOverflowsIntoTheNextMonth) {
  for (const int year : {2023, 2024}) {
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= DaysInMonth(year, month); ++day) {
        for (int months = -24; months <= 24; ++months) {
          const Date sum =
              AddMonths(Date::Of(year, month, day), months, EndOfMonth::kClamp)
                  .value();
          const int index = year * 12 + month - 1 + months;
          const int last = DaysInMonth(index / 12, index % 12 + 1);
          ASSERT_EQ(sum,
                    Date::Of(index / 12, index % 12 + 1, std::min(day, last)));
        }
      }
    }
  }
}

// Chained addition loses the day; counting from the anchor keeps it.
TEST(Period, R13_AddingIsNotRepeatable) {
  const auto add = [](Date date, int months) {
    return AddMonths(date, months, EndOfMonth::kClamp).value();
  };
  EXPECT_EQ(add(add("2026-01-31"_date, 1), 1), "2026-03-28"_date);
  EXPECT_EQ(add("2026-01-31"_date, 2), "2026-03-31"_date);
}

TEST(Period, AddsMonthsThenDays) {
  const struct {
    Date anchor;
    Period period;
    int64_t count;
    const char* sum;
  } kRows[] = {
      {"2026-01-31"_date, {1, 1}, 1, "2026-03-01"},
      {"2026-01-31"_date, {1, 1}, 2, "2026-04-02"},
      {"2026-01-31"_date, {1, -3}, 1, "2026-02-25"},
      {"2026-03-01"_date, {1, 1}, -1, "2026-01-31"},
      {"2026-01-01"_date, Weeks(2), 3, "2026-02-12"},
      {"2026-01-01"_date, {}, 1000, "2026-01-01"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(AddPeriod(row.anchor, row.period, row.count, EndOfMonth::kClamp)
                  .value()
                  .ToText(),
              row.sum);
  }
  EXPECT_EQ(
      AddPeriod("2026-01-15"_date, Days(10), 1, EndOfMonth::kMandatory).value(),
      "2026-01-25"_date);
}

TEST(Period, StaysInTheCalendar) {
  const struct {
    Date anchor;
    Period period;
    int64_t count;
  } kRows[] = {
      {"9999-12-31"_date, Months(1), 1},
      {"0001-01-31"_date, Months(-1), 1},
      {"9999-12-31"_date, Days(1), 1},
      {"2026-01-01"_date, Months(INT32_MAX), INT64_MAX},
      {"2026-01-01"_date, Days(INT32_MIN), INT64_MIN},
      {"2026-01-01"_date, {INT32_MIN, INT32_MAX}, INT64_MAX},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(AddPeriod(row.anchor, row.period, row.count, EndOfMonth::kClamp,
                          "/start"),
                IsError(Reason::kDateOutOfRange, "/start"));
  }
  for (const int64_t months : {INT64_MAX, INT64_MIN}) {
    EXPECT_THAT(AddMonths("2026-01-01"_date, months, EndOfMonth::kClamp),
                IsError(Reason::kDateOutOfRange, "/date"));
  }
}

}  // namespace
}  // namespace usance
