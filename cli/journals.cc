#include "cli/journals.h"

#include <utility>

#include "cli/files.h"
#include "usance/codec/journal.h"

namespace usance::cli {

absl::StatusOr<std::string> ReadJournalText(const std::string& path) {
  constexpr size_t kMost = size_t{1} << 30;
  USANCE_ASSIGN_OR_RETURN(std::string text, ReadTextFile(path, kMost));
  if (text.size() <= kMost) return text;
  return Error(Reason::kLimitExceeded, path,
               "too many bytes; allowed: " + std::to_string(kMost));
}

void ComplainOfTorn(const std::string& path, size_t at) {
  Complain(path + ": the line that begins at byte " + std::to_string(at) +
           " was never finished; it is left out");
}

absl::StatusOr<Ledger> ReadLedger(const std::string& path,
                                  std::string_view text) {
  if (text.empty()) {
    return Error(Reason::kMissingField, path,
                 "the file is empty; a journal has a first line");
  }
  absl::StatusOr<JournalFile> file = ReadJournals(text);
  if (!file.ok()) {
    return Error(ReasonOf(file.status()), path + ":" + FieldOf(file.status()),
                 TextOf(file.status()));
  }
  if (file->torn_at) ComplainOfTorn(path, *file->torn_at);
  return std::move(file->ledger);
}

}  // namespace usance::cli
