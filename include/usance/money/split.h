// Parts that sum to the whole.
#ifndef USANCE_MONEY_SPLIT_H_
#define USANCE_MONEY_SPLIT_H_

#include <cstdint>
#include <span>
#include <vector>

#include "usance/core/fraction.h"
#include "usance/core/status.h"
#include "usance/money/increment.h"

namespace usance {

// The most parts that Split makes.
inline constexpr size_t kMaxSplitParts = 100'000;

// Bounds the work: weights with at most 18 decimals stay below 64 bits.
inline constexpr size_t kMaxSplitDenominatorBits = 1024;

// Splits `total_minor` in proportion to `weights` by largest remainder: each
// part is its exact share rounded toward zero to a multiple of `increment`;
// the increments that are left go one each to the parts with the largest
// remainder, ties to the earlier part. What is left of less than an increment
// goes to the first part with the largest weight.
//
//   part_k = trunc(total * weight_k / sum(weights)) (+ increment)
//
// Split(-x) = -Split(x). A zero weight gets zero. With an increment of one
// minor unit equal weights differ by one at most.
//
// Shapes:     the result has weights.size() parts.
// Units:      minor units of one currency.
// Errors:     INVALID_ARGUMENT / MISSING_FIELD - no weights
//             RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxSplitParts
//             OUT_OF_RANGE / OUT_OF_RANGE - a negative weight, or all are zero
//             RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - the weights' least common
//               denominator is 2^kMaxSplitDenominatorBits or more
// Exactness:  the parts sum to total_minor exactly; each is less than one
//             minor unit from its exact share, or, with a larger increment,
//             less than two increments.
// Example:    Split(10000, {1, 1, 1}) is {3334, 3333, 3333}
[[nodiscard]] absl::StatusOr<std::vector<int64_t>> Split(
    int64_t total_minor, std::span<const Fraction> weights,
    Increment increment = {});

}  // namespace usance

#endif  // USANCE_MONEY_SPLIT_H_
