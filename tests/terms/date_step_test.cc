#include "usance/terms/date_step.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/matchers.h"
#include "usance/core/text.h"

namespace usance {
namespace {

// Monday to Friday, without 1 January and 17 March 2015.
Calendar Weekdays(const std::string& id) {
  return *Calendar::Make({.id = id,
                          .version = "test",
                          .first = "2015-01-01"_date,
                          .last = "2026-12-31"_date,
                          .weekend = {Weekday::kSaturday, Weekday::kSunday},
                          .holidays = {"2015-01-01"_date, "2015-03-17"_date},
                          .working_days = {}});
}

struct StepRow {
  Date from;
  std::string_view steps;
  Date to;
};

void ExpectRows(std::span<const StepRow> rows,
                const std::vector<Calendar>& calendars) {
  for (const StepRow& row : rows) {
    const auto steps = ParseSteps(row.steps);
    ASSERT_THAT(steps, IsOk()) << row.steps;
    const auto stepped = ApplySteps(*steps, row.from, row.from, calendars);
    ASSERT_THAT(stepped, IsOk()) << row.steps;
    EXPECT_EQ(stepped->date, row.to)
        << row.from.ToText() << " " << row.steps << " is "
        << stepped->date.ToText() << ", not " << row.to.ToText();
  }
}

TEST(DateStep, EachStep) {
  const StepRow rows[] = {
      {"2022-01-15"_date, "30d", "2022-02-14"_date},
      {"2022-01-15"_date, "-15d", "2021-12-31"_date},
      {"2015-03-02"_date, "2w", "2015-03-16"_date},
      {"2023-01-31"_date, "1m", "2023-02-28"_date},
      {"2024-01-31"_date, "1m", "2024-02-29"_date},
      {"2024-02-29"_date, "1y", "2025-02-28"_date},
      {"2024-02-29"_date, "4y", "2028-02-29"_date},
      {"2024-02-10"_date, "eom", "2024-02-29"_date},
      {"2024-02-29"_date, "eom", "2024-02-29"_date},
      {"2024-01-31"_date, "eom(1)", "2024-02-29"_date},
      {"2024-03-31"_date, "eom(-1)", "2024-02-29"_date},
      // The first such day on or after the date.
      {"2020-01-05"_date, "day(5)", "2020-01-05"_date},
      {"2020-01-06"_date, "day(5)", "2020-02-05"_date},
      {"2020-01-06"_date, "days(5,10)", "2020-01-10"_date},
      {"2020-12-11"_date, "days(5,10)", "2021-01-05"_date},
      {"2019-02-28"_date, "day(31)", "2019-02-28"_date},
      {"2019-02-10"_date, "days(29,30)", "2019-02-28"_date},
      {"2019-01-31"_date, "day(30)", "2019-02-28"_date},
      // 15 May 2024 is a Wednesday.
      {"2024-05-15"_date, "weekday(wednesday)", "2024-05-15"_date},
      {"2024-05-15"_date, "weekday(tuesday)", "2024-05-21"_date},
      {"2024-05-15"_date, "weekday(sunday)", "2024-05-19"_date},
      // The third Wednesday of the month.
      {"2024-05-31"_date, "eom(-1) 1d weekday(wed) 2w", "2024-05-15"_date},
      {"2024-05-25"_date, "cut(25 -> 1m) eom", "2024-05-31"_date},
      {"2024-05-26"_date, "cut(25 -> 1m) eom", "2024-06-30"_date},
      {"2024-05-26"_date, "min(30d, eom)", "2024-05-31"_date},
      {"2024-05-26"_date, "max(30d, eom)", "2024-06-25"_date},
      // 14 March 2015 is a Saturday; the 17th is a holiday.
      {"2015-03-13"_date, "1d roll(following)", "2015-03-16"_date},
      {"2015-03-14"_date, "roll(preceding)", "2015-03-13"_date},
      {"2015-02-28"_date, "roll(modified following)", "2015-02-27"_date},
      {"2015-03-13"_date, "2bd", "2015-03-18"_date},
      {"2015-03-13"_date, "-2bd", "2015-03-11"_date},
      {"2015-03-13"_date, "2bd(other)", "2015-03-18"_date},
      // A month is the first day in it, or the date where it is in it.
      {"2024-09-15"_date, "month(9)", "2024-09-15"_date},
      {"2024-10-15"_date, "month(9)", "2025-09-01"_date},
      {"2024-04-30"_date, "months(3,6,9,12) eom", "2024-06-30"_date},
      {"2024-12-31"_date, "months(1,2)", "2025-01-01"_date},
      {"2024-12-25"_date, "on(12-25)", "2024-12-25"_date},
      {"2024-12-26"_date, "on(12-25)", "2025-12-25"_date},
      {"2024-03-01"_date, "on(02-29)", "2025-02-28"_date},
      {"2024-12-26"_date, "on(2024-01-01)", "2024-01-01"_date},
      {"2024-01-31"_date, "60d eom cap(60d)", "2024-03-31"_date},
      {"2024-01-15"_date, "60d eom cap(60d)", "2024-03-15"_date},
      {"2024-01-15"_date, "90d cap(45d eom)", "2024-02-29"_date},
  };
  ExpectRows(rows, {Weekdays("test"), Weekdays("other")});
}

TEST(DateStep, OrderOfSteps) {
  const StepRow rows[] = {
      // Dolibarr#18694: both are somebody's "45 days end of month".
      {"2021-09-15"_date, "45d eom", "2021-10-31"_date},
      {"2021-09-15"_date, "eom 45d", "2021-11-14"_date},
      // OCA/account-payment#919: months first, then the end of the month.
      {"2015-01-30"_date, "2m eom", "2015-03-31"_date},
      // odoo#10459: 30 days end of month on the 10th is not 10 February.
      {"2016-01-15"_date, "30d eom day 10", "2016-03-10"_date},
      // odoo#166560: a day that the month does not have.
      {"2023-12-12"_date, "30d eom 1d day(31)", "2024-02-29"_date},
      {"2024-05-23"_date, "0d eom 1d day(29)", "2024-06-29"_date},
  };
  ExpectRows(rows, {});
}

TEST(DateStep, TraceSaysWhatEachStepDid) {
  const std::vector<Calendar> calendars = {Weekdays("TARGET2")};
  const auto stepped =
      ApplySteps(*ParseSteps("30D EOM roll(following, TARGET2)"),
                 "2015-04-15"_date, "2015-04-15"_date, calendars);
  ASSERT_THAT(stepped, IsOk());
  EXPECT_EQ(stepped->unadjusted, "2015-05-31"_date);  // a Sunday
  EXPECT_EQ(stepped->date, "2015-06-01"_date);
  const std::vector<StepTrace> trace = {
      {"30d", "2015-04-15"_date, "2015-05-15"_date},
      {"eom", "2015-05-15"_date, "2015-05-31"_date},
      {"roll(following, TARGET2)", "2015-05-31"_date, "2015-06-01"_date,
       "2015-05-31 is no business day of TARGET2"}};
  EXPECT_EQ(stepped->trace, trace);
}

TEST(DateStep, TraceSaysWhyAStepChose) {
  const struct {
    std::string_view steps, why;
    Date after;
  } rows[] = {
      {"cut(25 -> 1m)", "2015-05-26 is after day 25 of its month",
       "2015-06-26"_date},
      {"cut(26 -> 1m, else eom)", "2015-05-26 is not after day 26 of its month",
       "2015-05-31"_date},
      {"cut(-5 -> 1m)", "2015-05-26 is not after day 26 of its month",
       "2015-05-26"_date},
      {"cut(-6 -> 1m)", "2015-05-26 is after day 25 of its month",
       "2015-06-26"_date},
      {"season(05-01 to 05-26 -> on(09-01))",
       "2015-05-26 is within 05-01 to 05-26", "2015-09-01"_date},
      {"season(05-27 to 05-25 -> on(09-01), else 1d)",
       "2015-05-26 is outside 05-27 to 05-25", "2015-05-27"_date},
      {"min(30d, eom)", "the earlier of 2015-06-25 and 2015-05-31",
       "2015-05-31"_date},
      {"max(30d, eom)", "the later of 2015-06-25 and 2015-05-31",
       "2015-06-25"_date},
      {"roll(following)", "2015-05-26 is a business day of test",
       "2015-05-26"_date},
      {"cap(10d)", "2015-05-26 is after 2015-05-11, 10d from 2015-05-01",
       "2015-05-11"_date},
      {"cap(30d)", "2015-05-26 is not after 2015-05-31, 30d from 2015-05-01",
       "2015-05-26"_date},
      {"cap(10d, report)",
       "2015-05-26 is after 2015-05-11, 10d from 2015-05-01",
       "2015-05-26"_date},
      // What a nested step chose is not said.
      {"max(roll(following), eom)", "the later of 2015-05-26 and 2015-05-31",
       "2015-05-31"_date},
      {"30d", "", "2015-06-25"_date},
  };
  const std::vector<Calendar> calendars = {Weekdays("test")};
  for (const auto& row : rows) {
    const auto stepped = ApplySteps(*ParseSteps(row.steps), "2015-05-26"_date,
                                    "2015-05-01"_date, calendars);
    ASSERT_THAT(stepped, IsOk()) << row.steps;
    EXPECT_EQ(stepped->date, row.after) << row.steps;
    EXPECT_EQ(stepped->trace.front().why, row.why);
  }
  EXPECT_THAT(ApplySteps(*ParseSteps("90d cap(60d, refuse)"), "2015-05-26"_date,
                         "2015-05-26"_date),
              IsError(Reason::kOutOfRange, "/steps/1"));
}

TEST(DateStep, CalendarsThatStepsName) {
  using Ids = std::vector<std::string>;
  EXPECT_EQ(CalendarsOf(*ParseSteps("30d eom")), Ids{});
  EXPECT_EQ(CalendarsOf(*ParseSteps("10bd roll(following)")), Ids{""});
  EXPECT_EQ(CalendarsOf(*ParseSteps(
                "cut(15 -> 1bd(b), else roll(following, a)) "
                "season(01-01 to 02-01 -> 1bd(d), else 1bd(c)) "
                "min(1bd(e), 1bd(f)) max(1bd(a), 1bd(g)) cap(1bd)")),
            (Ids{"", "a", "b", "c", "d", "e", "f", "g"}));
}

TEST(DateStep, TextHasOneCanonicalForm) {
  const struct {
    std::string_view text, canonical;
  } rows[] = {
      {"+45D EOM", "45d eom"},
      {"EOM + 45 days", "eom 45d"},
      {"2 weeks 1 month -1 year", "2w 1m -1y"},
      {"10 business days", "10bd"},
      {"10BD( TARGET2 )", "10bd(TARGET2)"},
      {"eom(+2) eom(-1) eom(0)", "eom(2) eom(-1) eom"},
      {"DAY 10 days(10) Days(5, 10)", "day(10) day(10) days(5,10)"},
      {"weekday(MON)", "weekday(monday)"},
      {"CUT(25->+1M)", "cut(25 -> 1m)"},
      {"MIN(30d,eom) max( 30d , eom 2d )", "min(30d, eom) max(30d, eom 2d)"},
      {"roll(MF) roll(p,GB+US)",
       "roll(modified following) roll(preceding, "
       "GB+US)"},
      {"cap(60 days)", "cap(60d)"},
      {"10d5w", "10d 5w"},
  };
  for (const auto& row : rows) {
    const auto steps = ParseSteps(row.text);
    ASSERT_THAT(steps, IsOk()) << row.text;
    EXPECT_EQ(ToText(*steps), row.canonical);
    EXPECT_EQ(*ParseSteps(row.canonical), *steps);
  }
}

TEST(DateStep, TextErrors) {
  std::string deep, many;
  for (int i = 0; i < 1'000; ++i) deep += "cap(";
  for (int i = 0; i < 1'000; ++i) many += "1d ";
  const struct {
    std::string text;
    Reason reason;
  } rows[] = {
      {"", Reason::kMalformed},
      {"30", Reason::kMalformed},
      {"30x", Reason::kMalformed},
      {"d", Reason::kMalformed},
      {"--30d", Reason::kMalformed},
      {"3.5d", Reason::kMalformed},
      {"30d,", Reason::kMalformed},
      {"eom(", Reason::kMalformed},
      {"eom()", Reason::kMalformed},
      {"days(5,)", Reason::kMalformed},
      {"days", Reason::kMalformed},
      {"cut(25)", Reason::kMalformed},
      {"min(30d)", Reason::kMalformed},
      {"10bd()", Reason::kMalformed},
      {"10bd(a b)", Reason::kMalformed},
      {std::string("30d\0", 4), Reason::kMalformed},
      {"30d\xff", Reason::kMalformed},
      {"roll(sideways)", Reason::kUnknownName},
      {"weekday(noday)", Reason::kUnknownName},
      {"weekday()", Reason::kUnspecified},
      {"day(0)", Reason::kOutOfRange},
      {"day(32)", Reason::kOutOfRange},
      {"100001d", Reason::kOutOfRange},
      {"99999999999999999999999999999999999999999999d", Reason::kOutOfRange},
      {"days(10,5)", Reason::kOutOfOrder},
      {"days(5,5)", Reason::kOutOfOrder},
      {deep, Reason::kLimitExceeded},
      {many, Reason::kLimitExceeded},
      {std::string(1 << 20, '('), Reason::kLimitExceeded},
  };
  for (const auto& row : rows) {
    const auto steps = ParseSteps(row.text, "/terms");
    EXPECT_EQ(ReasonOf(steps.status()), row.reason)
        << Quoted(row.text) << " " << steps.status();
    EXPECT_TRUE(FieldOf(steps.status()).starts_with("/terms"));
  }
  EXPECT_EQ(TextOf(ParseSteps("30d eom dau(3)").status()),
            "at 9: expected a step or the end, found \"dau(3)\"");
}

TEST(DateStep, CheckErrorsInOrder) {
  DateSteps deep = {{AddStep{StepUnit::kDay, 1}}};
  for (int i = 0; i < kMaxStepDepth; ++i) deep = {{CapStep{deep}}};
  const struct {
    DateSteps steps;
    Reason reason;
    std::string_view field;
  } rows[] = {
      {{}, Reason::kMissingField, "/steps"},
      {DateSteps(kMaxDateSteps + 1), Reason::kLimitExceeded, "/steps"},
      {deep, Reason::kLimitExceeded, "/steps/0/limit/0/limit/0/limit/0/limit"},
      {{{AddStep{StepUnit::kDay, kMaxStepCount + 1}}},
       Reason::kOutOfRange,
       "/steps/0/count"},
      {{{DayOfMonthStep{{}}}}, Reason::kMissingField, "/steps/0/days"},
      {{{DayOfMonthStep{{0}}}}, Reason::kOutOfRange, "/steps/0/days/0"},
      {{{DayOfMonthStep{{5, 4}}}}, Reason::kOutOfOrder, "/steps/0/days/1"},
      {{{MonthStep{{13}}}}, Reason::kOutOfRange, "/steps/0/months/0"},
      {{{OnMonthDayStep{{2, 30}}}}, Reason::kOutOfRange, "/steps/0/day"},
      {{{CutStep{0, {}, {}}}}, Reason::kOutOfRange, "/steps/0/day"},
      {{{CutStep{5, {}, {}}}}, Reason::kMissingField, "/steps/0/after"},
      {{{SeasonStep{{1, 1}, {13, 1}, {}, {}}}},
       Reason::kOutOfRange,
       "/steps/0/last/month"},
      {{{SeasonStep{{1, 1}, {1, 1}, {}, {}}}},
       Reason::kMissingField,
       "/steps/0/within"},
      {{{CapStep{{{EndOfMonthStep{}}}, OverCap{}}}},
       Reason::kUnspecified,
       "/steps/0/over"},
      {{{EarlierStep{{{EndOfMonthStep{}}}, {}}}},
       Reason::kMissingField,
       "/steps/0/b"},
      {{{RollStep{BusinessDayConvention::kFollowing, "a)"}}},
       Reason::kMalformed,
       "/steps/0/calendar"},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(Check(row.steps), IsError(row.reason, row.field));
  }
}

TEST(DateStep, DatesAndCalendarsOutOfReach) {
  const std::vector<Calendar> calendars = {Weekdays("test")};
  const struct {
    std::string_view steps;
    Date from;
    Reason reason;
  } rows[] = {
      {"1d", "9999-12-31"_date, Reason::kDateOutOfRange},
      {"day(5)", "9999-12-31"_date, Reason::kDateOutOfRange},
      {"-1d", "0001-01-01"_date, Reason::kDateOutOfRange},
      {"-100000y", "2024-01-01"_date, Reason::kDateOutOfRange},
      {"100000w", "9990-01-01"_date, Reason::kDateOutOfRange},
      {"roll(following)", "2050-01-01"_date, Reason::kCalendarRange},
      {"1bd(absent)", "2024-01-01"_date, Reason::kContextRequired},
  };
  for (const auto& row : rows) {
    const auto stepped =
        ApplySteps(*ParseSteps(row.steps), row.from, row.from, calendars);
    EXPECT_EQ(ReasonOf(stepped.status()), row.reason)
        << row.steps << " " << stepped.status();
    EXPECT_TRUE(FieldOf(stepped.status()).starts_with("/steps/0"));
  }
  EXPECT_THAT(
      ApplySteps(*ParseSteps("1bd"), "2024-01-01"_date, "2024-01-01"_date),
      IsError(Reason::kContextRequired, "/steps/0/calendar"));
}

}  // namespace
}  // namespace usance
