// Every growth factor at which a sum of powers is 0, proved. Private.
#ifndef USANCE_SRC_INSTALLMENT_ROOTS_H_
#define USANCE_SRC_INSTALLMENT_ROOTS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "src/core/exact.h"
#include "usance/core/status.h"

namespace usance::installment {

// coefficient * u^(-exponent / root), u = 1 + rate above 0.
struct PowerTerm {
  int64_t exponent = 0;
  Integer coefficient = 0;
};

// The rate is in [low, high], in units of 10^-kBoundScale; `rate` is it in
// units of 10^-scale, half up in magnitude.
struct PowerRoot {
  Integer rate, low, high;
  bool is_beyond = false;  // above 9,000,000 or within 10^-12 of -1: only that
};

constexpr int kBoundScale = 18;

// The terms ascending by exponent, no two alike, none 0, the first exponent 0;
// what is needed of that is done to `terms`.
void Normalize(std::vector<PowerTerm>& terms);

// Returns the roots u > 0 of the sum of `terms`, ascending, less 1.
//
// A sum of positive terms rises with y = u^(-1/root), a sum of negative ones
// falls: their values at two points bound the whole sum between. Where the
// bounds exclude 0 there is no root; where they exclude it for the derivative
// of y^-m times the sum, there is at most one, and the signs at both ends say
// whether there is. Every value is bounded from both sides, in 62 bits and
// then in more.
//
// Errors: OUT_OF_RANGE / LIMIT_EXCEEDED - undecided: a root that touches 0
//           without crossing it, other than at the rate 0, or a rate that is a
//           tie of `scale`
absl::StatusOr<std::vector<PowerRoot>> FindRoots(std::vector<PowerTerm> terms,
                                                 int64_t root, int scale);

// u^(-1/root) in units of 2^-bits, rounded down. Requires u >= 1.
Integer InverseRoot(const Exact& u, int64_t root, unsigned bits);

// floor(y^exponent) in units of 2^-bits, less at most `exponent` units.
Integer Power(const Integer& y, int64_t exponent, unsigned bits);

}  // namespace usance::installment

#endif  // USANCE_SRC_INSTALLMENT_ROOTS_H_
