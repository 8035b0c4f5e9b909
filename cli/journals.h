// Journal files.
#ifndef USANCE_CLI_JOURNALS_H_
#define USANCE_CLI_JOURNALS_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "usance/account/ledger.h"
#include "usance/core/status.h"

namespace usance::cli {

// The text of a file that may be a journal.
//
// Errors: as ReadTextFile; LIMIT_EXCEEDED - over 1 GiB
[[nodiscard]] absl::StatusOr<std::string> ReadJournalText(
    const std::string& path);

// The ledger in the text of a journal file. Complains about a line that was
// never finished, and leaves it out.
//
// Errors: MISSING_FIELD - the text is empty: what an interrupted command leaves
//           is no journal without events
//         as ReadJournals, about "path:line"
[[nodiscard]] absl::StatusOr<Ledger> ReadLedger(const std::string& path,
                                                std::string_view text);

// Says that the line that begins at a byte of a journal file was never
// finished.
void ComplainOfTorn(const std::string& path, size_t at);

}  // namespace usance::cli

#endif  // USANCE_CLI_JOURNALS_H_
