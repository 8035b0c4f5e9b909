// A loan that several lenders share.
#ifndef USANCE_INSTALLMENT_SHARES_H_
#define USANCE_INSTALLMENT_SHARES_H_

#include <span>
#include <vector>

#include "usance/core/fraction.h"
#include "usance/core/status.h"
#include "usance/installment/amortize.h"

namespace usance {

// Returns the rows of each lender (co-lending, syndication): as many
// amortizations as `weights`, whose rows sum to those of `loan` in every
// amount. Each keeps the laws of a row by itself: it opens with its closing
// before, and its payment is the sum of its parts.
//
// Interest, fee, tax, advance and closing balance are split by largest
// remainder (Split), principal is what the balances leave. Where a lender's
// balance would so move against the loan's, it stays, and the next lender that
// can takes the unit.
//
// Shapes:    one amortization for each weight, each with the rows of `loan`;
//            level payment and bound are those of the whole and not set
// Errors:    as Split, of the weights
//            INVALID_ARGUMENT / MISSING_FIELD - no rows
// Exactness: the parts sum exactly; a lender's balance is less than as many
//            minor units from its share as there are lenders.
// Cost:      linear in rows and lenders
// Example:   interest of 0.58 in a row, 80 to 20: 0.46 and 0.12
[[nodiscard]] absl::StatusOr<std::vector<Amortization>> ShareAmortization(
    const Amortization& loan, std::span<const Fraction> weights);

}  // namespace usance

#endif  // USANCE_INSTALLMENT_SHARES_H_
