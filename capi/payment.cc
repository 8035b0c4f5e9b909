// Getting paid: references, account numbers, payment codes, structured terms.
#include <string>

#include "capi/boundary.h"
#include "capi/convert.h"
#include "usance/terms/iban.h"
#include "usance/terms/payment_reference.h"
#include "usance/terms/payment_request.h"
#include "usance/terms/structured_terms.h"

using usance::Currency;
using usance::EpcCharset;
using usance::EpcPayload;
using usance::EpcVersion;
using usance::Fraction;
using usance::Iban;
using usance::LineBreak;
using usance::PaymentReference;
using usance::PaymentRequest;
using usance::ReferenceKind;
using usance::StructuredTerms;
using usance::StructuredTermsLine;
using usance::capi::Choose;
using usance::capi::Column;
using usance::capi::Fits;
using usance::capi::Guard;
using usance::capi::MaybeChoose;
using usance::capi::MaybeMoney;
using usance::capi::Optional;
using usance::capi::Outcome;
using usance::capi::Present;
using usance::capi::Put;
using usance::capi::PutColumn;
using usance::capi::PutText;
using usance::capi::Read;
using usance::capi::Text;

namespace {

// What the outputs of text have in common.
absl::Status CheckText(const char* text, size_t capacity, const size_t* size,
                       std::string_view field) {
  USANCE_RETURN_IF_ERROR(Column(text, capacity, field));
  return Present(size, "/size");
}

absl::StatusOr<PaymentReference> ReadReference(usance_reference_kind kind,
                                               const char* reference) {
  USANCE_ASSIGN_OR_RETURN(const std::string_view text,
                          Text(reference, "/reference"));
  USANCE_ASSIGN_OR_RETURN(const ReferenceKind known,
                          Choose<ReferenceKind>(kind, "/kind"));
  return PaymentReference::Check(known, text);
}

absl::StatusOr<Currency> ReadCurrency(const char* currency) {
  USANCE_ASSIGN_OR_RETURN(const std::string_view code,
                          Text(currency, "/currency"));
  return Currency::Parse(code);
}

// The texts of a payment request, as they are given.
struct Texts {
  std::string_view creditor, iban, bic, purpose, reference, text, information;
};

absl::StatusOr<PaymentRequest> ToRequest(const usance_payment_request& from,
                                         const Texts& texts) {
  USANCE_ASSIGN_OR_RETURN(const EpcVersion version,
                          Choose<EpcVersion>(from.version, "/version"));
  USANCE_ASSIGN_OR_RETURN(const EpcCharset charset,
                          Choose<EpcCharset>(from.charset, "/charset"));
  USANCE_ASSIGN_OR_RETURN(const LineBreak line_break,
                          Choose<LineBreak>(from.line_break, "/line_break"));
  USANCE_ASSIGN_OR_RETURN(
      const ReferenceKind kind,
      Choose<ReferenceKind>(from.reference_kind, "/reference_kind"));
  USANCE_ASSIGN_OR_RETURN(
      const auto means,
      MaybeChoose<usance::PaymentMeansCode>(from.means, "/means"));
  USANCE_ASSIGN_OR_RETURN(const Iban iban, Iban::Parse(texts.iban));
  PaymentRequest to{.creditor = std::string(texts.creditor),
                    .iban = iban,
                    .bic = std::string(texts.bic),
                    .amount = MaybeMoney(from.amount, Currency::Of("EUR")),
                    .purpose = std::string(texts.purpose),
                    .text = std::string(texts.text),
                    .information = std::string(texts.information),
                    .version = version,
                    .charset = charset,
                    .line_break = line_break};
  to.means = means.value_or(to.means);
  if (!texts.reference.empty()) {
    USANCE_ASSIGN_OR_RETURN(to.reference,
                            PaymentReference::Check(kind, texts.reference));
  }
  return to;
}

}  // namespace

usance_status usance_reference_make(usance_reference_kind kind,
                                    const char* base, size_t capacity,
                                    char* text, size_t* size,
                                    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view given, Text(base, "/base"));
    USANCE_RETURN_IF_ERROR(CheckText(text, capacity, size, "/text"));
    USANCE_ASSIGN_OR_RETURN(const ReferenceKind known,
                            Choose<ReferenceKind>(kind, "/kind"));
    USANCE_ASSIGN_OR_RETURN(const PaymentReference made,
                            PaymentReference::Make(known, given));
    return PutText(made.text(), text, capacity, size);
  });
}

usance_status usance_reference_check(usance_reference_kind kind,
                                     const char* reference, size_t capacity,
                                     char* text, size_t* size,
                                     usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(reference, "/reference"));
    USANCE_RETURN_IF_ERROR(CheckText(text, capacity, size, "/text"));
    USANCE_ASSIGN_OR_RETURN(const PaymentReference read,
                            ReadReference(kind, reference));
    return PutText(read.text(), text, capacity, size);
  });
}

usance_status usance_reference_print(usance_reference_kind kind,
                                     const char* reference, size_t capacity,
                                     char* text, size_t* size,
                                     usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(reference, "/reference"));
    USANCE_RETURN_IF_ERROR(CheckText(text, capacity, size, "/text"));
    USANCE_ASSIGN_OR_RETURN(const PaymentReference read,
                            ReadReference(kind, reference));
    return PutText(read.ToPrint(), text, capacity, size);
  });
}

usance_status usance_iban_check(const char* iban, size_t capacity, char* text,
                                size_t* size, int32_t* is_qr_iban,
                                int32_t* is_in_eea, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view given, Text(iban, "/iban"));
    USANCE_RETURN_IF_ERROR(CheckText(text, capacity, size, "/text"));
    USANCE_RETURN_IF_ERROR(Optional(is_qr_iban, "/is_qr_iban"));
    USANCE_RETURN_IF_ERROR(Optional(is_in_eea, "/is_in_eea"));
    USANCE_ASSIGN_OR_RETURN(const Iban read, Iban::Parse(given));
    const usance_status status = PutText(read.text(), text, capacity, size);
    if (status == USANCE_STATUS_OK) {
      Put(is_qr_iban, 0, read.IsQrIban());
      Put(is_in_eea, 0, read.IsInEea());
    }
    return status;
  });
}

usance_status usance_epc_payload(const usance_payment_request* request,
                                 const char* creditor, const char* iban,
                                 const char* bic, const char* purpose,
                                 const char* reference, const char* text,
                                 const char* information, size_t capacity,
                                 char* payload, size_t* size,
                                 usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const usance_payment_request given,
                            Read(request, "/request"));
    Texts texts;
    USANCE_ASSIGN_OR_RETURN(texts.creditor, Text(creditor, "/creditor"));
    USANCE_ASSIGN_OR_RETURN(texts.iban, Text(iban, "/iban"));
    USANCE_ASSIGN_OR_RETURN(texts.bic, Text(bic, "/bic"));
    USANCE_ASSIGN_OR_RETURN(texts.purpose, Text(purpose, "/purpose"));
    USANCE_ASSIGN_OR_RETURN(texts.reference, Text(reference, "/reference"));
    USANCE_ASSIGN_OR_RETURN(texts.text, Text(text, "/text"));
    USANCE_ASSIGN_OR_RETURN(texts.information,
                            Text(information, "/information"));
    USANCE_RETURN_IF_ERROR(CheckText(payload, capacity, size, "/payload"));
    USANCE_ASSIGN_OR_RETURN(const PaymentRequest asked,
                            ToRequest(given, texts));
    USANCE_ASSIGN_OR_RETURN(const EpcPayload made,
                            usance::MakeEpcPayload(asked));
    return PutText(made.bytes, payload, capacity, size);
  });
}

usance_status usance_skonto_check(const char* text, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view given, Text(text, "/text"));
    USANCE_RETURN_IF_ERROR(usance::CheckStructuredTerms(given));
    return USANCE_STATUS_OK;
  });
}

usance_status usance_skonto_read(const char* text, const char* currency,
                                 size_t capacity, int32_t* is_verzug,
                                 int32_t* days, int64_t* share_e12,
                                 int64_t* base, size_t* count,
                                 usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view given, Text(text, "/text"));
    USANCE_RETURN_IF_ERROR(Present(currency, "/currency"));
    USANCE_RETURN_IF_ERROR(Optional(is_verzug, "/is_verzug"));
    USANCE_RETURN_IF_ERROR(Optional(days, "/days"));
    USANCE_RETURN_IF_ERROR(Optional(share_e12, "/share_e12"));
    USANCE_RETURN_IF_ERROR(Optional(base, "/base"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    USANCE_ASSIGN_OR_RETURN(const Currency known, ReadCurrency(currency));
    USANCE_ASSIGN_OR_RETURN(const StructuredTerms terms,
                            usance::ParseStructuredTerms(given, known));
    if (!Fits(terms.lines.size(), capacity, count)) return USANCE_STATUS_MORE;
    using Line = StructuredTermsLine;
    PutColumn(is_verzug, terms.lines, [](const Line& line) {
      return line.kind == usance::StructuredTermsKind::kVerzug;
    });
    PutColumn(days, terms.lines, [](const Line& line) { return line.days; });
    PutColumn(share_e12, terms.lines, [](const Line& line) {
      // Hundredths of a percent, 1 at most: 10^12 times that is an integer.
      return CheckedMul(line.percent.share(), Fraction(1'000'000'000'000))
          ->numerator();
    });
    PutColumn(base, terms.lines, [](const Line& line) {
      return line.base ? line.base->minor() : USANCE_NULL_INT64;
    });
    return USANCE_STATUS_OK;
  });
}

usance_status usance_skonto_write(size_t n, const int32_t* days,
                                  const int64_t* share_e12, const int64_t* base,
                                  const char* currency, size_t capacity,
                                  char* text, size_t* size,
                                  usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(days, n, "/days"));
    USANCE_RETURN_IF_ERROR(Column(share_e12, n, "/share_e12"));
    USANCE_RETURN_IF_ERROR(Optional(base, "/base"));
    USANCE_RETURN_IF_ERROR(Present(currency, "/currency"));
    USANCE_RETURN_IF_ERROR(CheckText(text, capacity, size, "/text"));
    USANCE_ASSIGN_OR_RETURN(const Currency known, ReadCurrency(currency));
    if (n > usance::kMaxStructuredTermsLines) {
      return usance::Error(
          usance::Reason::kLimitExceeded, "/n",
          std::to_string(n) + " lines; allowed: up to " +
              std::to_string(usance::kMaxStructuredTermsLines));
    }
    StructuredTerms terms;
    for (size_t i = 0; i < n; ++i) {
      StructuredTermsLine line;
      line.days = days[i];
      line.percent =
          usance::Percent(Fraction::Of(share_e12[i], 1'000'000'000'000));
      if (base != nullptr) line.base = MaybeMoney(base[i], known);
      terms.lines.push_back(line);
    }
    USANCE_ASSIGN_OR_RETURN(const std::string written,
                            usance::FormatStructuredTerms(terms));
    return PutText(written, text, capacity, size);
  });
}
