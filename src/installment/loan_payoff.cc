#include "usance/installment/loan_payoff.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>

#include "src/core/exact.h"
#include "src/installment/running_loan.h"
#include "usance/core/int128.h"
#include "usance/date/period.h"
#include "usance/money/format.h"

namespace usance {
namespace {

absl::Status CheckPart(const std::optional<Percent>& share,
                       const std::string& field) {
  if (!share ||
      (share->share() >= Fraction(0) && share->share() <= Fraction(1))) {
    return absl::OkStatus();
  }
  return Error(Reason::kOutOfRange, field,
               Format(*share) + "; allowed: 0% to 100%");
}

absl::Status CheckStep(const PenaltyStep& step, const AmortizationSpec& terms,
                       const std::string& field) {
  if (step.amount.has_value() + step.percent.has_value() +
          step.months.has_value() !=
      1) {
    return Error(Reason::kConflict, field,
                 "give exactly one of amount, percent and months");
  }
  if (step.amount) {
    if (step.amount->currency() != terms.principal.currency()) {
      return Error(Reason::kCurrencyMismatch, field + "/amount",
                   Format(*step.amount) + " is not in the principal's " +
                       std::string(terms.principal.currency().code()));
    }
    if (step.amount->minor() < 0) {
      return Error(Reason::kOutOfRange, field + "/amount",
                   Format(*step.amount) + "; allowed: 0 or more");
    }
  }
  if (step.months && (*step.months < 0 || *step.months > 1200)) {
    return Error(Reason::kOutOfRange, field + "/months",
                 std::to_string(*step.months) + "; allowed: 0 to 1200");
  }
  return CheckPart(step.percent, field + "/percent");
}

absl::Status CheckPenalty(const PrepaymentPenalty& penalty,
                          const AmortizationSpec& terms,
                          const std::string& field) {
  if (penalty.steps.size() > kMaxPenaltySteps) {
    return Error(Reason::kLimitExceeded, field + "/steps",
                 std::to_string(penalty.steps.size()) +
                     " steps; allowed: up to " +
                     std::to_string(kMaxPenaltySteps));
  }
  for (size_t k = 0; k < penalty.steps.size(); ++k) {
    const PenaltyStep& step = penalty.steps[k];
    const std::string at = field + "/steps/" + std::to_string(k);
    if (k > 0) {
      const std::optional<Date>& before = penalty.steps[k - 1].through;
      if (!before || (step.through && *step.through <= *before)) {
        return Error(Reason::kOutOfOrder, at + "/through",
                     "it is not after that of the step before");
      }
    }
    USANCE_RETURN_IF_ERROR(CheckStep(step, terms, at));
  }
  USANCE_RETURN_IF_ERROR(CheckPart(penalty.free, field + "/free"));
  USANCE_RETURN_IF_ERROR(CheckPart(penalty.most, field + "/most"));
  if (NameOf(terms.rounding).empty()) {
    return Error(Reason::kUnspecified, "/terms/rounding",
                 "say how interest is rounded");
  }
  return absl::OkStatus();
}

// The year of the loan that a day is in: the day that it begins on.
Date YearOf(Date start, Date date) {
  int32_t years = date.year() - start.year();
  const auto begins = [&] {
    return AddMonths(start, 12 * years, EndOfMonth::kClamp);
  };
  absl::StatusOr<Date> first = begins();
  if (years > 0 && (!first.ok() || *first > date)) {
    --years;
    first = begins();
  }
  return first.ok() ? *first : start;
}

// The yearly rate of the day, after the changes that count.
absl::StatusOr<Exact> YearlyRate(const AmortizationSpec& terms,
                                 std::span<const LoanChange> changes,
                                 std::span<const size_t> order, Date date,
                                 const std::string& field) {
  Rate rate = terms.rate;
  if (terms.rates) {
    USANCE_ASSIGN_OR_RETURN(rate, terms.rates->RateOn(date, "/terms/rates"));
  }
  for (const size_t k : order) {
    const auto* changed = std::get_if<RateChanged>(&changes[k].body);
    if (changed != nullptr && changes[k].date <= date) rate = changed->rate;
  }
  if (rate.unit() == TimeUnit::kYear) return Exact(rate.value());
  if (rate.unit() == TimeUnit::kMonth) {
    return Exact(rate.value()) * Exact(int64_t{12});
  }
  return Error(Reason::kConflict, field,
               Format(rate) + " is not per year or month");
}

}  // namespace

absl::StatusOr<int64_t> PenaltyOn(const PrepaymentPenalty& penalty,
                                  const AmortizationSpec& terms,
                                  std::span<const LoanChange> before, Date date,
                                  const Money& amount, std::string_view field) {
  const std::string at(field);
  USANCE_RETURN_IF_ERROR(CheckPenalty(penalty, terms, at));
  if (amount.currency() != terms.principal.currency()) {
    return Error(Reason::kCurrencyMismatch, "/amount",
                 Format(amount) + " is not in the principal's " +
                     std::string(terms.principal.currency().code()));
  }
  if (amount.minor() < 0) {
    return Error(Reason::kOutOfRange, "/amount",
                 Format(amount) + "; allowed: 0 or more");
  }
  USANCE_ASSIGN_OR_RETURN(const std::vector<size_t> order,
                          OrderOfChanges(before));
  const auto step = std::find_if(penalty.steps.begin(), penalty.steps.end(),
                                 [date](const PenaltyStep& s) {
                                   return !s.through || date <= *s.through;
                                 });
  if (step == penalty.steps.end()) return 0;
  int128 charged = amount.minor();
  if (penalty.free) {
    const Date year = YearOf(terms.schedule.start, date);
    // A share of at most 1 fits.
    int128 left =
        *(Exact(terms.principal.minor()) * Exact(penalty.free->share()))
             .RoundToInt64(Rounding::kDown);
    for (const size_t k : order) {
      const auto* prepaid = std::get_if<Prepaid>(&before[k].body);
      if (prepaid == nullptr || before[k].date < year ||
          before[k].date > date) {
        continue;
      }
      left -= prepaid->amount.minor();
    }
    charged -= std::max<int128>(left, 0);
  }
  if (charged <= 0) return 0;
  const Exact base(static_cast<int64_t>(charged));  // up to the amount
  Exact exact;
  if (step->amount) {
    exact = Exact(step->amount->minor());
  } else if (step->percent) {
    exact = base * Exact(step->percent->share());
  } else {
    const auto index = std::to_string(step - penalty.steps.begin());
    USANCE_ASSIGN_OR_RETURN(const Exact rate,
                            YearlyRate(terms, before, order, date,
                                       at + "/steps/" + index + "/months"));
    exact = base * rate * Exact(int64_t{*step->months}) *
            Exact(Fraction::Of(1, 12));
  }
  if (penalty.most) {
    const Exact most = base * Exact(penalty.most->share());
    if (most < exact) exact = most;
  }
  const auto minor = exact.RoundToInt64(terms.rounding);
  if (!minor) {
    return Error(Reason::kOverflow, at,
                 "the penalty is outside int64 of minor units");
  }
  return std::max<int64_t>(*minor, 0);
}

absl::StatusOr<std::vector<LoanPayoff>> LoanPayoffs(
    const AmortizationSpec& terms, std::span<const LoanChange> changes,
    Date first, Date last, const PrepaymentPenalty& penalty) {
  if (last < first) {
    return Error(Reason::kEndBeforeStart, "/last",
                 last.ToText() + " is before " + first.ToText());
  }
  if (last.days() - first.days() >= kMaxPayoffDays) {
    return Error(Reason::kLimitExceeded, "/last",
                 last.ToText() + " is over " + std::to_string(kMaxPayoffDays) +
                     " days from " + first.ToText());
  }
  USANCE_ASSIGN_OR_RETURN(RunningLoan running, RunningLoan::Make(terms));
  USANCE_ASSIGN_OR_RETURN(const std::vector<size_t> order,
                          OrderOfChanges(changes));
  const Currency currency = terms.principal.currency();
  std::vector<LoanPayoff> quotes;
  size_t next = 0;
  int64_t due = 0;  // on the day before, which is then paid
  for (int32_t day = first.days(); day <= last.days(); ++day) {
    const Date date = *Date::FindDays(day);
    for (; next < order.size() && changes[order[next]].date <= date; ++next) {
      if (const auto done = running.Apply(changes[order[next]]); !done.ok()) {
        return At("/changes/" + std::to_string(order[next]), done);
      }
    }
    RunningLoan ended = running;
    if (const auto done = ended.Apply({.date = date, .body = Accelerated{}});
        !done.ok()) {
      return At("/first", done);
    }
    const Installment& row = ended.rows().rows.back();
    LoanPayoff quote{
        .date = date,
        .principal_minor = row.principal_minor,
        .interest_minor = row.interest_minor,
        .fee_minor = row.fee_minor,
        .tax_minor = row.tax_minor,
    };
    // Of a row that is due on the day, its own principal was due.
    int64_t prepaid = row.principal_minor;
    const auto same = static_cast<size_t>(row.number) - 1;
    int64_t own = 0;  // what was due by then anyway
    if (running.rows().rows[same].due() == date) {
      prepaid = running.rows().rows[same].closing_minor;
      own = running.rows().rows[same].payment_minor;
    }
    absl::StatusOr<int64_t> extra =
        PenaltyOn(penalty, terms, changes, date, Money(prepaid, currency));
    if (!extra.ok()) return At("/penalty", extra.status());
    quote.penalty_minor = *extra;
    const auto total =
        Narrow<int64_t>(static_cast<int128>(row.payment_minor) + *extra);
    if (!total) {
      return Error(Reason::kOverflow, "/penalty",
                   "what is to pay is outside int64 of minor units");
    }
    quote.total_minor = *total;
    if (!quotes.empty()) {
      quotes.back().per_diem_minor = *total + due - quotes.back().total_minor;
    }
    due = own;
    quotes.push_back(quote);
  }
  return quotes;
}

}  // namespace usance
