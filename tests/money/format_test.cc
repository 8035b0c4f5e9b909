#include "usance/money/format.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "tests/currencies.h"
#include "tests/matchers.h"

namespace usance {
namespace {

TEST(Format, ExactlyTheCurrencysDigits) {
  struct Row {
    int64_t minor;
    Currency currency;
    std::string_view text;
  };
  constexpr Row kRows[] = {
      {0, kEur, "0.00 EUR"},
      {5, kEur, "0.05 EUR"},
      {-5, kEur, "-0.05 EUR"},
      {100000, kEur, "1000.00 EUR"},
      {INT64_MAX, kEur, "92233720368547758.07 EUR"},
      {INT64_MIN, kEur, "-92233720368547758.08 EUR"},
      {0, kJpy, "0 JPY"},
      {-100, kJpy, "-100 JPY"},
      {1500, kKwd, "1.500 KWD"},
      {1, kKwd, "0.001 KWD"},
      {INT64_MIN, kJpy, "-9223372036854775808 JPY"},
      {12345, kClf, "1.2345 CLF"},
  };
  for (const Row& row : kRows) {
    const Money money(row.minor, row.currency);
    EXPECT_EQ(Format(money), row.text);
    EXPECT_EQ(FormatAmount(money) + " " + std::string(row.currency.code()),
              row.text);
    EXPECT_EQ(*ParseMoney(row.text), money) << row.text;
  }
}

// R56: text is in units, numbers are in minor units; digits decide between.
TEST(Format, R56_ParseAmount) {
  struct Row {
    std::string_view text;
    Currency currency;
    int64_t minor;
  };
  constexpr Row kRows[] = {
      {"1000", kEur, 100000},
      {"1000.0", kEur, 100000},
      {"1000.00", kEur, 100000},
      {"0", kEur, 0},
      {"-0.00", kEur, 0},
      {"-0.05", kEur, -5},
      {"0007", kEur, 700},
      {"1000", kJpy, 1000},
      {"1.5", kKwd, 1500},
      {"92233720368547758.07", kEur, INT64_MAX},
      {"-92233720368547758.08", kEur, INT64_MIN},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(*ParseAmount(row.text, row.currency),
              Money(row.minor, row.currency))
        << row.text;
  }
}

TEST(Format, ParseAmountRefusesInOrder) {
  struct Row {
    std::string text;
    Currency currency;
    Reason reason;
  };
  const std::string nines(1 << 20, '9');
  const Row rows[] = {
      {"", kEur, Reason::kMalformed},
      {"1,000.00", kEur, Reason::kMalformed},
      {"1.000,00", kEur, Reason::kMalformed},
      {"1000.00 EUR", kEur, Reason::kMalformed},
      {"$5", kEur, Reason::kMalformed},
      {"+5", kEur, Reason::kMalformed},
      {"5.", kEur, Reason::kMalformed},
      {"1e3", kEur, Reason::kMalformed},
      {"NaN", kEur, Reason::kMalformed},
      {nines + ".999x", kEur, Reason::kMalformed},
      {"1.005", kEur, Reason::kTooManyDigits},
      {"1.000", kEur, Reason::kTooManyDigits},
      {"1.0", kJpy, Reason::kTooManyDigits},
      {"1.0000", kKwd, Reason::kTooManyDigits},
      {nines + ".999", kEur, Reason::kTooManyDigits},
      {"0." + nines, kEur, Reason::kTooManyDigits},
      {"92233720368547758.08", kEur, Reason::kOverflow},
      {"-92233720368547758.09", kEur, Reason::kOverflow},
      {"9223372036854775808", kJpy, Reason::kOverflow},
      {std::string(38, '9'), kClf, Reason::kOverflow},
      {std::string(39, '9'), kEur, Reason::kOverflow},
      {nines + ".99", kEur, Reason::kOverflow},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(ParseAmount(row.text, row.currency, "/a"),
                IsError(row.reason, "/a"))
        << row.text.substr(0, 40);
  }
  EXPECT_EQ(TextOf(ParseAmount("1.005", kEur).status()),
            "\"1.005\" has more digits after the point than EUR, which has 2");
  EXPECT_EQ(TextOf(ParseAmount("9223372036854775808", kJpy).status()),
            "\"9223372036854775808\" is outside -9223372036854775808 to "
            "9223372036854775807");
}

TEST(Format, ParseMoneyRefusesInOrder) {
  struct Row {
    std::string text;
    Reason reason;
  };
  const Row rows[] = {
      {"", Reason::kMalformed},
      {"1000.00", Reason::kMalformed},
      {"1000.00EUR", Reason::kMalformed},
      {"x XYZ", Reason::kUnknownName},
      {"1.00 eur", Reason::kUnknownName},
      {"1.00  EUR", Reason::kUnknownName},
      {"EUR 1.00", Reason::kUnknownName},
      {"x EUR", Reason::kMalformed},
      {" EUR", Reason::kMalformed},
      {"1.005 EUR", Reason::kTooManyDigits},
      {std::string(30, '9') + " EUR", Reason::kOverflow},
      {std::string(1 << 20, ' '), Reason::kUnknownName},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(ParseMoney(row.text), IsError(row.reason, "/amount"))
        << row.text.substr(0, 40);
  }
}

TEST(Format, Literal) {
  static_assert("1000.00 EUR"_money.minor() == 100000);
  static_assert("-0.05 EUR"_money.minor() == -5);
  static_assert("100 JPY"_money.minor() == 100);
  static_assert("1.5 KWD"_money.minor() == 1500);
}

RC_GTEST_PROP(Format, P50_MoneyTextRoundTrips, (int64_t minor)) {
  const auto all = AllCurrencies();
  const auto& row =
      *rc::gen::elementOf(std::vector<CurrencyInfo>(all.begin(), all.end()));
  const Currency currency = *Currency::Find({row.code, 3});
  const int64_t shifted = minor >> *rc::gen::inRange(0, 64);
  for (const int64_t value :
       {minor, shifted, INT64_MAX - (shifted & INT64_MAX)}) {
    const Money money(value, currency);
    const std::string text = Format(money);
    const auto parsed = ParseMoney(text);
    RC_ASSERT(parsed.ok());
    RC_ASSERT(*parsed == money);
    RC_ASSERT(Format(*parsed) == text);
  }
}

}  // namespace
}  // namespace usance
