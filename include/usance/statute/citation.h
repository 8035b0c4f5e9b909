// Where a fact of law stands.
#ifndef USANCE_STATUTE_CITATION_H_
#define USANCE_STATUTE_CITATION_H_

#include <string>

#include "usance/accrual/confidence.h"

namespace usance {

struct Citation {
  std::string source;  // act and section
  Confidence confidence = Confidence::kMemory;
};

// Whether it is to be checked before it is relied on.
[[nodiscard]] inline bool IsWeak(const Citation& cited) {
  return cited.confidence >= Confidence::kMemory;
}

}  // namespace usance

#endif  // USANCE_STATUTE_CITATION_H_
