// What a late invoice costs: one rate, a floating one, and a frozen one.
#include <benchmark/benchmark.h>

#include "usance/accrual/accrue.h"
#include "usance/money/format.h"
#include "usance/terms/late_charges.h"

namespace usance {
namespace {

constexpr AccrualRule kSimple = {.day_count = DayCount::kAct365Fixed,
                                 .compounding = Compounding::kSimple,
                                 .regime = RoundingRegime::kPerBooking,
                                 .rounding = Rounding::kHalfEven};

RateHistory HalfYears() {
  return *RateHistory::Make({.id = "reference",
                             .steps = {{"2023-01-01"_date, "1.62%"_rate},
                                       {"2023-07-01"_date, "3.12%"_rate},
                                       {"2024-01-01"_date, "3.62%"_rate}},
                             .margin = "9%"_rate});
}

void Charge(benchmark::State& state, const RateHistory& rates,
            RateFixing fixing) {
  LateChargesSpec spec = {
      .policy = {.interest = DefaultInterest{.rates = rates, .rule = kSimple}},
      .invoice = {"10000.00 GBP"_money, "2023-05-31"_date},
      .as_of = "2024-02-29"_date};
  spec.policy.interest->rule.fixing = fixing;
  for (auto _ : state) {
    const auto charges = ComputeLateCharges(spec);
    int64_t total = charges->total.minor();
    benchmark::DoNotOptimize(total += 0);
  }
  state.SetItemsProcessed(state.iterations());
}

void LateCharges_OneRate(benchmark::State& state) {
  Charge(state, RateHistory::Fixed("11.5%"_rate), RateFixing::kFloating);
}
BENCHMARK(LateCharges_OneRate);

void LateCharges_Floating(benchmark::State& state) {
  Charge(state, HalfYears(), RateFixing::kFloating);
}
BENCHMARK(LateCharges_Floating);

void LateCharges_Frozen(benchmark::State& state) {
  Charge(state, HalfYears(), RateFixing::kFrozen);
}
BENCHMARK(LateCharges_Frozen);

void Accrue_OneRate(benchmark::State& state) {
  const AccrueSpec spec = {.currency = Currency::Of("GBP"),
                           .balances = {{"2023-06-01"_date, 1'000'000}},
                           .rates = RateHistory::Fixed("11.5%"_rate),
                           .rule = kSimple,
                           .start = "2023-06-01"_date,
                           .end = "2024-03-01"_date};
  for (auto _ : state) {
    const auto accrual = Accrue(spec);
    int64_t interest = accrual->interest.minor();
    benchmark::DoNotOptimize(interest += 0);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(Accrue_OneRate);

}  // namespace
}  // namespace usance
