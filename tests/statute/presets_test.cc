#include "usance/statute/presets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "tests/matchers.h"
#include "usance/codec/csv.h"
#include "usance/date/calendars.h"
#include "usance/money/format.h"
#include "usance/terms/late_charges.h"

namespace usance {
namespace {

// A row of figures.csv: a debt under a law, and what it costs.
struct Figure {
  std::string statute, parties, contract, due, as_of, currency, amount,
      day_count, interest, sum, refused, source;
};

std::vector<Figure> Rows() {
  std::ifstream file(std::string(USANCE_SOURCE_DIR) +
                     "/tests/statute/figures.csv");
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const auto rows = ReadCsv(text);
  EXPECT_THAT(rows, IsOk());
  std::vector<Figure> debts;
  for (size_t k = 1; k < rows->size(); ++k) {
    const auto& f = (*rows)[k].fields;
    debts.push_back({f[0].text, f[1].text, f[2].text, f[3].text, f[4].text,
                     f[5].text, f[6].text, f[7].text, f[8].text, f[9].text,
                     f[10].text, f[11].text});
  }
  return debts;
}

// What a caller adds where the law says the rest.
PresetSpec HalfUp(Currency currency) {
  return {.currency = currency,
          .rounding = Rounding::kHalfUp,
          .regime = RoundingRegime::kPerBooking};
}

// One unit of `base` for one of `quote`: shows a sum in its own units.
FxTable OneForOne(Currency base, Currency quote) {
  return *FxTable::Make({.id = "one for one",
                         .version = "1",
                         .rows = {{Date::Of(1990, 1, 1), base, quote, 1}},
                         .known_through = Date::Of(9999, 12, 31)});
}

absl::StatusOr<LateCharges> Charge(
    const Figure& debt, std::optional<RateFixing> fixing = {},
    RoundingRegime regime = RoundingRegime::kPerBooking) {
  USANCE_ASSIGN_OR_RETURN(const Statute law, FindStatute(debt.statute));
  USANCE_ASSIGN_OR_RETURN(const Parties parties,
                          ParseName<Parties>(debt.parties, "/parties"));
  const Date due = *Date::Parse(debt.due);
  const Currency currency = *Currency::Parse(debt.currency);
  USANCE_ASSIGN_OR_RETURN(
      const StatuteVersion* version,
      SelectVersion(law, parties, *Date::Parse(debt.contract), due));
  PresetSpec spec{.currency = currency,
                  .rounding = Rounding::kHalfUp,
                  .regime = regime,
                  .fixing = fixing};
  if (!debt.day_count.empty()) {
    spec.day_count = FindName<DayCount>(debt.day_count);
  }
  USANCE_ASSIGN_OR_RETURN(const Preset preset,
                          MakePreset(*version, spec, due, RateBook()));
  LateChargesSpec charges{.policy = preset.policy,
                          .invoice = {*ParseAmount(debt.amount, currency), due},
                          .as_of = *Date::Parse(debt.as_of)};
  for (const CompensationTable& table : preset.policy.compensation.tables) {
    if (table.unrecorded) continue;
    const Currency own = table.tiers[0].amount.currency();
    if (own != currency) charges.fx = OneForOne(own, currency);
  }
  return ComputeLateCharges(charges);
}

// Expected values are published, or come from figures.py, which shares the data
// and no code.
TEST(Presets, Figures) {
  for (const Figure& debt : Rows()) {
    const std::string what = debt.statute + ", " + debt.source;
    const auto charges = Charge(debt);
    if (!debt.refused.empty()) {
      ASSERT_FALSE(charges.ok()) << what;
      EXPECT_EQ(NameOf(ReasonOf(charges.status())), debt.refused) << what;
      continue;
    }
    ASSERT_THAT(charges, IsOk()) << what;
    const auto claimed = Sub(charges->interest, charges->below_minimum);
    EXPECT_EQ(FormatAmount(*claimed), debt.interest) << what;
    EXPECT_EQ(charges->compensation_unknown
                  ? NameOf(charges->compensation_unknown->reason)
                  : FormatAmount(charges->compensation),
              debt.sum)
        << what;
    EXPECT_FALSE(debt.source.empty()) << what;
  }
}

TEST(Presets, EveryVersionHasAFigure) {
  std::set<std::pair<std::string, std::string>> covered;
  for (const Figure& debt : Rows()) {
    const Statute law = *FindStatute(debt.statute);
    const Parties parties = *FindName<Parties>(debt.parties);
    for (const StatuteVersion& version : law.versions) {
      const Date date = *Date::Parse(
          version.dated_by == DatedBy::kDue ? debt.due : debt.contract);
      if ((!version.from || date >= *version.from) &&
          (!version.before || date < *version.before) &&
          std::find(version.parties.begin(), version.parties.end(), parties) !=
              version.parties.end()) {
        covered.emplace(law.id, version.id);
      }
    }
  }
  for (const ShippedStatute& shipped : ShippedStatutes()) {
    const Statute law = *FindStatute(shipped.id);
    for (const StatuteVersion& version : law.versions) {
      EXPECT_TRUE(covered.contains({std::string(shipped.id), version.id}))
          << "figures.csv has no row for " << shipped.id << ", version "
          << version.id;
    }
  }
}

// Another reading is a choice, never the answer by itself.
TEST(Presets, OtherReadings) {
  const Figure uk{"uk",         "b2b", "2023-01-01", "2023-05-31",
                  "2024-02-29", "GBP", "10000.00",   "",
                  "",           "",    "",           ""};
  EXPECT_EQ(FormatAmount(Charge(uk)->interest), "863.29");
  // Guides that take each half-year's own rate.
  EXPECT_EQ(FormatAmount(Charge(uk, RateFixing::kFloating)->interest),
            "967.67");
  // To the cent without a rounding at each rest, which the act does not ask
  // for.
  const auto exact = RoundingRegime::kCumulative;
  const Figure in{"in",         "b2b", "2022-01-01", "2022-04-14",
                  "2023-04-14", "INR", "100000.00",  "",
                  "",           "",    "",           ""};
  EXPECT_EQ(FormatAmount(Charge(in, {}, exact)->interest), "18766.36");
  EXPECT_EQ(FormatAmount(Charge(in, RateFixing::kFrozen, exact)->interest),
            "13522.11");
  EXPECT_EQ(FormatAmount(Charge(in, RateFixing::kRestDay, exact)->interest),
            "19500.85");
}

StatuteVersion VersionOf(std::string_view law, std::string_view id) {
  const Statute found = *FindStatute(law);
  for (const StatuteVersion& version : found.versions) {
    if (version.id == id) return version;
  }
  ADD_FAILURE() << "no version " << id;
  return {};
}

// 5 CFR 1315.17(b): the two examples of the regulation, at their own rates.
TEST(Presets, PromptPaymentExamples) {
  const struct {
    const char* rate;
    const char* due;
    const char* as_of;
    const char* interest;
  } kRows[] = {
      {"6.5%", "2024-04-01", "2024-04-11", "2.71"},
      {"6%", "2024-04-01", "2024-06-15", "18.83"},
  };
  for (const auto& row : kRows) {
    const auto series = RateSeries::Make(
        {.id = "us_prompt_payment",
         .title = "as in the example",
         .version = "1",
         .kind = SeriesKind::kSteps,
         .rows = {{Date::Of(2024, 1, 1), *Rate::Parse(row.rate),
                   Confidence::kRead, "5 CFR 1315.17(b)"}}});
    ASSERT_THAT(series, IsOk());
    const Currency usd = Currency::Of("USD");
    const Date due = *Date::Parse(row.due);
    const auto preset =
        MakePreset(VersionOf("us", "1989-04-01"),
                   {.currency = usd, .rounding = Rounding::kHalfUp}, due,
                   RateBook().With(*series));
    ASSERT_THAT(preset, IsOk());
    const auto charges =
        ComputeLateCharges({.policy = preset->policy,
                            .invoice = {"1500.00 USD"_money, due},
                            .as_of = *Date::Parse(row.as_of)});
    ASSERT_THAT(charges, IsOk());
    EXPECT_EQ(FormatAmount(charges->interest), row.interest);
  }
}

// Sweden, Finland: the reference is rounded up to the half point; a series as
// the central bank has it gives the published rates (riksbank.se).
TEST(Presets, ReferencesAreRoundedUp) {
  const struct {
    const char* policy_rate;
    const char* rate;  // 8 points over the rounded one
  } kRows[] = {
      {"-0.35%", "8%"}, {"-0.25%", "8%"},   {"0.25%", "8.5%"},
      {"3.75%", "12%"}, {"-0.50%", "7.5%"},
  };
  for (const auto& row : kRows) {
    const auto series = RateSeries::Make(
        {.id = "se_referensranta",
         .title = "policy rate",
         .version = "1",
         .kind = SeriesKind::kSteps,
         .rows = {{Date::Of(2024, 1, 1), *Rate::Parse(row.policy_rate),
                   Confidence::kRead, "riksbank.se"}}});
    ASSERT_THAT(series, IsOk());
    const auto preset =
        MakePreset(VersionOf("se", "2013-03-16"), HalfUp(Currency::Of("SEK")),
                   Date::Of(2024, 1, 31), RateBook().With(*series));
    ASSERT_THAT(preset, IsOk());
    EXPECT_EQ(
        Format(*preset->policy.interest->rates.RateOn(Date::Of(2024, 2, 1))),
        row.rate)
        << row.policy_rate;
  }
}

// J7: the Dutch scale for debts that were collected.
TEST(Presets, DutchCollectionCosts) {
  const struct {
    const char* amount;
    const char* costs;
  } kRows[] = {
      {"100.00", "40.00"},       {"1000.00", "150.00"},
      {"2500.00", "375.00"},     {"10000.00", "875.00"},
      {"50000.00", "1275.00"},   {"200000.00", "2775.00"},
      {"2000000.00", "6775.00"},
  };
  const Currency eur = Currency::Of("EUR");
  const Date due = Date::Of(2024, 1, 31);
  for (const auto& row : kRows) {
    const auto preset = MakePreset(VersionOf("nl", "2013-03-16"),
                                   {.currency = eur,
                                    .rounding = Rounding::kHalfUp,
                                    .regime = RoundingRegime::kPerBooking,
                                    .collected = true},
                                   due, RateBook());
    ASSERT_THAT(preset, IsOk());
    const auto charges =
        ComputeLateCharges({.policy = preset->policy,
                            .invoice = {*ParseAmount(row.amount, eur), due},
                            .as_of = Date::Of(2024, 3, 1)});
    ASSERT_THAT(charges, IsOk());
    EXPECT_EQ(FormatAmount(charges->compensation), row.costs) << row.amount;
  }
}

TEST(Presets, SaysWhatIsWeak) {
  const auto preset =
      MakePreset(VersionOf("be", "2002-08-07"), HalfUp(Currency::Of("EUR")),
                 Date::Of(2024, 1, 31), RateBook());
  ASSERT_THAT(preset, IsOk());
  ASSERT_EQ(preset->weak.size(), 1u);
  EXPECT_EQ(preset->weak[0].fact, "interest");
  EXPECT_EQ(preset->weak[0].cited.confidence, Confidence::kMemory);
}

// The sum alone is unknown: the interest is answered, and what is left out is
// said.
TEST(Presets, AnUnknownSumLeavesTheInterest) {
  const struct {
    const char* law;
    const char* version;
    const char* currency;
    const char* due;
    const char* interest;
    const char* text;
  } kRows[] = {
      // Forsinkelsesrenteloven 3 a: 10,000 * 11.75 % * 92/365.
      {"no", "2013-07-01", "NOK", "2023-09-30", "296.16",
       "the fixed sum for debts due on 2023-09-30 is not recorded"},
      // Art 10(1a): 10,000 * 16.75 % * 92/365, and 70 EUR in zlotys.
      {"pl", "2020-01-01", "PLN", "2023-09-30", "422.19",
       "no rate of exchange is given for EUR to PLN"},
      // Of a debt in euros the tier is found in zlotys.
      {"pl", "2020-01-01", "EUR", "2023-09-30", "422.19",
       "no rate of exchange is given for EUR to PLN"},
      // LPCDA s.5A: 10,000 * 13 % * 92/365; the tier is found in pounds.
      {"uk", "2013-03-16", "EUR", "2023-09-30", "327.67",
       "no rate of exchange is given for EUR to GBP"},
  };
  for (const auto& row : kRows) {
    const Currency currency = *Currency::Parse(row.currency);
    const Date due = *Date::Parse(row.due);
    const auto preset = MakePreset(VersionOf(row.law, row.version),
                                   HalfUp(currency), due, RateBook());
    ASSERT_THAT(preset, IsOk()) << row.law;
    LateChargesSpec spec{.policy = preset->policy,
                         .invoice = {Money(1'000'000, currency), due},
                         .as_of = due};
    // Not late: nothing is due that could be unknown.
    EXPECT_FALSE(ComputeLateCharges(spec)->compensation_unknown) << row.law;
    spec.as_of = Date::Of(2023, 12, 31);
    const auto charges = ComputeLateCharges(spec);
    ASSERT_THAT(charges, IsOk()) << row.law;
    EXPECT_EQ(FormatAmount(charges->interest), row.interest);
    EXPECT_EQ(charges->compensation.minor(), 0);
    EXPECT_EQ(charges->total, charges->interest);
    ASSERT_TRUE(charges->compensation_unknown.has_value()) << row.law;
    EXPECT_EQ(charges->compensation_unknown->reason, Reason::kRateUnknown);
    EXPECT_EQ(charges->compensation_unknown->text, row.text);
    // A contract that does not say so is refused as a whole.
    spec.policy.compensation.leave_out_unknown = false;
    EXPECT_THAT(ComputeLateCharges(spec),
                IsError(Reason::kRateUnknown,
                        row.law[0] == 'n' ? "/policy/compensation" : "/fx"));
  }
}

// With a table of exchange rates the tier is found, and the sum told, in the
// currency of the debt. Art 10(1a): the rate of the end of the month before.
TEST(Presets, SumsInAnotherCurrency) {
  const auto rate = [](const char* date, const char* base, const char* quote,
                       int64_t numerator, int64_t denominator) {
    return FxRow{*Date::Parse(date), *Currency::Parse(base),
                 *Currency::Parse(quote), Fraction::Of(numerator, denominator)};
  };
  const FxTable fx =
      *FxTable::Make({.id = "by hand",
                      .rows = {rate("2023-05-01", "EUR", "GBP", 86, 100),
                               rate("2023-08-31", "EUR", "PLN", 44684, 10000),
                               rate("2023-09-29", "EUR", "PLN", 1, 1)},
                      .known_through = Date::Of(2023, 12, 31)});
  const struct {
    const char* law;
    const char* version;
    const char* currency;
    int64_t minor;
    const char* due;
    const char* sum;
  } kRows[] = {
      {"pl", "2020-01-01", "PLN", 1'000'000, "2023-09-30", "312.79"},
      {"pl", "2020-01-01", "PLN", 500'000, "2023-09-30", "178.74"},
      {"pl", "2020-01-01", "EUR", 120'000, "2023-09-30", "70.00"},  // 5,362 PLN
      {"pl", "2020-01-01", "EUR", 110'000, "2023-09-30", "40.00"},  // 4,915 PLN
      {"uk", "2013-03-16", "EUR", 120'000, "2023-05-31", "81.40"},  // 1,032 GBP
      {"uk", "2013-03-16", "EUR", 116'000, "2023-05-31", "46.51"},  // 997.60
  };
  for (const auto& row : kRows) {
    const Currency currency = *Currency::Parse(row.currency);
    const Date due = *Date::Parse(row.due);
    const auto preset = MakePreset(VersionOf(row.law, row.version),
                                   HalfUp(currency), due, RateBook());
    ASSERT_THAT(preset, IsOk()) << row.law;
    const auto charges =
        ComputeLateCharges({.policy = preset->policy,
                            .invoice = {Money(row.minor, currency), due},
                            .as_of = Date::Of(2023, 12, 31),
                            .fx = fx});
    ASSERT_THAT(charges, IsOk()) << row.law;
    EXPECT_FALSE(charges->compensation_unknown) << row.law;
    EXPECT_EQ(FormatAmount(charges->compensation), row.sum)
        << row.law << " " << row.minor;
  }
}

// Directive 2011/7/EU art 5: each overdue installment bears and is compensated
// by itself; the rate is that of its own days.
TEST(Presets, EachInstallmentIsADebt) {
  struct Part {
    const char* due;
    const char* amount;
    const char* interest;
    const char* compensation;
  };
  const struct {
    const char* law;
    const char* as_of;
    std::vector<Part> parts;
    const char* compensation;
    const char* at_once;  // one sum for all
  } kRows[] = {
      // 182 days at 12.62 %, 184 at 12.37 %; 184 at 12.37 %.
      {"de",
       "2024-12-31",
       {{"2023-12-31", "1000.00", "125.29", "40.00"},
        {"2024-06-30", "2000.00", "124.72", "40.00"},
        {"2025-06-30", "3000.00", "0.00", "0.00"}},
       "80.00",
       "40.00"},
      // Each freezes the rate of its own half-year: 11.5 %, 13.25 %. The sum
      // goes by the debt's own size, LPCDA s.5A(2).
      {"uk",
       "2024-02-29",
       {{"2023-05-31", "500.00", "43.16", "40.00"},
        {"2023-12-31", "1000.00", "21.78", "70.00"}},
       "110.00",
       "70.00"},
      // Each half-year has its own sum; that of 2023H2 is not recorded.
      {"no",
       "2024-06-30",
       {{"2023-06-30", "1000.00", "121.56", "410.00"},
        {"2023-09-30", "1000.00", "91.95", "0.00"},
        {"2024-03-31", "1000.00", "31.16", "470.00"}},
       "880.00",
       "410.00"},
  };
  for (const auto& row : kRows) {
    const Statute law = *FindStatute(row.law);
    Debt debt{.parties = Parties::kBusiness};
    int64_t all = 0;
    for (const Part& part : row.parts) {
      const Money amount = *ParseAmount(part.amount, *law.currency);
      debt.installments.push_back({*Date::Parse(part.due), amount});
      all += amount.minor();
    }
    for (const bool at_once : {false, true}) {
      PresetSpec spec = HalfUp(*law.currency);
      if (at_once) spec.per = CompensationPer::kInvoice;
      const auto terms = ApplyStatute(law, debt, spec, RateBook());
      ASSERT_THAT(terms, IsOk()) << row.law;
      EXPECT_EQ(terms->contract_date, debt.installments[0].due);
      const auto charges = ComputeLateCharges(
          {.policy = terms->preset.policy,
           .invoice = {Money(all, *law.currency), terms->relevant.day,
                       terms->installments},
           .as_of = *Date::Parse(row.as_of)});
      ASSERT_THAT(charges, IsOk()) << row.law;
      EXPECT_EQ(FormatAmount(charges->compensation),
                at_once ? row.at_once : row.compensation)
          << row.law;
      EXPECT_EQ(charges->compensation_unknown.has_value(),
                row.law[0] == 'n' && !at_once);
      ASSERT_EQ(charges->installments.size(), row.parts.size());
      for (size_t k = 0; k < row.parts.size(); ++k) {
        const InstallmentCharges& part = charges->installments[k];
        EXPECT_EQ(FormatAmount(part.interest), row.parts[k].interest)
            << row.law << " " << k;
        if (at_once) continue;
        EXPECT_EQ(FormatAmount(part.compensation), row.parts[k].compensation)
            << row.law << " " << k;
      }
    }
  }
}

TEST(Presets, ASchedulesErrors) {
  const Money amount(100'000, Currency::Of("EUR"));
  const PresetSpec spec = HalfUp(amount.currency());
  const auto apply = [&](std::string_view law, Debt debt) {
    debt.parties = Parties::kBusiness;
    const Statute statute = *FindStatute(law);
    return ApplyStatute(statute, debt, spec, RateBook()).status();
  };
  const std::vector<LateInstallment> two = {{Date::Of(2012, 6, 30), amount},
                                            {Date::Of(2013, 6, 30), amount}};
  EXPECT_THAT(apply("fr", {.facts = {.invoice = Date::Of(2012, 1, 1)},
                           .installments = two}),
              IsError(Reason::kConflict, "/installments"));
  EXPECT_THAT(apply("de", {.installments = {two[1], two[0]}}),
              IsError(Reason::kOutOfOrder, "/installments/1/due"));
  // Code de commerce L441-6: another version from 2013-01-01 on.
  EXPECT_THAT(apply("fr", {.installments = two}),
              IsError(Reason::kConflict, "/installments/1/due"));
  EXPECT_THAT(apply("de", {.installments = two}), IsOk());
}

// BGB 193: a day that is not worked moves; 60 days after do not bind a
// schedule.
TEST(Presets, DaysOfAScheduleRoll) {
  const Calendar weekends = *FindCalendar("sat_sun");
  const Money amount(100'000, Currency::Of("EUR"));
  const Statute de = *FindStatute("de");
  const auto terms =
      ApplyStatute(de,
                   {.parties = Parties::kBusiness,
                    .installments = {{Date::Of(2026, 1, 31), amount},
                                     {Date::Of(2026, 12, 31), amount}}},
                   HalfUp(amount.currency()), RateBook(), &weekends);
  ASSERT_THAT(terms, IsOk());
  EXPECT_EQ(terms->installments[0].due, Date::Of(2026, 2, 2));
  EXPECT_EQ(terms->installments[1].due, Date::Of(2026, 12, 31));
}

// 5 CFR 1315.4(h): 2026-02-28 is a Saturday, and interest bears from the day
// after the Monday.
TEST(Presets, AFederalDueDayOnAWeekendIsTheNextBusinessDay) {
  const Calendar weekends = *FindCalendar("sat_sun");
  const auto terms = ApplyStatute(
      *FindStatute("us"),
      {.parties = Parties::kPublicBody,
       .facts = {.invoice = Date::Of(2026, 1, 29)}},
      {.currency = Currency::Of("USD"), .rounding = Rounding::kHalfUp},
      RateBook(), &weekends);
  ASSERT_THAT(terms, IsOk());
  EXPECT_EQ(terms->relevant.day, Date::Of(2026, 3, 2));
  EXPECT_EQ(terms->relevant.first_bearing, Date::Of(2026, 3, 3));
}

// Act of 8 March 2013 art. 5; KC art. 359(2): the NBP's rate of each day plus
// 3.5 points, from day 31 after the later of goods and invoice to the due day.
TEST(Presets, InterestBeforeDue) {
  const Currency pln = Currency::Of("PLN");
  const PresetSpec spec = HalfUp(pln);
  const StatuteVersion version = VersionOf("pl", "2020-01-01");
  const Money amount(1'000'000, pln);
  const struct {
    const char* what;
    const char* performance;
    const char* invoice;
    const char* due;
    const char* as_of;
    const char* paid_on;
    const char* first;
    const char* last;
    const char* interest;
    Confidence confidence;
  } kRows[] = {
      {"30 days at 9.25 %", "2024-01-31", "2024-02-05", "2024-04-05",
       "2024-06-30", "", "2024-03-07", "2024-04-05", "76.03",
       Confidence::kVerified},
      {"10 of them so far", "2024-02-05", "2024-01-31", "2024-04-05",
       "2024-03-16", "", "2024-03-07", "2024-03-16", "25.34",
       Confidence::kVerified},
      {"14 days, and 16 of 6,000.00", "2024-01-31", "2024-02-05", "2024-04-05",
       "2024-06-30", "2024-03-20", "2024-03-07", "2024-04-05", "59.81",
       Confidence::kVerified},
      {"30 days of 6,000.00", "2024-01-31", "2024-02-05", "2024-04-05",
       "2024-06-30", "2024-02-01", "2024-03-07", "2024-04-05", "45.62",
       Confidence::kVerified},
      {"no more than 30 days", "2024-01-31", "2024-02-05", "2024-03-06",
       "2024-06-30", "", "2024-03-07", "2024-03-06", "0.00",
       Confidence::kGiven},
      {"20 days at 8.5 %, 10 at 8.25 %", "2025-07-15", "2025-07-15",
       "2025-09-13", "2025-12-31", "", "2025-08-15", "2025-09-13", "69.18",
       Confidence::kVerified},
      {"8 days at 4.5 %, 22 at 4 %", "2020-03-01", "2020-03-01", "2020-04-30",
       "2020-06-30", "", "2020-04-01", "2020-04-30", "33.97",
       Confidence::kDerived},
  };
  for (const auto& row : kRows) {
    std::vector<Payment> payments;
    if (*row.paid_on != '\0') {
      payments.push_back({*Date::Parse(row.paid_on), Money(400'000, pln)});
    }
    const auto early =
        InterestBeforeDue(version,
                          {.agreed = *Date::Parse(row.due),
                           .performance = *Date::Parse(row.performance),
                           .invoice = *Date::Parse(row.invoice)},
                          *Date::Parse(row.due), amount, payments,
                          *Date::Parse(row.as_of), spec, RateBook());
    ASSERT_THAT(early, IsOk()) << row.what;
    EXPECT_EQ(early->first.ToText(), row.first) << row.what;
    EXPECT_EQ(early->last.ToText(), row.last) << row.what;
    EXPECT_EQ(FormatAmount(early->accrual.interest), row.interest) << row.what;
    EXPECT_EQ(early->accrual.confidence, row.confidence) << row.what;
    EXPECT_TRUE(early->weak.empty()) << row.what;
  }
  // A payment that came back was never made.
  const Date due = Date::Of(2024, 4, 5);
  const DebtFacts facts{.agreed = due,
                        .performance = Date::Of(2024, 1, 31),
                        .invoice = Date::Of(2024, 2, 5)};
  const std::vector<Payment> back = {
      {Date::Of(2024, 3, 20), amount, Date::Of(2024, 3, 25)}};
  EXPECT_EQ(
      FormatAmount(InterestBeforeDue(version, facts, due, amount, back,
                                     Date::Of(2024, 6, 30), spec, RateBook())
                       ->accrual.interest),
      "76.03");
}

TEST(Presets, InterestBeforeDueErrors) {
  const Currency pln = Currency::Of("PLN");
  PresetSpec spec{.currency = pln};
  DebtFacts facts;
  Money amount(1'000'000, pln);
  std::vector<Payment> payments;
  const auto ask = [&](std::string_view law, std::string_view version) {
    return InterestBeforeDue(VersionOf(law, version), facts,
                             Date::Of(2024, 4, 5), amount, payments,
                             Date::Of(2024, 6, 30), spec, RateBook())
        .status();
  };
  EXPECT_THAT(ask("uk", "2013-03-16"),
              IsError(Reason::kConflict, "/before_due"));
  EXPECT_THAT(ask("pl", "2020-01-01 public health"),
              IsError(Reason::kConflict, "/before_due"));
  amount = Money(-1, pln);
  EXPECT_THAT(ask("pl", "2020-01-01"), IsError(Reason::kOutOfRange, "/amount"));
  amount = Money(1, pln);
  payments = {{Date::Of(2024, 3, 20), Money(0, pln)}};
  EXPECT_THAT(ask("pl", "2020-01-01"),
              IsError(Reason::kOutOfRange, "/payments/0/amount"));
  payments = {{Date::Of(2024, 3, 20), Money(1, Currency::Of("EUR"))}};
  EXPECT_THAT(ask("pl", "2020-01-01"),
              IsError(Reason::kCurrencyMismatch, "/payments/0/amount"));
  payments.clear();
  EXPECT_THAT(ask("pl", "2020-01-01"),
              IsError(Reason::kUnspecified, "/rounding"));
  spec.rounding = Rounding::kHalfUp;
  spec.regime = RoundingRegime::kPerBooking;
  facts.invoice = Date::Of(2024, 2, 5);
  EXPECT_THAT(ask("pl", "2020-01-01"),
              IsError(Reason::kContextRequired, "/performance"));
}

TEST(Presets, AppliesALawToADebt) {
  const PresetSpec spec = HalfUp(Currency::Of("EUR"));
  const Statute de = *FindStatute("de");
  const auto terms = ApplyStatute(de,
                                  {.parties = Parties::kBusiness,
                                   .facts = {.invoice = Date::Of(2026, 3, 5)}},
                                  spec, RateBook());
  ASSERT_THAT(terms, IsOk());
  // Nothing agreed: 30 days after the invoice, of a contract of that day.
  EXPECT_EQ(terms->relevant.day, Date::Of(2026, 4, 4));
  EXPECT_EQ(terms->contract_date, Date::Of(2026, 3, 5));
  EXPECT_EQ(terms->version->id, "2014-07-29");
  EXPECT_TRUE(terms->preset.weak.empty());
  // Spain's period was not read at a source; a day agreed on is not of it.
  const Statute es = *FindStatute("es");
  Debt debt{.parties = Parties::kBusiness,
            .facts = {.performance = Date::Of(2026, 3, 5)}};
  EXPECT_EQ(ApplyStatute(es, debt, spec, RateBook())->preset.weak[0].fact,
            "start");
  debt.facts = {.agreed = Date::Of(2026, 3, 31)};
  EXPECT_TRUE(ApplyStatute(es, debt, spec, RateBook())->preset.weak.empty());
  EXPECT_THAT(
      ApplyStatute(de, {.parties = Parties::kBusiness}, spec, RateBook()),
      IsError(Reason::kMissingField, "/agreed"));
}

TEST(Presets, CacheMakesEachPolicyOnce) {
  const Statute law = *FindStatute("no");
  const RateBook rates;
  PresetCache cache(law, Parties::kBusiness, HalfUp(Currency::Of("NOK")),
                    rates);
  const Date contract = Date::Of(2020, 1, 1);
  const auto first = cache.Find(contract, Date::Of(2025, 1, 1));
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(*cache.Find(contract, Date::Of(2025, 6, 30)), *first);
  const auto other = cache.Find(contract, Date::Of(2026, 1, 1));
  ASSERT_THAT(other, IsOk());
  EXPECT_NE(*other, *first);  // another fixed sum
  // That of 2023H2 is not recorded.
  const auto unrecorded = cache.Find(contract, Date::Of(2023, 9, 30));
  ASSERT_THAT(unrecorded, IsOk());
  EXPECT_TRUE((*unrecorded)->policy.compensation.tables[0].unrecorded);
  EXPECT_EQ(*cache.Find(contract, Date::Of(2023, 12, 31)), *unrecorded);
  EXPECT_EQ(*cache.Find(contract, Date::Of(2025, 3, 1)), *first);
}

TEST(Presets, ErrorsInOrder) {
  PresetSpec spec{.currency = Currency::Of("EUR")};
  const auto make = [&](std::string_view law, std::string_view version) {
    return MakePreset(VersionOf(law, version), spec, Date::Of(2023, 9, 30),
                      RateBook());
  };
  EXPECT_THAT(make("de", "2014-07-29"),
              IsError(Reason::kUnspecified, "/rounding"));
  spec.rounding = Rounding::kHalfUp;
  EXPECT_THAT(make("de", "2014-07-29"),
              IsError(Reason::kUnspecified, "/regime"));
  spec.regime = RoundingRegime::kPerBooking;
  EXPECT_THAT(make("dk", "2013-03-01"),
              IsError(Reason::kUnspecified, "/day_count"));
  spec.day_count = DayCount::kAct360;
  EXPECT_THAT(make("de", "2014-07-29"),
              IsError(Reason::kConflict, "/day_count"));
  spec.day_count.reset();
  spec.fixing = RateFixing::kAtRest;
  EXPECT_THAT(make("de", "2014-07-29"), IsError(Reason::kConflict, "/fixing"));
  spec.fixing.reset();
  spec.collected = true;
  EXPECT_THAT(make("de", "2014-07-29"),
              IsError(Reason::kConflict, "/collected"));
  spec.collected = false;
  EXPECT_THAT(make("us", "1989-04-01"),
              IsError(Reason::kCurrencyMismatch, "/currency"));
  // A law that names a series which is not there.
  StatuteVersion other = VersionOf("fr", "2009-01-01");
  other.interest->series = "us_none";
  EXPECT_THAT(MakePreset(other, spec, Date::Of(2023, 9, 30), RateBook()),
              IsError(Reason::kRateUnknown, "/statute"));
}

}  // namespace
}  // namespace usance
