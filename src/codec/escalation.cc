#include "src/codec/escalation.h"

#include <optional>
#include <utility>

#include "usance/money/format.h"

namespace usance::codec {
namespace {

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

absl::StatusOr<int64_t> IntegerOr0(Reader& in, std::string_view name,
                                   int64_t most) {
  USANCE_ASSIGN_OR_RETURN(const auto value, in.FindInteger(name, 0, most));
  return value.value_or(0);
}

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
