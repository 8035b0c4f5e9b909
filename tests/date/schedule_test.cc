#include "usance/date/schedule.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/matchers.h"
#include "usance/date/calendars.h"

namespace usance {
namespace {

using Convention = BusinessDayConvention;

// "2026-01-31 2026-02-28 ...": the unadjusted dates, or the reason.
std::string Dates(const absl::StatusOr<Schedule>& schedule) {
  if (!schedule.ok()) {
    return std::string(NameOf(ReasonOf(schedule.status()))) + " " +
           FieldOf(schedule.status());
  }
  std::string text = schedule->periods.front().start.ToText();
  for (const SchedulePeriod& period : schedule->periods) {
    text += " " + period.end.ToText();
  }
  return text;
}

std::string AdjustedDates(const absl::StatusOr<Schedule>& schedule) {
  if (!schedule.ok()) return Dates(schedule);
  std::string text = schedule->periods.front().adjusted_start.ToText();
  for (const SchedulePeriod& period : schedule->periods) {
    text += " " + period.adjusted_end.ToText();
  }
  return text;
}

ScheduleSpec Monthly(Date start, Date end) {
  return {.start = start, .end = end, .frequency = Months(1)};
}

ScheduleSpec Counted(Date start, int32_t count, Period frequency) {
  return {.start = start, .count = count, .frequency = frequency};
}

TEST(Schedule, Stubs) {
  const struct {
    Stub stub;
    Date start, end;
    const char* dates;
    const char* stubs;  // which periods are one
  } kRows[] = {
      {Stub::kShortInitial, "2014-06-04"_date, "2014-09-17"_date,
       "2014-06-04 2014-06-17 2014-07-17 2014-08-17 2014-09-17", "1000"},
      {Stub::kLongInitial, "2014-06-04"_date, "2014-09-17"_date,
       "2014-06-04 2014-07-17 2014-08-17 2014-09-17", "100"},
      {Stub::kSmartInitial, "2014-06-10"_date, "2014-08-17"_date,
       "2014-06-10 2014-06-17 2014-07-17 2014-08-17", "100"},  // 7 days
      {Stub::kSmartInitial, "2014-06-11"_date, "2014-08-17"_date,
       "2014-06-11 2014-07-17 2014-08-17", "10"},  // 6 days
      {Stub::kShortFinal, "2014-06-04"_date, "2014-09-17"_date,
       "2014-06-04 2014-07-04 2014-08-04 2014-09-04 2014-09-17", "0001"},
      {Stub::kLongFinal, "2014-06-04"_date, "2014-09-17"_date,
       "2014-06-04 2014-07-04 2014-08-04 2014-09-17", "001"},
      {Stub::kSmartFinal, "2014-06-04"_date, "2014-08-11"_date,
       "2014-06-04 2014-07-04 2014-08-04 2014-08-11", "001"},
      {Stub::kSmartFinal, "2014-06-04"_date, "2014-08-10"_date,
       "2014-06-04 2014-07-04 2014-08-10", "01"},
      // No rest, no stub; less than a period is one stub.
      {Stub::kLongInitial, "2014-06-17"_date, "2014-08-17"_date,
       "2014-06-17 2014-07-17 2014-08-17", "00"},
      {Stub::kLongFinal, "2014-06-17"_date, "2014-08-17"_date,
       "2014-06-17 2014-07-17 2014-08-17", "00"},
      {Stub::kLongInitial, "2014-06-17"_date, "2014-07-04"_date,
       "2014-06-17 2014-07-04", "1"},
      {Stub::kLongFinal, "2014-06-17"_date, "2014-07-04"_date,
       "2014-06-17 2014-07-04", "1"},
      {Stub::kNone, "2014-06-17"_date, "2014-08-17"_date,
       "2014-06-17 2014-07-17 2014-08-17", "00"},
  };
  for (const auto& row : kRows) {
    ScheduleSpec spec = Monthly(row.start, row.end);
    spec.stub = row.stub;
    const auto schedule = MakeSchedule(spec);
    EXPECT_EQ(Dates(schedule), row.dates) << NameOf(row.stub);
    std::string stubs;
    for (const SchedulePeriod& period : schedule->periods) {
      stubs += period.stub ? '1' : '0';
    }
    EXPECT_EQ(stubs, row.stubs) << row.dates;
  }
}

TEST(Schedule, ExplicitStubs) {
  const struct {
    const char* what;
    std::optional<Date> first, last;
    Stub stub;
    const char* dates;
  } kRows[] = {
      {"initial", "2014-06-17"_date, std::nullopt, Stub::kNone,
       "2014-06-04 2014-06-17 2014-07-17 2014-08-17 2014-09-17"},
      {"final", std::nullopt, "2014-08-04"_date, Stub::kNone,
       "2014-06-04 2014-07-04 2014-08-04 2014-09-17"},
      {"both", "2014-06-20"_date, "2014-08-20"_date, Stub::kBoth,
       "2014-06-04 2014-06-20 2014-07-20 2014-08-20 2014-09-17"},
      {"both at one date", "2014-07-20"_date, "2014-07-20"_date, Stub::kBoth,
       "2014-06-04 2014-07-20 2014-09-17"},
      {"initial and a rest", "2014-06-20"_date, std::nullopt, Stub::kShortFinal,
       "2014-06-04 2014-06-20 2014-07-20 2014-08-20 2014-09-17"},
      {"final and a rest", std::nullopt, "2014-08-20"_date, Stub::kShortInitial,
       "2014-06-04 2014-06-20 2014-07-20 2014-08-20 2014-09-17"},
      {"initial, all of it", "2014-09-17"_date, std::nullopt, Stub::kNone,
       "2014-06-04 2014-09-17"},
      {"final, all of it", std::nullopt, "2014-06-04"_date, Stub::kNone,
       "2014-06-04 2014-09-17"},
      {"initial and an unwanted rest", "2014-06-20"_date, std::nullopt,
       Stub::kNone, "CONFLICT /end"},
  };
  for (const auto& row : kRows) {
    ScheduleSpec spec = Monthly("2014-06-04"_date, "2014-09-17"_date);
    spec.first_regular_start = row.first;
    spec.last_regular_end = row.last;
    spec.stub = row.stub;
    EXPECT_EQ(Dates(MakeSchedule(spec)), row.dates) << row.what;
  }
}

TEST(Schedule, CountsPeriods) {
  const struct {
    const char* what;
    Date start;
    int32_t count;
    Period frequency;
    const char* roll;
    Stub stub;
    std::optional<Date> first;
    const char* dates;
  } kRows[] = {
      {"months",
       "2026-01-31"_date,
       3,
       Months(1),
       "none",
       Stub::kNone,
       {},
       "2026-01-31 2026-02-28 2026-03-31 2026-04-30"},
      {"weeks",
       "2026-01-01"_date,
       2,
       Weeks(2),
       "none",
       Stub::kNone,
       {},
       "2026-01-01 2026-01-15 2026-01-29"},
      {"months and days",
       "2026-01-31"_date,
       2,
       {1, 1},
       "none",
       Stub::kNone,
       {},
       "2026-01-31 2026-03-01 2026-04-02"},
      {"twice a month",
       "2026-01-15"_date,
       3,
       Months(1),
       "days 15 and 31",
       Stub::kNone,
       {},
       "2026-01-15 2026-01-31 2026-02-15 2026-02-28"},
      {"third Friday",
       "2026-01-16"_date,
       2,
       Months(1),
       "third friday",
       Stub::kNone,
       {},
       "2026-01-16 2026-02-20 2026-03-20"},
      {"first payment given", "2026-01-15"_date, 3, Months(1), "none",
       Stub::kNone, "2026-03-01"_date,
       "2026-01-15 2026-03-01 2026-04-01 2026-05-01"},
      {"short to the roll",
       "2026-01-15"_date,
       3,
       Months(1),
       "eom",
       Stub::kShortInitial,
       {},
       "2026-01-15 2026-01-31 2026-02-28 2026-03-31"},
      {"long to the roll",
       "2026-01-15"_date,
       2,
       Months(1),
       "eom",
       Stub::kLongInitial,
       {},
       "2026-01-15 2026-02-28 2026-03-31"},
      {"on the roll",
       "2026-01-31"_date,
       2,
       Months(1),
       "eom",
       Stub::kShortInitial,
       {},
       "2026-01-31 2026-02-28 2026-03-31"},
      {"off the roll",
       "2026-01-15"_date,
       2,
       Months(1),
       "eom",
       Stub::kNone,
       {},
       "CONFLICT /start"},
      {"out of the calendar",
       "9999-11-30"_date,
       2,
       Months(1),
       "none",
       Stub::kNone,
       {},
       "DATE_OUT_OF_RANGE /count"},
  };
  for (const auto& row : kRows) {
    ScheduleSpec spec = Counted(row.start, row.count, row.frequency);
    spec.roll = Roll::Parse(row.roll).value();
    spec.stub = row.stub;
    spec.first_regular_start = row.first;
    EXPECT_EQ(Dates(MakeSchedule(spec)), row.dates) << row.what;
  }
}

TEST(Schedule, WholeTermBusinessDaysAndLists) {
  ScheduleSpec term{.start = "2026-01-15"_date, .end = "2026-09-01"_date};
  EXPECT_EQ(Dates(MakeSchedule(term)), "2026-01-15 2026-09-01");

  ScheduleSpec days{.start = "2026-01-15"_date, .count = 3};  // a Thursday
  days.business_days = 2;
  days.calendar = FindCalendar("sat_sun").value();
  EXPECT_EQ(Dates(MakeSchedule(days)),
            "2026-01-15 2026-01-19 2026-01-21 2026-01-23");
  days.count.reset();
  days.end = "2026-01-22"_date;
  EXPECT_EQ(Dates(MakeSchedule(days)), "CONFLICT /end");
  days.stub = Stub::kShortInitial;
  EXPECT_EQ(Dates(MakeSchedule(days)),
            "2026-01-15 2026-01-16 2026-01-20 2026-01-22");
  days.end = "2026-01-24"_date;
  EXPECT_EQ(Dates(MakeSchedule(days)), "CONFLICT /end");  // no business day
  days.end = "2200-01-24"_date;
  EXPECT_EQ(Dates(MakeSchedule(days)), "CALENDAR_RANGE /calendar");

  ScheduleSpec listed{.start = "2026-01-15"_date};
  listed.explicit_ends = {"2026-02-01"_date, "2026-02-03"_date};
  EXPECT_EQ(Dates(MakeSchedule(listed)), "2026-01-15 2026-02-01 2026-02-03");
  listed.explicit_ends = {"2026-02-01"_date, "2026-02-01"_date};
  EXPECT_EQ(Dates(MakeSchedule(listed)), "OUT_OF_ORDER /explicit_ends/1");
}

TEST(Schedule, AdjustsAndKeepsBoth) {
  ScheduleSpec spec = Monthly("2026-01-31"_date, "2026-05-31"_date);
  spec.convention = Convention::kModifiedFollowing;
  spec.calendar = FindCalendar("TARGET2").value();
  EXPECT_EQ(Dates(MakeSchedule(spec)),
            "2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31");
  EXPECT_EQ(AdjustedDates(MakeSchedule(spec)),
            "2026-01-30 2026-02-27 2026-03-31 2026-04-30 2026-05-29");
  spec.start_convention = Convention::kUnadjusted;
  spec.end_convention = Convention::kFollowing;
  EXPECT_EQ(AdjustedDates(MakeSchedule(spec)),
            "2026-01-31 2026-02-27 2026-03-31 2026-04-30 2026-06-01");
}

// The last business day of each month, whatever the convention.
TEST(Schedule, LastBusinessDay) {
  ScheduleSpec spec = Counted("2026-01-31"_date, 4, Months(1));
  spec.roll = Roll::LastBusinessDay();
  spec.convention = Convention::kFollowing;
  spec.calendar = FindCalendar("TARGET2").value();
  EXPECT_EQ(AdjustedDates(MakeSchedule(spec)),
            "2026-01-30 2026-02-27 2026-03-31 2026-04-30 2026-05-29");
  spec.convention = Convention::kUnadjusted;
  EXPECT_EQ(AdjustedDates(MakeSchedule(spec)),
            "2026-01-30 2026-02-27 2026-03-31 2026-04-30 2026-05-29");
}

// Saturday is the last of January and Sunday that of May: their last business
// days are Fridays, from which, and up to which, months count as from the last.
TEST(Schedule, FromTheLastBusinessDayOn) {
  ScheduleSpec spec = Counted("2026-01-30"_date, 4, Months(1));
  spec.roll = Roll::LastBusinessDay();
  spec.calendar = FindCalendar("TARGET2").value();
  const std::string dates =
      "2026-01-30 2026-02-28 2026-03-31 2026-04-30 2026-05-31";
  const std::string adjusted =
      "2026-01-30 2026-02-27 2026-03-31 2026-04-30 2026-05-29";
  EXPECT_EQ(Dates(MakeSchedule(spec)), dates);
  EXPECT_EQ(AdjustedDates(MakeSchedule(spec)), adjusted);
  spec.count.reset();
  spec.end = "2026-05-29"_date;
  EXPECT_EQ(Dates(MakeSchedule(spec)), dates);
  EXPECT_EQ(AdjustedDates(MakeSchedule(spec)), adjusted);
  spec.first_regular_start = "2026-02-27"_date;
  EXPECT_EQ(AdjustedDates(MakeSchedule(spec)), adjusted);
  spec.first_regular_start.reset();
  spec.start = "2026-01-29"_date;
  EXPECT_EQ(AdjustedDates(MakeSchedule(spec)), "CONFLICT /start");
}

TEST(Schedule, DuplicatesByEachRule) {
  // Daily from Friday to Tuesday: Saturday and Sunday fall on Monday.
  ScheduleSpec spec{.start = "2026-01-16"_date,
                    .end = "2026-01-20"_date,
                    .frequency = Days(1)};
  spec.convention = Convention::kFollowing;
  spec.calendar = FindCalendar("sat_sun").value();
  EXPECT_EQ(AdjustedDates(MakeSchedule(spec)), "CONFLICT /convention");
  spec.duplicates = Duplicates::kKeep;
  EXPECT_EQ(AdjustedDates(MakeSchedule(spec)),
            "2026-01-16 2026-01-19 2026-01-19 2026-01-19 2026-01-20");
  spec.duplicates = Duplicates::kDrop;
  EXPECT_EQ(AdjustedDates(MakeSchedule(spec)),
            "2026-01-16 2026-01-19 2026-01-20");
  EXPECT_EQ(Dates(MakeSchedule(spec)), "2026-01-16 2026-01-17 2026-01-20");
  // The last date is never the one that goes.
  spec.end = "2026-01-19"_date;
  EXPECT_EQ(Dates(MakeSchedule(spec)), "2026-01-16 2026-01-19");
  // Nothing is left.
  spec.start = "2026-01-17"_date;
  spec.end = "2026-01-18"_date;
  EXPECT_EQ(AdjustedDates(MakeSchedule(spec)), "CONFLICT /convention");
  // Two conventions can even swap dates.
  spec.start = "2026-01-17"_date;
  spec.end = "2026-01-19"_date;
  spec.convention = Convention::kPreceding;
  spec.start_convention = Convention::kFollowing;
  EXPECT_EQ(AdjustedDates(MakeSchedule(spec)), "CONFLICT /convention");
}

// A spec with everything wrong gives the first error of the list; each row
// mends what the row before complained about.
TEST(Schedule, ErrorsComeInOrder) {
  ScheduleSpec spec{.start = "2026-01-17"_date};
  spec.max_periods = 0;
  spec.count = 0;
  spec.smart_days = -1;
  spec.business_days = 0;
  spec.frequency = Months(-1);
  spec.convention = Convention::kFollowing;
  spec.stub = Stub::kBoth;
  const auto expect = [&](const char* error) {
    EXPECT_EQ(Dates(MakeSchedule(spec)), error);
  };
  expect("OUT_OF_RANGE /max_periods");
  spec.max_periods = 1'000'001;
  expect("OUT_OF_RANGE /max_periods");
  spec.max_periods = 3;
  expect("OUT_OF_RANGE /count");
  spec.count.reset();
  expect("OUT_OF_RANGE /smart_days");
  spec.smart_days = 7;
  expect("OUT_OF_RANGE /business_days");
  spec.business_days = 1;
  expect("MISSING_FIELD /end");
  spec.count = 1;
  spec.end = "2026-01-17"_date;
  expect("CONFLICT /count");
  spec.count.reset();
  expect("CONFLICT /business_days");
  spec.business_days.reset();
  expect("CONFLICT /frequency");
  spec.frequency = Days(10);
  spec.roll = Roll::EndOfMonth();
  expect("CONFLICT /frequency");
  spec.roll = Roll::DayOfWeek(Weekday::kMonday);
  expect("CONFLICT /frequency");
  spec.roll = Roll();
  expect("CONTEXT_REQUIRED /calendar");
  spec.calendar = FindCalendar("sat_sun").value();
  expect("CONTEXT_REQUIRED /stub");
  spec.stub = Stub::kNone;
  expect("END_BEFORE_START /end");
  spec.end = "2026-03-10"_date;
  spec.first_regular_start = "2026-03-11"_date;
  expect("OUT_OF_ORDER /first_regular_start");
  spec.first_regular_start = "2026-01-18"_date;
  spec.last_regular_end = "2026-01-17"_date;
  expect("OUT_OF_ORDER /last_regular_end");
  spec.last_regular_end.reset();
  spec.frequency = Weeks(1);
  spec.roll = Roll::DayOfWeek(Weekday::kMonday);
  expect("CONFLICT /start");  // 18 January is a Sunday
  spec.first_regular_start.reset();
  spec.roll = Roll();
  expect("LIMIT_EXCEEDED /max_periods");
  spec.max_periods = 8;
  expect("CONFLICT /end");
  spec.stub = Stub::kShortFinal;
  spec.calendar = ParseCalendar(
                      "id x\nversion 1\nrange 2026-01-17 2026-02-28\n"
                      "weekend none\n")
                      .value();
  expect("CALENDAR_RANGE /calendar");
}

// Millions of periods are refused before one is made.
TEST(Schedule, LimitsPeriodsFirst) {
  ScheduleSpec spec{.start = "0001-01-01"_date,
                    .end = "9999-12-31"_date,
                    .frequency = Days(1)};
  EXPECT_EQ(Dates(MakeSchedule(spec)), "LIMIT_EXCEEDED /max_periods");
  spec.stub = Stub::kShortInitial;
  EXPECT_EQ(Dates(MakeSchedule(spec)), "LIMIT_EXCEEDED /max_periods");
  spec = Counted("2026-01-01"_date, INT32_MAX, Days(1));
  EXPECT_EQ(Dates(MakeSchedule(spec)), "LIMIT_EXCEEDED /max_periods");
  spec = Monthly("2026-01-15"_date, "2027-01-01"_date);
  spec.stub = Stub::kShortFinal;
  spec.max_periods = 12;
  EXPECT_THAT(MakeSchedule(spec), IsOk());
  spec.max_periods = 11;
  EXPECT_EQ(Dates(MakeSchedule(spec)), "LIMIT_EXCEEDED /max_periods");
}

// 31 January never turns into the 28th of every month; 30 years.
TEST(Schedule, R01_R02_CountsFromTheAnchor) {
  const auto schedule =
      MakeSchedule(Counted("2026-01-31"_date, 360, Months(1)));
  ASSERT_THAT(schedule, IsOk());
  for (const SchedulePeriod& period : schedule->periods) {
    EXPECT_EQ(period.end, period.end.LastOfMonth()) << period.end.ToText();
  }
}

TEST(Schedule, R03_LeapDayComesBack) {
  EXPECT_EQ(Dates(MakeSchedule(Counted("2024-02-29"_date, 4, Years(1)))),
            "2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29");
}

TEST(Schedule, R06_R07_EndOfMonthIsNotDay29Or30) {
  const struct {
    const char* roll;
    Date start;
    const char* dates;
  } kRows[] = {
      {"none", "2024-02-29"_date, "2024-02-29 2024-03-29 2024-04-29"},
      {"eom", "2024-02-29"_date, "2024-02-29 2024-03-31 2024-04-30"},
      {"last day", "2024-02-29"_date, "2024-02-29 2024-03-31 2024-04-30"},
      {"day 29", "2024-02-29"_date, "2024-02-29 2024-03-29 2024-04-29"},
      {"day 30", "2023-02-28"_date, "2023-02-28 2023-03-30 2023-04-30"},
      {"eom", "2023-04-30"_date, "2023-04-30 2023-05-31 2023-06-30"},
      {"last day", "2023-05-30"_date, "2023-05-30 2023-06-30 2023-07-30"},
  };
  for (const auto& row : kRows) {
    ScheduleSpec spec = Counted(row.start, 2, Months(1));
    spec.roll = Roll::Parse(row.roll).value();
    EXPECT_EQ(Dates(MakeSchedule(spec)), row.dates) << row.roll;
  }
}

// The periods tile, ascend, and number one for each step: no bill is lost and
// none sent twice. Anchors 28 to 31 and leap days, over 30 years.
TEST(Schedule, R04_R08_R09_R10_PeriodsTile) {
  for (const int start_month : {1, 2, 3, 8, 11, 12}) {
    for (const int year : {2023, 2024}) {
      for (int day = 28; day <= DaysInMonth(year, start_month); ++day) {
        for (const int months : {1, 2, 3, 6, 12}) {
          const Date start = Date::Of(year, start_month, day);
          const int32_t count = 360 / months;
          const auto schedule =
              MakeSchedule(Counted(start, count, Months(months)));
          ASSERT_THAT(schedule, IsOk());
          ASSERT_EQ(std::ssize(schedule->periods), count);
          Date expected_start = start;
          for (int32_t k = 0; k < count; ++k) {
            const SchedulePeriod& period =
                schedule->periods[static_cast<size_t>(k)];
            ASSERT_EQ(period.start, expected_start);
            ASSERT_LT(period.start, period.end);
            const int month = start_month - 1 + (k + 1) * months;
            const int to_year = year + month / 12;
            const int to_month = month % 12 + 1;
            ASSERT_EQ(period.end,
                      Date::Of(to_year, to_month,
                               std::min(day, DaysInMonth(to_year, to_month))));
            expected_start = period.end;
          }
        }
      }
    }
  }
}

// A part of a period is measured against the whole period, whose bounds come
// from the anchor: 2023-11-30 to 2024-02-29 has 91 days.
TEST(Schedule, R11_R12_WholePeriodIsTheDenominator) {
  const auto quarters = MakeSchedule(Counted("2023-08-31"_date, 3, Months(3)));
  EXPECT_EQ(Dates(quarters), "2023-08-31 2023-11-30 2024-02-29 2024-05-31");
  EXPECT_EQ(quarters->periods[1].end - quarters->periods[1].start, 91);
  const auto february = MakeSchedule(Counted("2020-02-01"_date, 1, Months(1)));
  EXPECT_EQ(february->periods[0].end - february->periods[0].start, 29);
}

// 2026-03-27 to 2026-04-01 on TARGET2 has a Friday, then Monday to Wednesday.
TEST(Schedule, StreamsOfDates) {
  ScheduleSpec spec = Counted("2026-01-31"_date, 2, Months(1));
  spec.convention = Convention::kFollowing;
  spec.calendar = FindCalendar("TARGET2").value();
  const Schedule schedule = MakeSchedule(spec).value();
  using From = DateStream::From;
  const struct {
    const char* what;
    DateStream stream;
    const char *first, *second;
  } kRows[] = {
      {"start", {.from = From::kStart}, "2026-01-31", "2026-02-28"},
      {"adjusted start",
       {.from = From::kAdjustedStart},
       "2026-02-02",
       "2026-03-02"},
      {"end", {.from = From::kEnd}, "2026-02-28", "2026-03-31"},
      {"adjusted end", {}, "2026-03-02", "2026-03-31"},
      {"reminder", {.lag = Days(-3)}, "2026-02-27", "2026-03-28"},
      {"notice",
       {.business_days = -3, .calendar = spec.calendar},
       "2026-02-25",
       "2026-03-26"},
      {"payment, 3 days after on a business day",
       {.lag = Days(3),
        .convention = Convention::kFollowing,
        .calendar = spec.calendar},
       "2026-03-05",
       "2026-04-07"},  // 3 April is Good Friday
  };
  for (const auto& row : kRows) {
    const auto dates = StreamDates(schedule, row.stream);
    ASSERT_THAT(dates, IsOk()) << row.what;
    ASSERT_EQ(dates->size(), 2u);
    EXPECT_EQ((*dates)[0].ToText(), row.first) << row.what;
    EXPECT_EQ((*dates)[1].ToText(), row.second) << row.what;
  }
  EXPECT_THAT(StreamDates(schedule, {.business_days = 1}),
              IsError(Reason::kContextRequired, "/calendar"));
  EXPECT_THAT(StreamDates(schedule, {.lag = Years(9000)}),
              IsError(Reason::kDateOutOfRange, "/date"));
}

TEST(Schedule, FindsTheUnadjustedStart) {
  const Calendar calendar = FindCalendar("sat_sun").value();
  const struct {
    Date date;
    const char* roll;
    Convention convention;
    const char* unadjusted;
  } kRows[] = {
      {"2014-08-18"_date, "day 17", Convention::kFollowing, "2014-08-17"},
      {"2014-08-19"_date, "day 17", Convention::kFollowing, "2014-08-19"},
      {"2014-05-30"_date, "eom", Convention::kModifiedFollowing, "2014-05-31"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(UnadjustedDate(row.date, Roll::Parse(row.roll).value(),
                             row.convention, calendar)
                  .value()
                  .ToText(),
              row.unadjusted);
  }
}

struct RandomSchedule {
  ScheduleSpec spec;
  Schedule schedule;
};

RandomSchedule AnySchedule() {
  ScheduleSpec spec{.start = *Date::FindDays(*rc::gen::inRange(10000, 30000))};
  spec.end = *Date::FindDays(spec.start.days() + *rc::gen::inRange(1, 4000));
  spec.frequency = *rc::gen::element(Months(1), Months(3), Years(1), Weeks(2),
                                     Days(10), Days(45));
  spec.stub = *rc::gen::element(Stub::kShortInitial, Stub::kLongInitial,
                                Stub::kSmartInitial, Stub::kShortFinal,
                                Stub::kLongFinal, Stub::kSmartFinal);
  spec.convention = *rc::gen::element(
      Convention::kUnadjusted, Convention::kFollowing, Convention::kPreceding,
      Convention::kModifiedFollowing, Convention::kModifiedPreceding,
      Convention::kModifiedFollowingBimonthly, Convention::kNearest);
  spec.calendar = FindCalendar("sat_sun").value();
  spec.duplicates = Duplicates::kKeep;
  return {spec, MakeSchedule(spec).value()};
}

// The unadjusted dates ascend, the adjusted ones never go back, both tile.
RC_GTEST_PROP(Schedule, P07_DatesAscendAndTile, ()) {
  const auto [spec, schedule] = AnySchedule();
  const std::vector<SchedulePeriod>& periods = schedule.periods;
  RC_ASSERT(periods.front().start == spec.start);
  RC_ASSERT(periods.back().end == *spec.end);
  for (size_t i = 0; i < periods.size(); ++i) {
    RC_ASSERT(periods[i].start < periods[i].end);
    RC_ASSERT(periods[i].adjusted_start <= periods[i].adjusted_end);
    if (i == 0) continue;
    RC_ASSERT(periods[i - 1].end == periods[i].start);
    RC_ASSERT(periods[i - 1].adjusted_end == periods[i].adjusted_start);
    // Only the first and the last can be stubs.
    if (i + 1 < periods.size()) RC_ASSERT(!periods[i].stub);
  }
}

// due_k = anchor + k periods, adjusted.
RC_GTEST_PROP(Schedule, P08_EachDateIsAnchorPlusPeriods, ()) {
  const auto [spec, schedule] = AnySchedule();
  const bool backward = spec.stub <= Stub::kSmartInitial;
  const int32_t size = static_cast<int32_t>(schedule.periods.size());
  for (int32_t k = 1; k < size; ++k) {
    const SchedulePeriod& period = schedule.periods[static_cast<size_t>(k)];
    const Date expected =
        AddPeriod(backward ? *spec.end : spec.start, spec.frequency,
                  backward ? k - size : k, EndOfMonth::kClamp)
            .value();
    RC_ASSERT(period.start == expected);
    RC_ASSERT(period.adjusted_start ==
              Adjust(expected, spec.convention, *spec.calendar).value());
  }
}

// The dates of whole months are those of Roll::DateAt, whatever the roll, in
// all the known years.
RC_GTEST_PROP(Schedule, P08_EachRollCountsMonthsAlike, ()) {
  constexpr std::string_view kRolls[] = {
      "none",        "day 29",      "day 30",       "eom",
      "som",         "last day",    "imm",          "monday",
      "february 28", "last friday", "days 1 and 15"};
  const Roll roll =
      Roll::Parse(kRolls[*rc::gen::inRange<size_t>(0, std::size(kRolls))])
          .value();
  const auto year = *rc::gen::element(1, 1898, 1899, 2024, 2199, 9998);
  const Date near = Date::Of(year, *rc::gen::inRange(1, 13), 1);
  const Date anchor =
      roll.AdjustDate(AddDays(near, *rc::gen::inRange(0, 31)).value());
  const Period frequency = roll.kind() == Roll::Kind::kDayOfWeek
                               ? Days(7 * *rc::gen::inRange(1, 5))
                               : Months(*rc::gen::inRange(1, 14));
  ScheduleSpec spec{.start = anchor};
  spec.frequency = frequency;
  spec.roll = roll;
  spec.count = *rc::gen::inRange(1, 40);
  const auto schedule = MakeSchedule(spec);
  if (!roll.DateAt(anchor, frequency, *spec.count)) {
    RC_ASSERT(!schedule.ok());
    return;
  }
  for (int32_t k = 0; k < *spec.count; ++k) {
    const SchedulePeriod& period =
        schedule.value().periods[static_cast<size_t>(k)];
    RC_ASSERT(period.start == roll.DateAt(anchor, frequency, k));
    RC_ASSERT(period.end == roll.DateAt(anchor, frequency, k + 1));
  }
}

}  // namespace
}  // namespace usance
