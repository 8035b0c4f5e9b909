#include "usance/portfolio/cohort.h"

#include <gmock/gmock.h>

#include <limits>

#include "tests/account/facts.h"
#include "tests/matchers.h"

namespace usance {
namespace {

using testing::ElementsAre;
using testing::Pair;

constexpr int32_t kQuarter[] = {30, 60, 90};

absl::StatusOr<Cohorts> CohortsOn(std::string_view as_of, const Facts& facts) {
  return CohortsOf(*On(as_of, facts, PolicyOf()), facts.journal());
}

Facts TwoMonths() {
  Facts facts;
  facts.Invoice("2026-01-10", "A", "400.00", "2026-02-09")
      .Invoice("2026-01-20", "B", "600.00", "2026-02-19")
      .Pay("2026-01-30", "100.00", {{.item = "A"}})
      .Invoice("2026-02-10", "C", "80.00", "2026-03-12")
      .Pay("2026-02-24", "150.00", {{.item = "A"}})
      .On("2026-02-25",
          CreditNoteIssued{.item = "B", .amount_minor = Cents("200.00")})
      .Charge("2026-02-26", Component::kFee, "5.00", "B");
  return facts;
}

TEST(Cohort, ByTheMonthOfTheDocument) {
  const auto cohorts = CohortsOn("2026-02-28", TwoMonths());
  ASSERT_THAT(cohorts, IsOk());
  // 400 + 600 of January; 250 were paid, 200 credited, and 5 is a fee.
  EXPECT_THAT(
      *cohorts,
      ElementsAre(Pair(Date::Of(2026, 1, 1),
                       Cohort{.invoiced_minor = 1'000'00,
                              .open_minor = 550'00,
                              .paid = {{20, {100'00, 1}}, {45, {150'00, 1}}}}),
                  Pair(Date::Of(2026, 2, 1), Cohort{.invoiced_minor = 80'00,
                                                    .open_minor = 80'00,
                                                    .paid = {}})));
}

TEST(Cohort, MoneyThatCameBackIsNotPaid) {
  Facts facts = TwoMonths();
  facts.On("2026-03-02", PaymentReturned{.payment = "5"});
  const auto cohorts = CohortsOn("2026-03-03", facts);
  ASSERT_THAT(cohorts, IsOk());
  const Cohort& january = cohorts->at(Date::Of(2026, 1, 1));
  EXPECT_EQ(january.open_minor, 700'00);
  EXPECT_THAT(january.paid, ElementsAre(Pair(20, AmountOfDays{100'00, 1})));
}

TEST(Cohort, Adds) {
  const auto part = CohortsOn("2026-02-28", TwoMonths());
  Cohorts sums;
  ASSERT_THAT(AddTo(sums, *part), IsOk());
  EXPECT_EQ(sums, *part);
  ASSERT_THAT(AddTo(sums, *part), IsOk());
  const Cohort& january = sums.at(Date::Of(2026, 1, 1));
  EXPECT_EQ(january.invoiced_minor, 2'000'00);
  EXPECT_EQ(january.open_minor, 1'100'00);
  EXPECT_EQ(january.paid.at(45), (AmountOfDays{300'00, 2}));
  Cohorts most = {{Date::Of(2026, 1, 1),
                   {.invoiced_minor = std::numeric_limits<int64_t>::max()}}};
  EXPECT_THAT(AddTo(most, *part), IsError(Reason::kOverflow, ""));
}

TEST(Cohort, TheCurveKnowsWhatHadItsDays) {
  const auto cohorts = CohortsOn("2026-02-28", TwoMonths());
  const Date month = Date::Of(2026, 1, 1);
  const Cohort& january = cohorts->at(month);
  // 59 and 60 days after 31 January.
  EXPECT_THAT(*CurveOf(month, january, kQuarter, Date::Of(2026, 3, 31)),
              ElementsAre(Fraction::Of(1, 10), std::nullopt, std::nullopt));
  EXPECT_THAT(
      *CurveOf(month, january, kQuarter, Date::Of(2026, 4, 1)),
      ElementsAre(Fraction::Of(1, 10), Fraction::Of(1, 4), std::nullopt));
  EXPECT_THAT(*CurveOf(month, january, kQuarter, month),
              ElementsAre(std::nullopt, std::nullopt, std::nullopt));
}

TEST(Cohort, TheCurveRefuses) {
  const Date month = Date::Of(2026, 1, 1);
  const int32_t falling[] = {30, 30};
  EXPECT_THAT(CurveOf(month, {}, kQuarter, month),
              IsError(Reason::kOutOfRange, "/assigned"));
  EXPECT_THAT(CurveOf(month, {.invoiced_minor = 1}, falling, month),
              IsError(Reason::kOutOfOrder, "/edges/1"));
}

}  // namespace
}  // namespace usance
