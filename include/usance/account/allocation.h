// Which debt a payment settles first.
#ifndef USANCE_ACCOUNT_ALLOCATION_H_
#define USANCE_ACCOUNT_ALLOCATION_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "usance/account/component.h"
#include "usance/core/names.h"
#include "usance/core/status.h"

namespace usance {

// Where a row stands on the day of a payment.
enum class DueKind : int32_t {
  kPastDue = 1,
  kDue = 2,  // on that day
  kInAdvance = 3,
};

template <>
struct Names<DueKind> {
  static constexpr std::string_view kNoun = "kind of due";
  static constexpr Named<DueKind> kTable[] = {
      {DueKind::kPastDue, "past due", "overdue"},
      {DueKind::kDue, "due", ""},
      {DueKind::kInAdvance, "in advance", "future"},
  };
};

struct AllocationCell {
  DueKind due{};
  Component component{};
  friend constexpr bool operator==(const AllocationCell&,
                                   const AllocationCell&) = default;
};

// horizontal: one row after the other; of each, the components of cells that
//             stand together and have the same kind of due, in their order.
// vertical:   one cell after the other; of each, all rows.
enum class AllocationAxis : int32_t { kHorizontal = 1, kVertical = 2 };

template <>
struct Names<AllocationAxis> {
  static constexpr std::string_view kNoun = "axis";
  static constexpr Named<AllocationAxis> kTable[] = {
      {AllocationAxis::kHorizontal, "horizontal", ""},
      {AllocationAxis::kVertical, "vertical", ""},
  };
};

// What puts one row before another.
enum class RowOrder : int32_t {
  kOldestDue = 1,
  kLatestDue = 2,
  kOldestDocument = 3,
  kUnsecured = 4,    // those without security first
  kHighestRate = 5,  // of default interest, on the day of the payment; a charge
                     // bears none
  kLargest = 6,      // by what is unpaid of the row as the money comes,
                     // interest through that day included
  kSmallest = 7,
};

template <>
struct Names<RowOrder> {
  static constexpr std::string_view kNoun = "order of rows";
  static constexpr Named<RowOrder> kTable[] = {
      {RowOrder::kOldestDue, "oldest due", "fifo"},
      {RowOrder::kLatestDue, "latest due", "lifo"},
      {RowOrder::kOldestDocument, "oldest document", ""},
      {RowOrder::kUnsecured, "unsecured first", ""},
      {RowOrder::kHighestRate, "highest rate", ""},
      {RowOrder::kLargest, "largest", ""},
      {RowOrder::kSmallest, "smallest", ""},
  };
};

// Between rows that no order tells apart.
enum class TieRule : int32_t {
  kById = 1,     // by the bytes of the items' ids, then by row
  // In proportion to what is unpaid (Split). What a row does not need of its
  // share, as for a discount, the others share in the same way.
  kProRata = 2,
};

template <>
struct Names<TieRule> {
  static constexpr std::string_view kNoun = "rule for ties";
  static constexpr Named<TieRule> kTable[] = {
      {TieRule::kById, "by id", ""},
      {TieRule::kProRata, "pro rata", "prorata"},
  };
};

// A payment goes through the cells in order, after what it is designated for:
// there row by row, the components in the order of their first cells.
// What no cell takes is money of the debtor's.
struct AllocationRule {
  std::string id = {};  // named in the trace
  std::vector<AllocationCell> cells = {};
  AllocationAxis axis{};
  std::vector<RowOrder> order = {};
  TieRule ties{};
  // Of rows in advance the one that is due last comes first, and of one day the
  // one that the order says.
  bool last_in_advance_first = false;
  std::string source = {};
};

// The cells of one order of components for what is past due, then for what is
// due, then for what is in advance.
[[nodiscard]] std::vector<AllocationCell> CellsOf(
    std::span<const Component> components);

// Errors: INVALID_ARGUMENT / MISSING_FIELD - no cells, no order
//         INVALID_ARGUMENT / UNSPECIFIED - a cell, axis, order or ties not
//           chosen
//         INVALID_ARGUMENT / DUPLICATE_FIELD - a cell or an order twice
[[nodiscard]] absl::Status CheckRule(const AllocationRule& rule,
                                     std::string_view field = "");

// The rules that are shipped, each with its source:
//
//   oldest due          row by row, the oldest due day first, of one day the
//                       oldest document: cost, fee, default interest, contract
//                       interest, principal
//   principal first     the same rows: principal, contract interest, default
//                       interest, fee, cost
//   bgb 366             debts: unsecured first, then the most burdensome, then
//                       the oldest, then pro rata (BGB 366(2)); within each
//                       cost, interest, principal (BGB 367(1))
//   bgb 497             consumer loans: cost, principal, interest (BGB 497(3))
//   code civil 1343-1   the oldest by due day and document, then pro rata (Code
//                       civil 1342-10); within each cost, interest, principal
//                       (1343-1)
//   us rule             interest before principal, whatever the row (12 CFR
//                       1026, Appendix J: "United States Rule")
//
// A debtor's designation comes before any of them, as far as the law that
// applies grants it.
//
// Errors: INVALID_ARGUMENT / UNKNOWN_NAME - no such rule; the message lists
//           them
[[nodiscard]] absl::StatusOr<AllocationRule> AllocationPreset(
    std::string_view id, std::string_view field = "/allocation");
[[nodiscard]] std::vector<AllocationRule> AllocationPresets();

}  // namespace usance

#endif  // USANCE_ACCOUNT_ALLOCATION_H_
