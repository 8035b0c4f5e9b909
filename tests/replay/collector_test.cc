// Collectors of simulated accounts, by the library's word: P44, and what daily
// and weekly runs come to. Every seed is a year of payers and clerks, and a
// dunning policy; a collector knows what was recorded by the day of the run,
// and records what was done, so that the next run sees it.
//
// Of each action, by the events, the figures of the account, and the diary of
// what was done:
//
// - Not repeated: no due amount is asked for by a step again, or by one before
//   it, unless the step's attempts say so, or another promise was broken or
//   payment failed. A due day that was moved starts anew.
// - Not held: nothing of it is held, disputed, in a plan, with others or
//   promised, nor is it spared by days of grace or a minimum.
// - Not outside its window: not before its day, nor after the due day where it
//   comes before that; not on another weekday, at other minutes, without
//   consent, over a cap, or nearer than its gap.
//
// Not lost: after each run, for whatever is followed up and was not asked for,
// no step is left that should have been taken by then, unless a gap, or each of
// its channels, is in the way that day.
//
// The same steps: of half of the policies (steps by documents and due days, by
// contacts, without caps and consent) whoever runs daily, and whoever runs
// weekly or misses runs, have taken the same step last, of every debt that both
// follow up, on every day on which both run. They may differ
//
// - where the one ahead reminded before the due day, and that is over: such a
//   step lapses;
// - where the one behind must wait for a gap or, if steps are strictly one
// after
//   the other, has taken one on that very day: the next run takes the next;
// - on days on which not every step has a channel;
// - where one of the two has asked in another ladder or for an older debt since
//   the first day of the steps: one that was paid, held or moved between two
//   runs was asked for by only one of them.
//
// Steps from the step before, from promises and from payments are left out of
// this alone, as their days or the steps' follow from the days of runs; so are
// hand-overs and write-offs, as they change what can be paid.
//
// USANCE_SEED replays a run; USANCE_TIER=nightly runs 1,000,000 account-years.
// A failure prints its policy and the least of its events that still fail.
#include "tests/replay/collector.h"

#include <gtest/gtest.h>

#include "tests/replay/search.h"
#include "usance/recovery/dunning_policy.h"

namespace usance::replay {
namespace {

TEST(Collectors, P44_AccountYears) {
  Looked looked = LookThrough({.wrong = WhatCollectorsDoWrong,
                               .describe = DescribeCollected,
                               .workers = 2});
  if (looked.failed) return;
  ExpectSeen(looked);
  EXPECT_EQ(looked.counts["action"].size(),
            std::size(Names<StepAction>::kTable));
  EXPECT_EQ(looked.counts["step"].size(),
            std::size(Names<StepAnchor>::kTable) + 1);
  EXPECT_EQ(looked.counts["compared"].size(), 3u);
}

}  // namespace
}  // namespace usance::replay
