// A length of time in months and days: P1M, P30D, P1M15D.
#ifndef USANCE_DATE_PERIOD_H_
#define USANCE_DATE_PERIOD_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "usance/core/status.h"
#include "usance/date/date.h"

namespace usance {

// Months, then days. Years are 12 months and weeks 7 days: P1Y is P12M and P2W
// is P14D.
struct Period {
  int32_t months = 0;
  int32_t days = 0;

  // Reads ISO 8601 "P[nY][nM][nW][nD]": at least one part, whole numbers, and
  // either one sign before the P ("-P1M") or signs of the parts ("P1M-3D").
  //
  // Errors: INVALID_ARGUMENT / MALFORMED
  //         OUT_OF_RANGE / OUT_OF_RANGE - over 9999 years or 3,652,058 days
  [[nodiscard]] static absl::StatusOr<Period> Parse(
      std::string_view text, std::string_view field = "/period");

  [[nodiscard]] constexpr bool IsZero() const {
    return months == 0 && days == 0;
  }

  // "P18M", "P14D", "P1M15D"; "P0D" for none. A period whose parts differ in
  // sign prints each with its own: "P1M-3D".
  [[nodiscard]] std::string ToText() const;

  friend constexpr bool operator==(const Period&, const Period&) = default;
};

[[nodiscard]] constexpr Period Days(int32_t days) { return {0, days}; }
[[nodiscard]] constexpr Period Weeks(int32_t weeks) { return {0, 7 * weeks}; }
[[nodiscard]] constexpr Period Months(int32_t months) { return {months, 0}; }
[[nodiscard]] constexpr Period Years(int32_t years) { return {12 * years, 0}; }

// What adding months does at the end of a month.
//
//                      2023-01-31  2023-02-28  2023-01-30  2024-01-29
//                         + P1M       + P1M       + P1M      + P13M
//   clamp               02-28       03-28       02-28      2025-02-28
//   last day            02-28       03-31       02-28      2025-02-28
//   mandatory           02-28       03-31       02-28      2025-02-28
//   february 28         02-28       03-28       02-28      2025-02-28
//
// clamp:       the anchor's day, or the last day of a shorter month.
// last day:    the last day where the anchor is the last day of its month;
//              else clamp.
// mandatory:   always the last day of the month, whatever the anchor.
// february 28: clamp, but never 29 February: 28 February in every year.
//
// The last business day of the month is a matter of a calendar: see
// date/schedule.h.
enum class EndOfMonth : int32_t {
  kClamp = 1,
  kLastDay = 2,
  kMandatory = 3,
  kFebruary28 = 4,
};

template <>
struct Names<EndOfMonth> {
  static constexpr std::string_view kNoun = "end of month";
  static constexpr Named<EndOfMonth> kTable[] = {
      {EndOfMonth::kClamp, "clamp", "none|same day|sd"},
      {EndOfMonth::kLastDay, "last day", "eom"},
      {EndOfMonth::kMandatory, "mandatory", "always last day"},
      {EndOfMonth::kFebruary28, "february 28", "feb 28"},
  };
};

// Returns the date `months` after `anchor`.
//
// Adding is not repeatable: 31 January + 1 month + 1 month is 28 March, while
// 31 January + 2 months is 31 March. Schedules therefore always count from
// their anchor.
//
// Errors: OUT_OF_RANGE / DATE_OUT_OF_RANGE
[[nodiscard]] absl::StatusOr<Date> AddMonths(Date anchor, int64_t months,
                                             EndOfMonth end_of_month,
                                             std::string_view field = "/date");

// Returns anchor + count * period: the months first, from the anchor, then the
// days. A period without months leaves the end of the month alone.
//
// Errors: OUT_OF_RANGE / DATE_OUT_OF_RANGE
[[nodiscard]] absl::StatusOr<Date> AddPeriod(Date anchor, const Period& period,
                                             int64_t count,
                                             EndOfMonth end_of_month,
                                             std::string_view field = "/date");

}  // namespace usance

#endif  // USANCE_DATE_PERIOD_H_
