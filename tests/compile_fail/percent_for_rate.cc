// A percent has no unit of time; a rate has one. Neither stands for the other.
#include "usance/accrual/rate.h"
#include "usance/money/percent.h"

namespace usance {

constexpr bool Bears(const Rate& rate) { return !rate.value().IsZero(); }

constexpr bool kBears = Bears(Rate(Fraction::Of(1, 50), TimeUnit::kYear));
#ifdef USANCE_COMPILE_FAIL
constexpr bool kShare = Bears(2_percent);
#endif

}  // namespace usance
