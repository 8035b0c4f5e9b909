#include "cli/qr.h"

#include <png.h>
#include <qrencode.h>

#include <cstdint>
#include <memory>

namespace usance::cli {
namespace {

constexpr int kQuiet = 4;   // modules of light around the symbol
constexpr int kPixels = 8;  // of a module's side, in a PNG

}  // namespace

absl::StatusOr<QrCode> QrCode::Make(std::string_view bytes) {
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeData(static_cast<int>(bytes.size()),
                        reinterpret_cast<const unsigned char*>(bytes.data()),
                        /*version=*/0, QR_ECLEVEL_M),
      QRcode_free);
  if (code == nullptr) {
    return Error(Reason::kInternal, "", "the bytes do not fit a QR code");
  }
  std::vector<bool> dark;
  for (int i = 0; i < code->width * code->width; ++i) {
    dark.push_back((code->data[i] & 1) != 0);
  }
  return QrCode(code->width, std::move(dark));
}

bool QrCode::IsDark(int x, int y) const {
  return x >= 0 && y >= 0 && x < size_ && y < size_ &&
         dark_[static_cast<size_t>(y * size_ + x)];
}

std::string QrCode::ToText() const {
  // By whether the upper and the lower module are dark.
  constexpr const char* kBlocks[2][2] = {{"\u2588", "\u2580"}, {"\u2584", " "}};
  std::string text;
  for (int y = -kQuiet; y < size_ + kQuiet; y += 2) {
    for (int x = -kQuiet; x < size_ + kQuiet; ++x) {
      text += kBlocks[IsDark(x, y)][IsDark(x, y + 1)];
    }
    text += '\n';
  }
  return text;
}

std::string QrCode::ToAscii() const {
  std::string text;
  for (int y = -kQuiet; y < size_ + kQuiet; ++y) {
    for (int x = -kQuiet; x < size_ + kQuiet; ++x) {
      text += IsDark(x, y) ? "##" : "  ";
    }
    text += '\n';
  }
  return text;
}

std::string QrCode::ToSvg() const {
  const std::string side = std::to_string(size_ + 2 * kQuiet);
  std::string path;
  for (int y = 0; y < size_; ++y) {
    for (int x = 0; x < size_; ++x) {
      if (!IsDark(x, y)) continue;
      const int first = x;
      while (IsDark(x + 1, y)) ++x;
      path += "M" + std::to_string(first + kQuiet) + " " +
              std::to_string(y + kQuiet) + "h" + std::to_string(x + 1 - first) +
              "v1H" + std::to_string(first + kQuiet) + "z";
    }
  }
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side +
         " " + side +
         "\" shape-rendering=\"crispEdges\">\n<path fill=\"#fff\""
         " d=\"M0 0h" +
         side + "v" + side + "H0z\"/>\n<path d=\"" + path + "\"/>\n</svg>\n";
}

absl::StatusOr<std::string> QrCode::ToPng() const {
  const int side = (size_ + 2 * kQuiet) * kPixels;
  std::vector<uint8_t> pixels;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      const bool dark = IsDark(x / kPixels - kQuiet, y / kPixels - kQuiet);
      pixels.push_back(dark ? 0 : 255);
    }
  }
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(side);
  image.height = image.width;
  image.format = PNG_FORMAT_GRAY;
  png_alloc_size_t size = 0;
  std::string file;
  // The first call says how many bytes the second one writes.
  for (const bool writes : {false, true}) {
    if (writes) file.resize(size);
    if (png_image_write_to_memory(&image, writes ? file.data() : nullptr, &size,
                                  0, pixels.data(), 0, nullptr) == 0) {
      return Error(Reason::kInternal, "", image.message);
    }
  }
  file.resize(size);
  return file;
}

}  // namespace usance::cli
