// Accounts: a policy in the first line, events in the others. Whatever they
// say, the order in which they come says nothing, movements are the balances,
// and what is written is read again.
#include "usance/account/account.h"

#include <algorithm>
#include <vector>

#include "tests/fuzz/fuzz.h"
#include "usance/account/ledger.h"
#include "usance/codec/account.h"
#include "usance/codec/journal.h"
#include "usance/codec/postings.h"
#include "usance/codec/snapshot.h"

namespace usance {
namespace {

constexpr Currency kEuro = Currency::Of("EUR");
constexpr size_t kMostEvents = 64;

std::string_view TakeLine(std::string_view& text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  text.remove_prefix(std::min(line.size() + 1, text.size()));
  return line;
}

// The events that a journal takes.
std::vector<Event> EventsOf(std::string_view text) {
  std::vector<Event> events;
  Journal journal("C", kEuro);
  while (!text.empty() && events.size() < kMostEvents) {
    const auto json = ParseJson(TakeLine(text));
    if (!json.ok()) continue;
    auto event = ReadEvent(*json, kEuro);
    if (!event.ok()) continue;
    const auto added = journal.Append(*event);
    if (added.ok() && *added) events.push_back(*std::move(event));
  }
  return events;
}

template <class Iterator>
Journal JournalOf(Iterator begin, Iterator end) {
  Journal journal("C", kEuro);
  for (; begin != end; ++begin) USANCE_CHECK(journal.Append(*begin).ok());
  return journal;
}

std::string FileOf(const Journal& journal) {
  Ledger ledger;
  for (size_t k = 0; k < journal.size(); ++k) {
    USANCE_CHECK(ledger.Append({"C", kEuro, journal[k]}).ok());
  }
  return WriteJournals(ledger);
}

void CheckAccount(const Account& account, const Journal& journal,
                  const AccountPolicy& policy) {
  for (const AccountRow& row : account.rows) {
    USANCE_CHECK(row.settled_on.has_value() == row.open.IsZero());
    USANCE_CHECK(row.disputed_minor <= row.open[Component::kPrincipal]);
    USANCE_CHECK(row.days_past_due >= 0);
  }
  USANCE_CHECK(account.unapplied_minor >= 0);
  const BookBalances books = BalancesOf(PostingsOf(account, journal, policy));
  const auto of = [&](Book book) {
    return books[static_cast<size_t>(book) - 1];
  };
  USANCE_CHECK(of(Book::kReceivable) == account.open.Total());
  USANCE_CHECK(of(Book::kUnapplied) == -int128{account.unapplied_minor});
  USANCE_CHECK(of(Book::kCapitalization) == 0);
  // Reading adds up every row.
  const std::string text =
      WriteSnapshot(SnapshotOf(journal, account, std::nullopt, std::string()));
  const auto read = ReadSnapshot(text);
  USANCE_CHECK(read.ok() && WriteSnapshot(*read) == text);
}

void CheckText(std::string_view text) {
  const auto json = ParseJson(TakeLine(text));
  if (!json.ok()) return;
  const auto policy = ReadAccountPolicy(*json, kEuro);
  if (!policy.ok()) return;
  const std::vector<Event> events = EventsOf(text);
  const Journal journal = JournalOf(events.begin(), events.end());
  const Journal reversed = JournalOf(events.rbegin(), events.rend());
  USANCE_CHECK(FileOf(journal) == FileOf(reversed));
  auto replayer = Replayer::Make(reversed, *policy);
  for (size_t k = 0; k < journal.size(); k += 7) {
    const ReplaySpec spec = {.as_of = journal[k].value_date};
    const auto account = Replay(journal, *policy, spec);
    const auto again = Replay(reversed, *policy, spec);
    USANCE_CHECK(account.ok() == again.ok());
    if (!account.ok()) continue;
    USANCE_CHECK(account->movements == again->movements);
    const auto gone_on = replayer->At(spec);
    USANCE_CHECK(gone_on.ok() && gone_on->movements == account->movements);
    CheckAccount(*account, journal, *policy);
  }
}

}  // namespace
}  // namespace usance

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  usance::CheckText(usance::fuzz::TextOf(data, size));
  return 0;
}
