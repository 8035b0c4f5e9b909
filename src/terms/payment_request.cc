#include "usance/terms/payment_request.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "src/terms/charset.h"
#include "src/terms/check_digits.h"
#include "usance/money/format.h"

namespace usance {
namespace {

constexpr size_t kLines = 12;
constexpr int64_t kMinCents = 1;
constexpr int64_t kMaxCents = 99'999'999'999;

bool IsUpperOrDigit(char c) { return IsUpper(c) || IsDigit(c); }

// Source: ISO 9362: four letters or digits, a country, two letters or digits,
// and three more for a branch.
absl::StatusOr<std::string> BicOf(const PaymentRequest& request) {
  std::string bic = WithoutBlanks(request.bic);
  if (bic.empty()) {
    if (request.version == EpcVersion::k002 && request.iban.IsInEea()) {
      return bic;
    }
    return Error(Reason::kMissingField, "/bic",
                 request.version == EpcVersion::k001
                     ? "version 001 needs the BIC of the bank"
                     : "an account in " + std::string(request.iban.country()) +
                           ", outside the European Economic Area, needs the "
                           "BIC of the bank");
  }
  if ((bic.size() != 8 && bic.size() != 11) || !IsUpper(bic[4]) ||
      !IsUpper(bic[5]) ||
      !std::all_of(bic.begin(), bic.end(), IsUpperOrDigit)) {
    return Error(Reason::kMalformed, "/bic",
                 Quoted(bic) +
                     " is no BIC; allowed: 8 or 11 letters and "
                     "digits, the fifth and sixth letters");
  }
  return bic;
}

absl::Status CheckMeans(PaymentMeansCode means) {
  switch (means) {
    case PaymentMeansCode::kNotDefined:
    case PaymentMeansCode::kCreditTransfer:
    case PaymentMeansCode::kSepaCreditTransfer:
      return absl::OkStatus();
    default:
      return Error(Reason::kConflict, "/means",
                   "an invoice that is paid by " + std::string(NameOf(means)) +
                       " asks for no transfer; allowed: 1, 30, 58");
  }
}

absl::StatusOr<std::string> AmountOf(const std::optional<Money>& amount) {
  if (!amount) return std::string();
  if (amount->currency() != Currency::Of("EUR")) {
    return Error(Reason::kCurrencyMismatch, "/amount",
                 Format(*amount) + " is not in EUR");
  }
  if (amount->minor() < kMinCents || amount->minor() > kMaxCents) {
    return Error(Reason::kOutOfRange, "/amount",
                 FormatAmount(*amount) +
                     " is out of range; allowed: 0.01 to 999999999.99");
  }
  return "EUR" + FormatAmount(*amount);
}

absl::Status CheckPurpose(const std::string& purpose) {
  if (purpose.empty() ||
      (purpose.size() == 4 &&
       std::all_of(purpose.begin(), purpose.end(), IsUpperOrDigit))) {
    return absl::OkStatus();
  }
  return Error(
      Reason::kMalformed, "/purpose",
      Quoted(purpose) +
          " is no code of ISO 20022; allowed: four capitals or digits");
}

absl::StatusOr<std::string> ReferenceOf(
    const std::optional<PaymentReference>& reference) {
  if (!reference) return std::string();
  switch (reference->kind()) {
    case ReferenceKind::kRf:
    case ReferenceKind::kRfViite:
    case ReferenceKind::kViite:
    case ReferenceKind::kOgm:
      return reference->text();
    default:
      return Error(Reason::kConflict, "/reference",
                   "a transfer in euro carries no reference of \"" +
                       std::string(NameOf(reference->kind())) +
                       "\"; allowed: rf, rf viite, viite, ogm");
  }
}

// Control characters would be line breaks, or worse.
bool IsControl(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

// A text of `max` characters at most, as bytes of the character set.
absl::StatusOr<std::string> Encoded(const std::string& text, size_t max,
                                    EpcCharset charset,
                                    std::string_view field) {
  USANCE_ASSIGN_OR_RETURN(const std::vector<char32_t> characters,
                          CharactersOf(text, field));
  if (std::any_of(characters.begin(), characters.end(), IsControl)) {
    return Error(Reason::kMalformed, field,
                 Quoted(text) +
                     " has a line break or another control "
                     "character");
  }
  if (characters.size() > max) {
    return Error(Reason::kOutOfRange, field,
                 "the text has " + std::to_string(characters.size()) +
                     " characters; allowed: up to " + std::to_string(max));
  }
  return Encode(characters, charset, field);
}

std::string Joined(const std::array<std::string, kLines>& lines,
                   LineBreak line_break) {
  size_t count = lines.size();
  while (lines[count - 1].empty()) --count;  // the first is not
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    if (i > 0) text += line_break == LineBreak::kCrlf ? "\r\n" : "\n";
    text += lines[i];
  }
  return text;
}

}  // namespace

absl::StatusOr<EpcPayload> MakeEpcPayload(const PaymentRequest& request) {
  USANCE_RETURN_IF_ERROR(CheckMeans(request.means));
  std::array<std::string, kLines> lines;
  lines[0] = "BCD";
  lines[1] = NameOf(request.version);
  lines[2] = std::to_string(static_cast<int32_t>(request.charset));
  lines[3] = "SCT";
  USANCE_ASSIGN_OR_RETURN(lines[4], BicOf(request));
  if (WithoutBlanks(request.creditor).empty()) {
    return Error(Reason::kUnspecified, "/creditor", "no creditor is named");
  }
  lines[5] = request.creditor;
  std::array<std::string, kLines> bytes;
  USANCE_ASSIGN_OR_RETURN(
      bytes[5], Encoded(request.creditor, 70, request.charset, "/creditor"));
  lines[6] = request.iban.text();
  USANCE_ASSIGN_OR_RETURN(lines[7], AmountOf(request.amount));
  USANCE_RETURN_IF_ERROR(CheckPurpose(request.purpose));
  lines[8] = request.purpose;
  USANCE_ASSIGN_OR_RETURN(lines[9], ReferenceOf(request.reference));
  lines[10] = request.text;
  USANCE_ASSIGN_OR_RETURN(bytes[10],
                          Encoded(request.text, 140, request.charset, "/text"));
  if (request.reference && !request.text.empty()) {
    return Error(Reason::kConflict, "/text",
                 "a reference or a text; both are given");
  }
  lines[11] = request.information;
  USANCE_ASSIGN_OR_RETURN(bytes[11], Encoded(request.information, 70,
                                             request.charset, "/information"));
  for (size_t i = 0; i < kLines; ++i) {  // the others are ASCII
    if (bytes[i].empty()) bytes[i] = lines[i];
  }
  EpcPayload payload{.text = Joined(lines, request.line_break),
                     .bytes = Joined(bytes, request.line_break)};
  if (payload.bytes.size() > kMaxEpcBytes) {
    return Error(Reason::kLimitExceeded, "",
                 "the payment code has " +
                     std::to_string(payload.bytes.size()) +
                     " bytes; allowed: up to " + std::to_string(kMaxEpcBytes));
  }
  return payload;
}

}  // namespace usance
