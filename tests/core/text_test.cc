#include "usance/core/text.h"

#include <gtest/gtest.h>
#include <locale.h>

#include <random>
#include <string>

namespace usance {
namespace {

std::string Repeat(std::string_view text, size_t times) {
  std::string result;
  for (size_t i = 0; i < times; ++i) result += text;
  return result;
}

TEST(Text, ScanDecimal) {
  struct Row {
    std::string text;
    std::string digits;
    int scale;
  };
  const Row rows[] = {
      {"0", "0", 0},
      {"-0", "0", 0},
      {"7", "7", 0},
      {"-7", "-7", 0},
      {"1.50", "150", 2},
      {"-1.50", "-150", 2},
      {"0.05", "5", 2},
      {"-0.00", "0", 2},
      {"007", "7", 0},
      {"0.000000000000000000000000000001", "1", 30},
      {Repeat("9", 38), Repeat("9", 38), 0},
      {"-" + Repeat("9", 38), "-" + Repeat("9", 38), 0},
      {Repeat("0", 1 << 20) + "1.5", "15", 1},
  };
  for (const Row& row : rows) {
    const Scanned<Decimal> scanned = ScanDecimal(row.text);
    ASSERT_TRUE(scanned.value.has_value()) << row.text.substr(0, 60);
    EXPECT_EQ(ToText(scanned.value->digits), row.digits);
    EXPECT_EQ(scanned.value->scale, row.scale);
  }
}

TEST(Text, ScanDecimalRefuses) {
  constexpr ScanError kMalformed = ScanError::kMalformed;
  constexpr ScanError kTooMany = ScanError::kTooManyDigits;
  struct Row {
    std::string text;
    ScanError error;
  };
  const Row rows[] = {
      {"", kMalformed},
      {"-", kMalformed},
      {"--1", kMalformed},
      {"+1", kMalformed},
      {".", kMalformed},
      {".5", kMalformed},
      {"-.5", kMalformed},
      {"5.", kMalformed},
      {"1.2.3", kMalformed},
      {"1..2", kMalformed},
      {" 1", kMalformed},
      {"1 ", kMalformed},
      {"1,5", kMalformed},
      {"1'000", kMalformed},
      {"1_000", kMalformed},
      {"1e3", kMalformed},
      {"0x10", kMalformed},
      {"nan", kMalformed},
      {"inf", kMalformed},
      {"\xD9\xA1", kMalformed},  // an Arabic digit one
      {std::string("1\0", 2), kMalformed},
      {std::string("\0", 1), kMalformed},
      {Repeat("9", 39), kTooMany},
      {"1" + Repeat("0", 38), kTooMany},
      {"0." + Repeat("0", 31), kTooMany},
      // Malformed goes before too many digits, wherever it stands.
      {Repeat("9", 39) + "x", kMalformed},
      {Repeat("9", 39) + ".", kMalformed},
      {Repeat("9", 1 << 22), kTooMany},
      {"0." + Repeat("0", 1 << 22), kTooMany},
      {Repeat("9", 1 << 22) + "e", kMalformed},
      {Repeat(".", 1 << 22), kMalformed},
      {Repeat("-", 1 << 22), kMalformed},
  };
  for (const Row& row : rows) {
    const Scanned<Decimal> scanned = ScanDecimal(row.text);
    EXPECT_FALSE(scanned.value.has_value()) << row.text.substr(0, 60);
    EXPECT_EQ(scanned.error, row.error) << row.text.substr(0, 60);
  }
  EXPECT_TRUE(ScanDecimal("1.23", 2).value.has_value());
  EXPECT_EQ(ScanDecimal("1.230", 2).error, kTooMany);
}

TEST(Text, ScanInteger) {
  struct Row {
    std::string text;
    std::optional<int64_t> value;
  };
  const Row rows[] = {
      {"0", 0},
      {"-12", -12},
      {"9223372036854775807", INT64_MAX},
      {"-9223372036854775808", INT64_MIN},
      {"9223372036854775808", std::nullopt},
      {"-9223372036854775809", std::nullopt},
      {"1.0", std::nullopt},
      {"", std::nullopt},
      {"1x", std::nullopt},
      {Repeat("1", 1 << 20), std::nullopt},
  };
  for (const Row& row : rows) EXPECT_EQ(ScanInteger(row.text), row.value);
  EXPECT_EQ(ScanInteger("31", 1, 31), 31);
  EXPECT_EQ(ScanInteger("32", 1, 31), std::nullopt);
  EXPECT_EQ(ScanInteger("0", 1, 31), std::nullopt);
}

TEST(Text, DecimalsAreWrittenAsRead) {
  const std::string texts[] = {
      "0",     "7",       "-7",    "1.50", "0.05",
      "-0.05", "-100.00", "0.000", "10",   Repeat("9", 38)};
  for (const std::string& text : texts) {
    EXPECT_EQ(ToText(*ScanDecimal(text).value), text);
  }
  EXPECT_EQ(ToText(*ScanDecimal("-0").value), "0");
  EXPECT_EQ(ToText(*ScanDecimal("-0.00").value), "0.00");
}

TEST(Text, DecimalTextOfAFraction) {
  struct Row {
    Fraction value;
    int max_scale;
    std::string text;
  };
  const Row rows[] = {
      {Fraction(0), 10, "0"},
      {Fraction(-12), 10, "-12"},
      {Fraction::Of(1, 2), 10, "0.5"},
      {Fraction::Of(-1, 8), 10, "-0.125"},
      {Fraction::Of(1, 8), 2, "0.12"},  // a tie: half even
      {Fraction::Of(3, 8), 2, "0.38"},  // a tie: half even
      {Fraction::Of(1, 3), 6, "0.333333"},
      {Fraction::Of(2, 3), 6, "0.666667"},
      {Fraction::Of(-1, 3), 0, "0"},  // never "-0"
      {Fraction::Of(kInt128Max, 1), 30,
       "170141183460469231731687303715884105727"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(ToDecimalText(row.value, row.max_scale), row.text);
  }
}

TEST(Text, QuotedIsShortAndPrintable) {
  EXPECT_EQ(Quoted("2%"), "\"2%\"");
  EXPECT_EQ(Quoted(""), "\"\"");
  EXPECT_EQ(Quoted("a\nb\x7F"), "\"a?b?\"");
  EXPECT_EQ(Quoted("\xC3\xA9"), "\"??\"");
  EXPECT_EQ(Quoted(Repeat("x", 40)), "\"" + Repeat("x", 40) + "\"");
  EXPECT_EQ(Quoted(Repeat("x", 41)), "\"" + Repeat("x", 40) + "...\"");
}

// Random bytes: whatever is accepted is a number that prints back.
TEST(Text, GarbageIsRefusedOrANumber) {
  std::mt19937_64 random(31);
  constexpr std::string_view kAlphabet = "0123456789.-+e, \xFF";
  int accepted = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string text;
    for (size_t n = random() % 9; n > 0; --n) {
      text += kAlphabet[random() % kAlphabet.size()];
    }
    const Scanned<Decimal> scanned = ScanDecimal(text);
    if (!scanned.value) continue;
    ++accepted;
    const Scanned<Decimal> again = ScanDecimal(ToText(*scanned.value));
    ASSERT_TRUE(again.value.has_value()) << text;
    ASSERT_TRUE(again.value->digits == scanned.value->digits) << text;
    ASSERT_EQ(again.value->scale, scanned.value->scale) << text;
  }
  EXPECT_GT(accepted, 10'000);
}

// Under a locale with a decimal comma 19.95 is 19.95.
TEST(Text, R63_TheLocaleChangesNothing) {
  if (setlocale(LC_ALL, "de_DE.UTF-8") == nullptr) {
    GTEST_SKIP() << "the locale de_DE.UTF-8 is not installed";
  }
  const Scanned<Decimal> scanned = ScanDecimal("19.95");
  EXPECT_TRUE(scanned.value && scanned.value->digits == 1995);
  EXPECT_FALSE(ScanDecimal("19,95").value.has_value());
  EXPECT_EQ(ToText(Decimal{123456789, 2}), "1234567.89");
  setlocale(LC_ALL, "C");
}

}  // namespace
}  // namespace usance
