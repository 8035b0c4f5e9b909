#include "usance/statute/rate_series.h"

#include <algorithm>
#include <utility>

#include "usance/core/text.h"

namespace usance {
namespace {

using Spec = RateSeries::Spec;

std::string Below(std::string_view field, std::string_view name) {
  return std::string(field) + std::string(name);
}

absl::Status CheckName(std::string_view name, std::string_view what,
                       std::string_view field) {
  const bool plain = std::all_of(name.begin(), name.end(),
                                 [](char c) { return c > ' ' && c <= '~'; });
  if (!name.empty() && name.size() <= 64 && plain) return absl::OkStatus();
  return Error(Reason::kMalformed, Below(field, "/" + std::string(what)),
               Quoted(name) + " is no " + std::string(what) +
                   "; allowed: 1 to 64 printable characters, no blanks");
}

absl::Status CheckLine(std::string_view text, std::string_view what,
                       std::string_view field) {
  if (std::none_of(text.begin(), text.end(),
                   [](char c) { return c == '\n' || c == '\r'; })) {
    return absl::OkStatus();
  }
  return Error(Reason::kMalformed, Below(field, "/" + std::string(what)),
               "the " + std::string(what) + " is not one line");
}

absl::Status CheckHead(const Spec& spec, std::string_view field) {
  USANCE_RETURN_IF_ERROR(CheckName(spec.id, "id", field));
  USANCE_RETURN_IF_ERROR(CheckName(spec.version, "version", field));
  if (spec.title.empty()) {
    return Error(Reason::kMissingField, Below(field, "/title"),
                 "the series has no title");
  }
  USANCE_RETURN_IF_ERROR(CheckLine(spec.title, "title", field));
  USANCE_RETURN_IF_ERROR(CheckLine(spec.note, "note", field));
  if (NameOf(spec.kind).empty()) {
    return Error(Reason::kUnspecified, Below(field, "/kind"),
                 "say whether the rows are steps or sparse");
  }
  if (spec.rows.empty()) {
    return Error(Reason::kMissingField, Below(field, "/rows"),
                 "there are no rows");
  }
  if (spec.rows.size() > kMaxRateRows) {
    return Error(Reason::kLimitExceeded, Below(field, "/rows"),
                 std::to_string(spec.rows.size()) +
                     " rows; allowed: " + std::to_string(kMaxRateRows));
  }
  return absl::OkStatus();
}

absl::Status CheckRow(const Spec& spec, size_t k, const std::string& field) {
  const RateRow& row = spec.rows[k];
  const TimeUnit unit = spec.rows[0].rate.unit();
  if (row.rate.unit() != unit) {
    return Error(Reason::kConflict, field + "/rate",
                 Format(row.rate) + " is not per " + std::string(NameOf(unit)) +
                     " as the first");
  }
  if (k > 0 && row.from <= spec.rows[k - 1].from) {
    return Error(
        Reason::kOutOfOrder, field + "/from",
        row.from.ToText() + " is not after " + spec.rows[k - 1].from.ToText());
  }
  if (NameOf(row.confidence).empty()) {
    return Error(Reason::kUnspecified, field + "/confidence",
                 "the row has no confidence");
  }
  if (row.source.empty()) {
    return Error(Reason::kMissingField, field + "/source",
                 "the row has no source");
  }
  if (row.confidence == Confidence::kVerified &&
      row.source.find("; ") == std::string::npos) {
    return Error(Reason::kConflict, field + "/confidence",
                 "verified means that two independent sources agree, both "
                 "named with \"; \" between; say read");
  }
  return absl::OkStatus();
}

// The first day behind the half-year of `date`; nothing behind 9999.
std::optional<Date> NextHalfYear(Date date) {
  const CivilDay day = date.civil();
  if (day.month <= 6) return Date::Find(day.year, 7, 1);
  return Date::Find(day.year + 1, 1, 1);
}

// The day at which what row k proves ends, where that comes before the next
// row and before the end of what is known.
std::optional<Date> GapBehind(const Spec& spec, size_t k) {
  if (spec.kind == SeriesKind::kSteps) return std::nullopt;
  const std::optional<Date> end = NextHalfYear(spec.rows[k].from);
  if (!end) return std::nullopt;
  if (k + 1 < spec.rows.size()) {
    return spec.rows[k + 1].from > *end ? end : std::nullopt;
  }
  return spec.known_through && *spec.known_through < *end ? std::nullopt : end;
}

RateHistory::Spec StepsOf(const Spec& spec) {
  RateHistory::Spec steps{.id = spec.id,
                          .version = spec.version,
                          .steps = {},
                          .known_through = spec.known_through};
  for (size_t k = 0; k < spec.rows.size(); ++k) {
    const RateRow& row = spec.rows[k];
    steps.steps.push_back({row.from, row.rate, row.confidence});
    if (const std::optional<Date> gap = GapBehind(spec, k)) {
      steps.steps.push_back({*gap, std::nullopt});
    }
  }
  return steps;
}

}  // namespace

RateSeries::RateSeries(std::shared_ptr<const Facts> facts)
    : facts_(std::move(facts)) {}

absl::StatusOr<RateSeries> RateSeries::Make(const Spec& spec,
                                            std::string_view field) {
  USANCE_RETURN_IF_ERROR(CheckHead(spec, field));
  for (size_t k = 0; k < spec.rows.size(); ++k) {
    USANCE_RETURN_IF_ERROR(
        CheckRow(spec, k, Below(field, "/rows/" + std::to_string(k))));
  }
  if (spec.known_through && *spec.known_through < spec.rows.back().from) {
    return Error(Reason::kEndBeforeStart, Below(field, "/known_through"),
                 spec.known_through->ToText() + " is before the last row, " +
                     spec.rows.back().from.ToText());
  }
  // Steps of a checked series are in order, of one unit and not adjusted.
  return RateSeries(std::make_shared<const Facts>(
      Facts{spec, *RateHistory::Make(StepsOf(spec))}));
}

RateHistory::Spec RateSeries::Steps() const { return StepsOf(spec()); }

std::vector<Interval> RateSeries::Gaps() const {
  std::vector<Interval> gaps;
  const std::vector<RateStep> steps = Steps().steps;
  const std::optional<Date>& known_through = spec().known_through;
  for (size_t k = 0; k < steps.size(); ++k) {
    if (steps[k].rate) continue;
    if (k + 1 < steps.size()) {
      gaps.push_back({steps[k].from, steps[k + 1].from});
    } else if (known_through) {
      gaps.push_back(
          {steps[k].from,
           Date::FindDays(known_through->days() + 1).value_or(*known_through)});
    }
  }
  return gaps;
}

absl::StatusOr<RateRow> RateSeries::On(Date date,
                                       std::string_view field) const {
  // The history knows gaps and the end; the row says the rest.
  USANCE_RETURN_IF_ERROR(History().RateOn(date, field).status());
  const auto after = std::upper_bound(
      rows().begin(), rows().end(), date,
      [](Date day, const RateRow& row) { return day < row.from; });
  return *(after - 1);
}

}  // namespace usance
