#include "usance/account/journal.h"

#include <algorithm>
#include <utility>

#include "usance/core/check.h"

namespace usance {

absl::StatusOr<bool> Journal::Check(const Event& event) const {
  USANCE_RETURN_IF_ERROR(CheckEvent(event));
  if (const Event* known = Find(event.id)) {
    if (*known == event) return false;
    return Error(Reason::kConflict, "/id",
                 "\"" + event.id + "\" is another event of the journal");
  }
  if (events_.size() >= kMaxJournalEvents) {
    return Error(Reason::kLimitExceeded, "",
                 "allowed: up to " + std::to_string(kMaxJournalEvents) +
                     " events of one account");
  }
  return true;
}

absl::StatusOr<bool> Journal::Append(Event event) {
  Drop();
  USANCE_ASSIGN_OR_RETURN(const bool fresh, Hold(std::move(event)));
  Place();
  return fresh;
}

absl::StatusOr<size_t> Journal::Append(Journal added) {
  USANCE_CHECK(added.account_ == account_ && added.currency_ == currency_);
  USANCE_RETURN_IF_ERROR(HoldAll(std::move(added)));
  return Place();
}

absl::StatusOr<bool> Journal::Hold(Event event) {
  USANCE_ASSIGN_OR_RETURN(const bool fresh, Check(event));
  if (!fresh) return false;
  const auto index = static_cast<uint32_t>(events_.size());
  if (order_.capacity() == index) order_.reserve(2 * size_t{index} + 16);
  events_.push_back(std::move(event));
  by_id_.emplace(events_.back().id, index);
  return true;
}

absl::Status Journal::HoldAll(Journal added) {
  Drop();
  for (const uint32_t k : added.order_) {
    USANCE_RETURN_IF_ERROR(Hold(std::move(added.events_[k])).status());
  }
  return absl::OkStatus();
}

void Journal::Drop() noexcept {
  for (; events_.size() > size(); events_.pop_back()) {
    by_id_.erase(events_.back().id);
  }
}

size_t Journal::Place() noexcept {
  const size_t before = size();
  for (size_t k = before; k < events_.size(); ++k) {
    const Event& added = events_[k];
    auto place = order_.end();
    if (!order_.empty() && ComesBefore(added, events_[order_.back()])) {
      place = std::upper_bound(order_.begin(), order_.end(), added,
                               [this](const Event& one, uint32_t other) {
                                 return ComesBefore(one, events_[other]);
                               });
    }
    order_.insert(place, static_cast<uint32_t>(k));  // which has room for it
  }
  return size() - before;
}

const Event* Journal::Find(const std::string& id) const {
  const auto found = by_id_.find(id);
  if (found == by_id_.end() || found->second >= size()) return nullptr;
  return &events_[found->second];
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
