// The digest of journals and of text that is kept elsewhere. Private.
#ifndef USANCE_SRC_CORE_SHA256_H_
#define USANCE_SRC_CORE_SHA256_H_

#include <cstddef>
#include <string>
#include <string_view>

namespace usance {

// Of a digest in hex.
inline constexpr size_t kSha256Digits = 64;

// The SHA-256 of `bytes`, as 64 digits of 0-9 and a-f.
//
// Example: "abc" is "ba7816bf...f20015ad".
// Source:  FIPS 180-4, 6.2
[[nodiscard]] std::string Sha256(std::string_view bytes);

}  // namespace usance

#endif  // USANCE_SRC_CORE_SHA256_H_
