#include "tests/conformance/runner.h"

#include <algorithm>
#include <system_error>

#include "tests/conformance/handlers.h"
#include "usance/codec/csv.h"

namespace usance::conformance {
namespace {

namespace fs = std::filesystem;

Handler HandlerOf(std::string_view file) {
  for (const Kind& kind : kKinds) {
    if (kind.file == file) return kind.handler;
  }
  return nullptr;
}

// One case: an object, or what is wrong with the place where it should be.
struct Source {
  std::optional<Json> object;
  std::string problem;
};

// The rows of a CSV as objects of its header's names. Nothing where the table
// has no id column.
std::optional<std::vector<Source>> ReadTable(std::string_view text) {
  CsvReader reader;
  reader.Feed(text);
  reader.Finish();
  std::vector<Source> sources;
  std::vector<CsvField> header;
  for (;;) {  // each turn takes a line at least
    CsvRow row;
    const absl::StatusOr<CsvStep> step = reader.Next(row);
    if (!step.ok()) {
      sources.push_back(
          {std::nullopt, std::string(FromAbsl(step.status().message()))});
      continue;
    }
    if (*step == CsvStep::kEnd) return sources;
    if (header.empty()) {
      header = std::move(row.fields);
      const bool has_id =
          std::any_of(header.begin(), header.end(),
                      [](const CsvField& f) { return f.text == "id"; });
      if (!has_id) return std::nullopt;
      continue;
    }
    Json object = Json::object();
    for (size_t i = 0; i < header.size(); ++i) {
      object[header[i].text] = row.fields[i].text;  // rows are equally wide
    }
    sources.push_back({std::move(object), ""});
  }
}

// One object for each line that is not blank.
std::vector<Source> ReadLines(std::string_view text) {
  std::vector<Source> sources;
  int64_t line = 0;
  while (!text.empty()) {
    ++line;
    const size_t end = text.find('\n');
    const std::string_view one = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (one.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    std::optional<Json> object = ParseJson(one);
    if (object && object->is_object()) {
      sources.push_back({std::move(object), ""});
    } else {
      sources.push_back({std::nullopt, std::to_string(line) + ":1: no object"});
    }
  }
  return sources;
}

CaseResult RunCase(const Source& source, Handler handler, Folder& folder) {
  if (!source.object) return {"?", Fail("malformed: " + source.problem)};
  Fields fields(*source.object, folder);
  std::string id = fields.Text("id");
  if (id.empty()) return {"?", Fail("malformed: no id")};
  if (handler == nullptr) return {std::move(id), Fail("unsupported")};
  Verdict verdict = handler(fields);
  if (!fields.error().empty()) verdict = Fail(fields.error());
  return {std::move(id), std::move(verdict)};
}

std::optional<FileResult> RunFile(const fs::path& path, bool load_calendars) {
  FileResult result;
  result.name = (path.parent_path().filename() / path.stem()).generic_string();
  Folder folder(path.parent_path(), load_calendars);
  const std::optional<std::string> text = ReadFile(path);
  std::optional<std::vector<Source>> sources;
  if (!text) {
    sources = {{std::nullopt, "the file cannot be read"}};
  } else if (path.extension() == ".csv") {
    sources = ReadTable(*text);
  } else {
    sources = ReadLines(*text);
  }
  const Handler handler = HandlerOf(result.name);
  if (!sources) {
    if (handler == nullptr) return std::nullopt;
    sources = {{std::nullopt, "no id column"}};
  }
  for (const Source& source : *sources) {
    result.cases.push_back(RunCase(source, handler, folder));
  }
  return result;
}

// Cases come from files that may hold anything; a line stays a line.
std::string OneLine(std::string text) {
  for (char& c : text) {
    if (c >= 0 && c < ' ') c = '?';
  }
  return text;
}

std::string Line(std::string_view name, size_t pass, size_t deviating,
                 size_t fail) {
  return std::string(name) + " " + std::to_string(pass + deviating + fail) +
         " " + std::to_string(pass) + " " + std::to_string(deviating) + " " +
         std::to_string(fail) + "\n";
}

}  // namespace

size_t FileResult::Count(Verdict::Kind kind) const {
  return static_cast<size_t>(std::count_if(
      cases.begin(), cases.end(),
      [kind](const CaseResult& one) { return one.verdict.kind == kind; }));
}

std::optional<std::vector<FileResult>> RunFolder(const fs::path& root,
                                                 bool load_calendars) {
  std::error_code error;
  std::vector<fs::path> paths;
  for (const fs::directory_entry& folder :
       fs::directory_iterator(root, error)) {
    std::error_code inner;
    if (!folder.is_directory(inner)) continue;
    for (const fs::directory_entry& file :
         fs::directory_iterator(folder.path(), inner)) {
      const fs::path extension = file.path().extension();
      if (extension == ".csv" || extension == ".jsonl") {
        paths.push_back(file.path());
      }
    }
  }
  if (error) return std::nullopt;
  std::vector<FileResult> files;
  for (const fs::path& path : paths) {
    std::optional<FileResult> file = RunFile(path, load_calendars);
    if (file) files.push_back(*std::move(file));
  }
  std::sort(
      files.begin(), files.end(),
      [](const FileResult& a, const FileResult& b) { return a.name < b.name; });
  return files;
}

std::string Report(const std::vector<FileResult>& files, bool with_cases) {
  constexpr std::string_view kVerdicts[] = {"", "PASS", "DEVIATING", "FAIL"};
  std::string text;
  for (const FileResult& file : files) {
    if (!with_cases) break;
    for (const CaseResult& one : file.cases) {
      std::string line = one.id + " ";
      line += kVerdicts[static_cast<size_t>(one.verdict.kind)];
      if (!one.verdict.why.empty()) line += " " + one.verdict.why;
      text += OneLine(std::move(line)) + "\n";
    }
  }
  size_t pass = 0, deviating = 0, fail = 0;
  for (const FileResult& file : files) {
    const size_t passed = file.Count(Verdict::Kind::kPass);
    const size_t deviated = file.Count(Verdict::Kind::kDeviates);
    const size_t failed = file.Count(Verdict::Kind::kFail);
    text += Line(file.name, passed, deviated, failed);
    pass += passed;
    deviating += deviated;
    fail += failed;
  }
  return text + Line("total", pass, deviating, fail);
}

}  // namespace usance::conformance
