#include "src/account/fold.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace usance::internal {
namespace {

// Copied and then filled: a movement that is written in parts and copied at
// once keeps a processor waiting.
constexpr Movement kBlank = {.date = Date::Of(1970, 1, 1)};

absl::Status Overflow() {
  return Error(Reason::kOverflow, "",
               "a balance is outside the 64 bits of minor units");
}

}  // namespace

Fold::Fold(const Journal& journal, const AccountPolicy& policy)
    : journal_(journal), policy_(policy) {
  static_order_ = std::none_of(
      policy.allocation.order.begin(), policy.allocation.order.end(),
      [](RowOrder order) {
        return order == RowOrder::kHighestRate || order == RowOrder::kLargest ||
               order == RowOrder::kSmallest;
      });
}

absl::Status Fold::Run(const View& view) {
  view_ = &view;
  if (next_ == 0) {
    items_.reserve(view.claims());
    item_by_id_.reserve(view.claims());
    rows_.reserve(view.claims());
    movements_.reserve(2 * view.end());
  }
  for (; next_ < view.end(); ++next_) {
    if (!view.Sees(next_)) continue;
    const auto k = static_cast<uint32_t>(next_);
    USANCE_RETURN_IF_ERROR(std::visit(
        [&](const auto& body) { return Take(k, body); }, journal_[k].body));
  }
  view_ = nullptr;
  return absl::OkStatus();
}

// --- parts that events share ------------------------------------------------

absl::Status Fold::Move(const Step& step, RowIndex row) {
  if (step.amount_minor == 0) return absl::OkStatus();
  movements_.push_back(kBlank);
  Movement& movement = movements_.back();
  movement.event = step.event;
  movement.kind = step.kind;
  movement.date = step.day;
  movement.amount_minor = step.amount_minor;
  if (row != kNone) {
    movement.row = row;
    movement.component = step.component;
  }
  if (step.cell != kNone) movement.cell = step.cell;
  if (__builtin_add_overflow(unapplied_, UnappliedChange(movement),
                             &unapplied_)) {
    return Overflow();
  }
  if (row == kNone) return absl::OkStatus();
  const int64_t change = ClaimChange(movement);
  Row& target = rows_[row];
  int64_t& open = target.open[step.component];
  int64_t& claimed = target.claimed[step.component];
  int64_t& all_open = open_[step.component];
  const bool claims = step.kind == MovementKind::kIssue ||
                      step.kind == MovementKind::kCharge ||
                      step.kind == MovementKind::kInterest ||
                      step.kind == MovementKind::kRefundClaim ||
                      step.kind == MovementKind::kCapitalizedTo;
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  if (__builtin_add_overflow(open, change, &open) ||
      __builtin_add_overflow(all_open, change, &all_open) ||
      (change > 0 && open_.Total() > kMost)) {
    return Overflow();
  }
  if (claims && (__builtin_add_overflow(claimed, change, &claimed) ||
                 target.claimed.Total() > kMost)) {
    return Overflow();
  }
  if (change > 0) {
    target.settled_on.reset();
    List(row);
  }
  // What is owed of it by other means than payment changes what a discount is
  // of.
  const bool changes_base = step.kind == MovementKind::kCreditNote ||
                            step.kind == MovementKind::kWaiver ||
                            step.kind == MovementKind::kWriteOff ||
                            step.kind == MovementKind::kCapitalizedTo;
  if (changes_base && step.component == Component::kPrincipal) {
    target.discount_base += change;
  }
  if (step.kind == MovementKind::kDiscount) {
    target.discounted += step.amount_minor;
  }
  // What has come back is taken out of the steps instead (RowInterest::Remove),
  // and new interest is what they come to.
  const bool reverses =
      step.kind == MovementKind::kReturn || step.amount_minor < 0;
  if (target.interest == nullptr || reverses ||
      step.kind == MovementKind::kInterest ||
      step.kind == MovementKind::kIssue) {
    return absl::OkStatus();
  }
  const bool at_once = step.kind == MovementKind::kCapitalizedFrom ||
                       step.kind == MovementKind::kCapitalizedTo;
  const Date from = at_once ? step.day : DayAfter(step.day);
  if (step.component == Component::kPrincipal) {
    target.interest->At(from, step.event).principal += change;
  } else if (step.component == Component::kDefaultInterest && change < 0) {
    target.interest->At(from, step.event).interest_paid -= change;
  }
  return absl::OkStatus();
}

void Fold::Ignore(uint32_t k, std::string why) {
  if (!ignored_.empty() && ignored_.back().event == k) return;
  ignored_.push_back({k, std::move(why)});
}

size_t Fold::FirstOn(Date day) const {
  const auto first = std::partition_point(
      movements_.begin(), movements_.end(),
      [day](const Movement& movement) { return movement.date < day; });
  return static_cast<size_t>(first - movements_.begin());
}

int64_t Fold::LeftOf(size_t paid) const {
  int64_t left = movements_[paid].amount_minor;
  for (const Release& release : releases_) {
    if (release.paid == paid) left -= release.amount_minor;
  }
  return left;
}

std::vector<Fold::Release> Fold::PaidSince(const Movement& charge) const {
  std::vector<Release> paid;
  for (size_t m = movements_.size(); m-- > FirstOn(charge.date);) {
    const Movement& made = movements_[m];
    if (made.row == charge.row && made.component == charge.component &&
        (made.kind == MovementKind::kPayment ||
         made.kind == MovementKind::kCreditUse) &&
        !returned_.contains(made.event)) {
      paid.push_back({m, LeftOf(m)});
    }
  }
  return paid;
}

std::optional<uint32_t> Fold::FindItem(const std::string& id) const {
  const auto found = item_by_id_.find(id);
  if (found == item_by_id_.end()) return std::nullopt;
  return found->second;
}

std::vector<Fold::RowIndex> Fold::RowsOf(uint32_t k, const std::string& id,
                                         std::optional<int32_t> number) {
  std::vector<RowIndex> rows;
  if (id.empty()) {
    for (RowIndex row = 0; row < rows_.size(); ++row) rows.push_back(row);
    if (rows.empty()) Ignore(k, "nothing is claimed");
    return rows;
  }
  const std::optional<uint32_t> item = FindItem(id);
  if (!item) {
    Ignore(k, "no item \"" + id + "\"");
    return rows;
  }
  const auto& all = items_[*item].rows;
  if (!number) return {all.begin(), all.end()};
  if (*number > static_cast<int64_t>(all.size())) {
    Ignore(k, "no row " + std::to_string(*number) + " of item \"" + id + "\"");
    return rows;
  }
  rows.push_back(all[static_cast<size_t>(*number) - 1]);
  return rows;
}

std::vector<uint32_t> Fold::ItemsOf(uint32_t k,
                                    const std::vector<std::string>& ids) {
  std::vector<uint32_t> items;
  if (ids.empty()) {
    for (uint32_t item = 0; item < items_.size(); ++item) items.push_back(item);
    if (items.empty()) Ignore(k, "nothing is claimed");
    return items;
  }
  for (const std::string& id : ids) {
    if (const std::optional<uint32_t> item = FindItem(id)) {
      items.push_back(*item);
    } else {
      Ignore(k, "no item \"" + id + "\"");
    }
  }
  return items;
}

std::optional<uint32_t> Fold::NewItem(AccountItem item,
                                      const InvoiceIssued* invoice) {
  const auto index = static_cast<uint32_t>(items_.size());
  const auto [place, is_new] = item_by_id_.try_emplace(
      invoice == nullptr ? std::string_view() : invoice->item, index);
  if (!is_new) return std::nullopt;
  items_.push_back({.out = std::move(item), .invoice = invoice});
  return index;
}

Fold::RowIndex Fold::NewRow(uint32_t item, Date due) {
  const auto row = static_cast<RowIndex>(rows_.size());
  Item& owner = items_[item];
  rows_.push_back({.item = item,
                   .number = static_cast<int32_t>(owner.rows.size()) + 1,
                   .due = due,
                   .original_due = due});
  owner.rows.push_back(row);
  return row;
}

// A claim of no item.
absl::Status Fold::NewClaim(const Step& step, Date due) {
  std::optional<uint32_t> item = FindItem("");
  if (!item) {
    item = NewItem({.id = {}, .document_date = step.day, .baseline = step.day},
                   nullptr);
  }
  return Move(step, NewRow(*item, due));
}

absl::StatusOr<const LatePaymentPolicy*> Fold::FindTerms(const std::string& id,
                                                         uint32_t k) const {
  if (id.empty()) return nullptr;
  for (const InterestTerms& terms : policy_.interest) {
    if (terms.id == id) return &terms.late;
  }
  return Error(
      Reason::kUnknownName, "/policy/interest",
      "no terms \"" + id + "\", which event \"" + journal_[k].id + "\" names");
}

absl::StatusOr<int64_t> Fold::NotBooked(Row& row, Date end) {
  if (row.interest == nullptr) return 0;
  const absl::StatusOr<int64_t> claim = row.interest->ClaimBefore(end);
  if (!claim.ok()) return At("/policy/interest", claim.status());
  return *claim - row.booked;
}

absl::Status Fold::BookInterest(RowIndex index, Date end,
                                const Source& source) {
  Row& row = rows_[index];
  USANCE_ASSIGN_OR_RETURN(const int64_t change, NotBooked(row, end));
  if (change == 0) return absl::OkStatus();  // nothing to book
  row.booked += change;
  row.interest->At(end, source.event).books = true;
  return Move({.kind = MovementKind::kInterest,
               .event = source.event,
               .day = source.day,
               .component = Component::kDefaultInterest,
               .amount_minor = change},
              index);
}

std::vector<Fold::RowIndex>::iterator Fold::PlaceOf(RowIndex index) {
  return std::lower_bound(
      open_rows_.begin() + open_from_, open_rows_.end(), index,
      [this](RowIndex a, RowIndex b) { return ComesFirst(a, b); });
}

void Fold::List(RowIndex index) {
  Row& row = rows_[index];
  if (row.listed) return;
  row.listed = true;
  if (OpenRows().empty() || ComesFirst(open_rows_.back(), index)) {
    open_rows_.push_back(index);
    return;
  }
  open_rows_.insert(PlaceOf(index), index);
}

void Fold::Unlist(RowIndex index) {
  Row& row = rows_[index];
  if (!row.listed) return;
  row.listed = false;
  if (OpenRows().front() == index) {
    ++open_from_;
    return;
  }
  open_rows_.erase(PlaceOf(index));
}

void Fold::Settle(RowIndex index, Date day) {
  Row& row = rows_[index];
  if (!row.listed || !row.open.IsZero()) return;
  // Interest that nothing has booked yet keeps the row open. What cannot be
  // told yet is told as of a later day.
  const absl::StatusOr<int64_t> interest = NotBooked(row, DayAfter(day));
  if (!interest.ok() || *interest != 0) return;
  row.settled_on = day;
  if (row.interest != nullptr) row.interest->Forget();
  Unlist(index);
}

// --- terms that change ------------------------------------------------------

absl::Status Fold::Take(uint32_t k, const InterestChanged& body) {
  USANCE_ASSIGN_OR_RETURN(const LatePaymentPolicy* terms,
                          FindTerms(body.interest, k));
  for (const RowIndex index : RowsOf(k, body.item, std::nullopt)) {
    if (rows_[index].interest == nullptr) continue;
    rows_[index].interest->SetTerms(journal_[k].value_date, k, terms);
  }
  return absl::OkStatus();
}

absl::Status Fold::Take(uint32_t k, const Capitalized& body) {
  const Date day = journal_[k].value_date;
  bool any = false;
  for (const RowIndex index : RowsOf(k, body.item, std::nullopt)) {
    if (body.component == Component::kDefaultInterest) {
      USANCE_RETURN_IF_ERROR(
          BookInterest(index, day, {k, day, MovementKind::kInterest}));
    }
    const int64_t amount = rows_[index].open[body.component];
    if (amount <= 0) continue;
    any = true;
    USANCE_RETURN_IF_ERROR(Move({.kind = MovementKind::kCapitalizedFrom,
                                 .event = k,
                                 .day = day,
                                 .component = body.component,
                                 .amount_minor = amount},
                                index));
    USANCE_RETURN_IF_ERROR(Move({.kind = MovementKind::kCapitalizedTo,
                                 .event = k,
                                 .day = day,
                                 .component = Component::kPrincipal,
                                 .amount_minor = amount},
                                index));
  }
  if (!any) Ignore(k, "nothing of it is open");
  return absl::OkStatus();
}

absl::Status Fold::Take(uint32_t k, const DueDateChanged& body) {
  for (const RowIndex index : RowsOf(k, body.item, body.row)) {
    Row& row = rows_[index];
    const bool listed = row.listed;
    if (listed) Unlist(index);
    row.due = body.due;
    if (listed) List(index);
    if (row.interest != nullptr) {
      row.interest->SetDue(journal_[k].value_date, k, body.due);
    }
  }
  return absl::OkStatus();
}

// --- claims -----------------------------------------------------------------

absl::Status Fold::Take(uint32_t k, const InvoiceIssued& body) {
  const Date day = journal_[k].value_date;
  const std::optional<uint32_t> made =
      NewItem({.id = body.item,
               .document_date = day,
               .baseline = body.baseline.value_or(day),
               .secured = body.secured},
              &body);
  if (!made) {
    Ignore(k, "item \"" + body.item + "\" is there already");
    return absl::OkStatus();
  }
  const uint32_t item = *made;
  USANCE_ASSIGN_OR_RETURN(const LatePaymentPolicy* terms,
                          FindTerms(body.interest, k));
  for (const ClaimRow& claim : body.rows) {
    const RowIndex index = NewRow(item, claim.due);
    for (const Component component : kComponents) {
      USANCE_RETURN_IF_ERROR(Move({.kind = MovementKind::kIssue,
                                   .event = k,
                                   .day = day,
                                   .component = component,
                                   .amount_minor = claim.amounts[component]},
                                  index));
    }
    Row& row = rows_[index];
    const int64_t principal = claim.amounts[Component::kPrincipal];
    if (!claim.discounts.empty()) {
      row.discounts = &claim.discounts;
      row.discount_base = row.discount_of = principal;
    }
    if (!policy_.interest.empty() && principal > 0) {
      row.interest = &interests_.emplace_back(terms, claim.due, principal);
    }
    if (row.open.IsZero()) row.settled_on = day;
  }
  USANCE_RETURN_IF_ERROR(ApplyWaiting(body.item, day));
  return ApplyCredits(day);
}

absl::Status Fold::Take(uint32_t k, const ChargePosted& body) {
  const Date day = journal_[k].value_date;
  const Step step = {.kind = MovementKind::kCharge,
                     .event = k,
                     .day = day,
                     .component = body.component,
                     .amount_minor = body.amount_minor};
  if (body.item.empty()) {
    USANCE_RETURN_IF_ERROR(NewClaim(step, body.due.value_or(day)));
  } else {
    const std::vector<RowIndex> rows = RowsOf(k, body.item, body.row);
    if (rows.empty()) return absl::OkStatus();
    const RowIndex row =
        body.row ? rows.front()
                 : NewRow(rows_[rows.front()].item, body.due.value_or(day));
    USANCE_RETURN_IF_ERROR(Move(step, row));
  }
  return ApplyCredits(day);
}

absl::Status Fold::Take(uint32_t k, const ClaimWaived& body) {
  const Date day = journal_[k].value_date;
  int64_t left =
      body.amount_minor.value_or(std::numeric_limits<int64_t>::max());
  const int64_t all = left;
  for (const RowIndex index : RowsOf(k, body.item, body.row)) {
    if (left == 0) break;
    if (body.component == Component::kDefaultInterest) {
      USANCE_RETURN_IF_ERROR(BookInterest(index, DayAfter(day),
                                          {k, day, MovementKind::kInterest}));
    }
    const int64_t part = std::min(left, rows_[index].open[body.component]);
    if (part <= 0) continue;
    left -= part;
    USANCE_RETURN_IF_ERROR(Move({.kind = MovementKind::kWaiver,
                                 .event = k,
                                 .day = day,
                                 .component = body.component,
                                 .amount_minor = part},
                                index));
    Settle(index, day);
  }
  if (left == all) Ignore(k, "nothing of it is open");
  return absl::OkStatus();
}

absl::Status Fold::Take(uint32_t k, const ChargeRefunded& body) {
  const Date day = journal_[k].value_date;
  const auto charge = view_->Find(body.charge, EventKind::kCharge);
  const Movement* posted = nullptr;
  int64_t left = 0;  // of it, after earlier refunds
  for (size_t m = charge ? FirstOn(journal_[*charge].value_date)
                         : movements_.size();
       m < movements_.size(); ++m) {
    const Movement& made = movements_[m];
    if (made.kind == MovementKind::kCharge && made.event == *charge) {
      posted = &made;
      left = made.amount_minor;
    } else if (made.kind == MovementKind::kChargeRefund &&
               std::get<ChargeRefunded>(journal_[made.event].body).charge ==
                   body.charge) {
      left -= made.amount_minor;
    }
  }
  if (posted == nullptr) {
    Ignore(k, "no charge \"" + body.charge + "\" before it");
    return absl::OkStatus();
  }
  left = std::min(left, body.amount_minor.value_or(left));
  const RowIndex row = *posted->row;
  const Component component = posted->component;
  const std::optional<Date> settled_on = rows_[row].settled_on;
  int64_t amount = std::min(left, rows_[row].open[component]);
  Step release = {.kind = MovementKind::kRelease,
                  .event = k,
                  .day = day,
                  .component = component};
  if (left > amount) {
    for (const Release& paid : PaidSince(*posted)) {
      const int64_t part = std::min(left - amount, paid.amount_minor);
      if (part == 0) continue;
      amount += part;
      release.amount_minor += part;
      releases_.push_back({paid.paid, part});
      // It is money of that payment's again.
      credits_.push_back({movements_[paid.paid].event, part});
    }
  }
  if (amount == 0) {
    Ignore(k, "nothing of charge \"" + body.charge + "\" is left");
    return absl::OkStatus();
  }
  USANCE_RETURN_IF_ERROR(Move(release, row));
  USANCE_RETURN_IF_ERROR(Move({.kind = MovementKind::kChargeRefund,
                               .event = k,
                               .day = day,
                               .component = component,
                               .amount_minor = amount},
                              row));
  Settle(row, day);
  // Nothing was open in between.
  if (settled_on && rows_[row].settled_on) rows_[row].settled_on = settled_on;
  if (release.amount_minor == 0) return absl::OkStatus();  // no money came
  return ApplyCredits(day);
}

absl::Status Fold::Take(uint32_t k, const CreditNoteIssued& body) {
  const Date day = journal_[k].value_date;
  int64_t left = body.amount_minor;
  if (!body.item.empty()) {
    const std::vector<RowIndex> rows = RowsOf(k, body.item, std::nullopt);
    if (rows.empty()) return absl::OkStatus();
    for (size_t r = rows.size(); r-- > 0 && left > 0;) {
      const RowIndex index = rows[r];
      Row& row = rows_[index];
      const int64_t part = std::min(left, row.open[Component::kPrincipal]);
      if (part <= 0) continue;
      left -= part;
      USANCE_RETURN_IF_ERROR(Move({.kind = MovementKind::kCreditNote,
                                   .event = k,
                                   .day = day,
                                   .component = Component::kPrincipal,
                                   .amount_minor = part},
                                  index));
      Settle(index, day);
    }
  }
  if (left == 0) return absl::OkStatus();
  USANCE_RETURN_IF_ERROR(Move({.kind = MovementKind::kCreditNoteRest,
                               .event = k,
                               .day = day,
                               .amount_minor = left},
                              kNone));
  credits_.push_back({k, left});
  return ApplyCredits(day);
}

// --- money ------------------------------------------------------------------

absl::Status Fold::Take(uint32_t k, const PaymentReceived& body) {
  if (view_->IsPending(k)) {
    pending_.push_back(k);
    return absl::OkStatus();
  }
  const Date day = journal_[k].value_date;
  const size_t before = movements_.size(), credits = credits_.size();
  int64_t left = body.amount_minor;
  USANCE_RETURN_IF_ERROR(Allocate({k, day, MovementKind::kPayment},
                                  view_->DesignationsOf(k),
                                  RuleFor(policy_, body.type), left));
  int64_t waits = 0;
  for (size_t c = credits; c < credits_.size(); ++c) waits += credits_[c].left;
  if (left + waits == 0) return absl::OkStatus();
  int64_t settled = body.amount_minor - left - waits;
  for (size_t m = before; m < movements_.size(); ++m) {  // with discounts
    if (movements_[m].kind == MovementKind::kDiscount) {
      settled += movements_[m].amount_minor;
    }
  }
  const bool gain = left > 0 && settled > 0 && IsTolerated(left, settled);
  if (gain) {
    USANCE_RETURN_IF_ERROR(Move({.kind = MovementKind::kToleranceGain,
                                 .event = k,
                                 .day = day,
                                 .amount_minor = left},
                                kNone));
  } else {
    if (left > 0) credits_.push_back({k, left});
    waits += left;
  }
  return Move({.kind = MovementKind::kUnapplied,
               .event = k,
               .day = day,
               .amount_minor = waits},
              kNone);
}

absl::Status Fold::Take(uint32_t k, const PaymentReturned& body) {
  const Date day = journal_[k].value_date;
  const std::optional<size_t> found =
      view_->Find(body.payment, EventKind::kPayment);
  if (!found || *found >= k || view_->IsPending(*found)) {
    Ignore(k, "no payment \"" + body.payment + "\" that was made before it");
    return absl::OkStatus();
  }
  const auto payment = static_cast<uint32_t>(*found);
  if (!returned_.emplace(payment, k).second) {
    Ignore(k, "payment \"" + body.payment + "\" came back already");
    return absl::OkStatus();
  }
  int64_t unapplied = 0;                   // of it, what no claim has taken
  const size_t count = movements_.size();  // Move appends
  for (size_t m = FirstOn(journal_[payment].value_date); m < count; ++m) {
    const Movement made = movements_[m];
    if (made.event != payment) continue;
    Step back = {.event = k, .day = day, .component = made.component};
    switch (made.kind) {
      case MovementKind::kUnapplied:
        unapplied += made.amount_minor;
        continue;
      case MovementKind::kCreditUse:
        unapplied -= made.amount_minor;
        [[fallthrough]];
      case MovementKind::kPayment:
        back.kind = MovementKind::kReturn;
        // Of a charge that was taken back since, the money goes that was
        // released, and the claim does not come again.
        back.amount_minor = LeftOf(m);
        unapplied += made.amount_minor - back.amount_minor;
        break;
      case MovementKind::kDiscount:
      case MovementKind::kTolerance:
      case MovementKind::kToleranceGain:
        back.kind = made.kind;
        back.amount_minor = -made.amount_minor;
        break;
      default:
        continue;  // interest that it had booked stays booked
    }
    if (made.row) {
      const Row& row = rows_[*made.row];
      if (row.interest != nullptr) row.interest->Remove(payment);
    }
    USANCE_RETURN_IF_ERROR(Move(back, made.row.value_or(kNone)));
  }
  if (unapplied == 0) return ApplyCredits(day);
  int64_t held = 0;
  for (Credit& credit : credits_) {
    if (credit.event != payment) continue;
    const int64_t part = std::min(credit.left, unapplied - held);
    credit.left -= part;
    held += part;
  }
  USANCE_RETURN_IF_ERROR(Move({.kind = MovementKind::kReturnUnapplied,
                               .event = k,
                               .day = day,
                               .amount_minor = held},
                              kNone));
  if (held == unapplied) return ApplyCredits(day);
  // The rest was paid back already: now it is owed.
  USANCE_RETURN_IF_ERROR(NewClaim({.kind = MovementKind::kRefundClaim,
                                   .event = k,
                                   .day = day,
                                   .component = Component::kPrincipal,
                                   .amount_minor = unapplied - held},
                                  day));
  return ApplyCredits(day);
}

absl::Status Fold::Take(uint32_t k, const MoneyRefunded& body) {
  const Date day = journal_[k].value_date;
  int64_t left = body.amount_minor;
  for (Credit& credit : credits_) {
    const int64_t part = std::min(left, credit.left);
    credit.left -= part;
    left -= part;
  }
  USANCE_RETURN_IF_ERROR(Move({.kind = MovementKind::kRefund,
                               .event = k,
                               .day = day,
                               .amount_minor = body.amount_minor - left},
                              kNone));
  if (left == 0) return absl::OkStatus();
  return NewClaim({.kind = MovementKind::kRefundClaim,
                   .event = k,
                   .day = day,
                   .component = Component::kPrincipal,
                   .amount_minor = left},
                  day);
}

absl::Status Fold::Take(uint32_t k, const WrittenOff& body) {
  const Date day = journal_[k].value_date;
  int64_t left =
      body.amount_minor.value_or(std::numeric_limits<int64_t>::max());
  const int64_t all = left;
  const Source source = {k, day, MovementKind::kWriteOff};
  const size_t first = movements_.size();
  if (body.item.empty()) {
    USANCE_RETURN_IF_ERROR(Allocate(source, {}, policy_.allocation, left));
  } else {
    USANCE_RETURN_IF_ERROR(AllocateDesignated(source, {.item = body.item},
                                              policy_.allocation, left));
  }
  for (size_t m = first; m < movements_.size(); ++m) {
    if (movements_[m].kind != MovementKind::kWriteOff) continue;
    items_[rows_[*movements_[m].row].item].written_off = true;
  }
  if (left == all) Ignore(k, "nothing of it is open");
  return absl::OkStatus();
}

absl::Status Fold::Take(uint32_t k, const Recovered& body) {
  if (!body.item.empty() && !FindItem(body.item)) {
    Ignore(k, "no item \"" + body.item + "\"");
    return absl::OkStatus();
  }
  if (__builtin_add_overflow(recovered_, body.amount_minor, &recovered_)) {
    return Overflow();
  }
  return Move({.kind = MovementKind::kRecovery,
               .event = k,
               .day = journal_[k].value_date,
               .amount_minor = body.amount_minor},
              kNone);
}

// --- stops, plans and ends --------------------------------------------------

// Opens (+1) or closes (-1) a stop as of the end of the event's day.
void Fold::SetStop(const Stop& stop, uint32_t k, int sign) {
  const Date day = journal_[k].value_date;
  for (size_t r = 0; r < stop.rows.size(); ++r) {
    Row& row = rows_[stop.rows[r]];
    const bool all = stop.parts.empty();
    if (all) {
      row.holds += sign;
      if (sign > 0 && row.holds == 1) row.held_since = day;
      if (sign < 0 && row.holds == 0) {
        row.held.emplace_back(*row.held_since, day);
        row.held_since.reset();
      }
    }
    if (!stop.pauses || row.interest == nullptr) continue;
    InterestStep& step = row.interest->At(DayAfter(day), k);
    if (all) {
      step.pauses_all += sign;
    } else {
      step.paused += sign * stop.parts[r];
    }
  }
}

absl::Status Fold::Take(uint32_t k, const HoldOpened& body) {
  Stop stop = {.rows = RowsOf(k, body.item, std::nullopt),
               .pauses = body.pauses_interest};
  if (stop.rows.empty()) return absl::OkStatus();
  if (body.amount_minor) {
    int64_t left = *body.amount_minor;
    for (const RowIndex row : stop.rows) {
      const int64_t part =
          std::clamp<int64_t>(rows_[row].open[Component::kPrincipal], 0, left);
      stop.parts.push_back(part);
      left -= part;
    }
  }
  SetStop(stop, k, 1);
  stops_.emplace(k, std::move(stop));
  return absl::OkStatus();
}

void Fold::Close(uint32_t k, const std::string& id, EventKind opened_by) {
  const std::optional<size_t> opened = view_->Find(id, opened_by);
  const auto found = opened && *opened < k
                         ? stops_.find(static_cast<uint32_t>(*opened))
                         : stops_.end();
  if (found == stops_.end() || !found->second.open) {
    Ignore(k, "no open " + std::string(NameOf(opened_by)) + " \"" + id + "\"");
    return;
  }
  found->second.open = false;
  SetStop(found->second, k, -1);
  for (const uint32_t item : found->second.plan_items) --items_[item].plans;
}

absl::Status Fold::Take(uint32_t k, const HoldClosed& body) {
  Close(k, body.hold, EventKind::kHold);
  return absl::OkStatus();
}

absl::Status Fold::Take(uint32_t k, const PromiseMade&) {
  promises_.push_back(k);
  return absl::OkStatus();
}

absl::Status Fold::Take(uint32_t k, const PlanAgreed& body) {
  Stop stop = {.plan_items = ItemsOf(k, body.items),
               .pauses = body.pauses_interest};
  if (stop.plan_items.empty()) return absl::OkStatus();
  for (const uint32_t item : stop.plan_items) {
    ++items_[item].plans;
    stop.rows.insert(stop.rows.end(), items_[item].rows.begin(),
                     items_[item].rows.end());
  }
  SetStop(stop, k, 1);
  stops_.emplace(k, std::move(stop));
  return absl::OkStatus();
}
absl::Status Fold::Take(uint32_t k, const PlanBreached& body) {
  Close(k, body.plan, EventKind::kPlan);
  return absl::OkStatus();
}
absl::Status Fold::Take(uint32_t k, const PlanCompleted& body) {
  Close(k, body.plan, EventKind::kPlan);
  return absl::OkStatus();
}

absl::Status Fold::Take(uint32_t k, const HandedOver& body) {
  std::vector<uint32_t> items = ItemsOf(k, body.items);
  if (items.empty()) return absl::OkStatus();
  for (const uint32_t item : items) ++items_[item].handovers;
  handed_over_.emplace(k, std::move(items));
  return absl::OkStatus();
}

absl::Status Fold::Take(uint32_t k, const Recalled& body) {
  const std::optional<size_t> found =
      view_->Find(body.handover, EventKind::kHandOver);
  const auto items = found && *found < k
                         ? handed_over_.find(static_cast<uint32_t>(*found))
                         : handed_over_.end();
  if (items == handed_over_.end()) {
    Ignore(k, "no hand-over \"" + body.handover + "\" that is not recalled");
    return absl::OkStatus();
  }
  for (const uint32_t item : items->second) --items_[item].handovers;
  handed_over_.erase(items);
  return absl::OkStatus();
}

absl::Status Fold::Take(uint32_t k, const ChargedOff& body) {
  for (const RowIndex index : RowsOf(k, body.item, std::nullopt)) {
    Row& row = rows_[index];
    items_[row.item].out.charged_off = true;
    if (row.interest == nullptr) continue;
    ++row.interest->At(DayAfter(journal_[k].value_date), k).pauses_all;
  }
  return absl::OkStatus();
}

}  // namespace usance::internal
