// Currencies of 0, 2, 3 and 4 digits.
#ifndef USANCE_TESTS_CURRENCIES_H_
#define USANCE_TESTS_CURRENCIES_H_

#include "usance/money/currency.h"

namespace usance {

inline constexpr Currency kEur = Currency::Of("EUR");
inline constexpr Currency kUsd = Currency::Of("USD");
inline constexpr Currency kJpy = Currency::Of("JPY");
inline constexpr Currency kKwd = Currency::Of("KWD");
inline constexpr Currency kClf = Currency::Of("CLF");

}  // namespace usance

#endif  // USANCE_TESTS_CURRENCIES_H_
