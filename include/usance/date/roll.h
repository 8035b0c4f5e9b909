// Roll conventions: which day of a month (or week) a schedule's dates fall on.
#ifndef USANCE_DATE_ROLL_H_
#define USANCE_DATE_ROLL_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/date/period.h"

namespace usance {

// The day that regular dates roll to.
class Roll {
 public:
  enum class Kind : int32_t {
    kNone = 1,         // the day of the anchor, clamped to shorter months
    kDayOfMonth = 2,   // 1 to 30; 31 is kEndOfMonth
    kEndOfMonth = 3,
    kStartOfMonth = 4,
    kDayOfWeek = 5,
    kImm = 6,          // the third Wednesday
    kFebruary28 = 7,   // the day of the anchor, but never 29 February
  };

  constexpr Roll() = default;  // kNone
  [[nodiscard]] static constexpr Roll EndOfMonth() {
    return Roll(Kind::kEndOfMonth, 0);
  }
  // Reads "none", "eom", "som", "imm", "february 28", "day 17", "mon"; aliases
  // of other systems too.
  [[nodiscard]] static absl::StatusOr<Roll> Parse(
      std::string_view text, std::string_view field = "/roll");

  [[nodiscard]] constexpr Kind kind() const { return kind_; }
  // The day of the month or the ISO number of the weekday.
  [[nodiscard]] constexpr int day() const { return day_; }
  [[nodiscard]] std::string ToText() const;

  // The date of the month (or week) of `date` that this convention names.
  [[nodiscard]] Date AdjustDate(Date date) const;
  [[nodiscard]] bool Matches(Date date) const {
    return AdjustDate(date) == date;
  }

  friend constexpr bool operator==(const Roll&, const Roll&) = default;

 private:
  constexpr Roll(Kind kind, int day) : kind_(kind), day_(day) {}

  Kind kind_ = Kind::kNone;
  int day_ = 0;
};

}  // namespace usance

#endif  // USANCE_DATE_ROLL_H_
