// Decimals of 100 digits, for what spreadsheets compute. Private to compat.
#ifndef USANCE_SRC_COMPAT_REAL_H_
#define USANCE_SRC_COMPAT_REAL_H_

#include <boost/multiprecision/cpp_dec_float.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "usance/core/fraction.h"

namespace usance::compat {

using Real =
    boost::multiprecision::number<boost::multiprecision::cpp_dec_float<100>,
                                  boost::multiprecision::et_off>;

// 10^exponent, and the exact value of a fraction.
[[nodiscard]] Real PowerOf10(int exponent);
[[nodiscard]] Real ToReal(const Fraction& value);

// Toward zero, as spreadsheets cut a number that has to be whole; clamped to
// 10^15, beyond every range there is.
[[nodiscard]] int64_t Truncated(const Real& value);
[[nodiscard]] bool IsWhole(const Real& value);

// base^exponent, with 0^0 = 1; nothing where it is not a real number or is as
// large as 10^308, where cells end. Below 10^-308 it is 0.
[[nodiscard]] std::optional<Real> Power(const Real& base, const Real& exponent);

// A sum that is 0 where its terms cancel to less than 10^-50 of the largest.
class Sum {
 public:
  Sum& operator+=(const Real& term);
  Sum& operator-=(const Real& term) { return *this += -term; }
  [[nodiscard]] Real value() const;

 private:
  Real sum_ = 0;
  Real largest_ = 0;
};

enum class NumberError : int32_t { kNone, kNoNumber, kTooManyDigits, kSize };

// Reads the whole of `text`: a decimal with an optional exponent and per cent
// sign, or the quotient of two.
[[nodiscard]] NumberError ParseNumber(std::string_view text, Real& value);

// 15 significant digits, rounded half away from zero: "-1037.03208935915",
// "3.3E-21".
[[nodiscard]] std::string FormatNumber(const Real& value);

}  // namespace usance::compat

#endif  // USANCE_SRC_COMPAT_REAL_H_
