#include "usance/account/account_policy.h"

#include <set>

#include "src/core/document_check.h"
#include "usance/money/format.h"

namespace usance {
namespace {

using internal::CheckBetween;
using internal::CheckId;
using internal::CheckNotBelow0;

// A claim is never below 0, so no rate may be that would make it so.
absl::Status CheckRates(const RateHistory& rates, const std::string& field) {
  if (rates.lowest().value() >= 0) return absl::OkStatus();
  return Error(Reason::kOutOfRange, field,
               Format(rates.lowest()) +
                   " is the lowest rate, and what is late never costs less "
                   "than nothing; allowed: 0% or more, or a floor of that");
}

}  // namespace

const AllocationRule& RuleFor(const AccountPolicy& policy,
                              std::string_view type) {
  for (const TypedAllocation& typed : policy.by_type) {
    if (typed.type == type) return typed.rule;
  }
  return policy.allocation;
}

absl::Status CheckPolicy(const AccountPolicy& policy, Currency currency,
                         std::string_view field) {
  const std::string at(field);
  USANCE_RETURN_IF_ERROR(CheckRule(policy.allocation, at + "/allocation"));
  std::set<std::string> seen;
  for (size_t k = 0; k < policy.by_type.size(); ++k) {
    const std::string place = at + "/by_type/" + std::to_string(k);
    USANCE_RETURN_IF_ERROR(
        CheckId(policy.by_type[k].type, seen, place + "/type"));
    USANCE_RETURN_IF_ERROR(CheckRule(policy.by_type[k].rule, place + "/rule"));
  }
  if (NameOf(policy.credit).empty()) {
    return Error(Reason::kUnspecified, at + "/credit",
                 "no " + std::string(Names<CreditUse>::kNoun) + " is chosen");
  }
  seen.clear();
  for (size_t k = 0; k < policy.interest.size(); ++k) {
    const InterestTerms& terms = policy.interest[k];
    const std::string place = at + "/interest/" + std::to_string(k);
    USANCE_RETURN_IF_ERROR(CheckId(terms.id, seen, place + "/id"));
    USANCE_RETURN_IF_ERROR(CheckPolicy(terms.late, currency, place + "/late"));
    if (!terms.late.interest) continue;
    const DefaultInterest& interest = *terms.late.interest;
    const std::string below = place + "/late/interest";
    if (interest.base != InterestBase::kOverdue) {
      return Error(Reason::kUnsupported, below + "/base",
                   "an account's rows bear each by itself; allowed: overdue");
    }
    USANCE_RETURN_IF_ERROR(CheckRates(interest.rates, below + "/rates"));
    if (interest.contract) {
      USANCE_RETURN_IF_ERROR(
          CheckRates(interest.contract->rates, below + "/contract/rates"));
    }
  }
  USANCE_RETURN_IF_ERROR(
      CheckNotBelow0(policy.tolerance.amount_minor, at + "/tolerance/amount"));
  if (const auto& percent = policy.tolerance.percent) {
    if (percent->share() < Fraction(0) || percent->share() > Fraction(1)) {
      return Error(Reason::kOutOfRange, at + "/tolerance/percent",
                   Format(*percent) + "; allowed: 0 to 100 %");
    }
  }
  if (policy.partial_payment == PartialPayment::kProRata &&
      NameOf(policy.discount_rounding).empty()) {
    return Error(Reason::kUnspecified, at + "/discount_rounding",
                 "pro rata needs a rounding");
  }
  USANCE_RETURN_IF_ERROR(CheckNotBelow0(policy.overdue_tolerance_minor,
                                        at + "/overdue_tolerance"));
  return CheckBetween(policy.overdue_grace_days, 0, kMaxGraceDays,
                      at + "/overdue_grace_days");
}

}  // namespace usance
