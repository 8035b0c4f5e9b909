// Looks through account-years, on every core where there are many.
#ifndef USANCE_TESTS_REPLAY_SEARCH_H_
#define USANCE_TESTS_REPLAY_SEARCH_H_

#include <cstdint>
#include <string>

#include "tests/replay/checks.h"
#include "tests/replay/simulator.h"

namespace usance::replay {

// What account-years are looked through for.
struct Quest {
  Check wrong;
  // What a failure shows beside the events that are left.
  std::string (*describe)(const Simulated& year, uint64_t seed);
  uint64_t workers = 1;  // where the run is not nightly
};

struct Looked {
  uint64_t years = 0;
  bool failed = false;  // and each failure was added to the test's
  Counts counts;
};

// 5,000 account-years (1,000 under AddressSanitizer), or as USANCE_TIER says;
// those of USANCE_SEED.
Looked LookThrough(const Quest& quest);

// Prints them, and expects each name in 1 % of the years.
void ExpectSeen(const Looked& looked);

}  // namespace usance::replay

#endif  // USANCE_TESTS_REPLAY_SEARCH_H_
