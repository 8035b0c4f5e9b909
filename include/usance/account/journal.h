// The record of one account: every event, once.
#ifndef USANCE_ACCOUNT_JOURNAL_H_
#define USANCE_ACCOUNT_JOURNAL_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "usance/account/event.h"
#include "usance/core/status.h"
#include "usance/money/currency.h"

namespace usance {

inline constexpr size_t kMaxJournalEvents = 1'000'000;

// The events of one debtor in one currency. Nothing is ever taken out: an
// error is put right by a Reversed. What a journal says does not depend on the
// order in which its events came.
class Journal {
 public:
  Journal(std::string account, Currency currency)
      : account_(std::move(account)), currency_(currency) {}

  // Adds an event; false where it is in the journal already.
  //
  // Errors:  as CheckEvent
  //          INVALID_ARGUMENT / CONFLICT - another event has its id
  //          RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxJournalEvents
  // Cost:    logarithmic, and moves an index behind it: adding in order is
  //          quick.
  absl::StatusOr<bool> Append(Event event);
  // Adds the events of another journal of the account and currency, or none:
  // where one is refused, and where memory runs out. Returns how many were not
  // in the journal.
  //
  // Errors: as Append of each
  absl::StatusOr<size_t> Append(Journal added);
  // What Append would return; adds nothing.
  [[nodiscard]] absl::StatusOr<bool> Check(const Event& event) const;

  [[nodiscard]] const std::string& account() const { return account_; }
  [[nodiscard]] Currency currency() const { return currency_; }
  [[nodiscard]] size_t size() const { return order_.size(); }
  // The k-th in the order of the fold (ComesBefore), from 0.
  [[nodiscard]] const Event& operator[](size_t k) const {
    return events_[order_[k]];
  }
  // Where the event stands in that order.
  [[nodiscard]] std::optional<size_t> IndexOf(const std::string& id) const;
  // Null where there is none.
  [[nodiscard]] const Event* Find(const std::string& id) const;

  // The same account, currency and events.
  friend bool operator==(const Journal& a, const Journal& b);

 private:
  friend class Ledger;  // which adds to several journals, or to none

  // Adding in two: what may fail, and what cannot. An event that is held counts
  // once it has its place; until then it is dropped before others are held.
  absl::StatusOr<bool> Hold(Event event);
  [[nodiscard]] absl::Status HoldAll(Journal added);
  void Drop() noexcept;
  size_t Place() noexcept;  // all that are held; how many

  std::string account_;
  Currency currency_;
  std::deque<Event> events_;  // as they came, where they stay; held ones last
  std::vector<uint32_t> order_;  // of events_, in the order of the fold
  std::unordered_map<std::string, uint32_t> by_id_;  // held ones too
};

}  // namespace usance

#endif  // USANCE_ACCOUNT_JOURNAL_H_
