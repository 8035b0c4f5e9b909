// What happens to a loan after its terms are agreed. The figures are worked out
// with fractions by the formulas alone.
#include "usance/installment/loan_change.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/matchers.h"
#include "usance/installment/amortize.h"
#include "usance/money/format.h"

namespace usance {
namespace {

// 1000.00 EUR at 12 %, 30/360, by months from 2026-01-01: 4 rows of 256.28, the
// last 256.27.
AmortizationSpec Changing() {
  return {
      .principal = "1000.00 EUR"_money,
      .rate = "12%"_rate,
      .day_count = DayCount::k30360Isda,
      .schedule = {.start = "2026-01-01"_date,
                   .count = 4,
                   .frequency = Months(1)},
      .method = AmortizationMethod::kLevel,
      .rounding = Rounding::kHalfEven,
      .residual = Residual::kLast,
  };
}

// "opening + advance: interest + principal = payment".
std::vector<std::string> ChangedRowsOf(const Amortization& loan) {
  std::vector<std::string> rows;
  for (const Installment& row : loan.rows) {
    const auto text = [&](int64_t minor) {
      return FormatAmount(minor, loan.currency);
    };
    rows.push_back(text(row.opening_minor) + " + " + text(row.advance_minor) +
                   ": " + text(row.interest_minor) + " + " +
                   text(row.principal_minor) + " = " + text(row.payment_minor));
  }
  return rows;
}

std::vector<std::string> RowsAfter(const std::vector<LoanChange>& changes) {
  const auto changed = ChangeLoan(Changing(), changes);
  if (!changed.ok()) return {std::string(changed.status().message())};
  return ChangedRowsOf(changed->amortization);
}

constexpr char kFirst[] = "1000.00 + 0.00: 10.00 + 246.28 = 256.28";

TEST(ChangeLoan, WithoutChangesIsTheAmortization) {
  const auto changed = ChangeLoan(Changing(), {});
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(changed->amortization, Amortize(Changing()).value());
  EXPECT_TRUE(changed->effects.empty());
}

TEST(ChangeLoan, Prepayment) {
  const auto prepaid = [](std::string_view day, Adjusts adjusts) {
    return std::vector<LoanChange>{
        {.date = Date::Parse(day).value(),
         .body = Prepaid{"300.00 EUR"_money, adjusts}}};
  };
  using Rows = std::vector<std::string>;
  EXPECT_EQ(RowsAfter(prepaid("2026-02-01", Adjusts::kPayment)),
            (Rows{kFirst, "753.72 + -300.00: 4.54 + 149.73 = 154.27",
                  "303.99 + 0.00: 3.04 + 151.23 = 154.27",
                  "152.76 + 0.00: 1.53 + 152.76 = 154.29"}));
  EXPECT_EQ(RowsAfter(prepaid("2026-02-01", Adjusts::kTerm)),
            (Rows{kFirst, "753.72 + -300.00: 4.54 + 251.74 = 256.28",
                  "201.98 + 0.00: 2.02 + 201.98 = 204.00"}));
  EXPECT_EQ(RowsAfter(prepaid("2026-02-01", Adjusts::kLastPayment)),
            RowsAfter(prepaid("2026-02-01", Adjusts::kTerm)));
  // Half a month's interest on 300.00 is saved in the row: 7.54 - 1.50.
  EXPECT_EQ(RowsAfter(prepaid("2026-02-16", Adjusts::kPayment)),
            (Rows{kFirst, "753.72 + -300.00: 6.04 + 148.74 = 154.78",
                  "304.98 + 0.00: 3.05 + 151.73 = 154.78",
                  "153.25 + 0.00: 1.53 + 153.25 = 154.78"}));
  // It pays row 2, and 43.72 of row 3; the 4.54 of row 2 come with that.
  EXPECT_EQ(RowsAfter(prepaid("2026-02-01", Adjusts::kNextPayments)),
            (Rows{kFirst, "753.72 + -300.00: 0.00 + 0.00 = 0.00",
                  "453.72 + 0.00: 9.08 + 203.48 = 212.56",
                  "250.24 + 0.00: 2.50 + 250.24 = 252.74"}));
}

TEST(ChangeLoan, PrepaymentOfAllLeavesTheInterestOfTheRow) {
  EXPECT_EQ(
      RowsAfter({{.date = "2026-02-16"_date,
                  .body = Prepaid{"753.72 EUR"_money, Adjusts::kPayment}}}),
      (std::vector<std::string>{kFirst,
                                "753.72 + -753.72: 3.77 + 0.00 = 3.77"}));
}

TEST(ChangeLoan, TopUp) {
  const auto topped_up = [](Adjusts adjusts) {
    return RowsAfter({{.date = "2026-02-16"_date,
                       .body = ToppedUp{"200.00 EUR"_money, adjusts}}});
  };
  using Rows = std::vector<std::string>;
  EXPECT_EQ(topped_up(Adjusts::kPayment),
            (Rows{kFirst, "753.72 + 200.00: 8.54 + 315.41 = 323.95",
                  "638.31 + 0.00: 6.38 + 317.57 = 323.95",
                  "320.74 + 0.00: 3.21 + 320.74 = 323.95"}));
  EXPECT_EQ(topped_up(Adjusts::kTerm),
            (Rows{kFirst, "753.72 + 200.00: 8.54 + 247.74 = 256.28",
                  "705.98 + 0.00: 7.06 + 249.22 = 256.28",
                  "456.76 + 0.00: 4.57 + 251.71 = 256.28",
                  "205.05 + 0.00: 2.05 + 205.05 = 207.10"}));
}

TEST(ChangeLoan, MissedPayment) {
  const auto missed = [](EarlyInterest interest, Adjusts adjusts) {
    return RowsAfter({{.date = "2026-02-01"_date,
                       .body = PaymentMissed{interest, adjusts}}});
  };
  using Rows = std::vector<std::string>;
  EXPECT_EQ(missed(EarlyInterest::kDeferred, Adjusts::kPayment),
            (Rows{"1000.00 + 0.00: 0.00 + 0.00 = 0.00",
                  "1000.00 + 0.00: 20.00 + 330.02 = 350.02",
                  "669.98 + 0.00: 6.70 + 333.32 = 340.02",
                  "336.66 + 0.00: 3.37 + 336.66 = 340.03"}));
  EXPECT_EQ(missed(EarlyInterest::kCapitalized, Adjusts::kTerm),
            (Rows{"1000.00 + 0.00: 10.00 + -10.00 = 0.00",
                  "1010.00 + 0.00: 10.10 + 246.18 = 256.28",
                  "763.82 + 0.00: 7.64 + 248.64 = 256.28",
                  "515.18 + 0.00: 5.15 + 251.13 = 256.28",
                  "264.05 + 0.00: 2.64 + 253.64 = 256.28",
                  "10.41 + 0.00: 0.10 + 10.41 = 10.51"}));
}

TEST(ChangeLoan, Rate) {
  // Half a month at 12 %, and half at 24 %: 11.31.
  EXPECT_EQ(RowsAfter({{.date = "2026-02-16"_date,
                        .body = RateChanged{"24%"_rate, Adjusts::kPayment}}}),
            (std::vector<std::string>{
                kFirst, "753.72 + 0.00: 11.31 + 248.76 = 260.07",
                "504.96 + 0.00: 10.10 + 249.97 = 260.07",
                "254.99 + 0.00: 5.10 + 254.99 = 260.09"}));
}

TEST(ChangeLoan, InterestPause) {
  EXPECT_EQ(
      RowsAfter(
          {{.date = "2026-02-01"_date,
            .body = InterestPaused{"2026-03-01"_date, Adjusts::kLastPayment}}}),
      (std::vector<std::string>{kFirst, "753.72 + 0.00: 0.00 + 256.28 = 256.28",
                                "497.44 + 0.00: 4.97 + 251.31 = 256.28",
                                "246.13 + 0.00: 2.46 + 246.13 = 248.59"}));
}

TEST(ChangeLoan, PaymentHoliday) {
  // The cent that rounding leaves above 256.28 gets no row of its own.
  EXPECT_EQ(
      RowsAfter({{.date = "2026-02-01"_date,
                  .body = PaymentHoliday{2, EarlyInterest::kInterest,
                                         Adjusts::kTerm}}}),
      (std::vector<std::string>{kFirst, "753.72 + 0.00: 7.54 + 0.00 = 7.54",
                                "753.72 + 0.00: 7.54 + 0.00 = 7.54",
                                "753.72 + 0.00: 7.54 + 248.74 = 256.28",
                                "504.98 + 0.00: 5.05 + 251.23 = 256.28",
                                "253.75 + 0.00: 2.54 + 253.75 = 256.29"}));
}

TEST(ChangeLoan, Reschedule) {
  const auto changed = ChangeLoan(
      Changing(), std::vector<LoanChange>{
                      {.date = "2026-02-10"_date,
                       .body = Rescheduled{.first_due = "2026-04-01"_date,
                                           .count = 2,
                                           .adjusts = Adjusts::kPayment}}});
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(ChangedRowsOf(changed->amortization),
            (std::vector<std::string>{
                kFirst, "753.72 + 0.00: 15.07 + 371.24 = 386.31",
                "382.48 + 0.00: 3.82 + 382.48 = 386.30"}));
  EXPECT_EQ(changed->amortization.rows[1].due(), "2026-04-01"_date);
  EXPECT_EQ(changed->amortization.rows[2].due(), "2026-05-01"_date);
}

TEST(ChangeLoan, Acceleration) {
  const auto changed =
      ChangeLoan(Changing(), std::vector<LoanChange>{{.date = "2026-02-16"_date,
                                                      .body = Accelerated{}}});
  ASSERT_THAT(changed, IsOk());
  EXPECT_EQ(ChangedRowsOf(changed->amortization),
            (std::vector<std::string>{
                kFirst, "753.72 + 0.00: 3.77 + 753.72 = 757.49"}));
  EXPECT_EQ(changed->amortization.rows[1].due(), "2026-02-16"_date);
  // On a due day with what is due: 256.28 + 753.72.
  EXPECT_EQ(
      RowsAfter({{.date = "2026-02-01"_date, .body = Accelerated{}}}),
      (std::vector<std::string>{"1000.00 + 0.00: 10.00 + 1000.00 = 1010.00"}));
}

TEST(ChangeLoan, WhatItCosts) {
  const auto changed = ChangeLoan(
      Changing(), std::vector<LoanChange>{
                      {.date = "2026-02-01"_date,
                       .body = Prepaid{"300.00 EUR"_money, Adjusts::kTerm}}});
  ASSERT_THAT(changed, IsOk());
  ASSERT_EQ(changed->effects.size(), 1u);
  const ChangeEffect& effect = changed->effects[0];
  // Interest was 10.00 + 7.54 + 5.05 + 2.54, and is 10.00 + 4.54 + 2.02.
  EXPECT_EQ(effect.cost.interest_minor, -857);
  EXPECT_EQ(effect.cost.principal_minor, -30000);
  EXPECT_EQ(effect.cost.payment_minor, -30857);
  EXPECT_EQ(effect.rows, -1);
  EXPECT_EQ(effect.last_due, "2026-04-01"_date);
  EXPECT_EQ(effect.payment_minor, 25628);
}

TEST(ChangeLoan, UndoneIsAsNeverMade) {
  const LoanChange prepaid{
      .id = "a",
      .date = "2026-02-16"_date,
      .body = Prepaid{"300.00 EUR"_money, Adjusts::kPayment}};
  const LoanChange rate{.id = "b",
                        .date = "2026-03-01"_date,
                        .body = RateChanged{"24%"_rate, Adjusts::kTerm}};
  const LoanChange undo{
      .id = "c", .date = "2026-03-10"_date, .body = Undone{"a"}};
  const LoanChange redo{
      .id = "d", .date = "2026-03-11"_date, .body = Undone{"c"}};
  EXPECT_EQ(RowsAfter({prepaid, rate, undo}), RowsAfter({rate}));
  EXPECT_EQ(RowsAfter({prepaid, rate, undo, redo}), RowsAfter({prepaid, rate}));
  EXPECT_EQ(RowsAfter({rate, prepaid}), RowsAfter({prepaid, rate}));
}

TEST(ChangeLoan, Refuses) {
  const auto wrong = [](AmortizationSpec terms,
                        const std::vector<LoanChange>& changes) {
    const auto changed = ChangeLoan(terms, changes);
    return changed.ok() ? "" : std::string(changed.status().message());
  };
  const auto one = [&](Date date, LoanChangeBody body) {
    return wrong(Changing(), {{.date = date, .body = std::move(body)}});
  };
  const Date day = "2026-02-16"_date;
  EXPECT_EQ(one(day, Prepaid{"754.00 EUR"_money, Adjusts::kTerm}),
            "/changes/0/amount: 754.00 EUR; allowed: up to the balance of "
            "753.72 EUR");
  EXPECT_EQ(one(day, Prepaid{"0.00 EUR"_money, Adjusts::kTerm}),
            "/changes/0/amount: 0.00 EUR; allowed: above 0");
  EXPECT_EQ(one(day, Prepaid{"1.00 USD"_money, Adjusts::kTerm}),
            "/changes/0/amount: 1.00 USD is not in the principal's EUR");
  EXPECT_EQ(one(day, Prepaid{"1.00 EUR"_money}),
            "/changes/0/adjusts: say whether payment, term or last payment "
            "takes it");
  EXPECT_EQ(one(day, ToppedUp{"1.00 EUR"_money, Adjusts::kNextPayments}),
            "/changes/0/adjusts: next payments are of a prepayment");
  EXPECT_EQ(one("2026-05-01"_date, Recast{}),
            "/changes/0/date: 2026-05-01; allowed: 2026-01-01 to before "
            "2026-05-01");
  EXPECT_EQ(
      one(day, PaymentMissed{EarlyInterest::kDeferred, Adjusts::kPayment}),
      "/changes/0/date: 2026-02-16; allowed: a day on which a row is "
      "due");
  EXPECT_EQ(
      one(day, PaymentHoliday{3, EarlyInterest::kDeferred, Adjusts::kPayment}),
      "/changes/0/rows: 3; allowed: 1 to fewer than the 3 that are left");
  EXPECT_EQ(one(day, InterestPaused{day, Adjusts::kTerm}),
            "/changes/0/until: 2026-02-16 is not after 2026-02-16");
  EXPECT_EQ(wrong(Changing(), {{.date = day, .body = Accelerated{}},
                               {.date = day, .body = Recast{}}}),
            "/changes/1/date: 2026-02-16; allowed: none, all of it is due");
  EXPECT_EQ(wrong(Changing(), {{.date = day, .body = Undone{"x"}}}),
            "/changes/0/change: \"x\" is no change");
  AmortizationSpec flat = Changing();
  flat.method = AmortizationMethod::kAddOn;
  EXPECT_EQ(wrong(flat, {}),
            "/terms/method: flat interest is earned by the first rows");
  // 480 % on what half a month of it in row 2 leaves: 651.95 * 40 %.
  EXPECT_EQ(one(day, RateChanged{"480%"_rate, Adjusts::kTerm}),
            "/changes/0/allow_negative_amortization: row 3 pays 256.28 of its "
            "interest 260.78");
}

}  // namespace
}  // namespace usance
