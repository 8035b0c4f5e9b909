// References, payment codes and structured terms of python-stdnum, SwissQRBill,
// segno, QRCoder and KoSIT.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/conformance/handlers.h"
#include "tests/conformance/rules.h"
#include "usance/money/format.h"
#include "usance/terms/iban.h"
#include "usance/terms/payment_reference.h"
#include "usance/terms/payment_request.h"
#include "usance/terms/structured_terms.h"

namespace usance::conformance {
namespace {

// The collection's name of a kind with what is done: "ISO11649-create".
struct Asked {
  ReferenceKind kind{};
  std::string what;  // "create", "format", or empty to check
};

std::optional<Asked> AskedOf(std::string kind) {
  Asked asked;
  for (const std::string_view what : {"create", "format"}) {
    const std::string tail = "-" + std::string(what);
    if (!kind.ends_with(tail)) continue;
    kind.resize(kind.size() - tail.size());
    asked.what = what;
  }
  const auto found = FindName<ReferenceKind>(kind);
  if (!found) return std::nullopt;
  asked.kind = *found;
  return asked;
}

// Without the zeros that python-stdnum leaves out of a Swiss reference.
std::string Bare(ReferenceKind kind, const std::string& text) {
  return kind == ReferenceKind::kEsr ? text.substr(text.find_first_not_of('0'))
                                     : text;
}

// What a case's input asks for. What an error case leaves out is as in the
// tests that it is from: a request that nothing else is wrong with.
absl::StatusOr<PaymentRequest> RequestOf(Fields& fields) {
  const bool whole =
      !fields.Has("error") || fields.object()["input"].size() > 3;
  const Json& given = fields.object()["input"];
  Fields input(given, fields.folder());
  const auto text = [&](std::string_view name, std::string_view otherwise) {
    if (!whole && !given.contains(name)) return std::string(otherwise);
    const std::string found = input.Text(name);  // nothing but blanks is none
    return found.find_first_not_of(' ') == std::string::npos ? "" : found;
  };
  USANCE_ASSIGN_OR_RETURN(
      const Iban iban,
      Iban::Parse(text("iban", "FR1420041010050500013M02606")));
  PaymentRequest request{.creditor = text("name", "Marie"), .iban = iban};
  request.bic = text("bic", "");
  const std::string amount = text("amount", "12.30");
  if (!amount.empty()) {
    USANCE_ASSIGN_OR_RETURN(request.amount,
                            ParseAmount(amount, Currency::Of("EUR")));
  }
  request.purpose = text("purpose", "");
  const std::string reference = text("reference", "");
  if (!reference.empty()) {
    USANCE_ASSIGN_OR_RETURN(
        request.reference,
        PaymentReference::Check(ReferenceKind::kRf, reference));
  }
  request.text = text("text", reference.empty() ? "Client" : "");
  request.information = text("message", "");
  if (input.Has("version")) {
    USANCE_ASSIGN_OR_RETURN(
        request.version,
        ParseName<EpcVersion>(input.Text("version"), "/version"));
  }
  if (input.Has("encoding")) {
    USANCE_ASSIGN_OR_RETURN(
        request.charset,
        ParseName<EpcCharset>(input.Text("encoding"), "/encoding"));
  }
  return request;
}

// The field that the collection's name of an error is about.
std::string_view FieldAtFault(std::string_view error) {
  struct Named {
    std::string_view name;
    std::string_view field;
  };
  constexpr Named kNames[] = {
      {"message", "/information"}, {"information", "/information"},
      {"remittance", "/text"},     {"text", "/text"},
      {"charset", "/encoding"},    {"encoding", "/encoding"},
      {"amount", "/amount"},       {"bic", "/bic"},
      {"iban", "/iban"},           {"name", "/creditor"},
      {"purpose", "/purpose"},     {"reference", "/reference"},
      {"version", "/version"}};
  for (const Named& row : kNames) {
    if (error.starts_with(row.name)) return row.field;
  }
  return "";
}

// "EUR12.3" as "EUR12.30".
std::string WithCents(std::string amount) {
  const size_t point = amount.find('.');
  if (point == std::string::npos) return amount + ".00";
  return amount +
         std::string(3 - std::min<size_t>(3, amount.size() - point), '0');
}

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += c;
    }
  }
  return lines;
}

// Compares with a payload that was recorded, but for how it ends and how its
// amount is written.
Verdict ComparePayload(Fields& fields, const EpcPayload& payload) {
  const std::string expected = fields.Text("expected");
  std::vector<std::string> lines = LinesOf(expected);
  const size_t count = lines.size();
  while (lines.size() > 1 && lines.back().empty()) lines.pop_back();
  const bool ends = lines.size() == count;
  std::string written;
  size_t added = 0;  // digits of the amount
  if (lines.size() > 7) {
    written = WithCents(lines[7]);
    added = written.size() - lines[7].size();
    lines[7] = written;
  }
  if (LinesOf(payload.text) != lines) {
    return PassIf(false, payload.text, expected);
  }
  if (fields.Has("bytes") &&
      payload.bytes.size() !=
          static_cast<size_t>(fields.Integer("bytes")) + added) {
    return PassIf(false, std::to_string(payload.bytes.size()),
                  fields.Text("bytes"));
  }
  if (added > 0) return Deviates(kEpcTwoDigits);
  return ends ? Pass() : Deviates(kEpcEmptyLines);
}

}  // namespace

Verdict EpcQr(Fields& fields) {
  if (!fields.object()["input"].is_object()) return Fail("malformed: no input");
  const absl::StatusOr<PaymentRequest> request = RequestOf(fields);
  const absl::StatusOr<EpcPayload> payload =
      request.ok() ? MakeEpcPayload(*request)
                   : absl::StatusOr<EpcPayload>(request.status());
  if (fields.Has("error")) {
    const std::string error = fields.Text("error");
    if (payload.ok() && request->text.empty() && !request->reference) {
      return Deviates(kEpcRemittanceOptional);
    }
    const std::string field =
        payload.ok() ? "no error" : FieldOf(payload.status());
    return PassIf(field == FieldAtFault(error), field, error);
  }
  if (!payload.ok()) return Fail(FromAbsl(payload.status().message()));
  if (fields.Has("expected")) return ComparePayload(fields, *payload);
  const std::string line = LinesOf(payload->text)[7];
  const std::string expected = fields.Text("expected_line8");
  if (line == expected) return Pass();
  if (line == WithCents(expected)) return Deviates(kEpcTwoDigits);
  return PassIf(false, line, expected);
}

Verdict PaymentReferences(Fields& fields) {
  std::optional<Asked> asked = AskedOf(fields.Text("kind"));
  if (!asked) return Fail("unsupported: kind " + fields.Text("kind"));
  // SwissQRBill asks for all 27 digits, python-stdnum reads the reference of
  // an orange slip.
  if (asked->kind == ReferenceKind::kQrr && asked->what.empty() &&
      fields.Text("note").find("strict") == std::string::npos) {
    asked->kind = ReferenceKind::kEsr;
  }
  const std::string input = fields.Text("input");
  const auto reference = asked->what == "create"
                             ? PaymentReference::Make(asked->kind, input)
                             : PaymentReference::Check(asked->kind, input);
  const std::string status(FromAbsl(reference.status().message()));
  const bool valid = fields.object().contains("valid") ? fields.Flag("valid")
                                                       : fields.Has("output");
  if (!fields.error().empty()) return Fail(fields.error());
  if (reference.ok() != valid) {
    return PassIf(false, reference.ok() ? "valid" : status,
                  valid ? "valid" : "an error");
  }
  if (!reference.ok()) return Pass();
  const std::string text = reference->text();
  const std::string print = reference->ToPrint();
  if (fields.Has("output")) {
    const std::string& made = asked->what == "format" ? print : text;
    return PassIf(made == fields.Text("output"), made, fields.Text("output"));
  }
  if (fields.Has("compact")) {
    const std::string compact = fields.Text("compact");
    if (Bare(asked->kind, text) != Bare(asked->kind, compact)) {
      return PassIf(false, text, compact);
    }
  }
  if (fields.Has("formatted")) {
    return PassIf(print == fields.Text("formatted"), print,
                  fields.Text("formatted"));
  }
  return Pass();
}

Verdict XRechnungSkonto(Fields& fields) {
  const bool valid = fields.Flag("valid");
  if (!fields.error().empty()) return Fail(fields.error());
  const absl::Status status = CheckStructuredTerms(fields.Text("text"));
  return PassIf(status.ok() == valid,
                status.ok() ? "valid" : FromAbsl(status.message()),
                valid ? "valid" : "an error");
}

Verdict SkontoParse(Fields& fields) {
  const auto terms =
      ParseStructuredTerms(fields.Text("text"), Currency::Of("EUR"));
  if (!terms.ok()) return Fail(FromAbsl(terms.status().message()));
  const Json& expected = fields.object()["expected"];
  if (!expected.is_array()) return Fail("malformed: no expected");
  Json found = Json::array();
  for (const StructuredTermsLine& line : terms->lines) {
    Json row = {{"days", std::to_string(line.days)}};
    // Two digits, as the text has them.
    const auto hundredths = CheckedMul(line.percent.share(), Fraction(10'000));
    row["percent"] = ToText(Decimal{hundredths->numerator(), 2});
    if (line.base) row["base"] = FormatAmount(*line.base);
    found.push_back(std::move(row));
  }
  return PassIf(found == expected, found.dump(), expected.dump());
}

}  // namespace usance::conformance
