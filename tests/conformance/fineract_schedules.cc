// Apache Fineract: the rows of a loan as its terms give them.
#include <algorithm>
#include <vector>

#include "tests/conformance/fineract_loan.h"
#include "tests/conformance/handlers.h"
#include "tests/conformance/rules.h"
#include "usance/installment/amortize.h"

namespace usance::conformance {
namespace {

// The rows of the case.
std::vector<TableRow> ExpectedRows(Fields& fields, Currency currency) {
  std::vector<TableRow> rows;
  for (const Json& row : Member(fields.object(), "rows")) {
    if (TextOf(Member(row, "kind")) == "period") {
      rows.push_back(ReadRow(fields, row, currency));
    }
  }
  return rows;
}

// Why another answer is meant, by the terms alone; nothing where none is.
std::optional<Rule> RuleOf(Fields& fields, Terms& terms,
                           const std::vector<Advance>& advances,
                           const AmortizationSpec& spec,
                           const Schedule& schedule) {
  if (terms.Is("isInterestRecalculationEnabled", "true") &&
      fields.DateOf("as_of") > schedule.periods.front().end) {
    return kFineractBusinessDate;
  }
  return RuleOfTerms(fields, terms, advances, spec, schedule);
}

}  // namespace

Verdict FineractInitialSchedule(Fields& fields) {
  Terms terms(fields);
  if (!fields.error().empty()) return Fail("malformed: " + fields.error());
  const Currency currency = terms.currency();
  std::vector<Advance> advances = Advances(fields, terms);
  std::stable_sort(
      advances.begin(), advances.end(),
      [](const Advance& a, const Advance& b) { return a.date < b.date; });
  const std::vector<TableRow> expected = ExpectedRows(fields, currency);
  AmortizationSpec spec =
      SpecOf(terms, Money(0, currency), advances.front().date);
  PayOut(fields, terms, advances, spec);
  const Schedule schedule = ScheduleOf(fields, terms, spec.schedule);
  if (!fields.error().empty()) return Fail("malformed: " + fields.error());
  const auto run = [&] {
    const auto result = Amortize(spec, schedule);
    if (!result.ok()) return Fail(FromAbsl(result.status().message()));
    return Compare(TableOf(fields, terms, advances, spec, *result), expected,
                   currency);
  };
  const Verdict verdict = run();
  if (verdict.kind == Verdict::Kind::kPass) return verdict;
  if (const auto rule = RuleOf(fields, terms, advances, spec, schedule)) {
    return Deviates(*rule);
  }
  // Does it agree to the cent where ties of interest go the other way?
  spec.payment_rounding = spec.rounding;
  for (const Rounding rounding : {Rounding::kHalfDown, Rounding::kHalfUp}) {
    spec.rounding = rounding;
    if (run().kind == Verdict::Kind::kPass) return Deviates(kFineract19Digits);
  }
  return verdict;
}

}  // namespace usance::conformance
