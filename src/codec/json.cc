#include "usance/codec/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "src/core/utf8.h"
#include "usance/core/check.h"
#include "usance/core/text.h"

namespace usance {
namespace {

// Builds the tree from the events of nlohmann's parser, which is iterative:
// depth costs no stack.
class Builder : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit Builder(const JsonLimits& limits) : limits_(limits) {}

  bool null() override { return Place(Json()); }
  bool boolean(bool value) override { return Place(Json(value)); }
  bool number_integer(number_integer_t value) override {
    return Place(Json(value));
  }
  bool number_unsigned(number_unsigned_t value) override {
    return Place(Json(value));
  }
  // The parser's binary value is ignored: the text is the number. The parser
  // writes the decimal point of the process's locale into it.
  bool number_float(number_float_t, const string_t& text) override {
    std::string number = text;
    for (char& c : number) {
      if (!IsDigit(c) &&
          std::string_view("+-eE").find(c) == std::string_view::npos) {
        c = '.';
      }
    }
    return Place(Json::NumberOf(std::move(number)));
  }
  bool string(string_t& value) override {
    return Place(Json(std::move(value)));
  }
  bool binary(binary_t&) override { return false; }
  bool key(string_t& name) override {
    open_.back().name = std::move(name);
    return true;
  }
  bool start_object(std::size_t) override { return Open(Json::Object()); }
  bool start_array(std::size_t) override { return Open(Json::List()); }
  bool end_object() override {
    const std::string* name = Duplicate(open_.back().value.members());
    if (name == nullptr) return Close();
    error_ = Error(Reason::kDuplicateField, Path() + PointerStep(*name),
                   Quoted(*name) + " stands twice in one object");
    return false;
  }
  bool end_array() override { return Close(); }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& exception) override {
    constexpr int kNumberOverflow = 406;
    if (exception.id == kNumberOverflow) {
      error_ =
          Error(Reason::kOverflow, "",
                "the number that ends at byte " + std::to_string(position) +
                    " is too large; allowed: up to 1e308");
    } else {
      error_ = Error(
          Reason::kMalformed, "",
          "no JSON at byte " + std::to_string(position) + " of the document");
    }
    return false;
  }

  [[nodiscard]] absl::StatusOr<Json> Result() && {
    USANCE_RETURN_IF_ERROR(error_);
    return std::move(root_);
  }

 private:
  struct Level {
    Json value;
    std::string name;  // of the member that comes next
  };

  // The pointer to the object that is open, with a '/' at its end.
  [[nodiscard]] std::string Path() const {
    std::string path = "/";
    for (size_t k = 0; k + 1 < open_.size(); ++k) {
      const Level& level = open_[k];
      path += level.value.kind() == Json::Kind::kList
                  ? std::to_string(level.value.items().size())
                  : PointerStep(level.name);
      path += '/';
    }
    return path;
  }

  [[nodiscard]] static const std::string* Duplicate(
      const std::vector<Json::Member>& members) {
    std::vector<const std::string*> names;
    names.reserve(members.size());
    for (const Json::Member& member : members) names.push_back(&member.name);
    std::sort(names.begin(), names.end(),
              [](const auto* a, const auto* b) { return *a < *b; });
    const auto at = std::adjacent_find(
        names.begin(), names.end(),
        [](const auto* a, const auto* b) { return *a == *b; });
    return at == names.end() ? nullptr : *at;
  }

  bool Exceeds(std::string_view what, int32_t limit) {
    error_ = Error(Reason::kLimitExceeded, "",
                   "the document has more than " + std::to_string(limit) + " " +
                       std::string(what));
    return false;
  }

  bool Count() {
    if (++elements_ <= limits_.max_elements) return true;
    return Exceeds("values (max_elements)", limits_.max_elements);
  }

  bool Open(Json value) {
    if (!Count()) return false;
    if (open_.size() >= static_cast<size_t>(std::max(limits_.max_depth, 0))) {
      return Exceeds("levels of nesting (max_depth)", limits_.max_depth);
    }
    open_.push_back({std::move(value), ""});
    return true;
  }

  bool Close() {
    Json value = std::move(open_.back().value);
    open_.pop_back();
    return Put(std::move(value));
  }

  bool Place(Json value) { return Count() && Put(std::move(value)); }

  bool Put(Json value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().value.kind() == Json::Kind::kList) {
      open_.back().value.Append(std::move(value));
    } else {
      open_.back().value.Set(open_.back().name, std::move(value));
    }
    return true;
  }

  JsonLimits limits_;
  int32_t elements_ = 0;
  std::vector<Level> open_;
  Json root_;
  absl::Status error_;
};

void WriteEscaped(char c, std::string& out) {
  constexpr std::string_view kPlain = "\"\\\b\f\n\r\t";
  constexpr std::string_view kShort = "\"\\bfnrt";
  const size_t at = kPlain.find(c);
  if (at != std::string_view::npos) {
    out += '\\';
    out += kShort[at];
  } else if (static_cast<unsigned char>(c) < ' ') {
    constexpr char kHex[] = "0123456789abcdef";
    out += "\\u00";
    out += kHex[c >> 4];
    out += kHex[c & 15];
  } else {
    out += c;
  }
}

void WriteText(std::string_view text, std::string& out) {
  out += '"';
  while (!text.empty()) {
    const size_t size = Utf8Size(text);
    if (size == 0) {
      out += "\xEF\xBF\xBD";  // U+FFFD
    } else if (size == 1) {
      WriteEscaped(text[0], out);
    } else {
      out += text.substr(0, size);
    }
    text.remove_prefix(std::max<size_t>(size, 1));
  }
  out += '"';
}

// Recursion is bounded by the depth of the tree, and that by max_depth.
void Write(const Json& value, std::string& out) {
  switch (value.kind()) {
    case Json::Kind::kNull:
      out += "null";
      return;
    case Json::Kind::kBool:
      out += value.flag() ? "true" : "false";
      return;
    case Json::Kind::kNumber:
      out += value.number();
      return;
    case Json::Kind::kText:
      return WriteText(value.text(), out);
    case Json::Kind::kList: {
      std::string_view separator = "[";
      for (const Json& item : value.items()) {
        out += separator;
        Write(item, out);
        separator = ",";
      }
      out += value.items().empty() ? "[]" : "]";
      return;
    }
    case Json::Kind::kObject: {
      std::string_view separator = "{";
      for (const Json::Member& member : value.members()) {
        out += separator;
        WriteText(member.name, out);
        out += ':';
        Write(member.value, out);
        separator = ",";
      }
      out += value.members().empty() ? "{}" : "}";
      return;
    }
  }
}

}  // namespace

Json Json::NumberOf(std::string text) {
  Json json;
  json.value_ = Number{std::move(text)};
  return json;
}

Json::Json(std::string text) : value_(std::move(text)) {}

Json Json::List() { return List(std::vector<Json>()); }

Json Json::List(std::vector<Json> items) {
  Json json;
  json.value_ = std::move(items);
  return json;
}

Json Json::Object() {
  Json json;
  json.value_ = std::vector<Member>();
  return json;
}

bool Json::flag() const {
  USANCE_CHECK(kind() == Kind::kBool);
  return std::get<bool>(value_);
}

const std::string& Json::number() const {
  USANCE_CHECK(kind() == Kind::kNumber);
  return std::get<Number>(value_).text;
}

const std::string& Json::text() const {
  USANCE_CHECK(kind() == Kind::kText);
  return std::get<std::string>(value_);
}

const std::vector<Json>& Json::items() const {
  USANCE_CHECK(kind() == Kind::kList);
  return std::get<std::vector<Json>>(value_);
}

const std::vector<Json::Member>& Json::members() const {
  USANCE_CHECK(kind() == Kind::kObject);
  return std::get<std::vector<Member>>(value_);
}

const Json* Json::Find(std::string_view name) const {
  if (kind() != Kind::kObject) return nullptr;
  for (const Member& member : members()) {
    if (member.name == name) return &member.value;
  }
  return nullptr;
}

Json Json::Take(std::string_view name) {
  if (kind() != Kind::kObject) return {};
  auto& all = std::get<std::vector<Member>>(value_);
  const auto at = std::find_if(all.begin(), all.end(),
                               [&](const Member& m) { return m.name == name; });
  if (at == all.end()) return {};
  Json taken = std::move(at->value);
  all.erase(at);
  return taken;
}

void Json::Set(std::string_view name, Json value) {
  USANCE_CHECK(kind() == Kind::kObject);
  std::get<std::vector<Member>>(value_).push_back(
      {std::string(name), std::move(value)});
}

void Json::Append(Json value) {
  USANCE_CHECK(kind() == Kind::kList);
  std::get<std::vector<Json>>(value_).push_back(std::move(value));
}

bool operator==(const Json& a, const Json& b) { return a.value_ == b.value_; }

absl::StatusOr<Json> ParseJson(std::string_view text,
                               const JsonLimits& limits) {
  if (text.size() > limits.max_bytes) {
    return Error(Reason::kLimitExceeded, "",
                 "the document has more than " +
                     std::to_string(limits.max_bytes) + " bytes (max_bytes)");
  }
  // The parser takes a NUL for the end and skips a byte order mark.
  const size_t nul = text.find('\0');
  if (nul != std::string_view::npos || text.starts_with(kByteOrderMark)) {
    const size_t at = text.starts_with(kByteOrderMark) ? 0 : nul;
    return Error(
        Reason::kMalformed, "",
        "no JSON at byte " + std::to_string(at + 1) + " of the document");
  }
  Builder builder(limits);
  // The answer is also in `builder`.
  (void)nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  return std::move(builder).Result();
}

std::string ToText(const Json& value) {
  std::string out;
  Write(value, out);
  return out;
}

std::string PointerStep(std::string_view name) {
  std::string step;
  for (const char c : name) {
    if (c == '~') {
      step += "~0";
    } else if (c == '/') {
      step += "~1";
    } else {
      step += c;
    }
  }
  return step;
}

}  // namespace usance
