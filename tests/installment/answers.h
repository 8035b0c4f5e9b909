// The library's rows in the form of the oracle's, so that whatever is asked of
// the ones can be asked of the others.
#ifndef USANCE_TESTS_INSTALLMENT_ANSWERS_H_
#define USANCE_TESTS_INSTALLMENT_ANSWERS_H_

#include <string>

#include "tests/oracle/amortization_oracle.h"
#include "usance/installment/amortize.h"

namespace usance {

inline oracle::Wrong WrongOf(const absl::Status& status) {
  switch (ReasonOf(status)) {
    case Reason::kNegativeAmortization:
      return oracle::Wrong::kUncovered;
    case Reason::kOverflow:
      return oracle::Wrong::kOverflow;
    case Reason::kOutOfRange:
      return oracle::Wrong::kRange;
    default:
      return oracle::Wrong::kTerms;
  }
}

inline oracle::Answer AnswerOf(const absl::StatusOr<Amortization>& result) {
  oracle::Answer answer;
  if (!result.ok()) {
    answer.wrong = WrongOf(result.status());
    return answer;
  }
  for (const Installment& row : result->rows) {
    answer.rows.push_back(
        {oracle::ToDay(row.period.start), oracle::ToDay(row.period.end),
         oracle::ToDay(row.due()), row.opening_minor, row.interest_minor,
         row.principal_minor, row.payment_minor, row.closing_minor,
         row.fee_minor, row.tax_minor, row.advance_minor});
  }
  if (result->level_payment_minor) answer.level = *result->level_payment_minor;
  answer.gap = result->residual.gap_minor;
  answer.waived = result->residual.waived_minor;
  if (result->residual.bound_minor)
    answer.bound = *result->residual.bound_minor;
  return answer;
}

// The first difference, ours; theirs. Empty where there is none. Only a bound
// that `theirs` has is compared.
inline std::string Difference(const oracle::Answer& ours,
                              const oracle::Answer& theirs) {
  if (ours.wrong != theirs.wrong) return "error";
  if (ours.rows.size() != theirs.rows.size()) return "row count";
  const auto text = [](const oracle::Row& row) {
    return oracle::ToText(row.start) + " to " + oracle::ToText(row.end) +
           " due " + oracle::ToText(row.due) + " opening " + row.opening.str() +
           " interest " + row.interest.str() + " principal " +
           row.principal.str() + " payment " + row.payment.str() + " closing " +
           row.closing.str() + " fee " + row.fee.str() + " tax " +
           row.tax.str() + " advance " + row.advance.str();
  };
  for (size_t k = 0; k < ours.rows.size(); ++k) {
    const std::string a = text(ours.rows[k]), b = text(theirs.rows[k]);
    if (a != b) return "row " + std::to_string(k + 1) + ": " + a + "; " + b;
  }
  // Beyond int64 a bound is none.
  const auto amount = [](const std::optional<oracle::Big>& value) {
    return value && oracle::Fits(*value) ? value->str() : std::string("none");
  };
  if (amount(ours.level) != amount(theirs.level)) {
    return "level " + amount(ours.level) + "; " + amount(theirs.level);
  }
  if (ours.waived != theirs.waived) return "waived";
  if (ours.gap != theirs.gap) {
    return "gap " + ours.gap.str() + "; " + theirs.gap.str();
  }
  if (theirs.bound && amount(ours.bound) != amount(theirs.bound)) {
    return "bound " + amount(ours.bound) + "; " + amount(theirs.bound);
  }
  return {};
}

}  // namespace usance

#endif  // USANCE_TESTS_INSTALLMENT_ANSWERS_H_
