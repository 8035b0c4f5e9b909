// ISO 4217 currencies.
#ifndef USANCE_MONEY_CURRENCY_H_
#define USANCE_MONEY_CURRENCY_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "usance/core/check.h"
#include "usance/core/status.h"

namespace usance {

// One row of ISO 4217 list one.
struct CurrencyInfo {
  char code[4];    // "EUR"
  int16_t number;  // 978
  int8_t digits;   // minor digits: 2
  std::string_view name;
};

// A currency of ISO 4217. There is no "no currency" and no default.
//
// Source: ISO 4217 list one as published by its maintenance agency; the table
//         is data/currencies.csv. Minor digits are ISO's: CLDR and ICU differ
//         for 16 live currencies.
class Currency {
 public:
  // The currency of a three-letter code in upper case.
  //
  // Errors: INVALID_ARGUMENT / UNKNOWN_NAME
  [[nodiscard]] static absl::StatusOr<Currency> Parse(
      std::string_view code, std::string_view field = "/currency");

  // The same at compile time for a literal: Currency::Of("EUR").
  [[nodiscard]] static consteval Currency Of(std::string_view code) {
    const std::optional<Currency> found = Find(code);
    USANCE_CHECK(found.has_value());
    return *found;
  }

  [[nodiscard]] static constexpr std::optional<Currency> Find(
      std::string_view code);

  // "EUR"
  [[nodiscard]] constexpr std::string_view code() const {
    return {info_->code, 3};
  }
  // The minor units of one unit are 10^digits().
  [[nodiscard]] constexpr int digits() const { return info_->digits; }
  [[nodiscard]] constexpr int number() const { return info_->number; }
  [[nodiscard]] constexpr std::string_view name() const { return info_->name; }

  friend constexpr bool operator==(Currency a, Currency b) {
    return a.info_->number == b.info_->number;
  }

 private:
  constexpr explicit Currency(const CurrencyInfo* info) : info_(info) {}

  const CurrencyInfo* info_;
};

// All active currencies, in order of their codes.
inline constexpr CurrencyInfo kCurrencies[] = {
#include "usance/money/generated/currencies.inc"
};

[[nodiscard]] constexpr std::span<const CurrencyInfo> AllCurrencies() {
  return kCurrencies;
}

constexpr std::optional<Currency> Currency::Find(std::string_view code) {
  if (code.size() != 3) return std::nullopt;
  size_t low = 0, high = std::size(kCurrencies);
  while (low < high) {
    const size_t middle = (low + high) / 2;
    const std::string_view at(kCurrencies[middle].code, 3);
    if (at == code) return Currency(&kCurrencies[middle]);
    if (at < code) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return std::nullopt;
}

}  // namespace usance

#endif  // USANCE_MONEY_CURRENCY_H_
