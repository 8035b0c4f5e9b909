#include "usance/date/day_count.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/matchers.h"

namespace usance {
namespace {

using enum DayCount;

Fraction F(int128 n, int128 d) { return Fraction::Of(n, d); }
Fraction Sum(const Fraction& a, const Fraction& b) {
  return CheckedAdd(a, b).value();
}

std::string Year(DayCount convention, Date start, Date end,
                 const DayCountContext& context = {}) {
  const auto fraction = YearFraction(convention, start, end, context);
  return fraction.ok() ? ToText(*fraction) : fraction.status().ToString();
}
std::string CountedDays(DayCount convention, Date start, Date end,
                        const DayCountContext& context = {}) {
  const auto days = DayCountDays(convention, start, end, context);
  return days.ok() ? std::to_string(*days) : days.status().ToString();
}

// ---- Names -----------------------------------------------------------------

TEST(DayCountNames, EveryNameStandsForOneRule) {
  std::set<std::string> seen;
  std::set<DayCount> values;
  const auto add = [&](std::string_view name) {
    std::string folded;
    for (const char c : name) folded += internal::FoldedNameChar(c);
    EXPECT_TRUE(seen.insert(folded).second) << name;
  };
  for (const Named<DayCount>& row : Names<DayCount>::kTable) {
    EXPECT_TRUE(values.insert(row.value).second) << row.name;
    add(row.name);
    std::string_view rest = row.aliases;
    while (!rest.empty()) {
      const size_t bar = rest.find('|');
      add(rest.substr(0, bar));
      rest.remove_prefix(bar == std::string_view::npos ? rest.size() : bar + 1);
    }
  }
  for (const RefusedName& row : Names<DayCount>::kRefused) add(row.name);
}

TEST(DayCountNames, NamesOfOtherSystems) {
  struct Case {
    std::string_view name;
    DayCount value;
  };
  const Case kCases[] = {
      {"ACT_365F", kAct365Fixed},             // Strata
      {"THIRTY_U_360_EOM", k30U360Eom},       // Strata
      {"Actual/365 (Fixed)", kAct365Fixed},   // QuantLib
      {"Actual/365 (No Leap)", kNl365},       // QuantLib
      {"30E/360 (Eurobond Basis)", k30E360},  // QuantLib
      {"Actual/Actual (ISMA)", kActActIcma},  // QuantLib
      {"ACT/ACT.ISDA", kActActIsda},          // FpML
      {"ACT/365.FIXED", kAct365Fixed},        // FpML
      {"30E/360.ISDA", k30E360Isda},          // FpML
      {"A365", kAct365Fixed},                 // ACTUS
      {"AA", kActActIsda},                    // ACTUS
      {"30E360ISDA", k30E360Isda},            // ACTUS
      {"28E336", k28E336},                    // ACTUS
      {"A001", k30360Isda},                   // ISO 20022
      {"A014", kNl365},                       // ISO 20022
      {"FEB_29_PERIOD_ONLY", kActActFeb29},   // Fineract
      {"EU-2008-48-EC", kEu200848},           // Curo
      {"YEARFRAC 4", k30E360},                // Excel
      {"THIRTY_E_PLUS_360", k30EPlus360},     // pyxirr
  };
  for (const Case& c : kCases) {
    const auto value = ParseName<DayCount>(c.name, "/day_count");
    ASSERT_THAT(value, IsOk());
    EXPECT_EQ(NameOf(*value), NameOf(c.value)) << c.name;
  }
}

TEST(DayCountNames, BareNamesAreRefusedWithTheExactOnes) {
  for (const std::string_view name :
       {"act/365", "ACT_365", "Actual/365", "30/360", "30_360", "360/360",
        "act/act", "ACT_ACT", "Actual/Actual", "30/365", "30/act"}) {
    const auto value = ParseName<DayCount>(name, "/day_count");
    EXPECT_THAT(value, IsError(Reason::kAmbiguousName, "/day_count"));
    EXPECT_NE(value.status().message().find("say \""), std::string::npos);
  }
}

// ---- Published tables ------------------------------------------------------

// The examples of deltaquants.com, "Day count conventions".
TEST(DayCount, Deltaquants) {
  struct Case {
    DayCount convention;
    Fraction first;   // 2007-12-28 to 2008-02-28
    Fraction second;  // 2007-12-28 to 2008-02-29
    Fraction third;   // 2007-10-31 to 2008-11-30
    Fraction fourth;  // 2008-02-01 to 2009-05-31
  };
  const Case kCases[] = {
      {kActActIsda, Sum(F(4, 365), F(58, 366)), Sum(F(4, 365), F(59, 366)),
       Sum(F(62, 365), F(334, 366)), Sum(F(335, 366), F(150, 365))},
      {kAct365Fixed, F(62, 365), F(63, 365), F(396, 365), F(485, 365)},
      {kAct360, F(62, 360), F(63, 360), F(396, 360), F(485, 360)},
      {kAct365Actual, F(62, 365), F(63, 366), F(396, 366), F(485, 366)},
      {kNl365, F(62, 365), F(62, 365), F(395, 365), F(484, 365)},
      {k30360Isda, F(60, 360), F(61, 360), F(390, 360), F(480, 360)},
      {k30E360, F(60, 360), F(61, 360), F(390, 360), F(479, 360)},
      {k30EPlus360, F(60, 360), F(61, 360), F(390, 360), F(480, 360)},
      {k30E360Isda, F(60, 360), F(62, 360), F(390, 360), F(479, 360)},
      {k30U360Eom, F(60, 360), F(61, 360), F(390, 360), F(480, 360)},
  };
  for (const Case& c : kCases) {
    const DayCount d = c.convention;
    EXPECT_EQ(Year(d, "2007-12-28"_date, "2008-02-28"_date), ToText(c.first))
        << NameOf(d);
    EXPECT_EQ(Year(d, "2007-12-28"_date, "2008-02-29"_date), ToText(c.second))
        << NameOf(d);
    EXPECT_EQ(Year(d, "2007-10-31"_date, "2008-11-30"_date), ToText(c.third))
        << NameOf(d);
    EXPECT_EQ(Year(d, "2008-02-01"_date, "2009-05-31"_date), ToText(c.fourth))
        << NameOf(d);
  }
}

// The months of 30 days. The first three columns are the tables that ISDA
// published with section 4.16(f) to (h) of the 2006 definitions.
TEST(DayCount, MonthsOf30Days) {
  struct Case {
    Date start, end;
    int isda, e, e_isda;      // 30/360 isda, 30e/360, 30e/360 isda
    int us, psa, it, e_plus;  // 30u/360 eom, 30/360 psa, italian, 30e+/360
    int excel;                // excel 0
  };
  const Case kCases[] = {
      // clang-format off
      {"2007-01-15"_date, "2007-01-30"_date,  15,  15,  15,  15,  15,  15,  15,  15},
      {"2007-01-15"_date, "2007-02-15"_date,  30,  30,  30,  30,  30,  30,  30,  30},
      {"2007-09-30"_date, "2007-10-31"_date,  30,  30,  30,  30,  30,  30,  31,  30},
      {"2007-01-15"_date, "2007-01-31"_date,  16,  15,  15,  16,  16,  15,  16,  16},
      {"2007-01-31"_date, "2007-02-28"_date,  28,  28,  30,  28,  28,  30,  28,  28},
      {"2007-02-28"_date, "2007-03-31"_date,  33,  32,  30,  30,  30,  30,  33,  31},
      {"2006-08-31"_date, "2007-02-28"_date, 178, 178, 180, 178, 178, 180, 178, 178},
      {"2007-02-28"_date, "2007-08-31"_date, 183, 182, 180, 180, 180, 180, 183, 181},
      {"2007-02-14"_date, "2007-02-28"_date,  14,  14,  16,  14,  14,  16,  14,  14},
      {"2007-02-26"_date, "2008-02-29"_date, 363, 363, 364, 363, 363, 364, 363, 363},
      {"2008-02-29"_date, "2009-02-28"_date, 359, 359, 360, 360, 358, 360, 359, 360},
      {"2008-02-29"_date, "2008-03-30"_date,  31,  31,  30,  30,  30,  30,  31,  30},
      {"2008-02-29"_date, "2008-03-31"_date,  32,  31,  30,  30,  30,  30,  32,  31},
      {"2008-02-28"_date, "2008-03-30"_date,  32,  32,  32,  32,  32,  30,  32,  32},
      {"2008-02-28"_date, "2008-08-31"_date, 183, 182, 182, 183, 183, 180, 183, 183},
      {"2007-02-28"_date, "2007-03-05"_date,   7,   7,   5,   5,   5,   5,   7,   5},
      {"2007-10-31"_date, "2007-11-28"_date,  28,  28,  28,  28,  28,  28,  28,  28},
      {"2012-05-29"_date, "2013-08-31"_date, 452, 451, 451, 452, 452, 451, 452, 452},
      // clang-format on
  };
  for (const Case& c : kCases) {
    const auto days = [&](DayCount d) {
      return DayCountDays(d, c.start, c.end).value_or(-1);
    };
    const std::string row = c.start.ToText() + " " + c.end.ToText();
    EXPECT_EQ(days(k30360Isda), c.isda) << row;
    EXPECT_EQ(days(k30360Nasd), c.isda) << row;
    EXPECT_EQ(days(k30U360), c.isda) << row;  // not told to roll at month ends
    EXPECT_EQ(days(k30E360), c.e) << row;
    EXPECT_EQ(days(k30365Iso), c.e) << row;
    EXPECT_EQ(days(k30E360Isda), c.e_isda) << row;
    EXPECT_EQ(days(k30E365), c.e_isda) << row;
    EXPECT_EQ(days(k30U360Eom), c.us) << row;
    EXPECT_EQ(DayCountDays(k30U360, c.start, c.end, {.end_of_month = true})
                  .value_or(-1),
              c.us)
        << row;
    EXPECT_EQ(days(k30360Psa), c.psa) << row;
    EXPECT_EQ(days(k30360Italian), c.it) << row;
    EXPECT_EQ(days(k30EPlus360), c.e_plus) << row;
    EXPECT_EQ(days(kExcel0), c.excel) << row;
  }
}

TEST(DayCount, TheLastFebruaryOfAContractKeepsItsDays) {
  // 4.16(h): the termination date is exempt where it is the last of February.
  const Date start = "2011-08-31"_date;
  const Date end = "2012-02-29"_date;
  EXPECT_EQ(CountedDays(k30E360Isda, start, end), "180");
  EXPECT_EQ(CountedDays(k30E360Isda, start, end, {.termination = end}), "179");
  EXPECT_EQ(CountedDays(k30E365, start, end, {.termination = end}), "179");
  const Date march = "2012-03-31"_date;
  EXPECT_EQ(CountedDays(k30E360Isda, start, march, {.termination = march}),
            "210");
}

// ISDA, "EMU and Market Conventions: Recent Developments" (1998), and the
// ICMA's examples: the same interest periods under three rules.
TEST(DayCount, ActualActualMemorandum) {
  struct Case {
    std::string_view what;
    Date start, end;
    Fraction isda, icma, afb;
    DayCountContext context;
  };
  const Period kHalf = Months(6);
  const std::vector<Case> cases = {
      {"regular",
       "2003-11-01"_date,
       "2004-05-01"_date,
       Sum(F(61, 365), F(121, 366)),
       F(1, 2),
       F(182, 366),
       {.frequency = kHalf,
        .period_start = "2003-11-01"_date,
        .period_end = "2004-05-01"_date}},
      {"short first",
       "1999-02-01"_date,
       "1999-07-01"_date,
       F(150, 365),
       F(150, 365),
       F(150, 365),
       {.frequency = Years(1),
        .period_start = "1999-02-01"_date,
        .period_end = "1999-07-01"_date,
        .schedule_start = "1999-02-01"_date,
        .schedule_end = "2000-07-01"_date}},
      {"after the short first",
       "1999-07-01"_date,
       "2000-07-01"_date,
       Sum(F(184, 365), F(182, 366)),
       F(1, 1),
       F(1, 1),
       {.frequency = Years(1),
        .period_start = "1999-07-01"_date,
        .period_end = "2000-07-01"_date,
        .schedule_start = "1999-02-01"_date,
        .schedule_end = "2000-07-01"_date}},
      {"long first",
       "2002-08-15"_date,
       "2003-07-15"_date,
       F(334, 365),
       Sum(F(181, 181 * 2), F(153, 184 * 2)),
       F(334, 365),
       {.frequency = kHalf, .period_end = "2003-07-15"_date}},
      {"after the long first",
       "2003-07-15"_date,
       "2004-01-15"_date,
       Sum(F(170, 365), F(14, 366)),
       F(1, 2),
       F(184, 365),
       {.frequency = kHalf, .period_end = "2004-01-15"_date}},
      {"before the short last",
       "1999-07-30"_date,
       "2000-01-30"_date,
       Sum(F(155, 365), F(29, 366)),
       F(1, 2),
       F(184, 365),
       {.frequency = kHalf, .period_end = "2000-01-30"_date}},
      {"short last",
       "2000-01-30"_date,
       "2000-06-30"_date,
       F(152, 366),
       F(152, 182 * 2),
       F(152, 366),
       {.frequency = kHalf,
        .period_start = "2000-01-30"_date,
        .period_end = "2000-06-30"_date,
        .schedule_end = "2000-06-30"_date}},
      {"short last, by its regular period",
       "2000-01-30"_date,
       "2000-06-30"_date,
       F(152, 366),
       F(152, 182 * 2),
       F(152, 366),
       {.frequency = kHalf,
        .period_start = "2000-01-30"_date,
        .period_end = "2000-07-30"_date}},
      {"long last",
       "1999-11-30"_date,
       "2000-04-30"_date,
       Sum(F(32, 365), F(120, 366)),
       Sum(F(91, 91 * 4), F(61, 92 * 4)),
       F(152, 366),
       {.frequency = Months(3),
        .period_end = "2000-04-30"_date,
        .schedule_end = "2000-04-30"_date,
        .end_of_month = true}},
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Year(kActActIsda, c.start, c.end), ToText(c.isda)) << c.what;
    EXPECT_EQ(Year(kActActIcma, c.start, c.end, c.context), ToText(c.icma))
        << c.what;
    EXPECT_EQ(Year(kActActAfb, c.start, c.end), ToText(c.afb)) << c.what;
  }
}

TEST(DayCount, OtherRules) {
  struct Case {
    DayCount convention;
    Date start, end;
    Fraction expected;
    DayCountContext context;
  };
  const Period kWeek = Weeks(1);
  const std::vector<Case> cases = {
      // clang-format off
      {kAct364,   "2011-12-28"_date, "2012-02-28"_date, F(62, 364), {}},
      {kAct366,   "2003-05-16"_date, "2003-12-17"_date, F(215, 366), {}},
      {kAct36525, "2003-05-16"_date, "2003-12-17"_date, F(860, 1461), {}},
      {kNl360,    "2011-12-01"_date, "2012-12-01"_date, F(365, 360), {}},
      {k30365Iso, "2025-03-30"_date, "2025-03-31"_date, F(0, 1), {}},
      {k30E365,   "2011-12-28"_date, "2012-02-29"_date, F(62, 365), {}},
      {k28E336,   "2023-01-31"_date, "2024-02-29"_date, F(364, 336), {}},
      {kActActYear, "2012-02-28"_date, "2016-03-02"_date, F(4 * 366 + 3, 366), {}},
      {kActActYear, "2012-02-29"_date, "2016-02-28"_date, F(3 * 366 + 365, 366), {}},
      // The two texts of the AFB rule differ behind the last of February.
      {kActActAfb,         "2004-02-28"_date, "2005-02-28"_date, F(366, 365), {}},
      {kActActAfbOriginal, "2004-02-28"_date, "2005-02-28"_date, F(1, 1), {}},
      {kActActAfb,         "2004-02-28"_date, "2008-02-29"_date, F(4 * 365 + 1, 365), {}},
      {kActActAfbOriginal, "2003-03-01"_date, "2008-02-28"_date, F(4 * 365 + 364, 365), {}},
      // The year ends at the end of 31 December, or at its beginning.
      {kActActDayEnd, "2018-12-31"_date, "2020-12-31"_date, F(2, 1), {}},
      {kActActIsda,   "2018-12-31"_date, "2020-12-31"_date, Sum(F(366, 365), F(365, 366)), {}},
      {kActActFeb29, "2024-02-01"_date, "2024-02-10"_date, F(9, 366),
       {.period_start = "2024-02-01"_date, .period_end = "2024-03-01"_date}},
      {kActActFeb29, "2024-03-01"_date, "2024-04-01"_date, F(31, 365),
       {.period_start = "2024-03-01"_date, .period_end = "2024-04-01"_date}},
      {kAct365L, "2011-12-28"_date, "2012-02-28"_date, F(62, 365),
       {.frequency = Years(1), .period_end = "2012-02-28"_date}},
      {kAct365L, "2011-12-28"_date, "2012-02-28"_date, F(62, 366),
       {.frequency = Years(1), .period_end = "2012-02-29"_date}},
      {kAct365L, "2011-12-28"_date, "2012-02-28"_date, F(62, 366),
       {.frequency = Months(6), .period_end = "2012-02-28"_date}},
      {kAct365L, "2010-12-28"_date, "2011-02-28"_date, F(62, 365),
       {.frequency = Months(6), .period_end = "2011-02-28"_date}},
      // A period is a period: 1/12, 1/52, 1/24; a part of it by its days.
      {kPeriod, "2024-01-31"_date, "2024-02-29"_date, F(1, 12),
       {.frequency = Months(1), .period_start = "2024-01-31"_date, .period_end = "2024-02-29"_date}},
      {kPeriod, "2024-01-01"_date, "2024-04-01"_date, F(1, 4), {.frequency = Months(1)}},
      {kPeriod, "2024-01-01"_date, "2024-02-15"_date, Sum(F(1, 12), F(14, 29 * 12)), {.frequency = Months(1)}},
      {kPeriod, "2024-01-16"_date, "2024-02-01"_date, F(16, 31 * 12),
       {.frequency = Months(1), .period_start = "2024-01-01"_date, .period_end = "2024-02-01"_date}},
      {kPeriod, "2024-01-03"_date, "2024-01-24"_date, F(3, 52), {.frequency = kWeek}},
      {kPeriod, "2024-01-01"_date, "2024-01-16"_date, F(1, 24),
       {.periods_per_year = 24, .period_start = "2024-01-01"_date, .period_end = "2024-01-16"_date}},
      {kPeriod360, "2024-02-01"_date, "2024-03-01"_date, F(30, 360), {.frequency = Months(1)}},
      {kPeriod360, "2024-02-01"_date, "2024-02-08"_date, F(7, 360), {.frequency = kWeek}},
      {kPeriod364, "2024-02-01"_date, "2024-03-01"_date, F(30, 364), {.frequency = Months(1)}},
      {kPeriod365, "2024-02-01"_date, "2024-03-01"_date, F(30, 365), {.frequency = Months(1)}},
      {kPeriodAct, "2023-12-16"_date, "2024-01-16"_date, Sum(F(30 * 15, 31 * 365), F(30 * 16, 31 * 366)),
       {.frequency = Months(1), .period_start = "2023-12-16"_date, .period_end = "2024-01-16"_date}},
      {k30ActIso, "2024-01-15"_date, "2024-03-31"_date, F(75, 182 * 2),
       {.frequency = Months(6), .period_start = "2024-01-01"_date, .period_end = "2024-07-01"_date}},
      // Directive 2011/90/EU: whole periods, then days over the year that
      // ends where they begin.
      {kEu200848, "2012-01-12"_date, "2012-03-15"_date, Sum(F(2, 12), F(3, 365)), {.frequency = Months(1)}},
      {kEu200848, "2013-02-25"_date, "2013-03-28"_date, Sum(F(1, 12), F(3, 366)), {.frequency = Months(1)}},
      {kEu200848, "2012-01-12"_date, "2014-02-15"_date, Sum(F(2, 1), F(34, 365)), {.frequency = Years(1)}},
      {kEu200848, "2012-01-12"_date, "2012-01-30"_date, Sum(F(2, 52), F(4, 365)), {.frequency = kWeek}},
      {kEu200848, "2012-01-12"_date, "2012-01-30"_date, F(18, 365), {.frequency = usance::Days(1)}},
      // Microsoft's examples of YEARFRAC, bases 0 and 1; beyond a year the
      // average of the years touched.
      {kExcel0, "2012-01-01"_date, "2012-07-30"_date, F(209, 360), {}},
      {kExcel1, "2012-01-01"_date, "2012-07-30"_date, F(211, 366), {}},
      {kExcel1, "2011-03-01"_date, "2012-02-29"_date, F(365, 366), {}},
      {kExcel1, "2011-03-01"_date, "2012-02-28"_date, F(364, 365), {}},
      {kExcel1, "2011-01-01"_date, "2013-01-01"_date, F(731 * 3, 365 + 366 + 365), {}},
      // clang-format on
  };
  for (const Case& c : cases) {
    EXPECT_EQ(Year(c.convention, c.start, c.end, c.context), ToText(c.expected))
        << NameOf(c.convention) << " " << c.start.ToText() << " "
        << c.end.ToText();
  }
}

TEST(DayCount, BusinessDaysOver252) {
  const auto calendar =
      Calendar::Make({.id = "test",
                      .version = "1",
                      .first = "2023-01-01"_date,
                      .last = "2023-12-31"_date,
                      .weekend = {Weekday::kSaturday, Weekday::kSunday},
                      .holidays = {"2023-04-21"_date},
                      .working_days = {}});
  ASSERT_THAT(calendar, IsOk());
  const DayCountContext context = {.calendar = &*calendar};
  EXPECT_EQ(CountedDays(kBus252, "2023-04-17"_date, "2023-04-24"_date, context),
            "4");
  EXPECT_EQ(Year(kBus252, "2023-04-17"_date, "2023-04-24"_date, context),
            "1/63");
  EXPECT_THAT(
      YearFraction(kBus252, "2022-12-30"_date, "2023-01-03"_date, context)
          .status()
          .code(),
      absl::StatusCode::kOutOfRange);
}

// ---- Errors ----------------------------------------------------------------

TEST(DayCount, Errors) {
  struct Case {
    DayCount convention;
    Date start, end;
    DayCountContext context;
    Reason reason;
    std::string_view field;
  };
  const Date a = "2024-01-01"_date;
  const Date b = "2024-02-01"_date;
  const std::vector<Case> cases = {
      // clang-format off
      {static_cast<DayCount>(0),  b, a, {}, Reason::kEndBeforeStart, "/end"},
      {static_cast<DayCount>(0),  a, b, {}, Reason::kUnknownName, "/day_count"},
      {static_cast<DayCount>(99), a, a, {}, Reason::kUnknownName, "/day_count"},
      {kBus252,      a, b, {}, Reason::kContextRequired, "/calendar"},
      {kAct365L,     a, b, {}, Reason::kContextRequired, "/frequency"},
      {kAct365L,     a, b, {.frequency = Years(1)}, Reason::kContextRequired, "/period_end"},
      {kActActIcma,  a, b, {}, Reason::kContextRequired, "/frequency"},
      {kActActIcma,  a, b, {.frequency = Months(1)}, Reason::kContextRequired, "/period_end"},
      {kActActIcma,  a, b, {.periods_per_year = 12, .period_end = b}, Reason::kContextRequired, "/frequency"},
      {kActActFeb29, a, b, {}, Reason::kContextRequired, "/period_start"},
      {kActActFeb29, a, b, {.period_start = a}, Reason::kContextRequired, "/period_end"},
      {kActActFeb29, a, b, {.period_start = b, .period_end = b}, Reason::kConflict, "/period_start"},
      {k30ActIso,    a, b, {.frequency = Months(1)}, Reason::kContextRequired, "/period_start"},
      {kPeriod,      a, b, {}, Reason::kContextRequired, "/frequency"},
      {kPeriod,      a, b, {.frequency = Period{}}, Reason::kOutOfRange, "/frequency"},
      {kPeriod,      a, b, {.frequency = usance::Days(10)}, Reason::kOutOfRange, "/frequency"},
      {kPeriod,      a, b, {.frequency = Period{1, 7}}, Reason::kOutOfRange, "/frequency"},
      {kPeriod,      a, b, {.frequency = Months(-1)}, Reason::kOutOfRange, "/frequency"},
      {kPeriod,      a, b, {.periods_per_year = 0}, Reason::kOutOfRange, "/periods_per_year"},
      {kPeriod,      a, b, {.periods_per_year = 367}, Reason::kOutOfRange, "/periods_per_year"},
      {kPeriodAct,   a, b, {.frequency = Months(1)}, Reason::kContextRequired, "/period_start"},
      {kPeriod,      "9999-12-01"_date, "9999-12-31"_date, {.frequency = Months(1)}, Reason::kDateOutOfRange, "/frequency"},
      {kEu200848,    a, b, {}, Reason::kContextRequired, "/frequency"},
      // clang-format on
  };
  for (const Case& c : cases) {
    EXPECT_THAT(YearFraction(c.convention, c.start, c.end, c.context),
                IsError(c.reason, c.field))
        << NameOf(c.convention);
  }
}

}  // namespace
}  // namespace usance
