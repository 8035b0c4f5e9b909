#include "usance/installment/verify.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "tests/installment/contracts.h"
#include "tests/matchers.h"
#include "usance/money/format.h"

namespace usance {
namespace {

using Change = std::function<void(Amortization&)>;

// One change for each cell: of each row, and of what stands beside them.
std::vector<Change> EveryCell(size_t rows, int64_t by) {
  std::vector<Change> changes;
  const auto day = [by](Date& date) {
    date = *Date::FindDays(date.days() + (by > 0 ? 1 : -1));
  };
  for (size_t k = 0; k < rows; ++k) {
    for (int64_t Installment::*cell :
         {&Installment::opening_minor, &Installment::interest_minor,
          &Installment::principal_minor, &Installment::fee_minor,
          &Installment::payment_minor, &Installment::closing_minor,
          &Installment::advance_minor, &Installment::tax_minor}) {
      changes.push_back([=](Amortization& a) { a.rows[k].*cell += by; });
    }
    for (Date SchedulePeriod::*date :
         {&SchedulePeriod::start, &SchedulePeriod::end,
          &SchedulePeriod::adjusted_start, &SchedulePeriod::adjusted_end}) {
      changes.push_back([=](Amortization& a) { day(a.rows[k].period.*date); });
    }
    changes.push_back([=](Amortization& a) { a.rows[k].number += 1; });
    changes.push_back([=](Amortization& a) {
      a.rows[k].period.stub = !a.rows[k].period.stub;
    });
  }
  for (int64_t AmortizationTotals::*total :
       {&AmortizationTotals::interest_minor,
        &AmortizationTotals::principal_minor, &AmortizationTotals::fee_minor,
        &AmortizationTotals::payment_minor, &AmortizationTotals::tax_minor}) {
    changes.push_back([=](Amortization& a) { a.totals.*total += by; });
  }
  changes.push_back([=](Amortization& a) { a.residual.gap_minor += by; });
  changes.push_back([=](Amortization& a) { a.residual.waived_minor += by; });
  changes.push_back([=](Amortization& a) {
    a.residual.bound_minor = a.residual.bound_minor.value_or(0) + by;
  });
  changes.push_back([=](Amortization& a) {
    a.level_payment_minor = a.level_payment_minor.value_or(0) + by;
  });
  changes.push_back([](Amortization& a) { a.rows.pop_back(); });
  changes.push_back([](Amortization& a) { a.rows.push_back(a.rows.back()); });
  return changes;
}

TEST(Verify, AcceptsEveryScheduleAndRejectsEveryMutation) {
  int schedules = 0, mutations = 0;
  for (uint64_t seed = 1; seed <= 400; ++seed) {
    AmortizationSpec spec = RandomContract(seed);
    const auto made = Amortize(spec);
    if (!made.ok()) continue;
    const auto verdict = Verify(spec, *made);
    ASSERT_THAT(verdict, IsOk());
    ASSERT_FALSE(verdict->has_value()) << (*verdict)->text << "\n"
                                       << Describe(spec);
    ++schedules;
    if (made->rows.size() > 12) continue;  // every mutation amortizes again
    for (const int64_t by : {1, -1, 1000}) {
      for (const Change& change : EveryCell(made->rows.size(), by)) {
        Amortization changed = *made;
        change(changed);
        ASSERT_NE(changed, *made);
        ASSERT_TRUE(Verify(spec, changed)->has_value())
            << "mutation " << mutations << "\n"
            << Describe(spec);
        ++mutations;
      }
    }
  }
  EXPECT_GT(schedules, 300);
  EXPECT_GT(mutations, 30'000);
}

TEST(Verify, NamesTheFirstLawThatIsBroken) {
  struct {
    Change change;
    Breach breach;
  } cases[] = {
      {[](auto& a) { a.rows[0].interest_minor = 59; },
       {1, RowLaw::kInterest, "interest 0.59, the terms give 0.58"}},
      {[](auto& a) { a.rows[1].opening_minor -= 1; },
       {2, RowLaw::kOpening, "opening 83.56, the terms give 83.57"}},
      {[](auto& a) { a.rows[2].payment_minor += 1; },
       {3, RowLaw::kPayment, "payment 17.02, the terms give 17.01"}},
      {[](auto& a) { a.rows[2].closing_minor += 1; },
       {3, RowLaw::kClosing, "closing 50.44, the terms give 50.43"}},
      {[](auto& a) {  // another plan, consistent in itself
         a.rows[2].payment_minor += 1;
         a.rows[2].principal_minor += 1;
         a.rows[2].closing_minor -= 1;
       },
       {3, RowLaw::kPlan, "payment 17.02, the terms give 17.01"}},
      {[](auto& a) { a.rows[3].fee_minor = 1; },
       {4, RowLaw::kFee, "fee 0.01, the terms give 0.00"}},
      {[](auto& a) { a.rows[3].number = 5; }, {4, RowLaw::kNumber, "number 5"}},
      {[](auto& a) { a.rows[4].period.adjusted_end = "2026-06-02"_date; },
       {5, RowLaw::kPeriod,
        "[2026-05-01, 2026-06-01) starting 2026-05-01 due 2026-06-02, the "
        "terms "
        "give [2026-05-01, 2026-06-01) starting 2026-05-01 due 2026-06-01"}},
      {[](auto& a) { a.rows.pop_back(); },
       {6, RowLaw::kCount, "5 rows, the terms give 6"}},
      {[](auto& a) { a.totals.interest_minor = 206; },
       {0, RowLaw::kTotals, "total interest 2.06, the terms give 2.05"}},
      {[](auto& a) { a.residual.bound_minor.reset(); },
       {0, RowLaw::kResidual, "bound none, the terms give 0.07"}},
      {[](auto& a) { a.currency = Currency::Of("EUR"); },
       {0, RowLaw::kCount, "amounts in EUR, the terms are in USD"}},
  };
  const AmortizationSpec spec = Golden();
  for (const auto& c : cases) {
    Amortization claimed = Amortize(spec).value();
    c.change(claimed);
    const auto verdict = Verify(spec, claimed);
    ASSERT_THAT(verdict, IsOk());
    ASSERT_TRUE(verdict->has_value());
    EXPECT_EQ((*verdict)->row, c.breach.row);
    EXPECT_EQ((*verdict)->law, c.breach.law);
    EXPECT_EQ((*verdict)->text, c.breach.text);
  }
}

TEST(Verify, RefusesTermsThatGiveNoRows) {
  AmortizationSpec spec = Golden();
  const Amortization made = Amortize(spec).value();
  spec.rounding = {};
  EXPECT_THAT(Verify(spec, made), IsError(Reason::kUnspecified, "/rounding"));
}

}  // namespace
}  // namespace usance
