// What functions of accounts share.
#ifndef USANCE_CAPI_ACCOUNT_H_
#define USANCE_CAPI_ACCOUNT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "capi/boundary.h"
#include "capi/handles.h"
#include "usance/account/component.h"

namespace usance::capi {

// Whether what made the account is at hand.
[[nodiscard]] absl::Status CheckIsReplayed(const usance_account& account);

// The id of an item.
[[nodiscard]] absl::StatusOr<const std::string*> ItemOf(
    const usance_account& account, int32_t item, const std::string& field);

// -1 is none.
[[nodiscard]] inline int32_t IndexOf(const std::optional<uint32_t>& index) {
  return index ? static_cast<int32_t>(*index) : -1;
}

// A struct of amounts.
template <class Struct>
[[nodiscard]] Struct Defaults(Currency currency) {
  auto to = Layout<Struct>::kDefaults;
  to.digits = currency.digits();
  CopyText(currency.code(), to.currency);
  return to;
}

// The five fields of a struct.
template <class Struct>
void PutOpen(const ComponentAmounts& open, Struct& to) {
  to.principal = open[Component::kPrincipal];
  to.contract_interest = open[Component::kContractInterest];
  to.default_interest = open[Component::kDefaultInterest];
  to.fee = open[Component::kFee];
  to.cost = open[Component::kCost];
}

// A numerator and a denominator; 0 and 0 of what is not known, or of no
// fraction of two int64.
inline void PutFraction(const std::optional<Fraction>& value,
                        int64_t* numerator, int64_t* denominator) {
  *numerator = 0;
  *denominator = 0;
  if (value) {
    (void)FromFraction(*value, numerator, denominator, "").ok();
  }
}

}  // namespace usance::capi

#endif  // USANCE_CAPI_ACCOUNT_H_
