#include "usance/installment/installment.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "capi/boundary.h"
#include "capi/convert.h"
#include "capi/handles.h"
#include "usance/installment/amortization_spec.h"
#include "usance/installment/amortize.h"
#include "usance/installment/columns.h"
#include "usance/installment/loan_change.h"
#include "usance/installment/loan_payoff.h"
#include "usance/installment/position.h"
#include "usance/installment/shares.h"
#include "usance/installment/solve.h"
#include "usance/installment/verify.h"
#include "usance/recovery/payment_plan.h"

using usance::Amortization;
using usance::AmortizationSpec;
using usance::AmortizationSummary;
using usance::Currency;
using usance::Error;
using usance::Installment;
using usance::InstallmentColumns;
using usance::Money;
using usance::Rate;
using usance::Reason;
using usance::Rounding;
using usance::TimeUnit;
using usance::capi::Choose;
using usance::capi::ChooseOrNone;
using usance::capi::Column;
using usance::capi::CopyText;
using usance::capi::EachRow;
using usance::capi::GivenRate;
using usance::capi::Guard;
using usance::capi::MaybeCount;
using usance::capi::MaybeMoney;
using usance::capi::MaybePercent;
using usance::capi::Optional;
using usance::capi::OrNull;
using usance::capi::Outcome;
using usance::capi::Present;
using usance::capi::Put;
using usance::capi::PutColumn;
using usance::capi::RateColumns;
using usance::capi::Read;

namespace {

// What has joined the struct after the fields of its first release.
absl::Status AddPayments(const usance_amortization_spec& from,
                         Currency currency, AmortizationSpec& to) {
  USANCE_ASSIGN_OR_RETURN(
      to.timing, Choose<usance::PaymentTiming>(from.timing, "/timing"));
  USANCE_ASSIGN_OR_RETURN(to.final_payment,
                          usance::capi::MaybeChoose<usance::FinalPayment>(
                              from.final_payment, "/final_payment"));
  to.amortization_rows = MaybeCount(from.amortization_rows);
  to.steps.rows = from.step_rows;
  to.steps.percent = MaybePercent(from.step_share_e12);
  to.steps.amount = MaybeMoney(from.step_amount, currency);
  if (from.months < 0 || from.months >= 1 << 12) {
    return Error(usance::Reason::kOutOfRange, "/months",
                 std::to_string(from.months) + "; allowed: 0 to 4095");
  }
  for (int32_t month = 1; month <= 12; ++month) {
    if ((from.months >> (month - 1) & 1) == 0) continue;
    to.season.months.push_back(static_cast<usance::Month>(month));
  }
  USANCE_ASSIGN_OR_RETURN(
      to.season.others,
      ChooseOrNone<usance::EarlyInterest>(from.off_season, "/off_season"));
  to.balloon_percent = MaybePercent(from.balloon_share_e12);
  to.payment = MaybeMoney(from.payment, currency);
  to.payment_percent = MaybePercent(from.payment_share_e12);
  to.down_payment = MaybeMoney(from.down_payment, currency);
  to.waive_within = MaybeMoney(from.waive_within, currency);
  to.least_payment = MaybeMoney(from.least_payment, currency);
  if (const auto fee = MaybeMoney(from.fee, currency)) {
    to.fees.push_back({.amount = fee});
  }
  to.tax.on_interest = MaybePercent(from.tax_on_interest_e12);
  to.tax.on_fees = MaybePercent(from.tax_on_fees_e12);
  to.reset.rows = from.reset_rows;
  to.reset.lag_days = from.reset_lag_days;
  USANCE_ASSIGN_OR_RETURN(
      to.reset.step_cap,
      usance::capi::MaybeRate({from.reset_cap_e12, from.reset_cap_numerator,
                               from.reset_cap_denominator},
                              to.rate.unit(), "/reset_cap"));
  USANCE_ASSIGN_OR_RETURN(
      to.reset.step_floor,
      usance::capi::MaybeRate({from.reset_floor_e12, from.reset_floor_numerator,
                               from.reset_floor_denominator},
                              to.rate.unit(), "/reset_floor"));
  USANCE_ASSIGN_OR_RETURN(
      to.rate_change,
      ChooseOrNone<usance::RateChange>(from.rate_change, "/rate_change"));
  USANCE_ASSIGN_OR_RETURN(
      to.unknown_rate,
      Choose<usance::UnknownRate>(from.unknown_rate, "/unknown_rate"));
  USANCE_ASSIGN_OR_RETURN(
      to.raise_to_interest,
      usance::capi::ToFlag(from.raise_to_interest, "/raise_to_interest"));
  USANCE_ASSIGN_OR_RETURN(
      to.advance_change,
      ChooseOrNone<usance::RateChange>(from.advance_change, "/advance_change"));
  to.capitalization.frequency =
      usance::capi::MaybePeriod(from.capitalize_months, from.capitalize_days);
  USANCE_ASSIGN_OR_RETURN(
      to.capitalization.first,
      usance::capi::MaybeDate(from.capitalize_from, "/capitalize_from"));
  USANCE_ASSIGN_OR_RETURN(
      to.capitalization.last,
      usance::capi::MaybeDate(from.capitalize_until, "/capitalize_until"));
  return absl::OkStatus();
}

// Terms that say nothing.
AmortizationSpec NoTerms() {
  return {.principal = Money(0, usance::capi::kAnyCurrency),
          .rate = Rate(0, TimeUnit::kYear),
          .schedule = {.start = *usance::Date::FindDays(0)}};
}

// Fills in the terms but for the rate, which is 0. `to` is NoTerms().
absl::Status FillSpec(const usance_amortization_spec& from,
                      const usance_schedule_spec& schedule,
                      const usance_calendar* calendar, AmortizationSpec& to) {
  USANCE_RETURN_IF_ERROR(usance::capi::CheckReserved(from.reserved));
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          usance::capi::ToCurrency(from.currency, from.digits));
  USANCE_ASSIGN_OR_RETURN(const TimeUnit unit,
                          Choose<TimeUnit>(from.rate_unit, "/rate_unit"));
  USANCE_RETURN_IF_ERROR(
      usance::capi::FillSchedule(schedule, calendar, &to.schedule));
  to.principal = Money(from.principal, currency);
  to.rate = Rate(0, unit);
  to.grace_rows = from.grace_rows;
  USANCE_ASSIGN_OR_RETURN(
      to.day_count, Choose<usance::DayCount>(from.day_count, "/day_count"));
  USANCE_ASSIGN_OR_RETURN(
      to.method, Choose<usance::AmortizationMethod>(from.method, "/method"));
  USANCE_ASSIGN_OR_RETURN(to.rounding,
                          Choose<Rounding>(from.rounding, "/rounding"));
  USANCE_ASSIGN_OR_RETURN(
      to.residual, ChooseOrNone<usance::Residual>(from.residual, "/residual"));
  USANCE_ASSIGN_OR_RETURN(
      to.payment_increment,
      usance::Increment::Make(from.payment_increment, "/payment_increment"));
  USANCE_ASSIGN_OR_RETURN(to.payment_rounding,
                          usance::capi::MaybeChoose<Rounding>(
                              from.payment_rounding, "/payment_rounding"));
  to.balloon = MaybeMoney(from.balloon, currency);
  USANCE_ASSIGN_OR_RETURN(
      to.grace, ChooseOrNone<usance::EarlyInterest>(from.grace, "/grace"));
  USANCE_ASSIGN_OR_RETURN(
      to.stub_interest, ChooseOrNone<usance::EarlyInterest>(from.stub_interest,
                                                            "/stub_interest"));
  USANCE_ASSIGN_OR_RETURN(to.bullet,
                          ChooseOrNone<usance::Bullet>(from.bullet, "/bullet"));
  USANCE_ASSIGN_OR_RETURN(to.accrue_to, ChooseOrNone<usance::AccrueTo>(
                                            from.accrue_to, "/accrue_to"));
  USANCE_ASSIGN_OR_RETURN(to.allow_negative_amortization,
                          usance::capi::ToFlag(from.allow_negative_amortization,
                                               "/allow_negative_amortization"));
  return AddPayments(from, currency, to);
}

// Columns of n loans: each in place of the field of the same name.
struct LoanColumns {
  const int64_t* principal = nullptr;
  RateColumns rate;
  const usance_day* start = nullptr;
  const int32_t* count = nullptr;
};

absl::Status Check(const LoanColumns& columns, std::string_view count) {
  USANCE_RETURN_IF_ERROR(Optional(columns.principal, "/principal"));
  USANCE_RETURN_IF_ERROR(columns.rate.Check());
  USANCE_RETURN_IF_ERROR(Optional(columns.start, "/start"));
  return Optional(columns.count, count);
}

GivenRate RateOf(const usance_amortization_spec& terms) {
  return {terms.rate_e12, terms.rate_numerator, terms.rate_denominator};
}

// A rate of 0 is what init sets: beside another one it is none.
absl::StatusOr<std::optional<Rate>> FindRate(GivenRate given, TimeUnit unit,
                                             const RateColumns& columns,
                                             size_t row, bool has_rates) {
  const bool fraction =
      given.denominator != 0 || columns.denominator != nullptr;
  if (given.e12 == 0 && (fraction || has_rates)) given.e12 = USANCE_NULL_INT64;
  USANCE_ASSIGN_OR_RETURN(
      const std::optional<Rate> rate,
      usance::capi::MaybeRate(columns.At(row, given), unit));
  if (rate && has_rates) {
    return Error(Reason::kConflict, "/rate_e12",
                 "both a rate and rates are given");
  }
  return rate;
}

absl::Status NoRate() {
  return Error(Reason::kMissingField, "/rate_e12", "no rate is given");
}

// A contract and the columns that vary it.
class Loans {
 public:
  Loans() : Loans(NoTerms(), {}, {}) {}

  absl::Status Fill(const usance_amortization_spec* spec,
                    const usance_schedule_spec* schedule,
                    const usance_calendar* calendar,
                    const LoanColumns& columns) {
    USANCE_ASSIGN_OR_RETURN(const usance_amortization_spec terms,
                            Read(spec, "/spec"));
    USANCE_ASSIGN_OR_RETURN(usance_schedule_spec dates,
                            Read(schedule, "/schedule"));
    // What a column gives is not read; any day and any count are one.
    if (columns.start != nullptr) dates.start = 0;
    if (columns.count != nullptr) dates.count = 1;
    rate_ = RateOf(terms);
    columns_ = columns;
    return FillSpec(terms, dates, calendar, contract_);
  }

  Loans(const usance_loan& loan, const LoanColumns& columns)
      : Loans(loan.value,
              {loan.rate_e12, loan.rate_numerator, loan.rate_denominator},
              columns) {
    // A column is in place of the loan's rate, however that is written.
    const RateColumns& rate = columns.rate;
    if (rate.numerator != nullptr || rate.denominator != nullptr) {
      rate_.e12 = USANCE_NULL_INT64;
    } else if (rate.e12 != nullptr) {
      rate_ = {};
    }
  }

  // The terms of the i-th loan; `must` have a rate.
  absl::StatusOr<const AmortizationSpec*> Terms(size_t i, bool must = true) {
    if (columns_.principal != nullptr) {
      contract_.principal =
          Money(columns_.principal[i], contract_.principal.currency());
    }
    USANCE_ASSIGN_OR_RETURN(
        const std::optional<Rate> rate,
        FindRate(rate_, contract_.rate.unit(), columns_.rate, i,
                 contract_.rates.has_value()));
    if (rate) contract_.rate = *rate;
    if (must && !rate && !contract_.rates) {
      return NoRate();
    }
    if (columns_.start != nullptr) {
      USANCE_ASSIGN_OR_RETURN(
          contract_.schedule.start,
          usance::capi::ToDate(columns_.start[i], "/start"));
    }
    if (columns_.count != nullptr) {
      USANCE_ASSIGN_OR_RETURN(
          contract_.schedule.count,
          usance::capi::ToCount(columns_.count[i], contract_.schedule.end));
    }
    return &contract_;
  }

  // The i-th loan.
  absl::StatusOr<AmortizationSummary> Compute(size_t i,
                                              const InstallmentColumns& to) {
    USANCE_ASSIGN_OR_RETURN(const AmortizationSpec* terms, Terms(i));
    return usance::AmortizeColumns(*terms, to);
  }

  // What the rows of n loans can come to at most, where no end says more.
  [[nodiscard]] std::optional<size_t> MostRows(size_t n) const {
    if (contract_.schedule.end) return std::nullopt;
    // Rows beside those of the periods.
    const bool more[] = {contract_.down_payment.has_value(),
                         contract_.residual == usance::Residual::kExtraRow,
                         contract_.timing == usance::PaymentTiming::kInAdvance};
    size_t most = n * static_cast<size_t>(
                          std::count(std::begin(more), std::end(more), true));
    for (size_t i = 0; i < n; ++i) {
      const int32_t count = columns_.count == nullptr
                                ? contract_.schedule.count.value_or(0)
                                : columns_.count[i];
      most += static_cast<size_t>(std::max(count, 0));
    }
    return most;
  }

 private:
  Loans(AmortizationSpec contract, GivenRate rate, const LoanColumns& columns)
      : contract_(std::move(contract)), rate_(rate), columns_(columns) {}

  AmortizationSpec contract_;  // but for the rate
  GivenRate rate_;
  LoanColumns columns_;
};

// The columns that rows are listed in; each may be NULL.
struct RowColumns {
  usance_day* start;
  usance_day* due;
  int64_t* opening;
  int64_t* interest;
  int64_t* principal;
  int64_t* fee;
  int64_t* payment;
  int64_t* closing;
  int64_t* advance = nullptr;
  int64_t* tax = nullptr;
};

absl::Status Check(const RowColumns& to, std::string_view start,
                   std::string_view principal) {
  USANCE_RETURN_IF_ERROR(Optional(to.start, start));
  USANCE_RETURN_IF_ERROR(Optional(to.due, "/due"));
  USANCE_RETURN_IF_ERROR(Optional(to.opening, "/opening"));
  USANCE_RETURN_IF_ERROR(Optional(to.interest, "/interest"));
  USANCE_RETURN_IF_ERROR(Optional(to.principal, principal));
  USANCE_RETURN_IF_ERROR(Optional(to.fee, "/fee"));
  USANCE_RETURN_IF_ERROR(Optional(to.payment, "/payment"));
  USANCE_RETURN_IF_ERROR(Optional(to.advance, "/advance"));
  USANCE_RETURN_IF_ERROR(Optional(to.tax, "/tax"));
  return Optional(to.closing, "/closing");
}

// The part of the columns behind the first `done` rows, up to `capacity`.
InstallmentColumns Behind(const RowColumns& to, size_t done, size_t capacity) {
  const auto behind = [&]<class T>(T* column) {
    return column == nullptr ? std::span<T>()
                             : std::span<T>(column + done, capacity - done);
  };
  return {behind(to.start),   behind(to.due),      behind(to.opening),
          behind(to.advance), behind(to.interest), behind(to.principal),
          behind(to.fee),     behind(to.tax),      behind(to.payment),
          behind(to.closing)};
}

usance_amortization_totals Totals(const AmortizationSummary& loan) {
  auto totals = usance::capi::Layout<usance_amortization_totals>::kDefaults;
  totals.rows = static_cast<int32_t>(loan.rows);
  totals.digits = loan.currency.digits();
  CopyText(loan.currency.code(), totals.currency);
  totals.level_payment = OrNull(loan.level_payment_minor);
  totals.interest = loan.totals.interest_minor;
  totals.principal = loan.totals.principal_minor;
  totals.fee = loan.totals.fee_minor;
  totals.payment = loan.totals.payment_minor;
  totals.gap = loan.residual.gap_minor;
  totals.bound = OrNull(loan.residual.bound_minor);
  totals.tax = loan.totals.tax_minor;
  totals.waived = loan.residual.waived_minor;
  return totals;
}

// The columns of totals; each may be NULL.
struct TotalColumns {
  int64_t* level_payment;
  int64_t* interest;
  int64_t* payment;
};

Outcome PutTotals(const usance_amortization_spec* spec,
                  const usance_schedule_spec* schedule,
                  const usance_calendar* calendar, size_t n,
                  const LoanColumns& columns, const TotalColumns& to,
                  usance_status* status, usance_error* error) {
  USANCE_RETURN_IF_ERROR(Check(columns, "/count"));
  USANCE_RETURN_IF_ERROR(Optional(to.level_payment, "/level_payment"));
  USANCE_RETURN_IF_ERROR(Optional(to.interest, "/interest"));
  USANCE_RETURN_IF_ERROR(Optional(to.payment, "/payment"));
  USANCE_RETURN_IF_ERROR(Optional(status, "/status"));
  Loans loans;
  USANCE_RETURN_IF_ERROR(loans.Fill(spec, schedule, calendar, columns));
  return EachRow(n, status, error, [&](size_t i) -> absl::Status {
    Put(to.level_payment, i, 0);
    Put(to.interest, i, 0);
    Put(to.payment, i, 0);
    USANCE_ASSIGN_OR_RETURN(const AmortizationSummary loan,
                            loans.Compute(i, {}));
    Put(to.level_payment, i, OrNull(loan.level_payment_minor));
    Put(to.interest, i, loan.totals.interest_minor);
    Put(to.payment, i, loan.totals.payment_minor);
    return absl::OkStatus();
  });
}

// The plan of debts that are named by their numbers.
absl::StatusOr<usance::PaymentPlan> PlanOf(const AmortizationSpec& terms,
                                           std::span<const int64_t> debts,
                                           std::optional<int64_t> most,
                                           int32_t most_payments) {
  std::vector<usance::PlanDebt> list;
  for (const int64_t minor : debts) {
    list.push_back({std::to_string(list.size()), minor});
  }
  if (!most) return usance::MakePaymentPlan(std::move(list), terms);
  usance::Affordability affordability = {.most_minor = *most};
  if (most_payments != 0) affordability.most_payments = most_payments;
  return usance::FindPaymentPlan(list, terms, affordability);
}

// The field as this function has it.
absl::Status PlanError(const absl::Status& status) {
  constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"/terms", ""},
      {"/affordability/most_payments", "/most_payments"},
      {"/affordability/most", "/most"},
      {"/affordability", "/most"}};
  const std::string field = usance::FieldOf(status);
  for (const auto& [from, to] : kNames) {
    if (!field.starts_with(from)) continue;
    return Error(usance::ReasonOf(status),
                 std::string(to) + field.substr(from.size()),
                 usance::TextOf(status));
  }
  return status;
}

// What is said of the rows of one loan, which are written if there is room.
Outcome EndLoan(const AmortizationSummary& loan, size_t capacity, size_t* count,
                usance_amortization_totals* totals) {
  if (!usance::capi::Fits(loan.rows, capacity, count)) {
    return USANCE_STATUS_MORE;
  }
  if (totals != nullptr) usance::capi::Write(Totals(loan), totals);
  return USANCE_STATUS_OK;
}

// Where the rows of one loan go.
absl::Status Check(const RowColumns& to, const size_t* count,
                   const usance_amortization_totals* totals) {
  USANCE_RETURN_IF_ERROR(Check(to, "/start", "/principal"));
  USANCE_RETURN_IF_ERROR(Present(count, "/count"));
  if (totals == nullptr) return absl::OkStatus();
  return usance::capi::Writable(totals, "/totals");
}

// Where those of n loans go.
struct ManyRows {
  size_t capacity;
  int64_t* offset;
  RowColumns to;
  size_t* count;
  usance_status* status;
};

absl::Status Check(const LoanColumns& columns, const ManyRows& rows) {
  USANCE_RETURN_IF_ERROR(Check(columns, "/periods"));
  USANCE_RETURN_IF_ERROR(Optional(rows.offset, "/offset"));
  USANCE_RETURN_IF_ERROR(Check(rows.to, "/period_start", "/repaid"));
  USANCE_RETURN_IF_ERROR(Present(rows.count, "/count"));
  return Optional(rows.status, "/status");
}

Outcome PutLoans(Loans& loans, size_t n, const ManyRows& rows,
                 usance_error* error) {
  // Nothing is written unless all of it has room.
  const std::optional<size_t> most = loans.MostRows(n);
  if (!most || *most > rows.capacity) {
    size_t size = 0;
    for (size_t i = 0; i < n; ++i) {
      const absl::StatusOr<AmortizationSummary> loan = loans.Compute(i, {});
      if (loan.ok()) size += loan->rows;
    }
    if (!usance::capi::Fits(size, rows.capacity, rows.count)) {
      return USANCE_STATUS_MORE;
    }
  }
  size_t done = 0;
  const usance_status all =
      EachRow(n, rows.status, error, [&](size_t i) -> absl::Status {
        Put(rows.offset, i, done);
        USANCE_ASSIGN_OR_RETURN(
            const AmortizationSummary loan,
            loans.Compute(i, Behind(rows.to, done, rows.capacity)));
        USANCE_CHECK(loan.rows <= rows.capacity - done);
        done += loan.rows;
        return absl::OkStatus();
      });
  *rows.count = done;
  return all;
}

Outcome Give(const usance_loan& like, AmortizationSpec terms,
             usance_loan** to) {
  *to = new usance_loan{std::move(terms), like.has_rate, like.rate_e12,
                        like.rate_numerator, like.rate_denominator};
  return USANCE_STATUS_OK;
}

// Rows that somebody claims.
struct ClaimColumns {
  const usance_day* start;
  const usance_day* due;
  const int64_t* opening;
  const int64_t* advance;
  const int64_t* interest;
  const int64_t* principal;
  const int64_t* fee;
  const int64_t* tax;
  const int64_t* payment;
  const int64_t* closing;
};

absl::Status Check(const ClaimColumns& rows, size_t n) {
  USANCE_RETURN_IF_ERROR(Optional(rows.start, "/start"));
  USANCE_RETURN_IF_ERROR(Column(rows.due, n, "/due"));
  USANCE_RETURN_IF_ERROR(Column(rows.opening, n, "/opening"));
  USANCE_RETURN_IF_ERROR(Optional(rows.advance, "/advance"));
  USANCE_RETURN_IF_ERROR(Column(rows.interest, n, "/interest"));
  USANCE_RETURN_IF_ERROR(Column(rows.principal, n, "/principal"));
  USANCE_RETURN_IF_ERROR(Optional(rows.fee, "/fee"));
  USANCE_RETURN_IF_ERROR(Optional(rows.tax, "/tax"));
  USANCE_RETURN_IF_ERROR(Column(rows.payment, n, "/payment"));
  return Column(rows.closing, n, "/closing");
}

int64_t At(const int64_t* column, size_t row, int64_t otherwise) {
  return column == nullptr ? otherwise : column[row];
}

absl::StatusOr<std::vector<Installment>> ToRows(const ClaimColumns& from,
                                                size_t n,
                                                const Amortization& given) {
  USANCE_ASSIGN_OR_RETURN(const std::vector<usance::Date> due,
                          usance::capi::ToDates(from.due, n, "/due"));
  std::vector<usance::Date> start;
  if (from.start != nullptr) {
    USANCE_ASSIGN_OR_RETURN(start,
                            usance::capi::ToDates(from.start, n, "/start"));
  }
  std::vector<Installment> rows;
  for (size_t i = 0; i < n; ++i) {
    Installment row = given.rows[std::min(i, given.rows.size() - 1)];
    row.number = static_cast<int32_t>(i) + 1;
    if (!start.empty()) row.period.adjusted_start = start[i];
    row.period.adjusted_end = due[i];
    row.opening_minor = from.opening[i];
    row.advance_minor = At(from.advance, i, 0);
    row.interest_minor = from.interest[i];
    row.principal_minor = from.principal[i];
    row.fee_minor = At(from.fee, i, 0);
    row.tax_minor = At(from.tax, i, 0);
    row.payment_minor = from.payment[i];
    row.closing_minor = from.closing[i];
    rows.push_back(row);
  }
  return rows;
}

// What happens to a loan; all but kind and day may be NULL.
struct ChangeColumns {
  const usance_loan_change_kind* kind;
  const usance_day* on;
  const usance_adjusts* adjusts;
  const usance_early_interest* interest;
  const int64_t* amount;
  const int64_t* rate_e12;
  const usance_day* day;
  const int32_t* rows;
  const int32_t* months;
  const int32_t* days;
  const int32_t* change;

  [[nodiscard]] absl::Status Check(size_t n) const {
    USANCE_RETURN_IF_ERROR(Column(kind, n, "/kind"));
    USANCE_RETURN_IF_ERROR(Column(on, n, "/on"));
    USANCE_RETURN_IF_ERROR(Optional(adjusts, "/adjusts"));
    USANCE_RETURN_IF_ERROR(Optional(interest, "/early_interest"));
    USANCE_RETURN_IF_ERROR(Optional(amount, "/amount"));
    USANCE_RETURN_IF_ERROR(Optional(rate_e12, "/rate_e12"));
    USANCE_RETURN_IF_ERROR(Optional(day, "/day"));
    USANCE_RETURN_IF_ERROR(Optional(rows, "/rows"));
    USANCE_RETURN_IF_ERROR(Optional(months, "/months"));
    USANCE_RETURN_IF_ERROR(Optional(days, "/days"));
    USANCE_RETURN_IF_ERROR(Optional(change, "/change"));
    if (n <= usance::kMaxLoanChanges) return absl::OkStatus();
    return Error(Reason::kLimitExceeded, "/n",
                 std::to_string(n) + "; allowed: up to " +
                     std::to_string(usance::kMaxLoanChanges));
  }
};

int32_t At(const int32_t* column, size_t row) {
  return column == nullptr ? 0 : column[row];
}

absl::StatusOr<usance::LoanChangeBody> ToChange(const ChangeColumns& from,
                                                size_t i,
                                                const AmortizationSpec& terms) {
  const auto field = [i](const char* name) {
    return name + std::string("/") + std::to_string(i);
  };
  const std::string of_kind = field("/kind"), of_adjusts = field("/adjusts"),
                    of_interest = field("/early_interest");
  USANCE_ASSIGN_OR_RETURN(
      const auto kind, Choose<usance::LoanChangeKind>(from.kind[i], of_kind));
  USANCE_ASSIGN_OR_RETURN(
      const auto adjusts,
      ChooseOrNone<usance::Adjusts>(At(from.adjusts, i), of_adjusts));
  USANCE_ASSIGN_OR_RETURN(
      const auto interest,
      ChooseOrNone<usance::EarlyInterest>(At(from.interest, i), of_interest));
  const Money amount(At(from.amount, i, 0), terms.principal.currency());
  std::optional<usance::Date> day;
  if (from.day != nullptr && from.day[i] != USANCE_NULL_DAY) {
    day = usance::Date::FindDays(from.day[i]);
  }
  const bool needs_day = kind == usance::LoanChangeKind::kInterestPause ||
                         kind == usance::LoanChangeKind::kReschedule;
  if (needs_day && !day) {
    return Error(Reason::kMissingField, field("/day"), "it is needed");
  }
  switch (kind) {
    case usance::LoanChangeKind::kPrepaid:
      return usance::Prepaid{amount, adjusts};
    case usance::LoanChangeKind::kToppedUp:
      return usance::ToppedUp{amount, adjusts};
    case usance::LoanChangeKind::kMissed:
      return usance::PaymentMissed{interest, adjusts};
    case usance::LoanChangeKind::kRate: {
      const TimeUnit unit =
          terms.rates ? terms.rates->unit() : terms.rate.unit();
      USANCE_ASSIGN_OR_RETURN(
          const auto rate,
          usance::capi::MaybeRate(
              {.e12 = At(from.rate_e12, i, USANCE_NULL_INT64)}, unit));
      if (rate) return usance::RateChanged{*rate, adjusts};
      return Error(Reason::kMissingField, field("/rate_e12"), "it is needed");
    }
    case usance::LoanChangeKind::kInterestPause:
      return usance::InterestPaused{*day, adjusts};
    case usance::LoanChangeKind::kHoliday:
      return usance::PaymentHoliday{At(from.rows, i), interest, adjusts};
    case usance::LoanChangeKind::kReschedule:
      return usance::Rescheduled{
          *day, usance::capi::MaybePeriod(At(from.months, i), At(from.days, i)),
          MaybeCount(At(from.rows, i)), adjusts};
    case usance::LoanChangeKind::kAcceleration:
      return usance::Accelerated{};
    case usance::LoanChangeKind::kUndo:
      return usance::Undone{
          std::to_string(from.change == nullptr ? -1 : from.change[i])};
    case usance::LoanChangeKind::kRecast:
      break;
  }
  return usance::Recast{};
}

absl::StatusOr<std::vector<usance::LoanChange>> ToChanges(
    const ChangeColumns& from, size_t n, const AmortizationSpec& terms) {
  USANCE_ASSIGN_OR_RETURN(const std::vector<usance::Date> days,
                          usance::capi::ToDates(from.on, n, "/on"));
  std::vector<usance::LoanChange> changes;
  for (size_t i = 0; i < n; ++i) {
    USANCE_ASSIGN_OR_RETURN(usance::LoanChangeBody body,
                            ToChange(from, i, terms));
    changes.push_back({std::to_string(i), days[i], std::move(body)});
  }
  return changes;
}

// "/changes/3/amount" is "/amount/3" of columns.
absl::Status OfColumns(const absl::Status& status) {
  const std::string field = usance::FieldOf(status);
  constexpr std::string_view kList = "/changes/";
  if (std::string_view(field).starts_with("/first")) {
    return Error(usance::ReasonOf(status), "/payoff/0", usance::TextOf(status));
  }
  if (!std::string_view(field).starts_with(kList)) return status;
  const size_t slash = field.find('/', kList.size());
  if (slash == std::string::npos) return status;
  const std::string index = field.substr(kList.size(), slash - kList.size());
  std::string column = field.substr(slash);
  if (column == "/date") column = "/on";
  if (column == "/until" || column == "/first_due") column = "/day";
  if (column == "/interest") column = "/early_interest";
  if (column == "/count") column = "/rows";
  return Error(usance::ReasonOf(status), column + "/" + index,
               usance::TextOf(status));
}

// The columns of positions; each may be NULL.
struct PositionColumns {
  int64_t* advanced;
  int64_t* principal;
  int64_t* current;
  int64_t* noncurrent;
  int64_t* interest_accrued;
  int64_t* principal_due;
  int64_t* interest_due;
  int64_t* fee_due;
  int64_t* tax_due;
  int64_t* capitalized;
  int64_t* earned;

  struct Member {
    std::string_view field;
    int64_t* column;
    int64_t usance::LoanPosition::*amount;
  };
  [[nodiscard]] std::array<Member, 11> Members() const {
    using usance::LoanPosition;
    return {{
        {"/advanced", advanced, &LoanPosition::advanced_minor},
        {"/principal", principal, &LoanPosition::principal_minor},
        {"/current", current, &LoanPosition::current_minor},
        {"/noncurrent", noncurrent, &LoanPosition::noncurrent_minor},
        {"/interest_accrued", interest_accrued,
         &LoanPosition::interest_accrued_minor},
        {"/principal_due", principal_due, &LoanPosition::principal_due_minor},
        {"/interest_due", interest_due, &LoanPosition::interest_due_minor},
        {"/fee_due", fee_due, &LoanPosition::fee_due_minor},
        {"/tax_due", tax_due, &LoanPosition::tax_due_minor},
        {"/capitalized", capitalized, &LoanPosition::capitalized_minor},
        {"/earned", earned, &LoanPosition::earned_minor},
    }};
  }
};

absl::Status Check(const PositionColumns& to) {
  for (const auto& member : to.Members()) {
    USANCE_RETURN_IF_ERROR(Optional(member.column, member.field));
  }
  return absl::OkStatus();
}

void PutPositions(const std::vector<usance::LoanPosition>& positions,
                  const PositionColumns& to) {
  for (const auto& member : to.Members()) {
    PutColumn(member.column, positions,
              [&](const usance::LoanPosition& position) {
                return position.*member.amount;
              });
  }
}

// A value of the unknown as usance_loan_solution has it.
int64_t ValueOf(usance::Unknown unknown, const usance::Attempt& attempt) {
  return unknown == usance::Unknown::kRate ? attempt.value * 10'000
                                           : attempt.value;
}

usance_loan_solution SolutionOf(usance::Unknown unknown,
                                const usance::Solution& from) {
  auto to = usance::capi::Layout<usance_loan_solution>::kDefaults;
  to.found = ValueOf(unknown, from.found);
  to.level_payment = from.found.level_payment_minor;
  to.last_payment = from.found.last_payment_minor;
  if (from.less) {
    to.less = ValueOf(unknown, *from.less);
    to.less_level_payment = from.less->level_payment_minor;
    to.less_last_payment = from.less->last_payment_minor;
  }
  if (from.more) {
    to.more = ValueOf(unknown, *from.more);
    to.more_level_payment = from.more->level_payment_minor;
    to.more_last_payment = from.more->last_payment_minor;
  }
  if (from.searched_from) {
    to.searched_from = ValueOf(unknown, {.value = *from.searched_from});
    to.searched_to = ValueOf(unknown, {.value = *from.searched_to});
  }
  return to;
}

}  // namespace

usance_status usance_amortize(
    const usance_amortization_spec* spec, const usance_schedule_spec* schedule,
    const usance_calendar* calendar, size_t capacity, usance_day* start,
    usance_day* due, int64_t* opening, int64_t* interest, int64_t* principal,
    int64_t* fee, int64_t* payment, int64_t* closing, size_t* count,
    usance_amortization_totals* totals, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    const RowColumns to = {start,     due, opening, interest,
                           principal, fee, payment, closing};
    USANCE_RETURN_IF_ERROR(Check(to, count, totals));
    Loans loans;
    USANCE_RETURN_IF_ERROR(loans.Fill(spec, schedule, calendar, {}));
    USANCE_ASSIGN_OR_RETURN(const AmortizationSummary made,
                            loans.Compute(0, Behind(to, 0, capacity)));
    return EndLoan(made, capacity, count, totals);
  });
}

usance_status usance_amortize_columns(
    const usance_amortization_spec* spec, const usance_schedule_spec* schedule,
    const usance_calendar* calendar, size_t n, const int64_t* principal,
    const int64_t* rate_e12, const usance_day* start, const int32_t* count,
    int64_t* level_payment, int64_t* interest, int64_t* payment,
    usance_status* status, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    return PutTotals(spec, schedule, calendar, n,
                     {principal, {.e12 = rate_e12}, start, count},
                     {level_payment, interest, payment}, status, error);
  });
}

usance_status usance_amortize_fractions(
    const usance_amortization_spec* spec, const usance_schedule_spec* schedule,
    const usance_calendar* calendar, size_t n, const int64_t* principal,
    const int64_t* rate_numerator, const int64_t* rate_denominator,
    const usance_day* start, const int32_t* count, int64_t* level_payment,
    int64_t* interest, int64_t* payment, usance_status* status,
    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    return PutTotals(
        spec, schedule, calendar, n,
        {principal,
         {.numerator = rate_numerator, .denominator = rate_denominator},
         start,
         count},
        {level_payment, interest, payment}, status, error);
  });
}

usance_status usance_amortize_rows(
    const usance_amortization_spec* spec, const usance_schedule_spec* schedule,
    const usance_calendar* calendar, size_t n, const int64_t* principal,
    const int64_t* rate_e12, const int64_t* rate_numerator,
    const int64_t* rate_denominator, const usance_day* start,
    const int32_t* periods, size_t capacity, int64_t* offset,
    usance_day* period_start, usance_day* due, int64_t* opening,
    int64_t* interest, int64_t* repaid, int64_t* fee, int64_t* payment,
    int64_t* closing, size_t* count, usance_status* status,
    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    const LoanColumns columns = {principal,
                                 {rate_e12, rate_numerator, rate_denominator},
                                 start,
                                 periods};
    const ManyRows rows = {
        capacity,
        offset,
        {period_start, due, opening, interest, repaid, fee, payment, closing},
        count,
        status};
    USANCE_RETURN_IF_ERROR(Check(columns, rows));
    Loans loans;
    USANCE_RETURN_IF_ERROR(loans.Fill(spec, schedule, calendar, columns));
    return PutLoans(loans, n, rows, error);
  });
}

usance_status usance_loan_create(const usance_amortization_spec* spec,
                                 const usance_schedule_spec* schedule,
                                 const usance_rates* rates,
                                 const usance_calendar* calendar,
                                 usance_loan** loan, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const usance_amortization_spec terms,
                            Read(spec, "/spec"));
    USANCE_ASSIGN_OR_RETURN(usance_schedule_spec dates,
                            Read(schedule, "/schedule"));
    USANCE_RETURN_IF_ERROR(Present(loan, "/loan"));
    // A count may be what is looked for.
    const bool open = dates.count == 0 && dates.end == USANCE_NULL_DAY;
    if (open) dates.count = 1;
    AmortizationSpec contract = NoTerms();
    USANCE_RETURN_IF_ERROR(FillSpec(terms, dates, calendar, contract));
    if (open) contract.schedule.count.reset();
    if (rates != nullptr) contract.rates = rates->value;
    const GivenRate rate = RateOf(terms);
    USANCE_ASSIGN_OR_RETURN(
        const std::optional<Rate> own,
        FindRate(rate, contract.rate.unit(), {}, 0, rates != nullptr));
    if (own) contract.rate = *own;
    *loan = new usance_loan{std::move(contract), own || rates != nullptr,
                            rate.e12, rate.numerator, rate.denominator};
    return USANCE_STATUS_OK;
  });
}

usance_status usance_loan_with_rows(
    const usance_loan* loan, size_t n, const int32_t* first,
    const int32_t* last, const usance_row_pays* pays, const int64_t* amount,
    const int64_t* share_e12, usance_loan** with_rows, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(loan, "/loan"));
    USANCE_RETURN_IF_ERROR(Column(first, n, "/first"));
    USANCE_RETURN_IF_ERROR(Column(last, n, "/last"));
    USANCE_RETURN_IF_ERROR(Column(pays, n, "/pays"));
    USANCE_RETURN_IF_ERROR(Optional(amount, "/amount"));
    USANCE_RETURN_IF_ERROR(Optional(share_e12, "/share_e12"));
    USANCE_RETURN_IF_ERROR(Present(with_rows, "/with_rows"));
    AmortizationSpec terms = loan->value;
    const Currency currency = terms.principal.currency();
    for (size_t i = 0; i < n; ++i) {
      usance::RowTerm term = {.first = first[i], .last = last[i]};
      const std::string field = "/pays/" + std::to_string(i);
      USANCE_ASSIGN_OR_RETURN(term.pays,
                              Choose<usance::RowPays>(pays[i], field));
      term.amount = MaybeMoney(At(amount, i, USANCE_NULL_INT64), currency);
      term.percent = MaybePercent(At(share_e12, i, USANCE_NULL_INT64));
      terms.row_terms.push_back(term);
    }
    return Give(*loan, std::move(terms), with_rows);
  });
}

usance_status usance_loan_with_fees(
    const usance_loan* loan, size_t n, const int32_t* first,
    const int32_t* last, const int64_t* amount, const int64_t* share_e12,
    const usance_fee_base* base, usance_loan** with_fees, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(loan, "/loan"));
    USANCE_RETURN_IF_ERROR(Optional(first, "/first"));
    USANCE_RETURN_IF_ERROR(Optional(last, "/last"));
    USANCE_RETURN_IF_ERROR(Optional(amount, "/amount"));
    USANCE_RETURN_IF_ERROR(Optional(share_e12, "/share_e12"));
    USANCE_RETURN_IF_ERROR(Optional(base, "/base"));
    USANCE_RETURN_IF_ERROR(Present(with_fees, "/with_fees"));
    AmortizationSpec terms = loan->value;
    const Currency currency = terms.principal.currency();
    for (size_t i = 0; i < n; ++i) {
      usance::RowFee fee;
      if (first != nullptr) fee.first = first[i];
      if (last != nullptr && last[i] != 0) fee.last = last[i];
      fee.amount = MaybeMoney(At(amount, i, USANCE_NULL_INT64), currency);
      fee.percent = MaybePercent(At(share_e12, i, USANCE_NULL_INT64));
      USANCE_ASSIGN_OR_RETURN(fee.base, ChooseOrNone<usance::FeeBase>(
                                            base == nullptr ? 0 : base[i],
                                            "/base/" + std::to_string(i)));
      terms.fees.push_back(fee);
    }
    return Give(*loan, std::move(terms), with_fees);
  });
}

usance_status usance_loan_with_advances(const usance_loan* loan, size_t n,
                                        const usance_day* on,
                                        const int64_t* amount,
                                        usance_loan** with_advances,
                                        usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(loan, "/loan"));
    USANCE_RETURN_IF_ERROR(Column(on, n, "/on"));
    USANCE_RETURN_IF_ERROR(Column(amount, n, "/amount"));
    USANCE_RETURN_IF_ERROR(Present(with_advances, "/with_advances"));
    USANCE_ASSIGN_OR_RETURN(const std::vector<usance::Date> days,
                            usance::capi::ToDates(on, n, "/on"));
    AmortizationSpec terms = loan->value;
    for (size_t i = 0; i < n; ++i) {
      terms.advances.push_back(
          {days[i], Money(amount[i], terms.principal.currency())});
    }
    return Give(*loan, std::move(terms), with_advances);
  });
}

usance_status usance_loan_with_capitalization(const usance_loan* loan, size_t n,
                                              const usance_day* on,
                                              usance_loan** with_capitalization,
                                              usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(loan, "/loan"));
    USANCE_RETURN_IF_ERROR(Column(on, n, "/on"));
    USANCE_RETURN_IF_ERROR(
        Present(with_capitalization, "/with_capitalization"));
    USANCE_ASSIGN_OR_RETURN(const std::vector<usance::Date> days,
                            usance::capi::ToDates(on, n, "/on"));
    AmortizationSpec terms = loan->value;
    std::vector<usance::Date>& all = terms.capitalization.days;
    all.insert(all.end(), days.begin(), days.end());
    return Give(*loan, std::move(terms), with_capitalization);
  });
}

void usance_loan_destroy(usance_loan* loan) { delete loan; }

usance_status usance_loan_amortize(const usance_loan* loan, size_t capacity,
                                   usance_day* start, usance_day* due,
                                   int64_t* opening, int64_t* advance,
                                   int64_t* interest, int64_t* principal,
                                   int64_t* fee, int64_t* tax, int64_t* payment,
                                   int64_t* closing, size_t* count,
                                   usance_amortization_totals* totals,
                                   usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    const RowColumns to = {start, due,     opening, interest, principal,
                           fee,   payment, closing, advance,  tax};
    USANCE_RETURN_IF_ERROR(Present(loan, "/loan"));
    USANCE_RETURN_IF_ERROR(Check(to, count, totals));
    if (!loan->has_rate) return NoRate();
    USANCE_ASSIGN_OR_RETURN(
        const AmortizationSummary made,
        usance::AmortizeColumns(loan->value, Behind(to, 0, capacity)));
    return EndLoan(made, capacity, count, totals);
  });
}

usance_status usance_loan_amortize_rows(
    const usance_loan* loan, size_t n, const int64_t* principal,
    const int64_t* rate_e12, const int64_t* rate_numerator,
    const int64_t* rate_denominator, const usance_day* start,
    const int32_t* periods, size_t capacity, int64_t* offset,
    usance_day* period_start, usance_day* due, int64_t* opening,
    int64_t* advance, int64_t* interest, int64_t* repaid, int64_t* fee,
    int64_t* tax, int64_t* payment, int64_t* closing, size_t* count,
    usance_status* status, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    const LoanColumns columns = {principal,
                                 {rate_e12, rate_numerator, rate_denominator},
                                 start,
                                 periods};
    const ManyRows rows = {capacity,
                           offset,
                           {period_start, due, opening, interest, repaid, fee,
                            payment, closing, advance, tax},
                           count,
                           status};
    USANCE_RETURN_IF_ERROR(Present(loan, "/loan"));
    USANCE_RETURN_IF_ERROR(Check(columns, rows));
    Loans loans(*loan, columns);
    return PutLoans(loans, n, rows, error);
  });
}

usance_status usance_loan_plan(const usance_loan* loan, size_t n,
                               const int64_t* debt, int64_t most,
                               int32_t most_payments, size_t capacity,
                               int32_t* row, int32_t* paid_debt, int64_t* part,
                               size_t* count,
                               usance_amortization_totals* totals,
                               usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(loan, "/loan"));
    USANCE_RETURN_IF_ERROR(Column(debt, n, "/debt"));
    USANCE_RETURN_IF_ERROR(Optional(row, "/row"));
    USANCE_RETURN_IF_ERROR(Optional(paid_debt, "/paid_debt"));
    USANCE_RETURN_IF_ERROR(Optional(part, "/part"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    if (totals != nullptr) {
      USANCE_RETURN_IF_ERROR(usance::capi::Writable(totals, "/totals"));
    }
    if (!loan->has_rate) return NoRate();
    const auto made =
        PlanOf(loan->value, {debt, n},
               most == USANCE_NULL_INT64 ? std::nullopt : std::optional(most),
               most_payments);
    if (!made.ok()) return PlanError(made.status());
    const std::vector<usance::PlanPart>& parts = made->parts;
    if (!usance::capi::Fits(parts.size(), capacity, count)) {
      return USANCE_STATUS_MORE;
    }
    PutColumn(row, parts, [](const auto& one) { return one.row; });
    PutColumn(paid_debt, parts, [](const auto& one) { return one.debt; });
    PutColumn(part, parts, [](const auto& one) { return one.amount_minor; });
    if (totals != nullptr) {
      usance::capi::Write(Totals(usance::PutColumns(made->amortization, {})),
                          totals);
    }
    return USANCE_STATUS_OK;
  });
}

usance_status usance_loan_verify(const usance_loan* loan, size_t n,
                                 const usance_day* start, const usance_day* due,
                                 const int64_t* opening, const int64_t* advance,
                                 const int64_t* interest,
                                 const int64_t* principal, const int64_t* fee,
                                 const int64_t* tax, const int64_t* payment,
                                 const int64_t* closing, size_t capacity,
                                 int32_t* row, usance_row_law* law, char* text,
                                 size_t* size, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    const ClaimColumns columns = {start,     due, opening, advance, interest,
                                  principal, fee, tax,     payment, closing};
    USANCE_RETURN_IF_ERROR(Present(loan, "/loan"));
    USANCE_RETURN_IF_ERROR(Check(columns, n));
    USANCE_RETURN_IF_ERROR(Present(row, "/row"));
    USANCE_RETURN_IF_ERROR(Present(law, "/law"));
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    Loans loans(*loan, {});
    USANCE_ASSIGN_OR_RETURN(const AmortizationSpec* terms, loans.Terms(0));
    USANCE_ASSIGN_OR_RETURN(const Amortization given, usance::Amortize(*terms));
    USANCE_ASSIGN_OR_RETURN(std::vector<Installment> rows,
                            ToRows(columns, n, given));
    USANCE_ASSIGN_OR_RETURN(
        const std::optional<usance::Breach> breach,
        usance::Verify(*terms, usance::ClaimOf(given, std::move(rows))));
    const usance_status status = usance::capi::PutText(
        breach ? breach->text : std::string(), text, capacity, size);
    if (status != USANCE_STATUS_OK) return status;
    *row = breach ? breach->row : 0;
    *law = breach ? static_cast<int32_t>(breach->law) : 0;
    return USANCE_STATUS_OK;
  });
}

usance_status usance_loan_solve(const usance_loan* loan, usance_unknown unknown,
                                int64_t payment, usance_loan_solution* solution,
                                usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(loan, "/loan"));
    USANCE_ASSIGN_OR_RETURN(const auto what,
                            Choose<usance::Unknown>(unknown, "/unknown"));
    USANCE_RETURN_IF_ERROR(usance::capi::Writable(solution, "/solution"));
    Loans loans(*loan, {});
    USANCE_ASSIGN_OR_RETURN(const AmortizationSpec* terms,
                            loans.Terms(0, what != usance::Unknown::kRate));
    USANCE_ASSIGN_OR_RETURN(
        const usance::Solution found,
        usance::Solve(*terms, what,
                      MaybeMoney(payment, terms->principal.currency())));
    usance::capi::Write(SolutionOf(what, found), solution);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_loan_positions(
    const usance_loan* loan, size_t n, const usance_day* on, int64_t* advanced,
    int64_t* principal, int64_t* current, int64_t* noncurrent,
    int64_t* interest_accrued, int64_t* principal_due, int64_t* interest_due,
    int64_t* fee_due, int64_t* tax_due, int64_t* capitalized, int64_t* earned,
    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    const PositionColumns to = {
        advanced,         principal,     current,      noncurrent,
        interest_accrued, principal_due, interest_due, fee_due,
        tax_due,          capitalized,   earned};
    USANCE_RETURN_IF_ERROR(Present(loan, "/loan"));
    USANCE_RETURN_IF_ERROR(Column(on, n, "/on"));
    USANCE_RETURN_IF_ERROR(Check(to));
    USANCE_ASSIGN_OR_RETURN(const std::vector<usance::Date> days,
                            usance::capi::ToDates(on, n, "/on"));
    Loans loans(*loan, {});
    USANCE_ASSIGN_OR_RETURN(const AmortizationSpec* terms, loans.Terms(0));
    USANCE_ASSIGN_OR_RETURN(const auto positions,
                            usance::LoanPositions(*terms, days));
    PutPositions(positions, to);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_loan_month_ends(
    const usance_loan* loan, size_t capacity, usance_day* on, int64_t* advanced,
    int64_t* principal, int64_t* current, int64_t* noncurrent,
    int64_t* interest_accrued, int64_t* principal_due, int64_t* interest_due,
    int64_t* fee_due, int64_t* tax_due, int64_t* capitalized, int64_t* earned,
    size_t* count, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    const PositionColumns to = {
        advanced,         principal,     current,      noncurrent,
        interest_accrued, principal_due, interest_due, fee_due,
        tax_due,          capitalized,   earned};
    USANCE_RETURN_IF_ERROR(Present(loan, "/loan"));
    USANCE_RETURN_IF_ERROR(Optional(on, "/on"));
    USANCE_RETURN_IF_ERROR(Check(to));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    Loans loans(*loan, {});
    USANCE_ASSIGN_OR_RETURN(const AmortizationSpec* terms, loans.Terms(0));
    USANCE_ASSIGN_OR_RETURN(const auto positions,
                            usance::MonthEndPositions(*terms));
    if (!usance::capi::Fits(positions.size(), capacity, count)) {
      return USANCE_STATUS_MORE;
    }
    PutColumn(on, positions, [](const usance::LoanPosition& position) {
      return position.as_of.days();
    });
    PutPositions(positions, to);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_loan_change(
    const usance_loan* loan, size_t n, const usance_loan_change_kind* kind,
    const usance_day* on, const usance_adjusts* adjusts,
    const usance_early_interest* early_interest, const int64_t* amount,
    const int64_t* rate_e12, const usance_day* day, const int32_t* rows,
    const int32_t* months, const int32_t* days, const int32_t* change,
    size_t capacity, usance_day* start, usance_day* due, int64_t* opening,
    int64_t* advance, int64_t* interest, int64_t* principal, int64_t* fee,
    int64_t* tax, int64_t* payment, int64_t* closing, size_t* count,
    usance_amortization_totals* totals, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    const ChangeColumns from = {kind,   on,       adjusts, early_interest,
                                amount, rate_e12, day,     rows,
                                months, days,     change};
    const RowColumns to = {start, due,     opening, interest, principal,
                           fee,   payment, closing, advance,  tax};
    USANCE_RETURN_IF_ERROR(Present(loan, "/loan"));
    USANCE_RETURN_IF_ERROR(from.Check(n));
    USANCE_RETURN_IF_ERROR(Check(to, count, totals));
    if (!loan->has_rate) return NoRate();
    USANCE_ASSIGN_OR_RETURN(const std::vector<usance::LoanChange> changes,
                            ToChanges(from, n, loan->value));
    const auto changed = usance::ChangeLoan(loan->value, changes);
    if (!changed.ok()) return OfColumns(changed.status());
    return EndLoan(
        usance::PutColumns(changed->amortization, Behind(to, 0, capacity)),
        capacity, count, totals);
  });
}

usance_status usance_loan_payoff(
    const usance_loan* loan, size_t n, const usance_loan_change_kind* kind,
    const usance_day* on, const usance_adjusts* adjusts,
    const usance_early_interest* early_interest, const int64_t* amount,
    const int64_t* rate_e12, const usance_day* day, const int32_t* rows,
    const int32_t* months, const int32_t* days, const int32_t* change, size_t m,
    const usance_day* payoff, int64_t* principal, int64_t* interest,
    int64_t* fee, int64_t* tax, int64_t* total, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    const ChangeColumns from = {kind,   on,       adjusts, early_interest,
                                amount, rate_e12, day,     rows,
                                months, days,     change};
    USANCE_RETURN_IF_ERROR(Present(loan, "/loan"));
    USANCE_RETURN_IF_ERROR(from.Check(n));
    USANCE_RETURN_IF_ERROR(Optional(principal, "/principal"));
    USANCE_RETURN_IF_ERROR(Optional(interest, "/interest"));
    USANCE_RETURN_IF_ERROR(Optional(fee, "/fee"));
    USANCE_RETURN_IF_ERROR(Optional(tax, "/tax"));
    USANCE_RETURN_IF_ERROR(Optional(total, "/total"));
    USANCE_RETURN_IF_ERROR(Column(payoff, m, "/payoff"));
    if (!loan->has_rate) return NoRate();
    USANCE_ASSIGN_OR_RETURN(const std::vector<usance::Date> quoted,
                            usance::capi::ToDates(payoff, m, "/payoff"));
    for (size_t k = 1; k < m; ++k) {
      const std::string field = "/payoff/" + std::to_string(k);
      if (quoted[k] <= quoted[k - 1]) {
        return Error(Reason::kOutOfOrder, field,
                     quoted[k].ToText() + " is not after the day before it");
      }
      if (quoted[k].days() - quoted[0].days() >= usance::kMaxPayoffDays) {
        return Error(Reason::kLimitExceeded, field,
                     quoted[k].ToText() + " is over 366 days from the first");
      }
    }
    USANCE_ASSIGN_OR_RETURN(const std::vector<usance::LoanChange> changes,
                            ToChanges(from, n, loan->value));
    if (m == 0) return USANCE_STATUS_OK;
    auto all = usance::LoanPayoffs(loan->value, changes, quoted.front(),
                                   quoted.back());
    if (!all.ok()) return OfColumns(all.status());
    std::vector<usance::LoanPayoff> quotes;
    for (const usance::Date asked : quoted) {
      quotes.push_back(
          (*all)[static_cast<size_t>(asked.days() - quoted[0].days())]);
    }
    using Quote = usance::LoanPayoff;
    PutColumn(principal, quotes,
              [](const Quote& q) { return q.principal_minor; });
    PutColumn(interest, quotes,
              [](const Quote& q) { return q.interest_minor; });
    PutColumn(fee, quotes, [](const Quote& q) { return q.fee_minor; });
    PutColumn(tax, quotes, [](const Quote& q) { return q.tax_minor; });
    PutColumn(total, quotes, [](const Quote& q) { return q.total_minor; });
    return USANCE_STATUS_OK;
  });
}

usance_status usance_loan_share(
    const usance_loan* loan, size_t n, const int64_t* weight, size_t lender,
    size_t capacity, usance_day* start, usance_day* due, int64_t* opening,
    int64_t* advance, int64_t* interest, int64_t* principal, int64_t* fee,
    int64_t* tax, int64_t* payment, int64_t* closing, size_t* count,
    usance_amortization_totals* totals, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    const RowColumns to = {start, due,     opening, interest, principal,
                           fee,   payment, closing, advance,  tax};
    USANCE_RETURN_IF_ERROR(Present(loan, "/loan"));
    USANCE_RETURN_IF_ERROR(Column(weight, n, "/weight"));
    USANCE_RETURN_IF_ERROR(Check(to, count, totals));
    if (lender >= n) {
      return Error(Reason::kOutOfRange, "/lender",
                   std::to_string(lender) + " of " + std::to_string(n));
    }
    Loans loans(*loan, {});
    USANCE_ASSIGN_OR_RETURN(const AmortizationSpec* terms, loans.Terms(0));
    USANCE_ASSIGN_OR_RETURN(const Amortization made, usance::Amortize(*terms));
    const std::vector<usance::Fraction> weights(weight, weight + n);
    USANCE_ASSIGN_OR_RETURN(const std::vector<Amortization> shares,
                            usance::ShareAmortization(made, weights));
    return EndLoan(usance::PutColumns(shares[lender], Behind(to, 0, capacity)),
                   capacity, count, totals);
  });
}
