// What a policy would have done over past days, and how its forecasts fared.
#ifndef USANCE_CLI_BACKTEST_H_
#define USANCE_CLI_BACKTEST_H_

#include <cstdint>
#include <string>
#include <vector>

namespace usance::cli {

struct BacktestRun {
  std::vector<std::string> books;
  std::string policy;  // a JSON file
  std::string from;
  std::string to;
  int32_t horizon = 91;  // days that a forecast is put beside
  std::string format = "table";
};

// Returns how the command ends.
//
// Time: a decision for each day of each account on which it owes something.
// Memory: the books, and one account's days.
[[nodiscard]] int RunBacktest(const BacktestRun& run);

}  // namespace usance::cli

#endif  // USANCE_CLI_BACKTEST_H_
