#include "usance/terms/notation.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "tests/matchers.h"
#include "tests/terms/any_terms.h"
#include "usance/core/text.h"

namespace usance {
namespace {

TEST(Notation, HumanFormsHaveOneCanonicalText) {
  const struct {
    std::string_view text, canonical;
  } rows[] = {
      {"net 30", "net 30"},
      {"NET 30 DAYS", "net 30"},
      {"n/30", "net 30"},
      {"30d", "net 30"},
      {" +30 d ", "net 30"},
      {"rest 30d", "net 30"},
      {"net 0", "net 0"},
      {"due on receipt", "net 0"},
      {"on receipt", "net 0"},
      {"due upon receipt", "net 0"},
      {"COD", "net 0"},
      {"cash", "net 0"},
      {"2/10 net 30", "2/10 net 30"},
      {"2/10, n/30", "2/10 net 30"},
      {"2%/10 30d", "2/10 net 30"},
      {"2/10 days net 30 days", "2/10 net 30"},
      {"3/7 2/14 net 30", "3/7 2/14 net 30"},
      {"2.5/8 net 14", "2.5/8 net 14"},
      {"2.50%/8, net 14", "2.5/8 net 14"},
      {"(1/300)/8 net 14", "(1/300)/8 net 14"},
      {"20.00 eur/10 net 30", "20.00 EUR/10 net 30"},
      {"2/(eom 10d) eom 30d", "2/(eom 10d) eom 30d"},
      {"2/2w net 30", "2/(2w) net 30"},
      {"net 60 eom", "eom 60d"},
      {"2/10 net 60 eom", "2/10 eom 60d"},
      {"45d eom", "45d eom"},
      {"eom 45d", "eom 45d"},
      {"net eom 45d", "eom 45d"},
      {"2/10 days(5,10)", "2/10 days(5,10)"},
      {"net 30 day(10)", "30d day(10)"},
      {"30d eom day 10", "30d eom day(10)"},
      {"net 10 business days", "10bd"},
      {"net 10 business days roll(following)", "10bd roll(following)"},
      {"10BD(TARGET2)", "10bd(TARGET2)"},
      {"50% 0d, 50% 30d", "50% 0d, 50% 30d"},
      {"50% of total net 0,50% net 30", "50% 0d, 50% 30d"},
      {"30% cod, rest 30d eom", "30% 0d, rest 30d eom"},
      {"100% net 30", "100% net 30"},
      {"1/3 of total 0d, rest 30d", "1/3 of total 0d, rest 30d"},
      {"2/10 of rest 0d, rest 30d", "20% of rest 0d, rest 30d"},
      {"30.0% of NET 0d, rest*2 30d, rest*1 60d",
       "30% of net 0d, rest*2 30d, rest 60d"},
      {"500 EUR 0d, rest 2/10 net 30", "500.00 EUR 0d, rest 2/10 net 30"},
      {"500 EUR 20 EUR/10 net 30, 30d",
       "500.00 EUR 20.00 EUR/10 net 30, rest 30d"},
      {"50% round(1 EUR, half_up) 10d, rest then 10d",
       "50% round(1.00 EUR, half up) 10d, rest then 10d"},
      {"from delivery net 30", "from delivery net 30"},
      {"FROM LATER(delivery,receipt) 2/10 net 30",
       "from later(delivery, receipt) 2/10 net 30"},
      {"from invoice net 30", "net 30"},
      {"-5d", "-5d"},
  };
  for (const auto& row : rows) {
    const auto terms = ParseTerms(row.text);
    ASSERT_THAT(terms, IsOk()) << row.text;
    EXPECT_EQ(ToText(*terms), row.canonical) << row.text;
    const auto again = ParseTerms(row.canonical);
    ASSERT_THAT(again, IsOk()) << row.canonical;
    EXPECT_EQ(*again, *terms) << row.text;
    EXPECT_EQ(ToText(*again), row.canonical);
  }
}

TEST(Notation, TwoTenNetThirty) {
  const auto terms = ParseTerms("2/10 net 30");
  ASSERT_THAT(terms, IsOk());
  PaymentTerms expected;
  expected.lines = {{.discounts = {{.percent = 2_percent,
                                    .steps = {{AddStep{StepUnit::kDay, 10}}}}},
                     .steps = {{AddStep{StepUnit::kDay, 30}}}}};
  EXPECT_EQ(*terms, expected);
}

TEST(Notation, Errors) {
  std::string lines = "1% 0d", tiers;
  for (int i = 0; i < 200; ++i) lines += ", 1% 0d";
  for (int i = 0; i < 17; ++i) tiers += "1/1 ";
  const struct {
    std::string text;
    Reason reason;
    std::string_view message;
  } rows[] = {
      {"", Reason::kUnspecified, "there are no terms, as \"2/10 net 30\""},
      {"  ", Reason::kUnspecified, "there are no terms, as \"2/10 net 30\""},
      {"nett 30", Reason::kMalformed,
       "at 1: expected a step, as 30d, eom or day(10), found \"nett 30\""},
      {"net", Reason::kMalformed,
       "at 4: expected a step, as 30d, eom or day(10), found the end"},
      {"net 30 x", Reason::kMalformed,
       "at 8: expected a step, ',' or the end, found \"x\""},
      {"net 30,", Reason::kMalformed,
       "at 8: expected a step, as 30d, eom or day(10), found the end"},
      {"net 30.5", Reason::kMalformed,
       "at 5: expected a whole number, found \"30.5\""},
      {"2/10", Reason::kMalformed,
       "at 5: expected a step, as 30d, eom or day(10), found the end"},
      {"net 60 days eom", Reason::kAmbiguousName,
       "\"net 60d eom\" has two meanings; say \"eom 60d\" (from the end of the "
       "month) or \"60d eom\" (the end of the month then)"},
      {"50% of all 30d", Reason::kMalformed,
       "at 8: expected \"total\", \"rest\" or \"net\", found \"all 30d\""},
      {"from noon net 30", Reason::kMalformed,
       "at 6: expected invoice, delivery, receipt, acceptance or order, found "
       "\"noon net 30\""},
      {"101% 0d", Reason::kOutOfRange,
       "101% is out of range; allowed: 0 to 100%, the fraction's terms up to "
       "10^18"},
      {"then 30d", Reason::kConflict, "there is no line before the first"},
      {"5.000 EUR 0d, rest 30d", Reason::kTooManyDigits, ""},
      {"50% round(1.00 EUR) 0d", Reason::kMalformed, ""},
      {"rest round(1.00 EUR, up) 0d", Reason::kConflict, ""},
      {"1..5% 0d", Reason::kMalformed, ""},
      {"1/0 of total 0d", Reason::kOutOfRange, ""},
      {"rest*0 0d", Reason::kOutOfRange, ""},
      {"from later() 0d", Reason::kMalformed, ""},
      {"from later(order, order) 0d", Reason::kDuplicateField, ""},
      {"99999999999999999999 EUR 0d", Reason::kOverflow, ""},
      {lines, Reason::kLimitExceeded, "there are too many lines; allowed: 200"},
      {tiers, Reason::kLimitExceeded,
       "there are too many discounts; allowed: 16 a line"},
      {std::string(9000, ' '), Reason::kLimitExceeded,
       "9000 bytes; allowed: up to 8192"},
      {std::string(1 << 20, '('), Reason::kLimitExceeded,
       "1048576 bytes; allowed: up to 8192"},
      {std::string(8192, '('), Reason::kMalformed, ""},
      {std::string("net 30\0", 7), Reason::kMalformed, ""},
  };
  for (const auto& row : rows) {
    const auto terms = ParseTerms(row.text);
    EXPECT_EQ(ReasonOf(terms.status()), row.reason)
        << Quoted(row.text) << ": " << terms.status();
    if (!row.message.empty()) {
      EXPECT_EQ(TextOf(terms.status()), row.message);
    }
  }
}

RC_GTEST_PROP(Notation, P46_TextRoundTrip, ()) {
  const PaymentTerms terms = AnyTerms();
  RC_ASSERT(Check(terms).ok());
  const std::string text = ToText(terms);
  RC_ASSERT(text.size() <= kMaxTermsLength);
  const auto parsed = ParseTerms(text);
  RC_LOG() << text << "\n" << parsed.status().ToString();
  RC_ASSERT(parsed.ok());
  RC_ASSERT(*parsed == terms);
  RC_ASSERT(ToText(*parsed) == text);
}

// Garbage made of the grammar's own pieces: an answer or an error, and an
// answer that can be written and read again.
RC_GTEST_PROP(Notation, GarbageIsAnsweredOrRefused, ()) {
  std::string text;
  for (const std::string& piece : *rc::gen::container<std::vector<std::string>>(
           rc::gen::element<std::string>(
               "net", "30", "2/10", " ", ",", "%", "/", "(", ")", "eom", "d",
               "bd", "day", "days(", "cut(", "->", "min(", "max(", "roll(",
               "following", "cap(", "rest", "*", "of", "then", "round(", "from",
               "later(", "EUR", "1.50", "-", "+", "due", "on", "receipt",
               "\xff", "\n", "99999999999999999999"))) {
    text += piece + (*rc::gen::arbitrary<bool>() ? " " : "");
  }
  const auto terms = ParseTerms(text);
  if (!terms.ok()) {
    RC_ASSERT(FieldOf(terms.status()).starts_with("/terms"));
    return;
  }
  RC_ASSERT(*ParseTerms(ToText(*terms)) == *terms);
}

}  // namespace
}  // namespace usance
