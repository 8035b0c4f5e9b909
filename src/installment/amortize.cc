#include "usance/installment/amortize.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/core/exact.h"
#include "src/installment/plan.h"
#include "src/installment/rows.h"
#include "usance/money/format.h"

namespace usance {
namespace {

using Method = AmortizationMethod;

absl::Status Unspecified(std::string_view field, std::string_view what) {
  return Error(Reason::kUnspecified, field, std::string(what));
}

bool HasResidual(Method method) {
  return method == Method::kLevel || method == Method::kEqualPrincipal ||
         method == Method::kAddOn;
}

template <HasNames E>
bool Known(E value) {
  return !NameOf(value).empty();
}

absl::Status CheckChoices(const AmortizationSpec& spec) {
  if (spec.day_count == DayCount{} && spec.rate.unit() != TimeUnit::kPeriod) {
    return Unspecified("/day_count", "say how days are counted");
  }
  if (!Known(spec.method)) {
    return Unspecified("/method", "say how the debt is paid back");
  }
  if (!Known(spec.rounding)) {
    return Unspecified("/rounding", "say how interest is rounded");
  }
  if (spec.payment_rounding && !Known(*spec.payment_rounding)) {
    return Unspecified("/payment_rounding", "say how the payment is rounded");
  }
  if (HasResidual(spec.method) && !Known(spec.residual)) {
    return Unspecified("/residual", "say which row takes what rounding leaves");
  }
  if (spec.method == Method::kBullet && !Known(spec.bullet)) {
    return Unspecified("/bullet", "say whether interest is capitalized");
  }
  if (spec.grace_rows > 0 && !Known(spec.grace)) {
    return Unspecified("/grace", "say what the grace rows pay");
  }
  if (spec.schedule.convention != BusinessDayConvention::kUnadjusted &&
      !Known(spec.accrue_to)) {
    return Unspecified("/accrue_to",
                       "say whether interest runs to adjusted dates");
  }
  return absl::OkStatus();
}

absl::Status CheckValues(const AmortizationSpec& spec) {
  if (spec.principal.minor() < 1) {
    return Error(Reason::kOutOfRange, "/principal",
                 Format(spec.principal) + "; allowed: above 0");
  }
  if (spec.balloon && spec.balloon->minor() < 0) {
    return Error(Reason::kOutOfRange, "/balloon",
                 Format(*spec.balloon) + "; allowed: 0 or more");
  }
  if (spec.grace_rows < 0) {
    return Error(Reason::kOutOfRange, "/grace_rows",
                 std::to_string(spec.grace_rows) + "; allowed: 0 or more");
  }
  if (spec.balloon && spec.balloon->currency() != spec.principal.currency()) {
    return Error(Reason::kCurrencyMismatch, "/balloon",
                 Format(*spec.balloon) + " is not in the principal's " +
                     std::string(spec.principal.currency().code()));
  }
  if (spec.balloon && spec.method != Method::kLevel &&
      spec.method != Method::kEqualPrincipal) {
    return Error(Reason::kConflict, "/balloon",
                 std::string(NameOf(spec.method)) + " has no balloon");
  }
  if (spec.residual == Residual::kSmooth && HasResidual(spec.method) &&
      spec.method != Method::kLevel) {
    return Error(Reason::kConflict, "/residual",
                 "only a level payment can be smoothed");
  }
  return absl::OkStatus();
}

absl::Status CheckTiling(const Schedule& schedule) {
  if (schedule.periods.empty()) {
    return Error(Reason::kMissingField, "/periods", "there are no periods");
  }
  if (schedule.periods.size() > static_cast<size_t>(kMaxPeriods)) {
    return Error(Reason::kLimitExceeded, "/periods",
                 std::to_string(schedule.periods.size()) +
                     " periods; allowed: up to " + std::to_string(kMaxPeriods));
  }
  for (size_t k = 0; k < schedule.periods.size(); ++k) {
    const SchedulePeriod& period = schedule.periods[k];
    const std::string field = "/periods/" + std::to_string(k);
    if (period.end <= period.start ||
        period.adjusted_end < period.adjusted_start) {
      return Error(
          Reason::kEndBeforeStart, field,
          period.end.ToText() + " is not after " + period.start.ToText());
    }
    if (k == 0) continue;
    const SchedulePeriod& before = schedule.periods[k - 1];
    if (period.start != before.end ||
        period.adjusted_start != before.adjusted_end) {
      return Error(Reason::kOutOfOrder, field,
                   "it starts " + period.start.ToText() +
                       " and the period before ends " + before.end.ToText());
    }
  }
  return absl::OkStatus();
}

// The f_k = r * t_k of every period.
absl::StatusOr<std::vector<Fraction>> Factors(const AmortizationSpec& spec,
                                              const Schedule& schedule) {
  const bool adjusted = spec.accrue_to == AccrueTo::kAdjusted;
  const auto start = [&](const SchedulePeriod& period) {
    return adjusted ? period.adjusted_start : period.start;
  };
  const auto end = [&](const SchedulePeriod& period) {
    return adjusted ? period.adjusted_end : period.end;
  };
  DayCountContext context;
  context.frequency = spec.schedule.frequency;
  context.termination = end(schedule.periods.back());
  context.end_of_month = spec.schedule.roll.kind() == Roll::Kind::kEndOfMonth;
  if (spec.schedule.calendar) context.calendar = &*spec.schedule.calendar;
  std::vector<Fraction> factors;
  factors.reserve(schedule.periods.size());
  for (const SchedulePeriod& period : schedule.periods) {
    context.period_start = start(period);
    context.period_end = end(period);
    // The regular periods beside a stub are counted from its other end.
    context.schedule_start.reset();
    context.schedule_end.reset();
    if (period.stub) {
      context.schedule_start = start(schedule.periods.front());
      context.schedule_end = context.termination;
    }
    USANCE_ASSIGN_OR_RETURN(const Fraction elapsed,
                            Elapsed(spec.rate.unit(), spec.day_count,
                                    start(period), end(period), context));
    const auto factor = CheckedMul(spec.rate.value(), elapsed);
    if (!factor) {
      return Error(Reason::kOverflow, "/rate",
                   "the interest of one period needs over 128 bits");
    }
    if (*factor <= Fraction(-1)) {
      return Error(Reason::kOutOfRange, "/rate",
                   Format(spec.rate) + " is " + ToText(*factor) +
                       " in one period; allowed: above -1");
    }
    factors.push_back(*factor);
  }
  return factors;
}

// Runs the rows at the beginning that do not amortize. Returns their number.
absl::StatusOr<size_t> RunHead(const AmortizationSpec& spec, bool stub,
                               Rows& rows) {
  if (stub && !Known(spec.stub_interest)) {
    return Unspecified("/stub_interest",
                       "the first period is a stub; say what it pays");
  }
  if (spec.grace_rows > 0 && spec.grace == EarlyInterest::kInPayment) {
    return Error(Reason::kConflict, "/grace",
                 "a grace row pays its interest or capitalizes it");
  }
  const auto rule = [](EarlyInterest early) {
    return early == EarlyInterest::kInterest ? RowRule::kInterest
                                             : RowRule::kCapitalize;
  };
  const size_t billed = stub && spec.stub_interest != EarlyInterest::kInPayment;
  const size_t head = billed + static_cast<size_t>(spec.grace_rows);
  if (head >= rows.size()) {
    return Error(
        Reason::kConflict, "/grace_rows",
        "of " + std::to_string(rows.size()) + " rows none is left to amortize");
  }
  const std::vector<int64_t> nothing(head, 0);
  const std::span<const int64_t> all(nothing);
  USANCE_RETURN_IF_ERROR(
      rows.Run(rule(spec.stub_interest), 0, all.first(billed)));
  USANCE_RETURN_IF_ERROR(
      rows.Run(rule(spec.grace), billed, all.subspan(billed)));
  return head;
}

Exact Sum(std::span<const Fraction> values) {
  Exact sum;
  for (const Fraction& value : values) sum = (sum + Exact(value)).Reduced();
  return sum;
}

// A simple bullet's interest is booked in the last row.
absl::Status DeferInterest(std::span<Fraction> factors) {
  const auto sum = Sum(factors).ToFraction();
  if (!sum) {
    return Error(Reason::kOverflow, "/rate",
                 "the interest of all periods needs over 128 bits");
  }
  std::fill(factors.begin(), factors.end(), Fraction(0));
  factors.back() = *sum;
  return absl::OkStatus();
}

absl::StatusOr<AmortizationTotals> TotalsOf(std::span<const Installment> rows) {
  int128 interest = 0, principal = 0, fee = 0, payment = 0;
  for (const Installment& row : rows) {  // 10^4 * 2^63 fits
    interest += row.interest_minor;
    principal += row.principal_minor;
    fee += row.fee_minor;
    payment += row.payment_minor;
  }
  const auto i = Narrow<int64_t>(interest), p = Narrow<int64_t>(principal);
  const auto f = Narrow<int64_t>(fee), a = Narrow<int64_t>(payment);
  if (!i || !p || !f || !a) {
    return Error(Reason::kOverflow, "/totals",
                 "a total is outside int64 of minor units");
  }
  return AmortizationTotals{*i, *p, *f, *a};
}

absl::StatusOr<Amortization> AmortizeChecked(const AmortizationSpec& spec,
                                             const Schedule& schedule) {
  USANCE_ASSIGN_OR_RETURN(std::vector<Fraction> factors,
                          Factors(spec, schedule));
  Rows rows(spec, schedule, std::move(factors));
  USANCE_ASSIGN_OR_RETURN(const size_t head,
                          RunHead(spec, schedule.periods.front().stub, rows));
  Amortization result{.currency = spec.principal.currency()};
  const std::vector<int64_t> nothing(rows.size() - head, 0);
  switch (spec.method) {
    case Method::kLevel: {
      Plan plan(spec, rows, head);
      USANCE_ASSIGN_OR_RETURN(result.level_payment_minor, plan.RunLevel());
      USANCE_ASSIGN_OR_RETURN(result.residual, plan.gap());
      break;
    }
    case Method::kEqualPrincipal:
    case Method::kAddOn: {
      Plan plan(spec, rows, head);
      USANCE_ASSIGN_OR_RETURN(const int64_t share, plan.RunShares());
      if (spec.method == Method::kAddOn) result.level_payment_minor = share;
      USANCE_ASSIGN_OR_RETURN(result.residual, plan.gap());
      break;
    }
    case Method::kInterestOnly:
      USANCE_RETURN_IF_ERROR(rows.Run(RowRule::kInterest, head, nothing));
      break;
    case Method::kBullet:
      if (spec.bullet == Bullet::kSimple) {
        USANCE_RETURN_IF_ERROR(
            DeferInterest(std::span(rows.factors()).subspan(head)));
      }
      USANCE_RETURN_IF_ERROR(rows.Run(RowRule::kCapitalize, head, nothing));
      break;
  }
  result.rows = rows.Take();
  USANCE_ASSIGN_OR_RETURN(result.totals, TotalsOf(result.rows));
  return result;
}

}  // namespace

absl::StatusOr<Amortization> Amortize(const AmortizationSpec& spec) {
  USANCE_RETURN_IF_ERROR(CheckChoices(spec));
  USANCE_RETURN_IF_ERROR(CheckValues(spec));
  USANCE_ASSIGN_OR_RETURN(const Schedule schedule, MakeSchedule(spec.schedule));
  return AmortizeChecked(spec, schedule);
}

absl::StatusOr<Amortization> Amortize(const AmortizationSpec& spec,
                                      const Schedule& schedule) {
  USANCE_RETURN_IF_ERROR(CheckChoices(spec));
  USANCE_RETURN_IF_ERROR(CheckValues(spec));
  USANCE_RETURN_IF_ERROR(CheckTiling(schedule));
  return AmortizeChecked(spec, schedule);
}

}  // namespace usance
