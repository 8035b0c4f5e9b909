#include "src/terms/late_claims.h"

#include <algorithm>
#include <string>

namespace usance::internal {

absl::Status LateClaims::SetCaps(const LatePaymentPolicy& policy,
                                 const Money& amount) {
  policy_ = &policy;
  for (size_t k = 0; k < policy.caps.size(); ++k) {
    const ChargeCap& cap = policy.caps[k];
    Money limit = cap.amount.value_or(amount);
    if (cap.percent) {
      const auto part = Multiply(amount, cap.percent->share(), cap.rounding);
      if (!part.ok()) {
        return At("/policy/caps/" + std::to_string(k) + "/percent",
                  part.status());
      }
      limit = *part;
    }
    limits_.push_back({&cap, k, limit.minor()});
  }
  return absl::OkStatus();
}

void LateClaims::AddFee(int128 minor) {
  charged_.fees += minor;
  for (Limit& limit : limits_) {
    if (limit.cap->scope != CapScope::kEachFee) continue;
    limit.highest = std::max(limit.highest, minor);
    limit.over += std::max<int128>(minor - limit.minor, 0);
  }
}

int128 LateClaims::RaisedInterest() const {
  const int128 interest = charged_.interest;
  if (!policy_->interest || !policy_->interest->minimum || interest <= 0) {
    return interest;
  }
  return std::max(interest, int128{policy_->interest->minimum->minor()});
}

int128 LateClaims::ClaimableInterest() const {
  const int128 interest = RaisedInterest();
  const bool drops = policy_->interest && policy_->interest->minimum_claim &&
                     interest < policy_->interest->minimum_claim->minor();
  return drops ? int128{0} : interest;
}

LateClaims::Claims LateClaims::Clipped(bool by_every_cap) const {
  Claims claims = {charged_};
  ChargeSums& parts = claims.parts;
  parts.interest = ClaimableInterest();
  claims.all = parts.All();
  if (limits_.empty()) return claims;
  int128 single_fees = 0;  // of single fees, what the strictest cap takes away
  for (const Limit& limit : limits_) {
    if (!by_every_cap && limit.cap->action != CapAction::kClip) continue;
    switch (limit.cap->scope) {
      case CapScope::kAll:
        break;
      case CapScope::kInterest:
        parts.interest = std::min(parts.interest, limit.minor);
        break;
      case CapScope::kCompensation:
        parts.compensation = std::min(parts.compensation, limit.minor);
        break;
      case CapScope::kFees:
        parts.fees = std::min(parts.fees, limit.minor);
        break;
      case CapScope::kEachFee:
        single_fees = std::max(single_fees, limit.over);
        break;
    }
  }
  parts.fees = std::min(parts.fees, charged_.fees - single_fees);
  claims.all = parts.All();
  for (const Limit& limit : limits_) {
    if (!by_every_cap && limit.cap->action != CapAction::kClip) continue;
    if (limit.cap->scope == CapScope::kAll) {
      claims.all = std::min(claims.all, limit.minor);
    }
  }
  return claims;
}

int64_t LateClaims::Pay(int64_t minor, int128 claimed, int128& paid) const {
  const int128 room = std::min(claimed - paid, Claimed() - paid_.All());
  const int64_t part =
      static_cast<int64_t>(std::min(int128{minor}, std::max<int128>(room, 0)));
  paid += part;
  return part;
}

int64_t LateClaims::PayInterest(int64_t minor) {
  return Pay(minor, Clipped(false).parts.interest, paid_.interest);
}
int64_t LateClaims::PayCompensation(int64_t minor) {
  return Pay(minor, Clipped(false).parts.compensation, paid_.compensation);
}
int64_t LateClaims::PayFees(int64_t minor) {
  return Pay(minor, Clipped(false).parts.fees, paid_.fees);
}

std::vector<CapExcess> LateClaims::Excesses(Currency currency) const {
  std::vector<CapExcess> excesses;
  const auto money = [&](int128 minor) {
    // Narrowed by the caller: what is over is a part of what is charged.
    return Money(static_cast<int64_t>(minor), currency);
  };
  const ChargeSums charged = {ClaimableInterest(), charged_.compensation,
                              charged_.fees};
  for (const Limit& limit : limits_) {
    int128 of = charged.All();
    switch (limit.cap->scope) {
      case CapScope::kAll:
        break;
      case CapScope::kInterest:
        of = charged.interest;
        break;
      case CapScope::kCompensation:
        of = charged.compensation;
        break;
      case CapScope::kFees:
        of = charged.fees;
        break;
      case CapScope::kEachFee:
        of = limit.highest;
        break;
    }
    const int128 over = limit.cap->scope == CapScope::kEachFee
                            ? limit.over
                            : std::max<int128>(of - limit.minor, 0);
    if (over == 0) continue;
    excesses.push_back(
        {limit.index, money(limit.minor), money(of), money(over)});
  }
  return excesses;
}

}  // namespace usance::internal
