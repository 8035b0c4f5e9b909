#include "usance/terms/late_fee.h"

#include "src/terms/amounts.h"
#include "usance/money/format.h"

namespace usance {
namespace {

using internal::CheckAmount;
using internal::CheckPercent;

constexpr size_t kMaxFeeTiers = 100;

absl::Status CheckFeeAmounts(const LateFee& fee, Currency currency,
                             const std::string& at) {
  USANCE_RETURN_IF_ERROR(CheckAmount(fee.amount, currency, at + "/amount"));
  USANCE_RETURN_IF_ERROR(CheckAmount(fee.minimum, currency, at + "/minimum"));
  USANCE_RETURN_IF_ERROR(CheckAmount(fee.maximum, currency, at + "/maximum"));
  return CheckPercent(fee.percent, at + "/percent");
}

// What the fee comes to without tiers: an amount where it is flat, else a
// percentage.
absl::Status CheckOneSize(const LateFee& fee, const std::string& at) {
  const bool flat = fee.basis == FeeBasis::kFlat;
  if (fee.percent && NameOf(fee.rounding).empty()) {
    return Error(Reason::kUnspecified, at + "/rounding",
                 "no rounding is chosen for the percentage");
  }
  if (flat && !fee.amount) {
    return Error(Reason::kMissingField, at + "/amount",
                 "a flat fee needs an amount");
  }
  if (!flat && !fee.percent) {
    return Error(Reason::kMissingField, at + "/percent",
                 "a fee on an amount needs a percentage");
  }
  if (fee.amount && fee.percent) {
    return Error(Reason::kConflict, at + "/amount",
                 "a fee is an amount or a percentage, not both");
  }
  return absl::OkStatus();
}

absl::Status CheckTier(const LateFee& fee, const FeeTier& tier,
                       Currency currency, const std::string& at) {
  if (tier.percent && NameOf(fee.rounding).empty()) {
    return Error(Reason::kUnspecified, at + "/percent",
                 "no rounding is chosen for the percentage");
  }
  if (!tier.amount && !tier.percent) {
    return Error(Reason::kMissingField, at + "/amount",
                 "a tier needs an amount or a percentage");
  }
  if (tier.percent && (tier.amount || fee.basis == FeeBasis::kFlat)) {
    return Error(Reason::kConflict, at + "/percent",
                 "a tier is an amount or a percentage of the basis, not both; "
                 "of a flat fee it is an amount");
  }
  USANCE_RETURN_IF_ERROR(CheckAmount(tier.from, currency, at + "/from"));
  USANCE_RETURN_IF_ERROR(CheckAmount(tier.amount, currency, at + "/amount"));
  USANCE_RETURN_IF_ERROR(CheckPercent(tier.percent, at + "/percent"));
  if (tier.from_days < 0) {
    return Error(Reason::kOutOfRange, at + "/from_days",
                 std::to_string(tier.from_days) + "; allowed: 0 or more");
  }
  return absl::OkStatus();
}

absl::Status CheckTiers(const LateFee& fee, Currency currency,
                        const std::string& at) {
  if (fee.amount || fee.percent) {
    return Error(Reason::kConflict, at,
                 "tiers are in place of the amount and the percentage");
  }
  if (fee.tiers.size() > kMaxFeeTiers) {
    return Error(Reason::kLimitExceeded, at,
                 std::to_string(fee.tiers.size()) + " tiers; allowed: up to " +
                     std::to_string(kMaxFeeTiers));
  }
  for (size_t k = 0; k < fee.tiers.size(); ++k) {
    USANCE_RETURN_IF_ERROR(
        CheckTier(fee, fee.tiers[k], currency, at + "/" + std::to_string(k)));
  }
  return absl::OkStatus();
}

absl::Status CheckFeeTimes(const LateFee& fee, const std::string& at) {
  if (fee.after_days < 0) {
    return Error(Reason::kOutOfRange, at + "/after_days",
                 std::to_string(fee.after_days) + "; allowed: 0 or more");
  }
  if (fee.every &&
      (fee.every->months < 0 || fee.every->days < 0 || fee.every->IsZero())) {
    return Error(Reason::kOutOfRange, at + "/every",
                 fee.every->ToText() + "; allowed: above zero");
  }
  if (fee.max_count < 1) {
    return Error(Reason::kOutOfRange, at + "/max_count",
                 std::to_string(fee.max_count) + "; allowed: 1 or more");
  }
  if (fee.max_count > kMaxFeeCount) {
    return Error(Reason::kLimitExceeded, at + "/max_count",
                 std::to_string(fee.max_count) + "; allowed: up to " +
                     std::to_string(kMaxFeeCount));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckFee(const LateFee& fee, Currency currency,
                      std::string_view field) {
  const std::string at(field);
  if (NameOf(fee.basis).empty()) {
    return Error(Reason::kUnspecified, at + "/basis",
                 "say what the fee is a part of, or that it is flat");
  }
  if (NameOf(fee.trigger).empty()) {
    return Error(Reason::kUnspecified, at + "/trigger",
                 "say what the fee falls due on");
  }
  if (NameOf(fee.grouping).empty()) {
    return Error(Reason::kUnspecified, at + "/grouping",
                 "say how many fees several due amounts get");
  }
  USANCE_RETURN_IF_ERROR(fee.tiers.empty()
                             ? CheckOneSize(fee, at)
                             : CheckTiers(fee, currency, at + "/tiers"));
  USANCE_RETURN_IF_ERROR(CheckFeeAmounts(fee, currency, at));
  USANCE_RETURN_IF_ERROR(CheckFeeTimes(fee, at));
  if (fee.minimum && fee.maximum &&
      fee.minimum->minor() > fee.maximum->minor()) {
    return Error(Reason::kConflict, at + "/minimum",
                 Format(*fee.minimum) + " is above the maximum, " +
                     Format(*fee.maximum));
  }
  const bool late = fee.trigger == FeeTrigger::kLate;
  if (late && fee.max_count > 1 && !fee.every) {
    return Error(Reason::kConflict, at + "/max_count",
                 "a fee that recurs needs the period, as P1M");
  }
  if (!late && fee.after_days != 0) {
    return Error(Reason::kConflict, at + "/after_days",
                 "only a fee for being late waits");
  }
  if (fee.trigger != FeeTrigger::kNotice && fee.level) {
    return Error(Reason::kConflict, at + "/level",
                 "only a fee for a notice has its level");
  }
  return absl::OkStatus();
}

absl::StatusOr<FeeSum> FeeAmount(const LateFee& fee, const FeeCase& late) {
  const bool of_invoice = fee.basis == FeeBasis::kInvoiceAmount;
  const Money basis = of_invoice ? late.invoice_amount : late.overdue_principal;
  std::optional<Money> flat = fee.amount;
  std::optional<Percent> percent = fee.percent;
  std::string why;
  if (!fee.tiers.empty()) {
    const FeeTier* holds = nullptr;
    for (const FeeTier& tier : fee.tiers) {
      const int64_t from = tier.from ? tier.from->minor() : 0;
      if (basis.minor() >= from && late.days_past_due >= tier.from_days) {
        holds = &tier;
      }
    }
    if (holds == nullptr) {
      return FeeSum{Money(0, basis.currency()), "below the first tier"};
    }
    flat = holds->amount;
    percent = holds->percent;
    why = "tier " + std::to_string(holds - fee.tiers.data() + 1);
  }
  if (percent) {
    why +=
        (why.empty() ? "" : ", ") + Format(*percent) + " of " + Format(basis);
    USANCE_ASSIGN_OR_RETURN(flat,
                            Multiply(basis, percent->share(), fee.rounding));
  }
  const auto at = [&why](std::string_view limit) {
    return why + (why.empty() ? "at the " : ", at the ") + std::string(limit);
  };
  if (fee.minimum && flat->minor() < fee.minimum->minor()) {
    return FeeSum{*fee.minimum, at("minimum")};
  }
  if (fee.maximum && flat->minor() > fee.maximum->minor()) {
    return FeeSum{*fee.maximum, at("maximum")};
  }
  return FeeSum{*flat, why};
}

}  // namespace usance
