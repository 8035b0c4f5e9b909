// Metrics, forecasts and what the record shows, as the request language says
// them.
#ifndef USANCE_CODEC_PORTFOLIO_H_
#define USANCE_CODEC_PORTFOLIO_H_

#include <cstdint>
#include <span>

#include "usance/account/aging.h"
#include "usance/codec/json.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/money/currency.h"
#include "usance/portfolio/cohort.h"
#include "usance/portfolio/figures.h"
#include "usance/portfolio/forecast.h"
#include "usance/portfolio/provision.h"
#include "usance/recovery/outcome.h"

namespace usance {

// The answer of the operation metrics. Days and percentages are shown to two
// places, half up; one that is not defined, as a DSO without sales, is left
// out.
[[nodiscard]] Json MetricsJson(const Figures& figures);

// The answers of the operation forecast, and of a forecast put to the test.
[[nodiscard]] Json ForecastJson(const Forecast& forecast, Currency currency);
[[nodiscard]] Json BackTestJson(const BackTest& test, Currency currency);

// The answer of the operation outcomes: as Rank has them, percentages to two
// places, half up, the bounds of the interval as they are.
//
// Errors: as Rank
[[nodiscard]] absl::StatusOr<Json> OutcomesJson(
    std::span<const Outcome> outcomes, OutcomeMeasure measure,
    Currency currency);

// The answer of the operation provision; `aging` is the last one.
[[nodiscard]] Json ProvisionJson(const HistoricalProvision& provision,
                                 const Aging& aging);

// The answer of the operation cohorts: each month and its recovery curve.
//
// Errors: as CurveOf
[[nodiscard]] absl::StatusOr<Json> CohortsJson(const Cohorts& cohorts,
                                               std::span<const int32_t> edges,
                                               Currency currency, Date as_of);

}  // namespace usance

#endif  // USANCE_CODEC_PORTFOLIO_H_
