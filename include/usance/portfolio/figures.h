// What metrics are made of, out of accounts: sums that add up over debtors.
#ifndef USANCE_PORTFOLIO_FIGURES_H_
#define USANCE_PORTFOLIO_FIGURES_H_

#include <cstdint>
#include <map>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/journal.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/money/currency.h"
#include "usance/portfolio/metrics.h"

namespace usance {

// Of one currency, and of the days [from, to].
struct Figures {
  Currency currency;
  Date from;
  Date to;
  // As the ledger has them: what is open of all components, less what is
  // unapplied. Sales are invoices less credit notes.
  Receivables receivables = {};
  std::map<Date, int64_t> sales_by_month = {};  // by the first of it; all of it
  // Money that came in, less what went back.
  int64_t collected_minor = 0;
  // Of what was invoiced, principal and contract interest:
  AmountsByDays paid_days_taken = {};     // in the period, from the document
  AmountsByDays paid_days_late = {};      // the same, from the due day
  AmountsByDays open_days_old = {};       // at its end, from the document
  AmountsByDays past_due_days_late = {};  // at its end, what is past due
  PromiseCounts promises = {};            // whose last day is in the period
};

// Returns the figures of an account from the day after the first replay to the
// day of the second; `journal` is the one that was replayed.
//
// Errors: INVALID_ARGUMENT / END_BEFORE_START - closing is not after opening
//         OUT_OF_RANGE / OVERFLOW - a sum is no int64
[[nodiscard]] absl::StatusOr<Figures> FiguresOf(const Account& opening,
                                                const Account& closing,
                                                const Journal& journal);

// Adds another account's figures.
//
// Errors: INVALID_ARGUMENT / CURRENCY_MISMATCH
//         INVALID_ARGUMENT / CONFLICT - other days; /from
//         OUT_OF_RANGE / OVERFLOW
[[nodiscard]] absl::Status AddTo(Figures& sum, const Figures& part);

// The months of figures for CountbackDso, from the latest to the first that has
// sales: all days of each, of the latest those up to `to`.
[[nodiscard]] std::vector<SalesOfDays> MonthsOf(const Figures& figures);

}  // namespace usance

#endif  // USANCE_PORTFOLIO_FIGURES_H_
