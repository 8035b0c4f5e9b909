// Exact figures against printed ones, in exact arithmetic.
#ifndef USANCE_TESTS_CONFORMANCE_DECIMAL_H_
#define USANCE_TESTS_CONFORMANCE_DECIMAL_H_

#include <optional>
#include <string_view>

#include "tests/oracle_integer.h"

namespace usance::conformance {

// A decimal as printed: its value, and one unit of its last digit.
struct Printed {
  BigRational value;
  BigRational unit;
};

// Reads -?digits[.digits][e[+-]digits], the exponent within +-400.
[[nodiscard]] std::optional<Printed> ParsePrinted(std::string_view text);

// Each is false where a text is no number.

// `expected` is a double, printed in full: |exact - expected| is at most
// 10^-12 of the expected value.
[[nodiscard]] bool IsNearDouble(const BigRational& exact,
                                std::string_view expected);
// `expected` was rounded where it ends: within half a unit of its last digit.
[[nodiscard]] bool IsNearPrinted(const BigRational& exact,
                                 std::string_view expected);
// Within a stated tolerance.
[[nodiscard]] bool IsWithin(const BigRational& exact, std::string_view expected,
                            std::string_view tolerance);

}  // namespace usance::conformance

#endif  // USANCE_TESTS_CONFORMANCE_DECIMAL_H_
