// A day is no number: days since 1970 are given by name.
#include "usance/date/date.h"

namespace usance {

constexpr Date kDay = "2024-02-29"_date;
#ifdef USANCE_COMPILE_FAIL
constexpr Date kNumber = 19782;
#endif

}  // namespace usance
