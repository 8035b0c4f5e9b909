#include "usance/accrual/accrue.h"

#include <utility>

#include "src/accrual/accruer.h"

namespace usance {
namespace {

absl::Status CheckSpec(const AccrueSpec& spec) {
  USANCE_RETURN_IF_ERROR(CheckRule(spec.rule, "/rule"));
  if (spec.end < spec.start) {
    return Error(
        Reason::kEndBeforeStart, "/end",
        spec.end.ToText() + " is before the start, " + spec.start.ToText());
  }
  if (spec.balances.empty()) {
    return Error(Reason::kMissingField, "/balances", "there is no balance");
  }
  for (size_t k = 1; k < spec.balances.size(); ++k) {
    if (spec.balances[k].from <= spec.balances[k - 1].from) {
      return Error(Reason::kOutOfOrder,
                   "/balances/" + std::to_string(k) + "/from",
                   spec.balances[k].from.ToText() + " is not after " +
                       spec.balances[k - 1].from.ToText());
    }
  }
  if (spec.balances[0].from > spec.start) {
    return Error(Reason::kOutOfRange, "/balances/0/from",
                 spec.balances[0].from.ToText() +
                     "; allowed: up to the start, " + spec.start.ToText());
  }
  USANCE_RETURN_IF_ERROR(CheckPauses(spec.pauses));
  const bool cumulative = spec.rule.regime == RoundingRegime::kCumulative ||
                          spec.rule.regime == RoundingRegime::kNone;
  if (!cumulative && !spec.carried_minor.IsZero()) {
    return Error(Reason::kConflict, "/carried_minor",
                 "interest is carried only where the regime is cumulative "
                 "or none");
  }
  if (spec.rates.unit() == TimeUnit::kPeriod) {
    return Error(Reason::kContextRequired, "/rates",
                 "a rate per period needs the periods of a schedule");
  }
  return absl::OkStatus();
}

}  // namespace

namespace internal {

template <class Ratio>
absl::StatusOr<Accrual> AccrueWith(const AccrueSpec& spec) {
  USANCE_RETURN_IF_ERROR(CheckSpec(spec));
  Accruer<Ratio> accruer(spec.rule, spec.rates, spec.unknown_rate, spec.start,
                         spec.carried_minor);
  if (!spec.pauses.empty()) accruer.SetPauses(spec.pauses);
  std::optional<int64_t> held;
  for (const BalanceStep& step : spec.balances) {
    if (step.from >= spec.end) break;
    if (held && *held == step.minor) continue;  // no change, so no cut
    USANCE_RETURN_IF_ERROR(accruer.AccrueTo(step.from));
    accruer.SetPrincipal(step.minor);
    held = step.minor;
  }
  USANCE_RETURN_IF_ERROR(accruer.AccrueTo(spec.end));
  USANCE_ASSIGN_OR_RETURN(const int64_t interest, accruer.Interest());
  const auto exact_minor = accruer.ExactInterest();
  if (!exact_minor && spec.rule.regime == RoundingRegime::kNone) {
    return Error(Reason::kOverflow, "",
                 "the exact interest does not fit 128 bits; choose a regime "
                 "that rounds");
  }
  Accrual accrual = {.interest = Money(interest, spec.currency),
                     .exact_minor = exact_minor,
                     .segments = std::move(accruer.segments()),
                     .source = spec.rates.id(),
                     .version = spec.rates.version(),
                     .known_through = spec.rates.known_through()};
  for (const Segment& segment : accrual.segments) {
    accrual.provisional = accrual.provisional || segment.provisional;
    accrual.confidence = Weakest(accrual.confidence, segment.confidence);
  }
  return accrual;
}

template absl::StatusOr<Accrual> AccrueWith<Exact>(const AccrueSpec&);
template absl::StatusOr<Accrual> AccrueWith<ShortRatio>(const AccrueSpec&);

}  // namespace internal

absl::StatusOr<Accrual> Accrue(const AccrueSpec& spec) {
  absl::StatusOr<Accrual> quick = internal::AccrueWith<ShortRatio>(spec);
  if (quick.ok() && quick->exact_minor) return quick;
  return internal::AccrueWith<Exact>(spec);
}

}  // namespace usance
