// Dunning procedures and what they ask for, as the request language says them.
#ifndef USANCE_CODEC_DUNNING_H_
#define USANCE_CODEC_DUNNING_H_

#include <string>
#include <string_view>

#include "usance/account/account.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/money/currency.h"
#include "usance/recovery/dunning_policy.h"
#include "usance/recovery/next_action.h"
#include "usance/statute/rate_book.h"

namespace usance {

// Reads the `dunning` of a request.
//
// Errors:  those of the request, then those of CheckPolicy, below `field`
// Example: {"id": "ladder", "scope": "item", "order": "strict", "steps":
//          [{"id": "first", "after": "10d", "channels": ["email"]}]}
[[nodiscard]] absl::StatusOr<DunningPolicy> ReadDunningPolicy(
    const Json& policy, Currency currency, std::string_view field = "/dunning",
    const RateBook& book = {});

// Reads the `debtor` of a request.
//
// Errors:  those of the request, below `field`
// Example: {"consent": ["email", "letter"], "grace_until": "2026-02-05"}
[[nodiscard]] absl::StatusOr<DebtorProfile> ReadDebtorProfile(
    const Json& debtor, std::string_view field = "/debtor",
    const RateBook& book = {});

// The `window` of a contact, in the debtor's local time: "08:00-21:00".
[[nodiscard]] std::string WindowText(const NextAction& action);

// The answer of next_actions. `account` and `policy` are those that it was
// decided for.
[[nodiscard]] Json NextActionsJson(const NextActions& next,
                                   const Account& account,
                                   const DunningPolicy& policy);

}  // namespace usance

#endif  // USANCE_CODEC_DUNNING_H_
