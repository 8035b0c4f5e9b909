#include "cli/firms.h"

#include <set>
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
  USANCE_ASSIGN_OR_RETURN(Assessment assessment,
                          Assess(*policy.credit, record, debtor.external));
  return std::optional<Assessment>(std::move(assessment));
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

absl::Status AboutAccount(const Journal& journal, const absl::Status& status) {
  const std::string field = FieldOf(status);
  if (!field.empty() && !field.starts_with("/")) return status;
  return Error(ReasonOf(status),
               "account " + Quoted(journal.account()) + " in " +
                   std::string(journal.currency().code()) + field,
               TextOf(status));
}

}  // namespace usance::cli
