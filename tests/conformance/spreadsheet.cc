// Spreadsheet functions: IronCalc, Excelize, POI and the F# grid hold what
// Microsoft Excel answers, numpy-financial what its authors computed.
#include "usance/compat/spreadsheet.h"

#include <algorithm>
#include <utility>

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
                                             const Json& args,
                                             std::string_view formula) {
  std::vector<SpreadsheetArgument> arguments;
  for (const auto& [name, value] : args.items()) {
    SpreadsheetArgument argument{name, {}};
    if (value.is_array()) {
      for (const Json& one : value) argument.cells.push_back(CellText(one));
    } else {
      argument.cells.push_back(CellText(value));
    }
    // "0000011" is recorded as a number; the reference has the formula.
    if (std::string& text = argument.cells.front();
        name == "weekend" && text.size() < 7) {
      const std::string mask = std::string(7 - text.size(), '0') + text;
      if (formula.find('"' + mask + '"') != std::string::npos) text = mask;
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

BigRational Part(unsigned digits) {
  return BigRational(1, boost::multiprecision::pow(BigInt(10), digits));
}

// The number that a formula answers; nothing where it is none.
std::optional<BigRational> NumberOf(
    SpreadsheetFunction function,
    const std::vector<SpreadsheetArgument>& arguments) {
  const auto answer = CallSpreadsheet(function, arguments);
  if (!answer.ok()) return std::nullopt;
  const auto printed = ParsePrinted(answer->text);
  if (!printed) return std::nullopt;
  return printed->value;
}

// The text of a number one part in 10^15 larger; nothing of what is none.
std::optional<std::string> Moved(const std::string& cell) {
  const auto printed = ParsePrinted(cell);
  if (!printed) return std::nullopt;
  int exponent = -15;
  BigRational digits = printed->value;
  for (; denominator(digits) != 1; digits *= 10) --exponent;
  return BigInt(numerator(digits) * (numerator(1 / Part(15)) + 1)).str() + "E" +
         std::to_string(exponent);
}

// How far apart two answers may be that were computed with 15 digits: what one
// part in 10^15 of each argument moves, and of the largest itself.
BigRational FifteenDigits(SpreadsheetFunction function,
                          const std::vector<SpreadsheetArgument>& arguments,
                          const BigRational& answer) {
  BigRational moved = 0, largest = 0;
  std::vector<SpreadsheetArgument> changed = arguments;
  for (SpreadsheetArgument& argument : changed) {
    for (std::string& cell : argument.cells) {
      const auto number = ParsePrinted(cell);
      const auto text = Moved(cell);
      if (!number || !text) continue;
      largest = std::max(largest, BigRational(abs(number->value)));
      const std::string before = std::exchange(cell, *text);
      if (const auto other = NumberOf(function, changed)) {
        moved += abs(*other - answer);
      }
      cell = before;
    }
  }
  return moved + largest * Part(15);
}

// Whether the flows of an iteration come to less than 10^-12 of themselves at
// the rate that the case records.
bool IsRoot(const Json& args, const std::string& rate) {
  const auto values = args.find("values");
  if (values == args.end() || !values->is_array()) return false;
  SpreadsheetArgument flows{"values", {}}, sizes{"values", {}};
  for (const Json& value : *values) {
    const std::string text = CellText(value);
    flows.cells.push_back(text);
    sizes.cells.push_back(text.starts_with('-') ? text.substr(1) : text);
  }
  const SpreadsheetArgument at{"rate", {rate}};
  const auto left = NumberOf(SpreadsheetFunction::kNpv, {at, flows});
  const auto whole = NumberOf(SpreadsheetFunction::kNpv, {at, sizes});
  return left && whole && abs(*left) < *whole * Part(12);
}

// Whether the file records another answer to the same formula.
bool IsContradicted(Fields& fields) {
  const auto text = fields.folder().Text("functions.jsonl");
  if (!text) return false;
  std::string_view rest = *text;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    const std::optional<Json> other = ParseJson(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!other || !other->is_object() || !other->contains("expected") ||
        other->value("fn", "") != fields.Text("fn")) {
      continue;
    }
    if (other->value("args", Json()) == fields.object().at("args") &&
        other->at("expected") != fields.object().at("expected")) {
      return true;
    }
  }
  return false;
}

bool IsIteration(SpreadsheetFunction function) {
  return function == SpreadsheetFunction::kIrr ||
         function == SpreadsheetFunction::kXirr ||
         function == SpreadsheetFunction::kRate;
}

// Within the tolerance of the case; or as it is printed, where that is to a
// unit of 10^-8 or less, or no tolerance is given. We show 15 digits.
bool IsNear(Fields& fields, const Printed& actual, const Printed& expected) {
  const BigRational apart = abs(actual.value - expected.value);
  if (const auto most = ParsePrinted(fields.Text("abs_tol"))) {
    return apart <= most->value;
  }
  const auto part = ParsePrinted(fields.Text("rel_tol"));
  if (!part) return apart * 2 <= std::max(actual.unit, expected.unit);
  return apart <= part->value * abs(expected.value) ||
         (expected.unit <= Part(8) && apart * 2 <= expected.unit);
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
  const std::vector<SpreadsheetArgument> arguments =
      ArgumentsOf(*function, *args, fields.Text("ref"));
  const auto answer = CallSpreadsheet(*function, arguments);
  if (!answer.ok()) return Fail(FromAbsl(answer.status().message()));
  const std::string recorded = fields.Text("expected");
  const std::string_view expected =
      std::string_view(recorded).substr(recorded.starts_with("ERR:") ? 4 : 0);
  if (answer->text == expected) return Pass();
  const auto actual = ParsePrinted(answer->text);
  const auto wanted = ParsePrinted(expected);
  if (actual && wanted) {
    if (IsNear(fields, *actual, *wanted)) return Pass();
    const BigRational apart = abs(actual->value - wanted->value);
    if (IsIteration(*function) &&
        (apart <= Part(7) || IsRoot(*args, recorded))) {
      return Deviates(kSpreadsheetIteration);
    }
    if (apart <= FifteenDigits(*function, arguments, actual->value)) {
      return Deviates(kSpreadsheet15Digits);
    }
  }
  if (*function == SpreadsheetFunction::kNpv && args->contains("values") &&
      !args->at("values").is_array()) {
    return Deviates(kSpreadsheetFirstValue);
  }
  if (IsContradicted(fields)) return Deviates(kSpreadsheetContradiction);
  return PassIf(false, answer->text, expected);
}

}  // namespace usance::conformance
