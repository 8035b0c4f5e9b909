#include "usance/installment/shares.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/installment/contracts.h"
#include "tests/matchers.h"
#include "usance/money/format.h"

namespace usance {
namespace {

// 100.00 USD at 7 %, 30/360, 2 months, 80 to 20: 0.58 and 0.29 of interest.
TEST(Shares, OfTwoLenders) {
  const AmortizationSpec spec = {
      .principal = "100.00 USD"_money,
      .rate = "7%"_rate,
      .day_count = DayCount::k30360Isda,
      .schedule = {.start = "2026-01-01"_date,
                   .count = 2,
                   .frequency = Months(1)},
      .method = AmortizationMethod::kLevel,
      .rounding = Rounding::kHalfEven,
      .residual = Residual::kLast,
  };
  // The whole: 50.44, 0.58 = 49.86, 50.14; then 50.43.
  const Amortization loan = Amortize(spec).value();
  const std::vector<Fraction> weights = {80, 20};
  const auto parts = ShareAmortization(loan, weights);
  ASSERT_THAT(parts, IsOk());
  const struct {
    int64_t opening, interest, principal, payment, closing;
  } expected[2][2] = {{{8000, 46, 3989, 4035, 4011}, {4011, 23, 4011, 4034, 0}},
                      {{2000, 12, 997, 1009, 1003}, {1003, 6, 1003, 1009, 0}}};
  for (size_t j = 0; j < 2; ++j) {
    for (size_t k = 0; k < 2; ++k) {
      const Installment& row = (*parts)[j].rows[k];
      EXPECT_EQ(row.opening_minor, expected[j][k].opening);
      EXPECT_EQ(row.interest_minor, expected[j][k].interest);
      EXPECT_EQ(row.principal_minor, expected[j][k].principal);
      EXPECT_EQ(row.payment_minor, expected[j][k].payment);
      EXPECT_EQ(row.closing_minor, expected[j][k].closing);
    }
  }
  EXPECT_THAT(ShareAmortization(loan, {}),
              IsError(Reason::kMissingField, "/weights"));
  const Amortization none{.currency = loan.currency};
  EXPECT_THAT(ShareAmortization(none, weights),
              IsError(Reason::kMissingField, "/rows"));
}

TEST(Shares, SumToTheWholeInEveryAmount) {
  constexpr int64_t Installment::*kAmounts[] = {
      &Installment::opening_minor,   &Installment::interest_minor,
      &Installment::principal_minor, &Installment::fee_minor,
      &Installment::payment_minor,   &Installment::closing_minor,
      &Installment::advance_minor,   &Installment::tax_minor};
  int rows = 0;
  for (uint64_t seed = 1; seed <= 300; ++seed) {
    const AmortizationSpec spec = RandomContract(seed);
    const auto loan = Amortize(spec);
    if (!loan.ok()) continue;
    Dice dice(seed);
    std::vector<Fraction> weights;
    Fraction all;
    for (int64_t k = dice.Between(1, 5); k > 0; --k) {
      weights.push_back(Fraction(dice.Between(1, 100)));
      all = *CheckedAdd(all, weights.back());
    }
    const auto parts = ShareAmortization(*loan, weights);
    ASSERT_THAT(parts, IsOk());
    std::vector<int64_t> balances(parts->size());
    for (size_t k = 0; k < loan->rows.size(); ++k, ++rows) {
      const Installment& whole = loan->rows[k];
      for (int64_t Installment::*amount : kAmounts) {
        int128 sum = 0;
        for (const Amortization& part : *parts) sum += part.rows[k].*amount;
        ASSERT_EQ(sum, static_cast<int128>(whole.*amount)) << Describe(spec);
      }
      for (size_t j = 0; j < parts->size(); ++j) {
        const Installment& row = (*parts)[j].rows[k];
        ASSERT_EQ(row.period, whole.period);
        if (k > 0) {
          ASSERT_EQ(row.opening_minor, balances[j]);
        }
        balances[j] = row.closing_minor;
        ASSERT_EQ(row.payment_minor, row.interest_minor + row.principal_minor +
                                         row.fee_minor + row.tax_minor);
        ASSERT_EQ(row.closing_minor,
                  row.opening_minor + row.advance_minor - row.principal_minor);
        ASSERT_GE(row.closing_minor, 0);
        if (whole.principal_minor >= 0) {
          ASSERT_GE(row.principal_minor, 0) << Describe(spec);
        } else {
          ASSERT_LE(row.principal_minor, 0) << Describe(spec);
        }
        // |closing * all - whole * weight| < lenders * all
        const int128 off =
            static_cast<int128>(row.closing_minor) * all.numerator() -
            static_cast<int128>(whole.closing_minor) * weights[j].numerator();
        ASSERT_LT(off < 0 ? -off : off, std::ssize(*parts) * all.numerator())
            << Describe(spec);
      }
    }
  }
  EXPECT_GT(rows, 10'000);
}

}  // namespace
}  // namespace usance
