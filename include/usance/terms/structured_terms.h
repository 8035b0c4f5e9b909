// The lines about early payment in the payment terms of an XRechnung:
// "#SKONTO#TAGE=14#PROZENT=2.00#".
#ifndef USANCE_TERMS_STRUCTURED_TERMS_H_
#define USANCE_TERMS_STRUCTURED_TERMS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/money/currency.h"
#include "usance/money/money.h"
#include "usance/money/percent.h"
#include "usance/terms/date_step.h"
#include "usance/terms/payment_terms.h"

namespace usance {

// What a line is about. Since version 3 of XRechnung only skonto is a line;
// before, verzug was one too.
enum class StructuredTermsKind : int32_t {
  kSkonto = 1,  // what paying early earns
  kVerzug = 2,  // what paying late costs; read, never written
};

template <>
struct Names<StructuredTermsKind> {
  static constexpr std::string_view kNoun = "kind of structured terms";
  static constexpr Named<StructuredTermsKind> kTable[] = {
      {StructuredTermsKind::kSkonto, "skonto", "discount"},
      {StructuredTermsKind::kVerzug, "verzug", "late"},
  };
};

struct StructuredTermsLine {
  std::vector<std::string> before = {};  // lines of free text above it
  StructuredTermsKind kind = StructuredTermsKind::kSkonto;
  int32_t days = 0;  // from the date of the invoice
  Percent percent{Fraction(0)};
  std::optional<Money> base = {};  // in place of the amount due (BT-115)
  friend bool operator==(const StructuredTermsLine&,
                         const StructuredTermsLine&) = default;
};

struct StructuredTerms {
  std::vector<StructuredTermsLine> lines = {};
  std::vector<std::string> after = {};  // lines of free text below the last
  friend bool operator==(const StructuredTerms&,
                         const StructuredTerms&) = default;
};

inline constexpr size_t kMaxStructuredTermsLength = 65'536;  // of the text
inline constexpr size_t kMaxStructuredTermsLines = 1'000;  // that begin with #

// Whether the payment terms of an XRechnung (BT-20) keep its rule BR-DE-18:
//
//   every line whose first character but blanks is '#' is, without blanks
//   around it, #SKONTO#TAGE=n#PROZENT=n.nn# or the same with
//   BASISBETRAG=n.nn# or BASISBETRAG=-n.nn# behind it; and if there is one,
//   what follows the last '#' that closes a #...# is a line break, but for
//   blanks
//
// n are digits, as many as you like. Line breaks are those that XML knows: a
// line feed, a carriage return, or both.
//
// Errors:  INVALID_ARGUMENT / MALFORMED - the message has the line
// Source:  BR-DE-18 in KoSIT's schematron rules of XRechnung 3.0, release
//          2026-07: the expression XR-SKONTO-REGEX, with normalize-space
// Example: "#SKONTO#TAGE=7#PROZENT=2.00#" without a line break is refused
[[nodiscard]] absl::Status CheckStructuredTerms(
    std::string_view text, std::string_view field = "/text");

// Reads the structured lines of payment terms, and keeps the free text around
// them. Amounts are of `currency`.
//
// Errors:  RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - the text's length, its lines
//          INVALID_ARGUMENT / MALFORMED - as CheckStructuredTerms, but that
//            VERZUG may stand in place of SKONTO
//          OUT_OF_RANGE / OUT_OF_RANGE - days above 100000, a percentage above
//            100 %
//          INVALID_ARGUMENT / TOO_MANY_DIGITS - cents in a currency without
//          OUT_OF_RANGE / OVERFLOW - a base that is no int64 of minor units
// Example: "#SKONTO#TAGE=7#PROZENT=2.00#\n" is 2 % within 7 days
[[nodiscard]] absl::StatusOr<StructuredTerms> ParseStructuredTerms(
    std::string_view text, Currency currency, std::string_view field = "/text");

// Returns the text, each line with a line feed behind it. It keeps BR-DE-18.
//
// Errors:  UNIMPLEMENTED / UNSUPPORTED - a line of verzug
//          OUT_OF_RANGE / OUT_OF_RANGE - days not 0 to 100000, a percentage not
//            0 to 100 %
//          INVALID_ARGUMENT / TOO_MANY_DIGITS - a percentage or a base that two
//            digits after the point do not hold
//          INVALID_ARGUMENT / CONFLICT - free text with a line break, with '#'
//            as its first character, or that would break the rule
// Example: 2 % within 7 days is "#SKONTO#TAGE=7#PROZENT=2.00#\n"
[[nodiscard]] absl::StatusOr<std::string> FormatStructuredTerms(
    const StructuredTerms& terms, std::string_view field = "/lines");

// Returns the payment terms that the lines of skonto mean: each a tier of the
// one part that is due, in their order; free text is not read. Where `due` is
// not given, the last line of 0 % is no tier: its days are when the rest is
// due, as writers close a list.
//
// Errors:  UNIMPLEMENTED / UNSUPPORTED - a line of verzug; a base, which is
//            an amount of one invoice and no part of its terms
//          INVALID_ARGUMENT / CONTEXT_REQUIRED - no `due`, and no line of 0 %
//          and those of Check(PaymentTerms)
// Example: 2 % within 7 days and 0 % within 30 are "2/7 net 30"
[[nodiscard]] absl::StatusOr<PaymentTerms> ToPaymentTerms(
    const StructuredTerms& terms, const std::optional<DateSteps>& due = {},
    std::string_view field = "/lines");

// Returns the lines that say what `terms` grant for paying early, and last,
// where the terms are due so many days after the invoice, one of 0 %. Of other
// due dates no line speaks: the invoice states its own (BT-9).
//
// Errors:  those of Check(PaymentTerms), then
//          UNIMPLEMENTED / UNSUPPORTED - what lines cannot say: several
//            parts, another baseline than the invoice, an amount off, another
//            base than the amount due, a tier that is not so many days
//          INVALID_ARGUMENT / TOO_MANY_DIGITS - a percentage of more than two
//            digits after the point
// Example: "2/7 net 30" is 2 % within 7 days and 0 % within 30
[[nodiscard]] absl::StatusOr<StructuredTerms> FromPaymentTerms(
    const PaymentTerms& terms, std::string_view field = "/terms");

}  // namespace usance

#endif  // USANCE_TERMS_STRUCTURED_TERMS_H_
