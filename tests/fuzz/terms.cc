// Payment terms and date steps: one canonical text, which reads as itself, and
// sentences in every language.
#include "tests/fuzz/fuzz.h"
#include "usance/terms/date_step.h"
#include "usance/terms/notation.h"
#include "usance/terms/sentence.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = usance::fuzz::TextOf(data, size);
  if (const auto terms = usance::ParseTerms(text); terms.ok()) {
    const std::string canonical = usance::ToText(*terms);
    const auto again = usance::ParseTerms(canonical);
    USANCE_CHECK(again.ok() && *again == *terms);
    USANCE_CHECK(usance::ToText(*again) == canonical);
    for (const auto& row : usance::Names<usance::Language>::kTable) {
      USANCE_CHECK(usance::Sentence(*terms, row.value).ok());
    }
  }
  if (const auto steps = usance::ParseSteps(text); steps.ok()) {
    const auto again = usance::ParseSteps(usance::ToText(*steps));
    USANCE_CHECK(again.ok() && *again == *steps);
  }
  return 0;
}
