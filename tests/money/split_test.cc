#include "usance/money/split.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "tests/matchers.h"
#include "tests/oracle_integer.h"

namespace usance {
namespace {

using Parts = std::vector<int64_t>;

std::vector<Fraction> Weights(const std::vector<int64_t>& weights) {
  return std::vector<Fraction>(weights.begin(), weights.end());
}

int64_t Sum(const Parts& parts) {
  return std::accumulate(parts.begin(), parts.end(), int64_t{0});
}

TEST(Split, LargestRemainder) {
  struct Row {
    int64_t total;
    std::vector<Fraction> weights;
    Parts parts;
  };
  const Row rows[] = {
      {10000, Weights({1, 1, 1}), {3334, 3333, 3333}},
      {100, Weights({1}), {100}},
      {0, Weights({1, 2}), {0, 0}},
      {-10000, Weights({1, 1, 1}), {-3334, -3333, -3333}},
      // R34: fewer units than parts
      {1, Weights({1, 1}), {1, 0}},
      {2, Weights({1, 1, 1}), {1, 1, 0}},
      // R35, macor161/ts-money#5: by largest remainder, ties by position,
      // nothing to a zero weight
      {9999, Weights({75, 25}), {7499, 2500}},
      {1, Weights({0, 1}), {0, 1}},
      {100, Weights({0, 1, 0, 1, 1}), {0, 34, 0, 33, 33}},
      {5, Weights({1, 2, 3}), {1, 2, 2}},
      // R36, brick/money#14, moneyphp/money#258: as the positive amount,
      // mirrored; 19 units for 10 parts
      {-5, Weights({1, 2, 3}), {-1, -2, -2}},
      {-1, Weights({1, 1}), {-1, 0}},
      {19,
       Weights({1, 1, 1, 1, 1, 1, 1, 1, 1, 1}),
       {2, 2, 2, 2, 2, 2, 2, 2, 2, 1}},
      // R46: 5.47 in 33.34 %, 33.33 %, 33.33 %
      {547,
       {Fraction::Of(3334, 10000), Fraction::Of(3333, 10000),
        Fraction::Of(3333, 10000)},
       {183, 182, 182}},
      // R26: 11 units over 10 periods
      {11,
       Weights({1, 1, 1, 1, 1, 1, 1, 1, 1, 1}),
       {2, 1, 1, 1, 1, 1, 1, 1, 1, 1}},
      {INT64_MAX, Weights({1}), {INT64_MAX}},
      {INT64_MIN, Weights({1}), {INT64_MIN}},
      {INT64_MIN, Weights({1, 1}), {INT64_MIN / 2, INT64_MIN / 2}},
      {INT64_MAX,
       {Fraction(kInt128Max), Fraction(kInt128Max)},
       {INT64_MAX / 2 + 1, INT64_MAX / 2}},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(*Split(row.total, row.weights), row.parts) << row.total;
  }
}

// 1 to 50 units over 1 to 50 equal parts: none lost, none uneven.
TEST(Split, R26_TinyPrincipals) {
  for (int64_t total = 1; total <= 50; ++total) {
    for (size_t n = 1; n <= 50; ++n) {
      const Parts parts = *Split(total, std::vector<Fraction>(n, Fraction(1)));
      const int64_t count = static_cast<int64_t>(n);
      for (int64_t k = 0; k < count; ++k) {
        ASSERT_EQ(parts[static_cast<size_t>(k)],
                  total / count + (k < total % count ? 1 : 0))
            << total << " over " << n;
      }
    }
  }
}

TEST(Split, Increments) {
  struct Row {
    int64_t total, increment;
    std::vector<int64_t> weights;
    Parts parts;
  };
  const Row rows[] = {
      {1000, 5, {1, 1, 1}, {335, 335, 330}},
      {1003, 5, {1, 1, 1}, {338, 335, 330}},  // 0.03 to the first
      {1003, 5, {1, 2, 1}, {250, 503, 250}},  // 0.03 to the largest
      {-1003, 5, {1, 2, 1}, {-250, -503, -250}},
      {4, 5, {1, 3}, {0, 4}},
      {100, 100, {0, 1, 1}, {0, 100, 0}},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(*Split(row.total, Weights(row.weights),
                     *Increment::Make(row.increment)),
              row.parts)
        << row.total << " by " << row.increment;
  }
}

TEST(Split, RefusesInOrder) {
  const std::vector<Fraction> none;
  const std::vector<Fraction> many(kMaxSplitParts + 1, Fraction(-1));
  // 1/p for 200 different odd p near 2^127: a common denominator of thousands
  // of bits.
  std::vector<Fraction> unlike;
  for (int k = 0; k < 200; ++k) {
    unlike.push_back(Fraction::Of(1, kInt128Max - 2 * k));
  }
  std::vector<Fraction> negative = unlike;
  negative.push_back(Fraction(-1));
  EXPECT_THAT(Split(1, none), IsError(Reason::kMissingField, "/weights"));
  EXPECT_THAT(Split(1, many), IsError(Reason::kLimitExceeded, "/weights"));
  EXPECT_THAT(Split(1, negative), IsError(Reason::kOutOfRange, "/weights/200"));
  EXPECT_THAT(Split(1, Weights({0, -1, -1})),
              IsError(Reason::kOutOfRange, "/weights/1"));
  EXPECT_THAT(Split(1, Weights({0, 0})),
              IsError(Reason::kOutOfRange, "/weights"));
  EXPECT_THAT(Split(1, unlike), IsError(Reason::kLimitExceeded, "/weights"));
}

TEST(Split, TheMostParts) {
  std::vector<Fraction> weights;
  int64_t sum = 0;
  for (size_t k = 0; k < kMaxSplitParts; ++k) {
    weights.push_back(Fraction(static_cast<int64_t>(k * 7919 % 1009)));
    sum += static_cast<int64_t>(k * 7919 % 1009);
  }
  ASSERT_GT(sum, 0);
  EXPECT_EQ(Sum(*Split(INT64_MAX, weights)), INT64_MAX);
}

std::vector<Fraction> AnyWeights() {
  const auto terms =
      *rc::gen::nonEmpty(rc::gen::container<std::vector<std::pair<int, int>>>(
          rc::gen::pair(rc::gen::inRange(0, 10'000), rc::gen::inRange(1, 13))));
  std::vector<Fraction> weights;
  for (const auto& [n, d] : terms) weights.push_back(Fraction::Of(n, d));
  weights.push_back(Fraction(1));  // so that not all are zero
  return weights;
}

RC_GTEST_PROP(Split, P28_P29_PartsSumAndAreWithinOneUnit, (int64_t total)) {
  const std::vector<Fraction> weights = AnyWeights();
  const Parts parts = *Split(total, weights);
  BigRational all = 0;
  for (const Fraction& weight : weights) all += Big(weight);
  BigInt sum = 0;
  for (size_t k = 0; k < parts.size(); ++k) {
    const BigRational share = Big(weights[k]) * total / all;
    RC_ASSERT(abs(BigRational(share - parts[k])) < 1);
    sum += parts[k];
  }
  RC_ASSERT(sum == total);
}

RC_GTEST_PROP(Split, P29_WithinTwoIncrements, (int64_t total)) {
  const std::vector<Fraction> weights = AnyWeights();
  const int64_t step = *rc::gen::inRange<int64_t>(2, 1000);
  const Parts parts = *Split(total, weights, *Increment::Make(step));
  BigRational all = 0;
  for (const Fraction& weight : weights) all += Big(weight);
  int loose = 0;
  for (size_t k = 0; k < parts.size(); ++k) {
    const BigRational share = Big(weights[k]) * total / all;
    RC_ASSERT(abs(BigRational(share - parts[k])) < 2 * step);
    loose += parts[k] % step != 0;
  }
  RC_ASSERT(Sum(parts) == total);
  RC_ASSERT(loose <= 1);
}

RC_GTEST_PROP(Split, P30_SignZeroEqualAndPermutation, (int64_t any)) {
  const int64_t total = any == INT64_MIN ? 0 : any;
  std::vector<Fraction> weights = AnyWeights();
  const size_t size = weights.size();
  weights.insert(weights.begin(), Fraction(0));
  weights.push_back(weights.back());
  const Parts parts = *Split(total, weights);

  Parts mirrored = *Split(-total, weights);
  for (int64_t& part : mirrored) part = -part;
  RC_ASSERT(mirrored == parts);

  for (size_t k = 0; k < weights.size(); ++k) {
    if (weights[k].IsZero()) RC_ASSERT(parts[k] == 0);
  }
  RC_ASSERT(std::abs(parts[size] - parts[size + 1]) <= 1);

  // Turning the weights around changes a part by a tie at most.
  std::vector<Fraction> turned(weights.rbegin(), weights.rend());
  const Parts turned_parts = *Split(total, turned);
  std::vector<std::pair<Fraction, int64_t>> before, after;
  for (size_t k = 0; k < weights.size(); ++k) {
    before.emplace_back(weights[k], parts[k]);
    after.emplace_back(turned[k], turned_parts[k]);
  }
  std::sort(before.begin(), before.end());
  std::sort(after.begin(), after.end());
  for (size_t k = 0; k < before.size(); ++k) {
    RC_ASSERT(std::abs(before[k].second - after[k].second) <= 1);
  }
}

}  // namespace
}  // namespace usance
