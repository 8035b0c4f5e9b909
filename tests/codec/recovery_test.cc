// Escalation and settlements in the request language.
#include "usance/codec/recovery.h"

#include <gtest/gtest.h>

#include <string_view>

#include "tests/currencies.h"
#include "tests/matchers.h"

namespace usance {
namespace {

TEST(RecoveryCodec, ReadsAnEscalationPolicy) {
  const auto policy = ReadEscalationPolicy(
      *ParseJson(
          R"({"id":"signs","signs":[)"
          R"({"sign":"days past due","bands":[{"from":60,"points":30}]},)"
          R"({"sign":"open","bands":[{"amount":"0.50","points":5}]}],)"
          R"("review_points":30,"hand_over_points":80,"small":"1.25"})"),
      kEur);
  ASSERT_TRUE(policy.ok()) << policy.status();
  ASSERT_EQ(policy->signs.size(), 2u);
  EXPECT_EQ(policy->signs[0].bands[0].from, 60);
  EXPECT_EQ(policy->signs[1].bands[0].from, 50);
  EXPECT_EQ(policy->hand_over_points, 80);
  EXPECT_EQ(policy->small_minor, 125);
}

TEST(RecoveryCodec, ReadsWhatIsKnownOfTheDebtor) {
  const auto debtor = ReadDebtorSigns(*ParseJson(
      R"({"insolvency":true,"lapses":[{"item":"A","on":"2029-12-31"}]})"));
  ASSERT_TRUE(debtor.ok()) << debtor.status();
  EXPECT_TRUE(debtor->insolvency);
  EXPECT_FALSE(debtor->other_jurisdiction);
  ASSERT_EQ(debtor->lapses.size(), 1u);
  EXPECT_EQ(debtor->lapses[0].on.ToText(), "2029-12-31");
}

TEST(RecoveryCodec, ErrorsAreBelowTheField) {
  EXPECT_THAT(ReadEscalationPolicy(*ParseJson("[]"), kEur, "f.json"),
              IsError(Reason::kWrongType, "f.json"));
  EXPECT_THAT(ReadEscalationPolicy(*ParseJson(R"({"id":"x"})"), kEur),
              IsError(Reason::kMissingField, "/escalation/signs"));
  EXPECT_THAT(ReadDebtorSigns(*ParseJson("1"), "f.json/C-7"),
              IsError(Reason::kWrongType, "f.json/C-7"));
  EXPECT_THAT(ReadDebtorSigns(*ParseJson(R"({"lapses":[{"item":"A"}]})")),
              IsError(Reason::kMissingField, "/debtor/lapses/0/on"));
}

TEST(RecoveryCodec, ASettlementShowsItsEvents) {
  Settlement settlement = {.open_minor = 11300, .given_up = {}};
  settlement.waivers = {{.item = "A",
                         .component = Component::kDefaultInterest,
                         .amount_minor = 800}};
  const Json json = SettlementJson(settlement, 10100, kEur);
  EXPECT_EQ(json.Find("open")->text(), "113.00");
  EXPECT_EQ(json.Find("pay")->text(), "101.00");
  EXPECT_EQ(ToText(*json.Find("events")),
            R"([{"kind":"waiver","item":"A","component":"default interest",)"
            R"("amount":"8.00"}])");
}

}  // namespace
}  // namespace usance
