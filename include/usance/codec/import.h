// Invoices, payments and events of other systems as events of a ledger.
#ifndef USANCE_CODEC_IMPORT_H_
#define USANCE_CODEC_IMPORT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/account/ledger.h"
#include "usance/codec/mapping.h"
#include "usance/core/status.h"

namespace usance {

// A text, and the name by which errors are about it: a file's, for example.
struct ImportText {
  std::string name;
  std::string_view text;
};

inline constexpr size_t kMaxImportErrors = 20;

struct ImportResult {
  size_t added = 0;  // events
  size_t known = 0;  // that were there already
  // What is wrong, as it stands in the texts: the first kMaxImportErrors of
  // error_count. With any of them the ledger is as it was.
  std::vector<absl::Status> errors = {};
  size_t error_count = 0;
  // Of a journal: where a last line that was never finished begins. It is left
  // out.
  std::optional<size_t> torn_at = {};
};

// Adds what rows of CSV say to the ledger: all of it, or, where anything is
// wrong, nothing.
//
// A row of invoices is an invoice "invoice:<number>" of its day; where it is
// settled, a payment of that day, "payment:<number>", meant for it; where it is
// disputed, a hold "dispute:<number>" from the invoice's day on. A row below 0
// is a credit note "credit:<number>" and, where it is settled, a refund
// "refund:<number>". A row of payments is "payment:<invoice>:<payment>", or,
// without numbers, "payment:<invoice>:<day>:<amount>" with ":2" and so on
// behind it for the second of a kind.
//
// Errors: "invoices.csv:12:5", line and column, or "/mapping/..."
//   INVALID_ARGUMENT / MISSING_FIELD - the mapping has no column of customers
//     or of the day of issue, or says nothing of payments that are given; a
//     text is empty; a value is
//   as CsvReader::Next and FileMapping::Bind, Date::Parse, ParseAmount,
//     Currency::Parse; RESOURCE_EXHAUSTED / LIMIT_EXCEEDED over kMaxIdBytes
//   INVALID_ARGUMENT / MALFORMED - a mark of disputes is no yes and no no
//   INVALID_ARGUMENT / UNKNOWN_NAME, AMBIGUOUS_NAME - a payment of an invoice
//     that no account has, or several have
//   OUT_OF_RANGE / OUT_OF_RANGE - a payment that is not above 0
//   as Ledger::Append
// Memory: that of the ledger twice
[[nodiscard]] ImportResult ImportRows(LedgerMapping mapping,
                                      const ImportText& invoices,
                                      const std::optional<ImportText>& payments,
                                      Ledger& ledger);

// Adds events to the ledger, all or none: those of a journal file, of a JSON
// list, or JSON with one on each line.
//
// Errors: "events.ndjson:3:1/amount", line, column and field
//   as ReadJournals, of a journal
//   as ParseJson, ReadAccountEvent, Ledger::Append
// Memory: that of the ledger twice
[[nodiscard]] ImportResult ImportEvents(const ImportText& events,
                                        Ledger& ledger);

}  // namespace usance

#endif  // USANCE_CODEC_IMPORT_H_
