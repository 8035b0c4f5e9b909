#include "usance/installment/loan_difference.h"

#include <cstddef>

namespace usance {
namespace {

bool IsSame(Installment a, const Installment& b) {
  a.number = b.number;
  return a == b;
}

}  // namespace

std::vector<RowDifference> DifferenceOf(const Amortization& before,
                                        const Amortization& after) {
  std::vector<RowDifference> differences;
  size_t j = 0, k = 0;
  while (j < before.rows.size() || k < after.rows.size()) {
    RowDifference row;
    const bool was =
        j < before.rows.size() &&
        (k == after.rows.size() || before.rows[j].due() <= after.rows[k].due());
    const bool is =
        k < after.rows.size() && (j == before.rows.size() ||
                                  after.rows[k].due() <= before.rows[j].due());
    if (was) row.before = before.rows[j++];
    if (is) row.after = after.rows[k++];
    if (was && is && IsSame(*row.before, *row.after)) continue;
    differences.push_back(row);
  }
  return differences;
}

}  // namespace usance
