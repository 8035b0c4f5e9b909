#include "usance/installment/amortize.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "src/core/exact.h"
#include "src/installment/layout.h"
#include "src/installment/plan.h"
#include "src/installment/rows.h"

namespace usance {
namespace {

using Method = AmortizationMethod;

bool IsPaid(const Rows& rows, size_t row) {
  return rows.row(row).closing_minor == 0 && !rows.Waits(row);
}

// An extra row that nothing is left for goes.
void DropExtraRow(Rows& rows) {
  const size_t own = rows.size() - 1;
  if (IsPaid(rows, own - 1)) rows.Truncate(own);
}

// What the last row pays above the share is waived where that is little.
void Waive(const AmortizationSpec& spec, Rows& rows, ResidualGap& residual) {
  Installment& last = rows.row(rows.last());
  const int64_t gap = residual.gap_minor;
  if (gap <= 0 || gap > spec.waive_within->minor() ||
      gap > last.principal_minor) {
    return;
  }
  last.payment_minor -= gap;
  last.principal_minor -= gap;
  last.closing_minor = gap;
  for (size_t k = rows.last() + 1; k < rows.size(); ++k) {
    rows.row(k).opening_minor = rows.row(k).closing_minor = gap;
  }
  residual.gap_minor = 0;
  residual.waived_minor = gap;
}

// The row that could pay what the last one does: of rows that amortize, one of
// them.
std::optional<size_t> RowBeforeLast(const AmortizationSpec& spec,
                                    const Rows& rows) {
  for (size_t k = rows.last(); k-- > 0;) {
    if (!HasShares(spec.method) || Amortizes(rows.plan(k).rule)) return k;
  }
  return std::nullopt;
}

// The rows after the one that pays the debt go; so does, into the row before
// it, a last row that pays less than it may.
absl::Status End(const AmortizationSpec& spec, Rows& rows) {
  const size_t advances = rows.LastAdvance().value_or(0);
  if (EndsWithDebt(spec.method)) {
    size_t count = advances + 1;
    while (count < rows.size() && !IsPaid(rows, count - 1)) ++count;
    rows.Truncate(count);
  }
  if (!spec.least_payment) return absl::OkStatus();
  rows.Truncate(rows.last() + 1);
  while (rows.row(rows.last()).payment_minor < spec.least_payment->minor()) {
    const std::optional<size_t> before = RowBeforeLast(spec, rows);
    if (!before || *before < advances) break;
    rows.Truncate(*before + 1);
    USANCE_RETURN_IF_ERROR(rows.Run(*before, *before + 1).status());
  }
  return absl::OkStatus();
}

int64_t BaseOf(const AmortizationSpec& spec, const Installment& row,
               FeeBase base) {
  switch (base) {
    case FeeBase::kInterest:
      return row.interest_minor;
    case FeeBase::kPrincipal:
      return row.principal_minor;
    case FeeBase::kPayment:
      return row.payment_minor;
    case FeeBase::kOpening:
      return row.opening_minor;
    case FeeBase::kOriginal:
      break;
  }
  return Financed(spec);
}

Exact ShareOf(int64_t minor, const std::optional<Percent>& percent) {
  return percent ? Exact(minor) * Exact(percent->share()) : Exact();
}

// Fees, and the tax on them and on interest, come on top.
absl::Status Charge(const AmortizationSpec& spec, Rows& rows) {
  if (spec.fees.empty() && !spec.tax.on_interest) return absl::OkStatus();
  for (size_t k = 0; k < rows.size(); ++k) {
    Installment& row = rows.row(k);
    int128 fee = 0;  // int64 each, and as many as a list can hold
    for (const RowFee& one : spec.fees) {
      if (row.number < one.first || row.number > one.last) continue;
      if (one.amount) fee += one.amount->minor();
      if (!one.percent) continue;
      fee += *ShareOf(BaseOf(spec, row, one.base), one.percent)
                  .RoundToInt64(spec.rounding);  // a share fits
    }
    const auto fees = Narrow<int64_t>(fee);
    if (!fees) return RowOverflow(k);
    const auto tax = (ShareOf(row.interest_minor, spec.tax.on_interest) +
                      ShareOf(*fees, spec.tax.on_fees))
                         .RoundToInt64(spec.rounding);
    if (!tax) return RowOverflow(k);
    const auto payment = Narrow<int64_t>(row.payment_minor + fee + *tax);
    if (!payment) return RowOverflow(k);
    row.fee_minor = *fees;
    row.tax_minor = *tax;
    row.payment_minor = *payment;
  }
  return absl::OkStatus();
}

absl::StatusOr<AmortizationTotals> TotalsOf(std::span<const Installment> rows) {
  int128 interest = 0, principal = 0, fee = 0, payment = 0, tax = 0;
  for (const Installment& row : rows) {  // 10^4 * 2^63 fits
    interest += row.interest_minor;
    principal += row.principal_minor;
    fee += row.fee_minor;
    payment += row.payment_minor;
    tax += row.tax_minor;
  }
  const auto i = Narrow<int64_t>(interest), p = Narrow<int64_t>(principal);
  const auto f = Narrow<int64_t>(fee), a = Narrow<int64_t>(payment);
  const auto t = Narrow<int64_t>(tax);
  if (!i || !p || !f || !a || !t) {
    return Error(Reason::kOverflow, "/totals",
                 "a total is outside int64 of minor units");
  }
  return AmortizationTotals{*i, *p, *f, *a, *t};
}

// Fills the rows from `head` on, a share, with one plan; or, where the rate
// changes and the payment with it, with a plan at each change for all the rows
// that are left.
absl::Status RunPlans(const AmortizationSpec& spec, const Layout& layout,
                      size_t head, Rows& rows, Amortization& result) {
  std::vector<Fraction> factors;
  for (size_t k = 0; k < rows.size(); ++k) {
    factors.push_back(rows.plan(k).factor);
  }
  const bool rates = !layout.times.empty();
  const bool advances = spec.advance_change == RateChange::kLevelAgain;
  for (int32_t plans = 0; head < rows.size(); ++plans) {
    if (plans > kMaxRelevels) {
      return Error(Reason::kLimitExceeded, "/rates",
                   "the payment is leveled again over " +
                       std::to_string(kMaxRelevels) + " times");
    }
    // What is expected of the rows after this one.
    size_t change = rows.size();
    for (size_t k = head + 1; k < rows.size() && rates; ++k) {
      const auto factor =
          CheckedMul(layout.end_rates[head].value(), layout.times[k]);
      if (!factor) return RowOverflow(k);
      rows.plan(k).factor = *factor;
      bool changes = *factor != factors[k];
      for (size_t j = 0; rows.IsDivided(k) && j < rows.stretches(k).size();
           ++j) {
        Stretch& stretch = rows.stretches(k)[j];
        const auto own =
            CheckedMul(layout.end_rates[head].value(), stretch.time);
        if (!own) return RowOverflow(k);
        stretch.factor = *own;
        changes |= *own != layout.stretches[k][j].factor;
      }
      if (change == rows.size() && changes) change = k;
    }
    for (size_t k = head + 1; k < change && advances; ++k) {
      if (rows.AdvanceOf(k) != 0) change = k;
    }
    if (advances) rows.KnowUntil(head);
    Plan plan(spec, rows, head, layout.beyond);
    USANCE_ASSIGN_OR_RETURN(const int64_t share, plan.Run());
    if (plans == 0 && spec.method != Method::kEqualPrincipal) {
      result.level_payment_minor = share;
    }
    USANCE_ASSIGN_OR_RETURN(result.residual, plan.gap());
    head = change;
    rows.KnowUntil(SIZE_MAX);
    for (; head < rows.size(); ++head) {
      rows.plan(head).factor = factors[head];
      if (rates && rows.IsDivided(head)) {
        rows.stretches(head) = layout.stretches[head];
      }
      if (rows.plan(head).rule == RowRule::kShare) break;
      USANCE_RETURN_IF_ERROR(rows.Run(head, head + 1).status());
    }
  }
  return absl::OkStatus();
}

// As many rows as the debt needs. Six turns at most: 64 to 1,000,000 by eights.
absl::StatusOr<Amortization> BookUntilPaid(const AmortizationSpec& spec,
                                           Schedule& schedule,
                                           std::optional<Rows>* booked) {
  ScheduleSpec dates = spec.schedule;
  const int32_t most =
      std::max(1, spec.schedule.max_periods - spec.down_payment.has_value());
  for (int32_t count = std::min(64, most);;) {
    dates.count = count;
    USANCE_ASSIGN_OR_RETURN(schedule, MakeLoanSchedule(dates));
    const SchedulePeriod& last = schedule.periods.back();
    if (spec.advances.empty() || count >= most ||
        spec.advances.back().date < std::min(last.end, last.adjusted_end)) {
      USANCE_ASSIGN_OR_RETURN(Amortization result,
                              BookRows(spec, schedule, booked));
      if (result.rows.size() < static_cast<size_t>(count) ||
          !IsCutShort(spec, result)) {
        return result;
      }
    }
    if (count >= most) {
      return Error(
          Reason::kLimitExceeded, "/schedule/max_periods",
          "the debt is not paid after " + std::to_string(count) + " rows");
    }
    count = static_cast<int32_t>(std::min<int64_t>(int64_t{count} * 8, most));
  }
}

}  // namespace

absl::StatusOr<Amortization> BookRows(const AmortizationSpec& spec,
                                      const Schedule& schedule,
                                      std::optional<Rows>* booked) {
  USANCE_ASSIGN_OR_RETURN(Layout layout, MakeLayout(spec, schedule));
  size_t head = 0;
  while (head < layout.plans.size() &&
         layout.plans[head].rule != RowRule::kShare) {
    ++head;
  }
  return FillRows(spec, std::move(layout), head, booked);
}

absl::StatusOr<Amortization> FillRows(const AmortizationSpec& spec,
                                      Layout layout, size_t head,
                                      std::optional<Rows>* booked) {
  Rows rows(spec, std::move(layout.periods), std::move(layout.plans));
  rows.SetStretches(layout.stretches);
  rows.Leave(layout.balloon);
  rows.EndWith(layout.last);
  if (spec.method == Method::kEqualPrincipal) rows.ShareThePrincipal();
  USANCE_RETURN_IF_ERROR(rows.Run(0, head).status());
  Amortization result{.currency = spec.principal.currency()};
  if (head < rows.size()) {
    USANCE_RETURN_IF_ERROR(RunPlans(spec, layout, head, rows, result));
    if (spec.residual == Residual::kExtraRow) {
      DropExtraRow(rows);
    } else if (spec.residual == Residual::kWaive) {
      Waive(spec, rows, result.residual);
    }
  }
  USANCE_RETURN_IF_ERROR(End(spec, rows));
  USANCE_RETURN_IF_ERROR(Charge(spec, rows));
  if (booked != nullptr) booked->emplace(rows);
  result.rows = rows.Take();
  USANCE_ASSIGN_OR_RETURN(result.totals, TotalsOf(result.rows));
  return result;
}

absl::StatusOr<Amortization> BookLoan(const AmortizationSpec& spec,
                                      Schedule& schedule,
                                      std::optional<Rows>* booked) {
  USANCE_RETURN_IF_ERROR(CheckSpec(spec));
  if (EndsWithDebt(spec.method) && !spec.schedule.count && !spec.schedule.end &&
      spec.schedule.explicit_ends.empty()) {
    return BookUntilPaid(spec, schedule, booked);
  }
  USANCE_ASSIGN_OR_RETURN(schedule, MakeRowSchedule(spec));
  return BookRows(spec, schedule, booked);
}

bool IsCutShort(const AmortizationSpec& spec, const Amortization& result) {
  const Installment& last = result.rows.back();
  const int64_t due = last.payment_minor - last.fee_minor - last.tax_minor;
  const Exact minimum = ShareOf(last.opening_minor, spec.payment_percent) +
                        ShareOf(last.advance_minor, spec.payment_percent) +
                        Exact(last.interest_minor) + Exact(1);
  return due > spec.payment->minor() &&
         (!spec.payment_percent || minimum < Exact(due));
}

absl::StatusOr<Amortization> Amortize(const AmortizationSpec& spec) {
  Schedule schedule;
  return BookLoan(spec, schedule);
}

absl::StatusOr<Amortization> Amortize(const AmortizationSpec& spec,
                                      const Schedule& schedule) {
  USANCE_RETURN_IF_ERROR(CheckSpec(spec));
  USANCE_RETURN_IF_ERROR(CheckPeriods(spec, schedule));
  return BookRows(spec, schedule);
}

}  // namespace usance
