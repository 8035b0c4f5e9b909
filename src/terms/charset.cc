#include "src/terms/charset.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "usance/core/check.h"

namespace usance {
namespace {

// What bytes A0 to FF of a set stand for; 0 is nothing.
struct UpperHalf {
  int32_t number;  // of EpcCharset
  std::array<char16_t, 96> points;
};

constexpr UpperHalf kUpperHalves[] = {
#include "src/terms/generated/charsets.inc"
};

const UpperHalf& UpperHalfOf(EpcCharset charset) {
  const auto found =
      std::find_if(std::begin(kUpperHalves), std::end(kUpperHalves),
                   [charset](const UpperHalf& row) {
                     return row.number == static_cast<int32_t>(charset);
                   });
  USANCE_CHECK(found != std::end(kUpperHalves));
  return *found;
}

void AppendUtf8(char32_t c, std::string& bytes) {
  const auto byte = [&bytes](char32_t value) {
    bytes += static_cast<char>(static_cast<unsigned char>(value));
  };
  if (c < 0x80) return byte(c);
  if (c < 0x800) {
    byte(0xC0 | (c >> 6));
  } else if (c < 0x10000) {
    byte(0xE0 | (c >> 12));
    byte(0x80 | ((c >> 6) & 0x3F));
  } else {
    byte(0xF0 | (c >> 18));
    byte(0x80 | ((c >> 12) & 0x3F));
    byte(0x80 | ((c >> 6) & 0x3F));
  }
  byte(0x80 | (c & 0x3F));
}

// "U+00E4"
std::string CodePoint(char32_t c) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string digits;
  for (char32_t rest = c; rest != 0 || digits.size() < 4; rest >>= 4) {
    digits.insert(digits.begin(), kHex[rest & 0xF]);
  }
  return "U+" + digits;
}

}  // namespace

absl::StatusOr<std::vector<char32_t>> CharactersOf(std::string_view text,
                                                   std::string_view field) {
  std::vector<char32_t> characters;
  for (size_t at = 0; at < text.size();) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const size_t size = lead < 0x80   ? 1
                        : lead < 0xC0 ? 0
                        : lead < 0xE0 ? 2
                        : lead < 0xF0 ? 3
                        : lead < 0xF8 ? 4
                                      : 0;
    char32_t c = size == 1 ? lead : lead & (0xFFu >> (size + 1));
    bool good = size > 0 && size <= text.size() - at;
    for (size_t k = 1; good && k < size; ++k) {
      const auto next = static_cast<unsigned char>(text[at + k]);
      good = (next & 0xC0) == 0x80;
      c = (c << 6) | (next & 0x3Fu);
    }
    constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
    good = good && c >= kLeast[size] && c <= 0x10FFFF &&
           (c < 0xD800 || c > 0xDFFF);
    if (!good) {
      return Error(Reason::kMalformed, field,
                   "the text is no UTF-8 at byte " + std::to_string(at + 1));
    }
    characters.push_back(c);
    at += size;
  }
  return characters;
}

absl::StatusOr<std::string> Encode(const std::vector<char32_t>& characters,
                                   EpcCharset charset, std::string_view field) {
  std::string bytes;
  for (const char32_t c : characters) {
    if (charset == EpcCharset::kUtf8 || c < 0x80) {
      AppendUtf8(c, bytes);
      continue;
    }
    const auto& points = UpperHalfOf(charset).points;
    const auto found = std::find(points.begin(), points.end(), c);
    if (found == points.end()) {
      return Error(
          Reason::kConflict, field,
          CodePoint(c) + " is no character of " + std::string(NameOf(charset)));
    }
    bytes += static_cast<char>(
        static_cast<unsigned char>(0xA0 + (found - points.begin())));
  }
  return bytes;
}

}  // namespace usance
