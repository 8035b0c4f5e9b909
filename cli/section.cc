#include "cli/section.h"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace usance::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

void Print(const Section& section) {
  PrintLine(section.title);
  PrintLine("");
  if (section.rows.empty()) return PrintLine(section.none);
  const std::vector<size_t> filled = FilledColumns(section);
  const auto pick = [&](const auto& all) {
    std::remove_cvref_t<decltype(all)> some;
    for (const size_t k : filled) some.push_back(all[k]);
    return some;
  };
  TablePrinter printer(pick(section.columns), Format::kTable, false);
  for (const auto& row : section.rows) printer.Add(pick(row));
  if (!section.totals.empty()) printer.Rule();
  for (const auto& row : section.totals) printer.Add(pick(row));
  printer.Finish();
}

Json RowsJson(const Section& section, const Rows& rows) {
  Json list = Json::List();
  for (const auto& row : rows) {
    Json object = Json::Object();
    for (size_t k = 0; k < row.size(); ++k) {
      const Column& column = section.columns[k];
      object.Set(column.name,
                 column.number ? Json::NumberOf(row[k]) : Json(row[k]));
    }
    list.Append(std::move(object));
  }
  return list;
}

}  // namespace

std::vector<size_t> FilledColumns(const Section& section) {
  std::vector<size_t> filled;
  for (size_t k = 0; k < section.columns.size(); ++k) {
    const auto says = [k](const std::vector<std::string>& row) {
      return !row[k].empty();
    };
    if (std::any_of(section.rows.begin(), section.rows.end(), says)) {
      filled.push_back(k);
    }
  }
  return filled;
}

void PrintSections(const std::vector<Section>& sections) {
  bool first = true;
  for (const Section& section : sections) {
    if (!std::exchange(first, false)) PrintLine("");
    Print(section);
  }
}

void AddSections(const std::vector<Section>& sections, Json& json) {
  for (const Section& section : sections) {
    json.Set(section.id, RowsJson(section, section.rows));
    if (section.totals.empty()) continue;
    json.Set(section.id + "_totals", RowsJson(section, section.totals));
  }
}

}  // namespace usance::cli
