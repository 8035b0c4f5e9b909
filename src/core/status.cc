#include "usance/core/status.h"

#include "absl/strings/cord.h"
#include "absl/strings/string_view.h"
#include "usance/core/text.h"

namespace usance {
namespace {

constexpr char kReasonUrl[] = "usance/reason";
constexpr char kFieldUrl[] = "usance/field";

std::string Message(std::string_view field, std::string_view text) {
  std::string message(field);
  if (!field.empty()) message += ": ";
  message += text;
  return message;
}

}  // namespace

absl::StatusCode CodeOf(Reason reason) {
  switch (reason) {
    case Reason::kOutOfRange:
    case Reason::kDateOutOfRange:
    case Reason::kOverflow:
    case Reason::kCalendarRange:
      return absl::StatusCode::kOutOfRange;
    case Reason::kLimitExceeded:
    case Reason::kOutOfMemory:
      return absl::StatusCode::kResourceExhausted;
    case Reason::kRateUnknown:
    case Reason::kNegativeAmortization:
    case Reason::kTemplateOnly:
      return absl::StatusCode::kFailedPrecondition;
    case Reason::kUnsupported:
      return absl::StatusCode::kUnimplemented;
    case Reason::kInternal:
      return absl::StatusCode::kInternal;
    default:
      return absl::StatusCode::kInvalidArgument;
  }
}

std::string_view NameOfCode(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return "OK";
    case absl::StatusCode::kInvalidArgument:
      return "INVALID_ARGUMENT";
    case absl::StatusCode::kOutOfRange:
      return "OUT_OF_RANGE";
    case absl::StatusCode::kResourceExhausted:
      return "RESOURCE_EXHAUSTED";
    case absl::StatusCode::kFailedPrecondition:
      return "FAILED_PRECONDITION";
    case absl::StatusCode::kUnimplemented:
      return "UNIMPLEMENTED";
    default:
      return "INTERNAL";
  }
}

absl::Status Error(Reason reason, std::string_view field,
                   std::string_view text) {
  absl::Status status(CodeOf(reason), Message(field, text));
  status.SetPayload(kReasonUrl, absl::Cord(ToAbsl(NameOf(reason))));
  status.SetPayload(kFieldUrl, absl::Cord(ToAbsl(field)));
  return status;
}

Reason ReasonOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kReasonUrl);
  if (!payload.has_value()) return Reason::kInternal;
  return FindName<Reason>(std::string(*payload)).value_or(Reason::kInternal);
}

std::string FieldOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kFieldUrl);
  return payload.has_value() ? std::string(*payload) : std::string();
}

std::string TextOf(const absl::Status& status) {
  std::string text(FromAbsl(status.message()));
  const std::string field = FieldOf(status);
  if (!field.empty() && text.starts_with(field + ": ")) {
    text.erase(0, field.size() + 2);
  }
  return text;
}

absl::Status At(std::string_view parent, absl::Status status) {
  if (status.ok()) return status;
  return Error(ReasonOf(status), std::string(parent) + FieldOf(status),
               TextOf(status));
}

std::string Quoted(std::string_view text) {
  constexpr size_t kLongest = 40;
  std::string quoted = "\"";
  for (const char c : text.substr(0, kLongest)) {
    quoted += c >= ' ' && c <= '~' ? c : '?';
  }
  quoted += text.size() > kLongest ? "...\"" : "\"";
  return quoted;
}

namespace internal {

absl::Status NameError(std::string_view noun, std::string_view field,
                       std::string_view text, const std::string& allowed) {
  if (text.empty()) {
    return Error(Reason::kUnspecified, field,
                 "no " + std::string(noun) + " is given; choose one of: " +
                     allowed);
  }
  return Error(Reason::kUnknownName, field,
               Quoted(text) + " is no " + std::string(noun) +
                   "; allowed: " + allowed);
}

}  // namespace internal
}  // namespace usance
