// Texts and lengths as SVG and HTML have them.
#ifndef USANCE_CLI_SVG_H_
#define USANCE_CLI_SVG_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace usance::cli {

// Hundredths of a pixel: 12345 is "123.45".
[[nodiscard]] std::string Px(int64_t hundredths);

// Text within XML or HTML, or within the double quotes of an attribute, without
// what XML cannot hold: control characters, U+FFFE and U+FFFF are spaces.
[[nodiscard]] std::string Xml(std::string_view text);

// A text at (x, y), which are hundredths of a pixel; the anchor says which of
// its ends is there: start, middle or end.
[[nodiscard]] std::string Label(int64_t x, int64_t y, std::string_view anchor,
                                std::string_view text);

}  // namespace usance::cli

#endif  // USANCE_CLI_SVG_H_
