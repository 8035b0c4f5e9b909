// Escalation, settlements and plans in the request language.
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

TEST(RecoveryCodec, AStandingOfAPlan) {
  const std::string request =
      R"({"op":"standing","currency":"EUR","events":[)"
      R"({"id":"1","kind":"invoice","date":"2026-01-01","item":"A",)"
      R"("due":"2026-01-31","amount":"90.00"},)"
      R"({"id":"2","kind":"plan","date":"2026-02-01","items":["A"],"rows":[)"
      R"({"due":"2026-03-01","amount":"30.00"},)"
      R"({"due":"2026-04-01","amount":"30.00"},)"
      R"({"due":"2026-05-01","amount":"30.00"}]},)"
      R"({"id":"3","kind":"payment","date":"2026-03-03","amount":"29.50"}],)"
      R"("policy":{"allocation":"oldest due","credit":"hold"})";
  const struct {
    const char* more;
    const char* member;
    const char* said;
  } rows[] = {
      {R"("as_of":"2026-03-02","plan":"2")", "state", R"("breached")"},
      {R"("as_of":"2026-03-02","plan":"2")", "breached_on", R"("2026-03-02")"},
      {R"("as_of":"2026-03-02","plan":"2","missed":2)", "state", R"("behind")"},
      {R"("as_of":"2026-03-02","plan":"2","missed":2)", "missed", "1"},
      {R"("as_of":"2026-03-03","plan":"2","missed":2)", "paid", R"("29.50")"},
      {R"("as_of":"2026-03-03","plan":"2","missed":2)", "arrears", R"("0.50")"},
      {R"("as_of":"2026-03-03","plan":"2","missed":2)", "next_due",
       R"("2026-04-01")"},
      // Two days late, 0.50 short: within both tolerances.
      {R"("as_of":"2026-03-04","plan":"2","tolerance_days":2,)"
       R"("tolerance":"0.50")",
       "missed", "0"},
      {R"("as_of":"2026-03-04","plan":"2","tolerance_days":2,)"
       R"("tolerance":"0.49")",
       "missed", "1"},
      {R"("as_of":"2026-03-04","plan":"X")", "", "UNKNOWN_NAME /plan"},
      {R"("as_of":"2026-03-04")", "", "MISSING_FIELD /plan"},
      {R"("as_of":"2026-03-04","plan":"2","missed":0)", "",
       "OUT_OF_RANGE /missed"},
      {R"("as_of":"2026-03-04","plan":"2","missed":3,"of_last":2)", "",
       "OUT_OF_RANGE /missed"},
      {R"("as_of":"2026-03-04","plan":"2","tolerance":"-0.01")", "",
       "OUT_OF_RANGE /tolerance"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(Part(request + "," + row.more + "}", row.member), row.said)
        << row.more << " " << row.member;
  }
}

}  // namespace
}  // namespace usance
