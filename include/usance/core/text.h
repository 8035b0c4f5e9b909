// Strict reading of numbers from text: no locale, no sign but '-', no
// exponent, no blanks, nothing left over.
#ifndef USANCE_CORE_TEXT_H_
#define USANCE_CORE_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "usance/core/fraction.h"
#include "usance/core/int128.h"

namespace usance {

// UTF-8's, with which some systems begin a file.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

[[nodiscard]] constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// digits / 10^scale, as written: "1.50" is {150, 2}.
struct Decimal {
  int128 digits = 0;
  int scale = 0;
};

// The most digits after the point that ScanDecimal reads.
inline constexpr int kMaxDecimalScale = 30;

// 10^exponent. Checks 0 <= exponent <= 38.
[[nodiscard]] constexpr int128 PowerOfTen(int exponent) {
  USANCE_CHECK(exponent >= 0 && exponent <= 38);
  int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

// Why a text is no number.
enum class ScanError : int32_t { kMalformed = 1, kTooManyDigits = 2 };

// The result of a scan: a value, or what is wrong.
template <class T>
struct Scanned {
  std::optional<T> value;
  ScanError error = ScanError::kMalformed;  // where there is no value
};

// Reads the whole of `text`: -?[0-9]+(\.[0-9]+)?, at most 38 significant
// digits, at most `max_scale` of them after the point.
[[nodiscard]] constexpr Scanned<Decimal> ScanDecimal(
    std::string_view text, int max_scale = kMaxDecimalScale) {
  size_t at = 0;
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) ++at;
  int128 digits = 0;
  int significant = 0, scale = 0;
  bool point = false;
  const size_t first = at;
  for (; at < text.size(); ++at) {
    if (text[at] == '.') {
      if (point || at == first) return {std::nullopt, ScanError::kMalformed};
      point = true;
      continue;
    }
    if (!IsDigit(text[at])) return {std::nullopt, ScanError::kMalformed};
    if (significant > 0 || text[at] != '0') ++significant;
    if (significant > 38) continue;  // go on: the rest may be malformed
    digits = digits * 10 + (text[at] - '0');
    if (point) ++scale;
  }
  if (at == first || text[at - 1] == '.') {
    return {std::nullopt, ScanError::kMalformed};
  }
  if (significant > 38 || scale > max_scale) {
    return {std::nullopt, ScanError::kTooManyDigits};
  }
  return {Decimal{negative ? -digits : digits, scale}, {}};
}

// Reads the whole of `text` as an integer in [min, max]: -?[0-9]+.
[[nodiscard]] constexpr std::optional<int64_t> ScanInteger(
    std::string_view text, int64_t min = INT64_MIN, int64_t max = INT64_MAX) {
  const Scanned<Decimal> scanned = ScanDecimal(text, 0);
  if (!scanned.value || text.find('.') != std::string_view::npos) {
    return std::nullopt;
  }
  if (scanned.value->digits < min || scanned.value->digits > max) {
    return std::nullopt;
  }
  return static_cast<int64_t>(scanned.value->digits);
}

// The exact value of a decimal.
[[nodiscard]] constexpr Fraction ToFraction(const Decimal& decimal) {
  return Fraction::Of(decimal.digits, PowerOfTen(decimal.scale));
}

// digits / 10^scale as text with `scale` digits after the point: {5, 2} is
// "0.05". Never prints "-0".
[[nodiscard]] inline std::string ToText(const Decimal& decimal) {
  std::string text = ToText(static_cast<int128>(decimal.digits));
  const bool negative = decimal.digits < 0;
  if (negative) text.erase(0, 1);
  const size_t scale = static_cast<size_t>(decimal.scale);
  if (text.size() <= scale) text.insert(0, scale + 1 - text.size(), '0');
  if (scale > 0) text.insert(text.size() - scale, 1, '.');
  return negative ? "-" + text : text;
}

// The shortest decimal text of `value`, exact where the denominator has no
// prime but 2 and 5 and the text at most `max_scale` digits; else rounded half
// even to `max_scale` digits. For people; machines get numerator/denominator.
[[nodiscard]] inline std::string ToDecimalText(const Fraction& value,
                                               int max_scale) {
  int128 digits = 0;
  int scale = max_scale;
  for (;; --scale) {  // fewer digits where the scaled value does not fit
    const auto scaled = CheckedMul(value, Fraction(PowerOfTen(scale)));
    if (!scaled) {
      USANCE_CHECK(scale > 0);
      continue;
    }
    digits = scaled->Round(Rounding::kHalfEven);
    break;
  }
  while (scale > 0 && digits % 10 == 0) {
    digits /= 10;
    --scale;
  }
  return ToText(Decimal{digits, scale});
}

// `text` in double quotes for a message, cut to 40 characters, with anything
// that is not printable ASCII as '?'.
[[nodiscard]] std::string Quoted(std::string_view text);

}  // namespace usance

#endif  // USANCE_CORE_TEXT_H_
