#include "usance/date/calendar.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/matchers.h"

namespace usance {
namespace {

constexpr WeekendMask kWeekend{Weekday::kSaturday, Weekday::kSunday};

// 2026-01: New Year on Thursday 1; the weekend of the 10th is worked on
// Saturday.
Calendar January() {
  return Calendar::Make({.id = "jan",
                         .version = "7",
                         .first = "2026-01-01"_date,
                         .last = "2026-01-31"_date,
                         .weekend = kWeekend,
                         .holidays = {"2026-01-06"_date, "2026-01-01"_date,
                                      "2026-01-03"_date},
                         .working_days = {"2026-01-10"_date}})
      .value();
}

TEST(Calendar, KnowsItsDays) {
  const Calendar calendar = January();
  EXPECT_EQ(calendar.id(), "jan");
  EXPECT_EQ(calendar.version(), "7");
  const struct {
    Date date;
    bool worked;
  } kRows[] = {
      {"2026-01-01"_date, false},  // holiday
      {"2026-01-02"_date, true},  {"2026-01-03"_date, false},
      {"2026-01-06"_date, false},  // holiday
      {"2026-01-10"_date, true},   // Saturday, worked
      {"2026-01-11"_date, false}, {"2026-01-31"_date, false},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(calendar.IsBusinessDay(row.date).value(), row.worked)
        << row.date.ToText();
  }
}

TEST(Calendar, RefusesWhatItDoesNotKnow) {
  const Calendar calendar = January();
  const auto range = IsError(Reason::kCalendarRange, "/calendar");
  EXPECT_THAT(calendar.IsBusinessDay("2025-12-31"_date), range);
  EXPECT_THAT(calendar.IsBusinessDay("2026-02-01"_date), range);
  EXPECT_THAT(calendar.Count("2025-12-31"_date, "2026-01-10"_date), range);
  EXPECT_THAT(calendar.Count("2026-01-10"_date, "2026-02-02"_date), range);
  EXPECT_EQ(calendar.Count("2026-01-01"_date, "2026-02-01"_date).value(), 21);
  EXPECT_THAT(calendar.Advance("2026-01-30"_date, 1), range);
  EXPECT_THAT(calendar.Advance("2026-01-02"_date, -1), range);
  EXPECT_THAT(calendar.Advance("2026-01-15"_date, INT32_MAX), range);
  EXPECT_THAT(calendar.Advance("2026-01-15"_date, INT32_MIN), range);
  EXPECT_THAT(calendar.Advance("2026-02-01"_date, 0), range);
  EXPECT_THAT(calendar.NextOrSame("2026-01-31"_date), range);
  EXPECT_THAT(calendar.PreviousOrSame("2026-01-01"_date), range);
  EXPECT_EQ(TextOf(calendar.IsBusinessDay("2026-02-01"_date).status()),
            "2026-02-01 is outside calendar jan 7; allowed: 2026-01-01 to "
            "2026-01-31");
}

TEST(Calendar, RefusesBadSpecs) {
  EXPECT_THAT(Calendar::Make({.id = "x",
                              .version = "1",
                              .first = "2026-01-02"_date,
                              .last = "2026-01-01"_date}),
              IsError(Reason::kEndBeforeStart, "/last"));
  EXPECT_THAT(
      Calendar::Make({.id = "x",
                      .version = "1",
                      .first = "2026-01-01"_date,
                      .last = "2026-01-01"_date,
                      .holidays = {"2026-01-01"_date, "2026-01-02"_date}}),
      IsError(Reason::kCalendarRange, "/holidays/1"));
}

// The table of Advance: from a Friday and from a Saturday.
TEST(Calendar, R66_BothWaysToAdvanceFromAHoliday) {
  const Calendar calendar = January();
  const Date friday = "2026-01-16"_date;
  const Date saturday = "2026-01-17"_date;
  const struct {
    Date from;
    int count;
    const char *advanced, *adjusted_first;
  } kRows[] = {
      {friday, 0, "2026-01-16", "2026-01-16"},
      {friday, 1, "2026-01-19", "2026-01-19"},
      {friday, 2, "2026-01-20", "2026-01-20"},
      {friday, -1, "2026-01-15", "2026-01-15"},
      {saturday, 0, "2026-01-17", "2026-01-19"},
      {saturday, 1, "2026-01-19", "2026-01-20"},
      {saturday, 2, "2026-01-20", "2026-01-21"},
      {saturday, -1, "2026-01-16", "2026-01-15"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(calendar.Advance(row.from, row.count).value().ToText(),
              row.advanced);
    EXPECT_EQ(calendar.AdjustThenAdvance(row.from, row.count).value().ToText(),
              row.adjusted_first);
  }
}

TEST(Calendar, CopiesShareAndStayAsTheyAre) {
  Calendar calendar = January();
  const Calendar copy = calendar;
  calendar = UnionOfHolidays(copy, copy).value();
  EXPECT_EQ(copy.id(), "jan");
  EXPECT_EQ(calendar.id(), "jan+jan");
}

TEST(Calendar, UnionAndIntersection) {
  const Calendar january = January();
  const Calendar fridays = Calendar::Make({.id = "fri",
                                           .version = "1",
                                           .first = "2026-01-08"_date,
                                           .last = "2026-02-28"_date,
                                           .weekend = {Weekday::kFriday}})
                               .value();
  const Calendar both = UnionOfHolidays(january, fridays).value();
  const Calendar either = IntersectionOfHolidays(january, fridays).value();
  EXPECT_EQ(both.id(), "jan+fri");
  EXPECT_EQ(both.version(), "7+1");
  EXPECT_EQ(either.id(), "jan~fri");
  for (const Calendar& calendar : {both, either}) {
    EXPECT_EQ(calendar.first(), "2026-01-08"_date);
    EXPECT_EQ(calendar.last(), "2026-01-31"_date);
  }
  for (int day = 8; day <= 31; ++day) {
    const Date date = Date::Of(2026, 1, day);
    const bool a = january.IsBusinessDay(date).value();
    const bool b = fridays.IsBusinessDay(date).value();
    EXPECT_EQ(both.IsBusinessDay(date).value(), a && b);
    EXPECT_EQ(either.IsBusinessDay(date).value(), a || b);
  }
  const Calendar later = Calendar::Make({.id = "later",
                                         .version = "1",
                                         .first = "2027-01-01"_date,
                                         .last = "2027-01-01"_date})
                             .value();
  EXPECT_THAT(UnionOfHolidays(january, later),
              IsError(Reason::kCalendarRange, "/calendar"));
}

// The obvious way, day by day.
struct Naive {
  explicit Naive(const Calendar::Spec& from) : spec(from) {}

  bool Works(Date date) const {
    const auto has = [&](const std::vector<Date>& dates) {
      return std::find(dates.begin(), dates.end(), date) != dates.end();
    };
    return has(spec.working_days) ||
           (!spec.weekend.Contains(date.weekday()) && !has(spec.holidays));
  }
  std::optional<Date> Advance(Date date, int count) const {
    const int step = count < 0 ? -1 : 1;
    int left = count * step;
    while (left > 0) {
      date = *Date::FindDays(date.days() + step);
      if (date < spec.first || date > spec.last) return std::nullopt;
      if (Works(date)) --left;
    }
    return date;
  }
  int Count(Date start, Date end) const {
    if (end < start) return -Count(end, start);
    int count = 0;
    for (Date date = start; date < end;
         date = *Date::FindDays(date.days() + 1)) {
      count += Works(date) ? 1 : 0;
    }
    return count;
  }

  Calendar::Spec spec;
};

// Ranges of 1 to 300 days: words end in every place.
RC_GTEST_PROP(Calendar, IsTheNaiveOne, ()) {
  const Date first = *Date::FindDays(*rc::gen::inRange(20000, 20100));
  const int size = *rc::gen::inRange(1, 301);
  const Date last = *Date::FindDays(first.days() + size - 1);
  Calendar::Spec spec{.id = "x", .version = "1", .first = first, .last = last};
  for (int day = 1; day <= 7; ++day) {
    if (*rc::gen::inRange(0, 3) == 0) {
      spec.weekend = spec.weekend.With(static_cast<Weekday>(day));
    }
  }
  const auto any_days = [&] {
    std::vector<Date> dates;
    for (const int day :
         *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, size))) {
      dates.push_back(*Date::FindDays(first.days() + day));
    }
    return dates;
  };
  spec.holidays = any_days();
  spec.working_days = any_days();
  const Calendar calendar = Calendar::Make(spec).value();
  const Naive naive(spec);
  const Date from = *Date::FindDays(first.days() + *rc::gen::inRange(0, size));
  for (int i = 0; i < size; ++i) {
    const Date date = *Date::FindDays(first.days() + i);
    RC_ASSERT(calendar.IsBusinessDay(date).value() == naive.Works(date));
    RC_ASSERT(calendar.Count(from, date).value() == naive.Count(from, date));
  }
  for (int count = -size - 1; count <= size + 1; ++count) {
    const auto advanced = calendar.Advance(from, count);
    const auto expected = naive.Advance(from, count);
    RC_ASSERT(advanced.ok() == expected.has_value());
    if (advanced.ok()) RC_ASSERT(*advanced == *expected);
  }
}

}  // namespace
}  // namespace usance
