// Credit policies and exposure in the request language.
#include "usance/codec/credit.h"

#include <gtest/gtest.h>

#include "tests/currencies.h"
#include "tests/matchers.h"

namespace usance {
namespace {

TEST(CreditCodec, ReadsWhatIsKnownBesideTheRecord) {
  const auto facts = ReadExternalFacts(
      *ParseJson(R"({"score":540,"insolvency":false,"equity":"1.50"})"), kEur);
  ASSERT_TRUE(facts.ok()) << facts.status();
  EXPECT_EQ(facts->score, 540);
  EXPECT_EQ(facts->insolvency, false);
  EXPECT_EQ(facts->other_jurisdiction, std::nullopt);
  EXPECT_EQ(facts->equity_minor, 150);
}

TEST(CreditCodec, ReadsCustomersAndGroups) {
  const auto parties = ReadCreditParties(
      *ParseJson(R"([{"id":"G"},{"id":"C-7","parent":"G","open":"5.00",)"
                 R"("limits":[{"amount":"10.00","until":"2026-12-31"}]}])"),
      kEur);
  ASSERT_TRUE(parties.ok()) << parties.status();
  ASSERT_EQ(parties->size(), 2u);
  EXPECT_EQ((*parties)[1].amounts[ExposureClass::kOpen], 500);
  EXPECT_EQ((*parties)[1].parent, "G");
  EXPECT_EQ((*parties)[1].limits[0].amount_minor, 1000);
}

TEST(CreditCodec, ErrorsAreBelowTheField) {
  EXPECT_THAT(ReadCreditPolicy(*ParseJson("[]"), kEur, "f.json"),
              IsError(Reason::kWrongType, "f.json"));
  EXPECT_THAT(ReadCreditPolicy(*ParseJson(R"({"id":"x"})"), kEur),
              IsError(Reason::kMissingField, "/credit/version"));
  EXPECT_THAT(ReadExternalFacts(*ParseJson(R"({"scores":1})"), kEur),
              IsError(Reason::kUnknownField, "/external/scores"));
  EXPECT_THAT(ReadExposurePolicy(*ParseJson("{}"), kEur),
              IsError(Reason::kMissingField, "/policy/classes"));
  EXPECT_THAT(ReadCreditParties(*ParseJson("{}"), kEur),
              IsError(Reason::kWrongType, "/parties"));
  EXPECT_THAT(ReadCreditParties(*ParseJson(R"([{"id":"A"},7])"), kEur),
              IsError(Reason::kWrongType, "/parties/1"));
  EXPECT_THAT(ReadCreditParties(*ParseJson(R"([{"id":"A"},{}])"), kEur),
              IsError(Reason::kMissingField, "/parties/1/id"));
}

}  // namespace
}  // namespace usance
