#include "usance/terms/late_charges.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/matchers.h"
#include "usance/money/format.h"

namespace usance {
namespace {

constexpr AccrualRule kSimple365 = {.day_count = DayCount::kAct365Fixed,
                                    .compounding = Compounding::kSimple,
                                    .regime = RoundingRegime::kPerBooking,
                                    .rounding = Rounding::kHalfEven};

LatePaymentPolicy At(const RateHistory& rates,
                     const AccrualRule& rule = kSimple365) {
  return {.interest = DefaultInterest{.rates = rates, .rule = rule}};
}
LatePaymentPolicy At(const Rate& rate) { return At(RateHistory::Fixed(rate)); }

RateHistory German() {
  return *RateHistory::Make({.id = "DE Basiszinssatz",
                             .steps = {{"2022-07-01"_date, "-0.88%"_rate},
                                       {"2023-01-01"_date, "1.62%"_rate},
                                       {"2023-07-01"_date, "3.12%"_rate},
                                       {"2024-01-01"_date, "3.62%"_rate}},
                             .known_through = "2024-06-30"_date,
                             .margin = "5%"_rate});
}

LateChargesSpec Spec(const LatePaymentPolicy& policy, const Money& amount,
                     Date due, Date as_of,
                     const std::vector<Payment>& payments = {},
                     ApplyTo apply_to = ApplyTo::kPrincipalFirst) {
  return {.policy = policy,
          .invoice = {amount, due},
          .payments = payments,
          .apply_to = apply_to,
          .as_of = as_of};
}

// "interest compensation fees total | principal charges unapplied"
std::string Text(const absl::StatusOr<LateCharges>& charges) {
  if (!charges.ok()) return charges.status().ToString();
  return FormatAmount(charges->interest) + " " +
         FormatAmount(charges->compensation) + " " +
         FormatAmount(charges->fees) + " " + FormatAmount(charges->total) +
         " | " + FormatAmount(charges->outstanding_principal) + " " +
         FormatAmount(charges->outstanding_charges) + " " +
         FormatAmount(charges->unapplied);
}
std::string Text(const LateChargesSpec& spec) {
  return Text(ComputeLateCharges(spec));
}

// ---- When -----------------------------------------------------------------

// What a mark is worth is said with the figure.
TEST(LateCharges, SaysHowFarTheRatesCanBeTrusted) {
  const RateHistory rates = *RateHistory::Make(
      {.id = "series",
       .version = "2026-01",
       .steps = {{"2023-01-01"_date, "2%"_rate, Confidence::kRead},
                 {"2023-07-01"_date, "3%"_rate, Confidence::kConflict}},
       .known_through = "2023-12-31"_date});
  const Money amount = "1000.00 EUR"_money;
  const auto before = ComputeLateCharges(
      Spec(At(rates), amount, "2023-01-31"_date, "2023-06-30"_date));
  const auto after = ComputeLateCharges(
      Spec(At(rates), amount, "2023-01-31"_date, "2023-07-01"_date));
  ASSERT_THAT(before, IsOk());
  ASSERT_THAT(after, IsOk());
  EXPECT_EQ(before->confidence, Confidence::kRead);
  EXPECT_EQ(after->confidence, Confidence::kConflict);
  EXPECT_EQ(after->version, "2026-01");
}

// invoiceninja/invoiceninja#11118: a fee on the total did not ask how many days
// late it is; what the law asks is amount * rate * days / 365.
TEST(LateCharges, TheDayDueDoesNotBearAndTheDayOfPaymentDoes) {
  const struct {
    Date as_of;
    int32_t days_past_due;
    const char* interest;
  } kRows[] = {{"2024-01-01"_date, -30, "0.00"},
               {"2024-01-31"_date, 0, "0.00"},
               {"2024-02-01"_date, 1, "1.00"},
               {"2024-02-02"_date, 2, "2.00"},
               {"2024-12-31"_date, 335, "335.00"}};
  for (const auto& row : kRows) {
    const auto charges = ComputeLateCharges(Spec(
        At("36.5%"_rate), "1000.00 EUR"_money, "2024-01-31"_date, row.as_of));
    ASSERT_THAT(charges, IsOk());
    EXPECT_EQ(charges->days_past_due, row.days_past_due);
    EXPECT_EQ(FormatAmount(charges->interest), row.interest)
        << row.as_of.ToText();
  }
}

// BGB 288(1): each bearing day has its own rate; 1 January 2024 has 8.62 %.
// [due, paid) would read 181 days at 6.62 % and give 737.62.
TEST(LateCharges, CodeDefect9_EachDayHasItsOwnRate) {
  const auto charges = ComputeLateCharges(
      Spec(At(German()), "10000.00 EUR"_money, "2023-01-01"_date,
           "2024-01-01"_date, {{"2024-01-01"_date, "10000.00 EUR"_money}}));
  ASSERT_THAT(charges, IsOk());
  EXPECT_EQ(Text(charges), "738.16 0.00 0.00 738.16 | 0.00 738.16 0.00");
  ASSERT_EQ(charges->segments.size(), 3u);
  EXPECT_EQ(charges->segments[0].days, 180);
  EXPECT_EQ(charges->segments[1].days, 184);
  EXPECT_EQ(charges->segments[2].days, 1);
  EXPECT_EQ(charges->segments[2].rate, "8.62%"_rate);
  EXPECT_EQ(charges->source, "DE Basiszinssatz");
  EXPECT_EQ(charges->known_through, "2024-06-30"_date);
  // 184 days at 8.12 % and 180 at 6.62 %: paid on 2023-06-30, 326.47.
  EXPECT_EQ(Text(Spec(At(German()), "10000.00 EUR"_money, "2023-01-01"_date,
                      "2023-06-30"_date)),
            "326.47 0.00 0.00 326.47 | 10000.00 326.47 0.00");
}

// Due 1 April, paid 16 May: 45 days. Due 31 May 2023, paid 29 February 2024:
// 274 days at the frozen 11.5 %, and 100.00 of fixed compensation.
TEST(LateCharges, UnitedKingdom) {
  LatePaymentPolicy policy = At("11.5%"_rate);
  policy.compensation.tables = {
      {.tiers = {{"0.00 GBP"_money, "40.00 GBP"_money},
                 {"1000.00 GBP"_money, "70.00 GBP"_money},
                 {"10000.00 GBP"_money, "100.00 GBP"_money}}}};
  EXPECT_EQ(Text(Spec(policy, "10000.00 GBP"_money, "2023-05-31"_date,
                      "2024-02-29"_date)),
            "863.29 100.00 0.00 963.29 | 10000.00 963.29 0.00");
  const auto days = ComputeLateCharges(
      Spec(policy, "10000.00 GBP"_money, "2024-04-01"_date, "2024-05-16"_date));
  EXPECT_EQ(days->segments[0].days, 45);
  const struct {
    Money debt;
    const char* compensation;
  } kRows[] = {
      {"0.01 GBP"_money, "40.00"},      {"999.98 GBP"_money, "40.00"},
      {"999.99 GBP"_money, "40.00"},    {"1000.00 GBP"_money, "70.00"},
      {"1000.01 GBP"_money, "70.00"},   {"9999.99 GBP"_money, "70.00"},
      {"10000.00 GBP"_money, "100.00"}, {"50000.00 GBP"_money, "100.00"},
  };
  for (const auto& row : kRows) {
    const auto charges = ComputeLateCharges(
        Spec(policy, row.debt, "2024-01-01"_date, "2024-01-02"_date));
    EXPECT_EQ(FormatAmount(charges->compensation), row.compensation)
        << Format(row.debt);
  }
}

// adempiere/adempiere#1663: interest of each day by due day, rate and days of
// grace.
TEST(LateCharges, Grace) {
  const Money amount = "1000.00 EUR"_money;
  const Date due = "2024-01-31"_date;
  const struct {
    InterestStart start;
    Date as_of;
    const char* interest;
  } kRows[] = {
      {InterestStart::kDayAfterDue, "2024-02-05"_date, "0.00"},
      {InterestStart::kDayAfterDue, "2024-02-06"_date, "6.00"},
      {InterestStart::kAfterGrace, "2024-02-05"_date, "0.00"},
      {InterestStart::kAfterGrace, "2024-02-06"_date, "1.00"},
  };
  for (const auto& row : kRows) {
    LatePaymentPolicy policy = At("36.5%"_rate);
    policy.grace_days = 5;
    policy.interest_start = row.start;
    EXPECT_EQ(
        FormatAmount(
            ComputeLateCharges(Spec(policy, amount, due, row.as_of))->interest),
        row.interest);
    // Paid on the last day of grace: free of charge, whatever comes later.
    EXPECT_EQ(Text(Spec(policy, amount, due, "2025-01-31"_date,
                        {{"2024-02-05"_date, amount}})),
              "0.00 0.00 0.00 0.00 | 0.00 0.00 0.00");
  }
}

// Paid in part within grace: each day bears on what was unpaid on it.
TEST(LateCharges, RetroactiveGraceBearsOnEachDaysBalance) {
  LatePaymentPolicy policy = At("36.5%"_rate);
  policy.grace_days = 5;
  policy.interest_start = InterestStart::kDayAfterDue;
  const auto charges = ComputeLateCharges(
      Spec(policy, "1000.00 EUR"_money, "2024-01-31"_date, "2024-02-10"_date,
           {{"2024-02-03"_date, "400.00 EUR"_money}}, ApplyTo::kInterestFirst));
  // 3 days on 1,000 and 7 on 600.
  EXPECT_EQ(Text(charges), "7.20 0.00 0.00 7.20 | 600.00 7.20 0.00");
  EXPECT_EQ(charges->events[0].principal_minor, 40'000);
}

// ---- Payments --------------------------------------------------------------

TEST(LateCharges, PaymentsAndTheirOrder) {
  const Money amount = "1000.00 EUR"_money;
  const Date due = "2024-01-31"_date;
  const struct {
    const char* what;
    std::vector<Payment> payments;
    ApplyTo apply_to;
    const char* result;  // as of 2024-02-20; 1 ‰ a day
  } kRows[] = {
      {"none",
       {},
       ApplyTo::kPrincipalFirst,
       "20.00 0.00 0.00 20.00 | 1000.00 20.00 0.00"},
      {"before due",
       {{"2024-01-15"_date, "400.00 EUR"_money}},
       ApplyTo::kInterestFirst,
       "12.00 0.00 0.00 12.00 | 600.00 12.00 0.00"},
      {"on the due day",
       {{due, "400.00 EUR"_money}},
       ApplyTo::kInterestFirst,
       "12.00 0.00 0.00 12.00 | 600.00 12.00 0.00"},
      {"all of it in time",
       {{due, amount}},
       ApplyTo::kPrincipalFirst,
       "0.00 0.00 0.00 0.00 | 0.00 0.00 0.00"},
      {"10 days late",
       {{"2024-02-10"_date, "500.00 EUR"_money}},
       ApplyTo::kPrincipalFirst,
       "15.00 0.00 0.00 15.00 | 500.00 15.00 0.00"},
      // 10.00 of interest, 490.00 of principal; then 10 days on 510.00.
      {"interest first",
       {{"2024-02-10"_date, "500.00 EUR"_money}},
       ApplyTo::kInterestFirst,
       "15.10 0.00 0.00 15.10 | 510.00 5.10 0.00"},
      {"out of order",
       {{"2024-02-10"_date, "300.00 EUR"_money},
        {"2024-02-05"_date, "200.00 EUR"_money}},
       ApplyTo::kPrincipalFirst,
       "14.00 0.00 0.00 14.00 | 500.00 14.00 0.00"},
      {"after as_of",
       {{"2024-02-21"_date, amount}},
       ApplyTo::kPrincipalFirst,
       "20.00 0.00 0.00 20.00 | 1000.00 20.00 0.00"},
      {"too much",
       {{"2024-02-10"_date, "1015.00 EUR"_money}},
       ApplyTo::kPrincipalFirst,
       "10.00 0.00 0.00 10.00 | 0.00 0.00 5.00"},
      {"too much before due",
       {{"2024-01-01"_date, "1015.00 EUR"_money}},
       ApplyTo::kPrincipalFirst,
       "0.00 0.00 0.00 0.00 | 0.00 0.00 15.00"},
  };
  for (const auto& row : kRows) {
    EXPECT_EQ(Text(Spec(At("1‰/day"_rate), amount, due, "2024-02-20"_date,
                        row.payments, row.apply_to)),
              row.result)
        << row.what;
  }
}

// erpnext#58220: paying the principal does not lose interest and fees.
TEST(LateCharges, R42_ClaimsSurviveThePrincipal) {
  LatePaymentPolicy policy = At("1‰/day"_rate);
  policy.fees = {
      {.id = "reminder", .basis = FeeBasis::kFlat, .amount = "5.00 EUR"_money}};
  std::vector<Payment> payments = {{"2024-02-10"_date, "1000.00 EUR"_money}};
  const auto at = [&](Date as_of) {
    return Text(
        Spec(policy, "1000.00 EUR"_money, "2024-01-31"_date, as_of, payments));
  };
  EXPECT_EQ(at("2024-02-10"_date), "10.00 0.00 5.00 15.00 | 0.00 15.00 0.00");
  EXPECT_EQ(at("2029-02-10"_date), "10.00 0.00 5.00 15.00 | 0.00 15.00 0.00");
  payments.push_back({"2024-03-01"_date, "12.00 EUR"_money});
  EXPECT_EQ(at("2029-02-10"_date), "10.00 0.00 5.00 15.00 | 0.00 3.00 0.00");
  payments.push_back({"2024-04-01"_date, "12.00 EUR"_money});
  EXPECT_EQ(at("2029-02-10"_date), "10.00 0.00 5.00 15.00 | 0.00 0.00 9.00");
}

// Monthly rests, 1 % a month: what has joined the balance bears until paid.
TEST(LateCharges, CompoundInterestPaidNoLongerBears) {
  const AccrualRule rule = {.day_count = DayCount::k30E360,
                            .compounding = Compounding::kCompound,
                            .rest = Months(1),
                            .regime = RoundingRegime::kPerBooking,
                            .rounding = Rounding::kHalfEven};
  const LatePaymentPolicy policy =
      At(RateHistory::Fixed("1%/month"_rate), rule);
  const Money amount = "1000.00 EUR"_money;
  const Date due = "2024-01-14"_date;  // bears from the 15th
  // 10.00, 10.10, 10.20.
  EXPECT_EQ(Text(Spec(policy, amount, due, "2024-04-14"_date)),
            "30.30 0.00 0.00 30.30 | 1000.00 30.30 0.00");
  // Each month's interest is paid as it falls: none joins for good.
  EXPECT_EQ(Text(Spec(policy, amount, due, "2024-04-14"_date,
                      {{"2024-02-14"_date, "10.00 EUR"_money},
                       {"2024-03-14"_date, "10.00 EUR"_money}},
                      ApplyTo::kInterestFirst)),
            "30.00 0.00 0.00 30.00 | 1000.00 10.00 0.00");
  // The principal is paid: the 10.00 that joined goes on, 0.10 a month.
  EXPECT_EQ(Text(Spec(policy, amount, due, "2024-04-14"_date,
                      {{"2024-02-14"_date, amount}})),
            "10.20 0.00 0.00 10.20 | 0.00 10.20 0.00");
}

// ---- Fees, compensation, cap -----------------------------------------------

// SolidInvoice#130, itflow#143, wp-invoice#66, liberu-billing#217,
// invoiceninja/invoiceninja#538, #1505: a fee, again each month, after days of
// grace; one in percent is below.
TEST(LateCharges, FeesFallDueWhilePrincipalIsUnpaid) {
  const struct {
    Date as_of;
    int count;
  } kRows[] = {
      {"2024-01-31"_date, 0}, {"2024-02-03"_date, 0}, {"2024-02-04"_date, 1},
      {"2024-03-03"_date, 1}, {"2024-03-04"_date, 2}, {"2024-04-04"_date, 3},
      {"2030-01-01"_date, 3},
  };
  LatePaymentPolicy policy;
  policy.grace_days = 3;
  policy.fees = {{.id = "monthly",
                  .basis = FeeBasis::kFlat,
                  .amount = "7.00 EUR"_money,
                  .every = Months(1),
                  .max_count = 3}};
  for (const auto& row : kRows) {
    const auto charges = ComputeLateCharges(
        Spec(policy, "1000.00 EUR"_money, "2024-01-31"_date, row.as_of));
    ASSERT_THAT(charges, IsOk());
    EXPECT_EQ(charges->fees.minor(), 700 * row.count) << row.as_of.ToText();
    EXPECT_EQ(charges->events.size(), static_cast<size_t>(row.count));
  }
  // Paid on the day of the second fee: that one is due, the third is not.
  EXPECT_EQ(
      Text(Spec(policy, "1000.00 EUR"_money, "2024-01-31"_date,
                "2030-01-01"_date, {{"2024-03-04"_date, "1000.00 EUR"_money}})),
      "0.00 0.00 14.00 14.00 | 0.00 14.00 0.00");
}

// A percentage is of the principal, never of fees or interest before it.
TEST(LateCharges, NoFeeOnFee) {
  LatePaymentPolicy policy = At("1‰/day"_rate);
  policy.fees = {
      {.id = "first", .basis = FeeBasis::kFlat, .amount = "50.00 EUR"_money},
      {.id = "percent",
       .basis = FeeBasis::kOverduePrincipal,
       .percent = 5_percent,
       .rounding = Rounding::kHalfEven,
       .every = Days(10),
       .max_count = 2}};
  // 50.00; 5 % of 1,000 on 1 February and of 400 on 11 February.
  EXPECT_EQ(
      Text(Spec(policy, "1000.00 EUR"_money, "2024-01-31"_date,
                "2024-02-11"_date, {{"2024-02-10"_date, "600.00 EUR"_money}})),
      "10.40 0.00 120.00 130.40 | 400.00 130.40 0.00");
}

TEST(LateCharges, P25_ACapIsReportedOrClips) {
  LatePaymentPolicy policy = At("1‰/day"_rate);
  policy.fees = {
      {.id = "reminder", .basis = FeeBasis::kFlat, .amount = "5.00 EUR"_money}};
  const struct {
    ChargeCap cap;
    const char* over_cap;
    const char* result;
  } kRows[] = {
      {{.amount = "25.00 EUR"_money, .action = CapAction::kReport},
       "0.00",
       "20.00 0.00 5.00 25.00 | 1000.00 25.00 0.00"},
      {{.amount = "10.00 EUR"_money, .action = CapAction::kReport},
       "15.00",
       "20.00 0.00 5.00 25.00 | 1000.00 25.00 0.00"},
      {{.percent = 1_percent,
        .rounding = Rounding::kFloor,
        .action = CapAction::kClip},
       "15.00",
       "20.00 0.00 5.00 10.00 | 1000.00 10.00 0.00"},
  };
  for (const auto& row : kRows) {
    policy.caps = {row.cap};
    const auto charges = ComputeLateCharges(Spec(
        policy, "1000.00 EUR"_money, "2024-01-31"_date, "2024-02-20"_date));
    EXPECT_EQ(Text(charges), row.result);
    EXPECT_EQ(FormatAmount(charges->over_cap), row.over_cap);
  }
  // No payment settles more than the cap leaves: 1,010 pays everything.
  EXPECT_EQ(
      Text(Spec(policy, "1000.00 EUR"_money, "2024-01-31"_date,
                "2024-02-20"_date, {{"2024-02-20"_date, "1011.00 EUR"_money}},
                ApplyTo::kInterestFirst)),
      "20.00 0.00 5.00 10.00 | 0.00 0.00 1.00");
}

TEST(LateCharges, TraceSaysWhereEachPaymentWent) {
  LatePaymentPolicy policy = At("1‰/day"_rate);
  policy.compensation.tables = {
      {.tiers = {{"0.00 EUR"_money, "40.00 EUR"_money}}}};
  policy.fees = {{.id = "reminder",
                  .basis = FeeBasis::kFlat,
                  .amount = "5.00 EUR"_money,
                  .after_days = 9}};
  const auto charges = ComputeLateCharges(
      Spec(policy, "1000.00 EUR"_money, "2024-01-31"_date, "2024-02-20"_date,
           {{"2024-02-10"_date, "100.00 EUR"_money}}, ApplyTo::kInterestFirst));
  ASSERT_THAT(charges, IsOk());
  ASSERT_EQ(charges->events.size(), 3u);
  EXPECT_EQ(charges->events[0].kind, LateEventKind::kCompensation);
  EXPECT_EQ(charges->events[0].date, "2024-02-01"_date);
  EXPECT_EQ(charges->events[1].id, "reminder");
  EXPECT_EQ(charges->events[1].date, "2024-02-10"_date);
  const LateEvent& payment = charges->events[2];
  EXPECT_EQ(payment.fees_minor, 500);
  EXPECT_EQ(payment.compensation_minor, 4'000);
  EXPECT_EQ(payment.interest_minor, 1'000);
  EXPECT_EQ(payment.principal_minor, 4'500);
  EXPECT_EQ(payment.principal_after_minor, 95'500);
}

// ---- Errors ----------------------------------------------------------------

TEST(LateCharges, RefusesInOrderOfPrecedence) {
  LateChargesSpec spec = Spec(
      At("5%"_rate), "-1.00 EUR"_money, "2024-01-31"_date, "9999-12-31"_date,
      {{"2024-02-10"_date, "0.00 USD"_money}}, ApplyTo{});
  spec.policy.grace_days = 1;
  spec.policy.interest->rates = *RateHistory::Make(
      {.id = "later", .steps = {{"2024-02-02"_date, "5%"_rate}}});
  EXPECT_THAT(ComputeLateCharges(spec),
              IsError(Reason::kUnspecified, "/policy/interest_start"));
  spec.policy.interest_start = InterestStart::kDayAfterDue;
  EXPECT_THAT(ComputeLateCharges(spec),
              IsError(Reason::kOutOfRange, "/invoice/amount"));
  spec.invoice.amount = "1000.00 EUR"_money;
  EXPECT_THAT(ComputeLateCharges(spec),
              IsError(Reason::kUnspecified, "/apply_to"));
  spec.apply_to = ApplyTo::kPrincipalFirst;
  EXPECT_THAT(ComputeLateCharges(spec),
              IsError(Reason::kCurrencyMismatch, "/payments/0/amount"));
  spec.payments[0].amount = "0.00 EUR"_money;
  EXPECT_THAT(ComputeLateCharges(spec),
              IsError(Reason::kOutOfRange, "/payments/0/amount"));
  spec.payments = {};
  EXPECT_THAT(ComputeLateCharges(spec),
              IsError(Reason::kDateOutOfRange, "/as_of"));
  spec.as_of = "2024-03-01"_date;
  EXPECT_THAT(ComputeLateCharges(spec),
              IsError(Reason::kRateUnknown, "/policy/interest/rates"));
  spec.policy.interest->rates = RateHistory::Fixed("5%"_rate);
  spec.policy.interest->rule.day_count = DayCount::kBus252;
  EXPECT_EQ(ReasonOf(ComputeLateCharges(spec).status()),
            Reason::kContextRequired);
  spec.policy.interest->rule.day_count = DayCount::kAct360;
  EXPECT_THAT(ComputeLateCharges(spec), IsOk());
  spec.policy.fees = {{.id = "huge",
                       .basis = FeeBasis::kFlat,
                       .amount = Money(INT64_MAX, Currency::Of("EUR")),
                       .every = Days(1),
                       .max_count = 1'200}};
  EXPECT_THAT(ComputeLateCharges(spec),
              IsError(Reason::kOverflow, "/policy/fees"));
  // Each fits, but not the fee and the compensation together.
  spec.policy.fees[0].max_count = 1;
  spec.policy.fees[0].every = {};
  spec.policy.compensation.tables = {
      {.tiers = {{"0.00 EUR"_money, "0.01 EUR"_money}}}};
  EXPECT_THAT(ComputeLateCharges(spec), IsError(Reason::kOverflow, "/policy"));
  spec.policy.fees = {};
  const Payment most = {spec.as_of, Money(INT64_MAX, Currency::Of("EUR"))};
  spec.payments = {most, most};
  spec.apply_to = ApplyTo::kPrincipalFirst;
  EXPECT_THAT(ComputeLateCharges(spec),
              IsError(Reason::kOverflow, "/payments"));
}

TEST(LateCharges, AnInvoiceInTimeNeedsNoRate) {
  EXPECT_EQ(Text(Spec(At(German()), "1000.00 EUR"_money, "2030-01-01"_date,
                      "2030-01-01"_date)),
            "0.00 0.00 0.00 0.00 | 1000.00 0.00 0.00");
  EXPECT_EQ(Text(Spec(At(German()), "1000.00 EUR"_money, "9999-12-31"_date,
                      "9999-12-31"_date)),
            "0.00 0.00 0.00 0.00 | 1000.00 0.00 0.00");
}

}  // namespace
}  // namespace usance
