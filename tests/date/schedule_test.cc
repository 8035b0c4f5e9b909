#include "usance/date/schedule.h"

#include <gtest/gtest.h>

namespace usance {
namespace {

std::string Dates(const absl::StatusOr<Schedule>& schedule) {
  if (!schedule.ok()) return std::string(NameOf(ReasonOf(schedule.status())));
  std::string text = schedule->periods.front().start.ToText();
  for (const SchedulePeriod& period : schedule->periods) {
    text += " " + period.end.ToText();
  }
  return text;
}

TEST(Schedule, StubsOfTheTable) {
  const struct {
    Stub stub;
    const char* dates;
  } kRows[] = {
      {Stub::kShortInitial,
       "2014-06-04 2014-06-17 2014-07-17 2014-08-17 2014-09-17"},
      {Stub::kLongInitial, "2014-06-04 2014-07-17 2014-08-17 2014-09-17"},
      {Stub::kShortFinal,
       "2014-06-04 2014-07-04 2014-08-04 2014-09-04 2014-09-17"},
      {Stub::kLongFinal, "2014-06-04 2014-07-04 2014-08-04 2014-09-17"},
      {Stub::kNone, "CONFLICT"},
  };
  for (const auto& row : kRows) {
    ScheduleSpec spec{.start = "2014-06-04"_date, .end = "2014-09-17"_date};
    spec.frequency = Months(1);
    spec.stub = row.stub;
    EXPECT_EQ(Dates(MakeSchedule(spec)), row.dates) << NameOf(row.stub);
  }
}

TEST(Schedule, R01_R02_CountsFromTheAnchor) {
  ScheduleSpec spec{.start = "2026-01-31"_date, .count = 3};
  spec.frequency = Months(1);
  EXPECT_EQ(Dates(MakeSchedule(spec)),
            "2026-01-31 2026-02-28 2026-03-31 2026-04-30");
}

}  // namespace
}  // namespace usance
