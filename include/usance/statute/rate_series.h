// A published series of rates: each row with its source and its mark.
#ifndef USANCE_STATUTE_RATE_SERIES_H_
#define USANCE_STATUTE_RATE_SERIES_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/accrual/confidence.h"
#include "usance/accrual/rate.h"
#include "usance/accrual/rate_history.h"
#include "usance/core/names.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/date/interval.h"

namespace usance {

// What a row says of the days behind it.
enum class SeriesKind : int32_t {
  kSteps = 1,   // it holds until the next row, or until known_through
  kSparse = 2,  // it proves no day behind its own half-year
};

template <>
struct Names<SeriesKind> {
  static constexpr std::string_view kNoun = "kind of series";
  static constexpr Named<SeriesKind> kTable[] = {
      {SeriesKind::kSteps, "steps", ""},
      {SeriesKind::kSparse, "sparse", ""},
  };
};

// The rate from a day on, as published at `source`.
struct RateRow {
  Date from;
  Rate rate;
  Confidence confidence{};
  std::string source = {};
};

inline constexpr size_t kMaxRateRows = 100'000;

// Immutable; copies share it.
class RateSeries {
 public:
  struct Spec {
    std::string id = {};  // "de_basiszinssatz": printable ASCII, no blanks
    std::string title = {};
    std::string version = {};  // of the data, in the form of an id
    SeriesKind kind{};
    // The last day that the rows are known to hold; none: for ever.
    std::optional<Date> known_through = {};
    std::string note = {};
    std::vector<RateRow> rows = {};  // dates strictly increasing, one unit
  };

  // Errors: INVALID_ARGUMENT / MALFORMED - an id or version that is not 1 to
  //           64 printable ASCII characters without blanks
  //         INVALID_ARGUMENT / MISSING_FIELD - no title
  //         INVALID_ARGUMENT / MALFORMED - title or note of several lines
  //         INVALID_ARGUMENT / UNSPECIFIED - no kind
  //         INVALID_ARGUMENT / MISSING_FIELD - no rows
  //         RESOURCE_EXHAUSTED / LIMIT_EXCEEDED - over kMaxRateRows rows
  //         then of each row:
  //         INVALID_ARGUMENT / CONFLICT - another unit of time than the first
  //         INVALID_ARGUMENT / OUT_OF_ORDER - not after the row before
  //         INVALID_ARGUMENT / UNSPECIFIED - no confidence
  //         INVALID_ARGUMENT / MISSING_FIELD - no source
  //         INVALID_ARGUMENT / CONFLICT - verified, and one source: two are
  //           named with "; " between
  //         then INVALID_ARGUMENT / END_BEFORE_START - known_through before the
  //           last row
  [[nodiscard]] static absl::StatusOr<RateSeries> Make(
      const Spec& spec, std::string_view field = "/series");

  [[nodiscard]] const Spec& spec() const { return facts_->spec; }
  [[nodiscard]] const std::string& id() const { return spec().id; }
  [[nodiscard]] const std::vector<RateRow>& rows() const { return spec().rows; }
  [[nodiscard]] TimeUnit unit() const { return rows()[0].rate.unit(); }

  // The row that holds on a day.
  //
  // Errors:  FAILED_PRECONDITION / RATE_UNKNOWN - before the first row, in a
  //            gap, or after known_through
  // Example: de_basiszinssatz on 2022-12-31 is -0.88 %, on 2023-01-01 1.62 %
  [[nodiscard]] absl::StatusOr<RateRow> On(
      Date date, std::string_view field = "/date") const;

  // The days from the first row to known_through that no row proves, in order.
  // A series without known_through ends with its last row.
  [[nodiscard]] std::vector<Interval> Gaps() const;

  // The series as a rate history's steps, gaps as steps without a rate. What
  // the statute adds (margin, rounding, floor, cap) is for the caller to set.
  [[nodiscard]] RateHistory::Spec Steps() const;
  // The same without anything added.
  [[nodiscard]] const RateHistory& History() const { return facts_->history; }

 private:
  struct Facts {
    Spec spec;
    RateHistory history;
  };
  explicit RateSeries(std::shared_ptr<const Facts> facts);

  std::shared_ptr<const Facts> facts_;
};

}  // namespace usance

#endif  // USANCE_STATUTE_RATE_SERIES_H_
