// A seeded simulator of accounts against the slow model: not one minor unit of
// difference, in any row and component, on any day, whatever was known.
//
// USANCE_SEED replays a run; USANCE_TIER=nightly runs 1,000,000 account-years.
// A failure prints its policy and the least of its events that still fail.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/replay/checks.h"
#include "tests/replay/simulator.h"

namespace usance::replay {
namespace {

TEST(ReplayOracle, AccountYears) {
  const char* tier = std::getenv("USANCE_TIER");
  const bool nightly = tier != nullptr && std::string_view(tier) == "nightly";
  const uint64_t years = nightly ? 1'000'000 : 5'000;
  const char* given = std::getenv("USANCE_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10)
                                         : std::random_device{}();
  std::cout << "seed " << seed << ", " << years << " account-years\n";
  std::map<std::string, std::map<std::string, int64_t>> counts;
  int failures = 0;
  for (uint64_t k = 0; k < years && failures < 3; ++k) {
    const uint64_t own = seed * 0x9E3779B97F4A7C15u + k;
    Simulated year = Simulate(own);
    ASSERT_GE(year.events.size(), static_cast<size_t>(kEventsPerYear));
    Count(year, counts);
    const std::string wrong = WhatIsWrong(year, own);
    if (wrong.empty()) continue;
    ++failures;
    Minimize(year, own);
    ADD_FAILURE() << "USANCE_SEED=" << seed << " account-year " << k << ": "
                  << WhatIsWrong(year, own) << Describe(year);
  }
  if (failures > 0) return;
  for (const auto& [kind, classes] : counts) {
    std::cout << kind << ":";
    for (const auto& [name, count] : classes) {
      std::cout << "  " << name << " " << count;
      EXPECT_GE(count * 100, static_cast<int64_t>(years))
          << kind << " " << name << ": under 1 %";
    }
    std::cout << "\n";
  }
  EXPECT_EQ(counts["payer"].size(), std::size(Names<Payer>::kTable));
  EXPECT_EQ(counts["event"].size(), std::size(Names<EventKind>::kTable));
  EXPECT_EQ(counts["allocation"].size(), AllocationPresets().size());
}

}  // namespace
}  // namespace usance::replay
