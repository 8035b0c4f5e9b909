// The laws on late payment, and until when claims live.
#ifndef USANCE_CLI_STATUTES_H_
#define USANCE_CLI_STATUTES_H_

#include <string>
#include <vector>

#include "cli/flags.h"
#include "cli/table.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/statute/statute.h"

namespace usance::cli {

struct StatutesRun {
  std::string statute;  // an id, an alias or a file; empty: all
  Format format = Format::kTable;
};

// Prints the list of laws, or one of them in full. Returns how the command
// ends.
[[nodiscard]] int RunStatutes(const StatutesRun& run);

// Adds what an answer's figures rest on: the law, and what of it is to be
// checked.
void AddStatute(const Json& law, bool words, TablePrinter& printer);

// The items of a list that may be absent: "b2b, b2g".
[[nodiscard]] std::string Joined(const Json* list);

// The value of --statute: a name as it is, of a *.toml file its text.
//
// Errors: as Input
[[nodiscard]] absl::StatusOr<std::string> StatuteText(const std::string& value);

// The law that a value of --statute means.
//
// Errors: as StatuteText, FindStatute and ParseStatute
[[nodiscard]] absl::StatusOr<Statute> LoadStatute(const std::string& value);

// A request's `events` from KIND:DATE or KIND:DATE:LAST, each its own.
//
// Errors: MALFORMED
[[nodiscard]] absl::StatusOr<Json> EventsOf(
    const std::vector<std::string>& events);

}  // namespace usance::cli

#endif  // USANCE_CLI_STATUTES_H_
