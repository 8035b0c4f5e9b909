// Rates that are roots.
#include "src/compat/functions.h"

namespace usance::compat {
Outcome RateOf(Cells&) { return Num("none"); }
Outcome Irr(Cells&) { return Num("none"); }
Outcome Xirr(Cells&) { return Num("none"); }
}  // namespace usance::compat
