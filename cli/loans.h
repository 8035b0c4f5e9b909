// `usance amortize`, `solve` and `verify`: rows as a table, a disclosure, a
// picture or a calendar.
#ifndef USANCE_CLI_LOANS_H_
#define USANCE_CLI_LOANS_H_

#include <string>

#include "cli/table.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"

namespace usance::cli {

struct LoanRun {
  Format format = Format::kTable;
  bool guard_formulas = false;
  bool disclosure = false;  // the columns that a borrower is shown
  std::string plot;         // text, svg; empty for none
  bool ics = false;
  std::string title;       // of the picture or of each day
  std::string uid;         // of the loan, in the calendar; empty: of its terms
  std::string file = "-";  // of picture and calendar
};

// Show the answer to their request. Return how the command ends.
int RunAmortize(const Json& request, const Json& answer, const LoanRun& run);
int RunSolve(const Json& answer, Format format, bool guard_formulas);
int RunVerify(const Json& answer, Format format, bool guard_formulas);

// The rows in a file: a JSON list, an answer of `amortize` with its rows, or
// CSV with a header.
//
// Errors: those of ReadTextFile, ParseJson and ReadCsv
[[nodiscard]] absl::StatusOr<Json> ReadRows(const std::string& path);

}  // namespace usance::cli

#endif  // USANCE_CLI_LOANS_H_
