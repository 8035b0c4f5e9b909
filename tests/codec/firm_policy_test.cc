// A firm's policy: every part as the request language has it, by currency.
#include "usance/codec/firm_policy.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "tests/matchers.h"
#include "usance/codec/credit.h"

namespace usance {
namespace {

constexpr std::string_view kFirm =
    R"({"id":"firm","account":{"allocation":"bgb 366","credit":"apply"},"late":{"statute":"de","contract_date":"2026-01-01"},"dunning":[{"id":"usual","scope":"item","order":"strict","steps":[{"id":"1","after":"10d","channels":["email"]}]},{"id":"hard","scope":"account","order":"catch up","min_open":"5.00","steps":[{"id":"1","channels":["phone"]}]}],"credit":{"id":"c","version":"1","valid_from":"2026-01-01","factors":[{"measure":"days late","weight":1,"bands":[{"points":1},{"from":"5","points":0}],"missing":"worst"}],"classes":[{"id":"all","from_points":0,"terms":"net 30","limit":{"basis":"none"},"dunning":"hard"}]},"period_days":180,"escalation":{"id":"e","signs":[{"sign":"open","bands":[{"amount":"100.00","points":10}]}],"review_points":5,"hand_over_points":10},"options":{"rate":"8%","day_count":"act/365f","rounding":"half up","ways":[{"id":"plan","kind":"plan","chance":"70%","payments":6},{"id":"agency","kind":"hand over","chance":"40%","after_days":180,"cost":"10.00","contingent":[{"from":"0.00","share":"25%"}]}],"early_payment":{"percent":"1%","days":7}},"aging":"10,20","forecast":{"buckets":4,"settle_days":60},"by_currency":{"JPY":{"late":{"grace_days":3,"interest_start":"after grace"},"dunning":[{"id":"hard","scope":"item","order":"strict","min_open":"5000","steps":[{"id":"1","channels":["letter"]}]}],"escalation":{"id":"e","signs":[{"sign":"days past due","bands":[{"from":1,"points":1}]}],"review_points":1,"hand_over_points":1},"options":{"rate":"3%","day_count":"act/365f","rounding":"down"}}}})";

// The policy with one text put in place of another that stands there once.
std::string FirmWith(std::string_view from, std::string_view to) {
  std::string text(kFirm);
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

absl::StatusOr<FirmPolicy> ReadFirm(const std::string& text,
                                    std::string_view code = "EUR") {
  return ReadFirmPolicy(*ParseJson(text), *Currency::Parse(code, ""));
}

TEST(FirmPolicy, ReadsEveryPart) {
  const auto firm = ReadFirm(std::string(kFirm));
  ASSERT_TRUE(firm.ok()) << firm.status();
  EXPECT_EQ(firm->id, "firm");
  EXPECT_EQ(firm->account.allocation.id, "bgb 366");
  EXPECT_EQ(firm->account.credit, CreditUse::kApply);
  ASSERT_TRUE(firm->late && firm->late->statute);
  EXPECT_EQ(firm->late->statute->id, "de-288-2-b2b");
  EXPECT_EQ(firm->late->parties, Parties::kBusiness);
  ASSERT_EQ(firm->dunning.size(), 2u);
  EXPECT_EQ(firm->dunning[1].min_open_minor, 500);
  ASSERT_TRUE(firm->credit.has_value());
  EXPECT_EQ(firm->credit->classes.at(0).dunning, "hard");
  EXPECT_EQ(firm->period_days, 180);
  ASSERT_TRUE(firm->escalation.has_value());
  EXPECT_EQ(firm->escalation->signs.at(0).bands.at(0).from, 10'000);
  ASSERT_TRUE(firm->options.has_value());
  ASSERT_EQ(firm->options->ways.size(), 2u);
  EXPECT_EQ(firm->options->ways[0].payments, 6);
  EXPECT_EQ(firm->options->ways[1].kind, WayKind::kHandOver);
  EXPECT_EQ(firm->options->ways[1].cost_minor, 1'000);
  EXPECT_EQ(firm->options->ways[1].share.share(), Fraction(1));
  ASSERT_TRUE(firm->options->early_payment.has_value());
  EXPECT_EQ(firm->options->early_payment->days, 7);
  EXPECT_EQ(firm->aging.edges, (std::vector<int32_t>{10, 20}));
  EXPECT_EQ(firm->bucket_count, 4);
  EXPECT_EQ(firm->record.settle_days, 60);
  EXPECT_EQ(firm->record.record_days, 365);
}

TEST(FirmPolicy, ACurrencysOwnPartsStandInPlaceOfTheOthers) {
  const auto firm = ReadFirm(std::string(kFirm), "JPY");
  ASSERT_TRUE(firm.ok()) << firm.status();
  ASSERT_TRUE(firm->late.has_value());
  EXPECT_FALSE(firm->late->statute.has_value());
  EXPECT_EQ(firm->late->policy.grace_days, 3);
  ASSERT_EQ(firm->dunning.size(), 1u);
  EXPECT_EQ(firm->dunning[0].min_open_minor, 5'000);
  EXPECT_EQ(firm->escalation->hand_over_points, 1);
  EXPECT_TRUE(firm->options->ways.empty());
  // The rest is the same for all.
  EXPECT_EQ(firm->credit->id, "c");
  EXPECT_EQ(firm->period_days, 180);
}

TEST(FirmPolicy, TheLeastAsksForNothing) {
  const auto firm = ReadFirm(R"({"id":"least"})");
  ASSERT_TRUE(firm.ok()) << firm.status();
  EXPECT_EQ(firm->account.allocation.id, "oldest due");
  EXPECT_EQ(firm->account.credit, CreditUse::kHold);
  EXPECT_FALSE(firm->late || firm->credit || firm->escalation || firm->options);
  EXPECT_TRUE(firm->dunning.empty());
  EXPECT_EQ(firm->aging.edges, (std::vector<int32_t>{30, 60, 90, 120}));
  EXPECT_EQ(firm->bucket_days, 7);
}

TEST(FirmPolicy, NamesTheFieldAtFault) {
  const struct {
    std::string_view from, to, error;
  } cases[] = {
      {R"("id":"firm",)", "", "MISSING_FIELD /id"},
      {R"("id":"firm",)", R"("id":"firm","x":1,)", "UNKNOWN_FIELD /x"},
      {R"("bgb 366")", R"("bgb 1")", "UNKNOWN_NAME /account/allocation"},
      {R"("statute":"de")", R"("statute":"zz")", "UNKNOWN_NAME /late/statute"},
      {R"("contract_date":"2026-01-01"})",
       R"("contract_date":"2026-01-01","grace_days":1})",
       "CONFLICT /late/grace_days"},
      {R"("after":"10d")", R"("after":"10q")",
       "MALFORMED /dunning/0/steps/0/after"},
      {R"("id":"hard","scope":"account")", R"("id":"usual","scope":"account")",
       "DUPLICATE_FIELD /dunning/1/id"},
      {R"("days late")", R"("mood")", "UNKNOWN_NAME /credit/factors/0/measure"},
      {R"("from_points":0)", R"("from_points":1)",
       "OUT_OF_RANGE /credit/classes/0/from_points"},
      {R"("dunning":"hard"}]})", R"("dunning":"soft"}]})",
       "UNKNOWN_NAME /credit/classes/0/dunning"},
      {R"("period_days":180)", R"("period_days":0)",
       "OUT_OF_RANGE /period_days"},
      {R"("amount":"100.00")", R"("amount":"100.001")",
       "TOO_MANY_DIGITS /escalation/signs/0/bands/0/amount"},
      {R"("kind":"plan")", R"("kind":"hope")",
       "UNKNOWN_NAME /options/ways/0/kind"},
      {R"("chance":"70%")", R"("chance":"170%")",
       "OUT_OF_RANGE /options/ways/0/chance"},
      {R"(,"payments":6)", "", "MISSING_FIELD /options/ways/0/payments"},
      {R"("after_days":180)", R"("payments":3)",
       "CONFLICT /options/ways/1/payments"},
      {R"("percent":"1%")", R"("percent":"0%")",
       "OUT_OF_RANGE /options/early_payment/percent"},
      {R"("10,20")", R"("10;20")", "MALFORMED /aging"},
      {R"("buckets":4)", R"("buckets":4000)", "OUT_OF_RANGE /forecast/buckets"},
      {R"("JPY":{)", R"("YEN":{)", "UNKNOWN_NAME /by_currency/YEN"},
      {R"("JPY":{)", R"("EUR":{"id":"x"},"JPY":{)",
       "UNKNOWN_FIELD /by_currency/EUR/id"},
      {R"("JPY":{)", R"("EUR":{"aging":"x"},"JPY":{)",
       "MALFORMED /by_currency/EUR/aging"},
  };
  for (const auto& [from, to, error] : cases) {
    const auto firm = ReadFirm(FirmWith(from, to));
    ASSERT_FALSE(firm.ok()) << to;
    EXPECT_EQ(std::string(NameOf(ReasonOf(firm.status()))) + " " +
                  FieldOf(firm.status()),
              error);
  }
  EXPECT_EQ(ReasonOf(ReadFirm("[]").status()), Reason::kWrongType);
  // What only another currency has is not looked at closely.
  EXPECT_TRUE(
      ReadFirm(FirmWith(R"("min_open":"5000")", R"("min_open":"5.00")")).ok());
}

TEST(FirmPolicy, ReadsWhatIsKnownOfACustomer) {
  const Currency eur = *Currency::Parse("EUR", "");
  const auto facts = ReadExternalFacts(
      *ParseJson(R"({"score":480,"insolvency":false,"equity":"12.50"})"), eur);
  ASSERT_TRUE(facts.ok()) << facts.status();
  EXPECT_EQ(facts->score, 480);
  EXPECT_EQ(facts->insolvency, false);
  EXPECT_EQ(facts->legal_disputes, std::nullopt);
  EXPECT_EQ(facts->equity_minor, 1'250);
  EXPECT_EQ(
      FieldOf(ReadExternalFacts(*ParseJson(R"({"score":"x"})"), eur).status()),
      "/external/score");
  EXPECT_EQ(FieldOf(ReadExternalFacts(*ParseJson("[]"), eur, "/x").status()),
            "/x");
}

}  // namespace
}  // namespace usance
