// Amounts have no operator<: of two currencies neither is less.
#include "usance/money/format.h"

namespace usance {

constexpr bool kSame = "10.00 EUR"_money == "10.00 USD"_money;
#ifdef USANCE_COMPILE_FAIL
constexpr bool kLess = "10.00 EUR"_money < "10.00 USD"_money;
#endif

}  // namespace usance
