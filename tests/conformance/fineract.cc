// Apache Fineract.
#include <algorithm>
#include <vector>

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
  [[nodiscard]] bool progressive() const {
    return Is("loanScheduleType", "PROGRESSIVE");
  }

  static const Json& Member(const Json& object, const std::string& name) {
    static const Json nothing;
    if (!object.is_object()) return nothing;
    const auto found = object.find(name);
    return found == object.end() ? nothing : *found;
  }

 private:
  Fields& fields_;
  const Json& loan_;
  const Json& product_;
};

struct Advance {
  Date date;
  int64_t minor;
};

Advance AdvanceOf(Fields& fields, const Json& date, const Json& amount,
                  Currency currency) {
  const auto text = [](const Json& value) {
    return value.is_string() ? value.get<std::string>() : std::string();
  };
  const Date day = fields.Need(Date::Parse(text(date)), Date::Of(2000, 1, 1));
  const Money money =
      fields.Need(ParseAmount(text(amount), currency), Money(0, currency));
  return {day, money.minor()};
}

// What was paid out; before that the tranches or the amount that are expected.
std::vector<Advance> Advances(Fields& fields, Terms& terms) {
  const Currency currency = terms.currency();
  const Json& loan = Terms::Member(fields.object(), "loan");
  std::vector<Advance> advances;
  for (const Json& row : Terms::Member(fields.object(), "disbursements")) {
    advances.push_back(AdvanceOf(fields, Terms::Member(row, "date"),
                                 Terms::Member(row, "amount"), currency));
  }
  if (!advances.empty()) return advances;
  for (const std::string tranche :
       {"tranche", "1st_tranche", "2nd_tranche", "3rd_tranche"}) {
    const Json& amount = Terms::Member(loan, tranche + "_disb_principal");
    if (amount.is_null()) continue;
    advances.push_back(
        AdvanceOf(fields, Terms::Member(loan, tranche + "_disb_expected_date"),
                  amount, currency));
  }
  if (!advances.empty()) return advances;
  const Json& approved = Terms::Member(fields.object(), "approved");
  if (approved.is_object()) {
    return {AdvanceOf(fields, Terms::Member(approved, "expected_disbursement"),
                      Terms::Member(approved, "amount"), currency)};
  }
  return {AdvanceOf(fields, Terms::Member(loan, "submitted"),
                    Terms::Member(loan, "principal"), currency)};
}

Period Frequency(Terms& terms) {
  const auto every = static_cast<int32_t>(terms.Integer("every"));
  if (terms.Is("every_unit", "MONTHS")) return Months(every);
  return terms.Is("every_unit", "WEEKS") ? Weeks(every) : Days(every);
}

DayCount DayCountOf(const Terms& terms, const Period& frequency, Date start) {
  const bool months = frequency.months > 0;
  if (terms.Is("interest_calculation_period", "SAME_AS_REPAYMENT_PERIOD")) {
    // Every twelfth (52nd) of the year; days are 365ths.
    return months || terms.Is("every_unit", "WEEKS") ? DayCount::kPeriod
                                                     : DayCount::kAct365Fixed;
  }
  // Months of 30 days matter where the period is months.
  const bool thirty = terms.Is("daysInMonthType", "DAYS30") && months;
  const std::string year = terms.Text("daysInYearType");
  if (year == "DAYS360") {
    return thirty ? DayCount::kPeriod360 : DayCount::kAct360;
  }
  if (year == "DAYS364") {
    return thirty ? DayCount::kPeriod364 : DayCount::kAct364;
  }
  if (year == "DAYS365") {
    return thirty ? DayCount::kPeriod365 : DayCount::kAct365Fixed;
  }
  if (!terms.progressive()) {  // the year of the disbursement, for all periods
    return IsLeapYear(start.year()) ? DayCount::kAct366
                                    : DayCount::kAct365Fixed;
  }
  if (thirty) return DayCount::kPeriodAct;
  if (terms.Is("daysInYearCustomStrategy", "FEB_29_PERIOD_ONLY")) {
    return DayCount::kActActFeb29;
  }
  return terms.Is("interestRecognitionOnDisbursementDate", "true")
             ? DayCount::kActActIsda
             : DayCount::kActActDayEnd;
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
  const Period frequency = Frequency(terms);
  const Fraction whole(PowerOfTen(principal.currency().digits()));
  AmortizationSpec spec{
      .principal = principal,
      .rate = RateOf(terms, frequency),
      .day_count = DayCountOf(terms, frequency, start),
      .schedule = {.start = start,
                   .count = static_cast<int32_t>(terms.Integer("n")),
                   .frequency = frequency},
      .method = AmortizationMethod::kLevel,
      .rounding = Rounding::kHalfEven,
      .residual = terms.progressive() ? Residual::kSmooth : Residual::kLast,
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

// A row as it is compared: date, principal, interest, balance.
std::string RowText(Date date, int64_t principal, int64_t interest,
                    int64_t balance, Currency currency) {
  return date.ToText() + " " + FormatAmount(principal, currency) + " " +
         FormatAmount(interest, currency) + " " +
         FormatAmount(balance, currency);
}

// The rows of the case.
std::vector<std::string> ExpectedRows(Fields& fields, Currency currency) {
  std::vector<std::string> rows;
  const auto minor = [&](const Json& row, const std::string& name) {
    const Json& value = Terms::Member(row, name);
    return fields
        .Need(ParseAmount(value.is_string() ? value.get<std::string>() : "",
                          currency),
              Money(0, currency))
        .minor();
  };
  for (const Json& row : Terms::Member(fields.object(), "rows")) {
    if (Terms::Member(row, "kind") != "period") continue;
    const Json& date = Terms::Member(row, "date");
    const Date due = fields.Need(
        Date::Parse(date.is_string() ? date.get<std::string>() : ""),
        Date::Of(2000, 1, 1));
    rows.push_back(RowText(due, minor(row, "principal"), minor(row, "interest"),
                           minor(row, "balance"), currency));
  }
  return rows;
}

// Whether some interest is exactly half a unit: then the two ways to round it
// part.
bool HasTie(AmortizationSpec spec) {
  spec.payment_rounding = spec.rounding;
  spec.rounding = Rounding::kHalfUp;
  const auto up = Amortize(spec);
  spec.rounding = Rounding::kHalfDown;
  const auto down = Amortize(spec);
  return up.ok() && down.ok() && *up != *down;
}

// What is paid at once on the day of each advance; the rest is amortized.
int64_t PayDown(Fields& fields, Terms& terms, Increment increment,
                const std::vector<Advance>& advances,
                std::vector<std::string>& rows) {
  const Currency currency = terms.currency();
  const bool down_payment = terms.Is("enableDownPayment", "true") &&
                            !terms.Is("variant", "forced disabled downpayment");
  Fraction share;
  if (down_payment) {
    share = terms.Decimal("disbursedAmountPercentageForDownPayment");
    share = CheckedMul(share, Fraction::Of(1, 100)).value_or(Fraction(0));
  }
  int64_t balance = 0;
  Date until = Date::Of(1, 1, 1);  // advances to this day are in the balance
  for (const Advance& advance : advances) {
    for (const Advance& other : advances) {
      if (other.date > until && other.date <= advance.date) {
        balance += other.minor;
      }
    }
    until = std::max(until, advance.date);
    if (!down_payment) continue;
    const Money none(0, currency);
    const Money exact = fields.Need(
        Multiply(Money(advance.minor, currency), share, Rounding::kHalfEven),
        none);
    const int64_t paid =
        fields.Need(RoundTo(exact, increment, Rounding::kHalfEven), none)
            .minor();
    balance -= paid;
    rows.push_back(RowText(advance.date, paid, 0, balance, currency));
  }
  return balance;
}

// The due dates count from the day of the loan's application where the product
// says so; the first period then begins with the advance all the same.
Schedule ScheduleOf(Fields& fields, const Terms& terms, ScheduleSpec spec) {
  const Date start = spec.start;
  if (terms.Is("repaymentStartDateType", "SUBMITTED_ON_DATE")) {
    spec.start = fields.Need(Date::Parse(terms.Text("submitted")), start);
  }
  Schedule schedule = fields.Need(MakeSchedule(spec), Schedule{});
  if (start != spec.start && !schedule.periods.empty()) {
    SchedulePeriod& first = schedule.periods.front();
    first.start = first.adjusted_start = start;
    first.stub = true;
  }
  return schedule;
}

// Why another answer is meant, by the terms alone; nothing where none is.
std::optional<Rule> RuleOf(Fields& fields, const Terms& terms,
                           const std::vector<Advance>& advances,
                           const AmortizationSpec& spec) {
  if (!fields.Flag("no_elapsed_time_effect")) return kFineractBusinessDate;
  for (const Advance& advance : advances) {
    if (advance.date != advances.front().date) {
      return kFineractSeveralDisbursements;
    }
  }
  if (spec.method == AmortizationMethod::kAddOn && !terms.progressive() &&
      !spec.rate.value().IsZero()) {
    return kFineractFlatInterest;
  }
  if (HasTie(spec)) return kFineract19Digits;
  return std::nullopt;
}

Verdict Compare(const std::vector<std::string>& actual,
                const std::vector<std::string>& expected) {
  for (size_t k = 0; k < actual.size() && k < expected.size(); ++k) {
    if (actual[k] != expected[k]) return PassIf(false, actual[k], expected[k]);
  }
  return PassIf(actual.size() == expected.size(),
                std::to_string(actual.size()) + " rows",
                std::to_string(expected.size()));
}

}  // namespace

Verdict FineractInitialSchedule(Fields& fields) {
  Terms terms(fields);
  if (!fields.error().empty()) return Fail("malformed: " + fields.error());
  const Currency currency = terms.currency();
  const std::vector<Advance> advances = Advances(fields, terms);
  const std::vector<std::string> expected = ExpectedRows(fields, currency);
  AmortizationSpec spec =
      SpecOf(terms, Money(0, currency), advances.front().date);
  std::vector<std::string> actual;
  spec.principal =
      Money(PayDown(fields, terms, spec.payment_increment, advances, actual),
            currency);
  const Schedule schedule = ScheduleOf(fields, terms, spec.schedule);
  if (!fields.error().empty()) return Fail("malformed: " + fields.error());
  for (const char* const grace :
       {"grace_principal", "grace_interest_payment", "interest_free_period"}) {
    const std::string rows = terms.Text(grace);
    if (!rows.empty() && rows != "0") return Fail("unsupported: grace");
  }
  const auto result = Amortize(spec, schedule);
  if (result.ok()) {
    for (const Installment& row : result->rows) {
      actual.push_back(RowText(row.due(), row.principal_minor,
                               row.interest_minor, row.closing_minor,
                               currency));
    }
  }
  Verdict verdict = result.ok() ? Compare(actual, expected)
                                : Fail(FromAbsl(result.status().message()));
  if (verdict.kind == Verdict::Kind::kPass) return verdict;
  const auto rule = RuleOf(fields, terms, advances, spec);
  return rule ? Deviates(*rule) : verdict;
}

}  // namespace usance::conformance
