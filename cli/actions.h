// What to do next about the accounts of a journal.
#ifndef USANCE_CLI_ACTIONS_H_
#define USANCE_CLI_ACTIONS_H_

#include <string>

#include "cli/accounts.h"

namespace usance::cli {

struct ActionsRun {
  AccountsRun of;       // as_of is the first day
  std::string dunning;  // a JSON file
  std::string debtors;  // the same; empty: nothing is known of them
  std::string through;  // the last day of a dry run; empty: one day
  bool held_back = false;
};

// Returns how the command ends.
[[nodiscard]] int RunActions(const ActionsRun& run);

}  // namespace usance::cli

#endif  // USANCE_CLI_ACTIONS_H_
