// Bugs that other ledgers had, by their ids in the list of regressions.
#include <gmock/gmock.h>

#include "tests/account/facts.h"
#include "usance/account/account.h"
#include "usance/account/statement.h"

namespace usance {
namespace {

using enum Component;

// 1000.00 due 2024-01-31 at 12 % act/365f: 1000 * 0.12 / 365 = 0.328767 a day.
int32_t DaysOn(Date as_of, const Facts& facts) {
  return Replay(facts.journal(), PolicyOf(), {.as_of = as_of})->days_past_due;
}

// R34, moneyphp/money#466: one unit over two equal parts. Both shares are 0.5
// of a cent; the tie goes to the first by id.
TEST(Account, R34_OneCentOverTwoRows) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "1.00", "2024-01-31")
      .Invoice("2024-01-01", "B", "1.00", "2024-01-31")
      .Pay("2024-02-01", "0.01");
  const auto account = On("2024-02-01", facts, PolicyOf("code civil 1343-1"));
  EXPECT_EQ(Text(account),
            "A 0.99 0.00 0.00 0.00 0.00 | B 1.00 0.00 0.00 0.00 0.00 | 0.00");
  ExpectInvariants(*account);
}

// R35, moneyphp/money#492: 99.99 at 75 to 25 is 74.9925 and 24.9975: 74.99 and
// 24.99, and the cent that is left goes to the larger rest, 24.9975. A row that
// owes nothing gets nothing, wherever it stands.
TEST(Account, R35_LargestRemainderAndNothingToZero) {
  for (const char* zero : {"0", "Z"}) {
    Facts facts;
    facts.On("2024-01-01",
             InvoiceIssued{
                 .item = zero,
                 .rows = {{.due = *Date::Parse("2024-01-31"), .amounts = {}}}});
    facts.Invoice("2024-01-01", "A", "75.00", "2024-01-31")
        .Invoice("2024-01-01", "B", "25.00", "2024-01-31")
        .Pay("2024-02-01", "99.99");
    const auto account = On("2024-02-01", facts, PolicyOf("code civil 1343-1"));
    EXPECT_EQ(Text(account), "A 0.01 0.00 0.00 0.00 0.00 | 0.00");
    ExpectInvariants(*account);
  }
}

// R36, RubyMoney/money#652: 100.00 over three rows of 60.00 is 33.34, 33.33 and
// 33.33; what comes back is the same parts with the other sign.
TEST(Account, R36_ReturnMirrorsThePayment) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "60.00", "2024-01-31")
      .Invoice("2024-01-01", "B", "60.00", "2024-01-31")
      .Invoice("2024-01-01", "C", "60.00", "2024-01-31")
      .Pay("2024-02-01", "100.00");
  const AccountPolicy policy = PolicyOf("code civil 1343-1");
  EXPECT_EQ(Text(On("2024-02-01", facts, policy)),
            "A 26.66 0.00 0.00 0.00 0.00 | B 26.67 0.00 0.00 0.00 0.00 | "
            "C 26.67 0.00 0.00 0.00 0.00 | 0.00");
  facts.On("2024-02-05", PaymentReturned{.payment = "4"});
  const auto back = On("2024-02-05", facts, policy);
  EXPECT_EQ(Text(back),
            "A 60.00 0.00 0.00 0.00 0.00 | B 60.00 0.00 0.00 0.00 0.00 | "
            "C 60.00 0.00 0.00 0.00 0.00 | 0.00");
  std::vector<int64_t> returned;
  for (const Movement& movement : back->movements) {
    if (movement.kind == MovementKind::kReturn) {
      returned.push_back(movement.amount_minor);
    }
  }
  EXPECT_THAT(returned, testing::ElementsAre(3334, 3333, 3333));
}

// R37, apache/fineract#4832: a repayment went to a penalty that is due later.
// The fee is due on 31 March, the principal since 31 January.
TEST(Account, R37_NothingDueLaterBeforeWhatIsPastDue) {
  for (const AllocationRule& rule : AllocationPresets()) {
    Facts facts;
    facts.Invoice("2024-01-01", "A", "100.00", "2024-01-31");
    facts.On("2024-02-01", ChargePosted{.item = "A",
                                        .component = kFee,
                                        .amount_minor = 500,
                                        .due = *Date::Parse("2024-03-31")});
    facts.Pay("2024-02-15", "100.00");
    EXPECT_EQ(Text(On("2024-02-15", facts, PolicyOf(rule.id))),
              "A 0.00 0.00 0.00 5.00 0.00 | 0.00")
        << rule.id;
  }
}

// R38, apache/fineract#274: a charge after the last due day was there twice.
// The same event counts once, before and after its row is paid.
TEST(Account, R38_ChargeCountsOnce) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "100.00", "2024-01-31");
  const Event fee = {.id = "fee",
                     .value_date = *Date::Parse("2024-02-10"),
                     .recorded = *Date::Parse("2024-02-10"),
                     .body = ChargePosted{.item = "A", .amount_minor = 500}};
  facts.Add(fee);
  EXPECT_FALSE(*facts.journal().Append(fee));
  EXPECT_EQ(Text(On("2024-02-10", facts, PolicyOf())),
            "A 100.00 0.00 0.00 5.00 0.00 | 0.00");
  facts.Pay("2024-02-20", "105.00");
  EXPECT_FALSE(*facts.journal().Append(fee));
  const auto paid = On("2024-12-31", facts, PolicyOf());
  EXPECT_EQ(Text(paid), "0.00");
  EXPECT_EQ(paid->rows.size(), 2u);
}

// R39, frappe/lending#1150: posting again cancelled interest and did not make
// it anew. 20 days to the payment: 6.5753, 6.58 of 100.00; 906.58 for 9 days
// more: 2.6825.
TEST(Account, R39_BackdatedAndReversedLeavesNoTrace) {
  const std::string expected = "A 906.58 0.00 2.68 0.00 0.00 | 0.00";
  Facts facts = InvoiceAt12Percent();
  facts.Pay("2024-02-20", "100.00");
  EXPECT_EQ(Text(On("2024-02-29", facts, PolicyOf())), expected);
  facts.Add({.id = "backdated",
             .value_date = *Date::Parse("2024-02-10"),
             .recorded = *Date::Parse("2024-02-28"),
             .body = PaymentReceived{.amount_minor = 30000}});
  EXPECT_NE(Text(On("2024-02-29", facts, PolicyOf())), expected);
  facts.On("2024-02-29", Reversed{.event = "backdated"});
  EXPECT_EQ(Text(On("2024-02-29", facts, PolicyOf())), expected);
}

// R40, frappe/lending#1224: two payments on one day made interest negative. 10
// days bear 3.2877, 3.29, whichever payment comes first; the second finds none.
TEST(Account, R40_TwoPaymentsOnOneDay) {
  for (const bool larger_first : {true, false}) {
    Facts facts = InvoiceAt12Percent();
    facts.Pay("2024-02-10", larger_first ? "600.00" : "400.00")
        .Pay("2024-02-10", larger_first ? "400.00" : "600.00");
    const auto interest_first = On("2024-02-10", facts, PolicyOf());
    EXPECT_EQ(Text(interest_first), "A 3.29 0.00 0.00 0.00 0.00 | 0.00");
    EXPECT_EQ(Text(On("2024-02-10", facts, PolicyOf("principal first"))),
              "A 0.00 0.00 3.29 0.00 0.00 | 0.00");
    ExpectInvariants(*interest_first);
  }
}

// R41, apache/fineract#4771: what was quoted did not close the account, or
// overpaid it. On 29 February 29 days of the first row bear 4.7671 of 500.00:
// with 8.00 contract interest of both rows 1012.77; on 15 January there is no
// interest: 1008.00.
TEST(Account, R41_QuoteCloses) {
  struct Case {
    std::string day, quote;
  };
  const Case cases[] = {
      {"2024-01-15", "1008.00"},
      {"2024-02-29", "1012.77"},
      // 60 days: 9.8630
      {"2024-03-31", "1017.86"},
      // 61 days of the first row, 10.0274, and 1 of the second, 0.1644
      {"2024-04-01", "1018.19"},
  };
  for (const AllocationRule& rule : AllocationPresets()) {
    for (const Case& c : cases) {
      Facts facts;
      InvoiceIssued loan = {.item = "A", .rows = {}, .interest = "12"};
      for (const auto& [due, interest] :
           {std::pair("2024-01-31", 500), std::pair("2024-03-31", 300)}) {
        ClaimRow row = {.due = *Date::Parse(due),
                        .amounts = ComponentAmounts::Principal(50000)};
        row.amounts[kContractInterest] = interest;
        loan.rows.push_back(row);
      }
      facts.On("2024-01-01", loan);
      const AccountPolicy policy = PolicyOf(rule.id);
      const auto quote =
          QuotePayoff(facts.journal(), policy, *Date::Parse(c.day));
      EXPECT_EQ(Euros(quote->pay_minor), c.quote) << rule.id << " " << c.day;
      facts.Pay(c.day, Euros(quote->pay_minor));
      const auto closed = On("2024-12-31", facts, policy);
      EXPECT_EQ(closed->state, AccountState::kSettled) << rule.id << c.day;
      EXPECT_EQ(Text(closed), "0.00") << rule.id << " " << c.day;
    }
  }
}

// R42, frappe/erpnext#58220: interest and fee went with the principal. They are
// claims until they are paid or waived: 29 days bear 9.534.
TEST(Account, R42_InterestAndFeeStayUntilWaived) {
  Facts facts = InvoiceAt12Percent();
  facts.Charge("2024-02-15", kFee, "10.00", "A").Pay("2024-02-29", "1000.00");
  const AccountPolicy policy = PolicyOf("principal first");
  const auto unpaid = On("2025-02-28", facts, policy);
  EXPECT_EQ(Text(unpaid), "A 0.00 0.00 9.53 10.00 0.00 | 0.00");
  EXPECT_EQ(unpaid->state, AccountState::kPastDue);
  facts.On("2025-03-01",
           ClaimWaived{.item = "A", .component = kDefaultInterest});
  facts.On("2025-03-01", ClaimWaived{.item = "A", .component = kFee});
  EXPECT_EQ(On("2025-03-01", facts, policy)->state, AccountState::kSettled);
}

// R43, OCA/credit-control#330: invoices paid in part, or late with a part, did
// not count. 200.00 of the first row have been open for 29 days since 31
// January; the second is not due before 31 March, and B is by itself.
TEST(Account, R43_EachRowByWhatIsLeftOfIt) {
  Facts facts;
  facts.On(
      "2024-01-01",
      InvoiceIssued{.item = "A",
                    .rows = {{.due = *Date::Parse("2024-01-31"),
                              .amounts = ComponentAmounts::Principal(50000)},
                             {.due = *Date::Parse("2024-03-31"),
                              .amounts = ComponentAmounts::Principal(50000)}}});
  facts.Invoice("2024-01-01", "B", "70.00", "2024-02-15")
      .Pay("2024-02-01", "300.00", {{.item = "A"}});
  const auto account = On("2024-02-29", facts, PolicyOf());
  ASSERT_EQ(account->rows.size(), 3u);
  EXPECT_EQ(account->rows[0].open[kPrincipal], 20000);
  EXPECT_EQ(account->rows[0].days_past_due, 29);
  EXPECT_EQ(account->rows[1].open[kPrincipal], 50000);
  EXPECT_EQ(account->rows[1].days_past_due, 0);
  EXPECT_EQ(account->rows[2].days_past_due, 14);
  EXPECT_EQ(account->items[0].state, ItemState::kPastDue);
  EXPECT_EQ(account->items[1].state, ItemState::kPastDue);
}

// R44, frappe/erpnext#46770: several invoices all showed what the last one
// owed. 100.00, 80.00 less 30.00, and 300.00 are 450.00.
TEST(Account, R44_EachInvoiceByItself) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "100.00", "2024-01-31")
      .Invoice("2024-01-02", "B", "80.00", "2024-02-15")
      .Invoice("2024-01-03", "C", "300.00", "2024-02-29")
      .Pay("2024-03-01", "30.00", {{.item = "B"}});
  const auto account = On("2024-03-01", facts, PolicyOf());
  EXPECT_EQ(Text(account),
            "A 100.00 0.00 0.00 0.00 0.00 | B 50.00 0.00 0.00 0.00 0.00 | "
            "C 300.00 0.00 0.00 0.00 0.00 | 0.00");
  EXPECT_EQ(Euros(account->open.Total()), "450.00");
}

// R45, odoo/odoo#94050: a part is paid before the discount is taken. 1000.00
// less 20.00 until 10 January; 500.00 on the 5th are worth 500 / 0.98 = 510.20,
// 480.00 on the 8th 489.80, if each earns its part.
TEST(Account, R45_DiscountOnPayments) {
  struct Case {
    PartialPayment rule;
    std::string after_first, after_second;
  };
  const Case cases[] = {
      {PartialPayment::kNone, "A 500.00 0.00 0.00 0.00 0.00 | 0.00",
       "A 20.00 0.00 0.00 0.00 0.00 | 0.00"},
      {PartialPayment::kProRata, "A 489.80 0.00 0.00 0.00 0.00 | 0.00", "0.00"},
      {PartialPayment::kKeepLast, "A 500.00 0.00 0.00 0.00 0.00 | 0.00",
       "0.00"},
  };
  for (const Case& c : cases) {
    Facts facts;
    facts.On("2024-01-01",
             InvoiceIssued{
                 .item = "A",
                 .rows = {{.due = *Date::Parse("2024-01-31"),
                           .amounts = ComponentAmounts::Principal(100000),
                           .discounts = {{.until = *Date::Parse("2024-01-10"),
                                          .discount_minor = 2000}}}}});
    AccountPolicy policy = PolicyOf();
    policy.partial_payment = c.rule;
    policy.discount_rounding = Rounding::kHalfEven;
    facts.Pay("2024-01-05", "500.00");
    EXPECT_EQ(Text(On("2024-01-05", facts, policy)), c.after_first)
        << NameOf(c.rule);
    facts.Pay("2024-01-08", "480.00");
    EXPECT_EQ(Text(On("2024-01-08", facts, policy)), c.after_second)
        << NameOf(c.rule);
  }
}

// R64, odoo/odoo#236769: an invoice was overdue hours early. On its due day it
// is not, on the next it is, by one day.
TEST(Account, R64_DueOnTheDay) {
  const Facts facts = InvoiceAt12Percent();
  const auto due = On("2024-01-31", facts, PolicyOf());
  EXPECT_EQ(due->days_past_due, 0);
  EXPECT_EQ(due->items[0].state, ItemState::kNotDue);
  const auto next = On("2024-02-01", facts, PolicyOf());
  EXPECT_EQ(next->days_past_due, 1);
  EXPECT_EQ(next->items[0].state, ItemState::kPastDue);
}

// R65, invoiceninja#12158: days of 23 and 25 hours were not counted once. Two
// years from 31 January have four of them, and one 29 February.
TEST(Account, R65_EveryDayCountsOnce) {
  const Facts facts = InvoiceAt12Percent();
  const Date due = *Date::Parse("2024-01-31");
  for (int32_t days = 0; days <= 731; ++days) {
    ASSERT_EQ(DaysOn(*Date::FindDays(due.days() + days), facts), days);
  }
}

// 117.30 of which the discount of 2.20 leaves as much too much: 1.9 % of what
// is settled, 117.30, are 2.23; of the money alone, 115.10, they would be 2.19.
TEST(Tolerance, IsOfWhatIsSettledWithItsDiscount) {
  AccountPolicy policy = PolicyOf();
  policy.tolerance = {.amount_minor = 482,
                      .percent = *Percent::Parse("1.9%", "")};
  ClaimRow row = {.due = *Date::Parse("2027-02-19"),
                  .amounts = ComponentAmounts::Principal(11'043),
                  .discounts = {{*Date::Parse("2027-02-17"), 220}}};
  row.amounts[Component::kContractInterest] = 687;
  Facts facts;
  facts.On("2027-02-12", InvoiceIssued{.item = "A", .rows = {row}})
      .Pay("2027-02-13", "117.30");
  const auto account = On("2027-02-13", facts, policy);
  ASSERT_THAT(account, IsOk());
  EXPECT_EQ(account->unapplied_minor, 0);
  EXPECT_EQ(account->state, AccountState::kSettled);
}

}  // namespace
}  // namespace usance
