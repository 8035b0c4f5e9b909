#include "usance/installment/amortize.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "src/core/exact.h"
#include "src/installment/annuity.h"
#include "usance/money/format.h"

namespace usance {
namespace {

using Method = AmortizationMethod;

constexpr int kSmoothTries = 3;

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

absl::Status Overflow(size_t row) {
  return Error(Reason::kOverflow, "/rows/" + std::to_string(row),
               "an amount is outside int64 of minor units");
}

// round(balance * factor), or nothing where it does not fit.
std::optional<int64_t> Interest(int64_t balance, const Fraction& factor,
                                Rounding rounding) {
  if (const auto n = CheckedMul(factor.numerator(), balance)) {
    return Narrow<int64_t>(Divide(*n, factor.denominator(), rounding));
  }
  return (Exact(balance) * factor).RoundToInt64(rounding);
}

// What the rows from `first` to `end` do; the last row of all pays the rest.
enum class RowRule {
  kInterest,    // pay the interest
  kCapitalize,  // pay nothing
  kPayment,     // pay what is planned
  kPrincipal,   // pay what is planned, and the interest on top
};

// The rows under construction.
class Rows {
 public:
  Rows(const AmortizationSpec& spec, const Schedule& schedule,
       std::vector<Fraction> factors)
      : spec_(spec), factors_(std::move(factors)) {
    rows_.reserve(schedule.periods.size());
    for (const SchedulePeriod& period : schedule.periods) {
      rows_.push_back(
          {.number = static_cast<int32_t>(rows_.size()) + 1, .period = period});
    }
    rows_.front().opening_minor = spec.principal.minor();
  }

  [[nodiscard]] size_t size() const { return rows_.size(); }
  [[nodiscard]] std::vector<Fraction>& factors() { return factors_; }
  [[nodiscard]] int64_t opening(size_t row) const {
    return rows_[row].opening_minor;
  }
  [[nodiscard]] const Installment& row(size_t row) const { return rows_[row]; }
  [[nodiscard]] std::vector<Installment> Take() { return std::move(rows_); }

  // Interest of `row` on its opening balance, or on `base`.
  [[nodiscard]] std::optional<int64_t> InterestOf(
      size_t row, std::optional<int64_t> base = std::nullopt) const {
    return Interest(base.value_or(rows_[row].opening_minor), factors_[row],
                    spec_.rounding);
  }

  // Fills the rows of `planned` from `first` on.
  absl::Status Run(RowRule rule, size_t first, std::span<const int64_t> planned,
                   std::optional<int64_t> base = std::nullopt) {
    for (size_t k = 0; k < planned.size(); ++k) {
      USANCE_RETURN_IF_ERROR(RunRow(rule, first + k, planned[k], base));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status RunRow(RowRule rule, size_t k, int64_t planned,
                      std::optional<int64_t> base) {
    Installment& row = rows_[k];
    const auto interest = InterestOf(k, base);
    if (!interest) return Overflow(k);
    const int128 due = static_cast<int128>(row.opening_minor) + *interest;
    const bool last = k + 1 == rows_.size();
    int128 payment = 0;
    if (last) {
      payment = due;
    } else if (rule == RowRule::kInterest) {
      payment = *interest;
    } else if (rule == RowRule::kPayment) {
      payment = std::min<int128>(planned, due);
    } else if (rule == RowRule::kPrincipal) {
      payment = std::min<int128>(planned, row.opening_minor) + *interest;
    }
    const int128 principal = payment - *interest;
    const int128 closing = row.opening_minor - principal;
    if (principal < 0 && rule != RowRule::kCapitalize &&
        !spec_.allow_negative_amortization) {
      return Uncovered(k, static_cast<int64_t>(payment), *interest);
    }
    // |principal| <= |payment| + |interest| < 2^65: nothing wrapped above.
    const auto narrow_payment = Narrow<int64_t>(payment);
    const auto narrow_principal = Narrow<int64_t>(principal);
    const auto narrow_closing = Narrow<int64_t>(closing);
    if (!narrow_payment || !narrow_principal || !narrow_closing) {
      return Overflow(k);
    }
    row.interest_minor = *interest;
    row.payment_minor = *narrow_payment;
    row.principal_minor = *narrow_principal;
    row.closing_minor = *narrow_closing;
    if (!last) rows_[k + 1].opening_minor = *narrow_closing;
    return absl::OkStatus();
  }

  [[nodiscard]] absl::Status Uncovered(size_t k, int64_t payment,
                                       int64_t interest) const {
    const Currency currency = spec_.principal.currency();
    return Error(Reason::kNegativeAmortization, "/allow_negative_amortization",
                 "row " + std::to_string(k + 1) + " pays " +
                     FormatAmount(payment, currency) + " of its interest " +
                     FormatAmount(interest, currency));
  }

  const AmortizationSpec& spec_;
  std::vector<Fraction> factors_;
  std::vector<Installment> rows_;
};

Exact Sum(std::span<const Fraction> values) {
  Exact sum;
  for (const Fraction& value : values) sum = (sum + Exact(value)).Reduced();
  return sum;
}

// The multiple of `step` nearest to `value`, or nothing beyond int64.
std::optional<int64_t> RoundToMultiple(const Exact& value, Increment step,
                                       Rounding rounding) {
  const Integer count =
      Exact(value.numerator, value.denominator * step.minor()).Round(rounding);
  return Exact(count * step.minor(), 1).RoundToInt64(rounding);
}

// n amounts whose running sums are those of n * `value`, rounded to multiples
// of `step`; or nothing beyond int64.
std::optional<std::vector<int64_t>> SpreadOut(const Exact& value, size_t n,
                                              Increment step,
                                              Rounding rounding) {
  std::vector<int64_t> parts;
  parts.reserve(n);
  int64_t before = 0;
  for (size_t k = 1; k <= n; ++k) {
    const auto sum = RoundToMultiple(
        Exact(value.numerator * k, value.denominator), step, rounding);
    if (!sum) return std::nullopt;
    parts.push_back(*sum - before);  // both have the sign of `value`
    before = *sum;
  }
  return parts;
}

// Twice the most that `rounding` moves a value by, in units.
int64_t TwiceError(Rounding rounding) {
  return rounding == Rounding::kHalfEven || rounding == Rounding::kHalfUp ||
                 rounding == Rounding::kHalfDown
             ? 1
             : 2;
}

// The rows that amortize: those from `head` on.
class Plan {
 public:
  Plan(const AmortizationSpec& spec, Rows& rows, size_t head)
      : spec_(spec),
        rows_(rows),
        head_(head),
        count_(rows.size() - head),
        opening_(rows.opening(head)),
        balloon_(spec.balloon ? spec.balloon->minor() : 0),
        mode_(spec.payment_rounding.value_or(spec.rounding)) {}

  // Returns the level payment.
  absl::StatusOr<int64_t> RunLevel() {
    const std::span<const Fraction> factors =
        std::span(rows_.factors()).subspan(head_);
    const Annuity annuity = MakeAnnuity(factors);
    // A = (B * prod(q_i) - balloon) / sum_k prod_(i>k) q_i
    const Exact level(annuity.product * opening_ - annuity.scale * balloon_,
                      annuity.sum);
    USANCE_ASSIGN_OR_RETURN(const int64_t rounded, PlanShares(level));
    USANCE_RETURN_IF_ERROR(CheckCovers(rounded));
    if (spec_.residual == Residual::kFirst && count_ > 1) {
      // The first payment leaves the balance that A amortizes later.
      const Annuity later = MakeAnnuity(factors.subspan(1));
      const auto rest =
          Exact(later.sum * rounded + later.scale * balloon_, later.product)
              .RoundToInt64(spec_.rounding);
      const auto interest = rows_.InterestOf(head_);
      if (!rest || !interest) return Overflow(head_);
      const int128 due = static_cast<int128>(opening_) + *interest;
      USANCE_RETURN_IF_ERROR(PlanFirst(due - *rest, *interest));
    }
    USANCE_RETURN_IF_ERROR(RunPayments());
    BoundLevel(annuity);
    if (spec_.residual == Residual::kSmooth) return Smooth(rounded);
    return rounded;
  }

  // Splits the principal evenly; under add-on the principal and the interest
  // of all rows together. Returns the share.
  absl::StatusOr<int64_t> RunShares() {
    const bool flat = spec_.method == Method::kAddOn;
    int128 total = static_cast<int128>(opening_) - balloon_;
    int64_t first_interest = 0;
    if (flat) {
      base_ = opening_;
      for (size_t k = head_; k < rows_.size(); ++k) {
        const auto interest = rows_.InterestOf(k, base_);
        if (!interest) return Overflow(k);
        if (k == head_) first_interest = *interest;
        total += *interest;
      }
    }
    const Exact share{Integer(total), Integer(count_)};
    USANCE_ASSIGN_OR_RETURN(const int64_t rounded, PlanShares(share));
    const int64_t count = static_cast<int64_t>(count_);
    if (spec_.residual == Residual::kFirst) {
      USANCE_RETURN_IF_ERROR(PlanFirst(
          total - static_cast<int128>(rounded) * (count - 1), first_interest));
    }
    USANCE_RETURN_IF_ERROR(
        rows_.Run(flat ? RowRule::kPayment : RowRule::kPrincipal, head_,
                  planned_, base_));
    gap_ = total + balloon_ - planned_sum_;
    const int64_t errors = spec_.residual == Residual::kSpread ? 1 : count;
    bound_ = Exact(Integer(spec_.payment_increment.minor()) *
                       TwiceError(mode_) * errors,
                   2)
                 .RoundToInt64(Rounding::kCeiling);
    return rounded;
  }

  [[nodiscard]] absl::StatusOr<ResidualGap> gap() const {
    const auto gap = Narrow<int64_t>(gap_);
    if (!gap) return Overflow(rows_.size() - 1);
    return ResidualGap{*gap, bound_};
  }

 private:
  // Plans `share` for each row. Returns it, rounded.
  absl::StatusOr<int64_t> PlanShares(const Exact& share) {
    const auto rounded = RoundToMultiple(share, spec_.payment_increment, mode_);
    if (!rounded) return Overflow(head_);
    planned_.assign(count_, *rounded);
    if (spec_.residual == Residual::kSpread) {
      auto parts = SpreadOut(share, count_, spec_.payment_increment, mode_);
      if (!parts) return Overflow(head_);
      planned_ = *std::move(parts);
    }
    planned_sum_ = balloon_;
    for (const int64_t part : planned_) planned_sum_ += part;
    return *rounded;
  }

  // The first row pays `first`, but `least` at least, or its plain share where
  // that is less.
  absl::Status PlanFirst(int128 first, int64_t least) {
    int64_t& planned = planned_.front();
    const auto narrow =
        Narrow<int64_t>(std::max<int128>(first, std::min(planned, least)));
    if (!narrow) return Overflow(head_);
    planned = *narrow;
    return absl::OkStatus();
  }

  // A level payment of 0 that meets interest of 0 is a debt too small to split.
  absl::Status CheckCovers(int64_t level) const {
    if (spec_.allow_negative_amortization || count_ == 1) {
      return absl::OkStatus();
    }
    const auto interest = rows_.InterestOf(head_);
    if (!interest) return Overflow(head_);
    if (level > *interest || (level == 0 && *interest == 0)) {
      return absl::OkStatus();
    }
    const Currency currency = spec_.principal.currency();
    return Error(Reason::kNegativeAmortization, "/allow_negative_amortization",
                 "the level payment " + FormatAmount(level, currency) +
                     " does not exceed the first interest " +
                     FormatAmount(*interest, currency));
  }

  absl::Status RunPayments() {
    USANCE_RETURN_IF_ERROR(rows_.Run(RowRule::kPayment, head_, planned_));
    gap_ = -planned_sum_;
    for (size_t k = head_; k < rows_.size(); ++k) {
      gap_ += rows_.row(k).payment_minor;
    }
    return absl::OkStatus();
  }

  // Moves the level payment toward the last one while that brings them nearer.
  absl::StatusOr<int64_t> Smooth(int64_t level) {
    const int64_t rows = static_cast<int64_t>(count_);
    for (int tries = 0; tries < kSmoothTries; ++tries) {
      if (Magnitude(gap_) <= Magnitude(rows / 2)) break;
      const int128 step = Divide(gap_, rows, mode_);
      const auto moved = RoundToMultiple(Exact(Integer(level + step), 1),
                                         spec_.payment_increment, mode_);
      if (!moved || *moved == level) break;
      const int128 gap_before = gap_, sum_before = planned_sum_;
      planned_.assign(count_, *moved);
      planned_sum_ = static_cast<int128>(*moved) * rows + balloon_;
      if (RunPayments().ok() && Magnitude(gap_) < Magnitude(gap_before)) {
        level = *moved;
        continue;
      }
      planned_.assign(count_, level);
      planned_sum_ = sum_before;
      USANCE_RETURN_IF_ERROR(RunPayments());
      break;
    }
    return level;
  }

  // |gap| is at most this; amortize.h says why. Under `spread` the errors of
  // the payments add up to one error at any row, so they count twice at the
  // largest growth instead of once at each; under `first` the error of A is in
  // the first row and, where that pays its interest alone, in the last ones.
  void BoundLevel(const Annuity& annuity) {
    const Integer payment =
        Integer(spec_.payment_increment.minor()) * TwiceError(mode_);
    const Integer interest = TwiceError(spec_.rounding);
    const Integer most = std::max(annuity.product, annuity.scale);
    Integer twice = (payment + interest) * annuity.sum;
    if (spec_.residual == Residual::kSpread) {
      twice = 2 * payment * most + interest * annuity.sum;
    } else if (spec_.residual == Residual::kFirst) {
      twice += payment * annuity.sum + 4 * interest * most;
    }
    bound_ = Exact(twice, 2 * std::min(annuity.product, annuity.scale))
                 .RoundToInt64(Rounding::kCeiling);
  }

  const AmortizationSpec& spec_;
  Rows& rows_;
  const size_t head_;
  const size_t count_;
  const int64_t opening_;
  const int64_t balloon_;
  const Rounding mode_;          // of the payment
  std::optional<int64_t> base_;  // what flat interest is on
  std::vector<int64_t> planned_;
  int128 planned_sum_ = 0;  // below 10^4 rows * 2^63
  int128 gap_ = 0;
  std::optional<int64_t> bound_;
};

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
