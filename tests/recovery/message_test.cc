#include "usance/recovery/message.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "tests/account/facts.h"

namespace usance {
namespace {

DunningPolicy OneStep(std::string_view after, DunningScope scope) {
  DunningPolicy policy = {
      .id = "ladder", .scope = scope, .order = StepOrder::kStrict};
  policy.steps = {{.id = "last",
                   .after = *ParseSteps(after),
                   .channels = {Channel::kLetter},
                   .tone = Tone::kFinal,
                   .message = "last",
                   .consequences = {"deliveries stop", "a lawyer takes over"},
                   .fee = "reminder"}};
  policy.fees = {{.id = "reminder",
                  .basis = FeeBasis::kFlat,
                  .amount = Money(500, Eur()),
                  .trigger = FeeTrigger::kNotice}};
  return policy;
}

absl::StatusOr<std::vector<MessageValue>> Values(const Facts& facts,
                                                 std::string_view day,
                                                 const DunningPolicy& policy,
                                                 int32_t days) {
  const auto account = On(day, facts, PolicyOf());
  if (!account.ok()) return account.status();
  const auto next = DecideActions(facts.journal(), *account, policy);
  if (!next.ok()) return next.status();
  EXPECT_EQ(next->actions.size(), 1u);
  return MessageValuesOf(facts.journal(), *account, policy,
                         next->actions.front(), {.pay_within_days = days});
}

std::string Text(const absl::StatusOr<std::vector<MessageValue>>& values) {
  if (!values.ok()) return std::string(values.status().message());
  std::string text;
  for (const MessageValue& value : *values) {
    text += value.name + "=" + value.text + "\n";
  }
  return text;
}

// 50 days at 12 % of 100.00 are 1.64: 100 * 0.12 * 50 / 365 = 1.643... The fee
// of the step is in the total, whoever sends it and when
// (invoiceninja/invoiceninja#11380).
TEST(Message, SaysWhatIsOwed) {
  Facts facts;
  facts.Invoice("2026-01-01", "A", "100.00", "2026-01-31", "12");
  facts.Charge("2026-02-10", Component::kFee, "4.00", "A");
  EXPECT_EQ(
      Text(Values(facts, "2026-03-22", OneStep("10d", DunningScope::kItem), 7)),
      "account=debtor\ncurrency=EUR\nas_of=2026-03-22\nstep=last\n"
      "tone=final\nmessage=last\nattempt=1\n"
      "consequences=deliveries stop; a lawyer takes over\nitems=A\n"
      "due=2026-01-31\ndays_past_due=50\nprincipal=100.00\n"
      "interest=1.64\nfees=4.00\nopen=105.64\nfee=5.00\n"
      "total=110.64\ncredit=0.00\npay_by=2026-03-29\n"
      "reference=debtor A\n");
}

// OCA/credit-control#457, #501: the balance is asked for, not the invoice.
// #211, #283: what is credited without an invoice is said beside it;
// adempiere/adempiere#1493: and is no line.
TEST(Message, CreditControl457_AsksForTheBalance) {
  Facts facts;
  facts.Invoice("2026-01-01", "A", "100.00", "2026-01-31")
      .Pay("2026-01-10", "20.00")
      .On("2026-01-12", CreditNoteIssued{.item = "A", .amount_minor = 1000})
      .On("2026-01-13", CreditNoteIssued{.amount_minor = 3000});
  const std::string text = Text(
      Values(facts, "2026-03-01", OneStep("10d", DunningScope::kAccount), 0));
  for (const char* line : {"items=A\n", "principal=70.00\n", "open=70.00\n",
                           "total=75.00\n", "credit=30.00\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
}

// Nothing that is disputed is asked for; each invoice is named once.
TEST(Message, LeavesOutWhatIsDisputed) {
  Facts facts;
  facts.Invoice("2026-01-01", "A", "100.00", "2026-01-31");
  facts.Invoice("2026-01-02", "B", "50.00", "2026-02-05");
  facts.Charge("2026-02-10", Component::kCost, "4.00");
  facts.On("2026-02-11",
           HoldOpened{
               .kind = HoldKind::kDispute, .item = "A", .amount_minor = 3000});
  const std::string text = Text(
      Values(facts, "2026-03-01", OneStep("10d", DunningScope::kAccount), 0));
  for (const char* line :
       {"items=A, B\n", "due=2026-01-31\n", "principal=120.00\n", "fees=4.00\n",
        "open=124.00\n", "total=129.00\n", "pay_by=2026-03-01\n",
        "reference=debtor A, B\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
}

TEST(Message, BeforeTheDueDayItAsksForThatDay) {
  Facts facts;
  facts.Invoice("2026-01-01", "A", "100.00", "2026-01-31");
  const std::string text =
      Text(Values(facts, "2026-01-24", OneStep("-7d", DunningScope::kRow), 3));
  for (const char* line : {"days_past_due=0\n", "pay_by=2026-01-31\n",
                           "fee=0.00\n", "total=100.00\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
}

TEST(Message, RefusesDays) {
  Facts facts;
  facts.Invoice("2026-01-01", "A", "100.00", "2026-01-31");
  const DunningPolicy policy = OneStep("10d", DunningScope::kItem);
  for (const int32_t days : {-1, 3'661}) {
    const auto values = Values(facts, "2026-02-20", policy, days);
    EXPECT_EQ(ReasonOf(values.status()), Reason::kOutOfRange);
    EXPECT_EQ(FieldOf(values.status()), "/pay_within_days");
  }
}

// Each text of examples/templates, in each language and tone, asks for values
// that there are, and is whole once they are filled in.
TEST(Message, FillsInTheTemplates) {
  Facts facts;
  facts.Invoice("2026-01-01", "A", "100.00", "2026-01-31");
  const auto values =
      Values(facts, "2026-02-20", OneStep("10d", DunningScope::kItem), 7);
  ASSERT_TRUE(values.ok()) << values.status();
  std::map<std::string, std::string> by_name;
  for (const MessageValue& value : *values) {
    EXPECT_TRUE(by_name.emplace(value.name, value.text).second) << value.name;
  }
  const auto folder =
      std::filesystem::path(USANCE_SOURCE_DIR) / "examples/templates";
  for (const char* language : {"de", "en", "es", "fr"}) {
    for (const Named<Tone>& tone : Names<Tone>::kTable) {
      const auto path = folder / language / (std::string(tone.name) + ".txt");
      std::ostringstream file;
      file << std::ifstream(path).rdbuf();
      std::string text = file.str();
      std::set<std::string> used;
      for (size_t from = 0; (from = text.find("{{")) != std::string::npos;) {
        const size_t to = text.find("}}", from);
        ASSERT_NE(to, std::string::npos) << path;
        const std::string name = text.substr(from + 2, to - from - 2);
        ASSERT_EQ(by_name.count(name), 1u) << path << " " << name;
        used.insert(name);
        text.replace(from, to + 2 - from, by_name[name]);
      }
      for (const char* name :
           {"items", "total", "currency", "pay_by", "reference"}) {
        EXPECT_EQ(used.count(name), 1u) << path << " " << name;
      }
      EXPECT_EQ(text.find("}}"), std::string::npos) << path;
    }
  }
}

}  // namespace
}  // namespace usance
