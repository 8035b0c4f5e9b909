// Reals that are not negative, between two bounds rounded outward: arithmetic
// in words where exact rationals would grow long. Private.
#ifndef USANCE_SRC_CORE_ENCLOSURE_H_
#define USANCE_SRC_CORE_ENCLOSURE_H_

#include <bit>
#include <cstdint>
#include <limits>
#include <optional>

#include "usance/core/fraction.h"
#include "usance/core/int128.h"
#include "usance/core/rounding.h"

namespace usance {
namespace internal {

// The side of the exact result that a rounded one is on.
enum class Side : uint8_t { kBelow, kAbove };

// mantissa * 2^exponent; the mantissa has its top bit set, or is 0.
struct Binary {
  uint64_t mantissa = 0;
  int64_t exponent = 0;

  [[nodiscard]] constexpr bool IsZero() const { return mantissa == 0; }
};

// value * 2^exponent, with a word of it kept. `more`: a part below value is
// not in it.
template <Side side>
[[nodiscard]] constexpr Binary Normal(uint128 value, int64_t exponent,
                                      bool more = false) {
  const auto top = static_cast<uint64_t>(value >> 64);
  if (top == 0) {
    const auto word = static_cast<uint64_t>(value);
    if (word == 0) return {};
    const int shift = std::countl_zero(word);
    return {word << shift, exponent - shift};
  }
  const int shift = 64 - std::countl_zero(top);
  const auto kept = static_cast<uint64_t>(value >> shift);
  if constexpr (side == Side::kAbove) {
    if (more || static_cast<uint128>(kept) << shift != value) {
      if (kept == std::numeric_limits<uint64_t>::max()) {
        return {uint64_t{1} << 63, exponent + shift + 1};
      }
      return {kept + 1, exponent + shift};
    }
  }
  return {kept, exponent + shift};
}

template <Side side>
[[nodiscard]] constexpr Binary Multiply(const Binary& a, const Binary& b) {
  return Normal<side>(static_cast<uint128>(a.mantissa) * b.mantissa,
                      a.exponent + b.exponent);
}

// Requires b > 0.
template <Side side>
[[nodiscard]] constexpr Binary Quotient(const Binary& a, const Binary& b) {
  const uint128 top = static_cast<uint128>(a.mantissa) << 64;
  const uint128 quotient = top / b.mantissa;  // over 2^63, unless a is 0
  // One bit more says that the division left a rest.
  const bool more = quotient * b.mantissa != top;
  return Normal<side>(quotient << 1 | uint128{more},
                      a.exponent - b.exponent - 65);
}

[[nodiscard]] constexpr bool IsLess(const Binary& a, const Binary& b) {
  if (a.IsZero() || b.IsZero()) return a.IsZero() && !b.IsZero();
  if (a.exponent != b.exponent) return a.exponent < b.exponent;
  return a.mantissa < b.mantissa;
}

// Requires b <= a where `sign` is -1.
template <Side side, int sign>
[[nodiscard]] constexpr Binary Sum(const Binary& a, const Binary& b) {
  if (b.IsZero()) return a;
  if (IsLess(a, b)) return Sum<side, sign>(b, a);
  // 63 bits more than the larger, and a flag for what is below them.
  const int64_t gap = a.exponent - b.exponent;
  const uint128 large = static_cast<uint128>(a.mantissa) << 63;
  const uint128 wide = static_cast<uint128>(b.mantissa) << 63;
  uint128 small = gap > 126 ? 0 : wide >> gap;
  const bool cut = gap > 126 || small << gap != wide;
  // A subtrahend rounds the other way.
  if (sign < 0 && cut) ++small;
  return Normal<side>(sign < 0 ? large - small : large + small, a.exponent - 63,
                      cut);
}

// By `rounding`; nothing beyond int64.
[[nodiscard]] constexpr std::optional<int64_t> Round(const Binary& value,
                                                     Rounding rounding) {
  if (value.IsZero()) return 0;
  if (value.exponent >= 0) return std::nullopt;  // 2^63 and more
  // All values below 1/4 round alike.
  if (value.exponent < -66) return static_cast<int64_t>(Divide(1, 8, rounding));
  return Narrow<int64_t>(
      Divide(value.mantissa, int128{1} << -value.exponent, rounding));
}

}  // namespace internal

// A real x with low <= x <= high. What is computed from enclosures holds what
// is computed from their reals: each operation rounds its bounds outward, so n
// of them in a row keep the bounds within about n * 2^-62 of each other.
class Enclosure {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor)
  constexpr Enclosure(uint128 value)
      : Enclosure(internal::Normal<kBelow>(value, 0),
                  internal::Normal<kAbove>(value, 0)) {}

  [[nodiscard]] friend constexpr Enclosure operator+(const Enclosure& a,
                                                     const Enclosure& b) {
    return {internal::Sum<kBelow, 1>(a.low_, b.low_),
            internal::Sum<kAbove, 1>(a.high_, b.high_)};
  }
  [[nodiscard]] friend constexpr Enclosure operator*(const Enclosure& a,
                                                     const Enclosure& b) {
    return {internal::Multiply<kBelow>(a.low_, b.low_),
            internal::Multiply<kAbove>(a.high_, b.high_)};
  }
  // Nothing where b may be 0.
  [[nodiscard]] static constexpr std::optional<Enclosure> Quotient(
      const Enclosure& a, const Enclosure& b) {
    if (b.low_.IsZero()) return std::nullopt;
    return Enclosure(internal::Quotient<kBelow>(a.low_, b.high_),
                     internal::Quotient<kAbove>(a.high_, b.low_));
  }
  // a - b; nothing where it may be below 0.
  [[nodiscard]] static constexpr std::optional<Enclosure> Difference(
      const Enclosure& a, const Enclosure& b) {
    if (internal::IsLess(a.low_, b.high_)) return std::nullopt;
    return Enclosure(internal::Sum<kBelow, -1>(a.low_, b.high_),
                     internal::Sum<kAbove, -1>(a.high_, b.low_));
  }

  // The nearest integer to x by `rounding`; nothing where the bounds do not
  // decide it, or it is no int64. Rounding is monotonous: between bounds that
  // round alike, so does x.
  [[nodiscard]] constexpr std::optional<int64_t> Round(
      Rounding rounding) const {
    const auto low = internal::Round(low_, rounding);
    const auto high = internal::Round(high_, rounding);
    return low == high ? low : std::nullopt;
  }

  // Whether x >= b for sure.
  [[nodiscard]] constexpr bool IsAtLeast(const Enclosure& b) const {
    return !internal::IsLess(low_, b.high_);
  }

  // The bounds.
  [[nodiscard]] constexpr const internal::Binary& low() const { return low_; }
  [[nodiscard]] constexpr const internal::Binary& high() const { return high_; }

 private:
  static constexpr auto kBelow = internal::Side::kBelow;
  static constexpr auto kAbove = internal::Side::kAbove;

  constexpr Enclosure(const internal::Binary& low, const internal::Binary& high)
      : low_(low), high_(high) {}

  internal::Binary low_, high_;
};

}  // namespace usance

#endif  // USANCE_SRC_CORE_ENCLOSURE_H_
