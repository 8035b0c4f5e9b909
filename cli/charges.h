// What the rows of an account cost for being late, by a law or a contract.
#ifndef USANCE_CLI_CHARGES_H_
#define USANCE_CLI_CHARGES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/journal.h"
#include "usance/codec/firm_policy.h"
#include "usance/core/status.h"
#include "usance/money/currency.h"
#include "usance/statute/presets.h"
#include "usance/statute/rate_book.h"
#include "usance/terms/late_charges.h"

namespace usance::cli {

struct RowCharges {
  uint32_t row = 0;  // of Account::rows
  LateCharges charges;
  std::string rule;   // the law's id, or "contract"
  std::string marks;  // how far it can be relied on: "derived, provisional"
};

// Of accounts of one currency. `terms` and `book` outlive it.
class ChargeDesk {
 public:
  ChargeDesk(const LateTerms& terms, Currency currency, const RateBook& book);

  // The charges of each row that is past due and whose invoice names no
  // interest terms of the account: those are on the account already. What
  // lowered its principal counts as a payment of that day, one that came back
  // as never made. Holds and plans that pause interest do, a part that is held
  // bearing by itself; a charge-off ends it; a new due day leaves what has
  // accrued, and nothing bears up to it.
  //
  // Errors: as ComputeLateCharges and PresetCache::Find, about the account
  [[nodiscard]] absl::StatusOr<std::vector<RowCharges>> Of(
      const Journal& journal, const Account& account);

 private:
  absl::StatusOr<RowCharges> OfRow(uint32_t row, const Journal& journal,
                                   const Account& account);

  const LateTerms& terms_;
  std::optional<PresetCache> presets_ = {};  // of a law
};

}  // namespace usance::cli

#endif  // USANCE_CLI_CHARGES_H_
