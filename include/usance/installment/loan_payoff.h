// What pays a loan off on a day, and what it costs to pay before time.
#ifndef USANCE_INSTALLMENT_LOAN_PAYOFF_H_
#define USANCE_INSTALLMENT_LOAN_PAYOFF_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/installment/amortization_spec.h"
#include "usance/installment/loan_change.h"
#include "usance/money/money.h"
#include "usance/money/percent.h"

namespace usance {

// What a contract takes for what is prepaid up to a day: exactly one of the
// three.
struct PenaltyStep {
  std::optional<Date> through = {};     // none: to the end
  std::optional<Money> amount = {};     // whatever is prepaid
  std::optional<Percent> percent = {};  // of what is prepaid
  std::optional<int32_t> months = {};   // of interest on what is prepaid
};

// A prepayment penalty: the first step that the day is in; none: nothing.
struct PrepaymentPenalty {
  std::vector<PenaltyStep> steps = {};  // days rise
  // Prepaid free of it in each year of the loan, from its first day on: a share
  // of the principal of the terms.
  std::optional<Percent> free = {};
  // At most such a share of what is prepaid beyond that (EU 2008/48, article
  // 16(2): 1 %, or 0.5 % within a year of the end).
  std::optional<Percent> most = {};
};

inline constexpr size_t kMaxPenaltySteps = 100;

// Returns the penalty on `amount` prepaid on `date`, in minor units.
//
//   charged = max(0, amount - what is left of the year's free amount)
//   penalty = amount of the step | charged * percent |
//             charged * rate * months / 12;  at most charged * most
//
// Nothing where nothing is charged. `before` are the changes of the loan so
// far: what they prepaid in the same year of the loan has used the free amount
// up.
//
// Errors:    RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxPenaltySteps
//            INVALID_ARGUMENT / OUT_OF_ORDER - steps whose days do not rise, or
//              one after a step to the end
//            INVALID_ARGUMENT / CONFLICT - a step with none or several of the
//              three; months of a rate that is not per year or month
//            INVALID_ARGUMENT / CURRENCY_MISMATCH - an amount
//            OUT_OF_RANGE / OUT_OF_RANGE - below 0, or a share over 100 %
//            INVALID_ARGUMENT / UNSPECIFIED - no rounding in the terms
//            OUT_OF_RANGE / OVERFLOW - a penalty that is no int64
// Exactness: rounded once, as the terms round interest.
// Example:   2 % of 300.00 beyond 10 % of 1,000.00 free: 200.00 * 2 % = 4.00
[[nodiscard]] absl::StatusOr<int64_t> PenaltyOn(
    const PrepaymentPenalty& penalty, const AmortizationSpec& terms,
    std::span<const LoanChange> before, Date date, const Money& amount,
    std::string_view field = "");

// What pays all of it on a day, where every row that fell due before was paid.
//
// Units: minor units of the principal's currency.
struct LoanPayoff {
  Date date;
  int64_t principal_minor = 0;
  int64_t interest_minor = 0;  // up to the day, with what waits of it
  int64_t fee_minor = 0;       // of the row, and its tax
  int64_t tax_minor = 0;
  int64_t penalty_minor = 0;
  int64_t total_minor = 0;
  // What a day later costs more, where what is due on this one is paid; none on
  // the last day that is asked for.
  std::optional<int64_t> per_diem_minor = {};

  friend bool operator==(const LoanPayoff&, const LoanPayoff&) = default;
};

inline constexpr int32_t kMaxPayoffDays = 366;

// Returns what pays the loan off on each day from `first` to `last`, after what
// has happened to it up to then; later changes do not count. A row that is due
// on the day itself is part of it. The penalty is on the principal that was not
// due.
//
// Errors:    INVALID_ARGUMENT / END_BEFORE_START - last before first
//            RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxPayoffDays days
//            as ChangeLoan, with Accelerated on the day
//            as PenaltyOn, below /penalty
// Exactness: as ChangeLoan: an acceleration on the day asks for the same.
// Cost:      a pass over the rows for each day
// Example:   1,000.00 EUR at 12 %, 30/360, monthly, 4 rows of 256.28, on
//            2026-02-16: 753.72 and 3.77 of interest; 757.49, 0.25 more the
//            next day
[[nodiscard]] absl::StatusOr<std::vector<LoanPayoff>> LoanPayoffs(
    const AmortizationSpec& terms, std::span<const LoanChange> changes,
    Date first, Date last, const PrepaymentPenalty& penalty = {});

}  // namespace usance

#endif  // USANCE_INSTALLMENT_LOAN_PAYOFF_H_
