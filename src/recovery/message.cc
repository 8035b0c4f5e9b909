#include "usance/recovery/message.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "src/core/document_check.h"
#include "usance/money/format.h"

namespace usance {
namespace {

std::string Joined(const std::vector<std::string>& texts,
                   std::string_view between) {
  std::string all;
  for (const std::string& text : texts) {
    if (!all.empty()) all += between;
    all += text;
  }
  return all;
}

// What a message is about, summed.
struct Covered {
  std::vector<std::string> items;
  Date due;
  int128 principal = 0, interest = 0, fees = 0;
};

Covered CoveredBy(const Account& account, const std::vector<uint32_t>& rows) {
  Covered about = {.items = {}, .due = account.rows[rows.front()].due};
  for (const uint32_t index : rows) {
    const AccountRow& row = account.rows[index];
    const std::string& id = account.items[row.item].id;
    if (!id.empty() && std::find(about.items.begin(), about.items.end(), id) ==
                           about.items.end()) {
      about.items.push_back(id);
    }
    about.due = std::min(about.due, row.due);
    about.principal +=
        row.open[Component::kPrincipal] - row.held_minor - row.disputed_minor;
    about.interest += row.open[Component::kContractInterest] +
                      row.open[Component::kDefaultInterest];
    about.fees += row.open[Component::kFee] + row.open[Component::kCost];
  }
  return about;
}

}  // namespace

absl::StatusOr<std::vector<MessageValue>> MessageValuesOf(
    const Journal& journal, const Account& account, const DunningPolicy& policy,
    const NextAction& action, const MessageSpec& spec) {
  USANCE_RETURN_IF_ERROR(internal::CheckBetween(
      spec.pay_within_days, 0, kMaxDunningDays, "/pay_within_days"));
  USANCE_ASSIGN_OR_RETURN(
      const Date within,
      AddDays(account.as_of, spec.pay_within_days, "/pay_within_days"));
  const DunningStep& step = policy.steps[action.step];
  const Covered about = CoveredBy(account, action.rows);
  const int64_t fee = action.fee ? action.fee->minor() : 0;
  int64_t total = 0;
  if (__builtin_add_overflow(action.open_minor, fee, &total)) {
    return Error(Reason::kOverflow, "",
                 "a total is outside the 64 bits of minor units");
  }
  // Each is a part of what is open on the account.
  const auto amount = [&account](int128 minor) {
    return FormatAmount(static_cast<int64_t>(minor), account.currency);
  };
  const std::string items = Joined(about.items, ", ");
  const std::string& name = journal.account();
  return std::vector<MessageValue>{
      {"account", name},
      {"currency", std::string(account.currency.code())},
      {"as_of", account.as_of.ToText()},
      {"step", step.id},
      {"tone", std::string(NameOf(step.tone))},
      {"message", step.message},
      {"attempt", std::to_string(action.attempt)},
      {"consequences", Joined(step.consequences, "; ")},
      {"items", items},
      {"due", about.due.ToText()},
      {"days_past_due", std::to_string(std::max(0, account.as_of - about.due))},
      {"principal", amount(about.principal)},
      {"interest", amount(about.interest)},
      {"fees", amount(about.fees)},
      {"open", amount(action.open_minor)},
      {"fee", amount(fee)},
      {"total", amount(total)},
      {"credit", amount(account.unapplied_minor)},
      {"pay_by", std::max(within, about.due).ToText()},
      {"reference", items.empty() ? name : name + " " + items},
  };
}

}  // namespace usance
