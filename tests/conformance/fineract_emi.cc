// Apache Fineract: the calculator of its level payments, step by step.
#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/conformance/fineract.h"
#include "tests/conformance/handlers.h"
#include "tests/conformance/rules.h"
#include "usance/accrual/rate_history.h"
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
                     const AmortizationSpec& spec, const Amortization& result) {
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
              ours(row.principal_minor), ours(ClosingOf(spec, row)));
  const std::string expected =
      RowText(theirs("emi"), theirs("interest_due"), theirs("principal_due"),
              theirs("remaining_balance"));
  return PassIf(actual == expected, actual, expected);
}

// What happens to a debt after its terms are agreed.
bool IsOfTheAccount(std::string_view op) {
  constexpr std::string_view kOps[] = {"pay_principal",      "pay_interest",
                                       "credit_principal",   "credit_interest",
                                       "balance_correction", "add_periods",
                                       "due_amounts"};
  return std::find(std::begin(kOps), std::end(kOps), op) != std::end(kOps);
}

// The interest of one day of a row and of its days so far: the running sum is
// what is rounded.
Verdict ExpectDailyInterest(Fields& fields, const Json& step,
                            const AmortizationSpec& spec,
                            const Amortization& result) {
  const Date due = DateOf(fields, Member(step, "period_due"));
  const auto days = ScanInteger(TextOf(Member(step, "day_offset")), 1, 9999);
  const auto row =
      std::find_if(result.rows.begin(), result.rows.end(),
                   [due](const Installment& r) { return r.period.end == due; });
  if (!days || row == result.rows.end()) return Fail("malformed: day_offset");
  const SchedulePeriod& period = row->period;
  const Money none(0, result.currency);
  const auto until = [&](int64_t count) {
    const Date end = fields.Need(AddDays(period.start, count), period.start);
    const Fraction years =
        fields.Need(YearFraction(spec.day_count, period.start, end,
                                 {.frequency = spec.schedule.frequency,
                                  .period_start = period.start,
                                  .period_end = period.end}),
                    Fraction(0));
    const Fraction factor =
        CheckedMul(years, spec.rate.value()).value_or(Fraction(0));
    return fields.Need(Multiply(Money(row->opening_minor, result.currency),
                                factor, spec.rounding),
                       none);
  };
  const Money sum = until(*days);
  const Money day(sum.minor() - until(*days - 1).minor(), result.currency);
  const auto theirs = [&](const std::string& name) {
    return Format(MoneyOf(fields, Member(step, name), result.currency));
  };
  const std::string actual = Format(day) + " " + Format(sum);
  const std::string expected =
      theirs("interest_of_day") + " " + theirs("interest_cumulative");
  return PassIf(actual == expected, actual, expected);
}

// The rates with none on the days [start, end).
void SetPause(Date start, Date end, const Rate& none,
              std::vector<RateStep>& rates) {
  std::optional<Rate> after;
  std::vector<RateStep> steps;
  for (const RateStep& step : rates) {
    if (step.from <= end) after = step.rate;
    if (step.from < start || step.from > end) steps.push_back(step);
  }
  const auto place =
      std::find_if(steps.begin(), steps.end(),
                   [start](const RateStep& s) { return s.from > start; });
  steps.insert(place, {{start, none}, {end, after}});
  rates = std::move(steps);
}

// The loan that the steps so far make.
class Loan {
 public:
  explicit Loan(Fields& fields)
      : fields_(fields),
        schedule_(ScheduleOf(fields)),
        spec_(SpecOf(fields, schedule_.periods.empty()
                                 ? Date::Of(2000, 1, 1)
                                 : schedule_.periods.front().start)),
        rates_({{Date::Of(1, 1, 1), spec_.rate}}),
        whole_periods_(Member(Member(fields.object(), "params"),
                              "AllowPartialPeriodInterestCalculation") ==
                       false) {}

  [[nodiscard]] const AmortizationSpec& spec() const { return spec_; }
  [[nodiscard]] Currency currency() const { return spec_.principal.currency(); }

  // A verdict where the step ends the case.
  [[nodiscard]] std::optional<Verdict> Take(const std::string& op,
                                            const Json& args) {
    if (!args.is_array() || args.size() != 2) return Fail("malformed: args");
    const Date date = DateOf(fields_, args[0]);
    if (op == "disburse") return Disburse(date, args[1]);
    // A day is that of the interest that it ends with.
    const Date start = fields_.Need(AddDays(date, -1), date);
    if (op == "rate_change") {
      ChangeRate(start,
                 fields_.Need(Rate::Parse(TextOf(args[1]) + "%"), spec_.rate));
    } else {
      // But a pause from the first day of a period leaves that day out.
      const bool first = std::any_of(
          schedule_.periods.begin(), schedule_.periods.end(),
          [start](const SchedulePeriod& p) { return p.start == start; });
      pauses_.emplace_back(first ? date : start, DateOf(fields_, args[1]));
    }
    return std::nullopt;
  }

  [[nodiscard]] absl::StatusOr<Amortization> Rows() {
    AmortizationSpec spec = spec_;
    if (rates_.size() > 1) {
      spec.rates = fields_.Need(RateHistory::Make({.steps = rates_}),
                                RateHistory::Fixed(spec.rate));
      spec.rate_change = RateChange::kLevelAgain;
    }
    auto result = Amortize(spec, schedule_);
    if (pauses_.empty() || !result.ok()) return result;
    // The payments stay; the last row takes what the pauses have spared.
    for (size_t k = 0; k + 1 < result->rows.size(); ++k) {
      const Installment& row = result->rows[k];
      spec.row_terms.push_back(
          {.first = row.number,
           .last = row.number,
           .pays = RowPays::kPayment,
           .amount = Money(row.payment_minor, result->currency)});
    }
    std::vector<RateStep> rates = rates_;
    for (const auto& [start, end] : pauses_) {
      SetPause(start, end, Rate(Fraction(0), spec.rate.unit()), rates);
    }
    spec.rates = fields_.Need(RateHistory::Make({.steps = rates}),
                              RateHistory::Fixed(spec.rate));
    spec.rate_change = RateChange::kForeseen;
    spec.residual = Residual::kLast;
    return Amortize(spec, schedule_);
  }

 private:
  std::optional<Verdict> Disburse(Date date, const Json& text) {
    SchedulePeriod& first = schedule_.periods.front();
    const Money amount = MoneyOf(fields_, text, currency());
    if (spec_.principal.minor() == 0 || date == first.start) {
      if (date < first.start || date >= first.end) {
        return Fail("unsupported: an advance after the first period");
      }
      first.stub |= date != first.start;
      first.start = first.adjusted_start = date;
      spec_.principal =
          Money(spec_.principal.minor() + amount.minor(), currency());
      return std::nullopt;
    }
    if (spec_.method == AmortizationMethod::kAddOn) {
      return Deviates(kFineractSeveralDisbursements);
    }
    // Where parts of a period do not count, an advance is of its beginning.
    if (whole_periods_) {
      for (const SchedulePeriod& period : schedule_.periods) {
        if (period.start < date && date < period.end) date = period.start;
      }
    }
    AddAdvance({date, amount}, spec_);
    return std::nullopt;
  }

  void ChangeRate(Date start, const Rate& rate) {
    std::erase_if(rates_,
                  [start](const RateStep& s) { return s.from >= start; });
    rates_.push_back({start, rate});
  }

  Fields& fields_;
  Schedule schedule_;
  AmortizationSpec spec_;
  std::vector<RateStep> rates_;
  bool whole_periods_;
  std::vector<std::pair<Date, Date>> pauses_;  // days without interest
};

}  // namespace

Verdict FineractEmi(Fields& fields) {
  const Json& steps = Member(fields.object(), "steps");
  if (!steps.is_array() || steps.empty()) return Fail("malformed: steps");
  Loan loan(fields);
  if (!fields.error().empty()) return Fail("malformed: " + fields.error());
  for (const Json& step : steps) {
    const std::string op = TextOf(Member(step, "op"));
    if (IsOfTheAccount(op)) return Deviates(kFineractAccountEvents);
    if (op == "disburse" || op == "rate_change" || op == "interest_pause") {
      if (auto verdict = loan.Take(op, Member(step, "args"))) return *verdict;
      continue;
    }
    const auto result = loan.Rows();
    if (!result.ok()) return Fail(FromAbsl(result.status().message()));
    Verdict verdict = Fail("unsupported: " + op);
    if (op == "expect_period") {
      verdict = ExpectPeriod(fields, step, loan.spec(), *result);
    } else if (op == "expect_daily_interest") {
      verdict = ExpectDailyInterest(fields, step, loan.spec(), *result);
    } else if (op == "expect_total_interest_due") {
      const Money expected =
          MoneyOf(fields, Member(step, "amount"), loan.currency());
      const Money actual(result->totals.interest_minor, loan.currency());
      verdict = PassIf(actual == expected, Format(actual), Format(expected));
    }
    if (verdict.kind != Verdict::Kind::kPass) return verdict;
  }
  return Pass();
}

}  // namespace usance::conformance
