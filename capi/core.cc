#include "capi/boundary.h"
#include "capi/generated/choices.h"
#include "usance/core/rounding.h"
#include "usance/core/text.h"
#include "usance/core/version.h"

using usance::Divide;
using usance::Error;
using usance::int128;
using usance::NameOf;
using usance::NameOfCode;
using usance::Narrow;
using usance::Quoted;
using usance::Reason;
using usance::Rounding;
using usance::capi::Choose;
using usance::capi::Column;
using usance::capi::EachRow;
using usance::capi::Guard;
using usance::capi::Optional;
using usance::capi::Outcome;
using usance::capi::Present;
using usance::capi::Text;

namespace {

inline absl::Status Quotient(int64_t numerator, int64_t denominator,
                             Rounding rounding, int64_t* to) {
  if (denominator == 0) {
    return Error(Reason::kOutOfRange, "/denominator", "it is 0");
  }
  const std::optional<int64_t> quotient =
      Narrow<int64_t>(Divide(numerator, denominator, rounding));
  if (!quotient) {
    return Error(Reason::kOverflow, "/quotient", "it is no int64");
  }
  *to = *quotient;
  return absl::OkStatus();
}

}  // namespace

const char* usance_version(void) { return usance::kVersion; }

const char* usance_status_name(usance_status status) {
  switch (status) {
    case USANCE_STATUS_OK:
      return "OK";
    case USANCE_STATUS_PARTIAL:
      return "PARTIAL";
    case USANCE_STATUS_MORE:
      return "MORE";
  }
  if (status > 0) return nullptr;
  if (status == INT32_MIN) return nullptr;
  return NameOf(static_cast<Reason>(-status)).data();
}

const char* usance_code_name(int32_t code) {
  if (code < 1 || code > 16) return nullptr;
  return NameOfCode(static_cast<absl::StatusCode>(code)).data();
}

usance_status usance_choice_find(const char* group, const char* name,
                                 int32_t* value, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view type, Text(group, "/group"));
    USANCE_ASSIGN_OR_RETURN(const std::string_view text, Text(name, "/name"));
    USANCE_RETURN_IF_ERROR(Present(value, "/value"));
#define USANCE_CHOICE(noun, E)                                            \
  if (type == noun) {                                                     \
    USANCE_ASSIGN_OR_RETURN(const usance::E found,                        \
                            usance::ParseName<usance::E>(text, "/name")); \
    *value = static_cast<int32_t>(found);                                 \
    return USANCE_STATUS_OK;                                              \
  }
    USANCE_CHOICES(USANCE_CHOICE)
#undef USANCE_CHOICE
    return Error(Reason::kUnknownName, "/group",
                 Quoted(type) + " is no type of choice");
  });
}

const char* usance_choice_name(const char* group, int32_t value) {
  if (group == nullptr) return nullptr;
  const std::string_view type(group, strnlen(group, usance::capi::kMaxText));
#define USANCE_CHOICE(noun, E) \
  if (type == noun) return NameOf(static_cast<usance::E>(value)).data();
  USANCE_CHOICES(USANCE_CHOICE)
#undef USANCE_CHOICE
  return nullptr;
}

usance_status usance_fraction_round(int64_t numerator, int64_t denominator,
                                    usance_rounding rounding, int64_t* quotient,
                                    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(quotient, "/quotient"));
    USANCE_ASSIGN_OR_RETURN(const Rounding mode,
                            Choose<Rounding>(rounding, "/rounding"));
    USANCE_RETURN_IF_ERROR(Quotient(numerator, denominator, mode, quotient));
    return USANCE_STATUS_OK;
  });
}

usance_status usance_fraction_round_columns(size_t n, const int64_t* numerator,
                                            const int64_t* denominator,
                                            usance_rounding rounding,
                                            int64_t* quotient,
                                            usance_status* status,
                                            usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(numerator, n, "/numerator"));
    USANCE_RETURN_IF_ERROR(Column(denominator, n, "/denominator"));
    USANCE_RETURN_IF_ERROR(Column(quotient, n, "/quotient"));
    USANCE_RETURN_IF_ERROR(Optional(status, "/status"));
    USANCE_ASSIGN_OR_RETURN(const Rounding mode,
                            Choose<Rounding>(rounding, "/rounding"));
    return EachRow(n, status, error, [&](size_t i) -> absl::Status {
      quotient[i] = 0;
      return Quotient(numerator[i], denominator[i], mode, &quotient[i]);
    });
  });
}
