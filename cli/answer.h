// The answer to any request, as tables.
#ifndef USANCE_CLI_ANSWER_H_
#define USANCE_CLI_ANSWER_H_

#include "cli/table.h"
#include "usance/codec/json.h"

namespace usance::cli {

// Prints what the members say, then each list of objects as a table of its own,
// texts of several lines, and the derivation. As CSV, the rows of such a list
// alone where there is one. As JSON, the answer.
void PrintAnswer(const Json& answer, Format format, bool guard_formulas);

}  // namespace usance::cli

#endif  // USANCE_CLI_ANSWER_H_
