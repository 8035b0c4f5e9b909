// pyxirr, and the published tables that its tests hold.
#include <algorithm>
#include <vector>

#include "tests/conformance/day_count_case.h"
#include "tests/conformance/flow_case.h"
#include "tests/conformance/handlers.h"
#include "tests/conformance/rules.h"
#include "usance/core/text.h"
#include "usance/installment/irr.h"

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

namespace {

// The digits after the point of the amount that has most, up to 15: what is
// left out of amounts in the thousands is far below the tolerances.
int64_t DigitsOf(const Json& flows) {
  size_t digits = 0;
  for (const Json& flow : flows) {
    const std::string text = flow.at(1).get<std::string>();
    const size_t point = text.find('.');
    if (point != std::string::npos) {
      digits = std::max(digits, text.size() - point - 1);
    }
  }
  return static_cast<int64_t>(std::min<size_t>(digits, 15));
}

Verdict PresentValueCase(Fields& fields, const std::vector<CashFlow>& flows,
                         int64_t digits) {
  const auto rate = ParsePrinted(fields.Text("rate"));
  if (!rate) return Fail("rate");
  const auto value = DatedPresentValue(
      flows,
      Fraction::Of(static_cast<int128>(numerator(rate->value)),
                   static_cast<int128>(denominator(rate->value))),
      DayCount::kAct365Fixed, Rounding::kHalfEven);
  if (!value.ok()) return Fail(FromAbsl(value.status().message()));
  return PassIf(
      IsWithin(Big(Fraction::Of(*value, PowerOfTen(static_cast<int>(digits)))),
               fields.Text("expected"), fields.Text("abs_tol")),
      std::to_string(*value), fields.Text("expected"));
}

}  // namespace

Verdict PyxirrRate(Fields& fields) {
  const int64_t digits = DigitsOf(fields.object().at("flows"));
  std::vector<CashFlow> flows;
  for (const Json& flow : fields.object().at("flows")) {
    const auto amount = WholeAmount(flow.at(1).get<std::string>(), digits);
    if (!amount) return Fail("amount");
    const Date date =
        fields.Need(Date::Parse(flow.at(0).get<std::string>(), "/flows"),
                    "2000-01-01"_date);
    flows.push_back({date, *amount});
  }
  if (fields.Text("fn") == "XNPV")
    return PresentValueCase(fields, flows, digits);
  const DayCount convention =
      fields.Need(ParseName<DayCount>(fields.Text("day_count"), "/day_count"),
                  DayCount::kOneOne);
  const auto irr = DatedIrr(flows, convention);
  if (!irr.ok()) return Fail(FromAbsl(irr.status().message()));
  std::string all(NameOf(irr->outcome));
  for (const IrrRoot& root : irr->roots) all += " " + ToText(root.low);
  if (!fields.Has("expected") && flows.size() > 2 && !irr->roots.empty() &&
      Big(irr->roots.back().high) * 5 < -4) {
    return Deviates(kPyxirrFarBelowZero);
  }
  if (!fields.Has("expected")) return PassIf(irr->roots.empty(), all, "none");
  // Of several rates theirs is the one that a guess leads to.
  const bool found = std::any_of(
      irr->roots.begin(), irr->roots.end(), [&](const IrrRoot& root) {
        return IsWithin(Big(root.low), fields.Text("expected"),
                        fields.Text("abs_tol"));
      });
  return PassIf(found, all, fields.Text("expected"));
}

}  // namespace usance::conformance
