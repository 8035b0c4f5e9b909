// Invoices, payments and events of other systems as a journal.
#ifndef USANCE_CLI_IMPORT_H_
#define USANCE_CLI_IMPORT_H_

#include <string>
#include <vector>

#include "usance/account/ledger.h"

namespace usance::cli {

struct ImportRun {
  std::string input;          // CSV where there is a mapping, else events
  std::string payments = {};  // a CSV file; empty: none
  std::string mapping = {};   // a JSON file; empty: none
  std::string journal = "-";
};

// Adds what the input says to the journal, a file that may be there already:
// all of it, or, where anything is wrong, nothing. Returns how the command
// ends.
// What a row of CSV says: usance/codec/import.h.
//
// Memory: the texts, and the journal twice.
[[nodiscard]] int RunImport(const ImportRun& run);

// Adds what several inputs say, one after the other, to the ledger; their
// journals are not read or written. Returns how the command ends where anything
// is wrong.
[[nodiscard]] int ImportInto(const std::vector<ImportRun>& runs,
                             Ledger& ledger);

}  // namespace usance::cli

#endif  // USANCE_CLI_IMPORT_H_
