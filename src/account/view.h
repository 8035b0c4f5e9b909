// Which events a replay sees, once those that speak of other events have been
// heard. Private to account.
#ifndef USANCE_SRC_ACCOUNT_VIEW_H_
#define USANCE_SRC_ACCOUNT_VIEW_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/journal.h"

namespace usance::internal {

// Whether an event can change what an earlier one does: a reversal, what
// becomes of a pending payment, a designation.
[[nodiscard]] bool LooksBack(const Event& event);

// Requires that the journal does not change while it is in use.
class View {
 public:
  View(const Journal& journal, Date as_of, std::optional<Date> as_known_on);

  [[nodiscard]] const Journal& journal() const { return journal_; }
  // The events with an index below it are not after as_of.
  [[nodiscard]] size_t end() const { return end_; }
  // How many events of them claim something.
  [[nodiscard]] size_t claims() const { return claims_; }
  // Whether the event counts.
  [[nodiscard]] bool Sees(size_t k) const {
    return IsKnown(k) && (all_ || !excluded_.contains(k));
  }
  [[nodiscard]] bool IsPending(size_t payment) const;
  [[nodiscard]] std::span<const Designation> DesignationsOf(
      size_t payment) const;
  // Events that speak of what is not there, with why.
  [[nodiscard]] const std::vector<IgnoredEvent>& ignored() const {
    return ignored_;
  }
  // The index of an event that counts and is of the kind.
  [[nodiscard]] std::optional<size_t> Find(const std::string& id,
                                           EventKind kind) const;

 private:
  [[nodiscard]] bool IsKnown(size_t k) const {
    return !known_on_ || journal_[k].recorded <= *known_on_;
  }
  // Returns the events that decide about payments, from the last.
  [[nodiscard]] std::vector<size_t> Reverse();
  void Hear(std::span<const size_t> deciding);

  const Journal& journal_;
  std::optional<Date> known_on_;
  size_t end_ = 0;
  size_t claims_ = 0;
  bool all_ = true;  // nothing is excluded
  std::unordered_set<size_t> excluded_;
  std::unordered_set<size_t> decided_;  // payments no longer pending
  std::unordered_map<size_t, size_t> designated_by_;
  std::vector<IgnoredEvent> ignored_;
};

}  // namespace usance::internal

#endif  // USANCE_SRC_ACCOUNT_VIEW_H_
