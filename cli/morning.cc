#include "cli/morning.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "cli/charges.h"
#include "cli/dry_run.h"
#include "cli/firms.h"
#include "cli/offers.h"
#include "usance/account/account.h"
#include "usance/account/aging.h"
#include "usance/codec/firm_policy.h"
#include "usance/core/text.h"
#include "usance/credit/assess.h"
#include "usance/money/format.h"
#include "usance/portfolio/forecast.h"
#include "usance/recovery/escalation.h"
#include "usance/recovery/next_action.h"
#include "usance/recovery/payment_plan.h"
#include "usance/statute/limitation.h"
#include "usance/terms/notation.h"

namespace usance::cli {
namespace {

using Cells = std::vector<std::string>;

// The firm's policy for one currency, and what is summed over its accounts.
struct Firm {
  FirmPolicy policy;
  std::optional<ChargeDesk> charges = {};
  std::optional<LimitationRule> limitation = {};  // of the law
  std::optional<Aging> aging = {};
  LateRecord record = {};
  ExpectedClaims claims = {};
  std::vector<std::pair<std::string, Aging>> by_account = {};
};

// A row of a section, and what it is sorted by.
struct Sorted {
  std::tuple<int64_t, std::string, std::string> key;
  Cells cells;
};

// One account while it is looked at.
struct Visit {
  const Journal& journal;
  Firm& firm;
  Account account;
  Debtor debtor;
  std::optional<Assessment> assessment = {};
  std::optional<Fraction> days_late = {};  // of the record

  [[nodiscard]] std::string Text(int64_t minor) const {
    return FormatAmount(minor, account.currency);
  }
  [[nodiscard]] const std::string& ItemOf(uint32_t row) const {
    return account.items[account.rows[row].item].id;
  }
};

std::string Join(const std::vector<std::string>& texts, const char* between) {
  std::string all;
  for (const std::string& text : texts) {
    if (!all.empty()) all += between;
    all += text;
  }
  return all;
}

int64_t Clamped(int128 minor) { return Narrow<int64_t>(minor).value_or(0); }

// What the rows of an item owe, and their first due day.
struct ItemDebt {
  int64_t open_minor = 0;
  Date due;
  int32_t days = 0;  // past due
  bool held = false;
};

ItemDebt DebtOf(uint32_t item, const Account& account) {
  ItemDebt debt = {.due = account.as_of};
  bool any = false;
  for (const AccountRow& row : account.rows) {
    if (row.item != item || row.open.IsZero()) continue;
    debt.open_minor += Clamped(row.open.Total());
    debt.due = any ? std::min(debt.due, row.due) : row.due;
    debt.days = std::max(debt.days, row.days_past_due);
    debt.held = debt.held || row.held_minor > 0 || row.disputed_minor > 0;
    any = true;
  }
  return debt;
}

// Items that an open promise speaks of.
std::set<std::string> PromisedItems(const Journal& journal,
                                    const Account& account) {
  std::set<std::string> items;
  for (const AccountPromise& promise : account.promises) {
    if (promise.state != PromiseState::kOpen) continue;
    const auto& made = std::get<PromiseMade>(journal[promise.event].body);
    if (made.items.empty()) {
      for (const AccountItem& item : account.items) items.insert(item.id);
    }
    items.insert(made.items.begin(), made.items.end());
  }
  return items;
}

// Items of which the last answer was that they cannot be paid.
std::set<std::string> HardshipItems(const Journal& journal,
                                    const Account& account) {
  std::set<std::string> items;
  for (const uint32_t k : EventsOf(journal, account)) {
    const auto* made = std::get_if<ContactMade>(&journal[k].body);
    if (made == nullptr || made->response == Response::kNone) continue;
    const bool hard = TreatmentOf(made->response) == Treatment::kOfferPlan;
    const auto set = [&](const std::string& id) {
      if (hard) {
        items.insert(id);
      } else {
        items.erase(id);
      }
    };
    for (const std::string& id : made->items) set(id);
    if (!made->items.empty()) continue;
    for (const AccountItem& item : account.items) set(item.id);
  }
  return items;
}

class Maker {
 public:
  Maker(const Books& books, const MorningSpec& spec)
      : books_(books), spec_(spec) {}

  absl::StatusOr<Morning> Make() {
    USANCE_RETURN_IF_ERROR(ReadPolicies());
    const auto& journals = books_.ledger().journals();
    size_t done = 0;
    for (const auto& [key, journal] : journals) {
      if (spec_.progress) spec_.progress(done, journals.size());
      ++done;
      const absl::Status status = Look(journal);
      if (!status.ok()) return AboutAccount(journal, spec_.policy_path, status);
    }
    Morning morning = {.as_of = spec_.as_of, .policy = id_};
    AddAging(morning);
    AddSorted(morning, LateSection(), late_);
    AddSorted(morning, ActionSection(), actions_);
    AddSorted(morning, HeldSection(), held_);
    AddSorted(morning, OfferSection(), offers_);
    AddSorted(morning, CaseSection(), cases_);
    AddSorted(morning, CreditSection(), credit_);
    USANCE_RETURN_IF_ERROR(AddForecast(morning));
    return morning;
  }

 private:
  // --- the policy ------------------------------------------------------------

  absl::Status ReadPolicies() {
    USANCE_ASSIGN_OR_RETURN(
        Firms firms,
        ReadFirms(spec_.policy, spec_.policy_path, books_, spec_.book));
    for (auto& [code, policy] : firms) {
      id_ = policy.id;
      const Currency currency = policy.currency;
      firms_.emplace(code,
                     std::make_unique<Firm>(Firm{.policy = std::move(policy)}));
      Firm& firm = *firms_.at(code);
      if (!firm.policy.late) continue;
      firm.charges.emplace(*firm.policy.late, currency, spec_.book);
      if (firm.policy.late->statute) FindLimitation(firm);
    }
    return absl::OkStatus();
  }

  // The law's own, where it has one for these parties.
  static void FindLimitation(Firm& firm) {
    const LateTerms& late = *firm.policy.late;
    const auto law = LimitationOf(late.statute->id);
    if (!law.ok()) return;
    const auto rule = SelectRule(*law, late.parties);
    if (rule.ok()) firm.limitation = *rule;
  }

  // --- an account ------------------------------------------------------------

  absl::Status Look(const Journal& journal) {
    Firm& firm = *firms_.at(std::string(journal.currency().code()));
    USANCE_ASSIGN_OR_RETURN(
        Account account,
        Replay(journal, firm.policy.account, {.as_of = spec_.as_of}));
    USANCE_ASSIGN_OR_RETURN(
        Debtor debtor, books_.DebtorOf(journal.account(), journal.currency()));
    Visit visit = {.journal = journal,
                   .firm = firm,
                   .account = std::move(account),
                   .debtor = std::move(debtor)};
    USANCE_RETURN_IF_ERROR(Sum(visit));
    USANCE_RETURN_IF_ERROR(Judge(visit));
    USANCE_RETURN_IF_ERROR(Charge(visit));
    USANCE_RETURN_IF_ERROR(Ask(visit));
    USANCE_RETURN_IF_ERROR(Escalated(visit));
    USANCE_RETURN_IF_ERROR(LookAtPlans(visit));
    return OfferEarly(visit);
  }

  // What is summed over accounts: aging, and what a forecast rests on.
  absl::Status Sum(const Visit& visit) {
    Firm& firm = visit.firm;
    absl::StatusOr<Aging> aging = Age(visit.account, firm.policy.aging);
    if (!aging.ok()) {
      return Error(ReasonOf(aging.status()), spec_.policy_path + "/aging",
                   TextOf(aging.status()));
    }
    if (firm.aging) {
      USANCE_RETURN_IF_ERROR(AddTo(*firm.aging, *aging));
    } else {
      firm.aging = *aging;
    }
    if (aging->total_minor != 0 || aging->unapplied_minor != 0) {
      firm.by_account.emplace_back(visit.journal.account(), *std::move(aging));
    }
    USANCE_ASSIGN_OR_RETURN(
        const LateRecord record,
        LateRecordOf(visit.account, visit.journal, firm.policy.record));
    USANCE_RETURN_IF_ERROR(AddTo(firm.record, record));
    USANCE_ASSIGN_OR_RETURN(const ExpectedClaims claims,
                            ExpectedClaimsOf(visit.account, visit.journal));
    return AddTo(firm.claims, claims);
  }

  // The cells that a row about a customer begins with.
  [[nodiscard]] Cells Customer(const Visit& visit) const {
    return {visit.journal.account(), books_.NameOf(visit.journal.account())};
  }

  void Add(std::vector<Sorted>& rows, int64_t key, const Visit& visit,
           const std::string& item, const Cells& cells) const {
    Sorted row = {{key, visit.journal.account(), item}, Customer(visit)};
    row.cells.insert(row.cells.end(), cells.begin(), cells.end());
    rows.push_back(std::move(row));
  }

  // The customer's class, and what that leaves.
  absl::Status Judge(Visit& visit) {
    const FirmPolicy& policy = visit.firm.policy;
    USANCE_ASSIGN_OR_RETURN(
        const TrackRecord record,
        TrackRecordOf(visit.journal, visit.account, policy.period_days));
    visit.days_late = record.days_late;
    USANCE_ASSIGN_OR_RETURN(visit.assessment,
                            AssessBy(policy, record, visit.debtor));
    const std::optional<Assessment>& judged = visit.assessment;
    const int64_t open = Clamped(visit.account.open.Total());
    if (!judged || open == 0) return absl::OkStatus();
    const CreditClass& one = policy.credit->classes[judged->credit_class];
    std::string limit, left;
    if (judged->limit_minor) {
      limit = visit.Text(*judged->limit_minor);
      left = visit.Text(Clamped(int128{*judged->limit_minor} - open));
    }
    std::string why =
        "a score of " + ToText(judged->score.Round(Rounding::kHalfUp));
    if (judged->knock_out) {
      why = policy.credit->knock_outs[*judged->knock_out].reason;
    }
    Add(credit_, static_cast<int64_t>(judged->credit_class), visit, "",
        {std::string(visit.account.currency.code()), one.id, visit.Text(open),
         limit, left, ToText(one.terms), usance::Format(one.deposit), why});
    return absl::OkStatus();
  }

  // The charges on a row; on the first of its item also those of no row.
  static int128 PostedOn(uint32_t row, const Account& account) {
    int128 posted = 0;
    std::optional<uint32_t> first;  // with principal
    for (uint32_t k = 0; k < account.rows.size(); ++k) {
      const AccountRow& one = account.rows[k];
      if (one.item != account.rows[row].item) continue;
      const bool is_charge = one.claimed[Component::kPrincipal] == 0;
      if (!is_charge && !first) first = k;
      if (k == row || (is_charge && first.value_or(row) == row)) {
        posted += one.claimed.Total() - one.claimed[Component::kPrincipal];
      }
    }
    return posted;
  }

  absl::Status Charge(const Visit& visit) {
    if (!visit.firm.charges) return absl::OkStatus();
    USANCE_ASSIGN_OR_RETURN(
        const std::vector<RowCharges> all,
        visit.firm.charges->Of(visit.journal, visit.account));
    for (const RowCharges& one : all) {
      const AccountRow& row = visit.account.rows[one.row];
      const LateCharges& of = one.charges;
      if (of.total.minor() == 0) continue;
      const int64_t principal = row.open[Component::kPrincipal];
      Add(late_, row.due.days(), visit, visit.ItemOf(one.row),
          {visit.ItemOf(one.row), row.due.ToText(),
           std::to_string(of.days_past_due), visit.Text(principal),
           FormatAmount(of.interest), FormatAmount(of.compensation),
           FormatAmount(of.fees), FormatAmount(of.total),
           visit.Text(Clamped(PostedOn(one.row, visit.account))),
           std::string(visit.account.currency.code()), one.rule, one.marks});
    }
    return absl::OkStatus();
  }

  absl::Status Ask(const Visit& visit) {
    if (visit.firm.policy.dunning.empty()) return absl::OkStatus();
    const DunningPolicy* policy =
        ProcedureOf(visit.firm.policy, visit.assessment);
    const auto next = DecideActions(visit.journal, visit.account, *policy,
                                    visit.debtor.contact);
    if (!next.ok()) {
      return Error(ReasonOf(next.status()),
                   spec_.policy_path + ", procedure " + Quoted(policy->id) +
                       FieldOf(next.status()),
                   TextOf(next.status()));
    }
    for (const NextAction& action : next->actions) {
      AddAction(visit, *policy, action);
    }
    for (const NoAction& none : next->held_back) AddHeld(visit, none);
    return absl::OkStatus();
  }

  // The items of rows, each once, and their first due day.
  struct Concerned {
    std::string items;
    Date due;
    int32_t days = 0;
  };
  static Concerned ConcernedBy(const std::vector<uint32_t>& rows,
                               const Visit& visit) {
    std::vector<std::string> items;
    Concerned all = {.items = {}, .due = visit.account.rows[rows.front()].due};
    for (const uint32_t row : rows) {
      const std::string& id = visit.ItemOf(row);
      if (!id.empty() &&
          std::find(items.begin(), items.end(), id) == items.end()) {
        items.push_back(id);
      }
      const AccountRow& of = visit.account.rows[row];
      all.due = std::min(all.due, of.due);
      all.days = std::max(all.days, of.days_past_due);
    }
    all.items = Join(items, " ");
    return all;
  }

  void AddAction(const Visit& visit, const DunningPolicy& policy,
                 const NextAction& action) {
    const DunningStep& step = policy.steps[action.step];
    const Concerned of = ConcernedBy(action.rows, visit);
    std::string what(NameOf(step.action));
    if (action.channel) what = NameOf(*action.channel);
    std::string rule = policy.id + ", step " + step.id;
    if (action.attempt > 1) {
      rule += ", attempt " + std::to_string(action.attempt);
    }
    rule += ": " + action.why;
    std::string note;
    if (action.answer && *action.answer != Response::kNone) {
      note = std::string(NameOf(*action.answer)) + ": " +
             std::string(NameOf(TreatmentOf(*action.answer)));
    }
    Sorted row = {{of.due.days(), visit.journal.account(), of.items},
                  {spec_.as_of.ToText()}};
    const Cells customer = Customer(visit);
    row.cells.insert(row.cells.end(), customer.begin(), customer.end());
    const Cells rest = {of.items,
                        of.due.ToText(),
                        std::to_string(of.days),
                        visit.Text(action.open_minor),
                        action.fee ? FormatAmount(*action.fee) : "",
                        std::string(visit.account.currency.code()),
                        std::move(what),
                        WindowOf(action),
                        std::string(NameOf(step.tone)),
                        std::move(note),
                        std::move(rule)};
    row.cells.insert(row.cells.end(), rest.begin(), rest.end());
    actions_.push_back(std::move(row));
  }

  // Of what is past due; and of that, not what waits for its next step.
  void AddHeld(const Visit& visit, const NoAction& none) {
    const Concerned of = ConcernedBy(none.rows, visit);
    if (of.due >= spec_.as_of) return;
    int128 open = 0;
    for (const uint32_t row : none.rows) {
      open += visit.account.rows[row].open.Total();
    }
    Add(held_, of.due.days(), visit, of.items,
        {of.items, of.due.ToText(), visit.Text(Clamped(open)),
         std::string(visit.account.currency.code()),
         std::string(NameOf(none.rule)), none.until ? none.until->ToText() : "",
         none.why});
  }

  // --- what does not come by asking ------------------------------------------

  // The last day on which the claim of an item can be enforced, by the law's
  // own period and what interrupted it. A payment is taken for no
  // acknowledgement: the day is rather too early.
  [[nodiscard]] std::optional<Date> LapseOf(const Visit& visit,
                                            const std::string& item,
                                            Date due) const {
    if (!visit.firm.limitation) return std::nullopt;
    LimitationSpec spec = {
        .rule = *visit.firm.limitation, .due = due, .as_of = spec_.as_of};
    for (const uint32_t k : EventsOf(visit.journal, visit.account)) {
      const Event& event = visit.journal[k];
      const auto* stop = std::get_if<LimitationInterrupted>(&event.body);
      if (stop == nullptr || event.value_date <= due) continue;
      if (!stop->item.empty() && stop->item != item) continue;
      const auto kind = ParseName<LimitationEventKind>(stop->kind, "");
      if (kind.ok()) {
        spec.events.push_back({*kind, event.value_date, event.value_date});
      }
    }
    const auto limitation = ComputeLimitation(spec);
    if (!limitation.ok()) return std::nullopt;
    return limitation->last_day;
  }

  // What the signs of each item that is past due advise.
  absl::StatusOr<std::vector<Escalation>> Signs(const Visit& visit) const {
    const FirmPolicy& policy = visit.firm.policy;
    if (!policy.escalation) return std::vector<Escalation>();
    const ExternalFacts& external = visit.debtor.external;
    DebtorSigns signs = {
        .insolvency = external.insolvency.value_or(false),
        .legal_disputes = static_cast<int32_t>(std::clamp<int64_t>(
            external.legal_disputes.value_or(0), 0, 1'000'000)),
        .other_jurisdiction = external.other_jurisdiction.value_or(false)};
    for (uint32_t item = 0; item < visit.account.items.size(); ++item) {
      const ItemDebt debt = DebtOf(item, visit.account);
      const std::string& id = visit.account.items[item].id;
      if (debt.days == 0 || id.empty()) continue;
      if (const auto lapse = LapseOf(visit, id, debt.due)) {
        signs.lapses.push_back({id, *lapse});
      }
    }
    return Escalate(visit.journal, visit.account, *policy.escalation, signs,
                    spec_.policy_path + "/escalation");
  }

  absl::Status Escalated(const Visit& visit) {
    const std::set<std::string> promised =
        PromisedItems(visit.journal, visit.account);
    const std::set<std::string> hard =
        HardshipItems(visit.journal, visit.account);
    USANCE_ASSIGN_OR_RETURN(const std::vector<Escalation> all, Signs(visit));
    std::vector<PlanDebt> silent, answered;
    bool looked_at = false;  // some of what was answered is for more than that
    for (uint32_t item = 0; item < visit.account.items.size(); ++item) {
      const AccountItem& of = visit.account.items[item];
      const ItemDebt debt = DebtOf(item, visit.account);
      if (of.id.empty() || of.in_plan || of.handed_over || debt.held ||
          debt.days == 0 || debt.open_minor <= 0 || promised.contains(of.id)) {
        continue;
      }
      const bool escalated =
          std::any_of(all.begin(), all.end(), [&](const Escalation& one) {
            return one.item == item && one.advice != Advice::kFollowUp;
          });
      if (hard.contains(of.id)) {
        answered.push_back({of.id, debt.open_minor});
        looked_at = looked_at || escalated;
      } else if (escalated) {
        silent.push_back({of.id, debt.open_minor});
      }
    }
    USANCE_ASSIGN_OR_RETURN(
        const std::string of_answered,
        OfferBest(visit, std::move(answered),
                  looked_at ? WaysFor::kAnswered : WaysFor::kAsked));
    USANCE_ASSIGN_OR_RETURN(
        const std::string of_silent,
        OfferBest(visit, std::move(silent), WaysFor::kSilent));
    for (const Escalation& one : all) {
      if (one.advice == Advice::kFollowUp) continue;
      const bool answers = hard.contains(visit.account.items[one.item].id);
      AddCase(visit, one, answers ? of_answered : of_silent);
    }
    return absl::OkStatus();
  }

  // Adds the best way to go on with debts where it is an offer; says which it
  // is.
  absl::StatusOr<std::string> OfferBest(const Visit& visit,
                                        std::vector<PlanDebt> debts,
                                        WaysFor whom) {
    const FirmPolicy& policy = visit.firm.policy;
    if (debts.empty() || !policy.options) return std::string();
    const Debts of = {.debts = std::move(debts),
                      .currency = visit.account.currency,
                      .as_of = spec_.as_of,
                      .affordable_minor = visit.debtor.affordable_minor};
    USANCE_ASSIGN_OR_RETURN(const std::vector<WayValue> ways,
                            ValueWays(*policy.options, of, whom));
    if (ways.empty()) return std::string();
    const WayValue& best = ways.front();
    const std::string expected = visit.Text(best.value.expected_minor);
    if (best.way->kind == WayKind::kHandOver ||
        best.way->kind == WayKind::kWriteOff) {
      return best.way->id + ", worth " + expected;
    }
    std::vector<std::string> items;
    int64_t total = 0;
    for (const PlanDebt& debt : of.debts) {
      items.push_back(debt.item);
      total += debt.amount_minor;
    }
    std::string why = "worth " + expected;
    if (visit.debtor.affordable_minor && best.way->kind == WayKind::kPlan) {
      why += "; up to " + visit.Text(*visit.debtor.affordable_minor) +
             " a month can be kept";
    }
    for (size_t k = 1; k < ways.size(); ++k) {
      why += "; " + ways[k].way->id + " " +
             visit.Text(ways[k].value.expected_minor);
    }
    Add(offers_, 0, visit, items.front(),
        {Join(items, " "), visit.Text(total),
         std::string(visit.account.currency.code()), best.way->id, best.what,
         best.receipts.empty() ? "" : best.receipts.front().day.ToText(),
         std::move(why)});
    return best.way->id + ", worth " + expected;
  }

  void AddCase(const Visit& visit, const Escalation& one,
               const std::string& best) {
    const ItemDebt debt = DebtOf(one.item, visit.account);
    std::vector<std::string> signs;
    for (const SignPoints& reason : one.reasons) {
      const std::string value = reason.sign == Sign::kOpen
                                    ? visit.Text(reason.value)
                                    : std::to_string(reason.value);
      signs.push_back(std::string(NameOf(reason.sign)) + " " + value + " (" +
                      std::to_string(reason.points) + ")");
    }
    const std::string& id = visit.account.items[one.item].id;
    Add(cases_, -one.points, visit, id,
        {id, debt.due.ToText(), std::to_string(debt.days),
         visit.Text(debt.open_minor),
         std::string(visit.account.currency.code()),
         std::string(NameOf(one.advice)), std::to_string(one.points),
         one.lapses_on ? one.lapses_on->ToText() : "", best,
         Join(signs, ", ")});
  }

  // Plans that run, though a row is missed: they hold off every step.
  absl::Status LookAtPlans(const Visit& visit) {
    const Account& account = visit.account;
    for (const uint32_t k : EventsOf(visit.journal, account)) {
      const Event& event = visit.journal[k];
      const auto* plan = std::get_if<PlanAgreed>(&event.body);
      if (plan == nullptr || !Runs(*plan, account)) continue;
      USANCE_ASSIGN_OR_RETURN(const PlanStanding standing,
                              StandingOf(visit.journal, account, event.id, {}));
      if (standing.state != PlanState::kBreached) continue;
      const Date since = standing.breached_on.value_or(account.as_of);
      const std::string items = Join(plan->items, ", ");
      Add(cases_, 0, visit, items,
          {items, since.ToText(), std::to_string(account.as_of - since),
           visit.Text(standing.arrears_minor),
           std::string(account.currency.code()),
           std::string(NameOf(Advice::kReview)), "0", "", "",
           "plan " + Quoted(event.id) + " runs, and of " +
               visit.Text(standing.due_minor) + " due by it " +
               visit.Text(standing.arrears_minor) +
               " is missing; rows missed " + std::to_string(standing.missed)});
    }
    return absl::OkStatus();
  }

  static bool Runs(const PlanAgreed& plan, const Account& account) {
    return std::any_of(account.items.begin(), account.items.end(),
                       [&](const AccountItem& item) {
                         return item.in_plan &&
                                (plan.items.empty() ||
                                 std::find(plan.items.begin(), plan.items.end(),
                                           item.id) != plan.items.end());
                       });
  }

  // Customers of a class that may have a discount, on what is not due yet.
  absl::Status OfferEarly(const Visit& visit) {
    const FirmPolicy& policy = visit.firm.policy;
    if (!policy.options || !policy.options->early_payment || !policy.credit ||
        !visit.assessment ||
        !policy.credit->classes[visit.assessment->credit_class]
             .early_discount) {
      return absl::OkStatus();
    }
    const int128 late =
        visit.days_late ? visit.days_late->Round(Rounding::kDown) : 0;
    for (const AccountRow& row : visit.account.rows) {
      const int64_t open = row.open[Component::kPrincipal];
      const AccountItem& item = visit.account.items[row.item];
      if (row.due <= spec_.as_of || open <= 0 || row.held_minor > 0 ||
          row.disputed_minor > 0 || item.in_plan) {
        continue;
      }
      USANCE_ASSIGN_OR_RETURN(
          const Date expected,
          AddDays(row.due,
                  static_cast<int32_t>(std::clamp<int128>(late, 0, 3'660))));
      USANCE_ASSIGN_OR_RETURN(
          const auto offer,
          OfferEarlyPayment(*policy.options, open, spec_.as_of, expected));
      if (!offer) continue;
      Add(offers_, 1, visit, item.id,
          {item.id, visit.Text(open),
           std::string(visit.account.currency.code()), "early payment",
           visit.Text(offer->pay_minor) + " by " + offer->pay_by.ToText() +
               " settles it: " +
               usance::Format(policy.options->early_payment->percent) + " off",
           offer->pay_by.ToText(),
           "worth " + visit.Text(offer->worth_minor) + "; waiting until " +
               expected.ToText() + " " + visit.Text(offer->waiting_minor)});
    }
    return absl::OkStatus();
  }

  // --- sections --------------------------------------------------------------

  static Section LateSection() {
    return {"late",
            "Late charges",
            "What the law or the contract gives on what is past due; nothing "
            "of it is claimed until it is posted to the account.",
            "Nothing is past due.",
            {{"customer"},
             {"name"},
             {"invoice"},
             {"due"},
             {"days", true, true},
             {"principal", true},
             {"interest", true},
             {"compensation", true},
             {"fees", true},
             {"total", true},
             {"posted", true},
             {"currency"},
             {"rule"},
             {"confidence"}}};
  }
  static Section ActionSection() {
    return {"actions",
            "To do today",
            "A step is done once a contact that names it is in the journal.",
            "Nothing is to be done today.",
            {{"date"},
             {"customer"},
             {"name"},
             {"invoice"},
             {"due"},
             {"days", true, true},
             {"amount", true},
             {"fee", true},
             {"currency"},
             {"do"},
             {"window"},
             {"tone"},
             {"answered"},
             {"rule"}}};
  }
  static Section HeldSection() {
    return {"held_back",
            "Not today",
            "What is past due and is not asked for, and the rule behind it.",
            "Everything that is past due is asked for today.",
            {{"customer"},
             {"name"},
             {"invoice"},
             {"due"},
             {"amount", true},
             {"currency"},
             {"rule"},
             {"until"},
             {"why"}}};
  }
  static Section OfferSection() {
    return {"offers",
            "Offers worth making",
            "Where an offer is worth more today than every other way to go "
            "on.",
            "No offer is worth more than waiting.",
            {{"customer"},
             {"name"},
             {"invoice"},
             {"amount", true},
             {"currency"},
             {"offer"},
             {"terms"},
             {"by"},
             {"why"}}};
  }
  static Section CaseSection() {
    return {"cases",
            "To look at, to hand over",
            "By the points of their signs; then plans that are not kept.",
            "No debt has the points for it, and plans are kept.",
            {{"customer"},
             {"name"},
             {"invoice"},
             {"due"},
             {"days", true, true},
             {"amount", true},
             {"currency"},
             {"advice"},
             {"points", true, true},
             {"lapses_on"},
             {"best_way"},
             {"signs"}}};
  }
  static Section CreditSection() {
    return {"credit",
            "Customers",
            "The class that each is in today, and what is left of the limit.",
            "Nobody owes anything, or there is no credit policy.",
            {{"customer"},
             {"name"},
             {"currency"},
             {"class"},
             {"open", true},
             {"limit", true},
             {"left", true},
             {"terms"},
             {"deposit", true},
             {"why"}}};
  }

  static void AddSorted(Morning& morning, Section section,
                        std::vector<Sorted>& rows) {
    std::stable_sort(
        rows.begin(), rows.end(),
        [](const Sorted& a, const Sorted& b) { return a.key < b.key; });
    for (Sorted& row : rows) section.rows.push_back(std::move(row.cells));
    morning.sections.push_back(std::move(section));
  }

  static std::string RangeOf(const AgingBucket& bucket) {
    return bucket.to
               ? std::to_string(bucket.from) + "-" + std::to_string(*bucket.to)
               : "over " + std::to_string(bucket.from - 1);
  }

  static Cells AgingCells(const std::string& account, const std::string& name,
                          const Aging& aging) {
    const auto text = [&](int64_t minor) {
      return FormatAmount(minor, aging.currency);
    };
    Cells cells = {account, name, std::string(aging.currency.code()),
                   text(aging.not_due.amount_minor)};
    for (const AgingBucket& bucket : aging.buckets) {
      cells.push_back(text(bucket.amount_minor));
    }
    cells.push_back(text(-aging.unapplied_minor));
    cells.push_back(text(aging.disputed_minor));
    cells.push_back(text(aging.total_minor));
    return cells;
  }

  // A section for all currencies with the same buckets.
  void AddAging(Morning& morning) const {
    std::map<std::vector<int32_t>, Section> by_edges;
    for (const auto& [code, firm] : firms_) {
      if (!firm->aging) continue;
      const std::vector<int32_t>& edges = firm->policy.aging.edges;
      Section& section = by_edges[edges];
      if (section.columns.empty()) {
        section = {"aging",
                   "Receivables by age",
                   "Days past due; what is not due and what is unapplied are "
                   "in no bucket, and with them the buckets add up.",
                   "Nothing is open.",
                   {{"customer"}, {"name"}, {"currency"}, {"not_due", true}}};
        for (const AgingBucket& bucket : firm->aging->buckets) {
          section.columns.push_back({RangeOf(bucket), true});
        }
        for (const char* name : {"unapplied", "disputed", "total"}) {
          section.columns.push_back({name, true});
        }
      }
      for (const auto& [account, aging] : firm->by_account) {
        section.rows.push_back(
            AgingCells(account, books_.NameOf(account), aging));
      }
      section.totals.push_back(AgingCells("all", "", *firm->aging));
      Chart chart = {.section = "aging",
                     .title = "Open by days past due, " + code,
                     .currency = firm->aging->currency,
                     .bars = {{"not due", firm->aging->not_due.amount_minor}}};
      for (const AgingBucket& bucket : firm->aging->buckets) {
        chart.bars.push_back({RangeOf(bucket), bucket.amount_minor});
      }
      morning.charts.push_back(std::move(chart));
    }
    for (auto& [edges, section] : by_edges) {
      if (by_edges.size() > 1) {
        section.id += "_" + section.totals.front()[2];
      }
      morning.sections.push_back(std::move(section));
    }
  }

  absl::Status AddForecast(Morning& morning) const {
    Section section = {
        "forecast",
        "Cash to come",
        "Open claims as the record of payments has them, promises and plans "
        "as given.",
        "Nothing is open.",
        {{"currency"},
         {"first"},
         {"last"},
         {"expected", true},
         {"promised", true},
         {"planned", true},
         {"total", true}}};
    for (const auto& [code, firm] : firms_) {
      if (!firm->aging) continue;
      const Currency currency = firm->aging->currency;
      USANCE_ASSIGN_OR_RETURN(
          const Forecast forecast,
          ForecastOf(firm->record, firm->claims,
                     {.as_of = spec_.as_of,
                      .bucket_days = firm->policy.bucket_days,
                      .bucket_count = firm->policy.bucket_count,
                      .rounding = Rounding::kHalfUp}));
      const auto text = [&](int64_t minor) {
        return FormatAmount(minor, currency);
      };
      Chart chart = {.section = "forecast",
                     .title = "Cash to come, " + code,
                     .currency = currency};
      for (const ForecastBucket& bucket : forecast.buckets) {
        const int64_t total = Clamped(bucket.Total());
        chart.bars.push_back({bucket.first.ToText(), total});
        if (total == 0) continue;
        section.rows.push_back(
            {code, bucket.first.ToText(), bucket.last.ToText(),
             text(bucket.expected_minor), text(bucket.promised_minor),
             text(bucket.planned_minor), text(total)});
      }
      section.rows.push_back(
          {code, "later", "", "", "", "", text(forecast.later_minor)});
      section.rows.push_back(
          {code, "withheld", "", "", "", "", text(forecast.withheld_minor)});
      section.totals.push_back(
          {code, "all", "", "", "", "", text(forecast.total_minor)});
      morning.charts.push_back(std::move(chart));
    }
    morning.sections.push_back(std::move(section));
    return absl::OkStatus();
  }

  const Books& books_;
  const MorningSpec& spec_;
  std::string id_;
  std::map<std::string, std::unique_ptr<Firm>> firms_;  // by currency
  std::vector<Sorted> late_, actions_, held_, offers_, cases_, credit_;
};

}  // namespace

absl::StatusOr<Morning> MakeMorning(const Books& books,
                                    const MorningSpec& spec) {
  return Maker(books, spec).Make();
}

}  // namespace usance::cli
