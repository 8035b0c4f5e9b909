// What a change does to the rows of a loan, row by row.
#ifndef USANCE_INSTALLMENT_LOAN_DIFFERENCE_H_
#define USANCE_INSTALLMENT_LOAN_DIFFERENCE_H_

#include <optional>
#include <vector>

#include "usance/installment/amortize.h"
#include "usance/installment/installment.h"

namespace usance {

// The row that was due on a day and the one that is; one of them where the
// other has none.
struct RowDifference {
  std::optional<Installment> before = {};
  std::optional<Installment> after = {};

  friend bool operator==(const RowDifference&, const RowDifference&) = default;
};

// Returns the rows that differ, by the day on which they are due: in an amount,
// or in the days of their period. Their numbers do not count.
//
// Cost:    linear in the rows
// Example: rows due on 02-01 and 03-01, the second now paying less and due on
//          03-15: the second before, with nothing after; then the new one
[[nodiscard]] std::vector<RowDifference> DifferenceOf(
    const Amortization& before, const Amortization& after);

}  // namespace usance

#endif  // USANCE_INSTALLMENT_LOAN_DIFFERENCE_H_
