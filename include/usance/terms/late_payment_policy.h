// What a contract (or a law, as a preset) says about paying late.
#ifndef USANCE_TERMS_LATE_PAYMENT_POLICY_H_
#define USANCE_TERMS_LATE_PAYMENT_POLICY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/accrual/accrual_rule.h"
#include "usance/accrual/contract_rate.h"
#include "usance/accrual/rate.h"
#include "usance/accrual/rate_history.h"
#include "usance/core/names.h"
#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/date/period.h"
#include "usance/money/currency.h"
#include "usance/money/money.h"
#include "usance/money/percent.h"
#include "usance/terms/compensation.h"
#include "usance/terms/late_fee.h"

namespace usance {

// The first day that bears default interest, once grace and wait are over.
enum class InterestStart : int32_t {
  kDayAfterDue = 1,  // grace is retroactive: it only spares who pays in it
  kAfterGrace = 2,   // the days of grace never bear
  kAfterWait = 3,    // nor do the days of wait
};

template <>
struct Names<InterestStart> {
  static constexpr std::string_view kNoun = "interest start";
  static constexpr Named<InterestStart> kTable[] = {
      {InterestStart::kDayAfterDue, "day after due", "retroactive"},
      {InterestStart::kAfterGrace, "after grace", ""},
      {InterestStart::kAfterWait, "after wait", ""},
  };
};

// What of an invoice in several due amounts bears, once one of them is late.
enum class InterestBase : int32_t {
  kOverdue = 1,       // each due amount by itself, from its own due day on
                      // (Directive 2011/7/EU art. 5)
  kWholeBalance = 2,  // all that is unpaid, from the due day of the first that
                      // is late on
};

template <>
struct Names<InterestBase> {
  static constexpr std::string_view kNoun = "interest base";
  static constexpr Named<InterestBase> kTable[] = {
      {InterestBase::kOverdue, "overdue", "overdue principal"},
      {InterestBase::kWholeBalance, "whole balance", "accelerated"},
  };
};

// The highest rate that a law lets a contract agree: usury. It clips nothing:
// segments that bear at a higher rate are named in the answer.
struct RateCeiling {
  Rate rate;              // in the unit of time of the interest
  std::string rule = {};  // the law that it is of; shown in the answer
};

// Interest on the unpaid principal; with a compound rule also on interest.
struct DefaultInterest {
  RateHistory rates;
  AccrualRule rule;
  UnknownRate unknown_rate = UnknownRate::kRefuse;
  // An interest that the contract charges in any case, in the same unit of
  // time.
  std::optional<ContractRate> contract = {};
  InterestBase base = InterestBase::kOverdue;
  // Bears no longer than this from its first day on: P1Y.
  std::optional<Period> stop_after = {};
  // At least this is charged where there is interest at all.
  std::optional<Money> minimum = {};
  // Interest below this is not charged (5 CFR 1315.10: under 1.00 USD).
  std::optional<Money> minimum_claim = {};
  // Compared with what a day bears, the contract's own rate with it.
  std::optional<RateCeiling> ceiling = {};
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

// What a cap limits.
enum class CapScope : int32_t {
  kAll = 1,  // interest, compensation and fees together
  kInterest = 2,
  kCompensation = 3,
  kFees = 4,
  kEachFee = 5,  // each by itself
};

template <>
struct Names<CapScope> {
  static constexpr std::string_view kNoun = "scope of a cap";
  static constexpr Named<CapScope> kTable[] = {
      {CapScope::kAll, "all", ""},
      {CapScope::kInterest, "interest", ""},
      {CapScope::kCompensation, "compensation", ""},
      {CapScope::kFees, "fees", ""},
      {CapScope::kEachFee, "each fee", ""},
  };
};

// A limit to charges: an amount or a part of the invoice amount.
struct ChargeCap {
  std::optional<Money> amount = {};
  std::optional<Percent> percent = {};
  Rounding rounding{};  // of the percentage
  CapAction action{};
  CapScope scope = CapScope::kAll;
  std::string rule =
      {};  // the clause or law that it is of; shown in the answer
};

// Four clocks run from the due day. Paying in the days of grace is on time.
// After `interest_wait_days` more, interest begins to be charged, and
// `interest_start` says from which day it bears: grace and wait are retroactive
// or free. Fees wait by LateFee::after_days. `delinquency_days` changes no
// amount: a late invoice is delinquent when it has been past due for longer.
struct LatePaymentPolicy {
  int32_t grace_days = 0;
  int32_t interest_wait_days = 0;
  InterestStart interest_start{};  // needed where there is grace or wait
  std::optional<int32_t> delinquency_days = {};
  std::optional<DefaultInterest> interest = {};
  std::vector<LateFee> fees = {};
  Compensation compensation = {};
  std::vector<ChargeCap> caps = {};
};

// Errors: OUT_OF_RANGE / OUT_OF_RANGE - grace_days, interest_wait_days or
//           delinquency_days outside [0, 36,600]
//         INVALID_ARGUMENT / UNSPECIFIED - grace or wait and interest, and no
//           start
//         as CheckRule, below /interest/rule
//         INVALID_ARGUMENT / CONTEXT_REQUIRED - a default rate per period
//         INVALID_ARGUMENT / UNSPECIFIED - a contract's rate and no mode; no
//           base
//         INVALID_ARGUMENT / CONFLICT - a contract's rate in another unit of
//           time
//         OUT_OF_RANGE / OUT_OF_RANGE - a stop_after that is not above zero
//         INVALID_ARGUMENT / CURRENCY_MISMATCH - minimum or minimum_claim not
//         in
//           `currency`
//         OUT_OF_RANGE / OUT_OF_RANGE - one of them negative
//         INVALID_ARGUMENT / CONFLICT - a ceiling in another unit of time
//         OUT_OF_RANGE / OUT_OF_RANGE - a negative ceiling
//         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over 100 fees
//         as CheckFee, below /fees/<k>
//         as CheckCompensation, below /compensation
//         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over 100 caps
//         INVALID_ARGUMENT / UNSPECIFIED - a cap without action or scope, or
//           with percent and without rounding
//         INVALID_ARGUMENT / MISSING_FIELD - a cap without amount and percent
//         INVALID_ARGUMENT / CONFLICT - a cap with both
//         INVALID_ARGUMENT / CURRENCY_MISMATCH - a cap not in `currency`
//         OUT_OF_RANGE / OUT_OF_RANGE - a negative cap
[[nodiscard]] absl::Status CheckPolicy(const LatePaymentPolicy& policy,
                                       Currency currency,
                                       std::string_view field = "/policy");

}  // namespace usance

#endif  // USANCE_TERMS_LATE_PAYMENT_POLICY_H_
