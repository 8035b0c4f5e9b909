// Nothing rounds by default.
#include "usance/core/rounding.h"

namespace usance {

constexpr int128 kHalf = Divide(5, 2, Rounding::kHalfEven);
#ifdef USANCE_COMPILE_FAIL
constexpr int128 kSome = Divide(5, 2);
#endif

}  // namespace usance
