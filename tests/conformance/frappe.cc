// Frappe Lending.
#include <string>

#include "tests/conformance/fineract.h"
#include "tests/conformance/handlers.h"
#include "usance/installment/amortize.h"
#include "usance/money/format.h"

namespace usance::conformance {
namespace {

// Its payments come at the end of equal months, of any length.
AmortizationSpec SpecOf(Fields& fields) {
  const Currency currency = Currency::Of("INR");
  AmortizationSpec spec{
      .principal =
          MoneyOf(fields, Member(fields.object(), "principal"), currency),
      .rate = fields.Need(Rate::Parse(fields.Text("rate_pct") + "%"),
                          Rate(Fraction(0), TimeUnit::kYear)),
      .day_count = DayCount::kPeriod,
      .schedule = {.start = fields.OptionalDate("disbursed")
                                .value_or(Date::Of(2000, 1, 1)),
                   .frequency = Months(1)},
      .rounding = Rounding::kHalfEven,
  };
  if (fields.Text("frequency") != "monthly") fields.Malformed("frequency");
  if (fields.Has("n")) {
    spec.schedule.count = static_cast<int32_t>(fields.Integer("n"));
  }
  const std::string method = fields.Text("method");
  if (method == "fixed_payment") {
    spec.method = AmortizationMethod::kFixedPayment;
    spec.payment =
        MoneyOf(fields, Member(fields.object(), "payment"), currency);
    if (!spec.schedule.count) spec.schedule.count = 1200;
  } else if (method == "equal_instalment") {
    spec.method = AmortizationMethod::kLevel;
    spec.residual = Residual::kLast;
    if (fields.Has("round_instalment_up_to")) {
      const Money unit = MoneyOf(
          fields, Member(fields.object(), "round_instalment_up_to"), currency);
      spec.payment_increment =
          fields.Need(Increment::Make(unit.minor()), Increment());
      spec.payment_rounding = Rounding::kUp;
    }
  } else {
    fields.Malformed("method");
  }
  return spec;
}

// Whole units where the case compares so, else both places.
std::string Figure(Fields& fields, int64_t minor) {
  const Currency currency = Currency::Of("INR");
  if (fields.Text("compare") != "rounded to whole currency units") {
    return FormatAmount(minor, currency);
  }
  return std::to_string(
      static_cast<int64_t>(Divide(minor, 100, Rounding::kHalfEven)));
}

Verdict CompareLoan(Fields& fields) {
  const AmortizationSpec spec = SpecOf(fields);
  if (!fields.error().empty()) return Fail(fields.error());
  const auto result = Amortize(spec);
  if (!result.ok()) return Fail(FromAbsl(result.status().message()));
  int64_t paid_rows = 0;
  for (const Installment& row : result->rows) {
    paid_rows += row.payment_minor != 0;
  }
  const Json& expected = Member(fields.object(), "expected");
  const auto figure = [&](const std::string& name) {
    return Figure(
        fields,
        MoneyOf(fields, Member(expected, name), result->currency).minor());
  };
  std::string ours, theirs;
  for (const auto& [name, value] : expected.items()) {
    if (name == "n") {
      ours += std::to_string(paid_rows) + " ";
      theirs += TextOf(value) + " ";
      continue;
    }
    int64_t minor = 0;
    if (name == "instalment") {
      minor = result->rows.front().payment_minor;
    } else if (name == "total_interest") {
      minor = result->totals.interest_minor;
    } else if (name == "total_payment") {
      minor = result->totals.payment_minor;
    } else {
      return Fail("unsupported: " + name);
    }
    ours += Figure(fields, minor) + " ";
    theirs += figure(name) + " ";
  }
  return PassIf(ours == theirs, ours, theirs);
}

// Due dates are counted from the start, or roll to a day of the months.
Verdict CompareDates(Fields& fields) {
  ScheduleSpec spec{.start = fields.DateOf("start"),
                    .count = static_cast<int32_t>(fields.Integer("n")),
                    .frequency = Months(1)};
  const std::string type = fields.Text("schedule_type");
  const std::string day = fields.Text("repayment_date_on");
  const Schedule schedule = [&] {
    if (type == "Monthly as per repayment start date") {
      // The first payment is due on the start.
      spec.start = fields.Need(
          AddPeriod(spec.start, Months(1), -1, EndOfMonth::kClamp), spec.start);
    } else if (type == "Pro-rated calendar months" &&
               day == "Start of the next month") {
      spec.roll = Roll::DayOfMonth(1);
      spec.stub = Stub::kShortInitial;
    } else if (type == "Pro-rated calendar months" &&
               day == "End of the current month") {
      spec.roll = Roll::DayOfMonth(31);
      spec.stub = Stub::kShortInitial;
    } else {
      fields.Malformed("schedule_type");
    }
    return fields.Need(MakeSchedule(spec), Schedule{});
  }();
  if (!fields.error().empty()) return Fail(fields.error());
  const Json& expected = Member(fields.object(), "expected");
  std::string ours, theirs;
  const auto add = [&](const std::string& name, Date date) {
    if (!expected.contains(name)) return;
    ours += date.ToText() + " ";
    theirs += TextOf(expected[name]) + " ";
  };
  add("first", schedule.periods.front().end);
  if (schedule.periods.size() > 1) add("second", schedule.periods[1].end);
  add("last", schedule.periods.back().end);
  return PassIf(ours == theirs && !ours.empty(), ours, theirs);
}

}  // namespace

Verdict FrappeLoan(Fields& fields) {
  if (fields.Has("schedule_type")) return CompareDates(fields);
  if (fields.Has("method")) return CompareLoan(fields);
  return Fail("unsupported");
}

}  // namespace usance::conformance
