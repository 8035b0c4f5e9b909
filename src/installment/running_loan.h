// A loan while changes are applied to it. Private.
#ifndef USANCE_SRC_INSTALLMENT_RUNNING_LOAN_H_
#define USANCE_SRC_INSTALLMENT_RUNNING_LOAN_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "src/installment/rows.h"
#include "usance/accrual/rate_history.h"
#include "usance/core/int128.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/date/schedule.h"
#include "usance/installment/amortization_spec.h"
#include "usance/installment/amortize.h"
#include "usance/installment/loan_change.h"

namespace usance {

// The changes that count, in the order in which they apply.
//
// Errors: as ChangeLoan, of ids and of what undoes what
[[nodiscard]] absl::StatusOr<std::vector<size_t>> OrderOfChanges(
    std::span<const LoanChange> changes);

class RunningLoan {
 public:
  // Errors: as ChangeLoan, of the terms
  static absl::StatusOr<RunningLoan> Make(const AmortizationSpec& terms);

  // Errors: as ChangeLoan, of one change. It is of no use then.
  absl::Status Apply(const LoanChange& change);

  [[nodiscard]] const Amortization& rows() const { return loan_; }
  // The row that begins on the day of the last change or is under way.
  [[nodiscard]] size_t row() const { return row_; }

 private:
  RunningLoan(AmortizationSpec spec, Amortization loan)
      : spec_(std::move(spec)),
        dates_(spec_.schedule),
        loan_(std::move(loan)) {}

  [[nodiscard]] Date StartOf(size_t row) const;
  [[nodiscard]] Date EndOf(size_t row) const;
  [[nodiscard]] absl::StatusOr<size_t> RowOf(Date date) const;
  [[nodiscard]] absl::Status CheckAmount(const Money& amount) const;
  [[nodiscard]] absl::Status CheckAdjusts(Adjusts adjusts,
                                          bool next_payments) const;
  [[nodiscard]] int128 BalanceOn(size_t row, Date date) const;
  // What a row pays that pays off the debt, from `row` on or else before it.
  [[nodiscard]] absl::StatusOr<RowPlan> ShareFrom(size_t row) const;

  absl::Status Do(Date date, const Prepaid& change);
  absl::Status Do(Date date, const ToppedUp& change);
  absl::Status Do(Date date, const PaymentMissed& change);
  absl::Status Do(Date date, const RateChanged& change);
  absl::Status Do(Date date, const InterestPaused& change);
  absl::Status Do(Date date, const PaymentHoliday& change);
  absl::Status Do(Date date, const Recast& change);
  absl::Status Do(Date date, const Rescheduled& change);
  absl::Status Do(Date date, const Accelerated& change);
  absl::Status Do(Date date, const Undone& change);

  void PutAdvance(Date date, int64_t minor);
  absl::Status SetRates(std::vector<RateStep> steps,
                        std::optional<Date> known_through);
  [[nodiscard]] absl::StatusOr<std::vector<RateStep>> StepsOf() const;
  absl::Status SkipRows(size_t first, size_t count, EarlyInterest interest,
                        Adjusts adjusts);
  absl::Status PayAhead(int64_t minor);
  absl::Status SetDates(const Rescheduled& change, int32_t count);

  // Books the rows again, leveled from `head` on; none where that is beyond
  // them.
  absl::Status Fill(size_t head, std::optional<Date> until = std::nullopt);
  absl::Status FillKept() { return Fill(periods_.size()); }
  absl::Status FillTerm(const RowPlan& share);
  absl::Status Adjust(Adjusts adjusts, size_t head);
  void KeepPeriods(size_t rows);
  // The dates of as many rows; the new ones pay a share.
  absl::Status Resize(size_t rows, const RowPlan& share);

  AmortizationSpec spec_;  // with the rates and advances that now hold
  ScheduleSpec dates_;     // of the rows from dates_from_ on
  size_t dates_from_ = 0;
  std::vector<SchedulePeriod> periods_;
  std::vector<RowPlan> plans_;  // of each row; the factors are not read
  Amortization loan_;
  std::vector<int128> waiting_;  // interest that waits after each row
  size_t row_ = 0;
  int128 last_paid_ = 0;  // of the share of the last row
  bool ended_ = false;
  int64_t at_end_ = 0;  // paid out on the day on which all of it is due
};

}  // namespace usance

#endif  // USANCE_SRC_INSTALLMENT_RUNNING_LOAN_H_
