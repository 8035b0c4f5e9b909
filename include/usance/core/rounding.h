// The seven rounding modes, and the one division that everything rounds by.
#ifndef USANCE_CORE_ROUNDING_H_
#define USANCE_CORE_ROUNDING_H_

#include <cstdint>

#include "usance/core/check.h"
#include "usance/core/int128.h"
#include "usance/core/names.h"

namespace usance {

// How a quotient that is no integer becomes one. There is no default anywhere
// in the core: whatever divides says how.
//
//              2.5  -2.5   2.4  -2.4   3.5
//   half even    2    -2     2    -2     4   a tie goes to the even neighbor
//   half up      3    -3     2    -2     4   a tie goes away from zero
//   half down    2    -2     2    -2     3   a tie goes toward zero
//   up           3    -3     3    -3     4   away from zero
//   down         2    -2     2    -2     3   toward zero
//   ceiling      3    -2     3    -2     4   toward plus infinity
//   floor        2    -3     2    -3     3   toward minus infinity
enum class Rounding : int32_t {
  kHalfEven = 1,
  kHalfUp = 2,
  kHalfDown = 3,
  kUp = 4,
  kDown = 5,
  kCeiling = 6,
  kFloor = 7,
};

template <>
struct Names<Rounding> {
  static constexpr std::string_view kNoun = "rounding";
  static constexpr Named<Rounding> kTable[] = {
      {Rounding::kHalfEven, "half even", "bankers|round half even"},
      {Rounding::kHalfUp, "half up", "commercial|half away from zero"},
      {Rounding::kHalfDown, "half down", "half toward zero"},
      {Rounding::kUp, "up", "away from zero"},
      {Rounding::kDown, "down", "truncate|toward zero"},
      {Rounding::kCeiling, "ceiling", "ceil"},
      {Rounding::kFloor, "floor", ""},
  };
};

namespace internal {

// Whether the magnitude of a quotient with remainder rest (rest < divisor)
// grows by one. Nothing branches on the figures: a branch would be guessed
// wrong every other time.
[[nodiscard]] constexpr bool RoundsAway(bool negative, bool odd, uint128 rest,
                                        uint128 divisor, Rounding rounding) {
  const uint128 gap = divisor - rest;  // rest < gap: nearer to zero
  switch (rounding) {
    case Rounding::kHalfEven:
      return rest + uint128{odd} > gap;
    case Rounding::kHalfUp:
      return rest + 1 > gap;
    case Rounding::kHalfDown:
      return rest > gap;
    case Rounding::kUp:
      return rest != 0;
    case Rounding::kDown:
      return false;
    case Rounding::kCeiling:
      return (rest != 0) & !negative;
    case Rounding::kFloor:
      return (rest != 0) & negative;
  }
  USANCE_CHECK(false && "rounding is not one of the seven modes");
  return false;
}

// Twice the most that `rounding` moves a value by.
constexpr int64_t TwiceError(Rounding rounding) {
  return rounding == Rounding::kHalfEven || rounding == Rounding::kHalfUp ||
                 rounding == Rounding::kHalfDown
             ? 1
             : 2;
}

}  // namespace internal

// Returns n / d rounded to an integer by `rounding`.
//
// Errors:     checks d != 0, and that the quotient fits: only
//             kInt128Min / -1 does not.
// Exactness:  rounded once by `rounding`; exact for every other n and d.
// Example:    Divide(-5, 2, Rounding::kHalfEven) is -2
[[nodiscard]] constexpr int128 Divide(int128 n, int128 d, Rounding rounding) {
  USANCE_CHECK(d != 0);
  USANCE_CHECK(n != kInt128Min || d != -1);
  const bool negative = (n < 0) != (d < 0);
  const uint128 divisor = Magnitude(d);
  auto [quotient, rest] = DivideWithRest(Magnitude(n), divisor);
  // Where it grows, rest != 0: divisor >= 2 and quotient < 2^127 still.
  quotient += uint128{internal::RoundsAway(negative, (quotient & 1) != 0, rest,
                                           divisor, rounding)};
  const uint128 flip = -uint128{negative};
  return static_cast<int128>((quotient ^ flip) - flip);
}

}  // namespace usance

#endif  // USANCE_CORE_ROUNDING_H_
