#include "usance/money/percent.h"

#include "usance/core/text.h"

namespace usance {

absl::StatusOr<Percent> Percent::Parse(std::string_view text,
                                       std::string_view field) {
  constexpr std::string_view kPerMille = "\xE2\x80\xB0";  // U+2030
  constexpr int kMaxScale = 18;
  int128 whole = 0;
  std::string_view number = text;
  if (text.ends_with('%')) {
    whole = 100;
    number.remove_suffix(1);
  } else if (text.ends_with(kPerMille)) {
    whole = 1000;
    number.remove_suffix(kPerMille.size());
  }
  const Scanned<Decimal> scanned = ScanDecimal(number, kMaxScale);
  if (whole == 0 ||
      (!scanned.value && scanned.error == ScanError::kMalformed)) {
    return Error(Reason::kMalformed, field,
                 Quoted(text) + " is no percentage, as 2.5%");
  }
  if (!scanned.value) {
    return Error(Reason::kTooManyDigits, field,
                 Quoted(text) +
                     " has too many digits; allowed: 38, and 18 "
                     "after the point");
  }
  // The denominator is at most 10^18 * 1000.
  return Percent(Fraction::Of(scanned.value->digits,
                              PowerOfTen(scanned.value->scale) * whole));
}

std::string Format(const Percent& percent) {
  for (int scale = 0; scale <= kMaxDecimalScale; ++scale) {
    const auto scaled = CheckedMul(percent.share(), PowerOfTen(scale + 2));
    if (!scaled) break;
    if (scaled->denominator() == 1) {
      return ToText(Decimal{scaled->numerator(), scale}) + "%";
    }
  }
  return ToText(percent.share());
}

}  // namespace usance
