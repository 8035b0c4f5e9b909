// Credit in the request language.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "usance/codec/eval.h"
#include "usance/codec/json.h"

namespace usance {
namespace {

// The answer, or "REASON /path".
std::string Said(const std::string& request) {
  const Json answer = *ParseJson(Eval(request));
  if (const Json* error = answer.Find("error")) {
    return error->Find("reason")->text() + " " + error->Find("path")->text();
  }
  return ToText(*answer.Find("ok"));
}

std::string Member(const std::string& request, std::string_view name) {
  const Json answer = *ParseJson(Eval(request));
  const Json* ok = answer.Find("ok");
  const Json* found = ok == nullptr ? nullptr : ok->Find(name);
  return found == nullptr ? Said(request) : ToText(*found);
}

std::string ExamplePolicy() {
  std::ifstream file(USANCE_SOURCE_DIR "/examples/credit-policy.json");
  return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string Assess(const std::string& events, const std::string& more = "") {
  return R"({"op":"assess","currency":"EUR","events":[)" + events +
         R"(],"policy":{"allocation":"oldest due","credit":"hold"},)"
         R"("as_of":"2026-06-30","period_days":365,"credit":)" +
         ExamplePolicy() + more + "}";
}

std::string Invoice(const std::string& id, const std::string& date,
                    const std::string& due) {
  return R"({"id":"i)" + id + R"(","kind":"invoice","date":")" + date +
         R"(","item":")" + id + R"(","due":")" + due +
         R"(","amount":"365.00"})";
}
std::string Paid(const std::string& id, const std::string& date) {
  return R"(,{"id":"p)" + id + R"(","kind":"payment","date":")" + date +
         R"(","amount":"365.00"})";
}

TEST(EvalCredit, AssessesByTheExamplePolicy) {
  struct Case {
    std::string events;
    const char* external;
    const char* what;
    const char* said;
  };
  const std::string invoice = Invoice("1", "2026-01-01", "2026-01-31");
  const std::string old =
      Invoice("0", "2024-06-01", "2024-06-30") + Paid("0", "2024-06-30") + ",";
  const Case cases[] = {
      // 180 days: (100 x 3 + 100 x 2 + 50) / 6; a quarter of 365.00.
      {invoice + Paid("1", "2026-01-31"), "", "score", "\"275/3\""},
      {invoice + Paid("1", "2026-01-31"), "", "class", "\"good\""},
      {invoice + Paid("1", "2026-01-31"), "", "limit", "\"91.25\""},
      // One of two was late, by 20 days: 40 x 3, 10 days late on average:
      // 60 x 2, two years: 100; 340 / 6.
      {old + invoice + Paid("1", "2026-02-20"), "", "score", "\"170/3\""},
      {old + invoice + Paid("1", "2026-02-20"), "", "class", "\"usual\""},
      {old + invoice + Paid("1", "2026-02-20"), "", "terms", "\"net 30\""},
      {old + invoice + Paid("1", "2026-02-20"), "", "limit", "\"45.00\""},
      // Unpaid for 150 days: 0, 0, 50 of weight 1.
      {invoice, "", "score", "\"25/3\""},
      {invoice, "", "class", "\"in advance\""},
      {invoice, "", "deposit", "\"100%\""},
      {invoice + Paid("1", "2026-01-31"), R"(,"external":{"insolvency":true})",
       "knock_out", "\"insolvency proceedings\""},
      {invoice + Paid("1", "2026-01-31"), R"(,"external":{"insolvency":false})",
       "class", "\"good\""},
      // Nobody knows the customer: (50 x 3 + 50 x 2 + 0) / 6.
      {"", "", "score", "\"125/3\""},
      {"", "", "class", "\"watched\""},
      {"", "", "limit", "\"0.00\""},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(Member(Assess(one.events, one.external), one.what), one.said)
        << one.events << one.what;
  }
}

TEST(EvalCredit, NamesTheFieldThatIsWrong) {
  const auto spoilt = [](const std::string& from, const std::string& to) {
    std::string request = Assess("");
    const size_t at = request.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return Said(request.replace(at, from.size(), to));
  };
  EXPECT_EQ(spoilt("\"95%\"", "\"95\""),
            "MALFORMED /credit/factors/0/bands/3/from");
  EXPECT_EQ(spoilt("\"15\"", "\"15%\""),
            "MALFORMED /credit/factors/1/bands/2/from");
  EXPECT_EQ(spoilt(R"("points": 70)", R"("points": 20)"),
            "OUT_OF_ORDER /credit/factors/0/bands/2/points");
  EXPECT_EQ(spoilt(R"("terms": "net 14")", R"("terms": "net 31")"),
            "OUT_OF_ORDER /credit/classes/2/terms");
  EXPECT_EQ(spoilt(R"("factor": "2")", R"("factor": "a")"),
            "MALFORMED /credit/classes/2/limit/factor");
  EXPECT_EQ(spoilt(R"("class": "watched")", R"("class": "B")"),
            "UNKNOWN_NAME /credit/knock_outs/1/class");
  EXPECT_EQ(spoilt(R"("missing": "worst")", R"("missing": "zero")"),
            "UNKNOWN_NAME /credit/factors/3/missing");
  EXPECT_EQ(spoilt(R"("period_days":365)", R"("period_days":0)"),
            "OUT_OF_RANGE /period_days");
  EXPECT_EQ(spoilt("2013-01-01", "2026-07-01"),
            "OUT_OF_ORDER /credit/valid_from");
}

TEST(EvalCredit, ChecksAnOrderAgainstCustomerAndGroup) {
  const auto order = [](const std::string& amount, const std::string& more) {
    return R"({"op":"exposure","currency":"EUR","policy":{"classes":)"
           R"([{"class":"orders"},{"class":"open"}],"without_limit":)"
           R"("no check","watch_above":"90%","refuse_orders":"hold",)"
           R"("refuse_deliveries":"stop"},"parties":[{"id":"C","open":)"
           R"("500.00","parent":"G","limits":[{"amount":"1000.00"}]},)"
           R"({"id":"G","limits":[{"amount":"950.00"}]}],"party":"C",)"
           R"("point":"order","day":"2026-06-30","amount":")" +
           amount + "\"" + more + "}";
  };
  const std::pair<std::string, const char*> states[] = {
      {order("355.00", ""), "\"ok\""},
      {order("355.01", ""), "\"watch\""},
      {order("450.01", ""), "\"hold\""},
      {order("450.01", R"(,"advance":"0.01")"), "\"watch\""},
  };
  for (const auto& [request, state] : states) {
    EXPECT_EQ(Member(request, "state"), state) << request;
  }
  EXPECT_EQ(Member(order("450.01", ""), "reasons"),
            R"([{"rule":"limit","party":"C","state":"watch",)"
            R"("released":false,"why":"C: an exposure of 950.01 EUR is above )"
            R"(90% of the limit of 1000.00 EUR"},{"rule":"limit",)"
            R"("party":"G","state":"hold","released":false,"why":)"
            R"("G: an exposure of 950.01 EUR is above the limit of 950.00 )"
            R"(EUR"}])");
  EXPECT_EQ(Member(order("1.00", R"(,"counted":"1.00")"), "state"),
            "CONFLICT /counted");
  EXPECT_EQ(Member(order("1.00", R"(,"advance":"1.01")"), "state"),
            "CONFLICT /advance");
}

}  // namespace
}  // namespace usance
