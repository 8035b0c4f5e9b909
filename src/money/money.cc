#include "usance/money/money.h"

#include <string>

#include "src/core/exact.h"
#include "usance/money/format.h"

namespace usance {
namespace {

absl::Status Mismatch(const Money& a, const Money& b) {
  return Error(Reason::kCurrencyMismatch, "",
               Format(a) + " and " + Format(b) +
                   " have different currencies");
}

absl::Status Overflow(const Money& a) {
  return Error(Reason::kOverflow, "",
               "the result is outside " + FormatAmount(INT64_MIN, a.currency()) +
                   " to " + FormatAmount(INT64_MAX, a.currency()) + " " +
                   std::string(a.currency().code()));
}

absl::StatusOr<Money> Of(int128 minor, const Money& like) {
  const auto narrow = Narrow<int64_t>(minor);
  if (!narrow) return Overflow(like);
  return Money(*narrow, like.currency());
}

}  // namespace

absl::StatusOr<Money> Add(const Money& a, const Money& b) {
  if (a.currency() != b.currency()) return Mismatch(a, b);
  return Of(static_cast<int128>(a.minor()) + b.minor(), a);
}

absl::StatusOr<Money> Sub(const Money& a, const Money& b) {
  if (a.currency() != b.currency()) return Mismatch(a, b);
  return Of(static_cast<int128>(a.minor()) - b.minor(), a);
}

absl::StatusOr<Money> Negate(const Money& a) {
  return Of(-static_cast<int128>(a.minor()), a);
}

absl::StatusOr<Money> Multiply(const Money& a, const Fraction& factor,
                               Rounding rounding) {
  if (const auto product = CheckedMul(factor, Fraction(a.minor()))) {
    return Of(product->Round(rounding), a);
  }
  const auto minor = (Exact(a.minor()) * factor).RoundToInt64(rounding);
  if (!minor) return Overflow(a);
  return Money(*minor, a.currency());
}

absl::StatusOr<std::strong_ordering> Compare(const Money& a, const Money& b) {
  if (a.currency() != b.currency()) return Mismatch(a, b);
  return a.minor() <=> b.minor();
}

}  // namespace usance
