// Judges a customer: class, limit and terms, with their reasons.
#ifndef USANCE_CREDIT_ASSESS_H_
#define USANCE_CREDIT_ASSESS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "usance/core/fraction.h"
#include "usance/core/status.h"
#include "usance/credit/credit_policy.h"
#include "usance/credit/track_record.h"

namespace usance {

// What a factor made of its measure.
struct FactorReason {
  uint32_t factor = 0;                 // of the policy's
  std::optional<Fraction> value = {};  // none: not known
  std::optional<uint32_t> band = {};   // of the factor's; none: not known
  std::optional<int32_t> points = {};  // none: left out
  std::string why = {};  // "on time by amount 95%: 80 points (weight 3)"
};

struct Assessment {
  uint32_t credit_class = 0;  // of the policy's, from 0, which is the best
  // The mean of the factors' points by their weights.
  Fraction score;
  uint32_t class_by_score = 0;
  std::vector<FactorReason> reasons;
  // The first that came to this class, where the score came to a better one.
  std::optional<uint32_t> knock_out = {};
  std::optional<int64_t> limit_minor = {};  // none: there is no limit
  // The class whose rule the limit is of: its own, or a better one that gives
  // less.
  uint32_t limit_class = 0;
};

// Returns the class that a policy puts a customer into, and the limit.
//
//   score = sum(points x weight) / sum(weight)     of the factors that count
//   class = the first whose from_points the score reaches, or a worse one that
//           a knock-out names
//   limit = the least that the rules of this class and of the better ones give
//
// A measure that worsens, with all else as it was, never brings a better class,
// a smaller deposit or a higher limit.
//
// Errors:    as CheckPolicy, below /policy
//            INVALID_ARGUMENT / CURRENCY_MISMATCH - policy and record
//            INVALID_ARGUMENT / OUT_OF_ORDER - the record ends before the
//              policy's first day; /policy/valid_from
//            INVALID_ARGUMENT / CONTEXT_REQUIRED - a measure is not known that
//              the policy refuses to go without; no factor counts; equity is
//              not known that a limit is a part of
//            OUT_OF_RANGE / OUT_OF_RANGE - legal disputes or equity below 0
//            OUT_OF_RANGE / OVERFLOW - a limit is no int64 of minor units
// Exactness: the limit is rounded down once; all else is exact
// Example:   90 points of weight 3 and 50 of weight 1: (270 + 50) / 4 = 80
[[nodiscard]] absl::StatusOr<Assessment> Assess(const CreditPolicy& policy,
                                                const TrackRecord& record,
                                                const ExternalFacts& external);

}  // namespace usance

#endif  // USANCE_CREDIT_ASSESS_H_
