// Apache Fineract: loans that begin at the end of a month, and bullets.
#include <vector>

#include "tests/conformance/fineract.h"
#include "tests/conformance/handlers.h"
#include "usance/installment/amortize.h"

namespace usance::conformance {
namespace {

// Reads "1 month".
Period FrequencyOf(Fields& fields) {
  const std::string text = fields.Text("every");
  const size_t blank = text.find(' ');
  const auto count = ScanInteger(text.substr(0, blank), 1, 1000);
  std::string unit =
      blank == std::string::npos ? std::string() : text.substr(blank + 1);
  if (unit.ends_with('s')) unit.pop_back();
  const auto every = static_cast<int32_t>(count.value_or(1));
  if (count && unit == "month") return Months(every);
  if (count && unit == "week") return Weeks(every);
  if (count && unit == "day") return Days(every);
  fields.Malformed("every");
  return Months(1);
}

// A caller that wants the day after a short month's last for a missing day
// (ROLL_FORWARD) gives the dates; clamping is what the library does.
Schedule ScheduleOf(Fields& fields, ScheduleSpec spec) {
  const std::string strategy = fields.Text("month_end_strategy");
  if (strategy == "ROLL_FORWARD") {
    for (int32_t k = 1; k <= *spec.count; ++k) {
      const Date date = fields.Need(
          AddPeriod(spec.start, spec.frequency, k, EndOfMonth::kClamp),
          spec.start);
      const bool missing = spec.frequency.months > 0 &&
                           date.civil().day < spec.start.civil().day;
      spec.explicit_ends.push_back(
          missing ? fields.Need(AddPeriod(date, Days(1), 1, EndOfMonth::kClamp),
                                date)
                  : date);
    }
    spec.count.reset();
    spec.frequency = {};
  } else if (!strategy.empty() && strategy != "CLAMP") {
    fields.Malformed("month_end_strategy");
  }
  return fields.Need(MakeSchedule(spec), Schedule{});
}

DayCount MonthEndDayCountOf(Fields& fields) {
  const std::string name = fields.Text("day_count");
  if (name == "30/360") return DayCount::kPeriod360;  // months of 30 days
  if (name == "ACT/ACT") return DayCount::kActActDayEnd;
  return fields.Need(ParseName<DayCount>(name, "/day_count"),
                     DayCount::kOneOne);
}

Verdict CompareDates(Fields& fields, const Schedule& schedule) {
  const Json& dates = Member(fields.object(), "expected_dates");
  std::string expected, actual;
  for (const Json& date : dates) expected += TextOf(date) + " ";
  for (const SchedulePeriod& period : schedule.periods) {
    actual += period.end.ToText() + " ";
  }
  return PassIf(actual == expected, actual, expected);
}

}  // namespace

Verdict FineractMonthEnd(Fields& fields) {
  ScheduleSpec dates{.start = fields.DateOf("disbursed"),
                     .count = static_cast<int32_t>(fields.Integer("n")),
                     .frequency = FrequencyOf(fields)};
  const Schedule schedule = ScheduleOf(fields, dates);
  if (!fields.error().empty()) return Fail("malformed: " + fields.error());
  if (fields.Text("kind") == "due_dates") return CompareDates(fields, schedule);
  const Currency currency = Currency::Of("EUR");
  const Json& object = fields.object();
  AmortizationSpec spec{
      .principal = MoneyOf(fields, Member(object, "principal"), currency),
      .rate = fields.Need(Rate::Parse(fields.Text("rate_pct") + "%"),
                          Rate(Fraction(0), TimeUnit::kYear)),
      .day_count = MonthEndDayCountOf(fields),
      .schedule = dates,
      .method = AmortizationMethod::kLevel,
      .rounding = Rounding::kHalfEven,
      .residual = Residual::kSmooth,
      .grace = EarlyInterest::kInterest,
      .stub_interest = EarlyInterest::kInPayment,
  };
  if (fields.Has("grace_principal")) {
    spec.grace_rows = static_cast<int32_t>(fields.Integer("grace_principal"));
  }
  std::vector<TableRow> expected;
  for (const Json& row : Member(object, "expected_rows")) {
    expected.push_back(ReadRow(fields, row, currency));
  }
  const Money interest =
      MoneyOf(fields, Member(object, "expected_total_interest"), currency);
  if (!fields.error().empty()) return Fail("malformed: " + fields.error());
  const auto result = Amortize(spec, schedule);
  if (!result.ok()) return Fail(FromAbsl(result.status().message()));
  std::vector<TableRow> actual;
  Append(*result, actual);
  const Verdict verdict = Compare(actual, expected, currency);
  if (verdict.kind != Verdict::Kind::kPass) return verdict;
  return PassIf(result->totals.interest_minor == interest.minor(),
                std::to_string(result->totals.interest_minor),
                std::to_string(interest.minor()));
}

}  // namespace usance::conformance
