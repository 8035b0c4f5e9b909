// The exact products behind a level payment. Private.
#ifndef USANCE_SRC_INSTALLMENT_ANNUITY_H_
#define USANCE_SRC_INSTALLMENT_ANNUITY_H_

#include <span>

#include "src/core/exact.h"
#include "usance/core/fraction.h"

namespace usance {

// Over n rows with q_i = 1 + f_i, in integers over one denominator:
//
//   product / scale = prod q_i
//   sum / scale     = sum_k prod_(i>k) q_i
struct Annuity {
  Integer product = 1;
  Integer sum = 0;
  Integer scale = 1;
};

// Returns the annuity of `factors`, the f_i.
//
// Exactness: exact.
// Cost:      a product tree over runs of equal factors; a run is raised to its
//            power, so regular periods cost O(log n) products.
[[nodiscard]] Annuity MakeAnnuity(std::span<const Fraction> factors);

}  // namespace usance

#endif  // USANCE_SRC_INSTALLMENT_ANNUITY_H_
