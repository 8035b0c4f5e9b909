// Accounts as the request language says them.
#ifndef USANCE_CODEC_ACCOUNT_H_
#define USANCE_CODEC_ACCOUNT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/account_policy.h"
#include "usance/account/aging.h"
#include "usance/account/journal.h"
#include "usance/account/match.h"
#include "usance/account/statement.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/money/currency.h"
#include "usance/statute/rate_book.h"

namespace usance {

// Reads the `policy` of a replay request. `book` has the rate series that it
// may name.
//
// Errors:  those of the request, below `field`; not those of CheckPolicy
// Example: {"allocation": "oldest due", "credit": "hold"}
[[nodiscard]] absl::StatusOr<AccountPolicy> ReadAccountPolicy(
    const Json& policy, Currency currency, std::string_view field = "/policy",
    const RateBook& book = {});

// Reads "30,60,90" as AgingSpec::edges.
//
// Errors: INVALID_ARGUMENT / MALFORMED - no numbers of days between commas
[[nodiscard]] absl::StatusOr<std::vector<int32_t>> ReadEdges(
    std::string_view text, std::string_view field = "/buckets");

// The answers of the operations replay, aging, statement, payoff, allocate and
// match.
// `journal` is the one that was replayed.
[[nodiscard]] Json AccountJson(const Account& account, const Journal& journal);
[[nodiscard]] Json AgingJson(const Aging& aging);
[[nodiscard]] Json StatementJson(const Statement& statement,
                                 const Journal& journal);
[[nodiscard]] Json OpenItemsJson(const OpenItems& open, const Account& account);
[[nodiscard]] Json PayoffJson(const PayoffQuote& quote, Currency currency);
// Of LeastToReach and LeastToClose, the payoff's to_reach and to_close: null
// where no amount does.
[[nodiscard]] Json LeastJson(std::optional<int64_t> least, Currency currency);
// Of Allocate; `account` is the one without the payment, which is of `type`.
[[nodiscard]] Json AllocationJson(const std::vector<Movement>& movements,
                                  const Account& account,
                                  const AccountPolicy& policy,
                                  std::string_view type);

// Of SuggestMatches; accounts are named where they have a name.
[[nodiscard]] Json MatchesJson(const Matches& matches, Currency currency);

// What an account, or an item of it, has come to, a sentence each: every
// movement with its event and the rule that decided; every event that moved
// nothing and yet stands behind a figure (a due day, a hold, a promise, a
// pending payment) with what it says, and why it was ignored, if it was; and
// the segments of interest, where the account has them. By days; contacts and
// notes are not among them. Amounts are exact, in the account's currency. Of an
// item that the account does not have: what is about the account as a whole.
//
// Example: "2024-02-29 payment by payment \"3\": 9.53, default interest of A
//          (oldest due, cell 3: past due default interest)"
[[nodiscard]] std::vector<std::string> ExplainAccount(
    const Account& account, const Journal& journal, const AccountPolicy& policy,
    const std::optional<std::string>& item = {});

}  // namespace usance

#endif  // USANCE_CODEC_ACCOUNT_H_
