#include "usance/codec/portfolio.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "capi/account.h"
#include "capi/boundary.h"
#include "capi/handles.h"
#include "usance/portfolio/figures.h"
#include "usance/portfolio/forecast.h"
#include "usance/portfolio/metrics.h"

using usance::Account;
using usance::Error;
using usance::ExpectedClaims;
using usance::Figures;
using usance::Forecast;
using usance::ForecastBucket;
using usance::Fraction;
using usance::LateRecord;
using usance::LateRecordSpec;
using usance::Reason;
using usance::Receivables;
using usance::capi::CheckIsReplayed;
using usance::capi::ChooseOrNone;
using usance::capi::Column;
using usance::capi::Defaults;
using usance::capi::Fits;
using usance::capi::Guard;
using usance::capi::Optional;
using usance::capi::Outcome;
using usance::capi::Present;
using usance::capi::PutColumn;
using usance::capi::PutFraction;
using usance::capi::PutText;
using usance::capi::Read;
using usance::capi::Writable;
using usance::capi::Write;

namespace {

// What one account adds.
struct Part {
  Figures figures;
  LateRecord record;
  ExpectedClaims claims;
};

absl::StatusOr<Part> PartOf(const usance_account& account, int32_t days,
                            const LateRecordSpec& looks) {
  USANCE_RETURN_IF_ERROR(CheckIsReplayed(account));
  if (days < 1 || days > 3'660) {
    return Error(Reason::kOutOfRange, "/days",
                 std::to_string(days) + "; allowed: 1 to 3660");
  }
  usance::ReplaySpec before = account.spec;
  USANCE_ASSIGN_OR_RETURN(before.as_of,
                          AddDays(account.spec.as_of, -days, "/days"));
  USANCE_ASSIGN_OR_RETURN(const Account opening,
                          Replay(*account.journal, *account.policy, before));
  USANCE_ASSIGN_OR_RETURN(Figures figures,
                          FiguresOf(opening, account.value, *account.journal));
  USANCE_ASSIGN_OR_RETURN(LateRecord record,
                          LateRecordOf(account.value, *account.journal, looks));
  USANCE_ASSIGN_OR_RETURN(ExpectedClaims claims,
                          ExpectedClaimsOf(account.value, *account.journal));
  return Part{std::move(figures), std::move(record), std::move(claims)};
}

absl::Status CheckIsWhole(const usance_portfolio& portfolio) {
  if (portfolio.whole) return absl::OkStatus();
  return Error(Reason::kContextRequired, "/portfolio",
               "an account could not be added, and the sums are lost");
}

usance_metrics StructOf(const Figures& figures) {
  const Receivables& of = figures.receivables;
  auto to = Defaults<usance_metrics>(figures.currency);
  to.first = figures.from.days();
  to.last = figures.to.days();
  to.opening = of.opening_minor;
  to.sales = of.sales_minor;
  to.collected = figures.collected_minor;
  to.closing = of.closing_minor;
  to.not_due = of.not_due_minor;
  const auto put = [](const absl::StatusOr<Fraction>& value, int64_t* numerator,
                      int64_t* denominator) {
    if (value.ok()) PutFraction(*value, numerator, denominator);
  };
  put(usance::Dso(of), &to.dso_numerator, &to.dso_denominator);
  put(usance::BestPossibleDso(of), &to.best_possible_dso_numerator,
      &to.best_possible_dso_denominator);
  put(usance::AverageDaysDelinquent(of), &to.average_days_delinquent_numerator,
      &to.average_days_delinquent_denominator);
  put(usance::CountbackDso(of.closing_minor, MonthsOf(figures)),
      &to.countback_dso_numerator, &to.countback_dso_denominator);
  put(usance::CollectionEffectiveness(of),
      &to.collection_effectiveness_numerator,
      &to.collection_effectiveness_denominator);
  put(usance::CollectionRate(of, figures.collected_minor),
      &to.collection_rate_numerator, &to.collection_rate_denominator);
  put(usance::AverageDays(figures.paid_days_taken),
      &to.average_days_to_pay_numerator, &to.average_days_to_pay_denominator);
  put(usance::AverageDays(figures.paid_days_late),
      &to.average_days_late_numerator, &to.average_days_late_denominator);
  put(usance::ShareOfAmount(figures.paid_days_late, {.last = 0}),
      &to.paid_on_time_numerator, &to.paid_on_time_denominator);
  put(usance::AverageDays(figures.past_due_days_late),
      &to.past_due_days_late_numerator, &to.past_due_days_late_denominator);
  put(usance::AveragePaymentPeriod(figures.paid_days_taken,
                                   figures.open_days_old),
      &to.average_payment_period_numerator,
      &to.average_payment_period_denominator);
  put(usance::PromiseKeepRate(figures.promises), &to.promises_kept_numerator,
      &to.promises_kept_denominator);
  const auto practices = PaymentPracticesOf(figures.paid_days_taken);
  if (practices.ok()) {
    PutFraction(practices->within_30_days, &to.paid_within_30_days_numerator,
                &to.paid_within_30_days_denominator);
    PutFraction(practices->from_31_to_60_days,
                &to.paid_in_31_to_60_days_numerator,
                &to.paid_in_31_to_60_days_denominator);
    PutFraction(practices->after_60_days, &to.paid_after_60_days_numerator,
                &to.paid_after_60_days_denominator);
  }
  return to;
}

}  // namespace

usance_status usance_portfolio_create(const usance_account* account,
                                      const usance_portfolio_spec* spec,
                                      usance_portfolio** portfolio,
                                      usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_ASSIGN_OR_RETURN(const usance_portfolio_spec from,
                            Read(spec, "/spec"));
    USANCE_RETURN_IF_ERROR(Present(portfolio, "/portfolio"));
    const LateRecordSpec looks = {.settle_days = from.settle_days,
                                  .record_days = from.record_days};
    USANCE_ASSIGN_OR_RETURN(Part part, PartOf(*account, from.days, looks));
    *portfolio = new usance_portfolio{from.days,
                                      looks,
                                      account->value.currency,
                                      std::move(part.figures),
                                      std::move(part.record),
                                      std::move(part.claims)};
    return USANCE_STATUS_OK;
  });
}

void usance_portfolio_destroy(usance_portfolio* portfolio) { delete portfolio; }

usance_status usance_portfolio_add(usance_portfolio* portfolio,
                                   const usance_account* account,
                                   usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(portfolio, "/portfolio"));
    USANCE_RETURN_IF_ERROR(Present(account, "/account"));
    USANCE_RETURN_IF_ERROR(CheckIsWhole(*portfolio));
    USANCE_ASSIGN_OR_RETURN(
        const Part part, PartOf(*account, portfolio->days, portfolio->looks));
    const Figures& sum = portfolio->figures;
    // Else AddTo refuses it with nothing added.
    portfolio->whole =
        part.figures.currency != sum.currency || part.figures.to != sum.to;
    USANCE_RETURN_IF_ERROR(AddTo(portfolio->figures, part.figures));
    USANCE_RETURN_IF_ERROR(AddTo(portfolio->record, part.record));
    USANCE_RETURN_IF_ERROR(AddTo(portfolio->claims, part.claims));
    portfolio->whole = true;
    return USANCE_STATUS_OK;
  });
}

usance_status usance_portfolio_metrics(const usance_portfolio* portfolio,
                                       usance_metrics* metrics,
                                       usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(portfolio, "/portfolio"));
    USANCE_RETURN_IF_ERROR(Writable(metrics, "/metrics"));
    USANCE_RETURN_IF_ERROR(CheckIsWhole(*portfolio));
    Write(StructOf(portfolio->figures), metrics);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_portfolio_metrics_text(const usance_portfolio* portfolio,
                                            size_t capacity, char* text,
                                            size_t* size, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(portfolio, "/portfolio"));
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    USANCE_RETURN_IF_ERROR(CheckIsWhole(*portfolio));
    return PutText(ToText(usance::MetricsJson(portfolio->figures)), text,
                   capacity, size);
  });
}

usance_status usance_portfolio_forecast(
    const usance_portfolio* portfolio, const usance_forecast_spec* spec,
    size_t capacity, usance_day* first, usance_day* last, int64_t* expected,
    int64_t* promised, int64_t* planned, size_t* count,
    usance_forecast_totals* forecast, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(portfolio, "/portfolio"));
    USANCE_ASSIGN_OR_RETURN(const usance_forecast_spec from,
                            Read(spec, "/spec"));
    USANCE_RETURN_IF_ERROR(Optional(first, "/first"));
    USANCE_RETURN_IF_ERROR(Optional(last, "/last"));
    USANCE_RETURN_IF_ERROR(Optional(expected, "/expected"));
    USANCE_RETURN_IF_ERROR(Optional(promised, "/promised"));
    USANCE_RETURN_IF_ERROR(Optional(planned, "/planned"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    if (forecast != nullptr) {
      USANCE_RETURN_IF_ERROR(Writable(forecast, "/forecast"));
    }
    USANCE_RETURN_IF_ERROR(CheckIsWhole(*portfolio));
    USANCE_ASSIGN_OR_RETURN(
        const usance::Rounding rounding,
        ChooseOrNone<usance::Rounding>(from.rounding, "/rounding"));
    USANCE_ASSIGN_OR_RETURN(const Forecast made,
                            ForecastOf(portfolio->record, portfolio->claims,
                                       {.as_of = portfolio->figures.to,
                                        .bucket_days = from.bucket_days,
                                        .bucket_count = from.bucket_count,
                                        .rounding = rounding}));
    const auto& buckets = made.buckets;
    if (!Fits(buckets.size(), capacity, count)) return USANCE_STATUS_MORE;
    PutColumn(first, buckets,
              [](const ForecastBucket& one) { return one.first.days(); });
    PutColumn(last, buckets,
              [](const ForecastBucket& one) { return one.last.days(); });
    PutColumn(expected, buckets,
              [](const ForecastBucket& one) { return one.expected_minor; });
    PutColumn(promised, buckets,
              [](const ForecastBucket& one) { return one.promised_minor; });
    PutColumn(planned, buckets,
              [](const ForecastBucket& one) { return one.planned_minor; });
    if (forecast == nullptr) return USANCE_STATUS_OK;
    auto to = Defaults<usance_forecast_totals>(portfolio->currency);
    to.later = made.later_minor;
    to.withheld = made.withheld_minor;
    to.total = made.total_minor;
    Write(to, forecast);
    return USANCE_STATUS_OK;
  });
}
