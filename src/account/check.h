// What events and ledgers ask of a name. Private.
#ifndef USANCE_SRC_ACCOUNT_CHECK_H_
#define USANCE_SRC_ACCOUNT_CHECK_H_

#include <string_view>

#include "usance/core/status.h"

namespace usance {

// Errors: INVALID_ARGUMENT / MISSING_FIELD - it is empty, and `needed`
//         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxIdBytes
//         INVALID_ARGUMENT / MALFORMED - no UTF-8
[[nodiscard]] absl::Status CheckName(std::string_view name,
                                     std::string_view field, bool needed);

}  // namespace usance

#endif  // USANCE_SRC_ACCOUNT_CHECK_H_
