#include "usance/recovery/dunning_policy.h"

#include <algorithm>
#include <set>

#include "src/core/document_check.h"

namespace usance {
namespace {

using internal::CheckBetween;
using internal::CheckChosen;
using internal::CheckCount;
using internal::CheckId;
using internal::CheckNotBelow0;
using internal::CheckText;

absl::Status CheckChannels(const std::vector<Channel>& channels,
                           const std::string& field) {
  USANCE_RETURN_IF_ERROR(
      CheckCount(channels.size(), 0, kMaxDunningRules, field));
  for (size_t k = 0; k < channels.size(); ++k) {
    USANCE_RETURN_IF_ERROR(
        CheckChosen(channels[k], field + "/" + std::to_string(k)));
  }
  return absl::OkStatus();
}

absl::Status CheckStep(const DunningPolicy& policy, const DunningStep& step,
                       const std::string& at) {
  USANCE_RETURN_IF_ERROR(CheckChosen(step.anchor, at + "/anchor"));
  if (&step == policy.steps.data() &&
      step.anchor == StepAnchor::kPreviousStep) {
    return Error(Reason::kConflict, at + "/anchor",
                 "no step is before the first");
  }
  USANCE_RETURN_IF_ERROR(CheckChosen(step.action, at + "/action"));
  USANCE_RETURN_IF_ERROR(CheckChannels(step.channels, at + "/channels"));
  const bool contact = step.action == StepAction::kContact;
  if (contact && step.channels.empty()) {
    return Error(Reason::kMissingField, at + "/channels",
                 "a contact needs a channel");
  }
  if (!contact && !step.channels.empty()) {
    return Error(Reason::kConflict, at + "/channels",
                 "what is no contact has no channel");
  }
  USANCE_RETURN_IF_ERROR(CheckChosen(step.tone, at + "/tone"));
  if (!step.fee.empty() &&
      std::none_of(policy.fees.begin(), policy.fees.end(),
                   [&](const LateFee& fee) { return fee.id == step.fee; })) {
    return Error(Reason::kUnknownName, at + "/fee",
                 "no fee \"" + step.fee + "\"");
  }
  USANCE_RETURN_IF_ERROR(CheckBetween(step.min_gap_days, 0, kMaxDunningDays,
                                      at + "/min_gap_days"));
  USANCE_RETURN_IF_ERROR(
      CheckBetween(step.attempts, 1, kMaxAttempts, at + "/attempts"));
  return CheckBetween(step.retry_days, 0, kMaxDunningDays, at + "/retry_days");
}

absl::Status CheckFees(const DunningPolicy& policy, Currency currency,
                       const std::string& at) {
  USANCE_RETURN_IF_ERROR(
      CheckCount(policy.fees.size(), 0, kMaxDunningRules, at));
  std::set<std::string> seen;
  for (size_t k = 0; k < policy.fees.size(); ++k) {
    const std::string place = at + "/" + std::to_string(k);
    USANCE_RETURN_IF_ERROR(CheckId(policy.fees[k].id, seen, place + "/id"));
    USANCE_RETURN_IF_ERROR(CheckFee(policy.fees[k], currency, place));
    if (policy.fees[k].trigger != FeeTrigger::kNotice) {
      return Error(
          Reason::kConflict, place + "/trigger",
          std::string(NameOf(policy.fees[k].trigger)) + "; allowed: notice");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckLimit(const NoticeFeeLimit& limit, const std::string& at) {
  USANCE_RETURN_IF_ERROR(CheckText(limit.rule, at + "/rule"));
  USANCE_RETURN_IF_ERROR(CheckNotBelow0(limit.most_minor, at + "/amount"));
  if (limit.max_count) {
    USANCE_RETURN_IF_ERROR(
        CheckBetween(*limit.max_count, 1, kMaxFeeCount, at + "/max_count"));
  }
  USANCE_RETURN_IF_ERROR(CheckBetween(limit.min_gap_days, 0, kMaxDunningDays,
                                      at + "/min_gap_days"));
  return CheckChosen(limit.action, at + "/action");
}

absl::Status CheckCap(const ContactCap& cap, const std::string& at) {
  USANCE_RETURN_IF_ERROR(CheckText(cap.id, at + "/id"));
  USANCE_RETURN_IF_ERROR(CheckChannels(cap.channels, at + "/channels"));
  USANCE_RETURN_IF_ERROR(
      CheckBetween(cap.most, 1, kMaxDunningDays, at + "/most"));
  USANCE_RETURN_IF_ERROR(
      CheckBetween(cap.within_days, 1, kMaxDunningDays, at + "/within_days"));
  return CheckBetween(cap.after_answer_days, 0, kMaxDunningDays,
                      at + "/after_answer_days");
}

absl::Status CheckWindow(const ContactWindow& window, const std::string& at) {
  USANCE_RETURN_IF_ERROR(CheckChannels(window.channels, at + "/channels"));
  for (size_t k = 0; k < window.weekdays.size(); ++k) {
    USANCE_RETURN_IF_ERROR(
        CheckChosen(window.weekdays[k], at + "/weekdays/" + std::to_string(k)));
  }
  constexpr int32_t kDay = 24 * 60;
  USANCE_RETURN_IF_ERROR(
      CheckBetween(window.from_minute, 0, kDay - 1, at + "/from_minute"));
  return CheckBetween(window.until_minute, window.from_minute + 1, kDay,
                      at + "/until_minute");
}

}  // namespace

absl::Status CheckPolicy(const DunningPolicy& policy, Currency currency,
                         std::string_view field) {
  const std::string at(field);
  USANCE_RETURN_IF_ERROR(CheckText(policy.id, at + "/id"));
  USANCE_RETURN_IF_ERROR(CheckChosen(policy.scope, at + "/scope"));
  USANCE_RETURN_IF_ERROR(CheckChosen(policy.order, at + "/order"));
  if (policy.steps.empty()) {
    return Error(Reason::kMissingField, at + "/steps", "no step");
  }
  USANCE_RETURN_IF_ERROR(
      CheckCount(policy.steps.size(), 0, kMaxDunningSteps, at + "/steps"));
  std::set<std::string> seen;
  for (size_t k = 0; k < policy.steps.size(); ++k) {
    const std::string place = at + "/steps/" + std::to_string(k);
    USANCE_RETURN_IF_ERROR(CheckId(policy.steps[k].id, seen, place + "/id"));
    USANCE_RETURN_IF_ERROR(CheckStep(policy, policy.steps[k], place));
  }
  USANCE_RETURN_IF_ERROR(CheckFees(policy, currency, at + "/fees"));
  if (policy.fee_limit) {
    USANCE_RETURN_IF_ERROR(CheckLimit(*policy.fee_limit, at + "/fee_limit"));
  }
  USANCE_RETURN_IF_ERROR(
      CheckBetween(policy.grace_days, 0, kMaxDunningDays, at + "/grace_days"));
  USANCE_RETURN_IF_ERROR(
      CheckNotBelow0(policy.min_open_minor, at + "/min_open"));
  USANCE_RETURN_IF_ERROR(
      CheckNotBelow0(policy.min_account_minor, at + "/min_account"));
  USANCE_RETURN_IF_ERROR(CheckBetween(
      policy.min_account_days, 0, kMaxDunningDays, at + "/min_account_days"));
  USANCE_RETURN_IF_ERROR(CheckBetween(policy.promise_tolerance_days, 0,
                                      kMaxDunningDays,
                                      at + "/promise_tolerance_days"));
  USANCE_RETURN_IF_ERROR(
      CheckCount(policy.caps.size(), 0, kMaxDunningRules, at + "/caps"));
  for (size_t k = 0; k < policy.caps.size(); ++k) {
    USANCE_RETURN_IF_ERROR(
        CheckCap(policy.caps[k], at + "/caps/" + std::to_string(k)));
  }
  USANCE_RETURN_IF_ERROR(
      CheckCount(policy.windows.size(), 0, kMaxDunningRules, at + "/windows"));
  for (size_t k = 0; k < policy.windows.size(); ++k) {
    USANCE_RETURN_IF_ERROR(
        CheckWindow(policy.windows[k], at + "/windows/" + std::to_string(k)));
  }
  return absl::OkStatus();
}

}  // namespace usance
