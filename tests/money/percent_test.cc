#include "usance/money/percent.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/matchers.h"
#include "usance/core/text.h"

namespace usance {
namespace {

constexpr int128 Pow2(int exponent) {
  return static_cast<int128>(1) << exponent;
}

TEST(Percent, ParseAndFormat) {
  struct Row {
    std::string_view text;
    Fraction share;
    std::string_view printed;
  };
  const Row rows[] = {
      {"2%", Fraction::Of(1, 50), "2%"},
      {"2.50%", Fraction::Of(1, 40), "2.5%"},
      {"-2%", Fraction::Of(-1, 50), "-2%"},
      {"0%", Fraction(0), "0%"},
      {"-0.0%", Fraction(0), "0%"},
      {"100%", Fraction(1), "100%"},
      {"33.333%", Fraction::Of(33333, 100'000), "33.333%"},
      {"5\xE2\x80\xB0", Fraction::Of(1, 200), "0.5%"},
      {"0.000000000000000001%",
       Fraction::Of(1, static_cast<int128>(100) * 1'000'000'000'000'000'000),
       "0.000000000000000001%"},
      {"99999999999999999999999999999999999999%",
       Fraction::Of(PowerOfTen(38) - 1, 100),
       "99999999999999999999999999999999999999%"},
  };
  for (const Row& row : rows) {
    const auto percent = Percent::Parse(row.text, "/percent");
    ASSERT_THAT(percent, IsOk()) << row.text;
    EXPECT_EQ(percent->share(), row.share) << row.text;
    EXPECT_EQ(Format(*percent), row.printed);
  }
  static_assert((2_percent).share() == Fraction::Of(1, 50));
  EXPECT_LT(2_percent, 3_percent);
}

// A text stands for the exact share or it is the fraction itself.
TEST(Percent, FormatNeverRounds) {
  EXPECT_EQ(Format(Percent(Fraction::Of(1, 3))), "1/3");
  EXPECT_EQ(Format(Percent(Fraction::Of(1, 7))), "1/7");
  EXPECT_EQ(Format(Percent(Fraction::Of(1, Pow2(32)))),
            "0.000000023283064365386962890625%");
  EXPECT_EQ(Format(Percent(Fraction::Of(1, Pow2(40)))), "1/1099511627776");
  EXPECT_EQ(Format(Percent(Fraction(kInt128Max))),
            "170141183460469231731687303715884105727");
}

TEST(Percent, ParseRefusesInOrder) {
  struct Row {
    std::string text;
    Reason reason;
  };
  const std::string nines(1 << 20, '9');
  const Row rows[] = {
      {"", Reason::kMalformed},
      {"%", Reason::kMalformed},
      {"2", Reason::kMalformed},
      {"2 %", Reason::kMalformed},
      {"2%%", Reason::kMalformed},
      {"%2", Reason::kMalformed},
      {"+2%", Reason::kMalformed},
      {"2,5%", Reason::kMalformed},
      {"1e2%", Reason::kMalformed},
      {"two%", Reason::kMalformed},
      {"1/3", Reason::kMalformed},
      {nines, Reason::kMalformed},  // no sign after it
      {nines + "x%", Reason::kMalformed},
      {nines + "%", Reason::kTooManyDigits},
      {"0.0000000000000000001%", Reason::kTooManyDigits},
      {std::string(39, '9') + "\xE2\x80\xB0", Reason::kTooManyDigits},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(Percent::Parse(row.text, "/p"), IsError(row.reason, "/p"))
        << row.text.substr(0, 40);
  }
}

}  // namespace
}  // namespace usance
