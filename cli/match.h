// `usance match`: what an incoming payment may be for.
#ifndef USANCE_CLI_MATCH_H_
#define USANCE_CLI_MATCH_H_

#include <string>

#include "cli/accounts.h"

namespace usance::cli {

// A payment of `amount` on the day `as_of`, both of the run.
struct MatchRun {
  std::string text;        // what the payer wrote
  std::string reference;   // what stands in the field for it
  std::string references;  // a JSON file: of accounts and their items
};

// Returns how the command ends.
[[nodiscard]] int RunMatch(const AccountsRun& run, const MatchRun& match);

}  // namespace usance::cli

#endif  // USANCE_CLI_MATCH_H_
