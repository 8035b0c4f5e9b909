#include "cli/dry_run.h"

#include <algorithm>
#include <utility>

#include "usance/account/event.h"
#include "usance/codec/dunning.h"

namespace usance::cli {

std::vector<std::string> ItemsOf(const std::vector<uint32_t>& rows,
                                 const Account& account) {
  std::vector<std::string> items;
  for (const uint32_t row : rows) {
    const std::string& id = account.items[account.rows[row].item].id;
    if (std::find(items.begin(), items.end(), id) == items.end()) {
      items.push_back(id);
    }
  }
  return items;
}

std::string WindowOf(const NextAction& action) {
  const bool any = action.from_minute == 0 && action.until_minute == 24 * 60;
  if (!action.channel || any) return "";
  const std::string& zone = action.time_zone;
  return WindowText(action) + (zone.empty() ? "" : " " + zone);
}

absl::Status TakeAction(const NextAction& action, const Account& account,
                        const DunningPolicy& dunning, const std::string& id,
                        Journal& journal) {
  const DunningStep& step = dunning.steps[action.step];
  std::vector<std::string> items = ItemsOf(action.rows, account);
  const AccountRow& row = account.rows[action.rows.front()];
  const auto add = [&](std::string own, EventBody body) {
    return journal
        .Append({.id = std::move(own),
                 .value_date = account.as_of,
                 .recorded = account.as_known_on.value_or(account.as_of),
                 .body = std::move(body)})
        .status();
  };
  if (step.action == StepAction::kWriteOff) {
    for (size_t k = 0; k < items.size(); ++k) {
      const std::string own = k == 0 ? id : id + ":" + std::to_string(k + 1);
      USANCE_RETURN_IF_ERROR(add(own, WrittenOff{.item = items[k]}));
    }
    return absl::OkStatus();
  }
  if (step.action == StepAction::kHandOver) {
    // Charges of no item are the account's.
    if (std::find(items.begin(), items.end(), "") != items.end()) items.clear();
    return add(id, HandedOver{.to = step.id, .items = std::move(items)});
  }
  ContactMade made = {
      .channel = *action.channel, .items = std::move(items), .step = step.id};
  if (dunning.scope == DunningScope::kRow) made.row = row.number;
  return add(id, std::move(made));
}

}  // namespace usance::cli
