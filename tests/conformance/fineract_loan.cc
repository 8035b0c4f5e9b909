#include "tests/conformance/fineract_loan.h"

#include <algorithm>

#include "tests/conformance/rules.h"

namespace usance::conformance {
namespace {

Advance AdvanceOf(Fields& fields, const Json& date, const Json& amount,
                  Currency currency) {
  return {DateOf(fields, date), MoneyOf(fields, amount, currency)};
}

DayCount LoanDayCount(const Terms& terms, Date start) {
  return DayCountOf(
      {.unit = terms.Text("every_unit"),
       .year = terms.Text("daysInYearType"),
       .thirty = terms.Is("daysInMonthType", "DAYS30"),
       .whole_periods =
           terms.Is("interest_calculation_period", "SAME_AS_REPAYMENT_PERIOD"),
       .progressive = terms.progressive(),
       .february_29 =
           terms.Is("daysInYearCustomStrategy", "FEB_29_PERIOD_ONLY"),
       .from_disbursement =
           terms.Is("interestRecognitionOnDisbursementDate", "true")},
      start);
}

Rate RateOf(Terms& terms, const Period& frequency) {
  const Fraction rate =
      CheckedMul(terms.Decimal("rate_pct"), Fraction::Of(1, 100)).value();
  if (terms.Is("interestRateFrequencyType", "MONTH")) {
    return Rate(rate, TimeUnit::kMonth);
  }
  if (!terms.Is("interestRateFrequencyType", "WHOLE_TERM")) {
    return Rate(rate, TimeUnit::kYear);
  }
  // Spread evenly over the rows, and then by the year.
  const bool months = frequency.months > 0;
  const int64_t length =
      terms.Integer("n") * (months ? frequency.months : frequency.days);
  return Rate(CheckedMul(rate, Fraction::Of(months ? 12 : 365,
                                            std::max<int64_t>(length, 1)))
                  .value(),
              TimeUnit::kYear);
}

// Before it is rounded to a multiple.
Money ExactDownPayment(Fields& fields, Terms& terms, const Money& amount) {
  const Money none(0, amount.currency());
  if (!PaysDown(terms)) return none;
  const Fraction share =
      CheckedMul(terms.Decimal("disbursedAmountPercentageForDownPayment"),
                 Fraction::Of(1, 100))
          .value_or(Fraction(0));
  return fields.Need(Multiply(amount, share, Rounding::kHalfEven), none);
}

}  // namespace

std::vector<Advance> Advances(Fields& fields, Terms& terms) {
  const Currency currency = terms.currency();
  const Json& loan = Member(fields.object(), "loan");
  std::vector<Advance> advances;
  for (const Json& row : Member(fields.object(), "disbursements")) {
    advances.push_back(AdvanceOf(fields, Member(row, "date"),
                                 Member(row, "amount"), currency));
  }
  if (!advances.empty()) return advances;
  for (const std::string tranche :
       {"tranche", "1st_tranche", "2nd_tranche", "3rd_tranche"}) {
    const Json& amount = Member(loan, tranche + "_disb_principal");
    if (amount.is_null()) continue;
    advances.push_back(AdvanceOf(fields,
                                 Member(loan, tranche + "_disb_expected_date"),
                                 amount, currency));
  }
  if (!advances.empty()) return advances;
  const Json& approved = Member(fields.object(), "approved");
  if (approved.is_object()) {
    return {AdvanceOf(fields, Member(approved, "expected_disbursement"),
                      Member(approved, "amount"), currency)};
  }
  return {AdvanceOf(fields, Member(loan, "submitted"),
                    Member(loan, "principal"), currency)};
}

AmortizationSpec SpecOf(Terms& terms, const Money& principal, Date start) {
  const Period frequency = PeriodOf(
      static_cast<int32_t>(terms.Integer("every")), terms.Text("every_unit"));
  const Fraction whole(PowerOfTen(principal.currency().digits()));
  AmortizationSpec spec{
      .principal = principal,
      .rate = RateOf(terms, frequency),
      .day_count = LoanDayCount(terms, start),
      .schedule = {.start = start,
                   .count = static_cast<int32_t>(terms.Integer("n")),
                   .frequency = frequency},
      .method = AmortizationMethod::kLevel,
      .rounding = Rounding::kHalfEven,
      .residual = terms.progressive() ? Residual::kSmooth : Residual::kLast,
      .grace_rows = terms.Count("grace_principal"),
      .grace = EarlyInterest::kInterest,
      .stub_interest = EarlyInterest::kInPayment,
  };
  if (terms.Is("interest_type", "FLAT")) {
    // Without interest there is nothing that is flat.
    if (!spec.rate.value().IsZero()) spec.method = AmortizationMethod::kAddOn;
    spec.residual = Residual::kLast;
  } else if (terms.Is("amortization_type", "EQUAL_PRINCIPAL_PAYMENTS")) {
    spec.method = AmortizationMethod::kEqualPrincipal;
    spec.residual = Residual::kLast;
    return spec;  // multiples are of payments
  }
  if (!terms.Text("installmentAmountInMultiplesOf").empty()) {
    const Fraction multiple =
        CheckedMul(terms.Decimal("installmentAmountInMultiplesOf"), whole)
            .value_or(Fraction(1));
    spec.payment_increment =
        Increment::Make(static_cast<int64_t>(multiple.Round(Rounding::kDown)))
            .value_or(Increment());
  }
  return spec;
}

bool PaysDown(const Terms& terms) {
  return terms.Is("enableDownPayment", "true") &&
         !terms.Is("variant", "forced disabled downpayment");
}

Money DownPayment(Fields& fields, Terms& terms, Increment increment,
                  const Money& amount) {
  return fields.Need(RoundTo(ExactDownPayment(fields, terms, amount), increment,
                             Rounding::kHalfEven),
                     Money(0, amount.currency()));
}

void PayOut(Fields& fields, Terms& terms, const std::vector<Advance>& advances,
            AmortizationSpec& spec) {
  for (const auto& [date, amount] : advances) {
    const Money down =
        DownPayment(fields, terms, spec.payment_increment, amount);
    const Money rest(amount.minor() - down.minor(), amount.currency());
    if (date == spec.schedule.start) {
      spec.principal =
          Money(spec.principal.minor() + rest.minor(), amount.currency());
    } else {
      AddAdvance({date, rest}, spec);
    }
  }
  // The older, cumulative schedules level all that is known at once.
  if (!spec.advances.empty() && !terms.progressive()) {
    spec.advance_change = RateChange::kForeseen;
  }
}

std::vector<TableRow> TableOf(Fields& fields, Terms& terms,
                              const std::vector<Advance>& advances,
                              const AmortizationSpec& spec,
                              const Amortization& result) {
  std::vector<TableRow> rows, table;
  Append(result, rows);
  int64_t balance = 0;
  auto row = rows.begin();
  for (size_t k = 0; k < advances.size(); ++k) {
    const auto& [date, amount] = advances[k];
    if (k == 0 || date != advances[k - 1].date) {
      while (row != rows.end() &&
             (row->date < date || (terms.progressive() && row->date == date))) {
        balance = row->balance;
        table.push_back(*row++);
      }
      for (const Advance& other : advances) {
        if (other.date == date) balance += other.amount.minor();
      }
    }
    const int64_t down =
        DownPayment(fields, terms, spec.payment_increment, amount).minor();
    balance -= down;
    if (PaysDown(terms)) table.push_back({date, down, 0, balance});
    if (!terms.progressive() && row != rows.end() && row->date == date) {
      row->balance += amount.minor() - down;
    }
  }
  table.insert(table.end(), row, rows.end());
  return table;
}

Schedule ScheduleOf(Fields& fields, Terms& terms, ScheduleSpec spec) {
  const Date start = spec.start;
  if (terms.Is("repaymentStartDateType", "SUBMITTED_ON_DATE")) {
    spec.start = fields.Need(Date::Parse(terms.Text("submitted")), start);
  }
  Schedule schedule = fields.Need(MakeSchedule(spec), Schedule{});
  if (schedule.periods.empty()) return schedule;
  if (start != spec.start) {
    SchedulePeriod& first = schedule.periods.front();
    first.start = first.adjusted_start = start;
    first.stub = true;
  }
  if (const int32_t length = terms.Count("fixed_length_days"); length > 0) {
    SchedulePeriod& last = schedule.periods.back();
    last.end = last.adjusted_end = fields.Need(
        AddPeriod(spec.start, PeriodOf(length, terms.Text("term_unit")), 1,
                  EndOfMonth::kClamp),
        start);
    last.stub = true;
  }
  return schedule;
}

std::optional<Rule> RuleOfTerms(Fields& fields, Terms& terms,
                                const std::vector<Advance>& advances,
                                const AmortizationSpec& spec,
                                const Schedule& schedule) {
  if (spec.method == AmortizationMethod::kAddOn &&
      advances.back().date != advances.front().date) {
    return kFineractSeveralDisbursements;
  }
  if (terms.Count("interest_free_period") > 0 && !spec.rate.value().IsZero()) {
    return kFineractDeferredInterest;
  }
  if (spec.method == AmortizationMethod::kAddOn && !terms.progressive() &&
      !spec.rate.value().IsZero() &&
      (schedule.periods.size() > 1 || PaysDown(terms))) {
    return kFineractFlatInterest;
  }
  for (const Advance& advance : advances) {
    if (!terms.progressive() &&
        DownPayment(fields, terms, spec.payment_increment, advance.amount) !=
            ExactDownPayment(fields, terms, advance.amount)) {
      return kFineractExactDownPayment;
    }
  }
  return std::nullopt;
}

}  // namespace usance::conformance
