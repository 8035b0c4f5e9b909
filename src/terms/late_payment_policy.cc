#include "usance/terms/late_payment_policy.h"

#include <string>

#include "src/terms/amounts.h"
#include "usance/money/format.h"

namespace usance {
namespace {

using internal::CheckAmount;
using internal::CheckPercent;

constexpr int32_t kMaxLateDays = 36'600;
constexpr size_t kMaxFees = 100;
constexpr size_t kMaxCaps = 100;

absl::Status CheckClock(int32_t days, std::string_view field) {
  if (days >= 0 && days <= kMaxLateDays) return absl::OkStatus();
  return Error(
      Reason::kOutOfRange, field,
      std::to_string(days) + "; allowed: 0 to " + std::to_string(kMaxLateDays));
}

absl::Status CheckInterest(const DefaultInterest& interest, Currency currency) {
  USANCE_RETURN_IF_ERROR(CheckRule(interest.rule, "/rule"));
  const TimeUnit unit = interest.rates.unit();
  if (unit == TimeUnit::kPeriod) {
    return Error(Reason::kContextRequired, "/rates",
                 "default interest has no periods; state the rate per year, "
                 "month, week or day");
  }
  if (interest.contract) {
    const ContractRate& contract = *interest.contract;
    if (NameOf(contract.mode).empty()) {
      return Error(Reason::kUnspecified, "/contract/mode",
                   "say whether the default rate replaces the contract's own, "
                   "adds to it, or the higher of the two bears");
    }
    if (contract.rates.unit() != unit) {
      return Error(Reason::kConflict, "/contract/rates",
                   "the contract's rate is per " +
                       std::string(NameOf(contract.rates.unit())) +
                       ", the default rate per " + std::string(NameOf(unit)));
    }
  }
  if (NameOf(interest.base).empty()) {
    return Error(Reason::kUnspecified, "/base",
                 "say whether what is overdue bears, or the whole balance");
  }
  const auto& stop = interest.stop_after;
  if (stop && (stop->months < 0 || stop->days < 0 || stop->IsZero())) {
    return Error(Reason::kOutOfRange, "/stop_after",
                 stop->ToText() + "; allowed: above zero");
  }
  USANCE_RETURN_IF_ERROR(CheckAmount(interest.minimum, currency, "/minimum"));
  USANCE_RETURN_IF_ERROR(
      CheckAmount(interest.minimum_claim, currency, "/minimum_claim"));
  if (!interest.ceiling) return absl::OkStatus();
  const Rate& ceiling = interest.ceiling->rate;
  if (ceiling.unit() != unit) {
    return Error(Reason::kConflict, "/ceiling/rate",
                 "the ceiling is per " + std::string(NameOf(ceiling.unit())) +
                     ", the default rate per " + std::string(NameOf(unit)));
  }
  if (ceiling.value() < 0) {
    return Error(Reason::kOutOfRange, "/ceiling/rate",
                 Format(ceiling) + "; allowed: 0% or more");
  }
  return absl::OkStatus();
}

absl::Status CheckClocks(const LatePaymentPolicy& policy) {
  USANCE_RETURN_IF_ERROR(CheckClock(policy.grace_days, "/grace_days"));
  USANCE_RETURN_IF_ERROR(
      CheckClock(policy.interest_wait_days, "/interest_wait_days"));
  if (policy.delinquency_days) {
    USANCE_RETURN_IF_ERROR(
        CheckClock(*policy.delinquency_days, "/delinquency_days"));
  }
  const bool waits = policy.grace_days > 0 || policy.interest_wait_days > 0;
  if (policy.interest && waits && NameOf(policy.interest_start).empty()) {
    return Error(Reason::kUnspecified, "/interest_start",
                 "with days of grace or wait, say whether interest starts on "
                 "the day after due, after grace or after the wait");
  }
  return absl::OkStatus();
}

absl::Status CheckCap(const ChargeCap& cap, Currency currency,
                      const std::string& at) {
  if (NameOf(cap.action).empty()) {
    return Error(Reason::kUnspecified, at + "/action",
                 "say whether charges above the cap are reported or clipped");
  }
  if (cap.percent && NameOf(cap.rounding).empty()) {
    return Error(Reason::kUnspecified, at + "/rounding",
                 "no rounding is chosen for the percentage");
  }
  if (NameOf(cap.scope).empty()) {
    return Error(Reason::kUnspecified, at + "/scope",
                 "say which charges the cap limits");
  }
  if (!cap.amount && !cap.percent) {
    return Error(Reason::kMissingField, at,
                 "a cap needs an amount or a percentage");
  }
  if (cap.amount && cap.percent) {
    return Error(Reason::kConflict, at,
                 "a cap is an amount or a percentage, not both");
  }
  USANCE_RETURN_IF_ERROR(CheckAmount(cap.amount, currency, at + "/amount"));
  return CheckPercent(cap.percent, at + "/percent");
}

}  // namespace

absl::Status CheckPolicy(const LatePaymentPolicy& policy, Currency currency,
                         std::string_view field) {
  const std::string at(field);
  USANCE_RETURN_IF_ERROR(At(at, CheckClocks(policy)));
  if (policy.interest) {
    const absl::Status status = CheckInterest(*policy.interest, currency);
    if (!status.ok()) return At(at + "/interest", status);
  }
  if (policy.fees.size() > kMaxFees) {
    return Error(Reason::kLimitExceeded, at + "/fees",
                 std::to_string(policy.fees.size()) + " fees; allowed: up to " +
                     std::to_string(kMaxFees));
  }
  for (size_t k = 0; k < policy.fees.size(); ++k) {
    USANCE_RETURN_IF_ERROR(
        CheckFee(policy.fees[k], currency, at + "/fees/" + std::to_string(k)));
  }
  const absl::Status compensation =
      CheckCompensation(policy.compensation, currency, "/compensation");
  if (!compensation.ok()) return At(at, compensation);
  if (policy.caps.size() > kMaxCaps) {
    return Error(Reason::kLimitExceeded, at + "/caps",
                 std::to_string(policy.caps.size()) + " caps; allowed: up to " +
                     std::to_string(kMaxCaps));
  }
  for (size_t k = 0; k < policy.caps.size(); ++k) {
    USANCE_RETURN_IF_ERROR(
        CheckCap(policy.caps[k], currency, at + "/caps/" + std::to_string(k)));
  }
  return absl::OkStatus();
}

}  // namespace usance
