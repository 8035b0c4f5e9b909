#include "usance/date/schedule.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "src/date/month_dates.h"
#include "src/date/month_starts.h"

namespace usance {
namespace {

constexpr int32_t kMostPeriods = 1'000'000;

bool IsInitial(Stub stub) {
  return stub == Stub::kShortInitial || stub == Stub::kLongInitial ||
         stub == Stub::kSmartInitial;
}

bool IsFinal(Stub stub) {
  return stub == Stub::kShortFinal || stub == Stub::kLongFinal ||
         stub == Stub::kSmartFinal;
}

// Whether a rest of `days` joins the period beside it.
bool BecomesLong(const ScheduleSpec& spec, int32_t days) {
  return spec.stub == Stub::kLongInitial || spec.stub == Stub::kLongFinal ||
         ((spec.stub == Stub::kSmartInitial ||
           spec.stub == Stub::kSmartFinal) &&
          days < spec.smart_days);
}

absl::Status LimitError(const ScheduleSpec& spec) {
  return Error(Reason::kLimitExceeded, "/max_periods",
               "more than " + std::to_string(spec.max_periods) + " periods");
}

absl::Status CheckNumbers(const ScheduleSpec& spec) {
  if (spec.max_periods < 1 || spec.max_periods > kMostPeriods) {
    return Error(Reason::kOutOfRange, "/max_periods",
                 std::to_string(spec.max_periods) +
                     " is out of range; allowed: 1 to 1000000");
  }
  if (spec.count && *spec.count < 1) {
    return Error(Reason::kOutOfRange, "/count",
                 std::to_string(*spec.count) +
                     " is out of range; allowed: 1 to max_periods");
  }
  if (spec.smart_days < 0) {
    return Error(Reason::kOutOfRange, "/smart_days",
                 std::to_string(spec.smart_days) +
                     " is out of range; allowed: 0 and more");
  }
  if (spec.business_days && *spec.business_days < 1) {
    return Error(Reason::kOutOfRange, "/business_days",
                 std::to_string(*spec.business_days) +
                     " is out of range; allowed: 1 and more");
  }
  return absl::OkStatus();
}

// One way to say the dates, and only one.
absl::Status CheckChoices(const ScheduleSpec& spec) {
  const bool listed = !spec.explicit_ends.empty();
  if (!spec.end && !spec.count && !listed) {
    return Error(Reason::kMissingField, "/end", "say end or count");
  }
  if (spec.end && spec.count) {
    return Error(Reason::kConflict, "/count", "say end or count, not both");
  }
  if (listed &&
      (spec.end || spec.count || !spec.frequency.IsZero() ||
       spec.business_days || spec.roll != Roll() || spec.stub != Stub::kNone ||
       spec.first_regular_start || spec.last_regular_end)) {
    return Error(Reason::kConflict, "/explicit_ends",
                 "explicit ends leave no room for end, count, frequency, roll "
                 "or stubs");
  }
  if (spec.count && (IsFinal(spec.stub) || spec.last_regular_end)) {
    return Error(Reason::kConflict, "/stub",
                 "a final stub needs an end, not a count");
  }
  return absl::OkStatus();
}

absl::Status CheckFrequency(const ScheduleSpec& spec) {
  const Period& frequency = spec.frequency;
  if (spec.business_days && (!frequency.IsZero() || spec.roll != Roll())) {
    return Error(Reason::kConflict, "/business_days",
                 "business days leave no room for a frequency or a roll");
  }
  if (frequency.months < 0 || frequency.days < 0) {
    return Error(Reason::kConflict, "/frequency",
                 frequency.ToText() + " goes back; allowed: forward");
  }
  if (frequency.IsZero() && spec.count && !spec.business_days) {
    return Error(Reason::kConflict, "/frequency",
                 "the zero period is the whole term and needs an end");
  }
  if (frequency.IsZero()) return absl::OkStatus();
  if (spec.roll.IsMonthly() && frequency.days != 0) {
    return Error(Reason::kConflict, "/frequency",
                 frequency.ToText() + " cannot roll to \"" +
                     spec.roll.ToText() + "\"; allowed: whole months");
  }
  if (spec.roll.kind() == Roll::Kind::kDayOfWeek &&
      (frequency.months != 0 || frequency.days % 7 != 0)) {
    return Error(Reason::kConflict, "/frequency",
                 frequency.ToText() + " cannot roll to \"" +
                     spec.roll.ToText() + "\"; allowed: whole weeks");
  }
  return absl::OkStatus();
}

absl::Status CheckContext(const ScheduleSpec& spec) {
  if (NeedsCalendar(spec) && !spec.calendar) {
    return Error(Reason::kContextRequired, "/calendar",
                 "business days need a calendar");
  }
  if (spec.stub == Stub::kBoth &&
      (!spec.first_regular_start || !spec.last_regular_end)) {
    return Error(Reason::kContextRequired, "/stub",
                 "stub \"both\" needs first_regular_start and "
                 "last_regular_end");
  }
  if (spec.end && *spec.end <= spec.start) {
    return Error(
        Reason::kEndBeforeStart, "/end",
        spec.end->ToText() + " is not after the start " + spec.start.ToText());
  }
  if (spec.first_regular_start &&
      (*spec.first_regular_start < spec.start ||
       (spec.end && *spec.first_regular_start > *spec.end))) {
    return Error(
        Reason::kOutOfOrder, "/first_regular_start",
        spec.first_regular_start->ToText() + " is not between start and end");
  }
  if (spec.last_regular_end &&
      (*spec.last_regular_end > *spec.end ||
       *spec.last_regular_end <
           spec.first_regular_start.value_or(spec.start))) {
    return Error(Reason::kOutOfOrder, "/last_regular_end",
                 spec.last_regular_end->ToText() +
                     " is not between the first regular start and the end");
  }
  return absl::OkStatus();
}

// Whether start to end is one period, but for explicit stubs.
bool IsWholeTerm(const ScheduleSpec& spec) {
  return spec.frequency.IsZero() && !spec.business_days;
}

// Whether dates can be counted from `anchor` to `to`.
absl::Status CheckAnchor(const ScheduleSpec& spec, Date anchor, Date to,
                         std::string_view field) {
  if (spec.business_days) {
    USANCE_ASSIGN_OR_RETURN(const bool worked,
                            spec.calendar->IsBusinessDay(anchor));
    USANCE_RETURN_IF_ERROR(spec.calendar->IsBusinessDay(to).status());
    if (worked) return absl::OkStatus();
    return Error(Reason::kConflict, field,
                 anchor.ToText() + " is no business day");
  }
  if (spec.roll.Matches(anchor)) return absl::OkStatus();
  if (spec.roll.kind() == Roll::Kind::kLastBusinessDay) {
    USANCE_ASSIGN_OR_RETURN(const Date last,
                            LastBusinessDayOfMonth(anchor, *spec.calendar));
    if (anchor == last) return absl::OkStatus();
  }
  return Error(Reason::kConflict, field,
               anchor.ToText() + " is not on the roll \"" + spec.roll.ToText() +
                   "\"; say a stub or an explicit regular date");
}

// The dates counted from an anchor, which is the 0-th. `spec` outlives it.
class Dates {
 public:
  Dates(const ScheduleSpec& spec, Date anchor)
      : spec_(spec),
        anchor_(anchor),
        day_(spec.business_days || spec.frequency.days != 0
                 ? std::nullopt
                 : DayOfMonths(spec.roll, anchor)),
        month_(MonthOf(anchor)) {}

  // Nothing where the date is beyond the known days. |k| <= kMostPeriods.
  [[nodiscard]] std::optional<Date> At(int64_t k) const {
    if (day_) return DayOfMonth(month_ + k * spec_.frequency.months, *day_);
    if (!spec_.business_days) {
      return spec_.roll.DateAt(anchor_, spec_.frequency, k);
    }
    const int64_t days = k * *spec_.business_days;
    if (days != static_cast<int32_t>(days)) return std::nullopt;
    const absl::StatusOr<Date> date =
        spec_.calendar->Advance(anchor_, static_cast<int32_t>(days));
    return date.ok() ? std::optional<Date>(*date) : std::nullopt;
  }

 private:
  const ScheduleSpec& spec_;
  const Date anchor_;
  const std::optional<int> day_;
  const int64_t month_;
};

// The dates that part the periods, before adjustment.
struct Boundaries {
  std::vector<Date> dates;  // start first, end last
  bool initial_stub = false;
  bool final_stub = false;
};

// Appends the dates from `from` (there already) to `to`, counted from `from`.
absl::Status AppendForward(const ScheduleSpec& spec, Date from, Date to,
                           Boundaries& result) {
  const Dates counted(spec, from);
  const std::optional<Date> beyond = counted.At(spec.max_periods);
  if (beyond && *beyond < to) return LimitError(spec);
  const size_t first = result.dates.size();
  std::optional<Date> next = counted.At(1);
  for (int64_t k = 2; next && *next < to; ++k) {  // at most max_periods turns
    result.dates.push_back(*next);
    next = counted.At(k);
  }
  if (next != to) {
    const int32_t rest = to - result.dates.back();
    if (!IsFinal(spec.stub)) {
      return Error(Reason::kConflict, "/end",
                   "a rest of " + std::to_string(rest) + " days from " +
                       result.dates.back().ToText() + " to " + to.ToText() +
                       " is no whole period; say a stub");
    }
    result.final_stub = true;
    if (result.dates.size() > first && BecomesLong(spec, rest)) {
      result.dates.pop_back();
    }
  }
  result.dates.push_back(to);
  return absl::OkStatus();
}

// The same, counted back from `to`; the rest is an initial stub.
absl::Status AppendBackward(const ScheduleSpec& spec, Date from, Date to,
                            Boundaries& result) {
  const Dates counted(spec, to);
  const std::optional<Date> beyond = counted.At(-int64_t{spec.max_periods});
  if (beyond && *beyond > from) return LimitError(spec);
  std::vector<Date> back;
  std::optional<Date> next = counted.At(-1);
  for (int64_t k = 2; next && *next > from; ++k) {  // at most max_periods turns
    back.push_back(*next);
    next = counted.At(-k);
  }
  if (next != from) {
    result.initial_stub = true;
    const int32_t rest = (back.empty() ? to : back.back()) - from;
    if (!back.empty() && BecomesLong(spec, rest)) back.pop_back();
  }
  result.dates.insert(result.dates.end(), back.rbegin(), back.rend());
  result.dates.push_back(to);
  return absl::OkStatus();
}

// `count` periods from the start on.
absl::StatusOr<Boundaries> Counted(const ScheduleSpec& spec) {
  if (*spec.count > spec.max_periods) return LimitError(spec);
  Boundaries result{{spec.start}};
  Date anchor = spec.start;
  if (spec.first_regular_start && *spec.first_regular_start != spec.start) {
    anchor = *spec.first_regular_start;
    result.initial_stub = true;
  } else if (IsInitial(spec.stub) && !spec.roll.Matches(spec.start)) {
    USANCE_ASSIGN_OR_RETURN(anchor, spec.roll.Next(spec.start, Days(1)));
    result.initial_stub = true;
    if (BecomesLong(spec, anchor - spec.start)) {
      anchor = Dates(spec, anchor).At(1).value_or(anchor);
    }
  }
  USANCE_RETURN_IF_ERROR(CheckAnchor(spec, anchor, anchor, "/start"));
  if (result.initial_stub) result.dates.push_back(anchor);
  result.dates.reserve(static_cast<size_t>(*spec.count) + 1);
  const Dates counted(spec, anchor);
  for (int64_t k = 1; std::ssize(result.dates) <= *spec.count; ++k) {
    const std::optional<Date> date = counted.At(k);
    if (!date && spec.business_days) {
      return Error(Reason::kCalendarRange, "/count",
                   "period " + std::to_string(result.dates.size()) +
                       " ends outside calendar " + spec.calendar->id());
    }
    if (!date) {
      return Error(Reason::kDateOutOfRange, "/count",
                   "period " + std::to_string(result.dates.size()) +
                       " ends after 9999-12-31");
    }
    result.dates.push_back(*date);
  }
  return result;
}

// The periods from the start to the end.
absl::StatusOr<Boundaries> Bounded(const ScheduleSpec& spec) {
  Boundaries result{{spec.start}};
  const Date end = *spec.end;
  const Date from = spec.first_regular_start.value_or(spec.start);
  const Date to = spec.last_regular_end.value_or(end);
  result.initial_stub = from != spec.start;
  if (from == end || to == spec.start) {  // all of it is a stub
    result.initial_stub = true;
    result.dates.push_back(end);
    return result;
  }
  if (result.initial_stub) result.dates.push_back(from);
  if (from != to) {
    const bool backward = IsInitial(spec.stub) && !spec.first_regular_start;
    if (IsWholeTerm(spec)) {
      result.dates.push_back(to);
    } else if (backward) {
      USANCE_RETURN_IF_ERROR(CheckAnchor(spec, to, from, "/end"));
      USANCE_RETURN_IF_ERROR(AppendBackward(spec, from, to, result));
    } else {
      USANCE_RETURN_IF_ERROR(CheckAnchor(spec, from, to, "/start"));
      USANCE_RETURN_IF_ERROR(AppendForward(spec, from, to, result));
    }
  }
  if (to != end) {
    result.dates.push_back(end);
    result.final_stub = true;
  }
  if (std::ssize(result.dates) - 1 > spec.max_periods) return LimitError(spec);
  return result;
}

absl::StatusOr<Boundaries> Listed(const ScheduleSpec& spec) {
  if (std::ssize(spec.explicit_ends) > spec.max_periods) {
    return LimitError(spec);
  }
  Boundaries result{{spec.start}};
  for (const Date end : spec.explicit_ends) {
    if (end <= result.dates.back()) {
      return Error(
          Reason::kOutOfOrder,
          "/explicit_ends/" + std::to_string(result.dates.size() - 1),
          end.ToText() + " is not after " + result.dates.back().ToText());
    }
    result.dates.push_back(end);
  }
  return result;
}

absl::StatusOr<Boundaries> MakeBoundaries(const ScheduleSpec& spec) {
  if (!spec.explicit_ends.empty()) return Listed(spec);
  return spec.count ? Counted(spec) : Bounded(spec);
}

// The dates, adjusted.
absl::StatusOr<std::vector<Date>> Adjusted(const ScheduleSpec& spec,
                                           const std::vector<Date>& dates) {
  constexpr auto kUnadjusted = BusinessDayConvention::kUnadjusted;
  std::vector<Date> adjusted = dates;
  const auto adjust = [&](size_t first, size_t count,
                          BusinessDayConvention convention) -> absl::Status {
    if (convention == kUnadjusted) return absl::OkStatus();
    return AdjustDates(std::span(adjusted).subspan(first, count), convention,
                       *spec.calendar);
  };
  const auto convention_of = [&](size_t i) {
    return spec.roll.kind() == Roll::Kind::kLastBusinessDay &&
                   dates[i].IsLastOfMonth()
               ? BusinessDayConvention::kPreceding
               : spec.convention;
  };
  const size_t last = dates.size() - 1;
  USANCE_RETURN_IF_ERROR(
      adjust(0, 1, spec.start_convention.value_or(convention_of(0))));
  if (spec.roll.kind() != Roll::Kind::kLastBusinessDay) {
    USANCE_RETURN_IF_ERROR(adjust(1, last - 1, spec.convention));
  } else {
    for (size_t i = 1; i < last; ++i) {
      USANCE_RETURN_IF_ERROR(adjust(i, 1, convention_of(i)));
    }
  }
  USANCE_RETURN_IF_ERROR(
      adjust(last, 1, spec.end_convention.value_or(convention_of(last))));
  return adjusted;
}

// Applies the rule on dates that fall together. A dropped date is never the
// first nor the last, so that the periods still tile.
absl::Status ResolveDuplicates(Duplicates rule, std::vector<Date>& dates,
                               std::vector<Date>& adjusted) {
  for (size_t i = 1; i < dates.size();) {
    if (adjusted[i - 1] < adjusted[i] ||
        (adjusted[i - 1] == adjusted[i] && rule == Duplicates::kKeep)) {
      ++i;
      continue;
    }
    const bool equal = adjusted[i - 1] == adjusted[i];
    if (!equal || rule == Duplicates::kError || dates.size() == 2) {
      return Error(Reason::kConflict, "/convention",
                   dates[i - 1].ToText() + " and " + dates[i].ToText() +
                       " adjust to " + adjusted[i - 1].ToText() + " and " +
                       adjusted[i].ToText());
    }
    const bool last = i + 1 == dates.size();
    const auto drop = static_cast<ptrdiff_t>(last ? i - 1 : i);
    dates.erase(dates.begin() + drop);
    adjusted.erase(adjusted.begin() + drop);
    if (last) --i;
  }
  return absl::OkStatus();
}

// `spec`, whose dates count to the last of a month where they are its last
// business day; but for the start, which is no date that is counted.
absl::StatusOr<ScheduleSpec> AtMonthEnds(const ScheduleSpec& spec) {
  ScheduleSpec result = spec;
  for (std::optional<Date>* const date :
       {&result.end, &result.first_regular_start, &result.last_regular_end}) {
    if (!*date || **date == spec.start) continue;
    USANCE_ASSIGN_OR_RETURN(const Date last,
                            LastBusinessDayOfMonth(**date, *spec.calendar));
    if (**date == last) *date = last.LastOfMonth();
  }
  return result;
}

// The periods between the dates.
Schedule PeriodsOf(const MonthDates& dates) {
  Schedule schedule;
  schedule.periods.reserve(static_cast<size_t>(dates.count()));
  Date start = *Date::FindDays(dates.Rolled(0));
  Date adjusted_start = *Date::FindDays(dates.AdjustedStart());
  for (int32_t k = 1; k <= dates.count(); ++k) {
    const Date end = *Date::FindDays(dates.Rolled(k));
    const Date adjusted_end = *Date::FindDays(dates.Adjusted(end.days()));
    schedule.periods.push_back(
        {start, end, adjusted_start, adjusted_end, false});
    start = end;
    adjusted_start = adjusted_end;
  }
  return schedule;
}

// Of terms that are checked.
absl::StatusOr<Schedule> Build(const ScheduleSpec& spec) {
  USANCE_ASSIGN_OR_RETURN(Boundaries made, MakeBoundaries(spec));
  std::vector<Date>& dates = made.dates;
  USANCE_ASSIGN_OR_RETURN(std::vector<Date> adjusted, Adjusted(spec, dates));
  USANCE_RETURN_IF_ERROR(ResolveDuplicates(spec.duplicates, dates, adjusted));
  Schedule schedule;
  schedule.periods.reserve(dates.size() - 1);
  for (size_t i = 1; i < dates.size(); ++i) {
    const bool stub = (i == 1 && made.initial_stub) ||
                      (i + 1 == dates.size() && made.final_stub);
    schedule.periods.push_back(
        {dates[i - 1], dates[i], adjusted[i - 1], adjusted[i], stub});
  }
  return schedule;
}

}  // namespace

bool NeedsCalendar(const ScheduleSpec& spec) {
  constexpr auto kUnadjusted = BusinessDayConvention::kUnadjusted;
  return spec.convention != kUnadjusted || spec.business_days ||
         spec.start_convention.value_or(kUnadjusted) != kUnadjusted ||
         spec.end_convention.value_or(kUnadjusted) != kUnadjusted ||
         spec.roll.kind() == Roll::Kind::kLastBusinessDay;
}

absl::StatusOr<Schedule> MakeSchedule(const ScheduleSpec& spec) {
  if (const auto dates = MonthDates::Make(
          spec, spec.start_convention.value_or(spec.convention))) {
    return PeriodsOf(*dates);
  }
  USANCE_RETURN_IF_ERROR(CheckNumbers(spec));
  USANCE_RETURN_IF_ERROR(CheckChoices(spec));
  USANCE_RETURN_IF_ERROR(CheckFrequency(spec));
  USANCE_RETURN_IF_ERROR(CheckContext(spec));
  if (spec.roll.kind() != Roll::Kind::kLastBusinessDay) return Build(spec);
  USANCE_ASSIGN_OR_RETURN(const ScheduleSpec counted, AtMonthEnds(spec));
  return Build(counted);
}

absl::StatusOr<std::vector<Date>> StreamDates(const Schedule& schedule,
                                              const DateStream& stream) {
  constexpr auto kUnadjusted = BusinessDayConvention::kUnadjusted;
  if ((stream.business_days != 0 || stream.convention != kUnadjusted) &&
      !stream.calendar) {
    return Error(Reason::kContextRequired, "/calendar",
                 "business days need a calendar");
  }
  std::vector<Date> dates;
  dates.reserve(schedule.periods.size());
  for (const SchedulePeriod& period : schedule.periods) {
    Date date = period.adjusted_end;
    if (stream.from == DateStream::From::kStart) date = period.start;
    if (stream.from == DateStream::From::kEnd) date = period.end;
    if (stream.from == DateStream::From::kAdjustedStart) {
      date = period.adjusted_start;
    }
    USANCE_ASSIGN_OR_RETURN(date,
                            AddPeriod(date, stream.lag, 1, EndOfMonth::kClamp));
    if (stream.business_days != 0) {
      USANCE_ASSIGN_OR_RETURN(
          date, stream.calendar->Advance(date, stream.business_days));
    }
    if (stream.convention != kUnadjusted) {
      USANCE_ASSIGN_OR_RETURN(
          date, Adjust(date, stream.convention, *stream.calendar));
    }
    dates.push_back(date);
  }
  return dates;
}

absl::StatusOr<Date> UnadjustedDate(Date date, const Roll& roll,
                                    BusinessDayConvention convention,
                                    const Calendar& calendar) {
  const Date rolled = roll.AdjustDate(date);
  USANCE_ASSIGN_OR_RETURN(const Date adjusted,
                          Adjust(rolled, convention, calendar));
  return adjusted == date ? rolled : date;
}

}  // namespace usance
