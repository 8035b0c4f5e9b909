#include "cli/table.h"

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <utility>

#include "usance/codec/csv.h"
#include "usance/core/check.h"

namespace usance::cli {
namespace {

constexpr size_t kSample = 200;  // rows that the widths are taken from

// Code points: the bytes that do not continue one.
size_t Width(std::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(),
      [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// Without control characters, so that a cell stays on its line.
std::string Printable(std::string_view text) {
  std::string clean(text);
  for (char& c : clean) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7F') c = '?';
  }
  return clean;
}

}  // namespace

TablePrinter::TablePrinter(std::vector<Column> columns, Format format,
                           bool guard_formulas)
    : columns_(std::move(columns)),
      format_(format),
      guard_formulas_(guard_formulas) {
  for (const Column& column : columns_) widths_.push_back(Width(column.name));
}

void TablePrinter::Add(std::vector<std::string> row) {
  USANCE_CHECK(row.size() == columns_.size());
  any_ = true;
  switch (format_) {
    case Format::kTable:
      for (std::string& cell : row) cell = Printable(cell);
      return AddLine({std::move(row), ""});
    case Format::kCsv:
      PrintHeader();
      return PrintCsv(row);
    case Format::kJson: {
      Json object = Json::Object();
      for (size_t k = 0; k < row.size(); ++k) {
        Json cell;  // null: a number that is not there
        if (!columns_[k].number) {
          cell = Json(std::move(row[k]));
        } else if (!row[k].empty()) {
          cell = Json::NumberOf(std::move(row[k]));
        }
        object.Set(columns_[k].name, std::move(cell));
      }
      return PrintLine(ToText(object));
    }
  }
}

void TablePrinter::Note(std::string line) {
  if (format_ == Format::kTable) AddLine({{}, "  " + Printable(line)});
}

void TablePrinter::Rule() {
  if (format_ == Format::kTable) AddLine({{}, ""});
}

void TablePrinter::AddLine(Line line) {
  if (streaming_) return Print(line);
  for (size_t k = 0; k < line.cells.size(); ++k) {
    widths_[k] = std::max(widths_[k], Width(line.cells[k]));
  }
  waiting_.push_back(std::move(line));
  if (waiting_.size() >= kSample) Finish();
}

void TablePrinter::Finish() {
  PrintHeader();
  for (const Line& line : waiting_) Print(line);
  waiting_.clear();
}

void TablePrinter::PrintHeader() {
  if (streaming_ || format_ == Format::kJson) return;
  streaming_ = true;
  std::vector<std::string> names;
  for (const Column& column : columns_) names.push_back(column.name);
  if (format_ == Format::kCsv) return PrintCsv(names);
  for (std::string& name : names) name = Words(std::move(name));
  Print({std::move(names), ""});
  Print({{}, ""});
}

void TablePrinter::PrintCsv(const std::vector<std::string>& cells) const {
  const std::vector<std::string_view> fields(cells.begin(), cells.end());
  std::string text;
  AppendCsvRow(fields, text,
               {.crlf = false, .guard_formulas = guard_formulas_});
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void TablePrinter::Print(const Line& line) const {
  if (line.cells.empty() && !line.note.empty()) return PrintLine(line.note);
  std::string text;
  for (size_t k = 0; k < columns_.size(); ++k) {
    if (k > 0) text += "  ";
    if (line.cells.empty()) {
      text.append(widths_[k], '-');
      continue;
    }
    const std::string& cell = line.cells[k];
    const size_t blanks = widths_[k] - std::min(widths_[k], Width(cell));
    if (columns_[k].right) text.append(blanks, ' ');
    text += cell;
    if (!columns_[k].right) text.append(blanks, ' ');
  }
  text.erase(text.find_last_not_of(' ') + 1);
  PrintLine(text);
}

std::string CellOf(const Json* value) {
  if (value == nullptr || value->kind() == Json::Kind::kNull) return "";
  if (value->kind() == Json::Kind::kText) return value->text();
  return ToText(*value);
}

void PrintList(const Json& list, const std::vector<Column>& columns,
               TablePrinter& printer) {
  for (const Json& item : list.items()) {
    std::vector<std::string> cells;
    for (const Column& column : columns) {
      cells.push_back(CellOf(item.Find(column.name)));
    }
    printer.Add(std::move(cells));
  }
}

std::string Words(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

void PrintLine(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fputc('\n', stdout);
}

void PrintBecause(const Json& answer) {
  const Json* because = answer.Find("because");
  if (because == nullptr) return;
  PrintLine("");
  for (const Json& line : because->items()) PrintLine(line.text());
}

}  // namespace usance::cli
