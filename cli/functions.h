// Spreadsheet functions: `usance fn`.
#ifndef USANCE_CLI_FUNCTIONS_H_
#define USANCE_CLI_FUNCTIONS_H_

#include <string>
#include <vector>

#include "cli/options.h"

namespace usance::cli {

// What `usance fn` shows: an answer, or all formulas.
struct FunctionRun {
  std::string function;                // empty: all
  std::vector<std::string> arguments;  // name=value, of a range with commas
};

// Returns how the command ends.
[[nodiscard]] int RunFunction(const FunctionRun& run, const Output& output);

}  // namespace usance::cli

#endif  // USANCE_CLI_FUNCTIONS_H_
