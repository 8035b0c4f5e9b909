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
      {"2/10 net eom 60d", "2/10 net eom 60d"},
      {"2/10, NET EOM", "2/10 net eom"},
      {"2/(eom 10d) net eom 30d", "2/(eom 10d) eom 30d"},
      {"2/(eom 10d) net 30 eom", "2/(eom 10d) eom 30d"},
      {"2/10 60d eom", "2/10 60d eom"},
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
      {"500 EUR 20 EUR/10 net 30, rest 30d",
       "500.00 EUR 20.00 EUR/10 net 30, rest 30d"},
      {"50% round(1 EUR, half_up) 10d, rest then 10d",
       "50% round(1.00 EUR, half up) 10d, rest then 10d"},
      {"from delivery net 30", "from delivery net 30"},
      {"FROM LATER(delivery,receipt) 2/10 net 30",
       "from later(delivery, receipt) 2/10 net 30"},
      {"from invoice net 30", "net 30"},
      {"-5d", "-5d"},
      // As people say it.
      {"2% 10, net 30", "2/10 net 30"},
      {"2%10, net 30", "2/10 net 30"},
      {"2%10 net30", "2/10 net 30"},
      {"2% 10d net 30", "2/10 net 30"},
      {"2% 10 days n/30", "2/10 net 30"},
      {"1% 10 Net 30", "1/10 net 30"},
      {"3% 7, 2% 14, net 30", "3/7 2/14 net 30"},
      {"2% in 10 days, net 30 days", "2/10 net 30"},
      {"2% within 10 days, 30 days net", "2/10 net 30"},
      {"2/10 grace 3 days, net 30", "2/10 grace 3 net 30"},
      {"2% 10 grace 3 net 30", "2/10 grace 3 net 30"},
      {"2/10 grace 3 days(5,10)", "2/10 grace 3 days(5,10)"},
      {"2% of net/10 net 30", "2% of net/10 net 30"},
      {"2% of untaxed/10 net 30", "2% of net/10 net 30"},
      {"2% of gross 10, net 30", "2% of gross/10 net 30"},
      {"(1/300) of mixed/8 net 14", "(1/300) of mixed/8 net 14"},
      {"50% 2% of net/10 net 30, rest 60d",
       "50% 2% of net/10 net 30, rest 60d"},
      {"30 net", "net 30"},
      {"30d net", "net 30"},
      {"30 days net", "net 30"},
      {"within 30 days", "net 30"},
      {"payable within 30 days", "net 30"},
      {"due in 30 days", "net 30"},
      {"due immediately", "net 0"},
      {"CIA", "net 0"},
      {"10th prox", "eom 1d day(10)"},
      {"10 prox.", "eom 1d day(10)"},
      {"net 10th proximo", "eom 1d day(10)"},
      {"15 MFI", "eom 1d day(15)"},
      {"1MFI", "eom 1d day(1)"},
      {"net 31st prox", "eom 1d day(31)"},
      {"2/10 prox, 30 prox", "2/(eom 1d day(10)) eom 1d day(30)"},
      {"2/10 prox net 60d", "2/(eom 1d day(10)) net 60"},
      {"net monthly account", "eom(1)"},
      {"25th of following month", "eom 1d day(25)"},
      {"net 25th of the following month", "eom 1d day(25)"},
      {"due by 1st of next month", "eom 1d day(1)"},
      {"2/10th of next month, 25 of the next month",
       "2/(eom 1d day(10)) eom 1d day(25)"},
      {"60 days from delivery", "from delivery net 60"},
      {"net 60 after delivery", "from delivery net 60"},
      {"60 days from date of delivery", "from delivery net 60"},
      {"60 days after the delivery date", "from delivery net 60"},
      {"30 days from invoice date", "net 30"},
      {"2/10 net 30 from the date of the invoice", "2/10 net 30"},
      {"30 days after receipt of invoice", "from receipt net 30"},
      {"30 days after receipt of the goods", "from delivery net 30"},
      {"30d eom from later(delivery, receipt of invoice)",
       "from later(delivery, receipt) 30d eom"},
      {"30% 0d from order, 70% 30d from delivery",
       "30% from order 0d, 70% from delivery 30d"},
      {"rest 30d from order", "from order net 30"},
      {"cwo", "from order net 0"},
      {"30% cwo, rest 30d", "30% from order 0d, rest 30d"},
      {"from delivery 30d from order", "from delivery rest from order net 30"},
      {"45 days end of month", "45d eom"},
      {"due 2026-12-31", "on(2026-12-31)"},
      {"net 2026-12-31", "on(2026-12-31)"},
      {"due by 2026-12-31", "on(2026-12-31)"},
      {"on(2026-12-31)", "on(2026-12-31)"},
      {"on(2-29)", "on(02-29)"},
      {"2/10 net 30 ROG", "from delivery 2/10 net 30"},
      {"from statement 30d", "from statement net 30"},
      {"from later(eta, order) 30d", "from later(arrival, order) net 30"},
      {"from lc 30d", "from lc net 30"},
      {"30% from order 0d, rest 30d", "30% from order 0d, rest 30d"},
      {"95% 30d, rest from acceptance 1y", "95% 30d, rest from acceptance 1y"},
      {"from order rest from delivery 30d",
       "from order rest from delivery net 30"},
      {"month(9)", "month(9)"},
      {"months( 3, 6 ) eom", "months(3,6) eom"},
      {"cut(-5 -> 1m)", "cut(-5 -> 1m)"},
      {"cut(15 -> eom 15d, else eom)", "cut(15 -> eom 15d, else eom)"},
      {"season(6-1 to 8-31 -> on(10-01), else 30d)",
       "season(06-01 to 08-31 -> on(10-01), else 30d)"},
      {"90d cap(60d)", "90d cap(60d)"},
      {"90d cap(60d, clip)", "90d cap(60d)"},
      {"90d cap(60d, warn)", "90d cap(60d, report)"},
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
      {"net 10th", Reason::kAmbiguousName,
       "\"10th\" does not say of which month; say \"10 prox\" (of the next "
       "month) or \"day(10)\" (the first on or after the baseline)"},
      {"2/10th net 30", Reason::kAmbiguousName, ""},
      {"net eom 30", Reason::kAmbiguousName, ""},
      {"EOM 30", Reason::kAmbiguousName,
       "\"eom 30\" has two meanings; say \"eom 30d\" (from the end of the "
       "month) or \"30d eom\" (the end of the month then)"},
      {"50% eom 30, rest 60d", Reason::kAmbiguousName, ""},
      // A discount, or parts? The AMA's own example is one invoice, whose
      // discount and whose net both count from the end of the month.
      {"2/10 eom", Reason::kAmbiguousName,
       "the 10 days before \"eom\" have two meanings; say \"/10 net eom\" "
       "(from "
       "the baseline) or \"/(eom 10d) eom\" (from the end of the month)"},
      {"2/10 net 30 EOM", Reason::kAmbiguousName, ""},
      {"2/10 n/30 eom", Reason::kAmbiguousName, ""},
      {"2% 10 eom", Reason::kAmbiguousName, ""},
      {"45 EOM", Reason::kAmbiguousName,
       "\"45 eom\" has two meanings; say \"eom 45d\" (from the end of the "
       "month) or \"45d eom\" (the end of the month then)"},
      // A discount that nobody could wait for, or half of the invoice.
      {"1/2 0d", Reason::kAmbiguousName,
       "\"1/2 0d\" has two meanings; say \"1/2 net 0\" (a discount) or "
       "\"1/2 of total 0d\" (a part that is due then)"},
      {"1/2 cod", Reason::kAmbiguousName, ""},
      {"from order 2/3 1d", Reason::kAmbiguousName, ""},
      {"50% 0d, 1/2 0d", Reason::kAmbiguousName, ""},
      {"50% 2/10 eom 30d, rest 60d", Reason::kAmbiguousName, ""},
      {"2/10, net 20, EOM", Reason::kAmbiguousName, ""},
      {"1/15, EOM, n/30", Reason::kAmbiguousName, ""},
      {"2/10 EOM, n/30", Reason::kAmbiguousName, ""},
      {"2% 7 days, 30 days net", Reason::kAmbiguousName,
       "a part does not say its share; say \"2/7 net 30\" (a discount) or "
       "\"2% 7d, rest 30d\" (a part that is due then)"},
      {"2% 14 days, 60 days end of month", Reason::kAmbiguousName, ""},
      {"2% 10d eom, net 30", Reason::kAmbiguousName, ""},
      {"net 30, 2% 10 days", Reason::kAmbiguousName, ""},
      {"0d, 30d", Reason::kAmbiguousName, ""},
      {"cad", Reason::kAmbiguousName,
       "\"cad\" does not say on which day the documents are presented; say "
       "\"from shipment 0d\", \"from arrival 0d\" or \"from milestone 0d\""},
      {"50% from order 30d from delivery, rest 60d", Reason::kConflict,
       "the line says twice what it counts from"},
      {"50% 0d, rest then 30d from delivery", Reason::kConflict, ""},
      {"30 days from", Reason::kMalformed,
       "at 13: expected a date to count from, as delivery, found the end"},
      {"30 days from date delivery", Reason::kMalformed,
       "at 19: expected \"of\", found \"delivery\""},
      {"30 days from receipt of payment", Reason::kMalformed,
       "at 25: expected \"goods\" or \"invoice\", found \"payment\""},
      {"10th of month", Reason::kAmbiguousName, ""},
      {"50% of all 30d", Reason::kMalformed,
       "at 8: expected \"total\", \"rest\" or \"net\", found \"all 30d\""},
      {"from noon net 30", Reason::kMalformed,
       "at 6: expected a date to count from, as delivery, found \"noon net "
       "30\""},
      {"net 60 days end of month", Reason::kAmbiguousName,
       "\"net 60d eom\" has two meanings; say \"eom 60d\" (from the end of the "
       "month) or \"60d eom\" (the end of the month then)"},
      {"2% 10d, net 30", Reason::kAmbiguousName,
       "\"2% 10d, net\" has two meanings; say \"2/10 net\" (a discount) or "
       "\"2% 10d, rest\" (a part that is due then)"},
      {"2/10 prox net 30", Reason::kAmbiguousName,
       "\"net 30\" after a discount by a day of the next month has two "
       "meanings; say \"30d\" (from the baseline) or \"30 prox\" (that day of "
       "the month)"},
      {"0% 30d, rest from order then 30d", Reason::kMalformed, ""},
      {"5.00 EUR of net/10 net 30", Reason::kMalformed, ""},
      {"2/10 grace 400 net 30", Reason::kOutOfRange,
       "\"400\" is out of range; allowed: 0 to 366"},
      {"32 prox", Reason::kMalformed, ""},
      {"on(2026-02-30)", Reason::kDateInvalid, ""},
      {"on(02-30)", Reason::kOutOfRange,
       "30 is out of range; allowed: 1 to 29"},
      {"season(13-01 to 12-31 -> 1d)", Reason::kOutOfRange, ""},
      {"month(13)", Reason::kOutOfRange, ""},
      {"months(6,3)", Reason::kOutOfOrder, "3 is not after 6"},
      {"cut(0 -> 1m)", Reason::kOutOfRange, ""},
      {"cut(25 -> 1m, eom)", Reason::kMalformed,
       "at 15: expected \"else\", found \"eom)\""},
      {"cap(60d, maybe)", Reason::kUnknownName, ""},
      {"30d end of year", Reason::kMalformed,
       "at 12: expected \"end of month\", found \"year\""},
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
               "following", "cap(", "on(", "12-25", "season(", "to", "else",
               "month(", "grace", "prox", "net", "in", "rog", "rest", "*", "of",
               "then", "round(", "from", "later(", "EUR", "1.50", "-", "+",
               "due", "on", "receipt", "\xff", "\n", "99999999999999999999"))) {
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
