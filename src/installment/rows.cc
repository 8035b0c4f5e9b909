#include "src/installment/rows.h"

#include <algorithm>
#include <string>

#include "src/core/exact.h"
#include "src/core/proportion.h"
#include "usance/money/format.h"

namespace usance {
namespace {

// round(balance * factor), or nothing where it does not fit.
std::optional<int64_t> Interest(int64_t balance, const Fraction& factor,
                                Rounding rounding) {
  if (const auto n = CheckedMul(factor.numerator(), balance)) {
    return Narrow<int64_t>(Divide(*n, factor.denominator(), rounding));
  }
  return (Exact(balance) * factor).RoundToInt64(rounding);
}

}  // namespace

absl::Status RowOverflow(size_t row) {
  return Error(Reason::kOverflow, "/rows/" + std::to_string(row),
               "an amount is outside int64 of minor units");
}

Rows::Rows(const AmortizationSpec& spec, std::vector<SchedulePeriod> periods,
           std::vector<RowPlan> plans)
    : spec_(spec), plans_(std::move(plans)) {
  rows_.reserve(periods.size());
  bool waits = false;
  for (size_t k = 0; k < periods.size(); ++k) {
    rows_.push_back(
        {.number = static_cast<int32_t>(k) + 1, .period = periods[k]});
    waits |=
        plans_[k].rule == RowRule::kDefer || plans_[k].rule == RowRule::kSpread;
  }
  rows_.front().opening_minor = spec.principal.minor();
  last_ = rows_.size() - 1;
  if (!waits) return;
  waiting_.resize(rows_.size() + 1);
  int64_t payers = 0;
  for (size_t k = rows_.size(); k-- > 0;) {
    payers += Pays(plans_[k].rule);
    if (plans_[k].payers == 0) plans_[k].payers = payers;
  }
}

void Rows::Truncate(size_t count) {
  rows_.erase(rows_.begin() + static_cast<std::ptrdiff_t>(count), rows_.end());
  plans_.resize(count);
  if (!stretches_.empty()) stretches_.resize(count);
  last_ = std::min(last_, count - 1);
}

void Rows::SetStretches(std::vector<std::vector<Stretch>> stretches) {
  stretches_ = std::move(stretches);
  growth_.resize(stretches_.size());
}

int64_t Rows::AdvanceOf(size_t k) const {
  if (!IsDivided(k) || k > known_) return 0;
  int64_t sum = 0;  // all advances together fit
  for (const Stretch& stretch : stretches_[k]) sum += stretch.advance;
  return sum;
}

std::optional<size_t> Rows::LastAdvance() const {
  for (size_t k = stretches_.size(); k-- > 0;) {
    if (AdvanceOf(k) != 0) return k;
  }
  return std::nullopt;
}

std::optional<int64_t> Rows::DividedInterest(size_t k) const {
  int64_t balance = rows_[k].opening_minor, sum = 0;
  for (const Stretch& stretch : stretches_[k]) {
    const bool known = k <= known_;
    Exact exact = Exact(balance) * Exact(stretch.factor);
    if (known) exact = exact + stretch.interest;
    const auto own = exact.RoundToInt64(spec_.rounding);
    if (!own) return std::nullopt;
    const auto total = Narrow<int64_t>(static_cast<int128>(sum) + *own);
    const auto after = Narrow<int64_t>(static_cast<int128>(balance) + *own +
                                       (known ? stretch.advance : 0));
    if (!total || !after) return std::nullopt;
    sum = *total;
    balance = *after;
  }
  return sum;
}

std::optional<int64_t> Rows::InterestOf(size_t row) const {
  if (!given_.empty()) return given_[row];
  if (IsDivided(row)) return DividedInterest(row);
  return Interest(rows_[row].opening_minor, plans_[row].factor, spec_.rounding);
}

AnnuityRow Rows::Effect(size_t row) {
  if (!given_.empty()) return {0, true, -given_[row]};  // all are shares
  AnnuityRow effect = Effect(plans_[row]);
  if (!IsDivided(row)) return effect;
  const RowRule rule = plans_[row].rule;
  const bool grows = (rule == RowRule::kShare && !shares_principal_) ||
                     rule == RowRule::kPayment || rule == RowRule::kCapitalize;
  if (!grows) {
    effect.amount -= AdvanceOf(row);
    return effect;
  }
  RowGrowth& growth = growth_[row] = {};
  for (const Stretch& stretch : stretches_[row]) {
    const Exact q = Exact(1) + Exact(stretch.factor);
    growth.product = growth.product * q;
    growth.added = growth.added * q;
    growth.errors = growth.errors * q + Exact(1);
    if (row > known_) continue;
    growth.added = growth.added + stretch.interest + Exact(stretch.advance);
  }
  effect.growth = &growth;
  return effect;
}

AnnuityRow Rows::Effect(const RowPlan& plan) const {
  switch (plan.rule) {
    case RowRule::kShare:
      return {shares_principal_ ? Fraction(0) : plan.factor, true, 0};
    case RowRule::kPayment:
      return {plan.factor, false, plan.planned};
    case RowRule::kPrincipal:
      return {0, false, plan.planned};
    case RowRule::kCapitalize:
      return {plan.factor, false, 0};
    default:
      return {0, false, 0};
  }
}

absl::StatusOr<int128> Rows::Run(size_t first, size_t end) {
  int128 gap = 0;
  raised_ = false;
  for (size_t k = first; k < end;) {
    k = RunShares(k, std::min(end, last_));
    if (k == end) break;
    USANCE_RETURN_IF_ERROR(RunRow(k++, gap));
  }
  return gap;
}

// Fills the rows from `first` on that pay what is planned, interest at the
// factor of the first and no more than the debt: as RunRow does, without gap.
// Returns the first that is otherwise.
size_t Rows::RunShares(size_t first, size_t end) {
  if (first + 1 >= end || shares_principal_ || !given_.empty() ||
      !waiting_.empty() || !stretches_.empty() ||
      plans_[first + 1].factor != plans_[first].factor) {
    return first;
  }
  const Fraction factor = plans_[first].factor;
  const auto proportion = Proportion::Make(factor, spec_.rounding);
  if (!proportion) return first;
  size_t k = first;
  for (int64_t balance = rows_[first].opening_minor; k < end; ++k) {
    const RowPlan& plan = plans_[k];
    if (plan.rule != RowRule::kShare || plan.factor != factor ||
        !proportion->Covers(balance)) {
      break;
    }
    const int64_t interest = proportion->Of(balance);
    if (plan.planned < interest || plan.planned - interest > balance) break;
    Installment& row = rows_[k];
    row.interest_minor = interest;
    row.payment_minor = plan.planned;
    row.principal_minor = plan.planned - interest;
    balance -= row.principal_minor;
    row.closing_minor = balance;
    rows_[k + 1].opening_minor = balance;  // there is one: end <= last_
  }
  return k;
}

std::optional<int64_t> Rows::Settle(size_t k, int64_t interest) {
  const RowRule rule = plans_[k].rule;
  const bool last = k == last_;
  if (rule == RowRule::kWaive) interest = 0;
  if (waiting_.empty()) return interest;
  // 10^4 rows of int64 would have to wait for a sum beyond int128.
  Waiting rest = waiting_[k];
  int128 due = interest;
  if (last || Pays(rule)) {
    const int64_t part =
        last ? rest.spread
             : static_cast<int64_t>(
                   Divide(rest.spread, plans_[k].payers, spec_.rounding));
    due += static_cast<int128>(rest.deferred) + part;
    rest = {0, rest.spread - part};
  } else if (rule == RowRule::kDefer || rule == RowRule::kSpread) {
    int64_t& held = rule == RowRule::kDefer ? rest.deferred : rest.spread;
    const auto sum = Narrow<int64_t>(static_cast<int128>(held) + interest);
    if (!sum) return std::nullopt;
    held = *sum;
    due = 0;
  }
  waiting_[k + 1] = rest;
  return Narrow<int64_t>(due);
}

// What the plan says the row pays; `released` of its interest has waited. Of
// the rows that do not pay, only the last one has interest, or has any waited.
int128 Rows::Planned(size_t k, int64_t interest, int128 released) const {
  const RowPlan& plan = plans_[k];
  const int128 planned = plan.planned;
  switch (plan.rule) {
    case RowRule::kShare:
      return planned + (shares_principal_ ? interest : released);
    case RowRule::kPayment:
      return planned + released;
    case RowRule::kPrincipal:
      return planned + interest;
    case RowRule::kInterest:
      return interest;
    case RowRule::kMinimum: {
      const Exact share =
          (Exact(rows_[k].opening_minor) + Exact(AdvanceOf(k))) *
          Exact(spec_.payment_percent->share());
      // A share is at most 1: it fits.
      const auto part = static_cast<int128>(
          share.Round(spec_.payment_rounding.value_or(spec_.rounding)));
      return std::max(planned, part + interest);
    }
    case RowRule::kCapitalize:
      return released;
    default:
      return interest;
  }
}

absl::Status Rows::RunRow(size_t k, int128& gap) {
  Installment& row = rows_[k];
  const RowRule rule = plans_[k].rule;
  const bool last = k == last_;
  const auto own = InterestOf(k);
  const auto interest = own ? Settle(k, *own) : std::nullopt;
  if (!interest) return RowOverflow(k);
  row.advance_minor = AdvanceOf(k);
  const int128 due =
      static_cast<int128>(row.opening_minor) + row.advance_minor + *interest;
  int128 payment = Planned(k, *interest, static_cast<int128>(*interest) - *own);
  const int128 planned = payment + (last ? balloon_ : 0);
  payment = last ? due : std::min(payment, due);
  if (spec_.raise_to_interest && Pays(rule) && payment < *interest) {
    payment = *interest;
    raised_ = true;
  }
  gap += payment - planned;
  const int128 principal = payment - *interest;
  const int128 closing =
      static_cast<int128>(row.opening_minor) + row.advance_minor - principal;
  if (principal < 0 && Pays(rule) && !spec_.allow_negative_amortization) {
    return Uncovered(k, payment, *interest);
  }
  // |principal| <= |payment| + |interest| < 2^65: nothing wrapped above.
  const auto narrow_payment = Narrow<int64_t>(payment);
  const auto narrow_principal = Narrow<int64_t>(principal);
  const auto narrow_closing = Narrow<int64_t>(closing);
  if (!narrow_payment || !narrow_principal || !narrow_closing) {
    return RowOverflow(k);
  }
  row.interest_minor = *interest;
  row.payment_minor = *narrow_payment;
  row.principal_minor = *narrow_principal;
  row.closing_minor = *narrow_closing;
  if (k + 1 < rows_.size()) rows_[k + 1].opening_minor = *narrow_closing;
  return absl::OkStatus();
}

absl::Status Rows::Uncovered(size_t k, int128 payment, int64_t interest) const {
  const Currency currency = spec_.principal.currency();
  return Error(Reason::kNegativeAmortization, "/allow_negative_amortization",
               "row " + std::to_string(k + 1) + " pays " +
                   FormatAmount(static_cast<int64_t>(payment), currency) +
                   " of its interest " + FormatAmount(interest, currency));
}

}  // namespace usance
