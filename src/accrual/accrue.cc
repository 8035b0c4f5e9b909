#include "usance/accrual/accrue.h"

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

absl::StatusOr<Accrual> Accrue(const AccrueSpec& spec) {
  USANCE_RETURN_IF_ERROR(CheckSpec(spec));
  internal::Accruer accruer(spec.rule, spec.rates, spec.unknown_rate,
                            spec.start, spec.carried_minor);
  accruer.SetPauses(spec.pauses);
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
  bool provisional = false;
  Confidence confidence = Confidence::kGiven;
  for (const Segment& segment : accruer.segments()) {
    provisional = provisional || segment.provisional;
    confidence = Weakest(confidence, segment.confidence);
  }
  return Accrual{.interest = Money(interest, spec.currency),
                 .exact_minor = exact_minor,
                 .segments = accruer.segments(),
                 .source = spec.rates.id(),
                 .version = spec.rates.version(),
                 .known_through = spec.rates.known_through(),
                 .provisional = provisional,
                 .confidence = confidence};
}

}  // namespace usance
