// What must hold of a simulated account.
#ifndef USANCE_TESTS_REPLAY_CHECKS_H_
#define USANCE_TESTS_REPLAY_CHECKS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tests/replay/simulator.h"
#include "usance/account/account.h"
#include "usance/account/journal.h"

namespace usance::replay {

Journal JournalOf(const std::vector<Event>& events);

// Two accounts of the same journal, in every field.
bool Same(const absl::StatusOr<Account>& a, const absl::StatusOr<Account>& b,
          const Journal& journal);

// What is wrong with the library's answers; empty where nothing is. The days
// and events that are asked about are drawn by the seed.
std::string WhatIsWrong(const Simulated& year, uint64_t seed);

// How often something was seen, by class and name.
using Counts = std::map<std::string, std::map<std::string, int64_t>>;

// What is wrong, as above; counts what it saw where it is told where.
using Check = std::string (*)(const Simulated& year, uint64_t seed,
                              Counts* counts);

// Leaves out events for as long as something is wrong without them.
void Minimize(Simulated& year, uint64_t seed, Check wrong);

std::string Describe(const Simulated& year);

void Count(const Simulated& year, Counts& counts);

}  // namespace usance::replay

#endif  // USANCE_TESTS_REPLAY_CHECKS_H_
