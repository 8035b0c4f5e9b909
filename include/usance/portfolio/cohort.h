// What becomes of the invoices of a month.
#ifndef USANCE_PORTFOLIO_COHORT_H_
#define USANCE_PORTFOLIO_COHORT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "usance/account/account.h"
#include "usance/account/journal.h"
#include "usance/core/fraction.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/portfolio/metrics.h"

namespace usance {

// Principal and contract interest, in minor units of one currency.
struct Cohort {
  int64_t invoiced_minor = 0;  // all that was ever claimed
  int64_t open_minor = 0;      // what is unpaid of it
  AmountsByDays paid = {};     // by days from the document
  friend bool operator==(const Cohort&, const Cohort&) = default;
};

// By the first day of the month of their documents.
using Cohorts = std::map<Date, Cohort>;

// Returns the cohorts of an account as of its day; `journal` is the one that
// was replayed. Money that came back is not paid, and what a credit note, a
// discount or a waiver took is neither paid nor open.
//
// Errors: OUT_OF_RANGE / OVERFLOW - a sum is no int64
[[nodiscard]] absl::StatusOr<Cohorts> CohortsOf(const Account& account,
                                                const Journal& journal);

// Adds another account's, of the same currency and day.
//
// Errors: OUT_OF_RANGE / OVERFLOW
[[nodiscard]] absl::Status AddTo(Cohorts& sums, const Cohorts& parts);

// Returns the recovery curve of a cohort: what was paid within so many days of
// the documents, as a share of what was invoiced; none once as_of is too early
// for the invoices of the month's last day.
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - nothing was invoiced; /assigned
//            INVALID_ARGUMENT / OUT_OF_ORDER - days that do not rise;
//              /edges/<k>
// Exactness: exact
// Example:   1,000.00 of January, 100.00 paid after 20 days and 150.00 after
//            45, as of 31 March, by days 30, 60 and 90: 1/10, none, none; of 1
//            April: 1/10, 1/4, none
[[nodiscard]] absl::StatusOr<std::vector<std::optional<Fraction>>> CurveOf(
    Date month, const Cohort& cohort, std::span<const int32_t> edges,
    Date as_of);

}  // namespace usance

#endif  // USANCE_PORTFOLIO_COHORT_H_
