// The rate series that a computation may use: the built-in ones, and what the
// caller has loaded.
#ifndef USANCE_STATUTE_RATE_BOOK_H_
#define USANCE_STATUTE_RATE_BOOK_H_

#include <string_view>
#include <vector>

#include "usance/core/status.h"
#include "usance/statute/rate_series.h"

namespace usance {

// Immutable: With makes another book. A series loaded stands in place of the
// built-in one of its id, so a library built today serves the rates of
// tomorrow; answers name the id and the version, and say that it was
// loaded.
//
// Source: the built-in series are data/rates, with a source on every row;
//         docs/rates.md lists them.
class RateBook {
 public:
  // The built-in series alone.
  RateBook() = default;

  [[nodiscard]] RateBook With(const RateSeries& series) const;

  // Whether the series of an id is one that was loaded.
  [[nodiscard]] bool HasLoaded(std::string_view id) const;

  // The series of an id; '_', ' ' and case do not matter.
  //
  // Errors: INVALID_ARGUMENT / UNSPECIFIED - the text is empty
  //         INVALID_ARGUMENT / UNKNOWN_NAME - the message lists the ids
  // Cost:   makes a built-in series; keep it.
  [[nodiscard]] absl::StatusOr<RateSeries> Find(
      std::string_view id, std::string_view field = "/series") const;

  // All series, in order of their ids.
  [[nodiscard]] std::vector<RateSeries> All() const;

 private:
  std::vector<RateSeries> loaded_;  // in order of their ids
};

}  // namespace usance

#endif  // USANCE_STATUTE_RATE_BOOK_H_
