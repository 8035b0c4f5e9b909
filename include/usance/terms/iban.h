// International bank account numbers.
#ifndef USANCE_TERMS_IBAN_H_
#define USANCE_TERMS_IBAN_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "usance/core/status.h"

namespace usance {

// An account number that its country's rule and its check digits admit. That
// an account exists, only its bank can say.
//
// Source: ISO 13616; lengths and structures of 89 countries from the SWIFT
//         IBAN registry, in data/ibans.csv.
class Iban {
 public:
  // Reads an account number with blanks anywhere, letters in either case.
  //
  // Errors:  INVALID_ARGUMENT / UNSPECIFIED - nothing but blanks
  //          INVALID_ARGUMENT / MALFORMED - does not begin with two letters
  //            and two digits, or another character than letters and digits
  //          INVALID_ARGUMENT / UNKNOWN_NAME - a country without account
  //            numbers of this kind
  //          OUT_OF_RANGE / OUT_OF_RANGE - not as long as the country's are
  //          INVALID_ARGUMENT / MALFORMED - a letter where the country has
  //            digits, or the reverse; the message has the structure
  //          INVALID_ARGUMENT / SUM_MISMATCH - the check digits; the message
  //            has those that would fit
  // Example: "DE89 3704 0044 0532 0130 00" is DE89370400440532013000
  [[nodiscard]] static absl::StatusOr<Iban> Parse(
      std::string_view text, std::string_view field = "/iban");

  // The canonical text, as machines take it.
  [[nodiscard]] const std::string& text() const { return text_; }
  // "DE"
  [[nodiscard]] std::string_view country() const {
    return std::string_view(text_).substr(0, 2);
  }
  // In groups of four, as people read it.
  [[nodiscard]] std::string ToPrint() const;

  // Whether payments to it carry a qrr reference: an account in Switzerland or
  // Liechtenstein whose institution's number is 30000 to 31999.
  //
  // Source: docs.qr-invoice.ch, glossary, "QR-IID", after SIX's guidelines of
  //         the QR-bill
  [[nodiscard]] bool IsQrIban() const;

  // Whether its country is of the European Economic Area, inside which a
  // credit transfer in euro needs no BIC.
  [[nodiscard]] bool IsInEea() const;

  friend bool operator==(const Iban&, const Iban&) = default;

 private:
  explicit Iban(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

}  // namespace usance

#endif  // USANCE_TERMS_IBAN_H_
