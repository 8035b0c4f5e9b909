#include "usance/account/ledger.h"

#include <utility>
#include <vector>

#include "src/account/check.h"

namespace usance {

absl::Status CheckAccountName(std::string_view account) {
  return CheckName(account, "/account", true);
}

absl::StatusOr<bool> Ledger::Append(AccountEvent added) {
  USANCE_RETURN_IF_ERROR(CheckAccountName(added.account));
  const Journals::key_type key(added.account,
                               std::string(added.currency.code()));
  const auto known = journals_.find(key);
  if (known != journals_.end()) {
    USANCE_ASSIGN_OR_RETURN(const bool fresh,
                            known->second.Append(std::move(added.event)));
    size_ += fresh ? 1 : 0;
    return fresh;
  }
  Journal journal(std::move(added.account), added.currency);
  USANCE_RETURN_IF_ERROR(journal.Append(std::move(added.event)).status());
  journals_.emplace(key, std::move(journal));
  ++size_;
  return true;
}

absl::StatusOr<size_t> Ledger::Append(Ledger added) {
  std::vector<Journal*> grow;
  size_t fresh = added.size_;
  for (auto& [key, journal] : added.journals_) {
    const auto known = journals_.find(key);
    if (known == journals_.end()) continue;
    grow.push_back(&known->second);
    fresh -= journal.size();
    USANCE_RETURN_IF_ERROR(known->second.HoldAll(std::move(journal)));
  }
  // Nothing fails from here on.
  for (Journal* journal : grow) fresh += journal->Place();
  journals_.merge(added.journals_);  // those of other accounts
  size_ += fresh;
  return fresh;
}

}  // namespace usance
