#include "usance/portfolio/figures.h"

#include <gmock/gmock.h>

#include "tests/account/facts.h"
#include "tests/matchers.h"

namespace usance {
namespace {

using testing::ElementsAre;
using testing::Pair;

absl::StatusOr<Figures> Of(const Facts& facts, std::string_view before,
                           std::string_view to) {
  const AccountPolicy policy = PolicyOf();
  return FiguresOf(*On(before, facts, policy), *On(to, facts, policy),
                   facts.journal());
}

Facts AQuarter() {
  Facts facts;
  facts.Invoice("2025-12-20", "A", "100.00", "2026-01-19")
      .Invoice("2026-01-10", "B", "250.00", "2026-02-09")
      .Pay("2026-01-25", "100.00", {{.item = "A"}})
      .On("2026-02-01",
          CreditNoteIssued{.item = "B", .amount_minor = Cents("30.00")})
      .On("2026-02-10", PromiseMade{.amount_minor = Cents("50.00"),
                                    .by = *Date::Parse("2026-02-20"),
                                    .items = {"B"}})
      .Pay("2026-02-15", "120.00", {{.item = "B"}})
      .Invoice("2026-02-20", "C", "80.00", "2026-03-22")
      .Charge("2026-02-25", Component::kFee, "5.00", "B");
  return facts;
}

TEST(Figures, OfAPeriod) {
  const auto figures = Of(AQuarter(), "2025-12-31", "2026-02-28");
  ASSERT_THAT(figures, IsOk());
  EXPECT_EQ(figures->from, Date::Of(2026, 1, 1));
  // Open are 100 of B, the fee of 5 that is past due, and C, which is not due.
  EXPECT_EQ(figures->receivables,
            (Receivables{.opening_minor = 100'00,
                         .sales_minor = 300'00,  // 250 - 30 + 80
                         .closing_minor = 185'00,
                         .not_due_minor = 80'00,
                         .days = 59}));
  EXPECT_EQ(figures->collected_minor, 220'00);
  EXPECT_THAT(figures->paid_days_taken,
              ElementsAre(Pair(36, AmountOfDays{220'00, 2})));
  EXPECT_THAT(figures->paid_days_late,
              ElementsAre(Pair(6, AmountOfDays{220'00, 2})));
  EXPECT_THAT(figures->open_days_old,
              ElementsAre(Pair(8, AmountOfDays{80'00, 1}),
                          Pair(49, AmountOfDays{100'00, 1})));
  EXPECT_THAT(figures->past_due_days_late,
              ElementsAre(Pair(19, AmountOfDays{100'00, 1})));
  EXPECT_EQ(figures->promises, (PromiseCounts{.kept = 1}));
  // February whole, January and December of the days that they have.
  EXPECT_THAT(MonthsOf(*figures),
              ElementsAre(SalesOfDays{28, 50'00}, SalesOfDays{31, 250'00},
                          SalesOfDays{31, 100'00}));
}

// opening + sales + charges - collected = closing: the figures are the
// ledger's.
TEST(Figures, TieToTheLedger) {
  const auto figures = Of(AQuarter(), "2025-12-31", "2026-02-28");
  ASSERT_THAT(figures, IsOk());
  const Receivables& of = figures->receivables;
  EXPECT_EQ(of.opening_minor + of.sales_minor + 5'00 - figures->collected_minor,
            of.closing_minor);
}

TEST(Figures, BeforeThePeriodCountsOnlyForItsMonth) {
  const auto figures = Of(AQuarter(), "2026-02-14", "2026-02-28");
  ASSERT_THAT(figures, IsOk());
  EXPECT_EQ(figures->receivables.sales_minor, 80'00);
  EXPECT_EQ(figures->collected_minor, 120'00);
  EXPECT_EQ(MonthsOf(*figures).size(), 3);
  EXPECT_THAT(MonthsOf(*Of(AQuarter(), "2026-03-31", "2026-04-02")).front(),
              (SalesOfDays{2, 0}));
  EXPECT_THAT(MonthsOf(*Of({}, "2026-03-31", "2026-04-02")),
              testing::IsEmpty());
}

TEST(Figures, Add) {
  const auto part = Of(AQuarter(), "2025-12-31", "2026-02-28");
  Figures sum = *part;
  ASSERT_THAT(AddTo(sum, *part), IsOk());
  EXPECT_EQ(sum.receivables.closing_minor, 370'00);
  EXPECT_EQ(sum.receivables.days, 59);
  EXPECT_EQ(sum.collected_minor, 440'00);
  EXPECT_EQ(sum.paid_days_late.at(6).count, 4);
  EXPECT_EQ(sum.promises.kept, 2);
  EXPECT_EQ(MonthsOf(sum).front().sales_minor, 100'00);
  EXPECT_THAT(AddTo(sum, *Of(AQuarter(), "2026-01-01", "2026-02-28")),
              IsError(Reason::kConflict, "/from"));
  Figures dollars = *part;
  dollars.currency = *Currency::Parse("USD", "");
  EXPECT_THAT(AddTo(sum, dollars),
              IsError(Reason::kCurrencyMismatch, "/currency"));
  EXPECT_THAT(Of(AQuarter(), "2026-02-28", "2026-02-28"),
              IsError(Reason::kEndBeforeStart, "/to"));
}

}  // namespace
}  // namespace usance
