#include "src/core/enclosure.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "src/core/exact.h"

namespace usance {
namespace {

Exact ToExact(const internal::Binary& value) {
  const Integer power =
      Integer(1) << static_cast<unsigned>(value.exponent < 0 ? -value.exponent
                                                             : value.exponent);
  const Integer mantissa = value.mantissa;
  return value.exponent < 0 ? Exact(mantissa, power)
                            : Exact(mantissa * power, 1);
}

bool Holds(const Enclosure& x, const Exact& value) {
  return !(value < ToExact(x.low())) && !(ToExact(x.high()) < value);
}

// The width of `x` is at most 2^-60 of it.
bool IsNarrow(const Enclosure& x, const Exact& value) {
  const Exact width = ToExact(x.high()) - ToExact(x.low());
  return !(value < width * Exact(int64_t{1} << 60));
}

uint128 AnyInteger() {
  const auto top = *rc::gen::arbitrary<uint64_t>();
  const auto bottom = *rc::gen::arbitrary<uint64_t>();
  return (static_cast<uint128>(top) << 64 | bottom) >>
         *rc::gen::inRange(0, 128);
}

Integer ToInteger(uint128 value) {
  return Integer(static_cast<uint64_t>(value >> 64)) << 64 |
         Integer(static_cast<uint64_t>(value));
}

RC_GTEST_PROP(Enclosure, HoldsWhatIsComputed, ()) {
  const uint128 p = AnyInteger(), q = AnyInteger(), r = AnyInteger();
  const Exact a(ToInteger(p), 1), b(ToInteger(q), 1), c(ToInteger(r), 1);
  const Enclosure x(p), y(q), z(r);
  RC_ASSERT(Holds(x, a) && IsNarrow(x, a));
  RC_ASSERT(Holds(x + y, a + b) && IsNarrow(x + y, a + b));
  RC_ASSERT(Holds(x * y + z, a * b + c) && IsNarrow(x * y + z, a * b + c));
  if (const auto quotient = Enclosure::Quotient(x, y)) {
    RC_ASSERT(Holds(*quotient, a / b) && IsNarrow(*quotient, a / b));
    RC_ASSERT(Holds(*quotient * z, a / b * c));
    RC_ASSERT(Holds(*quotient + z, a / b + c));
    if (const auto rest = Enclosure::Difference(*quotient, z)) {
      RC_ASSERT(Holds(*rest, a / b - c));
    } else {
      RC_ASSERT(!(c * Exact(int64_t{1} << 59) <
                  a / b * Exact((int64_t{1} << 59) - 1)));
    }
  } else {
    RC_ASSERT(q == 0);
  }
}

RC_GTEST_PROP(Enclosure, RoundsAsTheExactQuotient, ()) {
  constexpr Rounding kModes[] = {Rounding::kHalfEven, Rounding::kHalfUp,
                                 Rounding::kHalfDown, Rounding::kUp,
                                 Rounding::kDown,     Rounding::kCeiling,
                                 Rounding::kFloor};
  const uint128 p = AnyInteger() >> 64,
                q = AnyInteger() >> *rc::gen::inRange(64, 128);
  RC_PRE(q != 0);
  const auto quotient = Enclosure::Quotient(Enclosure(p), Enclosure(q));
  // Near enough to a border of the rounding nothing need be said, elsewhere it
  // has to be.
  const Exact x(ToInteger(p), ToInteger(q));
  const Exact away = x * Exact(1, Integer(1) << 58);
  for (const Rounding mode : kModes) {
    const auto exact = x.RoundToInt64(mode);
    const bool clear = (x - away).Round(mode) == (x + away).Round(mode);
    const auto rounded = quotient->Round(mode);
    const bool right = rounded ? rounded == exact : !clear || !exact;
    RC_ASSERT(right);
  }
}

// Bounds that round apart say nothing: 1/3 * 3 may be below 1, and the tie
// 1/2 may be beside it.
TEST(Enclosure, RoundSaysNothingWhereItCannotKnow) {
  const Enclosure one(1), two(2), three(3);
  const Enclosure third = *Enclosure::Quotient(one, three);
  EXPECT_EQ((third * three).Round(Rounding::kFloor), std::nullopt);
  EXPECT_EQ((third * three).Round(Rounding::kHalfEven), 1);
  EXPECT_EQ(Enclosure::Quotient(one, two)->Round(Rounding::kHalfEven), 0);
  EXPECT_EQ(Enclosure::Quotient(three, two)->Round(Rounding::kHalfDown), 1);
  EXPECT_EQ(Enclosure(uint128{1} << 63).Round(Rounding::kFloor), std::nullopt);
  EXPECT_EQ(Enclosure(0).Round(Rounding::kUp), 0);
  EXPECT_EQ(Enclosure::Quotient(one, Enclosure(0)), std::nullopt);
  EXPECT_EQ(Enclosure::Difference(one, two), std::nullopt);
}

}  // namespace
}  // namespace usance
