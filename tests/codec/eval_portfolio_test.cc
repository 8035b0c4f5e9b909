// Metrics and forecasts in the request language.
#include <gtest/gtest.h>

#include <string>

#include "tests/codec/answered.h"
#include "usance/codec/eval.h"
#include "usance/codec/json.h"

namespace usance {
namespace {

// 100.00 paid 40 days after its document, 10 days late; 200.00 that nobody has
// paid, due on 17 March.
std::string Asking(const std::string& op, const std::string& more) {
  return R"({"op":")" + op +
         R"(","currency":"EUR","events":[)"
         R"({"id":"1","kind":"invoice","date":"2026-01-01","item":"A",)"
         R"("due":"2026-01-31","amount":"100.00"},)"
         R"({"id":"2","kind":"payment","date":"2026-02-10","amount":"100.00"},)"
         R"({"id":"3","kind":"invoice","date":"2026-02-15","item":"B",)"
         R"("due":"2026-03-17","amount":"200.00"}],)"
         R"("policy":{"allocation":"oldest due","credit":"hold"},)" +
         more + "}";
}

TEST(EvalPortfolio, Metrics) {
  const std::string request =
      Asking("metrics", R"("as_of":"2026-03-31","days":90)");
  const struct {
    const char* member;
    const char* said;
  } rows[] = {
      {"from", R"("2026-01-01")"},
      {"opening", R"("0.00")"},
      {"sales", R"("300.00")"},
      {"collected", R"("100.00")"},
      {"closing", R"("200.00")"},
      {"not_due", R"("0.00")"},
      {"dso", R"("60.00")"},  // 200 / 300 * 90
      {"best_possible_dso", R"("0.00")"},
      {"average_days_delinquent", R"("60.00")"},
      {"countback_dso", R"("59.00")"},  // all of March and February
      {"collection_effectiveness", R"("33.33%")"},
      {"collection_rate", R"("33.33%")"},
      {"average_days_to_pay", R"("40.00")"},
      {"average_days_late", R"("10.00")"},
      {"paid_on_time", R"("0.00%")"},
      {"past_due_days_late", R"("14.00")"},
      {"average_payment_period", R"("42.67")"},  // (40 * 100 + 44 * 200) / 300
      {"paid_within_30_days", R"("0.00%")"},
      {"paid_in_31_to_60_days", R"("100.00%")"},
      {"promises_kept", ""},  // nobody has promised anything
      {"assumed", ""},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(Part(request, row.member), row.said) << row.member;
  }
  const std::string year = Asking("metrics", R"("as_of":"2026-03-31")");
  EXPECT_EQ(Part(year, "from"), R"("2025-04-01")");
  EXPECT_EQ(Part(year, "assumed"), R"({"days":365})");
  EXPECT_EQ(Part(Asking("metrics", R"("as_of":"0001-01-02","days":2)"), ""),
            "DATE_OUT_OF_RANGE /days");
  EXPECT_EQ(Part(Asking("metrics", R"("as_of":"2026-03-31","days":0)"), ""),
            "OUT_OF_RANGE /days");
}

TEST(EvalPortfolio, Forecast) {
  const std::string weeks = R"("buckets":2,"settle_days":30)";
  const std::string request =
      Asking("forecast", R"("as_of":"2026-03-20",)" + weeks);
  // 3 days late; the record has all of its money 10 days late.
  EXPECT_EQ(Part(request, "buckets"),
            R"([{"first":"2026-03-21","last":"2026-03-27",)"
            R"("expected":"200.00","promised":"0.00","planned":"0.00"},)"
            R"({"first":"2026-03-28","last":"2026-04-03",)"
            R"("expected":"0.00","promised":"0.00","planned":"0.00"}])");
  EXPECT_EQ(Part(request, "later"), R"("0.00")");
  EXPECT_EQ(Part(request, "assumed"),
            R"({"bucket_days":7,"record_days":365,"rounding":"half up"})");
  // 10 days late: behind all that the record has.
  EXPECT_EQ(
      Part(Asking("forecast", R"("as_of":"2026-03-27",)" + weeks), "later"),
      R"("200.00")");
  EXPECT_EQ(Part(Asking("forecast", R"("as_of":"9999-12-30")"), ""),
            "DATE_OUT_OF_RANGE /buckets");
  EXPECT_EQ(Part(Asking("forecast", R"("as_of":"2026-03-20","buckets":0)"), ""),
            "OUT_OF_RANGE /buckets");
}

}  // namespace
}  // namespace usance
