// The payment terms that other systems offer, in the notation.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/matchers.h"
#include "usance/money/format.h"
#include "usance/terms/notation.h"
#include "usance/terms/payment_terms.h"

namespace usance {
namespace {

// Monday to Friday, but for 16 March 2015.
Calendar Weekdays() {
  return *Calendar::Make({.id = "weekdays",
                          .version = "test",
                          .first = "1996-01-01"_date,
                          .last = "2026-12-31"_date,
                          .weekend = {Weekday::kSaturday, Weekday::kSunday},
                          .holidays = {"2015-03-16"_date},
                          .working_days = {}});
}

struct PeerRow {
  std::string_view source;
  std::string_view theirs;
  std::string_view ours;
  std::string_view from;
  std::string_view due;
};

void ExpectPeers(std::span<const PeerRow> rows) {
  const std::vector<Calendar> calendars = {Weekdays()};
  for (const PeerRow& row : rows) {
    const auto terms = ParseTerms(row.ours);
    ASSERT_THAT(terms, IsOk()) << row.ours;
    EXPECT_EQ(*ParseTerms(ToText(*terms)), *terms) << row.ours;
    const auto due = DueDates(
        *terms, {.date = *Date::Parse(row.from), .amount = "1000.00 EUR"_money},
        {.rounding = Rounding::kHalfUp, .discount_base = DiscountBase::kGross},
        calendars);
    ASSERT_THAT(due, IsOk()) << row.source << ": " << row.ours;
    EXPECT_EQ(due->back().due.ToText(), row.due)
        << row.source << ": " << row.theirs << " from " << row.from;
  }
}

TEST(Peers, OdooDelayTypes) {
  constexpr std::string_view kTests = "odoo addons/account test_payment_term";
  constexpr std::string_view kRule = "odoo account_payment_term._get_due_date";
  ExpectPeers(std::vector<PeerRow>{
      {kTests, "days after 0", "net 0", "2019-01-15", "2019-01-15"},
      {kTests, "days after 30", "net 30", "2022-01-15", "2022-02-14"},
      {kTests, "days after end of month 45", "eom 45d", "2019-01-15",
       "2019-03-17"},
      {kRule, "days after end of next month 10", "eom(1) 10d", "2019-01-15",
       "2019-03-10"},
      {kTests, "days end of month on the: 30, 10", "30d eom 1d day(10)",
       "2023-12-12", "2024-02-10"},
      {kTests, "days end of month on the: 30, 31", "30d eom 1d day(31)",
       "2023-12-12", "2024-02-29"},
      {kTests, "days end of month on the: 0, 29", "eom 1d day(29)",
       "2024-05-23", "2024-06-29"},
      {kTests, "day of the month 15 after 31 days", "31d day(15)", "2019-01-31",
       "2019-03-15"},
      {kTests, "day following month 1", "1st prox", "2019-01-15", "2019-02-01"},
      {kTests, "day current month 31", "eom(-1) 1d day(31)", "2019-01-31",
       "2019-01-31"},
      {"odoo#10459", "30 days end of month on the 10", "30d eom day 10",
       "2016-01-15", "2016-03-10"},
  });
}

TEST(Peers, ErpNextDueDateBasedOn) {
  constexpr std::string_view kRule =
      "erpnext payment terms template, due_date_based_on";
  ExpectPeers(std::vector<PeerRow>{
      {kRule, "Day(s) after invoice date: 14", "net 14", "2020-06-11",
       "2020-06-25"},
      {kRule, "Day(s) after the end of the invoice month: 15", "eom 15d",
       "2020-06-11", "2020-07-15"},
      {"TERM-erpnext: frappe/erpnext#22201",
       "Month(s) after the end of the invoice month: 1", "eom(1)", "2020-06-11",
       "2020-07-31"},
      {"frappe/erpnext#22201, the same on the last day",
       "Month(s) after the end of the invoice month: 1", "eom(1)", "2020-06-30",
       "2020-07-31"},
      {"alyf erpnext_france#18", "45 days, end of month", "45d eom",
       "2021-09-13", "2021-10-31"},
  });
}

TEST(Peers, OcaTermExtension) {
  constexpr std::string_view kTests =
      "OCA/account-payment account_payment_term_extension tests";
  ExpectPeers(std::vector<PeerRow>{
      {kTests, "2 months, end of month", "2m eom", "2015-01-30", "2015-03-31"},
      {kTests, "2 weeks", "2w", "2015-03-02", "2015-03-16"},
      {kTests, "2 months after the invoice month", "eom 1d 2m -1d",
       "2015-03-02", "2015-05-31"},
      {kTests, "2 weeks, 16 March is a holiday", "2w roll(following)",
       "2015-03-02", "2015-03-17"},
      {kTests, "5 days, payment day 5", "5d day(5)", "2020-01-01",
       "2020-02-05"},
      {kTests, "payment days 5, 10", "0d days(5,10)", "2020-01-06",
       "2020-01-10"},
      {"OCA account_payment_term_partner_holiday tests",
       "vacations February and 1 March to 1 April",
       "0d season(02-01 to 02-29 -> on(03-01)) "
       "season(03-01 to 04-01 -> on(04-02))",
       "2021-02-01", "2021-04-02"},
      {"OCA account_credit_control scenarios", "30 Days End of Month",
       "30d eom", "2013-02-15", "2013-03-31"},
      {"TERM-45EOM: Dolibarr/dolibarr#18694", "45 days, then end of month",
       "45d eom", "2021-09-13", "2021-10-31"},
      {"TERM-45EOM: Dolibarr/dolibarr#18694", "end of month, then 45 days",
       "eom 45d", "2021-09-13", "2021-11-14"},
  });
}

// Tryton sets the absolute fields first, within the date's own year and month,
// adds months, then weeks and days, and goes to the weekday last.
TEST(Peers, TrytonRelativeDeltas) {
  constexpr std::string_view kRule = "dateutil.relativedelta";
  ExpectPeers(std::vector<PeerRow>{
      {kRule, "months=2, day=15, days=30", "eom(-1) 1d 2m day(15) 30d",
       "2011-10-01", "2012-01-14"},
      {kRule, "month=12, day=31", "-1y eom 1d month(1) month(12) day(31)",
       "2016-03-15", "2016-12-31"},
      {kRule, "month=1, day=15", "-1y eom 1d month(1) day(15)", "2016-03-15",
       "2016-01-15"},
      {kRule, "month=1, day=15", "-1y eom 1d month(1) day(15)", "2016-12-15",
       "2016-01-15"},
      {kRule, "days=10, weekday=FR", "10d weekday(friday)", "2016-05-17",
       "2016-05-27"},
  });
}

TEST(Peers, TrytonAmounts) {
  const struct {
    Money amount;
    std::string_view terms, amounts;
  } rows[] = {
      // TERM-tryton
      {"1587.35 EUR"_money,
       "25% of rest 30d, 25% 1m, 396.84 EUR 1m 30d, rest 2m",
       "396.84 396.84 396.84 396.83"},
      {"-10.00 EUR"_money, "25% of rest 0d, 25% 0d, 4.00 EUR 0d, rest 0d",
       "-2.50 -2.50 -4.00 -1.00"},
  };
  for (const auto& row : rows) {
    const auto due =
        DueDates(*ParseTerms(row.terms),
                 {.date = "2011-10-01"_date, .amount = row.amount},
                 {.rounding = Rounding::kHalfUp, .excess = Excess::kClip});
    ASSERT_THAT(due, IsOk());
    std::string amounts;
    for (const DueAmount& part : *due) {
      amounts += (amounts.empty() ? "" : " ") + FormatAmount(part.amount);
    }
    EXPECT_EQ(amounts, row.amounts);
  }
}

// iDempiere counts the cutoff from 0, so 20 there is the 21st here.
TEST(Peers, IdempiereFixedMonths) {
  constexpr std::string_view kRule =
      "adempiere db/database/Functions/C_PaymentTerm_DueDate.sql";
  constexpr std::string_view kWindow = "iDempiere Window 141, C_PaymentTerm";
  ExpectPeers(std::vector<PeerRow>{
      {kRule, "NetDays 30", "net 30", "2026-01-20", "2026-02-19"},
      {kRule, "FixMonthDay 15, Offset 1, Cutoff 20",
       "cut(21 -> 1m) eom 1d day(15)", "2026-01-21", "2026-02-15"},
      {kRule, "FixMonthDay 15, Offset 1, Cutoff 20",
       "cut(21 -> 1m) eom 1d day(15)", "2026-01-22", "2026-03-15"},
      {kRule, "FixMonthDay 10, Offset 0, Cutoff 24",
       "cut(25 -> 1m) eom(-1) 1d day(10)", "2026-01-20", "2026-01-10"},
      {kRule, "FixMonthDay 10, Offset 2, Cutoff 24",
       "cut(25 -> 1m) eom(1) 1d day(10)", "2026-01-28", "2026-04-10"},
      {kWindow, "NetDays 10, NetDay Friday", "10d weekday(friday)",
       "2026-01-20", "2026-01-30"},
      {kWindow, "IsNextBusinessDay", "net 30 roll(following)", "2026-01-01",
       "2026-02-02"},
      {kWindow, "2 % in 10 days, 1 % in 20, grace 3",
       "2/10 grace 3 1/20 "
       "grace 3 net 30",
       "2026-01-01", "2026-01-31"},
  });
}

TEST(Peers, GnuCashProximo) {
  constexpr std::string_view kRule = "gnucash gncBillTerm.c compute_monthyear";
  ExpectPeers(std::vector<PeerRow>{
      {kRule, "due 20, cutoff 10", "cut(10 -> 1m) eom 1d day(20)", "2026-12-05",
       "2027-01-20"},
      {kRule, "due 20, cutoff 10", "cut(10 -> 1m) eom 1d day(20)", "2026-11-15",
       "2027-01-20"},
      {kRule, "due 20, cutoff -5", "cut(-5 -> 1m) eom 1d day(20)", "2026-01-26",
       "2026-02-20"},
      {kRule, "due 20, cutoff -5", "cut(-5 -> 1m) eom 1d day(20)", "2026-01-27",
       "2026-03-20"},
      {kRule, "due 31", "31 prox", "2026-01-27", "2026-02-28"},
  });
}

// Business Central: a unit before its number is strictly after the date, a C
// before its unit the end of the current one; a minus turns both around.
TEST(Peers, BusinessCentralDateFormulas) {
  constexpr std::string_view kHelp =
      "Dynamics NAV help, CALCDATE; System.CalcDate";
  constexpr std::string_view kSpain =
      "Business Central Spain, payment days and non-payment periods";
  ExpectPeers(std::vector<PeerRow>{
      {kHelp, "CQ+1M-10D", "months(3,6,9,12) eom 1m -10d", "1996-05-21",
       "1996-07-20"},
      {kHelp, "-WD2", "-7d weekday(tuesday)", "1996-05-21", "1996-05-14"},
      {kHelp, "CM+30D", "eom 30d", "1996-05-21", "1996-06-30"},
      {kHelp, "30D", "30d", "1996-05-21", "1996-06-20"},
      {kHelp, "2W", "2w", "1996-05-21", "1996-06-04"},
      {kHelp, "1Q", "3m", "1996-05-21", "1996-08-21"},
      {kHelp, "1Y", "1y", "1996-05-21", "1997-05-21"},
      {kHelp, "CM", "eom", "1996-05-21", "1996-05-31"},
      {kHelp, "CM+1D", "eom 1d", "1996-05-21", "1996-06-01"},
      {kHelp, "1M+CM", "1m eom", "1996-05-21", "1996-06-30"},
      {kHelp, "-CM", "eom(-1) 1d", "1996-05-21", "1996-05-01"},
      {kHelp, "D10", "1d day(10)", "1996-05-21", "1996-06-10"},
      {kHelp, "D21", "1d day(21)", "1996-05-21", "1996-06-21"},
      {kHelp, "WD4", "1d weekday(thursday)", "1996-05-21", "1996-05-23"},
      {kHelp, "CW", "weekday(sunday)", "1996-05-21", "1996-05-26"},
      {kHelp, "-CW", "-6d weekday(monday)", "1996-05-21", "1996-05-20"},
      {kHelp, "-CQ", "eom 1d -3m months(1,4,7,10)", "1996-05-21", "1996-04-01"},
      {kHelp, "CY", "month(12) eom", "1996-05-21", "1996-12-31"},
      {kSpain, "payment days 5, 10, 20", "30d days(5,10,20)", "1996-05-22",
       "1996-07-05"},
      {kSpain, "no payments in August",
       "30d season(08-01 to 08-31 -> "
       "on(09-01))",
       "1996-07-20", "1996-09-01"},
      {kSpain, "max. no. of days till due date 60", "90d cap(60d)",
       "1996-05-21", "1996-07-20"},
  });
}

TEST(Peers, SapTermsOfPayment) {
  constexpr std::string_view kBlog =
      "blogs.sap.com 2012/09/26, payment due date calculation";
  constexpr std::string_view kLimit = "SAP help on T052 day limit";
  constexpr std::string_view kNote = "SAP KBA 2926267";
  constexpr std::string_view kLimits = "cut(15 -> eom(1) 15d, else eom(1))";
  constexpr std::string_view kNotes =
      "cut(25 -> eom(1) 10d, else cut(9 -> eom 25d, else eom 10d))";
  ExpectPeers(std::vector<PeerRow>{
      {kBlog, "21 days from 28 May", "21d", "2012-05-28", "2012-06-18"},
      // On or before the 15th: the last day of the next month; after it: the
      // 15th of the month after the next.
      {kLimit, "day limits 15 and 31", kLimits, "2026-01-15", "2026-02-28"},
      {kLimit, "day limits 15 and 31", kLimits, "2026-01-16", "2026-03-15"},
      // 1 to 9: the next 10th; 10 to 25: the 25th; 26 to 31: one month more.
      {kNote, "day limits 9, 25 and 31", kNotes, "2026-01-09", "2026-02-10"},
      {kNote, "day limits 9, 25 and 31", kNotes, "2026-01-10", "2026-02-25"},
      {kNote, "day limits 9, 25 and 31", kNotes, "2026-01-25", "2026-02-25"},
      {kNote, "day limits 9, 25 and 31", kNotes, "2026-01-26", "2026-03-10"},
      {"SAP OBB8", "baseline: fixed day 5, additional months 1; 30 days",
       "eom 1d day(5) 30d", "2026-01-20", "2026-03-07"},
      {"SAP OBB8", "due: fixed day 15, additional months 2",
       "eom(1) 1d day(15)", "2026-01-20", "2026-03-15"},
      {"SAP OBB8", "14 days 3 %, 30 days 2 %, 45 net", "3/14 2/30 net 45",
       "2026-01-01", "2026-02-15"},
      {"SAP OBB8", "a fixed date", "due 2026-12-31", "2026-01-01",
       "2026-12-31"},
  });
}

TEST(Peers, DatesOfTrade) {
  ExpectPeers(std::vector<PeerRow>{
      {"T11, a first due date at least 15 days on, on the 1st",
       "min gap 15, roll day 1", "15d day(1)", "2026-01-20", "2026-03-01"},
      {"T12, a fixed maturity", "the last of three parts",
       "rest 1m, rest 2m, rest on(2026-05-10)", "2026-01-31", "2026-05-10"},
      {"seasonal dating", "June to August are due on 1 October",
       "season(06-01 to 08-31 -> on(10-01), else 30d)", "2026-07-15",
       "2026-10-01"},
      {"seasonal dating", "the rest of the year is net 30",
       "season(06-01 to 08-31 -> on(10-01), else 30d)", "2026-09-01",
       "2026-10-01"},
      {"seasonal dating", "over the new year",
       "season(11-15 to 01-15 -> on(03-01))", "2026-01-15", "2026-03-01"},
      {"dated terms", "30 days, but not after 31 March",
       "min(30d, on(2026-03-31))", "2026-03-20", "2026-03-31"},
      {"the third Friday of the next month", "", "eom 1d weekday(friday) 2w",
       "2026-01-20", "2026-02-20"},
      {"the last Friday of the month", "", "eom -6d weekday(friday)",
       "2026-01-20", "2026-01-30"},
      {"29 February in a common year", "", "on(02-29)", "2026-01-20",
       "2026-02-28"},
      {"29 February in a leap year", "", "on(02-29)", "2023-03-01",
       "2024-02-29"},
  });
}

// Directive 2011/7/EU, article 3(3)(b): the day after which interest runs.
TEST(Peers, J3_StatutoryStart) {
  InvoiceFacts goods_first{.date = "2026-03-02"_date,
                           .amount = "1.00 EUR"_money,
                           .delivery = "2026-03-01"_date,
                           .receipt = "2026-03-05"_date};
  const auto due = [](std::string_view terms, const InvoiceFacts& facts) {
    return DueDates(*ParseTerms(terms), facts, {})->front().due.ToText();
  };
  // Received 5 March after the goods: interest from 5 April.
  EXPECT_EQ(due("from receipt net 30", goods_first), "2026-04-04");
  EXPECT_EQ(due("from later(receipt, delivery) net 30", goods_first),
            "2026-04-04");
  // Receipt uncertain: 30 days after the goods.
  EXPECT_EQ(due("from delivery net 30", goods_first), "2026-03-31");
  // Invoice on 1 March before the goods on 10 March.
  InvoiceFacts invoice_first = goods_first;
  invoice_first.receipt = "2026-03-01"_date;
  invoice_first.delivery = "2026-03-10"_date;
  EXPECT_EQ(due("from later(receipt, delivery) net 30", invoice_first),
            "2026-04-09");
  // Accepted on 20 March, the invoice before.
  invoice_first.acceptance = "2026-03-20"_date;
  EXPECT_EQ(
      due("from later(receipt, delivery, acceptance) net 30", invoice_first),
      "2026-04-19");
}

// Late Payment of Commercial Debts (Interest) Act 1998, section 4: the relevant
// day. Its periods begin with the event's day, so day 30 from 1 March is 30
// March; `receipt` is notice of the amount, `delivery` performance.
TEST(Peers, J2_RelevantDay) {
  const InvoiceFacts facts{.date = "2026-02-20"_date,
                           .amount = "1.00 GBP"_money,
                           .delivery = "2026-03-01"_date,
                           .receipt = "2026-02-23"_date,
                           .acceptance = "2026-03-10"_date};
  const struct {
    std::string_view terms, due;
  } rows[] = {
      // No agreed day: the 30-day period from the later of the two, or from
      // the acceptance where there is a procedure.
      {"from later(delivery, receipt) 29d", "2026-03-30"},
      {"from later(delivery, receipt, acceptance) 29d", "2026-04-08"},
      // An agreed day within 60 days stands; 90 days that are grossly unfair
      // end with the 60-day period, and a public authority's with the 30-day.
      {"from later(delivery, receipt) 45d cap(59d)", "2026-04-15"},
      {"from later(delivery, receipt) 90d cap(59d)", "2026-04-29"},
      {"from later(delivery, receipt) 60d cap(29d)", "2026-03-30"},
  };
  for (const auto& row : rows) {
    const auto due = DueDates(*ParseTerms(row.terms), facts, {});
    ASSERT_THAT(due, IsOk()) << row.terms;
    EXPECT_EQ(due->front().due.ToText(), row.due) << row.terms;
  }
}

TEST(Peers, EventsOfDepositsAndRetention) {
  InvoiceFacts facts{.date = "2026-03-02"_date,
                     .amount = "1000.00 EUR"_money,
                     .delivery = "2026-02-20"_date,
                     .acceptance = "2026-04-15"_date,
                     .order = "2026-01-10"_date,
                     .posting = "2026-03-03"_date,
                     .statement = "2026-03-31"_date,
                     .shipment = "2026-02-10"_date,
                     .arrival = "2026-03-15"_date,
                     .letter_of_credit = "2026-01-05"_date,
                     .milestone = "2026-06-30"_date};
  const struct {
    std::string_view terms, dues, amounts;
  } rows[] = {
      // A deposit with the order, the rest 30 days after the invoice, and 5 %
      // held back for a year from acceptance.
      {"30% from order 0d, rest 30d, 5% from acceptance 1y",
       "2026-01-10 2026-04-01 2027-04-15", "300.00 650.00 50.00"},
      {"90% from statement net 30, 10% from milestone 14d",
       "2026-04-30 2026-07-14", "900.00 100.00"},
      {"from shipment 60d", "2026-04-11", "1000.00"},
      {"from later(arrival, posting) 30d", "2026-04-14", "1000.00"},
      {"from lc 90d", "2026-04-05", "1000.00"},
      {"from order rest 0d, rest from delivery 10d", "2026-01-10 2026-03-02",
       "500.00 500.00"},
      // A chained line follows the one before it, whatever that counts from.
      {"50% from delivery 10d, rest then 10d", "2026-03-02 2026-03-12",
       "500.00 500.00"},
  };
  for (const auto& row : rows) {
    const auto due = DueDates(
        *ParseTerms(row.terms), facts,
        {.rounding = Rounding::kHalfUp, .residual = TermsResidual::kLast});
    ASSERT_THAT(due, IsOk()) << row.terms;
    std::string dues, amounts;
    for (const DueAmount& part : *due) {
      dues += (dues.empty() ? "" : " ") + part.due.ToText();
      amounts += (amounts.empty() ? "" : " ") + FormatAmount(part.amount);
    }
    EXPECT_EQ(dues, row.dues) << row.terms;
    EXPECT_EQ(amounts, row.amounts) << row.terms;
  }
  facts.milestone.reset();
  EXPECT_THAT(DueDates(*ParseTerms("95% 30d, rest from milestone 14d"), facts,
                       {.rounding = Rounding::kHalfUp}),
              IsError(Reason::kContextRequired, "/milestone"));
}

}  // namespace
}  // namespace usance
