// Rate series: the folder that --rates names, and the command that lists them.
#ifndef USANCE_CLI_RATES_H_
#define USANCE_CLI_RATES_H_

#include <string>

#include "cli/table.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/statute/rate_book.h"

namespace usance::cli {

// The built-in series, and those of every *.csv in `folder`, in their place
// where the ids are the same. Without a folder (""): the built-in ones.
//
// Errors: Internal - the folder or a file cannot be read
//         MISSING_FIELD - no *.csv in the folder
//         DUPLICATE_FIELD - two files of one id
//         as ReadRateSeries, about "folder/file.csv:line:column"
[[nodiscard]] absl::StatusOr<RateBook> LoadRates(const std::string& folder);

// What `usance rates` shows: all series, the rows of one, or one row.
struct RatesRun {
  std::string folder;  // empty: none
  std::string series;  // empty: all
  std::string on;      // empty: all rows
  Format format = Format::kTable;
};

// Returns how the command ends.
[[nodiscard]] int RunRates(const RatesRun& run);

}  // namespace usance::cli

#endif  // USANCE_CLI_RATES_H_
