// What policies say about every amount and percentage in them. Private.
#ifndef USANCE_SRC_TERMS_AMOUNTS_H_
#define USANCE_SRC_TERMS_AMOUNTS_H_

#include <optional>
#include <string>
#include <string_view>

#include "usance/core/status.h"
#include "usance/money/currency.h"
#include "usance/money/format.h"
#include "usance/money/money.h"
#include "usance/money/percent.h"

namespace usance::internal {

// Errors: INVALID_ARGUMENT / CURRENCY_MISMATCH, OUT_OF_RANGE / OUT_OF_RANGE -
//           an amount that is not in `currency`, or below 0
[[nodiscard]] inline absl::Status CheckAmount(
    const std::optional<Money>& amount, Currency currency,
    std::string_view field) {
  if (!amount) return absl::OkStatus();
  if (amount->currency() != currency) {
    return Error(
        Reason::kCurrencyMismatch, field,
        Format(*amount) + " is not in " + std::string(currency.code()));
  }
  if (amount->minor() < 0) {
    return Error(Reason::kOutOfRange, field,
                 Format(*amount) + "; allowed: 0 or more");
  }
  return absl::OkStatus();
}

// Errors: OUT_OF_RANGE / OUT_OF_RANGE - a percentage below 0
[[nodiscard]] inline absl::Status CheckPercent(
    const std::optional<Percent>& percent, std::string_view field) {
  if (!percent || percent->share().Sign() >= 0) return absl::OkStatus();
  return Error(Reason::kOutOfRange, field,
               Format(*percent) + "; allowed: 0 or more");
}

}  // namespace usance::internal

#endif  // USANCE_SRC_TERMS_AMOUNTS_H_
