// A currency literal is looked up by the compiler.
#include "usance/money/currency.h"

namespace usance {

constexpr Currency kEuro = Currency::Of("EUR");
#ifdef USANCE_COMPILE_FAIL
constexpr Currency kEruo = Currency::Of("ERU");
#endif

}  // namespace usance
