#include "usance/date/calendars.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "usance/core/text.h"

namespace usance {
namespace {

constexpr Date kFirst = Date::Of(1900, 1, 1);
constexpr Date kLast = Date::Of(2199, 12, 31);

constexpr ShippedCalendar kShipped[] = {
    {"none", "1", "no holidays|everyday", kFirst, kLast, "none"},
    {"sat_sun", "1", "weekends only|weekendsonly", kFirst, kLast,
     "Saturdays and Sundays"},
    {"fri_sat", "1", "", kFirst, kLast, "Fridays and Saturdays"},
    {"thu_fri", "1", "", kFirst, kLast, "Thursdays and Fridays"},
    {"sat", "1", "", kFirst, kLast, "Saturdays"},
    {"sun", "1", "", kFirst, kLast, "Sundays"},
    {"fri", "1", "", kFirst, kLast, "Fridays"},
    {"TARGET2", "2000-12-14", "TARGET|T2|EUTA", Date::Of(1999, 1, 1), kLast,
     "Saturdays, Sundays, 1 January, Good Friday, Easter Monday, 1 May, 25 "
     "and 26 December"},
};

// The days that the parts of "sat_sun" name; nothing where one is no weekday.
std::optional<WeekendMask> WeekendOf(std::string_view text, char separator) {
  WeekendMask mask;
  while (!text.empty()) {
    const size_t size = std::min(text.find(separator), text.size());
    const auto day = FindName<Weekday>(text.substr(0, size));
    if (!day) return std::nullopt;
    mask = mask.With(*day);
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  return mask;
}

std::vector<Date> Target2Holidays(Date first, Date last) {
  std::vector<Date> holidays;
  for (int year = first.year(); year <= last.year(); ++year) {
    holidays.push_back(Date::Of(year, 1, 1));
    holidays.push_back(Date::Of(year, 12, 25));
    if (year >= 2000) {
      const int32_t easter = EasterSunday(year).days();
      holidays.push_back(*Date::FindDays(easter - 2));
      holidays.push_back(*Date::FindDays(easter + 1));
      holidays.push_back(Date::Of(year, 5, 1));
      holidays.push_back(Date::Of(year, 12, 26));
    }
    if (year == 1999 || year == 2001) {
      holidays.push_back(Date::Of(year, 12, 31));
    }
  }
  return holidays;
}

// Reads a calendar line by line.
class Reader {
 public:
  explicit Reader(std::string_view field) : field_(field) {}

  absl::Status ReadLine(std::string_view line) {
    ++line_;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) return absl::OkStatus();
    const std::string_view keyword = Word(line);
    if (keyword == "id") return SetName(line, "id", id_);
    if (keyword == "version") return SetName(line, "version", version_);
    if (keyword == "range") return SetRange(line);
    if (keyword == "weekend") return SetWeekend(line);
    if (keyword == "holiday") return AddDay(line, holidays_);
    if (keyword == "working") return AddDay(line, working_days_);
    return Wrong(Reason::kMalformed,
                 Quoted(keyword) +
                     " begins no line; allowed: id, version, range, weekend, "
                     "holiday, working, #");
  }

  absl::StatusOr<Calendar> Finish() {
    if (const char* missing = Missing()) {
      return Error(Reason::kMissingField, field_,
                   std::string("the text has no line \"") + missing + "\"");
    }
    return Calendar::Make({.id = *std::move(id_),
                           .version = *std::move(version_),
                           .first = *first_,
                           .last = *last_,
                           .weekend = *weekend_,
                           .holidays = std::move(holidays_),
                           .working_days = std::move(working_days_)});
  }

 private:
  // Takes the first word of `line`, and the blanks after it.
  static std::string_view Word(std::string_view& line) {
    const size_t size = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, size);
    line.remove_prefix(size);
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    return word;
  }

  [[nodiscard]] absl::Status Wrong(Reason reason, std::string_view text) const {
    return Error(reason, field_,
                 "line " + std::to_string(line_) + ": " + std::string(text));
  }

  [[nodiscard]] absl::Status SaidTwice(std::string_view what) const {
    return Wrong(Reason::kDuplicateField, std::string(what) + " is said twice");
  }

  [[nodiscard]] const char* Missing() const {
    if (!id_) return "id";
    if (!version_) return "version";
    if (!first_) return "range";
    if (!weekend_) return "weekend";
    return nullptr;
  }

  absl::Status SetName(std::string_view line, std::string_view what,
                       std::optional<std::string>& to) {
    if (to) return SaidTwice(what);
    const bool plain = std::all_of(line.begin(), line.end(),
                                   [](char c) { return c > ' ' && c <= '~'; });
    if (line.empty() || line.size() > 64 || !plain) {
      return Wrong(Reason::kMalformed,
                   Quoted(line) + " is no " + std::string(what) +
                       "; allowed: 1 to 64 printable characters, no blanks");
    }
    to = std::string(line);
    return absl::OkStatus();
  }

  absl::StatusOr<Date> TakeDate(std::string_view& line) {
    const absl::StatusOr<Date> date = Date::Parse(Word(line), field_);
    if (date.ok()) return *date;
    return Wrong(ReasonOf(date.status()), TextOf(date.status()));
  }

  absl::Status SetRange(std::string_view line) {
    if (first_) return SaidTwice("range");
    USANCE_ASSIGN_OR_RETURN(const Date first, TakeDate(line));
    USANCE_ASSIGN_OR_RETURN(const Date last, TakeDate(line));
    if (!line.empty()) {
      return Wrong(Reason::kMalformed, Quoted(line) + " is left over");
    }
    if (last < first) {
      return Wrong(Reason::kEndBeforeStart,
                   last.ToText() + " is before " + first.ToText());
    }
    first_ = first;
    last_ = last;
    return absl::OkStatus();
  }

  absl::Status SetWeekend(std::string_view line) {
    if (weekend_) return SaidTwice("weekend");
    if (line == "none") {
      weekend_ = WeekendMask();
    } else if (!line.empty()) {
      weekend_ = WeekendOf(line, ' ');
    }
    if (weekend_) return absl::OkStatus();
    return Wrong(Reason::kMalformed,
                 Quoted(line) +
                     " is no weekend; allowed: weekdays split by "
                     "blanks, or none");
  }

  absl::Status AddDay(std::string_view line, std::vector<Date>& days) {
    if (const char* missing = Missing()) {
      return Wrong(Reason::kMissingField,
                   std::string("the line \"") + missing + "\" comes first");
    }
    USANCE_ASSIGN_OR_RETURN(const Date day, TakeDate(line));
    if (day < *first_ || day > *last_) {
      return Wrong(Reason::kCalendarRange,
                   day.ToText() + " is outside the range; allowed: " +
                       first_->ToText() + " to " + last_->ToText());
    }
    if (listed_.empty()) {
      listed_.resize(static_cast<size_t>(*last_ - *first_) + 1);
    }
    const size_t index = static_cast<size_t>(day - *first_);
    if (listed_[index]) return SaidTwice(day.ToText());
    listed_[index] = true;
    days.push_back(day);
    return absl::OkStatus();
  }

  std::string_view field_;
  int64_t line_ = 0;
  std::optional<std::string> id_;
  std::optional<std::string> version_;
  std::optional<Date> first_;
  std::optional<Date> last_;
  std::optional<WeekendMask> weekend_;
  std::vector<Date> holidays_;
  std::vector<Date> working_days_;
  std::vector<bool> listed_;  // by days after first_
};

}  // namespace

std::span<const ShippedCalendar> ShippedCalendars() { return kShipped; }

absl::StatusOr<Calendar> FindCalendar(std::string_view id,
                                      std::string_view field) {
  std::string ids;
  for (const ShippedCalendar& row : kShipped) {
    if (!ids.empty()) ids += ", ";
    ids += row.id;
    if (!internal::SameName(row.id, id) &&
        !internal::AnyIsName(row.aliases, id)) {
      continue;
    }
    Calendar::Spec spec{.id = std::string(row.id),
                        .version = std::string(row.version),
                        .first = row.first,
                        .last = row.last};
    if (row.id == "TARGET2") {
      spec.weekend = {Weekday::kSaturday, Weekday::kSunday};
      spec.holidays = Target2Holidays(row.first, row.last);
    } else if (row.id != "none") {
      spec.weekend = *WeekendOf(row.id, '_');
    }
    return Calendar::Make(spec);
  }
  return internal::NameError("calendar", field, id, ids);
}

absl::StatusOr<Calendar> ParseCalendar(std::string_view text,
                                       std::string_view field) {
  Reader reader(field);
  while (!text.empty()) {  // each turn takes a line
    const size_t size = std::min(text.find('\n'), text.size());
    USANCE_RETURN_IF_ERROR(reader.ReadLine(text.substr(0, size)));
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  return reader.Finish();
}

Date EasterSunday(int year) {
  USANCE_CHECK(year >= 1 && year <= 9999);
  const int golden = year % 19;
  const int century = year / 100;
  const int of_century = year % 100;
  const int correction = (century - (century + 8) / 25 + 1) / 3;
  const int epact =
      (19 * golden + century - century / 4 - correction + 15) % 30;
  const int to_sunday =
      (32 + 2 * (century % 4) + 2 * (of_century / 4) - epact - of_century % 4) %
      7;
  const int late = (golden + 11 * epact + 22 * to_sunday) / 451;
  const int days = epact + to_sunday - 7 * late + 114;
  return Date::Of(year, days / 31, days % 31 + 1);
}

}  // namespace usance
