#include "usance/terms/late_payment_policy.h"

#include <string>

#include "usance/money/format.h"

namespace usance {
namespace {

constexpr int32_t kMaxGraceDays = 36'600;
constexpr size_t kMaxFees = 100;

absl::Status CheckInterest(const LatePaymentPolicy& policy,
                           const std::string& at) {
  if (policy.grace_days < 0 || policy.grace_days > kMaxGraceDays) {
    return Error(Reason::kOutOfRange, at + "/grace_days",
                 std::to_string(policy.grace_days) + "; allowed: 0 to " +
                     std::to_string(kMaxGraceDays));
  }
  if (!policy.interest) return absl::OkStatus();
  if (policy.grace_days > 0 && NameOf(policy.interest_start).empty()) {
    return Error(Reason::kUnspecified, at + "/interest_start",
                 "with days of grace, say whether interest starts on the "
                 "day after due or after grace");
  }
  USANCE_RETURN_IF_ERROR(
      CheckRule(policy.interest->rule, at + "/interest/rule"));
  if (policy.interest->rates.unit() == TimeUnit::kPeriod) {
    return Error(Reason::kContextRequired, at + "/interest/rates",
                 "default interest has no periods; state the rate per year, "
                 "month, week or day");
  }
  return absl::OkStatus();
}

absl::Status CheckTiers(const std::vector<CompensationTier>& tiers,
                        Currency currency, const std::string& at) {
  for (size_t k = 0; k < tiers.size(); ++k) {
    const std::string tier = at + "/" + std::to_string(k);
    if (tiers[k].from.currency() != currency ||
        tiers[k].amount.currency() != currency) {
      return Error(Reason::kCurrencyMismatch, tier,
                   "the tier from " + Format(tiers[k].from) + " is not in " +
                       std::string(currency.code()));
    }
    if (tiers[k].from.minor() < 0 || tiers[k].amount.minor() < 0) {
      return Error(Reason::kOutOfRange, tier,
                   Format(tiers[k].amount) + " from " + Format(tiers[k].from) +
                       "; allowed: 0 or more");
    }
    if (k > 0 && tiers[k].from.minor() <= tiers[k - 1].from.minor()) {
      return Error(
          Reason::kOutOfOrder, tier + "/from",
          Format(tiers[k].from) + " is not above " + Format(tiers[k - 1].from));
    }
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
  if (!cap.amount && !cap.percent) {
    return Error(Reason::kMissingField, at,
                 "a cap needs an amount or a percentage");
  }
  if (cap.amount && cap.percent) {
    return Error(Reason::kConflict, at,
                 "a cap is an amount or a percentage, not both");
  }
  if (cap.amount && cap.amount->currency() != currency) {
    return Error(
        Reason::kCurrencyMismatch, at + "/amount",
        Format(*cap.amount) + " is not in " + std::string(currency.code()));
  }
  if (cap.amount && cap.amount->minor() < 0) {
    return Error(Reason::kOutOfRange, at + "/amount",
                 Format(*cap.amount) + "; allowed: 0 or more");
  }
  if (cap.percent && cap.percent->share().Sign() < 0) {
    return Error(Reason::kOutOfRange, at + "/percent",
                 Format(*cap.percent) + "; allowed: 0 or more");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckPolicy(const LatePaymentPolicy& policy, Currency currency,
                         std::string_view field) {
  const std::string at(field);
  USANCE_RETURN_IF_ERROR(CheckInterest(policy, at));
  if (policy.fees.size() > kMaxFees) {
    return Error(Reason::kLimitExceeded, at + "/fees",
                 std::to_string(policy.fees.size()) + " fees; allowed: up to " +
                     std::to_string(kMaxFees));
  }
  for (size_t k = 0; k < policy.fees.size(); ++k) {
    USANCE_RETURN_IF_ERROR(
        CheckFee(policy.fees[k], currency, at + "/fees/" + std::to_string(k)));
  }
  USANCE_RETURN_IF_ERROR(
      CheckTiers(policy.compensation, currency, at + "/compensation"));
  if (policy.cap) return CheckCap(*policy.cap, currency, at + "/cap");
  return absl::OkStatus();
}

}  // namespace usance
