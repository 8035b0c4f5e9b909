// What the record of an account takes in memory: docs/ledger.md, "Limits".
#include <gtest/gtest.h>
#include <malloc.h>

#include <cstdint>
#include <iostream>
#include <optional>
#include <string>

#include "tests/account/facts.h"

namespace usance {
namespace {

// Bytes of the heap that are in use; none where a sanitizer keeps the heap.
std::optional<int64_t> InUse() {
  const struct mallinfo2 info = mallinfo2();
  if (info.arena == 0) return std::nullopt;
  return static_cast<int64_t>(info.uordblks + info.hblkhd);
}

Date DayOf(int32_t days) {
  return *Date::FindDays(int64_t{Date::Of(2020, 1, 1).days()} + days);
}

// A third each of invoices, payments and reminders.
Journal JournalOf(int32_t events) {
  Facts facts;
  for (int32_t k = 0; k < events / 3; ++k) {
    const std::string item = "2020-" + std::to_string(k);
    facts.Invoice(DayOf(k).ToText(), item, "100.00", DayOf(k + 30).ToText(),
                  "12");
    facts.On(DayOf(k + 20).ToText(), ContactMade{.channel = Channel::kEmail,
                                                 .items = {item},
                                                 .step = "friendly"});
    facts.Pay(DayOf(k + 40).ToText(), "100.50");
  }
  return facts.journal();
}

TEST(Memory, OfAnEventInAJournalAndInAReplay) {
  constexpr int32_t kEvents = 9'000;
  if (!InUse()) GTEST_SKIP() << "the heap does not say what is in use";
  const AccountPolicy policy = PolicyOf();
  const int64_t before = *InUse();
  const Journal journal = JournalOf(kEvents);
  const int64_t with_journal = *InUse();
  auto replayer = Replayer::Make(journal, policy);
  ASSERT_TRUE(replayer.ok()) << replayer.status();
  const auto account = replayer->At({.as_of = DayOf(5'000)});
  ASSERT_TRUE(account.ok()) << account.status();
  const int64_t with_account = *InUse();
  ASSERT_EQ(journal.size(), size_t{kEvents});
  const int64_t in_journal = (with_journal - before) / kEvents;
  const int64_t in_replay = (with_account - with_journal) / kEvents;
  std::cout << "an event takes " << in_journal << " bytes in a journal, and "
            << in_replay << " more in its account and the replayer\n";
  EXPECT_LT(in_journal, 1'024);
  EXPECT_LT(in_replay, 1'024);
}

// An event of as many rows and discounts as one may have.
TEST(Memory, OfTheLargestEvent) {
  if (!InUse()) GTEST_SKIP() << "the heap does not say what is in use";
  const int64_t before = *InUse();
  InvoiceIssued invoice = {.item = std::string(kMaxIdBytes, 'i'), .rows = {}};
  const ClaimRow row = {
      .due = DayOf(0),
      .amounts = ComponentAmounts::Principal(100),
      .discounts = std::vector<RowDiscount>(kMaxRowDiscounts, {DayOf(0), 1})};
  invoice.rows.assign(kMaxClaimRows, row);
  Journal journal("debtor", Eur());
  ASSERT_TRUE(journal
                  .Append({.id = std::string(kMaxIdBytes, 'e'),
                           .value_date = DayOf(0),
                           .recorded = DayOf(0),
                           .body = invoice})
                  .ok());
  invoice.rows = {};
  const int64_t bytes = *InUse() - before;
  std::cout << "the largest invoice takes " << bytes << " bytes\n";
  EXPECT_LT(bytes, 1'000'000);
}

}  // namespace
}  // namespace usance
