// One step of the ledger: so much, between two accounts, because of an event.
#ifndef USANCE_ACCOUNT_MOVEMENT_H_
#define USANCE_ACCOUNT_MOVEMENT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "usance/account/component.h"
#include "usance/core/names.h"
#include "usance/date/date.h"

namespace usance {

// Each moves money between the debtor's two balances (claims, and unapplied
// money) and an account of the creditor's books.
enum class MovementKind : int32_t {
  kIssue = 1,           // an invoice
  kCharge = 2,          // a charge that was posted
  kInterest = 3,        // default interest that was booked
  kPayment = 4,         // money that settles a claim
  kUnapplied = 5,       // money that no claim has taken
  kCreditUse = 6,       // unapplied money that settles a claim
  kCreditNote = 7,      // of a claim
  kCreditNoteRest = 8,  // what is beyond it
  kDiscount = 9,        // for paying early
  kTolerance = 10,      // paid too little, and nobody asks for the rest
  kToleranceGain = 11,  // paid too much, and nobody asks for it back
  kWaiver = 12,
  kChargeRefund = 13,  // a charge taken back
  kRelease = 14,       // money that had settled it
  kWriteOff = 15,
  kRecovery = 16,         // money for what was written off
  kRefund = 17,           // unapplied money that was paid back
  kRefundClaim = 18,      // what was paid back beyond it
  kReturn = 19,           // a payment that came back, on a claim
  kReturnUnapplied = 20,  // the same, of unapplied money
  kCapitalizedFrom = 21,  // a component that became principal
  kCapitalizedTo = 22,    // the principal
};

template <>
struct Names<MovementKind> {
  static constexpr std::string_view kNoun = "kind of movement";
  static constexpr Named<MovementKind> kTable[] = {
      {MovementKind::kIssue, "issue", ""},
      {MovementKind::kCharge, "charge", ""},
      {MovementKind::kInterest, "interest", ""},
      {MovementKind::kPayment, "payment", ""},
      {MovementKind::kUnapplied, "unapplied", ""},
      {MovementKind::kCreditUse, "credit use", ""},
      {MovementKind::kCreditNote, "credit note", ""},
      {MovementKind::kCreditNoteRest, "credit note rest", ""},
      {MovementKind::kDiscount, "discount", ""},
      {MovementKind::kTolerance, "tolerance", ""},
      {MovementKind::kToleranceGain, "tolerance gain", ""},
      {MovementKind::kWaiver, "waiver", ""},
      {MovementKind::kChargeRefund, "charge refund", ""},
      {MovementKind::kRelease, "release", ""},
      {MovementKind::kWriteOff, "write-off", ""},
      {MovementKind::kRecovery, "recovery", ""},
      {MovementKind::kRefund, "refund", ""},
      {MovementKind::kRefundClaim, "refund claim", ""},
      {MovementKind::kReturn, "return", ""},
      {MovementKind::kReturnUnapplied, "return unapplied", ""},
      {MovementKind::kCapitalizedFrom, "capitalized from", ""},
      {MovementKind::kCapitalizedTo, "capitalized to", ""},
  };
};

// The books that a movement touches, in neutral words: an embedding system
// maps them to its chart of accounts.
enum class Book : int32_t {
  kReceivable = 1,  // by component
  kUnapplied = 2,   // money of the debtor's
  kCash = 3,
  kSales = 4,  // what invoices and credit notes are for
  kCharges = 5,
  kInterestIncome = 6,
  kDiscounts = 7,
  kDifferences = 8,  // tolerances
  kWaivers = 9,
  kBadDebts = 10,
  kRecoveries = 11,
  kCapitalization = 12,  // from one component to another: always 0 in the end
};

template <>
struct Names<Book> {
  static constexpr std::string_view kNoun = "book";
  static constexpr Named<Book> kTable[] = {
      {Book::kReceivable, "receivable", ""},
      {Book::kUnapplied, "unapplied", ""},
      {Book::kCash, "cash", ""},
      {Book::kSales, "sales", ""},
      {Book::kCharges, "charges", ""},
      {Book::kInterestIncome, "interest income", ""},
      {Book::kDiscounts, "discounts", ""},
      {Book::kDifferences, "differences", ""},
      {Book::kWaivers, "waivers", ""},
      {Book::kBadDebts, "bad debts", ""},
      {Book::kRecoveries, "recoveries", ""},
      {Book::kCapitalization, "capitalization", ""},
  };
};

// A movement of +1 debits one book and credits the other; -1 the reverse.
struct BookPair {
  Book debit;
  Book credit;
};
[[nodiscard]] constexpr BookPair BooksOf(MovementKind kind) {
  using enum Book;
  switch (kind) {
    case MovementKind::kIssue:
      return {kReceivable, kSales};
    case MovementKind::kCharge:
      return {kReceivable, kCharges};
    case MovementKind::kInterest:
      return {kReceivable, kInterestIncome};
    case MovementKind::kPayment:
      return {kCash, kReceivable};
    case MovementKind::kUnapplied:
      return {kCash, kUnapplied};
    case MovementKind::kCreditUse:
      return {kUnapplied, kReceivable};
    case MovementKind::kCreditNote:
      return {kSales, kReceivable};
    case MovementKind::kCreditNoteRest:
      return {kSales, kUnapplied};
    case MovementKind::kDiscount:
      return {kDiscounts, kReceivable};
    case MovementKind::kTolerance:
      return {kDifferences, kReceivable};
    case MovementKind::kToleranceGain:
      return {kCash, kDifferences};
    case MovementKind::kWaiver:
      return {kWaivers, kReceivable};
    case MovementKind::kChargeRefund:
      return {kCharges, kReceivable};
    case MovementKind::kRelease:
      return {kReceivable, kUnapplied};
    case MovementKind::kWriteOff:
      return {kBadDebts, kReceivable};
    case MovementKind::kRecovery:
      return {kCash, kRecoveries};
    case MovementKind::kRefund:
      return {kUnapplied, kCash};
    case MovementKind::kRefundClaim:
      return {kReceivable, kCash};
    case MovementKind::kReturn:
      return {kReceivable, kCash};
    case MovementKind::kReturnUnapplied:
      return {kUnapplied, kCash};
    case MovementKind::kCapitalizedFrom:
      return {kCapitalization, kReceivable};
    case MovementKind::kCapitalizedTo:
      return {kReceivable, kCapitalization};
  }
  return {kReceivable, kReceivable};
}

// In place of an event: interest that accrues up to the day of the query.
inline constexpr uint32_t kAsOf = 0xFFFF'FFFF;

struct Movement {
  uint32_t event = kAsOf;  // which of the journal's events, in their order
  MovementKind kind{};
  Component component{};  // of the claim; none where it touches no claim
  Date date;              // when it took effect
  std::optional<uint32_t> row = {};  // of Account::rows
  // Of the rule that chose the row: the cell, from 0. None where the debtor
  // designated it, or the event itself names it.
  std::optional<uint32_t> cell = {};
  // What the debit book goes up by.
  int64_t amount_minor = 0;
  friend bool operator==(const Movement&, const Movement&) = default;
};

// What a movement adds to the claims, and to the unapplied money.
[[nodiscard]] constexpr int64_t ClaimChange(const Movement& movement) {
  const BookPair books = BooksOf(movement.kind);
  return ((books.debit == Book::kReceivable) -
          (books.credit == Book::kReceivable)) *
         movement.amount_minor;
}
[[nodiscard]] constexpr int64_t UnappliedChange(const Movement& movement) {
  const BookPair books = BooksOf(movement.kind);
  return ((books.credit == Book::kUnapplied) -
          (books.debit == Book::kUnapplied)) *
         movement.amount_minor;
}

}  // namespace usance

#endif  // USANCE_ACCOUNT_MOVEMENT_H_
