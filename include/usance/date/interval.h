// Which of its two end days an interval counts.
#ifndef USANCE_DATE_INTERVAL_H_
#define USANCE_DATE_INTERVAL_H_

#include <cstdint>
#include <string_view>

#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/date.h"

namespace usance {

// The days that count, half open: [start, end), start <= end. Everything in
// the library computes on these.
struct Interval {
  Date start;
  Date end;

  [[nodiscard]] constexpr int32_t days() const { return end - start; }

  friend constexpr bool operator==(const Interval&, const Interval&) = default;
};

// What contracts and laws mean by "from ... to ...": a bracket is a day that
// counts.
//
//                2026-01-01 to 2026-01-31   days   who
//   [start,end)  01-01 .. 01-30             30     loans, bonds
//   (start,end]  01-02 .. 01-31             30     default interest after a due
//                                                  day (BGB 187(1), 188)
//   [start,end]  01-01 .. 01-31             31     rent, subscriptions, "both
//                                                  days included"
//   (start,end)  01-02 .. 01-30             29     clear days
enum class Bounds : int32_t {
  kStartOnly = 1,
  kEndOnly = 2,
  kBoth = 3,
  kNeither = 4,
};

template <>
struct Names<Bounds> {
  static constexpr std::string_view kNoun = "bounds";
  static constexpr Named<Bounds> kTable[] = {
      {Bounds::kStartOnly, "[start,end)", "start included|half open"},
      {Bounds::kEndOnly, "(start,end]", "end included"},
      {Bounds::kBoth, "[start,end]", "both included|inclusive"},
      {Bounds::kNeither, "(start,end)", "neither included|clear days"},
  };
};

// Returns the days from start to end that count under `bounds`. From a day to
// itself is no day, except under kBoth.
//
// Errors: INVALID_ARGUMENT / END_BEFORE_START - end < start
//         OUT_OF_RANGE / DATE_OUT_OF_RANGE - the day after 9999-12-31
// Example: (2023-01-01, 2024-01-01] is [2023-01-02, 2024-01-02): 365 days
[[nodiscard]] inline absl::StatusOr<Interval> CountedDays(Date start, Date end,
                                                          Bounds bounds) {
  if (end < start) {
    return Error(Reason::kEndBeforeStart, "/end",
                 end.ToText() + " is before the start " + start.ToText());
  }
  const bool first = bounds == Bounds::kStartOnly || bounds == Bounds::kBoth;
  const bool last = bounds == Bounds::kEndOnly || bounds == Bounds::kBoth;
  Interval interval{start, end};
  if (!first) {
    USANCE_ASSIGN_OR_RETURN(interval.start, AddDays(start, 1, "/start"));
  }
  if (last) {
    USANCE_ASSIGN_OR_RETURN(interval.end, AddDays(end, 1, "/end"));
  }
  if (interval.end < interval.start) interval.end = interval.start;
  return interval;
}

}  // namespace usance

#endif  // USANCE_DATE_INTERVAL_H_
