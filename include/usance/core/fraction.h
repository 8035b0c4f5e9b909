// An exact quotient of two 128-bit integers.
#ifndef USANCE_CORE_FRACTION_H_
#define USANCE_CORE_FRACTION_H_

#include <compare>
#include <optional>
#include <string>

#include "usance/core/int128.h"
#include "usance/core/rounding.h"

namespace usance {

// A rational number in lowest terms, the denominator positive. Day-count
// fractions, rates, percents and weights are Fractions: never rounded, never
// binary. Arithmetic is checked: a result whose terms do not fit 128 bits is
// no result (the caller then goes on with core/exact.h, which has no bound).
class Fraction {
 public:
  constexpr Fraction() = default;  // 0/1
  // NOLINTNEXTLINE(google-explicit-constructor): every integer is a fraction
  constexpr Fraction(int128 integer) : numerator_(integer) {
    USANCE_CHECK(integer != kInt128Min);  // so that negation is total
  }

  // n / d in lowest terms. Nothing where d is 0 or the terms do not fit.
  [[nodiscard]] static constexpr std::optional<Fraction> Make(int128 n,
                                                              int128 d) {
    if (d == 0) return std::nullopt;
    const uint128 gcd = Gcd(Magnitude(n), Magnitude(d));
    const uint128 top = DivideWithRest(Magnitude(n), gcd).quotient;
    const uint128 bottom = DivideWithRest(Magnitude(d), gcd).quotient;
    if (top > Magnitude(kInt128Max) || bottom > Magnitude(kInt128Max)) {
      return std::nullopt;
    }
    Fraction result;
    result.numerator_ = static_cast<int128>(top);
    if ((n < 0) != (d < 0)) result.numerator_ = -result.numerator_;
    result.denominator_ = static_cast<int128>(bottom);
    return result;
  }

  // n / d for terms known to fit: a literal. Checks d != 0.
  [[nodiscard]] static constexpr Fraction Of(int128 n, int128 d) {
    const std::optional<Fraction> result = Make(n, d);
    USANCE_CHECK(result.has_value());
    return *result;
  }

  // n / d that the caller knows to be in lowest terms. Checks d > 0.
  [[nodiscard]] static constexpr Fraction OfLowestTerms(int128 n, int128 d) {
    USANCE_CHECK(d > 0 && n != kInt128Min);
    Fraction result;
    result.numerator_ = n;
    result.denominator_ = d;
    return result;
  }

  [[nodiscard]] constexpr int128 numerator() const { return numerator_; }
  [[nodiscard]] constexpr int128 denominator() const { return denominator_; }

  [[nodiscard]] constexpr bool IsZero() const { return numerator_ == 0; }
  // -1, 0 or 1.
  [[nodiscard]] constexpr int Sign() const {
    return (numerator_ > 0) - (numerator_ < 0);
  }

  // The nearest integer by `rounding`.
  [[nodiscard]] constexpr int128 Round(Rounding rounding) const {
    return Divide(numerator_, denominator_, rounding);
  }

  friend constexpr bool operator==(const Fraction&, const Fraction&) = default;
  friend constexpr std::strong_ordering operator<=>(const Fraction& a,
                                                    const Fraction& b);

 private:
  int128 numerator_ = 0;
  int128 denominator_ = 1;
};

// Exact, or nothing where a term does not fit 128 bits. For sums and
// differences these are the terms over the least common denominator.
[[nodiscard]] constexpr std::optional<Fraction> CheckedMul(const Fraction& a,
                                                           const Fraction& b) {
  // Cancel across first: the product is then already in lowest terms.
  const Fraction x = Fraction::Of(a.numerator(), b.denominator());
  const Fraction y = Fraction::Of(b.numerator(), a.denominator());
  const auto n = CheckedMul(x.numerator(), y.numerator());
  const auto d = CheckedMul(x.denominator(), y.denominator());
  if (!n || !d) return std::nullopt;
  return Fraction::Make(*n, *d);
}

[[nodiscard]] constexpr std::optional<Fraction> CheckedDiv(const Fraction& a,
                                                           const Fraction& b) {
  const auto inverse = Fraction::Make(b.denominator(), b.numerator());
  if (!inverse) return std::nullopt;
  return CheckedMul(a, *inverse);
}

[[nodiscard]] constexpr std::optional<Fraction> CheckedAdd(const Fraction& a,
                                                           const Fraction& b) {
  const int128 gcd = static_cast<int128>(
      Gcd(Magnitude(a.denominator()), Magnitude(b.denominator())));
  const auto left = CheckedMul(a.numerator(), b.denominator() / gcd);
  const auto right = CheckedMul(b.numerator(), a.denominator() / gcd);
  const auto d = CheckedMul(a.denominator() / gcd, b.denominator());
  if (!left || !right || !d) return std::nullopt;
  const auto n = CheckedAdd(*left, *right);
  if (!n) return std::nullopt;
  return Fraction::Make(*n, *d);
}

[[nodiscard]] constexpr std::optional<Fraction> CheckedSub(const Fraction& a,
                                                           const Fraction& b) {
  const auto negative = Fraction::Make(b.numerator(), -b.denominator());
  if (!negative) return std::nullopt;
  return CheckedAdd(a, *negative);
}

// Compares by continued fractions: no product, so nothing can overflow.
constexpr std::strong_ordering operator<=>(const Fraction& a,
                                           const Fraction& b) {
  int128 an = a.numerator_, ad = a.denominator_;
  int128 bn = b.numerator_, bd = b.denominator_;
  bool swapped = false;
  // Each turn is a step of Euclid's algorithm: at most 184 for 128 bits.
  for (;;) {
    const int128 aq = Divide(an, ad, Rounding::kFloor);
    const int128 bq = Divide(bn, bd, Rounding::kFloor);
    if (aq != bq) {
      return (aq < bq) != swapped ? std::strong_ordering::less
                                  : std::strong_ordering::greater;
    }
    an %= ad;  // then in [0, ad); aq * ad itself may not fit
    bn %= bd;
    if (an < 0) an += ad;
    if (bn < 0) bn += bd;
    if (an == 0 || bn == 0) {
      if (an == bn) return std::strong_ordering::equal;
      return ((an == 0) != swapped) ? std::strong_ordering::less
                                    : std::strong_ordering::greater;
    }
    const int128 at = an, bt = bn;  // compare the inverses the other way
    an = ad, ad = at, bn = bd, bd = bt;
    swapped = !swapped;
  }
}

// "3/4", or "2" where the denominator is 1.
[[nodiscard]] inline std::string ToText(const Fraction& value) {
  std::string text = ToText(value.numerator());
  if (value.denominator() != 1) text += "/" + ToText(value.denominator());
  return text;
}

}  // namespace usance

#endif  // USANCE_CORE_FRACTION_H_
