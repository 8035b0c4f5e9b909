// Late charges by walking every day with exact rationals. Shares no step with
// the library: no segments, no year fractions, no 128-bit arithmetic.
#ifndef USANCE_TESTS_ORACLE_LATE_CHARGES_ORACLE_H_
#define USANCE_TESTS_ORACLE_LATE_CHARGES_ORACLE_H_

#include <algorithm>
#include <set>
#include <vector>

#include "tests/oracle_integer.h"
#include "usance/terms/late_charges.h"

namespace usance {

struct OracleCharges {
  BigInt interest, compensation, fees, over_cap, total;
  BigInt principal, unpaid_charges, unapplied;
};

// Only for day counts of actual days, rates per year, and percentages and
// tiers as the policy allows. `steps` are the dated rates of the policy.
class LateChargesOracle {
 public:
  LateChargesOracle(const LateChargesSpec& spec,
                    const std::vector<RateStep>& steps)
      : spec_(spec), policy_(spec.policy), steps_(steps) {}

  OracleCharges Walk() {
    const int32_t due = spec_.invoice.due.days();
    const int32_t grace_end = due + policy_.grace_days;
    const int32_t as_of = spec_.as_of.days();
    principal_ = spec_.invoice.amount.minor();
    // First look ahead: is anything unpaid when grace ends?
    BigInt unpaid = principal_;
    for (const Payment& payment : spec_.payments) {
      if (payment.date.days() <= std::min(grace_end, as_of)) {
        unpaid -= payment.amount.minor();
      }
    }
    late_ = unpaid > 0 && as_of > grace_end;
    first_bearing_ = due + 1;
    if (policy_.interest_start == InterestStart::kAfterGrace) {
      first_bearing_ = grace_end + 1;
    }
    FindFeeDays(grace_end + 1);
    int32_t day = due;
    for (const Payment& payment : spec_.payments) {
      day = std::min(day, payment.date.days());
    }
    for (; day <= as_of; ++day) {
      chargeable_ = day > grace_end;
      if (late_ && policy_.interest && day >= first_bearing_) BearInterest(day);
      if (late_ && day == grace_end + 1) Compensate();
      if (late_) ChargeFees(day);
      for (const Payment& payment : spec_.payments) {
        if (payment.date.days() == day) Pay(payment.amount.minor());
      }
    }
    interest_ = InterestNow();
    OracleCharges result;
    result.interest = interest_;
    result.compensation = compensation_;
    result.fees = fees_;
    const BigInt all = interest_ + compensation_ + fees_;
    if (const auto cap = Cap(); cap && all > *cap) result.over_cap = all - *cap;
    result.total = Claimed();
    result.principal = principal_;
    result.unpaid_charges = Claimed() - paid_;
    result.unapplied = unapplied_;
    return result;
  }

 private:
  const AccrualRule& rule() const { return policy_.interest->rule; }
  bool Cumulative() const {
    return rule().regime == RoundingRegime::kCumulative;
  }

  static Date Plus(Date anchor, const Period& period, int k) {
    const CivilDay ymd = anchor.civil();
    const int month = ymd.year * 12 + ymd.month - 1 + period.months * k;
    const int last = DaysInMonth(month / 12, month % 12 + 1);
    const Date moved =
        Date::Of(month / 12, month % 12 + 1, std::min(ymd.day, last));
    return *Date::FindDays(moved.days() + period.days * k);
  }

  bool IsRest(int32_t day) {
    if (rule().compounding != Compounding::kCompound) return false;
    const Date anchor = *Date::FindDays(first_bearing_);
    while (Plus(anchor, *rule().rest, rests_ + 1).days() <= day) ++rests_;
    return rests_ > 0 && Plus(anchor, *rule().rest, rests_).days() == day;
  }

  void BearInterest(int32_t day) {
    if (IsRest(day)) {
      if (!Cumulative()) {
        booked_ += BigRound(fresh_, rule().rounding);
        fresh_ = 0;
        joined_ = booked_;
      } else {
        joined_ = fresh_;
      }
    }
    if (closed_) return;
    BigRational base = principal_;
    const BigRational unpaid = joined_ - paid_interest_;
    if (paid_interest_ == 0 || unpaid > 0) base += unpaid;
    const Date date = *Date::FindDays(day);
    int days_in_year = 0;
    switch (rule().day_count) {
      case DayCount::kAct360:
        days_in_year = 360;
        break;
      case DayCount::kAct364:
        days_in_year = 364;
        break;
      case DayCount::kAct365Fixed:
        days_in_year = 365;
        break;
      default:
        days_in_year = IsLeapYear(date.year()) ? 366 : 365;
    }
    Fraction rate;
    for (const RateStep& step : steps_) {
      if (step.from <= date) rate = step.rate->value();
    }
    const BigRational interest = base * Big(rate) / days_in_year;
    fresh_ += rule().regime == RoundingRegime::kPerDay
                  ? BigRational(BigRound(interest, rule().rounding))
                  : interest;
  }

  // fresh_ is what is not booked; under cumulative it is everything.
  BigInt InterestNow() const {
    if (!policy_.interest) return 0;
    return booked_ + BigRound(fresh_, rule().rounding);
  }

  void Compensate() {
    if (policy_.compensation.tables.empty()) return;
    for (const CompensationTier& tier : policy_.compensation.tables[0].tiers) {
      if (tier.from.minor() <= spec_.invoice.amount.minor()) {
        compensation_ = tier.amount.minor();
      }
    }
  }

  void FindFeeDays(int32_t first) {
    for (const LateFee& fee : policy_.fees) {
      std::multiset<int32_t> days;
      const Date anchor = *Date::FindDays(first + fee.after_days);
      for (int k = 0; k < fee.max_count; ++k) {
        days.insert((k == 0 ? anchor : Plus(anchor, *fee.every, k)).days());
      }
      fee_days_.push_back(days);
    }
  }

  void ChargeFees(int32_t day) {
    // A fee that was paid never makes late what it left unpaid.
    if (principal_ <= paid_fees_) return;
    for (size_t k = 0; k < policy_.fees.size(); ++k) {
      if (fee_days_[k].count(day) == 0) continue;
      const LateFee& fee = policy_.fees[k];
      BigInt amount = 0;
      if (fee.basis == FeeBasis::kFlat) {
        amount = fee.amount->minor();
      } else {
        const BigInt of = fee.basis == FeeBasis::kInvoiceAmount
                              ? BigInt(spec_.invoice.amount.minor())
                              : principal_;
        amount =
            BigRound(BigRational(of) * Big(fee.percent->share()), fee.rounding);
      }
      if (fee.minimum && amount < fee.minimum->minor()) {
        amount = fee.minimum->minor();
      }
      if (fee.maximum && amount > fee.maximum->minor()) {
        amount = fee.maximum->minor();
      }
      fees_ += amount;
    }
  }

  std::optional<BigInt> Cap() const {
    if (policy_.caps.empty()) return std::nullopt;
    const ChargeCap& cap = policy_.caps[0];
    if (cap.amount) return BigInt(cap.amount->minor());
    return BigRound(BigRational(spec_.invoice.amount.minor()) *
                        Big(cap.percent->share()),
                    cap.rounding);
  }
  BigInt Claimed() const {
    const BigInt all = interest_ + compensation_ + fees_;
    const auto cap = Cap();
    const bool clips = cap && policy_.caps[0].action == CapAction::kClip;
    return clips && all > *cap ? *cap : all;
  }

  void Pay(int64_t minor) {
    BigInt left = minor;
    const auto take = [&](const BigInt& open) {
      const BigInt part = open < 0 ? BigInt(0) : (open < left ? open : left);
      left -= part;
      return part;
    };
    const auto take_charge = [&](const BigInt& charged, BigInt& paid) {
      const BigInt unclaimed = Claimed() - paid_;
      const BigInt open = charged - paid;
      const BigInt part = take(open < unclaimed ? open : unclaimed);
      paid += part;
      paid_ += part;
    };
    const bool principal_first = spec_.apply_to == ApplyTo::kPrincipalFirst;
    if (principal_first) principal_ -= take(principal_);
    const bool books = late_ && chargeable_ && left > 0;
    if (books) {
      if (policy_.interest && !Cumulative()) {
        booked_ = InterestNow();
        fresh_ = 0;
      }
      interest_ = InterestNow();
      if (principal_first) take_charge(interest_, paid_interest_);
      if (principal_first) take_charge(compensation_, paid_compensation_);
      take_charge(fees_, paid_fees_);
      if (!principal_first) take_charge(compensation_, paid_compensation_);
      if (!principal_first) take_charge(interest_, paid_interest_);
    }
    if (!principal_first) principal_ -= take(principal_);
    unapplied_ += left;
    closed_ = books && principal_ == 0 && Claimed() <= paid_;
  }

  const LateChargesSpec& spec_;
  const LatePaymentPolicy& policy_;
  const std::vector<RateStep>& steps_;
  int32_t first_bearing_ = 0;
  int rests_ = 0;
  bool late_ = false, chargeable_ = false, closed_ = false;
  std::vector<std::multiset<int32_t>> fee_days_;
  BigInt principal_, booked_, interest_, compensation_, fees_;
  BigInt paid_, paid_interest_, paid_compensation_, paid_fees_, unapplied_;
  BigRational fresh_, joined_;
};

}  // namespace usance

#endif  // USANCE_TESTS_ORACLE_LATE_CHARGES_ORACLE_H_
