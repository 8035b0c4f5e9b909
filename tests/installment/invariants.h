// What holds for the rows of every amortization: P01 to P08.
#ifndef USANCE_TESTS_INSTALLMENT_INVARIANTS_H_
#define USANCE_TESTS_INSTALLMENT_INVARIANTS_H_

#include <string>

#include "usance/installment/amortize.h"

namespace usance {

// The first promise that `result` breaks; empty where it keeps them all.
inline std::string BrokenPromise(const AmortizationSpec& spec,
                                 const Amortization& result) {
  const auto at = [](const char* promise, const Installment& row) {
    return promise + (" in row " + std::to_string(row.number));
  };
  const Schedule schedule = MakeSchedule(spec.schedule).value();
  if (result.rows.size() != schedule.periods.size()) return "P06 row count";
  int128 principal = 0, interest = 0, fee = 0, payment = 0;
  int64_t balance = spec.principal.minor();
  for (size_t k = 0; k < result.rows.size(); ++k) {
    const Installment& row = result.rows[k];
    if (row.number != static_cast<int32_t>(k) + 1) return at("number", row);
    const int128 parts = static_cast<int128>(row.principal_minor) +
                         row.interest_minor + row.fee_minor;
    if (row.payment_minor != parts) return at("P02 payment", row);
    const bool may_grow =
        spec.allow_negative_amortization ||
        spec.method == AmortizationMethod::kBullet ||
        (row.payment_minor == 0 && row.interest_minor == -row.principal_minor);
    if (row.principal_minor < 0 && !may_grow) return at("P03 principal", row);
    if (row.closing_minor < 0) return at("P03 balance", row);
    if (row.opening_minor != balance) return at("P04 opening", row);
    if (static_cast<int128>(balance) - row.principal_minor !=
        row.closing_minor) {
      return at("P04 closing", row);
    }
    if (static_cast<int128>(row.payment_minor) >
        static_cast<int128>(row.opening_minor) + row.interest_minor) {
      return at("payment above balance and interest", row);
    }
    if (row.period != schedule.periods[k]) return at("P08 period", row);
    if (k > 0 && row.period.start <= result.rows[k - 1].period.start) {
      return at("P07 order", row);
    }
    if (k > 0 && row.period.start != result.rows[k - 1].period.end) {
      return at("P07 gap", row);
    }
    balance = row.closing_minor;
    principal += row.principal_minor;
    interest += row.interest_minor;
    fee += row.fee_minor;
    payment += row.payment_minor;
  }
  if (balance != 0) return "P05 final balance";
  if (principal != spec.principal.minor()) return "P01 sum of principal";
  if (principal != result.totals.principal_minor ||
      interest != result.totals.interest_minor ||
      fee != result.totals.fee_minor ||
      payment != result.totals.payment_minor) {
    return "totals";
  }
  const ResidualGap& residual = result.residual;
  if (residual.bound_minor &&
      Magnitude(residual.gap_minor) > Magnitude(*residual.bound_minor)) {
    return "P09 bound";
  }
  return {};
}

}  // namespace usance

#endif  // USANCE_TESTS_INSTALLMENT_INVARIANTS_H_
