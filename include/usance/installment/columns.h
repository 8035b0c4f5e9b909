// The rows of an amortization into columns of the caller.
#ifndef USANCE_INSTALLMENT_COLUMNS_H_
#define USANCE_INSTALLMENT_COLUMNS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "usance/core/status.h"
#include "usance/installment/amortization_spec.h"
#include "usance/installment/amortize.h"
#include "usance/money/currency.h"

namespace usance {

// Where the rows go: each column is empty, and left out, or has room for them.
// The columns do not overlap.
//
// Units: days from 1970-01-01 on; minor units of the amortization's currency.
struct InstallmentColumns {
  std::span<int32_t> start = {};  // adjusted, as the day that it is due
  std::span<int32_t> due = {};
  std::span<int64_t> opening_minor = {};
  std::span<int64_t> advance_minor = {};
  std::span<int64_t> interest_minor = {};
  std::span<int64_t> principal_minor = {};
  std::span<int64_t> fee_minor = {};
  std::span<int64_t> tax_minor = {};
  std::span<int64_t> payment_minor = {};
  std::span<int64_t> closing_minor = {};
};

// An amortization without its rows.
struct AmortizationSummary {
  Currency currency;
  size_t rows = 0;
  std::optional<int64_t> level_payment_minor = std::nullopt;
  AmortizationTotals totals = {};
  ResidualGap residual = {};

  friend bool operator==(const AmortizationSummary&,
                         const AmortizationSummary&) = default;
};

// Writes the rows of `made` into the columns, row k into element k, and returns
// the rest of it. Where there are more rows than a column has room for, no row
// is written; the summary says how many there are.
AmortizationSummary PutColumns(const Amortization& made,
                               const InstallmentColumns& columns);

// PutColumns(Amortize(spec), columns).
//
// Errors:     those of Amortize; no row is written then
// Exactness:  as Amortize, to the last unit.
// Cost:       linear in the rows. A plain loan takes no memory, and a few
//             nanoseconds a row: a level payment in arrears for a count of
//             months, unadjusted or modified following, at one positive rate
//             that is rounded to the nearest, over periods that are alike or
//             are counted in days, its residual last and nothing beside.
// Example:    100.00 USD at 7 %, 30/360 ISDA, 6 months, half even, last: the
//             interest column is 58, 49, 39, 29, 20, 10; the summary has 6 rows
//             and a level payment of 1701.
[[nodiscard]] absl::StatusOr<AmortizationSummary> AmortizeColumns(
    const AmortizationSpec& spec, const InstallmentColumns& columns);

}  // namespace usance

#endif  // USANCE_INSTALLMENT_COLUMNS_H_
