#include "usance/money/format.h"

namespace usance {

std::string FormatAmount(int64_t minor, Currency currency) {
  return ToText(Decimal{minor, currency.digits()});
}

std::string FormatAmount(const Money& money) {
  return FormatAmount(money.minor(), money.currency());
}

std::string Format(const Money& money) {
  return FormatAmount(money) + " " + std::string(money.currency().code());
}

absl::StatusOr<Money> ParseAmount(std::string_view text, Currency currency,
                                  std::string_view field) {
  const Scanned<Decimal> scanned = ScanDecimal(text);
  const bool malformed =
      !scanned.value && scanned.error == ScanError::kMalformed;
  if (malformed) {
    return Error(Reason::kMalformed, field,
                 Quoted(text) + " is no amount; allowed: -?[0-9]+(.[0-9]+)?, "
                                "as 1234.50, without separators");
  }
  if (text.find('.') != std::string_view::npos &&
      text.size() - text.find('.') - 1 >
          static_cast<size_t>(currency.digits())) {
    return Error(Reason::kTooManyDigits, field,
                 Quoted(text) + " has more digits after the point than " +
                     std::string(currency.code()) + ", which has " +
                     std::to_string(currency.digits()));
  }
  if (scanned.value) {
    const auto scaled = CheckedMul(
        scanned.value->digits,
        PowerOfTen(currency.digits() - scanned.value->scale));
    const auto minor = scaled ? Narrow<int64_t>(*scaled) : std::nullopt;
    if (minor) return Money(*minor, currency);
  }
  return Error(Reason::kOverflow, field,
               Quoted(text) + " is outside " +
                   FormatAmount(INT64_MIN, currency) + " to " +
                   FormatAmount(INT64_MAX, currency));
}

absl::StatusOr<Money> ParseMoney(std::string_view text,
                                 std::string_view field) {
  const size_t blank = text.find(' ');
  if (blank == std::string_view::npos) {
    return Error(Reason::kMalformed, field,
                 Quoted(text) + " is no amount with a currency, as "
                                "1234.50 EUR");
  }
  USANCE_ASSIGN_OR_RETURN(const Currency currency,
                          Currency::Parse(text.substr(blank + 1), field));
  return ParseAmount(text.substr(0, blank), currency, field);
}

}  // namespace usance
