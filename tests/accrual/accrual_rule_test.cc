#include "usance/accrual/accrual_rule.h"

#include <gtest/gtest.h>

#include "tests/matchers.h"

namespace usance {
namespace {

TEST(AccrualRule, RefusesInOrderOfPrecedence) {
  AccrualRule rule;
  EXPECT_THAT(CheckRule(rule), IsError(Reason::kUnspecified, "/day_count"));
  rule.day_count = DayCount::kAct365Fixed;
  EXPECT_THAT(CheckRule(rule, "/rule"),
              IsError(Reason::kUnspecified, "/rule/compounding"));
  rule.compounding = Compounding::kCompound;
  EXPECT_THAT(CheckRule(rule), IsError(Reason::kUnspecified, "/regime"));
  rule.regime = RoundingRegime::kPerBooking;
  EXPECT_THAT(CheckRule(rule), IsError(Reason::kUnspecified, "/rounding"));
  rule.rounding = Rounding::kHalfUp;
  EXPECT_THAT(CheckRule(rule), IsError(Reason::kMissingField, "/rest"));
  for (const Period rest : {Days(0), Days(-1), Months(-1), Period{1, -1}}) {
    rule.rest = rest;
    EXPECT_THAT(CheckRule(rule), IsError(Reason::kOutOfRange, "/rest"))
        << rest.ToText();
  }
  rule.rest = Months(1);
  EXPECT_THAT(CheckRule(rule), IsOk());
  for (const int32_t count : {0, -12, 367}) {
    rule.rests_per_year = count;
    EXPECT_THAT(CheckRule(rule),
                IsError(Reason::kOutOfRange, "/rests_per_year"));
  }
  rule.rests_per_year = 12;
  rule.fixing = {};
  EXPECT_THAT(CheckRule(rule), IsError(Reason::kUnspecified, "/fixing"));
  rule.fixing = RateFixing::kAtRest;
  EXPECT_THAT(CheckRule(rule), IsOk());
  rule.compounding = Compounding::kSimple;
  EXPECT_THAT(CheckRule(rule), IsError(Reason::kConflict, "/rest"));
  rule.rest = {};
  EXPECT_THAT(CheckRule(rule), IsError(Reason::kConflict, "/rests_per_year"));
  rule.rests_per_year = {};
  EXPECT_THAT(CheckRule(rule), IsError(Reason::kConflict, "/fixing"));
  rule.fixing = RateFixing::kRestDay;
  EXPECT_THAT(CheckRule(rule), IsError(Reason::kConflict, "/fixing"));
  rule.fixing = RateFixing::kFrozen;
  EXPECT_THAT(CheckRule(rule), IsOk());
}

TEST(AccrualRule, NumbersThatNameNothingAreUnspecified) {
  AccrualRule rule = {.day_count = static_cast<DayCount>(99),
                      .compounding = Compounding::kSimple,
                      .regime = RoundingRegime::kPerBooking,
                      .rounding = Rounding::kHalfUp};
  EXPECT_THAT(CheckRule(rule), IsError(Reason::kUnspecified, "/day_count"));
  rule.day_count = DayCount::kAct360;
  rule.rounding = static_cast<Rounding>(8);
  EXPECT_THAT(CheckRule(rule), IsError(Reason::kUnspecified, "/rounding"));
}

}  // namespace
}  // namespace usance
