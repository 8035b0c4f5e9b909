#include "usance/account/allocation.h"

#include <algorithm>
#include <utility>

namespace usance {
namespace {

using enum Component;

constexpr Component kInterestFirst[] = {kCost, kFee, kDefaultInterest,
                                        kContractInterest, kPrincipal};
constexpr Component kPrincipalFirst[] = {kPrincipal, kContractInterest,
                                         kDefaultInterest, kFee, kCost};
constexpr Component kConsumerLoan[] = {kCost, kFee, kPrincipal,
                                       kContractInterest, kDefaultInterest};
constexpr Component kUsRule[] = {kContractInterest, kDefaultInterest,
                                 kPrincipal, kFee, kCost};

template <class T>
bool AnyTwice(const std::vector<T>& list) {
  for (auto it = list.begin(); it != list.end(); ++it) {
    if (std::find(list.begin(), it, *it) != it) return true;
  }
  return false;
}

absl::Status Unspecified(std::string field, std::string_view noun) {
  return Error(Reason::kUnspecified, field,
               "no " + std::string(noun) + " is chosen");
}

}  // namespace

std::vector<AllocationCell> CellsOf(std::span<const Component> components) {
  std::vector<AllocationCell> cells;
  for (const DueKind due :
       {DueKind::kPastDue, DueKind::kDue, DueKind::kInAdvance}) {
    for (const Component component : components) {
      cells.push_back({due, component});
    }
  }
  return cells;
}

absl::Status CheckRule(const AllocationRule& rule, std::string_view field) {
  const std::string at(field);
  if (rule.cells.empty()) {
    return Error(Reason::kMissingField, at + "/cells", "no cell");
  }
  if (rule.order.empty()) {
    return Error(Reason::kMissingField, at + "/order", "no order of rows");
  }
  for (size_t k = 0; k < rule.cells.size(); ++k) {
    const std::string place = at + "/cells/" + std::to_string(k);
    if (NameOf(rule.cells[k].due).empty()) {
      return Unspecified(place + "/due", Names<DueKind>::kNoun);
    }
    if (NameOf(rule.cells[k].component).empty()) {
      return Unspecified(place + "/component", Names<Component>::kNoun);
    }
  }
  if (NameOf(rule.axis).empty()) {
    return Unspecified(at + "/axis", Names<AllocationAxis>::kNoun);
  }
  for (size_t k = 0; k < rule.order.size(); ++k) {
    if (NameOf(rule.order[k]).empty()) {
      return Unspecified(at + "/order/" + std::to_string(k),
                         Names<RowOrder>::kNoun);
    }
  }
  if (NameOf(rule.ties).empty()) {
    return Unspecified(at + "/ties", Names<TieRule>::kNoun);
  }
  if (AnyTwice(rule.cells)) {
    return Error(Reason::kDuplicateField, at + "/cells",
                 "a kind of due and component stand there twice");
  }
  if (AnyTwice(rule.order)) {
    return Error(Reason::kDuplicateField, at + "/order",
                 "an order stands there twice");
  }
  return absl::OkStatus();
}

std::vector<AllocationRule> AllocationPresets() {
  using enum RowOrder;
  return {
      {.id = "oldest due",
       .cells = CellsOf(kInterestFirst),
       .axis = AllocationAxis::kHorizontal,
       .order = {kOldestDue, kOldestDocument},
       .ties = TieRule::kById,
       .source = "trade custom: first in, first out"},
      {.id = "principal first",
       .cells = CellsOf(kPrincipalFirst),
       .axis = AllocationAxis::kHorizontal,
       .order = {kOldestDue, kOldestDocument},
       .ties = TieRule::kById,
       .source = "by agreement"},
      {.id = "bgb 366",
       .cells = CellsOf(kInterestFirst),
       .axis = AllocationAxis::kHorizontal,
       .order = {kUnsecured, kHighestRate, kOldestDue},
       .ties = TieRule::kProRata,
       .source = "BGB 366(2), 367(1)"},
      {.id = "bgb 497",
       .cells = CellsOf(kConsumerLoan),
       .axis = AllocationAxis::kVertical,
       .order = {kOldestDue, kOldestDocument},
       .ties = TieRule::kById,
       .source = "BGB 497(3)"},
      {.id = "code civil 1343-1",
       .cells = CellsOf(kInterestFirst),
       .axis = AllocationAxis::kHorizontal,
       .order = {kOldestDue, kOldestDocument},
       .ties = TieRule::kProRata,
       .source = "Code civil 1342-10, 1343-1"},
      {.id = "us rule",
       .cells = CellsOf(kUsRule),
       .axis = AllocationAxis::kVertical,
       .order = {kOldestDue, kOldestDocument},
       .ties = TieRule::kById,
       .source = "12 CFR 1026 Appendix J(a)(2)"},
  };
}

absl::StatusOr<AllocationRule> AllocationPreset(std::string_view id,
                                                std::string_view field) {
  std::string known;
  for (AllocationRule& rule : AllocationPresets()) {
    if (internal::SameName(rule.id, id)) return std::move(rule);
    known += (known.empty() ? "" : ", ") + rule.id;
  }
  return Error(
      Reason::kUnknownName, field,
      "\"" + std::string(id) + "\" is no order of allocation; known: " + known);
}

}  // namespace usance
