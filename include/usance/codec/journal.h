// Journals as text: a file that grows, is the same whatever the order in which
// its events came, and shows every change that was made to it.
#ifndef USANCE_CODEC_JOURNAL_H_
#define USANCE_CODEC_JOURNAL_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "usance/account/event.h"
#include "usance/account/ledger.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/money/currency.h"

namespace usance {

// Reads one event and whose it is (docs/ledger.md has the fields):
//
//   {"account":"C-7","currency":"EUR","id":"invoice:1","kind":"invoice",
//    "date":"2026-01-31","item":"1","due":"2026-03-02","amount":"100.00"}
//
// `recorded` is assumed to be `date`. What CheckEvent refuses is read: Append
// refuses it.
//
// Errors: INVALID_ARGUMENT / WRONG_TYPE - no object
//         INVALID_ARGUMENT / MISSING_FIELD, WRONG_TYPE, UNKNOWN_NAME,
//           MALFORMED, ..., as the fields are read: account, currency, id,
//           kind, the rest
//         INVALID_ARGUMENT / UNKNOWN_FIELD - no field of events
//         INVALID_ARGUMENT / CONFLICT - no field of this kind
[[nodiscard]] absl::StatusOr<AccountEvent> ReadAccountEvent(const Json& json);

// The same of an account that is known: without "account" and "currency".
[[nodiscard]] absl::StatusOr<Event> ReadEvent(const Json& json,
                                              Currency currency);

// The object that ReadAccountEvent reads back, in its one form: the members in
// the order of docs/ledger.md, an invoice in rows, and nothing said that is
// assumed but the recorded day, a row's number and names.
//
// Exactness: of events that CheckEvent accepts, the text is read as the event.
[[nodiscard]] Json WriteAccountEvent(const AccountEvent& event);

// The longest line of a journal file, without its line feed: more than the
// longest event has.
inline constexpr size_t kMaxJournalLine = size_t{1} << 21;

// Returns the file of a ledger: lines of JSON, of which the first is
//
//   {"usance":"journal","version":1}
//
// and every other one an event, as WriteAccountEvent has it, with one member
// more at its end: "chain", the SHA-256 of the chain before it (64 digits;
// before the first event, the SHA-256 of the first line) and of the line
// without that member. Lines are in the order of their recorded days, then
// account, currency (by their bytes), and the fold. So one ledger has one
// file, and events that are recorded on a later day extend it.
//
// Cost:   linear in the text, but for the sorting of lines
// Source: FIPS 180-4 (SHA-256); RFC 8259 (JSON)
[[nodiscard]] std::string WriteJournals(const Ledger& ledger);

// The bounds of one file. A caller may lower them.
struct JournalLimits {
  size_t max_events = 10'000'000;
  size_t max_journals = 1'000'000;
};

struct JournalFile {
  Ledger ledger;
  // Of the last line that counts. Who keeps it elsewhere can tell whether the
  // file was cut between two lines, which nothing in it shows.
  std::string chain;
  // Where a last line without its line feed begins, in bytes: what a writer
  // that was interrupted leaves. The line does not count, and the file is whole
  // again when it is cut there.
  std::optional<size_t> torn_at = {};
};

// Reads what WriteJournals wrote, and nothing else: the bytes of every line
// are the ones that it would write.
//
// Errors, of the first line that is wrong, about "line:1", with the field of
// the event behind it ("12:1/amount"); the message names the byte at which the
// line begins:
//   INVALID_ARGUMENT / MALFORMED - no journal; the chain or form of a line is
//     not the one it was written with
//   UNIMPLEMENTED / UNSUPPORTED - a version that this library does not know
//   RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - a line over kMaxJournalLine; over one
//     of `limits`
//   as ParseJson, ReadAccountEvent, Ledger::Append
//   INVALID_ARGUMENT / OUT_OF_ORDER - a line that belongs before the one before
//     it, or is that one again
// Cost: linear in the text, but for the sorting of events
[[nodiscard]] absl::StatusOr<JournalFile> ReadJournals(
    std::string_view text, const JournalLimits& limits = {});

}  // namespace usance

#endif  // USANCE_CODEC_JOURNAL_H_
