#include "src/statute/document.h"

#include <algorithm>
#include <map>
#include <set>

#include "usance/core/text.h"

namespace usance::statute {
namespace {

constexpr std::string_view kBlank = " \t\r";

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

bool IsKey(std::string_view text) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || IsDigit(c) || c == '_';
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), plain);
}

// Takes a "text" from the front of `rest`.
std::optional<std::string_view> TakeText(std::string_view& rest) {
  if (!rest.starts_with('"')) return std::nullopt;
  const size_t end = rest.find('"', 1);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view text = rest.substr(1, end - 1);
  if (text.find('\\') != std::string_view::npos) return std::nullopt;
  rest = Trim(rest.substr(end + 1));
  return text;
}

bool IsRest(std::string_view rest) {
  return rest.empty() || rest.starts_with('#');
}

// Takes ["a", "b"] from the front of `rest`; false where it is none.
bool TakeList(std::string_view& rest, std::vector<std::string_view>& texts) {
  rest = Trim(rest.substr(1));
  while (!rest.starts_with(']')) {  // each turn takes an item
    const std::optional<std::string_view> text = TakeText(rest);
    if (!text) return false;
    texts.push_back(*text);
    if (rest.starts_with(',')) {
      rest = Trim(rest.substr(1));
    } else if (!rest.starts_with(']')) {
      return false;
    }
  }
  rest = Trim(rest.substr(1));
  return true;
}

}  // namespace

std::string Section::PathOf(std::string_view key) const {
  return path_ + "/" + std::string(key);
}

bool Section::Has(std::string_view key) const {
  return std::any_of(values_.begin(), values_.end(),
                     [&](const Value& value) { return value.key == key; });
}

absl::StatusOr<const Section::Value*> Section::Required(std::string_view key) {
  for (Value& value : values_) {
    if (value.key != key) continue;
    value.read = true;
    return &value;
  }
  return Error(Reason::kMissingField, PathOf(key),
               "the section of line " + std::to_string(line_) + " lacks it");
}

absl::Status Section::Check(const Value& value, Kind kind) const {
  if (value.kind == kind) return absl::OkStatus();
  constexpr std::string_view kNames[] = {"a text in quotes", "an integer",
                                         "true or false", "a list of texts"};
  return Error(
      Reason::kWrongType, PathOf(value.key),
      "line " + std::to_string(value.line) + " has " +
          std::string(kNames[static_cast<size_t>(value.kind)]) +
          "; allowed: " + std::string(kNames[static_cast<size_t>(kind)]));
}

absl::StatusOr<std::optional<int32_t>> Section::FindInteger(
    std::string_view key, int32_t min, int32_t max) {
  if (!Has(key)) return std::optional<int32_t>();
  USANCE_ASSIGN_OR_RETURN(const Value* value, Required(key));
  USANCE_RETURN_IF_ERROR(Check(*value, Kind::kInteger));
  const auto integer = ScanInteger(value->texts.front(), min, max);
  if (integer) return static_cast<int32_t>(*integer);
  return Error(Reason::kOutOfRange, PathOf(key),
               Quoted(value->texts.front()) +
                   " is out of range; allowed: integers from " +
                   std::to_string(min) + " to " + std::to_string(max));
}

absl::StatusOr<bool> Section::FindFlag(std::string_view key) {
  if (!Has(key)) return false;
  USANCE_ASSIGN_OR_RETURN(const Value* value, Required(key));
  USANCE_RETURN_IF_ERROR(Check(*value, Kind::kFlag));
  return value->texts.front() == "true";
}

std::vector<std::pair<std::string, std::string>> Section::TakeTexts(
    std::string_view names) {
  std::vector<std::pair<std::string, std::string>> all;
  for (Value& value : values_) {
    if (!internal::AnyIsName(names, value.key)) continue;
    value.read = true;
    std::string text;
    for (const std::string_view part : value.texts) {
      if (!text.empty()) text += ", ";
      text += part;
    }
    all.emplace_back(value.key, std::move(text));
  }
  return all;
}

absl::Status Section::Done() const {
  for (const Value& value : values_) {
    if (value.read) continue;
    return Error(Reason::kUnknownField, PathOf(value.key),
                 "line " + std::to_string(value.line) + ": " +
                     Quoted(value.key) + " has no use here");
  }
  return absl::OkStatus();
}

absl::Status Section::NoUse() const {
  return Error(Reason::kUnknownField, path_,
               "line " + std::to_string(line_) + ": the section " +
                   Quoted(name_) + " has no use here");
}

namespace {

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsCapital(char c) { return c >= 'A' && c <= 'Z'; }

// The site that a text begins with: "haufe.de" of "haufe.de: Rz. 58"; empty
// where it is none.
std::string_view SiteOf(std::string_view text) {
  const auto in_site = [](char c) {
    return IsLower(c) || IsDigit(c) || c == '-' || c == '.';
  };
  const auto end = std::find_if_not(text.begin(), text.end(), in_site);
  std::string_view site(text.begin(), end);
  while (site.ends_with('.') || site.ends_with('-')) site.remove_suffix(1);
  const size_t dot = site.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return {};
  const std::string_view last = site.substr(dot + 1);
  const bool letters = std::all_of(last.begin(), last.end(), IsLower);
  return letters && last.size() >= 2 ? site : std::string_view();
}

}  // namespace

size_t CountPlaces(std::string_view source) {
  std::set<std::string_view> sites;
  for (size_t open = source.find('('); open != std::string_view::npos;
       open = source.find('(', open + 1)) {
    const size_t end = source.find_first_of("()", open + 1);
    if (end == std::string_view::npos || source[end] == '(') continue;
    std::string_view listed = source.substr(open + 1, end - open - 1);
    while (!listed.empty()) {  // each turn takes one
      const size_t size = std::min(listed.find(';'), listed.size());
      const std::string_view site = SiteOf(Trim(listed.substr(0, size)));
      if (!site.empty()) sites.insert(site);
      listed.remove_prefix(std::min(size + 1, listed.size()));
    }
  }
  return sites.size();
}

absl::StatusOr<Citation> ReadCitation(Section& in) {
  Citation cited;
  USANCE_ASSIGN_OR_RETURN(cited.source, in.Get<std::string>("source"));
  USANCE_ASSIGN_OR_RETURN(cited.confidence, in.Get<Confidence>("confidence"));
  if (cited.confidence == Confidence::kVerified &&
      CountPlaces(cited.source) < 2) {
    return Error(Reason::kConflict, in.PathOf("confidence"),
                 "verified means read at two independent places, named in the "
                 "source as (legislation.gov.uk; hwk-dresden.de); say read");
  }
  return cited;
}

absl::StatusOr<std::string> ReadCountry(Section& in) {
  USANCE_ASSIGN_OR_RETURN(std::string country, in.Get<std::string>("country"));
  if (country.size() == 2 && IsCapital(country[0]) && IsCapital(country[1])) {
    return country;
  }
  return Error(Reason::kMalformed, in.PathOf("country"),
               Quoted(country) +
                   " is no country; allowed: two capital "
                   "letters, as DE");
}

// Takes a text line by line.
class SectionReader {
 public:
  explicit SectionReader(std::string_view field) : field_(field) {
    sections_.emplace_back("", field_, 0);
  }

  absl::Status Take(std::string_view line, int number) {
    number_ = number;
    const std::string_view rest = Trim(line);
    if (IsRest(rest)) return absl::OkStatus();
    return rest.starts_with('[') ? TakeHeader(rest) : TakeFact(rest);
  }
  std::vector<Section> Result() && { return std::move(sections_); }

 private:
  absl::Status Malformed(std::string_view what) const {
    return Error(Reason::kMalformed, field_,
                 "line " + std::to_string(number_) + ": " + std::string(what));
  }
  absl::Status Twice(const std::string& path) const {
    return Error(Reason::kDuplicateField, path,
                 "line " + std::to_string(number_) + " says it again");
  }

  // [table], [[list]], [list.table] or [[list.list]].
  absl::Status TakeHeader(std::string_view rest) {
    const bool list = rest.starts_with("[[");
    const std::string_view end = list ? "]]" : "]";
    const size_t at = rest.find(end);
    if (at == std::string_view::npos ||
        !IsRest(Trim(rest.substr(at + end.size())))) {
      return Malformed("no [section]");
    }
    const std::string_view name = rest.substr(end.size(), at - end.size());
    const size_t dot = name.find('.');
    const bool below = dot != std::string_view::npos;
    if (!IsKey(name.substr(0, dot)) ||
        (below &&
         (!IsKey(name.substr(dot + 1)) || list_ != name.substr(0, dot)))) {
      return Malformed("no [section], or one of no [[list]] before it");
    }
    std::string path = (below ? list_path_ : field_) + "/" +
                       std::string(name.substr(below ? dot + 1 : 0));
    int& count = counts_[path];
    if (!list && count > 0) return Twice(path);
    if (list) path += "/" + std::to_string(count);
    ++count;
    if (!below) {
      list_ = list ? name : "";
      list_path_ = path;
    }
    sections_.emplace_back(std::string(name), std::move(path), number_);
    return absl::OkStatus();
  }

  absl::Status TakeFact(std::string_view line) {
    const size_t equals = std::min(line.find('='), line.size());
    Section::Value value{
        .key = Trim(line.substr(0, equals)), .texts = {}, .line = number_};
    if (equals == line.size() || !IsKey(value.key)) {
      return Malformed("no key = value");
    }
    std::string_view rest = Trim(line.substr(equals + 1));
    if (rest.starts_with('[')) {
      value.kind = Section::Kind::kList;
      if (!TakeList(rest, value.texts) || !IsRest(rest)) {
        return Malformed("no list of texts on one line");
      }
    } else if (const auto quoted = TakeText(rest)) {
      if (!IsRest(rest)) return Malformed("more after the text");
      value.kind = Section::Kind::kText;
      value.texts = {*quoted};
    } else {
      rest = Trim(rest.substr(0, rest.find('#')));
      const bool flag = rest == "true" || rest == "false";
      if (!flag && !ScanInteger(rest)) {
        return Malformed(
            "the value is no text in quotes, list, integer, true or false");
      }
      value.kind = flag ? Section::Kind::kFlag : Section::Kind::kInteger;
      value.texts = {rest};
    }
    Section& section = sections_.back();
    if (section.Has(value.key)) return Twice(section.PathOf(value.key));
    section.values_.push_back(std::move(value));
    return absl::OkStatus();
  }

  std::string field_;
  std::vector<Section> sections_ = {};
  std::map<std::string, int, std::less<>> counts_ = {};  // sections of a path
  std::string_view list_ = {};  // the last [[list]], and its path
  std::string list_path_ = {};
  int number_ = 0;
};

absl::StatusOr<std::vector<Section>> ReadSections(std::string_view text,
                                                  std::string_view field) {
  if (text.size() > kMaxDocumentSize) {
    return Error(
        Reason::kLimitExceeded, field,
        "the text has over " + std::to_string(kMaxDocumentSize) + " bytes");
  }
  SectionReader reader(field);
  for (int number = 1; !text.empty(); ++number) {  // each turn takes a line
    const size_t size = std::min(text.find('\n'), text.size());
    USANCE_RETURN_IF_ERROR(reader.Take(text.substr(0, size), number));
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  return std::move(reader).Result();
}

}  // namespace usance::statute
