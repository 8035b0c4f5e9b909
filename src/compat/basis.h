// The bases of years in spreadsheets. Private to compat.
#ifndef USANCE_SRC_COMPAT_BASIS_H_
#define USANCE_SRC_COMPAT_BASIS_H_

#include <cstdint>
#include <optional>

#include "src/compat/cells.h"
#include "usance/core/fraction.h"
#include "usance/date/date.h"

namespace usance::compat {

enum class Basis : int32_t {
  kUs30360 = 0,
  kActAct = 1,
  kAct360 = 2,
  kAct365 = 3,
  kEurope30360 = 4,
};

// The argument `basis`; assumed 0. #NUM! where there is none.
[[nodiscard]] Basis BasisOf(Cells& in);

// Days from start to end as the basis counts them: with months of 30 days, or
// as they are.
[[nodiscard]] int32_t DaysBetween(Basis basis, Date start, Date end);

// The days of a whole coupon period under basis 0, both of whose ends may be
// the last of February: each is the 30th.
[[nodiscard]] int32_t WholePeriodDays(Date start, Date end);

// YEARFRAC. Requires start <= end.
[[nodiscard]] Fraction YearsBetween(Basis basis, Date start, Date end);

}  // namespace usance::compat

#endif  // USANCE_SRC_COMPAT_BASIS_H_
