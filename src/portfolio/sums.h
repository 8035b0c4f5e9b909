// Sums of minor units, and what of a claim was invoiced. Private.
#ifndef USANCE_SRC_PORTFOLIO_SUMS_H_
#define USANCE_SRC_PORTFOLIO_SUMS_H_

#include <cstdint>

#include "usance/account/component.h"
#include "usance/core/int128.h"
#include "usance/core/status.h"

namespace usance::internal {

[[nodiscard]] inline bool IsInvoiced(Component component) {
  return component == Component::kPrincipal ||
         component == Component::kContractInterest;
}

// Of a row's amounts, whose total is an int64.
[[nodiscard]] inline int64_t InvoicedOf(const ComponentAmounts& amounts) {
  return amounts[Component::kPrincipal] + amounts[Component::kContractInterest];
}

// Errors: OUT_OF_RANGE / OVERFLOW
[[nodiscard]] inline absl::Status Sum(int64_t& sum, int128 part) {
  const auto added = Narrow<int64_t>(sum + part);
  if (!added) {
    return Error(Reason::kOverflow, "",
                 "a sum is outside the 64 bits of minor units");
  }
  sum = *added;
  return absl::OkStatus();
}

}  // namespace usance::internal

#endif  // USANCE_SRC_PORTFOLIO_SUMS_H_
