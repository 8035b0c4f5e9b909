#include "cli/firms.h"

#include <set>
#include <string_view>
#include <utility>

#include "usance/core/text.h"
#include "usance/credit/track_record.h"

namespace usance::cli {

absl::StatusOr<Firms> ReadFirms(const Json& policy, const std::string& path,
                                const Books& books, const RateBook& book) {
  std::set<std::string> codes;
  for (const auto& [key, journal] : books.ledger().journals()) {
    codes.insert(key.second);
  }
  if (const Json* by_currency = policy.Find("by_currency");
      by_currency != nullptr && by_currency->kind() == Json::Kind::kObject) {
    for (const Json::Member& member : by_currency->members()) {
      if (Currency::Find(member.name)) codes.insert(member.name);
    }
  }
  Firms firms;
  for (const std::string& code : codes) {
    USANCE_ASSIGN_OR_RETURN(
        FirmPolicy firm,
        ReadFirmPolicy(policy, *Currency::Find(code), path, book));
    firms.emplace(code, std::move(firm));
  }
  return firms;
}

absl::StatusOr<std::optional<Assessment>> AssessBy(const FirmPolicy& policy,
                                                   const TrackRecord& record,
                                                   const Debtor& debtor) {
  if (!policy.credit) return std::optional<Assessment>();
  absl::StatusOr<Assessment> assessment =
      Assess(*policy.credit, record, debtor.external);
  if (assessment.ok()) {
    return std::optional<Assessment>(*std::move(assessment));
  }
  const std::string field = FieldOf(assessment.status());
  constexpr std::string_view kPolicy = "/policy";
  if (!field.starts_with(kPolicy)) return assessment.status();
  return Error(ReasonOf(assessment.status()),
               "/credit" + field.substr(kPolicy.size()),
               TextOf(assessment.status()));
}

const DunningPolicy* ProcedureOf(const FirmPolicy& policy,
                                 const std::optional<Assessment>& assessment) {
  if (assessment) {
    const std::string& id =
        policy.credit->classes[assessment->credit_class].dunning;
    for (const DunningPolicy& one : policy.dunning) {
      if (one.id == id) return &one;
    }
  }
  return &policy.dunning.front();
}

absl::StatusOr<const DunningPolicy*> ProcedureOf(const FirmPolicy& policy,
                                                 const Journal& journal,
                                                 const Account& account,
                                                 const Debtor& debtor) {
  if (!policy.credit) return &policy.dunning.front();
  USANCE_ASSIGN_OR_RETURN(const TrackRecord record,
                          TrackRecordOf(journal, account, policy.period_days));
  USANCE_ASSIGN_OR_RETURN(const std::optional<Assessment> assessment,
                          AssessBy(policy, record, debtor));
  return ProcedureOf(policy, assessment);
}

absl::Status AboutAccount(const Journal& journal, const std::string& policy,
                          const absl::Status& status) {
  const std::string field = FieldOf(status);
  const bool of_file = field.starts_with(policy) && !policy.empty();
  if (of_file || (!field.empty() && !field.starts_with("/"))) return status;
  return Error(ReasonOf(status),
               "account " + Quoted(journal.account()) + " in " +
                   std::string(journal.currency().code()) + field,
               TextOf(status));
}

}  // namespace usance::cli
