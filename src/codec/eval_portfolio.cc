// metrics, forecast: how an account is collected, and what will come in.
#include <cstdint>
#include <string>
#include <utility>

#include "src/codec/account_request.h"
#include "src/codec/operations.h"
#include "usance/codec/portfolio.h"
#include "usance/portfolio/figures.h"
#include "usance/portfolio/forecast.h"

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

constexpr Operation kPortfolioOperations[] = {
    {"metrics", "How well an account is collected, in the field's figures.",
     kMetricsFields, RunMetrics},
    {"forecast", "What an account will pay when, as its record has it.",
     kForecastFields, RunForecast},
};

}  // namespace

std::span<const Operation> PortfolioOperations() {
  return kPortfolioOperations;
}

}  // namespace usance::codec
