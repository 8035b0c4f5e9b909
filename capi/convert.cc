#include "capi/convert.h"

#include <utility>

#include "usance/core/text.h"
#include "usance/date/business_day.h"
#include "usance/date/roll.h"

namespace usance::capi {

absl::StatusOr<GivenPolicy> ReadPolicyText(std::string_view text,
                                           std::string_view code) {
  USANCE_ASSIGN_OR_RETURN(const Currency currency, Currency::Parse(code));
  USANCE_ASSIGN_OR_RETURN(Json json, ParseJson(text));
  return GivenPolicy{currency, std::move(json)};
}

std::optional<Period> MaybePeriod(int32_t months, int32_t days) {
  const Period period = {months, days};
  return period.IsZero() ? std::nullopt : std::optional<Period>(period);
}

std::optional<int32_t> MaybeCount(int32_t count) {
  return count == 0 ? std::nullopt : std::optional<int32_t>(count);
}

absl::StatusOr<std::optional<int32_t>> ToCount(int32_t count,
                                               const std::optional<Date>& end) {
  if (count != 0 || end) return MaybeCount(count);
  return Error(Reason::kOutOfRange, "/count",
               "0 is out of range; allowed: 1 to max_periods, or 0 with an "
               "end");
}

absl::StatusOr<std::vector<Date>> ToDates(const usance_day* days, size_t n,
                                          std::string_view field) {
  std::vector<Date> dates;
  dates.reserve(n);
  for (size_t i = 0; i < n; ++i) {
    const std::optional<Date> date = Date::FindDays(days[i]);
    if (!date) return At(field, DayError(days[i], "/" + std::to_string(i)));
    dates.push_back(*date);
  }
  return dates;
}

absl::Status FillContext(const usance_day_count_context& from,
                         DayCountContext* to) {
  to->frequency = MaybePeriod(from.frequency_months, from.frequency_days);
  to->periods_per_year = MaybeCount(from.periods_per_year);
  USANCE_ASSIGN_OR_RETURN(to->period_start,
                          MaybeDate(from.period_start, "/period_start"));
  USANCE_ASSIGN_OR_RETURN(to->period_end,
                          MaybeDate(from.period_end, "/period_end"));
  USANCE_ASSIGN_OR_RETURN(to->schedule_start,
                          MaybeDate(from.schedule_start, "/schedule_start"));
  USANCE_ASSIGN_OR_RETURN(to->schedule_end,
                          MaybeDate(from.schedule_end, "/schedule_end"));
  USANCE_ASSIGN_OR_RETURN(to->termination,
                          MaybeDate(from.termination, "/termination"));
  USANCE_ASSIGN_OR_RETURN(to->end_of_month,
                          ToFlag(from.end_of_month, "/end_of_month"));
  return absl::OkStatus();
}

absl::Status FillSchedule(const usance_schedule_spec& from,
                          const usance_calendar* calendar, ScheduleSpec* to) {
  USANCE_ASSIGN_OR_RETURN(to->start, ToDate(from.start, "/start"));
  if (from.end != USANCE_NULL_DAY) {
    USANCE_ASSIGN_OR_RETURN(to->end, ToDate(from.end, "/end"));
  }
  USANCE_ASSIGN_OR_RETURN(to->count, ToCount(from.count, to->end));
  to->frequency = {from.frequency_months, from.frequency_days};
  USANCE_ASSIGN_OR_RETURN(const std::string_view roll,
                          FieldText(from.roll, sizeof(from.roll), "/roll"));
  if (roll != "none") {  // as nearly all are, and `to` is
    USANCE_ASSIGN_OR_RETURN(to->roll, Roll::Parse(roll));
  }
  USANCE_ASSIGN_OR_RETURN(to->stub, Choose<Stub>(from.stub, "/stub"));
  to->smart_days = from.smart_days;
  if (from.first_regular_start != USANCE_NULL_DAY) {
    USANCE_ASSIGN_OR_RETURN(
        to->first_regular_start,
        ToDate(from.first_regular_start, "/first_regular_start"));
  }
  if (from.last_regular_end != USANCE_NULL_DAY) {
    USANCE_ASSIGN_OR_RETURN(to->last_regular_end,
                            ToDate(from.last_regular_end, "/last_regular_end"));
  }
  USANCE_ASSIGN_OR_RETURN(to->convention, Choose<BusinessDayConvention>(
                                              from.convention, "/convention"));
  if (from.start_convention != 0) {
    USANCE_ASSIGN_OR_RETURN(to->start_convention,
                            Choose<BusinessDayConvention>(from.start_convention,
                                                          "/start_convention"));
  }
  if (from.end_convention != 0) {
    USANCE_ASSIGN_OR_RETURN(
        to->end_convention,
        Choose<BusinessDayConvention>(from.end_convention, "/end_convention"));
  }
  USANCE_ASSIGN_OR_RETURN(to->duplicates,
                          Choose<Duplicates>(from.duplicates, "/duplicates"));
  to->max_periods = from.max_periods;
  if (calendar != nullptr) to->calendar = calendar->value;
  return absl::OkStatus();
}

absl::Status RateColumns::Check() const {
  USANCE_RETURN_IF_ERROR(Optional(e12, "/rate_e12"));
  USANCE_RETURN_IF_ERROR(Optional(numerator, "/rate_numerator"));
  return Optional(denominator, "/rate_denominator");
}

GivenRate RateColumns::At(size_t row, GivenRate rate) const {
  if (e12 != nullptr) rate.e12 = e12[row];
  if (numerator != nullptr) rate.numerator = numerator[row];
  if (denominator != nullptr) rate.denominator = denominator[row];
  return rate;
}

absl::StatusOr<std::optional<Rate>> MaybeRate(const GivenRate& given,
                                              TimeUnit unit,
                                              std::string_view name) {
  const bool whole = given.e12 != USANCE_NULL_INT64;
  if (given.denominator != 0) {
    if (whole) {
      return Error(Reason::kConflict, std::string(name) + "_e12",
                   "a fraction is given as well");
    }
    return Rate(Fraction::Of(given.numerator, given.denominator), unit);
  }
  if (given.numerator != 0) {
    return Error(Reason::kOutOfRange, std::string(name) + "_denominator",
                 "it is 0");
  }
  if (!whole) return std::optional<Rate>();
  return Rate::FromE12(given.e12, unit);
}

std::optional<Money> MaybeMoney(int64_t minor, Currency currency) {
  if (minor == USANCE_NULL_INT64) return std::nullopt;
  return Money(minor, currency);
}

std::optional<Percent> MaybePercent(int64_t share_e12) {
  if (share_e12 == USANCE_NULL_INT64) return std::nullopt;
  return Percent(Fraction::Of(share_e12, PowerOfTen(12)));
}

absl::StatusOr<RateHistory::Spec> ToRatesSpec(const usance_rates_spec& from) {
  RateHistory::Spec to;
  USANCE_RETURN_IF_ERROR(CheckReserved(from.reserved));
  USANCE_ASSIGN_OR_RETURN(const TimeUnit unit,
                          Choose<TimeUnit>(from.unit, "/unit"));
  USANCE_ASSIGN_OR_RETURN(const Rounding rounding,
                          ChooseOrNone<Rounding>(from.rounding, "/rounding"));
  USANCE_ASSIGN_OR_RETURN(const auto rounded,
                          ChooseOrNone<RateRounded>(from.rounded, "/rounded"));
  USANCE_ASSIGN_OR_RETURN(to.known_through,
                          MaybeDate(from.known_through, "/known_through"));
  USANCE_ASSIGN_OR_RETURN(to.margin,
                          MaybeRate({from.margin_e12, from.margin_numerator,
                                     from.margin_denominator},
                                    unit, "/margin"));
  USANCE_ASSIGN_OR_RETURN(
      to.floor,
      MaybeRate({from.floor_e12, from.floor_numerator, from.floor_denominator},
                unit, "/floor"));
  USANCE_ASSIGN_OR_RETURN(to.cap, MaybeRate({from.cap_e12, from.cap_numerator,
                                             from.cap_denominator},
                                            unit, "/cap"));
  USANCE_ASSIGN_OR_RETURN(
      const std::optional<Rate> increment,
      MaybeRate({from.increment_e12, from.increment_numerator,
                 from.increment_denominator},
                unit, "/increment"));
  if (increment) to.rounding = {*increment, rounding, rounded};
  return to;
}

absl::StatusOr<RateHistory> ToRates(const GivenRate& given, TimeUnit unit,
                                    const usance_rates* rates) {
  USANCE_ASSIGN_OR_RETURN(const std::optional<Rate> fixed,
                          MaybeRate(given, unit));
  if (fixed && rates != nullptr) {
    return Error(Reason::kConflict, "/rate_e12",
                 "both a rate and rates are given");
  }
  if (rates != nullptr) return rates->value;
  if (fixed) return RateHistory::Fixed(*fixed);
  return Error(Reason::kMissingField, "/rate_e12",
               "neither a rate nor rates are given");
}

absl::Status Check(const SegmentColumns& to) {
  USANCE_RETURN_IF_ERROR(Optional(to.start, "/start"));
  USANCE_RETURN_IF_ERROR(Optional(to.end, "/end"));
  USANCE_RETURN_IF_ERROR(Optional(to.days, "/days"));
  USANCE_RETURN_IF_ERROR(Optional(to.base, "/base"));
  USANCE_RETURN_IF_ERROR(Optional(to.rate, "/rate"));
  USANCE_RETURN_IF_ERROR(Optional(to.rate_numerator, "/rate_numerator"));
  USANCE_RETURN_IF_ERROR(Optional(to.rate_denominator, "/rate_denominator"));
  USANCE_RETURN_IF_ERROR(Optional(to.numerator, "/numerator"));
  USANCE_RETURN_IF_ERROR(Optional(to.denominator, "/denominator"));
  USANCE_RETURN_IF_ERROR(Optional(to.interest, "/interest"));
  return Present(to.count, "/count");
}

Outcome PutSegments(const std::vector<Segment>& segments, size_t capacity,
                    const SegmentColumns& to) {
  // Every figure must fit before the first is written.
  const size_t rows = segments.size();
  std::vector<int64_t> rate(rows), rate_numerator(rows), rate_denominator(rows),
      numerator(rows), denominator(rows);
  for (size_t i = 0; i < rows; ++i) {
    if (to.rate != nullptr) {
      USANCE_ASSIGN_OR_RETURN(rate[i], ToE12(segments[i].rate));
    }
    if (to.rate_numerator != nullptr || to.rate_denominator != nullptr) {
      USANCE_RETURN_IF_ERROR(
          FromFraction(segments[i].rate.value(), &rate_numerator[i],
                       &rate_denominator[i], "/rate_numerator"));
    }
    USANCE_RETURN_IF_ERROR(FromFraction(segments[i].time, &numerator[i],
                                        &denominator[i], "/numerator"));
  }
  if (!Fits(rows, capacity, to.count)) return USANCE_STATUS_MORE;
  for (size_t i = 0; i < rows; ++i) {
    const Segment& segment = segments[i];
    Put(to.start, i, segment.start.days());
    Put(to.end, i, segment.end.days());
    Put(to.days, i, segment.days);
    Put(to.base, i, segment.base_minor);
    Put(to.rate, i, rate[i]);
    Put(to.rate_numerator, i, rate_numerator[i]);
    Put(to.rate_denominator, i, rate_denominator[i]);
    Put(to.numerator, i, numerator[i]);
    Put(to.denominator, i, denominator[i]);
    Put(to.interest, i, segment.interest_minor);
  }
  return USANCE_STATUS_OK;
}

RowEnd EndOf(const LateCharges& charges) {
  const std::optional<UnknownCharge>& unknown = charges.compensation_unknown;
  if (!unknown) return absl::OkStatus();
  return {Error(unknown->reason, "/policy/compensation", unknown->text), true};
}

}  // namespace usance::capi
