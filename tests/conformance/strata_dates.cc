// OpenGamma Strata: calendars, rolls and schedules.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/conformance/case_calendars.h"
#include "tests/conformance/handlers.h"
#include "tests/conformance/rules.h"
#include "usance/date/business_day.h"
#include "usance/date/calendars.h"
#include "usance/date/roll.h"
#include "usance/date/schedule.h"

namespace usance::conformance {
namespace {

using Convention = BusinessDayConvention;

// "ModifiedFollowing" and "MODIFIED_FOLLOWING_BI_MONTHLY" alike.
Convention StrataConventionOf(Fields& fields, std::string_view name) {
  if (name == "MODIFIED_FOLLOWING_BI_MONTHLY" ||
      name == "ModifiedFollowingBiMonthly") {
    return Convention::kModifiedFollowingBimonthly;
  }
  return fields.Need(ParseName<Convention>(name, "/convention"),
                     Convention::kUnadjusted);
}

// A day that the calendar does not know deviates; other errors fail.
Verdict Refused(const absl::Status& status) {
  if (ReasonOf(status) == Reason::kCalendarRange) {
    return Deviates(kCalendarsAreData);
  }
  return Fail(status.ToString());
}

Verdict SameDate(const absl::StatusOr<Date>& actual, Fields& fields) {
  if (!actual.ok()) return Refused(actual.status());
  const std::string text = actual->ToText();
  return PassIf(text == fields.Text("expected"), text, fields.Text("expected"));
}

// The days of [start, end) that are worked, or that are not.
absl::StatusOr<std::string> DaysOf(const Calendar& calendar, Date start,
                                   Date end, bool worked) {
  std::string text;
  for (Date date = start; date < end; date = *Date::FindDays(date.days() + 1)) {
    USANCE_ASSIGN_OR_RETURN(const bool works, calendar.IsBusinessDay(date));
    if (works != worked) continue;
    if (!text.empty()) text += " ";
    text += date.ToText();
  }
  return text;
}

}  // namespace

Verdict StrataEaster(Fields& fields) {
  const int64_t year = fields.Integer("year");
  if (year < 1 || year > 9999) return Fail("year out of range");
  const std::string easter = EasterSunday(static_cast<int>(year)).ToText();
  const std::string expected = fields.Text("easter_sunday");
  return PassIf(easter == expected, easter, expected);
}

Verdict StrataHolidays(Fields& fields) {
  const int64_t year = fields.Integer("year");
  if (year < 1 || year > 9998) return Fail("year out of range");
  return CompareHolidays(fields,
                         {.first = Date::Of(static_cast<int>(year), 1, 1),
                          .last = Date::Of(static_cast<int>(year), 12, 31),
                          .weekend = fields.Text("weekend"),
                          .days = fields.Text("holidays"),
                          .working = fields.Text("extra_working_days")});
}

Verdict StrataCalendarOps(Fields& fields) {
  const Calendar calendar = MockCalendar();
  const std::string op = fields.Text("op");
  const Date date = fields.DateOf("input");
  const auto beside = [&](int32_t count) {
    return SameDate(calendar.Advance(date, count), fields);
  };
  if (op == "shift") {
    return beside(static_cast<int32_t>(fields.Integer("arg")));
  }
  if (op == "next") return beside(1);
  if (op == "previous") return beside(-1);
  if (op == "nextOrSame") return SameDate(calendar.NextOrSame(date), fields);
  if (op == "previousOrSame") {
    return SameDate(calendar.PreviousOrSame(date), fields);
  }
  if (op == "nextSameOrLastInMonth") {
    return SameDate(Adjust(date, Convention::kModifiedFollowing, calendar),
                    fields);
  }
  if (op == "lastBusinessDayOfMonth") {
    return SameDate(LastBusinessDayOfMonth(date, MonthEndMockCalendar()),
                    fields);
  }
  const Date end = fields.DateOf("arg");
  const std::string expected = fields.Text("expected");
  if (op == "daysBetween") {
    const auto count = calendar.Count(date, end);
    const std::string text =
        count.ok() ? std::to_string(*count) : count.status().ToString();
    return PassIf(text == expected, text, expected);
  }
  if (op != "businessDays" && op != "holidays") return Fail("unknown op " + op);
  const auto days = DaysOf(calendar, date, end, op == "businessDays");
  const std::string text = days.ok() ? *days : days.status().ToString();
  return PassIf(text == expected, text, expected);
}

Verdict StrataBusinessDay(Fields& fields) {
  const Convention convention =
      StrataConventionOf(fields, fields.Text("convention"));
  const std::optional<Calendar> calendar =
      CaseCalendar(fields.Text("calendar"));
  if (!calendar) return Deviates(kCalendarsAreData);
  return SameDate(Adjust(fields.DateOf("input"), convention, *calendar),
                  fields);
}

Verdict StrataPeriodAddition(Fields& fields) {
  const Convention convention =
      StrataConventionOf(fields, fields.Text("business_day"));
  const std::optional<Calendar> calendar =
      CaseCalendar(fields.Text("calendar"));
  if (!calendar) return Deviates(kCalendarsAreData);
  const std::string addition = fields.Text("addition");
  const Date date = fields.DateOf("input");
  const int64_t months = fields.Integer("months");
  absl::StatusOr<Date> sum = Error(Reason::kUnsupported, "", addition);
  if (addition == "NONE") sum = AddMonths(date, months, EndOfMonth::kClamp);
  if (addition == "LAST_DAY") {
    sum = AddMonths(date, months, EndOfMonth::kLastDay);
  }
  if (addition == "LAST_BUSINESS_DAY") {
    sum = AddMonthsByLastBusinessDay(date, months, *calendar);
  }
  if (!sum.ok()) return Refused(sum.status());
  return SameDate(Adjust(*sum, convention, *calendar), fields);
}

Verdict StrataRoll(Fields& fields) {
  const std::string name = fields.Text("roll");
  const Roll roll = fields.Need(Roll::Parse(name), Roll());
  const std::string op = fields.Text("op");
  const Date date = fields.DateOf("input");
  if (op == "matches") {
    const std::string text = roll.Matches(date) ? "true" : "false";
    return PassIf(text == fields.Text("expected"), text,
                  fields.Text("expected"));
  }
  absl::StatusOr<Date> rolled = Error(Reason::kUnsupported, "", op);
  if (op == "adjust") rolled = roll.AdjustDate(date);
  if (op == "next" || op == "previous") {
    const Period frequency =
        fields.Need(Period::Parse(fields.Text("frequency")), Days(1));
    rolled = op == "next" ? roll.Next(date, frequency)
                          : roll.Previous(date, frequency);
  }
  // Strata moves the Monday of an auction to a business day of New York.
  if (name == "TBILL" && rolled.ok()) {
    rolled = Adjust(*rolled, Convention::kFollowing, *CaseCalendar("USGS"));
  }
  return SameDate(rolled, fields);
}

namespace {

// What Strata derives before it makes a schedule.
class StrataSpec {
 public:
  explicit StrataSpec(Fields& fields)
      : fields_(fields), spec_{.start = fields.DateOf("start")} {}

  // The spec that means the same here.
  ScheduleSpec Derive() {
    ReadFields();
    if (roll_) {
      if (moves_start_) MoveBack(spec_.start);
      if (moves_start_ && first_) MoveBack(*first_);
      if (advisory_ || has_start_) MoveBack(end_);
      if (advisory_ && last_) MoveBack(*last_);
    }
    const Date from = first_.value_or(spec_.start);
    const Date to = last_.value_or(end_);
    spec_.roll = EffectiveRoll(from, to);
    if (!stub_ && roll_ && !spec_.frequency.IsZero()) {
      // A given roll implies a stub at the side that is off it.
      if (!first_ && !spec_.roll.Matches(from) && spec_.roll.Matches(to)) {
        spec_.stub = Stub::kShortInitial;
      } else if (!last_ && spec_.roll.Matches(from) &&
                 !spec_.roll.Matches(to)) {
        spec_.stub = Stub::kShortFinal;
      }
    }
    spec_.end = end_;
    spec_.first_regular_start = first_;
    spec_.last_regular_end = last_;
    return spec_;
  }

 private:
  static std::string Member(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string()
               ? found->get<std::string>()
               : "";
  }

  void ReadFields() {
    end_ = fields_.DateOf("end");
    first_ = fields_.OptionalDate("first_regular_start");
    last_ = fields_.OptionalDate("last_regular_end");
    if (fields_.Text("frequency") != "TERM") {
      spec_.frequency =
          fields_.Need(Period::Parse(fields_.Text("frequency")), Months(1));
    }
    if (fields_.Has("stub")) {
      stub_ = fields_.Need(ParseName<Stub>(fields_.Text("stub"), "/stub"),
                           Stub::kNone);
      spec_.stub = *stub_;
    }
    const std::string roll = fields_.Text("roll");
    if (!roll.empty() && roll != "NONE") {
      roll_ = fields_.Need(Roll::Parse(roll), Roll());
      advisory_ = roll_->kind() == Roll::Kind::kEndOfMonth;
    }
    const Json& object = fields_.object();
    if (object.contains("business_day") && object["business_day"].is_object()) {
      const Json& business_day = object["business_day"];
      spec_.convention =
          StrataConventionOf(fields_, Member(business_day, "convention"));
      spec_.calendar = CaseCalendar(Member(business_day, "calendar"));
    }
    moves_start_ = advisory_;
    has_start_ = object.contains("start_business_day") &&
                 object["start_business_day"].is_object();
    if (has_start_) {
      spec_.start_convention = StrataConventionOf(
          fields_, Member(object["start_business_day"], "convention"));
      moves_start_ =
          moves_start_ || *spec_.start_convention == Convention::kUnadjusted;
    }
  }

  // Takes a date that is adjusted already back to the roll.
  void MoveBack(Date& date) {
    if (!spec_.calendar) return;
    const Date back = fields_.Need(
        UnadjustedDate(date, *roll_, spec_.convention, *spec_.calendar), date);
    if (back != date && date == spec_.start) {
      spec_.start_convention = spec_.convention;
    }
    date = back;
  }

  // The day of the side that the schedule counts from.
  [[nodiscard]] Roll EffectiveRoll(Date from, Date to) const {
    if (spec_.frequency.IsZero() || (roll_ && !advisory_)) {
      return roll_.value_or(Roll());
    }
    const bool months = spec_.frequency.days == 0;
    const bool across = from.FirstOfMonth() != to.FirstOfMonth();
    if (stub_.value_or(Stub::kNone) == Stub::kNone && months && across &&
        from.day() != to.day() &&
        (from.IsLastOfMonth() || to.IsLastOfMonth())) {
      return advisory_ ? Roll::EndOfMonth()
                       : Roll::DayOfMonth(std::max(from.day(), to.day()));
    }
    const bool backward = stub_ == Stub::kShortInitial ||
                          stub_ == Stub::kLongInitial ||
                          stub_ == Stub::kSmartInitial;
    const Date anchor = backward ? to : from;
    if (months && advisory_ && anchor.IsLastOfMonth()) {
      return Roll::EndOfMonth();
    }
    if (months) return Roll::DayOfMonth(anchor.day());
    if (spec_.frequency.months == 0 && spec_.frequency.days % 7 == 0) {
      return Roll::DayOfWeek(anchor.weekday());
    }
    return advisory_ ? Roll::EndOfMonth() : Roll();
  }

  Fields& fields_;
  ScheduleSpec spec_;
  Date end_ = Date::Of(1970, 1, 1);
  std::optional<Date> first_;
  std::optional<Date> last_;
  std::optional<Stub> stub_;
  std::optional<Roll> roll_;  // where one is given
  bool advisory_ = false;     // EOM: only where the anchor is one
  bool has_start_ = false;
  bool moves_start_ = false;
};

std::string ListOf(const Json& object, const char* name) {
  std::string text;
  if (!object.contains(name) || !object[name].is_array()) return text;
  for (const Json& date : object[name]) {
    if (!text.empty()) text += " ";
    if (date.is_string()) text += date.get<std::string>();
  }
  return text;
}

}  // namespace

Verdict StrataSchedule(Fields& fields) {
  const ScheduleSpec spec = StrataSpec(fields).Derive();
  if (spec.convention != Convention::kUnadjusted && !spec.calendar) {
    return Deviates(kCalendarsAreData);
  }
  if (spec.roll.IsMonthly() && spec.frequency.days != 0) {
    return Deviates(kMonthlyRollsNeedMonths);
  }
  const absl::StatusOr<Schedule> schedule = MakeSchedule(spec);
  if (!schedule.ok()) return Refused(schedule.status());
  std::string dates = schedule->periods.front().start.ToText();
  std::string adjusted = schedule->periods.front().adjusted_start.ToText();
  for (const SchedulePeriod& period : schedule->periods) {
    dates += " " + period.end.ToText();
    adjusted += " " + period.adjusted_end.ToText();
  }
  const std::string expected = ListOf(fields.object(), "unadjusted") + " | " +
                               ListOf(fields.object(), "adjusted");
  const std::string actual = dates + " | " + adjusted;
  return PassIf(actual == expected, actual, expected);
}

}  // namespace usance::conformance
