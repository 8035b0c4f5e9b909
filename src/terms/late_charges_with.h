// ComputeLateCharges with one arithmetic. Private: for it, and for the test
// that both come to the same.
#ifndef USANCE_SRC_TERMS_LATE_CHARGES_WITH_H_
#define USANCE_SRC_TERMS_LATE_CHARGES_WITH_H_

#include "src/core/exact.h"
#include "src/core/short_ratio.h"
#include "usance/core/status.h"
#include "usance/terms/late_charges.h"

namespace usance::internal {

// With ShortRatio an error also where something does not fit 128 bits.
template <class Ratio>
[[nodiscard]] absl::StatusOr<LateCharges> LateChargesWith(
    const LateChargesSpec& spec);

extern template absl::StatusOr<LateCharges> LateChargesWith<Exact>(
    const LateChargesSpec&);
extern template absl::StatusOr<LateCharges> LateChargesWith<ShortRatio>(
    const LateChargesSpec&);

}  // namespace usance::internal

#endif  // USANCE_SRC_TERMS_LATE_CHARGES_WITH_H_
