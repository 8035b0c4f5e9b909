// Accounts as they stood, in files of their own.
#ifndef USANCE_CLI_SNAPSHOT_H_
#define USANCE_CLI_SNAPSHOT_H_

#include <string>

#include "cli/accounts.h"

namespace usance::cli {

struct SnapshotRun {
  AccountsRun of;
  std::string output = "-";
  std::string check;  // a snapshot; empty: one is taken
};

// Takes a snapshot of one account, or tells whether the account of a snapshot
// still stands as it did: what it was taken of is asked anew of the journal.
// Returns how the command ends: kRefused where something changed.
[[nodiscard]] int RunSnapshot(const SnapshotRun& run);

}  // namespace usance::cli

#endif  // USANCE_CLI_SNAPSHOT_H_
