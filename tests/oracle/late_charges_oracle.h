// Late charges by walking every day with exact rationals. Shares no step with
// the library: no segments but the days themselves, no year fractions, no
// 128-bit arithmetic.
#ifndef USANCE_TESTS_ORACLE_LATE_CHARGES_ORACLE_H_
#define USANCE_TESTS_ORACLE_LATE_CHARGES_ORACLE_H_

#include <algorithm>
#include <optional>
#include <vector>

#include "tests/oracle_integer.h"
#include "usance/terms/late_charges.h"

namespace usance {

// (n months and days) after the anchor, clamped at a month's end.
inline int32_t OraclePlus(int32_t anchor, const Period& period, int k) {
  const CivilDay ymd = Date::FindDays(anchor)->civil();
  const int month = ymd.year * 12 + ymd.month - 1 + period.months * k;
  const int last = DaysInMonth(month / 12, month % 12 + 1);
  return Date::Of(month / 12, month % 12 + 1, std::min(ymd.day, last)).days() +
         period.days * k;
}

inline Fraction OracleRate(const std::vector<RateStep>& steps, int32_t day) {
  Fraction rate;
  for (const RateStep& step : steps) {
    if (step.from.days() <= day) rate = step.rate->value();
  }
  return rate;
}

// The interest of one due amount, fed day by day.
class OracleBearing {
 public:
  OracleBearing(const LateChargesSpec& spec, const std::vector<RateStep>& steps,
                const std::vector<RateStep>& contract, int32_t first)
      : interest_(*spec.policy.interest),
        pauses_(spec.pauses),
        steps_(steps),
        contract_(contract),
        first_(first),
        last_rest_(first) {
    if (interest_.stop_after) {
      stop_ = OraclePlus(first, *interest_.stop_after, 1);
    }
  }

  // Every day from the first on, in order, with what is unpaid of principal.
  void Bear(int32_t day, const BigInt& principal) {
    if (NextRest() == day) {
      Close(day);
      Join();
    }
    const bool year_cut = rule().day_count == DayCount::kActActIsda;
    const Date today = *Date::FindDays(day);
    if (!pending_.empty() &&
        (IsPaused(day) || KeyOf(day) != KeyOf(day - 1) ||
         (year_cut && today.year() != Date::FindDays(day - 1)->year()))) {
      Close(day);
    }
    principal_ = principal;
    if (!IsPaused(day)) pending_.push_back(day);
  }
  // The balance changes after the day before `end`, or the figure is asked for.
  void Close(int32_t end) {
    if (pending_.empty()) return;
    BigRational base = principal_;
    const BigRational unpaid = joined_ - paid_;
    if (paid_ == 0 || unpaid > 0) base += unpaid;
    const bool at_rest = NextRest() == end;
    const bool whole =
        rule().rests_per_year && at_rest && pending_.front() == last_rest_;
    const int days = static_cast<int>(pending_.size());
    for (const int32_t day : pending_) {
      const BigRational years =
          whole ? BigRational(1, *rule().rests_per_year * days)
                : BigRational(1, DaysInYear(day));
      const auto [own, all] = RatesOf(day, end, at_rest);
      if (interest_.ceiling && base != 0 &&
          all > Big(interest_.ceiling->rate.value())) {
        days_over_.push_back(day);
      }
      fresh_ += OneDay(base * all * years);
      contract_fresh_ += OneDay(base * own * years);
    }
    pending_.clear();
  }
  void Book() {
    if (Cumulative()) return;
    booked_ += BigRound(fresh_, rule().rounding);
    contract_booked_ += BigRound(contract_fresh_, rule().rounding);
    fresh_ = 0;
    contract_fresh_ = 0;
  }
  void Pay(const BigInt& minor) { paid_ += minor; }

  // Under cumulative nothing is booked: all of it is fresh.
  BigInt Interest() const {
    return booked_ + BigRound(fresh_, rule().rounding);
  }
  BigInt OfContract() const {
    return contract_booked_ + BigRound(contract_fresh_, rule().rounding);
  }
  const BigInt& paid() const { return paid_; }
  // The days that bore at a rate above the ceiling.
  const std::vector<int32_t>& days_over() const { return days_over_; }

 private:
  const AccrualRule& rule() const { return interest_.rule; }
  bool Cumulative() const {
    return rule().regime == RoundingRegime::kCumulative;
  }
  int32_t NextRest() const {
    return rule().rest ? OraclePlus(first_, *rule().rest, rests_ + 1)
                       : INT32_MAX;
  }
  void Join() {
    Book();
    joined_ = Cumulative() ? fresh_ : BigRational(booked_);
    last_rest_ = NextRest();
    ++rests_;
  }
  bool IsPaused(int32_t day) const {
    if (stop_ && day >= *stop_) return true;
    return std::any_of(pauses_.begin(), pauses_.end(), [&](const Pause& pause) {
      return pause.start.days() <= day &&
             (!pause.end || day < pause.end->days());
    });
  }
  // What a change of cuts a stretch of days.
  std::pair<Fraction, Fraction> KeyOf(int32_t day) const {
    const bool floats = rule().fixing == RateFixing::kFloating;
    const bool competes =
        interest_.contract && interest_.contract->mode != RateMode::kReplace;
    return {floats ? OracleRate(steps_, day) : Fraction(0),
            competes ? OracleRate(contract_, day) : Fraction(0)};
  }
  // The contract's own part, and all of the rate of a day.
  std::pair<BigRational, BigRational> RatesOf(int32_t day, int32_t end,
                                              bool at_rest) const {
    int32_t read = day;
    if (rule().fixing == RateFixing::kFrozen) read = first_;
    if (rule().fixing == RateFixing::kAtRest) read = last_rest_;
    if (rule().fixing == RateFixing::kRestDay) read = at_rest ? end : end - 1;
    const BigRational rate = Big(OracleRate(steps_, read));
    if (!interest_.contract || interest_.contract->mode == RateMode::kReplace) {
      return {0, rate};
    }
    const BigRational own = Big(OracleRate(contract_, day));
    if (interest_.contract->mode == RateMode::kAddOn) return {own, own + rate};
    if (rate > own) return {0, rate};
    return {own, own};
  }
  int DaysInYear(int32_t day) const {
    switch (rule().day_count) {
      case DayCount::kAct360:
        return 360;
      case DayCount::kAct364:
        return 364;
      case DayCount::kAct365Fixed:
        return 365;
      default:
        return IsLeapYear(Date::FindDays(day)->year()) ? 366 : 365;
    }
  }
  BigRational OneDay(const BigRational& interest) const {
    if (rule().regime != RoundingRegime::kPerDay) return interest;
    return BigRational(BigRound(interest, rule().rounding));
  }

  const DefaultInterest& interest_;
  const std::vector<Pause>& pauses_;
  const std::vector<RateStep>& steps_;
  const std::vector<RateStep>& contract_;
  int32_t first_, last_rest_;
  int rests_ = 0;
  std::optional<int32_t> stop_;
  std::vector<int32_t> days_over_;
  std::vector<int32_t> pending_;  // days that bear and are not counted yet
  BigInt principal_, booked_, contract_booked_, paid_;
  BigRational fresh_, contract_fresh_, joined_;
};

struct OracleCharges {
  BigInt interest, contract_interest, compensation, fees;
  BigInt to_minimum, below_minimum, over_cap, total;
  BigInt principal, unpaid_charges, unapplied;
  std::vector<int32_t> days_over;  // the ceiling, of one due amount by another
};

// Only for day counts of actual days, and rates per year. `steps` and
// `contract` are the dated rates of the policy.
class LateChargesOracle {
 public:
  LateChargesOracle(const LateChargesSpec& spec,
                    const std::vector<RateStep>& steps,
                    const std::vector<RateStep>& contract = {},
                    const std::vector<FxRow>& fx = {})
      : spec_(spec),
        policy_(spec.policy),
        steps_(steps),
        contract_(contract),
        fx_(fx),
        counts_(spec.policy.fees.size()),
        last_(spec.policy.fees.size(), INT32_MIN) {
    if (spec.invoice.installments.empty()) {
      AddItem(spec.invoice.due, spec.invoice.amount);
    }
    for (const LateInstallment& part : spec.invoice.installments) {
      AddItem(part.due, part.amount);
    }
  }

  OracleCharges Walk() {
    const int32_t as_of = spec_.as_of.days();
    int32_t day = items_[0].due;
    for (const Payment& payment : spec_.payments) {
      day = std::min(day, payment.date.days());
    }
    for (; day <= as_of; ++day) {
      for (Item& item : items_) {
        item.bears_on.push_back({day, item.principal});
      }
      for (size_t k = 0; k < items_.size(); ++k) Turn(k, day);
      if (!settled_) {
        for (size_t k = 0; k < items_.size(); ++k) {
          if (items_[k].bearing) items_[k].bearing->Bear(day, BearsFor(k));
        }
      }
      for (size_t k = 0; k < items_.size(); ++k) Compensate(k, day);
      ChargeFees(day);
      for (const Payment& payment : spec_.payments) {
        if (payment.date.days() == day && !CameBack(payment)) {
          Pay(payment.amount.minor(), day);
        }
      }
    }
    CloseAll(as_of + 1);
    return Result();
  }

 private:
  struct Item {
    int32_t due = 0;
    BigInt amount, principal;
    bool late = false;
    std::optional<OracleBearing> bearing = {};
    BigInt booked = 0;  // interest, when last asked for
    // On each day, what of principal bears.
    std::vector<std::pair<int32_t, BigInt>> bears_on = {};
  };

  void AddItem(Date due, const Money& amount) {
    items_.push_back({due.days(), amount.minor(), amount.minor()});
  }
  bool CameBack(const Payment& payment) const {
    return payment.returned && *payment.returned <= spec_.as_of;
  }
  BigInt Principal() const {
    BigInt sum = 0;
    for (const Item& item : items_) sum += item.principal;
    return sum;
  }
  BigInt Overdue() const {
    BigInt sum = 0;
    for (const Item& item : items_) sum += item.late ? item.principal : 0;
    return sum;
  }
  BigInt BearsFor(size_t k) const {
    return whole_ ? Principal() : items_[k].principal;
  }

  // What begins for a due amount at the start of a day.
  void Turn(size_t k, int32_t day) {
    Item& item = items_[k];
    const int32_t late = item.due + policy_.grace_days + 1;
    if (day == late && item.principal > 0) {
      item.late = true;
      if (!first_late_) first_late_ = k;
    }
    const int32_t begins = late + policy_.interest_wait_days;
    if (!policy_.interest || day != begins || item.principal == 0 || whole_) {
      return;
    }
    int32_t first = item.due + 1;
    if (policy_.interest_start == InterestStart::kAfterGrace) first = late;
    if (policy_.interest_start == InterestStart::kAfterWait) first = begins;
    const bool whole = policy_.interest->base == InterestBase::kWholeBalance;
    if (whole) whole_ = k;
    item.bearing.emplace(spec_, steps_, contract_, first);
    BigInt before = -1;
    for (size_t i = 0; i < item.bears_on.size(); ++i) {
      const int32_t past = item.bears_on[i].first;
      if (past < first || past >= day) continue;
      BigInt bears = 0;
      for (const Item& one : items_) {
        if (whole || &one == &item) bears += one.bears_on[i].second;
      }
      if (before >= 0 && bears != before) item.bearing->Close(past);
      item.bearing->Bear(past, bears);
      before = bears;
    }
    if (before >= 0 && before != BearsFor(k)) item.bearing->Close(day);
  }

  void Compensate(size_t k, int32_t day) {
    const Compensation& rule = policy_.compensation;
    const Item& item = items_[k];
    const bool one = rule.per == CompensationPer::kInvoice;
    if (day != item.due + policy_.grace_days + 1 || !item.late ||
        (one && first_late_ != k)) {
      return;
    }
    BigInt size = one ? BigInt(spec_.invoice.amount.minor()) : item.amount;
    if (rule.size == CompensationSize::kOverduePrincipal) {
      size = one ? Overdue() : item.principal;
    }
    const CompensationTable* table = nullptr;
    for (const CompensationTable& next : rule.tables) {
      if (!next.since || next.since->days() <= day) table = &next;
    }
    if (table == nullptr) return;
    // All in the one other currency, of as many minor digits.
    BigRational fx = 1;
    if (table->tiers[0].from.currency() != spec_.invoice.amount.currency()) {
      int32_t on = day;
      if (rule.fx_day == FxDay::kDue) on = item.due;
      if (rule.fx_day == FxDay::kEndOfLastMonth) {
        const CivilDay due = Date::FindDays(item.due)->civil();
        on = item.due - due.day;
      }
      for (const FxRow& row : fx_) {
        if (row.date.days() <= on) fx = Big(row.rate);
      }
    }
    compensation_ +=
        BigRound(SumOf(*table, BigRational(size) * fx) / fx, rule.rounding);
  }
  static BigRational SumOf(const CompensationTable& table,
                           const BigRational& size) {
    BigRational sum = 0;
    bool holds = false;
    for (size_t k = 0; k < table.tiers.size(); ++k) {
      const CompensationTier& tier = table.tiers[k];
      if (size < tier.from.minor()) continue;
      holds = true;
      sum = tier.amount.minor();
    }
    if (!holds) return 0;
    for (size_t k = 0; k < table.tiers.size(); ++k) {
      const CompensationTier& tier = table.tiers[k];
      if (!tier.percent || size < tier.from.minor()) continue;
      BigRational top = size;
      if (k + 1 < table.tiers.size() &&
          size > table.tiers[k + 1].from.minor()) {
        top = table.tiers[k + 1].from.minor();
      }
      sum += (top - tier.from.minor()) * Big(tier.percent->share());
    }
    if (table.minimum && sum < table.minimum->minor()) {
      sum = table.minimum->minor();
    }
    if (table.maximum && sum > table.maximum->minor()) {
      sum = table.maximum->minor();
    }
    return sum;
  }

  void ChargeFees(int32_t day) {
    for (size_t k = 0; k < policy_.fees.size(); ++k) {
      const LateFee& fee = policy_.fees[k];
      // A fee that was paid never makes late what it left unpaid.
      const bool overdue = Overdue() > paid_fees_;
      if (fee.trigger == FeeTrigger::kLate) {
        for (size_t i = 0; overdue && i < items_.size(); ++i) {
          ChargeLate(k, i, day);
        }
      }
      if (fee.trigger == FeeTrigger::kNotice) {
        for (const Notice& notice : spec_.notices) {
          if (notice.date.days() != day || !overdue) continue;
          if (!fee.level || *fee.level == notice.level) {
            ChargeFact(k, day, Overdue());
          }
        }
      }
      if (fee.trigger == FeeTrigger::kReturnedPayment) {
        for (const Payment& payment : spec_.payments) {
          if (CameBack(payment) && payment.returned->days() == day) {
            ChargeFact(k, day, Principal());
          }
        }
      }
    }
  }
  void ChargeLate(size_t k, size_t i, int32_t day) {
    const LateFee& fee = policy_.fees[k];
    const Item& item = items_[i];
    const int32_t anchor = item.due + policy_.grace_days + 1 + fee.after_days;
    for (int n = 0; n < fee.max_count; ++n) {
      if ((n == 0 ? anchor : OraclePlus(anchor, *fee.every, n)) != day) {
        continue;
      }
      const bool each = fee.grouping == FeeGrouping::kEach;
      if (fee.grouping == FeeGrouping::kOnePerInvoice) {
        if (first_late_ != i) continue;
      } else if (!item.late || item.principal == 0) {
        continue;
      }
      if (fee.grouping == FeeGrouping::kOnePerDay && last_[k] == day) continue;
      last_[k] = day;
      AddFee(fee, each ? item.amount : BigInt(spec_.invoice.amount.minor()),
             each ? item.principal : Overdue(),
             day - (each ? item.due : items_[*first_late_].due));
    }
  }
  void ChargeFact(size_t k, int32_t day, const BigInt& principal) {
    const LateFee& fee = policy_.fees[k];
    if (counts_[k] >= fee.max_count) return;
    if (last_[k] != INT32_MIN && fee.every &&
        OraclePlus(last_[k], *fee.every, 1) > day) {
      return;
    }
    ++counts_[k];
    last_[k] = day;
    AddFee(fee, spec_.invoice.amount.minor(), principal,
           day - items_[first_late_.value_or(0)].due);
  }
  void AddFee(const LateFee& fee, const BigInt& invoice, const BigInt& overdue,
              int32_t days) {
    const BigInt basis =
        fee.basis == FeeBasis::kInvoiceAmount ? invoice : overdue;
    std::optional<Money> flat = fee.amount;
    std::optional<Percent> percent = fee.percent;
    if (!fee.tiers.empty()) {
      int holds = -1;
      for (int k = 0; k < static_cast<int>(fee.tiers.size()); ++k) {
        const FeeTier& tier = fee.tiers[static_cast<size_t>(k)];
        if (tier.from && basis < tier.from->minor()) continue;
        if (days >= tier.from_days) holds = k;
      }
      if (holds < 0) return;
      flat = fee.tiers[static_cast<size_t>(holds)].amount;
      percent = fee.tiers[static_cast<size_t>(holds)].percent;
    }
    BigInt amount =
        percent
            ? BigRound(BigRational(basis) * Big(percent->share()), fee.rounding)
            : BigInt(flat->minor());
    if (fee.minimum && amount < fee.minimum->minor()) {
      amount = fee.minimum->minor();
    }
    if (fee.maximum && amount > fee.maximum->minor()) {
      amount = fee.maximum->minor();
    }
    fees_.push_back(amount);
  }

  BigInt LimitOf(const ChargeCap& cap) const {
    if (cap.amount) return cap.amount->minor();
    return BigRound(
        BigRational(spec_.invoice.amount.minor()) * Big(cap.percent->share()),
        cap.rounding);
  }
  // What the caps of a scope leave of a charge.
  BigInt Left(BigInt charge, CapScope scope, bool all_clip) const {
    for (const ChargeCap& cap : policy_.caps) {
      if (cap.scope != scope) continue;
      if (!all_clip && cap.action != CapAction::kClip) continue;
      if (LimitOf(cap) < charge) charge = LimitOf(cap);
    }
    return charge;
  }
  BigInt Interest() const {
    BigInt sum = 0;
    for (const Item& item : items_) sum += item.booked;
    return sum;
  }
  BigInt Raised() const {
    const BigInt interest = Interest();
    if (!policy_.interest || !policy_.interest->minimum) return interest;
    const BigInt least = policy_.interest->minimum->minor();
    return interest > 0 && interest < least ? least : interest;
  }
  BigInt Claimable() const {
    const bool drops = policy_.interest && policy_.interest->minimum_claim &&
                       Raised() < policy_.interest->minimum_claim->minor();
    return drops ? BigInt(0) : Raised();
  }
  BigInt ClaimedFees(bool all_clip) const {
    BigInt sum = 0, single = 0;
    for (const BigInt& fee : fees_) {
      sum += fee;
      single += Left(fee, CapScope::kEachFee, all_clip);
    }
    return std::min(single, Left(sum, CapScope::kFees, all_clip));
  }
  BigInt Claimed(bool all_clip) const {
    const BigInt sum = Left(Claimable(), CapScope::kInterest, all_clip) +
                       Left(compensation_, CapScope::kCompensation, all_clip) +
                       ClaimedFees(all_clip);
    return Left(sum, CapScope::kAll, all_clip);
  }

  void CloseAll(int32_t end) {
    for (Item& item : items_) {
      if (!item.bearing) continue;
      if (!settled_) item.bearing->Close(end);
      item.booked = item.bearing->Interest();
      item.bearing->Book();
    }
  }

  void PayPrincipal(BigInt& left, int32_t day, int32_t by) {
    for (size_t k = 0; k < items_.size(); ++k) {
      Item& item = items_[k];
      if (item.due > by) continue;
      const BigInt part = std::min(left, item.principal);
      if (part == 0) continue;
      Item& bears = whole_ ? items_[*whole_] : item;
      if (bears.bearing && !settled_) bears.bearing->Close(day + 1);
      item.principal -= part;
      left -= part;
    }
  }

  void Pay(int64_t minor, int32_t day) {
    BigInt left = minor;
    const auto take = [&](const BigInt& claimed, BigInt& paid) {
      const BigInt room =
          std::min(BigInt(claimed - paid), BigInt(Claimed(false) - Paid()));
      const BigInt part = room < 0 ? BigInt(0) : std::min(room, left);
      left -= part;
      paid += part;
      return part;
    };
    const auto take_interest = [&] {
      BigInt part =
          take(Left(Claimable(), CapScope::kInterest, false), paid_interest_);
      for (Item& item : items_) {
        if (!item.bearing) continue;
        const BigInt open = item.booked - item.bearing->paid();
        const BigInt of = open < 0 ? BigInt(0) : std::min(open, part);
        item.bearing->Pay(of);
        part -= of;
      }
    };
    const auto take_compensation = [&] {
      take(Left(compensation_, CapScope::kCompensation, false),
           paid_compensation_);
    };
    const bool principal_first = spec_.apply_to == ApplyTo::kPrincipalFirst;
    if (principal_first) PayPrincipal(left, day, day);
    const bool books = left > 0 && (first_late_ || !fees_.empty());
    if (books) {
      CloseAll(day + 1);
      if (principal_first) {
        take_interest();
        take_compensation();
        take(ClaimedFees(false), paid_fees_);
      } else {
        take(ClaimedFees(false), paid_fees_);
        take_compensation();
        take_interest();
      }
    }
    PayPrincipal(left, day, INT32_MAX);
    unapplied_ += left;
    if (books && Principal() == 0 && Claimed(false) <= Paid()) settled_ = true;
  }
  BigInt Paid() const {
    return paid_interest_ + paid_compensation_ + paid_fees_;
  }

  OracleCharges Result() const {
    OracleCharges result;
    result.interest = Interest();
    for (const Item& item : items_) {
      if (!item.bearing) continue;
      result.contract_interest += item.bearing->OfContract();
      const std::vector<int32_t>& over = item.bearing->days_over();
      result.days_over.insert(result.days_over.end(), over.begin(), over.end());
    }
    result.compensation = compensation_;
    for (const BigInt& fee : fees_) result.fees += fee;
    result.to_minimum = Raised() - Interest();
    result.below_minimum = Raised() - Claimable();
    result.over_cap = Claimable() + compensation_ + result.fees - Claimed(true);
    result.total = Claimed(false);
    result.principal = Principal();
    result.unpaid_charges = Claimed(false) - Paid();
    result.unapplied = unapplied_;
    return result;
  }

  const LateChargesSpec& spec_;
  const LatePaymentPolicy& policy_;
  const std::vector<RateStep>& steps_;
  const std::vector<RateStep>& contract_;
  const std::vector<FxRow>& fx_;
  std::vector<Item> items_;
  std::optional<size_t> first_late_, whole_;
  std::vector<int32_t> counts_, last_;  // of each fee
  std::vector<BigInt> fees_;
  BigInt compensation_, paid_interest_, paid_compensation_, paid_fees_;
  BigInt unapplied_;
  bool settled_ = false;
};

}  // namespace usance

#endif  // USANCE_TESTS_ORACLE_LATE_CHARGES_ORACLE_H_
