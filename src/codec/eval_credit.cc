// assess, exposure: what a customer is trusted with.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "src/codec/account_request.h"
#include "src/codec/credit_policy.h"
#include "src/codec/exposure.h"
#include "src/codec/operations.h"
#include "usance/codec/credit.h"
#include "usance/credit/assess.h"

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
  ExternalFacts external;
  if (about) {
    USANCE_ASSIGN_OR_RETURN(external, ReadExternal(*about, currency));
  }
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
  out.SetAll(AssessmentJson(policy, *result, record, external));
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
                          ReadExposure(*rules, currency));
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
  out.SetAll(ExposureJson(result, parties, currency));
  for (const ExposureReason& reason : result.reasons) out.Because(reason.why);
  if (result.reasons.empty()) out.Because("no rule fired");
  return absl::OkStatus();
}

constexpr Operation kCreditOperations[] = {
    {"assess", "what a customer is trusted with, by the record and a policy",
     kAssessFields, RunAssess},
    {"exposure", "whether more may be at stake with a customer",
     kExposureFields, RunExposure},
};

}  // namespace

std::span<const Operation> CreditOperations() { return kCreditOperations; }

}  // namespace usance::codec
