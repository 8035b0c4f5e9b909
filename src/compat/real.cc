#include "src/compat/real.h"

#include <boost/multiprecision/cpp_int.hpp>

#include "usance/core/text.h"

namespace usance::compat {
namespace {

constexpr int kMaxDigits = 40;
constexpr int kMaxExponent = 30;
constexpr int kShownDigits = 15;

// The decimal exponent of a value that is not 0: 1 <= |value| / 10^n < 10.
int Exponent(const Real& value) {
  return static_cast<int>(value.backend().order());
}

// One decimal, with an exponent and a per cent sign; moves `text` on.
NumberError ParseDecimal(std::string_view& text, Real& value) {
  size_t at = 0;
  bool negative = false;
  if (at < text.size() && (text[at] == '-' || text[at] == '+')) {
    negative = text[at] == '-';
    ++at;
  }
  boost::multiprecision::cpp_int digits = 0;
  int significant = 0, scale = 0, seen = 0;
  bool point = false;
  for (; at < text.size(); ++at) {
    if (text[at] == '.' && !point) {
      point = true;
    } else if (IsDigit(text[at])) {
      ++seen;
      if (significant > 0 || text[at] != '0') ++significant;
      if (seen > 400) return NumberError::kTooManyDigits;
      digits = digits * 10 + (text[at] - '0');
      if (point) ++scale;
    } else {
      break;
    }
  }
  if (seen == 0) return NumberError::kNoNumber;
  int exponent = 0;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    bool down = false;
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) {
      down = text[at] == '-';
      ++at;
    }
    const size_t first = at;
    for (; at < text.size() && IsDigit(text[at]); ++at) {
      if (exponent > 9999) return NumberError::kSize;
      exponent = exponent * 10 + (text[at] - '0');
    }
    if (at == first) return NumberError::kNoNumber;
    if (down) exponent = -exponent;
  }
  if (at < text.size() && text[at] == '%') {
    exponent -= 2;
    ++at;
  }
  text.remove_prefix(at);
  // Zeros at the end count for nothing.
  while (significant > kMaxDigits && digits % 10 == 0) {
    digits /= 10;
    --scale;
    --significant;
  }
  if (significant > kMaxDigits) return NumberError::kTooManyDigits;
  value = 0;
  if (digits == 0) return NumberError::kNone;
  exponent -= scale;  // within 10^4 + 400
  value = Real(digits);
  const int size = Exponent(value) + exponent;
  if (size < -kMaxExponent || size >= kMaxExponent) return NumberError::kSize;
  value = exponent < 0 ? Real(value / PowerOf10(-exponent))
                       : Real(value * PowerOf10(exponent));
  if (negative) value = -value;
  return NumberError::kNone;
}

}  // namespace

Real PowerOf10(int exponent) {
  Real power = 1, ten = 10;
  for (int n = exponent < 0 ? -exponent : exponent; n > 0; n /= 2) {
    if (n % 2 == 1) power *= ten;
    ten *= ten;
  }
  return exponent < 0 ? Real(1 / power) : power;
}

Real ToReal(const Fraction& value) {
  using boost::multiprecision::cpp_int;
  return Real(cpp_int(value.numerator())) / Real(cpp_int(value.denominator()));
}

bool IsWhole(const Real& value) {
  return boost::multiprecision::trunc(value) == value;
}

int64_t Truncated(const Real& value) {
  constexpr int64_t kMost = 1'000'000'000'000'000;
  if (value >= kMost) return kMost;
  if (value <= -kMost) return -kMost;
  return boost::multiprecision::trunc(value).convert_to<int64_t>();
}

std::optional<Real> Power(const Real& base, const Real& exponent) {
  if (exponent == 0) return Real(1);
  const bool whole = IsWhole(exponent);
  if (base == 0) {
    if (exponent < 0) return std::nullopt;
    return Real(0);
  }
  if (base < 0 && !whole) return std::nullopt;
  const Real size = abs(base);
  if (size == 1 && whole) {
    return base > 0 || Truncated(exponent) % 2 == 0 ? Real(1) : Real(-1);
  }
  Real power;
  if (whole && abs(exponent) <= 1024) {
    power = 1;
    Real square = size;
    for (int64_t n = Truncated(abs(exponent)); n > 0; n /= 2) {
      if (n % 2 == 1) power *= square;
      square *= square;  // at most 10^(30 * 1024)
    }
    if (exponent < 0) power = 1 / power;
  } else {
    const Real natural = exponent * log(size);
    if (natural > 1000) return std::nullopt;
    power = natural < -1000 ? Real(0) : Real(exp(natural));
  }
  if (power != 0) {
    if (Exponent(power) >= 308) return std::nullopt;
    if (Exponent(power) < -308) return Real(0);
  }
  const bool odd = base < 0 && !IsWhole(exponent / 2);
  return odd ? Real(-power) : power;
}

Sum& Sum::operator+=(const Real& term) {
  sum_ += term;
  const Real size = abs(term);
  if (size > largest_) largest_ = size;
  return *this;
}

Real Sum::value() const {
  return abs(sum_) < largest_ * PowerOf10(-50) ? Real(0) : sum_;
}

NumberError ParseNumber(std::string_view text, Real& value) {
  if (const NumberError error = ParseDecimal(text, value);
      error != NumberError::kNone) {
    return error;
  }
  if (text.empty()) return NumberError::kNone;
  if (text[0] != '/') return NumberError::kNoNumber;
  text.remove_prefix(1);
  Real divisor;
  if (const NumberError error = ParseDecimal(text, divisor);
      error != NumberError::kNone) {
    return error;
  }
  if (!text.empty() || divisor == 0) return NumberError::kNoNumber;
  value /= divisor;
  if (value != 0 &&
      (Exponent(value) < -kMaxExponent || Exponent(value) >= kMaxExponent)) {
    return NumberError::kSize;
  }
  return NumberError::kNone;
}

std::string FormatNumber(const Real& value) {
  if (value == 0) return "0";
  int exponent = Exponent(value);
  // To 40 digits first, so that a half is one; then the last digit shown is
  // the unit's.
  const auto digits_of = [&](int digits) {
    const Real scaled = abs(value) * PowerOf10(digits - 1 - exponent);
    return (scaled + Real(1) / 2).convert_to<boost::multiprecision::cpp_int>();
  };
  boost::multiprecision::cpp_int unit = 1;
  for (int k = kShownDigits; k < 40; ++k) unit *= 10;
  boost::multiprecision::cpp_int digits = (digits_of(40) + unit / 2) / unit;
  std::string text = digits.str();
  if (text.size() > kShownDigits) ++exponent;
  text.erase(text.find_last_not_of('0') + 1);
  const int count = static_cast<int>(text.size());
  const std::string sign = value < 0 ? "-" : "";
  if (exponent < -9 || exponent > 20) {
    if (count > 1) text.insert(1, 1, '.');
    return sign + text + "E" + std::to_string(exponent);
  }
  if (exponent < 0) {
    return sign + "0." + std::string(static_cast<size_t>(-exponent - 1), '0') +
           text;
  }
  if (count <= exponent) {
    text.append(static_cast<size_t>(exponent + 1 - count), '0');
  } else if (count > exponent + 1) {
    text.insert(static_cast<size_t>(exponent + 1), 1, '.');
  }
  return sign + text;
}

}  // namespace usance::compat
