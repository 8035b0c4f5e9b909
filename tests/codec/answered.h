// What a request is answered.
#ifndef USANCE_TESTS_CODEC_ANSWERED_H_
#define USANCE_TESTS_CODEC_ANSWERED_H_

#include <string>
#include <string_view>

#include "usance/codec/eval.h"
#include "usance/codec/json.h"
#include "usance/statute/rate_book.h"

namespace usance {

inline constexpr JsonLimits kWide = {.max_bytes = 1'000'000,
                                     .max_elements = 1'000'000};

inline Json Answered(const std::string& request, const RateBook& book = {}) {
  return *ParseJson(Eval(request, {}, nullptr, book), kWide);
}

// The member of the answer, or "REASON /path".
inline std::string Part(const std::string& request, std::string_view part,
                        const RateBook& book = {}) {
  const Json answer = Answered(request, book);
  if (const Json* error = answer.Find("error")) {
    return error->Find("reason")->text() + " " + error->Find("path")->text();
  }
  const Json* found = answer.Find("ok")->Find(part);
  return found == nullptr ? "" : ToText(*found);
}

}  // namespace usance

#endif  // USANCE_TESTS_CODEC_ANSWERED_H_
