#include "usance/terms/late_fee.h"

#include <utility>

#include "usance/money/format.h"

namespace usance {
namespace {

absl::Status CheckFeeAmounts(const LateFee& fee, Currency currency,
                             const std::string& at) {
  const std::pair<const std::optional<Money>*, const char*> amounts[] = {
      {&fee.amount, "/amount"},
      {&fee.minimum, "/minimum"},
      {&fee.maximum, "/maximum"}};
  for (const auto& [amount, name] : amounts) {
    if (*amount && (*amount)->currency() != currency) {
      return Error(
          Reason::kCurrencyMismatch, at + name,
          Format(**amount) + " is not in " + std::string(currency.code()));
    }
  }
  for (const auto& [amount, name] : amounts) {
    if (*amount && (*amount)->minor() < 0) {
      return Error(Reason::kOutOfRange, at + name,
                   Format(**amount) + "; allowed: 0 or more");
    }
  }
  if (fee.percent && fee.percent->share().Sign() < 0) {
    return Error(Reason::kOutOfRange, at + "/percent",
                 Format(*fee.percent) + "; allowed: 0 or more");
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
  const bool flat = fee.basis == FeeBasis::kFlat;
  if (NameOf(fee.basis).empty()) {
    return Error(Reason::kUnspecified, at + "/basis",
                 "say what the fee is a part of, or that it is flat");
  }
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
  USANCE_RETURN_IF_ERROR(CheckFeeAmounts(fee, currency, at));
  USANCE_RETURN_IF_ERROR(CheckFeeTimes(fee, at));
  if (fee.minimum && fee.maximum &&
      fee.minimum->minor() > fee.maximum->minor()) {
    return Error(Reason::kConflict, at + "/minimum",
                 Format(*fee.minimum) + " is above the maximum, " +
                     Format(*fee.maximum));
  }
  if (fee.max_count > 1 && !fee.every) {
    return Error(Reason::kConflict, at + "/max_count",
                 "a fee that recurs needs the period, as P1M");
  }
  return absl::OkStatus();
}

absl::StatusOr<Money> FeeAmount(const LateFee& fee, const Money& invoice_amount,
                                const Money& overdue_principal) {
  Money amount = overdue_principal;
  if (fee.basis == FeeBasis::kFlat) {
    amount = *fee.amount;
  } else {
    if (fee.basis == FeeBasis::kInvoiceAmount) amount = invoice_amount;
    USANCE_ASSIGN_OR_RETURN(
        amount, Multiply(amount, fee.percent->share(), fee.rounding));
  }
  if (fee.minimum && amount.minor() < fee.minimum->minor()) {
    return *fee.minimum;
  }
  if (fee.maximum && amount.minor() > fee.maximum->minor()) {
    return *fee.maximum;
  }
  return amount;
}

}  // namespace usance
