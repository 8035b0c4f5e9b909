// A seeded simulator of accounts against the slow model: not one minor unit of
// difference, in any row and component, on any day, whatever was known.
//
// USANCE_SEED replays a run; USANCE_TIER=nightly runs 1,000,000 account-years.
// A failure prints its policy and the least of its events that still fail.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <future>
#include <iostream>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/replay/checks.h"
#include "tests/replay/simulator.h"

namespace usance::replay {
namespace {

struct Found {
  std::map<std::string, std::map<std::string, int64_t>> counts;
  std::vector<std::string> failures;  // up to three
};

// Every `step`th account-year from `first` on.
Found Search(uint64_t seed, uint64_t years, uint64_t first, uint64_t step) {
  Found found;
  for (uint64_t k = first; k < years && found.failures.size() < 3; k += step) {
    if (k % 100'000 == 99'999) std::cout << k + 1 << " account-years\n";
    const uint64_t own = seed * 0x9E3779B97F4A7C15u + k;
    Simulated year = Simulate(own);
    Count(year, found.counts);
    std::string wrong = year.events.size() < static_cast<size_t>(kEventsPerYear)
                            ? "too few events"
                            : WhatIsWrong(year, own);
    if (wrong.empty()) continue;
    Minimize(year, own);
    found.failures.push_back("USANCE_SEED=" + std::to_string(seed) +
                             " account-year " + std::to_string(k) + ": " +
                             WhatIsWrong(year, own) + Describe(year));
  }
  return found;
}

TEST(ReplayOracle, AccountYears) {
  const char* tier = std::getenv("USANCE_TIER");
  const bool nightly = tier != nullptr && std::string_view(tier) == "nightly";
  const uint64_t years = nightly ? 1'000'000 : 5'000;
  const char* given = std::getenv("USANCE_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10)
                                         : std::random_device{}();
  std::cout << "seed " << seed << ", " << years << " account-years\n";
  // Other tests of the nightly tier are few: the long run takes every core.
  const uint64_t workers =
      nightly ? std::max(1u, std::thread::hardware_concurrency()) : 1;
  std::vector<std::future<Found>> parts;
  for (uint64_t k = 0; k < workers; ++k) {
    parts.push_back(
        std::async(std::launch::async, Search, seed, years, k, workers));
  }
  std::map<std::string, std::map<std::string, int64_t>> counts;
  bool failed = false;
  for (std::future<Found>& part : parts) {
    Found found = part.get();
    for (const std::string& failure : found.failures) ADD_FAILURE() << failure;
    failed = failed || !found.failures.empty();
    for (const auto& [kind, classes] : found.counts) {
      for (const auto& [name, count] : classes) counts[kind][name] += count;
    }
  }
  if (failed) return;
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
