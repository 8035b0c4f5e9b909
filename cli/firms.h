// A firm's policy by currency, as the commands about its books use it.
#ifndef USANCE_CLI_FIRMS_H_
#define USANCE_CLI_FIRMS_H_

#include <map>
#include <optional>
#include <string>

#include "cli/books.h"
#include "usance/account/account.h"
#include "usance/account/journal.h"
#include "usance/codec/firm_policy.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/credit/assess.h"
#include "usance/statute/rate_book.h"

namespace usance::cli {

using Firms = std::map<std::string, FirmPolicy>;  // by code

// The policy for each currency of the books, and for each that it has parts
// of its own for.
//
// Errors: as ReadFirmPolicy, about `path` and the place in it
[[nodiscard]] absl::StatusOr<Firms> ReadFirms(const Json& policy,
                                              const std::string& path,
                                              const Books& books,
                                              const RateBook& book);

// What the firm's credit policy makes of a customer; none without one.
//
// Errors: as Assess, of the policy below /credit
[[nodiscard]] absl::StatusOr<std::optional<Assessment>> AssessBy(
    const FirmPolicy& policy, const TrackRecord& record, const Debtor& debtor);

// The procedure of a class, or the usual one. Requires that there is one.
[[nodiscard]] const DunningPolicy* ProcedureOf(
    const FirmPolicy& policy, const std::optional<Assessment>& assessment);
// The same, as the customer stands on the account's day.
[[nodiscard]] absl::StatusOr<const DunningPolicy*> ProcedureOf(
    const FirmPolicy& policy, const Journal& journal, const Account& account,
    const Debtor& debtor);

// An error of the library about an account, with its name; one about the
// policy's file is left as it is.
[[nodiscard]] absl::Status AboutAccount(const Journal& journal,
                                        const std::string& policy,
                                        const absl::Status& status);

}  // namespace usance::cli

#endif  // USANCE_CLI_FIRMS_H_
