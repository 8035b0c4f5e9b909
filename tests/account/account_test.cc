#include "usance/account/account.h"

#include <gmock/gmock.h>

#include "tests/account/facts.h"
#include "usance/account/aging.h"

namespace usance {
namespace {

using enum Component;

// 1000.00 due 2024-01-31 at 12 %: 366 days of 2024 are 365ths under act/365f,
// so 29 days of February bear 1000 * 0.12 * 29/365 = 9.534. frappe/lending#314,
// #324, #419, #518, #1134: it was a day too early or too late.
TEST(Replay, AccruesThroughAsOf) {
  const Facts facts = InvoiceAt12Percent();
  EXPECT_EQ(Text(On("2024-01-31", facts, PolicyOf())),
            "A 1000.00 0.00 0.00 0.00 0.00 | 0.00");
  EXPECT_EQ(Text(On("2024-02-01", facts, PolicyOf())),
            "A 1000.00 0.00 0.33 0.00 0.00 | 0.00");
  EXPECT_EQ(Text(On("2024-02-29", facts, PolicyOf())),
            "A 1000.00 0.00 9.53 0.00 0.00 | 0.00");
}

// The payment of the 29th bears that day, and goes to interest first.
TEST(Replay, PaysInterestFirstOrPrincipalFirst) {
  Facts facts = InvoiceAt12Percent();
  facts.Pay("2024-02-29", "500.00");
  const auto interest_first = On("2024-02-29", facts, PolicyOf());
  EXPECT_EQ(Text(interest_first), "A 509.53 0.00 0.00 0.00 0.00 | 0.00");
  // 509.53 * 0.12 * 31/365 = 5.193
  EXPECT_EQ(Text(On("2024-03-31", facts, PolicyOf())),
            "A 509.53 0.00 5.19 0.00 0.00 | 0.00");
  // 500.00 * 0.12 * 31/365 = 5.0959; 1000.00 * 0.12 * 29/365 = 9.534:
  // booked together, 14.6301 is 14.63
  EXPECT_EQ(Text(On("2024-03-31", facts, PolicyOf("principal first"))),
            "A 500.00 0.00 14.63 0.00 0.00 | 0.00");
  ExpectInvariants(*interest_first);
}

// R42: interest and fee survive the payment of the principal.
TEST(Replay, R42_PrincipalPaidLeavesInterestAndFee) {
  Facts facts = InvoiceAt12Percent();
  facts.Charge("2024-02-15", kFee, "10.00", "A");
  facts.Pay("2024-02-29", "1000.00");
  EXPECT_EQ(Text(On("2024-12-31", facts, PolicyOf("principal first"))),
            "A 0.00 0.00 9.53 10.00 0.00 | 0.00");
  facts.Pay("2025-01-15", "19.53");
  const auto paid = On("2025-01-15", facts, PolicyOf("principal first"));
  EXPECT_EQ(Text(paid), "0.00");
  EXPECT_EQ(paid->state, AccountState::kSettled);
  ExpectInvariants(*paid);
}

TEST(Replay, P37_LaterEventsDoNotMatter) {
  Facts facts = InvoiceAt12Percent();
  const std::string before = Text(On("2024-03-10", facts, PolicyOf()));
  facts.Pay("2024-03-11", "700.00");
  facts.On("2024-03-12", Reversed{.event = "1"});
  EXPECT_EQ(Text(On("2024-03-10", facts, PolicyOf())), before);
  EXPECT_EQ(Text(On("2024-03-12", facts, PolicyOf())), "700.00");
}

TEST(Replay, P33_ReversalRestores) {
  Facts facts = InvoiceAt12Percent();
  const std::string before = Text(On("2024-03-31", facts, PolicyOf()));
  facts.Pay("2024-02-10", "300.00");
  EXPECT_NE(Text(On("2024-03-31", facts, PolicyOf())), before);
  facts.On("2024-02-10", Reversed{.event = "2"});
  EXPECT_EQ(Text(On("2024-03-31", facts, PolicyOf())), before);
  facts.On("2024-02-11", Reversed{.event = "3"});  // of the reversal
  EXPECT_NE(Text(On("2024-03-31", facts, PolicyOf())), before);
}

// What was known on a day, and what is known now.
TEST(Replay, G9_KnowsWhatWasRecorded) {
  Facts facts = InvoiceAt12Percent();
  facts.Add({.id = "late",
             .value_date = *Date::Parse("2024-02-05"),
             .recorded = *Date::Parse("2024-03-01"),
             .body = PaymentReceived{.amount_minor = 100000}});
  EXPECT_EQ(
      Text(On("2024-02-29", facts, PolicyOf("principal first"), "2024-02-29")),
      "A 1000.00 0.00 9.53 0.00 0.00 | 0.00");
  // 5 days: 1.6438
  EXPECT_EQ(
      Text(On("2024-02-29", facts, PolicyOf("principal first"), "2024-03-01")),
      "A 0.00 0.00 1.64 0.00 0.00 | 0.00");
}

TEST(Replay, ReturnedPaymentReopens) {
  Facts facts = InvoiceAt12Percent();
  facts.Invoice("2024-01-02", "B", "200.00", "2024-02-10", "12");
  facts.Pay("2024-01-20", "1100.00");
  EXPECT_EQ(Text(On("2024-02-09", facts, PolicyOf())),
            "B 100.00 0.00 0.00 0.00 0.00 | 0.00");
  facts.On("2024-02-12", PaymentReturned{.payment = "3"});
  const auto back = On("2024-02-29", facts, PolicyOf());
  // As if never paid: 9.534 on A; on B 200.00 * 0.12 * 19/365 = 1.2493.
  EXPECT_EQ(Text(back),
            "A 1000.00 0.00 9.53 0.00 0.00 | B 200.00 0.00 1.25 0.00 0.00 | "
            "0.00");
  EXPECT_EQ(back->rows[0].due, *Date::Parse("2024-01-31"));
  ExpectInvariants(*back);
}

TEST(Replay, L12_PendingPaymentSettlesNothingUntilConfirmed) {
  Facts facts = InvoiceAt12Percent();
  facts.On("2024-01-30",
           PaymentReceived{.amount_minor = 100000, .pending = true});
  const auto pending = On("2024-02-01", facts, PolicyOf());
  EXPECT_EQ(Text(pending), "A 1000.00 0.00 0.33 0.00 0.00 | 0.00");
  EXPECT_EQ(pending->pending_minor, 100000);
  facts.On("2024-02-02", PaymentConfirmed{.payment = "2"});
  EXPECT_EQ(Text(On("2024-02-02", facts, PolicyOf())), "0.00");
  EXPECT_EQ(On("2024-02-02", facts, PolicyOf())->rows[0].settled_on,
            *Date::Parse("2024-01-30"));
}

TEST(Replay, L10_OverpaymentWaitsOrIsUsed) {
  Facts facts = InvoiceAt12Percent();
  facts.Pay("2024-01-31", "1500.00");
  facts.Invoice("2024-02-05", "B", "300.00", "2024-03-05", "12");
  EXPECT_EQ(Text(On("2024-02-05", facts, PolicyOf())),
            "B 300.00 0.00 0.00 0.00 0.00 | 500.00");
  EXPECT_EQ(
      Text(On("2024-02-05", facts, PolicyOf("oldest due", CreditUse::kApply))),
      "200.00");
  facts.On("2024-02-06", MoneyRefunded{.amount_minor = 25000});
  const auto refunded =
      On("2024-02-06", facts, PolicyOf("oldest due", CreditUse::kApply));
  EXPECT_EQ(Text(refunded), "- 50.00 0.00 0.00 0.00 0.00 | 0.00");
  ExpectInvariants(*refunded);
}

// A disputed part bears nothing while it pauses interest.
TEST(Replay, DisputePausesItsPart) {
  Facts facts = InvoiceAt12Percent();
  facts.On("2024-02-10", HoldOpened{.kind = HoldKind::kDispute,
                                    .item = "A",
                                    .amount_minor = 40000,
                                    .pauses_interest = true});
  facts.On("2024-02-20", HoldClosed{.hold = "2"});
  // 1000 * 0.12/365 * 10 + 600 * 0.12/365 * 10 + 1000 * 0.12/365 * 9 = 8.219
  EXPECT_EQ(Text(On("2024-02-29", facts, PolicyOf())),
            "A 1000.00 0.00 8.22 0.00 0.00 | 0.00");
  EXPECT_EQ(On("2024-02-15", facts, PolicyOf())->disputed_minor, 40000);
  EXPECT_EQ(On("2024-02-29", facts, PolicyOf())->disputed_minor, 0);
}

TEST(Replay, ExtensionStopsTheClock) {
  Facts facts = InvoiceAt12Percent();
  facts.On(
      "2024-02-11",
      DueDateChanged{.item = "A", .row = 1, .due = *Date::Parse("2024-02-20")});
  // 10 days to the 10th, 9 from the 21st to the 29th: 3.2877 and 2.9589, each
  // by itself.
  const auto account = On("2024-02-29", facts, PolicyOf());
  EXPECT_EQ(Text(account), "A 1000.00 0.00 6.25 0.00 0.00 | 0.00");
  EXPECT_EQ(account->days_past_due, 9);
  EXPECT_EQ(account->rows[0].original_due, *Date::Parse("2024-01-31"));
}

// Due on 31 January with 10 days of grace: 10 February is the last of them. A
// dispute of the 15th to the 19th holds 5 days more. Interest and aging count
// all 29 days of February: 1000 * 0.12 * 29/365 = 9.5342.
TEST(Replay, DaysOfGraceAreNoDaysPastDue) {
  Facts facts = InvoiceAt12Percent();
  AccountPolicy policy = PolicyOf();
  policy.overdue_grace_days = 10;
  const auto within = On("2024-02-10", facts, policy);
  EXPECT_EQ(within->days_past_due, 0);
  EXPECT_EQ(within->items[0].state, ItemState::kNotDue);
  EXPECT_EQ(within->state, AccountState::kCurrent);
  const auto behind = On("2024-02-11", facts, policy);
  EXPECT_EQ(behind->days_past_due, 1);
  EXPECT_EQ(behind->items[0].state, ItemState::kPastDue);
  facts.On("2024-02-14", HoldOpened{.kind = HoldKind::kDispute, .item = "A"})
      .On("2024-02-19", HoldClosed{.hold = "2"});
  const auto account = On("2024-02-29", facts, policy);
  EXPECT_EQ(account->days_past_due, 29 - 10 - 5);
  EXPECT_EQ(Text(account), "A 1000.00 0.00 9.53 0.00 0.00 | 0.00");
  const auto aging = Age(*account, {.basis = AgingBasis::kDue, .edges = {28}});
  ASSERT_THAT(aging, IsOk());
  EXPECT_EQ(Euros(aging->buckets.back().amount_minor), "1009.53");

  policy.overdue_grace_days = 367;
  EXPECT_THAT(CheckPolicy(policy, Eur()),
              IsError(Reason::kOutOfRange, "/overdue_grace_days"));
}

TEST(Replay, CapitalizedInterestBears) {
  Facts facts = InvoiceAt12Percent();
  facts.On("2024-03-01", Capitalized{.item = "A"});
  // 9.53 through 29 February; then 1009.53 * 0.12 * 31/365 = 10.2889
  const auto account = On("2024-03-31", facts, PolicyOf());
  EXPECT_EQ(Text(account), "A 1009.53 0.00 10.29 0.00 0.00 | 0.00");
  ExpectInvariants(*account);
}

TEST(Replay, RateChangeHoldsFromItsDay) {
  Facts facts = InvoiceAt12Percent();
  facts.On("2024-02-11", InterestChanged{.item = "A", .interest = "9"});
  // 10 days at 12 %: 3.2877; 19 at 9 %: 4.6849; each by itself
  EXPECT_EQ(Text(On("2024-02-29", facts, PolicyOf())),
            "A 1000.00 0.00 7.97 0.00 0.00 | 0.00");
  facts.On("2024-02-21", InterestChanged{.item = "A", .interest = ""});
  // 10 days at 9 %: 2.4658
  EXPECT_EQ(Text(On("2024-02-29", facts, PolicyOf())),
            "A 1000.00 0.00 5.76 0.00 0.00 | 0.00");
}

// 100.00 at 12 %: 158 days are 5.1945 and 12 more 0.3945, each a booking.
TEST(Replay, TermsThatEndAreABookingOfTheirOwn) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "100.00", "2024-01-31", "12");
  facts.On("2024-07-08", InterestChanged{.item = "A", .interest = ""});
  facts.On("2024-08-01", InterestChanged{.item = "A", .interest = "12"});
  const auto account = On("2024-08-12", facts, PolicyOf());
  EXPECT_EQ(Text(account), "A 100.00 0.00 5.58 0.00 0.00 | 0.00");
  ExpectInvariants(*account);
}

// 1000.00 at 12 % from the day after the due day: 30 days to 1 March are
// 9.8630, though the invoice is of that day.
TEST(Replay, BearsFromADueDayBeforeTheInvoice) {
  Facts facts;
  facts.Invoice("2024-03-01", "A", "1000.00", "2024-01-31", "12");
  EXPECT_EQ(Text(On("2024-03-01", facts, PolicyOf())),
            "A 1000.00 0.00 9.86 0.00 0.00 | 0.00");
}

// Moved on 10 February to 31 January: one day, that of the change.
TEST(Replay, BearsFromTheDayThatADueDayIsMovedBack) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "1000.00", "2024-03-31", "12");
  facts.On(
      "2024-02-10",
      DueDateChanged{.item = "A", .row = 1, .due = *Date::Parse("2024-01-31")});
  EXPECT_EQ(Text(On("2024-02-09", facts, PolicyOf())),
            "A 1000.00 0.00 0.00 0.00 0.00 | 0.00");
  EXPECT_EQ(Text(On("2024-02-10", facts, PolicyOf())),
            "A 1000.00 0.00 0.33 0.00 0.00 | 0.00");
}

// 197.00 for two of 100.00, one of them with 2.00 off: 98.50 each, of which the
// first needs 98.00. The other gets the 0.50.
TEST(Replay, ProRataLeavesNothingWhileSomethingIsOpen) {
  Facts facts;
  facts.On("2024-01-01",
           InvoiceIssued{
               .item = "A",
               .rows = {{.due = *Date::Parse("2024-01-31"),
                         .amounts = ComponentAmounts::Principal(10000),
                         .discounts = {{*Date::Parse("2024-01-10"), 200}}}}});
  facts.Invoice("2024-01-01", "B", "100.00", "2024-01-31");
  facts.Pay("2024-01-05", "197.00");
  const auto account = On("2024-01-05", facts, PolicyOf("code civil 1343-1"));
  EXPECT_EQ(Text(account), "B 1.00 0.00 0.00 0.00 0.00 | 0.00");
  ExpectInvariants(*account);
}

// One invoice, any payments: the account is what ComputeLateCharges says.
TEST(Replay, AgreesWithLateCharges) {
  for (const bool principal_first : {true, false}) {
    Facts facts = InvoiceAt12Percent();
    const AccountPolicy policy =
        PolicyOf(principal_first ? "principal first" : "oldest due");
    LateChargesSpec spec = {
        .policy = policy.interest[0].late,
        .invoice = {Money(100000, Eur()), *Date::Parse("2024-01-31")},
        .apply_to = principal_first ? ApplyTo::kPrincipalFirst
                                    : ApplyTo::kInterestFirst,
        .as_of = *Date::Parse("2024-01-31")};
    for (const auto& [date, amount] :
         std::vector<std::pair<std::string, std::string>>{
             {"2024-02-07", "123.45"},
             {"2024-02-07", "0.07"},
             {"2024-04-30", "500.00"},
             {"2024-07-01", "350.00"},
             {"2024-09-01", "50.00"}}) {
      facts.Pay(date, amount);
      spec.payments.push_back(
          {*Date::Parse(date), Money(Cents(amount), Eur())});
      for (int32_t days = 0; days < 60; days += 7) {
        spec.as_of = *Date::FindDays(Date::Parse(date)->days() + days);
        const auto charges = ComputeLateCharges(spec);
        ASSERT_TRUE(charges.ok());
        const auto account = On(spec.as_of.ToText(), facts, policy);
        ASSERT_TRUE(account.ok());
        ExpectInvariants(*account);
        EXPECT_EQ(account->open[kPrincipal],
                  charges->outstanding_principal.minor());
        EXPECT_EQ(account->open[kDefaultInterest],
                  charges->outstanding_charges.minor())
            << spec.as_of.ToText();
        EXPECT_EQ(account->unapplied_minor, charges->unapplied.minor());
      }
    }
  }
}

// J4, L11, G10: Business Central's table of payment tolerance and payment
// discount tolerance, row by row: an invoice of 1000 less 20 until 15 January,
// days of grace to the 20th, a tolerance of 5.
TEST(Replay, J4_ToleranceAndDiscountTolerance) {
  struct Case {
    std::string name, date, paid, left, discount, tolerance;
    bool late_discount;
  };
  const Case cases[] = {
      // row  paid on        paid      left on it or on the invoice
      {"1", "2024-01-15", "985.00", "0.00", "20.00", "-5.00", true},
      {"2", "2024-01-15", "980.00", "0.00", "20.00", "0.00", true},
      {"3", "2024-01-15", "975.00", "0.00", "20.00", "5.00", true},
      {"4A", "2024-01-20", "1005.00", "25.00", "20.00", "0.00", true},
      {"5A", "2024-01-16", "1000.00", "20.00", "20.00", "0.00", true},
      {"6A", "2024-01-16", "995.00", "15.00", "20.00", "0.00", true},
      {"4B", "2024-01-16", "1005.00", "0.00", "0.00", "-5.00", false},
      {"5B", "2024-01-20", "1000.00", "0.00", "0.00", "0.00", false},
      {"6B", "2024-01-16", "995.00", "0.00", "0.00", "5.00", false},
      {"7", "2024-01-16", "985.00", "0.00", "20.00", "-5.00", true},
      {"8", "2024-01-16", "980.00", "0.00", "20.00", "0.00", true},
      {"9", "2024-01-20", "975.00", "0.00", "20.00", "5.00", true},
      {"10", "2024-01-21", "1005.00", "0.00", "0.00", "-5.00", true},
      {"11", "2024-01-21", "1000.00", "0.00", "0.00", "0.00", true},
      {"12", "2024-01-21", "995.00", "0.00", "0.00", "5.00", true},
      {"13", "2024-01-21", "985.00", "-15.00", "0.00", "0.00", true},
      {"14", "2024-01-21", "980.00", "-20.00", "0.00", "0.00", true},
      {"15", "2024-01-21", "975.00", "-25.00", "0.00", "0.00", true},
  };
  AccountPolicy policy = PolicyOf();
  policy.tolerance.amount_minor = 500;
  for (const Case& c : cases) {
    Facts facts;
    InvoiceIssued invoice = {
        .item = "A",
        .rows = {{.due = *Date::Parse("2024-01-31"),
                  .amounts = ComponentAmounts::Principal(100000),
                  .discounts = {{.until = *Date::Parse("2024-01-15"),
                                 .discount_minor = 2000,
                                 .grace_days = c.late_discount ? 5 : 0}}}}};
    facts.On("2024-01-01", invoice).Pay(c.date, c.paid);
    const auto account = On(c.date, facts, policy);
    ASSERT_TRUE(account.ok());
    ExpectInvariants(*account);
    EXPECT_EQ(Euros(account->unapplied_minor - account->open.Total()), c.left)
        << "row " << c.name;
    int64_t discount = 0, tolerance = 0;
    for (const Movement& m : account->movements) {
      if (m.kind == MovementKind::kDiscount) discount += m.amount_minor;
      if (m.kind == MovementKind::kTolerance) tolerance += m.amount_minor;
      if (m.kind == MovementKind::kToleranceGain) tolerance -= m.amount_minor;
    }
    EXPECT_EQ(Euros(discount), c.discount) << "row " << c.name;
    EXPECT_EQ(Euros(tolerance), c.tolerance) << "row " << c.name;
  }
}

// A discount's window does not open again for interest that became principal.
TEST(Replay, CapitalizedInterestEarnsNoDiscount) {
  Facts facts;
  facts.On("2024-01-01",
           InvoiceIssued{
               .item = "A",
               .rows = {{.due = *Date::Parse("2024-01-31"),
                         .amounts = ComponentAmounts::Principal(100000),
                         .discounts = {{*Date::Parse("2024-01-11"), 2000}}}},
               .interest = "12"});
  facts.On("2024-03-01", Capitalized{.item = "A"});  // 9.53
  AccountPolicy policy = PolicyOf("principal first");
  policy.partial_payment = PartialPayment::kKeepLast;
  facts.Pay("2024-03-01", "1009.53");
  const auto account = On("2024-03-01", facts, policy);
  ASSERT_THAT(account, IsOk());
  for (const Movement& movement : account->movements) {
    EXPECT_NE(movement.kind, MovementKind::kDiscount);
  }
  EXPECT_EQ(account->open[kPrincipal], 0);
}

// What a return reopens takes the money that waits, where that is applied.
TEST(Replay, ReopenedClaimsUseCredit) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "54.00", "2024-10-31");
  facts.Pay("2024-11-13", "18.04");
  facts.Pay("2024-11-17", "4298.35");
  facts.On("2024-12-22", PaymentReturned{.payment = "2"});
  EXPECT_EQ(Text(On("2024-12-22", facts,
                    PolicyOf("principal first", CreditUse::kApply))),
            "4244.35");
}

int64_t SumOf(const Account& account, MovementKind kind) {
  int64_t sum = 0;
  for (const Movement& movement : account.movements) {
    if (movement.kind == kind) sum += movement.amount_minor;
  }
  return sum;
}

// 1000.00 less 20.00 until 10 January. 500.00 and 480.00 settle it; when the
// 500.00 come back, the 20.00 stay granted, and are not granted again.
TEST(Replay, DiscountIsGrantedOnce) {
  Facts facts;
  facts.On("2024-01-01",
           InvoiceIssued{
               .item = "A",
               .rows = {{.due = *Date::Parse("2024-01-31"),
                         .amounts = ComponentAmounts::Principal(100000),
                         .discounts = {{*Date::Parse("2024-01-10"), 2000}}}}});
  facts.Pay("2024-01-05", "500.00").Pay("2024-01-06", "480.00");
  facts.On("2024-01-07", PaymentReturned{.payment = "2"});
  facts.Pay("2024-01-08", "490.00");
  AccountPolicy policy = PolicyOf();
  policy.partial_payment = PartialPayment::kKeepLast;
  const auto account = On("2024-01-08", facts, policy);
  ASSERT_THAT(account, IsOk());
  EXPECT_EQ(Text(account), "A 10.00 0.00 0.00 0.00 0.00 | 0.00");
  EXPECT_EQ(SumOf(*account, MovementKind::kDiscount), 2000);
  ExpectInvariants(*account);
}

// 1000.00 less 20.00, and a credit note of 500.00: half of it for half of the
// discount. 245.00 are half of that, and earn 5.00.
TEST(Replay, DiscountShrinksWithTheRow) {
  struct Case {
    PartialPayment rule;
    std::string paid, after;
  };
  const Case cases[] = {
      {PartialPayment::kNone, "490.00", "0.00"},
      {PartialPayment::kNone, "489.99", "A 10.01 0.00 0.00 0.00 0.00 | 0.00"},
      {PartialPayment::kKeepLast, "490.00", "0.00"},
      {PartialPayment::kProRata, "490.00", "0.00"},
      {PartialPayment::kProRata, "245.00",
       "A 250.00 0.00 0.00 0.00 0.00 | 0.00"},
  };
  for (const Case& c : cases) {
    Facts facts;
    facts.On(
        "2024-01-01",
        InvoiceIssued{
            .item = "A",
            .rows = {{.due = *Date::Parse("2024-01-31"),
                      .amounts = ComponentAmounts::Principal(100000),
                      .discounts = {{*Date::Parse("2024-01-10"), 2000}}}}});
    facts.On("2024-01-05", CreditNoteIssued{.item = "A", .amount_minor = 50000})
        .Pay("2024-01-08", c.paid);
    AccountPolicy policy = PolicyOf();
    policy.partial_payment = c.rule;
    policy.discount_rounding = Rounding::kHalfEven;
    EXPECT_EQ(Text(On("2024-01-08", facts, policy)), c.after) << NameOf(c.rule);
  }
}

// 400.00 that were unapplied settle a part on 31 January; the new due day of
// that day then counts from 1 February: 600 * 0.12 * 29/365 = 5.7205.
TEST(Replay, NewDueDayOnADayOfCreditUse) {
  Facts facts;
  facts.Pay("2024-01-01", "400.00")
      .Invoice("2024-01-31", "A", "1000.00", "2024-02-15", "12");
  facts.On(
      "2024-01-31",
      DueDateChanged{.item = "A", .row = 1, .due = *Date::Parse("2024-01-20")});
  const auto account =
      On("2024-02-29", facts, PolicyOf("principal first", CreditUse::kApply));
  EXPECT_EQ(Text(account), "A 600.00 0.00 5.72 0.00 0.00 | 0.00");
  ExpectInvariants(*account);
}

// A charge of 16.22 is paid by 10.00 and 6.22, and 8.00 of it taken back: all
// of the last payment and 1.78 of the first.
TEST(Replay, ReturnOfARefundedCharge) {
  struct Case {
    std::string returned, after;
  };
  const Case cases[] = {
      {"2", "- 0.00 0.00 0.00 8.22 0.00 | 6.22"},
      {"3", "1.78"},
  };
  for (const Case& c : cases) {
    Facts facts;
    facts.Charge("2024-01-01", kFee, "16.22")
        .Pay("2024-01-10", "10.00")
        .Pay("2024-01-11", "6.22");
    facts.On("2024-01-12", ChargeRefunded{.charge = "1", .amount_minor = 800});
    facts.On("2024-01-13", PaymentReturned{.payment = c.returned});
    const auto account = On("2024-01-13", facts, PolicyOf());
    EXPECT_EQ(Text(account), c.after);
    ExpectInvariants(*account);
  }
}

// The money that a refund released has settled B: when it goes back, B is open
// again, and nothing was paid out that could be claimed.
TEST(Replay, ReturnReopensWhatReleasedMoneySettled) {
  Facts facts;
  facts.Charge("2024-01-01", kFee, "10.00").Pay("2024-01-10", "10.00");
  facts.On("2024-01-12", ChargeRefunded{.charge = "1"});
  facts.Invoice("2024-01-13", "B", "7.00", "2024-01-31");
  facts.On("2024-01-14", PaymentReturned{.payment = "2"});
  const auto account =
      On("2024-01-14", facts, PolicyOf("oldest due", CreditUse::kApply));
  EXPECT_EQ(Text(account), "B 7.00 0.00 0.00 0.00 0.00 | 0.00");
  ExpectInvariants(*account);
}

TEST(Replay, IgnoresAnEventOnce) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "100.00", "2024-01-31");
  facts.On("2024-01-02", ClaimWaived{.item = "X"});
  facts.On("2024-01-02", WrittenOff{.item = "X"});
  facts.On("2024-01-02", Capitalized{.item = "A", .component = kFee});
  facts.On("2024-01-02", HandedOver{.to = "agency", .items = {"X", "Y"}});
  facts.On("2024-01-03", Recalled{.handover = "5"});
  facts.Pay("2024-01-02", "10.00", {{.item = "X"}, {.item = "Y"}});
  const auto account = On("2024-01-03", facts, PolicyOf());
  ASSERT_THAT(account, IsOk());
  std::vector<std::string> ignored;
  for (const IgnoredEvent& event : account->ignored) {
    ignored.push_back(facts.journal()[event.event].id);
  }
  EXPECT_THAT(ignored,
              testing::UnorderedElementsAre("2", "3", "4", "5", "6", "7"));
  EXPECT_EQ(Text(account), "A 100.00 0.00 0.00 0.00 0.00 | 10.00");
}

TEST(Replay, KeepsWhatIsMeantForAnInvoiceToCome) {
  for (const CreditUse credit : {CreditUse::kHold, CreditUse::kApply}) {
    AccountPolicy policy = PolicyOf();
    policy.credit = credit;
    Facts facts;
    facts.Invoice("2024-01-01", "A", "100.00", "2024-01-31");
    const Designation part = {.item = "B", .amount_minor = 50'00};
    facts.Pay("2024-01-10", "70.00", {part});
    facts.Invoice("2024-01-15", "C", "30.00", "2024-02-14");
    facts.Invoice("2024-01-20", "B", "40.00", "2024-02-19");
    EXPECT_EQ(Text(On("2024-01-10", facts, policy)),
              "A 80.00 0.00 0.00 0.00 0.00 | 50.00");
    const auto waits = On("2024-01-15", facts, policy);
    ASSERT_THAT(waits, IsOk());
    ASSERT_EQ(waits->ignored.size(), 1u);
    EXPECT_EQ(facts.journal()[waits->ignored[0].event].id, "2");
    EXPECT_EQ(waits->unapplied_minor, 50'00);
    const auto came = On("2024-01-20", facts, policy);
    ASSERT_THAT(came, IsOk());
    EXPECT_THAT(came->ignored, testing::IsEmpty());
    EXPECT_EQ(came->items[2].state, ItemState::kSettled);
    EXPECT_EQ(came->unapplied_minor, credit == CreditUse::kHold ? 10'00 : 0);
    EXPECT_EQ(came->open.Total(), credit == CreditUse::kHold ? 110'00 : 100'00);
  }
}

TEST(Replay, TakesNoRateBelowZero) {
  AccountPolicy policy = PolicyOf();
  DefaultInterest& interest = *policy.interest[0].late.interest;
  interest.rates =
      *RateHistory::Make({.steps = {{"2024-01-01"_date, "1%"_rate},
                                    {"2024-02-01"_date, "-2%"_rate}}});
  EXPECT_THAT(CheckPolicy(policy, Currency::Of("EUR")),
              IsError(Reason::kOutOfRange, "/interest/0/late/interest/rates"));
  interest.rates = *RateHistory::Make(
      {.steps = {{"2024-02-01"_date, "-2%"_rate}}, .floor = "0%"_rate});
  EXPECT_THAT(CheckPolicy(policy, Currency::Of("EUR")), IsOk());
}

}  // namespace
}  // namespace usance
