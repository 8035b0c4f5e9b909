// Two ways to the same figures: compared first, then timed beside each other.
#ifndef USANCE_BENCH_PEERS_PAIR_H_
#define USANCE_BENCH_PEERS_PAIR_H_

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "usance/date/date.h"

namespace usance::bench {

// Who does the work: QuantLib and the C++ library, the C++ library and the C
// functions, or the library and a plain way to the same.
struct Sides {
  const char* ours;
  const char* rival;
};

// Makes `value` count as used. benchmark::DoNotOptimize of 1.7 takes an lvalue
// as in and out ("+m,r"), which g++ 12 gets wrong for scalars.
template <class T>
void Use(const T& value) {
  asm volatile("" : : "m"(value) : "memory");
}

template <class Work>
void Register(const std::string& name, size_t n, Work work) {
  benchmark::RegisterBenchmark(
      name.c_str(), [n, work](benchmark::State& state) {
        for (auto _ : state) {
          for (size_t i = 0; i < n; ++i) Use(work(i));
        }
        state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(n));
      });
}

// Registers <ours>_<work> and <rival>_<work>, which do input i of n. Ends the
// program where same(ours(i), rival(i)) is false: times of different work
// cannot be compared.
template <class Ours, class Rival, class Same = std::equal_to<>>
void Pair(const Sides& sides, const std::string& work, size_t n, Ours ours,
          Rival rival, Same same = {}) {
  for (size_t i = 0; i < n; ++i) {
    if (same(ours(i), rival(i))) continue;
    std::fprintf(stderr, "%s: %s and %s differ at input %zu; nothing timed\n",
                 work.c_str(), sides.ours, sides.rival, i);
    std::exit(1);
  }
  Register(std::string(sides.ours) + "_" + work, n, ours);
  Register(std::string(sides.rival) + "_" + work, n, rival);
}

inline Date Later(Date date, int32_t days) {
  return *Date::FindDays(date.days() + days);
}

// n days of 2000 to 2054, in no order, and n days up to 10 years later.
struct Days {
  explicit Days(size_t n) {
    uint32_t random = 1;
    const auto next = [&random] {
      random = random * 1'664'525 + 1'013'904'223;
      return static_cast<int32_t>(random >> 16);
    };
    for (size_t i = 0; i < n; ++i) {
      start.push_back(Later(Date::Of(2000, 1, 1), next() % 20'000));
      end.push_back(Later(start.back(), 1 + next() % 3650));
    }
  }
  std::vector<Date> start;
  std::vector<Date> end;
};

void RegisterCalls();
void RegisterReferences();
void RegisterQuantLib();
std::string QuantLibName();

}  // namespace usance::bench

#endif  // USANCE_BENCH_PEERS_PAIR_H_
