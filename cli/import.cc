#include "cli/import.h"

#include <filesystem>
#include <optional>
#include <utility>

#include "cli/files.h"
#include "cli/journals.h"
#include "cli/table.h"
#include "usance/codec/import.h"
#include "usance/codec/journal.h"

namespace usance::cli {
namespace {

absl::StatusOr<ImportResult> Import(const ImportRun& run, Ledger& ledger) {
  USANCE_ASSIGN_OR_RETURN(const std::string text, ReadJournalText(run.input));
  const ImportText input = {.name = run.input, .text = text};
  if (run.mapping.empty()) return ImportEvents(input, ledger);
  USANCE_ASSIGN_OR_RETURN(const Json json, ReadJsonFile(run.mapping));
  absl::StatusOr<LedgerMapping> mapping = LedgerMapping::Make(json);
  if (!mapping.ok()) return At(run.mapping, mapping.status());
  std::string paid;
  std::optional<ImportText> payments;
  if (!run.payments.empty()) {
    USANCE_ASSIGN_OR_RETURN(paid, ReadJournalText(run.payments));
    payments = {.name = run.payments, .text = paid};
  }
  return ImportRows(*std::move(mapping), input, payments, ledger);
}

// Complains about what is wrong, and about as much as that in all.
int Report(const ImportRun& run, const ImportResult& result) {
  if (result.torn_at) ComplainOfTorn(run.input, *result.torn_at);
  constexpr std::string_view kMapping = "/mapping";
  for (const absl::Status& error : result.errors) {
    const std::string field = FieldOf(error);
    const bool of_mapping = field.starts_with(kMapping);
    Complain(FromAbsl(
        (of_mapping
             ? Error(ReasonOf(error),
                     run.mapping + field.substr(kMapping.size()), TextOf(error))
             : error)
            .message()));
  }
  if (result.error_count > result.errors.size()) Complain("and more");
  return result.error_count > 0 ? kRefused : kDone;
}

// The journal as it is so far; none where there is no such file, or an empty
// one, as mktemp makes it.
absl::StatusOr<Ledger> Before(const std::string& path) {
  std::error_code none;
  if (!std::filesystem::is_regular_file(path, none)) return Ledger();
  USANCE_ASSIGN_OR_RETURN(const std::string text, ReadJournalText(path));
  if (text.empty()) return Ledger();
  return ReadLedger(path, text);
}

}  // namespace

int RunImport(const ImportRun& run) {
  absl::StatusOr<Ledger> ledger = Before(run.journal);
  const absl::StatusOr<ImportResult> result =
      ledger.ok() ? Import(run, *ledger)
                  : absl::StatusOr<ImportResult>(ledger.status());
  int end = result.ok() ? Report(run, *result) : Refuse(result.status());
  if (end == kRefused) Complain("nothing is written to " + run.journal);
  if (end != kDone) return end;
  end = ReplaceFile(run.journal, WriteJournals(*ledger));
  if (end != kDone || run.journal == "-") return end;
  PrintLine(std::to_string(result->added) + " events added, " +
            std::to_string(result->known) + " known; " + run.journal + " has " +
            std::to_string(ledger->size()) + " in " +
            std::to_string(ledger->journals().size()) + " journals");
  return kDone;
}

int ImportInto(const std::vector<ImportRun>& runs, Ledger& ledger) {
  for (const ImportRun& run : runs) {
    const absl::StatusOr<ImportResult> result = Import(run, ledger);
    const int end =
        result.ok() ? Report(run, *result) : Refuse(result.status());
    if (end != kDone) return end;
  }
  return kDone;
}

}  // namespace usance::cli
