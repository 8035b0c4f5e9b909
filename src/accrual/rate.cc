#include "usance/accrual/rate.h"

namespace usance {

absl::StatusOr<Rate> Rate::Parse(std::string_view text,
                                 std::string_view field) {
  const internal::ScannedRate scanned = internal::ScanRate(text);
  if (scanned.value) return *scanned.value;
  if (!scanned.unknown_unit.empty()) {
    return ParseName<TimeUnit>(scanned.unknown_unit, field).status();
  }
  if (scanned.error == ScanError::kTooManyDigits) {
    return Error(Reason::kTooManyDigits, field,
                 Quoted(text) +
                     " has too many digits; allowed: 38, and 18 "
                     "after the point");
  }
  return Error(Reason::kMalformed, field,
               Quoted(text) +
                   " is no rate; allowed: a number and %, then /month, "
                   "/week, /day or /period where it is not per year, as "
                   "6.125% or 1.5%/month");
}

absl::StatusOr<int64_t> ToE12(const Rate& rate, std::string_view field) {
  const auto scaled = CheckedMul(rate.value(), Fraction(PowerOfTen(12)));
  if (scaled && scaled->denominator() != 1) {
    return Error(Reason::kTooManyDigits, field,
                 Format(rate) + " is no multiple of 10^-12");
  }
  const auto value_e12 =
      scaled ? Narrow<int64_t>(scaled->numerator()) : std::nullopt;
  if (!value_e12) {
    return Error(Reason::kOverflow, field,
                 Format(rate) + " times 10^12 does not fit 64 bits");
  }
  return *value_e12;
}

std::string Format(const Rate& rate) {
  constexpr int kMaxScale = 18;  // what Parse reads
  std::string text = ToText(rate.value());
  if (const auto percent = CheckedMul(rate.value(), Fraction(100))) {
    text = ToText(*percent) + "%";
    for (int scale = 0; scale <= kMaxScale; ++scale) {
      const auto scaled = CheckedMul(*percent, Fraction(PowerOfTen(scale)));
      if (!scaled) break;
      if (scaled->denominator() != 1) continue;
      text = ToText(Decimal{scaled->numerator(), scale}) + "%";
      break;
    }
  }
  if (rate.unit() == TimeUnit::kYear) return text;
  return text + "/" + std::string(NameOf(rate.unit()));
}

absl::StatusOr<Fraction> Elapsed(TimeUnit unit, DayCount convention, Date start,
                                 Date end, const DayCountContext& context) {
  std::optional<Fraction> result;
  switch (unit) {
    case TimeUnit::kYear:
      return YearFraction(convention, start, end, context);
    case TimeUnit::kMonth: {
      USANCE_ASSIGN_OR_RETURN(const Fraction years,
                              YearFraction(convention, start, end, context));
      result = CheckedMul(years, Fraction(12));
      break;
    }
    case TimeUnit::kWeek:
    case TimeUnit::kDay: {
      USANCE_ASSIGN_OR_RETURN(const int32_t days,
                              DayCountDays(convention, start, end, context));
      result = Fraction::Of(days, unit == TimeUnit::kWeek ? 7 : 1);
      break;
    }
    case TimeUnit::kPeriod:
      result = Fraction(start < end ? 1 : 0);
      break;
  }
  if (!result) {
    return Error(Reason::kOverflow, "", "the time does not fit 128 bits");
  }
  return *result;
}

}  // namespace usance
