// What an incoming payment may be for.
#ifndef USANCE_ACCOUNT_MATCH_H_
#define USANCE_ACCOUNT_MATCH_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "usance/account/account.h"
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/date.h"

namespace usance {

// A due amount that a payment may be for. Amounts are minor units of the
// payment's currency, here and in all that follows.
struct MatchRow {
  std::string account = {};
  std::string item = {};  // empty: charges of no item
  int32_t row = 1;        // of the item
  Date due;
  int64_t open_minor = 0;  // above 0
  // Of it, what a payment that settles the row is not asked for.
  int64_t discount_minor = 0;
  // What payers of the item are asked to quote; empty: nothing but its id.
  std::string reference = {};
};

// A payment as the bank tells of it.
struct IncomingPayment {
  int64_t amount_minor = 0;
  Date on;                     // its value date
  std::string text = {};       // what the payer wrote
  std::string reference = {};  // what stands in the field for it
};

// Why rows are suggested: what names them, then how the amount fits. They are
// named where each is, by one or the other.
enum class MatchReason : int32_t {
  kReference = 1,         // the payment has their reference
  kItemNamed = 2,         // its text has the ids of their items
  kOpenAmount = 3,        // it is what is open of them
  kDiscountedAmount = 4,  // it is that less their discounts
  kAllDue = 5,            // they are all that is due of the account
  kAllOpen = 6,           // they are all that is open of it
  kSum = 7,               // no rule but their sum finds them
  kPart = 8,              // it is less than they ask for
  kExcess = 9,            // it is more
};

template <>
struct Names<MatchReason> {
  static constexpr std::string_view kNoun = "reason of a match";
  static constexpr Named<MatchReason> kTable[] = {
      {MatchReason::kReference, "reference", ""},
      {MatchReason::kItemNamed, "item named", ""},
      {MatchReason::kOpenAmount, "open amount", ""},
      {MatchReason::kDiscountedAmount, "discounted amount", ""},
      {MatchReason::kAllDue, "all due", ""},
      {MatchReason::kAllOpen, "all open", ""},
      {MatchReason::kSum, "sum", ""},
      {MatchReason::kPart, "part", ""},
      {MatchReason::kExcess, "excess", ""},
  };
};

enum class MatchConfidence : int32_t {
  // The rows are named, no item that is named is missing, or none that a
  // reference names, and the amount is theirs; of no other suggestion is all of
  // that true.
  kCertain = 1,
  // They are named; or the amount is theirs, no sum, and of no other rows.
  kLikely = 2,
  kPossible = 3,
};

template <>
struct Names<MatchConfidence> {
  static constexpr std::string_view kNoun = "confidence of a match";
  static constexpr Named<MatchConfidence> kTable[] = {
      {MatchConfidence::kCertain, "certain", ""},
      {MatchConfidence::kLikely, "likely", ""},
      {MatchConfidence::kPossible, "possible", ""},
  };
};

// What a suggestion puts on a row.
struct MatchLine {
  std::string item = {};
  int32_t row = 1;
  Date due;
  int64_t open_minor = 0;
  int64_t discount_minor = 0;  // that it takes
  int64_t pay_minor = 0;       // 0 where the discount is all that is open
  friend bool operator==(const MatchLine&, const MatchLine&) = default;
};

//   the payment = the sum of pay of the lines + rest
//
// and, but for a part, open = discount + pay in each line.
struct MatchSuggestion {
  MatchConfidence confidence{};
  std::vector<MatchReason> reasons = {};  // in the order of the enum
  std::string account = {};
  std::vector<MatchLine> lines = {};  // by due day, then item, then row
  int64_t rest_minor = 0;             // above 0 with kExcess alone
  friend bool operator==(const MatchSuggestion&,
                         const MatchSuggestion&) = default;
};

enum class ReferenceState : int32_t {
  kMatched = 1,  // it is that of an open row
  kUnknown = 2,  // it is that of none
  kInvalid = 3,  // it begins as one of ISO 11649, and is none
};

template <>
struct Names<ReferenceState> {
  static constexpr std::string_view kNoun = "state of a reference";
  static constexpr Named<ReferenceState> kTable[] = {
      {ReferenceState::kMatched, "matched", ""},
      {ReferenceState::kUnknown, "unknown", ""},
      {ReferenceState::kInvalid, "invalid", ""},
  };
};

// A reference that a payment quotes.
struct QuotedReference {
  std::string text = {};
  ReferenceState state{};
  std::string why = {};  // where it is invalid
  friend bool operator==(const QuotedReference&,
                         const QuotedReference&) = default;
};

struct Matches {
  std::vector<MatchSuggestion> suggestions = {};  // the best first
  size_t left_off = 0;                            // others, of no better rank
  // In the order in which the payment has them, its own field first; of its
  // text, those of ISO 11649 alone.
  std::vector<QuotedReference> references = {};
  friend bool operator==(const Matches&, const Matches&) = default;
};

inline constexpr size_t kMaxMatchRows = 1'000'000;
inline constexpr size_t kMaxMatchTextBytes = 4'096;
inline constexpr size_t kMaxMatchSuggestions = 20;
// Sums are of 2 to so many rows, those that are due first; no more than so many
// sums of open amounts are shown, and of discounted ones.
inline constexpr size_t kMaxMatchSumRows = 16;
inline constexpr size_t kMaxMatchSums = 3;
// What is shorter is not looked for in the text.
inline constexpr size_t kMinMatchTextCharacters = 3;

// Whether items can have a reference: one that begins as those of ISO 11649 do,
// with RF and two digits, has to be one.
//
// Errors: as CheckEvent of a name
//         as PaymentReference::Check
[[nodiscard]] absl::Status CheckMatchReference(
    std::string_view reference, std::string_view field = "/reference");

// Returns the due amounts of an account of which something is open, as of its
// day. `references` are by item; of items that are not open they have no use.
[[nodiscard]] std::vector<MatchRow> MatchRowsOf(
    const Account& account, std::string_view name,
    const std::map<std::string, std::string>& references = {});

// Returns what a payment may be for, the best suggestion first. Nothing is
// recorded, and the order of `rows` says nothing.
//
// Ids and references are compared by their letters, digits and bytes above 7F,
// capitals as small letters (of ASCII), and of digits alone without leading
// zeros: "RE-2026/014" is "re 2026 014", and "0001007" is "1007". In the text
// they are whole words, or several of them with nothing but blanks and - / . _
// between, the longest where several begin at one place. A reference of ISO
// 11649 is also that of an item whose id is its base: RF18539007547034 of
// 539007547034. One whose check digits are wrong names nothing.
//
// The amount is held against each row, each item, all rows of an account that
// are due, all that are open, and all that are named: against what is open, and
// against that less discounts. Where nothing fits, and all rows are of one
// account, against the sums of several rows. Rows that are named, and whose
// amount is another, take what is there in the order in which they are due.
//
// Suggestions are in the order of confidence, then of reasons, as a word list
// has them; then the one with the earliest due day, then by account and by
// lines.
//
// Errors:  OUT_OF_RANGE / OUT_OF_RANGE - /amount is not above 0
//          as CheckEvent of a name - /reference
//          RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - /text is over
//            kMaxMatchTextBytes, or /rows over kMaxMatchRows
//          INVALID_ARGUMENT / MALFORMED - /text is no UTF-8
//          OUT_OF_RANGE / OUT_OF_RANGE - /rows/<k>/open is not above 0, or
//            /rows/<k>/discount not from 0 to open
//          as CheckMatchReference - /rows/<k>/reference
//          INVALID_ARGUMENT / DUPLICATE_FIELD - /rows/<k> is there twice
// Cost:    that of sorting rows, and 2^17 sums
// Source:  references: ISO 11649, as PaymentReference has it
// Example: 1000.00 open until 2026-02-09, 20.00 less until 2026-01-20: 980.00
//          on 2026-01-15 for "invoice 1007" is certain: item named, discounted
//          amount
[[nodiscard]] absl::StatusOr<Matches> SuggestMatches(
    std::span<const MatchRow> rows, const IncomingPayment& payment);

}  // namespace usance

#endif  // USANCE_ACCOUNT_MATCH_H_
