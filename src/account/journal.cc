#include "usance/account/journal.h"

#include <algorithm>
#include <utility>

namespace usance {

absl::StatusOr<bool> Journal::Check(const Event& event) const {
  USANCE_RETURN_IF_ERROR(CheckEvent(event));
  if (const Event* known = Find(event.id)) {
    if (*known == event) return false;
    return Error(Reason::kConflict, "/id",
                 "\"" + event.id + "\" is another event of the journal");
  }
  if (size() == kMaxJournalEvents) {
    return Error(Reason::kLimitExceeded, "",
                 "allowed: up to " + std::to_string(kMaxJournalEvents) +
                     " events of one account");
  }
  return true;
}

absl::StatusOr<bool> Journal::Append(Event event) {
  USANCE_ASSIGN_OR_RETURN(const bool fresh, Check(event));
  if (!fresh) return false;
  // Where memory runs out the journal stays as it was: an event counts once it
  // is in order_, which has its place by then.
  if (order_.size() == order_.capacity()) order_.reserve(2 * size() + 16);
  const auto index = static_cast<uint32_t>(events_.size());
  events_.push_back(std::move(event));
  const Event& added = events_.back();
  by_id_.emplace(added.id, index);
  auto place = order_.end();
  if (!order_.empty() && ComesBefore(added, events_[order_.back()])) {
    place = std::upper_bound(order_.begin(), order_.end(), added,
                             [this](const Event& one, uint32_t other) {
                               return ComesBefore(one, events_[other]);
                             });
  }
  order_.insert(place, index);
  return true;
}

const Event* Journal::Find(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : &events_[found->second];
}

std::optional<size_t> Journal::IndexOf(const std::string& id) const {
  const Event* event = Find(id);
  if (event == nullptr) return std::nullopt;
  const auto place =
      std::lower_bound(order_.begin(), order_.end(), *event,
                       [this](uint32_t other, const Event& sought) {
                         return ComesBefore(events_[other], sought);
                       });
  return static_cast<size_t>(place - order_.begin());
}

bool operator==(const Journal& a, const Journal& b) {
  if (a.account_ != b.account_ || a.currency_ != b.currency_ ||
      a.size() != b.size()) {
    return false;
  }
  for (size_t k = 0; k < a.size(); ++k) {
    if (a[k] != b[k]) return false;
  }
  return true;
}

}  // namespace usance
