#include "src/accrual/accruer.h"

#include <algorithm>
#include <string>

#include "usance/accrual/accrue.h"

namespace usance::internal {
namespace {

// gcd(a, b) for b > 0, where one may be much longer than the other: Boost's own
// is quadratic in the longer.
Integer Divisor(const Integer& a, const Integer& b) {
  if (a != 0 && abs(a) < b) return gcd(Integer(b % a), a);
  return gcd(Integer(a % b), b);
}
ShortInt Divisor(const ShortInt& a, const ShortInt& b) {
  if (!a.fits() || !b.fits()) return ShortInt::Lost();
  return static_cast<int128>(Gcd(Magnitude(a.value()), Magnitude(b.value())));
}

// a / b for a divisor b of a.
Integer Quotient(const Integer& a, const Integer& b) { return a / b; }
ShortInt Quotient(const ShortInt& a, const ShortInt& b) {
  if (!a.fits() || !b.fits()) return ShortInt::Lost();
  return a.value() / b.value();
}

// Whether a is 0 or less; what does not fit is not known to be.
bool IsNotAbove0(const Integer& a) { return a <= 0; }
bool IsNotAbove0(const ShortInt& a) { return a.fits() && a.value() <= 0; }

bool Fits(const Integer&) { return true; }
bool Fits(const ShortInt& a) { return a.fits(); }

std::optional<int64_t> ToInt64(const Integer& a) {
  if (a < INT64_MIN || a > INT64_MAX) return std::nullopt;
  return static_cast<int64_t>(a);
}
std::optional<int64_t> ToInt64(const ShortInt& a) {
  return a.fits() ? Narrow<int64_t>(a.value()) : std::nullopt;
}

// a + b over the least common denominator, which stays small where both
// denominators are made of day counts and rates.
template <class Ratio>
Ratio Sum(const Ratio& a, const Ratio& b) {
  if (a.numerator == 0) return b;
  if (a.denominator == b.denominator) {
    return {a.numerator + b.numerator, a.denominator};
  }
  const auto divisor = Divisor(a.denominator, b.denominator);
  const auto left = Quotient(a.denominator, divisor);
  return {a.numerator * Quotient(b.denominator, divisor) + b.numerator * left,
          left * b.denominator};
}

// The next day at which the day count itself changes: nothing where it is not
// split by years.
std::optional<Date> NextYearCut(DayCount day_count, Date after) {
  if (day_count == DayCount::kActActIsda) {
    return Date::Find(after.year() + 1, 1, 1);
  }
  if (day_count == DayCount::kActActDayEnd) {
    const Date last = Date::Of(after.year(), 12, 31);
    return after < last ? last : Date::Find(after.year() + 1, 12, 31);
  }
  return std::nullopt;
}

absl::Status InterestOverflow() {
  return Error(Reason::kOverflow, "",
               "the interest is outside the 64 bits of minor units");
}

}  // namespace

template <class Ratio>
Accruer<Ratio>::Accruer(const AccrualRule& rule, const RateHistory& rates,
                        UnknownRate unknown_rate, Date start,
                        const Fraction& carried)
    : rule_(rule),
      rates_(rates),
      unknown_rate_(unknown_rate),
      start_(start),
      at_(start),
      last_rest_(start),
      carried_(carried) {}

template <class Ratio>
typename Ratio::Int Accruer<Ratio>::Base() const {
  const Int principal = Int(principal_) * unit_;
  if (paid_ == 0) return principal + joined_;
  const Int unpaid = joined_ - Int(paid_) * unit_;
  return IsNotAbove0(unpaid) ? principal : Int(principal + unpaid);
}

template <class Ratio>
Ratio Accruer<Ratio>::Total() const {
  return {joined_ * unbooked_.denominator + unbooked_.numerator,
          unit_ * unbooked_.denominator};
}

template <class Ratio>
typename Ratio::Int Accruer<Ratio>::RoundedInterest() const {
  if (BooksMoney()) return booked_ + unbooked_.Round(rule_.rounding);
  const Ratio total = Sum(carried_, Total());
  return total.Round(rule_.rounding) - carried_.Round(rule_.rounding);
}

template <class Ratio>
bool Accruer<Ratio>::IsAlone() const {
  if (rule_.regime == RoundingRegime::kPerDay) return false;
  if (!(unbooked_.numerator == 0)) return false;
  return BooksMoney() || (joined_ == 0 && carried_.numerator == 0);
}

template <class Ratio>
absl::StatusOr<int64_t> Accruer<Ratio>::Interest() const {
  const auto interest = ToInt64(RoundedInterest());
  if (!interest) return InterestOverflow();
  return *interest;
}

template <class Ratio>
absl::StatusOr<int64_t> Accruer<Ratio>::ContractInterest() const {
  const auto interest =
      ToInt64(contract_booked_ + contract_unbooked_.Round(rule_.rounding));
  if (!interest) return InterestOverflow();
  return *interest;
}

template <class Ratio>
void Accruer<Ratio>::Book() {
  if (!BooksMoney()) return;
  booked_ = RoundedInterest();
  unbooked_ = Ratio();
  contract_booked_ =
      contract_booked_ + contract_unbooked_.Round(rule_.rounding);
  contract_unbooked_ = Ratio();
}

template <class Ratio>
void Accruer<Ratio>::Join() {
  growth_ = Ratio();
  if (BooksMoney()) {
    Book();
    joined_ = booked_;
    return;
  }
  const Int divisor = Divisor(unbooked_.numerator, unbooked_.denominator);
  const Int factor = Quotient(unbooked_.denominator, divisor);
  joined_ = joined_ * factor + Quotient(unbooked_.numerator, divisor);
  unit_ = unit_ * factor;
  unbooked_ = Ratio();
}

template <class Ratio>
std::optional<Fraction> Accruer<Ratio>::ExactInterest() const {
  return BooksMoney() ? Sum(Ratio(booked_, 1), unbooked_).ToFraction()
                      : Sum(carried_, Total()).ToFraction();
}

template <class Ratio>
absl::Status Accruer<Ratio>::SetNextRest() {
  if (++rest_count_ > kMaxRests) {
    return Error(Reason::kLimitExceeded, "/rule/rest",
                 "over " + std::to_string(kMaxRests) +
                     " rests; choose a longer rest or a shorter time");
  }
  const auto rest =
      AddPeriod(start_, *rule_.rest, rest_count_, EndOfMonth::kClamp);
  // No rest after the last date that there is.
  next_rest_ = rest.ok() ? std::optional<Date>(*rest) : std::nullopt;
  return absl::OkStatus();
}

template <class Ratio>
absl::Status Accruer<Ratio>::AccrueTo(Date end) {
  if (end <= at_) return absl::OkStatus();
  const bool compound = rule_.compounding == Compounding::kCompound;
  if (compound && rest_count_ == 0) USANCE_RETURN_IF_ERROR(SetNextRest());
  while (at_ < end) {
    if (next_rest_ && *next_rest_ == at_) {
      Join();
      last_rest_ = at_;
      USANCE_RETURN_IF_ERROR(SetNextRest());
    }
    Date until = end;
    if (next_rest_) until = std::min(until, *next_rest_);
    if (Base() == 0) {  // nothing bears: no segment, and no rate needed
      at_ = until;
      continue;
    }
    if (const Pause* pause = FindPause(until)) {
      USANCE_RETURN_IF_ERROR(AddPause(*pause, until));
      continue;
    }
    if (const auto cut = NextYearCut(rule_.day_count, at_)) {
      until = std::min(until, *cut);
    }
    if (!contract_ || contract_->mode == RateMode::kReplace) {
      const absl::StatusOr<RatePiece> piece = DefaultRate(until);
      if (!piece.ok()) return piece.status();
      USANCE_RETURN_IF_ERROR(AccrueSegment(*piece, nullptr));
      continue;
    }
    USANCE_ASSIGN_OR_RETURN(
        const RatePiece own,
        contract_->rates.PieceFrom(at_, until, unknown_rate_, "/contract"));
    USANCE_ASSIGN_OR_RETURN(RatePiece piece, DefaultRate(own.end));
    USANCE_ASSIGN_OR_RETURN(const Contract contract, AddContract(own, piece));
    USANCE_RETURN_IF_ERROR(AccrueSegment(piece, &contract));
  }
  return absl::OkStatus();
}

template <class Ratio>
const Pause* Accruer<Ratio>::FindPause(Date& until) const {
  const Pause* found = nullptr;
  for (const Pause& pause : pauses_) {
    if (pause.end && *pause.end <= std::max(at_, pause.start)) continue;
    if (pause.start > at_) {
      if (found == nullptr) until = std::min(until, pause.start);
    } else if (found == nullptr) {
      found = &pause;
      if (pause.end) until = std::min(until, *pause.end);
    }
  }
  return found;
}

template <class Ratio>
absl::Status Accruer<Ratio>::AddPause(const Pause& pause, Date end) {
  if (!keeps_segments_) {
    at_ = end;
    return absl::OkStatus();
  }
  const auto base = ToInt64(Ratio(Base(), unit_).Round(rule_.rounding));
  if (!base) return InterestOverflow();
  const Rate none(0, rates_.unit());
  Segment* last = segments_.empty() ? nullptr : &segments_.back();
  if (last != nullptr && last->end == at_ && last->paused == pause.reason &&
      last->base_minor == *base) {
    last->end = end;  // a rest within the pause cuts nothing
    last->days = end - last->start;
  } else {
    segments_.push_back({.start = at_,
                         .end = end,
                         .days = end - at_,
                         .base_minor = *base,
                         .rate = none,
                         .reference = none,
                         .time = {},
                         .source = rates_.id(),
                         .paused = pause.reason});
  }
  at_ = end;
  return absl::OkStatus();
}

template <class Ratio>
absl::StatusOr<RatePiece> Accruer<Ratio>::DefaultRate(Date until) const {
  Date day = at_;
  switch (rule_.fixing) {
    case RateFixing::kFloating:
      return rates_.PieceFrom(at_, until, unknown_rate_);
    case RateFixing::kFrozen:
      day = start_;
      break;
    case RateFixing::kAtRest:
      day = last_rest_;
      break;
    case RateFixing::kRestDay:
      day = next_rest_ == until ? until : *Date::FindDays(until.days() - 1);
      break;
  }
  // Of that day alone: what is known of later rows says nothing of it.
  USANCE_ASSIGN_OR_RETURN(RatePiece piece,
                          rates_.PieceFrom(day, day, unknown_rate_));
  piece.start = at_;
  piece.end = until;
  return piece;
}

template <class Ratio>
absl::StatusOr<typename Accruer<Ratio>::Contract> Accruer<Ratio>::AddContract(
    const RatePiece& of_contract, RatePiece& piece) const {
  const Fraction own = of_contract.rate.value();
  Contract contract = {of_contract.rate, own};
  piece.provisional |= of_contract.provisional;
  piece.confidence = Weakest(piece.confidence, of_contract.confidence);
  std::optional<Fraction> all = std::max(own, piece.rate.value());
  if (contract_->mode == RateMode::kAddOn) {
    all = CheckedAdd(own, piece.rate.value());
  } else if (own < piece.rate.value()) {
    contract.own = 0;
  }
  if (!all) {
    return Error(Reason::kOverflow, "/contract",
                 "the sum of the two rates does not fit 128 bits");
  }
  piece.rate = Rate(*all, of_contract.rate.unit());
  return contract;
}

template <class Ratio>
absl::StatusOr<Fraction> Accruer<Ratio>::Time(TimeUnit unit, Date end) const {
  if (rule_.rests_per_year && at_ == last_rest_ && end == next_rest_) {
    if (unit == TimeUnit::kYear) return Fraction::Of(1, *rule_.rests_per_year);
    if (unit == TimeUnit::kMonth) {
      return Fraction::Of(12, *rule_.rests_per_year);
    }
  }
  return Elapsed(unit, rule_.day_count, at_, end, rule_.context);
}

template <class Ratio>
Ratio Accruer<Ratio>::SegmentInterest(const Int& base, const Ratio& growth,
                                      int32_t days) const {
  if (rule_.regime != RoundingRegime::kPerDay) {
    return {base * growth.numerator, growth.denominator};
  }
  if (days == 0) return {};
  const Ratio daily(base * growth.numerator, growth.denominator * Int(days));
  return {daily.Round(rule_.rounding) * Int(days), 1};
}

template <class Ratio>
absl::Status Accruer<Ratio>::AccrueSegment(const RatePiece& piece,
                                           const Contract* contract) {
  const Date end = piece.end;
  const auto days = DayCountDays(rule_.day_count, at_, end, rule_.context);
  if (!days.ok()) return At("/rule", days.status());
  const auto time = Time(piece.rate.unit(), end);
  if (!time.ok()) return At("/rule", time.status());

  const Ratio growth = (Ratio(piece.rate.value()) * Ratio(*time)).Reduced();
  if (rule_.compounding == Compounding::kCompound) {
    growth_ = Sum(growth_, growth);
    const Int factor = growth_.numerator + growth_.denominator;
    if (!Fits(factor)) return InterestOverflow();
    if (IsNotAbove0(factor)) {
      return Error(Reason::kOutOfRange, "/rates",
                   Format(piece.rate) +
                       " from rest to rest is -100 % or less; allowed: above");
    }
  }
  const Int base = Base();
  const auto base_minor = ToInt64(Ratio(base, unit_).Round(rule_.rounding));
  if (!base_minor) return InterestOverflow();
  const Int before = keeps_segments_ ? RoundedInterest() : Int(0);
  const bool alone = IsAlone();
  unbooked_ = Sum(unbooked_, SegmentInterest(base, growth, *days));
  if (contract != nullptr && !contract->own.IsZero()) {
    const Ratio own = Ratio(contract->own) * Ratio(*time);
    const Ratio part = SegmentInterest(base, own.Reduced(), *days);
    contract_unbooked_ = Sum(contract_unbooked_,
                             Ratio(part.numerator, part.denominator * unit_));
  }
  provisional_ = provisional_ || piece.provisional;
  if (!keeps_segments_) {  // Interest() says what does not fit
    at_ = end;
    return absl::OkStatus();
  }
  const Int sum = RoundedInterest();
  const auto interest = ToInt64(sum - before);
  if (!interest) return InterestOverflow();
  segments_.push_back({.start = at_,
                       .end = end,
                       .days = *days,
                       .base_minor = *base_minor,
                       .rate = piece.rate,
                       .reference = piece.reference,
                       .contract = contract == nullptr
                                       ? std::nullopt
                                       : std::optional(contract->rate),
                       .time = *time,
                       .interest_minor = *interest,
                       .source = rates_.id(),
                       .provisional = piece.provisional,
                       .confidence = piece.confidence});
  at_ = end;
  if (alone) return absl::OkStatus();
  const Ratio own(base * growth.numerator, growth.denominator * unit_);
  return SayAlone(own, sum, segments_.back());
}

template <class Ratio>
absl::Status Accruer<Ratio>::SayAlone(const Ratio& own, const Int& sum,
                                      Segment& segment) const {
  const auto alone_minor = ToInt64(own.Round(rule_.rounding));
  const auto sum_minor = ToInt64(sum);
  if (!alone_minor || !sum_minor) return InterestOverflow();
  if (*alone_minor == segment.interest_minor) return absl::OkStatus();
  segment.alone_minor = *alone_minor;
  segment.sum_minor = *sum_minor;
  segment.each_day = rule_.regime == RoundingRegime::kPerDay;
  return absl::OkStatus();
}

template class Accruer<Exact>;
template class Accruer<ShortRatio>;

}  // namespace usance::internal
