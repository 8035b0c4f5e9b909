// Comma-separated values: a strict reader and a writer of RFC 4180.
#ifndef USANCE_CODEC_CSV_H_
#define USANCE_CODEC_CSV_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "usance/core/status.h"

namespace usance {

// Where a byte stands in the text: both count from 1, columns in bytes.
struct CsvPosition {
  int64_t line = 1;
  int64_t column = 1;

  friend constexpr bool operator==(const CsvPosition&,
                                   const CsvPosition&) = default;
};

// "3:14", the field that errors are about.
[[nodiscard]] std::string ToText(const CsvPosition& position);

struct CsvField {
  std::string text;   // without the quotes
  CsvPosition start;  // of its first byte, the quote where it is quoted
};

struct CsvRow {
  CsvPosition start;
  std::vector<CsvField> fields;
};

struct CsvReadOptions {
  char delimiter = ',';
  // Every row has as many fields as the first.
  bool same_width = true;
  size_t max_field_bytes = size_t{1} << 16;
  size_t max_row_bytes = size_t{1} << 20;
  size_t max_fields = 1024;
};

enum class CsvStep : int32_t {
  kRow = 1,   // a row was read
  kMore = 2,  // the text given so far is used up: Feed or Finish
  kEnd = 3,   // there is no further row
};

// Reads rows out of a text that comes in chunks of any size; the rows do not
// depend on how it is cut. Rows end with LF or CRLF, the last one also with
// the end of the text. A UTF-8 byte order mark at the beginning is skipped. So
// is a blank line, one without a byte before its end, unless the first row has
// one field: there it is a row, whose field is empty.
//
//   CsvReader reader;
//   reader.Feed(text);
//   reader.Finish();
//   CsvRow row;
//   for (;;) {
//     absl::StatusOr<CsvStep> step = reader.Next(row);
//     if (!step.ok()) ...;  // report; Next goes on with the following line
//     else if (*step == CsvStep::kEnd) break;
//   }
//
// Cost: at most one row in memory, beside the caller's chunk.
// Source: RFC 4180, which knows CRLF only.
class CsvReader {
 public:
  // Checks that the delimiter is not a quote, CR or LF.
  explicit CsvReader(const CsvReadOptions& options = {});

  // Gives the next chunk, borrowed until Next says kMore. Checks that the
  // chunk before it is used up and that the text is not finished.
  void Feed(std::string_view chunk);
  // Says that no chunk follows.
  void Finish();

  // Reads the next row. After an error the row that it is about is skipped to
  // the end of its line, and the next call goes on behind it.
  //
  // Errors, about "line:column":
  //   INVALID_ARGUMENT / MALFORMED - a quote within an unquoted field; text
  //     behind a closing quote; CR without LF; a NUL byte; a quoted field that
  //     never ends; more or fewer fields than in the first row
  //   RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over one of the options' bounds
  [[nodiscard]] absl::StatusOr<CsvStep> Next(CsvRow& row);

 private:
  enum class State : int32_t {
    kRowStart,
    kFieldStart,
    kPlain,
    kQuoted,
    kQuoteEnds,  // behind a quote within a quoted field: the end, or a pair
    kCr,
    kBlankCr,  // of a blank line that is no row
    kSkip,     // to the end of the line, behind an error
  };

  // The next byte of the text, behind a byte order mark; nothing where the
  // chunk is used up.
  std::optional<char> NextByte();
  // Takes one byte; true where it ends a row.
  absl::StatusOr<bool> Take(char c);
  absl::StatusOr<bool> TakeUnquoted(char c);
  absl::Status Append(char c);
  absl::Status BeginField();
  absl::Status EndRow(CsvRow& row);
  absl::Status Malformed(const CsvPosition& position, std::string_view what);
  absl::Status TooLong(std::string_view what, size_t bound);

  CsvReadOptions options_;
  std::string_view chunk_;
  size_t next_ = 0;  // in the chunk
  bool finished_ = false;
  State state_ = State::kRowStart;
  bool mark_possible_ = true;  // nothing but a byte order mark was seen
  size_t mark_bytes_ = 0;      // of the mark; where it is cut they are text
  size_t mark_taken_ = 0;      // of that text
  CsvPosition here_;           // of the byte that Take looks at
  CsvRow row_;
  size_t row_bytes_ = 0;
  size_t width_ = 0;  // of the first row; 0 before it
};

// Returns all rows of `text`.
//
// Errors: the first of CsvReader::Next.
[[nodiscard]] absl::StatusOr<std::vector<CsvRow>> ReadCsv(
    std::string_view text, const CsvReadOptions& options = {});

struct CsvWriteOptions {
  char delimiter = ',';
  bool crlf = true;  // else rows end with LF
  // Puts an apostrophe before a text that a spreadsheet would run as a
  // formula: one that begins with = + - @, tab or CR and is no plain number.
  // (CWE-1236. It changes the text, so it is only done where asked.)
  bool guard_formulas = false;
};

// Appends one row to `text`. A field is quoted where it holds the delimiter, a
// quote, CR or LF, or begins with a byte order mark; so is the only, empty
// field of a row.
//
// Example: {"a", "b \"c\"", "1,5"} appends: a,"b ""c""","1,5" CRLF
void AppendCsvRow(std::span<const std::string_view> fields, std::string& text,
                  const CsvWriteOptions& options = {});

}  // namespace usance

#endif  // USANCE_CODEC_CSV_H_
