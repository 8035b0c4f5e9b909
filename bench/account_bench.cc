// How long the record of an account takes to replay.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "usance/account/account.h"
#include "usance/account/account_policy.h"
#include "usance/account/journal.h"

namespace usance {
namespace {

Date DayOf(int64_t days) {
  return *Date::FindDays(Date::Of(2020, 1, 1).days() + days);
}

AccountPolicy Policy() {
  LatePaymentPolicy late;
  late.interest =
      DefaultInterest{.rates = RateHistory::Fixed(*Rate::Parse("12%", "")),
                      .rule = {.day_count = DayCount::kAct365Fixed,
                               .compounding = Compounding::kSimple,
                               .regime = RoundingRegime::kPerBooking,
                               .rounding = Rounding::kHalfEven}};
  return {.allocation = *AllocationPreset("oldest due"),
          .credit = CreditUse::kHold,
          .interest = {{.id = "12", .late = late}},
          .partial_payment = PartialPayment::kNone};
}

// A third each of invoices, payments and reminders; three invoices a day. Of
// the payments so many in a hundred are 20 days late.
Journal JournalOf(int64_t events, int64_t late_percent) {
  Journal journal("debtor", *Currency::Parse("EUR", ""));
  int64_t count = 0;
  const auto add = [&](Date day, EventBody body) {
    (void)journal.Append({.id = "e" + std::to_string(count++),
                          .value_date = day,
                          .recorded = day,
                          .body = std::move(body)});
  };
  for (int64_t k = 0; k < events / 3; ++k) {
    const Date due = DayOf(k / 3 + 30);
    add(DayOf(k / 3),
        InvoiceIssued{
            .item = "I" + std::to_string(k),
            .rows = {{.due = due,
                      .amounts = ComponentAmounts::Principal(10'000 + k)}},
            .interest = "12"});
    const bool late = k * late_percent / 100 != (k + 1) * late_percent / 100;
    add(DayOf(k / 3 + 30 + (late ? 20 : 0)),
        PaymentReceived{.amount_minor = 10'000 + k});
    add(DayOf(k / 3 + 25), ContactMade{.channel = Channel::kEmail});
  }
  return journal;
}

// Arguments: events, and how many payments in a hundred are late.
void Replay(benchmark::State& state) {
  const Journal journal = JournalOf(state.range(0), state.range(1));
  const AccountPolicy policy = Policy();
  const ReplaySpec spec = {.as_of = DayOf(20'000)};
  for (auto _ : state) {
    const auto account = usance::Replay(journal, policy, spec);
    if (!account.ok()) return state.SkipWithError("the replay is refused");
    benchmark::DoNotOptimize(account->unapplied_minor);
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(Replay)
    ->Args({60, 0})
    ->Args({60, 30})
    ->Args({60, 100})
    ->Args({10'000, 0})
    ->Args({10'000, 30})
    ->Args({10'000, 100});

// One more event on an account that has been replayed.
void ReplayOneMore(benchmark::State& state) {
  Journal journal = JournalOf(state.range(0), 0);
  const AccountPolicy policy = Policy();
  absl::StatusOr<Replayer> replayer = Replayer::Make(journal, policy);
  int64_t day = 20'000;
  if (!replayer.ok() || !replayer->At({.as_of = DayOf(day)}).ok()) {
    return state.SkipWithError("the replay is refused");
  }
  for (auto _ : state) {
    ++day;
    (void)journal.Append({.id = "n" + std::to_string(day),
                          .value_date = DayOf(day),
                          .recorded = DayOf(day),
                          .body = Noted{}});
    const auto account = replayer->At({.as_of = DayOf(day)});
    if (!account.ok()) return state.SkipWithError("the replay is refused");
  }
}
BENCHMARK(ReplayOneMore)->Arg(10'000)->Iterations(1'000);

}  // namespace
}  // namespace usance
