#include <algorithm>
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
using usance::Fraction;
using usance::Money;
using usance::Rate;
using usance::RateHistory;
using usance::TimeUnit;
using usance::capi::Choose;
using usance::capi::Column;
using usance::capi::EachRow;
using usance::capi::FromFraction;
using usance::capi::GivenRate;
using usance::capi::Guard;
using usance::capi::Optional;
using usance::capi::Outcome;
using usance::capi::Present;
using usance::capi::PutText;
using usance::capi::Read;
using usance::capi::SegmentColumns;
using usance::capi::Text;
using usance::capi::ToDate;
using usance::capi::ToFraction;
using usance::capi::ToRates;

namespace {

// Makes rates of n steps from their days on: the rate of step k is rate(k),
// checked before.
template <class RateOf>
Outcome MakeRates(std::string_view id, std::string_view version,
                  const usance_rates_spec* spec, size_t n,
                  const usance_day* from, const RateOf& rate,
                  usance_rates** rates) {
  USANCE_ASSIGN_OR_RETURN(const usance_rates_spec facts, Read(spec, "/spec"));
  USANCE_ASSIGN_OR_RETURN(RateHistory::Spec history,
                          usance::capi::ToRatesSpec(facts));
  USANCE_ASSIGN_OR_RETURN(const std::vector<Date> days,
                          usance::capi::ToDates(from, n, "/from"));
  history.id = id;
  history.version = version;
  for (size_t k = 0; k < n; ++k) {
    USANCE_ASSIGN_OR_RETURN(const Fraction value, rate(k));
    history.steps.push_back(
        {days[k], Rate(value, static_cast<TimeUnit>(facts.unit))});
  }
  USANCE_ASSIGN_OR_RETURN(RateHistory made, RateHistory::Make(history, ""));
  *rates = new usance_rates{std::move(made)};
  return USANCE_STATUS_OK;
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

GivenRate Given(const usance_interest_spec& facts) {
  return {facts.rate_e12, facts.rate_numerator, facts.rate_denominator};
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

// The columns of the spec's fields.
struct AccrueColumns {
  const int64_t* balance;
  usance::capi::RateColumns rate;
  const usance_day* start;
  const usance_day* end;
};

Outcome AccrueRows(const usance_interest_spec* spec, const usance_rates* rates,
                   const usance_day_count_context* context,
                   const usance_calendar* calendar, size_t n,
                   const AccrueColumns& columns, int64_t* interest,
                   usance_status* status, usance_error* error) {
  USANCE_RETURN_IF_ERROR(Optional(columns.balance, "/balance"));
  USANCE_RETURN_IF_ERROR(columns.rate.Check());
  USANCE_RETURN_IF_ERROR(Optional(columns.start, "/start"));
  USANCE_RETURN_IF_ERROR(Optional(columns.end, "/end"));
  USANCE_RETURN_IF_ERROR(Column(interest, n, "/interest"));
  USANCE_RETURN_IF_ERROR(Optional(status, "/status"));
  USANCE_ASSIGN_OR_RETURN(const Contract contract,
                          ToContract(spec, context, calendar));
  const usance_interest_spec& facts = contract.facts;
  if (columns.start == nullptr) {
    USANCE_RETURN_IF_ERROR(ToDate(facts.start, "/start").status());
  }
  if (columns.end == nullptr) {
    USANCE_RETURN_IF_ERROR(ToDate(facts.end, "/end").status());
  }
  return EachRow(n, status, error, [&](size_t i) -> absl::Status {
    interest[i] = 0;
    USANCE_ASSIGN_OR_RETURN(
        const RateHistory history,
        ToRates(columns.rate.At(i, Given(facts)), contract.rate_unit, rates));
    USANCE_ASSIGN_OR_RETURN(
        const AccrueSpec accrual,
        ToAccrueSpec(
            contract, history,
            columns.start == nullptr ? facts.start : columns.start[i],
            columns.end == nullptr ? facts.end : columns.end[i],
            columns.balance == nullptr ? facts.balance : columns.balance[i]));
    USANCE_ASSIGN_OR_RETURN(const usance::Accrual result,
                            usance::Accrue(accrual));
    interest[i] = result.interest.minor();
    return absl::OkStatus();
  });
}

// The balances of the spec, or n from their days on, and what they bear.
Outcome ListSegments(const usance_interest_spec* spec,
                     const usance_rates* rates,
                     const usance_day_count_context* context,
                     const usance_calendar* calendar, size_t n,
                     const usance_day* from, const int64_t* balance,
                     size_t capacity, const SegmentColumns& to) {
  USANCE_RETURN_IF_ERROR(Column(from, n, "/from"));
  USANCE_RETURN_IF_ERROR(Column(balance, n, "/balance"));
  USANCE_RETURN_IF_ERROR(Check(to));
  USANCE_ASSIGN_OR_RETURN(const Contract contract,
                          ToContract(spec, context, calendar));
  const usance_interest_spec& facts = contract.facts;
  USANCE_ASSIGN_OR_RETURN(const RateHistory history,
                          ToRates(Given(facts), contract.rate_unit, rates));
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

usance_status usance_rate_parse_fraction(const char* text, int64_t* numerator,
                                         int64_t* denominator,
                                         usance_time_unit* unit,
                                         usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view said, Text(text, "/text"));
    USANCE_RETURN_IF_ERROR(Present(numerator, "/numerator"));
    USANCE_RETURN_IF_ERROR(Present(denominator, "/denominator"));
    USANCE_RETURN_IF_ERROR(Present(unit, "/unit"));
    USANCE_ASSIGN_OR_RETURN(const Rate rate, Rate::Parse(said, "/text"));
    USANCE_RETURN_IF_ERROR(
        FromFraction(rate.value(), numerator, denominator, "/text"));
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

usance_status usance_rate_format_fraction(int64_t numerator,
                                          int64_t denominator,
                                          usance_time_unit unit,
                                          size_t capacity, char* text,
                                          size_t* size, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Column(text, capacity, "/text"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    USANCE_ASSIGN_OR_RETURN(const TimeUnit per,
                            Choose<TimeUnit>(unit, "/unit"));
    USANCE_ASSIGN_OR_RETURN(const Fraction value,
                            ToFraction(numerator, denominator));
    return PutText(usance::Format(Rate(value, per)), text, capacity, size);
  });
}

usance_status usance_fx_table_convert(const usance_fx_table* fx, int64_t amount,
                                      const char* from, const char* to,
                                      usance_day day, usance_rounding rounding,
                                      int64_t* converted, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(fx, "/fx"));
    USANCE_ASSIGN_OR_RETURN(const std::string_view base, Text(from, "/from"));
    USANCE_ASSIGN_OR_RETURN(const std::string_view quote, Text(to, "/to"));
    USANCE_RETURN_IF_ERROR(Present(converted, "/converted"));
    USANCE_ASSIGN_OR_RETURN(const Currency own, Currency::Parse(base, "/from"));
    USANCE_ASSIGN_OR_RETURN(const Currency other,
                            Currency::Parse(quote, "/to"));
    USANCE_ASSIGN_OR_RETURN(const Date on, ToDate(day, "/day"));
    USANCE_ASSIGN_OR_RETURN(const auto mode,
                            Choose<usance::Rounding>(rounding, "/rounding"));
    USANCE_ASSIGN_OR_RETURN(
        const Money made,
        usance::Convert(Money(amount, own), other, fx->value, on, mode));
    *converted = made.minor();
    return USANCE_STATUS_OK;
  });
}

void usance_fx_table_destroy(usance_fx_table* fx) { delete fx; }

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
    return MakeRates(
        name, release, spec, n, from,
        [&](size_t k) -> absl::StatusOr<Fraction> {
          return Fraction::Of(rate_e12[k], usance::PowerOfTen(12));
        },
        rates);
  });
}

usance_status usance_rates_create_fractions(
    const char* id, const char* version, const usance_rates_spec* spec,
    size_t n, const usance_day* from, const int64_t* numerator,
    const int64_t* denominator, usance_rates** rates, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_ASSIGN_OR_RETURN(const std::string_view name, Text(id, "/id"));
    USANCE_ASSIGN_OR_RETURN(const std::string_view release,
                            Text(version, "/version"));
    USANCE_RETURN_IF_ERROR(Column(from, n, "/from"));
    USANCE_RETURN_IF_ERROR(Column(numerator, n, "/numerator"));
    USANCE_RETURN_IF_ERROR(Column(denominator, n, "/denominator"));
    USANCE_RETURN_IF_ERROR(Present(rates, "/rates"));
    return MakeRates(
        name, release, spec, n, from,
        [&](size_t k) { return ToFraction(numerator[k], denominator[k]); },
        rates);
  });
}

usance_status usance_rates_confidence(const usance_rates* rates,
                                      usance_day start, usance_day end,
                                      usance_unknown_rate unknown_rate,
                                      usance_confidence* confidence,
                                      usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(rates, "/rates"));
    USANCE_RETURN_IF_ERROR(Present(confidence, "/confidence"));
    USANCE_ASSIGN_OR_RETURN(const Date first, ToDate(start, "/start"));
    USANCE_ASSIGN_OR_RETURN(const Date last, ToDate(end, "/end"));
    USANCE_ASSIGN_OR_RETURN(
        const auto unknown,
        Choose<usance::UnknownRate>(unknown_rate, "/unknown_rate"));
    if (last < first) {
      return Error(usance::Reason::kEndBeforeStart, "/end",
                   last.ToText() + " is before " + first.ToText());
    }
    USANCE_ASSIGN_OR_RETURN(const std::vector<usance::RatePiece> pieces,
                            rates->value.Pieces(first, last, unknown));
    *confidence = 0;
    for (const usance::RatePiece& piece : pieces) {
      *confidence = std::max(*confidence,
                             static_cast<usance_confidence>(piece.confidence));
    }
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

usance_status usance_rates_on_fraction(const usance_rates* rates,
                                       usance_day day, int64_t* numerator,
                                       int64_t* denominator,
                                       usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(rates, "/rates"));
    USANCE_RETURN_IF_ERROR(Present(numerator, "/numerator"));
    USANCE_RETURN_IF_ERROR(Present(denominator, "/denominator"));
    USANCE_ASSIGN_OR_RETURN(const Date date, ToDate(day, "/day"));
    USANCE_ASSIGN_OR_RETURN(const Rate rate, rates->value.RateOn(date, "/day"));
    USANCE_RETURN_IF_ERROR(
        FromFraction(rate.value(), numerator, denominator, "/numerator"));
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
                            ToRates(Given(facts), contract.rate_unit, rates));
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
    return AccrueRows(spec, rates, context, calendar, n,
                      {balance, {.e12 = rate_e12}, start, end}, interest,
                      status, error);
  });
}

usance_status usance_interest_accrue_fractions(
    const usance_interest_spec* spec, const usance_rates* rates,
    const usance_day_count_context* context, const usance_calendar* calendar,
    size_t n, const int64_t* balance, const int64_t* rate_numerator,
    const int64_t* rate_denominator, const usance_day* start,
    const usance_day* end, int64_t* interest, usance_status* status,
    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    return AccrueRows(
        spec, rates, context, calendar, n,
        {balance,
         {.numerator = rate_numerator, .denominator = rate_denominator},
         start,
         end},
        interest, status, error);
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
    return ListSegments(spec, rates, context, calendar, n, from, balance,
                        capacity,
                        {start, end, days, base, rate, nullptr, nullptr,
                         numerator, denominator, interest, count});
  });
}

usance_status usance_interest_segments_fractions(
    const usance_interest_spec* spec, const usance_rates* rates,
    const usance_day_count_context* context, const usance_calendar* calendar,
    size_t n, const usance_day* from, const int64_t* balance, size_t capacity,
    usance_day* start, usance_day* end, int32_t* days, int64_t* base,
    int64_t* rate_numerator, int64_t* rate_denominator, int64_t* numerator,
    int64_t* denominator, int64_t* interest, size_t* count,
    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    return ListSegments(
        spec, rates, context, calendar, n, from, balance, capacity,
        {start, end, days, base, nullptr, rate_numerator, rate_denominator,
         numerator, denominator, interest, count});
  });
}
