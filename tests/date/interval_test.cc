#include "usance/date/interval.h"

#include <gtest/gtest.h>

#include "tests/matchers.h"

namespace usance {
namespace {

TEST(Interval, CountedDays) {
  struct Case {
    Date start;
    Date end;
    std::string_view bounds;
    Date first;
    Date after;
    int days;
  };
  const Case kCases[] = {
      {"2026-01-01"_date, "2026-01-31"_date, "[start,end)", "2026-01-01"_date,
       "2026-01-31"_date, 30},
      {"2026-01-01"_date, "2026-01-31"_date, "(start,end]", "2026-01-02"_date,
       "2026-02-01"_date, 30},
      {"2026-01-01"_date, "2026-01-31"_date, "[start,end]", "2026-01-01"_date,
       "2026-02-01"_date, 31},
      {"2026-01-01"_date, "2026-01-31"_date, "(start,end)", "2026-01-02"_date,
       "2026-01-31"_date, 29},
      {"2023-01-01"_date, "2024-01-01"_date, "(start,end]", "2023-01-02"_date,
       "2024-01-02"_date, 365},
      // From a day to itself, and to the next.
      {"2026-01-01"_date, "2026-01-01"_date, "[start,end)", "2026-01-01"_date,
       "2026-01-01"_date, 0},
      {"2026-01-01"_date, "2026-01-01"_date, "(start,end]", "2026-01-02"_date,
       "2026-01-02"_date, 0},
      {"2026-01-01"_date, "2026-01-01"_date, "[start,end]", "2026-01-01"_date,
       "2026-01-02"_date, 1},
      {"2026-01-01"_date, "2026-01-01"_date, "(start,end)", "2026-01-02"_date,
       "2026-01-02"_date, 0},
      {"2026-01-01"_date, "2026-01-02"_date, "(start,end)", "2026-01-02"_date,
       "2026-01-02"_date, 0},
      {"9999-12-30"_date, "9999-12-31"_date, "[start,end)", "9999-12-30"_date,
       "9999-12-31"_date, 1},
  };
  for (const Case& c : kCases) {
    const auto bounds = ParseName<Bounds>(c.bounds, "/bounds");
    ASSERT_THAT(bounds, IsOk());
    const auto interval = CountedDays(c.start, c.end, *bounds);
    ASSERT_THAT(interval, IsOk()) << c.bounds;
    EXPECT_EQ(*interval, (Interval{c.first, c.after})) << c.bounds;
    EXPECT_EQ(interval->days(), c.days) << c.bounds;
  }
}

TEST(Interval, Errors) {
  EXPECT_THAT(CountedDays("2026-01-02"_date, "2026-01-01"_date, Bounds::kBoth),
              IsError(Reason::kEndBeforeStart, "/end"));
  EXPECT_THAT(CountedDays("2026-01-02"_date, "9999-12-31"_date, Bounds::kBoth),
              IsError(Reason::kDateOutOfRange, "/end"));
  EXPECT_THAT(
      CountedDays("9999-12-31"_date, "9999-12-31"_date, Bounds::kNeither),
      IsError(Reason::kDateOutOfRange, "/start"));
}

}  // namespace
}  // namespace usance
