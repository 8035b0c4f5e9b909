#include "usance/statute/rate_book.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/matchers.h"
#include "usance/core/text.h"

namespace usance {
namespace {

RateSeries Series(std::string_view id) {
  auto series = RateBook().Find(id);
  EXPECT_THAT(series, IsOk());
  return *std::move(series);
}

std::string Text(const std::optional<Date>& date) {
  return date ? date->ToText() : "for ever";
}

// The value of a day, as published: "1.62%", or the reason there is none.
std::string On(const RateSeries& series, Date date) {
  const auto row = series.On(date);
  if (!row.ok()) return std::string(NameOf(ReasonOf(row.status())));
  return Format(row->rate);
}

Fraction Value(const RateSeries& series, Date date) {
  const auto row = series.On(date);
  EXPECT_THAT(row, IsOk()) << date.ToText();
  return row.ok() ? row->rate.value() : Fraction(-1);
}

Fraction Sum(const Fraction& a, const Fraction& b) { return *CheckedAdd(a, b); }
Fraction Difference(const Fraction& a, const Fraction& b) {
  return *CheckedSub(a, b);
}

// The first days of half-years, from the one that holds `first` to `last`.
std::vector<Date> HalfYears(Date first, Date last) {
  std::vector<Date> days;
  for (int year = first.year(); year <= last.year(); ++year) {
    for (const int month : {1, 7}) {
      const Date day = Date::Of(year, month, 1);
      if (day >= first && day <= last) days.push_back(day);
    }
  }
  return days;
}

TEST(RateBook, HoldsTheSeriesOfTheTable) {
  const struct {
    const char* id;
    const char* first;
    const char* last;
    const char* known_through;
    size_t rows;
  } kRows[] = {
      {"at_basiszinssatz_456ugb", "2013-01-01", "2026-01-01", "2026-06-30", 27},
      {"au_rba_cash_rate", "2010-01-01", "2026-01-01", "2026-06-30", 33},
      {"ch_verzugszins", "1912-01-01", "1912-01-01", "for ever", 1},
      {"de_basiszinssatz", "1999-01-01", "2026-01-01", "2026-06-30", 37},
      {"dk_referencesats", "2013-03-01", "2026-01-01", "2026-06-30", 14},
      {"ecb_mro", "1999-01-01", "2025-06-11", "2026-06-30", 60},
      {"eu_directive_reference_ecb", "2002-07-01", "2026-01-01", "2026-06-30",
       48},
      {"fi_viitekorko", "2002-01-01", "2026-01-01", "2026-06-30", 49},
      {"fr_taux_legal_professionnel", "2009-01-01", "2026-01-01", "2026-06-30",
       29},
      {"in_rbi_bank_rate", "2002-10-30", "2025-12-05", "2025-12-31", 39},
      {"nl_wettelijke_rente_total", "1976-04-01", "2025-01-01", "2025-06-30",
       28},
      {"no_forsinkelsesrente_total", "1994-01-01", "2026-01-01", "2026-06-30",
       46},
      {"pl_nbp_decisions", "2015-03-05", "2026-03-05", "2026-03-05", 24},
      {"pl_nbp_reference", "2016-01-01", "2026-01-01", "2026-06-30", 21},
      {"se_referensranta", "2002-07-01", "2026-01-01", "2026-06-30", 48},
      {"uk_boe_bank_rate", "1998-06-04", "2025-12-18", "2026-06-30", 66},
      {"uk_late_payment_reference", "2002-08-07", "2026-07-01", "2026-12-31",
       49},
      {"us_prompt_payment", "1980-01-01", "2025-07-01", "2025-12-31", 92},
      {"us_treasury_cvfr", "2015-01-01", "2026-01-01", "2026-12-31", 13},
  };
  const std::vector<RateSeries> all = RateBook().All();
  ASSERT_EQ(all.size(), std::size(kRows));
  for (size_t k = 0; k < all.size(); ++k) {
    const auto& row = kRows[k];
    const RateSeries& series = all[k];
    EXPECT_EQ(series.id(), row.id);
    EXPECT_EQ(series.rows().front().from.ToText(), row.first) << row.id;
    EXPECT_EQ(series.rows().back().from.ToText(), row.last) << row.id;
    EXPECT_EQ(Text(series.spec().known_through), row.known_through) << row.id;
    EXPECT_EQ(series.rows().size(), row.rows) << row.id;
    EXPECT_EQ(series.spec().kind, SeriesKind::kSteps) << row.id;
    EXPECT_EQ(series.unit(), TimeUnit::kYear) << row.id;
    EXPECT_TRUE(series.Gaps().empty()) << row.id;
    // What is built in is read, computed or recalled, never merely given.
    for (const RateRow& published : series.rows()) {
      EXPECT_NE(published.confidence, Confidence::kGiven) << row.id;
      EXPECT_FALSE(published.source.empty()) << row.id;
    }
    // Unknown before the first row and after the last day.
    const Date first = series.rows().front().from;
    EXPECT_EQ(On(series, *AddDays(first, -1)), "RATE_UNKNOWN") << row.id;
    EXPECT_EQ(On(series, first), Format(series.rows().front().rate));
    if (const auto known = series.spec().known_through) {
      EXPECT_EQ(On(series, *known), Format(series.rows().back().rate));
      EXPECT_EQ(On(series, *AddDays(*known, 1)), "RATE_UNKNOWN") << row.id;
    }
  }
}

// Act of 8 March 2013 art. 11b: the half-year's rate is that of its first day.
TEST(RateBook, PolishReferenceIsTheDecisionOfTheFirstDay) {
  const RateSeries decisions = *RateBook().Find("pl_nbp_decisions");
  const RateSeries reference = *RateBook().Find("pl_nbp_reference");
  int compared = 0;
  for (const RateRow& row : reference.rows()) {
    EXPECT_EQ(On(decisions, row.from), Format(row.rate)) << row.from.ToText();
    ++compared;
  }
  EXPECT_EQ(compared, 21);
}

// As published: the sources stand on the rows of data/rates.
TEST(RateBook, KnowsTheRateOfADay) {
  const struct {
    const char* id;
    Date date;
    const char* rate;
    Confidence confidence;
  } kRows[] = {
      {"at_basiszinssatz_456ugb", "2016-06-30"_date, "-0.12%",
       Confidence::kVerified},
      {"at_basiszinssatz_456ugb", "2016-07-01"_date, "-0.62%",
       Confidence::kVerified},
      {"at_basiszinssatz_456ugb", "2025-01-01"_date, "2.53%",
       Confidence::kDerived},
      {"au_rba_cash_rate", "2010-12-31"_date, "4.5%", Confidence::kVerified},
      {"au_rba_cash_rate", "2019-07-01"_date, "1.25%", Confidence::kVerified},
      {"ch_verzugszins", "2026-07-01"_date, "5%", Confidence::kVerified},
      {"de_basiszinssatz", "2001-12-31"_date, "3.62%", Confidence::kRead},
      {"de_basiszinssatz", "2002-01-01"_date, "2.57%", Confidence::kVerified},
      {"de_basiszinssatz", "2022-12-31"_date, "-0.88%", Confidence::kVerified},
      {"de_basiszinssatz", "2023-01-01"_date, "1.62%", Confidence::kVerified},
      {"de_basiszinssatz", "2023-06-30"_date, "1.62%", Confidence::kVerified},
      {"de_basiszinssatz", "2023-07-01"_date, "3.12%", Confidence::kVerified},
      {"dk_referencesats", "2023-12-31"_date, "3.25%", Confidence::kRead},
      {"dk_referencesats", "2024-01-01"_date, "3.75%", Confidence::kRead},
      {"dk_referencesats", "2024-07-01"_date, "3.5%", Confidence::kMemory},
      {"ecb_mro", "2008-10-14"_date, "4.25%", Confidence::kRead},
      {"ecb_mro", "2008-10-15"_date, "3.75%", Confidence::kVerified},
      {"eu_directive_reference_ecb", "2008-07-01"_date, "4.07%",
       Confidence::kConflict},
      {"eu_directive_reference_ecb", "2009-01-01"_date, "2.5%",
       Confidence::kVerified},
      {"fi_viitekorko", "2003-07-01"_date, "2.5%", Confidence::kVerified},
      {"fr_taux_legal_professionnel", "2023-06-30"_date, "2.06%",
       Confidence::kRead},
      {"fr_taux_legal_professionnel", "2023-07-01"_date, "4.22%",
       Confidence::kRead},
      {"in_rbi_bank_rate", "2013-01-28"_date, "9%", Confidence::kRead},
      {"in_rbi_bank_rate", "2013-01-29"_date, "8.75%", Confidence::kConflict},
      {"nl_wettelijke_rente_total", "2024-12-31"_date, "7%",
       Confidence::kVerified},
      {"no_forsinkelsesrente_total", "2025-01-01"_date, "12.5%",
       Confidence::kRead},
      {"pl_nbp_reference", "2022-06-30"_date, "1.75%", Confidence::kVerified},
      {"se_referensranta", "2016-06-30"_date, "0%", Confidence::kRead},
      {"se_referensranta", "2016-07-01"_date, "-0.5%", Confidence::kRead},
      {"uk_boe_bank_rate", "2017-11-02"_date, "0.5%", Confidence::kVerified},
      {"uk_late_payment_reference", "2023-06-30"_date, "3.5%",
       Confidence::kVerified},
      {"uk_late_payment_reference", "2023-07-01"_date, "5%",
       Confidence::kVerified},
      {"us_prompt_payment", "2009-06-30"_date, "5.625%", Confidence::kRead},
      {"us_prompt_payment", "2009-07-01"_date, "4.875%", Confidence::kRead},
      {"us_prompt_payment", "2010-01-01"_date, "3.25%", Confidence::kRead},
      {"us_prompt_payment", "2011-01-01"_date, "2.625%", Confidence::kMemory},
  };
  for (const auto& row : kRows) {
    const auto published = Series(row.id).On(row.date);
    ASSERT_THAT(published, IsOk()) << row.id;
    EXPECT_EQ(Format(published->rate), row.rate)
        << row.id << " " << row.date.ToText();
    EXPECT_EQ(published->confidence, row.confidence)
        << row.id << " " << row.date.ToText();
  }
}

// ---- Two sources agree ----------------------------------------------------

// BGB 247: the base rate moves with the rate of the main refinancing
// operations; 0.12 % on 2009-07-01.
TEST(RateBook, GermanBaseRateFollowsTheEcb) {
  const RateSeries german = Series("de_basiszinssatz");
  const RateSeries ecb = Series("ecb_mro");
  const Fraction offset =
      Difference(Fraction::Of(12, 10'000), Value(ecb, "2009-06-30"_date));
  const std::vector<Date> days =
      HalfYears("2009-07-01"_date, "2026-01-01"_date);
  ASSERT_EQ(days.size(), 34u);
  for (const Date day : days) {
    // The ECB rate most recent before the half-year.
    EXPECT_EQ(Value(german, day), Sum(Value(ecb, *AddDays(day, -1)), offset))
        << day.ToText();
  }
}

TEST(RateBook, DirectiveReferenceIsTheEcbRateAndTheGermanBaseRatePlus88) {
  const RateSeries reference = Series("eu_directive_reference_ecb");
  const RateSeries german = Series("de_basiszinssatz");
  const RateSeries ecb = Series("ecb_mro");
  for (const Date day : HalfYears("2002-07-01"_date, "2026-01-01"_date)) {
    EXPECT_EQ(Value(reference, day),
              Sum(Value(german, day), Fraction::Of(88, 10'000)))
        << day.ToText();
  }
  for (const Date day : HalfYears("2009-01-01"_date, "2026-01-01"_date)) {
    EXPECT_EQ(Value(reference, day), Value(ecb, day)) << day.ToText();
  }
}

// Korkolaki s.12: up to the next half point.
TEST(RateBook, FinnishReferenceIsTheEcbRateUpToTheHalfPoint) {
  const RateSeries finnish = Series("fi_viitekorko");
  RateHistory::Spec spec = Series("de_basiszinssatz").Steps();
  for (RateStep& step : spec.steps) {
    step.rate = Rate(Sum(step.rate->value(), Fraction::Of(88, 10'000)),
                     TimeUnit::kYear);
  }
  spec.rounding =
      RateRounding{"0.5%"_rate, Rounding::kCeiling, RateRounded::kReference};
  const RateHistory rounded = *RateHistory::Make(spec);
  for (const Date day : HalfYears("2002-01-01"_date, "2026-01-01"_date)) {
    EXPECT_EQ(Value(finnish, day), rounded.RateOn(day)->value())
        << day.ToText();
  }
}

// 1. Euro-Justiz-Begleitgesetz art. I s.1(2): the base rate moves with the ECB
// rate, once that has moved by 0.5 points since the last move. On 2013-01-01 it
// is 0.38 %, set when the ECB rate was 1.00 %.
TEST(RateBook, AustrianBaseRateFollowsTheEcbInHalfPoints) {
  const RateSeries austrian = Series("at_basiszinssatz_456ugb");
  const RateSeries ecb = Series("ecb_mro");
  const Fraction half_point = Fraction::Of(5, 1000);
  const Fraction fall = Fraction::Of(-5, 1000);
  Fraction base = Fraction::Of(38, 10'000), moved_at = Fraction::Of(1, 100);
  size_t next = 0;
  const std::vector<Date> days =
      HalfYears("2013-01-01"_date, "2026-01-01"_date);
  for (const Date day : days) {
    for (; next < ecb.rows().size() && ecb.rows()[next].from < day; ++next) {
      if (ecb.rows()[next].from < "2012-01-01"_date) continue;
      const Fraction value = ecb.rows()[next].rate.value();
      const Fraction change = Difference(value, moved_at);
      if (change < half_point && change > fall) continue;
      base = Sum(base, change);
      moved_at = value;
    }
    EXPECT_EQ(Value(austrian, day), base) << day.ToText();
  }
  EXPECT_EQ(days.size(), austrian.rows().size());
}

// SI 2002/1675 art. 4: Bank Rate on the 30 June or 31 December before.
TEST(RateBook, BritishReferenceIsBankRateBeforeTheHalfYear) {
  const RateSeries reference = Series("uk_late_payment_reference");
  const RateSeries bank = Series("uk_boe_bank_rate");
  EXPECT_EQ(Value(reference, "2002-08-07"_date),
            Value(bank, "2002-06-30"_date));
  const std::vector<Date> days =
      HalfYears("2003-01-01"_date, "2026-07-01"_date);
  EXPECT_EQ(days.size() + 1, reference.rows().size());
  for (const Date day : days) {
    EXPECT_EQ(Value(reference, day), Value(bank, *AddDays(day, -1)))
        << day.ToText();
  }
}

// Rantelagen s.9: up to the next half point, never -0.
TEST(RateBook, SwedishReferenceIsInHalfPoints) {
  const RateSeries series = Series("se_referensranta");
  for (const RateRow& row : series.rows()) {
    EXPECT_EQ((*CheckedMul(row.rate.value(), Fraction(200))).denominator(), 1)
        << row.from.ToText();
    EXPECT_NE(Format(row.rate), "-0%");
  }
}

// What others publish as whole rates: a reference and a margin.
TEST(RateBook, TotalsThatArePublishedComeOut) {
  const RateRounding belgian = {"0.5%"_rate, Rounding::kCeiling,
                                RateRounded::kTotal};
  constexpr const char* kEu = "eu_directive_reference_ecb";
  constexpr const char* kPl = "pl_nbp_reference";
  const struct {
    const char* id;
    const char* margin;
    bool rounds;
    Date date;
    const char* total;
  } kRows[] = {
      // schoups.com, aquo, phc, medenam, embuild: Loi du 2 aout 2002 art. 5
      {kEu, "8%", true, "2013-03-16"_date, "9%"},
      {kEu, "8%", true, "2013-07-01"_date, "8.5%"},
      {kEu, "8%", true, "2014-01-01"_date, "8.5%"},
      {kEu, "8%", true, "2014-07-01"_date, "8.5%"},
      {kEu, "8%", true, "2015-01-01"_date, "8.5%"},
      {kEu, "8%", true, "2015-07-01"_date, "8.5%"},
      {kEu, "8%", true, "2016-01-01"_date, "8.5%"},
      {kEu, "8%", true, "2018-07-01"_date, "8%"},
      {kEu, "8%", true, "2020-01-01"_date, "8%"},
      {kEu, "8%", true, "2020-07-01"_date, "8%"},
      {kEu, "8%", true, "2021-01-01"_date, "8%"},
      {kEu, "8%", true, "2024-01-01"_date, "12.5%"},
      {kEu, "8%", true, "2025-07-01"_date, "10.5%"},
      {kEu, "8%", true, "2026-01-01"_date, "10.5%"},
      // raadvanarbitrage.nl, nl.wikipedia.org, metaalunie.nl: BW 6:119a
      {kEu, "7%", false, "2002-12-01"_date, "10.35%"},
      {kEu, "7%", false, "2003-01-01"_date, "9.85%"},
      {kEu, "7%", false, "2003-07-01"_date, "9.1%"},
      {kEu, "7%", false, "2005-01-01"_date, "9.09%"},
      {kEu, "7%", false, "2005-07-01"_date, "9.05%"},
      {kEu, "7%", false, "2006-01-01"_date, "9.25%"},
      {kEu, "7%", false, "2006-07-01"_date, "9.83%"},
      {kEu, "7%", false, "2007-01-01"_date, "10.58%"},
      {kEu, "7%", false, "2007-07-01"_date, "11.07%"},
      {kEu, "7%", false, "2008-01-01"_date, "11.2%"},
      {kEu, "7%", false, "2008-07-01"_date, "11.07%"},
      {kEu, "7%", false, "2009-01-01"_date, "9.5%"},
      {kEu, "7%", false, "2009-07-01"_date, "8%"},
      {kEu, "7%", false, "2010-07-01"_date, "8%"},
      {kEu, "8%", false, "2024-01-01"_date, "12.5%"},
      {kEu, "8%", false, "2024-07-01"_date, "12.25%"},
      // chemouli-dauzier, lexing.law, etrepaye.fr: C. com. L441-10
      {kEu, "10%", false, "2009-01-01"_date, "12.5%"},
      {kEu, "10%", false, "2014-06-30"_date, "10.25%"},
      {kEu, "10%", false, "2016-01-01"_date, "10.05%"},
      // Monitor Polski 2016 poz. 43, 601, 2017 poz. 10, 2020 poz. 1212;
      // podatki.biz; inforfk.pl
      {kPl, "8%", false, "2016-01-01"_date, "9.5%"},
      {kPl, "8%", false, "2016-07-01"_date, "9.5%"},
      {kPl, "8%", false, "2017-01-01"_date, "9.5%"},
      {kPl, "10%", false, "2021-01-01"_date, "10.1%"},
      {kPl, "10%", false, "2022-01-01"_date, "11.75%"},
      {kPl, "10%", false, "2024-01-01"_date, "15.75%"},
      {kPl, "10%", false, "2024-07-01"_date, "15.75%"},
  };
  for (const auto& row : kRows) {
    RateHistory::Spec spec = Series(row.id).Steps();
    spec.margin = *Rate::Parse(row.margin);
    if (row.rounds) spec.rounding = belgian;
    EXPECT_EQ(Format(*RateHistory::Make(spec)->RateOn(row.date)), row.total)
        << row.date.ToText() << " + " << row.margin;
  }
}

// ---- What the caller loads ------------------------------------------------

RateSeries Loaded(const char* id, const char* version) {
  return *RateSeries::Make(
      {.id = id,
       .title = "Loaded",
       .version = version,
       .kind = SeriesKind::kSteps,
       .known_through = "2027-06-30"_date,
       .rows = {{"2026-07-01"_date, "1.52%"_rate, Confidence::kRead, "x"}}});
}

TEST(RateBook, ALoadedSeriesStandsInPlaceOfTheBuiltInOne) {
  const RateBook built_in;
  const RateBook book = built_in.With(Loaded("DE_Basiszinssatz", "2026-07"))
                            .With(Loaded("aa_new", "1"))
                            .With(Loaded("aa_new", "2"));
  EXPECT_EQ(book.All().size(), built_in.All().size() + 1);
  EXPECT_EQ(book.Find("de_basiszinssatz")->spec().version, "2026-07");
  EXPECT_EQ(On(*book.Find("de basiszinssatz"), "2026-07-01"_date), "1.52%");
  EXPECT_EQ(book.Find("aa_new")->spec().version, "2");
  EXPECT_EQ(On(*built_in.Find("de_basiszinssatz"), "2026-07-01"_date),
            "RATE_UNKNOWN");
  std::string ids;
  for (const RateSeries& series : book.All()) {
    EXPECT_LT(ids, series.id());
    ids = series.id();
    if (ids == "aa_new") ids.clear();
  }
  EXPECT_THAT(built_in.Find("aa_new"),
              IsError(Reason::kUnknownName, "/series"));
  EXPECT_THAT(built_in.Find(""), IsError(Reason::kUnspecified, "/series"));
}

}  // namespace
}  // namespace usance
