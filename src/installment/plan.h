// What the rows that amortize pay. Private.
#ifndef USANCE_SRC_INSTALLMENT_PLAN_H_
#define USANCE_SRC_INSTALLMENT_PLAN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "src/core/exact.h"
#include "src/installment/annuity.h"
#include "src/installment/rows.h"
#include "usance/core/status.h"
#include "usance/installment/amortization_spec.h"
#include "usance/installment/amortize.h"

namespace usance {

// Plans and fills the rows from `head` on, for the methods with a residual.
// `spec` and `rows` outlive it; run it once.
class Plan {
 public:
  Plan(const AmortizationSpec& spec, Rows& rows, size_t head)
      : spec_(spec),
        rows_(rows),
        head_(head),
        count_(rows.size() - head),
        opening_(rows.opening(head)),
        balloon_(spec.balloon ? spec.balloon->minor() : 0),
        mode_(spec.payment_rounding.value_or(spec.rounding)) {}

  // Returns the level payment.
  absl::StatusOr<int64_t> RunLevel();

  // Splits the principal evenly; under add-on the principal and the interest
  // of all rows together. Returns the share.
  absl::StatusOr<int64_t> RunShares();

  // After either of them.
  [[nodiscard]] absl::StatusOr<ResidualGap> gap() const;

 private:
  absl::StatusOr<int64_t> PlanShares(const Exact& share);
  absl::Status PlanFirst(int128 first, int64_t least);
  [[nodiscard]] absl::Status CheckCovers(int64_t level) const;
  absl::Status RunPayments();
  absl::StatusOr<int64_t> Smooth(int64_t level);
  void BoundLevel(const Annuity& annuity);

  const AmortizationSpec& spec_;
  Rows& rows_;
  const size_t head_;
  const size_t count_;
  const int64_t opening_;
  const int64_t balloon_;
  const Rounding mode_;          // of the payment
  std::optional<int64_t> base_;  // what flat interest is on
  std::vector<int64_t> planned_;
  int128 planned_sum_ = 0;  // below 10^4 rows * 2^63
  int128 gap_ = 0;
  std::optional<int64_t> bound_;
};

}  // namespace usance

#endif  // USANCE_SRC_INSTALLMENT_PLAN_H_
