// Movements as double entries, for other systems.
#ifndef USANCE_CLI_EXPORT_H_
#define USANCE_CLI_EXPORT_H_

#include "cli/accounts.h"

namespace usance::cli {

// Prints a posting for each movement of the accounts that are asked for, and on
// the standard error what the books of each currency come to. Returns how the
// command ends.
[[nodiscard]] int RunExport(AccountsRun run);

}  // namespace usance::cli

#endif  // USANCE_CLI_EXPORT_H_
