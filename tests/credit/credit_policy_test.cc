#include "usance/credit/credit_policy.h"

#include <gtest/gtest.h>

#include "tests/credit/policies.h"

namespace usance {
namespace {

TEST(CreditPolicy, IsCheckedInTheOrderOfItsFields) {
  ASSERT_THAT(CheckPolicy(ScorePolicy()), IsOk());
  struct Case {
    void (*spoil)(CreditPolicy&);
    Reason reason;
    const char* field;
  };
  // Each leaves what the one before it spoils, and spoils what comes earlier.
  const Case cases[] = {
      {[](CreditPolicy& p) { p.classes[2].from_points = 1; },
       Reason::kOutOfRange, "/classes/2/from_points"},
      {[](CreditPolicy& p) { p.classes[2].early_discount = true; },
       Reason::kOutOfOrder, "/classes/2/early_discount"},
      {[](CreditPolicy& p) { p.classes[2].deposit = 19_percent; },
       Reason::kOutOfOrder, "/classes/2/deposit"},
      {[](CreditPolicy& p) { p.classes[2].terms = *ParseTerms("net 15"); },
       Reason::kOutOfOrder, "/classes/2/terms"},
      {[](CreditPolicy& p) { p.classes[2].consequences = {""}; },
       Reason::kMissingField, "/classes/2/consequences/0"},
      {[](CreditPolicy& p) { p.classes[1].terms = *ParseTerms("2/10 net 14"); },
       Reason::kConflict, "/classes/1/early_discount"},
      {[](CreditPolicy& p) { p.classes[1].deposit = 101_percent; },
       Reason::kOutOfRange, "/classes/1/deposit"},
      {[](CreditPolicy& p) { p.classes[1].limit.at_most_minor = 5; },
       Reason::kConflict, "/classes/1/limit/at_most"},
      {[](CreditPolicy& p) { p.classes[1].limit.at_most_minor = -5; },
       Reason::kOutOfRange, "/classes/1/limit/at_most"},
      {[](CreditPolicy& p) { p.classes[1].limit.factor = 2; },
       Reason::kConflict, "/classes/1/limit/factor"},
      {[](CreditPolicy& p) { p.classes[1].limit.factor = -2; },
       Reason::kOutOfRange, "/classes/1/limit/factor"},
      {[](CreditPolicy& p) { p.classes[0].limit.amount_minor = 1; },
       Reason::kConflict, "/classes/0/limit/amount"},
      {[](CreditPolicy& p) { p.classes[0].limit.amount_minor = -1; },
       Reason::kOutOfRange, "/classes/0/limit/amount"},
      {[](CreditPolicy& p) { p.classes[0].limit.basis = {}; },
       Reason::kUnspecified, "/classes/0/limit/basis"},
      {[](CreditPolicy& p) { p.classes[0].terms.lines.clear(); },
       Reason::kMissingField, "/classes/0/terms/lines"},
      {[](CreditPolicy& p) { p.classes[0].from_points = -1; },
       Reason::kOutOfRange, "/classes/0/from_points"},
      {[](CreditPolicy& p) { p.classes[0].id = ""; }, Reason::kMissingField,
       "/classes/0/id"},
      {[](CreditPolicy& p) { p.classes.resize(65, p.classes[0]); },
       Reason::kLimitExceeded, "/classes"},
      {[](CreditPolicy& p) { p.knock_outs[1].missing = MissingData::kPoints; },
       Reason::kConflict, "/knock_outs/1/missing"},
      {[](CreditPolicy& p) { p.knock_outs[1].missing = {}; },
       Reason::kUnspecified, "/knock_outs/1/missing"},
      {[](CreditPolicy& p) { p.knock_outs[1].class_id = "C"; },
       Reason::kUnknownName, "/knock_outs/1/class"},
      {[](CreditPolicy& p) { p.knock_outs[1].class_id = ""; },
       Reason::kMissingField, "/knock_outs/1/class"},
      {[](CreditPolicy& p) { p.knock_outs[1].reason = ""; },
       Reason::kMissingField, "/knock_outs/1/reason"},
      {[](CreditPolicy& p) { p.knock_outs[0].measure = {}; },
       Reason::kUnspecified, "/knock_outs/0/measure"},
      {[](CreditPolicy& p) { p.knock_outs.resize(65, p.knock_outs[0]); },
       Reason::kLimitExceeded, "/knock_outs"},
      {[](CreditPolicy& p) { p.factors[1].missing_points = 1; },
       Reason::kConflict, "/factors/1/missing_points"},
      {[](CreditPolicy& p) { p.factors[1].missing = {}; }, Reason::kUnspecified,
       "/factors/1/missing"},
      {[](CreditPolicy& p) { p.factors[0].missing_points = 91; },
       Reason::kOutOfOrder, "/factors/0/missing_points"},
      {[](CreditPolicy& p) { p.factors[0].missing_points = -1; },
       Reason::kOutOfRange, "/factors/0/missing_points"},
      {[](CreditPolicy& p) { p.factors[0].bands[2].points = 49; },
       Reason::kOutOfOrder, "/factors/0/bands/2/points"},
      {[](CreditPolicy& p) { p.factors[0].bands[2].points = 1'000'001; },
       Reason::kOutOfRange, "/factors/0/bands/2/points"},
      {[](CreditPolicy& p) { p.factors[0].bands[2].from = Fraction(0); },
       Reason::kOutOfOrder, "/factors/0/bands/2/from"},
      {[](CreditPolicy& p) { p.factors[0].bands[1].from.reset(); },
       Reason::kConflict, "/factors/0/bands/1/from"},
      {[](CreditPolicy& p) { p.factors[0].bands[0].from = Fraction(0); },
       Reason::kConflict, "/factors/0/bands/0/from"},
      {[](CreditPolicy& p) { p.factors[0].bands.clear(); },
       Reason::kMissingField, "/factors/0/bands"},
      {[](CreditPolicy& p) { p.factors[0].weight = 0; }, Reason::kOutOfRange,
       "/factors/0/weight"},
      {[](CreditPolicy& p) { p.factors[0].measure = {}; }, Reason::kUnspecified,
       "/factors/0/measure"},
      {[](CreditPolicy& p) { p.factors.clear(); }, Reason::kMissingField,
       "/factors"},
      {[](CreditPolicy& p) { p.version = ""; }, Reason::kMissingField,
       "/version"},
      {[](CreditPolicy& p) { p.id = ""; }, Reason::kMissingField, "/id"},
  };
  CreditPolicy policy = ScorePolicy();
  for (const Case& one : cases) {
    one.spoil(policy);
    EXPECT_THAT(CheckPolicy(policy), IsError(one.reason, one.field));
  }
}

TEST(CreditPolicy, RefusesWhatWouldRewardAWorseRecord) {
  struct Case {
    void (*spoil)(CreditPolicy&);
    const char* field;
  };
  const Case cases[] = {
      // More points for fewer days late are right, the reverse is refused.
      {[](CreditPolicy& p) { p.factors[1].bands[2].points = 51; },
       "/factors/1/bands/2/points"},
      {[](CreditPolicy& p) { p.factors[0].bands[0].points = 51; },
       "/factors/0/bands/1/points"},
      {[](CreditPolicy& p) { p.classes[1].from_points = 80; },
       "/classes/1/from_points"},
      {[](CreditPolicy& p) { p.classes[1].terms = *ParseTerms("5w"); },
       "/classes/1/terms"},
      // Compared with the best class that is plain days.
      {[](CreditPolicy& p) {
         p.classes[1].terms = *ParseTerms("30d eom");
         p.classes[2].terms = *ParseTerms("31d");
       },
       "/classes/2/terms"},
  };
  for (const Case& one : cases) {
    CreditPolicy policy = ScorePolicy();
    one.spoil(policy);
    EXPECT_THAT(CheckPolicy(policy), IsError(Reason::kOutOfOrder, one.field));
  }
  CreditPolicy same = ScorePolicy();
  same.factors[1].bands[1].points = 100;
  same.classes[1].terms = *ParseTerms("net 30");
  EXPECT_THAT(CheckPolicy(same), IsOk());
}

TEST(CreditPolicy, ReadsAsPlainText) {
  EXPECT_EQ(ToText(ScorePolicy()),
            "Credit policy trade, version 2, from 2026-01-01, in EUR\n"
            "\n"
            "Points, of which the mean by weight is the score\n"
            "  on time by amount (weight 3): below 70% 0; from 70% 50; from "
            "90% 90; not known: 40 points\n"
            "  days late (weight 1): below 5 100; from 5 50; from 30 0; not "
            "known: left out\n"
            "\n"
            "Whatever the score\n"
            "  insolvency: at best class cash, as insolvency "
            "proceedings; not known: left out\n"
            "  worst days late 60 or more: at best class B, as an invoice "
            "was 60 days late; not known: left out\n"
            "\n"
            "Class A, from 80 points\n"
            "  payment: 2/10 net 30\n"
            "  limit: 25% of the last period's sales, at most 100000.00 EUR\n"
            "  deposit: 0% of an order\n"
            "  discount for early payment: yes\n"
            "  reminders: friendly\n"
            "  in default: interest by law\n"
            "\n"
            "Class B, from 40 points\n"
            "  payment: net 14\n"
            "  limit: 5000.00 EUR\n"
            "  deposit: 20% of an order\n"
            "  discount for early payment: no\n"
            "  reminders: firm\n"
            "\n"
            "Class cash, from 0 points\n"
            "  payment: net 0\n"
            "  limit: 0.00 EUR\n"
            "  deposit: 100% of an order\n"
            "  discount for early payment: no\n");
}

TEST(CreditPolicy, WritesEachLimit) {
  struct Case {
    LimitRule rule;
    const char* text;
  };
  const Case cases[] = {
      {{.basis = LimitBasis::kNone}, "no limit"},
      {{.basis = LimitBasis::kFixed, .amount_minor = 1}, "0.01 EUR"},
      {{.basis = LimitBasis::kSales, .factor = Fraction::Of(1, 8)},
       "12.5% of the last period's sales"},
      {{.basis = LimitBasis::kDaysOfSales, .factor = 45}, "45 days of sales"},
      {{.basis = LimitBasis::kAverageInvoice,
        .factor = 2,
        .at_most_minor = 300},
       "2 times the average invoice, at most 3.00 EUR"},
      {{.basis = LimitBasis::kEquity, .factor = Fraction::Of(1, 10)},
       "10% of the customer's equity"},
  };
  for (const Case& one : cases) {
    CreditClass credit_class = ScorePolicy().classes[2];
    credit_class.limit = one.rule;
    const std::string text = ToText(credit_class, ScorePolicy().currency);
    EXPECT_NE(text.find("  limit: " + std::string(one.text) + "\n"),
              std::string::npos)
        << text;
  }
}

}  // namespace
}  // namespace usance
