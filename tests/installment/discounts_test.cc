#include "src/installment/discounts.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "src/core/exact.h"
#include "tests/installment/contracts.h"

namespace usance {
namespace {

struct Row {
  uint64_t n = 0;
  uint64_t d = 1;
};

// The sums of the discounts, exactly.
struct ExactSums {
  explicit ExactSums(const std::vector<Row>& rows) {
    for (const auto& [n, d] : rows) {
      last = (last / (Exact(1) + Exact(Integer(n), Integer(d)))).Reduced();
      sum = (sum + last).Reduced();
    }
  }
  Exact last = 1;
  Exact sum;
};

bool Holds(const Between& bounds, int bits, const Exact& value) {
  const Exact unit(Integer(1), Integer(1) << bits);
  return !(value < Exact(Integer(bounds.low), 1) * unit) &&
         !(Exact(Integer(bounds.high), 1) * unit < value);
}

Dice AnyDice() {
  return Dice(*rc::gen::noShrink(
      rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<uint64_t>())));
}

Row RandomRow(Dice& dice) {
  const int64_t d = dice.Spread(2, int64_t{1} << 61, 2);
  return {static_cast<uint64_t>(dice.Spread(1, d - 1, 2)),
          static_cast<uint64_t>(d)};
}

constexpr Rounding kModes[] = {
    Rounding::kHalfEven, Rounding::kHalfUp,  Rounding::kHalfDown, Rounding::kUp,
    Rounding::kDown,     Rounding::kCeiling, Rounding::kFloor};

// Whether what the bounds decide is what the exact sums say; counts what they
// leave open.
void Compare(const Discounts& discounts, const ExactSums& exact, Dice& dice,
             int& open) {
  RC_ASSERT(Holds(discounts.last, 64, exact.last));
  RC_ASSERT(Holds(discounts.sum, 48, exact.sum));
  const int64_t balance = dice.Spread(1, 1'000'000'000'000, 10);
  const int64_t step = dice.Of<int64_t>({1, 1, 5, 100, 1000});
  for (const Rounding mode : kModes) {
    const Integer count =
        (Exact(balance) / (exact.sum * Exact(step))).Round(mode);
    const auto payment = LevelPayment(balance, discounts.sum, step, mode);
    open += !payment;
    if (payment) RC_ASSERT(Integer(*payment) == count * step);
  }
  const int64_t units = dice.Between(1, 2001);
  const Exact gap = Exact(units) * exact.sum / (exact.last + exact.last);
  const auto bound = GapBound(units, discounts);
  open += !bound;
  if (bound) RC_ASSERT(Integer(*bound) == gap.Round(Rounding::kCeiling));
}

RC_GTEST_PROP(Discounts, OfEvenRowsHoldTheSums, ()) {
  Dice dice = AnyDice();
  const Row row = RandomRow(dice);
  const std::vector<Row> rows(static_cast<size_t>(dice.Between(1, 40)), row);
  const auto discounts =
      EvenDiscounts(static_cast<int32_t>(rows.size()), row.n, row.d);
  int open = 0;
  if (discounts) Compare(*discounts, ExactSums(rows), dice, open);
}

RC_GTEST_PROP(Discounts, OfOtherRowsHoldTheSums, ()) {
  Dice dice = AnyDice();
  DiscountSum sum;
  std::vector<Row> rows;
  for (int64_t k = dice.Between(1, 20); k > 0; --k) {
    rows.push_back(RandomRow(dice));
    sum.Add(DiscountOf(rows.back().n, rows.back().d));
  }
  const auto discounts = sum.Total();
  int open = 0;
  if (discounts) Compare(*discounts, ExactSums(rows), dice, open);
}

// What a plain loan asks is decided.
RC_GTEST_PROP(Discounts, DecideLoans, ()) {
  Dice dice = AnyDice();
  const auto n = static_cast<uint64_t>(dice.Between(100, 30'000));
  const auto rows = static_cast<int32_t>(dice.Between(6, 480));
  const auto discounts = EvenDiscounts(rows, n, 12'000'000);
  RC_ASSERT(discounts.has_value());
  const int64_t balance = dice.Spread(1'000'000, 1'000'000'000, 10);
  RC_ASSERT(LevelPayment(balance, discounts->sum, 1, Rounding::kHalfEven));
  RC_ASSERT(GapBound(2, *discounts));
}

// 1.00 at 100 % in one row is 2.00: a tie of no mode, and an integer.
TEST(Discounts, LeaveWholeQuotientsOpen) {
  const auto discounts = EvenDiscounts(2, 1, 2);  // 2/3 + 4/9 = 10/9
  ASSERT_TRUE(discounts.has_value());
  EXPECT_EQ(LevelPayment(100, discounts->sum, 1, Rounding::kHalfEven), 90);
  EXPECT_EQ(LevelPayment(100, discounts->sum, 1, Rounding::kCeiling),
            std::nullopt);
  EXPECT_EQ(LevelPayment(105, discounts->sum, 1, Rounding::kHalfEven),
            std::nullopt);  // 94.5
  EXPECT_EQ(LevelPayment(101, discounts->sum, 1, Rounding::kCeiling), 91);
  EXPECT_EQ(LevelPayment(101, discounts->sum, 1, Rounding::kFloor), 90);
  EXPECT_EQ(GapBound(2, *discounts), 3);  // 10/9 * 9/4 = 5/2
}

TEST(Discounts, AreNotOfTooLittleInterest) {
  EXPECT_FALSE(EvenDiscounts(12, 1, (uint64_t{1} << 63) - 1).has_value());
  DiscountSum sum;
  sum.Add(DiscountOf(1, (uint64_t{1} << 63) - 1));
  EXPECT_FALSE(sum.Total().has_value());
  const auto one = EvenDiscounts(1, 1, 12);
  EXPECT_EQ(GapBound(int64_t{1} << 40, *one), std::nullopt);
  EXPECT_EQ(LevelPayment(1, one->sum, INT64_MAX, Rounding::kHalfEven),
            std::nullopt);
}

}  // namespace
}  // namespace usance
