#include "src/compat/serial.h"

namespace usance::compat {
namespace {

constexpr int32_t kZero = Date::Of(1899, 12, 30).days();
constexpr int64_t kNoDay = 60;

}  // namespace

std::optional<Serial> ToSerial(Date date) {
  const int64_t number = date.days() - kZero;
  const int64_t serial = number <= kNoDay ? number - 1 : number;
  if (serial < 1) return std::nullopt;
  return Serial{serial};
}

Date DateOf(Serial day) {
  return *Date::FindDays(kZero + day.number + (day.number < kNoDay ? 1 : 0));
}

CivilDay CivilOf(Serial day) {
  if (day.number == 0) return {1900, 1, 0};
  if (day.number == kNoDay) return {1900, 2, 29};
  return DateOf(day).civil();
}

std::string ToText(Serial day) {
  if (day.number == 0) return "1900-01-00";
  if (day.number == kNoDay) return "1900-02-29";
  return DateOf(day).ToText();
}

}  // namespace usance::compat
