// Check digits of references and account numbers. Private to src/terms.
#ifndef USANCE_SRC_TERMS_CHECK_DIGITS_H_
#define USANCE_SRC_TERMS_CHECK_DIGITS_H_

#include <algorithm>
#include <string>
#include <string_view>

#include "usance/core/text.h"

namespace usance {

[[nodiscard]] constexpr bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

[[nodiscard]] inline bool AllDigits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), IsDigit);
}

// The text without blanks and with capitals, as paper forms are read.
[[nodiscard]] inline std::string WithoutBlanks(std::string_view text) {
  std::string bare;
  for (const char c : text) {
    if (c == ' ' || (c >= '\t' && c <= '\r')) continue;
    bare += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return bare;
}

// The text in groups of `size`, with a blank between them; the first one has
// `first` characters.
[[nodiscard]] inline std::string Grouped(std::string_view text, size_t size,
                                         size_t first) {
  std::string groups(text.substr(0, first));
  for (size_t at = first; at < text.size(); at += size) {
    if (!groups.empty()) groups += ' ';
    groups += text.substr(at, size);
  }
  return groups;
}

// The number that letters and digits spell, A as 10 to Z as 35, modulo 97.
[[nodiscard]] inline int Mod97(std::string_view text) {
  int rest = 0;
  for (const char c : text) {
    rest = IsDigit(c) ? (rest * 10 + (c - '0')) % 97
                      : (rest * 100 + (c - 'A' + 10)) % 97;
  }
  return rest;
}

// The two digits that ISO 7064 MOD 97-10 puts after `prefix` so that `body`
// with them behind it leaves 1: 02 to 98.
[[nodiscard]] inline std::string Mod97Digits(std::string_view prefix,
                                             std::string_view body) {
  const int check = 98 - Mod97(std::string(body) + std::string(prefix) + "00");
  return {static_cast<char>('0' + check / 10),
          static_cast<char>('0' + check % 10)};
}

}  // namespace usance

#endif  // USANCE_SRC_TERMS_CHECK_DIGITS_H_
