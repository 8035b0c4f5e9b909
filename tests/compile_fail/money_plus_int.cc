// Money has no operator+: sums can overflow, so Add returns a StatusOr.
#include "usance/money/format.h"

namespace usance {

constexpr Money kPrice = "10.00 EUR"_money;
#ifdef USANCE_COMPILE_FAIL
constexpr auto kSum = kPrice + 1;
#endif

}  // namespace usance
