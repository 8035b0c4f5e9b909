// What ways to go on with a debt are worth.
#ifndef USANCE_CLI_OFFERS_H_
#define USANCE_CLI_OFFERS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "usance/codec/firm_policy.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/money/currency.h"
#include "usance/recovery/payment_plan.h"
#include "usance/recovery/recovery_option.h"

namespace usance::cli {

// A way, and what it is worth of a debt.
struct WayValue {
  const RecoveryWay* way;  // of the policy's
  OptionValue value;
  std::vector<ExpectedReceipt> receipts;
  std::string what;  // "4 payments of 62.50 EUR from 2026-07-31 on"
};

// Which ways there are: one who does not answer agrees to no plan, and one who
// is only followed up is not handed over.
enum class WaysFor {
  kSilent,    // all but plans
  kAnswered,  // all
  kAsked,     // plans and settlements
};

struct Debts {
  std::vector<PlanDebt> debts;
  Currency currency;
  Date as_of;
  std::optional<int64_t> affordable_minor = {};  // a month
};

// The ways that there are, the best first. A plan that takes more payments than
// it may is none.
//
// Errors: as MakePaymentPlan and CompareOptions
[[nodiscard]] absl::StatusOr<std::vector<WayValue>> ValueWays(
    const Ways& ways, const Debts& debts, WaysFor whom);

// What an invoice brings when it is paid early for a discount.
struct EarlyOffer {
  Date pay_by;
  int64_t pay_minor = 0;
  int64_t discount_minor = 0;
  int64_t worth_minor = 0;  // today
  int64_t waiting_minor = 0;
};

// Returns the offer on an amount that is expected on a day where it is worth
// more than waiting for it; none where it is not.
//
// Errors: as CompareOptions
[[nodiscard]] absl::StatusOr<std::optional<EarlyOffer>> OfferEarlyPayment(
    const Ways& ways, int64_t amount_minor, Date as_of, Date expected);

}  // namespace usance::cli

#endif  // USANCE_CLI_OFFERS_H_
