// Structs as JSON objects, by a table of their members. Private to codec.
#ifndef USANCE_SRC_CODEC_MEMBERS_H_
#define USANCE_SRC_CODEC_MEMBERS_H_

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "src/codec/reader.h"
#include "usance/account/component.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/money/currency.h"
#include "usance/money/format.h"

namespace usance::codec {

// A member of a body, and the field that says it. An int64 is an amount;
// amounts of each component without a field are fields of the body itself.
template <class Body, class Value>
struct Member {
  std::string_view field;
  Value Body::*at;
  bool needed = false;  // else what it has before is assumed
};
template <class Body, class Value>
Member(std::string_view, Value Body::*, bool = false) -> Member<Body, Value>;

// Which amounts the members of a body may be.
template <class Body>
constexpr Amounts kAmountsOf = Amounts::kAny;

// The members of each body, in the order in which they are written.
template <class Body>
constexpr auto kMembers = nullptr;

template <class T>
constexpr bool kIsOptional = false;
template <class T>
constexpr bool kIsOptional<std::optional<T>> = true;
template <class T>
constexpr bool kIsList = false;
template <class T>
constexpr bool kIsList<std::vector<T>> = true;

// --- reading ----------------------------------------------------------------

template <class Body>
absl::Status ReadMembers(Reader& in, Currency currency, Body& body);

// What a field says; none where it is absent.
template <class T>
absl::StatusOr<std::optional<T>> Find(Reader& in, std::string_view field,
                                      Currency currency, Amounts allowed) {
  if constexpr (std::same_as<T, int64_t>) {
    USANCE_ASSIGN_OR_RETURN(const std::optional<Money> money,
                            in.FindMoney(field, currency, allowed));
    return money ? std::optional(money->minor()) : std::nullopt;
  } else if constexpr (std::same_as<T, int32_t>) {
    USANCE_ASSIGN_OR_RETURN(
        const std::optional<int64_t> integer,
        in.FindInteger(field, std::numeric_limits<int32_t>::min(),
                       std::numeric_limits<int32_t>::max()));
    return integer ? std::optional(static_cast<int32_t>(*integer))
                   : std::nullopt;
  } else {
    return in.Find<T>(field);
  }
}

[[nodiscard]] absl::Status ReadAmounts(Reader& in, Currency currency,
                                       Amounts allowed,
                                       ComponentAmounts& amounts);
void SetAmounts(const ComponentAmounts& amounts, Currency currency,
                Json& object);

// A value that is read into; its days are always read.
inline constexpr Date kAnyDay = "1970-01-01"_date;
template <class Body>
Body Blank() {
  return {};
}

template <class T>
absl::Status ReadList(Reader& in, std::string_view field, Currency currency,
                      std::vector<T>& list) {
  if constexpr (std::same_as<T, std::string>) {
    USANCE_ASSIGN_OR_RETURN(list, in.FindAll<std::string>(field));
  } else {
    USANCE_ASSIGN_OR_RETURN(std::vector<Reader> rows, in.FindList(field));
    for (Reader& row : rows) {
      USANCE_RETURN_IF_ERROR(
          ReadMembers(row, currency, list.emplace_back(Blank<T>())));
      USANCE_RETURN_IF_ERROR(row.Done());
    }
  }
  return absl::OkStatus();
}

template <class Body, class T>
absl::Status ReadMember(Reader& in, Currency currency,
                        const Member<Body, T>& member, Body& body) {
  T& value = body.*member.at;
  constexpr Amounts kAllowed = kAmountsOf<Body>;
  if constexpr (std::same_as<T, ComponentAmounts>) {
    if (member.field.empty()) return ReadAmounts(in, currency, kAllowed, value);
    USANCE_ASSIGN_OR_RETURN(std::optional<Reader> part,
                            in.FindObject(member.field));
    if (!part) return absl::OkStatus();
    USANCE_RETURN_IF_ERROR(ReadAmounts(*part, currency, kAllowed, value));
    return part->Done();
  } else if constexpr (kIsList<T>) {
    return ReadList(in, member.field, currency, value);
  } else if constexpr (std::same_as<T, bool>) {
    USANCE_ASSIGN_OR_RETURN(value, in.FindFlag(member.field));
  } else if constexpr (kIsOptional<T>) {
    USANCE_ASSIGN_OR_RETURN(value, Find<typename T::value_type>(
                                       in, member.field, currency, kAllowed));
  } else {
    // A day or amount that is assumed would be a guess.
    if (member.needed || std::same_as<T, Date> || std::same_as<T, int64_t>) {
      USANCE_RETURN_IF_ERROR(in.Need(member.field));
    }
    USANCE_ASSIGN_OR_RETURN(std::optional<T> found,
                            Find<T>(in, member.field, currency, kAllowed));
    if (found) value = *std::move(found);
  }
  return absl::OkStatus();
}

template <class Body>
absl::Status ReadMembers(Reader& in, Currency currency, Body& body) {
  absl::Status status;
  std::apply(
      [&](const auto&... members) {
        (void)((status = ReadMember(in, currency, members, body)).ok() && ...);
      },
      kMembers<Body>);
  return status;
}

// --- writing ----------------------------------------------------------------

template <class Body>
void SetMembers(const Body& body, Currency currency, Json& object);

template <class T>
Json Written(const T& value, Currency currency) {
  if constexpr (std::same_as<T, int64_t>) {
    return Json(FormatAmount(value, currency));
  } else if constexpr (std::same_as<T, Date>) {
    return Json(value.ToText());
  } else if constexpr (HasNames<T>) {
    return Json(NameOf(value));
  } else if constexpr (std::is_class_v<T> && !std::same_as<T, std::string>) {
    Json object = Json::Object();
    SetMembers(value, currency, object);
    return object;
  } else {
    return Json(value);
  }
}

template <class Body, class T>
void SetMember(const Member<Body, T>& member, const Body& body,
               Currency currency, Json& object) {
  const T& value = body.*member.at;
  if constexpr (std::same_as<T, ComponentAmounts>) {
    if (member.field.empty()) {
      SetAmounts(value, currency, object);
    } else if (!value.IsZero()) {
      Json part = Json::Object();
      SetAmounts(value, currency, part);
      object.Set(member.field, std::move(part));
    }
  } else if constexpr (kIsList<T>) {
    if (value.empty()) return;
    Json list = Json::List();
    for (const auto& one : value) list.Append(Written(one, currency));
    object.Set(member.field, std::move(list));
  } else if constexpr (kIsOptional<T>) {
    if (value) object.Set(member.field, Written(*value, currency));
  } else if constexpr (std::same_as<T, bool> || std::same_as<T, int32_t> ||
                       std::same_as<T, std::string>) {
    if (value != T()) object.Set(member.field, Written(value, currency));
  } else {
    object.Set(member.field, Written(value, currency));
  }
}

template <class Body>
void SetMembers(const Body& body, Currency currency, Json& object) {
  std::apply(
      [&](const auto&... members) {
        (SetMember(members, body, currency, object), ...);
      },
      kMembers<Body>);
}

}  // namespace usance::codec

#endif  // USANCE_SRC_CODEC_MEMBERS_H_
