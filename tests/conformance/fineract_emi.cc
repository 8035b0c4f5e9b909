// Apache Fineract: the calculator of its level payments, step by step.
#include <algorithm>
#include <vector>

#include "tests/conformance/fineract.h"
#include "tests/conformance/handlers.h"
#include "tests/conformance/rules.h"
#include "usance/installment/amortize.h"
#include "usance/money/format.h"

namespace usance::conformance {
namespace {

Schedule ScheduleOf(Fields& fields) {
  Schedule schedule;
  for (const Json& period : Member(fields.object(), "periods")) {
    if (!period.is_array() || period.size() != 2) {
      fields.Malformed("periods");
      break;
    }
    const Date start = DateOf(fields, period[0]),
               end = DateOf(fields, period[1]);
    schedule.periods.push_back({start, end, start, end});
  }
  if (schedule.periods.empty()) fields.Malformed("periods");
  return schedule;
}

AmortizationSpec SpecOf(Fields& fields, Date start) {
  const Json& params = Member(fields.object(), "params");
  const auto text = [&](const std::string& name) {
    return TextOf(Member(params, name));
  };
  const auto is = [&](const std::string& name, std::string_view value) {
    return text(name) == value;
  };
  std::string year = text("DaysInYearType");  // DAYS_360
  year.erase(std::remove(year.begin(), year.end(), '_'), year.end());
  const auto every = ScanInteger(text("RepayEvery"), 1, 1000);
  if (!every) fields.Malformed("RepayEvery");
  const std::string unit = text("RepaymentPeriodFrequencyType");
  const bool flat = is("InterestMethod", "FLAT");
  return {
      .principal = Money(0, Currency::Of("EUR")),
      .rate = fields.Need(Rate::Parse(text("AnnualNominalInterestRate") + "%"),
                          Rate(Fraction(0), TimeUnit::kYear)),
      .day_count = DayCountOf(
          {.unit = unit,
           .year = year,
           .thirty = is("DaysInMonthType", "DAYS_30"),
           .whole_periods = is("InterestCalculationPeriodMethod",
                               "SAME_AS_REPAYMENT_PERIOD"),
           .february_29 = is("DaysInYearCustomStrategy", "FEB_29_PERIOD_ONLY"),
           .from_disbursement =
               Member(params, "InterestRecognitionOnDisbursementDate") == true},
          start),
      .schedule = {.start = start,
                   .frequency =
                       PeriodOf(static_cast<int32_t>(every.value_or(1)), unit)},
      .method = flat ? AmortizationMethod::kAddOn : AmortizationMethod::kLevel,
      .rounding = Rounding::kHalfEven,
      .residual = flat ? Residual::kLast : Residual::kSmooth,
      .stub_interest = EarlyInterest::kInPayment,
  };
}

// A row of the calculator: payment, interest, principal, balance.
std::string RowText(const Money& payment, const Money& interest,
                    const Money& principal, const Money& balance) {
  return Format(payment) + " " + Format(interest) + " " + Format(principal) +
         " " + Format(balance);
}

// Compares the amounts of a row; its rate factors and sub-periods are no
// results of the library.
Verdict ExpectPeriod(Fields& fields, const Json& step,
                     const Amortization& result) {
  const auto index =
      ScanInteger(TextOf(Member(step, "repayment_idx")), 0, 9999);
  if (!index || *index >= static_cast<int64_t>(result.rows.size())) {
    return Fail("malformed: repayment_idx");
  }
  const Installment& row = result.rows[static_cast<size_t>(*index)];
  const auto ours = [&](int64_t minor) {
    return Money(minor, result.currency);
  };
  const auto theirs = [&](const std::string& name) {
    return MoneyOf(fields, Member(step, name), result.currency);
  };
  const std::string actual =
      RowText(ours(row.payment_minor), ours(row.interest_minor),
              ours(row.principal_minor), ours(row.closing_minor));
  const std::string expected =
      RowText(theirs("emi"), theirs("interest_due"), theirs("principal_due"),
              theirs("remaining_balance"));
  return PassIf(actual == expected, actual, expected);
}

}  // namespace

Verdict FineractEmi(Fields& fields) {
  const Json& steps = Member(fields.object(), "steps");
  if (!steps.is_array() || steps.empty()) return Fail("malformed: steps");
  for (const Json& step : steps) {
    const std::string op = TextOf(Member(step, "op"));
    if (op != "disburse" && op != "expect_period" &&
        op != "expect_total_interest_due") {
      return Fail("unsupported: " + op);
    }
  }
  Schedule schedule = ScheduleOf(fields);
  if (!fields.error().empty()) return Fail("malformed: " + fields.error());
  SchedulePeriod& first = schedule.periods.front();
  AmortizationSpec spec = SpecOf(fields, first.start);
  const Currency currency = spec.principal.currency();
  for (const Json& step : steps) {
    const std::string op = TextOf(Member(step, "op"));
    if (op == "disburse") {
      const Json& args = Member(step, "args");
      if (!args.is_array() || args.size() != 2) return Fail("malformed: args");
      const Date date = DateOf(fields, args[0]);
      if (spec.principal.minor() != 0 && date != first.start) {
        return Deviates(kFineractSeveralDisbursements);
      }
      if (date < first.start || date >= first.end) {
        return Fail("unsupported: an advance after the first period");
      }
      first.stub |= date != first.start;
      first.start = first.adjusted_start = date;
      spec.principal = Money(
          spec.principal.minor() + MoneyOf(fields, args[1], currency).minor(),
          currency);
      continue;
    }
    const auto result = Amortize(spec, schedule);
    if (!result.ok()) return Fail(FromAbsl(result.status().message()));
    Verdict verdict = Pass();
    if (op == "expect_period") {
      verdict = ExpectPeriod(fields, step, *result);
    } else {
      const Money expected = MoneyOf(fields, Member(step, "amount"), currency);
      const Money actual(result->totals.interest_minor, currency);
      verdict = PassIf(actual == expected, Format(actual), Format(expected));
    }
    if (verdict.kind != Verdict::Kind::kPass) return verdict;
  }
  return Pass();
}

}  // namespace usance::conformance
