// What money settled, and when.
#ifndef USANCE_ACCOUNT_RECEIPT_H_
#define USANCE_ACCOUNT_RECEIPT_H_

#include <cstdint>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/component.h"
#include "usance/account/journal.h"
#include "usance/date/date.h"

namespace usance {

// So much money on one component of a row.
struct Receipt {
  uint32_t event = 0;  // the payment; of credit, the event that it came from
  uint32_t row = 0;    // of Account::rows
  Component component{};
  Date on;                   // when it settled
  int64_t amount_minor = 0;  // above 0
  friend bool operator==(const Receipt&, const Receipt&) = default;
};

// Returns the money that has settled claims of the account, payments and credit
// alike, in the order of its movements: what came back or was released again
// is not there. A return takes from what its own payment settled, and then, as
// a release does, from what settled the same component of the row last.
//
// `journal` is the one that was replayed.
//
// Example: 60.00 on the 3rd and 40.00 on the 5th, the first of which comes
//          back on the 9th: as of the 10th, 40.00 on the 5th
[[nodiscard]] std::vector<Receipt> ReceiptsOf(const Account& account,
                                              const Journal& journal);

}  // namespace usance

#endif  // USANCE_ACCOUNT_RECEIPT_H_
