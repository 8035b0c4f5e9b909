// next_actions, settlement, standing, escalate, handover, options: what to do
// about a debt.
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "src/codec/account_request.h"
#include "src/codec/dunning_policy.h"
#include "src/codec/escalation.h"
#include "src/codec/operations.h"
#include "usance/accrual/rate.h"
#include "usance/codec/dunning.h"
#include "usance/codec/recovery.h"
#include "usance/money/format.h"
#include "usance/recovery/escalation.h"
#include "usance/recovery/message.h"
#include "usance/recovery/next_action.h"
#include "usance/recovery/payment_plan.h"
#include "usance/recovery/recovery_option.h"
#include "usance/recovery/settlement.h"

namespace usance::codec {
namespace {

constexpr Field kNextOnlyFields[] = {
    {"dunning", FieldType::kObject, true, "which step follows which", nullptr,
     kDunningFields},
    {"debtor", FieldType::kObject, false, "what is known beside the record",
     nullptr, kDebtorFields},
    {"pay_within_days", FieldType::kInteger, false,
     "adds the values of each contact's message, which asks for payment "
     "within so many days"},
};
constexpr auto kNextFields =
    Join(kAccountFields, kAsOfField, kKnownField, kNextOnlyFields);

constexpr Field kHandoverOnlyFields[] = {
    {"items", FieldType::kTexts, false,
     "that are handed over; assumed: all of which something is open"},
};
constexpr auto kHandoverFields =
    Join(kAccountFields, kAsOfField, kKnownField, kHandoverOnlyFields);

constexpr Field kSettlementOnlyFields[] = {
    {"items", FieldType::kTexts, false, "that are settled; assumed: all"},
    {"pay", FieldType::kMoney, true, "that settles them"},
    {"gives_up", FieldType::kNames, true,
     "what is given up for it, the first first", NamesOf<Component>},
};
constexpr auto kSettlementFields =
    Join(kAccountFields, kAsOfField, kKnownField, kSettlementOnlyFields);

constexpr Field kStandingOnlyFields[] = {
    {"plan", FieldType::kText, true, "the id of the event that agreed on it"},
    {"missed", FieldType::kInteger, false,
     "so many rows missed breach it; assumed: 1"},
    {"of_last", FieldType::kInteger, false,
     "of so many that fell due last; assumed: 0, of all"},
    {"tolerance_days", FieldType::kInteger, false,
     "that a row may be late; assumed: 0"},
    {"tolerance", FieldType::kMoney, false,
     "that may be missing of all that is due; assumed: 0.00"},
    {"ignores_made_up", FieldType::kFlag, false,
     "a row that was missed and paid later is none; assumed: false"},
};
constexpr auto kStandingFields =
    Join(kAccountFields, kAsOfField, kKnownField, kStandingOnlyFields);

constexpr Field kEscalateOnlyFields[] = {
    {"escalation", FieldType::kObject, true, "the signs and their points",
     nullptr, kEscalationPolicyFields},
    {"debtor", FieldType::kObject, false, "what is known beside the record",
     nullptr, kDebtorSignsFields},
};
constexpr auto kEscalateFields =
    Join(kAccountFields, kAsOfField, kKnownField, kEscalateOnlyFields);

constexpr Field kReceiptFields[] = {
    {"date", FieldType::kDate, true, "on which it comes in"},
    {"amount", FieldType::kMoney, true, "above 0"},
};
constexpr Field kOptionFields[] = {
    {"id", FieldType::kText, true, "of the option"},
    {"receipts", FieldType::kList, false, "where it works", nullptr,
     kReceiptFields},
    {"chance", FieldType::kPercent, false, "that it works; assumed: 0%"},
    {"cost", FieldType::kMoney, false, "in any case; assumed: 0.00"},
    {"contingent", FieldType::kList, false, "fees of what comes in", nullptr,
     kContingentFields},
};
constexpr Field kOptionsFields[] = {
    {"currency", FieldType::kCurrency, true, "of all amounts"},
    {"as_of", FieldType::kDate, true, "the day of their values"},
    {"rate", FieldType::kRate, true, "of what money costs"},
    {"day_count", FieldType::kName, true, "of the time to each receipt",
     NamesOf<DayCount>},
    {"rounding", FieldType::kName, true, "of each value", NamesOf<Rounding>},
    {"options", FieldType::kList, true, "that are compared", nullptr,
     kOptionFields},
};

// The values of each contact's message, and which of the actions it is of.
absl::StatusOr<Json> MessagesJson(const Journal& journal,
                                  const Account& account,
                                  const DunningPolicy& policy,
                                  const NextActions& next, int32_t days) {
  Json messages = Json::List();
  for (size_t k = 0; k < next.actions.size(); ++k) {
    const NextAction& action = next.actions[k];
    if (!action.channel) continue;
    USANCE_ASSIGN_OR_RETURN(const std::vector<MessageValue> values,
                            MessageValuesOf(journal, account, policy, action,
                                            {.pay_within_days = days}));
    Json json = Json::Object();
    json.Set("action", static_cast<int64_t>(k));
    for (const MessageValue& value : values) json.Set(value.name, value.text);
    messages.Append(std::move(json));
  }
  return messages;
}

absl::Status RunNextActions(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Given given, ReadAccount(in));
  USANCE_ASSIGN_OR_RETURN(const ReplaySpec replay, ReadReplay(in));
  USANCE_RETURN_IF_ERROR(in.Need("dunning"));
  USANCE_ASSIGN_OR_RETURN(auto dunning, in.FindObject("dunning"));
  USANCE_ASSIGN_OR_RETURN(const DunningPolicy policy,
                          ReadDunning(*dunning, given.journal.currency()));
  USANCE_ASSIGN_OR_RETURN(auto about, in.FindObject("debtor"));
  DebtorProfile debtor;
  if (about) {
    USANCE_ASSIGN_OR_RETURN(debtor, ReadDebtor(*about));
  }
  USANCE_ASSIGN_OR_RETURN(
      const auto days, in.FindInteger("pay_within_days", 0, kMaxDunningDays));
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          Replay(given.journal, given.policy, replay));
  const auto next = DecideActions(given.journal, account, policy, debtor);
  if (!next.ok()) return At("/dunning", next.status());
  out.SetAll(NextActionsJson(*next, account, policy));
  if (days) {
    USANCE_ASSIGN_OR_RETURN(Json messages,
                            MessagesJson(given.journal, account, policy, *next,
                                         static_cast<int32_t>(*days)));
    out.Set("messages", std::move(messages));
  }
  for (const NextAction& action : next->actions) {
    out.Because("\"" + policy.steps[action.step].id + "\": " + action.why);
  }
  for (const NoAction& none : next->held_back) {
    out.Because("no action: " + none.why);
  }
  return absl::OkStatus();
}

absl::Status RunHandover(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Given given, ReadAccount(in));
  USANCE_ASSIGN_OR_RETURN(ReplaySpec replay, ReadReplay(in));
  replay.segments = true;
  USANCE_ASSIGN_OR_RETURN(const std::vector<std::string> items,
                          in.FindAll<std::string>("items"));
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          Replay(given.journal, given.policy, replay));
  USANCE_ASSIGN_OR_RETURN(const HandoverPack pack,
                          PackHandover(given.journal, account, items));
  out.SetAll(HandoverJson(pack, given.journal, account));
  if (items.empty()) out.Assume("items", "all that are open");
  for (const uint32_t row : pack.rows) {
    for (const Segment& segment : account.rows[row].segments) {
      out.Because(SegmentSentence(segment, account.currency));
    }
  }
  return absl::OkStatus();
}

absl::Status RunSettlement(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Given given, ReadAccount(in));
  const Currency currency = given.journal.currency();
  USANCE_ASSIGN_OR_RETURN(const ReplaySpec replay, ReadReplay(in));
  SettlementSpec spec;
  USANCE_ASSIGN_OR_RETURN(spec.items, in.FindAll<std::string>("items"));
  USANCE_ASSIGN_OR_RETURN(const Money pay, in.GetMoney("pay", currency));
  spec.pay_minor = pay.minor();
  USANCE_RETURN_IF_ERROR(in.Need("gives_up"));
  USANCE_ASSIGN_OR_RETURN(spec.gives_up, in.FindAll<Component>("gives_up"));
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          Replay(given.journal, given.policy, replay));
  USANCE_ASSIGN_OR_RETURN(const Settlement settlement, Settle(account, spec));
  out.SetAll(SettlementJson(settlement, spec.pay_minor, currency));
  if (spec.items.empty()) out.Assume("items", "all");
  out.Because("of " + FormatAmount(settlement.open_minor, currency) +
              " open, " + FormatAmount(spec.pay_minor, currency) +
              " is paid and the rest given up, component by component in the "
              "order given");
  return absl::OkStatus();
}

absl::Status RunStanding(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Given given, ReadAccount(in));
  const Currency currency = given.journal.currency();
  USANCE_ASSIGN_OR_RETURN(const ReplaySpec replay, ReadReplay(in));
  USANCE_ASSIGN_OR_RETURN(const std::string plan, in.Get<std::string>("plan"));
  BreachRule rule;
  for (const auto& [name, least, value] :
       {std::tuple{"missed", 1, &rule.missed},
        std::tuple{"of_last", 0, &rule.of_last},
        std::tuple{"tolerance_days", 0, &rule.tolerance_days}}) {
    USANCE_ASSIGN_OR_RETURN(const auto given_value,
                            in.FindInteger(name, least, kMaxPlanPayments));
    if (given_value) *value = static_cast<int32_t>(*given_value);
  }
  USANCE_ASSIGN_OR_RETURN(const auto tolerance,
                          in.FindMoney("tolerance", currency));
  if (tolerance) rule.tolerance_minor = tolerance->minor();
  USANCE_ASSIGN_OR_RETURN(const bool ignores, in.FindFlag("ignores_made_up"));
  rule.made_up_counts = !ignores;
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          Replay(given.journal, given.policy, replay));
  const auto standing = StandingOf(given.journal, account, plan, rule);
  if (!standing.ok()) {
    constexpr Renamed kNames[] = {{"/rule/missed", "/missed"},
                                  {"/rule/of_last", "/of_last"},
                                  {"/rule/tolerance_days", "/tolerance_days"},
                                  {"/rule/tolerance", "/tolerance"}};
    return Rename(standing.status(), kNames);
  }
  out.SetAll(StandingJson(*standing, currency));
  out.Because(
      "of " + FormatAmount(standing->due_minor, currency) +
      " due by the plan's rows, " +
      FormatAmount(standing->paid_minor, currency) +
      " was paid on its items since it was agreed; missed by the rule: " +
      std::to_string(standing->missed));
  return absl::OkStatus();
}

absl::Status RunEscalate(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Given given, ReadAccount(in));
  const Currency currency = given.journal.currency();
  USANCE_ASSIGN_OR_RETURN(const ReplaySpec replay, ReadReplay(in));
  USANCE_RETURN_IF_ERROR(in.Need("escalation"));
  USANCE_ASSIGN_OR_RETURN(auto rules, in.FindObject("escalation"));
  USANCE_ASSIGN_OR_RETURN(const EscalationPolicy policy,
                          ReadEscalation(*rules, currency));
  USANCE_ASSIGN_OR_RETURN(auto about, in.FindObject("debtor"));
  DebtorSigns debtor;
  if (about) {
    USANCE_ASSIGN_OR_RETURN(debtor, ReadSigns(*about));
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          Replay(given.journal, given.policy, replay));
  USANCE_ASSIGN_OR_RETURN(
      const std::vector<Escalation> all,
      Escalate(given.journal, account, policy, debtor, "/escalation"));
  out.SetAll(EscalationsJson(all, account));
  for (const Escalation& one : all) {
    const std::string& id = account.items[one.item].id;
    out.Because((id.empty() ? "the account's charges" : "\"" + id + "\"") +
                ": " + one.why);
  }
  if (all.empty()) out.Because("nothing is past due that is not with others");
  return absl::OkStatus();
}

absl::StatusOr<RecoveryOption> ReadOption(Reader& in, Currency currency) {
  RecoveryOption option;
  USANCE_ASSIGN_OR_RETURN(option.id, in.Get<std::string>("id"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> receipts,
                          in.FindList("receipts"));
  for (Reader& item : receipts) {
    USANCE_ASSIGN_OR_RETURN(const Date day, item.Get<Date>("date"));
    USANCE_ASSIGN_OR_RETURN(const Money amount,
                            item.GetMoney("amount", currency));
    USANCE_RETURN_IF_ERROR(item.Done());
    option.receipts.push_back({day, amount.minor()});
  }
  USANCE_ASSIGN_OR_RETURN(const auto chance, in.Find<Percent>("chance"));
  option.chance = chance.value_or(option.chance);
  USANCE_ASSIGN_OR_RETURN(const auto cost, in.FindMoney("cost", currency));
  if (cost) option.cost_minor = cost->minor();
  USANCE_ASSIGN_OR_RETURN(option.contingent, ReadContingent(in, currency));
  USANCE_RETURN_IF_ERROR(in.Done());
  return option;
}

absl::Status RunOptions(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          in.Get<Currency>("currency"));
  USANCE_ASSIGN_OR_RETURN(const Date as_of, in.Get<Date>("as_of"));
  USANCE_ASSIGN_OR_RETURN(const Rate rate, in.Get<Rate>("rate"));
  ValueSpec spec = {.as_of = as_of, .rate = rate};
  USANCE_ASSIGN_OR_RETURN(spec.day_count, in.Get<DayCount>("day_count"));
  USANCE_ASSIGN_OR_RETURN(spec.rounding, in.Get<Rounding>("rounding"));
  USANCE_RETURN_IF_ERROR(in.Need("options"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> list, in.FindList("options"));
  std::vector<RecoveryOption> options;
  for (Reader& item : list) {
    USANCE_ASSIGN_OR_RETURN(RecoveryOption option, ReadOption(item, currency));
    options.push_back(std::move(option));
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  const auto values = CompareOptions(options, spec);
  if (!values.ok()) {
    const std::string field = FieldOf(values.status());
    if (!field.ends_with("/day")) return values.status();
    return Error(ReasonOf(values.status()),
                 field.substr(0, field.size() - 3) + "date",
                 TextOf(values.status()));
  }
  Json sorted = Json::List();
  for (const OptionValue& value : *values) {
    Json json = Json::Object();
    json.Set("id", options[value.option].id);
    json.Set("nominal", FormatAmount(value.nominal_minor, currency));
    json.Set("present", FormatAmount(value.present_minor, currency));
    json.Set("expected", FormatAmount(value.expected_minor, currency));
    if (value.break_even) {
      json.Set("break_even", Format(Percent(*value.break_even)));
    }
    sorted.Append(std::move(json));
  }
  out.Set("options", std::move(sorted));
  out.Because(
      "a receipt is worth what is left of it after contingent fees, over 1 "
      "plus the rate times the time to it; the sum times the chance, less the "
      "cost, is what to expect");
  return absl::OkStatus();
}

constexpr Operation kRecoveryOperations[] = {
    {"next_actions", "what to do next about a debt, or why nothing",
     kNextFields, RunNextActions},
    {"handover", "what goes along when debts are handed over", kHandoverFields,
     RunHandover},
    {"settlement", "what is given up when less than all is paid",
     kSettlementFields, RunSettlement},
    {"standing", "whether a payment plan is kept", kStandingFields,
     RunStanding},
    {"escalate", "which debts are for others, by their signs", kEscalateFields,
     RunEscalate},
    {"options", "what ways to go on are worth", kOptionsFields, RunOptions},
};

}  // namespace

std::span<const Operation> RecoveryOperations() { return kRecoveryOperations; }

}  // namespace usance::codec
