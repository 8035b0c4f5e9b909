#include "src/core/short_ratio.h"

#include <gtest/gtest.h>

#include "tests/oracle_integer.h"
#include "usance/core/text.h"

namespace usance {
namespace {

TEST(ShortInt, WhatDoesNotFitStaysLost) {
  const ShortInt most = kInt128Max;
  EXPECT_EQ(most + ShortInt(0), most);
  for (const ShortInt& lost :
       {most + ShortInt(1), ShortInt(kInt128Min) - ShortInt(1),
        most * ShortInt(2), ShortInt::Lost()}) {
    EXPECT_FALSE(lost.fits());
    EXPECT_FALSE((lost - lost).fits());
    EXPECT_FALSE((lost * ShortInt(0)).fits());
    EXPECT_FALSE(lost == lost);
    EXPECT_FALSE(ShortRatio(lost, 1).Round(Rounding::kDown).fits());
    EXPECT_FALSE(ShortRatio(1, lost).ToFraction());
    EXPECT_FALSE(ShortRatio(lost, 1).Reduced().Fits());
  }
}

TEST(ShortInt, MultipliesAsIntegersDo) {
  const int128 kValues[] = {0,
                            1,
                            -1,
                            INT64_MAX,
                            INT64_MIN,
                            int128{INT64_MAX} + 1,
                            int128{INT64_MIN} - 1,
                            kInt128Max,
                            kInt128Min};
  const BigInt high(kInt128Max), low(kInt128Min);
  for (const int128 a : kValues) {
    for (const int128 b : kValues) {
      const BigInt product = BigInt(a) * BigInt(b);
      const ShortInt got = ShortInt(a) * ShortInt(b);
      EXPECT_EQ(got.fits(), product <= high && product >= low);
      if (got.fits()) {
        EXPECT_EQ(BigInt(got.value()), product);
      }
    }
  }
}

TEST(ShortRatio, ReducesAndRounds) {
  const ShortRatio long_one(PowerOfTen(30) * 6, PowerOfTen(30) * 4);
  EXPECT_EQ(long_one.Reduced().numerator, ShortInt(3));
  EXPECT_EQ(long_one.Reduced().denominator, ShortInt(2));
  EXPECT_EQ(long_one.ToFraction(), Fraction::Of(3, 2));
  EXPECT_EQ(long_one.Round(Rounding::kHalfEven), ShortInt(2));
  EXPECT_EQ(long_one.Round(Rounding::kDown), ShortInt(1));
  EXPECT_EQ((ShortRatio(Fraction::Of(1, 3)) * ShortRatio(Fraction::Of(6, 5)))
                .ToFraction(),
            Fraction::Of(2, 5));
}

}  // namespace
}  // namespace usance
