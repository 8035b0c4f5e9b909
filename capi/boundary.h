// What every function of usance.h stands on: it checks, converts, calls and
// reports; no exception passes, and reporting one allocates nothing.
#ifndef USANCE_CAPI_BOUNDARY_H_
#define USANCE_CAPI_BOUNDARY_H_

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

#include "capi/generated/structs.h"
#include "usance.h"
#include "usance/core/fraction.h"
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/money/currency.h"

namespace usance::capi {

// A status that is no error, or the error.
using Outcome = absl::StatusOr<usance_status>;

// Writes what is wrong to *error, if there is one; returns the status.
[[gnu::cold]] usance_status Report(const absl::Status& wrong, int64_t row,
                                   usance_error* error);

// The same for the exception that is being handled.
usance_status ReportException(usance_error* error) noexcept;

// Only the library that the tests build with USANCE_CAPI_FAULTS throws here.
#ifdef USANCE_CAPI_FAULTS
void ThrowFault();
#else
inline void ThrowFault() {}
#endif

// Runs the body of a function: returns its status, reports its error or its
// exception.
template <class Body>
usance_status Guard(usance_error* error, const Body& body) noexcept {
  try {
    ThrowFault();
    const Outcome outcome = body();
    if (outcome.ok()) return *outcome;
    return Report(outcome.status(), -1, error);
  } catch (...) {
    return ReportException(error);
  }
}

// Pointers. `field` names the parameter: "/count".

[[gnu::cold]] absl::Status PointerError(const void* pointer,
                                        std::string_view field);

template <class T>
[[nodiscard]] bool IsAligned(const T* pointer) {
  return reinterpret_cast<uintptr_t>(pointer) % alignof(T) == 0;
}

// A pointer that may not be NULL.
template <class T>
[[nodiscard]] absl::Status Present(const T* pointer, std::string_view field) {
  if (pointer != nullptr && IsAligned(pointer)) return absl::OkStatus();
  return PointerError(pointer, field);
}

// A pointer that may be NULL.
template <class T>
[[nodiscard]] absl::Status Optional(const T* pointer, std::string_view field) {
  if (IsAligned(pointer)) return absl::OkStatus();
  return PointerError(pointer, field);
}

absl::Status CheckRowCount(size_t n, size_t row_size, std::string_view field);

// A column of n rows; may be NULL where there are none.
template <class T>
[[nodiscard]] absl::Status Column(const T* column, size_t n,
                                  std::string_view field) {
  USANCE_RETURN_IF_ERROR(CheckRowCount(n, sizeof(T), field));
  return n == 0 ? Optional(column, field) : Present(column, field);
}

// Values. ToDate and Choose are read as a StatusOr is, but make the error only
// where it is asked for: a StatusOr of what every call takes would cost as much
// as many a call.

// NUL-terminated text of at most kMaxText bytes.
inline constexpr size_t kMaxText = 65535;
[[nodiscard]] absl::StatusOr<std::string_view> Text(const char* text,
                                                    std::string_view field);

// The text of a struct's field, which ends with a NUL.
[[nodiscard]] absl::StatusOr<std::string_view> FieldText(
    const char* text, size_t capacity, std::string_view field);

[[gnu::cold]] absl::Status ChoiceError(int32_t value, std::string_view noun,
                                       std::string_view field);

// Whether the values of a table are 1, 2, 3 ... in this order.
template <HasNames E>
constexpr bool kCountsUp = [] {
  int32_t expected = 1;
  for (const Named<E>& row : Names<E>::kTable) {
    if (static_cast<int32_t>(row.value) != expected++) return false;
  }
  return true;
}();

template <HasNames E>
[[nodiscard]] constexpr bool IsChoice(int32_t value) {
  if constexpr (kCountsUp<E>) {
    return value >= 1 &&
           static_cast<size_t>(value) <= std::size(Names<E>::kTable);
  } else {
    return !NameOf(static_cast<E>(value)).empty();
  }
}

// The choice that a value is.
template <HasNames E>
class Choose {
 public:
  // `field` is borrowed.
  Choose(int32_t value, std::string_view field)
      : value_(value), field_(field) {}
  template <std::same_as<std::string> Temporary>
  Choose(int32_t value, Temporary&& field) = delete;

  [[nodiscard]] bool ok() const { return IsChoice<E>(value_); }
  [[nodiscard]] E operator*() const { return static_cast<E>(value_); }
  [[nodiscard]] absl::Status status() const {
    if (ok()) return absl::OkStatus();
    return ChoiceError(value_, Names<E>::kNoun, field_);
  }

 private:
  int32_t value_;
  std::string_view field_;
};

// 0 is no choice: the enum's {} or nothing.
template <HasNames E>
[[nodiscard]] absl::StatusOr<E> ChooseOrNone(int32_t value,
                                             std::string_view field) {
  if (value == 0) return E{};
  USANCE_ASSIGN_OR_RETURN(const E choice, Choose<E>(value, field));
  return choice;
}
template <HasNames E>
[[nodiscard]] absl::StatusOr<std::optional<E>> MaybeChoose(
    int32_t value, std::string_view field) {
  if (value == 0) return std::optional<E>();
  USANCE_ASSIGN_OR_RETURN(const E choice, Choose<E>(value, field));
  return std::optional<E>(choice);
}

[[gnu::cold]] absl::Status DayError(usance_day day, std::string_view field);

// The date of a day.
class ToDate {
 public:
  // `field` is borrowed.
  ToDate(usance_day day, std::string_view field)
      : date_(Date::FindDays(day)), day_(day), field_(field) {}
  template <std::same_as<std::string> Temporary>
  ToDate(usance_day day, Temporary&& field) = delete;

  [[nodiscard]] bool ok() const { return date_.has_value(); }
  [[nodiscard]] Date operator*() const { return *date_; }
  [[nodiscard]] absl::Status status() const {
    return ok() ? absl::OkStatus() : DayError(day_, field_);
  }

 private:
  std::optional<Date> date_;
  usance_day day_;
  std::string_view field_;
};
// USANCE_NULL_DAY is none.
[[nodiscard]] absl::StatusOr<std::optional<Date>> MaybeDate(
    usance_day day, std::string_view field);
[[nodiscard]] inline usance_day FromDate(const std::optional<Date>& date) {
  return date ? date->days() : USANCE_NULL_DAY;
}

[[nodiscard]] absl::StatusOr<bool> ToFlag(int32_t flag, std::string_view field);

// A field that fills a struct up: always 0.
[[nodiscard]] absl::Status CheckReserved(int32_t reserved);

// The currency of a struct; `digits` is -1 or what ISO says, a guard against
// amounts in other units.
[[nodiscard]] absl::StatusOr<Currency> ToCurrency(const char (&code)[4],
                                                  int32_t digits);

// Amounts of one currency whose code does not matter are computed in this.
inline constexpr Currency kAnyCurrency = Currency::Of("EUR");

// numerator / denominator, the second not 0.
[[nodiscard]] absl::StatusOr<Fraction> ToFraction(int64_t numerator,
                                                  int64_t denominator);
absl::Status FractionError(const Fraction& value, std::string_view field);

[[nodiscard]] inline absl::Status FromFraction(const Fraction& value,
                                               int64_t* numerator,
                                               int64_t* denominator,
                                               std::string_view field) {
  const auto n = static_cast<int64_t>(value.numerator());
  const auto d = static_cast<int64_t>(value.denominator());
  if (n != value.numerator() || d != value.denominator()) {
    return FractionError(value, field);
  }
  *numerator = n;
  *denominator = d;
  return absl::OkStatus();
}

// Copies text, cut to fit at a whole character, with its NUL.
void CopyText(std::string_view text, char* to, size_t capacity);
template <size_t kSize>
void CopyText(std::string_view text, char (&to)[kSize]) {
  CopyText(text, to, kSize);
}

// Structs that grow at their end.

absl::Status CheckStructSize(uint32_t size, uint32_t first, uint32_t known);
absl::Status CheckZeroTail(const void* from, uint32_t size, uint32_t known);

// Sets a caller's struct of `struct_size` bytes to its defaults.
template <class T>
usance_status Init(T* to, uint32_t struct_size) {
  return Guard(nullptr, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(to, "/struct"));
    USANCE_RETURN_IF_ERROR(
        CheckStructSize(struct_size, Layout<T>::kFirstSize, sizeof(T)));
    std::memset(static_cast<void*>(to), 0, struct_size);
    std::memcpy(static_cast<void*>(to), &Layout<T>::kDefaults,
                std::min<size_t>(struct_size, sizeof(T)));
    to->struct_size = struct_size;
    return USANCE_STATUS_OK;
  });
}

// The caller's struct: what it does not have yet as Init sets it, what is
// unknown here all zero.
template <class T>
[[nodiscard]] absl::StatusOr<T> Read(const T* from, std::string_view field) {
  USANCE_RETURN_IF_ERROR(Present(from, field));
  USANCE_RETURN_IF_ERROR(
      CheckStructSize(from->struct_size, Layout<T>::kFirstSize, sizeof(T)));
  USANCE_RETURN_IF_ERROR(CheckZeroTail(from, from->struct_size, sizeof(T)));
  T value = Layout<T>::kDefaults;
  std::memcpy(&value, from, std::min<size_t>(from->struct_size, sizeof(T)));
  return value;
}

// Whether Write can fill the caller's struct.
template <class T>
[[nodiscard]] absl::Status Writable(const T* to, std::string_view field) {
  USANCE_RETURN_IF_ERROR(Present(to, field));
  return CheckStructSize(to->struct_size, Layout<T>::kFirstSize, sizeof(T));
}

template <class T>
void Write(T value, T* to) {
  value.struct_size = to->struct_size;
  std::memset(static_cast<void*>(to), 0, value.struct_size);
  std::memcpy(static_cast<void*>(to), &value,
              std::min<size_t>(value.struct_size, sizeof(T)));
}

// Lists and columns.

// Whether text (or rows) of `size` go into `capacity`; writes the size.
[[nodiscard]] inline bool Fits(size_t size, size_t capacity, size_t* written) {
  *written = size;
  return size <= capacity;
}

// Text into the caller's buffer, with its NUL.
[[nodiscard]] usance_status PutText(std::string_view text, char* buffer,
                                    size_t capacity, size_t* size);

// Sets a column that may be NULL: to value(row) for each of `rows`.
template <class T, class Rows, class Value>
void PutColumn(T* column, const Rows& rows, const Value& value) {
  if (column == nullptr) return;
  for (const auto& row : rows) *column++ = static_cast<T>(value(row));
}

// Sets a row of a column that may be NULL.
template <class T, class V>
void Put(T* column, size_t row, V value) {
  if (column != nullptr) column[row] = static_cast<T>(value);
}

// How a row ends: with a status, and where that is an error, whether it is of a
// part of the row, whose other values stand.
struct RowEnd {
  RowEnd(absl::Status status_in, bool of_part_in = false)  // NOLINT: implicit
      : status(std::move(status_in)), of_part(of_part_in) {}

  absl::Status status;
  bool of_part;
};

// Calls row(i) for each of n rows; what fails is told in its status and, for
// the first, in *error.
template <class Row>
[[nodiscard]] usance_status EachRow(size_t n, usance_status* status,
                                    usance_error* error, const Row& row) {
  usance_status all = USANCE_STATUS_OK;
  for (size_t i = 0; i < n; ++i) {
    usance_status one = USANCE_STATUS_OK;
    if (const RowEnd end = row(i); !end.status.ok()) {
      one = Report(end.status, static_cast<int64_t>(i),
                   all == USANCE_STATUS_OK ? error : nullptr);
      if (end.of_part) one = USANCE_STATUS_PARTIAL;
      all = USANCE_STATUS_PARTIAL;
    }
    Put(status, i, one);
  }
  return all;
}

// As EachRow: out[i] becomes value(i), or `none` where that is an error.
template <class T, class Value>
[[nodiscard]] usance_status EachValue(size_t n, T* out,
                                      std::type_identity_t<T> none,
                                      usance_status* status,
                                      usance_error* error, const Value& value) {
  return EachRow(n, status, error, [&](size_t i) -> absl::Status {
    out[i] = none;
    USANCE_ASSIGN_OR_RETURN(out[i], value(i));
    return absl::OkStatus();
  });
}

}  // namespace usance::capi

#endif  // USANCE_CAPI_BOUNDARY_H_
