#include "cli/rates.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <system_error>
#include <vector>

#include "cli/files.h"
#include "cli/flags.h"
#include "usance/codec/rate_series.h"

namespace usance::cli {
namespace {

absl::StatusOr<std::vector<std::string>> FilesOf(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  for (; !error && entry != std::filesystem::directory_iterator();
       entry.increment(error)) {  // each turn takes an entry
    if (entry->path().extension() == ".csv") {
      files.push_back(entry->path().string());
    }
  }
  if (error) {
    return absl::NotFoundError(folder + ": cannot be read: " + error.message());
  }
  if (files.empty()) {
    return Error(Reason::kMissingField, folder,
                 "there is no *.csv in the folder");
  }
  std::sort(files.begin(), files.end());
  return files;
}

absl::StatusOr<RateSeries> ReadSeriesFile(const std::string& path) {
  constexpr size_t kMost = size_t{16} << 20;
  USANCE_ASSIGN_OR_RETURN(Input input, Input::Open(path));
  USANCE_ASSIGN_OR_RETURN(const std::string text, input.Read(kMost + 1));
  if (text.size() > kMost) {
    return Error(
        Reason::kLimitExceeded, path,
        "the file is too long in bytes; allowed: " + std::to_string(kMost));
  }
  absl::StatusOr<RateSeries> series = ReadRateSeries(text);
  if (series.ok()) return series;
  return Error(ReasonOf(series.status()), path + ":" + FieldOf(series.status()),
               TextOf(series.status()));
}

// The id is no flag: the complaint names it without one.
int RefuseSeries(const absl::Status& status) {
  if (FieldOf(status) != "/series") return RefuseCall(status);
  Complain(TextOf(status));
  return kRefused;
}

void PrintSeries(const Json& series, const RatesRun& run) {
  const std::vector<Column> columns = {
      {"from"}, {"rate", true}, {"confidence"}, {"source"}};
  TablePrinter printer(columns, run.format, false);
  const Json* rows = series.Find("rows");
  if (rows == nullptr) {  // one row
    PrintList(Json::List({series}), columns, printer);
    printer.Finish();
    return;
  }
  PrintList(*rows, columns, printer);
  printer.Finish();
  PrintLine("");
  for (const char* fact : {"title", "kind", "version", "known_through"}) {
    const std::string text = CellOf(series.Find(fact));
    PrintLine(Words(fact) + ": " + (text.empty() ? "for ever" : text));
  }
  if (series.Find("loaded") != nullptr) PrintLine("loaded: true");
  for (const Json& gap : series.Find("gaps")->items()) {
    PrintLine("unknown: from " + CellOf(gap.Find("start")) + ", before " +
              CellOf(gap.Find("end")));
  }
  const std::string note = CellOf(series.Find("note"));
  if (!note.empty()) PrintLine("note: " + note);
}

void PrintAll(const Json& answer, const RatesRun& run) {
  std::vector<Column> columns = {{"id"},      {"first"},
                                 {"last"},    {"known_through"},
                                 {"version"}, {"rows", true, true},
                                 {"loaded"}};
  for (const Named<Confidence>& row : Names<Confidence>::kTable) {
    columns.push_back({std::string(row.name), true, true});
  }
  columns.push_back({"gaps", true, true});
  columns.push_back({"title"});
  TablePrinter printer(columns, run.format, false);
  for (const Json& series : answer.Find("series")->items()) {
    std::vector<std::string> cells;
    for (const char* name :
         {"id", "first", "last", "known_through", "version", "row_count"}) {
      const std::string text = CellOf(series.Find(name));
      cells.push_back(text.empty() ? "for ever" : text);
    }
    cells.push_back(series.Find("loaded") == nullptr ? "" : "true");
    for (const Named<Confidence>& row : Names<Confidence>::kTable) {
      const Json* count = series.Find("confidence")->Find(row.name);
      cells.push_back(count == nullptr ? "0" : CellOf(count));
    }
    cells.push_back(std::to_string(series.Find("gaps")->items().size()));
    cells.push_back(CellOf(series.Find("title")));
    printer.Add(std::move(cells));
  }
  printer.Finish();
}

}  // namespace

absl::StatusOr<RateBook> LoadRates(const std::string& folder) {
  RateBook book;
  if (folder.empty()) return book;
  USANCE_ASSIGN_OR_RETURN(const std::vector<std::string> files,
                          FilesOf(folder));
  std::map<std::string, std::string> file_of;  // by id
  for (const std::string& file : files) {
    USANCE_ASSIGN_OR_RETURN(const RateSeries series, ReadSeriesFile(file));
    const auto [other, is_new] = file_of.emplace(series.id(), file);
    if (!is_new) {
      return Error(
          Reason::kDuplicateField, file,
          "the series " + series.id() + " is in " + other->second + " too");
    }
    book = book.With(series);
  }
  return book;
}

int RunRates(const RatesRun& run) {
  if (run.series.empty() && !run.on.empty()) {
    Complain("--on is of one series; name its id");
    return kUsage;
  }
  const absl::StatusOr<RateBook> book = LoadRates(run.folder);
  if (!book.ok()) return Refuse(book.status());
  if (run.format == Format::kCsv && !run.series.empty() && run.on.empty()) {
    // The text that --rates reads.
    const absl::StatusOr<RateSeries> series = book->Find(run.series);
    if (!series.ok()) return RefuseSeries(series.status());
    std::string text;
    AppendRateSeries(*series, text);
    std::fwrite(text.data(), 1, text.size(), stdout);
    return kDone;
  }
  Json request = Json::Object();
  request.Set("op", "rates");
  if (!run.series.empty()) request.Set("series", run.series);
  if (!run.on.empty()) request.Set("on", run.on);
  const absl::StatusOr<Json> answer = Call(request, *book);
  if (!answer.ok()) return RefuseSeries(answer.status());
  if (run.format == Format::kJson) {
    PrintLine(ToText(*answer));
  } else if (run.series.empty()) {
    PrintAll(*answer, run);
  } else {
    PrintSeries(*answer, run);
  }
  return kDone;
}

}  // namespace usance::cli
