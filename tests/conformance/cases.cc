#include "tests/conformance/cases.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <vector>

#include "usance/core/text.h"

namespace usance::conformance {
namespace {

// Builds the value, with numbers as text.
class NumbersAsText : public nlohmann::detail::json_sax_dom_parser<Json> {
 public:
  explicit NumbersAsText(Json& value)
      : nlohmann::detail::json_sax_dom_parser<Json>(value, false) {}

  bool number_integer(Json::number_integer_t value) {
    std::string text = std::to_string(value);
    return string(text);
  }
  bool number_unsigned(Json::number_unsigned_t value) {
    std::string text = std::to_string(value);
    return string(text);
  }
  bool number_float(Json::number_float_t, const std::string& printed) {
    // The parser writes the decimal point of the process's locale.
    std::string text = printed;
    std::replace(text.begin(), text.end(), ',', '.');
    return string(text);
  }
};

}  // namespace

std::optional<Json> ParseJson(std::string_view text) {
  Json root;
  NumbersAsText builder(root);
  if (!Json::sax_parse(text.begin(), text.end(), &builder)) {
    return std::nullopt;
  }
  return root;
}

std::optional<std::string> ReadFile(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string text((std::istreambuf_iterator<char>(stream)),
                   std::istreambuf_iterator<char>());
  return text;
}

Verdict Pass() { return {Verdict::Kind::kPass, ""}; }

Verdict Deviates(const Rule& rule) {
  return {Verdict::Kind::kDeviates, std::string(rule.name)};
}

Verdict Fail(std::string_view reason) {
  return {Verdict::Kind::kFail, std::string(reason)};
}

Verdict PassIf(bool holds, std::string_view actual, std::string_view expected) {
  if (holds) return Pass();
  return Fail("is " + std::string(actual) + ", expected " +
              std::string(expected));
}

const Json& Folder::File(const std::string& name) {
  const auto [entry, is_new] = files_.try_emplace(name);
  if (is_new) {
    const std::optional<std::string> text = ReadFile(path_ / name);
    if (text) entry->second = ParseJson(*text).value_or(Json());
  }
  return entry->second;
}

bool Fields::Has(std::string_view name) const {
  const auto field = object_.find(name);
  return field != object_.end() && !field->is_null() && *field != "";
}

std::string Fields::Text(std::string_view name) const {
  const auto field = object_.find(name);
  if (field == object_.end() || field->is_null()) return "";
  return field->is_string() ? field->get<std::string>() : field->dump();
}

bool Fields::Flag(std::string_view name) {
  const std::string text = Text(name);
  if (text == "true") return true;
  if (!text.empty() && text != "false") {
    Malformed(std::string(name) + " is " + Quoted(text));
  }
  return false;
}

Date Fields::DateOf(std::string_view name) {
  return Need(Date::Parse(Text(name), name), "1970-01-01"_date);
}

std::optional<Date> Fields::OptionalDate(std::string_view name) {
  if (!Has(name)) return std::nullopt;
  return DateOf(name);
}

int64_t Fields::Integer(std::string_view name) {
  const std::string text = Text(name);
  const std::optional<int64_t> value = ScanInteger(text);
  if (!value) Malformed(std::string(name) + " is " + Quoted(text));
  return value.value_or(0);
}

void Fields::Malformed(std::string_view what) {
  if (error_.empty()) error_ = "malformed: " + std::string(what);
}

}  // namespace usance::conformance
