#include "src/date/month_dates.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "usance/date/calendars.h"

namespace usance {
namespace {

using Convention = BusinessDayConvention;

constexpr Date kFirst = Date::Of(2020, 1, 1);
constexpr Date kLast = Date::Of(2029, 12, 31);

// Ten years of weekends and of closures, some of them over the end of a month
// or longer than one.
Calendar AnyCalendar() {
  Calendar::Spec spec{.id = "any",
                      .version = "1",
                      .first = kFirst,
                      .last = kLast,
                      .weekend = {Weekday::kSaturday, Weekday::kSunday}};
  const int closures = *rc::gen::inRange(0, 200);
  const int longest = *rc::gen::element(1, 3, 3, 12, 40, 140);
  for (int i = 0; i < closures; ++i) {
    int32_t day = *rc::gen::inRange(kFirst.days(), kLast.days() + 1);
    for (int k = *rc::gen::inRange(1, longest + 1); k > 0; --k) {
      if (day <= kLast.days()) spec.holidays.push_back(*Date::FindDays(day++));
    }
  }
  return *Calendar::Make(spec);
}

// Whether the dates are those that months are added to and that Adjust names,
// each by itself.
void Check(const ScheduleSpec& spec, Convention of_start, bool& made) {
  const auto dates = MonthDates::Make(spec, of_start);
  made = dates.has_value();
  if (!made) return;
  RC_ASSERT(dates->count() == *spec.count);
  const auto adjusted = [&](Date date, Convention convention) {
    return convention == Convention::kUnadjusted
               ? date
               : *Adjust(date, convention, *spec.calendar);
  };
  RC_ASSERT(dates->AdjustedStart() == adjusted(spec.start, of_start).days());
  for (int32_t k = 0; k <= dates->count(); ++k) {
    const bool end_of_month = spec.roll.kind() == Roll::Kind::kEndOfMonth;
    const Date rolled =
        *AddPeriod(spec.start, spec.frequency, k,
                   end_of_month ? EndOfMonth::kLastDay : EndOfMonth::kClamp);
    RC_ASSERT(dates->Rolled(k) == rolled.days());
    RC_ASSERT(dates->Adjusted(rolled.days()) ==
              adjusted(rolled, spec.convention).days());
  }
}

RC_GTEST_PROP(MonthDates, AreThoseOneByOne, ()) {
  const Calendar calendar = AnyCalendar();
  int some = 0;
  for (int turn = 0; turn < 20; ++turn) {
    ScheduleSpec spec{
        .start = *Date::FindDays(
            *rc::gen::inRange(kFirst.days(), kLast.days() - 800)),
        .count = *rc::gen::inRange(1, 25),
        .frequency = Months(*rc::gen::inRange(1, 4)),
        .convention = *rc::gen::element(Convention::kUnadjusted,
                                        Convention::kModifiedFollowing),
        .calendar = calendar};
    if (*rc::gen::inRange(0, 3) == 0) {
      spec.start = spec.start.LastOfMonth();
      if (*rc::gen::inRange(0, 2) == 0) spec.roll = Roll::EndOfMonth();
    }
    bool made = false;
    Check(spec, *rc::gen::element(Convention::kUnadjusted, spec.convention),
          made);
    some += made;
  }
  RC_CLASSIFY(some > 0);
}

TEST(MonthDates, AreThoseOfTarget) {
  ScheduleSpec spec{.start = Date::Of(2000, 1, 31),
                    .count = 2'300,
                    .frequency = Months(1),
                    .convention = Convention::kModifiedFollowing,
                    .calendar = *FindCalendar("TARGET2")};
  for (const int day : {1, 6, 15, 24, 28, 31}) {
    spec.start = Date::Of(2000, 1, day);
    bool made = false;
    Check(spec, Convention::kModifiedFollowing, made);
    EXPECT_TRUE(made) << day;
  }
}

TEST(MonthDates, AreNotOfWhatTheTablesLeaveOut) {
  const ScheduleSpec plain{
      .start = Date::Of(2026, 1, 15), .count = 12, .frequency = Months(1)};
  const auto made = [](const ScheduleSpec& spec) {
    return MonthDates::Make(spec, Convention::kUnadjusted).has_value();
  };
  ASSERT_TRUE(made(plain));
  const auto closed = [](Date first, Date last) {
    Calendar::Spec spec{
        .id = "closed", .version = "1", .first = kFirst, .last = kLast};
    for (int32_t day = first.days(); day <= last.days(); ++day) {
      spec.holidays.push_back(*Date::FindDays(day));
    }
    return *Calendar::Make(spec);
  };
  ScheduleSpec adjusted = plain;
  adjusted.convention = Convention::kModifiedFollowing;
  EXPECT_FALSE(made(adjusted)) << "no calendar";
  adjusted.calendar = closed(Date::Of(2026, 2, 3), Date::Of(2026, 2, 27));
  EXPECT_TRUE(made(adjusted));
  EXPECT_FALSE(MonthDates::Make(adjusted, Convention::kPreceding).has_value());
  adjusted.calendar = closed(Date::Of(2028, 1, 31), Date::Of(2028, 3, 1));
  EXPECT_FALSE(made(adjusted)) << "a month without a business day";
  adjusted.calendar = closed(Date::Of(2026, 1, 1), Date::Of(2026, 1, 15));
  EXPECT_TRUE(made(adjusted));
  adjusted.calendar = closed(kFirst, Date::Of(2026, 1, 15));
  EXPECT_FALSE(made(adjusted)) << "before the first business day";
  adjusted.calendar = closed(kFirst, kLast);
  EXPECT_FALSE(made(adjusted)) << "no business day at all";
  adjusted.calendar = closed(kFirst, kFirst);
  adjusted.count = 48;
  EXPECT_FALSE(made(adjusted)) << "beyond the calendar";
}

}  // namespace
}  // namespace usance
