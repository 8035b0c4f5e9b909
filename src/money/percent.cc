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
  if (!scanned.value && scanned.error == ScanError::kTooManyDigits) {
    return Error(Reason::kTooManyDigits, field,
                 Quoted(text) + " has too many digits; allowed: 38, and 18 "
                                "after the point");
  }
  if (whole == 0 || !scanned.value) {
    return Error(Reason::kMalformed, field,
                 Quoted(text) + " is no percentage, as 2.5%");
  }
  const auto share =
      CheckedMul(ToFraction(*scanned.value), Fraction::Of(1, whole));
  if (!share) {
    return Error(Reason::kOverflow, field, Quoted(text) + " is too large");
  }
  return Percent(*share);
}

std::string Format(const Percent& percent) {
  const Fraction& share = percent.share();
  int128 rest = share.denominator();
  while (rest % 2 == 0) rest /= 2;
  while (rest % 5 == 0) rest /= 5;
  const auto hundredfold = CheckedMul(share, Fraction(100));
  if (rest != 1 || !hundredfold) return ToText(share);
  return ToDecimalText(*hundredfold, kMaxDecimalScale) + "%";
}

}  // namespace usance
