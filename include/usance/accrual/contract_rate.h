// The interest that a contract charges in any case, beside default interest.
#ifndef USANCE_ACCRUAL_CONTRACT_RATE_H_
#define USANCE_ACCRUAL_CONTRACT_RATE_H_

#include <cstdint>
#include <string_view>

#include "usance/accrual/rate_history.h"
#include "usance/core/names.h"

namespace usance {

// How a default rate stands to the contract's own.
enum class RateMode : int32_t {
  kReplace = 1,   // the default rate alone; the contract's is not read
  kAddOn = 2,     // both
  kHigherOf = 3,  // the higher of the two on each day; on a tie the contract's
};

template <>
struct Names<RateMode> {
  static constexpr std::string_view kNoun = "rate mode";
  static constexpr Named<RateMode> kTable[] = {
      {RateMode::kReplace, "replace", "in place of"},
      {RateMode::kAddOn, "add on", "on top"},
      {RateMode::kHigherOf, "higher of", "max"},
  };
};

// The contract's own rate floats: each day has its own.
struct ContractRate {
  RateHistory rates;
  RateMode mode{};
};

}  // namespace usance

#endif  // USANCE_ACCRUAL_CONTRACT_RATE_H_
