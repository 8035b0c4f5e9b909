// The throwing that only the tests' library does.
#include <new>
#include <stdexcept>

#include "capi/boundary.h"

namespace {
int pending = 0;
}

extern "C" USANCE_API int usance_test_throw(int kind) {
  const int before = pending;
  pending = kind;
  return before;
}

void usance::capi::ThrowFault() {
  switch (usance_test_throw(0)) {
    case 1:
      throw std::bad_alloc();
    case 2:
      throw std::runtime_error("thrown by a test");
    case 3:
      throw 42;
  }
}
