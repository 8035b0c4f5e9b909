// Actions that are taken as they are proposed, to see what comes next.
#ifndef USANCE_CLI_DRY_RUN_H_
#define USANCE_CLI_DRY_RUN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/journal.h"
#include "usance/core/status.h"
#include "usance/recovery/dunning_policy.h"
#include "usance/recovery/next_action.h"

namespace usance::cli {

// The items of the rows, each once.
[[nodiscard]] std::vector<std::string> ItemsOf(
    const std::vector<uint32_t>& rows, const Account& account);

// When a contact is allowed, in the debtor's local time, and the time zone
// where that is known: "09:00-17:00 Europe/Berlin". Empty where any hour is,
// and where there is no contact.
[[nodiscard]] std::string WindowOf(const NextAction& action);

// Adds what is proposed to the journal as if it had been done on the account's
// day. `id` is of the event; of several, each with a number behind it.
//
// Errors: as Journal::Append
[[nodiscard]] absl::Status TakeAction(const NextAction& action,
                                      const Account& account,
                                      const DunningPolicy& dunning,
                                      const std::string& id, Journal& journal);

}  // namespace usance::cli

#endif  // USANCE_CLI_DRY_RUN_H_
