#include "usance/terms/date_step.h"

#include <algorithm>
#include <utility>

#include "src/terms/scanner.h"
#include "usance/date/period.h"

namespace usance {
namespace {

// Calls the function of `cases` for the rule's type.
template <class... F>
struct Cases : F... {
  using F::operator()...;
};
template <class... F>
Cases(F...) -> Cases<F...>;

absl::Status OutOfRange(std::string_view field, int64_t value, int64_t min,
                        int64_t max) {
  return Error(Reason::kOutOfRange, field,
               std::to_string(value) + " is out of range; allowed: " +
                   std::to_string(min) + " to " + std::to_string(max));
}

absl::Status CheckCount(std::string_view field, int32_t count) {
  if (count >= -kMaxStepCount && count <= kMaxStepCount) {
    return absl::OkStatus();
  }
  return OutOfRange(std::string(field) + "/count", count, -kMaxStepCount,
                    kMaxStepCount);
}

absl::Status CheckDay(std::string_view field, int32_t day) {
  return day >= 1 && day <= 31 ? absl::OkStatus()
                               : OutOfRange(field, day, 1, 31);
}

absl::Status CheckCalendarId(std::string_view field, const std::string& id) {
  const auto is_part = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || IsDigit(c) ||
           std::string_view("_.:/+-").find(c) != std::string_view::npos;
  };
  if (id.size() <= kMaxCalendarIdLength &&
      std::all_of(id.begin(), id.end(), is_part)) {
    return absl::OkStatus();
  }
  return Error(Reason::kMalformed, std::string(field) + "/calendar",
               Quoted(id) + " is no calendar id; allowed: up to " +
                   std::to_string(kMaxCalendarIdLength) +
                   " letters, digits and _ . : / + -");
}

absl::Status CheckDays(std::string_view field, const DayOfMonthStep& step) {
  const std::string days = std::string(field) + "/days";
  if (step.days.empty()) {
    return Error(Reason::kMissingField, days, "there are no days");
  }
  for (size_t k = 0; k < step.days.size(); ++k) {
    const std::string at = days + "/" + std::to_string(k);
    USANCE_RETURN_IF_ERROR(CheckDay(at, step.days[k]));
    if (k > 0 && step.days[k] <= step.days[k - 1]) {
      return Error(Reason::kOutOfOrder, at,
                   std::to_string(step.days[k]) + " is not after " +
                       std::to_string(step.days[k - 1]));
    }
  }
  return absl::OkStatus();
}

absl::Status TooDeep(std::string_view field) {
  return Error(Reason::kLimitExceeded, field,
               "the steps are nested too deep; allowed: " +
                   std::to_string(kMaxStepDepth) + " lists");
}

absl::Status TooMany(std::string_view field) {
  return Error(
      Reason::kLimitExceeded, field,
      "there are too many steps; allowed: " + std::to_string(kMaxDateSteps));
}

absl::Status CheckSteps(const DateSteps& steps, const std::string& field,
                        int depth);

absl::Status CheckStep(const DateStep& step, const std::string& field,
                       int depth) {
  const auto both = [&](const DateSteps& a, const DateSteps& b) {
    const absl::Status status = CheckSteps(a, field + "/a", depth + 1);
    return status.ok() ? CheckSteps(b, field + "/b", depth + 1) : status;
  };
  return std::visit(
      Cases{
          [&](const AddStep& s) { return CheckCount(field, s.count); },
          [&](const BusinessDaysStep& s) {
            const absl::Status status = CheckCount(field, s.count);
            return status.ok() ? CheckCalendarId(field, s.calendar) : status;
          },
          [&](const EndOfMonthStep& s) { return CheckCount(field, s.months); },
          [&](const DayOfMonthStep& s) { return CheckDays(field, s); },
          [&](const WeekdayStep& s) {
            const int day = static_cast<int>(s.weekday);
            return day >= 1 && day <= 7
                       ? absl::OkStatus()
                       : OutOfRange(field + "/weekday", day, 1, 7);
          },
          [&](const CutStep& s) {
            const absl::Status status = CheckDay(field + "/day", s.day);
            return status.ok()
                       ? CheckSteps(s.after, field + "/after", depth + 1)
                       : status;
          },
          [&](const EarlierStep& s) { return both(s.a, s.b); },
          [&](const LaterStep& s) { return both(s.a, s.b); },
          [&](const RollStep& s) { return CheckCalendarId(field, s.calendar); },
          [&](const CapStep& s) {
            return CheckSteps(s.limit, field + "/limit", depth + 1);
          },
      },
      step.rule);
}

absl::Status CheckSteps(const DateSteps& steps, const std::string& field,
                        int depth) {
  if (depth > kMaxStepDepth) return TooDeep(field);
  if (steps.empty()) {
    return Error(Reason::kMissingField, field, "there are no steps");
  }
  if (steps.size() > kMaxDateSteps) return TooMany(field);
  for (size_t k = 0; k < steps.size(); ++k) {
    USANCE_RETURN_IF_ERROR(
        CheckStep(steps[k], field + "/" + std::to_string(k), depth));
  }
  return absl::OkStatus();
}

// --- text -------------------------------------------------------------------

std::string InBrackets(std::string_view word, const std::string& content) {
  return std::string(word) + "(" + content + ")";
}

std::string ListText(const std::vector<int32_t>& days) {
  std::string text;
  for (const int32_t day : days) {
    if (!text.empty()) text += ",";
    text += std::to_string(day);
  }
  return text;
}

absl::StatusOr<std::string> ReadCalendarId(Scanner& scanner) {
  const std::string_view id = scanner.TakePhrase();
  if (id.empty()) return scanner.Expected("a calendar id");
  return std::string(id);
}

absl::StatusOr<DateStep> ReadDays(Scanner& scanner) {
  DayOfMonthStep step;
  do {  // Check bounds the list: it ascends within 1 to 31
    USANCE_ASSIGN_OR_RETURN(const int64_t day, scanner.Integer(1, 31));
    step.days.push_back(static_cast<int32_t>(day));
  } while (scanner.Take(','));
  return DateStep{std::move(step)};
}

absl::StatusOr<DateStep> ReadCut(Scanner& scanner, int depth) {
  CutStep step;
  USANCE_ASSIGN_OR_RETURN(const int64_t day, scanner.Integer(1, 31));
  step.day = static_cast<int32_t>(day);
  USANCE_RETURN_IF_ERROR(scanner.Expect('-'));
  USANCE_RETURN_IF_ERROR(scanner.Expect('>'));
  USANCE_ASSIGN_OR_RETURN(step.after, ReadSteps(scanner, depth + 1));
  return DateStep{std::move(step)};
}

template <class EitherStep>
absl::StatusOr<DateStep> ReadEither(Scanner& scanner, int depth) {
  EitherStep step;
  USANCE_ASSIGN_OR_RETURN(step.a, ReadSteps(scanner, depth + 1));
  USANCE_RETURN_IF_ERROR(scanner.Expect(','));
  USANCE_ASSIGN_OR_RETURN(step.b, ReadSteps(scanner, depth + 1));
  return DateStep{std::move(step)};
}

absl::StatusOr<DateStep> ReadRoll(Scanner& scanner) {
  RollStep step;
  USANCE_ASSIGN_OR_RETURN(
      step.convention,
      ParseName<BusinessDayConvention>(scanner.TakePhrase(), scanner.field()));
  if (scanner.Take(',')) {
    USANCE_ASSIGN_OR_RETURN(step.calendar, ReadCalendarId(scanner));
  }
  return DateStep{std::move(step)};
}

absl::StatusOr<DateStep> ReadEndOfMonth(Scanner& scanner) {
  const bool negative = scanner.Take('-');
  if (!negative) scanner.Take('+');
  USANCE_ASSIGN_OR_RETURN(const int64_t months,
                          scanner.Integer(0, kMaxStepCount));
  return DateStep{
      EndOfMonthStep{static_cast<int32_t>(negative ? -months : months)}};
}

absl::StatusOr<DateStep> ReadWeekday(Scanner& scanner) {
  USANCE_ASSIGN_OR_RETURN(
      const Weekday weekday,
      ParseName<Weekday>(scanner.TakePhrase(), scanner.field()));
  return DateStep{WeekdayStep{weekday}};
}

// Takes what stands between the brackets of `word`.
absl::StatusOr<DateStep> ReadContent(Scanner& scanner, std::string_view word,
                                     int depth) {
  const auto is = [word](std::string_view name) {
    return internal::SameName(word, name);
  };
  if (is("eom")) return ReadEndOfMonth(scanner);
  if (is("day") || is("days")) return ReadDays(scanner);
  if (is("weekday")) return ReadWeekday(scanner);
  if (is("cut")) return ReadCut(scanner, depth);
  if (is("min")) return ReadEither<EarlierStep>(scanner, depth);
  if (is("max")) return ReadEither<LaterStep>(scanner, depth);
  if (is("roll")) return ReadRoll(scanner);
  USANCE_ASSIGN_OR_RETURN(DateSteps limit, ReadSteps(scanner, depth + 1));
  return DateStep{CapStep{std::move(limit)}};  // "cap": the only one left
}

bool IsStepWord(std::string_view word) {
  return internal::AnyIsName("eom|day|days|weekday|cut|min|max|roll|cap", word);
}

absl::StatusOr<DateStep> ReadStep(Scanner& scanner, int depth) {
  const bool negative = scanner.Take('-');
  if (negative || scanner.Take('+') || scanner.SeesDigit()) {
    return ReadCount(scanner, negative, /*bare=*/false);
  }
  if (!IsStepWord(scanner.PeekWord())) {
    return scanner.Expected("a step, as 30d, eom or day(10)");
  }
  const std::string_view word = scanner.TakeWord();
  if (!scanner.Take('(')) {
    if (internal::SameName(word, "eom")) return DateStep{EndOfMonthStep{}};
    if (internal::SameName(word, "day")) {
      USANCE_ASSIGN_OR_RETURN(const int64_t day, scanner.Integer(1, 31));
      return DateStep{DayOfMonthStep{{static_cast<int32_t>(day)}}};
    }
    return scanner.Expected("'('");
  }
  USANCE_ASSIGN_OR_RETURN(DateStep step, ReadContent(scanner, word, depth));
  USANCE_RETURN_IF_ERROR(scanner.Expect(')'));
  return step;
}

// --- dates ------------------------------------------------------------------

struct Walk {
  Date baseline;
  std::span<const Calendar> calendars;
  bool rolls;  // whether roll steps are applied
};

absl::StatusOr<const Calendar*> FindCalendar(const std::string& id,
                                             const Walk& walk) {
  for (const Calendar& calendar : walk.calendars) {
    if (id.empty() || calendar.id() == id) return &calendar;
  }
  return Error(Reason::kContextRequired, "/calendar",
               id.empty() ? "a calendar is needed"
                          : "the calendar " + Quoted(id) + " is needed");
}

absl::StatusOr<Date> Apply(const DateSteps& steps, Date date, const Walk& walk);

absl::StatusOr<Date> Apply(const AddStep& step, Date date, const Walk&) {
  switch (step.unit) {
    case StepUnit::kDay:
      return AddDays(date, step.count);
    case StepUnit::kWeek:
      return AddDays(date, int64_t{7} * step.count);
    case StepUnit::kMonth:
      return AddMonths(date, step.count, EndOfMonth::kClamp);
    case StepUnit::kYear:
      return AddMonths(date, int64_t{12} * step.count, EndOfMonth::kClamp);
  }
  return Error(Reason::kUnspecified, "/unit", "there is no unit");
}

absl::StatusOr<Date> Apply(const BusinessDaysStep& step, Date date,
                           const Walk& walk) {
  USANCE_ASSIGN_OR_RETURN(const Calendar* calendar,
                          FindCalendar(step.calendar, walk));
  return calendar->Advance(date, step.count);
}

absl::StatusOr<Date> Apply(const EndOfMonthStep& step, Date date, const Walk&) {
  return AddMonths(date, step.months, EndOfMonth::kMandatory);
}

absl::StatusOr<Date> Apply(const DayOfMonthStep& step, Date date, const Walk&) {
  const CivilDay ymd = date.civil();
  const int last = DaysInMonth(ymd.year, ymd.month);
  for (const int32_t day : step.days) {
    if (std::min(day, last) >= ymd.day) {
      return Date::Of(ymd.year, ymd.month, std::min(day, last));
    }
  }
  USANCE_ASSIGN_OR_RETURN(
      const Date next, AddMonths(date.FirstOfMonth(), 1, EndOfMonth::kClamp));
  const int first = std::min(step.days.front(), next.LastOfMonth().day());
  return AddDays(next, first - 1);
}

absl::StatusOr<Date> Apply(const WeekdayStep& step, Date date, const Walk&) {
  const int ahead =
      static_cast<int>(step.weekday) - static_cast<int>(date.weekday());
  return AddDays(date, (ahead + 7) % 7);
}

absl::StatusOr<Date> Apply(const CutStep& step, Date date, const Walk& walk) {
  if (date.day() <= step.day) return date;
  return Apply(step.after, date, walk);
}

absl::StatusOr<Date> Apply(const EarlierStep& step, Date date,
                           const Walk& walk) {
  USANCE_ASSIGN_OR_RETURN(const Date a, Apply(step.a, date, walk));
  USANCE_ASSIGN_OR_RETURN(const Date b, Apply(step.b, date, walk));
  return std::min(a, b);
}

absl::StatusOr<Date> Apply(const LaterStep& step, Date date, const Walk& walk) {
  USANCE_ASSIGN_OR_RETURN(const Date a, Apply(step.a, date, walk));
  USANCE_ASSIGN_OR_RETURN(const Date b, Apply(step.b, date, walk));
  return std::max(a, b);
}

absl::StatusOr<Date> Apply(const RollStep& step, Date date, const Walk& walk) {
  if (!walk.rolls) return date;
  USANCE_ASSIGN_OR_RETURN(const Calendar* calendar,
                          FindCalendar(step.calendar, walk));
  return Adjust(date, step.convention, *calendar);
}

absl::StatusOr<Date> Apply(const CapStep& step, Date date, const Walk& walk) {
  USANCE_ASSIGN_OR_RETURN(const Date limit,
                          Apply(step.limit, walk.baseline, walk));
  return std::min(date, limit);
}

absl::StatusOr<Date> Apply(const DateStep& step, Date date, const Walk& walk) {
  return std::visit([&](const auto& rule) { return Apply(rule, date, walk); },
                    step.rule);
}

absl::StatusOr<Date> Apply(const DateSteps& steps, Date date,
                           const Walk& walk) {
  for (const DateStep& step : steps) {
    USANCE_ASSIGN_OR_RETURN(date, Apply(step, date, walk));
  }
  return date;
}

}  // namespace

absl::StatusOr<DateStep> ReadCount(Scanner& scanner, bool negative, bool bare) {
  USANCE_ASSIGN_OR_RETURN(const int64_t magnitude,
                          scanner.Integer(0, kMaxStepCount));
  const int32_t count = static_cast<int32_t>(negative ? -magnitude : magnitude);
  Scanner after = scanner;
  const auto unit = FindName<StepUnit>(after.TakeWord());
  if (unit && !after.Sees('(')) {  // "2/10 days(5,10)": a step of its own
    scanner = after;
    return DateStep{AddStep{*unit, count}};
  }
  if (scanner.TakeWord("bd")) {
    BusinessDaysStep step{count, ""};
    if (scanner.Take('(')) {
      USANCE_ASSIGN_OR_RETURN(step.calendar, ReadCalendarId(scanner));
      USANCE_RETURN_IF_ERROR(scanner.Expect(')'));
    }
    return DateStep{std::move(step)};
  }
  const bool business = scanner.TakeWord("business");
  if (business || scanner.TakeWord("calendar")) {
    if (!scanner.TakeWord("days") && !scanner.TakeWord("day")) {
      return scanner.Expected("\"days\"");
    }
    if (business) return DateStep{BusinessDaysStep{count, ""}};
    return DateStep{AddStep{StepUnit::kDay, count}};
  }
  if (!bare) return scanner.Expected("a unit: d, w, m, y or bd");
  return DateStep{AddStep{StepUnit::kDay, count}};
}

bool SeesStep(Scanner& scanner) {
  return scanner.SeesDigit() || scanner.Sees('+') || scanner.Sees('-') ||
         IsStepWord(scanner.PeekWord());
}

absl::StatusOr<DateSteps> ReadSteps(Scanner& scanner, int depth) {
  if (depth > kMaxStepDepth) return TooDeep(scanner.field());
  DateSteps steps;
  do {
    if (steps.size() == kMaxDateSteps) return TooMany(scanner.field());
    USANCE_ASSIGN_OR_RETURN(DateStep step, ReadStep(scanner, depth));
    steps.push_back(std::move(step));
  } while (SeesStep(scanner));
  return steps;
}

absl::Status Check(const DateSteps& steps, std::string_view field) {
  return CheckSteps(steps, std::string(field), 1);
}

absl::StatusOr<DateSteps> ParseSteps(std::string_view text,
                                     std::string_view field) {
  if (text.size() > kMaxTermsLength) {
    return Error(Reason::kLimitExceeded, field,
                 std::to_string(text.size()) + " bytes; allowed: up to " +
                     std::to_string(kMaxTermsLength));
  }
  Scanner scanner(text, field);
  USANCE_ASSIGN_OR_RETURN(DateSteps steps, ReadSteps(scanner, 1));
  if (!scanner.AtEnd()) return scanner.Expected("a step or the end");
  USANCE_RETURN_IF_ERROR(Check(steps, field));
  return steps;
}

std::string ToText(const DateStep& step) {
  const auto with_calendar = [](std::string text, const std::string& id,
                                const char* before, const char* after) {
    if (!id.empty()) text += before + id + after;
    return text;
  };
  return std::visit(
      Cases{
          [](const AddStep& s) {
            return std::to_string(s.count) + std::string(NameOf(s.unit));
          },
          [&](const BusinessDaysStep& s) {
            return with_calendar(std::to_string(s.count) + "bd", s.calendar,
                                 "(", ")");
          },
          [](const EndOfMonthStep& s) {
            return s.months == 0 ? std::string("eom")
                                 : InBrackets("eom", std::to_string(s.months));
          },
          [](const DayOfMonthStep& s) {
            return InBrackets(s.days.size() == 1 ? "day" : "days",
                              ListText(s.days));
          },
          [](const WeekdayStep& s) {
            return InBrackets("weekday", std::string(NameOf(s.weekday)));
          },
          [](const CutStep& s) {
            return InBrackets("cut",
                              std::to_string(s.day) + " -> " + ToText(s.after));
          },
          [](const EarlierStep& s) {
            return InBrackets("min", ToText(s.a) + ", " + ToText(s.b));
          },
          [](const LaterStep& s) {
            return InBrackets("max", ToText(s.a) + ", " + ToText(s.b));
          },
          [&](const RollStep& s) {
            return InBrackets("roll",
                              with_calendar(std::string(NameOf(s.convention)),
                                            s.calendar, ", ", ""));
          },
          [](const CapStep& s) { return InBrackets("cap", ToText(s.limit)); },
      },
      step.rule);
}

std::string ToText(const DateSteps& steps) {
  std::string text;
  for (const DateStep& step : steps) {
    if (!text.empty()) text += " ";
    text += ToText(step);
  }
  return text;
}

absl::StatusOr<SteppedDate> ApplySteps(const DateSteps& steps, Date start,
                                       Date baseline,
                                       std::span<const Calendar> calendars) {
  USANCE_RETURN_IF_ERROR(Check(steps));
  SteppedDate result{start, start, {}};
  for (size_t k = 0; k < steps.size(); ++k) {
    const std::string field = "/steps/" + std::to_string(k);
    const Walk with{baseline, calendars, true};
    const Walk without{baseline, calendars, false};
    const absl::StatusOr<Date> date = Apply(steps[k], result.date, with);
    if (!date.ok()) return At(field, date.status());
    const absl::StatusOr<Date> plain =
        Apply(steps[k], result.unadjusted, without);
    if (!plain.ok()) return At(field, plain.status());
    result.trace.push_back({ToText(steps[k]), result.date, *date});
    result.date = *date;
    result.unadjusted = *plain;
  }
  return result;
}

}  // namespace usance
