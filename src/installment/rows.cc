#include "src/installment/rows.h"

#include <algorithm>
#include <string>

#include "src/core/exact.h"
#include "usance/money/format.h"

namespace usance {
namespace {

// round(balance * factor), or nothing where it does not fit.
std::optional<int64_t> Interest(int64_t balance, const Fraction& factor,
                                Rounding rounding) {
  if (const auto n = CheckedMul(factor.numerator(), balance)) {
    return Narrow<int64_t>(Divide(*n, factor.denominator(), rounding));
  }
  return (Exact(balance) * factor).RoundToInt64(rounding);
}

}  // namespace

absl::Status RowOverflow(size_t row) {
  return Error(Reason::kOverflow, "/rows/" + std::to_string(row),
               "an amount is outside int64 of minor units");
}

Rows::Rows(const AmortizationSpec& spec, const Schedule& schedule,
           std::vector<Fraction> factors)
    : spec_(spec), factors_(std::move(factors)) {
  rows_.reserve(schedule.periods.size());
  for (const SchedulePeriod& period : schedule.periods) {
    rows_.push_back(
        {.number = static_cast<int32_t>(rows_.size()) + 1, .period = period});
  }
  rows_.front().opening_minor = spec.principal.minor();
}

std::optional<int64_t> Rows::InterestOf(size_t row,
                                        std::optional<int64_t> base) const {
  return Interest(base.value_or(rows_[row].opening_minor), factors_[row],
                  spec_.rounding);
}

absl::Status Rows::Run(RowRule rule, size_t first,
                       std::span<const int64_t> planned,
                       std::optional<int64_t> base) {
  for (size_t k = 0; k < planned.size(); ++k) {
    USANCE_RETURN_IF_ERROR(RunRow(rule, first + k, planned[k], base));
  }
  return absl::OkStatus();
}

absl::Status Rows::RunRow(RowRule rule, size_t k, int64_t planned,
                          std::optional<int64_t> base) {
  Installment& row = rows_[k];
  const auto interest = InterestOf(k, base);
  if (!interest) return RowOverflow(k);
  const int128 due = static_cast<int128>(row.opening_minor) + *interest;
  const bool last = k + 1 == rows_.size();
  int128 payment = 0;
  if (last) {
    payment = due;
  } else if (rule == RowRule::kInterest) {
    payment = *interest;
  } else if (rule == RowRule::kPayment) {
    payment = std::min<int128>(planned, due);
  } else if (rule == RowRule::kPrincipal) {
    payment = std::min<int128>(planned, row.opening_minor) + *interest;
  }
  const int128 principal = payment - *interest;
  const int128 closing = row.opening_minor - principal;
  if (principal < 0 && rule != RowRule::kCapitalize &&
      !spec_.allow_negative_amortization) {
    return Uncovered(k, static_cast<int64_t>(payment), *interest);
  }
  // |principal| <= |payment| + |interest| < 2^65: nothing wrapped above.
  const auto narrow_payment = Narrow<int64_t>(payment);
  const auto narrow_principal = Narrow<int64_t>(principal);
  const auto narrow_closing = Narrow<int64_t>(closing);
  if (!narrow_payment || !narrow_principal || !narrow_closing) {
    return RowOverflow(k);
  }
  row.interest_minor = *interest;
  row.payment_minor = *narrow_payment;
  row.principal_minor = *narrow_principal;
  row.closing_minor = *narrow_closing;
  if (!last) rows_[k + 1].opening_minor = *narrow_closing;
  return absl::OkStatus();
}

absl::Status Rows::Uncovered(size_t k, int64_t payment,
                             int64_t interest) const {
  const Currency currency = spec_.principal.currency();
  return Error(Reason::kNegativeAmortization, "/allow_negative_amortization",
               "row " + std::to_string(k + 1) + " pays " +
                   FormatAmount(payment, currency) + " of its interest " +
                   FormatAmount(interest, currency));
}

}  // namespace usance
