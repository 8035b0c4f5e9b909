// How far a figure can be trusted: where the rate that it rests on comes from.
#ifndef USANCE_ACCRUAL_CONFIDENCE_H_
#define USANCE_ACCRUAL_CONFIDENCE_H_

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "usance/core/names.h"

namespace usance {

// From the strongest to the weakest, so the greater value is the weaker.
enum class Confidence : int32_t {
  kGiven = 1,     // stated by the caller, as the rates of a contract are
  kVerified = 2,  // two independent sources agree
  kRead = 3,      // read at the one source named
  kDerived = 4,   // computed from rows verified or read, by the law's formula
  kMemory = 5,    // recalled, or computed from what is: check before relying
  kConflict = 6,  // sources disagree
};

template <>
struct Names<Confidence> {
  static constexpr std::string_view kNoun = "confidence";
  static constexpr Named<Confidence> kTable[] = {
      {Confidence::kGiven, "given", ""},
      {Confidence::kVerified, "verified", ""},
      {Confidence::kRead, "read", ""},
      {Confidence::kDerived, "derived", ""},
      {Confidence::kMemory, "memory", ""},
      {Confidence::kConflict, "conflict", ""},
  };
};

// The weaker of two: what a result that rests on both can claim.
[[nodiscard]] constexpr Confidence Weakest(Confidence a, Confidence b) {
  return std::max(a, b);
}

}  // namespace usance

#endif  // USANCE_ACCRUAL_CONFIDENCE_H_
