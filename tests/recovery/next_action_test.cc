#include "usance/recovery/next_action.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "tests/account/facts.h"

namespace usance {
namespace {

Date On(std::string_view text) { return *Date::Parse(text); }

DunningStep StepOf(std::string id, std::string_view after,
                   std::vector<Channel> channels = {Channel::kEmail}) {
  return {.id = std::move(id),
          .after = *ParseSteps(after),
          .channels = std::move(channels)};
}

// Seven days before, three and ten days after the due day, then a letter ten
// days after the one before.
DunningPolicy Ladder(StepOrder order = StepOrder::kStrict,
                     DunningScope scope = DunningScope::kItem) {
  DunningPolicy policy = {.id = "ladder", .scope = scope, .order = order};
  policy.steps = {StepOf("friendly", "-7d"), StepOf("first", "3d"),
                  StepOf("second", "10d", {Channel::kPhone, Channel::kEmail}),
                  StepOf("last", "10d", {Channel::kLetter})};
  policy.steps[3].anchor = StepAnchor::kPreviousStep;
  return policy;
}

NextActions Decide(const Facts& facts, std::string_view day,
                   const DunningPolicy& policy,
                   const DebtorProfile& debtor = {}) {
  const auto account = On(day, facts, PolicyOf());
  EXPECT_TRUE(account.ok()) << account.status();
  auto next = DecideActions(facts.journal(), *account, policy, debtor);
  EXPECT_TRUE(next.ok()) << next.status();
  return next.ok() ? *next : NextActions();
}

// "first email 100.00" for each action, "not yet 2026-02-03" for each that is
// held back.
std::string Say(const Facts& facts, std::string_view day,
                const DunningPolicy& policy, const DebtorProfile& debtor = {}) {
  const NextActions next = Decide(facts, day, policy, debtor);
  std::string text;
  const auto line = [&text] { text += text.empty() ? "" : "; "; };
  for (const NextAction& action : next.actions) {
    line();
    text += policy.steps[action.step].id;
    if (action.channel) text += " " + std::string(NameOf(*action.channel));
    text += " " + Euros(action.open_minor);
    if (action.fee) text += " + " + Euros(action.fee->minor());
  }
  for (const NoAction& none : next.held_back) {
    line();
    text += std::string(NameOf(none.rule));
    if (none.until) text += " " + none.until->ToText();
  }
  return text;
}

Facts OneInvoice() {
  return Facts().Invoice("2026-01-01", "A", "100.00", "2026-01-31");
}

ContactMade Made(std::string step, Channel channel = Channel::kEmail,
                 Response response = Response::kNone) {
  return {.channel = channel,
          .response = response,
          .items = {"A"},
          .step = std::move(step)};
}

TEST(NextAction, RemindsBeforeTheDueDayAndFollowsUpAfterIt) {
  Facts facts = OneInvoice();
  EXPECT_EQ(Say(facts, "2026-01-23", Ladder()), "not yet 2026-01-24");
  EXPECT_EQ(Say(facts, "2026-01-24", Ladder()), "friendly email 100.00");
  facts.On("2026-01-24", Made("friendly"));
  EXPECT_EQ(Say(facts, "2026-01-24", Ladder()), "not yet 2026-02-03");
  EXPECT_EQ(Say(facts, "2026-02-03", Ladder()), "first email 100.00");
  facts.On("2026-02-04", Made("first"));
  EXPECT_EQ(Say(facts, "2026-02-09", Ladder()), "not yet 2026-02-10");
  EXPECT_EQ(Say(facts, "2026-02-10", Ladder()), "second phone 100.00");
  facts.On("2026-02-12", Made("second", Channel::kPhone));
  EXPECT_EQ(Say(facts, "2026-02-21", Ladder()), "not yet 2026-02-22");
  EXPECT_EQ(Say(facts, "2026-02-22", Ladder()), "last letter 100.00");
  facts.On("2026-02-22", Made("last", Channel::kLetter));
  EXPECT_EQ(Say(facts, "2026-12-31", Ladder()), "steps taken");
  facts.Pay("2027-01-04", "100.00");
  EXPECT_EQ(Say(facts, "2027-01-04", Ladder()), "");
}

TEST(NextAction, ExplainsItself) {
  const Facts facts = OneInvoice();
  const NextActions next = Decide(facts, "2026-02-05", Ladder());
  ASSERT_EQ(next.actions.size(), 1u);
  EXPECT_EQ(next.actions[0].why, "3d from the due day 2026-01-31");
  EXPECT_EQ(next.actions[0].since, On("2026-02-03"));
  EXPECT_EQ(next.actions[0].rows, std::vector<uint32_t>{0});
  const NextActions none = Decide(facts, "2026-01-02", Ladder());
  ASSERT_EQ(none.held_back.size(), 1u);
  EXPECT_EQ(none.held_back[0].why,
            "-7d from the due day 2026-01-31, 2026-01-24");
  EXPECT_EQ(none.held_back[0].step, 0u);
}

// A run that is missed loses no step: Invoice Ninja reminds on the very day or
// never, and OCA's skipped runs delay every later level.
TEST(NextAction, CodeDefect6And7_ARunThatIsMissedLosesNothing) {
  Facts facts = OneInvoice();
  EXPECT_EQ(Say(facts, "2026-02-17", Ladder()), "first email 100.00");
  EXPECT_EQ(Say(facts, "2026-02-17", Ladder(StepOrder::kCatchUp)),
            "second phone 100.00");
  facts.On("2026-02-17", Made("first"));
  EXPECT_EQ(Say(facts, "2026-02-17", Ladder()), "gap 2026-02-18");
  EXPECT_EQ(Say(facts, "2026-02-18", Ladder()), "second phone 100.00");
}

// An item that is due today is not past due (iDempiere lets one pass any
// level).
TEST(NextAction, CodeDefect2_NothingIsPastDueOnItsDueDay) {
  DunningPolicy policy = Ladder();
  policy.steps = {StepOf("today", "0d"), StepOf("late", "1d")};
  EXPECT_EQ(Say(OneInvoice(), "2026-01-31", policy), "today email 100.00");
  EXPECT_EQ(Say(OneInvoice(), "2026-01-30", policy), "not yet 2026-01-31");
}

TEST(NextAction, IsHeldBackByTheFirstRuleThatHolds) {
  struct Case {
    const char* name;
    std::vector<EventBody> facts;  // of 2026-02-01
    const char* expected;          // on 2026-02-05
  };
  const Case cases[] = {
      {"nothing", {}, "first email 100.00"},
      {"handed over", {HandedOver{.to = "agency"}}, "handed over"},
      {"plan",
       {PlanAgreed{
           .rows = {{On("2026-03-01"), 5000}, {On("2026-04-01"), 5000}}}},
       "plan"},
      {"hold", {HoldOpened{.item = "A"}}, "hold"},
      {"dispute of all",
       {HoldOpened{
           .kind = HoldKind::kDispute, .item = "A", .amount_minor = 10000}},
       "hold"},
      {"dispute of a part",
       {HoldOpened{
           .kind = HoldKind::kDispute, .item = "A", .amount_minor = 4000}},
       "first email 60.00"},
      {"promise",
       {PromiseMade{.amount_minor = 10000, .by = On("2026-02-10")}},
       "promise 2026-02-11"},
      {"promise for another item",
       {PromiseMade{.amount_minor = 1, .by = On("2026-02-10"), .items = {"B"}}},
       "first email 100.00"},
      {"plan beside a promise",
       {PlanAgreed{.rows = {{On("2026-03-01"), 10000}}},
        PromiseMade{.amount_minor = 10000, .by = On("2026-02-10")}},
       "plan"},
  };
  for (const Case& one : cases) {
    Facts facts = OneInvoice();
    for (const EventBody& body : one.facts) facts.On("2026-02-01", body);
    EXPECT_EQ(Say(facts, "2026-02-05", Ladder()), one.expected) << one.name;
  }
}

// A row of charges alone has no principal that could be held: a hold of all
// that is there holds it as any other row, and none that came after.
TEST(NextAction, AHoldOfAllHoldsRowsOfChargesToo) {
  struct Case {
    const char* name;
    HoldOpened hold;       // of 2026-02-03
    const char* expected;  // on 2026-02-20
    const char* why;       // of the last that is held back
  };
  const Case cases[] = {
      {"of the account",
       {},
       "second phone 4.00; hold; hold; hold",
       "it is held"},
      {"of the item",
       {.item = "A"},
       "second phone 3.00; second phone 4.00; hold; hold",
       "it is held"},
      {"a dispute of the item",
       {.kind = HoldKind::kDispute, .item = "A"},
       "second phone 3.00; second phone 4.00; hold; hold",
       "it is disputed"},
      {"of an amount",
       {.item = "A", .amount_minor = 100000},
       "second phone 2.00; second phone 3.00; second phone 4.00; hold",
       "it is held"},
  };
  DunningPolicy policy = Ladder(StepOrder::kCatchUp, DunningScope::kRow);
  for (const Case& one : cases) {
    Facts facts = OneInvoice();
    facts.Charge("2026-02-01", Component::kFee, "2.00", "A");
    facts.Charge("2026-02-02", Component::kCost, "3.00");
    facts.Add({.id = "hold",
               .value_date = On("2026-02-03"),
               .recorded = On("2026-02-03"),
               .body = one.hold});
    facts.Charge("2026-02-04", Component::kFee, "4.00", "A");
    EXPECT_EQ(Say(facts, "2026-02-20", policy), one.expected) << one.name;
    EXPECT_EQ(Decide(facts, "2026-02-20", policy).held_back.back().why, one.why)
        << one.name;
    facts.On("2026-02-20", HoldClosed{.hold = "hold"});
    EXPECT_EQ(Say(facts, "2026-02-20", policy),
              "second phone 100.00; second phone 2.00; second phone 3.00; "
              "second phone 4.00")
        << one.name;
  }
}

TEST(NextAction, GraceMinimumsAndGuards) {
  struct Case {
    const char* name;
    void (*change)(DunningPolicy&, DebtorProfile&);
    const char* expected;  // on 2026-02-05
  };
  const Case cases[] = {
      {"grace of the debtor through the day",
       [](DunningPolicy&, DebtorProfile& debtor) {
         debtor.grace_until = On("2026-02-05");
       },
       "grace 2026-02-06"},
      {"grace of the debtor that is over",
       [](DunningPolicy&, DebtorProfile& debtor) {
         debtor.grace_until = On("2026-02-04");
       },
       "first email 100.00"},
      {"grace days",
       [](DunningPolicy& policy, DebtorProfile&) { policy.grace_days = 5; },
       "grace 2026-02-06"},
      {"fewer grace days",
       [](DunningPolicy& policy, DebtorProfile&) { policy.grace_days = 4; },
       "first email 100.00"},
      {"minimum",
       [](DunningPolicy& policy, DebtorProfile&) {
         policy.min_open_minor = 10001;
       },
       "minimum"},
      {"account minimum",
       [](DunningPolicy& policy, DebtorProfile&) {
         policy.min_account_minor = 10001;
       },
       "account"},
      {"account days",
       [](DunningPolicy& policy, DebtorProfile&) {
         policy.min_account_days = 6;
       },
       "account"},
      {"no consent",
       [](DunningPolicy&, DebtorProfile& debtor) {
         debtor.consent = {Channel::kLetter};
       },
       "consent"},
      {"not on a Thursday",
       [](DunningPolicy& policy, DebtorProfile&) {
         policy.windows = {{.weekdays = {Weekday::kMonday}}};
       },
       "window 2026-02-09"},
  };
  for (const Case& one : cases) {
    DunningPolicy policy = Ladder();
    DebtorProfile debtor;
    one.change(policy, debtor);
    EXPECT_EQ(Say(OneInvoice(), "2026-02-05", policy, debtor), one.expected)
        << one.name;
  }
}

TEST(NextAction, ABrokenPromiseAndAFailedPaymentAreSteps) {
  DunningPolicy policy = Ladder();
  policy.steps = {StepOf("first", "3d"), StepOf("broken", "1d"),
                  StepOf("failed", "0d"), StepOf("second", "30d")};
  policy.steps[1].anchor = StepAnchor::kBrokenPromise;
  policy.steps[2].anchor = StepAnchor::kFailedPayment;
  Facts facts = OneInvoice();
  facts.On("2026-02-03", Made("first"));
  EXPECT_EQ(Say(facts, "2026-02-05", policy), "not yet 2026-03-02");
  facts.On("2026-02-05",
           PromiseMade{.amount_minor = 10000, .by = On("2026-02-09")});
  EXPECT_EQ(Say(facts, "2026-02-09", policy), "promise 2026-02-10");
  EXPECT_EQ(Say(facts, "2026-02-10", policy), "broken email 100.00");
  policy.promise_tolerance_days = 2;
  EXPECT_EQ(Say(facts, "2026-02-11", policy), "promise 2026-02-12");
  EXPECT_EQ(Say(facts, "2026-02-12", policy), "broken email 100.00");
  facts.On("2026-02-12", Made("broken"));
  facts.Add({.id = "pay",
             .value_date = On("2026-02-13"),
             .recorded = On("2026-02-13"),
             .body = PaymentReceived{.amount_minor = 10000}});
  facts.On("2026-02-16", PaymentReturned{.payment = "pay"});
  EXPECT_EQ(Say(facts, "2026-02-15", policy), "");
  EXPECT_EQ(Say(facts, "2026-02-16", policy), "failed email 100.00");
}

// A pending payment that was for one invoice fails for that one.
TEST(NextAction, APaymentThatFailsIsAStepOfWhatItWasFor) {
  DunningPolicy policy = Ladder();
  policy.steps = {StepOf("first", "30d"), StepOf("failed", "0d")};
  policy.steps[1].anchor = StepAnchor::kFailedPayment;
  policy.order = StepOrder::kCatchUp;
  for (const auto& [named, said] :
       {std::pair{"", "failed email 100.00; failed email 50.00"},
        {"A", "failed email 100.00; not yet 2026-03-04"},
        {"B", "failed email 50.00; not yet 2026-03-02"}}) {
    Facts facts = OneInvoice();
    facts.Invoice("2026-01-02", "B", "50.00", "2026-02-02");
    PaymentReceived pending = {.amount_minor = 1000, .pending = true};
    if (*named != '\0') pending.designations = {{.item = named}};
    facts.Add({.id = "pay",
               .value_date = On("2026-02-03"),
               .recorded = On("2026-02-03"),
               .body = pending});
    facts.On("2026-02-05", PaymentFailed{.payment = "pay"});
    EXPECT_EQ(Say(facts, "2026-02-05", policy), said) << named;
  }
}

// What the account ignores never was: a payment that is not there, that comes
// later or was not pending, or that failed before.
TEST(NextAction, AFailureThatIsIgnoredIsNoStep) {
  DunningPolicy policy = Ladder();
  policy.steps = {StepOf("failed", "4d")};
  policy.steps[0].anchor = StepAnchor::kFailedPayment;
  struct Case {
    const char* name;
    const char* payment;  // that failed on 2026-02-10
    const char* paid;     // the day of "pay"
    bool pending;
    const char* failed_before;  // a day
    const char* expected;       // on 2026-02-14
    const char* since;
  };
  const Case cases[] = {
      {"pending", "pay", "2026-02-03", true, "", "failed email 100.00",
       "2026-02-14"},
      {"not there", "no", "2026-02-03", true, "", "steps taken", ""},
      {"of a later day", "pay", "2026-02-11", true, "", "steps taken", ""},
      {"not pending", "pay", "2026-02-03", false, "", "steps taken", ""},
      {"failed before", "pay", "2026-02-03", true, "2026-02-09",
       "failed email 100.00", "2026-02-13"},
  };
  for (const Case& one : cases) {
    Facts facts = OneInvoice();
    facts.Add({.id = "pay",
               .value_date = On(one.paid),
               .recorded = On(one.paid),
               .body = PaymentReceived{.amount_minor = 5000,
                                       .pending = one.pending,
                                       .designations = {{.item = "A"}}}});
    if (*one.failed_before != '\0') {
      facts.On(one.failed_before, PaymentFailed{.payment = "pay"});
    }
    facts.On("2026-02-10", PaymentFailed{.payment = one.payment});
    const NextActions next = Decide(facts, "2026-02-14", policy);
    EXPECT_EQ(Say(facts, "2026-02-14", policy), one.expected) << one.name;
    const std::string since =
        next.actions.empty() ? "" : next.actions[0].since.ToText();
    EXPECT_EQ(since, one.since) << one.name;
  }
}

// What was said of B alone is not said again because A's ladder ran then.
TEST(NextAction, WhatWasSaidOfAnItemBesideAnotherLadderIsNotSaidAgain) {
  DunningPolicy policy = Ladder();
  policy.scope = DunningScope::kAccount;
  policy.steps = {StepOf("soon", "-7d"), StepOf("first", "1d")};
  Facts facts = OneInvoice();
  facts.Invoice("2026-01-02", "B", "50.00", "2026-02-20");
  facts.On("2026-01-15", HoldOpened{.item = "A"});
  EXPECT_EQ(Say(facts, "2026-02-13", policy), "soon email 50.00");
  using Row = std::pair<std::vector<std::string>, std::string>;
  for (const auto& [items, said] :
       {Row{{"B"}, "not yet 2026-02-21"}, Row{{"A"}, "soon email 50.00"},
        Row{{"A", "B"}, "soon email 50.00"}, Row{{}, "soon email 50.00"}}) {
    Facts told = facts;
    told.On("2026-02-13",
            ContactMade{
                .channel = Channel::kEmail, .items = items, .step = "soon"});
    told.Pay("2026-02-15", "100.00", {{.item = "A"}});
    EXPECT_EQ(Say(told, "2026-02-16", policy), said);
  }
}

// What was said before a charge came was not about that charge: the ladder that
// it begins, and ends when it is paid, takes no step from the invoices.
TEST(NextAction, AChargeThatCameLaterTakesNoStepBack) {
  DunningPolicy policy = Ladder();
  policy.scope = DunningScope::kAccount;
  policy.steps = {StepOf("soon", "-7d"), StepOf("first", "1d")};
  Facts facts = OneInvoice();
  facts.Invoice("2026-01-02", "B", "50.00", "2026-01-31");
  facts.On("2026-01-24", ContactMade{.channel = Channel::kEmail,
                                     .items = {"A", "B"},
                                     .step = "soon"});
  facts.Charge("2026-01-26", Component::kFee, "5.00", "A");
  facts.Pay("2026-01-28", "5.00", {{.item = "A", .row = 2}});
  EXPECT_EQ(Say(facts, "2026-01-28", policy), "not yet 2026-02-01");
}

TEST(NextAction, TriesAgainAndOtherChannels) {
  DunningPolicy policy = Ladder();
  policy.steps = {StepOf("call", "1d", {Channel::kPhone, Channel::kLetter}),
                  StepOf("letter", "30d", {Channel::kLetter})};
  policy.steps[0].attempts = 3;
  policy.steps[0].retry_days = 2;
  Facts facts = OneInvoice();
  facts.On("2026-02-01", Made("call", Channel::kPhone));
  EXPECT_EQ(Say(facts, "2026-02-02", policy), "not yet 2026-02-03");
  EXPECT_EQ(Say(facts, "2026-02-03", policy), "call phone 100.00");
  facts.On("2026-02-03",
           Made("call", Channel::kPhone, Response::kUndeliverable));
  EXPECT_EQ(Say(facts, "2026-02-05", policy), "call letter 100.00");
  facts.On("2026-02-05", Made("call", Channel::kLetter, Response::kHardship));
  // There was an answer: the step is not taken a third time again.
  EXPECT_EQ(Say(facts, "2026-02-20", policy), "not yet 2026-03-02");
  const NextActions next = Decide(facts, "2026-03-02", policy);
  ASSERT_EQ(next.actions.size(), 1u);
  EXPECT_EQ(next.actions[0].answer, Response::kHardship);
  EXPECT_EQ(TreatmentOf(*next.actions[0].answer), Treatment::kOfferPlan);
}

// 12 CFR 1006.14(b)(2)(i)(A): not more than seven times within seven
// consecutive days; (B): not within seven consecutive days after a
// conversation, the day of which is the first of them.
TEST(NextAction, RegFSevenCallsInSevenDays) {
  DunningPolicy policy = Ladder();
  policy.steps = {StepOf("call", "1d", {Channel::kPhone})};
  policy.steps[0].attempts = 100;
  policy.caps = {{.id = "Reg F",
                  .channels = {Channel::kPhone},
                  .most = 7,
                  .within_days = 7,
                  .after_answer_days = 7}};
  Facts facts = OneInvoice();
  for (const char* day : {"2026-02-01", "2026-02-02", "2026-02-03",
                          "2026-02-04", "2026-02-05", "2026-02-06"}) {
    EXPECT_EQ(Say(facts, day, policy), "call phone 100.00") << day;
    facts.On(day, Made("call", Channel::kPhone));
  }
  EXPECT_EQ(Say(facts, "2026-02-07", policy), "call phone 100.00");
  facts.On("2026-02-07", Made("call", Channel::kPhone));
  EXPECT_EQ(Say(facts, "2026-02-07", policy), "gap 2026-02-08");
  policy.steps[0].min_gap_days = 0;
  EXPECT_EQ(Say(facts, "2026-02-07", policy), "cap 2026-02-08");
  EXPECT_EQ(Say(facts, "2026-02-08", policy), "call phone 100.00");
  Facts spoken = OneInvoice();
  spoken.On("2026-02-02", Made("", Channel::kPhone, Response::kReached));
  EXPECT_EQ(Say(spoken, "2026-02-08", policy), "cap 2026-02-09");
  EXPECT_EQ(Say(spoken, "2026-02-09", policy), "call phone 100.00");
}

// Denmark: a reminder fee of at most 100 DKK each, for at most three reminders
// about one claim, at least ten days apart (renteloven, section 9b).
TEST(NextAction, FeesKeepTheirOwnLimits) {
  DunningPolicy policy = Ladder();
  policy.steps = {StepOf("1", "5d"), StepOf("2", "10d"), StepOf("3", "20d"),
                  StepOf("4", "30d"), StepOf("5", "40d")};
  for (DunningStep& step : policy.steps) step.fee = "reminder";
  policy.fees = {{.id = "reminder",
                  .basis = FeeBasis::kFlat,
                  .amount = Money(10000, Eur()),
                  .every = *Period::Parse("P10D"),
                  .max_count = 3,
                  .trigger = FeeTrigger::kNotice}};
  Facts facts = OneInvoice();
  const std::pair<const char*, const char*> expected[] = {
      {"2026-02-05", "1 email 100.00 + 100.00"},
      {"2026-02-10", "2 email 100.00"},  // five days after the last fee
      {"2026-02-20", "3 email 100.00 + 100.00"},
      {"2026-03-02", "4 email 100.00 + 100.00"},
      {"2026-03-12", "5 email 100.00"},  // three are charged
  };
  int step = 0;
  for (const auto& [day, text] : expected) {
    EXPECT_EQ(Say(facts, day, policy), text) << day;
    facts.On(day, Made(std::to_string(++step)));
  }
}

// The same limits of the law over fees that know none: two kinds, 120.00 and
// 80.00. Clipped, 120.00 are 100.00, five days are too near, and the fourth is
// one too many; reported, all are asked for, and each says what it is over.
TEST(NextAction, TheLawLimitsWhatNoticesCost) {
  DunningPolicy policy = Ladder();
  policy.steps = {StepOf("1", "5d"), StepOf("2", "10d"), StepOf("3", "20d"),
                  StepOf("4", "30d"), StepOf("5", "40d")};
  policy.fees.clear();
  for (const auto& [id, minor] : {std::pair{"letter", 12000}, {"mail", 8000}}) {
    policy.fees.push_back({.id = id,
                           .basis = FeeBasis::kFlat,
                           .amount = Money(minor, Eur()),
                           .max_count = 9,
                           .trigger = FeeTrigger::kNotice});
  }
  for (size_t k = 0; k < policy.steps.size(); ++k) {
    policy.steps[k].fee = k % 2 == 0 ? "letter" : "mail";
  }
  policy.fee_limit = {.rule = "9 b",
                      .most_minor = 10000,
                      .max_count = 3,
                      .min_gap_days = 10,
                      .action = CapAction::kClip};
  const std::string above = "above what is allowed; 9 b allows: 100.00 EUR";
  const struct {
    const char *day, *clipped, *clipped_why, *reported;
    std::string reported_why;
  } expected[] = {
      {"2026-02-05", "100.00", "in place of 120.00 EUR; 9 b allows: 100.00 EUR",
       "120.00", above},
      {"2026-02-10", "none",
       "a fee was charged on 2026-02-05; apart by 9 b: 10 days", "80.00",
       "a fee was charged on 2026-02-05; apart by 9 b: 10 days"},
      {"2026-02-20", "100.00", "in place of 120.00 EUR; 9 b allows: 100.00 EUR",
       "120.00", above},
      {"2026-03-02", "80.00", "", "80.00", "3 fees are charged; 9 b allows: 3"},
      {"2026-03-12", "none", "3 fees are charged; 9 b allows: 3", "120.00",
       "4 fees are charged; 9 b allows: 3, " + above},
  };
  Facts facts = OneInvoice();
  int step = 0;
  for (const auto& one : expected) {
    for (const CapAction action : {CapAction::kClip, CapAction::kReport}) {
      const bool clips = action == CapAction::kClip;
      policy.fee_limit->action = action;
      const auto account = On(one.day, facts, PolicyOf());
      ASSERT_THAT(account, IsOk());
      const auto next = DecideActions(facts.journal(), *account, policy);
      ASSERT_THAT(next, IsOk());
      ASSERT_EQ(next->actions.size(), 1u);
      const NextAction& act = next->actions.front();
      EXPECT_EQ(act.fee ? Euros(act.fee->minor()) : "none",
                clips ? one.clipped : one.reported)
          << one.day;
      EXPECT_EQ(act.fee_why, clips ? one.clipped_why : one.reported_why)
          << one.day;
    }
    facts.On(one.day, Made(std::to_string(++step)));
  }
}

// OCA/credit-control#460: a reminder of one invoice does not hold up others.
TEST(NextAction, R43_EachInvoiceHasALadderOfItsOwn) {
  Facts facts = OneInvoice();
  facts.Invoice("2026-01-02", "B", "50.00", "2026-02-02");
  facts.Pay("2026-02-03", "30.00", {{.item = "A"}});
  DunningPolicy policy = Ladder();
  policy.steps[1].min_gap_days = 14;
  EXPECT_EQ(Say(facts, "2026-02-03", policy),
            "first email 70.00; not yet 2026-02-05");
  facts.On("2026-02-03", Made("first"));
  EXPECT_EQ(Say(facts, "2026-02-05", policy),
            "first email 50.00; not yet 2026-02-10");
  policy.gap_by_account = true;
  EXPECT_EQ(Say(facts, "2026-02-05", policy),
            "not yet 2026-02-10; gap 2026-02-17");
}

// What the same run asks for counts: the oldest debt is first.
TEST(NextAction, AGapByAccountIsKeptWithinARun) {
  Facts facts = OneInvoice();
  facts.Invoice("2026-01-02", "B", "50.00", "2026-02-01");
  DunningPolicy policy = Ladder();
  policy.steps[1].min_gap_days = 5;
  EXPECT_EQ(Say(facts, "2026-02-04", policy),
            "first email 100.00; first email 50.00");
  policy.gap_by_account = true;
  EXPECT_EQ(Say(facts, "2026-02-04", policy),
            "first email 100.00; gap 2026-02-09");
  EXPECT_EQ(Decide(facts, "2026-02-04", policy).held_back[0].why,
            "another contact is for today; between contacts: 5 days");
  facts.On("2026-02-04", Made("first"));
  EXPECT_EQ(Say(facts, "2026-02-08", policy),
            "not yet 2026-02-10; gap 2026-02-09");
  EXPECT_EQ(Say(facts, "2026-02-09", policy),
            "first email 50.00; not yet 2026-02-10");
}

// A friendly reminder of 2026-01-24 is not tried again once the due day, the
// 31st, is over.
TEST(NextAction, ARetryOfAReminderLapsesWithTheDueDay) {
  Facts facts = OneInvoice();
  facts.On("2026-01-24", Made("friendly"));
  DunningPolicy policy = Ladder();
  policy.steps[0].attempts = 3;
  policy.steps[0].retry_days = 4;
  EXPECT_EQ(Say(facts, "2026-01-27", policy), "not yet 2026-01-28");
  EXPECT_EQ(Say(facts, "2026-01-31", policy), "friendly email 100.00");
  EXPECT_EQ(Say(facts, "2026-02-01", policy), "not yet 2026-02-03");
  facts.On("2026-01-28", Made("friendly"));
  // The next try would be on 2026-02-01.
  EXPECT_EQ(Say(facts, "2026-01-31", policy), "not yet 2026-02-03");
}

// OCA/credit-control#330, #374: each row that is late is reminded, on what is
// left of it, though the others are not due.
TEST(NextAction, R43_InstallmentsAreFollowedUp) {
  Facts facts;
  facts.On(
      "2026-01-01",
      InvoiceIssued{.item = "A",
                    .rows = {{.due = On("2026-01-31"),
                              .amounts = ComponentAmounts::Principal(4000)},
                             {.due = On("2026-02-28"),
                              .amounts = ComponentAmounts::Principal(6000)}}});
  facts.On("2026-02-03", Made("first"));
  facts.Pay("2026-02-04", "10.00");
  EXPECT_EQ(Say(facts, "2026-02-10", Ladder()), "second phone 30.00");
  facts.Pay("2026-02-10", "30.00");
  // The ladder of the first row is over: the second has its own.
  EXPECT_EQ(Say(facts, "2026-02-10", Ladder()), "not yet 2026-02-21");
  EXPECT_EQ(Say(facts, "2026-02-21", Ladder()), "friendly email 60.00");
  EXPECT_EQ(Say(facts, "2026-03-03", Ladder()), "first email 60.00");
  DunningPolicy rows = Ladder(StepOrder::kStrict, DunningScope::kRow);
  Facts open = facts;
  ContactMade second = Made("first");
  second.row = 2;
  open.On("2026-03-03", second);
  EXPECT_EQ(Say(open, "2026-03-09", rows), "not yet 2026-03-10");
  EXPECT_EQ(Say(facts, "2026-03-09", rows), "first email 60.00");
}

// While something is past due without a break the ladder goes on.
TEST(NextAction, AnAccountIsFollowedUpAsAWhole) {
  Facts facts = OneInvoice();
  facts.Invoice("2026-01-02", "B", "50.00", "2026-02-05");
  const DunningPolicy policy =
      Ladder(StepOrder::kStrict, DunningScope::kAccount);
  EXPECT_EQ(Say(facts, "2026-02-03", policy), "first email 100.00");
  facts.On("2026-02-03", Made("first"));
  facts.Pay("2026-02-08", "100.00");
  EXPECT_EQ(Say(facts, "2026-02-14", policy), "not yet 2026-02-15");
  EXPECT_EQ(Say(facts, "2026-02-15", policy), "second phone 50.00");
}

TEST(NextAction, AReversedContactWasNone) {
  Facts facts = OneInvoice();
  facts.On("2026-02-03", Made("first"));
  facts.On("2026-02-04", Reversed{.event = "2"});
  EXPECT_EQ(Say(facts, "2026-02-04", Ladder()), "first email 100.00");
}

TEST(NextAction, ProposesAHandOverUntilItIsMade) {
  DunningPolicy policy = Ladder();
  policy.steps = {StepOf("first", "3d"), StepOf("agency", "60d", {})};
  policy.steps[1].action = StepAction::kHandOver;
  Facts facts = OneInvoice();
  facts.On("2026-02-03", Made("first"));
  EXPECT_EQ(Say(facts, "2026-04-01", policy), "agency 100.00");
  EXPECT_EQ(Say(facts, "2026-04-02", policy), "agency 100.00");
  facts.On("2026-04-03", HandedOver{.to = "agency", .items = {"A"}});
  EXPECT_EQ(Say(facts, "2026-04-03", policy), "handed over");
  facts.On("2026-05-01", Recalled{.handover = "3"});
  EXPECT_EQ(Say(facts, "2026-05-01", policy), "steps taken");
}

TEST(NextAction, AWriteOffTakesItsStep) {
  DunningPolicy policy = Ladder();
  policy.steps = {StepOf("first", "3d"), StepOf("give up", "60d", {})};
  policy.steps[1].action = StepAction::kWriteOff;
  Facts facts = OneInvoice();
  facts.On("2026-02-03", Made("first"));
  EXPECT_EQ(Say(facts, "2026-04-01", policy), "give up 100.00");
  facts.On("2026-04-01", WrittenOff{.item = "A", .amount_minor = 4000});
  EXPECT_EQ(Say(facts, "2026-04-02", policy), "steps taken");
}

// A reminder of charges alone takes no step of the invoices.
TEST(NextAction, ChargesOfNoInvoiceHaveALadderOfTheirOwn) {
  Facts facts = OneInvoice();
  facts.Charge("2026-01-31", Component::kFee, "5.00");
  facts.On(
      "2026-02-03",
      ContactMade{.channel = Channel::kEmail, .items = {""}, .step = "first"});
  EXPECT_EQ(Say(facts, "2026-02-05", Ladder()),
            "first email 100.00; not yet 2026-02-10");
  DunningPolicy rows = Ladder(StepOrder::kStrict, DunningScope::kRow);
  EXPECT_EQ(Say(facts, "2026-02-05", rows),
            "first email 100.00; not yet 2026-02-10");
}

// What was said of a row that is paid takes no step of the next one, even where
// that one's first step was possible by then.
TEST(NextAction, AContactBelongsToTheLadderThatRanThen) {
  Facts facts;
  facts.On(
      "2026-01-01",
      InvoiceIssued{.item = "A",
                    .rows = {{.due = On("2026-01-31"),
                              .amounts = ComponentAmounts::Principal(4000)},
                             {.due = On("2026-02-15"),
                              .amounts = ComponentAmounts::Principal(6000)}}});
  facts.On("2026-02-03", Made("first"));
  facts.On("2026-02-10", Made("second"));
  facts.Pay("2026-02-11", "40.00");
  EXPECT_EQ(Say(facts, "2026-02-11", Ladder()), "friendly email 60.00");
  EXPECT_EQ(Say(facts, "2026-02-18", Ladder()), "first email 60.00");
  // The gap is kept all the same.
  DunningPolicy apart = Ladder();
  apart.steps[0].min_gap_days = 3;
  EXPECT_EQ(Say(facts, "2026-02-11", apart), "gap 2026-02-13");
}

// Paid on the day on which the next one falls due: nothing is past due then.
TEST(NextAction, ALadderEndsWithTheLastThatIsPastDue) {
  Facts facts = OneInvoice();
  facts.Invoice("2026-01-02", "B", "50.00", "2026-02-05");
  facts.On("2026-02-03", Made("first"));
  facts.Pay("2026-02-05", "100.00");
  const DunningPolicy policy =
      Ladder(StepOrder::kStrict, DunningScope::kAccount);
  EXPECT_EQ(Say(facts, "2026-02-08", policy), "first email 50.00");
}

// A step after one that was left out is left out too, and stops nothing.
TEST(NextAction, WhatFollowsALeftOutStepStopsNothing) {
  DunningPolicy policy = Ladder();
  policy.steps = {StepOf("friendly", "-7d"), StepOf("again", "3d"),
                  StepOf("first", "5d")};
  policy.steps[1].anchor = StepAnchor::kPreviousStep;
  EXPECT_EQ(Say(OneInvoice(), "2026-02-04", policy), "not yet 2026-02-05");
  EXPECT_EQ(Say(OneInvoice(), "2026-02-05", policy), "first email 100.00");
}

// A step after a hand-over counts from it.
TEST(NextAction, AStepFollowsAHandOver) {
  DunningPolicy policy = Ladder();
  policy.steps = {StepOf("agency", "30d", {}), StepOf("after it", "5d")};
  policy.steps[0].action = StepAction::kHandOver;
  policy.steps[1].anchor = StepAnchor::kPreviousStep;
  Facts facts = OneInvoice();
  facts.On("2026-03-02", HandedOver{.to = "agency", .items = {"A"}});
  facts.On("2026-03-04", Recalled{.handover = "2"});
  EXPECT_EQ(Say(facts, "2026-03-06", policy), "not yet 2026-03-07");
  EXPECT_EQ(Say(facts, "2026-03-07", policy), "after it email 100.00");
}

// The day that is given is the first on which the rule says otherwise.
TEST(NextAction, SaysUntilWhenItIsHeldBack) {
  DunningPolicy policy = Ladder();
  policy.steps = {StepOf("call", "1d", {Channel::kPhone})};
  policy.windows = {{.weekdays = {Weekday::kMonday, Weekday::kTuesday}},
                    {.weekdays = {Weekday::kTuesday, Weekday::kWednesday}}};
  // 2026-02-01 is a Sunday.
  EXPECT_EQ(Say(OneInvoice(), "2026-02-01", policy), "window 2026-02-03");
  policy.windows = {{.weekdays = {Weekday::kMonday}},
                    {.weekdays = {Weekday::kTuesday}}};
  EXPECT_EQ(Say(OneInvoice(), "2026-02-01", policy), "window");
  policy.windows = {};
  policy.caps = {
      {.id = "seldom", .most = 9, .within_days = 7, .after_answer_days = 7},
      {.id = "monthly", .most = 2, .within_days = 30}};
  Facts spoken = OneInvoice();
  spoken.On("2026-02-02", Made("", Channel::kPhone, Response::kReached));
  spoken.On("2026-02-04", Made("", Channel::kPhone, Response::kReached));
  EXPECT_EQ(Say(spoken, "2026-02-06", policy), "cap 2026-03-04");
  policy.caps.pop_back();
  EXPECT_EQ(Say(spoken, "2026-02-06", policy), "cap 2026-02-11");
  Facts promised = OneInvoice();
  promised.On("2026-02-01",
              PromiseMade{.amount_minor = 5000, .by = On("2026-02-10")});
  promised.On("2026-02-02", PromiseMade{.amount_minor = 5000,
                                        .by = On("2026-02-20"),
                                        .items = {"A"}});
  policy.promise_tolerance_days = 12;
  EXPECT_EQ(Say(promised, "2026-02-12", policy), "promise 2026-03-05");
}

// A step without days is one of its anchor's own day; Tryton never takes one.
TEST(NextAction, CodeDefect5_AStepCanBeOfTheDayItself) {
  DunningPolicy policy = Ladder();
  policy.steps = {StepOf("today", "1d")};
  policy.steps[0].after = {};
  EXPECT_EQ(Say(OneInvoice(), "2026-01-31", policy), "today email 100.00");
}

// A fee is for a notice of what is late: one before the due day is none.
TEST(NextAction, AReminderBeforeTheDueDayUsesUpNoFee) {
  DunningPolicy policy = Ladder();
  for (DunningStep& step : policy.steps) step.fee = "reminder";
  policy.fees = {{.id = "reminder",
                  .basis = FeeBasis::kFlat,
                  .amount = Money(500, Eur()),
                  .max_count = 1,
                  .trigger = FeeTrigger::kNotice}};
  Facts facts = OneInvoice();
  EXPECT_EQ(Say(facts, "2026-01-24", policy), "friendly email 100.00");
  facts.On("2026-01-24", Made("friendly"));
  EXPECT_EQ(Say(facts, "2026-02-03", policy), "first email 100.00 + 5.00");
}

// --- the defects of others --------------------------------------------------

// Kill Bill takes the age from the day of the invoice.
TEST(NextAction, CodeDefect1_AgeCountsFromTheDueDay) {
  Facts facts = OneInvoice();
  facts.On("2026-01-24", Made("friendly"));
  EXPECT_EQ(Say(facts, "2026-02-02", Ladder()), "not yet 2026-02-03");
}

// metasfresh has no steps that are left out where days lie between them.
TEST(NextAction, CodeDefect3_CatchUpKeepsTheGap) {
  DunningPolicy policy = Ladder(StepOrder::kCatchUp);
  policy.steps[2].min_gap_days = 6;
  Facts facts = OneInvoice();
  facts.On("2026-02-05", Made("first"));
  EXPECT_EQ(Say(facts, "2026-02-10", policy), "gap 2026-02-11");
  EXPECT_EQ(Say(facts, "2026-02-11", policy), "second phone 100.00");
}

// ERPNext lets the last row alone decide whether all is settled.
TEST(NextAction, CodeDefect4_ALadderEndsWhenAllOfItIsSettled) {
  Facts facts = OneInvoice();
  facts.Invoice("2026-01-01", "B", "50.00", "2026-01-31");
  facts.On("2026-02-03", Made("first"));
  const DunningPolicy policy =
      Ladder(StepOrder::kStrict, DunningScope::kAccount);
  Facts first = facts, last = facts;
  first.Pay("2026-02-06", "100.00", {{.item = "A"}});
  EXPECT_EQ(Say(first, "2026-02-10", policy), "second phone 50.00");
  last.Pay("2026-02-06", "50.00", {{.item = "B"}});
  EXPECT_EQ(Say(last, "2026-02-10", policy), "second phone 100.00");
}

// Tryton has no days between levels, and goes up one with each run.
TEST(NextAction, CodeDefect5_NoSecondStepOnOneDay) {
  Facts facts = OneInvoice();
  facts.On("2026-06-01", Made("first"));
  EXPECT_EQ(Say(facts, "2026-06-01", Ladder()), "gap 2026-06-02");
}

// OCA: a step counted from the due day does not move with a run that was late.
TEST(NextAction, CodeDefect6_ALateRunDelaysNoLaterStep) {
  Facts facts = OneInvoice();
  facts.On("2026-02-09", Made("first"));
  EXPECT_EQ(Say(facts, "2026-02-10", Ladder()), "second phone 100.00");
}

// Invoice Ninja takes a percentage of a balance that has earlier fees in it.
TEST(NextAction, CodeDefect7_NoFeeOnAFee) {
  DunningPolicy policy = Ladder();
  policy.steps[2].fee = "reminder";
  policy.fees = {{.id = "reminder",
                  .basis = FeeBasis::kOverduePrincipal,
                  .percent = *Percent::Parse("2%", ""),
                  .rounding = Rounding::kHalfEven,
                  .trigger = FeeTrigger::kNotice}};
  Facts facts = OneInvoice();
  facts.On("2026-02-03", Made("first"));
  facts.Charge("2026-02-03", Component::kFee, "40.00", "A");
  EXPECT_EQ(Say(facts, "2026-02-10", policy), "second phone 140.00 + 2.00");
}

// frappe/erpnext#58220, #58227: principal paid, interest and fee are not
// forgotten.
TEST(NextAction, R42_InterestAndFeesAreFollowedUp) {
  Facts facts = OneInvoice();
  facts.Charge("2026-02-02", Component::kFee, "5.00", "A");
  facts.Pay("2026-02-05", "100.00",
            {{.item = "A", .component = Component::kPrincipal}});
  EXPECT_EQ(Say(facts, "2026-02-06", Ladder()), "first email 5.00");
}

// frappe/erpnext#46770, #42605: one reminder of several invoices asks for their
// sum.
TEST(NextAction, R44_AReminderOfSeveralAsksForTheSum) {
  Facts facts = OneInvoice();
  facts.Invoice("2026-01-02", "B", "50.00", "2026-01-31");
  facts.Pay("2026-02-01", "30.00", {{.item = "A"}});
  EXPECT_EQ(Say(facts, "2026-02-03",
                Ladder(StepOrder::kStrict, DunningScope::kAccount)),
            "first email 120.00");
}

// odoo/odoo#94050: 1000.00 less 20.00 until 10 January, of which 500.00 came on
// the 5th: what is left is asked for, not 980.00, and 480.00 settle it where
// the discount is for the last payment too.
TEST(NextAction, R45_AReminderAsksForWhatIsLeft) {
  Facts facts;
  facts.On(
      "2026-01-01",
      InvoiceIssued{.item = "A",
                    .rows = {{.due = On("2026-01-31"),
                              .amounts = ComponentAmounts::Principal(100000),
                              .discounts = {{On("2026-01-10"), 2000}}}}});
  facts.Pay("2026-01-05", "500.00");
  DunningPolicy policy = Ladder();
  policy.steps[0].after = *ParseSteps("-23d");
  EXPECT_EQ(Say(facts, "2026-01-08", policy), "friendly email 500.00");
  facts.Pay("2026-01-08", "480.00");
  EXPECT_EQ(Say(facts, "2026-01-08", policy), "friendly email 20.00");
  AccountPolicy last = PolicyOf();
  last.partial_payment = PartialPayment::kKeepLast;
  const auto account = usance::On("2026-01-08", facts, last);
  EXPECT_TRUE(
      DecideActions(facts.journal(), *account, policy)->actions.empty());
}

// OCA/credit-control#213: it ended in an error where nothing had a due day. A
// charge without one is due on its own day, and an account with nothing open,
// or nothing at all, asks for nothing.
TEST(NextAction, CreditControl213_NothingHasADueDay) {
  EXPECT_EQ(Say(Facts(), "2026-02-05", Ladder()), "");
  Facts facts;
  facts.Pay("2026-01-31", "10.00");
  EXPECT_EQ(Say(facts, "2026-02-05", Ladder()), "");
  facts.Charge("2026-02-02", Component::kFee, "5.00");
  EXPECT_EQ(Say(facts, "2026-02-04", Ladder()), "not yet 2026-02-05");
  EXPECT_EQ(Say(facts, "2026-02-05", Ladder()), "first email 5.00");
}

// frappe/erpnext#49066: a credit note settles what is dunned, and one that is
// taken back opens it again; what was done meanwhile stands.
TEST(NextAction, Erpnext49066_ACreditNoteEndsTheLadder) {
  Facts facts = OneInvoice();
  facts.On("2026-02-03", Made("first"));
  facts.On("2026-02-05", CreditNoteIssued{.item = "A", .amount_minor = 4000});
  EXPECT_EQ(Say(facts, "2026-02-10", Ladder()), "second phone 60.00");
  facts.On("2026-02-10", CreditNoteIssued{.item = "A", .amount_minor = 6000});
  EXPECT_EQ(Say(facts, "2026-02-10", Ladder()), "");
  facts.On("2026-02-11", Reversed{.event = "4"});
  EXPECT_EQ(Say(facts, "2026-02-11", Ladder()), "second phone 60.00");
}

// frappe/erpnext#12048: so much of an invoice is held, for a reason; the rest
// is due, what is held is shown, and it is asked for once it is released.
TEST(NextAction, Erpnext12048_AHoldHasAnAmountAndAReason) {
  Facts facts = OneInvoice();
  facts.Add({.id = "hold",
             .value_date = On("2026-02-01"),
             .recorded = On("2026-02-01"),
             .body = HoldOpened{.item = "A", .amount_minor = 2500},
             .reason = "quality below what was agreed"});
  EXPECT_EQ(Say(facts, "2026-02-03", Ladder()), "first email 75.00");
  EXPECT_EQ(usance::On("2026-02-03", facts, PolicyOf())->rows[0].held_minor,
            2500);
  EXPECT_EQ(facts.journal().Find("hold")->reason,
            "quality below what was agreed");
  facts.On("2026-02-04", HoldClosed{.hold = "hold"});
  EXPECT_EQ(Say(facts, "2026-02-04", Ladder()), "first email 100.00");
}

// getlago/lago-api#2889: after the last attempt a customer is through, and
// nothing more comes. #2875, #2876: who pays starts anew. #2796, #2868: so does
// who gets another campaign, whose steps nobody took; the last contact counts.
TEST(NextAction, Lago2889_WhatStartsACampaignAnew) {
  DunningPolicy policy = Ladder(StepOrder::kStrict, DunningScope::kAccount);
  policy.steps = {StepOf("attempt", "1d")};
  policy.steps[0].attempts = 2;
  policy.steps[0].retry_days = 3;
  Facts facts = OneInvoice();
  facts.On("2026-02-01", Made("attempt"));
  EXPECT_EQ(Say(facts, "2026-02-04", policy), "attempt email 100.00");
  facts.On("2026-02-04", Made("attempt"));
  EXPECT_EQ(Say(facts, "2026-12-31", policy), "steps taken");
  // One more attempt is allowed, and it goes on.
  policy.steps[0].attempts = 3;
  EXPECT_EQ(Say(facts, "2026-02-07", policy), "attempt email 100.00");
  policy.steps[0].attempts = 2;
  DunningPolicy another = policy;
  another.steps[0].id = "knock";
  EXPECT_EQ(Say(facts, "2026-02-04", another), "gap 2026-02-05");
  EXPECT_EQ(Say(facts, "2026-02-05", another), "knock email 100.00");
  facts.Pay("2026-03-01", "100.00");
  facts.Invoice("2026-03-02", "B", "50.00", "2026-03-31");
  EXPECT_EQ(Say(facts, "2026-04-01", policy), "attempt email 50.00");
}

// adempiere/adempiere#2359: is the fee of a reminder owed? It is a figure until
// it is posted, and then part of what is open.
TEST(NextAction, Adempiere2359_AFeeIsOwedOncePosted) {
  DunningPolicy policy = Ladder();
  policy.steps[1].fee = "reminder";
  policy.fees = {{.id = "reminder",
                  .basis = FeeBasis::kFlat,
                  .amount = Money(500, Eur()),
                  .trigger = FeeTrigger::kNotice}};
  Facts facts = OneInvoice();
  EXPECT_EQ(Say(facts, "2026-02-03", policy), "first email 100.00 + 5.00");
  facts.On("2026-02-03", Made("first"));
  const auto open = [&] {
    return Euros(usance::On("2026-02-03", facts, PolicyOf())->open.Total());
  };
  EXPECT_EQ(open(), "100.00");
  facts.Charge("2026-02-03", Component::kFee, "5.00", "A");
  EXPECT_EQ(open(), "105.00");
  EXPECT_EQ(Say(facts, "2026-02-10", policy), "second phone 105.00");
}

// --- properties -------------------------------------------------------------

struct Taken {
  Date day;
  uint32_t step;
};

// Runs the policy every so many days, takes each action at once, and returns
// the steps by item.
std::map<uint32_t, std::vector<Taken>> Collect(Facts& facts,
                                               const DunningPolicy& policy,
                                               Date from, Date to,
                                               int32_t every) {
  std::map<uint32_t, std::vector<Taken>> taken;
  for (Date day = from; day <= to;
       day = *Date::FindDays(int64_t{day.days()} + every)) {
    const std::string text = day.ToText();
    const NextActions next = Decide(facts, text, policy);
    const auto account = On(text, facts, PolicyOf());
    for (const NextAction& action : next.actions) {
      const AccountRow& row = account->rows[action.rows.front()];
      taken[row.item].push_back({day, action.step});
      facts.On(text, ContactMade{.channel = *action.channel,
                                 .items = {account->items[row.item].id},
                                 .step = policy.steps[action.step].id});
    }
  }
  return taken;
}

Facts RandomInvoices(int count) {
  Facts facts;
  for (int k = 0; k < count; ++k) {
    const Date day = *Date::FindDays(int64_t{On("2026-01-01").days()} +
                                     *rc::gen::inRange(0, 60));
    const Date due =
        *Date::FindDays(int64_t{day.days()} + *rc::gen::inRange(0, 40));
    facts.Invoice(day.ToText(), "I" + std::to_string(k),
                  std::to_string(*rc::gen::inRange(1, 999)), due.ToText());
  }
  return facts;
}

RC_GTEST_PROP(NextActionProperty, P44_StepsRiseAndKeepTheirGap, ()) {
  DunningPolicy policy =
      Ladder(*rc::gen::element(StepOrder::kStrict, StepOrder::kCatchUp));
  for (DunningStep& step : policy.steps) {
    step.min_gap_days = *rc::gen::inRange(1, 9);
  }
  Facts facts = RandomInvoices(3);
  const auto taken = Collect(facts, policy, On("2026-01-01"), On("2026-08-01"),
                             *rc::gen::inRange(1, 15));
  RC_ASSERT(!taken.empty());
  for (const auto& [item, steps] : taken) {
    for (size_t k = 1; k < steps.size(); ++k) {
      RC_ASSERT(steps[k].step > steps[k - 1].step);
      RC_ASSERT(steps[k].day - steps[k - 1].day >=
                policy.steps[steps[k].step].min_gap_days);
    }
  }
}

// In strict order, whoever runs each day and whoever runs now and then have
// taken the same steps in the end; reminders before the due day may be missed.
RC_GTEST_PROP(NextActionProperty, DailyAndRareRunsEndWithTheSameSteps, ()) {
  DunningPolicy policy = Ladder();
  policy.steps.erase(policy.steps.begin());
  Facts daily = RandomInvoices(3), rarely = daily;
  const auto a = Collect(daily, policy, On("2026-01-01"), On("2026-12-31"), 1);
  const auto b = Collect(rarely, policy, On("2026-01-01"), On("2026-12-31"),
                         *rc::gen::inRange(2, 31));
  RC_ASSERT(a.size() == b.size());
  for (const auto& [item, steps] : a) {
    const std::vector<Taken>& other = b.at(item);
    RC_ASSERT(steps.size() == 3u && other.size() == 3u);
    for (size_t k = 0; k < steps.size(); ++k) {
      RC_ASSERT(steps[k].step == other[k].step);
      RC_ASSERT(steps[k].day <= other[k].day);
    }
  }
}

}  // namespace
}  // namespace usance
