// What will not be paid: roll rates, loss rates, and the allowance for it.
#ifndef USANCE_PORTFOLIO_PROVISION_H_
#define USANCE_PORTFOLIO_PROVISION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "usance/account/account_policy.h"
#include "usance/account/aging.h"
#include "usance/account/journal.h"
#include "usance/core/fraction.h"
#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/money/percent.h"

namespace usance {

// The buckets here are those of an aging, what is not due before them: bucket
// 0 is what is not due, bucket k the aging's k-th.

// Returns of each bucket but the last the share that was in the next one an
// aging later, over all agings together; none of a bucket that was always
// empty.
//
//   roll_i = sum over t of bucket i+1 at t+1 / sum over t of bucket i at t
//
// The agings stand as far apart as the buckets are wide: 30 days, or a month.
//
// Errors:    INVALID_ARGUMENT / CONTEXT_REQUIRED - fewer than two agings;
//              /agings
//            INVALID_ARGUMENT / CURRENCY_MISMATCH - /agings/<t>/currency
//            INVALID_ARGUMENT / CONFLICT - other buckets; /agings/<t>/buckets
//            INVALID_ARGUMENT / OUT_OF_ORDER - a day not after the one before;
//              /agings/<t>/as_of
// Exactness: exact
// Example:   1,000,000.00 of 1 to 30 days, and a month later 200,000.00 of 31
//            to 60: 1/5
[[nodiscard]] absl::StatusOr<std::vector<std::optional<Fraction>>> RollRates(
    std::span<const Aging> agings);

// Returns of each bucket the share that is lost in the end: it rolls through
// all that follow, and of the last the share `lost` is lost.
//
//   loss_i = roll_i * roll_i+1 * ... * lost
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - a rate below 0; /rolls/<i>, /lost
//            OUT_OF_RANGE / OVERFLOW - a product does not fit 128 bits;
//              /rolls/<i>
// Exactness: exact
// Example:   rolls of 1/2, 2/5 and 1/5, all of the last lost: 1/25, 2/25, 1/5,
//            1
[[nodiscard]] absl::StatusOr<std::vector<Fraction>> LossRates(
    std::span<const Fraction> rolls, const Fraction& lost);

// Returns the same from the flow of one cohort: sales, and what was paid of
// them before the due day and in each bucket after it. What nobody has paid
// behind the last is lost.
//
//   open_0 = sold,  open_i+1 = open_i - paid_i,  loss_i = open_n / open_i
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - sold not above 0, or a payment below
//              0 or of more than is open; /sold, /paid/<i>
// Exactness: exact
// Source:    IFRS 9, 5.5.15 and B5.5.35: a provision matrix of historical
//            losses
// Example:   of 100,000.00, paid 50,000.00, 27,000.00, 15,000.00, 6,000.00:
//            1/50, 1/25, 2/23, 1/4, 1: 2.00, 4.00, 8.70, 25.00, 100.00 %. All
//            that is paid in the end: rates of 0 while something is open, and
//            behind it too.
[[nodiscard]] absl::StatusOr<std::vector<Fraction>> FlowLossRates(
    int64_t sold_minor, std::span<const int64_t> paid_minor);

// One bucket of a provision matrix.
struct ProvisionSpec {
  int64_t balance_minor = 0;
  Fraction loss_rate = {};  // historical
  // What is expected to come differently: +10 % makes 4 % of it 4.4 %.
  Percent forward = Percent(Fraction());
  // Items that are judged one by one, out of the balance, and what is expected
  // to be lost of them.
  int64_t specific_minor = 0;
  int64_t specific_loss_minor = 0;
};

struct Provision {
  Fraction rate;                // loss rate * (1 + forward)
  int64_t allowance_minor = 0;  // of the balance without specific items
  int64_t specific_loss_minor = 0;
};

struct ProvisionMatrix {
  std::vector<Provision> buckets = {};
  int64_t allowance_minor = 0;  // of all of them, specific items included
};

// Returns the allowance for expected credit losses.
//
//   allowance = (balance - specific) * loss rate * (1 + forward)
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - specific items outside [0, balance],
//              a loss of them outside [0, specific items], or a rate outside
//              [0, 1]; /<k>/specific, /<k>/specific_loss, /<k>/rate
//            OUT_OF_RANGE / OVERFLOW - a rate does not fit 128 bits, or a sum
//              is no int64
// Exactness: each allowance rounded once by `rounding`; their sum is exact
// Source:    IFRS 9, 5.5.15, B5.5.35 and B5.5.52
// Example:   300,000.00, 140,000.00, 60,000.00, 23,000.00 and 5,000.00 at the
//            rates of FlowLossRates: 27,567.39
[[nodiscard]] absl::StatusOr<ProvisionMatrix> ProvisionOf(
    std::span<const ProvisionSpec> buckets, Rounding rounding);

// Agings as far apart as their buckets are wide.
struct AgingSeries {
  Date last;                // as of which the last one is
  int32_t every_days = 30;  // 1 to 366
  int32_t buckets = 5;  // past due, 1 to 5: four with an end, and one without
  int32_t count = 13;   // of agings, 2 to 120
};

// Returns the agings of an account from the due day, each replayed with what
// was known by as_known_on (none: all).
//
// Errors: OUT_OF_RANGE / OUT_OF_RANGE - /every_days, /buckets, /agings
//         OUT_OF_RANGE / DATE_OUT_OF_RANGE - /agings, before the first day
//         as Replay and Age
[[nodiscard]] absl::StatusOr<std::vector<Aging>> AgingsOf(
    const Journal& journal, const AccountPolicy& policy,
    const AgingSeries& series, std::optional<Date> as_known_on = {});

// How an allowance is made of a series of agings.
struct ProvisionRule {
  Fraction lost = Fraction(1);  // of the last bucket, in the end
  // As ProvisionSpec::forward, -100 % or more; no rate is above 1 for it.
  Percent forward = Percent(Fraction());
  Rounding rounding{};  // of each allowance
};

struct HistoricalProvision {
  std::vector<std::optional<Fraction>> rolls = {};  // as RollRates has them
  std::vector<Fraction> losses = {};                // by bucket
  ProvisionMatrix matrix = {};                      // of the last aging
};

// Returns the allowance on the last of the agings, from how the buckets rolled
// over all of them.
//
//   losses = LossRates(rolls, each rounded to a millionth half up and at most
//            1; 1 where nothing is known)
//   matrix = ProvisionOf(the last aging's buckets, losses, forward)
//
// Errors:    as RollRates; OUT_OF_RANGE / OUT_OF_RANGE - a share lost outside
//              [0, 1], or less than nothing expected; /lost, /forward; then as
//              LossRates and ProvisionOf
// Exactness: as said; each allowance is rounded once
// Source:    IFRS 9, 5.5.15 and B5.5.35
// Example:   200.00 not due, 100.00 of which are 1 day late or more a month
//            later, with 80.00 not due then: rolls of 1/2, losses of 1/2 and 1,
//            allowances of 40.00 and 100.00
[[nodiscard]] absl::StatusOr<HistoricalProvision> ProvisionFrom(
    std::span<const Aging> agings, const ProvisionRule& rule);

// So much of a cohort, so many days after it began.
struct CohortReceipt {
  int32_t days = 0;
  int64_t amount_minor = 0;
};

// Returns how much of a cohort was recovered by each of the days, as a share of
// what was assigned: its recovery curve. The last is the recovery rate as of
// then.
//
//   sum of what came within so many days / assigned
//
// Errors:    OUT_OF_RANGE / OUT_OF_RANGE - assigned not above 0; /assigned
//            INVALID_ARGUMENT / OUT_OF_ORDER - days that do not rise;
//              /edges/<k>
// Exactness: exact
// Example:   of 1,000.00, 100.00 after 20 days and 150.00 after 45, by days 30,
//            60, 90: 1/10, 1/4, 1/4
[[nodiscard]] absl::StatusOr<std::vector<Fraction>> RecoveryCurve(
    int64_t assigned_minor, std::span<const CohortReceipt> receipts,
    std::span<const int32_t> edges);

}  // namespace usance

#endif  // USANCE_PORTFOLIO_PROVISION_H_
