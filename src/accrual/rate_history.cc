#include "usance/accrual/rate_history.h"

#include <algorithm>
#include <utility>

namespace usance {

struct RateHistory::Steps {
  Spec spec;
  std::vector<std::optional<Rate>> charged;  // for each of spec.steps
  std::optional<Rate> lowest;                // of those
  TimeUnit unit{};

  // The step that holds on `date`; steps.size() where it is before the first.
  [[nodiscard]] size_t StepOn(Date date) const {
    const auto after = std::upper_bound(
        spec.steps.begin(), spec.steps.end(), date,
        [](Date day, const RateStep& step) { return day < step.from; });
    if (after == spec.steps.begin()) return spec.steps.size();
    return static_cast<size_t>(after - spec.steps.begin()) - 1;
  }
  [[nodiscard]] bool IsKnown(Date date) const {
    return !spec.known_through || date <= *spec.known_through;
  }
};

namespace {

using Spec = RateHistory::Spec;

std::string Below(std::string_view field, std::string_view name) {
  return std::string(field) + std::string(name);
}

absl::Status Unit(const Rate& rate, TimeUnit unit, const std::string& field) {
  if (rate.unit() == unit) return absl::OkStatus();
  return Error(Reason::kConflict, field,
               Format(rate) + " is per " + std::string(NameOf(rate.unit())) +
                   "; the first rate is per " + std::string(NameOf(unit)));
}

// Of the first step that has a rate.
std::optional<TimeUnit> UnitOf(const Spec& spec) {
  for (const RateStep& step : spec.steps) {
    if (step.rate) return step.rate->unit();
  }
  return std::nullopt;
}

absl::Status CheckSteps(const Spec& spec, std::string_view field) {
  if (spec.steps.empty()) {
    return Error(Reason::kMissingField, Below(field, "/steps"),
                 "there are no steps");
  }
  const std::optional<TimeUnit> unit = UnitOf(spec);
  if (!unit) {
    return Error(Reason::kMissingField, Below(field, "/steps"),
                 "no step has a rate");
  }
  for (size_t k = 0; k < spec.steps.size(); ++k) {
    const std::string at = Below(field, "/steps/" + std::to_string(k));
    if (const auto& rate = spec.steps[k].rate) {
      USANCE_RETURN_IF_ERROR(Unit(*rate, *unit, at + "/rate"));
    }
    if (k > 0 && spec.steps[k].from <= spec.steps[k - 1].from) {
      return Error(Reason::kOutOfOrder, at + "/from",
                   spec.steps[k].from.ToText() + " is not after " +
                       spec.steps[k - 1].from.ToText());
    }
  }
  if (spec.known_through && *spec.known_through < spec.steps.back().from) {
    return Error(Reason::kEndBeforeStart, Below(field, "/known_through"),
                 spec.known_through->ToText() + " is before the last step, " +
                     spec.steps.back().from.ToText());
  }
  return absl::OkStatus();
}

absl::Status CheckAdjustments(const Spec& spec, TimeUnit unit,
                              std::string_view field) {
  const std::pair<const std::optional<Rate>*, std::string_view> rates[] = {
      {&spec.margin, "/margin"}, {&spec.floor, "/floor"}, {&spec.cap, "/cap"}};
  for (const auto& [rate, name] : rates) {
    if (*rate) USANCE_RETURN_IF_ERROR(Unit(**rate, unit, Below(field, name)));
  }
  if (spec.rounding) {
    const std::string at = Below(field, "/rounding");
    USANCE_RETURN_IF_ERROR(
        Unit(spec.rounding->increment, unit, at + "/increment"));
    if (NameOf(spec.rounding->rounding).empty()) {
      return Error(Reason::kUnspecified, at + "/rounding",
                   "no rounding is given");
    }
    if (NameOf(spec.rounding->rounded).empty()) {
      return Error(Reason::kUnspecified, at + "/rounded",
                   "say whether the reference or the total is rounded");
    }
    if (spec.rounding->increment.value().Sign() <= 0) {
      return Error(Reason::kOutOfRange, at + "/increment",
                   Format(spec.rounding->increment) +
                       " is not above 0; allowed: above 0");
    }
  }
  if (spec.floor && spec.cap && spec.floor->value() > spec.cap->value()) {
    return Error(
        Reason::kConflict, Below(field, "/floor"),
        Format(*spec.floor) + " is above the cap, " + Format(*spec.cap));
  }
  return absl::OkStatus();
}

// The multiple of the increment; nothing where terms do not fit.
std::optional<Fraction> Rounded(const Fraction& value,
                                const RateRounding& rule) {
  const auto steps = CheckedDiv(value, rule.increment.value());
  if (!steps) return std::nullopt;
  return CheckedMul(Fraction(steps->Round(rule.rounding)),
                    rule.increment.value());
}

// The rate charged for a published one; nothing where terms do not fit.
std::optional<Fraction> Charged(const Spec& spec, const Fraction& reference) {
  const auto rounds = [&spec](RateRounded rounded) {
    return spec.rounding && spec.rounding->rounded == rounded;
  };
  std::optional<Fraction> value = reference;
  if (rounds(RateRounded::kReference)) value = Rounded(*value, *spec.rounding);
  if (value && spec.margin) value = CheckedAdd(*value, spec.margin->value());
  if (value && rounds(RateRounded::kTotal)) {
    value = Rounded(*value, *spec.rounding);
  }
  if (value && spec.floor) value = std::max(*value, spec.floor->value());
  if (value && spec.cap) value = std::min(*value, spec.cap->value());
  return value;
}

std::string Called(const std::string& id) {
  return id.empty() ? std::string("the rate") : "the rate \"" + id + "\"";
}

}  // namespace

RateHistory::RateHistory(std::shared_ptr<const Steps> steps)
    : steps_(std::move(steps)) {}

absl::StatusOr<RateHistory> RateHistory::Make(const Spec& spec,
                                              std::string_view field) {
  USANCE_RETURN_IF_ERROR(CheckSteps(spec, field));
  auto steps = std::make_shared<Steps>();
  steps->spec = spec;
  steps->unit = *UnitOf(spec);
  USANCE_RETURN_IF_ERROR(CheckAdjustments(spec, steps->unit, field));
  for (size_t k = 0; k < spec.steps.size(); ++k) {
    const std::optional<Rate>& reference = spec.steps[k].rate;
    if (!reference) {
      steps->charged.push_back(std::nullopt);
      continue;
    }
    const auto value = Charged(spec, reference->value());
    if (!value) {
      return Error(Reason::kOverflow,
                   Below(field, "/steps/" + std::to_string(k) + "/rate"),
                   Format(*reference) +
                       " with margin and rounding does not fit 128 bits");
    }
    steps->charged.push_back(Rate(*value, steps->unit));
    if (!steps->lowest || *value < steps->lowest->value()) {
      steps->lowest = steps->charged.back();
    }
  }
  return RateHistory(std::move(steps));
}

RateHistory RateHistory::Fixed(const Rate& rate, std::string_view id) {
  auto steps = std::make_shared<Steps>();
  steps->spec.id = std::string(id);
  steps->spec.steps = {{"0001-01-01"_date, rate}};
  steps->charged = {rate};
  steps->lowest = rate;
  steps->unit = rate.unit();
  return RateHistory(std::move(steps));
}

const RateHistory::Spec& RateHistory::spec() const { return steps_->spec; }
const std::string& RateHistory::id() const { return steps_->spec.id; }
const std::string& RateHistory::version() const { return steps_->spec.version; }
std::optional<Date> RateHistory::known_through() const {
  return steps_->spec.known_through;
}
TimeUnit RateHistory::unit() const { return steps_->unit; }
const Rate& RateHistory::lowest() const { return *steps_->lowest; }

absl::StatusOr<Rate> RateHistory::RateOn(Date date,
                                         std::string_view field) const {
  const size_t k = steps_->StepOn(date);
  if (k == steps_->spec.steps.size()) {
    return Error(Reason::kRateUnknown, field,
                 Called(id()) + " begins on " +
                     steps_->spec.steps[0].from.ToText() + ", after " +
                     date.ToText());
  }
  if (!steps_->IsKnown(date)) {
    return Error(Reason::kRateUnknown, field,
                 Called(id()) + " is known through " +
                     known_through()->ToText() + ", not on " + date.ToText());
  }
  if (!steps_->charged[k]) return NotKnown(k, field);
  return *steps_->charged[k];
}

absl::Status RateHistory::NotKnown(size_t step, std::string_view field) const {
  const std::vector<RateStep>& steps = steps_->spec.steps;
  std::string days = "from " + steps[step].from.ToText() + " on";
  if (step + 1 < steps.size()) {
    days += ", before " + steps[step + 1].from.ToText();
  }
  return Error(Reason::kRateUnknown, field,
               Called(id()) + " is not known " + days);
}

absl::StatusOr<RatePiece> RateHistory::PieceFrom(Date start, Date end,
                                                 UnknownRate unknown,
                                                 std::string_view field) const {
  const std::vector<RateStep>& steps = steps_->spec.steps;
  const bool provisional = !steps_->IsKnown(start);
  // Only days after known_through can be provisional, never those before the
  // first step: there is no earlier rate to carry on.
  if (start < steps[0].from ||
      (provisional && unknown != UnknownRate::kProvisional)) {
    return RateOn(start, field).status();
  }
  const size_t step = steps_->StepOn(start);
  if (!steps_->charged[step]) return NotKnown(step, field);
  int32_t until = end.days();
  if (!provisional && known_through()) {
    until = std::min(until, known_through()->days() + 1);
  }
  RatePiece piece = {start,
                     start,
                     *steps[step].rate,
                     *steps_->charged[step],
                     provisional,
                     steps[step].confidence};
  for (size_t k = step + 1; k < steps.size(); ++k) {
    if (steps[k].from.days() >= until) break;
    if (steps[k].rate != steps[step].rate ||
        steps_->charged[k] != steps_->charged[step]) {
      until = steps[k].from.days();
      break;
    }
    piece.confidence = Weakest(piece.confidence, steps[k].confidence);
  }
  piece.end = *Date::FindDays(until);
  return piece;
}

absl::StatusOr<std::vector<RatePiece>> RateHistory::Pieces(
    Date start, Date end, UnknownRate unknown, std::string_view field) const {
  std::vector<RatePiece> pieces;
  for (Date at = start; at < end; at = pieces.back().end) {
    USANCE_ASSIGN_OR_RETURN(RatePiece piece,
                            PieceFrom(at, end, unknown, field));
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

}  // namespace usance
