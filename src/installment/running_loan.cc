#include "src/installment/running_loan.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "src/installment/layout.h"
#include "usance/money/format.h"

namespace usance {
namespace {

using Method = AmortizationMethod;

absl::Status Clash(std::string_view field, std::string_view text) {
  return Error(Reason::kConflict, field, text);
}

absl::Status Outside(std::string_view field, const std::string& value,
                     const std::string& allowed) {
  return Error(Reason::kOutOfRange, field, value + "; allowed: " + allowed);
}

// Terms that changes are not defined for.
absl::Status CheckCanChange(const AmortizationSpec& spec) {
  if (IsFlat(spec.method)) {
    return Clash("/method", "flat interest is earned by the first rows");
  }
  if (spec.method == Method::kMinimumPayment) {
    return Clash("/method", "a minimum payment follows the balance itself");
  }
  if (spec.timing == PaymentTiming::kInAdvance) {
    return Clash("/timing", "rows in advance do not change");
  }
  if (spec.down_payment) {
    return Clash("/down_payment", "give the loan that it leaves");
  }
  if (spec.amortization_rows) {
    return Clash("/amortization_rows", "give the balloon itself");
  }
  if (spec.steps.rows > 0) {
    return Clash("/steps", "a payment that steps does not change");
  }
  if (!spec.season.months.empty()) {
    return Clash("/season", "rows out of season do not change");
  }
  if (!spec.capitalization.IsNone()) {
    return Clash("/capitalization", "days of its own do not change");
  }
  return absl::OkStatus();
}

bool IsEmpty(const Installment& row) {
  return row.opening_minor == 0 && row.advance_minor == 0 &&
         row.interest_minor == 0 && row.payment_minor == 0 &&
         row.closing_minor == 0;
}

absl::Status CheckInterest(EarlyInterest interest, bool missed) {
  if (NameOf(interest).empty()) {
    return Error(Reason::kUnspecified, "/interest",
                 "say what becomes of the interest");
  }
  if (interest == EarlyInterest::kInPayment ||
      (missed && interest == EarlyInterest::kInterest)) {
    return Clash("/interest", std::string(NameOf(interest)) +
                                  " is none of rows that pay nothing");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RunningLoan> RunningLoan::Make(const AmortizationSpec& terms) {
  Schedule schedule;
  std::optional<Rows> booked;
  absl::StatusOr<Amortization> loan = BookLoan(terms, schedule, &booked);
  if (!loan.ok()) return At("/terms", loan.status());
  if (const absl::Status can = CheckCanChange(terms); !can.ok()) {
    return At("/terms", can);
  }
  RunningLoan running(terms, *std::move(loan));
  running.periods_ = std::move(schedule.periods);
  const size_t rows = running.loan_.rows.size();
  running.KeepPeriods(rows);
  for (size_t k = 0; k < rows; ++k) {
    running.plans_.push_back(booked->plan(k));
    running.waiting_.push_back(booked->WaitingAfter(k));
  }
  // What they say of rows is in the plans.
  AmortizationSpec& spec = running.spec_;
  spec.balloon.reset();
  if (booked->balloon() != 0) {
    spec.balloon = Money(booked->balloon(), spec.principal.currency());
  }
  spec.balloon_percent.reset();
  spec.row_terms.clear();
  spec.grace_rows = 0;
  spec.stub_interest = EarlyInterest::kInPayment;
  if (spec.residual == Residual::kExtraRow) spec.residual = Residual::kLast;
  return running;
}

Date RunningLoan::StartOf(size_t row) const {
  return AccruesToAdjusted(spec_) ? periods_[row].adjusted_start
                                  : periods_[row].start;
}

Date RunningLoan::EndOf(size_t row) const {
  return AccruesToAdjusted(spec_) ? periods_[row].adjusted_end
                                  : periods_[row].end;
}

absl::StatusOr<size_t> RunningLoan::RowOf(Date date) const {
  if (!ended_ && date >= StartOf(0)) {
    for (size_t k = 0; k < periods_.size(); ++k) {
      if (date < EndOf(k)) return k;
    }
  }
  return Outside("/date", date.ToText(),
                 ended_ ? "none, all of it is due"
                        : StartOf(0).ToText() + " to before " +
                              EndOf(periods_.size() - 1).ToText());
}

absl::Status RunningLoan::CheckAmount(const Money& amount) const {
  if (amount.currency() != spec_.principal.currency()) {
    return Error(Reason::kCurrencyMismatch, "/amount",
                 Format(amount) + " is not in the principal's " +
                     std::string(spec_.principal.currency().code()));
  }
  if (amount.minor() > 0) return absl::OkStatus();
  return Outside("/amount", Format(amount), "above 0");
}

absl::Status RunningLoan::CheckAdjusts(Adjusts adjusts,
                                       bool next_payments) const {
  if (NameOf(adjusts).empty()) {
    return Error(Reason::kUnspecified, "/adjusts",
                 "say whether payment, term or last payment takes it");
  }
  if (adjusts == Adjusts::kNextPayments && !next_payments) {
    return Clash("/adjusts", "next payments are of a prepayment");
  }
  if (adjusts == Adjusts::kTerm && spec_.balloon) {
    return Clash("/adjusts", "the term of a loan with a balloon stays");
  }
  return absl::OkStatus();
}

// At the end of `date`, a day of `row`, without interest.
int128 RunningLoan::BalanceOn(size_t row, Date date) const {
  int128 balance = loan_.rows[row].opening_minor;
  for (const Advance& advance : spec_.advances) {
    if (advance.date >= StartOf(row) && advance.date <= date) {
      balance += advance.amount.minor();
    }
  }
  return balance;
}

absl::StatusOr<RowPlan> RunningLoan::ShareFrom(size_t row) const {
  const auto shares = [&](size_t k) { return Amortizes(plans_[k].rule); };
  for (size_t k = row; k < plans_.size(); ++k) {
    if (shares(k)) return plans_[k];
  }
  for (size_t k = row; k-- > 0;) {
    if (shares(k)) return plans_[k];
  }
  return Clash("/adjusts", std::string(NameOf(spec_.method)) +
                               " has no payment that the term follows");
}

absl::Status RunningLoan::Fill(size_t head, std::optional<Date> until) {
  AmortizationSpec spec = spec_;
  std::erase_if(spec.fees, [this](const RowFee& fee) {
    return static_cast<size_t>(fee.first) > periods_.size();
  });
  USANCE_ASSIGN_OR_RETURN(Layout layout,
                          MakeLayout(spec, Schedule{periods_}, until));
  for (size_t k = 0; k < periods_.size(); ++k) {
    layout.plans[k].rule = plans_[k].rule;
    layout.plans[k].planned = plans_[k].planned;
    layout.plans[k].payers = k < row_ ? plans_[k].payers : 0;
  }
  layout.last = periods_.size() - 1;
  if (at_end_ != 0) {
    layout.stretches.resize(periods_.size());
    std::vector<Stretch>& last = layout.stretches.back();
    if (last.empty()) last.push_back({.factor = layout.plans.back().factor});
    last.back().advance += at_end_;  // as all advances it fits
  }
  while (head < periods_.size() && plans_[head].rule != RowRule::kShare) ++head;
  const std::optional<int64_t> level = loan_.level_payment_minor;
  std::optional<Rows> rows;
  USANCE_ASSIGN_OR_RETURN(loan_,
                          FillRows(spec, std::move(layout), head, &rows));
  if (head >= periods_.size()) {
    loan_.residual.bound_minor.reset();
    loan_.level_payment_minor = level;
  }
  while (loan_.rows.size() > 1 && IsEmpty(loan_.rows.back())) {
    loan_.rows.pop_back();
  }
  KeepPeriods(loan_.rows.size());
  plans_.clear();
  waiting_.clear();
  for (size_t j = 0; j < loan_.rows.size(); ++j) {
    plans_.push_back(rows->plan(j));
    waiting_.push_back(rows->WaitingAfter(j));
  }
  const Installment& last = loan_.rows.back();
  const size_t k = loan_.rows.size() - 1;
  last_paid_ = static_cast<int128>(last.payment_minor) - last.fee_minor -
               last.tax_minor - (k > 0 ? waiting_[k - 1] : 0);
  if (spec.method == Method::kEqualPrincipal) last_paid_ = last.principal_minor;
  return absl::OkStatus();
}

void RunningLoan::KeepPeriods(size_t rows) {
  periods_.erase(periods_.begin() + static_cast<std::ptrdiff_t>(rows),
                 periods_.end());
}

absl::Status RunningLoan::Resize(size_t rows, const RowPlan& share) {
  if (rows > periods_.size()) {
    if (dates_.stub == Stub::kNone) dates_.end.reset();
    if (!dates_.explicit_ends.empty() || dates_.end) {
      return Clash("/adjusts", "the dates of the rows have no count");
    }
    if (rows > static_cast<size_t>(dates_.max_periods)) {
      return Error(Reason::kLimitExceeded, "/adjusts",
                   std::to_string(rows) + " rows; allowed: max_periods, " +
                       std::to_string(dates_.max_periods));
    }
    dates_.count = static_cast<int32_t>(rows - dates_from_);
    USANCE_ASSIGN_OR_RETURN(Schedule made, MakeLoanSchedule(dates_));
    const size_t had = periods_.size();
    for (size_t k = had - dates_from_; k < made.periods.size(); ++k) {
      periods_.push_back(made.periods[k]);
      plans_.push_back(share);
    }
    periods_[had].adjusted_start = periods_[had - 1].adjusted_end;
  }
  return absl::OkStatus();
}

// As many rows as the debt needs: by eights, or one by one where interest is
// spread over all of them; up to max_periods. What rounding leaves gets no row
// of its own.
absl::Status RunningLoan::FillTerm(const RowPlan& share) {
  const auto most = static_cast<size_t>(dates_.max_periods);
  const bool spreads = std::any_of(
      plans_.begin(), plans_.end(),
      [](const RowPlan& plan) { return plan.rule == RowRule::kSpread; });
  USANCE_RETURN_IF_ERROR(FillKept());
  while (last_paid_ > plans_.back().planned) {
    const size_t rows = periods_.size();
    const bool one = spreads || rows >= most;
    USANCE_RETURN_IF_ERROR(
        Resize(one ? rows + 1 : std::min(rows * 8, most), share));
    USANCE_RETURN_IF_ERROR(FillKept());
  }
  const size_t rows = periods_.size();
  if (last_paid_ > static_cast<int128>(rows) || rows - 1 <= row_ ||
      !Amortizes(plans_[rows - 2].rule)) {
    return absl::OkStatus();
  }
  KeepPeriods(rows - 1);
  plans_.pop_back();
  return FillKept();
}

absl::Status RunningLoan::Adjust(Adjusts adjusts, size_t head) {
  switch (adjusts) {
    case Adjusts::kPayment: {
      const absl::Status filled = Fill(head);
      const bool uncovered =
          !filled.ok() && ReasonOf(filled) == Reason::kNegativeAmortization;
      // The row that is under way then pays what it would have paid.
      return uncovered && head == row_ && head + 1 < periods_.size()
                 ? Fill(head + 1)
                 : filled;
    }
    case Adjusts::kTerm: {
      USANCE_ASSIGN_OR_RETURN(const RowPlan share, ShareFrom(head));
      return FillTerm(share);
    }
    default:
      return FillKept();
  }
}

void RunningLoan::PutAdvance(Date date, int64_t minor) {
  const auto place =
      std::find_if(spec_.advances.begin(), spec_.advances.end(),
                   [date](const Advance& a) { return a.date > date; });
  spec_.advances.insert(place,
                        {date, Money(minor, spec_.principal.currency())});
}

absl::Status RunningLoan::Do(Date date, const Prepaid& change) {
  USANCE_ASSIGN_OR_RETURN(row_, RowOf(date));
  USANCE_RETURN_IF_ERROR(CheckAmount(change.amount));
  USANCE_RETURN_IF_ERROR(CheckAdjusts(change.adjusts, true));
  const int128 balance = BalanceOn(row_, date);
  if (change.amount.minor() > balance) {
    const auto most = Narrow<int64_t>(std::max<int128>(balance, 0));
    return Outside("/amount", Format(change.amount),
                   "up to the balance of " +
                       Format(Money(*most, change.amount.currency())));
  }
  PutAdvance(date, -change.amount.minor());
  if (change.adjusts == Adjusts::kNextPayments) {
    return PayAhead(change.amount.minor());
  }
  // Where nothing is left but interest there is no payment to level.
  if (change.amount.minor() == balance) return FillKept();
  return Adjust(change.adjusts, row_);
}

absl::Status RunningLoan::PayAhead(int64_t minor) {
  int128 left = minor;
  size_t k = row_;
  for (; k < plans_.size() && left > 0; ++k) {
    RowPlan& plan = plans_[k];
    if (plan.rule != RowRule::kShare && plan.rule != RowRule::kPayment)
      continue;
    if (spec_.method == Method::kEqualPrincipal &&
        plan.rule == RowRule::kShare) {
      return Clash("/adjusts",
                   "next payments are of payments that include "
                   "their interest");
    }
    if (left < plan.planned) break;
    left -= plan.planned;
    plan = {.rule = RowRule::kDefer};
  }
  if (k >= plans_.size()) return FillKept();
  // The next payment takes what waits, and is its interest at least.
  const RowPlan paid = plans_[k];
  plans_[k] = {.rule = RowRule::kInterest};
  USANCE_RETURN_IF_ERROR(FillKept());
  if (k >= plans_.size()) return absl::OkStatus();
  const int128 interest = loan_.rows[k].interest_minor;
  const int128 waited = k > 0 ? waiting_[k - 1] : 0;
  const int128 pays = std::max(paid.planned - left, interest) - waited;
  plans_[k] = {.rule = RowRule::kPayment,
               .planned = static_cast<int64_t>(pays)};  // up to an int64
  return FillKept();
}

absl::Status RunningLoan::Do(Date date, const ToppedUp& change) {
  USANCE_ASSIGN_OR_RETURN(row_, RowOf(date));
  USANCE_RETURN_IF_ERROR(CheckAmount(change.amount));
  USANCE_RETURN_IF_ERROR(CheckAdjusts(change.adjusts, false));
  int128 financed =
      static_cast<int128>(change.amount.minor()) + spec_.principal.minor();
  for (const Advance& advance : spec_.advances) {
    financed += std::max<int64_t>(advance.amount.minor(), 0);
  }
  if (!Narrow<int64_t>(financed)) {
    return Error(Reason::kOverflow, "/amount",
                 "what is paid out is outside int64 of minor units");
  }
  PutAdvance(date, change.amount.minor());
  return Adjust(change.adjusts, row_);
}

absl::Status RunningLoan::SkipRows(size_t first, size_t count,
                                   EarlyInterest interest, Adjusts adjusts) {
  const bool term = adjusts == Adjusts::kTerm;
  RowPlan share;
  if (term) {
    USANCE_ASSIGN_OR_RETURN(share, ShareFrom(first));
    USANCE_RETURN_IF_ERROR(Resize(periods_.size() + count, share));
  }
  for (size_t k = first; k < first + count; ++k) {
    plans_[k] = {.rule = RuleOf(interest)};
  }
  return term ? FillTerm(share) : Adjust(adjusts, first + count);
}

absl::Status RunningLoan::Do(Date date, const PaymentMissed& change) {
  size_t missed = 0;
  while (missed < periods_.size() && periods_[missed].adjusted_end != date) {
    ++missed;
  }
  if (missed == periods_.size() || ended_) {
    return Outside("/date", date.ToText(), "a day on which a row is due");
  }
  row_ = missed;
  USANCE_RETURN_IF_ERROR(CheckInterest(change.interest, true));
  USANCE_RETURN_IF_ERROR(CheckAdjusts(change.adjusts, false));
  if (missed + 1 == periods_.size() && change.adjusts != Adjusts::kTerm) {
    return Outside("/date", date.ToText(), "one before the last due day");
  }
  return SkipRows(missed, 1, change.interest, change.adjusts);
}

absl::Status RunningLoan::Do(Date date, const PaymentHoliday& change) {
  USANCE_ASSIGN_OR_RETURN(row_, RowOf(date));
  const size_t left = periods_.size() - row_;
  if (change.rows < 1 ||
      static_cast<size_t>(change.rows) >=
          left + (change.adjusts == Adjusts::kTerm ? 1 : 0)) {
    return Outside(
        "/rows", std::to_string(change.rows),
        "1 to fewer than the " + std::to_string(left) + " that are left");
  }
  USANCE_RETURN_IF_ERROR(CheckInterest(change.interest, false));
  USANCE_RETURN_IF_ERROR(CheckAdjusts(change.adjusts, false));
  return SkipRows(row_, static_cast<size_t>(change.rows), change.interest,
                  change.adjusts);
}

absl::StatusOr<std::vector<RateStep>> RunningLoan::StepsOf() const {
  if (!spec_.rates) return RateHistory::Fixed(spec_.rate).spec().steps;
  const RateHistory::Spec& rates = spec_.rates->spec();
  if (rates.margin || rates.floor || rates.cap || rates.rounding ||
      spec_.reset.rows > 0) {
    return Clash("/date",
                 "the rates have a margin, floor, cap, rounding or resets: "
                 "change the rates themselves");
  }
  return rates.steps;
}

absl::Status RunningLoan::SetRates(std::vector<RateStep> steps,
                                   std::optional<Date> known_through) {
  RateHistory::Spec rates;
  if (spec_.rates) rates = spec_.rates->spec();
  rates.steps = std::move(steps);
  rates.known_through = known_through;
  USANCE_ASSIGN_OR_RETURN(spec_.rates, RateHistory::Make(rates, "/rate"));
  if (NameOf(spec_.rate_change).empty()) {
    spec_.rate_change = RateChange::kForeseen;
  }
  return absl::OkStatus();
}

absl::Status RunningLoan::Do(Date date, const RateChanged& change) {
  USANCE_ASSIGN_OR_RETURN(row_, RowOf(date));
  USANCE_RETURN_IF_ERROR(CheckAdjusts(change.adjusts, false));
  USANCE_ASSIGN_OR_RETURN(std::vector<RateStep> steps, StepsOf());
  std::erase_if(steps,
                [date](const RateStep& step) { return step.from >= date; });
  steps.push_back({date, change.rate});
  USANCE_RETURN_IF_ERROR(SetRates(std::move(steps), std::nullopt));
  return Adjust(change.adjusts, row_);
}

absl::Status RunningLoan::Do(Date date, const InterestPaused& change) {
  USANCE_ASSIGN_OR_RETURN(row_, RowOf(date));
  if (change.until <= date) {
    return Error(Reason::kEndBeforeStart, "/until",
                 change.until.ToText() + " is not after " + date.ToText());
  }
  USANCE_RETURN_IF_ERROR(CheckAdjusts(change.adjusts, false));
  USANCE_ASSIGN_OR_RETURN(std::vector<RateStep> steps, StepsOf());
  RateStep after{change.until, std::nullopt};
  for (const RateStep& step : steps) {
    if (step.from > change.until) break;
    after.rate = step.rate;
    after.confidence = step.confidence;
  }
  std::erase_if(steps, [&](const RateStep& step) {
    return step.from >= date && step.from <= change.until;
  });
  const TimeUnit unit = spec_.rates ? spec_.rates->unit() : spec_.rate.unit();
  const auto place =
      std::find_if(steps.begin(), steps.end(),
                   [date](const RateStep& step) { return step.from > date; });
  steps.insert(place, {{date, Rate(Fraction(0), unit)}, after});
  const std::optional<Date> known =
      spec_.rates ? spec_.rates->known_through() : std::nullopt;
  USANCE_RETURN_IF_ERROR(SetRates(
      std::move(steps), known ? std::max(*known, change.until) : known));
  return Adjust(change.adjusts, row_);
}

absl::Status RunningLoan::Do(Date date, const Recast&) {
  USANCE_ASSIGN_OR_RETURN(row_, RowOf(date));
  return Adjust(Adjusts::kPayment, row_);
}

absl::Status RunningLoan::Do(Date date, const Rescheduled& change) {
  USANCE_ASSIGN_OR_RETURN(row_, RowOf(date));
  USANCE_RETURN_IF_ERROR(CheckAdjusts(change.adjusts, false));
  if (change.adjusts == Adjusts::kTerm) {
    return Clash("/adjusts", "the count says how many rows there are");
  }
  if (change.first_due <= date) {
    return Error(Reason::kEndBeforeStart, "/first_due",
                 change.first_due.ToText() + " is not after " + date.ToText());
  }
  const auto left = static_cast<int32_t>(periods_.size() - row_);
  const int32_t count = change.count.value_or(left);
  const auto most = dates_.max_periods - static_cast<int32_t>(row_);
  if (count < 1 || count > most) {
    return Outside("/count", std::to_string(count),
                   "1 to " + std::to_string(most));
  }
  USANCE_ASSIGN_OR_RETURN(const RowPlan share, ShareFrom(row_));
  USANCE_RETURN_IF_ERROR(SetDates(change, count));
  plans_.resize(periods_.size(), share);
  return Adjust(change.adjusts, row_);
}

// The rows from the one under way on: one up to the first due day, and from
// there on by whole periods.
absl::Status RunningLoan::SetDates(const Rescheduled& change, int32_t count) {
  ScheduleSpec dates = spec_.schedule;
  dates.start = change.first_due;
  dates.start_convention = dates.convention;
  dates.end.reset();
  dates.explicit_ends.clear();
  dates.first_regular_start.reset();
  dates.last_regular_end.reset();
  dates.stub = Stub::kNone;
  dates.frequency = change.frequency.value_or(dates.frequency);
  dates.count = std::max(count - 1, 1);
  if (dates.roll.kind() != Roll::Kind::kEndOfMonth ||
      !change.first_due.IsLastOfMonth()) {
    dates.roll = Roll();
  }
  absl::StatusOr<Schedule> made = MakeSchedule(dates);
  if (!made.ok()) return At("/first_due", made.status());
  SchedulePeriod first = periods_[row_];
  const auto regular =
      AddPeriod(first.start, dates.frequency, 1, EndOfMonth::kClamp);
  first.end = change.first_due;
  first.adjusted_end = made->periods.front().adjusted_start;
  first.stub = !regular.ok() || *regular != change.first_due;
  KeepPeriods(row_);
  periods_.push_back(first);
  for (int32_t k = 0; k + 1 < count; ++k) {
    periods_.push_back(made->periods[static_cast<size_t>(k)]);
  }
  dates_ = dates;
  dates_from_ = row_ + 1;
  spec_.schedule.frequency = dates.frequency;
  return absl::OkStatus();
}

absl::Status RunningLoan::Do(Date date, const Accelerated&) {
  if (!ended_ && date == EndOf(periods_.size() - 1)) {
    row_ = periods_.size() - 1;
    return absl::OkStatus();  // it is all due then
  }
  USANCE_ASSIGN_OR_RETURN(row_, RowOf(date));
  const bool begins = date == StartOf(row_);
  if (begins && row_ == 0) {
    return Outside("/date", date.ToText(), "after the first day");
  }
  if (begins) --row_;
  KeepPeriods(row_ + 1);
  plans_.resize(row_ + 1);
  ended_ = true;
  for (const Advance& advance : spec_.advances) {
    if (advance.date == date) at_end_ += advance.amount.minor();
  }
  std::erase_if(spec_.advances,
                [date](const Advance& a) { return a.date >= date; });
  if (begins) return FillKept();
  USANCE_RETURN_IF_ERROR(Fill(periods_.size(), date));
  if (loan_.rows.size() > row_) {  // else nothing was left to be due
    SchedulePeriod& last = loan_.rows[row_].period;
    last.end = last.adjusted_end = date;
  }
  return absl::OkStatus();
}

absl::Status RunningLoan::Do(Date, const Undone&) { return absl::OkStatus(); }

absl::Status RunningLoan::Apply(const LoanChange& change) {
  const std::vector<Installment> before = loan_.rows;
  USANCE_RETURN_IF_ERROR(std::visit(
      [&](const auto& body) { return Do(change.date, body); }, change.body));
  // A day count may look at all periods of a loan: at its frequency, its end.
  for (size_t k = 0; k < row_ && k < loan_.rows.size(); ++k) {
    if (loan_.rows[k].interest_minor == before[k].interest_minor) continue;
    return Clash("/date", "by the day count the interest of row " +
                              std::to_string(k + 1) +
                              ", before it, would change");
  }
  return absl::OkStatus();
}

}  // namespace usance
