// The text of a payment code: what a banking app reads to fill in a transfer.
#ifndef USANCE_TERMS_PAYMENT_REQUEST_H_
#define USANCE_TERMS_PAYMENT_REQUEST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/money/money.h"
#include "usance/terms/iban.h"
#include "usance/terms/payment_reference.h"
#include "usance/terms/untdid.h"

namespace usance {

// 001 needs the BIC of the creditor's bank; 002 only for accounts outside the
// European Economic Area.
enum class EpcVersion : int32_t { k001 = 1, k002 = 2 };

template <>
struct Names<EpcVersion> {
  static constexpr std::string_view kNoun = "version of payment code";
  static constexpr Named<EpcVersion> kTable[] = {
      {EpcVersion::k001, "001", "1"},
      {EpcVersion::k002, "002", "2"},
  };
};

// The character sets of EPC069-12, by its numbers.
enum class EpcCharset : int32_t {
  kUtf8 = 1,
  kIso8859Part1 = 2,
  kIso8859Part2 = 3,
  kIso8859Part4 = 4,
  kIso8859Part5 = 5,
  kIso8859Part7 = 6,
  kIso8859Part10 = 7,
  kIso8859Part15 = 8,
};

template <>
struct Names<EpcCharset> {
  static constexpr std::string_view kNoun = "character set";
  static constexpr Named<EpcCharset> kTable[] = {
      {EpcCharset::kUtf8, "utf-8", "utf8|1"},
      {EpcCharset::kIso8859Part1, "iso 8859-1", "iso-8859-1|latin1|2"},
      {EpcCharset::kIso8859Part2, "iso 8859-2", "iso-8859-2|latin2|3"},
      {EpcCharset::kIso8859Part4, "iso 8859-4", "iso-8859-4|latin4|4"},
      {EpcCharset::kIso8859Part5, "iso 8859-5", "iso-8859-5|cyrillic|5"},
      {EpcCharset::kIso8859Part7, "iso 8859-7", "iso-8859-7|greek|6"},
      {EpcCharset::kIso8859Part10, "iso 8859-10", "iso-8859-10|latin6|7"},
      {EpcCharset::kIso8859Part15, "iso 8859-15", "iso-8859-15|latin9|8"},
  };
};

enum class LineBreak : int32_t { kLf = 1, kCrlf = 2 };

template <>
struct Names<LineBreak> {
  static constexpr std::string_view kNoun = "line break";
  static constexpr Named<LineBreak> kTable[] = {
      {LineBreak::kLf, "lf", ""},
      {LineBreak::kCrlf, "crlf", ""},
  };
};

// A credit transfer in euro that a creditor asks for. Texts are UTF-8; their
// lengths are counted in characters.
struct PaymentRequest {
  std::string creditor;              // its name, 1 to 70
  Iban iban;                         // the creditor's account
  std::string bic = {};              // of its bank: 8 or 11
  std::optional<Money> amount = {};  // 0.01 to 999999999.99 EUR; none: the
                                     // payer fills it in
  std::string purpose = {};          // ISO 20022's code of four: GDDS
  std::optional<PaymentReference> reference = {};  // rf, rf viite, viite, ogm
  std::string text = {};         // in place of a reference, up to 140
  std::string information = {};  // for the payer, up to 70
  // Of the invoice: a transfer, or not defined. Another one must not be asked
  // for by transfer too.
  PaymentMeansCode means = PaymentMeansCode::kSepaCreditTransfer;
  EpcVersion version = EpcVersion::k002;
  EpcCharset charset = EpcCharset::kUtf8;
  LineBreak line_break = LineBreak::kLf;
};

inline constexpr size_t kMaxEpcBytes = 331;

// What a payment code holds: to be drawn as a QR code of error correction M,
// which is then of version 13 at most.
struct EpcPayload {
  std::string text;   // in UTF-8, for people and tests
  std::string bytes;  // in the character set that line 3 says: draw these
  friend bool operator==(const EpcPayload&, const EpcPayload&) = default;
};

// Returns the payload of a request.
//
//    1  BCD                        7  account number
//    2  version                    8  EUR and the amount, with two digits
//    3  number of character set    9  purpose
//    4  SCT                       10  reference
//    5  BIC                       11  text
//    6  creditor                  12  information
//
// Empty lines at the end are left out, and so is the last line break.
//
// Errors:    of each field in the order of the lines,
//            INVALID_ARGUMENT / UNSPECIFIED - /creditor: nothing but blanks
//            INVALID_ARGUMENT / MISSING_FIELD - /bic: see EpcVersion
//            INVALID_ARGUMENT / MALFORMED - /bic and /purpose: not of their
//              form; any: no UTF-8, or a control character
//            OUT_OF_RANGE / OUT_OF_RANGE - too many characters; /amount
//            INVALID_ARGUMENT / CURRENCY_MISMATCH - /amount: not in EUR
//            INVALID_ARGUMENT / CONFLICT - /means, before all others: no
//              transfer; any: a character that the set does not have;
//              /reference: of another kind; /text: beside a reference
//            RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - the whole has more bytes
//              than kMaxEpcBytes
// Exactness: exact: an amount is written with the digits that it has
// Source:    EPC069-12 version 2.1 of 2012-02-09, section 2
// Example:   its first example: GDDS and RF18539007547034 on lines 9 and 10
[[nodiscard]] absl::StatusOr<EpcPayload> MakeEpcPayload(
    const PaymentRequest& request);

}  // namespace usance

#endif  // USANCE_TERMS_PAYMENT_REQUEST_H_
