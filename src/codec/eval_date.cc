// day_count, business_day, schedule.
#include "src/codec/operations.h"
#include "usance/core/text.h"
#include "usance/date/business_day.h"
#include "usance/date/calendars.h"
#include "usance/date/day_count.h"
#include "usance/date/period.h"
#include "usance/date/roll.h"
#include "usance/date/schedule.h"

namespace usance::codec {
namespace {

constexpr Field kDayCountFields[] = {
    {"day_count", FieldType::kName, true, "the convention", NamesOf<DayCount>},
    {"start", FieldType::kDate, true, "the first day"},
    {"end", FieldType::kDate, true, "the day after the last"},
    {"frequency", FieldType::kPeriod, false, "the length of a regular period"},
    {"period_start", FieldType::kDate, false,
     "of the regular period that holds the dates"},
    {"period_end", FieldType::kDate, false,
     "of the regular period that holds the dates"},
    {"schedule_start", FieldType::kDate, false, "of the whole schedule"},
    {"schedule_end", FieldType::kDate, false, "of the whole schedule"},
    {"termination", FieldType::kDate, false, "the last date of the contract"},
    {"end_of_month", FieldType::kFlag, false,
     "whether the contract rolls at month ends"},
    {"calendar", FieldType::kTextOrObject, false, "for bus/252", nullptr,
     kCalendarFields},
};

absl::StatusOr<DayCountContext> ReadContext(Reader& in) {
  DayCountContext context;
  USANCE_ASSIGN_OR_RETURN(context.frequency, in.Find<Period>("frequency"));
  USANCE_ASSIGN_OR_RETURN(context.period_start, in.Find<Date>("period_start"));
  USANCE_ASSIGN_OR_RETURN(context.period_end, in.Find<Date>("period_end"));
  USANCE_ASSIGN_OR_RETURN(context.schedule_start,
                          in.Find<Date>("schedule_start"));
  USANCE_ASSIGN_OR_RETURN(context.schedule_end, in.Find<Date>("schedule_end"));
  USANCE_ASSIGN_OR_RETURN(context.termination, in.Find<Date>("termination"));
  USANCE_ASSIGN_OR_RETURN(context.end_of_month, in.FindFlag("end_of_month"));
  return context;
}

absl::Status RunDayCount(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const DayCount day_count,
                          in.Get<DayCount>("day_count"));
  USANCE_ASSIGN_OR_RETURN(const Date start, in.Get<Date>("start"));
  USANCE_ASSIGN_OR_RETURN(const Date end, in.Get<Date>("end"));
  USANCE_ASSIGN_OR_RETURN(DayCountContext context, ReadContext(in));
  USANCE_ASSIGN_OR_RETURN(const std::optional<Calendar> calendar,
                          ReadCalendar(in, "calendar"));
  if (day_count != DayCount::kBus252) in.NoUseFor("calendar");
  USANCE_RETURN_IF_ERROR(in.Done());
  if (calendar) context.calendar = &*calendar;
  USANCE_ASSIGN_OR_RETURN(const int32_t days,
                          DayCountDays(day_count, start, end, context));
  USANCE_ASSIGN_OR_RETURN(const Fraction fraction,
                          YearFraction(day_count, start, end, context));
  out.Set("days", days);
  out.Set("numerator", ToText(fraction.numerator()));
  out.Set("denominator", ToText(fraction.denominator()));
  out.Set("value", ToDecimalText(fraction, 18));
  if (calendar) out.AssumeCalendar(*calendar);
  out.Because(start.ToText() + " to " + end.ToText() + " has " +
              std::to_string(days) + " days by " +
              std::string(NameOf(day_count)) + ", which is " +
              ToText(fraction) + " of a year");
  return absl::OkStatus();
}

constexpr Field kBusinessDayFields[] = {
    {"calendar", FieldType::kTextOrObject, true, "the business days", nullptr,
     kCalendarFields},
    {"date", FieldType::kDate, true, "the day to move"},
    {"convention", FieldType::kName, false,
     "how to move it; exactly one of convention and advance",
     NamesOf<BusinessDayConvention>},
    {"advance", FieldType::kInteger, false, "business days to go on by"},
};

absl::Status RunBusinessDay(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const std::optional<Calendar> calendar,
                          ReadCalendar(in, "calendar"));
  if (!calendar) {
    return Error(Reason::kMissingField, in.PathOf("calendar"),
                 "the field is missing: the business days");
  }
  USANCE_ASSIGN_OR_RETURN(const Date date, in.Get<Date>("date"));
  USANCE_ASSIGN_OR_RETURN(const auto convention,
                          in.Find<BusinessDayConvention>("convention"));
  constexpr int64_t kMost = Date::kMaxDays - Date::kMinDays;
  USANCE_ASSIGN_OR_RETURN(const auto advance,
                          in.FindInteger("advance", -kMost, kMost));
  USANCE_RETURN_IF_ERROR(in.Done());
  if (convention.has_value() == advance.has_value()) {
    return Error(convention ? Reason::kConflict : Reason::kMissingField,
                 in.PathOf(convention ? "advance" : "convention"),
                 "give exactly one of convention and advance");
  }
  USANCE_ASSIGN_OR_RETURN(
      const Date moved,
      convention ? Adjust(date, *convention, *calendar)
                 : calendar->Advance(date, static_cast<int32_t>(*advance)));
  out.Set("date", moved.ToText());
  out.AssumeCalendar(*calendar);
  out.Because(date.ToText() + " is moved to " + moved.ToText() + ", " +
              std::to_string(moved - date) + " days on, by " +
              (convention ? "\"" + std::string(NameOf(*convention)) + "\""
                          : std::to_string(*advance) + " business days"));
  return absl::OkStatus();
}

constexpr Field kScheduleFields[] = {
    {"start", FieldType::kDate, true, "of the first period"},
    {"end", FieldType::kDate, false,
     "of the last period; exactly one of end and count"},
    {"count", FieldType::kInteger, false, "of periods"},
    {"frequency", FieldType::kPeriod, true, "the length of a regular period"},
    kRollField,
    {"stub", FieldType::kName, false, "what to do with a rest", NamesOf<Stub>},
    {"first_regular_start", FieldType::kDate, false,
     "the end of an explicit first stub"},
    {"last_regular_end", FieldType::kDate, false,
     "the start of an explicit last stub"},
    {"convention", FieldType::kName, false, "how dates move to business days",
     NamesOf<BusinessDayConvention>},
    {"start_convention", FieldType::kName, false,
     "of the first date, where it differs", NamesOf<BusinessDayConvention>},
    {"end_convention", FieldType::kName, false,
     "of the last date, where it differs", NamesOf<BusinessDayConvention>},
    {"calendar", FieldType::kTextOrObject, false, "needed unless unadjusted",
     nullptr, kCalendarFields},
    {"duplicates", FieldType::kName, false,
     "where two dates fall together after they are moved", NamesOf<Duplicates>},
};

absl::StatusOr<ScheduleSpec> ReadSchedule(Reader& in) {
  USANCE_ASSIGN_OR_RETURN(const Date start, in.Get<Date>("start"));
  ScheduleSpec spec{.start = start};
  USANCE_ASSIGN_OR_RETURN(spec.end, in.Find<Date>("end"));
  USANCE_ASSIGN_OR_RETURN(const auto count,
                          in.FindInteger("count", 1, kMaxPeriods));
  if (count) spec.count = static_cast<int32_t>(*count);
  USANCE_ASSIGN_OR_RETURN(spec.frequency, in.Get<Period>("frequency"));
  USANCE_ASSIGN_OR_RETURN(const auto roll, in.Find<Roll>("roll"));
  spec.roll = roll.value_or(spec.roll);
  USANCE_ASSIGN_OR_RETURN(const auto stub, in.Find<Stub>("stub"));
  spec.stub = stub.value_or(spec.stub);
  USANCE_ASSIGN_OR_RETURN(spec.first_regular_start,
                          in.Find<Date>("first_regular_start"));
  USANCE_ASSIGN_OR_RETURN(spec.last_regular_end,
                          in.Find<Date>("last_regular_end"));
  USANCE_ASSIGN_OR_RETURN(const auto convention,
                          in.Find<BusinessDayConvention>("convention"));
  spec.convention = convention.value_or(spec.convention);
  USANCE_ASSIGN_OR_RETURN(spec.start_convention,
                          in.Find<BusinessDayConvention>("start_convention"));
  USANCE_ASSIGN_OR_RETURN(spec.end_convention,
                          in.Find<BusinessDayConvention>("end_convention"));
  USANCE_ASSIGN_OR_RETURN(spec.calendar, ReadCalendar(in, "calendar"));
  USANCE_ASSIGN_OR_RETURN(const auto duplicates,
                          in.Find<Duplicates>("duplicates"));
  spec.duplicates = duplicates.value_or(spec.duplicates);
  if (!NeedsCalendar(spec)) in.NoUseFor("calendar");
  return spec;
}

absl::Status RunSchedule(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const ScheduleSpec spec, ReadSchedule(in));
  USANCE_RETURN_IF_ERROR(in.Done());
  const absl::StatusOr<Schedule> schedule = MakeSchedule(spec);
  if (!schedule.ok()) {
    constexpr Renamed kNames[] = {{"/max_periods", "/end"}};
    return Rename(schedule.status(), kNames);
  }
  Json periods = Json::List();
  for (const SchedulePeriod& period : schedule->periods) {
    Json row = Json::Object();
    row.Set("start", period.start.ToText());
    row.Set("end", period.end.ToText());
    row.Set("adjusted_start", period.adjusted_start.ToText());
    row.Set("adjusted_end", period.adjusted_end.ToText());
    if (period.stub) row.Set("stub", true);
    periods.Append(std::move(row));
    if (period.stub) {
      out.Because(period.start.ToText() + " to " + period.end.ToText() +
                  " is a stub: no whole " + spec.frequency.ToText());
    }
  }
  out.Because("every date counts from its anchor by " +
              spec.frequency.ToText() + ", rolled to \"" + spec.roll.ToText() +
              "\"");
  out.Set("periods", std::move(periods));
  out.Assume("roll", spec.roll.ToText());
  out.Assume("stub", NameOf(spec.stub));
  out.Assume("convention", NameOf(spec.convention));
  if (spec.calendar) out.AssumeCalendar(*spec.calendar);
  return absl::OkStatus();
}

absl::StatusOr<Calendar> MakeCalendar(Reader& object, const std::string& path) {
  USANCE_ASSIGN_OR_RETURN(std::string id, object.Get<std::string>("id"));
  USANCE_ASSIGN_OR_RETURN(std::string version,
                          object.Get<std::string>("version"));
  USANCE_ASSIGN_OR_RETURN(const Date first, object.Get<Date>("first"));
  USANCE_ASSIGN_OR_RETURN(const Date last, object.Get<Date>("last"));
  USANCE_ASSIGN_OR_RETURN(const std::vector<Weekday> weekend,
                          object.FindAll<Weekday>("weekend"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Date> holidays,
                          object.FindAll<Date>("holidays"));
  USANCE_ASSIGN_OR_RETURN(std::vector<Date> working_days,
                          object.FindAll<Date>("working_days"));
  USANCE_RETURN_IF_ERROR(object.Done());
  WeekendMask mask;
  for (const Weekday day : weekend) mask = mask.With(day);
  absl::StatusOr<Calendar> calendar =
      Calendar::Make({std::move(id), std::move(version), first, last, mask,
                      std::move(holidays), std::move(working_days)});
  if (!calendar.ok()) return At(path, calendar.status());
  return calendar;
}

constexpr Operation kDateOperations[] = {
    {"day_count", "the exact part of a year between two dates", kDayCountFields,
     RunDayCount},
    {"business_day", "a date moved to a business day", kBusinessDayFields,
     RunBusinessDay},
    {"schedule", "the dates of a contract", kScheduleFields, RunSchedule},
};

}  // namespace

std::span<const Operation> DateOperations() { return kDateOperations; }

absl::StatusOr<std::optional<Calendar>> ReadCalendar(Reader& in,
                                                     std::string_view name) {
  if (!in.IsObject(name)) {
    USANCE_ASSIGN_OR_RETURN(const auto id, in.Find<std::string>(name));
    if (!id) return std::optional<Calendar>();
    USANCE_ASSIGN_OR_RETURN(Calendar shipped,
                            FindCalendar(*id, in.PathOf(name)));
    return std::optional<Calendar>(std::move(shipped));
  }
  USANCE_ASSIGN_OR_RETURN(std::optional<Reader> object, in.FindObject(name));
  USANCE_ASSIGN_OR_RETURN(Calendar calendar,
                          MakeCalendar(*object, in.PathOf(name)));
  return std::optional<Calendar>(std::move(calendar));
}

absl::StatusOr<std::vector<Calendar>> ReadCalendars(Reader& in,
                                                    std::string_view name) {
  std::vector<Calendar> calendars;
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> items, in.FindList(name));
  for (size_t k = 0; k < items.size(); ++k) {
    USANCE_ASSIGN_OR_RETURN(
        Calendar calendar,
        MakeCalendar(items[k], in.PathOf(name) + "/" + std::to_string(k)));
    calendars.push_back(std::move(calendar));
  }
  return calendars;
}

}  // namespace usance::codec
