// Dunning procedures in the request language.
#include "usance/codec/dunning.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/matchers.h"
#include "usance/codec/eval.h"

namespace usance {
namespace {

constexpr std::string_view kPolicy =
    R"({"id":"l","scope":"item","order":"strict","steps":[{"id":"1","after":"10d","channels":["email","phone"],"fee":"f"},{"id":"2","anchor":"previous step","after":"10d","channels":["letter"]}],"fees":[{"id":"f","basis":"flat","amount":"5.00","every":"P30D"}],"caps":[{"id":"c","channels":["phone"],"most":7,"within_days":7}],"windows":[{"weekdays":["monday"],"from":"08:00","until":"21:30"}]})";

// The policy with one text put in place of another that stands there once.
std::string With(std::string_view from, std::string_view to) {
  std::string text(kPolicy);
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

absl::StatusOr<DunningPolicy> Read(const std::string& text) {
  return ReadDunningPolicy(*ParseJson(text), *Currency::Parse("EUR", ""));
}

TEST(DunningCodec, ReadsAPolicy) {
  const auto policy = Read(std::string(kPolicy));
  ASSERT_TRUE(policy.ok()) << policy.status();
  EXPECT_EQ(policy->scope, DunningScope::kItem);
  EXPECT_EQ(policy->order, StepOrder::kStrict);
  ASSERT_EQ(policy->steps.size(), 2u);
  EXPECT_EQ(policy->steps[0].anchor, StepAnchor::kDue);
  EXPECT_EQ(ToText(policy->steps[0].after), "10d");
  EXPECT_EQ(policy->steps[0].channels,
            (std::vector<Channel>{Channel::kEmail, Channel::kPhone}));
  EXPECT_EQ(policy->steps[0].min_gap_days, 1);
  EXPECT_EQ(policy->steps[1].anchor, StepAnchor::kPreviousStep);
  EXPECT_EQ(policy->fees.at(0).trigger, FeeTrigger::kNotice);
  EXPECT_EQ(policy->caps.at(0).most, 7);
  EXPECT_EQ(policy->windows.at(0).from_minute, 480);
  EXPECT_EQ(policy->windows.at(0).until_minute, 1290);
}

// Renteloven 9 b: 100 DKK for each of three reminders, ten days apart; lag
// 1981:739 section 4: 60 SEK.
TEST(DunningCodec, TakesTheLimitOfFeesFromTheLaw) {
  const auto read = [](const std::string& limit, const char* currency) {
    return ReadDunningPolicy(
        *ParseJson(
            With(R"("caps":)", R"("fee_limit":)" + limit + R"(,"caps":)")),
        *Currency::Parse(currency, ""));
  };
  const auto danish = read(R"({"statute":"dk","action":"clip"})", "DKK");
  ASSERT_THAT(danish, IsOk());
  EXPECT_EQ(danish->fee_limit->most_minor, 10000);
  EXPECT_EQ(danish->fee_limit->max_count, 3);
  EXPECT_EQ(danish->fee_limit->min_gap_days, 10);
  EXPECT_EQ(danish->fee_limit->action, CapAction::kClip);
  EXPECT_EQ(danish->fee_limit->rule,
            "dk-renteloven (Renteloven 9 b (debtia.dk))");
  const auto swedish = read(R"({"statute":"se","action":"report"})", "SEK");
  ASSERT_THAT(swedish, IsOk());
  EXPECT_EQ(swedish->fee_limit->most_minor, 6000);
  EXPECT_EQ(swedish->fee_limit->max_count, std::nullopt);
  EXPECT_EQ(swedish->fee_limit->min_gap_days, 0);
  const auto own =
      read(R"({"amount":"2.50","rule":"terms","max_count":2,"action":"clip"})",
           "EUR");
  ASSERT_THAT(own, IsOk());
  EXPECT_EQ(own->fee_limit->most_minor, 250);
  EXPECT_EQ(own->fee_limit->max_count, 2);
  EXPECT_THAT(read(R"({"statute":"dk","action":"clip"})", "EUR"),
              IsError(Reason::kCurrencyMismatch, "/dunning/fee_limit/statute"));
  EXPECT_THAT(read(R"({"statute":"de","action":"clip"})", "EUR"),
              IsError(Reason::kUnsupported, "/dunning/fee_limit/statute"));
  EXPECT_THAT(
      read(R"({"statute":"dk","amount":"1.00","action":"clip"})", "DKK"),
      IsError(Reason::kConflict, "/dunning/fee_limit/amount"));
}

TEST(DunningCodec, NamesTheFieldAtFault) {
  const struct {
    std::string_view from, to, error;
  } cases[] = {
      {R"("id":"l",)", "", "MISSING_FIELD /dunning/id"},
      {R"("item")", R"("invoices")", "UNKNOWN_NAME /dunning/scope"},
      {R"("strict")", R"("any")", "UNKNOWN_NAME /dunning/order"},
      {R"("10d")", R"("10q")", "MALFORMED /dunning/steps/0/after"},
      {R"("phone"],"fee")", R"("fax"],"fee")",
       "UNKNOWN_NAME /dunning/steps/0/channels/1"},
      {R"("fee":"f")", R"("fee":"g")", "UNKNOWN_NAME /dunning/steps/0/fee"},
      {R"("fee":"f")", R"("attempts":0)",
       "OUT_OF_RANGE /dunning/steps/0/attempts"},
      {R"("fee":"f")", R"("tune":"firm")",
       "UNKNOWN_FIELD /dunning/steps/0/tune"},
      {R"("id":"2")", R"("id":"1")", "DUPLICATE_FIELD /dunning/steps/1/id"},
      {R"("id":"f",)", "", "MISSING_FIELD /dunning/fees/0/id"},
      {R"("every")", R"("trigger":"late","every")",
       "CONFLICT /dunning/fees/0/trigger"},
      {R"("most":7,)", "", "MISSING_FIELD /dunning/caps/0/most"},
      {R"("most":7,)", R"("most":0,)", "OUT_OF_RANGE /dunning/caps/0/most"},
      {"08:00", "8:00", "MALFORMED /dunning/windows/0/from"},
      {"21:30", "24:01", "MALFORMED /dunning/windows/0/until"},
      {"21:30", "+1:30", "MALFORMED /dunning/windows/0/until"},
      {"21:30", "08:00", "OUT_OF_RANGE /dunning/windows/0/until"},
      {"monday", "mo day", "UNKNOWN_NAME /dunning/windows/0/weekdays/0"},
      {R"("order")", R"("grace_days":-1,"order")",
       "OUT_OF_RANGE /dunning/grace_days"},
      {R"("order")", R"("min_open":"1.001","order")",
       "TOO_MANY_DIGITS /dunning/min_open"},
  };
  for (const auto& [from, to, error] : cases) {
    const auto policy = Read(With(from, to));
    ASSERT_FALSE(policy.ok()) << to;
    EXPECT_EQ(std::string(NameOf(ReasonOf(policy.status()))) + " " +
                  FieldOf(policy.status()),
              error);
  }
}

TEST(DunningCodec, ReadsADebtor) {
  const auto debtor = ReadDebtorProfile(*ParseJson(
      R"({"consent":[],"preferred":["phone"],"grace_until":"2026-02-05",)"
      R"("time_zone":"Europe/Berlin"})"));
  ASSERT_TRUE(debtor.ok()) << debtor.status();
  EXPECT_EQ(debtor->consent, std::vector<Channel>());
  EXPECT_EQ(debtor->preferred, std::vector<Channel>{Channel::kPhone});
  EXPECT_EQ(debtor->grace_until, *Date::Parse("2026-02-05"));
  EXPECT_EQ(debtor->time_zone, "Europe/Berlin");
  EXPECT_EQ(ReadDebtorProfile(*ParseJson("{}"))->consent, std::nullopt);
  EXPECT_EQ(
      FieldOf(ReadDebtorProfile(*ParseJson(R"({"consent":"no"})")).status()),
      "/debtor/consent");
}

// Every policy of examples/dunning asks for its first step in the end.
TEST(DunningCodec, TheExamplesAreAnswered) {
  int count = 0;
  const auto folder =
      std::filesystem::path(USANCE_SOURCE_DIR) / "examples/dunning";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    ++count;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const Json policy = *ParseJson(text.str());
    const std::string answer = Eval(
        R"({"op":"next_actions","currency":"EUR","events":[)"
        R"({"id":"1","kind":"invoice","date":"2026-01-01","item":"A",)"
        R"("due":"2026-01-31","amount":"100.00"},)"
        R"({"id":"2","kind":"payment","date":"2026-02-01","amount":"9.00",)"
        R"("pending":true},)"
        R"({"id":"3","kind":"payment failed","date":"2026-02-02",)"
        R"("payment":"2"}],"policy":{"allocation":"oldest due",)"
        R"("credit":"hold"},"as_of":"2026-03-31","dunning":)" +
        text.str() + "}");
    const Json json = *ParseJson(answer);
    ASSERT_NE(json.Find("ok"), nullptr) << entry.path() << answer;
    EXPECT_EQ(json.Find("ok")->Find("actions")->items().size(), 1u)
        << entry.path() << answer;
  }
  EXPECT_EQ(count, 9);
}

}  // namespace
}  // namespace usance
