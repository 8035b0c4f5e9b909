#include "usance/core/fraction.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/oracle_integer.h"

namespace usance {
namespace {

TEST(Fraction, LowestTermsWithAPositiveDenominator) {
  struct Row {
    int128 n, d;
    std::string text;
  };
  const Row rows[] = {
      {0, 5, "0"},
      {0, -5, "0"},
      {6, 3, "2"},
      {6, 4, "3/2"},
      {-6, 4, "-3/2"},
      {6, -4, "-3/2"},
      {-6, -4, "3/2"},
      {kInt128Min, 2, "-85070591730234615865843651857942052864"},
      {kInt128Min, kInt128Min, "1"},
      {1, kInt128Max, "1/170141183460469231731687303715884105727"},
  };
  for (const Row& row : rows) {
    ASSERT_TRUE(Fraction::Make(row.n, row.d).has_value()) << row.text;
    EXPECT_EQ(ToText(*Fraction::Make(row.n, row.d)), row.text);
  }
}

TEST(Fraction, OfLowestTermsTakesTheTermsAsTheyAre) {
  EXPECT_EQ(Fraction::OfLowestTerms(-3, 2), *Fraction::Make(-6, 4));
  EXPECT_EQ(Fraction::OfLowestTerms(0, 1), Fraction(0));
}

TEST(Fraction, NothingWhereItCannotBeWritten) {
  EXPECT_FALSE(Fraction::Make(1, 0));
  EXPECT_FALSE(Fraction::Make(0, 0));
  EXPECT_FALSE(Fraction::Make(kInt128Min, 1));
  EXPECT_FALSE(Fraction::Make(1, kInt128Min));
  EXPECT_FALSE(CheckedDiv(Fraction(1), Fraction(0)));
  EXPECT_FALSE(CheckedMul(Fraction(kInt128Max), Fraction(2)));
  EXPECT_FALSE(CheckedAdd(Fraction(kInt128Max), Fraction(1)));
  EXPECT_FALSE(CheckedSub(Fraction(-kInt128Max), Fraction(1)));
}

TEST(Fraction, Arithmetic) {
  const Fraction half = Fraction::Of(1, 2), third = Fraction::Of(1, 3);
  EXPECT_EQ(CheckedAdd(half, third), Fraction::Of(5, 6));
  EXPECT_EQ(CheckedSub(half, third), Fraction::Of(1, 6));
  EXPECT_EQ(CheckedSub(third, half), Fraction::Of(-1, 6));
  EXPECT_EQ(CheckedMul(half, third), Fraction::Of(1, 6));
  EXPECT_EQ(CheckedDiv(half, third), Fraction::Of(3, 2));
  EXPECT_EQ(CheckedDiv(half, Fraction(-2)), Fraction::Of(-1, 4));
  EXPECT_EQ(Fraction::Of(-7, 2).Sign(), -1);
  EXPECT_EQ(Fraction().Sign(), 0);
  EXPECT_TRUE(Fraction().IsZero());
  EXPECT_EQ(Fraction::Of(7, 2).Round(Rounding::kHalfEven), 4);
  EXPECT_EQ(Fraction::Of(-7, 2).Round(Rounding::kDown), -3);
  static_assert(Fraction::Of(2, 4) == Fraction::Of(1, 2));
}

// Cross-cancelling keeps products of large terms whole.
TEST(Fraction, LargeTermsCancel) {
  const int128 big = kInt128Max / 3;
  EXPECT_EQ(CheckedMul(Fraction::Of(big, 7), Fraction::Of(7, big)),
            Fraction(1));
  EXPECT_EQ(CheckedDiv(Fraction::Of(big, 7), Fraction::Of(big, 11)),
            Fraction::Of(11, 7));
}

TEST(Fraction, ComparesAtTheEdges) {
  // In ascending order; neighbors differ by as little as 2^-253.
  const std::vector<Fraction> ascending = {
      Fraction(-kInt128Max),
      Fraction::Of(-kInt128Max, 2),
      Fraction::Of(-kInt128Max, 3),
      Fraction::Of(-kInt128Max, kInt128Max - 1),
      Fraction(-1),
      Fraction::Of(-(kInt128Max - 1), kInt128Max),
      Fraction::Of(-1, kInt128Max - 1),
      Fraction::Of(-1, kInt128Max),
      Fraction(0),
      Fraction::Of(1, kInt128Max),
      Fraction::Of(1, kInt128Max - 1),
      Fraction::Of(1, 3),
      Fraction::Of(kInt128Max - 2, kInt128Max - 1),
      Fraction::Of(kInt128Max - 1, kInt128Max),
      Fraction(1),
      Fraction::Of(kInt128Max, kInt128Max - 1),
      Fraction::Of(kInt128Max - 1, kInt128Max - 2),
      Fraction::Of(kInt128Max, 2),
      Fraction(kInt128Max),
  };
  for (size_t a = 0; a < ascending.size(); ++a) {
    for (size_t b = 0; b < ascending.size(); ++b) {
      EXPECT_TRUE((ascending[a] <=> ascending[b]) == (a <=> b))
          << ToText(ascending[a]) << " and " << ToText(ascending[b]);
    }
  }
}

// A random fraction whose terms have a random number of bits.
Fraction AnyFraction(std::mt19937_64& random) {
  for (;;) {
    const auto term = [&] {
      const uint128 bits = static_cast<uint128>(random()) << 64 | random();
      return static_cast<int128>(bits) >> (random() % 128);
    };
    if (const auto value = Fraction::Make(term(), term())) return *value;
  }
}

bool Fits(const BigRational& value) {
  const BigInt limit(kInt128Max);
  return abs(numerator(value)) <= limit && denominator(value) <= limit;
}

// Against rationals without a bound: what is returned is exact, and nothing is
// returned only where the terms, or those over the common denominator before
// they are reduced, do not fit.
TEST(Fraction, ArithmeticEqualsTheOracle) {
  std::mt19937_64 random(19950707);
  for (int i = 0; i < 20'000; ++i) {
    const Fraction a = AnyFraction(random), b = AnyFraction(random);
    const BigRational x = Big(a), y = Big(b);
    ASSERT_EQ(a < b, x < y) << ToText(a) << " " << ToText(b);
    ASSERT_EQ(a == b, x == y) << ToText(a) << " " << ToText(b);
    ASSERT_EQ(a > b, x > y) << ToText(a) << " " << ToText(b);

    const auto product = CheckedMul(a, b);
    ASSERT_EQ(product.has_value(), Fits(x * y));
    if (product) {
      ASSERT_EQ(Big(*product), BigRational(x * y));
    }

    const auto quotient = CheckedDiv(a, b);
    ASSERT_EQ(quotient.has_value(), !b.IsZero() && Fits(x / y));
    if (quotient) {
      ASSERT_EQ(Big(*quotient), BigRational(x / y));
    }

    const BigInt common = lcm(denominator(x), denominator(y));
    const bool roomy = common <= BigInt(kInt128Max) &&
                       abs(numerator(x)) * common <= BigInt(kInt128Max) / 2 &&
                       abs(numerator(y)) * common <= BigInt(kInt128Max) / 2;
    const auto sum = CheckedAdd(a, b);
    const auto difference = CheckedSub(a, b);
    if (roomy) {
      ASSERT_TRUE(sum && difference);
    }
    if (sum) {
      ASSERT_EQ(Big(*sum), BigRational(x + y));
    }
    if (difference) {
      ASSERT_EQ(Big(*difference), BigRational(x - y));
    }
  }
}

// Consecutive convergents differ only at the very end of Euclid's algorithm.
TEST(Fraction, ComparesNeighborsOfTheSternBrocotTree) {
  std::mt19937_64 random(1202);
  for (int i = 0; i < 2'000; ++i) {
    // Walk down to two neighbors p/q, r/s with ps - qr = -1.
    int128 p = 0, q = 1, r = 1, s = 0;
    for (;;) {
      const auto n = CheckedAdd(p, r), d = CheckedAdd(q, s);
      if (!n || !d || *n < 0 || *d < 0) break;
      if (random() % 2 == 0) {
        p = *n, q = *d;
      } else {
        r = *n, s = *d;
      }
    }
    if (s == 0) continue;
    const Fraction low = Fraction::Of(p, q), high = Fraction::Of(r, s);
    ASSERT_TRUE(low < high) << ToText(low) << " " << ToText(high);
    ASSERT_TRUE(high > low) << ToText(low) << " " << ToText(high);
    ASSERT_TRUE(low == low && !(low < low));
  }
}

TEST(FractionDeathTest, ProgrammerErrors) {
  EXPECT_DEATH((void)Fraction::Of(1, 0), "check failed");
  EXPECT_DEATH((void)Fraction(kInt128Min), "check failed");
}

}  // namespace
}  // namespace usance
