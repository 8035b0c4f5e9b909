#include "src/codec/reader.h"

#include <algorithm>

#include "usance/core/text.h"

namespace usance::codec {
namespace {

std::string_view KindName(Json::Kind kind) {
  constexpr std::string_view kNames[] = {"null", "true or false", "a number",
                                         "text", "a list",        "an object"};
  return kNames[static_cast<size_t>(kind)];
}

}  // namespace

Reader::Reader(const Json& object, std::span<const Field> fields,
               std::string path, const RateBook& book)
    : object_(&object),
      fields_(fields),
      path_(std::move(path)),
      book_(&book),
      read_(fields.size()) {}

bool Reader::Has(std::string_view name) const {
  return object_->Find(name) != nullptr;
}

std::string Reader::PathOf(std::string_view name) const {
  return path_ + "/" + PointerStep(name);
}

size_t Reader::Row(std::string_view name) const {
  const auto row =
      std::find_if(fields_.begin(), fields_.end(),
                   [&](const Field& field) { return field.name == name; });
  USANCE_CHECK(row != fields_.end());
  return static_cast<size_t>(row - fields_.begin());
}

const Json* Reader::Value(std::string_view name) {
  read_[Row(name)] = true;
  return object_->Find(name);
}

absl::StatusOr<const Json*> Reader::Required(std::string_view name) {
  const Json* value = Value(name);
  if (value != nullptr) return value;
  return Error(
      Reason::kMissingField, PathOf(name),
      "the field is missing: " + std::string(fields_[Row(name)].about));
}

absl::Status Reader::CheckKind(const Json& value, Json::Kind kind,
                               const std::string& path) {
  if (value.kind() == kind) return absl::OkStatus();
  return Error(Reason::kWrongType, path,
               "the value is " + std::string(KindName(value.kind())) +
                   "; allowed: " + std::string(KindName(kind)));
}

absl::StatusOr<Money> Reader::GetMoney(std::string_view name,
                                       Currency currency, Amounts allowed) {
  USANCE_ASSIGN_OR_RETURN(const std::string text, Get<std::string>(name));
  USANCE_ASSIGN_OR_RETURN(const Money money,
                          ParseAmount(text, currency, PathOf(name)));
  if (allowed == Amounts::kAny || money.minor() > 0) return money;
  const bool from_zero = allowed == Amounts::kFromZero;
  if (from_zero && money.minor() == 0) return money;
  return Error(
      Reason::kOutOfRange, PathOf(name),
      Quoted(text) + "; allowed: " + (from_zero ? "0 or more" : "above 0"));
}

absl::StatusOr<std::optional<Money>> Reader::FindMoney(std::string_view name,
                                                       Currency currency,
                                                       Amounts allowed) {
  if (!Has(name)) return std::optional<Money>();
  USANCE_ASSIGN_OR_RETURN(const Money money, GetMoney(name, currency, allowed));
  return std::optional<Money>(money);
}

absl::StatusOr<std::optional<int64_t>> Reader::FindInteger(
    std::string_view name, int64_t min, int64_t max) {
  const Json* value = Value(name);
  if (value == nullptr) return std::optional<int64_t>();
  USANCE_RETURN_IF_ERROR(CheckKind(*value, Json::Kind::kNumber, PathOf(name)));
  const std::optional<int64_t> integer = ScanInteger(value->number(), min, max);
  if (integer) return integer;
  return Error(Reason::kOutOfRange, PathOf(name),
               Quoted(value->number()) +
                   " is out of range; allowed: integers "
                   "from " +
                   std::to_string(min) + " to " + std::to_string(max));
}

absl::StatusOr<bool> Reader::FindFlag(std::string_view name) {
  const Json* value = Value(name);
  if (value == nullptr) return false;
  USANCE_RETURN_IF_ERROR(CheckKind(*value, Json::Kind::kBool, PathOf(name)));
  return value->flag();
}

absl::StatusOr<std::vector<Reader>> Reader::FindList(std::string_view name) {
  std::vector<Reader> readers;
  const Json* value = Value(name);
  if (value == nullptr) return readers;
  USANCE_RETURN_IF_ERROR(CheckKind(*value, Json::Kind::kList, PathOf(name)));
  for (size_t k = 0; k < value->items().size(); ++k) {
    const std::string path = PathOf(name) + "/" + std::to_string(k);
    const Json& item = value->items()[k];
    USANCE_RETURN_IF_ERROR(CheckKind(item, Json::Kind::kObject, path));
    readers.emplace_back(item, fields_[Row(name)].fields, path, *book_);
  }
  return readers;
}

absl::StatusOr<std::optional<Reader>> Reader::FindObject(
    std::string_view name) {
  const Json* value = Value(name);
  if (value == nullptr) return std::optional<Reader>();
  USANCE_RETURN_IF_ERROR(CheckKind(*value, Json::Kind::kObject, PathOf(name)));
  return std::optional<Reader>(
      Reader(*value, fields_[Row(name)].fields, PathOf(name), *book_));
}

const Json* Reader::Peek(std::string_view name) const {
  return object_->Find(name);
}

bool Reader::IsObject(std::string_view name) const {
  const Json* value = object_->Find(name);
  return value != nullptr && value->kind() == Json::Kind::kObject;
}

bool Reader::IsText(std::string_view name) const {
  const Json* value = object_->Find(name);
  return value != nullptr && value->kind() == Json::Kind::kText;
}

absl::Status Reader::Done() const {
  for (const Json::Member& member : object_->members()) {
    const auto known = [&](const Field& field) {
      return field.name == member.name;
    };
    if (std::any_of(fields_.begin(), fields_.end(), known)) continue;
    std::string allowed;
    for (const Field& field : fields_) {
      if (!allowed.empty()) allowed += ", ";
      allowed += field.name;
    }
    return Error(Reason::kUnknownField, PathOf(member.name),
                 Quoted(member.name) + " is no field here; allowed: " +
                     (allowed.empty() ? "none" : allowed));
  }
  for (size_t k = 0; k < fields_.size(); ++k) {
    if (read_[k] || !Has(fields_[k].name)) continue;
    return Error(Reason::kConflict, PathOf(fields_[k].name),
                 "the field has no use beside the other fields; leave it out");
  }
  return absl::OkStatus();
}

}  // namespace usance::codec
