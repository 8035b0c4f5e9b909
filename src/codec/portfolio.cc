#include "usance/codec/portfolio.h"

#include <string>
#include <utility>

#include "src/core/exact.h"
#include "usance/money/format.h"
#include "usance/portfolio/metrics.h"

namespace usance {
namespace {

// To two places, half up: "60.83", "-0.50".
std::string Hundredths(const Exact& value) {
  const Integer all = (value * Exact(100)).Round(Rounding::kHalfUp);
  const Integer size = abs(all);
  std::string digits = size.str();
  if (digits.size() < 3) digits.insert(0, 3 - digits.size(), '0');
  digits.insert(digits.size() - 2, ".");
  return (all < 0 ? "-" : "") + digits;
}

// An object that leaves out what is not defined.
class Members {
 public:
  explicit Members(Currency currency) : currency_(currency) {
    json_.Set("currency", currency.code());
  }
  void Day(std::string_view name, Date day) { json_.Set(name, day.ToText()); }
  void Amount(std::string_view name, int64_t minor) {
    json_.Set(name, FormatAmount(minor, currency_));
  }
  void Days(std::string_view name, const absl::StatusOr<Fraction>& days) {
    if (days.ok()) json_.Set(name, Hundredths(Exact(*days)));
  }
  void Share(std::string_view name, const absl::StatusOr<Fraction>& share) {
    if (!share.ok()) return;
    json_.Set(name, Hundredths(Exact(*share) * Exact(100)) + "%");
  }
  void Set(std::string_view name, Json value) {
    json_.Set(name, std::move(value));
  }
  [[nodiscard]] Json Take() && { return std::move(json_); }

 private:
  Currency currency_;
  Json json_ = Json::Object();
};

}  // namespace

Json MetricsJson(const Figures& figures) {
  const Receivables& of = figures.receivables;
  Members out(figures.currency);
  out.Day("from", figures.from);
  out.Day("to", figures.to);
  out.Amount("opening", of.opening_minor);
  out.Amount("sales", of.sales_minor);
  out.Amount("collected", figures.collected_minor);
  out.Amount("closing", of.closing_minor);
  out.Amount("not_due", of.not_due_minor);
  out.Days("dso", Dso(of));
  out.Days("best_possible_dso", BestPossibleDso(of));
  out.Days("average_days_delinquent", AverageDaysDelinquent(of));
  out.Days("countback_dso", CountbackDso(of.closing_minor, MonthsOf(figures)));
  out.Share("collection_effectiveness", CollectionEffectiveness(of));
  out.Share("collection_rate", CollectionRate(of, figures.collected_minor));
  out.Days("average_days_to_pay", AverageDays(figures.paid_days_taken));
  out.Days("average_days_late", AverageDays(figures.paid_days_late));
  out.Share("paid_on_time", ShareOfAmount(figures.paid_days_late, {.last = 0}));
  out.Days("past_due_days_late", AverageDays(figures.past_due_days_late));
  out.Days(
      "average_payment_period",
      AveragePaymentPeriod(figures.paid_days_taken, figures.open_days_old));
  const auto practices = PaymentPracticesOf(figures.paid_days_taken);
  if (practices.ok()) {
    out.Share("paid_within_30_days", practices->within_30_days);
    out.Share("paid_in_31_to_60_days", practices->from_31_to_60_days);
    out.Share("paid_after_60_days", practices->after_60_days);
  }
  out.Share("promises_kept", PromiseKeepRate(figures.promises));
  return std::move(out).Take();
}

Json ForecastJson(const Forecast& forecast, Currency currency) {
  Members out(currency);
  Json buckets = Json::List();
  for (const ForecastBucket& bucket : forecast.buckets) {
    Json one = Json::Object();
    one.Set("first", bucket.first.ToText());
    one.Set("last", bucket.last.ToText());
    one.Set("expected", FormatAmount(bucket.expected_minor, currency));
    one.Set("promised", FormatAmount(bucket.promised_minor, currency));
    one.Set("planned", FormatAmount(bucket.planned_minor, currency));
    buckets.Append(std::move(one));
  }
  out.Set("buckets", std::move(buckets));
  out.Amount("later", forecast.later_minor);
  out.Amount("withheld", forecast.withheld_minor);
  out.Amount("total", forecast.total_minor);
  return std::move(out).Take();
}

Json BackTestJson(const BackTest& test, Currency currency) {
  Members out(currency);
  Json buckets = Json::List();
  for (const BackTestBucket& bucket : test.buckets) {
    Json one = Json::Object();
    one.Set("first", bucket.first.ToText());
    one.Set("last", bucket.last.ToText());
    one.Set("forecast", FormatAmount(bucket.forecast_minor, currency));
    one.Set("actual", FormatAmount(bucket.actual_minor, currency));
    one.Set("error", FormatAmount(bucket.error_minor, currency));
    buckets.Append(std::move(one));
  }
  out.Set("buckets", std::move(buckets));
  out.Amount("forecast", test.forecast_minor);
  out.Amount("actual", test.actual_minor);
  if (test.error_share) out.Share("error_share", *test.error_share);
  return std::move(out).Take();
}

}  // namespace usance
