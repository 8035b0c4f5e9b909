#include "usance/installment/installment.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "capi/boundary.h"
#include "capi/convert.h"
#include "capi/handles.h"
#include "usance/installment/amortization_spec.h"
#include "usance/installment/amortize.h"

using usance::Amortization;
using usance::AmortizationSpec;
using usance::Currency;
using usance::Error;
using usance::Installment;
using usance::Money;
using usance::Rate;
using usance::Reason;
using usance::Rounding;
using usance::TimeUnit;
using usance::capi::Choose;
using usance::capi::ChooseOrNone;
using usance::capi::CopyText;
using usance::capi::EachRow;
using usance::capi::Guard;
using usance::capi::MaybeCount;
using usance::capi::MaybeMoney;
using usance::capi::MaybePercent;
using usance::capi::Optional;
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
  return absl::OkStatus();
}

// The terms but for the rate, which is 0.
absl::StatusOr<AmortizationSpec> ToSpec(const usance_amortization_spec& from,
                                        const usance_schedule_spec& schedule,
                                        const usance_calendar* calendar) {
  USANCE_RETURN_IF_ERROR(usance::capi::CheckReserved(from.reserved));
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          usance::capi::ToCurrency(from.currency, from.digits));
  USANCE_ASSIGN_OR_RETURN(const TimeUnit unit,
                          Choose<TimeUnit>(from.rate_unit, "/rate_unit"));
  USANCE_ASSIGN_OR_RETURN(const usance::ScheduleSpec dates,
                          usance::capi::ToScheduleSpec(schedule, calendar));
  AmortizationSpec to = {.principal = Money(from.principal, currency),
                         .rate = Rate(0, unit),
                         .schedule = dates,
                         .grace_rows = from.grace_rows};
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
  USANCE_RETURN_IF_ERROR(AddPayments(from, currency, to));
  return to;
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

absl::StatusOr<Rate> ToRate(const usance_amortization_spec& terms,
                            TimeUnit unit, const RateColumns& columns,
                            size_t row) {
  // 0 is what init sets: beside a fraction it is no rate.
  const bool fraction =
      terms.rate_denominator != 0 || columns.denominator != nullptr;
  const int64_t e12 =
      fraction && terms.rate_e12 == 0 ? USANCE_NULL_INT64 : terms.rate_e12;
  USANCE_ASSIGN_OR_RETURN(
      const std::optional<Rate> rate,
      usance::capi::MaybeRate(
          columns.At(row, {e12, terms.rate_numerator, terms.rate_denominator}),
          unit));
  if (rate) return *rate;
  return Error(Reason::kMissingField, "/rate_e12", "no rate is given");
}

// A contract and the columns that vary it.
class Loans {
 public:
  static absl::StatusOr<Loans> Make(const usance_amortization_spec* spec,
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
    USANCE_ASSIGN_OR_RETURN(AmortizationSpec contract,
                            ToSpec(terms, dates, calendar));
    return Loans(terms, columns, std::move(contract));
  }

  // The i-th loan.
  absl::StatusOr<Amortization> Compute(size_t i) {
    if (columns_.principal != nullptr) {
      contract_.principal =
          Money(columns_.principal[i], contract_.principal.currency());
    }
    USANCE_ASSIGN_OR_RETURN(
        contract_.rate,
        ToRate(terms_, contract_.rate.unit(), columns_.rate, i));
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
    return usance::Amortize(contract_);
  }

  // What the rows of n loans can come to at most, where no end says more.
  [[nodiscard]] std::optional<size_t> MostRows(size_t n) const {
    if (contract_.schedule.end) return std::nullopt;
    size_t most = 0;
    for (size_t i = 0; i < n; ++i) {
      const int32_t count = columns_.count == nullptr
                                ? contract_.schedule.count.value_or(0)
                                : columns_.count[i];
      most += static_cast<size_t>(std::max(count, 0));
    }
    return most;
  }

 private:
  Loans(const usance_amortization_spec& terms, const LoanColumns& columns,
        AmortizationSpec contract)
      : terms_(terms), columns_(columns), contract_(std::move(contract)) {}

  usance_amortization_spec terms_;
  LoanColumns columns_;
  AmortizationSpec contract_;
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
  return Optional(to.closing, "/closing");
}

template <class T>
T* Behind(T* column, size_t rows) {
  return column == nullptr ? nullptr : column + rows;
}

// Writes the rows of a loan behind the first `done`.
void PutRows(const Amortization& loan, size_t done, const RowColumns& to) {
  const std::vector<Installment>& rows = loan.rows;
  PutColumn(Behind(to.start, done), rows,
            [](const Installment& row) { return row.period.start.days(); });
  PutColumn(Behind(to.due, done), rows,
            [](const Installment& row) { return row.due().days(); });
  PutColumn(Behind(to.opening, done), rows,
            [](const Installment& row) { return row.opening_minor; });
  PutColumn(Behind(to.interest, done), rows,
            [](const Installment& row) { return row.interest_minor; });
  PutColumn(Behind(to.principal, done), rows,
            [](const Installment& row) { return row.principal_minor; });
  PutColumn(Behind(to.fee, done), rows,
            [](const Installment& row) { return row.fee_minor; });
  PutColumn(Behind(to.payment, done), rows,
            [](const Installment& row) { return row.payment_minor; });
  PutColumn(Behind(to.closing, done), rows,
            [](const Installment& row) { return row.closing_minor; });
}

int64_t OrNull(const std::optional<int64_t>& minor) {
  return minor.value_or(USANCE_NULL_INT64);
}

usance_amortization_totals Totals(const Amortization& loan) {
  auto totals = usance::capi::Layout<usance_amortization_totals>::kDefaults;
  totals.rows = static_cast<int32_t>(loan.rows.size());
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
  USANCE_ASSIGN_OR_RETURN(Loans loans,
                          Loans::Make(spec, schedule, calendar, columns));
  return EachRow(n, status, error, [&](size_t i) -> absl::Status {
    Put(to.level_payment, i, 0);
    Put(to.interest, i, 0);
    Put(to.payment, i, 0);
    USANCE_ASSIGN_OR_RETURN(const Amortization loan, loans.Compute(i));
    Put(to.level_payment, i, OrNull(loan.level_payment_minor));
    Put(to.interest, i, loan.totals.interest_minor);
    Put(to.payment, i, loan.totals.payment_minor);
    return absl::OkStatus();
  });
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
    USANCE_RETURN_IF_ERROR(Check(to, "/start", "/principal"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    if (totals != nullptr) {
      USANCE_RETURN_IF_ERROR(usance::capi::Writable(totals, "/totals"));
    }
    USANCE_ASSIGN_OR_RETURN(Loans loans,
                            Loans::Make(spec, schedule, calendar, {}));
    USANCE_ASSIGN_OR_RETURN(const Amortization loan, loans.Compute(0));
    if (!usance::capi::Fits(loan.rows.size(), capacity, count)) {
      return USANCE_STATUS_MORE;
    }
    PutRows(loan, 0, to);
    if (totals != nullptr) usance::capi::Write(Totals(loan), totals);
    return USANCE_STATUS_OK;
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
    const RowColumns to = {period_start, due, opening, interest,
                           repaid,       fee, payment, closing};
    USANCE_RETURN_IF_ERROR(Check(columns, "/periods"));
    USANCE_RETURN_IF_ERROR(Optional(offset, "/offset"));
    USANCE_RETURN_IF_ERROR(Check(to, "/period_start", "/repaid"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    USANCE_RETURN_IF_ERROR(Optional(status, "/status"));
    USANCE_ASSIGN_OR_RETURN(Loans loans,
                            Loans::Make(spec, schedule, calendar, columns));
    // Nothing is written unless all of it has room.
    const std::optional<size_t> most = loans.MostRows(n);
    if (!most || *most > capacity) {
      size_t rows = 0;
      for (size_t i = 0; i < n; ++i) {
        const absl::StatusOr<Amortization> loan = loans.Compute(i);
        if (loan.ok()) rows += loan->rows.size();
      }
      if (!usance::capi::Fits(rows, capacity, count)) {
        return USANCE_STATUS_MORE;
      }
    }
    size_t done = 0;
    const usance_status all =
        EachRow(n, status, error, [&](size_t i) -> absl::Status {
          Put(offset, i, done);
          USANCE_ASSIGN_OR_RETURN(const Amortization loan, loans.Compute(i));
          USANCE_CHECK(loan.rows.size() <= capacity - done);
          PutRows(loan, done, to);
          done += loan.rows.size();
          return absl::OkStatus();
        });
    *count = done;
    return all;
  });
}
