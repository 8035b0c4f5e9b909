// How the accounts of a journal are collected, and what will come in.
#ifndef USANCE_CLI_COLLECTION_H_
#define USANCE_CLI_COLLECTION_H_

#include <cstdint>
#include <string>

#include "cli/accounts.h"
#include "usance/portfolio/forecast.h"

namespace usance::cli {

struct CollectionRun {
  int32_t days = 365;
  int32_t bucket_days = 7;
  int32_t buckets = 13;
  LateRecordSpec record = {};
  std::string against;  // a day; empty: no test
};

// Each returns how the command ends.
[[nodiscard]] int RunMetrics(const AccountsRun& run,
                             const CollectionRun& collection);
[[nodiscard]] int RunForecast(const AccountsRun& run,
                              const CollectionRun& collection);

}  // namespace usance::cli

#endif  // USANCE_CLI_COLLECTION_H_
