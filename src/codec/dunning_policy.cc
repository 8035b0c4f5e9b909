#include "src/codec/dunning_policy.h"

#include <algorithm>
#include <string>
#include <utility>

#include "usance/codec/dunning.h"
#include "usance/core/text.h"
#include "usance/money/format.h"
#include "usance/statute/statute.h"

namespace usance::codec {
namespace {

// An integer that stands for `assumed` where it is missing; CheckPolicy says
// which are allowed.
absl::Status ReadCount(Reader& in, std::string_view name, int32_t& count) {
  USANCE_ASSIGN_OR_RETURN(const auto value,
                          in.FindInteger(name, INT32_MIN, INT32_MAX));
  if (value) count = static_cast<int32_t>(*value);
  return absl::OkStatus();
}

template <class T>
absl::Status FillChoice(Reader& in, std::string_view name, T& choice) {
  USANCE_ASSIGN_OR_RETURN(auto value, in.Find<T>(name));
  if (value) choice = *std::move(value);
  return absl::OkStatus();
}

absl::StatusOr<DunningStep> ReadStep(Reader& in) {
  DunningStep step;
  USANCE_ASSIGN_OR_RETURN(step.id, in.Get<std::string>("id"));
  USANCE_RETURN_IF_ERROR(FillChoice(in, "anchor", step.anchor));
  USANCE_ASSIGN_OR_RETURN(const auto after, in.Find<std::string>("after"));
  if (after) {
    USANCE_ASSIGN_OR_RETURN(step.after, ParseSteps(*after, in.PathOf("after")));
  }
  USANCE_RETURN_IF_ERROR(FillChoice(in, "action", step.action));
  USANCE_ASSIGN_OR_RETURN(step.channels, in.FindAll<Channel>("channels"));
  USANCE_RETURN_IF_ERROR(FillChoice(in, "tone", step.tone));
  USANCE_RETURN_IF_ERROR(FillChoice(in, "message", step.message));
  USANCE_ASSIGN_OR_RETURN(step.consequences,
                          in.FindAll<std::string>("consequences"));
  USANCE_RETURN_IF_ERROR(FillChoice(in, "fee", step.fee));
  USANCE_RETURN_IF_ERROR(ReadCount(in, "min_gap_days", step.min_gap_days));
  USANCE_RETURN_IF_ERROR(ReadCount(in, "attempts", step.attempts));
  USANCE_RETURN_IF_ERROR(ReadCount(in, "retry_days", step.retry_days));
  USANCE_RETURN_IF_ERROR(in.Done());
  return step;
}

absl::StatusOr<ContactCap> ReadCap(Reader& in) {
  ContactCap cap;
  USANCE_ASSIGN_OR_RETURN(cap.id, in.Get<std::string>("id"));
  USANCE_ASSIGN_OR_RETURN(cap.channels, in.FindAll<Channel>("channels"));
  USANCE_RETURN_IF_ERROR(in.Need("most"));
  USANCE_RETURN_IF_ERROR(ReadCount(in, "most", cap.most));
  USANCE_RETURN_IF_ERROR(in.Need("within_days"));
  USANCE_RETURN_IF_ERROR(ReadCount(in, "within_days", cap.within_days));
  USANCE_RETURN_IF_ERROR(
      ReadCount(in, "after_answer_days", cap.after_answer_days));
  USANCE_RETURN_IF_ERROR(in.Done());
  return cap;
}

// A minute of the day, from 00:00 to 24:00.
absl::Status ReadMinute(Reader& in, std::string_view name, int32_t& minute) {
  USANCE_ASSIGN_OR_RETURN(const auto text, in.Find<std::string>(name));
  if (!text) return absl::OkStatus();
  std::optional<int64_t> hours, minutes;
  if (text->size() == 5 && (*text)[2] == ':') {
    const std::string_view whole = *text;
    hours = ScanInteger(whole.substr(0, 2), 0, 24);
    minutes = ScanInteger(whole.substr(3), 0, 59);
  }
  if (!hours || !minutes || *hours * 60 + *minutes > 24 * 60) {
    return Error(Reason::kMalformed, in.PathOf(name),
                 Quoted(*text) +
                     " is no time of day; allowed: 00:00 to 24:00, as 08:30");
  }
  minute = static_cast<int32_t>(*hours * 60 + *minutes);
  return absl::OkStatus();
}

absl::StatusOr<ContactWindow> ReadWindow(Reader& in) {
  ContactWindow window;
  USANCE_ASSIGN_OR_RETURN(window.channels, in.FindAll<Channel>("channels"));
  USANCE_ASSIGN_OR_RETURN(window.weekdays, in.FindAll<Weekday>("weekdays"));
  USANCE_RETURN_IF_ERROR(ReadMinute(in, "from", window.from_minute));
  USANCE_RETURN_IF_ERROR(ReadMinute(in, "until", window.until_minute));
  if (window.from_minute >= window.until_minute) {
    return Error(Reason::kOutOfRange,
                 in.PathOf(in.Has("until") ? "until" : "from"),
                 "the window is empty; allowed: from before until");
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  return window;
}

absl::StatusOr<NoticeFeeLimit> ReadFeeLimit(Reader& in, Currency currency) {
  NoticeFeeLimit limit;
  USANCE_ASSIGN_OR_RETURN(limit.action, in.Get<CapAction>("action"));
  USANCE_ASSIGN_OR_RETURN(const auto id, in.Find<std::string>("statute"));
  if (!id) {
    USANCE_ASSIGN_OR_RETURN(const Money most, in.GetMoney("amount", currency));
    limit.most_minor = most.minor();
    USANCE_ASSIGN_OR_RETURN(limit.rule, in.Get<std::string>("rule"));
    if (in.Has("max_count")) {
      USANCE_RETURN_IF_ERROR(
          ReadCount(in, "max_count", limit.max_count.emplace()));
    }
    USANCE_RETURN_IF_ERROR(ReadCount(in, "min_gap_days", limit.min_gap_days));
    USANCE_RETURN_IF_ERROR(in.Done());
    return limit;
  }
  for (const char* name : {"amount", "max_count", "min_gap_days", "rule"}) {
    if (!in.Has(name)) continue;
    return Error(Reason::kConflict, in.PathOf(name), "the statute says it");
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  const std::string at = in.PathOf("statute");
  USANCE_ASSIGN_OR_RETURN(const Statute law, FindStatute(*id, at));
  if (!law.reminder_fee) {
    return Error(Reason::kUnsupported, at,
                 law.id + " says nothing of what a reminder may cost");
  }
  const ReminderFeeFact& fee = *law.reminder_fee;
  if (fee.most.currency() != currency) {
    return Error(Reason::kCurrencyMismatch, at,
                 law.id + " limits fees in " +
                     std::string(fee.most.currency().code()) +
                     "; the policy is in " + std::string(currency.code()));
  }
  limit.rule = law.id + " (" + fee.cited.source + ")";
  limit.most_minor = fee.most.minor();
  limit.max_count = fee.max_count;
  limit.min_gap_days = fee.min_gap_days;
  return limit;
}

absl::Status ReadRules(Reader& in, DunningPolicy& policy) {
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> caps, in.FindList("caps"));
  for (Reader& one : caps) {
    USANCE_ASSIGN_OR_RETURN(ContactCap cap, ReadCap(one));
    policy.caps.push_back(std::move(cap));
  }
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> windows, in.FindList("windows"));
  for (Reader& one : windows) {
    USANCE_ASSIGN_OR_RETURN(ContactWindow window, ReadWindow(one));
    policy.windows.push_back(std::move(window));
  }
  USANCE_ASSIGN_OR_RETURN(policy.calendars, ReadCalendars(in, "calendars"));
  return absl::OkStatus();
}

std::string TimeText(int32_t minute) {
  const auto two = [](int32_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  return two(minute / 60) + ":" + two(minute % 60);
}

// The items of the rows, each once.
Json ItemsJson(const std::vector<uint32_t>& rows, const Account& account) {
  Json items = Json::List();
  std::vector<uint32_t> seen;
  for (const uint32_t row : rows) {
    const uint32_t item = account.rows[row].item;
    if (std::find(seen.begin(), seen.end(), item) != seen.end()) continue;
    seen.push_back(item);
    items.Append(account.items[item].id);
  }
  return items;
}

Json RowsJson(const std::vector<uint32_t>& rows, const Account& account) {
  Json list = Json::List();
  for (const uint32_t index : rows) {
    const AccountRow& row = account.rows[index];
    const int128 open = row.open.Total() - row.held_minor - row.disputed_minor;
    Json json = Json::Object();
    json.Set("item", account.items[row.item].id);
    json.Set("row", row.number);
    json.Set("due", row.due.ToText());
    json.Set("open",
             FormatAmount(static_cast<int64_t>(open), account.currency));
    list.Append(std::move(json));
  }
  return list;
}

Json ActionJson(const NextAction& action, const Account& account,
                const DunningPolicy& policy) {
  const DunningStep& step = policy.steps[action.step];
  Json json = Json::Object();
  json.Set("step", step.id);
  json.Set("action", NameOf(step.action));
  if (action.channel) json.Set("channel", NameOf(*action.channel));
  json.Set("tone", NameOf(step.tone));
  if (!step.message.empty()) json.Set("message", step.message);
  if (!step.consequences.empty()) {
    Json consequences = Json::List();
    for (const std::string& one : step.consequences) consequences.Append(one);
    json.Set("consequences", std::move(consequences));
  }
  json.Set("items", ItemsJson(action.rows, account));
  json.Set("rows", RowsJson(action.rows, account));
  json.Set("open", FormatAmount(action.open_minor, account.currency));
  json.Set("since", action.since.ToText());
  json.Set("attempt", action.attempt);
  if (action.fee) {
    json.Set("fee", FormatAmount(action.fee->minor(), account.currency));
  }
  if (!action.fee_why.empty()) json.Set("fee_why", action.fee_why);
  if (action.channel) {
    json.Set("window", WindowText(action));
    if (!action.time_zone.empty()) json.Set("time_zone", action.time_zone);
  }
  if (action.answer) {
    json.Set("answer", NameOf(*action.answer));
    json.Set("treatment", NameOf(TreatmentOf(*action.answer)));
  }
  json.Set("why", action.why);
  return json;
}

}  // namespace

absl::StatusOr<DunningPolicy> ReadDunning(Reader& in, Currency currency) {
  DunningPolicy policy;
  USANCE_ASSIGN_OR_RETURN(policy.id, in.Get<std::string>("id"));
  USANCE_ASSIGN_OR_RETURN(policy.scope, in.Get<DunningScope>("scope"));
  USANCE_ASSIGN_OR_RETURN(policy.order, in.Get<StepOrder>("order"));
  USANCE_RETURN_IF_ERROR(in.Need("steps"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> steps, in.FindList("steps"));
  for (Reader& one : steps) {
    USANCE_ASSIGN_OR_RETURN(DunningStep step, ReadStep(one));
    policy.steps.push_back(std::move(step));
  }
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> fees, in.FindList("fees"));
  for (Reader& one : fees) {
    USANCE_RETURN_IF_ERROR(one.Need("id"));
    USANCE_ASSIGN_OR_RETURN(LateFee fee, ReadFee(one, currency));
    if (!one.Has("trigger")) fee.trigger = FeeTrigger::kNotice;
    policy.fees.push_back(std::move(fee));
  }
  USANCE_ASSIGN_OR_RETURN(auto limit, in.FindObject("fee_limit"));
  if (limit) {
    USANCE_ASSIGN_OR_RETURN(policy.fee_limit, ReadFeeLimit(*limit, currency));
  }
  USANCE_RETURN_IF_ERROR(ReadCount(in, "grace_days", policy.grace_days));
  const std::pair<std::string_view, int64_t*> amounts[] = {
      {"min_open", &policy.min_open_minor},
      {"min_account", &policy.min_account_minor}};
  for (const auto& [name, minor] : amounts) {
    USANCE_ASSIGN_OR_RETURN(const auto amount, in.FindMoney(name, currency));
    if (amount) *minor = amount->minor();
  }
  USANCE_RETURN_IF_ERROR(
      ReadCount(in, "min_account_days", policy.min_account_days));
  USANCE_ASSIGN_OR_RETURN(policy.gap_by_account, in.FindFlag("gap_by_account"));
  USANCE_RETURN_IF_ERROR(
      ReadCount(in, "promise_tolerance_days", policy.promise_tolerance_days));
  USANCE_RETURN_IF_ERROR(ReadRules(in, policy));
  USANCE_RETURN_IF_ERROR(in.Done());
  const std::string at = in.PathOf("");
  USANCE_RETURN_IF_ERROR(
      CheckPolicy(policy, currency, at.substr(0, at.size() - 1)));
  return policy;
}

absl::StatusOr<DebtorProfile> ReadDebtor(Reader& in) {
  DebtorProfile debtor;
  USANCE_ASSIGN_OR_RETURN(auto consent, in.FindAll<Channel>("consent"));
  if (in.Has("consent")) debtor.consent = std::move(consent);
  USANCE_ASSIGN_OR_RETURN(debtor.preferred, in.FindAll<Channel>("preferred"));
  USANCE_ASSIGN_OR_RETURN(debtor.grace_until, in.Find<Date>("grace_until"));
  USANCE_ASSIGN_OR_RETURN(auto zone, in.Find<std::string>("time_zone"));
  debtor.time_zone = std::move(zone).value_or("");
  USANCE_RETURN_IF_ERROR(in.Done());
  return debtor;
}

}  // namespace usance::codec

namespace usance {

absl::StatusOr<DunningPolicy> ReadDunningPolicy(const Json& policy,
                                                Currency currency,
                                                std::string_view field,
                                                const RateBook& book) {
  return codec::ReadDocument(
      policy, codec::kDunningFields, field, book,
      [&](codec::Reader& in) { return codec::ReadDunning(in, currency); });
}

absl::StatusOr<DebtorProfile> ReadDebtorProfile(const Json& debtor,
                                                std::string_view field,
                                                const RateBook& book) {
  return codec::ReadDocument(
      debtor, codec::kDebtorFields, field, book,
      [](codec::Reader& in) { return codec::ReadDebtor(in); });
}

std::string WindowText(const NextAction& action) {
  return codec::TimeText(action.from_minute) + "-" +
         codec::TimeText(action.until_minute);
}

Json NextActionsJson(const NextActions& next, const Account& account,
                     const DunningPolicy& policy) {
  Json answer = Json::Object();
  Json actions = Json::List();
  for (const NextAction& action : next.actions) {
    actions.Append(codec::ActionJson(action, account, policy));
  }
  answer.Set("actions", std::move(actions));
  Json held_back = Json::List();
  for (const NoAction& none : next.held_back) {
    Json json = Json::Object();
    json.Set("rule", NameOf(none.rule));
    json.Set("items", codec::ItemsJson(none.rows, account));
    json.Set("rows", codec::RowsJson(none.rows, account));
    if (none.step) json.Set("step", policy.steps[*none.step].id);
    if (none.until) json.Set("until", none.until->ToText());
    json.Set("why", none.why);
    held_back.Append(std::move(json));
  }
  answer.Set("held_back", std::move(held_back));
  return answer;
}

}  // namespace usance
