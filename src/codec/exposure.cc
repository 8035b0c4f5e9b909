#include "src/codec/exposure.h"

#include <string>
#include <utility>

#include "src/codec/credit_policy.h"
#include "usance/codec/credit.h"
#include "usance/money/format.h"

namespace usance::codec {
namespace {

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

}  // namespace

absl::StatusOr<ExposurePolicy> ReadExposure(Reader& in, Currency currency) {
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

}  // namespace usance::codec

namespace usance {

absl::StatusOr<ExposurePolicy> ReadExposurePolicy(const Json& policy,
                                                  Currency currency,
                                                  std::string_view field) {
  return codec::ReadDocument(
      policy, codec::kExposurePolicyFields, field, RateBook(),
      [&](codec::Reader& in) { return codec::ReadExposure(in, currency); });
}

absl::StatusOr<std::vector<CreditParty>> ReadCreditParties(
    const Json& parties, Currency currency, std::string_view field) {
  if (parties.kind() != Json::Kind::kList) {
    return Error(Reason::kWrongType, field, "the value is no list");
  }
  std::vector<CreditParty> list;
  for (size_t k = 0; k < parties.items().size(); ++k) {
    const std::string path = std::string(field) + "/" + std::to_string(k);
    USANCE_ASSIGN_OR_RETURN(
        CreditParty party,
        codec::ReadDocument(
            parties.items()[k], codec::kPartyFields, path, RateBook(),
            [&](codec::Reader& in) { return codec::ReadParty(in, currency); }));
    list.push_back(std::move(party));
  }
  return list;
}

Json ExposureJson(const ExposureResult& result,
                  const std::vector<CreditParty>& parties, Currency currency) {
  Json answer = Json::Object();
  answer.Set("state", NameOf(result.state));
  answer.Set("allowed", result.allowed);
  if (result.fired) {
    answer.Set("rule", NameOf(result.reasons[*result.fired].rule));
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
  }
  answer.Set("reasons", std::move(reasons));
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
  answer.Set("parties", std::move(levels));
  return answer;
}

}  // namespace usance
