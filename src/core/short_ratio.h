// Ratios of 128-bit integers that know when they no longer fit: the quick path
// beside core/exact.h. Private.
#ifndef USANCE_SRC_CORE_SHORT_RATIO_H_
#define USANCE_SRC_CORE_SHORT_RATIO_H_

#include <cstdint>
#include <optional>

#include "usance/core/fraction.h"
#include "usance/core/int128.h"
#include "usance/core/rounding.h"

namespace usance {

// A 128-bit integer, or the knowledge that one did not fit: whatever is
// computed from that does not fit either, and it equals nothing.
class ShortInt {
 public:
  constexpr ShortInt() = default;
  // NOLINTNEXTLINE(google-explicit-constructor)
  constexpr ShortInt(int128 value) : value_(value) {}

  [[nodiscard]] static constexpr ShortInt Lost() {
    ShortInt lost;
    lost.fits_ = false;
    return lost;
  }

  [[nodiscard]] constexpr bool fits() const { return fits_; }
  [[nodiscard]] constexpr int128 value() const { return value_; }

  friend constexpr ShortInt operator+(const ShortInt& a, const ShortInt& b) {
    ShortInt sum;
    sum.fits_ = !__builtin_add_overflow(a.value_, b.value_, &sum.value_);
    return sum.If(a, b);
  }
  friend constexpr ShortInt operator-(const ShortInt& a, const ShortInt& b) {
    ShortInt difference;
    difference.fits_ =
        !__builtin_sub_overflow(a.value_, b.value_, &difference.value_);
    return difference.If(a, b);
  }
  friend constexpr ShortInt operator*(const ShortInt& a, const ShortInt& b) {
    ShortInt product;
    const auto x = static_cast<int64_t>(a.value_);
    const auto y = static_cast<int64_t>(b.value_);
    if (x == a.value_ && y == b.value_) {  // one multiplication
      product.value_ = int128{x} * y;
    } else {
      product.fits_ =
          !__builtin_mul_overflow(a.value_, b.value_, &product.value_);
    }
    return product.If(a, b);
  }
  friend constexpr bool operator==(const ShortInt& a, const ShortInt& b) {
    return a.fits_ && b.fits_ && a.value_ == b.value_;
  }

 private:
  constexpr ShortInt& If(const ShortInt& a, const ShortInt& b) {
    fits_ = fits_ && a.fits_ && b.fits_;
    return *this;
  }

  int128 value_ = 0;
  bool fits_ = true;
};

// numerator / denominator, the denominator positive; as Exact.
struct ShortRatio {
  using Int = ShortInt;

  ShortInt numerator = 0;
  ShortInt denominator = 1;

  constexpr ShortRatio() = default;
  constexpr ShortRatio(const ShortInt& n, const ShortInt& d)
      : numerator(n), denominator(d) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  constexpr ShortRatio(const Fraction& value)
      : numerator(value.numerator()), denominator(value.denominator()) {}

  friend constexpr ShortRatio operator*(const ShortRatio& a,
                                        const ShortRatio& b) {
    return {a.numerator * b.numerator, a.denominator * b.denominator};
  }

  [[nodiscard]] constexpr bool Fits() const {
    return numerator.fits() && denominator.fits();
  }

  // In lowest terms where that may keep products in 128 bits.
  [[nodiscard]] constexpr ShortRatio Reduced() const {
    if (!Fits() || AreShort(Magnitude(numerator.value()),
                            Magnitude(denominator.value()))) {
      return *this;
    }
    const auto lowest = Fraction::Make(numerator.value(), denominator.value());
    return lowest ? ShortRatio(*lowest) : *this;
  }

  // The nearest integer by `rounding`: Divide, where it fits.
  [[nodiscard]] constexpr ShortInt Round(Rounding rounding) const {
    if (!Fits()) return ShortInt::Lost();
    return Divide(numerator.value(), denominator.value(), rounding);
  }

  // In lowest terms with 128-bit terms; nothing where they do not fit.
  [[nodiscard]] constexpr std::optional<Fraction> ToFraction() const {
    if (!Fits()) return std::nullopt;
    return Fraction::Make(numerator.value(), denominator.value());
  }
};

}  // namespace usance

#endif  // USANCE_SRC_CORE_SHORT_RATIO_H_
