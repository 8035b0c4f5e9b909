// What the record shows: what worked, what months brought in, what is lost.
#ifndef USANCE_CLI_LEARNING_H_
#define USANCE_CLI_LEARNING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "cli/accounts.h"

namespace usance::cli {

struct OutcomesRun {
  int32_t within_days = 14;
  std::string measure = "payment";
  std::string segments;            // a JSON file; empty: all accounts are one
  std::vector<std::string> costs;  // as "letter=1.20"
};

struct CohortsRun {
  std::string buckets = "30,60,90,180,365";
};

struct ProvisionRun {
  int32_t every_days = 30;
  int32_t buckets = 5;
  int32_t agings = 13;
  std::string lost = "100%";
  std::string forward = "0%";
  std::string rounding = "half up";
};

// Each returns how the command ends.
[[nodiscard]] int RunOutcomes(const AccountsRun& run,
                              const OutcomesRun& outcomes);
[[nodiscard]] int RunCohorts(const AccountsRun& run, const CohortsRun& cohorts);
[[nodiscard]] int RunProvision(const AccountsRun& run,
                               const ProvisionRun& provision);

}  // namespace usance::cli

#endif  // USANCE_CLI_LEARNING_H_
