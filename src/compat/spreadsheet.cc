#include "usance/compat/spreadsheet.h"

#include <algorithm>

#include "src/compat/functions.h"
#include "usance/core/text.h"

namespace usance {
namespace compat {
namespace {

struct Row {
  SpreadsheetFunction function;
  // Split by blanks. A '?' follows those that may be left out, and what is then
  // assumed. Those of ranges are in kRanges.
  std::string_view parameters;
  Logicals logicals;
  Function answer;
};

constexpr std::string_view kRanges[] = {"values", "dates", "schedule",
                                        "holidays"};
constexpr Logicals kOwn = Logicals::kAreNumbers;
constexpr Logicals kAddIn = Logicals::kAreNoValue;
constexpr std::string_view kCoupon = "settlement maturity frequency basis?0";

using F = SpreadsheetFunction;
constexpr Row kRows[] = {
    {F::kPmt, "rate nper pv fv?0 type?0", kOwn, Pmt},
    {F::kIpmt, "rate per nper pv fv?0 type?0", kOwn, Ipmt},
    {F::kPpmt, "rate per nper pv fv?0 type?0", kOwn, Ppmt},
    {F::kIspmt, "rate per nper pv", kOwn, Ispmt},
    {F::kCumipmt, "rate nper pv start end type", kAddIn, Cumipmt},
    {F::kCumprinc, "rate nper pv start end type", kAddIn, Cumprinc},
    {F::kFv, "rate nper pmt pv?0 type?0", kOwn, Fv},
    {F::kPv, "rate nper pmt fv?0 type?0", kOwn, Pv},
    {F::kNper, "rate pmt pv fv?0 type?0", kOwn, Nper},
    {F::kRate, "nper pmt pv fv?0 type?0 guess?0.1", kOwn, RateOf},
    {F::kNpv, "rate values", kOwn, Npv},
    {F::kIrr, "values guess?0.1", kOwn, Irr},
    {F::kMirr, "values finance_rate reinvest_rate", kOwn, Mirr},
    {F::kXnpv, "rate values dates", kAddIn, Xnpv},
    {F::kXirr, "values dates guess?0.1", kAddIn, Xirr},
    {F::kFvschedule, "principal schedule", kAddIn, Fvschedule},
    {F::kRri, "nper pv fv", kOwn, Rri},
    {F::kPduration, "rate pv fv", kOwn, Pduration},
    {F::kEffect, "nominal_rate npery", kAddIn, Effect},
    {F::kNominal, "effect_rate npery", kAddIn, Nominal},
    {F::kDays, "end start", kOwn, Days},
    {F::kDays360, "start end method?FALSE", kOwn, Days360},
    {F::kYearfrac, "start end basis?0", kAddIn, Yearfrac},
    {F::kDatedif, "start end unit", kOwn, Datedif},
    {F::kEdate, "start months", kAddIn, Edate},
    {F::kEomonth, "start months", kAddIn, Eomonth},
    {F::kNetworkdays, "start end holidays?", kAddIn, Networkdays},
    {F::kNetworkdaysIntl, "start end weekend?1 holidays?", kAddIn, Networkdays},
    {F::kWorkday, "start days holidays?", kAddIn, Workday},
    {F::kWorkdayIntl, "start days weekend?1 holidays?", kAddIn, Workday},
    {F::kCoupdaybs, kCoupon, kAddIn, Coupdaybs},
    {F::kCoupdays, kCoupon, kAddIn, Coupdays},
    {F::kCoupdaysnc, kCoupon, kAddIn, Coupdaysnc},
    {F::kCoupncd, kCoupon, kAddIn, Coupncd},
    {F::kCoupnum, kCoupon, kAddIn, Coupnum},
    {F::kCouppcd, kCoupon, kAddIn, Couppcd},
    {F::kAccrint,
     "issue first_interest settlement rate par frequency basis?0 "
     "calc_method?TRUE",
     kAddIn, Accrint},
    {F::kAccrintm, "issue settlement rate par basis?0", kAddIn, Accrintm},
    {F::kDisc, "settlement maturity price redemption basis?0", kAddIn, Disc},
    {F::kIntrate, "settlement maturity investment redemption basis?0", kAddIn,
     Intrate},
    {F::kReceived, "settlement maturity investment discount basis?0", kAddIn,
     Received},
};

const Row& RowOf(SpreadsheetFunction function) {
  const auto row =
      std::find_if(std::begin(kRows), std::end(kRows),
                   [&](const Row& r) { return r.function == function; });
  USANCE_CHECK(row != std::end(kRows));
  return *row;
}

bool IsLogical(std::string_view text, std::string_view name) {
  return internal::SameName(text, name);
}

absl::StatusOr<Cell> CellOf(std::string_view text, const std::string& field) {
  using Kind = Cell::Kind;
  if (text.empty()) return Cell{};
  if (IsLogical(text, "TRUE")) return Cell{Kind::kLogical, 1, ""};
  if (IsLogical(text, "FALSE")) return Cell{Kind::kLogical, 0, ""};
  if (const auto date = Date::Parse(text); date.ok()) {
    if (const std::optional<Serial> serial = ToSerial(*date)) {
      return Cell{Kind::kNumber, serial->number, std::string(text)};
    }
    return Cell{Kind::kText, 0, std::string(text)};
  }
  Real number;
  switch (ParseNumber(text, number)) {
    case NumberError::kNone:
      return Cell{Kind::kNumber, number, std::string(text)};
    case NumberError::kNoNumber:
      break;
    case NumberError::kTooManyDigits:
      return Error(Reason::kTooManyDigits, field,
                   Quoted(text) + " has more than 40 digits");
    case NumberError::kSize:
      return Error(Reason::kOutOfRange, field,
                   Quoted(text) + " is not within 10^-30 to 10^30");
  }
  return Cell{Kind::kText, 0, std::string(text)};
}

absl::StatusOr<std::vector<Cell>> CellsOf(const SpreadsheetArgument& argument,
                                          bool is_range) {
  const std::string field = "/" + argument.name;
  if (!is_range && argument.cells.size() != 1) {
    return Error(Reason::kWrongType, field,
                 std::to_string(argument.cells.size()) + " cells; allowed: 1");
  }
  if (argument.cells.size() > kMaxSpreadsheetCells) {
    return Error(Reason::kLimitExceeded, field,
                 std::to_string(argument.cells.size()) +
                     " cells; allowed: up to " +
                     std::to_string(kMaxSpreadsheetCells));
  }
  std::vector<Cell> cells;
  for (size_t k = 0; k < argument.cells.size(); ++k) {
    const std::string at = is_range ? field + "/" + std::to_string(k) : field;
    USANCE_ASSIGN_OR_RETURN(Cell cell, CellOf(argument.cells[k], at));
    cells.push_back(std::move(cell));
  }
  return cells;
}

SpreadsheetAnswer Written(const Outcome& outcome) {
  if (const auto* problem = std::get_if<Problem>(&outcome)) {
    return {std::string(NameOf(problem->error)), problem->error, problem->why};
  }
  if (const auto* day = std::get_if<Serial>(&outcome)) {
    return {ToText(*day), std::nullopt, ""};
  }
  return {FormatNumber(std::get<Real>(outcome)), std::nullopt, ""};
}

}  // namespace
}  // namespace compat

std::vector<SpreadsheetParameter> ParametersOf(SpreadsheetFunction function) {
  std::vector<SpreadsheetParameter> parameters;
  std::string_view rest = compat::RowOf(function).parameters;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find(' '), rest.size());
    std::string_view name = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const size_t mark = name.find('?');
    const bool required = mark == std::string_view::npos;
    const std::string_view assumed = required ? "" : name.substr(mark + 1);
    name = name.substr(0, mark);
    const bool is_range =
        std::find(std::begin(compat::kRanges), std::end(compat::kRanges),
                  name) != std::end(compat::kRanges);
    parameters.push_back({name, required, is_range, assumed});
  }
  return parameters;
}

std::string FormulaOf(SpreadsheetFunction function) {
  std::string text = std::string(NameOf(function)) + "(";
  std::string_view between;
  for (const SpreadsheetParameter& parameter : ParametersOf(function)) {
    text += between;
    text += parameter.required ? std::string(parameter.name)
                               : "[" + std::string(parameter.name) + "]";
    between = ", ";
  }
  return text + ")";
}

absl::StatusOr<std::vector<SpreadsheetArgument>> ParseSpreadsheetArguments(
    std::string_view text, std::string_view field) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::vector<SpreadsheetArgument> arguments;
  for (;;) {  // each turn takes a word
    text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
    if (text.empty()) return arguments;
    const std::string_view word =
        text.substr(0, std::min(text.find_first_of(kBlanks), text.size()));
    text.remove_prefix(word.size());
    const size_t equals = word.find('=');
    if (equals == 0 || equals == std::string_view::npos) {
      return Error(Reason::kMalformed, field,
                   Quoted(word) + " is no name=value");
    }
    SpreadsheetArgument& argument = arguments.emplace_back();
    argument.name = word.substr(0, equals);
    std::string_view cells = word.substr(equals + 1);
    for (;;) {  // each turn takes a cell
      const size_t comma = cells.find(',');
      argument.cells.emplace_back(cells.substr(0, comma));
      if (comma == std::string_view::npos) break;
      cells.remove_prefix(comma + 1);
    }
  }
}

absl::StatusOr<SpreadsheetAnswer> CallSpreadsheet(
    SpreadsheetFunction function,
    std::span<const SpreadsheetArgument> arguments) {
  const compat::Row& row = compat::RowOf(function);
  const std::vector<SpreadsheetParameter> parameters = ParametersOf(function);
  for (size_t k = 0; k < arguments.size(); ++k) {
    const std::string& name = arguments[k].name;
    const auto is_it = [&](const auto& other) { return other.name == name; };
    if (std::none_of(parameters.begin(), parameters.end(), is_it)) {
      return Error(Reason::kUnknownField, "/" + name,
                   "no argument of " + FormulaOf(function));
    }
    if (std::any_of(arguments.begin(),
                    arguments.begin() + static_cast<ptrdiff_t>(k), is_it)) {
      return Error(Reason::kDuplicateField, "/" + name, "given twice");
    }
  }
  std::vector<compat::Cells::Argument> cells;
  for (const SpreadsheetParameter& parameter : parameters) {
    const auto given = std::find_if(
        arguments.begin(), arguments.end(),
        [&](const auto& argument) { return argument.name == parameter.name; });
    if (given == arguments.end()) {
      if (!parameter.required) continue;
      return Error(Reason::kMissingField, "/" + std::string(parameter.name),
                   "missing in " + FormulaOf(function));
    }
    USANCE_ASSIGN_OR_RETURN(std::vector<compat::Cell> read,
                            compat::CellsOf(*given, parameter.is_range));
    cells.push_back({parameter.name, std::move(read)});
  }
  compat::Cells in(std::move(cells), row.logicals);
  const compat::Outcome outcome = row.answer(in);
  return compat::Written(in.problem() ? compat::Outcome(*in.problem())
                                      : outcome);
}

}  // namespace usance
