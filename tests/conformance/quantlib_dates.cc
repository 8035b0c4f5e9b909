// QuantLib: calendars and schedules.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/conformance/case_calendars.h"
#include "tests/conformance/handlers.h"
#include "tests/conformance/rules.h"
#include "usance/core/text.h"
#include "usance/date/business_day.h"
#include "usance/date/schedule.h"

namespace usance::conformance {
namespace {

using Convention = BusinessDayConvention;

Convention ConventionOf(Fields& fields, std::string_view name) {
  if (name == "HalfMonthModifiedFollowing") {
    return Convention::kModifiedFollowingBimonthly;
  }
  return fields.Need(ParseName<Convention>(name, "/convention"),
                     Convention::kUnadjusted);
}

// "6*Months", "-2 Days", "Quarterly", "Once".
Period TenorOf(Fields& fields, const std::string& text) {
  const struct {
    std::string_view name;
    Period period;
  } kNamed[] = {
      {"Once", {}},
      {"NoFrequency", {}},
      {"Annual", Years(1)},
      {"Semiannual", Months(6)},
      {"EveryFourthMonth", Months(4)},
      {"Quarterly", Months(3)},
      {"Bimonthly", Months(2)},
      {"Monthly", Months(1)},
      {"EveryFourthWeek", Weeks(4)},
      {"Biweekly", Weeks(2)},
      {"Weekly", Weeks(1)},
      {"Daily", Days(1)},
  };
  for (const auto& row : kNamed) {
    if (row.name == text) return row.period;
  }
  std::string number, unit;
  for (const char c : text) {
    if (c == ' ' || c == '*') continue;
    (IsDigit(c) || c == '-' ? number : unit) += c;
  }
  const std::optional<int64_t> count = ScanInteger(number, -10'000, 10'000);
  const int32_t n = static_cast<int32_t>(count.value_or(0));
  if (count && unit.starts_with("Day")) return Days(n);
  if (count && unit.starts_with("Week")) return Weeks(n);
  if (count && unit.starts_with("Month")) return Months(n);
  if (count && unit.starts_with("Year")) return Years(n);
  fields.Malformed("tenor " + text);
  return Months(1);
}

// A day that the calendar does not know deviates; other errors fail.
Verdict SameText(const absl::StatusOr<std::string>& actual,
                 std::string_view expected) {
  if (actual.ok()) return PassIf(*actual == expected, *actual, expected);
  if (ReasonOf(actual.status()) == Reason::kCalendarRange) {
    return Deviates(kCalendarsAreData);
  }
  return Fail(actual.status().ToString());
}

// Calendar::advance.
absl::StatusOr<Date> Advance(const Calendar& calendar, Date start,
                             const Period& period, bool counts_days,
                             Convention convention, bool end_of_month) {
  if (period.IsZero()) return Adjust(start, convention, calendar);
  if (counts_days) return calendar.Advance(start, period.days);
  if (period.months == 0) {
    USANCE_ASSIGN_OR_RETURN(const Date sum, AddDays(start, period.days));
    return Adjust(sum, convention, calendar);
  }
  if (end_of_month && convention != Convention::kUnadjusted) {
    USANCE_ASSIGN_OR_RETURN(
        const Date sum,
        AddMonthsByLastBusinessDay(start, period.months, calendar));
    return Adjust(sum, convention, calendar);
  }
  USANCE_ASSIGN_OR_RETURN(
      const Date sum,
      AddMonths(start, period.months,
                end_of_month ? EndOfMonth::kLastDay : EndOfMonth::kClamp));
  return Adjust(sum, convention, calendar);
}

}  // namespace

Verdict QuantlibAdvance(Fields& fields) {
  const std::optional<Calendar> calendar =
      CaseCalendar(fields.Text("calendar"));
  if (!calendar) return Deviates(kCalendarsAreData);
  const std::string period = fields.Text("period");
  const absl::StatusOr<Date> date =
      Advance(*calendar, fields.DateOf("start"), TenorOf(fields, period),
              period.find("Day") != std::string::npos,
              ConventionOf(fields, fields.Text("convention")),
              fields.Flag("end_of_month"));
  if (!date.ok()) return SameText(date.status(), "");
  return SameText(date->ToText(), fields.Text("expected"));
}

Verdict QuantlibBusinessDaysBetween(Fields& fields) {
  const std::optional<Calendar> calendar =
      CaseCalendar(fields.Text("calendar"));
  if (!calendar) return Deviates(kCalendarsAreData);
  const Date start = fields.DateOf("start");
  const Date end = fields.DateOf("end");
  const std::string included = fields.Text("included");
  const bool from = included == "from" || included == "both";
  const bool to = included == "to" || included == "both";
  // Of the earlier and the later date, which count.
  const bool backward = end < start;
  const bool first = backward ? to : from;
  const bool last = backward ? from : to;
  const Date low = std::min(start, end);
  const Date high = std::max(start, end);
  if (low == high && !(first && last)) {
    return SameText("0", fields.Text("expected"));
  }
  const auto count =
      calendar->Count(AddDays(low, first ? 0 : 1).value_or(low),
                      AddDays(high, last ? 1 : 0).value_or(high));
  if (!count.ok()) return SameText(count.status(), "");
  return SameText(std::to_string(backward ? -*count : *count),
                  fields.Text("expected"));
}

Verdict QuantlibHolidays(Fields& fields) {
  const Date first = fields.DateOf("from_date");
  const Date last = fields.DateOf("to_date");
  if (!fields.error().empty()) return Fail(fields.error());
  return CompareHolidays(fields, {.first = first,
                                  .last = last,
                                  .weekend = "SAT_SUN",
                                  .days = fields.Text("holidays"),
                                  .working = ""});
}

namespace {

struct QuantlibSchedule {
  std::string direction;
  Date start;
  Date end;
  Period tenor;
  std::optional<Date> first;
  std::optional<Date> next_to_last;
  bool end_of_month;
  bool adjusts;  // the convention is not unadjusted
  Calendar calendar;
};

// The 20th on or after `date` (before it where `step` < 0), of an IMM month
// where `quarterly`.
Date Twentieth(Date date, int step, bool quarterly) {
  Date result = Date::Of(date.year(), date.month(), 20);
  const auto move = [&] {
    result = AddMonths(result, step, EndOfMonth::kClamp).value_or(result);
  };
  if (step > 0 ? result < date : result > date) move();
  for (int i = 0; i < 2 && quarterly && result.month() % 3 != 0; ++i) move();
  return result;
}

bool RollsToTheTwentieth(const std::string& direction) {
  return direction == "twentieth" || direction == "twentiethimm" ||
         direction == "oldcds" || direction == "cds" || direction == "cds2015";
}

// The dates before adjustment, first to last.
absl::StatusOr<std::vector<Date>> RawDates(const QuantlibSchedule& q) {
  const bool backward = q.direction == "backward";
  const bool twentieth = RollsToTheTwentieth(q.direction);
  Date start = q.start;
  Date end = q.end;
  std::optional<Date> first = q.first;
  std::vector<Date> dates;
  if (twentieth) {
    const bool quarterly = q.direction != "twentieth";
    if (q.direction.starts_with("cds")) {
      start = Twentieth(start, -1, quarterly);
      USANCE_ASSIGN_OR_RETURN(
          const Date worked, Adjust(start, Convention::kFollowing, q.calendar));
      if (q.adjusts && worked > q.start) {
        USANCE_ASSIGN_OR_RETURN(const Date earlier,
                                AddMonths(start, -3, EndOfMonth::kClamp));
        dates.push_back(earlier);
      }
    } else if (!first) {
      first = Twentieth(start, 1, quarterly);
      if (q.direction == "oldcds" && *first - start < 30) {
        first = Twentieth(AddDays(*first, 1).value_or(*first), 1, quarterly);
      }
    }
    end = Twentieth(end, 1, quarterly);
  }
  const Date from = first.value_or(start);
  const Date to = q.next_to_last.value_or(end);
  if (from != start) dates.push_back(start);
  if (from < to && q.direction != "zero") {
    ScheduleSpec spec{.start = from, .end = to, .frequency = q.tenor};
    spec.stub = backward ? Stub::kShortInitial : Stub::kShortFinal;
    if (q.end_of_month) spec.roll = Roll::LastDay();
    USANCE_ASSIGN_OR_RETURN(const Schedule schedule, MakeSchedule(spec));
    for (const SchedulePeriod& period : schedule.periods) {
      dates.push_back(period.start);
    }
  } else if (from < to) {
    dates.push_back(from);
  }
  dates.push_back(to);
  if (to != end) dates.push_back(end);
  const Date seed = backward ? to : from;
  if (q.end_of_month) {
    USANCE_ASSIGN_OR_RETURN(const Date last,
                            LastBusinessDayOfMonth(seed, q.calendar));
    for (size_t i = 1; seed >= last && i + 1 < dates.size(); ++i) {
      dates[i] = dates[i].LastOfMonth();
    }
  }
  if (q.direction.starts_with("thirdwednesday")) {
    const Roll imm = Roll::NthWeekday(3, Weekday::kWednesday);
    const size_t edge = q.direction.ends_with("inclusive") ? 0 : 1;
    for (size_t i = edge; i + edge < dates.size(); ++i) {
      dates[i] = imm.AdjustDate(dates[i]);
    }
  }
  dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
  return dates;
}

absl::StatusOr<std::string> AdjustedText(const QuantlibSchedule& q,
                                         Convention convention,
                                         Convention termination) {
  USANCE_ASSIGN_OR_RETURN(const std::vector<Date> dates, RawDates(q));
  ScheduleSpec spec{.start = dates.front()};
  spec.explicit_ends.assign(dates.begin() + 1, dates.end());
  spec.calendar = q.calendar;
  spec.convention = convention;
  spec.start_convention =
      q.direction == "oldcds" ? Convention::kUnadjusted : convention;
  spec.end_convention =
      q.direction.starts_with("cds") ? Convention::kUnadjusted : termination;
  spec.duplicates = Duplicates::kDrop;
  const bool month_ends =
      q.end_of_month && q.adjusts && dates.size() > 2 &&
      std::all_of(dates.begin() + 1, dates.end() - 1,
                  [](Date date) { return date.IsLastOfMonth(); });
  if (month_ends) spec.convention = Convention::kPreceding;
  USANCE_ASSIGN_OR_RETURN(const Schedule schedule, MakeSchedule(spec));
  std::string text = schedule.periods.front().adjusted_start.ToText();
  for (const SchedulePeriod& period : schedule.periods) {
    text += " " + period.adjusted_end.ToText();
  }
  return text;
}

}  // namespace

Verdict QuantlibSchedules(Fields& fields) {
  const Convention convention = ConventionOf(fields, fields.Text("convention"));
  const Convention termination =
      ConventionOf(fields, fields.Text("termination_convention"));
  const Period tenor = TenorOf(fields, fields.Text("tenor"));
  const bool end_of_month = fields.Flag("end_of_month") && tenor.months != 0;
  const bool adjusts = convention != Convention::kUnadjusted;
  std::optional<Calendar> calendar = CaseCalendar(fields.Text("calendar"));
  if (!calendar) {
    if (adjusts || termination != Convention::kUnadjusted || end_of_month) {
      return Deviates(kCalendarsAreData);
    }
    calendar = ShippedCalendarOf("none");  // not asked
  }
  std::string direction = fields.Text("direction");
  std::transform(direction.begin(), direction.end(), direction.begin(),
                 [](char c) { return internal::FoldedNameChar(c); });
  if (tenor.IsZero()) direction = "zero";
  const QuantlibSchedule schedule{direction,
                                  fields.DateOf("start"),
                                  fields.DateOf("end"),
                                  tenor,
                                  fields.OptionalDate("first_date"),
                                  fields.OptionalDate("next_to_last_date"),
                                  end_of_month,
                                  adjusts,
                                  *calendar};
  std::string expected;
  if (fields.object().contains("expected")) {
    for (const Json& date : fields.object()["expected"]) {
      if (!expected.empty()) expected += " ";
      if (date.is_string()) expected += date.get<std::string>();
    }
  }
  return SameText(AdjustedText(schedule, convention, termination), expected);
}

}  // namespace usance::conformance
