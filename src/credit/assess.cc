#include "usance/credit/assess.h"

#include <algorithm>

#include "src/core/document_check.h"
#include "src/core/exact.h"

namespace usance {
namespace {

// The band of a value: the last that begins at or below it.
uint32_t BandOf(const ScoreFactor& factor, const Fraction& value) {
  uint32_t band = 0;
  for (uint32_t k = 1; k < factor.bands.size(); ++k) {
    if (value >= *factor.bands[k].from) band = k;
  }
  return band;
}

int32_t WorstPoints(const ScoreFactor& factor) {
  return std::min(factor.bands.front().points, factor.bands.back().points);
}

absl::Status Unknown(Measure measure, const std::string& field) {
  return Error(Reason::kContextRequired, field,
               "\"" + std::string(NameOf(measure)) +
                   "\" is not known, and the policy refuses to go without");
}

std::string Why(const ScoreFactor& factor, const FactorReason& reason,
                Currency currency) {
  std::string text(NameOf(factor.measure));
  text += reason.value
              ? " " + MeasureText(factor.measure, *reason.value, currency)
              : " not known";
  if (!reason.points) return text + ": left out";
  return text + ": " + std::to_string(*reason.points) + " points (weight " +
         std::to_string(factor.weight) + ")";
}

absl::StatusOr<FactorReason> JudgeFactor(const CreditPolicy& policy, uint32_t k,
                                         const TrackRecord& record,
                                         const ExternalFacts& external) {
  const ScoreFactor& factor = policy.factors[k];
  FactorReason reason = {.factor = k,
                         .value = ValueOf(factor.measure, record, external)};
  if (reason.value) {
    reason.band = BandOf(factor, *reason.value);
    reason.points = factor.bands[*reason.band].points;
  } else {
    switch (factor.missing) {
      case MissingData::kLeaveOut:
        break;
      case MissingData::kWorst:
        reason.points = WorstPoints(factor);
        break;
      case MissingData::kPoints:
        reason.points = factor.missing_points;
        break;
      case MissingData::kRefuse:
        return Unknown(factor.measure, "/policy/factors/" + std::to_string(k));
    }
  }
  reason.why = Why(factor, reason, policy.currency);
  return reason;
}

absl::StatusOr<bool> Knocks(const KnockOut& rule, const TrackRecord& record,
                            const ExternalFacts& external,
                            const std::string& field) {
  const auto value = ValueOf(rule.measure, record, external);
  if (value) {
    return KindOf(rule.measure).higher_is_better ? *value <= rule.at
                                                 : *value >= rule.at;
  }
  if (rule.missing == MissingData::kRefuse) return Unknown(rule.measure, field);
  return rule.missing == MissingData::kWorst;
}

// What a rule gives; none: no limit.
absl::StatusOr<std::optional<int64_t>> LimitOf(const LimitRule& rule,
                                               const TrackRecord& record,
                                               const ExternalFacts& external,
                                               const std::string& field) {
  Exact basis;
  switch (rule.basis) {
    case LimitBasis::kNone:
      return std::nullopt;
    case LimitBasis::kFixed:
      return rule.amount_minor;
    case LimitBasis::kSales:
      basis = record.sales_minor;
      break;
    case LimitBasis::kDaysOfSales:
      basis = Exact(record.sales_minor, record.period_days);
      break;
    case LimitBasis::kAverageInvoice:
      if (record.recent_invoices > 0) {
        basis = Exact(record.sales_minor, record.recent_invoices);
      }
      break;
    case LimitBasis::kEquity:
      if (!external.equity_minor) {
        return Error(Reason::kContextRequired, field,
                     "the customer's equity is not known");
      }
      basis = *external.equity_minor;
      break;
  }
  std::optional<int64_t> limit =
      (Exact(rule.factor) * basis).RoundToInt64(Rounding::kFloor);
  if (rule.at_most_minor) {
    limit = std::min(limit.value_or(INT64_MAX), *rule.at_most_minor);
  }
  if (limit) return limit;
  return Error(Reason::kOverflow, field,
               "the limit is outside the 64 bits of minor units");
}

absl::Status SetLimit(const CreditPolicy& policy, const TrackRecord& record,
                      const ExternalFacts& external, Assessment& result) {
  result.limit_class = result.credit_class;
  for (uint32_t below = 0; below <= result.credit_class; ++below) {
    const uint32_t k = result.credit_class - below;
    const std::string field = "/policy/classes/" + std::to_string(k) + "/limit";
    USANCE_ASSIGN_OR_RETURN(
        const std::optional<int64_t> limit,
        LimitOf(policy.classes[k].limit, record, external, field));
    if (!limit || (result.limit_minor && *limit >= *result.limit_minor)) {
      continue;
    }
    result.limit_minor = limit;
    result.limit_class = k;
  }
  return absl::OkStatus();
}

absl::Status CheckInput(const CreditPolicy& policy, const TrackRecord& record,
                        const ExternalFacts& external) {
  USANCE_RETURN_IF_ERROR(CheckPolicy(policy, "/policy"));
  if (policy.currency != record.currency) {
    return Error(Reason::kCurrencyMismatch, "/policy/currency",
                 std::string(policy.currency.code()) + "; the record is in " +
                     std::string(record.currency.code()));
  }
  if (record.as_of < policy.valid_from) {
    return Error(Reason::kOutOfOrder, "/policy/valid_from",
                 policy.valid_from.ToText() + "; the record ends on " +
                     record.as_of.ToText());
  }
  USANCE_RETURN_IF_ERROR(
      internal::CheckBetween(external.legal_disputes.value_or(0), 0, INT64_MAX,
                             "/external/legal_disputes"));
  return internal::CheckNotBelow0(external.equity_minor.value_or(0),
                                  "/external/equity");
}

}  // namespace

absl::StatusOr<Assessment> Assess(const CreditPolicy& policy,
                                  const TrackRecord& record,
                                  const ExternalFacts& external) {
  USANCE_RETURN_IF_ERROR(CheckInput(policy, record, external));
  Assessment result;
  // At most 64 factors of 10^6 points and weight 10^6: below 2^46.
  int64_t points = 0, weights = 0;
  for (uint32_t k = 0; k < policy.factors.size(); ++k) {
    USANCE_ASSIGN_OR_RETURN(FactorReason reason,
                            JudgeFactor(policy, k, record, external));
    if (reason.points) {
      const int64_t weight = policy.factors[k].weight;
      points += weight * *reason.points;
      weights += weight;
    }
    result.reasons.push_back(std::move(reason));
  }
  if (weights == 0) {
    return Error(Reason::kContextRequired, "/policy/factors",
                 "nothing is known that the policy judges by");
  }
  result.score = Fraction::Of(points, weights);
  while (result.score <
         Fraction(policy.classes[result.class_by_score].from_points)) {
    ++result.class_by_score;  // the last begins at 0
  }
  result.credit_class = result.class_by_score;
  for (uint32_t k = 0; k < policy.knock_outs.size(); ++k) {
    const KnockOut& rule = policy.knock_outs[k];
    USANCE_ASSIGN_OR_RETURN(const bool knocks,
                            Knocks(rule, record, external,
                                   "/policy/knock_outs/" + std::to_string(k)));
    uint32_t to = 0;
    while (policy.classes[to].id != rule.class_id) ++to;
    if (!knocks || to <= result.credit_class) continue;
    result.credit_class = to;
    result.knock_out = k;
  }
  USANCE_RETURN_IF_ERROR(SetLimit(policy, record, external, result));
  return result;
}

}  // namespace usance
