// USANCE_CHECK(condition): the programmer's promise at a place.
//
// Bad input is never checked this way: it gives a StatusOr (status.h). A check
// that fails is an error in the calling code; it prints the place and aborts.
// In a constant expression it fails to compile.
#ifndef USANCE_CORE_CHECK_H_
#define USANCE_CORE_CHECK_H_

#include <cstdio>
#include <cstdlib>

namespace usance::internal {

[[noreturn]] inline void CheckFailed(const char* condition, const char* file,
                                     int line) {
  std::fprintf(stderr, "%s:%d: check failed: %s\n", file, line, condition);
  std::abort();
}

}  // namespace usance::internal

#define USANCE_CHECK(condition) \
  ((condition) ? void()         \
               : ::usance::internal::CheckFailed(#condition, __FILE__, __LINE__))

#endif  // USANCE_CORE_CHECK_H_
