// What to pay by when: "pay 980.00 by the 20th, 1000.00 by the 30th".
#ifndef USANCE_TERMS_PAYMENT_OPTIONS_H_
#define USANCE_TERMS_PAYMENT_OPTIONS_H_

#include <optional>
#include <span>
#include <vector>

#include "usance/accrual/confidence.h"
#include "usance/accrual/fx_table.h"
#include "usance/core/status.h"
#include "usance/date/date.h"
#include "usance/money/money.h"
#include "usance/terms/late_payment_policy.h"
#include "usance/terms/payment_terms.h"

namespace usance {

// One way to settle an amount: pay = amount - discount + charges.
struct PaymentOption {
  Date by;  // the last day for it; with charges, the day itself
  Money pay;
  Money discount;  // for being early
  Money charges;   // for being late, up to and with the day
  // Of the rates that the charges rest on, as in LateCharges.
  bool provisional = false;
  Confidence confidence = Confidence::kGiven;
  friend bool operator==(const PaymentOption&, const PaymentOption&) = default;
};

// Returns the ways to settle what falls due, in order of their days: each
// discount until it ends, the whole until the due date, and what it costs on
// each of `late` days under `policy`, with `fx` where its fixed sum is in
// another currency.
//
// Of the discounts open on a day the one with the least to pay counts, so a row
// never asks for more than a later one. The due date has no row where a
// discount lasts as long.
//
// Errors:    INVALID_ARGUMENT / CONTEXT_REQUIRED - late days and no policy
//            INVALID_ARGUMENT / OUT_OF_ORDER - late days that do not rise from
//              the day after the due date and the last discount
//            and those of ComputeLateCharges
// Exactness: every amount is one of DueDates or ComputeLateCharges
// Example:   1000.00 at 2/10 net 30 from 2026-01-10: 980.00 by 2026-01-20,
//            1000.00 by 2026-02-09
[[nodiscard]] absl::StatusOr<std::vector<PaymentOption>> PaymentOptions(
    const DueAmount& part, const LatePaymentPolicy* policy = nullptr,
    std::span<const Date> late = {}, const std::optional<FxTable>& fx = {});

}  // namespace usance

#endif  // USANCE_TERMS_PAYMENT_OPTIONS_H_
