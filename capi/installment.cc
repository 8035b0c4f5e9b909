#include "usance/installment/installment.h"

#include "capi/boundary.h"
#include "capi/convert.h"
#include "capi/handles.h"
#include "usance/installment/amortization_spec.h"
#include "usance/installment/amortize.h"

using usance::Amortization;
using usance::AmortizationSpec;
using usance::Currency;
using usance::Installment;
using usance::Money;
using usance::Rate;
using usance::Rounding;
using usance::TimeUnit;
using usance::capi::Choose;
using usance::capi::ChooseOrNone;
using usance::capi::CopyText;
using usance::capi::EachRow;
using usance::capi::Guard;
using usance::capi::Optional;
using usance::capi::Outcome;
using usance::capi::Present;
using usance::capi::Put;
using usance::capi::PutColumn;
using usance::capi::Read;

namespace {

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
                         .rate = Rate::FromE12(from.rate_e12, unit),
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
  to.balloon = usance::capi::MaybeMoney(from.balloon, currency);
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
  return to;
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
  return totals;
}

}  // namespace

usance_status usance_amortize(
    const usance_amortization_spec* spec, const usance_schedule_spec* schedule,
    const usance_calendar* calendar, size_t capacity, usance_day* start,
    usance_day* due, int64_t* opening, int64_t* interest, int64_t* principal,
    int64_t* fee, int64_t* payment, int64_t* closing, size_t* count,
    usance_amortization_totals* totals, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Optional(start, "/start"));
    USANCE_RETURN_IF_ERROR(Optional(due, "/due"));
    USANCE_RETURN_IF_ERROR(Optional(opening, "/opening"));
    USANCE_RETURN_IF_ERROR(Optional(interest, "/interest"));
    USANCE_RETURN_IF_ERROR(Optional(principal, "/principal"));
    USANCE_RETURN_IF_ERROR(Optional(fee, "/fee"));
    USANCE_RETURN_IF_ERROR(Optional(payment, "/payment"));
    USANCE_RETURN_IF_ERROR(Optional(closing, "/closing"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    if (totals != nullptr) {
      USANCE_RETURN_IF_ERROR(usance::capi::Writable(totals, "/totals"));
    }
    USANCE_ASSIGN_OR_RETURN(const usance_amortization_spec terms,
                            Read(spec, "/spec"));
    USANCE_ASSIGN_OR_RETURN(const usance_schedule_spec dates,
                            Read(schedule, "/schedule"));
    USANCE_ASSIGN_OR_RETURN(const AmortizationSpec contract,
                            ToSpec(terms, dates, calendar));
    USANCE_ASSIGN_OR_RETURN(const Amortization loan,
                            usance::Amortize(contract));
    if (!usance::capi::Fits(loan.rows.size(), capacity, count)) {
      return USANCE_STATUS_MORE;
    }
    PutColumn(start, loan.rows,
              [](const Installment& row) { return row.period.start.days(); });
    PutColumn(due, loan.rows,
              [](const Installment& row) { return row.due().days(); });
    PutColumn(opening, loan.rows,
              [](const Installment& row) { return row.opening_minor; });
    PutColumn(interest, loan.rows,
              [](const Installment& row) { return row.interest_minor; });
    PutColumn(principal, loan.rows,
              [](const Installment& row) { return row.principal_minor; });
    PutColumn(fee, loan.rows,
              [](const Installment& row) { return row.fee_minor; });
    PutColumn(payment, loan.rows,
              [](const Installment& row) { return row.payment_minor; });
    PutColumn(closing, loan.rows,
              [](const Installment& row) { return row.closing_minor; });
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
    USANCE_RETURN_IF_ERROR(Optional(principal, "/principal"));
    USANCE_RETURN_IF_ERROR(Optional(rate_e12, "/rate_e12"));
    USANCE_RETURN_IF_ERROR(Optional(start, "/start"));
    USANCE_RETURN_IF_ERROR(Optional(count, "/count"));
    USANCE_RETURN_IF_ERROR(Optional(level_payment, "/level_payment"));
    USANCE_RETURN_IF_ERROR(Optional(interest, "/interest"));
    USANCE_RETURN_IF_ERROR(Optional(payment, "/payment"));
    USANCE_RETURN_IF_ERROR(Optional(status, "/status"));
    USANCE_ASSIGN_OR_RETURN(usance_amortization_spec terms,
                            Read(spec, "/spec"));
    USANCE_ASSIGN_OR_RETURN(usance_schedule_spec dates,
                            Read(schedule, "/schedule"));
    // What a column gives is not read; any day and any count are one.
    if (start != nullptr) dates.start = 0;
    if (count != nullptr) dates.count = 1;
    USANCE_ASSIGN_OR_RETURN(AmortizationSpec contract,
                            ToSpec(terms, dates, calendar));
    return EachRow(n, status, error, [&](size_t i) -> absl::Status {
      Put(level_payment, i, 0);
      Put(interest, i, 0);
      Put(payment, i, 0);
      if (principal != nullptr) {
        contract.principal = Money(principal[i], contract.principal.currency());
      }
      if (rate_e12 != nullptr) {
        contract.rate = Rate::FromE12(rate_e12[i], contract.rate.unit());
      }
      if (start != nullptr) {
        USANCE_ASSIGN_OR_RETURN(contract.schedule.start,
                                usance::capi::ToDate(start[i], "/start"));
      }
      if (count != nullptr) {
        USANCE_ASSIGN_OR_RETURN(
            contract.schedule.count,
            usance::capi::ToCount(count[i], contract.schedule.end));
      }
      USANCE_ASSIGN_OR_RETURN(const Amortization loan,
                              usance::Amortize(contract));
      Put(level_payment, i, OrNull(loan.level_payment_minor));
      Put(interest, i, loan.totals.interest_minor);
      Put(payment, i, loan.totals.payment_minor);
      return absl::OkStatus();
    });
  });
}
