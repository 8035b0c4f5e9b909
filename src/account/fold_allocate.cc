// Where money goes.
#include <algorithm>
#include <iterator>
#include <utility>

#include "src/account/fold.h"
#include "usance/money/split.h"

namespace usance::internal {
namespace {

DueKind DueKindOn(Date due, Date day) {
  if (due < day) return DueKind::kPastDue;
  return due == day ? DueKind::kDue : DueKind::kInAdvance;
}

// -1, 0, 1 as a comes before, beside or after b.
template <class T>
int Order(const T& a, const T& b) {
  if (a < b) return -1;
  return b < a ? 1 : 0;
}

}  // namespace

int Fold::CompareRows(const AllocationRule& rule, Date day, RowIndex ia,
                      RowIndex ib) const {
  const Row& a = rows_[ia];
  const Row& b = rows_[ib];
  const AccountItem& of_a = items_[a.item].out;
  const AccountItem& of_b = items_[b.item].out;
  const auto rate = [day](const Row& row) {
    return row.interest ? row.interest->RateOn(day) : Fraction(0);
  };
  for (const RowOrder order : rule.order) {
    int before = 0;
    switch (order) {
      case RowOrder::kOldestDue:
        before = Order(a.due, b.due);
        break;
      case RowOrder::kLatestDue:
        before = Order(b.due, a.due);
        break;
      case RowOrder::kOldestDocument:
        before = Order(of_a.document_date, of_b.document_date);
        break;
      case RowOrder::kUnsecured:
        before = Order(of_a.secured, of_b.secured);
        break;
      case RowOrder::kHighestRate:
        before = Order(rate(b), rate(a));
        break;
      case RowOrder::kLargest:
        before = Order(b.unpaid, a.unpaid);
        break;
      case RowOrder::kSmallest:
        before = Order(a.unpaid, b.unpaid);
        break;
    }
    if (before != 0) return before;
  }
  return 0;
}

// The order in which OpenRows() stand. Where the policy's own order depends on
// days or balances they stand by id, and are sorted when money comes.
bool Fold::ComesFirst(RowIndex a, RowIndex b) const {
  if (static_order_) {
    const int before = CompareRows(policy_.allocation, rows_[a].due, a, b);
    if (before != 0) return before < 0;
  }
  const Item& of_a = items_[rows_[a].item];
  const Item& of_b = items_[rows_[b].item];
  if (rows_[a].item != rows_[b].item) return of_a.out.id < of_b.out.id;
  return rows_[a].number < rows_[b].number;
}

absl::StatusOr<std::vector<Fold::RowIndex>> Fold::RowsInOrder(
    const AllocationRule& rule, Date day) {
  std::vector<RowIndex> rows(OpenRows().begin(), OpenRows().end());
  const bool by_size =
      std::any_of(rule.order.begin(), rule.order.end(), [](RowOrder order) {
        return order == RowOrder::kLargest || order == RowOrder::kSmallest;
      });
  if (by_size) {
    for (const RowIndex index : rows) {
      Row& row = rows_[index];
      USANCE_ASSIGN_OR_RETURN(const int64_t interest,
                              NotBooked(row, DayAfter(day)));
      row.unpaid = row.open.Total() + interest;
    }
  }
  std::sort(rows.begin(), rows.end(), [&](RowIndex a, RowIndex b) {
    const int before = CompareRows(rule, day, a, b);
    if (before != 0) return before < 0;
    if (rows_[a].item != rows_[b].item) {
      return items_[rows_[a].item].out.id < items_[rows_[b].item].out.id;
    }
    return rows_[a].number < rows_[b].number;
  });
  return rows;
}

absl::Status Fold::Allocate(const Source& source,
                            std::span<const Designation> designations,
                            const AllocationRule& rule, int64_t& left) {
  for (const Designation& designation : designations) {
    const int64_t part =
        std::min(left, designation.amount_minor.value_or(left));
    const bool comes = designation.item.empty() || FindItem(designation.item);
    if (part > 0 && !comes) {
      credits_.push_back({source.event, part, &designation});
      ++waiting_;
      left -= part;
      continue;
    }
    USANCE_RETURN_IF_ERROR(AllocateDesignated(source, designation, rule, left));
  }
  if (left == 0 || OpenRows().empty()) return absl::OkStatus();
  const bool as_listed =
      static_order_ && rule.order == policy_.allocation.order;
  std::vector<RowIndex> rows;
  if (!as_listed) {
    USANCE_ASSIGN_OR_RETURN(rows, RowsInOrder(rule, source.day));
  }
  const size_t first = movements_.size();
  for (size_t cell = 0; cell < rule.cells.size() && left > 0;) {
    size_t end = cell + 1;
    while (rule.axis == AllocationAxis::kHorizontal &&
           end < rule.cells.size() &&
           rule.cells[end].due == rule.cells[cell].due) {
      ++end;
    }
    USANCE_RETURN_IF_ERROR(AllocateCells(
        source, rule, as_listed ? OpenRows() : rows, cell, end, left));
    cell = end;
  }
  // Rows leave the list when the payment is through it.
  for (size_t m = first; m < movements_.size(); ++m) {
    if (movements_[m].row) Settle(*movements_[m].row, source.day);
  }
  return absl::OkStatus();
}

absl::Status Fold::AllocateDesignated(const Source& source,
                                      const Designation& designation,
                                      const AllocationRule& rule,
                                      int64_t& left) {
  const std::vector<RowIndex> rows =
      RowsOf(source.event, designation.item, designation.row);
  int64_t part = std::min(left, designation.amount_minor.value_or(left));
  left -= part;
  Source own = source;
  own.has_more = left > 0;
  std::vector<Component> components;
  if (designation.component) {
    components.push_back(*designation.component);
  } else {
    for (const AllocationCell& cell : rule.cells) {
      if (std::find(components.begin(), components.end(), cell.component) ==
          components.end()) {
        components.push_back(cell.component);
      }
    }
  }
  for (const RowIndex row : rows) {
    for (const Component component : components) {
      USANCE_RETURN_IF_ERROR(PayCell(own, row, component, kNone, part));
    }
    Settle(row, source.day);
    if (part == 0) break;
  }
  left += part;
  return absl::OkStatus();
}

absl::Status Fold::AllocateCells(const Source& source,
                                 const AllocationRule& rule,
                                 std::span<const RowIndex> rows,
                                 size_t first_cell, size_t end_cell,
                                 int64_t& left) {
  const DueKind due = rule.cells[first_cell].due;
  const auto is_of_kind = [&](RowIndex row) {
    return DueKindOn(rows_[row].due, source.day) == due;
  };
  if (rule.order.front() == RowOrder::kOldestDue) {
    // The rows of one kind of due stand together.
    const auto begins = [&](Date day) {
      return std::lower_bound(
          rows.begin(), rows.end(), day,
          [this](RowIndex row, Date from) { return rows_[row].due < from; });
    };
    const auto today = begins(source.day);
    const auto after = begins(DayAfter(source.day));
    rows = due == DueKind::kPastDue ? std::span(rows.begin(), today)
           : due == DueKind::kDue   ? std::span(today, after)
                                    : std::span(after, rows.end());
  }
  const bool by_last = due == DueKind::kInAdvance && rule.last_in_advance_first;
  std::vector<RowIndex> last_first;
  if (by_last) {
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(last_first),
                 is_of_kind);
    std::stable_sort(
        last_first.begin(), last_first.end(),
        [this](RowIndex a, RowIndex b) { return rows_[b].due < rows_[a].due; });
    rows = last_first;
  }
  const auto ties = [&](RowIndex a, RowIndex b) {
    return CompareRows(rule, source.day, a, b) == 0 &&
           (!by_last || rows_[a].due == rows_[b].due);
  };
  for (size_t at = 0; at < rows.size() && left > 0;) {
    const RowIndex row = rows[at++];
    if (!is_of_kind(row)) continue;
    if (rule.ties == TieRule::kProRata) {
      std::vector<RowIndex> group = {row};
      for (; at < rows.size() && ties(row, rows[at]); ++at) {
        // Their due days may differ where the order does not ask for them.
        if (is_of_kind(rows[at])) group.push_back(rows[at]);
      }
      if (group.size() > 1) {
        USANCE_RETURN_IF_ERROR(
            AllocateProRata(source, rule, group, first_cell, end_cell, left));
        continue;
      }
    }
    for (size_t cell = first_cell; cell < end_cell && left > 0; ++cell) {
      USANCE_RETURN_IF_ERROR(PayCell(source, row, rule.cells[cell].component,
                                     static_cast<uint32_t>(cell), left));
    }
  }
  return absl::OkStatus();
}

absl::Status Fold::AllocateProRata(const Source& source,
                                   const AllocationRule& rule,
                                   std::span<const RowIndex> rows,
                                   size_t first_cell, size_t end_cell,
                                   int64_t& left) {
  // A row that takes less than its share is settled: no round without one.
  for (size_t round = 0; round < rows.size() && left > 0; ++round) {
    std::vector<RowIndex> group;
    std::vector<Fraction> weights;
    int128 all = 0;
    for (const RowIndex row : rows) {
      int128 open = 0;
      for (size_t cell = first_cell; cell < end_cell; ++cell) {
        const Component component = rule.cells[cell].component;
        if (component == Component::kDefaultInterest) {
          USANCE_RETURN_IF_ERROR(
              BookInterest(row, DayAfter(source.day), source));
        }
        open += rows_[row].open[component];
      }
      if (open <= 0) continue;
      group.push_back(row);
      weights.push_back(Fraction(open));
      all += open;
    }
    if (group.empty()) return absl::OkStatus();
    const auto total = static_cast<int64_t>(std::min<int128>(left, all));
    USANCE_ASSIGN_OR_RETURN(const std::vector<int64_t> shares,
                            Split(total, weights));
    for (size_t g = 0; g < group.size(); ++g) {
      int64_t share = shares[g];
      left -= share;
      for (size_t cell = first_cell; cell < end_cell && share > 0; ++cell) {
        USANCE_RETURN_IF_ERROR(PayCell(source, group[g],
                                       rule.cells[cell].component,
                                       static_cast<uint32_t>(cell), share));
      }
      left += share;
    }
  }
  return absl::OkStatus();
}

absl::Status Fold::PayCell(const Source& source, RowIndex row,
                           Component component, uint32_t cell, int64_t& left) {
  if (left == 0) return absl::OkStatus();
  if (component == Component::kPrincipal) {
    return PayPrincipal(source, row, cell, left);
  }
  if (component == Component::kDefaultInterest) {
    USANCE_RETURN_IF_ERROR(BookInterest(row, DayAfter(source.day), source));
  }
  const int64_t part = std::clamp<int64_t>(rows_[row].open[component], 0, left);
  if (part == 0) return absl::OkStatus();
  left -= part;
  return Move({.kind = source.kind,
               .event = source.event,
               .day = source.day,
               .component = component,
               .amount_minor = part,
               .cell = cell},
              row);
}

bool Fold::IsTolerated(int64_t difference, int64_t of) const {
  const PaymentTolerance& tolerance = policy_.tolerance;
  if (difference > tolerance.amount_minor) return false;
  if (!tolerance.percent) return true;
  // difference / of <= share; both sides are far within 128 bits or the share
  // is one of many digits, and then the quotient is compared.
  return Fraction::Of(difference, std::max<int64_t>(of, 1)) <=
         tolerance.percent->share();
}

absl::StatusOr<Fold::Offer> Fold::OfferOf(const Row& row, Date day) const {
  Offer offer;
  if (row.discounts == nullptr || row.discount_base <= 0) return offer;
  int64_t most = 0;
  for (const RowDiscount& discount : *row.discounts) {
    if (day - discount.until > discount.grace_days) continue;
    // In proportion to what is left of the row, rounded down.
    most = std::max(most, static_cast<int64_t>(
                              int128{discount.discount_minor} *
                              std::min(row.discount_base, row.discount_of) /
                              row.discount_of));
  }
  if (most == 0) return offer;
  offer.whole = row.discount_base;
  offer.pay = offer.whole - most;
  const int64_t open = row.open[Component::kPrincipal];
  switch (policy_.partial_payment) {
    case PartialPayment::kNone:
      offer.discount = open == offer.whole ? most : 0;
      return offer;
    case PartialPayment::kKeepLast:
      offer.discount = std::clamp<int64_t>(most - row.discounted, 0, open);
      return offer;
    case PartialPayment::kProRata:
      offer.discount = open - static_cast<int64_t>(
                                  Divide(int128{open} * offer.pay, offer.whole,
                                         policy_.discount_rounding));
      return offer;
  }
  return Error(Reason::kUnspecified, "/policy/partial_payment",
               "a discount needs a rule for payments of a part");
}

absl::StatusOr<bool> Fold::IsAllThatIsOpen(RowIndex index, int64_t principal,
                                           Date day) {
  Row& row = rows_[index];
  if (row.open.Total() != principal) return false;
  USANCE_ASSIGN_OR_RETURN(const int64_t interest,
                          NotBooked(row, DayAfter(day)));
  return interest == 0;
}

absl::Status Fold::PayPrincipal(const Source& source, RowIndex index,
                                uint32_t cell, int64_t& left) {
  Row& row = rows_[index];
  const int64_t open = row.open[Component::kPrincipal];
  if (open <= 0) return absl::OkStatus();

  // What is written off earns no discount.
  const bool pays = source.kind != MovementKind::kWriteOff;
  Offer offer;
  if (pays) {
    USANCE_ASSIGN_OR_RETURN(offer, OfferOf(row, source.day));
  }
  // What has to be paid to settle it, and what is not asked for.
  const int64_t pay = open - offer.discount;
  int64_t discount = offer.discount, tolerance = 0;
  if (pays && !source.has_more && left < pay && IsTolerated(pay - left, open)) {
    USANCE_ASSIGN_OR_RETURN(const bool alone,
                            IsAllThatIsOpen(index, open, source.day));
    if (alone) tolerance = pay - left;
  }
  const bool settles = left + tolerance >= pay;
  const int64_t part = settles ? pay - tolerance : left;
  left -= part;
  if (!settles) {
    discount = 0;
    // A part of the discount is earned with it.
    if (offer.discount > 0 &&
        policy_.partial_payment == PartialPayment::kProRata) {
      const int128 settled = Divide(int128{part} * offer.whole, offer.pay,
                                    policy_.discount_rounding);
      discount = static_cast<int64_t>(
          std::clamp<int128>(settled - part, 0, open - part));
    }
  }
  const auto move = [&](MovementKind kind, int64_t minor) {
    return Move({.kind = kind,
                 .event = source.event,
                 .day = source.day,
                 .component = Component::kPrincipal,
                 .amount_minor = minor,
                 .cell = cell},
                index);
  };
  USANCE_RETURN_IF_ERROR(move(source.kind, part));
  USANCE_RETURN_IF_ERROR(move(MovementKind::kDiscount, discount));
  return move(MovementKind::kTolerance, tolerance);
}

absl::Status Fold::ApplyWaiting(const std::string& item, Date day) {
  if (waiting_ == 0) return absl::OkStatus();
  for (Credit& credit : credits_) {
    if (credit.waits == nullptr || credit.waits->item != item) continue;
    const Designation& designation = *std::exchange(credit.waits, nullptr);
    --waiting_;
    if (credit.left == 0) continue;
    const auto& paid = std::get<PaymentReceived>(journal_[credit.event].body);
    USANCE_RETURN_IF_ERROR(AllocateDesignated(
        {credit.event, day, MovementKind::kCreditUse}, designation,
        RuleFor(policy_, paid.type), credit.left));
  }
  return absl::OkStatus();
}

absl::Status Fold::ApplyCredits(Date day) {
  if (policy_.credit != CreditUse::kApply) return absl::OkStatus();
  for (size_t c = 0; c < credits_.size(); ++c) {
    if (credits_[c].left == 0 || credits_[c].waits != nullptr) continue;
    int64_t left = credits_[c].left;
    USANCE_RETURN_IF_ERROR(
        Allocate({credits_[c].event, day, MovementKind::kCreditUse}, {},
                 policy_.allocation, left));
    credits_[c].left = left;
  }
  return absl::OkStatus();
}

}  // namespace usance::internal
