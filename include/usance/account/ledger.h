// The journals of many accounts.
#ifndef USANCE_ACCOUNT_LEDGER_H_
#define USANCE_ACCOUNT_LEDGER_H_

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "usance/account/event.h"
#include "usance/account/journal.h"
#include "usance/core/status.h"
#include "usance/money/currency.h"

namespace usance {

// An event, and whose it is.
struct AccountEvent {
  std::string account;
  Currency currency;
  Event event;
  friend bool operator==(const AccountEvent&, const AccountEvent&) = default;
};

// The name of an account.
//
// Errors: INVALID_ARGUMENT / MISSING_FIELD - "/account" is empty
//         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - it is over kMaxIdBytes
//         INVALID_ARGUMENT / MALFORMED - it is no UTF-8
[[nodiscard]] absl::Status CheckAccountName(std::string_view account);

class Ledger {
 public:
  // Account and code of the currency, in the order of their bytes.
  using Journals = std::map<std::pair<std::string, std::string>, Journal>;

  // Adds an event to the journal of its account and currency; false where it
  // is there already. An id is one event of a journal: another account, or
  // currency, may have it too.
  //
  // Errors: as CheckAccountName, then as Journal::Append
  absl::StatusOr<bool> Append(AccountEvent added);
  // Adds the events of another ledger, or none: where one is refused, and where
  // memory runs out. Returns how many were not in the ledger.
  //
  // Errors: as Append of each
  absl::StatusOr<size_t> Append(Ledger added);

  [[nodiscard]] const Journals& journals() const { return journals_; }
  // Events, of all journals.
  [[nodiscard]] size_t size() const { return size_; }

  friend bool operator==(const Ledger& a, const Ledger& b) {
    return a.journals_ == b.journals_;
  }

 private:
  Journals journals_;  // none is empty
  size_t size_ = 0;
};

}  // namespace usance

#endif  // USANCE_ACCOUNT_LEDGER_H_
