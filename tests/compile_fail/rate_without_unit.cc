// A rate is per something; there is no default unit.
#include "usance/accrual/rate.h"

namespace usance {

constexpr Rate kRate(Fraction::Of(2, 25), TimeUnit::kYear);
#ifdef USANCE_COMPILE_FAIL
constexpr Rate kBare(Fraction::Of(2, 25));
#endif

}  // namespace usance
