#include "src/core/proportion.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace usance {
namespace {

constexpr Rounding kNearest[] = {Rounding::kHalfEven, Rounding::kHalfUp,
                                 Rounding::kHalfDown};

// The largest value that Of can say.
int64_t LimitOf(const Fraction& share) {
  return static_cast<int64_t>(INT64_MAX / share.denominator());
}

RC_GTEST_PROP(Proportion, IsTheDivision, ()) {
  const int64_t d =
      *rc::gen::inRange<int64_t>(1, int64_t{1} << *rc::gen::inRange(1, 62));
  const Fraction share = Fraction::Of(*rc::gen::inRange<int64_t>(0, d), d);
  const int64_t limit = LimitOf(share);
  for (const Rounding mode : kNearest) {
    const auto proportion = Proportion::Make(share, mode);
    RC_ASSERT(proportion.has_value());
    RC_ASSERT(proportion->Covers(limit));
    if (limit < INT64_MAX) RC_ASSERT(!proportion->Covers(limit + 1));
    for (int64_t value :
         {limit, limit / 2, *rc::gen::inRange<int64_t>(0, limit),
          *rc::gen::inRange<int64_t>(0, std::min<int64_t>(limit, 1000))}) {
      // Near the ties of this denominator, and on them.
      for (int64_t near = -1; near <= 1; ++near) {
        if (value == INT64_MAX && near > 0) continue;
        const int64_t moved = value + near;
        if (moved < 0 || !proportion->Covers(moved)) continue;
        RC_ASSERT(proportion->Of(moved) ==
                  Divide(int128{moved} * share.numerator(), share.denominator(),
                         mode));
        const int64_t more = *rc::gen::inRange<int64_t>(-moved, 1);
        RC_ASSERT(proportion->Grown(moved, more) ==
                  moved + more + proportion->Of(moved));
      }
    }
  }
}

// All values up to the limit, at denominators with many ties.
TEST(Proportion, EachTie) {
  for (const int64_t d : {2, 4, 6, 8, 200, 2400}) {
    const int64_t step = d > 200 ? 37 : 1;
    for (int64_t n = 0; n < d; n += step) {
      for (const Rounding mode : kNearest) {
        const auto proportion = Proportion::Make(Fraction::Of(n, d), mode);
        for (int64_t value = 0; value < 3 * d; ++value) {
          ASSERT_EQ(proportion->Of(value),
                    static_cast<int64_t>(Divide(value * n, d, mode)))
              << value << " * " << n << "/" << d;
        }
      }
    }
  }
}

TEST(Proportion, IsNotForAll) {
  const Fraction half = Fraction::Of(1, 2);
  EXPECT_FALSE(Proportion::Make(1, Rounding::kHalfEven));
  EXPECT_FALSE(Proportion::Make(Fraction::Of(-1, 2), Rounding::kHalfEven));
  EXPECT_FALSE(
      Proportion::Make(Fraction::Of(1, int128{1} << 63), Rounding::kHalfEven));
  EXPECT_FALSE(Proportion::Make(half, Rounding::kUp));
  EXPECT_FALSE(Proportion::Make(half, Rounding::kFloor));
  EXPECT_FALSE(Proportion::Make(half, Rounding::kHalfUp)->Covers(-1));
}

}  // namespace
}  // namespace usance
