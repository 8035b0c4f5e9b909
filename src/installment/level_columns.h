// The rows of the plain loan, in words. Private.
#ifndef USANCE_SRC_INSTALLMENT_LEVEL_COLUMNS_H_
#define USANCE_SRC_INSTALLMENT_LEVEL_COLUMNS_H_

#include <cstddef>
#include <optional>

#include "usance/installment/amortization_spec.h"
#include "usance/installment/columns.h"

namespace usance {

// Whether each column is left out or has room for so many rows.
[[nodiscard]] bool HaveRoom(const InstallmentColumns& columns, size_t rows);

// What AmortizeColumns answers for the loan that it calls plain; nothing for
// others, for what is an error, and where bounds in words do not decide an
// amount. The columns may have been written then.
[[nodiscard]] std::optional<AmortizationSummary> AmortizeLevel(
    const AmortizationSpec& spec, const InstallmentColumns& columns);

}  // namespace usance

#endif  // USANCE_SRC_INSTALLMENT_LEVEL_COLUMNS_H_
