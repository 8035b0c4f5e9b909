#include "src/installment/plan.h"

#include <algorithm>
#include <string>
#include <utility>

#include "src/installment/layout.h"
#include "usance/money/format.h"

namespace usance {
namespace {

using Method = AmortizationMethod;

constexpr int kSmoothTries = 3;
constexpr int kNearTries = 64;  // two are enough at rates that are not negative

// The multiple of `step` nearest to `value`, or nothing beyond int64.
std::optional<int64_t> RoundToMultiple(const Exact& value, Increment step,
                                       Rounding rounding) {
  const Integer count =
      Exact(value.numerator, value.denominator * step.minor()).Round(rounding);
  return Exact(count * step.minor(), 1).RoundToInt64(rounding);
}

// The product of the q_i that are below 1, or of the others: no product of the
// q_i behind a row is lower, or higher.
Exact ProductOf(std::span<const AnnuityRow> rows, bool below) {
  std::vector<AnnuityRow> wanted;
  for (const AnnuityRow& row : rows) {
    const bool is_below = row.growth != nullptr ? row.growth->product < Exact(1)
                                                : row.factor.Sign() < 0;
    if (is_below == below) wanted.push_back(row);
  }
  const Annuity annuity = MakeAnnuity(wanted);
  return Exact(annuity.product, annuity.scale);
}

}  // namespace

Plan::Plan(const AmortizationSpec& spec, Rows& rows, size_t head,
           std::span<const RowPlan> beyond)
    : spec_(spec),
      rows_(rows),
      head_(head),
      beyond_(beyond),
      mode_(spec.payment_rounding.value_or(spec.rounding)),
      level_(spec.method == Method::kLevel) {
  if (spec.method == Method::kEqualPrincipal) rows_.ShareThePrincipal();
  if (spec.steps.rows > 0 && spec.steps.percent) {
    steps_.rows = static_cast<size_t>(spec.steps.rows);
    // Above -100 %, checked; beyond 128 bits no text can say it.
    steps_.growth = CheckedAdd(spec.steps.percent->share(), 1).value_or(1);
  }
}

absl::StatusOr<int64_t> Plan::Run() {
  if (IsFlat(spec_.method)) USANCE_RETURN_IF_ERROR(GiveFlatInterest());
  for (size_t k = head_; k < rows_.size(); ++k) {
    effects_.push_back(rows_.Effect(k));
    if (!effects_.back().share) continue;
    ++shares_;
    if (!spec_.steps.amount || spec_.steps.rows == 0) continue;
    const auto step = static_cast<int64_t>(k - head_) / spec_.steps.rows;
    const auto amount =
        CheckedMul(static_cast<int128>(step), spec_.steps.amount->minor());
    const auto narrow = amount ? Narrow<int64_t>(*amount) : std::nullopt;
    if (!narrow) return RowOverflow(k);
    effects_.back().amount = *narrow;
  }
  if (steps_.rows == 0 && beyond_.empty()) sums_ = EncloseAnnuity(effects_);
  USANCE_ASSIGN_OR_RETURN(const int64_t share, Share());
  if (level_) USANCE_RETURN_IF_ERROR(CheckCovers(share));
  if (spec_.residual == Residual::kFirst && rows_.size() - head_ > 1) {
    USANCE_RETURN_IF_ERROR(PlanFirst(share));
  }
  USANCE_RETURN_IF_ERROR(
      spec_.residual == Residual::kSpread && level_ ? RunSpread() : RunRows());
  // A share that Smooth or Closest moved to leaves less of a gap than this one.
  bool bounded = IsBounded(share);
  absl::StatusOr<int64_t> final_share = share;
  if (spec_.residual == Residual::kSmooth) final_share = Smooth(share);
  if (spec_.residual == Residual::kClosest) final_share = Closest(share);
  if (spec_.final_payment) {
    final_share = Differ(share);
    bounded = final_share.ok() && IsBounded(*final_share);
  }
  if (bounded) SetBound();
  return final_share;
}

absl::StatusOr<ResidualGap> Plan::gap() const {
  const auto gap = Narrow<int64_t>(gap_);
  if (!gap) return RowOverflow(rows_.size() - 1);
  return ResidualGap{*gap, bound_};
}

// Flat interest is on what there is to amortize: of each row by itself, or
// their sum by the digits.
absl::Status Plan::GiveFlatInterest() {
  const int64_t base = rows_.row(head_).opening_minor;
  std::vector<int64_t> interest(rows_.size(), 0);
  int128 sum = 0;
  for (size_t k = head_; k < rows_.size(); ++k) {
    const auto own = (Exact(base) * Exact(rows_.plan(k).factor))
                         .RoundToInt64(spec_.rounding);
    if (!own) return RowOverflow(k);
    interest[k] = *own;
    sum += *own;
  }
  if (spec_.method == Method::kRuleOf78) {
    // The first k digits are k(2n - k + 1) of the n(n + 1) of all, halved.
    const int128 n = static_cast<int128>(rows_.size() - head_);
    int128 before = 0;
    for (int128 k = 1; k <= n; ++k) {
      const Exact part(Integer(sum) * Integer(k * (2 * n - k + 1)),
                       Integer(n * (n + 1)));
      const auto until = part.RoundToInt64(spec_.rounding);
      const auto own = until ? Narrow<int64_t>(*until - before) : std::nullopt;
      const size_t row = head_ + static_cast<size_t>(k) - 1;
      if (!own) return RowOverflow(row);
      interest[row] = *own;
      before = *until;
    }
  }
  rows_.GiveInterest(std::move(interest));
  return absl::OkStatus();
}

// Whether the rows go the exact balance's way: nothing is raised, and the debt
// does not end before it grows again, by an advance or a payment below 0.
bool Plan::IsBounded(int64_t share) const {
  if (raised_ || rows_.raised()) return false;
  const size_t grows = share < 0 || spread_.Sign() < 0
                           ? rows_.last()
                           : rows_.LastAdvance().value_or(0);
  for (size_t k = head_; k < grows; ++k) {
    if (rows_.row(k).closing_minor == 0) return false;
  }
  return true;
}

const Annuity& Plan::ExactAnnuity() {
  if (!annuity_) annuity_ = MakeAnnuity(effects_, steps_);
  return *annuity_;
}

// The share, rounded, where the bounds of its sums decide it: all but always.
std::optional<int64_t> Plan::BoundedShare() const {
  const int64_t opening = rows_.row(head_).opening_minor;
  const int64_t balloon = rows_.balloon();
  const int64_t step = spec_.payment_increment.minor();
  if (!sums_ || opening < 0 || balloon < 0 ||
      spec_.residual == Residual::kSpread) {
    return std::nullopt;
  }
  const auto debt =
      Enclosure::Difference(sums_->product * static_cast<uint128>(opening),
                            sums_->fixed + static_cast<uint128>(balloon));
  if (!debt) return std::nullopt;
  const auto steps =
      Enclosure::Quotient(*debt, sums_->sum * static_cast<uint128>(step));
  const auto count = steps ? steps->Round(mode_) : std::nullopt;
  if (!count) return std::nullopt;
  return Narrow<int64_t>(static_cast<int128>(*count) * step);
}

// Plans the share of each row. Returns it, rounded.
absl::StatusOr<int64_t> Plan::Share() {
  if (const auto share = BoundedShare()) {
    USANCE_RETURN_IF_ERROR(SetShares(*share));
    return *share;
  }
  const Annuity& annuity = ExactAnnuity();
  const int64_t opening = rows_.row(head_).opening_minor;
  Exact share(annuity.product * opening - annuity.fixed -
                  annuity.scale * rows_.balloon(),
              annuity.sum);
  if (!beyond_.empty()) {
    // The balloon is what the exact share leaves to the rows beyond.
    std::vector<AnnuityRow> all = effects_;
    for (const RowPlan& plan : beyond_) all.push_back(rows_.Effect(plan));
    const Annuity whole = MakeAnnuity(all);
    const Annuity rest = MakeAnnuity(std::span(all).subspan(effects_.size()));
    share = Exact(whole.product * opening - whole.fixed, whole.sum);
    const Exact balloon =
        (share * Exact(rest.sum, rest.scale) + Exact(rest.fixed, rest.scale)) *
        Exact(rest.scale, rest.product);
    const auto left = balloon.RoundToInt64(mode_);
    if (!left) return RowOverflow(rows_.size() - 1);
    rows_.Leave(*left);
  }
  const auto rounded = RoundToMultiple(share, spec_.payment_increment, mode_);
  if (!rounded) return RowOverflow(head_);
  if (spec_.residual == Residual::kSpread) {
    spread_ = share;
    USANCE_RETURN_IF_ERROR(level_ ? SetShares(*rounded) : Spread(share));
  } else {
    USANCE_RETURN_IF_ERROR(SetShares(*rounded));
  }
  return *rounded;
}

absl::Status Plan::SetShares(int64_t share) {
  int64_t planned = share, step = 0;
  Exact growth = 1;
  for (size_t k = head_; k < rows_.size(); ++k) {
    RowPlan& plan = rows_.plan(k);
    if (plan.rule != RowRule::kShare) continue;
    const int64_t due_step =
        spec_.steps.rows == 0
            ? 0
            : static_cast<int64_t>(k - head_) / spec_.steps.rows;
    if (due_step != step) {
      std::optional<int64_t> grown;
      if (spec_.steps.percent) {
        for (; step < due_step; ++step) {
          growth = growth * Exact(steps_.growth);
        }
        grown = RoundToMultiple(growth * Exact(share), spec_.payment_increment,
                                mode_);
      } else {
        step = due_step;
        const int128 sum =
            share + static_cast<int128>(step) * spec_.steps.amount->minor();
        grown = RoundToMultiple(Exact(Integer(sum), 1), spec_.payment_increment,
                                mode_);
      }
      if (!grown) return RowOverflow(k);
      if (*grown < 0) {
        return Error(
            Reason::kOutOfRange, "/steps",
            "the payment of row " + std::to_string(k + 1) + " is below 0");
      }
      planned = *grown;
    }
    plan.planned = planned;
  }
  return absl::OkStatus();
}

// The running sums of the shares are those of the exact one, rounded: of
// principals, and of payments whose interest does not depend on them.
absl::Status Plan::Spread(const Exact& share) {
  int64_t before = 0, count = 0;
  for (size_t k = head_; k < rows_.size(); ++k) {
    RowPlan& plan = rows_.plan(k);
    if (plan.rule != RowRule::kShare) continue;
    ++count;
    const auto sum =
        RoundToMultiple(Exact(share.numerator * count, share.denominator),
                        spec_.payment_increment, mode_);
    if (!sum) return RowOverflow(head_);
    plan.planned = *sum - before;  // both have the sign of `share`
    before = *sum;
  }
  return absl::OkStatus();
}

// Fills the rows: each share but the last is the multiple that leaves the
// balance nearest to the exact one, which goes along.
absl::Status Plan::RunSpread() {
  Integer paid = spread_.numerator, whole = spread_.denominator;
  Integer exact = whole * rows_.row(head_).opening_minor;  // over `whole`
  gap_ = 0;
  for (size_t k = head_; k < rows_.size(); ++k) {
    const Annuity row = MakeAnnuity(std::span(effects_).subspan(k - head_, 1));
    exact = exact * row.product - paid * row.sum - whole * row.fixed;
    paid *= row.scale;
    whole *= row.scale;
    RowPlan& plan = rows_.plan(k);
    if (plan.rule == RowRule::kShare && k != rows_.last()) {
      const auto own = rows_.InterestOf(k);
      if (!own) return RowOverflow(k);
      const int128 due = static_cast<int128>(rows_.row(k).opening_minor) +
                         rows_.AdvanceOf(k) + *own;
      const auto planned =
          RoundToMultiple(Exact(whole * Integer(due) - exact, whole),
                          spec_.payment_increment, mode_);
      if (!planned) return RowOverflow(k);
      // Interest below 0 can fall faster than the exact balance: nobody pays
      // that back.
      const bool back = *planned < 0 && spread_.Sign() >= 0;
      plan.planned = back ? 0
                          : static_cast<int64_t>(  // of two, one is int64
                                std::min<int128>(*planned, due));
      raised_ |= back;
    }
    USANCE_ASSIGN_OR_RETURN(const int128 gap, rows_.Run(k, k + 1));
    gap_ += gap;
    raised_ |= rows_.raised();
  }
  return absl::OkStatus();
}

// A share leaves the balance within a multiple of the exact one; that and the
// errors of interest grow until the last row pays, and A has its own error.
void Plan::SetSpreadBound() {
  size_t from = rows_.last();
  while (from > head_ && rows_.plan(from - 1).rule != RowRule::kShare) --from;
  const int64_t step = spec_.payment_increment.minor();
  Exact off = from > head_ ? Exact(step) : Exact();
  const Exact error(internal::TwiceError(spec_.rounding), 2);
  for (size_t k = from; k <= rows_.last(); ++k) {
    const AnnuityRow& effect = effects_[k - head_];
    const Annuity row = MakeAnnuity({&effect, 1});
    off = off * Exact(row.product, row.scale);
    if (effect.growth != nullptr) {
      off = off + effect.growth->errors * error;
    } else if (!effect.factor.IsZero()) {
      off = off + error;
    }
  }
  off = off + Exact(Integer(step) * internal::TwiceError(mode_), 2);
  if (!beyond_.empty()) off = off + Exact(internal::TwiceError(mode_), 2);
  bound_ = off.RoundToInt64(Rounding::kCeiling);
}

// The first payment leaves the balance that the share amortizes later, but
// pays its interest at least, or the share where that is less.
absl::Status Plan::PlanFirst(int64_t share) {
  const Annuity later = MakeAnnuity(std::span(effects_).subspan(1));
  const auto rest =
      Exact(later.sum * share + later.fixed + later.scale * rows_.balloon(),
            later.product)
          .RoundToInt64(spec_.rounding);
  const auto interest = rows_.InterestOf(head_);
  if (!rest || !interest) return RowOverflow(head_);
  const bool principal = spec_.method == Method::kEqualPrincipal;
  const int64_t least = principal ? 0 : *interest;
  const int128 first = static_cast<int128>(rows_.row(head_).opening_minor) +
                       rows_.AdvanceOf(head_) + least - *rest;
  const auto narrow =
      Narrow<int64_t>(std::max<int128>(first, std::min(share, least)));
  if (!narrow) return RowOverflow(head_);
  rows_.plan(head_).planned = *narrow;
  before_first_ = static_cast<int128>(*narrow) - share;
  return absl::OkStatus();
}

// A level payment of 0 that meets interest of 0 is a debt too small to split.
absl::Status Plan::CheckCovers(int64_t share) const {
  if (spec_.allow_negative_amortization || spec_.raise_to_interest ||
      rows_.size() - head_ == 1) {
    return absl::OkStatus();
  }
  const auto interest = rows_.InterestOf(head_);
  if (!interest) return RowOverflow(head_);
  if (share > *interest || (share == 0 && *interest == 0)) {
    return absl::OkStatus();
  }
  const Currency currency = spec_.principal.currency();
  return Error(Reason::kNegativeAmortization, "/allow_negative_amortization",
               "the level payment " + FormatAmount(share, currency) +
                   " does not exceed the first interest " +
                   FormatAmount(*interest, currency) +
                   (rows_.balloon() >= rows_.row(head_).opening_minor
                        ? ", as the balloon leaves nothing to repay; the "
                          "method interest only is of such loans"
                        : ""));
}

absl::Status Plan::RunRows() {
  USANCE_ASSIGN_OR_RETURN(gap_, rows_.Run(head_, rows_.size()));
  gap_ += before_first_;
  return absl::OkStatus();
}

// Runs the rows with another share. Where they have an answer and are nearer
// to it, they stay so; else they are as before.
absl::StatusOr<bool> Plan::Try(int64_t share) {
  const int64_t share_before = rows_.plan(head_).planned;
  const int128 gap_before = gap_;
  const absl::Status set = SetShares(share);
  if (set.ok() && RunRows().ok() && Magnitude(gap_) < Magnitude(gap_before)) {
    return true;
  }
  USANCE_RETURN_IF_ERROR(SetShares(share_before));
  USANCE_RETURN_IF_ERROR(RunRows());
  return false;
}

// Moves the level payment toward the last one while that brings them nearer.
absl::StatusOr<int64_t> Plan::Smooth(int64_t share) {
  for (int tries = 0; tries < kSmoothTries; ++tries) {
    if (Magnitude(gap_) <= Magnitude(shares_ / 2)) break;
    const int128 step = Divide(gap_, shares_, mode_);
    const auto moved = RoundToMultiple(Exact(Integer(share + step), 1),
                                       spec_.payment_increment, mode_);
    if (!moved || *moved == share) break;
    USANCE_ASSIGN_OR_RETURN(const bool nearer, Try(*moved));
    if (!nearer) break;
    share = *moved;
  }
  return share;
}

// The same by one multiple at a time.
absl::StatusOr<int64_t> Plan::Closest(int64_t share) {
  for (int tries = 0; tries < kNearTries && gap_ != 0; ++tries) {
    const int128 step = spec_.payment_increment.minor();
    const auto moved = Narrow<int64_t>(gap_ > 0 ? share + step : share - step);
    if (!moved) break;
    USANCE_ASSIGN_OR_RETURN(const bool nearer, Try(*moved));
    if (!nearer) break;
    share = *moved;
  }
  return share;
}

// Moves the level payment until the last one is no higher, or no lower.
absl::StatusOr<int64_t> Plan::Differ(int64_t share) {
  const bool lower = *spec_.final_payment == FinalPayment::kLower;
  for (int tries = 0; tries < kNearTries; ++tries) {
    if (lower ? gap_ <= 0 : gap_ >= 0) return share;
    const int128 step = spec_.payment_increment.minor();
    const auto moved = Narrow<int64_t>(lower ? share + step : share - step);
    if (!moved) return RowOverflow(head_);
    share = *moved;
    ++moves_;
    USANCE_RETURN_IF_ERROR(SetShares(share));
    USANCE_RETURN_IF_ERROR(RunRows());
  }
  return Error(Reason::kConflict, "/final_payment",
               "no level payment near the exact one leaves a last one that is "
               "not " +
                   std::string(lower ? "higher" : "lower"));
}

// Whether the payment after a step is rounded by itself.
bool Plan::RoundsSteps() const {
  const PaymentSteps& steps = spec_.steps;
  return steps.rows > 0 &&
         (steps.percent ||
          steps.amount->minor() % spec_.payment_increment.minor() != 0);
}

// What SetBound says of rows that are all shares with interest of one sign,
// where the bounds of the sums decide it.
std::optional<int64_t> Plan::BoundedBound() const {
  const int sign = effects_.front().factor.Sign();
  const bool grow = std::all_of(
      effects_.begin(), effects_.end(), [sign](const AnnuityRow& row) {
        return row.share && sign != 0 && row.factor.Sign() == sign;
      });
  if (!sums_ || !grow || RoundsSteps() || spec_.residual == Residual::kSpread ||
      spec_.residual == Residual::kFirst) {
    return std::nullopt;
  }
  const auto units = CheckedMul(spec_.payment_increment.minor(),
                                internal::TwiceError(mode_) + 2 * moves_);
  if (!units) return std::nullopt;
  const Enclosure twice =
      sums_->sum * (Enclosure(static_cast<uint128>(*units)) +
                    static_cast<uint128>(internal::TwiceError(spec_.rounding)));
  Enclosure least = 1;
  if (!sums_->product.IsAtLeast(least)) {
    if (!least.IsAtLeast(sums_->product)) return std::nullopt;
    least = sums_->product;
  }
  const auto bound = Enclosure::Quotient(twice, least * 2);
  return bound ? bound->Round(Rounding::kCeiling) : std::nullopt;
}

// |gap| is at most this; amortize.h says why. A debt that ends early, at row m,
// leaves the gap short of what the rows after it would have paid. They count in
// the exact balance times the q_i behind them, so that the gap is at most that
// balance over the least of those products. Under `spread` the errors of
// the payments add up to one error at any row, so they count twice at the
// largest growth instead of once at each; under `first` the error of A is in
// the first row and, where that pays its interest alone, in the last ones.
// Only interest that stays in the balance has errors that matter.
void Plan::SetBound() {
  if (spec_.residual == Residual::kSpread && level_) return SetSpreadBound();
  bound_ = BoundedBound();
  if (bound_) return;
  const Annuity& annuity = ExactAnnuity();
  std::vector<AnnuityRow> plain = effects_;
  std::vector<RowGrowth> growth;  // takes its errors off
  growth.reserve(plain.size());
  bool grows = false, all = steps_.rows == 0;
  for (AnnuityRow& row : plain) {
    all &= row.share && !row.factor.IsZero() && row.growth == nullptr;
    if (row.growth != nullptr) {
      const auto& [product, added, errors] = *row.growth;
      growth.push_back({product, Exact() - errors, {}});
      row = {0, false, 0, &growth.back()};
      grows = true;
      continue;
    }
    row = {row.factor, !row.factor.IsZero(), 0};
    grows |= row.share;
  }
  const auto count_errors = [&] {
    const Annuity sums = MakeAnnuity(plain);
    return Integer(sums.sum + sums.fixed);
  };
  const Integer errors = all     ? annuity.sum
                         : grows ? count_errors()
                                 : Integer(0);
  // The steps may have scaled the one and not the other.
  const Integer scale =
      all || !grows ? annuity.scale : MakeAnnuity(plain).scale;
  const Exact least = ProductOf(effects_, true);
  const Exact most = ProductOf(effects_, false);
  const Integer payment = Integer(spec_.payment_increment.minor()) *
                          (internal::TwiceError(mode_) + 2 * moves_);
  const Exact interest =
      Exact(errors * internal::TwiceError(spec_.rounding), scale);
  Exact twice = Exact(payment * annuity.sum, annuity.scale) + interest;
  if (spec_.residual == Residual::kSpread) {
    twice = Exact(payment * (grows ? 2 : 1), 1) * most + interest;
  } else if (spec_.residual == Residual::kFirst && grows) {
    twice = twice + Exact(payment * annuity.sum, annuity.scale) +
            Exact(4 * Integer(internal::TwiceError(spec_.rounding)), 1) * most;
  }
  if (RoundsSteps()) {  // each step's payment is rounded by itself
    const Annuity own = MakeAnnuity(effects_);
    twice = twice + Exact(payment * own.sum, own.scale);
  }
  if (!beyond_.empty()) twice = twice + Exact(internal::TwiceError(mode_));
  bound_ = (twice / (least + least)).RoundToInt64(Rounding::kCeiling);
}

}  // namespace usance
