#include "src/compat/cells.h"

#include "usance/core/text.h"

namespace usance::compat {
namespace {

std::string Named(std::string_view name, const std::string& what) {
  return std::string(name) + " " + what;
}

}  // namespace

Outcome Shown(const std::optional<Real>& value) {
  if (!value) return Num("there is no such number");
  if (abs(*value) >= PowerOf10(308)) return Num("the number is too large");
  return *value;
}

const Cells::Argument* Cells::Find(std::string_view name) const {
  for (const Argument& argument : arguments_) {
    if (argument.name == name) return &argument;
  }
  return nullptr;
}

bool Cells::Has(std::string_view name) const { return Find(name) != nullptr; }

Real Cells::Number(std::string_view name) {
  const Argument* const argument = Find(name);
  if (argument == nullptr) return 0;
  const Cell& cell = argument->cells.front();
  if (cell.kind == Cell::Kind::kText) {
    Fail(NoValue(Named(name, "is text: " + Quoted(cell.text))));
    return 0;
  }
  if (cell.kind == Cell::Kind::kLogical && logicals_ == Logicals::kAreNoValue) {
    Fail(NoValue(Named(name, "is a logical")));
    return 0;
  }
  return cell.number;
}

bool Cells::Flag(std::string_view name, bool otherwise) {
  const Argument* const argument = Find(name);
  if (argument == nullptr) return otherwise;
  const Cell& cell = argument->cells.front();
  if (cell.kind == Cell::Kind::kText) {
    Fail(NoValue(Named(name, "is text: " + Quoted(cell.text))));
  }
  return cell.number != 0;
}

Serial Cells::Day(std::string_view name) {
  const int64_t serial = Whole(name);
  if (IsDay(serial)) return {serial};
  Fail(Num(Named(name, "is no day")));
  return {1};
}

std::string Cells::Text(std::string_view name) const {
  const Argument* const argument = Find(name);
  return argument == nullptr ? "" : argument->cells.front().text;
}

std::span<const Cell> Cells::Range(std::string_view name) const {
  const Argument* const argument = Find(name);
  if (argument == nullptr) return {};
  return argument->cells;
}

std::vector<Real> Cells::Numbers(std::string_view name) const {
  std::vector<Real> numbers;
  for (const Cell& cell : Range(name)) {
    if (cell.kind == Cell::Kind::kNumber) numbers.push_back(cell.number);
  }
  return numbers;
}

std::variant<std::vector<DatedFlow>, Problem> DatedFlowsOf(Cells& in,
                                                           OtherCells others) {
  if (in.problem()) return *in.problem();
  const auto numbers = [&](std::string_view name, SpreadsheetError other) {
    std::vector<Real> all;
    for (const Cell& cell : in.Range(name)) {
      all.push_back(cell.kind == Cell::Kind::kNumber ? cell.number : Real(0));
      if (cell.kind == Cell::Kind::kNumber) continue;
      if (cell.kind != Cell::Kind::kBlank) {
        in.Fail({other, Named(name, "holds what is no number")});
      } else if (!others.blank_is_0) {
        in.Fail(Num(Named(name, "holds a blank cell")));
      }
    }
    return all;
  };
  const std::vector<Real> values = numbers("values", others.other_value);
  const std::vector<Real> dates = numbers("dates", SpreadsheetError::kValue);
  if (in.problem()) return *in.problem();
  if (values.size() != dates.size() || values.empty()) {
    return Num("values and dates do not hold as many numbers");
  }
  std::vector<DatedFlow> flows;
  for (size_t k = 0; k < values.size(); ++k) {
    const int64_t day = Truncated(dates[k]);
    if (!IsDay(day)) return Num("dates holds what is no day");
    flows.push_back({values[k], day - Truncated(dates[0])});
    if (flows.back().days < 0) return Num("a date is before the first");
  }
  return flows;
}

}  // namespace usance::compat
