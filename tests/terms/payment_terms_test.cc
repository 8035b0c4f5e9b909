#include "usance/terms/payment_terms.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "tests/matchers.h"
#include "tests/terms/any_terms.h"
#include "usance/money/format.h"
#include "usance/terms/notation.h"

namespace usance {
namespace {

constexpr Date kDate = "2016-01-01"_date;
constexpr TermsPolicy kPolicy{.rounding = Rounding::kHalfUp,
                              .residual = TermsResidual::kLast,
                              .excess = Excess::kRefuse,
                              .discount_base = DiscountBase::kGross};

TermsPolicy With(Excess excess) {
  TermsPolicy policy = kPolicy;
  policy.excess = excess;
  return policy;
}

TermsPolicy With(TermsResidual residual) {
  TermsPolicy policy = kPolicy;
  policy.residual = residual;
  return policy;
}

std::string Amounts(const std::vector<DueAmount>& rows) {
  std::string text;
  for (const DueAmount& row : rows) {
    if (!text.empty()) text += " ";
    text += FormatAmount(row.amount);
  }
  return text;
}

// The amounts, or the reason why there are none.
std::string Dealt(std::string_view terms, const InvoiceFacts& invoice,
                  const TermsPolicy& policy) {
  const auto parsed = ParseTerms(terms);
  EXPECT_THAT(parsed, IsOk());
  const auto rows = DueDates(*parsed, invoice, policy);
  if (rows.ok()) return Amounts(*rows);
  return std::string(NameOf(ReasonOf(rows.status()))) + " " +
         FieldOf(rows.status());
}

TEST(DueDates, AmountsOfLines) {
  struct Row {
    std::string_view terms;
    Money amount;
    TermsPolicy policy;
    std::string_view dealt;
  };
  const Row rows[] = {
      {"net 30", "0.20 EUR"_money, {}, "0.20"},
      {"net 30", "-10.00 EUR"_money, {}, "-10.00"},
      {"25% 0d, 50% 0d, 25% 0d", "0.01 EUR"_money,
       With(TermsResidual::kLargest), "0.00 0.01 0.00"},
      {"50% 0d, 50% 0d", "0.03 EUR"_money, kPolicy, "0.02 0.01"},
      {"50% 0d, 50% 0d", "-0.03 EUR"_money, kPolicy, "-0.02 -0.01"},
      {"50% 0d, 50% 0d", "0.03 EUR"_money, With(TermsResidual::kFirst),
       "0.01 0.02"},
      {"1/3 of total 0d, 1/3 of total 0d, 1/3 of total 0d", "100.00 EUR"_money,
       kPolicy, "33.33 33.33 33.34"},
      {"rest 0d, rest 0d, rest 0d",
       "100.00 EUR"_money,
       {},
       "33.34 33.33 33.33"},
      {"rest*3 0d, rest*1 0d", "99.99 EUR"_money, {}, "74.99 25.00"},
      {"rest*3 0d, rest*1 0d", "-99.99 EUR"_money, {}, "-74.99 -25.00"},
      {"50% 0d, rest 0d", "101 JPY"_money, kPolicy, "51 50"},
      {"50% 0d, rest 0d", "0.001 KWD"_money, kPolicy, "0.001 0.000"},
      {"70% 0d, 500.00 EUR 0d, 30% 0d, rest 0d", "1000.00 EUR"_money,
       With(Excess::kAllow), "700.00 500.00 300.00 -500.00"},
      // A fixed amount has the invoice's sign.
      {"800.00 EUR 0d, rest 0d", "-1000.00 EUR"_money, {}, "-800.00 -200.00"},
      {"800.00 EUR 0d, rest 0d", "-500.00 EUR"_money, With(Excess::kClip),
       "-500.00 0.00"},
      {"800.00 EUR 0d, rest 0d", "0.00 EUR"_money, With(Excess::kClip),
       "0.00 0.00"},
      {"25% 0d, rest 0d", "0.00 EUR"_money, kPolicy, "0.00 0.00"},
      // Rounding alone takes no more than is left.
      {"50% 0d, 50% 0d, rest 0d", "0.01 EUR"_money, kPolicy, "0.01 0.00 0.00"},
      // Lines that do not come to the amount.
      {"33.33% 0d, 33.33% 0d, 33.33% 0d", "100.00 EUR"_money, kPolicy,
       "SUM_MISMATCH /terms/lines"},
      {"60% 0d, 60% 0d", "100.00 EUR"_money, kPolicy,
       "SUM_MISMATCH /terms/lines/1"},
      {"60% 0d, 60% 0d", "100.00 EUR"_money, With(Excess::kClip),
       "60.00 40.00"},
      {"60.00 EUR 0d, 40.00 EUR 0d",
       "100.00 EUR"_money,
       {.residual = TermsResidual::kLast},
       "60.00 40.00"},
      {"60.00 EUR 0d, 40.00 EUR 0d",
       "100.01 EUR"_money,
       {.residual = TermsResidual::kLast},
       "SUM_MISMATCH /terms/lines"},
      // A line's own multiple.
      {"50% round(1.00 EUR, half up) 0d, rest 0d",
       "1000.10 EUR"_money,
       {},
       "500.00 500.10"},
      {"50% round(0.05 CHF, up) 0d, 50% 0d", "10.01 CHF"_money, kPolicy,
       "5.05 4.96"},
      // The net amount is four fifths.
      {"50% of net 0d, rest 0d", "100.00 EUR"_money, kPolicy, "40.00 60.00"},
      {"100% of net 0d, rest 0d", "100.00 EUR"_money, kPolicy, "80.00 20.00"},
  };
  for (const Row& row : rows) {
    const Money net(row.amount.minor() / 5 * 4, row.amount.currency());
    EXPECT_EQ(
        Dealt(row.terms, {.date = kDate, .amount = row.amount, .net = net},
              row.policy),
        row.dealt)
        << row.terms << " of " << Format(row.amount);
  }
}

// erpnext#12057: the sum is the total, whichever line has the rest.
TEST(DueDates, R46_TheSumOfTheLinesIsTheTotal) {
  const struct {
    TermsResidual residual;
    std::string_view dealt;
  } kRows[] = {
      {TermsResidual::kFirst, "1.83 1.82 1.82"},
      {TermsResidual::kLast, "1.82 1.82 1.83"},
      {TermsResidual::kLargest, "1.83 1.82 1.82"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Dealt("33.34% 0d, 33.33% 30d, 33.33% 60d",
                    {.date = kDate, .amount = "5.47 EUR"_money},
                    With(row.residual)),
              row.dealt);
  }
}

// erpnext#27208: the amount of a line is a share of the total, not the total
// times the lines; lines that do not come to the total are refused.
TEST(DueDates, R47_NoLineIsTheTotalAgain) {
  const struct {
    std::string_view terms;
    std::string_view dealt;
  } kRows[] = {
      {"50% 0d, 50% 30d", "60.00 60.00"},
      {"25% 0d, 25% 30d, 50% 60d", "30.00 30.00 60.00"},
      {"100% 0d, 100% 30d", "SUM_MISMATCH /terms/lines/1"},
      {"50% 0d, 49% 30d", "SUM_MISMATCH /terms/lines"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Dealt(row.terms, {.date = kDate, .amount = "120.00 EUR"_money},
                    kPolicy),
              row.dealt)
        << row.terms;
  }
}

// OCA/account-payment#924: after a fixed line, a share of the total leaves a
// negative last line. It is refused, and a share of the rest is not.
TEST(DueDates, R48_AFixedLineThenAShare) {
  const struct {
    std::string_view terms;
    TermsPolicy policy;
    std::string_view dealt;
  } kRows[] = {
      {"800.00 EUR 0d, 50% of rest 0d, rest 0d", kPolicy,
       "800.00 100.00 100.00"},
      {"800.00 EUR 0d, 50% 0d, rest 0d", kPolicy,
       "SUM_MISMATCH /terms/lines/1"},
      {"800.00 EUR 0d, 50% 0d, rest 0d", With(Excess::kClip),
       "800.00 200.00 0.00"},
      {"800.00 EUR 0d, 50% 0d, rest 0d", With(Excess::kAllow),
       "800.00 500.00 -300.00"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Dealt(row.terms, {.date = kDate, .amount = "1000.00 EUR"_money},
                    row.policy),
              row.dealt)
        << row.terms;
  }
}

TEST(DueDates, R50_EveryLineHasOneRounding) {
  // odoo#247996: 0.19 or 0.20 by where it is rounded. Once per line, by mode.
  for (const auto& [rounding, dealt] :
       {std::pair(Rounding::kHalfUp, "0.20 0.19"),
        std::pair(Rounding::kHalfDown, "0.19 0.20"),
        std::pair(Rounding::kHalfEven, "0.20 0.19"),
        std::pair(Rounding::kDown, "0.19 0.20")}) {
    TermsPolicy policy = kPolicy;
    policy.rounding = rounding;
    EXPECT_EQ(Dealt("50% 0d, rest 30d",
                    {.date = kDate, .amount = "0.39 EUR"_money}, policy),
              dealt);
  }
}

TEST(DueDates, DatesOfLines) {
  const auto rows = DueDates(
      *ParseTerms("30% 0d, rest 30d eom"),
      {.date = "2013-02-15"_date, .amount = "1200.00 CHF"_money}, kPolicy);
  ASSERT_THAT(rows, IsOk());
  EXPECT_EQ((*rows)[0].due, "2013-02-15"_date);
  EXPECT_EQ((*rows)[1].due, "2013-03-31"_date);
  EXPECT_EQ(Amounts(*rows), "360.00 840.00");
}

TEST(DueDates, AChainedLineStartsWhereTheOneBeforeIsDue) {
  const auto rows = DueDates(
      *ParseTerms("50% 1m day(15), rest then 2/5 1m cap(50d)"),
      {.date = "2020-01-25"_date, .amount = "100.00 EUR"_money}, kPolicy);
  ASSERT_THAT(rows, IsOk());
  EXPECT_EQ((*rows)[0].due, "2020-03-15"_date);
  // A month from there is 15 April; 50 days from the invoice are 15 March.
  EXPECT_EQ((*rows)[1].due, "2020-03-15"_date);
  EXPECT_EQ((*rows)[1].discounts[0].until, "2020-03-20"_date);
}

TEST(DueDates, Baselines) {
  InvoiceFacts invoice{.date = "2024-03-05"_date,
                       .amount = "1.00 EUR"_money,
                       .delivery = "2024-03-10"_date};
  const auto due = [&](std::string_view terms) {
    return DueDates(*ParseTerms(terms), invoice, {});
  };
  EXPECT_EQ((*due("net 30"))[0].due, "2024-04-04"_date);
  EXPECT_EQ((*due("from delivery net 30"))[0].due, "2024-04-09"_date);
  EXPECT_EQ((*due("from later(invoice, delivery) net 30"))[0].due,
            "2024-04-09"_date);
  EXPECT_THAT(due("from later(delivery, acceptance) net 30"),
              IsError(Reason::kContextRequired, "/acceptance"));
  invoice.acceptance = "2024-03-20"_date;
  EXPECT_EQ((*due("from later(delivery, acceptance) net 30"))[0].due,
            "2024-04-19"_date);
}

TEST(DueDates, KeepsTheUnadjustedDate) {
  const auto calendar =
      Calendar::Make({.id = "holidays",
                      .version = "test",
                      .first = "2015-01-01"_date,
                      .last = "2015-12-31"_date,
                      .weekend = {},
                      .holidays = {"2015-03-16"_date, "2015-03-17"_date},
                      .working_days = {}});
  const std::vector<Calendar> calendars = {*calendar};
  const auto rows = DueDates(
      *ParseTerms("2w roll(following, holidays)"),
      {.date = "2015-03-02"_date, .amount = "10.00 EUR"_money}, {}, calendars);
  ASSERT_THAT(rows, IsOk());
  EXPECT_EQ((*rows)[0].due_unadjusted, "2015-03-16"_date);
  EXPECT_EQ((*rows)[0].due, "2015-03-18"_date);
  EXPECT_EQ((*rows)[0].because.size(), 2u);
}

TEST(DueDates, DiscountTiersAndBases) {
  const InvoiceFacts invoice{
      .date = kDate, .amount = "1150.00 EUR"_money, .net = "1000.00 EUR"_money};
  const struct {
    std::string_view terms;
    DiscountBase base;
    std::vector<std::string_view> until, discount, pay;
  } rows[] = {
      {"2/10 net 30",
       DiscountBase::kGross,
       {"2016-01-11"},
       {"23.00"},
       {"1127.00"}},
      {"10/1 net 2",
       DiscountBase::kNet,
       {"2016-01-02"},
       {"100.00"},
       {"1050.00"}},
      {"10/1 net 2",
       DiscountBase::kMixed,
       {"2016-01-02"},
       {"100.00"},
       {"1050.00"}},
      {"3/7 2/14 net 30",
       DiscountBase::kGross,
       {"2016-01-08", "2016-01-15"},
       {"34.50", "23.00"},
       {"1115.50", "1127.00"}},
      {"50.00 EUR/(eom) net 60",
       DiscountBase::kNet,
       {"2016-01-31"},
       {"50.00"},
       {"1100.00"}},
  };
  for (const auto& row : rows) {
    TermsPolicy policy = kPolicy;
    policy.discount_base = row.base;
    const auto due = DueDates(*ParseTerms(row.terms), invoice, policy);
    ASSERT_THAT(due, IsOk()) << row.terms;
    const auto& offers = (*due)[0].discounts;
    ASSERT_EQ(offers.size(), row.until.size()) << row.terms;
    for (size_t k = 0; k < offers.size(); ++k) {
      EXPECT_EQ(offers[k].until.ToText(), row.until[k]);
      EXPECT_EQ(FormatAmount(offers[k].discount), row.discount[k]);
      EXPECT_EQ(FormatAmount(offers[k].pay), row.pay[k]);
    }
  }
  // A tier's own base: no base of the policy is needed.
  const auto own = DueDates(*ParseTerms("3% of gross/7 2% of net/14 grace 2 "
                                        "net 30"),
                            invoice, {.rounding = Rounding::kHalfUp});
  ASSERT_THAT(own, IsOk());
  EXPECT_EQ((*own)[0].discounts[0].discount, "34.50 EUR"_money);
  EXPECT_EQ((*own)[0].discounts[1].discount, "20.00 EUR"_money);
  EXPECT_EQ((*own)[0].discounts[1].until, "2016-01-15"_date);
  EXPECT_EQ((*own)[0].discounts[1].grace_days, 2);
  EXPECT_EQ(Dealt("2% of net/10 net 30",
                  {.date = kDate, .amount = "1.00 EUR"_money}, kPolicy),
            "CONTEXT_REQUIRED /net");
  // Each line has its part of the net amount.
  TermsPolicy net = kPolicy;
  net.discount_base = DiscountBase::kNet;
  const auto due =
      DueDates(*ParseTerms("50% 10/1 net 2, rest 60d"), invoice, net);
  EXPECT_EQ((*due)[0].discounts[0].discount, "50.00 EUR"_money);
}

TEST(DueDates, ErrorsInOrder) {
  const InvoiceFacts invoice{.date = kDate, .amount = "10.00 EUR"_money};
  TermsPolicy net = kPolicy;
  net.discount_base = DiscountBase::kNet;
  const struct {
    std::string_view terms;
    TermsPolicy policy;
    std::string_view error;
  } rows[] = {
      {"from order 50% of net 0d, rest 0d", {}, "CONTEXT_REQUIRED /order"},
      {"50% of net 0d, rest 0d", {}, "CONTEXT_REQUIRED /net"},
      {"2/10 net 30", net, "CONTEXT_REQUIRED /net"},
      {"2/10 net 30", {}, "UNSPECIFIED /policy/rounding"},
      {"50% 0d, 50% 0d", {}, "UNSPECIFIED /policy/rounding"},
      {"50% 0d, 50% 0d",
       {.rounding = Rounding::kHalfUp},
       "UNSPECIFIED /policy/residual"},
      {"net 30", {.excess = Excess{}}, "UNSPECIFIED /policy/excess"},
      {"2/10 net 30",
       {.rounding = Rounding::kHalfUp},
       "UNSPECIFIED /policy/discount_base"},
      {"5.00 USD 0d, rest 0d",
       {},
       "CURRENCY_MISMATCH /terms/lines/0/share/amount"},
      {"50% round(1.00 USD, up) 0d, rest 0d",
       {},
       "CURRENCY_MISMATCH /terms/lines/0/round_to/multiple"},
      {"5.00 USD/10 net 30",
       {},
       "CURRENCY_MISMATCH /terms/lines/0/discounts/0/amount"},
      {"50.00 EUR/10 net 30",
       {},
       "OUT_OF_RANGE /terms/lines/0/discounts/0/"
       "amount"},
      {"10bd", {}, "CONTEXT_REQUIRED /terms/lines/0/steps/0/calendar"},
      {"2/10 100000y", kPolicy,
       "DATE_OUT_OF_RANGE /terms/lines/0/steps/0/"
       "date"},
      {"2/(100000y) net 30", kPolicy,
       "DATE_OUT_OF_RANGE /terms/lines/0/discounts/0/steps/0/date"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(Dealt(row.terms, invoice, row.policy), row.error) << row.terms;
  }
}

TEST(DueDates, TheNetAmountLiesBetweenZeroAndTheAmount) {
  const struct {
    int64_t amount, net;
    std::string_view dealt;
  } rows[] = {
      {10000, 10001, "OUT_OF_RANGE /net"},
      {10000, 10000, "50.00 50.00"},
      {10000, 0, "0.00 100.00"},
      {10000, -1, "OUT_OF_RANGE /net"},
      {0, 0, "0.00 0.00"},
      {0, 1, "OUT_OF_RANGE /net"},
      {-10000, -10000, "-50.00 -50.00"},
      {-10000, -10001, "OUT_OF_RANGE /net"},
      {-10000, 1, "OUT_OF_RANGE /net"},
  };
  const Currency eur = Currency::Of("EUR");
  for (const auto& row : rows) {
    const InvoiceFacts invoice{.date = kDate,
                               .amount = Money(row.amount, eur),
                               .net = Money(row.net, eur)};
    EXPECT_EQ(Dealt("50% of net 0d, rest 0d", invoice, kPolicy), row.dealt)
        << row.amount << " " << row.net;
  }
  // After the currency, before the sums; whether the terms use it or not.
  EXPECT_EQ(Dealt("net 30",
                  {.date = kDate,
                   .amount = Money(10000, eur),
                   .net = Money(10001, Currency::Of("USD"))},
                  kPolicy),
            "CURRENCY_MISMATCH /net");
  EXPECT_EQ(Dealt("60% 0d, 60% 0d",
                  {.date = kDate,
                   .amount = Money(10000, eur),
                   .net = Money(10001, eur)},
                  kPolicy),
            "OUT_OF_RANGE /net");
}

TEST(DueDates, AmountsBeyondRange) {
  const Currency eur = Currency::Of("EUR");
  EXPECT_EQ(Dealt("50% 0d, rest 0d",
                  {.date = kDate, .amount = Money(INT64_MIN, eur)}, kPolicy),
            "-46116860184273879.04 -46116860184273879.04");
  EXPECT_EQ(Dealt("100% 0d, 100% 0d, rest 0d",
                  {.date = kDate, .amount = Money(INT64_MIN, eur)},
                  With(Excess::kAllow)),
            "OVERFLOW /terms/lines");
}

TEST(PaymentTerms, CheckErrorsInOrder) {
  const auto terms = [](auto change) {
    PaymentTerms value = *ParseTerms("2/10 net 30");
    change(value);
    return value;
  };
  using T = PaymentTerms;
  const struct {
    T terms;
    Reason reason;
    std::string_view field;
  } rows[] = {
      {terms([](T& t) { t.baseline.clear(); }), Reason::kMissingField,
       "/terms/baseline"},
      {terms([](T& t) { t.baseline.resize(12); }), Reason::kLimitExceeded,
       "/terms/baseline"},
      {terms([](T& t) { t.baseline.push_back(Baseline::kInvoice); }),
       Reason::kDuplicateField, "/terms/baseline/0"},
      {terms([](T& t) { t.lines.clear(); }), Reason::kMissingField,
       "/terms/lines"},
      {terms([](T& t) { t.lines.resize(201); }), Reason::kLimitExceeded,
       "/terms/lines"},
      {terms([](T& t) { t.lines[0].chained = true; }), Reason::kConflict,
       "/terms/lines/0/chained"},
      {terms([](T& t) { t.lines[0].share.weight = 0; }), Reason::kOutOfRange,
       "/terms/lines/0/share/weight"},
      {terms([](T& t) {
         t.lines[0].share = {.kind = ShareKind::kPercentOfTotal,
                             .percent = 101_percent};
       }),
       Reason::kOutOfRange, "/terms/lines/0/share/percent"},
      {terms([](T& t) { t.lines[0].share = {.kind = ShareKind::kFixed}; }),
       Reason::kMissingField, "/terms/lines/0/share/amount"},
      {terms([](T& t) {
         t.lines[0].share = {.kind = ShareKind::kFixed,
                             .amount = "-1.00 EUR"_money};
       }),
       Reason::kOutOfRange, "/terms/lines/0/share/amount"},
      {terms([](T& t) {
         t.lines[0].round_to = RoundToMultiple{"1.00 EUR"_money, Rounding::kUp};
       }),
       Reason::kConflict, "/terms/lines/0/round_to"},
      {terms([](T& t) {
         t.lines[0].discounts.resize(17, t.lines[0].discounts[0]);
       }),
       Reason::kLimitExceeded, "/terms/lines/0/discounts"},
      {terms([](T& t) {
         t.lines.push_back(t.lines[0]);
         t.lines[1].chained = true;
         t.lines[1].baseline = {Baseline::kOrder};
       }),
       Reason::kConflict, "/terms/lines/1/baseline"},
      {terms([](T& t) { t.lines[0].baseline = {Baseline{}}; }),
       Reason::kUnspecified, "/terms/lines/0/baseline/0"},
      {terms([](T& t) { t.lines[0].discounts[0].base = DiscountBase{}; }),
       Reason::kUnspecified, "/terms/lines/0/discounts/0/base"},
      {terms([](T& t) {
         t.lines[0].discounts[0] = {.amount = "1.00 EUR"_money,
                                    .steps = t.lines[0].steps,
                                    .base = DiscountBase::kNet};
       }),
       Reason::kConflict, "/terms/lines/0/discounts/0/base"},
      {terms([](T& t) { t.lines[0].discounts[0].grace_days = 367; }),
       Reason::kOutOfRange, "/terms/lines/0/discounts/0/grace_days"},
      {terms([](T& t) { t.lines[0].discounts[0].percent.reset(); }),
       Reason::kMissingField, "/terms/lines/0/discounts/0"},
      {terms([](T& t) { t.lines[0].discounts[0].amount = "1.00 EUR"_money; }),
       Reason::kConflict, "/terms/lines/0/discounts/0"},
      {terms([](T& t) {
         t.lines[0].discounts[0].percent =
             Percent(Fraction::Of(1, PowerOfTen(18) + 1));
       }),
       Reason::kOutOfRange, "/terms/lines/0/discounts/0/percent"},
      {terms([](T& t) { t.lines[0].discounts[0].steps.clear(); }),
       Reason::kMissingField, "/terms/lines/0/discounts/0/steps"},
      {terms([](T& t) { t.lines[0].steps.clear(); }), Reason::kMissingField,
       "/terms/lines/0/steps"},
  };
  for (const auto& row : rows) {
    EXPECT_THAT(Check(row.terms), IsError(row.reason, row.field));
  }
}

RC_GTEST_PROP(DueDates, P41_P42_PartsSumToTheWhole, (int64_t minor)) {
  const PaymentTerms terms = AnyTerms();
  const Currency eur = Currency::Of("EUR");
  const int64_t total = *rc::gen::elementOf(
      std::vector<int64_t>{minor, minor % 1'000'000, minor % 100, 0});
  const Date date = "2024-01-31"_date;
  const InvoiceFacts invoice{.date = date,
                             .amount = Money(total, eur),
                             .net = Money(total - total / 5, eur),
                             .delivery = date,
                             .receipt = date,
                             .acceptance = date,
                             .order = date,
                             .posting = date,
                             .statement = date,
                             .shipment = date,
                             .arrival = date,
                             .letter_of_credit = date,
                             .milestone = date};
  const TermsPolicy policy{
      .rounding = *rc::gen::element(Rounding::kHalfUp, Rounding::kHalfEven,
                                    Rounding::kDown, Rounding::kUp),
      .residual = *rc::gen::element(TermsResidual::kLast, TermsResidual::kFirst,
                                    TermsResidual::kLargest),
      .excess =
          *rc::gen::element(Excess::kRefuse, Excess::kClip, Excess::kAllow),
      .discount_base = *rc::gen::element(
          DiscountBase::kGross, DiscountBase::kNet, DiscountBase::kMixed)};
  std::vector<Calendar> calendars;
  for (const char* id : {"TARGET2", "GB+US"}) {
    calendars.push_back(
        *Calendar::Make({.id = id,
                         .version = "test",
                         .first = "1800-01-01"_date,
                         .last = "2300-12-31"_date,
                         .weekend = {Weekday::kSaturday, Weekday::kSunday},
                         .holidays = {},
                         .working_days = {}}));
  }
  const auto rows = DueDates(terms, invoice, policy, calendars);
  RC_CLASSIFY(rows.ok(), "dealt");
  if (!rows.ok()) {
    const Reason reason = ReasonOf(rows.status());
    RC_ASSERT(reason == Reason::kSumMismatch || reason == Reason::kOverflow ||
              reason == Reason::kOutOfRange);
    return;
  }
  int128 sum = 0;
  for (const DueAmount& row : *rows) {
    sum += row.amount.minor();
    for (const DiscountOffer& offer : row.discounts) {
      RC_ASSERT(int128{offer.pay.minor()} + offer.discount.minor() ==
                row.amount.minor());
    }
  }
  RC_ASSERT(sum == total);
  if (total == INT64_MIN) return;
  // R36: the credit note mirrors the invoice; the modes here have no side.
  InvoiceFacts credit = invoice;
  credit.amount = Money(-total, eur);
  credit.net = Money(-invoice.net->minor(), eur);
  const auto mirrored = DueDates(terms, credit, policy, calendars);
  if (total == 0 || !mirrored.ok()) return;
  for (size_t i = 0; i < rows->size(); ++i) {
    RC_ASSERT((*mirrored)[i].amount.minor() == -(*rows)[i].amount.minor());
    RC_ASSERT((*mirrored)[i].due == (*rows)[i].due);
  }
}

}  // namespace
}  // namespace usance
