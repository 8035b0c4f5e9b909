// Periods as text.
#include "usance/date/period.h"

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = usance::fuzz::TextOf(data, size);
  if (const auto period = usance::Period::Parse(text); period.ok()) {
    const auto again = usance::Period::Parse(period->ToText());
    USANCE_CHECK(again.ok() && *again == *period);
    USANCE_CHECK(again->ToText() == period->ToText());
  }
  return 0;
}
