#include "usance/recovery/escalation.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/account/facts.h"

namespace usance {
namespace {

EscalationPolicy Policy() {
  return {.id = "point 22",
          .signs = {{Sign::kDaysPastDue, {{30, 10}, {60, 30}, {120, 50}}},
                    {Sign::kOpen, {{50000, 20}, {500000, 40}}},
                    {Sign::kUnanswered, {{3, 50}}},
                    {Sign::kRefusals, {{1, 60}}},
                    {Sign::kBrokenPromises, {{1, 15}, {2, 30}}},
                    {Sign::kBreachedPlans, {{1, 25}}},
                    {Sign::kReturnedPayments, {{1, 5}}},
                    {Sign::kDisputes, {{1, 20}}},
                    {Sign::kInsolvency, {{1, 80}}},
                    {Sign::kLegalDisputes, {{1, 20}}},
                    {Sign::kOtherJurisdiction, {{1, 20}}},
                    {Sign::kLimitationNear, {{1, 10}}}},
          .review_points = 50,
          .hand_over_points = 80,
          .small_minor = 5000,
          .small_days = 90,
          .limitation_days = 180};
}

// "A 80 hand over: days past due 95 30, unanswered 4 50" for each item.
std::string Say(const Facts& facts, std::string_view day,
                const DebtorSigns& debtor = {},
                const EscalationPolicy& policy = Policy()) {
  const auto account = On(day, facts, PolicyOf());
  EXPECT_TRUE(account.ok()) << account.status();
  const auto all = Escalate(facts.journal(), *account, policy, debtor);
  if (!all.ok()) return std::string(all.status().message());
  std::string text;
  for (const Escalation& one : *all) {
    text += (text.empty() ? "" : "; ") + account->items[one.item].id + " " +
            std::to_string(one.points) + " " + std::string(NameOf(one.advice)) +
            ":";
    for (const SignPoints& reason : one.reasons) {
      text += " " + std::string(NameOf(reason.sign)) + " " +
              std::to_string(reason.value) + " " +
              std::to_string(reason.points);
    }
  }
  return text;
}

ContactMade Made(Response response = Response::kNone) {
  return {.channel = Channel::kEmail, .response = response, .items = {"A"}};
}

Facts Owed() {
  return Facts()
      .Invoice("2025-12-01", "A", "100.00", "2026-01-01")
      .Invoice("2026-04-01", "B", "700.00", "2026-05-01");
}

// Silence after repeated attempts, and age.
TEST(Escalation, SilenceAfterRepeatedAttempts) {
  Facts facts = Owed();
  EXPECT_EQ(Say(facts, "2026-01-31"), "A 10 follow up: days past due 30 10");
  for (const char* day :
       {"2026-01-10", "2026-02-01", "2026-03-01", "2026-04-01"}) {
    facts.On(day, Made());
  }
  EXPECT_EQ(Say(facts, "2026-04-06"),
            "A 80 hand over: days past due 95 30 unanswered 4 50");
  facts.On("2026-04-07", Made(Response::kDelay));
  EXPECT_EQ(Say(facts, "2026-04-07"), "A 30 follow up: days past due 96 30");
  facts.On("2026-04-08", Made(Response::kRefusal));
  EXPECT_EQ(Say(facts, "2026-04-08"),
            "A 90 hand over: days past due 97 30 refusals 1 60");
}

TEST(Escalation, TheOtherSigns) {
  Facts facts = Owed();
  facts.On("2026-01-05",
           PromiseMade{.amount_minor = 100, .by = Date::Of(2026, 1, 10)});
  facts.Add({.id = "plan",
             .value_date = Date::Of(2026, 1, 12),
             .recorded = Date::Of(2026, 1, 12),
             .body = PlanAgreed{.items = {"A"},
                                .rows = {{Date::Of(2026, 2, 1), 100}}}});
  facts.On("2026-01-20", PlanBreached{.plan = "plan"});
  facts.On("2026-01-21", HoldOpened{.kind = HoldKind::kDispute, .item = "B"});
  facts.On("2026-01-21", Reversed{.event = "5"});  // it was an error
  EXPECT_EQ(Say(facts, "2026-01-21"),
            "A 40 follow up: broken promises 1 15 breached plans 1 25");
  EXPECT_EQ(Say(facts, "2026-01-21",
                {.legal_disputes = 2, .other_jurisdiction = true}),
            "A 80 hand over: broken promises 1 15 breached plans 1 25 legal "
            "disputes 2 20 other jurisdiction 1 20");
  EXPECT_EQ(Say(facts, "2026-01-21", {.insolvency = true}),
            "A 120 hand over: broken promises 1 15 breached plans 1 25 "
            "insolvency 1 80");
}

// What the account ignores is no sign: payments and items that are not there, a
// payment that came back already, one that was not pending.
TEST(Escalation, WhatIsIgnoredIsNoSign) {
  Facts facts = Owed();
  facts.On("2026-01-05", PaymentReturned{.payment = "none"});
  facts.On("2026-01-05", PaymentFailed{.payment = "none"});
  facts.On("2026-01-05", HoldOpened{.kind = HoldKind::kDispute, .item = "X"});
  facts.Add({.id = "pay",
             .value_date = Date::Of(2026, 1, 6),
             .recorded = Date::Of(2026, 1, 6),
             .body = PaymentReceived{.amount_minor = 100}});
  facts.On("2026-01-07", PaymentFailed{.payment = "pay"});
  EXPECT_EQ(Say(facts, "2026-01-21"), "A 0 follow up:");
  facts.On("2026-01-08", PaymentReturned{.payment = "pay"});
  facts.On("2026-01-09", PaymentReturned{.payment = "pay"});
  EXPECT_EQ(Say(facts, "2026-01-21"), "A 5 follow up: returned payments 1 5");
}

// Charges of no item are one, with no name: all that is open of them counts, by
// the days of the oldest, and what names the item "" is about them.
TEST(Escalation, ChargesAloneAreAnItemWithoutAName) {
  Facts facts;
  facts.Charge("2026-01-01", Component::kFee, "400.00");
  facts.Charge("2026-01-31", Component::kCost, "100.00");
  const ContactMade none = {.channel = Channel::kEmail, .items = {""}};
  for (const char* day : {"2026-01-10", "2026-02-01", "2026-03-01"}) {
    facts.On(day, none);
  }
  EXPECT_EQ(Say(facts, "2026-03-02"),
            " 100 hand over: days past due 60 30 open 50000 20 unanswered 3 "
            "50");
  EXPECT_EQ(Say(facts, "2026-01-01"), "");
  facts.On("2026-03-02", HandedOver{.to = "agency"});
  EXPECT_EQ(Say(facts, "2026-03-02"), "");
}

// A claim that lapses soon is looked at, whatever its points.
TEST(Escalation, WarnsBeforeAClaimLapses) {
  const Facts facts = Owed();
  const DebtorSigns near = {.lapses = {{"A", Date::Of(2026, 7, 21)}}};
  EXPECT_EQ(Say(facts, "2026-01-21", near), "A 0 follow up:");
  EXPECT_EQ(Say(facts, "2026-01-22", near),
            "A 10 review: limitation near 1 10");
}

TEST(Escalation, AdvisesToWriteOffWhatIsNotWorthIt) {
  Facts facts;
  facts.Invoice("2025-12-01", "A", "49.99", "2026-01-01");
  facts.On("2026-01-20", Made(Response::kRefusal));
  EXPECT_EQ(Say(facts, "2026-03-31"),
            "A 90 hand over: days past due 89 30 refusals 1 60");
  EXPECT_EQ(Say(facts, "2026-04-01"),
            "A 90 write off: days past due 90 30 refusals 1 60");
  facts.On("2026-04-01", HandedOver{.to = "agency"});
  EXPECT_EQ(Say(facts, "2026-04-01"), "");
}

TEST(Escalation, RefusesRulesWhosePointsFall) {
  const Facts facts = Owed();
  struct Case {
    void (*spoil)(EscalationPolicy&);
    const char* message;
  };
  const Case cases[] = {
      {[](EscalationPolicy& p) { p.limitation_days = -1; },
       "/limitation_days: -1; allowed: 0 to 2147483647"},
      {[](EscalationPolicy& p) { p.small_minor = -1; },
       "/small: -1; allowed: 0 to 9223372036854775807"},
      {[](EscalationPolicy& p) { p.hand_over_points = 49; },
       "/hand_over_points: 49; allowed: from 50"},
      {[](EscalationPolicy& p) { p.signs[0].bands[1].points = 9; },
       "/signs/0/bands/1/points: 9; allowed: from 10"},
      {[](EscalationPolicy& p) { p.signs[0].bands[1].from = 30; },
       "/signs/0/bands/1/from: 30; allowed: above 30"},
      {[](EscalationPolicy& p) { p.signs[0].bands[0].points = -1; },
       "/signs/0/bands/0/points: -1; allowed: 0 to 1000000"},
      {[](EscalationPolicy& p) { p.signs[0].bands.clear(); },
       "/signs/0/bands: no band"},
      {[](EscalationPolicy& p) { p.signs.insert(p.signs.begin(), p.signs[1]); },
       "/signs/2/sign: \"open\" stands there twice"},
      {[](EscalationPolicy& p) { p.signs[0].sign = Sign{}; },
       "/signs/0/sign: no sign is chosen"},
      {[](EscalationPolicy& p) { p.signs.clear(); }, "/signs: no sign"},
      {[](EscalationPolicy& p) { p.id = ""; }, "/id: the field is missing"},
  };
  for (const Case& one : cases) {
    EscalationPolicy policy = Policy();
    one.spoil(policy);
    EXPECT_EQ(Say(facts, "2026-02-01", {}, policy), one.message);
  }
}

RC_GTEST_PROP(EscalationProperty, P45_RisesWithAgeAndAmount, ()) {
  const int64_t minor = *rc::gen::inRange<int64_t>(1, 1000000);
  const int64_t more = minor + *rc::gen::inRange<int64_t>(0, 1000000);
  const int days = *rc::gen::inRange(1, 200);
  const int later = days + *rc::gen::inRange(0, 200);
  const auto judge = [](int64_t open, int after) {
    Facts facts;
    facts.On("2025-12-01",
             InvoiceIssued{
                 .item = "A",
                 .rows = {{.due = Date::Of(2026, 1, 1),
                           .amounts = ComponentAmounts::Principal(open)}}});
    const Date day =
        *Date::FindDays(int64_t{Date::Of(2026, 1, 1).days()} + after);
    const auto account = On(day.ToText(), facts, PolicyOf());
    EscalationPolicy policy = Policy();
    policy.small_minor = 0;
    return Escalate(facts.journal(), *account, policy)->front();
  };
  const Escalation a = judge(minor, days), b = judge(more, later);
  RC_ASSERT(b.points >= a.points);
  RC_ASSERT(b.advice >= a.advice);
  int64_t sum = 0;
  for (const SignPoints& reason : b.reasons) sum += reason.points;
  RC_ASSERT(sum == b.points);
}

}  // namespace
}  // namespace usance
