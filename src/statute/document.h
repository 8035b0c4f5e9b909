// Reading the facts of a law from text. Private to statute.
#ifndef USANCE_SRC_STATUTE_DOCUMENT_H_
#define USANCE_SRC_STATUTE_DOCUMENT_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/money/format.h"
#include "usance/money/money.h"
#include "usance/statute/citation.h"

namespace usance::statute {

// The subset of TOML that data/statutes/ is written in, one fact a line:
//
//   # a comment
//   id = "de-288-2-b2b"
//   days = 30
//   rolls = true
//   parties = ["b2b", "b2g"]
//
//   [[version]]
//   [version.interest]
//
// A text is between quotes, without quotes and backslashes in it; a list holds
// texts and stands on one line. A [table] belongs to the [[list]] before it.
class Section {
 public:
  Section(std::string name, std::string path, int line)
      : name_(std::move(name)), path_(std::move(path)), line_(line) {}

  // "version.interest"; empty for what stands before the first section.
  [[nodiscard]] const std::string& name() const { return name_; }
  // The field that errors are about: "/statute/version/0/interest".
  [[nodiscard]] std::string PathOf(std::string_view key) const;
  [[nodiscard]] bool Has(std::string_view key) const;

  // The value of a key that must be there, as a T: an enum, std::string, or
  // anything with T::Parse(text, path).
  //
  // Errors: MISSING_FIELD, WRONG_TYPE, then those of T
  template <class T>
  [[nodiscard]] absl::StatusOr<T> Get(std::string_view key) {
    USANCE_ASSIGN_OR_RETURN(const Value* value, Required(key));
    USANCE_RETURN_IF_ERROR(Check(*value, Kind::kText));
    return As<T>(value->texts.front(), PathOf(key));
  }
  template <class T>
  [[nodiscard]] absl::StatusOr<std::optional<T>> Find(std::string_view key) {
    if (!Has(key)) return std::optional<T>();
    USANCE_ASSIGN_OR_RETURN(T result, Get<T>(key));
    return std::optional<T>(std::move(result));
  }
  // A list of them; none where the key is absent.
  template <class T>
  [[nodiscard]] absl::StatusOr<std::vector<T>> FindAll(std::string_view key) {
    std::vector<T> all;
    if (!Has(key)) return all;
    USANCE_ASSIGN_OR_RETURN(const Value* value, Required(key));
    USANCE_RETURN_IF_ERROR(Check(*value, Kind::kList));
    for (const std::string_view text : value->texts) {
      USANCE_ASSIGN_OR_RETURN(T item, As<T>(text, PathOf(key)));
      all.push_back(std::move(item));
    }
    return all;
  }
  [[nodiscard]] absl::StatusOr<std::optional<int32_t>> FindInteger(
      std::string_view key, int32_t min, int32_t max);
  // False where it is absent.
  [[nodiscard]] absl::StatusOr<bool> FindFlag(std::string_view key);

  // The keys of `names`, split by '|', that are there, and their values as they
  // are written, in order.
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> TakeTexts(
      std::string_view names);

  // To be called when everything has been read.
  //
  // Errors: INVALID_ARGUMENT / UNKNOWN_FIELD - a key that nothing has read
  [[nodiscard]] absl::Status Done() const;
  // Says that the section as a whole has no use. UNKNOWN_FIELD.
  [[nodiscard]] absl::Status NoUse() const;

 private:
  friend class SectionReader;

  enum class Kind { kText, kInteger, kFlag, kList };
  struct Value {
    std::string_view key;
    Kind kind{};
    std::vector<std::string_view> texts;
    int line = 0;
    bool read = false;
  };

  template <class T>
  [[nodiscard]] static absl::StatusOr<T> As(std::string_view text,
                                            const std::string& path) {
    if constexpr (HasNames<T>) {
      return ParseName<T>(text, path);
    } else if constexpr (std::is_same_v<T, std::string>) {
      return std::string(text);
    } else {
      return T::Parse(text, path);
    }
  }
  [[nodiscard]] absl::StatusOr<const Value*> Required(std::string_view key);
  [[nodiscard]] absl::Status Check(const Value& value, Kind kind) const;

  std::string name_;
  std::string path_;
  int line_;
  std::vector<Value> values_ = {};
};

// The longest text that is read.
inline constexpr size_t kMaxDocumentSize = 262'144;

// The sections of a text, in order; the first is what stands before any. They
// refer to `text`.
//
// Errors, of the first line that is wrong; the message names the line:
//         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxDocumentSize bytes
//         INVALID_ARGUMENT / MALFORMED - not of this form
//         INVALID_ARGUMENT / DUPLICATE_FIELD - a key twice in a section
[[nodiscard]] absl::StatusOr<std::vector<Section>> ReadSections(
    std::string_view text, std::string_view field);

// `source` and `confidence` of a section.
//
// Errors: INVALID_ARGUMENT / CONFLICT - verified, and not at two places
[[nodiscard]] absl::StatusOr<Citation> ReadCitation(Section& in);

// How many sites a source names in parentheses, each once: 2 for "s.1 (a.gov;
// b.org: p. 5)".
[[nodiscard]] size_t CountPlaces(std::string_view source);

// `country`: two capital letters, as ISO 3166 has them, or EU.
//
// Errors: INVALID_ARGUMENT / MALFORMED
[[nodiscard]] absl::StatusOr<std::string> ReadCountry(Section& in);

// The text of the shipped law of an id or alias.
//
// Errors: INVALID_ARGUMENT / UNSPECIFIED, UNKNOWN_NAME
template <class Row>
[[nodiscard]] absl::StatusOr<std::string_view> FindShipped(
    std::span<const Row> rows, std::string_view noun, std::string_view id,
    std::string_view field) {
  std::string ids;
  for (const Row& row : rows) {
    if (internal::SameName(row.id, id) ||
        internal::AnyIsName(row.aliases, id)) {
      return row.text;
    }
    if (!ids.empty()) ids += ", ";
    ids += row.id;
  }
  return internal::NameError(noun, field, id, ids);
}

}  // namespace usance::statute

#endif  // USANCE_SRC_STATUTE_DOCUMENT_H_
