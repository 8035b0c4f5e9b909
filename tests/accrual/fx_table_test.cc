#include "usance/accrual/fx_table.h"

#include <gtest/gtest.h>

#include "tests/matchers.h"
#include "usance/money/format.h"

namespace usance {
namespace {

constexpr Currency kEur = Currency::Of("EUR");
constexpr Currency kPln = Currency::Of("PLN");
constexpr Currency kJpy = Currency::Of("JPY");

FxTable::Spec Example() {
  return {
      .id = "example table",
      .version = "1",
      .rows = {{"2026-01-30"_date, kEur, kPln, Fraction::Of(42'131, 10'000)},
               {"2026-01-30"_date, kEur, kJpy, Fraction::Of(365, 2)},
               {"2026-02-27"_date, kEur, kPln, Fraction::Of(43'434, 10'000)}}};
}

TEST(FxTable, HoldsFromRowToRowAndTurnsRound) {
  FxTable::Spec spec = Example();
  spec.known_through = "2026-03-30"_date;
  const auto fx = FxTable::Make(spec);
  ASSERT_THAT(fx, IsOk());
  EXPECT_EQ(fx->id(), "example table");
  const struct {
    Currency base, quote;
    Date day;
    Fraction rate;
    Date row;
  } kRows[] = {
      {kEur, kPln, "2026-01-30"_date, Fraction::Of(42'131, 10'000),
       "2026-01-30"_date},
      {kEur, kPln, "2026-02-26"_date, Fraction::Of(42'131, 10'000),
       "2026-01-30"_date},
      {kEur, kPln, "2026-03-30"_date, Fraction::Of(43'434, 10'000),
       "2026-02-27"_date},
      {kPln, kEur, "2026-02-28"_date, Fraction::Of(5'000, 21'717),
       "2026-02-27"_date},
      {kJpy, kEur, "2026-02-28"_date, Fraction::Of(2, 365), "2026-01-30"_date},
  };
  for (const auto& row : kRows) {
    const auto found = fx->RowOn(row.base, row.quote, row.day);
    ASSERT_THAT(found, IsOk());
    EXPECT_EQ(found->rate, row.rate);
    EXPECT_EQ(found->date, row.row);
    EXPECT_EQ(found->base, row.base);
  }
}

TEST(FxTable, NeverGuesses) {
  const auto fx = FxTable::Make(Example());
  const struct {
    Currency base, quote;
    Date day;
  } kRows[] = {
      {kEur, kPln, "2026-01-29"_date},
      {kEur, kPln, "2026-02-28"_date},
      {kPln, kJpy, "2026-01-30"_date},  // not through euros
      {kEur, Currency::Of("USD"), "2026-01-30"_date},
  };
  for (const auto& row : kRows) {
    EXPECT_THAT(fx->RowOn(row.base, row.quote, row.day),
                IsError(Reason::kRateUnknown, "/fx"));
  }
}

TEST(FxTable, ConvertsMinorUnits) {
  const auto fx = FxTable::Make(Example());
  const struct {
    Money amount;
    Currency quote;
    Date day;
    Rounding rounding;
    const char* converted;
  } kRows[] = {
      {"40.00 EUR"_money, kPln, "2026-02-27"_date, Rounding::kHalfEven,
       "173.74"},  // 173.736
      {"40.00 EUR"_money, kPln, "2026-02-27"_date, Rounding::kDown, "173.73"},
      {"173.74 PLN"_money, kEur, "2026-02-27"_date, Rounding::kHalfEven,
       "40.00"},
      {"0.01 EUR"_money, kJpy, "2026-01-30"_date, Rounding::kHalfEven, "2"},
      {"365 JPY"_money, kEur, "2026-01-30"_date, Rounding::kHalfEven, "2.00"},
      {"7.00 EUR"_money, kEur, "1999-01-01"_date, Rounding::kHalfEven, "7.00"},
  };
  for (const auto& row : kRows) {
    const auto money =
        Convert(row.amount, row.quote, *fx, row.day, row.rounding);
    ASSERT_THAT(money, IsOk());
    EXPECT_EQ(FormatAmount(*money), row.converted);
    EXPECT_EQ(money->currency(), row.quote);
  }
  EXPECT_THAT(Convert(Money(INT64_MAX, kEur), kPln, *fx, "2026-02-27"_date,
                      Rounding::kDown),
              IsError(Reason::kOverflow, "/fx"));
}

TEST(FxTable, RefusesInOrderOfPrecedence) {
  FxTable::Spec spec;
  EXPECT_THAT(FxTable::Make(spec), IsError(Reason::kMissingField, "/fx/id"));
  spec.id = "t";
  EXPECT_THAT(FxTable::Make(spec), IsError(Reason::kMissingField, "/fx/rows"));
  spec.rows = {{"2026-01-30"_date, kEur, kEur, 0}};
  EXPECT_THAT(FxTable::Make(spec),
              IsError(Reason::kConflict, "/fx/rows/0/quote"));
  spec.rows[0].quote = kPln;
  EXPECT_THAT(FxTable::Make(spec),
              IsError(Reason::kOutOfRange, "/fx/rows/0/rate"));
  spec.rows[0].rate = 4;
  spec.rows.push_back(spec.rows[0]);
  EXPECT_THAT(FxTable::Make(spec),
              IsError(Reason::kOutOfOrder, "/fx/rows/1/date"));
  spec.rows[1].date = "2026-01-31"_date;
  spec.known_through = "2026-01-30"_date;
  EXPECT_THAT(FxTable::Make(spec),
              IsError(Reason::kEndBeforeStart, "/fx/known_through"));
  spec.known_through = {};
  EXPECT_THAT(FxTable::Make(spec), IsOk());
}

}  // namespace
}  // namespace usance
