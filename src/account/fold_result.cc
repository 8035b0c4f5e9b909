// What a fold comes to as of a day.
#include <algorithm>
#include <limits>
#include <utility>

#include "src/account/fold.h"

namespace usance::internal {
namespace {

bool Overlap(const std::vector<std::string>& a,
             const std::vector<std::string>& b) {
  if (a.empty() || b.empty()) return true;  // the account
  return std::any_of(a.begin(), a.end(), [&](const std::string& id) {
    return std::find(b.begin(), b.end(), id) != b.end();
  });
}

}  // namespace

absl::Status Fold::FillRows(const ReplaySpec& spec, Account& account) const {
  const Date end = *Date::FindDays(int64_t{spec.as_of.days()} + 1);
  account.rows.reserve(rows_.size());
  for (RowIndex index = 0; index < rows_.size(); ++index) {
    const Row& row = rows_[index];
    account.rows.push_back({.item = row.item,
                            .number = row.number,
                            .due = row.due,
                            .original_due = row.original_due,
                            .claimed = row.claimed,
                            .open = row.open,
                            .settled_on = row.settled_on});
    AccountRow& out = account.rows.back();
    if (row.interest != nullptr && (row.listed || spec.segments)) {
      RowInterest interest = *row.interest;
      const absl::StatusOr<int64_t> claim = interest.ClaimBefore(end);
      if (!claim.ok()) return At("/policy/interest", claim.status());
      const int64_t accrued = *claim - row.booked;
      if (accrued != 0) {
        account.movements.push_back({.kind = MovementKind::kInterest,
                                     .component = Component::kDefaultInterest,
                                     .date = spec.as_of,
                                     .row = index,
                                     .amount_minor = accrued});
        constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
        constexpr Component kInterest = Component::kDefaultInterest;
        if (__builtin_add_overflow(account.open[kInterest], accrued,
                                   &account.open[kInterest]) ||
            __builtin_add_overflow(out.claimed[kInterest], accrued,
                                   &out.claimed[kInterest]) ||
            account.open.Total() > kMost || out.claimed.Total() > kMost) {
          return Error(Reason::kOverflow, "",
                       "a balance is outside the 64 bits of minor units");
        }
        out.open[kInterest] += accrued;
      }
      account.provisional = account.provisional || interest.IsProvisional();
      if (spec.segments) out.segments = interest.SegmentsBefore(end);
    }
    if (policy_.partial_payment != PartialPayment()) {
      USANCE_ASSIGN_OR_RETURN(const Offer offer, OfferOf(row, spec.as_of));
      out.discount_minor = offer.discount;
    }
    if (out.open.Total() > policy_.overdue_tolerance_minor) {
      int32_t held = policy_.overdue_grace_days;
      for (const auto& [since, until] : row.held) {
        held += std::max(0, until - std::max(since, row.due));
      }
      if (row.held_since) {
        held += std::max(0, spec.as_of - std::max(*row.held_since, row.due));
      }
      out.days_past_due = std::max(0, spec.as_of - row.due - held);
    }
    account.days_past_due = std::max(account.days_past_due, out.days_past_due);
  }
  return absl::OkStatus();
}

void Fold::FillHolds(Account& account) const {
  for (const auto& [event, stop] : stops_) {
    const auto* hold = std::get_if<HoldOpened>(&journal_[event].body);
    if (hold == nullptr || !stop.open) continue;
    for (size_t r = 0; r < stop.rows.size(); ++r) {
      AccountRow& row = account.rows[stop.rows[r]];
      const int64_t open = row.open[Component::kPrincipal];
      const int64_t part = stop.parts.empty() ? open : stop.parts[r];
      int64_t& held = hold->kind == HoldKind::kDispute ? row.disputed_minor
                                                       : row.held_minor;
      held = std::min(open, int64_t{held + std::min(part, open)});
    }
  }
  for (const AccountRow& row : account.rows) {
    account.disputed_minor += row.disputed_minor;
  }
}

void Fold::FillItems(Account& account) const {
  account.items.reserve(items_.size());
  bool plan = false, handed_over = false;
  for (const Item& item : items_) {
    AccountItem out = item.out;
    out.in_plan = item.plans > 0;
    out.handed_over = item.handovers > 0;
    bool open = false, past_due = false;
    for (const RowIndex row : item.rows) {
      open = open || !account.rows[row].open.IsZero();
      past_due = past_due || account.rows[row].days_past_due > 0;
    }
    out.state = open ? (past_due ? ItemState::kPastDue : ItemState::kNotDue)
                : item.written_off ? ItemState::kWrittenOff
                                   : ItemState::kSettled;
    plan = plan || (open && out.in_plan);
    handed_over = handed_over || (open && out.handed_over);
    account.items.push_back(std::move(out));
  }
  if (account.open.IsZero()) {
    account.state = account.unapplied_minor > 0 ? AccountState::kOverpaid
                                                : AccountState::kSettled;
  } else if (handed_over) {
    account.state = AccountState::kHandedOver;
  } else if (plan) {
    account.state = AccountState::kInPlan;
  } else {
    account.state = account.days_past_due > 0 ? AccountState::kPastDue
                                              : AccountState::kCurrent;
  }
}

void Fold::FillPromises(Account& account) const {
  for (size_t p = 0; p < promises_.size(); ++p) {
    const Event& event = journal_[promises_[p]];
    const auto& promise = std::get<PromiseMade>(event.body);
    AccountPromise out = {.event = promises_[p]};
    bool superseded = false;
    for (size_t q = p + 1; q < promises_.size(); ++q) {
      const Event& later = journal_[promises_[q]];
      superseded =
          superseded ||
          (later.value_date <= promise.by &&
           Overlap(promise.items, std::get<PromiseMade>(later.body).items));
    }
    int128 paid = 0;
    for (const Movement& movement : account.movements) {
      if (movement.kind != MovementKind::kPayment) continue;
      if (movement.date < event.value_date || movement.date > promise.by) {
        continue;
      }
      const auto back = returned_.find(movement.event);
      if (back != returned_.end() &&
          journal_[back->second].value_date <= promise.by) {
        continue;
      }
      const std::string& item = items_[rows_[*movement.row].item].out.id;
      if (!promise.items.empty() &&
          std::find(promise.items.begin(), promise.items.end(), item) ==
              promise.items.end()) {
        continue;
      }
      paid += movement.amount_minor;
    }
    out.paid_minor = static_cast<int64_t>(
        std::clamp<int128>(paid, 0, std::numeric_limits<int64_t>::max()));
    if (out.paid_minor >= promise.amount_minor) {
      out.state = PromiseState::kKept;
    } else if (superseded) {
      out.state = PromiseState::kSuperseded;
    } else if (account.as_of <= promise.by) {
      out.state = PromiseState::kOpen;
    } else {
      out.state = out.paid_minor > 0 ? PromiseState::kKeptInPart
                                     : PromiseState::kBroken;
    }
    account.promises.push_back(out);
  }
}

absl::StatusOr<Account> Fold::Result(const View& view,
                                     const ReplaySpec& spec) const& {
  return Fill(movements_, view, spec);
}
absl::StatusOr<Account> Fold::Result(const View& view,
                                     const ReplaySpec& spec) && {
  return Fill(std::move(movements_), view, spec);
}

absl::StatusOr<Account> Fold::Fill(std::vector<Movement> movements,
                                   const View& view,
                                   const ReplaySpec& spec) const {
  Account account = {.currency = journal_.currency(),
                     .as_of = spec.as_of,
                     .as_known_on = spec.as_known_on};
  account.movements = std::move(movements);
  account.open = open_;
  account.unapplied_minor = unapplied_;
  account.recovered_minor = recovered_;
  account.ignored = view.ignored();
  account.ignored.insert(account.ignored.end(), ignored_.begin(),
                         ignored_.end());
  for (const Credit& credit : credits_) {
    if (credit.left == 0 || credit.waits == nullptr) continue;
    account.ignored.push_back(
        {credit.event, "no item \"" + credit.waits->item +
                           "\" yet; what is meant for it waits"});
  }
  std::stable_sort(account.ignored.begin(), account.ignored.end(),
                   [](const IgnoredEvent& a, const IgnoredEvent& b) {
                     return a.event < b.event;
                   });
  const auto same = [](const IgnoredEvent& a, const IgnoredEvent& b) {
    return a.event == b.event;
  };
  account.ignored.erase(
      std::unique(account.ignored.begin(), account.ignored.end(), same),
      account.ignored.end());
  int128 pending = 0;
  for (const uint32_t payment : pending_) {
    pending += std::get<PaymentReceived>(journal_[payment].body).amount_minor;
  }
  account.pending_minor = static_cast<int64_t>(
      std::min<int128>(pending, std::numeric_limits<int64_t>::max()));
  USANCE_RETURN_IF_ERROR(FillRows(spec, account));
  FillHolds(account);
  FillItems(account);
  FillPromises(account);
  return account;
}

}  // namespace usance::internal
