// What every fuzz target has: its entry, and its bytes as text.
#ifndef USANCE_TESTS_FUZZ_FUZZ_H_
#define USANCE_TESTS_FUZZ_FUZZ_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "usance/core/check.h"

// Takes any bytes and returns 0; a check that fails is a defect.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace usance::fuzz {

inline std::string_view TextOf(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace usance::fuzz

#endif  // USANCE_TESTS_FUZZ_FUZZ_H_
