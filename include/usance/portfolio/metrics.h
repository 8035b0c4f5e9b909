// How well receivables are collected: the field's figures, each with its
// definition. All are exact; shares are of one: 23/26 is 88.46 %.
#ifndef USANCE_PORTFOLIO_METRICS_H_
#define USANCE_PORTFOLIO_METRICS_H_

#include <cstdint>
#include <map>
#include <span>

#include "usance/core/fraction.h"
#include "usance/core/status.h"

namespace usance {

// --- balances of a period ---------------------------------------------------

// Minor units of one currency.
struct Receivables {
  int64_t opening_minor = 0;  // open at the end of the day before the period
  int64_t sales_minor = 0;    // on credit, in the period
  int64_t closing_minor = 0;  // open at its end
  int64_t not_due_minor = 0;  // of them, not past due
  int32_t days = 0;           // of the period
  friend bool operator==(const Receivables&, const Receivables&) = default;
};

// Returns days sales outstanding.
//
//   closing / sales * days
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - sales or days not above 0; /sales,
//              /days
// Exactness: exact
// Example:   200,000 open of 1,200,000 in 365 days: 365/6, 60.83 days
[[nodiscard]] absl::StatusOr<Fraction> Dso(const Receivables& receivables);

// Returns the DSO that is left if nobody is ever late.
//
//   not due / sales * days
//
// Errors:    as Dso
// Exactness: exact
// Example:   120,000 not due of 1,200,000 in 365 days: 73/2, 36.50 days
[[nodiscard]] absl::StatusOr<Fraction> BestPossibleDso(
    const Receivables& receivables);

// Returns average days delinquent: what lateness adds to DSO.
//
//   Dso - BestPossibleDso
//
// Errors:    as Dso
// Exactness: exact
// Example:   200,000 open, 120,000 of them not due, of 1,200,000 in 365 days:
//            73/3, 24.33 days
[[nodiscard]] absl::StatusOr<Fraction> AverageDaysDelinquent(
    const Receivables& receivables);

// Returns the collection effectiveness index: of what could be collected in
// the period, the share that was.
//
//   (opening + sales - closing) / (opening + sales - not due)
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - nothing could be collected; /not_due
// Exactness: exact
// Example:   opening 100, sales 250, closing 120, not due 90: 23/26, 88.46 %
[[nodiscard]] absl::StatusOr<Fraction> CollectionEffectiveness(
    const Receivables& receivables);

// Returns what came in as a share of all that was owed in the period.
//
//   collected / (opening + sales)
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - nothing was owed; /sales
// Exactness: exact
// Example:   230 of 100 + 250: 23/35, 65.71 %
[[nodiscard]] absl::StatusOr<Fraction> CollectionRate(
    const Receivables& receivables, int64_t collected_minor);

// The sales of one month, or of so many of its days.
struct SalesOfDays {
  int32_t days = 0;
  int64_t sales_minor = 0;
  friend bool operator==(const SalesOfDays&, const SalesOfDays&) = default;
};

// Returns DSO by counting back: sales are taken from what is open, month by
// month from the latest on, each for all of its days; of the month that is
// more than what is left, that share of its days. Seasons leave it alone.
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - days not above 0; /months/<k>/days
//            INVALID_ARGUMENT / CONTEXT_REQUIRED - the months do not reach back
//              far enough; /months
// Exactness: exact
// Example:   212,000 open, sales of 100,000, 80,000 and 70,000 in months of 30
//            days, from the latest: 516/7, 73.71 days
[[nodiscard]] absl::StatusOr<Fraction> CountbackDso(
    int64_t closing_minor, std::span<const SalesOfDays> months);

// --- days taken, days late --------------------------------------------------

struct AmountOfDays {
  int64_t amount_minor = 0;
  int64_t count = 0;  // of payments, or rows
  friend bool operator==(const AmountOfDays&, const AmountOfDays&) = default;
};

// Amounts by a number of days: taken to pay, or late (below 0: early).
using AmountsByDays = std::map<int32_t, AmountOfDays>;

// Adds an amount.
//
// Errors: OUT_OF_RANGE / OVERFLOW - a sum is no int64
[[nodiscard]] absl::Status Add(AmountsByDays& sums, int32_t days,
                               const AmountOfDays& part);

// Returns the average of days, weighted by the amounts: of what is open and
// its days late, weighted days late; of what was paid and the days it took,
// average days to pay.
//
//   sum(days * amount) / sum(amount)
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - amounts that are not above 0 in sum
// Exactness: exact
// Example:   100.00 after 10 days, 300.00 after 30: 25
[[nodiscard]] absl::StatusOr<Fraction> AverageDays(const AmountsByDays& sums);

// The days of a share, both inclusive.
struct DaysRange {
  int32_t first = INT32_MIN;
  int32_t last = INT32_MAX;
};

// Returns the share of the amounts whose days are in the range; of what was
// paid, up to 0 days late: the share on time.
//
// Errors:    as AverageDays
// Exactness: exact
// Example:   100.00 on the due day, 300.00 2 days late, up to 0 days: 1/4
[[nodiscard]] absl::StatusOr<Fraction> ShareOfAmount(const AmountsByDays& sums,
                                                     DaysRange range);
// The same of the counts.
[[nodiscard]] absl::StatusOr<Fraction> ShareOfCount(const AmountsByDays& sums,
                                                    DaysRange range);

// Returns the average payment period that Spain has companies report (periodo
// medio de pago): of what was paid and what is pending together.
//
//   (ratio paid * paid + ratio pending * pending) / (paid + pending)
//
// where each ratio is AverageDays: of days from the document to the payment,
// and to the end of the period.
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - nothing was paid, nothing is pending
// Exactness: exact
// Source:    Real Decreto 635/2014, art. 5; ICAC, Resolución of 29 January
//            2016, art. 5
// Example:   300.00 paid after 40 days, 100.00 pending for 20: 35
[[nodiscard]] absl::StatusOr<Fraction> AveragePaymentPeriod(
    const AmountsByDays& paid, const AmountsByDays& pending);

// The statistics that large companies in the United Kingdom publish of how
// they pay, here of how customers pay.
struct PaymentPractices {
  Fraction average_days;  // over payments, not weighted
  Fraction within_30_days;
  Fraction from_31_to_60_days;
  Fraction after_60_days;
  friend bool operator==(const PaymentPractices&,
                         const PaymentPractices&) = default;
};

// Returns them of payments by the days from the document to each, which stands
// for the receipt of the invoice.
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - no payment
// Exactness: exact
// Source:    The Reporting on Payment Practices and Performance Regulations
//            2017 (SI 2017/395), Schedule
// Example:   payments after 10, 30, 31 and 61 days: 33 days; 1/2, 1/4, 1/4
[[nodiscard]] absl::StatusOr<PaymentPractices> PaymentPracticesOf(
    const AmountsByDays& paid);

// --- promises and costs -----------------------------------------------------

struct PromiseCounts {
  int64_t kept = 0;
  int64_t kept_in_part = 0;
  int64_t broken = 0;
  int64_t open = 0;  // nobody knows yet
  friend bool operator==(const PromiseCounts&, const PromiseCounts&) = default;
};

// Returns the share of promises that were kept, of those that are decided.
//
//   kept / (kept + kept in part + broken)
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - none is decided
// Exactness: exact
// Example:   6 kept, 1 in part, 3 broken, 5 open: 3/5
[[nodiscard]] absl::StatusOr<Fraction> PromiseKeepRate(
    const PromiseCounts& promises);

struct Effort {
  int64_t cost_minor = 0;
  int64_t collected_minor = 0;
};

// Returns what it costs to collect one unit.
//
//   cost / collected
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - nothing was collected; /collected
// Exactness: exact
// Example:   30.00 for 1,500.00: 1/50, 2 cents of each unit
[[nodiscard]] absl::StatusOr<Fraction> CostToCollect(const Effort& effort);

}  // namespace usance

#endif  // USANCE_PORTFOLIO_METRICS_H_
