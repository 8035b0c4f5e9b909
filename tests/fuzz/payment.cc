// Payment codes: what is made keeps the limits, and stands on its lines.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz.h"
#include "usance/terms/payment_request.h"

namespace {

using usance::EpcCharset;
using usance::EpcVersion;
using usance::Iban;
using usance::LineBreak;
using usance::Money;
using usance::PaymentReference;
using usance::PaymentRequest;
using usance::ReferenceKind;

// The fields, one for each line of the text.
std::vector<std::string> FieldsOf(std::string_view text) {
  std::vector<std::string> fields(1);
  for (const char c : text) {
    if (c == '\n') {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  fields.resize(std::max<size_t>(fields.size(), 8));
  return fields;
}

void Check(const PaymentRequest& request) {
  const auto payload = usance::MakeEpcPayload(request);
  if (!payload.ok()) return;
  USANCE_CHECK(payload->bytes.size() <= usance::kMaxEpcBytes);
  const auto breaks = [](const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
  };
  USANCE_CHECK(breaks(payload->text) <= 11);
  USANCE_CHECK(breaks(payload->bytes) == breaks(payload->text));
  USANCE_CHECK(!payload->text.ends_with('\n'));
  if (request.charset == EpcCharset::kUtf8) {
    USANCE_CHECK(payload->bytes == payload->text);
  }
}

}  // namespace

// The first byte chooses version, character set and line break.
int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const auto fields = FieldsOf(usance::fuzz::TextOf(data + 1, size - 1));
  const auto iban = Iban::Parse(fields[0]);
  PaymentRequest request{
      .creditor = fields[1],
      .iban = iban.ok() ? *iban : *Iban::Parse("DE71110220330123456789"),
      .bic = fields[2],
      .purpose = fields[3],
      .text = fields[5],
      .information = fields[6]};
  const auto reference = PaymentReference::Check(ReferenceKind::kRf, fields[4]);
  if (reference.ok()) request.reference = *reference;
  request.amount = Money(static_cast<int64_t>(fields[7].size()),
                         usance::Currency::Of("EUR"));
  const int choice = data[0];
  request.version = choice % 2 == 0 ? EpcVersion::k002 : EpcVersion::k001;
  request.line_break = choice / 2 % 2 == 0 ? LineBreak::kLf : LineBreak::kCrlf;
  request.charset = static_cast<EpcCharset>(1 + choice / 4 % 8);
  Check(request);
  return 0;
}
