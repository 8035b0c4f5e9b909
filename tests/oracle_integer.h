// The tests' own big integers, independent of the code under test.
#ifndef USANCE_TESTS_ORACLE_INTEGER_H_
#define USANCE_TESTS_ORACLE_INTEGER_H_

#include <boost/multiprecision/cpp_int.hpp>

#include "usance/core/fraction.h"
#include "usance/core/rounding.h"

namespace usance {

using BigInt = boost::multiprecision::cpp_int;
using BigRational = boost::multiprecision::cpp_rational;

// n / d; Boost wants the denominator positive.
inline BigRational Big(int128 n, int128 d) {
  const BigInt sign = d < 0 ? -1 : 1;
  return BigRational(BigInt(n) * sign, BigInt(d) * sign);
}
inline BigRational Big(const Fraction& value) {
  return Big(value.numerator(), value.denominator());
}

// The greatest integer at or below n / d.
inline BigInt BigFloor(const BigRational& value) {
  const BigInt n = numerator(value), d = denominator(value);
  const BigInt quotient = n / d;  // toward zero; d > 0
  return n < 0 && quotient * d != n ? BigInt(quotient - 1) : quotient;
}

// `value` rounded, from the modes' definitions by the two neighbors; shares
// no step with Divide.
inline BigInt BigRound(const BigRational& value, Rounding rounding) {
  const BigInt below = BigFloor(value);
  if (BigRational(below) == value) return below;
  const BigInt above = below + 1;
  const BigInt& inner = value < 0 ? above : below;  // nearer to zero
  const BigInt& outer = value < 0 ? below : above;
  const BigRational twice = 2 * value - below - above;  // sign: which is near
  const BigInt& nearest = twice < 0 ? below : above;
  switch (rounding) {
    case Rounding::kHalfEven:
      if (twice != 0) return nearest;
      return below % 2 == 0 ? below : above;
    case Rounding::kHalfUp:
      return twice != 0 ? nearest : outer;
    case Rounding::kHalfDown:
      return twice != 0 ? nearest : inner;
    case Rounding::kUp:
      return outer;
    case Rounding::kDown:
      return inner;
    case Rounding::kCeiling:
      return above;
    case Rounding::kFloor:
      return below;
  }
  return 0;
}

}  // namespace usance

#endif  // USANCE_TESTS_ORACLE_INTEGER_H_
