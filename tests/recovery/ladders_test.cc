// J6: the ladders of examples/dunning against the table of what is used, each
// walked day by day for an invoice of 100.00 of 2026-01-01, due 2026-01-31.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/account/facts.h"
#include "usance/codec/dunning.h"
#include "usance/recovery/next_action.h"

namespace usance {
namespace {

DunningPolicy ExampleLadder(const std::string& name) {
  const auto path =
      std::filesystem::path(USANCE_SOURCE_DIR) / "examples/dunning" / name;
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  auto policy = ReadDunningPolicy(*ParseJson(text.str()), Eur());
  EXPECT_TRUE(policy.ok()) << name << " " << policy.status();
  return *std::move(policy);
}

// Takes each action on the day on which it is proposed: "+10 email, ...", days
// from the due day.
std::string Walked(const DunningPolicy& policy, Facts facts) {
  const Date due = *Date::Parse("2026-01-31");
  std::string text;
  for (int32_t days = -30; days <= 200; ++days) {
    const std::string day =
        Date::FindDays(int64_t{due.days()} + days)->ToText();
    const auto account = On(day, facts, PolicyOf());
    const auto next = DecideActions(facts.journal(), *account, policy);
    EXPECT_TRUE(next.ok()) << next.status();
    for (const NextAction& action : next->actions) {
      text += (text.empty() ? "" : ", ") + std::string(days > 0 ? "+" : "") +
              std::to_string(days) + " ";
      if (action.channel) {
        text += NameOf(*action.channel);
        facts.On(day, ContactMade{.channel = *action.channel,
                                  .items = {"A"},
                                  .step = policy.steps[action.step].id});
      } else {
        text += NameOf(policy.steps[action.step].action);
        facts.On(day, HandedOver{.to = "lawyer", .items = {"A"}});
      }
      if (action.fee) {
        text += " " + Euros(action.fee->minor());
        facts.Charge(day, Component::kFee, Euros(action.fee->minor()), "A");
      }
      for (const std::string& consequence :
           policy.steps[action.step].consequences) {
        text += " (" + consequence + ")";
      }
    }
  }
  return text;
}

TEST(Ladders, J6_AreTheTable) {
  struct Case {
    const char* file;
    const char* steps;
  };
  const Case cases[] = {
      // OCA, three times: +10; +30, then the end of the month: 2 March, so 31
      // March, +59; +10 after it, a letter that warns of an agency
      {"three-times.json",
       "+10 email, +59 email, +69 letter (an agency takes over)"},
      // OCA, two times: +59 in the same way; +60 after it, a letter
      {"two-times.json", "+59 email, +119 letter"},
      // SAP: none on level 0, a reminder, a stricter one, a legal warning, and
      // what is legal is done in the house
      {"four-levels.json",
       "+14 email, +28 letter, +42 letter (a lawyer takes over), "
       "+56 hand over"},
      // A German firm: +3 without a fee, +14 with 5.00, +28 with 10.00, +42
      // with
      // 15.00; with 5 days of grace the first comes on the day after them
      {"german.json",
       "+6 email, +14 email 5.00, +28 letter 10.00, "
       "+42 letter 15.00"},
      // toolfy, in the United Kingdom
      {"flags.json", "+7 email, +14 phone, +21 letter"},
      // Denmark: at most three, 100.00 each, at least 10 days apart
      {"danish.json", "+10 email 100.00, +20 email 100.00, +30 letter 100.00"},
  };
  for (const Case& one : cases) {
    Facts facts;
    facts.Invoice("2026-01-01", "A", "100.00", "2026-01-31");
    EXPECT_EQ(Walked(ExampleLadder(one.file), facts), one.steps) << one.file;
  }
  // Kill Bill tries a payment that failed again 8, 8 and 8 days later. Tries
  // within a day are the gateway's: 300 seconds and so on.
  Facts facts;
  facts.Invoice("2026-01-01", "A", "100.00", "2026-01-31");
  facts.On("2026-01-31",
           PaymentReceived{.amount_minor = 100'00, .pending = true});
  facts.On("2026-02-02", PaymentFailed{.payment = "2"});
  EXPECT_EQ(Walked(ExampleLadder("retries.json"), facts),
            "+10 email, +18 email, +26 email");
}

}  // namespace
}  // namespace usance
