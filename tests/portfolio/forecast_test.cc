#include "usance/portfolio/forecast.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/account/facts.h"
#include "tests/matchers.h"

namespace usance {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr Date kDay = Date::Of(2026, 3, 31);
Date After(int days) { return *AddDays(kDay, days); }

LateRecord RecordOf(std::initializer_list<std::pair<int32_t, int64_t>> paid,
                    int64_t later) {
  LateRecord record = {.later_minor = later};
  for (const auto& [days, minor] : paid) {
    record.paid[days].amount_minor = minor;
  }
  return record;
}

// "120.00 60.00 | later 20.00 | withheld 0.00"
std::string Text(const absl::StatusOr<Forecast>& forecast) {
  if (!forecast.ok()) return std::string(forecast.status().message());
  std::string text;
  for (const ForecastBucket& bucket : forecast->buckets) {
    text += Euros(bucket.expected_minor);
    if (bucket.promised_minor != 0) {
      text += " promised " + Euros(bucket.promised_minor);
    }
    if (bucket.planned_minor != 0) {
      text += " planned " + Euros(bucket.planned_minor);
    }
    text += " | ";
  }
  return text + "later " + Euros(forecast->later_minor) + " | withheld " +
         Euros(forecast->withheld_minor);
}

ForecastSpec Weeks(int32_t count, Rounding rounding = Rounding::kHalfEven) {
  return {.as_of = kDay, .bucket_count = count, .rounding = rounding};
}

TEST(Forecast, SharesOfTheRecord) {
  const LateRecord record = RecordOf({{0, 60'00}, {7, 30'00}}, 10'00);
  struct Case {
    std::string_view about;
    int due_in;
    int64_t open_minor;
    std::string_view text;
  };
  const Case kCases[] = {
      {"due in 3 days", 3, 200'00,
       "120.00 | 60.00 | later 20.00 | withheld 0.00"},
      {"due yesterday: the due day is gone, 30 of 40 are left", -1, 40'00,
       "30.00 | 0.00 | later 10.00 | withheld 0.00"},
      {"due today: what comes on the due day would be there", 0, 40'00,
       "30.00 | 0.00 | later 10.00 | withheld 0.00"},
      {"7 days late: only what comes later is left", -7, 40'00,
       "0.00 | 0.00 | later 40.00 | withheld 0.00"},
      {"behind the last week", 15, 40'00,
       "0.00 | 0.00 | later 40.00 | withheld 0.00"},
      {"a third of a cent", 7, 1, "0.01 | 0.00 | later 0.00 | withheld 0.00"},
  };
  for (const Case& one : kCases) {
    ExpectedClaims claims;
    claims.open[After(one.due_in)] = one.open_minor;
    EXPECT_EQ(Text(ForecastOf(record, claims, Weeks(2))), one.text)
        << one.about;
  }
}

TEST(Forecast, RoundsRunningTotals) {
  // A third each day: 0.333, 0.667, 1 of a cent.
  const LateRecord record = RecordOf({{1, 5}, {2, 5}, {3, 5}}, 0);
  ExpectedClaims claims;
  claims.open[kDay] = 1;
  ForecastSpec spec = {.as_of = kDay,
                       .bucket_days = 1,
                       .bucket_count = 3,
                       .rounding = Rounding::kHalfEven};
  EXPECT_EQ(Text(ForecastOf(record, claims, spec)),
            "0.00 | 0.01 | 0.00 | later 0.00 | withheld 0.00");
  spec.rounding = Rounding::kUp;
  EXPECT_EQ(Text(ForecastOf(record, claims, spec)),
            "0.01 | 0.00 | 0.00 | later 0.00 | withheld 0.00");
  spec.rounding = Rounding::kDown;
  EXPECT_EQ(Text(ForecastOf(record, claims, spec)),
            "0.00 | 0.00 | 0.01 | later 0.00 | withheld 0.00");
}

TEST(Forecast, WithoutARecordNothingIsExpected) {
  ExpectedClaims claims;
  claims.open[After(3)] = 200'00;
  claims.promised[After(7)] = 1'00;
  claims.planned[After(8)] = 2'00;
  claims.withheld_minor = 5'00;
  EXPECT_EQ(Text(ForecastOf({}, claims, Weeks(2))),
            "0.00 promised 1.00 | 0.00 planned 2.00 | later 200.00 | "
            "withheld 5.00");
}

TEST(Forecast, Refuses) {
  EXPECT_THAT(ForecastOf({}, {}, {.as_of = kDay, .bucket_days = 0}),
              IsError(Reason::kOutOfRange, "/bucket_days"));
  EXPECT_THAT(ForecastOf({}, {}, {.as_of = kDay, .bucket_count = 3'661}),
              IsError(Reason::kOutOfRange, "/bucket_count"));
  EXPECT_THAT(ForecastOf({}, {}, {.as_of = kDay}),
              IsError(Reason::kUnspecified, "/rounding"));
  EXPECT_THAT(ForecastOf({}, {},
                         {.as_of = Date::Of(9999, 12, 31),
                          .rounding = Rounding::kDown}),
              IsError(Reason::kDateOutOfRange, "/bucket_count"));
}

// --- the record -------------------------------------------------------------

absl::StatusOr<LateRecord> RecordOn(std::string_view as_of, const Facts& facts,
                                    const LateRecordSpec& spec) {
  const auto account = On(as_of, facts, PolicyOf());
  if (!account.ok()) return account.status();
  return LateRecordOf(*account, facts.journal(), spec);
}

TEST(Forecast, RecordOfWhatHadItsTime) {
  Facts facts;
  facts
      .Invoice("2025-12-01", "A", "100.00", "2026-01-01")
      // Due the day after A: it has had a day too few.
      .Invoice("2025-12-01", "B", "50.00", "2026-01-02")
      // Due 10 days before A: the record does not reach that far.
      .Invoice("2025-11-01", "C", "7.00", "2025-12-22")
      .Pay("2025-12-30", "20.00", {{.item = "A"}})
      .Pay("2026-01-31", "30.00", {{.item = "A"}})
      .Pay("2026-02-01", "5.00", {{.item = "A"}})
      .Charge("2026-01-05", Component::kFee, "9.00", "A")
      .Pay("2026-01-06", "9.00",
           {{.item = "A", .row = 2, .component = Component::kFee}})
      .On("2026-01-10",
          CreditNoteIssued{.item = "A", .amount_minor = Cents("10.00")});
  const LateRecordSpec spec = {.settle_days = 30, .record_days = 10};
  const auto record = RecordOn("2026-01-31", facts, spec);
  ASSERT_THAT(record, IsOk());
  EXPECT_THAT(record->paid, ElementsAre(Pair(-2, AmountOfDays{20'00, 1}),
                                        Pair(30, AmountOfDays{30'00, 1})));
  EXPECT_EQ(record->later_minor, 40'00);  // open
  // A day later what is open has come in part, too late, and B has its time.
  const auto next = RecordOn("2026-02-01", facts, spec);
  ASSERT_THAT(next, IsOk());
  EXPECT_EQ(next->later_minor, 40'00 + 50'00);
  LateRecord sum = *record;
  ASSERT_THAT(AddTo(sum, *next), IsOk());
  EXPECT_EQ(sum.later_minor, 130'00);
  EXPECT_EQ(sum.paid.at(-2).amount_minor, 40'00);
}

TEST(Forecast, WrittenOffNeverComes) {
  Facts facts;
  facts.Invoice("2025-12-01", "A", "100.00", "2026-01-01")
      .Pay("2026-01-01", "25.00")
      .On("2026-01-20", WrittenOff{.item = "A"});
  const auto record =
      RecordOn("2026-02-01", facts, {.settle_days = 30, .record_days = 10});
  ASSERT_THAT(record, IsOk());
  EXPECT_THAT(record->paid, ElementsAre(Pair(0, AmountOfDays{25'00, 1})));
  EXPECT_EQ(record->later_minor, 75'00);
}

TEST(Forecast, RecordRefuses) {
  EXPECT_THAT(RecordOn("2026-02-01", {}, {.settle_days = 0}),
              IsError(Reason::kOutOfRange, "/settle_days"));
  EXPECT_THAT(RecordOn("2026-02-01", {}, {.record_days = 3'661}),
              IsError(Reason::kOutOfRange, "/record_days"));
}

// --- what is open -----------------------------------------------------------

absl::StatusOr<ExpectedClaims> ClaimsOn(std::string_view as_of,
                                        const Facts& facts) {
  const auto account = On(as_of, facts, PolicyOf());
  if (!account.ok()) return account.status();
  return ExpectedClaimsOf(*account, facts.journal());
}

TEST(Forecast, EachUnitOnce) {
  Facts facts;
  facts.Invoice("2026-03-01", "A", "100.00", "2026-03-31")
      .Invoice("2026-03-01", "B", "50.00", "2026-04-10")
      .Invoice("2026-03-01", "C", "30.00", "2026-04-20")
      .Invoice("2026-03-01", "D", "8.00", "2026-04-10")
      .Charge("2026-03-05", Component::kFee, "3.00", "A")
      .On("2026-03-10", HoldOpened{.kind = HoldKind::kDispute,
                                   .item = "A",
                                   .amount_minor = Cents("15.00")})
      .On("2026-03-11", PromiseMade{.amount_minor = Cents("60.00"),
                                    .by = *Date::Parse("2026-04-05"),
                                    .items = {"A"}})
      .On("2026-03-12",
          PlanAgreed{.items = {"C"},
                     .rows = {{*Date::Parse("2026-03-20"), Cents("10.00")},
                              {*Date::Parse("2026-04-20"), Cents("10.00")},
                              {*Date::Parse("2026-05-20"), Cents("5.00")}}});
  const auto claims = ClaimsOn("2026-03-31", facts);
  ASSERT_THAT(claims, IsOk());
  EXPECT_THAT(claims->promised, ElementsAre(Pair(Date::Of(2026, 4, 5), 60'00)));
  EXPECT_THAT(claims->planned, ElementsAre(Pair(Date::Of(2026, 4, 20), 10'00),
                                           Pair(Date::Of(2026, 5, 20), 5'00)));
  // The rest of A (100 - 15 - 60); B and D, which fall due together.
  EXPECT_THAT(claims->open, ElementsAre(Pair(Date::Of(2026, 3, 31), 25'00),
                                        Pair(Date::Of(2026, 4, 10), 58'00)));
  // The dispute, and the row of the plan that nobody has paid.
  EXPECT_EQ(claims->withheld_minor, 15'00 + 15'00);

  ExpectedClaims sum = *claims;
  ASSERT_THAT(AddTo(sum, *claims), IsOk());
  EXPECT_EQ(sum.open.at(Date::Of(2026, 4, 10)), 116'00);
  EXPECT_EQ(sum.withheld_minor, 60'00);
}

TEST(Forecast, APlanThatEndedSaysNothing) {
  Facts facts;
  facts.Invoice("2026-03-01", "A", "100.00", "2026-03-31")
      .On("2026-03-12",
          PlanAgreed{.rows = {{*Date::Parse("2026-04-20"), Cents("100.00")}}})
      .On("2026-03-20", PlanBreached{.plan = "2"});
  EXPECT_THAT(ClaimsOn("2026-03-19", facts)->open, IsEmpty());
  const auto claims = ClaimsOn("2026-03-20", facts);
  EXPECT_THAT(claims->open, ElementsAre(Pair(Date::Of(2026, 3, 31), 100'00)));
  EXPECT_THAT(claims->planned, IsEmpty());
}

// --- the back-test ----------------------------------------------------------

TEST(Forecast, BackTest) {
  Facts facts;
  facts.Invoice("2026-03-01", "A", "200.00", "2026-04-03")
      .Pay("2026-03-31", "10.00")  // before it
      .Pay("2026-04-02", "100.00")
      .Invoice("2026-04-04", "B", "500.00", "2026-04-05")
      .Pay("2026-04-06", "500.00", {{.item = "B"}})  // was not there
      .Pay("2026-04-10", "70.00");
  const auto account = On("2026-04-20", facts, PolicyOf());
  ASSERT_THAT(account, IsOk());
  const auto came_in = CameIn(*account, facts.journal(), kDay);
  ASSERT_THAT(came_in, IsOk());
  EXPECT_THAT(*came_in, ElementsAre(Pair(Date::Of(2026, 4, 2), 100'00),
                                    Pair(Date::Of(2026, 4, 10), 70'00)));
  ExpectedClaims claims;
  claims.open[After(3)] = 200'00;
  const auto forecast =
      ForecastOf(RecordOf({{0, 60'00}, {7, 30'00}}, 10'00), claims, Weeks(3));
  ASSERT_THAT(forecast, IsOk());
  // The third week is not over.
  const auto test = BackTestOf(*forecast, *came_in, Date::Of(2026, 4, 20));
  ASSERT_THAT(test, IsOk());
  EXPECT_THAT(
      test->buckets,
      ElementsAre(BackTestBucket{After(1), After(7), 120'00, 100'00, 20'00},
                  BackTestBucket{After(8), After(14), 60'00, 70'00, -10'00}));
  EXPECT_EQ(test->forecast_minor, 180'00);
  EXPECT_EQ(test->actual_minor, 170'00);
  EXPECT_EQ(test->error_share, Fraction::Of(3, 17));
  EXPECT_EQ(BackTestOf(*forecast, {}, kDay)->error_share, std::nullopt);
}

}  // namespace
}  // namespace usance
