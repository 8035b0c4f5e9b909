#include "usance/account/ledger.h"

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

}  // namespace usance
