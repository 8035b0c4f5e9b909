// Rate series as text: what is read is written and read again, answers on the
// days where it changes, and its error names a line of the text.
#include "usance/codec/rate_series.h"

#include <algorithm>

#include "tests/fuzz/fuzz.h"
#include "usance/core/text.h"
#include "usance/statute/rate_book.h"

namespace usance {
namespace {

void CheckPlace(std::string_view text, const std::string& place) {
  const int64_t lines = 1 + std::count(text.begin(), text.end(), '\n');
  const size_t colon = place.find(':');
  USANCE_CHECK(colon != std::string::npos);
  USANCE_CHECK(ScanInteger(place.substr(0, colon), 1, lines + 1).has_value());
}

void CheckSeries(const RateSeries& series) {
  std::string written;
  AppendRateSeries(series, written);
  const auto again = ReadRateSeries(written);
  USANCE_CHECK(again.ok());
  std::string twice;
  AppendRateSeries(*again, twice);
  USANCE_CHECK(twice == written);
  for (const RateRow& row : series.rows()) {
    const auto found = series.On(row.from);
    USANCE_CHECK(found.ok() && found->rate == row.rate);
  }
  for (const Interval& gap : series.Gaps()) {
    USANCE_CHECK(gap.start < gap.end && !series.On(gap.start).ok());
  }
  const RateBook book = RateBook().With(series);
  USANCE_CHECK(book.Find(series.id())->rows().size() == series.rows().size());
}

}  // namespace
}  // namespace usance

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = usance::fuzz::TextOf(data, size);
  const auto series = usance::ReadRateSeries(text);
  if (series.ok()) {
    usance::CheckSeries(*series);
  } else {
    usance::CheckPlace(text, usance::FieldOf(series.status()));
  }
  return 0;
}
