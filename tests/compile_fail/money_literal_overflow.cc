// A money literal fits int64 minor units.
#include "usance/money/format.h"

namespace usance {

constexpr Money kMost = "92233720368547758.07 EUR"_money;
#ifdef USANCE_COMPILE_FAIL
constexpr Money kMore = "92233720368547758.08 EUR"_money;
#endif

}  // namespace usance
