#include "usance/recovery/payment_plan.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/account/facts.h"

namespace usance {
namespace {

AmortizationSpec Monthly(int32_t count, std::string_view rate = "0%") {
  return {.principal = Money(0, Eur()),
          .rate = *Rate::Parse(rate, ""),
          .day_count = DayCount::k30E360,
          .schedule = {.start = Date::Of(2026, 1, 15),
                       .count = count,
                       .frequency = Months(1)},
          .method = AmortizationMethod::kLevel,
          .rounding = Rounding::kHalfEven,
          .residual = Residual::kLast};
}

std::string Payments(const PaymentPlan& plan) {
  std::string text;
  for (const Installment& row : plan.amortization.rows) {
    text += (text.empty() ? "" : " ") + Euros(row.payment_minor);
  }
  return text;
}

std::string Parts(const PaymentPlan& plan) {
  std::string text;
  for (const PlanPart& part : plan.parts) {
    text += (text.empty() ? "" : " ") + std::to_string(part.row) +
            plan.debts[part.debt].item + Euros(part.amount_minor);
  }
  return text;
}

TEST(PaymentPlan, SettlesDebtsInTheirOrder) {
  const auto plan = MakePaymentPlan({{"A", 7000}, {"B", 5000}}, Monthly(4));
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(Payments(*plan), "30.00 30.00 30.00 30.00");
  EXPECT_EQ(Parts(*plan), "0A30.00 1A30.00 2A10.00 2B20.00 3B30.00");
  const PlanAgreed agreed = AgreementOf(*plan, true);
  EXPECT_EQ(agreed.items, (std::vector<std::string>{"A", "B"}));
  ASSERT_EQ(agreed.rows.size(), 4u);
  EXPECT_EQ(agreed.rows[0].due, Date::Of(2026, 2, 15));
  EXPECT_EQ(agreed.rows[3].amount_minor, 3000);
}

// At 12 % a year the level payment of 1,000.00 over 3 months is 340.02 (to the
// cent from 1000 * 0.01 / (1 - 1.01^-3) = 340.0221...).
TEST(PaymentPlan, InterestIsOfThePlanAndOfNoDebt) {
  const auto plan =
      MakePaymentPlan({{"A", 60000}, {"B", 40000}}, Monthly(3, "12%"));
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(Payments(*plan), "340.02 340.02 340.03");
  int64_t settled[2] = {};
  for (const PlanPart& part : plan->parts) {
    settled[part.debt] += part.amount_minor;
  }
  EXPECT_EQ(settled[0], 60000);
  EXPECT_EQ(settled[1], 40000);
}

TEST(PaymentPlan, RefusesWhatIsNoDebt) {
  struct Case {
    std::vector<PlanDebt> debts;
    Reason reason;
    const char* field;
  };
  const Case cases[] = {
      {{}, Reason::kMissingField, "/debts"},
      {{{"", 1}}, Reason::kMissingField, "/debts/0/item"},
      {{{"A", 1}, {"A", 1}}, Reason::kDuplicateField, "/debts/1/item"},
      {{{"A", 0}}, Reason::kOutOfRange, "/debts/0/amount"},
      {{{"A", INT64_MAX}, {"B", 1}}, Reason::kOverflow, "/debts"},
      {std::vector<PlanDebt>(1201, {"A", 1}), Reason::kLimitExceeded, "/debts"},
  };
  for (const Case& one : cases) {
    const auto plan = MakePaymentPlan(one.debts, Monthly(4));
    EXPECT_EQ(ReasonOf(plan.status()), one.reason) << plan.status();
    EXPECT_EQ(FieldOf(plan.status()), one.field);
  }
  AmortizationSpec terms = Monthly(4);
  terms.rounding = {};
  EXPECT_EQ(FieldOf(MakePaymentPlan({{"A", 1}}, terms).status()),
            "/terms/rounding");
}

TEST(PaymentPlan, FindsTheFewestPaymentsThatCanBeKept) {
  const std::vector<PlanDebt> debts = {{"A", 100000}};
  const auto plan = FindPaymentPlan(debts, Monthly(1), {.most_minor = 9000});
  ASSERT_TRUE(plan.ok()) << plan.status();
  EXPECT_EQ(plan->amortization.rows.size(), 12u);
  EXPECT_EQ(plan->amortization.rows[0].payment_minor, 8333);
  EXPECT_EQ(plan->amortization.rows[11].payment_minor, 8337);
  const auto none = FindPaymentPlan(debts, Monthly(1),
                                    {.most_minor = 9000, .most_payments = 10});
  EXPECT_EQ(none.status().message(),
            "/affordability: over 10 payments the largest is 100.00 EUR; "
            "allowed: up to 90.00 EUR, which takes 12 payments");
  // 12 % a year of 1,000.00 is 10.00 a month: 10.00 never pays it back.
  const auto never =
      FindPaymentPlan(debts, Monthly(1, "12%"), {.most_minor = 1000});
  EXPECT_EQ(never.status().message(),
            "/affordability: payments up to 10.00 EUR do not pay it back "
            "within 1200 payments");
  EXPECT_EQ(
      FieldOf(FindPaymentPlan(debts, Monthly(1), {.most_minor = 0}).status()),
      "/affordability/most");
  EXPECT_EQ(FieldOf(FindPaymentPlan(debts, Monthly(1),
                                    {.most_minor = 1, .most_payments = 1201})
                        .status()),
            "/affordability/most_payments");
}

RC_GTEST_PROP(PaymentPlanProperty, TheFoundPlanIsTheShortestThatFits, ()) {
  const std::vector<PlanDebt> debts = {
      {"A", *rc::gen::inRange<int64_t>(1, 500000)}};
  const std::string rate = std::to_string(*rc::gen::inRange(0, 30)) + "%";
  const int64_t most = *rc::gen::inRange<int64_t>(5000, 100000);
  const auto plan =
      FindPaymentPlan(debts, Monthly(1, rate), {.most_minor = most});
  if (!plan.ok()) return;
  int64_t sum = 0;
  for (const Installment& row : plan->amortization.rows) {
    RC_ASSERT(row.payment_minor <= most);
    sum += row.principal_minor;
  }
  RC_ASSERT(sum == debts[0].amount_minor);
  const auto count = static_cast<int32_t>(plan->amortization.rows.size());
  for (int32_t fewer = 1; fewer < count; ++fewer) {
    const auto shorter = MakePaymentPlan(debts, Monthly(fewer, rate));
    RC_ASSERT(shorter.ok());
    int64_t largest = 0;
    for (const Installment& row : shorter->amortization.rows) {
      largest = std::max(largest, row.payment_minor);
    }
    RC_ASSERT(largest > most);
  }
}

// Three rows of 100.00 on the 1st of February, March and April for A.
Facts Agreed() {
  Facts facts;
  facts.Invoice("2025-11-01", "A", "300.00", "2025-12-01");
  facts.Invoice("2025-11-01", "B", "50.00", "2025-11-30");
  facts.Add({.id = "plan",
             .value_date = Date::Of(2026, 1, 10),
             .recorded = Date::Of(2026, 1, 10),
             .body = PlanAgreed{.items = {"A"},
                                .rows = {{Date::Of(2026, 2, 1), 10000},
                                         {Date::Of(2026, 3, 1), 10000},
                                         {Date::Of(2026, 4, 1), 10000}}}});
  return facts;
}

// "behind 0.00 of 100.00, missed 1, next 2026-03-01".
std::string Stands(const Facts& facts, std::string_view day,
                   const BreachRule& rule) {
  const auto account = On(day, facts, PolicyOf());
  EXPECT_TRUE(account.ok()) << account.status();
  const auto standing = StandingOf(facts.journal(), *account, "plan", rule);
  if (!standing.ok()) return std::string(standing.status().message());
  std::string text = std::string(NameOf(standing->state)) + " " +
                     Euros(standing->paid_minor) + " of " +
                     Euros(standing->due_minor) + ", missed " +
                     std::to_string(standing->missed);
  if (standing->next_due) text += ", next " + standing->next_due->ToText();
  if (standing->breached_on) {
    text += ", breached " + standing->breached_on->ToText();
  }
  return text;
}

TEST(PlanStanding, FollowsThePayments) {
  const BreachRule two = {.missed = 2, .tolerance_days = 3};
  Facts facts = Agreed();
  facts.Pay("2026-01-20", "50.00", {{.item = "B"}});  // not of the plan
  EXPECT_EQ(Stands(facts, "2026-01-31", two),
            "good standing 0.00 of 0.00, missed 0, next 2026-02-01");
  EXPECT_EQ(Stands(facts, "2026-02-01", two),
            "good standing 0.00 of 100.00, missed 0, next 2026-03-01");
  EXPECT_EQ(Stands(facts, "2026-02-04", two),
            "behind 0.00 of 100.00, missed 0, next 2026-03-01");
  EXPECT_EQ(Stands(facts, "2026-02-05", two),
            "behind 0.00 of 100.00, missed 1, next 2026-03-01");
  Facts late = facts;
  late.Pay("2026-02-10", "200.00", {{.item = "A"}});
  EXPECT_EQ(Stands(late, "2026-03-05", two),
            "good standing 200.00 of 200.00, missed 1, next 2026-04-01");
  EXPECT_EQ(Stands(late, "2026-04-05", two),
            "breached 200.00 of 300.00, missed 2, breached 2026-04-05");
  // What was made up counts no more where the rule says so.
  const BreachRule made_up = {
      .missed = 2, .tolerance_days = 3, .made_up_counts = false};
  EXPECT_EQ(Stands(late, "2026-04-05", made_up),
            "behind 200.00 of 300.00, missed 1");
  // Two of the last two.
  const BreachRule in_a_row = {.missed = 2, .of_last = 2, .tolerance_days = 3};
  EXPECT_EQ(Stands(late, "2026-04-05", in_a_row),
            "behind 200.00 of 300.00, missed 1");
  EXPECT_EQ(Stands(facts, "2026-03-05", in_a_row),
            "breached 0.00 of 200.00, missed 2, next 2026-04-01, breached "
            "2026-03-05");
  late.Pay("2026-04-02", "100.00", {{.item = "A"}});
  EXPECT_EQ(Stands(late, "2026-04-05", two), "paid 300.00 of 300.00, missed 1");
}

TEST(PlanStanding, WhatComesBackIsNotPaid) {
  Facts facts = Agreed();
  facts.Add({.id = "pay",
             .value_date = Date::Of(2026, 1, 30),
             .recorded = Date::Of(2026, 1, 30),
             .body = PaymentReceived{.amount_minor = 15000,
                                     .designations = {{.item = "A"}}}});
  facts.On("2026-02-10", PaymentReturned{.payment = "pay"});
  EXPECT_EQ(Stands(facts, "2026-02-09", {}),
            "good standing 150.00 of 100.00, missed 0, next 2026-03-01");
  EXPECT_EQ(Stands(facts, "2026-02-10", {}),
            "behind 0.00 of 100.00, missed 0, next 2026-03-01");
}

TEST(PlanStanding, RefusesWhatIsNoPlanAndNoRule) {
  const Facts facts = Agreed();
  EXPECT_EQ(Stands(facts, "2026-01-09", {}),
            "/plan: no plan \"plan\" was agreed by 2026-01-09");
  EXPECT_EQ(Stands(facts, "2026-02-01", {.missed = 0}),
            "/rule/missed: 0; allowed: 1 or more");
  EXPECT_EQ(Stands(facts, "2026-02-01", {.missed = 3, .of_last = 2}),
            "/rule/missed: 3; allowed: up to of_last, 2");
  EXPECT_EQ(Stands(facts, "2026-02-01", {.tolerance_days = -1}),
            "/rule/tolerance_days: -1; allowed: 0 or more");
}

}  // namespace
}  // namespace usance
