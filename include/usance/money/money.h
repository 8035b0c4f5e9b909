// An exact amount of one currency.
#ifndef USANCE_MONEY_MONEY_H_
#define USANCE_MONEY_MONEY_H_

#include <compare>
#include <cstdint>

#include "usance/core/fraction.h"
#include "usance/core/status.h"
#include "usance/money/currency.h"

namespace usance {

// int64 minor units of one currency: 1000.00 EUR is Money(100000, EUR).
class Money {
 public:
  constexpr Money(int64_t minor, Currency currency)
      : minor_(minor), currency_(currency) {}

  [[nodiscard]] constexpr int64_t minor() const { return minor_; }
  [[nodiscard]] constexpr Currency currency() const { return currency_; }

  friend constexpr bool operator==(const Money&, const Money&) = default;

 private:
  int64_t minor_;
  Currency currency_;
};

// Exact.
//
// Errors: INVALID_ARGUMENT / CURRENCY_MISMATCH - a and b differ in currency
//         OUT_OF_RANGE / OVERFLOW - the result is no int64 of minor units
[[nodiscard]] absl::StatusOr<Money> Add(const Money& a, const Money& b);
[[nodiscard]] absl::StatusOr<Money> Sub(const Money& a, const Money& b);

// -a. Errors: OUT_OF_RANGE / OVERFLOW - a is INT64_MIN minor units
[[nodiscard]] absl::StatusOr<Money> Negate(const Money& a);

// Returns a * factor, rounded once to minor units.
//
// Errors:     OUT_OF_RANGE / OVERFLOW - the result is no int64 of minor units
// Exactness:  rounded once by `rounding`
// Example:    Multiply(1000.00 EUR, 1/3, half even) is 333.33 EUR
[[nodiscard]] absl::StatusOr<Money> Multiply(const Money& a,
                                             const Fraction& factor,
                                             Rounding rounding);

// Errors: INVALID_ARGUMENT / CURRENCY_MISMATCH
[[nodiscard]] absl::StatusOr<std::strong_ordering> Compare(const Money& a,
                                                           const Money& b);

}  // namespace usance

#endif  // USANCE_MONEY_MONEY_H_
