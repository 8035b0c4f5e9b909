// From the structs of usance.h to those of C++.
#ifndef USANCE_CAPI_CONVERT_H_
#define USANCE_CAPI_CONVERT_H_

#include <optional>
#include <string_view>
#include <vector>

#include "capi/boundary.h"
#include "capi/handles.h"
#include "usance/accrual/accrual_rule.h"
#include "usance/accrual/rate.h"
#include "usance/accrual/rate_history.h"
#include "usance/accrual/segment.h"
#include "usance/codec/json.h"
#include "usance/date/day_count.h"
#include "usance/date/period.h"
#include "usance/date/schedule.h"
#include "usance/money/money.h"
#include "usance/money/percent.h"
#include "usance/terms/late_charges.h"

namespace usance::capi {

// A policy's document, and the currency of its amounts.
struct GivenPolicy {
  Currency currency;
  Json json;
};

[[nodiscard]] absl::StatusOr<GivenPolicy> ReadPolicyText(std::string_view text,
                                                         std::string_view code);

// Checks and reads the arguments of a function that makes a policy: /text,
// /currency and that there is a place for it, /policy, in this order.
template <class Handle>
[[nodiscard]] absl::StatusOr<GivenPolicy> ReadGivenPolicy(const char* text,
                                                          size_t text_size,
                                                          const char* currency,
                                                          Handle** policy) {
  USANCE_RETURN_IF_ERROR(Column(text, text_size, "/text"));
  USANCE_ASSIGN_OR_RETURN(const std::string_view code,
                          Text(currency, "/currency"));
  USANCE_RETURN_IF_ERROR(Present(policy, "/policy"));
  return ReadPolicyText({text, text_size}, code);
}

// None is USANCE_NULL_INT64.
[[nodiscard]] inline int64_t OrNull(const std::optional<int64_t>& value) {
  return value.value_or(USANCE_NULL_INT64);
}

// No months and no days are none.
[[nodiscard]] std::optional<Period> MaybePeriod(int32_t months, int32_t days);

// 0 is none.
[[nodiscard]] std::optional<int32_t> MaybeCount(int32_t count);

// How many periods a schedule has: 0 is none where there is an end.
[[nodiscard]] absl::StatusOr<std::optional<int32_t>> ToCount(
    int32_t count, const std::optional<Date>& end);

// The days of a list; of an error the field is below `field`: /holiday/3.
[[nodiscard]] absl::StatusOr<std::vector<Date>> ToDates(const usance_day* days,
                                                        size_t n,
                                                        std::string_view field);

// Fills an empty context; NULL leaves it so. The calendar stays the caller's.
[[nodiscard]] absl::Status FillContext(const usance_day_count_context& from,
                                       DayCountContext* to);
[[nodiscard]] inline absl::Status FillContext(
    const usance_day_count_context* from, const usance_calendar* calendar,
    DayCountContext* to) {
  if (calendar != nullptr) to->calendar = &calendar->value;
  if (from == nullptr) return absl::OkStatus();
  USANCE_ASSIGN_OR_RETURN(const usance_day_count_context facts,
                          Read(from, "/context"));
  return FillContext(facts, to);
}

// Fills in what is said of a schedule that nothing is said of.
[[nodiscard]] absl::Status FillSchedule(const usance_schedule_spec& from,
                                        const usance_calendar* calendar,
                                        ScheduleSpec* to);

// USANCE_NULL_INT64 is none.
[[nodiscard]] std::optional<Money> MaybeMoney(int64_t minor, Currency currency);
[[nodiscard]] std::optional<Percent> MaybePercent(int64_t share_e12);

// A rate as structs and columns hold it: e12, where that is not null, or
// numerator / denominator, where that is not 0.
struct GivenRate {
  int64_t e12 = USANCE_NULL_INT64;
  int64_t numerator = 0;
  int64_t denominator = 0;
};

// Columns of rates; one that is NULL leaves what is given for all rows.
struct RateColumns {
  const int64_t* e12 = nullptr;
  const int64_t* numerator = nullptr;
  const int64_t* denominator = nullptr;

  [[nodiscard]] absl::Status Check() const;
  [[nodiscard]] GivenRate At(size_t row, GivenRate rate) const;
};

// The rate, or nothing where none is given. Fields are named `name`_e12 ...
[[nodiscard]] absl::StatusOr<std::optional<Rate>> MaybeRate(
    const GivenRate& given, TimeUnit unit, std::string_view name = "/rate");

// What is added to steps, or to a series: the spec without its unit.
[[nodiscard]] absl::StatusOr<RateHistory::Spec> ToRatesSpec(
    const usance_rates_spec& from);

// The rate given or the handle in its place: exactly one of the two.
[[nodiscard]] absl::StatusOr<RateHistory> ToRates(const GivenRate& given,
                                                  TimeUnit unit,
                                                  const usance_rates* rates);

// The accrual rule that interest_spec and late_policy_spec hold alike. What is
// not chosen stays so, and CheckRule says it.
template <class Spec>
[[nodiscard]] absl::StatusOr<AccrualRule> ToRule(
    const Spec& from, const DayCountContext& context) {
  AccrualRule to;
  USANCE_ASSIGN_OR_RETURN(to.day_count,
                          ChooseOrNone<DayCount>(from.day_count, "/day_count"));
  USANCE_ASSIGN_OR_RETURN(
      to.compounding, Choose<Compounding>(from.compounding, "/compounding"));
  to.rest = MaybePeriod(from.rest_months, from.rest_days);
  if (from.rests_per_year != 0) to.rests_per_year = from.rests_per_year;
  USANCE_ASSIGN_OR_RETURN(to.fixing,
                          Choose<RateFixing>(from.fixing, "/fixing"));
  USANCE_ASSIGN_OR_RETURN(to.regime,
                          ChooseOrNone<RoundingRegime>(from.regime, "/regime"));
  USANCE_ASSIGN_OR_RETURN(to.rounding,
                          ChooseOrNone<Rounding>(from.rounding, "/rounding"));
  to.context = context;
  return to;
}

// The columns that segments are listed in; each may be NULL.
struct SegmentColumns {
  usance_day* start;
  usance_day* end;
  int32_t* days;
  int64_t* base;
  int64_t* rate;
  int64_t* rate_numerator;
  int64_t* rate_denominator;
  int64_t* numerator;
  int64_t* denominator;
  int64_t* interest;
  size_t* count;
};
[[nodiscard]] absl::Status Check(const SegmentColumns& to);
[[nodiscard]] Outcome PutSegments(const std::vector<Segment>& segments,
                                  size_t capacity, const SegmentColumns& to);

// A row of late charges: of a part where the fixed sum is left out.
[[nodiscard]] RowEnd EndOf(const LateCharges& charges);

}  // namespace usance::capi

#endif  // USANCE_CAPI_CONVERT_H_
