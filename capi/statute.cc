#include <algorithm>
#include <vector>

#include "capi/boundary.h"
#include "capi/convert.h"
#include "capi/handles.h"
#include "usance/codec/rate_series.h"
#include "usance/statute/rate_book.h"

using usance::Confidence;
using usance::Date;
using usance::Error;
using usance::Interval;
using usance::RateBook;
using usance::RateHistory;
using usance::RateRow;
using usance::RateSeries;
using usance::Reason;
using usance::capi::Column;
using usance::capi::CopyText;
using usance::capi::Fits;
using usance::capi::FromDate;
using usance::capi::Guard;
using usance::capi::Optional;
using usance::capi::Outcome;
using usance::capi::Present;
using usance::capi::Put;
using usance::capi::PutColumn;
using usance::capi::PutText;
using usance::capi::Read;
using usance::capi::Text;
using usance::capi::ToDate;
using usance::capi::Writable;
using usance::capi::Write;

namespace {

absl::StatusOr<RateSeries> Find(const usance_rate_book* book, const char* id) {
  USANCE_RETURN_IF_ERROR(Present(book, "/book"));
  USANCE_ASSIGN_OR_RETURN(const std::string_view name, Text(id, "/id"));
  return book->value.Find(name, "/id");
}

usance_rate_series Describe(const RateSeries& from) {
  const RateSeries::Spec& spec = from.spec();
  auto to = usance::capi::Layout<usance_rate_series>::kDefaults;
  to.kind = static_cast<usance_series_kind>(spec.kind);
  to.unit = static_cast<usance_time_unit>(from.unit());
  to.first = spec.rows.front().from.days();
  to.last = spec.rows.back().from.days();
  to.known_through = FromDate(spec.known_through);
  // A series has at most kMaxRateRows rows.
  const auto count = [&](Confidence confidence) {
    return static_cast<int32_t>(std::count_if(
        spec.rows.begin(), spec.rows.end(),
        [&](const RateRow& row) { return row.confidence == confidence; }));
  };
  to.row_count = static_cast<int32_t>(spec.rows.size());
  to.gap_count = static_cast<int32_t>(from.Gaps().size());
  to.given_count = count(Confidence::kGiven);
  to.verified_count = count(Confidence::kVerified);
  to.read_count = count(Confidence::kRead);
  to.derived_count = count(Confidence::kDerived);
  to.memory_count = count(Confidence::kMemory);
  to.conflict_count = count(Confidence::kConflict);
  CopyText(spec.id, to.id);
  CopyText(spec.version, to.version);
  CopyText(spec.title, to.title);
  return to;
}

}  // namespace

usance_status usance_rate_book_create(usance_rate_book** book,
                                      usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(book, "/book"));
    *book = new usance_rate_book{RateBook()};
    return USANCE_STATUS_OK;
  });
}

usance_status usance_rate_book_load(const usance_rate_book* book,
                                    const char* text, size_t text_size,
                                    usance_rate_book** loaded,
                                    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(book, "/book"));
    USANCE_RETURN_IF_ERROR(Column(text, text_size, "/text"));
    USANCE_RETURN_IF_ERROR(Present(loaded, "/loaded"));
    USANCE_ASSIGN_OR_RETURN(const RateSeries series,
                            usance::ReadRateSeries({text, text_size}));
    *loaded = new usance_rate_book{book->value.With(series)};
    return USANCE_STATUS_OK;
  });
}

void usance_rate_book_destroy(usance_rate_book* book) { delete book; }

usance_status usance_rate_book_count(const usance_rate_book* book,
                                     size_t* count, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(book, "/book"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    *count = book->value.All().size();
    return USANCE_STATUS_OK;
  });
}

usance_status usance_rate_book_at(const usance_rate_book* book, size_t index,
                                  usance_rate_series* series,
                                  usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(book, "/book"));
    USANCE_RETURN_IF_ERROR(Writable(series, "/series"));
    const std::vector<RateSeries> all = book->value.All();
    if (index >= all.size()) {
      return Error(Reason::kOutOfRange, "/index",
                   std::to_string(index) + "; allowed: 0 to " +
                       std::to_string(all.size() - 1));
    }
    Write(Describe(all[index]), series);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_rate_book_find(const usance_rate_book* book,
                                    const char* id, usance_rate_series* series,
                                    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Writable(series, "/series"));
    USANCE_ASSIGN_OR_RETURN(const RateSeries found, Find(book, id));
    Write(Describe(found), series);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_rate_book_rows(const usance_rate_book* book,
                                    const char* id, size_t capacity,
                                    usance_day* start, int64_t* rate_e12,
                                    int32_t* confidence, size_t* count,
                                    usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Optional(start, "/start"));
    USANCE_RETURN_IF_ERROR(Optional(rate_e12, "/rate_e12"));
    USANCE_RETURN_IF_ERROR(Optional(confidence, "/confidence"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    USANCE_ASSIGN_OR_RETURN(const RateSeries series, Find(book, id));
    const std::vector<RateRow>& rows = series.rows();
    std::vector<int64_t> rates;  // all must fit before the first is written
    for (const RateRow& row : rows) {
      if (rate_e12 == nullptr) break;
      USANCE_ASSIGN_OR_RETURN(const int64_t rate, usance::ToE12(row.rate));
      rates.push_back(rate);
    }
    if (!Fits(rows.size(), capacity, count)) return USANCE_STATUS_MORE;
    PutColumn(start, rows, [](const RateRow& row) { return row.from.days(); });
    PutColumn(rate_e12, rates, [](int64_t rate) { return rate; });
    PutColumn(confidence, rows,
              [](const RateRow& row) { return row.confidence; });
    return USANCE_STATUS_OK;
  });
}

usance_status usance_rate_book_gaps(const usance_rate_book* book,
                                    const char* id, size_t capacity,
                                    usance_day* start, usance_day* end,
                                    size_t* count, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Optional(start, "/start"));
    USANCE_RETURN_IF_ERROR(Optional(end, "/end"));
    USANCE_RETURN_IF_ERROR(Present(count, "/count"));
    USANCE_ASSIGN_OR_RETURN(const RateSeries series, Find(book, id));
    const std::vector<Interval> gaps = series.Gaps();
    if (!Fits(gaps.size(), capacity, count)) return USANCE_STATUS_MORE;
    PutColumn(start, gaps,
              [](const Interval& gap) { return gap.start.days(); });
    PutColumn(end, gaps, [](const Interval& gap) { return gap.end.days(); });
    return USANCE_STATUS_OK;
  });
}

usance_status usance_rate_book_on(const usance_rate_book* book, const char* id,
                                  usance_day day, size_t capacity,
                                  usance_day* start, int64_t* rate_e12,
                                  usance_confidence* confidence, char* source,
                                  size_t* size, usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Optional(start, "/start"));
    USANCE_RETURN_IF_ERROR(Optional(rate_e12, "/rate_e12"));
    USANCE_RETURN_IF_ERROR(Optional(confidence, "/confidence"));
    USANCE_RETURN_IF_ERROR(Column(source, capacity, "/source"));
    USANCE_RETURN_IF_ERROR(Present(size, "/size"));
    USANCE_ASSIGN_OR_RETURN(const RateSeries series, Find(book, id));
    USANCE_ASSIGN_OR_RETURN(const Date date, ToDate(day, "/day"));
    USANCE_ASSIGN_OR_RETURN(const RateRow row, series.On(date, "/day"));
    int64_t rate = 0;
    if (rate_e12 != nullptr) {
      USANCE_ASSIGN_OR_RETURN(rate, usance::ToE12(row.rate));
    }
    const usance_status written = PutText(row.source, source, capacity, size);
    if (written != USANCE_STATUS_OK) return written;
    Put(start, 0, row.from.days());
    Put(rate_e12, 0, rate);
    Put(confidence, 0, row.confidence);
    return USANCE_STATUS_OK;
  });
}

usance_status usance_rate_book_rates(const usance_rate_book* book,
                                     const char* id,
                                     const usance_rates_spec* spec,
                                     usance_rates** rates,
                                     usance_error* error) {
  return Guard(error, [&]() -> Outcome {
    USANCE_RETURN_IF_ERROR(Present(rates, "/rates"));
    USANCE_ASSIGN_OR_RETURN(const RateSeries series, Find(book, id));
    USANCE_ASSIGN_OR_RETURN(const usance_rates_spec facts, Read(spec, "/spec"));
    USANCE_ASSIGN_OR_RETURN(RateHistory::Spec added,
                            usance::capi::ToRatesSpec(facts));
    if (facts.unit != static_cast<usance_time_unit>(series.unit())) {
      return Error(
          Reason::kConflict, "/unit",
          "the series is per " + std::string(usance::NameOf(series.unit())));
    }
    if (added.known_through) {
      return Error(Reason::kConflict, "/known_through",
                   "the series says itself how far it is known");
    }
    RateHistory::Spec history = series.Steps();
    history.margin = added.margin;
    history.floor = added.floor;
    history.cap = added.cap;
    history.rounding = added.rounding;
    USANCE_ASSIGN_OR_RETURN(RateHistory made, RateHistory::Make(history, ""));
    *rates = new usance_rates{std::move(made)};
    return USANCE_STATUS_OK;
  });
}
