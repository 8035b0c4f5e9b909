#include "usance/account/receipt.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>
#include <variant>

namespace usance {
namespace {

class Receipts {
 public:
  void Add(const Movement& movement) {
    stacks_[{*movement.row, movement.component}].push_back(all_.size());
    all_.push_back({.event = movement.event,
                    .row = *movement.row,
                    .component = movement.component,
                    .on = movement.date,
                    .amount_minor = movement.amount_minor});
  }

  // Takes back what the movement says, the latest first; of `event` first,
  // where one is given.
  void Take(const Movement& movement, std::optional<uint32_t> event) {
    const std::vector<size_t>& stack =
        stacks_[{*movement.row, movement.component}];
    int64_t left = movement.amount_minor;
    for (const bool own : {true, false}) {
      if (own && !event) continue;
      for (size_t k = stack.size(); k-- > 0 && left > 0;) {
        Receipt& receipt = all_[stack[k]];
        if (own && receipt.event != *event) continue;
        const int64_t part = std::min(left, receipt.amount_minor);
        receipt.amount_minor -= part;
        left -= part;
      }
    }
  }

  std::vector<Receipt> Rest() && {
    std::erase_if(all_,
                  [](const Receipt& one) { return one.amount_minor == 0; });
    return std::move(all_);
  }

 private:
  std::vector<Receipt> all_;
  // Of a row and component, in order.
  std::map<std::pair<uint32_t, Component>, std::vector<size_t>> stacks_;
};

}  // namespace

std::vector<Receipt> ReceiptsOf(const Account& account,
                                const Journal& journal) {
  Receipts receipts;
  for (const Movement& movement : account.movements) {
    if (!movement.row) continue;
    if (movement.kind == MovementKind::kPayment ||
        movement.kind == MovementKind::kCreditUse) {
      receipts.Add(movement);
    } else if (movement.kind == MovementKind::kRelease) {
      receipts.Take(movement, std::nullopt);
    } else if (movement.kind == MovementKind::kReturn) {
      const auto& back =
          std::get<PaymentReturned>(journal[movement.event].body);
      const std::optional<size_t> payment = journal.IndexOf(back.payment);
      receipts.Take(movement, static_cast<uint32_t>(*payment));
    }
  }
  return std::move(receipts).Rest();
}

}  // namespace usance
