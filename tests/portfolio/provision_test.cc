#include "usance/portfolio/provision.h"

#include <gmock/gmock.h>

#include <array>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "tests/account/facts.h"
#include "tests/matchers.h"

namespace usance {
namespace {

using testing::ElementsAre;

Fraction Of(int128 n, int128 d) { return Fraction::Of(n, d); }

// 45.6 % is Tenths(456).
Fraction Tenths(int128 tenths_of_percent) {
  return Of(tenths_of_percent, 1000);
}

Aging AgingOf(std::string_view as_of, int64_t not_due,
              std::vector<int64_t> buckets) {
  Aging aging = {.currency = Eur(), .as_of = *Date::Parse(as_of)};
  aging.not_due.amount_minor = not_due;
  int32_t from = 1;
  for (const int64_t minor : buckets) {
    aging.buckets.push_back(
        {.from = from, .to = from + 29, .amount_minor = minor});
    from += 30;
  }
  aging.buckets.back().to.reset();
  return aging;
}

TEST(Provision, RollsFromBucketToBucket) {
  const Aging agings[] = {
      AgingOf("2026-01-31", 5'000'000'00, {1'000'000'00, 0, 10}),
      AgingOf("2026-02-28", 4'000'000'00, {1'500'000'00, 200'000'00, 20}),
      AgingOf("2026-03-31", 4'000'000'00,
              {1'000'000'00, 300'000'00, 50'000'00}),
  };
  const auto one = RollRates(std::span(agings, 2));
  ASSERT_THAT(one, IsOk());
  // The second bucket was empty: nothing says what rolls out of it.
  EXPECT_THAT(*one, ElementsAre(Of(3, 10), Of(1, 5), std::nullopt));
  const auto two = RollRates(agings);
  ASSERT_THAT(two, IsOk());
  // (1.5 + 1) / (5 + 4), (0.2 + 0.3) / (1 + 1.5), (20 cents + 50,000) / 200,000
  EXPECT_THAT(*two,
              ElementsAre(Of(5, 18), Of(1, 5), Of(50'000'20, 200'000'00)));
}

TEST(Provision, RollsRefuse) {
  const Aging first = AgingOf("2026-01-31", 1, {1, 1});
  Aging dollars = AgingOf("2026-02-28", 1, {1, 1});
  dollars.currency = *Currency::Parse("USD", "");
  const std::array<Aging, 2> other_currency = {first, dollars};
  const std::array<Aging, 2> other_buckets = {
      first, AgingOf("2026-02-28", 1, {1, 1, 1})};
  const std::array<Aging, 2> same_day = {first, first};
  EXPECT_THAT(RollRates(std::span(&first, 1)),
              IsError(Reason::kContextRequired, "/agings"));
  EXPECT_THAT(RollRates(other_currency),
              IsError(Reason::kCurrencyMismatch, "/agings/1/currency"));
  EXPECT_THAT(RollRates(other_buckets),
              IsError(Reason::kConflict, "/agings/1/buckets"));
  EXPECT_THAT(RollRates(same_day),
              IsError(Reason::kOutOfOrder, "/agings/1/as_of"));
}

TEST(Provision, LossRatesAreProductsOfRolls) {
  const Fraction rolls[] = {Of(1, 2), Of(2, 5), Of(1, 5)};
  const auto losses = LossRates(rolls, Fraction(1));
  ASSERT_THAT(losses, IsOk());
  EXPECT_THAT(*losses,
              ElementsAre(Of(1, 25), Of(2, 25), Of(1, 5), Fraction(1)));
  const Fraction negative[] = {Of(1, 2), Of(-1, 5)};
  EXPECT_THAT(LossRates(negative, Fraction(1)),
              IsError(Reason::kOutOfRange, "/rolls/1"));
  EXPECT_THAT(LossRates(rolls, Fraction(-1)),
              IsError(Reason::kOutOfRange, "/lost"));
  const Fraction tiny[] = {Of(1, int128{1} << 100), Of(1, int128{1} << 100)};
  EXPECT_THAT(LossRates(tiny, Fraction(1)),
              IsError(Reason::kOverflow, "/rolls/0"));
}

// Sales of January of an Entity A, and its receivables of 31 December.
constexpr int64_t kPaid[] = {50'000'00, 27'000'00, 15'000'00, 6'000'00};
constexpr int64_t kBalances[] = {300'000'00, 140'000'00, 60'000'00, 23'000'00,
                                 5'000'00};

TEST(Provision, MatrixFromFlowsAsPublished) {
  const auto rates = FlowLossRates(100'000'00, kPaid);
  ASSERT_THAT(rates, IsOk());
  EXPECT_THAT(*rates, ElementsAre(Of(1, 50), Of(1, 25), Of(2, 23), Of(1, 4),
                                  Fraction(1)));
  std::vector<ProvisionSpec> buckets;
  for (size_t k = 0; k < rates->size(); ++k) {
    buckets.push_back(
        {.balance_minor = kBalances[k], .loss_rate = (*rates)[k]});
  }
  const auto matrix = ProvisionOf(buckets, Rounding::kHalfEven);
  ASSERT_THAT(matrix, IsOk());
  std::vector<int64_t> allowances;
  for (const Provision& bucket : matrix->buckets) {
    allowances.push_back(bucket.allowance_minor);
  }
  EXPECT_THAT(allowances,
              ElementsAre(6'000'00, 5'600'00, 5'217'39, 5'750'00, 5'000'00));
  EXPECT_EQ(matrix->allowance_minor, 27'567'39);
}

struct PublishedMatrix {
  std::string_view source;
  std::vector<ProvisionSpec> buckets;
  std::vector<int64_t> allowances;
  int64_t total;
};

TEST(Provision, MatricesAsPublished) {
  const PublishedMatrix kCases[] = {
      {"IFRS 9 IE74 to IE77, example 12: Company M",
       {{.balance_minor = 15'000'000'00, .loss_rate = Tenths(3)},
        {.balance_minor = 7'500'000'00, .loss_rate = Tenths(16)},
        {.balance_minor = 4'000'000'00, .loss_rate = Tenths(36)},
        {.balance_minor = 2'500'000'00, .loss_rate = Tenths(66)},
        {.balance_minor = 1'000'000'00, .loss_rate = Tenths(106)}},
       {45'000'00, 120'000'00, 144'000'00, 165'000'00, 106'000'00},
       580'000'00},
      {"faqifrs.com, step 6: Company T, its first four buckets",
       {{.balance_minor = 15'000'00, .loss_rate = Tenths(5)},
        {.balance_minor = 7'500'00, .loss_rate = Tenths(22)},
        {.balance_minor = 4'000'00, .loss_rate = Tenths(27)},
        {.balance_minor = 2'500'00, .loss_rate = Tenths(45)}},
       {75'00, 165'00, 108'00, 112'50},
       460'50},
  };
  for (const PublishedMatrix& one : kCases) {
    const auto matrix = ProvisionOf(one.buckets, Rounding::kHalfEven);
    ASSERT_THAT(matrix, IsOk()) << one.source;
    for (size_t k = 0; k < one.allowances.size(); ++k) {
      EXPECT_EQ(matrix->buckets[k].allowance_minor, one.allowances[k])
          << one.source << ", bucket " << k;
    }
    EXPECT_EQ(matrix->allowance_minor, one.total) << one.source;
  }
}

TEST(Provision, ForwardScalarAndSpecificItems) {
  const ProvisionSpec buckets[] = {
      // (1,000.00 - 200.00) * 4 % * 110 % = 35.20, and 150.00 of the 200.00
      {.balance_minor = 1'000'00,
       .loss_rate = Of(1, 25),
       .forward = Percent(Of(1, 10)),
       .specific_minor = 200'00,
       .specific_loss_minor = 150'00},
      // 0.05 * 10 % * 90 %: 0.0045
      {.balance_minor = 5,
       .loss_rate = Of(1, 10),
       .forward = Percent(Of(-1, 10))},
  };
  const auto matrix = ProvisionOf(buckets, Rounding::kUp);
  ASSERT_THAT(matrix, IsOk());
  EXPECT_EQ(matrix->buckets[0].rate, Of(11, 250));
  EXPECT_EQ(matrix->buckets[0].allowance_minor, 35'20);
  EXPECT_EQ(matrix->buckets[1].allowance_minor, 1);
  EXPECT_EQ(matrix->allowance_minor, 185'21);
  EXPECT_EQ(ProvisionOf(buckets, Rounding::kHalfEven)->allowance_minor, 185'20);
}

TEST(Provision, MatrixRefuses) {
  const auto refused = [](const ProvisionSpec& bucket) {
    const ProvisionSpec buckets[] = {{}, bucket};
    return ProvisionOf(buckets, Rounding::kHalfEven);
  };
  EXPECT_THAT(refused({.balance_minor = 1, .specific_minor = 2}),
              IsError(Reason::kOutOfRange, "/1/specific"));
  EXPECT_THAT(refused({.balance_minor = -1, .specific_minor = -1}),
              IsError(Reason::kOutOfRange, "/1/specific"));
  EXPECT_THAT(
      refused(
          {.balance_minor = 2, .specific_minor = 1, .specific_loss_minor = 2}),
      IsError(Reason::kOutOfRange, "/1/specific_loss"));
  EXPECT_THAT(refused({.balance_minor = 2,
                       .loss_rate = Fraction(1),
                       .forward = Percent(Of(1, 20))}),
              IsError(Reason::kOutOfRange, "/1/rate"));
  EXPECT_THAT(refused({.loss_rate = Of(1, int128{1} << 100),
                       .forward = Percent(Of(1, int128{1} << 100))}),
              IsError(Reason::kOverflow, "/1/rate"));
  constexpr int64_t kWhole = std::numeric_limits<int64_t>::max();
  const ProvisionSpec lost = {.balance_minor = kWhole,
                              .loss_rate = Fraction(1)};
  const ProvisionSpec too_much[] = {lost, lost};
  EXPECT_THAT(ProvisionOf(too_much, Rounding::kHalfEven),
              IsError(Reason::kOverflow, "/1"));
}

// 100.00 that fell due on 31 January.
Facts AnInvoice() {
  Facts facts;
  facts.Invoice("2026-01-01", "A", "100.00", "2026-01-31");
  return facts;
}

TEST(Provision, AgingsOfAnAccount) {
  const Facts facts = AnInvoice();
  const auto agings = AgingsOf(facts.journal(), PolicyOf(),
                               {.last = Date::Of(2026, 3, 31),
                                .every_days = 30,
                                .buckets = 2,
                                .count = 3});
  ASSERT_THAT(agings, IsOk());
  // On 30 January; 29 and 59 days late.
  EXPECT_THAT(
      *agings,
      ElementsAre(testing::Field(&Aging::as_of, Date::Of(2026, 1, 30)),
                  testing::Field(&Aging::as_of, Date::Of(2026, 3, 1)),
                  testing::Field(&Aging::as_of, Date::Of(2026, 3, 31))));
  EXPECT_EQ((*agings)[0].not_due.amount_minor, 100'00);
  EXPECT_EQ((*agings)[1].buckets[0].amount_minor, 100'00);
  EXPECT_EQ((*agings)[1].buckets[0].to, 30);
  EXPECT_EQ((*agings)[2].buckets[1].amount_minor, 100'00);
  EXPECT_EQ((*agings)[2].buckets[1].to, std::nullopt);
}

TEST(Provision, AgingsOfWhatWasKnown) {
  Facts facts = AnInvoice();
  facts.Add({.id = "late",
             .value_date = Date::Of(2026, 2, 1),
             .recorded = Date::Of(2026, 4, 1),
             .body = PaymentReceived{.amount_minor = 100'00}});
  const AgingSeries series = {.last = Date::Of(2026, 3, 2), .count = 2};
  const auto known = AgingsOf(facts.journal(), PolicyOf(), series);
  const auto then =
      AgingsOf(facts.journal(), PolicyOf(), series, Date::Of(2026, 3, 2));
  ASSERT_THAT(known, IsOk());
  ASSERT_THAT(then, IsOk());
  EXPECT_EQ(known->back().total_minor, 0);
  EXPECT_EQ(then->back().total_minor, 100'00);
}

TEST(Provision, AgingsRefuse) {
  const Facts facts = AnInvoice();
  const AgingSeries good = {.last = Date::Of(2026, 3, 31)};
  const auto refused = [&](int32_t AgingSeries::*member, int32_t value) {
    AgingSeries series = good;
    series.*member = value;
    return AgingsOf(facts.journal(), PolicyOf(), series);
  };
  EXPECT_THAT(AgingsOf(facts.journal(), PolicyOf(), good), IsOk());
  for (const auto& [member, field, least, most] :
       {std::tuple{&AgingSeries::every_days, "/every_days", 1, 366},
        std::tuple{&AgingSeries::buckets, "/buckets", 1, 5},
        std::tuple{&AgingSeries::count, "/agings", 2, 120}}) {
    for (const int32_t value : {least - 1, most + 1}) {
      EXPECT_THAT(refused(member, value), IsError(Reason::kOutOfRange, field))
          << value;
    }
    EXPECT_THAT(refused(member, least), IsOk()) << field;
    EXPECT_THAT(refused(member, most), IsOk()) << field;
  }
  EXPECT_THAT(AgingsOf(facts.journal(), PolicyOf(),
                       {.last = Date::Of(1, 2, 1), .count = 3}),
              IsError(Reason::kDateOutOfRange, "/agings"));
}

TEST(Provision, FromAgings) {
  const Aging agings[] = {AgingOf("2026-01-31", 200'00, {0}),
                          AgingOf("2026-03-02", 80'00, {100'00})};
  const auto made = ProvisionFrom(agings, {.rounding = Rounding::kHalfUp});
  ASSERT_THAT(made, IsOk());
  EXPECT_THAT(made->rolls, ElementsAre(Of(1, 2)));
  EXPECT_THAT(made->losses, ElementsAre(Of(1, 2), Fraction(1)));
  EXPECT_EQ(made->matrix.allowance_minor, 140'00);
}

// 1/3 is 0.333333 of a millionth; what is unknown, or more than all, is 1.
TEST(Provision, FromAgingsRoundsRolls) {
  const Aging agings[] = {AgingOf("2026-01-31", 3'000'000'00, {0, 10'00}),
                          AgingOf("2026-03-02", 0, {1'000'000'00, 0})};
  const auto third =
      ProvisionFrom(agings, {.lost = Of(1, 2), .rounding = Rounding::kHalfUp});
  ASSERT_THAT(third, IsOk());
  EXPECT_THAT(third->rolls, ElementsAre(Of(1, 3), std::nullopt));
  EXPECT_THAT(third->losses,
              ElementsAre(Of(333333, 2'000'000), Of(1, 2), Of(1, 2)));
  EXPECT_EQ(third->matrix.allowance_minor, 500'000'00);
  const Aging more[] = {AgingOf("2026-01-31", 100'00, {0}),
                        AgingOf("2026-03-02", 50'00, {300'00})};
  const auto all = ProvisionFrom(more, {.rounding = Rounding::kHalfUp});
  ASSERT_THAT(all, IsOk());
  EXPECT_THAT(all->rolls, ElementsAre(Fraction(3)));
  EXPECT_THAT(all->losses, ElementsAre(Fraction(1), Fraction(1)));
  EXPECT_EQ(all->matrix.allowance_minor, 350'00);
}

// 10 % more of a half is 55 %; of all there is no more.
TEST(Provision, FromAgingsLooksForward) {
  const Aging agings[] = {AgingOf("2026-01-31", 200'00, {0}),
                          AgingOf("2026-03-02", 80'00, {100'00})};
  const auto more = ProvisionFrom(
      agings, {.forward = Percent(Of(1, 10)), .rounding = Rounding::kHalfUp});
  ASSERT_THAT(more, IsOk());
  EXPECT_EQ(more->matrix.buckets[0].rate, Of(55, 100));
  EXPECT_EQ(more->matrix.buckets[0].allowance_minor, 44'00);
  EXPECT_EQ(more->matrix.buckets[1].rate, Fraction(1));
  EXPECT_EQ(more->matrix.allowance_minor, 144'00);
  const auto none = ProvisionFrom(agings, {.forward = Percent(Fraction(-1)),
                                           .rounding = Rounding::kHalfUp});
  ASSERT_THAT(none, IsOk());
  EXPECT_EQ(none->matrix.allowance_minor, 0);
}

TEST(Provision, FromAgingsRefuses) {
  const Aging agings[] = {AgingOf("2026-01-31", 1, {0}),
                          AgingOf("2026-03-02", 1, {0})};
  EXPECT_THAT(ProvisionFrom(std::span(agings, 1), {}),
              IsError(Reason::kContextRequired, "/agings"));
  EXPECT_THAT(ProvisionFrom(agings, {.lost = Of(11, 10)}),
              IsError(Reason::kOutOfRange, "/lost"));
  EXPECT_THAT(ProvisionFrom(agings, {.lost = Of(-1, 10)}),
              IsError(Reason::kOutOfRange, "/lost"));
  EXPECT_THAT(ProvisionFrom(agings, {.forward = Percent(Of(-101, 100))}),
              IsError(Reason::kOutOfRange, "/forward"));
}

TEST(Provision, FlowsRefuse) {
  const int64_t negative[] = {-1};
  const int64_t too_much[] = {60, 41};
  EXPECT_THAT(FlowLossRates(0, {}), IsError(Reason::kOutOfRange, "/sold"));
  EXPECT_THAT(FlowLossRates(100, negative),
              IsError(Reason::kOutOfRange, "/paid/0"));
  EXPECT_THAT(FlowLossRates(100, too_much),
              IsError(Reason::kOutOfRange, "/paid/1"));
  const int64_t all[] = {60, 40};
  EXPECT_THAT(*FlowLossRates(100, all),
              ElementsAre(Fraction(0), Fraction(0), Fraction(0)));
}

TEST(Provision, RecoveryCurve) {
  const CohortReceipt receipts[] = {{45, 150'00}, {20, 100'00}};
  const int32_t edges[] = {30, 60, 90};
  const auto curve = RecoveryCurve(1'000'00, receipts, edges);
  ASSERT_THAT(curve, IsOk());
  EXPECT_THAT(*curve, ElementsAre(Of(1, 10), Of(1, 4), Of(1, 4)));
  EXPECT_THAT(RecoveryCurve(0, receipts, edges),
              IsError(Reason::kOutOfRange, "/assigned"));
  const int32_t falling[] = {30, 30};
  EXPECT_THAT(RecoveryCurve(1, receipts, falling),
              IsError(Reason::kOutOfOrder, "/edges/1"));
}

}  // namespace
}  // namespace usance
