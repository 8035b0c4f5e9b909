// The commands about a firm's books: `usance run` and `usance backtest`.
#ifndef USANCE_CLI_RUN_H_
#define USANCE_CLI_RUN_H_

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "cli/backtest.h"

namespace usance::cli {

struct MorningRun {
  std::vector<std::string> books;
  std::string as_of;
  std::string policy;  // a JSON file
  std::string rates;   // a folder of series; empty: the built-in ones
  std::string format = "table";
  std::string report;  // an HTML file; empty: none
};

class FirmCommands {
 public:
  explicit FirmCommands(CLI::App& app);

  // How the command ends; nothing where it is none of these.
  [[nodiscard]] std::optional<int> Run();

 private:
  CLI::App& run_;
  CLI::App& backtest_;
  MorningRun morning_;
  BacktestRun test_;
};

}  // namespace usance::cli

#endif  // USANCE_CLI_RUN_H_
