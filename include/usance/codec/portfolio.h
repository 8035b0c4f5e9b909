// Metrics and forecasts as the request language says them.
#ifndef USANCE_CODEC_PORTFOLIO_H_
#define USANCE_CODEC_PORTFOLIO_H_

#include "usance/codec/json.h"
#include "usance/money/currency.h"
#include "usance/portfolio/figures.h"
#include "usance/portfolio/forecast.h"

namespace usance {

// The answer of the operation metrics. Days and percentages are shown to two
// places, half up; one that is not defined, as a DSO without sales, is left
// out.
[[nodiscard]] Json MetricsJson(const Figures& figures);

// The answers of the operation forecast, and of a forecast put to the test.
[[nodiscard]] Json ForecastJson(const Forecast& forecast, Currency currency);
[[nodiscard]] Json BackTestJson(const BackTest& test, Currency currency);

}  // namespace usance

#endif  // USANCE_CODEC_PORTFOLIO_H_
