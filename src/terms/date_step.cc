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

absl::Status CheckCutDay(const std::string& field, int32_t day) {
  return day >= -30 && day <= 31 && day != 0
             ? absl::OkStatus()
             : Error(Reason::kOutOfRange, field,
                     std::to_string(day) +
                         " is out of range; allowed: 1 to 31, or -30 to -1 "
                         "from the month's last day");
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

// A list of days of the month or of months of the year.
absl::Status CheckList(const std::string& field,
                       const std::vector<int32_t>& list, int32_t max) {
  if (list.empty()) {
    return Error(Reason::kMissingField, field, "the list is empty");
  }
  for (size_t k = 0; k < list.size(); ++k) {
    const std::string at = field + "/" + std::to_string(k);
    if (list[k] < 1 || list[k] > max) return OutOfRange(at, list[k], 1, max);
    if (k > 0 && list[k] <= list[k - 1]) {
      return Error(Reason::kOutOfOrder, at,
                   std::to_string(list[k]) + " is not after " +
                       std::to_string(list[k - 1]));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckMonthDay(const std::string& field, const MonthDay& day) {
  if (day.month < 1 || day.month > 12) {
    return OutOfRange(field + "/month", day.month, 1, 12);
  }
  constexpr int kLeapYear = 2024;
  const int last = DaysInMonth(kLeapYear, day.month);
  return day.day >= 1 && day.day <= last
             ? absl::OkStatus()
             : OutOfRange(field + "/day", day.day, 1, last);
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
  const auto branches = [&](absl::Status status, const DateSteps& yes,
                            const char* yes_name, const DateSteps& no,
                            const char* no_name) {
    if (status.ok()) status = CheckSteps(yes, field + yes_name, depth + 1);
    return status.ok() && !no.empty()
               ? CheckSteps(no, field + no_name, depth + 1)
               : status;
  };
  return std::visit(
      Cases{
          [&](const AddStep& s) { return CheckCount(field, s.count); },
          [&](const BusinessDaysStep& s) {
            const absl::Status status = CheckCount(field, s.count);
            return status.ok() ? CheckCalendarId(field, s.calendar) : status;
          },
          [&](const EndOfMonthStep& s) { return CheckCount(field, s.months); },
          [&](const DayOfMonthStep& s) {
            return CheckList(field + "/days", s.days, 31);
          },
          [&](const MonthStep& s) {
            return CheckList(field + "/months", s.months, 12);
          },
          [&](const OnDateStep&) { return absl::OkStatus(); },
          [&](const OnMonthDayStep& s) { return CheckMonthDay(field, s.day); },
          [&](const WeekdayStep& s) {
            const int day = static_cast<int>(s.weekday);
            return day >= 1 && day <= 7
                       ? absl::OkStatus()
                       : OutOfRange(field + "/weekday", day, 1, 7);
          },
          [&](const CutStep& s) {
            return branches(CheckCutDay(field + "/day", s.day), s.after,
                            "/after", s.until, "/until");
          },
          [&](const SeasonStep& s) {
            absl::Status status = CheckMonthDay(field + "/first", s.first);
            if (status.ok()) status = CheckMonthDay(field + "/last", s.last);
            return branches(status, s.within, "/within", s.outside, "/outside");
          },
          [&](const EarlierStep& s) { return both(s.a, s.b); },
          [&](const LaterStep& s) { return both(s.a, s.b); },
          [&](const RollStep& s) { return CheckCalendarId(field, s.calendar); },
          [&](const CapStep& s) {
            if (NameOf(s.over).empty()) {
              return Error(Reason::kUnspecified, field + "/over",
                           "a cap clips, refuses or reports");
            }
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

// "days(5,10)", and "day(10)" of one.
std::string ListText(std::string_view noun, const std::vector<int32_t>& list) {
  std::string text;
  for (const int32_t item : list) {
    if (!text.empty()) text += ",";
    text += std::to_string(item);
  }
  return InBrackets(std::string(noun) + (list.size() == 1 ? "" : "s"), text);
}

std::string ToText(const MonthDay& day) {
  const auto two = [](int32_t n) {
    return (n < 10 ? "0" : "") + std::to_string(n);
  };
  return two(day.month) + "-" + two(day.day);
}

// "cut(15 -> eom, else 30d)"
std::string BranchText(std::string_view word, const std::string& condition,
                       const DateSteps& yes, const DateSteps& no) {
  return InBrackets(word, condition + " -> " + ToText(yes) +
                              (no.empty() ? "" : ", else " + ToText(no)));
}

absl::StatusOr<std::string> ReadCalendarId(Scanner& scanner) {
  const std::string_view id = scanner.TakePhrase();
  if (id.empty()) return scanner.Expected("a calendar id");
  return std::string(id);
}

absl::StatusOr<std::vector<int32_t>> ReadList(Scanner& scanner, int32_t max) {
  std::vector<int32_t> list;
  do {  // Check bounds the list: it ascends within 1 to `max`
    USANCE_ASSIGN_OR_RETURN(const int64_t item, scanner.Integer(1, max));
    list.push_back(static_cast<int32_t>(item));
  } while (scanner.Take(','));
  return list;
}

// "08-31"
absl::StatusOr<MonthDay> ReadMonthDay(Scanner& scanner) {
  USANCE_ASSIGN_OR_RETURN(const int64_t month, scanner.Integer(1, 12));
  USANCE_RETURN_IF_ERROR(scanner.Expect('-'));
  USANCE_ASSIGN_OR_RETURN(const int64_t day, scanner.Integer(1, 31));
  return MonthDay{static_cast<int32_t>(month), static_cast<int32_t>(day)};
}

absl::StatusOr<DateStep> ReadOn(Scanner& scanner) {
  const Scanner before = scanner;
  const std::string_view phrase = scanner.TakePhrase();
  if (std::count(phrase.begin(), phrase.end(), '-') == 2) {
    USANCE_ASSIGN_OR_RETURN(const Date date,
                            Date::Parse(phrase, scanner.field()));
    return DateStep{OnDateStep{date}};
  }
  scanner = before;
  USANCE_ASSIGN_OR_RETURN(const MonthDay day, ReadMonthDay(scanner));
  return DateStep{OnMonthDayStep{day}};
}

// Takes "-> STEPS [, else STEPS]".
absl::Status ReadBranches(Scanner& scanner, int depth, DateSteps& yes,
                          DateSteps& no) {
  USANCE_RETURN_IF_ERROR(scanner.Expect('-'));
  USANCE_RETURN_IF_ERROR(scanner.Expect('>'));
  USANCE_ASSIGN_OR_RETURN(yes, ReadSteps(scanner, depth + 1));
  if (!scanner.Take(',')) return absl::OkStatus();
  if (!scanner.TakeWord("else")) return scanner.Expected("\"else\"");
  USANCE_ASSIGN_OR_RETURN(no, ReadSteps(scanner, depth + 1));
  return absl::OkStatus();
}

absl::StatusOr<DateStep> ReadCut(Scanner& scanner, int depth) {
  CutStep step;
  const bool from_end = scanner.Take('-');
  USANCE_ASSIGN_OR_RETURN(const int64_t day,
                          scanner.Integer(1, from_end ? 30 : 31));
  step.day = static_cast<int32_t>(from_end ? -day : day);
  USANCE_RETURN_IF_ERROR(ReadBranches(scanner, depth, step.after, step.until));
  return DateStep{std::move(step)};
}

absl::StatusOr<DateStep> ReadSeason(Scanner& scanner, int depth) {
  SeasonStep step;
  USANCE_ASSIGN_OR_RETURN(step.first, ReadMonthDay(scanner));
  if (!scanner.TakeWord("to")) return scanner.Expected("\"to\"");
  USANCE_ASSIGN_OR_RETURN(step.last, ReadMonthDay(scanner));
  USANCE_RETURN_IF_ERROR(
      ReadBranches(scanner, depth, step.within, step.outside));
  return DateStep{std::move(step)};
}

absl::StatusOr<DateStep> ReadCap(Scanner& scanner, int depth) {
  CapStep step;
  USANCE_ASSIGN_OR_RETURN(step.limit, ReadSteps(scanner, depth + 1));
  if (scanner.Take(',')) {
    USANCE_ASSIGN_OR_RETURN(
        step.over, ParseName<OverCap>(scanner.TakePhrase(), scanner.field()));
  }
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
  if (is("day") || is("days")) {
    USANCE_ASSIGN_OR_RETURN(std::vector<int32_t> days, ReadList(scanner, 31));
    return DateStep{DayOfMonthStep{std::move(days)}};
  }
  if (is("month") || is("months")) {
    USANCE_ASSIGN_OR_RETURN(std::vector<int32_t> months, ReadList(scanner, 12));
    return DateStep{MonthStep{std::move(months)}};
  }
  if (is("on")) return ReadOn(scanner);
  if (is("weekday")) return ReadWeekday(scanner);
  if (is("cut")) return ReadCut(scanner, depth);
  if (is("season")) return ReadSeason(scanner, depth);
  if (is("min")) return ReadEither<EarlierStep>(scanner, depth);
  if (is("max")) return ReadEither<LaterStep>(scanner, depth);
  if (is("roll")) return ReadRoll(scanner);
  return ReadCap(scanner, depth);  // the only one left
}

bool IsStepWord(std::string_view word) {
  return internal::AnyIsName(
      "eom|end|day|days|month|months|on|weekday|cut|season|min|max|roll|cap",
      word);
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
  if (internal::SameName(word, "end")) {
    if (scanner.TakeWord("of") && scanner.TakeWord("month")) {
      return DateStep{EndOfMonthStep{}};
    }
    return scanner.Expected("\"end of month\"");
  }
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

struct StepContext {
  Date baseline;
  std::span<const Calendar> calendars;
  bool rolls;                  // whether roll steps are applied
  std::string* why = nullptr;  // what the step that is applied chose by

  void Because(std::string reason) const {
    if (why != nullptr) *why = std::move(reason);
  }
};

absl::StatusOr<const Calendar*> FindCalendar(const std::string& id,
                                             const StepContext& walk) {
  for (const Calendar& calendar : walk.calendars) {
    if (id.empty() || calendar.id() == id) return &calendar;
  }
  return Error(Reason::kContextRequired, "/calendar",
               id.empty() ? "a calendar is needed"
                          : "the calendar " + Quoted(id) + " is needed");
}

absl::StatusOr<Date> Apply(const DateSteps& steps, Date date,
                           const StepContext& walk);

absl::StatusOr<Date> Apply(const AddStep& step, Date date, const StepContext&) {
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
                           const StepContext& walk) {
  USANCE_ASSIGN_OR_RETURN(const Calendar* calendar,
                          FindCalendar(step.calendar, walk));
  return calendar->Advance(date, step.count);
}

absl::StatusOr<Date> Apply(const EndOfMonthStep& step, Date date,
                           const StepContext&) {
  return AddMonths(date, step.months, EndOfMonth::kMandatory);
}

absl::StatusOr<Date> Apply(const MonthStep& step, Date date,
                           const StepContext&) {
  const int32_t own = date.month();
  int32_t ahead = 12;
  for (const int32_t month : step.months) {
    ahead = std::min(ahead, (month - own + 12) % 12);
  }
  if (ahead == 0) return date;
  return AddMonths(date.FirstOfMonth(), ahead, EndOfMonth::kClamp);
}

absl::StatusOr<Date> Apply(const OnDateStep& step, Date, const StepContext&) {
  return step.date;
}

absl::StatusOr<Date> Apply(const OnMonthDayStep& step, Date date,
                           const StepContext&) {
  const auto in_year = [&](int year) {
    return std::min(step.day.day, DaysInMonth(year, step.day.month));
  };
  int year = date.year();
  if (MonthDay{date.month(), date.day()} >
      MonthDay{step.day.month, in_year(year)}) {
    ++year;
  }
  if (const auto day = Date::Find(year, step.day.month, in_year(year))) {
    return *day;
  }
  return Error(Reason::kDateOutOfRange, "",
               ToText(step.day) + " after " + date.ToText() +
                   " is out of range; allowed: up to 9999-12-31");
}

absl::StatusOr<Date> Apply(const DayOfMonthStep& step, Date date,
                           const StepContext&) {
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

absl::StatusOr<Date> Apply(const WeekdayStep& step, Date date,
                           const StepContext&) {
  const int ahead =
      static_cast<int>(step.weekday) - static_cast<int>(date.weekday());
  return AddDays(date, (ahead + 7) % 7);
}

absl::StatusOr<Date> Apply(const CutStep& step, Date date,
                           const StepContext& walk) {
  const int32_t last =
      step.day > 0 ? step.day : date.LastOfMonth().day() + step.day;
  const bool after = date.day() > last;
  USANCE_ASSIGN_OR_RETURN(const Date to,
                          Apply(after ? step.after : step.until, date, walk));
  walk.Because(date.ToText() + " is " + (after ? "" : "not ") + "after day " +
               std::to_string(last) + " of its month");
  return to;
}

absl::StatusOr<Date> Apply(const SeasonStep& step, Date date,
                           const StepContext& walk) {
  const MonthDay day{date.month(), date.day()};
  const bool within = step.first <= step.last
                          ? step.first <= day && day <= step.last
                          : step.first <= day || day <= step.last;
  USANCE_ASSIGN_OR_RETURN(
      const Date to, Apply(within ? step.within : step.outside, date, walk));
  walk.Because(date.ToText() + " is " + (within ? "within " : "outside ") +
               ToText(step.first) + " to " + ToText(step.last));
  return to;
}

// Both dates of a choice.
absl::StatusOr<std::pair<Date, Date>> Both(const DateSteps& a,
                                           const DateSteps& b, Date date,
                                           const StepContext& walk) {
  USANCE_ASSIGN_OR_RETURN(const Date first, Apply(a, date, walk));
  USANCE_ASSIGN_OR_RETURN(const Date second, Apply(b, date, walk));
  return std::pair(first, second);
}

absl::StatusOr<Date> Apply(const EarlierStep& step, Date date,
                           const StepContext& walk) {
  USANCE_ASSIGN_OR_RETURN(const auto dates, Both(step.a, step.b, date, walk));
  walk.Because("the earlier of " + dates.first.ToText() + " and " +
               dates.second.ToText());
  return std::min(dates.first, dates.second);
}

absl::StatusOr<Date> Apply(const LaterStep& step, Date date,
                           const StepContext& walk) {
  USANCE_ASSIGN_OR_RETURN(const auto dates, Both(step.a, step.b, date, walk));
  walk.Because("the later of " + dates.first.ToText() + " and " +
               dates.second.ToText());
  return std::max(dates.first, dates.second);
}

absl::StatusOr<Date> Apply(const RollStep& step, Date date,
                           const StepContext& walk) {
  if (!walk.rolls) return date;
  USANCE_ASSIGN_OR_RETURN(const Calendar* calendar,
                          FindCalendar(step.calendar, walk));
  USANCE_ASSIGN_OR_RETURN(const Date to,
                          Adjust(date, step.convention, *calendar));
  USANCE_ASSIGN_OR_RETURN(const bool business, calendar->IsBusinessDay(date));
  walk.Because(date.ToText() + (business ? " is a" : " is no") +
               " business day of " + calendar->id());
  return to;
}

absl::StatusOr<Date> Apply(const CapStep& step, Date date,
                           const StepContext& walk) {
  USANCE_ASSIGN_OR_RETURN(const Date limit,
                          Apply(step.limit, walk.baseline, walk));
  const bool over = date > limit;
  std::string reason = date.ToText() + " is " + (over ? "" : "not ") +
                       "after " + limit.ToText() + ", " + ToText(step.limit) +
                       " from " + walk.baseline.ToText();
  if (over && step.over == OverCap::kRefuse) {
    return Error(Reason::kOutOfRange, "", std::move(reason));
  }
  walk.Because(std::move(reason));
  return over && step.over == OverCap::kClip ? limit : date;
}

absl::StatusOr<Date> Apply(const DateStep& step, Date date,
                           const StepContext& walk) {
  return std::visit([&](const auto& rule) { return Apply(rule, date, walk); },
                    step.rule);
}

absl::StatusOr<Date> Apply(const DateSteps& steps, Date date,
                           const StepContext& walk) {
  for (const DateStep& step : steps) {
    USANCE_ASSIGN_OR_RETURN(date, Apply(step, date, walk));
  }
  return date;
}

}  // namespace

bool TakeDayUnit(Scanner& scanner) {
  Scanner after = scanner;
  if (!internal::AnyIsName("d|day|days", after.TakeWord()) || after.Sees('(')) {
    return false;
  }
  scanner = after;
  return true;
}

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
          [](const DayOfMonthStep& s) { return ListText("day", s.days); },
          [](const MonthStep& s) { return ListText("month", s.months); },
          [](const OnDateStep& s) { return InBrackets("on", s.date.ToText()); },
          [](const OnMonthDayStep& s) {
            return InBrackets("on", ToText(s.day));
          },
          [](const WeekdayStep& s) {
            return InBrackets("weekday", std::string(NameOf(s.weekday)));
          },
          [](const CutStep& s) {
            return BranchText("cut", std::to_string(s.day), s.after, s.until);
          },
          [](const SeasonStep& s) {
            return BranchText("season",
                              ToText(s.first) + " to " + ToText(s.last),
                              s.within, s.outside);
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
          [](const CapStep& s) {
            std::string text = ToText(s.limit);
            if (s.over != OverCap::kClip) {
              text += ", " + std::string(NameOf(s.over));
            }
            return InBrackets("cap", text);
          },
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

std::vector<std::string> CalendarsOf(const DateSteps& steps) {
  std::vector<std::string> ids;
  const auto add = [&ids](const std::string& id) {
    const auto at = std::lower_bound(ids.begin(), ids.end(), id);
    if (at == ids.end() || *at != id) ids.insert(at, id);
  };
  const auto add_all = [&add](const auto&... lists) {
    for (const DateSteps* list : {&lists...}) {
      for (const std::string& id : CalendarsOf(*list)) add(id);
    }
  };
  for (const DateStep& step : steps) {
    std::visit(Cases{
                   [](const auto&) {},
                   [&](const BusinessDaysStep& s) { add(s.calendar); },
                   [&](const RollStep& s) { add(s.calendar); },
                   [&](const CutStep& s) { add_all(s.after, s.until); },
                   [&](const SeasonStep& s) { add_all(s.within, s.outside); },
                   [&](const EarlierStep& s) { add_all(s.a, s.b); },
                   [&](const LaterStep& s) { add_all(s.a, s.b); },
                   [&](const CapStep& s) { add_all(s.limit); },
               },
               step.rule);
  }
  return ids;
}

absl::StatusOr<SteppedDate> ApplySteps(const DateSteps& steps, Date start,
                                       Date baseline,
                                       std::span<const Calendar> calendars) {
  USANCE_RETURN_IF_ERROR(Check(steps));
  SteppedDate result{start, start, {}};
  for (size_t k = 0; k < steps.size(); ++k) {
    const std::string field = "/steps/" + std::to_string(k);
    std::string why;
    const StepContext with{baseline, calendars, true, &why};
    const StepContext without{baseline, calendars, false};
    const absl::StatusOr<Date> date = Apply(steps[k], result.date, with);
    if (!date.ok()) return At(field, date.status());
    const absl::StatusOr<Date> plain =
        Apply(steps[k], result.unadjusted, without);
    if (!plain.ok()) return At(field, plain.status());
    result.trace.push_back(
        {ToText(steps[k]), result.date, *date, std::move(why)});
    result.date = *date;
    result.unadjusted = *plain;
  }
  return result;
}

}  // namespace usance
