#include "usance/installment/columns.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <vector>

#include "src/installment/level_columns.h"
#include "tests/installment/contracts.h"
#include "usance/date/calendars.h"

namespace usance {
namespace {

constexpr int64_t kUnset = -77;

// Columns with room for some rows.
struct Buffers {
  explicit Buffers(size_t rows) {
    days.fill(std::vector<int32_t>(rows, kUnset));
    amounts.fill(std::vector<int64_t>(rows, kUnset));
  }
  InstallmentColumns Columns() {
    return {.start = days[0],
            .due = days[1],
            .opening_minor = amounts[0],
            .advance_minor = amounts[1],
            .interest_minor = amounts[2],
            .principal_minor = amounts[3],
            .fee_minor = amounts[4],
            .tax_minor = amounts[5],
            .payment_minor = amounts[6],
            .closing_minor = amounts[7]};
  }
  // The columns whose bit is in `wanted`, unset.
  InstallmentColumns Some(uint64_t wanted) {
    InstallmentColumns columns = Columns();
    const auto choose = [wanted](size_t bit, auto& column) {
      if ((wanted >> bit & 1) == 0) {
        column = {};
      } else {
        std::fill(column.begin(), column.end(), kUnset);
      }
    };
    choose(0, columns.start);
    choose(1, columns.due);
    choose(2, columns.opening_minor);
    choose(3, columns.advance_minor);
    choose(4, columns.interest_minor);
    choose(5, columns.principal_minor);
    choose(6, columns.fee_minor);
    choose(7, columns.tax_minor);
    choose(8, columns.payment_minor);
    choose(9, columns.closing_minor);
    return columns;
  }
  friend bool operator==(const Buffers&, const Buffers&) = default;

  std::array<std::vector<int32_t>, 2> days;
  std::array<std::vector<int64_t>, 8> amounts;
};

Buffers BuffersOf(const std::vector<Installment>& rows) {
  Buffers result(rows.size());
  for (size_t k = 0; k < rows.size(); ++k) {
    const Installment& row = rows[k];
    result.days[0][k] = row.period.adjusted_start.days();
    result.days[1][k] = row.due().days();
    const int64_t amounts[] = {row.opening_minor,  row.advance_minor,
                               row.interest_minor, row.principal_minor,
                               row.fee_minor,      row.tax_minor,
                               row.payment_minor,  row.closing_minor};
    for (size_t j = 0; j < 8; ++j) result.amounts[j][k] = amounts[j];
  }
  return result;
}

AmortizationSummary SummaryOf(const Amortization& made) {
  return {made.currency, made.rows.size(), made.level_payment_minor,
          made.totals, made.residual};
}

// What is different between the columns and the rows of `spec`; empty where
// nothing is.
std::string ColumnsDiffer(const AmortizationSpec& spec) {
  const absl::StatusOr<Amortization> made = Amortize(spec);
  Buffers columns(made.ok() ? made->rows.size() : 500);
  const absl::StatusOr<AmortizationSummary> summary =
      AmortizeColumns(spec, columns.Columns());
  if (made.ok() != summary.ok()) return "one is an error";
  if (!made.ok()) {
    if (made.status() != summary.status()) return "the errors differ";
    return columns == Buffers(500) ? "" : "an error, and rows are written";
  }
  if (*summary != SummaryOf(*made)) return "the summaries differ";
  if (columns != BuffersOf(made->rows)) return "the rows differ";
  // The same in some columns, by the bits of the principal, and in none.
  const auto wanted = static_cast<uint64_t>(spec.principal.minor());
  Buffers some = columns;
  const InstallmentColumns chosen = some.Some(wanted);
  if (AmortizeColumns(spec, chosen).value() != *summary || some != columns) {
    return "in columns " + std::to_string(wanted % 1024) + " the rows differ";
  }
  if (AmortizeColumns(spec, {}).value() != *summary) {
    return "without columns the summary differs";
  }
  return "";
}

// A plain loan, all but always.
AmortizationSpec PlainLoan(uint64_t seed) {
  Dice dice(seed);
  const auto day = static_cast<int32_t>(dice.Between(11'000, 24'836));
  Date start = *Date::FindDays(day);  // 2000 to 2037
  if (dice.OneIn(6)) start = start.LastOfMonth();
  static const Calendar target = *FindCalendar("TARGET2");
  AmortizationSpec spec{
      .principal =
          Money(dice.Spread(100, 1'000'000'000'000, 10), Currency::Of("EUR")),
      .rate = Rate(Fraction::Of(dice.Between(1, 250'000), 1'000'000),
                   TimeUnit::kYear),
      .day_count =
          dice.OneIn(2) ? DayCount::k30360Isda : dice.Of(kPlainDayCounts),
      .schedule = {.start = start,
                   .count = static_cast<int32_t>(dice.Spread(1, 1200, 2)),
                   .frequency = dice.Of<Period>(
                       {Months(1), Months(1), Months(1), Months(2), Months(3),
                        Months(6), Years(1)})},
      .method = AmortizationMethod::kLevel,
      .rounding = dice.Of(
          {Rounding::kHalfEven, Rounding::kHalfUp, Rounding::kHalfDown}),
      .residual = Residual::kLast,
      .accrue_to = dice.Of<AccrueTo>()};
  spec.schedule.count =
      std::min(*spec.schedule.count, 1200 / spec.schedule.frequency.months);
  if (dice.OneIn(5)) {
    spec.day_count =
        dice.Of({DayCount::kOneOne, DayCount::kPeriod, DayCount::kActActIcma,
                 DayCount::kPeriod360, DayCount::kPeriod364,
                 DayCount::kPeriod365, DayCount::k28E336});
  }
  if (dice.OneIn(8)) {
    spec.rate = Rate(Fraction::Of(dice.Between(1, 40'000), 12'000'000),
                     dice.Of({TimeUnit::kMonth, TimeUnit::kPeriod}));
  }
  if (start.IsLastOfMonth() && dice.OneIn(2)) {
    spec.schedule.roll = Roll::EndOfMonth();
  }
  if (dice.OneIn(2)) {
    spec.schedule.convention = BusinessDayConvention::kModifiedFollowing;
    spec.schedule.calendar = dice.OneIn(2) ? target : Weekends();
    if (dice.OneIn(4)) {
      spec.schedule.start_convention = dice.Of<BusinessDayConvention>();
    }
  }
  if (dice.OneIn(3)) spec.payment_rounding = dice.Of<Rounding>();
  if (dice.OneIn(3)) {
    spec.payment_increment =
        Increment::Make(dice.Of<int64_t>({5, 10, 25, 100})).value();
  }
  return spec;
}

uint64_t AnySeed() {
  return *rc::gen::noShrink(
      rc::gen::resize(rc::kNominalSize, rc::gen::arbitrary<uint64_t>()));
}

// Each seed is of a hundred contracts.
void HoldFor(AmortizationSpec (*contract)(uint64_t), uint64_t seed) {
  for (uint64_t k = 0; k < 100; ++k) {
    const AmortizationSpec spec = contract(seed + k);
    const std::string difference = ColumnsDiffer(spec);
    if (!difference.empty()) RC_FAIL(difference + "\n  " + Describe(spec));
  }
}

RC_GTEST_PROP(AmortizeColumns, ArePlainLoansRows, ()) {
  HoldFor(PlainLoan, AnySeed());
}

RC_GTEST_PROP(AmortizeColumns, AreTheRows, ()) {
  HoldFor(RandomContract, AnySeed());
}

// The words decide nearly all of the plain loans: what is compared above is not
// Amortize with itself.
TEST(AmortizeColumns, PlainLoansTakeTheShortWay) {
  int answers = 0, shorts = 0;
  for (uint64_t seed = 0; seed < 4000; ++seed) {
    const AmortizationSpec spec = PlainLoan(seed);
    answers += Amortize(spec).ok();
    shorts += AmortizeLevel(spec, {}).has_value();
  }
  EXPECT_GT(shorts, 2000);
  EXPECT_LE(shorts, answers);
  RecordProperty("shorts", shorts);
  RecordProperty("answers", answers);
}

AmortizationSpec ExampleLoan() {
  return {.principal = "100.00 USD"_money,
          .rate = "7%"_rate,
          .day_count = DayCount::k30360Isda,
          .schedule = {.start = "2026-01-15"_date,
                       .count = 6,
                       .frequency = Months(1)},
          .method = AmortizationMethod::kLevel,
          .rounding = Rounding::kHalfEven,
          .residual = Residual::kLast};
}

TEST(AmortizeColumns, Example) {
  Buffers columns(6);
  const auto summary = AmortizeColumns(ExampleLoan(), columns.Columns());
  ASSERT_TRUE(summary.ok());
  EXPECT_EQ(columns.amounts[2], (std::vector<int64_t>{58, 49, 39, 29, 20, 10}));
  EXPECT_EQ(columns.amounts[6],
            (std::vector<int64_t>{1701, 1701, 1701, 1701, 1701, 1700}));
  EXPECT_EQ(summary->rows, 6u);
  EXPECT_EQ(summary->level_payment_minor, 1701);
}

TEST(AmortizeColumns, WritesNothingWithoutRoom) {
  for (const bool plain : {true, false}) {
    AmortizationSpec spec = ExampleLoan();
    if (!plain) spec.fees.push_back({.amount = "1.00 USD"_money});
    Buffers columns(6);
    InstallmentColumns shorter = columns.Columns();
    shorter.interest_minor = shorter.interest_minor.first(5);
    const auto summary = AmortizeColumns(spec, shorter);
    ASSERT_TRUE(summary.ok());
    EXPECT_EQ(summary->rows, 6u);
    EXPECT_EQ(columns, Buffers(6));
  }
}

// Nothing that is beside the plain loan gets lost: each change of one field is
// an error, or other rows, or none of what the short way answers.
// Act/360 from a February: the payment, of 30.4 days of interest and little
// more, covers the first 28 and not the 31 of March.
TEST(AmortizeColumns, WritesNothingBesideAnError) {
  AmortizationSpec spec = PlainLoan(1);
  spec.principal = Money(100'000'000, Currency::Of("EUR"));
  spec.rate = "24%"_rate;
  spec.day_count = DayCount::kAct360;
  spec.schedule = {
      .start = Date::Of(2026, 2, 1), .count = 480, .frequency = Months(1)};
  ASSERT_FALSE(Amortize(spec).ok());
  EXPECT_EQ(ColumnsDiffer(spec), "");
  // All payments together are beyond int64.
  spec = PlainLoan(1);
  spec.principal = Money(int64_t{1} << 53, Currency::Of("EUR"));
  spec.rate = Rate(Fraction::Of(999, 1000), TimeUnit::kPeriod);
  spec.schedule = {
      .start = Date::Of(2026, 1, 1), .count = 1200, .frequency = Months(1)};
  ASSERT_FALSE(Amortize(spec).ok());
  EXPECT_EQ(ColumnsDiffer(spec), "");
}

TEST(AmortizeColumns, EachFieldCounts) {
  const Money one = "1.00 USD"_money;
  const Percent half(Fraction::Of(1, 2));
  using Change = std::function<void(AmortizationSpec&)>;
  const Change changes[] = {
      [](auto& s) { s.day_count = {}; },
      [](auto& s) { s.method = {}; },
      [](auto& s) { s.rounding = {}; },
      [](auto& s) { s.residual = {}; },
      [](auto& s) { s.payment_rounding = Rounding{}; },
      [](auto& s) { s.principal = "0.00 USD"_money; },
      [](auto& s) { s.rate = "0%"_rate; },
      [](auto& s) { s.rate = "-1%"_rate; },
      [](auto& s) { s.rate = "2000%"_rate; },
      [](auto& s) { s.rate = Rate(1, TimeUnit::kPeriod); },
      [&](auto& s) { s.balloon = one; },
      [&](auto& s) { s.balloon_percent = half; },
      [](auto& s) { s.amortization_rows = 9; },
      [](auto& s) { s.grace_rows = 1; },
      [](auto& s) { s.grace_rows = -1; },
      [](auto& s) { s.allow_negative_amortization = s.raise_to_interest = 1; },
      [](auto& s) { s.timing = PaymentTiming::kInAdvance; },
      [](auto& s) { s.timing = {}; },
      [&](auto& s) { s.steps = {.rows = 1, .amount = one}; },
      [](auto& s) { s.steps.rows = -1; },
      [](auto& s) { s.steps.percent = Percent(-2); },
      [](auto& s) { s.steps.amount = "1 JPY"_money; },
      [](auto& s) { s.season.others = EarlyInterest::kInPayment; },
      [](auto& s) { s.season.months = {Month::kMay}; },
      [](auto& s) {
        s.row_terms = {{1, 1, RowPays::kInterest}};
      },
      [&](auto& s) { s.payment = one; },
      [&](auto& s) { s.payment_percent = half; },
      [&](auto& s) { s.down_payment = one; },
      [](auto& s) { s.final_payment = FinalPayment::kHigher; },
      [&](auto& s) { s.waive_within = one; },
      [&](auto& s) { s.least_payment = "18.00 USD"_money; },
      [](auto& s) { s.reset.rows = 1; },
      [](auto& s) { s.reset.lag_days = 1; },
      [](auto& s) { s.reset.step_cap = "1%"_rate; },
      [](auto& s) { s.reset.step_floor = "1%"_rate; },
      [](auto& s) { s.rates = RateHistory::Fixed("9%"_rate); },
      [&](auto& s) { s.fees = {{.amount = one}}; },
      [&](auto& s) { s.tax.on_interest = half; },
      [&](auto& s) { s.tax.on_fees = Percent(2); },
      [&](auto& s) {
        s.advances = {{s.schedule.start, one}};
      },
      [](auto& s) { s.capitalization.frequency = Days(7); },
      [](auto& s) { s.capitalization.first = s.schedule.start; },
      [](auto& s) { s.capitalization.last = s.schedule.start; },
      [](auto& s) { s.schedule.count = 0; },
      [](auto& s) { s.schedule.count = 10'001; },
      [](auto& s) { s.schedule.max_periods = 5; },
      [](auto& s) { s.schedule.max_periods = 1'000'001; },
      [](auto& s) { s.schedule.smart_days = -1; },
      [](auto& s) { s.schedule.end = "2026-07-15"_date; },
      [](auto& s) { s.schedule.frequency = Months(-1); },
      [](auto& s) { s.schedule.frequency = {}; },
      [](auto& s) {
        s.schedule.frequency = Period{1, 1};
      },
      [](auto& s) { s.schedule.business_days = 5; },
      [](auto& s) { s.schedule.explicit_ends = {"2026-07-15"_date}; },
      [](auto& s) { s.schedule.stub = Stub::kShortFinal; },
      [](auto& s) { s.schedule.stub = Stub::kBoth; },
      [](auto& s) { s.schedule.roll = Roll::DayOfMonth(16); },
      [](auto& s) { s.schedule.first_regular_start = "2026-02-01"_date; },
      [](auto& s) { s.schedule.last_regular_end = "2026-05-15"_date; },
      [](auto& s) { s.schedule.start = "2199-12-15"_date; },
      [](auto& s) { s.schedule.start = "9999-12-15"_date; },
      [](auto& s) {
        s.schedule.convention = BusinessDayConvention::kModifiedFollowing;
        s.accrue_to = AccrueTo::kAdjusted;
      },
      [](auto& s) {
        s.schedule.convention = BusinessDayConvention::kModifiedFollowing;
        s.schedule.calendar = Weekends();
      },
      [](auto& s) {
        s.schedule.start_convention = BusinessDayConvention::kFollowing;
        s.accrue_to = AccrueTo::kAdjusted;
      },
      [](auto& s) {
        s.schedule.end_convention = BusinessDayConvention::kFollowing;
        s.accrue_to = AccrueTo::kAdjusted;
      },
  };
  const AmortizationSpec loan = ExampleLoan();
  ASSERT_TRUE(AmortizeLevel(loan, {}).has_value());
  for (size_t k = 0; k < std::size(changes); ++k) {
    AmortizationSpec spec = loan;
    changes[k](spec);
    EXPECT_EQ(ColumnsDiffer(spec), "") << "change " << k;
    EXPECT_FALSE(AmortizeLevel(spec, {}).has_value()) << "change " << k;
  }
}

}  // namespace
}  // namespace usance
