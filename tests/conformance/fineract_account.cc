#include "tests/conformance/fineract_account.h"

#include <algorithm>
#include <string_view>

#include "usance/account/journal.h"

namespace usance::conformance {
namespace {

constexpr std::string_view kAtDisbursement = "REPAYMENT_AT_DISBURSEMENT";
constexpr std::string_view kWaiver = "WAIVE_LOAN_CHARGES";
constexpr Component kFees = Component::kFee;
constexpr Component kPenalties = Component::kCost;

std::optional<Component> ComponentOf(std::string_view word) {
  if (word.starts_with("PENALT")) return kPenalties;
  if (word.starts_with("FEE")) return kFees;
  if (word == "INTEREST") return Component::kContractInterest;
  if (word == "PRINCIPAL") return Component::kPrincipal;
  return std::nullopt;
}

// "PAST_DUE_PENALTY", "IN_ADVANCE_FEE".
AllocationCell CellOf(std::string_view name) {
  const DueKind due = name.starts_with("PAST_DUE") ? DueKind::kPastDue
                      : name.starts_with("DUE")    ? DueKind::kDue
                                                   : DueKind::kInAdvance;
  const size_t word = name.rfind('_');
  return {due, ComponentOf(name.substr(word + 1)).value_or(kFees)};
}

// "DUE_PENALTY_FEE_..._IN_ADVANCE_PRINCIPAL_...": an order for what is due and
// one for what is in advance. Without these words one order holds for all.
std::vector<AllocationCell> CellsOfStrategy(std::string_view name) {
  const size_t split = name.find("_IN_ADVANCE_");
  const auto components = [](std::string_view words) {
    std::vector<Component> found;
    while (!words.empty()) {
      const size_t end = words.find('_');
      if (const auto one = ComponentOf(words.substr(0, end))) {
        found.push_back(*one);
      }
      words.remove_prefix(end == std::string_view::npos ? words.size()
                                                        : end + 1);
    }
    return found;
  };
  const std::vector<Component> due = components(name.substr(0, split));
  const std::vector<Component> later =
      split == std::string_view::npos ? due : components(name.substr(split));
  std::vector<AllocationCell> cells;
  for (const DueKind kind :
       {DueKind::kPastDue, DueKind::kDue, DueKind::kInAdvance}) {
    for (const Component one : kind == DueKind::kInAdvance ? later : due) {
      cells.push_back({kind, one});
    }
  }
  return cells;
}

// Whether what is due of a row comes before what of it is in advance. A charge
// is then a row of its own: behind its row of the schedule until it is due.
bool HasDueFirst(const Terms& terms) {
  return terms.Text("strategy").find("_IN_ADVANCE_") != std::string::npos;
}

// What it paid of the claims.
bool SettlesByMoney(MovementKind kind) {
  return kind == MovementKind::kPayment || kind == MovementKind::kCreditUse;
}

std::string IdOf(char letter, size_t k) {
  std::string digits = std::to_string(k);
  return letter + std::string(4 - std::min<size_t>(4, digits.size()), '0') +
         digits;
}

}  // namespace

LoanAccount::LoanAccount(Fields& head, Rounding ties)
    : head_(head), terms_(head), ties_(ties), currency_(terms_.currency()) {}

AmortizationSpec LoanAccount::Spec(const std::vector<Advance>& advances) {
  AmortizationSpec spec =
      SpecOf(terms_, Money(0, currency_), advances.front().date);
  PayOut(head_, terms_, advances, spec);
  if (ties_ != spec.rounding) {
    spec.payment_rounding = spec.rounding;
    spec.rounding = ties_;
  }
  return spec;
}

Date LoanAccount::FirstDue() {
  const std::vector<Advance> advances =
      disbursed() ? advances_ : Advances(head_, terms_);
  const Schedule schedule = ScheduleOf(head_, terms_, Spec(advances).schedule);
  return schedule.periods.empty() ? advances.front().date
                                  : schedule.periods.front().end;
}

std::optional<Rule> LoanAccount::TermsRule() {
  const std::vector<Advance> advances =
      disbursed() ? advances_ : Advances(head_, terms_);
  const AmortizationSpec spec = Spec(advances);
  return RuleOfTerms(head_, terms_, advances, spec,
                     ScheduleOf(head_, terms_, spec.schedule));
}

absl::Status LoanAccount::Disburse(Date date, const Money& amount) {
  int64_t overpaid = 0;
  if (disbursed()) {
    const auto before = At(date);
    if (!before.ok()) return before.status();
    overpaid = before->account.unapplied_minor;
  }
  advances_.push_back({date, amount});
  std::stable_sort(
      advances_.begin(), advances_.end(),
      [](const Advance& a, const Advance& b) { return a.date < b.date; });
  money_.push_back({date, "DISBURSEMENT", amount.minor()});
  for (size_t k = 0; advances_.size() == 1 && k < charges_.size(); ++k) {
    if (charges_[k].time != ChargeTime::kAtDisbursement) continue;
    const auto view = At(date);
    if (!view.ok()) return view.status();
    if (view->charges_due[k] == 0) continue;
    money_.push_back(
        {date, std::string(kAtDisbursement), view->charges_due[k]});
  }
  if (PaysDown(terms_) &&
      terms_.Is("enableAutoRepaymentForDownPayment", "true")) {
    const AmortizationSpec spec = Spec(advances_);
    const int64_t down =
        DownPayment(head_, terms_, spec.payment_increment, amount).minor();
    if (down > overpaid) {
      money_.push_back({date, "DOWN_PAYMENT", down - overpaid});
    }
  }
  return absl::OkStatus();
}

absl::Status LoanAccount::Waive(Date date) {
  const auto view = At(date);
  if (!view.ok()) return view.status();
  if (charges_.empty()) return absl::OkStatus();
  const size_t last = charges_.size() - 1;
  money_.push_back({.date = date,
                    .type = std::string(kWaiver),
                    .minor = view->charges_due[last] - view->charges_paid[last],
                    .charge = last});
  return absl::OkStatus();
}

void LoanAccount::UndoWaiver(Date date) {
  for (auto one = money_.rbegin(); one != money_.rend(); ++one) {
    if (one->type != kWaiver || one->reverted) continue;
    one->reverted = date;
    return;
  }
}

void LoanAccount::UndoLastAdvance() {
  for (size_t k = money_.size(); k-- > 0;) {
    if (money_[k].type != "DISBURSEMENT") continue;
    const Date date = money_[k].date;
    const auto advance =
        std::find_if(advances_.rbegin(), advances_.rend(),
                     [&](const Advance& one) { return one.date == date; });
    if (advance != advances_.rend()) {
      advances_.erase(std::next(advance).base());
    }
    money_.erase(money_.begin() + static_cast<ptrdiff_t>(k));
    if (k < money_.size() && money_[k].type == "DOWN_PAYMENT") {
      money_.erase(money_.begin() + static_cast<ptrdiff_t>(k));
    }
    return;
  }
}

void LoanAccount::UndoAdvances() {
  advances_.clear();
  money_.clear();
}

std::string LoanAccount::FutureRuleOf(const std::string& type) const {
  for (const std::string& name : {type, std::string("DEFAULT")}) {
    const auto found = future_rules_.find(name);
    if (found != future_rules_.end()) return found->second;
    for (const Json& one : terms_.Product("paymentAllocation")) {
      if (TextOf(Member(one, "transactionType")) == name) {
        return TextOf(Member(one, "futureInstallmentAllocationRule"));
      }
    }
  }
  return "NEXT_INSTALLMENT";
}

AllocationRule LoanAccount::RuleFor(const std::string& type) const {
  AllocationRule rule{.id = type,
                      .axis = AllocationAxis::kHorizontal,
                      .order = {RowOrder::kOldestDue},
                      .ties = TieRule::kById};
  if (!terms_.Is("strategy", "ADVANCED_PAYMENT_ALLOCATION")) {
    rule.cells = CellsOfStrategy(terms_.Text("strategy"));
    return rule;
  }
  if (terms_.Is("loanScheduleProcessingType", "VERTICAL")) {
    rule.axis = AllocationAxis::kVertical;
  }
  rule.last_in_advance_first = FutureRuleOf(type) == "LAST_INSTALLMENT";
  const Json* chosen = nullptr;
  for (const Json& one : terms_.Product("paymentAllocation")) {
    const std::string name = TextOf(Member(one, "transactionType"));
    if (name == type || (name == "DEFAULT" && chosen == nullptr)) {
      chosen = &one;
    }
  }
  if (chosen == nullptr) {
    rule.cells = CellsOfStrategy("PENALTY_FEE_INTEREST_PRINCIPAL");
    return rule;
  }
  for (const Json& name : Member(*chosen, "order")) {
    rule.cells.push_back(CellOf(TextOf(name)));
  }
  return rule;
}

AccountPolicy LoanAccount::Policy() const {
  AccountPolicy policy{.allocation = RuleFor("DEFAULT"),
                       .credit = CreditUse::kApply};
  std::vector<std::string> types;
  for (const LoanMoney& one : money_) {
    if (std::find(types.begin(), types.end(), one.type) != types.end()) {
      continue;
    }
    types.push_back(one.type);
    policy.by_type.push_back({one.type, RuleFor(one.type)});
  }
  return policy;
}

absl::StatusOr<std::vector<LoanRow>> LoanAccount::Plan(
    const std::vector<Advance>& advances) {
  const AmortizationSpec spec = Spec(advances);
  const auto result = Amortize(spec, ScheduleOf(head_, terms_, spec.schedule));
  if (!result.ok()) return result.status();
  const std::vector<TableRow> table =
      TableOf(head_, terms_, advances, spec, *result);
  // What is paid down is in the table in the order of the advances, and the
  // first rows of a day that are no row of the schedule.
  std::vector<LoanRow> rows;
  auto scheduled = result->rows.begin();
  size_t advance = 0;
  for (const TableRow& one : table) {
    LoanRow row{.date = one.date, .balance = one.balance};
    row.claimed[Component::kPrincipal] = one.principal;
    row.claimed[Component::kContractInterest] = one.interest;
    const bool may_be_down = PaysDown(terms_) && advance < advances.size() &&
                             advances[advance].date == one.date;
    const bool is_scheduled = scheduled != result->rows.end() &&
                              scheduled->due() == one.date &&
                              (terms_.progressive() || !may_be_down);
    if (is_scheduled) {
      ++scheduled;
    } else {
      row.down = true;
      row.advance = advance++;
    }
    rows.push_back(row);
  }
  return rows;
}

// Each advance of a progressive loan is an invoice of what the rows go up by.
// The older loans are one invoice, as all that is known gives it.
absl::StatusOr<std::vector<LoanAccount::Item>> LoanAccount::Items(
    Date as_of, std::vector<LoanRow>& table) {
  const std::vector<Advance> all =
      disbursed() ? advances_ : Advances(head_, terms_);
  const auto final_rows = Plan(all);
  if (!final_rows.ok()) return final_rows.status();
  table = *final_rows;
  std::vector<Item> items;
  std::vector<ComponentAmounts> claimed(table.size());
  const size_t first = terms_.progressive() && disbursed() ? 1 : all.size();
  for (size_t count = first; count <= all.size(); ++count) {
    const auto rows =
        Plan({all.begin(), all.begin() + static_cast<ptrdiff_t>(count)});
    if (!rows.ok()) return rows.status();
    Item item{
        .id = IdOf('d', count),
        .date = std::min(
            count == first ? all.front().date : all[count - 1].date, as_of),
        .rows = {},
        .claims = {}};
    for (const LoanRow& row : *rows) {
      const auto place =
          std::find_if(table.begin(), table.end(), [&](const LoanRow& other) {
            return other.date == row.date && other.down == row.down &&
                   other.advance == row.advance;
          });
      if (place == table.end()) continue;
      const auto k = static_cast<size_t>(place - table.begin());
      ClaimRow claim{.due = row.date, .amounts = {}};
      for (const Component one : kComponents) {
        claim.amounts[one] = row.claimed[one] - claimed[k][one];
      }
      claimed[k] = row.claimed;
      item.claims.push_back(claim);
      item.rows.push_back(k);
    }
    items.push_back(std::move(item));
  }
  return items;
}

// A charge is there from the day on which it was posted; one that was due
// before, from its due day on. What was paid on that day before it was posted
// does not pay it: as claims come before money on a day, it then takes effect
// on the next. In the older loans a charge due before the last payment is
// there from the start.
Date LoanAccount::EffectOf(const LoanCharge& charge) const {
  const Date day = std::min(charge.posted, charge.due);
  if (charge.time != ChargeTime::kOnDay) return day;
  bool paid_before = false;
  for (size_t k = 0; k < std::min(charge.money, money_.size()); ++k) {
    if (money_[k].type == "DISBURSEMENT" || money_[k].type == kWaiver ||
        money_[k].reverted) {
      continue;
    }
    if (!terms_.progressive() && charge.due <= money_[k].date) {
      return advances_.front().date;
    }
    paid_before = paid_before || money_[k].date == day;
  }
  return paid_before ? AddDays(day, 1).value_or(day) : day;
}

int64_t LoanAccount::AmountOf(const LoanCharge& charge, int64_t principal,
                              int64_t interest) {
  if (!charge.of_principal && !charge.of_interest) {
    return MoneyOf(head_, Json(charge.figure), currency_).minor();
  }
  const Money basis((charge.of_principal ? principal : 0) +
                        (charge.of_interest ? interest : 0),
                    currency_);
  const Fraction share = CheckedMul(terms_.DecimalOf(charge.figure, "charge"),
                                    Fraction::Of(1, 100))
                             .value_or(Fraction(0));
  return head_.Need(Multiply(basis, share, Rounding::kHalfEven), basis).minor();
}

// What a charge of every row adds to each.
void LoanAccount::PostEach(size_t k, const std::vector<LoanRow>& table,
                           const Item& item, std::vector<ChargeOnRow>& posted,
                           Journal& journal) {
  const LoanCharge& charge = charges_[k];
  for (size_t row = 0; row < table.size(); ++row) {
    if (table[row].upfront) continue;
    const auto place = std::find(item.rows.begin(), item.rows.end(), row);
    const int64_t minor =
        AmountOf(charge, table[row].claimed[Component::kPrincipal],
                 table[row].claimed[Component::kContractInterest]);
    if (table[row].down || place == item.rows.end() || minor == 0) continue;
    (void)journal.Append(
        {.id = IdOf('c', k) + IdOf('r', row),
         .value_date = item.date,
         .recorded = item.date,
         .body = ChargePosted{
             .item = item.id,
             .row = static_cast<int32_t>(place - item.rows.begin()) + 1,
             .component = charge.penalty ? kPenalties : kFees,
             .amount_minor = minor}});
    posted.push_back({k, row, minor});
  }
}

// A charge joins the row in whose period it is due; what is due after the last
// one makes a row of its own.
void LoanAccount::PostCharges(std::vector<LoanRow>& table,
                              std::vector<Item>& items,
                              std::vector<ChargeOnRow>& on_rows,
                              Journal& journal) {
  Item& item = items.front();
  const bool apart = HasDueFirst(terms_);
  const size_t scheduled = table.size();
  std::optional<size_t> after;
  Date last = table.back().date;
  int64_t principal = 0, interest = 0;
  for (const LoanRow& row : table) {
    principal += row.claimed[Component::kPrincipal];
    interest += row.claimed[Component::kContractInterest];
  }
  for (const LoanCharge& charge : charges_) last = std::max(last, charge.due);
  for (size_t k = 0; k < charges_.size(); ++k) {
    const LoanCharge& charge = charges_[k];
    if (charge.time == ChargeTime::kEachRow) {
      PostEach(k, table, item, on_rows, journal);
      continue;
    }
    size_t row = 0;
    while (row < scheduled &&
           (table[row].down || table[row].date < charge.due)) {
      ++row;
    }
    ChargePosted posted{.item = item.id,
                        .component = charge.penalty ? kPenalties : kFees,
                        .amount_minor = AmountOf(charge, principal, interest)};
    const auto new_row = [&](LoanRow one) {
      posted.due = one.date;
      row = table.size();
      table.push_back(one);
      item.rows.push_back(row);
    };
    if (charge.time == ChargeTime::kAtDisbursement) {
      new_row({.date = item.date, .upfront = true});
    } else if (row == scheduled && !after) {
      new_row({.date = last});
      after = row;
    } else if (apart && row < scheduled && charge.due < table[row].date) {
      posted.due = table[row].date;
      item.rows.push_back(row);
      const Date day = std::max(charge.due, item.date);
      (void)journal.Append(
          {.id = IdOf('e', k),
           .value_date = std::max(day, EffectOf(charge)),
           .recorded = day,
           .body = DueDateChanged{.item = item.id,
                                  .row = static_cast<int32_t>(item.rows.size()),
                                  .due = day}});
    } else {
      if (row == scheduled) row = *after;
      const auto place = std::find(item.rows.begin(), item.rows.end(), row);
      posted.row = static_cast<int32_t>(place - item.rows.begin()) + 1;
    }
    on_rows.push_back({k, row, posted.amount_minor});
    const Date day = std::max(EffectOf(charge), item.date);
    (void)journal.Append({.id = IdOf('c', k),
                          .value_date = day,
                          .recorded = day,
                          .body = posted,
                          .sequence = static_cast<int64_t>(k)});
  }
}

// What one movement of money is.
std::vector<Event> LoanAccount::EventsOf(
    size_t k, const Item& item, const std::vector<LoanRow>& table,
    const std::vector<ChargeOnRow>& on_rows) const {
  const LoanMoney& one = money_[k];
  if (one.type == "DISBURSEMENT" || one.minor == 0) return {};
  const auto number_of = [&](size_t row) {
    return static_cast<int32_t>(
               std::find(item.rows.begin(), item.rows.end(), row) -
               item.rows.begin()) +
           1;
  };
  PaymentReceived payment{.amount_minor = one.minor, .type = one.type};
  if (one.type == kAtDisbursement) {
    const auto upfront =
        std::find_if(table.begin(), table.end(),
                     [](const LoanRow& row) { return row.upfront; });
    payment.designations = {
        {.item = item.id,
         .row = number_of(static_cast<size_t>(upfront - table.begin()))}};
  }
  Event event{.id = IdOf('t', k),
              .value_date = one.date,
              .recorded = one.date,
              .body = std::move(payment),
              .sequence = static_cast<int64_t>(k)};
  if (one.type == "CREDIT_BALANCE_REFUND") {
    event.body = MoneyRefunded{.amount_minor = one.minor};
  }
  for (const ChargeOnRow& on : on_rows) {
    if (one.type != kWaiver || on.charge != one.charge) continue;
    event.body = ClaimWaived{
        .item = item.id,
        .row = number_of(on.row),
        .component = charges_[on.charge].penalty ? kPenalties : kFees,
        .amount_minor = one.minor};
  }
  std::vector<Event> events = {event};
  if (one.reverted) {
    events.push_back({.id = IdOf('u', k),
                      .value_date = *one.reverted,
                      .recorded = *one.reverted,
                      .body = Reversed{.event = event.id}});
  }
  return events;
}

absl::StatusOr<LoanView> LoanAccount::At(Date as_of) {
  std::vector<LoanRow> table;
  auto items = Items(as_of, table);
  if (!items.ok()) return items.status();
  Journal journal("loan", currency_);
  for (const Item& item : *items) {
    const auto added = journal.Append(
        {.id = item.id,
         .value_date = item.date,
         .recorded = item.date,
         .body = InvoiceIssued{.item = item.id, .rows = item.claims}});
    if (!added.ok()) return added.status();
  }
  std::vector<ChargeOnRow> on_rows;
  PostCharges(table, *items, on_rows, journal);
  for (size_t k = 0; k < money_.size(); ++k) {
    for (Event& event : EventsOf(k, items->front(), table, on_rows)) {
      const auto added = journal.Append(std::move(event));
      if (!added.ok()) return added.status();
    }
  }
  for (const LoanCharge& charge : charges_) {
    if (charge.time == ChargeTime::kOnDay && charge.posted <= as_of)
      as_of = std::max(as_of, EffectOf(charge));
  }
  auto account = Replay(journal, Policy(), {.as_of = as_of});
  if (!account.ok()) return account.status();
  LoanView view{.account = *std::move(account),
                .rows = std::move(table),
                .transactions = {},
                .charges_due = std::vector<int64_t>(charges_.size()),
                .charges_paid = std::vector<int64_t>(charges_.size()),
                .charges_waived = std::vector<int64_t>(charges_.size())};
  FillRows(*items, view);
  FillTransactions(journal, view);
  FillCharges(on_rows, view);
  return view;
}

// From the account to the loan's own words.
void LoanAccount::FillRows(const std::vector<Item>& items,
                           LoanView& view) const {
  std::vector<LoanRow*> places;
  for (LoanRow& row : view.rows) row.claimed = {};
  for (const AccountRow& row : view.account.rows) {
    const std::string& id = view.account.items[row.item].id;
    const auto item = std::find_if(items.begin(), items.end(),
                                   [&](const Item& i) { return i.id == id; });
    const auto number = static_cast<size_t>(row.number);
    const bool known = item != items.end() && number <= item->rows.size();
    places.push_back(known ? &view.rows[item->rows[number - 1]] : nullptr);
    if (!known) continue;
    LoanRow& place = *places.back();
    for (const Component one : kComponents) {
      place.claimed[one] += row.claimed[one];
      place.open[one] += row.open[one];
    }
    if (row.settled_on && row.claimed.Total() > 0) {
      place.settled =
          std::max(place.settled.value_or(*row.settled_on), *row.settled_on);
    }
  }
  for (LoanRow& row : view.rows) {
    if (!row.open.IsZero()) row.settled.reset();
  }
  for (const Movement& movement : view.account.movements) {
    if (!SettlesByMoney(movement.kind) || !movement.row) continue;
    LoanRow* const place = places[*movement.row];
    if (place == nullptr) continue;
    const int64_t minor = -ClaimChange(movement);
    place->paid[movement.component] += minor;
    if (movement.date < place->date) place->in_advance += minor;
    if (movement.date > place->date) place->late += minor;
  }
}

void LoanAccount::FillTransactions(const Journal& journal,
                                   LoanView& view) const {
  std::vector<size_t> order;
  for (size_t k = 0; k < money_.size(); ++k) {
    order.push_back(k);
    view.transactions.push_back(
        {.money = money_[k], .portions = {}, .overpaid = 0, .balance = 0});
  }
  // What credit settles of a later advance is no part of the payment; what it
  // settles of a later charge is.
  std::map<Date, int64_t> later;
  for (const Movement& movement : view.account.movements) {
    if (movement.event == kAsOf) continue;
    const std::string& id = journal[movement.event].id;
    for (size_t k = 0; k < money_.size(); ++k) {
      if (id != IdOf('t', k)) continue;
      LoanTransaction& one = view.transactions[k];
      if (movement.kind == MovementKind::kUnapplied) {
        one.overpaid += movement.amount_minor;
      } else if (SettlesByMoney(movement.kind) &&
                 movement.date != one.money.date &&
                 movement.component == Component::kPrincipal) {
        later[movement.date] -= ClaimChange(movement);
      } else if (SettlesByMoney(movement.kind)) {
        one.portions[movement.component] -= ClaimChange(movement);
      }
    }
  }
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return money_[a].date < money_[b].date;
  });
  int64_t balance = 0;
  for (const size_t k : order) {
    LoanTransaction& one = view.transactions[k];
    if (one.money.type == "DISBURSEMENT") balance += one.money.minor;
    if (one.money.type == kWaiver) {
      const size_t charge = one.money.charge;
      one.portions[charges_[charge].penalty ? kPenalties : kFees] =
          one.money.minor;
      if (!one.money.reverted) view.charges_waived[charge] += one.money.minor;
    }
    balance -= one.portions[Component::kPrincipal];
    while (!later.empty() && later.begin()->first <= one.money.date) {
      balance -= later.begin()->second;
      later.erase(later.begin());
    }
    one.balance = std::max<int64_t>(balance, 0);
  }
  // What was taken back left nothing behind.
  std::erase_if(view.transactions, [](const LoanTransaction& one) {
    return one.money.reverted && one.money.type != kWaiver;
  });
}

// Money on a row's charges goes to the one that is due first.
void LoanAccount::FillCharges(const std::vector<ChargeOnRow>& posted,
                              LoanView& view) const {
  std::vector<ComponentAmounts> left;
  for (const LoanRow& row : view.rows) left.push_back(row.paid);
  std::vector<ChargeOnRow> by_due = posted;
  std::stable_sort(by_due.begin(), by_due.end(),
                   [&](const ChargeOnRow& a, const ChargeOnRow& b) {
                     return charges_[a.charge].due < charges_[b.charge].due;
                   });
  for (const auto& [charge, row, minor] : by_due) {
    int64_t& rest = left[row][charges_[charge].penalty ? kPenalties : kFees];
    const int64_t paid = std::min(rest, minor);
    rest -= paid;
    view.charges_due[charge] += minor;
    view.charges_paid[charge] += paid;
  }
}

}  // namespace usance::conformance
