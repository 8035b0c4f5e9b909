// Payment terms as people write them, and one canonical text.
#ifndef USANCE_TERMS_NOTATION_H_
#define USANCE_TERMS_NOTATION_H_

#include <string>
#include <string_view>

#include "usance/core/status.h"
#include "usance/terms/payment_terms.h"

namespace usance {

// Reads payment terms, without regard to case.
//
//   terms    := ["from" baseline] line {"," line}
//   baseline := name | "later" "(" name {"," name} ")"
//   line     := [share] ["round" "(" money "," rounding ")"] ["then"]
//               {discount} due
//   share    := percent ["of" ("total" | "rest" | "net")]
//             | integer "/" integer "of" ("total" | "rest" | "net")
//             | money | "rest" ["*" weight]
//   discount := (percent | number | money) "/" (days | "(" steps ")")
//   due      := "net" days ["eom" | steps] | steps    steps: see date_step.h
//   percent  := number "%"        money := number currency
//
//   human                         canonical
//   net 30, n/30, net 30 days     net 30           30 days from the baseline
//   2/10, n/30; 2%/10 30d         2/10 net 30      2 % off within 10 days
//   net 60 eom                    eom 60d          60 days from month's end
//   45d eom                       45d eom          the month's end then
//   30d eom day 10                30d eom day(10)  the 10th after that
//   net 10 business days          10bd
//   due on receipt, cod, cash     net 0            on the baseline date
//   50% 0d, 50% 30d               (the same)       two halves
//   30% 0d, rest 30d eom          (the same)
//   1/3 of total 0d, rest 30d     (the same)
//   from delivery net 30          (the same)       from another date
//
// A line without a share takes the rest. "net 60 days eom" is refused: "eom
// 60d" and "60d eom" are both somebody's reading of it.
//
// Errors: INVALID_ARGUMENT / UNSPECIFIED - the text is empty
//         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxTermsLength bytes, or
//           more lines, tiers or steps than allowed
//         INVALID_ARGUMENT / AMBIGUOUS_NAME - "net 60 days eom"
//         INVALID_ARGUMENT / MALFORMED - the message names the place
//         and those of Check(PaymentTerms)
[[nodiscard]] absl::StatusOr<PaymentTerms> ParseTerms(
    std::string_view text, std::string_view field = "/terms");

// The canonical text: ParseTerms(ToText(terms)) == terms for valid terms, and
// ToText(ParseTerms(canonical)) == canonical.
[[nodiscard]] std::string ToText(const PaymentTerms& terms);

}  // namespace usance

#endif  // USANCE_TERMS_NOTATION_H_
