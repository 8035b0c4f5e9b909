#include "usance/account/receipt.h"

#include <gmock/gmock.h>

#include "tests/account/facts.h"

namespace usance {
namespace {

// "A principal 60.00 on 2024-02-03 by 2" of each.
std::vector<std::string> Lines(std::string_view as_of, const Facts& facts,
                               const AccountPolicy& policy = PolicyOf()) {
  const auto account = On(as_of, facts, policy);
  if (!account.ok()) return {std::string(account.status().message())};
  std::vector<std::string> lines;
  for (const Receipt& one : ReceiptsOf(*account, facts.journal())) {
    lines.push_back(account->items[account->rows[one.row].item].id + " " +
                    std::string(NameOf(one.component)) + " " +
                    Euros(one.amount_minor) + " on " + one.on.ToText() +
                    " by " + facts.journal()[one.event].id);
  }
  return lines;
}

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Receipts, OfEachRowAndComponent) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "100.00", "2024-01-31")
      .Charge("2024-02-01", Component::kFee, "5.00", "A")
      .Pay("2024-02-03", "60.00")
      .Pay("2024-02-05", "50.00");
  EXPECT_THAT(Lines("2024-01-31", facts), IsEmpty());
  EXPECT_THAT(Lines("2024-02-10", facts),
              ElementsAre("A principal 60.00 on 2024-02-03 by 3",
                          "A principal 40.00 on 2024-02-05 by 4",
                          "A fee 5.00 on 2024-02-05 by 4"));
}

TEST(Receipts, WhatCameBackIsGone) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "100.00", "2024-01-31")
      .Pay("2024-02-03", "60.00")
      .Pay("2024-02-05", "40.00")
      .On("2024-02-09", PaymentReturned{.payment = "2"});
  EXPECT_THAT(Lines("2024-02-08", facts),
              ElementsAre("A principal 60.00 on 2024-02-03 by 2",
                          "A principal 40.00 on 2024-02-05 by 3"));
  EXPECT_THAT(Lines("2024-02-10", facts),
              ElementsAre("A principal 40.00 on 2024-02-05 by 3"));
}

TEST(Receipts, CreditCountsWhenItSettles) {
  Facts facts;
  facts.Pay("2024-01-01", "30.00")
      .Invoice("2024-01-20", "A", "100.00", "2024-01-31");
  EXPECT_THAT(
      Lines("2024-02-10", facts, PolicyOf("oldest due", CreditUse::kApply)),
      ElementsAre("A principal 30.00 on 2024-01-20 by 1"));
}

TEST(Receipts, AReleaseTakesTheLatest) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "10.00", "2024-01-31")
      .Charge("2024-01-01", Component::kFee, "5.00", "A")
      .Pay("2024-02-03", "3.00")
      .Pay("2024-02-05", "12.00")
      .On("2024-02-09",
          ChargeRefunded{.charge = "2", .amount_minor = Cents("3.00")});
  EXPECT_THAT(Lines("2024-02-10", facts),
              ElementsAre("A fee 2.00 on 2024-02-03 by 3",
                          "A principal 10.00 on 2024-02-05 by 4"));
}

}  // namespace
}  // namespace usance
