// What the kinds of Apache Fineract share.
#ifndef USANCE_TESTS_CONFORMANCE_FINERACT_H_
#define USANCE_TESTS_CONFORMANCE_FINERACT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/conformance/cases.h"
#include "usance/date/date.h"
#include "usance/date/day_count.h"
#include "usance/date/period.h"
#include "usance/installment/amortize.h"
#include "usance/money/currency.h"
#include "usance/money/money.h"

namespace usance::conformance {

// The member of an object; null where there is none.
[[nodiscard]] const Json& Member(const Json& object, const std::string& name);
// A text; empty where the value is none.
[[nodiscard]] std::string TextOf(const Json& value);
[[nodiscard]] Date DateOf(Fields& fields, const Json& value);
[[nodiscard]] Money MoneyOf(Fields& fields, const Json& value,
                            Currency currency);

// So many "MONTHS", "WEEKS" or "DAYS".
[[nodiscard]] Period PeriodOf(int32_t count, std::string_view unit);

// How time is counted, by the settings of that name.
struct TimeTerms {
  std::string unit;                // of the periods: MONTHS, WEEKS or DAYS
  std::string year;                // DAYS360, DAYS364, DAYS365 or ACTUAL
  bool thirty = false;             // months of 30 days
  bool whole_periods = false;      // SAME_AS_REPAYMENT_PERIOD
  bool progressive = true;         // else cumulative
  bool february_29 = false;        // FEB_29_PERIOD_ONLY
  bool from_disbursement = false;  // interest from the day of the advance on
};
[[nodiscard]] DayCount DayCountOf(const TimeTerms& terms, Date start);

// Adds an advance after the first day; those of one day are one.
void AddAdvance(const Advance& advance, AmortizationSpec& spec);
// The balance after a row, in minor units, with what is paid out on its due
// date.
[[nodiscard]] int64_t ClosingOf(const AmortizationSpec& spec,
                                const Installment& row);

// A row as it is compared, in minor units.
struct TableRow {
  Date date;
  int64_t principal = 0;
  int64_t interest = 0;
  int64_t balance = 0;

  friend bool operator==(const TableRow&, const TableRow&) = default;
};

[[nodiscard]] TableRow ReadRow(Fields& fields, const Json& row,
                               Currency currency);
void Append(const Amortization& result, std::vector<TableRow>& rows);
// Shows the first row that differs.
[[nodiscard]] Verdict Compare(const std::vector<TableRow>& actual,
                              const std::vector<TableRow>& expected,
                              Currency currency);

}  // namespace usance::conformance

#endif  // USANCE_TESTS_CONFORMANCE_FINERACT_H_
