#include "usance/statute/rate_book.h"

#include <algorithm>
#include <span>

#include "usance/date/date.h"

namespace usance {
namespace {

struct BuiltInRow {
  Date from;
  Rate rate;
  Confidence confidence;
  std::string_view source;
};

struct BuiltInSeries {
  std::string_view id;
  std::string_view title;
  std::string_view version;
  SeriesKind kind;
  std::optional<Date> known_through;
  std::string_view note;
  std::span<const BuiltInRow> rows;
};

#include "src/statute/generated/rates.inc"

RateSeries Made(const BuiltInSeries& series) {
  RateSeries::Spec spec{.id = std::string(series.id),
                        .title = std::string(series.title),
                        .version = std::string(series.version),
                        .kind = series.kind,
                        .known_through = series.known_through,
                        .note = std::string(series.note)};
  spec.rows.reserve(series.rows.size());
  for (const BuiltInRow& row : series.rows) {
    spec.rows.push_back(
        {row.from, row.rate, row.confidence, std::string(row.source)});
  }
  // A test makes every one of them.
  return *RateSeries::Make(spec);
}

}  // namespace

RateBook RateBook::With(const RateSeries& series) const {
  RateBook book = *this;
  const auto same = [&](const RateSeries& other) {
    return internal::SameName(other.id(), series.id());
  };
  std::erase_if(book.loaded_, same);
  book.loaded_.insert(
      std::upper_bound(book.loaded_.begin(), book.loaded_.end(), series,
                       [](const RateSeries& a, const RateSeries& b) {
                         return a.id() < b.id();
                       }),
      series);
  return book;
}

bool RateBook::HasLoaded(std::string_view id) const {
  return std::any_of(loaded_.begin(), loaded_.end(),
                     [&](const RateSeries& series) {
                       return internal::SameName(series.id(), id);
                     });
}

absl::StatusOr<RateSeries> RateBook::Find(std::string_view id,
                                          std::string_view field) const {
  for (const RateSeries& series : loaded_) {
    if (internal::SameName(series.id(), id)) return series;
  }
  for (const BuiltInSeries& series : kSeries) {
    if (internal::SameName(series.id, id)) return Made(series);
  }
  std::string ids;
  for (const RateSeries& series : All()) {
    if (!ids.empty()) ids += ", ";
    ids += series.id();
  }
  return internal::NameError("rate series", field, id, ids);
}

std::vector<RateSeries> RateBook::All() const {
  std::vector<RateSeries> all = loaded_;
  for (const BuiltInSeries& series : kSeries) {
    const auto same = [&](const RateSeries& other) {
      return internal::SameName(other.id(), series.id);
    };
    if (std::none_of(loaded_.begin(), loaded_.end(), same)) {
      all.push_back(Made(series));
    }
  }
  std::sort(
      all.begin(), all.end(),
      [](const RateSeries& a, const RateSeries& b) { return a.id() < b.id(); });
  return all;
}

}  // namespace usance
