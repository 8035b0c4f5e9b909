// Dunning: the ladders of OCA, Tryton, ERPNext, metasfresh and Kill Bill, each
// written as a policy, over a journal in which steps that are taken become
// contacts.
#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/conformance/fineract.h"
#include "tests/conformance/handlers.h"
#include "usance/account/account.h"
#include "usance/money/format.h"
#include "usance/recovery/next_action.h"

namespace usance::conformance {
namespace {

constexpr char kItem[] = "item";

// A debtor's record and the policy that it is followed up by.
class Desk {
 public:
  Desk(Fields& fields, DunningPolicy policy)
      : fields_(fields), policy_(std::move(policy)) {}

  void Add(Date day, EventBody body) {
    const auto added = journal_.Append({.id = std::to_string(++count_),
                                        .value_date = day,
                                        .recorded = day,
                                        .body = std::move(body)});
    if (!added.ok()) fields_.Malformed(FromAbsl(added.status().message()));
  }
  void Invoice(Date day, std::string item, Money amount, Date due) {
    Add(day,
        InvoiceIssued{
            .item = std::move(item),
            .rows = {{.due = due,
                      .amounts = ComponentAmounts::Principal(amount.minor())}},
            .interest = terms_.interest.empty() ? "" : "late"});
  }
  void Take(Date day, const NextAction& action, const Account& account) {
    Add(day, ContactMade{
                 .channel = action.channel.value_or(Channel::kEmail),
                 .items = {account.items[account.rows[action.rows[0]].item].id},
                 .step = policy_.steps[action.step].id});
    if (!action.fee) return;
    Add(day, ChargePosted{.item = kItem, .amount_minor = action.fee->minor()});
  }
  [[nodiscard]] Account At(Date day) {
    return fields_.Need(Replay(journal_, terms_, {.as_of = day}),
                        Account{.currency = Currency::Of("EUR"), .as_of = day});
  }
  [[nodiscard]] NextActions Decide(const Account& account,
                                   const DebtorProfile& debtor = {}) {
    return fields_.Need(DecideActions(journal_, account, policy_, debtor),
                        NextActions());
  }
  // The step that is proposed, from 1; 0 where none is.
  [[nodiscard]] size_t Level(Date day, const DebtorProfile& debtor = {}) {
    const NextActions next = Decide(At(day), debtor);
    return next.actions.empty() ? 0 : next.actions[0].step + 1;
  }

  [[nodiscard]] const DunningPolicy& policy() const { return policy_; }
  [[nodiscard]] AccountPolicy& terms() { return terms_; }
  [[nodiscard]] std::string last_event() const {
    return std::to_string(count_);
  }

 private:
  Fields& fields_;
  DunningPolicy policy_;
  AccountPolicy terms_ = {.allocation = *AllocationPreset("oldest due"),
                          .credit = CreditUse::kHold};
  Journal journal_ = Journal("debtor", Currency::Of("EUR"));
  int count_ = 0;
};

Currency Eur() { return Currency::Of("EUR"); }

int64_t NumberOf(Fields& fields, const Json& value) {
  const std::string text = TextOf(value);
  const auto number = ParseAmount(text, Currency::Of("JPY"), "number");
  return fields.Need(number, Money(0, Currency::Of("JPY"))).minor();
}

Date Plus(Fields& fields, Date day, int64_t days) {
  return fields.Need(AddDays(day, static_cast<int32_t>(days)), day);
}

constexpr const char* kIds[] = {"invoice", "id", "name", "number", "item"};
constexpr const char* kDues[] = {"due", "due_date", "date_due", "maturity",
                                 "date_maturity"};
constexpr const char* kAmounts[] = {"amount", "open", "balance", "total"};
constexpr const char* kDates[] = {"date", "invoice_date", "due"};
constexpr const char* kPaid[] = {"paid_on", "paid", "payment_date"};
constexpr const char* kLines[] = {"expected", "expect", "lines"};

// The first of the members that is there; null where none is.
const Json& FirstOf(const Json& object, std::span<const char* const> names) {
  static const Json kNull;
  for (const char* name : names) {
    if (object.contains(name)) return object[name];
  }
  return kNull;
}

DunningPolicy PolicyOf(std::string id, StepOrder order,
                       DunningScope scope = DunningScope::kItem) {
  return {.id = std::move(id), .scope = scope, .order = order};
}

DunningStep StepOf(Fields& fields, const std::string& id,
                   const std::string& after, int64_t gap = 0) {
  return {.id = id,
          .after = fields.Need(ParseSteps(after), DateSteps()),
          .channels = {Channel::kEmail},
          .min_gap_days = static_cast<int32_t>(gap)};
}

std::string LevelOf(const Json& row) { return TextOf(Member(row, "level")); }

// --- Tryton -----------------------------------------------------------------

DunningPolicy TrytonPolicy(Fields& fields) {
  DunningPolicy policy = PolicyOf("tryton", StepOrder::kStrict);
  for (const Json& row : Member(fields.object(), "levels")) {
    DunningStep step =
        StepOf(fields, LevelOf(row), TextOf(Member(row, "overdue_days")) + "d");
    const Json& fee = Member(row, "fee");
    if (fee.is_object()) {
      const std::string value = TextOf(Member(fee, "value"));
      LateFee one = {.id = "fee " + step.id, .trigger = FeeTrigger::kNotice};
      if (TextOf(Member(fee, "type")) == "fixed") {
        one.basis = FeeBasis::kFlat;
        one.amount = MoneyOf(fields, Member(fee, "value"), Eur());
      } else if (TextOf(Member(fee, "type")) == "percent") {
        one.basis = FeeBasis::kOverduePrincipal;
        one.percent = fields.Need(Percent::Parse(value + "%", "value"),
                                  Percent(Fraction(0)));
        one.rounding = Rounding::kHalfEven;
      } else {
        fields.Malformed("fee/type");
      }
      step.fee = one.id;
      policy.fees.push_back(std::move(one));
    }
    policy.steps.push_back(std::move(step));
  }
  return policy;
}

// A dunning is a draft while its step is proposed, and waits once it is taken.
struct TrytonState {
  size_t level = 0;
  std::string state;
  Money fee = Money(0, Eur());
};

std::string CompareTryton(Fields& fields, Desk& desk, const TrytonState& now,
                          Date day, const Json& expected) {
  if (expected.is_null()) {
    return now.state == "draft" ? "level " + std::to_string(now.level) : "";
  }
  std::string ours, theirs;
  for (const auto& [name, value] : expected.items()) {
    theirs += name + " " + TextOf(value) + " ";
    ours += name + " ";
    if (name == "level") {
      ours += std::to_string(now.level);
    } else if (name == "state") {
      ours += now.state;
    } else if (name == "fee") {
      ours += FormatAmount(now.fee.minor(), Eur());
    } else if (name == "receivable") {
      const Account account = desk.At(day);
      ours += FormatAmount(static_cast<int64_t>(account.open.Total()), Eur());
    } else {
      fields.Malformed("expect/" + name);
    }
    ours += " ";
  }
  return ours == theirs ? "" : "is " + ours + "expected " + theirs;
}

Verdict Tryton(Fields& fields) {
  const Json& item = Member(fields.object(), "item");
  const Date due = DateOf(fields, Member(item, "due"));
  const Money amount = MoneyOf(fields, Member(item, "amount"), Eur());
  Desk desk(fields, TrytonPolicy(fields));
  desk.Invoice(due, kItem, amount, due);
  Date day = due;
  TrytonState now;
  std::string hold;
  for (const Json& step : Member(fields.object(), "steps")) {
    if (step.contains("run_after_days")) {
      day = Plus(fields, due, NumberOf(fields, step["run_after_days"]));
      if (const size_t level = desk.Level(day)) now = {level, "draft"};
      if (!fields.error().empty()) break;
    }
    const std::string action = TextOf(Member(step, "do"));
    if (action == "process" && now.state == "draft") {
      const Account account = desk.At(day);
      const NextActions next = desk.Decide(account);
      if (next.actions.empty()) return Fail("there is nothing to process");
      desk.Take(day, next.actions[0], account);
      now.state = "waiting";
      now.fee = next.actions[0].fee.value_or(Money(0, Eur()));
    } else if (action == "block") {
      desk.Add(day, HoldOpened{.item = kItem});
      hold = desk.last_event();
    } else if (action == "unblock") {
      desk.Add(day, HoldClosed{.hold = hold});
    } else if (action == "pay") {
      const auto open = static_cast<int64_t>(desk.At(day).open.Total());
      desk.Add(day, PaymentReceived{.amount_minor = open});
      now = {};
    } else if (!action.empty()) {
      return Fail("unsupported: " + action);
    }
    if (!step.contains("expect")) continue;
    const std::string wrong =
        CompareTryton(fields, desk, now, day, step["expect"]);
    if (!wrong.empty()) return Fail(wrong);
  }
  return Pass();
}

// --- ERPNext ----------------------------------------------------------------

// One notice with a flat fee, and interest on the account.
Verdict ErpNext(Fields& fields) {
  DunningPolicy policy = PolicyOf("erpnext", StepOrder::kStrict);
  policy.steps = {StepOf(fields, "notice", "1d")};
  const Money fee = MoneyOf(fields, Member(fields.object(), "fee"), Eur());
  if (fee.minor() != 0) {
    policy.steps[0].fee = "fee";
    policy.fees = {{.id = "fee",
                    .basis = FeeBasis::kFlat,
                    .amount = fee,
                    .trigger = FeeTrigger::kNotice}};
  }
  Desk desk(fields, std::move(policy));
  const Rate rate = fields.Need(Rate::Parse(fields.Text("interest_pct") + "%"),
                                Rate(Fraction(0), TimeUnit::kYear));
  desk.terms().interest = {
      {.id = "late",
       .late = {.interest = DefaultInterest{
                    .rates = RateHistory::Fixed(rate),
                    .rule = {.day_count = DayCount::kAct365Fixed,
                             .compounding = Compounding::kSimple,
                             .regime = RoundingRegime::kPerBooking,
                             .rounding = Rounding::kHalfEven}}}}};
  const Date due = Date::Of(2024, 1, 1);
  const Date day = Plus(fields, due, fields.Integer("overdue_days"));
  desk.Invoice(due, kItem,
               MoneyOf(fields, Member(fields.object(), "outstanding"), Eur()),
               due);
  const NextActions next = desk.Decide(desk.At(day));
  if (!fields.error().empty()) return Fail(fields.error());
  if (next.actions.size() != 1) return Fail("no notice is proposed");
  desk.Take(day, next.actions[0], desk.At(day));
  const ComponentAmounts open = desk.At(day).open;
  const int128 charges =
      open[Component::kFee] + int128{open[Component::kDefaultInterest]};
  const std::pair<const char*, int128> figures[] = {
      {"interest", open[Component::kDefaultInterest]},
      {"fee", open[Component::kFee]},
      {"dunning_amount", charges},
      {"grand_total", open.Total()}};
  const Json& expected = Member(fields.object(), "expected");
  std::string ours, theirs;
  for (const auto& [name, minor] : figures) {
    ours += FormatAmount(static_cast<int64_t>(minor), Eur()) + " ";
    theirs += TextOf(Member(expected, name)) + " ";
  }
  return PassIf(ours == theirs, ours, theirs);
}

// --- metasfresh -------------------------------------------------------------

// In sequence a ladder; else each level is a ladder of its own.
DunningPolicy MetasfreshPolicy(Fields& fields, const std::string& level) {
  DunningPolicy policy = PolicyOf("metasfresh", StepOrder::kStrict);
  for (const Json& row : Member(fields.object(), "levels")) {
    if (!fields.Flag("sequential") && LevelOf(row) != level) continue;
    policy.steps.push_back(StepOf(
        fields, LevelOf(row), TextOf(Member(row, "days_after_due")) + "d",
        NumberOf(fields, Member(row, "days_between"))));
  }
  return policy;
}

// A document is as many days due on each of its runs; what was sent stays.
Verdict Metasfresh(Fields& fields) {
  struct Sent {
    Date day;
    std::string level;
  };
  std::vector<Sent> sent;
  std::optional<Sent> last;
  for (const Json& step : Member(fields.object(), "steps")) {
    const std::string action = TextOf(Member(step, "do"));
    if (action == "send" || action == "mark_processed") {
      if (!last) return Fail("there is nothing to send");
      sent.push_back(*last);
      continue;
    }
    if (!step.contains("run") || !action.empty()) {
      return Fail("unsupported: " + action);
    }
    const Date day = DateOf(fields, step["run"]);
    last = {day, LevelOf(step)};
    Date due = Plus(fields, day, -fields.Integer("days_due"));
    if (!sent.empty()) due = std::min(due, sent.front().day);
    Desk desk(fields, MetasfreshPolicy(fields, last->level));
    desk.Invoice(due, kItem, Money(10000, Eur()), due);
    for (const Sent& one : sent) {
      desk.Add(one.day, ContactMade{.channel = Channel::kEmail,
                                    .items = {kItem},
                                    .step = one.level});
    }
    DebtorProfile debtor;
    const Json& grace = Member(step, "grace_until");
    if (!TextOf(grace).empty()) debtor.grace_until = DateOf(fields, grace);
    const size_t level = desk.Level(day, debtor);
    if (!fields.error().empty()) break;
    const bool ours =
        level > 0 && desk.policy().steps[level - 1].id == last->level;
    if (ours != (Member(step, "expect") == Json(true))) {
      return Fail(day.ToText() + " level " + last->level + " is " +
                  (ours ? "proposed" : "not proposed"));
    }
  }
  return Pass();
}

// --- OCA --------------------------------------------------------------------

DunningPolicy OcaPolicy(Fields& fields, const std::string& name,
                        const Json& levels) {
  DunningPolicy policy = PolicyOf(name, StepOrder::kStrict);
  for (const Json& row : levels) {
    const std::string delay = TextOf(Member(row, "delay_days")) + "d";
    const std::string mode = TextOf(Member(row, "mode"));
    const bool month = mode == "end_of_month";
    DunningStep step =
        StepOf(fields, LevelOf(row), month ? delay + " eom" : delay);
    if (mode == "previous_date") {
      step.anchor = StepAnchor::kPreviousStep;
    } else if (!month && mode != "net_days") {
      fields.Malformed("mode " + mode);
    }
    step.channels = {fields.Need(
        ParseName<Channel>(TextOf(Member(row, "channel")), "channel"),
        Channel::kEmail)};
    policy.steps.push_back(std::move(step));
  }
  return policy;
}

// Each invoice is followed up by the policy that it names, and each line that
// a run expects is "invoice level".
Verdict Oca(Fields& fields) {
  struct Followed {
    std::string id;
    Desk desk;
    std::optional<Date> paid;
  };
  std::vector<Followed> all;
  const Json& policies = Member(fields.object(), "policies");
  for (const char* list : {"invoices", "open_items"}) {
    for (const Json& row : Member(fields.object(), list)) {
      const std::string id = TextOf(FirstOf(row, kIds));
      const Json& due = FirstOf(row, kDues);
      const std::string name = TextOf(Member(row, "policy"));
      if (id.empty() || !due.is_string() || !policies.contains(name)) {
        return Fail("unsupported: " + std::string(list) +
                    " without invoice, due or policy");
      }
      const Date day = DateOf(fields, due);
      Followed one = {id, Desk(fields, OcaPolicy(fields, name, policies[name])),
                      std::nullopt};
      const Json& amount = FirstOf(row, kAmounts);
      one.desk.Invoice(day, id,
                       amount.is_null() ? Money(10000, Eur())
                                        : MoneyOf(fields, amount, Eur()),
                       day);
      all.push_back(std::move(one));
    }
  }
  if (!fields.error().empty()) return Fail(fields.error());
  for (const Json& run : Member(fields.object(), "runs")) {
    const Date day = DateOf(fields, Member(run, "date"));
    std::vector<std::string> ours, theirs;
    for (Followed& one : all) {
      const Account account = one.desk.At(day);
      const NextActions next = one.desk.Decide(account);
      if (!fields.error().empty()) return Fail(fields.error());
      for (const NextAction& action : next.actions) {
        ours.push_back(one.id + " " + one.desk.policy().steps[action.step].id);
        one.desk.Take(day, action, account);
      }
    }
    for (const Json& line : FirstOf(run, kLines)) {
      const std::string id = TextOf(FirstOf(line, kIds));
      if (id.empty()) return Fail("unsupported: a line without invoice");
      theirs.push_back(id + " " + LevelOf(line));
    }
    std::sort(ours.begin(), ours.end());
    std::sort(theirs.begin(), theirs.end());
    if (ours == theirs) continue;
    std::string text = "on " + day.ToText() + " is";
    for (const std::string& line : ours) text += " " + line + ",";
    text += " expected";
    for (const std::string& line : theirs) text += " " + line + ",";
    return Fail(text);
  }
  return Pass();
}

// --- Kill Bill --------------------------------------------------------------

// A state is the last step that is possible, counted from the day of the
// earliest invoice that is unpaid; no step is taken.
Verdict KillBill(Fields& fields) {
  DunningPolicy policy =
      PolicyOf("kill bill", StepOrder::kCatchUp, DunningScope::kAccount);
  std::vector<std::pair<int64_t, std::string>> states;
  for (const Json& row : Member(fields.object(), "states")) {
    const Json& days = Member(row, "days_since_earliest_unpaid");
    if (TextOf(days).empty()) continue;  // the state of who owes nothing
    states.emplace_back(NumberOf(fields, days), TextOf(Member(row, "state")));
  }
  std::sort(states.begin(), states.end());
  for (const auto& [days, state] : states) {
    policy.steps.push_back(StepOf(fields, state, std::to_string(days) + "d"));
  }
  Desk desk(fields, std::move(policy));
  int count = 0;
  for (const Json& row : Member(fields.object(), "invoices")) {
    const Json& date = FirstOf(row, kDates);
    if (!date.is_string()) return Fail("unsupported: an invoice without date");
    const Date day = DateOf(fields, date);
    const Json& amount = FirstOf(row, kAmounts);
    const Money owed =
        amount.is_null() ? Money(10000, Eur()) : MoneyOf(fields, amount, Eur());
    const std::string id = std::to_string(++count);
    desk.Invoice(day, id, owed, day);
    const Json& paid = FirstOf(row, kPaid);
    if (!paid.is_string() || TextOf(paid).empty()) continue;
    desk.Add(DateOf(fields, paid),
             PaymentReceived{.amount_minor = owed.minor(),
                             .designations = {{.item = id}}});
  }
  for (const Json& row : Member(fields.object(), "expected")) {
    const Date day = DateOf(fields, Member(row, "date"));
    const size_t level = desk.Level(day);
    if (!fields.error().empty()) return Fail(fields.error());
    const std::string ours =
        level == 0 ? "" : desk.policy().steps[level - 1].id;
    const std::string theirs = TextOf(Member(row, "state"));
    const bool known =
        std::any_of(states.begin(), states.end(),
                    [&](const auto& state) { return state.second == theirs; });
    if (ours != (known ? theirs : "")) {
      return PassIf(false, day.ToText() + " " + ours, theirs);
    }
  }
  return Pass();
}

}  // namespace

Verdict Dunning(Fields& fields) {
  const std::string kind = fields.Text("kind");
  if (kind == "level_by_overdue_days" || kind == "level_fee") {
    return Tryton(fields);
  }
  if (kind == "fee_and_interest") return ErpNext(fields);
  if (kind == "eligibility") return Metasfresh(fields);
  if (kind == "policy_run_sequence") return Oca(fields);
  if (kind == "overdue_state") return KillBill(fields);
  return Fail("unsupported: " + kind);
}

}  // namespace usance::conformance
