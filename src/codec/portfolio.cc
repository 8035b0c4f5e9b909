#include "usance/codec/portfolio.h"

#include <string>
#include <utility>
#include <vector>

#include "src/core/exact.h"
#include "usance/money/format.h"
#include "usance/money/percent.h"
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

// "12.50%"
std::string ShareText(const Fraction& share) {
  return Hundredths(Exact(share) * Exact(100)) + "%";
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
    if (share.ok()) json_.Set(name, ShareText(*share));
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

absl::StatusOr<Json> OutcomesJson(std::span<const Outcome> outcomes,
                                  OutcomeMeasure measure, Currency currency) {
  USANCE_ASSIGN_OR_RETURN(const std::vector<RankedOutcome> ranked,
                          Rank(outcomes, measure));
  Json list = Json::List();
  for (const RankedOutcome& rank : ranked) {
    const Outcome& of = outcomes[rank.outcome];
    Json one = Json::Object();
    one.Set("step", of.step);
    one.Set("channel", NameOf(of.channel));
    one.Set("segment", of.segment);
    one.Set("contacts", of.contacts);
    one.Set("responses", of.responses);
    one.Set("paid", of.paid);
    one.Set("amount", FormatAmount(of.amount_minor, currency));
    one.Set("cost", FormatAmount(of.cost_minor, currency));
    one.Set("waiting", of.waiting);
    if (rank.share) one.Set("share", ShareText(*rank.share));
    one.Set("low", Format(Percent(rank.interval.low)));
    one.Set("high", Format(Percent(rank.interval.high)));
    one.Set("standing", NameOf(rank.standing));
    list.Append(std::move(one));
  }
  Members out(currency);
  out.Set("measure", NameOf(measure));
  out.Set("outcomes", std::move(list));
  return std::move(out).Take();
}

Json ProvisionJson(const HistoricalProvision& provision, const Aging& aging) {
  Json buckets = Json::List();
  for (size_t k = 0; k < provision.losses.size(); ++k) {
    const AgingBucket& bucket = k == 0 ? aging.not_due : aging.buckets[k - 1];
    Json one = Json::Object();
    one.Set("from", int64_t{bucket.from});
    if (bucket.to) one.Set("to", int64_t{*bucket.to});
    one.Set("amount", FormatAmount(bucket.amount_minor, aging.currency));
    if (k < provision.rolls.size() && provision.rolls[k]) {
      one.Set("roll", ShareText(*provision.rolls[k]));
    }
    one.Set("loss", ShareText(provision.losses[k]));
    one.Set("rate", ShareText(provision.matrix.buckets[k].rate));
    one.Set("allowance",
            FormatAmount(provision.matrix.buckets[k].allowance_minor,
                         aging.currency));
    buckets.Append(std::move(one));
  }
  Members out(aging.currency);
  out.Day("as_of", aging.as_of);
  out.Set("buckets", std::move(buckets));
  out.Amount("allowance", provision.matrix.allowance_minor);
  return std::move(out).Take();
}

absl::StatusOr<Json> CohortsJson(const Cohorts& cohorts,
                                 std::span<const int32_t> edges,
                                 Currency currency, Date as_of) {
  Json list = Json::List();
  for (const auto& [month, cohort] : cohorts) {
    USANCE_ASSIGN_OR_RETURN(const auto curve,
                            CurveOf(month, cohort, edges, as_of));
    Json one = Json::Object();
    one.Set("month", month.ToText().substr(0, 7));
    one.Set("invoiced", FormatAmount(cohort.invoiced_minor, currency));
    one.Set("open", FormatAmount(cohort.open_minor, currency));
    Json shares = Json::List();
    for (size_t k = 0; k < curve.size(); ++k) {
      Json share = Json::Object();
      share.Set("within", int64_t{edges[k]});
      if (curve[k]) share.Set("paid", ShareText(*curve[k]));
      shares.Append(std::move(share));
    }
    one.Set("curve", std::move(shares));
    list.Append(std::move(one));
  }
  Members out(currency);
  out.Set("cohorts", std::move(list));
  return std::move(out).Take();
}

}  // namespace usance
