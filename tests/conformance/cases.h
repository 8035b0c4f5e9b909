// One case of the conformance data, and what the library makes of it.
#ifndef USANCE_TESTS_CONFORMANCE_CASES_H_
#define USANCE_TESTS_CONFORMANCE_CASES_H_

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "usance/core/status.h"
#include "usance/date/date.h"

namespace usance::conformance {

// A case is an object. Cells of a CSV and numbers of a JSON are both text, as
// they are printed: "0.10" stays "0.10".
using Json = nlohmann::json;

// Reads one JSON value, its numbers as text. Nothing where it is malformed.
[[nodiscard]] std::optional<Json> ParseJson(std::string_view text);

// The whole of a file. Nothing where it cannot be read.
[[nodiscard]] std::optional<std::string> ReadFile(
    const std::filesystem::path& path);

// A difference that is meant, named as its heading in docs/differences.md.
// Whether a rule applies to a case is decided by its convention and its
// inputs, never by its id or what is expected.
struct Rule {
  std::string_view name;
};

struct Verdict {
  enum class Kind : int32_t { kPass = 1, kDeviates = 2, kFail = 3 };
  Kind kind;
  std::string why;  // the rule's name, or the reason of the failure
};
[[nodiscard]] Verdict Pass();
[[nodiscard]] Verdict Deviates(const Rule& rule);
[[nodiscard]] Verdict Fail(std::string_view reason);
// kPass where it holds, else a failure that shows both.
[[nodiscard]] Verdict PassIf(bool holds, std::string_view actual,
                             std::string_view expected);

// The files beside the cases that some of them refer to, read once.
class Folder {
 public:
  explicit Folder(std::filesystem::path path, bool loads_calendars = false)
      : path_(std::move(path)), loads_calendars_(loads_calendars) {}

  // Whether the caller loads a calendar made from each case whose calendar is
  // not shipped.
  [[nodiscard]] bool loads_calendars() const { return loads_calendars_; }

  // The JSON of the file; null where there is none or it is malformed.
  [[nodiscard]] const Json& File(const std::string& name);
  // The file as it stands, as a table is; nothing where there is none.
  [[nodiscard]] std::optional<std::string> Text(const std::string& name) const {
    return ReadFile(path_ / name);
  }

 private:
  std::filesystem::path path_;
  bool loads_calendars_;
  std::map<std::string, Json> files_;
};

// Reads the fields of a case. Whatever is missing or malformed makes the case
// fail: the first such field is remembered and a harmless value returned.
class Fields {
 public:
  Fields(const Json& object, Folder& folder)
      : object_(object), folder_(folder) {}

  [[nodiscard]] const Json& object() const { return object_; }
  [[nodiscard]] Folder& folder() { return folder_; }

  // Whether the field is there and neither null nor empty.
  [[nodiscard]] bool Has(std::string_view name) const;
  // The text of a field; empty where it is null or missing.
  [[nodiscard]] std::string Text(std::string_view name) const;
  // "true" or "false"; false where it is empty.
  [[nodiscard]] bool Flag(std::string_view name);
  [[nodiscard]] Date DateOf(std::string_view name);
  [[nodiscard]] std::optional<Date> OptionalDate(std::string_view name);
  [[nodiscard]] int64_t Integer(std::string_view name);
  // The value of a result, or `otherwise` with its error remembered.
  template <class T>
  [[nodiscard]] T Need(absl::StatusOr<T> result, T otherwise) {
    if (result.ok()) return *std::move(result);
    // The message up to the list of what is allowed.
    const std::string_view message = FromAbsl(result.status().message());
    Malformed(message.substr(0, message.find(';')));
    return otherwise;
  }

  void Malformed(std::string_view what);
  // What was wrong with the fields read so far; empty where nothing was.
  [[nodiscard]] const std::string& error() const { return error_; }

 private:
  const Json& object_;
  Folder& folder_;
  std::string error_;
};

using Handler = Verdict (*)(Fields&);

}  // namespace usance::conformance

#endif  // USANCE_TESTS_CONFORMANCE_CASES_H_
