#include "usance/codec/csv.h"

#include <utility>

#include "usance/core/check.h"
#include "usance/core/text.h"

namespace usance {

std::string ToText(const CsvPosition& position) {
  return std::to_string(position.line) + ":" + std::to_string(position.column);
}

CsvReader::CsvReader(const CsvReadOptions& options) : options_(options) {
  USANCE_CHECK(options.delimiter != '"' && options.delimiter != '\n' &&
               options.delimiter != '\r');
}

void CsvReader::Feed(std::string_view chunk) {
  USANCE_CHECK(!finished_ && next_ == chunk_.size());
  chunk_ = chunk;
  next_ = 0;
}

void CsvReader::Finish() { finished_ = true; }

absl::Status CsvReader::Malformed(const CsvPosition& position,
                                  std::string_view what) {
  state_ = State::kSkip;
  return Error(Reason::kMalformed, ToText(position), what);
}

absl::Status CsvReader::TooLong(std::string_view what, size_t bound) {
  state_ = State::kSkip;
  return Error(Reason::kLimitExceeded, ToText(here_),
               std::string(what) + "; allowed: " + std::to_string(bound));
}

absl::Status CsvReader::BeginField() {
  if (state_ == State::kRowStart) {
    row_.start = here_;
    row_.fields.clear();
    row_bytes_ = 0;
  }
  if (row_.fields.size() == options_.max_fields) {
    return TooLong("too many fields", options_.max_fields);
  }
  row_.fields.push_back({"", here_});
  return absl::OkStatus();
}

absl::Status CsvReader::Append(char c) {
  std::string& text = row_.fields.back().text;
  if (text.size() == options_.max_field_bytes) {
    return TooLong("the field is too long in bytes", options_.max_field_bytes);
  }
  if (row_bytes_ == options_.max_row_bytes) {
    return TooLong("the row is too long in bytes", options_.max_row_bytes);
  }
  text += c;
  ++row_bytes_;
  return absl::OkStatus();
}

absl::StatusOr<bool> CsvReader::TakeUnquoted(char c) {
  if (state_ == State::kRowStart || state_ == State::kFieldStart) {
    USANCE_RETURN_IF_ERROR(BeginField());
    if (c == '"') {
      state_ = State::kQuoted;
      return false;
    }
  }
  if (c == options_.delimiter) {
    state_ = State::kFieldStart;
    return false;
  }
  if (c == '\n') return true;
  if (c == '\r') {
    state_ = State::kCr;
    return false;
  }
  if (state_ == State::kQuoteEnds) {
    return Malformed(here_, "text behind a closing quote");
  }
  if (c == '"') return Malformed(here_, "a quote within an unquoted field");
  state_ = State::kPlain;
  USANCE_RETURN_IF_ERROR(Append(c));
  return false;
}

absl::StatusOr<bool> CsvReader::Take(char c) {
  if (state_ == State::kSkip) {
    if (c == '\n') state_ = State::kRowStart;
    return false;
  }
  if (c == '\0') return Malformed(here_, "a NUL byte");
  if (state_ == State::kCr || state_ == State::kBlankCr) {
    if (c != '\n') return Malformed(here_, "CR without LF");
    const bool ends = state_ == State::kCr;
    state_ = State::kRowStart;
    return ends;
  }
  if (state_ == State::kRowStart && width_ != 1) {  // a blank line is no row
    if (c == '\n') return false;
    if (c == '\r') {
      state_ = State::kBlankCr;
      return false;
    }
  }
  if (state_ == State::kQuoted && c != '"') {
    USANCE_RETURN_IF_ERROR(Append(c));
    return false;
  }
  if (state_ == State::kQuoted) {
    state_ = State::kQuoteEnds;
    return false;
  }
  if (state_ == State::kQuoteEnds && c == '"') {
    state_ = State::kQuoted;
    USANCE_RETURN_IF_ERROR(Append(c));
    return false;
  }
  return TakeUnquoted(c);
}

absl::Status CsvReader::EndRow(CsvRow& row) {
  state_ = State::kRowStart;
  const size_t width = row_.fields.size();
  if (width_ == 0) width_ = width;
  if (options_.same_width && width != width_) {
    return Error(Reason::kMalformed, ToText(row_.start),
                 std::to_string(width) + " fields; the first row has " +
                     std::to_string(width_));
  }
  row = std::move(row_);
  row_ = {};
  return absl::OkStatus();
}

std::optional<char> CsvReader::NextByte() {
  if (mark_possible_) {
    while (next_ < chunk_.size() && mark_bytes_ < kByteOrderMark.size() &&
           chunk_[next_] == kByteOrderMark[mark_bytes_]) {
      ++next_;
      ++mark_bytes_;
    }
    const bool whole = mark_bytes_ == kByteOrderMark.size();
    if (!whole && next_ == chunk_.size() && !finished_) return std::nullopt;
    if (whole) mark_bytes_ = 0;
    mark_possible_ = false;
  }
  if (mark_taken_ < mark_bytes_) return kByteOrderMark[mark_taken_++];
  if (next_ == chunk_.size()) return std::nullopt;
  return chunk_[next_++];
}

absl::StatusOr<CsvStep> CsvReader::Next(CsvRow& row) {
  while (const std::optional<char> c = NextByte()) {
    const absl::StatusOr<bool> ends = Take(*c);
    here_.column += 1;
    if (c == '\n') here_ = {here_.line + 1, 1};
    if (!ends.ok()) {
      // The line of the error is skipped, unless its own byte ends it.
      if (c == '\n') state_ = State::kRowStart;
      return ends.status();
    }
    if (*ends) {
      USANCE_RETURN_IF_ERROR(EndRow(row));
      return CsvStep::kRow;
    }
  }
  if (!finished_) return CsvStep::kMore;
  const State last = std::exchange(state_, State::kRowStart);
  switch (last) {
    case State::kRowStart:
    case State::kSkip:
      return CsvStep::kEnd;
    case State::kCr:
    case State::kBlankCr:
      return Error(Reason::kMalformed, ToText(here_), "CR without LF");
    case State::kQuoted:
      return Error(Reason::kMalformed, ToText(row_.fields.back().start),
                   "the quoted field never ends");
    case State::kFieldStart:
      state_ = last;
      USANCE_RETURN_IF_ERROR(BeginField());
      break;
    case State::kPlain:
    case State::kQuoteEnds:
      break;
  }
  USANCE_RETURN_IF_ERROR(EndRow(row));
  return CsvStep::kRow;
}

absl::StatusOr<std::vector<CsvRow>> ReadCsv(std::string_view text,
                                            const CsvReadOptions& options) {
  CsvReader reader(options);
  reader.Feed(text);
  reader.Finish();
  std::vector<CsvRow> rows;
  for (;;) {  // each turn takes a row: at most one for each byte
    CsvRow row;
    USANCE_ASSIGN_OR_RETURN(const CsvStep step, reader.Next(row));
    if (step == CsvStep::kEnd) return rows;
    rows.push_back(std::move(row));
  }
}

void AppendCsvRow(std::span<const std::string_view> fields, std::string& text,
                  const CsvWriteOptions& options) {
  const std::string special = {options.delimiter, '"', '\r', '\n'};
  for (size_t i = 0; i < fields.size(); ++i) {
    const std::string_view field = fields[i];
    if (i > 0) text += options.delimiter;
    const bool guarded =
        options.guard_formulas && !field.empty() &&
        std::string_view("=+-@\t\r").find(field[0]) != std::string_view::npos &&
        !ScanDecimal(field).value;
    const bool quoted =
        field.find_first_of(special) != std::string_view::npos ||
        field.starts_with(kByteOrderMark) ||
        (field.empty() && fields.size() == 1);
    if (quoted) text += '"';
    if (guarded) text += '\'';
    for (const char c : field) {
      if (c == '"') text += '"';
      text += c;
    }
    if (quoted) text += '"';
  }
  text += options.crlf ? "\r\n" : "\n";
}

}  // namespace usance
