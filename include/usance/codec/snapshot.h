// Snapshots as text: an account as it stood, with what it came from.
#ifndef USANCE_CODEC_SNAPSHOT_H_
#define USANCE_CODEC_SNAPSHOT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/event.h"
#include "usance/account/journal.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/date/date.h"

namespace usance {

// An event that the replay saw.
struct SnapshotEvent {
  std::string id;
  EventKind kind{};
  Date date;
  Date recorded;
};

struct Snapshot {
  std::string debtor;  // Journal::account()
  std::optional<Date> as_known_on = {};
  // What the replay saw, in the order of the fold.
  std::vector<SnapshotEvent> events = {};
  // The last chain of the journal file that has these events and no others.
  std::string chain;
  std::string policy_sha256;  // as PolicyDigest
  // Its events are numbered as in `events`. Without segments.
  Account account;
};

// The SHA-256 of a policy's JSON in its canonical text, in 64 digits.
//
// Example: of {"allocation": "oldest due", "credit": "hold"}, in any layout,
//          "9a437efa...9da301cb".
[[nodiscard]] std::string PolicyDigest(const Json& policy);

// Returns the snapshot of an account that Replay made of the journal, known on
// that day.
//
// Cost: linear in the events, whose text is digested
[[nodiscard]] Snapshot SnapshotOf(const Journal& journal,
                                  const Account& account,
                                  std::optional<Date> as_known_on,
                                  std::string policy_sha256);

// Returns the file of a snapshot (docs/ledger.md): lines of JSON, chained as
// those of a journal, of which the first is
//
//   {"usance":"snapshot","version":1}
//
// then whose account it is and when; a line for each event, item, row,
// movement, promise and ignored event; last, the totals and the two digests,
// which close the file. Amounts are text, and rows and events are named as
// people name them. One account has one file.
[[nodiscard]] std::string WriteSnapshot(const Snapshot& snapshot);

// Reads what WriteSnapshot wrote, and nothing else: written again it is the
// same bytes.
//
// Errors, about "line:1" with the field of the line behind it; the message
// names the byte at which the line begins:
//   INVALID_ARGUMENT / MISSING_FIELD, about "line:1" alone - the file was cut:
//     everything before that byte is as it was written, and a closing line is
//     not there
//   INVALID_ARGUMENT / MALFORMED - no snapshot; the chain, form or place of a
//     line is not the one it was written with; a line behind the closing one
//   UNIMPLEMENTED / UNSUPPORTED - a version that this library does not know
//   RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - a line over kMaxJournalLine
//   as ParseJson; MISSING_FIELD, WRONG_TYPE, UNKNOWN_NAME, ..., as the fields
//     are read
//   INVALID_ARGUMENT / UNKNOWN_NAME - an event, item or row that is not there
//   INVALID_ARGUMENT / DUPLICATE_FIELD - an event or item twice
//   INVALID_ARGUMENT / SUM_MISMATCH - movements do not add up to a row, rows
//   not
//     to the totals, or an amount cannot be
// Cost: linear in the text, but for names of events and items
[[nodiscard]] absl::StatusOr<Snapshot> ReadSnapshot(std::string_view text);

// The first line of two snapshots that is not the same, without its chain.
struct SnapshotDifference {
  int64_t line = 0;  // from 1
  std::string then;
  std::string now;
};

// Tells whether anything changed: nothing where one text is the other. Events
// come before figures, so an event that came in later is named itself.
[[nodiscard]] std::optional<SnapshotDifference> FirstDifference(
    const Snapshot& then, const Snapshot& now);

// {"line": ..., "then": {...}, "now": {...}}
[[nodiscard]] Json DifferenceJson(const SnapshotDifference& difference);

}  // namespace usance

#endif  // USANCE_CODEC_SNAPSHOT_H_
