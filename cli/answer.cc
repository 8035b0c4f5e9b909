#include "cli/answer.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace usance::cli {
namespace {

bool IsTable(const Json& value) {
  return value.kind() == Json::Kind::kList && !value.items().empty() &&
         value.items().front().kind() == Json::Kind::kObject;
}

// Text that is more than a cell.
bool HasLines(const Json& value) {
  return value.kind() == Json::Kind::kText &&
         value.text().find('\n') != std::string::npos;
}

// A value in one cell: the texts of a list with commas between, those of an
// object with spaces.
std::string OneCell(const Json& value) {
  std::string cell;
  if (value.kind() == Json::Kind::kObject) {
    for (const Json::Member& member : value.members()) {
      if (!cell.empty()) cell += ' ';
      cell += OneCell(member.value);
    }
    return cell;
  }
  if (value.kind() != Json::Kind::kList) return CellOf(&value);
  for (const Json& item : value.items()) {
    if (!cell.empty()) cell += ", ";
    cell += OneCell(item);
  }
  return cell;
}

// What stands for itself; members of objects with the object's name before.
void AddFacts(const Json& object, const std::string& before, Format format,
              TablePrinter& printer) {
  for (const Json::Member& member : object.members()) {
    if (member.name == "because" || IsTable(member.value) ||
        (format == Format::kTable && HasLines(member.value))) {
      continue;
    }
    const std::string name = before + member.name;
    if (member.value.kind() == Json::Kind::kObject) {
      AddFacts(member.value, name + "_", format, printer);
      continue;
    }
    printer.Add(
        {format == Format::kTable ? Words(name) : name, OneCell(member.value)});
  }
}

// Whether all that a column holds are figures.
bool IsFigures(const Json& list, const std::string& name) {
  return std::all_of(
      list.items().begin(), list.items().end(), [&](const Json& item) {
        const std::string cell = CellOf(item.Find(name));
        return cell.find_first_not_of("0123456789-./%") == std::string::npos;
      });
}

// A row for each object of a list, a column for each name that one has.
void PrintTable(const Json& list, Format format, bool guard_formulas) {
  std::vector<Column> columns;
  for (const Json& item : list.items()) {
    for (const Json::Member& member : item.members()) {
      const bool known = std::any_of(
          columns.begin(), columns.end(),
          [&](const Column& column) { return column.name == member.name; });
      if (!known)
        columns.push_back({member.name, IsFigures(list, member.name)});
    }
  }
  TablePrinter printer(columns, format, guard_formulas);
  for (const Json& item : list.items()) {
    std::vector<std::string> cells;
    for (const Column& column : columns) {
      const Json* value = item.Find(column.name);
      cells.push_back(value == nullptr ? "" : OneCell(*value));
    }
    printer.Add(std::move(cells));
  }
  printer.Finish();
}

}  // namespace

void PrintAnswer(const Json& answer, Format format, bool guard_formulas) {
  if (format == Format::kJson) return PrintLine(ToText(answer));
  std::vector<const Json*> tables;
  for (const Json::Member& member : answer.members()) {
    if (IsTable(member.value)) tables.push_back(&member.value);
  }
  if (format == Format::kCsv && !tables.empty()) {
    return PrintTable(*tables.front(), format, guard_formulas);
  }
  TablePrinter printer({{"what"}, {"value"}}, format, guard_formulas);
  AddFacts(answer, "", format, printer);
  bool any = printer.Any();
  if (any) printer.Finish();
  const auto next = [&] {
    if (std::exchange(any, true)) PrintLine("");
  };
  for (const Json* table : tables) {
    next();
    PrintTable(*table, format, guard_formulas);
  }
  for (const Json::Member& member : answer.members()) {
    if (format != Format::kTable || !HasLines(member.value)) continue;
    next();
    PrintLine(member.value.text());
  }
  if (format == Format::kTable) PrintBecause(answer);
}

}  // namespace usance::cli
