// The examples of regulators: the European Commission's and Directive 98/7/EC,
// and Appendix J of Regulation Z.
#include "usance/installment/apr.h"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/conformance/flow_case.h"
#include "tests/conformance/handlers.h"
#include "usance/core/text.h"
#include "usance/date/period.h"

namespace usance::conformance {
namespace {

// A time is printed with ten digits: the twelfths or 52nds of a year, and
// days, that it is; else as printed.
std::optional<Fraction> TimeOf(const std::string& text,
                               const std::string& year_days) {
  const auto printed = ParsePrinted(text);
  const auto days = ParsePrinted(year_days.empty() ? "365" : year_days);
  if (!printed || !days) return std::nullopt;
  const auto exact = [](const BigRational& value) {
    return Fraction::Of(static_cast<int128>(numerator(value)),
                        static_cast<int128>(denominator(value)));
  };
  for (const int64_t parts : {int64_t{12}, int64_t{52}, int64_t{1}}) {
    const int64_t most = parts == 12 ? 31 : parts == 52 ? 7 : 366;
    for (int64_t day = 0; day < most; ++day) {
      const BigRational rest = BigRational(day) / days->value;
      const BigRational scaled = (printed->value - rest) * parts;
      const BigRational half(1, 2);
      const BigRational up = scaled + (scaled < 0 ? -half : half);
      const BigInt whole = numerator(up) / denominator(up);
      const BigRational near = BigRational(whole) / parts + rest;
      if (abs(near - printed->value) * BigInt(1'000'000'000) < 1) {
        return exact(near);
      }
    }
  }
  return exact(printed->value);
}

Verdict Against(const absl::StatusOr<Fraction>& printed,
                const std::string& expected) {
  if (!printed.ok()) return Fail(FromAbsl(printed.status().message()));
  const auto percent = CheckedMul(*printed, 100);
  const auto wanted = ParsePrinted(expected);
  if (!wanted || !percent) return Fail("expected_apr_pct");
  const BigRational exact =
      BigRational(BigInt(percent->numerator()), BigInt(percent->denominator()));
  return PassIf(exact == wanted->value, ToText(*percent), expected);
}

}  // namespace

Verdict AprAnnex(Fields& fields) {
  std::vector<TimedFlow> flows;
  for (const auto& [name, sign] :
       {std::pair{"advances", 1}, std::pair{"payments", -1}}) {
    for (const Json& flow : fields.object().at(name)) {
      const auto time =
          TimeOf(flow.at(0).get<std::string>(), fields.Text("year_days"));
      const auto amount = WholeAmount(flow.at(1).get<std::string>(), 10);
      if (!time || !amount) return Fail(name);
      flows.push_back({*time, sign * *amount});
    }
  }
  const auto irr = TimedIrr(flows);
  if (!irr.ok()) return Fail(FromAbsl(irr.status().message()));
  const auto chosen = std::find_if(
      irr->roots.begin(), irr->roots.end(),
      [&](const IrrRoot& root) { return root.rate_e12 == irr->rate_e12; });
  if (chosen == irr->roots.end()) return Fail("no rate");
  return Against(
      RoundRate(*chosen, static_cast<int32_t>(fields.Integer("decimals")) + 2),
      fields.Text("expected_apr_pct"));
}

Verdict AprRegulationZ(Fields& fields) {
  const std::string unit = fields.Text("unit_period");
  const Date start = fields.DateOf("advance_date");
  AprSpec spec{.rule = AprRule::kActuarial,
               .unit = unit == "semimonth" ? UnitPeriod::kHalfMonth
                       : unit == "1 week"  ? UnitPeriod::kWeek
                                           : UnitPeriod::kMonth};
  const auto advance = WholeAmount(fields.Text("advance"), 2);
  if (!advance ||
      (unit != "semimonth" && unit != "1 week" && unit != "1 month")) {
    return Fail("advance or unit_period");
  }
  spec.advances.push_back({start, *advance});
  for (const Json& row : fields.object().at("payments")) {
    const auto amount = WholeAmount(row.at("amount").get<std::string>(), 2);
    const auto count = ScanInteger(row.at("n").get<std::string>(), 1, 1000);
    const auto first = Date::Parse(row.at("first").get<std::string>(), "");
    if (!amount || !count || !first.ok()) return Fail("payments");
    const bool halves = spec.unit == UnitPeriod::kHalfMonth;
    for (int64_t k = 0; k < *count; ++k) {
      const Period period =
          spec.unit == UnitPeriod::kWeek ? Weeks(1) : Months(1);
      auto date =
          AddPeriod(*first, period, halves ? k / 2 : k, EndOfMonth::kClamp);
      if (date.ok() && halves && k % 2 == 1) {
        date = AddPeriod(*date, Days(15), 1, EndOfMonth::kClamp);
      }
      if (!date.ok()) return Fail("dates");
      spec.payments.push_back({*date, *amount});
    }
  }
  const auto apr = AnnualPercentageRate(spec);
  if (!apr.ok()) return Fail(FromAbsl(apr.status().message()));
  return Against(apr->printed, fields.Text("expected_apr_pct"));
}

}  // namespace usance::conformance
