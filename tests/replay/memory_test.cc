// Memory that runs out under simulated accounts: an allocation of a call fails,
// alone or with all behind it. In C++ the call ends with std::bad_alloc, in C
// with OUT_OF_MEMORY, unless it can do without; what it was called on is as
// before, and the same call then gives what it would have given.
//
// tests/capi/memory.c fails every allocation of every function of the C ABI.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <memory>
#include <new>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/replay/checks.h"
#include "tests/replay/simulator.h"
#include "usance.h"
#include "usance/account/account.h"
#include "usance/account/aging.h"
#include "usance/account/ledger.h"
#include "usance/account/statement.h"
#include "usance/codec/account.h"
#include "usance/codec/journal.h"
#include "usance/codec/postings.h"
#include "usance/codec/snapshot.h"

namespace usance::replay {
namespace {

// Of this thread's allocations while one is to fail.
struct Memory {
  bool armed = false;
  int64_t fails_at = 0;        // counted from 0
  bool and_all_after = false;  // not that one alone
  int64_t count = 0;
  bool failed = false;
};
thread_local Memory memory;

bool Refuses() {
  if (!memory.armed) return false;
  const int64_t number = memory.count++;
  const bool refuses = number == memory.fails_at ||
                       (memory.and_all_after && number > memory.fails_at);
  memory.failed = memory.failed || refuses;
  return refuses;
}

void* Allocate(size_t size) noexcept {
  return Refuses() ? nullptr : std::malloc(size == 0 ? 1 : size);
}
void* AllocateOrThrow(size_t size) {
  void* block = Allocate(size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}

}  // namespace
}  // namespace usance::replay

// All of them: a sanitizer has its own, which may not free these blocks.
void* operator new(size_t size) {
  return usance::replay::AllocateOrThrow(size);
}
void* operator new[](size_t size) {
  return usance::replay::AllocateOrThrow(size);
}
void* operator new(size_t size, const std::nothrow_t&) noexcept {
  return usance::replay::Allocate(size);
}
void* operator new[](size_t size, const std::nothrow_t&) noexcept {
  return usance::replay::Allocate(size);
}
void operator delete(void* block) noexcept { std::free(block); }
void operator delete[](void* block) noexcept { std::free(block); }
void operator delete(void* block, size_t) noexcept { std::free(block); }
void operator delete[](void* block, size_t) noexcept { std::free(block); }

namespace usance::replay {
namespace {

// Calls with the n-th allocation failing; whether the call came to its end.
// Sets memory.failed and memory.count.
bool Completes(int64_t n, bool and_all_after,
               const std::function<void()>& call) {
  memory = {.armed = true, .fails_at = n, .and_all_after = and_all_after};
  bool completes = true;
  try {
    call();
  } catch (const std::bad_alloc&) {
    completes = false;
  }
  memory.armed = false;
  return completes;
}

// Changes something as often as it takes, each time with a later allocation
// that fails; whenever it could not be changed, it is unchanged.
void Exhaust(const std::string& what, bool and_all_after, int64_t step,
             const std::function<void()>& change,
             const std::function<bool()>& unchanged) {
  for (int64_t n = 0; !Completes(n, and_all_after, change); n += step) {
    ASSERT_TRUE(unchanged()) << what << ", allocation " << n;
  }
}

constexpr uint64_t kAccounts = 8;
const Currency kEuro = Currency::Of("EUR");

TEST(OutOfMemory, JournalKeepsWhatItHas) {
  for (uint64_t seed = 1; seed <= kAccounts; ++seed) {
    const Simulated year = Simulate(seed);
    Journal journal("debtor", kEuro), before = journal;
    for (const Event& event : year.events) {
      bool fresh = false;
      Exhaust(
          event.id, seed % 2 == 0, 1, [&] { fresh = *journal.Append(event); },
          [&] {
            return journal == before && journal.Find(event.id) == nullptr;
          });
      EXPECT_TRUE(fresh) << event.id;
      ASSERT_TRUE(before.Append(event).ok());
      ASSERT_TRUE(journal == before) << event.id;
    }
  }
}

// Each time other events, and then those that are left.
TEST(OutOfMemory, JournalTakesAllOfAnotherOrNone) {
  for (uint64_t seed = 1; seed <= kAccounts; ++seed) {
    std::vector<Event> rest = Simulate(seed).events;
    Journal journal = JournalOf({rest.begin(), rest.begin() + 20});
    const Journal before = journal;
    rest.erase(rest.begin(), rest.begin() + 20);
    std::mt19937_64 random(seed);
    Journal added = JournalOf(rest);
    size_t fresh = 0;
    Exhaust(
        "journal", seed % 2 == 0, 3, [&] { fresh = *journal.Append(added); },
        [&] {
          std::shuffle(rest.begin(), rest.end(), random);
          added =
              JournalOf({rest.begin() + static_cast<ptrdiff_t>(random() % 10),
                         rest.end()});
          return journal == before &&
                 std::none_of(rest.begin(), rest.end(), [&](const Event& one) {
                   return journal.Find(one.id) != nullptr;
                 });
        });
    EXPECT_EQ(fresh, added.size());
    EXPECT_EQ(*journal.Append(JournalOf(rest)), rest.size() - fresh);
    EXPECT_TRUE(journal == JournalOf(Simulate(seed).events));
    for (const Event& event : rest) {
      ASSERT_NE(journal.Find(event.id), nullptr) << event.id;
      EXPECT_EQ(journal.Find(event.id)->id, event.id);
    }
  }
}

TEST(OutOfMemory, LedgerKeepsWhatItHas) {
  for (uint64_t seed = 1; seed <= kAccounts; ++seed) {
    const Simulated year = Simulate(seed);
    Ledger ledger, before;
    for (size_t k = 0; k < year.events.size(); ++k) {
      const AccountEvent event = {"debtor " + std::to_string(k % 5), kEuro,
                                  year.events[k]};
      bool fresh = false;
      Exhaust(
          event.event.id, seed % 2 == 0, 1,
          [&] { fresh = *ledger.Append(event); },
          [&] { return ledger == before && ledger.size() == k; });
      EXPECT_TRUE(fresh) << event.event.id;
      ASSERT_TRUE(before.Append(event).ok());
      ASSERT_TRUE(ledger == before && ledger.size() == k + 1);
    }
  }
}

// After each event a replay fails somewhere, and is then asked for again.
TEST(OutOfMemory, ReplayerGoesOnAsIfItHadNeverEnded) {
  int64_t ended = 0;
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    const Simulated year = Simulate(seed);
    std::vector<Event> events = year.events;
    std::sort(events.begin(), events.end(), ComesBefore);
    std::mt19937_64 random(seed);
    Journal journal("debtor", kEuro);
    auto replayer = Replayer::Make(journal, year.policy);
    ASSERT_TRUE(replayer.ok());
    int64_t allocations = 1;
    for (const Event& event : events) {
      ASSERT_TRUE(journal.Append(event).ok());
      const ReplaySpec spec = {.as_of = event.value_date};
      absl::StatusOr<Account> account;
      const auto ask = [&] { account = replayer->At(spec); };
      const auto at =
          static_cast<int64_t>(random() % static_cast<uint64_t>(allocations));
      if (!Completes(at, random() % 2 == 0, ask)) ++ended;
      Completes(-1, false, ask);
      allocations = memory.count + 1;
      ASSERT_TRUE(Same(account, Replay(journal, year.policy, spec), journal))
          << "seed " << seed << ", " << event.id << ", allocation " << at;
    }
  }
  EXPECT_GT(ended, 1'000);
}

// What is computed of an account: the answer that it has without a failure, or
// none.
TEST(OutOfMemory, AnswersAreWholeOrNone) {
  for (uint64_t seed = 1; seed <= kAccounts; ++seed) {
    const Simulated year = Simulate(seed);
    const Journal journal = JournalOf(year.events);
    const ReplaySpec spec = {.as_of = year.last};
    const auto account = Replay(journal, year.policy, spec);
    ASSERT_TRUE(account.ok());
    const auto snapshot = [&](const Account& of) {
      return WriteSnapshot(SnapshotOf(journal, of, std::nullopt, "policy"));
    };
    const std::string text = snapshot(*account);
    using Answer = std::function<std::string()>;
    const std::vector<std::pair<std::string, Answer>> answers = {
        {"replay",
         [&] { return snapshot(*Replay(journal, year.policy, spec)); }},
        {"snapshot", [&] { return snapshot(*account); }},
        {"read snapshot", [&] { return WriteSnapshot(*ReadSnapshot(text)); }},
        {"aging",
         [&] {
           return ToText(
               AgingJson(*Age(*account, {.basis = AgingBasis::kDue})));
         }},
        {"statement",
         [&] {
           const auto statement = StatementOf(
               journal, year.policy, {.from = year.first, .to = year.last});
           return ToText(StatementJson(*statement, journal));
         }},
        {"open items",
         [&] {
           return ToText(OpenItemsJson(*OpenItemsOf(*account), *account));
         }},
        {"postings",
         [&] {
           return ToText(
               PostingsJson(PostingsOf(*account, journal, year.policy), kEuro));
         }},
        {"payoff", [&] {
           return ToText(PayoffJson(
               *QuotePayoff(journal, year.policy, year.last), kEuro));
         }}};
    for (const auto& [name, answer_of] : answers) {
      const std::string right = answer_of();
      std::string answer;
      const auto ask = [&] { answer = answer_of(); };
      Completes(-1, false, ask);
      const int64_t count = memory.count;
      int64_t ended = 0;
      for (int64_t n = 0; n < count; n += 1 + count / 40) {
        if (Completes(n, n % 2 == 0, ask)) {
          ASSERT_EQ(answer, right) << name << ", allocation " << n;
        } else {
          ++ended;
        }
      }
      EXPECT_GT(ended, 0) << name;
      EXPECT_EQ(answer_of(), right) << name;
    }
  }
}

// --- the C ABI
// ----------------------------------------------------------------

template <class T, void (*kDestroy)(T*)>
struct Destroy {
  void operator()(T* handle) const { kDestroy(handle); }
};
template <class T, void (*kDestroy)(T*)>
using Handle = std::unique_ptr<T, Destroy<T, kDestroy>>;
using JournalHandle = Handle<usance_journal, usance_journal_destroy>;
using LedgerHandle = Handle<usance_ledger, usance_ledger_destroy>;
using PolicyHandle =
    Handle<usance_account_policy, usance_account_policy_destroy>;
using AccountHandle = Handle<usance_account, usance_account_destroy>;

constexpr std::string_view kPolicy =
    R"({"allocation":"bgb 366","credit":"apply","partial_payment":"none",)"
    R"("interest":[{"id":"agreed","interest":{"rate":"12%","day_count":)"
    R"("act/365f","compounding":"simple","rounding":"half even"}},)"
    R"({"id":"statutory","interest":{"rate":"9%","day_count":"act/360",)"
    R"("compounding":"simple","rounding":"half even"}},)"
    R"({"id":"consumer","interest":{"rate":"5%","day_count":"act/365f",)"
    R"("compounding":"simple","rounding":"half even"}}]})";

// What a function writes into the caller's text.
template <class Put>
std::string TextOf(const Put& put) {
  size_t size = 0;
  EXPECT_EQ(put(0, nullptr, &size), USANCE_STATUS_MORE);
  std::string text(size + 1, ' ');  // with its NUL
  EXPECT_EQ(put(text.size(), text.data(), &size), USANCE_STATUS_OK);
  return text;
}

// Calls as Completes does; the status tells.
bool Succeeds(int64_t n, bool and_all_after,
              const std::function<usance_status()>& call) {
  usance_status status = USANCE_STATUS_OK;
  EXPECT_TRUE(Completes(n, and_all_after, [&] { status = call(); }))
      << "an exception left the C ABI";
  EXPECT_TRUE(status == USANCE_STATUS_OK ||
              (memory.failed && status == -USANCE_REASON_OUT_OF_MEMORY))
      << status;
  return status == USANCE_STATUS_OK;
}

// A call that adds events: it adds all or none, however often it fails.
void ExpectAllOrNone(const std::function<usance_status(size_t*)>& append,
                     const std::function<std::string()>& text,
                     bool and_all_after, size_t fresh) {
  const std::string before = text();
  size_t added = 1'000;
  const auto call = [&] { return append(&added); };
  for (int64_t n = 0; !Succeeds(n, and_all_after, call); n += 7) {
    ASSERT_EQ(text(), before) << "allocation " << n;
    ASSERT_EQ(added, 1'000u);
  }
  EXPECT_EQ(added, fresh);
}

LedgerHandle LedgerOf(const std::string& lines) {
  usance_ledger* ledger = nullptr;
  EXPECT_EQ(usance_ledger_create(lines.data(), lines.size(), &ledger, nullptr),
            USANCE_STATUS_OK);
  return LedgerHandle(ledger);
}
std::string TextOf(const usance_ledger& ledger) {
  return TextOf([&](size_t capacity, char* text, size_t* size) {
    return usance_ledger_write(&ledger, capacity, text, size, nullptr);
  });
}
std::string TextOf(const usance_journal& journal) {
  return TextOf([&](size_t capacity, char* text, size_t* size) {
    return usance_journal_write(&journal, capacity, text, size, nullptr);
  });
}

TEST(OutOfMemory, LedgerOfTheCAbiTakesAllOrNone) {
  for (uint64_t seed = 1; seed <= kAccounts; ++seed) {
    const std::vector<Event> events = Simulate(seed).events;
    std::string some, rest;
    size_t fresh = 0;
    for (size_t k = 0; k < events.size(); ++k) {
      const std::string debtor = "debtor " + std::to_string(k % 4);
      const std::string line =
          ToText(WriteAccountEvent({debtor, kEuro, events[k]})) + "\n";
      if (k % 4 != 3 && k % 3 == 0) some += line;
      if (k % 4 == 3 || k % 3 != 0) fresh += 1;
      if (k % 4 == 3 || k % 3 != 0 || k == 0) rest += line;
    }
    for (const bool shared : {false, true}) {
      const LedgerHandle ledger = LedgerOf(some);
      JournalHandle sharing;  // what it has, which is then copied
      if (shared) {
        usance_journal* found = nullptr;
        ASSERT_EQ(usance_ledger_next(ledger.get(), nullptr, &found, nullptr),
                  USANCE_STATUS_OK);
        sharing.reset(found);
      }
      ExpectAllOrNone(
          [&](size_t* added) {
            return usance_ledger_append(ledger.get(), rest.data(), rest.size(),
                                        added, nullptr);
          },
          [&] { return TextOf(*ledger); }, seed % 2 == 0, fresh);
      EXPECT_EQ(TextOf(*ledger), TextOf(*LedgerOf(some + rest)));
    }
  }
}

TEST(OutOfMemory, JournalOfTheCAbiTakesAllOrNone) {
  for (uint64_t seed = 1; seed <= kAccounts; ++seed) {
    const std::vector<Event> events = Simulate(seed).events;
    constexpr std::string_view kHead =
        R"({"account":"debtor","currency":"EUR",)";
    std::string some, rest;
    for (size_t k = 0; k < events.size(); ++k) {
      const std::string line =
          ToText(WriteAccountEvent({"debtor", kEuro, events[k]}));
      ASSERT_EQ(line.substr(0, kHead.size()), kHead);
      (k % 2 == 0 ? some : rest) += "{" + line.substr(kHead.size()) + "\n";
    }
    const auto create = [](const std::string& lines) {
      usance_journal* journal = nullptr;
      EXPECT_EQ(usance_journal_create("debtor", "EUR", lines.data(),
                                      lines.size(), &journal, nullptr),
                USANCE_STATUS_OK);
      return JournalHandle(journal);
    };
    usance_account_policy* parsed = nullptr;
    ASSERT_EQ(usance_account_policy_parse(kPolicy.data(), kPolicy.size(), "EUR",
                                          nullptr, &parsed, nullptr),
              USANCE_STATUS_OK);
    const PolicyHandle policy(parsed);
    const JournalHandle journal = create(some);
    // The account as of a day that is behind all; alone or not on its journal.
    const auto replay = [&](const usance_journal& of, int64_t n) {
      usance_account* account = nullptr;
      for (;; n += 7) {
        const bool done = Succeeds(n, seed % 2 == 0, [&] {
          return usance_account_replay(&of, policy.get(), 22'000,
                                       USANCE_NULL_DAY, &account, nullptr);
        });
        if (done) return AccountHandle(account);
        EXPECT_EQ(account, nullptr);
      }
    };
    const auto text = [](const usance_account& account) {
      return TextOf([&](size_t capacity, char* to, size_t* size) {
        return usance_account_write(&account, capacity, to, size, nullptr);
      });
    };
    const AccountHandle first = replay(*journal, 0);
    const std::string before = text(*first);
    ExpectAllOrNone(
        [&](size_t* added) {
          return usance_journal_append(journal.get(), rest.data(), rest.size(),
                                       added, nullptr);
        },
        [&] { return TextOf(*journal); }, seed % 2 == 0, events.size() / 2);
    EXPECT_EQ(text(*first), before);
    const JournalHandle whole = create(some + rest);
    EXPECT_EQ(TextOf(*journal), TextOf(*whole));
    EXPECT_EQ(text(*replay(*journal, 0)), text(*replay(*whole, 1'000'000)));
  }
}

}  // namespace
}  // namespace usance::replay
