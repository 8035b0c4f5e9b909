#include "usance/date/calendars.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "tests/matchers.h"

namespace usance {
namespace {

// The holidays of a year that are no Saturday or Sunday, as "01-01 12-25".
std::string WeekdayHolidays(const Calendar& calendar, int year) {
  std::string text;
  for (Date date = Date::Of(year, 1, 1); date.year() == year;
       date = *Date::FindDays(date.days() + 1)) {
    if (date.weekday() >= Weekday::kSaturday) continue;
    if (calendar.IsBusinessDay(date).value()) continue;
    if (!text.empty()) text += " ";
    text += date.ToText().substr(5);
  }
  return text;
}

// From the ECB's press releases and its list of closing days.
TEST(Calendars, R67_Target2IsPinned) {
  const Calendar target = FindCalendar("TARGET2").value();
  EXPECT_EQ(target.version(), "2000-12-14");
  const struct {
    int year;
    const char* holidays;
  } kRows[] = {
      {1999, "01-01 12-31"},
      {2000, "04-21 04-24 05-01 12-25 12-26"},
      {2001, "01-01 04-13 04-16 05-01 12-25 12-26 12-31"},
      {2002, "01-01 03-29 04-01 05-01 12-25 12-26"},
      {2024, "01-01 03-29 04-01 05-01 12-25 12-26"},
      {2025, "01-01 04-18 04-21 05-01 12-25 12-26"},
      {2026, "01-01 04-03 04-06 05-01 12-25"},
      {2027, "01-01 03-26 03-29"},
      {2100, "01-01 03-26 03-29"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(WeekdayHolidays(target, row.year), row.holidays) << row.year;
  }
  // Easter Monday of each year moves between 23 March and 26 April; 1 May
  // (Labour Day) is never lost.
  for (int year = 2000; year <= 2100; ++year) {
    EXPECT_FALSE(target.IsBusinessDay(Date::Of(year, 5, 1)).value());
    EXPECT_FALSE(target.IsBusinessDay(Date::Of(year, 12, 26)).value());
  }
}

TEST(Calendars, Target2BeginsWithTarget) {
  const Calendar target = FindCalendar("target").value();
  EXPECT_EQ(target.id(), "TARGET2");
  EXPECT_THAT(target.IsBusinessDay("1998-12-31"_date),
              IsError(Reason::kCalendarRange, "/calendar"));
  EXPECT_TRUE(target.IsBusinessDay("1999-01-04"_date).value());
}

TEST(Calendars, WeekendMasks) {
  // The week of Monday 2026-01-05.
  const struct {
    const char* id;
    const char* worked;  // Monday to Sunday
  } kRows[] = {
      {"none", "1111111"},    {"sat_sun", "1111100"}, {"fri_sat", "1111001"},
      {"thu_fri", "1110011"}, {"sat", "1111101"},     {"sun", "1111110"},
      {"fri", "1111011"},     {"Sat Sun", "1111100"}, {"EUTA", "1111100"},
  };
  for (const auto& row : kRows) {
    const Calendar calendar = FindCalendar(row.id).value();
    std::string worked;
    for (int day = 5; day <= 11; ++day) {
      worked +=
          calendar.IsBusinessDay(Date::Of(2026, 1, day)).value() ? '1' : '0';
    }
    EXPECT_EQ(worked, row.worked) << row.id;
  }
}

TEST(Calendars, EachShippedOneIsAsListed) {
  for (const ShippedCalendar& row : ShippedCalendars()) {
    const Calendar calendar = FindCalendar(row.id).value();
    EXPECT_EQ(calendar.id(), row.id);
    EXPECT_EQ(calendar.version(), row.version);
    EXPECT_EQ(calendar.first(), row.first);
    EXPECT_EQ(calendar.last(), row.last);
  }
  EXPECT_THAT(FindCalendar("", "/c"), IsError(Reason::kUnspecified, "/c"));
  EXPECT_THAT(FindCalendar("GBLO", "/c"), IsError(Reason::kUnknownName, "/c"));
}

constexpr char kBavaria[] =
    "# Bavaria, from the gazette\n"
    "id DE-BY\n"
    "version 2026-01\n"
    "range 2026-01-01 2026-12-31\n"
    "weekend sat sun\n"
    "\n"
    "holiday 2026-01-06 Epiphany\r\n"
    "working 2026-12-05 in place of 24 December\n"
    "holiday 2026-12-24";

TEST(Calendars, ReadsText) {
  const Calendar calendar = ParseCalendar(kBavaria).value();
  EXPECT_EQ(calendar.id(), "DE-BY");
  EXPECT_EQ(calendar.version(), "2026-01");
  EXPECT_EQ(calendar.first(), "2026-01-01"_date);
  EXPECT_EQ(calendar.last(), "2026-12-31"_date);
  EXPECT_EQ(WeekdayHolidays(calendar, 2026), "01-06 12-24");
  EXPECT_TRUE(calendar.IsBusinessDay("2026-12-05"_date).value());
  EXPECT_FALSE(calendar.IsBusinessDay("2026-12-12"_date).value());
}

// A year's last days may stand in for the next year's first: a date is a date.
TEST(Calendars, R68_ObservedNewYearInTheYearBefore) {
  const Calendar calendar =
      ParseCalendar(
          "id US\nversion 1\nrange 2010-01-01 2011-12-31\nweekend sat sun\n"
          "holiday 2010-12-31 New Year's Day 2011, a Saturday, observed\n")
          .value();
  EXPECT_EQ(WeekdayHolidays(calendar, 2010), "12-31");
  EXPECT_EQ(WeekdayHolidays(calendar, 2011), "");
}

TEST(Calendars, RefusesTextAndNamesTheLine) {
  const std::string head =
      "id x\nversion 1\nrange 2026-01-01 2026-12-31\nweekend sun\n";
  const struct {
    std::string text;
    Reason reason;
    const char* said;
  } kRows[] = {
      {"", Reason::kMissingField, "the text has no line \"id\""},
      {"id x\n", Reason::kMissingField, "the text has no line \"version\""},
      {"id x\nversion 1\nrange 2026-01-01 2026-01-02\n", Reason::kMissingField,
       "the text has no line \"weekend\""},
      {"id x\nid y\n", Reason::kDuplicateField, "line 2: id is said twice"},
      {"id\n", Reason::kMalformed, "line 1: \"\" is no id; "},
      {"id a b\n", Reason::kMalformed, "line 1: \"a b\" is no id; "},
      {" id x\n", Reason::kMalformed, "line 1: \"\" begins no line; "},
      {"ID x\n", Reason::kMalformed, "line 1: \"ID\" begins no line; "},
      {"\nrange 2026-01-02 2026-01-01\n", Reason::kEndBeforeStart,
       "line 2: 2026-01-01 is before 2026-01-02"},
      {"range 2026-01-01\n", Reason::kMalformed, "line 1: \"\" is no date; "},
      {"range 2026-01-01 2026-01-02 x\n", Reason::kMalformed,
       "line 1: \"x\" is left over"},
      {"weekend\n", Reason::kMalformed, "line 1: \"\" is no weekend; "},
      {"weekend sat son\n", Reason::kMalformed,
       "line 1: \"sat son\" is no weekend; "},
      {"holiday 2026-01-06\n", Reason::kMissingField,
       "line 1: the line \"id\" comes first"},
      {head + "holiday 2026-02-29\n", Reason::kDateInvalid,
       "line 5: 2026-02-29 is no date; "},
      {head + "holiday 2026-2-1\n", Reason::kMalformed,
       "line 5: \"2026-2-1\" is no date; "},
      {head + "holiday 2027-01-01\n", Reason::kCalendarRange,
       "line 5: 2027-01-01 is outside the range; "},
      {head + "holiday 2026-01-06\nworking 2026-01-06\n",
       Reason::kDuplicateField, "line 6: 2026-01-06 is said twice"},
      {std::string(1 << 20, 'x'), Reason::kMalformed, "line 1: \"xxxx"},
      {std::string("\0\0", 2), Reason::kMalformed, "line 1: \"??\" begins"},
  };
  for (const auto& row : kRows) {
    const auto calendar = ParseCalendar(row.text, "/calendars/0");
    ASSERT_THAT(calendar, IsError(row.reason, "/calendars/0"))
        << row.text.substr(0, 80);
    EXPECT_TRUE(TextOf(calendar.status()).starts_with(row.said))
        << TextOf(calendar.status());
  }
}

TEST(Calendars, EasterSunday) {
  // The earliest, the latest, and those of published tables.
  const struct {
    int year;
    const char* easter;
  } kRows[] = {
      {1583, "1583-04-10"}, {1818, "1818-03-22"}, {1943, "1943-04-25"},
      {1954, "1954-04-18"}, {1981, "1981-04-19"}, {2000, "2000-04-23"},
      {2024, "2024-03-31"}, {2025, "2025-04-20"}, {2026, "2026-04-05"},
      {2038, "2038-04-25"}, {2285, "2285-03-22"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(EasterSunday(row.year).ToText(), row.easter);
  }
  for (int year = 1; year <= 9999; ++year) {
    const Date easter = EasterSunday(year);
    ASSERT_EQ(easter.weekday(), Weekday::kSunday) << year;
    ASSERT_GE(easter, Date::Of(year, 3, 22));
    ASSERT_LE(easter, Date::Of(year, 4, 25));
  }
}

TEST(Calendars, EasterIsThatOfTheSharedTable) {
  const char* folder = std::getenv("USANCE_TESTDATA");
  const std::string path =
      folder != nullptr ? folder : USANCE_SOURCE_DIR "/../shared/testdata";
  std::ifstream file(path + "/open/strata/easter.csv");
  if (!file) GTEST_SKIP() << "no test data: set USANCE_TESTDATA";
  std::string line;
  std::getline(file, line);
  int rows = 0;
  for (; std::getline(file, line); ++rows) {
    const std::string date = line.substr(line.rfind(',') + 1, 10);
    EXPECT_EQ(EasterSunday(std::stoi(date)).ToText(), date);
  }
  EXPECT_GE(rows, 100);
}

}  // namespace
}  // namespace usance
