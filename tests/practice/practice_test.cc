// What good debt recovery asks for, point by point: docs/practice.md. Each test
// reads as the advice does. Expected figures are worked out beside them.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/account/facts.h"
#include "usance/usance.h"

namespace usance {
namespace {

Date Day(std::string_view text) { return *Date::Parse(text); }

Json Ask(std::string_view request) {
  const absl::StatusOr<Json> answer = ParseJson(Eval(request));
  EXPECT_TRUE(answer.ok() && answer->Find("ok") != nullptr) << Eval(request);
  return answer.ok() && answer->Find("ok") != nullptr ? *answer->Find("ok")
                                                      : Json::Object();
}

std::string Text(const Json& object, std::string_view name) {
  const Json* value = object.Find(name);
  return value == nullptr ? "" : value->text();
}

DunningStep StepOf(std::string id, std::string_view after, Tone tone,
                   std::vector<Channel> channels) {
  return {.id = std::move(id),
          .after = *ParseSteps(after),
          .channels = std::move(channels),
          .tone = tone};
}

// A small firm's ladder.
DunningPolicy Ladder() {
  DunningPolicy policy = {.id = "ladder",
                          .scope = DunningScope::kItem,
                          .order = StepOrder::kStrict};
  policy.steps = {StepOf("friendly", "-7d", Tone::kFriendly, {Channel::kEmail}),
                  StepOf("first", "1d", Tone::kNeutral, {Channel::kEmail}),
                  StepOf("call", "10d", Tone::kNeutral, {Channel::kPhone}),
                  StepOf("text", "17d", Tone::kFirm, {Channel::kTextMessage}),
                  StepOf("final", "30d", Tone::kFinal, {Channel::kLetter})};
  return policy;
}

NextActions Decide(const Facts& facts, std::string_view day,
                   const DunningPolicy& policy = Ladder(),
                   const DebtorProfile& debtor = {}) {
  const auto account = On(day, facts, PolicyOf());
  EXPECT_TRUE(account.ok()) << account.status();
  const auto next = DecideActions(facts.journal(), *account, policy, debtor);
  EXPECT_TRUE(next.ok()) << next.status();
  return *next;
}

// The step that is to be taken on a day; none: "".
std::string StepOn(const Facts& facts, std::string_view day,
                   const DunningPolicy& policy = Ladder()) {
  const NextActions next = Decide(facts, day, policy);
  return next.actions.empty() ? "" : policy.steps[next.actions[0].step].id;
}

Facts OneInvoice() {
  return Facts().Invoice("2026-01-01", "1007", "1000.00", "2026-01-31", "12");
}

// --- before -----------------------------------------------------------------

TEST(Practice, Point01_ClearTermsGiveOneDueDateAndOneSentence) {
  const Json due =
      Ask(R"({"op":"due_dates","terms":"2/10 net 30","date":"2026-01-31",)"
          R"("amount":"1000.00","currency":"EUR"})");
  EXPECT_EQ(Text(due.Find("installments")->items()[0], "due"), "2026-03-02");
  const Json said =
      Ask(R"({"op":"terms","terms":"2/10 net 30","sentence":"en"})");
  EXPECT_EQ(Text(said, "sentence"),
            "Payment of the invoice amount is due within 30 days after the "
            "date of the invoice. A discount of 2% is granted on this payment "
            "if it is made within 10 days after the date of the invoice.");
}

// 1,000.00 at 12 % for 59 days of 365: 19.397...
TEST(Practice, Point02_PenaltiesAreSpelledOutAndComputable) {
  const std::string policy =
      R"("policy":{"interest":{"rate":"12%","day_count":"act/365f",)"
      R"("compounding":"simple","rounding":"half even"}})";
  const Json late =
      Ask(R"({"op":"late_charges",)" + policy +
          R"(,"amount":"1000.00","currency":"EUR","due":"2026-01-31",)"
          R"("as_of":"2026-03-31"})");
  EXPECT_EQ(Text(late, "interest"), "19.40");
  const Json said = Ask(R"({"op":"terms","terms":"net 30","currency":"EUR",)" +
                        policy + R"(,"sentence":"en"})");
  EXPECT_NE(ToText(said).find("12%"), std::string::npos) << ToText(said);
}

TEST(Practice, Point03_TheSameTermsAreReviewedInTheCustomersLanguage) {
  std::set<std::string> sentences;
  for (const char* language : {"en", "de", "fr", "es"}) {
    sentences.insert(
        Text(Ask(std::string(R"({"op":"terms","terms":"2/10 net 30",)") +
                 R"("sentence":")" + language + R"("})"),
             "sentence"));
  }
  EXPECT_EQ(sentences.size(), 4u);
  EXPECT_FALSE(sentences.contains(""));
}

// A customer of one class or another, by the share that was paid on time.
CreditPolicy TrustPolicy() {
  CreditPolicy policy = {.id = "trade",
                         .version = "1",
                         .valid_from = Day("2026-01-01"),
                         .currency = Eur(),
                         .factors = {},
                         .classes = {}};
  policy.factors = {{.measure = Measure::kOnTimeByAmount,
                     .bands = {{{}, 0}, {Fraction::Of(9, 10), 100}},
                     .missing = MissingData::kWorst}};
  policy.knock_outs = {{.measure = Measure::kInsolvency,
                        .at = 1,
                        .reason = "insolvency",
                        .class_id = "in advance",
                        .missing = MissingData::kLeaveOut}};
  policy.classes = {{.id = "good",
                     .from_points = 50,
                     .terms = *ParseTerms("net 30"),
                     .limit = {.basis = LimitBasis::kSales}},
                    {.id = "in advance",
                     .terms = *ParseTerms("net 0"),
                     .limit = {.basis = LimitBasis::kFixed},
                     .deposit = 100_percent}};
  return policy;
}

TEST(Practice, Point04_TheCreditPolicyIsStructuredAndSaysItselfInWords) {
  CreditPolicy policy = TrustPolicy();
  ASSERT_THAT(CheckPolicy(policy), IsOk());
  const std::string text = ToText(policy);
  for (const char* said : {"on time by amount", "from 90% 100", "Class good",
                           "payment: net 30", "deposit: 100% of an order"}) {
    EXPECT_NE(text.find(said), std::string::npos) << text;
  }
  // No policy rewards a worse record.
  policy.factors[0].bands[0].points = 101;
  EXPECT_THAT(CheckPolicy(policy),
              IsError(Reason::kOutOfOrder, "/factors/0/bands/1/points"));
}

TEST(Practice, Point05_ACustomerIsCheckedBeforeCreditIsGranted) {
  const auto judged = [](std::string_view paid, const ExternalFacts& known) {
    Facts facts = OneInvoice();
    facts.Pay(paid, "1000.00");
    const auto account = On("2026-06-30", facts, PolicyOf());
    const auto record = TrackRecordOf(facts.journal(), *account, 365);
    const CreditPolicy policy = TrustPolicy();
    const auto result = Assess(policy, *record, known);
    EXPECT_THAT(result, IsOk());
    return policy.classes[result->credit_class].id;
  };
  EXPECT_EQ(judged("2026-01-31", {}), "good");
  EXPECT_EQ(judged("2026-02-01", {}), "in advance");
  EXPECT_EQ(judged("2026-01-31", {.insolvency = true}), "in advance");
}

TEST(Practice, Point06_TheRiskSetsLimitDepositAndDays) {
  const CreditPolicy policy = TrustPolicy();
  EXPECT_LT(policy.classes[0].deposit, policy.classes[1].deposit);
  const ExposurePolicy rules = {
      .currency = Eur(),
      .classes = {{.exposure_class = ExposureClass::kOpen},
                  {.exposure_class = ExposureClass::kOrders}},
      .without_limit = WithoutLimit::kZero,
      .overdue = {},
      .refuse_orders = ExposureState::kHold,
      .refuse_deliveries = ExposureState::kHold};
  const CreditParty customer = {.id = "C",
                                .limits = {{.amount_minor = 100'000}}};
  const auto may_order = [&](int64_t minor) {
    const auto result = CheckExposure(rules, {&customer, 1},
                                      {.party = "C",
                                       .point = CheckPoint::kOrder,
                                       .day = Day("2026-06-30"),
                                       .amount_minor = minor});
    EXPECT_THAT(result, IsOk());
    return result->allowed;
  };
  EXPECT_TRUE(may_order(100'000));
  EXPECT_FALSE(may_order(100'001));
}

// --- while it runs ----------------------------------------------------------

// Ten days of 1,000.00 at 12 % are 3.29, which the payment covers first.
TEST(Practice, Point07_EveryInvoiceIsMonitoredOnAnyDay) {
  Facts facts = OneInvoice();
  facts.Invoice("2026-01-15", "1008", "500.00", "2026-02-28");
  facts.Pay("2026-02-10", "400.00", {{.item = "1007"}});
  const auto account = On("2026-02-20", facts, PolicyOf());
  ASSERT_TRUE(account.ok());
  const auto aging =
      Age(*account, {.basis = AgingBasis::kDue, .edges = {30, 60}});
  ASSERT_TRUE(aging.ok());
  EXPECT_EQ(aging->not_due.amount_minor, Cents("500.00"));
  EXPECT_EQ(account->days_past_due, 20);
  EXPECT_EQ(account->open[Component::kPrincipal], Cents("1103.29"));
}

TEST(Practice, Point08_AFriendlyReminderComesBeforeTheDueDate) {
  const NextActions next = Decide(OneInvoice(), "2026-01-24");
  ASSERT_EQ(next.actions.size(), 1u);
  const DunningPolicy policy = Ladder();
  EXPECT_EQ(policy.steps[next.actions[0].step].tone, Tone::kFriendly);
  EXPECT_EQ(next.actions[0].open_minor, Cents("1000.00"));
}

TEST(Practice, Point09_PayingIsEasyBecauseAPhoneReadsTheRequest) {
  const Json asked =
      Ask(R"({"op":"payment_request","creditor":"Franz Mustermann",)"
          R"("iban":"DE71 1102 2033 0123 4567 89","amount":"12.30",)"
          R"("reference":"RF18 5390 0754 7034","reference_kind":"rf"})");
  EXPECT_TRUE(Text(asked, "payload").starts_with("BCD\n"));
}

TEST(Practice, Point10_CustomersAreToldTheirOutstandingBalance) {
  Facts facts = OneInvoice();
  facts.Pay("2026-01-20", "400.00");
  const auto statement =
      StatementOf(facts.journal(), PolicyOf(),
                  {.from = Day("2026-01-01"), .to = Day("2026-01-31")});
  ASSERT_TRUE(statement.ok()) << statement.status();
  EXPECT_EQ(statement->account.open.Total(), Cents("600.00"));
  EXPECT_EQ(statement->lines.size(), 2u);
}

// What was told once is told again for ever, in whatever order it arrives.
TEST(Practice, Point11_TheRecordOfTransactionsAndContactsIsClear) {
  Facts facts = OneInvoice();
  facts.On("2026-02-03", ContactMade{.channel = Channel::kPhone,
                                     .response = Response::kDelay,
                                     .items = {"1007"}});
  Journal other("debtor", Eur());
  ASSERT_TRUE(other.Append(facts.journal()[1]).ok());
  ASSERT_TRUE(other.Append(facts.journal()[0]).ok());
  EXPECT_EQ(other, facts.journal());
  const auto again = other.Append(facts.journal()[0]);
  ASSERT_TRUE(again.ok());
  EXPECT_FALSE(*again);  // nothing counts twice
}

TEST(Practice, Point12_NoReminderDependsOnMemory) {
  Facts facts = OneInvoice();
  std::vector<std::string> taken;
  for (Date day = Day("2026-01-01"); day <= Day("2026-03-15");
       day = *Date::FindDays(int64_t{day.days()} + 1)) {
    const std::string step = StepOn(facts, day.ToText());
    if (step.empty()) continue;
    taken.push_back(day.ToText() + " " + step);
    facts.On(day.ToText(),
             ContactMade{
                 .channel = Channel::kEmail, .items = {"1007"}, .step = step});
  }
  EXPECT_EQ(taken,
            (std::vector<std::string>{"2026-01-24 friendly", "2026-02-01 first",
                                      "2026-02-10 call", "2026-02-17 text",
                                      "2026-03-02 final"}));
}

// --- when it is late --------------------------------------------------------

TEST(Practice, Point13_TheCustomerIsContactedAsSoonAsTheDeadlineHasPassed) {
  EXPECT_EQ(StepOn(OneInvoice(), "2026-01-31"), "friendly");
  EXPECT_EQ(StepOn(OneInvoice(), "2026-02-01"), "first");
}

TEST(Practice, Point14_FollowUpGoesOnUntilTheBalanceIsSettled) {
  Facts facts = OneInvoice();
  facts.On("2026-02-01",
           ContactMade{
               .channel = Channel::kEmail, .items = {"1007"}, .step = "first"});
  facts.Pay("2026-02-05", "400.00");  // a part of it settles nothing yet
  EXPECT_EQ(StepOn(facts, "2026-02-10"), "call");
  facts.Pay("2026-02-11", "700.00");
  EXPECT_EQ(StepOn(facts, "2026-02-11"), "");
}

TEST(Practice, Point15_SeveralChannelsAreUsed) {
  DunningPolicy policy = Ladder();
  policy.steps = {StepOf("first", "1d", Tone::kNeutral,
                         {Channel::kEmail, Channel::kTextMessage})};
  policy.steps[0].attempts = 2;
  Facts facts = OneInvoice();
  EXPECT_EQ(Decide(facts, "2026-02-01", policy).actions[0].channel,
            Channel::kEmail);
  facts.On("2026-02-01", ContactMade{.channel = Channel::kEmail,
                                     .response = Response::kUndeliverable,
                                     .items = {"1007"},
                                     .step = "first"});
  EXPECT_EQ(Decide(facts, "2026-02-02", policy).actions[0].channel,
            Channel::kTextMessage);
}

TEST(Practice, Point16_TheReasonDecidesTheTreatment) {
  EXPECT_EQ(TreatmentOf(Response::kOversight), Treatment::kSendAgain);
  EXPECT_EQ(TreatmentOf(Response::kDelay), Treatment::kAskForPromise);
  EXPECT_EQ(TreatmentOf(Response::kHardship), Treatment::kOfferPlan);
  EXPECT_EQ(TreatmentOf(Response::kDispute), Treatment::kOpenDispute);
  // What is disputed is not asked for; the rest is, with the day's interest:
  // 1,000.00 at 12 % for a day is 0.33.
  Facts facts = OneInvoice();
  facts.On("2026-02-01", HoldOpened{.kind = HoldKind::kDispute,
                                    .item = "1007",
                                    .amount_minor = Cents("300.00")});
  EXPECT_EQ(Decide(facts, "2026-02-01").actions[0].open_minor, Cents("700.33"));
}

TEST(Practice, Point17_FollowUpStaysWithinLawAndDecency) {
  DunningPolicy policy = Ladder();
  policy.caps = {{.id = "Reg F",
                  .channels = {Channel::kPhone},
                  .most = 7,
                  .within_days = 7,
                  .after_answer_days = 7}};
  policy.windows = {
      {.weekdays = {Weekday::kMonday, Weekday::kTuesday, Weekday::kWednesday,
                    Weekday::kThursday, Weekday::kFriday},
       .from_minute = 8 * 60,
       .until_minute = 21 * 60}};
  const NextActions sunday = Decide(OneInvoice(), "2026-02-01", policy);
  ASSERT_EQ(sunday.held_back.size(), 1u);
  EXPECT_EQ(sunday.held_back[0].rule, HoldBack::kWindow);
  EXPECT_EQ(sunday.held_back[0].until, Day("2026-02-02"));
  const NextActions monday = Decide(OneInvoice(), "2026-02-02", policy);
  ASSERT_EQ(monday.actions.size(), 1u);
  EXPECT_EQ(monday.actions[0].from_minute, 480);
}

// --- when they cannot pay ---------------------------------------------------

AmortizationSpec Monthly(int32_t count) {
  return {.principal = Money(0, Eur()),
          .rate = *Rate::Parse("0%", ""),
          .day_count = DayCount::k30E360,
          .schedule = {.start = Day("2026-02-15"),
                       .count = count,
                       .frequency = Months(1)},
          .method = AmortizationMethod::kLevel,
          .rounding = Rounding::kHalfEven,
          .residual = Residual::kLast};
}

TEST(Practice, Point18_AnInstallmentPlanHasAPaceThatCanBeKept) {
  const auto plan = FindPaymentPlan({{"1007", Cents("1000.00")}}, Monthly(1),
                                    {.most_minor = Cents("150.00")});
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->amortization.rows.size(), 7u);
  EXPECT_EQ(plan->amortization.rows[0].payment_minor, Cents("142.86"));
}

// The arrears are in a plan; what falls due now is followed up as ever.
TEST(Practice, Point19_ArrearsAreCaughtUpBesideCurrentDues) {
  Facts facts = OneInvoice();
  facts.Invoice("2026-02-01", "1020", "200.00", "2026-03-01");
  const auto plan = MakePaymentPlan({{"1007", Cents("1000.00")}}, Monthly(4));
  ASSERT_TRUE(plan.ok());
  facts.Add({.id = "plan",
             .value_date = Day("2026-02-15"),
             .recorded = Day("2026-02-15"),
             .body = AgreementOf(*plan, true)});
  const NextActions next = Decide(facts, "2026-03-02");
  ASSERT_EQ(next.actions.size(), 1u);
  EXPECT_EQ(next.actions[0].open_minor, Cents("200.00"));
  ASSERT_EQ(next.held_back.size(), 1u);
  EXPECT_EQ(next.held_back[0].rule, HoldBack::kPlan);
  facts.Pay("2026-03-15", "250.00", {{.item = "1007"}});
  const auto account = On("2026-03-20", facts, PolicyOf());
  ASSERT_TRUE(account.ok());
  const auto standing = StandingOf(facts.journal(), *account, "plan", {});
  ASSERT_TRUE(standing.ok());
  EXPECT_EQ(standing->state, PlanState::kGood);
}

TEST(Practice, Point20_AnExtensionMovesTheDueDayAndIsOnRecord) {
  Facts facts = OneInvoice();
  facts.On("2026-01-30",
           DueDateChanged{.item = "1007", .due = Day("2026-02-28")});
  EXPECT_EQ(StepOn(facts, "2026-02-20"), "");
  EXPECT_EQ(StepOn(facts, "2026-02-21"), "friendly");
  const auto account = On("2026-02-20", facts, PolicyOf());
  ASSERT_TRUE(account.ok());
  EXPECT_EQ(account->rows[0].original_due, Day("2026-01-31"));
  EXPECT_EQ(account->open[Component::kDefaultInterest], 0);
}

TEST(Practice, Point21_ASettlementIsSomethingBothSidesGainFrom) {
  const auto account = On("2026-06-30", OneInvoice(), PolicyOf());
  ASSERT_TRUE(account.ok());
  const auto settled = Settle(
      *account,
      {.pay_minor = Cents("900.00"),
       .gives_up = {Component::kDefaultInterest, Component::kPrincipal}});
  ASSERT_TRUE(settled.ok()) << settled.status();
  EXPECT_EQ(settled->given_up[Component::kPrincipal], Cents("100.00"));
}

// --- when they will not pay -------------------------------------------------

TEST(Practice, Point22_TheSignsSayWhenToCallForHelp) {
  Facts facts = OneInvoice();
  for (const char* day : {"2026-02-01", "2026-02-10", "2026-03-02"}) {
    facts.On(day, ContactMade{.channel = Channel::kEmail, .items = {"1007"}});
  }
  const EscalationPolicy policy = {
      .id = "signs",
      .signs = {{Sign::kUnanswered, {{3, 40}}},
                {Sign::kOpen, {{Cents("500.00"), 20}}},
                {Sign::kInsolvency, {{1, 60}}},
                {Sign::kOtherJurisdiction, {{1, 20}}}},
      .review_points = 40,
      .hand_over_points = 80};
  const auto account = On("2026-03-31", facts, PolicyOf());
  ASSERT_TRUE(account.ok());
  const auto here = Escalate(facts.journal(), *account, policy);
  ASSERT_TRUE(here.ok() && here->size() == 1) << here.status();
  EXPECT_EQ(here->front().advice, Advice::kReview);
  const auto abroad =
      Escalate(facts.journal(), *account, policy, {.other_jurisdiction = true});
  ASSERT_TRUE(abroad.ok());
  EXPECT_EQ(abroad->front().advice, Advice::kHandOver);
}

// A court that costs 250.00 wins 1,000.00 with a chance of 60 %: 350.00. Of
// 100.00 it wins 60.00: less than it costs.
TEST(Practice, Point23_TheCostOfRecoveryIsWeighedAgainstTheSum) {
  const auto worth = [](std::string_view amount) {
    const RecoveryOption court = {
        .id = "court",
        .receipts = {{Day("2026-01-01"), Cents(amount)}},
        .chance = Percent(Fraction::Of(60, 100)),
        .cost_minor = Cents("250.00")};
    const auto values = CompareOptions({{.id = "write off"}, court},
                                       {.as_of = Day("2026-01-01"),
                                        .rate = *Rate::Parse("0%", ""),
                                        .day_count = DayCount::kAct365Fixed,
                                        .rounding = Rounding::kHalfEven});
    return values->front();
  };
  EXPECT_EQ(worth("1000.00").expected_minor, Cents("350.00"));
  EXPECT_EQ(worth("100.00").option, 0u);  // write it off
}

// BGB 288(2): nine points over the base rate, which was 1.27 % in the first
// half of 2026; BGB 195, 199(1): three years from the end of the year.
TEST(Practice, Point24_TheLegalFrameworkIsData) {
  const Json late =
      Ask(R"({"op":"late_charges","statute":"de","contract_date":"2026-01-01",)"
          R"("amount":"1000.00","currency":"EUR","due":"2026-01-31",)"
          R"("as_of":"2026-03-31","rounding":"half even"})");
  EXPECT_EQ(Text(late.Find("segments")->items()[0], "rate"), "10.27%");
  const Json limit = Ask(R"({"op":"limitation","law":"de","due":"2023-03-15",)"
                         R"("as_of":"2026-10-01"})");
  EXPECT_EQ(Text(limit, "last_day"), "2026-12-31");
}

// --- always -----------------------------------------------------------------

// A mail that nobody answered, a call, and then the money.
TEST(Practice, Point25_WhatWorkedAndWhatDidNotIsOnRecord) {
  Facts facts = OneInvoice();
  facts.On("2026-02-01", ContactMade{.channel = Channel::kEmail,
                                     .items = {"1007"},
                                     .step = "first"});
  facts.On("2026-02-10", ContactMade{.channel = Channel::kPhone,
                                     .response = Response::kOversight,
                                     .items = {"1007"},
                                     .step = "call"});
  facts.Pay("2026-02-12", "1000.00");
  const auto account = On("2026-03-31", facts, PolicyOf());
  ASSERT_TRUE(account.ok());
  const auto outcomes = OutcomesOf(
      *account, facts.journal(), {.costs = {{Channel::kPhone, Cents("4.00")}}});
  ASSERT_TRUE(outcomes.ok() && outcomes->size() == 2) << outcomes.status();
  const Outcome& call = outcomes->at(0);
  EXPECT_EQ(call.step, "call");
  EXPECT_EQ(call.responses, 1);
  EXPECT_EQ(call.amount_minor, Cents("1000.00"));
  EXPECT_EQ(call.cost_minor, Cents("4.00"));
  const Outcome& mail = outcomes->at(1);
  EXPECT_EQ(mail.contacts, 1);
  EXPECT_EQ(mail.responses + mail.paid, 0);
}

// 400.00 of 1,000.00 by the 30th day and 700.00 by the 60th. A week brought
// 100.00 of the 120.00 that were expected, the next one 70.00 of 60.00: errors
// of 20.00 and 10.00, 3/17 of what came.
TEST(Practice, Point26_RecoveryAndCashFlowAreMeasured) {
  Facts facts = OneInvoice();
  facts.Pay("2026-02-20", "400.00", {{.item = "1007"}});
  facts.Pay("2026-03-25", "300.00", {{.item = "1007"}});
  const auto opening = On("2025-12-31", facts, PolicyOf());
  const auto closing = On("2026-03-31", facts, PolicyOf());
  ASSERT_TRUE(opening.ok() && closing.ok());
  const auto figures = FiguresOf(*opening, *closing, facts.journal());
  ASSERT_TRUE(figures.ok()) << figures.status();
  const auto rate =
      CollectionRate(figures->receivables, figures->collected_minor);
  ASSERT_TRUE(rate.ok()) << rate.status();
  EXPECT_EQ(*rate, Fraction::Of(7, 10));
  const std::vector<CohortReceipt> receipts = {{20, Cents("400.00")},
                                               {53, Cents("300.00")}};
  const std::vector<int32_t> edges = {30, 60};
  const auto curve = RecoveryCurve(Cents("1000.00"), receipts, edges);
  ASSERT_TRUE(curve.ok()) << curve.status();
  EXPECT_EQ(*curve, (std::vector{Fraction::Of(2, 5), Fraction::Of(7, 10)}));
  const auto test = BackTestOf(
      {.buckets = {{.first = Day("2026-04-01"),
                    .last = Day("2026-04-07"),
                    .expected_minor = Cents("120.00")},
                   {.first = Day("2026-04-08"),
                    .last = Day("2026-04-14"),
                    .expected_minor = Cents("60.00")}}},
      {{Day("2026-04-03"), Cents("100.00")},
       {Day("2026-04-09"), Cents("70.00")}},
      Day("2026-04-14"));
  ASSERT_TRUE(test.ok()) << test.status();
  EXPECT_EQ(test->error_share, Fraction::Of(3, 17));
}

// A new ladder is tried beside the old one. After two letters each nobody can
// tell; after a hundred the record can. It changes no policy by itself.
TEST(Practice, Point27_RecoveryIsSomethingToGetBetterAt) {
  const auto standing = [](int64_t contacts, int64_t old_paid,
                           int64_t new_paid) {
    const std::vector<Outcome> outcomes = {
        {.segment = "old", .contacts = contacts, .paid = old_paid},
        {.segment = "new", .contacts = contacts, .paid = new_paid}};
    const auto ranked = Rank(outcomes, OutcomeMeasure::kPayment);
    EXPECT_THAT(ranked, IsOk());
    EXPECT_EQ(outcomes[ranked->front().outcome].segment, "new");
    return ranked->back().standing;
  };
  EXPECT_EQ(standing(2, 0, 1), Standing::kNotDistinguishable);
  EXPECT_EQ(standing(100, 40, 70), Standing::kLower);
}

}  // namespace
}  // namespace usance
