// What is owed: invoices, credit notes, charges, and what is given up of them.
#ifndef USANCE_ACCOUNT_CLAIM_H_
#define USANCE_ACCOUNT_CLAIM_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "usance/account/component.h"
#include "usance/date/date.h"

namespace usance {

// All amounts are minor units of the account's currency, and above 0 unless
// the field says otherwise. An item is what an invoice opened, by its id; a
// row is one due amount of it, counted from 1. No row means all of the item,
// no item all of the account.

// Paid by `until` (or within grace_days after it) a row costs discount_minor
// less; one that a credit note, waiver or write-off has made smaller in
// proportion, rounded down. What payments of a part earn is as PartialPayment
// says of what the row comes to now: under none, if nothing of it is settled
// yet; under keep last, less what stands granted; pro rata, by what is open.
struct RowDiscount {
  Date until;
  int64_t discount_minor = 0;
  int32_t grace_days = 0;
  friend bool operator==(const RowDiscount&, const RowDiscount&) = default;
};

// One due amount: of an invoice, principal; of a loan, a row of its schedule.
struct ClaimRow {
  Date due;  // adjusted: the last day on which paying is on time
  ComponentAmounts amounts;  // each 0 or more
  std::vector<RowDiscount> discounts = {};
  friend bool operator==(const ClaimRow&, const ClaimRow&) = default;
};

// The value date is the document's. Rows are in the order of their due days.
struct InvoiceIssued {
  std::string item;
  std::vector<ClaimRow> rows;
  std::string interest = {};  // id of the policy's interest terms; none: none
  bool secured = false;       // by collateral or a guarantor
  std::optional<Date> baseline = {};  // what aging by baseline counts from
  friend bool operator==(const InvoiceIssued&, const InvoiceIssued&) = default;
};

// Takes from the item's principal, the latest row first, which bears as much
// less from the next day on; what is beyond it, or all without an item, is
// money of the debtor's.
struct CreditNoteIssued {
  std::string item = {};
  int64_t amount_minor = 0;
  friend bool operator==(const CreditNoteIssued&,
                         const CreditNoteIssued&) = default;
};

// Holds from its day; for a row of which principal or default interest was
// settled on that day already, from the next day on. Whether a row is late is
// asked anew.
struct DueDateChanged {
  std::string item;
  int32_t row = 1;
  Date due;
  friend bool operator==(const DueDateChanged&,
                         const DueDateChanged&) = default;
};

// A claim besides the invoice's, due on the value date or later. It joins the
// row if one is named, and is a new row of the item (or of no item) if not:
// such a row bears no default interest, whatever becomes of it.
struct ChargePosted {
  std::string item = {};
  std::optional<int32_t> row = {};
  Component component = Component::kFee;  // any but principal
  int64_t amount_minor = 0;
  std::optional<Date> due = {};
  friend bool operator==(const ChargePosted&, const ChargePosted&) = default;
};

// Gives up what is unpaid of a component, or so much of it, item by item and
// row by row; of default interest, that of the day itself included.
struct ClaimWaived {
  std::string item = {};
  std::optional<int32_t> row = {};
  Component component = Component::kFee;
  std::optional<int64_t> amount_minor = {};
  friend bool operator==(const ClaimWaived&, const ClaimWaived&) = default;
};

// Takes back a charge: so much as is open of its component and row, and then as
// was paid there since, the last payment first, whose money it is again. What
// was given up or capitalized is not taken back.
struct ChargeRefunded {
  std::string charge;  // id of the ChargePosted
  std::optional<int64_t> amount_minor = {};
  friend bool operator==(const ChargeRefunded&,
                         const ChargeRefunded&) = default;
};

}  // namespace usance

#endif  // USANCE_ACCOUNT_CLAIM_H_
