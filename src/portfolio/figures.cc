#include "usance/portfolio/figures.h"

#include <string>
#include <variant>

#include "src/portfolio/sums.h"
#include "usance/account/aging.h"
#include "usance/account/receipt.h"

namespace usance {
namespace {

using internal::InvoicedOf;
using internal::IsInvoiced;
using internal::Sum;

absl::Status AddAll(AmountsByDays& sums, const AmountsByDays& parts) {
  for (const auto& [days, part] : parts) {
    USANCE_RETURN_IF_ERROR(Add(sums, days, part));
  }
  return absl::OkStatus();
}

// What a movement adds to a book that money or goods come into by debit.
int64_t ChangeOf(Book book, const Movement& movement) {
  const BookPair books = BooksOf(movement.kind);
  return ((books.debit == book) - (books.credit == book)) *
         movement.amount_minor;
}

// What is open, as the ledger has it, and what of it is not due.
absl::StatusOr<Aging> LedgerOf(const Account& account) {
  return Age(account, {.basis = AgingBasis::kDue, .edges = {}});
}

absl::Status AddMovements(const Account& closing, Figures& figures) {
  for (const Movement& movement : closing.movements) {
    const int64_t sold = -ChangeOf(Book::kSales, movement);
    if (sold != 0) {
      USANCE_RETURN_IF_ERROR(
          Sum(figures.sales_by_month[movement.date.FirstOfMonth()], sold));
    }
    if (movement.date < figures.from) continue;
    USANCE_RETURN_IF_ERROR(Sum(figures.receivables.sales_minor, sold));
    USANCE_RETURN_IF_ERROR(
        Sum(figures.collected_minor, ChangeOf(Book::kCash, movement)));
  }
  return absl::OkStatus();
}

absl::Status AddReceipts(const Account& closing, const Journal& journal,
                         Figures& figures) {
  const Receipt* before = nullptr;
  const std::vector<Receipt> receipts = ReceiptsOf(closing, journal);
  for (const Receipt& receipt : receipts) {
    if (!IsInvoiced(receipt.component) || receipt.on < figures.from) continue;
    const AccountRow& row = closing.rows[receipt.row];
    // Principal and interest of a row are one payment.
    const bool again = before != nullptr && before->event == receipt.event &&
                       before->row == receipt.row;
    const AmountOfDays part = {.amount_minor = receipt.amount_minor,
                               .count = again ? 0 : 1};
    const Date document = closing.items[row.item].document_date;
    USANCE_RETURN_IF_ERROR(
        Add(figures.paid_days_taken, receipt.on - document, part));
    USANCE_RETURN_IF_ERROR(
        Add(figures.paid_days_late, receipt.on - row.due, part));
    before = &receipt;
  }
  return absl::OkStatus();
}

absl::Status AddOpen(const Account& closing, Figures& figures) {
  for (const AccountRow& row : closing.rows) {
    const int64_t open = InvoicedOf(row.open);
    if (open == 0) continue;
    const AmountOfDays part = {.amount_minor = open, .count = 1};
    const Date document = closing.items[row.item].document_date;
    USANCE_RETURN_IF_ERROR(
        Add(figures.open_days_old, closing.as_of - document, part));
    const int32_t late = closing.as_of - row.due;
    if (late <= 0) continue;
    USANCE_RETURN_IF_ERROR(Add(figures.past_due_days_late, late, part));
  }
  return absl::OkStatus();
}

void AddPromises(const Account& closing, const Journal& journal,
                 Figures& figures) {
  for (const AccountPromise& promise : closing.promises) {
    const auto& made = std::get<PromiseMade>(journal[promise.event].body);
    if (made.by < figures.from || made.by > figures.to) continue;
    PromiseCounts& counts = figures.promises;
    if (promise.state == PromiseState::kKept) ++counts.kept;
    if (promise.state == PromiseState::kKeptInPart) ++counts.kept_in_part;
    if (promise.state == PromiseState::kBroken) ++counts.broken;
    if (promise.state == PromiseState::kOpen) ++counts.open;
  }
}

}  // namespace

absl::StatusOr<Figures> FiguresOf(const Account& opening,
                                  const Account& closing,
                                  const Journal& journal) {
  if (closing.as_of <= opening.as_of) {
    return Error(
        Reason::kEndBeforeStart, "/to",
        closing.as_of.ToText() + " is not after " + opening.as_of.ToText());
  }
  Figures figures = {.currency = closing.currency,
                     .from = *AddDays(opening.as_of, 1),
                     .to = closing.as_of};
  USANCE_ASSIGN_OR_RETURN(const Aging before, LedgerOf(opening));
  USANCE_ASSIGN_OR_RETURN(const Aging after, LedgerOf(closing));
  figures.receivables = {.opening_minor = before.total_minor,
                         .closing_minor = after.total_minor,
                         .not_due_minor = after.not_due.amount_minor,
                         .days = closing.as_of - opening.as_of};
  USANCE_RETURN_IF_ERROR(AddMovements(closing, figures));
  USANCE_RETURN_IF_ERROR(AddReceipts(closing, journal, figures));
  USANCE_RETURN_IF_ERROR(AddOpen(closing, figures));
  AddPromises(closing, journal, figures);
  return figures;
}

absl::Status AddTo(Figures& sum, const Figures& part) {
  if (sum.currency != part.currency) {
    return Error(Reason::kCurrencyMismatch, "/currency",
                 std::string(part.currency.code()) + " beside " +
                     std::string(sum.currency.code()));
  }
  if (sum.from != part.from || sum.to != part.to) {
    return Error(Reason::kConflict, "/from", "other days than the sum has");
  }
  for (int64_t Receivables::*const field :
       {&Receivables::opening_minor, &Receivables::sales_minor,
        &Receivables::closing_minor, &Receivables::not_due_minor}) {
    USANCE_RETURN_IF_ERROR(
        Sum(sum.receivables.*field, part.receivables.*field));
  }
  for (const auto& [month, minor] : part.sales_by_month) {
    USANCE_RETURN_IF_ERROR(Sum(sum.sales_by_month[month], minor));
  }
  USANCE_RETURN_IF_ERROR(Sum(sum.collected_minor, part.collected_minor));
  for (AmountsByDays Figures::*const field :
       {&Figures::paid_days_taken, &Figures::paid_days_late,
        &Figures::open_days_old, &Figures::past_due_days_late}) {
    USANCE_RETURN_IF_ERROR(AddAll(sum.*field, part.*field));
  }
  for (int64_t PromiseCounts::*const field :
       {&PromiseCounts::kept, &PromiseCounts::kept_in_part,
        &PromiseCounts::broken, &PromiseCounts::open}) {
    sum.promises.*field += part.promises.*field;  // of events in memory
  }
  return absl::OkStatus();
}

std::vector<SalesOfDays> MonthsOf(const Figures& figures) {
  std::vector<SalesOfDays> months;
  if (figures.sales_by_month.empty()) return months;
  const Date first = figures.sales_by_month.begin()->first;
  Date last = figures.to;  // 120,000 months at most
  while (last >= first) {
    const Date month = last.FirstOfMonth();
    const auto sales = figures.sales_by_month.find(month);
    months.push_back({.days = last - month + 1,
                      .sales_minor = sales == figures.sales_by_month.end()
                                         ? 0
                                         : sales->second});
    const auto before = Date::FindDays(int64_t{month.days()} - 1);
    if (!before) break;
    last = *before;
  }
  return months;
}

}  // namespace usance
