// The accounts of a journal: aged, stated, quoted, explained.
#ifndef USANCE_CLI_ACCOUNTS_H_
#define USANCE_CLI_ACCOUNTS_H_

#include <string>
#include <string_view>

#include "cli/table.h"
#include "usance/account/ledger.h"
#include "usance/core/status.h"
#include "usance/statute/rate_book.h"

namespace usance::cli {

// The text of a file that may be a journal.
//
// Errors: as ReadTextFile; LIMIT_EXCEEDED - over 1 GiB
[[nodiscard]] absl::StatusOr<std::string> ReadJournalText(
    const std::string& path);

// The ledger in the text of a journal file. Complains about a line that was
// never finished, and leaves it out.
//
// Errors: as ReadJournals, about "path:line"
[[nodiscard]] absl::StatusOr<Ledger> ReadLedger(const std::string& path,
                                                std::string_view text);

struct AccountsRun {
  std::string journal = "-";
  // A JSON file; empty: the oldest due first, credit waits, and no interest
  // bears.
  std::string policy;
  std::string account;   // empty: all, or the only one
  std::string currency;  // of the account, where it has several
  std::string as_known_on;
  std::string as_of;
  RateBook book;
  Format format = Format::kTable;
  bool explain = false;
  bool guard_formulas = false;
  // Of an aging.
  std::string basis = "due";
  std::string buckets = "30,60,90,120";
  bool by_account = false;
  // Of a statement.
  std::string from;
  std::string to;
  // Of an allocation, on the day `as_of`.
  std::string amount;
  std::string type;
  // Of an explanation.
  std::string item;  // empty: all
};

// Each returns how the command ends.
[[nodiscard]] int RunAge(const AccountsRun& run);
[[nodiscard]] int RunStatement(const AccountsRun& run);
[[nodiscard]] int RunPayoff(const AccountsRun& run);
[[nodiscard]] int RunAllocate(const AccountsRun& run);
[[nodiscard]] int RunExplain(const AccountsRun& run);

}  // namespace usance::cli

#endif  // USANCE_CLI_ACCOUNTS_H_
