#include "usance/installment/shares.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "usance/core/int128.h"
#include "usance/money/split.h"

namespace usance {
namespace {

// Moves `after`, parts of a balance, so that no part goes up from `before`
// where the whole goes down, or down where it goes up. The sum stays.
void KeepDirection(std::span<const int64_t> before, bool falls,
                   std::vector<int64_t>& after) {
  int64_t moved = 0;  // what the parts that are held back lack
  for (size_t j = 0; j < after.size(); ++j) {
    const int64_t kept =
        falls ? std::min(after[j], before[j]) : std::max(after[j], before[j]);
    moved += after[j] - kept;
    after[j] = kept;
  }
  for (size_t j = 0; j < after.size() && moved != 0; ++j) {
    const int64_t room = before[j] - after[j];
    const int64_t taken = falls ? std::min(room, moved) : std::max(room, moved);
    after[j] += taken;
    moved -= taken;
  }
}

}  // namespace

absl::StatusOr<std::vector<Amortization>> ShareAmortization(
    const Amortization& loan, std::span<const Fraction> weights) {
  if (loan.rows.empty()) {
    return Error(Reason::kMissingField, "/rows", "there are no rows to share");
  }
  USANCE_ASSIGN_OR_RETURN(std::vector<int64_t> balances,
                          Split(loan.rows.front().opening_minor, weights));
  std::vector<Amortization> parts(weights.size(),
                                  Amortization{.currency = loan.currency});
  for (const Installment& whole : loan.rows) {
    USANCE_ASSIGN_OR_RETURN(const auto interest,
                            Split(whole.interest_minor, weights));
    USANCE_ASSIGN_OR_RETURN(const auto fee, Split(whole.fee_minor, weights));
    USANCE_ASSIGN_OR_RETURN(const auto tax, Split(whole.tax_minor, weights));
    USANCE_ASSIGN_OR_RETURN(const auto advance,
                            Split(whole.advance_minor, weights));
    USANCE_ASSIGN_OR_RETURN(auto closing, Split(whole.closing_minor, weights));
    std::vector<int64_t> owed = balances;
    for (size_t j = 0; j < owed.size(); ++j) {
      const auto sum =
          Narrow<int64_t>(static_cast<int128>(owed[j]) + advance[j]);
      if (!sum) {
        return Error(Reason::kOverflow, "/rows",
                     "an amount is outside int64 of minor units");
      }
      owed[j] = *sum;
    }
    KeepDirection(owed, whole.principal_minor >= 0, closing);
    for (size_t j = 0; j < parts.size(); ++j) {
      Installment row = whole;
      row.opening_minor = balances[j];
      row.interest_minor = interest[j];
      row.principal_minor = owed[j] - closing[j];
      row.fee_minor = fee[j];
      row.tax_minor = tax[j];
      row.payment_minor = interest[j] + row.principal_minor + fee[j] + tax[j];
      row.closing_minor = closing[j];
      row.advance_minor = advance[j];
      parts[j].rows.push_back(row);
      AmortizationTotals& totals = parts[j].totals;
      totals.interest_minor += row.interest_minor;
      totals.principal_minor += row.principal_minor;
      totals.fee_minor += row.fee_minor;
      totals.tax_minor += row.tax_minor;
      totals.payment_minor += row.payment_minor;
    }
    balances = std::move(closing);
  }
  for (size_t j = 0; j < parts.size(); ++j) {
    parts[j].residual = {.bound_minor = std::nullopt,
                         .waived_minor = balances[j]};
  }
  return parts;
}

}  // namespace usance
