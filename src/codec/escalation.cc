#include "src/codec/escalation.h"

#include <optional>
#include <string>
#include <utility>

#include "src/codec/account_request.h"
#include "usance/codec/recovery.h"
#include "usance/money/format.h"

namespace usance::codec {
namespace {

// An integer that may be missing.
absl::StatusOr<int64_t> IntegerOr0(Reader& in, std::string_view name,
                                   int64_t most) {
  USANCE_ASSIGN_OR_RETURN(const auto value, in.FindInteger(name, 0, most));
  return value.value_or(0);
}

absl::StatusOr<SignRule> ReadSign(Reader& in, Currency currency) {
  SignRule rule;
  USANCE_ASSIGN_OR_RETURN(rule.sign, in.Get<Sign>("sign"));
  USANCE_RETURN_IF_ERROR(in.Need("bands"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> bands, in.FindList("bands"));
  for (Reader& item : bands) {
    SignBand band;
    const bool money = rule.sign == Sign::kOpen;
    USANCE_ASSIGN_OR_RETURN(const auto number,
                            item.FindInteger("from", 0, INT64_MAX));
    USANCE_ASSIGN_OR_RETURN(const auto amount,
                            item.FindMoney("amount", currency));
    USANCE_RETURN_IF_ERROR(item.Need(money ? "amount" : "from"));
    item.NoUseFor(money ? "from" : "amount");
    band.from = money ? amount->minor() : *number;
    USANCE_RETURN_IF_ERROR(item.Need("points"));
    USANCE_ASSIGN_OR_RETURN(const auto points,
                            item.FindInteger("points", 0, INT32_MAX));
    band.points = static_cast<int32_t>(*points);
    USANCE_RETURN_IF_ERROR(item.Done());
    rule.bands.push_back(band);
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  return rule;
}

}  // namespace

absl::StatusOr<EscalationPolicy> ReadEscalation(Reader& in, Currency currency) {
  EscalationPolicy policy;
  USANCE_ASSIGN_OR_RETURN(policy.id, in.Get<std::string>("id"));
  USANCE_RETURN_IF_ERROR(in.Need("signs"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> signs, in.FindList("signs"));
  for (Reader& sign : signs) {
    USANCE_ASSIGN_OR_RETURN(SignRule rule, ReadSign(sign, currency));
    policy.signs.push_back(std::move(rule));
  }
  const std::pair<std::string_view, int32_t EscalationPolicy::*> needed[] = {
      {"review_points", &EscalationPolicy::review_points},
      {"hand_over_points", &EscalationPolicy::hand_over_points}};
  for (const auto& [name, member] : needed) {
    USANCE_RETURN_IF_ERROR(in.Need(name));
    USANCE_ASSIGN_OR_RETURN(const int64_t points,
                            IntegerOr0(in, name, INT32_MAX));
    policy.*member = static_cast<int32_t>(points);
  }
  USANCE_ASSIGN_OR_RETURN(const auto small, in.FindMoney("small", currency));
  if (small) policy.small_minor = small->minor();
  USANCE_ASSIGN_OR_RETURN(const int64_t small_days,
                          IntegerOr0(in, "small_days", INT32_MAX));
  policy.small_days = static_cast<int32_t>(small_days);
  USANCE_ASSIGN_OR_RETURN(const int64_t days,
                          IntegerOr0(in, "limitation_days", INT32_MAX));
  policy.limitation_days = static_cast<int32_t>(days);
  USANCE_RETURN_IF_ERROR(in.Done());
  return policy;
}

absl::StatusOr<DebtorSigns> ReadSigns(Reader& in) {
  DebtorSigns debtor;
  USANCE_ASSIGN_OR_RETURN(debtor.insolvency, in.FindFlag("insolvency"));
  USANCE_ASSIGN_OR_RETURN(const int64_t disputes,
                          IntegerOr0(in, "legal_disputes", INT32_MAX));
  debtor.legal_disputes = static_cast<int32_t>(disputes);
  USANCE_ASSIGN_OR_RETURN(debtor.other_jurisdiction,
                          in.FindFlag("other_jurisdiction"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> lapses, in.FindList("lapses"));
  for (Reader& item : lapses) {
    USANCE_ASSIGN_OR_RETURN(std::string id, item.Get<std::string>("item"));
    USANCE_ASSIGN_OR_RETURN(const Date on, item.Get<Date>("on"));
    USANCE_RETURN_IF_ERROR(item.Done());
    debtor.lapses.push_back({std::move(id), on});
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  return debtor;
}

absl::StatusOr<std::vector<ContingentFee>> ReadContingent(Reader& in,
                                                          Currency currency) {
  std::vector<ContingentFee> all;
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> fees, in.FindList("contingent"));
  for (Reader& item : fees) {
    USANCE_ASSIGN_OR_RETURN(const Money from, item.GetMoney("from", currency));
    USANCE_ASSIGN_OR_RETURN(const Percent share, item.Get<Percent>("share"));
    USANCE_RETURN_IF_ERROR(item.Done());
    all.push_back({from.minor(), share});
  }
  return all;
}

}  // namespace usance::codec

namespace usance {

absl::StatusOr<EscalationPolicy> ReadEscalationPolicy(const Json& policy,
                                                      Currency currency,
                                                      std::string_view field) {
  return codec::ReadDocument(
      policy, codec::kEscalationPolicyFields, field, RateBook(),
      [&](codec::Reader& in) { return codec::ReadEscalation(in, currency); });
}

absl::StatusOr<DebtorSigns> ReadDebtorSigns(const Json& debtor,
                                            std::string_view field) {
  return codec::ReadDocument(
      debtor, codec::kDebtorSignsFields, field, RateBook(),
      [](codec::Reader& in) { return codec::ReadSigns(in); });
}

Json EscalationsJson(const std::vector<Escalation>& all,
                     const Account& account) {
  Json items = Json::List();
  for (const Escalation& one : all) {
    Json json = Json::Object();
    json.Set("item", account.items[one.item].id);
    json.Set("advice", NameOf(one.advice));
    json.Set("points", one.points);
    Json reasons = Json::List();
    for (const SignPoints& reason : one.reasons) {
      Json sign = Json::Object();
      sign.Set("sign", NameOf(reason.sign));
      sign.Set("value", reason.sign == Sign::kOpen
                            ? Json(FormatAmount(reason.value, account.currency))
                            : Json(reason.value));
      sign.Set("points", reason.points);
      reasons.Append(std::move(sign));
    }
    json.Set("reasons", std::move(reasons));
    if (one.lapses_on) json.Set("lapses_on", one.lapses_on->ToText());
    json.Set("why", one.why);
    items.Append(std::move(json));
  }
  Json answer = Json::Object();
  answer.Set("items", std::move(items));
  return answer;
}

Json SettlementJson(const Settlement& settlement, int64_t pay_minor,
                    Currency currency) {
  Json answer = Json::Object();
  answer.Set("open", FormatAmount(settlement.open_minor, currency));
  answer.Set("pay", FormatAmount(pay_minor, currency));
  answer.Set("given_up", codec::AmountsJson(settlement.given_up, currency));
  Json events = Json::List();
  for (const ClaimWaived& waived : settlement.waivers) {
    Json json = Json::Object();
    json.Set("kind", NameOf(EventKind::kWaiver));
    if (!waived.item.empty()) json.Set("item", waived.item);
    json.Set("component", NameOf(waived.component));
    json.Set("amount", FormatAmount(*waived.amount_minor, currency));
    events.Append(std::move(json));
  }
  answer.Set("events", std::move(events));
  return answer;
}

Json StandingJson(const PlanStanding& standing, Currency currency) {
  Json answer = Json::Object();
  answer.Set("state", NameOf(standing.state));
  answer.Set("due", FormatAmount(standing.due_minor, currency));
  answer.Set("paid", FormatAmount(standing.paid_minor, currency));
  answer.Set("arrears", FormatAmount(standing.arrears_minor, currency));
  answer.Set("missed", int64_t{standing.missed});
  if (standing.next_due) {
    answer.Set("next_due", standing.next_due->ToText());
    answer.Set("next", FormatAmount(standing.next_minor, currency));
  }
  if (standing.breached_on) {
    answer.Set("breached_on", standing.breached_on->ToText());
  }
  return answer;
}

}  // namespace usance
