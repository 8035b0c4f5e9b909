// What the checks of policies and other documents share. Private.
#ifndef USANCE_SRC_CORE_DOCUMENT_CHECK_H_
#define USANCE_SRC_CORE_DOCUMENT_CHECK_H_

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "usance/core/names.h"
#include "usance/core/status.h"

namespace usance::internal {

// The field of a list's k-th element.
inline std::string Place(std::string_view list, size_t k) {
  return std::string(list) + "/" + std::to_string(k);
}

inline absl::Status TooLarge(std::string_view field) {
  return Error(Reason::kOverflow, field, "the amount is too large");
}

template <HasNames E>
absl::Status CheckChosen(E choice, const std::string& field) {
  if (!NameOf(choice).empty()) return absl::OkStatus();
  return Error(Reason::kUnspecified, field,
               "no " + std::string(Names<E>::kNoun) + " is chosen");
}

inline absl::Status CheckBetween(int64_t value, int64_t least, int64_t most,
                                 const std::string& field) {
  if (value >= least && value <= most) return absl::OkStatus();
  return Error(Reason::kOutOfRange, field,
               std::to_string(value) + "; allowed: " + std::to_string(least) +
                   " to " + std::to_string(most));
}

inline absl::Status CheckNotBelow0(int64_t minor, const std::string& field) {
  if (minor >= 0) return absl::OkStatus();
  return Error(Reason::kOutOfRange, field,
               std::to_string(minor) + " minor units; allowed: 0 or more");
}

inline absl::Status CheckCount(size_t count, size_t least, size_t most,
                               const std::string& field) {
  if (count < least) {
    return Error(Reason::kMissingField, field, "none; allowed: at least one");
  }
  if (count <= most) return absl::OkStatus();
  return Error(
      Reason::kLimitExceeded, field,
      std::to_string(count) + "; allowed: up to " + std::to_string(most));
}

inline absl::Status CheckText(const std::string& text,
                              const std::string& field) {
  if (!text.empty()) return absl::OkStatus();
  return Error(Reason::kMissingField, field, "the field is missing");
}

inline absl::Status CheckId(const std::string& id, std::set<std::string>& seen,
                            const std::string& field) {
  USANCE_RETURN_IF_ERROR(CheckText(id, field));
  if (seen.insert(id).second) return absl::OkStatus();
  return Error(Reason::kDuplicateField, field,
               "\"" + id + "\" stands there twice");
}

}  // namespace usance::internal

#endif  // USANCE_SRC_CORE_DOCUMENT_CHECK_H_
