#include "capi/boundary.h"

#include <exception>
#include <new>

namespace usance::capi {
namespace {

// The largest struct that a later version may bring.
constexpr uint32_t kMaxStructSize = 4096;

void Fill(usance_error* error, absl::StatusCode code, Reason reason,
          int64_t row, std::string_view field, std::string_view message) {
  if (error == nullptr || !IsAligned(error)) return;
  error->code = static_cast<int32_t>(code);
  error->reason = static_cast<int32_t>(reason);
  error->row = row;
  CopyText(field, error->field);
  CopyText(message, error->message);
}

usance_status StatusOf(Reason reason) { return -static_cast<int32_t>(reason); }

}  // namespace

usance_status Report(const absl::Status& wrong, int64_t row,
                     usance_error* error) {
  const Reason reason = ReasonOf(wrong);
  if (error != nullptr) {
    Fill(error, wrong.code(), reason, row, FieldOf(wrong), TextOf(wrong));
  }
  return StatusOf(reason);
}

usance_status ReportException(usance_error* error) noexcept {
  try {
    throw;
  } catch (const std::bad_alloc&) {
    Fill(error, absl::StatusCode::kResourceExhausted, Reason::kOutOfMemory, -1,
         "", "out of memory");
    return StatusOf(Reason::kOutOfMemory);
  } catch (const std::exception& fault) {
    Fill(error, absl::StatusCode::kInternal, Reason::kInternal, -1, "",
         fault.what());
  } catch (...) {
    Fill(error, absl::StatusCode::kInternal, Reason::kInternal, -1, "",
         "unknown exception");
  }
  return StatusOf(Reason::kInternal);
}

absl::Status PointerError(const void* pointer, std::string_view field) {
  if (pointer == nullptr) {
    return Error(Reason::kMissingField, field, "the pointer is NULL");
  }
  return Error(Reason::kMalformed, field,
               "the pointer is not aligned for its type");
}

absl::Status CheckRowCount(size_t n, size_t row_size, std::string_view field) {
  const size_t most =
      static_cast<size_t>(std::numeric_limits<ptrdiff_t>::max()) / row_size;
  if (n <= most) return absl::OkStatus();
  return Error(Reason::kLimitExceeded, field,
               std::to_string(n) + " rows are more than memory has");
}

absl::StatusOr<std::string_view> Text(const char* text,
                                      std::string_view field) {
  USANCE_RETURN_IF_ERROR(Present(text, field));
  const size_t size = strnlen(text, kMaxText + 1);
  if (size <= kMaxText) return std::string_view(text, size);
  return Error(Reason::kLimitExceeded, field,
               "the text is longer than 65535 bytes");
}

absl::StatusOr<std::string_view> FieldText(const char* text, size_t capacity,
                                           std::string_view field) {
  const size_t size = strnlen(text, capacity);
  if (size < capacity) return std::string_view(text, size);
  return Error(Reason::kMalformed, field, "the text has no NUL at its end");
}

absl::Status ChoiceError(int32_t value, std::string_view noun,
                         std::string_view field) {
  if (value == 0) {
    return Error(Reason::kUnspecified, field,
                 "no " + std::string(noun) + " is chosen; 0 is none");
  }
  return Error(Reason::kUnknownName, field,
               std::to_string(value) + " is no " + std::string(noun));
}

absl::Status DayError(usance_day day, std::string_view field) {
  if (day == USANCE_NULL_DAY) {
    return Error(Reason::kMissingField, field, "the day is null");
  }
  return Date::FromDays(day, field).status();
}

absl::StatusOr<std::optional<Date>> MaybeDate(usance_day day,
                                              std::string_view field) {
  if (day == USANCE_NULL_DAY) return std::optional<Date>();
  USANCE_ASSIGN_OR_RETURN(const Date date, ToDate(day, field));
  return std::optional<Date>(date);
}

absl::StatusOr<bool> ToFlag(int32_t flag, std::string_view field) {
  if (flag == 0 || flag == 1) return flag == 1;
  return Error(Reason::kOutOfRange, field,
               std::to_string(flag) + " is neither 0 nor 1");
}

absl::Status CheckReserved(int32_t reserved) {
  if (reserved == 0) return absl::OkStatus();
  return Error(Reason::kUnsupported, "/reserved",
               std::to_string(reserved) + ": this version knows only 0");
}

absl::StatusOr<Currency> ToCurrency(const char (&code)[4], int32_t digits) {
  USANCE_ASSIGN_OR_RETURN(const std::string_view text,
                          FieldText(code, sizeof(code), "/currency"));
  if (text.empty()) {
    return Error(Reason::kUnspecified, "/currency", "no currency is given");
  }
  USANCE_ASSIGN_OR_RETURN(const Currency currency, Currency::Parse(text));
  if (digits != -1 && digits != currency.digits()) {
    return Error(Reason::kConflict, "/digits",
                 std::to_string(digits) + ": " + std::string(text) + " has " +
                     std::to_string(currency.digits()));
  }
  return currency;
}

absl::StatusOr<Fraction> ToFraction(int64_t numerator, int64_t denominator) {
  if (denominator == 0) {
    return Error(Reason::kOutOfRange, "/denominator", "it is 0");
  }
  return Fraction::Of(numerator, denominator);
}

absl::Status FractionError(const Fraction& value, std::string_view field) {
  return Error(Reason::kOverflow, field,
               "the fraction " + ToText(value) + " does not fit two int64");
}

void CopyText(std::string_view text, char* to, size_t capacity) {
  size_t size = std::min(text.size(), capacity - 1);
  // 0b10xxxxxx goes on with a character of UTF-8.
  while (size < text.size() && size > 0 && (text[size] & 0xC0) == 0x80) --size;
  std::memcpy(to, text.data(), size);
  std::memset(to + size, 0, capacity - size);
}

absl::Status CheckStructSize(uint32_t size, uint32_t first, uint32_t known) {
  if (size >= first && size <= kMaxStructSize && size % 4 == 0) {
    return absl::OkStatus();
  }
  return Error(Reason::kOutOfRange, "/struct_size",
               std::to_string(size) + " is no size of this struct: it has " +
                   std::to_string(known) + " bytes, and had " +
                   std::to_string(first) + " at first");
}

absl::Status CheckZeroTail(const void* from, uint32_t size, uint32_t known) {
  const char* bytes = static_cast<const char*>(from);
  for (uint32_t i = known; i < size; ++i) {
    if (bytes[i] != 0) {
      return Error(Reason::kUnsupported, "/struct_size",
                   "a field behind byte " + std::to_string(known) +
                       " is set, which this version does not know");
    }
  }
  return absl::OkStatus();
}

usance_status PutText(std::string_view text, char* buffer, size_t capacity,
                      size_t* size) {
  *size = text.size();
  if (text.size() >= capacity) return USANCE_STATUS_MORE;
  std::memcpy(buffer, text.data(), text.size());
  buffer[text.size()] = '\0';
  return USANCE_STATUS_OK;
}

}  // namespace usance::capi
