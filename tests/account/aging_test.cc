#include "usance/account/aging.h"

#include <gmock/gmock.h>

#include "tests/account/facts.h"
#include "usance/codec/postings.h"

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

// Code defect 12: buckets without "not due" and without "unapplied", and an
// as-of that is computed from live state.
TEST(Aging, CodeDefect12_TotalIsTheLedger) {
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

// --- the threads of others ---------------------------------------------------

// frappe/erpnext#51596: what is due after the day of the report was in no
// bucket, so they did not add up to what is open.
TEST(Aging, Erpnext51596_NotDueHasABucket) {
  Facts facts;
  facts.Invoice("2025-12-01", "A", "100.00", "2026-01-15")
      .Invoice("2025-12-01", "B", "50.00", "2025-12-15");
  EXPECT_EQ(Text(Age(*On("2025-12-30", facts, PolicyOf()),
                     {.basis = AgingBasis::kDue})),
            "not due 100.00 | 1-30 50.00 | 31-60 0.00 | 61-90 0.00 | "
            "91-120 0.00 | 121+ 0.00 | unapplied 0.00 | total 150.00");
}

// frappe/erpnext#49262: outstanding and buckets were not the trial balance, and
// an invoice that is due on its own day was in none of them.
TEST(Aging, Erpnext49262_TotalIsTheTrialBalance) {
  Facts facts;
  facts.Invoice("2025-08-21", "A", "100.00", "2025-08-21", "12")
      .Charge("2025-09-15", Component::kFee, "5.00", "A")
      .Pay("2025-09-20", "30.00")
      .On("2025-10-01", CreditNoteIssued{.amount_minor = 8'00});
  const AccountPolicy policy = PolicyOf();
  // 30 days bear 0.986; 30.00 leave 70.99 of the principal, and the fee, which
  // is due later. 11 days of 70.99: 0.2567.
  const std::pair<const char*, const char*> kRows[] = {
      {"2025-08-21",
       "not due 100.00 | 1+ 0.00 | unapplied 0.00 | total 100.00"},
      {"2025-08-22",
       "not due 0.00 | 1+ 100.03 | unapplied 0.00 | total 100.03"},
      {"2025-10-01", "not due 0.00 | 1+ 76.25 | unapplied 8.00 | total 68.25"},
  };
  for (const auto& [day, text] : kRows) {
    const auto account = On(day, facts, policy);
    ASSERT_THAT(account, IsOk());
    const auto aging = Age(*account, {.basis = AgingBasis::kDue, .edges = {}});
    EXPECT_EQ(Text(aging), text);
    const BookBalances books =
        BalancesOf(PostingsOf(*account, facts.journal(), policy));
    EXPECT_EQ(books[static_cast<size_t>(Book::kReceivable) - 1] +
                  books[static_cast<size_t>(Book::kUnapplied) - 1],
              aging->total_minor);
  }
}

// frappe/erpnext#47580: for a day to come, age was counted to today.
// frappe/erpnext#43161: the total was another by due day than by document.
TEST(Aging, Erpnext47580_AgeIsOfTheDayAsked) {
  Facts facts;
  facts.Invoice("2025-05-01", "A", "100.00", "2025-05-31")
      .Charge("2025-05-10", Component::kFee, "5.00")
      .Pay("2025-05-12", "20.00", {{.item = "A"}});
  const struct {
    const char* day;
    AgingBasis basis;
    const char* text;
  } kRows[] = {
      {"2025-05-16", AgingBasis::kDue, "not due 80.00 | 1-30 5.00 | 31+ 0.00"},
      {"2025-05-16", AgingBasis::kDocument,
       "not due 0.00 | 1-30 85.00 | 31+ 0.00"},
      {"2025-06-30", AgingBasis::kDue, "not due 0.00 | 1-30 80.00 | 31+ 5.00"},
      {"2025-06-30", AgingBasis::kDocument,
       "not due 0.00 | 1-30 0.00 | 31+ 85.00"},
      {"2025-07-01", AgingBasis::kDue, "not due 0.00 | 1-30 0.00 | 31+ 85.00"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Text(Age(*On(row.day, facts, PolicyOf()),
                       {.basis = row.basis, .edges = {30}})),
              std::string(row.text) + " | unapplied 0.00 | total 85.00")
        << row.day;
  }
}

// frappe/erpnext#13007: one invoice by its due days, money to the oldest. On
// 2018-04-15 rows of 2018-01-31, 02-28, 03-31 and 04-30 are 74, 46, 15 and -15
// days past due; 130.00 settle the first and 30.00 of the second.
TEST(Aging, Erpnext13007_EachInstallmentByItself) {
  InvoiceIssued invoice = {.item = "A", .rows = {}};
  for (const char* due :
       {"2018-01-31", "2018-02-28", "2018-03-31", "2018-04-30"}) {
    invoice.rows.push_back({.due = *Date::Parse(due),
                            .amounts = ComponentAmounts::Principal(100'00)});
  }
  Facts facts;
  facts.On("2018-01-01", invoice);
  const AgingSpec spec = {.basis = AgingBasis::kDue, .edges = {30, 60}};
  EXPECT_EQ(Text(Age(*On("2018-04-15", facts, PolicyOf()), spec)),
            "not due 100.00 | 1-30 100.00 | 31-60 100.00 | 61+ 100.00 | "
            "unapplied 0.00 | total 400.00");
  facts.Pay("2018-04-15", "130.00");
  EXPECT_EQ(Text(Age(*On("2018-04-15", facts, PolicyOf()), spec)),
            "not due 100.00 | 1-30 100.00 | 31-60 70.00 | 61+ 0.00 | "
            "unapplied 0.00 | total 270.00");
}

// An invoice of 2020-04-30 that is paid on 2020-06-30 is open before, whenever
// that is asked: OCA/account-financial-reporting#707, OCA/account-payment#386
// (it was missing, and the balance sheet had it),
// moiz-lakkadkutta/Fabric-Inventory#197 (later receipts came off, and age
// counted from the invoice), odoo/odoo#28728 (a check of a later day was booked
// at once, and the invoice was gone).
TEST(Aging, AccountPayment386_PaidLaterIsOpenBefore) {
  for (const char* recorded : {"2020-04-30", "2020-06-30", "2020-07-31"}) {
    Facts facts;
    facts.Invoice("2020-04-30", "A", "1000.00", "2020-05-30");
    facts.Add({.id = "check",
               .value_date = *Date::Parse("2020-06-30"),
               .recorded = *Date::Parse(recorded),
               .body = PaymentReceived{.amount_minor = 1000'00}});
    const std::pair<const char*, const char*> kRows[] = {
        {"2020-05-30",
         "not due 1000.00 | 1-30 0.00 | 31+ 0.00 | unapplied "
         "0.00 | total 1000.00"},
        {"2020-05-31",
         "not due 0.00 | 1-30 1000.00 | 31+ 0.00 | unapplied "
         "0.00 | total 1000.00"},
        {"2020-06-29",
         "not due 0.00 | 1-30 1000.00 | 31+ 0.00 | unapplied "
         "0.00 | total 1000.00"},
        {"2020-06-30",
         "not due 0.00 | 1-30 0.00 | 31+ 0.00 | unapplied 0.00 | "
         "total 0.00"},
    };
    for (const auto& [day, text] : kRows) {
      EXPECT_EQ(Text(Age(*On(day, facts, PolicyOf()),
                         {.basis = AgingBasis::kDue, .edges = {30}})),
                text)
          << day << " " << recorded;
    }
  }
}

// OCA/account-financial-reporting#138: an invoice that is paid in part was aged
// with all of it. 648.96 of 1000.00 leave 351.04.
TEST(Aging, AccountFinancialReporting138_WhatIsLeftIsAged) {
  Facts facts;
  facts.Invoice("2015-09-01", "INV/6623", "1000.00", "2015-10-01")
      .Pay("2015-10-20", "648.96", {{.item = "INV/6623"}});
  EXPECT_EQ(Text(Age(*On("2015-11-23", facts, PolicyOf()),
                     {.basis = AgingBasis::kDue, .edges = {30, 60}})),
            "not due 0.00 | 1-30 0.00 | 31-60 351.04 | 61+ 0.00 | "
            "unapplied 0.00 | total 351.04");
}

// apache/fineract#2442: the bucket of a debt, and the days on which it went
// from one to the next, on any day that is asked about.
TEST(Aging, Fineract2442_BucketsAreOfAnyDay) {
  Facts facts;
  facts.Invoice("2022-01-01", "A", "100.00", "2022-01-31")
      .Pay("2022-05-10", "100.00");
  const struct {
    int32_t first, last;  // days from the due day
    std::optional<size_t> bucket;
  } kRows[] = {
      {-30, 0, {}}, {1, 30, 0}, {31, 60, 1}, {61, 98, 2}, {99, 200, {}}};
  for (const auto& row : kRows) {
    for (int32_t days = row.first; days <= row.last; ++days) {
      const Date day =
          *Date::FindDays(int64_t{Date::Parse("2022-01-31")->days()} + days);
      const auto aging = Age(*On(day.ToText(), facts, PolicyOf()),
                             {.basis = AgingBasis::kDue, .edges = {30, 60}});
      ASSERT_THAT(aging, IsOk());
      ASSERT_EQ(aging->buckets.size(), 3u);
      for (size_t k = 0; k < 3; ++k) {
        EXPECT_EQ(aging->buckets[k].row_count, row.bucket == k ? 1 : 0) << days;
      }
      EXPECT_EQ(aging->not_due.row_count, days <= 0 ? 1 : 0) << days;
    }
  }
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
