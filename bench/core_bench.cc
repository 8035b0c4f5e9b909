// The one division that everything rounds by.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "usance/core/rounding.h"

namespace usance {
namespace {

// Interest of 4,096 balances at 8 % for 30 days of 365.
void Divide_Interest(benchmark::State& state) {
  std::vector<int64_t> balances(4096);
  for (size_t i = 0; i < balances.size(); ++i) {
    balances[i] = static_cast<int64_t>(1 + i * 7'919'331);
  }
  for (auto _ : state) {
    int64_t sum = 0;
    for (const int64_t balance : balances) {
      sum += static_cast<int64_t>(Divide(static_cast<int128>(balance) * 8 * 30,
                                         36'500, Rounding::kHalfEven));
    }
    benchmark::DoNotOptimize(sum += 0);
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<int64_t>(balances.size()));
}
BENCHMARK(Divide_Interest);

}  // namespace
}  // namespace usance
