// What the day-count cases of all sources have in common.
#ifndef USANCE_TESTS_CONFORMANCE_DAY_COUNT_CASE_H_
#define USANCE_TESTS_CONFORMANCE_DAY_COUNT_CASE_H_

#include "tests/conformance/cases.h"
#include "tests/conformance/decimal.h"
#include "usance/date/day_count.h"

namespace usance::conformance {

// Runs a case with the fields start, end, expected and, where the source has
// it, kind (year_fraction, days) and tolerance.
[[nodiscard]] inline Verdict RunDayCount(Fields& fields, DayCount convention,
                                         const DayCountContext& context) {
  const Date start = fields.DateOf("start");
  const Date end = fields.DateOf("end");
  const std::string expected = fields.Text("expected");
  if (fields.Text("kind") == "days") {
    const auto days = DayCountDays(convention, start, end, context);
    if (!days.ok()) return Fail(FromAbsl(days.status().message()));
    return PassIf(*days == fields.Integer("expected"), std::to_string(*days),
                  expected);
  }
  const auto fraction = YearFraction(convention, start, end, context);
  if (!fraction.ok()) return Fail(FromAbsl(fraction.status().message()));
  const BigRational exact = Big(*fraction);
  const bool near = fields.Has("tolerance")
                        ? IsWithin(exact, expected, fields.Text("tolerance"))
                        : IsNearDouble(exact, expected);
  return PassIf(near, ToText(*fraction), expected);
}

}  // namespace usance::conformance

#endif  // USANCE_TESTS_CONFORMANCE_DAY_COUNT_CASE_H_
