// The rows of an amortization under construction. Private.
#ifndef USANCE_SRC_INSTALLMENT_ROWS_H_
#define USANCE_SRC_INSTALLMENT_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "src/installment/annuity.h"
#include "usance/core/fraction.h"
#include "usance/core/status.h"
#include "usance/date/schedule.h"
#include "usance/installment/amortization_spec.h"
#include "usance/installment/installment.h"

namespace usance {

// The error of an amount in the row of that index that is no int64.
[[nodiscard]] absl::Status RowOverflow(size_t row);

// What a row pays; the last row pays the rest under each of them.
enum class RowRule : uint8_t {
  kShare,       // its share of the plan: a payment, or a principal
  kPayment,     // `planned`, interest included
  kPrincipal,   // `planned` of principal, and the interest on top
  kInterest,    // the interest
  kCapitalize,  // nothing; the interest joins the balance
  kDefer,       // nothing; the interest waits for the next row that pays
  kSpread,      // nothing; the interest waits for all rows that pay later
  kWaive,       // nothing, without interest
  kMinimum,     // the larger of `planned` and a share of the balance
};

// Whether rows of this rule pay, and with it what waits of the interest.
[[nodiscard]] inline bool Pays(RowRule rule) {
  return rule == RowRule::kShare || rule == RowRule::kPayment ||
         rule == RowRule::kPrincipal || rule == RowRule::kInterest ||
         rule == RowRule::kMinimum;
}

// Whether rows of this rule pay off the debt, and so may be the last to do it.
[[nodiscard]] inline bool Amortizes(RowRule rule) {
  return rule == RowRule::kShare || rule == RowRule::kPayment ||
         rule == RowRule::kPrincipal;
}

// One row: what the terms say of it.
struct RowPlan {
  RowRule rule = RowRule::kShare;
  Fraction factor = 0;  // r_k * t_k
  int64_t planned = 0;  // what the rule speaks of
  // The rows from it on that pay, where that is known: else they are counted.
  int64_t payers = 0;
};

// A stretch of a row's time; the interest of a stretch that is not the last
// one joins the balance at its end.
struct Stretch {
  Fraction factor = 0;  // r * t
  Fraction time = 0;    // t, where the payment is leveled again
  int64_t advance = 0;  // paid out within it
  Exact interest = {};  // of that alone
};

// Rows are filled in order; what has been filled can be filled again. `spec`
// outlives them.
class Rows {
 public:
  // One row for each period and plan.
  Rows(const AmortizationSpec& spec, std::vector<SchedulePeriod> periods,
       std::vector<RowPlan> plans);

  [[nodiscard]] size_t size() const { return rows_.size(); }
  [[nodiscard]] RowPlan& plan(size_t row) { return plans_[row]; }
  [[nodiscard]] const RowPlan& plan(size_t row) const { return plans_[row]; }
  [[nodiscard]] const Installment& row(size_t row) const { return rows_[row]; }
  [[nodiscard]] Installment& row(size_t row) { return rows_[row]; }
  [[nodiscard]] std::vector<Installment> Take() { return std::move(rows_); }
  // Whether interest waits after `row`.
  [[nodiscard]] bool Waits(size_t row) const {
    return !waiting_.empty() &&
           (waiting_[row + 1].deferred != 0 || waiting_[row + 1].spread != 0);
  }
  // The interest that waits after `row`.
  [[nodiscard]] int128 WaitingAfter(size_t row) const {
    if (waiting_.empty()) return 0;
    return static_cast<int128>(waiting_[row + 1].deferred) +
           waiting_[row + 1].spread;
  }
  // Forgets the rows from `count` on.
  void Truncate(size_t count);

  // The stretches of each row; of one without any, its plan's factor is all.
  void SetStretches(std::vector<std::vector<Stretch>> stretches);
  [[nodiscard]] bool IsDivided(size_t row) const {
    return !stretches_.empty() && !stretches_[row].empty();
  }
  [[nodiscard]] std::vector<Stretch>& stretches(size_t row) {
    return stretches_[row];
  }
  // What is paid out in the rows after `row` is not known.
  void KnowUntil(size_t row) { known_ = row; }
  // Paid out in `row`, as far as it is known.
  [[nodiscard]] int64_t AdvanceOf(size_t row) const;
  // The last row in which anything is paid out.
  [[nodiscard]] std::optional<size_t> LastAdvance() const;

  // Shares are of the principal: interest comes on top.
  void ShareThePrincipal() { shares_principal_ = true; }
  // The interest of the rows is this; one value for each row.
  void GiveInterest(std::vector<int64_t> interest) {
    given_ = std::move(interest);
  }
  // What is left for the last row of all.
  void Leave(int64_t balloon) { balloon_ = balloon; }
  // The row that pays what is left; those after it have nothing to pay.
  void EndWith(size_t row) { last_ = row; }
  [[nodiscard]] size_t last() const { return last_; }
  [[nodiscard]] int64_t balloon() const { return balloon_; }

  // Interest of `row` alone on its opening balance; nothing beyond int64.
  [[nodiscard]] std::optional<int64_t> InterestOf(size_t row) const;

  // What `row` does to the exact balance; good until it is asked again.
  [[nodiscard]] AnnuityRow Effect(size_t row);
  // The same of a row that is not among them. Not for given interest.
  [[nodiscard]] AnnuityRow Effect(const RowPlan& plan) const;

  // Fills the rows [first, end). No payment exceeds balance plus interest.
  // Returns the sum of what is paid less what the plans say.
  absl::StatusOr<int128> Run(size_t first, size_t end);
  // Whether a payment of the last run was raised to its interest.
  [[nodiscard]] bool raised() const { return raised_; }

 private:
  // Interest that waits before a row.
  struct Waiting {
    int64_t deferred = 0;
    int64_t spread = 0;
  };

  absl::Status RunRow(size_t k, int128& gap);
  size_t RunShares(size_t first, size_t end);
  [[nodiscard]] std::optional<int64_t> DividedInterest(size_t k) const;
  // Takes part of what waits, or adds to it; returns the interest of the row.
  std::optional<int64_t> Settle(size_t k, int64_t interest);
  [[nodiscard]] int128 Planned(size_t k, int64_t interest,
                               int128 released) const;
  [[nodiscard]] absl::Status Uncovered(size_t k, int128 payment,
                                       int64_t interest) const;

  const AmortizationSpec& spec_;
  std::vector<RowPlan> plans_;
  std::vector<Installment> rows_;
  bool shares_principal_ = false;
  std::vector<int64_t> given_;                   // empty, or one for each row
  std::vector<Waiting> waiting_;                 // empty where no row defers
  std::vector<std::vector<Stretch>> stretches_;  // empty, or one for each row
  std::vector<RowGrowth> growth_;                // of the same
  size_t known_ = SIZE_MAX;
  bool raised_ = false;
  int64_t balloon_ = 0;
  size_t last_ = 0;
};

}  // namespace usance

#endif  // USANCE_SRC_INSTALLMENT_ROWS_H_
