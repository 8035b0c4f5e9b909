// Curo Calculator.
#include "tests/conformance/day_count_case.h"
#include "tests/conformance/handlers.h"

namespace usance::conformance {
namespace {

Period Frequency(Fields& fields) {
  struct Named {
    std::string_view name;
    Period period;
  };
  constexpr Named kNames[] = {{"day", Days(1)},
                              {"week", Weeks(1)},
                              {"month", Months(1)},
                              {"year", Years(1)}};
  const std::string text = fields.Text("frequency");
  for (const Named& row : kNames) {
    if (row.name == text) return row.period;
  }
  fields.Malformed("frequency is \"" + text + "\"");
  return Days(1);
}

}  // namespace

Verdict CuroDayCount(Fields& fields) {
  const std::string name = fields.Text("convention");
  // What Curo calls ISDA splits the years at the end of 31 December.
  const DayCount convention =
      name == "ACT/ACT ISDA"
          ? DayCount::kActActDayEnd
          : fields.Need(ParseName<DayCount>(name, "/convention"),
                        DayCount::kOneOne);
  DayCountContext context;
  if (convention == DayCount::kEu200848) context.frequency = Frequency(fields);
  return RunDayCount(fields, convention, context);
}

}  // namespace usance::conformance
