#include "usance/core/rounding.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/oracle_integer.h"

namespace usance {
namespace {

constexpr Rounding kModes[] = {
    Rounding::kHalfEven, Rounding::kHalfUp,  Rounding::kHalfDown, Rounding::kUp,
    Rounding::kDown,     Rounding::kCeiling, Rounding::kFloor,
};

// Every mode on both sides of zero, at ties and beside them.
TEST(Rounding, R61_SevenModesTimesSign) {
  struct Row {
    int n, d;
    int half_even, half_up, half_down, up, down, ceiling, floor;
  };
  constexpr Row kRows[] = {
      // clang-format off
      //  n    d  even  h.up h.dn   up  down ceil floor
      {   0,   7,    0,    0,   0,   0,    0,   0,    0},
      {   6,   3,    2,    2,   2,   2,    2,   2,    2},
      {  -6,   3,   -2,   -2,  -2,  -2,   -2,  -2,   -2},
      {   1,   2,    0,    1,   0,   1,    0,   1,    0},
      {  -1,   2,    0,   -1,   0,  -1,    0,   0,   -1},
      {   3,   2,    2,    2,   1,   2,    1,   2,    1},
      {  -3,   2,   -2,   -2,  -1,  -2,   -1,  -1,   -2},
      {   5,   2,    2,    3,   2,   3,    2,   3,    2},
      {  -5,   2,   -2,   -3,  -2,  -3,   -2,  -2,   -3},
      {   5,  -2,   -2,   -3,  -2,  -3,   -2,  -2,   -3},
      {  -5,  -2,    2,    3,   2,   3,    2,   3,    2},
      {   7,   2,    4,    4,   3,   4,    3,   4,    3},
      {  -7,   2,   -4,   -4,  -3,  -4,   -3,  -3,   -4},
      {  24,  10,    2,    2,   2,   3,    2,   3,    2},
      { -24,  10,   -2,   -2,  -2,  -3,   -2,  -2,   -3},
      {  26,  10,    3,    3,   3,   3,    2,   3,    2},
      { -26,  10,   -3,   -3,  -3,  -3,   -2,  -2,   -3},
      {   1,   3,    0,    0,   0,   1,    0,   1,    0},
      {  -1,   3,    0,    0,   0,  -1,    0,   0,   -1},
      {   2,   3,    1,    1,   1,   1,    0,   1,    0},
      {  -2,   3,   -1,   -1,  -1,  -1,    0,   0,   -1},
      // clang-format on
  };
  for (const Row& row : kRows) {
    const int expected[] = {row.half_even, row.half_up, row.half_down, row.up,
                            row.down,      row.ceiling, row.floor};
    for (size_t i = 0; i < std::size(kModes); ++i) {
      EXPECT_EQ(ToText(Divide(row.n, row.d, kModes[i])),
                std::to_string(expected[i]))
          << row.n << " / " << row.d << " " << NameOf(kModes[i]);
    }
  }
}

// 1.9851 has more digits after its tie: they count.
TEST(Rounding, R62_StickyDigits) {
  struct Row {
    int n;  // ten-thousandths, rounded to hundredths
    int half_even, half_up, half_down;
  };
  constexpr Row kRows[] = {
      {19849, 198, 198, 198},     {19850, 198, 199, 198},
      {19851, 199, 199, 199},     {-19849, -198, -198, -198},
      {-19850, -198, -199, -198}, {-19851, -199, -199, -199},
      {19750, 198, 198, 197},     {19749, 197, 197, 197},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(Divide(row.n, 100, Rounding::kHalfEven), row.half_even) << row.n;
    EXPECT_EQ(Divide(row.n, 100, Rounding::kHalfUp), row.half_up) << row.n;
    EXPECT_EQ(Divide(row.n, 100, Rounding::kHalfDown), row.half_down) << row.n;
  }
  // A tie, and one unit in the 38th digit above it.
  const int128 d = static_cast<int128>(1) << 125;
  EXPECT_EQ(Divide(d + d / 2, d, Rounding::kHalfDown), 1);
  EXPECT_EQ(Divide(d + d / 2 + 1, d, Rounding::kHalfDown), 2);
}

// All exact halves of a cent from 0 to 20,000.00.
TEST(Rounding, R60_AllHalves) {
  for (int64_t cents = 0; cents < 2'000'000; ++cents) {
    const int64_t thousandths = cents * 10 + 5;
    ASSERT_EQ(Divide(thousandths, 10, Rounding::kHalfUp), cents + 1);
    ASSERT_EQ(Divide(-thousandths, 10, Rounding::kHalfUp), -cents - 1);
    ASSERT_EQ(Divide(thousandths, 10, Rounding::kHalfDown), cents);
    ASSERT_EQ(Divide(thousandths, 10, Rounding::kHalfEven),
              cents + (cents & 1));
  }
}

// Where a product in 64 bits or a double would be wrong.
TEST(Rounding, R57_R58_R59_Boundaries) {
  const int128 e53 = static_cast<int128>(1) << 53;
  const int128 e62 = static_cast<int128>(1) << 62;
  const std::vector<int128> values = {e53 - 1,
                                      e53,
                                      e53 + 1,
                                      e62 - 1,
                                      e62,
                                      e62 + 1,
                                      INT64_MAX,
                                      static_cast<int128>(INT64_MAX) + 1,
                                      kInt128Max - 1,
                                      kInt128Max};
  for (const int128 value : values) {
    for (const Rounding mode : kModes) {
      EXPECT_TRUE(Divide(value, 1, mode) == value) << ToText(value);
      EXPECT_TRUE(Divide(-value, 1, mode) == -value) << ToText(value);
      EXPECT_TRUE(Divide(value, value, mode) == 1) << ToText(value);
      EXPECT_TRUE(Divide(value, -value, mode) == -1) << ToText(value);
    }
  }
  // 439 x 3.0888382687927107 = 1356.0000..., never -922.34.
  const int128 factor = static_cast<int128>(30888382687927107);
  const int128 one = static_cast<int128>(10'000'000'000'000'000);
  EXPECT_EQ(Divide(439 * 100 * factor, one, Rounding::kHalfEven), 135600);
  EXPECT_TRUE(Divide(kInt128Min, 1, Rounding::kFloor) == kInt128Min);
  EXPECT_TRUE(Divide(kInt128Min, kInt128Min, Rounding::kUp) == 1);
  EXPECT_TRUE(Divide(1, kInt128Min, Rounding::kFloor) == -1);
}

// A random integer of a random number of bits, either sign.
int128 AnyInteger(std::mt19937_64& random) {
  const uint128 bits = static_cast<uint128>(random()) << 64 | random();
  return static_cast<int128>(bits) >> (random() % 128);
}

TEST(Rounding, DivideEqualsTheOracle) {
  std::mt19937_64 random(20240229);
  for (int i = 0; i < 20'000; ++i) {
    const int128 d = AnyInteger(random);
    int128 n = AnyInteger(random);
    if (d == 0 || (n == kInt128Min && d == -1)) continue;
    if (i % 2 == 0 && d % 2 == 0 && n != kInt128Min) {
      // Half of the rows on a tie or one beside it.
      const int128 half = d / 2;
      const auto tie = CheckedAdd(n / d * d, half + (i % 3 - 1));
      if (tie) n = *tie;
    }
    const BigRational quotient = Big(n, d);
    for (const Rounding mode : kModes) {
      ASSERT_EQ(BigInt(Divide(n, d, mode)), BigRound(quotient, mode))
          << ToText(n) << " / " << ToText(d) << " " << NameOf(mode);
    }
  }
}

TEST(RoundingDeathTest, ProgrammerErrors) {
  EXPECT_DEATH((void)Divide(1, 0, Rounding::kDown), "check failed");
  EXPECT_DEATH((void)Divide(kInt128Min, -1, Rounding::kDown), "check failed");
  EXPECT_DEATH((void)Divide(1, 2, static_cast<Rounding>(0)), "seven modes");
}

TEST(Rounding, Names) {
  struct Row {
    std::string_view text;
    Rounding mode;
  };
  constexpr Row kRows[] = {
      {"half even", Rounding::kHalfEven},
      {"HALF_EVEN", Rounding::kHalfEven},
      {"bankers", Rounding::kHalfEven},
      {"half up", Rounding::kHalfUp},
      {"commercial", Rounding::kHalfUp},
      {"Half Away From Zero", Rounding::kHalfUp},
      {"half down", Rounding::kHalfDown},
      {"up", Rounding::kUp},
      {"down", Rounding::kDown},
      {"truncate", Rounding::kDown},
      {"ceiling", Rounding::kCeiling},
      {"floor", Rounding::kFloor},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(FindName<Rounding>(row.text), row.mode) << row.text;
  }
  EXPECT_EQ(FindName<Rounding>("half"), std::nullopt);
  EXPECT_EQ(FindName<Rounding>(""), std::nullopt);
}

}  // namespace
}  // namespace usance
