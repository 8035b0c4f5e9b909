// What a policy can say beyond a rate and a fee, one rule at a time.
#include <gtest/gtest.h>

#include <string>

#include "tests/matchers.h"
#include "usance/money/format.h"
#include "usance/terms/late_charges.h"

namespace usance {
namespace {

constexpr AccrualRule kPlain365 = {.day_count = DayCount::kAct365Fixed,
                                   .compounding = Compounding::kSimple,
                                   .regime = RoundingRegime::kPerBooking,
                                   .rounding = Rounding::kHalfEven};

// 1 per mille a day: 1.00 a day of 1,000.00.
LatePaymentPolicy PerMille() {
  return {.interest = DefaultInterest{
              .rates = RateHistory::Fixed("1‰/day"_rate), .rule = kPlain365}};
}

// 1,000.00 EUR due on 2024-01-31.
LateChargesSpec Spec(const LatePaymentPolicy& policy, Date as_of,
                     const std::vector<Payment>& payments = {},
                     ApplyTo apply_to = ApplyTo::kPrincipalFirst) {
  return {.policy = policy,
          .invoice = {"1000.00 EUR"_money, "2024-01-31"_date},
          .payments = payments,
          .apply_to = apply_to,
          .as_of = as_of};
}

// The same in 600.00 due on 2024-01-31 and 400.00 due on 2024-02-10.
LateChargesSpec InTwo(const LatePaymentPolicy& policy, Date as_of,
                      const std::vector<Payment>& payments = {},
                      ApplyTo apply_to = ApplyTo::kPrincipalFirst) {
  LateChargesSpec spec = Spec(policy, as_of, payments, apply_to);
  spec.invoice.installments = {{"2024-01-31"_date, "600.00 EUR"_money},
                               {"2024-02-10"_date, "400.00 EUR"_money}};
  return spec;
}

// "interest compensation fees total | principal charges unapplied"
std::string ChargedText(const LateChargesSpec& spec) {
  const auto charges = ComputeLateCharges(spec);
  if (!charges.ok()) return charges.status().ToString();
  std::string text;
  for (const Money& amount : {charges->interest, charges->compensation,
                              charges->fees, charges->total}) {
    text += FormatAmount(amount) + " ";
  }
  return text + "| " + FormatAmount(charges->outstanding_principal) + " " +
         FormatAmount(charges->outstanding_charges) + " " +
         FormatAmount(charges->unapplied);
}

// "2024-02-01 fee reminder 5.00 why" for each event.
std::string Events(const LateCharges& charges) {
  std::string text;
  for (const LateEvent& event : charges.events) {
    if (!text.empty()) text += "; ";
    text += event.date.ToText() + " " + std::string(NameOf(event.kind)) + " " +
            (event.id.empty() ? "" : event.id + " ") +
            FormatAmount(event.amount_minor, charges.total.currency()) +
            (event.why.empty() ? "" : " " + event.why);
  }
  return text;
}

// ---- Interest ---------------------------------------------------------------

TEST(LateChargesRules, TheContractsOwnRate) {
  const RateHistory contract =
      *RateHistory::Make({.id = "contract",
                          .steps = {{"2024-01-01"_date, "0.5‰/day"_rate},
                                    {"2024-02-11"_date, "2‰/day"_rate}}});
  const struct {
    RateMode mode;
    const char* interest;
    const char* of_contract;
  } kRows[] = {
      // 20 days: 10 at 0.5 and 10 at 2 per mille of the contract.
      {RateMode::kReplace, "20.00", "0.00"},
      {RateMode::kAddOn, "45.00", "25.00"},
      {RateMode::kHigherOf, "30.00", "20.00"},
  };
  for (const auto& row : kRows) {
    LatePaymentPolicy policy = PerMille();
    policy.interest->contract = ContractRate{contract, row.mode};
    const auto charges = ComputeLateCharges(Spec(policy, "2024-02-20"_date));
    ASSERT_THAT(charges, IsOk());
    EXPECT_EQ(FormatAmount(charges->interest), row.interest);
    EXPECT_EQ(FormatAmount(charges->contract_interest), row.of_contract);
    EXPECT_EQ(charges->segments[0].contract.has_value(),
              row.mode != RateMode::kReplace);
  }
  LatePaymentPolicy policy = PerMille();
  policy.interest->contract = ContractRate{contract, RateMode{}};
  EXPECT_THAT(ComputeLateCharges(Spec(policy, "2024-02-20"_date)),
              IsError(Reason::kUnspecified, "/policy/interest/contract/mode"));
  policy.interest->contract =
      ContractRate{RateHistory::Fixed("5%"_rate), RateMode::kAddOn};
  EXPECT_THAT(ComputeLateCharges(Spec(policy, "2024-02-20"_date)),
              IsError(Reason::kConflict, "/policy/interest/contract/rates"));
}

TEST(LateChargesRules, StopsAndPauses) {
  LatePaymentPolicy policy = PerMille();
  policy.interest->stop_after = Months(1);
  LateChargesSpec spec = Spec(policy, "2024-06-30"_date);
  spec.pauses = {{"2024-02-11"_date, "2024-02-16"_date, "dispute"}};
  const auto charges = ComputeLateCharges(spec);
  ASSERT_THAT(charges, IsOk());
  // February has 29 days from the first bearing one; five are paused.
  EXPECT_EQ(FormatAmount(charges->interest), "24.00");
  ASSERT_EQ(charges->segments.size(), 4u);
  EXPECT_EQ(charges->segments[1].paused, "dispute");
  EXPECT_EQ(charges->segments[3].start, "2024-03-01"_date);
  EXPECT_EQ(charges->segments[3].paused, "stopped after P1M");
  spec.pauses[0].end = "2024-02-10"_date;
  EXPECT_THAT(ComputeLateCharges(spec),
              IsError(Reason::kEndBeforeStart, "/pauses/0/end"));
  spec.policy.interest->stop_after = Days(0);
  EXPECT_THAT(ComputeLateCharges(spec),
              IsError(Reason::kOutOfRange, "/policy/interest/stop_after"));
}

TEST(LateChargesRules, MinimumsOfInterest) {
  const struct {
    const char* what;
    std::optional<Money> minimum, minimum_claim;
    Date as_of;
    const char* to_minimum;
    const char* below_minimum;
    const char* result;
  } kRows[] = {
      {"raised",
       "5.00 EUR"_money,
       {},
       "2024-02-03"_date,
       "2.00",
       "0.00",
       "3.00 0.00 0.00 5.00 | 1000.00 5.00 0.00"},
      {"reached",
       "5.00 EUR"_money,
       {},
       "2024-02-06"_date,
       "0.00",
       "0.00",
       "6.00 0.00 0.00 6.00 | 1000.00 6.00 0.00"},
      {"no interest, no minimum",
       "5.00 EUR"_money,
       {},
       "2024-01-31"_date,
       "0.00",
       "0.00",
       "0.00 0.00 0.00 0.00 | 1000.00 0.00 0.00"},
      {"dropped",
       {},
       "1.01 EUR"_money,
       "2024-02-01"_date,
       "0.00",
       "1.00",
       "1.00 0.00 0.00 0.00 | 1000.00 0.00 0.00"},
      {"just enough",
       {},
       "1.00 EUR"_money,
       "2024-02-01"_date,
       "0.00",
       "0.00",
       "1.00 0.00 0.00 1.00 | 1000.00 1.00 0.00"},
      {"raised and dropped", "2.00 EUR"_money, "3.00 EUR"_money,
       "2024-02-01"_date, "1.00", "2.00",
       "1.00 0.00 0.00 0.00 | 1000.00 0.00 0.00"},
  };
  for (const auto& row : kRows) {
    LatePaymentPolicy policy = PerMille();
    policy.interest->minimum = row.minimum;
    policy.interest->minimum_claim = row.minimum_claim;
    const LateChargesSpec spec = Spec(policy, row.as_of);
    EXPECT_EQ(ChargedText(spec), row.result) << row.what;
    const auto charges = ComputeLateCharges(spec);
    EXPECT_EQ(FormatAmount(charges->to_minimum), row.to_minimum) << row.what;
    EXPECT_EQ(FormatAmount(charges->below_minimum), row.below_minimum)
        << row.what;
  }
}

// 5 CFR 1315.17(b): 1,500.00 at 6 % paid 75 days late; under 1.00 is dropped.
TEST(LateChargesRules, UnitedStatesPromptPayment) {
  LatePaymentPolicy policy = {
      .interest =
          DefaultInterest{.rates = RateHistory::Fixed("6%"_rate),
                          .rule = {.day_count = DayCount::kAct360,
                                   .compounding = Compounding::kCompound,
                                   .rest = Days(30),
                                   .fixing = RateFixing::kFrozen,
                                   .regime = RoundingRegime::kCumulative,
                                   .rounding = Rounding::kHalfEven},
                          .stop_after = Months(12),
                          .minimum_claim = "1.00 USD"_money}};
  LateChargesSpec spec = {
      .policy = policy,
      .invoice = {"1500.00 USD"_money, "2024-04-01"_date},
      .payments = {{"2024-06-15"_date, "1500.00 USD"_money}},
      .apply_to = ApplyTo::kPrincipalFirst,
      .as_of = "2024-06-15"_date};
  EXPECT_EQ(ChargedText(spec), "18.83 0.00 0.00 18.83 | 0.00 18.83 0.00");
  // The interest that has joined bears on after the principal is paid, for a
  // year from the first day at most.
  spec.payments = {};
  spec.as_of = "2025-04-01"_date;
  const auto year = ComputeLateCharges(spec);
  spec.as_of = "2026-04-01"_date;
  const auto more = ComputeLateCharges(spec);
  EXPECT_EQ(more->interest.minor(), year->interest.minor());
  EXPECT_EQ(more->segments.back().paused, "stopped after P12M");
  spec.invoice.amount = "100.00 USD"_money;
  spec.as_of = "2024-05-01"_date;
  EXPECT_EQ(ChargedText(spec), "0.50 0.00 0.00 0.00 | 100.00 0.00 0.00");
}

// ---- The four clocks --------------------------------------------------------

TEST(LateChargesRules, FourClocks) {
  LatePaymentPolicy policy = PerMille();
  policy.grace_days = 3;
  policy.interest_wait_days = 5;
  policy.delinquency_days = 20;
  policy.compensation.tables = {
      {.tiers = {{"0.00 EUR"_money, "40.00 EUR"_money}}}};
  const struct {
    Date as_of;
    LateState state;
    InterestStart start;
    const char* interest;
    const char* compensation;
  } kRows[] = {
      {"2024-01-31"_date, LateState::kNotDue, InterestStart::kDayAfterDue,
       "0.00", "0.00"},
      {"2024-02-03"_date, LateState::kInGrace, InterestStart::kDayAfterDue,
       "0.00", "0.00"},
      {"2024-02-04"_date, LateState::kLate, InterestStart::kDayAfterDue, "0.00",
       "40.00"},
      {"2024-02-08"_date, LateState::kLate, InterestStart::kDayAfterDue, "0.00",
       "40.00"},
      {"2024-02-09"_date, LateState::kLate, InterestStart::kDayAfterDue, "9.00",
       "40.00"},
      {"2024-02-09"_date, LateState::kLate, InterestStart::kAfterGrace, "6.00",
       "40.00"},
      {"2024-02-09"_date, LateState::kLate, InterestStart::kAfterWait, "1.00",
       "40.00"},
      {"2024-02-20"_date, LateState::kLate, InterestStart::kAfterWait, "12.00",
       "40.00"},
      {"2024-02-21"_date, LateState::kDelinquent, InterestStart::kAfterWait,
       "13.00", "40.00"},
  };
  for (const auto& row : kRows) {
    policy.interest_start = row.start;
    const auto charges = ComputeLateCharges(Spec(policy, row.as_of));
    ASSERT_THAT(charges, IsOk());
    EXPECT_EQ(charges->state, row.state) << row.as_of.ToText();
    EXPECT_EQ(FormatAmount(charges->interest), row.interest)
        << row.as_of.ToText();
    EXPECT_EQ(FormatAmount(charges->compensation), row.compensation);
  }
  // Paid on the last day of the wait: late, and yet without interest.
  EXPECT_EQ(ChargedText(Spec(policy, "2024-12-31"_date,
                             {{"2024-02-08"_date, "1000.00 EUR"_money}})),
            "0.00 40.00 0.00 40.00 | 0.00 40.00 0.00");
  EXPECT_EQ(ComputeLateCharges(Spec(policy, "2024-12-31"_date,
                                    {{"2024-02-08"_date, "1000.00 EUR"_money}}))
                ->state,
            LateState::kPaid);
}

// ---- Fees -------------------------------------------------------------------

TEST(LateChargesRules, FeesForNotices) {
  LatePaymentPolicy policy;
  policy.grace_days = 5;
  policy.fees = {{.id = "first",
                  .basis = FeeBasis::kFlat,
                  .amount = "5.00 EUR"_money,
                  .trigger = FeeTrigger::kNotice,
                  .level = 1},
                 {.id = "any",
                  .basis = FeeBasis::kFlat,
                  .amount = "1.00 EUR"_money,
                  .every = Days(10),
                  .max_count = 3,
                  .trigger = FeeTrigger::kNotice}};
  LateChargesSpec spec = Spec(policy, "2024-04-30"_date,
                              {{"2024-03-31"_date, "1000.00 EUR"_money}});
  spec.notices = {{"2024-02-05"_date, 1},  // in grace
                  {"2024-02-10"_date, 1}, {"2024-02-15"_date, 1},
                  {"2024-02-20"_date, 2}, {"2024-03-30"_date, 3},
                  {"2024-03-31"_date, 3},   // within ten days of the last
                  {"2024-04-15"_date, 4},   // paid
                  {"2024-05-15"_date, 4}};  // after as_of
  const auto charges = ComputeLateCharges(spec);
  ASSERT_THAT(charges, IsOk());
  EXPECT_EQ(Events(*charges),
            "2024-02-10 fee first 5.00; 2024-02-10 fee any 1.00; "
            "2024-02-20 fee any 1.00; 2024-03-30 fee any 1.00; "
            "2024-03-31 payment 1000.00");
}

TEST(LateChargesRules, FeesByTiers) {
  LateFee fee = {.id = "t",
                 .basis = FeeBasis::kOverduePrincipal,
                 .rounding = Rounding::kHalfUp,
                 .tiers = {{.amount = "5.00 EUR"_money},
                           {.from = "100.00 EUR"_money, .percent = 3_percent},
                           {.from_days = 30, .percent = 10_percent}}};
  const Currency eur = Currency::Of("EUR");
  ASSERT_THAT(CheckFee(fee, eur), IsOk());
  const struct {
    Money overdue;
    int32_t days;
    const char* amount;
    const char* why;
  } kRows[] = {
      {"99.99 EUR"_money, 1, "5.00", "tier 1"},
      {"100.00 EUR"_money, 29, "3.00", "tier 2, 3% of 100.00 EUR"},
      {"50.00 EUR"_money, 30, "5.00", "tier 3, 10% of 50.00 EUR"},
  };
  for (const auto& row : kRows) {
    const auto sum = FeeAmount(fee, {row.overdue, row.overdue, row.days});
    ASSERT_THAT(sum, IsOk());
    EXPECT_EQ(FormatAmount(sum->amount), row.amount);
    EXPECT_EQ(sum->why, row.why);
  }
  fee.tiers.erase(fee.tiers.begin());
  EXPECT_EQ(FeeAmount(fee, {"9.00 EUR"_money, "9.00 EUR"_money, 1})->why,
            "below the first tier");
}

// 12 CFR 1026.36(c)(2): a payment that went to a fee leaves as much principal
// unpaid; that alone earns no other fee.
TEST(LateChargesRules, AFeeNeverCausesAFee) {
  LatePaymentPolicy policy;
  policy.fees = {{.id = "monthly",
                  .basis = FeeBasis::kFlat,
                  .amount = "5.00 EUR"_money,
                  .every = Months(1),
                  .max_count = 12}};
  EXPECT_EQ(ChargedText(Spec(policy, "2024-12-31"_date,
                             {{"2024-02-10"_date, "1000.00 EUR"_money}},
                             ApplyTo::kInterestFirst)),
            "0.00 0.00 5.00 5.00 | 5.00 0.00 0.00");
  EXPECT_EQ(ChargedText(Spec(policy, "2024-03-31"_date,
                             {{"2024-02-10"_date, "999.99 EUR"_money}},
                             ApplyTo::kInterestFirst)),
            "0.00 0.00 10.00 10.00 | 5.01 5.00 0.00");
}

// Invoice Ninja takes a percentage of a balance that holds earlier fees.
TEST(LateChargesRules, CodeDefect7_APercentageIsOfPrincipalAlone) {
  LatePaymentPolicy policy;
  policy.fees = {{.id = "monthly",
                  .basis = FeeBasis::kOverduePrincipal,
                  .percent = 10_percent,
                  .rounding = Rounding::kHalfUp,
                  .every = Months(1),
                  .max_count = 3}};
  EXPECT_EQ(ChargedText(Spec(policy, "2024-04-30"_date)),
            "0.00 0.00 300.00 300.00 | 1000.00 300.00 0.00");
}

// And its amounts have two digits in every currency.
TEST(LateChargesRules, CodeDefect7_AFeeHasTheCurrencysDigits) {
  const struct {
    Money overdue;
    const char* amount;
  } kRows[] = {
      {"1050 JPY"_money, "11"},      // 10.5
      {"1.005 KWD"_money, "0.010"},  // 0.01005
      {"10.50 EUR"_money, "0.11"},   // 0.105
  };
  for (const auto& row : kRows) {
    const LateFee fee = {.basis = FeeBasis::kOverduePrincipal,
                         .percent = 1_percent,
                         .rounding = Rounding::kHalfUp};
    const auto sum = FeeAmount(fee, {row.overdue, row.overdue, 1});
    ASSERT_THAT(sum, IsOk());
    EXPECT_EQ(FormatAmount(sum->amount), row.amount);
  }
}

TEST(LateChargesRules, AReturnedPaymentCountsAsNeverMade) {
  LatePaymentPolicy policy = PerMille();
  policy.fees = {{.id = "returned",
                  .basis = FeeBasis::kFlat,
                  .amount = "7.50 EUR"_money,
                  .max_count = 2,
                  .trigger = FeeTrigger::kReturnedPayment}};
  std::vector<Payment> payments = {
      {"2024-01-31"_date, "1000.00 EUR"_money, "2024-02-05"_date}};
  EXPECT_EQ(ChargedText(Spec(policy, "2024-02-04"_date, payments)),
            "0.00 0.00 0.00 0.00 | 0.00 0.00 0.00");
  EXPECT_EQ(ChargedText(Spec(policy, "2024-02-05"_date, payments)),
            "5.00 0.00 7.50 12.50 | 1000.00 12.50 0.00");
  payments.push_back({"2024-02-10"_date, "1012.50 EUR"_money});
  const LateChargesSpec spec =
      Spec(policy, "2024-03-01"_date, payments, ApplyTo::kInterestFirst);
  // 7.50, 10.00 of interest, and 995.00; the 5.00 left bears for 20 days.
  EXPECT_EQ(ChargedText(spec), "10.10 0.00 7.50 17.60 | 5.00 0.10 0.00");
  EXPECT_EQ(Events(*ComputeLateCharges(spec)),
            "2024-02-05 returned payment 1000.00 of 2024-01-31, as if never "
            "made; 2024-02-05 fee returned 7.50; "
            "2024-02-10 payment 1012.50");
  payments[0].returned = "2024-01-30"_date;
  EXPECT_THAT(ComputeLateCharges(Spec(policy, "2024-03-01"_date, payments)),
              IsError(Reason::kEndBeforeStart, "/payments/0/returned"));
}

// ---- Caps -------------------------------------------------------------------

TEST(LateChargesRules, CapsOfEachKindAreReportedWithTheirRule) {
  LatePaymentPolicy policy = PerMille();
  policy.fees = {{.id = "monthly",
                  .basis = FeeBasis::kFlat,
                  .amount = "12.00 EUR"_money,
                  .every = Days(10),
                  .max_count = 2}};
  policy.compensation.tables = {
      {.tiers = {{"0.00 EUR"_money, "40.00 EUR"_money}}}};
  const auto cap = [](CapScope scope, const Money& amount, CapAction action) {
    return ChargeCap{.amount = amount, .action = action, .scope = scope};
  };
  // As of 2024-02-20: interest 20.00, compensation 40.00, fees 2 * 12.00.
  const struct {
    ChargeCap cap;
    const char* charged;
    const char* over;
    const char* total;
  } kRows[] = {
      {cap(CapScope::kInterest, "15.00 EUR"_money, CapAction::kReport), "20.00",
       "5.00", "84.00"},
      {cap(CapScope::kInterest, "15.00 EUR"_money, CapAction::kClip), "20.00",
       "5.00", "79.00"},
      {cap(CapScope::kCompensation, "39.00 EUR"_money, CapAction::kClip),
       "40.00", "1.00", "83.00"},
      {cap(CapScope::kFees, "20.00 EUR"_money, CapAction::kClip), "24.00",
       "4.00", "80.00"},
      {cap(CapScope::kEachFee, "10.00 EUR"_money, CapAction::kReport), "12.00",
       "4.00", "84.00"},
      {cap(CapScope::kEachFee, "10.00 EUR"_money, CapAction::kClip), "12.00",
       "4.00", "80.00"},
      {cap(CapScope::kAll, "80.00 EUR"_money, CapAction::kClip), "84.00",
       "4.00", "80.00"},
  };
  for (const auto& row : kRows) {
    policy.caps = {cap(CapScope::kAll, "900.00 EUR"_money, CapAction::kClip),
                   row.cap};
    const auto charges = ComputeLateCharges(Spec(policy, "2024-02-20"_date));
    ASSERT_THAT(charges, IsOk());
    EXPECT_EQ(FormatAmount(charges->total), row.total);
    EXPECT_EQ(FormatAmount(charges->over_cap), row.over);
    ASSERT_EQ(charges->excesses.size(), 1u);
    EXPECT_EQ(charges->excesses[0].cap, 1u);
    EXPECT_EQ(FormatAmount(charges->excesses[0].charged), row.charged);
    EXPECT_EQ(FormatAmount(charges->excesses[0].over), row.over);
  }
}

// A rate above the law's ceiling bears in full, and its days are named.
TEST(LateChargesRules, ARateAboveTheCeilingIsReportedNotClipped) {
  const auto rates =
      RateHistory::Make({.steps = {{"2024-01-01"_date, "8%"_rate},
                                   {"2024-02-11"_date, "12%"_rate},
                                   {"2024-02-21"_date, "9%"_rate}}});
  LatePaymentPolicy policy = {
      .interest = DefaultInterest{.rates = *rates, .rule = kPlain365}};
  const struct {
    Rate ceiling;
    std::vector<size_t> over;
  } kRows[] = {
      {"12%"_rate, {}},    {"11.99%"_rate, {1}},   {"9%"_rate, {1}},
      {"8%"_rate, {1, 2}}, {"0%"_rate, {0, 1, 2}},
  };
  for (const auto& row : kRows) {
    policy.interest->ceiling = RateCeiling{row.ceiling, "usury act s.1"};
    const auto charges = ComputeLateCharges(Spec(policy, "2024-02-29"_date));
    ASSERT_THAT(charges, IsOk());
    EXPECT_EQ(charges->over_ceiling, row.over) << Format(row.ceiling);
    // (10 * 8 % + 10 * 12 % + 9 * 9 %) * 1,000.00 / 365 = 7.698...
    EXPECT_EQ(FormatAmount(charges->total), "7.70");
  }
  // What the contract charges in any case counts.
  policy.interest->contract =
      ContractRate{RateHistory::Fixed("4%"_rate), RateMode::kAddOn};
  policy.interest->ceiling = RateCeiling{"12.5%"_rate, ""};
  const auto both = ComputeLateCharges(Spec(policy, "2024-02-29"_date));
  ASSERT_THAT(both, IsOk());
  EXPECT_EQ(both->over_ceiling, (std::vector<size_t>{1, 2}));
}

// ---- Several due amounts ----------------------------------------------------

// Directive 2011/7/EU art. 5: only the overdue installments bear.
TEST(LateChargesRules, OnlyOverdueInstallmentsBear) {
  // 600.00 for 20 days and 400.00 for 10.
  const auto charges = ComputeLateCharges(InTwo(PerMille(), "2024-02-20"_date));
  ASSERT_THAT(charges, IsOk());
  EXPECT_EQ(FormatAmount(charges->interest), "16.00");
  ASSERT_EQ(charges->installments.size(), 2u);
  EXPECT_EQ(FormatAmount(charges->installments[0].interest), "12.00");
  EXPECT_EQ(FormatAmount(charges->installments[1].interest), "4.00");
  EXPECT_EQ(charges->installments[1].days_past_due, 10);
  EXPECT_EQ(charges->installments[1].segment_count, 1u);
  EXPECT_EQ(charges->segments.size(), 2u);
  EXPECT_EQ(charges->days_past_due, 20);
  // The whole balance, once the first is late: 1,000.00 for 20 days.
  LatePaymentPolicy policy = PerMille();
  policy.interest->base = InterestBase::kWholeBalance;
  EXPECT_EQ(ChargedText(InTwo(policy, "2024-02-20"_date)),
            "20.00 0.00 0.00 20.00 | 1000.00 20.00 0.00");
  EXPECT_EQ(ChargedText(InTwo(policy, "2024-02-20"_date,
                              {{"2024-02-05"_date, "300.00 EUR"_money},
                               {"2024-02-15"_date, "500.00 EUR"_money}})),
            "13.00 0.00 0.00 13.00 | 200.00 13.00 0.00");
}

TEST(LateChargesRules, PaymentsSettleTheOldestInstallment) {
  const Date as_of = "2024-02-20"_date;
  const struct {
    const char* what;
    std::vector<Payment> payments;
    ApplyTo apply_to;
    const char* result;
  } kRows[] = {
      {"the first in time",
       {{"2024-01-31"_date, "600.00 EUR"_money}},
       ApplyTo::kPrincipalFirst,
       "4.00 0.00 0.00 4.00 | 400.00 4.00 0.00"},
      // 5 days of 600.00; 3.00 of interest before what is not yet due.
      {"more than is due, principal first",
       {{"2024-02-05"_date, "703.00 EUR"_money}},
       ApplyTo::kPrincipalFirst,
       "6.00 0.00 0.00 6.00 | 300.00 3.00 0.00"},
      {"more than is due, interest first",
       {{"2024-02-05"_date, "703.00 EUR"_money}},
       ApplyTo::kInterestFirst,
       "6.00 0.00 0.00 6.00 | 300.00 3.00 0.00"},
      {"both late",
       {{"2024-02-15"_date, "800.00 EUR"_money}},
       ApplyTo::kPrincipalFirst,
       "12.00 0.00 0.00 12.00 | 200.00 12.00 0.00"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(ChargedText(InTwo(PerMille(), as_of, row.payments, row.apply_to)),
              row.result)
        << row.what;
  }
}

// LPCDA 1998 s.4(2) freezes the rate at the start of each claim by itself.
TEST(LateChargesRules, EachInstallmentFreezesItsOwnRate) {
  LatePaymentPolicy policy = PerMille();
  policy.interest->rates =
      *RateHistory::Make({.steps = {{"2024-01-01"_date, "1‰/day"_rate},
                                    {"2024-02-08"_date, "2‰/day"_rate}}});
  policy.interest->rule.fixing = RateFixing::kFrozen;
  EXPECT_EQ(ChargedText(InTwo(policy, "2024-02-20"_date)),
            "20.00 0.00 0.00 20.00 | 1000.00 20.00 0.00");
}

TEST(LateChargesRules, CompensationPerInvoiceOrInstallment) {
  LatePaymentPolicy policy;
  policy.compensation = {
      .tables = {{.tiers = {{"0.00 EUR"_money, "40.00 EUR"_money},
                            {"500.00 EUR"_money, "70.00 EUR"_money},
                            {"1000.00 EUR"_money, "100.00 EUR"_money}}}},
      .credited_against = "costs of recovery"};
  const auto invoice = ComputeLateCharges(InTwo(policy, "2024-02-20"_date));
  EXPECT_EQ(Events(*invoice),
            "2024-02-01 compensation 100.00 counts towards costs of recovery");
  policy.compensation.per = CompensationPer::kInstallment;
  policy.compensation.credited_against = "";
  EXPECT_EQ(Events(*ComputeLateCharges(InTwo(policy, "2024-02-20"_date))),
            "2024-02-01 compensation 70.00; 2024-02-11 compensation 40.00");
  policy.compensation.size = CompensationSize::kOverduePrincipal;
  EXPECT_EQ(Events(*ComputeLateCharges(
                InTwo(policy, "2024-02-20"_date,
                      {{"2024-01-20"_date, "200.00 EUR"_money}}))),
            "2024-01-20 payment 200.00; 2024-02-01 compensation 40.00; "
            "2024-02-11 compensation 40.00");
}

TEST(LateChargesRules, FeesAreGrouped) {
  const struct {
    FeeGrouping grouping;
    const char* events;
  } kRows[] = {
      {FeeGrouping::kEach,
       "2024-02-01 fee f 30.00 5% of 600.00 EUR; "
       "2024-02-11 fee f 30.00 5% of 600.00 EUR; "
       "2024-02-11 fee f 20.00 5% of 400.00 EUR; "
       "2024-02-21 fee f 20.00 5% of 400.00 EUR"},
      {FeeGrouping::kOnePerDay,
       "2024-02-01 fee f 30.00 5% of 600.00 EUR; "
       "2024-02-11 fee f 50.00 5% of 1000.00 EUR; "
       "2024-02-21 fee f 50.00 5% of 1000.00 EUR"},
      {FeeGrouping::kOnePerInvoice,
       "2024-02-01 fee f 30.00 5% of 600.00 EUR; "
       "2024-02-11 fee f 50.00 5% of 1000.00 EUR"},
  };
  for (const auto& row : kRows) {
    LatePaymentPolicy policy;
    policy.fees = {{.id = "f",
                    .basis = FeeBasis::kOverduePrincipal,
                    .percent = 5_percent,
                    .rounding = Rounding::kHalfUp,
                    .every = Days(10),
                    .max_count = 2,
                    .grouping = row.grouping}};
    EXPECT_EQ(Events(*ComputeLateCharges(InTwo(policy, "2024-03-31"_date))),
              row.events);
  }
}

TEST(LateChargesRules, RefusesInstallmentsThatDoNotAddUp) {
  LateChargesSpec spec = InTwo(PerMille(), "2024-02-20"_date);
  std::vector<LateInstallment>& parts = spec.invoice.installments;
  parts[1].amount = "400.01 EUR"_money;
  EXPECT_THAT(ComputeLateCharges(spec),
              IsError(Reason::kSumMismatch, "/invoice/installments"));
  parts[1].due = "2024-01-30"_date;
  EXPECT_THAT(ComputeLateCharges(spec),
              IsError(Reason::kOutOfOrder, "/invoice/installments/1/due"));
  parts[1].amount = "-400.00 EUR"_money;
  EXPECT_THAT(ComputeLateCharges(spec),
              IsError(Reason::kOutOfRange, "/invoice/installments/1/amount"));
  parts[1].amount = "400.00 USD"_money;
  EXPECT_THAT(
      ComputeLateCharges(spec),
      IsError(Reason::kCurrencyMismatch, "/invoice/installments/1/amount"));
  parts.assign(1'201, parts[0]);
  EXPECT_THAT(ComputeLateCharges(spec),
              IsError(Reason::kLimitExceeded, "/invoice/installments"));
}

}  // namespace
}  // namespace usance
