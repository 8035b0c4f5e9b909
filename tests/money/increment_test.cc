#include "usance/money/increment.h"

#include <gtest/gtest.h>

#include "tests/currencies.h"
#include "tests/matchers.h"
#include "usance/money/format.h"

namespace usance {
namespace {

TEST(Increment, RoundTo) {
  struct Row {
    Money money;
    int64_t increment;
    Rounding rounding;
    Money rounded;
  };
  constexpr Row kRows[] = {
      // Swiss cash
      {"10.02 CHF"_money, 5, Rounding::kHalfUp, "10.00 CHF"_money},
      {"10.03 CHF"_money, 5, Rounding::kHalfUp, "10.05 CHF"_money},
      {"-10.03 CHF"_money, 5, Rounding::kHalfUp, "-10.05 CHF"_money},
      {"10.05 CHF"_money, 5, Rounding::kUp, "10.05 CHF"_money},
      {"10.01 CHF"_money, 5, Rounding::kUp, "10.05 CHF"_money},
      {"10.04 CHF"_money, 5, Rounding::kDown, "10.00 CHF"_money},
      {"-10.01 CHF"_money, 5, Rounding::kCeiling, "-10.00 CHF"_money},
      {"-10.01 CHF"_money, 5, Rounding::kFloor, "-10.05 CHF"_money},
      // Danish and Norwegian whole and half units
      {"10.25 DKK"_money, 50, Rounding::kHalfUp, "10.50 DKK"_money},
      {"10.25 DKK"_money, 50, Rounding::kHalfDown, "10.00 DKK"_money},
      {"10.50 NOK"_money, 100, Rounding::kHalfEven, "10.00 NOK"_money},
      {"11.50 NOK"_money, 100, Rounding::kHalfEven, "12.00 NOK"_money},
      // one minor unit changes nothing
      {"10.03 CHF"_money, 1, Rounding::kUp, "10.03 CHF"_money},
      {"1005 JPY"_money, 10, Rounding::kHalfUp, "1010 JPY"_money},
      {"0.00 EUR"_money, INT64_MAX, Rounding::kUp, "0.00 EUR"_money},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(
        *RoundTo(row.money, *Increment::Make(row.increment), row.rounding),
        row.rounded)
        << Format(row.money) << " " << NameOf(row.rounding);
  }
}

TEST(Increment, Overflow) {
  const auto rounded = [](int64_t minor, int64_t step, Rounding mode) {
    return RoundTo(Money(minor, kEur), *Increment::Make(step), mode);
  };
  EXPECT_THAT(rounded(INT64_MAX, 5, Rounding::kUp),
              IsError(Reason::kOverflow, ""));
  EXPECT_THAT(rounded(INT64_MIN, INT64_MAX, Rounding::kUp),
              IsError(Reason::kOverflow, ""));
  EXPECT_EQ(rounded(INT64_MIN, INT64_MAX, Rounding::kDown)->minor(),
            -INT64_MAX);
}

TEST(Increment, Make) {
  EXPECT_EQ(Increment().minor(), 1);
  for (const int64_t minor : {int64_t{0}, int64_t{-5}, INT64_MIN}) {
    EXPECT_THAT(Increment::Make(minor),
                IsError(Reason::kOutOfRange, "/increment"));
  }
}

}  // namespace
}  // namespace usance
