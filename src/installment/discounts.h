// Level payments by the discounts of their rows, in words. Private.
#ifndef USANCE_SRC_INSTALLMENT_DISCOUNTS_H_
#define USANCE_SRC_INSTALLMENT_DISCOUNTS_H_

#include <bit>
#include <cstdint>
#include <optional>

#include "usance/core/int128.h"
#include "usance/core/rounding.h"

namespace usance {

// The most rows that discounts are bounded for.
inline constexpr int32_t kMaxDiscounts = 10'000;

// A real with low <= it <= high, in some unit.
struct Between {
  uint64_t low = 0;
  uint64_t high = 0;
};

// Of rows 1 to n that bear the interest f_i > 0, with
//
//   d_k = prod_(i<=k) 1 / (1 + f_i)
//
// `last` is d_n in units of 2^-64 and `sum` is d_1 + ... + d_n in units of
// 2^-48. A balance B is paid back by B / sum in each row; an error of 1 in each
// row has grown to sum / last at the end.
struct Discounts {
  Between last;
  Between sum;
};

namespace internal {

// A discount is a word D for a d with 0 <= d - D < e, in units of 2^-64. Of one
// row, floor(2^64 / (1 + f)), e is 1. A product of two loses less than its
// factors together and 1 for its floor, as both are below 1:
//
//   x y - X Y / 2^64 = (x (y - Y) + Y (x - X)) / 2^64 < e_x + e_y
//
// So of k rows, in whatever order they are multiplied, e is 2 k - 1.
[[nodiscard]] constexpr uint64_t TimesDiscount(uint64_t a, uint64_t b) {
  return static_cast<uint64_t>(static_cast<uint128>(a) * b >> 64);
}

}  // namespace internal

// The discount of a row that bears n / d. Requires 0 < n < d < 2^63.
[[nodiscard]] constexpr uint64_t DiscountOf(uint64_t n, uint64_t d) {
  return static_cast<uint64_t>((static_cast<uint128>(d) << 64) / (n + d));
}

// Of `rows` rows that bear n / d each: the sum is (1 - d_n) / f. Requires
// 1 <= rows <= kMaxDiscounts and 0 < n < d < 2^63. Nothing where the interest
// is too little to tell.
[[nodiscard]] constexpr std::optional<Discounts> EvenDiscounts(int32_t rows,
                                                               uint64_t n,
                                                               uint64_t d) {
  const uint64_t one = DiscountOf(n, d);
  const auto count = static_cast<uint32_t>(rows);
  uint64_t last = one;
  for (uint32_t bit = std::bit_floor(count) / 2; bit != 0; bit /= 2) {
    last = internal::TimesDiscount(last, last);
    if ((count & bit) != 0) last = internal::TimesDiscount(last, one);
  }
  const uint64_t error = uint64_t{2} * count;
  const uint64_t rest = -last;  // 1 - d_n, at most
  if (last == 0 || rest <= error) return std::nullopt;
  // rest / 2^64 * d / n <= sum + error / 2 <= 2 rows: its units are a word.
  const uint128 low = static_cast<uint128>(rest - error) * d / n;
  const uint128 high = static_cast<uint128>(rest) * d / n;
  return Discounts{{last, last + error},
                   {static_cast<uint64_t>(low >> 16),
                    static_cast<uint64_t>(high >> 16) + 1}};
}

// Of rows that differ, one after the other.
class DiscountSum {
 public:
  // Of the next row.
  constexpr void Add(uint64_t discount) {
    last_ = rows_ == 0 ? discount : internal::TimesDiscount(last_, discount);
    sum_ += last_;
    ++rows_;
  }

  // Requires 1 to kMaxDiscounts rows. The errors add up to n^2.
  [[nodiscard]] constexpr std::optional<Discounts> Total() const {
    const uint64_t error = 2 * rows_;
    if (last_ == 0 || -last_ <= error) return std::nullopt;
    return Discounts{{last_, last_ + error},
                     {static_cast<uint64_t>(sum_ >> 16),
                      static_cast<uint64_t>((sum_ + rows_ * rows_) >> 16) + 1}};
  }

 private:
  uint64_t rows_ = 0;
  uint64_t last_ = 0;
  uint128 sum_ = 0;
};

// round(balance / sum) to a multiple of `step`; nothing where the bounds do not
// decide it. Requires balance > 0 and step > 0.
//
// A quotient says which multiple it can be; that both bounds are on the inner
// side of where rounding turns is then checked by products, in halves of a
// step. A tie is on no side of it.
[[nodiscard]] constexpr std::optional<int64_t> LevelPayment(int64_t balance,
                                                            const Between& sum,
                                                            int64_t step,
                                                            Rounding rounding) {
  Between steps;
  if (__builtin_mul_overflow(sum.low, static_cast<uint64_t>(step),
                             &steps.low) ||
      __builtin_mul_overflow(sum.high, static_cast<uint64_t>(step),
                             &steps.high)) {
    return std::nullopt;
  }
  const uint128 twice = static_cast<uint128>(balance) << 49;
  const uint128 halves = twice / steps.low;
  if (halves >> 62 != 0) return std::nullopt;
  const auto half = static_cast<uint64_t>(halves);
  uint64_t below = 0, above = 0;  // in halves, where rounding turns
  switch (rounding) {
    case Rounding::kHalfEven:
    case Rounding::kHalfUp:
    case Rounding::kHalfDown:
      above = (half + 1) | 1;
      below = above - 2;
      break;
    case Rounding::kUp:
    case Rounding::kCeiling:
    case Rounding::kDown:
    case Rounding::kFloor:
      below = half & ~uint64_t{1};
      above = below + 2;
      break;
    default:
      return std::nullopt;
  }
  if (static_cast<uint128>(below) * steps.high >= twice ||
      static_cast<uint128>(above) * steps.low <= twice) {
    return std::nullopt;
  }
  const bool up = rounding == Rounding::kUp || rounding == Rounding::kCeiling;
  const uint64_t count = (below + 1 + uint64_t{up}) / 2;
  return Narrow<int64_t>(static_cast<int128>(count) * step);
}

// ceil(units / 2 * sum / last); nothing where the bounds do not decide it.
// Requires 0 < units.
[[nodiscard]] constexpr std::optional<int64_t> GapBound(
    int64_t units, const Discounts& discounts) {
  if (units >= int64_t{1} << 40) return std::nullopt;
  const auto scaled = [units](uint64_t sum) {
    return static_cast<uint128>(units) * sum << 15;
  };
  const uint128 floor = scaled(discounts.sum.high) / discounts.last.low;
  if (floor >> 62 != 0 ||
      floor * discounts.last.high >= scaled(discounts.sum.low)) {
    return std::nullopt;
  }
  return static_cast<int64_t>(floor) + 1;
}

}  // namespace usance

#endif  // USANCE_SRC_INSTALLMENT_DISCOUNTS_H_
