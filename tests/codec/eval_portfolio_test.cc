// Metrics, forecasts and what the record shows in the request language.
#include <gtest/gtest.h>

#include <string>
#include <utility>

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

TEST(EvalPortfolio, Outcomes) {
  // A letter on 1 April that nobody answered and money followed within 5 days,
  // one on 20 April whose days are not over.
  const std::string request =
      R"({"op":"outcomes","currency":"EUR","events":[)"
      R"({"id":"1","kind":"invoice","date":"2026-01-01","item":"A",)"
      R"("due":"2026-01-31","amount":"100.00"},)"
      R"({"id":"2","kind":"contact","date":"2026-04-01","channel":"letter",)"
      R"("items":["A"],"step":"first"},)"
      R"({"id":"3","kind":"payment","date":"2026-04-06","amount":"40.00"},)"
      R"({"id":"4","kind":"contact","date":"2026-04-20","channel":"letter",)"
      R"("items":["A"],"step":"first"}],)"
      R"("policy":{"allocation":"oldest due","credit":"hold"},)"
      R"("as_of":"2026-04-30","segment":"shops",)"
      R"("costs":[{"channel":"letter","amount":"1.20"}])";
  // 1 of 1 at z = 1.96: 1 / (1 + 3.8416) to 1, outward.
  EXPECT_EQ(Part(request + "}", "outcomes"),
            R"([{"step":"first","channel":"letter","segment":"shops",)"
            R"("contacts":1,"responses":0,"paid":1,"amount":"40.00",)"
            R"("cost":"1.20","waiting":1,"share":"100.00%",)"
            R"("low":"20.6543%","high":"100%","standing":"first"}])");
  EXPECT_EQ(Part(request + "}", "assumed"),
            R"({"within_days":14,"measure":"payment"})");
  EXPECT_EQ(
      Part(request + R"(,"within_days":4,"measure":"response"})", "outcomes"),
      R"([{"step":"first","channel":"letter","segment":"shops",)"
      R"("contacts":2,"responses":0,"paid":0,"amount":"0.00",)"
      R"("cost":"2.40","waiting":0,"share":"0.00%",)"
      R"("low":"0%","high":"65.7629%","standing":"first"}])");
  for (const auto& [more, refused] :
       {std::pair{R"("within_days":0)", "OUT_OF_RANGE /within_days"},
        std::pair{R"("within_days":367)", "OUT_OF_RANGE /within_days"},
        std::pair{R"("measure":"luck")", "UNKNOWN_NAME /measure"},
        std::pair{R"("of":1)", "UNKNOWN_FIELD /of"}}) {
    EXPECT_EQ(Part(request + "," + more + "}", ""), refused);
  }
  EXPECT_EQ(Part(Asking("outcomes",
                        R"("as_of":"2026-04-30","costs":[{"amount":"1.00"}])"),
                 ""),
            "MISSING_FIELD /costs/0/channel");
}

TEST(EvalPortfolio, Cohorts) {
  const std::string request =
      Asking("cohorts", R"("as_of":"2026-03-31","buckets":"31,59,60")");
  // 59 days after 31 January, 31 after 28 February.
  EXPECT_EQ(Part(request, "cohorts"),
            R"([{"month":"2026-01","invoiced":"100.00","open":"0.00",)"
            R"("curve":[{"within":31,"paid":"0.00%"},)"
            R"({"within":59,"paid":"100.00%"},{"within":60}]},)"
            R"({"month":"2026-02","invoiced":"200.00","open":"200.00",)"
            R"("curve":[{"within":31,"paid":"0.00%"},{"within":59},)"
            R"({"within":60}]}])");
  EXPECT_EQ(Part(Asking("cohorts", R"("as_of":"2026-03-31")"), "assumed"),
            R"({"buckets":"30,60,90,180,365"})");
  EXPECT_EQ(
      Part(Asking("cohorts", R"("as_of":"2026-03-31","buckets":"30,20")"), ""),
      "OUT_OF_ORDER /buckets/1");
}

TEST(EvalPortfolio, Provision) {
  const std::string request =
      Asking("provision",
             R"("as_of":"2026-03-31","buckets":2,"agings":3,"forward":"-10%")");
  // Not due 100.00 on 30 January and 200.00 on 1 March, of which 200.00 are
  // late on 31 March.
  EXPECT_EQ(Part(request, "buckets"),
            R"([{"from":0,"amount":"0.00","roll":"66.67%","loss":"66.67%",)"
            R"("rate":"60.00%","allowance":"0.00"},)"
            R"({"from":1,"to":30,"amount":"200.00","loss":"100.00%",)"
            R"("rate":"90.00%","allowance":"180.00"},)"
            R"({"from":31,"amount":"0.00","loss":"100.00%",)"
            R"("rate":"90.00%","allowance":"0.00"}])");
  EXPECT_EQ(Part(request, "allowance"), R"("180.00")");
  EXPECT_EQ(Part(request, "assumed"),
            R"({"every_days":30,"rounding":"half up"})");
  for (const auto& [more, refused] :
       {std::pair{R"("buckets":6)", "OUT_OF_RANGE /buckets"},
        std::pair{R"("every_days":0)", "OUT_OF_RANGE /every_days"},
        std::pair{R"("agings":1)", "OUT_OF_RANGE /agings"},
        std::pair{R"("lost":"101%")", "OUT_OF_RANGE /lost"},
        std::pair{R"("forward":"-101%")", "OUT_OF_RANGE /forward"},
        std::pair{R"("rounding":"off")", "UNKNOWN_NAME /rounding"}}) {
    EXPECT_EQ(Part(Asking("provision",
                          R"("as_of":"2026-03-31",)" + std::string(more)),
                   ""),
              refused);
  }
}

}  // namespace
}  // namespace usance
