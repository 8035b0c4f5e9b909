// What goes along when claims are handed over.
#ifndef USANCE_RECOVERY_HANDOVER_H_
#define USANCE_RECOVERY_HANDOVER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/component.h"
#include "usance/account/journal.h"
#include "usance/core/status.h"

namespace usance {

// Indices into the account and its journal, each in their order.
struct HandoverPack {
  ComponentAmounts open;            // of its items
  std::vector<uint32_t> items;      // of Account::items
  std::vector<uint32_t> rows;       // of Account::rows; their interest is in
                                    // AccountRow::segments
  std::vector<uint32_t> movements;  // of Account::movements: the ledger of the
                                    // rows, which adds up to what is open
  // Of the journal: what was said, promised, held, disputed, agreed, put off,
  // handed over and noted about the items or the account.
  std::vector<uint32_t> events;
};

// Returns what an agency, a lawyer or a court needs to know about items; none:
// all of which something is open. Money that is unapplied is no part of an
// item: apply it, or say it, before anything is handed over.
//
// It records nothing: HandedOver is the caller's.
//
// Requires that the account is Replay's of the journal, with segments.
//
// Errors:  INVALID_ARGUMENT / MISSING_FIELD - an item without a name;
// /items/<k>
//          INVALID_ARGUMENT / DUPLICATE_FIELD - an item twice; /items/<k>
//          INVALID_ARGUMENT / UNKNOWN_NAME - an item that the account does not
//            have; /items/<k>
//          INVALID_ARGUMENT / CONFLICT - nothing is open of an item,
//          /items/<k>;
//            or of the account, /items
// Example: 1,000.00 due on 2026-01-31 at 12 %, a call on 2026-02-10, 400.00
//          paid on 2026-03-02: 615.67 open on 2026-03-31, one contact, and
//          interest of 9.86 for 30 days of 1,000.00 and of 5.81 for 29 days of
//          609.86
[[nodiscard]] absl::StatusOr<HandoverPack> PackHandover(
    const Journal& journal, const Account& account,
    const std::vector<std::string>& items = {}, std::string_view field = "");

}  // namespace usance

#endif  // USANCE_RECOVERY_HANDOVER_H_
