#include "usance/money/currency.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <string>

#include "tests/matchers.h"

namespace usance {
namespace {

// ISO 4217 list one, minor units; CLDR and many tables say otherwise.
TEST(Currency, R53_R54_R55_Digits) {
  struct Row {
    std::string_view code;
    int digits;
    int number;
  };
  constexpr Row kRows[] = {
      // none
      {"BIF", 0, 108},
      {"CLP", 0, 152},
      {"DJF", 0, 262},
      {"GNF", 0, 324},
      {"ISK", 0, 352},
      {"JPY", 0, 392},
      {"KMF", 0, 174},
      {"KRW", 0, 410},
      {"PYG", 0, 600},
      {"RWF", 0, 646},
      {"UGX", 0, 800},
      {"UYI", 0, 940},
      {"VND", 0, 704},
      {"VUV", 0, 548},
      {"XAF", 0, 950},
      {"XOF", 0, 952},
      {"XPF", 0, 953},
      // three
      {"BHD", 3, 48},
      {"IQD", 3, 368},
      {"JOD", 3, 400},
      {"KWD", 3, 414},
      {"LYD", 3, 434},
      {"OMR", 3, 512},
      {"TND", 3, 788},
      // four
      {"CLF", 4, 990},
      {"UYW", 4, 927},
      // two, where daily use has none
      {"AFN", 2, 971},
      {"ALL", 2, 8},
      {"COP", 2, 170},
      {"HUF", 2, 348},
      {"IDR", 2, 360},
      {"IRR", 2, 364},
      {"KPW", 2, 408},
      {"LAK", 2, 418},
      {"LBP", 2, 422},
      {"MGA", 2, 969},
      {"MMK", 2, 104},
      {"PKR", 2, 586},
      {"RSD", 2, 941},
      {"SOS", 2, 706},
      {"SYP", 2, 760},
      {"TWD", 2, 901},
      {"YER", 2, 886},
      // two, and no doubt
      {"CHF", 2, 756},
      {"EUR", 2, 978},
      {"GBP", 2, 826},
      {"USD", 2, 840},
  };
  std::set<std::string_view> unusual;
  for (const Row& row : kRows) {
    const auto currency = Currency::Parse(row.code);
    ASSERT_THAT(currency, IsOk()) << row.code;
    EXPECT_EQ(currency->code(), row.code);
    EXPECT_EQ(currency->digits(), row.digits) << row.code;
    EXPECT_EQ(currency->number(), row.number) << row.code;
    if (row.digits != 2) unusual.insert(row.code);
  }
  for (const CurrencyInfo& info : AllCurrencies()) {
    const std::string_view code(info.code, 3);
    EXPECT_TRUE(info.digits == 2 || unusual.contains(code)) << code;
  }
}

// Codes and numbers against the table that the iso-codes package installs.
// Only these changed after its release of 2023.
TEST(Currency, AgreesWithIsoCodes) {
  std::ifstream file("/usr/share/iso-codes/json/iso_4217.json");
  if (!file) GTEST_SKIP() << "the package iso-codes is not installed";
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const std::set<std::string_view> newer = {"XAD", "XCG", "ZWG"};
  for (const CurrencyInfo& info : AllCurrencies()) {
    const std::string code(info.code, 3);
    if (newer.contains(code)) continue;
    const size_t at = text.find("\"alpha_3\": \"" + code + "\"");
    ASSERT_NE(at, std::string::npos) << code;
    const size_t key = text.find("\"numeric\": \"", at);
    const std::string number = text.substr(key + 12, 3);
    EXPECT_EQ(std::stoi(number), info.number) << code;
  }
}

TEST(Currency, TheTableIsSortedAndUnique) {
  const auto all = AllCurrencies();
  EXPECT_EQ(all.size(), 165u);
  std::set<int> numbers;
  std::string_view previous;
  for (const CurrencyInfo& info : all) {
    const std::string_view code(info.code, 3);
    EXPECT_LT(previous, code);
    EXPECT_TRUE(numbers.insert(info.number).second) << code;
    EXPECT_FALSE(info.name.empty()) << code;
    EXPECT_EQ(Currency::Find(code)->name(), info.name);
    previous = code;
  }
}

TEST(Currency, ParseRefuses) {
  const std::string texts[] = {"",
                               "EU",
                               "EURO",
                               "eur",
                               "Eur",
                               "EUR ",
                               "\xE2\x82\xAC",
                               "XXX",  // no currency
                               "XAU",  // gold has no minor unit
                               "DEM",  // withdrawn
                               "HRK",  // withdrawn
                               "AAA",
                               "ZZZ",
                               std::string(1 << 20, 'E')};
  for (const std::string& text : texts) {
    EXPECT_THAT(Currency::Parse(text),
                IsError(Reason::kUnknownName, "/currency"))
        << text.substr(0, 20);
  }
  EXPECT_EQ(FromAbsl(Currency::Parse("eur", "/x").status().message()),
            "/x: \"eur\" is no currency; allowed: the active three-letter "
            "codes of ISO 4217, in upper case");
}

TEST(Currency, AtCompileTime) {
  constexpr Currency kEuro = Currency::Of("EUR");
  static_assert(kEuro.digits() == 2 && kEuro.number() == 978);
  static_assert(kEuro == Currency::Of("EUR"));
  static_assert(kEuro != Currency::Of("USD"));
  EXPECT_EQ(kEuro.name(), "Euro");
}

}  // namespace
}  // namespace usance
