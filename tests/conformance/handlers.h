// The kinds of cases that the library can run, by file.
#ifndef USANCE_TESTS_CONFORMANCE_HANDLERS_H_
#define USANCE_TESTS_CONFORMANCE_HANDLERS_H_

#include <string_view>

#include "tests/conformance/cases.h"

namespace usance::conformance {

// curo.cc
[[nodiscard]] Verdict CuroDayCount(Fields& fields);
// pyxirr.cc
[[nodiscard]] Verdict PyxirrDayCount(Fields& fields);
// quantlib.cc
[[nodiscard]] Verdict QuantlibDayCount(Fields& fields);
// strata.cc
[[nodiscard]] Verdict StrataDayCount(Fields& fields);

struct Kind {
  std::string_view file;  // folder and name, without the extension
  Handler handler;
};

inline constexpr Kind kKinds[] = {
    {"curo/daycount", CuroDayCount},
    {"pyxirr/daycount", PyxirrDayCount},
    {"quantlib/daycount", QuantlibDayCount},
    {"strata/daycount", StrataDayCount},
};

}  // namespace usance::conformance

#endif  // USANCE_TESTS_CONFORMANCE_HANDLERS_H_
