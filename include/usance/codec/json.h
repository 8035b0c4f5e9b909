// JSON documents, read strictly and written in one canonical form.
#ifndef USANCE_CODEC_JSON_H_
#define USANCE_CODEC_JSON_H_

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "usance/core/status.h"

namespace usance {

// The bounds of one document. A caller may lower them.
struct JsonLimits {
  size_t max_bytes = size_t{1} << 20;
  int32_t max_depth = 32;          // lists and objects within each other
  int32_t max_elements = 200'000;  // values of any kind, in all
};

// A JSON value. Members keep their order; a number keeps the text it was
// written in, so that none passes through a binary fraction.
class Json {
 public:
  enum class Kind : int32_t {
    kNull = 0,
    kBool = 1,
    kNumber = 2,
    kText = 3,
    kList = 4,
    kObject = 5,
  };
  struct Member;

  Json();  // null
  Json(const Json&);
  Json(Json&&) noexcept;
  Json& operator=(const Json&);
  Json& operator=(Json&&) noexcept;
  ~Json();
  // NOLINTBEGIN(google-explicit-constructor): every one of these is JSON
  template <std::same_as<bool> T>
  Json(T flag) : value_(flag) {}
  template <std::integral T>
  requires(!std::same_as<T, bool>) Json(T number)
      : Json(NumberOf(std::to_string(number))) {}
  Json(std::string text);
  Json(std::string_view text) : Json(std::string(text)) {}
  Json(const char* text) : Json(std::string(text)) {}
  // NOLINTEND(google-explicit-constructor)
  // A number as written, which the caller knows to be one: "-1.50".
  [[nodiscard]] static Json NumberOf(std::string text);
  [[nodiscard]] static Json List();
  [[nodiscard]] static Json List(std::vector<Json> items);
  [[nodiscard]] static Json Object();

  [[nodiscard]] Kind kind() const { return static_cast<Kind>(value_.index()); }

  // The value, where kind() is the one that the name says; checked.
  [[nodiscard]] bool flag() const;
  [[nodiscard]] const std::string& number() const;
  [[nodiscard]] const std::string& text() const;
  [[nodiscard]] const std::vector<Json>& items() const;
  [[nodiscard]] const std::vector<Member>& members() const;

  // The member of an object, or null where there is none (or no object).
  [[nodiscard]] const Json* Find(std::string_view name) const;
  // Takes a member out of an object; JSON null where there is none.
  [[nodiscard]] Json Take(std::string_view name);
  // Adds a member at the end. The caller knows that the name is new.
  void Set(std::string_view name, Json value);
  // Adds an item to a list.
  void Append(Json value);

  friend bool operator==(const Json&, const Json&);

 private:
  struct Number {
    std::string text;
    friend bool operator==(const Number&, const Number&) = default;
  };
  std::variant<std::monostate, bool, Number, std::string, std::vector<Json>,
               std::vector<Member>>
      value_;
};

struct Json::Member {
  std::string name;
  Json value;

  friend bool operator==(const Member&, const Member&) = default;
};

// Here, where a Member is complete.
inline Json::Json() = default;
inline Json::Json(const Json&) = default;
inline Json::Json(Json&&) noexcept = default;
inline Json& Json::operator=(const Json&) = default;
inline Json& Json::operator=(Json&&) noexcept = default;
inline Json::~Json() = default;

// Reads one JSON text (RFC 8259), strictly: nothing before or after it but
// blanks, valid UTF-8, no byte order mark, no name twice in an object.
//
// Errors: in order of their place in the document, the length first.
//         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over one of `limits`, which
//           the message names
//         INVALID_ARGUMENT / DUPLICATE_FIELD - the field is the pointer to it;
//           found where the object ends
//         OUT_OF_RANGE / OVERFLOW - a number beyond 1e308
//         INVALID_ARGUMENT / MALFORMED - no JSON; the message says at which
//           byte
// Cost:   linear in the text but for the sorting of names; no recursion.
[[nodiscard]] absl::StatusOr<Json> ParseJson(std::string_view text,
                                             const JsonLimits& limits = {});

// The canonical text: no blanks, members in order, "\u001f" for control
// characters and no other escapes than JSON demands; a byte that is no UTF-8
// becomes U+FFFD.
//
// Exactness: ParseJson(ToText(x)) is x.
[[nodiscard]] std::string ToText(const Json& value);

// `name` as one step of a JSON pointer (RFC 6901): '~' is "~0", '/' is "~1".
[[nodiscard]] std::string PointerStep(std::string_view name);

}  // namespace usance

#endif  // USANCE_CODEC_JSON_H_
