#include <utility>
#include <vector>

#include "capi/boundary.h"
#include "capi/convert.h"
#include "capi/handles.h"
#include "usance/date/business_day.h"
#include "usance/date/calendar.h"
#include "usance/date/calendars.h"
#include "usance/date/day_count.h"
#include "usance/date/period.h"
#include "usance/date/schedule.h"

using usance::BusinessDayConvention;
using usance::Calendar;
using usance::Date;
using usance::DayCount;
using usance::DayCountContext;
using usance::EndOfMonth;
using usance::Error;
using usance::Fraction;
using usance::Period;
using usance::Reason;
using usance::SchedulePeriod;
using usance::Weekday;
using usance::capi::Choose;
using usance::capi::Column;
using usance::capi::EachRow;
using usance::capi::EachValue;
using usance::capi::FillContext;
using usance::capi::FromFraction;
using usance::capi::Guard;
using usance::capi::Optional;
using usance::capi::Outcome;
using usance::capi::Present;
using usance::capi::Put;
using usance::capi::PutColumn;
using usance::capi::PutText;
using usance::capi::Read;
using usance::capi::Text;
using usance::capi::ToDate;
using usance::capi::ToDates;

namespace {

inline absl::StatusOr<usance_day> AddPeriods(usance_day anchor,
                                             const Period& period,
                                             int64_t count,
                                             EndOfMonth end_of_month) {
  USANCE_ASSIGN_OR_RETURN(const Date start, ToDate(anchor, "/anchor"));
  USANCE_ASSIGN_OR_RETURN(
      const Date day,
      usance::AddPeriod(start, period, count, end_of_month, "/day"));
  return day.days();
}

// Makes a handle of a calendar.
Outcome Give(absl::StatusOr<Calendar> calendar, usance_calendar** handle) {
  if (!calendar.ok()) return std::move(calendar).status();
  *handle = new usance_calendar{*std::move(calendar)};
  return USANCE_STATUS_OK;
}

// Sets *out to what a calendar answers.
template <class T, class Answer>
usance_status Ask(const usance_calendar* calendar, T* out,
                  std::string_view name, usance_error* error,
                  const Answer& answer) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(calendar, "/calendar"));
    USANCE_RETURN_IF_ERROR(Present(out, name));
    USANCE_ASSIGN_OR_RETURN(*out, answer(calendar->value));
    return USANCE_STATUS_OK;
  });
}

absl::StatusOr<usance::WeekendMask> ToWeekend(int32_t bits) {
  usance::WeekendMask mask;
  for (int32_t day = 1; day <= 7; ++day) {
    if ((bits & 1 << day) != 0) mask = mask.With(static_cast<Weekday>(day));
  }
  if ((bits & ~0xFE) == 0) return mask;
  return Error(Reason::kOutOfRange, "/weekend",
               std::to_string(bits) + " is no sum of 1 << weekday");
}

inline absl::StatusOr<int32_t> IsWorked(const Calendar& calendar,
                                        usance_day day) {
  USANCE_ASSIGN_OR_RETURN(const Date date, ToDate(day, "/day"));
  USANCE_ASSIGN_OR_RETURN(const bool worked, calendar.IsBusinessDay(date));
  return worked ? 1 : 0;
}

inline absl::StatusOr<int32_t> CountDays(const Calendar& calendar,
                                         usance_day start, usance_day end) {
  USANCE_ASSIGN_OR_RETURN(const Date first, ToDate(start, "/start"));
  USANCE_ASSIGN_OR_RETURN(const Date last, ToDate(end, "/end"));
  return calendar.Count(first, last);
}

inline absl::StatusOr<usance_day> Advanced(const Calendar& calendar,
                                           usance_day day, int32_t count) {
  USANCE_ASSIGN_OR_RETURN(const Date date, ToDate(day, "/day"));
  USANCE_ASSIGN_OR_RETURN(const Date moved, calendar.Advance(date, count));
  return moved.days();
}

inline absl::StatusOr<usance_day> Adjusted(const Calendar& calendar,
                                           usance_day day,
                                           BusinessDayConvention convention) {
  USANCE_ASSIGN_OR_RETURN(const Date date, ToDate(day, "/day"));
  USANCE_ASSIGN_OR_RETURN(const Date moved,
                          usance::Adjust(date, convention, calendar));
  return moved.days();
}

// Writes the fraction and, where `days` is not NULL, the days.
inline absl::Status Measure(DayCount convention, usance_day start,
                            usance_day end, const DayCountContext& context,
                            int32_t* days, int64_t* numerator,
                            int64_t* denominator) {
  USANCE_ASSIGN_OR_RETURN(const Date first, ToDate(start, "/start"));
  USANCE_ASSIGN_OR_RETURN(const Date last, ToDate(end, "/end"));
  // Read where it stands: a copy of what was just stored waits for the store.
  const absl::StatusOr<Fraction> time =
      usance::YearFraction(convention, first, last, context);
  if (!time.ok()) return time.status();
  int32_t counted = 0;
  if (days != nullptr) {
    USANCE_ASSIGN_OR_RETURN(
        counted, usance::DayCountDays(convention, first, last, context));
  }
  USANCE_RETURN_IF_ERROR(
      FromFraction(*time, numerator, denominator, "/numerator"));
  Put(days, 0, counted);
  return absl::OkStatus();
}

}  // namespace

usance_status usance_date_from_civil(int32_t year, int32_t month,
                                     int32_t day_of_month, usance_day* day,
                                     usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(day, "/day"));
    USANCE_ASSIGN_OR_RETURN(const Date date,
                            Date::Make(year, month, day_of_month));
    *day = date.days();
    return USANCE_STATUS_OK;
  });
}

usance_status usance_date_to_civil(usance_day day, int32_t* year,
                                   int32_t* month, int32_t* day_of_month,
                                   usance_weekday* weekday,
                                   usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Optional(year, "/year"));
    USANCE_RETURN_IF_ERROR(Optional(month, "/month"));
    USANCE_RETURN_IF_ERROR(Optional(day_of_month, "/day_of_month"));
    USANCE_RETURN_IF_ERROR(Optional(weekday, "/weekday"));
    USANCE_ASSIGN_OR_RETURN(const Date date, ToDate(day, "/day"));
    const usance::CivilDay civil = date.civil();
    Put(year, 0, civil.year);
    Put(month, 0, civil.month);
    Put(day_of_month, 0, civil.day);
    Put(weekday, 0, date.weekday());
    return USANCE_STATUS_OK;
  });
}

usance_status usance_date_parse(const char* text, usance_day* day,
                                usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view iso, Text(text, "/text"));
    USANCE_RETURN_IF_ERROR(Present(day, "/day"));
    USANCE_ASSIGN_OR_RETURN(const Date date, Date::Parse(iso, "/text"));
    *day = date.days();
    return USANCE_STATUS_OK;
  });
}

usance_status usance_date_format(usance_day day, size_t capacity, char* text,
                                 size_t* size, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    USANCE_ASSIGN_OR_RETURN(const Date date, ToDate(day, "/day"));
    return PutText(date.ToText(), text, capacity, size);
  });
}

usance_status usance_date_add_period(usance_day anchor, int32_t months,
                                     int32_t days, int64_t count,
                                     usance_end_of_month end_of_month,
                                     usance_day* day, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(day, "/day"));
    USANCE_ASSIGN_OR_RETURN(const EndOfMonth mode,
                            Choose<EndOfMonth>(end_of_month, "/end_of_month"));
    USANCE_ASSIGN_OR_RETURN(
        *day, AddPeriods(anchor, Period{months, days}, count, mode));
    return USANCE_STATUS_OK;
  });
}

usance_status usance_date_add_period_columns(
    size_t n, const usance_day* anchor, int32_t months, int32_t days,
    const int64_t* count, usance_end_of_month end_of_month, usance_day* day,
    usance_status* status, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(anchor, n, "/anchor"));
    USANCE_RETURN_IF_ERROR(Optional(count, "/count"));
    USANCE_RETURN_IF_ERROR(Column(day, n, "/day"));
    USANCE_RETURN_IF_ERROR(Optional(status, "/status"));
    USANCE_ASSIGN_OR_RETURN(const EndOfMonth mode,
                            Choose<EndOfMonth>(end_of_month, "/end_of_month"));
    return EachValue(n, day, USANCE_NULL_DAY, status, error, [&](size_t i) {
      return AddPeriods(anchor[i], Period{months, days},
                        count == nullptr ? 1 : count[i], mode);
    });
  });
}

usance_status usance_period_parse(const char* text, int32_t* months,
                                  int32_t* days, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view iso, Text(text, "/text"));
    USANCE_RETURN_IF_ERROR(Present(months, "/months"));
    USANCE_RETURN_IF_ERROR(Present(days, "/days"));
    USANCE_ASSIGN_OR_RETURN(const Period period, Period::Parse(iso, "/text"));
    *months = period.months;
    *days = period.days;
    return USANCE_STATUS_OK;
  });
}

usance_status usance_calendar_find(const char* id, usance_calendar** calendar,
                                   usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view name, Text(id, "/id"));
    USANCE_RETURN_IF_ERROR(Present(calendar, "/calendar"));
    return Give(usance::FindCalendar(name, "/id"), calendar);
  });
}

usance_status usance_calendar_parse(const char* text, size_t text_size,
                                    usance_calendar** calendar,
                                    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(text, text_size, "/text"));
    USANCE_RETURN_IF_ERROR(Present(calendar, "/calendar"));
    return Give(usance::ParseCalendar({text, text_size}), calendar);
  });
}

usance_status usance_calendar_create(
    const char* id, const char* version, usance_day first, usance_day last,
    int32_t weekend, size_t holiday_count, const usance_day* holiday,
    size_t working_day_count, const usance_day* working_day,
    usance_calendar** calendar, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view name, Text(id, "/id"));
    USANCE_ASSIGN_OR_RETURN(const std::string_view release,
                            Text(version, "/version"));
    USANCE_RETURN_IF_ERROR(Column(holiday, holiday_count, "/holiday"));
    USANCE_RETURN_IF_ERROR(
        Column(working_day, working_day_count, "/working_day"));
    USANCE_RETURN_IF_ERROR(Present(calendar, "/calendar"));
    USANCE_ASSIGN_OR_RETURN(const Date from, ToDate(first, "/first"));
    USANCE_ASSIGN_OR_RETURN(const Date to, ToDate(last, "/last"));
    Calendar::Spec spec = {std::string(name), std::string(release), from, to};
    USANCE_ASSIGN_OR_RETURN(spec.weekend, ToWeekend(weekend));
    USANCE_ASSIGN_OR_RETURN(spec.holidays,
                            ToDates(holiday, holiday_count, "/holiday"));
    USANCE_ASSIGN_OR_RETURN(
        spec.working_days,
        ToDates(working_day, working_day_count, "/working_day"));
    return Give(Calendar::Make(spec), calendar);
  });
}

usance_status usance_calendar_union(const usance_calendar* a,
                                    const usance_calendar* b,
                                    usance_calendar** calendar,
                                    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(a, "/a"));
    USANCE_RETURN_IF_ERROR(Present(b, "/b"));
    USANCE_RETURN_IF_ERROR(Present(calendar, "/calendar"));
    return Give(usance::UnionOfHolidays(a->value, b->value), calendar);
  });
}

usance_status usance_calendar_intersection(const usance_calendar* a,
                                           const usance_calendar* b,
                                           usance_calendar** calendar,
                                           usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(a, "/a"));
    USANCE_RETURN_IF_ERROR(Present(b, "/b"));
    USANCE_RETURN_IF_ERROR(Present(calendar, "/calendar"));
    return Give(usance::IntersectionOfHolidays(a->value, b->value), calendar);
  });
}

void usance_calendar_destroy(usance_calendar* calendar) { delete calendar; }

const char* usance_calendar_id(const usance_calendar* calendar) {
  return calendar == nullptr ? nullptr : calendar->value.id().c_str();
}

const char* usance_calendar_version(const usance_calendar* calendar) {
  return calendar == nullptr ? nullptr : calendar->value.version().c_str();
}

usance_status usance_calendar_range(const usance_calendar* calendar,
                                    usance_day* first, usance_day* last,
                                    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(calendar, "/calendar"));
    USANCE_RETURN_IF_ERROR(Optional(first, "/first"));
    USANCE_RETURN_IF_ERROR(Optional(last, "/last"));
    Put(first, 0, calendar->value.first().days());
    Put(last, 0, calendar->value.last().days());
    return USANCE_STATUS_OK;
  });
}

usance_status usance_calendar_is_business_day(const usance_calendar* calendar,
                                              usance_day day, int32_t* flag,
                                              usance_error* error) {
  return Ask(calendar, flag, "/flag", error,
             [&](const Calendar& known) { return IsWorked(known, day); });
}

usance_status usance_calendar_is_business_day_columns(
    const usance_calendar* calendar, size_t n, const usance_day* day,
    int32_t* flag, usance_status* status, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(calendar, "/calendar"));
    USANCE_RETURN_IF_ERROR(Column(day, n, "/day"));
    USANCE_RETURN_IF_ERROR(Column(flag, n, "/flag"));
    USANCE_RETURN_IF_ERROR(Optional(status, "/status"));
    return EachValue(n, flag, 0, status, error, [&](size_t i) {
      return IsWorked(calendar->value, day[i]);
    });
  });
}

usance_status usance_calendar_count(const usance_calendar* calendar,
                                    usance_day start, usance_day end,
                                    int32_t* count, usance_error* error) {
  return Ask(calendar, count, "/count", error, [&](const Calendar& known) {
    return CountDays(known, start, end);
  });
}

usance_status usance_calendar_count_columns(const usance_calendar* calendar,
                                            size_t n, const usance_day* start,
                                            const usance_day* end,
                                            int32_t* count,
                                            usance_status* status,
                                            usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(calendar, "/calendar"));
    USANCE_RETURN_IF_ERROR(Column(start, n, "/start"));
    USANCE_RETURN_IF_ERROR(Column(end, n, "/end"));
    USANCE_RETURN_IF_ERROR(Column(count, n, "/count"));
    USANCE_RETURN_IF_ERROR(Optional(status, "/status"));
    return EachValue(n, count, 0, status, error, [&](size_t i) {
      return CountDays(calendar->value, start[i], end[i]);
    });
  });
}

usance_status usance_calendar_advance(const usance_calendar* calendar,
                                      usance_day day, int32_t count,
                                      usance_day* moved, usance_error* error) {
  return Ask(calendar, moved, "/moved", error, [&](const Calendar& known) {
    return Advanced(known, day, count);
  });
}

usance_status usance_calendar_advance_columns(const usance_calendar* calendar,
                                              size_t n, const usance_day* day,
                                              const int32_t* count,
                                              usance_day* moved,
                                              usance_status* status,
                                              usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(calendar, "/calendar"));
    USANCE_RETURN_IF_ERROR(Column(day, n, "/day"));
    USANCE_RETURN_IF_ERROR(Column(count, n, "/count"));
    USANCE_RETURN_IF_ERROR(Column(moved, n, "/moved"));
    USANCE_RETURN_IF_ERROR(Optional(status, "/status"));
    return EachValue(n, moved, USANCE_NULL_DAY, status, error, [&](size_t i) {
      return Advanced(calendar->value, day[i], count[i]);
    });
  });
}

usance_status usance_calendar_adjust(const usance_calendar* calendar,
                                     usance_day day,
                                     usance_business_day convention,
                                     usance_day* moved, usance_error* error) {
  return Ask(calendar, moved, "/moved", error,
             [&](const Calendar& known) -> absl::StatusOr<usance_day> {
               USANCE_ASSIGN_OR_RETURN(
                   const BusinessDayConvention rule,
                   Choose<BusinessDayConvention>(convention, "/convention"));
               return Adjusted(known, day, rule);
             });
}

usance_status usance_calendar_adjust_columns(const usance_calendar* calendar,
                                             size_t n, const usance_day* day,
                                             usance_business_day convention,
                                             usance_day* moved,
                                             usance_status* status,
                                             usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(calendar, "/calendar"));
    USANCE_RETURN_IF_ERROR(Column(day, n, "/day"));
    USANCE_RETURN_IF_ERROR(Column(moved, n, "/moved"));
    USANCE_RETURN_IF_ERROR(Optional(status, "/status"));
    USANCE_ASSIGN_OR_RETURN(
        const BusinessDayConvention rule,
        Choose<BusinessDayConvention>(convention, "/convention"));
    return EachValue(n, moved, USANCE_NULL_DAY, status, error, [&](size_t i) {
      return Adjusted(calendar->value, day[i], rule);
    });
  });
}

usance_status usance_day_count_fraction(usance_day_count day_count,
                                        usance_day start, usance_day end,
                                        const usance_day_count_context* context,
                                        const usance_calendar* calendar,
                                        int32_t* days, int64_t* numerator,
                                        int64_t* denominator,
                                        usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Optional(days, "/days"));
    USANCE_RETURN_IF_ERROR(Present(numerator, "/numerator"));
    USANCE_RETURN_IF_ERROR(Present(denominator, "/denominator"));
    DayCountContext beside;
    USANCE_RETURN_IF_ERROR(FillContext(context, calendar, &beside));
    USANCE_ASSIGN_OR_RETURN(const DayCount convention,
                            Choose<DayCount>(day_count, "/day_count"));
    USANCE_RETURN_IF_ERROR(
        Measure(convention, start, end, beside, days, numerator, denominator));
    return USANCE_STATUS_OK;
  });
}

usance_status usance_day_count_fraction_columns(
    usance_day_count day_count, size_t n, const usance_day* start,
    const usance_day* end, const usance_day_count_context* context,
    const usance_calendar* calendar, int32_t* days, int64_t* numerator,
    int64_t* denominator, usance_status* status, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(start, n, "/start"));
    USANCE_RETURN_IF_ERROR(Column(end, n, "/end"));
    USANCE_RETURN_IF_ERROR(Optional(days, "/days"));
    USANCE_RETURN_IF_ERROR(Column(numerator, n, "/numerator"));
    USANCE_RETURN_IF_ERROR(Column(denominator, n, "/denominator"));
    USANCE_RETURN_IF_ERROR(Optional(status, "/status"));
    DayCountContext beside;
    USANCE_RETURN_IF_ERROR(FillContext(context, calendar, &beside));
    USANCE_ASSIGN_OR_RETURN(const DayCount convention,
                            Choose<DayCount>(day_count, "/day_count"));
    return EachRow(n, status, error, [&](size_t i) -> absl::Status {
      Put(days, i, 0);
      numerator[i] = 0;
      denominator[i] = 0;
      return Measure(convention, start[i], end[i], beside,
                     days == nullptr ? nullptr : &days[i], &numerator[i],
                     &denominator[i]);
    });
  });
}

usance_status usance_schedule_make(const usance_schedule_spec* spec,
                                   const usance_calendar* calendar,
                                   size_t capacity, usance_day* start,
                                   usance_day* end, usance_day* adjusted_start,
                                   usance_day* adjusted_end, int32_t* stub,
                                   size_t* count, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Optional(start, "/start"));
    USANCE_RETURN_IF_ERROR(Optional(end, "/end"));
    USANCE_RETURN_IF_ERROR(Optional(adjusted_start, "/adjusted_start"));
    USANCE_RETURN_IF_ERROR(Optional(adjusted_end, "/adjusted_end"));
    USANCE_RETURN_IF_ERROR(Optional(stub, "/stub"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    USANCE_ASSIGN_OR_RETURN(const usance_schedule_spec facts,
                            Read(spec, "/spec"));
    usance::ScheduleSpec contract = {.start = *usance::Date::FindDays(0)};
    USANCE_RETURN_IF_ERROR(
        usance::capi::FillSchedule(facts, calendar, &contract));
    USANCE_ASSIGN_OR_RETURN(const usance::Schedule schedule,
                            usance::MakeSchedule(contract));
    if (!usance::capi::Fits(schedule.periods.size(), capacity, count)) {
      return USANCE_STATUS_MORE;
    }
    const std::vector<SchedulePeriod>& rows = schedule.periods;
    PutColumn(start, rows,
              [](const SchedulePeriod& row) { return row.start.days(); });
    PutColumn(end, rows,
              [](const SchedulePeriod& row) { return row.end.days(); });
    PutColumn(adjusted_start, rows, [](const SchedulePeriod& row) {
      return row.adjusted_start.days();
    });
    PutColumn(adjusted_end, rows, [](const SchedulePeriod& row) {
      return row.adjusted_end.days();
    });
    PutColumn(stub, rows, [](const SchedulePeriod& row) { return row.stub; });
    return USANCE_STATUS_OK;
  });
}
