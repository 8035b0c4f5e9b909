// A whole loan: dates, level payment and exact rows.
#include <benchmark/benchmark.h>

#include "usance/accrual/rate.h"
#include "usance/installment/amortize.h"
#include "usance/money/format.h"

namespace usance {
namespace {

void Amortize_Level(benchmark::State& state) {
  const auto count = static_cast<int32_t>(state.range(0));
  const AmortizationSpec spec{
      .principal = "250000.00 EUR"_money,
      .rate = "6.5%"_rate,
      .day_count = DayCount::k30360Isda,
      .schedule = {.start = "2026-01-15"_date,
                   .count = count,
                   .frequency = Months(1)},
      .method = AmortizationMethod::kLevel,
      .rounding = Rounding::kHalfEven,
      .residual = Residual::kLast,
  };
  for (auto _ : state) {
    const auto loan = Amortize(spec);
    int64_t total = loan->totals.payment_minor;
    benchmark::DoNotOptimize(total += 0);
  }
  state.SetItemsProcessed(state.iterations() * count);
}
BENCHMARK(Amortize_Level)->Arg(12)->Arg(60)->Arg(360);

}  // namespace
}  // namespace usance
