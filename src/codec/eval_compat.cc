// fn: spreadsheet functions.
#include <algorithm>

#include "src/codec/operations.h"
#include "usance/compat/spreadsheet.h"

namespace usance::codec {
namespace {

constexpr Field kFnFields[] = {
    {"function", FieldType::kName, true, "the spreadsheet's name of it",
     NamesOf<SpreadsheetFunction>},
    {"rate", FieldType::kText, false, "a period, as 0.08/12 or 8%/12"},
    {"per", FieldType::kText, false, "the period, from 1"},
    {"nper", FieldType::kText, false, "how many periods"},
    {"pmt", FieldType::kText, false, "the payment of each period"},
    {"pv", FieldType::kText, false, "the value now"},
    {"fv", FieldType::kText, false, "the value at the end; assumed: 0"},
    {"type", FieldType::kText, false,
     "0 (assumed): at the end of each period; else at its beginning"},
    {"guess", FieldType::kText, false, "of the rate; assumed: 0.1"},
    {"start", FieldType::kText, false, "the first day, or period"},
    {"end", FieldType::kText, false, "the last day, or period"},
    {"values", FieldType::kTexts, false, "the flows"},
    {"dates", FieldType::kTexts, false, "of the flows"},
    {"finance_rate", FieldType::kText, false, "of what is paid"},
    {"reinvest_rate", FieldType::kText, false, "of what is received"},
    {"principal", FieldType::kText, false, "the value now"},
    {"schedule", FieldType::kTexts, false, "the rate of each period"},
    {"nominal_rate", FieldType::kText, false, "a year, compounded"},
    {"effect_rate", FieldType::kText, false, "a year, with its interest"},
    {"npery", FieldType::kText, false, "periods a year"},
    {"method", FieldType::kText, false, "TRUE: European; FALSE (assumed): US"},
    {"basis", FieldType::kText, false,
     "0 (assumed): US 30/360; 1: actual; 2: actual/360; 3: actual/365; 4: "
     "European 30/360"},
    {"unit", FieldType::kText, false, "Y, M, D, MD, YM or YD"},
    {"months", FieldType::kText, false, "later, or earlier below 0"},
    {"days", FieldType::kText, false, "that are worked, later"},
    {"weekend", FieldType::kText, false,
     "1 (assumed) to 7 or 11 to 17, or seven digits from Monday on, 1 where "
     "it is not worked"},
    {"holidays", FieldType::kTexts, false, "other days that are not worked"},
    {"settlement", FieldType::kText, false,
     "the day of the trade's settlement"},
    {"maturity", FieldType::kText, false, "the day of the redemption"},
    {"frequency", FieldType::kText, false, "coupons a year: 1, 2 or 4"},
    {"issue", FieldType::kText, false, "the day of the issue"},
    {"first_interest", FieldType::kText, false, "the day of the first coupon"},
    {"par", FieldType::kText, false, "the security's face value"},
    {"calc_method", FieldType::kText, false,
     "TRUE (assumed): interest from the issue; FALSE: of the last period"},
    {"price", FieldType::kText, false, "for a redemption of the same size"},
    {"investment", FieldType::kText, false, "what is paid"},
    {"redemption", FieldType::kText, false, "what is paid back"},
    {"discount", FieldType::kText, false, "the rate of it, a year"},
};

absl::Status RunFn(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const auto function,
                          in.Get<SpreadsheetFunction>("function"));
  const std::vector<SpreadsheetParameter> parameters = ParametersOf(function);
  std::vector<SpreadsheetArgument> arguments;
  for (const Field& field : kFnFields) {
    if (field.type == FieldType::kName) continue;
    const auto parameter =
        std::find_if(parameters.begin(), parameters.end(),
                     [&](const auto& p) { return p.name == field.name; });
    const bool has = parameter != parameters.end();
    if (has && parameter->required) {
      USANCE_RETURN_IF_ERROR(in.Need(field.name));
    }
    if (!in.Has(field.name)) continue;
    SpreadsheetArgument argument{std::string(field.name), {}};
    if (field.type == FieldType::kTexts) {
      USANCE_ASSIGN_OR_RETURN(argument.cells,
                              in.FindAll<std::string>(field.name));
    } else {
      USANCE_ASSIGN_OR_RETURN(argument.cells.emplace_back(),
                              in.Get<std::string>(field.name));
    }
    if (has) {
      arguments.push_back(std::move(argument));
    } else {
      in.NoUseFor(field.name);
    }
  }
  USANCE_RETURN_IF_ERROR(in.Done());
  USANCE_ASSIGN_OR_RETURN(const SpreadsheetAnswer answer,
                          CallSpreadsheet(function, arguments));
  out.Set("answer", answer.text);
  if (answer.error) out.Set("why", answer.why);
  for (const SpreadsheetParameter& parameter : parameters) {
    if (parameter.required || parameter.assumed.empty() ||
        in.Has(parameter.name)) {
      continue;
    }
    out.Assume(parameter.name, parameter.assumed);
  }
  out.Because(FormulaOf(function) + " is " + answer.text +
              (answer.error ? ": " + answer.why : ""));
  return absl::OkStatus();
}

constexpr Operation kCompatOperations[] = {
    {"fn", "a spreadsheet function, as the spreadsheets answer it", kFnFields,
     RunFn},
};

}  // namespace

std::span<const Operation> CompatOperations() { return kCompatOperations; }

}  // namespace usance::codec
