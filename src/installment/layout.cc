#include "src/installment/layout.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "src/core/exact.h"
#include "usance/money/format.h"

namespace usance {
namespace {

using Method = AmortizationMethod;

bool HasExtraRow(const AmortizationSpec& spec) {
  return HasShares(spec.method) && spec.residual == Residual::kExtraRow;
}

absl::Status NoRowFor(const AmortizationSpec& spec, size_t advance) {
  return Error(Reason::kOutOfRange,
               "/advances/" + std::to_string(advance) + "/date",
               spec.advances[advance].date.ToText() +
                   "; allowed: from the start to before the last row that "
                   "amortizes is due");
}

// The days on which interest joins the balance, up to `end`.
absl::StatusOr<std::vector<Date>> CapitalizationDays(
    const AmortizationSpec& spec, Date start, Date end) {
  const Capitalization& terms = spec.capitalization;
  std::vector<Date> days;
  const Date latest = terms.last ? std::min(end, *terms.last) : end;
  const auto wanted = [&](Date day) { return day > start && day <= latest; };
  for (size_t k = 0; k < terms.days.size(); ++k) {
    if (!wanted(terms.days[k])) {
      return Error(Reason::kOutOfRange,
                   "/capitalization/days/" + std::to_string(k),
                   terms.days[k].ToText() + "; allowed: after " +
                       start.ToText() + " up to " + latest.ToText());
    }
    days.push_back(terms.days[k]);
  }
  if (!terms.frequency) return days;
  const auto all = [&]() -> absl::StatusOr<std::vector<Date>> {
    if (!days.empty()) return days;
    return Error(Reason::kOutOfRange, "/capitalization/frequency",
                 "no day of " + terms.frequency->ToText() + " from " +
                     terms.first.value_or(start).ToText() + " on is after " +
                     start.ToText() + " and up to " + latest.ToText());
  };
  const Date anchor = terms.first.value_or(start);
  const EndOfMonth mode =
      terms.frequency->months > 0 &&
              spec.schedule.roll.kind() == Roll::Kind::kEndOfMonth
          ? EndOfMonth::kLastDay
          : EndOfMonth::kClamp;
  for (int32_t k = 0; k <= spec.schedule.max_periods; ++k) {
    const absl::StatusOr<Date> day =
        AddPeriod(anchor, *terms.frequency, k, mode);
    if (!day.ok() || *day > latest) return all();  // or beyond all dates
    if (wanted(*day)) days.push_back(*day);
  }
  return Error(Reason::kLimitExceeded, "/capitalization/frequency",
               "over " + std::to_string(spec.schedule.max_periods) +
                   " days; allowed: max_periods");
}

// What interest is over [start, end) of a period, and the rates that make it.
class Periods {
 public:
  Periods(const AmortizationSpec& spec, std::span<const SchedulePeriod> periods,
          size_t own_rows, std::optional<Date> until)
      : spec_(spec),
        periods_(periods),
        own_rows_(own_rows),
        until_(until),
        adjusted_(AccruesToAdjusted(spec)) {
    context_.frequency = spec.schedule.frequency;
    context_.termination = EndOf(periods[own_rows - 1]);
    context_.end_of_month =
        spec.schedule.roll.kind() == Roll::Kind::kEndOfMonth;
    if (spec.schedule.calendar) context_.calendar = &*spec.schedule.calendar;
  }

  // The f_k = r * t_k of every period.
  absl::Status Run(Layout& layout) {
    const bool divides =
        !spec_.advances.empty() || !spec_.capitalization.IsNone();
    if (divides) {
      layout.stretches.resize(periods_.size());
      const Date start = StartOf(periods_.front());
      USANCE_ASSIGN_OR_RETURN(
          days_, CapitalizationDays(spec_, start, EndOf(periods_.back())));
      if (!spec_.advances.empty() && spec_.advances[0].date < start) {
        return NoRowFor(spec_, 0);
      }
    }
    Fraction factor, before = -1;  // no time is below 0
    for (size_t k = 0; k < periods_.size(); ++k) {
      if (until_ && StartOf(periods_[k]) >= *until_) break;
      SetContext(periods_[k]);
      if (Stop(k) < EndOf(periods_[k]) &&
          spec_.day_count == DayCount::kOneOne) {
        return Error(Reason::kContextRequired, "/day_count",
                     "1/1 says nothing of a part of a period");
      }
      if (spec_.rates) {
        USANCE_ASSIGN_OR_RETURN(factor, Changing(k, layout));
      } else if (until_) {
        USANCE_ASSIGN_OR_RETURN(factor, Part(StartOf(periods_[k]), Stop(k)));
      } else {
        USANCE_ASSIGN_OR_RETURN(
            const Fraction time,
            TimeOf(spec_.rate, StartOf(periods_[k]), EndOf(periods_[k])));
        if (time != before) {
          USANCE_ASSIGN_OR_RETURN(factor, Product(spec_.rate, time));
        }
        before = time;
      }
      layout.plans[k].factor = factor;
      if (divides) USANCE_RETURN_IF_ERROR(Divide(k, layout));
    }
    if (until_ || advance_ == spec_.advances.size()) return absl::OkStatus();
    return NoRowFor(spec_, advance_);
  }

 private:
  [[nodiscard]] Date StartOf(const SchedulePeriod& period) const {
    return adjusted_ ? period.adjusted_start : period.start;
  }
  [[nodiscard]] Date EndOf(const SchedulePeriod& period) const {
    return adjusted_ ? period.adjusted_end : period.end;
  }

  // Where the interest of a period ends.
  [[nodiscard]] Date Stop(size_t k) const {
    const Date end = EndOf(periods_[k]);
    return until_ ? std::min(end, *until_) : end;
  }

  void SetContext(const SchedulePeriod& period) {
    context_.period_start = StartOf(period);
    context_.period_end = EndOf(period);
    // The regular periods beside a stub are counted from its other end.
    context_.schedule_start.reset();
    context_.schedule_end.reset();
    if (period.stub) {
      context_.schedule_start = StartOf(periods_.front());
      context_.schedule_end = context_.termination;
    }
  }

  // The time of a stretch of the period that the context is of.
  absl::StatusOr<Fraction> TimeOf(const Rate& rate, Date start,
                                  Date end) const {
    return Elapsed(rate.unit(), spec_.day_count, start, end, context_);
  }

  // rate * time of such a stretch.
  absl::StatusOr<Fraction> Over(const Rate& rate, Date start, Date end) const {
    USANCE_ASSIGN_OR_RETURN(const Fraction time, TimeOf(rate, start, end));
    return Product(rate, time);
  }
  [[nodiscard]] static absl::StatusOr<Fraction> Product(const Rate& rate,
                                                        const Fraction& time) {
    const auto factor = CheckedMul(rate.value(), time);
    if (!factor) {
      return Error(Reason::kOverflow, "/rate",
                   "the interest of one period needs over 128 bits");
    }
    if (*factor <= Fraction(-1)) {
      return Error(Reason::kOutOfRange, "/rate",
                   Format(rate) + " is " + ToText(*factor) +
                       " in one period; allowed: above -1");
    }
    return *factor;
  }

  // The rates of a stretch. Under a floor or a cap the reference may change and
  // the rate not.
  [[nodiscard]] absl::StatusOr<std::vector<RatePiece>> Held(Date start,
                                                            Date end) const {
    USANCE_ASSIGN_OR_RETURN(
        const std::vector<RatePiece> all,
        spec_.rates->Pieces(start, end, spec_.unknown_rate));
    std::vector<RatePiece> pieces;
    for (const RatePiece& piece : all) {
      if (!pieces.empty() && pieces.back().rate == piece.rate) {
        pieces.back().end = piece.end;
      } else {
        pieces.push_back(piece);
      }
    }
    return pieces;
  }

  // The same over a period in which, or before which, the rate may change.
  absl::StatusOr<Fraction> Changing(size_t k, Layout& layout) {
    const Date start = StartOf(periods_[k]), end = Stop(k);
    std::vector<RatePiece> pieces;
    if (spec_.reset.rows > 0) {
      if (k % static_cast<size_t>(spec_.reset.rows) == 0) {
        USANCE_RETURN_IF_ERROR(Reset(start));
      }
      pieces.push_back({start, end, *rate_, *rate_});
    } else {
      USANCE_ASSIGN_OR_RETURN(pieces, Held(start, end));
    }
    if (pieces.size() > 1 && spec_.rates->unit() == TimeUnit::kPeriod) {
      return Error(Reason::kContextRequired, "/rates",
                   "a rate per period changes on " + pieces[1].start.ToText() +
                       ", within one");
    }
    USANCE_ASSIGN_OR_RETURN(const Fraction sum, Sum(pieces));
    if (!rate_) rate_ = Rate(0, spec_.rates->unit());
    if (spec_.rate_change == RateChange::kLevelAgain) {
      USANCE_ASSIGN_OR_RETURN(
          const Fraction time,
          Elapsed(rate_->unit(), spec_.day_count, start, end, context_));
      layout.times.push_back(time);
      layout.end_rates.push_back(*rate_);
    }
    return sum;
  }

  // rate * time of `pieces`; the last of their rates holds from then on.
  absl::StatusOr<Fraction> Sum(std::span<const RatePiece> pieces) {
    Fraction sum;
    for (const RatePiece& piece : pieces) {
      USANCE_ASSIGN_OR_RETURN(const Fraction part,
                              Over(piece.rate, piece.start, piece.end));
      const auto more = CheckedAdd(sum, part);
      if (!more || *more <= Fraction(-1)) {
        return Error(Reason::kOverflow, "/rates",
                     "the interest of one period needs over 128 bits");
      }
      sum = *more;
    }
    if (!pieces.empty()) rate_ = pieces.back().rate;
    return sum;
  }

  // rate * time of a part of the period, whose rates have been found.
  absl::StatusOr<Fraction> Part(Date start, Date end) {
    if (start == end) return Fraction(0);
    const TimeUnit unit = spec_.rates ? spec_.rates->unit() : spec_.rate.unit();
    if (unit == TimeUnit::kPeriod &&
        (start != *context_.period_start || end != *context_.period_end)) {
      return Error(Reason::kContextRequired, spec_.rates ? "/rates" : "/rate",
                   "a rate per period says nothing of [" + start.ToText() +
                       ", " + end.ToText() + "), a part of one");
    }
    if (!spec_.rates) return Over(spec_.rate, start, end);
    if (spec_.reset.rows > 0) return Over(*rate_, start, end);
    USANCE_ASSIGN_OR_RETURN(const std::vector<RatePiece> pieces,
                            Held(start, end));
    return Sum(pieces);
  }

  // The stretches of a period, from one day of capitalization to the next, with
  // what is paid out in them.
  absl::Status Divide(size_t k, Layout& layout) {
    const Date start = StartOf(periods_[k]), end = Stop(k);
    // On a due date all interest is paid, but a simple bullet's.
    const bool lump =
        spec_.method == Method::kBullet && spec_.bullet == Bullet::kSimple;
    std::vector<Date> cuts;
    for (; day_ < days_.size() && days_[day_] <= end; ++day_) {
      if (days_[day_] < end || lump) cuts.push_back(days_[day_]);
    }
    const auto falls = [&](Date until) {
      return k < own_rows_ - HasExtraRow(spec_) &&
             advance_ < spec_.advances.size() &&
             spec_.advances[advance_].date < until;
    };
    if (cuts.empty() && !falls(end)) return absl::OkStatus();
    cuts.push_back(end);
    Date from = start;
    for (const Date until : cuts) {
      Stretch stretch;
      USANCE_ASSIGN_OR_RETURN(stretch.factor, Part(from, until));
      for (; falls(until); ++advance_) {
        const auto& [date, amount] = spec_.advances[advance_];
        USANCE_ASSIGN_OR_RETURN(const Fraction factor, Part(date, until));
        stretch.advance += amount.minor();
        stretch.interest =
            (stretch.interest + Exact(amount.minor()) * Exact(factor))
                .Reduced();
      }
      if (!layout.times.empty()) {
        USANCE_ASSIGN_OR_RETURN(
            stretch.time,
            Elapsed(rate_->unit(), spec_.day_count, from, until, context_));
      }
      layout.stretches[k].push_back(std::move(stretch));
      from = until;
    }
    return absl::OkStatus();
  }

  // The rate from `start` on.
  absl::Status Reset(Date start) {
    const std::optional<Date> day =
        Date::FindDays(start.days() - spec_.reset.lag_days);
    if (!day) {
      return Error(Reason::kDateOutOfRange, "/reset/lag_days",
                   start.ToText() + " less the lag is no date");
    }
    USANCE_ASSIGN_OR_RETURN(
        const std::vector<RatePiece> pieces,
        spec_.rates->Pieces(*day, *Date::FindDays(day->days() + 1),
                            spec_.unknown_rate));
    Fraction value = pieces.front().rate.value();
    const auto overflow = [](std::string_view field) {
      return Error(Reason::kOverflow, field,
                   "the rate's terms do not fit 128 bits");
    };
    if (rate_ && spec_.reset.step_cap) {
      const auto high =
          CheckedAdd(rate_->value(), spec_.reset.step_cap->value());
      if (!high) return overflow("/reset/step_cap");
      value = std::min(value, *high);
    }
    if (rate_ && spec_.reset.step_floor) {
      const auto low =
          CheckedSub(rate_->value(), spec_.reset.step_floor->value());
      if (!low) return overflow("/reset/step_floor");
      value = std::max(value, *low);
    }
    rate_ = Rate(value, spec_.rates->unit());
    return absl::OkStatus();
  }

  const AmortizationSpec& spec_;
  const std::span<const SchedulePeriod> periods_;
  const size_t own_rows_;
  const std::optional<Date> until_;
  const bool adjusted_;
  std::vector<Date> days_;  // of capitalization
  size_t day_ = 0;          // the first of them that no row has had
  size_t advance_ = 0;      // the same of the advances
  DayCountContext context_;
  std::optional<Rate> rate_;  // that holds
};

// What the method says of every row.
RowPlan PlanOf(const AmortizationSpec& spec) {
  switch (spec.method) {
    case Method::kInterestOnly:
      return {.rule = RowRule::kInterest};
    case Method::kBullet:
      return {.rule = RowRule::kCapitalize};
    case Method::kFixedPayment:
      return {.rule = RowRule::kPayment, .planned = spec.payment->minor()};
    case Method::kMinimumPayment:
      return {.rule = RowRule::kMinimum, .planned = spec.payment->minor()};
    default:
      return {.rule = RowRule::kShare};
  }
}

RowRule RuleOf(RowPays pays) {
  switch (pays) {
    case RowPays::kInterest:
      return RowRule::kInterest;
    case RowPays::kDeferred:
      return RowRule::kDefer;
    case RowPays::kSpread:
      return RowRule::kSpread;
    case RowPays::kWaived:
      return RowRule::kWaive;
    case RowPays::kPayment:
      return RowRule::kPayment;
    case RowPays::kPrincipal:
      return RowRule::kPrincipal;
    default:
      return RowRule::kCapitalize;
  }
}

// A share of the original principal, rounded as the payment is.
int64_t PartOf(const AmortizationSpec& spec, const Percent& percent) {
  return *(Exact(Financed(spec)) * Exact(percent.share()))
              .RoundToInt64(spec.payment_rounding.value_or(spec.rounding));
}

// A row of the day that the loan begins on.
void AddFirstDay(const RowPlan& plan, Layout& layout) {
  const SchedulePeriod& first = layout.periods.front();
  const SchedulePeriod day{first.start, first.start, first.adjusted_start,
                           first.adjusted_start};
  layout.periods.insert(layout.periods.begin(), day);
  layout.plans.insert(layout.plans.begin(), plan);
  if (!layout.stretches.empty()) {
    layout.stretches.insert(layout.stretches.begin(), std::vector<Stretch>());
  }
  if (layout.times.empty()) return;
  layout.times.insert(layout.times.begin(), Fraction(0));
  layout.end_rates.insert(layout.end_rates.begin(), layout.end_rates.front());
}

// The rows at the beginning that do not amortize.
absl::Status LayHead(const AmortizationSpec& spec, bool stub, Layout& layout) {
  if (stub && NameOf(spec.stub_interest).empty()) {
    return Error(Reason::kUnspecified, "/stub_interest",
                 "the first period is a stub; say what it pays");
  }
  if (spec.grace_rows > 0 && spec.grace == EarlyInterest::kInPayment) {
    return Error(Reason::kConflict, "/grace",
                 "a grace row pays its interest or less");
  }
  const bool billed = stub && spec.stub_interest != EarlyInterest::kInPayment;
  if (billed && spec.timing == PaymentTiming::kInAdvance) {
    return Error(Reason::kConflict, "/stub_interest",
                 "the first row in advance is before the stub");
  }
  const size_t head = billed + static_cast<size_t>(spec.grace_rows);
  if (head >= layout.plans.size()) {
    return Error(Reason::kConflict, "/grace_rows",
                 "of " + std::to_string(layout.plans.size()) +
                     " rows none is left to amortize");
  }
  for (size_t k = 0; k < head; ++k) {
    RowPlan& plan = layout.plans[k];
    plan.rule = RuleOf(billed && k == 0 ? spec.stub_interest : spec.grace);
    plan.planned = 0;
  }
  if (spec.season.months.empty()) return absl::OkStatus();
  for (size_t k = head; k < layout.plans.size(); ++k) {
    const auto month = static_cast<Month>(layout.periods[k].end.month());
    if (std::find(spec.season.months.begin(), spec.season.months.end(),
                  month) == spec.season.months.end()) {
      layout.plans[k].rule = RuleOf(spec.season.others);
    }
  }
  return absl::OkStatus();
}

// No fee is of rows beyond the last.
absl::Status CheckFees(const AmortizationSpec& spec, size_t rows) {
  for (size_t k = 0; k < spec.fees.size(); ++k) {
    if (static_cast<size_t>(spec.fees[k].first) <= rows) continue;
    return Error(Reason::kOutOfRange, "/fees/" + std::to_string(k) + "/first",
                 std::to_string(spec.fees[k].first) + "; allowed: 1 to " +
                     std::to_string(rows));
  }
  return absl::OkStatus();
}

absl::Status LayRowTerms(const AmortizationSpec& spec, Layout& layout) {
  for (size_t j = 0; j < spec.row_terms.size(); ++j) {
    const RowTerm& term = spec.row_terms[j];
    if (static_cast<size_t>(term.last) > layout.plans.size()) {
      return Error(Reason::kOutOfRange,
                   "/row_terms/" + std::to_string(j) + "/last",
                   std::to_string(term.last) + "; allowed: up to " +
                       std::to_string(layout.plans.size()));
    }
    for (int32_t number = term.first; number <= term.last; ++number) {
      RowPlan& plan = layout.plans[static_cast<size_t>(number) - 1];
      plan.rule = RuleOf(term.pays);
      plan.planned = term.amount    ? term.amount->minor()
                     : term.percent ? PartOf(spec, *term.percent)
                                    : 0;
    }
  }
  return absl::OkStatus();
}

// Of a row that is cut off.
absl::Status CheckNoAdvance(const AmortizationSpec& spec,
                            std::span<const Stretch> stretches) {
  for (const Stretch& stretch : stretches) {
    if (stretch.advance != 0) return NoRowFor(spec, spec.advances.size() - 1);
  }
  return absl::OkStatus();
}

// A simple bullet's interest is booked where it joins the balance, and in the
// last row: the last stretch of each other row goes into the row after it.
absl::Status CarryInterest(std::span<RowPlan> plans,
                           std::span<std::vector<Stretch>> stretches) {
  Exact factor, interest;
  for (size_t k = 0; k < plans.size(); ++k) {
    std::vector<Stretch>& own = stretches[k];
    if (own.empty()) own.push_back({.factor = plans[k].factor});
    const auto sum = (factor + Exact(own.front().factor)).ToFraction();
    if (!sum) {
      return Error(Reason::kOverflow, "/rate",
                   "the interest of all periods needs over 128 bits");
    }
    own.front().factor = *sum;
    own.front().interest = own.front().interest + interest;
    if (k + 1 == plans.size()) break;
    // The advance is in the balance of the row after: not what was before it.
    Stretch& last = own.back();
    factor = last.factor;
    interest = (last.interest - Exact(last.advance) * factor).Reduced();
    last.factor = 0;
    last.interest = {};
  }
  return absl::OkStatus();
}

// The same without stretches.
absl::Status DeferInterest(std::span<RowPlan> plans) {
  Exact sum;
  for (const RowPlan& plan : plans) {
    sum = (sum + Exact(plan.factor)).Reduced();
  }
  const auto factor = sum.ToFraction();
  if (!factor) {
    return Error(Reason::kOverflow, "/rate",
                 "the interest of all periods needs over 128 bits");
  }
  for (RowPlan& plan : plans) plan.factor = 0;
  plans.back().factor = *factor;
  return absl::OkStatus();
}

// The last row, or the last one that amortizes: seasons may end before the
// schedule does.
size_t LastOf(const AmortizationSpec& spec, const Layout& layout) {
  size_t last = layout.plans.size() - 1;
  if (!HasShares(spec.method) || HasExtraRow(spec) || layout.balloon != 0 ||
      spec.amortization_rows) {
    return last;
  }
  while (!Amortizes(layout.plans[last].rule)) --last;  // one does, checked
  return last;
}

absl::Status CheckShares(const AmortizationSpec& spec, const Layout& layout) {
  if (!HasShares(spec.method)) return absl::OkStatus();
  size_t first = 0;
  const std::vector<RowPlan>& plans = layout.plans;
  while (first < plans.size() && plans[first].rule != RowRule::kShare) ++first;
  if (first == plans.size()) {
    return Error(Reason::kConflict,
                 spec.row_terms.empty() ? "/season/months" : "/row_terms",
                 "no row is left to amortize");
  }
  const int32_t rows = spec.steps.rows;
  if (rows > 0 && plans.size() - first >
                      static_cast<size_t>(rows) * (kMaxPaymentSteps + 1)) {
    return Error(Reason::kLimitExceeded, "/steps/rows",
                 "over " + std::to_string(kMaxPaymentSteps) + " steps");
  }
  return absl::OkStatus();
}

}  // namespace

RowRule RuleOf(EarlyInterest early) {
  switch (early) {
    case EarlyInterest::kInterest:
      return RowRule::kInterest;
    case EarlyInterest::kDeferred:
      return RowRule::kDefer;
    case EarlyInterest::kSpread:
      return RowRule::kSpread;
    case EarlyInterest::kWaived:
      return RowRule::kWaive;
    default:
      return RowRule::kCapitalize;
  }
}

bool AccruesToAdjusted(const AmortizationSpec& spec) {
  return spec.accrue_to == AccrueTo::kAdjusted;
}

absl::StatusOr<Schedule> MakeLoanSchedule(const ScheduleSpec& spec) {
  std::optional<ScheduleSpec> stays;
  if (!spec.start_convention && NeedsCalendar(spec)) {
    stays = spec;
    stays->start_convention = BusinessDayConvention::kUnadjusted;
  }
  absl::StatusOr<Schedule> made = MakeSchedule(stays ? *stays : spec);
  if (!made.ok()) return At("/schedule", made.status());
  return made;
}

absl::StatusOr<Schedule> MakeRowSchedule(const AmortizationSpec& spec) {
  if (!HasExtraRow(spec) && !spec.amortization_rows) {
    return MakeLoanSchedule(spec.schedule);
  }
  ScheduleSpec longer = spec.schedule;
  if (HasExtraRow(spec) && *longer.count >= 1 && *longer.count < INT32_MAX) {
    ++*longer.count;
  }
  if (spec.amortization_rows) longer.count = spec.amortization_rows;
  return MakeLoanSchedule(longer);
}

absl::StatusOr<Layout> MakeLayout(const AmortizationSpec& spec,
                                  const Schedule& schedule,
                                  std::optional<Date> until) {
  Layout layout;
  layout.periods = schedule.periods;
  const size_t own_rows = spec.amortization_rows
                              ? static_cast<size_t>(*spec.schedule.count)
                              : schedule.periods.size();
  layout.plans.assign(layout.periods.size(), PlanOf(spec));
  USANCE_RETURN_IF_ERROR(
      Periods(spec, schedule.periods, own_rows, until).Run(layout));
  if (spec.balloon) layout.balloon = spec.balloon->minor();
  if (spec.balloon_percent) {
    layout.balloon = PartOf(spec, *spec.balloon_percent);
  }
  const bool stub = schedule.periods.front().stub;
  if (spec.timing == PaymentTiming::kInAdvance) {
    AddFirstDay({}, layout);
    if (layout.balloon == 0) {
      if (!layout.stretches.empty()) {
        USANCE_RETURN_IF_ERROR(CheckNoAdvance(spec, layout.stretches.back()));
        layout.stretches.pop_back();
      }
      layout.periods.pop_back();
      layout.plans.pop_back();  // times are of as many rows, or of one more
    } else {
      layout.plans.back().rule = spec.method == Method::kLevel
                                     ? RowRule::kCapitalize
                                     : RowRule::kInterest;
    }
  }
  USANCE_RETURN_IF_ERROR(LayHead(spec, stub, layout));
  if (HasExtraRow(spec)) layout.plans.back().rule = RowRule::kCapitalize;
  if (spec.down_payment) {
    AddFirstDay(
        {.rule = RowRule::kPrincipal, .planned = spec.down_payment->minor()},
        layout);
  }
  USANCE_RETURN_IF_ERROR(LayRowTerms(spec, layout));
  if (spec.amortization_rows) {
    layout.beyond.assign(
        layout.plans.begin() + static_cast<std::ptrdiff_t>(
                                   own_rows + spec.down_payment.has_value()),
        layout.plans.end());
    const auto cut = static_cast<std::ptrdiff_t>(layout.beyond.size());
    layout.plans.erase(layout.plans.end() - cut, layout.plans.end());
    if (!layout.stretches.empty()) {
      layout.stretches.resize(layout.plans.size());
    }
    layout.periods.erase(layout.periods.end() - cut, layout.periods.end());
  }
  if (std::ssize(layout.plans) > spec.schedule.max_periods) {
    return Error(Reason::kLimitExceeded, "/schedule/max_periods",
                 std::to_string(layout.plans.size()) + " rows; allowed: " +
                     std::to_string(spec.schedule.max_periods));
  }
  USANCE_RETURN_IF_ERROR(CheckFees(spec, layout.plans.size()));
  USANCE_RETURN_IF_ERROR(CheckShares(spec, layout));
  layout.last = LastOf(spec, layout);
  for (size_t k = layout.last + 1; k < layout.stretches.size(); ++k) {
    USANCE_RETURN_IF_ERROR(CheckNoAdvance(spec, layout.stretches[k]));
  }
  if (spec.method == Method::kBullet && spec.bullet == Bullet::kSimple) {
    const size_t head =
        spec.down_payment.has_value() + static_cast<size_t>(spec.grace_rows) +
        (stub && spec.stub_interest != EarlyInterest::kInPayment);
    const auto plans = std::span(layout.plans).subspan(head);
    USANCE_RETURN_IF_ERROR(
        layout.stretches.empty()
            ? DeferInterest(plans)
            : CarryInterest(plans, std::span(layout.stretches).subspan(head)));
  }
  return layout;
}

}  // namespace usance
