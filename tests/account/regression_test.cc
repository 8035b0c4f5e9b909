// Bugs that other ledgers had, by their ids in the list of regressions.
#include <gmock/gmock.h>
#include <stdlib.h>
#include <time.h>

#include <algorithm>

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

// R35, moneyphp/money#492, varunsrin/rusty_money#103,
// macor161/ts-money#5: 99.99 at 75 to 25 is 74.9925 and 24.9975: 74.99 and
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

// R36, RubyMoney/money#652, sebastianbergmann/money#65: 100.00 over three rows
// of 60.00 is 33.34, 33.33 and 33.33; what comes back is the same parts with
// the other sign.
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

// R38, apache/fineract#274, #184: a charge after the last due day was there
// twice. The same event counts once, before and after its row is paid.
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

// R39, frappe/lending#1150, #245: posting again cancelled interest and did not
// make it anew. 20 days to the payment: 6.5753, 6.58 of 100.00; 906.58 for 9
// days more: 2.6825.
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

// R41, apache/fineract#4771, #4798, #4175: what was quoted did not close the
// account, or overpaid it. On 29 February 29 days of the first row bear 4.7671
// of 500.00: with 8.00 contract interest of both rows 1012.77; on 15 January
// there is no interest: 1008.00.
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

// R42, frappe/erpnext#58220, #58227: interest and fee went with the principal.
// They are claims until they are paid or waived: 29 days bear 9.534.
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

// R43, OCA/credit-control#330, #374: invoices paid in part, or late with a
// part, did not count. 200.00 of the first row have been open for 29 days since
// 31 January; the second is not due before 31 March, and B is by itself.
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

// R44, frappe/erpnext#46770, #42605: several invoices all showed what the last
// one owed. 100.00, 80.00 less 30.00, and 300.00 are 450.00.
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

// R64: an invoice was overdue hours early, or due a day off, where a day was
// read as an instant of another place. On its due day it is not past due, on
// the next it is, by one day, and its days are written as they were read,
// wherever the program runs.
TEST(Account, R64_DueOnTheDay) {
  struct Case {
    const char* thread;
    const char* due;
    const char* next;
  };
  const Case cases[] = {
      {"odoo/odoo#236769", "2025-11-20", "2025-11-21"},
      {"odoo/odoo#72027", "2021-06-11", "2021-06-12"},
      {"invoiceninja/invoiceninja#792", "2016-03-31", "2016-04-01"},
      {"killbill/killbill#1074", "2018-12-11", "2018-12-12"},
      {"Dolibarr/dolibarr#30184", "2024-06-27", "2024-06-28"},
      {"elizaOS/eliza#31062", "2026-09-11", "2026-09-12"},
      {"kirillDR01/Grins_irrigation_platform#169", "2026-09-03", "2026-09-04"},
  };
  const char* before = std::getenv("TZ");
  const std::string kept = before == nullptr ? "" : before;
  for (const char* zone :
       {"UTC", "<-12>12", "<+14>-14", "EST5EDT,M3.2.0,M11.1.0"}) {
    setenv("TZ", zone, 1);
    tzset();
    for (const Case& c : cases) {
      Facts facts;
      facts.Invoice("2016-01-01", "A", "100.00", c.due);
      const auto due = On(c.due, facts, PolicyOf());
      EXPECT_EQ(due->rows[0].due.ToText(), c.due) << c.thread << " " << zone;
      EXPECT_EQ(due->days_past_due, 0) << c.thread << " " << zone;
      EXPECT_EQ(due->items[0].state, ItemState::kNotDue) << c.thread;
      const auto next = On(c.next, facts, PolicyOf());
      EXPECT_EQ(next->days_past_due, 1) << c.thread << " " << zone;
      EXPECT_EQ(next->items[0].state, ItemState::kPastDue) << c.thread;
    }
  }
  if (before == nullptr) {
    unsetenv("TZ");
  } else {
    setenv("TZ", kept.c_str(), 1);
  }
  tzset();
}

// R65, invoiceninja/invoiceninja#12158, autolab/Autolab#939: days of 23 and 25
// hours were not counted once. Two years from 31 January have four of them, and
// one 29 February. SolarLune/masterplan#51: on 17 March 2021, three days after
// the clocks changed, what was due on the 16th, 15th, 14th and 13th was overdue
// by 1, 2, 2 and 3 days.
TEST(Account, R65_EveryDayCountsOnce) {
  const Facts facts = InvoiceAt12Percent();
  const Date due = *Date::Parse("2024-01-31");
  for (int32_t days = 0; days <= 731; ++days) {
    ASSERT_EQ(DaysOn(*Date::FindDays(due.days() + days), facts), days);
  }
  const std::pair<const char*, int32_t> kRows[] = {{"2021-03-16", 1},
                                                   {"2021-03-15", 2},
                                                   {"2021-03-14", 3},
                                                   {"2021-03-13", 4}};
  for (const auto& [day, late] : kRows) {
    Facts task;
    task.Invoice("2021-03-01", "A", "1.00", day);
    EXPECT_EQ(On("2021-03-17", task, PolicyOf())->days_past_due, late) << day;
  }
}

// --- the threads of others ---------------------------------------------------

// Row by row what a payment settled: "1 60.00, 2 40.00".
std::string SettledBy(const Account& account, const Facts& facts,
                      std::string_view payment) {
  std::string text;
  for (const Movement& m : account.movements) {
    if (m.event == kAsOf || facts.journal()[m.event].id != payment || !m.row) {
      continue;
    }
    text += (text.empty() ? "" : ", ") +
            std::to_string(account.rows[*m.row].number) + " " +
            Euros(m.amount_minor);
  }
  return text;
}

// frappe/lending#878: 100.00 are due on 5 March and on 5 April. 100.00 came on
// the 20th; 60.00 of the 16th are recorded last, and saw what the 20th had
// left. #286, apache/fineract#4095: such money was refused; frappe/lending#587:
// it changed what was due; #251: the days past due were not those of the day;
// apache/fineract#4873: a mended overdue balance was broken again. The 16th
// goes first, in whatever order they are told.
TEST(Account, Lending878_BackdatedMoneyGoesFirst) {
  InvoiceIssued demands = {.item = "A", .rows = {}};
  for (const char* due : {"2025-03-05", "2025-04-05"}) {
    demands.rows.push_back({.due = *Date::Parse(due),
                            .amounts = ComponentAmounts::Principal(100'00)});
  }
  const auto payment = [](std::string id, const char* day, const char* recorded,
                          int64_t minor) {
    return Event{.id = std::move(id),
                 .value_date = *Date::Parse(day),
                 .recorded = *Date::Parse(recorded),
                 .body = PaymentReceived{.amount_minor = minor}};
  };
  std::vector<Event> events = {
      {.id = "demands",
       .value_date = *Date::Parse("2025-03-01"),
       .recorded = *Date::Parse("2025-03-01"),
       .body = demands},
      payment("first", "2025-03-20", "2025-03-20", 100'00),
      payment("late", "2025-03-16", "2025-03-25", 60'00)};
  const auto by_id = [](const Event& a, const Event& b) { return a.id < b.id; };
  std::sort(events.begin(), events.end(), by_id);
  int orders = 0;
  do {
    ++orders;
    Facts facts;
    for (const Event& event : events) facts.Add(event);
    const auto account = On("2025-03-31", facts, PolicyOf());
    ASSERT_THAT(account, IsOk());
    EXPECT_EQ(SettledBy(*account, facts, "late"), "1 60.00");
    EXPECT_EQ(SettledBy(*account, facts, "first"), "1 40.00, 2 60.00");
    EXPECT_EQ(account->rows[0].claimed[kPrincipal], 100'00);
    EXPECT_EQ(account->rows[1].claimed[kPrincipal], 100'00);
    const struct {
      const char* day;
      const char* known_on;
      int32_t days_past_due;
      const char* left;
    } kRows[] = {
        {"2025-03-15", "2025-03-31", 10, "200.00"},
        {"2025-03-16", "2025-03-31", 11, "140.00"},
        {"2025-03-16", "2025-03-24", 11, "200.00"},
        {"2025-03-20", "2025-03-31", 0, "40.00"},
        {"2025-03-20", "2025-03-24", 0, "100.00"},
        {"2025-04-06", "2025-04-06", 1, "40.00"},
    };
    for (const auto& row : kRows) {
      const auto then = On(row.day, facts, PolicyOf(), row.known_on);
      EXPECT_EQ(then->days_past_due, row.days_past_due) << row.day;
      EXPECT_EQ(Euros(then->open.Total()), row.left) << row.day;
    }
    // Taken back, it leaves what the 20th alone had left.
    facts.On("2025-03-31", Reversed{.event = "late"});
    const auto without = On("2025-03-31", facts, PolicyOf());
    EXPECT_EQ(SettledBy(*without, facts, "first"), "1 100.00");
    EXPECT_EQ(Euros(without->open.Total()), "100.00");
  } while (std::next_permutation(events.begin(), events.end(), by_id));
  EXPECT_EQ(orders, 6);
}

// apache/fineract#2668, #2739: after a chargeback the days past due were
// counted from anywhere. Due on 31 January, paid that day, the money goes back
// on 5 March: 34 days, and none on the days on which it was paid.
TEST(Account, Fineract2739_ReturnedMoneyIsPastDueFromItsDueDay) {
  Facts facts;
  facts.Invoice("2024-01-01", "A", "100.00", "2024-01-31")
      .Invoice("2024-01-01", "B", "50.00", "2024-02-29")
      .Pay("2024-01-31", "100.00");
  facts.On("2024-03-05", PaymentReturned{.payment = "3"});
  const struct {
    const char* day;
    int32_t days_past_due;
  } kRows[] = {{"2024-02-29", 0},
               {"2024-03-04", 4},
               {"2024-03-05", 34},
               {"2024-03-31", 60}};
  for (const auto& row : kRows) {
    EXPECT_EQ(On(row.day, facts, PolicyOf())->days_past_due, row.days_past_due)
        << row.day;
  }
  facts.Pay("2024-03-06", "100.00");
  EXPECT_EQ(On("2024-03-06", facts, PolicyOf())->days_past_due, 6);
}

// apache/fineract#5100: the days past due after a pause. Due on 31 January; the
// days of 11 to 20 February do not count, and the 29th is 19 days late, not 29.
// A pause that is recorded late is one all the same.
TEST(Account, Fineract5100_DaysAfterAPause) {
  for (const char* recorded : {"2024-02-10", "2024-02-25"}) {
    Facts facts;
    facts.Invoice("2024-01-01", "A", "100.00", "2024-01-31");
    facts.Add({.id = "pause",
               .value_date = *Date::Parse("2024-02-10"),
               .recorded = *Date::Parse(recorded),
               .body = HoldOpened{.item = "A"}});
    facts.On("2024-02-20", HoldClosed{.hold = "pause"});
    const struct {
      const char* day;
      int32_t days_past_due;
    } kRows[] = {{"2024-02-10", 10},
                 {"2024-02-11", 10},
                 {"2024-02-20", 10},
                 {"2024-02-21", 11},
                 {"2024-02-29", 19}};
    for (const auto& row : kRows) {
      EXPECT_EQ(On(row.day, facts, PolicyOf())->days_past_due,
                row.days_past_due)
          << row.day;
    }
  }
}

// frappe/erpnext#36279: a fee of 5.00 and 0.25 interest beside 100.00 are
// 105.25; of 50.00 the fee comes first, then interest, then principal (BGB
// 367(1)): 44.75 of it, and 55.25 are left, all of them principal. They are
// costs of that debt: the charges name its row.
TEST(Account, Erpnext36279_CostsThenInterestThenPrincipal) {
  Facts facts;
  facts.Invoice("2023-06-01", "A", "100.00", "2023-06-30");
  for (const auto& [component, minor] :
       {std::pair(kFee, 5'00), std::pair(kDefaultInterest, 25)}) {
    facts.On("2023-07-20", ChargePosted{.item = "A",
                                        .row = 1,
                                        .component = component,
                                        .amount_minor = minor});
  }
  facts.Pay("2023-07-24", "50.00");
  for (const char* rule : {"bgb 366", "code civil 1343-1", "oldest due"}) {
    const AccountPolicy policy = PolicyOf(rule);
    EXPECT_EQ(Euros(On("2023-07-20", facts, policy)->open.Total()), "105.25");
    EXPECT_EQ(Text(On("2023-07-24", facts, policy)),
              "A 55.25 0.00 0.00 0.00 0.00 | 0.00");
  }
}

// frappe/erpnext#9998: 3 % for 30 days, which is 0.1 % a day, until it is paid;
// #14842: 1.5 % a month, and none from customers that are spared.
TEST(Account, Erpnext9998_InterestUntilItIsPaid) {
  AccountPolicy policy = PolicyOf();
  policy.interest = {TermsAt("3 for 30 days", "0.1%/day"),
                     TermsAt("1.5 a month", "1.5%/month")};
  policy.interest[1].late.interest->rule.day_count = DayCount::k30E360;
  const struct {
    const char* interest;
    const char* day;
    const char* left;
  } kRows[] = {
      {"3 for 30 days", "2024-02-01", "1.00"},
      {"3 for 30 days", "2024-03-01", "30.00"},
      {"3 for 30 days", "2024-03-02", "31.00"},
      {"1.5 a month", "2024-02-29", "15.00"},  // all of February
      {"1.5 a month", "2024-03-31", "30.00"},
      {"", "2024-03-30", "0.00"},
  };
  for (const auto& row : kRows) {
    Facts facts;
    facts.Invoice("2024-01-01", "A", "1000.00", "2024-01-31", row.interest)
        .Pay("2024-04-30", "1500.00");
    EXPECT_EQ(Euros(On(row.day, facts, policy)->open.Total() - 1000'00),
              row.left)
        << row.interest << " " << row.day;
    EXPECT_EQ(Euros(On("2025-04-30", facts, policy)->open.Total()), "0.00");
  }
}

// frappe/erpnext#26286: at 0 % the fee was gone, and all that was asked for.
TEST(Account, Erpnext26286_NoInterestLeavesTheFee) {
  AccountPolicy policy = PolicyOf();
  policy.interest = {TermsAt("0", "0%")};
  Facts facts;
  facts.Invoice("2024-01-01", "A", "1000.00", "2024-01-31", "0")
      .Charge("2024-02-15", kFee, "10.00", "A");
  EXPECT_EQ(Text(On("2024-03-31", facts, policy)),
            "A 1000.00 0.00 0.00 10.00 0.00 | 0.00");
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
