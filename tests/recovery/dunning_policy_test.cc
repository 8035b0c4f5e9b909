#include "usance/recovery/dunning_policy.h"

#include <gtest/gtest.h>

#include "tests/matchers.h"

namespace usance {
namespace {

Currency Eur() { return *Currency::Parse("EUR", ""); }

DunningPolicy Valid() {
  DunningPolicy policy = {.id = "ladder",
                          .scope = DunningScope::kItem,
                          .order = StepOrder::kStrict};
  policy.steps = {{.id = "first",
                   .after = *ParseSteps("3d"),
                   .channels = {Channel::kEmail},
                   .fee = "reminder"},
                  {.id = "second",
                   .anchor = StepAnchor::kPreviousStep,
                   .after = *ParseSteps("10d"),
                   .channels = {Channel::kLetter}}};
  policy.fees = {{.id = "reminder",
                  .basis = FeeBasis::kFlat,
                  .amount = Money(500, Eur()),
                  .trigger = FeeTrigger::kNotice}};
  policy.caps = {{.id = "cap", .most = 7, .within_days = 7}};
  policy.windows = {{.from_minute = 480, .until_minute = 1260}};
  return policy;
}

TEST(DunningPolicy, IsCheckedInTheOrderOfItsFields) {
  ASSERT_TRUE(CheckPolicy(Valid(), Eur()).ok());
  struct Case {
    void (*spoil)(DunningPolicy&);
    Reason reason;
    const char* field;
  };
  // Each spoils what the one before it does, and something that comes earlier.
  const Case cases[] = {
      {[](DunningPolicy& p) { p.windows[0].until_minute = 480; },
       Reason::kOutOfRange, "/windows/0/until_minute"},
      {[](DunningPolicy& p) { p.windows[0].from_minute = -1; },
       Reason::kOutOfRange, "/windows/0/from_minute"},
      {[](DunningPolicy& p) { p.windows[0].weekdays = {Weekday{}}; },
       Reason::kUnspecified, "/windows/0/weekdays/0"},
      {[](DunningPolicy& p) { p.windows.resize(17, p.windows[0]); },
       Reason::kLimitExceeded, "/windows"},
      {[](DunningPolicy& p) { p.caps[0].within_days = 0; }, Reason::kOutOfRange,
       "/caps/0/within_days"},
      {[](DunningPolicy& p) { p.caps[0].most = 0; }, Reason::kOutOfRange,
       "/caps/0/most"},
      {[](DunningPolicy& p) { p.caps[0].id = ""; }, Reason::kMissingField,
       "/caps/0/id"},
      {[](DunningPolicy& p) { p.promise_tolerance_days = -1; },
       Reason::kOutOfRange, "/promise_tolerance_days"},
      {[](DunningPolicy& p) { p.min_account_days = 3661; }, Reason::kOutOfRange,
       "/min_account_days"},
      {[](DunningPolicy& p) { p.min_account_minor = -1; }, Reason::kOutOfRange,
       "/min_account"},
      {[](DunningPolicy& p) { p.min_open_minor = -1; }, Reason::kOutOfRange,
       "/min_open"},
      {[](DunningPolicy& p) { p.grace_days = -1; }, Reason::kOutOfRange,
       "/grace_days"},
      {[](DunningPolicy& p) { p.fee_limit = {.rule = "law"}; },
       Reason::kUnspecified, "/fee_limit/action"},
      {[](DunningPolicy& p) { p.fee_limit->max_count = 0; },
       Reason::kOutOfRange, "/fee_limit/max_count"},
      {[](DunningPolicy& p) { p.fee_limit->most_minor = -1; },
       Reason::kOutOfRange, "/fee_limit/amount"},
      {[](DunningPolicy& p) { p.fee_limit->rule = ""; }, Reason::kMissingField,
       "/fee_limit/rule"},
      {[](DunningPolicy& p) { p.fees[0].trigger = FeeTrigger::kLate; },
       Reason::kConflict, "/fees/0/trigger"},
      {[](DunningPolicy& p) { p.fees.push_back(p.fees[0]); }, Reason::kConflict,
       "/fees/0/trigger"},
      {[](DunningPolicy& p) { p.fees[0].trigger = FeeTrigger::kNotice; },
       Reason::kDuplicateField, "/fees/1/id"},
      {[](DunningPolicy& p) { p.steps[1].retry_days = -1; },
       Reason::kOutOfRange, "/steps/1/retry_days"},
      {[](DunningPolicy& p) { p.steps[1].attempts = 0; }, Reason::kOutOfRange,
       "/steps/1/attempts"},
      {[](DunningPolicy& p) { p.steps[1].min_gap_days = -1; },
       Reason::kOutOfRange, "/steps/1/min_gap_days"},
      {[](DunningPolicy& p) { p.steps[1].fee = "other"; }, Reason::kUnknownName,
       "/steps/1/fee"},
      {[](DunningPolicy& p) { p.steps[1].tone = Tone{}; }, Reason::kUnspecified,
       "/steps/1/tone"},
      {[](DunningPolicy& p) { p.steps[1].action = StepAction::kWriteOff; },
       Reason::kConflict, "/steps/1/channels"},
      {[](DunningPolicy& p) {
         p.steps[1].action = StepAction::kContact;
         p.steps[1].channels.clear();
       },
       Reason::kMissingField, "/steps/1/channels"},
      {[](DunningPolicy& p) { p.steps[1].action = StepAction{}; },
       Reason::kUnspecified, "/steps/1/action"},
      {[](DunningPolicy& p) { p.steps[1].anchor = StepAnchor{}; },
       Reason::kUnspecified, "/steps/1/anchor"},
      {[](DunningPolicy& p) { p.steps[1].id = "first"; },
       Reason::kDuplicateField, "/steps/1/id"},
      {[](DunningPolicy& p) { p.steps[0].anchor = StepAnchor::kPreviousStep; },
       Reason::kConflict, "/steps/0/anchor"},
      {[](DunningPolicy& p) { p.steps[0].id = ""; }, Reason::kMissingField,
       "/steps/0/id"},
      {[](DunningPolicy& p) { p.steps.clear(); }, Reason::kMissingField,
       "/steps"},
      {[](DunningPolicy& p) { p.order = StepOrder{}; }, Reason::kUnspecified,
       "/order"},
      {[](DunningPolicy& p) { p.scope = DunningScope{}; }, Reason::kUnspecified,
       "/scope"},
      {[](DunningPolicy& p) { p.id = ""; }, Reason::kMissingField, "/id"},
  };
  DunningPolicy policy = Valid();
  for (const Case& one : cases) {
    one.spoil(policy);
    const absl::Status status = CheckPolicy(policy, Eur());
    EXPECT_EQ(ReasonOf(status), one.reason) << one.field << " " << status;
    EXPECT_EQ(FieldOf(status), one.field);
  }
}

}  // namespace
}  // namespace usance
