// Apache Fineract: the rows of a loan as its terms give them.
#include <algorithm>
#include <vector>

#include "tests/conformance/fineract.h"
#include "tests/conformance/handlers.h"
#include "tests/conformance/rules.h"
#include "usance/installment/amortize.h"
#include "usance/money/format.h"

namespace usance::conformance {
namespace {

// The terms of a loan: what the loan says, else what its product says.
class Terms {
 public:
  explicit Terms(Fields& fields)
      : fields_(fields),
        loan_(Member(fields.object(), "loan")),
        product_(Member(fields.folder().File("products.json"),
                        fields.Text("product"))) {
    if (!loan_.is_object()) fields.Malformed("no loan");
    if (!product_.is_object()) fields.Malformed("no such product");
  }

  [[nodiscard]] std::string Text(const std::string& name) const {
    for (const Json* const from : {&loan_, &product_}) {
      const Json& value = Member(*from, name);
      if (value.is_string()) return value.get<std::string>();
      if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
    }
    return {};
  }
  [[nodiscard]] bool Is(const std::string& name, std::string_view value) const {
    return Text(name) == value;
  }
  [[nodiscard]] int64_t Integer(const std::string& name) {
    const std::optional<int64_t> value = ScanInteger(Text(name), 0, 1'000'000);
    if (!value) fields_.Malformed(name);
    return value.value_or(1);
  }
  [[nodiscard]] Fraction Decimal(const std::string& name) {
    return DecimalOf(Text(name), name);
  }
  [[nodiscard]] Fraction DecimalOf(const std::string& text,
                                   std::string_view name) {
    const Scanned<usance::Decimal> value = ScanDecimal(text, 18);
    if (!value.value) fields_.Malformed(name);
    return value.value ? ToFraction(*value.value) : Fraction(0);
  }
  [[nodiscard]] Currency currency() {
    return fields_.Need(Currency::Parse(Text("currencyCode")),
                        Currency::Of("EUR"));
  }
  // 0 where it is missing.
  [[nodiscard]] int32_t Count(const std::string& name) {
    return Text(name).empty() ? 0 : static_cast<int32_t>(Integer(name));
  }
  [[nodiscard]] bool progressive() const {
    return Is("loanScheduleType", "PROGRESSIVE");
  }

 private:
  Fields& fields_;
  const Json& loan_;
  const Json& product_;
};

Advance AdvanceOf(Fields& fields, const Json& date, const Json& amount,
                  Currency currency) {
  return {DateOf(fields, date), MoneyOf(fields, amount, currency)};
}

// What was paid out; before that the tranches or the amount that are expected.
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
    spec.method = AmortizationMethod::kAddOn;
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

// The rows of the case.
std::vector<TableRow> ExpectedRows(Fields& fields, Currency currency) {
  std::vector<TableRow> rows;
  for (const Json& row : Member(fields.object(), "rows")) {
    if (TextOf(Member(row, "kind")) == "period") {
      rows.push_back(ReadRow(fields, row, currency));
    }
  }
  return rows;
}

bool PaysDown(const Terms& terms) {
  return terms.Is("enableDownPayment", "true") &&
         !terms.Is("variant", "forced disabled downpayment");
}

// What is paid at once on the day of an advance; the rest is amortized.
Money DownPayment(Fields& fields, Terms& terms, Increment increment,
                  const Money& amount) {
  const Money none(0, amount.currency());
  if (!PaysDown(terms)) return none;
  const Fraction share =
      CheckedMul(terms.Decimal("disbursedAmountPercentageForDownPayment"),
                 Fraction::Of(1, 100))
          .value_or(Fraction(0));
  const Money exact =
      fields.Need(Multiply(amount, share, Rounding::kHalfEven), none);
  return fields.Need(RoundTo(exact, increment, Rounding::kHalfEven), none);
}

// Puts what is amortized of the advances into the spec; those of its first day
// are the principal.
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

// The table: what is paid down, and the rows. On a due date the row comes
// first; in the older, cumulative schedules it comes last.
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

// The due dates count from the day of the loan's application where the product
// says so; the first period then begins with the advance all the same. A fixed
// length, in the unit of the term, ends the last period.
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

// Why another answer is meant, by the terms alone; nothing where none is.
std::optional<Rule> RuleOf(Fields& fields, Terms& terms,
                           const std::vector<Advance>& advances,
                           const AmortizationSpec& spec,
                           const Schedule& schedule) {
  if (terms.Is("isInterestRecalculationEnabled", "true") &&
      fields.DateOf("as_of") > schedule.periods.front().end) {
    return kFineractBusinessDate;
  }
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
  return std::nullopt;
}

}  // namespace

Verdict FineractInitialSchedule(Fields& fields) {
  Terms terms(fields);
  if (!fields.error().empty()) return Fail("malformed: " + fields.error());
  const Currency currency = terms.currency();
  std::vector<Advance> advances = Advances(fields, terms);
  std::stable_sort(
      advances.begin(), advances.end(),
      [](const Advance& a, const Advance& b) { return a.date < b.date; });
  const std::vector<TableRow> expected = ExpectedRows(fields, currency);
  AmortizationSpec spec =
      SpecOf(terms, Money(0, currency), advances.front().date);
  PayOut(fields, terms, advances, spec);
  const Schedule schedule = ScheduleOf(fields, terms, spec.schedule);
  if (!fields.error().empty()) return Fail("malformed: " + fields.error());
  const auto run = [&] {
    const auto result = Amortize(spec, schedule);
    if (!result.ok()) return Fail(FromAbsl(result.status().message()));
    return Compare(TableOf(fields, terms, advances, spec, *result), expected,
                   currency);
  };
  const Verdict verdict = run();
  if (verdict.kind == Verdict::Kind::kPass) return verdict;
  if (const auto rule = RuleOf(fields, terms, advances, spec, schedule)) {
    return Deviates(*rule);
  }
  // Does it agree to the cent where ties of interest go the other way?
  spec.payment_rounding = spec.rounding;
  for (const Rounding rounding : {Rounding::kHalfDown, Rounding::kHalfUp}) {
    spec.rounding = rounding;
    if (run().kind == Verdict::Kind::kPass) return Deviates(kFineract19Digits);
  }
  return verdict;
}

}  // namespace usance::conformance
