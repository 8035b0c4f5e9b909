// `usance pay`: what a payment code holds, and the code itself.
#ifndef USANCE_CLI_PAY_H_
#define USANCE_CLI_PAY_H_

#include <string>

#include "cli/table.h"
#include "usance/codec/json.h"

namespace usance::cli {

struct PayRun {
  std::string qr;          // text, ascii, svg, png; empty for no code
  std::string file = "-";  // that it goes into; - for the standard output
  Format format = Format::kTable;
  bool guard_formulas = false;
};

// Shows the answer to a payment_request. Returns how the command ends.
int RunPay(const Json& answer, const PayRun& run);

}  // namespace usance::cli

#endif  // USANCE_CLI_PAY_H_
