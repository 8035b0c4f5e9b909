// Day counts and schedules.
#include <benchmark/benchmark.h>

#include <string>

#include "usance/date/calendars.h"
#include "usance/date/date.h"
#include "usance/date/day_count.h"
#include "usance/date/schedule.h"

namespace usance {
namespace {

void YearFraction_Convention(benchmark::State& state) {
  const auto convention = static_cast<DayCount>(state.range(0));
  state.SetLabel(std::string(NameOf(convention)));
  const Date start = "2024-01-31"_date;
  int32_t days = 0;
  for (auto _ : state) {
    days = days % 3650 + 1;
    const Date end = *Date::FindDays(start.days() + days);
    int128 numerator = YearFraction(convention, start, end)->numerator();
    benchmark::DoNotOptimize(numerator += 0);
  }
}
BENCHMARK(YearFraction_Convention)
    ->Arg(static_cast<int>(DayCount::kAct360))
    ->Arg(static_cast<int>(DayCount::kActActIsda))
    ->Arg(static_cast<int>(DayCount::k30360Isda));

void MakeSchedule_Monthly360(benchmark::State& state) {
  const ScheduleSpec spec{
      .start = "2026-01-31"_date, .count = 360, .frequency = Months(1)};
  for (auto _ : state) {
    const auto schedule = MakeSchedule(spec);
    size_t size = schedule->periods.size();
    benchmark::DoNotOptimize(size += 0);
  }
  state.SetItemsProcessed(state.iterations() * 360);
}
BENCHMARK(MakeSchedule_Monthly360);

}  // namespace
}  // namespace usance
