#include "cli/flags.h"

#include <algorithm>
#include <utility>

#include "cli/files.h"
#include "usance/codec/eval.h"
#include "usance/core/check.h"
#include "usance/core/text.h"

namespace usance::cli {
namespace {

constexpr JsonLimits kOwnText = {.max_bytes = size_t{256} << 20,
                                 .max_depth = 64,
                                 .max_elements = 50'000'000};

// Text that the library itself has written.
Json ParseOwn(std::string_view text) {
  absl::StatusOr<Json> json = ParseJson(text, kOwnText);
  USANCE_CHECK(json.ok());
  return *std::move(json);
}

const Json& WholeSchema() {
  static const Json schema = ParseOwn(RequestSchema());
  return schema;
}

// The schema itself, or what it refers to.
const Json& Resolved(const Json& schema) {
  const Json* reference = schema.Find("$ref");
  if (reference == nullptr) return schema;
  constexpr std::string_view kPlace = "#/$defs/";
  return *WholeSchema().Find("$defs")->Find(
      std::string_view(reference->text()).substr(kPlace.size()));
}

// The schema of one operation's request.
const Json& SchemaOf(std::string_view operation) {
  const auto& requests = WholeSchema().Find("oneOf")->items();
  const auto request = std::find_if(
      requests.begin(), requests.end(), [operation](const Json& one) {
        return one.Find("title")->text() == operation;
      });
  USANCE_CHECK(request != requests.end());
  return *request;
}

// Lists whose members are given one by one, their parts between colons.
bool IsInParts(std::string_view field) {
  return field == "payments" || field == "installments" || field == "notices" ||
         field == "pauses" || field == "row_terms" || field == "fees" ||
         field == "advances" || field == "lenders" || field == "debts" ||
         field == "flows";
}

// "payments" -> "payment": each is given on its own.
std::string_view Singular(std::string_view field) {
  if (IsInParts(field) || field == "events") field.remove_suffix(1);
  return field;
}

// How a member of a list in parts is written: "DATE:AMOUNT[:RETURNED]". What
// comes before a needed part may be left empty, but its colon may not.
std::string ShapeOf(const Json& item) {
  const auto& parts = item.Find("properties")->members();
  const auto& needed = item.Find("required")->items();
  std::string shape;
  bool optional = needed.empty();
  for (const Json::Member& part : parts) {
    if (optional) shape += '[';
    if (&part != &parts.front()) shape += ':';
    for (const char c : part.name) shape += static_cast<char>(c - 'a' + 'A');
    if (optional) shape += ']';
    optional = optional || part.name == needed.back().text();
  }
  return shape;
}

// The schema of the members of a list in parts; null where there is none. Of a
// text or a list it is that of the list.
const Json* PartsIn(std::string_view field, const Json& schema) {
  if (IsInParts(field)) return &Resolved(*schema.Find("items"));
  const Json* either = schema.Find("oneOf");
  if (either == nullptr) return nullptr;
  for (const Json& one : either->items()) {
    if (const Json* items = one.Find("items")) return &Resolved(*items);
  }
  return nullptr;
}

bool EndsInJson(std::string_view text) {
  return text == "-" || text.ends_with(".json");
}

}  // namespace

std::string Flags::NameOf(std::string_view field) {
  std::string name = "--" + std::string(Singular(field));
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

Flags::Kind Flags::KindOf(std::string_view field, const Json& given) {
  const Json& schema = Resolved(given);
  if (schema.Find("oneOf") != nullptr) return Kind::kTextOrFile;
  const std::string& type = schema.Find("type")->text();
  if (type == "integer") return Kind::kInteger;
  if (type == "boolean") return Kind::kFlag;
  if (type == "object") return Kind::kFile;
  if (type == "array") {
    const Json& item = Resolved(*schema.Find("items"));
    const bool texts = item.Find("properties") == nullptr;
    return texts ? Kind::kTexts : IsInParts(field) ? Kind::kParts : Kind::kFile;
  }
  return Kind::kText;
}

Flags::Flags(CLI::App& app, std::string_view operation,
             const std::vector<std::string_view>& without,
             std::string_view positional, bool optional)
    : operation_(operation), positional_(positional) {
  const Json& schema = SchemaOf(operation);
  const auto& required = schema.Find("required")->items();
  for (const Json::Member& field : schema.Find("properties")->members()) {
    if (field.name == "id" || field.name == "op" || field.name == "explain" ||
        std::find(without.begin(), without.end(), field.name) !=
            without.end()) {
      continue;
    }
    const bool needed =
        !optional &&
        std::any_of(required.begin(), required.end(), [&](const Json& name) {
          return name.text() == field.name;
        });
    AddOption(app, field.value,
              {.field = field.name,
               .kind = KindOf(field.name, field.value),
               .required = needed,
               .values = {},
               .parts = {}});
  }
}

void Flags::AddOption(CLI::App& app, const Json& schema, Flag flag) {
  constexpr std::string_view kValues[] = {"TEXT", "N", "",         "FILE.json",
                                          "TEXT", "",  "TEXT,TEXT"};
  flags_.push_back(std::move(flag));
  Flag& kept = flags_.back();
  std::string name = NameOf(kept.field);
  if (kept.field == "creditor") name += ",--name";
  std::string about = schema.Find("description")->text();
  if (kept.required) about += " (required)";
  if (kept.kind == Kind::kFlag) {
    // With a variable behind the name CLI11 would write the flag into it.
    kept.option = app.add_flag(name)->description(about);
    return;
  }
  kept.option =
      app.add_option(kept.field == positional_ ? kept.field + "," + name : name,
                     kept.values, about);
  kept.option->type_name(std::string(kValues[static_cast<size_t>(kept.kind)]));
  kept.option->type_size(1)->expected(1);
  kept.option->allow_extra_args(false);
  const Json* item = PartsIn(kept.field, schema);
  if (item == nullptr) {
    kept.option->multi_option_policy(CLI::MultiOptionPolicy::Throw);
    return;
  }
  kept.option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  kept.option->type_name((kept.kind == Kind::kParts ? "" : "TEXT or ") +
                         ShapeOf(*item));
  for (const Json::Member& part : item->Find("properties")->members()) {
    const Json* type = part.value.Find("type");
    kept.parts.push_back(
        {part.name, type != nullptr && type->text() == "integer"});
  }
}

bool Flags::Given(std::string_view field) const {
  return std::any_of(flags_.begin(), flags_.end(), [&](const Flag& flag) {
    return flag.field == field && flag.option->count() > 0;
  });
}

std::string Flags::FirstBut(const std::vector<std::string_view>& fields) const {
  for (const Flag& flag : flags_) {
    if (flag.option->count() > 0 &&
        std::find(fields.begin(), fields.end(), flag.field) == fields.end()) {
      return NameOf(flag.field);
    }
  }
  return "";
}

std::string Flags::Missing() const {
  for (const Flag& flag : flags_) {
    if (flag.required && flag.option->count() == 0) return NameOf(flag.field);
  }
  return "";
}

absl::StatusOr<Json> Flags::PartsOf(const Flag& flag) {
  if (flag.values.size() == 1 && EndsInJson(flag.values[0])) {
    return ReadJsonFile(flag.values[0]);
  }
  Json list = Json::List();
  for (const std::string& value : flag.values) {
    Json item = Json::Object();
    size_t from = 0;  // of the next part; beyond the end once all are taken
    for (const Part& part : flag.parts) {
      if (from > value.size()) break;
      // The last part is the rest, colons and all.
      const bool last = &part == &flag.parts.back();
      const size_t end =
          last ? value.size() : std::min(value.find(':', from), value.size());
      const std::string text = value.substr(from, end - from);
      from = end + 1;
      if (text.empty()) continue;
      if (part.integer && !ScanInteger(text)) {
        return Error(Reason::kWrongType,
                     NameOf(flag.field) + " at /" +
                         std::to_string(list.items().size()) + "/" + part.name,
                     Quoted(text) + " is no integer; allowed: " +
                         flag.option->get_type_name());
      }
      item.Set(part.name, part.integer ? Json::NumberOf(text) : Json(text));
    }
    list.Append(std::move(item));
  }
  return list;
}

absl::StatusOr<Json> Flags::ValueOf(const Flag& flag) {
  if (flag.kind == Kind::kFlag) return Json(true);
  const std::string& text = flag.values.front();
  switch (flag.kind) {
    case Kind::kInteger:
      // What is no integer stays text, and the operation refuses it.
      return ScanInteger(text) ? Json::NumberOf(text) : Json(text);
    case Kind::kFile:
      return ReadJsonFile(text);
    case Kind::kTextOrFile:
      if (!flag.parts.empty() && text.find(':') != std::string::npos) {
        return PartsOf(flag);
      }
      if (flag.values.size() > 1) {
        return Error(Reason::kConflict, NameOf(flag.field),
                     "it is given twice");
      }
      return EndsInJson(text) ? ReadJsonFile(text) : Json(text);
    case Kind::kParts:
      return PartsOf(flag);
    case Kind::kTexts: {
      Json list = Json::List();
      for (size_t from = 0; from <= text.size();) {
        const size_t comma = std::min(text.find(',', from), text.size());
        list.Append(text.substr(from, comma - from));
        from = comma + 1;
      }
      return list;
    }
    default:
      return Json(text);
  }
}

absl::StatusOr<Json> Flags::Request() const {
  Json request = Json::Object();
  request.Set("op", operation_);
  for (const Flag& flag : flags_) {
    if (flag.option->count() == 0) continue;
    for (const std::string& text : flag.values) {
      USANCE_RETURN_IF_ERROR(CheckUtf8(NameOf(flag.field), text));
    }
    USANCE_ASSIGN_OR_RETURN(Json value, ValueOf(flag));
    request.Set(flag.field, std::move(value));
  }
  return request;
}

absl::StatusOr<Json> Call(const Json& request, const RateBook& book) {
  Json answer = ParseOwn(Eval(ToText(request), kOwnText, nullptr, book));
  if (answer.Find("ok") != nullptr) return answer.Take("ok");
  const Json error = answer.Take("error");
  return Error(FindName<Reason>(error.Find("reason")->text())
                   .value_or(Reason::kInternal),
               error.Find("path")->text(), error.Find("message")->text());
}

std::string CallText(const absl::Status& status) {
  const std::string path = FieldOf(status);
  std::string about;
  if (path.starts_with('/')) {
    const size_t slash = std::min(path.find('/', 1), path.size());
    about = Flags::NameOf(path.substr(1, slash - 1));
    if (slash < path.size()) about += " at " + path.substr(slash);
    about += ": ";
  }
  return about + TextOf(status);
}

int RefuseCall(const absl::Status& status) {
  Complain(CallText(status));
  return kRefused;
}

}  // namespace usance::cli
