// The request language: one JSON object in, one out. docs/requests.md shows
// every operation.
#ifndef USANCE_CODEC_EVAL_H_
#define USANCE_CODEC_EVAL_H_

#include <optional>
#include <string>
#include <string_view>

#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/statute/rate_book.h"

namespace usance {

// Returns the answer to one request, on one line without its end.
//
//   {"id": 7, "op": "day_count", ...} -> {"id":7,"ok":{...}}
//                                     or {"id":7,"error":{"code":...,
//                                         "reason":...,"path":...,
//                                         "message":...}}
//
// Never throws and never fails: what is wrong is in the answer, where `path`
// is a JSON pointer into the request. Of several errors the first in this
// order is reported:
//
//   1. the document (limits, malformed, a field twice): no id is known
//   2. op
//   3. explain
//   4. the operation's fields in the order of its table, each: missing, wrong
//      type, no such value, out of range
//   5. fields that are not in the table, then fields of the table that have no
//      use beside the others
//   6. what the operation itself finds, in its documented order
//
// `refused`, where given, becomes the reason of the answer's error, if it is
// one. OUT_OF_MEMORY is no answer to the request: memory ended on the way.
// `book` has the rate series that requests name.
//
// Exactness: a pure function of its arguments: the same bytes always.
[[nodiscard]] std::string Eval(std::string_view request,
                               const JsonLimits& limits = {},
                               std::optional<Reason>* refused = nullptr,
                               const RateBook& book = {});

// The JSON Schema (draft 2020-12) of a request, made from the table that Eval
// reads requests by; indented, with a line end.
[[nodiscard]] std::string RequestSchema();

}  // namespace usance

#endif  // USANCE_CODEC_EVAL_H_
