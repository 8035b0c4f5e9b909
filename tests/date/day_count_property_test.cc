// Properties and past defects of day counts, over every convention.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <tuple>
#include <vector>

#include "tests/matchers.h"
#include "tests/oracle_integer.h"
#include "usance/date/day_count.h"

namespace usance {
namespace {

using enum DayCount;

// Needs both ends of the period that holds the dates.
bool NeedsWholePeriod(DayCount convention) {
  return convention == kActActFeb29 || convention == k30ActIso ||
         convention == kPeriodAct;
}

// Everything that `convention` asks for, around the dates.
DayCountContext ContextOf(DayCount convention, Date start, Date end) {
  DayCountContext context = {
      .frequency = Months(1),
      .period_end = Date::Of(end.year() + 1, 1, 1),
  };
  if (NeedsWholePeriod(convention)) {
    context.period_start = Date::Of(start.year() - 1, 1, 1);
  }
  return context;
}

constexpr DayCount kWithoutCalendar[] = {
    kOneOne,       kAct360,     kAct364,       kAct365Fixed,
    kAct36525,     kAct366,     kNl360,        kNl365,
    kAct365Actual, kAct365L,    kActActIsda,   kActActDayEnd,
    kActActFeb29,  kActActIcma, kActActAfb,    kActActAfbOriginal,
    kActActYear,   k30360Isda,  k30U360,       k30U360Eom,
    k30360Psa,     k30360Nasd,  k30360Italian, k30E360,
    k30E360Isda,   k30EPlus360, k30365Iso,     k30E365,
    k30ActIso,     k28E336,     kPeriod,       kPeriod360,
    kPeriod364,    kPeriod365,  kPeriodAct,    kEu200848,
    kExcel0,       kExcel1,
};
// f(a, c) = f(a, b) + f(b, c).
constexpr DayCount kAdditive[] = {kAct360,   kAct364,     kAct365Fixed,
                                  kAct36525, kAct366,     kNl360,
                                  kNl365,    kActActIsda, kActActDayEnd};
constexpr DayCount kThirty[] = {
    k30360Isda, k30U360,     k30U360Eom,  k30360Psa, k30360Nasd, k30360Italian,
    k30E360,    k30E360Isda, k30EPlus360, k30365Iso, k30E365,    kExcel0};

// A date, half of them at the ends of months, where the rules differ.
rc::Gen<Date> AnyDate() {
  return rc::gen::map(
      rc::gen::tuple(rc::gen::inRange(1990, 2012), rc::gen::inRange(1, 13),
                     rc::gen::inRange(1, 32), rc::gen::arbitrary<bool>()),
      [](const std::tuple<int, int, int, bool>& t) {
        const auto [year, month, day, at_end] = t;
        const int last = DaysInMonth(year, month);
        return Date::Of(year, month,
                        at_end ? last - day % 4 : std::min(day, last));
      });
}

std::vector<Date> AnySortedDates(size_t count) {
  std::vector<Date> dates;
  for (size_t i = 0; i < count; ++i) dates.push_back(*AnyDate());
  std::sort(dates.begin(), dates.end());
  return dates;
}

TEST(DayCount, EveryConventionIsCovered) {
  EXPECT_EQ(std::size(kWithoutCalendar) + 1,  // bus/252
            std::size(Names<DayCount>::kTable));
}

RC_GTEST_PROP(DayCount, P26_NoDaysAreZeroAndOrderMatters, ()) {
  const Date date = *AnyDate();
  const Date later = *AddDays(date, *rc::gen::inRange(1, 4000));
  for (const DayCount d : kWithoutCalendar) {
    const DayCountContext context = ContextOf(d, date, later);
    const Fraction one_if_one(d == kOneOne ? 1 : 0);
    RC_ASSERT(*YearFraction(d, date, date) == one_if_one);
    RC_ASSERT(*DayCountDays(d, date, date) == (d == kOneOne ? 1 : 0));
    const auto reversed = YearFraction(d, later, date, context);
    RC_ASSERT(ReasonOf(reversed.status()) == Reason::kEndBeforeStart);
    const auto forward = YearFraction(d, date, later, context);
    RC_ASSERT(forward.ok());
    RC_ASSERT(forward->Sign() >= 0);
    // No rule leaves the calendar by more than a day in 25, and 5 days.
    if (d == kOneOne || NeedsWholePeriod(d)) continue;
    const BigRational years(later - date, 365);
    RC_ASSERT(abs(Big(*forward) - years) <= years / 25 + BigRational(5, 360));
  }
}

RC_GTEST_PROP(DayCount, P27_ActualDaysAdd, ()) {
  const std::vector<Date> d = AnySortedDates(3);
  for (const DayCount convention : kAdditive) {
    const BigRational whole = Big(*YearFraction(convention, d[0], d[2]));
    RC_ASSERT(whole == Big(*YearFraction(convention, d[0], d[1])) +
                           Big(*YearFraction(convention, d[1], d[2])));
  }
}

RC_GTEST_PROP(DayCount, P27_MonthsOf30DaysAddWithinThree, ()) {
  const std::vector<Date> d = AnySortedDates(3);
  for (const DayCount convention : kThirty) {
    const int gap = *DayCountDays(convention, d[0], d[2]) -
                    *DayCountDays(convention, d[0], d[1]) -
                    *DayCountDays(convention, d[1], d[2]);
    RC_ASSERT(gap >= -3 && gap <= 3);
  }
}

// Day by day and year by year, from the words of each rule.
RC_GTEST_PROP(DayCount, AgreesWithCountingDayByDay, ()) {
  const std::vector<Date> d = AnySortedDates(2);
  const Date start = d[0], end = d[1];
  BigRational isda, day_end;
  int32_t leap_days = 0;
  for (int32_t day = start.days(); day < end.days(); ++day) {
    const Date from = *Date::FromDays(day);
    const Date to = *Date::FromDays(day + 1);
    isda += BigRational(1, IsLeapYear(from.year()) ? 366 : 365);
    day_end += BigRational(1, IsLeapYear(to.year()) ? 366 : 365);
    if (to.month() == 2 && to.day() == 29) ++leap_days;
  }
  const int32_t days = end - start;
  RC_ASSERT(Big(*YearFraction(kActActIsda, start, end)) == isda);
  RC_ASSERT(Big(*YearFraction(kActActDayEnd, start, end)) == day_end);
  RC_ASSERT(*DayCountDays(kNl365, start, end) == days - leap_days);
  RC_ASSERT(Big(*YearFraction(kAct365Actual, start, end)) ==
            BigRational(days, leap_days > 0 ? 366 : 365));
}

RC_GTEST_PROP(DayCount, AfbAgreesWithCountingYearByYear, ()) {
  const std::vector<Date> d = AnySortedDates(2);
  const Date start = d[0], end = d[1];
  for (const bool isda_text : {true, false}) {
    int years = 0;
    Date stop = end;
    for (;;) {
      Date before = *AddMonths(end, -12 * (years + 1), EndOfMonth::kClamp);
      if (isda_text && before.month() == 2 && before.day() == 28) {
        before = before.LastOfMonth();
      }
      if (before < start) break;
      stop = before;
      ++years;
    }
    bool leap = false;
    for (int32_t day = start.days(); day < stop.days(); ++day) {
      const Date date = *Date::FromDays(day);
      leap = leap || (date.month() == 2 && date.day() == 29);
    }
    const DayCount convention = isda_text ? kActActAfb : kActActAfbOriginal;
    RC_ASSERT(Big(*YearFraction(convention, start, end)) ==
              years + BigRational(stop - start, leap ? 366 : 365));
  }
}

RC_GTEST_PROP(DayCount, IcmaAgreesWithCountingPeriodByPeriod, ()) {
  const std::vector<Date> d = AnySortedDates(3);
  const int months = *rc::gen::element(1, 3, 6, 12);
  const bool eom = *rc::gen::arbitrary<bool>();
  const EndOfMonth mode = eom ? EndOfMonth::kLastDay : EndOfMonth::kClamp;
  BigRational expected;
  for (int k = 0;; ++k) {
    const Date from = *AddMonths(d[2], -months * (k + 1), mode);
    const Date to = *AddMonths(d[2], -months * k, mode);
    const int32_t overlap =
        std::min(to, d[1]).days() - std::max(from, d[0]).days();
    if (overlap > 0) {
      expected += BigRational(overlap * months, (to - from) * 12);
    }
    if (from <= d[0]) break;
  }
  const auto actual = YearFraction(
      kActActIcma, d[0], d[1],
      {.frequency = Months(months), .period_end = d[2], .end_of_month = eom});
  RC_ASSERT(actual.ok());
  RC_ASSERT(Big(*actual) == expected);
}

TEST(DayCount, EndsOfTime) {
  const Date first = "0001-01-01"_date;
  const Date last = "9999-12-31"_date;
  for (const DayCount d : kWithoutCalendar) {
    const auto days = DayCountDays(d, first, last);
    ASSERT_THAT(days, IsOk()) << NameOf(d);
    // With no context: a figure, or the error that asks for it.
    const auto fraction = YearFraction(d, first, last);
    if (!fraction.ok()) {
      EXPECT_EQ(ReasonOf(fraction.status()), Reason::kContextRequired)
          << NameOf(d);
    } else if (d != kOneOne) {
      EXPECT_GT(fraction->Round(Rounding::kFloor), 9850) << NameOf(d);
    }
  }
  EXPECT_EQ(ToText(*YearFraction(kActActIsda, first, last)),
            ToText(Fraction::Of(9999 * 365 - 1, 365)));
}

// ---- Defects of other systems, by number -----------------------------------

int Count(DayCount convention, Date start, Date end) {
  return DayCountDays(convention, start, end).value_or(-99999);
}

TEST(DayCount, R14_GermanFebruaryIsNotNegative) {
  EXPECT_EQ(Count(k30E360Isda, "2020-02-05"_date, "2020-02-29"_date), 25);
  for (const DayCount d : kThirty) {
    for (int first = 1; first <= 29; ++first) {
      for (int last = first; last <= 29; ++last) {
        EXPECT_GE(Count(d, Date::Of(2020, 2, first), Date::Of(2020, 2, last)),
                  0)
            << NameOf(d) << " " << first << " " << last;
      }
    }
  }
}

TEST(DayCount, R15_BondBasisFebruaryToMarchHas33Days) {
  // 30 from month to month and 31 - 28: D1 is 28, so the 31st stays.
  EXPECT_EQ(Count(k30360Isda, "2020-02-28"_date, "2020-03-31"_date), 33);
}

TEST(DayCount, R16_FromThe31st) {
  struct Case {
    Date end;
    int isda, e, us;
  };
  const Case kCases[] = {
      {"2020-02-15"_date, 15, 15, 15}, {"2020-02-29"_date, 29, 29, 29},
      {"2020-03-01"_date, 31, 31, 31}, {"2020-03-30"_date, 60, 60, 60},
      {"2020-03-31"_date, 60, 60, 60},
  };
  for (const Case& c : kCases) {
    EXPECT_EQ(Count(k30360Isda, "2020-01-31"_date, c.end), c.isda);
    EXPECT_EQ(Count(k30E360, "2020-01-31"_date, c.end), c.e);
    EXPECT_EQ(Count(k30U360Eom, "2020-01-31"_date, c.end), c.us);
  }
}

TEST(DayCount, R17_30365FromThe31stOfMarch) {
  EXPECT_EQ(Count(k30365Iso, "2025-03-31"_date, "2025-04-30"_date), 30);
}

TEST(DayCount, R18_AllPairsOfMonths) {
  for (const DayCount d : kThirty) {
    for (int a = 1; a <= 12; ++a) {
      for (int b = 1; b <= 12; ++b) {
        EXPECT_EQ(Count(d, Date::Of(2022, a, 15), Date::Of(2023, b, 15)),
                  360 + 30 * (b - a))
            << NameOf(d) << " " << a << " " << b;
      }
    }
  }
}

TEST(DayCount, R19_December) {
  EXPECT_EQ(Count(k30360Nasd, "2023-12-15"_date, "2023-12-31"_date), 16);
  EXPECT_EQ(Count(k30EPlus360, "2023-12-15"_date, "2023-12-31"_date), 16);
  EXPECT_EQ(Count(k30E360, "2023-12-15"_date, "2023-12-31"_date), 15);
  EXPECT_EQ(Count(k30360Nasd, "2023-12-31"_date, "2024-01-31"_date), 30);
  EXPECT_EQ(Count(k30360Nasd, "2023-11-30"_date, "2023-12-31"_date), 30);
}

TEST(DayCount, R20_LeapDayAnywhere) {
  struct Case {
    Date start, end;
    int base;
  };
  const Case kCases[] = {
      {"2023-12-01"_date, "2024-03-01"_date, 366},
      {"2023-12-01"_date, "2024-02-29"_date, 366},
      {"2023-12-01"_date, "2024-02-28"_date, 365},
      {"2024-02-29"_date, "2024-12-01"_date, 365},
      {"2021-03-01"_date, "2026-01-01"_date, 366},
      {"2096-03-01"_date, "2104-02-28"_date, 365},
  };
  for (const Case& c : kCases) {
    const Fraction expected = Fraction::Of(c.end - c.start, c.base);
    EXPECT_EQ(ToText(*YearFraction(kAct365Actual, c.start, c.end)),
              ToText(expected))
        << c.start.ToText();
    EXPECT_EQ(
        ToText(*YearFraction(kActActFeb29, c.start, c.end,
                             {.period_start = c.start, .period_end = c.end})),
        ToText(expected))
        << c.start.ToText();
  }
}

TEST(DayCount, R21_AYearUnderEveryBase) {
  struct Case {
    DayCount convention;
    Fraction common;  // 2023-01-01 to 2024-01-01
    Fraction leap;    // 2024-01-01 to 2025-01-01
  };
  const Fraction one(1);
  const Case kCases[] = {
      {kAct360, Fraction::Of(365, 360), Fraction::Of(366, 360)},
      {kAct364, Fraction::Of(365, 364), Fraction::Of(366, 364)},
      {kAct365Fixed, one, Fraction::Of(366, 365)},
      {kNl365, one, one},
      {kAct365Actual, one, one},
      {kActActIsda, one, one},
      {kActActDayEnd, Fraction::Of(364 * 366 + 365, 365 * 366),
       Fraction::Of(365 * 365 + 366, 365 * 366)},
      {k30360Isda, one, one},
      {k30E365, Fraction::Of(360, 365), Fraction::Of(360, 365)},
      {kPeriod, one, one},
      {kPeriod360, one, one},
      {kPeriod365, Fraction::Of(360, 365), Fraction::Of(360, 365)},
  };
  for (const Case& c : kCases) {
    const DayCountContext context = {.frequency = Years(1)};
    EXPECT_EQ(ToText(*YearFraction(c.convention, "2023-01-01"_date,
                                   "2024-01-01"_date, context)),
              ToText(c.common))
        << NameOf(c.convention);
    EXPECT_EQ(ToText(*YearFraction(c.convention, "2024-01-01"_date,
                                   "2025-01-01"_date, context)),
              ToText(c.leap))
        << NameOf(c.convention);
  }
}

}  // namespace
}  // namespace usance
