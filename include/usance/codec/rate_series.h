// Rate series as CSV text: what data/rates holds, and what a caller loads.
#ifndef USANCE_CODEC_RATE_SERIES_H_
#define USANCE_CODEC_RATE_SERIES_H_

#include <string>
#include <string_view>

#include "usance/core/status.h"
#include "usance/statute/rate_series.h"

namespace usance {

// Reads a series: its facts on lines of their own, then its rows.
//
//   # id: de_basiszinssatz
//   # title: Germany: base rate (BGB s.247)
//   # unit: year
//   # kind: steps
//   # known_through: 2026-06-30
//   # version: 2026-11
//   # note: before 2002 the rate of another act
//   from,percent,confidence,source
//   2002-01-01,2.57,verified,Bundesbank
//
// known_through may be "for ever"; only note may be absent. Percent is exact
// decimal text, at most 18 digits after the point, for each unit of time.
//
// Errors, of the first that is wrong, about "line:column":
//   INVALID_ARGUMENT / MALFORMED - not of this form; other columns
//   INVALID_ARGUMENT / UNKNOWN_FIELD, DUPLICATE_FIELD - a fact
//   INVALID_ARGUMENT / UNKNOWN_NAME - a unit, kind or confidence
//   as CsvReader, Date::Parse
//   INVALID_ARGUMENT / TOO_MANY_DIGITS - a percentage
//   INVALID_ARGUMENT / MISSING_FIELD - a fact; about the row of columns
//   as RateSeries::Make, about the row, or the fact
[[nodiscard]] absl::StatusOr<RateSeries> ReadRateSeries(std::string_view text);

// Appends the text that ReadRateSeries reads back.
void AppendRateSeries(const RateSeries& series, std::string& text);

}  // namespace usance

#endif  // USANCE_CODEC_RATE_SERIES_H_
