// The mapping of a ledger, and the rows that it reads: a JSON document, then,
// behind an empty line, the CSV file.
#include "usance/codec/mapping.h"

#include "tests/fuzz/fuzz.h"

namespace usance {
namespace {

void CheckRow(const FileMapping& file, const CsvRow& row) {
  for (const FileMapping::Column& column : file.columns) {
    const CsvField* field = file.Find(row, column.name);
    USANCE_CHECK(field != nullptr);
    const auto date = file.dates.Parse(field->text, ToText(field->start));
    USANCE_CHECK(!date.ok() || Date::Parse(date->ToText()).ok());
    const auto amount = file.AmountOf(*field);
    USANCE_CHECK(!amount.ok() || amount->size() == field->text.size());
  }
}

void CheckFile(FileMapping& file, std::string_view text) {
  const auto rows = ReadCsv(text, {.delimiter = file.delimiter});
  if (!rows.ok() || rows->empty() || !file.Bind(rows->front()).ok()) return;
  for (const CsvRow& row : *rows) CheckRow(file, row);
}

}  // namespace
}  // namespace usance

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = usance::fuzz::TextOf(data, size);
  const size_t end = text.find("\n\n");
  const auto json = usance::ParseJson(text.substr(0, end));
  if (!json.ok()) return 0;
  auto mapping = usance::LedgerMapping::Make(*json);
  if (!mapping.ok() || end == std::string_view::npos) return 0;
  const std::string_view ledger = text.substr(end + 2);
  usance::CheckFile(mapping->invoices, ledger);
  if (mapping->payments) usance::CheckFile(*mapping->payments, ledger);
  return 0;
}
