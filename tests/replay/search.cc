#include "tests/replay/search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <future>
#include <iostream>
#include <random>
#include <string_view>
#include <thread>
#include <vector>

namespace usance::replay {
namespace {

// A sanitizer looks at what runs, not at what comes out.
#ifdef __SANITIZE_ADDRESS__
constexpr uint64_t kYears = 1'000;
#else
constexpr uint64_t kYears = 5'000;
#endif

struct Found {
  Counts counts;
  std::vector<std::string> failures;  // up to three
};

// Every `step`th account-year from `first` on.
Found Search(const Quest& quest, uint64_t seed, uint64_t years, uint64_t first,
             uint64_t step) {
  Found found;
  for (uint64_t k = first; k < years && found.failures.size() < 3; k += step) {
    if (k % 100'000 == 99'999) std::cout << k + 1 << " account-years\n";
    const uint64_t own = seed * 0x9E3779B97F4A7C15u + k;
    Simulated year = Simulate(own);
    std::string wrong = year.events.size() < static_cast<size_t>(kEventsPerYear)
                            ? "too few events"
                            : quest.wrong(year, own, &found.counts);
    if (wrong.empty()) continue;
    Minimize(year, own, quest.wrong);
    found.failures.push_back("USANCE_SEED=" + std::to_string(seed) +
                             " account-year " + std::to_string(k) + ": " +
                             quest.wrong(year, own, nullptr) +
                             quest.describe(year, own));
  }
  return found;
}

}  // namespace

Looked LookThrough(const Quest& quest) {
  const char* tier = std::getenv("USANCE_TIER");
  const bool nightly = tier != nullptr && std::string_view(tier) == "nightly";
  const char* given = std::getenv("USANCE_SEED");
  const uint64_t seed = given != nullptr ? std::strtoull(given, nullptr, 10)
                                         : std::random_device{}();
  Looked looked = {.years = nightly ? 1'000'000u : kYears, .counts = {}};
  std::cout << "seed " << seed << ", " << looked.years << " account-years\n";
  // Other tests of the nightly tier are few: the long run takes every core.
  const uint64_t workers =
      nightly ? std::max(1u, std::thread::hardware_concurrency())
              : quest.workers;
  std::vector<std::future<Found>> parts;
  for (uint64_t k = 0; k < workers; ++k) {
    parts.push_back(std::async(std::launch::async, Search, quest, seed,
                               looked.years, k, workers));
  }
  for (std::future<Found>& part : parts) {
    Found found = part.get();
    for (const std::string& failure : found.failures) ADD_FAILURE() << failure;
    looked.failed = looked.failed || !found.failures.empty();
    for (const auto& [kind, classes] : found.counts) {
      for (const auto& [name, count] : classes) {
        looked.counts[kind][name] += count;
      }
    }
  }
  return looked;
}

void ExpectSeen(const Looked& looked) {
  for (const auto& [kind, classes] : looked.counts) {
    std::cout << kind << ":";
    for (const auto& [name, count] : classes) {
      std::cout << "  " << name << " " << count;
      EXPECT_GE(count * 100, static_cast<int64_t>(looked.years))
          << kind << " " << name << ": under 1 %";
    }
    std::cout << "\n";
  }
}

}  // namespace usance::replay
