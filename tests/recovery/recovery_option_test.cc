#include "usance/recovery/recovery_option.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/matchers.h"

namespace usance {
namespace {

Percent Of(int64_t percent) { return Percent(Fraction::Of(percent, 100)); }

ValueSpec At5() {
  return {.as_of = Date::Of(2026, 1, 1),
          .rate = *Rate::Parse("5%", ""),
          .day_count = DayCount::kAct365Fixed,
          .rounding = Rounding::kHalfEven};
}

// "agency 1000.00 714.29 285.71" in cents, the best first.
std::string Say(const std::vector<RecoveryOption>& options,
                const ValueSpec& spec = At5()) {
  const auto values = CompareOptions(options, spec);
  if (!values.ok()) return std::string(values.status().message());
  std::string text;
  for (const OptionValue& value : *values) {
    text += (text.empty() ? "" : "; ") + options[value.option].id + " " +
            std::to_string(value.nominal_minor) + " " +
            std::to_string(value.present_minor) + " " +
            std::to_string(value.expected_minor);
  }
  return text;
}

TEST(RecoveryOption, ComparesAnAgencyASettlementAndACourt) {
  const RecoveryOption agency = {.id = "agency",
                                 .receipts = {{Date::Of(2027, 1, 1), 100000}},
                                 .chance = Of(40),
                                 .contingent = {{0, Of(25)}}};
  const RecoveryOption settlement = {
      .id = "settlement",
      .receipts = {{Date::Of(2026, 1, 1), 60000}},
      .chance = Of(80)};
  const RecoveryOption court = {.id = "court",
                                .receipts = {{Date::Of(2028, 1, 1), 110000}},
                                .chance = Of(90),
                                .cost_minor = 70000};
  const RecoveryOption nothing = {.id = "write off"};
  // Court: 1,100.00 / 1.10 = 1,000.00, less 700.00 of costs: 200.00 expected.
  EXPECT_EQ(Say({nothing, agency, court, settlement}),
            "settlement 60000 60000 48000; agency 100000 71429 28571; "
            "court 110000 100000 20000; write off 0 0 0");
  const auto values = CompareOptions({court, nothing}, At5());
  ASSERT_TRUE(values.ok());
  EXPECT_EQ((*values)[0].break_even, Fraction::Of(7, 10));
  EXPECT_EQ((*values)[1].break_even, std::nullopt);
}

// 25 % of the first 500.00 and 10 % beyond, over three payments of 300.00:
// 75.00, 50.00 + 10.00, 30.00.
TEST(RecoveryOption, ContingentFeesRunAlongTheReceipts) {
  ValueSpec spec = At5();
  spec.rate = *Rate::Parse("0%", "");
  const RecoveryOption steps = {.id = "steps",
                                .receipts = {{Date::Of(2026, 2, 1), 30000},
                                             {Date::Of(2026, 3, 1), 30000},
                                             {Date::Of(2026, 4, 1), 30000}},
                                .chance = Of(100),
                                .contingent = {{0, Of(25)}, {50000, Of(10)}}};
  EXPECT_EQ(Say({steps}, spec), "steps 90000 73500 73500");
}

TEST(RecoveryOption, IsCheckedInOrder) {
  const Date day = Date::Of(2026, 2, 1);
  const std::pair<RecoveryOption, const char*> cases[] = {
      {{.id = ""}, "/options/0/id: the field is missing"},
      {{.id = "a", .receipts = {{Date::Of(2025, 12, 31), 1}}},
       "/options/0/receipts/0/day: 2025-12-31; allowed: from 2026-01-01"},
      {{.id = "a", .receipts = {{day, 0}}},
       "/options/0/receipts/0/amount: 0 minor units; allowed: above 0"},
      {{.id = "a", .chance = Of(101)},
       "/options/0/chance: 101%; allowed: 0 to 100 %"},
      {{.id = "a", .cost_minor = -1},
       "/options/0/cost: -1 minor units; allowed: 0 or more"},
      {{.id = "a", .contingent = {{1, Of(10)}}},
       "/options/0/contingent/0/from: 1 minor units; allowed: 0, and then "
       "above the one before it"},
      {{.id = "a", .contingent = {{0, Of(-1)}}},
       "/options/0/contingent/0/share: -1%; allowed: 0 to 100 %"},
  };
  for (const auto& [option, message] : cases) {
    EXPECT_EQ(Say({option}), message);
  }
  EXPECT_EQ(Say({{.id = "a"}, {.id = "a"}}),
            "/options/1/id: \"a\" stands there twice");
  ValueSpec none = At5();
  none.rounding = {};
  EXPECT_EQ(Say({{.id = "a"}}, none), "/rounding: no rounding is chosen");
  ValueSpec negative = At5();
  negative.rate = *Rate::Parse("-100%", "");
  EXPECT_EQ(
      Say({{.id = "a", .receipts = {{Date::Of(2027, 1, 1), 1}}}}, negative),
      "/options/0/receipts/0/day: 2027-01-01: until then the rate is "
      "-100 % or less");
}

// More chance, more money, or the same money earlier is never worth less.
RC_GTEST_PROP(RecoveryOptionProperty, P45_ValueRisesWithChanceAndAmount, ()) {
  const int chance = *rc::gen::inRange(0, 100);
  RecoveryOption option = {.id = "a", .chance = Of(chance)};
  option.cost_minor = *rc::gen::inRange(0, 50000);
  option.contingent = {{0, Of(*rc::gen::inRange(0, 101))}};
  const Date first = Date::Of(2026, 1, 1);
  const auto days = *rc::gen::inRange(1, 2000);
  option.receipts = {{*Date::FindDays(int64_t{first.days()} + days),
                      *rc::gen::inRange(1, 1000000)}};
  const auto value = [](const RecoveryOption& one) {
    return CompareOptions({one}, At5())->front().expected_minor;
  };
  const int64_t before = value(option);
  RecoveryOption better = option;
  better.chance = Of(chance + 1);
  RC_ASSERT(value(better) >= before);
  better = option;
  better.receipts[0].amount_minor += *rc::gen::inRange(1, 10000);
  RC_ASSERT(value(better) >= before);
  better = option;
  better.receipts[0].day = *Date::FindDays(int64_t{first.days()} + days - 1);
  RC_ASSERT(value(better) >= before);
}

}  // namespace
}  // namespace usance
