// amortize, solve, position, share, verify, change, plan.
#include <algorithm>
#include <array>

#include "src/codec/operations.h"
#include "usance/account/event.h"
#include "usance/installment/amortize.h"
#include "usance/installment/loan_change.h"
#include "usance/installment/loan_difference.h"
#include "usance/installment/loan_payoff.h"
#include "usance/installment/position.h"
#include "usance/installment/shares.h"
#include "usance/installment/solve.h"
#include "usance/installment/verify.h"
#include "usance/money/format.h"
#include "usance/recovery/payment_plan.h"

namespace usance::codec {
namespace {

constexpr Field kRowTermFields[] = {
    {"first", FieldType::kInteger, true, "the number of the first of the rows"},
    {"last", FieldType::kInteger, false, "of the last; assumed: first"},
    {"pays", FieldType::kName, true, "what they pay", NamesOf<RowPays>},
    {"amount", FieldType::kMoney, false, "of payment or principal"},
    {"percent", FieldType::kPercent, false,
     "of the principal of the loan, instead, for principal"},
};

constexpr Field kLoanFeeFields[] = {
    {"first", FieldType::kInteger, false, "the first row; assumed: 1"},
    {"last", FieldType::kInteger, false, "the last row; assumed: the last"},
    {"amount", FieldType::kMoney, false, "of the fee"},
    {"percent", FieldType::kPercent, false, "of the base"},
    {"base", FieldType::kName, false, "needed with percent", NamesOf<FeeBase>},
};

constexpr Field kAdvanceFields[] = {
    {"date", FieldType::kDate, true, "from which it bears interest"},
    {"amount", FieldType::kMoney, true, "above 0"},
};

constexpr Field kLoanBasics[] = {
    {"currency", FieldType::kCurrency, true, "of the principal"},
    {"method", FieldType::kName, true, "what the rows pay",
     NamesOf<AmortizationMethod>},
    {"principal", FieldType::kMoney, true, "above 0"},
};

constexpr Field kLoanFields[] = {
    {"reset_rows", FieldType::kInteger, false,
     "the rate is fixed for as many rows; not given: it changes on its days"},
    {"reset_lag_days", FieldType::kInteger, false,
     "it is read as many days before the first of them"},
    {"reset_cap", FieldType::kRate, false,
     "the most that a reset raises it by"},
    {"reset_floor", FieldType::kRate, false,
     "the most that a reset lowers it by"},
    {"rate_change", FieldType::kName, false,
     "what the level payment does: needed by level with rates",
     NamesOf<RateChange>},
    {"day_count", FieldType::kName, true, "the convention", NamesOf<DayCount>},
    {"start", FieldType::kDate, true, "the first day that bears interest"},
    {"first_due", FieldType::kDate, false,
     "where the first period is no whole one"},
    {"last_regular_due", FieldType::kDate, false,
     "the due date before a last period that is no whole one; with end"},
    {"frequency", FieldType::kPeriod, true, "of the payments"},
    {"count", FieldType::kInteger, false,
     "of rows; exactly one of count and end"},
    {"end", FieldType::kDate, false, "the last due date"},
    kRollField,
    {"stub", FieldType::kName, false,
     "what to do with a rest; both needs first_due and last_regular_due",
     NamesOf<Stub>},
    {"convention", FieldType::kName, false,
     "how due dates move to business days", NamesOf<BusinessDayConvention>},
    {"start_convention", FieldType::kName, false,
     "how the first day moves; not given: it stays, and bears interest",
     NamesOf<BusinessDayConvention>},
    {"calendar", FieldType::kTextOrObject, false, "needed unless unadjusted",
     nullptr, kCalendarFields},
    {"accrue_to", FieldType::kName, false, "needed unless unadjusted",
     NamesOf<AccrueTo>},
    {"rounding", FieldType::kName, true, "of each interest", NamesOf<Rounding>},
    {"residual", FieldType::kName, false,
     "where it goes what rounding leaves: needed by level, equal principal, "
     "add-on and rule of 78",
     NamesOf<Residual>},
    {"payment_multiple", FieldType::kMoney, false,
     "that the payment is rounded to, as 0.05"},
    {"payment_rounding", FieldType::kName, false,
     "of the payment, where it differs", NamesOf<Rounding>},
    {"balloon", FieldType::kMoney, false, "left for the last row"},
    {"balloon_percent", FieldType::kPercent, false,
     "the same as a share of the principal"},
    {"amortization_rows", FieldType::kInteger, false,
     "the balloon is what is left of a loan of as many rows"},
    {"grace_rows", FieldType::kInteger, false,
     "at the beginning that do not amortize"},
    {"grace", FieldType::kName, false, "what those rows pay",
     NamesOf<EarlyInterest>},
    {"stub_interest", FieldType::kName, false,
     "what a first period that is no whole one pays", NamesOf<EarlyInterest>},
    {"bullet", FieldType::kName, false,
     "what a bullet's interest does until the end", NamesOf<Bullet>},
    {"allow_negative_amortization", FieldType::kFlag, false,
     "let the balance grow"},
    {"raise_to_interest", FieldType::kFlag, false,
     "or pay the interest where a payment does not cover it"},
    {"timing", FieldType::kName, false,
     "in arrears (assumed), or in advance: at the beginning of each period",
     NamesOf<PaymentTiming>},
    {"payment", FieldType::kMoney, false,
     "of a fixed payment; the least of a minimum payment"},
    {"payment_percent", FieldType::kPercent, false,
     "of the balance: a minimum payment"},
    {"step_rows", FieldType::kInteger, false,
     "after as many rows the level payment takes a step"},
    {"step_percent", FieldType::kPercent, false, "of the payment, a step"},
    {"step_amount", FieldType::kMoney, false, "a step, instead"},
    {"months", FieldType::kNames, false,
     "that are paid in; not given: all months", NamesOf<Month>},
    {"off_season", FieldType::kName, false, "what rows due in other months pay",
     NamesOf<EarlyInterest>},
    {"row_terms", FieldType::kList, false, "rows that the contract fixes",
     nullptr, kRowTermFields},
    {"down_payment", FieldType::kMoney, false, "on the first day"},
    {"final_payment", FieldType::kName, false,
     "how the last payment may differ: lower, or higher",
     NamesOf<FinalPayment>},
    {"waive_within", FieldType::kMoney, false,
     "the most that the residual waive waives"},
    {"least_payment", FieldType::kMoney, false,
     "a smaller last payment joins the row before"},
    {"fees", FieldType::kList, false, "on top of the rows", nullptr,
     kLoanFeeFields},
    {"tax_on_interest", FieldType::kPercent, false, "on top of the rows"},
    {"tax_on_fees", FieldType::kPercent, false, "on top of the rows"},
    {"advances", FieldType::kList, false,
     "what is paid out after the first day", nullptr, kAdvanceFields},
    {"advance_change", FieldType::kName, false,
     "what the payment does then: needed by level and equal principal",
     NamesOf<RateChange>},
    {"capitalize_every", FieldType::kPeriod, false,
     "interest joins the balance, whatever is paid and when"},
    {"capitalize_from", FieldType::kDate, false,
     "the first such day; not given: one period after the start"},
    {"capitalize_on", FieldType::kDates, false, "such days, instead"},
    {"capitalize_until", FieldType::kDate, false, "no such day is later"},
};

constexpr auto kAmortizeFields = Join(kLoanBasics, kRateFields, kLoanFields);

// The fields of a loan after one of another operation; those of `unknown` may
// be missing.
template <size_t kSize, size_t kUnknowns>
consteval std::array<Field, kSize + 1> After(
    const Field& own, const std::array<Field, kSize>& fields,
    const std::string_view (&unknown)[kUnknowns]) {
  std::array<Field, kSize + 1> all{own};
  for (size_t k = 0; k < kSize; ++k) {
    all[k + 1] = fields[k];
    if (std::find(unknown, unknown + kUnknowns, fields[k].name) !=
        unknown + kUnknowns) {
      all[k + 1].required = false;
    }
  }
  return all;
}

constexpr auto kSolveFields =
    After({"unknown", FieldType::kName, true,
           "what is looked for; the payment that it has to keep to is payment",
           NamesOf<Unknown>},
          kAmortizeFields, {"principal"});

constexpr Field kClaimFields[] = {
    {"number", FieldType::kInteger, false, "of the row, from 1"},
    {"start", FieldType::kDate, false, "of its period"},
    {"due", FieldType::kDate, true, "of the row"},
    {"opening", FieldType::kMoney, true, "the balance before it"},
    {"advance", FieldType::kMoney, false, "paid out in it; assumed: 0.00"},
    {"interest", FieldType::kMoney, true, "of the row"},
    {"principal", FieldType::kMoney, true, "of the row"},
    {"fee", FieldType::kMoney, false, "assumed: 0.00"},
    {"tax", FieldType::kMoney, false, "assumed: 0.00"},
    {"payment", FieldType::kMoney, true, "of the row"},
    {"closing", FieldType::kMoney, true, "the balance after it"},
};

constexpr Field kTotalFields[] = {
    {"interest", FieldType::kMoney, true, "of all rows"},
    {"principal", FieldType::kMoney, true, "of all rows"},
    {"fee", FieldType::kMoney, false, "assumed: 0.00"},
    {"payment", FieldType::kMoney, true, "of all rows"},
    {"tax", FieldType::kMoney, false, "assumed: 0.00"},
};

constexpr auto kVerifyFields =
    After({"rows", FieldType::kList, true, "that are to be tried", nullptr,
           kClaimFields},
          After({"totals", FieldType::kObject, false,
                 "that are claimed; not given: the sums of the rows", nullptr,
                 kTotalFields},
                kAmortizeFields, {""}),
          {""});

constexpr Field kLenderFields[] = {
    {"lender", FieldType::kText, true, "a name"},
    {"weight", FieldType::kInteger, true, "of the share, from 0"},
};

constexpr auto kShareFields =
    After({"lenders", FieldType::kList, true, "that share the loan", nullptr,
           kLenderFields},
          kAmortizeFields, {""});

constexpr auto kPositionFields =
    After({"on", FieldType::kDates, false,
           "the days; not given: the end of each month"},
          kAmortizeFields, {""});

constexpr Field kLoanChangeFields[] = {
    {"date", FieldType::kDate, true, "on which it takes effect"},
    {"kind", FieldType::kName, true, "what happens", NamesOf<LoanChangeKind>},
    {"id", FieldType::kText, false, "needed to be undone"},
    {"amount", FieldType::kMoney, false, "of a prepayment or top-up"},
    {"adjusts", FieldType::kName, false,
     "what it moves: needed by all but recast, acceleration and undo",
     NamesOf<Adjusts>},
    {"interest", FieldType::kName, false,
     "of a payment that is missed or of a holiday", NamesOf<EarlyInterest>},
    {"rate", FieldType::kRate, false, "from the day on"},
    {"until", FieldType::kDate, false, "the first day after an interest pause"},
    {"rows", FieldType::kInteger, false, "of a holiday; assumed: 1"},
    {"first_due", FieldType::kDate, false, "of a reschedule"},
    {"frequency", FieldType::kPeriod, false,
     "of a reschedule; not given: as it was"},
    {"count", FieldType::kInteger, false,
     "of a reschedule's rows; not given: as many as are left"},
    {"change", FieldType::kText, false, "the id of the one that is undone"},
};

constexpr Field kPenaltyStepFields[] = {
    {"through", FieldType::kDate, false, "its last day; not given: to the end"},
    {"amount", FieldType::kMoney, false, "whatever is prepaid"},
    {"percent", FieldType::kPercent, false, "of what is prepaid"},
    {"months", FieldType::kInteger, false, "of interest on what is prepaid"},
};

constexpr Field kPenaltyFields[] = {
    {"steps", FieldType::kList, true, "the first that the day is in", nullptr,
     kPenaltyStepFields},
    {"free", FieldType::kPercent, false,
     "of the principal, prepaid free in each year of the loan"},
    {"most", FieldType::kPercent, false, "of what is prepaid, at most"},
};

constexpr auto kChangeFields =
    After({"changes", FieldType::kList, false,
           "what has happened to the loan, in the order of one day", nullptr,
           kLoanChangeFields},
          After({"payoff_on", FieldType::kDate, false,
                 "a day on which all of it would be paid"},
                After({"payoff_through", FieldType::kDate, false,
                       "the last of such days; assumed: payoff_on"},
                      After({"penalty", FieldType::kObject, false,
                             "of the contract for what is prepaid", nullptr,
                             kPenaltyFields},
                            kAmortizeFields, {""}),
                      {""}),
                {""}),
          {""});

constexpr Field kDebtFields[] = {
    {"item", FieldType::kText, true, "an invoice"},
    {"amount", FieldType::kMoney, true, "that the plan takes over"},
};

constexpr auto kPlanFields =
    After({"debts", FieldType::kList, true,
           "that are paid as one, the first first; in place of principal",
           nullptr, kDebtFields},
          After({"most", FieldType::kMoney, false,
                 "that can be paid at once: the fewest payments are found; in "
                 "place of count and end"},
                After({"most_payments", FieldType::kInteger, false,
                       "of those, the most; assumed: 1,200"},
                      kAmortizeFields, {"principal", ""}),
                {""}),
          {""});

absl::StatusOr<ScheduleSpec> ReadDates(Reader& in) {
  USANCE_ASSIGN_OR_RETURN(const Date start, in.Get<Date>("start"));
  ScheduleSpec spec{.start = start};
  USANCE_ASSIGN_OR_RETURN(const auto first_due, in.Find<Date>("first_due"));
  USANCE_ASSIGN_OR_RETURN(spec.last_regular_end,
                          in.Find<Date>("last_regular_due"));
  USANCE_ASSIGN_OR_RETURN(spec.frequency, in.Get<Period>("frequency"));
  USANCE_ASSIGN_OR_RETURN(const auto count,
                          in.FindInteger("count", 1, kMaxPeriods));
  if (count) spec.count = static_cast<int32_t>(*count);
  USANCE_ASSIGN_OR_RETURN(spec.end, in.Find<Date>("end"));
  USANCE_ASSIGN_OR_RETURN(const auto roll, in.Find<Roll>("roll"));
  spec.roll = roll.value_or(spec.roll);
  USANCE_ASSIGN_OR_RETURN(const auto stub, in.Find<Stub>("stub"));
  spec.stub = stub.value_or(spec.stub);
  USANCE_ASSIGN_OR_RETURN(const auto convention,
                          in.Find<BusinessDayConvention>("convention"));
  spec.convention = convention.value_or(spec.convention);
  USANCE_ASSIGN_OR_RETURN(spec.start_convention,
                          in.Find<BusinessDayConvention>("start_convention"));
  USANCE_ASSIGN_OR_RETURN(spec.calendar, ReadCalendar(in, "calendar"));
  if (stub == Stub::kBoth && (!first_due || !spec.last_regular_end)) {
    return Error(Reason::kContextRequired, in.PathOf("stub"),
                 "stub \"both\" needs first_due and last_regular_due");
  }
  if (first_due) {
    // One whole period after the start it is no stub.
    const absl::StatusOr<Date> regular =
        AddPeriod(start, spec.frequency, 1, EndOfMonth::kClamp);
    if (!regular.ok() || *regular != *first_due || stub == Stub::kBoth) {
      spec.first_regular_start = *first_due;
    }
  }
  return spec;
}

absl::StatusOr<int32_t> ReadRow(Reader& in, std::string_view name,
                                int32_t otherwise) {
  USANCE_ASSIGN_OR_RETURN(const auto row, in.FindInteger(name, 1, INT32_MAX));
  return static_cast<int32_t>(row.value_or(otherwise));
}

absl::Status ReadRows(Reader& in, Currency currency, AmortizationSpec& spec) {
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> terms, in.FindList("row_terms"));
  for (Reader& item : terms) {
    RowTerm term;
    USANCE_RETURN_IF_ERROR(item.Need("first"));
    USANCE_ASSIGN_OR_RETURN(term.first, ReadRow(item, "first", 1));
    USANCE_ASSIGN_OR_RETURN(term.last, ReadRow(item, "last", term.first));
    USANCE_ASSIGN_OR_RETURN(term.pays, item.Get<RowPays>("pays"));
    USANCE_ASSIGN_OR_RETURN(term.amount, item.FindMoney("amount", currency));
    USANCE_ASSIGN_OR_RETURN(term.percent, item.Find<Percent>("percent"));
    USANCE_RETURN_IF_ERROR(item.Done());
    spec.row_terms.push_back(term);
  }
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> fees, in.FindList("fees"));
  for (Reader& item : fees) {
    RowFee fee;
    USANCE_ASSIGN_OR_RETURN(fee.first, ReadRow(item, "first", fee.first));
    USANCE_ASSIGN_OR_RETURN(fee.last, ReadRow(item, "last", fee.last));
    USANCE_ASSIGN_OR_RETURN(fee.amount, item.FindMoney("amount", currency));
    USANCE_ASSIGN_OR_RETURN(fee.percent, item.Find<Percent>("percent"));
    USANCE_ASSIGN_OR_RETURN(const auto base, item.Find<FeeBase>("base"));
    fee.base = base.value_or(fee.base);
    USANCE_RETURN_IF_ERROR(item.Done());
    spec.fees.push_back(fee);
  }
  USANCE_ASSIGN_OR_RETURN(spec.tax.on_interest,
                          in.Find<Percent>("tax_on_interest"));
  USANCE_ASSIGN_OR_RETURN(spec.tax.on_fees, in.Find<Percent>("tax_on_fees"));
  return absl::OkStatus();
}

// What is paid out later, and when interest joins the balance.
absl::Status ReadAdvances(Reader& in, Currency currency,
                          AmortizationSpec& spec) {
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> advances,
                          in.FindList("advances"));
  for (Reader& item : advances) {
    USANCE_ASSIGN_OR_RETURN(const Date date, item.Get<Date>("date"));
    USANCE_ASSIGN_OR_RETURN(const Money amount,
                            item.GetMoney("amount", currency));
    USANCE_RETURN_IF_ERROR(item.Done());
    spec.advances.push_back({date, amount});
  }
  USANCE_ASSIGN_OR_RETURN(const auto change,
                          in.Find<RateChange>("advance_change"));
  spec.advance_change = change.value_or(spec.advance_change);
  if (advances.empty()) in.NoUseFor("advance_change");
  Capitalization& terms = spec.capitalization;
  USANCE_ASSIGN_OR_RETURN(terms.frequency, in.Find<Period>("capitalize_every"));
  USANCE_ASSIGN_OR_RETURN(terms.first, in.Find<Date>("capitalize_from"));
  USANCE_ASSIGN_OR_RETURN(terms.days, in.FindAll<Date>("capitalize_on"));
  USANCE_ASSIGN_OR_RETURN(terms.last, in.Find<Date>("capitalize_until"));
  if (terms.IsNone()) {
    in.NoUseFor("capitalize_from");
    in.NoUseFor("capitalize_until");
  }
  return absl::OkStatus();
}

// What the payments are, beside the method.
absl::Status ReadPayments(Reader& in, Currency currency,
                          AmortizationSpec& spec) {
  USANCE_ASSIGN_OR_RETURN(const auto timing, in.Find<PaymentTiming>("timing"));
  spec.timing = timing.value_or(spec.timing);
  USANCE_ASSIGN_OR_RETURN(spec.payment, in.FindMoney("payment", currency));
  USANCE_ASSIGN_OR_RETURN(spec.payment_percent,
                          in.Find<Percent>("payment_percent"));
  USANCE_ASSIGN_OR_RETURN(const auto step_rows,
                          in.FindInteger("step_rows", 1, kMaxPeriods));
  spec.steps.rows = static_cast<int32_t>(step_rows.value_or(0));
  USANCE_ASSIGN_OR_RETURN(spec.steps.percent, in.Find<Percent>("step_percent"));
  USANCE_ASSIGN_OR_RETURN(spec.steps.amount,
                          in.FindMoney("step_amount", currency));
  if (!step_rows) {
    in.NoUseFor("step_percent");
    in.NoUseFor("step_amount");
  }
  USANCE_ASSIGN_OR_RETURN(spec.season.months, in.FindAll<Month>("months"));
  USANCE_ASSIGN_OR_RETURN(const auto others,
                          in.Find<EarlyInterest>("off_season"));
  spec.season.others = others.value_or(spec.season.others);
  if (spec.season.months.empty()) in.NoUseFor("off_season");
  USANCE_ASSIGN_OR_RETURN(spec.down_payment,
                          in.FindMoney("down_payment", currency));
  USANCE_ASSIGN_OR_RETURN(spec.final_payment,
                          in.Find<FinalPayment>("final_payment"));
  USANCE_ASSIGN_OR_RETURN(spec.waive_within,
                          in.FindMoney("waive_within", currency));
  USANCE_ASSIGN_OR_RETURN(spec.least_payment,
                          in.FindMoney("least_payment", currency));
  return ReadRows(in, currency, spec);
}

// One rate, or rates that change; none where it is what is `unknown`.
absl::Status ReadLoanRates(Reader& in, std::optional<Unknown> unknown,
                           AmortizationSpec& spec) {
  if (unknown == Unknown::kRate) {
    USANCE_RETURN_IF_ERROR(in.Find<Rate>("rate").status());
    in.NoUseFor("rate");
    return absl::OkStatus();
  }
  USANCE_ASSIGN_OR_RETURN(const auto rate, in.Find<Rate>("rate"));
  spec.rate = rate.value_or(spec.rate);
  USANCE_ASSIGN_OR_RETURN(RateTerms terms, ReadRates(in));
  if (in.Has("rates")) spec.rates = std::move(terms.history);
  spec.unknown_rate = terms.unknown;
  USANCE_ASSIGN_OR_RETURN(const auto rows,
                          in.FindInteger("reset_rows", 1, kMaxPeriods));
  USANCE_ASSIGN_OR_RETURN(const auto lag,
                          in.FindInteger("reset_lag_days", 0, 36'600));
  spec.reset.rows = static_cast<int32_t>(rows.value_or(0));
  spec.reset.lag_days = static_cast<int32_t>(lag.value_or(0));
  USANCE_ASSIGN_OR_RETURN(spec.reset.step_cap, in.Find<Rate>("reset_cap"));
  USANCE_ASSIGN_OR_RETURN(spec.reset.step_floor, in.Find<Rate>("reset_floor"));
  USANCE_ASSIGN_OR_RETURN(const auto change,
                          in.Find<RateChange>("rate_change"));
  spec.rate_change = change.value_or(spec.rate_change);
  if (!spec.rates) {
    for (const std::string_view name :
         {"margin", "floor", "cap", "source", "version", "known_through",
          "unknown_rate", "reset_rows", "rate_change"}) {
      in.NoUseFor(name);
    }
  }
  if (!rows) {
    in.NoUseFor("reset_lag_days");
    in.NoUseFor("reset_cap");
    in.NoUseFor("reset_floor");
  }
  return absl::OkStatus();
}

// Without what is `unknown`.
absl::StatusOr<AmortizationSpec> ReadSpec(
    Reader& in, std::optional<Unknown> unknown = std::nullopt) {
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          in.Get<Currency>("currency"));
  USANCE_ASSIGN_OR_RETURN(const auto method,
                          in.Get<AmortizationMethod>("method"));
  if (unknown != Unknown::kPrincipal) {
    USANCE_RETURN_IF_ERROR(in.Need("principal"));
  }
  USANCE_ASSIGN_OR_RETURN(const auto principal,
                          in.FindMoney("principal", currency));
  USANCE_ASSIGN_OR_RETURN(const DayCount day_count,
                          in.Get<DayCount>("day_count"));
  USANCE_ASSIGN_OR_RETURN(ScheduleSpec dates, ReadDates(in));
  AmortizationSpec spec{.principal = principal.value_or(Money(1, currency)),
                        .rate = Rate(0, TimeUnit::kYear),
                        .day_count = day_count,
                        .schedule = std::move(dates)};
  spec.method = method;
  USANCE_RETURN_IF_ERROR(ReadLoanRates(in, unknown, spec));
  USANCE_ASSIGN_OR_RETURN(const auto accrue_to, in.Find<AccrueTo>("accrue_to"));
  spec.accrue_to = accrue_to.value_or(spec.accrue_to);
  USANCE_ASSIGN_OR_RETURN(spec.rounding, in.Get<Rounding>("rounding"));
  USANCE_ASSIGN_OR_RETURN(const auto residual, in.Find<Residual>("residual"));
  spec.residual = residual.value_or(spec.residual);
  USANCE_ASSIGN_OR_RETURN(const auto multiple,
                          in.FindMoney("payment_multiple", currency));
  if (multiple) {
    USANCE_ASSIGN_OR_RETURN(
        spec.payment_increment,
        Increment::Make(multiple->minor(), in.PathOf("payment_multiple")));
  }
  USANCE_ASSIGN_OR_RETURN(spec.payment_rounding,
                          in.Find<Rounding>("payment_rounding"));
  USANCE_ASSIGN_OR_RETURN(spec.balloon, in.FindMoney("balloon", currency));
  USANCE_ASSIGN_OR_RETURN(spec.balloon_percent,
                          in.Find<Percent>("balloon_percent"));
  USANCE_ASSIGN_OR_RETURN(const auto amortization_rows,
                          in.FindInteger("amortization_rows", 1, kMaxPeriods));
  if (amortization_rows) {
    spec.amortization_rows = static_cast<int32_t>(*amortization_rows);
  }
  USANCE_ASSIGN_OR_RETURN(const auto grace_rows,
                          in.FindInteger("grace_rows", 0, kMaxPeriods));
  spec.grace_rows = static_cast<int32_t>(grace_rows.value_or(0));
  USANCE_ASSIGN_OR_RETURN(const auto grace, in.Find<EarlyInterest>("grace"));
  spec.grace = grace.value_or(spec.grace);
  USANCE_ASSIGN_OR_RETURN(const auto stub,
                          in.Find<EarlyInterest>("stub_interest"));
  spec.stub_interest = stub.value_or(spec.stub_interest);
  USANCE_ASSIGN_OR_RETURN(const auto bullet, in.Find<Bullet>("bullet"));
  spec.bullet = bullet.value_or(spec.bullet);
  USANCE_ASSIGN_OR_RETURN(spec.allow_negative_amortization,
                          in.FindFlag("allow_negative_amortization"));
  USANCE_ASSIGN_OR_RETURN(spec.raise_to_interest,
                          in.FindFlag("raise_to_interest"));
  USANCE_RETURN_IF_ERROR(ReadPayments(in, currency, spec));
  USANCE_RETURN_IF_ERROR(ReadAdvances(in, currency, spec));
  if (unknown == Unknown::kPrincipal) in.NoUseFor("principal");
  if (unknown == Unknown::kPayment) in.NoUseFor("payment");
  if (unknown == Unknown::kCount) in.NoUseFor("count");
  if (unknown == Unknown::kBalloon) in.NoUseFor("balloon");
  if (unknown == Unknown::kFirstDue) in.NoUseFor("first_due");
  if (!NeedsCalendar(spec.schedule)) {
    in.NoUseFor("accrue_to");
    if (spec.day_count != DayCount::kBus252) in.NoUseFor("calendar");
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  return spec;
}

Json RowJson(const Installment& row, Currency currency, bool advances) {
  Json json = Json::Object();
  json.Set("number", row.number);
  json.Set("start", row.period.adjusted_start.ToText());
  json.Set("due", row.due().ToText());
  const std::pair<std::string_view, int64_t> amounts[] = {
      {"opening", row.opening_minor},
      {"interest", row.interest_minor},
      {"principal", row.principal_minor},
      {"fee", row.fee_minor},
      {"payment", row.payment_minor},
      {"closing", row.closing_minor},
      {"tax", row.tax_minor}};
  for (const auto& [name, minor] : amounts) {
    json.Set(name, FormatAmount(minor, currency));
  }
  if (advances) json.Set("advance", FormatAmount(row.advance_minor, currency));
  return json;
}

Json TotalsJson(const Amortization& loan) {
  const auto amount = [&](int64_t minor) {
    return FormatAmount(minor, loan.currency);
  };
  Json totals = Json::Object();
  totals.Set("interest", amount(loan.totals.interest_minor));
  totals.Set("principal", amount(loan.totals.principal_minor));
  totals.Set("fee", amount(loan.totals.fee_minor));
  totals.Set("payment", amount(loan.totals.payment_minor));
  totals.Set("tax", amount(loan.totals.tax_minor));
  return totals;
}

void Explain(const AmortizationSpec& spec, const Amortization& result,
             Answer& out) {
  const Currency currency = result.currency;
  if (result.level_payment_minor) {
    out.Because(
        "the level payment is " +
        FormatAmount(*result.level_payment_minor, currency) +
        ", the exact one rounded " +
        std::string(NameOf(spec.payment_rounding.value_or(spec.rounding))));
  }
  for (const Installment& row : result.rows) {
    out.Because("row " + std::to_string(row.number) + ": " +
                FormatAmount(row.opening_minor, currency) +
                (row.advance_minor == 0
                     ? std::string()
                     : " and " + FormatAmount(row.advance_minor, currency) +
                           " paid out") +
                (spec.rates ? " at its rates" : " at " + Format(spec.rate)) +
                " by " + std::string(NameOf(spec.day_count)) + " over [" +
                row.period.adjusted_start.ToText() + ", " +
                row.period.adjusted_end.ToText() + ") is " +
                FormatAmount(row.interest_minor, currency));
  }
  out.Because("rounding the payment has left " +
              FormatAmount(result.residual.gap_minor, currency));
}

// A loan's errors, by the fields of the request.
absl::Status RenameFields(const AmortizationSpec& spec,
                          const absl::Status& status) {
  const Renamed names[] = {
      {"/schedule/first_regular_start", "/first_due"},
      {"/schedule/last_regular_end", "/last_regular_due"},
      {"/schedule/max_periods", spec.schedule.count ? "/count" : "/end"},
      {"/schedule", ""},
      {"/totals", "/principal"},
      {"/payment_increment", "/payment_multiple"},
      {"/steps/rows", "/step_rows"},
      {"/steps/percent", "/step_percent"},
      {"/steps/amount", "/step_amount"},
      {"/steps", "/step_rows"},
      {"/season/months", "/months"},
      {"/season/others", "/off_season"},
      {"/season", "/months"},
      {"/reset/rows", "/reset_rows"},
      {"/reset/lag_days", "/reset_lag_days"},
      {"/reset/step_cap", "/reset_cap"},
      {"/reset/step_floor", "/reset_floor"},
      {"/reset", "/reset_rows"},
      {"/capitalization/frequency", "/capitalize_every"},
      {"/capitalization/days", "/capitalize_on"},
      {"/capitalization", "/capitalize_every"},
      {"/tax/", "/tax_"}};
  return Rename(status, names);
}

// The series that the rows rest on, and the weakest of its rates.
void AssumeLoanRates(const AmortizationSpec& spec, const Amortization& result,
                     Answer& out) {
  RatesRead read{spec.rates->id(),
                 spec.rates->version(),
                 spec.rates->known_through(),
                 spec.rates->spec().loaded,
                 false,
                 Confidence::kGiven};
  const auto pieces = spec.rates->Pieces(result.rows.front().period.start,
                                         result.rows.back().period.end,
                                         UnknownRate::kProvisional);
  if (pieces.ok()) {
    for (const RatePiece& piece : *pieces) {
      read.provisional |= piece.provisional;
      read.confidence = std::max(read.confidence, piece.confidence);
    }
  }
  AssumeRates(read, out);
}

absl::Status RunAmortize(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const AmortizationSpec spec, ReadSpec(in));
  const absl::StatusOr<Amortization> computed = Amortize(spec);
  if (!computed.ok()) return RenameFields(spec, computed.status());
  const Amortization& result = *computed;
  const Currency currency = result.currency;
  const auto amount = [&](int64_t minor) {
    return FormatAmount(minor, currency);
  };
  if (result.level_payment_minor) {
    out.Set("level_payment", amount(*result.level_payment_minor));
  }
  Json rows = Json::List();
  for (const Installment& row : result.rows) {
    rows.Append(RowJson(row, currency, !spec.advances.empty()));
  }
  out.Set("rows", std::move(rows));
  out.Set("totals", TotalsJson(result));
  Json residual = Json::Object();
  residual.Set("gap", amount(result.residual.gap_minor));
  residual.Set("bound", result.residual.bound_minor
                            ? Json(amount(*result.residual.bound_minor))
                            : Json());
  if (result.residual.waived_minor != 0) {
    residual.Set("waived", amount(result.residual.waived_minor));
  }
  out.Set("residual", std::move(residual));
  out.Assume("rounding", NameOf(spec.rounding));
  out.Assume("payment_rounding",
             NameOf(spec.payment_rounding.value_or(spec.rounding)));
  out.Assume("convention", NameOf(spec.schedule.convention));
  if (spec.rates) AssumeLoanRates(spec, result, out);
  if (spec.schedule.calendar) out.AssumeCalendar(*spec.schedule.calendar);
  if (out.explain()) Explain(spec, result, out);
  return absl::OkStatus();
}

absl::Status RunSolve(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const auto unknown, in.Get<Unknown>("unknown"));
  USANCE_ASSIGN_OR_RETURN(AmortizationSpec spec, ReadSpec(in, unknown));
  const std::optional<Money> payment = std::exchange(spec.payment, {});
  const absl::StatusOr<Solution> solution = Solve(spec, unknown, payment);
  if (!solution.ok()) return RenameFields(spec, solution.status());
  const Currency currency = spec.principal.currency();
  const auto show = [&](const Attempt& attempt) {
    Json json = Json::Object();
    json.Set("value", FormatValue(solution->spec, unknown, attempt.value));
    json.Set("level_payment",
             FormatAmount(attempt.level_payment_minor, currency));
    json.Set("last_payment",
             FormatAmount(attempt.last_payment_minor, currency));
    return json;
  };
  out.Set("unknown", NameOf(unknown));
  out.Set("found", show(solution->found));
  if (solution->less) out.Set("less", show(*solution->less));
  if (solution->more) out.Set("more", show(*solution->more));
  if (solution->searched_from) {
    Json searched = Json::Object();
    searched.Set("from", FormatValue(spec, unknown, *solution->searched_from));
    searched.Set("to", FormatValue(spec, unknown, *solution->searched_to));
    out.Set("searched", std::move(searched));
  }
  out.Assume("rounding", NameOf(spec.rounding));
  if (out.explain() && payment) {
    out.Because("the payment is no more than " + Format(*payment) +
                "; one step less, or more, of the " +
                std::string(NameOf(unknown)) + " was tried too");
  }
  return absl::OkStatus();
}

// The rows that are claimed, with the dates and numbers that the terms give
// where the request says none.
absl::StatusOr<Amortization> ReadClaim(Reader& in, const Amortization& given) {
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> items, in.FindList("rows"));
  std::vector<Installment> rows;
  for (size_t k = 0; k < items.size(); ++k) {
    Reader& item = items[k];
    Installment row = given.rows[std::min(k, given.rows.size() - 1)];
    USANCE_ASSIGN_OR_RETURN(
        row.number, ReadRow(item, "number", static_cast<int32_t>(k) + 1));
    USANCE_ASSIGN_OR_RETURN(const auto start, item.Find<Date>("start"));
    row.period.adjusted_start = start.value_or(row.period.adjusted_start);
    USANCE_ASSIGN_OR_RETURN(row.period.adjusted_end, item.Get<Date>("due"));
    const std::pair<std::string_view, int64_t*> amounts[] = {
        {"opening", &row.opening_minor},
        {"interest", &row.interest_minor},
        {"principal", &row.principal_minor},
        {"fee", &row.fee_minor},
        {"tax", &row.tax_minor},
        {"advance", &row.advance_minor},
        {"payment", &row.payment_minor},
        {"closing", &row.closing_minor}};
    for (const auto& [name, minor] : amounts) {
      const bool optional = name == "fee" || name == "tax" || name == "advance";
      if (!optional) USANCE_RETURN_IF_ERROR(item.Need(name));
      USANCE_ASSIGN_OR_RETURN(const auto amount,
                              item.FindMoney(name, given.currency));
      *minor = amount ? amount->minor() : 0;
    }
    USANCE_RETURN_IF_ERROR(item.Done());
    rows.push_back(row);
  }
  return ClaimOf(given, std::move(rows));
}

// The totals that are claimed, in place of the sums.
absl::Status ReadTotals(Reader& totals, Amortization& claimed) {
  AmortizationTotals& to = claimed.totals;
  const std::pair<std::string_view, int64_t*> amounts[] = {
      {"interest", &to.interest_minor},
      {"principal", &to.principal_minor},
      {"fee", &to.fee_minor},
      {"payment", &to.payment_minor},
      {"tax", &to.tax_minor}};
  for (const auto& [name, minor] : amounts) {
    if (name != "fee" && name != "tax") {
      USANCE_RETURN_IF_ERROR(totals.Need(name));
    }
    USANCE_ASSIGN_OR_RETURN(const auto amount,
                            totals.FindMoney(name, claimed.currency));
    *minor = amount ? amount->minor() : 0;
  }
  return totals.Done();
}

absl::Status RunVerify(Reader& in, Answer& out) {
  USANCE_RETURN_IF_ERROR(in.Need("rows"));
  (void)in.FindList("rows");  // read after the terms, which it rests on
  USANCE_ASSIGN_OR_RETURN(auto totals, in.FindObject("totals"));
  USANCE_ASSIGN_OR_RETURN(const AmortizationSpec spec, ReadSpec(in));
  const absl::StatusOr<Amortization> given = Amortize(spec);
  if (!given.ok()) return RenameFields(spec, given.status());
  USANCE_ASSIGN_OR_RETURN(Amortization claimed, ReadClaim(in, *given));
  if (totals) USANCE_RETURN_IF_ERROR(ReadTotals(*totals, claimed));
  USANCE_ASSIGN_OR_RETURN(const auto breach, Verify(spec, claimed));
  out.Set("holds", !breach.has_value());
  if (breach) {
    Json json = Json::Object();
    if (breach->row > 0) json.Set("row", breach->row);
    json.Set("law", NameOf(breach->law));
    json.Set("text", breach->text);
    out.Set("breach", std::move(json));
  }
  out.Because(breach ? "the first law that is broken is named; later rows "
                       "were not tried"
                     : "every row follows from the terms");
  return absl::OkStatus();
}

absl::Status RunPosition(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const auto days, in.FindAll<Date>("on"));
  USANCE_ASSIGN_OR_RETURN(const AmortizationSpec spec, ReadSpec(in));
  const auto positions =
      days.empty() ? MonthEndPositions(spec) : LoanPositions(spec, days);
  if (!positions.ok()) return RenameFields(spec, positions.status());
  Json list = Json::List();
  for (const LoanPosition& position : *positions) {
    const std::pair<std::string_view, int64_t> amounts[] = {
        {"advanced", position.advanced_minor},
        {"principal", position.principal_minor},
        {"current", position.current_minor},
        {"noncurrent", position.noncurrent_minor},
        {"interest_accrued", position.interest_accrued_minor},
        {"principal_due", position.principal_due_minor},
        {"interest_due", position.interest_due_minor},
        {"fee_due", position.fee_due_minor},
        {"tax_due", position.tax_due_minor},
        {"capitalized", position.capitalized_minor},
        {"earned", position.earned_minor}};
    Json json = Json::Object();
    json.Set("on", position.as_of.ToText());
    for (const auto& [name, minor] : amounts) {
      json.Set(name, FormatAmount(minor, spec.principal.currency()));
    }
    list.Append(std::move(json));
  }
  out.Set("positions", std::move(list));
  out.Assume("rounding", NameOf(spec.rounding));
  out.Because(days.empty()
                  ? "the last day of a month has borne its interest"
                  : "interest has accrued up to each day, without it; what "
                    "is due on the day has fallen due");
  return absl::OkStatus();
}

absl::Status RunShare(Reader& in, Answer& out) {
  USANCE_RETURN_IF_ERROR(in.Need("lenders"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> items, in.FindList("lenders"));
  std::vector<std::string> names;
  std::vector<Fraction> weights;
  for (Reader& item : items) {
    USANCE_ASSIGN_OR_RETURN(names.emplace_back(),
                            item.Get<std::string>("lender"));
    USANCE_RETURN_IF_ERROR(item.Need("weight"));
    USANCE_ASSIGN_OR_RETURN(const auto weight,
                            item.FindInteger("weight", 0, INT32_MAX));
    weights.emplace_back(*weight);
    USANCE_RETURN_IF_ERROR(item.Done());
  }
  USANCE_ASSIGN_OR_RETURN(const AmortizationSpec spec, ReadSpec(in));
  const absl::StatusOr<Amortization> whole = Amortize(spec);
  if (!whole.ok()) return RenameFields(spec, whole.status());
  const auto shares = ShareAmortization(*whole, weights);
  if (!shares.ok()) {
    constexpr Renamed kNames[] = {{"/weights", "/lenders"}};
    return Rename(shares.status(), kNames);
  }
  Json rows = Json::List(), lenders = Json::List();
  for (size_t j = 0; j < names.size(); ++j) {
    const auto of_lender = [&](const Json& own) {
      Json json = Json::Object();
      json.Set("lender", names[j]);
      for (const auto& [name, value] : own.members()) json.Set(name, value);
      return json;
    };
    const Amortization& share = (*shares)[j];
    for (const Installment& row : share.rows) {
      rows.Append(
          of_lender(RowJson(row, share.currency, !spec.advances.empty())));
    }
    lenders.Append(of_lender(TotalsJson(share)));
  }
  out.Set("rows", std::move(rows));
  out.Set("lenders", std::move(lenders));
  out.Assume("rounding", NameOf(spec.rounding));
  if (spec.rates) AssumeLoanRates(spec, *whole, out);
  if (spec.schedule.calendar) out.AssumeCalendar(*spec.schedule.calendar);
  out.Because(
      "each amount of a row is split by weight, by largest remainder, and the "
      "parts sum to it; principal is what the balances leave");
  return absl::OkStatus();
}

absl::StatusOr<LoanChangeBody> ReadChangeBody(Reader& in, Currency currency,
                                              LoanChangeKind kind) {
  USANCE_ASSIGN_OR_RETURN(const auto found, in.Find<Adjusts>("adjusts"));
  const Adjusts adjusts = found.value_or(Adjusts{});
  const auto interest = [&]() -> absl::StatusOr<EarlyInterest> {
    USANCE_ASSIGN_OR_RETURN(const auto early,
                            in.Find<EarlyInterest>("interest"));
    return early.value_or(EarlyInterest{});
  };
  switch (kind) {
    case LoanChangeKind::kPrepaid: {
      USANCE_ASSIGN_OR_RETURN(const Money amount,
                              in.GetMoney("amount", currency));
      return Prepaid{amount, adjusts};
    }
    case LoanChangeKind::kToppedUp: {
      USANCE_ASSIGN_OR_RETURN(const Money amount,
                              in.GetMoney("amount", currency));
      return ToppedUp{amount, adjusts};
    }
    case LoanChangeKind::kMissed: {
      USANCE_ASSIGN_OR_RETURN(const EarlyInterest early, interest());
      return PaymentMissed{early, adjusts};
    }
    case LoanChangeKind::kRate: {
      USANCE_ASSIGN_OR_RETURN(const Rate rate, in.Get<Rate>("rate"));
      return RateChanged{rate, adjusts};
    }
    case LoanChangeKind::kInterestPause: {
      USANCE_ASSIGN_OR_RETURN(const Date until, in.Get<Date>("until"));
      return InterestPaused{until, adjusts};
    }
    case LoanChangeKind::kHoliday: {
      USANCE_ASSIGN_OR_RETURN(const int32_t rows, ReadRow(in, "rows", 1));
      USANCE_ASSIGN_OR_RETURN(const EarlyInterest early, interest());
      return PaymentHoliday{rows, early, adjusts};
    }
    case LoanChangeKind::kReschedule: {
      USANCE_ASSIGN_OR_RETURN(const Date first, in.Get<Date>("first_due"));
      Rescheduled moved{.first_due = first, .adjusts = adjusts};
      USANCE_ASSIGN_OR_RETURN(moved.frequency, in.Find<Period>("frequency"));
      USANCE_ASSIGN_OR_RETURN(const auto count,
                              in.FindInteger("count", 1, kMaxPeriods));
      if (count) moved.count = static_cast<int32_t>(*count);
      return moved;
    }
    case LoanChangeKind::kUndo: {
      USANCE_ASSIGN_OR_RETURN(std::string change,
                              in.Get<std::string>("change"));
      if (found) in.NoUseFor("adjusts");
      return Undone{std::move(change)};
    }
    case LoanChangeKind::kAcceleration:
      if (found) in.NoUseFor("adjusts");
      return Accelerated{};
    case LoanChangeKind::kRecast:
      break;
  }
  if (found) in.NoUseFor("adjusts");
  return Recast{};
}

absl::StatusOr<std::vector<LoanChange>> ReadChanges(Reader& in,
                                                    Currency currency) {
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> items, in.FindList("changes"));
  std::vector<LoanChange> changes;
  for (Reader& item : items) {
    USANCE_ASSIGN_OR_RETURN(const Date date, item.Get<Date>("date"));
    USANCE_ASSIGN_OR_RETURN(const auto kind, item.Get<LoanChangeKind>("kind"));
    USANCE_ASSIGN_OR_RETURN(const auto id, item.Find<std::string>("id"));
    USANCE_ASSIGN_OR_RETURN(LoanChangeBody body,
                            ReadChangeBody(item, currency, kind));
    USANCE_RETURN_IF_ERROR(item.Done());
    changes.push_back(
        {.id = id.value_or(""), .date = date, .body = std::move(body)});
  }
  return changes;
}

absl::StatusOr<PrepaymentPenalty> ReadPenalty(Reader& in, Currency currency) {
  PrepaymentPenalty penalty;
  USANCE_ASSIGN_OR_RETURN(auto object, in.FindObject("penalty"));
  if (!object) return penalty;
  USANCE_RETURN_IF_ERROR(object->Need("steps"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> steps, object->FindList("steps"));
  for (Reader& item : steps) {
    PenaltyStep step;
    USANCE_ASSIGN_OR_RETURN(step.through, item.Find<Date>("through"));
    USANCE_ASSIGN_OR_RETURN(step.amount, item.FindMoney("amount", currency));
    USANCE_ASSIGN_OR_RETURN(step.percent, item.Find<Percent>("percent"));
    USANCE_ASSIGN_OR_RETURN(const auto months,
                            item.FindInteger("months", 0, 1200));
    if (months) step.months = static_cast<int32_t>(*months);
    USANCE_RETURN_IF_ERROR(item.Done());
    penalty.steps.push_back(step);
  }
  USANCE_ASSIGN_OR_RETURN(penalty.free, object->Find<Percent>("free"));
  USANCE_ASSIGN_OR_RETURN(penalty.most, object->Find<Percent>("most"));
  USANCE_RETURN_IF_ERROR(object->Done());
  return penalty;
}

Json QuoteJson(const LoanPayoff& quote, Currency currency) {
  Json json = Json::Object();
  json.Set("date", quote.date.ToText());
  const std::pair<std::string_view, int64_t> amounts[] = {
      {"principal", quote.principal_minor},
      {"interest", quote.interest_minor},
      {"fee", quote.fee_minor},
      {"tax", quote.tax_minor},
      {"penalty", quote.penalty_minor},
      {"total", quote.total_minor}};
  for (const auto& [name, minor] : amounts) {
    json.Set(name, FormatAmount(minor, currency));
  }
  if (quote.per_diem_minor) {
    json.Set("per_diem", FormatAmount(*quote.per_diem_minor, currency));
  }
  return json;
}

// What a change adds to the sums of all rows.
Json EffectJson(const ChangeEffect& effect, const LoanChange& change,
                Currency currency) {
  Json json = Json::Object();
  json.Set("change", static_cast<int64_t>(effect.change));
  json.Set("date", change.date.ToText());
  json.Set("kind", NameOf(change.kind()));
  const AmortizationTotals& cost = effect.cost;
  const std::pair<std::string_view, int64_t> amounts[] = {
      {"interest", cost.interest_minor},
      {"principal", cost.principal_minor},
      {"fee", cost.fee_minor},
      {"tax", cost.tax_minor},
      {"payment", cost.payment_minor},
      {"next_payment", effect.payment_minor}};
  for (const auto& [name, minor] : amounts) {
    json.Set(name, FormatAmount(minor, currency));
  }
  json.Set("rows", effect.rows);
  json.Set("last_due", effect.last_due.ToText());
  return json;
}

// The rows that the last of the changes makes others.
absl::StatusOr<Json> DifferencesJson(const AmortizationSpec& spec,
                                     const std::vector<LoanChange>& changes,
                                     const Amortization& after) {
  Json list = Json::List();
  if (changes.empty()) return list;
  USANCE_ASSIGN_OR_RETURN(
      const ChangedLoan before,
      ChangeLoan(spec, std::span(changes).first(changes.size() - 1)));
  constexpr std::pair<std::string_view, int64_t Installment::*> kAmounts[] = {
      {"advance", &Installment::advance_minor},
      {"interest", &Installment::interest_minor},
      {"principal", &Installment::principal_minor},
      {"payment", &Installment::payment_minor},
      {"closing", &Installment::closing_minor}};
  for (const RowDifference& row : DifferenceOf(before.amortization, after)) {
    Json json = Json::Object();
    json.Set("due", (row.before ? row.before : row.after)->due().ToText());
    const auto side = [&](const std::optional<Installment>& one,
                          int64_t Installment::*amount) {
      return one ? Json(FormatAmount((*one).*amount, after.currency)) : Json();
    };
    for (const auto& [name, amount] : kAmounts) {
      json.Set(std::string(name) + "_before", side(row.before, amount));
      json.Set(std::string(name) + "_after", side(row.after, amount));
    }
    list.Append(std::move(json));
  }
  return list;
}

absl::Status RunChange(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          in.Get<Currency>("currency"));
  USANCE_ASSIGN_OR_RETURN(const std::vector<LoanChange> changes,
                          ReadChanges(in, currency));
  USANCE_ASSIGN_OR_RETURN(const auto payoff, in.Find<Date>("payoff_on"));
  USANCE_ASSIGN_OR_RETURN(const auto through, in.Find<Date>("payoff_through"));
  USANCE_ASSIGN_OR_RETURN(const PrepaymentPenalty penalty,
                          ReadPenalty(in, currency));
  if (!payoff) {
    in.NoUseFor("payoff_through");
    in.NoUseFor("penalty");
  }
  USANCE_ASSIGN_OR_RETURN(const AmortizationSpec spec, ReadSpec(in));
  constexpr Renamed kNames[] = {{"/terms", ""},
                                {"/first/date", "/payoff_on"},
                                {"/first", "/payoff_on"},
                                {"/last", "/payoff_through"}};
  const auto renamed = [&](const absl::Status& status) {
    return RenameFields(spec, Rename(status, kNames));
  };
  const absl::StatusOr<ChangedLoan> changed = ChangeLoan(spec, changes);
  if (!changed.ok()) return renamed(changed.status());
  const Amortization& loan = changed->amortization;
  Json rows = Json::List(), effects = Json::List();
  for (const Installment& row : loan.rows) {
    rows.Append(RowJson(row, currency, true));
  }
  for (const ChangeEffect& effect : changed->effects) {
    effects.Append(EffectJson(effect, changes[effect.change], currency));
  }
  out.Set("rows", std::move(rows));
  out.Set("totals", TotalsJson(loan));
  out.Set("effects", std::move(effects));
  USANCE_ASSIGN_OR_RETURN(Json differences,
                          DifferencesJson(spec, changes, loan));
  out.Set("differences", std::move(differences));
  if (payoff) {
    const auto quotes = LoanPayoffs(spec, changes, *payoff,
                                     through.value_or(*payoff), penalty);
    if (!quotes.ok()) return renamed(quotes.status());
    Json list = Json::List();
    for (const LoanPayoff& quote : *quotes) {
      list.Append(QuoteJson(quote, currency));
    }
    out.Set("payoff", std::move(list));
  }
  out.Assume("rounding", NameOf(spec.rounding));
  if (spec.schedule.calendar) out.AssumeCalendar(*spec.schedule.calendar);
  if (out.explain()) Explain(spec, loan, out);
  return absl::OkStatus();
}

Json PlanRowJson(const PaymentPlan& plan, size_t row, bool advances) {
  const Currency currency = plan.amortization.currency;
  Json json = RowJson(plan.amortization.rows[row], currency, advances);
  Json settles = Json::List();
  for (const PlanPart& part : plan.parts) {
    if (part.row != row) continue;
    Json one = Json::Object();
    one.Set("item", plan.debts[part.debt].item);
    one.Set("amount", FormatAmount(part.amount_minor, currency));
    settles.Append(std::move(one));
  }
  json.Set("settles", std::move(settles));
  return json;
}

// What is asked of a plan beside the terms of its payments.
struct PlanRequest {
  std::vector<PlanDebt> debts;
  std::optional<Affordability> affordability;
};

absl::StatusOr<PlanRequest> ReadPlan(Reader& in) {
  PlanRequest request;
  USANCE_RETURN_IF_ERROR(in.Need("debts"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> items, in.FindList("debts"));
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          in.Get<Currency>("currency"));
  for (Reader& item : items) {
    PlanDebt debt;
    USANCE_ASSIGN_OR_RETURN(debt.item, item.Get<std::string>("item"));
    USANCE_ASSIGN_OR_RETURN(const Money amount,
                            item.GetMoney("amount", currency));
    USANCE_RETURN_IF_ERROR(item.Done());
    debt.amount_minor = amount.minor();
    request.debts.push_back(std::move(debt));
  }
  USANCE_ASSIGN_OR_RETURN(const auto most, in.FindMoney("most", currency));
  USANCE_ASSIGN_OR_RETURN(const auto payments,
                          in.FindInteger("most_payments", 1, kMaxPlanPayments));
  if (most) {
    request.affordability = Affordability{.most_minor = most->minor()};
    if (payments) {
      request.affordability->most_payments = static_cast<int32_t>(*payments);
    }
  } else {
    in.NoUseFor("most_payments");
  }
  // What stands there is read as what it is before it has no use.
  USANCE_RETURN_IF_ERROR(in.FindMoney("principal", currency).status());
  USANCE_RETURN_IF_ERROR(in.FindInteger("count", 1, kMaxPeriods).status());
  USANCE_RETURN_IF_ERROR(in.Find<Date>("end").status());
  if (in.Has("principal")) {
    return Error(Reason::kConflict, in.PathOf("principal"),
                 "the debts are the principal");
  }
  for (const std::string_view name : {"count", "end"}) {
    if (!most || !in.Has(name)) continue;
    return Error(Reason::kConflict, in.PathOf(name),
                 "the fewest payments are looked for");
  }
  return request;
}

absl::Status RunPlan(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const PlanRequest request, ReadPlan(in));
  USANCE_ASSIGN_OR_RETURN(const AmortizationSpec spec,
                          ReadSpec(in, Unknown::kPrincipal));
  const auto found =
      request.affordability
          ? FindPaymentPlan(request.debts, spec, *request.affordability)
          : MakePaymentPlan(request.debts, spec);
  if (!found.ok()) {
    constexpr Renamed kNames[] = {{"/terms", ""},
                                  {"/affordability/most", "/most"},
                                  {"/affordability", "/most"}};
    return RenameFields(spec, Rename(found.status(), kNames));
  }
  const PaymentPlan& plan = *found;
  const Currency currency = plan.amortization.currency;
  Json rows = Json::List(), agreed = Json::List(), items = Json::List();
  for (size_t row = 0; row < plan.amortization.rows.size(); ++row) {
    rows.Append(PlanRowJson(plan, row, !spec.advances.empty()));
  }
  const PlanAgreed event = AgreementOf(plan, false);
  for (const PlanRow& row : event.rows) {
    Json json = Json::Object();
    json.Set("due", row.due.ToText());
    json.Set("amount", FormatAmount(row.amount_minor, currency));
    agreed.Append(std::move(json));
  }
  for (const std::string& item : event.items) items.Append(item);
  out.Set("payments", static_cast<int64_t>(event.rows.size()));
  out.Set("rows", std::move(rows));
  out.Set("totals", TotalsJson(plan.amortization));
  Json json = Json::Object();
  json.Set("kind", NameOf(EventKind::kPlan));
  json.Set("items", std::move(items));
  json.Set("rows", std::move(agreed));
  out.Set("event", std::move(json));
  out.Assume("rounding", NameOf(spec.rounding));
  if (spec.rates) AssumeLoanRates(spec, plan.amortization, out);
  if (spec.schedule.calendar) out.AssumeCalendar(*spec.schedule.calendar);
  if (out.explain()) Explain(spec, plan.amortization, out);
  return absl::OkStatus();
}

constexpr Operation kInstallmentOperations[] = {
    {"amortize", "the rows of a loan or plan paid in installments",
     kAmortizeFields, RunAmortize},
    {"solve", "one unknown of a loan, from its payment", kSolveFields,
     RunSolve},
    {"position", "where a loan stands on days", kPositionFields, RunPosition},
    {"share", "the rows of each lender of a loan", kShareFields, RunShare},
    {"verify", "whether rows are what the terms of a loan say", kVerifyFields,
     RunVerify},
    {"change", "a loan after what has happened to it, and what pays it off",
     kChangeFields, RunChange},
    {"plan", "a payment plan for debts, or the shortest that can be kept",
     kPlanFields, RunPlan},
};

}  // namespace

std::span<const Operation> InstallmentOperations() {
  return kInstallmentOperations;
}

}  // namespace usance::codec
