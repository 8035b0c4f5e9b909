// What a contract (or a law, as a preset) says about paying late.
#ifndef USANCE_TERMS_LATE_PAYMENT_POLICY_H_
#define USANCE_TERMS_LATE_PAYMENT_POLICY_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "usance/accrual/accrual_rule.h"
#include "usance/accrual/rate_history.h"
#include "usance/core/names.h"
#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/money/currency.h"
#include "usance/money/money.h"
#include "usance/money/percent.h"
#include "usance/terms/late_fee.h"

namespace usance {

// The first day that bears default interest, once grace is over.
enum class InterestStart : int32_t {
  kDayAfterDue = 1,  // grace is retroactive: it only spares who pays in it
  kAfterGrace = 2,   // the days of grace never bear
};

template <>
struct Names<InterestStart> {
  static constexpr std::string_view kNoun = "interest start";
  static constexpr Named<InterestStart> kTable[] = {
      {InterestStart::kDayAfterDue, "day after due", "retroactive"},
      {InterestStart::kAfterGrace, "after grace", ""},
  };
};

// Interest on the unpaid principal; with a compound rule also on interest.
struct DefaultInterest {
  RateHistory rates;
  AccrualRule rule;
  UnknownRate unknown_rate = UnknownRate::kRefuse;
};

// A fixed sum for each late invoice, by its size: 40.00 from 0.00, 70.00 from
// 1,000.00, 100.00 from 10,000.00. One tier from 0.00 is a flat sum.
struct CompensationTier {
  Money from;  // the invoice amount from which this tier holds
  Money amount;
};

// What happens to charges above a cap.
enum class CapAction : int32_t {
  kReport = 1,  // they stay, and the excess is reported
  kClip = 2,    // they are not claimed, and the excess is reported
};

template <>
struct Names<CapAction> {
  static constexpr std::string_view kNoun = "cap action";
  static constexpr Named<CapAction> kTable[] = {
      {CapAction::kReport, "report", ""},
      {CapAction::kClip, "clip", ""},
  };
};

// A limit to interest, compensation and fees together: an amount or a part of
// the invoice amount.
struct ChargeCap {
  std::optional<Money> amount = {};
  std::optional<Percent> percent = {};
  Rounding rounding{};  // of the percentage
  CapAction action{};
};

struct LatePaymentPolicy {
  // Days after the due day in which paying is still free of charge.
  int32_t grace_days = 0;
  InterestStart interest_start{};  // needed where there are days of grace
  std::optional<DefaultInterest> interest = {};
  std::vector<LateFee> fees = {};
  std::vector<CompensationTier> compensation = {};  // increasing in `from`
  std::optional<ChargeCap> cap = {};
};

// Errors: OUT_OF_RANGE / OUT_OF_RANGE - grace_days outside [0, 36,600]
//         INVALID_ARGUMENT / UNSPECIFIED - grace and interest, and no start
//         as CheckRule, below /interest/rule
//         INVALID_ARGUMENT / CONTEXT_REQUIRED - a default rate per period
//         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over 100 fees
//         as CheckFee, below /fees/<k>
//         INVALID_ARGUMENT / CURRENCY_MISMATCH - a tier not in `currency`
//         OUT_OF_RANGE / OUT_OF_RANGE - a negative amount in a tier
//         INVALID_ARGUMENT / OUT_OF_ORDER - a tier not above the one before
//         INVALID_ARGUMENT / UNSPECIFIED - a cap without action, or with
//           percent and without rounding
//         INVALID_ARGUMENT / MISSING_FIELD - a cap without amount and percent
//         INVALID_ARGUMENT / CONFLICT - a cap with both
//         INVALID_ARGUMENT / CURRENCY_MISMATCH - a cap not in `currency`
//         OUT_OF_RANGE / OUT_OF_RANGE - a negative cap
[[nodiscard]] absl::Status CheckPolicy(const LatePaymentPolicy& policy,
                                       Currency currency,
                                       std::string_view field = "/policy");

}  // namespace usance

#endif  // USANCE_TERMS_LATE_PAYMENT_POLICY_H_
