// Spreadsheet functions: IronCalc, Excelize, POI and the F# grid hold what
// Microsoft Excel answers, numpy-financial what its authors computed.
#include "usance/compat/spreadsheet.h"

#include <algorithm>

#include "tests/conformance/decimal.h"
#include "tests/conformance/handlers.h"
#include "tests/conformance/rules.h"

namespace usance::conformance {
namespace {

// What a value of the case is in a cell.
std::string CellText(const Json& value) {
  if (value.is_null()) return "";
  if (value.is_boolean()) return value.get<bool>() ? "TRUE" : "FALSE";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// The arguments as the case has them; what it leaves out of a formula is a
// blank cell.
std::vector<SpreadsheetArgument> ArgumentsOf(SpreadsheetFunction function,
                                             const Json& args) {
  std::vector<SpreadsheetArgument> arguments;
  for (const auto& [name, value] : args.items()) {
    SpreadsheetArgument argument{name, {}};
    if (value.is_array()) {
      for (const Json& one : value) argument.cells.push_back(CellText(one));
    } else {
      argument.cells.push_back(CellText(value));
    }
    arguments.push_back(std::move(argument));
  }
  for (const SpreadsheetParameter& parameter : ParametersOf(function)) {
    if (parameter.required && !args.contains(std::string(parameter.name))) {
      arguments.push_back({std::string(parameter.name), {""}});
    }
  }
  return arguments;
}

// Within the tolerance of the case; without one, as printed, of which we show
// 15 digits.
bool IsNear(Fields& fields, std::string_view actual) {
  const std::string expected = fields.Text("expected");
  const auto number = ParsePrinted(actual);
  const auto wanted = ParsePrinted(expected);
  if (!number || !wanted) return actual == expected;
  if (const auto most = ParsePrinted(fields.Text("abs_tol"))) {
    return abs(number->value - wanted->value) <= most->value;
  }
  const auto part = ParsePrinted(fields.Text("rel_tol"));
  if (part) {
    return abs(number->value - wanted->value) <=
           part->value * abs(wanted->value);
  }
  return abs(number->value - wanted->value) <=
         std::max(number->unit, wanted->unit);
}

}  // namespace

Verdict Spreadsheet(Fields& fields) {
  const std::string name = fields.Text("fn");
  const std::optional<SpreadsheetFunction> function =
      FindName<SpreadsheetFunction>(name);
  if (!function) return Fail("unsupported: " + name);
  const auto args = fields.object().find("args");
  if (args == fields.object().end() || !args->is_object()) {
    return Fail("malformed: args is no object");
  }
  const auto answer = CallSpreadsheet(*function, ArgumentsOf(*function, *args));
  if (!answer.ok()) return Fail(FromAbsl(answer.status().message()));
  std::string expected = fields.Text("expected");
  if (expected.starts_with("ERR:")) {
    return PassIf(answer->text == expected.substr(4), answer->text, expected);
  }
  if (IsNear(fields, answer->text)) return Pass();
  return PassIf(false, answer->text, expected);
}

}  // namespace usance::conformance
