#include "usance/recovery/handover.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/account/facts.h"
#include "tests/matchers.h"

namespace usance {
namespace {

using testing::ElementsAre;

Account Replayed(const Facts& facts, std::string_view as_of) {
  const auto account = Replay(facts.journal(), PolicyOf(),
                              {.as_of = *Date::Parse(as_of), .segments = true});
  EXPECT_TRUE(account.ok()) << account.status();
  return *account;
}

// The ids of its events.
std::vector<std::string> Record(const Facts& facts, const HandoverPack& pack) {
  std::vector<std::string> ids;
  for (const uint32_t event : pack.events) {
    ids.push_back(facts.journal()[event].id);
  }
  return ids;
}

// Of 1,000.00 at 12 % for 30 days 9.86 (9.863...) are booked and paid first;
// of the 609.86 that are left it is 5.81 (5.814...) for 29 days.
TEST(Handover, HasLedgerContactsAndInterestBySegment) {
  Facts facts;
  facts.Invoice("2026-01-01", "1007", "1000.00", "2026-01-31", "12")
      .On("2026-02-10",
          ContactMade{.channel = Channel::kPhone, .items = {"1007"}})
      .Pay("2026-03-02", "400.00");
  const Account account = Replayed(facts, "2026-03-31");
  const auto pack = PackHandover(facts.journal(), account);
  ASSERT_THAT(pack, IsOk());
  EXPECT_EQ(Euros(pack->open.Total()), "615.67");
  EXPECT_THAT(Record(facts, *pack), ElementsAre("2"));
  ASSERT_EQ(pack->rows.size(), 1u);
  std::vector<std::pair<std::string, std::string>> interest;
  for (const Segment& segment : account.rows[pack->rows[0]].segments) {
    interest.emplace_back(Euros(segment.base_minor),
                          Euros(segment.interest_minor));
  }
  EXPECT_THAT(interest, ElementsAre(testing::Pair("1000.00", "9.86"),
                                    testing::Pair("609.86", "5.81")));
  int64_t balance = 0;
  for (const uint32_t k : pack->movements) {
    balance += ClaimChange(account.movements[k]);
  }
  EXPECT_EQ(balance, pack->open.Total());
}

// What is about other items, or settled, stays at home; what is about the
// account goes along.
TEST(Handover, IsAboutTheItemsThatAreNamed) {
  Facts facts;
  facts
      .Invoice("2026-01-01", "A", "100.00", "2026-01-31")        // 1
      .Invoice("2026-01-02", "B", "50.00", "2026-01-31")         // 2
      .Invoice("2026-01-03", "C", "10.00", "2026-01-31")         // 3
      .Pay("2026-01-04", "10.00", {{.item = "C"}})               // 4
      .On("2026-02-01", ContactMade{.channel = Channel::kEmail,  // 5
                                    .items = {"B"}})
      .On("2026-02-02", ContactMade{.channel = Channel::kEmail})  // 6
      .On("2026-02-03", HoldOpened{.kind = HoldKind::kDispute,    // 7
                                   .item = "A",
                                   .amount_minor = 10'00})
      .On("2026-02-04", HoldOpened{.kind = HoldKind::kHold,  // 8
                                   .item = "B"})
      .On("2026-02-05", HoldClosed{.hold = "7"})            // 9
      .On("2026-02-06", HoldClosed{.hold = "8"})            // 10
      .On("2026-02-07", PromiseMade{.amount_minor = 50'00,  // 11
                                    .by = *Date::Parse("2026-02-28"),
                                    .items = {"A", "B"}})
      .On("2026-02-08", Noted{});  // 12
  const Account account = Replayed(facts, "2026-03-31");
  const auto of = [&](std::vector<std::string> items) {
    return PackHandover(facts.journal(), account, items);
  };
  const auto a = of({"A"});
  ASSERT_THAT(a, IsOk());
  EXPECT_EQ(Euros(a->open.Total()), "100.00");
  EXPECT_THAT(Record(facts, *a), ElementsAre("6", "7", "9", "11", "12"));
  EXPECT_EQ(a->movements.size(), 1u);
  const auto all = of({});
  ASSERT_THAT(all, IsOk());
  EXPECT_EQ(Euros(all->open.Total()), "150.00");
  EXPECT_EQ(all->items, of({"B", "A"})->items);
  EXPECT_EQ(all->events.size(), 8u);
  EXPECT_THAT(of({"A", "X"}), IsError(Reason::kUnknownName, "/items/1"));
  EXPECT_THAT(of({"A", "A"}), IsError(Reason::kDuplicateField, "/items/1"));
  EXPECT_THAT(of({"C"}), IsError(Reason::kConflict, "/items/0"));
  EXPECT_THAT(of({""}), IsError(Reason::kMissingField, "/items/0"));
  facts.Pay("2026-03-31", "150.00");
  EXPECT_THAT(PackHandover(facts.journal(), Replayed(facts, "2026-03-31")),
              IsError(Reason::kConflict, "/items"));
}

// Charges of no item go along with all that is open; what names the item "" is
// about them.
TEST(Handover, TakesChargesAloneAlong) {
  Facts facts;
  facts
      .Charge("2026-01-10", Component::kFee, "25.00")            // 1
      .Charge("2026-01-12", Component::kCost, "8.00")            // 2
      .On("2026-02-01", ContactMade{.channel = Channel::kEmail,  // 3
                                    .items = {""}})
      .On("2026-02-02", HoldOpened{.kind = HoldKind::kDispute})  // 4
      .On("2026-02-03", HoldClosed{.hold = "4"})                 // 5
      .Pay("2026-02-04", "5.00");                                // 6
  const Account account = Replayed(facts, "2026-03-31");
  const auto pack = PackHandover(facts.journal(), account);
  ASSERT_THAT(pack, IsOk());
  EXPECT_EQ(Euros(pack->open.Total()), "28.00");
  EXPECT_EQ(pack->items.size(), 1u);
  EXPECT_EQ(account.items[pack->items[0]].id, "");
  EXPECT_EQ(pack->rows.size(), 2u);
  EXPECT_THAT(Record(facts, *pack), ElementsAre("3", "4", "5"));
  int64_t balance = 0;
  for (const uint32_t k : pack->movements) {
    balance += ClaimChange(account.movements[k]);
  }
  EXPECT_EQ(Euros(balance), "28.00");
}

}  // namespace
}  // namespace usance
