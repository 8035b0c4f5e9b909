#include "src/account/row_interest.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace usance::internal {
namespace {

Date Later(Date day, int64_t days) {
  constexpr Date kLast = Date::Of(9999, 12, 31);
  return Date::FindDays(int64_t{day.days()} + days).value_or(kLast);
}

}  // namespace

template <class Ratio>
InterestWalk<Ratio>::InterestWalk(const InterestFacts& facts,
                                  bool keeps_segments)
    : keeps_segments_(keeps_segments),
      terms_(facts.terms),
      due_(facts.due),
      principal_(facts.principal),
      first_day_(facts.due),
      grace_end_(facts.due) {
  BeginStretch(std::nullopt);
}

template <class Ratio>
void InterestWalk<Ratio>::BeginStretch(std::optional<Date> not_before) {
  accruer_.reset();
  late_.reset();
  booked_ = 0;
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
absl::Status InterestWalk<Ratio>::EndStretch() {
  USANCE_ASSIGN_OR_RETURN(const int64_t claim, Claim());
  claimed_before_ += claim;
  if (accruer_) {
    provisional_before_ |= accruer_->IsProvisional();
    segments_before_.insert(segments_before_.end(),
                            accruer_->segments().begin(),
                            accruer_->segments().end());
  }
  return absl::OkStatus();
}

template <class Ratio>
void InterestWalk<Ratio>::SetBearing() {
  if (!accruer_) return;
  accruer_->SetPrincipal(
      pauses_all_ > 0 ? 0 : std::max<int64_t>(principal_ - paused_, 0));
}

template <class Ratio>
absl::Status InterestWalk<Ratio>::AccrueTo(Date end) {
  if (terms_ == nullptr || !terms_->interest) return absl::OkStatus();
  if (!late_ && end > Later(grace_end_, 1)) late_ = principal_ > 0;
  if (end <= first_day_) return absl::OkStatus();
  if (!accruer_) {
    const DefaultInterest& interest = *terms_->interest;
    accruer_.emplace(interest.rule, interest.rates, interest.unknown_rate,
                     first_day_);
    if (!keeps_segments_) accruer_->KeepNoSegments();
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
absl::StatusOr<int64_t> InterestWalk<Ratio>::Claim() const {
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
absl::Status InterestWalk<Ratio>::Take(const InterestStep& step) {
  USANCE_RETURN_IF_ERROR(AccrueTo(step.from));
  if (step.books && accruer_ && late_ == true) {
    // Nothing that rounds to nothing is booked.
    USANCE_ASSIGN_OR_RETURN(const int64_t interest, accruer_->Interest());
    if (interest != booked_) accruer_->Book();
    booked_ = interest;
  }
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
absl::StatusOr<int64_t> InterestWalk<Ratio>::ClaimBefore(
    const InterestFacts& facts, Date end) {
  // What changes on `end` says nothing of the days before it.
  while (next_ < facts.steps.size() && facts.steps[next_].from < end) {
    USANCE_RETURN_IF_ERROR(Take(facts.steps[next_]));
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
std::vector<Segment> InterestWalk<Ratio>::TakeSegments() {
  std::vector<Segment> all = std::move(segments_before_);
  if (accruer_) {
    all.insert(all.end(), accruer_->segments().begin(),
               accruer_->segments().end());
  }
  return all;
}

template <class Ratio>
bool InterestWalk<Ratio>::IsProvisional() const {
  return provisional_before_ || (accruer_ && accruer_->IsProvisional());
}

template class InterestWalk<Exact>;
template class InterestWalk<ShortRatio>;

RowInterest::RowInterest(const RowInterest& other)
    : facts_(other.facts_),
      may_bear_from_(other.may_bear_from_),
      told_(other.told_) {
  if (other.quick_) {
    quick_ = std::make_unique<InterestWalk<ShortRatio>>(*other.quick_);
  }
  if (other.exact_) {
    exact_ = std::make_unique<InterestWalk<Exact>>(*other.exact_);
  }
}

InterestStep& RowInterest::NewStep(Date from, uint32_t event) {
  if (!facts_.steps.empty()) from = std::max(from, facts_.steps.back().from);
  // What has been told of its day holds no more.
  if (told_ && told_->first > from) Forget();
  return facts_.steps.emplace_back(InterestStep{.from = from, .event = event});
}

InterestStep& RowInterest::At(Date from, uint32_t event) {
  if (!facts_.steps.empty()) {
    // No walk has passed its day, or this step would come too late.
    InterestStep& last = facts_.steps.back();
    if (last.event == event && last.from >= from) {
      if (told_ && told_->first > last.from) Forget();
      return last;
    }
  }
  return NewStep(from, event);
}

void RowInterest::SetTerms(Date from, uint32_t event,
                           const LatePaymentPolicy* terms) {
  NewStep(from, event).terms = terms;
}

void RowInterest::SetDue(Date from, uint32_t event, Date due) {
  NewStep(from, event).due = due;
  may_bear_from_ = std::min(may_bear_from_, due);
}

void RowInterest::Remove(uint32_t event) {
  for (InterestStep& step : facts_.steps) {
    if (step.event != event) continue;
    step.principal = 0;
    step.interest_paid = 0;
  }
  Forget();
}

void RowInterest::Forget() {
  told_.reset();
  quick_.reset();
  exact_.reset();
}

absl::StatusOr<int64_t> RowInterest::ClaimBefore(Date end) {
  if (end <= may_bear_from_) return 0;
  if (told_ && told_->first == end) return told_->second;
  const auto tell = [this, end](absl::StatusOr<int64_t> claim) {
    if (claim.ok()) told_.emplace(end, *claim);
    return claim;
  };
  if (!exact_) {
    if (!quick_) {
      quick_ = std::make_unique<InterestWalk<ShortRatio>>(facts_, false);
    }
    absl::StatusOr<int64_t> claim = quick_->ClaimBefore(facts_, end);
    if (claim.ok()) return tell(std::move(claim));
    exact_ = std::make_unique<InterestWalk<Exact>>(facts_, false);
    quick_.reset();
  }
  return tell(exact_->ClaimBefore(facts_, end));
}

std::vector<Segment> RowInterest::SegmentsBefore(Date end) const {
  InterestWalk<ShortRatio> quick(facts_, true);
  if (quick.ClaimBefore(facts_, end).ok()) return quick.TakeSegments();
  InterestWalk<Exact> exact(facts_, true);
  // What was claimed before can be told again.
  if (!exact.ClaimBefore(facts_, end).ok()) return {};
  return exact.TakeSegments();
}

bool RowInterest::IsProvisional() const {
  return (quick_ && quick_->IsProvisional()) ||
         (exact_ && exact_->IsProvisional());
}

Fraction RowInterest::RateOn(Date day) const {
  const LatePaymentPolicy* terms = facts_.terms;
  for (const InterestStep& step : facts_.steps) {
    if (step.terms && step.from <= day) terms = *step.terms;
  }
  if (terms == nullptr || !terms->interest) return 0;
  const DefaultInterest& interest = *terms->interest;
  const auto piece = interest.rates.PieceFrom(day, day, interest.unknown_rate);
  return piece.ok() ? piece->rate.value() : Fraction(0);
}

}  // namespace usance::internal
