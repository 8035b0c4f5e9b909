#include "usance/credit/track_record.h"

#include <gtest/gtest.h>

#include "tests/account/facts.h"

namespace usance {
namespace {

TrackRecord RecordOn(std::string_view day, const Facts& facts,
                     int32_t period_days = 365) {
  const auto account = On(day, facts, PolicyOf());
  EXPECT_THAT(account, IsOk());
  const auto record = TrackRecordOf(facts.journal(), *account, period_days);
  EXPECT_THAT(record, IsOk());
  return *record;
}

std::string Said(const std::optional<Fraction>& value) {
  return value ? ToText(*value) : "none";
}

// On time by amount, by count, days late, worst: "3/5 0 4 10".
std::string Said(const TrackRecord& record) {
  return Said(record.on_time_by_amount) + " " + Said(record.on_time_by_count) +
         " " + Said(record.days_late) + " " +
         std::to_string(record.worst_days_late);
}

Facts OneInvoice() {
  return Facts().Invoice("2026-01-01", "A", "100.00", "2026-01-31");
}

TEST(TrackRecord, WeighsDaysLateByTheAmountThatWasLate) {
  Facts facts = OneInvoice();
  facts.Pay("2026-01-31", "60.00").Pay("2026-02-10", "40.00");
  // (60 x 0 + 40 x 10) / 100 = 4
  EXPECT_EQ(Said(RecordOn("2026-03-01", facts)), "3/5 0 4 10");
}

TEST(TrackRecord, JudgesEachWayOfAnEnd) {
  struct Case {
    const char* name;
    Facts facts;
    const char* day;
    const char* said;
  };
  const auto paid = [](const char* day, const char* amount) {
    return OneInvoice().Pay(day, amount);
  };
  const Case cases[] = {
      {"nothing yet", Facts(), "2026-03-01", "none none none 0"},
      {"not due yet", OneInvoice(), "2026-01-31", "none none none 0"},
      {"a day past due", OneInvoice(), "2026-02-01", "0 0 1 1"},
      {"unpaid for long", OneInvoice(), "2026-03-02", "0 0 30 30"},
      {"before it is due", paid("2026-01-02", "100.00"), "2026-03-01",
       "1 1 0 0"},
      {"on the due day", paid("2026-01-31", "100.00"), "2026-03-01", "1 1 0 0"},
      {"the day after", paid("2026-02-01", "100.00"), "2026-03-01", "0 0 1 1"},
      // A part is paid, the row is not over.
      {"in part, not due", paid("2026-01-02", "10.00"), "2026-01-20",
       "1 none 0 0"},
      // (25 x 0 + 75 x 2) / 100 = 3/2
      {"in part, past due", paid("2026-01-31", "25.00"), "2026-02-02",
       "1/4 0 3/2 2"},
      {"a credit note is no payment",
       OneInvoice().On("2026-03-05", CreditNoteIssued{"A", 10'000}),
       "2026-04-01", "none none none 0"},
      // 10.00 are credited, 90.00 are paid.
      {"credited in part",
       paid("2026-01-30", "90.00")
           .On("2026-02-05", CreditNoteIssued{"A", 1'000}),
       "2026-03-01", "1 1 0 0"},
      {"written off before it is due",
       OneInvoice().On("2026-01-10", WrittenOff{"A", {}}), "2026-03-01",
       "0 0 1 1"},
      {"written off 20 days after",
       OneInvoice().On("2026-02-20", WrittenOff{"A", {}}), "2026-03-01",
       "0 0 20 20"},
      {"came back, and is unpaid",
       paid("2026-01-20", "100.00").On("2026-02-02", PaymentReturned{"2"}),
       "2026-02-10", "0 0 10 10"},
      {"came back, and was paid again",
       paid("2026-01-20", "100.00")
           .On("2026-02-02", PaymentReturned{"2"})
           .Pay("2026-02-05", "100.00"),
       "2026-03-01", "0 0 5 5"},
      {"disputed, all of it",
       OneInvoice().On("2026-01-20", HoldOpened{HoldKind::kDispute, "A"}),
       "2026-03-01", "none none none 0"},
      // 40.00 are disputed; the rest is past due.
      {"disputed in part",
       OneInvoice().On("2026-01-20",
                       HoldOpened{HoldKind::kDispute, "A", 4'000}),
       "2026-02-03", "0 0 3 3"},
      {"the due day was put off",
       OneInvoice()
           .On("2026-01-20", DueDateChanged{"A", 1, *Date::Parse("2026-02-28")})
           .Pay("2026-02-28", "100.00"),
       "2026-03-01", "1 1 0 0"},
  };
  for (const Case& one : cases) {
    EXPECT_EQ(Said(RecordOn(one.day, one.facts)), one.said) << one.name;
  }
}

TEST(TrackRecord, TellsTheTrendOfTheLastPeriod) {
  // 5 days late in January, 20 in March; periods of 60 days to 31 March.
  Facts facts;
  facts.Invoice("2026-01-01", "A", "100.00", "2026-01-10")
      .Pay("2026-01-15", "100.00")
      .Invoice("2026-02-01", "B", "300.00", "2026-03-01")
      .Pay("2026-03-21", "300.00");
  const TrackRecord record = RecordOn("2026-03-31", facts, 60);
  EXPECT_EQ(Said(record.trend), "15");
  EXPECT_EQ(Said(record.days_late), "65/4");  // (100 x 5 + 300 x 20) / 400
  EXPECT_EQ(record.sales_minor, 30'000);
  EXPECT_EQ(record.recent_invoices, 1);
  EXPECT_EQ(record.invoices, 2);
  EXPECT_EQ(record.since, Date::Parse("2026-01-01").value());
  // 15 January is the first of the 60 days to 15 March; of 59 days it is the
  // last of the period before, and B is 14 days past due.
  EXPECT_EQ(Said(RecordOn("2026-03-15", facts, 60).trend), "none");
  EXPECT_EQ(Said(RecordOn("2026-03-15", facts, 59).trend), "9");
  EXPECT_EQ(Said(RecordOn("2026-03-15", facts, 29).trend), "none");
}

TEST(TrackRecord, CountsPromisesDisputesReturnsPlansAndHandOvers) {
  Facts facts = OneInvoice();
  facts.On("2026-02-01", PromiseMade{5'000, *Date::Parse("2026-02-10"), {"A"}})
      .Pay("2026-02-09", "50.00")
      .On("2026-02-11", PromiseMade{5'000, *Date::Parse("2026-02-20"), {"A"}})
      .On("2026-02-21",
          PlanAgreed{{"A"}, {{*Date::Parse("2026-03-01"), 5'000}}})
      .On("2026-03-02", PlanBreached{"5"})
      .On("2026-03-03", PlanBreached{"no such plan"})
      .On("2026-03-04", HoldOpened{HoldKind::kDispute, "A", 100})
      .On("2026-03-05", HoldOpened{HoldKind::kHold, "A", 100})
      .On("2026-03-06", PaymentReturned{"3"})
      .On("2026-03-10", HandedOver{"agency", {"A"}})
      .On("2026-03-11", PromiseMade{5'000, *Date::Parse("2026-09-01"), {"A"}});
  const TrackRecord record = RecordOn("2026-03-31", facts);
  EXPECT_EQ(Said(record.promises_kept), "1/2");
  EXPECT_EQ(record.promises_ended, 2);
  EXPECT_EQ(record.disputes, 1);
  EXPECT_EQ(record.returned_payments, 1);
  EXPECT_EQ(record.broken_plans, 1);
  EXPECT_EQ(record.hand_overs, 1);
  // What an event says that was reversed is not held against anybody.
  facts.On("2026-03-12", Reversed{"11"});
  EXPECT_EQ(RecordOn("2026-03-31", facts).hand_overs, 0);
}

TEST(TrackRecord, RefusesAPeriodOfNoDays) {
  const Facts facts;
  const auto account = On("2026-01-01", facts, PolicyOf());
  for (const int32_t days : {0, -1, 3'661}) {
    EXPECT_THAT(TrackRecordOf(facts.journal(), *account, days),
                IsError(Reason::kOutOfRange, "/period_days"));
  }
  EXPECT_THAT(TrackRecordOf(facts.journal(), *account, 3'660), IsOk());
}

TEST(TrackRecord, GivesEachMeasureItsNumber) {
  Facts facts = OneInvoice();
  facts.Pay("2026-02-04", "50.00");
  const TrackRecord record = RecordOn("2026-02-10", facts);
  const ExternalFacts external = {.score = 71,
                                  .insolvency = false,
                                  .legal_disputes = 2,
                                  .other_jurisdiction = true};
  struct Case {
    Measure measure;
    const char* value;
    const char* without_external;
  };
  const Case cases[] = {
      {Measure::kOnTimeByAmount, "0", "0"},
      {Measure::kOnTimeByCount, "0", "0"},
      {Measure::kDaysLate, "7", "7"},  // (50 x 4 + 50 x 10) / 100
      {Measure::kWorstDaysLate, "10", "10"},
      {Measure::kTrend, "none", "none"},
      {Measure::kPromisesKept, "none", "none"},
      {Measure::kPastDue, "5000", "5000"},
      {Measure::kWrittenOff, "0", "0"},
      {Measure::kDisputes, "0", "0"},
      {Measure::kReturnedPayments, "0", "0"},
      {Measure::kBrokenPlans, "0", "0"},
      {Measure::kHandOvers, "0", "0"},
      {Measure::kAgeDays, "40", "40"},
      {Measure::kRowsJudged, "1", "1"},
      {Measure::kScore, "71", "none"},
      {Measure::kInsolvency, "0", "none"},
      {Measure::kLegalDisputes, "2", "none"},
      {Measure::kOtherJurisdiction, "1", "none"},
  };
  EXPECT_EQ(std::size(cases), std::size(Names<Measure>::kTable));
  for (const Case& one : cases) {
    EXPECT_EQ(Said(ValueOf(one.measure, record, external)), one.value)
        << NameOf(one.measure);
    EXPECT_EQ(Said(ValueOf(one.measure, record, {})), one.without_external)
        << NameOf(one.measure);
  }
}

}  // namespace
}  // namespace usance
