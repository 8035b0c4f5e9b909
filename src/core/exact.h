// Rationals without a bound, for where 128 bits end. Private: Boost stays out
// of the public headers.
#ifndef USANCE_SRC_CORE_EXACT_H_
#define USANCE_SRC_CORE_EXACT_H_

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <optional>

#include "usance/core/fraction.h"
#include "usance/core/rounding.h"

namespace usance {

using Integer = boost::multiprecision::cpp_int;

// numerator / denominator, the denominator positive; not kept in lowest terms
// (a gcd of thousand-digit numbers costs more than it saves).
struct Exact {
  using Int = Integer;

  Integer numerator = 0;
  Integer denominator = 1;

  Exact() = default;
  Exact(Integer n, Integer d)
      : numerator(std::move(n)), denominator(std::move(d)) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  Exact(const Fraction& value)
      : numerator(value.numerator()), denominator(value.denominator()) {}
  // NOLINTNEXTLINE(google-explicit-constructor)
  Exact(int64_t value) : numerator(value) {}

  friend Exact operator+(const Exact& a, const Exact& b) {
    if (a.denominator == b.denominator) {
      return {a.numerator + b.numerator, a.denominator};
    }
    return {a.numerator * b.denominator + b.numerator * a.denominator,
            a.denominator * b.denominator};
  }
  friend Exact operator-(const Exact& a, const Exact& b) {
    return a + Exact(-b.numerator, b.denominator);
  }
  friend Exact operator*(const Exact& a, const Exact& b) {
    return {a.numerator * b.numerator, a.denominator * b.denominator};
  }
  // Requires b != 0.
  friend Exact operator/(const Exact& a, const Exact& b) {
    if (b.numerator < 0) {
      return {-(a.numerator * b.denominator), -(a.denominator * b.numerator)};
    }
    return {a.numerator * b.denominator, a.denominator * b.numerator};
  }
  friend bool operator<(const Exact& a, const Exact& b) {
    return a.numerator * b.denominator < b.numerator * a.denominator;
  }

  [[nodiscard]] int Sign() const { return numerator.sign(); }

  // In lowest terms: for sums that go on for long.
  [[nodiscard]] Exact Reduced() const {
    const Integer divisor = gcd(numerator, denominator);
    if (divisor <= 1) return *this;
    return {numerator / divisor, denominator / divisor};
  }

  // The nearest integer by `rounding`: Divide without a bound.
  [[nodiscard]] Integer Round(Rounding rounding) const {
    const bool negative = numerator < 0;
    const Integer top = abs(numerator);
    Integer quotient, rest;
    divide_qr(top, denominator, quotient, rest);
    if (rest.is_zero()) return negative ? Integer(-quotient) : quotient;
    // The tie test needs only rest <, =, > denominator - rest.
    const int half = Integer(rest + rest).compare(denominator);
    const bool odd = bit_test(quotient, 0);
    if (internal::RoundsAway(negative, odd, static_cast<uint128>(half + 2),
                             4, rounding)) {
      ++quotient;
    }
    return negative ? Integer(-quotient) : quotient;
  }

  // Round, as an amount in minor units; nothing where it does not fit.
  [[nodiscard]] std::optional<int64_t> RoundToInt64(Rounding rounding) const {
    const Integer rounded = Round(rounding);
    if (rounded < INT64_MIN || rounded > INT64_MAX) return std::nullopt;
    return static_cast<int64_t>(rounded);
  }

  // In lowest terms with 128-bit terms; nothing where they do not fit.
  [[nodiscard]] std::optional<Fraction> ToFraction() const {
    const Exact reduced = Reduced();
    const Integer limit(kInt128Max);
    if (abs(reduced.numerator) > limit || reduced.denominator > limit) {
      return std::nullopt;
    }
    return Fraction::Of(static_cast<int128>(reduced.numerator),
                        static_cast<int128>(reduced.denominator));
  }
};

}  // namespace usance

#endif  // USANCE_SRC_CORE_EXACT_H_
