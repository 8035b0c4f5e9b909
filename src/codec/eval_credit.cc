// assess, exposure: what a customer is trusted with.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "src/codec/account_request.h"
#include "src/codec/credit_policy.h"
#include "src/codec/operations.h"
#include "usance/core/text.h"
#include "usance/credit/assess.h"
#include "usance/credit/credit_policy.h"
#include "usance/credit/exposure.h"
#include "usance/credit/track_record.h"
#include "usance/money/format.h"
#include "usance/terms/notation.h"

namespace usance::codec {
namespace {

constexpr Field kAssessOnlyFields[] = {
    {"credit", FieldType::kObject, true, "the credit policy", nullptr,
     kCreditFields},
    {"period_days", FieldType::kInteger, true,
     "of the last period: for sales and the trend"},
    {"external", FieldType::kObject, false, "what is known beside the record",
     nullptr, kExternalFields},
    {"text", FieldType::kFlag, false, "answer the policy in plain words, too"},
};
constexpr auto kAssessFields =
    Join(kAccountFields, kAsOfField, kKnownField, kAssessOnlyFields);

constexpr Field kExposureClassFields[] = {
    {"class", FieldType::kName, true, "of what is committed",
     NamesOf<ExposureClass>},
    {"own_limit", FieldType::kMoney, false, "of the customer's"},
    {"own_limit_only", FieldType::kFlag, false,
     "it is no part of the exposure"},
};
constexpr Field kOverdueFields[] = {
    {"above_amount", FieldType::kMoney, false, "at least one of the three"},
    {"above_days", FieldType::kInteger, false, "of the oldest"},
    {"above_count", FieldType::kInteger, false, "of overdue amounts"},
    {"state", FieldType::kName, true, "watch, hold or stop",
     NamesOf<ExposureState>},
};
constexpr Field kExposurePolicyFields[] = {
    {"classes", FieldType::kList, true, "others do not count", nullptr,
     kExposureClassFields},
    {"without_limit", FieldType::kName, true,
     "of a customer that was given none", NamesOf<WithoutLimit>},
    {"watch_above", FieldType::kPercent, false, "of the whole limit"},
    {"stop_above", FieldType::kPercent, false, "of the whole limit"},
    {"overdue", FieldType::kList, false, "what holds for late payers", nullptr,
     kOverdueFields},
    {"refuse_orders", FieldType::kName, true, "from hold or from stop on",
     NamesOf<ExposureState>},
    {"refuse_deliveries", FieldType::kName, true, "from hold or from stop on",
     NamesOf<ExposureState>},
};
constexpr Field kCreditLimitFields[] = {
    {"type", FieldType::kText, false, "a word of the caller's"},
    {"amount", FieldType::kMoney, true, "of the limit"},
    {"from", FieldType::kDate, false, "its first day"},
    {"until", FieldType::kDate, false, "its last day"},
    {"temporary", FieldType::kFlag, false, "it adds to the others"},
};
constexpr Field kInsuranceFields[] = {
    {"coverage", FieldType::kPercent, true, "of what is above the retention"},
    {"named_limit", FieldType::kMoney, false, "the most that is insured"},
    {"blind_cover", FieldType::kMoney, false, "without a named limit"},
    {"retention", FieldType::kMoney, false, "the first loss is one's own"},
    {"until", FieldType::kDate, false, "its last day"},
};
constexpr Field kReleaseFields[] = {
    {"by", FieldType::kText, true, "who let it pass"},
    {"reason", FieldType::kText, true, "why"},
    {"up_to", FieldType::kMoney, true, "of exposure"},
    {"from", FieldType::kDate, true, "its first day"},
    {"until", FieldType::kDate, true, "its last day"},
};
constexpr Field kPartyFields[] = {
    {"id", FieldType::kText, true, "of a customer or group"},
    {"parent", FieldType::kText, false, "the group that it belongs to"},
    {"drafts", FieldType::kMoney, false, "of orders or invoices"},
    {"orders", FieldType::kMoney, false, "confirmed, not delivered"},
    {"delivered", FieldType::kMoney, false, "not invoiced"},
    {"open", FieldType::kMoney, false, "invoiced, not past due"},
    {"overdue", FieldType::kMoney, false, "past due"},
    {"other", FieldType::kMoney, false, "as the caller says"},
    {"returns", FieldType::kMoney, false, "goods that come back: they reduce"},
    {"deposits", FieldType::kMoney, false, "in hand against it"},
    {"guarantees", FieldType::kMoney, false, "in hand against it"},
    {"credit_notes", FieldType::kMoney, false, "in hand against it"},
    {"oldest_overdue_days", FieldType::kInteger, false, "assumed: 0"},
    {"overdue_count", FieldType::kInteger, false, "assumed: 0"},
    {"limits", FieldType::kList, false, "with their days", nullptr,
     kCreditLimitFields},
    {"insurance", FieldType::kObject, false, "of what it owes", nullptr,
     kInsuranceFields},
    {"releases", FieldType::kList, false, "of what a limit would stop", nullptr,
     kReleaseFields},
    {"set", FieldType::kName, false, "by hand: hold, stop or no check",
     NamesOf<ExposureState>},
};
constexpr Field kExposureFields[] = {
    {"currency", FieldType::kCurrency, true, "of all amounts"},
    {"policy", FieldType::kObject, true, "what counts, and what it stops",
     nullptr, kExposurePolicyFields},
    {"parties", FieldType::kList, true, "customers and groups", nullptr,
     kPartyFields},
    {"party", FieldType::kText, true, "who is checked"},
    {"point", FieldType::kName, true, "where", NamesOf<CheckPoint>},
    {"day", FieldType::kDate, true, "when"},
    {"amount", FieldType::kMoney, false, "of the order; assumed: 0.00"},
    {"advance", FieldType::kMoney, false, "of it, paid before"},
    {"counted", FieldType::kMoney, false,
     "of it, in the class before already: drafts, orders, delivered"},
};

absl::StatusOr<int64_t> MinorOr0(Reader& in, std::string_view name,
                                 Currency currency) {
  USANCE_ASSIGN_OR_RETURN(const auto amount, in.FindMoney(name, currency));
  return amount ? amount->minor() : 0;
}
// Every measure that is known, as "on_time_by_amount".
Json RecordJson(const TrackRecord& record, const ExternalFacts& external) {
  Json json = Json::Object();
  for (const auto& row : Names<Measure>::kTable) {
    const auto value = ValueOf(row.value, record, external);
    if (!value) continue;
    std::string name(row.name);
    for (char& c : name) c = c == ' ' || c == '-' ? '_' : c;
    json.Set(name, MeasureText(row.value, *value, record.currency));
  }
  json.Set("sales", FormatAmount(record.sales_minor, record.currency));
  json.Set("invoices", record.invoices);
  return json;
}

Json ReasonsJson(const CreditPolicy& policy, const Assessment& result) {
  Json reasons = Json::List();
  for (const FactorReason& reason : result.reasons) {
    const ScoreFactor& factor = policy.factors[reason.factor];
    Json json = Json::Object();
    json.Set("measure", NameOf(factor.measure));
    if (reason.value) {
      json.Set("value",
               MeasureText(factor.measure, *reason.value, policy.currency));
    }
    if (reason.points) json.Set("points", *reason.points);
    json.Set("weight", factor.weight);
    json.Set("why", reason.why);
    reasons.Append(std::move(json));
  }
  return reasons;
}

void SetClass(const CreditPolicy& policy, const Assessment& result,
              Answer& out) {
  const CreditClass& one = policy.classes[result.credit_class];
  out.Set("class", one.id);
  out.Set("score", ToText(result.score));
  out.Set("terms", ToText(one.terms));
  if (result.limit_minor) {
    out.Set("limit", FormatAmount(*result.limit_minor, policy.currency));
  }
  out.Set("deposit", Format(one.deposit));
  out.Set("early_discount", one.early_discount);
  if (!one.dunning.empty()) out.Set("dunning", one.dunning);
  Json consequences = Json::List();
  for (const std::string& text : one.consequences) consequences.Append(text);
  out.Set("consequences", std::move(consequences));
  if (result.knock_out) {
    out.Set("knock_out", policy.knock_outs[*result.knock_out].reason);
  }
}

absl::Status RunAssess(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Given given, ReadAccount(in));
  const Currency currency = given.journal.currency();
  USANCE_ASSIGN_OR_RETURN(const ReplaySpec replay, ReadReplay(in));
  USANCE_RETURN_IF_ERROR(in.Need("credit"));
  USANCE_ASSIGN_OR_RETURN(auto credit, in.FindObject("credit"));
  USANCE_ASSIGN_OR_RETURN(const CreditPolicy policy,
                          ReadCredit(*credit, currency));
  USANCE_ASSIGN_OR_RETURN(const int32_t period,
                          NeedInteger32(in, "period_days"));
  USANCE_ASSIGN_OR_RETURN(auto about, in.FindObject("external"));
  USANCE_ASSIGN_OR_RETURN(const ExternalFacts external,
                          ReadExternal(std::move(about), currency));
  USANCE_ASSIGN_OR_RETURN(const bool text, in.FindFlag("text"));
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const Account account,
                          Replay(given.journal, given.policy, replay));
  USANCE_ASSIGN_OR_RETURN(const TrackRecord record,
                          TrackRecordOf(given.journal, account, period));
  const auto result = Assess(policy, record, external);
  if (!result.ok()) {
    constexpr Renamed kNames[] = {{"/policy", "/credit"}};
    return Rename(result.status(), kNames);
  }
  SetClass(policy, *result, out);
  out.Set("reasons", ReasonsJson(policy, *result));
  out.Set("record", RecordJson(record, external));
  if (text) out.Set("text", ToText(policy));
  for (const FactorReason& reason : result->reasons) out.Because(reason.why);
  const std::string& by_score = policy.classes[result->class_by_score].id;
  out.Because("a score of " + ToText(result->score) + " is class " + by_score);
  if (result->knock_out) {
    const KnockOut& rule = policy.knock_outs[*result->knock_out];
    out.Because("at best class " + rule.class_id + ", as " + rule.reason);
  }
  return absl::OkStatus();
}

absl::StatusOr<ExposurePolicy> ReadRules(Reader& in, Currency currency) {
  ExposurePolicy policy = {.currency = currency, .classes = {}};
  USANCE_RETURN_IF_ERROR(in.Need("classes"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> classes, in.FindList("classes"));
  for (Reader& item : classes) {
    ExposureClassRule rule;
    USANCE_ASSIGN_OR_RETURN(rule.exposure_class,
                            item.Get<ExposureClass>("class"));
    USANCE_ASSIGN_OR_RETURN(rule.own_limit_minor,
                            FindMinor(item, "own_limit", currency));
    USANCE_ASSIGN_OR_RETURN(const bool only, item.FindFlag("own_limit_only"));
    rule.include = !only;
    USANCE_RETURN_IF_ERROR(item.Done());
    policy.classes.push_back(rule);
  }
  USANCE_ASSIGN_OR_RETURN(policy.without_limit,
                          in.Get<WithoutLimit>("without_limit"));
  USANCE_ASSIGN_OR_RETURN(policy.watch_above, in.Find<Percent>("watch_above"));
  USANCE_ASSIGN_OR_RETURN(policy.stop_above, in.Find<Percent>("stop_above"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> overdue, in.FindList("overdue"));
  for (Reader& item : overdue) {
    OverdueRule rule;
    USANCE_ASSIGN_OR_RETURN(rule.above_minor,
                            FindMinor(item, "above_amount", currency));
    if (item.Has("above_days")) {
      USANCE_ASSIGN_OR_RETURN(rule.above_days,
                              NeedInteger32(item, "above_days"));
    }
    USANCE_ASSIGN_OR_RETURN(
        rule.above_count,
        item.FindInteger("above_count", INT64_MIN, INT64_MAX));
    USANCE_ASSIGN_OR_RETURN(rule.state, item.Get<ExposureState>("state"));
    USANCE_RETURN_IF_ERROR(item.Done());
    policy.overdue.push_back(rule);
  }
  USANCE_ASSIGN_OR_RETURN(policy.refuse_orders,
                          in.Get<ExposureState>("refuse_orders"));
  USANCE_ASSIGN_OR_RETURN(policy.refuse_deliveries,
                          in.Get<ExposureState>("refuse_deliveries"));
  USANCE_RETURN_IF_ERROR(in.Done());
  return policy;
}

absl::StatusOr<CreditInsurance> ReadInsurance(Reader& in, Currency currency) {
  CreditInsurance insurance;
  USANCE_ASSIGN_OR_RETURN(insurance.coverage, in.Get<Percent>("coverage"));
  USANCE_ASSIGN_OR_RETURN(insurance.named_limit_minor,
                          FindMinor(in, "named_limit", currency));
  USANCE_ASSIGN_OR_RETURN(insurance.blind_cover_minor,
                          MinorOr0(in, "blind_cover", currency));
  USANCE_ASSIGN_OR_RETURN(insurance.retention_minor,
                          MinorOr0(in, "retention", currency));
  USANCE_ASSIGN_OR_RETURN(insurance.until, in.Find<Date>("until"));
  USANCE_RETURN_IF_ERROR(in.Done());
  return insurance;
}

absl::Status ReadLimits(Reader& in, Currency currency, CreditParty& party) {
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> limits, in.FindList("limits"));
  for (Reader& item : limits) {
    CreditLimit limit;
    USANCE_ASSIGN_OR_RETURN(const auto type, item.Find<std::string>("type"));
    limit.type = type.value_or("");
    USANCE_ASSIGN_OR_RETURN(const Money amount,
                            item.GetMoney("amount", currency));
    limit.amount_minor = amount.minor();
    USANCE_ASSIGN_OR_RETURN(limit.from, item.Find<Date>("from"));
    USANCE_ASSIGN_OR_RETURN(limit.until, item.Find<Date>("until"));
    USANCE_ASSIGN_OR_RETURN(limit.temporary, item.FindFlag("temporary"));
    USANCE_RETURN_IF_ERROR(item.Done());
    party.limits.push_back(std::move(limit));
  }
  USANCE_ASSIGN_OR_RETURN(auto insurance, in.FindObject("insurance"));
  if (insurance) {
    USANCE_ASSIGN_OR_RETURN(party.insurance,
                            ReadInsurance(*insurance, currency));
  }
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> all, in.FindList("releases"));
  for (Reader& item : all) {
    USANCE_ASSIGN_OR_RETURN(std::string by, item.Get<std::string>("by"));
    USANCE_ASSIGN_OR_RETURN(std::string why, item.Get<std::string>("reason"));
    USANCE_ASSIGN_OR_RETURN(const Money to, item.GetMoney("up_to", currency));
    USANCE_ASSIGN_OR_RETURN(const Date from, item.Get<Date>("from"));
    USANCE_ASSIGN_OR_RETURN(const Date until, item.Get<Date>("until"));
    USANCE_RETURN_IF_ERROR(item.Done());
    party.releases.push_back(
        {std::move(by), std::move(why), to.minor(), from, until});
  }
  return absl::OkStatus();
}

absl::StatusOr<CreditParty> ReadParty(Reader& in, Currency currency) {
  CreditParty party;
  USANCE_ASSIGN_OR_RETURN(party.id, in.Get<std::string>("id"));
  USANCE_ASSIGN_OR_RETURN(const auto parent, in.Find<std::string>("parent"));
  party.parent = parent.value_or("");
  for (const auto& row : Names<ExposureClass>::kTable) {
    USANCE_ASSIGN_OR_RETURN(party.amounts[row.value],
                            MinorOr0(in, row.name, currency));
  }
  USANCE_ASSIGN_OR_RETURN(party.deposits_minor,
                          MinorOr0(in, "deposits", currency));
  USANCE_ASSIGN_OR_RETURN(party.guarantees_minor,
                          MinorOr0(in, "guarantees", currency));
  USANCE_ASSIGN_OR_RETURN(party.credit_notes_minor,
                          MinorOr0(in, "credit_notes", currency));
  USANCE_ASSIGN_OR_RETURN(party.oldest_overdue_days,
                          Integer32Or(in, "oldest_overdue_days", 0));
  USANCE_ASSIGN_OR_RETURN(
      const auto count, in.FindInteger("overdue_count", INT64_MIN, INT64_MAX));
  party.overdue_count = count.value_or(0);
  USANCE_RETURN_IF_ERROR(ReadLimits(in, currency, party));
  USANCE_ASSIGN_OR_RETURN(party.set, in.Find<ExposureState>("set"));
  USANCE_RETURN_IF_ERROR(in.Done());
  return party;
}

absl::StatusOr<ExposureCheck> ReadCheck(Reader& in, Currency currency) {
  USANCE_ASSIGN_OR_RETURN(std::string party, in.Get<std::string>("party"));
  USANCE_ASSIGN_OR_RETURN(const auto point, in.Get<CheckPoint>("point"));
  USANCE_ASSIGN_OR_RETURN(const Date day, in.Get<Date>("day"));
  ExposureCheck check = {.party = std::move(party), .point = point, .day = day};
  USANCE_ASSIGN_OR_RETURN(check.amount_minor, MinorOr0(in, "amount", currency));
  USANCE_ASSIGN_OR_RETURN(check.advance_minor,
                          MinorOr0(in, "advance", currency));
  USANCE_ASSIGN_OR_RETURN(check.counted_minor,
                          MinorOr0(in, "counted", currency));
  return check;
}

absl::Status RunExposure(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          in.Get<Currency>("currency"));
  USANCE_RETURN_IF_ERROR(in.Need("policy"));
  USANCE_ASSIGN_OR_RETURN(auto rules, in.FindObject("policy"));
  USANCE_ASSIGN_OR_RETURN(const ExposurePolicy policy,
                          ReadRules(*rules, currency));
  USANCE_RETURN_IF_ERROR(in.Need("parties"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> list, in.FindList("parties"));
  std::vector<CreditParty> parties;
  for (Reader& item : list) {
    USANCE_ASSIGN_OR_RETURN(CreditParty party, ReadParty(item, currency));
    parties.push_back(std::move(party));
  }
  USANCE_ASSIGN_OR_RETURN(const ExposureCheck check, ReadCheck(in, currency));
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const ExposureResult result,
                          CheckExposure(policy, parties, check));
  out.Set("state", NameOf(result.state));
  out.Set("allowed", result.allowed);
  if (result.fired) {
    out.Set("rule", NameOf(result.reasons[*result.fired].rule));
  }
  Json reasons = Json::List();
  for (const ExposureReason& reason : result.reasons) {
    Json json = Json::Object();
    json.Set("rule", NameOf(reason.rule));
    json.Set("party", parties[reason.party].id);
    json.Set("state", NameOf(reason.state));
    json.Set("released", reason.release.has_value());
    json.Set("why", reason.why);
    reasons.Append(std::move(json));
    out.Because(reason.why);
  }
  out.Set("reasons", std::move(reasons));
  Json levels = Json::List();
  for (const PartyExposure& level : result.parties) {
    Json json = Json::Object();
    json.Set("party", parties[level.party].id);
    json.Set("before", FormatAmount(level.before_minor, currency));
    json.Set("used", FormatAmount(level.after_minor, currency));
    json.Set("insured", FormatAmount(level.insured_minor, currency));
    if (level.limit_minor) {
      json.Set("limit", FormatAmount(*level.limit_minor, currency));
      json.Set("available", FormatAmount(*level.available_minor, currency));
    }
    levels.Append(std::move(json));
  }
  out.Set("parties", std::move(levels));
  if (result.reasons.empty()) out.Because("no rule fired");
  return absl::OkStatus();
}

constexpr Operation kOperations[] = {
    {"assess", "what a customer is trusted with, by the record and a policy",
     kAssessFields, RunAssess},
    {"exposure", "whether more may be at stake with a customer",
     kExposureFields, RunExposure},
};

}  // namespace

std::span<const Operation> CreditOperations() { return kOperations; }

}  // namespace usance::codec
