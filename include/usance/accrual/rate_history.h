// A rate that changes on dates: a reference series and a margin, or a
// contract's own steps.
#ifndef USANCE_ACCRUAL_RATE_HISTORY_H_
#define USANCE_ACCRUAL_RATE_HISTORY_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "usance/accrual/confidence.h"
#include "usance/accrual/rate.h"
#include "usance/core/rounding.h"
#include "usance/core/status.h"
#include "usance/date/date.h"

namespace usance {

// The rate from a day on, until the next step.
struct RateStep {
  Date from;
  std::optional<Rate> rate;  // none: it is not known until the next step
  Confidence confidence = Confidence::kGiven;
};

// Which rate a RateRounding rounds.
enum class RateRounded : int32_t {
  kReference = 1,  // before the margin (Finland, Sweden)
  kTotal = 2,      // after the margin (Belgium)
};

template <>
struct Names<RateRounded> {
  static constexpr std::string_view kNoun = "rounded rate";
  static constexpr Named<RateRounded> kTable[] = {
      {RateRounded::kReference, "reference", ""},
      {RateRounded::kTotal, "total", ""},
  };
};

// Rounds a rate to a multiple of `increment`, where law or contract says so:
// up to the next half point is {"0.5%"_rate, Rounding::kCeiling, kTotal}.
struct RateRounding {
  Rate increment;
  Rounding rounding{};
  RateRounded rounded{};
};

// What to do on days after known_through. A day that no step covers, or whose
// step has no rate, is refused either way: there is nothing to carry on.
enum class UnknownRate : int32_t {
  kRefuse = 1,
  kProvisional = 2,  // carry the last rate on, and flag what rests on it
};

template <>
struct Names<UnknownRate> {
  static constexpr std::string_view kNoun = "answer to an unknown rate";
  static constexpr Named<UnknownRate> kTable[] = {
      {UnknownRate::kRefuse, "refuse", ""},
      {UnknownRate::kProvisional, "provisional", ""},
  };
};

// A stretch of days [start, end) with one rate.
struct RatePiece {
  Date start;
  Date end;
  Rate reference;  // as published: before rounding, margin, floor, cap
  Rate rate;       // what is charged
  bool provisional = false;
  Confidence confidence = Confidence::kGiven;  // the weakest of its steps
};

// Immutable; copies share it.
//
//   rate on a day = min(cap, max(floor, round(reference + margin)))
//
// where the reference is that of the last step on or before the day.
class RateHistory {
 public:
  struct Spec {
    std::string id = {};       // "DE Basiszinssatz"; named in every answer
    std::string version = {};  // of the data: "2026-07-01"
    bool loaded = false;  // a published series that is not the built-in one
    std::vector<RateStep> steps = {};  // dates strictly increasing, one unit
    // The last day that the steps are known to hold; none: for ever, as the
    // steps of a contract do.
    std::optional<Date> known_through = {};
    // All in the unit of the steps.
    std::optional<Rate> margin = {};
    std::optional<Rate> floor = {};
    std::optional<Rate> cap = {};
    std::optional<RateRounding> rounding = {};
  };

  // Errors: INVALID_ARGUMENT / MISSING_FIELD - no steps, or none with a rate
  //         INVALID_ARGUMENT / CONFLICT - a step, margin, floor, cap or
  //           increment in another unit of time than the first rate
  //         INVALID_ARGUMENT / OUT_OF_ORDER - a step not after the one before
  //         INVALID_ARGUMENT / END_BEFORE_START - known_through before the
  //           last step
  //         INVALID_ARGUMENT / UNSPECIFIED - a rounding without its mode, or
  //           without what it rounds
  //         OUT_OF_RANGE / OUT_OF_RANGE - an increment not above 0
  //         INVALID_ARGUMENT / CONFLICT - floor above cap
  //         OUT_OF_RANGE / OVERFLOW - a sum's terms do not fit 128 bits
  [[nodiscard]] static absl::StatusOr<RateHistory> Make(
      const Spec& spec, std::string_view field = "/rates");

  // The same rate on every day, known for ever.
  [[nodiscard]] static RateHistory Fixed(const Rate& rate,
                                         std::string_view id = "");

  // What it was made from.
  [[nodiscard]] const Spec& spec() const;
  [[nodiscard]] const std::string& id() const;
  [[nodiscard]] const std::string& version() const;
  [[nodiscard]] std::optional<Date> known_through() const;
  [[nodiscard]] TimeUnit unit() const;
  // The least rate, exact and per unit(), that any step charges: after
  // rounding, margin, floor and cap.
  [[nodiscard]] const Rate& lowest() const;

  // The rate of one day.
  //
  // Errors: FAILED_PRECONDITION / RATE_UNKNOWN - before the first step, in one
  //           without a rate, or after known_through
  [[nodiscard]] absl::StatusOr<Rate> RateOn(
      Date date, std::string_view field = "/rates") const;

  // The longest stretch of one rate that begins on `start`, within [start,
  // end). Requires start <= end.
  //
  // Errors: as Pieces, of the days of the stretch
  [[nodiscard]] absl::StatusOr<RatePiece> PieceFrom(
      Date start, Date end, UnknownRate unknown = UnknownRate::kRefuse,
      std::string_view field = "/rates") const;

  // The stretches of one rate that make up [start, end), in order; none where
  // end <= start. Adjacent steps of the same rate are one stretch, whatever
  // their confidence: a mark must not change a figure.
  //
  // Errors: FAILED_PRECONDITION / RATE_UNKNOWN - a day before the first step,
  //           in one without a rate, or (unless kProvisional) after
  //           known_through
  [[nodiscard]] absl::StatusOr<std::vector<RatePiece>> Pieces(
      Date start, Date end, UnknownRate unknown = UnknownRate::kRefuse,
      std::string_view field = "/rates") const;

 private:
  struct Steps;
  explicit RateHistory(std::shared_ptr<const Steps> steps);
  // The error of a day in a step without a rate.
  [[nodiscard]] absl::Status NotKnown(size_t step,
                                      std::string_view field) const;

  std::shared_ptr<const Steps> steps_;
};

}  // namespace usance

#endif  // USANCE_ACCRUAL_RATE_HISTORY_H_
