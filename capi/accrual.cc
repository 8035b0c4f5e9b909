#include <vector>

#include "capi/boundary.h"
#include "capi/convert.h"
#include "capi/handles.h"
#include "usance/accrual/accrue.h"
#include "usance/accrual/rate.h"
#include "usance/accrual/rate_history.h"

using usance::AccrualRule;
using usance::AccrueSpec;
using usance::Currency;
using usance::Date;
using usance::DayCountContext;
using usance::Rate;
using usance::RateHistory;
using usance::Rounding;
using usance::TimeUnit;
using usance::capi::Choose;
using usance::capi::Column;
using usance::capi::EachRow;
using usance::capi::Guard;
using usance::capi::MaybeRate;
using usance::capi::Optional;
using usance::capi::Outcome;
using usance::capi::Present;
using usance::capi::PutText;
using usance::capi::Read;
using usance::capi::SegmentColumns;
using usance::capi::Text;
using usance::capi::ToDate;
using usance::capi::ToRates;

namespace {

absl::StatusOr<RateHistory::Spec> ToRatesSpec(const usance_rates_spec& from) {
  RateHistory::Spec to;
  USANCE_RETURN_IF_ERROR(usance::capi::CheckReserved(from.reserved));
  USANCE_ASSIGN_OR_RETURN(const TimeUnit unit,
                          Choose<TimeUnit>(from.unit, "/unit"));
  USANCE_ASSIGN_OR_RETURN(
      const Rounding rounding,
      usance::capi::ChooseOrNone<Rounding>(from.rounding, "/rounding"));
  USANCE_ASSIGN_OR_RETURN(const auto rounded,
                          usance::capi::ChooseOrNone<usance::RateRounded>(
                              from.rounded, "/rounded"));
  USANCE_ASSIGN_OR_RETURN(
      to.known_through,
      usance::capi::MaybeDate(from.known_through, "/known_through"));
  to.margin = MaybeRate(from.margin_e12, unit);
  to.floor = MaybeRate(from.floor_e12, unit);
  to.cap = MaybeRate(from.cap_e12, unit);
  if (const auto increment = MaybeRate(from.increment_e12, unit)) {
    to.rounding = {*increment, rounding, rounded};
  }
  return to;
}

// One contract: everything but the balances, the rates and the days of a row.
struct Contract {
  usance_interest_spec facts;
  Currency currency;
  AccrualRule rule;
  TimeUnit rate_unit;
  usance::UnknownRate unknown_rate;
};

absl::StatusOr<Contract> ToContract(const usance_interest_spec* spec,
                                    const usance_day_count_context* context,
                                    const usance_calendar* calendar) {
  USANCE_ASSIGN_OR_RETURN(const usance_interest_spec facts,
                          Read(spec, "/spec"));
  DayCountContext beside;
  USANCE_RETURN_IF_ERROR(usance::capi::FillContext(context, calendar, &beside));
  USANCE_RETURN_IF_ERROR(usance::capi::CheckReserved(facts.reserved));
  USANCE_ASSIGN_OR_RETURN(
      const Currency currency,
      usance::capi::ToCurrency(facts.currency, facts.digits));
  USANCE_ASSIGN_OR_RETURN(const AccrualRule rule,
                          usance::capi::ToRule(facts, beside));
  USANCE_RETURN_IF_ERROR(usance::CheckRule(rule));
  USANCE_ASSIGN_OR_RETURN(const TimeUnit unit,
                          Choose<TimeUnit>(facts.rate_unit, "/rate_unit"));
  USANCE_ASSIGN_OR_RETURN(
      const auto unknown,
      Choose<usance::UnknownRate>(facts.unknown_rate, "/unknown_rate"));
  return Contract{facts, currency, rule, unit, unknown};
}

absl::StatusOr<AccrueSpec> ToAccrueSpec(const Contract& contract,
                                        const RateHistory& rates,
                                        usance_day start, usance_day end,
                                        int64_t balance) {
  USANCE_ASSIGN_OR_RETURN(const Date first, ToDate(start, "/start"));
  USANCE_ASSIGN_OR_RETURN(const Date last, ToDate(end, "/end"));
  return AccrueSpec{.currency = contract.currency,
                    .balances = {{first, balance}},
                    .rates = rates,
                    .rule = contract.rule,
                    .start = first,
                    .end = last,
                    .unknown_rate = contract.unknown_rate};
}

}  // namespace

usance_status usance_rate_parse(const char* text, int64_t* rate_e12,
                                usance_time_unit* unit, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view said, Text(text, "/text"));
    USANCE_RETURN_IF_ERROR(Present(rate_e12, "/rate_e12"));
    USANCE_RETURN_IF_ERROR(Present(unit, "/unit"));
    USANCE_ASSIGN_OR_RETURN(const Rate rate, Rate::Parse(said, "/text"));
    USANCE_ASSIGN_OR_RETURN(*rate_e12, usance::ToE12(rate, "/text"));
    *unit = static_cast<usance_time_unit>(rate.unit());
    return USANCE_STATUS_OK;
  });
}

usance_status usance_rate_format(int64_t rate_e12, usance_time_unit unit,
                                 size_t capacity, char* text, size_t* size,
                                 usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    USANCE_ASSIGN_OR_RETURN(const TimeUnit per,
                            Choose<TimeUnit>(unit, "/unit"));
    return PutText(usance::Format(Rate::FromE12(rate_e12, per)), text, capacity,
                   size);
  });
}

usance_status usance_rates_create(const char* id, const char* version,
                                  const usance_rates_spec* spec, size_t n,
                                  const usance_day* from,
                                  const int64_t* rate_e12, usance_rates** rates,
                                  usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view name, Text(id, "/id"));
    USANCE_ASSIGN_OR_RETURN(const std::string_view release,
                            Text(version, "/version"));
    USANCE_RETURN_IF_ERROR(Column(from, n, "/from"));
    USANCE_RETURN_IF_ERROR(Column(rate_e12, n, "/rate_e12"));
    USANCE_RETURN_IF_ERROR(Present(rates, "/rates"));
    USANCE_ASSIGN_OR_RETURN(const usance_rates_spec facts, Read(spec, "/spec"));
    USANCE_ASSIGN_OR_RETURN(RateHistory::Spec history, ToRatesSpec(facts));
    USANCE_ASSIGN_OR_RETURN(const std::vector<Date> days,
                            usance::capi::ToDates(from, n, "/from"));
    history.id = name;
    history.version = release;
    for (size_t i = 0; i < n; ++i) {
      history.steps.push_back(
          {days[i],
           Rate::FromE12(rate_e12[i], static_cast<TimeUnit>(facts.unit))});
    }
    USANCE_ASSIGN_OR_RETURN(RateHistory made, RateHistory::Make(history, ""));
    *rates = new usance_rates{std::move(made)};
    return USANCE_STATUS_OK;
  });
}

void usance_rates_destroy(usance_rates* rates) { delete rates; }

usance_status usance_rates_on(const usance_rates* rates, usance_day day,
                              int64_t* rate_e12, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(rates, "/rates"));
    USANCE_RETURN_IF_ERROR(Present(rate_e12, "/rate_e12"));
    USANCE_ASSIGN_OR_RETURN(const Date date, ToDate(day, "/day"));
    USANCE_ASSIGN_OR_RETURN(const Rate rate, rates->value.RateOn(date, "/day"));
    USANCE_ASSIGN_OR_RETURN(*rate_e12, usance::ToE12(rate));
    return USANCE_STATUS_OK;
  });
}

usance_status usance_interest_accrue(const usance_interest_spec* spec,
                                     const usance_rates* rates,
                                     const usance_day_count_context* context,
                                     const usance_calendar* calendar,
                                     int64_t* interest, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(interest, "/interest"));
    USANCE_ASSIGN_OR_RETURN(const Contract contract,
                            ToContract(spec, context, calendar));
    const usance_interest_spec& facts = contract.facts;
    USANCE_ASSIGN_OR_RETURN(const RateHistory history,
                            ToRates(facts.rate_e12, contract.rate_unit, rates));
    USANCE_ASSIGN_OR_RETURN(
        const AccrueSpec accrual,
        ToAccrueSpec(contract, history, facts.start, facts.end, facts.balance));
    USANCE_ASSIGN_OR_RETURN(const usance::Accrual result,
                            usance::Accrue(accrual));
    *interest = result.interest.minor();
    return USANCE_STATUS_OK;
  });
}

usance_status usance_interest_accrue_columns(
    const usance_interest_spec* spec, const usance_rates* rates,
    const usance_day_count_context* context, const usance_calendar* calendar,
    size_t n, const int64_t* balance, const int64_t* rate_e12,
    const usance_day* start, const usance_day* end, int64_t* interest,
    usance_status* status, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Optional(balance, "/balance"));
    USANCE_RETURN_IF_ERROR(Optional(rate_e12, "/rate_e12"));
    USANCE_RETURN_IF_ERROR(Optional(start, "/start"));
    USANCE_RETURN_IF_ERROR(Optional(end, "/end"));
    USANCE_RETURN_IF_ERROR(Column(interest, n, "/interest"));
    USANCE_RETURN_IF_ERROR(Optional(status, "/status"));
    USANCE_ASSIGN_OR_RETURN(const Contract contract,
                            ToContract(spec, context, calendar));
    const usance_interest_spec& facts = contract.facts;
    if (start == nullptr) {
      USANCE_RETURN_IF_ERROR(ToDate(facts.start, "/start").status());
    }
    if (end == nullptr) {
      USANCE_RETURN_IF_ERROR(ToDate(facts.end, "/end").status());
    }
    return EachRow(n, status, error, [&](size_t i) -> absl::Status {
      interest[i] = 0;
      USANCE_ASSIGN_OR_RETURN(
          const RateHistory history,
          ToRates(rate_e12 == nullptr ? facts.rate_e12 : rate_e12[i],
                  contract.rate_unit, rates));
      USANCE_ASSIGN_OR_RETURN(
          const AccrueSpec accrual,
          ToAccrueSpec(contract, history,
                       start == nullptr ? facts.start : start[i],
                       end == nullptr ? facts.end : end[i],
                       balance == nullptr ? facts.balance : balance[i]));
      USANCE_ASSIGN_OR_RETURN(const usance::Accrual result,
                              usance::Accrue(accrual));
      interest[i] = result.interest.minor();
      return absl::OkStatus();
    });
  });
}

usance_status usance_interest_segments(
    const usance_interest_spec* spec, const usance_rates* rates,
    const usance_day_count_context* context, const usance_calendar* calendar,
    size_t n, const usance_day* from, const int64_t* balance, size_t capacity,
    usance_day* start, usance_day* end, int32_t* days, int64_t* base,
    int64_t* rate, int64_t* numerator, int64_t* denominator, int64_t* interest,
    size_t* count, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(from, n, "/from"));
    USANCE_RETURN_IF_ERROR(Column(balance, n, "/balance"));
    const SegmentColumns to = {start,     end,         days,     base, rate,
                               numerator, denominator, interest, count};
    USANCE_RETURN_IF_ERROR(Check(to));
    USANCE_ASSIGN_OR_RETURN(const Contract contract,
                            ToContract(spec, context, calendar));
    const usance_interest_spec& facts = contract.facts;
    USANCE_ASSIGN_OR_RETURN(const RateHistory history,
                            ToRates(facts.rate_e12, contract.rate_unit, rates));
    USANCE_ASSIGN_OR_RETURN(
        AccrueSpec accrual,
        ToAccrueSpec(contract, history, facts.start, facts.end, facts.balance));
    USANCE_ASSIGN_OR_RETURN(const std::vector<Date> steps,
                            usance::capi::ToDates(from, n, "/from"));
    if (n > 0) accrual.balances.clear();
    for (size_t i = 0; i < n; ++i) {
      accrual.balances.push_back({steps[i], balance[i]});
    }
    USANCE_ASSIGN_OR_RETURN(const usance::Accrual result,
                            usance::Accrue(accrual));
    return usance::capi::PutSegments(result.segments, capacity, to);
  });
}
