// Collectors of a simulated account: they run a dunning policy on their days,
// know what was recorded by then, and record what they did.
#ifndef USANCE_TESTS_REPLAY_COLLECTOR_H_
#define USANCE_TESTS_REPLAY_COLLECTOR_H_

#include <cstdint>
#include <string>

#include "tests/replay/checks.h"
#include "tests/replay/simulator.h"

namespace usance::replay {

// What is wrong with what collectors of the seed's policy are told to do in the
// year: one who runs daily, one who runs weekly, and one who misses runs. Empty
// where nothing is. What must hold stands at collector_test.cc.
std::string WhatCollectorsDoWrong(const Simulated& year, uint64_t seed,
                                  Counts* counts);

// The seed's policy, and the year's events.
std::string DescribeCollected(const Simulated& year, uint64_t seed);

}  // namespace usance::replay

#endif  // USANCE_TESTS_REPLAY_COLLECTOR_H_
