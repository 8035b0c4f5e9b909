// Rounding to a multiple: cash (0.05), whole units (1.00), tens.
#ifndef USANCE_MONEY_INCREMENT_H_
#define USANCE_MONEY_INCREMENT_H_

#include <cstdint>

#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/money/money.h"

namespace usance {

// A positive count of minor units that amounts are rounded to a multiple of.
class Increment {
 public:
  constexpr Increment() = default;  // one minor unit

  // Errors: OUT_OF_RANGE / OUT_OF_RANGE - minor < 1
  [[nodiscard]] static absl::StatusOr<Increment> Make(
      int64_t minor, std::string_view field = "/increment");

  [[nodiscard]] constexpr int64_t minor() const { return minor_; }

  friend constexpr bool operator==(Increment, Increment) = default;

 private:
  int64_t minor_ = 1;
};

// Returns the multiple of `increment` nearest to `money` by `rounding`.
//
// Errors:   OUT_OF_RANGE / OVERFLOW
// Example:  RoundTo(10.03 CHF, 0.05, half up) is 10.05 CHF
[[nodiscard]] absl::StatusOr<Money> RoundTo(const Money& money,
                                            Increment increment,
                                            Rounding rounding);

}  // namespace usance

#endif  // USANCE_MONEY_INCREMENT_H_
