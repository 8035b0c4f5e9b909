#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iostream>
#include <map>
#include <sstream>

#include "tests/conformance/cases.h"
#include "tests/conformance/decimal.h"
#include "tests/conformance/handlers.h"
#include "tests/conformance/rules.h"
#include "tests/conformance/runner.h"

namespace usance::conformance {
namespace {

const std::filesystem::path kRoot = USANCE_SOURCE_DIR;

std::filesystem::path OpenData() {
  const char* const given = std::getenv("USANCE_TESTDATA");
  return std::filesystem::path(given != nullptr
                                   ? std::filesystem::path(given)
                                   : kRoot / "../shared/testdata") /
         "open";
}

TEST(Conformance, ReportsOnASample) {
  const auto files = RunFolder(kRoot / "tests/conformance/sample");
  ASSERT_TRUE(files.has_value());
  EXPECT_EQ(Report(*files, true),
            R"(sample-principal-at-maturity PASS
sample-annuity PASS
sample-borrower-sells-what-is-owed PASS
sample-called DEVIATING actus-call-accrued
sample-wrong-payoff FAIL is 2020-02-01 IP 10.000000000000 1000.000000000000 0.120000000000 0.000000000000, expected 2020-02-01 IP 10.00000002 1000 0.12 0
sample-event-too-few FAIL is 2020-03-01 MD 1000.000000000000 0.000000000000 0.120000000000 0.000000000000, expected no event
sample-fee FAIL malformed: feeRate
? FAIL malformed: 1:4: the quoted field never ends
sample-runs PASS
sample-run-too-many FAIL on 2013-01-24 is expected A 1,
sample-states PASS
sample-draft FAIL level 1
sample-unknown-dunning FAIL unsupported: other
sample-holiday PASS
sample-vacation-over-new-year PASS
sample-sequential PASS
sample-cash-rounding PASS
sample-untaxed PASS
sample-relativedelta PASS
sample-empty-line DEVIATING empty-lines-stay
sample-wrong-date FAIL is 2023-02-16, expected 2023-02-15
sample-unknown-field FAIL malformed: a line has the field hours
sample-no-lines FAIL malformed: lines is no list of objects
sample-first-year FAIL /terms/lines/0/steps/0/date: 0001-01-01 and -1 days is out of range; allowed: 0001-01-01 to 9999-12-31
? FAIL malformed: no id column
sample-calendar DEVIATING calendars-are-data
sample-reversed DEVIATING no-reversed-intervals
sample-tolerance PASS
sample-pass PASS
sample-wrong-value FAIL is 30, expected 31
sample-unknown-convention FAIL malformed: /convention: "ACT_999" is no day count
sample-no-such-day FAIL malformed: start: 2023-02-29 is no date
? FAIL malformed: 6:1: 2 fields; the first row has 13
sample-country DEVIATING calendars-are-data
sample-not-in-the-range DEVIATING calendars-are-data
sample-unknown-kind FAIL unsupported
? FAIL malformed: 3:1: no object
? FAIL malformed: 4:1: no object
? FAIL malformed: no id
actus/loans 7 3 1 3
curo/daycount 1 0 0 1
dunning/dunning 5 2 0 3
payment-terms/payment_terms 11 6 1 4
pyxirr/daycount 1 0 0 1
quantlib/daycount 3 1 2 0
strata/daycount 5 1 0 4
strata/holidays 2 0 2 0
unknown/things 4 0 0 4
total 39 13 6 20
)");
  EXPECT_EQ(Report(*files, false),
            "actus/loans 7 3 1 3\ncuro/daycount 1 0 0 "
            "1\ndunning/dunning 5 2 0 3\npayment-terms/payment_terms 11 6 1 4\n"
            "pyxirr/daycount 1 0 0 1\nquantlib/daycount 3 1 2 0\n"
            "strata/daycount 5 1 0 4\nstrata/holidays 2 0 2 0\nunknown/things "
            "4 0 0 4\n"
            "total 39 13 6 20\n");
  EXPECT_FALSE(RunFolder(kRoot / "no such folder").has_value());
}

TEST(Conformance, EveryRuleIsAHeadingOfTheDifferences) {
  const auto text = ReadFile(kRoot / "docs/differences.md");
  ASSERT_TRUE(text.has_value());
  for (const Rule& rule : kRules) {
    EXPECT_NE(text->find("\n## " + std::string(rule.name) + "\n"),
              std::string::npos)
        << rule.name;
  }
}

TEST(Conformance, KindsAreInOrder) {
  EXPECT_TRUE(std::is_sorted(
      std::begin(kKinds), std::end(kKinds),
      [](const Kind& a, const Kind& b) { return a.file < b.file; }));
}

TEST(Conformance, ComparesPrintedFiguresExactly) {
  struct Case {
    BigRational exact;
    std::string_view expected;
    bool as_double;
    bool as_printed;
    bool within;  // 0.01
  };
  const Case kCases[] = {
      {BigRational(1, 3), "0.3333333333333333", true, true, true},
      {BigRational(1, 3), "0.33333333333", false, true, true},
      {BigRational(1, 3), "0.3334", false, false, true},
      {BigRational(1, 3), "0.35", false, false, false},
      {BigRational(1, 2), "0.5", true, true, true},
      {BigRational(11, 20), "0.5", false, true, false},
      {BigRational(0), "0", true, true, true},
      {BigRational(0), "0.0", true, true, true},
      {BigRational(-5, 2), "-2.5", true, true, true},
      {BigRational(-5, 2), "2.5", false, false, false},
      {BigRational(1, 4000), "2.5E-4", true, true, true},
      {BigRational(2500), "2.5e+3", true, true, true},
      {BigRational(9), "011", false, false, false},
      {BigRational(1), "", false, false, false},
      {BigRational(1), "1.", false, false, false},
      {BigRational(1), ".1", false, false, false},
      {BigRational(1), "1e", false, false, false},
      {BigRational(1), "1e999999999999", false, false, false},
      {BigRational(1), "nan", false, false, false},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(IsNearDouble(c.exact, c.expected), c.as_double) << c.expected;
    EXPECT_EQ(IsNearPrinted(c.exact, c.expected), c.as_printed) << c.expected;
    EXPECT_EQ(IsWithin(c.exact, c.expected, "0.01"), c.within) << c.expected;
  }
}

TEST(Conformance, NumbersKeepTheirText) {
  const auto value = ParseJson(R"({"a":0.10,"b":-7,"c":[1e2,null,true]})");
  ASSERT_TRUE(value.has_value());
  EXPECT_EQ(value->dump(), R"({"a":"0.10","b":"-7","c":["1e2",null,true]})");
  EXPECT_FALSE(ParseJson("{}x").has_value());
}

// The kinds in which the library fails nowhere.
TEST(Conformance, SharedData) {
  constexpr std::string_view kNoFailures[] = {
      "actus/loans",
      "apr/eu_apr",
      "apr/regz_appendix_j",
      "curo/daycount",
      "dunning/dunning",
      "excel-excelize/functions",
      "excel-fsharp/functions",
      "excel-ironcalc/functions",
      "excel-poi/functions",
      "fineract/emi_calculator",
      "fineract/initial_schedules",
      "fineract/month_end_bullet",
      "frappe-lending/loans",
      "late-interest/late_interest",
      "numpy-financial/functions",
      "payment-terms/early_payment_discount",
      "payment-terms/payment_terms",
      "pyxirr/daycount",
      "pyxirr/xirr",
      "quantlib/advance",
      "quantlib/business_days_between",
      "quantlib/daycount",
      "quantlib/holidays",
      "quantlib/schedules",
      "references/epc_qr",
      "references/payment_references",
      "references/skonto_parse",
      "references/xrechnung_skonto",
      "strata/business_day_convention",
      "strata/calendar_ops_mock",
      "strata/daycount",
      "strata/easter",
      "strata/holidays",
      "strata/period_addition",
      "strata/roll_convention",
      "strata/schedules",
  };
  const auto files = RunFolder(OpenData());
  if (!files) GTEST_SKIP() << "no shared data: set USANCE_TESTDATA";
  for (const std::string_view name : kNoFailures) {
    const auto file =
        std::find_if(files->begin(), files->end(),
                     [name](const FileResult& f) { return f.name == name; });
    ASSERT_NE(file, files->end()) << name;
    EXPECT_GT(file->cases.size(), 0u) << name;
    for (const CaseResult& one : file->cases) {
      EXPECT_NE(one.verdict.kind, Verdict::Kind::kFail)
          << name << " " << one.id << ": " << one.verdict.why;
    }
  }
}

// What scenarios of loans of levels 1 to 3 (repayments, refunds, charges,
// reschedules) show. Those above change what the loan is.
TEST(Conformance, FineractScenariosByLevel) {
  const auto files = RunFolder(OpenData());
  if (!files) GTEST_SKIP() << "no shared data: set USANCE_TESTDATA";
  const auto file = std::find_if(
      files->begin(), files->end(),
      [](const FileResult& f) { return f.name == "fineract/scenarios"; });
  ASSERT_NE(file, files->end());
  const auto text = ReadFile(OpenData() / "fineract/scenarios.jsonl");
  ASSERT_TRUE(text.has_value());
  std::map<std::string, std::string> levels;
  std::istringstream lines(*text);
  for (std::string line; std::getline(lines, line);) {
    const auto one = ParseJson(line);
    ASSERT_TRUE(one.has_value());
    levels[one->at("id")] = one->at("level");
  }
  std::map<std::string, std::array<int, 3>> board;
  for (const CaseResult& one : file->cases) {
    const std::string& level = levels.at(one.id);
    ++board[level].at(static_cast<size_t>(one.verdict.kind) - 1);
    if (level <= "3") {
      EXPECT_NE(one.verdict.kind, Verdict::Kind::kFail)
          << one.id << ": " << one.verdict.why;
    }
  }
  for (const auto& [level, counts] : board) {
    std::cout << "fineract/scenarios level " << level << ": " << counts[0]
              << " pass, " << counts[1] << " deviate, " << counts[2]
              << " fail\n";
  }
  EXPECT_GT(board["1"][0], 0);
  EXPECT_GT(board["2"][0], 0);
  EXPECT_GT(board["3"][0], 0);
}

// The holidays of a country come true once a calendar made from the case is
// loaded.
TEST(Conformance, LoadedCalendarsHaveTheHolidays) {
  const auto sample =
      RunFolder(kRoot / "tests/conformance/sample", /*load_calendars=*/true);
  ASSERT_TRUE(sample.has_value());
  EXPECT_NE(Report(*sample, false).find("strata/holidays 2 1 0 1\n"),
            std::string::npos);
  const auto files = RunFolder(OpenData(), /*load_calendars=*/true);
  if (!files) GTEST_SKIP() << "no shared data: set USANCE_TESTDATA";
  for (const FileResult& file : *files) {
    if (!file.name.ends_with("/holidays")) continue;
    EXPECT_GT(file.cases.size(), 0u) << file.name;
    EXPECT_EQ(file.Count(Verdict::Kind::kPass), file.cases.size()) << file.name;
  }
}

}  // namespace
}  // namespace usance::conformance
