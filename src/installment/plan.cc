#include "src/installment/plan.h"

#include <algorithm>
#include <span>
#include <utility>

#include "usance/money/format.h"

namespace usance {
namespace {

using Method = AmortizationMethod;

constexpr int kSmoothTries = 3;

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

}  // namespace

absl::StatusOr<int64_t> Plan::RunLevel() {
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
    if (!rest || !interest) return RowOverflow(head_);
    const int128 due = static_cast<int128>(opening_) + *interest;
    USANCE_RETURN_IF_ERROR(PlanFirst(due - *rest, *interest));
  }
  USANCE_RETURN_IF_ERROR(RunPayments());
  BoundLevel(annuity);
  if (spec_.residual == Residual::kSmooth) return Smooth(rounded);
  return rounded;
}

absl::StatusOr<int64_t> Plan::RunShares() {
  const bool flat = spec_.method == Method::kAddOn;
  int128 total = static_cast<int128>(opening_) - balloon_;
  int64_t first_interest = 0;
  if (flat) {
    base_ = opening_;
    for (size_t k = head_; k < rows_.size(); ++k) {
      const auto interest = rows_.InterestOf(k, base_);
      if (!interest) return RowOverflow(k);
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
  USANCE_RETURN_IF_ERROR(rows_.Run(
      flat ? RowRule::kPayment : RowRule::kPrincipal, head_, planned_, base_));
  gap_ = total + balloon_ - planned_sum_;
  const int64_t errors = spec_.residual == Residual::kSpread ? 1 : count;
  bound_ = Exact(Integer(spec_.payment_increment.minor()) * TwiceError(mode_) *
                     errors,
                 2)
               .RoundToInt64(Rounding::kCeiling);
  return rounded;
}

absl::StatusOr<ResidualGap> Plan::gap() const {
  const auto gap = Narrow<int64_t>(gap_);
  if (!gap) return RowOverflow(rows_.size() - 1);
  return ResidualGap{*gap, bound_};
}

// Plans `share` for each row. Returns it, rounded.
absl::StatusOr<int64_t> Plan::PlanShares(const Exact& share) {
  const auto rounded = RoundToMultiple(share, spec_.payment_increment, mode_);
  if (!rounded) return RowOverflow(head_);
  planned_.assign(count_, *rounded);
  if (spec_.residual == Residual::kSpread) {
    auto parts = SpreadOut(share, count_, spec_.payment_increment, mode_);
    if (!parts) return RowOverflow(head_);
    planned_ = *std::move(parts);
  }
  planned_sum_ = balloon_;
  for (const int64_t part : planned_) planned_sum_ += part;
  return *rounded;
}

// The first row pays `first`, but `least` at least, or its plain share where
// that is less.
absl::Status Plan::PlanFirst(int128 first, int64_t least) {
  int64_t& planned = planned_.front();
  const auto narrow =
      Narrow<int64_t>(std::max<int128>(first, std::min(planned, least)));
  if (!narrow) return RowOverflow(head_);
  planned = *narrow;
  return absl::OkStatus();
}

// A level payment of 0 that meets interest of 0 is a debt too small to split.
absl::Status Plan::CheckCovers(int64_t level) const {
  if (spec_.allow_negative_amortization || count_ == 1) {
    return absl::OkStatus();
  }
  const auto interest = rows_.InterestOf(head_);
  if (!interest) return RowOverflow(head_);
  if (level > *interest || (level == 0 && *interest == 0)) {
    return absl::OkStatus();
  }
  const Currency currency = spec_.principal.currency();
  return Error(Reason::kNegativeAmortization, "/allow_negative_amortization",
               "the level payment " + FormatAmount(level, currency) +
                   " does not exceed the first interest " +
                   FormatAmount(*interest, currency));
}

absl::Status Plan::RunPayments() {
  USANCE_RETURN_IF_ERROR(rows_.Run(RowRule::kPayment, head_, planned_));
  gap_ = -planned_sum_;
  for (size_t k = head_; k < rows_.size(); ++k) {
    gap_ += rows_.row(k).payment_minor;
  }
  return absl::OkStatus();
}

// Moves the level payment toward the last one while that brings them nearer.
absl::StatusOr<int64_t> Plan::Smooth(int64_t level) {
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
void Plan::BoundLevel(const Annuity& annuity) {
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

}  // namespace usance
