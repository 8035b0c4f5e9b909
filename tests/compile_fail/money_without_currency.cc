// There is no amount without a currency and no default currency.
#include "usance/money/money.h"

namespace usance {

constexpr Money kPrice(1000, Currency::Of("EUR"));
#ifdef USANCE_COMPILE_FAIL
constexpr Money kBare = 1000;
#endif

}  // namespace usance
