#include "usance/installment/solve.h"

#include <algorithm>
#include <string>

#include "src/installment/layout.h"
#include "usance/money/format.h"

namespace usance {
namespace {

using Method = AmortizationMethod;

constexpr int64_t kMostMinor = 100'000'000'000'000'000;  // 10^17
constexpr int64_t kRateSteps = 100'000'000;              // of 10^-8
constexpr int64_t kMostRate = 10'000 * kRateSteps;       // 1,000,000 %
constexpr int32_t kMostDays = 2 * 366;

class Search {
 public:
  Search(const AmortizationSpec& spec, Unknown unknown, int64_t payment)
      : spec_(spec),
        unknown_(unknown),
        payment_(payment),
        may_grow_(spec.allow_negative_amortization) {
    // A value that is tried may not cover its interest; the answer must.
    spec_.allow_negative_amortization = !spec_.raise_to_interest;
  }

  absl::StatusOr<Solution> Run(const AmortizationSpec& original) {
    int64_t value = 0;
    switch (unknown_) {
      case Unknown::kPayment: {
        if (!ends_) break;
        USANCE_ASSIGN_OR_RETURN(value, Lowest(1, kMostMinor));
        break;
      }
      case Unknown::kPrincipal: {
        USANCE_ASSIGN_OR_RETURN(value, Highest(1, kMostMinor));
        break;
      }
      case Unknown::kRate: {
        USANCE_ASSIGN_OR_RETURN(value, HighestRate());
        break;
      }
      case Unknown::kCount: {
        USANCE_ASSIGN_OR_RETURN(value, Count());
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
    Solution solution{.spec = With(value),
                      .found = {},
                      .searched_from = from_,
                      .searched_to = to_};
    solution.spec.allow_negative_amortization =
        original.allow_negative_amortization;
    USANCE_ASSIGN_OR_RETURN(const Amortization found, Amortize(solution.spec));
    solution.found = AttemptOf(value, found);
    if (unknown_ == Unknown::kPayment && !ends_) {
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
        if (ends_) spec.payment = Money(value, currency);
        break;
      case Unknown::kPrincipal:
        spec.principal = Money(value, currency);
        break;
      case Unknown::kRate:
        spec.rate = Rate(Fraction::Of(value, kRateSteps), spec.rate.unit());
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

  // The payment that is held against the one asked for.
  [[nodiscard]] int64_t PaymentOf(const Amortization& loan) const {
    if (loan.level_payment_minor) return *loan.level_payment_minor;
    const auto own = [](const Installment& row) {
      return row.payment_minor - row.fee_minor - row.tax_minor;
    };
    const size_t first = spec_.down_payment ? 1 : 0;
    if (ends_ || spec_.method == Method::kBullet ||
        loan.rows.size() <= first + 1) {
      return own(loan.rows.back());
    }
    int64_t highest = INT64_MIN;
    for (size_t k = first; k + 1 < loan.rows.size(); ++k) {
      highest = std::max(highest, own(loan.rows[k]));
    }
    return highest;
  }

  [[nodiscard]] Attempt AttemptOf(int64_t value,
                                  const Amortization& loan) const {
    return {value, PaymentOf(loan), loan.rows.back().payment_minor};
  }

  [[nodiscard]] std::optional<Attempt> Try(int64_t value) const {
    const auto loan = Amortize(With(value));
    if (!loan.ok()) return std::nullopt;
    return AttemptOf(value, *loan);
  }

  // Whether the payment is low enough. An amount beyond int64 is not.
  absl::StatusOr<bool> Fits(int64_t value) const {
    const AmortizationSpec spec = With(value);
    const auto loan = Amortize(spec);
    if (loan.ok()) {
      return ends_ ? !IsCutShort(spec, *loan) : PaymentOf(*loan) <= payment_;
    }
    if (ReasonOf(loan.status()) == Reason::kOverflow) return false;
    if (unknown_ == Unknown::kCount &&
        ReasonOf(loan.status()) == Reason::kOutOfRange &&
        FieldOf(loan.status()) != "/rate") {  // too few rows for the terms
      return spec.method == Method::kBullet;
    }
    return loan.status();
  }

  [[nodiscard]] absl::Status None(std::string_view what) const {
    return Error(Reason::kOutOfRange, "/payment",
                 FormatAmount(payment_, spec_.principal.currency()) + " is " +
                     std::string(what) + " of the " +
                     std::string(NameOf(unknown_)) + " from " +
                     FormatValue(spec_, unknown_, *from_) + " to " +
                     FormatValue(spec_, unknown_, *to_));
  }

  void LookAt(int64_t from, int64_t to) {
    from_ = from;
    to_ = to;
  }

  // The lowest rate above -100 % in every period; at most `high`, which is.
  absl::StatusOr<int64_t> LowestRate(int64_t high) const {
    const auto valid = [this](int64_t value) -> absl::StatusOr<bool> {
      const absl::Status status = Amortize(With(value)).status();
      if (status.ok() || ReasonOf(status) == Reason::kOverflow) return true;
      if (ReasonOf(status) == Reason::kOutOfRange &&
          FieldOf(status) == "/rate") {
        return false;
      }
      return status;
    };
    int64_t low = -1;
    for (;; low *= 2) {  // some period is 10^-4 of its unit at least
      USANCE_ASSIGN_OR_RETURN(const bool any, valid(low));
      if (!any || low < -kMostRate) break;
      high = low;
    }
    while (high - low > 1) {
      const int64_t middle = low + (high - low) / 2;
      USANCE_ASSIGN_OR_RETURN(const bool any, valid(middle));
      (any ? high : low) = middle;
    }
    return high;
  }

  absl::StatusOr<int64_t> HighestRate() {
    LookAt(0, kMostRate);
    USANCE_ASSIGN_OR_RETURN(const bool positive, Fits(0));
    if (positive) return Highest(0, kMostRate);
    USANCE_ASSIGN_OR_RETURN(const int64_t lowest, LowestRate(0));
    return Highest(lowest, 0);
  }

  // The highest value in [low, high] that fits; the payment rises with it.
  absl::StatusOr<int64_t> Highest(int64_t low, int64_t high) {
    LookAt(low, high);
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

  // The lowest value in [low, high] that fits, or that does not; the payment
  // falls with it, or rises.
  absl::StatusOr<int64_t> Lowest(int64_t low, int64_t high,
                                 bool fitting = true) {
    LookAt(low, high);
    USANCE_ASSIGN_OR_RETURN(const bool first, Fits(low));
    if (first == fitting) return low;
    // Doubling first: dates far ahead may be out of range.
    int64_t step = 1;
    while (low + step < high) {
      USANCE_ASSIGN_OR_RETURN(const bool fits, Fits(low + step));
      if (fits == fitting) break;
      low += step;
      step *= 2;
    }
    if (low + step >= high) {
      USANCE_ASSIGN_OR_RETURN(const bool fits, Fits(high));
      if (fits != fitting) {
        return None(fitting ? "too low for any value"
                            : "enough for every value");
      }
    }
    high = std::min(high, low + step);
    while (high - low > 1) {
      const int64_t middle = low + (high - low) / 2;
      USANCE_ASSIGN_OR_RETURN(const bool fits, Fits(middle));
      (fits == fitting ? high : low) = middle;
    }
    return high;
  }

  // The fewest rows; of a bullet the most.
  [[nodiscard]] absl::StatusOr<int64_t> Count() {
    if (ends_) {
      LookAt(1, spec_.schedule.max_periods);
      AmortizationSpec open = spec_;
      open.schedule.count.reset();
      open.allow_negative_amortization = may_grow_;
      USANCE_ASSIGN_OR_RETURN(const Amortization loan, Amortize(open));
      return std::ssize(loan.rows) - spec_.down_payment.has_value();
    }
    const int64_t most = spec_.schedule.max_periods;
    if (spec_.method != Method::kBullet) return Lowest(1, most);
    USANCE_ASSIGN_OR_RETURN(const int64_t beyond, Lowest(1, most, false));
    if (beyond == 1) return None("too low for any value");
    return beyond - 1;
  }

  // Of the days within two periods from the start.
  absl::StatusOr<int64_t> LatestDay() {
    const ScheduleSpec& schedule = spec_.schedule;
    USANCE_ASSIGN_OR_RETURN(
        const Date end,
        AddPeriod(schedule.start, schedule.frequency, 2, EndOfMonth::kClamp));
    const int32_t start = schedule.start.days();
    const int32_t last = std::min(end.days(), start + kMostDays);
    LookAt(start + 1, last);
    for (int32_t day = last; day > start; --day) {
      USANCE_ASSIGN_OR_RETURN(const bool fits, Fits(day));
      if (fits) return day;
    }
    return None("too low for any value");
  }

  AmortizationSpec spec_;
  const Unknown unknown_;
  const int64_t payment_;
  const bool may_grow_;
  const bool ends_ = EndsWithDebt(spec_.method);
  std::optional<int64_t> from_, to_;  // looked at
};

absl::Status Check(const AmortizationSpec& spec, Unknown unknown,
                   const std::optional<Money>& payment) {
  const auto conflict = [](std::string_view field, std::string_view what) {
    return Error(Reason::kConflict, field, what);
  };
  if (NameOf(unknown).empty()) {
    return Error(Reason::kUnspecified, "/unknown", "say what is looked for");
  }
  const Method method = spec.method;
  const bool ends = EndsWithDebt(method);
  if ((unknown == Unknown::kBalloon && method != Method::kLevel &&
       method != Method::kEqualPrincipal) ||
      (unknown == Unknown::kCount && method == Method::kInterestOnly)) {
    return conflict("/unknown", "no payment of " + std::string(NameOf(method)) +
                                    " depends on it");
  }
  if ((method == Method::kLevel && (spec.residual == Residual::kSmooth ||
                                    spec.residual == Residual::kClosest)) ||
      spec.final_payment) {
    return conflict(spec.final_payment ? "/final_payment" : "/residual",
                    "it moves the level payment away from the exact one");
  }
  if (ends && spec.least_payment) {
    return conflict("/least_payment", "it makes a last payment higher");
  }
  if (spec.rates && (unknown == Unknown::kRate ||
                     spec.rate_change == RateChange::kLevelAgain)) {
    return conflict("/rates", "there is no one rate, or no one payment");
  }
  if (!spec.advances.empty() && HasShares(method) &&
      spec.advance_change == RateChange::kLevelAgain) {
    return conflict("/advance_change", "there is no one payment");
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
  if (ends && unknown != Unknown::kCount && !spec.schedule.count &&
      !spec.schedule.end) {
    return Error(Reason::kMissingField, "/count",
                 "the rows that the debt is paid back in");
  }
  if (unknown == Unknown::kPayment) return absl::OkStatus();
  if (!payment) {
    return Error(Reason::kMissingField, "/payment",
                 "the payment that is asked for");
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

std::string FormatValue(const AmortizationSpec& spec, Unknown unknown,
                        int64_t value) {
  switch (unknown) {
    case Unknown::kCount:
      return std::to_string(value);
    case Unknown::kRate:
      return Format(Rate(Fraction::Of(value, kRateSteps), spec.rate.unit()));
    case Unknown::kFirstDue:
      return Date::FindDays(static_cast<int32_t>(value))->ToText();
    default:
      return FormatAmount(value, spec.principal.currency());
  }
}

absl::StatusOr<Solution> Solve(const AmortizationSpec& spec, Unknown unknown,
                               const std::optional<Money>& payment) {
  USANCE_RETURN_IF_ERROR(Check(spec, unknown, payment));
  AmortizationSpec asked = spec;
  asked.payment = std::nullopt;
  if (EndsWithDebt(spec.method)) {
    asked.payment = payment.value_or(Money(1, spec.principal.currency()));
  }
  return Search(asked, unknown, payment ? payment->minor() : 0).Run(asked);
}

}  // namespace usance
