// QuantLib.
#include "tests/conformance/day_count_case.h"
#include "tests/conformance/handlers.h"
#include "tests/conformance/rules.h"

namespace usance::conformance {

Verdict QuantlibDayCount(Fields& fields) {
  const std::string name = fields.Text("convention");
  // Business days of a country, whose holidays are the caller's data.
  if (name.starts_with("BUS_252")) return Deviates(kCalendarsAreData);
  const DayCount convention =
      fields.Need(ParseName<DayCount>(name, "/convention"), DayCount::kOneOne);
  if (fields.DateOf("end") < fields.DateOf("start")) {
    return Deviates(kNoReversedIntervals);
  }
  DayCountContext context;
  context.period_start = fields.OptionalDate("ref_start");
  context.period_end = fields.OptionalDate("ref_end");
  if (context.period_start && context.period_end) {
    // The reference period is a regular one, so its months are the frequency.
    const CivilDay first = context.period_start->civil();
    const CivilDay last = context.period_end->civil();
    context.frequency =
        Months((last.year - first.year) * 12 + last.month - first.month);
  }
  context.termination = fields.OptionalDate("termination");
  return RunDayCount(fields, convention, context);
}

}  // namespace usance::conformance
