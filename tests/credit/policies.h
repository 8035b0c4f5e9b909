// A credit policy for tests.
#ifndef USANCE_TESTS_CREDIT_POLICIES_H_
#define USANCE_TESTS_CREDIT_POLICIES_H_

#include "tests/matchers.h"
#include "usance/usance.h"

namespace usance {

// In euro: two factors, a knock-out and three classes.
inline CreditPolicy ScorePolicy() {
  CreditPolicy policy = {.id = "trade",
                         .version = "2",
                         .valid_from = "2026-01-01"_date,
                         .currency = Currency::Of("EUR"),
                         .factors = {},
                         .classes = {}};
  policy.factors = {
      {.measure = Measure::kOnTimeByAmount,
       .weight = 3,
       .bands = {{{}, 0}, {Fraction::Of(7, 10), 50}, {Fraction::Of(9, 10), 90}},
       .missing = MissingData::kPoints,
       .missing_points = 40},
      {.measure = Measure::kDaysLate,
       .weight = 1,
       .bands = {{{}, 100}, {Fraction(5), 50}, {Fraction(30), 0}},
       .missing = MissingData::kLeaveOut}};
  policy.knock_outs = {{.measure = Measure::kInsolvency,
                        .at = 1,
                        .reason = "insolvency proceedings",
                        .class_id = "cash",
                        .missing = MissingData::kLeaveOut},
                       {.measure = Measure::kWorstDaysLate,
                        .at = 60,
                        .reason = "an invoice was 60 days late",
                        .class_id = "B",
                        .missing = MissingData::kLeaveOut}};
  policy.classes = {
      {.id = "A",
       .from_points = 80,
       .terms = *ParseTerms("2/10 net 30"),
       .limit = {.basis = LimitBasis::kSales,
                 .factor = Fraction::Of(1, 4),
                 .at_most_minor = 10'000'000},
       .early_discount = true,
       .dunning = "friendly",
       .consequences = {"interest by law"}},
      {.id = "B",
       .from_points = 40,
       .terms = *ParseTerms("net 14"),
       .limit = {.basis = LimitBasis::kFixed, .amount_minor = 500'000},
       .deposit = 20_percent,
       .dunning = "firm"},
      {.id = "cash",
       .from_points = 0,
       .terms = *ParseTerms("net 0"),
       .limit = {.basis = LimitBasis::kFixed, .amount_minor = 0},
       .deposit = 100_percent}};
  return policy;
}

}  // namespace usance

#endif  // USANCE_TESTS_CREDIT_POLICIES_H_
