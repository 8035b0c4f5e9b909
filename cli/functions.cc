#include "cli/functions.h"

#include <algorithm>

#include "cli/files.h"
#include "cli/flags.h"
#include "usance/compat/spreadsheet.h"
#include "usance/core/text.h"

namespace usance::cli {
namespace {

// The arguments are no flags: the complaint names them without dashes.
int RefuseArgument(const absl::Status& status) {
  std::string field = FieldOf(status);
  if (!field.empty()) field.erase(0, 1);
  Complain(field.empty() ? TextOf(status) : field + ": " + TextOf(status));
  return kRefused;
}

absl::StatusOr<Json> RequestOf(const FunctionRun& run) {
  USANCE_ASSIGN_OR_RETURN(const auto function, ParseName<SpreadsheetFunction>(
                                                   run.function, "/function"));
  Json request = Json::Object();
  request.Set("op", "fn");
  request.Set("function", NameOf(function));
  const std::vector<SpreadsheetParameter> parameters = ParametersOf(function);
  for (const std::string& word : run.arguments) {
    USANCE_ASSIGN_OR_RETURN(const std::vector<SpreadsheetArgument> read,
                            ParseSpreadsheetArguments(word, ""));
    for (const SpreadsheetArgument& argument : read) {
      const auto parameter = std::find_if(
          parameters.begin(), parameters.end(),
          [&](const auto& other) { return other.name == argument.name; });
      const std::string field = "/" + argument.name;
      if (parameter == parameters.end()) {
        return Error(Reason::kUnknownField, field,
                     "no argument of " + FormulaOf(function));
      }
      if (request.Find(argument.name) != nullptr) {
        return Error(Reason::kDuplicateField, field, "it is given twice");
      }
      if (parameter->is_range) {
        Json cells = Json::List();
        for (const std::string& cell : argument.cells) cells.Append(cell);
        request.Set(argument.name, std::move(cells));
      } else if (argument.cells.size() == 1) {
        request.Set(argument.name, argument.cells.front());
      } else {
        return Error(Reason::kWrongType, field, "it is one value, no range");
      }
    }
  }
  for (const SpreadsheetParameter& parameter : parameters) {
    if (!parameter.required || request.Find(parameter.name) != nullptr) {
      continue;
    }
    return Error(Reason::kMissingField, "/" + std::string(parameter.name),
                 "missing in " + FormulaOf(function));
  }
  return request;
}

}  // namespace

int RunFunction(const FunctionRun& run, const Output& output) {
  if (output.explain && (run.function.empty() || output.format == "csv")) {
    Complain("--explain has no place in this output; see --help");
    return kUsage;
  }
  if (run.function.empty()) {
    Json formulas = Json::List();
    for (const auto& row : Names<SpreadsheetFunction>::kTable) {
      formulas.Append(FormulaOf(row.value));
    }
    if (output.json()) {
      PrintLine(ToText(formulas));
      return kDone;
    }
    for (const Json& formula : formulas.items()) PrintLine(formula.text());
    return kDone;
  }
  absl::StatusOr<Json> request = RequestOf(run);
  if (!request.ok()) return RefuseArgument(request.status());
  if (output.explain) request->Set("explain", true);
  const absl::StatusOr<Json> answer = Call(*request);
  if (!answer.ok()) return RefuseArgument(answer.status());
  if (output.json()) {
    PrintLine(ToText(*answer));
    return kDone;
  }
  PrintLine(answer->Find("answer")->text());
  if (!output.table()) return kDone;
  if (const Json* why = answer->Find("why")) PrintLine(why->text());
  PrintBecause(*answer);
  return kDone;
}

}  // namespace usance::cli
