#include "usance/money/split.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "src/core/exact.h"

namespace usance {
namespace {

absl::Status CheckWeights(std::span<const Fraction> weights) {
  if (weights.empty()) {
    return Error(Reason::kMissingField, "/weights", "there are no weights");
  }
  if (weights.size() > kMaxSplitParts) {
    return Error(Reason::kLimitExceeded, "/weights",
                 std::to_string(weights.size()) + " weights; allowed: up to " +
                     std::to_string(kMaxSplitParts));
  }
  bool any = false;
  for (size_t k = 0; k < weights.size(); ++k) {
    if (weights[k].Sign() < 0) {
      return Error(Reason::kOutOfRange, "/weights/" + std::to_string(k),
                   ToText(weights[k]) + " is negative; allowed: 0 or more");
    }
    any = any || weights[k].Sign() > 0;
  }
  if (!any) {
    return Error(Reason::kOutOfRange, "/weights",
                 "all weights are 0; allowed: at least one above 0");
  }
  return absl::OkStatus();
}

// The weights as integers in the same proportion.
absl::StatusOr<std::vector<Integer>> WholeWeights(
    std::span<const Fraction> weights) {
  Integer common = 1;
  for (const Fraction& weight : weights) {
    common = lcm(common, Integer(weight.denominator()));
    if (msb(common) >= kMaxSplitDenominatorBits) {
      return Error(Reason::kLimitExceeded, "/weights",
                   "the weights' least common denominator is too large; "
                   "allowed: below 2^" +
                       std::to_string(kMaxSplitDenominatorBits));
    }
  }
  std::vector<Integer> whole(weights.size());
  for (size_t k = 0; k < weights.size(); ++k) {
    whole[k] = common / Integer(weights[k].denominator()) *
               Integer(weights[k].numerator());
  }
  return whole;
}

}  // namespace

absl::StatusOr<std::vector<int64_t>> Split(int64_t total_minor,
                                           std::span<const Fraction> weights,
                                           Increment increment) {
  USANCE_RETURN_IF_ERROR(CheckWeights(weights));
  USANCE_ASSIGN_OR_RETURN(const std::vector<Integer> whole,
                          WholeWeights(weights));
  const Integer sum = std::accumulate(whole.begin(), whole.end(), Integer(0));

  // |total| = count * step + rest; count increments are dealt out.
  const uint64_t total = static_cast<uint64_t>(Magnitude(total_minor));
  const uint64_t step = static_cast<uint64_t>(increment.minor());
  const uint64_t count = total / step;
  uint64_t left = count;
  std::vector<uint64_t> parts(weights.size());
  std::vector<Integer> remainders(weights.size());  // of sum
  for (size_t k = 0; k < weights.size(); ++k) {
    Integer part;
    divide_qr(Integer(whole[k] * count), sum, part, remainders[k]);
    parts[k] = static_cast<uint64_t>(part);
    left -= parts[k];
  }
  std::vector<size_t> order(weights.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return remainders[b] < remainders[a];
  });
  // left < the number of parts with a remainder above 0.
  for (size_t k = 0; k < left; ++k) ++parts[order[k]];
  for (uint64_t& part : parts) part *= step;
  const auto largest = std::max_element(whole.begin(), whole.end());
  parts[static_cast<size_t>(largest - whole.begin())] += total % step;

  std::vector<int64_t> signed_parts(parts.size());
  for (size_t k = 0; k < parts.size(); ++k) {
    signed_parts[k] =
        static_cast<int64_t>(total_minor < 0 ? ~parts[k] + 1 : parts[k]);
  }
  return signed_parts;
}

}  // namespace usance
