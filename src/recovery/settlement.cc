#include "usance/recovery/settlement.h"

#include <algorithm>
#include <set>

#include "usance/money/format.h"

namespace usance {
namespace {

// What is open of each item that the settlement is about.
struct Open {
  std::string item;  // empty: the account
  ComponentAmounts amounts;
};

absl::StatusOr<std::vector<Open>> OpenOf(const Account& account,
                                         const SettlementSpec& spec,
                                         const std::string& at) {
  if (spec.items.empty()) return std::vector<Open>{{"", account.open}};
  std::vector<Open> open;
  std::set<std::string> seen;
  for (size_t k = 0; k < spec.items.size(); ++k) {
    const std::string& id = spec.items[k];
    const std::string place = at + "/items/" + std::to_string(k);
    const auto item =
        std::find_if(account.items.begin(), account.items.end(),
                     [&](const AccountItem& one) { return one.id == id; });
    if (id.empty() || item == account.items.end()) {
      return Error(Reason::kUnknownName, place, "no item \"" + id + "\"");
    }
    if (!seen.insert(id).second) {
      return Error(Reason::kDuplicateField, place,
                   "\"" + id + "\" stands there twice");
    }
    Open one = {.item = id, .amounts = {}};
    for (const AccountRow& row : account.rows) {
      if (&account.items[row.item] != &*item) continue;
      for (const Component component : kComponents) {
        one.amounts[component] += row.open[component];
      }
    }
    open.push_back(std::move(one));
  }
  return open;
}

absl::Status CheckComponents(const std::vector<Component>& components,
                             const std::string& at) {
  std::set<Component> seen;
  for (size_t k = 0; k < components.size(); ++k) {
    const std::string place = at + "/gives_up/" + std::to_string(k);
    const std::string name(NameOf(components[k]));
    if (name.empty()) {
      return Error(Reason::kUnspecified, place, "no component is chosen");
    }
    if (!seen.insert(components[k]).second) {
      return Error(Reason::kDuplicateField, place,
                   "\"" + name + "\" stands there twice");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Settlement> Settle(const Account& account,
                                  const SettlementSpec& spec,
                                  std::string_view field) {
  const std::string at(field);
  USANCE_ASSIGN_OR_RETURN(const std::vector<Open> open,
                          OpenOf(account, spec, at));
  USANCE_RETURN_IF_ERROR(CheckComponents(spec.gives_up, at));
  Settlement settlement;
  int64_t most = 0;
  for (const Open& one : open) {
    // Parts of what is open in all, which is an int64.
    settlement.open_minor += static_cast<int64_t>(one.amounts.Total());
    for (const Component component : spec.gives_up) {
      most += one.amounts[component];
    }
  }
  const int64_t least = std::max<int64_t>(settlement.open_minor - most, 1);
  if (spec.pay_minor < least || spec.pay_minor > settlement.open_minor) {
    const auto text = [&account](int64_t minor) {
      return Format(Money(minor, account.currency));
    };
    return Error(Reason::kOutOfRange, at + "/pay",
                 text(spec.pay_minor) + "; allowed: " + text(least) + " to " +
                     text(settlement.open_minor) + ", which is open");
  }
  int64_t left = settlement.open_minor - spec.pay_minor;
  for (const Component component : spec.gives_up) {
    for (const Open& one : open) {
      const int64_t part = std::min(left, one.amounts[component]);
      if (part <= 0) continue;
      left -= part;
      settlement.given_up[component] += part;
      settlement.waivers.push_back(
          {.item = one.item, .component = component, .amount_minor = part});
    }
  }
  return settlement;
}

}  // namespace usance
