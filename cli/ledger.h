// What each open invoice of a ledger costs.
#ifndef USANCE_CLI_LEDGER_H_
#define USANCE_CLI_LEDGER_H_

#include <string>

#include "cli/table.h"
#include "usance/codec/json.h"
#include "usance/date/date.h"
#include "usance/statute/rate_book.h"

namespace usance::cli {

enum class Show { kOpen, kDue, kLate, kTotals };

struct LedgerRun {
  std::string ledger;    // CSV files; "-" is the standard input
  std::string payments;  // empty: none
  std::string mapping;   // JSON files
  std::string policy;    // empty: the statute
  std::string fx;        // rates of exchange; empty: none
  std::string statute;   // as of --statute
  // What the statute is asked about; each empty: not given.
  std::string contract_date;  // assumed: the due day of each row
  std::string parties;
  std::string day_count;
  std::string as_of;
  std::string apply_to;  // empty: not given
  std::string customer;  // empty: all
  RateBook book;  // what the policy's, or statute's, ids of rate series name
  Show show = Show::kOpen;
  bool go_on = false;  // after a row that is refused
  bool explain = false;
  Format format = Format::kTable;
  bool guard_formulas = false;
};

// Streams the ledger: prints the invoices that are open as of the day, then
// totals for each currency. An invoice is open as of D where it is issued on
// or before D, not settled on or before D, and principal or charges are owed
// after the payments up to D. Returns how the command ends.
//
// Memory: one row of the ledger, and all payments.
[[nodiscard]] int RunLedger(const LedgerRun& run);

}  // namespace usance::cli

#endif  // USANCE_CLI_LEDGER_H_
