#include "usance/codec/rate_series.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "usance/accrual/rate.h"
#include "usance/codec/csv.h"
#include "usance/core/text.h"

namespace usance {
namespace {

constexpr std::string_view kForEver = "for ever";
constexpr std::string_view kColumns[] = {"from", "percent", "confidence",
                                         "source"};
// In the order in which they are written; the last one may be absent.
constexpr std::array<std::string_view, 7> kFacts = {
    "id", "title", "unit", "kind", "known_through", "version", "note"};

struct Fact {
  std::string text;
  int64_t line = 0;  // 0: absent
};

std::string Place(int64_t line) { return ToText(CsvPosition{line, 1}); }

// Reads the facts, then the rows.
class SeriesReader {
 public:
  explicit SeriesReader(std::string_view text) : text_(text) {
    if (text_.starts_with(kByteOrderMark)) {
      text_.remove_prefix(kByteOrderMark.size());
    }
  }

  absl::StatusOr<RateSeries> Read() {
    USANCE_RETURN_IF_ERROR(ReadFacts());
    for (const std::string_view name : kFacts) {
      if (name == "note" || Of(name).line > 0) continue;
      return Error(Reason::kMissingField, Place(line_),
                   "the line \"# " + std::string(name) + ": ...\" is missing");
    }
    USANCE_RETURN_IF_ERROR(ReadHead());
    USANCE_RETURN_IF_ERROR(ReadRows());
    absl::StatusOr<RateSeries> series = RateSeries::Make(spec_, "");
    if (series.ok()) return series;
    return Error(ReasonOf(series.status()), PlaceOf(FieldOf(series.status())),
                 TextOf(series.status()));
  }

 private:
  Fact& Of(std::string_view name) {
    const auto at = std::find(kFacts.begin(), kFacts.end(), name);
    return facts_[static_cast<size_t>(at - kFacts.begin())];
  }

  absl::Status ReadFacts() {
    while (text_.starts_with('#')) {  // each turn takes a line
      const size_t size = std::min(text_.find('\n'), text_.size());
      std::string_view line = text_.substr(0, size);
      text_.remove_prefix(std::min(size + 1, text_.size()));
      if (line.ends_with('\r')) line.remove_suffix(1);
      USANCE_RETURN_IF_ERROR(ReadFact(line));
      ++line_;
    }
    return absl::OkStatus();
  }

  absl::Status ReadFact(std::string_view line) {
    const size_t colon = line.find(": ");
    if (!line.starts_with("# ") || colon == std::string_view::npos) {
      return Error(Reason::kMalformed, Place(line_),
                   Quoted(line) + " is no fact; allowed: \"# name: value\"");
    }
    const std::string_view name = line.substr(2, colon - 2);
    if (std::find(kFacts.begin(), kFacts.end(), name) == kFacts.end()) {
      std::string allowed;
      for (const std::string_view fact : kFacts) {
        allowed += (allowed.empty() ? "" : ", ") + std::string(fact);
      }
      return Error(Reason::kUnknownField, Place(line_),
                   Quoted(name) + " is no fact; allowed: " + allowed);
    }
    Fact& fact = Of(name);
    if (fact.line > 0) {
      return Error(Reason::kDuplicateField, Place(line_),
                   Quoted(name) + " is said twice");
    }
    fact = {std::string(line.substr(colon + 2)), line_};
    return absl::OkStatus();
  }

  absl::Status ReadHead() {
    spec_.id = Of("id").text;
    spec_.title = Of("title").text;
    spec_.version = Of("version").text;
    spec_.note = Of("note").text;
    const Fact& unit = Of("unit");
    USANCE_ASSIGN_OR_RETURN(unit_,
                            ParseName<TimeUnit>(unit.text, Place(unit.line)));
    const Fact& kind = Of("kind");
    USANCE_ASSIGN_OR_RETURN(spec_.kind,
                            ParseName<SeriesKind>(kind.text, Place(kind.line)));
    const Fact& known = Of("known_through");
    if (known.text == kForEver) return absl::OkStatus();
    USANCE_ASSIGN_OR_RETURN(spec_.known_through,
                            Date::Parse(known.text, Place(known.line)));
    return absl::OkStatus();
  }

  // Positions of the reader of rows count from the line of the columns.
  [[nodiscard]] std::string PlaceOf(const CsvField& field) const {
    return ToText(
        CsvPosition{field.start.line + line_ - 1, field.start.column});
  }

  // Where a field of RateSeries::Make stands: "/rows/3/from", "/id".
  std::string PlaceOf(std::string_view field) {
    constexpr std::string_view kRows = "/rows/";
    if (!field.starts_with(kRows)) {
      field.remove_prefix(1);
      return Place(field == "rows" ? line_ : Of(field).line);
    }
    field.remove_prefix(kRows.size());
    const auto row = ScanInteger(field.substr(0, field.find('/')));
    return PlaceOf(rows_[static_cast<size_t>(*row) + 1].fields[0]);
  }

  absl::Status ReadRows() {
    CsvReader reader;
    reader.Feed(text_);
    reader.Finish();
    for (;;) {  // each turn takes a row: at most one for each byte
      CsvRow row;
      const absl::StatusOr<CsvStep> step = reader.Next(row);
      if (!step.ok()) return Below(step.status());
      if (*step == CsvStep::kEnd) break;
      rows_.push_back(std::move(row));
      USANCE_RETURN_IF_ERROR(rows_.size() == 1 ? CheckColumns()
                                               : ReadRow(rows_.back()));
    }
    if (!rows_.empty()) return absl::OkStatus();
    return Error(Reason::kMissingField, Place(line_),
                 "the row of columns is missing");
  }

  // An error of the reader of rows, its line counted from the first of all.
  [[nodiscard]] absl::Status Below(const absl::Status& status) const {
    const std::string place = FieldOf(status);
    const size_t colon = place.find(':');
    const auto line = ScanInteger(place.substr(0, colon));
    return Error(ReasonOf(status),
                 std::to_string(*line + line_ - 1) + place.substr(colon),
                 TextOf(status));
  }

  [[nodiscard]] absl::Status CheckColumns() const {
    const std::vector<CsvField>& fields = rows_[0].fields;
    const bool same = std::equal(
        fields.begin(), fields.end(), std::begin(kColumns), std::end(kColumns),
        [](const CsvField& a, std::string_view b) { return a.text == b; });
    if (same) return absl::OkStatus();
    return Error(Reason::kMalformed, PlaceOf(fields[0]),
                 "the columns are not from,percent,confidence,source");
  }

  absl::Status ReadRow(const CsvRow& row) {
    if (spec_.rows.size() == kMaxRateRows) {
      return Error(Reason::kLimitExceeded, PlaceOf(row.fields[0]),
                   "too many rows; allowed: " + std::to_string(kMaxRateRows));
    }
    USANCE_ASSIGN_OR_RETURN(
        const Date from,
        Date::Parse(row.fields[0].text, PlaceOf(row.fields[0])));
    const std::string per = "%/" + std::string(NameOf(unit_));
    USANCE_ASSIGN_OR_RETURN(
        const Rate rate,
        Rate::Parse(row.fields[1].text + per, PlaceOf(row.fields[1])));
    USANCE_ASSIGN_OR_RETURN(
        const Confidence confidence,
        ParseName<Confidence>(row.fields[2].text, PlaceOf(row.fields[2])));
    spec_.rows.push_back({from, rate, confidence, row.fields[3].text});
    return absl::OkStatus();
  }

  std::string_view text_;  // what is not read
  int64_t line_ = 1;       // of text_
  std::array<Fact, kFacts.size()> facts_;
  TimeUnit unit_{};
  RateSeries::Spec spec_;
  std::vector<CsvRow> rows_;  // with the row of columns
};

}  // namespace

absl::StatusOr<RateSeries> ReadRateSeries(std::string_view text) {
  return SeriesReader(text).Read();
}

void AppendRateSeries(const RateSeries& series, std::string& text) {
  const RateSeries::Spec& spec = series.spec();
  const std::string facts[] = {
      spec.id,
      spec.title,
      std::string(NameOf(series.unit())),
      std::string(NameOf(spec.kind)),
      spec.known_through ? spec.known_through->ToText() : std::string(kForEver),
      spec.version,
      spec.note};
  for (size_t k = 0; k < kFacts.size(); ++k) {
    if (facts[k].empty()) continue;
    text += "# " + std::string(kFacts[k]) + ": " + facts[k] + "\n";
  }
  constexpr CsvWriteOptions kOptions = {.crlf = false};
  AppendCsvRow(kColumns, text, kOptions);
  for (const RateRow& row : series.rows()) {
    const std::string from = row.from.ToText();
    const std::string rate = Format(row.rate);
    const std::string_view fields[] = {
        from, std::string_view(rate).substr(0, rate.find('%')),
        NameOf(row.confidence), row.source};
    AppendCsvRow(fields, text, kOptions);
  }
}

}  // namespace usance
