// 128-bit integers of the compiler, with checked arithmetic.
#ifndef USANCE_CORE_INT128_H_
#define USANCE_CORE_INT128_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace usance {

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

inline constexpr int128 kInt128Max =
    static_cast<int128>(~static_cast<uint128>(0) >> 1);
inline constexpr int128 kInt128Min = -kInt128Max - 1;

// Return the exact result, or nothing where it does not fit.
[[nodiscard]] constexpr std::optional<int128> CheckedAdd(int128 a, int128 b) {
  int128 result = 0;
  if (__builtin_add_overflow(a, b, &result)) return std::nullopt;
  return result;
}

[[nodiscard]] constexpr std::optional<int128> CheckedSub(int128 a, int128 b) {
  int128 result = 0;
  if (__builtin_sub_overflow(a, b, &result)) return std::nullopt;
  return result;
}

[[nodiscard]] constexpr std::optional<int128> CheckedMul(int128 a, int128 b) {
  int128 result = 0;
  if (__builtin_mul_overflow(a, b, &result)) return std::nullopt;
  return result;
}

// Returns `value` as T, or nothing where it does not fit.
template <class T>
[[nodiscard]] constexpr std::optional<T> Narrow(int128 value) {
  if (value < static_cast<int128>(std::numeric_limits<T>::min()) ||
      value > static_cast<int128>(std::numeric_limits<T>::max())) {
    return std::nullopt;
  }
  return static_cast<T>(value);
}

// |value|, which always fits: |kInt128Min| is 2^127.
[[nodiscard]] constexpr uint128 Magnitude(int128 value) {
  return value < 0 ? ~static_cast<uint128>(value) + 1
                   : static_cast<uint128>(value);
}

// Whether both fit 64 bits, which divide much faster than 128.
[[nodiscard]] constexpr bool AreShort(uint128 a, uint128 b) {
  return (a | b) >> 64 == 0;
}

struct QuotientAndRest {
  uint128 quotient = 0;
  uint128 rest = 0;
};

// Requires d != 0.
[[nodiscard]] constexpr QuotientAndRest DivideWithRest(uint128 n, uint128 d) {
  if (AreShort(n, d)) {
    const auto top = static_cast<uint64_t>(n);
    const auto bottom = static_cast<uint64_t>(d);
    return {top / bottom, top % bottom};
  }
  return {n / d, n % d};
}

// The greatest common divisor; Gcd(0, 0) is 0.
[[nodiscard]] constexpr uint128 Gcd(uint128 a, uint128 b) {
  while (!AreShort(a, b)) {
    if (b == 0) return a;
    const uint128 rest = a % b;
    a = b;
    b = rest;
  }
  auto x = static_cast<uint64_t>(a);
  auto y = static_cast<uint64_t>(b);
  while (y != 0) {
    const uint64_t rest = x % y;
    x = y;
    y = rest;
  }
  return x;
}

// The decimal text of `value`: "-170141183460469231731687303715884105728".
[[nodiscard]] inline std::string ToText(int128 value) {
  char digits[40];
  int first = 40;
  uint128 rest = Magnitude(value);
  do {
    digits[--first] = static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  } while (rest != 0);
  if (value < 0) digits[--first] = '-';
  return std::string(digits + first, digits + 40);
}

}  // namespace usance

#endif  // USANCE_CORE_INT128_H_
