#include "usance/recovery/handover.h"

#include <algorithm>
#include <set>
#include <utility>

#include "src/account/about_items.h"
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

// Money and claims are in the ledger; what else was said and done goes along.
bool IsRecord(EventKind kind) {
  switch (kind) {
    case EventKind::kContact:
    case EventKind::kPromise:
    case EventKind::kPlan:
    case EventKind::kPlanBreached:
    case EventKind::kPlanCompleted:
    case EventKind::kHandOver:
    case EventKind::kRecall:
    case EventKind::kHold:
    case EventKind::kHoldClosed:
    case EventKind::kDueDateChange:
    case EventKind::kInterestChange:
    case EventKind::kChargeOff:
    case EventKind::kInterruption:
    case EventKind::kNote:
      return true;
    default:
      return false;
  }
}

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
  std::set<std::string> ids;
  for (const uint32_t item : pack.items) ids.insert(account.items[item].id);
  internal::AboutItems about(std::move(ids));
  for (const uint32_t k : EventsOf(journal, account)) {
    if (IsRecord(journal[k].kind()) && about(journal[k])) {
      pack.events.push_back(k);
    }
  }
  return pack;
}

}  // namespace usance
