// What the kinds of Apache Fineract share.
#ifndef USANCE_TESTS_CONFORMANCE_FINERACT_H_
#define USANCE_TESTS_CONFORMANCE_FINERACT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tests/conformance/cases.h"
#include "usance/date/date.h"
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
