#include "usance/recovery/handover.h"

#include <algorithm>
#include <set>
#include <variant>

#include "src/core/document_check.h"
#include "usance/account/event.h"

namespace usance {
namespace {

// Of each item, what is open.
std::vector<ComponentAmounts> OpenByItem(const Account& account) {
  std::vector<ComponentAmounts> amounts(account.items.size());
  for (const AccountRow& row : account.rows) {
    for (const Component component : kComponents) {
      amounts[row.item][component] += row.open[component];
    }
  }
  return amounts;
}

absl::StatusOr<std::vector<uint32_t>> Chosen(
    const Account& account, const std::vector<std::string>& items,
    const std::vector<ComponentAmounts>& open, const std::string& at) {
  std::vector<uint32_t> chosen;
  if (items.empty()) {
    for (uint32_t k = 0; k < open.size(); ++k) {
      if (!open[k].IsZero()) chosen.push_back(k);
    }
    if (!chosen.empty()) return chosen;
    return Error(Reason::kConflict, at, "nothing is open");
  }
  std::set<std::string> seen;
  for (size_t k = 0; k < items.size(); ++k) {
    const std::string place = at + "/" + std::to_string(k);
    USANCE_RETURN_IF_ERROR(internal::CheckId(items[k], seen, place));
    const auto item = std::find_if(
        account.items.begin(), account.items.end(),
        [&](const AccountItem& one) { return one.id == items[k]; });
    if (item == account.items.end()) {
      return Error(Reason::kUnknownName, place,
                   "the account has no item \"" + items[k] + "\"");
    }
    const auto index = static_cast<uint32_t>(item - account.items.begin());
    if (open[index].IsZero()) {
      return Error(Reason::kConflict, place,
                   "nothing is open of \"" + items[k] + "\"");
    }
    chosen.push_back(index);
  }
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

// Which events are about the items, or about the account as a whole.
class HandedItems {
 public:
  HandedItems(const Account& account, const std::vector<uint32_t>& items) {
    for (const uint32_t item : items) ids_.insert(account.items[item].id);
  }

  bool operator()(const Event& event) {
    const bool about =
        std::visit([&](const auto& body) { return Is(body); }, event.body);
    if (about) taken_.insert(event.id);
    return about;
  }

 private:
  [[nodiscard]] bool OfItem(const std::string& item) const {
    return item.empty() || ids_.contains(item);
  }
  [[nodiscard]] bool OfItems(const std::vector<std::string>& items) const {
    return items.empty() ||
           std::any_of(items.begin(), items.end(),
                       [&](const auto& item) { return ids_.contains(item); });
  }

  [[nodiscard]] bool Is(const ContactMade& body) const {
    return OfItems(body.items);
  }
  [[nodiscard]] bool Is(const PromiseMade& body) const {
    return OfItems(body.items);
  }
  [[nodiscard]] bool Is(const PlanAgreed& body) const {
    return OfItems(body.items);
  }
  [[nodiscard]] bool Is(const HandedOver& body) const {
    return OfItems(body.items);
  }
  [[nodiscard]] bool Is(const HoldOpened& body) const {
    return OfItem(body.item);
  }
  [[nodiscard]] bool Is(const DueDateChanged& body) const {
    return OfItem(body.item);
  }
  [[nodiscard]] bool Is(const InterestChanged& body) const {
    return OfItem(body.item);
  }
  [[nodiscard]] bool Is(const ChargedOff& body) const {
    return OfItem(body.item);
  }
  [[nodiscard]] bool Is(const LimitationInterrupted& body) const {
    return OfItem(body.item);
  }
  // What ends another event comes behind it.
  [[nodiscard]] bool Is(const HoldClosed& body) const {
    return taken_.contains(body.hold);
  }
  [[nodiscard]] bool Is(const PlanBreached& body) const {
    return taken_.contains(body.plan);
  }
  [[nodiscard]] bool Is(const PlanCompleted& body) const {
    return taken_.contains(body.plan);
  }
  [[nodiscard]] bool Is(const Recalled& body) const {
    return taken_.contains(body.handover);
  }
  [[nodiscard]] bool Is(const Noted&) const { return true; }
  // Money and claims are in the ledger.
  template <class Body>
  [[nodiscard]] bool Is(const Body&) const {
    return false;
  }

  std::set<std::string> ids_;
  std::set<std::string> taken_;  // events that are about them
};

}  // namespace

absl::StatusOr<HandoverPack> PackHandover(const Journal& journal,
                                          const Account& account,
                                          const std::vector<std::string>& items,
                                          std::string_view field) {
  const std::vector<ComponentAmounts> open = OpenByItem(account);
  HandoverPack pack;
  USANCE_ASSIGN_OR_RETURN(
      pack.items, Chosen(account, items, open, std::string(field) + "/items"));
  for (const uint32_t item : pack.items) {
    for (const Component component : kComponents) {
      pack.open[component] += open[item][component];
    }
  }
  const auto packed = [&](uint32_t row) {
    return std::binary_search(pack.items.begin(), pack.items.end(),
                              account.rows[row].item);
  };
  for (uint32_t k = 0; k < account.rows.size(); ++k) {
    if (packed(k)) pack.rows.push_back(k);
  }
  for (uint32_t k = 0; k < account.movements.size(); ++k) {
    const Movement& movement = account.movements[k];
    if (movement.row && packed(*movement.row)) pack.movements.push_back(k);
  }
  HandedItems about(account, pack.items);
  for (const uint32_t k : EventsOf(journal, account)) {
    if (about(journal[k])) pack.events.push_back(k);
  }
  return pack;
}

}  // namespace usance
