#include "usance/date/business_day.h"

#include <gtest/gtest.h>

#include "tests/matchers.h"
#include "usance/date/calendars.h"

namespace usance {
namespace {

using Convention = BusinessDayConvention;

// 2026-01: the weekend is Saturday and Sunday; Wednesday 14, Thursday 15 and
// Friday 16, and Monday 26 to Wednesday 28 are holidays.
Calendar Holidays() {
  return ParseCalendar(
             "id h\nversion 1\nrange 2025-12-01 2026-03-31\nweekend sat sun\n"
             "holiday 2026-01-01\nholiday 2026-01-14\nholiday 2026-01-15\n"
             "holiday 2026-01-16\nholiday 2026-01-26\nholiday 2026-01-27\n"
             "holiday 2026-01-28\n")
      .value();
}

TEST(BusinessDay, EachConvention) {
  const struct {
    Date date;
    const char *f, *mf, *bimonthly, *p, *mp, *nearest;
  } kRows[] = {
      // A business day stays.
      {"2026-01-09"_date, "01-09", "01-09", "01-09", "01-09", "01-09", "01-09"},
      // Saturday and Sunday: 1 and 2 days away.
      {"2026-01-10"_date, "01-12", "01-12", "01-12", "01-09", "01-09", "01-09"},
      {"2026-01-11"_date, "01-12", "01-12", "01-12", "01-09", "01-09", "01-12"},
      // The following business day is beyond the 15th.
      {"2026-01-14"_date, "01-19", "01-19", "01-13", "01-13", "01-13", "01-13"},
      {"2026-01-16"_date, "01-19", "01-19", "01-19", "01-13", "01-13", "01-19"},
      // Beyond the end, before the beginning of the month.
      {"2026-01-31"_date, "02-02", "01-30", "01-30", "01-30", "01-30", "01-30"},
      {"2026-02-01"_date, "02-02", "02-02", "02-02", "01-30", "02-02", "02-02"},
      {"2026-01-01"_date, "01-02", "01-02", "01-02", "12-31", "01-02",
       "01-02"},  // a tie: the later
      // Saturday 24 to Wednesday 28: Monday is 3 from both.
      {"2026-01-26"_date, "01-29", "01-29", "01-29", "01-23", "01-23", "01-29"},
  };
  const Calendar calendar = Holidays();
  for (const auto& row : kRows) {
    const auto adjust = [&](Convention convention) {
      return Adjust(row.date, convention, calendar).value().ToText().substr(5);
    };
    EXPECT_EQ(adjust(Convention::kUnadjusted), row.date.ToText().substr(5));
    EXPECT_EQ(adjust(Convention::kFollowing), row.f) << row.date.ToText();
    EXPECT_EQ(adjust(Convention::kModifiedFollowing), row.mf);
    EXPECT_EQ(adjust(Convention::kModifiedFollowingBimonthly), row.bimonthly);
    EXPECT_EQ(adjust(Convention::kPreceding), row.p) << row.date.ToText();
    EXPECT_EQ(adjust(Convention::kModifiedPreceding), row.mp);
    EXPECT_EQ(adjust(Convention::kNearest), row.nearest) << row.date.ToText();
  }
}

TEST(BusinessDay, NeverGuessesBeyondTheCalendar) {
  const Calendar calendar = Holidays();
  EXPECT_THAT(Adjust("2026-04-01"_date, Convention::kFollowing, calendar),
              IsError(Reason::kCalendarRange, "/calendar"));
  EXPECT_THAT(Adjust("2026-04-01"_date, static_cast<Convention>(0), calendar),
              IsError(Reason::kUnspecified, "/convention"));
  EXPECT_EQ(
      Adjust("2030-01-01"_date, Convention::kUnadjusted, calendar).value(),
      "2030-01-01"_date);
}

TEST(BusinessDay, LastBusinessDayOfTheMonth) {
  const Calendar calendar = FindCalendar("sat_sun").value();
  const struct {
    Date anchor;
    int months;
    const char* sum;
  } kRows[] = {
      {"2014-06-30"_date, 2, "2014-08-29"},
      {"2014-08-29"_date, 1, "2014-09-30"},  // Friday, the last business day
      {"2014-08-30"_date, 1, "2014-09-30"},  // Saturday after it
      {"2014-08-28"_date, 1, "2014-09-28"},  // clamp only, a Sunday
      {"2014-06-30"_date, 0, "2014-06-30"},
      {"2014-03-31"_date, -1, "2014-02-28"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(AddMonthsByLastBusinessDay(row.anchor, row.months, calendar)
                  .value()
                  .ToText(),
              row.sum)
        << row.anchor.ToText();
  }
  EXPECT_EQ(LastBusinessDayOfMonth("2014-08-01"_date, calendar).value(),
            "2014-08-29"_date);
  EXPECT_THAT(AddMonthsByLastBusinessDay("2014-08-01"_date, INT64_MAX, calendar,
                                         "/start"),
              IsError(Reason::kDateOutOfRange, "/start"));
}

}  // namespace
}  // namespace usance
