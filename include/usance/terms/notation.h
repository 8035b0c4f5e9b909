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
//   line     := [share] ["round" "(" money "," rounding ")"]
//               ["then" | "from" baseline] {discount} due
//   share    := percent ["of" ("total" | "rest" | "net")]
//             | integer "/" integer "of" ("total" | "rest" | "net")
//             | money | "rest" ["*" weight]
//   discount := (percent ["of" ("gross" | "net" | "mixed")] | number | money)
//               "/" (days | "(" steps ")") ["grace" days]
//   due      := "net" days ["eom" | steps] | steps    steps: see date_step.h
//   percent  := number "%"        money := number currency
//
//   human                         canonical
//   net 30, n/30, 30 days net     net 30           30 days from the baseline
//   payable within 30 days        net 30
//   2/10, n/30; 2%/10 30d         2/10 net 30      2 % off within 10 days
//   2% 10, net 30; 2%10 net 30;   2/10 net 30
//   2% 10d net 30
//   2/10 grace 3 net 30           (the same)       tolerated to the 13th day
//   2% of net/10 net 30           (the same)       off the amount before tax
//   net 60 eom                    eom 60d          60 days from month's end
//   2/10 net eom 60d              (the same)       the discount's are not
//   45d eom, 45d end of month     45d eom          the month's end then
//   30d eom day 10                30d eom day(10)  the 10th after that
//   10th prox, 10 prox, 10 MFI,   eom 1d day(10)   the 10th of the next month
//   10th of the following month
//   2/10 prox 30 prox             2/(eom 1d day(10)) eom 1d day(30)
//   net monthly account           eom(1)           the end of the next month
//   net 10 business days          10bd
//   due on receipt, cod, cash,    net 0            on the baseline date
//   cia, pia, due immediately
//   due 2026-12-31                on(2026-12-31)
//   50% 0d, 50% 30d               (the same)       two halves
//   30% 0d, rest 30d eom          (the same)
//   1/3 of total 0d, rest 30d     (the same)
//   from delivery net 30          (the same)       from another date
//   2/10 net 30 rog               from delivery 2/10 net 30
//   60 days from delivery         from delivery net 60
//   30 days after receipt of      from receipt net 30
//   invoice
//   cwo                           from order net 0
//   30% from order 0d, rest 30d   (the same)       a deposit
//   95% 30d, 5% from acceptance 1y                 5 % held back
//
// A line without a share takes the rest. What has two readings is refused:
// "net 60 days eom" and "eom 60" ("eom 60d" or "60d eom"), "2% 10d, net 30"
// ("2/10 net 30" or "2% 10d, rest 30d"), "2/10 eom" ("2/10 net eom", or
// "2/(eom 10d) net eom"), "2/10 prox net 30" (30 days, or the 30th), "net 10th"
// ("10 prox" or "day(10)"), "cad" (on which day are the documents presented?).
//
// Errors: INVALID_ARGUMENT / UNSPECIFIED - the text is empty
//         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxTermsLength bytes, or
//           more lines, tiers or steps than allowed
//         INVALID_ARGUMENT / AMBIGUOUS_NAME - as above
//         INVALID_ARGUMENT / MALFORMED - the message names the place
//         and those of Check(PaymentTerms)
[[nodiscard]] absl::StatusOr<PaymentTerms> ParseTerms(
    std::string_view text, std::string_view field = "/terms");

// The canonical text: ParseTerms(ToText(terms)) == terms for valid terms, and
// ToText(ParseTerms(canonical)) == canonical.
[[nodiscard]] std::string ToText(const PaymentTerms& terms);

}  // namespace usance

#endif  // USANCE_TERMS_NOTATION_H_
