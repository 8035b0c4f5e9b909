#include "usance/installment/position.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "src/core/exact.h"
#include "src/installment/layout.h"
#include "src/installment/rows.h"
#include "usance/date/period.h"

namespace usance {
namespace {

// The rows of a loan, as they have been booked.
class Books {
 public:
  Books(const AmortizationSpec& spec, const Schedule& schedule,
        const Amortization& loan, const Rows& rows)
      : spec_(spec), schedule_(schedule), loan_(loan), rows_(rows) {}

  // With what has fallen due on `as_of`, and interest up to `until`.
  [[nodiscard]] absl::StatusOr<LoanPosition> On(Date as_of, Date until) const {
    LoanPosition position{.as_of = as_of};
    if (as_of < StartOf(0)) return position;
    int128 advanced = spec_.principal.minor();
    for (const Advance& advance : spec_.advances) {
      if (advance.date <= as_of) advanced += advance.amount.minor();
    }
    size_t due = 0;
    int128 principal = 0, interest = 0, capitalized = 0, fee = 0, tax = 0;
    for (; due < rows() && loan_.rows[due].due() <= as_of; ++due) {
      const Installment& row = loan_.rows[due];
      principal += std::max<int64_t>(row.principal_minor, 0);
      capitalized -= std::min<int64_t>(row.principal_minor, 0);
      interest += row.interest_minor;
      fee += row.fee_minor;
      tax += row.tax_minor;
    }
    int128 open = advanced + capitalized - principal;
    if (due == rows()) open -= loan_.residual.waived_minor;
    USANCE_ASSIGN_OR_RETURN(const int128 accrued, Accrued(due, until));
    int128 current = 0;
    const auto year = AddMonths(as_of, 12, EndOfMonth::kClamp);
    for (size_t k = due; k < rows(); ++k) {
      const Installment& row = loan_.rows[k];
      if (!year.ok() || row.due() <= *year) current += row.principal_minor;
    }
    current = std::clamp<int128>(current, 0, std::max<int128>(open, 0));
    const std::pair<int64_t*, int128> amounts[] = {
        {&position.advanced_minor, advanced},
        {&position.principal_minor, open},
        {&position.current_minor, current},
        {&position.noncurrent_minor, open - current},
        {&position.interest_accrued_minor, accrued},
        {&position.principal_due_minor, principal},
        {&position.interest_due_minor, interest - capitalized},
        {&position.fee_due_minor, fee},
        {&position.tax_due_minor, tax},
        {&position.capitalized_minor, capitalized},
        {&position.earned_minor, interest + accrued}};
    for (const auto& [minor, amount] : amounts) {
      const auto narrow = Narrow<int64_t>(amount);
      if (!narrow) return RowOverflow(due);
      *minor = *narrow;
    }
    return position;
  }

 private:
  [[nodiscard]] size_t rows() const { return loan_.rows.size(); }
  [[nodiscard]] Date StartOf(size_t k) const {
    const SchedulePeriod& period = loan_.rows[k].period;
    return AccruesToAdjusted(spec_) ? period.adjusted_start : period.start;
  }
  [[nodiscard]] Date EndOf(size_t k) const {
    const SchedulePeriod& period = loan_.rows[k].period;
    return AccruesToAdjusted(spec_) ? period.adjusted_end : period.end;
  }
  [[nodiscard]] bool IsLump() const {
    return spec_.method == AmortizationMethod::kBullet &&
           spec_.bullet == Bullet::kSimple;
  }
  // Whether a part of a row has no interest of its own.
  [[nodiscard]] bool GoesByDays() const {
    const TimeUnit unit = spec_.rates ? spec_.rates->unit() : spec_.rate.unit();
    return IsFlat(spec_.method) || unit == TimeUnit::kPeriod ||
           spec_.day_count == DayCount::kOneOne;
  }

  // The rows as far as interest has come, ready to be asked for it.
  [[nodiscard]] absl::StatusOr<Rows> Until(Date until) const {
    USANCE_ASSIGN_OR_RETURN(Layout layout, MakeLayout(spec_, schedule_, until));
    Rows part(spec_, std::move(layout.periods), std::move(layout.plans));
    part.SetStretches(std::move(layout.stretches));
    return part;
  }

  // Interest of the rows from `due` on, up to `until`, and what waits.
  [[nodiscard]] absl::StatusOr<int128> Accrued(size_t due, Date until) const {
    int128 sum = due > 0 ? rows_.WaitingAfter(due - 1) : 0;
    size_t last = due;
    while (last < rows() && StartOf(last) < until) ++last;
    if (due < rows() && IsLump()) {
      USANCE_ASSIGN_OR_RETURN(const int128 lump,
                              GoesByDays() ? LumpByDays(due, last, until)
                                           : LumpOf(due, last, until));
      return sum + lump;
    }
    for (size_t k = due; k < last; ++k) {
      if (rows_.plan(k).rule == RowRule::kWaive) continue;
      std::optional<int64_t> own = rows_.InterestOf(k);
      if (own && EndOf(k) > until) {
        USANCE_ASSIGN_OR_RETURN(own, PartOf(k, *own, until));
      }
      if (!own) return RowOverflow(k);
      sum += *own;
    }
    return sum;
  }

  // Of the interest `own` of row k, what is before `until`.
  [[nodiscard]] absl::StatusOr<std::optional<int64_t>> PartOf(
      size_t k, int64_t own, Date until) const {
    if (GoesByDays()) {
      return (DaysUntil(k, until) * Exact(own)).RoundToInt64(spec_.rounding);
    }
    USANCE_ASSIGN_OR_RETURN(Rows part, Until(until));
    part.row(k).opening_minor = loan_.rows[k].opening_minor;
    return part.InterestOf(k);
  }

  // Of row k, the share of its days that is before `until`.
  [[nodiscard]] Exact DaysUntil(size_t k, Date until) const {
    return Exact(until.days() - StartOf(k).days(),
                 EndOf(k).days() - StartOf(k).days());
  }

  // A simple bullet whose rows have no parts: between what it has earned at
  // the row's beginning and at its end.
  [[nodiscard]] absl::StatusOr<int128> LumpByDays(size_t due, size_t last,
                                                  Date until) const {
    if (last == due || EndOf(last - 1) <= until) {
      return LumpOf(due, last, until);
    }
    const size_t k = last - 1;
    USANCE_ASSIGN_OR_RETURN(const int128 before, LumpOf(due, k, StartOf(k)));
    USANCE_ASSIGN_OR_RETURN(const int128 after, LumpOf(due, last, EndOf(k)));
    const auto part = (DaysUntil(k, until) * Exact(Integer(after - before), 1))
                          .RoundToInt64(spec_.rounding);
    if (!part) return RowOverflow(k);
    return before + *part;
  }

  // Of a simple bullet: what has joined the balance since the rows [.., due),
  // and what the last row would book.
  [[nodiscard]] absl::StatusOr<int128> LumpOf(size_t due, size_t last,
                                              Date until) const {
    USANCE_ASSIGN_OR_RETURN(Rows part, Until(until));
    const size_t end = rows() - 1;
    int128 sum = 0, balance = loan_.rows[due].opening_minor;
    for (size_t k = due; k < last; ++k) {
      part.row(k).opening_minor = loan_.rows[k].opening_minor;
      const auto own = part.InterestOf(k);
      if (!own) return RowOverflow(k);
      if (part.plan(k).rule != RowRule::kWaive) sum += *own;
      if (k == end) return sum;
      balance = static_cast<int128>(loan_.rows[k].opening_minor) + *own +
                part.AdvanceOf(k);
    }
    const auto opening = Narrow<int64_t>(balance);
    if (!opening) return RowOverflow(end);
    part.row(end).opening_minor = *opening;
    const auto carried = part.InterestOf(end);
    if (!carried) return RowOverflow(end);
    return sum + *carried;
  }

  const AmortizationSpec& spec_;
  const Schedule& schedule_;
  const Amortization& loan_;
  const Rows& rows_;
};

// A day, and the one that interest stops at.
struct Cut {
  Date as_of;
  Date until;
};

absl::StatusOr<std::vector<LoanPosition>> Run(
    const AmortizationSpec& spec, std::optional<std::span<const Date>> days) {
  Schedule schedule;
  std::optional<Rows> rows;
  USANCE_ASSIGN_OR_RETURN(const Amortization loan,
                          BookLoan(spec, schedule, &rows));
  std::vector<Cut> cuts;
  if (days) {
    for (const Date day : *days) cuts.push_back({day, day});
  } else {
    const Date last = loan.rows.back().due();
    for (Date day = spec.schedule.start.LastOfMonth();;) {
      const std::optional<Date> next = Date::FindDays(day.days() + 1);
      if (!next || std::ssize(cuts) >= spec.schedule.max_periods) {
        return Error(Reason::kLimitExceeded, "/schedule",
                     "over " + std::to_string(cuts.size()) + " month ends");
      }
      cuts.push_back({day, *next});
      if (day >= last) break;
      day = next->LastOfMonth();
    }
  }
  std::vector<LoanPosition> positions;
  for (const auto& [as_of, until] : cuts) {
    USANCE_ASSIGN_OR_RETURN(
        LoanPosition position,
        Books(spec, schedule, loan, *rows).On(as_of, until));
    positions.push_back(position);
  }
  return positions;
}

}  // namespace

absl::StatusOr<std::vector<LoanPosition>> LoanPositions(
    const AmortizationSpec& spec, std::span<const Date> as_of) {
  return Run(spec, as_of);
}

absl::StatusOr<std::vector<LoanPosition>> MonthEndPositions(
    const AmortizationSpec& spec) {
  return Run(spec, std::nullopt);
}

}  // namespace usance
