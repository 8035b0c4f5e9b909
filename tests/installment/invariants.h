// What holds for the rows of every amortization: P01 to P08.
#ifndef USANCE_TESTS_INSTALLMENT_INVARIANTS_H_
#define USANCE_TESTS_INSTALLMENT_INVARIANTS_H_

#include <string>
#include <utility>

#include "tests/installment/answers.h"
#include "usance/installment/amortize.h"

namespace usance {

// How many rows there may be, the fewest and the most.
inline std::pair<size_t, size_t> RowCounts(const AmortizationSpec& spec,
                                           size_t periods) {
  size_t most = periods, fewer = 0;
  if (spec.residual == Residual::kExtraRow &&
      spec.method == AmortizationMethod::kLevel) {
    ++most;
    fewer = 1;
  }
  if (spec.down_payment) ++most;
  const bool balloon =
      (spec.balloon && spec.balloon->minor() > 0) ||
      (spec.balloon_percent && oracle::Amortize(spec).rows.size() > periods);
  if (spec.timing == PaymentTiming::kInAdvance && balloon) ++most;
  if (spec.payment || spec.least_payment) fewer = most - 1;
  return {most - fewer, most};
}

// The first promise that the rows of `answer` break; empty where they keep
// them all.
inline std::string BrokenPromise(const AmortizationSpec& spec,
                                 const oracle::Answer& answer) {
  const Schedule schedule = MakeSchedule(spec.schedule).value();
  const auto [fewest, most] = RowCounts(spec, schedule.periods.size());
  if (answer.rows.size() < fewest || answer.rows.size() > most) {
    return "P06 row count";
  }
  // Rows on the day of the loan come before its periods.
  const size_t lead =
      spec.down_payment || spec.timing == PaymentTiming::kInAdvance;
  oracle::Big principal = 0, balance = spec.principal.minor();
  oracle::Big owed = balance;
  for (const Advance& advance : spec.advances) owed += advance.amount.minor();
  for (size_t k = 0; k < answer.rows.size(); ++k) {
    const oracle::Row& row = answer.rows[k];
    const auto here = [k](const std::string& promise) {
      return promise + " in row " + std::to_string(k + 1);
    };
    if (row.payment != row.principal + row.interest + row.fee + row.tax) {
      return here("P02 payment");
    }
    const oracle::Big paid = row.principal + row.interest;
    const bool may_grow = spec.allow_negative_amortization ||
                          (paid == 0 && row.interest == -row.principal);
    if (row.principal < 0 && !may_grow) return here("P03 principal");
    if (row.closing < 0) return here("P03 balance");
    if (row.opening != balance) return here("P04 opening");
    if (row.closing != balance + row.advance - row.principal) {
      return here("P04 closing");
    }
    if (paid > row.opening + row.advance + row.interest) {
      return here("payment above balance and interest");
    }
    if (k >= lead && k - lead < schedule.periods.size()) {
      const SchedulePeriod& period = schedule.periods[k - lead];
      if (row.start != oracle::ToDay(period.start) ||
          row.end != oracle::ToDay(period.end) ||
          row.due != oracle::ToDay(period.adjusted_end)) {
        return here("P08 dates");
      }
    }
    if (row.end < row.start || (k >= lead && row.end == row.start)) {
      return here("P07 order");
    }
    if (k > 0 && row.start != answer.rows[k - 1].end) return here("P07 gap");
    balance = row.closing;
    principal += row.principal;
  }
  if (balance != answer.waived) return "P05 final balance";
  if (principal + answer.waived != owed) {
    return "P01 sum of principal";
  }
  if (answer.bound && abs(answer.gap) > *answer.bound) return "P09 bound";
  return {};
}

// The same of the library's, with what only it has.
inline std::string BrokenPromise(const AmortizationSpec& spec,
                                 const Amortization& result) {
  int128 principal = 0, interest = 0, fee = 0, payment = 0, tax = 0;
  for (size_t k = 0; k < result.rows.size(); ++k) {
    const Installment& row = result.rows[k];
    if (row.number != static_cast<int32_t>(k) + 1) return "number";
    principal += row.principal_minor;
    interest += row.interest_minor;
    fee += row.fee_minor;
    tax += row.tax_minor;
    payment += row.payment_minor;
  }
  if (principal != result.totals.principal_minor ||
      interest != result.totals.interest_minor ||
      fee != result.totals.fee_minor || tax != result.totals.tax_minor ||
      payment != result.totals.payment_minor) {
    return "totals";
  }
  return BrokenPromise(spec, AnswerOf(result));
}

}  // namespace usance

#endif  // USANCE_TESTS_INSTALLMENT_INVARIANTS_H_
