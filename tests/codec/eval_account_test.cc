// Accounts in the request language.
#include <gtest/gtest.h>

#include <string>
#include <tuple>

#include "tests/codec/answered.h"
#include "tests/matchers.h"
#include "usance/codec/eval.h"
#include "usance/codec/json.h"
#include "usance/codec/snapshot.h"

namespace usance {
namespace {

// The invoices of tests/account/aging_test.cc: on 2024-06-30 of each 30, 31, 0,
// -1, 121 and 60 days past due.
std::string Request(const std::string& op, const std::string& more) {
  std::string events;
  for (const auto& [item, due, amount] : {std::tuple{"A", "2024-05-31", "1.00"},
                                          {"B", "2024-05-30", "2.00"},
                                          {"C", "2024-06-30", "4.00"},
                                          {"D", "2024-07-01", "8.00"},
                                          {"E", "2024-03-01", "16.00"},
                                          {"F", "2024-05-01", "32.00"}}) {
    events += std::string(events.empty() ? "" : ",") + R"({"id":")" + item +
              R"(","kind":"invoice","date":"2024-01-31","item":")" + item +
              R"(","due":")" + due + R"(","amount":")" + amount + "\"}";
  }
  return R"({"op":")" + op + R"(","currency":"EUR","events":[)" + events +
         R"(],"policy":{"allocation":"oldest due","credit":"hold"},)" + more +
         "}";
}

// An error names the request's field, and quotes what it says.
TEST(EvalAccount, ErrorsNameTheFieldOfTheRequest) {
  const struct {
    const char* op;
    const char* more;
    const char* said;
  } kCases[] = {
      {"aging", R"("as_of":"2024-06-30","basis":"due","buckets":"30,30")",
       "/buckets: 30 is not above 30"},
      {"aging", R"("as_of":"9999-12-31","basis":"due")",
       "/as_of: 9999-12-31; allowed: up to 9999-12-30"},
      {"statement", R"("from":"2024-06-30","to":"9999-12-31")",
       "/to: 9999-12-31; allowed: up to 9999-12-30"},
      {"statement", R"("form":"open item","to":"9999-12-31")",
       "/to: 9999-12-31; allowed: up to 9999-12-30"},
      {"payoff", R"("on":"9999-12-30")",
       "/on: 9999-12-30; allowed: up to 9999-12-29"},
      {"allocate", R"("on":"9999-12-31","amount":"1.00")",
       "/on: 9999-12-31; allowed: up to 9999-12-30"},
      {"allocate", R"("on":"2024-06-30","amount":"0.00")",
       "/amount: \"0.00\"; allowed: above 0"},
      {"allocate", R"("on":"2024-06-30","amount":"1.00","type":"nope")",
       "/type: \"nope\" is no type of payment of the policy; allowed: none"},
      {"allocate",
       R"("on":"2024-06-30","amount":"1.00","designations":[)"
       R"({"item":"A","amount":"-1.00"}])",
       "/designations/0/amount: \"-1.00\"; allowed: above 0"},
      {"match", R"("as_of":"2024-06-30","amount":"0.00")",
       "/amount: \"0.00\"; allowed: above 0"},
      {"match", R"("as_of":"9999-12-31","amount":"1.00")",
       "/as_of: 9999-12-31; allowed: up to 9999-12-30"},
      {"match",
       R"("as_of":"2024-06-30","amount":"1.00","references":[)"
       R"({"item":"A","reference":"RF171007"}])",
       "/references/0/reference: \"RF171007\" has the check digits \"17\"; "
       "allowed: \"72\""},
      {"match",
       R"("as_of":"2024-06-30","amount":"1.00","references":[)"
       R"({"item":"A","reference":"1"},{"item":"A","reference":"1"}])",
       "/references/1/item: \"A\" has a reference already"},
      {"payoff", R"("on":"2024-06-30","as_of":"2024-06-30")",
       "/as_of: \"as_of\" is no field here; "},
  };
  for (const auto& test : kCases) {
    const Json answer = *ParseJson(Eval(Request(test.op, test.more)));
    const Json* error = answer.Find("error");
    ASSERT_NE(error, nullptr) << test.more;
    const std::string said =
        error->Find("path")->text() + ": " + error->Find("message")->text();
    EXPECT_TRUE(said.starts_with(test.said)) << said;
  }
}

// Amounts that CheckEvent refuses are refused as they are written.
TEST(EvalAccount, EventsQuoteTheirAmounts) {
  const std::pair<const char*, const char*> kCases[] = {
      {R"("kind":"payment","amount":"-1.00")",
       "/events/0/amount: \"-1.00\"; allowed: above 0"},
      {R"("kind":"payment","amount":"0")",
       "/events/0/amount: \"0\"; allowed: above 0"},
      {R"("kind":"waiver","component":"fee","amount":"0.00")",
       "/events/0/amount: \"0.00\"; allowed: above 0"},
      {R"("kind":"invoice","item":"A","due":"2024-01-31","amount":"-1.00")",
       "/events/0/amount: \"-1.00\"; allowed: 0 or more"},
      {R"("kind":"invoice","item":"A","rows":[{"due":"2024-01-31","fee":"-1"}])",
       "/events/0/rows/0/fee: \"-1\"; allowed: 0 or more"},
      {R"("kind":"plan","rows":[{"due":"2024-01-31","amount":"0.00"}])",
       "/events/0/rows/0/amount: \"0.00\"; allowed: above 0"},
  };
  for (const auto& [body, text] : kCases) {
    const Json answer = *ParseJson(
        Eval(R"({"op":"replay","currency":"EUR","events":[{"id":"1",)"
             R"("date":"2024-01-01",)" +
             std::string(body) +
             R"(}],"policy":{"allocation":"oldest due","credit":"hold"},)"
             R"("as_of":"2024-06-30"})"));
    const Json* error = answer.Find("error");
    ASSERT_NE(error, nullptr) << body;
    EXPECT_EQ(
        error->Find("path")->text() + ": " + error->Find("message")->text(),
        text);
  }
}

TEST(EvalAccount, AgesInAnotherCurrency) {
  const auto age = [](const std::string& more, std::string_view part) {
    return Part(
        Request("aging",
                R"("as_of":"2024-06-30","basis":"due","buckets":"30")" + more),
        part);
  };
  const std::string fx =
      R"(,"fx":{"id":"test","rows":[{"date":"2024-06-30","base":"EUR",)"
      R"("quote":"USD","rate":"1.0705"}]})";
  const std::string dollars = R"(,"in":"USD")" + fx;
  const std::string even = R"(,"rounding":"half even")";
  EXPECT_EQ(age("", "total"), R"("63.00")");
  // 12.846, 1.0705 and 53.525.
  EXPECT_EQ(age(dollars, "buckets"),
            R"([{"from":1,"to":30,"amount":"1.07","rows":1},)"
            R"({"from":31,"amount":"53.53","rows":3}])");
  EXPECT_EQ(age(dollars, "total"), R"("67.45")");
  EXPECT_EQ(age(dollars + even, "total"), R"("67.44")");
  EXPECT_EQ(age(dollars, "not_due"), R"("12.85")");
  EXPECT_EQ(age(dollars, "currency"), R"("USD")");
  EXPECT_EQ(age(dollars, "assumed"), R"({"rounding":"half up"})");
  EXPECT_EQ(age(dollars + even, "assumed"), "");
  const std::string because = age(dollars + R"(,"explain":true)", "because");
  EXPECT_NE(because.find("EUR at 1.0705 USD of 2024-06-30 (test)"),
            std::string::npos)
      << because;
  // Its own currency needs no rate.
  EXPECT_EQ(age(R"(,"in":"EUR")", "total"), R"("63.00")");
  EXPECT_EQ(age(R"(,"in":"EUR")" + fx, "total"), R"("63.00")");
  EXPECT_EQ(age(R"(,"in":"USD")", "total"), "MISSING_FIELD /fx");
  EXPECT_EQ(age(R"(,"in":"CHF")" + fx, "total"), "RATE_UNKNOWN /fx");
  EXPECT_EQ(age(R"(,"in":"usd")" + fx, "total"), "UNKNOWN_NAME /in");
  EXPECT_EQ(age(fx, "total"), "CONFLICT /fx");
  EXPECT_EQ(age(even, "total"), "CONFLICT /rounding");
}

TEST(EvalAccount, StatesWhatIsOpen) {
  const auto state = [](const std::string& more, std::string_view part) {
    return Part(Request("statement", R"("to":"2024-03-15")" + more), part);
  };
  const std::string open = R"(,"form":"open item")";
  EXPECT_EQ(state(open, "lines").substr(0, 149),
            R"([{"item":"E","row":1,"date":"2024-01-31","due":"2024-03-01",)"
            R"("days_past_due":14,"claimed":"16.00","settled":"0.00",)"
            R"("open":"16.00","balance":"16.00"},{)");
  EXPECT_EQ(state(open, "balance"), R"("63.00")");
  EXPECT_EQ(state(open, "assumed"), "");
  EXPECT_EQ(state(open + R"(,"from":"2024-03-01")", ""), "CONFLICT /from");
  EXPECT_EQ(state("", ""), "MISSING_FIELD /from");
  EXPECT_EQ(state(R"(,"from":"2024-03-01")", "assumed"),
            R"({"form":"balance forward"})");
  EXPECT_EQ(state(R"(,"form":"short")", ""), "UNKNOWN_NAME /form");
}

TEST(EvalAccount, FindsTheLeastPayment) {
  const auto payoff = [](const std::string& more, std::string_view part) {
    return Part(Request("payoff", R"("on":"2024-06-30")" + more), part);
  };
  // E is 121 days past due, then F 60, B 31 and A 30.
  const struct {
    const char* asks;
    const char* part;
    const char* said;
  } rows[] = {
      {"", "pay", R"("63.00")"},
      {"", "to_reach", ""},
      {R"(,"reach":0)", "to_reach", R"("51.00")"},
      {R"(,"reach":30)", "to_reach", R"("50.00")"},
      {R"(,"reach":60)", "to_reach", R"("16.00")"},
      {R"(,"reach":121)", "to_reach", R"("0.00")"},
      {R"(,"reach":0)", "to_close", ""},
      {R"(,"close":"F")", "to_close", R"("48.00")"},
      {R"(,"close":"F","reach":60)", "to_reach", R"("16.00")"},
      {R"(,"reach":-1)", "", "OUT_OF_RANGE /reach"},
      {R"(,"close":"X")", "", "UNKNOWN_NAME /close"},
      {R"(,"reach":0,"as_known_on":"2024-06-30")", "", "CONFLICT /as_known_on"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(payoff(row.asks, row.part), row.said) << row.asks;
  }
}

TEST(EvalAccount, SuggestsWhatAPaymentIsFor) {
  const auto match = [](const std::string& more, std::string_view part) {
    return Part(Request("match", R"("as_of":"2024-06-30",)" + more), part);
  };
  const std::string references =
      R"(,"references":[{"item":"F","reference":"RF18539007547034"}])";
  EXPECT_EQ(
      match(R"("amount":"32.00","text":"rf18 5390 0754 7034")" + references,
            "suggestions"),
      R"([{"confidence":"certain","reasons":["reference","open amount"],)"
      R"("lines":[{"item":"F","row":1,"due":"2024-05-01",)"
      R"("open":"32.00","discount":"0.00","pay":"32.00"}],)"
      R"("rest":"0.00"}])");
  EXPECT_EQ(
      match(R"("amount":"40.00","reference":"RF17539007547034")", "references"),
      R"([{"reference":"RF17539007547034","state":"invalid",)"
      R"("why":"\"RF17539007547034\" has the check digits \"17\"; )"
      R"(allowed: \"18\""}])");
  // All but D, which is due a day later.
  const std::string due = match(R"("amount":"55.00")", "suggestions");
  EXPECT_TRUE(due.starts_with(R"([{"confidence":"likely","reasons":[)"
                              R"("open amount","all due"],"lines":[{"item":)"
                              R"("E",)"))
      << due;
  EXPECT_EQ(match(R"("amount":"64.00")", "suggestions"), "[]");
  EXPECT_EQ(match(R"("amount":"64.00")", "left_off"), "0");
  EXPECT_EQ(
      match(R"("amount":"1.00","text":")" + std::string(4'097, 'x') + R"(")",
            ""),
      "LIMIT_EXCEEDED /text");
}

TEST(EvalAccount, TakesASnapshotAndSaysWhatChanged) {
  const auto take = [](const std::string& more, std::string_view part) {
    return Part(
        Request("snapshot", R"("account":"C-7","as_of":"2024-06-30")" + more),
        part);
  };
  const std::string text = take("", "text");
  const auto read = ReadSnapshot(ParseJson(text)->text());
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read->debtor, "C-7");
  EXPECT_EQ(read->account.rows.size(), 6u);
  EXPECT_EQ(read->account.open, ComponentAmounts::Principal(6300));
  EXPECT_EQ(take("", "same"), "");
  const std::string earlier = R"(,"earlier":)" + text;
  EXPECT_EQ(take(earlier, "same"), "true");
  EXPECT_EQ(take(earlier, "difference"), "");
  const std::string known = R"(,"as_known_on":"2024-01-30")";
  EXPECT_EQ(take(earlier + known, "same"), "false");
  const Json difference = *ParseJson(take(earlier + known, "difference"));
  EXPECT_EQ(*difference.Find("line"), Json(2));
  EXPECT_EQ(difference.Find("now")->Find("as_known_on")->text(), "2024-01-30");
  EXPECT_EQ(take(R"(,"earlier":"")", "same"), "MISSING_FIELD /earlier");
  EXPECT_EQ(take(R"(,"earlier":"x\n")", "same"), "MALFORMED /earlier");
  EXPECT_EQ(Part(Request("snapshot", R"("as_of":"2024-06-30")"), "text"),
            "MISSING_FIELD /account");
  EXPECT_EQ(
      Part(Request("snapshot", R"("account":"","as_of":"2024-06-30")"), "text"),
      "MISSING_FIELD /account");
}

TEST(EvalAccount, PostsMovementsWhereAsked) {
  const std::string day = R"("as_of":"2024-06-30")";
  EXPECT_EQ(Part(Request("replay", day), "postings"), "");
  const std::string asked = Request("replay", day + R"(,"postings":true)");
  EXPECT_EQ(Part(asked, "books"), R"({"receivable":"63.00","sales":"-63.00"})");
  const Json postings = *ParseJson(Part(asked, "postings"));
  ASSERT_EQ(postings.items().size(), 6u);
  EXPECT_EQ(ToText(postings.items()[0]),
            R"({"date":"2024-01-31","event":"A","event_kind":"invoice",)"
            R"("kind":"issue","debit":"receivable","credit":"sales",)"
            R"("item":"A","row":1,"component":"principal","open":"0.00",)"
            R"("amount":"1.00"})");
}

}  // namespace
}  // namespace usance
