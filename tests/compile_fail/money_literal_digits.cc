// A money literal has no more digits than its currency.
#include "usance/money/format.h"

namespace usance {

constexpr Money kPrice = "10.05 EUR"_money;
#ifdef USANCE_COMPILE_FAIL
constexpr Money kFine = "10.005 EUR"_money;
#endif

}  // namespace usance
