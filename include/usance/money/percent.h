// A share of a whole: 33.333 %.
#ifndef USANCE_MONEY_PERCENT_H_
#define USANCE_MONEY_PERCENT_H_

#include <string>
#include <string_view>

#include "usance/core/fraction.h"
#include "usance/core/status.h"

namespace usance {

// An exact share without a unit of time; a rate has one (accrual/rate.h).
class Percent {
 public:
  // `share` of one: Percent(Fraction::Of(1, 50)) is 2 %.
  constexpr explicit Percent(const Fraction& share) : share_(share) {}

  // Reads "2%", "33.333%", "5‰".
  //
  // Errors: INVALID_ARGUMENT / MALFORMED - no number, or no sign after it
  //         INVALID_ARGUMENT / TOO_MANY_DIGITS - over 38 digits, or
  //           over 18 after the point
  [[nodiscard]] static absl::StatusOr<Percent> Parse(std::string_view text,
                                                     std::string_view field);

  [[nodiscard]] constexpr const Fraction& share() const { return share_; }

  friend constexpr auto operator<=>(const Percent&, const Percent&) = default;
  friend constexpr bool operator==(const Percent&, const Percent&) = default;

 private:
  Fraction share_;
};

// "2%", "33.333%"; the share itself, "1/3", where no decimal of 30 digits after
// the point is exact.
[[nodiscard]] std::string Format(const Percent& percent);

inline namespace literals {

// 2_percent
// NOLINTNEXTLINE(google-runtime-int): the type that literals have
consteval Percent operator""_percent(unsigned long long percent) {
  return Percent(Fraction::Of(static_cast<int128>(percent), 100));
}

}  // namespace literals
}  // namespace usance

#endif  // USANCE_MONEY_PERCENT_H_
