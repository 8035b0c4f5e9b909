// An interest rate: an exact share per stated unit of time.
#ifndef USANCE_ACCRUAL_RATE_H_
#define USANCE_ACCRUAL_RATE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "usance/core/fraction.h"
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/core/text.h"
#include "usance/date/date.h"
#include "usance/date/day_count.h"

namespace usance {

// What a rate is per. A rate keeps its unit: 0.8 % a day stays that, and a
// percent a year is never divided into months.
enum class TimeUnit : int32_t {
  kYear = 1,
  kMonth = 2,
  kWeek = 3,
  kDay = 4,
  kPeriod = 5,  // of a schedule, whatever its length
};

template <>
struct Names<TimeUnit> {
  static constexpr std::string_view kNoun = "unit of time";
  static constexpr Named<TimeUnit> kTable[] = {
      {TimeUnit::kYear, "year", "annum|y|a"},
      {TimeUnit::kMonth, "month", "mo|m"},
      {TimeUnit::kWeek, "week", "wk|w"},
      {TimeUnit::kDay, "day", "d"},
      {TimeUnit::kPeriod, "period", ""},
  };
};

// An exact share of the balance for each unit of time: 6.125 % a year,
// 0.5 per mille a day. Zero and negative rates are rates.
//
// Units: value() is the share itself, so 6.125 % is 49/800.
class Rate {
 public:
  constexpr Rate(const Fraction& value, TimeUnit unit)
      : value_(value), unit_(unit) {}

  // Reads "6.125%" (a year), "1.5%/month", "0.5‰/day", "1/3%/month". A sign
  // may lead: "+8%" is how a margin is written.
  //
  // Errors: INVALID_ARGUMENT / MALFORMED - no number, or no % or ‰ after it
  //         INVALID_ARGUMENT / TOO_MANY_DIGITS - over 38, or over 18 after the
  //           point
  //         INVALID_ARGUMENT / UNKNOWN_NAME - no such unit of time
  [[nodiscard]] static absl::StatusOr<Rate> Parse(
      std::string_view text, std::string_view field = "/rate");

  // value_e12 / 10^12: 80'000'000'000 is 8 %.
  [[nodiscard]] static constexpr Rate FromE12(int64_t value_e12,
                                              TimeUnit unit) {
    return Rate(Fraction::Of(value_e12, PowerOfTen(12)), unit);
  }

  [[nodiscard]] constexpr const Fraction& value() const { return value_; }
  [[nodiscard]] constexpr TimeUnit unit() const { return unit_; }

  friend constexpr bool operator==(const Rate&, const Rate&) = default;

 private:
  Fraction value_;
  TimeUnit unit_;
};

// The inverse of Rate::FromE12; the unit is the rate's own.
//
// Errors: INVALID_ARGUMENT / TOO_MANY_DIGITS - no multiple of 10^-12, as 1/3 %
//         OUT_OF_RANGE / OVERFLOW - beyond int64, some +-922,337,203 %
[[nodiscard]] absl::StatusOr<int64_t> ToE12(const Rate& rate,
                                            std::string_view field = "/rate");

// "6.125%", "1.5%/month", "0.05%/day"; "1/3%/month" where no decimal is exact.
// Rate::Parse reads it back.
[[nodiscard]] std::string Format(const Rate& rate);

// Returns how many units of time the convention counts in [start, end).
//
//   year    YearFraction(convention, start, end)
//   month   12 * YearFraction(convention, start, end)
//   week    DayCountDays(convention, start, end) / 7
//   day     DayCountDays(convention, start, end)
//   period  1 where start < end, else 0: the interval is one period
//
// Interest is balance * rate * Elapsed.
//
// Errors:    as YearFraction
//            OUT_OF_RANGE / OVERFLOW - the terms do not fit 128 bits
// Exactness: exact.
// Example:   Elapsed(month, 30e/360, 2026-01-15, 2026-03-15) is 2
[[nodiscard]] absl::StatusOr<Fraction> Elapsed(
    TimeUnit unit, DayCount convention, Date start, Date end,
    const DayCountContext& context = {});

namespace internal {

// Why a text is no rate, or the rate.
struct ScannedRate {
  std::optional<Rate> value;
  ScanError error = ScanError::kMalformed;  // where there is no value
  std::string_view unknown_unit;            // where that is what is wrong
};

// The magnitude before the sign: "6.125" or "1/3".
[[nodiscard]] constexpr Scanned<Fraction> ScanShare(std::string_view text) {
  constexpr int kMaxScale = 18;
  const size_t slash = text.find('/');
  const bool whole = slash == std::string_view::npos;
  const Scanned<Decimal> n = ScanDecimal(text.substr(0, slash), kMaxScale);
  if (!n.value) return {std::nullopt, n.error};
  if (whole) return {ToFraction(*n.value), {}};
  if (n.value->scale != 0) return {std::nullopt, ScanError::kMalformed};
  const Scanned<Decimal> d = ScanDecimal(text.substr(slash + 1), 0);
  if (!d.value) return {std::nullopt, d.error};
  if (d.value->digits <= 0) return {std::nullopt, ScanError::kMalformed};
  return {Fraction::Make(n.value->digits, d.value->digits), {}};
}

[[nodiscard]] constexpr ScannedRate ScanRate(std::string_view text) {
  constexpr std::string_view kPerMille = "\xE2\x80\xB0";  // U+2030
  int128 whole = 100;
  size_t sign = text.find('%'), sign_size = 1;
  if (sign == std::string_view::npos) {
    whole = 1000;
    sign = text.find(kPerMille);
    sign_size = kPerMille.size();
  }
  if (sign == std::string_view::npos) return {};
  std::string_view number = text.substr(0, sign);
  if (number.starts_with('+')) {
    number.remove_prefix(1);
    if (number.starts_with('-')) return {};
  }
  const Scanned<Fraction> share = ScanShare(number);
  if (!share.value) return {std::nullopt, share.error, {}};
  const std::optional<Fraction> value =
      CheckedMul(*share.value, Fraction::Of(1, whole));
  if (!value) return {std::nullopt, ScanError::kTooManyDigits, {}};
  std::string_view unit = text.substr(sign + sign_size);
  if (unit.empty()) return {Rate(*value, TimeUnit::kYear), {}, {}};
  if (unit[0] != '/' || unit.size() == 1) return {};
  unit.remove_prefix(1);
  const std::optional<TimeUnit> known = FindName<TimeUnit>(unit);
  if (!known) return {std::nullopt, ScanError::kMalformed, unit};
  return {Rate(*value, *known), {}, {}};
}

}  // namespace internal

inline namespace literals {

// "6.125%"_rate, checked at compile time.
consteval Rate operator""_rate(const char* text, size_t size) {
  const internal::ScannedRate scanned =
      internal::ScanRate(std::string_view(text, size));
  USANCE_CHECK(scanned.value.has_value());
  return *scanned.value;
}

}  // namespace literals
}  // namespace usance

#endif  // USANCE_ACCRUAL_RATE_H_
