// What is wrong with the terms themselves, in the order that Amortize
// documents.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "src/installment/layout.h"
#include "usance/money/format.h"

namespace usance {
namespace {

using Method = AmortizationMethod;

template <HasNames E>
bool Known(E value) {
  return !NameOf(value).empty();
}

absl::Status Unspecified(std::string_view field, std::string_view what) {
  return Error(Reason::kUnspecified, field, what);
}

absl::Status Conflict(std::string_view field, const std::string& what) {
  return Error(Reason::kConflict, field, what);
}

absl::Status NotAllowed(std::string_view field, const std::string& value,
                        std::string_view allowed) {
  return Error(Reason::kOutOfRange, field,
               value + "; allowed: " + std::string(allowed));
}

std::string RowField(size_t k) { return "/row_terms/" + std::to_string(k); }
std::string AdvanceField(size_t k) { return "/advances/" + std::to_string(k); }
std::string FeeField(size_t k) { return "/fees/" + std::to_string(k); }

// Whether business days move a date.
bool Moves(const ScheduleSpec& spec) {
  constexpr auto kUnadjusted = BusinessDayConvention::kUnadjusted;
  return spec.convention != kUnadjusted ||
         spec.start_convention.value_or(kUnadjusted) != kUnadjusted ||
         spec.end_convention.value_or(kUnadjusted) != kUnadjusted ||
         spec.roll.kind() == Roll::Kind::kLastBusinessDay;
}

absl::Status CheckChoices(const AmortizationSpec& spec) {
  const TimeUnit unit = spec.rates ? spec.rates->unit() : spec.rate.unit();
  if (spec.day_count == DayCount{} && unit != TimeUnit::kPeriod) {
    return Unspecified("/day_count", "say how days are counted");
  }
  if (!Known(spec.method)) {
    return Unspecified("/method", "say how the debt is paid back");
  }
  if (!Known(spec.rounding)) {
    return Unspecified("/rounding", "say how interest is rounded");
  }
  if (spec.payment_rounding && !Known(*spec.payment_rounding)) {
    return Unspecified("/payment_rounding", "say how the payment is rounded");
  }
  if (HasShares(spec.method) && !Known(spec.residual)) {
    return Unspecified("/residual", "say which row takes what rounding leaves");
  }
  if (spec.method == Method::kBullet && !Known(spec.bullet)) {
    return Unspecified("/bullet", "say whether interest is capitalized");
  }
  if (spec.grace_rows > 0 && !Known(spec.grace)) {
    return Unspecified("/grace", "say what the grace rows pay");
  }
  if (Moves(spec.schedule) && !Known(spec.accrue_to)) {
    return Unspecified("/accrue_to",
                       "say whether interest runs to adjusted dates");
  }
  if (spec.rates && spec.method == Method::kLevel && !Known(spec.rate_change)) {
    return Unspecified("/rate_change",
                       "say what the payment does where the rate changes");
  }
  if (!Known(spec.timing)) {
    return Unspecified("/timing", "say whether payments are in advance");
  }
  if (!spec.season.months.empty() && !Known(spec.season.others)) {
    return Unspecified("/season/others", "say what the other months pay");
  }
  for (size_t k = 0; k < spec.row_terms.size(); ++k) {
    if (!Known(spec.row_terms[k].pays)) {
      return Unspecified(RowField(k) + "/pays", "say what the rows pay");
    }
  }
  for (size_t k = 0; k < spec.fees.size(); ++k) {
    if (spec.fees[k].percent && !Known(spec.fees[k].base)) {
      return Unspecified(FeeField(k) + "/base", "say what the fee is of");
    }
  }
  if (spec.final_payment && !Known(*spec.final_payment)) {
    return Unspecified("/final_payment", "say how it may differ");
  }
  if (!spec.advances.empty() && !Known(spec.advance_change) &&
      (spec.method == Method::kLevel ||
       spec.method == Method::kEqualPrincipal)) {
    return Unspecified("/advance_change",
                       "say what the payment does where more is paid out");
  }
  return absl::OkStatus();
}

// What a method, or a residual, cannot do without.
absl::Status CheckNeeds(const AmortizationSpec& spec) {
  const auto missing = [](std::string_view field) {
    return Error(Reason::kMissingField, field, "needed by what is chosen");
  };
  if (EndsWithDebt(spec.method) && !spec.payment) return missing("/payment");
  if (spec.method == Method::kMinimumPayment && !spec.payment_percent) {
    return missing("/payment_percent");
  }
  if (HasShares(spec.method) && spec.residual == Residual::kWaive &&
      !spec.waive_within) {
    return missing("/waive_within");
  }
  if (spec.steps.rows > 0 && !spec.steps.percent && !spec.steps.amount) {
    return missing("/steps/percent");
  }
  for (size_t k = 0; k < spec.row_terms.size(); ++k) {
    const RowTerm& term = spec.row_terms[k];
    const bool principal = term.pays == RowPays::kPrincipal;
    if ((principal || term.pays == RowPays::kPayment) && !term.amount &&
        !(principal && term.percent)) {
      return missing(RowField(k) + "/amount");
    }
  }
  for (size_t k = 0; k < spec.fees.size(); ++k) {
    if (!spec.fees[k].amount && !spec.fees[k].percent) {
      return missing(FeeField(k) + "/amount");
    }
  }
  return absl::OkStatus();
}

struct NamedMoney {
  std::string_view field;
  const std::optional<Money>& money;
};

absl::Status CheckShare(std::string_view field,
                        const std::optional<Percent>& percent) {
  if (!percent ||
      (percent->share() >= Fraction(0) && percent->share() <= Fraction(1))) {
    return absl::OkStatus();
  }
  return NotAllowed(field, Format(*percent), "0% to 100%");
}

// The most that a reset raises and lowers the rate by, and their fields.
std::array<std::pair<std::optional<Rate>, std::string_view>, 2> ResetSteps(
    const RateReset& reset) {
  return {{{reset.step_cap, "/reset/step_cap"},
           {reset.step_floor, "/reset/step_floor"}}};
}

absl::Status CheckRanges(const AmortizationSpec& spec) {
  if (spec.principal.minor() < 1) {
    return NotAllowed("/principal", Format(spec.principal), "above 0");
  }
  const NamedMoney amounts[] = {{"/balloon", spec.balloon},
                                {"/payment", spec.payment},
                                {"/down_payment", spec.down_payment},
                                {"/waive_within", spec.waive_within},
                                {"/least_payment", spec.least_payment}};
  for (const auto& [field, money] : amounts) {
    if (money && money->minor() < 0) {
      return NotAllowed(field, Format(*money), "0 or more");
    }
  }
  if (spec.grace_rows < 0) {
    return NotAllowed("/grace_rows", std::to_string(spec.grace_rows),
                      "0 or more");
  }
  if (spec.down_payment &&
      spec.down_payment->minor() >= spec.principal.minor()) {
    return NotAllowed("/down_payment", Format(*spec.down_payment),
                      "below the principal");
  }
  if (spec.reset.rows < 0 || spec.reset.lag_days < 0) {
    return NotAllowed(
        spec.reset.rows < 0 ? "/reset/rows" : "/reset/lag_days",
        std::to_string(std::min(spec.reset.rows, spec.reset.lag_days)),
        "0 or more");
  }
  for (const auto& [most, field] : ResetSteps(spec.reset)) {
    if (most && most->value().Sign() < 0) {
      return NotAllowed(field, Format(*most), "0% or more");
    }
  }
  if (spec.steps.rows < 0) {
    return NotAllowed("/steps/rows", std::to_string(spec.steps.rows),
                      "0 or more");
  }
  if (spec.steps.percent && spec.steps.percent->share() <= Fraction(-1)) {
    return NotAllowed("/steps/percent", Format(*spec.steps.percent),
                      "above -100%");
  }
  USANCE_RETURN_IF_ERROR(CheckShare("/balloon_percent", spec.balloon_percent));
  USANCE_RETURN_IF_ERROR(CheckShare("/payment_percent", spec.payment_percent));
  USANCE_RETURN_IF_ERROR(CheckShare("/tax/on_interest", spec.tax.on_interest));
  USANCE_RETURN_IF_ERROR(CheckShare("/tax/on_fees", spec.tax.on_fees));
  for (size_t k = 0; k < spec.row_terms.size(); ++k) {
    const RowTerm& term = spec.row_terms[k];
    if (term.amount && term.amount->minor() < 0) {
      return NotAllowed(RowField(k) + "/amount", Format(*term.amount),
                        "0 or more");
    }
    USANCE_RETURN_IF_ERROR(CheckShare(RowField(k) + "/percent", term.percent));
  }
  for (size_t k = 0; k < spec.fees.size(); ++k) {
    const RowFee& fee = spec.fees[k];
    if (fee.amount && fee.amount->minor() < 0) {
      return NotAllowed(FeeField(k) + "/amount", Format(*fee.amount),
                        "0 or more");
    }
    USANCE_RETURN_IF_ERROR(CheckShare(FeeField(k) + "/percent", fee.percent));
  }
  int128 financed = spec.principal.minor();
  for (size_t k = 0; k < spec.advances.size(); ++k) {
    const Money& amount = spec.advances[k].amount;
    if (amount.minor() < 1) {
      return NotAllowed(AdvanceField(k) + "/amount", Format(amount), "above 0");
    }
    financed += amount.minor();
    if (!Narrow<int64_t>(financed)) {
      return Error(Reason::kOverflow, AdvanceField(k) + "/amount",
                   "what is paid out is outside int64 of minor units");
    }
  }
  const auto& frequency = spec.capitalization.frequency;
  if (frequency &&
      (frequency->months < 0 || frequency->days < 0 || frequency->IsZero())) {
    return NotAllowed("/capitalization/frequency", frequency->ToText(),
                      "above P0D");
  }
  return absl::OkStatus();
}

absl::Status CheckCurrency(const AmortizationSpec& spec, std::string_view field,
                           const std::optional<Money>& money) {
  if (!money || money->currency() == spec.principal.currency()) {
    return absl::OkStatus();
  }
  return Error(Reason::kCurrencyMismatch, field,
               Format(*money) + " is not in the principal's " +
                   std::string(spec.principal.currency().code()));
}

absl::Status CheckCurrencies(const AmortizationSpec& spec) {
  const NamedMoney amounts[] = {{"/balloon", spec.balloon},
                                {"/payment", spec.payment},
                                {"/down_payment", spec.down_payment},
                                {"/waive_within", spec.waive_within},
                                {"/least_payment", spec.least_payment},
                                {"/steps/amount", spec.steps.amount}};
  for (const auto& [field, money] : amounts) {
    USANCE_RETURN_IF_ERROR(CheckCurrency(spec, field, money));
  }
  for (size_t k = 0; k < spec.row_terms.size(); ++k) {
    USANCE_RETURN_IF_ERROR(
        CheckCurrency(spec, RowField(k) + "/amount", spec.row_terms[k].amount));
  }
  for (size_t k = 0; k < spec.fees.size(); ++k) {
    USANCE_RETURN_IF_ERROR(
        CheckCurrency(spec, FeeField(k) + "/amount", spec.fees[k].amount));
  }
  for (size_t k = 0; k < spec.advances.size(); ++k) {
    USANCE_RETURN_IF_ERROR(CheckCurrency(spec, AdvanceField(k) + "/amount",
                                         spec.advances[k].amount));
  }
  return absl::OkStatus();
}

// Row terms ascend and none is in two of them.
absl::Status CheckRowTerms(const AmortizationSpec& spec) {
  int32_t before = 0;
  for (size_t k = 0; k < spec.row_terms.size(); ++k) {
    const RowTerm& term = spec.row_terms[k];
    if (term.first <= before || term.last < term.first) {
      return Error(Reason::kOutOfOrder, RowField(k),
                   "rows " + std::to_string(term.first) + " to " +
                       std::to_string(term.last) + " after row " +
                       std::to_string(before));
    }
    before = term.last;
    const bool payment = term.pays == RowPays::kPayment;
    const bool principal = term.pays == RowPays::kPrincipal;
    if ((term.amount && !payment && !principal) ||
        (term.percent && (!principal || term.amount))) {
      return Conflict(RowField(k),
                      "an amount is of payment and principal, a percent of "
                      "principal alone");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckBalloon(const AmortizationSpec& spec) {
  const std::string_view field = spec.balloon           ? "/balloon"
                                 : spec.balloon_percent ? "/balloon_percent"
                                                        : "/amortization_rows";
  const int given = spec.balloon.has_value() +
                    spec.balloon_percent.has_value() +
                    spec.amortization_rows.has_value();
  if (given == 0) return absl::OkStatus();
  if (spec.method != Method::kLevel && spec.method != Method::kEqualPrincipal) {
    return Conflict(field,
                    std::string(NameOf(spec.method)) + " has no balloon");
  }
  if (given > 1) return Conflict(field, "give one balloon");
  if (!spec.amortization_rows) return absl::OkStatus();
  if (spec.timing == PaymentTiming::kInAdvance || spec.steps.rows > 0 ||
      !spec.schedule.count) {
    return Conflict(field, "it is of a count of rows in arrears without steps");
  }
  if (*spec.amortization_rows < *spec.schedule.count) {
    return NotAllowed(field, std::to_string(*spec.amortization_rows),
                      "the count of rows or more");
  }
  return absl::OkStatus();
}

absl::Status CheckResidual(const AmortizationSpec& spec) {
  const bool level = spec.method == Method::kLevel;
  const Residual residual = spec.residual;
  if (HasShares(spec.method) && !level &&
      (residual == Residual::kSmooth || residual == Residual::kClosest)) {
    return Conflict("/residual", "only a level payment can be smoothed");
  }
  if (HasShares(spec.method) && residual == Residual::kExtraRow &&
      (!level || !spec.schedule.count || spec.balloon || spec.balloon_percent ||
       spec.amortization_rows || spec.timing == PaymentTiming::kInAdvance)) {
    return Conflict("/residual",
                    "an extra row is of a level payment, a count of rows in "
                    "arrears and no balloon");
  }
  if (spec.final_payment && (!level || residual != Residual::kLast)) {
    return Conflict("/final_payment",
                    "it is of a level payment with its residual last");
  }
  if (spec.least_payment && HasShares(spec.method) &&
      residual == Residual::kWaive) {
    return Conflict("/least_payment", "the last payment is waived in part");
  }
  if (spec.least_payment && spec.method == Method::kBullet) {
    return Conflict("/least_payment", "a bullet is one payment");
  }
  if (spec.waive_within &&
      (!HasShares(spec.method) || residual != Residual::kWaive)) {
    return Conflict("/waive_within", "it is of the residual waive");
  }
  return absl::OkStatus();
}

absl::Status CheckSteps(const AmortizationSpec& spec) {
  if (spec.steps.rows == 0) return absl::OkStatus();
  if (spec.method != Method::kLevel) {
    return Conflict("/steps", "only a level payment takes steps");
  }
  if (spec.steps.percent && spec.steps.amount) {
    return Conflict("/steps/amount", "give exactly one of percent and amount");
  }
  if ((spec.residual != Residual::kLast &&
       spec.residual != Residual::kExtraRow &&
       spec.residual != Residual::kWaive) ||
      spec.final_payment) {
    return Conflict("/steps",
                    "steps go with the residual last, extra row or "
                    "waive");
  }
  return absl::OkStatus();
}

absl::Status CheckRates(const AmortizationSpec& spec) {
  const bool resets = spec.reset.rows > 0;
  if ((resets && !spec.rates) ||
      (!resets && (spec.reset.lag_days > 0 || spec.reset.step_cap ||
                   spec.reset.step_floor))) {
    return Conflict("/reset", "a reset is of rates that change, and of rows");
  }
  for (const auto& [most, field] : ResetSteps(spec.reset)) {
    if (resets && most && most->unit() != spec.rates->unit()) {
      return Conflict(field, "it is in another unit than the rates");
    }
  }
  if (spec.rates && spec.rate_change == RateChange::kLevelAgain &&
      (spec.method != Method::kLevel || spec.amortization_rows ||
       spec.steps.rows > 0)) {
    return Conflict("/rate_change",
                    "a level payment alone is leveled again, without steps "
                    "and amortization_rows");
  }
  return absl::OkStatus();
}

absl::Status CheckAdvances(const AmortizationSpec& spec) {
  if (spec.advances.empty()) return absl::OkStatus();
  if (IsFlat(spec.method)) {
    return Conflict("/advances", "flat interest is on one principal");
  }
  for (size_t k = 1; k < spec.advances.size(); ++k) {
    if (spec.advances[k].date > spec.advances[k - 1].date) continue;
    return Error(Reason::kOutOfOrder, AdvanceField(k) + "/date",
                 spec.advances[k].date.ToText() + " is not after " +
                     spec.advances[k - 1].date.ToText());
  }
  if (HasShares(spec.method) && spec.rates &&
      spec.rate_change == RateChange::kLevelAgain &&
      spec.advance_change != RateChange::kLevelAgain) {
    return Conflict("/advance_change",
                    "a payment that is leveled again at rates is so at "
                    "advances");
  }
  return absl::OkStatus();
}

bool Waits(EarlyInterest early) {
  return early == EarlyInterest::kDeferred || early == EarlyInterest::kSpread;
}

absl::Status CheckCapitalization(const AmortizationSpec& spec) {
  const Capitalization& terms = spec.capitalization;
  if (terms.IsNone()) {
    if (!terms.first && !terms.last) return absl::OkStatus();
    return Conflict("/capitalization", "it has no days");
  }
  if (!terms.days.empty() && (terms.frequency || terms.first)) {
    return Conflict("/capitalization/days",
                    "give exactly one of frequency and days");
  }
  for (size_t k = 1; k < terms.days.size(); ++k) {
    if (terms.days[k] > terms.days[k - 1]) continue;
    return Error(
        Reason::kOutOfOrder, "/capitalization/days/" + std::to_string(k),
        terms.days[k].ToText() + " is not after " + terms.days[k - 1].ToText());
  }
  bool waits = Waits(spec.stub_interest) || Waits(spec.season.others) ||
               (spec.grace_rows > 0 && Waits(spec.grace));
  for (const RowTerm& term : spec.row_terms) {
    waits |= term.pays == RowPays::kDeferred || term.pays == RowPays::kSpread;
  }
  if (IsFlat(spec.method) || spec.amortization_rows || waits) {
    return Conflict("/capitalization",
                    "it goes with no flat method, no amortization_rows and "
                    "no interest that is deferred or spread");
  }
  return absl::OkStatus();
}

absl::Status CheckConflicts(const AmortizationSpec& spec) {
  USANCE_RETURN_IF_ERROR(CheckRates(spec));
  USANCE_RETURN_IF_ERROR(CheckAdvances(spec));
  USANCE_RETURN_IF_ERROR(CheckCapitalization(spec));
  if (spec.allow_negative_amortization && spec.raise_to_interest) {
    return Conflict("/raise_to_interest",
                    "the balance may grow, or the payment is raised");
  }
  USANCE_RETURN_IF_ERROR(CheckBalloon(spec));
  USANCE_RETURN_IF_ERROR(CheckResidual(spec));
  USANCE_RETURN_IF_ERROR(CheckSteps(spec));
  if (spec.payment && !EndsWithDebt(spec.method)) {
    return Conflict("/payment", std::string(NameOf(spec.method)) +
                                    " has no payment of the contract");
  }
  if (spec.payment_percent && spec.method != Method::kMinimumPayment) {
    return Conflict("/payment_percent", "it is of a minimum payment");
  }
  const bool seasonal = spec.method == Method::kLevel ||
                        spec.method == Method::kEqualPrincipal ||
                        spec.method == Method::kInterestOnly;
  if (!spec.season.months.empty() && !seasonal) {
    return Conflict("/season",
                    std::string(NameOf(spec.method)) + " has no seasons");
  }
  if (spec.season.others == EarlyInterest::kInPayment) {
    return Conflict("/season/others",
                    "a row out of season pays its interest or less");
  }
  const bool flat = IsFlat(spec.method);
  const bool lump =
      spec.method == Method::kBullet && spec.bullet == Bullet::kSimple;
  if (!spec.row_terms.empty() && (flat || lump)) {
    return Conflict("/row_terms",
                    std::string(NameOf(spec.method)) + " has no rows apart");
  }
  USANCE_RETURN_IF_ERROR(CheckRowTerms(spec));
  if (spec.timing == PaymentTiming::kInAdvance) {
    if (spec.method != Method::kLevel &&
        spec.method != Method::kEqualPrincipal) {
      return Conflict("/timing", std::string(NameOf(spec.method)) +
                                     " is not paid in advance");
    }
    if (spec.down_payment) {
      return Conflict("/down_payment", "the first payment is on that day");
    }
  }
  return absl::OkStatus();
}

}  // namespace

int64_t Financed(const AmortizationSpec& spec) {
  int64_t sum = spec.principal.minor();
  for (const Advance& advance : spec.advances) {
    sum += std::max<int64_t>(advance.amount.minor(), 0);  // below 0: prepaid
  }
  return sum;
}

bool HasShares(Method method) {
  return method == Method::kLevel || method == Method::kEqualPrincipal ||
         IsFlat(method);
}

bool IsFlat(Method method) {
  return method == Method::kAddOn || method == Method::kRuleOf78;
}

bool EndsWithDebt(Method method) {
  return method == Method::kFixedPayment || method == Method::kMinimumPayment;
}

absl::Status CheckSpec(const AmortizationSpec& spec) {
  USANCE_RETURN_IF_ERROR(CheckChoices(spec));
  USANCE_RETURN_IF_ERROR(CheckNeeds(spec));
  USANCE_RETURN_IF_ERROR(CheckRanges(spec));
  USANCE_RETURN_IF_ERROR(CheckCurrencies(spec));
  return CheckConflicts(spec);
}

absl::Status CheckPeriods(const AmortizationSpec& spec,
                          const Schedule& schedule) {
  if (HasShares(spec.method) && spec.residual == Residual::kExtraRow) {
    return Conflict("/residual", "the periods given hold no extra row");
  }
  if (spec.amortization_rows) {
    return Conflict("/amortization_rows", "the periods given hold no more");
  }
  if (schedule.periods.empty()) {
    return Error(Reason::kMissingField, "/periods", "there are no periods");
  }
  if (std::ssize(schedule.periods) > spec.schedule.max_periods) {
    return Error(Reason::kLimitExceeded, "/periods",
                 std::to_string(schedule.periods.size()) +
                     " periods; allowed: max_periods, " +
                     std::to_string(spec.schedule.max_periods));
  }
  for (size_t k = 0; k < schedule.periods.size(); ++k) {
    const SchedulePeriod& period = schedule.periods[k];
    const auto field = [k] { return "/periods/" + std::to_string(k); };
    if (period.end <= period.start ||
        period.adjusted_end < period.adjusted_start) {
      return Error(
          Reason::kEndBeforeStart, field(),
          period.end.ToText() + " is not after " + period.start.ToText());
    }
    if (k == 0) continue;
    const SchedulePeriod& before = schedule.periods[k - 1];
    if (period.start != before.end ||
        period.adjusted_start != before.adjusted_end) {
      return Error(Reason::kOutOfOrder, field(),
                   "it starts " + period.start.ToText() +
                       " and the period before ends " + before.end.ToText());
    }
  }
  return absl::OkStatus();
}

}  // namespace usance
