// Payment terms, and what paying late costs, as plain sentences for a contract.
#ifndef USANCE_TERMS_SENTENCE_H_
#define USANCE_TERMS_SENTENCE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/money/currency.h"
#include "usance/terms/late_payment_policy.h"
#include "usance/terms/payment_terms.h"

namespace usance {

enum class Language : int32_t {
  kEnglish = 1,
  kGerman = 2,
  kFrench = 3,
  kSpanish = 4,
};

template <>
struct Names<Language> {
  static constexpr std::string_view kNoun = "language";
  static constexpr Named<Language> kTable[] = {
      {Language::kEnglish, "en", "english"},
      {Language::kGerman, "de", "german|deutsch"},
      {Language::kFrench, "fr", "french|francais"},
      {Language::kSpanish, "es", "spanish|espanol"},
  };
};

// Returns what `terms` say, in UTF-8: for each line a sentence on when it is
// due, and one for each discount; behind several, that only one is granted.
// Every construct of the notation has its words. Days of grace are a tolerance
// of the creditor's and are left out; so is what a discount is taken of where
// its tier does not say it.
//
//   en  1,234.50 EUR  2%     25 December 2026
//   de  1.234,50 EUR  2 %    25. Dezember 2026
//   fr  1 234,50 EUR  2 %    25 décembre 2026
//   es  1.234,50 EUR  2 %    25 de diciembre de 2026
//
// The blanks within amounts and percentages do not break (U+00A0, in French
// U+202F).
//
// Errors:  those of Check(terms)
//          INVALID_ARGUMENT / UNSPECIFIED - no language
// Source:  number and date formats: Unicode CLDR 42
// Example: "2/10 net 30" in English: "Payment of the invoice amount is due
//          within 30 days after the date of the invoice. A discount of 2% is
//          granted on this payment if it is made within 10 days after the date
//          of the invoice."
[[nodiscard]] absl::StatusOr<std::string> Sentence(const PaymentTerms& terms,
                                                   Language language);

// Returns what `policy` says of paying late: grace, the interest and from when,
// at which rests it bears interest itself, each fee, the fixed sums, the caps.
// A rate in more than 12 steps, or one that is known through a day, is named by
// its id. How amounts are rounded, and the day of an exchange rate, are left
// out.
//
// Errors:  those of CheckPolicy(policy, currency)
//          INVALID_ARGUMENT / UNSPECIFIED - no language
// Source:  as above
// Example: 8 % a year, act/365f, simple: "Overdue amounts bear default interest
//          of 8% a year from the day after the due date on. It bears no
//          interest itself. Days are counted by act/365f."
[[nodiscard]] absl::StatusOr<std::string> Sentence(
    const LatePaymentPolicy& policy, Currency currency, Language language);

}  // namespace usance

#endif  // USANCE_TERMS_SENTENCE_H_
