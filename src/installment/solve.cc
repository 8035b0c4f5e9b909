#include "usance/installment/solve.h"

#include <algorithm>
#include <string>

#include "usance/money/format.h"

namespace usance {
namespace {

constexpr int64_t kMostMinor = 100'000'000'000'000'000;  // 10^17
constexpr int64_t kMostRate = 1'000'000'000;             // 1000 % in 10^-8
constexpr int32_t kMostDays = 2 * 366;

class Search {
 public:
  Search(const AmortizationSpec& spec, Unknown unknown, int64_t payment)
      : spec_(spec), unknown_(unknown), payment_(payment) {
    // A value that is tried may not cover its interest; the answer must.
    spec_.allow_negative_amortization = true;
  }

  absl::StatusOr<Solution> Run(const AmortizationSpec& original) {
    int64_t value = 0;
    switch (unknown_) {
      case Unknown::kPayment:
        break;
      case Unknown::kPrincipal: {
        USANCE_ASSIGN_OR_RETURN(value, Highest(1, kMostMinor));
        break;
      }
      case Unknown::kRate: {
        USANCE_ASSIGN_OR_RETURN(value, Highest(0, kMostRate));
        break;
      }
      case Unknown::kCount: {
        USANCE_ASSIGN_OR_RETURN(value, Lowest(1, spec_.schedule.max_periods));
        break;
      }
      case Unknown::kBalloon: {
        USANCE_ASSIGN_OR_RETURN(value, Lowest(0, kMostMinor));
        break;
      }
      case Unknown::kFirstDue: {
        USANCE_ASSIGN_OR_RETURN(value, LatestDay());
        break;
      }
    }
    Solution solution{.spec = With(value), .found = {}};
    solution.spec.allow_negative_amortization =
        original.allow_negative_amortization;
    USANCE_ASSIGN_OR_RETURN(const Amortization found, Amortize(solution.spec));
    solution.found = AttemptOf(value, found);
    if (unknown_ == Unknown::kPayment) {
      solution.found.value = solution.found.level_payment_minor;
      return solution;
    }
    solution.less = Try(value - 1);
    solution.more = Try(value + 1);
    return solution;
  }

 private:
  // The terms with that value of the unknown.
  [[nodiscard]] AmortizationSpec With(int64_t value) const {
    AmortizationSpec spec = spec_;
    const Currency currency = spec.principal.currency();
    switch (unknown_) {
      case Unknown::kPayment:
        break;
      case Unknown::kPrincipal:
        spec.principal = Money(value, currency);
        break;
      case Unknown::kRate:
        spec.rate = Rate(Fraction::Of(value, 100'000'000), spec.rate.unit());
        break;
      case Unknown::kCount:
        spec.schedule.count = static_cast<int32_t>(value);
        break;
      case Unknown::kBalloon:
        spec.balloon = Money(value, currency);
        break;
      case Unknown::kFirstDue:
        spec.schedule.first_regular_start =
            Date::FindDays(static_cast<int32_t>(value));
        break;
    }
    return spec;
  }

  static Attempt AttemptOf(int64_t value, const Amortization& loan) {
    return {value, loan.level_payment_minor.value_or(0),
            loan.rows.back().payment_minor};
  }

  [[nodiscard]] std::optional<Attempt> Try(int64_t value) const {
    const auto loan = Amortize(With(value));
    if (!loan.ok()) return std::nullopt;
    return AttemptOf(value, *loan);
  }

  // Whether the level payment is low enough. An amount beyond int64 is not.
  absl::StatusOr<bool> Fits(int64_t value) const {
    const auto loan = Amortize(With(value));
    if (loan.ok()) return *loan->level_payment_minor <= payment_;
    if (ReasonOf(loan.status()) == Reason::kOverflow) return false;
    return loan.status();
  }

  [[nodiscard]] absl::Status None(std::string_view what) const {
    return Error(Reason::kOutOfRange, "/payment",
                 FormatAmount(payment_, spec_.principal.currency()) + " is " +
                     std::string(what));
  }

  // The highest value in [low, high] that fits; the payment rises with it.
  absl::StatusOr<int64_t> Highest(int64_t low, int64_t high) const {
    USANCE_ASSIGN_OR_RETURN(const bool any, Fits(low));
    if (!any) return None("too low for any value");
    USANCE_ASSIGN_OR_RETURN(const bool all, Fits(high));
    if (all) return None("enough for every value");
    while (high - low > 1) {  // low fits, high does not: 57 turns at most
      const int64_t middle = low + (high - low) / 2;
      USANCE_ASSIGN_OR_RETURN(const bool fits, Fits(middle));
      (fits ? low : high) = middle;
    }
    return low;
  }

  // The lowest value in [low, high] that fits; the payment falls with it.
  absl::StatusOr<int64_t> Lowest(int64_t low, int64_t high) const {
    USANCE_ASSIGN_OR_RETURN(const bool all, Fits(low));
    if (all) return low;
    // Doubling first: dates far ahead may be out of range.
    int64_t step = 1;
    while (low + step < high) {
      USANCE_ASSIGN_OR_RETURN(const bool fits, Fits(low + step));
      if (fits) break;
      low += step;
      step *= 2;
    }
    if (low + step >= high) {
      USANCE_ASSIGN_OR_RETURN(const bool any, Fits(high));
      if (!any) return None("too low for any value");
    }
    high = std::min(high, low + step);
    while (high - low > 1) {  // high fits, low does not
      const int64_t middle = low + (high - low) / 2;
      USANCE_ASSIGN_OR_RETURN(const bool fits, Fits(middle));
      (fits ? high : low) = middle;
    }
    return high;
  }

  // Of the days within two periods from the start.
  absl::StatusOr<int64_t> LatestDay() const {
    const ScheduleSpec& schedule = spec_.schedule;
    USANCE_ASSIGN_OR_RETURN(
        const Date end,
        AddPeriod(schedule.start, schedule.frequency, 2, EndOfMonth::kClamp));
    const int32_t start = schedule.start.days();
    const int32_t last = std::min(end.days(), start + kMostDays);
    for (int32_t day = last; day > start; --day) {
      USANCE_ASSIGN_OR_RETURN(const bool fits, Fits(day));
      if (fits) return day;
    }
    return None("too low for any value");
  }

  AmortizationSpec spec_;
  const Unknown unknown_;
  const int64_t payment_;
};

absl::Status Check(const AmortizationSpec& spec, Unknown unknown,
                   const std::optional<Money>& payment) {
  const auto conflict = [](std::string_view field, std::string_view what) {
    return Error(Reason::kConflict, field, what);
  };
  if (NameOf(unknown).empty()) {
    return Error(Reason::kUnspecified, "/unknown", "say what is looked for");
  }
  if (spec.method != AmortizationMethod::kLevel) {
    return conflict("/method", "only a level payment can be solved for");
  }
  if (spec.residual == Residual::kSmooth ||
      spec.residual == Residual::kClosest || spec.final_payment) {
    return conflict(spec.final_payment ? "/final_payment" : "/residual",
                    "it moves the level payment away from the exact one");
  }
  if (spec.rates && (unknown == Unknown::kRate ||
                     spec.rate_change == RateChange::kLevelAgain)) {
    return conflict("/rates", "there is no one rate, or no one payment");
  }
  if (unknown == Unknown::kCount &&
      (spec.schedule.end || spec.amortization_rows)) {
    return conflict(spec.amortization_rows ? "/amortization_rows" : "/end",
                    "it decides the count that is looked for");
  }
  if (unknown == Unknown::kBalloon &&
      (spec.balloon_percent || spec.amortization_rows)) {
    return conflict(
        spec.amortization_rows ? "/amortization_rows" : "/balloon_percent",
        "it decides the balloon that is looked for");
  }
  if (unknown == Unknown::kFirstDue &&
      spec.timing == PaymentTiming::kInAdvance) {
    return conflict("/timing", "the first due date is the start");
  }
  if (unknown == Unknown::kPayment) return absl::OkStatus();
  if (!payment) {
    return Error(Reason::kMissingField, "/payment",
                 "the level payment that is asked for");
  }
  if (payment->currency() != spec.principal.currency()) {
    return Error(Reason::kCurrencyMismatch, "/payment",
                 Format(*payment) + " is not in the principal's " +
                     std::string(spec.principal.currency().code()));
  }
  if (payment->minor() < 1) {
    return Error(Reason::kOutOfRange, "/payment",
                 Format(*payment) + "; allowed: above 0");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Solution> Solve(const AmortizationSpec& spec, Unknown unknown,
                               const std::optional<Money>& payment) {
  USANCE_RETURN_IF_ERROR(Check(spec, unknown, payment));
  return Search(spec, unknown, payment ? payment->minor() : 0).Run(spec);
}

}  // namespace usance
