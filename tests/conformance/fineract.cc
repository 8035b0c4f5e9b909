#include "tests/conformance/fineract.h"

#include "usance/money/format.h"

namespace usance::conformance {
namespace {

std::string ToText(const TableRow& row, Currency currency) {
  return row.date.ToText() + " " + FormatAmount(row.principal, currency) + " " +
         FormatAmount(row.interest, currency) + " " +
         FormatAmount(row.balance, currency);
}

}  // namespace

const Json& Member(const Json& object, const std::string& name) {
  static const Json nothing;
  if (!object.is_object()) return nothing;
  const auto found = object.find(name);
  return found == object.end() ? nothing : *found;
}

std::string TextOf(const Json& value) {
  return value.is_string() ? value.get<std::string>() : std::string();
}

Date DateOf(Fields& fields, const Json& value) {
  return fields.Need(Date::Parse(TextOf(value)), Date::Of(2000, 1, 1));
}

Money MoneyOf(Fields& fields, const Json& value, Currency currency) {
  return fields.Need(ParseAmount(TextOf(value), currency), Money(0, currency));
}

TableRow ReadRow(Fields& fields, const Json& row, Currency currency) {
  const auto minor = [&](const std::string& name) {
    return MoneyOf(fields, Member(row, name), currency).minor();
  };
  return {DateOf(fields, Member(row, "date")), minor("principal"),
          minor("interest"), minor("balance")};
}

void Append(const Amortization& result, std::vector<TableRow>& rows) {
  for (const Installment& row : result.rows) {
    rows.push_back({row.due(), row.principal_minor, row.interest_minor,
                    row.closing_minor});
  }
}

Verdict Compare(const std::vector<TableRow>& actual,
                const std::vector<TableRow>& expected, Currency currency) {
  for (size_t k = 0; k < actual.size() && k < expected.size(); ++k) {
    if (actual[k] == expected[k]) continue;
    return PassIf(false, ToText(actual[k], currency),
                  ToText(expected[k], currency));
  }
  return PassIf(actual.size() == expected.size(),
                std::to_string(actual.size()) + " rows",
                std::to_string(expected.size()));
}

}  // namespace usance::conformance
