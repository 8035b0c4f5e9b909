#include "usance/account/movement.h"

namespace usance {

BookPair BooksOf(MovementKind kind) {
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

namespace {

// +1 where the movement debits the book, -1 where it credits it.
int SideOf(MovementKind kind, Book book) {
  const BookPair books = BooksOf(kind);
  return (books.debit == book) - (books.credit == book);
}

}  // namespace

int64_t ClaimChange(const Movement& movement) {
  return SideOf(movement.kind, Book::kReceivable) * movement.amount_minor;
}

int64_t UnappliedChange(const Movement& movement) {
  return -SideOf(movement.kind, Book::kUnapplied) * movement.amount_minor;
}

}  // namespace usance
