// Less than all, for good: what is given up when a debtor pays a part by a day.
#ifndef USANCE_RECOVERY_SETTLEMENT_H_
#define USANCE_RECOVERY_SETTLEMENT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/claim.h"
#include "usance/account/component.h"
#include "usance/core/status.h"

namespace usance {

struct SettlementSpec {
  std::vector<std::string> items = {};  // none: the account
  int64_t pay_minor = 0;                // above 0; settles all that is open
  // What is given up, the first first. What does not stand here is not.
  std::vector<Component> gives_up;
};

struct Settlement {
  int64_t open_minor = 0;  // of the items, at the end of the account's day
  ComponentAmounts given_up;
  // The events that give it up. Recorded on the day of the payment, which they
  // come before, they leave it just what it pays.
  std::vector<ClaimWaived> waivers = {};
};

// Returns what a settlement on the account's day gives up. An offer with a last
// day needs nothing on record: where it is not taken the claims stand as they
// are; where it is, this tells what to record on the day of the payment, with
// the interest of that day.
//
// Errors:  INVALID_ARGUMENT / UNKNOWN_NAME - an item that the account does not
//            have; /items/<k>
//          INVALID_ARGUMENT / DUPLICATE_FIELD - an item or component twice
//          INVALID_ARGUMENT / UNSPECIFIED - /gives_up/<k>
//          OUT_OF_RANGE / OUT_OF_RANGE - pay_minor not above 0, above what is
//            open, or so little that more is to be given up than is open of
//            those components; /pay
// Example: 100.00 of principal, 8.00 of default interest and 5.00 of fees, for
//          101.00, giving up interest, then fees: 8.00 of interest and 4.00 of
//          fees
[[nodiscard]] absl::StatusOr<Settlement> Settle(const Account& account,
                                                const SettlementSpec& spec,
                                                std::string_view field = "");

}  // namespace usance

#endif  // USANCE_RECOVERY_SETTLEMENT_H_
