#include "usance/account/aging.h"

#include <gmock/gmock.h>

#include "tests/account/facts.h"

namespace usance {
namespace {

// "not due 1 | 1-30 2 | ... | unapplied 3 | total 4"
std::string Text(const absl::StatusOr<Aging>& aging) {
  if (!aging.ok()) return std::string(aging.status().message());
  std::string text = "not due " + Euros(aging->not_due.amount_minor);
  for (const AgingBucket& bucket : aging->buckets) {
    text += " | " + std::to_string(bucket.from) +
            (bucket.to ? "-" + std::to_string(*bucket.to) : "+") + " " +
            Euros(bucket.amount_minor);
  }
  return text + " | unapplied " + Euros(aging->unapplied_minor) + " | total " +
         Euros(aging->total_minor);
}

Facts SixInvoices() {
  Facts facts;
  // On 2024-06-30: 30, 31, 0, -1, 121 and 60 days past due.
  facts.Invoice("2024-05-01", "A", "1.00", "2024-05-31")
      .Invoice("2024-04-30", "B", "2.00", "2024-05-30")
      .Invoice("2024-06-01", "C", "4.00", "2024-06-30")
      .Invoice("2024-06-01", "D", "8.00", "2024-07-01")
      .Invoice("2024-01-31", "E", "16.00", "2024-03-01")
      .Invoice("2024-04-01", "F", "32.00", "2024-05-01");
  return facts;
}

TEST(Aging, P43_EachRowInOneBucket) {
  const auto account = On("2024-06-30", SixInvoices(), PolicyOf());
  ASSERT_THAT(account, IsOk());
  EXPECT_EQ(Text(Age(*account, {.basis = AgingBasis::kDue})),
            "not due 12.00 | 1-30 1.00 | 31-60 34.00 | 61-90 0.00 | "
            "91-120 0.00 | 121+ 16.00 | unapplied 0.00 | total 63.00");
  // 60, 61, 29, 29, 151 and 90 days old.
  EXPECT_EQ(Text(Age(*account, {.basis = AgingBasis::kDocument})),
            "not due 0.00 | 1-30 12.00 | 31-60 1.00 | 61-90 34.00 | "
            "91-120 0.00 | 121+ 16.00 | unapplied 0.00 | total 63.00");
  EXPECT_EQ(Text(Age(*account, {.basis = AgingBasis::kDue, .edges = {59}})),
            "not due 12.00 | 1-59 3.00 | 60+ 48.00 | unapplied 0.00 | "
            "total 63.00");
}

// Defect 12: buckets without "not due" and without "unapplied", and an as-of
// that is computed from live state.
TEST(Aging, TotalIsTheLedger) {
  Facts facts = SixInvoices();
  facts.Pay("2024-07-15", "100.00");
  const AccountPolicy policy = PolicyOf();
  const AgingSpec spec = {.basis = AgingBasis::kDue};
  EXPECT_EQ(Text(Age(*On("2024-07-14", facts, policy), spec)),
            "not due 0.00 | 1-30 12.00 | 31-60 3.00 | 61-90 32.00 | "
            "91-120 0.00 | 121+ 16.00 | unapplied 0.00 | total 63.00");
  EXPECT_EQ(Text(Age(*On("2024-07-15", facts, policy), spec)),
            "not due 0.00 | 1-30 0.00 | 31-60 0.00 | 61-90 0.00 | "
            "91-120 0.00 | 121+ 0.00 | unapplied 37.00 | total -37.00");
}

TEST(Aging, RefusesSpecs) {
  const auto account = On("2024-06-30", SixInvoices(), PolicyOf());
  ASSERT_THAT(account, IsOk());
  EXPECT_THAT(Age(*account, {}), IsError(Reason::kUnspecified, "/basis"));
  EXPECT_THAT(Age(*account, {.basis = AgingBasis::kDue, .edges = {0}}),
              IsError(Reason::kOutOfOrder, "/edges/0"));
  EXPECT_THAT(Age(*account, {.basis = AgingBasis::kDue, .edges = {30, 30}}),
              IsError(Reason::kOutOfOrder, "/edges/1"));
  EXPECT_THAT(Age(*account, {.basis = AgingBasis::kDue,
                             .edges = std::vector<int32_t>(101, 1)}),
              IsError(Reason::kLimitExceeded, "/edges"));
}

TEST(Aging, AddsAndConverts) {
  const AccountPolicy policy = PolicyOf();
  const AgingSpec spec = {.basis = AgingBasis::kDue, .edges = {30}};
  absl::StatusOr<Aging> sum =
      Age(*On("2024-06-30", SixInvoices(), policy), spec);
  ASSERT_THAT(sum, IsOk());
  const Aging one = *sum;
  ASSERT_THAT(AddTo(*sum, one), IsOk());
  EXPECT_EQ(Text(sum),
            "not due 24.00 | 1-30 2.00 | 31+ 100.00 | unapplied 0.00 | "
            "total 126.00");
  EXPECT_EQ(sum->not_due.row_count, 4);
  const auto other = Age(*On("2024-06-29", SixInvoices(), policy), spec);
  EXPECT_THAT(AddTo(*sum, *other), IsError(Reason::kConflict, "/buckets"));
  const Currency usd = *Currency::Parse("USD", "");
  const FxTable fx =
      *FxTable::Make({.id = "test",
                      .rows = {{*Date::Parse("2024-06-30"), Eur(), usd,
                                Fraction::Of(10705, 10000)}}});
  const auto dollars = Convert(one, usd, fx, Rounding::kHalfEven);
  ASSERT_THAT(dollars, IsOk());
  // 12.846, 1.0705, 53.525: 12.85 + 1.07 + 53.52, half to even
  EXPECT_EQ(Text(dollars),
            "not due 12.85 | 1-30 1.07 | 31+ 53.52 | unapplied 0.00 | "
            "total 67.44");
}

}  // namespace
}  // namespace usance
