// The rows of a loan as a picture: what each pays, and what is still owed.
#ifndef USANCE_CLI_PLOT_H_
#define USANCE_CLI_PLOT_H_

#include <string>
#include <string_view>
#include <vector>

#include "usance/installment/installment.h"
#include "usance/money/currency.h"

namespace usance::cli {

// For a terminal of 80 columns: a line for each row, or for each year where
// there are over 60 rows. The bar has the interest, the principal, and fees
// with tax; the dot is the balance after it.
[[nodiscard]] std::string PlotText(const std::vector<Installment>& rows,
                                   Currency currency);

// As an SVG document: a stacked bar for each row, the part below 0 under the
// axis, and the balance as a line with a scale of its own. The same rows give
// the same bytes everywhere.
[[nodiscard]] std::string PlotSvg(const std::vector<Installment>& rows,
                                  Currency currency, std::string_view title);

}  // namespace usance::cli

#endif  // USANCE_CLI_PLOT_H_
