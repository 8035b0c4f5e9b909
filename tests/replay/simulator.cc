#include "tests/replay/simulator.h"

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include "usance/account/allocation.h"

namespace usance::replay {
namespace {

Date DayAt(int day) { return *Date::FindDays(day); }

class Simulator {
 public:
  explicit Simulator(uint64_t seed) : random_(seed) {}

  Simulated Run() {
    first_ = Date::Of(Between(2019, 2030), Between(1, 12), 1).days() +
             Between(0, 27);
    last_ = first_ + 365;
    payer_ = static_cast<Payer>(Between(1, 7));
    MakePolicy();
    int day = first_;
    Invoice(day);
    while (events_.size() < kEventsPerYear) {
      day = SomeDay();
      Step(day);
    }
    return {policy_, payer_, std::move(events_), DayAt(first_), DayAt(last_)};
  }

 private:
  // --- chance ---------------------------------------------------------------

  int Between(int low, int high) {
    return low +
           static_cast<int>(random_() % static_cast<uint64_t>(high - low + 1));
  }
  bool Chance(int percent) { return Between(1, 100) <= percent; }
  template <class T>
  const T& One(const std::vector<T>& of) {
    return of[static_cast<size_t>(Between(0, static_cast<int>(of.size()) - 1))];
  }

  // A day of the account's, often a month's last or the first after it.
  int SomeDay() {
    const int day = Between(first_, last_);
    if (Chance(25)) return std::min(DayAt(day).LastOfMonth().days(), last_);
    if (Chance(5)) return std::min(DayAt(day).LastOfMonth().days() + 1, last_);
    return day;
  }
  int Near(int day, int within) {
    return std::clamp(day + Between(0, within), first_, last_);
  }

  // --- the policy -----------------------------------------------------------

  RateHistory SomeRates() {
    const auto rate = [this] {
      return Rate(Fraction::Of(Between(0, 1500), 10'000), TimeUnit::kYear);
    };
    if (Chance(50)) return RateHistory::Fixed(rate(), "agreed");
    RateHistory::Spec spec{.id = "reference"};
    for (int day = first_ - 200; day < last_ + 700; day += Between(20, 200)) {
      spec.steps.push_back({.from = DayAt(day), .rate = rate()});
    }
    if (Chance(50)) spec.margin = rate();
    if (Chance(20)) {
      spec.floor = rate();
    } else if (Chance(25)) {
      spec.cap = rate();
    }
    return *RateHistory::Make(spec);
  }

  template <class T>
  std::vector<T> Shuffled(std::vector<T> all) {
    for (size_t k = all.size(); k > 1; --k) {
      std::swap(all[k - 1],
                all[static_cast<size_t>(Between(0, static_cast<int>(k) - 1))]);
    }
    return all;
  }

  // One that is shipped, or any other.
  AllocationRule SomeRule() {
    if (Chance(60)) return One(AllocationPresets());
    AllocationRule rule = {.id = std::string(kDrawnRule),
                           .cells = CellsOf(Shuffled(Components())),
                           .axis = static_cast<AllocationAxis>(Between(1, 2)),
                           .ties = static_cast<TieRule>(Between(1, 2)),
                           .last_in_advance_first = Chance(30)};
    if (Chance(30)) rule.cells = Shuffled(rule.cells);
    if (Chance(15)) {
      rule.cells.resize(rule.cells.size() -
                        static_cast<size_t>(Between(1, 14)));
    }
    std::vector<RowOrder> orders;
    for (const auto& known : Names<RowOrder>::kTable) {
      orders.push_back(known.value);
    }
    rule.order = Shuffled(orders);
    rule.order.resize(static_cast<size_t>(Between(1, 3)));
    return rule;
  }

  void MakePolicy() {
    policy_.allocation = SomeRule();
    policy_.by_type = {{"goodwill", SomeRule()}};
    policy_.credit = Chance(50) ? CreditUse::kHold : CreditUse::kApply;
    policy_.partial_payment = static_cast<PartialPayment>(Between(1, 3));
    policy_.discount_rounding = static_cast<Rounding>(Between(1, 7));
    if (Chance(30)) {
      policy_.tolerance.amount_minor = Between(1, 500);
      if (Chance(50)) {
        policy_.tolerance.percent =
            Percent(Fraction::Of(Between(1, 20), 1'000));
      }
    }
    if (Chance(30)) policy_.overdue_tolerance_minor = Between(0, 2'000);
    if (Chance(30)) policy_.overdue_grace_days = Between(0, 30);
    const std::vector<DayCount> counts = {
        DayCount::kAct365Fixed, DayCount::kAct360, DayCount::kActActIsda};
    for (const char* id : {"agreed", "statutory", "consumer"}) {
      LatePaymentPolicy late;
      late.interest = DefaultInterest{
          .rates = SomeRates(),
          .rule = {.day_count = One(counts),
                   .compounding = Compounding::kSimple,
                   .fixing =
                       Chance(30) ? RateFixing::kFrozen : RateFixing::kFloating,
                   .regime = RoundingRegime::kPerBooking,
                   .rounding = static_cast<Rounding>(Between(1, 7))}};
      if (Chance(10)) late.interest.reset();
      if (Chance(40)) late.grace_days = Between(0, 15);
      if (Chance(30)) late.interest_wait_days = Between(0, 20);
      late.interest_start = static_cast<InterestStart>(Between(1, 3));
      policy_.interest.push_back({id, late});
    }
  }

  // --- events ---------------------------------------------------------------

  std::string Add(int day, EventBody body) {
    Event event{.id = "e" + std::to_string(100 + events_.size()),
                .value_date = DayAt(day),
                .recorded = DayAt(day),
                .body = std::move(body)};
    // Clerks record late, or ahead.
    if (Chance(15)) event.recorded = DayAt(day + Between(1, 60));
    if (Chance(5)) event.recorded = DayAt(day - Between(1, 10));
    if (Chance(10)) event.sequence = Between(0, 3);
    days_[event.id] = day;
    events_.push_back(event);
    return events_.back().id;
  }

  int64_t Amount() {
    return Chance(10) ? Between(1, 20)
                      : Between(100, Chance(30) ? 500'000 : 30'000);
  }

  void Invoice(int day) {
    InvoiceIssued invoice;
    invoice.item = "I" + std::to_string(items_.size() + 1);
    const int rows = Chance(70) ? 1 : Between(2, 4);
    const int terms = One(std::vector<int>{0, 7, 14, 30, 30, 60});
    int due = day + terms;
    if (Chance(20)) due = DayAt(due).LastOfMonth().days();
    for (int k = 0; k < rows; ++k) {
      ClaimRow row{.due = DayAt(due),
                   .amounts = ComponentAmounts::Principal(Amount())};
      if (Chance(15))
        row.amounts[Component::kContractInterest] = Between(1, 900);
      if (Chance(5)) row.amounts[Component::kFee] = Between(1, 900);
      if (Chance(3)) {  // interest alone
        row.amounts = {};
        row.amounts[Component::kContractInterest] = Between(1, 900);
      }
      const int64_t principal = row.amounts[Component::kPrincipal];
      int until = day + Between(5, 14);
      int64_t discount = principal * Between(1, 5) / 100;
      for (int d = principal > 0 && Chance(30) ? Between(1, 2) : 0; d > 0;
           --d) {
        row.discounts.push_back({.until = DayAt(until),
                                 .discount_minor = discount,
                                 .grace_days = Between(0, 3)});
        until += Between(1, 10);
        discount = discount * Between(0, 100) / 100;
      }
      invoice.rows.push_back(std::move(row));
      due += Between(0, 31);
    }
    if (Chance(85)) invoice.interest = One(policy_.interest).id;
    invoice.secured = Chance(25);
    if (Chance(2) && !items_.empty()) {
      invoice.item = One(items_);  // a clerk takes a number twice
    } else {
      items_.push_back(invoice.item);
      dues_[invoice.item] = invoice.rows[0].due.days();
      int64_t sum = 0;
      for (const ClaimRow& row : invoice.rows) {
        sum += static_cast<int64_t>(row.amounts.Total());
      }
      amounts_[invoice.item] = sum;
    }
    Add(day, std::move(invoice));
    if (Chance(85)) Pay(items_.back());
  }

  // The payer pays an invoice in his way.
  void Pay(const std::string& item) {
    const int due = dues_[item];
    int64_t amount = amounts_[item];
    int day = std::clamp(due - Between(0, 25), first_, last_);
    if (payer_ != Payer::kPrompt && Chance(80)) day = Near(due, 60);
    if (Chance(4)) day = std::max(first_, due - Between(20, 90));  // prepaid
    PaymentReceived pay;
    if (payer_ == Payer::kPartial) amount = amount * Between(10, 100) / 100;
    if (payer_ == Payer::kOverpaying) amount = amount * Between(100, 130) / 100;
    if (Chance(30)) amount -= Between(-600, 600);
    if (Chance(15)) amount = amount * Between(95, 100) / 100;
    pay.amount_minor = std::max<int64_t>(1, amount);
    pay.pending = Chance(payer_ == Payer::kBouncing ? 50 : 5);
    if (Chance(10)) pay.type = Chance(80) ? "goodwill" : "odd";
    if (Chance(25)) pay.designations = SomeDesignations(item);
    if (payer_ == Payer::kBankrupt && day > first_ + 120) return;
    const bool pending = pay.pending;
    const std::string id = Add(day, std::move(pay));
    payments_.push_back(id);
    if (pending && Chance(60)) Add(Near(day, 10), PaymentConfirmed{id});
    if (pending && Chance(30)) Add(Near(day, 10), PaymentFailed{id});
    if (Chance(payer_ == Payer::kBouncing ? 40 : 3)) {
      Add(Near(day, 40), PaymentReturned{id});
    }
  }

  std::vector<Designation> SomeDesignations(const std::string& item) {
    std::vector<Designation> meant;
    for (int k = Between(1, 2); k > 0; --k) {
      Designation d{.item = Chance(80) ? item : One(items_)};
      if (Chance(3)) d.item = "I999";
      if (Chance(40)) d.row = Between(1, 3);
      if (Chance(30)) d.component = One(Components());
      if (Chance(30)) d.amount_minor = Amount();
      meant.push_back(std::move(d));
    }
    return meant;
  }

  static std::vector<Component> Components() {
    return {kComponents.begin(), kComponents.end()};
  }
  // Any but principal.
  Component Other() { return kComponents[static_cast<size_t>(Between(1, 4))]; }
  std::string SomeItem() {
    return Chance(4) ? "I999" : Chance(8) ? "" : One(items_);
  }
  std::string SomeEvent() { return Chance(4) ? "e999" : One(events_).id; }
  std::string SomePayment() {
    return payments_.empty() || Chance(8) ? SomeEvent() : One(payments_);
  }
  std::vector<std::string> SomeItems() {
    if (Chance(25)) return {};
    std::vector<std::string> items = {One(items_)};
    if (Chance(30)) items.push_back(SomeItem());
    if (items.back().empty()) items.pop_back();
    return items;
  }
  // An event after the one that it is about, most often.
  int After(const std::string& id, int day) {
    const auto found = days_.find(id);
    return found == days_.end() || Chance(3) ? day : Near(found->second, 60);
  }

  void Step(int day) {
    const int what = Between(1, 100);
    if (what <= 30) return Invoice(day);
    if (what <= 44) return Pay(One(items_));
    if (what <= 56) return Dispute(day);
    if (what <= 72) return Clerk(day);
    if (what <= 86) return Claims(day);
    return Arrange(day);
  }

  void Dispute(int day) {
    if (payer_ != Payer::kDisputing && Chance(60)) return;
    HoldOpened hold{.kind = static_cast<HoldKind>(Between(1, 2)),
                    .item = SomeItem(),
                    .pauses_interest = Chance(60)};
    if (!hold.item.empty() && Chance(60)) hold.amount_minor = Amount();
    const std::string id = Add(day, std::move(hold));
    if (Chance(70)) Add(Near(day, 60), HoldClosed{id});
  }

  void Clerk(int day) {
    const std::string id = SomeEvent();
    switch (Between(1, 8)) {
      case 1:
      case 2:
        Add(After(id, day), Reversed{id});
        return;
      case 3: {
        const std::string reversal = Add(After(id, day), Reversed{id});
        Add(After(reversal, day), Reversed{reversal});
        return;
      }
      case 4: {
        const std::string payment = SomePayment();
        Add(After(payment, day),
            PaymentDesignated{payment, SomeDesignations(One(items_))});
        return;
      }
      case 5: {
        const std::string payment = SomePayment();
        Add(After(payment, day), PaymentReturned{payment});
        return;
      }
      case 6: {
        const std::string payment = SomePayment();
        if (Chance(50))
          Add(After(payment, day), PaymentConfirmed{payment});
        else
          Add(After(payment, day), PaymentFailed{payment});
        return;
      }
      case 7:
        Add(day, MoneyRefunded{.amount_minor = Amount()});
        return;
      case 8:
        Add(day, Noted{});
        return;
    }
  }

  void Claims(int day) {
    const std::string item = SomeItem();
    switch (Between(1, 8)) {
      case 1:
      case 2: {
        ChargePosted charge{.item = item,
                            .component = Other(),
                            .amount_minor = Between(100, 4'000)};
        if (Chance(40) && !item.empty()) charge.row = Between(1, 3);
        if (Chance(30) && !charge.row) charge.due = DayAt(day + Between(0, 20));
        const std::string id = Add(day, std::move(charge));
        if (Chance(30)) {
          ChargeRefunded refund{.charge = id};
          if (Chance(40)) refund.amount_minor = Between(1, 4'000);
          Add(Near(day, 60), std::move(refund));
        }
        return;
      }
      case 3: {
        ClaimWaived waiver{.item = item, .component = One(Components())};
        if (Chance(30) && !item.empty()) waiver.row = Between(1, 3);
        if (Chance(50)) waiver.amount_minor = Between(1, 3'000);
        Add(day, std::move(waiver));
        return;
      }
      case 4:
        Add(day, CreditNoteIssued{.item = item, .amount_minor = Amount()});
        return;
      case 5:
        if (item.empty()) return;
        Add(day, DueDateChanged{.item = item,
                                .row = Between(1, 2),
                                .due = DayAt(day + Between(-5, 40))});
        return;
      case 6:
        if (item.empty()) return;
        Add(day,
            InterestChanged{item, Chance(70) ? One(policy_.interest).id : ""});
        return;
      case 7:
        if (item.empty()) return;
        Add(day,
            Capitalized{.item = item,
                        .component = Chance(60) ? Component::kDefaultInterest
                                                : Other()});
        return;
      case 8: {
        if (payer_ != Payer::kBankrupt && Chance(60)) return;
        WrittenOff off{.item = item};
        if (Chance(40)) off.amount_minor = Amount();
        Add(day, std::move(off));
        if (Chance(30)) Add(Near(day, 60), Recovered{item, Amount()});
        return;
      }
    }
  }

  void Arrange(int day) {
    switch (Between(1, 6)) {
      case 1:
        Add(day, PromiseMade{.amount_minor = Amount(),
                             .by = DayAt(day + Between(0, 40)),
                             .items = SomeItems()});
        return;
      case 2: {
        const std::string id =
            Add(day, PlanAgreed{.items = SomeItems(),
                                .rows = {{DayAt(day + 30), 10'000}},
                                .pauses_interest = Chance(50)});
        if (Chance(40)) Add(Near(day, 90), PlanBreached{id});
        if (Chance(40)) Add(Near(day, 90), PlanCompleted{id});
        return;
      }
      case 3: {
        if (Chance(50)) return;
        const std::string id = Add(day, HandedOver{"agency", SomeItems()});
        if (Chance(60)) Add(Near(day, 90), Recalled{id});
        return;
      }
      case 4:
        if (payer_ != Payer::kBankrupt && Chance(70)) return;
        Add(day, ChargedOff{SomeItem()});
        return;
      case 5:
        Add(day, ContactMade{.channel = Channel::kEmail, .items = SomeItems()});
        return;
      case 6:
        Add(day, LimitationInterrupted{SomeItem(), "acknowledgment"});
        return;
    }
  }

  std::mt19937_64 random_;
  int first_ = 0;
  int last_ = 0;
  Payer payer_{};
  AccountPolicy policy_;
  std::vector<Event> events_;
  std::vector<std::string> items_;
  std::vector<std::string> payments_;
  std::map<std::string, int> days_;
  std::map<std::string, int> dues_;
  std::map<std::string, int64_t> amounts_;
};

}  // namespace

Simulated Simulate(uint64_t seed) { return Simulator(seed).Run(); }

namespace {

std::string Text(const std::vector<Designation>& designations) {
  std::string text;
  for (const Designation& d : designations) {
    text += " for " + d.item;
    if (d.row) text += "/" + std::to_string(*d.row);
    if (d.component) text += " " + std::string(NameOf(*d.component));
    if (d.amount_minor) text += " " + std::to_string(*d.amount_minor);
  }
  return text;
}
std::string Text(const std::vector<std::string>& items) {
  std::string text = " of";
  for (const std::string& item : items) text += " " + item;
  return text;
}
std::string Text(std::optional<int64_t> amount) {
  return amount ? " " + std::to_string(*amount) : "";
}
std::string At(const std::string& item, std::optional<int32_t> row) {
  return " " + item + (row ? "/" + std::to_string(*row) : "");
}

struct Describer {
  std::string operator()(const InterestChanged& b) const {
    return At(b.item, {}) + " to " + b.interest;
  }
  std::string operator()(const Capitalized& b) const {
    return At(b.item, {}) + " " + std::string(NameOf(b.component));
  }
  std::string operator()(const InvoiceIssued& b) const {
    std::string text =
        At(b.item, {}) + " by " + b.interest + (b.secured ? " secured" : "");
    for (const ClaimRow& row : b.rows) {
      text += "; due " + row.due.ToText();
      for (const Component c : kComponents) {
        text += " " + std::to_string(row.amounts[c]);
      }
      for (const RowDiscount& d : row.discounts) {
        text += " -" + std::to_string(d.discount_minor) + " until " +
                d.until.ToText() + "+" + std::to_string(d.grace_days);
      }
    }
    return text;
  }
  std::string operator()(const DueDateChanged& b) const {
    return At(b.item, b.row) + " to " + b.due.ToText();
  }
  std::string operator()(const ChargePosted& b) const {
    return At(b.item, b.row) + " " + std::string(NameOf(b.component)) +
           Text(b.amount_minor) + (b.due ? " due " + b.due->ToText() : "");
  }
  std::string operator()(const ClaimWaived& b) const {
    return At(b.item, b.row) + " " + std::string(NameOf(b.component)) +
           Text(b.amount_minor);
  }
  std::string operator()(const ChargeRefunded& b) const {
    return " " + b.charge + Text(b.amount_minor);
  }
  std::string operator()(const CreditNoteIssued& b) const {
    return At(b.item, {}) + Text(b.amount_minor);
  }
  std::string operator()(const PaymentReceived& b) const {
    return Text(b.amount_minor) + (b.pending ? " pending" : "") +
           (b.type.empty() ? "" : " " + b.type) + Text(b.designations);
  }
  std::string operator()(const PaymentConfirmed& b) const {
    return " " + b.payment;
  }
  std::string operator()(const PaymentFailed& b) const {
    return " " + b.payment;
  }
  std::string operator()(const PaymentDesignated& b) const {
    return " " + b.payment + Text(b.designations);
  }
  std::string operator()(const PaymentReturned& b) const {
    return " " + b.payment;
  }
  std::string operator()(const MoneyRefunded& b) const {
    return Text(b.amount_minor);
  }
  std::string operator()(const WrittenOff& b) const {
    return At(b.item, {}) + Text(b.amount_minor);
  }
  std::string operator()(const Recovered& b) const {
    return At(b.item, {}) + Text(b.amount_minor);
  }
  std::string operator()(const HoldOpened& b) const {
    return " (" + std::string(NameOf(b.kind)) + ")" + At(b.item, {}) +
           Text(b.amount_minor) + (b.pauses_interest ? " pauses" : "");
  }
  std::string operator()(const HoldClosed& b) const { return " " + b.hold; }
  std::string operator()(const ContactMade& b) const { return Text(b.items); }
  std::string operator()(const PromiseMade& b) const {
    return Text(b.amount_minor) + " by " + b.by.ToText() + Text(b.items);
  }
  std::string operator()(const PlanAgreed& b) const {
    return Text(b.items) + (b.pauses_interest ? " pauses" : "");
  }
  std::string operator()(const PlanBreached& b) const { return " " + b.plan; }
  std::string operator()(const PlanCompleted& b) const { return " " + b.plan; }
  std::string operator()(const HandedOver& b) const { return Text(b.items); }
  std::string operator()(const Recalled& b) const { return " " + b.handover; }
  std::string operator()(const ChargedOff& b) const { return At(b.item, {}); }
  std::string operator()(const LimitationInterrupted& b) const {
    return At(b.item, {});
  }
  std::string operator()(const Noted&) const { return ""; }
  std::string operator()(const Reversed& b) const { return " " + b.event; }
};

}  // namespace

std::string Describe(const Event& event) {
  std::string text = event.value_date.ToText() + " " + event.id;
  if (event.sequence) text += " #" + std::to_string(*event.sequence);
  if (event.recorded != event.value_date) {
    text += " (recorded " + event.recorded.ToText() + ")";
  }
  return text + " " + std::string(NameOf(event.kind())) +
         std::visit(Describer{}, event.body);
}

namespace {

std::string TextOf(const AllocationRule& rule) {
  std::string text = rule.id;
  if (rule.id != kDrawnRule) return text;
  text += " (" + std::string(NameOf(rule.axis)) + ", ties " +
          std::string(NameOf(rule.ties));
  for (const RowOrder order : rule.order) {
    text += ", " + std::string(NameOf(order));
  }
  if (rule.last_in_advance_first) text += ", last in advance first";
  text += ":";
  for (const AllocationCell& cell : rule.cells) {
    text += " " + std::string(NameOf(cell.due)) + " " +
            std::string(NameOf(cell.component)) + ";";
  }
  return text + ")";
}

}  // namespace

std::string Describe(const AccountPolicy& policy) {
  std::string text =
      TextOf(policy.allocation) +
      ", goodwill: " + TextOf(policy.by_type[0].rule) + ", credit " +
      std::string(NameOf(policy.credit)) + ", partial " +
      std::string(NameOf(policy.partial_payment)) + " " +
      std::string(NameOf(policy.discount_rounding)) + ", tolerance " +
      std::to_string(policy.tolerance.amount_minor) +
      (policy.tolerance.percent ? " or " + Format(*policy.tolerance.percent)
                                : "") +
      ", overdue over " + std::to_string(policy.overdue_tolerance_minor) +
      " behind " + std::to_string(policy.overdue_grace_days) + " days";
  for (const InterestTerms& terms : policy.interest) {
    text += "\n  " + terms.id + ": ";
    if (!terms.late.interest) {
      text += "none";
      continue;
    }
    const RateHistory::Spec& rates = terms.late.interest->rates.spec();
    text += std::string(NameOf(terms.late.interest->rule.day_count)) + " " +
            std::string(NameOf(terms.late.interest->rule.fixing)) + " " +
            std::string(NameOf(terms.late.interest->rule.rounding)) +
            ", grace " + std::to_string(terms.late.grace_days) + ", wait " +
            std::to_string(terms.late.interest_wait_days) + ", from " +
            std::string(NameOf(terms.late.interest_start)) + ", rates";
    const auto percent = [](const Rate& rate) {
      return " " + std::to_string(*ToE12(rate) / 100'000'000);
    };
    for (const RateStep& step : rates.steps) {
      text += " " + step.from.ToText() + percent(*step.rate);
    }
    if (rates.margin) text += " margin" + percent(*rates.margin);
    if (rates.floor) text += " floor" + percent(*rates.floor);
    if (rates.cap) text += " cap" + percent(*rates.cap);
  }
  return text;
}

}  // namespace usance::replay
