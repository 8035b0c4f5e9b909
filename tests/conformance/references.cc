// References, payment codes and structured terms of python-stdnum, SwissQRBill,
// segno, QRCoder and KoSIT.
#include <string>
#include <vector>

#include "tests/conformance/handlers.h"
#include "tests/conformance/rules.h"
#include "usance/money/format.h"
#include "usance/terms/payment_reference.h"
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

}  // namespace

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
