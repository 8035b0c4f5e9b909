// References and account numbers: canonical and print form read as the same.
#include "tests/fuzz/fuzz.h"
#include "usance/terms/iban.h"
#include "usance/terms/payment_reference.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using usance::PaymentReference;
  const std::string_view text = usance::fuzz::TextOf(data, size);
  for (const auto& row : usance::Names<usance::ReferenceKind>::kTable) {
    for (const auto& reference : {PaymentReference::Check(row.value, text),
                                  PaymentReference::Make(row.value, text)}) {
      if (!reference.ok()) continue;
      for (const std::string& form :
           {reference->text(), reference->ToPrint()}) {
        const auto again = PaymentReference::Check(row.value, form);
        USANCE_CHECK(again.ok() && *again == *reference);
      }
    }
  }
  if (const auto iban = usance::Iban::Parse(text); iban.ok()) {
    for (const std::string& form : {iban->text(), iban->ToPrint()}) {
      const auto again = usance::Iban::Parse(form);
      USANCE_CHECK(again.ok() && *again == *iban);
    }
  }
  return 0;
}
