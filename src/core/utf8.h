// UTF-8 as bytes. Private.
#ifndef USANCE_SRC_CORE_UTF8_H_
#define USANCE_SRC_CORE_UTF8_H_

#include <cstddef>
#include <string_view>

namespace usance {

// The bytes of the UTF-8 sequence at the start of `text`; 0 where there is
// none (RFC 3629: no surrogates, no overlong forms, up to U+10FFFF).
[[nodiscard]] constexpr size_t Utf8Size(std::string_view text) {
  const auto byte = [text](size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0u;
  };
  if (text.empty()) return 0;
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  const size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  for (size_t k = 1; k < size; ++k) {
    if ((byte(k) & 0xC0) != 0x80) return 0;
  }
  if (lead == 0xE0 && byte(1) < 0xA0) return 0;
  if (lead == 0xED && byte(1) > 0x9F) return 0;
  if (lead == 0xF0 && byte(1) < 0x90) return 0;
  if (lead == 0xF4 && byte(1) > 0x8F) return 0;
  return size;
}

// Whether all of `text` is UTF-8.
[[nodiscard]] constexpr bool IsUtf8(std::string_view text) {
  while (!text.empty()) {
    const size_t size = Utf8Size(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

}  // namespace usance

#endif  // USANCE_SRC_CORE_UTF8_H_
