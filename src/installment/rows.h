// The rows of an amortization under construction. Private.
#ifndef USANCE_SRC_INSTALLMENT_ROWS_H_
#define USANCE_SRC_INSTALLMENT_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "usance/core/fraction.h"
#include "usance/core/status.h"
#include "usance/date/schedule.h"
#include "usance/installment/amortization_spec.h"
#include "usance/installment/installment.h"

namespace usance {

// The error of an amount in the row of that index that is no int64.
[[nodiscard]] absl::Status RowOverflow(size_t row);

// What rows do; the last row of all pays the rest under each of them.
enum class RowRule {
  kInterest,    // pay the interest
  kCapitalize,  // pay nothing
  kPayment,     // pay what is planned
  kPrincipal,   // pay what is planned, and the interest on top
};

// Rows are filled in order. `spec` outlives them.
class Rows {
 public:
  // One row for each period; `factors` are their r_k * t_k.
  Rows(const AmortizationSpec& spec, const Schedule& schedule,
       std::vector<Fraction> factors);

  [[nodiscard]] size_t size() const { return rows_.size(); }
  [[nodiscard]] std::vector<Fraction>& factors() { return factors_; }
  [[nodiscard]] int64_t opening(size_t row) const {
    return rows_[row].opening_minor;
  }
  [[nodiscard]] const Installment& row(size_t row) const { return rows_[row]; }
  [[nodiscard]] std::vector<Installment> Take() { return std::move(rows_); }

  // Interest of `row` on its opening balance, or on `base`; nothing beyond
  // int64.
  [[nodiscard]] std::optional<int64_t> InterestOf(
      size_t row, std::optional<int64_t> base = std::nullopt) const;

  // Fills the rows of `planned` from `first` on. No payment exceeds balance
  // plus interest.
  absl::Status Run(RowRule rule, size_t first, std::span<const int64_t> planned,
                   std::optional<int64_t> base = std::nullopt);

 private:
  absl::Status RunRow(RowRule rule, size_t k, int64_t planned,
                      std::optional<int64_t> base);
  [[nodiscard]] absl::Status Uncovered(size_t k, int64_t payment,
                                       int64_t interest) const;

  const AmortizationSpec& spec_;
  std::vector<Fraction> factors_;
  std::vector<Installment> rows_;
};

}  // namespace usance

#endif  // USANCE_SRC_INSTALLMENT_ROWS_H_
