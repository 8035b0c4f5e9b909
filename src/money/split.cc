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

}  // namespace

absl::StatusOr<std::vector<int64_t>> Split(int64_t total_minor,
                                           std::span<const Fraction> weights,
                                           Increment increment) {
  USANCE_RETURN_IF_ERROR(CheckWeights(weights));
  Exact sum;
  for (const Fraction& weight : weights) sum = (sum + weight).Reduced();

  // |total| = count * increment + rest; count increments are dealt out.
  const uint64_t total = static_cast<uint64_t>(Magnitude(total_minor));
  const uint64_t step = static_cast<uint64_t>(increment.minor());
  uint64_t left = total / step;
  std::vector<uint64_t> parts(weights.size());
  std::vector<Exact> remainders(weights.size());
  for (size_t k = 0; k < weights.size(); ++k) {
    const Exact share =
        Exact(Integer(total / step), 1) * Exact(weights[k]) / sum;
    const Integer whole = share.Round(Rounding::kDown);
    parts[k] = static_cast<uint64_t>(whole);
    remainders[k] = (share - Exact(whole, 1)).Reduced();
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
  const auto largest = std::max_element(weights.begin(), weights.end());
  parts[static_cast<size_t>(largest - weights.begin())] += total % step;

  std::vector<int64_t> signed_parts(parts.size());
  for (size_t k = 0; k < parts.size(); ++k) {
    signed_parts[k] = static_cast<int64_t>(
        total_minor < 0 ? ~parts[k] + 1 : parts[k]);
  }
  return signed_parts;
}

}  // namespace usance
