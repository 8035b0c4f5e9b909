// Structured terms: what can be written keeps the rule, and reads as itself.
#include "tests/fuzz/fuzz.h"
#include "usance/terms/structured_terms.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = usance::fuzz::TextOf(data, size);
  const usance::Currency currency = usance::Currency::Of("EUR");
  const auto terms = usance::ParseStructuredTerms(text, currency);
  if (!terms.ok()) return 0;
  const auto written = usance::FormatStructuredTerms(*terms);
  USANCE_CHECK(written.ok() == usance::CheckStructuredTerms(text).ok());
  if (!written.ok()) return 0;
  USANCE_CHECK(usance::CheckStructuredTerms(*written).ok());
  const auto again = usance::ParseStructuredTerms(*written, currency);
  USANCE_CHECK(again.ok() && *again == *terms);
  return 0;
}
