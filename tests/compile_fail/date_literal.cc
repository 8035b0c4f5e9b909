// A date literal is a day of the calendar.
#include "usance/date/date.h"

namespace usance {

constexpr Date kLeap = "2024-02-29"_date;
#ifdef USANCE_COMPILE_FAIL
constexpr Date kNone = "2023-02-29"_date;
#endif

}  // namespace usance
