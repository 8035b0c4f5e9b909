// Errors: a closed list of reasons, each with the field that it is about.
//
// Every fallible function returns absl::StatusOr (or absl::Status). The
// message names field, value and allowed range. Where several things are wrong
// the first in the function's documented order is reported.
#ifndef USANCE_CORE_STATUS_H_
#define USANCE_CORE_STATUS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "usance/core/names.h"

namespace usance {

// Why an input was refused. The same words in C++, C, requests and bindings;
// numbers are never reused.
enum class Reason : int32_t {
  // The text or document itself.
  kMalformed = 1,
  kUnknownField = 2,
  kDuplicateField = 3,
  kMissingField = 4,
  kWrongType = 5,
  kUnknownName = 6,
  kAmbiguousName = 7,
  // One value.
  kOutOfRange = 8,
  kTooManyDigits = 9,
  kDateInvalid = 10,
  kDateOutOfRange = 11,
  kOverflow = 12,
  kLimitExceeded = 13,
  kUnspecified = 14,
  // Values that do not fit together.
  kEndBeforeStart = 15,
  kOutOfOrder = 16,
  kCurrencyMismatch = 17,
  kConflict = 18,
  kContextRequired = 19,
  kSumMismatch = 20,
  // What the data or the rule cannot answer.
  kCalendarRange = 21,
  kRateUnknown = 22,
  kNegativeAmortization = 23,
  kUnsupported = 24,
  // The machine.
  kOutOfMemory = 25,
  kInternal = 26,
  // A rule that only says what another has to say, as a directive.
  kTemplateOnly = 27,
};

template <>
struct Names<Reason> {
  static constexpr std::string_view kNoun = "reason";
  static constexpr Named<Reason> kTable[] = {
      {Reason::kMalformed, "MALFORMED", ""},
      {Reason::kUnknownField, "UNKNOWN_FIELD", ""},
      {Reason::kDuplicateField, "DUPLICATE_FIELD", ""},
      {Reason::kMissingField, "MISSING_FIELD", ""},
      {Reason::kWrongType, "WRONG_TYPE", ""},
      {Reason::kUnknownName, "UNKNOWN_NAME", ""},
      {Reason::kAmbiguousName, "AMBIGUOUS_NAME", ""},
      {Reason::kOutOfRange, "OUT_OF_RANGE", ""},
      {Reason::kTooManyDigits, "TOO_MANY_DIGITS", ""},
      {Reason::kDateInvalid, "DATE_INVALID", ""},
      {Reason::kDateOutOfRange, "DATE_OUT_OF_RANGE", ""},
      {Reason::kOverflow, "OVERFLOW", ""},
      {Reason::kLimitExceeded, "LIMIT_EXCEEDED", ""},
      {Reason::kUnspecified, "UNSPECIFIED", ""},
      {Reason::kEndBeforeStart, "END_BEFORE_START", ""},
      {Reason::kOutOfOrder, "OUT_OF_ORDER", ""},
      {Reason::kCurrencyMismatch, "CURRENCY_MISMATCH", ""},
      {Reason::kConflict, "CONFLICT", ""},
      {Reason::kContextRequired, "CONTEXT_REQUIRED", ""},
      {Reason::kSumMismatch, "SUM_MISMATCH", ""},
      {Reason::kCalendarRange, "CALENDAR_RANGE", ""},
      {Reason::kRateUnknown, "RATE_UNKNOWN", ""},
      {Reason::kNegativeAmortization, "NEGATIVE_AMORTIZATION", ""},
      {Reason::kUnsupported, "UNSUPPORTED", ""},
      {Reason::kOutOfMemory, "OUT_OF_MEMORY", ""},
      {Reason::kInternal, "INTERNAL", ""},
      {Reason::kTemplateOnly, "TEMPLATE_ONLY", ""},
  };
};

// The canonical code that errors of this reason carry.
[[nodiscard]] absl::StatusCode CodeOf(Reason reason);

// The canonical code's name: "INVALID_ARGUMENT".
[[nodiscard]] std::string_view NameOfCode(absl::StatusCode code);

// An error about `field` (a JSON pointer, "/payments/0/date"; empty for the
// whole). The message reads "<field>: <text>".
[[nodiscard]] absl::Status Error(Reason reason, std::string_view field,
                                 std::string_view text);

// The parts of an error made by Error. For any other status: kInternal, "".
[[nodiscard]] Reason ReasonOf(const absl::Status& status);
[[nodiscard]] std::string FieldOf(const absl::Status& status);
// What is wrong, without the field.
[[nodiscard]] std::string TextOf(const absl::Status& status);

// The same error, its field now below `parent`: At("/payments/0", e).
// Leaves an OK status alone.
[[nodiscard]] absl::Status At(std::string_view parent, absl::Status status);

namespace internal {

[[nodiscard]] absl::Status NameError(std::string_view noun,
                                     std::string_view field,
                                     std::string_view text,
                                     const std::string& allowed);

}  // namespace internal

// Returns the value that `text` names in the table of E.
//
// Errors: INVALID_ARGUMENT / UNSPECIFIED - the text is empty
//         INVALID_ARGUMENT / AMBIGUOUS_NAME - several rules share the name;
//           the message says which exact names to use
//         INVALID_ARGUMENT / UNKNOWN_NAME - no such name; the message lists
//           those that exist
template <HasNames E>
[[nodiscard]] absl::StatusOr<E> ParseName(std::string_view text,
                                          std::string_view field) {
  if (const std::optional<E> value = FindName<E>(text)) return *value;
  if constexpr (HasRefusedNames<E>) {
    for (const RefusedName& refused : Names<E>::kRefused) {
      if (internal::SameName(refused.name, text)) {
        std::string said = "\"" + std::string(text) + "\" names no one rule; ";
        said += refused.instead;
        return Error(Reason::kAmbiguousName, field, said);
      }
    }
  }
  std::string allowed;
  for (const Named<E>& row : Names<E>::kTable) {
    if (!allowed.empty()) allowed += ", ";
    allowed += row.name;
  }
  return internal::NameError(Names<E>::kNoun, field, text, allowed);
}

// Bridges: Debian's absl::string_view is not std::string_view.
[[nodiscard]] inline absl::string_view ToAbsl(std::string_view text) {
  return absl::string_view(text.data(), text.size());
}
[[nodiscard]] inline std::string_view FromAbsl(absl::string_view text) {
  return std::string_view(text.data(), text.size());
}

}  // namespace usance

// Leaves the function with the error of `expression` (a Status), if any.
#define USANCE_RETURN_IF_ERROR(expression)                     \
  do {                                                         \
    if (absl::Status usance_failed = (expression);             \
        !usance_failed.ok()) {                                 \
      return usance_failed;                                    \
    }                                                          \
  } while (false)

// Declares or assigns `lhs` from the value of `expression` (a StatusOr), or
// leaves the function with its error.
#define USANCE_ASSIGN_OR_RETURN(lhs, expression) \
  USANCE_ASSIGN_OR_RETURN_IMPL_(                 \
      USANCE_CONCAT_(usance_status_or_, __LINE__), lhs, expression)
#define USANCE_ASSIGN_OR_RETURN_IMPL_(status_or, lhs, expression) \
  auto status_or = (expression);                                  \
  if (!status_or.ok()) return std::move(status_or).status();      \
  lhs = *std::move(status_or)
#define USANCE_CONCAT_(a, b) USANCE_CONCAT_IMPL_(a, b)
#define USANCE_CONCAT_IMPL_(a, b) a##b

#endif  // USANCE_CORE_STATUS_H_
