// The accounts of a journal: aged, stated, quoted, explained.
#ifndef USANCE_CLI_ACCOUNTS_H_
#define USANCE_CLI_ACCOUNTS_H_

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/table.h"
#include "usance/account/account.h"
#include "usance/account/account_policy.h"
#include "usance/account/ledger.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/statute/rate_book.h"

namespace usance::cli {

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
  bool segments = false;  // of interest, in the account's rows
  // Of an aging.
  std::string basis = "due";
  std::string buckets = "30,60,90,120";
  bool by_account = false;
  std::string in;               // a currency; empty: each in its own
  std::vector<std::string> fx;  // a file, or rates as "USD=0.91"
  std::string rounding;         // of what is exchanged; empty: half up
  // Of a statement.
  std::string form = "balance forward";
  std::string from;
  std::string to;
  // Of a payoff, on the day `as_of`.
  std::string reach;  // days past due; empty: not asked for
  std::string close;  // an item; empty: none
  // Of an allocation, on the day `as_of`.
  std::string amount;
  std::string type;
  std::vector<std::string> designations;  // "A" or "A=50.00"
  // Of an explanation.
  std::string item;  // empty: all
};

// One account of a journal as it stands, with what it came from.
struct OneAccount {
  Ledger ledger;
  const Journal* journal;  // of it
  Json policy_json;
  AccountPolicy policy;
  std::optional<Date> as_known_on;
  Account account;
};

// Replays the account that is asked for, as of run.as_of.
//
// Errors: about a flag, a file or the account
[[nodiscard]] absl::StatusOr<OneAccount> ReplayOne(const AccountsRun& run);

// Calls take(journal, policy, account) for each account that is asked for, as
// of run.as_of, by account and currency.
//
// Errors: as ReplayOne, and of `take`
[[nodiscard]] absl::Status ReplayEach(
    const AccountsRun& run,
    const std::function<absl::Status(const Journal&, const AccountPolicy&,
                                     const Account&)>& take);

struct FlagOfMember {
  std::string_view member;  // "/edges"
  std::string_view flag;    // "--buckets"
};
// The error, about a flag where its place is one of those members or below it.
[[nodiscard]] absl::Status AboutFlag(const absl::Status& status,
                                     std::span<const FlagOfMember> flags);

// A JSON file with an object of accounts and what is known of each; of no file,
// an empty one.
[[nodiscard]] absl::StatusOr<Json> ReadByAccount(const std::string& path);

// Each returns how the command ends.
[[nodiscard]] int RunAge(const AccountsRun& run);
[[nodiscard]] int RunStatement(const AccountsRun& run);
[[nodiscard]] int RunPayoff(const AccountsRun& run);
[[nodiscard]] int RunAllocate(const AccountsRun& run);
[[nodiscard]] int RunExplain(const AccountsRun& run);

}  // namespace usance::cli

#endif  // USANCE_CLI_ACCOUNTS_H_
