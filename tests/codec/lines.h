// The lines of a text.
#ifndef USANCE_TESTS_CODEC_LINES_H_
#define USANCE_TESTS_CODEC_LINES_H_

#include <cstddef>
#include <string_view>
#include <vector>

namespace usance {

// Where each begins, and where the text ends.
inline std::vector<size_t> LineStarts(std::string_view text) {
  std::vector<size_t> starts = {0};
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\n') starts.push_back(at + 1);
  }
  return starts;
}

}  // namespace usance

#endif  // USANCE_TESTS_CODEC_LINES_H_
