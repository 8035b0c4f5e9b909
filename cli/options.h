// Options that many subcommands have.
#ifndef USANCE_CLI_OPTIONS_H_
#define USANCE_CLI_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <string>

#include "cli/rates.h"
#include "cli/table.h"

namespace usance::cli {

// What the subcommands share.
struct Output {
  std::string format = "table";
  bool explain = false;
  bool guard_formulas = false;

  [[nodiscard]] bool table() const { return format == "table"; }
  [[nodiscard]] bool json() const { return format == "json"; }
  [[nodiscard]] Format kind() const {
    return json() ? Format::kJson : table() ? Format::kTable : Format::kCsv;
  }
};

void AddFormat(CLI::App& app, Output& output);
void AddGuard(CLI::App& app, Output& output);
// Both, and the derivation.
void AddOutput(CLI::App& app, Output& output);
void AddRates(CLI::App& app, RatesRun& rates);

// An option is left out, not given as nothing.
void RefuseNothing(CLI::App& app);

}  // namespace usance::cli

#endif  // USANCE_CLI_OPTIONS_H_
