// The table of operations. Private to codec.
#ifndef USANCE_SRC_CODEC_OPERATIONS_H_
#define USANCE_SRC_CODEC_OPERATIONS_H_

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/codec/reader.h"
#include "usance/accrual/accrual_rule.h"
#include "usance/accrual/pause.h"
#include "usance/accrual/rate_history.h"
#include "usance/accrual/segment.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/date/calendar.h"
#include "usance/statute/statute.h"

namespace usance::codec {

// What an operation answers.
class Answer {
 public:
  explicit Answer(bool explain) : explain_(explain) {}

  void Set(std::string_view name, Json value) {
    ok_.Set(name, std::move(value));
  }
  // All members of an object.
  void SetAll(const Json& object) {
    for (const Json::Member& member : object.members()) {
      Set(member.name, member.value);
    }
  }
  // What the request left open, or data that it relied on.
  void Assume(std::string_view name, Json value) {
    assumed_.Set(name, std::move(value));
  }
  void AssumeCalendar(const Calendar& calendar) {
    Assume("calendar", Named(calendar));
  }
  // Those besides the one of AssumeCalendar.
  void AssumeCalendars(std::span<const Calendar> calendars) {
    if (calendars.empty()) return;
    Json list = Json::List();
    for (const Calendar& calendar : calendars) list.Append(Named(calendar));
    Assume("calendars", std::move(list));
  }
  // One step of the derivation, in the order in which it is read.
  void Because(std::string sentence) {
    if (explain_) because_.Append(std::move(sentence));
  }
  [[nodiscard]] bool explain() const { return explain_; }

  [[nodiscard]] Json Result() && {
    if (!assumed_.members().empty()) ok_.Set("assumed", std::move(assumed_));
    if (explain_) ok_.Set("because", std::move(because_));
    return std::move(ok_);
  }

 private:
  static Json Named(const Calendar& calendar) {
    Json named = Json::Object();
    named.Set("id", calendar.id());
    named.Set("version", calendar.version());
    return named;
  }

  bool explain_;
  Json ok_ = Json::Object();
  Json assumed_ = Json::Object();
  Json because_ = Json::List();
};

struct Operation {
  std::string_view name;
  std::string_view about;
  std::span<const Field> fields;
  absl::Status (*run)(Reader& in, Answer& out);
};

// Each group in its own file; Operations() lists all, in the order of the
// documentation.
[[nodiscard]] std::span<const Operation> NamesOperations();
[[nodiscard]] std::span<const Operation> DateOperations();
[[nodiscard]] std::span<const Operation> AccrualOperations();
[[nodiscard]] std::span<const Operation> RateOperations();
[[nodiscard]] std::span<const Operation> TermsOperations();
[[nodiscard]] std::span<const Operation> LateOperations();
[[nodiscard]] std::span<const Operation> PaymentOperations();
[[nodiscard]] std::span<const Operation> StatuteOperations();
[[nodiscard]] std::span<const Operation> InstallmentOperations();
[[nodiscard]] std::span<const Operation> ReturnOperations();
[[nodiscard]] std::span<const Operation> AccountOperations();
[[nodiscard]] std::span<const Operation> CreditOperations();
[[nodiscard]] std::span<const Operation> RecoveryOperations();
[[nodiscard]] std::span<const Operation> PortfolioOperations();
[[nodiscard]] std::span<const Operation> CompatOperations();
[[nodiscard]] std::vector<Operation> Operations();

// One table of the rows of several.
template <size_t... kSizes>
[[nodiscard]] consteval auto Join(const Field (&... parts)[kSizes]) {
  std::array<Field, (kSizes + ...)> all{};
  size_t size = 0;
  const auto add = [&](const Field& field) { all[size++] = field; };
  (std::for_each(std::begin(parts), std::end(parts), add), ...);
  return all;
}

// The calendar of a field: the id of a shipped one, or an object; nothing
// where it is absent.
[[nodiscard]] absl::StatusOr<std::optional<Calendar>> ReadCalendar(
    Reader& in, std::string_view name);

// The calendars of a list of objects; none where it is absent.
[[nodiscard]] absl::StatusOr<std::vector<Calendar>> ReadCalendars(
    Reader& in, std::string_view name);

// The statute of an id or alias, or of a text of several lines.
[[nodiscard]] absl::StatusOr<Statute> FindOrParseStatute(
    const std::string& text, const std::string& path);

// A calendar that the request itself brings.
inline constexpr Field kCalendarFields[] = {
    {"id", FieldType::kText, true, "how answers name the calendar"},
    {"version", FieldType::kText, true, "of the data, as 2026-01"},
    {"first", FieldType::kDate, true, "the first day that is known"},
    {"last", FieldType::kDate, true, "the last day that is known"},
    {"weekend", FieldType::kNames, false, "the weekdays that are not worked",
     NamesOf<Weekday>},
    {"holidays", FieldType::kDates, false, "other days that are not worked"},
    {"working_days", FieldType::kDates, false,
     "days that are worked although weekend or holiday"},
};

// Where the dates of schedules fall.
inline constexpr Field kRollField = {
    "roll", FieldType::kText, false,
    "none, eom, som, last day, last business day, february 28, day 17, days 1 "
    "and 15, monday, third friday, last friday, imm, imm cad, imm aud, or imm "
    "nzd"};

// The rate of accruals and default interest: one rate, or steps.
inline constexpr Field kRateStepFields[] = {
    {"from", FieldType::kDate, true, "the first day of this rate"},
    {"rate", FieldType::kRate, true, "until the next step"},
};
inline constexpr Field kRateFields[] = {
    {"rate", FieldType::kRate, false,
     "as 8%, 1.5%/month, 0.05%/day; exactly one of rate and rates"},
    {"rates", FieldType::kTextOrList, false,
     "a rate that changes: the id of a series, or steps", nullptr,
     kRateStepFields},
    {"margin", FieldType::kRate, false, "added to every rate, as +8%"},
    {"floor", FieldType::kRate, false, "of the sum"},
    {"cap", FieldType::kRate, false, "of the sum"},
    {"source", FieldType::kText, false, "of steps: what they are called"},
    {"version", FieldType::kText, false, "of steps"},
    {"known_through", FieldType::kDate, false,
     "of steps: the last day that they are known for"},
    {"unknown_rate", FieldType::kName, false,
     "after the last day that is known: refuse (assumed), or provisional",
     NamesOf<UnknownRate>},
};
// How a rate becomes interest.
inline constexpr Field kRuleFields[] = {
    {"day_count", FieldType::kName, true, "the convention", NamesOf<DayCount>},
    {"compounding", FieldType::kName, true, "of interest",
     NamesOf<Compounding>},
    {"rest", FieldType::kPeriod, false, "after which interest compounds"},
    {"rests_per_year", FieldType::kInteger, false,
     "a whole rest counts one of so many parts of a year"},
    {"fixing", FieldType::kName, false,
     "whose day's rate bears; assumed: floating", NamesOf<RateFixing>},
    {"regime", FieldType::kName, false,
     "where interest is rounded; assumed: per booking",
     NamesOf<RoundingRegime>},
    {"rounding", FieldType::kName, true, "of each booking", NamesOf<Rounding>},
};

// Days on which nothing bears.
inline constexpr Field kPauseFields[] = {
    {"start", FieldType::kDate, true, "the first day that does not bear"},
    {"end", FieldType::kDate, false,
     "the first that does again; assumed: none"},
    {"reason", FieldType::kText, true, "shown in the trace"},
};

struct RateTerms {
  RateHistory history;
  UnknownRate unknown = UnknownRate::kRefuse;
};
[[nodiscard]] absl::StatusOr<RateTerms> ReadRates(Reader& in);
[[nodiscard]] absl::StatusOr<AccrualRule> ReadRule(Reader& in);
// The field `pauses`.
[[nodiscard]] absl::StatusOr<std::vector<Pause>> ReadPauses(Reader& in);

[[nodiscard]] Json SegmentsJson(const std::vector<Segment>& segments,
                                Currency currency);
// "[2026-02-01, 2026-03-01): 28 days, 100.00 * 12% * 28/365 = 0.92"
[[nodiscard]] std::string SegmentSentence(const Segment& segment,
                                          Currency currency);
// The series that a result rests on, under "assumed".
struct RatesRead {
  std::string_view source;
  std::string_view version;
  std::optional<Date> known_through;
  bool loaded = false;
  bool provisional = false;
  Confidence confidence{};
};
void AssumeRates(const RatesRead& rates, Answer& out);

// The error with the first of `names` that begins its field, whole words, put
// by the second: where a request is flatter than the type it fills.
struct Renamed {
  std::string_view from;
  std::string_view to;
};
[[nodiscard]] absl::Status Rename(const absl::Status& status,
                                  std::span<const Renamed> names);

}  // namespace usance::codec

#endif  // USANCE_SRC_CODEC_OPERATIONS_H_
