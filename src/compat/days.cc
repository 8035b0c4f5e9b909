// Days and years between dates.
#include "src/compat/basis.h"
#include "src/compat/functions.h"
#include "usance/date/day_count.h"

namespace usance::compat {
namespace {

bool IsLastOfFebruary(Date date) {
  return date.month() == 2 && date.IsLastOfMonth();
}

int64_t MonthDays(const CivilDay& start, int first, const CivilDay& end,
                  int second) {
  return 360 * (end.year - start.year) + 30 * (end.month - start.month) +
         second - first;
}

DayCount DayCountOf(Basis basis) {
  switch (basis) {
    case Basis::kUs30360:
      return DayCount::kExcel0;
    case Basis::kActAct:
      return DayCount::kExcel1;
    case Basis::kAct360:
      return DayCount::kAct360;
    case Basis::kAct365:
      return DayCount::kAct365Fixed;
    case Basis::kEurope30360:
      break;
  }
  return DayCount::k30E360;
}

// The day of the month `months` later, at the latest its last; February 1900
// has 29. Nothing before 1900 and after 9999.
std::optional<Serial> InMonth(const CivilDay& from, int64_t months, int day) {
  const int64_t month = from.year * int64_t{12} + from.month - 1 + months;
  if (month < 1900 * 12 || month >= 10'000 * 12) return std::nullopt;
  const int year = static_cast<int>(month / 12);
  const int in_year = static_cast<int>(month % 12) + 1;
  if (year == 1900 && in_year == 2 && day >= 29) return Serial{60};
  return ToSerial(
      Date::Of(year, in_year, std::min(day, DaysInMonth(year, in_year))));
}

}  // namespace

Basis BasisOf(Cells& in) {
  const int64_t basis = in.Whole("basis");
  if (basis >= 0 && basis <= 4) return static_cast<Basis>(basis);
  in.Fail(Num("basis is not 0 to 4"));
  return Basis::kUs30360;
}

int32_t DaysBetween(Basis basis, Date start, Date end) {
  if (basis != Basis::kUs30360 && basis != Basis::kEurope30360) {
    return end - start;
  }
  const CivilDay a = start.civil();
  const CivilDay b = end.civil();
  int first = std::min(a.day, 30);
  int second = b.day;
  if (basis == Basis::kEurope30360) {
    second = std::min(second, 30);
  } else {
    // DayCount::kExcel0, which does not count backward as ACCRINT does.
    if (IsLastOfFebruary(start)) {
      if (IsLastOfFebruary(end)) second = 30;
      first = 30;
    } else if (a.day >= 30) {
      second = std::min(second, 30);
    }
  }
  return static_cast<int32_t>(MonthDays(a, first, b, second));
}

int32_t WholePeriodDays(Date start, Date end) {
  const auto day = [](Date date) {
    return IsLastOfFebruary(date) ? 30 : std::min(date.day(), 30);
  };
  return static_cast<int32_t>(
      MonthDays(start.civil(), day(start), end.civil(), day(end)));
}

Fraction YearsBetween(Basis basis, Date start, Date end) {
  return *YearFraction(DayCountOf(basis), start, end);
}

Outcome Days(Cells& in) {
  const Serial end = in.Day("end");
  const Serial start = in.Day("start");
  if (in.problem()) return *in.problem();
  return Shown(Real(end.number - start.number));
}

// The US method moves a last of February that begins to the 30th, and a 31st
// that ends only where the beginning is then the 30th; so 28 February to
// 31 March is 30 days, and 31 under basis 0 of YEARFRAC.
Outcome Days360(Cells& in) {
  const Serial start = in.Day("start");
  const Serial end = in.Day("end");
  const bool european = in.Flag("method", false);
  if (in.problem()) return *in.problem();
  const CivilDay a = CivilOf(start);
  const CivilDay b = CivilOf(end);
  int first = std::min(a.day, 30);
  int second = b.day;
  if (european) {
    second = std::min(second, 30);
  } else {
    if (a.month == 2 && a.day == DaysInMonth(a.year, 2)) first = 30;
    if (first == 30) second = std::min(second, 30);
  }
  return Shown(Real(MonthDays(a, first, b, second)));
}

Outcome Yearfrac(Cells& in) {
  const Serial start = in.Day("start");
  const Serial end = in.Day("end");
  const Basis basis = BasisOf(in);
  if (in.problem()) return *in.problem();
  return Shown(ToReal(YearsBetween(basis, DateOf(std::min(start, end)),
                                   DateOf(std::max(start, end)))));
}

// Recorded of Excel: YD counts from the beginning's year on. MD counts from the
// day in the month before the end's, which may not have it.
Outcome Datedif(Cells& in) {
  const Serial start = in.Day("start");
  const Serial end = in.Day("end");
  std::string unit = in.Text("unit");
  if (in.problem()) return *in.problem();
  if (end < start) return Num("end is before start");
  const Date first = DateOf(start);
  const Date last = DateOf(end);
  const CivilDay a = first.civil();
  const CivilDay b = last.civil();
  const int months =
      12 * (b.year - a.year) + b.month - a.month - (b.day < a.day ? 1 : 0);
  if (internal::SameName(unit, "D")) {
    return Shown(Real(end.number - start.number));
  }
  if (internal::SameName(unit, "M")) return Shown(Real(months));
  if (internal::SameName(unit, "Y")) return Shown(Real(months / 12));
  if (internal::SameName(unit, "YM")) return Shown(Real(months % 12));
  if (internal::SameName(unit, "MD")) {
    if (b.day >= a.day) return Shown(Real(b.day - a.day));
    const int before = last.FirstOfMonth().days() - 1;
    return Shown(Real(b.day - a.day + Date::FindDays(before)->day()));
  }
  if (internal::SameName(unit, "YD")) {
    const bool next =
        b.month < a.month || (b.month == a.month && b.day < a.day);
    const int year = a.year + (next ? 1 : 0);
    // 29 February is the first of March in a year without it.
    const int day = std::min(b.day, DaysInMonth(year, b.month));
    return Shown(Real(Date::Of(year, b.month, day) - first + (b.day - day)));
  }
  return Num("unit is not Y, M, D, MD, YM or YD");
}

Outcome Edate(Cells& in) {
  const Serial start = in.Day("start");
  const int64_t months = in.Whole("months");
  if (in.problem()) return *in.problem();
  const CivilDay from = CivilOf(start);
  const std::optional<Serial> day =
      InMonth(from, months, std::max(from.day, 1));
  if (!day) return Num("there is no such day");
  return *day;
}

Outcome Eomonth(Cells& in) {
  const Serial start = in.Day("start");
  const int64_t months = in.Whole("months");
  if (in.problem()) return *in.problem();
  const std::optional<Serial> day = InMonth(CivilOf(start), months, 31);
  if (!day) return Num("there is no such day");
  return *day;
}

}  // namespace usance::compat
