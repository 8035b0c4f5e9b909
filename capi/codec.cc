#include <new>
#include <optional>
#include <string>

#include "capi/boundary.h"
#include "usance/codec/eval.h"

using usance::Reason;
using usance::capi::Column;
using usance::capi::Guard;
using usance::capi::Outcome;
using usance::capi::Present;
using usance::capi::PutText;

usance_status usance_eval(const char* request, size_t request_size,
                          size_t capacity, char* answer, size_t* size,
                          usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(request, request_size, "/request"));
    USANCE_RETURN_IF_ERROR(Column(answer, capacity, "/answer"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    std::optional<Reason> refused;
    const std::string text =
        usance::Eval({request, request_size}, {}, &refused);
    if (refused == Reason::kOutOfMemory) throw std::bad_alloc();
    return PutText(text, answer, capacity, size);
  });
}
