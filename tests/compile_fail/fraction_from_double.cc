// A binary fraction is no Fraction.
#include "usance/core/fraction.h"

namespace usance {

constexpr Fraction kTenth = Fraction::Of(1, 10);
#ifdef USANCE_COMPILE_FAIL
constexpr Fraction kBinary = Fraction{0.1};
#endif

}  // namespace usance
