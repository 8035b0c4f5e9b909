// Imports: a mapping, behind an empty line the invoices as CSV, and behind
// another the payments. What is imported is a journal, and importing it again,
// or its rows the other way round, ends in the same bytes.
#include "cli/import.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/files.h"
#include "tests/fuzz/fuzz.h"
#include "usance/codec/csv.h"
#include "usance/codec/journal.h"

namespace usance::cli {
namespace {

// A folder of this process, which goes with it.
class Folder {
 public:
  Folder() {
    std::string made =
        (std::filesystem::temp_directory_path() / "usance-fuzz-XXXXXX")
            .string();
    USANCE_CHECK(mkdtemp(made.data()) != nullptr);
    path_ = made;
  }
  Folder(const Folder&) = delete;
  ~Folder() {
    std::error_code none;
    std::filesystem::remove_all(path_, none);
  }
  [[nodiscard]] std::string operator/(const char* name) const {
    return (path_ / name).string();
  }

 private:
  std::filesystem::path path_;
};

const Folder& TheFolder() {
  static const Folder folder;
  return folder;
}

// What the command prints is for nobody here.
int Quietly(const ImportRun& run) {
  static std::FILE* const nowhere = std::fopen("/dev/null", "w");
  std::FILE* const out = stdout;
  std::FILE* const error = stderr;
  stdout = stderr = nowhere;
  const int end = RunImport(run);
  stdout = out;
  stderr = error;
  return end;
}

std::string JournalOf(const std::string& path) {
  const auto text = ReadTextFile(path);
  return text.ok() ? *text : std::string();
}

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

void Check(std::string_view text) {
  std::string parts[3];
  for (std::string& part : parts) {
    const size_t end = std::min(text.find("\n\n"), text.size());
    part = text.substr(0, end);
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  const Folder& folder = TheFolder();
  ImportRun run = {.input = folder / "invoices.csv",
                   .payments = parts[2].empty() ? "" : folder / "payments.csv",
                   .mapping = folder / "mapping.json",
                   .journal = folder / "J.ndjson"};
  (void)WriteFile(run.mapping, parts[0]);
  (void)WriteFile(run.input, parts[1]);
  (void)WriteFile(folder / "payments.csv", parts[2]);
  std::filesystem::remove(run.journal);
  if (Quietly(run) != kDone) {
    USANCE_CHECK(!std::filesystem::exists(run.journal));
    return;
  }
  const std::string journal = JournalOf(run.journal);
  USANCE_CHECK(ReadJournals(journal).ok());
  USANCE_CHECK(Quietly(run) == kDone && JournalOf(run.journal) == journal);
  const std::string reversed = Reversed(parts[1]);
  if (reversed.empty()) return;
  (void)WriteFile(run.input, reversed);
  std::filesystem::remove(run.journal);
  USANCE_CHECK(Quietly(run) != kDone || JournalOf(run.journal) == journal);
}

}  // namespace
}  // namespace usance::cli

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  usance::cli::Check(usance::fuzz::TextOf(data, size));
  return 0;
}
