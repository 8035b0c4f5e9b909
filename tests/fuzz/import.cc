// Imports: a mapping, behind an empty line the invoices as CSV, and behind
// another the payments. What is imported is a journal, and importing it again,
// or its rows the other way round, ends in the same bytes; what is refused
// changes nothing.
#include "usance/codec/import.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/fuzz/fuzz.h"
#include "usance/codec/csv.h"
#include "usance/codec/journal.h"

namespace usance {
namespace {

// The same rows from the last to the first; nothing where it is no CSV.
std::string Reversed(std::string_view text) {
  auto rows = ReadCsv(text);
  if (!rows.ok() || rows->empty()) return {};
  std::reverse(rows->begin() + 1, rows->end());
  std::string written;
  for (const CsvRow& row : *rows) {
    std::vector<std::string_view> fields;
    for (const CsvField& field : row.fields) fields.push_back(field.text);
    AppendCsvRow(fields, written);
  }
  return written;
}

bool Imports(const LedgerMapping& mapping, std::string_view invoices,
             std::string_view payments, Ledger& ledger) {
  std::optional<ImportText> paid;
  if (!payments.empty()) paid = {.name = "payments", .text = payments};
  const Ledger before = ledger;
  const ImportResult result =
      ImportRows(mapping, {.name = "invoices", .text = invoices}, paid, ledger);
  USANCE_CHECK(result.errors.size() ==
               std::min(result.error_count, kMaxImportErrors));
  USANCE_CHECK(ledger.size() == before.size() + result.added);
  USANCE_CHECK(result.error_count == 0 || ledger == before);
  return result.error_count == 0;
}

void Check(std::string_view text) {
  std::string_view parts[3];
  for (std::string_view& part : parts) {
    const size_t end = std::min(text.find("\n\n"), text.size());
    part = text.substr(0, end);
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  Ledger of_events;
  (void)ImportEvents({.name = "events", .text = parts[1]}, of_events);
  const auto json = ParseJson(parts[0]);
  if (!json.ok()) return;
  const auto mapping = LedgerMapping::Make(*json);
  if (!mapping.ok()) return;
  Ledger ledger;
  if (!Imports(*mapping, parts[1], parts[2], ledger)) return;
  const std::string journal = WriteJournals(ledger);
  USANCE_CHECK(ReadJournals(journal).ok());
  USANCE_CHECK(Imports(*mapping, parts[1], parts[2], ledger) &&
               WriteJournals(ledger) == journal);
  Ledger again;
  const ImportResult read =
      ImportEvents({.name = "journal", .text = journal}, again);
  USANCE_CHECK(read.error_count == 0 && again == ledger);
  const std::string reversed = Reversed(parts[1]);
  if (reversed.empty()) return;
  Ledger other;
  USANCE_CHECK(!Imports(*mapping, reversed, parts[2], other) ||
               WriteJournals(other) == journal);
}

}  // namespace
}  // namespace usance

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  usance::Check(usance::fuzz::TextOf(data, size));
  return 0;
}
