// The exact sums behind a level payment. Private.
#ifndef USANCE_SRC_INSTALLMENT_ANNUITY_H_
#define USANCE_SRC_INSTALLMENT_ANNUITY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "src/core/enclosure.h"
#include "src/core/exact.h"
#include "usance/core/fraction.h"

namespace usance {

// What a row with several stretches of time does, before it pays.
//
//   b' = b * product + added
struct RowGrowth {
  Exact product = 1;
  Exact added;
  Exact errors;  // an error of 1 in the interest of each stretch, at its end
};

// What a row does to the exact balance b, whose level payment is A:
//
//   b' = b * (1 + factor) - share * A - amount
//
// With `growth`, which has to outlive it, that is instead of (1 + factor).
struct AnnuityRow {
  Fraction factor;
  bool share = true;
  int64_t amount = 0;
  const RowGrowth* growth = nullptr;

  friend bool operator==(const AnnuityRow&, const AnnuityRow&) = default;
};

// The level payment grows to `growth` times itself after each `rows` rows.
struct AnnuitySteps {
  size_t rows = 0;  // 0: it does not
  Fraction growth = 1;
};

// Over rows with q_i = 1 + factor_i, weights w_i (share, grown by the steps)
// and amounts c_i, in integers over one denominator:
//
//   product / scale = prod q_i
//   sum / scale     = sum_k w_k * prod_(i>k) q_i
//   fixed / scale   = sum_k c_k * prod_(i>k) q_i
//
// A balance b becomes (b * product - A * sum - fixed) / scale.
struct Annuity {
  Integer product = 1;
  Integer sum = 0;
  Integer fixed = 0;
  Integer scale = 1;
};

// Returns the annuity of `rows`.
//
// Exactness: exact.
// Cost:      a product tree over runs of equal rows; a run is raised to its
//            power, so regular periods cost O(log n) products. Steps cost one
//            product more each.
[[nodiscard]] Annuity MakeAnnuity(std::span<const AnnuityRow> rows,
                                  const AnnuitySteps& steps = {});

// The same sums as reals: product / scale, sum / scale and fixed / scale.
struct AnnuityBounds {
  Enclosure product = 1;
  Enclosure sum = 0;
  Enclosure fixed = 0;
};

// Returns the bounds of the annuity of `rows`; nothing where a row has its own
// growth, a factor is not above -1 or an amount is below 0.
//
// Cost: some twenty products of words for each run of equal rows, and for each
//       time that its length doubles.
[[nodiscard]] std::optional<AnnuityBounds> EncloseAnnuity(
    std::span<const AnnuityRow> rows);

}  // namespace usance

#endif  // USANCE_SRC_INSTALLMENT_ANNUITY_H_
