#include "usance/recovery/settlement.h"

#include <gtest/gtest.h>

#include "tests/account/facts.h"

namespace usance {
namespace {

constexpr Component kPrincipal = Component::kPrincipal;
constexpr Component kInterest = Component::kDefaultInterest;
constexpr Component kFee = Component::kFee;

// 100.00 at 12 % from 2025-01-02 on, a fee of 5.00, and another invoice.
Facts OwedWithFee() {
  Facts facts;
  facts.Invoice("2024-12-01", "A", "100.00", "2025-01-01", "12");
  facts.Invoice("2024-12-01", "B", "40.00", "2026-06-01");
  facts.Charge("2025-02-01", kFee, "5.00", "A");
  return facts;
}

// 243 days at 12 % of 100.00 are 7.99: 100 * 0.12 * 243 / 365 = 7.989...
TEST(Settlement, GivesUpInOrder) {
  const auto account = On("2025-09-01", OwedWithFee(), PolicyOf());
  ASSERT_TRUE(account.ok()) << account.status();
  const auto settled = Settle(
      *account,
      {.items = {"A"}, .pay_minor = 10100, .gives_up = {kInterest, kFee}});
  ASSERT_TRUE(settled.ok()) << settled.status();
  EXPECT_EQ(settled->open_minor, 11299);
  EXPECT_EQ(settled->given_up[kInterest], 799);
  EXPECT_EQ(settled->given_up[kFee], 400);
  EXPECT_EQ(settled->given_up[kPrincipal], 0);
}

// What is recorded closes the items on the day, and nothing else.
TEST(Settlement, ItsWaiversAndThePaymentCloseTheDebt) {
  for (const std::vector<std::string>& items :
       {std::vector<std::string>{}, {"A"}, {"B", "A"}}) {
    Facts facts = OwedWithFee();
    const auto before = On("2025-09-01", facts, PolicyOf());
    ASSERT_TRUE(before.ok());
    const SettlementSpec spec = {.items = items,
                                 .pay_minor = 3000,
                                 .gives_up = {kFee, kInterest, kPrincipal}};
    const auto settled = Settle(*before, spec);
    ASSERT_TRUE(settled.ok()) << settled.status();
    for (const ClaimWaived& waived : settled->waivers) {
      facts.On("2025-09-01", waived);
    }
    std::vector<Designation> designations;
    for (const std::string& item : items) designations.push_back({item});
    facts.Pay("2025-09-01", "30.00", designations);
    const auto after = On("2025-12-31", facts, PolicyOf());
    ASSERT_TRUE(after.ok());
    for (const AccountRow& row : after->rows) {
      const std::string& id = after->items[row.item].id;
      const bool about = items.empty() || std::find(items.begin(), items.end(),
                                                    id) != items.end();
      EXPECT_EQ(row.open.Total() == 0, about) << id;
    }
    EXPECT_EQ(after->unapplied_minor, 0);
    EXPECT_EQ(
        settled->open_minor - static_cast<int64_t>(settled->given_up.Total()),
        3000);
  }
}

TEST(Settlement, RefusesWhatItCannotGiveUp) {
  const auto account = On("2025-09-01", OwedWithFee(), PolicyOf());
  struct Case {
    SettlementSpec spec;
    const char* message;
  };
  const Case cases[] = {
      {{.items = {"C"}, .pay_minor = 1, .gives_up = {}},
       "/items/0: no item \"C\""},
      {{.items = {"A", "A"}, .pay_minor = 1, .gives_up = {}},
       "/items/1: \"A\" stands there twice"},
      {{.items = {"A"}, .pay_minor = 1, .gives_up = {Component{}}},
       "/gives_up/0: no component is chosen"},
      {{.items = {"A"}, .pay_minor = 1, .gives_up = {kFee, kFee}},
       "/gives_up/1: \"fee\" stands there twice"},
      {{.items = {"A"}, .pay_minor = 10000, .gives_up = {kFee}},
       "/pay: 100.00 EUR; allowed: 107.99 EUR to 112.99 EUR, which is open"},
      {{.items = {"A"},
        .pay_minor = 0,
        .gives_up = {kPrincipal, kInterest, kFee}},
       "/pay: 0.00 EUR; allowed: 0.01 EUR to 112.99 EUR, which is open"},
      {{.items = {}, .pay_minor = 15300, .gives_up = {kPrincipal}},
       "/pay: 153.00 EUR; allowed: 12.99 EUR to 152.99 EUR, which is open"},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(Settle(*account, one.spec).status().message(), one.message);
  }
}

}  // namespace
}  // namespace usance
