#include "cli/loans.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "cli/files.h"
#include "cli/ics.h"
#include "cli/plot.h"
#include "usance/codec/csv.h"
#include "usance/core/check.h"
#include "usance/installment/installment.h"
#include "usance/money/format.h"

namespace usance::cli {
namespace {

constexpr std::string_view kAmounts[] = {"opening",   "advance", "interest",
                                         "principal", "fee",     "tax",
                                         "payment",   "closing"};

int64_t MinorOf(const Json& row, std::string_view name, Currency currency) {
  const Json* amount = row.Find(name);
  if (amount == nullptr) return 0;
  const absl::StatusOr<Money> money = ParseAmount(amount->text(), currency);
  USANCE_CHECK(money.ok());
  return money->minor();
}

Date DateOf(const Json& row, std::string_view name) {
  const absl::StatusOr<Date> date = Date::Parse(row.Find(name)->text(), "");
  USANCE_CHECK(date.ok());
  return *date;
}

// The rows of an answer, which the library itself has written.
std::vector<Installment> RowsOf(const Json& answer, Currency currency) {
  std::vector<Installment> rows;
  for (const Json& item : answer.Find("rows")->items()) {
    const Date start = DateOf(item, "start"), due = DateOf(item, "due");
    Installment row = {.number = static_cast<int32_t>(rows.size()) + 1,
                       .period = {start, due, start, due}};
    int64_t* const amounts[] = {&row.opening_minor,  &row.advance_minor,
                                &row.interest_minor, &row.principal_minor,
                                &row.fee_minor,      &row.tax_minor,
                                &row.payment_minor,  &row.closing_minor};
    for (size_t k = 0; k < std::size(kAmounts); ++k) {
      *amounts[k] = MinorOf(item, kAmounts[k], currency);
    }
    rows.push_back(row);
  }
  return rows;
}

// What names the loan in a calendar: FNV-1a of its terms, in hexadecimal.
std::string HashOf(const Json& request) {
  uint64_t hash = 14695981039346656037u;
  for (const char c : ToText(request)) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211u;
  }
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) {
    text += "0123456789abcdef"[hash >> shift & 15];
  }
  return text;
}

// Whether any row has something there.
bool Any(const Json& answer, std::string_view name) {
  for (const Json& row : answer.Find("rows")->items()) {
    const Json* amount = row.Find(name);
    if (amount != nullptr &&
        amount->text().find_first_not_of("0.") != std::string::npos) {
      return true;
    }
  }
  return false;
}

// A column of the rows, under the name that a table gives it.
struct RowColumn {
  Column column;
  std::string_view member;
};

std::vector<RowColumn> ColumnsOf(const Json& answer, bool disclosure) {
  std::vector<RowColumn> all;
  const auto add = [&](std::string_view member, std::string name = "") {
    const bool optional =
        member == "advance" || member == "fee" || member == "tax";
    if (optional && !Any(answer, member)) return;
    if (name.empty()) name = std::string(member);
    const bool is_text = member == "start" || member == "due";
    all.push_back({{name, !is_text, member == "number"}, member});
  };
  if (disclosure) {
    add("due", "date");
    for (const char* member :
         {"advance", "payment", "principal", "interest", "fee", "tax"}) {
      add(member);
    }
    add("closing", "balance");
    return all;
  }
  for (const char* member :
       {"number", "start", "due", "opening", "advance", "interest", "principal",
        "fee", "tax", "payment", "closing"}) {
    add(member);
  }
  return all;
}

void PrintRows(const Json& answer, const LoanRun& run) {
  const std::vector<RowColumn> all = ColumnsOf(answer, run.disclosure);
  const Json& totals = *answer.Find("totals");
  std::vector<Column> columns;
  std::vector<std::string> sums;
  const std::string_view label = run.disclosure ? "due" : "start";
  for (const RowColumn& one : all) {
    columns.push_back(one.column);
    sums.push_back(one.member == label ? "total"
                                       : CellOf(totals.Find(one.member)));
  }
  TablePrinter printer(std::move(columns), run.format, run.guard_formulas);
  for (const Json& row : answer.Find("rows")->items()) {
    std::vector<std::string> cells;
    for (const RowColumn& one : all) {
      cells.push_back(CellOf(row.Find(one.member)));
    }
    printer.Add(std::move(cells));
  }
  if (run.format == Format::kTable) {
    printer.Rule();
    printer.Add(sums);
    if (const Json* waived = answer.Find("residual")->Find("waived")) {
      std::vector<std::string> rest(all.size());
      for (size_t k = 0; k < all.size(); ++k) {
        if (all[k].member == label) rest[k] = "waived";
        if (all[k].member == "closing") rest[k] = CellOf(waived);
      }
      printer.Add(std::move(rest));
    }
  }
  printer.Finish();
}

// "{"due": "2026-02-01", ...}" for each row below the header.
absl::StatusOr<Json> RowsOfCsv(std::string_view text) {
  USANCE_ASSIGN_OR_RETURN(const std::vector<CsvRow> lines, ReadCsv(text));
  if (lines.empty()) return Error(Reason::kMissingField, "", "no rows");
  Json rows = Json::List();
  for (size_t k = 1; k < lines.size(); ++k) {
    Json row = Json::Object();
    for (size_t c = 0; c < lines[k].fields.size(); ++c) {
      const std::string& name = lines[0].fields[c].text;
      const std::string& value = lines[k].fields[c].text;
      row.Set(name, name == "number" && ScanInteger(value)
                        ? Json::NumberOf(value)
                        : Json(value));
    }
    rows.Append(std::move(row));
  }
  return rows;
}

}  // namespace

int RunAmortize(const Json& request, const Json& answer, const LoanRun& run) {
  if (!run.plot.empty() || run.ics) {
    const auto currency =
        Currency::Parse(request.Find("currency")->text(), "/currency");
    USANCE_CHECK(currency.ok());
    const std::vector<Installment> rows = RowsOf(answer, *currency);
    if (run.ics) {
      return WriteFile(run.file,
                       ToIcs(rows, *currency, run.title,
                             run.uid.empty() ? HashOf(request) : run.uid));
    }
    return WriteFile(run.file, run.plot == "svg"
                                   ? PlotSvg(rows, *currency, run.title)
                                   : PlotText(rows, *currency));
  }
  if (run.format == Format::kJson) {
    PrintLine(ToText(answer));
    return kDone;
  }
  PrintRows(answer, run);
  if (run.format == Format::kTable) PrintBecause(answer);
  return kDone;
}

int RunSolve(const Json& answer, Format format, bool guard_formulas) {
  if (format == Format::kJson) {
    PrintLine(ToText(answer));
    return kDone;
  }
  TablePrinter printer({{""},
                        {answer.Find("unknown")->text(), true},
                        {"level_payment", true},
                        {"last_payment", true}},
                       format, guard_formulas);
  for (const char* name : {"less", "found", "more"}) {
    const Json* attempt = answer.Find(name);
    if (attempt == nullptr) continue;
    printer.Add({name, CellOf(attempt->Find("value")),
                 CellOf(attempt->Find("level_payment")),
                 CellOf(attempt->Find("last_payment"))});
  }
  printer.Finish();
  if (format == Format::kTable) PrintBecause(answer);
  return kDone;
}

int RunVerify(const Json& answer, Format format, bool guard_formulas) {
  const Json* breach = answer.Find("breach");
  if (format == Format::kJson) {
    PrintLine(ToText(answer));
  } else {
    TablePrinter printer({{"row", true}, {"law"}, {"text"}}, format,
                         guard_formulas);
    const auto cell = [&](const char* name) {
      return breach == nullptr ? "" : CellOf(breach->Find(name));
    };
    printer.Add(
        {cell("row"), breach == nullptr ? "holds" : cell("law"), cell("text")});
    printer.Finish();
    if (format == Format::kTable) PrintBecause(answer);
  }
  return breach == nullptr ? kDone : kRefused;
}

absl::StatusOr<Json> ReadRows(const std::string& path) {
  USANCE_ASSIGN_OR_RETURN(const std::string text, ReadTextFile(path));
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos ||
      (text[first] != '[' && text[first] != '{')) {
    return InFile(path, RowsOfCsv(text));
  }
  USANCE_ASSIGN_OR_RETURN(
      Json json, InFile(path, ParseJson(text, {.max_bytes = kMostFile})));
  const bool answer =
      json.kind() == Json::Kind::kObject && json.Find("rows") != nullptr;
  return answer ? json.Take("rows") : json;
}

}  // namespace usance::cli
