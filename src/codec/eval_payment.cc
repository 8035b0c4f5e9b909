// reference, iban, structured_terms, payment_request.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "src/codec/operations.h"
#include "usance/money/format.h"
#include "usance/terms/iban.h"
#include "usance/terms/notation.h"
#include "usance/terms/payment_reference.h"
#include "usance/terms/payment_request.h"
#include "usance/terms/structured_terms.h"

namespace usance::codec {
namespace {

// --- reference, iban --------------------------------------------------------

constexpr Field kReferenceFields[] = {
    {"kind", FieldType::kName, true, "who issues it", NamesOf<ReferenceKind>},
    {"reference", FieldType::kText, false,
     "to check, in any form; exactly one of reference and base"},
    {"base", FieldType::kText, false, "to make one of, without check digits"},
};

// What a request gives of a reference; it is read before it is judged.
struct GivenReference {
  ReferenceKind kind{};
  std::optional<std::string> text;
  std::optional<std::string> base;
};

absl::StatusOr<GivenReference> ReadGiven(Reader& in, ReferenceKind kind) {
  GivenReference given{.kind = kind, .text = {}, .base = {}};
  USANCE_ASSIGN_OR_RETURN(given.text, in.Find<std::string>("reference"));
  USANCE_ASSIGN_OR_RETURN(given.base, in.Find<std::string>("base"));
  if (given.text && given.base) {
    return Error(Reason::kConflict, in.PathOf("base"),
                 "reference or base, not both");
  }
  return given;
}

absl::StatusOr<PaymentReference> Judge(const GivenReference& given) {
  return given.text ? PaymentReference::Check(given.kind, *given.text)
                    : PaymentReference::Make(given.kind, *given.base);
}

absl::Status RunReference(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const ReferenceKind kind,
                          in.Get<ReferenceKind>("kind"));
  USANCE_ASSIGN_OR_RETURN(const GivenReference given, ReadGiven(in, kind));
  if (!given.text && !given.base) {
    return Error(Reason::kMissingField, in.PathOf("reference"),
                 "the field is missing, or base in its place");
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const PaymentReference reference, Judge(given));
  out.Set("kind", NameOf(kind));
  out.Set("reference", reference.text());
  out.Set("print", reference.ToPrint());
  return absl::OkStatus();
}

constexpr Field kIbanFields[] = {
    {"iban", FieldType::kText, true, "to check, in any form"},
};

absl::Status RunIban(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Iban iban, in.Get<Iban>("iban"));
  USANCE_RETURN_IF_ERROR(in.Done());
  out.Set("iban", iban.text());
  out.Set("print", iban.ToPrint());
  out.Set("country", iban.country());
  out.Set("qr_iban", iban.IsQrIban());
  out.Set("eea", iban.IsInEea());
  return absl::OkStatus();
}

// --- structured_terms -------------------------------------------------------

constexpr Field kStructuredLineFields[] = {
    {"before", FieldType::kText, false, "free text above it"},
    {"kind", FieldType::kName, false, "assumed: skonto",
     NamesOf<StructuredTermsKind>},
    {"days", FieldType::kInteger, true, "from the invoice"},
    {"percent", FieldType::kPercent, true, "with two digits after the point"},
    {"base", FieldType::kMoney, false, "in place of the amount due"},
};
constexpr Field kStructuredTermsFields[] = {
    {"currency", FieldType::kCurrency, true, "of the invoice"},
    {"text", FieldType::kText, false,
     "to read: the payment terms (BT-20); exactly one of text, lines, terms"},
    {"due", FieldType::kText, false,
     "date steps of the rest, for a text without a line of 0 %"},
    {"lines", FieldType::kList, false, "to write", nullptr,
     kStructuredLineFields},
    {"after", FieldType::kText, false, "free text below the lines"},
    {"terms", FieldType::kText, false, "to write, as 2/10 net 30"},
};

// Free text as one text, each line with its line feed.
std::string Joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

std::vector<std::string> Split(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

absl::StatusOr<StructuredTerms> ReadStructuredLines(Reader& in,
                                                    Currency currency) {
  StructuredTerms terms;
  USANCE_ASSIGN_OR_RETURN(std::vector<Reader> lines, in.FindList("lines"));
  for (Reader& reader : lines) {
    StructuredTermsLine line;
    USANCE_ASSIGN_OR_RETURN(const auto before,
                            reader.Find<std::string>("before"));
    line.before = Split(before.value_or(""));
    USANCE_ASSIGN_OR_RETURN(const auto kind,
                            reader.Find<StructuredTermsKind>("kind"));
    line.kind = kind.value_or(line.kind);
    USANCE_ASSIGN_OR_RETURN(const auto days,
                            reader.FindInteger("days", 0, kMaxStepCount));
    if (!days) {
      return Error(Reason::kMissingField, reader.PathOf("days"),
                   "the field is missing: days from the invoice");
    }
    line.days = static_cast<int32_t>(*days);
    USANCE_ASSIGN_OR_RETURN(line.percent, reader.Get<Percent>("percent"));
    USANCE_ASSIGN_OR_RETURN(line.base, reader.FindMoney("base", currency));
    USANCE_RETURN_IF_ERROR(reader.Done());
    terms.lines.push_back(std::move(line));
  }
  USANCE_ASSIGN_OR_RETURN(const auto after, in.Find<std::string>("after"));
  terms.after = Split(after.value_or(""));
  return terms;
}

Json StructuredLinesJson(const StructuredTerms& terms) {
  Json lines = Json::List();
  for (const StructuredTermsLine& line : terms.lines) {
    Json row = Json::Object();
    if (!line.before.empty()) row.Set("before", Joined(line.before));
    row.Set("kind", NameOf(line.kind));
    row.Set("days", static_cast<int64_t>(line.days));
    row.Set("percent", Format(line.percent));
    if (line.base) row.Set("base", FormatAmount(*line.base));
    lines.Append(std::move(row));
  }
  return lines;
}

// What a text says: its lines, whether it keeps the rule, and the terms that
// it means, where it means any.
absl::Status ReadText(const std::string& text, Currency currency,
                      const std::optional<DateSteps>& due, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const StructuredTerms terms,
                          ParseStructuredTerms(text, currency));
  const absl::Status rule = CheckStructuredTerms(text);
  out.Set("br_de_18", rule.ok());
  if (!rule.ok()) out.Because(TextOf(rule));
  out.Set("lines", StructuredLinesJson(terms));
  if (!terms.after.empty()) out.Set("after", Joined(terms.after));
  const absl::StatusOr<PaymentTerms> meant = ToPaymentTerms(terms, due);
  if (meant.ok()) {
    out.Set("terms", ToText(*meant));
  } else {
    out.Because("no terms: " + FieldOf(meant.status()) + ": " +
                TextOf(meant.status()));
  }
  return absl::OkStatus();
}

// Answers `due` where no line says when the rest is due.
absl::StatusOr<StructuredTerms> LinesOfTerms(const std::string& text,
                                             Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const PaymentTerms terms, ParseTerms(text, ""));
  USANCE_ASSIGN_OR_RETURN(StructuredTerms lines, FromPaymentTerms(terms, ""));
  const TermsLine& part = terms.lines.front();
  if (lines.lines.size() == part.discounts.size()) {
    out.Set("due", ToText(part.steps));
  }
  return lines;
}

absl::Status RunStructuredTerms(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          in.Get<Currency>("currency"));
  USANCE_ASSIGN_OR_RETURN(const auto text, in.Find<std::string>("text"));
  USANCE_ASSIGN_OR_RETURN(const auto steps, in.Find<std::string>("due"));
  std::optional<DateSteps> due;
  if (steps) {
    USANCE_ASSIGN_OR_RETURN(due, ParseSteps(*steps, in.PathOf("due")));
  }
  if (!text) in.NoUseFor("due");
  USANCE_ASSIGN_OR_RETURN(StructuredTerms terms,
                          ReadStructuredLines(in, currency));
  const bool lines = in.Has("lines");
  if (!lines) in.NoUseFor("after");
  USANCE_ASSIGN_OR_RETURN(const auto given, in.Find<std::string>("terms"));
  const int count = (text ? 1 : 0) + (lines ? 1 : 0) + (given ? 1 : 0);
  if (count != 1) {
    return Error(count == 0 ? Reason::kMissingField : Reason::kConflict,
                 in.PathOf("text"), "exactly one of text, lines and terms");
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  if (text) return ReadText(*text, currency, due, out);
  if (given) {
    absl::StatusOr<StructuredTerms> of_terms = LinesOfTerms(*given, out);
    if (!of_terms.ok()) {
      return Error(ReasonOf(of_terms.status()), in.PathOf("terms"),
                   TextOf(of_terms.status()));
    }
    terms = *std::move(of_terms);
  }
  USANCE_ASSIGN_OR_RETURN(const std::string written,
                          FormatStructuredTerms(terms));
  out.Set("text", written);
  return absl::OkStatus();
}

// --- payment_request --------------------------------------------------------

constexpr Field kPaymentRequestFields[] = {
    {"creditor", FieldType::kText, true, "the name, up to 70 characters"},
    {"iban", FieldType::kText, true, "the creditor's account"},
    {"bic", FieldType::kText, false,
     "of its bank; needed by version 001, and outside the EEA"},
    {"amount", FieldType::kMoney, false,
     "in euro, 0.01 to 999999999.99; without it the payer fills it in"},
    {"purpose", FieldType::kText, false, "ISO 20022's code, as GDDS"},
    {"reference", FieldType::kText, false, "with its check digits"},
    {"base", FieldType::kText, false, "to make a reference of, in its place"},
    {"reference_kind", FieldType::kName, false, "assumed: rf",
     NamesOf<ReferenceKind>},
    {"text", FieldType::kText, false,
     "for the creditor, in place of a reference; up to 140 characters"},
    {"information", FieldType::kText, false,
     "for the payer, up to 70 characters"},
    {"means", FieldType::kName, false,
     "of payment that the invoice names (BT-81), by name or code; refused "
     "where "
     "it is no transfer",
     NamesOf<PaymentMeansCode>},
    {"version", FieldType::kName, false, "assumed: 002", NamesOf<EpcVersion>},
    {"charset", FieldType::kName, false, "assumed: utf-8", NamesOf<EpcCharset>},
    {"line_break", FieldType::kName, false, "assumed: lf", NamesOf<LineBreak>},
};

absl::StatusOr<PaymentRequest> ReadPaymentRequest(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(std::string creditor,
                          in.Get<std::string>("creditor"));
  USANCE_ASSIGN_OR_RETURN(const Iban iban, in.Get<Iban>("iban"));
  PaymentRequest request{.creditor = std::move(creditor), .iban = iban};
  const auto text = [&in](std::string_view name, std::string& to) {
    USANCE_ASSIGN_OR_RETURN(const auto given, in.Find<std::string>(name));
    to = given.value_or("");
    return absl::OkStatus();
  };
  USANCE_RETURN_IF_ERROR(text("bic", request.bic));
  USANCE_ASSIGN_OR_RETURN(request.amount,
                          in.FindMoney("amount", Currency::Of("EUR")));
  USANCE_RETURN_IF_ERROR(text("purpose", request.purpose));
  USANCE_ASSIGN_OR_RETURN(const GivenReference given,
                          ReadGiven(in, ReferenceKind::kRf));
  USANCE_ASSIGN_OR_RETURN(const auto kind,
                          in.Find<ReferenceKind>("reference_kind"));
  const bool refers = given.text || given.base;
  if (!refers) in.NoUseFor("reference_kind");
  USANCE_RETURN_IF_ERROR(text("text", request.text));
  USANCE_RETURN_IF_ERROR(text("information", request.information));
  USANCE_ASSIGN_OR_RETURN(const auto means, in.Find<PaymentMeansCode>("means"));
  request.means = means.value_or(request.means);
  USANCE_ASSIGN_OR_RETURN(const auto version, in.Find<EpcVersion>("version"));
  request.version = version.value_or(request.version);
  USANCE_ASSIGN_OR_RETURN(const auto charset, in.Find<EpcCharset>("charset"));
  request.charset = charset.value_or(request.charset);
  USANCE_ASSIGN_OR_RETURN(const auto end, in.Find<LineBreak>("line_break"));
  request.line_break = end.value_or(request.line_break);
  USANCE_RETURN_IF_ERROR(in.Done());
  if (refers) {
    GivenReference of_kind = given;
    of_kind.kind = kind.value_or(given.kind);
    USANCE_ASSIGN_OR_RETURN(request.reference, Judge(of_kind));
    out.Assume("reference_kind", NameOf(of_kind.kind));
  }
  out.Assume("version", NameOf(request.version));
  out.Assume("charset", NameOf(request.charset));
  out.Assume("line_break", NameOf(request.line_break));
  return request;
}

std::string HexOf(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex += {kDigits[byte >> 4], kDigits[byte & 15]};
  }
  return hex;
}

absl::Status RunPaymentRequest(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const PaymentRequest request,
                          ReadPaymentRequest(in, out));
  USANCE_ASSIGN_OR_RETURN(const EpcPayload payload, MakeEpcPayload(request));
  out.Set("payload", payload.text);
  out.Set("bytes", HexOf(payload.bytes));
  out.Set("iban", request.iban.ToPrint());
  if (request.reference) {
    out.Set("reference", request.reference->text());
    out.Set("reference_print", request.reference->ToPrint());
  }
  return absl::OkStatus();
}

constexpr Operation kPaymentOperations[] = {
    {"payment_request", "a payment code's payload, for a transfer in euro",
     kPaymentRequestFields, RunPaymentRequest},
    {"reference", "a payment reference, checked or made", kReferenceFields,
     RunReference},
    {"iban", "an account number, checked", kIbanFields, RunIban},
    {"structured_terms",
     "the lines about early payment in an XRechnung, read or written",
     kStructuredTermsFields, RunStructuredTerms},
};

}  // namespace

std::span<const Operation> PaymentOperations() { return kPaymentOperations; }

}  // namespace usance::codec
