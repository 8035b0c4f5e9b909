#include "usance/account/allocation.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/account/facts.h"

namespace usance {
namespace {

using enum Component;

// A policy by which rows come in an order.
AccountPolicy OrderedBy(std::vector<RowOrder> order,
                        std::string_view cells = "oldest due") {
  AccountPolicy policy = PolicyOf(cells);
  policy.allocation.order = std::move(order);
  return policy;
}

// B and C are due last, and B has the older document. Whether the order asks
// for due days or not.
TEST(AllocationOrder, OfRowsInAdvanceTheLastDayComesFirstThenTheOrder) {
  for (const std::vector<RowOrder>& order :
       {std::vector{RowOrder::kOldestDue, RowOrder::kOldestDocument},
        std::vector{RowOrder::kOldestDocument}}) {
    AccountPolicy policy = OrderedBy(order);
    policy.allocation.last_in_advance_first = true;
    Facts facts;
    facts.Invoice("2024-01-01", "A", "100.00", "2024-02-29")
        .Invoice("2024-01-02", "B", "100.00", "2024-03-31")
        .Invoice("2024-01-03", "C", "100.00", "2024-03-31")
        .Pay("2024-01-31", "40.00");
    EXPECT_EQ(Text(On("2024-01-31", facts, policy)),
              "A 100.00 0.00 0.00 0.00 0.00 | B 60.00 0.00 0.00 0.00 0.00 | "
              "C 100.00 0.00 0.00 0.00 0.00 | 0.00");
    facts.Pay("2024-01-31", "180.00");
    EXPECT_EQ(Text(On("2024-01-31", facts, policy)),
              "A 80.00 0.00 0.00 0.00 0.00 | 0.00");
  }
}

// Of one day and document the share is pro rata, of another day it is not.
TEST(AllocationOrder, RowsInAdvanceOfTwoDaysDoNotTie) {
  AccountPolicy policy =
      OrderedBy({RowOrder::kOldestDocument}, "code civil 1343-1");
  policy.allocation.last_in_advance_first = true;
  Facts facts;
  facts.Invoice("2024-01-01", "A", "100.00", "2024-02-29")
      .Invoice("2024-01-01", "B", "100.00", "2024-03-31")
      .Invoice("2024-01-01", "C", "300.00", "2024-03-31")
      .Pay("2024-01-31", "40.00");
  EXPECT_EQ(Text(On("2024-01-31", facts, policy)),
            "A 100.00 0.00 0.00 0.00 0.00 | B 90.00 0.00 0.00 0.00 0.00 | "
            "C 270.00 0.00 0.00 0.00 0.00 | 0.00");
}

// 100.00 for 335 days at 12 % are 111.01: more than 105.00. Of the 111.01 that
// are paid 6.01 are left behind B, for interest first.
TEST(AllocationOrder, SizesCountInterestThatIsNotBooked) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "100.00", "2024-01-31", "12")
      .Invoice("2024-01-01", "B", "105.00", "2024-01-31")
      .Pay("2024-12-31", "111.01");
  EXPECT_EQ(Text(On("2024-12-31", facts, OrderedBy({RowOrder::kLargest}))),
            "B 105.00 0.00 0.00 0.00 0.00 | 0.00");
  EXPECT_EQ(Text(On("2024-12-31", facts, OrderedBy({RowOrder::kSmallest}))),
            "A 100.00 0.00 5.00 0.00 0.00 | 0.00");
}

// Fees of all rows first, then principal: A is the larger one as the money
// comes, and is not the smaller one when its fee is paid.
TEST(AllocationOrder, SizesAreThoseThatTheMoneyFinds) {
  AccountPolicy policy = OrderedBy({RowOrder::kSmallest});
  policy.allocation.axis = AllocationAxis::kVertical;
  Facts facts;
  facts.Invoice("2024-01-01", "A", "50.00", "2024-01-31")
      .Invoice("2024-01-01", "B", "60.00", "2024-01-31")
      .On("2024-01-01",
          ChargePosted{
              .item = "A", .row = 1, .component = kFee, .amount_minor = 2000})
      .Pay("2024-02-29", "75.00");
  EXPECT_EQ(Text(On("2024-02-29", facts, policy)),
            "A 50.00 0.00 0.00 0.00 0.00 | B 5.00 0.00 0.00 0.00 0.00 | 0.00");
  policy.allocation.ties = TieRule::kProRata;
  EXPECT_EQ(Text(On("2024-02-29", facts, policy)),
            "A 50.00 0.00 0.00 0.00 0.00 | B 5.00 0.00 0.00 0.00 0.00 | 0.00");
}

// A row of another kind of due has no share, so that the payment, which ends
// with the principal, books no interest of the one that ties with it.
TEST(AllocationOrder, RowsOfTwoKindsOfDueDoNotShare) {
  AccountPolicy policy = OrderedBy({RowOrder::kUnsecured}, "principal first");
  policy.allocation.ties = TieRule::kProRata;
  Facts facts;
  facts.Invoice("2024-01-01", "A", "100.00", "2024-01-31", "12")
      .Invoice("2024-01-01", "B", "100.00", "2024-12-31", "12")
      .Pay("2024-02-29", "50.00");
  const auto account = On("2024-07-31", facts, policy);
  ASSERT_THAT(account, IsOk());
  for (const Movement& movement : account->movements) {
    if (movement.kind == MovementKind::kInterest) {
      EXPECT_EQ(movement.event, kAsOf);
    }
  }
  // 100.00 * 12 % * 29/365 + 50.00 * 12 % * 153/365 = 3.4685
  EXPECT_EQ(Text(account),
            "A 50.00 0.00 3.47 0.00 0.00 | B 100.00 0.00 0.00 0.00 0.00 | "
            "0.00");
}

// The rule takes no fee but a charge that is designated.
TEST(AllocationOrder, WhatIsDesignatedNeedsNoCell) {
  AccountPolicy policy = PolicyOf("oldest due");
  policy.allocation.cells = {{DueKind::kPastDue, kPrincipal}};
  Facts facts;
  facts.Invoice("2024-01-01", "A", "50.00", "2024-01-31")
      .Charge("2024-01-01", kFee, "10.00", "A")
      .Pay("2024-02-29", "100.00");
  EXPECT_EQ(Text(On("2024-02-29", facts, policy)),
            "A 0.00 0.00 0.00 10.00 0.00 | 50.00");
  facts.Pay("2024-03-01", "4.00", {{.item = "A", .component = kFee}});
  EXPECT_EQ(Text(On("2024-03-01", facts, policy)),
            "A 0.00 0.00 0.00 6.00 0.00 | 50.00");
}

// Money waits, as no cell takes the principal, and interest has come up since.
// Only what comes calls it: no credit note that its item takes, nor a charge
// that is taken back before it is paid.
TEST(AllocationOrder, CreditIsCalledByClaimsAndMoneyThatCome) {
  AccountPolicy policy = PolicyOf("oldest due", CreditUse::kApply);
  policy.allocation.cells = {{DueKind::kPastDue, kDefaultInterest}};
  Facts facts;
  facts.Invoice("2024-01-01", "A", "1000.00", "2024-01-31", "12")
      .Charge("2024-01-01", kFee, "10.00")
      .Pay("2024-02-29", "50.00")
      .On("2024-03-10", CreditNoteIssued{.item = "A", .amount_minor = 100})
      .On("2024-03-20", ChargeRefunded{.charge = "2"});
  // 29 days of 1000.00 are 9.53, which the payment took; 10 more are 3.29, and
  // 10 of 999.00 are 3.28.
  EXPECT_EQ(Text(On("2024-03-20", facts, policy)),
            "A 999.00 0.00 6.57 0.00 0.00 | 40.47");
  facts.Charge("2024-03-20", kFee, "1.00");
  EXPECT_EQ(Text(On("2024-03-20", facts, policy)),
            "A 999.00 0.00 0.00 0.00 0.00 | - 0.00 0.00 0.00 1.00 0.00 | "
            "33.90");
}

}  // namespace
}  // namespace usance
