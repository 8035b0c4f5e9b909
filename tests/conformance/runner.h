// Runs a folder of conformance data and reports on it.
#ifndef USANCE_TESTS_CONFORMANCE_RUNNER_H_
#define USANCE_TESTS_CONFORMANCE_RUNNER_H_

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "tests/conformance/cases.h"

namespace usance::conformance {

struct CaseResult {
  std::string id;
  Verdict verdict;
};

struct FileResult {
  std::string name;  // "strata/daycount"
  std::vector<CaseResult> cases;

  [[nodiscard]] size_t Count(Verdict::Kind kind) const;
};

// Runs every <folder>/<name>.csv and .jsonl below `root`, in order of their
// names. A table without an id column holds no cases, unless its kind is
// known. Nothing where `root` cannot be read. With `load_calendars` the
// holidays of countries are loaded from the cases.
[[nodiscard]] std::optional<std::vector<FileResult>> RunFolder(
    const std::filesystem::path& root, bool load_calendars = false);

// "strata/daycount CASES PASS DEVIATING FAIL" for each file and last "total
// ..."; before them, where asked, "id PASS|DEVIATING|FAIL why" for each case.
[[nodiscard]] std::string Report(const std::vector<FileResult>& files,
                                 bool with_cases);

}  // namespace usance::conformance

#endif  // USANCE_TESTS_CONFORMANCE_RUNNER_H_
