// metrics, forecast, outcomes, cohorts, provision: how an account is collected,
// what will come in, what worked, and what will not be paid.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "src/codec/account_request.h"
#include "src/codec/operations.h"
#include "usance/account/contact.h"
#include "usance/codec/account.h"
#include "usance/codec/portfolio.h"
#include "usance/portfolio/cohort.h"
#include "usance/portfolio/figures.h"
#include "usance/portfolio/forecast.h"
#include "usance/portfolio/provision.h"
#include "usance/recovery/outcome.h"

namespace usance::codec {
namespace {

constexpr Field kMetricsOnlyFields[] = {
    {"days", FieldType::kInteger, false,
     "of the period that ends with as_of; assumed: 365"},
};
constexpr auto kMetricsFields =
    Join(kAccountFields, kAsOfField, kKnownField, kMetricsOnlyFields);

constexpr Field kForecastOnlyFields[] = {
    {"bucket_days", FieldType::kInteger, false, "1 by day; assumed: 7, weeks"},
    {"buckets", FieldType::kInteger, false, "how many; assumed: 13"},
    {"settle_days", FieldType::kInteger, false,
     "of the record, rows that had so many days to be paid; assumed: 90"},
    {"record_days", FieldType::kInteger, false,
     "and so many days before; assumed: 365"},
    {"rounding", FieldType::kName, false,
     "of what is expected up to the end of a bucket; assumed: half up",
     NamesOf<Rounding>},
};
constexpr auto kForecastFields =
    Join(kAccountFields, kAsOfField, kKnownField, kForecastOnlyFields);

constexpr Field kCostFields[] = {
    {"channel", FieldType::kName, true, "of the contacts", NamesOf<Channel>},
    {"amount", FieldType::kMoney, true, "of one contact"},
};
constexpr Field kOutcomesOnlyFields[] = {
    {"within_days", FieldType::kInteger, false,
     "that a payment may take to count; assumed: 14"},
    {"measure", FieldType::kName, false,
     "that puts them in order; assumed: payment", NamesOf<OutcomeMeasure>},
    {"segment", FieldType::kText, false,
     "of the account: a word of the caller's"},
    {"costs", FieldType::kList, false, "assumed: 0.00", nullptr, kCostFields},
};
constexpr auto kOutcomesFields =
    Join(kAccountFields, kAsOfField, kKnownField, kOutcomesOnlyFields);

constexpr Field kCohortsOnlyFields[] = {
    {"buckets", FieldType::kText, false,
     "days from the document, as 30,60,90; assumed: 30,60,90,180,365"},
};
constexpr auto kCohortsFields =
    Join(kAccountFields, kAsOfField, kKnownField, kCohortsOnlyFields);

constexpr Field kProvisionOnlyFields[] = {
    {"every_days", FieldType::kInteger, false,
     "between agings, and the width of their buckets; assumed: 30"},
    {"buckets", FieldType::kInteger, false,
     "past due, of which the last has no end; assumed: 5"},
    {"agings", FieldType::kInteger, false,
     "so many, the last as of as_of; assumed: 13"},
    {"lost", FieldType::kPercent, false,
     "of the last bucket, in the end; assumed: 100%"},
    {"forward", FieldType::kPercent, false,
     "what is expected to come differently; assumed: 0%"},
    {"rounding", FieldType::kName, false,
     "of each bucket's allowance; assumed: half up", NamesOf<Rounding>},
};
constexpr auto kProvisionFields =
    Join(kAccountFields, kAsOfField, kKnownField, kProvisionOnlyFields);

// A number of days or buckets, and what is assumed where it is absent.
absl::StatusOr<int32_t> ReadCount(Reader& in, std::string_view name,
                                  int32_t otherwise, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const auto count, in.FindInteger(name, 1, 3'660));
  if (!count) out.Assume(name, otherwise);
  return static_cast<int32_t>(count.value_or(otherwise));
}

absl::Status RunMetrics(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Given given, ReadAccount(in));
  USANCE_ASSIGN_OR_RETURN(const ReplaySpec spec, ReadReplay(in));
  USANCE_ASSIGN_OR_RETURN(const int32_t days, ReadCount(in, "days", 365, out));
  USANCE_RETURN_IF_ERROR(in.Done());
  ReplaySpec before = spec;
  USANCE_ASSIGN_OR_RETURN(before.as_of, AddDays(spec.as_of, -days, "/days"));
  USANCE_ASSIGN_OR_RETURN(const Account opening,
                          Replay(given.journal, given.policy, before));
  USANCE_ASSIGN_OR_RETURN(const Account closing,
                          Replay(given.journal, given.policy, spec));
  USANCE_ASSIGN_OR_RETURN(const Figures figures,
                          FiguresOf(opening, closing, given.journal));
  out.SetAll(MetricsJson(figures));
  return absl::OkStatus();
}

absl::Status RunForecast(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Given given, ReadAccount(in));
  USANCE_ASSIGN_OR_RETURN(const ReplaySpec replay, ReadReplay(in));
  ForecastSpec spec = {.as_of = replay.as_of};
  USANCE_ASSIGN_OR_RETURN(spec.bucket_days,
                          ReadCount(in, "bucket_days", 7, out));
  USANCE_ASSIGN_OR_RETURN(spec.bucket_count, ReadCount(in, "buckets", 13, out));
  LateRecordSpec looks;
  USANCE_ASSIGN_OR_RETURN(looks.settle_days,
                          ReadCount(in, "settle_days", 90, out));
  USANCE_ASSIGN_OR_RETURN(looks.record_days,
                          ReadCount(in, "record_days", 365, out));
  USANCE_ASSIGN_OR_RETURN(const auto rounding, in.Find<Rounding>("rounding"));
  spec.rounding = rounding.value_or(Rounding::kHalfUp);
  if (!rounding) out.Assume("rounding", NameOf(spec.rounding));
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          Replay(given.journal, given.policy, replay));
  USANCE_ASSIGN_OR_RETURN(const LateRecord record,
                          LateRecordOf(account, given.journal, looks));
  USANCE_ASSIGN_OR_RETURN(const ExpectedClaims claims,
                          ExpectedClaimsOf(account, given.journal));
  constexpr Renamed kNames[] = {{"/bucket_count", "/buckets"}};
  const absl::StatusOr<Forecast> forecast = ForecastOf(record, claims, spec);
  if (!forecast.ok()) return Rename(forecast.status(), kNames);
  out.SetAll(ForecastJson(*forecast, given.journal.currency()));
  return absl::OkStatus();
}

absl::Status RunOutcomes(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Given given, ReadAccount(in));
  const Currency currency = given.journal.currency();
  USANCE_ASSIGN_OR_RETURN(const ReplaySpec replay, ReadReplay(in));
  OutcomeSpec spec;
  USANCE_ASSIGN_OR_RETURN(const auto days,
                          in.FindInteger("within_days", 1, 366));
  if (days) spec.within_days = static_cast<int32_t>(*days);
  if (!days) out.Assume("within_days", int64_t{spec.within_days});
  USANCE_ASSIGN_OR_RETURN(const auto measure,
                          in.Find<OutcomeMeasure>("measure"));
  if (!measure) out.Assume("measure", NameOf(OutcomeMeasure::kPayment));
  USANCE_ASSIGN_OR_RETURN(const auto segment, in.Find<std::string>("segment"));
  spec.segment = segment.value_or("");
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> costs, in.FindList("costs"));
  for (Reader& item : costs) {
    ChannelCost cost;
    USANCE_ASSIGN_OR_RETURN(cost.channel, item.Get<Channel>("channel"));
    USANCE_ASSIGN_OR_RETURN(const Money amount,
                            item.GetMoney("amount", currency));
    cost.cost_minor = amount.minor();
    USANCE_RETURN_IF_ERROR(item.Done());
    spec.costs.push_back(cost);
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          Replay(given.journal, given.policy, replay));
  USANCE_ASSIGN_OR_RETURN(const std::vector<Outcome> outcomes,
                          OutcomesOf(account, given.journal, spec));
  USANCE_ASSIGN_OR_RETURN(
      const Json json,
      OutcomesJson(outcomes, measure.value_or(OutcomeMeasure::kPayment),
                   currency));
  out.SetAll(json);
  return absl::OkStatus();
}

absl::Status RunCohorts(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Given given, ReadAccount(in));
  USANCE_ASSIGN_OR_RETURN(const ReplaySpec replay, ReadReplay(in));
  constexpr std::string_view kAssumed = "30,60,90,180,365";
  USANCE_ASSIGN_OR_RETURN(const auto buckets, in.Find<std::string>("buckets"));
  USANCE_ASSIGN_OR_RETURN(
      const std::vector<int32_t> edges,
      ReadEdges(buckets ? *buckets : std::string(kAssumed), "/buckets"));
  if (!buckets) out.Assume("buckets", kAssumed);
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          Replay(given.journal, given.policy, replay));
  USANCE_ASSIGN_OR_RETURN(const Cohorts cohorts,
                          CohortsOf(account, given.journal));
  const auto json =
      CohortsJson(cohorts, edges, given.journal.currency(), account.as_of);
  constexpr Renamed kNames[] = {{"/edges", "/buckets"}};
  if (!json.ok()) return Rename(json.status(), kNames);
  out.SetAll(*json);
  return absl::OkStatus();
}

absl::Status RunProvision(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Given given, ReadAccount(in));
  USANCE_ASSIGN_OR_RETURN(const ReplaySpec replay, ReadReplay(in));
  AgingSeries series = {.last = replay.as_of};
  USANCE_ASSIGN_OR_RETURN(series.every_days,
                          ReadCount(in, "every_days", series.every_days, out));
  USANCE_ASSIGN_OR_RETURN(series.buckets,
                          ReadCount(in, "buckets", series.buckets, out));
  USANCE_ASSIGN_OR_RETURN(series.count,
                          ReadCount(in, "agings", series.count, out));
  ProvisionRule rule = {.rounding = Rounding::kHalfUp};
  USANCE_ASSIGN_OR_RETURN(const auto lost, in.Find<Percent>("lost"));
  if (lost) rule.lost = lost->share();
  USANCE_ASSIGN_OR_RETURN(const auto forward, in.Find<Percent>("forward"));
  rule.forward = forward.value_or(rule.forward);
  USANCE_ASSIGN_OR_RETURN(const auto rounding, in.Find<Rounding>("rounding"));
  rule.rounding = rounding.value_or(rule.rounding);
  if (!rounding) out.Assume("rounding", NameOf(rule.rounding));
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(
      const std::vector<Aging> agings,
      AgingsOf(given.journal, given.policy, series, replay.as_known_on));
  USANCE_ASSIGN_OR_RETURN(const HistoricalProvision provision,
                          ProvisionFrom(agings, rule));
  out.SetAll(ProvisionJson(provision, agings.back()));
  return absl::OkStatus();
}

constexpr Operation kPortfolioOperations[] = {
    {"metrics", "How well an account is collected, in the field's figures.",
     kMetricsFields, RunMetrics},
    {"forecast", "What an account will pay when, as its record has it.",
     kForecastFields, RunForecast},
    {"outcomes", "What came of the contacts with a debtor, and how sure it is.",
     kOutcomesFields, RunOutcomes},
    {"cohorts", "What was paid of the invoices of each month, and how soon.",
     kCohortsFields, RunCohorts},
    {"provision", "What will not be paid, as the agings so far have it.",
     kProvisionFields, RunProvision},
};

}  // namespace

std::span<const Operation> PortfolioOperations() {
  return kPortfolioOperations;
}

}  // namespace usance::codec
