// Money as text, without locale: "1000.00", "-0.05", "100" (JPY), "1.500"
// (KWD).
#ifndef USANCE_MONEY_FORMAT_H_
#define USANCE_MONEY_FORMAT_H_

#include <string>
#include <string_view>

#include "usance/core/status.h"
#include "usance/core/text.h"
#include "usance/money/money.h"

namespace usance {

// The amount alone, with exactly the currency's digits: "1000.00".
[[nodiscard]] std::string FormatAmount(const Money& money);
[[nodiscard]] std::string FormatAmount(int64_t minor, Currency currency);

// Amount and code: "1000.00 EUR".
[[nodiscard]] std::string Format(const Money& money);

// Reads -?[0-9]+(\.[0-9]+)? as an amount of `currency`; at most the currency's
// digits after the point.
//
// Errors: INVALID_ARGUMENT / MALFORMED - not a plain decimal number
//         INVALID_ARGUMENT / TOO_MANY_DIGITS - more digits after the point than
//           the currency has
//         OUT_OF_RANGE / OVERFLOW - no int64 of minor units
[[nodiscard]] absl::StatusOr<Money> ParseAmount(
    std::string_view text, Currency currency,
    std::string_view field = "/amount");

// Reads "1000.00 EUR".
//
// Errors: INVALID_ARGUMENT / MALFORMED - no blank between amount and code
//         INVALID_ARGUMENT / UNKNOWN_NAME - no such currency
//         those of ParseAmount
[[nodiscard]] absl::StatusOr<Money> ParseMoney(
    std::string_view text, std::string_view field = "/amount");

inline namespace literals {

// "1000.00 EUR"_money, checked at compile time.
consteval Money operator""_money(const char* text, size_t size) {
  const std::string_view all(text, size);
  USANCE_CHECK(size > 4 && all[size - 4] == ' ');
  const std::optional<Currency> currency = Currency::Find(all.substr(size - 3));
  USANCE_CHECK(currency.has_value());
  const Scanned<Decimal> amount =
      ScanDecimal(all.substr(0, size - 4), currency->digits());
  USANCE_CHECK(amount.value.has_value());
  const auto minor =
      Narrow<int64_t>(amount.value->digits *
                      PowerOfTen(currency->digits() - amount.value->scale));
  USANCE_CHECK(minor.has_value());
  return Money(*minor, *currency);
}

}  // namespace literals
}  // namespace usance

#endif  // USANCE_MONEY_FORMAT_H_
