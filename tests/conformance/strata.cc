// OpenGamma Strata.
#include "tests/conformance/day_count_case.h"
#include "tests/conformance/handlers.h"

namespace usance::conformance {

Verdict StrataDayCount(Fields& fields) {
  const std::string name = fields.Text("convention");
  // Strata's AFB is the French original; ours of that name is ISDA's text.
  const DayCount convention =
      name == "ACT_ACT_AFB"
          ? DayCount::kActActAfbOriginal
          : fields.Need(ParseName<DayCount>(name, "/convention"),
                        DayCount::kOneOne);
  DayCountContext context;
  if (fields.Has("frequency")) {
    context.frequency =
        fields.Need(Period::Parse(fields.Text("frequency")), Period());
  }
  context.period_end = fields.OptionalDate("period_end");
  context.schedule_start = fields.OptionalDate("schedule_start");
  context.schedule_end = fields.OptionalDate("schedule_end");
  context.end_of_month = fields.Flag("eom");
  if (fields.Flag("is_maturity")) context.termination = fields.DateOf("end");
  return RunDayCount(fields, convention, context);
}

}  // namespace usance::conformance
