#include "usance/credit/assess.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/account/facts.h"
#include "tests/credit/policies.h"

namespace usance {
namespace {

// A record of numbers, not of a journal.
TrackRecord RecordOf(std::optional<Fraction> on_time,
                     std::optional<Fraction> days_late, int32_t worst = 0) {
  return {.currency = Eur(),
          .as_of = "2026-06-30"_date,
          .judged_minor = 1'000'000,
          .on_time_by_amount = on_time,
          .days_late = days_late,
          .worst_days_late = worst,
          .period_days = 365,
          .sales_minor = 40'000'003,
          .recent_invoices = 7};
}

TEST(Assess, FindsClassLimitAndReasons) {
  struct Case {
    const char* name;
    TrackRecord record;
    ExternalFacts external;
    const char* said;  // class, score, limit, knock-out
  };
  const auto share = [](int128 n) { return Fraction::Of(n, 100); };
  const Case cases[] = {
      // (90 x 3 + 50 x 1) / 4 = 80; a quarter of 400,000.03, at most 100,000.
      {"just A", RecordOf(share(90), Fraction(5)), {}, "A 80 100000.00 -"},
      {"bands begin at their number",
       RecordOf(share(90), Fraction::Of(49, 10)),
       {},
       "A 185/2 100000.00 -"},
      // (50 x 3 + 100) / 4
      {"B", RecordOf(share(89), Fraction(0)), {}, "B 125/2 5000.00 -"},
      {"too late", RecordOf(share(69), Fraction(30)), {}, "cash 0 0.00 -"},
      {"nothing known", RecordOf({}, {}), {}, "B 40 5000.00 -"},
      {"insolvent",
       RecordOf(share(99), Fraction(0)),
       {.insolvency = true},
       "cash 185/2 0.00 0"},
      {"not insolvent",
       RecordOf(share(99), Fraction(0)),
       {.insolvency = false},
       "A 185/2 100000.00 -"},
      {"59 days once",
       RecordOf(share(99), Fraction(0), 59),
       {},
       "A 185/2 100000.00 -"},
      {"60 days once",
       RecordOf(share(99), Fraction(0), 60),
       {},
       "B 185/2 5000.00 1"},
      {"both",
       RecordOf(share(99), Fraction(0), 60),
       {.insolvency = true},
       "cash 185/2 0.00 0"},
      {"a knock-out to no worse a class",
       RecordOf(share(0), Fraction(31), 60),
       {},
       "cash 0 0.00 -"},
  };
  for (const Case& one : cases) {
    const CreditPolicy policy = ScorePolicy();
    const auto result = Assess(policy, one.record, one.external);
    ASSERT_THAT(result, IsOk()) << one.name;
    EXPECT_EQ(
        policy.classes[result->credit_class].id + " " + ToText(result->score) +
            " " + Euros(*result->limit_minor) + " " +
            (result->knock_out ? std::to_string(*result->knock_out) : "-"),
        one.said)
        << one.name;
  }
  const auto result =
      Assess(ScorePolicy(), RecordOf(Fraction::Of(19, 20), {}), {});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->reasons[0].why,
            "on time by amount 95%: 90 points (weight 3)");
  EXPECT_EQ(result->reasons[0].band, 2u);
  EXPECT_EQ(result->reasons[1].why, "days late not known: left out");
}

TEST(Assess, HasARuleForWhatIsNotKnown) {
  struct Case {
    MissingData missing;
    const char* score;  // of 90 x 3 and this with weight 1
  };
  for (const Case& one :
       {Case{MissingData::kLeaveOut, "90"}, Case{MissingData::kWorst, "135/2"},
        Case{MissingData::kPoints, "155/2"}}) {
    CreditPolicy policy = ScorePolicy();
    policy.factors[1].missing = one.missing;
    if (one.missing == MissingData::kPoints) {
      policy.factors[1].missing_points = 40;
    }
    const auto result = Assess(policy, RecordOf(Fraction(1), {}), {});
    ASSERT_THAT(result, IsOk());
    EXPECT_EQ(ToText(result->score), one.score);
  }
  CreditPolicy policy = ScorePolicy();
  policy.knock_outs[0].missing = MissingData::kWorst;
  EXPECT_EQ(Assess(policy, RecordOf(Fraction(1), {}), {})->credit_class, 2u);
}

TEST(Assess, RefusesInTheOrderOfItsErrors) {
  const TrackRecord record = RecordOf({}, {});
  CreditPolicy policy = ScorePolicy();
  policy.classes[1].limit = {.basis = LimitBasis::kEquity};
  EXPECT_THAT(Assess(policy, record, {}),
              IsError(Reason::kContextRequired, "/policy/classes/1/limit"));
  policy.knock_outs[0].missing = MissingData::kRefuse;
  EXPECT_THAT(Assess(policy, record, {}),
              IsError(Reason::kContextRequired, "/policy/knock_outs/0"));
  policy.factors[0].missing = MissingData::kLeaveOut;
  policy.factors[0].missing_points = 0;
  EXPECT_THAT(Assess(policy, record, {}),
              IsError(Reason::kContextRequired, "/policy/factors"));
  policy.factors[1].missing = MissingData::kRefuse;
  EXPECT_THAT(Assess(policy, record, {}),
              IsError(Reason::kContextRequired, "/policy/factors/1"));
  EXPECT_THAT(Assess(policy, record, {.equity_minor = -1}),
              IsError(Reason::kOutOfRange, "/external/equity"));
  EXPECT_THAT(Assess(policy, record, {.legal_disputes = -1}),
              IsError(Reason::kOutOfRange, "/external/legal_disputes"));
  policy.valid_from = "2026-07-01"_date;
  EXPECT_THAT(Assess(policy, record, {.legal_disputes = -1}),
              IsError(Reason::kOutOfOrder, "/policy/valid_from"));
  policy.currency = Currency::Of("USD");
  EXPECT_THAT(Assess(policy, record, {}),
              IsError(Reason::kCurrencyMismatch, "/policy/currency"));
  policy.version = "";
  EXPECT_THAT(Assess(policy, record, {}),
              IsError(Reason::kMissingField, "/policy/version"));
}

TEST(Assess, RoundsALimitDownOnce) {
  struct Case {
    LimitRule rule;
    const char* limit;
  };
  // Sales of 400,000.03 in 365 days, by 7 invoices; equity of 10.01.
  const Case cases[] = {
      {{.basis = LimitBasis::kNone}, "none"},
      {{.basis = LimitBasis::kSales}, "400000.03"},
      {{.basis = LimitBasis::kSales, .factor = Fraction::Of(1, 2)},
       "200000.01"},
      {{.basis = LimitBasis::kDaysOfSales, .factor = 30}, "32876.71"},
      {{.basis = LimitBasis::kAverageInvoice, .factor = 2}, "114285.72"},
      {{.basis = LimitBasis::kEquity, .factor = Fraction::Of(1, 10)}, "1.00"},
  };
  for (const Case& one : cases) {
    CreditPolicy policy = ScorePolicy();
    policy.classes[0].limit = one.rule;
    const auto result = Assess(policy, RecordOf(Fraction(1), Fraction(0)),
                               {.equity_minor = 1'001});
    ASSERT_THAT(result, IsOk());
    EXPECT_EQ(result->limit_minor ? Euros(*result->limit_minor) : "none",
              one.limit);
  }
  CreditPolicy policy = ScorePolicy();
  policy.classes[0].limit = {.basis = LimitBasis::kSales, .factor = kInt128Max};
  EXPECT_THAT(Assess(policy, RecordOf(Fraction(1), Fraction(0)), {}),
              IsError(Reason::kOverflow, "/policy/classes/0/limit"));
}

// A class that is worse may name a rule that happens to give more: the better
// class's holds.
TEST(Assess, GivesAWorseClassNoHigherLimit) {
  TrackRecord record = RecordOf(Fraction::Of(1, 2), Fraction(0));
  record.on_time_by_amount = Fraction::Of(8, 10);
  record.sales_minor = 100'000;
  const auto result = Assess(ScorePolicy(), record, {});
  ASSERT_THAT(result, IsOk());
  EXPECT_EQ(result->credit_class, 1u);
  EXPECT_EQ(result->limit_class, 0u);
  EXPECT_EQ(result->limit_minor, 25'000);  // not B's 5,000.00
}

// --- a worse record never gets better terms ----------------------------------

Fraction AnyValue(Measure measure) {
  switch (measure) {
    case Measure::kInsolvency:
    case Measure::kOtherJurisdiction:
      return *rc::gen::inRange(0, 2);
    case Measure::kTrend:
      return Fraction::Of(*rc::gen::inRange(-40, 41), 4);
    default:
      break;
  }
  if (KindOf(measure).unit == MeasureUnit::kShare) {
    return Fraction::Of(*rc::gen::inRange(0, 21), 20);
  }
  return *rc::gen::inRange(0, 100);
}

void Set(Measure measure, const Fraction& value, TrackRecord& record,
         ExternalFacts& external) {
  const auto number = static_cast<int32_t>(value.numerator());
  switch (measure) {
    case Measure::kOnTimeByAmount:
      record.on_time_by_amount = value;
      break;
    case Measure::kOnTimeByCount:
      record.on_time_by_count = value;
      break;
    case Measure::kDaysLate:
      record.days_late = value;
      break;
    case Measure::kWorstDaysLate:
      record.worst_days_late = number;
      break;
    case Measure::kTrend:
      record.trend = value;
      break;
    case Measure::kPromisesKept:
      record.promises_kept = value;
      break;
    case Measure::kPastDue:
      record.past_due_minor = number;
      break;
    case Measure::kWrittenOff:
      record.written_off_minor = number;
      break;
    case Measure::kDisputes:
      record.disputes = number;
      break;
    case Measure::kReturnedPayments:
      record.returned_payments = number;
      break;
    case Measure::kBrokenPlans:
      record.broken_plans = number;
      break;
    case Measure::kHandOvers:
      record.hand_overs = number;
      break;
    case Measure::kAgeDays:
      record.since = *AddDays(record.as_of, -number);
      break;
    case Measure::kRowsJudged:
      record.rows_judged = number;
      break;
    case Measure::kScore:
      external.score = number;
      break;
    case Measure::kInsolvency:
      external.insolvency = number == 1;
      break;
    case Measure::kLegalDisputes:
      external.legal_disputes = number;
      break;
    case Measure::kOtherJurisdiction:
      external.other_jurisdiction = number == 1;
      break;
  }
}

LimitRule AnyLimit() {
  const auto basis = static_cast<LimitBasis>(*rc::gen::inRange(1, 7));
  LimitRule rule = {.basis = basis};
  if (basis == LimitBasis::kNone) return rule;
  if (basis == LimitBasis::kFixed) {
    rule.amount_minor = *rc::gen::inRange(0, 10'000);
    return rule;
  }
  rule.factor = Fraction::Of(*rc::gen::inRange(0, 50), 7);
  if (*rc::gen::arbitrary<bool>()) {
    rule.at_most_minor = *rc::gen::inRange(0, 10'000);
  }
  return rule;
}

CreditPolicy AnyPolicy() {
  CreditPolicy policy = ScorePolicy();
  policy.factors.clear();
  policy.knock_outs.clear();
  for (const auto& row : Names<Measure>::kTable) {
    if (*rc::gen::inRange(0, 3) > 0) continue;
    ScoreFactor factor = {.measure = row.value,
                          .weight = *rc::gen::inRange(1, 5),
                          .bands = {{{}, 0}},
                          .missing = MissingData::kWorst};
    std::vector<Fraction> values;
    std::vector<int32_t> points = {*rc::gen::inRange(0, 101)};
    for (int k = 0; k < 4; ++k) {
      values.push_back(AnyValue(row.value));
      points.push_back(*rc::gen::inRange(0, 101));
    }
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    std::sort(points.begin(), points.end());
    if (!KindOf(row.value).higher_is_better) {
      std::reverse(points.begin(), points.end());
    }
    factor.bands[0].points = points[0];
    for (size_t k = 0; k < values.size(); ++k) {
      factor.bands.push_back({values[k], points[k + 1]});
    }
    policy.factors.push_back(std::move(factor));
  }
  if (policy.factors.empty()) policy.factors = ScorePolicy().factors;
  const int knock_outs = *rc::gen::inRange(0, 4);
  for (int k = 0; k < knock_outs; ++k) {
    const auto measure =
        Names<Measure>::kTable[*rc::gen::inRange<size_t>(0, 18)].value;
    policy.knock_outs.push_back(
        {.measure = measure,
         .at = AnyValue(measure),
         .reason = "reason",
         .class_id = policy.classes[*rc::gen::inRange<size_t>(0, 3)].id,
         .missing = MissingData::kLeaveOut});
  }
  for (CreditClass& one : policy.classes) one.limit = AnyLimit();
  return policy;
}

RC_GTEST_PROP(Assess, NeverGivesAWorseRecordBetterTerms, ()) {
  const CreditPolicy policy = AnyPolicy();
  RC_ASSERT(CheckPolicy(policy).ok());
  TrackRecord record = RecordOf({}, {});
  ExternalFacts external = {.equity_minor = *rc::gen::inRange(0, 5'000)};
  record.sales_minor = *rc::gen::inRange(0, 5'000);
  for (const auto& row : Names<Measure>::kTable) {
    Set(row.value, AnyValue(row.value), record, external);
  }
  const auto measure =
      Names<Measure>::kTable[*rc::gen::inRange<size_t>(0, 18)].value;
  Fraction better = AnyValue(measure), worse = AnyValue(measure);
  if ((worse > better) == KindOf(measure).higher_is_better) {
    std::swap(better, worse);
  }
  Set(measure, better, record, external);
  const auto before = Assess(policy, record, external);
  Set(measure, worse, record, external);
  const auto after = Assess(policy, record, external);
  RC_ASSERT(before.ok());
  RC_ASSERT(after.ok());
  RC_ASSERT(after->score <= before->score);
  RC_ASSERT(after->credit_class >= before->credit_class);
  const CreditClass& had = policy.classes[before->credit_class];
  const CreditClass& has = policy.classes[after->credit_class];
  RC_ASSERT(has.deposit >= had.deposit);
  RC_ASSERT(has.early_discount <= had.early_discount);
  if (before->limit_minor) {
    RC_ASSERT(after->limit_minor.has_value());
    RC_ASSERT(*after->limit_minor <= *before->limit_minor);
  }
}

// The same of a journal: the invoices as they are, each paid no earlier.
RC_GTEST_PROP(Assess, NeverGivesALaterPayerBetterTerms, ()) {
  struct Invoice {
    int amount, paid_after;
  };
  const auto count = *rc::gen::inRange(1, 6);
  std::vector<Invoice> sooner, later;
  for (int k = 0; k < count; ++k) {
    const int amount = *rc::gen::inRange(1, 1'000);
    const int days = *rc::gen::inRange(0, 70);
    sooner.push_back({amount, days});
    later.push_back({amount, days + *rc::gen::inRange(0, 40)});
  }
  const auto assess = [](const std::vector<Invoice>& invoices) {
    Facts facts;
    const Date issued = "2026-01-01"_date;
    for (const Invoice& invoice : invoices) {
      const std::string id = std::to_string(&invoice - invoices.data());
      const std::string amount = std::to_string(invoice.amount) + ".00";
      facts.Invoice("2026-01-01", id, amount, "2026-01-31");
      const Date paid = *AddDays(issued, invoice.paid_after);
      facts.Pay(paid.ToText(), amount, {{id}});
    }
    const auto account = On("2026-06-30", facts, PolicyOf());
    const auto record = TrackRecordOf(facts.journal(), *account, 365);
    return Assess(ScorePolicy(), *record, {});
  };
  const auto before = assess(sooner), after = assess(later);
  RC_ASSERT(before.ok());
  RC_ASSERT(after.ok());
  RC_ASSERT(after->score <= before->score);
  RC_ASSERT(after->credit_class >= before->credit_class);
  RC_ASSERT(*after->limit_minor <= *before->limit_minor);
}

}  // namespace
}  // namespace usance
