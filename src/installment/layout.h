// From the terms to the rows that are to be filled. Private.
#ifndef USANCE_SRC_INSTALLMENT_LAYOUT_H_
#define USANCE_SRC_INSTALLMENT_LAYOUT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "src/installment/rows.h"
#include "usance/core/status.h"
#include "usance/date/schedule.h"
#include "usance/installment/amortization_spec.h"
#include "usance/installment/amortize.h"

namespace usance {

// Whether the rows of `method` share out a debt, so that rounding leaves a
// residual.
[[nodiscard]] bool HasShares(AmortizationMethod method);
// Whether interest is on the original principal.
[[nodiscard]] bool IsFlat(AmortizationMethod method);
// Whether the rows end where the debt is paid.
[[nodiscard]] bool EndsWithDebt(AmortizationMethod method);

// Whether the last of the rows that end with the debt had to pay more than the
// contract says.
[[nodiscard]] bool IsCutShort(const AmortizationSpec& spec,
                              const Amortization& result);

// Errors: as Amortize, before those of MakeSchedule
[[nodiscard]] absl::Status CheckSpec(const AmortizationSpec& spec);
// Of periods that the caller gives.
[[nodiscard]] absl::Status CheckPeriods(const AmortizationSpec& spec,
                                        const Schedule& schedule);

// What a row does that pays no principal; not of one in payment.
[[nodiscard]] RowRule RuleOf(EarlyInterest early);

// The principal with all advances, checked.
[[nodiscard]] int64_t Financed(const AmortizationSpec& spec);

struct Layout {
  std::vector<SchedulePeriod> periods;
  std::vector<RowPlan> plans;
  std::vector<RowPlan> beyond;  // the rows of the loan that a balloon cuts off
  int64_t balloon = 0;
  size_t last = 0;  // the row that pays what is left
  // Where the payment is leveled again: of each row, its time and the rate at
  // its end, which a plan made at that row expects of the later ones.
  std::vector<Fraction> times;
  std::vector<Rate> end_rates;
  // Of each row; none at all without advances and capitalization.
  std::vector<std::vector<Stretch>> stretches;
};

// As MakeSchedule, but that the first day stays where it is unless the terms
// say how it moves. Errors: as MakeSchedule, below /schedule
[[nodiscard]] absl::StatusOr<Schedule> MakeLoanSchedule(
    const ScheduleSpec& spec);

// The dates of the rows of `spec`: those of its schedule, and the row or rows
// more that it needs.
[[nodiscard]] absl::StatusOr<Schedule> MakeRowSchedule(
    const AmortizationSpec& spec);

// `schedule` is that of MakeRowSchedule. With `until`, nothing bears interest,
// is paid out or joins the balance from that day on.
[[nodiscard]] absl::StatusOr<Layout> MakeLayout(
    const AmortizationSpec& spec, const Schedule& schedule,
    std::optional<Date> until = std::nullopt);

// The rows of checked terms; and, where asked for, what they were booked with.
[[nodiscard]] absl::StatusOr<Amortization> BookRows(
    const AmortizationSpec& spec, const Schedule& schedule,
    std::optional<Rows>* booked = nullptr);

// The rows of a layout: those before `head` as they are planned, shares too;
// from it on, where it is one of them and a share, they are leveled.
[[nodiscard]] absl::StatusOr<Amortization> FillRows(
    const AmortizationSpec& spec, Layout layout, size_t head,
    std::optional<Rows>* booked = nullptr);

// BookRows of terms that are not checked; gives the dates that the rows are
// of, and may be more than they.
[[nodiscard]] absl::StatusOr<Amortization> BookLoan(
    const AmortizationSpec& spec, Schedule& schedule,
    std::optional<Rows>* booked = nullptr);

// Whether interest runs to the days that payments are made on.
[[nodiscard]] bool AccruesToAdjusted(const AmortizationSpec& spec);

}  // namespace usance

#endif  // USANCE_SRC_INSTALLMENT_LAYOUT_H_
