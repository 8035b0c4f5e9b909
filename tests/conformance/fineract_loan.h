// The terms of a loan of Apache Fineract, and the rows that they give.
#ifndef USANCE_TESTS_CONFORMANCE_FINERACT_LOAN_H_
#define USANCE_TESTS_CONFORMANCE_FINERACT_LOAN_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/conformance/fineract.h"
#include "usance/core/fraction.h"
#include "usance/installment/amortize.h"
#include "usance/money/increment.h"

namespace usance::conformance {

// The terms of a loan: what the loan says, else what its product says.
class Terms {
 public:
  explicit Terms(Fields& fields)
      : fields_(fields),
        loan_(Member(fields.object(), "loan")),
        product_(Member(fields.folder().File("products.json"),
                        fields.Text("product"))) {
    if (!loan_.is_object()) fields.Malformed("no loan");
    if (!product_.is_object()) fields.Malformed("no such product");
  }

  [[nodiscard]] std::string Text(const std::string& name) const {
    for (const Json* const from : {&loan_, &product_}) {
      const Json& value = Member(*from, name);
      if (value.is_string()) return value.get<std::string>();
      if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
    }
    return {};
  }
  [[nodiscard]] bool Is(const std::string& name, std::string_view value) const {
    return Text(name) == value;
  }
  [[nodiscard]] int64_t Integer(const std::string& name) {
    const std::optional<int64_t> value = ScanInteger(Text(name), 0, 1'000'000);
    if (!value) fields_.Malformed(name);
    return value.value_or(1);
  }
  [[nodiscard]] Fraction Decimal(const std::string& name) {
    return DecimalOf(Text(name), name);
  }
  [[nodiscard]] Fraction DecimalOf(const std::string& text,
                                   std::string_view name) {
    const Scanned<usance::Decimal> value = ScanDecimal(text, 18);
    if (!value.value) fields_.Malformed(name);
    return value.value ? ToFraction(*value.value) : Fraction(0);
  }
  [[nodiscard]] Currency currency() {
    return fields_.Need(Currency::Parse(Text("currencyCode")),
                        Currency::Of("EUR"));
  }
  // 0 where it is missing.
  [[nodiscard]] int32_t Count(const std::string& name) {
    return Text(name).empty() ? 0 : static_cast<int32_t>(Integer(name));
  }
  // What its product alone says.
  [[nodiscard]] const Json& Product(const std::string& name) const {
    return Member(product_, name);
  }
  [[nodiscard]] bool progressive() const {
    return Is("loanScheduleType", "PROGRESSIVE");
  }

 private:
  Fields& fields_;
  const Json& loan_;
  const Json& product_;
};

// What was paid out; before that the tranches or the amount that are expected.
[[nodiscard]] std::vector<Advance> Advances(Fields& fields, Terms& terms);

[[nodiscard]] AmortizationSpec SpecOf(Terms& terms, const Money& principal,
                                      Date start);
[[nodiscard]] bool PaysDown(const Terms& terms);
// What is paid at once on the day of an advance; the rest is amortized.
[[nodiscard]] Money DownPayment(Fields& fields, Terms& terms,
                                Increment increment, const Money& amount);
// Puts what is amortized of the advances into the spec; those of its first day
// are the principal.
void PayOut(Fields& fields, Terms& terms, const std::vector<Advance>& advances,
            AmortizationSpec& spec);
// The due dates count from the day of the loan's application where the product
// says so; the first period then begins with the advance all the same. A fixed
// length, in the unit of the term, ends the last period.
[[nodiscard]] Schedule ScheduleOf(Fields& fields, Terms& terms,
                                  ScheduleSpec spec);
// The table: what is paid down, and the rows. On a due date the row comes
// first; in the older, cumulative schedules it comes last.
[[nodiscard]] std::vector<TableRow> TableOf(
    Fields& fields, Terms& terms, const std::vector<Advance>& advances,
    const AmortizationSpec& spec, const Amortization& result);
// Why other rows are meant, by the terms alone; nothing where none are.
[[nodiscard]] std::optional<Rule> RuleOfTerms(
    Fields& fields, Terms& terms, const std::vector<Advance>& advances,
    const AmortizationSpec& spec, const Schedule& schedule);

}  // namespace usance::conformance

#endif  // USANCE_TESTS_CONFORMANCE_FINERACT_LOAN_H_
