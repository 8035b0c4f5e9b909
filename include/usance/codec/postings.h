// An account's movements as double entries, each with the decision behind it.
#ifndef USANCE_CODEC_POSTINGS_H_
#define USANCE_CODEC_POSTINGS_H_

#include <array>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/account_policy.h"
#include "usance/account/component.h"
#include "usance/account/event.h"
#include "usance/account/journal.h"
#include "usance/account/movement.h"
#include "usance/codec/json.h"
#include "usance/core/int128.h"
#include "usance/date/date.h"
#include "usance/money/currency.h"

namespace usance {

struct Posting {
  Date date;
  std::string event = {};  // by its id; empty: interest up to as_of
  std::optional<EventKind> event_kind = {};
  MovementKind kind{};
  Book debit{};
  Book credit{};
  std::string item = {};
  int32_t row = 0;        // of the item; 0: no claim is touched
  Component component{};  // where there is a row
  int64_t amount_minor = 0;
  int64_t open_minor = 0;  // of that component of the row, before it
  // What decided, where it was not the event itself:
  //   "oldest due, cell 5: past due principal"
  //   "designated"
  //   "discount of 12.00 until 2026-02-10, partial payment none"
  //   "tolerance of 5.00", "tolerance of 5.00 and 1.5%"
  //   "interest terms statutory", "interest terms agreed; none from 2026-05-01"
  std::string rule = {};
  // Of default interest, where the account was replayed with segments: those it
  // is the sum of, before rounding.
  //   "[2026-03-03, 2026-03-13): 10 days, 1000.00 * 12% * 2/73 = 3.29"
  std::vector<std::string> inputs = {};
};

// Returns a posting for each movement, in their order. `account` is
// Replay(journal, policy, {as_of, as_known_on}).
//
// Exactness: the postings of a book add up to its balance, and all books to 0
[[nodiscard]] std::vector<Posting> PostingsOf(
    const Account& account, const Journal& journal, const AccountPolicy& policy,
    std::optional<Date> as_known_on = {});

// Debits less credits of each book, by Book less 1.
using BookBalances = std::array<int128, std::size(Names<Book>::kTable)>;
[[nodiscard]] BookBalances BalancesOf(const std::vector<Posting>& postings);

// {"postings": [...], "books": {"receivable": "597.53", ...}}, the books that
// have postings.
[[nodiscard]] Json PostingsJson(const std::vector<Posting>& postings,
                                Currency currency);

}  // namespace usance

#endif  // USANCE_CODEC_POSTINGS_H_
