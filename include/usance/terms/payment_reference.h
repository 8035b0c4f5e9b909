// References that a payer quotes, so that a payment finds its invoice.
#ifndef USANCE_TERMS_PAYMENT_REFERENCE_H_
#define USANCE_TERMS_PAYMENT_REFERENCE_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "usance/core/names.h"
#include "usance/core/status.h"

namespace usance {

// Who issues a reference, and how it guards against a slip of the pen. A base
// is what the creditor numbers; check digits make a reference of it.
//
//             base              canonical        print form
//   rf        1-21 letters,     RF, 2 check      fours:
//             digits            digits, base     RF18 5390 0754 7034
//   qrr       to 26 digits      27 digits        2 and fives:
//                                                21 00000 00003 13947 ...
//   esr       as qrr; what is read may leave leading zeros out
//   ogm       to 10 digits      12 digits        +++090/9337/55493+++
//   kid mod10 1-24 digits       base, 1 digit    the same
//   kid mod11 1-24 digits       base, 1 digit    the same
//                               or '-'
//   viite     3-19 digits       base, 1 digit,   fives from the right:
//                               no leading 0     12 34561
//   rf viite  3-19 digits       RF, 2 check      fours:
//                               digits, viite    RF34 1234 561
//
// Source, each as published by others about the rule's own text:
//   rf: ISO 11649, check digits by ISO 7064 MOD 97-10, 02 to 98
//   qrr, esr: modulo 10 recursive with its table, swissdigin.com, "How the
//     QR-Referenz check digit works"; its number is SIX's example
//   ogm: base mod 97, 97 for 0: wiki.xmldation.com, "Reference" (Belgian
//     structured communication); python-stdnum, be.ogm_vcs, after Febelfin
//   kid: to 25 digits, the last by modulus 10 or 11: Mastercard Payment
//     Services Norway, "KID"; the weights, 2 and 1, and 2 to 7, both from the
//     right, as commonly published
//   viite, rf viite: 3 to 19 digits and one by weights 7, 3, 1 from the right,
//     in fives, no leading zeros: xmldation.com, "Finnish Reference Number",
//     after Finance Finland's guide to the domestic reference
enum class ReferenceKind : int32_t {
  kRf = 1,
  kQrr = 2,
  kEsr = 3,
  kOgm = 4,
  kKidMod10 = 5,
  kKidMod11 = 6,
  kViite = 7,
  kRfViite = 8,
};

template <>
struct Names<ReferenceKind> {
  static constexpr std::string_view kNoun = "kind of reference";
  static constexpr Named<ReferenceKind> kTable[] = {
      {ReferenceKind::kRf, "rf", "iso 11649|iso11649|scor"},
      {ReferenceKind::kQrr, "qrr", "ch-qrr|qr reference"},
      {ReferenceKind::kEsr, "esr", "ch-esr|isr|bvr"},
      {ReferenceKind::kOgm, "ogm", "vcs|ogm-vcs|be-ogm"},
      {ReferenceKind::kKidMod10, "kid mod10", "kid10|no-kid10"},
      {ReferenceKind::kKidMod11, "kid mod11", "kid11|no-kid11"},
      {ReferenceKind::kViite, "viite", "fi-viite|viitenumero"},
      {ReferenceKind::kRfViite, "rf viite", "fi-rf"},
  };
  static constexpr RefusedName kRefused[] = {
      {"kid", "say \"kid mod10\" or \"kid mod11\", as agreed with the bank"}};
};

// A reference whose check digits fit: it is made or checked, never set.
class PaymentReference {
 public:
  // Returns the reference of `base`. Blanks in it are left out; qrr, esr and
  // ogm fill it up with zeros on the left.
  //
  // Errors:  INVALID_ARGUMENT / UNSPECIFIED - nothing but blanks
  //          INVALID_ARGUMENT / MALFORMED - another character
  //          OUT_OF_RANGE / OUT_OF_RANGE - too short or too long, or a qrr or
  //            viite of zeros alone
  // Example: rf of 539007547034 is RF18539007547034
  [[nodiscard]] static absl::StatusOr<PaymentReference> Make(
      ReferenceKind kind, std::string_view base,
      std::string_view field = "/base");

  // Returns the reference that `text` is, in any of its forms: canonical,
  // print form, with blanks anywhere, letters in either case.
  //
  // Errors:  INVALID_ARGUMENT / UNSPECIFIED - nothing but blanks
  //          INVALID_ARGUMENT / MALFORMED - another character
  //          OUT_OF_RANGE / OUT_OF_RANGE - not as long as the kind asks for, or
  //            a qrr or viite of zeros alone
  //          INVALID_ARGUMENT / SUM_MISMATCH - the check digits; the message
  //            has those that would fit
  // Example: "RF17 5390 0754 7034" is refused: 18 would fit
  [[nodiscard]] static absl::StatusOr<PaymentReference> Check(
      ReferenceKind kind, std::string_view text,
      std::string_view field = "/reference");

  [[nodiscard]] ReferenceKind kind() const { return kind_; }
  // The canonical text, as machines take it.
  [[nodiscard]] const std::string& text() const { return text_; }
  // The print form, as people read it.
  [[nodiscard]] std::string ToPrint() const;

  friend bool operator==(const PaymentReference&,
                         const PaymentReference&) = default;

 private:
  PaymentReference(ReferenceKind kind, std::string text)
      : kind_(kind), text_(std::move(text)) {}

  ReferenceKind kind_;
  std::string text_;
};

}  // namespace usance

#endif  // USANCE_TERMS_PAYMENT_REFERENCE_H_
