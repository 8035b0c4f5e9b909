// A seeded simulator of accounts against the slow model: not one minor unit of
// difference, in any row and component, on any day, whatever was known.
//
// USANCE_SEED replays a run; USANCE_TIER=nightly runs 1,000,000 account-years.
// A failure prints its policy and the least of its events that still fail.
#include <gtest/gtest.h>

#include "tests/replay/checks.h"
#include "tests/replay/search.h"
#include "tests/replay/simulator.h"

namespace usance::replay {
namespace {

std::string WrongAccount(const Simulated& year, uint64_t seed, Counts* counts) {
  if (counts != nullptr) Count(year, *counts);
  return WhatIsWrong(year, seed);
}

TEST(ReplayOracle, AccountYears) {
  Looked looked = LookThrough(
      {.wrong = WrongAccount, .describe = [](const Simulated& year, uint64_t) {
         return Describe(year);
       }});
  if (looked.failed) return;
  ExpectSeen(looked);
  Counts& counts = looked.counts;
  EXPECT_EQ(counts["payer"].size(), std::size(Names<Payer>::kTable));
  EXPECT_EQ(counts["event"].size(), std::size(Names<EventKind>::kTable));
  // Those that are shipped, and the drawn ones.
  EXPECT_EQ(counts["allocation"].size(), AllocationPresets().size() + 1);
}

}  // namespace
}  // namespace usance::replay
