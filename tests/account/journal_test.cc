#include "usance/account/journal.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/account/events.h"
#include "tests/matchers.h"
#include "usance/account/ledger.h"

namespace usance {
namespace {

constexpr Currency kEuro = Currency::Of("EUR");

Event Payment(std::string id, Date day, int64_t minor) {
  return {.id = std::move(id),
          .value_date = day,
          .recorded = day,
          .body = PaymentReceived{minor}};
}

std::vector<std::string> IdsOf(const Journal& journal) {
  std::vector<std::string> ids;
  for (size_t k = 0; k < journal.size(); ++k) ids.push_back(journal[k].id);
  return ids;
}

TEST(Journal, IsInTheOrderOfTheFold) {
  Journal journal("C-1", kEuro);
  for (const char* id : {"c", "a", "b"}) {
    EXPECT_THAT(journal.Append(Payment(id, "2026-01-31"_date, 1)), IsOk());
  }
  EXPECT_THAT(journal.Append(Payment("d", "2026-01-30"_date, 1)), IsOk());
  EXPECT_EQ(IdsOf(journal), (std::vector<std::string>{"d", "a", "b", "c"}));
  ASSERT_NE(journal.Find("b"), nullptr);
  EXPECT_EQ(journal.Find("b")->id, "b");
  EXPECT_EQ(journal.Find("x"), nullptr);
  EXPECT_EQ(journal.account(), "C-1");
  EXPECT_EQ(journal.currency(), kEuro);
}

// Idempotency is G9 of the ledger.
TEST(Journal, P39_TheSameEventCountsOnceAndAnotherOfItsIdIsRefused) {
  Journal journal("C-1", kEuro);
  const Event event = Payment("a", "2026-01-31"_date, 1);
  EXPECT_EQ(*journal.Append(event), true);
  EXPECT_EQ(*journal.Append(event), false);
  EXPECT_EQ(journal.size(), 1u);
  Event other = event;
  const auto refused = [&] {
    EXPECT_THAT(journal.Append(other), IsError(Reason::kConflict, "/id"));
    EXPECT_EQ(journal.size(), 1u);
    EXPECT_EQ(journal[0], event);
    other = event;
  };
  other.body = PaymentReceived{2};
  refused();
  other.recorded = "2026-02-01"_date;
  refused();
  other.reason = "x";
  refused();
  other.body = MoneyRefunded{0};  // the event itself is looked at first
  EXPECT_THAT(journal.Append(other), IsError(Reason::kOutOfRange, "/amount"));
}

// The same events in any order, some of them again: the same journal.
RC_GTEST_PROP(Journal, P36_TheOrderOfArrivalSaysNothing, ()) {
  std::vector<Event> events;
  const auto count = *rc::gen::inRange<size_t>(0, 30);
  for (size_t k = 0; k < count; ++k) {
    events.push_back(AnyEvent("e" + std::to_string(k)));
  }
  Journal journal("C-1", kEuro);
  for (const Event& event : events) RC_ASSERT(*journal.Append(event));
  std::vector<Event> sorted = events;
  std::sort(sorted.begin(), sorted.end(), ComesBefore);
  RC_ASSERT(journal.size() == sorted.size());
  for (size_t k = 0; k < count; ++k) {
    RC_ASSERT(journal[k] == sorted[k]);
    RC_ASSERT(*journal.Find(sorted[k].id) == sorted[k]);
  }
  std::vector<Event> again = events;
  if (count > 0) {
    again.push_back(events[*rc::gen::inRange<size_t>(0, count)]);
  }
  for (size_t k = again.size(); k > 1; --k) {
    std::swap(again[k - 1], again[*rc::gen::inRange<size_t>(0, k)]);
  }
  Journal other("C-1", kEuro);
  for (const Event& event : again) RC_ASSERT(other.Append(event).ok());
  RC_ASSERT(other == journal);
}

TEST(Journal, ChecksWithoutAdding) {
  Journal journal("C-1", kEuro);
  const Event event = Payment("a", "2026-01-31"_date, 1);
  EXPECT_EQ(*journal.Check(event), true);
  EXPECT_EQ(journal.size(), 0u);
  EXPECT_EQ(*journal.Append(event), true);
  EXPECT_EQ(*journal.Check(event), false);
  EXPECT_THAT(journal.Check(Payment("a", "2026-01-31"_date, 2)),
              IsError(Reason::kConflict, "/id"));
  EXPECT_THAT(journal.Check(Payment("b", "2026-01-31"_date, 0)),
              IsError(Reason::kOutOfRange, "/amount"));
  EXPECT_EQ(IdsOf(journal), std::vector<std::string>{"a"});
}

TEST(Journal, TakesAllOfAnotherOrNone) {
  const auto of = [](const std::vector<Event>& events) {
    Journal journal("C-1", kEuro);
    for (const Event& event : events) {
      EXPECT_THAT(journal.Append(event), IsOk());
    }
    return journal;
  };
  const Event a = Payment("a", "2026-01-31"_date, 1);
  const Event b = Payment("b", "2026-01-30"_date, 2);
  const Event c = Payment("c", "2026-02-01"_date, 3);
  const Event other = Payment("c", "2026-02-01"_date, 4);
  Journal journal = of({a, c});
  const Journal before = journal;
  EXPECT_THAT(journal.Append(of({b, other})),
              IsError(Reason::kConflict, "/id"));
  EXPECT_TRUE(journal == before);
  EXPECT_EQ(journal.Find("b"), nullptr);
  EXPECT_EQ(*journal.Append(of({})), 0u);
  EXPECT_EQ(*journal.Append(of({c, b})), 1u);
  EXPECT_EQ(IdsOf(journal), (std::vector<std::string>{"b", "a", "c"}));
  EXPECT_EQ(*journal.Append(of({c, b})), 0u);
  EXPECT_DEATH((void)journal.Append(Journal("C-2", kEuro)), "account");
}

TEST(Journal, DiffersByAccountCurrencyAndEvents) {
  const Event event = Payment("a", "2026-01-31"_date, 1);
  Journal journal("C-1", kEuro);
  ASSERT_THAT(journal.Append(event), IsOk());
  Journal account("C-2", kEuro), currency("C-1", Currency::Of("USD")),
      amount("C-1", kEuro), same("C-1", kEuro);
  ASSERT_THAT(account.Append(event), IsOk());
  ASSERT_THAT(currency.Append(event), IsOk());
  ASSERT_THAT(amount.Append(Payment("a", "2026-01-31"_date, 2)), IsOk());
  ASSERT_THAT(same.Append(event), IsOk());
  EXPECT_FALSE(journal == account);
  EXPECT_FALSE(journal == currency);
  EXPECT_FALSE(journal == amount);
  EXPECT_FALSE(journal == Journal("C-1", kEuro));
  EXPECT_TRUE(journal == same);
}

TEST(Ledger, HasAJournalForEachAccountAndCurrency) {
  const Event event = Payment("a", "2026-01-31"_date, 1);
  Ledger ledger;
  EXPECT_EQ(*ledger.Append({"C-2", kEuro, event}), true);
  EXPECT_EQ(*ledger.Append({"C-1", kEuro, event}), true);
  EXPECT_EQ(*ledger.Append({"C-1", Currency::Of("USD"), event}), true);
  EXPECT_EQ(*ledger.Append({"C-1", kEuro, event}), false);
  EXPECT_EQ(ledger.size(), 3u);
  std::vector<std::string> names;
  for (const auto& [key, journal] : ledger.journals()) {
    EXPECT_EQ(journal.account(), key.first);
    EXPECT_EQ(journal.currency().code(), key.second);
    names.push_back(key.first + " " + key.second);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"C-1 EUR", "C-1 USD", "C-2 EUR"}));
}

TEST(Ledger, TakesAllOfAnotherOrNone) {
  const Event a = Payment("a", "2026-01-31"_date, 1);
  const Event b = Payment("b", "2026-01-31"_date, 2);
  const Event other = Payment("a", "2026-01-31"_date, 3);
  const auto of = [](const std::vector<AccountEvent>& events) {
    Ledger ledger;
    for (const AccountEvent& event : events) {
      EXPECT_THAT(ledger.Append(event), IsOk());
    }
    return ledger;
  };
  Ledger ledger = of({{"C-1", kEuro, a}, {"C-2", kEuro, a}});
  const Ledger before = ledger;
  EXPECT_THAT(
      ledger.Append(
          of({{"C-0", kEuro, a}, {"C-1", kEuro, b}, {"C-2", kEuro, other}})),
      IsError(Reason::kConflict, "/id"));
  EXPECT_TRUE(ledger == before);
  EXPECT_EQ(ledger.size(), 2u);
  EXPECT_EQ(*ledger.Append(
                of({{"C-0", kEuro, a}, {"C-1", kEuro, a}, {"C-1", kEuro, b}})),
            2u);
  EXPECT_TRUE(ledger == of({{"C-0", kEuro, a},
                            {"C-1", kEuro, a},
                            {"C-1", kEuro, b},
                            {"C-2", kEuro, a}}));
  EXPECT_EQ(ledger.size(), 4u);
}

TEST(Ledger, RefusesAccountsAndEventsAndKeepsNothingOfThem) {
  const Event event = Payment("a", "2026-01-31"_date, 1);
  const Event wrong = Payment("b", "2026-01-31"_date, 0);
  const Event other = Payment("a", "2026-01-31"_date, 2);
  Ledger ledger;
  ASSERT_THAT(ledger.Append({"C-1", kEuro, event}), IsOk());
  const Ledger before = ledger;
  const struct {
    std::string account;
    const Event& event;
    Reason reason;
    const char* field;
  } kRows[] = {
      {"", wrong, Reason::kMissingField, "/account"},
      {std::string(kMaxIdBytes + 1, 'x'), wrong, Reason::kLimitExceeded,
       "/account"},
      {"\x80", wrong, Reason::kMalformed, "/account"},
      {"C-1", wrong, Reason::kOutOfRange, "/amount"},
      {"C-2", wrong, Reason::kOutOfRange, "/amount"},
      {"C-1", other, Reason::kConflict, "/id"},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(ledger.Append({row.account, kEuro, row.event}),
                IsError(row.reason, row.field));
    EXPECT_TRUE(ledger == before);
    EXPECT_EQ(ledger.size(), 1u);
  }
}

}  // namespace
}  // namespace usance
