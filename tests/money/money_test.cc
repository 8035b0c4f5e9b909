#include "usance/money/money.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "tests/currencies.h"
#include "tests/matchers.h"
#include "tests/oracle_integer.h"
#include "usance/money/format.h"

namespace usance {
namespace {

TEST(Money, AddSubNegateCompare) {
  EXPECT_EQ(*Add("1.00 EUR"_money, "0.05 EUR"_money), "1.05 EUR"_money);
  EXPECT_EQ(*Sub("1.00 EUR"_money, "1.05 EUR"_money), "-0.05 EUR"_money);
  EXPECT_EQ(*Negate("0.05 EUR"_money), "-0.05 EUR"_money);
  EXPECT_TRUE(*Compare("1.00 EUR"_money, "1.05 EUR"_money) < 0);
  EXPECT_TRUE(*Compare("1.05 EUR"_money, "1.05 EUR"_money) == 0);
  EXPECT_TRUE("1.00 EUR"_money != "1.00 USD"_money);
}

TEST(Money, R58_TheEdgesAreErrorsNotWraps) {
  const Money most(INT64_MAX, kEur), least(INT64_MIN, kEur), cent(1, kEur);
  EXPECT_EQ(*Add(most, Money(0, kEur)), most);
  EXPECT_EQ(*Multiply(most, Fraction(1), Rounding::kHalfUp), most);
  EXPECT_EQ(*Multiply(least, Fraction(1), Rounding::kHalfUp), least);
  EXPECT_THAT(Add(most, cent), IsError(Reason::kOverflow, ""));
  EXPECT_THAT(Sub(least, cent), IsError(Reason::kOverflow, ""));
  EXPECT_THAT(Negate(least), IsError(Reason::kOverflow, ""));
  EXPECT_THAT(Multiply(least, Fraction(-1), Rounding::kDown),
              IsError(Reason::kOverflow, ""));
  EXPECT_THAT(Multiply(most, Fraction(kInt128Max), Rounding::kDown),
              IsError(Reason::kOverflow, ""));
}

// The currencies are looked at before the amounts.
TEST(Money, MismatchGoesBeforeOverflow) {
  const Money most(INT64_MAX, kEur), dollar(1, kUsd);
  EXPECT_THAT(Add(most, dollar), IsError(Reason::kCurrencyMismatch, ""));
  EXPECT_THAT(Sub(Money(INT64_MIN, kEur), dollar),
              IsError(Reason::kCurrencyMismatch, ""));
  EXPECT_THAT(Compare(most, dollar), IsError(Reason::kCurrencyMismatch, ""));
  EXPECT_EQ(TextOf(Add("1.00 EUR"_money, "100 JPY"_money).status()),
            "1.00 EUR and 100 JPY have different currencies");
}

TEST(Money, Multiply) {
  struct Row {
    Money money;
    Fraction factor;
    Rounding rounding;
    Money product;
  };
  const Row rows[] = {
      {"1000.00 EUR"_money, Fraction::Of(1, 3), Rounding::kHalfEven,
       "333.33 EUR"_money},
      {"1000.00 EUR"_money, Fraction::Of(2, 3), Rounding::kHalfEven,
       "666.67 EUR"_money},
      {"0.05 EUR"_money, Fraction::Of(1, 2), Rounding::kHalfEven,
       "0.02 EUR"_money},
      {"0.05 EUR"_money, Fraction::Of(1, 2), Rounding::kHalfUp,
       "0.03 EUR"_money},
      {"-0.05 EUR"_money, Fraction::Of(1, 2), Rounding::kHalfUp,
       "-0.03 EUR"_money},
      {"-0.01 EUR"_money, Fraction::Of(1, 3), Rounding::kDown,
       "0.00 EUR"_money},
      {Money(1000, kJpy), Fraction::Of(1, 3), Rounding::kUp, Money(334, kJpy)},
      {Money(439, kJpy),
       Fraction::Of(30888382687927107, 10'000'000'000'000'000),
       Rounding::kHalfEven, Money(1356, kJpy)},  // R57
  };
  for (const Row& row : rows) {
    EXPECT_EQ(*Multiply(row.money, row.factor, row.rounding), row.product)
        << Format(row.product);
  }
}

// Random amounts and factors, also those whose product needs 190 bits.
TEST(Money, R59_MultiplyEqualsTheOracle) {
  std::mt19937_64 random(4217);
  int in_range = 0, out_of_range = 0;
  for (int i = 0; i < 20'000; ++i) {
    const int64_t minor = static_cast<int64_t>(random()) >> (random() % 64);
    const auto term = [&] {
      const uint128 bits = static_cast<uint128>(random()) << 64 | random();
      return static_cast<int128>(bits) >> (random() % 128);
    };
    const auto factor = Fraction::Make(term(), term());
    if (!factor) continue;
    const auto mode = static_cast<Rounding>(1 + random() % 7);
    const BigInt exact = BigRound(Big(*factor) * minor, mode);
    const auto product = Multiply(Money(minor, kEur), *factor, mode);
    if (exact >= INT64_MIN && exact <= INT64_MAX) {
      ++in_range;
      ASSERT_THAT(product, IsOk()) << minor << " * " << ToText(*factor);
      ASSERT_EQ(BigInt(product->minor()), exact)
          << minor << " * " << ToText(*factor) << " " << NameOf(mode);
    } else {
      ++out_of_range;
      ASSERT_THAT(product, IsError(Reason::kOverflow, ""));
    }
  }
  EXPECT_GT(in_range, 2'000);
  EXPECT_GT(out_of_range, 2'000);
}

}  // namespace
}  // namespace usance
