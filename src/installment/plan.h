// What the rows that amortize pay. Private.
#ifndef USANCE_SRC_INSTALLMENT_PLAN_H_
#define USANCE_SRC_INSTALLMENT_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "src/core/exact.h"
#include "src/installment/annuity.h"
#include "src/installment/rows.h"
#include "usance/core/status.h"
#include "usance/installment/amortization_spec.h"
#include "usance/installment/amortize.h"

namespace usance {

// Plans and fills the rows from `head` on, which is a share. `beyond` are the
// rows that a balloon cuts off. `spec` and `rows` outlive it; run it once.
class Plan {
 public:
  Plan(const AmortizationSpec& spec, Rows& rows, size_t head,
       std::span<const RowPlan> beyond);

  // Returns the share: the level payment, or the equal principal.
  absl::StatusOr<int64_t> Run();

  // After it.
  [[nodiscard]] absl::StatusOr<ResidualGap> gap() const;

 private:
  absl::Status GiveFlatInterest();
  [[nodiscard]] const Annuity& ExactAnnuity();
  [[nodiscard]] std::optional<int64_t> BoundedShare() const;
  absl::StatusOr<int64_t> Share();
  absl::Status SetShares(int64_t share);
  absl::Status Spread(const Exact& share);
  absl::Status RunSpread();
  void SetSpreadBound();
  absl::Status PlanFirst(int64_t share);
  [[nodiscard]] absl::Status CheckCovers(int64_t share) const;
  absl::Status RunRows();
  [[nodiscard]] bool IsBounded(int64_t share) const;
  absl::StatusOr<bool> Try(int64_t share);
  absl::StatusOr<int64_t> Smooth(int64_t share);
  absl::StatusOr<int64_t> Closest(int64_t share);
  absl::StatusOr<int64_t> Differ(int64_t share);
  [[nodiscard]] bool RoundsSteps() const;
  [[nodiscard]] std::optional<int64_t> BoundedBound() const;
  void SetBound();

  const AmortizationSpec& spec_;
  Rows& rows_;
  const size_t head_;
  const std::span<const RowPlan> beyond_;
  const Rounding mode_;  // of the payment
  const bool level_;     // else of the principal, or flat
  AnnuitySteps steps_;
  std::vector<AnnuityRow> effects_;    // of the rows from head on, and beyond
  std::optional<AnnuityBounds> sums_;  // of effects_, where they can be bound
  std::optional<Annuity> annuity_;     // of effects_, where it was asked for
  int64_t shares_ = 0;                 // how many rows are
  Exact spread_;             // the exact share, under the residual `spread`
  bool raised_ = false;      // whether a payment was, under the same
  int128 before_first_ = 0;  // what the first plan is above its share
  int64_t moves_ = 0;  // of the share, by multiples, away from the exact one
  int128 gap_ = 0;
  std::optional<int64_t> bound_;
};

}  // namespace usance

#endif  // USANCE_SRC_INSTALLMENT_PLAN_H_
