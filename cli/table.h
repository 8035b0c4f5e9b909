// Rows as an aligned table, as CSV, or as JSON lines.
#ifndef USANCE_CLI_TABLE_H_
#define USANCE_CLI_TABLE_H_

#include <string>
#include <string_view>
#include <vector>

#include "usance/codec/json.h"

namespace usance::cli {

enum class Format { kTable, kCsv, kJson };

struct Column {
  std::string name;     // a table shows its Words
  bool right = false;   // amounts and numbers
  bool number = false;  // of JSON; amounts are text
};

// Prints rows on the standard output as they come. A table takes its widths
// from the first rows, so memory does not grow with the rows.
class TablePrinter {
 public:
  TablePrinter(std::vector<Column> columns, Format format, bool guard_formulas);

  // `row` has one text for each column.
  void Add(std::vector<std::string> row);
  // Lines of explanation below the last row; a table alone shows them.
  void Note(std::string line);
  // A line across the table, as above totals.
  void Rule();
  // Whether there was a row.
  [[nodiscard]] bool Any() const { return any_; }
  // Prints what is left. To be called once, at the end.
  void Finish();

 private:
  struct Line {
    std::vector<std::string> cells;
    std::string note;  // where there are no cells; empty: a rule
  };

  void AddLine(Line line);
  void Print(const Line& line) const;
  void PrintHeader();  // once, where the format has one
  void PrintCsv(const std::vector<std::string>& cells) const;

  std::vector<Column> columns_;
  Format format_;
  bool guard_formulas_;
  std::vector<size_t> widths_;
  std::vector<Line> waiting_;
  bool streaming_ = false;  // the header has been printed
  bool any_ = false;
};

// The text of a JSON value for a cell: text as it is, null as nothing.
[[nodiscard]] std::string CellOf(const Json* value);

// Columns and cells of a list of objects. `columns` are the members to show;
// those that hold amounts or numbers are to be marked right.
void PrintList(const Json& list, const std::vector<Column>& columns,
               TablePrinter& printer);

// A name as a table shows it: "not_due" -> "not due".
[[nodiscard]] std::string Words(std::string name);

// Prints text on the standard output, with a line end.
void PrintLine(std::string_view text);

// Prints the derivation of an answer behind an empty line, where it has one.
void PrintBecause(const Json& answer);

}  // namespace usance::cli

#endif  // USANCE_CLI_TABLE_H_
