// Where money goes: L1 to L16 of the map of the field, each by an account whose
// figures are worked out beside it. L10, L11 and L16 have more in
// account_test.cc and statement_test.cc.
#include "usance/account/allocation.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <iterator>

#include "tests/account/facts.h"
#include "usance/account/statement.h"

namespace usance {
namespace {

using enum Component;

AccountPolicy ByRule(AllocationRule rule) {
  AccountPolicy policy = PolicyOf();
  policy.allocation = std::move(rule);
  return policy;
}

AllocationRule RowByRow(std::vector<RowOrder> order,
                        TieRule ties = TieRule::kById) {
  AllocationRule rule = *AllocationPreset("oldest due");
  rule.order = std::move(order);
  rule.ties = ties;
  return rule;
}

ClaimRow RowOf(std::string_view due, int64_t principal, int64_t interest = 0,
               int64_t fee = 0) {
  ClaimRow row = {.due = *Date::Parse(due),
                  .amounts = ComponentAmounts::Principal(principal)};
  row.amounts[kContractInterest] = interest;
  row.amounts[kFee] = fee;
  return row;
}

Facts OneItem(std::vector<ClaimRow> rows) {
  return Facts().On("2024-01-01",
                    InvoiceIssued{.item = "A", .rows = std::move(rows)});
}

// What is open of each row, all components together.
std::vector<int64_t> RowsLeft(const Facts& facts, std::string_view day,
                              const AccountPolicy& policy) {
  const auto account = On(day, facts, policy);
  EXPECT_THAT(account, IsOk());
  ExpectInvariants(*account);
  std::vector<int64_t> left;
  for (const AccountRow& row : account->rows) {
    left.push_back(static_cast<int64_t>(row.open.Total()));
  }
  return left;
}

using testing::ElementsAre;

// 60.00 run through the components of one row, in each of the 120 orders.
TEST(Allocation, L1_AnyOrderOfComponents) {
  ComponentAmounts claimed;
  const int64_t amounts[] = {100'00, 20'00, 30'00, 5'00, 7'00};
  std::vector<Component> order(std::begin(kComponents), std::end(kComponents));
  for (size_t k = 0; k < order.size(); ++k) claimed[order[k]] = amounts[k];
  std::sort(order.begin(), order.end());
  int orders = 0;
  do {
    ++orders;
    Facts facts =
        OneItem({{.due = *Date::Parse("2024-01-31"), .amounts = claimed}});
    facts.Pay("2024-02-10", "60.00");
    AllocationRule rule = RowByRow({RowOrder::kOldestDue});
    rule.cells = CellsOf(order);
    const auto account = On("2024-02-10", facts, ByRule(rule));
    ASSERT_THAT(account, IsOk());
    int64_t left = 60'00;
    for (const Component component : order) {
      const int64_t part = std::min(left, claimed[component]);
      left -= part;
      EXPECT_EQ(account->rows[0].open[component], claimed[component] - part);
    }
  } while (std::next_permutation(order.begin(), order.end()));
  EXPECT_EQ(orders, 120);
}

// Rows that are past due, due and in advance, of 10.00 and a fee of 2.00 each.
// Fees come first, whatever their day; nothing takes the principal that is due
// today.
TEST(Allocation, L2_EachCellByItself) {
  AllocationRule rule = RowByRow({RowOrder::kOldestDue});
  rule.axis = AllocationAxis::kVertical;
  rule.cells = {{DueKind::kInAdvance, kFee},
                {DueKind::kDue, kFee},
                {DueKind::kPastDue, kFee},
                {DueKind::kInAdvance, kPrincipal},
                {DueKind::kPastDue, kPrincipal}};
  const struct {
    const char* paid;
    std::vector<int64_t> left;
    const char* unapplied;
  } kRows[] = {
      {"1.50", {12'00, 12'00, 10'50}, "0.00"},
      {"3.00", {12'00, 11'00, 10'00}, "0.00"},
      {"5.00", {11'00, 10'00, 10'00}, "0.00"},
      {"13.00", {10'00, 10'00, 3'00}, "0.00"},
      {"18.00", {8'00, 10'00, 0}, "0.00"},
      {"30.00", {0, 10'00, 0}, "4.00"},
  };
  for (const auto& row : kRows) {
    Facts facts = OneItem({RowOf("2024-01-31", 10'00, 0, 2'00),
                           RowOf("2024-02-15", 10'00, 0, 2'00),
                           RowOf("2024-03-31", 10'00, 0, 2'00)});
    facts.Pay("2024-02-15", row.paid);
    EXPECT_EQ(RowsLeft(facts, "2024-02-15", ByRule(rule)), row.left)
        << row.paid;
    EXPECT_EQ(Euros(On("2024-02-15", facts, ByRule(rule))->unapplied_minor),
              row.unapplied);
  }
}

// Two rows of 10.00, 3.00 interest and a fee of 2.00 each; 12.00 are paid. Row
// by row the first gets 2.00, 3.00 and 7.00; cell by cell both fees, 4.00, both
// interests, 6.00, and 2.00 of the first principal.
TEST(Allocation, L3_HorizontalAndVertical) {
  Facts facts = OneItem({RowOf("2024-01-31", 10'00, 3'00, 2'00),
                         RowOf("2024-02-15", 10'00, 3'00, 2'00)});
  facts.Pay("2024-03-01", "12.00");
  AllocationRule rule = RowByRow({RowOrder::kOldestDue});
  EXPECT_THAT(RowsLeft(facts, "2024-03-01", ByRule(rule)),
              ElementsAre(3'00, 15'00));
  rule.axis = AllocationAxis::kVertical;
  EXPECT_THAT(RowsLeft(facts, "2024-03-01", ByRule(rule)),
              ElementsAre(8'00, 10'00));
}

// 8.00: the policy's rule takes the fee of 5.00 first, the one for goodwill the
// principal; a type without a rule goes by the policy's.
TEST(Allocation, L4_ARuleForEachType) {
  AccountPolicy policy = PolicyOf();
  policy.by_type = {{"goodwill", *AllocationPreset("principal first")}};
  const std::pair<const char*, const char*> kRows[] = {
      {"", "A 97.00 0.00 0.00 0.00 0.00 | 0.00"},
      {"repayment", "A 97.00 0.00 0.00 0.00 0.00 | 0.00"},
      {"goodwill", "A 92.00 0.00 0.00 5.00 0.00 | 0.00"},
  };
  for (const auto& [type, left] : kRows) {
    Facts facts = OneItem({RowOf("2024-01-31", 100'00, 0, 5'00)});
    facts.On("2024-02-01", PaymentReceived{.amount_minor = 8'00, .type = type});
    EXPECT_EQ(Text(On("2024-02-01", facts, policy)), left) << type;
  }
}

// 150.00 before the first of three rows of 100.00 is due. That a loan's rows
// are made anew is a matter of its schedule (installment/position.h).
TEST(Allocation, L5_WhatIsPaidInAdvance) {
  Facts facts =
      OneItem({RowOf("2024-01-31", 100'00), RowOf("2024-02-29", 100'00),
               RowOf("2024-03-31", 100'00)});
  facts.Pay("2024-01-10", "150.00");
  const auto left = [&](const AllocationRule& rule) {
    return RowsLeft(facts, "2024-01-10", ByRule(rule));
  };
  AllocationRule rule = RowByRow({RowOrder::kOldestDue});
  EXPECT_THAT(left(rule), ElementsAre(0, 50'00, 100'00));
  rule.last_in_advance_first = true;
  EXPECT_THAT(left(rule), ElementsAre(100'00, 50'00, 0));
  // All of one document: they tie.
  EXPECT_THAT(left(RowByRow({RowOrder::kOldestDocument}, TieRule::kProRata)),
              ElementsAre(50'00, 50'00, 50'00));
  rule.cells.resize(2 * kComponentCount);  // none in advance
  EXPECT_THAT(left(rule), ElementsAre(100'00, 100'00, 100'00));
  EXPECT_EQ(On("2024-01-10", facts, ByRule(rule))->unapplied_minor, 150'00);
}

// Four debts of 100.00 on 10 February. A (secured, 12 %) bears 31 days, 1.0192;
// B (9 %) 21 days, 0.5178; C and D (12 %) 16 days, 0.5260.
Facts FourDebts() {
  Facts facts;
  facts.On("2024-01-02", InvoiceIssued{.item = "A",
                                       .rows = {RowOf("2024-01-10", 100'00)},
                                       .interest = "12",
                                       .secured = true});
  return facts.Invoice("2024-01-03", "B", "100.00", "2024-01-20", "9")
      .Invoice("2024-01-04", "C", "100.00", "2024-01-25", "12")
      .Invoice("2024-01-04", "D", "100.00", "2024-01-25", "12");
}

// BGB 366(2): the less secure, then the more burdensome, then the older, then
// in proportion. C and D come first, 50.53 each: 0.53 interest and 50.00. 50.00
// more each close them; of 1.00 then 0.52 go to B's interest, and A is last.
TEST(Allocation, L6_Bgb366) {
  Facts facts = FourDebts();
  const AccountPolicy policy = PolicyOf("bgb 366");
  facts.Pay("2024-02-10", "101.06");
  EXPECT_EQ(Text(On("2024-02-10", facts, policy)),
            "A 100.00 0.00 1.02 0.00 0.00 | B 100.00 0.00 0.52 0.00 0.00 | "
            "C 50.00 0.00 0.00 0.00 0.00 | D 50.00 0.00 0.00 0.00 0.00 | 0.00");
  facts.Pay("2024-02-10", "101.00");
  EXPECT_EQ(Text(On("2024-02-10", facts, policy)),
            "A 100.00 0.00 1.02 0.00 0.00 | B 99.52 0.00 0.00 0.00 0.00 | "
            "0.00");
}

// BGB 366(1), Code civil 1342-10, Clayton's Case: what the debtor says comes
// first, whatever the rule; without a word of his Clayton's Case takes the
// oldest. Within a debt it is interest first (BGB 367(1)), unless the creditor
// lets him name the principal (367(2)).
TEST(Allocation, L6_TheDebtorsChoiceComesFirst) {
  for (const AllocationRule& rule : AllocationPresets()) {
    const AccountPolicy policy = PolicyOf(rule.id);
    Facts chosen = FourDebts();
    chosen.Pay("2024-02-10", "30.00", {{.item = "B", .component = kPrincipal}});
    EXPECT_EQ(
        Text(On("2024-02-10", chosen, policy)),
        "A 100.00 0.00 1.02 0.00 0.00 | B 70.00 0.00 0.52 0.00 0.00 | "
        "C 100.00 0.00 0.53 0.00 0.00 | D 100.00 0.00 0.53 0.00 0.00 | 0.00")
        << rule.id;
  }
  Facts whole = FourDebts();
  whole.Pay("2024-02-10", "30.00", {{.item = "B"}});
  EXPECT_EQ(
      Text(On("2024-02-10", whole, PolicyOf("bgb 366"))),
      "A 100.00 0.00 1.02 0.00 0.00 | B 70.52 0.00 0.00 0.00 0.00 | "
      "C 100.00 0.00 0.53 0.00 0.00 | D 100.00 0.00 0.53 0.00 0.00 | 0.00");
  Facts silent = FourDebts();
  silent.Pay("2024-02-10", "30.00");
  EXPECT_EQ(
      Text(On("2024-02-10", silent, PolicyOf("oldest due"))),
      "A 71.02 0.00 0.00 0.00 0.00 | B 100.00 0.00 0.52 0.00 0.00 | "
      "C 100.00 0.00 0.53 0.00 0.00 | D 100.00 0.00 0.53 0.00 0.00 | 0.00");
}

// 50.00 on two rows of 30.00, 4.00 interest and a fee of 1.00 each, and a cost
// of 6.00 that is due with the first.
TEST(Allocation, L6_ComponentsByLaw) {
  const std::pair<const char*, const char*> kRows[] = {
      // 6.00, 1.00, 4.00, 30.00; then 1.00, 4.00, 4.00
      {"oldest due", "A 26.00 0.00 0.00 0.00 0.00 | 0.00"},
      {"bgb 366", "A 26.00 0.00 0.00 0.00 0.00 | 0.00"},
      {"code civil 1343-1", "A 26.00 0.00 0.00 0.00 0.00 | 0.00"},
      // costs 6.00, fees 2.00, then principal 42.00 (BGB 497(3))
      {"bgb 497", "A 18.00 8.00 0.00 0.00 0.00 | 0.00"},
      // interest 8.00, then principal 42.00 (12 CFR 1026, Appendix J)
      {"us rule", "A 18.00 0.00 0.00 2.00 6.00 | 0.00"},
      // 30.00, 4.00, 1.00, 6.00; then 9.00
      {"principal first", "A 21.00 4.00 0.00 1.00 0.00 | 0.00"},
  };
  ASSERT_EQ(std::size(kRows), AllocationPresets().size());
  for (const auto& [rule, left] : kRows) {
    Facts facts = OneItem({RowOf("2024-01-31", 30'00, 4'00, 1'00),
                           RowOf("2024-02-05", 30'00, 4'00, 1'00)});
    facts.On(
        "2024-01-02",
        ChargePosted{
            .item = "A", .row = 1, .component = kCost, .amount_minor = 6'00});
    facts.Pay("2024-02-10", "50.00");
    EXPECT_EQ(Text(On("2024-02-10", facts, PolicyOf(rule))), left) << rule;
  }
}

// G10: 60.00 of debts of 200.00, 300.00 and 100.00. Of the unsecured, A and C,
// ties go by id; in proportion 60.00 are 40.00 and 20.00.
TEST(Allocation, L7_BetweenDebts) {
  using enum RowOrder;
  const struct {
    AllocationRule rule;
    std::vector<int64_t> left;
  } kRows[] = {
      {RowByRow({kOldestDue}), {200'00, 240'00, 100'00}},
      {RowByRow({kLatestDue}), {200'00, 300'00, 40'00}},
      {RowByRow({kOldestDocument}), {140'00, 300'00, 100'00}},
      {RowByRow({kHighestRate}), {200'00, 240'00, 100'00}},
      {RowByRow({kLargest}), {200'00, 240'00, 100'00}},
      {RowByRow({kSmallest}), {200'00, 300'00, 40'00}},
      {RowByRow({kUnsecured}), {140'00, 300'00, 100'00}},
      {RowByRow({kUnsecured, kSmallest}), {200'00, 300'00, 40'00}},
      {RowByRow({kUnsecured}, TieRule::kProRata), {160'00, 300'00, 80'00}},
  };
  Facts facts;
  facts.Invoice("2024-01-01", "A", "200.00", "2024-01-15");
  facts.On("2024-01-02", InvoiceIssued{.item = "B",
                                       .rows = {RowOf("2024-01-10", 300'00)},
                                       .interest = "12",
                                       .secured = true});
  facts.Invoice("2024-01-03", "C", "100.00", "2024-01-20", "9")
      .Pay("2024-01-05", "60.00");
  for (const auto& row : kRows) {
    EXPECT_EQ(RowsLeft(facts, "2024-01-05", ByRule(row.rule)), row.left)
        << NameOf(row.rule.order[0]) << " " << NameOf(row.rule.ties);
  }
}

// 5.00 over 1.00, 2.00 and 4.00 are 0.714, 1.428 and 2.857: two cents are left
// of 0.71, 1.42 and 2.85, and go to the second and third, the larger rests.
TEST(Allocation, L8_ExactlyInProportion) {
  Facts facts = OneItem({RowOf("2024-01-31", 1'00), RowOf("2024-01-31", 2'00),
                         RowOf("2024-01-31", 4'00)});
  facts.Pay("2024-02-01", "5.00");
  EXPECT_THAT(RowsLeft(facts, "2024-02-01", PolicyOf("code civil 1343-1")),
              ElementsAre(1'00 - 71, 2'00 - 1'43, 4'00 - 2'86));
}

// 70.00 settle the first row and 20.00 of the second. A credit note of 40.00
// takes 30.00 of the second and leaves 10.00; what comes back opens what the
// payment settled, no more.
TEST(Allocation, L9_CreditsRefundsAndReturns) {
  Facts facts =
      OneItem({RowOf("2024-01-31", 50'00), RowOf("2024-02-29", 50'00)});
  facts.Pay("2024-02-01", "70.00");
  EXPECT_THAT(RowsLeft(facts, "2024-02-01", PolicyOf()), ElementsAre(0, 30'00));
  facts.On("2024-02-02", CreditNoteIssued{.item = "A", .amount_minor = 40'00});
  EXPECT_EQ(Text(On("2024-02-02", facts, PolicyOf())), "10.00");
  facts.On("2024-02-03", PaymentReturned{.payment = "2"});
  EXPECT_THAT(RowsLeft(facts, "2024-02-03", PolicyOf()),
              ElementsAre(50'00, 20'00));
  EXPECT_EQ(Text(On("2024-02-03", facts, PolicyOf())),
            "A 70.00 0.00 0.00 0.00 0.00 | 10.00");
  facts.On("2024-02-04", MoneyRefunded{.amount_minor = 10'00});
  EXPECT_EQ(Text(On("2024-02-04", facts, PolicyOf())),
            "A 70.00 0.00 0.00 0.00 0.00 | 0.00");
}

// A debit that is announced, and then comes, fails, or is never heard of.
TEST(Allocation, L12_PendingUntilItIsKnown) {
  const struct {
    std::optional<EventBody> then;
    const char* left;
    int64_t pending;
  } kRows[] = {
      {PaymentConfirmed{.payment = "2"}, "0.00", 0},
      {PaymentFailed{.payment = "2"}, "A 100.00 0.00 0.00 0.00 0.00 | 0.00", 0},
      {std::nullopt, "A 100.00 0.00 0.00 0.00 0.00 | 0.00", 100'00},
  };
  for (const auto& row : kRows) {
    Facts facts;
    facts.Invoice("2024-01-01", "A", "100.00", "2024-01-31");
    facts.On("2024-01-30",
             PaymentReceived{.amount_minor = 100'00, .pending = true});
    if (row.then) facts.On("2024-02-02", *row.then);
    const auto account = On("2024-02-02", facts, PolicyOf());
    EXPECT_EQ(Text(account), row.left);
    EXPECT_EQ(account->pending_minor, row.pending);
    // Nobody knew on the day before.
    EXPECT_EQ(On("2024-02-01", facts, PolicyOf())->pending_minor, 100'00);
  }
}

// A payment of a day meets the charge of that day, though it came before it,
// and a refund of the day finds what it left. What is past due comes before the
// fee of the day: 100.00 and 2.00. Nothing is left to pay back, so that is a
// claim.
TEST(Allocation, L13_ClaimsThenMoneyOnOneDay) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "100.00", "2024-01-31");
  facts.On("2024-02-10", MoneyRefunded{.amount_minor = 1'00})
      .Pay("2024-02-10", "102.00")
      .Charge("2024-02-10", kFee, "5.00", "A");
  EXPECT_EQ(Text(On("2024-02-10", facts, PolicyOf())),
            "A 0.00 0.00 0.00 3.00 0.00 | - 1.00 0.00 0.00 0.00 0.00 | 0.00");
}

// 1000.00 less 2 % until 10 January.
TEST(Allocation, L14_TheNetAmountSettlesInTime) {
  const struct {
    const char* day;
    const char* paid;
    const char* left;
  } kRows[] = {
      {"2024-01-10", "980.00", "0.00"},
      {"2024-01-11", "980.00", "A 20.00 0.00 0.00 0.00 0.00 | 0.00"},
      {"2024-01-10", "979.99", "A 20.01 0.00 0.00 0.00 0.00 | 0.00"},
      {"2024-01-10", "1000.00", "20.00"},
  };
  for (const auto& row : kRows) {
    ClaimRow claim = RowOf("2024-01-31", 1000'00);
    claim.discounts = {{*Date::Parse("2024-01-10"), 20'00}};
    Facts facts = OneItem({claim});
    facts.Pay(row.day, row.paid);
    EXPECT_EQ(Text(On(row.day, facts, PolicyOf())), row.left) << row.paid;
  }
}

// Every cent of 20.00 has its payment, row, component and cell: 1.50 meant for
// the second row, then 2.00 fee and 10.00 of the first, the rest of the second,
// 3.50, and 3.00 that nothing took.
TEST(Allocation, L15_EveryCentHasItsReason) {
  Facts facts =
      OneItem({RowOf("2024-01-31", 10'00, 0, 2'00), RowOf("2024-03-31", 5'00)});
  facts.Pay("2024-02-10", "20.00",
            {{.item = "A", .row = 2, .amount_minor = 1'50}});
  const AccountPolicy policy = PolicyOf();
  const auto account = On("2024-02-10", facts, policy);
  ASSERT_THAT(account, IsOk());
  std::string trace;
  for (const Movement& m : account->movements) {
    if (facts.journal()[m.event].kind() != EventKind::kPayment) continue;
    trace += Euros(m.amount_minor);
    if (m.row) {
      trace += " to row " + std::to_string(account->rows[*m.row].number) + " " +
               std::string(NameOf(m.component));
    }
    if (m.cell) {
      const AllocationCell& cell = policy.allocation.cells[*m.cell];
      trace += " by " + std::string(NameOf(cell.due)) + " " +
               std::string(NameOf(cell.component));
    }
    trace += "\n";
  }
  EXPECT_EQ(trace,
            "1.50 to row 2 principal\n"
            "2.00 to row 1 fee by past due fee\n"
            "10.00 to row 1 principal by past due principal\n"
            "3.50 to row 2 principal by in advance principal\n"
            "3.00\n");
}

// G10: a bank kept 15.00 and a state withheld 30.00 of 1000.00. What the
// creditor bears is written off, what a certificate shows is credited; what is
// neither is asked for.
TEST(Allocation, G10_WhatABankOrAStateKept) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "1000.00", "2024-01-31");
  facts.Pay("2024-01-31", "955.00");
  EXPECT_EQ(Text(On("2024-01-31", facts, PolicyOf())),
            "A 45.00 0.00 0.00 0.00 0.00 | 0.00");
  facts.On("2024-02-01", CreditNoteIssued{.item = "A", .amount_minor = 30'00});
  EXPECT_EQ(Text(On("2024-02-01", facts, PolicyOf())),
            "A 15.00 0.00 0.00 0.00 0.00 | 0.00");
  facts.On("2024-02-01", WrittenOff{.item = "A", .amount_minor = 15'00});
  EXPECT_EQ(Text(On("2024-02-01", facts, PolicyOf())), "0.00");
}

}  // namespace
}  // namespace usance
