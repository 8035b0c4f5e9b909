// Rate series in the request language, and the marks that answers carry.
#include <gtest/gtest.h>

#include <string>

#include "tests/codec/answered.h"
#include "tests/matchers.h"
#include "usance/codec/eval.h"
#include "usance/codec/json.h"
#include "usance/codec/rate_series.h"

namespace usance {
namespace {

std::string Accrue(const std::string& rates, const std::string& start,
                   const std::string& end, const std::string& more = "") {
  return R"({"op":"accrue","balance":"10000.00","currency":"EUR","rates":)" +
         rates + R"(,"day_count":"act/act isda","start":")" + start +
         R"(","end":")" + end +
         R"(","compounding":"simple","rounding":"half up")" + more + "}";
}

std::string OneRow(const char* kind, const char* known_through) {
  return std::string("# id: de_basiszinssatz\n# title: Loaded\n") +
         "# unit: year\n# kind: " + kind +
         "\n# known_through: " + known_through + "\n# version: 2026-07\n" +
         "from,percent,confidence,source\n2020-01-01,1.5,memory,someone\n"
         "2026-07-01,1.52,read,one source\n";
}

TEST(EvalRates, ListsSeriesWithTheirCoverage) {
  const Json list = Answered(R"({"op":"rates"})").Take("ok").Take("series");
  ASSERT_EQ(list.items().size(), RateBook().All().size());
  const Json& first = list.items()[0];
  EXPECT_EQ(ToText(first),
            R"({"id":"at_basiszinssatz_456ugb",)"
            R"("title":"Austria: base rate for UGB s.456, by half-year",)"
            R"("version":"2026-11","kind":"steps","first":"2013-01-01",)"
            R"("last":"2026-01-01","known_through":"2026-06-30",)"
            R"("row_count":27,"confidence":{"verified":23,"derived":4},)"
            R"("gaps":[]})");
}

TEST(EvalRates, AnswersASeriesAndADay) {
  const RateBook book =
      RateBook().With(*ReadRateSeries(OneRow("sparse", "2026-12-31")));
  const std::string of = R"({"op":"rates","series":"de_basiszinssatz")";
  EXPECT_EQ(Part(of + "}", "rows", book),
            R"([{"from":"2020-01-01","rate":"1.5%","confidence":"memory",)"
            R"("source":"someone"},{"from":"2026-07-01","rate":"1.52%",)"
            R"("confidence":"read","source":"one source"}])");
  EXPECT_EQ(Part(of + "}", "gaps", book),
            R"([{"start":"2020-07-01","end":"2026-07-01"}])");
  const struct {
    const char* day;
    const char* rate;      // or the error
    const char* built_in;  // that it stands in place of
  } kRows[] = {
      {"2020-06-30", "\"1.5%\"", "\"-0.88%\""},
      {"2020-07-01", "RATE_UNKNOWN /on", "\"-0.88%\""},
      {"2026-06-30", "RATE_UNKNOWN /on", "\"1.27%\""},
      {"2026-07-01", "\"1.52%\"", "RATE_UNKNOWN /on"},
      {"2027-01-01", "RATE_UNKNOWN /on", "RATE_UNKNOWN /on"},
  };
  for (const auto& row : kRows) {
    const std::string on = of + R"(,"on":")" + row.day + "\"}";
    EXPECT_EQ(Part(on, "rate", book), row.rate) << row.day;
    EXPECT_EQ(Part(on, "rate"), row.built_in) << row.day;
  }
  EXPECT_EQ(Part(of + R"(,"on":"2026-07-01"})", "assumed", book),
            R"({"source":"de_basiszinssatz","version":"2026-07",)"
            R"("loaded":true,"known_through":"2026-12-31"})");
  EXPECT_EQ(Part(of + "}", "loaded", book), "true");
  // Nothing but the mark tells one of the same id and version.
  const RateBook same = RateBook().With(*RateBook().Find("de_basiszinssatz"));
  const std::string late =
      R"({"op":"late_charges","statute":"de","amount":"10000.00",)"
      R"("due":"2023-01-01","as_of":"2024-01-01"})";
  EXPECT_EQ(Answered(late).Take("ok").Find("assumed")->Find("loaded"), nullptr);
  EXPECT_NE(Part(late, "assumed", same).find(R"("loaded":true)"),
            std::string::npos);
  EXPECT_EQ(Part(R"({"op":"rates","series":"xx"})", "", book),
            "UNKNOWN_NAME /series");
  EXPECT_EQ(Part(R"({"op":"rates","on":"2026-07-01"})", ""), "CONFLICT /on");
}

// 10,000.00 due 2023-01-01 at the consumer rate, paid 2024-01-01 (BGB 288(1)).
TEST(EvalRates, ASeriesStandsWhereStepsMay) {
  EXPECT_EQ(Part(Accrue("\"de_basiszinssatz\"", "2023-01-02", "2024-01-02",
                        R"(,"margin":"+5%")"),
                 "interest"),
            "\"738.16\"");
  const std::string late =
      R"({"op":"late_charges","amount":"10000.00","currency":"EUR",)"
      R"("due":"2023-01-01","as_of":"2024-01-01","policy":{"interest":{)"
      R"("rates":"DE Basiszinssatz","margin":"+5%","day_count":)"
      R"("act/act isda","compounding":"simple","rounding":"half up"}}})";
  EXPECT_EQ(Part(late, "interest"), "\"738.16\"");
  EXPECT_EQ(Part(late, "assumed"),
            R"({"regime":"per booking","source":"de_basiszinssatz",)"
            R"("version":"2026-11","known_through":"2026-06-30",)"
            R"("confidence":"verified"})");
}

TEST(EvalRates, ASeriesSaysItselfWhatItIs) {
  for (const char* name : {"source", "version"}) {
    EXPECT_EQ(Part(Accrue("\"de_basiszinssatz\"", "2023-01-02", "2024-01-02",
                          ",\"" + std::string(name) + R"(":"x")"),
                   ""),
              std::string("CONFLICT /") + name);
  }
  EXPECT_EQ(Part(Accrue("\"de_basiszinssatz\"", "2023-01-02", "2024-01-02",
                        R"(,"known_through":"2030-01-01")"),
                 ""),
            "CONFLICT /known_through");
  EXPECT_EQ(Part(Accrue("\"de_basiszinssatz\"", "2023-01-02", "2024-01-02",
                        R"(,"rate":"5%")"),
                 ""),
            "CONFLICT /rates");
  EXPECT_EQ(Part(Accrue("\"xx\"", "2023-01-02", "2024-01-02"), ""),
            "UNKNOWN_NAME /rates");
  EXPECT_EQ(Part(Accrue("7", "2023-01-02", "2024-01-02"), ""),
            "WRONG_TYPE /rates");
}

// What is recalled or in conflict is never without its mark.
TEST(EvalRates, AnswersCarryTheWeakestMark) {
  const struct {
    const char* series;
    const char* start;
    const char* end;
    const char* mark;
  } kRows[] = {
      {"in_rbi_bank_rate", "2013-01-01", "2013-01-29", "read"},
      {"in_rbi_bank_rate", "2013-01-01", "2013-01-30", "conflict"},
      {"us_prompt_payment", "2010-12-31", "2011-01-01", "read"},
      {"us_prompt_payment", "2010-12-31", "2011-01-02", "memory"},
      {"de_basiszinssatz", "2025-12-31", "2026-01-02", "derived"},
      {"de_basiszinssatz", "2022-12-31", "2023-01-02", "verified"},
  };
  for (const auto& row : kRows) {
    const std::string request =
        Accrue("\"" + std::string(row.series) + "\"", row.start, row.end,
               R"(,"explain":true)");
    const Json ok = Answered(request).Take("ok");
    EXPECT_EQ(ok.Find("assumed")->Find("confidence")->text(), row.mark)
        << request;
    const Json& last = ok.Find("segments")->items().back();
    EXPECT_EQ(last.Find("confidence")->text(), row.mark) << request;
    const auto& because = ok.Find("because")->items();
    EXPECT_NE(because[because.size() - 2].text().find(", rate " +
                                                      std::string(row.mark)),
              std::string::npos)
        << request;
  }
}

TEST(EvalRates, ProvisionalReachesPastTheEndButOverNoGap) {
  const std::string past =
      Accrue("\"de_basiszinssatz\"", "2026-06-01", "2026-08-01",
             R"(,"unknown_rate":"provisional")");
  EXPECT_EQ(
      Part(Accrue("\"de_basiszinssatz\"", "2026-06-01", "2026-08-01"), ""),
      "RATE_UNKNOWN /rates");
  EXPECT_NE(Part(past, "assumed").find(R"("provisional":true)"),
            std::string::npos);
  const RateBook sparse =
      RateBook().With(*ReadRateSeries(OneRow("sparse", "2026-12-31")));
  EXPECT_EQ(Part(Accrue("\"de_basiszinssatz\"", "2020-06-01", "2020-08-01",
                        R"(,"unknown_rate":"provisional")"),
                 "", sparse),
            "RATE_UNKNOWN /rates");
}

}  // namespace
}  // namespace usance
