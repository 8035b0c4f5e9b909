#include "usance/terms/structured_terms.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <regex>
#include <string>
#include <vector>

#include "tests/currencies.h"
#include "tests/matchers.h"
#include "usance/money/format.h"
#include "usance/terms/notation.h"

namespace usance {
namespace {

// BR-DE-18 as the schematron writes it, with the standard library's
// expressions: what the parser is compared with.
bool KeepsTheRule(const std::string& text) {
  static const std::regex kLine(
      "#SKONTO#TAGE=([0-9]+#PROZENT=[0-9]+\\.[0-9]{2})"
      "(#BASISBETRAG=-?[0-9]+\\.[0-9]{2})?#");
  static const std::regex kBreak("\r\n|\r");
  static const std::regex kMarks("#[^\n]+#");
  static const std::regex kAfter("^[ \t\n]*\n");
  const std::string xml = std::regex_replace(text, kBreak, "\n");
  bool any = false;
  std::string line;
  for (const char c : xml + "\n") {
    if (c != '\n') {
      line += c;
      continue;
    }
    const size_t first = line.find_first_not_of(" \t");
    if (first != std::string::npos && line[first] == '#') {
      const size_t last = line.find_last_not_of(" \t");
      const std::string bare = line.substr(first, last - first + 1);
      if (!std::regex_match(bare, kLine)) return false;
      any = true;
    }
    line.clear();
  }
  if (!any) return true;
  std::string after = xml;
  for (std::sregex_iterator at(xml.begin(), xml.end(), kMarks), end; at != end;
       ++at) {
    after = at->suffix();
  }
  std::smatch match;
  return std::regex_search(after, match, kAfter);
}

TEST(StructuredTerms, KeepOrBreakTheRule) {
  const struct {
    std::string_view text;
    bool holds;
  } rows[] = {
      {"", true},
      {"Zahlbar sofort", true},
      {"Rechnung #12 und #13", true},
      {"#SKONTO#TAGE=7#PROZENT=2.00#\n", true},
      {"#SKONTO#TAGE=7#PROZENT=2.00#\r\n", true},
      {"#SKONTO#TAGE=7#PROZENT=2.00#\r", true},
      {" \t#SKONTO#TAGE=7#PROZENT=2.00# \t\n   ", true},
      {"#SKONTO#TAGE=7#PROZENT=2.00#BASISBETRAG=2.53#\n", true},
      {"#SKONTO#TAGE=7#PROZENT=2.00#BASISBETRAG=-5.53#\n", true},
      {"#SKONTO#TAGE=7#PROZENT=2.00#\nText", true},
      {"vorher\n#SKONTO#TAGE=99999999999#PROZENT=200.00#\n", true},
      {"#SKONTO#TAGE=7#PROZENT=2.00#", false},
      {"#SKONTO#TAGE=7#PROZENT=2.00#   ", false},
      {"#SKONTO#TAGE=7#PROZENT=2.00#Text\n", false},
      {"#SKONTO#TAGE=7#PROZENT=2.00##SKONTO#TAGE=14#PROZENT=1.00#\n", false},
      {"#SKONTO#Tage=7#PROZENT=2.00#\n", false},
      {"#SKoNTO#TAGE=7#PROZENT=2.00#\n", false},
      {"#VERZUG#TAGE=7#PROZENT=2.00#\n", false},
      {"#SKONTO#TAGE=7#PROZENT=2#\n", false},
      {"#SKONTO#TAGE=7#PROZENT=2.0#\n", false},
      {"#SKONTO#TAGE=7#PROZENT=2,00#\n", false},
      {"#SKONTO#TAGE=7#PROZENT=.00#\n", false},
      {"#SKONTO#TAGE=7#PROZENT=-2.00#\n", false},
      {"#SKONTO#TAGE=-7#PROZENT=2.00#\n", false},
      {"#SKONTO#TAGE=#PROZENT=2.00#\n", false},
      {"#SKONTO#TAGE=7 #PROZENT=2.00#\n", false},
      {"#SKONTO#TAGE=7#PROZENT=2.00#BASISBETRAG=23#\n", false},
      {"#SKONTO#TAGE=7#PROZENT=2.00#BASISBETRAG=--1.00#\n", false},
      {"#SKONTO#TAGE=7#PROZENT=2.00#BASISBETRAG=1.00\n", false},
      {"#SKONTO#TAGE=7#PROZENT=2.00\n", false},
      {"#\n", false},
      // What follows the last #...# counts, wherever it stands.
      {"#SKONTO#TAGE=7#PROZENT=2.00#\nNr. #1# bitte\n", false},
      {"#SKONTO#TAGE=7#PROZENT=2.00#\nNr. #1# \n", true},
      {"#SKONTO#TAGE=7#PROZENT=2.00#\nNr. ## bitte\n", true},
  };
  for (const auto& row : rows) {
    const absl::Status status = CheckStructuredTerms(row.text);
    EXPECT_EQ(status.ok(), row.holds) << row.text << " " << status;
    EXPECT_EQ(KeepsTheRule(std::string(row.text)), row.holds) << row.text;
    if (!row.holds) {
      EXPECT_THAT(status, IsError(Reason::kMalformed, "/text")) << row.text;
    }
  }
  EXPECT_EQ(TextOf(CheckStructuredTerms("a\n#SKONTO#TAGE=7#PROZENT=2.00#")),
            "line 2: a line break must follow the last '#'");
}

RC_GTEST_PROP(StructuredTerms, AgreeWithTheExpression, ()) {
  const std::vector<std::string> parts =
      *rc::gen::container<std::vector<std::string>>(
          rc::gen::element<std::string>(
              "#", "SKONTO", "TAGE=", "PROZENT=", "BASISBETRAG=", "7", "2.00",
              "-1.50", "\n", "\r\n", "\r", " ", "\t", "Text",
              "#SKONTO#TAGE=7#PROZENT=2.00#", "#SKONTO#TAGE=7#PROZENT=2.00#\n",
              "BASISBETRAG=3.00#\n"));
  std::string text;
  for (const std::string& part : parts) text += part;
  RC_ASSERT(CheckStructuredTerms(text).ok() == KeepsTheRule(text));
}

// itplr-kosit/validator-configuration-xrechnung#54: the line break at the end
// was left out by writers, and refused by the validator.
TEST(StructuredTerms, R52_WritesALineBreakAfterTheLastLine) {
  StructuredTerms terms;
  terms.lines = {{.days = 14, .percent = 2_percent}};
  const auto text = FormatStructuredTerms(terms);
  ASSERT_THAT(text, IsOk());
  EXPECT_EQ(*text, "#SKONTO#TAGE=14#PROZENT=2.00#\n");
  terms.after = {"Text"};
  EXPECT_EQ(*FormatStructuredTerms(terms),
            "#SKONTO#TAGE=14#PROZENT=2.00#\nText\n");
  EXPECT_THAT(CheckStructuredTerms(*text), IsOk());
}

TEST(StructuredTerms, ReadsAndWrites) {
  const std::string_view text =
      "Zahlbar bis 15.05.\n"
      "\n"
      "  #SKONTO#TAGE=007#PROZENT=2.00#\r\n"
      "#SKONTO#TAGE=14#PROZENT=1.25#BASISBETRAG=-3.21#  \n"
      "dazwischen\n"
      "#SKONTO#TAGE=30#PROZENT=0.00#\n"
      "Danke\n   ";
  const auto terms = ParseStructuredTerms(text, kEur);
  ASSERT_THAT(terms, IsOk());
  StructuredTerms expected;
  expected.lines = {
      {.before = {"Zahlbar bis 15.05.", ""}, .days = 7, .percent = 2_percent},
      {.days = 14,
       .percent = Percent(Fraction::Of(1, 80)),
       .base = Money(-321, kEur)},
      {.before = {"dazwischen"}, .days = 30, .percent = 0_percent},
  };
  expected.after = {"Danke"};
  EXPECT_EQ(*terms, expected);
  const auto written = FormatStructuredTerms(*terms);
  ASSERT_THAT(written, IsOk());
  EXPECT_EQ(*written,
            "Zahlbar bis 15.05.\n\n#SKONTO#TAGE=7#PROZENT=2.00#\n"
            "#SKONTO#TAGE=14#PROZENT=1.25#BASISBETRAG=-3.21#\ndazwischen\n"
            "#SKONTO#TAGE=30#PROZENT=0.00#\nDanke\n");
  EXPECT_EQ(*ParseStructuredTerms(*written, kEur), expected);
}

// Before version 3 the expression read (SKONTO|VERZUG).
TEST(StructuredTerms, ReadsVerzugAndDoesNotWriteIt) {
  const auto terms =
      ParseStructuredTerms("#VERZUG#TAGE=14#PROZENT=1.00#\n", kEur);
  ASSERT_THAT(terms, IsOk());
  ASSERT_EQ(terms->lines.size(), 1u);
  EXPECT_EQ(terms->lines[0].kind, StructuredTermsKind::kVerzug);
  EXPECT_EQ(terms->lines[0].days, 14);
  EXPECT_THAT(FormatStructuredTerms(*terms),
              IsError(Reason::kUnsupported, "/lines/0/kind"));
}

TEST(StructuredTerms, BasesHaveTwoDigitsInEveryCurrency) {
  const struct {
    std::string_view text;
    Currency currency;
    int64_t minor;
  } rows[] = {
      {"12.34", kEur, 1234},
      {"-12.00", kJpy, -12},
      {"12.34", kKwd, 12340},
  };
  for (const auto& row : rows) {
    const std::string line =
        "#SKONTO#TAGE=1#PROZENT=1.00#BASISBETRAG=" + std::string(row.text) +
        "#\n";
    const auto terms = ParseStructuredTerms(line, row.currency);
    ASSERT_THAT(terms, IsOk()) << line;
    EXPECT_EQ(*terms->lines[0].base, Money(row.minor, row.currency)) << line;
    EXPECT_EQ(*FormatStructuredTerms(*terms), line);
  }
  EXPECT_THAT(ParseStructuredTerms(
                  "#SKONTO#TAGE=1#PROZENT=1.00#BASISBETRAG=1.50#\n", kJpy),
              IsError(Reason::kTooManyDigits, "/text"));
}

TEST(StructuredTerms, RefusesWhatCannotBeRead) {
  const struct {
    std::string text;
    Reason reason;
  } rows[] = {
      {std::string(kMaxStructuredTermsLength + 1, ' '), Reason::kLimitExceeded},
      {"#SKONTO#TAGE=7#PROZENT=2.00#", Reason::kMalformed},
      {"#RABATT#TAGE=7#PROZENT=2.00#\n", Reason::kMalformed},
      {"#SKONTO#TAGE=100001#PROZENT=2.00#\n", Reason::kOutOfRange},
      {"#SKONTO#TAGE=99999999999999999999999999999999999999999#PROZENT=2.00#\n",
       Reason::kOutOfRange},
      {"#SKONTO#TAGE=7#PROZENT=100.01#\n", Reason::kOutOfRange},
      {"#SKONTO#TAGE=7#PROZENT=1.00#BASISBETRAG=92233720368547758.08#\n",
       Reason::kOverflow},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(ParseStructuredTerms(row.text, kEur),
                IsError(row.reason, "/text"))
        << row.text.substr(0, 60);
  }
  std::string many;
  for (size_t i = 0; i <= kMaxStructuredTermsLines; ++i) {
    many += "#SKONTO#TAGE=1#PROZENT=1.00#\n";
  }
  EXPECT_THAT(ParseStructuredTerms(many, kEur),
              IsError(Reason::kLimitExceeded, "/text"));
}

TEST(StructuredTerms, RefusesWhatCannotBeWritten) {
  const StructuredTermsLine good = {.days = 7, .percent = 2_percent};
  const auto with = [&](auto change) {
    StructuredTerms terms{.lines = {good, good}, .after = {}};
    change(terms);
    return FormatStructuredTerms(terms);
  };
  EXPECT_THAT(with([](StructuredTerms& t) { t.lines[1].days = -1; }),
              IsError(Reason::kOutOfRange, "/lines/1/days"));
  EXPECT_THAT(
      with([](StructuredTerms& t) { t.lines[0].percent = 101_percent; }),
      IsError(Reason::kOutOfRange, "/lines/0/percent"));
  EXPECT_THAT(with([](StructuredTerms& t) {
                t.lines[0].percent = Percent(Fraction::Of(1, 300));
              }),
              IsError(Reason::kTooManyDigits, "/lines/0/percent"));
  EXPECT_THAT(
      with([](StructuredTerms& t) { t.lines[0].base = Money(1, kKwd); }),
      IsError(Reason::kTooManyDigits, "/lines/0/base"));
  EXPECT_THAT(with([](StructuredTerms& t) {
                t.lines[1].before = {"", "#1"};
              }),
              IsError(Reason::kConflict, "/lines/1/before/1"));
  EXPECT_THAT(with([](StructuredTerms& t) { t.after = {"a\nb"}; }),
              IsError(Reason::kConflict, "/after/0"));
  EXPECT_THAT(with([](StructuredTerms& t) { t.after = {"Nr. #1# bitte"}; }),
              IsError(Reason::kConflict, "/after"));
}

// Sample 01.10a of XRechnung closes its list with a line of 0.00.
TEST(StructuredTerms, MeanPaymentTerms) {
  const struct {
    std::string_view text, terms;
  } rows[] = {
      {"#SKONTO#TAGE=7#PROZENT=2.00#\n#SKONTO#TAGE=14#PROZENT=1.00#\n"
       "#SKONTO#TAGE=30#PROZENT=0.00#\n",
       "2/7 1/14 net 30"},
      {"#SKONTO#TAGE=10#PROZENT=2.25#\n#SKONTO#TAGE=30#PROZENT=0.00#\n",
       "2.25/10 net 30"},
      {"#SKONTO#TAGE=30#PROZENT=0.00#\n", "net 30"},
  };
  for (const auto& row : rows) {
    const auto lines = ParseStructuredTerms(row.text, kEur);
    ASSERT_THAT(lines, IsOk());
    const auto terms = ToPaymentTerms(*lines);
    ASSERT_THAT(terms, IsOk());
    EXPECT_EQ(ToText(*terms), row.terms);
    const auto back = FromPaymentTerms(*ParseTerms(row.terms));
    ASSERT_THAT(back, IsOk()) << row.terms;
    EXPECT_EQ(*FormatStructuredTerms(*back), row.text);
  }
  const auto one = ParseStructuredTerms("#SKONTO#TAGE=8#PROZENT=3.00#\n", kEur);
  EXPECT_THAT(ToPaymentTerms(*one),
              IsError(Reason::kContextRequired, "/lines"));
  EXPECT_EQ(ToText(*ToPaymentTerms(*one, *ParseSteps("45d eom"))),
            "3/8 45d eom");
  EXPECT_EQ(
      *FormatStructuredTerms(*FromPaymentTerms(*ParseTerms("3/8 45d eom"))),
      "#SKONTO#TAGE=8#PROZENT=3.00#\n");
}

TEST(StructuredTerms, RefuseWhatTermsOrLinesCannotSay) {
  const auto read = [](std::string_view text) {
    return ToPaymentTerms(*ParseStructuredTerms(text, kEur),
                          *ParseSteps("30d"));
  };
  EXPECT_THAT(read("#VERZUG#TAGE=14#PROZENT=1.00#\n"),
              IsError(Reason::kUnsupported, "/lines/0/kind"));
  EXPECT_THAT(read("#SKONTO#TAGE=7#PROZENT=1.00#BASISBETRAG=5.00#\n"),
              IsError(Reason::kUnsupported, "/lines/0/base"));
  const struct {
    std::string_view terms;
    Reason reason;
    std::string_view field;
  } rows[] = {
      {"from delivery 2/10 net 30", Reason::kUnsupported, "/terms/baseline"},
      {"30% 0d, rest 30d", Reason::kUnsupported, "/terms/lines"},
      {"rest from order net 30", Reason::kUnsupported,
       "/terms/lines/0/baseline"},
      {"2% of net/10 net 30", Reason::kUnsupported,
       "/terms/lines/0/discounts/0/base"},
      {"20.00 EUR/10 net 30", Reason::kUnsupported,
       "/terms/lines/0/discounts/0/amount"},
      {"3/7 2/(eom) net 30", Reason::kUnsupported,
       "/terms/lines/0/discounts/1/steps"},
      {"2.125/10 net 30", Reason::kTooManyDigits,
       "/terms/lines/0/discounts/0/percent"},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(FromPaymentTerms(*ParseTerms(row.terms)),
                IsError(row.reason, row.field))
        << row.terms;
  }
}

}  // namespace
}  // namespace usance
