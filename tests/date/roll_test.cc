#include "usance/date/roll.h"

#include <gtest/gtest.h>

#include "tests/matchers.h"

namespace usance {
namespace {

TEST(Roll, NamesADayOfTheMonth) {
  const struct {
    const char* roll;
    Date date;
    const char* adjusted;
  } kRows[] = {
      {"none", "2014-08-20"_date, "2014-08-20"},
      {"eom", "2014-02-01"_date, "2014-02-28"},
      {"som", "2014-02-28"_date, "2014-02-01"},
      {"last day", "2014-02-01"_date, "2014-02-01"},
      {"last business day", "2014-02-01"_date, "2014-02-28"},
      {"day 17", "2014-08-31"_date, "2014-08-17"},
      {"day 30", "2014-02-01"_date, "2014-02-28"},
      {"day 30", "2014-08-31"_date, "2014-08-30"},
      {"day 31", "2014-09-01"_date, "2014-09-30"},
      // Wednesdays of September 2014: 3, 10, 17, 24; Fridays 5, 12, 19, 26.
      {"imm", "2014-09-01"_date, "2014-09-17"},
      {"imm cad", "2014-09-01"_date, "2014-09-15"},
      {"imm aud", "2014-09-01"_date, "2014-09-11"},
      {"imm nzd", "2014-09-30"_date, "2014-09-10"},
      {"sfe", "2014-09-30"_date, "2014-09-12"},
      {"first friday", "2014-09-30"_date, "2014-09-05"},
      {"fourth friday", "2014-09-01"_date, "2014-09-26"},
      {"last friday", "2014-09-01"_date, "2014-09-26"},
      {"last friday", "2014-10-01"_date, "2014-10-31"},
      // On or after.
      {"monday", "2014-09-01"_date, "2014-09-01"},
      {"monday", "2014-09-02"_date, "2014-09-08"},
      {"sunday", "2014-09-30"_date, "2014-10-05"},
      {"days 1 and 15", "2014-09-01"_date, "2014-09-01"},
      {"days 1 and 15", "2014-09-02"_date, "2014-09-15"},
      {"days 15 and 31", "2014-02-16"_date, "2014-02-28"},
  };
  for (const auto& row : kRows) {
    const auto roll = Roll::Parse(row.roll);
    ASSERT_THAT(roll, IsOk());
    EXPECT_EQ(roll->AdjustDate(row.date).ToText(), row.adjusted)
        << row.roll << " " << row.date.ToText();
    EXPECT_TRUE(roll->Matches(roll->AdjustDate(row.date))) << row.roll;
  }
}

TEST(Roll, ReadsAliasesAndReadsBackWhatItPrints) {
  const struct {
    const char* text;
    const char* printed;
  } kRows[] = {
      {"NONE", "none"},
      {"EOM", "eom"},
      {"DAY_31", "eom"},
      {"end of month", "eom"},
      {"SOM", "som"},
      {"Last_Day", "last day"},
      {"feb 28", "february 28"},
      {"last business day", "last business day"},
      {"DAY_17", "day 17"},
      {"DAY_MON", "monday"},
      {"tue", "tuesday"},
      {"TBILL", "monday"},
      {"IMM", "imm"},
      {"third wednesday", "imm"},
      {"IMMCAD", "imm cad"},
      {"IMMAUD", "imm aud"},
      {"IMMNZD", "imm nzd"},
      {"SFE", "second friday"},
      {"fourth tue", "fourth tuesday"},
      {"LAST_FRI", "last friday"},
      {"days 5 and 31", "days 5 and 31"},
  };
  for (const auto& row : kRows) {
    const auto roll = Roll::Parse(row.text);
    ASSERT_THAT(roll, IsOk()) << row.text;
    EXPECT_EQ(roll->ToText(), row.printed);
    EXPECT_EQ(Roll::Parse(roll->ToText()).value(), *roll);
  }
}

TEST(Roll, Refuses) {
  const struct {
    const char* text;
    Reason reason;
  } kRows[] = {
      {"", Reason::kUnspecified},
      {" ", Reason::kUnknownName},
      {"daily", Reason::kUnknownName},
      {"day", Reason::kUnknownName},
      {"day x", Reason::kUnknownName},
      {"day 017", Reason::kUnknownName},
      {"day -1", Reason::kUnknownName},
      {"day 0", Reason::kOutOfRange},
      {"day 32", Reason::kOutOfRange},
      {"fifth friday", Reason::kUnknownName},
      {"days 1 or 15", Reason::kUnknownName},
      {"days 15 and 15", Reason::kOutOfRange},
      {"days 28 and 31", Reason::kOutOfRange},
      {"days 1 and 15 and 20", Reason::kUnknownName},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(Roll::Parse(row.text, "/r"), IsError(row.reason, "/r"))
        << row.text;
  }
}

TEST(Roll, CountsFromTheAnchor) {
  const struct {
    const char* roll;
    Date anchor;
    Period frequency;
    const char* dates[4];  // k = -1, 1, 2, 3
  } kRows[] = {
      {"none",
       "2023-01-31"_date,
       Months(1),
       {"2022-12-31", "2023-02-28", "2023-03-31", "2023-04-30"}},
      {"last day",
       "2023-02-28"_date,
       Months(1),
       {"2023-01-31", "2023-03-31", "2023-04-30", "2023-05-31"}},
      {"last day",
       "2023-02-27"_date,
       Months(1),
       {"2023-01-27", "2023-03-27", "2023-04-27", "2023-05-27"}},
      {"february 28",
       "2024-02-29"_date,
       Years(2),
       {"2022-02-28", "2026-02-28", "2028-02-28", "2030-02-28"}},
      {"day 30",
       "2023-02-28"_date,
       Months(1),
       {"2023-01-30", "2023-03-30", "2023-04-30", "2023-05-30"}},
      {"imm",
       "2014-09-17"_date,
       Months(3),
       {"2014-06-18", "2014-12-17", "2015-03-18", "2015-06-17"}},
      {"friday",
       "2026-01-02"_date,
       Weeks(2),
       {"2025-12-19", "2026-01-16", "2026-01-30", "2026-02-13"}},
      {"days 1 and 15",
       "2026-01-15"_date,
       Months(1),
       {"2026-01-01", "2026-02-01", "2026-02-15", "2026-03-01"}},
      {"days 15 and 31",
       "2026-01-15"_date,
       Months(1),
       {"2025-12-31", "2026-01-31", "2026-02-15", "2026-02-28"}},
  };
  for (const auto& row : kRows) {
    const Roll roll = Roll::Parse(row.roll).value();
    const int kSteps[] = {-1, 1, 2, 3};
    for (int i = 0; i < 4; ++i) {
      EXPECT_EQ(roll.DateAt(row.anchor, row.frequency, kSteps[i])->ToText(),
                row.dates[i])
          << row.roll << " " << kSteps[i];
    }
    EXPECT_EQ(roll.DateAt(row.anchor, row.frequency, 0), row.anchor);
    EXPECT_EQ(roll.DateAt(row.anchor, row.frequency, INT32_MAX), std::nullopt);
    EXPECT_EQ(roll.DateAt(row.anchor, row.frequency, INT32_MIN), std::nullopt);
  }
}

TEST(Roll, NextAndPrevious) {
  const Roll imm = Roll::Parse("imm").value();
  const struct {
    Date date;
    Period frequency;
    const char *next, *previous;
  } kRows[] = {
      {"2014-09-16"_date, Days(1), "2014-09-17", "2014-08-20"},
      {"2014-09-17"_date, Days(1), "2014-10-15", "2014-08-20"},
      {"2014-09-18"_date, Days(1), "2014-10-15", "2014-09-17"},
      {"2014-09-17"_date, Months(3), "2014-12-17", "2014-06-18"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(imm.Next(row.date, row.frequency).value().ToText(), row.next);
    EXPECT_EQ(imm.Previous(row.date, row.frequency).value().ToText(),
              row.previous);
  }
  const Roll twice = Roll::TwiceMonthly(1, 15);
  const struct {
    Date date;
    const char *next, *previous;
  } kTwice[] = {
      {"2026-01-01"_date, "2026-01-15", "2025-12-15"},
      {"2026-01-02"_date, "2026-01-15", "2026-01-01"},
      {"2026-01-15"_date, "2026-02-01", "2026-01-01"},
      {"2026-01-20"_date, "2026-02-01", "2026-01-15"},
      {"2026-03-01"_date, "2026-03-15", "2026-02-15"},
  };
  for (const auto& row : kTwice) {
    EXPECT_EQ(twice.Next(row.date, Days(1)).value().ToText(), row.next);
    EXPECT_EQ(twice.Previous(row.date, Days(1)).value().ToText(), row.previous);
  }
}

TEST(Roll, EndsWithTheCalendar) {
  const auto range = IsError(Reason::kDateOutOfRange, "/date");
  EXPECT_THAT(Roll::Parse("imm")->Next("9999-12-20"_date, Months(1)), range);
  EXPECT_THAT(Roll::TwiceMonthly(1, 15).Next("9999-12-16"_date, Days(1)),
              range);
  const Roll saturday = Roll::DayOfWeek(Weekday::kSaturday);
  EXPECT_EQ(saturday.AdjustDate("9999-12-31"_date), "9999-12-25"_date);
  EXPECT_FALSE(saturday.Matches("9999-12-31"_date));
  EXPECT_THAT(saturday.Next("9999-12-30"_date, Days(1)), range);
}

}  // namespace
}  // namespace usance
