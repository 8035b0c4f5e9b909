// pyxirr, and the published tables that its tests hold.
#include "tests/conformance/day_count_case.h"
#include "tests/conformance/handlers.h"

namespace usance::conformance {

Verdict PyxirrDayCount(Fields& fields) {
  const std::string name = fields.Text("convention");
  // "Act/Act" alone is ISDA's there; we refuse the bare name.
  const DayCount convention =
      name == "Act/Act" ? DayCount::kActActIsda
                        : fields.Need(ParseName<DayCount>(name, "/convention"),
                                      DayCount::kOneOne);
  DayCountContext context;
  if (convention == DayCount::kAct365L) {
    // Their examples count a period that is no whole year and ends with the
    // interval, so that the year of its end decides.
    context.frequency = Months(6);
    context.period_end = fields.DateOf("end");
  }
  return RunDayCount(fields, convention, context);
}

}  // namespace usance::conformance
