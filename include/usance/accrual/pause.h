// Days on which nothing bears, and why: a dispute, a moratorium, a stop.
#ifndef USANCE_ACCRUAL_PAUSE_H_
#define USANCE_ACCRUAL_PAUSE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/core/status.h"
#include "usance/date/date.h"

namespace usance {

// Nothing bears on the days [start, end); without an end, on no day from start
// on. Rests go on: interest from before joins the balance at the next one.
struct Pause {
  Date start;
  std::optional<Date> end = {};
  std::string reason = {};  // shown in the trace: "dispute"
};

inline constexpr size_t kMaxPauses = 1'000;

// Pauses may come in any order, and overlap: the first of the list that holds a
// day gives its reason.
//
// Errors: RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxPauses
//         INVALID_ARGUMENT / END_BEFORE_START - one that ends before it starts
//         INVALID_ARGUMENT / MISSING_FIELD - one without a reason
[[nodiscard]] absl::Status CheckPauses(const std::vector<Pause>& pauses,
                                       std::string_view field = "/pauses");

}  // namespace usance

#endif  // USANCE_ACCRUAL_PAUSE_H_
