#include "usance/money/increment.h"

#include <string>

namespace usance {

absl::StatusOr<Increment> Increment::Make(int64_t minor,
                                          std::string_view field) {
  if (minor < 1) {
    return Error(Reason::kOutOfRange, field,
                 std::to_string(minor) + " is no increment; allowed: 1 minor "
                                         "unit or more");
  }
  Increment increment;
  increment.minor_ = minor;
  return increment;
}

absl::StatusOr<Money> RoundTo(const Money& money, Increment increment,
                              Rounding rounding) {
  const int128 count = Divide(money.minor(), increment.minor(), rounding);
  const auto minor = Narrow<int64_t>(count * increment.minor());
  if (!minor) {
    return Error(Reason::kOverflow, "",
                 "the rounded amount is no int64 of minor units");
  }
  return Money(*minor, money.currency());
}

}  // namespace usance
