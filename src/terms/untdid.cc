#include "usance/terms/untdid.h"

#include <algorithm>
#include <variant>

#include "src/terms/lone_days.h"

namespace usance {
namespace {

bool EndsMonth(const DateStep& step) {
  return std::holds_alternative<EndOfMonthStep>(step.rule);
}

PaymentTermsCode CodeOf(const DateSteps& due) {
  if (due.empty()) return PaymentTermsCode::kInstant;
  const DateStep& last = due.back();
  if (EndsMonth(last)) return PaymentTermsCode::kEndOfMonth;
  if (std::holds_alternative<OnDateStep>(last.rule)) {
    return PaymentTermsCode::kFixedDate;
  }
  if (LoneDays(due) == 0) return PaymentTermsCode::kInstant;
  if (due.size() > 1 && EndsMonth(due[due.size() - 2]) &&
      LoneDays({last}) == 10) {
    return PaymentTermsCode::kTenDaysAfterEndOfMonth;
  }
  return PaymentTermsCode::kBasic;
}

}  // namespace

std::vector<PaymentTermsCode> CodesOf(const PaymentTerms& terms) {
  std::vector<PaymentTermsCode> codes = {
      terms.lines.size() == 1 ? CodeOf(terms.lines.front().steps)
                              : PaymentTermsCode::kPaymentByInstalment};
  if (std::any_of(
          terms.lines.begin(), terms.lines.end(),
          [](const TermsLine& line) { return !line.discounts.empty(); })) {
    codes.push_back(PaymentTermsCode::kDiscount);
  }
  return codes;
}

}  // namespace usance
