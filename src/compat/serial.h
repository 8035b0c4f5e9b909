// The days of spreadsheets: serial numbers since 1900. Private to compat.
#ifndef USANCE_SRC_COMPAT_SERIAL_H_
#define USANCE_SRC_COMPAT_SERIAL_H_

#include <cstdint>
#include <optional>
#include <string>

#include "usance/date/date.h"

namespace usance::compat {

// Day 1 is 1900-01-01; day 0 is 1900-01-00 and day 60 the 29 February 1900 that
// there never was, so that days from 61 on are days since 1899-12-30.
struct Serial {
  int64_t number = 0;

  friend constexpr auto operator<=>(const Serial&, const Serial&) = default;
};

inline constexpr int64_t kLastSerial = 2'958'465;  // 9999-12-31

[[nodiscard]] constexpr bool IsDay(int64_t serial) {
  return serial >= 0 && serial <= kLastSerial;
}

// Nothing before 1900.
[[nodiscard]] std::optional<Serial> ToSerial(Date date);

// As a sheet shows it. Requires a day.
[[nodiscard]] CivilDay CivilOf(Serial day);
[[nodiscard]] std::string ToText(Serial day);

// The date; of days 0 and 60 the one before. Requires a day.
[[nodiscard]] Date DateOf(Serial day);

}  // namespace usance::compat

#endif  // USANCE_SRC_COMPAT_SERIAL_H_
