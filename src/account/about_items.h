// Which events are about some items of an account.
#ifndef USANCE_SRC_ACCOUNT_ABOUT_ITEMS_H_
#define USANCE_SRC_ACCOUNT_ABOUT_ITEMS_H_

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "usance/account/event.h"

namespace usance::internal {

// Events are asked about in the order of the journal: what ends another comes
// behind it.
class AboutItems {
 public:
  explicit AboutItems(std::set<std::string> ids) : ids_(std::move(ids)) {}

  // Says that the event of this id is about them, whatever it names.
  void Take(const std::string& id) { taken_.insert(id); }

  // Whether an event names one of them, or another event that is about them, or
  // the account as a whole.
  bool operator()(const Event& event) {
    const bool about =
        taken_.contains(event.id) ||
        std::visit([&](const auto& body) { return Is(body); }, event.body);
    if (about) Take(event.id);
    return about;
  }

 private:
  template <class Body>
  [[nodiscard]] bool Is(const Body& body) const {
    if constexpr (requires { body.item; }) {
      return body.item.empty() || ids_.contains(body.item);
    } else if constexpr (requires { body.items; }) {
      return body.items.empty() ||
             std::any_of(
                 body.items.begin(), body.items.end(),
                 [this](const auto& item) { return ids_.contains(item); });
    } else if constexpr (requires { body.designations; }) {
      if constexpr (requires { body.payment; }) {
        if (taken_.contains(body.payment)) return true;
      }
      return body.designations.empty() ||
             std::any_of(body.designations.begin(), body.designations.end(),
                         [this](const Designation& one) {
                           return one.item.empty() || ids_.contains(one.item);
                         });
    } else if constexpr (requires { body.payment; }) {
      return taken_.contains(body.payment);
    } else if constexpr (requires { body.charge; }) {
      return taken_.contains(body.charge);
    } else if constexpr (requires { body.hold; }) {
      return taken_.contains(body.hold);
    } else if constexpr (requires { body.plan; }) {
      return taken_.contains(body.plan);
    } else if constexpr (requires { body.handover; }) {
      return taken_.contains(body.handover);
    } else if constexpr (requires { body.event; }) {
      return taken_.contains(body.event);
    } else {
      return true;
    }
  }

  std::set<std::string> ids_;
  std::set<std::string> taken_;  // events that are about them
};

}  // namespace usance::internal

#endif  // USANCE_SRC_ACCOUNT_ABOUT_ITEMS_H_
