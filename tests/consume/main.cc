// A program of somebody else's: 100.00 EUR in three parts.
#include <cstdio>

#include "usance/money/format.h"
#include "usance/money/split.h"

int main() {
  const usance::Currency euro = usance::Currency::Of("EUR");
  const usance::Fraction equal[] = {1, 1, 1};
  const auto parts = usance::Split(10000, equal);
  if (!parts.ok()) return 1;
  for (const int64_t part : *parts) {
    std::puts(usance::Format(usance::Money(part, euro)).c_str());
  }
}
