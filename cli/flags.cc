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

// The schema of one operation's request.
Json SchemaOf(std::string_view operation) {
  const Json schema = ParseOwn(RequestSchema());
  for (const Json& request : schema.Find("oneOf")->items()) {
    if (request.Find("title")->text() == operation) return request;
  }
  USANCE_CHECK(false && "no such operation");
  return {};
}

// "payments" -> "--payment": each is given on its own.
std::string_view Singular(std::string_view field) {
  if (field == "payments") field.remove_suffix(1);
  return field;
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

Flags::Kind Flags::KindOf(const Json& schema) {
  if (schema.Find("oneOf") != nullptr) return Kind::kTextOrFile;
  const Json* found = schema.Find("type");
  if (found == nullptr) return Kind::kText;  // the name of an enum's value
  const std::string& type = found->text();
  if (type == "integer") return Kind::kInteger;
  if (type == "boolean") return Kind::kFlag;
  if (type == "object") return Kind::kFile;
  if (type == "array") {
    const Json* const members = schema.Find("items")->Find("properties");
    if (members == nullptr) return Kind::kTexts;
    return members->Find("date") != nullptr ? Kind::kDated : Kind::kFile;
  }
  return Kind::kText;
}

Flags::Flags(CLI::App& app, std::string_view operation,
             const std::vector<std::string_view>& without,
             std::string_view positional)
    : operation_(operation), positional_(positional) {
  const Json schema = SchemaOf(operation);
  const auto& required = schema.Find("required")->items();
  for (const Json::Member& field : schema.Find("properties")->members()) {
    if (field.name == "id" || field.name == "op" || field.name == "explain" ||
        std::find(without.begin(), without.end(), field.name) !=
            without.end()) {
      continue;
    }
    const bool needed = std::any_of(
        required.begin(), required.end(),
        [&](const Json& name) { return name.text() == field.name; });
    AddOption(app, field.value,
              {.field = field.name,
               .kind = KindOf(field.value),
               .required = needed,
               .values = {}});
  }
}

void Flags::AddOption(CLI::App& app, const Json& schema, Flag flag) {
  constexpr std::string_view kValues[] = {
      "TEXT", "N", "", "FILE.json", "TEXT", "DATE:AMOUNT", "TEXT,TEXT"};
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
  if (kept.kind == Kind::kDated) {
    kept.option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  } else {
    kept.option->multi_option_policy(CLI::MultiOptionPolicy::Throw);
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
      return EndsInJson(text) ? ReadJsonFile(text) : Json(text);
    case Kind::kDated: {
      Json list = Json::List();
      for (const std::string& value : flag.values) {
        const size_t colon = value.find(':');
        if (colon == std::string::npos) {
          return Error(Reason::kMalformed, NameOf(flag.field),
                       Quoted(value) +
                           " is no DATE:AMOUNT, as "
                           "2026-01-31:100.00");
        }
        const size_t second =
            std::min(value.find(':', colon + 1), value.size());
        Json item = Json::Object();
        item.Set("date", value.substr(0, colon));
        item.Set("amount", value.substr(colon + 1, second - colon - 1));
        if (second < value.size()) {
          const std::string number = value.substr(second + 1);
          item.Set("installment",
                   ScanInteger(number) ? Json::NumberOf(number) : Json(number));
        }
        list.Append(std::move(item));
      }
      return list;
    }
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
