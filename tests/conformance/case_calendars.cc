#include "tests/conformance/case_calendars.h"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/conformance/rules.h"
#include "usance/date/calendars.h"
#include "usance/date/roll.h"

namespace usance::conformance {
namespace {

constexpr WeekendMask kSatSun{Weekday::kSaturday, Weekday::kSunday};

Date EasterPlus(int year, int32_t days) {
  return AddDays(EasterSunday(year), days).value();
}

// Lei 662/1949, 6.802/1980 and the banks' Carnival and Corpus Christi.
std::vector<Date> Brazil(int year) {
  return {Date::Of(year, 1, 1),   Date::Of(year, 4, 21),  Date::Of(year, 5, 1),
          Date::Of(year, 9, 7),   Date::Of(year, 10, 12), Date::Of(year, 11, 2),
          Date::Of(year, 11, 15), Date::Of(year, 12, 25), EasterPlus(year, -48),
          EasterPlus(year, -47),  EasterPlus(year, -2),   EasterPlus(year, 60)};
}

// Public Holidays Act 36 of 1994; a Sunday's holiday moves to Monday.
std::vector<Date> SouthAfrica(int year) {
  std::vector<Date> days = {EasterPlus(year, -2), EasterPlus(year, 1)};
  constexpr int kDays[][2] = {{1, 1}, {3, 21}, {4, 27},  {5, 1},   {6, 16},
                              {8, 9}, {9, 24}, {12, 16}, {12, 25}, {12, 26}};
  for (const auto& [month, day] : kDays) {
    const Date date = Date::Of(year, month, day);
    const bool sunday = date.weekday() == Weekday::kSunday;
    days.push_back(sunday ? AddDays(date, 1).value() : date);
  }
  return days;
}

// 5 U.S.C. 6103 and Good Friday; a Saturday's holiday moves to Friday, a
// Sunday's to Monday.
std::vector<Date> UsBonds(int year) {
  std::vector<Date> days = {EasterPlus(year, -2)};
  const auto add = [&](int month, const Roll& roll) {
    days.push_back(roll.AdjustDate(Date::Of(year, month, 1)));
  };
  add(1, Roll::NthWeekday(3, Weekday::kMonday));
  add(2, Roll::NthWeekday(3, Weekday::kMonday));
  add(5, Roll::LastWeekday(Weekday::kMonday));
  add(9, Roll::NthWeekday(1, Weekday::kMonday));
  add(10, Roll::NthWeekday(2, Weekday::kMonday));
  add(11, Roll::NthWeekday(4, Weekday::kThursday));
  constexpr int kDays[][2] = {{1, 1}, {7, 4}, {11, 11}, {12, 25}};
  for (const auto& [month, day] : kDays) {
    const Date date = Date::Of(year, month, day);
    int shift = 0;
    if (date.weekday() == Weekday::kSaturday && month != 1) shift = -1;
    if (date.weekday() == Weekday::kSunday) shift = 1;
    days.push_back(AddDays(date, shift).value());
  }
  return days;
}

// The Cabinet Office's list of national holidays on weekdays, as YYMMDD; banks
// are closed on 1 to 3 January and 31 December too.
constexpr std::string_view kJapan2009 =
    "090112 090211 090320 090429 090504 090505 090506 090720 "
    "090921 090922 090923 091012 091103 091123 091223 "
    "100111 100211 100322 100429 100503 100504 100505 100719 "
    "100920 100923 101011 101103 101123 101223 "
    "110110 110211 110321 110429 110503 110504 110505 110718 "
    "110919 110923 111010 111103 111123 111223 "
    "120109 120320 120430 120503 120504 120716 120917 121008 "
    "121123 121224";
constexpr std::string_view kJapan2018 =
    "180108 180212 180321 180430 180503 180504 180716 180917 "
    "180924 181008 181123 181224 "
    "190114 190211 190321 190429 190430 190501 190502 190503 "
    "190506 190715 190812 190916 190923 191014 191022 191104 "
    "200113 200211 200224 200320 200429 200504 200505 200506 "
    "200723 200724 200810 200921 200922 201103 201123";

Calendar Japan(int first, int last, std::string_view holidays) {
  Calendar::Spec spec{.id = "JP",
                      .version = "conformance",
                      .first = Date::Of(first, 1, 1),
                      .last = Date::Of(last, 12, 31),
                      .weekend = kSatSun};
  for (size_t at = 0; at < holidays.size(); at += 7) {
    const auto number = [&](size_t from) {
      return (holidays[at + from] - '0') * 10 + holidays[at + from + 1] - '0';
    };
    spec.holidays.push_back(Date::Of(2000 + number(0), number(2), number(4)));
  }
  for (int year = first; year <= last; ++year) {
    for (int day = 1; day <= 3; ++day) {
      spec.holidays.push_back(Date::Of(year, 1, day));
    }
    spec.holidays.push_back(Date::Of(year, 12, 31));
  }
  return Calendar::Make(spec).value();
}

Calendar Yearly(std::string id, int first, int last,
                std::vector<Date> (*holidays)(int year)) {
  Calendar::Spec spec{.id = std::move(id),
                      .version = "conformance",
                      .first = Date::Of(first, 1, 1),
                      .last = Date::Of(last, 12, 31),
                      .weekend = kSatSun};
  for (int year = first; year <= last; ++year) {
    for (const Date date : holidays(year)) spec.holidays.push_back(date);
  }
  return Calendar::Make(spec).value();
}

// Whether the case says that the day is not worked: read from its text, not
// from a calendar.
bool IsOff(const CaseHolidays& holidays, Date date) {
  constexpr std::string_view kNames[] = {"MON", "TUE", "WED", "THU",
                                         "FRI", "SAT", "SUN"};
  const std::string day = date.ToText();
  if (holidays.working.find(day) != std::string::npos) return false;
  const auto weekday = static_cast<size_t>(date.weekday()) - 1;
  return holidays.days.find(day) != std::string::npos ||
         holidays.weekend.find(kNames[weekday]) != std::string::npos;
}

absl::StatusOr<Calendar> LoadCalendar(const CaseHolidays& holidays) {
  std::string weekend = holidays.weekend;
  std::replace(weekend.begin(), weekend.end(), '_', ' ');
  std::string text = "id case\nversion 1\nrange " + holidays.first.ToText() +
                     " " + holidays.last.ToText() + "\nweekend " + weekend +
                     "\n";
  const auto add = [&](std::string_view keyword, const std::string& days) {
    for (size_t at = 0; at + 10 <= days.size(); at += 11) {
      text += std::string(keyword) + " " + days.substr(at, 10) + "\n";
    }
  };
  add("holiday", holidays.days);
  add("working", holidays.working);
  return ParseCalendar(text);
}

}  // namespace

Verdict CompareHolidays(Fields& fields, const CaseHolidays& expected) {
  std::optional<Calendar> calendar = ShippedCalendarOf(fields.Text("calendar"));
  if (!calendar || expected.first < calendar->first() ||
      expected.last > calendar->last()) {
    if (!fields.folder().loads_calendars()) return Deviates(kCalendarsAreData);
    const absl::StatusOr<Calendar> loaded = LoadCalendar(expected);
    if (!loaded.ok()) return Fail(loaded.status().ToString());
    calendar = *loaded;
  }
  std::string ours, theirs;
  for (Date date = expected.first; date <= expected.last;
       date = *Date::FindDays(date.days() + 1)) {
    if (!calendar->IsBusinessDay(date).value()) ours += date.ToText() + " ";
    if (IsOff(expected, date)) theirs += date.ToText() + " ";
  }
  return PassIf(ours == theirs, ours, theirs);
}

std::optional<Calendar> ShippedCalendarOf(std::string_view name) {
  if (name.ends_with("()")) name.remove_suffix(2);
  if (name == "NullCalendar" || name == "NoHolidays") name = "none";
  const absl::StatusOr<Calendar> calendar = FindCalendar(name);
  return calendar.ok() ? std::optional<Calendar>(*calendar) : std::nullopt;
}

std::optional<Calendar> CaseCalendar(std::string_view name) {
  if (name.starts_with("Brazil")) return Yearly("BR", 2000, 2023, Brazil);
  if (name.starts_with("SouthAfrica")) {
    return Yearly("ZA", 2013, 2017, SouthAfrica);
  }
  if (name == "UnitedStates(UnitedStates::GovernmentBond)" || name == "USGS") {
    return Yearly("US", 1990, 2021, UsBonds);  // before Juneteenth
  }
  if (name == "Japan()") return Japan(2009, 2012, kJapan2009);
  if (name == "JPTO") return Japan(2018, 2020, kJapan2018);
  return ShippedCalendarOf(name);
}

Calendar MockCalendar() {
  return Yearly("mock", 2013, 2015, [](int year) {
    std::vector<Date> days;
    for (int month = 1; month <= 12; ++month) {
      days.push_back(Date::Of(year, month, 16));
      days.push_back(Date::Of(year, month, 18));
      if (DaysInMonth(year, month) == 31) {
        days.push_back(Date::Of(year, month, 31));
      }
    }
    return days;
  });
}

Calendar MonthEndMockCalendar() {
  return Yearly("mock", 2014, 2014, [](int year) {
    return std::vector<Date>{Date::Of(year, 6, 30), Date::Of(year, 7, 31)};
  });
}

}  // namespace usance::conformance
