// What holds for the rows of every amortization: P01 to P08.
#ifndef USANCE_TESTS_INSTALLMENT_INVARIANTS_H_
#define USANCE_TESTS_INSTALLMENT_INVARIANTS_H_

#include <string>

#include "tests/installment/answers.h"
#include "usance/installment/amortize.h"

namespace usance {

// The first promise that the rows of `answer` break; empty where they keep
// them all.
inline std::string BrokenPromise(const AmortizationSpec& spec,
                                 const oracle::Answer& answer) {
  const Schedule schedule = MakeSchedule(spec.schedule).value();
  if (answer.rows.size() != schedule.periods.size()) return "P06 row count";
  oracle::Big principal = 0, balance = spec.principal.minor();
  for (size_t k = 0; k < answer.rows.size(); ++k) {
    const oracle::Row& row = answer.rows[k];
    const auto here = [k](const std::string& promise) {
      return promise + " in row " + std::to_string(k + 1);
    };
    if (row.payment != row.principal + row.interest) return here("P02 payment");
    const bool may_grow = spec.allow_negative_amortization ||
                          spec.method == AmortizationMethod::kBullet ||
                          (row.payment == 0 && row.interest == -row.principal);
    if (row.principal < 0 && !may_grow) return here("P03 principal");
    if (row.closing < 0) return here("P03 balance");
    if (row.opening != balance) return here("P04 opening");
    if (row.closing != balance - row.principal) return here("P04 closing");
    if (row.payment > row.opening + row.interest) {
      return here("payment above balance and interest");
    }
    const SchedulePeriod& period = schedule.periods[k];
    if (row.start != oracle::ToDay(period.start) ||
        row.end != oracle::ToDay(period.end) ||
        row.due != oracle::ToDay(period.adjusted_end)) {
      return here("P08 dates");
    }
    if (row.end <= row.start) return here("P07 order");
    if (k > 0 && row.start != answer.rows[k - 1].end) return here("P07 gap");
    balance = row.closing;
    principal += row.principal;
  }
  if (balance != 0) return "P05 final balance";
  if (principal != spec.principal.minor()) return "P01 sum of principal";
  if (answer.bound && abs(answer.gap) > *answer.bound) return "P09 bound";
  return {};
}

// The same of the library's, with what only it has.
inline std::string BrokenPromise(const AmortizationSpec& spec,
                                 const Amortization& result) {
  const Schedule schedule = MakeSchedule(spec.schedule).value();
  int128 principal = 0, interest = 0, fee = 0, payment = 0;
  for (size_t k = 0; k < result.rows.size(); ++k) {
    const Installment& row = result.rows[k];
    if (row.number != static_cast<int32_t>(k) + 1) return "number";
    if (k < schedule.periods.size() && row.period != schedule.periods[k]) {
      return "P08 period";
    }
    if (row.fee_minor != 0) return "P02 fee";  // an amortization has none
    principal += row.principal_minor;
    interest += row.interest_minor;
    fee += row.fee_minor;
    payment += row.payment_minor;
  }
  if (principal != result.totals.principal_minor ||
      interest != result.totals.interest_minor ||
      fee != result.totals.fee_minor ||
      payment != result.totals.payment_minor) {
    return "totals";
  }
  return BrokenPromise(spec, AnswerOf(result));
}

}  // namespace usance

#endif  // USANCE_TESTS_INSTALLMENT_INVARIANTS_H_
