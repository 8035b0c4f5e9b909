// CSV: rows do not depend on how the text is cut, and rows that are written
// are read again.
#include "usance/codec/csv.h"

#include <algorithm>

#include "tests/fuzz/fuzz.h"

namespace usance {
namespace {

// All rows, and errors as rows, of `text` in chunks of `chunk` bytes.
std::vector<std::vector<std::string>> RowsOf(std::string_view text,
                                             size_t chunk) {
  std::vector<std::vector<std::string>> rows;
  CsvReader reader({.max_field_bytes = 64, .max_fields = 8});
  CsvRow row;
  for (;;) {
    const absl::StatusOr<CsvStep> step = reader.Next(row);
    if (!step.ok()) {
      rows.push_back(
          {FieldOf(step.status()), std::string(step.status().message())});
    } else if (*step == CsvStep::kEnd) {
      return rows;
    } else if (*step == CsvStep::kRow) {
      std::vector<std::string>& fields = rows.emplace_back();
      fields.push_back(ToText(row.start));
      for (const CsvField& field : row.fields) fields.push_back(field.text);
    } else if (text.empty()) {
      reader.Finish();
    } else {
      reader.Feed(text.substr(0, chunk));
      text.remove_prefix(std::min(chunk, text.size()));
    }
  }
}

void CheckWriting(std::string_view text) {
  const auto rows = ReadCsv(text);
  if (!rows.ok()) return;
  std::string written;
  for (const CsvRow& row : *rows) {
    std::vector<std::string_view> fields;
    for (const CsvField& field : row.fields) fields.push_back(field.text);
    AppendCsvRow(fields, written);
  }
  const auto again = ReadCsv(written);
  USANCE_CHECK(again.ok() && again->size() == rows->size());
  for (size_t k = 0; k < rows->size(); ++k) {
    USANCE_CHECK((*again)[k].fields.size() == (*rows)[k].fields.size());
    for (size_t f = 0; f < (*rows)[k].fields.size(); ++f) {
      USANCE_CHECK((*again)[k].fields[f].text == (*rows)[k].fields[f].text);
    }
  }
}

}  // namespace
}  // namespace usance

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = usance::fuzz::TextOf(data, size);
  USANCE_CHECK(usance::RowsOf(text, 1) == usance::RowsOf(text, size + 1));
  usance::CheckWriting(text);
  return 0;
}
