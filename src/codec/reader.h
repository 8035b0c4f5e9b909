// Reading a request's fields by a table. Private to codec.
#ifndef USANCE_SRC_CODEC_READER_H_
#define USANCE_SRC_CODEC_READER_H_

#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "usance/codec/json.h"
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/money/format.h"
#include "usance/money/money.h"
#include "usance/statute/rate_book.h"

namespace usance::codec {

// The rows of an enum's table, without its type.
struct NameRow {
  std::string_view name;
  std::string_view aliases;
};
struct NameTable {
  std::string_view noun;
  std::vector<NameRow> rows;
  std::span<const RefusedName> refused;
};

template <HasNames E>
[[nodiscard]] NameTable NamesOf() {
  NameTable table{Names<E>::kNoun, {}, {}};
  for (const Named<E>& row : Names<E>::kTable) {
    table.rows.push_back({row.name, row.aliases});
  }
  if constexpr (HasRefusedNames<E>) table.refused = Names<E>::kRefused;
  return table;
}

// What a field holds. Everything but flags, integers, lists and objects is
// text.
enum class FieldType : int32_t {
  kText = 1,
  kName = 2,  // a value of an enum
  kMoney = 3,
  kCurrency = 4,
  kDate = 5,
  kPeriod = 6,
  kRate = 7,
  kPercent = 8,
  kDecimal = 9,
  kInteger = 10,
  kFlag = 11,
  kList = 12,          // of objects with `fields`
  kObject = 13,        // with `fields`
  kTextOrObject = 14,  // a name, or an object with `fields`
  kNames = 15,         // a list of values of an enum
  kDates = 16,         // a list of dates
  kTextOrList = 17,    // a name, or a list of objects with `fields`
  kTexts = 18,         // a list of texts
};

// One row of an operation's table of fields.
struct Field {
  std::string_view name;
  FieldType type;
  bool required;
  std::string_view about;
  NameTable (*names)() = nullptr;      // kName, kNames
  std::span<const Field> fields = {};  // of the objects
};

// Which amounts a field may hold. What is wrong is quoted as it was written,
// which is in units, not in minor units.
enum class Amounts { kAny, kFromZero, kAboveZero };

// Reads the members of one object. A name that is read must be a row of the
// table (checked), so that the table is the whole truth about a request.
class Reader {
 public:
  // `object` and `book` must outlive the reader. `path` is the pointer to the
  // object.
  Reader(const Json& object, std::span<const Field> fields, std::string path,
         const RateBook& book);

  // What ids of rate series name.
  [[nodiscard]] const RateBook& book() const { return *book_; }

  [[nodiscard]] bool Has(std::string_view name) const;
  [[nodiscard]] std::string PathOf(std::string_view name) const;

  // The value of a required field, as text of a T: an enum, std::string, or
  // anything with T::Parse(text, path).
  //
  // Errors: MISSING_FIELD, WRONG_TYPE, then those of T
  template <class T>
  [[nodiscard]] absl::StatusOr<T> Get(std::string_view name) {
    USANCE_ASSIGN_OR_RETURN(const Json* value, Required(name));
    return As<T>(*value, PathOf(name));
  }
  // The same for an optional field.
  template <class T>
  [[nodiscard]] absl::StatusOr<std::optional<T>> Find(std::string_view name) {
    const Json* value = Value(name);
    if (value == nullptr) return std::optional<T>();
    USANCE_ASSIGN_OR_RETURN(T result, As<T>(*value, PathOf(name)));
    return std::optional<T>(std::move(result));
  }

  // The values of a list of texts; none where it is absent.
  template <class T>
  [[nodiscard]] absl::StatusOr<std::vector<T>> FindAll(std::string_view name) {
    std::vector<T> all;
    const Json* value = Value(name);
    if (value == nullptr) return all;
    const std::string path = PathOf(name);
    USANCE_RETURN_IF_ERROR(CheckKind(*value, Json::Kind::kList, path));
    for (size_t k = 0; k < value->items().size(); ++k) {
      USANCE_ASSIGN_OR_RETURN(
          T item, As<T>(value->items()[k], path + "/" + std::to_string(k)));
      all.push_back(std::move(item));
    }
    return all;
  }

  [[nodiscard]] absl::StatusOr<Money> GetMoney(
      std::string_view name, Currency currency,
      Amounts allowed = Amounts::kAny);
  [[nodiscard]] absl::StatusOr<std::optional<Money>> FindMoney(
      std::string_view name, Currency currency,
      Amounts allowed = Amounts::kAny);
  [[nodiscard]] absl::StatusOr<std::optional<int64_t>> FindInteger(
      std::string_view name, int64_t min, int64_t max);
  // Errors: MISSING_FIELD - it is absent
  [[nodiscard]] absl::Status Need(std::string_view name) {
    return Required(name).status();
  }
  // False where it is absent.
  [[nodiscard]] absl::StatusOr<bool> FindFlag(std::string_view name);
  // Readers of a list's items; none where it is absent.
  [[nodiscard]] absl::StatusOr<std::vector<Reader>> FindList(
      std::string_view name);
  [[nodiscard]] absl::StatusOr<std::optional<Reader>> FindObject(
      std::string_view name);
  // The value of a field, read or not; null where it is absent.
  [[nodiscard]] const Json* Peek(std::string_view name) const;
  // Whether the field is there and is an object / a text.
  [[nodiscard]] bool IsObject(std::string_view name) const;
  [[nodiscard]] bool IsText(std::string_view name) const;

  // Says that the field, read already, has no use beside the others.
  void NoUseFor(std::string_view name) { read_[Row(name)] = false; }

  // To be called when everything has been read.
  //
  // Errors: INVALID_ARGUMENT / UNKNOWN_FIELD - no row of the table
  //         INVALID_ARGUMENT / CONFLICT - a row that nothing has read, or that
  //           has no use beside the other fields
  [[nodiscard]] absl::Status Done() const;

 private:
  template <class T>
  [[nodiscard]] static absl::StatusOr<T> As(const Json& value,
                                            const std::string& path) {
    USANCE_RETURN_IF_ERROR(CheckKind(value, Json::Kind::kText, path));
    if constexpr (HasNames<T>) {
      return ParseName<T>(value.text(), path);
    } else if constexpr (std::same_as<T, std::string>) {
      return value.text();
    } else {
      return T::Parse(value.text(), path);
    }
  }

  [[nodiscard]] static absl::Status CheckKind(const Json& value,
                                              Json::Kind kind,
                                              const std::string& path);
  // Marks the field as read; null where it is absent.
  [[nodiscard]] const Json* Value(std::string_view name);
  [[nodiscard]] absl::StatusOr<const Json*> Required(std::string_view name);
  [[nodiscard]] size_t Row(std::string_view name) const;

  const Json* object_;
  std::span<const Field> fields_;
  std::string path_;
  const RateBook* book_;
  std::vector<bool> read_;
};

// What `read` makes of the object of a document by itself, whose path is
// `field`.
template <class Read>
[[nodiscard]] auto ReadDocument(const Json& object,
                                std::span<const Field> fields,
                                std::string_view field, const RateBook& book,
                                const Read& read)
    -> decltype(read(std::declval<Reader&>())) {
  if (object.kind() != Json::Kind::kObject) {
    return Error(Reason::kWrongType, field, "the value is no object");
  }
  Reader in(object, fields, std::string(field), book);
  return read(in);
}

}  // namespace usance::codec

#endif  // USANCE_SRC_CODEC_READER_H_
