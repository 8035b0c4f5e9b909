// Escalation, hand-overs, settlements and plans as the request language says
// them; dunning has a header of its own.
#ifndef USANCE_CODEC_RECOVERY_H_
#define USANCE_CODEC_RECOVERY_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/journal.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/money/currency.h"
#include "usance/recovery/escalation.h"
#include "usance/recovery/handover.h"
#include "usance/recovery/payment_plan.h"
#include "usance/recovery/settlement.h"

namespace usance {

// Reads the `escalation` of a request; Escalate checks what it says.
//
// Errors:  those of the request, below `field`
// Example: {"id": "signs", "signs": [{"sign": "days past due", "bands":
//          [{"from": 60, "points": 30}]}], "review_points": 30,
//          "hand_over_points": 80}
[[nodiscard]] absl::StatusOr<EscalationPolicy> ReadEscalationPolicy(
    const Json& policy, Currency currency,
    std::string_view field = "/escalation");

// Reads the `debtor` of a request to escalate.
//
// Errors:  those of the request, below `field`
// Example: {"insolvency": true, "lapses": [{"item": "A", "on": "2029-12-31"}]}
[[nodiscard]] absl::StatusOr<DebtorSigns> ReadDebtorSigns(
    const Json& debtor, std::string_view field = "/debtor");

// The answer of escalate. `account` is the one that it was decided for.
[[nodiscard]] Json EscalationsJson(const std::vector<Escalation>& all,
                                   const Account& account);

// The answer of handover: items, their rows, the interest of these by segment,
// the ledger with its balance, and the record, whose events are as in a
// journal.
[[nodiscard]] Json HandoverJson(const HandoverPack& pack,
                                const Journal& journal, const Account& account);

// The answer of settlement.
[[nodiscard]] Json SettlementJson(const Settlement& settlement,
                                  int64_t pay_minor, Currency currency);

// The answer of standing.
[[nodiscard]] Json StandingJson(const PlanStanding& standing,
                                Currency currency);

}  // namespace usance

#endif  // USANCE_CODEC_RECOVERY_H_
