// Shares of many amounts at one rate, by a multiplication each. Private.
#ifndef USANCE_SRC_CORE_PROPORTION_H_
#define USANCE_SRC_CORE_PROPORTION_H_

#include <cstdint>
#include <optional>

#include "usance/core/fraction.h"
#include "usance/core/int128.h"
#include "usance/core/rounding.h"

namespace usance {

// round(value * n / d) for 0 <= n < d, to the nearest integer.
//
//   R      = floor(n * 2^64 / d) + 1 = n / d * 2^64 + e,  0 < e <= 1
//   result = floor((value * R + 2^63) / 2^64) = floor(x + value * e / 2^64)
//
// with x = value * n / d + 1/2. x is a multiple of 1/(2d), so that no integer
// is in (x, x + 1/(2d)): where value < 2^63 / d, the result is floor(x), which
// rounds half up. The low word is value * e where x is an integer, a tie, and
// so at most value; else it is at least 2^64 / (2d), above value.
class Proportion {
 public:
  // Nothing where the share is not in [0, 1), or the rounding is directed.
  [[nodiscard]] static constexpr std::optional<Proportion> Make(
      const Fraction& share, Rounding rounding) {
    if (share.Sign() < 0 || share.numerator() >= share.denominator() ||
        share.denominator() >= kTop) {
      return std::nullopt;
    }
    return Make(static_cast<uint64_t>(share.numerator()),
                static_cast<uint64_t>(share.denominator()), rounding);
  }

  // The same of n / d, in any terms. Requires n < d < 2^63.
  [[nodiscard]] static constexpr std::optional<Proportion> Make(
      uint64_t n, uint64_t d, Rounding rounding) {
    Proportion result;
    switch (rounding) {
      case Rounding::kHalfEven:
        result.odd_ties_down_ = 1;
        break;
      case Rounding::kHalfUp:
        break;
      case Rounding::kHalfDown:
        result.ties_down_ = 1;
        break;
      default:
        return std::nullopt;
    }
    result.reciprocal_ =
        static_cast<uint64_t>((static_cast<uint128>(n) << 64) / d) + 1;
    result.limit_ = (kTop - 1) / d;
    return result;
  }

  // Whether Of can say it; not of a value below 0.
  [[nodiscard]] constexpr bool Covers(int64_t value) const {
    return static_cast<uint64_t>(value) <= limit_;
  }

  // Requires Covers(value).
  [[nodiscard]] constexpr int64_t Of(int64_t value) const {
    return Grown(value, -value);
  }

  // value + Of(value) + more, by wrapping. What is added is added to the upper
  // word of the product: in a chain of these each waits for one multiplication
  // and one addition. A tie is rare: where it is foreseen as none, nothing
  // waits for it.
  [[nodiscard]] constexpr int64_t Grown(int64_t value, int64_t more) const {
    const auto factor = static_cast<uint64_t>(value);
    const uint64_t sum = factor + static_cast<uint64_t>(more);
    const uint128 product = static_cast<uint128>(factor) * reciprocal_ +
                            (static_cast<uint128>(sum) << 64 | kTop);
    auto result = static_cast<uint64_t>(product >> 64);
    if (static_cast<uint64_t>(product) <= factor) [[unlikely]] {
      result = AfterTie(result, sum);
    }
    return static_cast<int64_t>(result);
  }

 private:
  static constexpr uint64_t kTop = uint64_t{1} << 63;

  constexpr Proportion() = default;

  // What a tie that was rounded up to `result` is, over `sum`. Apart, so that
  // the loops around it have its registers.
  [[nodiscard, gnu::cold, gnu::noinline]] constexpr uint64_t AfterTie(
      uint64_t result, uint64_t sum) const {
    return result - (ties_down_ | (odd_ties_down_ & (result - sum)));
  }

  uint64_t reciprocal_ = 0;
  uint64_t limit_ = 0;
  uint64_t ties_down_ = 0;      // 1 under half down
  uint64_t odd_ties_down_ = 0;  // 1 under half even
};

}  // namespace usance

#endif  // USANCE_SRC_CORE_PROPORTION_H_
