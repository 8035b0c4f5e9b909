// Amounts and times of cases about rates, as they are printed.
#ifndef USANCE_TESTS_CONFORMANCE_FLOW_CASE_H_
#define USANCE_TESTS_CONFORMANCE_FLOW_CASE_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "tests/conformance/decimal.h"
#include "usance/core/fraction.h"

namespace usance::conformance {

// The amount as a multiple of 10^-digits, its further digits left out; nothing
// where it is none, or beyond.
[[nodiscard]] inline std::optional<int64_t> WholeAmount(std::string_view text,
                                                        int64_t digits) {
  const std::optional<Printed> printed = ParsePrinted(text);
  if (!printed) return std::nullopt;
  const BigRational whole =
      printed->value * BigRational(boost::multiprecision::pow(
                           BigInt(10), static_cast<unsigned>(digits)));
  const BigInt cut = numerator(whole) / denominator(whole);
  if (abs(cut) > INT64_MAX) return std::nullopt;
  return static_cast<int64_t>(cut);
}

}  // namespace usance::conformance

#endif  // USANCE_TESTS_CONFORMANCE_FLOW_CASE_H_
