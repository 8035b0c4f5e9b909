// `usance pay`: what to pay by when, what a payment code holds, and the code.
#ifndef USANCE_CLI_PAY_H_
#define USANCE_CLI_PAY_H_

#include <string>

#include "cli/table.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"

namespace usance::cli {

struct PayRun {
  std::string qr;          // text, ascii, svg, png; empty for no code
  std::string file = "-";  // that it goes into; - for the standard output
  Format format = Format::kTable;
  bool guard_formulas = false;
  std::string on;           // the day of the transfer; empty for the first
  std::string installment;  // from 1; empty for the first
};

// The amount that the code asks for, of the answer to payment_options: what
// is to be paid of run.installment by the first day that is not before run.on;
// with charges, which grow from day to day, of run.on itself alone.
//
// Errors: those of Date::Parse; OUT_OF_RANGE - no such installment, or no such
//   day
[[nodiscard]] absl::StatusOr<std::string> AmountToAsk(const Json& options,
                                                      const PayRun& run);

// Shows the answer to a payment_request, after that to payment_options where
// it is not null. Returns how the command ends.
int RunPay(const Json& answer, const Json& options, const PayRun& run);

}  // namespace usance::cli

#endif  // USANCE_CLI_PAY_H_
