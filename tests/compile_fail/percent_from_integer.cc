// 2 is not 2 %: the share is a Fraction, given explicitly.
#include "usance/money/percent.h"

namespace usance {

constexpr Percent kTwo = 2_percent;
#ifdef USANCE_COMPILE_FAIL
constexpr Percent kBare = Fraction(2);
#endif

}  // namespace usance
