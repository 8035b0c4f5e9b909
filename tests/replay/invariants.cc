#include "tests/replay/invariants.h"

#include <array>
#include <map>
#include <set>
#include <variant>
#include <vector>

#include "tests/replay/ledger_model.h"
#include "usance/account/aging.h"
#include "usance/account/statement.h"
#include "usance/codec/postings.h"

namespace usance::replay {

std::string BrokenInvariant(const Account& account) {
  std::vector<Amounts> rows(account.rows.size());
  std::map<Book, int128> books;
  int128 unapplied = 0;
  for (const Movement& movement : account.movements) {
    const BookPair pair = BooksOf(movement.kind);
    books[pair.debit] += movement.amount_minor;
    books[pair.credit] -= movement.amount_minor;
    unapplied += UnappliedChange(movement);
    if (!movement.row) continue;
    rows[*movement.row][static_cast<size_t>(movement.component)] +=
        ClaimChange(movement);
  }
  int128 open = 0;
  for (size_t k = 0; k < account.rows.size(); ++k) {
    const AccountRow& row = account.rows[k];
    for (const Component c : kComponents) {
      if (row.open[c] != rows[k][static_cast<size_t>(c)]) {
        return "row " + std::to_string(k) + " is not the sum of its movements";
      }
      if (row.open[c] < 0 || row.claimed[c] < row.open[c]) {
        return "row " + std::to_string(k) + " is open for what was not claimed";
      }
      open += row.open[c];
    }
    if (row.settled_on.has_value() != row.open.IsZero()) return "settled_on";
  }
  if (account.unapplied_minor < 0) return "unapplied below 0";
  if (unapplied != account.unapplied_minor) return "unapplied is not the sum";
  if (open != account.open.Total()) return "open is not the sum of the rows";
  if (books[Book::kReceivable] != open)
    return "receivables are not what is open";
  if (books[Book::kUnapplied] != -unapplied) return "unapplied money in books";
  if (books[Book::kCapitalization] != 0) return "capitalization is not 0";
  return "";
}

namespace {

// What is due, by days: up to 0, 1 to 30, 31 to 60, 61 to 90, over 90.
std::string BrokenAging(const Account& account) {
  const std::vector<int32_t> edges = {30, 60, 90};
  const auto aging = Age(account, {.basis = AgingBasis::kDue, .edges = edges});
  if (!aging.ok()) return aging.status().ToString();
  std::array<int64_t, 5> by_age{};
  int64_t total = -account.unapplied_minor;
  for (const AccountRow& row : account.rows) {
    const int days = account.as_of.days() - row.due.days();
    int64_t open = 0;
    for (const Component c : kComponents) open += row.open[c];
    by_age[days <= 0    ? 0
           : days <= 30 ? 1
           : days <= 60 ? 2
           : days <= 90 ? 3
                        : 4] += open;
    total += open;
  }
  bool same = aging->not_due.amount_minor == by_age[0] &&
              aging->buckets.size() == 4 &&
              aging->unapplied_minor == account.unapplied_minor &&
              aging->total_minor == total;
  for (size_t k = 0; same && k < 4; ++k) {
    same = aging->buckets[k].amount_minor == by_age[k + 1];
  }
  return same ? "" : "the aging is not the ledger";
}

// What the events say of three books: money in less money out, what was sold,
// and what was recovered.
struct Told {
  int128 cash = 0;
  int128 sales = 0;
  int128 recovered = 0;
};

Told TellOf(const Account& account, const Journal& journal) {
  std::set<uint32_t> ignored;
  for (const IgnoredEvent& event : account.ignored) ignored.insert(event.event);
  struct Money {
    uint32_t event;
    int64_t amount;
    bool pending;
    bool came;
    bool returned = false;
  };
  std::map<std::string, Money> payments;
  const auto pending = [&](const std::string& id) -> Money* {
    const auto found = payments.find(id);
    return found == payments.end() || !found->second.pending ? nullptr
                                                             : &found->second;
  };
  const std::vector<uint32_t> events = EventsOf(journal, account);
  for (const uint32_t k : events) {
    const EventBody& body = journal[k].body;
    if (const auto* pay = std::get_if<PaymentReceived>(&body)) {
      payments[journal[k].id] = {k, pay->amount_minor, pay->pending,
                                 !pay->pending};
    } else if (const auto* yes = std::get_if<PaymentConfirmed>(&body)) {
      Money* money = pending(yes->payment);
      if (money != nullptr) money->pending = !(money->came = true);
    } else if (const auto* no = std::get_if<PaymentFailed>(&body)) {
      Money* money = pending(no->payment);
      if (money != nullptr) money->pending = false;
    }
  }
  Told told;
  for (const auto& [id, money] : payments) {
    if (money.came) told.cash += money.amount;
  }
  for (const uint32_t k : events) {
    const EventBody& body = journal[k].body;
    if (const auto* back = std::get_if<PaymentReturned>(&body)) {
      const auto found = payments.find(back->payment);
      if (found == payments.end() || found->second.event > k) continue;
      Money& money = found->second;
      if (money.came && !money.returned) told.cash -= money.amount;
      money.returned = true;
    } else if (const auto* refund = std::get_if<MoneyRefunded>(&body)) {
      told.cash -= refund->amount_minor;
    } else if (ignored.count(k) > 0) {
      continue;
    } else if (const auto* invoice = std::get_if<InvoiceIssued>(&body)) {
      for (const ClaimRow& row : invoice->rows) {
        for (const Component c : kComponents) told.sales += row.amounts[c];
      }
    } else if (const auto* note = std::get_if<CreditNoteIssued>(&body)) {
      told.sales -= note->amount_minor;
    } else if (const auto* recovery = std::get_if<Recovered>(&body)) {
      told.cash += recovery->amount_minor;
      told.recovered += recovery->amount_minor;
    }
  }
  return told;
}

std::string BrokenBooks(const Account& account, const Journal& journal,
                        const AccountPolicy& policy) {
  const Told told = TellOf(account, journal);
  std::map<Book, int128> books;
  std::map<std::pair<std::string, int32_t>, int128> rows;
  for (const Posting& posting : PostingsOf(account, journal, policy)) {
    books[posting.debit] += posting.amount_minor;
    books[posting.credit] -= posting.amount_minor;
    if (posting.row == 0) continue;
    int128& row = rows[{posting.item, posting.row}];
    if (posting.debit == Book::kReceivable) row += posting.amount_minor;
    if (posting.credit == Book::kReceivable) row -= posting.amount_minor;
  }
  int128 open = 0;
  for (const AccountRow& row : account.rows) {
    int128 of_row = 0;
    for (const Component c : kComponents) of_row += row.open[c];
    if (rows[{account.items[row.item].id, row.number}] != of_row) {
      return "a row is not the sum of its postings";
    }
    open += of_row;
  }
  int128 together = 0;
  for (const auto& [book, balance] : books) together += balance;
  if (together != 0) return "debits are not credits";
  if (books[Book::kReceivable] != open) return "receivables in the postings";
  if (books[Book::kUnapplied] != -int128{account.unapplied_minor}) {
    return "unapplied money in the postings";
  }
  if (books[Book::kCash] != told.cash) return "money came or went unseen";
  if (books[Book::kSales] != -told.sales) return "sales are not the invoices";
  if (books[Book::kRecoveries] != -told.recovered ||
      account.recovered_minor != told.recovered) {
    return "recoveries are not what came in";
  }
  return "";
}

// Whether an event of the statement's days changes what came before them.
bool AnyReachesBack(const Journal& journal, const Statement& statement) {
  for (size_t k = 0; k < journal.size(); ++k) {
    const Event& event = journal[k];
    if (event.value_date < statement.from || event.value_date > statement.to) {
      continue;
    }
    const EventBody& body = event.body;
    if (std::holds_alternative<Reversed>(body) ||
        std::holds_alternative<PaymentConfirmed>(body) ||
        std::holds_alternative<PaymentFailed>(body) ||
        std::holds_alternative<PaymentDesignated>(body)) {
      return true;
    }
  }
  return false;
}

// Of the last month.
std::string BrokenStatement(const Account& account, const Journal& journal,
                            const AccountPolicy& policy) {
  const auto statement =
      StatementOf(journal, policy,
                  {.from = *Date::FindDays(account.as_of.days() - 30),
                   .to = account.as_of});
  if (!statement.ok()) return statement.status().ToString();
  const Balance& opening = statement->opening;
  const Balance& corrections = statement->corrections;
  const Balance& closing = statement->closing;
  ComponentAmounts open = opening.open;
  int64_t unapplied = opening.unapplied_minor;
  for (const StatementLine& line : statement->lines) {
    const Movement& movement = line.movement;
    if (movement.row) open[movement.component] += ClaimChange(movement);
    unapplied += UnappliedChange(movement);
    if (line.change_minor !=
        ClaimChange(movement) - UnappliedChange(movement)) {
      return "a line of the statement";
    }
  }
  for (const Component c : kComponents) {
    if (open[c] + corrections.open[c] != closing.open[c]) {
      return "the statement does not foot in " + std::string(NameOf(c));
    }
  }
  if (unapplied + corrections.unapplied_minor != closing.unapplied_minor) {
    return "the statement does not foot in unapplied money";
  }
  const int128 last = statement->lines.empty()
                          ? opening.Total()
                          : statement->lines.back().balance_minor;
  if (last + corrections.Total() != closing.Total()) {
    return "the statement's last line is not its closing";
  }
  if (corrections != Balance{} && !AnyReachesBack(journal, *statement)) {
    return "the statement corrects what nothing reached";
  }
  if (closing.open != account.open ||
      closing.unapplied_minor != account.unapplied_minor) {
    return "the statement does not close with the account";
  }
  return "";
}

}  // namespace

std::string WhatIsBroken(const Account& account, const Journal& journal,
                         const AccountPolicy& policy) {
  for (std::string broken : {BrokenInvariant(account), BrokenAging(account),
                             BrokenBooks(account, journal, policy),
                             BrokenStatement(account, journal, policy)}) {
    if (!broken.empty()) return broken;
  }
  for (const Component c : kComponents) {
    int128 open = 0;
    for (const AccountRow& row : account.rows) open += row.open[c];
    if (open != account.open[c]) {
      return "what is open is not its rows in " + std::string(NameOf(c));
    }
  }
  return "";
}

}  // namespace usance::replay
