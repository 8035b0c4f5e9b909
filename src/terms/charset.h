// Text in the character sets of payment codes. Private to src/terms.
#ifndef USANCE_SRC_TERMS_CHARSET_H_
#define USANCE_SRC_TERMS_CHARSET_H_

#include <string>
#include <string_view>
#include <vector>

#include "usance/core/status.h"
#include "usance/terms/payment_request.h"

namespace usance {

// The characters of UTF-8.
//
// Errors: INVALID_ARGUMENT / MALFORMED - no UTF-8: a stray, missing or overlong
//           byte, a surrogate, or beyond U+10FFFF
[[nodiscard]] absl::StatusOr<std::vector<char32_t>> CharactersOf(
    std::string_view text, std::string_view field);

// The characters as bytes of `charset`.
//
// Errors: INVALID_ARGUMENT / CONFLICT - a character that the set does not have
[[nodiscard]] absl::StatusOr<std::string> Encode(
    const std::vector<char32_t>& characters, EpcCharset charset,
    std::string_view field);

}  // namespace usance

#endif  // USANCE_SRC_TERMS_CHARSET_H_
