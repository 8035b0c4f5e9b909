#include "tests/conformance/fineract.h"

#include <algorithm>

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

Period PeriodOf(int32_t count, std::string_view unit) {
  if (unit == "MONTHS") return Months(count);
  return unit == "WEEKS" ? Weeks(count) : Days(count);
}

DayCount DayCountOf(const TimeTerms& terms, Date start) {
  const bool months = terms.unit == "MONTHS";
  if (terms.whole_periods) {
    // Every twelfth (52nd) of the year; days are 365ths.
    return months || terms.unit == "WEEKS" ? DayCount::kPeriod
                                           : DayCount::kAct365Fixed;
  }
  // Months of 30 days matter where the period is months.
  const bool thirty = terms.thirty && months;
  if (terms.year == "DAYS360") {
    return thirty ? DayCount::kPeriod360 : DayCount::kAct360;
  }
  if (terms.year == "DAYS364") {
    return thirty ? DayCount::kPeriod364 : DayCount::kAct364;
  }
  if (terms.year == "DAYS365") {
    return thirty ? DayCount::kPeriod365 : DayCount::kAct365Fixed;
  }
  if (!terms.progressive) {  // the year of the disbursement, for all periods
    return IsLeapYear(start.year()) ? DayCount::kAct366
                                    : DayCount::kAct365Fixed;
  }
  if (thirty) return DayCount::kPeriodAct;
  if (terms.february_29) return DayCount::kActActFeb29;
  return terms.from_disbursement ? DayCount::kActActIsda
                                 : DayCount::kActActDayEnd;
}

void AddAdvance(const Advance& advance, AmortizationSpec& spec) {
  spec.advance_change = RateChange::kLevelAgain;
  const auto place = std::lower_bound(
      spec.advances.begin(), spec.advances.end(), advance.date,
      [](const Advance& one, Date date) { return one.date < date; });
  if (place == spec.advances.end() || place->date != advance.date) {
    spec.advances.insert(place, advance);
    return;
  }
  place->amount = Money(place->amount.minor() + advance.amount.minor(),
                        advance.amount.currency());
}

int64_t ClosingOf(const AmortizationSpec& spec, const Installment& row) {
  int64_t closing = row.closing_minor;
  for (const Advance& advance : spec.advances) {
    if (advance.date == row.period.end) closing += advance.amount.minor();
  }
  return closing;
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
