#include "src/codec/account_policy.h"

#include <string>
#include <utility>

#include "usance/codec/account.h"
#include "usance/statute/presets.h"
#include "usance/statute/statute.h"

namespace usance::codec {
namespace {

absl::StatusOr<AllocationRule> ReadOwnRule(Reader in) {
  AllocationRule rule;
  USANCE_ASSIGN_OR_RETURN(const auto id, in.Find<std::string>("id"));
  rule.id = id.value_or("");
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> cells, in.FindList("cells"));
  for (Reader& cell : cells) {
    AllocationCell one;
    USANCE_ASSIGN_OR_RETURN(one.due, cell.Get<DueKind>("due"));
    USANCE_ASSIGN_OR_RETURN(one.component, cell.Get<Component>("component"));
    USANCE_RETURN_IF_ERROR(cell.Done());
    rule.cells.push_back(one);
  }
  USANCE_ASSIGN_OR_RETURN(const auto components,
                          in.FindAll<Component>("components"));
  if (in.Has("cells") == in.Has("components")) {
    return Error(Reason::kConflict, in.PathOf("components"),
                 "give exactly one of cells and components");
  }
  if (in.Has("components")) rule.cells = CellsOf(components);
  USANCE_ASSIGN_OR_RETURN(rule.axis, in.Get<AllocationAxis>("axis"));
  USANCE_RETURN_IF_ERROR(in.Need("order"));
  USANCE_ASSIGN_OR_RETURN(rule.order, in.FindAll<RowOrder>("order"));
  USANCE_ASSIGN_OR_RETURN(const auto ties, in.Find<TieRule>("ties"));
  rule.ties = ties.value_or(TieRule::kById);
  USANCE_ASSIGN_OR_RETURN(rule.last_in_advance_first,
                          in.FindFlag("last_in_advance_first"));
  USANCE_RETURN_IF_ERROR(in.Done());
  return rule;
}

absl::StatusOr<AllocationRule> ReadAllocation(Reader& in,
                                              std::string_view name) {
  USANCE_RETURN_IF_ERROR(in.Need(name));
  if (in.IsObject(name)) {
    USANCE_ASSIGN_OR_RETURN(std::optional<Reader> own, in.FindObject(name));
    if (own) return ReadOwnRule(*std::move(own));
  }
  USANCE_ASSIGN_OR_RETURN(const std::string id, in.Get<std::string>(name));
  return AllocationPreset(id, in.PathOf(name));
}

absl::StatusOr<LatePaymentPolicy> ReadLawTerms(Reader& in,
                                               const std::string& id,
                                               Currency currency) {
  USANCE_ASSIGN_OR_RETURN(const Statute statute,
                          FindOrParseStatute(id, in.PathOf("statute")));
  USANCE_ASSIGN_OR_RETURN(const Date contract_date,
                          in.Get<Date>("contract_date"));
  USANCE_ASSIGN_OR_RETURN(const auto parties, in.Find<Parties>("parties"));
  const absl::StatusOr<StatuteTerms> terms =
      ApplyStatute(statute,
                   {.parties = parties.value_or(MainParties(statute)),
                    .contract_date = contract_date,
                    .facts = {.agreed = contract_date}},
                   {.currency = currency,
                    .rounding = Rounding::kHalfUp,
                    .regime = RoundingRegime::kPerBooking},
                   in.book());
  if (!terms.ok()) return At(in.PathOf("statute"), terms.status());
  return terms->preset.policy;
}

}  // namespace

absl::StatusOr<AccountPolicy> ReadAccountPolicy(Reader& in, Currency currency) {
  AccountPolicy policy;
  USANCE_ASSIGN_OR_RETURN(policy.allocation, ReadAllocation(in, "allocation"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> typed, in.FindList("by_type"));
  for (Reader& one : typed) {
    TypedAllocation row;
    USANCE_ASSIGN_OR_RETURN(row.type, one.Get<std::string>("type"));
    USANCE_ASSIGN_OR_RETURN(row.rule, ReadAllocation(one, "rule"));
    USANCE_RETURN_IF_ERROR(one.Done());
    policy.by_type.push_back(std::move(row));
  }
  USANCE_ASSIGN_OR_RETURN(policy.credit, in.Get<CreditUse>("credit"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> interest,
                          in.FindList("interest"));
  for (Reader& one : interest) {
    InterestTerms terms;
    USANCE_ASSIGN_OR_RETURN(terms.id, one.Get<std::string>("id"));
    USANCE_ASSIGN_OR_RETURN(const auto statute,
                            one.Find<std::string>("statute"));
    if (statute) {
      USANCE_ASSIGN_OR_RETURN(terms.late,
                              ReadLawTerms(one, *statute, currency));
      USANCE_RETURN_IF_ERROR(one.Done());
    } else {
      // ReadPolicy calls Done.
      USANCE_ASSIGN_OR_RETURN(terms.late, ReadPolicy(one, currency));
    }
    policy.interest.push_back(std::move(terms));
  }
  USANCE_ASSIGN_OR_RETURN(const auto partial,
                          in.Find<PartialPayment>("partial_payment"));
  policy.partial_payment = partial.value_or(PartialPayment{});
  USANCE_ASSIGN_OR_RETURN(const auto rounding,
                          in.Find<Rounding>("discount_rounding"));
  policy.discount_rounding = rounding.value_or(Rounding{});
  USANCE_ASSIGN_OR_RETURN(auto tolerance, in.FindObject("tolerance"));
  if (tolerance) {
    USANCE_ASSIGN_OR_RETURN(const Money most,
                            tolerance->GetMoney("amount", currency));
    policy.tolerance.amount_minor = most.minor();
    USANCE_ASSIGN_OR_RETURN(policy.tolerance.percent,
                            tolerance->Find<Percent>("percent"));
    USANCE_RETURN_IF_ERROR(tolerance->Done());
  }
  USANCE_ASSIGN_OR_RETURN(const auto overdue,
                          in.FindMoney("overdue_tolerance", currency));
  if (overdue) policy.overdue_tolerance_minor = overdue->minor();
  USANCE_ASSIGN_OR_RETURN(
      const auto grace, in.FindInteger("overdue_grace_days", 0, kMaxGraceDays));
  policy.overdue_grace_days = static_cast<int32_t>(grace.value_or(0));
  USANCE_RETURN_IF_ERROR(in.Done());
  return policy;
}

}  // namespace usance::codec

namespace usance {

absl::StatusOr<AccountPolicy> ReadAccountPolicy(const Json& policy,
                                                Currency currency,
                                                std::string_view field,
                                                const RateBook& book) {
  if (policy.kind() != Json::Kind::kObject) {
    return Error(Reason::kWrongType, field, "the value is no object");
  }
  codec::Reader in(policy, codec::kAccountPolicyFields, std::string(field),
                   book);
  return codec::ReadAccountPolicy(in, currency);
}

}  // namespace usance
