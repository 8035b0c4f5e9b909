// names, and the JSON Schema: what the tables of operations say.
#include <algorithm>
#include <map>
#include <string>
#include <string_view>

#include "src/codec/operations.h"
#include "usance/codec/eval.h"
#include "usance/core/text.h"
#include "usance/core/version.h"
#include "usance/date/calendars.h"
#include "usance/money/currency.h"
#include "usance/terms/untdid.h"

namespace usance {
namespace codec {
namespace {

constexpr Field kNamesFields[] = {
    {"of", FieldType::kText, false,
     "one part alone: operations, currencies, calendars, statutes, or an "
     "enum's name"},
};

// The tables of all enums that fields name, each once, and of the codes that
// answers alone have.
std::vector<NameTable> AllNames() {
  std::vector<NameTable> tables = {NamesOf<PaymentTermsCode>()};
  std::vector<std::span<const Field>> groups;
  for (const Operation& operation : Operations()) {
    groups.push_back(operation.fields);
  }
  for (size_t k = 0; k < groups.size(); ++k) {  // grows by nested fields
    for (const Field& field : groups[k]) {
      if (!field.fields.empty()) groups.push_back(field.fields);
      if (field.names == nullptr) continue;
      NameTable table = field.names();
      const auto same = [&](const NameTable& t) {
        return t.noun == table.noun;
      };
      if (std::none_of(tables.begin(), tables.end(), same)) {
        tables.push_back(std::move(table));
      }
    }
  }
  return tables;
}

Json AliasesJson(std::string_view rest) {
  Json aliases = Json::List();
  while (!rest.empty()) {
    const size_t bar = std::min(rest.find('|'), rest.size());
    aliases.Append(rest.substr(0, bar));
    rest.remove_prefix(std::min(bar + 1, rest.size()));
  }
  return aliases;
}

Json EnumJson(const NameTable& table) {
  Json values = Json::List();
  for (const NameRow& row : table.rows) {
    Json value = Json::Object();
    value.Set("name", row.name);
    value.Set("aliases", AliasesJson(row.aliases));
    values.Append(std::move(value));
  }
  for (const RefusedName& refused : table.refused) {
    Json value = Json::Object();
    value.Set("refused", refused.name);
    value.Set("instead", refused.instead);
    values.Append(std::move(value));
  }
  return values;
}

Json OperationsJson() {
  Json list = Json::List();
  for (const Operation& operation : Operations()) {
    Json row = Json::Object();
    row.Set("name", operation.name);
    row.Set("about", operation.about);
    list.Append(std::move(row));
  }
  return list;
}

Json CurrenciesJson() {
  Json list = Json::List();
  for (const CurrencyInfo& info : AllCurrencies()) {
    Json row = Json::Object();
    row.Set("code", std::string_view(info.code, 3));
    row.Set("digits", info.digits);
    row.Set("name", info.name);
    list.Append(std::move(row));
  }
  return list;
}

Json CalendarsJson() {
  Json list = Json::List();
  for (const ShippedCalendar& calendar : ShippedCalendars()) {
    Json row = Json::Object();
    row.Set("name", calendar.id);
    row.Set("aliases", AliasesJson(calendar.aliases));
    row.Set("version", calendar.version);
    row.Set("first", calendar.first.ToText());
    row.Set("last", calendar.last.ToText());
    list.Append(std::move(row));
  }
  return list;
}

Json StatutesJson() {
  Json list = Json::List();
  for (const ShippedStatute& statute : ShippedStatutes()) {
    Json row = Json::Object();
    row.Set("name", statute.id);
    row.Set("aliases", AliasesJson(statute.aliases));
    list.Append(std::move(row));
  }
  return list;
}

absl::Status RunNames(Reader& in, Answer& out) {
  USANCE_ASSIGN_OR_RETURN(const auto of, in.Find<std::string>("of"));
  USANCE_RETURN_IF_ERROR(in.Done());
  std::vector<std::pair<std::string_view, Json>> parts;
  parts.emplace_back("operations", OperationsJson());
  for (const NameTable& table : AllNames()) {
    parts.emplace_back(table.noun, EnumJson(table));
  }
  parts.emplace_back("currencies", CurrenciesJson());
  parts.emplace_back("calendars", CalendarsJson());
  parts.emplace_back("statutes", StatutesJson());
  bool found = false;
  std::string allowed;
  for (auto& [name, part] : parts) {
    if (!allowed.empty()) allowed += ", ";
    allowed += name;
    if (of && !internal::SameName(*of, name)) continue;
    found = true;
    out.Set(name, std::move(part));
  }
  if (!found) {
    return Error(Reason::kUnknownName, in.PathOf("of"),
                 Quoted(*of) + " is no part of the names; allowed: " + allowed);
  }
  out.Set("version", kVersion);
  return absl::OkStatus();
}

constexpr Operation kNamesOperations[] = {
    {"names", "every name that a request may hold", kNamesFields, RunNames},
};

Json TextSchema(std::string_view pattern) {
  Json schema = Json::Object();
  schema.Set("type", "string");
  if (!pattern.empty()) schema.Set("pattern", pattern);
  return schema;
}

// Schemas that others refer to, each once.
class Definitions {
 public:
  // A reference to the schema: by that name, or by name_2, name_3, ... where
  // others have it.
  Json Refer(std::string_view name, const Json& schema) {
    const std::string text = ToText(schema);
    const auto [known, is_new] = names_.emplace(text, name);
    for (int k = 2; is_new && json_.Find(known->second) != nullptr; ++k) {
      known->second = std::string(name) + "_" + std::to_string(k);
    }
    if (is_new) json_.Set(known->second, schema);
    Json reference = Json::Object();
    reference.Set("$ref", "#/$defs/" + known->second);
    return reference;
  }
  [[nodiscard]] Json Take() && { return std::move(json_); }

 private:
  Json json_ = Json::Object();
  std::map<std::string, std::string> names_;  // by the schema's text
};

Json NameSchema(const NameTable& table) {
  Json values = Json::List();
  for (const NameRow& row : table.rows) values.Append(row.name);
  for (const NameRow& row : table.rows) {
    const Json aliases = AliasesJson(row.aliases);
    for (const Json& alias : aliases.items()) values.Append(alias);
  }
  Json schema = TextSchema("");
  schema.Set("enum", std::move(values));
  return schema;
}

// "day count" is defined as "day_count".
Json ReferenceTo(const NameTable& table, Definitions& definitions) {
  std::string name(table.noun);
  std::replace(name.begin(), name.end(), ' ', '_');
  return definitions.Refer(name, NameSchema(table));
}

Json ObjectSchema(std::span<const Field> fields, const Operation* operation,
                  Definitions& definitions);

Json ReferenceTo(const Field& field, Definitions& definitions) {
  return definitions.Refer(field.name,
                           ObjectSchema(field.fields, nullptr, definitions));
}

Json ListSchema(Json items) {
  Json schema = Json::Object();
  schema.Set("type", "array");
  schema.Set("items", std::move(items));
  return schema;
}

Json TextOr(Json other) {
  Json schema = Json::Object();
  schema.Set("oneOf", Json::List({TextSchema(""), std::move(other)}));
  return schema;
}

Json Typed(std::string_view type) {
  Json schema = Json::Object();
  schema.Set("type", type);
  return schema;
}

constexpr std::string_view kDatePattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";

Json FieldSchema(const Field& field, Definitions& definitions) {
  switch (field.type) {
    case FieldType::kText:
    case FieldType::kRate:
      return TextSchema("");
    case FieldType::kName:
      return ReferenceTo(field.names(), definitions);
    case FieldType::kMoney:
    case FieldType::kDecimal:
      return TextSchema("^-?[0-9]+(\\.[0-9]+)?$");
    case FieldType::kCurrency:
      return TextSchema("^[A-Z]{3}$");
    case FieldType::kDate:
      return TextSchema(kDatePattern);
    case FieldType::kPeriod:
      return TextSchema("^-?P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?$");
    case FieldType::kPercent:
      return TextSchema("^-?[0-9]+(\\.[0-9]+)?(%|\xE2\x80\xB0)$");
    case FieldType::kInteger:
      return Typed("integer");
    case FieldType::kFlag:
      return Typed("boolean");
    case FieldType::kList:
      return ListSchema(ReferenceTo(field, definitions));
    case FieldType::kObject:
      return ReferenceTo(field, definitions);
    case FieldType::kTextOrObject:
      return TextOr(ReferenceTo(field, definitions));
    case FieldType::kTextOrList:
      return TextOr(ListSchema(ReferenceTo(field, definitions)));
    case FieldType::kNames:
      return ListSchema(ReferenceTo(field.names(), definitions));
    case FieldType::kDates:
      return ListSchema(TextSchema(kDatePattern));
    case FieldType::kTexts:
      return ListSchema(TextSchema(""));
  }
  return Json::Object();
}

// `operation` is null below the request itself. Tables nest three deep.
Json ObjectSchema(std::span<const Field> fields, const Operation* operation,
                  Definitions& definitions) {
  Json properties = Json::Object();
  Json required = Json::List();
  if (operation != nullptr) {
    Json op = Json::Object();
    op.Set("const", operation->name);
    properties.Set("id", Json::Object());
    properties.Set("op", std::move(op));
    properties.Set("explain", Typed("boolean"));
    required.Append("op");
  }
  for (const Field& field : fields) {
    Json schema = FieldSchema(field, definitions);
    schema.Set("description", field.about);
    properties.Set(field.name, std::move(schema));
    if (field.required) required.Append(field.name);
  }
  Json schema = Json::Object();
  if (operation != nullptr) {
    schema.Set("title", operation->name);
    schema.Set("description", operation->about);
  }
  schema.Set("type", "object");
  schema.Set("properties", std::move(properties));
  schema.Set("required", std::move(required));
  schema.Set("additionalProperties", false);
  return schema;
}

// `value` with two blanks for each level. Recursion is bounded by the tables.
void WriteIndented(const Json& value, const std::string& indent,
                   std::string& out) {
  const bool list = value.kind() == Json::Kind::kList;
  if (!list && value.kind() != Json::Kind::kObject) {
    out += ToText(value);
    return;
  }
  const size_t size = list ? value.items().size() : value.members().size();
  out += list ? '[' : '{';
  for (size_t k = 0; k < size; ++k) {
    out += (k == 0 ? "\n  " : ",\n  ") + indent;
    if (!list) out += ToText(Json(value.members()[k].name)) + ": ";
    WriteIndented(list ? value.items()[k] : value.members()[k].value,
                  indent + "  ", out);
  }
  if (size > 0) out += "\n" + indent;
  out += list ? ']' : '}';
}

}  // namespace

std::span<const Operation> NamesOperations() { return kNamesOperations; }

}  // namespace codec

std::string RequestSchema() {
  codec::Definitions definitions;
  for (const codec::NameTable& table : codec::AllNames()) {
    codec::ReferenceTo(table, definitions);
  }
  Json requests = Json::List();
  for (const codec::Operation& operation : codec::Operations()) {
    requests.Append(
        codec::ObjectSchema(operation.fields, &operation, definitions));
  }
  Json schema = Json::Object();
  schema.Set("$schema", "https://json-schema.org/draft/2020-12/schema");
  schema.Set("title", "A request to Usance");
  schema.Set("oneOf", std::move(requests));
  schema.Set("$defs", std::move(definitions).Take());
  std::string text;
  codec::WriteIndented(schema, "", text);
  return text + "\n";
}

}  // namespace usance
