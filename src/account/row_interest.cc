#include "src/account/row_interest.h"

#include <algorithm>
#include <limits>

namespace usance::internal {
namespace {

Date Later(Date day, int64_t days) {
  constexpr Date kLast = Date::Of(9999, 12, 31);
  return Date::FindDays(int64_t{day.days()} + days).value_or(kLast);
}

}  // namespace

template <class Ratio>
void RowInterestWith<Ratio>::Restart() {
  next_ = 0;
  terms_ = first_terms_;
  principal_ = first_principal_;
  paused_ = 0;
  pauses_all_ = 0;
  segments_before_.clear();
  claimed_before_ = 0;
  due_ = first_due_;
  BeginStretch(std::nullopt);
}

template <class Ratio>
void RowInterestWith<Ratio>::Remove(uint32_t event) {
  for (InterestStep& step : steps_) {
    if (step.event != event) continue;
    step.principal = 0;
    step.interest_paid = 0;
  }
  Restart();
}

template <class Ratio>
void RowInterestWith<Ratio>::BeginStretch(std::optional<Date> not_before) {
  accruer_.reset();
  late_.reset();
  int64_t grace = 0, first = 1;
  if (terms_ != nullptr) {
    grace = int64_t{terms_->grace_days} + terms_->interest_wait_days;
    if (terms_->interest_start == InterestStart::kAfterGrace) {
      first += terms_->grace_days;
    } else if (terms_->interest_start == InterestStart::kAfterWait) {
      first += grace;
    }
  }
  grace_end_ = Later(due_, grace);
  first_day_ = Later(due_, first);
  if (not_before) first_day_ = std::max(first_day_, *not_before);
}

template <class Ratio>
absl::Status RowInterestWith<Ratio>::EndStretch() {
  USANCE_ASSIGN_OR_RETURN(const int64_t claim, Claim());
  claimed_before_ += claim;
  if (accruer_) {
    segments_before_.insert(segments_before_.end(),
                            accruer_->segments().begin(),
                            accruer_->segments().end());
  }
  return absl::OkStatus();
}

template <class Ratio>
void RowInterestWith<Ratio>::SetBearing() {
  if (!accruer_) return;
  accruer_->SetPrincipal(
      pauses_all_ > 0 ? 0 : std::max<int64_t>(principal_ - paused_, 0));
}

template <class Ratio>
absl::Status RowInterestWith<Ratio>::AccrueTo(Date end) {
  if (terms_ == nullptr || !terms_->interest) return absl::OkStatus();
  if (!late_ && end > Later(grace_end_, 1)) late_ = principal_ > 0;
  if (end <= first_day_) return absl::OkStatus();
  if (!accruer_) {
    const DefaultInterest& interest = *terms_->interest;
    accruer_.emplace(interest.rule, interest.rates, interest.unknown_rate,
                     first_day_);
    if (interest.contract) accruer_->SetContract(*interest.contract);
    if (interest.stop_after) {
      const auto stop =
          AddPeriod(first_day_, *interest.stop_after, 1, EndOfMonth::kClamp);
      if (stop.ok()) {
        accruer_->SetPauses(
            {{*stop, std::nullopt,
              "stopped after " + interest.stop_after->ToText()}});
      }
    }
    SetBearing();
  }
  return accruer_->AccrueTo(end);
}

template <class Ratio>
absl::StatusOr<int64_t> RowInterestWith<Ratio>::Claim() const {
  if (!accruer_ || late_ != true) return 0;
  USANCE_ASSIGN_OR_RETURN(int64_t interest, accruer_->Interest());
  const DefaultInterest& rule = *terms_->interest;
  if (rule.minimum && interest > 0) {
    interest = std::max(interest, rule.minimum->minor());
  }
  if (rule.minimum_claim && interest < rule.minimum_claim->minor()) return 0;
  return interest;
}

template <class Ratio>
absl::Status RowInterestWith<Ratio>::Take(const InterestStep& step) {
  USANCE_RETURN_IF_ERROR(AccrueTo(step.from));
  if (step.books && accruer_ && late_ == true) accruer_->Book();
  if (step.terms || step.due) {
    USANCE_RETURN_IF_ERROR(EndStretch());
    if (step.terms) terms_ = *step.terms;
    // New terms go on with the clock where it stands: who was late stays late.
    const std::optional<bool> late = late_;
    if (step.due) due_ = *step.due;
    BeginStretch(step.from);
    if (!step.due) late_ = late;
  }
  principal_ += step.principal;
  paused_ += step.paused;
  pauses_all_ += step.pauses_all;
  if (accruer_ && step.interest_paid != 0) {
    accruer_->PayInterest(step.interest_paid);
  }
  SetBearing();
  return absl::OkStatus();
}

template <class Ratio>
absl::StatusOr<int64_t> RowInterestWith<Ratio>::ClaimBefore(Date end) {
  while (next_ < steps_.size() && steps_[next_].from <= end) {
    USANCE_RETURN_IF_ERROR(Take(steps_[next_]));
    ++next_;
  }
  USANCE_RETURN_IF_ERROR(AccrueTo(end));
  USANCE_ASSIGN_OR_RETURN(const int64_t claim, Claim());
  const int128 sum = int128{claimed_before_} + claim;
  if (sum > std::numeric_limits<int64_t>::max()) {
    return Error(Reason::kOverflow, "",
                 "the interest is outside the 64 bits of minor units");
  }
  return static_cast<int64_t>(sum);
}

template <class Ratio>
std::vector<Segment> RowInterestWith<Ratio>::Segments() const {
  std::vector<Segment> all = segments_before_;
  if (accruer_) {
    // A copy: segments() is for those who take them out.
    Accruer<Ratio> copy = *accruer_;
    all.insert(all.end(), copy.segments().begin(), copy.segments().end());
  }
  return all;
}

template class RowInterestWith<Exact>;
template class RowInterestWith<ShortRatio>;

void RowInterest::Add(const InterestStep& step) {
  exact_ ? exact_->Add(step) : quick_.Add(step);
}

void RowInterest::Remove(uint32_t event) {
  exact_ ? exact_->Remove(event) : quick_.Remove(event);
}

absl::StatusOr<int64_t> RowInterest::ClaimBefore(Date end) {
  if (!exact_) {
    const absl::StatusOr<int64_t> claim = quick_.ClaimBefore(end);
    if (claim.ok()) return claim;
    exact_.emplace(quick_);
  }
  return exact_->ClaimBefore(end);
}

std::vector<Segment> RowInterest::Segments() const {
  return exact_ ? exact_->Segments() : quick_.Segments();
}

Fraction RowInterest::RateOn(Date day) const {
  const LatePaymentPolicy* terms = exact_ ? exact_->terms() : quick_.terms();
  if (terms == nullptr || !terms->interest) return 0;
  const DefaultInterest& interest = *terms->interest;
  const auto piece = interest.rates.PieceFrom(day, day, interest.unknown_rate);
  return piece.ok() ? piece->rate.value() : Fraction(0);
}

}  // namespace usance::internal
