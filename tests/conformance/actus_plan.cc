// The events that the terms of an ACTUS contract plan.
#include <algorithm>
#include <map>

#include "tests/conformance/actus.h"
#include "usance/date/schedule.h"

namespace usance::conformance::actus {
namespace {

Moment Forward(Fields& fields, const Terms& terms, Moment anchor,
               const Cycle& cycle, int64_t count) {
  return {fields.Need(AddPeriod(anchor.date, cycle.period, count,
                                terms.end_of_month ? EndOfMonth::kLastDay
                                                   : EndOfMonth::kClamp),
                      anchor.date),
          anchor.at_end};
}

// n / d upward; 1 at least.
int64_t Count(const BigRational& amount, const BigRational& each) {
  if (each <= 0) return 1;
  const BigInt count = BigRound(amount / each, Rounding::kCeiling);
  return count > 10'000 ? 10'000
                        : std::max(int64_t{1}, static_cast<int64_t>(count));
}

// Where the redemptions end that the terms do not end themselves: when what is
// redeemed each time, at least, has paid the notional.
std::optional<Moment> LastRedemption(Fields& fields, const Terms& terms) {
  if (!terms.redemption_anchor || !terms.redemption_cycle || !terms.payment) {
    return std::nullopt;
  }
  Moment first = *terms.redemption_anchor;
  for (int64_t k = 1; first.date < terms.status && k < 10'000; ++k) {
    first = Forward(fields, terms, *terms.redemption_anchor,
                    *terms.redemption_cycle, k);
  }
  BigRational each = *terms.payment;
  if (terms.type != ContractType::kLam) {
    const Moment next =
        Forward(fields, terms, first, *terms.redemption_cycle, 1);
    each -=
        Big(fields.Need(YearFraction(terms.day_count, first.date, next.date),
                        Fraction(0))) *
        terms.rate * terms.notional;
  }
  Moment last = Forward(fields, terms, first, *terms.redemption_cycle,
                        Count(terms.notional, each) - 1);
  last.date = Shift(fields, terms, last.date).date;
  return last;
}

// The same for the segments of an exotic amortizer: the first that pays it all,
// else the last.
std::optional<Moment> LastOfSegments(Fields& fields, const Terms& terms) {
  BigRational notional = terms.notional;
  const auto& segments = terms.redemption_segments;
  for (size_t k = 0; k < segments.size(); ++k) {
    const Segment& segment = segments[k];
    const bool last = k + 1 == segments.size();
    const int64_t needed = Count(notional, segment.value);
    const int64_t count =
        last ? needed
             : std::ssize(MomentsOf(fields, terms, segment.anchor,
                                    segment.cycle, segments[k + 1].anchor));
    if (last || (!segment.increases && needed <= count)) {
      if (!segment.cycle) return segment.anchor;
      return Forward(fields, terms, segment.anchor, *segment.cycle, needed - 1);
    }
    notional += segment.value * count * (segment.increases ? 1 : -1);
  }
  return std::nullopt;
}

class Planner {
 public:
  Planner(Fields& fields, Terms& terms) : fields_(fields), terms_(terms) {}

  std::vector<Planned> Run() {
    FindEnd();
    if (!fields_.error().empty()) return {};
    for (const Moment& when : terms_.monitorings) {
      AddAt(when, Event::kMonitoring);
    }
    if (terms_.type == ContractType::kCsh) return std::move(plan_);
    AddInitialExchange();
    AddInterest();
    AddRedemptions();
    for (const auto& [when, value] : terms_.redemptions) {
      AddAt(when, Event::kRedemption);
      plan_.back().value = value;
    }
    AddResets();
    AddCycle(Event::kScaling, terms_.scaling_anchor, terms_.scaling_cycle);
    AddCycle(Event::kInterestBase, terms_.base_anchor, terms_.base_cycle);
    if (terms_.purchase) AddAt(*terms_.purchase, Event::kPurchase);
    if (terms_.termination) AddAt(*terms_.termination, Event::kTermination);
    AddEnd();
    std::stable_sort(
        plan_.begin(), plan_.end(), [](const Planned& a, const Planned& b) {
          return std::pair(a.when, a.event) < std::pair(b.when, b.event);
        });
    return std::move(plan_);
  }

 private:
  bool IsCall() const {
    return terms_.type == ContractType::kClm ||
           terms_.type == ContractType::kUmp;
  }

  // Cycles end here, exclusive.
  void FindEnd() {
    if (!terms_.maturity && terms_.type == ContractType::kAnn) {
      terms_.maturity = terms_.amortization_end;
    }
    if (!terms_.maturity && !IsCall()) {
      const auto last = terms_.type == ContractType::kLax
                            ? LastOfSegments(fields_, terms_)
                            : LastRedemption(fields_, terms_);
      if (last) terms_.maturity = last;
    }
    if (terms_.maturity) end_ = *terms_.maturity;
    if (IsCall() && terms_.call) {
      end_ = *terms_.call;
    } else if (!terms_.maturity && terms_.horizon) {
      end_ = {*terms_.horizon};
    } else if (!terms_.maturity) {
      fields_.Malformed("no maturity");
    }
  }

  // A day of the terms is shown as it is; its interest runs to a business day.
  void AddAt(Moment when, Event event) {
    const Date bears_to = when.at_end
                              ? when.bears_to()
                              : Shift(fields_, terms_, when.date).bears_to;
    plan_.push_back({when, bears_to, when.date, event});
  }
  // A moment of a cycle is shifted to a business day.
  void Add(Moment when, Event event, const BigRational& value = 0) {
    const Shifted shifted = Shift(fields_, terms_, when.date);
    const Moment shown{shifted.date, when.at_end};
    plan_.push_back({shown, when.at_end ? shown.bears_to() : shifted.bears_to,
                     when.date, event, value});
  }
  void AddCycle(Event event, const std::optional<Moment>& anchor,
                const std::optional<Cycle>& cycle) {
    if (!anchor) return;
    for (const Moment& when :
         MomentsOf(fields_, terms_, *anchor, cycle, end_)) {
      Add(when, event);
    }
  }

  void AddInitialExchange() {
    if (!terms_.initial_exchange) {
      fields_.Malformed("no initialExchangeDate");
    } else if (terms_.initial_exchange->date > terms_.status) {
      AddAt(*terms_.initial_exchange, Event::kInitialExchange);
    }
  }

  // Without an anchor a cycle begins one cycle after the initial exchange; that
  // of a call begins with it.
  std::optional<Moment> InterestAnchor() {
    if (terms_.interest_anchor || !terms_.interest_cycle ||
        !terms_.initial_exchange) {
      return terms_.interest_anchor;
    }
    return Forward(fields_, terms_, *terms_.initial_exchange,
                   *terms_.interest_cycle, IsCall() ? 0 : 1);
  }

  void AddInterest() {
    std::vector<Moment> dates;
    if (terms_.type == ContractType::kLax) {
      dates = DatesOfSegments(terms_.interest_segments);
    } else if (const auto anchor = InterestAnchor()) {
      dates = MomentsOf(fields_, terms_, *anchor, terms_.interest_cycle, end_);
    }
    const auto capitalized = terms_.capitalization_end;
    bool at_end_of_capitalization = !capitalized;
    for (const Moment& date : dates) {
      const bool adds = IsCall() || (capitalized && date <= *capitalized);
      at_end_of_capitalization |= date == capitalized;
      Add(date, adds ? Event::kCapitalization : Event::kInterest);
    }
    if (!at_end_of_capitalization && *capitalized < end_) {
      Add(*capitalized, Event::kCapitalization);
    }
  }

  std::vector<Moment> DatesOfSegments(const std::vector<Segment>& segments) {
    std::vector<Moment> dates;
    for (size_t k = 0; k < segments.size(); ++k) {
      const Moment until =
          k + 1 < segments.size() ? segments[k + 1].anchor : end_;
      const auto part = MomentsOf(fields_, terms_, segments[k].anchor,
                                  segments[k].cycle, std::min(until, end_));
      dates.insert(dates.end(), part.begin(), part.end());
    }
    return dates;
  }

  void AddSegments(const std::vector<Segment>& segments, Event increases,
                   Event other) {
    for (size_t k = 0; k < segments.size(); ++k) {
      const Segment& one = segments[k];
      const Moment until =
          k + 1 < segments.size() ? segments[k + 1].anchor : end_;
      for (const Moment& date : MomentsOf(fields_, terms_, one.anchor,
                                          one.cycle, std::min(until, end_))) {
        Add(date, one.increases ? increases : other, one.value);
      }
    }
  }

  void AddRedemptions() {
    switch (terms_.type) {
      case ContractType::kLam:
      case ContractType::kNam:
      case ContractType::kAnn:
        AddCycle(Event::kRedemption, terms_.redemption_anchor,
                 terms_.redemption_cycle);
        return;
      case ContractType::kLax:
        AddSegments(terms_.redemption_segments, Event::kIncrease,
                    Event::kRedemption);
        return;
      default:
        return;
    }
  }

  void AddResets() {
    const size_t before = plan_.size();
    if (terms_.type == ContractType::kLax) {
      AddSegments(terms_.reset_segments, Event::kFixedReset, Event::kReset);
      return;
    }
    AddCycle(Event::kReset, terms_.reset_anchor, terms_.reset_cycle);
    if (!terms_.next_rate) return;
    for (size_t k = before; k < plan_.size(); ++k) {
      if (plan_[k].when.date <= terms_.status) continue;
      plan_[k].event = Event::kFixedReset;
      plan_[k].value = *terms_.next_rate;
      return;
    }
  }

  // The last interest, and the maturity or the settlement of a call.
  void AddEnd() {
    if (IsCall() && terms_.call) {
      AddAt(*terms_.call, Event::kCall);
      const Date settled = fields_.Need(
          AddPeriod(terms_.call->date, terms_.notice.value_or(Days(0)), 1,
                    EndOfMonth::kClamp),
          end_.date);
      // Interest is of the days to the call.
      for (const Event event : {Event::kInterest, Event::kSettlement}) {
        plan_.push_back({{settled}, terms_.call->bears_to(), settled, event});
      }
    } else if (terms_.maturity) {
      AddAt(*terms_.maturity, Event::kInterest);
      AddAt(*terms_.maturity, Event::kMaturity);
    }
  }

  Fields& fields_;
  Terms& terms_;
  Moment end_ = {Date::Of(1, 1, 1)};
  std::vector<Planned> plan_;
};

}  // namespace

Shifted Shift(Fields& fields, const Terms& terms, Date date) {
  if (!terms.calendar ||
      terms.convention == BusinessDayConvention::kUnadjusted) {
    return {date, date};
  }
  const Date adjusted =
      fields.Need(Adjust(date, terms.convention, *terms.calendar), date);
  return {adjusted, terms.calculate_first ? date : adjusted};
}

std::vector<Moment> MomentsOf(Fields& fields, const Terms& terms, Moment anchor,
                              const std::optional<Cycle>& cycle, Moment end) {
  // A cycle at the beginning of days has one of the last day too.
  const Date until = anchor.at_end ? end.date : end.bears_to();
  if (anchor.date >= until) return {};
  if (!cycle) return {anchor};
  ScheduleSpec spec{
      .start = anchor.date,
      .end = until,
      .frequency = cycle->period,
      .stub = cycle->long_stub ? Stub::kLongFinal : Stub::kShortFinal};
  if (terms.end_of_month && cycle->period.months > 0) {
    spec.roll = Roll::LastDay();
  }
  std::vector<Moment> moments;
  for (const SchedulePeriod& period :
       fields.Need(MakeSchedule(spec), Schedule{}).periods) {
    moments.push_back({period.start, anchor.at_end});
  }
  return moments;
}

std::vector<Planned> PlanOf(Fields& fields, Terms& terms) {
  return Planner(fields, terms).Run();
}

}  // namespace usance::conformance::actus
