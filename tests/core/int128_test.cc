#include "usance/core/int128.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/oracle_integer.h"

namespace usance {
namespace {

constexpr int128 kMin64 = INT64_MIN, kMax64 = INT64_MAX;

TEST(Int128, Text) {
  struct Row {
    int128 value;
    std::string text;
  };
  const Row rows[] = {
      {0, "0"},
      {7, "7"},
      {-7, "-7"},
      {1'000'000, "1000000"},
      {kMin64, "-9223372036854775808"},
      {kMax64, "9223372036854775807"},
      {kInt128Max, "170141183460469231731687303715884105727"},
      {kInt128Min, "-170141183460469231731687303715884105728"},
  };
  for (const Row& row : rows) EXPECT_EQ(ToText(row.value), row.text);
}

TEST(Int128, R59_CheckedArithmeticAtTheEdges) {
  EXPECT_TRUE(CheckedAdd(kInt128Max, 0) == kInt128Max);
  EXPECT_TRUE(CheckedAdd(kInt128Max, kInt128Min) == int128{-1});
  EXPECT_FALSE(CheckedAdd(kInt128Max, 1));
  EXPECT_FALSE(CheckedAdd(kInt128Min, -1));

  EXPECT_TRUE(CheckedSub(kInt128Min, kInt128Min) == int128{0});
  EXPECT_TRUE(CheckedSub(-1, kInt128Max) == kInt128Min);
  EXPECT_FALSE(CheckedSub(kInt128Min, 1));
  EXPECT_FALSE(CheckedSub(0, kInt128Min));

  const int128 e63 = kMax64 + 1;
  EXPECT_TRUE(CheckedMul(e63, e63) == static_cast<int128>(1) << 126);
  EXPECT_TRUE(CheckedMul(kInt128Min, 1) == kInt128Min);
  EXPECT_FALSE(CheckedMul(kInt128Min, -1));
  EXPECT_FALSE(CheckedMul(e63 * 2, e63));
}

TEST(Int128, NarrowAtTheEdges) {
  EXPECT_EQ(Narrow<int64_t>(kMax64), INT64_MAX);
  EXPECT_EQ(Narrow<int64_t>(kMin64), INT64_MIN);
  EXPECT_EQ(Narrow<int64_t>(kMax64 + 1), std::nullopt);
  EXPECT_EQ(Narrow<int64_t>(kMin64 - 1), std::nullopt);
  EXPECT_EQ(Narrow<int32_t>(INT32_MAX), INT32_MAX);
  EXPECT_EQ(Narrow<int32_t>(static_cast<int128>(INT32_MAX) + 1), std::nullopt);
  EXPECT_EQ(Narrow<uint64_t>(-1), std::nullopt);
  EXPECT_EQ(Narrow<uint64_t>(kMax64 * 2 + 1), UINT64_MAX);
}

TEST(Int128, MagnitudeAndGcd) {
  EXPECT_TRUE(Magnitude(kInt128Min) == static_cast<uint128>(1) << 127);
  EXPECT_TRUE(Magnitude(-5) == 5);
  struct Row {
    uint128 a, b, gcd;
  };
  const Row rows[] = {
      {0, 0, 0},   {0, 5, 5},   {5, 0, 5},
      {12, 18, 6}, {17, 31, 1}, {Magnitude(kInt128Min), 1u << 20, 1u << 20},
  };
  for (const Row& row : rows) EXPECT_TRUE(Gcd(row.a, row.b) == row.gcd);
}

TEST(Int128, DivisionEqualsTheOracleOnBothSidesOf64Bits) {
  const uint128 e64 = static_cast<uint128>(1) << 64;
  const uint128 edges[] = {
      0,
      1,
      2,
      3,
      6,
      (1u << 31) * uint128{2},
      e64 / 2,
      e64 - 2,
      e64 - 1,
      e64,
      e64 + 1,
      e64 + 2,
      e64 * 3,
      e64 * 6,
      e64 * (e64 - 1),
      e64 / 2 * e64,
      ~uint128{0},
  };
  for (const uint128 a : edges) {
    for (const uint128 b : edges) {
      EXPECT_TRUE(BigInt(Gcd(a, b)) == gcd(BigInt(a), BigInt(b)))
          << BigInt(a) << " " << BigInt(b);
      if (b == 0) continue;
      const auto [quotient, rest] = DivideWithRest(a, b);
      EXPECT_TRUE(BigInt(quotient) == BigInt(a) / BigInt(b) &&
                  BigInt(rest) == BigInt(a) % BigInt(b))
          << BigInt(a) << " " << BigInt(b);
    }
  }
}

}  // namespace
}  // namespace usance
