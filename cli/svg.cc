#include "cli/svg.h"

namespace usance::cli {

std::string Px(int64_t hundredths) {
  std::string text = hundredths < 0 ? "-" : "";
  const int64_t size = hundredths < 0 ? -hundredths : hundredths;
  text += std::to_string(size / 100);
  if (size % 100 == 0) return text;
  text += '.';
  text += static_cast<char>('0' + size % 100 / 10);
  if (size % 10 != 0) text += static_cast<char>('0' + size % 10);
  return text;
}

std::string Xml(std::string_view text) {
  std::string escaped;
  for (size_t k = 0; k < text.size(); ++k) {
    const char c = text[k];
    if (const auto three = text.substr(k, 3);
        three == "\xEF\xBF\xBE" || three == "\xEF\xBF\xBF") {
      escaped += ' ';
      k += 2;
      continue;
    }
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
  }
  return escaped;
}

std::string Label(int64_t x, int64_t y, std::string_view anchor,
                  std::string_view text) {
  return "<text x=\"" + Px(x) + "\" y=\"" + Px(y) + "\" text-anchor=\"" +
         std::string(anchor) + "\">" + Xml(text) + "</text>\n";
}

}  // namespace usance::cli
