// Bytes as a QR code: as text, SVG or PNG.
#ifndef USANCE_CLI_QR_H_
#define USANCE_CLI_QR_H_

#include <string>
#include <string_view>
#include <vector>

#include "usance/core/status.h"

namespace usance::cli {

// A square of modules, of which some are dark. Around it every picture has
// four modules of light, as ISO/IEC 18004 asks for.
class QrCode {
 public:
  // The symbol of `bytes`, of error correction M: 15 % of it may be lost.
  //
  // Errors: Internal - too many bytes for a symbol
  [[nodiscard]] static absl::StatusOr<QrCode> Make(std::string_view bytes);

  // The modules of a side.
  [[nodiscard]] int size() const { return size_; }
  // Whether a module is dark; those outside of the symbol are not.
  [[nodiscard]] bool IsDark(int x, int y) const;

  // For a terminal that writes light on dark: two modules are one character,
  // light ones are blocks.
  [[nodiscard]] std::string ToText() const;
  // For paper: dark modules are "##".
  [[nodiscard]] std::string ToAscii() const;
  [[nodiscard]] std::string ToSvg() const;
  // Eight pixels a module, black on white.
  //
  // Errors: Internal - no memory left
  [[nodiscard]] absl::StatusOr<std::string> ToPng() const;

 private:
  QrCode(int size, std::vector<bool> dark)
      : size_(size), dark_(std::move(dark)) {}

  int size_;
  std::vector<bool> dark_;  // row by row
};

}  // namespace usance::cli

#endif  // USANCE_CLI_QR_H_
